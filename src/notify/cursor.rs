//! Reads an inbox on after a position, page by page, as fast as the reader has room.

use std::{sync::Arc, time::Duration};

use tokio::{sync::Notify, time::Instant};

use crate::{
    domain::{inbox, notification::Notification, party::Party, refusal::Refusal},
    store::{Store, StoreError},
};

use super::bell::Bell;

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
}

/// What a cursor comes back with.
#[derive(Debug)]
pub enum Turn {
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
        Self { store, inbox, bell: listener, position: after }
    }

    /// The last sequence that was given.
    #[must_use]
    pub fn position(&self) -> u64 {
        self.position
    }

    /// The next notifications, or quiet after `patience`.
    ///
    /// # Errors
    /// The store is failing.
    pub async fn next(&mut self, patience: Duration) -> Result<Turn, StoreError> {
        let until = Instant::now() + patience;
        loop {
            let ring = self.bell.notified();
            tokio::pin!(ring);
            // From here on a ring is not missed, even if it comes while the store is read.
            ring.as_mut().enable();
            let page = self.store.read_inbox(&self.inbox, self.position, PAGE).await?;
            if let Err(refusal) = inbox::unbroken(self.position, &page) {
                return Ok(Turn::Overtaken(refusal));
            }
            if let Some((last, _)) = page.last() {
                self.position = *last;
                return Ok(Turn::Notifications(page));
            }
            let look_again = until.min(Instant::now() + LOOK_AGAIN);
            let rang = tokio::time::timeout_at(look_again, ring).await.is_ok();
            if !rang && Instant::now() >= until {
                return Ok(Turn::Quiet { position: self.position });
            }
        }
    }
}
