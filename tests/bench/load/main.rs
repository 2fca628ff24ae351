//! What does a durable registration cost beside the bare RPC that carries it?
//!
//! Two servers run at once over the same mutual TLS, each a process of its own: one that only
//! echoes an answer of the same size, and the real broker. This process is the client of both and
//! alternates short windows A B B A between them, because the speed of a shared machine changes
//! within minutes; the median of the pairs counts, and a row of the echo against itself shows the
//! noise. Every row checks its answers: a fast wrong server fails.
//!
//!     cargo bench --bench load             a table, the goals, then JSON lines
//!     cargo bench --bench load -- --quick  shorter
//!     cargo bench --bench load -- --broker target/other/verwijspunt
//!                                          another build of the broker instead of this one
//!     cargo bench --bench load -- --against target/before/verwijspunt
//!                                          another build of the broker instead of the echo
//!     cargo bench --bench load -- --store postgres
//!                                          the broker on a PostgreSQL server of its own
//!     cargo bench --bench load -- --deliveries
//!                                          only what mail and webhooks cost, and web servers that hang

#![allow(unreachable_pub, missing_docs)]

use std::{path::Path, process::ExitCode, time::Duration};

#[path = "../common/mod.rs"]
mod common;
mod database;
mod delivering;
mod fan_out;
mod import;
mod joining;
mod peer;
#[path = "../../support/postgres.rs"]
mod postgres;
mod sizes;
mod subscribed;
mod town;
mod year;

use common::{
    argument, disk_sync, echo,
    families::Families,
    place::Place,
    register,
    row::{Length, Row, row},
    server::{self, Server, at_rest},
    table::{Bound, Table},
    window::part_of,
};
use joining::{Joining, THERE};

pub use common::window::{IN_FLIGHT, WINDOW};

/// What takes longer than this will not come any more.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// As the broker has it, so that the echo is no slower for want of it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    verwijspunt::server::process::settle();
    let arguments: Vec<String> = std::env::args().collect();
    if let Some(config) = argument(&arguments, "--echo") {
        common::runtime().block_on(echo::serve(Path::new(&config)));
    }
    // `cargo test --all-targets` starts benches too, without this word.
    if !arguments.iter().any(|argument| argument == "--bench") {
        return ExitCode::SUCCESS;
    }
    common::run(bench(&arguments))
}

/// What the rows share.
pub struct Bench {
    /// The echo, or another build of the broker.
    pub a: Server,
    /// Whether A is a broker: it must then be asked things that it can answer.
    pub real: bool,
    pub broker: Server,
    pub families: Families,
    pub quick: bool,
}

impl Bench {
    /// How many families a row of joining uses up at most, from a rate that it will not surpass.
    pub fn enough(&self, rate: f64, length: Length) -> usize {
        let windows = u32::try_from(2 * length.rounds).expect("few");
        let seconds = (WINDOW * windows).as_secs_f64();
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a count")]
        let number = (rate * seconds * 1.1) as usize;
        number + IN_FLIGHT * 2
    }

    /// A window of registrations on A that find nobody: the echo answers so many others.
    pub async fn echo_or_register(&self, others: usize) -> common::window::Window {
        if self.real {
            register::new_families(&self.a, &self.families, IN_FLIGHT).await
        } else {
            register::echoes(&self.a, &self.families, IN_FLIGHT, others).await
        }
    }
}

