//! The index: what of the journal is in sled, and can it be believed?
//!
//! sled 0.34 panics on damaged files, keeps values above ~8 KiB in files it never syncs, and its flush does not reach the
//! disk's cache. So: every call is guarded, every value carries a checksum, long values are cut, and `db` is synced by us.
//! The index is never the only copy.

use std::collections::HashMap;
use std::fs::{self, File, OpenOptions, Permissions, TryLockError};
use std::ops::Bound;
use std::os::unix::fs::PermissionsExt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Mutex;
use std::sync::mpsc;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use bytes::{BufMut, Bytes};

use super::error::EngineError;
use super::fail;
use super::filter::Filter;
use super::journal::End;
use super::ops::Map;
use super::stored::{
    CUT, META, PART, RECORD, WHOLE, checked, damaged, part_key, record_key, tagged, with_checksum,
};

/// Longest value in one piece, in bytes. Sixteen of them and their keys stay far below the 128 KiB from which sled uses blob files.
pub(super) const PIECE: usize = 4000;
/// An index of up to this size, in bytes, is looked at whole when it is opened, so that the filter knows its keys. A larger
/// one gets its filter when it is next built anew.
const LOOKED_AT: u64 = 128 * 1024 * 1024;
/// An index that does not close in this time is left to the end of the process.
const CLOSE: Duration = Duration::from_secs(20);

/// An open index.
pub(super) struct Index {
    db: Option<sled::Db>,
    file: File,
    /// Parts per long value; few, so they are kept in memory and a write need not read first.
    parts: Mutex<HashMap<Bytes, u32>>,
    /// When it was begun empty, in seconds since 1970; 0 when an earlier release began it.
    born: u64,
    /// Knows which keys are certainly not there.
    filter: Filter,
}

/// sled panics on what it cannot read. The texts of its panics may quote content, so they are not passed on.
fn guarded<T>(
    doing: &'static str,
    f: impl FnOnce() -> Result<T, sled::Error>,
) -> Result<T, EngineError> {
    match catch_unwind(AssertUnwindSafe(f)) {
        Ok(Ok(value)) => Ok(value),
        Ok(Err(sled::Error::Io(e))) if outside(&e) => {
            Err(EngineError::Failed(format!("{doing} the index: {e}").into()))
        }
        Ok(Err(sled::Error::Io(e))) => Err(damaged(format!("{doing}: {}", e.kind()))),
        Ok(Err(_)) => Err(damaged(format!("{doing}: the files are not what was written"))),
        Err(_) => Err(damaged(format!("{doing}: the index library gave up"))),
    }
}

