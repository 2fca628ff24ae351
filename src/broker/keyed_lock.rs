//! Who waits for whom, when decisions keep changing the same records under each other? Only those
//! that look at a common record.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, Weak},
};

use tokio::sync::{Mutex as Turn, OwnedMutexGuard};

use crate::domain::state::keys::Key;

/// Locks by key. A key that nobody holds or waits for takes no memory for long.
#[derive(Debug, Default)]
pub(super) struct KeyedLock {
    turns: Mutex<HashMap<Key, Weak<Turn<()>>>>,
}

/// Holds some keys until it is dropped.
pub(super) type Held = Vec<OwnedMutexGuard<()>>;

/// Keys that nobody waits for any more are forgotten when there are more than this.
const FORGET_ABOVE: usize = 1024;

impl KeyedLock {
    /// Waits until nobody else holds one of these keys.
    pub(super) async fn hold(&self, mut keys: Vec<Key>) -> Held {
        // All take them in one order, so nobody waits for somebody who waits for it.
        keys.sort_unstable();
        keys.dedup();
        let mut held = Vec::with_capacity(keys.len());
        for key in keys {
            held.push(self.turn(key).lock_owned().await);
        }
        held
    }

    fn turn(&self, key: Key) -> Arc<Turn<()>> {
        let mut turns = self.turns();
        if let Some(turn) = turns.get(&key).and_then(Weak::upgrade) {
            return turn;
        }
        if turns.len() >= FORGET_ABOVE {
            turns.retain(|_, turn| turn.strong_count() > 0);
        }
        let turn = Arc::default();
        turns.insert(key, Arc::downgrade(&turn));
        turn
    }

    fn turns(&self) -> MutexGuard<'_, HashMap<Key, Weak<Turn<()>>>> {
        self.turns.lock().expect("nothing panics while it holds the turns")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::model::ids::CaseId;

    fn key(n: u128) -> Key {
        Key::Case(CaseId(uuid::Uuid::from_u128(n)))
    }

    #[tokio::test]
    async fn only_a_common_key_is_waited_for() {
        let lock = KeyedLock::default();
        let first = lock.hold(vec![key(2), key(1), key(2)]).await;
        drop(lock.hold(vec![key(3), key(4)]).await);
        let mut waiting = Box::pin(lock.hold(vec![key(2), key(3)]));
        assert!(futures::poll!(waiting.as_mut()).is_pending());
        drop(first);
        assert_eq!(waiting.await.len(), 2);
    }

    #[tokio::test]
    async fn what_nobody_holds_is_forgotten() {
        let lock = KeyedLock::default();
        let _held = lock.hold(vec![key(0)]).await;
        for n in 1..=FORGET_ABOVE as u128 {
            drop(lock.hold(vec![key(n)]).await);
        }
        assert_eq!(lock.turns().len(), 2, "the one that is held, and the newest");
    }
}
