//! Subscribe, Pull, Acknowledge.

use std::collections::BTreeSet;

use crate::{
    domain::{
        access::Permit,
        audit::Subject,
        inbox,
        notification::Notification,
        party::Party,
        record::{Key, Needs},
        refusal::Refusal,
        telling::{self, Delivery},
    },
    notify::cursor::Cursor,
    store::StoreError,
};

use super::{Broker, Failure, drive::Act};

/// Most notifications in one answer to Pull.
pub const PULL_MOST: usize = 500;

/// What waits in an inbox.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct InboxPage {
    /// In order, with what they say now.
    pub notifications: Vec<Delivery>,
    /// The highest sequence in the inbox.
    pub last: u64,
    /// The last acknowledged one.
    pub acknowledged: u64,
}

impl Broker {
    /// A cursor over the caller's inbox.
    ///
    /// # Errors
    /// A position that is no longer kept or lies in the future; or the store is failing.
    pub async fn subscribe(&self, permit: &Permit, after: Option<u64>) -> Result<Cursor, Failure> {
        let (_, after) = self.read_from(permit, after).await?;
        let act = Act::of(permit, vec![Subject::Inbox(permit.party().clone(), after)]);
        self.note(&act, "OK", self.clock.now()).await?;
        Ok(Cursor::new(self.store.clone(), &self.bell, permit.party().clone(), after))
    }

    /// What waits in the caller's inbox.
    ///
    /// # Errors
    /// As [`Broker::subscribe`].
    pub async fn pull(
        &self,
        permit: &Permit,
        after: Option<u64>,
        limit: usize,
    ) -> Result<InboxPage, Failure> {
        let (acknowledged, after) = self.read_from(permit, after).await?;
        let owner = permit.party();
        let notifications = self.store.read_inbox(owner, after, limit.min(PULL_MOST)).await?;
        if let Err(refusal) = inbox::unbroken(after, &notifications) {
            return Err(self.unreadable(permit, after, refusal).await);
        }
        let notifications = self.delivered(permit, after, notifications).await?;
        let last = self.store.last_sequence(owner).await?;
        Ok(InboxPage { notifications, last, acknowledged })
    }

    /// Marks everything up to a position as handled.
    ///
    /// # Errors
    /// A position in the future; or the store is failing.
    pub async fn acknowledge(&self, permit: &Permit, position: u64) -> Result<u64, Failure> {
        let inbox = permit.party();
        // Read before the decision: it only grows, so the decision errs on the safe side.
        let last = self.store.last_sequence(inbox).await?;
        self.drive(
            Act::of(permit, vec![Subject::Inbox(inbox.clone(), position)]),
            |loaded| Needs::missing(loaded, vec![Key::Inbox(inbox.clone())], Vec::new()),
            |loaded, _, now| inbox::acknowledge(inbox, loaded.inbox(inbox), last, position, now),
        )
        .await
    }

    /// Looks up what a batch says, and writes into the audit log that it is about to be delivered:
    /// everything behind `after` up to its end, and what the notifications are about. One load and
    /// one entry for a batch.
    ///
    /// # Errors
    /// The store is failing: nothing may be delivered.
    pub async fn delivered(
        &self,
        permit: &Permit,
        after: u64,
        batch: Vec<(u64, Notification)>,
    ) -> Result<Vec<Delivery>, StoreError> {
        let behind: BTreeSet<Key> =
            batch.iter().filter_map(|(_, n)| telling::behind(&n.event)).collect();
        let present = self.store.load(&behind.into_iter().collect::<Vec<_>>()).await?;
        let last = batch.last().map_or(after, |(sequence, _)| *sequence);
        let range = Subject::Delivered(permit.party().clone(), after, last);
        let about: BTreeSet<_> =
            batch.iter().map(|(_, notification)| Subject::told_by(&notification.event)).collect();
        let subjects = std::iter::once(range).chain(about).collect();
        self.note(&Act::of(permit, subjects), "OK", self.clock.now()).await?;
        Ok(telling::deliver(batch, &present))
    }

    /// Checks from where the caller may read: what is acknowledged, and the position itself. Only
    /// a refusal is written into the audit log here.
    async fn read_from(&self, permit: &Permit, after: Option<u64>) -> Result<(u64, u64), Failure> {
        let inbox: &Party = permit.party();
        let last = self.store.last_sequence(inbox).await?;
        let state = self.store.load(&[Key::Inbox(inbox.clone())]).await?.inbox(inbox);
        match inbox::read_after(state, last, after) {
            Ok(after) => Ok((state.acknowledged, after)),
            Err(refusal) => Err(self.unreadable(permit, after.unwrap_or_default(), refusal).await),
        }
    }

    async fn unreadable(&self, permit: &Permit, after: u64, refusal: Refusal) -> Failure {
        let act = Act::of(permit, vec![Subject::Inbox(permit.party().clone(), after)]);
        match self.note(&act, refusal.reason(), self.clock.now()).await {
            Ok(()) => refusal.into(),
            Err(error) => error.into(),
        }
    }
}
