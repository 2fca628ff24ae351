//! Lookup budgets beside the stories: case loads, first imports, what a refusal looks at, and what is
//! left when the day is over. The stories `budget_*` say what callers meet.

#![allow(unreachable_pub, missing_docs)]

use std::sync::{
    Arc, LazyLock,
    atomic::{AtomicI64, Ordering},
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
            party::{AreaCode, Oin, Party},
            person::{FamilyRole, Identity, Member, Pseudonym},
            refusal::Refusal,
            time::{Day, Time},
        },
        rules::{
            access::{self, Call, Caller, CallerKind, Permit},
            adding::Add,
            budget::WITHDRAWN_SOON,
            changing::Ending,
            registering::Register,
        },
        state::{
            keys::Kind,
            receipt::{ReceiptKey, Request},
        },
    },
    store::{
        AuditLog, Operations, Records, Sealed, Store,
        embedded::{EmbeddedStore, engine::Options},
        memory::MemoryStore,
    },
};

#[path = "support/watched.rs"]
mod watched;

use watched::{Step, Watched};

/// Monday 2 March 2026, ten o'clock.
const NOW: i64 = 1_772_442_000_000;

const HOUR: i64 = 3_600_000;

const DAY: i64 = 24 * HOUR;

fn covenant() -> Arc<Covenants> {
    static LOADED: LazyLock<Arc<Covenants>> = LazyLock::new(|| {
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/deploy/covenants/amsterdam-2009.toml");
        Arc::new(Covenants::from(Covenant::load(file.as_ref()).expect("total")))
    });
    LOADED.clone()
}

/// Two organisations.
fn oin(n: usize) -> Oin {
    let covenant = covenant();
    let plain = covenant.all().flat_map(Covenant::organisations).filter(|o| !o.sensitive);
    plain.map(|o| o.oin).nth(n).expect("the covenant has many")
}

fn permit(n: usize, call: Call) -> Permit {
    let caller =
        Caller::by_certificate(CallerKind::Organisation, Party::Organisation(oin(n)), "p1", "01");
    access::admit(caller, call, Time(0)).expect("organisations may")
}

