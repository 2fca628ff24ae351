//! How does the index catch up with the journal, and when is a checkpoint made?
//!
//! One thread, the only one that writes the index, the audit files and checkpoints.

use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant, SystemTime};

use bytes::Bytes;
use tokio::sync::oneshot;

use super::audit_files;
use super::checkpoint::{self, CheckpointInfo};
use super::error::EngineError;
use super::fail;
use super::filter::hash;
use super::index::Index;
use super::index_check::{Comparison, Expected};
use super::journal::{self, End};
use super::journal_scan;
use super::layers::Layer;
use super::options::Progress;
use super::room::Space;
use super::shared::Shared;
use super::start;

/// After a checkpoint that failed, wait this long.
const RETRY: Duration = Duration::from_secs(60);

/// Why the drain thread wakes up.
pub(super) enum Wake {
    /// The active layer is large enough.
    Drain,
    /// Someone wants a checkpoint now.
    Checkpoint(oneshot::Sender<Result<CheckpointInfo, EngineError>>),
    /// Take everything over and end.
    Stop,
    /// End at once; what is not taken over stays in the journal. For tests of a crash.
    Abandon,
}

pub(super) struct Drain {
    pub(super) shared: Arc<Shared>,
    pub(super) wake: Receiver<Wake>,
    pub(super) audit: audit_files::Writer,
    pub(super) journal_dir: PathBuf,
    pub(super) checkpoint_dir: PathBuf,
    /// Indexes moved aside, which a checkpoint makes worthless.
    pub(super) broken: Vec<PathBuf>,
    /// While a checkpoint is made: hashes of the keys that the index took over since it began. The keys themselves would
    /// keep whole changes in memory.
    pub(super) moving: Option<HashSet<u64>>,
    /// When the newest checkpoint was made, or what stands for it.
    pub(super) last_checkpoint: SystemTime,
    /// How large it is; 0 when there is none.
    pub(super) checkpoint_bytes: u64,
    /// Not before.
    pub(super) next_try: Instant,
    /// Whether something was replaced or deleted since the index was built anew, for all that is known.
    pub(super) superseded: bool,
    /// When the index was begun empty.
    pub(super) born: SystemTime,
    /// It is not built anew before.
    pub(super) next_renewal: Instant,
    /// After a start, files of the audit log may lack their index.
    pub(super) audit_to_index: bool,
}

impl Drain {
    pub(super) fn run(mut self) {
        loop {
            let wake = self.wake.recv_timeout(self.shared.options.drain_every);
            let stop = match wake {
                Ok(Wake::Abandon) => return,
                Ok(Wake::Stop) | Err(RecvTimeoutError::Disconnected) => true,
                Ok(Wake::Checkpoint(answer)) => {
                    let made = self.checkpoint();
                    let _ = answer.send(made);
                    false
                }
                Ok(Wake::Drain) | Err(RecvTimeoutError::Timeout) => false,
            };
            let failed = self.shared.failure().is_some();
            if let Err(e) = if failed { Ok(()) } else { self.drain() } {
                self.shared.note(&e);
                self.shared.fail(&e.to_string());
            }
            if stop {
                return;
            }
            // Also when nothing is written: whoever watches the log must not wait for the first refusal.
            let _ = self.shared.space(0);
            self.merge();
            self.index_audit_log();
            self.checkpoint_if_due();
        }
    }

    /// Takes the active layer over, if it holds anything.
    fn drain(&mut self) -> Result<(), EngineError> {
        let frozen = {
            let mut layers = self.shared.write();
            if layers.active.bytes == 0 {
                return Ok(());
            }
            let end = layers.active.end;
            let frozen = Arc::new(std::mem::replace(&mut layers.active, Layer::empty(end)));
            layers.frozen = Some(Arc::clone(&frozen));
            frozen
        };
        self.audit
            .append(&frozen.log)
            .map_err(|e| EngineError::Failed(format!("writing the audit log: {e}").into()))?;
        if let Some(moving) = &mut self.moving {
            moving.extend(frozen.map.keys().map(|key| hash(key)));
        }
        let index = self.index()?;
        self.superseded |= index.apply(&frozen.map)? | frozen.superseded;
        index.flush()?;
        index.set_position(&frozen.end)?;
        fail::pass("after-index-write");
        self.shared.drained.store(frozen.end.position, Ordering::Relaxed);
        let taken = {
            let mut layers = self.shared.write();
            layers.state += 1;
            layers.frozen.take()
        };
        self.shared.made_room(frozen.bytes);
        drop((taken, frozen));
        Ok(())
    }

    /// Merges the runs of the index where they crowd; what comes meanwhile is taken over when memory gets short.
    fn merge(&mut self) {
        let Ok(index) = self.index() else { return };
        // A merged run lies beside those that it replaces until it is whole.
        if self.shared.failure().is_some() || self.shared.space(0) != Space::Enough {
            return;
        }
        let merged = index.merge(&mut || match self.shared.closing.load(Ordering::Relaxed) {
            true => Err(EngineError::Closed),
            false => self.make_room(),
        });
        match merged {
            Ok(()) | Err(EngineError::Closed) => {}
            Err(e) => {
                self.shared.note(&e);
                self.shared.fail(&e.to_string());
            }
        }
    }

