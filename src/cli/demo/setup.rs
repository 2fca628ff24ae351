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
    },
    covenant::{Covenant, Organisation},
    domain::model::party::{AreaCode, Oin},
    server::{assemble, config::Config, keys, pki},
};

use super::{
    actors::{Actors, Player, Seat},
    script::{At, Role},
    towns::Town,
};

/// What organisations of Amsterdam import before the story, so that theirs is not the only family.
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

/// The district of the story.
const DISTRICT: &str = "zeeburg";

/// A directory that is ready.
pub(super) struct Stage {
    pub(super) directory: PathBuf,
    pub(super) config: Config,
    pub(super) town: &'static Town,
    covenant: Covenant,
}

/// Makes the directory and everything in it.
pub(super) fn prepare(directory: Option<PathBuf>, town: &'static Town) -> Result<Stage, CliError> {
    let directory = make_directory(directory)?;
    let file = |name: &str| directory.join(name);
    let covenant_file = format!("{}.toml", town.covenant);
    for (name, text) in [(covenant_file.as_str(), town.file), town.organisations, SAMPLE] {
        fs::write(file(name), text)?;
    }
    let failed = |error: &dyn std::fmt::Display| CliError::Failed(error.to_string());
    let covenant = assemble::load_covenant(&file(&covenant_file)).map_err(CliError::Failed)?;
    pki::make(&file("certs"), &operate::clients(&covenant), false).map_err(|e| failed(&e))?;
    keys::new(&file("keys.toml")).map_err(|e| failed(&e))?;
    fs::write(file("config.toml"), CONFIG.replace("COVENANT", town.covenant))?;
    let config = Config::load(&file("config.toml")).map_err(|problems| {
        CliError::Failed(problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
    })?;
    Ok(Stage { directory, config, town, covenant })
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
                return Err(CliError::Failed(format!(
                    "{} cannot be made ({error}); name a new directory with --dir",
                    directory.display()
                )));
            }
        }
    }
    Err(CliError::Failed("there are too many demo directories here; remove some".to_owned()))
}

impl Stage {
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
    pub(super) async fn actors(&self, server: &str) -> Result<Actors, CliError> {
        let area = AreaCode::parse(DISTRICT).expect("a plain word");
        let region = self
            .covenant
            .area(&area)
            .map(|area| area.region.to_string())
            .ok_or_else(|| CliError::Failed(format!("the covenant has no area {DISTRICT}")))?;
        Ok(Actors {
            school: self.organisation(server, "school", None).await?,
            debt_counselling: self.organisation(server, "debt-counselling", Some(DISTRICT)).await?,
            guardian: self.organisation(server, "youth-care-agency", None).await?,
            police: self.organisation(server, "police", None).await?,
            coordinator: self.office(server, "coordinator", DISTRICT).await?,
            process_manager: self.office(server, "process-manager", &region).await?,
            alderman: self.office(server, "region-portfolio-holder", "city").await?,
            judiciary_oin: self.find("judiciary", None)?.oin.to_string(),
            area: DISTRICT.to_owned(),
            category: "MPG2".to_owned(),
        })
    }

    /// Everybody in a script, connected, in the order of its roles.
    pub(super) async fn players(
        &self,
        server: &str,
        roles: &[Role],
    ) -> Result<Vec<Player>, CliError> {
        let mut players = Vec::with_capacity(roles.len());
        for role in roles {
            let seat = match role.seat {
                At::Kind(kind) => self.organisation(server, kind, None).await?,
                At::Office(id) => {
                    let channel = client::connect(&self.options(server, id)).await?;
                    Seat { id: id.to_owned(), channel }
                }
            };
            players.push(Player::new(role.label, &seat, role.who));
        }
        Ok(players)
    }

    fn find(&self, kind: &str, commissioner: Option<&str>) -> Result<&Organisation, CliError> {
        let fits = |o: &&Organisation| {
            o.kind == kind && commissioner.is_none_or(|c| o.commissioner.to_string() == c)
        };
        self.covenant.organisations().find(fits).ok_or_else(|| {
            CliError::Failed(format!("the covenant has no organisation of kind {kind}"))
        })
    }

    async fn organisation(
        &self,
        server: &str,
        kind: &str,
        commissioner: Option<&str>,
    ) -> Result<Seat, CliError> {
        let organisation = self.find(kind, commissioner)?;
        let options = self.options(server, &operate::file_name(&organisation.name));
        let channel = client::connect(&options).await?;
        Ok(Seat { id: organisation.oin.to_string(), channel })
    }

    async fn office(&self, server: &str, role: &str, area: &str) -> Result<Seat, CliError> {
        let office = self
            .covenant
            .offices()
            .find(|office| office.role == role && office.area == area)
            .ok_or_else(|| CliError::Failed(format!("the covenant has no {role} for {area}")))?;
        let channel = client::connect(&self.options(server, office.id.as_str())).await?;
        Ok(Seat { id: office.id.to_string(), channel })
    }

    fn options(&self, server: &str, name: &str) -> ClientOptions {
        ClientOptions::named(server, &self.directory.join("certs"), name)
    }

    /// An organisation and a directing office of the story, as their certificates are called.
    fn two_of_the_story(&self) -> (String, &'static str) {
        let roles = self.town.script.map_or(&[][..], |script| script.roles);
        let first = roles.iter().find_map(|role| match role.seat {
            At::Kind(kind) => Some(kind),
            At::Office(_) => None,
        });
        let last = roles.iter().rev().find_map(|role| match role.seat {
            At::Office(id) => Some(id),
            At::Kind(_) => None,
        });
        let organisation = self.find(first.unwrap_or("school"), None);
        let name = organisation.map_or_else(|_| String::new(), |o| operate::file_name(&o.name));
        (name, last.unwrap_or("process-manager-oost"))
    }

    /// Three commands to try while the broker serves.
    pub(super) fn commands(&self, server: &str) -> String {
        let (school, director) = self.two_of_the_story();
        let certs = self.directory.join("certs");
        let certs = certs.display();
        let here = env::current_dir().unwrap_or_default();
        let here = here.display();
        let program = program();
        format!(
            "The broker serves on; Ctrl-C stops it. In another terminal:\n\n  \
             cd '{here}' && export VERWIJSPUNT_SERVER={server} VERWIJSPUNT_CERTS='{certs}'\n\n  \
             {program} matches --as {school}\n  \
             {program} ticket list --as {director} --role directed --closed\n  \
             {program} watch --as {school}\n"
        )
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
