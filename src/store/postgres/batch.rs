//! What does a batch of changes write, given what the database holds under lock? No IO: later
//! changes of a batch see what earlier ones did.

use std::collections::{BTreeMap, BTreeSet, HashMap, btree_map};

use uuid::Uuid;

use crate::{
    domain::{
        rules::budget::Asked,
        state::record::{Key, Record, Version},
    },
    store::{
        Change, CommitError, StoreError,
        audit_chain::{Head, Sealed},
        codec,
    },
};

/// What a record takes, usually.
const RECORD: usize = 512;

/// Which rows a batch looks at: they are locked before it is worked out.
#[derive(Default)]
pub(super) struct Touched {
    pub(super) records: BTreeSet<Vec<u8>>,
    pub(super) heads: BTreeSet<Vec<u8>>,
}

impl Touched {
    pub(super) fn by<'c>(changes: impl Iterator<Item = &'c Change>) -> Self {
        let mut touched = Self::default();
        for change in changes {
            let Change { expect, effects, asked, .. } = change;
            let keys = expect.iter().map(|(key, _)| key);
            let keys = keys.chain(effects.put.iter().map(|(key, _)| key)).chain(&effects.delete);
            touched.records.extend(keys.map(codec::key));
            let counted = asked.iter().flat_map(Asked::keys);
            touched.records.extend(counted.map(|key| codec::key(&key)));
            touched.heads.extend(effects.notify.iter().map(|(to, _)| codec::inbox_prefix(to)));
        }
        touched
    }
}

/// What the database holds of them.
#[derive(Default)]
pub(super) struct Locked {
    pub(super) records: HashMap<Vec<u8>, Vec<u8>>,
    pub(super) heads: HashMap<Vec<u8>, u64>,
    pub(super) chain: Head,
}

/// Everything to write, each part in the order of its keys.
#[derive(Default, Debug)]
pub(super) struct Writes {
    /// Absent when it was locked. An empty value only holds the place of a key that a change needs
    /// absent: inserted so that nobody else can, and deleted again before the commit.
    pub(super) insert: BTreeMap<Vec<u8>, Vec<u8>>,
    pub(super) update: BTreeMap<Vec<u8>, Vec<u8>>,
    pub(super) delete: Vec<Vec<u8>>,
    pub(super) new_heads: BTreeMap<Vec<u8>, u64>,
    pub(super) moved_heads: BTreeMap<Vec<u8>, u64>,
    /// Done before the notifications below are added.
    pub(super) trims: BTreeMap<Vec<u8>, u64>,
    pub(super) notifications: Vec<(Vec<u8>, u64, Vec<u8>)>,
    pub(super) listed: BTreeMap<(Vec<u8>, Uuid), Standing>,
    pub(super) deadlines: BTreeMap<(i64, Vec<u8>), Standing>,
    pub(super) audit: Vec<Sealed>,
    pub(super) chain: Head,
}

/// Whether an entry of a list or of the deadlines stood before the batch, and stands after it. Both
/// follow from the record that gives it, so the database need not be asked.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Standing {
    pub(super) before: bool,
    pub(super) after: bool,
}

impl Standing {
    /// What changes its state for the first time finds it in the other one.
    fn moves<K: Ord>(entry: btree_map::Entry<'_, K, Self>, after: bool) {
        let moved = entry.and_modify(|standing| standing.after = after);
        moved.or_insert(Self { before: !after, after });
    }
}

/// A record in the course of a batch.
struct Slot {
    /// There when it was locked.
    stored: bool,
    /// As it is by now.
    value: Option<Vec<u8>>,
    written: bool,
    /// A change of this batch relies on its absence.
    relied_absent: bool,
}

/// A batch being worked out.
pub(super) struct Batch {
    records: HashMap<Vec<u8>, Slot>,
    /// By inbox: the highest sequence, and whether the row is there.
    heads: BTreeMap<Vec<u8>, (u64, bool, bool)>,
    writes: Writes,
}

impl Batch {
    pub(super) fn new(locked: Locked) -> Self {
        let there =
            |value| Slot { stored: true, value: Some(value), written: false, relied_absent: false };
        Self {
            records: locked.records.into_iter().map(|(key, v)| (key, there(v))).collect(),
            heads: locked.heads.into_iter().map(|(i, last)| (i, (last, true, false))).collect(),
            writes: Writes { chain: locked.chain, ..Writes::default() },
        }
    }

