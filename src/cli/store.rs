//! Which store commands can an operator give, and what do they print?

use std::fmt::Display;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use clap::Subcommand;

use super::{
    below,
    convert::{Convert, DatabaseArgs},
    errors::CliError,
    output::complain,
    own_keys,
    owner::act_as_owner,
    texts::{fill, say},
};
use crate::store::{
    convert::Place,
    embedded::engine::{self, OnProgress, OpenError, Options, Report},
};

/// Work on a store.
#[derive(Debug, Subcommand)]
pub enum StoreCommand {
    /// Read everything and compare; change nothing.
    ///
    /// In a directory, that no broker runs on: the index with checkpoint and journal. In a database,
    /// where brokers may go on: records, lists, deadlines, inboxes and audit chains with each other.
    #[command(after_help = "Examples:\n  verwijspunt store check /var/lib/verwijspunt\n  \
        verwijspunt store check /etc/verwijspunt/config.toml\n\n\
        Exit code 0: sound. 1: something is wrong; each problem says what to do.")]
    Check {
        /// The data directory, the URL of a database, or the configuration of a broker.
        #[arg(value_name = "STORE")]
        store: String,
        /// How to reach the database.
        #[command(flatten)]
        database: DatabaseArgs,
    },
    /// Carry everything from a directory to a database, or back.
    Convert(Convert),
    /// Export every record into a checksummed file and remove the journal segments that it covers.
    #[command(after_help = "Example:\n  verwijspunt store checkpoint /var/lib/verwijspunt\n\n\
        A running broker does this by itself, at least once a day.")]
    Checkpoint {
        /// The data directory.
        #[arg(value_name = "DIR")]
        dir: PathBuf,
    },
    /// Build the index again from the newest checkpoint and the journal.
    #[command(after_help = "Examples:\n  verwijspunt store rebuild /var/lib/verwijspunt\n  \
        verwijspunt store rebuild --accept-loss /var/lib/verwijspunt\n\n\
        First try a backup: with --accept-loss acknowledged changes are gone for good.")]
    Rebuild {
        /// The data directory.
        #[arg(value_name = "DIR")]
        dir: PathBuf,
        /// Give up what is damaged or missing in the journal and the audit log. The damaged files are kept beside it.
        #[arg(long)]
        accept_loss: bool,
    },
}

impl StoreCommand {
    /// Does it, and tells on standard output; problems go to standard error. Exit code 1 when something is wrong.
    ///
    /// # Errors
    /// What is wrong, as far as it was not said already.
    pub async fn run(self) -> Result<(), CliError> {
        match self {
            Self::Convert(convert) => convert.run().await,
            Self::Check { store, database } => {
                let keys = database.keys(&store)?;
                match database.place(&store)? {
                    Place::Directory(dir) => {
                        act_as_owner(&dir)?;
                        offline(move |options| {
                            let report = engine::check(&dir, &options.progress)?;
                            let (text, sound) = checked(&report);
                            let compare = |keys: PathBuf| own_keys::in_directory(&dir, &keys);
                            let (more, own) =
                                own_keys::told(keys.filter(|_| sound).and_then(compare));
                            Ok((text + &more, sound && own))
                        })
                        .await
                    }
                    Place::Database(options) => {
                        DatabaseArgs::check(&Place::Database(options.clone())).await?;
                        let Some(keys) = keys else { return Ok(()) };
                        let compared = own_keys::in_database(&options, &keys).await;
                        ended(print(Ok(own_keys::told(compared))))
                    }
                }
            }
            Self::Checkpoint { dir } => {
                act_as_owner(&dir)?;
                offline(move |options| {
                    engine::checkpoint(&dir, options).map(|made| {
                        let (bytes, path) = (size(made.bytes), made.path.display());
                        let held: [&dyn Display; 3] = [&made.position, &made.records, &bytes];
                        let text = fill("checkpoint at position {}: {} records, {}", &held);
                        (format!("{text}\n{path}\n"), true)
                    })
                })
                .await
            }
            Self::Rebuild { dir, accept_loss } => {
                act_as_owner(&dir)?;
                offline(move |options| {
                    let done = engine::rebuild(&dir, accept_loss, options)?;
                    let made = fill("the index was rebuilt; position {}", &[&done.position]);
                    let lost = done.given_up.iter().map(|lost| fill("given up: {}", &[lost]));
                    let kept =
                        done.kept.iter().map(|kept| fill("kept aside: {}", &[&kept.display()]));
                    let lines: Vec<String> =
                        std::iter::once(made).chain(lost).chain(kept).collect();
                    Ok((lines.join("\n") + "\n", true))
                })
                .await
            }
        }
    }
}

