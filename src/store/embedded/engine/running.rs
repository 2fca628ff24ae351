//! How is the engine opened, asked and closed?

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::sync::mpsc as std_mpsc;
use std::thread::JoinHandle;
use std::time::Instant;

use tokio::sync::{mpsc, oneshot};

use super::checkpoint::CheckpointInfo;
use super::committer::{Committer, Message, Sequencer};
use super::directory::Directory;
use super::drain::{Drain, Wake};
use super::error::{EngineError, OpenError};
use super::index;
use super::layers::{Layer, Layers};
use super::options::Options;
use super::reader::Reader;
use super::shared::Shared;
use super::start;
use super::stats::{Health, Stats};

/// An ordered, durable key-value store with group commit. What `submit` has answered survives a power cut.
pub struct Engine<S: Sequencer> {
    queue: Option<mpsc::Sender<Message<S>>>,
    wake: std_mpsc::Sender<Wake>,
    reader: Reader,
    committer: Option<JoinHandle<()>>,
    drain: Option<JoinHandle<()>>,
    rebuilt: Option<String>,
    /// Given back last.
    directory: Option<Directory>,
}

impl<S: Sequencer> std::fmt::Debug for Engine<S> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Engine").field("health", &self.health()).finish_non_exhaustive()
    }
}

impl<S: Sequencer> Engine<S> {
    /// Opens the store in `dir`, creating it when there is none, and recovers what a crash left. Blocking.
    /// `make_sequencer` may read everything that is committed.
    ///
    /// # Errors
    /// See [`OpenError`]; nothing that was acknowledged is changed by a refusal.
    pub fn open<E>(
        dir: &Path,
        options: Options,
        make_sequencer: impl FnOnce(&Reader) -> Result<S, E>,
    ) -> Result<Self, OpenError>
    where
        EngineError: From<E>,
    {
        Self::open_with(Directory::take(dir, true)?, options, start::How::default(), make_sequencer)
    }

    pub(super) fn open_with<E>(
        directory: Directory,
        options: Options,
        how: start::How<'_>,
        make_sequencer: impl FnOnce(&Reader) -> Result<S, E>,
    ) -> Result<Self, OpenError>
    where
        EngineError: From<E>,
    {
        let started = start::start(&directory, &options, how)?;
        if let Some(why) = &started.rebuilt {
            tracing::warn!(
                reason = why.as_str(),
                "the index was rebuilt from checkpoint and journal"
            );
        }
        let end = started.journal.end();
        let layers = Layers {
            active: Layer::empty(end),
            frozen: None,
            index: Some(Arc::new(started.index)),
            state: 0,
        };
        let newest = started.audit.newest();
        let shared = Shared::new(&directory, options, layers, started.journal, newest);
        let shared = Arc::new(shared);
        shared.journal_bytes.store(started.journal_bytes, Ordering::Relaxed);
        let reader = Reader { shared: Arc::clone(&shared) };
        let sequencer = make_sequencer(&reader).map_err(|e| OpenError::Sequencer(e.into()))?;
        let (queue, waiting) = mpsc::channel(shared.options.queue);
        let (wake, woken) = std_mpsc::channel();
        let committer = Committer {
            queue: waiting,
            sequencer,
            shared: Arc::clone(&shared),
            wake: wake.clone(),
            memory: Vec::new(),
        };
        let drain = Drain {
            wake: woken,
            audit: started.audit,
            journal_dir: directory.journal(),
            checkpoint_dir: directory.checkpoints(),
            broken: directory.broken(),
            moving: None,
            last_checkpoint: started.last_checkpoint,
            checkpoint_bytes: started.checkpoint_bytes,
            next_try: Instant::now(),
            // What happened before this start is not known.
            superseded: true,
            born: started.born,
            next_renewal: Instant::now(),
            audit_to_index: true,
            shared: Arc::clone(&shared),
        };
        Ok(Self {
            committer: Some(spawn(&directory.path, "store-commit", &shared, || committer.run())?),
            drain: Some(spawn(&directory.path, "store-drain", &shared, || drain.run())?),
            queue: Some(queue),
            wake,
            reader,
            rebuilt: started.rebuilt,
            directory: Some(directory),
        })
    }

