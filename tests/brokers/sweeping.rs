//! Does a sweeper hear a stop while the database makes it wait?

use std::{
    sync::atomic::Ordering,
    time::{Duration, Instant},
};

use tokio::time::timeout;
use tokio_util::sync::CancellationToken;
use verwijspunt::domain::rules::access::Call;

use crate::{
    postgres,
    rig::{NOW, Rig, registration},
};

/// For what comes to pass by itself; a test that waits so long fails.
const PATIENCE: Duration = Duration::from_secs(20);

/// After a long stop everything is due at once, and whoever stops the broker again does not wait for it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stop_does_not_wait_for_all_that_is_due() {
    let rig = Rig::new(postgres::cluster().fresh().await).await;
    let permit = rig.permit(0, Call::RegisterInvolvement);
    for person in 1..=3 {
        let registered = rig.brokers[0].register(&permit, &registration(&[person])).await;
        registered.expect("registered");
    }
    rig.clock.store(NOW + 2 * 365 * 86_400_000, Ordering::SeqCst);

    // Everything can be read, and what is decided waits to be written.
    let (client, connection) =
        tokio_postgres::connect(&rig.url, tokio_postgres::NoTls).await.expect("it is there");
    let connection = tokio::spawn(connection);
    client.batch_execute("BEGIN; LOCK TABLE record IN EXCLUSIVE MODE").await.expect("locked");
    let (stop, sweeping) = (CancellationToken::new(), rig.brokers[0].clone());
    let until = stop.clone();
    let sweeper =
        tokio::spawn(async move { sweeping.sweep_until(until, Duration::from_secs(3600)).await });
    let waits = "SELECT FROM pg_locks WHERE relation = 'record'::regclass AND NOT granted";
    let begun = Instant::now();
    while client.query(waits, &[]).await.expect("readable").is_empty() {
        assert!(begun.elapsed() < PATIENCE, "nothing is due");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    stop.cancel();
    timeout(PATIENCE, sweeper).await.expect("it hears the stop").expect("it ends well");

    client.batch_execute("ROLLBACK").await.expect("given back");
    drop(client);
    drop(connection.await);
    rig.close().await;
}
