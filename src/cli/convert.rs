//! How does an operator carry everything from one store to another, or check a database?

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use clap::Args;

use super::{
    errors::CliError,
    output,
    owner::{act_as_owner, is_root, of_a_new_one},
    texts::{fill, say},
};
use crate::{
    server::config::{Config, StoreUrl},
    store::{
        audit_chain::hex,
        convert::{self, Content, Counts, Place},
        embedded::engine::{OnProgress, Progress},
        postgres::{Options, TlsFiles},
    },
};

/// Carries everything from an embedded store to PostgreSQL, or back.
///
/// No broker may run on either. Everything is read once, written, read again and compared: records,
/// inboxes with their sequences, notifications, audit chains; lists and deadlines are made anew. The
/// target must be empty, and is so still when anything goes wrong. The source stays as it is.
///
/// Root reads a directory as the user whose it is. One that root makes is given to the user of the broker:
/// of the empty directory that was there, of the keys in the configuration, or of the directory around it.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  verwijspunt store convert --from /var/lib/verwijspunt \\
    --to 'postgres://verwijspunt@db.internal/verwijspunt' --password-file db.password --tls-ca db-ca.pem
  verwijspunt store convert --from 'postgres://verwijspunt@%2Frun%2Fpostgresql/verwijspunt' --to data

A conversion that is broken off starts anew.")]
pub struct Convert {
    /// A data directory, the URL of a database, or a broker's configuration.
    #[arg(long, value_name = "STORE")]
    from: String,
    /// A directory that does not exist yet, the URL of an empty database, or the configuration of the
    /// broker that will use either.
    #[arg(long, value_name = "STORE")]
    to: String,
    /// Which audit chain of the database is the one in the log of the directory. Needed when several
    /// brokers wrote to the database; the other chains are kept beside it.
    #[arg(long, value_name = "BROKER")]
    chain: Option<String>,
    #[command(flatten)]
    database: DatabaseArgs,
}

/// How to reach a database; as in [store] of the configuration.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "Database")]
pub struct DatabaseArgs {
    /// A file with the password.
    #[arg(long, value_name = "FILE")]
    password_file: Option<PathBuf>,
    /// The authorities that sign the server's certificate.
    #[arg(long, value_name = "FILE")]
    tls_ca: Option<PathBuf>,
    /// A certificate for the server.
    #[arg(long, value_name = "FILE", requires = "tls_key")]
    tls_certificate: Option<PathBuf>,
    /// Its private key.
    #[arg(long, value_name = "FILE", requires = "tls_certificate")]
    tls_key: Option<PathBuf>,
}

impl Convert {
    /// Converts.
    ///
    /// # Errors
    /// Why nothing was converted.
    pub async fn run(self) -> Result<(), CliError> {
        let (from, to) = (self.database.place(&self.from)?, self.database.place(&self.to)?);
        if matches!(from, Place::Directory(_)) == matches!(to, Place::Directory(_)) {
            let both = "one of --from and --to must be a directory and the other a postgres:// URL; a \
                        copy of a directory needs no conversion";
            return Err(CliError::Usage(say(both).to_owned()));
        }
        let mut owner = None;
        if let Place::Directory(directory) = &from {
            act_as_owner(directory)?;
        }
        if let Place::Directory(directory) = &to {
            owner = of_a_new_one(directory, self.database.keys(&self.to)?.as_deref());
        }
        let (bar, tell) = progress();
        let content = convert::convert(&from, &to, self.chain.as_deref(), owner, &tell).await;
        bar.finish_and_clear();
        let content = content.map_err(|error| CliError::Failed(error.to_string()))?;
        let done = say("converted, and read again: the same");
        let next =
            "next: set [store] url, and keep the former store until a backup of this one was made";
        output::say(&format!("{}{done}\n{}", told(&content), say(next)))?;
        match &to {
            Place::Directory(directory) if is_root() && owner.is_none() => {
                let roots =
                    "{} belongs to root: give it to the user that the broker runs as (chown -R)";
                output::say(&fill(roots, &[&directory.display()]))
            }
            _ => Ok(()),
        }
    }
}

impl DatabaseArgs {
    /// A place by what was typed.
    ///
    /// # Errors
    /// It is a configuration that is refused, or one without a store on a disk.
    pub(super) fn place(&self, typed: &str) -> Result<Place, CliError> {
        if is_database(typed) {
            let Self { password_file, tls_ca, tls_certificate, tls_key } = self.clone();
            let tls = TlsFiles { ca: tls_ca, certificate: tls_certificate, key: tls_key };
            let options = Options { password_file, tls, ..Options::new(typed, "store") };
            return Ok(Place::Database(options));
        }
        let path = Path::new(typed.strip_prefix("embedded:").unwrap_or(typed));
        if !path.is_file() {
            return Ok(Place::Directory(path.to_owned()));
        }
        match configuration(path)?.store {
            StoreUrl::Embedded(directory) => Ok(Place::Directory(directory)),
            StoreUrl::Postgres(options) => Ok(Place::Database(*options)),
            StoreUrl::Memory => {
                Err(CliError::Failed(fill("{} names a store in memory", &[&typed])))
            }
        }
    }

    /// The file of keys, when what was typed is the configuration of a broker.
    ///
    /// # Errors
    /// As [`Self::place`].
    pub(super) fn keys(&self, typed: &str) -> Result<Option<PathBuf>, CliError> {
        if is_database(typed) || !Path::new(typed).is_file() {
            return Ok(None);
        }
        configuration(Path::new(typed)).map(|config| Some(config.keys))
    }

    /// Reads a database whole and says whether its parts fit together.
    ///
    /// # Errors
    /// It cannot be read, or is not sound.
    pub(super) async fn check(place: &Place) -> Result<(), CliError> {
        let (bar, tell) = progress();
        let content = convert::inspect(place, &tell).await;
        bar.finish_and_clear();
        let content = content.map_err(|error| CliError::Failed(error.to_string()))?;
        output::say(&told(&content))?;
        if content.problems.is_empty() {
            return output::say(say("sound"));
        }
        for problem in &content.problems {
            output::say(&fill("problem: {}", &[problem]))?;
        }
        let next = "the database is not sound: keep it as it is, and restore a backup beside it";
        Err(CliError::Failed(say(next).to_owned()))
    }
}

fn configuration(path: &Path) -> Result<Config, CliError> {
    Config::load(path).map_err(|problems| {
        let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
        CliError::Failed(lines.join("\n"))
    })
}

/// Whether it is the URL of a database.
fn is_database(typed: &str) -> bool {
    typed.starts_with("postgres://") || typed.starts_with("postgresql://")
}

fn told(content: &Content) -> String {
    let Counts { records, inboxes, notifications, listed, deadlines, chains, audit } =
        content.counts;
    output::fields(&[
        ("records", records.to_string()),
        ("list entries", listed.to_string()),
        ("deadlines", deadlines.to_string()),
        ("inboxes", inboxes.to_string()),
        ("notifications", notifications.to_string()),
        ("audit log", fill("{} entries in {} chains", &[&audit, &chains])),
        ("sum", hex(&content.sum)),
    ])
}

fn progress() -> (indicatif::ProgressBar, OnProgress) {
    let bar = indicatif::ProgressBar::no_length();
    let style = indicatif::ProgressStyle::with_template("{msg} {human_pos}");
    let bar = bar.with_style(style.expect("the template is right"));
    let shown = bar.clone();
    let tell = move |Progress { stage, done, .. }: Progress| {
        shown.set_message(stage);
        shown.set_position(done);
    };
    (bar, Arc::new(tell))
}
