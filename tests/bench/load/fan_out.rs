//! A hundred organisations are involved with one family, and all listen. How soon does the last of
//! them hear of the next one?

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use futures::{StreamExt as _, stream::FuturesUnordered};
use tokio::task::JoinSet;
use verwijspunt::api::v1::{
    self, notification::Event, registry_service_client::RegistryServiceClient,
};

use crate::common::{
    families::{self, Families},
    inbox, place,
    register::register,
    server::Server,
    window::{Window, window},
};

/// Who listens.
const SUBSCRIBERS: std::ops::Range<usize> = 10..110;

/// How often one organisation may register the same person is bounded; stay below.
const PROBES_EACH: usize = 44;

/// What has arrived: how many of each match, and when the last.
#[derive(Default)]
struct Arrived {
    all: AtomicU64,
    matches: Mutex<HashMap<String, (usize, Instant)>>,
    changed: tokio::sync::Notify,
}

/// The families, the listeners, and what they heard.
pub struct FanOut {
    children: Vec<u64>,
    probes: AtomicU64,
    arrived: Arc<Arrived>,
    expected: AtomicU64,
    _listeners: JoinSet<()>,
}

impl FanOut {
    /// Makes the families and lets everybody listen.
    pub async fn prepare(server: &Server, families: &Families, number: usize) -> Self {
        let children: Vec<u64> = (0..number).map(|_| families.fresh(1)).collect();
        for (others, organisation) in SUBSCRIBERS.enumerate() {
            let registering = children.iter().map(|child| {
                let members = vec![families::child(*child)];
                let request = families.naming(members, "p-17", others);
                register(server.channel(organisation, 0), request, others)
            });
            registering.collect::<FuturesUnordered<_>>().collect::<Vec<()>>().await;
        }
        let arrived = Arc::new(Arrived::default());
        let mut listeners = JoinSet::new();
        let (sender, mut listening) = tokio::sync::mpsc::channel(1);
        for organisation in SUBSCRIBERS {
            let (channel, arrived) = (server.connect(&place::name(organisation)), arrived.clone());
            let tell = move |notification: &v1::Notification| arrived.note(notification);
            listeners.spawn(inbox::follow(channel, organisation, sender.clone(), tell));
        }
        for _ in SUBSCRIBERS {
            listening.recv().await.expect("everybody listens");
        }
        let among_themselves = SUBSCRIBERS.len() * (SUBSCRIBERS.len() - 1) / 2 * number;
        let fan_out = Self {
            children,
            probes: AtomicU64::new(0),
            arrived,
            expected: AtomicU64::new(among_themselves as u64),
            _listeners: listeners,
        };
        fan_out.all_arrived().await;
        fan_out
    }

    /// The next registration that all of them hear of; `None` when the families are used up.
    fn probe(&self, families: &Families) -> Option<v1::RegisterInvolvementRequest> {
        let number = usize::try_from(self.probes.fetch_add(1, Ordering::Relaxed)).ok()?;
        let child = *self.children.get(number % self.children.len())?;
        let round = number / self.children.len();
        let members = vec![families::child(child)];
        // Another professional: otherwise it would be the same registration once more.
        let professional = format!("p-{round}");
        (round < PROBES_EACH).then(|| families.naming(members, &professional, SUBSCRIBERS.len()))
    }

    /// Registers one that all hear of. Returns how long the last of them took after the answer.
    async fn ring(&self, server: &Server, request: v1::RegisterInvolvementRequest) -> Duration {
        let mut client = RegistryServiceClient::new(server.channel(0, 0));
        self.expected.fetch_add(SUBSCRIBERS.len() as u64, Ordering::Relaxed);
        let answer = client.register_involvement(request).await.expect("registered").into_inner();
        let ok = Instant::now();
        let matched = answer.r#match.expect("a hundred are there");
        assert_eq!(matched.parties.len(), SUBSCRIBERS.len(), "somebody is missing");
        let last = self.arrived.last_of(&matched.match_id).await;
        last.saturating_duration_since(ok)
    }

