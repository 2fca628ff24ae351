//! The broker on PostgreSQL: beside the echo, beside its embedded store, and beside the ordinary way
//! of doing the same on the same server. Everything on this machine; the server syncs each commit.

use std::sync::atomic::{AtomicU64, Ordering};

use futures::stream::{FuturesUnordered, StreamExt as _};
use tempfile::TempDir;
use verwijspunt::api::v1::registry_service_client::RegistryServiceClient;

use crate::{
    Bench, IN_FLIGHT,
    common::{
        disk_sync,
        families::Families,
        place::Place,
        register,
        row::{Length, Row, row, row_while},
        server::{self, Server},
        table::{Bound, Table},
    },
    joining::Joining,
    peer::Peer,
    postgres::Cluster,
};

/// Families that four organisations register at the same time.
const AT_ONCE: usize = 400;

/// Pairs among four.
const PAIRS: u64 = 6;

/// Prints the rows and the goals. `a` of the bench is the echo, its broker has the embedded store.
pub async fn run(quick: bool, program: Option<&str>) {
    let cluster = Cluster::durable();
    let directory: TempDir = tempfile::tempdir().expect("a directory");
    let embedded = Place::prepare(&directory.path().join("embedded"), "embedded:data");
    let on_database = directory.path().join("postgres");
    let on_database = embedded.beside(&on_database, &cluster.fresh().await);
    let echo = server::echo(&embedded);
    let bench = Bench {
        a: echo,
        real: false,
        broker: server::broker(&on_database, program),
        families: Families::from(1),
        quick,
    };
    let embedded = server::broker(&embedded, program);
    let mut table = Table::new();
    let (sync, _) = disk_sync(directory.path());
    table.note("fdatasync of 4 KiB appended, p50", sync, "µs");
    let length = Length { rounds: if quick { 2 } else { 8 }, wait: false };
    let waiting = Length { wait: true, ..length };
    let (families, broker) = (&bench.families, &bench.broker);

    Table::head("echo", "broker on PostgreSQL");
    let alone = row(
        "register, new family",
        waiting,
        (&bench.a, broker),
        async || bench.echo_or_register(0).await,
        async || register::new_families(broker, families, IN_FLIGHT).await,
    )
    .await;
    table.add(&alone);
    let one = row(
        "register, one in flight",
        length,
        (&bench.a, broker),
        async || register::echoes(&bench.a, families, 1, 0).await,
        async || register::new_families(broker, families, 1).await,
    )
    .await;
    table.add(&one);
    let (joined, involved) = crate::joining(&bench, &alone, waiting, length).await;
    table.add(&joined);
    table.add(&involved);

    Table::head("embedded", "PostgreSQL");
    let stores = row(
        "register, new family",
        length,
        (&embedded, broker),
        async || register::new_families(&embedded, families, IN_FLIGHT).await,
        async || register::new_families(broker, families, IN_FLIGHT).await,
    )
    .await;
    table.add(&stores);

    let peer = Peer::start(&cluster.url()).await;
    let beside = beside_the_peer(&bench, &peer, &alone, length).await;
    Table::head("ordinary way", "broker on PostgreSQL");
    table.add(&beside);

    let expected = PAIRS * AT_ONCE as u64;
    let (ordinary, own) = (peer.at_once(AT_ONCE).await, at_once(broker, families).await);
    #[expect(clippy::cast_precision_loss, reason = "figures for people")]
    let lost = |found: u64| 100.0 * (1.0 - found as f64 / expected as f64);
    table.note("four at once, ordinary way: matches lost", lost(ordinary), "%");
    table.note("four at once, broker: matches lost", lost(own), "%");
    assert_eq!(own, expected, "the broker finds every match");

    use Bound::{AtLeast, AtMost};
    let name = "PostgreSQL, register with three matches";
    table.goal(&format!("{name}: rate ÷ the ordinary way"), AtLeast(1.5), beside.ratio());
    let p99 = beside.b.latency(0.99) / beside.a.latency(0.99);
    table.goal(&format!("{name}: p99 ÷ the ordinary way"), AtMost(1.0), p99);
    table.goal(&format!("{name}: ratio to the echo"), AtLeast(0.3), joined.ratio());
    table.goal("PostgreSQL: matches lost, %", AtMost(0.0), lost(own));
    table.end();
}

/// A the ordinary way, B the broker, on one server: the fourth organisation joins three.
async fn beside_the_peer(bench: &Bench, peer: &Peer, alone: &Row, length: Length) -> Row {
    let number = bench.enough(0.8 * alone.b.rate(), length);
    let there = Joining::prefill(&bench.broker, &bench.families, number).await;
    peer.prefill(number).await;
    row_while(
        "register, three are there",
        false,
        (None, Some(&bench.broker)),
        |round| round < length.rounds,
        async || peer.join().await,
        async || there.join(&bench.broker, &bench.families).await,
    )
    .await
}

/// Four organisations register each family at the same time, as the peer does. Returns how many of
/// the pairs the broker found.
async fn at_once(broker: &Server, families: &Families) -> u64 {
    let found = AtomicU64::new(0);
    let together = IN_FLIGHT / 4;
    for _ in 0..AT_ONCE.div_ceil(together) {
        let made: Vec<u64> = (0..together).map(|_| families.family()).collect();
        let all = made.iter().flat_map(|family| (0..4).map(move |own| (*family, own)));
        let found = &found;
        let registering = all.map(|(family, own)| async move {
            let request = families.request(family, 0);
            let mut client = RegistryServiceClient::new(broker.channel(own, 0));
            let answer = client.register_involvement(request).await.expect("registered");
            let others = answer.into_inner().r#match.map_or(0, |matched| matched.parties.len());
            found.fetch_add(others as u64, Ordering::Relaxed);
        });
        registering.collect::<FuturesUnordered<_>>().collect::<Vec<()>>().await;
    }
    found.into_inner()
}
