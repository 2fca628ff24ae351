//! How does an administrator check, export and anchor the audit log? On a store that is not in use,
//! or on an export of it.

use std::{
    collections::BTreeMap,
    fs::{File, OpenOptions},
    io::{self, BufRead as _, BufReader, BufWriter, Write, stdout},
    os::unix::fs::OpenOptionsExt as _,
    path::{Path, PathBuf},
};

use clap::{Args, Subcommand, ValueEnum};

use crate::{
    broker::Clock,
    domain::{
        audit::{AuditEntry, Subject},
        record::Effects,
    },
    server::checkpoints::{self, CheckpointError, VerifyingKey},
    store::{
        Change, Head, Sealed, Store as _,
        audit_chain::Hash,
        embedded::{EmbeddedStore, engine::Options},
    },
};

use super::{audit_lines, errors::CliError, output};

/// Entries read at once.
const PAGE: usize = 1_000;

/// What to do with a log that is not as it should be.
const EVIDENCE: &str = "keep everything as it is, it is evidence";

/// Commands about the audit log.
#[derive(Subcommand, Debug)]
pub enum AuditCommand {
    /// Checks the hash chain of the audit log, of a store that is not in use or of an export.
    ///
    /// The chain shows a changed, removed or inserted entry. That its end was not cut off and
    /// written anew shows only what was kept elsewhere: signed checkpoints, or the head that this
    /// command prints.
    #[command(after_help = "Examples:\n  verwijspunt audit verify /var/lib/verwijspunt\n  \
        verwijspunt audit verify /var/lib/verwijspunt --checkpoints /mnt/elsewhere --public-key audit.key.pub\n  \
        verwijspunt audit verify /var/lib/verwijspunt --head 1523:9f2c…\n  \
        verwijspunt audit verify --export audit.jsonl")]
    Verify(Verify),
    /// Writes the audit log as lines of JSON that can be verified off-line.
    ///
    /// The export is itself written into the audit log.
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
    /// The data directory.
    #[arg(required_unless_present = "export", conflicts_with = "export")]
    directory: Option<PathBuf>,
    /// An export instead of a data directory.
    #[arg(long, value_name = "FILE")]
    export: Option<PathBuf>,
    /// A head printed earlier.
    #[arg(long, value_name = "POSITION:HASH")]
    head: Option<Head>,
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
    /// The data directory.
    directory: PathBuf,
    /// A new file, for the owner only; standard output when left out.
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
                output::say(&format!(
                    "{}: set it as [audit] signing_key_file\n{}: keep it elsewhere, with the checkpoints",
                    file.display(),
                    public.display()
                ))
            }
        }
    }
}

fn failed(error: impl std::fmt::Display) -> CliError {
    CliError::Failed(error.to_string())
}

fn open(directory: &Path) -> Result<EmbeddedStore, CliError> {
    if !directory.join("FORMAT").is_file() {
        return Err(CliError::Failed(format!(
            "{} holds no store; name the directory of [store] url in the configuration",
            directory.display()
        )));
    }
    EmbeddedStore::open(directory, Options::default()).map_err(failed)
}

/// A walk along a chain, compared with what was kept elsewhere.
struct Walk {
    head: Head,
    /// By position: the hash, and who says so.
    anchors: BTreeMap<u64, Vec<(Hash, String)>>,
    checkpoints: usize,
}

impl Walk {
    fn new(verify: &Verify) -> Result<Self, CliError> {
        let mut walk = Self { head: Head::default(), anchors: BTreeMap::new(), checkpoints: 0 };
        if let Some(head) = verify.head {
            walk.anchor(head, "the head given".to_owned());
        }
        if let Some((directory, key)) = verify.checkpoints.as_ref().zip(verify.public_key.as_ref())
        {
            let read = |key: VerifyingKey| key.read_all(directory);
            let found =
                VerifyingKey::load(key).and_then(read).map_err(|error: CheckpointError| {
                    failed(format!("{error}; without sound checkpoints nothing is shown"))
                })?;
            walk.checkpoints = found.len();
            for checkpoint in found {
                walk.anchor(checkpoint.head, checkpoint.to_string());
            }
        }
        Ok(walk)
    }

    fn anchor(&mut self, head: Head, said_by: String) {
        self.anchors.entry(head.position).or_default().push((head.hash, said_by));
    }

    fn step(&mut self, sealed: &Sealed) -> Result<AuditEntry, CliError> {
        let entry =
            self.head.verify(sealed).map_err(|problem| failed(format!("{problem}; {EVIDENCE}")))?;
        for (hash, said_by) in self.anchors.get(&sealed.position).into_iter().flatten() {
            if *hash != sealed.hash {
                return Err(failed(format!(
                    "audit entry {} is not the one that {said_by} knows: the log was cut off and written anew before it; {EVIDENCE}",
                    sealed.position
                )));
            }
        }
        Ok(entry)
    }

