//! The reference store: the contract in its plainest form, in memory, gone with the process.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Bound,
    sync::{Mutex, MutexGuard},
};

use async_trait::async_trait;
use uuid::Uuid;

use crate::domain::{
    model::{audit::Subject, notification::Notification, party::Party, time::Time},
    rules::budget::Asked,
    state::{
        effects::Effects,
        keys::{Key, Kind, Version},
        lists::List,
        loaded::Loaded,
        records::Record,
    },
};

use super::{
    audit_chain::{Head, Sealed},
    audit_marks,
    contract::{AuditLog, Change, CommitError, Found, Inboxes, Operations, Records, StoreError},
    rules::{self, Entry, Moved, Outcome, Plan},
};

/// A store in memory.
#[derive(Default)]
pub struct MemoryStore {
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    position: u64,
    records: BTreeMap<Key, (Version, Record)>,
    lists: BTreeSet<(List, Uuid)>,
    deadlines: BTreeSet<(Time, Key)>,
    inboxes: BTreeMap<Party, Inbox>,
    audit: Vec<Sealed>,
    /// Positions in the audit log by the marks of the entries.
    marked: BTreeMap<u64, Vec<u64>>,
}

#[derive(Default)]
struct Inbox {
    last: u64,
    /// Those that were not trimmed.
    notifications: BTreeMap<u64, Notification>,
}

impl MemoryStore {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect("nothing panics while it holds the state")
    }
}

impl State {
    fn version(&self, key: &Key) -> Version {
        self.records.get(key).map_or(Version::ABSENT, |(version, _)| *version)
    }

    fn head(&self) -> Head {
        self.audit.last().map_or_else(Head::default, Sealed::head)
    }

    fn carry_out(&mut self, effects: Effects, outcome: Outcome) {
        self.position += 1;
        let version = Version(self.position);
        let deleted = effects.delete.into_iter().map(|key| (key, None));
        let put = effects.put.into_iter().map(|(key, record)| (key, Some(record)));
        let written = deleted.chain(put).zip(outcome.moved);
        let counted = outcome.counted.into_iter().map(|c| ((c.key, Some(c.record)), c.moved));
        for ((key, record), moved) in written.chain(counted) {
            self.follow(&key, moved);
            match record {
                Some(record) => drop(self.records.insert(key, (version, record))),
                None => drop(self.records.remove(&key)),
            }
        }
        for ((party, notification), sequence) in effects.notify.into_iter().zip(outcome.sequences) {
            let inbox = self.inboxes.entry(party).or_default();
            inbox.last = sequence;
            inbox.notifications.insert(sequence, notification);
        }
        for (party, upto) in effects.trim {
            let inbox = self.inboxes.entry(party).or_default();
            inbox.notifications.retain(|sequence, _| *sequence > upto);
        }
        for mark in audit_marks::of_sealed(&outcome.sealed) {
            self.marked.entry(mark).or_default().push(outcome.sealed.position);
        }
        self.audit.push(outcome.sealed);
    }

    /// Lists and deadlines follow a record.
    fn follow(&mut self, key: &Key, moved: Moved) {
        for entry in moved.left {
            match entry {
                Entry::Listed(list, id) => drop(self.lists.remove(&(list, id))),
                Entry::Due(at) => drop(self.deadlines.remove(&(at, key.clone()))),
            }
        }
        for entry in moved.entered {
            match entry {
                Entry::Listed(list, id) => drop(self.lists.insert((list, id))),
                Entry::Due(at) => drop(self.deadlines.insert((at, key.clone()))),
            }
        }
    }
}

/// What stands, for a change whose turn has come.
struct AtTurn<'a> {
    state: &'a State,
    change: &'a Change,
}

impl<'a> AtTurn<'a> {
    fn stored(&self, key: &Key) -> Option<&'a (Version, Record)> {
        self.state.records.get(key)
    }
}

impl<'a> rules::State for AtTurn<'a> {
    type Stored = &'a (Version, Record);

    fn expected(&self) -> Result<Vec<Option<Self::Stored>>, StoreError> {
        Ok(self.change.expect.iter().map(|(key, _)| self.stored(key)).collect())
    }

    fn written(&self, nth: usize) -> Result<Option<Self::Stored>, StoreError> {
        let Effects { delete, put, .. } = &self.change.effects;
        let key = delete.iter().chain(put.iter().map(|(key, _)| key)).nth(nth);
        Ok(key.and_then(|key| self.stored(key)))
    }

    fn counted(&self, asked: &Asked) -> Result<Vec<Option<Record>>, StoreError> {
        let record = |key| self.stored(&key).map(|(_, record)| record.clone());
        Ok(asked.keys().map(record).collect())
    }

    fn last_sequence(&self, inbox: &Party) -> Result<u64, StoreError> {
        Ok(self.state.inboxes.get(inbox).map_or(0, |inbox| inbox.last))
    }