async fn bench(arguments: &[String]) {
    let quick = arguments.iter().any(|argument| argument == "--quick");
    let program = argument(arguments, "--broker");
    let against = argument(arguments, "--against");
    match argument(arguments, "--store").as_deref() {
        None | Some("embedded") => {}
        Some("postgres") => return database::run(quick, program.as_deref()).await,
        Some(_) => panic!("--store must be embedded or postgres"),
    }
    let only_deliveries = arguments.iter().any(|argument| argument == "--deliveries");
    let directory = tempfile::tempdir().expect("a directory");
    let home = Place::prepare(&directory.path().join("broker"), "embedded:data");
    let place = |name: &str| home.beside(&directory.path().join(name), "embedded:data");
    let a = match &against {
        Some(program) => server::broker(&place("against"), Some(program)),
        None => server::echo(&home),
    };
    let broker = server::broker(&home, program.as_deref());
    let bench = Bench { a, real: against.is_some(), broker, families: Families::from(1), quick };
    let mut table = Table::new();
    let (sync, sync_99) = disk_sync(directory.path());
    table.note("fdatasync of 4 KiB appended, p50", sync, "µs");
    table.note("fdatasync of 4 KiB appended, p99", sync_99, "µs");
    if !bench.real && !only_deliveries {
        sizes::compare(&bench).await;
    }
    Table::head(if bench.real { "other build" } else { "echo" }, "broker");

    let short =
        |rounds: usize| Length { rounds: if quick { rounds } else { 4 * rounds }, wait: false };
    let waiting = |rounds: usize| Length { wait: true, ..short(rounds) };
    let families = &bench.families;
    let (broker, pair) = (&bench.broker, (&bench.a, &bench.broker));

    if only_deliveries {
        deliveries(&bench, &mut table, directory.path(), program.as_deref()).await;
        return table.end();
    }

    if !bench.real {
        let echo = async || bench.echo_or_register(0).await;
        let noise = row("echo against echo", short(1), (pair.0, pair.0), echo, echo).await;
        table.add(&noise);
    }

    let alone = row(
        "register, new family",
        waiting(2),
        pair,
        async || bench.echo_or_register(0).await,
        async || register::new_families(broker, families, IN_FLIGHT).await,
    )
    .await;
    table.add(&alone);

    let one = row(
        "register, one in flight",
        short(1),
        pair,
        async || match bench.real {
            true => register::new_families(pair.0, families, 1).await,
            false => register::echoes(pair.0, families, 1, 0).await,
        },
        async || register::new_families(broker, families, 1).await,
    )
    .await;
    table.add(&one);

    let (joined, involved) = joining(&bench, &alone, waiting(2), short(1)).await;
    table.add(&joined);
    table.add(&involved);

    let (heard, ok_to_last) = fan_out::run(&bench, short(1)).await;
    table.add(&heard);

    let others = (place("silent"), place("subscribed"));
    let silent = server::broker(&others.0, program.as_deref());
    let subscribed = server::broker(&others.1, program.as_deref());
    let listened =
        subscribed::run(&bench, short(1), 0.8 * alone.b.rate(), &silent, &subscribed).await;
    table.add(&listened);
    drop(subscribed);

    let imported = import::run(&bench, short(1), &silent).await;
    table.add(&imported);

    // Two brokers, so that each has its own processor time.
    let rest = row(
        "new family: gRPC | REST",
        short(1),
        (broker, &silent),
        async || register::new_families(broker, families, IN_FLIGHT).await,
        async || register::new_families_over_rest(&silent, families, IN_FLIGHT).await,
    )
    .await;
    table.add(&rest);
    drop(silent);

    deliveries(&bench, &mut table, directory.path(), program.as_deref()).await;

    let (year, found) = year::run(&bench, if quick { 32 } else { 1 }).await;
    table.add(&year);
    println!("    found: {} of the same person, {} by family", found.same_person, found.family);

    goals(
        &mut table,
        &Measured {
            alone,
            one,
            joined,
            involved,
            listened,
            imported,
            rest,
            heard,
            ok_to_last,
            sync,
        },
    );
    table.end();
}

