//! Scenario 22: a broker stands still in the middle of its work and comes back later. Do the others
//! go on, and does what it was doing count once?

use std::{
    collections::BTreeMap,
    sync::{Arc, atomic::AtomicI64},
    time::{Duration, Instant},
};

use verwijspunt::{
    api::v1::{self, notification::Event},
    broker::Clock,
    server::{assemble, config::Config},
};

use super::{
    harness::brokers::{BACK_WITHIN, Town, back},
    support::{
        chance::Chance,
        load::Fleet,
        number,
        seat::{Seat, child, registration},
        until,
    },
};

const ROUND: Duration = Duration::from_secs(180);
/// Families with a deadline that came while nobody looked.
const FAMILIES: u64 = 120;

/// Longer than a transaction of a broker that does not go on may hold its locks.
fn long() -> Duration {
    Duration::from_secs(number("VERWIJSPUNT_FROZEN_SECONDS", 12))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s22_s1_s2_s3_s4_a_broker_frozen_under_load() {
    let mut chance = Chance::printed("frozen under load");
    let town = Town::start("frozen", 3).await;
    let fleet = Arc::new(Fleet::new(&town.place));
    fleet.plan(60, &mut chance);
    let (urls, place) = (town.urls(), town.place.clone());
    let mut during = chance.branch();
    let freeze = async {
        // Many short moments, so that some fall between two steps of a transaction.
        for _ in 0..10 {
            tokio::time::sleep(Duration::from_millis(chance.below(100))).await;
            town.broker(0).signal("STOP");
            tokio::time::sleep(Duration::from_millis(20)).await;
            town.broker(0).signal("CONT");
        }
        town.broker(0).signal("STOP");
        let begun = Instant::now();
        let others = back(urls[1..].to_vec(), place.clone()).await;
        println!("while one is frozen the others answer after {others:.1?}");
        tokio::time::sleep(long().saturating_sub(begun.elapsed())).await;
        town.broker(0).signal("CONT");
        let thawed = back(urls[..1].to_vec(), place.clone()).await;
        println!("the frozen one is back after {thawed:.1?}");
    };
    tokio::join!(freeze, fleet.roam(&urls, &place, &mut during, ROUND));
    fleet.settle(&urls[0], &place, &mut chance).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s22_l2_deadlines_fire_once_with_three_sweepers_and_one_frozen() {
    let mut chance = Chance::printed("sweepers");
    let mut town = Town::start("sweepers", 0).await;
    let expected = long_ago(&town).await;
    for broker in 0..3 {
        town.add_broker(broker).await;
        if broker == 0 {
            // In the middle of its first sweep.
            tokio::time::sleep(Duration::from_millis(20 + chance.below(300))).await;
            town.broker(0).signal("STOP");
        }
    }
    let frozen = Instant::now();
    let one = town.seat(1, 0).await;
    let two = town.seat(2, 1).await;
    until("every deadline", || async {
        let expired = count(&one).await.into_iter().filter(|(what, _)| what.starts_with("expired"));
        (expired.count() as u64 == expected).then_some(())
    })
    .await;
    println!("{expected} deadlines after {:.1?}, one sweeper frozen", frozen.elapsed());
    assert!(frozen.elapsed() < BACK_WITHIN);
    tokio::time::sleep(long().saturating_sub(frozen.elapsed())).await;
    town.broker(0).signal("CONT");
    back(town.urls(), town.place.clone()).await;
    // What the frozen one had begun comes through, or does not, in this time.
    tokio::time::sleep(Duration::from_secs(3)).await;
    for seat in [&one, &two] {
        let told = count(seat).await;
        let twice: Vec<_> = told.iter().filter(|(_, times)| **times != 1).collect();
        assert!(twice.is_empty(), "L2: {twice:?}");
    }
    let ended = count(&two).await.into_keys().filter(|what| what.starts_with("ended")).count();
    assert_eq!(ended as u64, expected, "L2: the others are told of each end once");
}

/// Forty days ago: families at two organisations; at the first one it ended the day before
/// yesterday.
async fn long_ago(town: &Town) -> u64 {
    town.configure(0);
    let day = 86_400_000;
    let now = Clock::System.now();
    let then = Arc::new(AtomicI64::new(now.plus_ms(-40 * day).0));
    let config = Config::load(&town.place.file("broker-0.toml")).unwrap();
    let past = assemble::start(&config, Clock::Set(then)).await.unwrap();
    let url = format!("https://{}", past.server().address());
    let [one, two] = [0, 1].map(|at| &town.place.organisations[at]);
    let one = Seat::at(&url, &town.place, one).await;
    let two = Seat::at(&url, &town.place, two).await;
    let ended_on = now.plus_ms(-2 * day).day().to_string();
    for family in 0..FAMILIES {
        let mut short = registration(vec![child(family)]);
        short.end_date.clone_from(&ended_on);
        one.register(&short).await.unwrap();
        two.register(&registration(vec![child(family)])).await.unwrap();
    }
    drop((one, two));
    past.shutdown().await;
    FAMILIES
}

/// How often somebody was told of each thing.
async fn count(seat: &Seat) -> BTreeMap<String, u32> {
    let mut told = BTreeMap::new();
    for notification in seat.everything().await.0 {
        *told.entry(what(&notification)).or_default() += 1;
    }
    told
}

fn what(notification: &v1::Notification) -> String {
    match notification.event.as_ref().expect("an event") {
        Event::Expired(expired) => format!("expired {}", expired.involvement_id),
        Event::PartyEnded(ended) => format!("ended {}", ended.involvement_id),
        Event::FollowUpDue(due) => format!("due {} {:?}", due.match_id, due.stage()),
        Event::Match(found) => format!("match {}", found.match_id),
        other => format!("{other:?}"),
    }
}
