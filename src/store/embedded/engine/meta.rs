//! What does the index write down about itself?
//!
//! Its position in the journal and which runs count, in one value: both or neither.

use bytes::BufMut;

use super::error::EngineError;
use super::journal::End;
use super::run::About;
use super::sled_calls::guarded;
use super::stored::{checked, damaged, with_checksum};

/// Its place, in the tree that has no name.
const META: &[u8] = b"meta";
/// Where releases before the one with runs had their position.
const FORMERLY: &[u8] = &[2];

pub(super) struct Meta {
    pub(super) end: End,
    pub(super) born: u64,
    pub(super) next_run: u32,
    /// The newest first.
    pub(super) runs: Vec<About>,
}

impl Meta {
    /// `position 8 | chain hash 32 | next audit index 8 | born 8 | next run 4`, then the runs.
    const HEAD: usize = 60;

    fn encode(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(Self::HEAD + self.runs.len() * About::LEN);
        out.put_u64(self.end.position);
        out.put_slice(&self.end.hash);
        out.put_u64(self.end.next_log);
        out.put_u64(self.born);
        out.put_u32(self.next_run);
        self.runs.iter().for_each(|about| about.encode(&mut out));
        out
    }

    fn decode(bytes: &[u8]) -> Result<Self, EngineError> {
        let broken = || damaged("its list of runs");
        let (head, runs) = bytes.split_first_chunk::<{ Self::HEAD }>().ok_or_else(broken)?;
        let number = |at: usize| head[at..at + 8].iter().fold(0_u64, |n, b| n << 8 | u64::from(*b));
        let mut hash = [0; 32];
        hash.copy_from_slice(&head[8..40]);
        let (runs, rest) = runs.as_chunks::<{ About::LEN }>();
        if !rest.is_empty() {
            return Err(broken());
        }
        Ok(Self {
            end: End { position: number(0), hash, next_log: number(40) },
            born: number(48),
            next_run: u32::from_be_bytes([head[56], head[57], head[58], head[59]]),
            runs: runs.iter().map(About::decode).collect(),
        })
    }

    /// `None` when it was never written.
    pub(super) fn read(db: &sled::Db) -> Result<Option<Self>, EngineError> {
        match guarded("reading", || db.get(META))? {
            Some(value) => Self::decode(checked(META, &value)?).map(Some),
            None if guarded("reading", || db.contains_key(FORMERLY))? => {
                Err(damaged("it is that of an earlier release"))
            }
            None => Ok(None),
        }
    }

    pub(super) fn write(&self, db: &sled::Db) -> Result<(), EngineError> {
        let value = with_checksum(META, &self.encode());
        guarded("writing", || db.insert(META, value).map(drop))
    }
}
