//! Subscribe, Pull, Acknowledge.

use std::collections::BTreeSet;

use crate::{
    domain::{
        model::{audit::Subject, notification::Notification, party::Party, refusal::Refusal},
        rules::{
            access::Permit,
            acknowledging,
            telling::{self, Delivery},
        },
        state::{keys::Key, loaded::Needs, lookup::Lookup, positions::Channel},
    },
    notify::{crises, cursor::Cursor},
    store::StoreError,
};

use super::{Broker, Failure, act::Act};

/// Most notifications in one answer to Pull.
pub const PULL_MOST: usize = 500;

/// The sequence of what is sent ahead of its place: it has none there, and acknowledging it
/// acknowledges nothing.
const AHEAD: u64 = 0;

/// What waits in an inbox.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct InboxPage {
    /// In order, with what they say now.
    pub notifications: Vec<Delivery>,
    /// Crises that wait for an answer and are not among them.
    pub ahead: Vec<Delivery>,
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
        let era = self.store.era();
        let (_, after) = self.read_from(permit, after).await?;
        let act = Act::of(permit, vec![Subject::Inbox(permit.party().clone(), after)]);
        self.note_in(era, &act, "OK", self.clock.now()).await?;
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
        let era = self.store.era();
        let (acknowledged, after) = self.read_from(permit, after).await?;
        let owner = permit.party();
        let notifications = self.store.read_inbox(owner, after, limit.min(PULL_MOST)).await?;
        if let Err(refusal) = acknowledging::unbroken(after, &notifications) {
            return Err(self.unreadable(permit, after, refusal).await);
        }
        let notifications = self.delivered(permit, era, after, notifications).await?;
        let last = self.store.last_sequence(owner).await?;
        let mut ahead = crises::waiting(self.store.as_ref(), owner).await?;
        let given = |crisis: &Notification| {
            notifications.iter().any(|delivery| delivery.notification.id == crisis.id)
        };
        ahead.retain(|crisis| !given(crisis));
        let ahead = self.ahead(permit, era, ahead).await?;
        Ok(InboxPage { notifications, ahead, last, acknowledged })
    }

    /// Marks everything up to a position as handled.
    ///
    /// # Errors
    /// A position in the future; or the store is failing.
    pub async fn acknowledge(&self, permit: &Permit, position: u64) -> Result<u64, Failure> {
        let inbox = permit.party();
        let era = self.store.era();
        // Read before the decision: it only grows, so the decision errs on the safe side.
        let last = self.store.last_sequence(inbox).await?;
        self.drive_in(
            era,
            Act::of(permit, vec![Subject::Inbox(inbox.clone(), position)]),
            |loaded| {
                Needs::missing(loaded, acknowledging::keys(inbox, Channel::System), Vec::new())
            },
            |ctx| acknowledging::acknowledge(ctx, inbox, Channel::System, last, position),
        )
        .await
    }

    /// Looks up what a batch says, and writes into the audit log that it is about to be delivered:
    /// everything behind `after` up to its end, and what the notifications are about. One load and
    /// one entry for a batch. `era` is that of the store before the batch was read.
    ///
    /// # Errors
    /// The store is failing: nothing may be delivered.
    pub async fn delivered(
        &self,
        permit: &Permit,
        era: u64,
        after: u64,
        batch: Vec<(u64, Notification)>,
    ) -> Result<Vec<Delivery>, StoreError> {
        let last = batch.last().map_or(after, |(sequence, _)| *sequence);
        let range = Subject::Delivered(permit.party().clone(), after, last);
        self.deliver(permit, era, range, batch).await
    }

    /// The same for crises that go ahead of their place: there they have no sequence.
    ///
    /// # Errors
    /// The store is failing: nothing may be delivered.
    pub async fn ahead(
        &self,
        permit: &Permit,
        era: u64,
        crises: Vec<Notification>,
    ) -> Result<Vec<Delivery>, StoreError> {
        if crises.is_empty() {
            return Ok(Vec::new());
        }
        let inbox = Subject::Inbox(permit.party().clone(), AHEAD);
        let batch = crises.into_iter().map(|crisis| (AHEAD, crisis)).collect();
        self.deliver(permit, era, inbox, batch).await
    }

    async fn deliver(
        &self,
        permit: &Permit,
        era: u64,
        range: Subject,
        batch: Vec<(u64, Notification)>,
    ) -> Result<Vec<Delivery>, StoreError> {
        let behind: BTreeSet<Key> =
            batch.iter().filter_map(|(_, n)| telling::behind(&n.event)).collect();
        let present = self.store.load(&behind.into_iter().collect::<Vec<_>>()).await?;
        let about: BTreeSet<_> =
            batch.iter().filter_map(|(_, told)| Subject::told_by(&told.event)).collect();
        let subjects = std::iter::once(range).chain(about).collect();
        self.note_in(era, &Act::of(permit, subjects), "OK", self.clock.now()).await?;
        Ok(telling::deliver(batch, &present))
    }

    /// Checks from where the caller may read: what is acknowledged, and the position itself. Only
    /// a refusal is written into the audit log here.
    async fn read_from(&self, permit: &Permit, after: Option<u64>) -> Result<(u64, u64), Failure> {
        let inbox: &Party = permit.party();
        let last = self.store.last_sequence(inbox).await?;
        let loaded = self.store.load(&acknowledging::keys(inbox, Channel::System)).await?;
        let acknowledged = acknowledging::acknowledged(&loaded, inbox, Channel::System);
        match acknowledging::read_after(acknowledged, loaded.inbox(inbox), last, after) {
            Ok(after) => Ok((acknowledged, after)),
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
