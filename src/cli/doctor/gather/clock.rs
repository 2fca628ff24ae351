//! What is known of the clock without leaving the machine?

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::{SystemTime, UNIX_EPOCH},
};

use crate::cli::doctor::facts::Clock;
use crate::{broker::Clock as SystemClock, domain::model::time::Time};

/// systemd's own time service leaves this when it has a time.
const SYNCHRONISED: &str = "/run/systemd/timesync/synchronized";

pub(super) fn look(data: Option<&Path>) -> Clock {
    Clock {
        now: SystemClock::System.now(),
        newest: data.and_then(newest),
        synchronised: synchronised(),
    }
}

/// The newest file of the journal, checkpoints and audit log: written by this clock, or by that of
/// the machine from which the directory was copied.
fn newest(data: &Path) -> Option<(Time, PathBuf)> {
    let parts = ["journal", "checkpoint", "audit"].map(|part| data.join(part));
    let files = parts.iter().filter_map(|part| fs::read_dir(part).ok()).flatten().flatten();
    let stamped = files.filter_map(|file| {
        let at = file.metadata().ok()?.modified().ok()?;
        Some((millis(at)?, file.path()))
    });
    stamped.max_by_key(|(at, _)| at.0)
}

fn millis(at: SystemTime) -> Option<Time> {
    let since = at.duration_since(UNIX_EPOCH).ok()?;
    i64::try_from(since.as_millis()).ok().map(Time)
}

fn synchronised() -> Option<bool> {
    if Path::new(SYNCHRONISED).exists() {
        return Some(true);
    }
    let mut ask = Command::new("timedatectl");
    ask.args(["show", "--property=NTPSynchronized", "--value"]);
    let answer = ask.stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    match String::from_utf8_lossy(&answer.stdout).trim() {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    }
}
