//! Are the pseudonym keys of a configuration those of its store? A broker with others does not start: told
//! before it is tried, and nothing is changed by that.

use std::{
    fs,
    os::unix::fs::MetadataExt as _,
    path::{Path, PathBuf},
    time::Duration,
};

use super::texts::{fill, say};
use crate::{
    broker::{self, NotItsKeys},
    server::{
        config::{Config, StoreUrl},
        keys,
    },
    store::{
        Operations as _,
        embedded::engine,
        postgres::{Options, PostgresStore},
    },
};

/// `config check` is asked at every start: of a larger directory, in bytes, it does not read everything.
const READ_AT_MOST: u64 = 64 * 1024 * 1024;

/// How long a database may take to answer it.
const PATIENCE: Duration = Duration::from_secs(5);

/// What the comparison came to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum OwnKeys {
    /// A broker would serve with them.
    Its,
    /// It would not: why, and what to do.
    Others(String),
    /// It could not be looked at: why.
    NotSeen(String),
}

impl From<Result<(), NotItsKeys>> for OwnKeys {
    fn from(compared: Result<(), NotItsKeys>) -> Self {
        match compared {
            Ok(()) => Self::Its,
            Err(NotItsKeys::Store(error)) => Self::NotSeen(error.to_string()),
            Err(others) => Self::Others(others.to_string()),
        }
    }
}

/// The keys in a file, held against a directory on which no broker runs. Nothing when there are no keys to
/// compare, or nothing was written yet: what is wrong with a file of keys is said by whoever reads it. Blocking.
pub(super) fn in_directory(directory: &Path, file: &Path) -> Option<OwnKeys> {
    let checks = keys::checks(file).ok()?;
    fs::symlink_metadata(directory.join("journal")).ok()?;
    Some(broker::keys_in(directory, &checks).map_or_else(OwnKeys::NotSeen, OwnKeys::from))
}

/// The same of a database; others may run on it meanwhile.
pub(super) async fn in_database(options: &Options, file: &Path) -> Option<OwnKeys> {
    let checks = keys::checks(file).ok()?;
    let compare = async {
        let store = match PostgresStore::open_to_read(options).await {
            Ok(store) => store,
            Err(error) => return OwnKeys::NotSeen(error.to_string()),
        };
        let compared = broker::compare_keys(&store, &checks).await;
        store.close().await;
        OwnKeys::from(compared)
    };
    let answer = tokio::time::timeout(PATIENCE, compare).await;
    Some(answer.unwrap_or_else(|_| OwnKeys::NotSeen(say("no answer in time").to_owned())))
}

/// What can be told of a configuration at every start. Nothing of a store that a broker has open: that one
/// compared them when it started.
pub(super) async fn in_short(config: &Config) -> Option<OwnKeys> {
    let directory = match &config.store {
        StoreUrl::Memory => return None,
        StoreUrl::Postgres(options) => return in_database(options, &config.keys).await,
        StoreUrl::Embedded(directory) => directory,
    };
    if engine::in_use(directory) {
        return None;
    }
    let of = |part: &str| bytes(&directory.join(part));
    // Files that root leaves there would keep the broker from starting.
    let foreign = fs::metadata(directory)
        .is_ok_and(|found| found.uid() != rustix::process::geteuid().as_raw());
    if foreign || of("checkpoint") + of("journal") > READ_AT_MOST {
        return directory
            .join("journal")
            .exists()
            .then(|| OwnKeys::NotSeen(say("verwijspunt doctor compares them").to_owned()));
    }
    let (directory, keys): (PathBuf, PathBuf) = (directory.clone(), config.keys.clone());
    let look = tokio::task::spawn_blocking(move || in_directory(&directory, &keys));
    look.await.expect("looking does not panic")
}

/// The sizes of the files in a directory.
fn bytes(directory: &Path) -> u64 {
    let entries = fs::read_dir(directory).into_iter().flatten().flatten();
    entries.filter_map(|entry| entry.metadata().ok()).map(|found| found.len()).sum()
}

/// Why a comparison could not be made, as a note.
pub(super) fn not_seen(why: &str) -> String {
    fill("not seen: whether the pseudonym keys are those of the store ({})", &[&why])
}

/// The comparison as a line of a report, and whether nothing is wrong with it.
pub(super) fn told(compared: Option<OwnKeys>) -> (String, bool) {
    match compared {
        None => (String::new(), true),
        Some(OwnKeys::Its) => (
            say("the pseudonym keys are those that the store was written with").to_owned() + "\n",
            true,
        ),
        Some(OwnKeys::Others(why)) => (fill("problem: {}", &[&why]) + "\n", false),
        Some(OwnKeys::NotSeen(why)) => (not_seen(&why) + "\n", true),
    }
}
