//! The index: what of the journal is in sled, and can it be believed?
//!
//! sled 0.34 panics on damaged files, keeps values above ~8 KiB in files it never syncs, and its flush does not reach the
//! disk's cache. So: every call is guarded, every value carries a checksum, long values are cut, and `db` is synced by us.
//! The index is never the only copy.
//!
//! One entry of sled for each record cost more than the whole call that brought it. So what is taken over at one time
//! becomes one *run* of packed blocks, which never changes. When there are [`CROWD`] runs of one level, they are merged
//! into one of the next level. Which runs count is written down together with the position, so half a run is never seen.

use std::fs::{self, File, OpenOptions, Permissions, TryLockError};
use std::ops::{Bound, Range as Places};
use std::os::unix::fs::PermissionsExt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, mpsc};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use arc_swap::ArcSwap;
use bytes::Bytes;

use super::block::Stored;
use super::block_cache::{BlockCache, Blocks};
use super::error::{EngineError, Miss};
use super::fail;
use super::filter::hash;
use super::journal::End;
use super::merge::{Merge, Range};
use super::meta::Meta;
use super::ops::Map;
use super::run::{self, Run};
use super::sled_calls::{guarded, outside, unsynced};
use super::stored::damaged;

/// So many runs of one level are merged into one of the next.
pub(super) const CROWD: usize = 8;
/// Records that are merged before whoever else waits gets a turn.
const TURN: u64 = 4096;
/// An index that does not close in this time is left to the end of the process.
const CLOSE: Duration = Duration::from_secs(20);

/// The runs that count, the newest first.
pub(super) type Runs = Vec<Arc<Run>>;

