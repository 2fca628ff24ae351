//! Which crises wait for an answer? They are given before everything else that waits in an inbox, a
//! bounded number at a time.

use std::collections::BTreeSet;

use uuid::Uuid;

use crate::{
    domain::{
        model::{ids::SignalId, notification::Notification, party::Party},
        state::{keys::Key, lists::List, lookup::Lookup},
    },
    store::{Records, StoreError},
};

/// Most ids taken from the list at once.
const AT_ONCE: usize = 256;

/// Most crises that are given at once. Whoever has more of them to answer needs no more at a time.
pub const AHEAD_MOST: usize = 50;

/// What waits for a party.
#[derive(Debug)]
pub struct Waiting {
    /// The notifications, in the order of their list.
    pub crises: Vec<(SignalId, Notification)>,
    /// Behind which entry of the list the others are; `None` when these were the last.
    pub more: Option<Uuid>,
    /// Every signal of the list that was passed.
    pub passed: BTreeSet<SignalId>,
}

/// The crises on which a party must still act, behind a place in their list, without those that it
/// `has`: these are passed without being read, so that many that wait cost no more than their ids.
/// Without any, which is nearly always, it costs one look at an empty list.
///
/// # Errors
/// The store is failing.
pub async fn waiting(
    store: &dyn Records,
    inbox: &Party,
    mut after: Option<Uuid>,
    has: impl Fn(SignalId) -> bool + Send,
) -> Result<Waiting, StoreError> {
    let list = List::CrisesWaiting(inbox.clone());
    let mut found = Waiting { crises: Vec::new(), more: None, passed: BTreeSet::new() };
    loop {
        let ids = store.list(&list, after, AT_ONCE).await?;
        let Some(last) = ids.last().copied() else { return Ok(found) };
        let new: Vec<SignalId> =
            ids.iter().map(|id| SignalId(*id)).filter(|id| !has(*id)).collect();
        let room = AHEAD_MOST - found.crises.len();
        let take = &new[..new.len().min(room)];
        let keys: Vec<Key> = take.iter().copied().map(Key::Signal).collect();
        if !keys.is_empty() {
            let loaded = store.load(&keys).await?;
            let told = |id: &SignalId| Some((*id, loaded.signal(*id)?.waiting(inbox)?));
            found.crises.extend(take.iter().filter_map(told));
        }
        if take.len() < new.len() {
            // `room` was at least one: it is left only when it is filled.
            found.more = take.last().map(|id| id.0);
            return Ok(found);
        }
        found.passed.extend(ids.into_iter().map(SignalId));
        after = Some(last);
        if found.crises.len() == AHEAD_MOST {
            found.more = after;
            return Ok(found);
        }
    }
}