/// Errors that say nothing about the content of the files.
fn outside(e: &std::io::Error) -> bool {
    use std::io::ErrorKind::{
        OutOfMemory, PermissionDenied, QuotaExceeded, ReadOnlyFilesystem, StorageFull,
    };
    let kind = matches!(
        e.kind(),
        OutOfMemory | PermissionDenied | QuotaExceeded | ReadOnlyFilesystem | StorageFull
    );
    // Too many open files, in this process or in the system.
    kind || matches!(e.raw_os_error(), Some(23 | 24))
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
            file,
            parts: Mutex::default(),
            born: 0,
            filter: Filter::ignorant(),
        };
        match index.load_parts().and_then(|parts| Ok((parts, index.reached()?))) {
            Ok((parts, reached)) => {
                let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| d.as_secs());
                index.born = reached.map_or(now, |(_, born)| born);
                index.parts = Mutex::new(parts);
            }
            Err(e) => {
                index.forget();
                return Err(e);
            }
        }
        if index.bytes() <= LOOKED_AT {
            match index.all_keys() {
                Ok(filter) => index.filter = filter,
                Err(e) => {
                    index.forget();
                    return Err(e);
                }
            }
        }
        Ok(index)
    }

    fn db(&self) -> &sled::Db {
        self.db.as_ref().expect("only drop and forget take it")
    }

    /// Lets go of a broken index without running sled's own shutdown, which can wait for ever.
    pub(super) fn forget(mut self) {
        std::mem::forget(self.db.take());
    }

    fn load_parts(&self) -> Result<HashMap<Bytes, u32>, EngineError> {
        guarded("reading", || {
            let mut parts = HashMap::new();
            for key in self.db().range([PART].as_slice()..[META].as_slice()).keys() {
                let key = key?;
                if let Some((key, _)) = key.split_last_chunk::<4>() {
                    *parts.entry(Bytes::copy_from_slice(&key[1..])).or_insert(0) += 1;
                }
            }
            Ok(parts)
        })
    }

    fn all_keys(&self) -> Result<Filter, EngineError> {
        let filter = Filter::empty();
        for found in self.range(Bound::Unbounded, Bound::Unbounded, false) {
            filter.add(&found?.0);
        }
        Ok(filter)
    }

    /// The position that the index has reached; `None` when it was never set.
    pub(super) fn position(&self) -> Result<Option<End>, EngineError> {
        Ok(self.reached()?.map(|(end, _)| end))
    }

    /// When it was begun empty: whatever was deleted before is not in its files.
    pub(super) fn born(&self) -> SystemTime {
        UNIX_EPOCH + Duration::from_secs(self.born)
    }

    /// The position, and when the index was begun.
    fn reached(&self) -> Result<Option<(End, u64)>, EngineError> {
        let Some(value) = guarded("reading", || self.db().get([META]))? else { return Ok(None) };
        let bytes = checked(&[META], &value)?;
        let Some((position, rest)) = bytes.split_first_chunk::<8>() else {
            return Err(damaged("its position"));
        };
        let Some((hash, rest)) = rest.split_first_chunk::<32>() else {
            return Err(damaged("its position"));
        };
        let Some((next_log, rest)) = rest.split_first_chunk::<8>() else {
            return Err(damaged("its position"));
        };
        let end = End {
            position: u64::from_be_bytes(*position),
            hash: *hash,
            next_log: u64::from_be_bytes(*next_log),
        };
        Ok(Some((end, rest.first_chunk().map_or(0, |born| u64::from_be_bytes(*born)))))
    }

    /// Stores the position. What it covers must be synced before, so that a power cut never leaves the position alone.
    pub(super) fn set_position(&self, end: &End) -> Result<(), EngineError> {
        let mut value = Vec::with_capacity(56);
        value.put_u64(end.position);
        value.put_slice(&end.hash);
        value.put_u64(end.next_log);
        value.put_u64(self.born);
        let value = with_checksum(&[META], &value);
        guarded("writing", || self.db().insert([META], value).map(drop))?;
        self.flush()
    }

    /// Makes everything written so far durable. Blocking; only from the thread that writes.
    pub(super) fn flush(&self) -> Result<(), EngineError> {
        guarded("flushing", || self.db().flush().map(drop))?;
        // sled's flush leaves the data in the disk's cache.
        self.file
            .sync_data()
            .map_err(|e| EngineError::Failed(format!("syncing the index: {e}").into()))
    }

    /// Takes writes over, in key order. Single inserts rather than sled's batches: a batch locks every reader out, and
    /// half a layer is harmless because the position moves only afterwards and replaying is idempotent. Returns whether a
    /// value was replaced or deleted: sled's files hold its bytes until there is a new index.
    pub(super) fn apply(&self, map: &Map) -> Result<bool, EngineError> {
        let mut superseded = false;
        let mut parts = self.parts.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        for (nth, (key, value)) in map.iter().enumerate() {
            if nth == map.len() / 2 {
                fail::pass("during-index-write");
            }
            let needed =
                value.as_ref().filter(|v| v.len() > PIECE).map_or(0, |v| v.len().div_ceil(PIECE));
            let needed =
                u32::try_from(needed).expect("values are at most MAX_VALUE long: Ops::fits");
            let present =
                if needed > 0 { parts.insert(key.clone(), needed) } else { parts.remove(key) }
                    .unwrap_or(0);
            match value {
                Some(_) => self.filter.add(key),
                // Made and deleted again before the index heard of it.
                None if !self.filter.may_have(key) => continue,
                None => {}
            }
            superseded |= self.write(key, value.as_ref(), needed, present)?;
        }
        Ok(superseded)
    }

    /// Returns whether the key had a value before.
    fn write(
        &self,
        key: &Bytes,
        value: Option<&Bytes>,
        needed: u32,
        present: u32,
    ) -> Result<bool, EngineError> {
        let record = record_key(key);
        guarded("writing", || {
            let db = self.db();
            for nth in needed..present {
                db.remove(part_key(key, nth))?;
            }
            let former = match value {
                None => db.remove(&record)?,
                Some(value) if needed == 0 => db.insert(&record, tagged(&record, WHOLE, value))?,
                Some(value) => {
                    for (nth, piece) in (0..needed).zip(value.chunks(PIECE)) {
                        let part = part_key(key, nth);
                        let piece = with_checksum(&part, piece);
                        db.insert(part, piece)?;
                    }
                    let mut head = Vec::with_capacity(8);
                    head.put_u32(needed);
                    head.put_u32(crc32fast::hash(value));
                    db.insert(&record, tagged(&record, CUT, &head))?
                }
            };
            Ok(former.is_some())
        })
    }

    /// False: the key is neither here nor among those that were announced.
    pub(super) fn may_have(&self, key: &[u8]) -> bool {
        self.filter.may_have(key)
    }

    /// Announces a key that a reader can see before the index takes it over.
    pub(super) fn announce(&self, key: &[u8]) {
        self.filter.add(key);
    }

    pub(super) fn get(&self, key: &[u8]) -> Result<Option<Bytes>, EngineError> {
        let record = record_key(key);
        match guarded("reading", || self.db().get(&record))? {
            Some(value) => self.whole(&record, &value).map(Some),
            None => Ok(None),
        }
    }

    /// Records in key order within bounds, lazily.
    pub(super) fn range(&self, from: Bound<&[u8]>, to: Bound<&[u8]>, reverse: bool) -> Range {
        let from = match from {
            Bound::Unbounded => Bound::Included(vec![RECORD]),
            Bound::Included(key) => Bound::Included(record_key(key)),
            Bound::Excluded(key) => Bound::Excluded(record_key(key)),
        };
        let to = match to {
            Bound::Unbounded => Bound::Excluded(vec![PART]),
            Bound::Included(key) => Bound::Included(record_key(key)),
            Bound::Excluded(key) => Bound::Excluded(record_key(key)),
        };
        Range { iter: self.db().range::<Vec<u8>, _>((from, to)), reverse }
    }

    /// The whole of a record that a range has found.
    pub(super) fn visible(&self, (key, raw): (Bytes, Raw)) -> Result<(Bytes, Bytes), EngineError> {
        Ok((key, self.whole(&raw.record, &raw.value)?))
    }

    /// Up to `limit` records in key order behind `after`.
    pub(super) fn page(
        &self,
        after: Option<&[u8]>,
        limit: usize,
    ) -> Result<Vec<(Bytes, Bytes)>, EngineError> {
        self.range(after.map_or(Bound::Unbounded, Bound::Excluded), Bound::Unbounded, false)
            .take(limit)
            .map(|raw| raw.and_then(|raw| self.visible(raw)))
            .collect()
    }

    /// Whether nothing at all is stored.
    pub(super) fn is_empty(&self) -> Result<bool, EngineError> {
        guarded("reading", || self.db().iter().next().transpose().map(|first| first.is_none()))
    }

    /// Whether exactly these long values have parts.
    pub(super) fn parts_are(&self, expected: &HashMap<Bytes, u32>) -> bool {
        *self.parts.lock().unwrap_or_else(std::sync::PoisonError::into_inner) == *expected
    }

    /// Bytes of the index on disk.
    pub(super) fn bytes(&self) -> u64 {
        self.file.metadata().map_or(0, |m| m.len())
    }

    fn whole(&self, record: &[u8], value: &[u8]) -> Result<Bytes, EngineError> {
        let (kind, body) =
            checked(record, value)?.split_first().ok_or_else(|| damaged("an empty record"))?;
        if *kind == WHOLE {
            return Ok(Bytes::copy_from_slice(body));
        }
        let (count, crc) = match (body.first_chunk::<4>(), body.last_chunk::<4>(), body.len()) {
            (Some(count), Some(crc), 8) => (u32::from_be_bytes(*count), u32::from_be_bytes(*crc)),
            _ => return Err(damaged("the head of a long record")),
        };
        let mut whole = Vec::with_capacity(PIECE * count as usize);
        for nth in 0..count {
            let part = part_key(&record[1..], nth);
            let piece = guarded("reading", || self.db().get(&part))?
                .ok_or_else(|| damaged("a part of a long record is missing"))?;
            whole.extend_from_slice(checked(&part, &piece)?);
        }
        if crc32fast::hash(&whole) != crc {
            return Err(damaged("a long record does not match its checksum"));
        }
        Ok(whole.into())
    }
}

impl Drop for Index {
    /// Waits for sled to let go of its files, but not for ever: its shutdown hangs when its background thread has died.
    fn drop(&mut self) {
        let Some(db) = self.db.take() else { return };
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

/// See [`Index::range`].
pub(super) struct Range {
    iter: sled::Iter,
    reverse: bool,
}

impl Iterator for Range {
    type Item = Result<(Bytes, Raw), EngineError>;

    fn next(&mut self) -> Option<Self::Item> {
        let (iter, reverse) = (&mut self.iter, self.reverse);
        let next =
            guarded("reading", || if reverse { iter.next_back() } else { iter.next() }.transpose())
                .transpose()?;
        Some(
            next.map(|(record, value)| {
                (Bytes::copy_from_slice(&record[1..]), Raw { record, value })
            }),
        )
    }
}

/// A record as it is stored. A newer layer may hide it, and then it may be changing: only a visible one is read whole.
pub(super) struct Raw {
    record: sled::IVec,
    value: sled::IVec,
}
