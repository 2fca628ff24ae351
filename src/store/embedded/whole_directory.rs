//! How is an embedded store read as a whole, and filled from another one?
//!
//! The log of the directory is one audit chain. A database has one for each broker: one of them goes
//! on in the log, the others are kept as records of their own kind, so that nothing of them is lost.

use std::{ops::Bound, path::Path};

use async_trait::async_trait;

use crate::{
    domain::state::keys::Version,
    store::{
        audit_chain::{Head, Sealed},
        codec,
        walk::{self, Deadline, Listed, PAGE, Page, Pair, Source, Target},
    },
};

use super::{
    engine::{Engine, EngineError, OpenError, Ops, Options, Reader, Sequencer, View},
    other_chains,
};

const INBOX: u8 = b'N';
const HIGHEST: u8 = b'H';
const LIST: u8 = b'L';
const DUE: u8 = b'D';
/// Keys of records begin with an upper-case letter; these do not name records.
const NO_RECORDS: &[u8] = &[other_chains::TAG, INBOX, HIGHEST, LIST, DUE];

/// A directory that no broker runs on.
pub(in crate::store) struct Whole {
    engine: Engine<Copier>,
    reader: Reader,
    /// What the chain in the log is called.
    chain: String,
}

/// Writes rows as they come.
struct Copier {
    chain: String,
}

impl Whole {
    /// Opens a directory, creating a store when there is none. Blocking.
    pub(in crate::store) fn open(
        dir: &Path,
        options: Options,
        chain: &str,
    ) -> Result<Self, OpenError> {
        let options = Options { marks: Some(other_chains::marks), ..options };
        let copier = Copier { chain: chain.to_owned() };
        let engine = Engine::open(dir, options, |_| Ok::<_, EngineError>(copier))?;
        let reader = engine.reader();
        Ok(Self { engine, reader, chain: chain.to_owned() })
    }

    /// Takes everything into the index and gives the directory back. Blocking.
    pub(in crate::store) fn close(self) {
        self.engine.close();
    }

    fn under(&self, tag: u8, after: &[u8]) -> Result<Vec<Pair>, String> {
        let after = [&[tag], after].concat();
        let from = if after.len() > 1 { Bound::Excluded(&after) } else { Bound::Included(&after) };
        self.range(from, tag)
    }

    fn range(&self, from: Bound<&Vec<u8>>, tag: u8) -> Result<Vec<Pair>, String> {
        let end = [tag + 1];
        let from = from.map(Vec::as_slice);
        let found = self.reader.scan(from, Bound::Excluded(&end), PAGE, false).map_err(text)?;
        Ok(found.into_iter().map(|(key, value)| (key.to_vec(), value.to_vec())).collect())
    }
}

fn text(error: impl std::fmt::Display) -> String {
    error.to_string()
}

#[async_trait]
impl Source for Whole {
    async fn records(&mut self, after: &[u8]) -> Result<Vec<Pair>, String> {
        let mut from = after.to_vec();
        loop {
            let bound = if from == after { Bound::Excluded(&from) } else { Bound::Included(&from) };
            let found = self
                .reader
                .scan(bound.map(Vec::as_slice), Bound::Excluded(b"["), PAGE, false)
                .map_err(text)?;
            let is_record = |key: &[u8]| !key.first().is_some_and(|tag| NO_RECORDS.contains(tag));
            let foreign = found.iter().position(|(key, _)| !is_record(key));
            let records = &found[..foreign.unwrap_or(found.len())];
            if let (true, Some(tag)) = (records.is_empty(), found.first().map(|(key, _)| key[0])) {
                from = vec![tag + 1];
                continue;
            }
            return Ok(records.iter().map(|(key, value)| (key.to_vec(), value.to_vec())).collect());
        }
    }

    async fn inboxes(&mut self, after: &[u8]) -> Result<Vec<(Vec<u8>, u64)>, String> {
        let found = self.under(HIGHEST, after)?;
        Ok(found
            .into_iter()
            .map(|(key, value)| (key[1..].to_vec(), codec::sequence(&value).unwrap_or_default()))
            .collect())
    }

    async fn notifications(
        &mut self,
        after: Option<(&[u8], u64)>,
    ) -> Result<Vec<(Vec<u8>, u64, Vec<u8>)>, String> {
        let after = after.map(|(inbox, sequence)| [inbox, &sequence.to_be_bytes()].concat());
        let found = self.under(INBOX, &after.unwrap_or_default())?;
        found
            .into_iter()
            .map(|(key, value)| {
                let (body, sequence) = key[1..].split_last_chunk().ok_or("a key is too short")?;
                Ok((body.to_vec(), u64::from_be_bytes(*sequence), value))
            })
            .collect()
    }

