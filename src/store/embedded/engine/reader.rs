//! How is committed state read, from anywhere and by the sequencer?
//!
//! A read has two parts. Under the lock of the layers it takes what is in memory, and the index as it is at that moment.
//! Without the lock it asks that index, first for what is cached, then on the disk. So the committer never waits for a read.

use std::future::{Future, ready};
use std::ops::Bound;
use std::sync::Arc;

use bytes::Bytes;
use futures::future::{Either, TryFutureExt as _};

use super::block_cache::Blocks;
use super::error::{EngineError, Miss};
use super::hidden::Hidden;
use super::index::Snapshot;
use super::layers::{Changed, Scan, after_prefix};
use super::ops::Map;
use super::shared::Shared;

/// Records in key order.
pub type Pairs = Vec<(Bytes, Bytes)>;
/// Entries of the audit log with their indexes.
pub type Entries = Vec<(u64, Bytes)>;

/// Reads what is committed. Cheap to clone; every call sees one moment, not older than the last acknowledged batch.
///
/// The functions that are not `async` may wait for the disk where they are called.
#[derive(Clone)]
pub struct Reader {
    pub(super) shared: Arc<Shared>,
}

impl std::fmt::Debug for Reader {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Reader").finish_non_exhaustive()
    }
}

/// What a read has found without the disk.
pub(super) enum Begun<T, C> {
    Done(T),
    /// The rest is on the disk.
    Cold(C),
}

/// A scan, some blocks of which are on the disk.
struct ColdScan {
    snapshot: Snapshot,
    changed: Vec<Changed>,
    from: Bound<Vec<u8>>,
    to: Bound<Vec<u8>>,
    limit: usize,
    reverse: bool,
}

impl ColdScan {
    /// What memory has changed, over what the index holds.
    fn merge(&self, blocks: Blocks) -> Result<Pairs, Miss> {
        let bounds = (self.from.as_ref().map(Vec::as_slice), self.to.as_ref().map(Vec::as_slice));
        let mut stored = self.snapshot.range(bounds.0, bounds.1, self.reverse, blocks);
        let mut changed = self.changed.iter().peekable();
        let mut below = stored.next().transpose()?;
        let mut found = Vec::new();
        while found.len() < self.limit {
            let first = match (changed.peek(), &below) {
                (None, None) => break,
                (Some(_), None) => true,
                (None, Some(_)) => false,
                (Some((above, _)), Some((key, _))) if self.reverse => above >= key,
                (Some((above, _)), Some((key, _))) => above <= key,
            };
            if !first {
                found.extend(below.take());
                below = stored.next().transpose()?;
                continue;
            }
            let Some((key, value)) = changed.next() else { break };
            if below.as_ref().is_some_and(|(stored, _)| stored == key) {
                below = stored.next().transpose()?;
            }
            found.extend(value.as_ref().map(|value| (key.clone(), value.clone())));
        }
        Ok(found)
    }

    fn finish(self) -> Result<Pairs, EngineError> {
        Ok(self.merge(Blocks::Read)?)
    }
}

impl Reader {
    /// The value of a key.
    ///
    /// # Errors
    /// When the index is damaged or the engine closed.
    pub fn get(&self, key: &[u8]) -> Result<Option<Bytes>, EngineError> {
        Ok(self.get_many([key])?.pop().flatten())
    }