    /// Makes the indexes that files of the audit log lack: those of an earlier release have none.
    fn index_audit_log(&mut self) {
        if !std::mem::take(&mut self.audit_to_index) || self.shared.failure().is_some() {
            return;
        }
        let files = self.audit.without_index();
        if files.is_empty() {
            return;
        }
        tracing::info!(files = files.len(), "the audit log is being indexed by whom it is about");
        for log in files {
            let made =
                self.audit.make_index(&log).map_err(|e| failed("indexing the audit log", &e));
            if let Err(e) = made.and_then(|()| self.make_room()) {
                self.shared.note(&e);
                tracing::warn!(reason = %e, "the audit log is not indexed; the next start goes on");
                return;
            }
            if self.shared.closing.load(Ordering::Relaxed) {
                return;
            }
        }
        tracing::info!("the audit log is indexed");
    }

    /// The index lives among the layers for the readers' sake; no lock is held while it is written.
    pub(super) fn index(&self) -> Result<Arc<Index>, EngineError> {
        self.shared.read().index.clone().ok_or(EngineError::Closed)
    }

    fn checkpoint_if_due(&mut self) {
        let options = &self.shared.options;
        // A clock that was set back says nothing about the time that passed.
        let old =
            self.last_checkpoint.elapsed().map_or(true, |age| age >= options.checkpoint_every);
        // Writing a large checkpoint anew for little would take more time than the changes themselves.
        let much = options.checkpoint_journal_bytes.max(self.checkpoint_bytes / 2);
        let long = self.shared.journal_bytes.load(Ordering::Relaxed) >= much;
        let wanted = old || long || (self.superseded && self.renewal_allowed());
        if !wanted || Instant::now() < self.next_try || self.shared.failure().is_some() {
            return;
        }
        if let Err(e) = self.checkpoint() {
            tracing::warn!(reason = %e, "a checkpoint failed; trying again later");
            self.next_try = Instant::now() + RETRY;
        }
    }

    /// Writes down every record, and removes what that makes superfluous.
    fn checkpoint(&mut self) -> Result<CheckpointInfo, EngineError> {
        if let Some(failure) = self.shared.failure() {
            return Err(failure);
        }
        let made = self.export();
        self.moving = None;
        if let Err(e) = &made {
            self.superseded = true;
            self.shared.note(e);
        }
        made
    }

    fn export(&mut self) -> Result<CheckpointInfo, EngineError> {
        self.drain()?;
        self.moving = Some(HashSet::new());
        let end = self.close_segment()?;
        // What is replaced from here on stays in the journal behind this checkpoint.
        let superseded = std::mem::take(&mut self.superseded);
        // The committer may be about to show what it has just written.
        while self.shared.drained.load(Ordering::Relaxed) < end.position {
            self.drain()?;
            if let Some(failure) = self.shared.failure() {
                return Err(failure);
            }
            std::thread::yield_now();
        }
        let (info, differences) = self.write_checkpoint(&end)?;
        let id = self.shared.id;
        let mut broken = Ok(());
        let read = checkpoint::verify_with(&info.path, id, &mut || {
            self.meanwhile("verifying the checkpoint", &mut broken);
            broken.as_ref().map_or_else(|e| Err(e.to_string()), |()| Ok(()))
        });
        broken?;
        read.map_err(EngineError::Checkpoint)?;
        let removed = checkpoint::remove_others(&self.checkpoint_dir, info.position)
            .and_then(|()| journal::remove_covered(&self.journal_dir, info.position));
        let left = removed.map_err(|e| failed("removing what it replaces", &e))?;
        self.shared.journal_bytes.store(left, Ordering::Relaxed);
        self.shared.checkpointed.store(info.position, Ordering::Relaxed);
        for broken in self.broken.drain(..) {
            let _ = std::fs::remove_dir_all(broken);
        }
        (self.last_checkpoint, self.checkpoint_bytes) = (SystemTime::now(), info.bytes);
        // The checkpoint is good: it was not made from the index. The index is not.
        if let Some(what) = differences.first() {
            return Err(EngineError::IndexDamaged((*what).to_owned()));
        }
        self.moving = None;
        if superseded && self.renewal_allowed() {
            self.renew(&info);
        } else {
            self.superseded |= superseded;
        }
        Ok(info)
    }

    /// What was written so far must leave the journal, so it may not share a segment with what follows.
    pub(super) fn close_segment(&self) -> Result<End, EngineError> {
        let mut journal = self.shared.journal();
        journal.rotate().map_err(|e| match e {
            journal::AppendError::Full(why) => EngineError::Checkpoint(why),
            journal::AppendError::Dead(why) => EngineError::Failed(why.into()),
        })?;
        Ok(journal.end())
    }

