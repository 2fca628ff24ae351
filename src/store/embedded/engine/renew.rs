//! How does what was deleted leave the disk?
//!
//! The journal and the checkpoints lose it with the next checkpoint. sled does not: it keeps old values in its files for
//! as long as it likes. So a new index is built beside the old one, from the checkpoint and the journal behind it, and
//! takes its place; the old one is removed. Reads and writes go on meanwhile, and the drain thread takes changes over
//! into the old one when memory gets short.
//!
//! A crash leaves two indexes. `index.current` names the one in use; a start removes the other.

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use super::checkpoint::CheckpointInfo;
use super::directory::{self, remove_dir_if_there};
use super::drain::Drain;
use super::error::EngineError;
use super::fail;
use super::index::{self, Index};
use super::index_build;
use super::journal::End;
use super::journal_scan;

/// After a renewal that failed, wait this long.
const RETRY: Duration = Duration::from_secs(600);
/// Operations gathered before they are taken into the new index, in bytes: small, because a broker runs beside it.
const CHUNK: usize = 4 * 1024 * 1024;

impl Drain {
    /// Whether the index is so old that what was deleted from it should leave the disk.
    pub(super) fn renewal_allowed(&self) -> bool {
        let half = self.shared.options.gone_within / 2;
        // A clock that was set back says nothing about the time that passed.
        let old = self.born.elapsed().map_or(true, |age| age >= half);
        old && Instant::now() >= self.next_renewal
    }

    /// Builds the index anew from the checkpoint that was just made. A failure is no harm: the old one stays.
    pub(super) fn renew(&mut self, made: &CheckpointInfo) {
        let begun = Instant::now();
        match self.build_and_switch(made) {
            Ok(()) => {
                self.shared.renewals.fetch_add(1, Ordering::Relaxed);
                let seconds = begun.elapsed().as_secs();
                tracing::info!(seconds, "the index was built anew, without what was deleted");
            }
            Err(e) => {
                self.superseded = true;
                self.next_renewal = Instant::now() + RETRY;
                if !self.shared.closing.load(Ordering::Relaxed) {
                    tracing::warn!(reason = %e, "the index could not be built anew; trying again later");
                }
            }
        }
    }

    fn build_and_switch(&mut self, made: &CheckpointInfo) -> Result<(), EngineError> {
        let root = self.shared.root.clone();
        let [current, next] = directory::index_places(&root);
        remove_dir_if_there(&next).map_err(|e| not_yet("removing an unfinished index", &e))?;
        self.room_for_another()?;
        let fresh = Index::open(&next, self.shared.options.cache_bytes)
            .map_err(|e| not_yet("opening the new index", &e))?;
        if let Err(e) = self.build(&fresh, made) {
            drop(fresh);
            remove_dir_if_there(&next).map_err(|e| not_yet("removing an unfinished index", &e))?;
            return Err(e);
        }
        fail::pass("before-index-switch");
        if let Err(e) = directory::switch_index(&root) {
            // Which of the two the next start will open is not known, so neither may fall behind the journal.
            let why = format!("naming the new index: {e}");
            self.shared.fail(&why);
            return Err(EngineError::Failed(why.into()));
        }
        fail::pass("after-index-switch");
        self.born = fresh.born();
        // From here on readers take the new one; the old one is closed when those that hold it have finished.
        let old = {
            let mut layers = self.shared.write();
            layers.state += 1;
            layers.index.replace(Arc::new(fresh))
        };
        drop(old.and_then(index::unread));
        let removed = remove_dir_if_there(&current).and_then(|()| remove_set_aside(&root));
        removed.map_err(|e| not_yet("removing the old index", &e))?;
        fail::pass("after-renewal");
        Ok(())
    }

    /// Fills the new index until it has everything that the old one has.
    fn build(&mut self, fresh: &Index, made: &CheckpointInfo) -> Result<(), EngineError> {
        let id = self.shared.id;
        index_build::load(fresh, &made.path, id, made.records, &mut |_| self.go_on(true))
            .map_err(|e| not_yet("reading the checkpoint", &e))?;
        fail::pass("during-renewal");
        let (mut reached, mut first) = (made.position, true);
        let end = loop {
            // The old index may move during the first round; the second is short and ends it.
            let end = self.catch_up(fresh, reached, first)?;
            (reached, first) = (end.position, false);
            if self.shared.drained.load(Ordering::Relaxed) <= reached {
                break end;
            }
        };
        // The committer may be about to show what it has just written; a reader must not see it before that.
        while self.shared.read().active.end.position < end.position {
            self.go_on(false)?;
            std::thread::yield_now();
        }
        let done = fresh.flush().and_then(|()| fresh.set_position(&end));
        done.map_err(|e| not_yet("finishing the new index", &e))
    }

    /// Takes what the journal has after `reached` into the new index. Returns where that ends.
    fn catch_up(&mut self, fresh: &Index, reached: u64, drain: bool) -> Result<End, EngineError> {
        let end = self.close_segment()?;
        let unread = |e: super::error::OpenError| not_yet("reading the journal", &e);
        let (dir, id) = (self.journal_dir.clone(), self.shared.id);
        let (progress, mut broken) = (Arc::clone(&self.shared.options.progress), Ok(()));
        let scan = journal_scan::scan_until(&dir, id, end.position, &progress, &mut || {
            if broken.is_ok() {
                broken = self.go_on(drain);
            }
        });
        broken?;
        let scan = scan.map_err(unread)?;
        if let Some(damage) = scan.damage {
            return Err(unread(damage.into()));
        }
        let superseded =
            index_build::replay(fresh, &scan, reached, CHUNK, &mut |_| self.go_on(drain))
                .map_err(unread)?;
        self.superseded |= superseded;
        Ok(end)
    }

    /// Between two chunks: makes room in memory, and ends what can be done later when the engine closes.
    fn go_on(&mut self, drain: bool) -> Result<(), EngineError> {
        if self.shared.closing.load(Ordering::Relaxed) {
            return Err(EngineError::Closed);
        }
        if drain && let Err(e) = self.make_room() {
            // Of the old index: that one is in use.
            self.shared.note(&e);
            self.shared.fail(&e.to_string());
        }
        self.shared.failure().map_or(Ok(()), Err)
    }

    /// The new index takes about as much as the old one, and changes must fit beside it.
    fn room_for_another(&self) -> Result<(), EngineError> {
        let needed = self.index()?.bytes() + 2 * self.shared.options.reserve_bytes;
        match fs2::available_space(&self.shared.root) {
            Ok(free) if free < needed => Err(EngineError::Checkpoint(format!(
                "building the index anew takes {} MiB, and {} MiB are free",
                needed >> 20,
                free >> 20
            ))),
            _ => Ok(()),
        }
    }
}

/// Indexes that were found damaged and parts of the journal that were given up hold what was deleted since.
fn remove_set_aside(root: &Path) -> std::io::Result<()> {
    for entry in fs::read_dir(root)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if name.starts_with("index.broken-") || name.starts_with("lost-") {
            remove_dir_if_there(&path)?;
        }
    }
    Ok(())
}

/// The engine goes on with the old index, whatever happened to the new one.
fn not_yet(what: &str, e: &dyn std::fmt::Display) -> EngineError {
    EngineError::Checkpoint(format!("{what}: {e}"))
}