    /// Has the sequencer decide a request. Answers when everything it wrote is durable and visible to readers.
    ///
    /// # Errors
    /// `Busy` and `DiskFull`: nothing was written, try again. `Failed`: nothing is written any more; whether this request
    /// was is not known.
    pub async fn submit(&self, request: S::Request) -> Result<S::Answer, EngineError> {
        let (answer, decided) = oneshot::channel();
        let queue = self.queue.as_ref().ok_or(EngineError::Closed)?;
        queue.try_send(Message { request, answer }).map_err(|e| match e {
            mpsc::error::TrySendError::Full(_) => EngineError::Busy,
            mpsc::error::TrySendError::Closed(_) => self.ended(),
        })?;
        decided.await.unwrap_or_else(|_| Err(self.ended()))
    }

    fn ended(&self) -> EngineError {
        self.reader.shared.failure().unwrap_or(EngineError::Closed)
    }

    /// A reader of what is committed.
    #[must_use]
    pub fn reader(&self) -> Reader {
        self.reader.clone()
    }

    /// Makes a checkpoint now; older journal segments and checkpoints go.
    ///
    /// # Errors
    /// When it could not be written or read back; the store goes on.
    pub async fn checkpoint(&self) -> Result<CheckpointInfo, EngineError> {
        let (answer, made) = oneshot::channel();
        self.wake.send(Wake::Checkpoint(answer)).map_err(|_| self.ended())?;
        made.await.unwrap_or_else(|_| Err(self.ended()))
    }

    /// As [`Self::checkpoint`], for a caller without a runtime.
    pub(super) fn checkpoint_now(&self) -> Result<CheckpointInfo, EngineError> {
        let (answer, made) = oneshot::channel();
        self.wake.send(Wake::Checkpoint(answer)).map_err(|_| self.ended())?;
        made.blocking_recv().unwrap_or_else(|_| Err(self.ended()))
    }

    /// Whether the engine still writes.
    #[must_use]
    pub fn health(&self) -> Health {
        self.reader.shared.health()
    }

    /// Whether changes are taken now; the text says why not. It passes by itself.
    ///
    /// # Errors
    /// The disk is full.
    pub fn ready(&self) -> Result<(), String> {
        self.reader.shared.ready()
    }

    /// Counters and sizes.
    #[must_use]
    pub fn stats(&self) -> Stats {
        self.reader.shared.stats()
    }

    /// Why this start rebuilt the index, if it did.
    #[must_use]
    pub fn rebuilt(&self) -> Option<&str> {
        self.rebuilt.as_deref()
    }

    /// Answers what waits, takes everything into the index and gives the directory back. Blocking; dropping does the same.
    pub fn close(mut self) {
        self.shut(Wake::Stop);
    }

    /// Closes without taking anything over into the index, as a crash would leave it. For tests.
    #[doc(hidden)]
    pub fn crash(mut self) {
        self.shut(Wake::Abandon);
    }

    fn shut(&mut self, last: Wake) {
        let Some(directory) = self.directory.take() else { return };
        self.reader.shared.closing.store(true, Ordering::Relaxed);
        drop(self.queue.take());
        if let Some(committer) = self.committer.take() {
            let _ = committer.join();
        }
        let _ = self.wake.send(last);
        if let Some(drain) = self.drain.take() {
            let _ = drain.join();
        }
        let open = self.reader.shared.write().index.take();
        let failed = self.reader.shared.failure().is_some();
        match open.and_then(index::unread) {
            Some(index) if failed => index.forget(),
            other => drop(other),
        }
        drop(directory);
    }
}

impl<S: Sequencer> Drop for Engine<S> {
    fn drop(&mut self) {
        self.shut(Wake::Stop);
    }
}

/// A thread of the engine; if it panics, the engine has failed.
fn spawn(
    dir: &Path,
    name: &str,
    shared: &Arc<Shared>,
    run: impl FnOnce() + Send + 'static,
) -> Result<JoinHandle<()>, OpenError> {
    let shared = Arc::clone(shared);
    let guarded = move || {
        if std::panic::catch_unwind(std::panic::AssertUnwindSafe(run)).is_err() {
            shared.fail("a thread of the store ended unexpectedly");
        }
    };
    let started = std::thread::Builder::new().name(name.to_owned()).spawn(guarded);
    started.map_err(|source| OpenError::Io {
        what: "starting a thread for",
        path: PathBuf::from(dir),
        source,
    })
}
