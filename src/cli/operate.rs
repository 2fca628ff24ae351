//! How does an administrator run the broker? Serving, certificates, keys, configuration.

use std::{
    io::{Write as _, stdout},
    path::PathBuf,
    process::ExitCode,
};

use clap::{Args, Subcommand};

use crate::{
    broker::Clock,
    covenant::Covenant,
    server::{
        assemble::{self, AssembleError},
        config::{Config, Problem, StoreUrl},
        keys::{self, Rotated},
        pki::{self, ClientSpec},
        shutdown::StopReason,
        telemetry,
        tls::{BrowserMaterial, TlsMaterial, Trust},
    },
};

use super::{
    errors::CliError,
    output,
    own_keys::{self, OwnKeys},
    owner::{judged_for, must_be_owner},
    texts::{fill, say},
};

/// The exit code for a configuration that can be read whole and with which nobody is served: every client
/// refuses it, or its keys are not those of the store.
const SERVES_NOBODY: u8 = 3;

/// Prints a line; a reader that has seen enough is no failure.
macro_rules! line {
    ($($text:tt)*) => {{
        let _ = writeln!(stdout(), $($text)*);
    }};
}

/// Serves until SIGTERM or SIGINT.
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  verwijspunt serve --config /etc/verwijspunt/config.toml\n\n\
    SIGHUP reads certificates, revocation list and covenant again; so does a change of a file.\n\
    Exit code: 0 stopped as asked, 1 could not start or the store failed.")]
pub struct Serve {
    /// The configuration.
    #[arg(long, value_name = "FILE")]
    config: PathBuf,
}

impl Serve {
    /// Serves.
    ///
    /// # Errors
    /// What is wrong with the configuration, or why the broker cannot start.
    pub async fn run(self) -> Result<(), CliError> {
        let config = Config::load(&self.config).map_err(|problems| refused(&problems))?;
        if let StoreUrl::Embedded(directory) = &config.store {
            must_be_owner(directory)?;
        }
        telemetry::init(&config.log).map_err(CliError::Failed)?;
        let assembled = assemble::start(&config, Clock::System).await.map_err(cannot_start)?;
        let address = assembled.server().address();
        // Whoever started it may have stopped reading: that is no reason not to serve, nor a failure.
        let _ = output::say(&format!("serving on https://{address}"));
        match assembled.run().await {
            StopReason::Asked => {
                // Whoever read the output may be gone; having stopped well does not depend on it.
                let _ = output::say(say("stopped; everything acknowledged is in the store"));
                Ok(())
            }
            StopReason::Failed(why) => {
                let next = "the store has failed ({}); start again: it recovers what was acknowledged, and \
                            says so when it cannot";
                Err(CliError::Failed(fill(next, &[&why])))
            }
        }
    }
}

pub(super) fn refused(problems: &[Problem]) -> CliError {
    let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
    CliError::Failed(format!("{}\n{}", say("the configuration was refused:"), lines.join("\n")))
}

pub(super) fn cannot_start(error: AssembleError) -> CliError {
    CliError::Failed(error.to_string())
}

/// Commands about the configuration.
#[derive(Subcommand, Debug)]
pub enum ConfigCommand {
    /// Reads a configuration and everything that it names; prints what is in force.
    #[command(after_help = "Example:\n  verwijspunt config check /etc/verwijspunt/config.toml\n\n\
        Exit code: 0 a broker can serve with it, 1 it is refused, 3 all of it can be read and nobody would \
        be served: the keys are not those of the store, or clients refuse the certificate.")]
    Check {
        /// The configuration.
        file: PathBuf,
    },
}

impl ConfigCommand {
    /// Does it.
    ///
    /// # Errors
    /// All problems by line. Exit code 3, with what is in force, when it can be read whole and nobody would be
    /// served: whoever makes a backup, or puts the right keys back, needs the settings all the same.
    pub async fn run(self) -> Result<(), CliError> {
        let Self::Check { file } = self;
        let config = Config::check(&file).map_err(|problems| refused(&problems))?;
        let covenants = assemble::load_covenants(&config.covenants).map_err(CliError::Failed)?;
        let references: Vec<_> = covenants.all().map(Covenant::reference).collect();
        let tls = TlsMaterial::load(&config.tls).map_err(|e| CliError::Failed(e.to_string()))?;
        for warning in &tls.warnings {
            output::complain(&fill("warning: {}", &[warning]));
        }
        let browsers = config.people.as_ref().map(|people| {
            BrowserMaterial::load(&people.certificate, &people.key, config.tls.allow_tls12)
        });
        let browsers = browsers.transpose().map_err(|e| CliError::Failed(e.to_string()))?;
        let mut refused = false;
        let mut say_of = |trust: &Trust, unseen: &str| match trust {
            Trust::Refused(why) => {
                refused = true;
                output::complain(&fill("error: {}", &[why]));
            }
            Trust::Unseen(authority) => output::complain(&fill(unseen, &[authority])),
            Trust::Accepted => {}
        };
        say_of(
            &tls.own,
            "not seen: whether clients trust the broker's certificate does not show from here; {} is not \
             in [tls] client_ca",
        );
        if let Some(browsers) = &browsers {
            say_of(
                &browsers.trust,
                "not seen: whether browsers trust the certificate of the pages does not show from here; {} \
                 is no public authority",
            );
        }
        match own_keys::in_short(&config).await {
            Some(OwnKeys::Others(why)) => {
                refused = true;
                output::complain(&fill("error: {}", &[&why]));
            }
            Some(OwnKeys::NotSeen(why)) => output::complain(&own_keys::not_seen(&why)),
            Some(OwnKeys::Its) | None => {}
        }
        if refused {
            line!("{config}");
            return Err(CliError::Exit(ExitCode::from(SERVES_NOBODY)));
        }
        let ok = "ok: everything that it names can be read; covenant {}";
        line!("{config}\n# {}", fill(ok, &[&references.join(", ")]));
        let directory = match &config.store {
            StoreUrl::Embedded(directory) => Some(directory.as_path()),
            StoreUrl::Memory | StoreUrl::Postgres(_) => None,
        };
        if let Some(user) = judged_for(directory, &config.keys) {
            let judged = "judged as root, who can read everything; whether user {}, the broker's, can is for \
                          verwijspunt doctor, or this command as that user";
            line!("# {}", fill(judged, &[&user]));
        }
        Ok(())
    }
}

