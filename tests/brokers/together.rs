//! Nobody is missed, nothing fires twice, nobody waits for long: with three brokers as with one.

use std::{
    collections::BTreeMap,
    sync::{Arc, atomic::Ordering},
    time::{Duration, Instant},
};

use tokio::sync::Barrier;
use tokio_util::sync::CancellationToken;
use verwijspunt::{
    domain::{
        model::{notification::Event, party::Party},
        rules::access::Call,
        state::{effects::Effects, keys::Kind, lists::List},
    },
    notify::cursor::Turn,
    store::{Change, CommitError, Inboxes as _, Operations as _, Records as _},
};

use crate::{
    make, postgres,
    rig::{Learned, NOW, Rig, chain, registration, rounds},
};

/// Most organisations that meet around one family in these tests.
const PARTIES: usize = 3;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_registers_a_family_at_the_same_instant_learns_of_each_other_once() {
    let rig = Rig::new(postgres::cluster().fresh().await).await;
    let mut learned = Learned::default();
    let mut families = Vec::new();
    for round in 0..u32::try_from(rounds(150)).expect("few") {
        let barrier = Arc::new(Barrier::new(PARTIES));
        let mut tasks = Vec::new();
        let mut family = Vec::new();
        for n in 0..PARTIES {
            // A child that all name, and a parent that only this one names.
            let command =
                registration(&[round * 8, round * 8 + 1 + u32::try_from(n).expect("few")]);
            family.push((rig.oin(n), command.id));
            let (broker, permit) =
                (rig.brokers[n].clone(), rig.permit(n, Call::RegisterInvolvement));
            let barrier = barrier.clone();
            tasks.push(tokio::spawn(async move {
                let mut learned = Learned::default();
                barrier.wait().await;
                learned.register(&broker, &permit, &command).await;
                learned
            }));
        }
        for task in tasks {
            learned.add(task.await.expect("no panic"));
        }
        families.push(family);
    }
    for n in 0..PARTIES {
        // Any broker serves any caller.
        learned.read(&*rig.stores[(n + 1) % PARTIES], rig.oin(n)).await;
    }
    for family in &families {
        learned.is_complete(family);
    }
    for store in &rig.stores {
        assert!(chain(&**store).await >= families.len() as u64);
    }
    rig.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_deadline_fires_once_however_many_sweep() {
    let rig = Rig::new(postgres::cluster().fresh().await).await;
    let families = u32::try_from(rounds(20)).expect("few");
    let mut learned = Learned::default();
    for family in 0..families {
        for n in 0..2 {
            let permit = rig.permit(n, Call::RegisterInvolvement);
            learned.register(&rig.brokers[n], &permit, &registration(&[family])).await;
        }
    }
    // After every stage of the reminders, and after the involvements' end.
    for days in [14, 30, 60, 400] {
        rig.clock.store(NOW + days * 86_400_000, Ordering::SeqCst);
        let sweeps = rig.brokers.iter().cloned().map(|broker| {
            tokio::spawn(async move { broker.sweep().await.expect("the store works") })
        });
        for sweep in sweeps.collect::<Vec<_>>() {
            sweep.await.expect("no panic");
        }
        rig.brokers[0].sweep().await.expect("what lost a race comes up again");
    }
    for n in 0..2 {
        let inbox = Party::Organisation(rig.oin(n));
        let page = rig.stores[n].read_inbox(&inbox, 0, 1_000_000).await.expect("readable");
        let mut told: BTreeMap<String, usize> = BTreeMap::new();
        for (_, notification) in page {
            let what = match notification.event {
                Event::FollowUpDue { matched, stage, .. } => format!("{matched} {stage:?}"),
                Event::Expired { involvement } => format!("{involvement} expired"),
                _ => continue,
            };
            *told.entry(what).or_default() += 1;
        }
        assert!(told.len() >= families as usize * 2, "{told:?}");
        assert!(told.values().all(|times| *times == 1), "{told:?}");
    }
    rig.close().await;
}

/// How long a reader at one broker waits for what another one writes.
async fn woken(notify: bool) -> Duration {
    let rig = Rig::new(postgres::cluster().fresh().await).await;
    let mut options = verwijspunt::store::postgres::Options::new(&rig.url, "reader");
    options.notify = notify;
    let store = verwijspunt::store::postgres::PostgresStore::open(&options).await.expect("opens");
    let reader = rig.broker_over(Arc::new(store));
    let stop = CancellationToken::new();
    for broker in [&reader, &rig.brokers[0]] {
        let (broker, stop) = (broker.clone(), stop.clone());
        tokio::spawn(async move { broker.follow_others(stop).await });
    }
    let mut learned = Learned::default();
    let registering = |n| rig.permit(n, Call::RegisterInvolvement);
    learned.register(&rig.brokers[0], &registering(0), &registration(&[1])).await;
    let mut cursor =
        reader.subscribe(&rig.permit(0, Call::Subscribe), None).await.expect("subscribed");
    let waiting = tokio::spawn(async move {
        let turn = cursor.next(Duration::from_secs(60)).await.expect("readable");
        assert!(matches!(turn, Turn::Notifications(page) if page.len() == 1));
        Instant::now()
    });
    // It waits by now, and has been looked at once.
    tokio::time::sleep(Duration::from_secs(2)).await;
    let begun = Instant::now();
    learned.register(&rig.brokers[0], &registering(1), &registration(&[1])).await;
    let waited = waiting.await.expect("no panic").saturating_duration_since(begun);
    stop.cancel();
    rig.close().await;
    reader.store().close().await;
    waited
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_reader_is_woken_by_what_another_broker_writes() {
    // Without a word it takes a look, twice a second; a cursor alone would take five seconds.
    let (told, looked) = tokio::join!(woken(true), woken(false));
    assert!(told < Duration::from_secs(4), "{told:?}");
    assert!(looked < Duration::from_secs(4), "{looked:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_batch_takes_two_round_trips_however_many_changes_it_has() {
    let rig = Rig::new(postgres::cluster().fresh().await).await;
    let store = &rig.stores[0];
    let figure = |name: &str| {
        let figures = store.figures();
        figures.iter().find(|(own, ..)| *own == name).map(|(.., value)| *value).expect("counted")
    };
    let before = ["store_batches", "store_requests", "store_round_trips"].map(figure);
    for round in 0..10 {
        let changes = (0..64).map(|n| {
            let id = round * 64 + n;
            let effects = Effects {
                put: vec![(make::person_key(id), make::person(1)), make::involvement(id, n, 30)],
                notify: vec![(make::organisation(n % 5), make::notification(n))],
                ..Effects::default()
            };
            store.commit(make::change(effects))
        });
        for done in futures::future::join_all(changes).await {
            done.expect("nothing stands in the way");
        }
    }
    let after = ["store_batches", "store_requests", "store_round_trips"].map(figure);
    let [batches, changes, trips] = std::array::from_fn(|n| after[n] - before[n]);
    assert_eq!(changes as u64, 640);
    assert!(trips <= batches * 2.0, "{trips} round trips for {batches} batches");
    assert!(batches <= 40.0, "{batches} batches for ten times 64 changes at once");
    rig.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_table_is_ever_read_whole() {
    let rig = Rig::new(postgres::cluster().fresh().await).await;
    let mut learned = Learned::default();
    for family in 0..10 {
        for n in 0..PARTIES {
            let permit = rig.permit(n, Call::RegisterInvolvement);
            learned.register(&rig.brokers[n], &permit, &registration(&[family, 99])).await;
        }
    }
    rig.brokers[0].sweep().await.expect("the store works");
    learned.read(&*rig.stores[0], rig.oin(0)).await;
    let store = &rig.stores[0];
    assert_eq!(store.scan(Kind::Involvement, None, 100).await.expect("reads").len(), 30);
    let list = List::Involvements(rig.oin(0));
    assert_eq!(store.list(&list, None, 100).await.expect("reads").len(), 10);
    rig.close().await;
    let url = rig.url.clone();
    // Sessions tell their counts when they end.
    drop(rig);
    let (client, connection) =
        tokio_postgres::connect(&url, tokio_postgres::NoTls).await.expect("the server is there");
    let connection = tokio::spawn(connection);
    let counts = "SELECT relname::text, seq_scan, coalesce(idx_scan, 0), \
            (SELECT count(*) FROM pg_index WHERE indrelid = relid) FROM pg_stat_user_tables \
        WHERE schemaname = current_schema() AND relname NOT IN ('migration', 'broker')";
    let begun = Instant::now();
    // Once for each index, while that is made.
    loop {
        let rows = client.query(counts, &[]).await.expect("the statement is right");
        let read_whole = |row: &&tokio_postgres::Row| row.get::<_, i64>(1) > row.get::<_, i64>(3);
        let whole: Vec<&str> = rows.iter().filter(read_whole).map(|row| row.get(0)).collect();
        assert!(whole.is_empty(), "read whole: {whole:?}");
        let used = rows.iter().filter(|row| row.get::<_, i64>(2) > 0).count();
        if used >= 5 {
            break;
        }
        assert!(begun.elapsed() < Duration::from_secs(30), "only {used} tables were used at all");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    drop(client);
    drop(connection.await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_processes_cannot_be_the_same_broker() {
    let url = postgres::cluster().fresh().await;
    let (one, other) = (crate::rig::open(&url, "same").await, crate::rig::open(&url, "same").await);
    let change = || Change { audit: make::audit(1), ..make::puts(Vec::new()) };
    one.commit(change()).await.expect("the first goes on");
    let refused = other.commit(change()).await.expect_err("its chain was moved by another");
    assert!(
        matches!(&refused, CommitError::Store(error) if error.to_string().contains("broker_name"))
    );
    assert!(other.health().is_err(), "it must end and get another name");
    one.commit(change()).await.expect("the first goes on");
    assert_eq!(chain(&*one).await, 2);
}
