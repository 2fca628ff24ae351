//! Can the failover tests be believed? What the servers do when they are killed and cut off.

use std::time::Duration;

use super::{
    harness::cluster::{Cluster, From},
    support::until,
};

const INSERT: &str = "INSERT INTO kept VALUES (1)";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_committed_row_survives_the_primary_and_the_old_one_comes_back() {
    let mut cluster = Cluster::start(0).await;
    cluster.primary().ask_as_broker("CREATE TABLE kept (row int)").await.unwrap();
    for round in 1..=2 {
        cluster.primary().ask_as_broker(INSERT).await.unwrap();
        let old = cluster.primary;
        cluster.kill_primary();
        cluster.fail_over().await;
        assert_ne!(cluster.primary, old);
        let rows = cluster.primary().ask_as_broker("SELECT count(*) FROM kept").await;
        assert_eq!(rows, Ok(round.to_string()));
        cluster.join(old).await;
        cluster.replicating(2).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_primary_that_is_cut_off_acknowledges_nothing() {
    let mut cluster = Cluster::start(0).await;
    let old = cluster.primary;
    cluster.primary().ask_as_broker("CREATE TABLE kept (row int)").await.unwrap();
    cluster.cut_off(old, &[]);
    let insert = cluster.nodes[old].ask_as_broker(INSERT);
    let waited = tokio::time::timeout(Duration::from_secs(2), insert).await;
    assert!(waited.is_err(), "no standby has it: {waited:?}");
    // The trap: a cancelled wait is answered like a commit.
    let waiting = cluster.nodes[old].waiting_for_standbys().await;
    assert_eq!(waiting, 1, "the server goes on waiting when its client has gone");
    let (answer, ()) = tokio::join!(cluster.nodes[old].ask_as_broker(INSERT), async {
        until("the second commit", || async {
            (cluster.nodes[old].waiting_for_standbys().await == 2).then_some(())
        })
        .await;
        assert_eq!(cluster.cancel_waits(old).await, 2);
    });
    assert_eq!(answer, Ok(String::new()));
    let rows = cluster.nodes[old].sql_in_database("SELECT count(*) FROM kept").await;
    assert_eq!(rows.as_deref(), Ok("2"), "the old side believes in it");
    cluster.fail_over().await;
    let rows = cluster.primary().ask_as_broker("SELECT count(*) FROM kept").await;
    assert_eq!(rows.as_deref(), Ok("0"), "and the new side knows nothing of it");
    // What was held back arrives at a server that has nothing to say any more.
    cluster.link(From::Standby(cluster.primary), old).heal();
    cluster.primary().ask_as_broker(INSERT).await.unwrap();
    cluster.nodes[old].kill_nine();
    cluster.join(old).await;
    cluster.replicating(2).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_left_behind() {
    let cluster = Cluster::start(0).await;
    let path = cluster.path().to_owned();
    let named = format!("{}", path.display());
    let running = || {
        let processes = std::fs::read_dir("/proc").unwrap().flatten();
        let commands = processes.filter_map(|p| std::fs::read(p.path().join("cmdline")).ok());
        commands.filter(|c| String::from_utf8_lossy(c).contains(&named)).count()
    };
    assert!(running() >= 3);
    let failed = tokio::spawn(async move {
        let _cluster = cluster;
        panic!("as a test that fails");
    });
    assert!(failed.await.is_err());
    assert_eq!(running(), 0);
    assert!(!path.exists());
}
