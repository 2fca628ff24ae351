//! What of a change can be worked out before its turn comes? Keys, records and entries, as bytes and on the caller's
//! thread. What depends on the turn (versions, sequences, the audit chain) is filled in then, see `sequencer`.

use crate::{
    domain::{
        model::party::Party,
        rules::budget::Asked,
        state::record::{Key, Record, Version},
    },
    store::{Change, audit_chain, codec},
};

use super::engine::{Ops, Place};

/// What an entry of the audit log takes besides its content, and a head of an inbox; at most.
const AROUND: usize = 128;

/// What a record takes with its key and its entries, usually.
const RECORD: usize = 192;

/// A change as the sequencer takes it.
pub(super) struct Prepared {
    /// What the decision looked at.
    pub(super) expect: Keys,
    /// The versions that it saw, in the same order.
    pub(super) versions: Vec<Version>,
    /// Records and notifications, the entries of new records included.
    pub(super) ops: Ops,
    /// The records in `ops`, which lack their version.
    pub(super) records: Vec<Place>,
    /// What may have had entries before.
    pub(super) replaced: Vec<Replaced>,
    /// The notifications in `ops`, in order, whose keys lack their sequence.
    pub(super) notify: Vec<(Party, Place)>,
    /// What may be dropped of inboxes.
    pub(super) trim: Vec<(Party, u64)>,
    /// The entry for the audit log, not sealed yet.
    pub(super) audit: Vec<u8>,
    /// Whom it asks about, and where that is counted.
    pub(super) asked: Option<(Asked, Keys)>,
}

/// A record that may stand already: which of its entries change depends on how it stands.
pub(super) struct Replaced {
    /// Its key.
    pub(super) key: Vec<u8>,
    /// Its place among what is expected, if it is expected.
    pub(super) expected: Option<usize>,
    /// The entries that it has from now on.
    pub(super) entries: Vec<Entry>,
}

/// A key that leads to a record: its place in a list, or its deadline.
#[derive(PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) key: Vec<u8>,
    pub(super) value: Vec<u8>,
}

/// The entries of a record.
pub(super) fn entries(key: &Key, record: &Record) -> Vec<Entry> {
    let lists = record.lists();
    let listed = |(list, id): &(_, _)| Entry { key: codec::list_key(list, id), value: Vec::new() };
    let due = record
        .deadline()
        .map(|at| Entry { key: codec::deadline_key(at, key), value: codec::plain(key) });
    lists.iter().map(listed).chain(due).collect()
}

impl Prepared {
    pub(super) fn new(change: Change) -> Self {
        let Change { expect, effects, audit, asked } = change;
        let audit = audit_chain::encode(&audit);
        let mut prepared = Self {
            expect: expect.iter().map(|(key, _)| key).collect(),
            versions: expect.iter().map(|(_, version)| *version).collect(),
            ops: Ops::default(),
            records: Vec::with_capacity(effects.put.len()),
            replaced: Vec::new(),
            notify: Vec::with_capacity(effects.notify.len()),
            trim: effects.trim,
            audit,
            asked: asked.map(|asked| {
                let keys: Vec<Key> = asked.keys().collect();
                let keys = keys.iter().collect();
                (asked, keys)
            }),
        };
        let rest = prepared.audit.len() + AROUND * (1 + effects.notify.len());
        prepared.ops.reserve(RECORD * effects.put.len() + rest);
        for key in &effects.delete {
            prepared.entries(&expect, key, Vec::new());
            prepared.ops.delete(codec::key(key));
        }
        for (key, record) in &effects.put {
            let entries = entries(key, record);
            let bare = entries.is_empty();
            prepared.entries(&expect, key, entries);
            prepared.records.push(prepared.ops.put_with(
                |out| codec::push_key(out, key),
                |out| codec::push_record(out, Version::ABSENT, record, bare),
            ));
        }
        for (party, notification) in effects.notify {
            let place = prepared.ops.put_with(
                |out| codec::push_notification(out, &party, 0),
                |out| codec::push_plain(out, &notification),
            );
            prepared.notify.push((party, place));
        }
        prepared.ops.reserve(rest);
        prepared
    }

    fn entries(&mut self, expect: &[(Key, Version)], key: &Key, entries: Vec<Entry>) {
        let expected = expect.iter().position(|(known, _)| known == key);
        if expected.is_some_and(|place| expect[place].1 == Version::ABSENT) {
            for entry in entries {
                self.ops.put(entry.key, entry.value);
            }
        } else {
            self.replaced.push(Replaced { key: codec::key(key), expected, entries });
        }
    }
}

/// Several keys in one piece of memory.
#[derive(Default)]
pub(super) struct Keys {
    bytes: Vec<u8>,
    ends: Vec<usize>,
}

impl Keys {
    pub(super) fn iter(&self) -> impl Iterator<Item = &[u8]> {
        let begins = std::iter::once(0).chain(self.ends.iter().copied());
        begins.zip(&self.ends).map(|(begin, end)| &self.bytes[begin..*end])
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
            all.ends.push(all.bytes.len());
        }
        all
    }
}