    /// The values of some keys, all of one moment, in the order of the keys.
    ///
    /// # Errors
    /// As [`Self::get`].
    pub fn get_many<'k>(
        &self,
        keys: impl IntoIterator<Item = &'k [u8]>,
    ) -> Result<Vec<Option<Bytes>>, EngineError> {
        self.get_over(None, keys)
    }

    /// As [`Self::get_many`]; what is on the disk is read on a thread that may wait for it.
    ///
    /// # Errors
    /// As [`Self::get`].
    pub fn load<'k, I: IntoIterator<Item = &'k [u8]>>(
        &self,
        keys: I,
    ) -> impl Future<Output = Result<Vec<Option<Bytes>>, EngineError>> + Send + use<'k, I> {
        let found = self.load_hidden(keys.into_iter().map(|key| (key, Hidden::No)));
        found.map_ok(|found| found.values)
    }

    /// Up to `limit` records between two bounds, in key order, or from the last one backwards.
    ///
    /// # Errors
    /// As [`Self::get`].
    pub fn scan(
        &self,
        from: Bound<&[u8]>,
        to: Bound<&[u8]>,
        limit: usize,
        reverse: bool,
    ) -> Result<Pairs, EngineError> {
        self.scan_over(None, &Scan { from, to, limit, reverse })
    }

    pub(super) fn scan_over(
        &self,
        above: Option<&Map>,
        scan: &Scan<'_>,
    ) -> Result<Pairs, EngineError> {
        self.noted(self.begin_scan(above, scan).and_then(|begun| match begun {
            Begun::Done(found) => Ok(found),
            Begun::Cold(rest) => rest.finish(),
        }))
    }

    /// As [`Self::scan`] in key order; what is on the disk is read on a thread that may wait for it.
    ///
    /// # Errors
    /// As [`Self::get`].
    pub fn range(
        &self,
        from: Bound<&[u8]>,
        to: Bound<&[u8]>,
        limit: usize,
    ) -> impl Future<Output = Result<Pairs, EngineError>> + Send + use<> {
        let scan = Scan { from, to, limit, reverse: false };
        self.completed(self.begin_scan(None, &scan), ColdScan::finish)
    }

    /// Up to `limit` records whose key begins with `prefix`, behind `after` if given, as [`Self::range`].
    ///
    /// # Errors
    /// As [`Self::get`].
    pub fn range_of(
        &self,
        prefix: &[u8],
        after: Option<&[u8]>,
        limit: usize,
    ) -> impl Future<Output = Result<Pairs, EngineError>> + Send + use<> {
        let end = after_prefix(prefix);
        let from = after.map_or(Bound::Included(prefix), Bound::Excluded);
        let to = end.as_deref().map_or(Bound::Unbounded, Bound::Excluded);
        self.range(from, to, limit)
    }

    /// Up to `limit` entries of the audit log with this index or a higher one. The first entry has index 1.
    ///
    /// # Errors
    /// When a file of the audit log cannot be read back.
    pub fn log(&self, from: u64, limit: usize) -> Result<Entries, EngineError> {
        match self.begin_log(from, limit) {
            Begun::Done(found) => Ok(found),
            Begun::Cold(rest) => rest.finish(),
        }
    }

    /// As [`Self::log`]; what is in the files is read on a thread that may wait for them.
    ///
    /// # Errors
    /// As [`Self::log`].
    pub fn log_entries(
        &self,
        from: u64,
        limit: usize,
    ) -> impl Future<Output = Result<Entries, EngineError>> + Send + use<> {
        self.completed(Ok(self.begin_log(from, limit)), ColdLog::finish)
    }

    /// Up to `limit` entries of the audit log with this index or a higher one that have one of the marks, see
    /// [`Options::marks`](super::Options), and where the search goes on; nowhere when it has reached the end. It looks at no
    /// other entries, but for those of at most one file that is not indexed yet.
    ///
    /// # Errors
    /// As [`Self::log`].
    pub async fn log_marked(
        &self,
        marks: Vec<u64>,
        from: u64,
        limit: usize,
    ) -> Result<(Entries, Option<u64>), EngineError> {
        self.aside(move |reader| {
            let Newer { entries: newer, first, end } = reader.newer(from, usize::MAX);
            let audit = &reader.shared.audit;
            let files = audit.marked(&marks, from, first, limit)?;
            let (mut found, mut upto) = (files.entries, files.upto);
            if upto == first || from >= first {
                for (index, entry) in newer {
                    if found.len() == limit {
                        break;
                    }
                    upto = index + 1;
                    if audit.has_mark(&entry, &marks) {
                        found.push((index, entry));
                    }
                }
            }
            Ok((found, Some(upto).filter(|upto| *upto < end)))
        })
        .await
    }

    /// Reads something larger on a thread that may wait for the disk.
    ///
    /// # Errors
    /// That of the work.
    pub async fn aside<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Self) -> Result<T, EngineError> + Send + 'static,
    ) -> Result<T, EngineError> {
        let reader = self.clone();
        self.shared.disk_threads.run(move || work(&reader)).await
    }

    /// Index of the newest entry of the audit log; 0 when there is none.
    #[must_use]
    pub fn log_len(&self) -> u64 {
        self.shared.read().active.end.next_log - 1
    }

    /// Journal position of the newest visible batch.
    #[must_use]
    pub fn position(&self) -> u64 {
        self.shared.read().active.end.position
    }

    /// Takes what is in memory between two bounds, and the rest if it is cached.
    fn begin_scan(
        &self,
        above: Option<&Map>,
        scan: &Scan<'_>,
    ) -> Result<Begun<Pairs, ColdScan>, EngineError> {
        if scan.is_empty() {
            return Ok(Begun::Done(Vec::new()));
        }
        let (snapshot, changed) = {
            let layers = self.shared.read();
            let index = layers.index.as_ref().ok_or(EngineError::Closed)?;
            (Snapshot::of(index), layers.changed_between(above, scan))
        };
        let Scan { from, to, limit, reverse } = *scan;
        let (from, to) = (from.map(<[u8]>::to_vec), to.map(<[u8]>::to_vec));
        let rest = ColdScan { snapshot, changed, from, to, limit, reverse };
        match rest.merge(Blocks::Cached) {
            Ok(found) => Ok(Begun::Done(found)),
            Err(Miss::Cold) => Ok(Begun::Cold(rest)),
            Err(Miss::Failed(error)) => Err(error),
        }
    }

    fn begin_log(&self, from: u64, limit: usize) -> Begun<Entries, ColdLog> {
        let Newer { entries, first, .. } = self.newer(from, limit);
        if from >= first || limit == 0 {
            return Begun::Done(entries);
        }
        Begun::Cold(ColdLog { reader: self.clone(), from, to: first, limit, newer: entries })
    }

    /// The entries of the audit log that are in memory, from an index on.
    fn newer(&self, from: u64, limit: usize) -> Newer {
        let layers = self.shared.read();
        let frozen = layers.frozen.as_deref().map_or(&[][..], |layer| &layer.log);
        let active = &layers.active.log[..];
        let end = layers.active.end.next_log;
        let first = frozen.first().or(active.first()).map_or(end, |(index, _)| *index);
        let skip = |log: &[(u64, Bytes)]| log.partition_point(|(index, _)| *index < from);
        let entries = frozen[skip(frozen)..].iter().chain(&active[skip(active)..]);
        Newer { entries: entries.take(limit).cloned().collect(), first, end }
    }

    /// Finishes what was begun: at once, or on a thread that may wait for the disk.
    pub(super) fn completed<T: Send + 'static, C: Send + 'static>(
        &self,
        begun: Result<Begun<T, C>, EngineError>,
        finish: fn(C) -> Result<T, EngineError>,
    ) -> impl Future<Output = Result<T, EngineError>> + Send + use<T, C> {
        match begun {
            Ok(Begun::Done(answer)) => Either::Left(ready(Ok(answer))),
            Err(error) => Either::Left(ready(self.noted(Err(error)))),
            Ok(Begun::Cold(rest)) => {
                let reader = self.clone();
                Either::Right(async move {
                    let work = move |reader: &Self| reader.noted(finish(rest));
                    reader.aside(work).await
                })
            }
        }
    }

    pub(super) fn noted<T>(&self, result: Result<T, EngineError>) -> Result<T, EngineError> {
        if let Err(e) = &result {
            self.shared.note(e);
        }
        result
    }
}

/// What memory holds of the audit log.
struct Newer {
    entries: Entries,
    /// The first entry in memory.
    first: u64,
    /// The index that the next entry gets.
    end: u64,
}

/// A read of the audit log that begins in its files.
struct ColdLog {
    reader: Reader,
    from: u64,
    /// The first that is in memory.
    to: u64,
    limit: usize,
    newer: Entries,
}

impl ColdLog {
    fn finish(self) -> Result<Entries, EngineError> {
        let mut found = self.reader.shared.audit.read(self.from, self.to, self.limit)?;
        let room = self.limit - found.len();
        found.extend(self.newer.into_iter().take(room));
        Ok(found)
    }
}