    /// Does one change, or leaves everything as it was. `version` has never been used.
    pub(super) fn apply(&mut self, change: &Change, version: Version) -> Result<(), CommitError> {
        let mut absent = Vec::new();
        for (key, expected) in &change.expect {
            let key = codec::key(key);
            let found = match self.value(&key) {
                Some(value) => codec::version(value).map_err(StoreError::from)?,
                None => Version::ABSENT,
            };
            if found != *expected {
                return Err(CommitError::Conflict);
            }
            if found == Version::ABSENT {
                absent.push(key);
            }
        }
        let counted = change.asked.as_ref().map_or(Ok(Vec::new()), |asked| self.count(asked))?;
        let effects = &change.effects;
        let changed = effects.delete.iter().map(|key| (key, None));
        let put = effects.put.iter().chain(&counted);
        let changed = changed.chain(put.map(|(key, record)| (key, Some(record))));
        // All are read before any is written: one that cannot be read leaves nothing behind.
        let former: Vec<Option<Record>> =
            changed.clone().map(|(key, _)| self.former(key)).collect::<Result<_, _>>()?;
        for ((key, record), former) in changed.zip(former) {
            let bare = !self.entries(key, former.as_ref(), record);
            let value = record.map(|record| {
                let mut value = Vec::with_capacity(RECORD);
                codec::push_record(&mut value, version, record, bare);
                value
            });
            let slot = self.slot(codec::key(key));
            slot.value = value;
            slot.written = true;
        }
        for key in absent {
            self.slot(key).relied_absent = true;
        }
        for (party, notification) in &effects.notify {
            let inbox = codec::inbox_prefix(party);
            let (last, _, moved) = self.heads.entry(inbox.clone()).or_insert((0, false, false));
            *last += 1;
            *moved = true;
            self.writes.notifications.push((inbox, *last, codec::plain(notification)));
        }
        for (party, upto) in &effects.trim {
            let inbox = codec::inbox_prefix(party);
            self.writes.notifications.retain(|(of, sequence, _)| *of != inbox || sequence > upto);
            let trimmed = self.writes.trims.entry(inbox).or_default();
            *trimmed = (*trimmed).max(*upto);
        }
        let sealed = self.writes.chain.seal(&change.audit);
        self.writes.audit.push(sealed);
        Ok(())
    }

    /// What is to be written.
    pub(super) fn finish(self) -> Writes {
        let Self { records, heads, mut writes } = self;
        for (key, slot) in records {
            let Slot { stored, value, written, relied_absent } = slot;
            match value {
                Some(value) if written && stored => drop(writes.update.insert(key, value)),
                Some(value) if written => drop(writes.insert.insert(key, value)),
                Some(_) => {}
                None if stored => writes.delete.push(key),
                None if relied_absent => {
                    writes.insert.insert(key.clone(), Vec::new());
                    writes.delete.push(key);
                }
                None => {}
            }
        }
        for (inbox, (last, stored, moved)) in heads {
            match (moved, stored) {
                (true, true) => drop(writes.moved_heads.insert(inbox, last)),
                (true, false) => drop(writes.new_heads.insert(inbox, last)),
                (false, _) => {}
            }
        }
        writes.delete.sort();
        writes.notifications.sort();
        writes
    }

    fn value(&self, key: &[u8]) -> Option<&Vec<u8>> {
        self.records.get(key).and_then(|slot| slot.value.as_ref())
    }

    fn slot(&mut self, key: Vec<u8>) -> &mut Slot {
        let absent = Slot { stored: false, value: None, written: false, relied_absent: false };
        self.records.entry(key).or_insert(absent)
    }

    /// What to write for whom a change asks about.
    fn count(&self, asked: &Asked) -> Result<Vec<(Key, Record)>, CommitError> {
        let read = |key| self.value(&codec::key(&key)).map(|value| codec::read_record(value));
        let stored = asked.keys().map(|key| Ok(read(key).transpose()?.map(|(_, record)| record)));
        let stored = stored.collect::<Result<Vec<_>, StoreError>>()?;
        asked.count(&stored).map_err(CommitError::Spent)
    }

    /// A record as it stands, when something leads to it.
    fn former(&self, key: &Key) -> Result<Option<Record>, StoreError> {
        let value = self.value(&codec::key(key)).filter(|value| codec::has_entries(value));
        let read = value.map(|value| codec::read_record(value));
        Ok(read.transpose()?.map(|(_, record)| record))
    }

    /// Moves the lists and the deadline of a record from its former to its new state. Says whether
    /// it has any now.
    fn entries(&mut self, key: &Key, former: Option<&Record>, new: Option<&Record>) -> bool {
        let mut any = false;
        for (record, stands) in [(former, false), (new, true)] {
            let Some(record) = record else { continue };
            for (list, id) in record.lists() {
                let entry = self.writes.listed.entry((codec::list_prefix(&list), id));
                Standing::moves(entry, stands);
                any = stands;
            }
            if let Some(at) = record.deadline() {
                let entry = self.writes.deadlines.entry((at.0, codec::key(key)));
                Standing::moves(entry, stands);
                any = stands;
            }
        }
        any
    }
}
