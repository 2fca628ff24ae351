//! What does the demonstration need before it can begin? A directory with everything that a real
//! installation has, made by the same code as the subcommands use.

use std::{
    collections::BTreeMap,
    env, fs,
    io::Write,
    path::{Path, PathBuf},
};

use crate::{
    cli::{
        client::{self, ClientOptions},
        errors::CliError,
        import, operate,
        story::{
            language::{Seat, Story},
            names::synthetic_bsn,
        },
        texts::{fill, say},
    },
    covenant::Covenant,
    domain::model::party::Oin,
    server::{
        assemble,
        config::Config,
        keys,
        pki::{self, ClientSpec},
    },
};

use super::{
    outside::{Outside, Ports},
    player::Player,
    towns::{DEFAULT, Town},
};

/// What organisations of the town of the sample import before the story, so that theirs is not the only family.
pub(super) const SAMPLE: (&str, &str) =
    ("involvements.csv", include_str!("../../../deploy/samples/involvements.csv"));

const CONFIG: &str = r#"# Made by `verwijspunt demo`. Paths are relative to this file.
[listen]
address = "127.0.0.1:0"
admin_address = "127.0.0.1:0"

[tls]
certificate = "certs/server.pem"
key = "certs/server.key"
client_ca = "certs/ca.pem"

[store]
url = "embedded:data"

[covenant]
file = "COVENANT.toml"

[keys]
file = "keys.toml"
"#;

/// What stands in `demo.toml` besides: by which ways notifications leave the house. Whoever takes them
/// ends with the demonstration, so that `config.toml`, which `serve` goes on with, does not name them.
const WAYS_OUT: &str = r#"
[mail]
server = "localhost"
port = MAIL
ca_file = "certs/ca.pem"
sender = "verwijspunt@amsterdam.example"
console = "https://verwijspunt.amsterdam.example"

[webhook]
oin = "OIN"
rest_url = "https://localhost:REST"
signing_key_file = "webhook.key"
certificate = "certs/broker.pem"
key = "certs/broker.key"
ca_file = "certs/ca.pem"
inside = ["127.0.0.1"]
"#;

/// With which certificate the broker calls. Without an OIN: nobody comes in with it.
const BROKER: &str = "broker";

/// A directory that is ready.
pub(super) struct Stage {
    pub(super) directory: PathBuf,
    pub(super) config: Config,
    pub(super) town: &'static Town,
    /// Who takes what leaves the house, in the town that is shown by default.
    pub(super) outside: Option<Outside>,
    covenant: Covenant,
}

/// Makes the directory and everything in it.
pub(super) fn prepare(
    directory: Option<PathBuf>,
    town: &'static Town,
    story: &Story,
) -> Result<Stage, CliError> {
    let directory = make_directory(directory)?;
    let file = |name: &str| directory.join(name);
    let covenant_file = format!("{}.toml", town.covenant);
    for (name, text) in [(covenant_file.as_str(), town.file), town.organisations, SAMPLE] {
        fs::write(file(name), text)?;
    }
    let failed = |error: &dyn std::fmt::Display| CliError::Failed(error.to_string());
    let covenant = assemble::load_covenant(&file(&covenant_file)).map_err(CliError::Failed)?;
    let mut clients = operate::clients(&covenant);
    clients.push(ClientSpec::new(BROKER));
    pki::make(&file("certs"), &clients, false).map_err(|e| failed(&e))?;
    keys::new(&file("keys.toml")).map_err(|e| failed(&e))?;
    let config = CONFIG.replace("COVENANT", town.covenant);
    fs::write(file("config.toml"), &config)?;
    let mut stage = Stage {
        config: load(&file("config.toml"))?,
        directory: directory.clone(),
        town,
        outside: None,
        covenant,
    };
    if town.covenant == DEFAULT {
        stage.open_the_house(&config, story)?;
    }
    Ok(stage)
}

