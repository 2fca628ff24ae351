//! The reference store: the contract in its plainest form, in memory, gone with the process.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Bound,
    sync::{Mutex, MutexGuard},
};

use async_trait::async_trait;
use uuid::Uuid;

use crate::domain::{
    model::{notification::Notification, party::Party, time::Time},
    state::record::{Effects, Key, Kind, List, Loaded, Record, Version},
};

use super::{Change, CommitError, Sealed, Store, StoreError, audit_chain::Head};

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
    head: Head,
}

#[derive(Default)]
struct Inbox {
    last: u64,
    kept: BTreeMap<u64, Notification>,
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

    fn remove(&mut self, key: &Key) {
        if let Some((_, record)) = self.records.remove(key) {
            for entry in record.lists() {
                self.lists.remove(&entry);
            }
            if let Some(at) = record.deadline() {
                self.deadlines.remove(&(at, key.clone()));
            }
        }
    }

    fn apply(&mut self, effects: Effects) {
        self.position += 1;
        for key in &effects.delete {
            self.remove(key);
        }
        for (key, record) in effects.put {
            self.remove(&key);
            self.lists.extend(record.lists());
            self.deadlines.extend(record.deadline().map(|at| (at, key.clone())));
            self.records.insert(key, (Version(self.position), record));
        }
        for (party, notification) in effects.notify {
            let inbox = self.inboxes.entry(party).or_default();
            inbox.last += 1;
            inbox.kept.insert(inbox.last, notification);
        }
        for (party, upto) in effects.trim {
            let inbox = self.inboxes.entry(party).or_default();
            inbox.kept.retain(|sequence, _| *sequence > upto);
        }
    }
}

/// What the contract asks of a change; other engines rely on it without looking.
fn names_each_once(effects: &Effects) -> bool {
    let put = effects.put.iter().map(|(key, _)| key);
    let mut seen = BTreeSet::new();
    put.chain(&effects.delete).all(|key| seen.insert(key))
}

#[async_trait]
impl Store for MemoryStore {
    async fn load(&self, keys: &[Key]) -> Result<Loaded, StoreError> {
        let state = self.state();
        let mut loaded = Loaded::default();
        for key in keys {
            let record = state.records.get(key).map(|(_, record)| record.clone());
            loaded.insert(key.clone(), state.version(key), record);
        }
        Ok(loaded)
    }

    async fn commit(&self, mut change: Change) -> Result<(), CommitError> {
        let mut state = self.state();
        if change.expect.iter().any(|(key, version)| state.version(key) != *version) {
            return Err(CommitError::Conflict);
        }
        if let Some(asked) = &change.asked {
            let record = |key| state.records.get(&key).map(|(_, record)| record.clone());
            let stored: Vec<_> = asked.keys().map(record).collect();
            let counted = asked.count(&stored).map_err(CommitError::Spent)?;
            change.effects.put.extend(counted);
        }
        debug_assert!(names_each_once(&change.effects), "{:?}", change.audit);
        state.apply(change.effects);
        let sealed = state.head.seal(&change.audit);
        state.audit.push(sealed);
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
        let kept = inbox.kept.range(after.saturating_add(1)..).take(limit);
        Ok(kept.map(|(sequence, notification)| (*sequence, notification.clone())).collect())
    }

    async fn due(&self, now: Time, limit: usize) -> Result<Vec<Key>, StoreError> {
        let state = self.state();
        let due = state.deadlines.iter().take_while(|(at, _)| *at <= now).take(limit);
        Ok(due.map(|(_, key)| key.clone()).collect())
    }

    async fn audit(&self, after: u64, limit: usize) -> Result<Vec<Sealed>, StoreError> {
        let skip = usize::try_from(after).unwrap_or(usize::MAX);
        Ok(self.state().audit.iter().skip(skip).take(limit).cloned().collect())
    }

    async fn audit_head(&self) -> Result<Head, StoreError> {
        Ok(self.state().head)
    }

    fn health(&self) -> Result<(), String> {
        Ok(())
    }

    async fn close(&self) {}
}
