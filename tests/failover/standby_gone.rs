//! High availability asked for: does a broker refuse to start without a synchronous standby, and say
//! OK to nothing once the last one is gone?

use std::time::{Duration, Instant};

use super::{
    harness::brokers::{BACK_WITHIN, Town, back, config},
    support::{
        broker::{self, Broker},
        seat::{child, in_time, registration},
    },
};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s1_no_ok_without_a_synchronous_standby() {
    let mut town = Town::start("no-standby", 1).await;
    let seat = town.seat(0, 0).await;
    // One of two is enough.
    town.cluster.nodes[1].kill_nine();
    seat.register(&registration(vec![child(1)])).await.unwrap();
    town.cluster.nodes[2].kill_nine();
    let begun = Instant::now();
    for family in 2..6 {
        let answer = in_time(seat.register(&registration(vec![child(family)]))).await;
        let refused = answer.expect_err("S1: OK without a standby");
        println!("after {:.1?}: {}", begun.elapsed(), refused.message());
    }
    assert!(begun.elapsed() < BACK_WITHIN, "it says so, and does not leave callers waiting");

    // Nor does another one start.
    town.configure(1);
    let command = broker::serve_as(&town.place, &config(1));
    let refused = Broker::launch(&town.place, command).await.err().expect("no standby is there");
    assert_ne!(refused.code, Some(0));
    assert!(refused.stderr.contains("no synchronous standby"), "{}", refused.stderr);

    // With a standby everything goes on by itself, and what was refused was not half done.
    town.cluster.join(1).await;
    town.cluster.replicating(1).await;
    println!("back after {:.1?}", back(town.urls(), town.place.clone()).await);
    in_time(seat.register(&registration(vec![child(6)]))).await.unwrap();
    town.add_broker(1).await;
    tokio::time::sleep(Duration::from_secs(1)).await;
    let there = town.seat(1, 0).await.involvements().await;
    assert!(there.len() >= 2, "{there:?}");
}