fn load(file: &Path) -> Result<Config, CliError> {
    Config::load(file).map_err(|problems| {
        CliError::Failed(problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
    })
}

fn make_directory(asked: Option<PathBuf>) -> Result<PathBuf, CliError> {
    let numbered = (2..1_000).map(|number| PathBuf::from(format!("verwijspunt-demo-{number}")));
    let default = std::iter::once(PathBuf::from("verwijspunt-demo")).chain(numbered);
    let candidates: Vec<PathBuf> = asked.clone().map_or_else(|| default.collect(), |dir| vec![dir]);
    for directory in candidates {
        match fs::create_dir(&directory) {
            Ok(()) => return Ok(directory),
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists && asked.is_none() => {}
            Err(error) => {
                let wrong = "{} cannot be made ({}); name a new directory with --dir";
                return Err(CliError::Failed(fill(wrong, &[&directory.display(), &error])));
            }
        }
    }
    Err(CliError::Failed(say("there are too many demo directories here; remove some").to_owned()))
}

impl Stage {
    /// Lets notifications leave: mail to the first office of the story, and a web server for its first
    /// organisation.
    fn open_the_house(&mut self, config: &str, story: &Story) -> Result<(), CliError> {
        let nobody = || CliError::Failed("nobody sits in this story".to_owned());
        let office = |seat: &Seat| self.covenant.offices().find(|one| one.id.as_str() == seat.is);
        let office = story.seats.iter().find_map(office).ok_or_else(nobody)?;
        let first = story.seats.first().ok_or_else(nobody)?;
        let organisation = self.party(&first.is)?.0;
        let ports = Ports::take()?;
        let rest = ports.rest.local_addr()?.port().to_string();
        let text = WAYS_OUT
            .replace("MAIL", &ports.mail.local_addr()?.port().to_string())
            .replace("OIN", office.municipality.as_str())
            .replace("REST", &rest);
        // What is called is told where to read, so that the broker's own port must be known before.
        let config = config.replacen("127.0.0.1:0", &format!("127.0.0.1:{rest}"), 1);
        fs::write(self.directory.join("demo.toml"), config + &text)?;
        let key = self.directory.join("webhook.key");
        pki::webhook_key(&key).map_err(|error| CliError::Failed(error.to_string()))?;
        let file = self.directory.join(self.town.organisations.0);
        let oin = format!("oin = \"{organisation}\"\n");
        let port = ports.web.local_addr()?.port();
        let called =
            format!("{oin}webhook = \"https://localhost:{port}/\" # of the demonstration\n");
        fs::write(&file, fs::read_to_string(&file)?.replace(&oin, &called))?;
        self.config = load(&self.directory.join("demo.toml"))?;
        let expected = (office.contact.email.clone(), first.label.clone());
        self.outside = Some(Outside::open(ports, &self.config, &fs::read(key)?, expected)?);
        Ok(())
    }

    /// Imports the sample, each organisation its own rows.
    pub(super) async fn import_sample(
        &self,
        server: &str,
        out: &mut impl Write,
    ) -> Result<(), CliError> {
        let sample = self.directory.join("involvements.csv");
        let mut organisations: BTreeMap<Oin, u64> = BTreeMap::new();
        let mut lines =
            csv::Reader::from_path(&sample).map_err(|e| CliError::Failed(e.to_string()))?;
        for line in lines.records() {
            let line = line.map_err(|error| CliError::Failed(error.to_string()))?;
            if let Some(oin) = line.get(1).and_then(Oin::parse) {
                *organisations.entry(oin).or_default() += 1;
            }
        }
        let begun = std::time::Instant::now();
        let mut matched = 0;
        for (oin, rows) in &organisations {
            let organisation = self.covenant.organisation(oin).ok_or_else(|| {
                CliError::Failed(format!("the sample names {oin}, which is no party"))
            })?;
            let options = self.options(server, &operate::file_name(&organisation.name));
            let counts = import::quietly(&sample, &options, *oin).await?;
            if !counts.clean() || counts.answered() != *rows {
                return Err(CliError::Failed(format!(
                    "of {rows} rows of {} {} were answered: {counts:?}",
                    organisation.name,
                    counts.answered()
                )));
            }
            matched += counts.matched;
        }
        let rows: u64 = organisations.values().sum();
        let seconds = begun.elapsed().as_secs_f32();
        writeln!(
            out,
            "{} organisations import {rows} involvements: {matched} find others involved ({seconds:.2} s, {:.0} rows a second).\n",
            organisations.len(),
            rows as f32 / seconds,
        )?;
        Ok(())
    }

    /// Everybody in the story, connected with a certificate of their own.
    pub(super) async fn players(
        &self,
        server: &str,
        story: &Story,
    ) -> Result<BTreeMap<String, Player>, CliError> {
        let mut players = BTreeMap::new();
        for seat in &story.seats {
            let (key, certificate) = self.party(&seat.is)?;
            let channel = client::connect(&self.options(server, &certificate)).await?;
            let player = Player::new(seat.clone(), key, channel).await?;
            players.insert(seat.actor.clone(), player);
        }
        Ok(players)
    }

    /// OIN or id, and name of the certificate, of an office or of the first organisation of a kind.
    pub(super) fn party(&self, is: &str) -> Result<(String, String), CliError> {
        if let Some(office) = self.covenant.offices().find(|office| office.id.as_str() == is) {
            return Ok((office.id.to_string(), office.id.to_string()));
        }
        let organisation = self.covenant.organisations().find(|one| one.kind == is);
        let found = organisation.map(|one| (one.oin.to_string(), operate::file_name(&one.name)));
        found.ok_or_else(|| CliError::Failed(format!("the covenant has nobody for `{is}`")))
    }

    fn options(&self, server: &str, name: &str) -> ClientOptions {
        ClientOptions::named(server, &self.directory.join("certs"), name)
    }

    /// What to try while the broker serves: in one terminal, then in another.
    pub(super) fn commands(&self, server: &str, story: &Story) -> Result<String, CliError> {
        let offices = |seat: &&Seat| self.covenant.offices().any(|o| o.id.as_str() == seat.is);
        let first = story.seats.iter().find(|seat| !offices(seat));
        let newcomer = story.seats.iter().rev().find(|seat| !offices(seat));
        let director = story.seats.iter().rev().find(offices);
        let (Some(first), Some(newcomer), Some(director)) = (first, newcomer, director) else {
            return Err(CliError::Failed("nobody sits in this story".to_owned()));
        };
        let name = |seat: &Seat| self.party(&seat.is).map(|(_, certificate)| certificate);
        let (first, newcomer_name, director) = (name(first)?, name(newcomer)?, name(director)?);
        let Seat { by, name, function, phone, .. } = newcomer;
        let certs = self.directory.join("certs");
        let certs = certs.display();
        let here = env::current_dir().unwrap_or_default();
        let here = here.display();
        let (program, mother) = (program(), synthetic_bsn("mother"));
        let area = story.area();
        Ok(format!(
            "The broker serves on; Ctrl-C stops it. In each other terminal first:\n\n  \
             cd '{here}' && export VERWIJSPUNT_SERVER={server} VERWIJSPUNT_CERTS='{certs}'\n\n\
             Look around, then wait for what comes:\n\n  \
             {program} matches --as {first}\n  \
             {program} ticket list --as {director} --role directed --closed\n  \
             {program} watch --as {first}\n\n\
             Meanwhile, in another terminal, one more organisation registers the mother: a match.\n\n  \
             echo 'parent:{mother}' | {program} register --as {newcomer_name} --members - \\\n    \
             --area {area} --professional {by} --name '{name}' --function '{function}' --phone {phone}\n"
        ))
    }

    /// The command that serves this directory later.
    pub(super) fn serve_again(&self) -> String {
        format!("{} serve --config {}", program(), self.directory.join("config.toml").display())
    }
}

/// How this program was called.
fn program() -> String {
    let called = env::args().next().unwrap_or_default();
    if Path::new(&called).is_absolute() || called.contains('/') {
        called
    } else {
        "verwijspunt".to_owned()
    }
}
