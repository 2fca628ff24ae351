//! Wakes those who wait for an inbox. A lost ring costs latency, never a notification: whoever
//! waits reads the store again at its next heartbeat.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, Weak},
};

use tokio::sync::Notify;

use crate::domain::model::party::Party;

/// Bells by inbox; only those that somebody listens to.
#[derive(Debug, Default)]
pub struct Bell {
    listened: Mutex<HashMap<Party, Weak<Notify>>>,
}

impl Bell {
    /// Starts to listen for an inbox. Create the [`Notify::notified`] future before reading the
    /// store, so that no ring falls between the reading and the waiting.
    #[must_use]
    pub fn listen(&self, inbox: &Party) -> Arc<Notify> {
        let mut listened = self.listened();
        if let Some(bell) = listened.get(inbox).and_then(Weak::upgrade) {
            return bell;
        }
        // Bells that nobody holds any more go when a new one is hung.
        listened.retain(|_, bell| bell.strong_count() > 0);
        let bell = Arc::new(Notify::new());
        listened.insert(inbox.clone(), Arc::downgrade(&bell));
        bell
    }

    /// Wakes everybody who listens for these inboxes.
    pub fn ring<'a>(&self, inboxes: impl Iterator<Item = &'a Party>) {
        let mut inboxes = inboxes.peekable();
        if inboxes.peek().is_none() {
            return;
        }
        let listened = self.listened();
        for bell in inboxes.filter_map(|inbox| listened.get(inbox)).filter_map(Weak::upgrade) {
            bell.notify_waiters();
        }
    }

    /// The inboxes that somebody listens to.
    #[must_use]
    pub fn listened_to(&self) -> Vec<Party> {
        let listened = self.listened();
        let held = listened.iter().filter(|(_, bell)| bell.strong_count() > 0);
        held.map(|(inbox, _)| inbox.clone()).collect()
    }

    fn listened(&self) -> MutexGuard<'_, HashMap<Party, Weak<Notify>>> {
        self.listened.lock().expect("nothing panics while it holds the bells")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::model::party::Oin;

    fn inbox(last: char) -> Party {
        Party::Organisation(Oin::parse(&format!("0000000000000000000{last}")).expect("an OIN"))
    }

    #[tokio::test]
    async fn a_ring_between_reading_and_waiting_is_not_lost() {
        let bell = Bell::default();
        let listener = bell.listen(&inbox('1'));
        let ring = listener.notified();
        tokio::pin!(ring);
        ring.as_mut().enable();
        bell.ring([inbox('1')].iter());
        ring.await;
    }

    #[test]
    fn bells_nobody_listens_to_go() {
        let bell = Bell::default();
        drop(bell.listen(&inbox('1')));
        let _kept = bell.listen(&inbox('2'));
        assert_eq!(bell.listened().len(), 1);
    }
}
