//! How is the end of the audit log anchored outside of the store? By signed checkpoints in a second
//! place: position, hash and time, one small file each.
//!
//! A chain alone shows a change in the middle. Whoever cuts its end off and writes another one
//! with all hashes right is found by a checkpoint of the end that was.

use std::{
    fmt, fs, io,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use ring::signature::{ED25519, Ed25519KeyPair, KeyPair as _, UnparsedPublicKey};
use tokio_util::sync::CancellationToken;
use zeroize::Zeroizing;

use crate::{
    domain::model::time::Time,
    pem, plain_text,
    store::{
        AuditLog, Head, StoreError,
        audit_chain::{ChainProblem, hex, unhex},
    },
};

use super::{
    config::AuditConfig,
    keys::{SecretFileError, check_secret_mode, write_file, write_secret},
    pki,
};

/// What every checkpoint begins with; a later form gets another number.
const FIRST_LINE: &str = "verwijspunt audit checkpoint 1";
const ENDING: &str = "checkpoint";
/// Bytes of an Ed25519 public key: the end of its DER (RFC 8410 § 4).
const PUBLIC_KEY: usize = 32;
/// Entries verified at once before the end is signed.
const PAGE: usize = 1_000;

/// Where the log ended, and when.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Checkpoint {
    /// The chain, where there are several: the name of the broker that writes it.
    pub chain: String,
    /// Position and hash.
    pub head: Head,
    /// When it was signed.
    pub at: Time,
}

impl Checkpoint {
    /// The lines that are signed.
    fn statement(&self) -> String {
        let Self { chain, head, at } = self;
        let (position, hash) = (head.position, hex(&head.hash));
        let chain = if chain.is_empty() { String::new() } else { format!("chain {chain}\n") };
        format!("{FIRST_LINE}\n{chain}position {position}\nhash {hash}\nat {}\n", instant(*at))
    }

    fn parse(text: &str) -> Option<(Self, Vec<u8>)> {
        let mut lines = text.lines().peekable();
        lines.next()?;
        let chain = lines.next_if(|line| line.starts_with("chain "));
        let chain = chain.map_or("", |line| &line["chain ".len()..]).to_owned();
        let mut field = |name: &str| lines.next()?.strip_prefix(name)?.strip_prefix(' ');
        let position = field("position")?.parse().ok()?;
        let hash = unhex(field("hash")?)?.try_into().ok()?;
        let at: jiff::Timestamp = field("at")?.parse().ok()?;
        let signature = unhex(field("signature")?)?;
        let at = Time(at.as_millisecond());
        let checkpoint = Self { chain, head: Head { position, hash }, at };
        // Whatever else stands in the file was not signed.
        let whole = format!("{}signature {}\n", checkpoint.statement(), hex(&signature));
        (whole == text).then_some((checkpoint, signature))
    }
}

impl fmt::Display for Checkpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the checkpoint of {}", instant(self.at))
    }
}

fn instant(at: Time) -> String {
    jiff::Timestamp::from_millisecond(at.0).map_or_else(|_| at.0.to_string(), |at| at.to_string())
}

