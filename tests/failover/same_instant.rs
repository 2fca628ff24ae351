//! Scenario 18 with three brokers: two organisations register one family at the same instant,
//! each wherever it happens to be. Does each side learn of the other exactly once?

use std::time::Duration;

use super::{
    harness::brokers::Town,
    support::{chance::Chance, instant::meet, number},
};

/// For ten thousand families on a small machine.
const PATIENCE: Duration = Duration::from_secs(600);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s18_s4_one_family_at_the_same_instant_at_three_brokers() {
    let mut chance = Chance::printed("same instant at three brokers");
    let families = number("VERWIJSPUNT_FAMILIES", 1_000);
    let town = Town::start("three-brokers", 3).await;
    let (mut ones, mut twos) = (Vec::new(), Vec::new());
    for broker in 0..3 {
        ones.push(town.seat(broker, 0).await);
        twos.push(town.seat(broker, 1).await);
    }
    let met = tokio::time::timeout(PATIENCE, meet(&ones, &twos, families, &mut chance));
    met.await.expect("all families in time");
}