/// Work on a directory: it blocks, so it has a thread of its own.
async fn offline(
    work: impl FnOnce(Options) -> Result<(String, bool), OpenError> + Send + 'static,
) -> Result<(), CliError> {
    let (bar, progress) = progress();
    let options = Options { progress, ..Options::default() };
    let outcome = tokio::task::spawn_blocking(move || work(options)).await;
    bar.finish_and_clear();
    ended(print(outcome.expect("work on a store does not panic")))
}

fn ended(code: ExitCode) -> Result<(), CliError> {
    if code == ExitCode::SUCCESS { Ok(()) } else { Err(CliError::Exit(code)) }
}

fn print(outcome: Result<(String, bool), OpenError>) -> ExitCode {
    match outcome {
        Ok((text, sound)) => {
            // A closed pipe is the reader's choice.
            let _ = std::io::stdout().write_all(text.as_bytes());
            if sound { ExitCode::SUCCESS } else { ExitCode::FAILURE }
        }
        Err(e) => {
            complain(&format!("{}: {}", say("error"), below::said(&e.to_string())));
            ExitCode::FAILURE
        }
    }
}

fn checked(report: &Report) -> (String, bool) {
    let Report { segments, journal_bytes, frames: (first, last), .. } = report;
    let mut text = row("format", &report.format.to_string());
    let held: [&dyn Display; 4] = [first, last, &segments, &size(*journal_bytes)];
    text += &row(
        "journal",
        &match last.checked_sub(*first) {
            Some(_) => fill("frames {} to {} in {} segments, {}", &held),
            None => fill("no frames after position {}, {} segments", &[last, &segments]),
        },
    );
    if report.torn > 0 {
        let torn = "{} bytes of an unfinished write at its end; the next start cuts them off";
        text += &row("", &fill(torn, &[&report.torn]));
    }
    let at = |place: &Option<(u64, u64)>, none| match place {
        Some((position, records)) => fill("position {}, {} records", &[position, records]),
        None => say(none).to_owned(),
    };
    text += &row("checkpoint", &at(&report.checkpoint, "none"));
    text += &row("audit log", &fill("{} entries", &[&report.audit_entries]));
    for (from, to) in &report.audit_gaps {
        text += &row("", &fill("without entries {} to {}, which were given up", &[from, to]));
    }
    for mendable in &report.mendable {
        text += &row("", &fill("{}; the next start mends it from the journal", &[mendable]));
    }
    text += &row("index", &at(&report.index, "not compared"));
    for problem in &report.problems {
        text += &(fill("problem: {}", &[problem]) + "\n");
    }
    if report.problems.is_empty() {
        text += &format!("{}\n", say("sound"));
    }
    (text, report.problems.is_empty())
}

/// A line of what was found, with what it is about before it.
fn row(label: &str, found: &str) -> String {
    let label = if label.is_empty() { label } else { say(label) };
    format!("{label:<12} {found}\n")
}

fn size(bytes: u64) -> String {
    indicatif::HumanBytes(bytes).to_string()
}

fn progress() -> (indicatif::ProgressBar, OnProgress) {
    let bar = indicatif::ProgressBar::no_length();
    let shown = bar.clone();
    let tell = move |at: engine::Progress| {
        shown.set_length(at.total);
        shown.set_position(at.done);
        shown.set_message(at.stage);
    };
    (bar, Arc::new(tell))
}
