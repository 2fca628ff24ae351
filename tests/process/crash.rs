//! Scenario 1: does SIGKILL at a random moment under load lose or halve anything?

use std::{sync::Arc, time::Duration};

use super::support::{
    broker::{self, Broker},
    chance::Chance,
    load::Fleet,
    number,
    place::Place,
    until,
};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s1_s2_s3_s4_w1_w2_w3_w7_kill_nine_under_load() {
    let mut chance = Chance::printed("kill nine");
    let rounds = number("VERWIJSPUNT_ROUNDS", 20);
    let families = if rounds > 100 { 2 } else { 6 };
    let place = Place::new("kill-nine");
    let fleet = Arc::new(Fleet::new(&place));
    for round in 1..=rounds {
        let broker = Broker::start(&place).await;
        fleet.plan(families, &mut chance);
        // After a random number of answers, and then somewhere between two of them.
        let strike = fleet.answered() + chance.below(fleet.waiting());
        let pause = Duration::from_micros(chance.below(5_000));
        let url = broker.url.clone();
        let kill = async {
            until("enough answers", || async { (fleet.answered() >= strike).then_some(()) }).await;
            tokio::time::sleep(pause).await;
            broker.kill_nine().await;
        };
        tokio::join!(fleet.work(&url, &place, &mut chance), kill);
        println!("round {round}: {} answered, {} left", fleet.answered(), fleet.waiting());
    }
    let broker = Broker::start(&place).await;
    fleet.settle(&broker.url, &place, &mut chance).await;
    broker.kill_nine().await;

    let data = place.data();
    let (code, out, err) =
        broker::run(&["audit".as_ref(), "verify".as_ref(), data.as_os_str()]).await;
    assert_eq!(code, Some(0), "{err}");
    assert!(out.contains("audit entries verify"), "{out}");
}

/// The test above can fail: a directory from before the last answers is noticed.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s1_a_loss_is_noticed() {
    let mut chance = Chance::printed("loss");
    let place = Place::new("loss");
    let fleet = Arc::new(Fleet::new(&place));
    let mut before = Vec::new();
    for _ in 0..2 {
        let broker = Broker::start(&place).await;
        fleet.plan(2, &mut chance);
        fleet.work(&broker.url, &place, &mut chance).await;
        broker.kill_nine().await;
        if before.is_empty() {
            before = place.snapshot("data");
        }
    }
    std::fs::remove_dir_all(place.data()).unwrap();
    for (path, content) in before {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, content).unwrap();
    }
    let broker = Broker::start(&place).await;
    let place = Arc::new(place);
    let settled = tokio::spawn({
        let (place, url) = (place.clone(), broker.url.clone());
        async move { fleet.settle(&url, &place, &mut chance).await }
    });
    let noticed = settled.await.unwrap_err().into_panic();
    let text = noticed.downcast_ref::<String>().expect("a message");
    println!("noticed: {text}");
}
