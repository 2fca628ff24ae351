//! Scenario 2: does dying between two steps of a write, at every step, keep it whole?

use std::{
    fs::File,
    sync::Arc,
    time::{Duration, SystemTime},
};

use verwijspunt::store::embedded::engine::POINTS;

use super::support::{
    broker::{Broker, serve},
    chance::Chance,
    load::Fleet,
    place::Place,
};

/// Lets the broker believe that its last checkpoint is two days old, so that it makes one.
fn age_journal(place: &Place) {
    let long_ago = SystemTime::now() - Duration::from_secs(2 * 86_400);
    for entry in std::fs::read_dir(place.data().join("journal")).unwrap() {
        let file = File::options().append(true).open(entry.unwrap().path()).unwrap();
        file.set_modified(long_ago).unwrap();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s1_s2_s3_abort_at_every_fail_point() {
    let mut chance = Chance::printed("fail points");
    for point in POINTS {
        let place = Place::new("fail-point");
        let fleet = Arc::new(Fleet::new(&place));
        fleet.plan(2, &mut chance);
        let broker = Broker::start(&place).await;
        fleet.work(&broker.url, &place, &mut chance).await;
        broker.terminate().await;

        let often = point.contains("journal") || ["after-fsync", "before-answer"].contains(&point);
        let nth = if often { 1 + chance.below(15) } else { 1 };
        if point.contains("checkpoint") {
            age_journal(&place);
        }
        println!("{point}:{nth}");
        let mut command = serve(&place);
        command.env("VERWIJSPUNT_FAILPOINT", format!("{point}:{nth}"));
        match Broker::launch(&place, command).await {
            Ok(mut broker) => {
                fleet.plan(4, &mut chance);
                let url = broker.url.clone();
                let (status, ()) =
                    tokio::join!(broker.ended(), fleet.work(&url, &place, &mut chance));
                assert_eq!(status.code(), None, "{point}: it aborts");
            }
            Err(refused) => assert_eq!(refused.code, None, "{point}: {}", refused.stderr),
        }

        let broker = Broker::start(&place).await;
        fleet.settle(&broker.url, &place, &mut chance).await;
        let (code, _) = broker.terminate().await;
        assert_eq!(code, Some(0), "{point}");
    }
}
