//! Scenario 24: the primary is cut off with a broker and its clients still attached. Does the old
//! side say OK to nothing, and does everything come together again?

use std::{
    sync::{Arc, atomic::AtomicBool, atomic::Ordering},
    time::{Duration, Instant},
};

use super::{
    harness::{
        brokers::{Town, back},
        cluster::From,
    },
    history::Ask,
    support::{
        chance::Chance,
        load::Fleet,
        seat::{Seat, child, in_time, registration},
        until,
    },
};

const ROUND: Duration = Duration::from_secs(180);
/// Clients that ask the old side at a time.
const ASKING: u64 = 10;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s24_s1_s4_the_side_that_is_cut_off_says_ok_to_nothing() {
    let mut chance = Chance::printed("cut off");
    let mut town = Town::start("cut-off", 3).await;
    let fleet = Arc::new(Fleet::new(&town.place));
    fleet.plan(60, &mut chance);
    let (urls, place) = (town.urls(), town.place.clone());
    let attached = Seat::at(&urls[0], &place, &place.organisations[0]).await;
    let strike = chance.below(fleet.waiting() / 2);
    let mut during = chance.branch();
    let fail = async {
        until("enough answers", || async { (fleet.answered() >= strike).then_some(()) }).await;
        // On one side the primary and broker 0, on the other everybody else.
        let old = town.cluster.primary;
        town.cluster.cut_off(old, &[0]);
        for other in (0..3).filter(|node| *node != old) {
            town.cluster.link(From::Broker(0), other).cut();
        }
        let over = Arc::new(AtomicBool::new(false));
        let mut asking = tokio::task::JoinSet::new();
        for first in 0..ASKING {
            asking.spawn(no_ok(fleet.clone(), attached.clone(), first, over.clone()));
        }
        let others = tokio::spawn(back(urls[1..].to_vec(), place.clone()));
        town.cluster.fail_over().await;
        let others = others.await.unwrap();
        println!("the others were back after {others:.1?}");
        over.store(true, Ordering::SeqCst);
        let refused: u64 = asking.join_all().await.into_iter().sum();
        println!("the old side refused {refused} calls");
        // Now broker 0 sees the old primary, which still takes it for itself, and the new one.
        town.cluster.heal();
        let first = back(urls[..1].to_vec(), place.clone()).await;
        println!("the broker that was cut off was back after {first:.1?}");
        town.cluster.nodes[old].kill_nine();
        town.cluster.join(old).await;
        town.cluster.replicating(2).await;
    };
    tokio::join!(fail, fleet.roam(&urls, &place, &mut during, ROUND));
    fleet.settle(&urls[0], &place, &mut chance).await;
}

/// Reads and writes until told to stop: nothing may be answered. How often it was refused.
async fn no_ok(fleet: Arc<Fleet>, seat: Seat, first: u64, over: Arc<AtomicBool>) -> u64 {
    let (mut refused, begun) = (0, Instant::now());
    while !over.load(Ordering::SeqCst) {
        // Somebody whom nobody else knows. It may still be done later.
        let person = 9_000_000 + ASKING * refused + first;
        let request = registration(vec![child(person)]);
        let call = fleet.history.invoke(Ask::Register {
            organisation: seat.id.clone(),
            involvement: request.involvement_id.clone(),
            persons: [format!("person-{person}")].into(),
        });
        let (registered, read) =
            tokio::join!(in_time(seat.register(&request)), in_time(seat.pull(0)));
        fleet.history.unknown(call);
        if over.load(Ordering::SeqCst) {
            // Asked before, answered after: the sides may have met again.
            break;
        }
        let after = begun.elapsed();
        assert!(registered.is_err(), "S1: OK from the old side after {after:.1?}: {registered:?}");
        assert!(read.is_err(), "S5: the old side showed something after {after:.1?}");
        refused += 2;
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    refused
}
