//! Scenario 23: is anything lost or halved when the primary is killed under load from three
//! brokers, and are they back by themselves?

use std::{sync::Arc, time::Duration};

use super::{
    harness::brokers::{Town, back, config},
    support::{broker, chance::Chance, load::Fleet, number, until},
};

/// How long one round of work may take, the failover in it included.
const ROUND: Duration = Duration::from_secs(120);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s23_s1_s2_s3_s4_w1_w2_w3_w7_primary_killed_under_load() {
    let mut chance = Chance::printed("primary killed");
    let rounds = number("VERWIJSPUNT_FAILOVERS", 2);
    let mut town = Town::start("primary-killed", 3).await;
    let fleet = Arc::new(Fleet::new(&town.place));
    let mut slowest = Duration::ZERO;
    for round in 1..=rounds {
        let (urls, place) = (town.urls(), town.place.clone());
        fleet.plan(40, &mut chance);
        let strike = fleet.answered() + chance.below(fleet.waiting() * 3 / 4);
        let pause = Duration::from_micros(chance.below(20_000));
        let mut during = chance.branch();
        let fail = async {
            until("enough answers", || async { (fleet.answered() >= strike).then_some(()) }).await;
            tokio::time::sleep(pause).await;
            let left = fleet.waiting();
            let old = town.cluster.primary;
            town.cluster.kill_primary();
            let back = tokio::spawn(back(urls.clone(), place.clone()));
            town.cluster.fail_over().await;
            (old, left, back.await.unwrap())
        };
        let ((old, left, back), ()) =
            tokio::join!(fail, fleet.roam(&urls, &place, &mut during, ROUND));
        println!(
            "round {round}: killed with {left} left, {} answered in all; brokers back after {back:.1?}",
            fleet.answered()
        );
        slowest = slowest.max(back.into_iter().max().unwrap());
        town.cluster.join(old).await;
        town.cluster.replicating(2).await;
    }
    fleet.settle(&town.urls()[0], &town.place, &mut chance).await;
    // A2: the chains of all brokers, over every change of the primary.
    let config = town.place.file(&config(1));
    let (code, out, err) =
        broker::run(&["audit".as_ref(), "verify".as_ref(), config.as_os_str()]).await;
    assert_eq!(code, Some(0), "{err}");
    println!("{out}");
    println!("{rounds} primaries killed; the slowest broker was back after {slowest:.1?}");
}
