//! What can be read of a store from outside of the broker?

use std::{fs, path::Path, sync::Arc};

use crate::cli::doctor::facts::Store;
use crate::{
    server::config::StoreUrl,
    store::embedded::engine::{self, OnProgress, OpenError},
};

pub(super) fn look(url: &StoreUrl, quick: bool) -> Store {
    let directory = match url {
        StoreUrl::Memory => return Store::Memory,
        StoreUrl::Postgres(_) => return Store::Database,
        StoreUrl::Embedded(directory) => directory,
    };
    // Only the journal shows that there was work: a directory may be made before the first start.
    if !directory.join("journal").exists() {
        return Store::NotThere(directory.clone());
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
