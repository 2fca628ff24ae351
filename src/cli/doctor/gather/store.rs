//! What can be read of a store from outside of the broker?

use std::{
    fs,
    io::ErrorKind,
    path::{Path, PathBuf},
    sync::Arc,
};

use crate::cli::{
    doctor::facts::Store,
    own_keys::{self, OwnKeys},
};
use crate::{
    broker::{self, Standing, standing_in},
    domain::model::roster::Roster,
    server::{assemble, config::StoreUrl},
    store::{
        Operations as _,
        embedded::engine::{self, OnProgress, OpenError},
        postgres::{Options, PostgresStore},
    },
};

pub(super) fn look(url: &StoreUrl, quick: bool) -> Store {
    let directory = match url {
        StoreUrl::Memory => return Store::Memory,
        StoreUrl::Postgres(_) => return Store::Database,
        StoreUrl::Embedded(directory) => directory,
    };
    // Only the journal shows that there was work: a directory may be made before the first start. One that
    // cannot be entered is no empty one.
    match fs::symlink_metadata(directory.join("journal")) {
        Ok(_) => {}
        Err(error) if error.kind() == ErrorKind::NotFound => {
            return Store::NotThere(directory.clone());
        }
        Err(error) => {
            return Store::Refused(format!(
                "{} cannot be looked into ({error}): the broker's user must own it and all in it (chown -R)",
                directory.display()
            ));
        }
    }
    if quick {
        return Store::Skipped;
    }
    let silent: OnProgress = Arc::new(|_| {});
    match engine::check(directory, &silent) {
        Ok(report) => {
            let (position, records) = report.index.unwrap_or_default();
            Store::Checked { problems: report.problems, position, records, format: report.format }
        }
        Err(OpenError::InUse { holder, .. }) => Store::InUse(holder),
        Err(error) => Store::Refused(error.to_string()),
    }
}

/// What the next start would leave behind under names that the covenants do not know. Only of a directory
/// that is sound: of another one, the damage is what matters.
pub(super) fn standing(
    url: &StoreUrl,
    store: &Store,
    covenants: &[PathBuf],
) -> Option<Result<Standing, String>> {
    let (StoreUrl::Embedded(directory), Store::Checked { problems, .. }) = (url, store) else {
        return None;
    };
    // What is wrong with the covenants is said by their own check.
    let covenants = assemble::load_covenants(covenants).ok()?;
    problems.is_empty().then(|| standing_in(directory, &covenants))
}

/// Whether the next start would serve with the keys of the configuration: of a directory that is sound.
pub(super) fn own_keys(url: &StoreUrl, store: &Store, keys: &Path) -> Option<OwnKeys> {
    match (url, store) {
        (StoreUrl::Embedded(directory), Store::Checked { problems, .. }) if problems.is_empty() => {
            own_keys::in_directory(directory, keys)
        }
        _ => None,
    }
}

/// What stands in a database under other names, as the start of a broker on it would find it; others may run
/// meanwhile.
pub(super) async fn standing_in_database(
    options: &Options,
    covenants: &[PathBuf],
) -> Option<Result<Standing, String>> {
    let covenants = assemble::load_covenants(covenants).ok()?;
    let store = match PostgresStore::open_to_read(options).await {
        Ok(store) => store,
        Err(error) => return Some(Err(error.to_string())),
    };
    let standing = broker::standing(&store, &covenants, Roster::default()).await;
    store.close().await;
    Some(standing.map_err(|error| error.to_string()))
}

/// Bytes of the index: what building it anew takes besides.
pub(super) fn index_bytes(directory: &Path) -> u64 {
    let both = ["index", "index.2"].map(|name| bytes_under(&directory.join(name)));
    both.into_iter().max().unwrap_or_default()
}

fn bytes_under(directory: &Path) -> u64 {
    let entries = fs::read_dir(directory).into_iter().flatten().flatten();
    let sizes = entries.filter_map(|entry| {
        let found = entry.metadata().ok()?;
        Some(if found.is_dir() { bytes_under(&entry.path()) } else { found.len() })
    });
    sizes.sum()
}
