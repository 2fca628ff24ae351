//! Subscribe, Pull, Acknowledge.

use crate::{
    domain::{
        access::Permit,
        audit::Subject,
        inbox,
        notification::Notification,
        party::Party,
        record::{Effects, Key, Needs},
    },
    notify::{crises, cursor::Cursor},
};

use super::{Broker, Failure, drive::Act};

/// Most notifications in one answer to Pull.
pub const PULL_MOST: usize = 500;

/// What waits in an inbox.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct InboxPage {
    /// In order.
    pub notifications: Vec<(u64, Notification)>,
    /// Crises that wait for an answer and are not among them.
    pub ahead: Vec<Notification>,
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
        inbox::unbroken(after, &notifications)?;
        let last = self.store.last_sequence(owner).await?;
        let mut ahead = crises::waiting(self.store.as_ref(), owner).await?;
        ahead.retain(|crisis| notifications.iter().all(|(_, given)| given.id != crisis.id));
        Ok(InboxPage { notifications, ahead, last, acknowledged })
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

    /// Checks from where the caller may read, and notes the delivery in the audit log.
    async fn read_from(&self, permit: &Permit, after: Option<u64>) -> Result<(u64, u64), Failure> {
        let inbox: &Party = permit.party();
        let last = self.store.last_sequence(inbox).await?;
        self.drive(
            Act::of(permit, vec![Subject::Inbox(inbox.clone(), after.unwrap_or_default())]),
            |loaded| Needs::missing(loaded, vec![Key::Inbox(inbox.clone())], Vec::new()),
            |loaded, _, _| {
                let state = loaded.inbox(inbox);
                let after = inbox::read_after(state, last, after)?;
                Ok(((state.acknowledged, after), Effects::default()))
            },
        )
        .await
    }
}