/// What is wrong with checkpoints, or shown by them.
#[derive(Debug, thiserror::Error)]
pub enum CheckpointError {
    /// A file or directory cannot be used.
    #[error("{}: {text}", file.display())]
    File {
        /// Which.
        file: PathBuf,
        /// What is wrong and what to do.
        text: String,
    },
    /// The log is not the one that was signed.
    #[error(
        "the audit log does not hold entry {} that {checkpoint} knows: entries were cut off or written anew; \
         keep the data directory as it is, it is evidence, and set another [audit] checkpoint_dir to go on",
        checkpoint.head.position
    )]
    Rewritten {
        /// What was signed.
        checkpoint: Checkpoint,
    },
    /// The chain is broken behind the last checkpoint.
    #[error("{0}; it is not signed; keep the data directory as it is, it is evidence")]
    Broken(#[from] ChainProblem),
    /// The store is failing.
    #[error(transparent)]
    Store(#[from] StoreError),
}

fn wrong(file: &Path, text: impl Into<String>) -> CheckpointError {
    CheckpointError::File { file: file.to_path_buf(), text: text.into() }
}

/// The key by which checkpoints are checked.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct VerifyingKey([u8; PUBLIC_KEY]);

impl VerifyingKey {
    /// Reads a public key, PEM.
    ///
    /// # Errors
    /// When it cannot be read or is of another kind.
    pub fn load(file: &Path) -> Result<Self, CheckpointError> {
        let content = fs::read(file);
        let content = content.map_err(|error| wrong(file, format!("cannot be read ({error})")))?;
        let public = pem::public_key(&content).map_err(|why| {
            wrong(file, format!("is no public key ({why}); verwijspunt audit key makes one"))
        })?;
        let key = public.as_ref().last_chunk().copied();
        key.map(Self).ok_or_else(|| wrong(file, "is no Ed25519 public key"))
    }

    /// Reads every checkpoint of a directory, in the order of their positions.
    ///
    /// # Errors
    /// When one of them cannot be read or was not signed with the key that belongs to this one.
    pub fn read_all(&self, directory: &Path) -> Result<Vec<Checkpoint>, CheckpointError> {
        let mut found = Vec::new();
        for file in files(directory)? {
            let checkpoint = self.read(&file)?.ok_or_else(|| {
                wrong(&file, "was not signed with this key, or was changed afterwards")
            })?;
            found.push(checkpoint);
        }
        Ok(found)
    }

    /// `None` when it was not signed with the key that belongs to this one.
    fn read(&self, file: &Path) -> Result<Option<Checkpoint>, CheckpointError> {
        let content =
            fs::read(file).map_err(|error| wrong(file, format!("cannot be read ({error})")))?;
        // What was signed is the same with the ends of lines that a copy got on Windows.
        let text = plain_text::decode(&content).map(|text| text.replace("\r\n", "\n"));
        let parsed = text.as_deref().and_then(Checkpoint::parse);
        Ok(parsed.and_then(|(checkpoint, signature)| {
            let key = UnparsedPublicKey::new(&ED25519, self.0);
            key.verify(checkpoint.statement().as_bytes(), &signature).is_ok().then_some(checkpoint)
        }))
    }
}

/// The checkpoints of a directory, oldest first: their names are their positions.
fn files(directory: &Path) -> Result<Vec<PathBuf>, CheckpointError> {
    let unreadable = |error: io::Error| wrong(directory, format!("cannot be read ({error})"));
    let mut files = Vec::new();
    for entry in fs::read_dir(directory).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if path.extension().is_some_and(|ending| ending == ENDING) {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

/// Makes a key pair: the private key in `file`, for the owner only, the public one beside it with
/// the ending `pub`. Returns the path of the public key.
///
/// # Errors
/// When one of them exists already or cannot be written.
pub fn make_key(file: &Path) -> Result<PathBuf, CheckpointError> {
    let unwritable = |file: &Path, error: io::Error| match error.kind() {
        io::ErrorKind::AlreadyExists => {
            wrong(file, "exists already and is kept: its checkpoints need it; choose another name")
        }
        _ => wrong(file, format!("cannot be written ({error})")),
    };
    let (private, public) = pki::signing_pair().map_err(|error| wrong(file, error.to_string()))?;
    let mut beside = file.as_os_str().to_owned();
    beside.push(".pub");
    let beside = PathBuf::from(beside);
    write_secret(file, private.as_bytes(), false).map_err(|error| unwritable(file, error))?;
    write_file(&beside, public.as_bytes(), false, 0o644)
        .map_err(|error| unwritable(&beside, error))?;
    Ok(beside)
}

/// Writes checkpoints while the broker runs.
pub struct Checkpoints {
    directory: PathBuf,
    key: Ed25519KeyPair,
    every: Duration,
    /// Up to where the log was verified and signed.
    signed: Head,
}

impl fmt::Debug for Checkpoints {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Checkpoints").field("directory", &self.directory).finish_non_exhaustive()
    }
}

impl Checkpoints {
    /// Reads the key and looks whether the directory is there.
    ///
    /// # Errors
    /// Says which of them cannot be used.
    pub fn new(config: &AuditConfig) -> Result<Self, CheckpointError> {
        let AuditConfig { checkpoint_dir, signing_key, every } = config;
        check_secret_mode(signing_key).map_err(|error| match error {
            SecretFileError::Unreadable(error) => wrong(
                signing_key,
                format!("cannot be read ({error}); make one with: verwijspunt audit key FILE"),
            ),
            SecretFileError::Open(text) => wrong(signing_key, text),
        })?;
        let content = fs::read(signing_key).map(Zeroizing::new);
        let content =
            content.map_err(|error| wrong(signing_key, format!("cannot be read ({error})")))?;
        let private = pem::private_key(&content).map(Zeroizing::new);
        let private =
            private.map_err(|why| wrong(signing_key, format!("is no private key ({why})")))?;
        let key = Ed25519KeyPair::from_pkcs8_maybe_unchecked(private.secret_der())
            .map_err(|error| wrong(signing_key, format!("is no Ed25519 key ({error})")))?;
        if !checkpoint_dir.is_dir() {
            return Err(wrong(
                checkpoint_dir,
                "is no directory; make it, on another machine's disk",
            ));
        }
        let (directory, every) = (checkpoint_dir.clone(), *every);
        Ok(Self { directory, key, every, signed: Head::default() })
    }

    fn verifying_key(&self) -> VerifyingKey {
        let public = self.key.public_key().as_ref().last_chunk().copied();
        VerifyingKey(public.expect("an Ed25519 public key has 32 bytes"))
    }

    /// Goes on from the newest checkpoint that this key signed.
    ///
    /// # Errors
    /// The log is not the one that was signed.
    pub async fn resume(&mut self, store: &dyn AuditLog) -> Result<(), CheckpointError> {
        let key = self.verifying_key();
        for file in files(&self.directory)?.iter().rev() {
            let Some(checkpoint) = key.read(file)? else { continue };
            if checkpoint.chain != store.chain() {
                continue;
            }
            let before = checkpoint.head.position.saturating_sub(1);
            let known = store.audit(before, 1).await?;
            if known.first().map(|sealed| sealed.hash) != Some(checkpoint.head.hash) {
                return Err(CheckpointError::Rewritten { checkpoint });
            }
            self.signed = checkpoint.head;
            break;
        }
        Ok(())
    }

    /// Verifies what came since the last checkpoint and signs the end. Nothing new, nothing to sign.
    ///
    /// # Errors
    /// The chain is broken, or the file cannot be written.
    pub async fn write(&mut self, store: &dyn AuditLog, at: Time) -> Result<(), CheckpointError> {
        let mut head = self.signed;
        loop {
            let page = store.audit(head.position, PAGE).await?;
            if page.is_empty() {
                break;
            }
            page.iter().try_for_each(|sealed| head.verify(sealed).map(drop))?;
        }
        if head == self.signed {
            return Ok(());
        }
        let chain = store.chain().to_owned();
        let name = if chain.is_empty() { "audit".to_owned() } else { format!("audit-{chain}") };
        let checkpoint = Checkpoint { chain, head, at };
        let statement = checkpoint.statement();
        let signature = hex(self.key.sign(statement.as_bytes()).as_ref());
        let file = self.directory.join(format!("{name}-{:020}.{ENDING}", head.position));
        write_file(&file, format!("{statement}signature {signature}\n").as_bytes(), false, 0o644)
            .map_err(|error| wrong(&file, format!("cannot be written ({error})")))?;
        self.signed = head;
        Ok(())
    }

    /// Writes one now, one every so often, and a last one when told to stop. What goes wrong is
    /// reported, and tried again: the broker serves on.
    pub async fn run(
        mut self,
        store: Arc<dyn AuditLog>,
        stop: CancellationToken,
        now: impl Fn() -> Time + Send,
    ) {
        loop {
            let stopping = stop.is_cancelled();
            if let Err(error) = self.write(&*store, now()).await {
                tracing::error!(%error, "no audit checkpoint was written");
            }
            if stopping {
                return;
            }
            tokio::select! {
                () = stop.cancelled() => {}
                () = tokio::time::sleep(self.every) => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_block_of_its_keys_is_read_or_told() {
        let place = tempfile::tempdir().expect("a directory");
        let private = place.path().join("signing.key");
        let public = make_key(&private).expect("a pair");
        let text = |file: &Path| fs::read_to_string(file).expect("it was made");
        crate::pem::spoilt::each(&text(&public), |content| {
            fs::write(&public, content).expect("written");
            VerifyingKey::load(&public).map(|_| ()).map_err(|error| error.to_string())
        });
        let (checkpoint_dir, every) = (place.path().to_owned(), Duration::from_secs(60));
        let config = AuditConfig { checkpoint_dir, signing_key: private.clone(), every };
        crate::pem::spoilt::each(&text(&private), |content| {
            fs::write(&private, content).expect("written");
            Checkpoints::new(&config).map(|_| ()).map_err(|error| error.to_string())
        });
    }
    /// Whoever carries it by a machine with Windows has changed nothing that was signed.
    #[test]
    fn a_checkpoint_is_read_with_the_ends_of_lines_and_the_mark_of_windows() {
        let place = tempfile::tempdir().expect("a directory");
        let private = place.path().join("signing.key");
        let public = make_key(&private).expect("a pair");
        let (checkpoint_dir, every) = (place.path().to_owned(), Duration::from_secs(60));
        let config = AuditConfig { checkpoint_dir, signing_key: private, every };
        let checkpoints = Checkpoints::new(&config).expect("a key");
        let head = Head { position: 7, hash: [3; 32] };
        let checkpoint = Checkpoint { chain: String::new(), head, at: Time(1_793_491_200_000) };
        let statement = checkpoint.statement();
        let signature = hex(checkpoints.key.sign(statement.as_bytes()).as_ref());
        let text = format!("{statement}signature {signature}\n");
        let file = place.path().join("audit-7.checkpoint");
        let key = VerifyingKey::load(&public).expect("a public key");
        let read = |text: &str| {
            fs::write(&file, text).expect("written");
            key.read(&file).expect("readable")
        };
        for written in [text.clone(), text.replace('\n', "\r\n"), format!("\u{feff}{text}")] {
            assert_eq!(read(&written), Some(checkpoint.clone()), "{written:?}");
        }
        assert_eq!(read(&text.replace("position 7", "position 8")), None, "it was changed");
        assert_eq!(read(&format!("{text}more\n")), None, "not all of it was signed");
    }
}
