//! One verb a file: gather what the decision needs, decide, commit, ring.

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicI64, AtomicU64, Ordering},
    },
    time::Instant,
};

use arc_swap::ArcSwap;
use tokio_util::sync::CancellationToken;

use crate::{
    covenant::Covenants,
    domain::model::{budget::Terms, refusal::Refusal, time::Time},
    notify::{bell::Bell, neighbours},
    store::{Store, StoreError},
};

pub use audit::{Entries, Verified};
pub use deliveries::{Due, Way, Ways, fingerprint};
pub use drive::Answered;
pub use inbox::{InboxPage, PULL_MOST, Pull, Showing};
pub use page::Page;
pub use pseudonym_keys::{KeysStand, NotItsKeys, compare_keys};
pub use rights::{LogPlace, SubjectAccess};
pub use sessions::{Happening, WhichSessions};
pub use stopped::{keys_in, standing_in};
pub use succession::{NotInForce, Standing, standing};
pub use trying_out::TriedOut;

mod act;
mod audit;
mod auditing;
mod budget;
mod cases;
mod contact;
mod deliveries;
mod drive;
pub mod explain;
mod finished;
pub mod ids;
mod import;
mod inbox;
mod involvements;
mod keyed_lock;
mod matches;
mod meetings;
mod moves;
mod overview;
mod page;
mod parents;
mod persons;
mod plans;
mod professional_mail;
mod pseudonym_keys;
mod reconcile;
mod register;
mod reports;
mod rights;
mod search;
mod sessions;
pub mod signals;
mod stopped;
mod succession;
mod sweep;
pub mod tickets;
mod trying_out;
mod watches;

/// The broker: a store, the covenants in force, a clock and the bells.
pub struct Broker {
    store: Arc<dyn Store>,
    covenant: ArcSwap<Covenants>,
    clock: Clock,
    bell: Arc<Bell>,
    /// Decisions that met another one on some record go on one by one.
    met: keyed_lock::KeyedLock,
    /// Deadlines that the last sweep could not work off, because a record cannot be read.
    unreadable_deadlines: AtomicU64,
    /// Quarters are counted one by one.
    counting: Arc<tokio::sync::Mutex<()>>,
    lookups: Arc<budget::Lookups>,
    /// Other covenants have taken force, and what came under former names meanwhile is still looked for.
    unsettled: Mutex<Option<Instant>>,
}

/// Why a request got no answer.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Failure {
    /// Refused, for a reason that the caller can act on.
    #[error("refused: {}", .0.reason())]
    Refused(Refusal),
    /// Too many others changed the same records at once; nothing was changed.
    #[error("the records kept changing")]
    Contention,
    /// The store cannot answer.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

/// Where the time comes from. Read once per decision.
#[derive(Clone, Debug)]
pub enum Clock {
    /// The system's clock.
    System,
    /// A clock that a test sets: milliseconds since 1970.
    Set(Arc<AtomicI64>),
    /// The system's clock, ahead by so many milliseconds: of a sandbox, and of nothing else.
    Ahead(Arc<AtomicI64>),
}

impl Clock {
    /// Now.
    #[must_use]
    pub fn now(&self) -> Time {
        let system = || jiff::Timestamp::now().as_millisecond();
        match self {
            Self::System => Time(system()),
            Self::Set(clock) => Time(clock.load(Ordering::SeqCst)),
            Self::Ahead(by) => Time(system().saturating_add(by.load(Ordering::SeqCst))),
        }
    }
}

impl Broker {
    /// A broker over a store.
    #[must_use]
    pub fn new(store: Arc<dyn Store>, covenant: Arc<Covenants>, clock: Clock) -> Self {
        let covenant = ArcSwap::new(covenant);
        let (bell, met, unreadable_deadlines, counting, lookups, unsettled) = Default::default();
        Self {
            store,
            covenant,
            clock,
            bell,
            met,
            unreadable_deadlines,
            counting,
            lookups,
            unsettled,
        }
    }

    /// The same with other lookup budgets than those that hold when nothing is said.
    #[must_use]
    pub fn with_budget(self, terms: Terms) -> Self {
        Self { lookups: Arc::new(budget::Lookups::new(terms)), ..self }
    }

    /// The covenants in force.
    #[must_use]
    pub fn covenant(&self) -> Arc<Covenants> {
        self.covenant.load_full()
    }

    /// Puts other covenants in force. Decisions under way finish under the former ones.
    pub fn replace_covenant(&self, covenant: Arc<Covenants>) {
        self.covenant.store(covenant);
    }

    /// Now, by the broker's clock.
    #[must_use]
    pub fn now(&self) -> Time {
        self.clock.now()
    }

    /// Wakes who waits here for what other brokers write, until told to stop.
    pub async fn follow_others(&self, stop: CancellationToken) {
        neighbours::follow(self.store.clone(), self.bell.clone(), stop).await;
    }

    /// What the broker counts, for the metrics page: name, help, value.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "figures for a graph")]
    pub fn figures(&self) -> Vec<(&'static str, &'static str, f64)> {
        let unreadable = (
            "deadlines_unreadable",
            "deadlines that wait because a record cannot be read: run `verwijspunt store check`",
            self.unreadable_deadlines.load(Ordering::Relaxed) as f64,
        );
        self.lookup_figures().into_iter().chain([unreadable]).collect()
    }

    /// The store.
    #[must_use]
    pub fn store(&self) -> &Arc<dyn Store> {
        &self.store
    }
}
