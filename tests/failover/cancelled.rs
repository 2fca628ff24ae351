//! Scenario 25: somebody cancels the wait for a standby, so that the old primary shows what no
//! other server has; then it is lost. Does anybody hear OK, or of a match, that is not there?

use std::{sync::Arc, time::Duration};

use tokio::sync::Mutex;
use tokio_util::sync::CancellationToken;
use verwijspunt::{
    api::v1::{self, subscribe_response::Part},
    domain::{
        model::{audit::AuditEntry, time::Time},
        state::effects::Effects,
    },
    store::{
        Change, CommitError, Operations as _, Records as _,
        postgres::{Options, PostgresStore},
    },
};

use super::{
    harness::{
        brokers::{Town, back},
        cluster::Cluster,
    },
    support::{
        place::{Party, Place},
        seat::{Seat, announced, child, in_time, registration},
        until, within,
    },
};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s25_s1_s3_s5_w3_a_cancelled_wait_is_no_ok() {
    let mut town = Town::start("cancelled-wait", 3).await;
    let (urls, place) = (town.urls(), town.place.clone());
    let [first, second] = [0, 1].map(|party| place.organisations[party].clone());
    let one = town.seat(0, 0).await;
    one.register(&registration(vec![child(1)])).await.unwrap();
    let two = town.seat(0, 1).await;
    let request = Arc::new(registration(vec![child(1), child(2)]));

    // The inbox of the first is read at every broker all the while.
    let stop = CancellationToken::new();
    let heard = Arc::new(Mutex::new(Vec::new()));
    for url in &urls {
        tokio::spawn(listen(
            url.clone(),
            place.clone(),
            first.clone(),
            heard.clone(),
            stop.clone(),
        ));
    }
    // Nothing else commits from here on.
    tokio::time::sleep(Duration::from_secs(1)).await;

    let old = town.cluster.primary;
    town.cluster.cut_off(old, &[0, 1, 2]);
    let sent = tokio::spawn({
        let (two, request) = (two.clone(), request.clone());
        async move { in_time(two.register(&request)).await }
    });
    until("the wait for a standby", || async {
        (town.cluster.nodes[old].waiting_for_standbys().await > 0).then_some(())
    })
    .await;
    assert!(town.cluster.cancel_waits(old).await > 0);
    let shown = town.cluster.nodes[old].sql_in_database("SELECT count(*) FROM notification").await;
    assert_eq!(shown.as_deref(), Ok("1"), "the old primary shows it");
    // From now on it is asked for everywhere.
    let answers = Arc::new(Mutex::new(Vec::new()));
    let mut asking = Vec::new();
    for url in &urls {
        let seat = Seat::at(url, &place, &second).await;
        asking.push(tokio::spawn(ask(seat, request.clone(), answers.clone(), stop.clone())));
    }
    let mut cancelled = 1;
    for _ in 0..20 {
        cancelled += town.cluster.cancel_waits(old).await;
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    // Who did it is gone too: only those remain who saw it there.
    town.brokers[0].take().expect("it ran").kill_nine().await;
    println!("{cancelled} waits were cancelled");
    assert!(answers.lock().await.is_empty(), "S1: OK without a standby");
    assert!(heard.lock().await.is_empty(), "S5: told of what no standby has");

    // The old primary shows it until it is gone, and what waited there goes to the new one.
    town.cluster.fail_over().await;
    town.cluster.nodes[old].kill_nine();
    let recovered = back(urls[1..].to_vec(), place.clone()).await;
    println!("brokers back after {recovered:.1?}");
    if let Ok(answer) = sent.await.unwrap() {
        answers.lock().await.push(answer);
    }
    until("an answer", || async { (!answers.lock().await.is_empty()).then_some(()) }).await;
    tokio::time::sleep(Duration::from_secs(2)).await;
    stop.cancel();
    for asked in asking {
        within("the last question", asked).await.unwrap();
    }

    // Whatever was answered is what is there, once.
    let two = town.seat(1, 1).await;
    let kept = two.register(&request).await.unwrap();
    assert_eq!(two.involvements().await.len(), 1, "S3: one effect");
    for answer in answers.lock().await.iter() {
        assert_eq!(*answer, kept, "S1, S3: what was answered is not what is there");
    }
    let told = town.seat(2, 0).await.everything().await.0;
    assert_eq!(told.len(), 1, "S3: one notification");
    let found = kept.r#match.expect("the first one is there");
    assert_eq!(announced(&told[0]).unwrap().match_id, found.match_id);
    let heard = heard.lock().await;
    println!("{} answers, {} deliveries", answers.lock().await.len(), heard.len());
    for notification in heard.iter() {
        assert_eq!(notification, &told[0], "S5, W3: what was delivered is not what is there");
    }
}

/// Sends the same registration again and again, and keeps every OK.
async fn ask(
    seat: Seat,
    request: Arc<v1::RegisterInvolvementRequest>,
    answers: Arc<Mutex<Vec<v1::RegisterInvolvementResponse>>>,
    stop: CancellationToken,
) {
    let mut asked = tokio::task::JoinSet::new();
    while !stop.is_cancelled() {
        let (seat, request, answers) = (seat.clone(), request.clone(), answers.clone());
        asked.spawn(async move {
            if let Ok(answer) = in_time(seat.register(&request)).await {
                answers.lock().await.push(answer);
            }
        });
        tokio::time::sleep(Duration::from_millis(250)).await;
    }
    asked.join_all().await;
}

/// Follows an inbox from its beginning, again whenever the stream ends.
async fn listen(
    url: String,
    place: Arc<Place>,
    party: Party,
    heard: Arc<Mutex<Vec<v1::Notification>>>,
    stop: CancellationToken,
) {
    let seat = Seat::at(&url, &place, &party).await;
    while !stop.is_cancelled() {
        if let Ok(mut stream) = seat.subscribe(Some(0)).await {
            while let Ok(Ok(Some(message))) =
                tokio::time::timeout(Duration::from_secs(5), stream.message()).await
            {
                if let Some(Part::Notification(notification)) = message.part {
                    heard.lock().await.push(notification);
                }
            }
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

/// The rule behind it: what was read from a server that was lost supports no answer.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s25_s5_reads_from_a_lost_server_support_nothing() {
    let mut cluster = Cluster::start(1).await;
    let mut options = Options::new(&cluster.url(0), "alone");
    options.require_synchronous = true;
    let store = PostgresStore::open(&options).await.unwrap();
    let read = || Change {
        expect: Vec::new(),
        effects: Effects::default(),
        audit: AuditEntry {
            at: Time(0),
            actor: None,
            action: "Read".to_owned(),
            result: "OK".to_owned(),
            ground: String::new(),
            subjects: Vec::new(),
        },
        asked: None,
    };
    let before = store.era();
    assert_eq!(store.commit_in(before, read()).await, Ok(()));
    cluster.kill_primary();
    cluster.fail_over().await;
    let late = within("the failover", store.commit_in(before, read())).await;
    assert_eq!(late, Err(CommitError::Conflict));
    assert!(store.era() > before);
    assert_eq!(store.commit_in(store.era(), read()).await, Ok(()));
    store.close().await;
}