fn registration(person: u32) -> Register {
    let mut mac = [0; 16];
    mac[..4].copy_from_slice(&person.to_be_bytes());
    let identity = Identity { current: Pseudonym { version: 1, mac }, previous: None };
    Register {
        id: InvolvementId(Uuid::now_v7()),
        members: vec![Member {
            identity,
            role: FamilyRole::OtherAdult,
            ages_out: None,
            added: None,
        }],
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

fn clock() -> Arc<AtomicI64> {
    Arc::new(AtomicI64::new(NOW))
}

fn broker(store: Arc<dyn Store>, clock: &Arc<AtomicI64>, budget: Terms) -> Broker {
    Broker::new(store, covenant(), Clock::Set(clock.clone())).with_budget(budget)
}

fn small(hour: u64, day: u64) -> Terms {
    Terms { persons_per_hour: hour, persons_per_day: day, ..Terms::default() }
}

/// Registers these persons; how many are not refused.
async fn registered(broker: &Broker, n: usize, persons: std::ops::Range<u32>) -> usize {
    let mut granted = 0;
    for person in persons {
        match broker.register(&permit(n, Call::RegisterInvolvement), &registration(person)).await {
            Ok(_) => granted += 1,
            Err(Failure::Refused(Refusal::LookupBudget(_))) => {}
            Err(other) => panic!("{other}"),
        }
    }
    granted
}

#[tokio::test]
async fn who_is_over_is_refused_before_anything_is_looked_up() {
    let store = Arc::new(Watched::new(Arc::new(MemoryStore::default())));
    let clock = clock();
    let broker = broker(store.clone(), &clock, small(2, 2));
    assert_eq!(registered(&broker, 1, 100..101).await, 1);
    assert_eq!(registered(&broker, 0, 0..3).await, 2);
    // From now on the broker knows. Somebody who is known, somebody who is not: the same is read.
    let mut looked = Vec::new();
    for person in [100, 50] {
        store.steps();
        assert_eq!(registered(&broker, 0, person..person + 1).await, 0);
        looked.push(store.steps());
    }
    assert_eq!(looked[0], looked[1]);
    let own = Step::Read(vec![Kind::Tally, Kind::Asked]);
    assert_eq!(looked[0][0], own, "the caller's own count, nothing else");
    let more = |step: &Step| matches!(step, Step::Read(_) | Step::Listed);
    assert!(!looked[0][1..].iter().any(more), "{looked:?}");
    // Who was asked about before is answered still, and every refusal is in the audit log.
    assert_eq!(registered(&broker, 0, 0..2).await, 2);
    let entries = store.audit(0, 100).await.expect("reads");
    let refused = entries.iter().filter_map(Sealed::entry).filter(|e| e.result == "LOOKUP_BUDGET");
    assert_eq!(refused.map(|entry| entry.subjects.len()).collect::<Vec<_>>(), [2, 2, 2]);
    // The next day it knows nothing of that any more.
    clock.fetch_add(24 * HOUR, Ordering::SeqCst);
    assert_eq!(registered(&broker, 0, 100..101).await, 1);
}

#[tokio::test]
async fn a_large_case_load_allows_for_more() {
    let store = Arc::new(MemoryStore::default());
    let clock = clock();
    assert_eq!(registered(&broker(store.clone(), &clock, Terms::off()), 0, 0..20).await, 20);
    assert!(store.scan(Kind::Tally, None, 1).await.expect("scans").is_empty(), "off: no count");
    let terms = Terms { percent_per_hour: 30, percent_per_day: 50, ..small(2, 2) };
    let broker = broker(store, &clock, terms);
    // What it registered today raises nothing, nor for seven days.
    assert_eq!(registered(&broker, 0, 100..120).await, 2);
    clock.fetch_add(6 * DAY, Ordering::SeqCst);
    assert_eq!(registered(&broker, 0, 120..140).await, 2);
    clock.fetch_add(DAY, Ordering::SeqCst);
    // 30 percent of the 22 of seven days ago in this hour.
    assert_eq!(registered(&broker, 0, 140..160).await, 6);
    assert_eq!(registered(&broker, 1, 200..220).await, 2, "another organisation has none");
    clock.fetch_add(HOUR, Ordering::SeqCst);
    // Half of them on this day, however many were registered since.
    assert_eq!(registered(&broker, 0, 160..180).await, 5);
}

/// Registers one person under so many professionals; how many are not refused.
async fn registered_often(broker: &Broker, person: u32, professionals: usize) -> usize {
    let mut granted = 0;
    for professional in 0..professionals {
        let mut command = registration(person);
        command.card.professional_id = format!("p{professional}");
        match broker.register(&permit(0, Call::RegisterInvolvement), &command).await {
            Ok(_) => granted += 1,
            Err(Failure::Refused(Refusal::LookupBudget(_))) => {}
            Err(other) => panic!("{other}"),
        }
    }
    granted
}

#[tokio::test]
async fn one_person_registered_fifty_times_raises_no_limit() {
    let store = Arc::new(MemoryStore::default());
    let clock = clock();
    let terms = Terms { percent_per_hour: 100, percent_per_day: 100, ..small(10, 100) };
    let broker = broker(store, &clock, terms);
    assert_eq!(registered_often(&broker, 1, 50).await, 10, "each registration counts");
    clock.fetch_add(8 * DAY, Ordering::SeqCst);
    for hour in 2..6 {
        // To find those of before asks about the person once; nine more are registered.
        assert_eq!(registered_often(&broker, 1, 50).await, 1 + 9 * hour);
        clock.fetch_add(HOUR, Ordering::SeqCst);
    }
    clock.fetch_add(8 * DAY, Ordering::SeqCst);
    // One person is a case load of one, however many professionals are involved with it.
    assert_eq!(registered(&broker, 0, 100..150).await, 10);
}

#[tokio::test]
async fn whoever_is_added_to_an_old_registration_counts_as_late_as_others() {
    let store = Arc::new(MemoryStore::default());
    let clock = clock();
    let terms = Terms { percent_per_hour: 100, percent_per_day: 100, ..small(4, 100) };
    let broker = broker(store, &clock, terms);
    let first = registration(1);
    let register = permit(0, Call::RegisterInvolvement);
    broker.register(&register, &first).await.expect("fits");
    clock.fetch_add(8 * DAY, Ordering::SeqCst);
    let add = permit(0, Call::AddMembers);
    for person in 2..6 {
        let key = ReceiptKey { caller: add.party().clone(), request: Uuid::now_v7() };
        let request = Request { key, fingerprint: [1; 16] };
        let members = registration(person).members;
        let command = Add { id: first.id, members };
        broker.add_members(&add, &request, &command).await.expect("four an hour");
    }
    clock.fetch_add(HOUR, Ordering::SeqCst);
    assert_eq!(registered(&broker, 0, 100..150).await, 4, "five persons, four of them fresh");
    clock.fetch_add(7 * DAY, Ordering::SeqCst);
    assert_eq!(registered(&broker, 0, 200..250).await, 9, "the five and the four of that day");
}

async fn sixty_four_at_once(store: Arc<dyn Store>) -> usize {
    let clock = clock();
    let broker = Arc::new(broker(store.clone(), &clock, small(30, 50)));
    let tasks = (0..64_u32).map(|n| {
        let broker = broker.clone();
        tokio::spawn(async move {
            let mut granted = 0;
            // One of its own, one whom all name, each under a professional of its own.
            for person in [1_000 + n, n % 4] {
                let mut command = registration(person);
                command.card.professional_id = format!("p{n}");
                loop {
                    match broker.register(&permit(0, Call::RegisterInvolvement), &command).await {
                        Ok(_) => granted += 1,
                        Err(Failure::Refused(Refusal::LookupBudget(_))) => {}
                        Err(Failure::Contention) => continue,
                        Err(other) => panic!("{other}"),
                    }
                    break;
                }
            }
            granted
        })
    });
    let mut granted = 0;
    for task in tasks.collect::<Vec<_>>() {
        granted += task.await.expect("no panic");
    }
    granted
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn sixty_four_callers_at_once_have_exactly_one_budget() {
    assert_eq!(sixty_four_at_once(Arc::new(MemoryStore::default())).await, 30);
    let directory = tempfile::tempdir().expect("a directory");
    let open = || EmbeddedStore::open(directory.path(), Options::default()).expect("it opens");
    let store = Arc::new(open());
    assert_eq!(sixty_four_at_once(store.clone()).await, 30);
    store.close().await;
    drop(store);
    // Nor does another process find any of it left.
    let store = Arc::new(open());
    let broker = broker(store.clone(), &clock(), small(30, 50));
    assert_eq!(registered(&broker, 0, 5_000..5_003).await, 0);
    store.close().await;
}

#[tokio::test]
async fn an_organisation_that_brings_in_its_case_load_is_counted_and_not_refused() {
    let store = Arc::new(MemoryStore::default());
    let clock = clock();
    let terms = Terms { importing: [oin(0)].into(), ..small(2, 2) };
    let importing = broker(store.clone(), &clock, terms);
    assert_eq!(registered(&importing, 0, 0..20).await, 20);
    assert_eq!(registered(&importing, 1, 100..120).await, 2);
    // When it is in, what it brought in counts for the rest of the day.
    let after = broker(store, &clock, small(2, 2));
    assert_eq!(registered(&after, 0, 20..22).await, 0);
    assert_eq!(registered(&after, 0, 0..2).await, 2);
}

#[tokio::test]
async fn a_withdrawal_that_counts_double_is_told_in_the_audit_log() {
    let store = Arc::new(MemoryStore::default());
    let clock = clock();
    let broker = broker(store.clone(), &clock, small(100, 100));
    for (days, soon) in [(0, true), (7, true), (8, false)] {
        let command = registration(days);
        broker.register(&permit(0, Call::RegisterInvolvement), &command).await.expect("fits");
        clock.fetch_add(24 * HOUR * i64::from(days), Ordering::SeqCst);
        let end = permit(0, Call::EndInvolvement);
        let key = ReceiptKey { caller: end.party().clone(), request: Uuid::now_v7() };
        let request = Request { key, fingerprint: [1; 16] };
        for _ in 0..2 {
            // The second is a retry: it counts nothing.
            broker.end(&end, &request, command.id, Ending::Unjustified).await.expect("own");
        }
        let head = store.audit_head().await.expect("reads").position;
        let last = store.audit(head - 2, 2).await.expect("reads");
        let results: Vec<_> =
            last.iter().filter_map(Sealed::entry).map(|entry| entry.result).collect();
        assert_eq!(results, [if soon { WITHDRAWN_SOON } else { "OK" }, "OK"], "after {days} days");
    }
    let [.., (_, _, withdrawn)] = broker.lookup_figures();
    assert!((withdrawn - 2.0).abs() < 0.1, "{withdrawn}");
}

async fn nothing_is_left_of_a_day_that_is_over(store: Arc<dyn Store>) {
    let clock = clock();
    let broker = broker(store.clone(), &clock, Terms::default());
    for day in 0..2_u32 {
        for n in 0..2 {
            assert_eq!(registered(&broker, n, 10 * day..10 * day + 7).await, 7);
        }
        broker.sweep().await.expect("the store works");
        let today = store.scan(Kind::Asked, None, 100).await.expect("scans");
        assert_eq!(today.len(), 14, "of this day, not of the one before");
        clock.fetch_add(24 * HOUR, Ordering::SeqCst);
    }
    broker.sweep().await.expect("the store works");
    for kind in [Kind::Asked, Kind::Tally] {
        assert!(store.scan(kind, None, 1).await.expect("scans").is_empty(), "{kind:?}");
    }
    let tallies = store.due(Time(i64::MAX - 1), 1_000).await.expect("reads");
    assert!(tallies.iter().all(|key| key.kind() != Kind::Tally), "no deadline leads to one");
    store.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_left_of_who_was_asked_about_when_the_day_is_over() {
    nothing_is_left_of_a_day_that_is_over(Arc::new(MemoryStore::default())).await;
    let directory = tempfile::tempdir().expect("a directory");
    let store = EmbeddedStore::open(directory.path(), Options::default()).expect("it opens");
    nothing_is_left_of_a_day_that_is_over(Arc::new(store)).await;
}