/// The rows about mail and webhooks, with their goals.
async fn deliveries(bench: &Bench, table: &mut Table, directory: &Path, program: Option<&str>) {
    let length = Length { rounds: if bench.quick { 1 } else { 8 }, wait: false };
    // From a rate that joining does not surpass on two processors.
    let cost = delivering::cost(bench, (length, 8_000.0), directory, program).await;
    table.add(&cost);
    let rounds = if bench.quick { 1 } else { 5 };
    let hanging = delivering::hanging(bench, rounds, directory, program).await;
    table.add(&hanging);
    let (late, as_ever) = (hanging.b.latency(0.99), hanging.a.latency(0.99));
    let goal = "joining with mail and webhooks ÷ without";
    table.goal(goal, Bound::AtLeast(0.97), cost.ratio());
    let goal = "1000 web servers of which 100 hang: p99 until another is called ÷ that without";
    table.goal(goal, Bound::AtMost(2.0), late / as_ever);
}

/// The rows about families in which three are involved already.
async fn joining(bench: &Bench, alone: &Row, length: Length, asking: Length) -> (Row, Row) {
    let (families, broker) = (&bench.families, &bench.broker);
    // Joining is more work than registering somebody new.
    let number = bench.enough(0.8 * alone.b.rate(), length);
    let there = Joining::prefill(broker, families, number).await;
    let other = match bench.real {
        true => Some(Joining::prefill(&bench.a, families, number).await),
        false => None,
    };
    let inboxes = async || {
        futures::join!(
            common::inbox::last(broker, 1),
            common::inbox::last(broker, 2),
            common::inbox::last(broker, 3)
        )
    };
    let before = inboxes().await;
    at_rest(&[&bench.a, broker]).await;
    let joined = row(
        "register, three are there",
        length,
        (&bench.a, broker),
        async || match &other {
            Some(other) => other.join(&bench.a, families).await,
            None => bench.echo_or_register(THERE).await,
        },
        async || there.join(broker, families).await,
    )
    .await;
    for (organisation, before) in [(1, before.0), (2, before.1), (3, before.2)] {
        common::inbox::expect(broker, organisation, before, there.joined()).await;
    }
    let involved = row(
        "who is involved",
        asking,
        (&bench.a, broker),
        async || other.as_ref().unwrap_or(&there).who_is_involved(&bench.a).await,
        async || there.who_is_involved(broker).await,
    )
    .await;
    (joined, involved)
}

/// What the goals are about.
struct Measured {
    alone: Row,
    one: Row,
    joined: Row,
    involved: Row,
    listened: Row,
    imported: Row,
    rest: Row,
    heard: Row,
    /// From the answer to the last of 100 subscribers, in microseconds.
    ok_to_last: Vec<f32>,
    /// Of this disk, in microseconds.
    sync: f64,
}

fn goals(table: &mut Table, of: &Measured) {
    use Bound::{AtLeast, AtMost};
    let one = of.one.a.latency(0.5) + 1.5 * of.sync + 60.0;
    let heard = part_of(of.ok_to_last.clone(), 0.99);
    let joined = "register with three matches";
    table.goal(&format!("{joined}, ratio to the echo"), AtLeast(0.7), of.joined.ratio());
    table.goal(
        &format!("{joined}, server processor time ÷ that of the echo"),
        AtMost(1.5),
        of.joined.processor_ratio(),
    );
    table.goal(
        "register a new family, server processor time ÷ that of the echo",
        AtMost(1.5),
        of.alone.processor_ratio(),
    );
    table.goal("rate with 400 subscribed inboxes ÷ without", AtLeast(0.9), of.listened.ratio());
    table.goal("register, one in flight, p50 in µs", AtMost(one), of.one.b.latency(0.5));
    table.goal("who is involved, ratio to the echo", AtLeast(0.8), of.involved.ratio());
    table.goal("register over REST ÷ over gRPC", AtLeast(0.6), of.rest.ratio());
    table.goal("import stream ÷ registering one by one", AtLeast(4.0), of.imported.ratio());
    table.goal(
        "OK to the last of 100 subscribers under load, p99 ÷ p99 of the echo",
        AtMost(10.0),
        heard / of.heard.a.latency(0.99),
    );
}