    fn head(&self) -> Result<Head, StoreError> {
        Ok(self.state.head())
    }
}

impl rules::Stored for &(Version, Record) {
    fn version(&self) -> Result<Version, StoreError> {
        Ok(self.0)
    }

    fn entries(&self) -> Result<Vec<Entry>, StoreError> {
        Ok(rules::entries(&self.1))
    }
}

/// What the contract asks of a change; other engines rely on it without looking.
fn names_each_once(effects: &Effects) -> bool {
    let put = effects.put.iter().map(|(key, _)| key);
    let mut seen = BTreeSet::new();
    put.chain(&effects.delete).all(|key| seen.insert(key))
}

#[async_trait]
impl Records for MemoryStore {
    async fn load(&self, keys: &[Key]) -> Result<Loaded, StoreError> {
        let state = self.state();
        let mut loaded = Loaded::default();
        for key in keys {
            let record = state.records.get(key).map(|(_, record)| record.clone());
            loaded.insert(key.clone(), state.version(key), record);
        }
        Ok(loaded)
    }

    async fn commit(&self, change: Change) -> Result<(), CommitError> {
        debug_assert!(names_each_once(&change.effects), "{:?}", change.audit);
        let mut state = self.state();
        let outcome = Plan::of(&change).decide(&AtTurn { state: &state, change: &change })?;
        state.carry_out(change.effects, outcome);
        Ok(())
    }

    async fn list(
        &self,
        list: &List,
        after: Option<Uuid>,
        limit: usize,
    ) -> Result<Vec<Uuid>, StoreError> {
        let state = self.state();
        let from = (list.clone(), after.unwrap_or(Uuid::nil()));
        let ids = state.lists.range(from..).take_while(|(of, _)| of == list).map(|(_, id)| *id);
        Ok(ids.filter(|id| after.is_none_or(|after| *id > after)).take(limit).collect())
    }

    async fn scan(
        &self,
        kind: Kind,
        after: Option<&Key>,
        limit: usize,
    ) -> Result<Vec<(Key, Record)>, StoreError> {
        let state = self.state();
        let from = after.map_or(Bound::Unbounded, Bound::Excluded);
        let behind = state.records.range::<Key, _>((from, Bound::Unbounded));
        let found = behind.filter(|(key, _)| key.kind() == kind).take(limit);
        Ok(found.map(|(key, (_, record))| (key.clone(), record.clone())).collect())
    }

    async fn due(&self, now: Time, limit: usize) -> Result<Vec<Key>, StoreError> {
        let state = self.state();
        let due = state.deadlines.iter().take_while(|(at, _)| *at <= now).take(limit);
        Ok(due.map(|(_, key)| key.clone()).collect())
    }
}

#[async_trait]
impl Inboxes for MemoryStore {
    async fn last_sequence(&self, inbox: &Party) -> Result<u64, StoreError> {
        Ok(self.state().inboxes.get(inbox).map_or(0, |inbox| inbox.last))
    }

    async fn read_inbox(
        &self,
        inbox: &Party,
        after: u64,
        limit: usize,
    ) -> Result<Vec<(u64, Notification)>, StoreError> {
        let state = self.state();
        let Some(inbox) = state.inboxes.get(inbox) else { return Ok(Vec::new()) };
        let behind = inbox.notifications.range(after.saturating_add(1)..).take(limit);
        Ok(behind.map(|(sequence, notification)| (*sequence, notification.clone())).collect())
    }
}

#[async_trait]
impl AuditLog for MemoryStore {
    async fn audit(&self, after: u64, limit: usize) -> Result<Vec<Sealed>, StoreError> {
        let skip = usize::try_from(after).unwrap_or(usize::MAX);
        Ok(self.state().audit.iter().skip(skip).take(limit).cloned().collect())
    }

    async fn audit_about(
        &self,
        _chain: &str,
        about: &[Subject],
        after: u64,
        limit: usize,
    ) -> Result<Found, StoreError> {
        let state = self.state();
        let marks = audit_marks::marks(about);
        let positions = marks.iter().filter_map(|mark| state.marked.get(mark)).flatten();
        let positions: BTreeSet<u64> = positions.copied().filter(|at| *at > after).collect();
        let entry = |at: &u64| usize::try_from(at - 1).ok().and_then(|at| state.audit.get(at));
        let about = |sealed: &&Sealed| audit_marks::is_about(sealed, about);
        let mut found = positions.iter().filter_map(entry).filter(about).cloned();
        let entries: Vec<Sealed> = found.by_ref().take(limit).collect();
        let more = found.next().is_some();
        let next = entries.last().map(|last| last.position).filter(|_| more);
        Ok(Found { entries, next })
    }

    async fn audit_head(&self) -> Result<Head, StoreError> {
        Ok(self.state().head())
    }
}

#[async_trait]
impl Operations for MemoryStore {
    fn health(&self) -> Result<(), String> {
        Ok(())
    }

    async fn close(&self) {}
}
