//! Who rings for what another broker wrote? This one: it looks whether the inboxes that somebody
//! listens to here have grown, at once when another broker says that it wrote, and anyway twice a
//! second.

use std::{collections::HashMap, sync::Arc, time::Duration};

use tokio::{sync::Notify, time::sleep};
use tokio_util::sync::CancellationToken;

use crate::{domain::model::party::Party, store::Inboxes};

use super::bell::Bell;

/// A word of another broker can be lost: nobody waits longer than this because of it.
const LOOK_EVERY: Duration = Duration::from_millis(500);

/// However often others write, the store is not asked more often than this.
const REST: Duration = Duration::from_millis(20);

/// Rings the bells of this broker for what others write, until told to stop. Returns at once when
/// nobody else writes to the store.
pub async fn follow(store: Arc<dyn Inboxes>, bell: Arc<Bell>, stop: CancellationToken) {
    let Some(word) = store.others() else { return };
    let mut known = HashMap::new();
    while !stop.is_cancelled() {
        wait(&word, &stop).await;
        known = look(store.as_ref(), &bell, known).await;
        sleep(REST).await;
    }
}

async fn wait(word: &Notify, stop: &CancellationToken) {
    tokio::select! {
        () = stop.cancelled() => {}
        () = word.notified() => {}
        () = sleep(LOOK_EVERY) => {}
    }
}

/// One look: rings where something came since the last one, and returns what is known by now.
async fn look(store: &dyn Inboxes, bell: &Bell, known: HashMap<Party, u64>) -> HashMap<Party, u64> {
    let inboxes = bell.listened_to();
    if inboxes.is_empty() {
        return HashMap::new();
    }
    let Ok(last) = store.last_sequences(&inboxes).await else {
        // Readers find out about a failing store by themselves; here it is just asked again.
        return known;
    };
    let found: HashMap<Party, u64> = inboxes.into_iter().zip(last).collect();
    // An inbox that was not looked at before may have grown since its reader looked.
    let grown = |inbox: &&Party| known.get(*inbox).is_none_or(|before| *before < found[*inbox]);
    bell.ring(found.keys().filter(grown));
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        domain::{
            model::{
                audit::AuditEntry,
                ids::{InvolvementId, NotificationId},
                notification::{Event, Notification},
                party::Oin,
                time::Time,
            },
            state::effects::Effects,
        },
        store::{Change, Records as _, memory::MemoryStore},
    };

    fn inbox() -> Party {
        Party::Organisation(Oin::parse("00000000000000000001").expect("an OIN"))
    }

    async fn append(store: &MemoryStore) {
        let event = Event::EarlierInvolvement { involvement: InvolvementId(uuid::Uuid::nil()) };
        let id = NotificationId(uuid::Uuid::now_v7());
        let notify = vec![(inbox(), Notification { id, at: Time(0), event })];
        let audit = AuditEntry {
            at: Time(0),
            actor: None,
            action: "Test".into(),
            result: "OK".into(),
            ground: String::new(),
            subjects: Vec::new(),
        };
        let effects = Effects { notify, ..Effects::default() };
        store
            .commit(Change { expect: Vec::new(), effects, audit, asked: None })
            .await
            .expect("commits");
    }

    #[tokio::test]
    async fn only_an_inbox_that_grew_is_rung() {
        let (store, bell) = (MemoryStore::default(), Bell::default());
        let listener = bell.listen(&inbox());
        let rung = async |known| {
            let ring = listener.notified();
            tokio::pin!(ring);
            ring.as_mut().enable();
            let known = look(&store, &bell, known).await;
            (futures::poll!(ring).is_ready(), known)
        };
        let (rang, known) = rung(HashMap::new()).await;
        assert!(rang, "nothing is known of it yet");
        let (rang, known) = rung(known).await;
        assert!(!rang, "nothing came");
        append(&store).await;
        let (rang, _) = rung(known).await;
        assert!(rang);
    }
}
