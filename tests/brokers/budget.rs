//! Has a caller one lookup budget, however many brokers it asks?

use std::{collections::BTreeSet, sync::Arc};

use tokio::sync::Barrier;
use verwijspunt::{
    broker::{Broker, Failure},
    domain::{
        model::{budget::Terms, refusal::Refusal},
        rules::access::{Call, Permit},
        state::keys::Kind,
    },
    store::{Records as _, StoreError},
};

use crate::{
    postgres,
    rig::{NOW, Rig, registration, rounds},
};

/// Persons about whom the organisation may ask.
const MOST: usize = 20;

/// Asks about persons one by one; those about whom it was answered.
async fn ask(broker: Arc<Broker>, permit: Permit, persons: Vec<u32>) -> BTreeSet<u32> {
    let mut granted = BTreeSet::new();
    for person in persons {
        let command = registration(&[person]);
        for attempt in 0.. {
            assert!(attempt < 10, "nothing comes through");
            match broker.register(&permit, &command).await {
                Ok(_) => {
                    granted.insert(person);
                    break;
                }
                Err(Failure::Refused(Refusal::LookupBudget(_))) => break,
                Err(Failure::Contention | Failure::Store(StoreError::Unavailable(_))) => {}
                Err(other) => panic!("{other}"),
            }
        }
    }
    granted
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn three_brokers_have_one_budget() {
    let rig = Rig::new(postgres::cluster().fresh().await).await;
    let terms = Terms {
        persons_per_hour: MOST as u64,
        persons_per_day: 2 * MOST as u64,
        ..Terms::default()
    };
    let brokers: Vec<Arc<Broker>> =
        rig.stores.iter().map(|store| rig.broker_with(store.clone(), terms.clone())).collect();
    let days = i64::try_from(rounds(3).min(30)).expect("few");
    for day in 0..days {
        rig.clock.store(NOW + day * 86_400_000, std::sync::atomic::Ordering::SeqCst);
        // Persons of their own for each broker, and some whom all three ask about.
        let barrier = Arc::new(Barrier::new(brokers.len()));
        let first = u32::try_from(day).expect("few") * 1_000;
        let tasks = brokers.iter().zip(0_u32..).map(|(broker, n)| {
            let own = (0..30).map(|k| first + 100 * (n + 1) + k);
            let persons: Vec<u32> = own.flat_map(|own| [own, first + own % 10]).collect();
            let permit = rig.permit(0, Call::RegisterInvolvement);
            let (broker, barrier) = (broker.clone(), barrier.clone());
            tokio::spawn(async move {
                barrier.wait().await;
                ask(broker, permit, persons).await
            })
        });
        let mut granted = BTreeSet::new();
        for task in tasks.collect::<Vec<_>>() {
            granted.extend(task.await.expect("no panic"));
        }
        assert_eq!(granted.len(), MOST, "on day {day}: {granted:?}");
        // Another organisation has a budget of its own.
        let (other, person) = (rig.permit(1, Call::RegisterInvolvement), vec![first + 999]);
        assert_eq!(ask(brokers[0].clone(), other, person).await.len(), 1);
    }
    // When the days are over nothing is left of who asked about whom, whoever sweeps.
    rig.clock.store(NOW + days * 86_400_000, std::sync::atomic::Ordering::SeqCst);
    let sweeps = brokers
        .iter()
        .cloned()
        .map(|broker| tokio::spawn(async move { broker.sweep().await.expect("the store works") }));
    for sweep in sweeps.collect::<Vec<_>>() {
        sweep.await.expect("no panic");
    }
    brokers[0].sweep().await.expect("what lost a race comes up again");
    for kind in [Kind::Tally, Kind::Asked] {
        let left = rig.stores[0].scan(kind, None, 10).await.expect("scans");
        assert!(left.is_empty(), "{left:?}");
    }
    rig.close().await;
}

/// Registers the same persons, each broker under a professional of its own; how many were let in.
async fn register_under(broker: Arc<Broker>, permit: Permit, professional: usize) -> usize {
    let mut granted = 0;
    for person in 0..15 {
        let mut command = registration(&[person]);
        command.card.professional_id = format!("p{professional}");
        for attempt in 0.. {
            assert!(attempt < 10, "nothing comes through");
            match broker.register(&permit, &command).await {
                Ok(_) => granted += 1,
                Err(Failure::Refused(Refusal::LookupBudget(_))) => {}
                Err(Failure::Contention | Failure::Store(StoreError::Unavailable(_))) => continue,
                Err(other) => panic!("{other}"),
            }
            break;
        }
    }
    granted
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn three_brokers_count_every_registration_of_one_person() {
    let rig = Rig::new(postgres::cluster().fresh().await).await;
    let most = MOST as u64;
    let terms = Terms { persons_per_hour: most, persons_per_day: 2 * most, ..Terms::default() };
    let barrier = Arc::new(Barrier::new(rig.stores.len()));
    let tasks = rig.stores.iter().enumerate().map(|(n, store)| {
        let broker = rig.broker_with(store.clone(), terms.clone());
        let (permit, barrier) = (rig.permit(0, Call::RegisterInvolvement), barrier.clone());
        tokio::spawn(async move {
            barrier.wait().await;
            register_under(broker, permit, n).await
        })
    });
    let mut granted = 0;
    for task in tasks.collect::<Vec<_>>() {
        granted += task.await.expect("no panic");
    }
    assert_eq!(granted, MOST, "fifteen persons, three registrations of each");
    rig.close().await;
}
