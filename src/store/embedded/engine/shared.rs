//! What do the committer, the drain thread and the readers share?

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{
    Arc, Condvar, Mutex, MutexGuard, OnceLock, PoisonError, RwLock, RwLockReadGuard,
    RwLockWriteGuard,
};
use std::time::Duration;

use super::audit_index::Newest;
use super::audit_reading;
use super::disk_threads::DiskThreads;
use super::error::EngineError;
use super::journal::Journal;
use super::layers::Layers;
use super::options::Options;
use super::room::{Room, Space};
use super::seen::Seen;
use super::stats::{Health, Stats, Timings};

pub(super) struct Shared {
    pub(super) options: Options,
    pub(super) root: PathBuf,
    pub(super) space_watch: Room,
    pub(super) suspect: PathBuf,
    pub(super) id: [u8; 16],
    pub(super) layers: RwLock<Layers>,
    pub(super) seen: Seen,
    pub(super) journal: Mutex<Journal>,
    pub(super) audit: audit_reading::Files,
    pub(super) disk_threads: DiskThreads,
    failed: OnceLock<Arc<str>>,
    /// Whether damage of the index was found.
    noted: AtomicBool,
    room: (Mutex<()>, Condvar),
    /// Bytes of both layers.
    pub(super) layer_bytes: AtomicUsize,
    pub(super) journal_bytes: AtomicU64,
    pub(super) batches: AtomicU64,
    pub(super) requests: AtomicU64,
    pub(super) committed: AtomicU64,
    pub(super) drained: AtomicU64,
    pub(super) checkpointed: AtomicU64,
    pub(super) renewals: AtomicU64,
    /// Set when the engine is closing: long work that can be done later ends.
    pub(super) closing: AtomicBool,
    pub(super) timings: Mutex<Timings>,
}

impl Shared {
    pub(super) fn new(
        directory: &super::directory::Directory,
        options: Options,
        layers: Layers,
        journal: Journal,
        newest: Arc<Newest>,
    ) -> Self {
        let end = journal.end();
        Self {
            root: directory.path.clone(),
            space_watch: Room::new(directory.path.clone(), options.reserve_bytes),
            suspect: directory.suspect(),
            id: directory.id,
            audit: audit_reading::Files::new(&directory.audit(), options.marks, newest),
            disk_threads: DiskThreads::default(),
            layers: RwLock::new(layers),
            seen: Seen::default(),
            journal: Mutex::new(journal),
            options,
            failed: OnceLock::new(),
            noted: AtomicBool::new(false),
            room: (Mutex::new(()), Condvar::new()),
            layer_bytes: AtomicUsize::new(0),
            journal_bytes: AtomicU64::new(0),
            batches: AtomicU64::new(0),
            requests: AtomicU64::new(0),
            committed: AtomicU64::new(end.position),
            drained: AtomicU64::new(end.position),
            checkpointed: AtomicU64::new(0),
            renewals: AtomicU64::new(0),
            closing: AtomicBool::new(false),
            timings: Mutex::default(),
        }
    }

    pub(super) fn read(&self) -> RwLockReadGuard<'_, Layers> {
        self.layers.read().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn write(&self) -> RwLockWriteGuard<'_, Layers> {
        self.layers.write().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn journal(&self) -> MutexGuard<'_, Journal> {
        self.journal.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn timings(&self) -> MutexGuard<'_, Timings> {
        self.timings.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Ends writing for good; the first reason stays.
    pub(super) fn fail(&self, why: &str) {
        if self.failed.set(why.into()).is_ok() {
            tracing::error!(reason = why, "the store stops writing after a storage error");
        }
        self.room.1.notify_all();
    }

    /// Ends writing when the index cannot be believed, and has the next start rebuild it.
    pub(super) fn note(&self, error: &EngineError) {
        match error {
            EngineError::IndexDamaged(why) => {
                // Whoever is first writes it down; readers that find the same need not.
                if self.noted.swap(true, Ordering::AcqRel) {
                    return;
                }
                let why = format!("it was found damaged while running ({why})");
                if let Err(e) = super::directory::write_whole(&self.suspect, why.as_bytes()) {
                    tracing::error!(reason = %e, "cannot mark the index for rebuilding");
                }
                self.fail(&error.to_string());
            }
            EngineError::Failed(why) => self.fail(why),
            _ => {}
        }
    }

    pub(super) fn failure(&self) -> Option<EngineError> {
        self.failed.get().map(|why| EngineError::Failed(Arc::clone(why)))
    }

    /// Waits until the layers are below their bound, or the engine has failed.
    pub(super) fn wait_for_room(&self) {
        let mut guard = self.room.0.lock().unwrap_or_else(PoisonError::into_inner);
        while self.layer_bytes.load(Ordering::Acquire) > self.options.layer_bytes
            && self.failed.get().is_none()
        {
            guard = self
                .room
                .1
                .wait_timeout(guard, Duration::from_millis(100))
                .unwrap_or_else(PoisonError::into_inner)
                .0;
        }
    }

    pub(super) fn made_room(&self, bytes: usize) {
        self.layer_bytes.fetch_sub(bytes, Ordering::AcqRel);
        self.room.1.notify_all();
    }

    /// What the disk has room for; `refused` requests wait for the answer.
    pub(super) fn space(&self, refused: usize) -> Space {
        self.space_watch.watch(self.layer_bytes.load(Ordering::Acquire) as u64, refused)
    }

    /// Whether changes are taken now.
    pub(super) fn ready(&self) -> Result<(), String> {
        self.space_watch.ready(self.layer_bytes.load(Ordering::Acquire) as u64)
    }

    pub(super) fn health(&self) -> Health {
        match self.failed.get() {
            Some(why) => Health::Failed(why.to_string()),
            None => Health::Alive,
        }
    }

    pub(super) fn stats(&self) -> Stats {
        let index = self.read().index.clone();
        let index_bytes = index.as_ref().map_or(0, |index| index.bytes());
        let index_runs = index.as_ref().map_or(0, |index| index.runs());
        let timings = *self.timings();
        Stats {
            journal_bytes: self.journal_bytes.load(Ordering::Relaxed),
            layer_bytes: self.layer_bytes.load(Ordering::Relaxed) as u64,
            index_bytes,
            index_runs,
            batches: self.batches.load(Ordering::Relaxed),
            requests: self.requests.load(Ordering::Relaxed),
            committed: self.committed.load(Ordering::Relaxed),
            drained: self.drained.load(Ordering::Relaxed),
            checkpointed: self.checkpointed.load(Ordering::Relaxed),
            renewals: self.renewals.load(Ordering::Relaxed),
            commit: timings,
        }
    }
}
