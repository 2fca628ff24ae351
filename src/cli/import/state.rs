//! How far is an import? A small file beside the CSV file, so that a broken import goes on.

use std::{
    fs::{self, OpenOptions},
    io::{self, Write as _},
    os::unix::fs::OpenOptionsExt as _,
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use uuid::{Builder, Uuid};

use crate::cli::texts::fill;

/// What must be remembered to go on with an import.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    /// Id under which the server knows the import.
    pub import_id: Uuid,
    /// When it began, milliseconds since 1970; part of the ids made for rows.
    pub started_ms: u64,
    /// Digest of the file and of the options that choose rows.
    pub digest: String,
    /// Rows that were sent and whose answers are in the report.
    pub answered: u64,
}

impl State {
    /// A new import.
    #[must_use]
    pub fn new(digest: String, now_ms: u64) -> Self {
        Self { import_id: Uuid::now_v7(), started_ms: now_ms, digest, answered: 0 }
    }

    /// The state of an import of the same rows that was broken off; `None` where there is no such file,
    /// and where it is of other rows.
    ///
    /// # Errors
    /// The file cannot be read, or is something else: what is wrong with it and what to do. It is not taken
    /// for none: the import would begin anew and the file would be written over.
    pub fn load(path: &Path, digest: &str) -> Result<Option<Self>, String> {
        let bytes = match fs::read(path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => {
                let wrong = "{}: cannot be read: {}; make it readable for you, or name another place with \
                             --state";
                return Err(fill(wrong, &[&path.display(), &error]));
            }
        };
        let state: Self = serde_json::from_slice(&bytes).map_err(|error| {
            let wrong = "{}: line {}, column {}: this does not say how far an import is. If it is of this \
                         import and was damaged, remove it: the import begins anew and does nothing twice. \
                         Otherwise name another place with --state";
            fill(wrong, &[&path.display(), &error.line(), &error.column()])
        })?;
        Ok((state.digest == digest).then_some(state))
    }

    /// Writes it, whole or not at all; readable for the owner alone, as the file that it stands beside
    /// should be.
    ///
    /// # Errors
    /// When the directory cannot be written.
    pub fn save(&self, path: &Path) -> io::Result<()> {
        let mut beside = path.as_os_str().to_owned();
        beside.push(".new");
        let beside = PathBuf::from(beside);
        let content = serde_json::to_vec_pretty(self).map_err(io::Error::other)?;
        // One that was left behind keeps its mode: it is taken away first.
        match fs::remove_file(&beside) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            Ok(()) | Err(_) => {}
        }
        let mut options = OpenOptions::new();
        options.write(true).create_new(true).mode(0o600).open(&beside)?.write_all(&content)?;
        fs::rename(beside, path)
    }

    /// The id of a row that brings none: the same in every attempt, so that a retry is harmless.
    #[must_use]
    pub fn involvement_id(&self, row: u64) -> Uuid {
        let mut hash = Sha256::new();
        hash.update(self.import_id.as_bytes());
        hash.update(row.to_be_bytes());
        let digest = hash.finalize();
        let mut random = [0; 10];
        random.copy_from_slice(&digest[..10]);
        Builder::from_unix_timestamp_millis(self.started_ms, &random).into_uuid()
    }
}

/// Where the state of an import of this file is kept.
#[must_use]
pub fn path_for(file: &Path) -> PathBuf {
    let mut path = file.as_os_str().to_owned();
    path.push(".import-state");
    path.into()
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    #[test]
    fn the_state_is_the_owners_alone_whatever_was_left_behind() {
        let dir = tempfile::tempdir().unwrap();
        let path = path_for(&dir.path().join("rows.csv"));
        let beside = dir.path().join("rows.csv.import-state.new");
        fs::write(&beside, "left behind").unwrap();
        fs::set_permissions(&beside, fs::Permissions::from_mode(0o644)).unwrap();
        let state = State::new("digest".to_owned(), 1);
        for _ in 0..2 {
            state.save(&path).unwrap();
            assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
            assert_eq!(State::load(&path, "digest"), Ok(Some(state.clone())));
        }
        assert!(!beside.exists());
    }

    #[test]
    fn what_cannot_be_read_is_not_taken_for_no_state() {
        let dir = tempfile::tempdir().unwrap();
        let path = path_for(&dir.path().join("rows.csv"));
        assert_eq!(State::load(&path, "digest"), Ok(None), "there is none");
        State::new("digest".to_owned(), 1).save(&path).unwrap();
        assert_eq!(State::load(&path, "other rows"), Ok(None));
        let whole = fs::read(&path).unwrap();
        for part in [&whole[..0], &whole[..whole.len() / 2], b"members,area\nparent:1,oost\n"] {
            fs::write(&path, part).unwrap();
            let wrong = State::load(&path, "digest").unwrap_err();
            for told in [&*path.display().to_string(), "line ", "--state"] {
                assert!(wrong.contains(told), "{wrong}");
            }
            assert_eq!(fs::read(&path).unwrap(), part, "it is as it was");
        }
        fs::remove_file(&path).unwrap();
        fs::create_dir(&path).unwrap();
        assert!(State::load(&path, "digest").unwrap_err().contains("cannot be read"));
    }
}
