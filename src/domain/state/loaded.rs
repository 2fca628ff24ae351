//! What was loaded so far, and what a decision still has to look at.

use std::collections::BTreeMap;

use uuid::Uuid;

use crate::domain::{
    model::{case::Case, ids::CaseId},
    state::{
        keys::{Key, Version},
        lists::List,
        lookup::Lookup,
        records::Record,
    },
};

/// What a decision still has to look at.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Needs {
    /// Records.
    pub keys: Vec<Key>,
    /// Lists.
    pub lists: Vec<List>,
    /// Records of nobody, read with the others for the time that it takes: see
    /// [`crate::domain::rules::nobodys`].
    pub nobodys: Vec<Key>,
}

impl Needs {
    /// What of these is not loaded yet.
    #[must_use]
    pub fn missing(loaded: &Loaded, mut keys: Vec<Key>, mut lists: Vec<List>) -> Self {
        keys.retain(|key| !loaded.has(key));
        keys.sort_unstable();
        keys.dedup();
        lists.retain(|list| !loaded.lists.contains_key(list));
        Self { keys, lists, nobodys: Vec::new() }
    }

    /// The same with records of nobody.
    #[must_use]
    pub fn with_nobodys(self, nobodys: Vec<Key>) -> Self {
        Self { nobodys, ..self }
    }

    /// True when everything is there.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty() && self.lists.is_empty() && self.nobodys.is_empty()
    }
}

/// The records and lists that were read so far, absent records included. A key that is not among
/// them may be read still; a decision looks at [`super::facts::Facts`] instead.
#[derive(Debug, Default)]
pub struct Loaded {
    records: BTreeMap<Key, (Version, Option<Record>)>,
    lists: BTreeMap<List, Vec<Uuid>>,
    read_nobodys: bool,
    cut_short: bool,
}

impl Lookup for Loaded {
    fn get(&self, key: &Key) -> Option<&Record> {
        Self::get(self, key)
    }

    fn list(&self, list: &List) -> &[Uuid] {
        self.looked_through(list).unwrap_or_default()
    }
}

impl Loaded {
    /// Adds what the store returned for a key.
    pub fn insert(&mut self, key: Key, version: Version, record: Option<Record>) {
        self.records.insert(key, (version, record));
    }

    /// Takes over everything from another read.
    pub fn extend(&mut self, other: Self) {
        // The first read, which is often the only one, is taken over as it is.
        if self.records.is_empty() {
            self.records = other.records;
        } else {
            self.records.extend(other.records);
        }
        self.lists.extend(other.lists);
    }

    /// Forgets records of nobody, which were read with the others: no decision relies on them.
    pub fn leave_out(&mut self, nobodys: &[Key]) {
        for key in nobodys {
            self.records.remove(key);
        }
        self.read_nobodys |= !nobodys.is_empty();
    }

    /// Whether records of nobody were read: once is enough.
    #[must_use]
    pub fn has_read_nobodys(&self) -> bool {
        self.read_nobodys
    }

    /// Adds what the store returned for a list.
    pub fn insert_list(&mut self, list: List, ids: Vec<Uuid>) {
        self.lists.insert(list, ids);
    }

    /// Ends reading: a list is longer than one decision looks through.
    #[must_use]
    pub fn cut_short(self) -> Self {
        Self { cut_short: true, ..self }
    }

    /// Whether reading was ended so: nothing can be decided on a part.
    #[must_use]
    pub fn is_cut_short(&self) -> bool {
        self.cut_short
    }

    /// Whether this key was looked up.
    #[must_use]
    pub fn has(&self, key: &Key) -> bool {
        self.records.contains_key(key)
    }

    /// What was found under a key so far.
    #[must_use]
    pub fn get(&self, key: &Key) -> Option<&Record> {
        self.looked_up(key).flatten()
    }

    /// What was found under a key; `None` when it was not looked up.
    #[must_use]
    pub fn looked_up(&self, key: &Key) -> Option<Option<&Record>> {
        self.records.get(key).map(|(_, record)| record.as_ref())
    }

    /// What was found in a list; `None` when it was not looked through.
    #[must_use]
    pub fn looked_through(&self, list: &List) -> Option<&[Uuid]> {
        self.lists.get(list).map(Vec::as_slice)
    }

    /// The versions of everything that was looked at: what the decision relies on.
    pub fn versions(&self) -> impl Iterator<Item = (&Key, Version)> {
        self.records.iter().map(|(key, (version, _))| (key, *version))
    }

    /// The version of one record.
    #[must_use]
    pub fn version(&self, key: &Key) -> Version {
        self.records.get(key).map_or(Version::ABSENT, |(version, _)| *version)
    }

    /// The cases that were loaded.
    pub fn cases(&self) -> impl Iterator<Item = &Case> {
        // They stand together in the order of keys: without any, nothing is gone through.
        let from = Key::Case(CaseId(Uuid::nil()));
        let cases =
            self.records.range(from..).map_while(|(key, (_, record))| match (key, record) {
                (Key::Case(_), Some(Record::Case(case))) => Some(Some(case.as_ref())),
                (Key::Case(_), _) => Some(None),
                _ => None,
            });
        cases.flatten()
    }
}
