//! Does everything arrive once it is acknowledged, whoever dies in between? Scenarios 14, 19, 21.

use std::{
    collections::BTreeMap,
    path::Path,
    process::Stdio,
    sync::{Arc, atomic::AtomicI64},
};

use tokio::{
    io::{AsyncBufReadExt as _, BufReader},
    process::Command,
};
use tonic::Code;
use uuid::Uuid;
use verwijspunt::{
    api::v1::{self, notification::Event, register_involvement_request::Place as Where},
    broker::Clock,
    server::{assemble, config::Config},
};

use super::support::{
    broker::{BINARY, Broker},
    place::Place,
    relay::Relay,
    seat::{self, Seat, acting, announced, next_notification, reason, registration},
    until, within,
};

/// Two organisations and their connections.
async fn pair(broker: &Broker, place: &Place) -> (Seat, Seat) {
    let [one, two] = [0, 1].map(|at| &place.organisations[at]);
    (Seat::at(&broker.url, place, one).await, Seat::at(&broker.url, place, two).await)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s14_w3_client_killed_before_it_acknowledges() {
    let place = Place::new("client-dies");
    let broker = Broker::start(&place).await;
    let (one, two) = pair(&broker, &place).await;
    for family in 0..3 {
        one.register(&registration(vec![seat::child(family)])).await.unwrap();
        two.register(&registration(vec![seat::child(family)])).await.unwrap();
    }
    let mut seen = Vec::new();
    for _ in 0..2 {
        let mut watch = Command::new(BINARY)
            .args(["watch", "-o", "json", "--server", &broker.url, "--certs"])
            .arg(place.certs())
            .args(["--as", &place.organisations[0].name])
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        // Enough of its output for one notification, whatever form it has.
        let mut lines = BufReader::new(watch.stdout.take().unwrap()).lines();
        let mut received = String::new();
        while !received.contains("notificationId") && !received.contains("notification_id") {
            let line = within("the first notification", lines.next_line()).await.unwrap();
            received.push_str(&line.expect("watch goes on"));
        }
        watch.kill().await.unwrap();
        let mut stream = one.subscribe(None).await.unwrap();
        let first = next_notification(&mut stream).await.unwrap();
        assert!(received.contains(&first.notification_id), "{received}");
        seen.push((first.sequence, first.notification_id));
    }
    assert_eq!(seen[0], seen[1], "redelivered with the same id and sequence");
    assert_eq!(seen[0].0, 1);

    // Also over a crash of the broker, and until it is acknowledged.
    broker.kill_nine().await;
    let broker = Broker::start(&place).await;
    let (one, _) = pair(&broker, &place).await;
    let mut stream = one.subscribe(None).await.unwrap();
    let again = next_notification(&mut stream).await.unwrap();
    assert_eq!((again.sequence, again.notification_id), seen[0]);
    assert_eq!(one.acknowledge(1).await.unwrap(), 1);
    broker.kill_nine().await;
    let broker = Broker::start(&place).await;
    let (one, _) = pair(&broker, &place).await;
    let mut stream = one.subscribe(None).await.unwrap();
    assert_eq!(next_notification(&mut stream).await.unwrap().sequence, 2, "W7 over a crash");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s15_s16_w4_w7_positions_over_a_crash() {
    let place = Place::new("positions");
    let broker = Broker::start(&place).await;
    let (one, two) = pair(&broker, &place).await;
    for family in 0..4 {
        one.register(&registration(vec![seat::child(family)])).await.unwrap();
        two.register(&registration(vec![seat::child(family)])).await.unwrap();
    }
    assert_eq!(one.acknowledge(3).await.unwrap(), 3);
    broker.kill_nine().await;
    let broker = Broker::start(&place).await;
    let (one, _) = pair(&broker, &place).await;
    assert_eq!(one.acknowledge(2).await.unwrap(), 3, "an older one changes nothing");
    assert_eq!(one.acknowledge(3).await.unwrap(), 3, "nor does a repeated one");
    let future = one.acknowledge(5).await.unwrap_err();
    assert_eq!(future.code(), Code::OutOfRange, "{future}");
    for (after, expected) in [(Some(0), 1), (None, 4), (Some(3), 4), (Some(1), 2)] {
        let mut stream = one.subscribe(after).await.unwrap();
        let first = next_notification(&mut stream).await.unwrap();
        assert_eq!(first.sequence, expected, "after {after:?}");
    }
    let ahead = one.subscribe(Some(5)).await.unwrap_err();
    assert_eq!(ahead.code(), Code::OutOfRange, "{ahead}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s19_s3_answer_lost_after_the_commit() {
    let place = Place::new("answer-lost");
    let broker = Broker::start(&place).await;
    let (one, two) = pair(&broker, &place).await;
    let first = registration(vec![seat::child(1)]);
    one.register(&first).await.unwrap();

    // Registering.
    let request = registration(vec![seat::child(1), seat::child(2)]);
    let relay = Relay::to(&broker.url).await;
    let lost = Seat::at(&relay.url, &place, &place.organisations[1]).await;
    relay.hold_answers();
    let sent = tokio::spawn({
        let request = request.clone();
        async move { lost.register(&request).await }
    });
    until("the commit", || async { (two.involvements().await.len() == 1).then_some(()) }).await;
    relay.cut().await;
    assert!(sent.await.unwrap().is_err(), "the answer was lost");
    broker.kill_nine().await;
    let broker = Broker::start(&place).await;
    let (one, two) = pair(&broker, &place).await;
    let answer = two.register(&request).await.unwrap();
    assert_eq!(two.register(&request).await.unwrap(), answer, "S3: the same answer");
    let found = answer.r#match.expect("the other one is there");
    assert_eq!(found.parties.len(), 1);
    assert_eq!(found.parties[0].organisation_oin, one.id);
    assert_eq!(two.involvements().await.len(), 1, "S3: one effect");
    let told = one.everything().await.0;
    assert_eq!(told.len(), 1, "S3: one notification");
    assert_eq!(announced(&told[0]).unwrap().match_id, found.match_id);
    let mut other = request.clone();
    other.place = Some(Where::Area("centrum".into()));
    let refused = two.register(&other).await.unwrap_err();
    assert_eq!((refused.code(), reason(&refused).as_str()), (Code::AlreadyExists, "ID_REUSED"));

    // Opening a ticket.
    let open = v1::OpenTicketRequest {
        ticket_id: Uuid::now_v7().to_string(),
        involvement_id: first.involvement_id.clone(),
        track: v1::Track::NotCarriedOut.into(),
        obstacle: v1::Obstacle::TaskNotDone.into(),
        target_oin: two.id.clone(),
        category: "MPG2".into(),
        acting_professional: acting(),
        ..v1::OpenTicketRequest::default()
    };
    let relay = Relay::to(&broker.url).await;
    let lost = Seat::at(&relay.url, &place, &place.organisations[0]).await;
    relay.hold_answers();
    let (sending, content) = (lost.escalation(), open.clone());
    let sent = tokio::spawn(async move { sending.clone().open_ticket(content).await });
    until("the commit", || async { (one.everything().await.0.len() > 1).then_some(()) }).await;
    relay.cut().await;
    assert!(sent.await.unwrap().is_err(), "the answer was lost");
    let ticket = one.escalation().open_ticket(open.clone()).await.unwrap().into_inner();
    let again = one.escalation().open_ticket(open.clone()).await.unwrap().into_inner();
    assert_eq!(ticket, again, "S3: the same answer");
    assert_eq!(one.everything().await.0.len(), 2, "S3: one effect");
    let other = v1::OpenTicketRequest { nuisance: true, ..open };
    let refused = one.escalation().open_ticket(other).await.unwrap_err();
    assert_eq!(refused.code(), Code::AlreadyExists, "{refused}");
}

/// The involvement ends while the broker is down.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s21_l2_a_deadline_that_passed_while_down_fires_once() {
    let place = Place::new("deadline");
    // The first broker lives forty days ago, in this process.
    let day = 86_400_000;
    let now = Clock::System.now();
    let long_ago = Arc::new(AtomicI64::new(now.plus_ms(-40 * day).0));
    let config = Config::load(&place.file("config.toml")).unwrap();
    let old = assemble::start(&config, Clock::Set(long_ago)).await.unwrap();
    let url = format!("https://{}", old.server().address());
    let one = Seat::at(&url, &place, &place.organisations[0]).await;
    let two = Seat::at(&url, &place, &place.organisations[1]).await;
    let ended_on = now.plus_ms(-2 * day).day().to_string();
    let mut short = registration(vec![seat::child(1)]);
    short.end_date = ended_on;
    one.register(&short).await.unwrap();
    two.register(&registration(vec![seat::child(1)])).await.unwrap();
    drop((one, two));
    old.shutdown().await;

    let mut before: Option<(Vec<v1::Notification>, Vec<_>)> = None;
    for _ in 0..3 {
        let broker = Broker::start(&place).await;
        let (one, two) = pair(&broker, &place).await;
        let expired = |all: &[v1::Notification]| {
            all.iter().any(|n| matches!(n.event, Some(Event::Expired(_))))
        };
        until("the deadline", || async { expired(&one.everything().await.0).then_some(()) }).await;
        // Before it is killed at some moment of its later sweeping.
        let inboxes = (one.everything().await.0, two.everything().await.0);
        let kinds = |all: &[v1::Notification]| {
            let mut kinds: BTreeMap<String, u32> = BTreeMap::new();
            for notification in all {
                let kind = match notification.event.as_ref().expect("an event") {
                    Event::FollowUpDue(due) => format!("{:?}", due.stage()),
                    other => format!("{other:?}").split('(').next().unwrap().to_owned(),
                };
                *kinds.entry(kind).or_default() += 1;
            }
            kinds
        };
        let (mine, theirs) = (kinds(&inboxes.0), kinds(&inboxes.1));
        println!("{mine:?} {theirs:?}");
        assert_eq!(mine.get("Expired"), Some(&1), "L2");
        assert_eq!(theirs.get("PartyEnded"), Some(&1), "L2");
        assert!(mine.values().chain(theirs.values()).all(|n| *n == 1), "L2: {mine:?} {theirs:?}");
        if let Some((mine, theirs)) = before.replace(inboxes.clone()) {
            assert!(inboxes.0.starts_with(&mine), "L2: {mine:?} became {:?}", inboxes.0);
            assert!(inboxes.1.starts_with(&theirs), "L2: {theirs:?} became {:?}", inboxes.1);
        }
        broker.kill_nine().await;
    }
}

/// The stories of these scenarios run at every depth; here only that they are there.
#[test]
fn s15_s16_have_their_stories() {
    let scenarios = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/scenarios");
    for story in [
        "inbox_acknowledge",
        "inbox_acknowledge_future",
        "inbox_acknowledged_seen_again",
        "inbox_only_own",
        "inbox_position_expired",
        "inbox_position_in_future",
        "inbox_redelivery_is_the_same",
        "inbox_stream_from_position",
        "inbox_stream_after_acknowledged",
    ] {
        assert!(scenarios.join(story).with_extension("story").exists(), "{story}");
    }
}
