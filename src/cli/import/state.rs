//! How far is an import? A small file beside the CSV file, so that a broken import goes on.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use uuid::{Builder, Uuid};

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

    /// The state of an import of the same rows that was broken off.
    #[must_use]
    pub fn load(path: &Path, digest: &str) -> Option<Self> {
        let state: Self = serde_json::from_slice(&fs::read(path).ok()?).ok()?;
        (state.digest == digest).then_some(state)
    }

    /// Writes it, whole or not at all.
    ///
    /// # Errors
    /// When the directory cannot be written.
    pub fn save(&self, path: &Path) -> io::Result<()> {
        let mut beside = path.as_os_str().to_owned();
        beside.push(".new");
        let beside = PathBuf::from(beside);
        fs::write(&beside, serde_json::to_vec_pretty(self).map_err(io::Error::other)?)?;
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
