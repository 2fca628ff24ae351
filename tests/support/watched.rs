//! What does the broker ask of its store? A store that says so.

#![allow(dead_code, unreachable_pub, missing_docs)]

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use uuid::Uuid;
use verwijspunt::{
    domain::{
        model::{audit::Subject, notification::Notification, party::Party, time::Time},
        state::{
            keys::{Key, Kind},
            lists::List,
            loaded::Loaded,
            records::Record,
        },
    },
    store::{
        AuditLog, Change, CommitError, Found, Head, Inboxes, Operations, Records, Sealed, Store,
        StoreError,
    },
};

/// One thing that the broker asked.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Step {
    /// Records of these kinds, read at once.
    Read(Vec<Kind>),
    /// A list or a page of records was read.
    Listed,
    /// A change.
    Written {
        /// Records written, and those that are only written down for the time that it takes.
        records: Vec<Kind>,
        /// Records destroyed.
        destroyed: Vec<Kind>,
        /// Notifications.
        told: usize,
        /// Persons asked about.
        asked: usize,
    },
}

/// A store of which is known what it was asked.
pub struct Watched {
    inner: Arc<dyn Store>,
    steps: Mutex<Vec<Step>>,
}

fn kinds<'k>(keys: impl Iterator<Item = &'k Key>) -> Vec<Kind> {
    let mut kinds: Vec<Kind> = keys.map(Key::kind).collect();
    kinds.sort_unstable();
    kinds
}

impl Watched {
    pub fn new(inner: Arc<dyn Store>) -> Self {
        Self { inner, steps: Mutex::default() }
    }

    /// What was asked since this was called before.
    pub fn steps(&self) -> Vec<Step> {
        std::mem::take(&mut self.steps.lock().expect("not poisoned"))
    }

    fn note(&self, step: Step) {
        self.steps.lock().expect("not poisoned").push(step);
    }
}

#[async_trait]
impl Records for Watched {
    async fn load(&self, keys: &[Key]) -> Result<Loaded, StoreError> {
        self.note(Step::Read(kinds(keys.iter())));
        self.inner.load(keys).await
    }

    async fn commit(&self, change: Change) -> Result<(), CommitError> {
        let effects = &change.effects;
        let written = effects.put.iter().chain(&effects.feigned);
        self.note(Step::Written {
            records: kinds(written.map(|(key, _)| key)),
            destroyed: kinds(effects.delete.iter()),
            told: effects.notify.len(),
            asked: change.asked.as_ref().map_or(0, |asked| asked.persons.len()),
        });
        self.inner.commit(change).await
    }

    async fn list(
        &self,
        list: &List,
        after: Option<Uuid>,
        limit: usize,
    ) -> Result<Vec<Uuid>, StoreError> {
        self.note(Step::Listed);
        self.inner.list(list, after, limit).await
    }

    async fn scan(
        &self,
        kind: Kind,
        after: Option<&Key>,
        limit: usize,
    ) -> Result<Vec<(Key, Record)>, StoreError> {
        self.note(Step::Listed);
        self.inner.scan(kind, after, limit).await
    }

    async fn due(&self, now: Time, limit: usize) -> Result<Vec<Key>, StoreError> {
        self.inner.due(now, limit).await
    }
}

#[async_trait]
impl Inboxes for Watched {
    async fn last_sequence(&self, inbox: &Party) -> Result<u64, StoreError> {
        self.inner.last_sequence(inbox).await
    }

    async fn read_inbox(
        &self,
        inbox: &Party,
        after: u64,
        limit: usize,
    ) -> Result<Vec<(u64, Notification)>, StoreError> {
        self.inner.read_inbox(inbox, after, limit).await
    }
}

#[async_trait]
impl AuditLog for Watched {
    async fn audit(&self, after: u64, limit: usize) -> Result<Vec<Sealed>, StoreError> {
        self.inner.audit(after, limit).await
    }

    async fn audit_head(&self) -> Result<Head, StoreError> {
        self.inner.audit_head().await
    }

    async fn audit_about(
        &self,
        chain: &str,
        about: &[Subject],
        after: u64,
        limit: usize,
    ) -> Result<Found, StoreError> {
        self.inner.audit_about(chain, about, after, limit).await
    }
}

#[async_trait]
impl Operations for Watched {
    fn health(&self) -> Result<(), String> {
        self.inner.health()
    }

    async fn close(&self) {
        self.inner.close().await;
    }
}
