//! Subscribe, Pull, Acknowledge.

use std::collections::BTreeSet;

use uuid::Uuid;

use crate::{
    domain::{
        model::{
            audit::Subject,
            ids::{NotificationId, SignalId},
            notification::Notification,
            party::Party,
            refusal::Refusal,
        },
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

/// From where an inbox is read.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Pull {
    /// After this sequence; `None`: after the last acknowledged one.
    pub after: Option<u64>,
    /// At most so many in their places.
    pub limit: usize,
    /// Crises behind this place in their list; `None`: from the first on.
    pub ahead_after: Option<Uuid>,
}

/// How notifications are shown, as long as there is room for another one; nothing when there is not.
pub struct Showing<'a, M> {
    /// One in its place.
    pub in_place: &'a mut (dyn FnMut(&Delivery) -> Option<M> + Send),
    /// One ahead of its place.
    pub ahead: &'a mut (dyn FnMut(&Delivery) -> Option<M> + Send),
}

/// What waits in an inbox, as far as there was room for it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct InboxPage<M> {
    /// In order, with what they say now.
    pub notifications: Vec<M>,
    /// Crises that wait for an answer and are not among them.
    pub ahead: Vec<M>,
    /// Behind which place of their list the other crises are; `None` when there are no others.
    pub ahead_next: Option<Uuid>,
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
    pub async fn pull<M: Send>(
        &self,
        permit: &Permit,
        pull: Pull,
        showing: Showing<'_, M>,
    ) -> Result<InboxPage<M>, Failure> {
        let era = self.store.era();
        let (acknowledged, after) = self.read_from(permit, pull.after).await?;
        let owner = permit.party();
        let batch = self.store.read_inbox(owner, after, pull.limit.min(PULL_MOST)).await?;
        if let Err(refusal) = acknowledging::unbroken(after, &batch) {
            return Err(self.unreadable(permit, after, refusal).await);
        }
        let in_place: Vec<Option<NotificationId>> =
            batch.iter().map(|(_, told)| told.is_crisis().then_some(told.id)).collect();
        let notifications = self.delivered(permit, era, after, batch, showing.in_place).await?;
        let last = self.store.last_sequence(owner).await?;
        let store = self.store.as_ref();
        let mut waiting = crises::waiting(store, owner, pull.ahead_after, |_| false).await?;
        // What is given in its place need not come ahead; what had no room there comes here.
        let given = &in_place[..notifications.len()];
        waiting.crises.retain(|(_, crisis)| !given.contains(&Some(crisis.id)));
        let (signals, ahead): (Vec<SignalId>, Vec<_>) = waiting.crises.into_iter().unzip();
        let ahead = self.ahead(permit, era, ahead, showing.ahead).await?;
        let ahead_next = match ahead.len() {
            shown if shown < signals.len() => shown.checked_sub(1).map(|last| signals[last].0),
            _ => waiting.more,
        };
        Ok(InboxPage { notifications, ahead, ahead_next, last, acknowledged })
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

    /// Looks up what a batch says, shows it as far as there is room, and writes into the audit log that
    /// this is about to be delivered: everything behind `after` up to its end, and what the
    /// notifications are about. One load and one entry for a batch. `era` is that of the store before
    /// the batch was read.
    ///
    /// # Errors
    /// The store is failing: nothing may be delivered.
    pub async fn delivered<M: Send>(
        &self,
        permit: &Permit,
        era: u64,
        after: u64,
        batch: Vec<(u64, Notification)>,
        show: &mut (dyn FnMut(&Delivery) -> Option<M> + Send),
    ) -> Result<Vec<M>, StoreError> {
        let owner = permit.party().clone();
        let range = |last: Option<u64>| Subject::Delivered(owner, after, last.unwrap_or(after));
        self.deliver(permit, era, range, batch, show).await
    }

    /// The same for crises that go ahead of their place: there they have no sequence.
    ///
    /// # Errors
    /// The store is failing: nothing may be delivered.
    pub async fn ahead<M: Send>(
        &self,
        permit: &Permit,
        era: u64,
        crises: Vec<Notification>,
        show: &mut (dyn FnMut(&Delivery) -> Option<M> + Send),
    ) -> Result<Vec<M>, StoreError> {
        if crises.is_empty() {
            return Ok(Vec::new());
        }
        let owner = permit.party().clone();
        let batch = crises.into_iter().map(|crisis| (AHEAD, crisis)).collect();
        self.deliver(permit, era, |_| Subject::Inbox(owner, AHEAD), batch, show).await
    }

    async fn deliver<M: Send>(
        &self,
        permit: &Permit,
        era: u64,
        range: impl FnOnce(Option<u64>) -> Subject + Send,
        batch: Vec<(u64, Notification)>,
        show: &mut (dyn FnMut(&Delivery) -> Option<M> + Send),
    ) -> Result<Vec<M>, StoreError> {
        let mut behind: BTreeSet<Key> =
            batch.iter().filter_map(|(_, n)| telling::behind(&n.event)).collect();
        if permit.only().is_some() {
            behind.extend(batch.iter().filter_map(|(_, n)| telling::own_work(&n.event)));
        }
        let present = self.store.load(&behind.into_iter().collect::<Vec<_>>()).await?;
        let (mut shown, mut about, mut last) = (Vec::new(), BTreeSet::new(), None);
        for delivery in telling::deliver(batch, &present) {
            if !telling::within(permit, &present, &delivery.notification.event) {
                continue;
            }
            let Some(message) = show(&delivery) else { break };
            last = Some(delivery.sequence);
            about.extend(Subject::told_by(&delivery.notification.event));
            shown.push(message);
        }
        // A professional is shown a part of the inbox: not the range, only what it was about. Nothing
        // at all is no delivery.
        let range = permit.only().is_none().then(|| range(last));
        if range.is_none() && shown.is_empty() {
            return Ok(shown);
        }
        let subjects = range.into_iter().chain(about).collect();
        self.note_in(era, &Act::of(permit, subjects), "OK", self.clock.now()).await?;
        Ok(shown)
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
