//! What of the machine around it does the broker show? The age of the newest backup, and the room on the disk
//! of its store.

use std::{fs, io, path::Path, sync::Arc};

use crate::{broker::Broker, domain::model::time::Time};

use super::{
    config::{Config, StoreUrl},
    metrics::Metrics,
};

/// When something was made, by the time at the end of its name, as the runbooks give it.
#[must_use]
pub fn stamped(name: &str, beginning: &str) -> Option<Time> {
    jiff::fmt::strtime::parse("%Y%m%dT%H%M%SZ", name.strip_prefix(beginning)?)
        .and_then(|read| read.to_datetime())
        .and_then(|at| at.to_zoned(jiff::tz::TimeZone::UTC))
        .ok()
        .map(|at| Time(at.timestamp().as_millisecond()))
}

/// When the newest backup was made. One counts by its name, which backup.sh gives it when it was checked.
///
/// # Errors
/// The directory cannot be looked at.
pub fn newest_backup(directory: &Path) -> io::Result<Option<Time>> {
    let made = |entry: fs::DirEntry| {
        let name = entry.file_name().to_string_lossy().into_owned();
        ["verwijspunt-", "base-"].iter().find_map(|kind| stamped(&name, kind))
    };
    Ok(fs::read_dir(directory)?.flatten().filter_map(made).max())
}

/// Shows it, as far as the configuration says where to look.
#[expect(clippy::cast_precision_loss, reason = "figures for a graph")]
pub(super) fn publish(metrics: &Metrics, config: &Config, broker: &Arc<Broker>) {
    if let Some(directory) = config.backups.clone() {
        let broker = broker.clone();
        let help = "Since the newest backup was made; without one, since 1970";
        metrics.gauge("backup_age_seconds", help, move || {
            let newest = newest_backup(&directory).ok().flatten().unwrap_or(Time(0));
            (broker.now().0 - newest.0) as f64 / 1000.0
        });
    }
    if let StoreUrl::Embedded(directory) = config.store.clone() {
        metrics.gauge("store_disk_free_bytes", "Free on the disk of the store", move || {
            fs2::available_space(&directory).map_or(f64::NAN, |bytes| bytes as f64)
        });
    }
}
