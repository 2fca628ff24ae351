//! How does the index catch up with the journal, and when is a checkpoint made?
//!
//! One thread, the only one that writes the index, the audit files and checkpoints.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant, SystemTime};

use tokio::sync::oneshot;

use super::audit;
use super::checkpoint::{self, CheckpointInfo};
use super::error::EngineError;
use super::fail;
use super::journal;
use super::layers::Layer;
use super::shared::Shared;

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
    pub(super) audit: audit::Writer,
    pub(super) journal_dir: PathBuf,
    pub(super) checkpoint_dir: PathBuf,
    /// Indexes moved aside, which a checkpoint makes worthless.
    pub(super) broken: Vec<PathBuf>,
    /// When the newest checkpoint was made, or what stands for it.
    pub(super) last_checkpoint: SystemTime,
    /// Not before.
    pub(super) next_try: Instant,
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
        self.with_index(|index| {
            index.apply(&frozen.map)?;
            index.flush()?;
            index.set_position(&frozen.end)
        })?;
        fail::pass("after-index-write");
        self.shared.drained.store(frozen.end.position, Ordering::Relaxed);
        let taken = self.shared.write().frozen.take();
        self.shared.made_room(frozen.bytes);
        drop((taken, frozen));
        Ok(())
    }

    /// The index lives among the layers for the readers' sake; no lock is held while it is written.
    fn with_index<T>(
        &self,
        f: impl FnOnce(&super::index::Index) -> Result<T, EngineError>,
    ) -> Result<T, EngineError> {
        let index = self.shared.read().index.clone().ok_or(EngineError::Closed)?;
        f(&index)
    }

    fn checkpoint_if_due(&mut self) {
        let options = &self.shared.options;
        let old = self.last_checkpoint.elapsed().is_ok_and(|age| age >= options.checkpoint_every);
        let long =
            self.shared.journal_bytes.load(Ordering::Relaxed) >= options.checkpoint_journal_bytes;
        if !(old || long) || Instant::now() < self.next_try || self.shared.failure().is_some() {
            return;
        }
        if let Err(e) = self.checkpoint() {
            tracing::warn!(reason = %e, "a checkpoint failed; trying again later");
            self.next_try = Instant::now() + RETRY;
        }
    }

    /// Exports every record, and removes what the export makes superfluous.
    fn checkpoint(&mut self) -> Result<CheckpointInfo, EngineError> {
        if let Some(failure) = self.shared.failure() {
            return Err(failure);
        }
        let made = self.export();
        if let Err(e) = &made {
            self.shared.note(e);
        }
        made
    }

    fn export(&mut self) -> Result<CheckpointInfo, EngineError> {
        let io = |what: &'static str| {
            move |e: std::io::Error| EngineError::Checkpoint(format!("{what}: {e}"))
        };
        // What was written so far must leave the journal, so it may not share a segment with what follows.
        self.shared.journal().rotate().map_err(|e| match e {
            journal::AppendError::Full(why) => EngineError::Checkpoint(why),
            journal::AppendError::Dead(why) => EngineError::Failed(why.into()),
        })?;
        self.drain()?;
        let start = self
            .with_index(super::index::Index::position)?
            .unwrap_or(self.shared.read().active.end);
        let mut writer = checkpoint::Writer::create(&self.checkpoint_dir, self.shared.id, &start)
            .map_err(io("creating it"))?;
        let mut after: Option<bytes::Bytes> = None;
        loop {
            let page = self.with_index(|index| index.page(after.as_deref(), checkpoint::PAGE))?;
            for (key, value) in &page {
                writer.add(key, value).map_err(io("writing it"))?;
            }
            fail::pass("during-checkpoint");
            if page.len() < checkpoint::PAGE {
                break;
            }
            after = page.last().map(|(key, _)| key.clone());
            // The index moves under the export only when memory gets short; replaying from the start position mends that.
            if self.shared.layer_bytes.load(Ordering::Relaxed) > self.shared.options.layer_bytes / 4
            {
                self.drain()?;
            }
        }
        let needs = self.shared.drained.load(Ordering::Relaxed).max(start.position);
        let info = writer.finish(needs).map_err(io("writing it"))?;
        checkpoint::verify(&info.path, self.shared.id).map_err(EngineError::Checkpoint)?;
        checkpoint::remove_others(&self.checkpoint_dir, info.position)
            .map_err(io("removing the one before"))?;
        let left = journal::remove_covered(&self.journal_dir, info.position)
            .map_err(io("removing journal segments"))?;
        self.shared.journal_bytes.store(left, Ordering::Relaxed);
        self.shared.checkpointed.store(info.position, Ordering::Relaxed);
        for broken in self.broken.drain(..) {
            let _ = std::fs::remove_dir_all(broken);
        }
        self.last_checkpoint = SystemTime::now();
        Ok(info)
    }
}
