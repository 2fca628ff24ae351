//! How does an administrator check, export and anchor the audit log? On a store that is not in use,
//! or on an export of it.

use std::{
    fs::OpenOptions,
    io::{self, BufWriter, Write, stdout},
    os::unix::fs::OpenOptionsExt as _,
    path::{Path, PathBuf},
    sync::Arc,
};

use clap::{Args, Subcommand, ValueEnum};

use crate::{
    broker::Clock,
    domain::{
        model::audit::{AuditEntry, Subject},
        state::effects::Effects,
    },
    server::{
        checkpoints::{self, CheckpointError, VerifyingKey},
        config::{Config, StoreUrl},
    },
    store::{
        Change, Store,
        embedded::{
            EmbeddedStore,
            engine::{OpenError, Options},
        },
        postgres::{self, PostgresStore},
    },
};

use super::{
    audit_lines,
    audit_walk::{NamedHead, Walks},
    errors::CliError,
    output,
    owner::act_as_owner,
    texts::{fill, say},
};

/// Commands about the audit log.
#[derive(Subcommand, Debug)]
pub enum AuditCommand {
    /// Checks the hash chain of the audit log: of a data directory that is not in use, of a database
    /// with the chains of all its brokers, or of an export.
    ///
    /// The chain shows a changed, removed or inserted entry. That its end was not cut off and
    /// written anew shows only what was kept elsewhere: signed checkpoints, or the head that this
    /// command prints.
    #[command(after_help = "Examples:\n  verwijspunt audit verify /var/lib/verwijspunt\n  \
        verwijspunt audit verify /var/lib/verwijspunt --checkpoints /mnt/elsewhere --public-key audit.key.pub\n  \
        verwijspunt audit verify /var/lib/verwijspunt --head 1523:9f2c…\n  \
        verwijspunt audit verify /etc/verwijspunt/config.toml\n  \
        verwijspunt audit verify --export audit.jsonl")]
    Verify(Verify),
    /// Writes the audit log as lines of JSON that can be verified off-line.
    ///
    /// The export is itself written into the audit log. Not beside a running broker, unless its store
    /// is a database: there `verwijspunt log -o json` reads it, for the auditor, and a copy of the data
    /// directory, made while the broker runs, is exported like any other.
    #[command(
        after_help = "Examples:\n  verwijspunt audit export /var/lib/verwijspunt --to audit.jsonl\n  \
        verwijspunt audit export /var/lib/verwijspunt --from 1001 | jq .action"
    )]
    Export(Export),
    /// Makes the key pair that signs checkpoints of the audit log.
    ///
    /// FILE is the private key, for [audit] signing_key_file; FILE.pub the public one. Keep the
    /// public key, and the checkpoints, where whoever runs the broker cannot change them.
    #[command(after_help = "Example:\n  verwijspunt audit key /etc/verwijspunt/audit.key")]
    Key {
        /// The private key; made with mode 0600, never overwritten.
        file: PathBuf,
    },
}

/// What to check, and against what.
#[derive(Args, Debug)]
pub struct Verify {
    /// The data directory; or the configuration of a broker, for the database that it names.
    #[arg(required_unless_present = "export", conflicts_with = "export")]
    store: Option<PathBuf>,
    /// An export instead of a data directory.
    #[arg(long, value_name = "FILE")]
    export: Option<PathBuf>,
    /// A head printed earlier; of several chains, with its broker's name before it.
    #[arg(long, value_name = "[BROKER/]POSITION:HASH")]
    head: Option<NamedHead>,
    /// Signed checkpoints.
    #[arg(long, value_name = "DIR", requires = "public_key")]
    checkpoints: Option<PathBuf>,
    /// The public key that belongs to the one that signed them.
    #[arg(long, value_name = "FILE", requires = "checkpoints")]
    public_key: Option<PathBuf>,
}