    /// Notifications a second when nothing else goes on.
    async fn throughput(&self, server: &Server, families: &Families, rings: usize) -> f64 {
        let begun = Instant::now();
        let mut left = rings;
        while left > 0 {
            // Two at once on one family would wait for each other.
            let now = left.min(self.children.len());
            let ringing = (0..now).filter_map(|_| Some(self.ring(server, self.probe(families)?)));
            let rung: Vec<Duration> = ringing.collect::<FuturesUnordered<_>>().collect().await;
            assert_eq!(rung.len(), now, "too few families for this");
            left -= now;
        }
        #[expect(clippy::cast_precision_loss, reason = "figures for people")]
        let notifications = (rings * SUBSCRIBERS.len()) as f64;
        notifications / begun.elapsed().as_secs_f64()
    }

    /// A window of other registrations, while one after the other is rung.
    async fn under_load(
        &self,
        server: &Server,
        families: &Families,
        heard: &Mutex<Vec<f32>>,
    ) -> Window {
        let until = Instant::now() + crate::WINDOW;
        let load = window(crate::IN_FLIGHT - 1, |place| {
            let request = families.request(families.family(), 0);
            Some(register(server.channel(0, place), request, 0))
        });
        let ring = async {
            while Instant::now() < until {
                let Some(request) = self.probe(families) else { return };
                let took = self.ring(server, request).await;
                heard.lock().expect("no panic").push(took.as_secs_f32() * 1e6);
            }
        };
        futures::join!(load, ring).0
    }

    /// Waits until every notification that there is has arrived.
    async fn all_arrived(&self) {
        let arrived = async {
            while self.arrived.all.load(Ordering::Relaxed) < self.expected.load(Ordering::Relaxed) {
                tokio::time::sleep(Duration::from_millis(2)).await;
            }
        };
        tokio::time::timeout(crate::PATIENCE, arrived).await.expect("notifications are missing");
    }
}

impl Arrived {
    fn note(&self, notification: &v1::Notification) {
        let Some(Event::Match(found)) = &notification.event else { return };
        let now = Instant::now();
        let mut matches = self.matches.lock().expect("no panic");
        let (count, last) = matches.entry(found.match_id.clone()).or_insert((0, now));
        (*count, *last) = (*count + 1, now);
        let complete = *count == SUBSCRIBERS.len();
        drop(matches);
        self.all.fetch_add(1, Ordering::Relaxed);
        if complete {
            self.changed.notify_waiters();
        }
    }

    /// When the last of them heard of a match.
    async fn last_of(&self, matched: &str) -> Instant {
        let last = async {
            loop {
                let changed = self.changed.notified();
                let mut changed = std::pin::pin!(changed);
                changed.as_mut().enable();
                if let Some((count, last)) = self.matches.lock().expect("no panic").get(matched)
                    && *count == SUBSCRIBERS.len()
                {
                    return *last;
                }
                changed.await;
            }
        };
        tokio::time::timeout(crate::PATIENCE, last).await.expect("somebody did not hear of it")
    }
}

/// Measures: A the echo, B registrations while one after the other is heard by all. Returns also how
/// long the last of them took after each answer, in microseconds.
pub async fn run(
    bench: &crate::Bench,
    length: crate::common::row::Length,
) -> (crate::common::row::Row, Vec<f32>) {
    let (server, families) = (&bench.broker, &bench.families);
    let fan_out = FanOut::prepare(server, families, if bench.quick { 6 } else { 12 }).await;
    let rings = fan_out.children.len() * PROBES_EACH / 4;
    let notifications_per_s = fan_out.throughput(server, families, rings).await;
    let heard = Mutex::default();
    let mut row = crate::common::row::row(
        "register, one of 64 heard by 100",
        length,
        (&bench.a, server),
        async || bench.echo_or_register(0).await,
        async || fan_out.under_load(server, families, &heard).await,
    )
    .await;
    fan_out.all_arrived().await;
    let ok_to_last_us = heard.into_inner().expect("no panic");
    row.besides.push(("notifications a second to 100 subscribers".into(), notifications_per_s));
    for (name, part) in [("p50", 0.5), ("p99", 0.99)] {
        let figure = crate::common::window::part_of(ok_to_last_us.clone(), part);
        row.besides.push((format!("OK to the last of 100, {name} µs"), figure));
    }
    (row, ok_to_last_us)
}
