//! What does a supplier need to know of a sandbox? Addresses, certificates, OINs and persons: as text to
//! copy from, and as `sandbox.json` for programs.

use std::{env, fmt::Write as _, fs, net::SocketAddr, path::PathBuf};

use serde::Serialize;

use super::{
    AREA, COUNTERPART, YOU, counterpart,
    families::{self, Person},
    setup::{Place, TOLD},
};
use crate::{
    cli::{
        errors::CliError,
        output,
        texts::{fill, say},
    },
    covenant::Covenants,
};

/// What to try first.
const EXAMPLE: &str = include_str!("example.txt");

/// What there is.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Told {
    /// Address of gRPC and REST.
    pub(super) server: String,
    /// Address of the calls that only a sandbox has.
    control: String,
    /// Directory with a certificate for every organisation and office.
    pub(super) certs: PathBuf,
    /// Who signed them, and the server's.
    authority: PathBuf,
    you: Seat,
    counterpart: Seat,
    area: &'static str,
    pub(super) persons: Vec<Person>,
    /// Where this stands.
    #[serde(skip)]
    file: PathBuf,
}

/// An organisation with its certificate.
#[derive(Clone, Debug, Serialize)]
struct Seat {
    name: &'static str,
    oin: String,
    certificate: PathBuf,
    key: PathBuf,
}

impl Told {
    /// Of a sandbox that serves there.
    ///
    /// # Errors
    /// The covenant has not got those who play.
    pub(super) fn of(
        place: &Place,
        server: SocketAddr,
        control: SocketAddr,
        covenants: &Covenants,
    ) -> Result<Self, CliError> {
        let certs = place.certs();
        let seat = |name: &'static str| {
            let oin = counterpart::organisation(covenants, name).map(|oin| oin.to_string());
            let file = |ending: &str| certs.join(format!("{name}.{ending}"));
            oin.map(|oin| Seat { name, oin, certificate: file("pem"), key: file("key") })
                .ok_or_else(|| CliError::Failed(fill("nobody is called {}", &[&name])))
        };
        Ok(Self {
            server: format!("https://localhost:{}", server.port()),
            control: format!("http://localhost:{}", control.port()),
            authority: certs.join("ca.pem"),
            you: seat(YOU)?,
            counterpart: seat(COUNTERPART)?,
            area: AREA,
            persons: families::all(),
            certs,
            file: place.file(TOLD),
        })
    }

    /// Writes it beside the certificates, whole or not at all.
    ///
    /// # Errors
    /// It cannot be written.
    pub(super) fn write(&self, place: &Place) -> Result<(), CliError> {
        let text =
            serde_json::to_string_pretty(self).map_err(|e| CliError::Failed(e.to_string()))?;
        let written = place.file("sandbox.json.new");
        fs::write(&written, text + "\n")?;
        Ok(fs::rename(written, &self.file)?)
    }

    /// The same for a person at a terminal.
    pub(super) fn text(&self) -> String {
        let title = "A sandbox serves gRPC and REST on {}, for this machine only. Everything is invented and in memory.";
        let mut text = fill(title, &[&self.server]);
        text += &format!("\n\n{}\n\n", say("For your program, which is a school here:"));
        text += &output::fields(&[
            ("address to call", self.server.trim_start_matches("https://").to_owned()),
            ("authority", self.authority.display().to_string()),
            ("certificate", self.you.certificate.display().to_string()),
            ("private key", self.you.key.display().to_string()),
            ("your OIN", self.you.oin.clone()),
            ("OIN of the counterpart", self.counterpart.oin.clone()),
            ("area", self.area.to_owned()),
            ("the same as JSON", format!("{}, {}", self.file.display(), self.control)),
        ]);
        text += &format!("\n\n{}\n\n", say("Persons to register, all invented:"));
        for person in &self.persons {
            let born = person.born.map(|born| format!(":{born}")).unwrap_or_default();
            // A String takes every write.
            let _ = writeln!(text, "  {:<9}  {}:{}{born}", person.name, person.role, person.bsn);
        }
        let first = &self.persons[0];
        let program = env::args().next().unwrap_or_else(|| "verwijspunt".to_owned());
        let example = EXAMPLE
            .replace("PROGRAM", &program)
            .replace("BSN", &first.bsn)
            .replace("SERVER", &self.server)
            .replace("CERTS", &self.certs.display().to_string());
        let register = say("To try, register as the school would:");
        let join = say("Then another organisation joins, and the school is told of a match:");
        let _ = writeln!(text, "\n{register}\n\n{example}\n{join}\n");
        let joins =
            [&program, "sandbox", "join", &first.name, "--control", &self.control].join(" ");
        let _ = writeln!(text, "  {joins}");
        text
    }
}