/// What to export, and where to.
#[derive(Args, Debug)]
pub struct Export {
    /// The data directory; or the configuration of a broker, for the database that it names.
    store: PathBuf,
    /// A new file, for the owner only; standard output when left out. Root writes it as the user whose data
    /// directory it is.
    #[arg(long, value_name = "FILE")]
    to: Option<PathBuf>,
    /// The first entry.
    #[arg(long, value_name = "POSITION", default_value_t = 1,
        value_parser = clap::value_parser!(u64).range(1..))]
    from: u64,
    /// How it is written.
    #[arg(long, value_enum, default_value_t)]
    format: ExportFormat,
}

/// How an export is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, ValueEnum)]
pub enum ExportFormat {
    /// One JSON object a line.
    #[default]
    Jsonl,
}

impl AuditCommand {
    /// Does it.
    ///
    /// # Errors
    /// The first entry that is wrong, or what cannot be read or written.
    pub async fn run(self) -> Result<(), CliError> {
        match self {
            Self::Verify(verify) => verify.run().await,
            Self::Export(export) => export.run().await,
            Self::Key { file } => {
                let public = checkpoints::make_key(&file).map_err(failed)?;
                let set = fill("{}: set it as [audit] signing_key_file", &[&file.display()]);
                let keep = "{}: keep it elsewhere, with the checkpoints";
                output::say(&format!("{set}\n{}", fill(keep, &[&public.display()])))
            }
        }
    }
}

pub(super) fn failed(error: impl std::fmt::Display) -> CliError {
    CliError::Failed(error.to_string())
}

/// Why a data directory was not opened; where a broker holds it, what reads the audit log beside it.
fn held(error: &OpenError) -> CliError {
    if !matches!(error, OpenError::InUse { .. }) {
        return failed(error);
    }
    let beside = "beside a running broker: `verwijspunt log -o json` and `verwijspunt verify-log`, with \
                  the certificate of the auditor; or this on a copy of the directory, which may be made \
                  while it runs (that an export was made then stands in the log of the copy only)";
    CliError::Failed(format!("{error}\n  {}:   {}", say("next"), say(beside)))
}

/// The store behind a data directory or a configuration; to read it only, or to add a note.
async fn open(place: &Path, note: bool) -> Result<Arc<dyn Store>, CliError> {
    let place = if place.is_file() {
        Config::load(place)
            .map_err(|problems| {
                let lines: Vec<_> = problems.iter().map(ToString::to_string).collect();
                failed(lines.join("\n"))
            })?
            .store
    } else {
        StoreUrl::Embedded(place.to_path_buf())
    };
    match place {
        StoreUrl::Memory => Err(failed(say("a store in memory keeps no audit log"))),
        StoreUrl::Embedded(directory) if !directory.join("FORMAT").is_file() => {
            let none =
                "{} holds no store; name the directory of [store] url, or the configuration itself";
            Err(failed(fill(none, &[&directory.display()])))
        }
        StoreUrl::Embedded(directory) => {
            act_as_owner(&directory)?;
            Ok(Arc::new(
                EmbeddedStore::open(&directory, Options::default())
                    .map_err(|error| held(&error))?,
            ))
        }
        StoreUrl::Postgres(options) if note => {
            // A chain of its own: the broker of this name may be running.
            let broker = format!("{:.57}.audit", options.broker);
            let options = postgres::Options { broker, ..*options };
            Ok(Arc::new(PostgresStore::open(&options).await.map_err(failed)?))
        }
        StoreUrl::Postgres(options) => {
            Ok(Arc::new(PostgresStore::open_to_read(&options).await.map_err(failed)?))
        }
    }
}

impl Verify {
    async fn run(self) -> Result<(), CliError> {
        let mut walks = Walks::default();
        if let Some(head) = &self.head {
            walks.head(head);
        }
        if let Some((directory, key)) = self.checkpoints.as_ref().zip(self.public_key.as_ref()) {
            let read = |key: VerifyingKey| key.read_all(directory);
            let found =
                VerifyingKey::load(key).and_then(read).map_err(|error: CheckpointError| {
                    failed(fill("{}; without sound checkpoints nothing is shown", &[&error]))
                })?;
            for checkpoint in found {
                walks.checkpoint(&checkpoint);
            }
        }
        match (&self.export, &self.store) {
            (Some(export), _) => walks.lines(export)?,
            (None, Some(place)) => {
                let store = open(place, false).await?;
                let walked = walks.store(&*store, &mut |_, _, _, _| Ok(())).await;
                store.close().await;
                walked?;
            }
            (None, None) => return Err(CliError::Usage(say("name a data directory").to_owned())),
        }
        output::say(&walks.finish()?)
    }
}

