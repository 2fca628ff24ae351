//! What does a change look like when it reaches the committer? Keys, records and new entries are
//! bytes already, written on the task of its caller. What depends on its turn (versions, sequences,
//! the audit chain, entries of records that may stand already) is filled in then, see `sequencer`.

use std::hint::black_box;

use crate::{
    domain::{
        model::party::Party,
        state::keys::{Key, Kind, Version},
    },
    store::{
        codec,
        contract::Change,
        rules::{self, Entry, Plan},
    },
};

use super::engine::{Hidden, Ops, Place};

/// What an entry of the audit log takes besides its content, and the head of an inbox; bytes, at most.
const AROUND_BYTES: usize = 128;

/// What a record takes with its key and its entries, usually.
const RECORD_BYTES: usize = 192;

/// A change as the committer takes it.
pub(super) struct EncodedChange {
    pub(super) plan: Plan,
    /// The keys on which it relies.
    pub(super) expect: Keys,
    /// Keys of nobody, looked up with those for the time that it takes.
    pub(super) nobodys: Keys,
    /// The keys of the records that it writes without relying on them, by their place among the
    /// writes of the plan. Those on which it relies are empty here.
    pub(super) written: Vec<Vec<u8>>,
    /// The keys under which whom it asks about is counted.
    pub(super) counted: Keys,
    /// Records, notifications, and the entries of new records.
    pub(super) ops: Ops,
    /// The records in `ops`, which lack their version.
    pub(super) records: Vec<Place>,
    /// The notifications in `ops`, in order, whose keys lack their sequence.
    pub(super) notifications: Vec<Place>,
    /// What may be dropped of inboxes.
    pub(super) trim: Vec<(Party, u64)>,
}

impl EncodedChange {
    pub(super) fn new(change: Change) -> Self {
        let mut plan = Plan::of(&change);
        let Change { expect, effects, asked, .. } = change;
        let expect: Keys = expect.iter().map(|(key, _)| key).collect();
        let mut ops = Ops::default();
        let rest = plan.audit.len() + AROUND_BYTES * (1 + effects.notify.len());
        ops.reserve(RECORD_BYTES * (effects.put.len() + effects.feigned.len()) + rest);
        let mut written = Vec::with_capacity(plan.writes.len());
        for (key, write) in effects.delete.iter().zip(&plan.writes) {
            let bytes = codec::key(key);
            ops.delete(&bytes);
            written.push(write.expected.map_or(bytes, |_| Vec::new()));
        }
        let mut records = Vec::with_capacity(effects.put.len());
        for (key, record) in &effects.put {
            let is_new = plan.is_new(&plan.writes[written.len()]);
            let write = &mut plan.writes[written.len()];
            let bare = write.entries.is_empty();
            let unexpected = write.expected.map_or_else(|| codec::key(key), |_| Vec::new());
            if let (true, Some(place)) = (is_new, write.expected) {
                // Nothing leads to it yet, so all of this enters with it.
                for entry in std::mem::take(&mut write.entries) {
                    put_entry(&mut ops, &entry, expect.get(place));
                }
            }
            records.push(ops.put_with(
                |out| codec::push_key(out, key),
                |out| codec::push_record(out, Version::ABSENT, record, bare),
            ));
            written.push(unexpected);
        }
        for (key, record) in &effects.feigned {
            let bare = black_box(rules::entries(record)).is_empty();
            records.push(ops.put_with(
                |out| push_nobody(out, key),
                |out| codec::push_record(out, Version::ABSENT, record, bare),
            ));
        }
        let mut notifications = Vec::with_capacity(effects.notify.len());
        for (party, notification) in &effects.notify {
            notifications.push(ops.put_with(
                |out| codec::push_notification(out, party, 0),
                |out| codec::push_plain(out, notification),
            ));
        }
        ops.reserve(rest);
        let counted: Vec<Key> = asked.iter().flat_map(|asked| asked.keys()).collect();
        Self {
            plan,
            expect,
            nobodys: effects.feigned.iter().map(|(key, _)| key).collect(),
            written,
            counted: counted.iter().collect(),
            ops,
            records,
            notifications,
            trim: effects.trim,
        }
    }

    /// The key of a record that the change writes, by its place among the writes of the plan.
    pub(super) fn key_of_write(&self, nth: usize) -> &[u8] {
        match self.plan.writes[nth].expected {
            Some(place) => self.expect.get(place),
            None => &self.written[nth],
        }
    }
}

/// The first byte of the keys of records of nobody: no kind of record has it, so nothing that goes through
/// records comes upon them.
const NOBODY: u8 = b'n';

/// Places for records of nobody. They are written over again and again, so that they take no more room.
const NOBODYS: u8 = 64;

/// Writes the key of a record of nobody, as long as that of another record of its kind. It says nothing of the
/// key that it stands for.
fn push_nobody(out: &mut Vec<u8>, key: &Key) {
    let begin = out.len();
    codec::push_key(out, key);
    let written = &mut out[begin..];
    let nth = written.last().copied().unwrap_or_default() % NOBODYS;
    written.fill(0);
    if let Some(first) = written.first_mut() {
        *first = NOBODY;
    }
    if let Some(last) = written.last_mut() {
        *last = nth;
    }
}

/// An entry has no value: its key says everything.
pub(super) fn put_entry(ops: &mut Ops, entry: &Entry, of: &[u8]) {
    ops.put(codec::entry_key(entry, of), b"");
}

/// Whether a caller could ask by the time of an answer what is under a key. A person most of all: whoever
/// has a BSN could ask whether anybody is involved.
fn hidden(key: &Key) -> Hidden {
    match key.kind() {
        Kind::Person => Hidden::Always,
        Kind::Involvement | Kind::Match | Kind::Case | Kind::Ticket | Kind::Signal => {
            Hidden::WhenAbsent
        }
        _ => Hidden::No,
    }
}

/// Several keys in one piece of memory.
#[derive(Default)]
pub(super) struct Keys {
    bytes: Vec<u8>,
    /// Where each of them ends, and whether it is hidden.
    ends: Vec<(usize, Hidden)>,
}

impl Keys {
    pub(super) fn get(&self, nth: usize) -> &[u8] {
        let begin = nth.checked_sub(1).map_or(0, |before| self.ends[before].0);
        &self.bytes[begin..self.ends[nth].0]
    }

    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &[u8]> {
        (0..self.ends.len()).map(|nth| self.get(nth))
    }

    /// With what must not show to whoever reads.
    pub(super) fn hidden(&self) -> impl Iterator<Item = (&[u8], Hidden)> {
        self.iter().zip(self.ends.iter().map(|(_, hidden)| *hidden))
    }
}

impl<'k> FromIterator<&'k Key> for Keys {
    fn from_iter<I: IntoIterator<Item = &'k Key>>(keys: I) -> Self {
        let keys = keys.into_iter();
        // Most keys are an id or a pseudonym behind a letter.
        let number = keys.size_hint().0;
        let mut all =
            Self { bytes: Vec::with_capacity(32 * number), ends: Vec::with_capacity(number) };
        for key in keys {
            codec::push_key(&mut all.bytes, key);
            all.ends.push((all.bytes.len(), hidden(key)));
        }
        all
    }
}