    fn finish(self) -> Result<String, CliError> {
        if let Some((position, (_, said_by))) =
            self.anchors.last_key_value().and_then(|(position, all)| Some((position, all.first()?)))
            && *position > self.head.position
        {
            return Err(failed(format!(
                "the log ends at entry {}, but {said_by} knows entry {position}: entries were cut off; {EVIDENCE}",
                self.head.position
            )));
        }
        let mut said = format!("{} audit entries verify; head {}", self.head.position, self.head);
        if self.checkpoints > 0 {
            said += &format!("\n{} checkpoints agree", self.checkpoints);
        }
        Ok(said)
    }
}

impl Verify {
    async fn run(self) -> Result<(), CliError> {
        let mut walk = Walk::new(&self)?;
        match (&self.export, &self.directory) {
            (Some(export), _) => lines(export, &mut walk)?,
            (None, Some(directory)) => {
                let store = open(directory)?;
                let walked = entries(&store, &mut walk, &mut |_, _, _| Ok(())).await;
                store.close().await;
                walked?;
            }
            (None, None) => return Err(CliError::Usage("name a data directory".to_owned())),
        }
        output::say(&walk.finish()?)
    }
}

/// What is done with an entry that verifies: the hash before it, itself, and what it says.
type Each<'a> = &'a mut (dyn FnMut(&Hash, &Sealed, &AuditEntry) -> Result<(), CliError> + Send);

async fn entries(store: &EmbeddedStore, walk: &mut Walk, each: Each<'_>) -> Result<(), CliError> {
    loop {
        let page = store.audit(walk.head.position, PAGE).await.map_err(failed)?;
        if page.is_empty() {
            return Ok(());
        }
        for sealed in &page {
            let previous = walk.head.hash;
            let entry = walk.step(sealed)?;
            each(&previous, sealed, &entry)?;
        }
    }
}

/// Verifies an export. What lies before its first line is not known, so anchors there say nothing.
fn lines(export: &Path, walk: &mut Walk) -> Result<(), CliError> {
    let file = File::open(export).map_err(|e| failed(format!("{}: {e}", export.display())))?;
    for (place, line) in BufReader::new(file).lines().enumerate() {
        let at = |what: &str| failed(format!("{}:{}: {what}", export.display(), place + 1));
        let line = line.map_err(|error| at(&error.to_string()))?;
        let (before, sealed) = audit_lines::read(&line).map_err(at)?;
        if place == 0 {
            walk.head = before;
            walk.anchors = walk.anchors.split_off(&sealed.position);
            walk.checkpoints = walk.anchors.values().map(Vec::len).sum();
        }
        walk.step(&sealed)?;
    }
    Ok(())
}

impl Export {
    async fn run(self) -> Result<(), CliError> {
        let ExportFormat::Jsonl = self.format;
        let mut out: Box<dyn Write + Send> = match &self.to {
            None => Box::new(stdout()),
            Some(path) => {
                let new = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path);
                Box::new(new.map_err(|error| {
                    failed(format!("{}: {error}; name a new file", path.display()))
                })?)
            }
        };
        let store = open(&self.directory)?;
        let written = self.write(&store, &mut BufWriter::new(&mut out)).await;
        store.close().await;
        let (first, last) = (self.from, written?);
        match self.to {
            None => Ok(()),
            Some(path) => output::say(&format!(
                "entries {first} to {last} are in {0}; check with: verwijspunt audit verify --export {0}",
                path.display()
            )),
        }
    }

    /// Notes the export in the log, and writes the entries, the note included. Returns the last
    /// position written.
    async fn write(
        &self,
        store: &EmbeddedStore,
        out: &mut (dyn Write + Send),
    ) -> Result<u64, CliError> {
        let from = self.from;
        let audit = AuditEntry {
            at: Clock::System.now(),
            actor: None,
            action: "AuditExport".to_owned(),
            result: "OK".to_owned(),
            ground: String::new(),
            subjects: vec![Subject::AuditLog(from)],
        };
        let change = Change { expect: Vec::new(), effects: Effects::default(), audit };
        store.commit(change).await.map_err(failed)?;
        let mut walk = Walk { head: Head::default(), anchors: BTreeMap::new(), checkpoints: 0 };
        // From the beginning: what is exported has verified up to there as well.
        entries(store, &mut walk, &mut |previous, sealed, entry| {
            if sealed.position < from {
                return Ok(());
            }
            writeln!(out, "{}", audit_lines::write(previous, sealed, entry)).map_err(unwritten)
        })
        .await?;
        out.flush().map_err(unwritten)?;
        if walk.head.position < from {
            return Err(failed(format!("the log ends at entry {}", walk.head.position)));
        }
        Ok(walk.head.position)
    }
}

/// Whoever reads along may have seen enough.
fn unwritten(error: io::Error) -> CliError {
    match error.kind() {
        io::ErrorKind::BrokenPipe => CliError::Said,
        _ => failed(format!("the export cannot be written ({error})")),
    }
}