impl Export {
    async fn run(self) -> Result<(), CliError> {
        let ExportFormat::Jsonl = self.format;
        // First the store, which a running broker holds: a failed export leaves no file behind that
        // could be taken for one.
        let store = open(&self.store, true).await?;
        let written = match self.output() {
            Ok(mut out) => {
                let written = self.write(&*store, &mut BufWriter::new(&mut out)).await;
                if let (Err(_), Some(unfinished)) = (&written, &self.to) {
                    let _ = std::fs::remove_file(unfinished);
                }
                written
            }
            Err(error) => Err(error),
        };
        store.close().await;
        let written = written?;
        match self.to {
            None => Ok(()),
            Some(path) => {
                let (path, next) = (path.display(), "verwijspunt audit verify --export");
                let done = "{} are in {}; check with: {} {}";
                output::say(&fill(done, &[&written, &path, &next, &path]))
            }
        }
    }

    fn output(&self) -> Result<Box<dyn Write + Send>, CliError> {
        let Some(path) = &self.to else { return Ok(Box::new(stdout())) };
        let new = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path);
        match new {
            Ok(file) => Ok(Box::new(file)),
            Err(error) if error.kind() == io::ErrorKind::PermissionDenied => {
                // Root does not expect to be refused, and by now it is not root any more.
                let refused = "{}: {}; this was tried as user {}, as whom the store is read: name a new \
                               file where that user may write, or leave --to out and redirect the output";
                let user = rustix::process::geteuid().as_raw();
                Err(failed(fill(refused, &[&path.display(), &error, &user])))
            }
            Err(error) => Err(failed(fill("{}: {}; name a new file", &[&path.display(), &error]))),
        }
    }

    /// Notes the export in the log, and writes the entries, the note included. Says which.
    async fn write(
        &self,
        store: &dyn Store,
        out: &mut (dyn Write + Send),
    ) -> Result<String, CliError> {
        let from = self.from;
        let audit = AuditEntry {
            at: Clock::System.now(),
            actor: None,
            action: "AuditExport".to_owned(),
            result: "OK".to_owned(),
            ground: String::new(),
            subjects: vec![Subject::AuditLog(from)],
        };
        let change = Change { expect: Vec::new(), effects: Effects::default(), audit, asked: None };
        store.commit(change).await.map_err(failed)?;
        let mut walks = Walks::default();
        // From the beginning: what is exported has verified up to there as well.
        walks
            .store(store, &mut |chain, previous, sealed, entry| {
                if sealed.position < from {
                    return Ok(());
                }
                let line = audit_lines::write(chain, previous, sealed, entry);
                writeln!(out, "{line}").map_err(unwritten)
            })
            .await?;
        out.flush().map_err(unwritten)?;
        let ends = walks.ends();
        if let Some((chain, end)) = ends.first().filter(|_| ends.iter().all(|(_, end)| *end < from))
        {
            return Err(failed(chain.clone() + &fill("the log ends at entry {}", &[end])));
        }
        let written = ends.iter().filter(|(_, end)| *end >= from);
        let written: Vec<_> = written
            .map(|(chain, end)| chain.clone() + &fill("entries {} to {}", &[&from, end]))
            .collect();
        Ok(written.join(", "))
    }
}

/// Whoever reads along may have seen enough.
fn unwritten(error: io::Error) -> CliError {
    match error.kind() {
        io::ErrorKind::BrokenPipe => CliError::Said,
        _ => failed(fill("the export cannot be written ({})", &[&error])),
    }
}
