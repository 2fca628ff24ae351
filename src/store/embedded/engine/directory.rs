//! Whose directory is it, which format has it, and what lies where?

use std::fs::{self, DirBuilder, File, OpenOptions, TryLockError};
use std::io::{Read, Seek, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use sha2::{Digest, Sha256};

use super::error::{At, OpenError};
use super::frame::Hash;

/// The newest store format that this release reads and the one it writes. Since 4 records may hold more, a deadline has no
/// value, and each channel of an inbox has a cursor. Since 5, and anew since each later one, records are of
/// a format that an earlier release refuses one by one.
pub const FORMAT: u32 = 9;
/// Since this one the blocks of the index and of checkpoints are packed.
const PACKED: u32 = 3;
/// The oldest one that it reads.
const OLDEST: u32 = 2;

/// A holder that has just ended may take so long to let go: its lock lives on in a process that it is starting, until
/// that one has begun.
const LETTING_GO: Duration = Duration::from_millis(500);
/// Names the index in use; without it that is the first.
const INDEX_IN_USE: &str = "index.current";
const SUSPECT: &str = "index.suspect";
const INDEX_NAMES: [&str; 2] = ["index", "index.2"];

/// A data directory that this process holds alone.
#[derive(Debug)]
pub(super) struct Directory {
    pub(super) path: PathBuf,
    /// Tells the files of two stores apart; random.
    pub(super) id: [u8; 16],
    /// Held until drop.
    _lock: File,
}

impl Directory {
    /// Takes the directory, creating an empty store when `create` is set and none is there.
    pub(super) fn take(path: &Path, create: bool) -> Result<Self, OpenError> {
        if !create && !path.is_dir() {
            let why = "there is no such directory".to_owned();
            return Err(OpenError::NotAStore { dir: path.to_path_buf(), why });
        }
        make_dir(path)?;
        let lock = lock(path)?;
        let (format, id) = match read_format(path)? {
            Some(found) => found,
            None if create => (FORMAT, create_store(path)?),
            None => {
                let why = "its FORMAT file is missing".to_owned();
                return Err(OpenError::NotAStore { dir: path.to_path_buf(), why });
            }
        };
        for sub in ["journal", "checkpoint", "audit"] {
            make_dir(&path.join(sub))?;
        }
        if format < FORMAT {
            upgrade(path, id, format)?;
        }
        sync_dir(path).at("writing", path)?;
        Ok(Self { path: path.to_path_buf(), id, _lock: lock })
    }

    pub(super) fn journal(&self) -> PathBuf {
        self.path.join("journal")
    }
    /// The index in use.
    pub(super) fn index(&self) -> PathBuf {
        let [current, _] = index_places(&self.path);
        current
    }
    pub(super) fn checkpoints(&self) -> PathBuf {
        self.path.join("checkpoint")
    }
    pub(super) fn audit(&self) -> PathBuf {
        self.path.join("audit")
    }
    /// Its presence says: do not trust the index at the next start.
    pub(super) fn suspect(&self) -> PathBuf {
        self.path.join(SUSPECT)
    }
    /// Its presence says: an earlier start did not survive opening the index. Holds the number of tries.
    pub(super) fn opening(&self) -> PathBuf {
        self.path.join("index.opening")
    }
    /// Indexes that were moved aside.
    pub(super) fn broken(&self) -> Vec<PathBuf> {
        let entries = fs::read_dir(&self.path).into_iter().flatten().flatten();
        entries
            .filter(|e| e.file_name().to_string_lossy().starts_with("index.broken-"))
            .map(|e| e.path())
            .collect()
    }
    /// The chain hash before the first frame.
    pub(super) fn genesis(&self) -> Hash {
        Sha256::digest(self.id).into()
    }
}

/// The two places of the index: the one in use, and the one in which its successor is built.
pub(super) fn index_places(root: &Path) -> [PathBuf; 2] {
    let [first, second] = INDEX_NAMES;
    let named = fs::read_to_string(root.join(INDEX_IN_USE)).unwrap_or_default();
    let names = if named.trim() == second { [second, first] } else { [first, second] };
    names.map(|name| root.join(name))
}

/// From here on the other place is the one in use, also after a crash.
pub(super) fn switch_index(root: &Path) -> std::io::Result<()> {
    let [_, next] = index_places(root);
    let name = next.file_name().unwrap_or_default().as_encoded_bytes();
    write_whole(&root.join(INDEX_IN_USE), name)
}

/// Removes a directory with all that is in it, and has the disk know it.
pub(super) fn remove_dir_if_there(path: &Path) -> std::io::Result<()> {
    match fs::remove_dir_all(path) {
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(()),
        Err(e) => Err(e),
        Ok(()) => sync_dir(path.parent().unwrap_or(Path::new("."))),
    }
}

fn lock(dir: &Path) -> Result<File, OpenError> {
    let path = dir.join("lock");
    let mut file = OpenOptions::new()
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .mode(0o600)
        .open(&path)
        .at("opening", &path)?;
    let begun = Instant::now();
    let locked = loop {
        match file.try_lock() {
            Err(TryLockError::WouldBlock) if begun.elapsed() < LETTING_GO => {
                std::thread::sleep(Duration::from_millis(5));
            }
            other => break other,
        }
    };
    match locked {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => {
            let mut holder = String::new();
            let _ = file.read_to_string(&mut holder);
            let holder = if holder.trim().is_empty() {
                "process id not known".to_owned()
            } else {
                holder.trim().to_owned()
            };
            return Err(OpenError::InUse { dir: dir.to_path_buf(), holder });
        }
        Err(TryLockError::Error(source)) => {
            return Err(OpenError::Io { what: "locking", path, source });
        }
    }
    file.set_len(0).and_then(|()| file.rewind()).at("writing", &path)?;
    writeln!(file, "process {}", std::process::id()).at("writing", &path)?;
    Ok(file)
}

/// Whether somebody works on a directory at this moment. Waits for nobody, and writes nothing.
#[must_use]
pub fn in_use(dir: &Path) -> bool {
    let held = |file: File| matches!(file.try_lock_shared(), Err(TryLockError::WouldBlock));
    File::open(dir.join("lock")).is_ok_and(held)
}

/// Format and id.
fn read_format(dir: &Path) -> Result<Option<(u32, [u8; 16])>, OpenError> {
    let path = dir.join("FORMAT");
    let text = match fs::read_to_string(&path) {
        Ok(text) => text,
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(source) => return Err(OpenError::Io { what: "reading", path, source }),
    };
    let damaged = || OpenError::NotAStore {
        dir: dir.to_path_buf(),
        why: "its FORMAT file cannot be read; restore that file from a backup".to_owned(),
    };
    let mut lines = text.lines();
    if lines.next() != Some("verwijspunt store") {
        return Err(damaged());
    }
    let found = lines
        .next()
        .and_then(|l| l.strip_prefix("format "))
        .and_then(|n| n.parse().ok())
        .ok_or_else(damaged)?;
    if found > FORMAT {
        return Err(OpenError::NewerFormat { dir: dir.to_path_buf(), found, known: FORMAT });
    }
    if found < OLDEST {
        return Err(OpenError::OlderFormat { dir: dir.to_path_buf(), found, known: OLDEST });
    }
    let id = lines
        .next()
        .and_then(|l| l.strip_prefix("id "))
        .and_then(|id| uuid::Uuid::parse_str(id).ok());
    Ok(Some((found, id.ok_or_else(damaged)?.into_bytes())))
}

fn create_store(dir: &Path) -> Result<[u8; 16], OpenError> {
    for (sub, ending) in [("journal", "seg"), ("checkpoint", "ckp"), ("audit", "log")] {
        if !numbered(&dir.join(sub), ending).at("reading", &dir.join(sub))?.is_empty() {
            let why = format!(
                "{sub}/ holds files, but FORMAT is missing; restore that file from a backup"
            );
            return Err(OpenError::NotAStore { dir: dir.to_path_buf(), why });
        }
    }
    let id = uuid::Uuid::new_v4();
    write_format(dir, id)?;
    Ok(id.into_bytes())
}

fn write_format(dir: &Path, id: uuid::Uuid) -> Result<(), OpenError> {
    let path = dir.join("FORMAT");
    write_whole(&path, format!("verwijspunt store\nformat {FORMAT}\nid {id}\n").as_bytes())
        .at("writing", &path)
}

/// From here on an older release refuses the directory. An index whose blocks are not packed is built anew; checkpoints and
/// records are read as they are.
fn upgrade(dir: &Path, id: [u8; 16], from: u32) -> Result<(), OpenError> {
    if from < PACKED {
        let suspect = dir.join(SUSPECT);
        write_whole(&suspect, b"it is that of an earlier release").at("writing", &suspect)?;
    }
    write_format(dir, uuid::Uuid::from_bytes(id))
}

/// What a file is called while it is being written. Several files of one directory are written at the
/// same time, so the whole of its name is in it.
fn unfinished(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".tmp");
    path.with_file_name(name)
}