/// An open index.
pub(super) struct Index {
    db: Option<sled::Db>,
    file: Arc<File>,
    runs: ArcSwap<Runs>,
    cache: Arc<BlockCache>,
    /// Merged into others, but perhaps still being read.
    retired: Mutex<Runs>,
    next_run: AtomicU32,
    /// The position that was written down last.
    end: Mutex<Option<End>>,
    /// When it was begun empty, in seconds since 1970.
    born: u64,
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// An index that was just closed keeps its lock until sled's last background task has let go.
fn wait_until_free(db: &Path) -> Result<(), EngineError> {
    let begun = Instant::now();
    while let Ok(file) = File::open(db)
        && let Err(TryLockError::WouldBlock) = file.try_lock()
    {
        if begun.elapsed() > CLOSE {
            let why =
                "the index is still held by another process, or by an earlier run in this one";
            return Err(EngineError::Failed(why.into()));
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    Ok(())
}

/// The places of the runs that should be merged: the first level, from the newest, that is crowded.
fn crowded(runs: &[Arc<Run>]) -> Option<Places<usize>> {
    let mut start = 0;
    for level in runs.chunk_by(|a, b| a.about.level == b.about.level) {
        let end = start + level.len();
        if level.len() >= CROWD {
            return Some(start..end);
        }
        start = end;
    }
    None
}

/// The level at which merging arrives with so many records, when a few hundred thousand come at a time.
fn level_of(records: u64) -> u8 {
    let merged = records.max(1).ilog(CROWD as u64);
    u8::try_from(merged.saturating_sub(5)).expect("a logarithm of 64 bits")
}

impl Index {
    /// Opens or creates the index. Whatever is wrong with the files comes back as an error.
    pub(super) fn open(dir: &Path, cache_bytes: u64) -> Result<Self, EngineError> {
        let io = |e: std::io::Error| match outside(&e) {
            true => EngineError::Failed(format!("opening the index: {e}").into()),
            false => damaged(format!("opening: {}", e.kind())),
        };
        super::directory::make_dir(dir).map_err(|e| damaged(e.to_string()))?;
        // A snapshot whose writing was interrupted makes every later open fail.
        for entry in fs::read_dir(dir).map_err(io)? {
            let path = entry.map_err(io)?.path();
            if path.extension().is_some_and(|e| e == "generating") {
                fs::remove_file(&path).map_err(io)?;
            }
        }
        wait_until_free(&dir.join("db"))?;
        let config =
            sled::Config::new().path(dir).cache_capacity(cache_bytes).flush_every_ms(Some(500));
        let db = guarded("opening", move || config.open())?;
        let file = OpenOptions::new().read(true).write(true).open(dir.join("db")).map_err(io)?;
        for entry in fs::read_dir(dir).map_err(io)? {
            let path = entry.map_err(io)?.path();
            let mode = if path.is_dir() { 0o700 } else { 0o600 };
            fs::set_permissions(&path, Permissions::from_mode(mode)).map_err(io)?;
        }
        let mut index = Self {
            db: Some(db),
            file: Arc::new(file),
            runs: ArcSwap::default(),
            cache: Arc::default(),
            retired: Mutex::default(),
            next_run: AtomicU32::new(1),
            end: Mutex::default(),
            born: SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| d.as_secs()),
        };
        match index.load() {
            Ok(()) => Ok(index),
            Err(e) => {
                index.forget();
                Err(e)
            }
        }
    }

    fn db(&self) -> &sled::Db {
        self.db.as_ref().expect("only drop and forget take it")
    }

    /// Lets go of a broken index without running sled's own shutdown, which can wait for ever.
    pub(super) fn forget(mut self) {
        std::mem::forget(self.db.take());
    }

    /// Reads which runs count, and removes what a crash left of others.
    fn load(&mut self) -> Result<(), EngineError> {
        if let Some(meta) = Meta::read(self.db())? {
            let open = |about: &run::About| {
                Run::open(self.db(), *about, Arc::clone(&self.cache)).map(Arc::new)
            };
            let runs = meta.runs.iter().map(open);
            let runs = runs.collect::<Result<Runs, _>>()?;
            self.runs.store(Arc::new(runs));
            self.next_run = AtomicU32::new(meta.next_run);
            self.end = Mutex::new(Some(meta.end));
            self.born = meta.born;
        }
        let counted: Vec<_> =
            self.runs.load().iter().map(|run| run::tree_name(run.about.id)).collect();
        let default = self.db().name();
        for name in guarded("reading", || Ok(self.db().tree_names()))? {
            if name != default && !counted.iter().any(|counted| name == counted) {
                guarded("clearing", || self.db().drop_tree(&name))?;
            }
        }
        Ok(())
    }

    /// The position that the index has reached; `None` when it was never set.
    pub(super) fn position(&self) -> Option<End> {
        *locked(&self.end)
    }

    /// When it was begun empty: whatever was deleted before is not in its files.
    pub(super) fn born(&self) -> SystemTime {
        UNIX_EPOCH + Duration::from_secs(self.born)
    }

    /// Stores the position and which runs count. What that covers must be synced before, so that a power cut never leaves
    /// it alone.
    pub(super) fn set_position(&self, end: &End) -> Result<(), EngineError> {
        let runs = self.runs.load().iter().map(|run| run.about).collect();
        let next_run = self.next_run.load(Ordering::Relaxed);
        Meta { end: *end, born: self.born, next_run, runs }.write(self.db())?;
        self.flush()?;
        *locked(&self.end) = Some(*end);
        Ok(())
    }

    /// Makes everything written so far durable. Blocking; only from the thread that writes.
    pub(super) fn flush(&self) -> Result<(), EngineError> {
        guarded("flushing", || self.db().flush().map(drop))?;
        // sled's flush leaves the data in the disk's cache.
        self.file.sync_data().map_err(|e| unsynced(&e))
    }

    /// Begins a run. Only from the thread that writes.
    fn begin(&self, level: u8, records: usize) -> Result<run::Writer, EngineError> {
        let id = self.next_run.fetch_add(1, Ordering::Relaxed);
        let (file, cache) = (Arc::clone(&self.file), Arc::clone(&self.cache));
        run::Writer::new(self.db(), file, id, level, records, cache)
    }

    /// Takes writes over as the newest run; it counts after a crash once a position was set. Returns whether a value was
    /// replaced or deleted: sled's files hold its bytes until there is a new index.
    pub(super) fn apply(&self, map: &Map) -> Result<bool, EngineError> {
        if map.is_empty() {
            return Ok(false);
        }
        let mut superseded = false;
        let mut writer = self.begin(0, map.len())?;
        for (nth, (key, value)) in map.iter().enumerate() {
            if nth == map.len() / 2 {
                fail::pass("during-index-write");
            }
            let known = (value.is_none() || !superseded) && self.has(key)?;
            superseded |= known;
            // What was made and deleted again before the index heard of it is nowhere.
            if value.is_some() || known {
                writer.add(key, value.as_ref())?;
            }
        }
        self.push(writer.finish()?);
        Ok(superseded)
    }

    fn push(&self, run: Option<Run>) {
        if let Some(run) = run {
            let newer = std::iter::once(Arc::new(run));
            self.runs.store(Arc::new(newer.chain(self.runs.load().iter().cloned()).collect()));
        }
    }

    /// Fills an empty index with about so many records in key order.
    pub(super) fn fill(&self, records: u64) -> Result<Fill<'_>, EngineError> {
        let level = level_of(records);
        let records = usize::try_from(records).unwrap_or(usize::MAX);
        Ok(Fill { index: self, writer: self.begin(level, records)? })
    }

    /// Merges runs where they crowd. `turn` is called now and then and may take changes over meanwhile; its error ends the
    /// work, which is then done another time.
    pub(super) fn merge(
        &self,
        turn: &mut dyn FnMut() -> Result<(), EngineError>,
    ) -> Result<(), EngineError> {
        self.remove_retired()?;
        while let Some(places) = crowded(&self.runs.load()) {
            let runs = self.runs.load_full();
            let oldest = places.end == runs.len();
            let old = &runs[places];
            let records: u64 = old.iter().map(|run| run.about.records).sum();
            let level = old[0].about.level + 1;
            let mut writer = self.begin(level, usize::try_from(records).unwrap_or(usize::MAX))?;
            let mut merge =
                Merge::new(old, Bound::Unbounded, Bound::Unbounded, false, Blocks::Walked);
            let mut seen = 0_u64;
            while let Some((key, value)) = merge.next()? {
                // A deletion has nothing left to hide.
                if value.is_some() || !oldest {
                    writer.add(&key, value.as_ref())?;
                }
                seen += 1;
                if seen.is_multiple_of(TURN) {
                    turn()?;
                }
            }
            self.replace(old, writer.finish()?)?;
            self.remove_retired()?;
        }
        Ok(())
    }

    /// Puts a merged run in the place of those that it was made from; newer ones may have come meanwhile.
    fn replace(&self, old: &[Arc<Run>], merged: Option<Run>) -> Result<(), EngineError> {
        self.flush()?;
        let mut merged = merged.map(Arc::new);
        let is_old = |run: &Arc<Run>| old.iter().any(|old| old.about.id == run.about.id);
        let mut runs = Runs::new();
        for run in self.runs.load().iter() {
            if !is_old(run) {
                runs.push(Arc::clone(run));
            } else if let Some(merged) = merged.take() {
                runs.push(merged);
            }
        }
        self.runs.store(Arc::new(runs));
        fail::pass("during-merge");
        if let Some(end) = self.position() {
            self.set_position(&end)?;
        }
        locked(&self.retired).extend(old.iter().cloned());
        Ok(())
    }

    /// Removes merged runs that nobody reads any more.
    fn remove_retired(&self) -> Result<(), EngineError> {
        let retired = std::mem::take(&mut *locked(&self.retired));
        for run in retired {
            match Arc::try_unwrap(run) {
                Ok(run) => {
                    let name = run::tree_name(run.about.id);
                    drop(run);
                    guarded("clearing", || self.db().drop_tree(name))?;
                }
                Err(read) => locked(&self.retired).push(read),
            }
        }
        Ok(())
    }

    /// False: the key is not here.
    pub(super) fn may_have(&self, key: &[u8], hash: u64) -> bool {
        self.runs.load().iter().any(|run| run.may_have(key, hash))
    }

    fn has(&self, key: &[u8]) -> Result<bool, EngineError> {
        let hash = hash(key);
        for run in self.runs.load().iter().filter(|run| run.may_have(key, hash)) {
            if let Some(stored) = run.find(key, Blocks::Walked)? {
                return Ok(stored != Stored::Deleted);
            }
        }
        Ok(false)
    }

    /// All records in key order within bounds, lazily.
    pub(super) fn walk(&self, from: Bound<&[u8]>, to: Bound<&[u8]>) -> Range {
        Range(Merge::new(&self.runs.load(), from, to, false, Blocks::Walked))
    }

    /// Up to `limit` records in key order behind `after`.
    pub(super) fn page(
        &self,
        after: Option<&[u8]>,
        limit: usize,
    ) -> Result<Vec<(Bytes, Bytes)>, EngineError> {
        let walk = self.walk(after.map_or(Bound::Unbounded, Bound::Excluded), Bound::Unbounded);
        Ok(walk.take(limit).collect::<Result<_, Miss>>()?)
    }

    /// Whether nothing at all is stored.
    pub(super) fn is_empty(&self) -> bool {
        self.runs.load().is_empty()
    }

    /// How many runs count.
    pub(super) fn runs(&self) -> u64 {
        self.runs.load().len() as u64
    }

    /// Bytes of the index on disk.
    pub(super) fn bytes(&self) -> u64 {
        self.file.metadata().map_or(0, |m| m.len())
    }
}

/// The index as it was at one moment: its runs never change. Whoever holds one still reads the index.
pub(super) struct Snapshot {
    pub(super) runs: Arc<Runs>,
    _index: Arc<Index>,
}

impl Snapshot {
    pub(super) fn of(index: &Arc<Index>) -> Self {
        Self { runs: index.runs.load_full(), _index: Arc::clone(index) }
    }

