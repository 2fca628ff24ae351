//! What do four hundred listening organisations cost? Two brokers take the same registrations, each
//! of which one organisation is told of; on one of them everybody listens.

use std::{
    collections::VecDeque,
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use futures::stream::{FuturesUnordered, StreamExt as _};
use tokio::task::JoinSet;

use crate::{
    Bench,
    common::{
        families::Families,
        inbox,
        register::register,
        row::{Length, Row, row},
        server::Server,
        window::{Window, window},
    },
};

/// Who listens.
const SUBSCRIBERS: std::ops::Range<usize> = 20..420;

/// Families in which one of the listening organisations is involved.
struct Waiting(Mutex<VecDeque<u64>>);

impl Waiting {
    async fn prefill(server: &Server, families: &Families, number: usize) -> Self {
        let made: Vec<u64> = (0..number).map(|_| families.family()).collect();
        let mut running = FuturesUnordered::new();
        let mut left = made.iter().zip(SUBSCRIBERS.cycle());
        let mut next = || {
            let (family, organisation) = left.next()?;
            let request = families.request(*family, 0);
            Some(register(server.channel(organisation, 0), request, 0))
        };
        running.extend((0..crate::IN_FLIGHT).map_while(|_| next()));
        while running.next().await.is_some() {
            running.extend(next());
        }
        drop(running);
        Self(Mutex::new(made.into()))
    }

    /// A window in which another organisation joins; from the first request until `told` says that
    /// everything was heard.
    async fn join(&self, server: &Server, families: &Families, told: impl AsyncFn(u64)) -> Window {
        let begun = Instant::now();
        let joined = window(crate::IN_FLIGHT, |place| {
            let family = self.0.lock().expect("no panic").pop_front()?;
            Some(register(server.channel(0, place), families.request(family, 1), 1))
        })
        .await;
        told(joined.all).await;
        Window { done: joined.all, seconds: begun.elapsed().as_secs_f64(), ..joined }
    }
}

/// Everybody listens until this is dropped.
struct Listeners {
    heard: Arc<AtomicU64>,
    expected: AtomicU64,
    _tasks: JoinSet<()>,
}

impl Listeners {
    async fn start(server: &Server) -> Self {
        let heard = Arc::new(AtomicU64::new(0));
        let (sender, mut listening) = tokio::sync::mpsc::channel(1);
        let mut tasks = JoinSet::new();
        for organisation in SUBSCRIBERS {
            let (channel, heard) = (server.channel(organisation, 0), heard.clone());
            let tell = move |_: &_| {
                heard.fetch_add(1, Ordering::Relaxed);
            };
            tasks.spawn(inbox::follow(channel, organisation, sender.clone(), tell));
        }
        for _ in SUBSCRIBERS {
            listening.recv().await.expect("everybody listens");
        }
        Self { heard, expected: AtomicU64::new(0), _tasks: tasks }
    }

    /// Waits until so many more were heard.
    async fn hear(&self, more: u64) {
        let expected = self.expected.fetch_add(more, Ordering::Relaxed) + more;
        let heard = async {
            while self.heard.load(Ordering::Relaxed) < expected {
                tokio::time::sleep(Duration::from_micros(500)).await;
            }
        };
        tokio::time::timeout(crate::PATIENCE, heard).await.expect("notifications are missing");
        assert_eq!(self.heard.load(Ordering::Relaxed), expected, "heard more than there is");
    }
}

/// Measures: A nobody listens, B everybody does. The two brokers are the caller's, and new.
pub async fn run(bench: &Bench, length: Length, rate: f64, silent: &Server, heard: &Server) -> Row {
    let number = bench.enough(rate, length);
    let families = &bench.families;
    let (of_silent, of_heard) = (
        Waiting::prefill(silent, families, number).await,
        Waiting::prefill(heard, families, number).await,
    );
    let listeners = Listeners::start(heard).await;
    let measured = row(
        "400 inboxes: silent | subscribed",
        length,
        (silent, heard),
        async || of_silent.join(silent, families, async |_| {}).await,
        async || of_heard.join(heard, families, async |more| listeners.hear(more).await).await,
    )
    .await;
    drop(listeners);
    // Whoever does not listen finds them all the same.
    let told = measured.a.all();
    let read = SUBSCRIBERS.map(|organisation| async move {
        let last = inbox::last(silent, organisation).await;
        inbox::expect(silent, organisation, 0, last).await;
        last
    });
    let found: Vec<u64> = futures::stream::iter(read).buffer_unordered(16).collect().await;
    let found: u64 = found.iter().sum();
    assert_eq!(found, told, "each registration is one notification");
    measured
}
