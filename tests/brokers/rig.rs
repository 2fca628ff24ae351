//! Three brokers, a store each, on one database; and who must have heard of whom.

use std::{
    collections::BTreeMap,
    sync::{Arc, atomic::AtomicI64},
    time::Duration,
};

use uuid::Uuid;
use verwijspunt::{
    broker::{Broker, Clock, Failure},
    covenant::{Covenant, Covenants},
    domain::{
        model::{
            budget::Terms,
            ids::InvolvementId,
            involvement::{ContactCard, Informed},
            notification::Event,
            party::{AreaCode, Oin, Party},
            person::{FamilyRole, Identity, Member, Pseudonym},
            time::{Day, Time},
        },
        rules::{
            access::{self, Call, Caller, CallerKind, Permit},
            registering::Register,
        },
    },
    store::{
        Head, Operations as _, Store, StoreError,
        postgres::{Options, PostgresStore},
    },
};

/// Monday 2 March 2026, ten o'clock.
pub const NOW: i64 = 1_772_442_000_000;

/// Rounds of a test that is worth repeating; `tests/run --long` asks for more.
pub fn rounds(ordinary: usize) -> usize {
    let asked = std::env::var("VERWIJSPUNT_ROUNDS").ok().and_then(|rounds| rounds.parse().ok());
    asked.map_or(ordinary, |rounds: usize| rounds * 10)
}

pub struct Rig {
    pub url: String,
    pub stores: Vec<Arc<PostgresStore>>,
    pub brokers: Vec<Arc<Broker>>,
    pub clock: Arc<AtomicI64>,
    covenant: Arc<Covenants>,
}

pub async fn open(url: &str, name: &str) -> Arc<PostgresStore> {
    Arc::new(PostgresStore::open(&Options::new(url, name)).await.expect("the store opens"))
}

impl Rig {
    pub async fn new(url: String) -> Self {
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/deploy/covenants/amsterdam-2009.toml");
        let covenant = Arc::new(Covenants::from(Covenant::load(file.as_ref()).expect("total")));
        let clock = Arc::new(AtomicI64::new(NOW));
        let mut stores = Vec::new();
        for name in ["one", "two", "three"] {
            stores.push(open(&url, name).await);
        }
        let mut rig = Self { url, stores, brokers: Vec::new(), clock, covenant };
        rig.brokers = rig.stores.iter().map(|store| rig.broker_over(store.clone())).collect();
        rig
    }

    /// The n-th organisation without secrets.
    pub fn oin(&self, n: usize) -> Oin {
        let plain = self.covenant.all().flat_map(Covenant::organisations).filter(|o| !o.sensitive);
        plain.map(|o| o.oin).nth(n).expect("the covenant has many")
    }

    pub fn permit(&self, n: usize, call: Call) -> Permit {
        let caller = Caller::by_certificate(
            CallerKind::Organisation,
            Party::Organisation(self.oin(n)),
            "p1",
            "01",
        );
        access::admit(caller, call, Time(0)).expect("organisations may")
    }

    /// One more broker, over a store of its own.
    pub fn broker_over(&self, store: Arc<dyn Store>) -> Arc<Broker> {
        // Whoever meets around thousands of families names more persons than an organisation may.
        let plenty =
            Terms { persons_per_hour: 1 << 40, persons_per_day: 1 << 40, ..Terms::default() };
        self.broker_with(store, plenty)
    }

    /// The same with these lookup budgets.
    pub fn broker_with(&self, store: Arc<dyn Store>, budget: Terms) -> Arc<Broker> {
        let clock = Clock::Set(self.clock.clone());
        Arc::new(Broker::new(store, self.covenant.clone(), clock).with_budget(budget))
    }

    pub async fn close(&self) {
        for store in &self.stores {
            store.close().await;
        }
    }
}

/// A registration of these persons.
pub fn registration(persons: &[u32]) -> Register {
    let member = |who: &u32| {
        let mut mac = [0; 16];
        mac[..4].copy_from_slice(&who.to_be_bytes());
        let identity = Identity { current: Pseudonym { version: 1, mac }, previous: None };
        Member { identity, role: FamilyRole::OtherAdult, ages_out: None, added: None }
    };
    Register {
        id: InvolvementId(Uuid::now_v7()),
        members: persons.iter().map(member).collect(),
        card: ContactCard {
            professional_id: "p1".to_owned(),
            name: "N. Naam".to_owned(),
            function: "functie".to_owned(),
            phone: "0200000000".to_owned(),
            email: String::new(),
            deputy: None,
        },
        area: AreaCode::parse("zeeburg").expect("an area"),
        start: Day::parse("2026-03-01").expect("a day"),
        end: Day::parse("2027-03-01").expect("a day"),
        end_given: true,
        informed: Informed::No,
        own_reference: None,
        fingerprint: [7; 16],
    }
}

/// Who heard of whom, and how often: by organisation, the involvements of others.
#[derive(Default)]
pub struct Learned(pub BTreeMap<(Oin, InvolvementId), usize>);

impl Learned {
    /// Registers as a caller does: the same again, with the same id, until there is an answer.
    pub async fn register(&mut self, broker: &Broker, permit: &Permit, command: &Register) {
        let answer = loop {
            match broker.register(permit, command).await {
                Ok(answered) => break answered.answer,
                Err(Failure::Contention | Failure::Store(StoreError::Unavailable(_))) => {
                    tokio::time::sleep(Duration::from_millis(2)).await;
                }
                Err(other) => panic!("{other}"),
            }
        };
        let Party::Organisation(own) = permit.party() else { panic!("an organisation") };
        for party in answer.matched.iter().flat_map(|matched| &matched.parties) {
            if party.organisation != *own {
                *self.0.entry((*own, party.involvement)).or_default() += 1;
            }
        }
    }

    /// Adds what came into an inbox, which must be without gaps, and who was told.
    pub async fn read(&mut self, store: &dyn Store, own: Oin) {
        let page = store.read_inbox(&Party::Organisation(own), 0, 1_000_000).await;
        for (place, (sequence, notification)) in page.expect("readable").iter().enumerate() {
            assert_eq!(*sequence, place as u64 + 1, "no gap");
            if let Event::MatchFound { other, .. } = notification.event {
                *self.0.entry((own, other)).or_default() += 1;
            }
        }
    }

    pub fn add(&mut self, other: Self) {
        for (what, times) in other.0 {
            *self.0.entry(what).or_default() += times;
        }
    }

    /// Everybody of a family knows everybody else of it, each exactly once.
    pub fn is_complete(&self, family: &[(Oin, InvolvementId)]) {
        for (own, _) in family {
            for (_, other) in family.iter().filter(|(oin, _)| oin != own) {
                let times = self.0.get(&(*own, *other)).copied().unwrap_or_default();
                assert_eq!(times, 1, "{own:?} heard {times} times of {other:?} in {family:?}");
            }
        }
    }
}

/// Verifies the audit chain of a broker, and says how long it is.
pub async fn chain(store: &dyn Store) -> u64 {
    let mut head = Head::default();
    loop {
        let page = store.audit(head.position, 5_000).await.expect("readable");
        if page.is_empty() {
            break;
        }
        for sealed in &page {
            head.verify(sealed).expect("the chain holds");
        }
    }
    assert_eq!(store.audit_head().await, Ok(head));
    head.position
}
