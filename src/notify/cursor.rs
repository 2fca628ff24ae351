//! Reads an inbox on after a position, page by page, as fast as the reader has room. A crisis that
//! waits for an answer goes ahead of the pages.

use std::{collections::BTreeSet, sync::Arc, time::Duration};

use tokio::{sync::Notify, time::Instant};

use crate::{
    domain::{
        model::{
            ids::SignalId,
            notification::{Event, Notification},
            party::Party,
            refusal::Refusal,
        },
        rules::acknowledging,
    },
    store::{Store, StoreError},
};

use super::{bell::Bell, crises};

/// Most notifications taken from the store at once. The reader's window bounds what waits; this
/// bounds what one reader holds in memory.
pub const PAGE: usize = 64;

/// A ring can be lost: the request that commits may be given up by its caller before it rings, and
/// another broker does not ring here at all. So the store is looked at again after this time.
const LOOK_AGAIN: Duration = Duration::from_secs(5);

/// A place in an inbox that moves on.
pub struct Cursor {
    store: Arc<dyn Store>,
    inbox: Party,
    bell: Arc<Notify>,
    position: u64,
    /// Of the store, before what was given last was read.
    era: u64,
    /// The signals of the crises that this reader was given already, ahead or in their place, and that
    /// still wait.
    given: BTreeSet<SignalId>,
}

/// What a cursor comes back with.
#[derive(Debug)]
pub enum Turn {
    /// Crises that wait for an answer, each once, ahead of their places; the next turn gives the others.
    Ahead(Vec<Notification>),
    /// Notifications, in order, without gaps after the position.
    Notifications(Vec<(u64, Notification)>),
    /// The position is no longer kept; the refusal says from where reading may go on.
    Overtaken(Refusal),
    /// Nothing came within the time; everything up to the position was given.
    Quiet {
        /// The position.
        position: u64,
    },
}

impl Cursor {
    /// A cursor behind `after`.
    #[must_use]
    pub fn new(store: Arc<dyn Store>, bell: &Bell, inbox: Party, after: u64) -> Self {
        let listener = bell.listen(&inbox);
        Self { store, inbox, bell: listener, position: after, era: 0, given: BTreeSet::new() }
    }

    /// The last sequence that was given.
    #[must_use]
    pub fn position(&self) -> u64 {
        self.position
    }

    /// The era of the store from which the last turn was read.
    #[must_use]
    pub fn era(&self) -> u64 {
        self.era
    }

    /// The next crises or notifications, or quiet after `patience`.
    ///
    /// # Errors
    /// The store is failing.
    pub async fn next(&mut self, patience: Duration) -> Result<Turn, StoreError> {
        let until = Instant::now() + patience;
        let bell = self.bell.clone();
        loop {
            let ring = bell.notified();
            tokio::pin!(ring);
            // From here on a ring is not missed, even if it comes while the store is read.
            ring.as_mut().enable();
            self.era = self.store.era();
            // The page first: a crisis that is in it by then is found ahead too, and given first.
            let page = self.store.read_inbox(&self.inbox, self.position, PAGE).await?;
            let ahead = self.ahead().await?;
            if !ahead.is_empty() {
                return Ok(Turn::Ahead(ahead));
            }
            if let Err(refusal) = acknowledging::unbroken(self.position, &page) {
                return Ok(Turn::Overtaken(refusal));
            }
            if let Some((last, _)) = page.last() {
                self.position = *last;
                // One that comes in its place first need not come ahead any more.
                self.given.extend(page.iter().filter_map(|(_, told)| crisis(told)));
                return Ok(Turn::Notifications(page));
            }
            let look_again = until.min(Instant::now() + LOOK_AGAIN);
            let rang = tokio::time::timeout_at(look_again, ring).await.is_ok();
            if !rang && Instant::now() >= until {
                return Ok(Turn::Quiet { position: self.position });
            }
        }
    }

    /// The next crises that wait and were not given yet. What no longer waits is forgotten, so that a
    /// reader holds no more than there is.
    async fn ahead(&mut self) -> Result<Vec<Notification>, StoreError> {
        let given = |signal: SignalId| self.given.contains(&signal);
        let waiting = crises::waiting(self.store.as_ref(), &self.inbox, None, given).await?;
        if waiting.more.is_none() {
            self.given.retain(|signal| waiting.passed.contains(signal));
        }
        let (signals, new): (Vec<SignalId>, Vec<Notification>) = waiting.crises.into_iter().unzip();
        self.given.extend(signals);
        Ok(new)
    }
}

/// The signal that a notification puts into the recipient's hands as a crisis.
fn crisis(told: &Notification) -> Option<SignalId> {
    match &told.event {
        Event::Signal { signal, .. } if told.is_crisis() => Some(*signal),
        _ => None,
    }
}
