//! Scenario 18: two organisations register one family at the same instant, thousands of times.
//! Does each side learn of the other exactly once?

use std::time::Duration;

use super::support::{
    broker::Broker, chance::Chance, instant::meet, number, place::Place, seat::Seat,
};

/// Long enough for all families on a slow machine that has other things to do.
const PATIENCE: Duration = Duration::from_secs(900);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s4_two_organisations_register_one_family_at_the_same_instant() {
    let mut chance = Chance::printed("same instant");
    let families = number("VERWIJSPUNT_FAMILIES", 10_000);
    let place = Place::new("same-instant");
    let broker = Broker::start(&place).await;
    let one = Seat::at(&broker.url, &place, &place.organisations[0]).await;
    let two = Seat::at(&broker.url, &place, &place.organisations[1]).await;
    let (one, two) = ([one], [two]);
    let all = meet(&one, &two, families, &mut chance);
    tokio::time::timeout(PATIENCE, all).await.expect("all families");
    assert_eq!(broker.terminate().await.0, Some(0));
}
