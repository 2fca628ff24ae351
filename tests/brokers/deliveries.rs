//! Of several brokers that could deliver, does one send each event, and does another go on when it dies?

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use async_trait::async_trait;
use tokio::{sync::Notify, time::timeout};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;
use verwijspunt::{
    deliver::{channel::Channel, figures::Figures, pump},
    domain::{
        model::{
            audit::AuditEntry,
            ids::{InvolvementId, NotificationId},
            notification::{Event, Notification},
            party::Party,
            time::Time,
        },
        rules::delivering::{LEASE_MS, Manner, Notice, Outcome, Step},
        state::{
            effects::Effects,
            positions::{self, CursorKey},
        },
    },
    store::{Change, Records as _},
};

use crate::{
    postgres,
    rig::{NOW, Rig},
};

const MANY: u64 = 12;

/// The event at which whoever sends it dies.
const DEADLY: u64 = 5;

/// What the two brokers share: what was sent by whom, and the bells that make both look again.
struct Street {
    recipient: Party,
    sent: Mutex<Vec<(usize, u64)>>,
    bells: Vec<Arc<Notify>>,
    /// Which broker has died; as many as there are for none.
    dead: AtomicUsize,
    dying: Notify,
    done: Notify,
}

/// The channel of one broker.
struct Taking(usize, Arc<Street>);

#[async_trait]
impl Channel for Taking {
    fn kind(&self) -> positions::Channel {
        positions::Channel::Webhook
    }

    fn manner(&self) -> Manner {
        Manner::Each
    }

    fn recipients(&self) -> Vec<Party> {
        vec![self.1.recipient.clone()]
    }

    fn address(&self, _: &Party) -> Option<String> {
        Some("here".to_owned())
    }

    fn due(&self, _: &Party, _: &Notification, since: Time) -> Option<Time> {
        Some(since)
    }

    async fn send(&self, _: &Party, notice: &Notice) -> Outcome {
        let Self(broker, street) = self;
        street.sent.lock().expect("nobody panics").push((*broker, notice.sequence));
        // Both look while it is under way: the other one must not send it too.
        street.bells.iter().for_each(|bell| bell.notify_waiters());
        tokio::task::yield_now().await;
        let nobody = street.bells.len();
        let dies = notice.sequence == DEADLY
            && street
                .dead
                .compare_exchange(nobody, *broker, Ordering::SeqCst, Ordering::SeqCst)
                .is_ok();
        if dies {
            street.dying.notify_one();
            std::future::pending::<()>().await;
        }
        if notice.sequence == MANY {
            street.done.notify_one();
        }
        Outcome::Delivered
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_of_two_sends_each_event_and_the_other_takes_over_when_it_dies() {
    let rig = Rig::new(postgres::cluster().fresh().await).await;
    let recipient = Party::Organisation(rig.oin(0));
    for _ in 0..MANY {
        let event = Event::Retracted { involvement: InvolvementId(Uuid::nil()) };
        let told = Notification { id: NotificationId(Uuid::now_v7()), at: Time(NOW), event };
        let effects = Effects { notify: vec![(recipient.clone(), told)], ..Effects::default() };
        let audit = AuditEntry {
            at: Time(NOW),
            actor: None,
            action: "Test".to_owned(),
            result: "OK".to_owned(),
            ground: String::new(),
            subjects: Vec::new(),
        };
        let change = Change { expect: Vec::new(), effects, audit, asked: None };
        rig.stores[0].commit(change).await.expect("commits");
    }
    let brokers = &rig.brokers[..2];
    let street = Arc::new(Street {
        recipient: recipient.clone(),
        sent: Mutex::default(),
        bells: brokers.iter().map(|broker| broker.listen(&recipient)).collect(),
        dead: AtomicUsize::new(brokers.len()),
        dying: Notify::new(),
        done: Notify::new(),
    });
    let stop = CancellationToken::new();
    for (n, broker) in brokers.iter().enumerate() {
        let channel = Arc::new(Taking(n, street.clone()));
        tokio::spawn(pump::run(
            broker.clone(),
            channel,
            Arc::new(Figures::default()),
            stop.clone(),
        ));
    }
    let within = Duration::from_secs(30);
    timeout(within, street.dying.notified()).await.expect("it comes to the deadly one");
    let dead = street.dead.load(Ordering::SeqCst);
    let survivor = &brokers[1 - dead];
    // Until the lease of the dead one is over nothing is sent, and that is within thirty seconds.
    let key = CursorKey { recipient: recipient.clone(), channel: positions::Channel::Webhook };
    let line = survivor.line(key, 7, Manner::Each);
    let looked = survivor.next_delivery(&line, &|_, since| Some(since)).await.expect("it can look");
    assert_eq!(looked, Step::Wait { until: Some(Time(NOW + LEASE_MS)), pending: true });
    const { assert!(LEASE_MS < 30_000) };
    let upto =
        |sent: &[(usize, u64)]| sent.iter().map(|(_, sequence)| *sequence).collect::<Vec<_>>();
    let before = street.sent.lock().expect("nobody panics").clone();
    assert_eq!(upto(&before), (1..=DEADLY).collect::<Vec<_>>(), "each once, in order: {before:?}");
    rig.clock.store(NOW + LEASE_MS, Ordering::SeqCst);
    street.bells[1 - dead].notify_waiters();
    timeout(within, street.done.notified()).await.expect("the other one goes on");
    stop.cancel();
    let sent = street.sent.lock().expect("nobody panics").clone();
    let after = &sent[before.len()..];
    assert!(after.iter().all(|(broker, _)| *broker == 1 - dead), "{sent:?}");
    assert_eq!(upto(after), (DEADLY..=MANY).collect::<Vec<_>>(), "the last once more: {sent:?}");
    rig.close().await;
}