    async fn chains(&mut self) -> Result<Vec<(String, Head)>, String> {
        let mut chains = Vec::new();
        let last = self.reader.log_len();
        if let Some((_, bytes)) = self.reader.log(last, 1).map_err(text)?.first() {
            let Sealed { position, hash, .. } = other_chains::read(bytes)?;
            chains.push((self.chain.clone(), Head { position, hash }));
        }
        chains.append(&mut other_chains::chains(&self.reader)?);
        Ok(chains)
    }

    async fn audit(&mut self, chain: &str, after: u64) -> Result<Vec<Sealed>, String> {
        if chain != self.chain {
            return other_chains::entries(&self.reader, chain, after, PAGE);
        }
        let found = self.reader.log(after + 1, PAGE).map_err(text)?;
        found.iter().map(|(_, bytes)| other_chains::read(bytes)).collect()
    }

    async fn absent(&mut self, lists: Vec<Listed>, due: Vec<Deadline>) -> Result<u64, String> {
        let lists = lists.into_iter().map(|(list, id)| [list, id].concat());
        let due = due.into_iter().map(|(at, key)| due_key(at, &key));
        let keys: Vec<Vec<u8>> = lists.chain(due).collect();
        let values = self.reader.get_many(keys.iter().map(Vec::as_slice)).map_err(text)?;
        Ok(values.iter().filter(|value| value.is_none()).count() as u64)
    }

    async fn derived(&mut self) -> Result<(u64, u64), String> {
        let mut counts = [0, 0];
        for (count, tag) in counts.iter_mut().zip([LIST, DUE]) {
            let mut after = Vec::new();
            loop {
                let page = self.under(tag, &after)?;
                let Some((last, _)) = page.last() else { break };
                after = last[1..].to_vec();
                *count += page.len() as u64;
            }
        }
        Ok((counts[0], counts[1]))
    }
}

fn due_key(at: i64, key: &[u8]) -> Vec<u8> {
    [codec::deadline_prefix(crate::domain::model::time::Time(at)).as_slice(), key].concat()
}

#[async_trait]
impl Target for Whole {
    async fn write(&mut self, page: Page) -> Result<(), String> {
        self.engine.submit(page).await.map_err(text)?
    }
}

impl Copier {
    fn rows(&self, page: Page, view: &View<'_>, ops: &mut Ops) -> Result<(), String> {
        match page {
            Page::Records(rows) => {
                // Versions are positions of this journal: one from elsewhere could come again.
                let version = Version(view.position());
                for (key, value) in rows {
                    let (_, record) = codec::read_record(&value).map_err(text)?;
                    let (mut lists, mut due) = (Vec::new(), Vec::new());
                    walk::derive(&key, &record, &mut lists, &mut due);
                    for (list, id) in lists {
                        ops.put([list, id].concat(), Vec::new());
                    }
                    for (at, of) in due {
                        ops.put(due_key(at, &of), Vec::new());
                    }
                    ops.put(key, codec::record(version, &record));
                }
            }
            Page::Inboxes(rows) => {
                for (inbox, highest) in rows {
                    ops.put([&[HIGHEST], &inbox[..]].concat(), highest.to_be_bytes());
                }
            }
            Page::Notifications(rows) => {
                for (inbox, sequence, value) in rows {
                    ops.put([&[INBOX], &inbox[..], &sequence.to_be_bytes()].concat(), value);
                }
            }
            Page::Audit(chain, entries) if chain == self.chain => {
                for (place, sealed) in (view.next_log()..).zip(entries) {
                    if sealed.position != place {
                        return Err(format!("audit entry {place} does not come next"));
                    }
                    ops.log(codec::plain(&sealed));
                }
            }
            Page::Audit(chain, entries) => {
                for sealed in entries {
                    ops.put(other_chains::key(&chain, sealed.position), codec::plain(&sealed));
                }
            }
        }
        Ok(())
    }
}

impl Sequencer for Copier {
    type Request = Page;
    type Answer = Result<(), String>;

    fn sequence(&mut self, page: Page, view: &View<'_>, ops: &mut Ops) -> Self::Answer {
        let mut own = Ops::default();
        self.rows(page, view, &mut own)?;
        *ops = own;
        Ok(())
    }

    fn forget(&mut self) {}
}