    /// Writes the checkpoint before this one with the journal's writes over it, never what the index says: a record that
    /// the index lost silently would be lost for good. The index is compared on the way.
    fn write_checkpoint(
        &mut self,
        end: &End,
    ) -> Result<(CheckpointInfo, Vec<&'static str>), EngineError> {
        let unread = |e: super::error::OpenError| EngineError::Checkpoint(e.to_string());
        let (id, progress) = (self.shared.id, Arc::clone(&self.shared.options.progress));
        let (journal_dir, checkpoints) = (self.journal_dir.clone(), self.checkpoint_dir.clone());
        let mut broken = Ok(());
        let scan = journal_scan::scan_until(&journal_dir, id, end.position, &progress, &mut || {
            if broken.is_ok() {
                broken = self.make_room();
            }
        });
        broken?;
        let scan = scan.map_err(unread)?;
        if let Some(damage) = scan.damage {
            return Err(unread(damage.into()));
        }
        let mut broken = Ok(());
        let base = start::newest_base(&checkpoints, id, &scan, end, false, &|_| true, &mut || {
            self.meanwhile("reading the checkpoint before this one", &mut broken);
        });
        // What cannot be taken over is no reason to do without that checkpoint.
        broken?;
        let (base, problem) = base.map_err(unread)?;
        let from = base.as_ref().map_or(0, |base| base.start.position);
        if end.position > from && scan.hash_at(from).is_none() {
            tracing::warn!(
                "no checkpoint before this one can be read{problem}; exporting the index instead"
            );
            return Ok((self.export_index(end)?, Vec::new()));
        }
        let expected = Expected::new(base.as_ref(), self.shared.id, &scan).map_err(unread)?;
        let mut writer = checkpoint::Writer::create(&self.checkpoint_dir, self.shared.id, end)
            .map_err(|e| failed("creating it", &e))?;
        let index = self.index()?;
        let (mut comparison, mut differences, mut steps) =
            (Comparison::new(&index, expected)?, Vec::new(), 0_usize);
        while let Some(step) = comparison.step()? {
            if let Some((key, value)) = &step.expected {
                writer.add(key, value).map_err(|e| failed("writing it", &e))?;
            }
            let moving =
                |key: &[u8]| self.moving.as_ref().is_some_and(|moving| moving.contains(&hash(key)));
            differences
                .extend(step.difference.filter(|(key, _)| !moving(key)).map(|(_, what)| what));
            steps += 1;
            if steps.is_multiple_of(checkpoint::PAGE) {
                self.make_room()?;
                self.room_to_go_on()?;
            }
        }
        fail::pass("during-checkpoint");
        Ok((writer.finish(end.position).map_err(|e| failed("writing it", &e))?, differences))
    }

    /// A checkpoint may take of the reserve, since it frees what it replaces, but not what the audit log needs:
    /// with nothing left for that one, not even a read is answered.
    fn room_to_go_on(&self) -> Result<(), EngineError> {
        match self.shared.space(0) {
            Space::Nothing(why) => Err(EngineError::Checkpoint(format!(
                "it would leave the disk full ({why}); free space for about {} MiB",
                (self.checkpoint_bytes + self.shared.journal_bytes.load(Ordering::Relaxed)) >> 20
            ))),
            Space::Enough | Space::AuditOnly(_) => Ok(()),
        }
    }

    /// The way out when nothing else is readable: what the index holds. It may move meanwhile; replaying the journal from
    /// the start position mends that.
    fn export_index(&mut self, start: &End) -> Result<CheckpointInfo, EngineError> {
        let writing = |e: std::io::Error| failed("writing it", &e);
        let index = self.index()?;
        let mut writer = checkpoint::Writer::create(&self.checkpoint_dir, self.shared.id, start)
            .map_err(writing)?;
        let mut after: Option<Bytes> = None;
        loop {
            let page = index.page(after.as_deref(), checkpoint::PAGE)?;
            for (key, value) in &page {
                writer.add(key, value).map_err(writing)?;
            }
            after = page.last().map(|(key, _)| key.clone());
            if page.len() < checkpoint::PAGE {
                break;
            }
            self.make_room()?;
            self.room_to_go_on()?;
        }
        writer.finish(self.shared.drained.load(Ordering::Relaxed)).map_err(writing)
    }

    /// In the middle of long work: tells of it, and makes room. What kept it from that stands in `broken`.
    fn meanwhile(&mut self, stage: &'static str, broken: &mut Result<(), EngineError>) {
        (self.shared.options.progress)(Progress { stage, done: 0, total: 0 });
        if broken.is_ok() {
            *broken = self.make_room();
        }
    }

    /// In the middle of a checkpoint the index takes changes over only when memory gets short.
    pub(super) fn make_room(&mut self) -> Result<(), EngineError> {
        let short =
            self.shared.layer_bytes.load(Ordering::Relaxed) > self.shared.options.layer_bytes / 4;
        if short { self.drain() } else { Ok(()) }
    }
}

fn failed(what: &str, e: &std::io::Error) -> EngineError {
    EngineError::Checkpoint(format!("{what}: {e}"))
}