/// Commands about the pseudonym keys.
#[derive(Subcommand, Debug)]
pub enum KeysCommand {
    /// Makes a key file, or adds a key to it.
    ///
    /// The key turns a BSN into a pseudonym. Keep the file out of backups of the store: with both,
    /// every BSN can be found by trial. Without it nobody is recognised any more: keep a copy in a
    /// safe of its own.
    #[command(after_help = "Examples:\n  verwijspunt keys new /etc/verwijspunt/keys.toml\n  \
        verwijspunt keys new --rotate /etc/verwijspunt/keys.toml")]
    New {
        /// Add a newer key; the one before stays active beside it.
        #[arg(long)]
        rotate: bool,
        /// Drop the older of two keys: whoever is known under it alone is not recognised any more.
        #[arg(long, requires = "rotate")]
        drop_oldest: bool,
        /// The key file; made with mode 0600, never overwritten.
        file: PathBuf,
    },
}

impl KeysCommand {
    /// Does it.
    ///
    /// # Errors
    /// When the file exists already, or cannot be written.
    pub fn run(self) -> Result<(), CliError> {
        let Self::New { rotate, drop_oldest, file } = self;
        let made = if rotate {
            keys::rotate(&file, drop_oldest)
        } else {
            keys::new(&file).map(|version| Rotated { version, dropped: None })
        };
        let Rotated { version, dropped } =
            made.map_err(|error| CliError::Failed(error.to_string()))?;
        let active = "{}: key version {} is active; restart the broker to use it";
        line!("{}", fill(active, &[&file.display(), &version]));
        if let Some(dropped) = dropped {
            let gone = "key version {} was dropped: a broker refuses to start while somebody is known \
                        under that one alone; keep the copy of the file from before";
            line!("{}", fill(gone, &[&dropped]));
        }
        Ok(())
    }
}

/// Makes certificates for trying things out: an authority, the server, and one for every
/// organisation and office of a covenant. Not for production.
#[derive(Args, Debug)]
#[command(
    after_help = "Example:\n  verwijspunt dev-certs --covenant deploy/covenants/amsterdam-2009.toml certs\n  \
    verwijspunt register --certs certs --as basisschool-de-waterlelie ..."
)]
pub struct DevCerts {
    /// The covenant whose parties get a certificate.
    #[arg(long, value_name = "FILE")]
    covenant: PathBuf,
    /// Renew what is there already, the authority included.
    #[arg(long)]
    force: bool,
    /// Where to put them.
    directory: PathBuf,
}

impl DevCerts {
    /// Makes them.
    ///
    /// # Errors
    /// When the covenant is refused or a file cannot be written.
    pub fn run(self) -> Result<(), CliError> {
        let covenant = assemble::load_covenant(&self.covenant).map_err(CliError::Failed)?;
        let clients = clients(&covenant);
        let made = pki::make(&self.directory, &clients, self.force)
            .map_err(|error| CliError::Failed(error.to_string()))?;
        for client in &clients {
            line!("{}", client.name);
        }
        for file in &made.renewed {
            let differed = "{}: made anew, for the covenant now says something else of this party";
            line!("{}", fill(differed, &[&file.display()]));
        }
        let (written, kept) = (made.written.len(), made.kept.len());
        let (place, done) = (
            self.directory.display(),
            "{} files written, {} certificates kept in {}; use --certs {} --as NAME",
        );
        line!("{}", fill(done, &[&written, &kept, &place, &place]));
        Ok(())
    }
}

pub use super::words::plain as file_name;

/// A certificate for every organisation, by its name, and for every office, by its id.
#[must_use]
pub fn clients(covenant: &Covenant) -> Vec<ClientSpec> {
    let organisations = covenant.organisations().map(|organisation| {
        let name = file_name(&organisation.name);
        ClientSpec::new(&name).oin(organisation.oin.as_str()).common_name(&organisation.name)
    });
    let offices = covenant.offices().map(|office| {
        ClientSpec::new(office.id.as_str())
            .oin(office.municipality.as_str())
            .common_name(&office.name_en)
            .office(office.id.as_str())
    });
    organisations.chain(offices).collect()
}
