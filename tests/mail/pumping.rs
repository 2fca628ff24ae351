//! Is nothing lost and at most the last one repeated when a broker dies between sending and taking
//! it down, and does one of several brokers send?

use std::{
    sync::{Arc, Mutex, atomic::AtomicI64},
    time::Duration,
};

use async_trait::async_trait;
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;
use verwijspunt::{
    deliver::{channel::Channel, figures::Figures, pump},
    domain::{
        model::{notification::Notification, party::Party, time::Time},
        rules::{
            delivering::{Manner, Notice, Outcome, Step},
            mailing,
        },
        state::positions::{self, CursorKey},
    },
    store::{
        Store,
        embedded::{EmbeddedStore, engine::Options},
        memory::MemoryStore,
    },
};

use crate::rig::{assigned, broker, office, quiet, tell};

const MANY: u64 = 20;

/// Takes everything, and holds its answer back where the broker is to die.
struct Taking {
    taken: Mutex<Vec<u64>>,
    /// After so many it says nothing any more.
    dies_after: usize,
    dying: Notify,
    done: Notify,
}

#[async_trait]
impl Channel for Taking {
    fn kind(&self) -> positions::Channel {
        positions::Channel::Webhook
    }

    fn manner(&self) -> Manner {
        Manner::Each
    }

    fn recipients(&self) -> Vec<Party> {
        vec![office()]
    }

    fn address(&self, _: &Party) -> Option<String> {
        Some("here".to_owned())
    }

    fn due(&self, _: &Party, _: &Notification, since: Time) -> Option<Time> {
        Some(since)
    }

    async fn send(&self, _: &Party, notice: &Notice) -> Outcome {
        let so_far = {
            let mut taken = self.taken.lock().unwrap();
            taken.push(notice.sequence);
            taken.len()
        };
        if so_far == self.dies_after {
            self.dying.notify_one();
            std::future::pending::<()>().await;
        }
        if notice.sequence == MANY {
            self.done.notify_one();
        }
        Outcome::Delivered
    }
}

fn taking(dies_after: usize) -> Arc<Taking> {
    let (taken, dying, done) = Default::default();
    Arc::new(Taking { taken, dies_after, dying, done })
}

/// How often: a few times, or as often as VERWIJSPUNT_ROUNDS says.
fn rounds() -> usize {
    std::env::var("VERWIJSPUNT_ROUNDS").ok().and_then(|n| n.parse().ok()).unwrap_or(4)
}

#[test]
fn a_broker_that_dies_between_sending_and_taking_it_down_repeats_one_and_loses_none() {
    for round in 0..rounds() {
        let directory = tempfile::tempdir().unwrap();
        let copy = tempfile::tempdir().unwrap();
        let clock = Arc::new(AtomicI64::new(0));
        let dies_after = 1 + round * 7 % usize::try_from(MANY).unwrap();
        let open = |path: &std::path::Path| -> Arc<dyn Store> {
            Arc::new(EmbeddedStore::open(path, Options::default()).unwrap())
        };
        // The one that dies: what is on the disk at that moment is what its successor finds.
        let first = taking(dies_after);
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let store = open(directory.path());
        runtime.block_on(async {
            for _ in 0..MANY {
                tell(store.as_ref(), &office(), Time(0), quiet()).await;
            }
            let stop = CancellationToken::new();
            let broker = broker(store.clone(), &clock);
            tokio::spawn(pump::run(broker, first.clone(), Arc::new(Figures::default()), stop));
            first.dying.notified().await;
        });
        for entry in walk(directory.path()) {
            let to = copy.path().join(entry.strip_prefix(directory.path()).unwrap());
            std::fs::create_dir_all(to.parent().unwrap()).unwrap();
            std::fs::copy(&entry, to).unwrap();
        }
        let second = taking(usize::MAX);
        let after = tokio::runtime::Runtime::new().unwrap();
        after.block_on(async {
            let store = open(copy.path());
            assert_eq!(store.last_sequence(&office()).await, Ok(MANY));
            let stop = CancellationToken::new();
            let broker = broker(store.clone(), &clock);
            let figures = Arc::new(Figures::default());
            let task = tokio::spawn(pump::run(broker, second.clone(), figures, stop.clone()));
            second.done.notified().await;
            stop.cancel();
            task.await.unwrap();
            store.close().await;
        });
        let first = first.taken.lock().unwrap().clone();
        let second = second.taken.lock().unwrap().clone();
        let died_at = u64::try_from(dies_after).unwrap();
        assert_eq!(first, (1..=died_at).collect::<Vec<_>>(), "round {round}");
        assert_eq!(second, (died_at..=MANY).collect::<Vec<_>>(), "round {round}");
        runtime.block_on(store.close());
        runtime.shutdown_timeout(Duration::from_secs(1));
    }
}

#[tokio::test]
async fn what_must_go_at_once_does_not_wait_behind_a_long_row_of_what_can() {
    let clock = Arc::new(AtomicI64::new(0));
    let store = Arc::new(MemoryStore::default());
    let broker = broker(store.clone(), &clock);
    let key = CursorKey { recipient: office(), channel: positions::Channel::Mail };
    let line = broker.line(key, 7, Manner::Together);
    let digest = Time(3_600_000);
    let due = |told: &Notification, since| {
        Some(if mailing::at_once(&told.event, &office()) { since } else { digest })
    };
    for _ in 0..2 * Manner::Together.page_most() {
        tell(store.as_ref(), &office(), Time(0), quiet()).await;
    }
    let step = broker.next_delivery(&line, &due).await.unwrap();
    assert_eq!(step, Step::Wait { until: Some(digest), pending: false });
    tell(store.as_ref(), &office(), Time(0), assigned()).await;
    let step = broker.next_delivery(&line, &due).await.unwrap();
    let Step::Send(notice) = step else { panic!("{step:?}") };
    assert_eq!(notice.sequence, 1001, "one mail for all of them");
    assert!(broker.delivery_ended(&line, &notice, Outcome::Delivered, 500).await.unwrap());
    // What was written while the clock ran ahead goes at once too.
    tell(store.as_ref(), &office(), Time(i64::MAX / 2), assigned()).await;
    let step = broker.next_delivery(&line, &due).await.unwrap();
    let Step::Send(notice) = step else { panic!("it waits for its time: {step:?}") };
    assert_eq!(notice.sequence, 1002);
}

fn walk(directory: &std::path::Path) -> Vec<std::path::PathBuf> {
    let entries = std::fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { walk(&path) } else { vec![path] }).collect()
}