    /// The value of a key whose hash this is.
    pub(super) fn get(&self, key: &[u8], hash: u64, blocks: Blocks) -> Result<Option<Bytes>, Miss> {
        for run in self.runs.iter().filter(|run| run.may_have(key, hash)) {
            match run.find(key, blocks)? {
                None => {}
                Some(Stored::Deleted) => return Ok(None),
                Some(Stored::Whole(value)) => return Ok(Some(value)),
                Some(Stored::Cut(cut)) => return run.long(cut, blocks).map(Some),
            }
        }
        Ok(None)
    }

    /// Records in key order within bounds, lazily.
    pub(super) fn range(
        &self,
        from: Bound<&[u8]>,
        to: Bound<&[u8]>,
        reverse: bool,
        blocks: Blocks,
    ) -> Range {
        Range(Merge::new(&self.runs, from, to, reverse, blocks))
    }
}

/// Waits until nobody reads an index any more, but not for ever; then it is still closed by its last reader.
pub(super) fn unread(mut index: Arc<Index>) -> Option<Index> {
    let begun = Instant::now();
    loop {
        index = match Arc::try_unwrap(index) {
            Ok(index) => return Some(index),
            Err(read) if begun.elapsed() < CLOSE => read,
            Err(_) => return None,
        };
        std::thread::sleep(Duration::from_millis(1));
    }
}

/// See [`Index::fill`].
pub(super) struct Fill<'a> {
    index: &'a Index,
    writer: run::Writer,
}

impl Fill<'_> {
    pub(super) fn add(&mut self, key: &[u8], value: &Bytes) -> Result<(), EngineError> {
        self.writer.add(key, Some(value))
    }

    pub(super) fn finish(self) -> Result<(), EngineError> {
        self.index.push(self.writer.finish()?);
        Ok(())
    }
}

impl Drop for Index {
    /// Waits for sled to let go of its files, but not for ever: its shutdown hangs when its background thread has died.
    fn drop(&mut self) {
        let Some(db) = self.db.take() else { return };
        // They hold sled too.
        self.runs.store(Arc::default());
        locked(&self.retired).clear();
        let (done, wait) = mpsc::channel();
        let closing = std::thread::Builder::new().name("index-close".to_owned()).spawn(move || {
            let _ = catch_unwind(AssertUnwindSafe(|| drop(db)));
            let _ = done.send(());
        });
        if closing.is_err() || wait.recv_timeout(CLOSE).is_err() {
            tracing::error!(
                "the index did not close in time; its files are given back when the process ends"
            );
        }
    }
}
