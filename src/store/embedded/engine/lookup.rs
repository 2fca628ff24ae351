//! How are some keys looked up? What memory says of them first, then what was read a moment ago, then the index.

use std::future::Future;

use bytes::Bytes;

use super::block_cache::Blocks;
use super::error::{EngineError, Miss};
use super::filter::hash;
use super::hidden::{Below, Found, Hidden};
use super::index::Snapshot;
use super::ops::Map;
use super::reader::{Begun, Reader};

/// A read of some keys, some of which are on the disk.
pub(super) struct ColdKeys {
    reader: Reader,
    snapshot: Snapshot,
    /// That of the layers when the read began.
    state: u64,
    /// `None` also for those below.
    found: Found,
    /// Place, key, hash, and what is read.
    cold: Vec<(usize, Vec<u8>, u64, Below)>,
}

impl ColdKeys {
    fn finish(self) -> Result<Found, EngineError> {
        let Self { reader, snapshot, state, mut found, cold } = self;
        for (place, key, hash, what) in &cold {
            found.look(&snapshot, (*place, key, *hash, *what), Blocks::Read)?;
            if *what == Below::Value {
                reader.shared.seen.put(state, key, *hash, found.values[*place].clone());
            }
        }
        Ok(found)
    }
}

impl Reader {
    /// As [`Self::load`]. What is hidden takes the same reads whether there is something or not, and brings
    /// one record to decode either way.
    ///
    /// # Errors
    /// As [`Self::get`].
    pub fn load_hidden<'k, I: IntoIterator<Item = (&'k [u8], Hidden)>>(
        &self,
        keys: I,
    ) -> impl Future<Output = Result<Found, EngineError>> + Send + use<'k, I> {
        self.completed(self.begin_keys(None, keys), ColdKeys::finish)
    }

    pub(super) fn get_over<'k>(
        &self,
        above: Option<&Map>,
        keys: impl IntoIterator<Item = &'k [u8]>,
    ) -> Result<Vec<Option<Bytes>>, EngineError> {
        let keys = keys.into_iter().map(|key| (key, Hidden::No));
        self.noted(self.begin_keys(above, keys).and_then(|begun| match begun {
            Begun::Done(found) => Ok(found.values),
            Begun::Cold(rest) => Ok(rest.finish()?.values),
        }))
    }

    /// Takes what is in memory of some keys, and of the rest what is cached. `above` is given by the committer,
    /// which takes what its callers have just read as they read it.
    fn begin_keys<'k>(
        &self,
        above: Option<&Map>,
        keys: impl IntoIterator<Item = (&'k [u8], Hidden)>,
    ) -> Result<Begun<Found, ColdKeys>, EngineError> {
        let (mut found, mut below) = (Found::default(), Vec::new());
        let seen = &self.shared.seen;
        let (snapshot, state) = {
            let layers = self.shared.read();
            let (index, state) = (layers.index.as_ref().ok_or(EngineError::Closed)?, layers.state);
            for (key, hidden) in keys {
                let hash = hash(key);
                let changed = layers.changed(above, key, hash);
                let known = changed.or_else(|| above.and_then(|_| seen.get(state, key, hash)));
                let place = found.values.len();
                if known.is_none() && index.may_have(key, hash) {
                    below.push((place, key, hash, Below::Value));
                } else {
                    if known.is_none() && hidden != Hidden::No {
                        seen.put(state, key, hash, None);
                    }
                    if hidden.reads_besides(known.as_ref()) {
                        below.push((place, key, hash, Below::Block));
                    }
                }
                found.values.push(known.flatten());
            }
            if below.is_empty() {
                return Ok(Begun::Done(found));
            }
            (Snapshot::of(index), state)
        };
        let mut cold = Vec::new();
        for (place, key, hash, what) in below {
            match found.look(&snapshot, (place, key, hash, what), Blocks::Cached) {
                Ok(()) if what == Below::Value => {
                    seen.put(state, key, hash, found.values[place].clone());
                }
                Ok(()) => {}
                Err(Miss::Cold) => cold.push((place, key.to_vec(), hash, what)),
                Err(Miss::Failed(error)) => return Err(error),
            }
        }
        if cold.is_empty() {
            return Ok(Begun::Done(found));
        }
        Ok(Begun::Cold(ColdKeys { reader: self.clone(), snapshot, state, found, cold }))
    }
}
