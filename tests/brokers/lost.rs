//! What becomes of a change when its answer is lost on the way from the database?

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    task::Poll,
    time::{Duration, Instant},
};

use verwijspunt::{
    domain::rules::access::Call,
    store::{CommitError, Operations as _, Records as _, StoreError},
};

use crate::{
    make,
    postgres::{self, Cluster},
    rig::{Learned, Rig, chain, open, registration, rounds},
};

/// Ends every session of these brokers, in the middle of whatever they do.
const CUT: &str = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
    WHERE application_name = 'cut' AND random() < 0.4";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn connections_that_break_lose_nothing_and_double_nothing() {
    let url = format!("{}&application_name=cut", postgres::cluster().fresh().await);
    let rig = Arc::new(Rig::new(url).await);
    let stop = Arc::new(AtomicBool::new(false));
    let stopped = stop.clone();
    let cutting = tokio::spawn(async move {
        let mut cuts = 0;
        while !stopped.load(Ordering::Relaxed) {
            tokio::time::sleep(Duration::from_millis(35)).await;
            postgres::cluster().execute(CUT).await;
            cuts += 1;
        }
        cuts
    });
    let families = u32::try_from(rounds(120)).expect("few");
    let tasks = (0..3_usize).map(|n| {
        let rig = rig.clone();
        tokio::spawn(async move {
            let (mut learned, mut members) = (Learned::default(), Vec::new());
            for family in 0..families {
                let command = registration(&[family]);
                let permit = rig.permit(n, Call::RegisterInvolvement);
                learned.register(&rig.brokers[n], &permit, &command).await;
                members.push((rig.oin(n), command.id));
            }
            (learned, members)
        })
    });
    let (mut learned, mut members) = (Learned::default(), Vec::new());
    for task in tasks.collect::<Vec<_>>() {
        let (own, of_one) = task.await.expect("no panic");
        learned.add(own);
        members.push(of_one);
    }
    stop.store(true, Ordering::Relaxed);
    let cuts = cutting.await.expect("no panic");
    assert!(cuts > 5, "only {cuts} cuts: the test shows little");
    for n in 0..3 {
        learned.read(&*rig.stores[n], rig.oin(n)).await;
        assert_eq!(rig.stores[n].health(), Ok(()));
        assert!(chain(&*rig.stores[n]).await >= u64::from(families));
    }
    for family in 0..families as usize {
        let family: Vec<_> = members.iter().map(|of_one| of_one[family]).collect();
        learned.is_complete(&family);
    }
    rig.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_commit_whose_wait_for_a_standby_is_broken_off_is_not_confirmed() {
    let cluster = Cluster::start(&[], |_| {});
    let url = format!("{}?application_name=waiting", cluster.url());
    let store = open(&url, "one").await;
    // From now on every commit waits for a standby that does not exist.
    cluster.execute("ALTER SYSTEM SET synchronous_standby_names = 'nobody'").await;
    cluster.execute("SELECT pg_reload_conf()").await;
    tokio::time::sleep(Duration::from_millis(500)).await;
    let committing = {
        let store = store.clone();
        tokio::spawn(
            async move { store.commit(make::puts(vec![make::involvement(1, 1, 30)])).await },
        )
    };
    let broken_off = "SELECT pg_cancel_backend(pid) FROM pg_stat_activity \
        WHERE application_name = 'waiting' AND wait_event = 'SyncRep'";
    for _ in 0..6 {
        tokio::time::sleep(Duration::from_millis(250)).await;
        cluster.execute(broken_off).await;
        assert!(!committing.is_finished(), "an OK without a standby");
    }
    assert!(store.ready().is_err(), "not serving while no write comes through");
    cluster.execute("ALTER SYSTEM RESET synchronous_standby_names").await;
    cluster.execute("SELECT pg_reload_conf()").await;
    let answer = tokio::time::timeout(Duration::from_secs(40), committing).await;
    // Perhaps it has waited too long for its caller; then the same again is harmless.
    match answer.expect("answered").expect("no panic") {
        Ok(()) | Err(CommitError::Store(StoreError::Unavailable(_))) => {}
        other => panic!("{other:?}"),
    }
    let begun = Instant::now();
    while store.ready().is_err() {
        assert!(begun.elapsed() < Duration::from_secs(45), "{:?}", store.ready());
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    assert_eq!(chain(&*store).await, 1, "done once");
    store.commit(make::puts(vec![make::involvement(2, 1, 30)])).await.expect("goes on");
    store.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_that_is_gone_is_said_and_comes_back() {
    let cluster = Cluster::start(&[], |_| {});
    let store = open(&cluster.url(), "one").await;
    store.commit(make::puts(vec![make::involvement(1, 1, 30)])).await.expect("it is there");
    let begun = Instant::now();
    cluster.freeze(true);
    let answer = store.commit(make::puts(vec![make::involvement(2, 1, 30)])).await;
    assert!(matches!(answer, Err(CommitError::Store(StoreError::Unavailable(_)))), "{answer:?}");
    assert!(begun.elapsed() < Duration::from_secs(60), "{:?}", begun.elapsed());
    let begun = Instant::now();
    let refused = store.commit(make::puts(vec![make::involvement(3, 1, 30)])).await;
    assert!(matches!(refused, Err(CommitError::Store(StoreError::Unavailable(_)))), "{refused:?}");
    assert!(begun.elapsed() < Duration::from_secs(2), "it is known by now: said at once");
    assert!(store.ready().is_err() && store.health().is_ok(), "the process goes on");
    cluster.freeze(false);
    let begun = Instant::now();
    while store.ready().is_err() {
        assert!(begun.elapsed() < Duration::from_secs(45), "{:?}", store.ready());
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    store.commit(make::puts(vec![make::involvement(4, 1, 30)])).await.expect("it is back");
    assert!((2..=3).contains(&chain(&*store).await));
    store.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn reads_that_wait_for_a_silent_database_are_bounded() {
    const ASKED: usize = 20_000;
    let cluster = Cluster::start(&[], |_| {});
    let store = open(&cluster.url(), "one").await;
    let key = [make::person_key(1)];
    store.load(&key).await.expect("it is there");
    cluster.freeze(true);
    let mut waiting: Vec<_> = (0..ASKED).map(|_| store.load(&key)).collect();
    let mut busy = 0;
    for load in &mut waiting {
        match futures::poll!(load) {
            Poll::Pending => {}
            Poll::Ready(Err(StoreError::Busy)) => busy += 1,
            Poll::Ready(other) => panic!("{other:?}"),
        }
    }
    assert!(busy > 1_000 && busy < ASKED / 2, "{busy} of {ASKED} are told to come back");
    drop(waiting);
    cluster.freeze(false);
    let begun = Instant::now();
    while store.load(&key).await.is_err() {
        assert!(begun.elapsed() < Duration::from_secs(45), "it comes back");
    }
    store.close().await;
}
