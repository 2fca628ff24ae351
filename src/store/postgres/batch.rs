//! What does a batch of changes write, given what the database holds under lock? The rules of
//! `store/rules.rs` decide each change; here the outcomes of a batch become rows. No IO: later
//! changes of a batch see what earlier ones did.

use std::collections::{BTreeMap, BTreeSet, HashMap, btree_map};

use uuid::Uuid;

use crate::{
    domain::{
        model::party::Party,
        rules::budget::Asked,
        state::{keys::Version, records::Record},
    },
    store::{
        audit_chain::{Head, Sealed},
        audit_marks, codec,
        contract::{Change, CommitError, StoreError},
        rules::{self, Entry, Moved, Outcome, Plan},
    },
};

/// What a record takes, usually.
const RECORD_BYTES: usize = 512;

/// A change as the committer takes it: keys and values are bytes already, written on the task of its
/// caller. The records lack their version.
pub(super) struct EncodedChange {
    plan: Plan,
    expect: Vec<Vec<u8>>,
    /// By their place among the writes of the plan; those that are destroyed have no value.
    writes: Vec<(Vec<u8>, Option<Vec<u8>>)>,
    /// The keys under which whom the change asks about is counted.
    counted: Vec<Vec<u8>>,
    /// Inbox and value of each notification, in order.
    notifications: Vec<(Vec<u8>, Vec<u8>)>,
    trims: Vec<(Vec<u8>, u64)>,
    /// By which its audit entry is found again.
    marks: Vec<u64>,
}

impl EncodedChange {
    pub(super) fn new(change: &Change) -> Self {
        let plan = Plan::of(change);
        let Change { expect, effects, asked, audit } = change;
        let deleted = effects.delete.iter().map(|key| (codec::key(key), None));
        let put = effects.put.iter().zip(&plan.writes[effects.delete.len()..]);
        let put = put.map(|((key, record), write)| {
            let value = value(Version::ABSENT, record, write.entries.is_empty());
            (codec::key(key), Some(value))
        });
        let counted = asked.iter().flat_map(Asked::keys).map(|key| codec::key(&key));
        let notifications = effects.notify.iter();
        Self {
            expect: expect.iter().map(|(key, _)| codec::key(key)).collect(),
            writes: deleted.chain(put).collect(),
            counted: counted.collect(),
            notifications: notifications
                .map(|(party, told)| (codec::inbox_prefix(party), codec::plain(told)))
                .collect(),
            trims: effects.trim.iter().map(|(p, upto)| (codec::inbox_prefix(p), *upto)).collect(),
            marks: audit_marks::of_entry(audit),
            plan,
        }
    }
}

fn value(version: Version, record: &Record, bare: bool) -> Vec<u8> {
    let mut value = Vec::with_capacity(RECORD_BYTES);
    codec::push_record(&mut value, version, record, bare);
    value
}

/// Which rows a batch looks at: they are locked before it is worked out.
#[derive(Default)]
pub(super) struct Touched {
    pub(super) records: BTreeSet<Vec<u8>>,
    pub(super) heads: BTreeSet<Vec<u8>>,
}

impl Touched {
    pub(super) fn by<'c>(changes: impl Iterator<Item = &'c EncodedChange>) -> Self {
        let mut touched = Self::default();
        for change in changes {
            let written = change.writes.iter().map(|(key, _)| key);
            let records = change.expect.iter().chain(written).chain(&change.counted);
            touched.records.extend(records.cloned());
            touched.heads.extend(change.notifications.iter().map(|(inbox, _)| inbox.clone()));
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
    /// Each with the marks by which it is found again.
    pub(super) audit: Vec<(Sealed, Vec<u64>)>,
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
    pub(super) fn apply(
        &mut self,
        change: &EncodedChange,
        version: Version,
    ) -> Result<(), CommitError> {
        let outcome = change.plan.decide(&AtTurn { batch: self, change })?;
        for key in &change.expect {
            if self.value(key).is_none() {
                self.slot(key.clone()).relied_absent = true;
            }
        }
        let Outcome { counted, moved, sequences, highest, sealed } = outcome;
        for ((key, value), moved) in change.writes.iter().zip(&moved) {
            let value = value.as_ref().map(|value| {
                let mut value = value.clone();
                codec::set_version(&mut value, version);
                value
            });
            self.write(key, value, moved);
        }
        for counted in counted {
            let bare = rules::entries(&counted.record).is_empty();
            let value = value(version, &counted.record, bare);
            self.write(&codec::key(&counted.key), Some(value), &counted.moved);
        }
        for ((inbox, value), sequence) in change.notifications.iter().zip(sequences) {
            self.writes.notifications.push((inbox.clone(), sequence, value.clone()));
        }
        for (party, highest) in highest {
            let head = self.heads.entry(codec::inbox_prefix(&party)).or_default();
            (head.0, head.2) = (highest, true);
        }
        for (inbox, upto) in &change.trims {
            let kept = |(of, sequence, _): &(Vec<u8>, u64, _)| of != inbox || sequence > upto;
            self.writes.notifications.retain(kept);
            let trimmed = self.writes.trims.entry(inbox.clone()).or_default();
            *trimmed = (*trimmed).max(*upto);
        }
        self.writes.chain = sealed.head();
        self.writes.audit.push((sealed, change.marks.clone()));
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

    fn value(&self, key: &[u8]) -> Option<&[u8]> {
        self.records.get(key).and_then(|slot| slot.value.as_deref())
    }

    fn slot(&mut self, key: Vec<u8>) -> &mut Slot {
        let absent = Slot { stored: false, value: None, written: false, relied_absent: false };
        self.records.entry(key).or_insert(absent)
    }

    /// Writes a record, and moves what leads to it.
    fn write(&mut self, key: &[u8], value: Option<Vec<u8>>, moved: &Moved) {
        let slot = self.slot(key.to_vec());
        (slot.value, slot.written) = (value, true);
        for (entries, stand) in [(&moved.left, false), (&moved.entered, true)] {
            for entry in entries {
                match entry {
                    Entry::Listed(list, id) => {
                        let place = (codec::list_prefix(list), *id);
                        Standing::moves(self.writes.listed.entry(place), stand);
                    }
                    Entry::Due(at) => {
                        let place = (at.0, key.to_vec());
                        Standing::moves(self.writes.deadlines.entry(place), stand);
                    }
                }
            }
        }
    }
}

/// What stands, for a change whose turn has come.
struct AtTurn<'a> {
    batch: &'a Batch,
    change: &'a EncodedChange,
}

impl<'a> rules::State for AtTurn<'a> {
    type Stored = &'a [u8];

    fn expected(&self) -> Result<Vec<Option<&'a [u8]>>, StoreError> {
        Ok(self.change.expect.iter().map(|key| self.batch.value(key)).collect())
    }

    fn written(&self, nth: usize) -> Result<Option<&'a [u8]>, StoreError> {
        Ok(self.batch.value(&self.change.writes[nth].0))
    }

    fn counted(&self, _: &Asked) -> Result<Vec<Option<Record>>, StoreError> {
        let read = |key: &Vec<u8>| {
            let read = self.batch.value(key).map(codec::read_record).transpose()?;
            Ok(read.map(|(_, record)| record))
        };
        self.change.counted.iter().map(read).collect()
    }

    fn last_sequence(&self, inbox: &Party) -> Result<u64, StoreError> {
        Ok(self.batch.heads.get(&codec::inbox_prefix(inbox)).map_or(0, |(last, _, _)| *last))
    }

    fn head(&self) -> Result<Head, StoreError> {
        Ok(self.batch.writes.chain)
    }
}