/// Writes a small file so that after a crash it is there whole or not at all. One file is written by
/// one thread at a time.
pub(super) fn write_whole(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let tmp = unfinished(path);
    let mut file =
        OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&tmp)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&tmp, path)?;
    sync_dir(path.parent().unwrap_or(Path::new(".")))
}

pub(super) fn remove_if_there(path: &Path) -> std::io::Result<()> {
    match fs::remove_file(path) {
        Err(e) if e.kind() != std::io::ErrorKind::NotFound => Err(e),
        _ => Ok(()),
    }
}

pub(super) fn make_dir(path: &Path) -> Result<(), OpenError> {
    DirBuilder::new().recursive(true).mode(0o700).create(path).at("creating", path)
}

pub(super) fn sync_dir(path: &Path) -> std::io::Result<()> {
    File::open(path)?.sync_all()
}

/// The files `NUMBER.ending` of a directory in ascending order; none when it does not exist.
pub(super) fn numbered(dir: &Path, ending: &str) -> std::io::Result<Vec<(u64, PathBuf)>> {
    let entries = match fs::read_dir(dir) {
        Ok(entries) => entries,
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(e) => return Err(e),
    };
    let mut found = Vec::new();
    for entry in entries {
        let path = entry?.path();
        let number = path.file_stem().and_then(|s| s.to_str()).and_then(|s| s.parse().ok());
        if let Some(number) = number
            && path.extension().is_some_and(|e| e == ending)
        {
            found.push((number, path));
        }
    }
    found.sort_unstable();
    Ok(found)
}

/// `dir/NUMBER.ending`, sorting by name as by number.
pub(super) fn numbered_path(dir: &Path, number: u64, ending: &str) -> PathBuf {
    dir.join(format!("{number:020}.{ending}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_of_damage_while_the_index_is_switched_leaves_the_name_of_the_index() {
        let dir = tempfile::tempdir().expect("a directory");
        let root = dir.path();
        std::thread::scope(|scope| {
            let noting = scope.spawn(|| {
                for _ in 0..300 {
                    write_whole(&root.join(SUSPECT), b"it was found damaged").expect("written");
                }
            });
            while !noting.is_finished() {
                let [_, next] = index_places(root);
                switch_index(root).expect("written");
                let [current, _] = index_places(root);
                assert_eq!(current, next, "{:?}", fs::read_to_string(root.join(INDEX_IN_USE)));
            }
        });
        let note = fs::read_to_string(root.join(SUSPECT)).expect("readable");
        assert_eq!(note, "it was found damaged");
    }
}
