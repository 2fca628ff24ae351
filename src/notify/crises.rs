//! Which crises wait for an answer? They are given before everything else that waits in an inbox.

use crate::{
    domain::{
        model::{ids::SignalId, notification::Notification, party::Party},
        state::{keys::Key, lists::List, lookup::Lookup},
    },
    store::{Records, StoreError},
};

/// Most ids taken from the list at once.
const AT_ONCE: usize = 256;

/// The notifications of the crises on which a party must still act, oldest first. Without any,
/// which is nearly always, it costs one look at an empty list.
///
/// # Errors
/// The store is failing.
pub async fn waiting(store: &dyn Records, inbox: &Party) -> Result<Vec<Notification>, StoreError> {
    let list = List::CrisesWaiting(inbox.clone());
    let (mut found, mut after) = (Vec::new(), None);
    loop {
        let ids = store.list(&list, after, AT_ONCE).await?;
        let Some(last) = ids.last().copied() else { return Ok(found) };
        let ids: Vec<SignalId> = ids.into_iter().map(SignalId).collect();
        let keys: Vec<Key> = ids.iter().copied().map(Key::Signal).collect();
        let loaded = store.load(&keys).await?;
        found.extend(ids.iter().filter_map(|id| loaded.signal(*id)?.waiting(inbox)));
        after = Some(last);
    }
}
