//! Does it stay as fast and as small when much is registered? Stores of many involvements, built
//! once by import and kept, measured on their own and beside the smallest.
//!
//!     cargo bench --bench scale                  10 thousand, 1 million, 10 million involvements
//!     cargo bench --bench scale -- --size 100k   one store: 10k, 100k, 1m, 10m
//!     cargo bench --bench scale -- --quick       shorter windows; the stores are the same
//!
//! The stores are kept in VERWIJSPUNT_BENCH_DIR, or in the user's cache directory; the first line of
//! the output says where. Whatever breaks off goes on at the next run. Ten million involvements need
//! 40 GB while they are built.

#![allow(unreachable_pub, missing_docs)]

use std::{
    env,
    path::{Path, PathBuf},
};

mod checkpointing;
#[path = "../common/mod.rs"]
mod common;
mod rows;
mod stored;

use common::{
    argument, disk_sync, echo,
    row::Row,
    server::{self, Server},
    table::{Bound, Table},
};
use stored::Stored;

pub use common::window::{IN_FLIGHT, WINDOW};

/// As the broker has it, so that the echo is no slower for want of it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The store that the others are compared with.
const SMALLEST: (&str, u64) = ("10k", 10_000);

const SIZES: [(&str, u64); 4] =
    [SMALLEST, ("100k", 100_000), ("1m", 1_000_000), ("10m", 10_000_000)];

/// What is measured when nothing is said.
const ALL: [&str; 3] = ["10k", "1m", "10m"];

fn main() {
    let arguments: Vec<String> = env::args().collect();
    if let Some(config) = argument(&arguments, "--echo") {
        return common::runtime().block_on(echo::serve(Path::new(&config)));
    }
    // `cargo test --all-targets` starts benches too, without this word.
    if arguments.iter().any(|argument| argument == "--bench") {
        common::runtime().block_on(bench(&arguments));
    }
}

fn home() -> PathBuf {
    let named = env::var_os("VERWIJSPUNT_BENCH_DIR").map(PathBuf::from);
    let cache = || {
        let own = env::var_os("XDG_CACHE_HOME").map(PathBuf::from);
        own.or_else(|| Some(Path::new(&env::var_os("HOME")?).join(".cache")))
    };
    named
        .or_else(|| Some(cache()?.join("verwijspunt-bench")))
        .expect("say where the stores may be kept: VERWIJSPUNT_BENCH_DIR")
}

/// What the parts share.
pub struct Bench {
    pub home: PathBuf,
    pub program: Option<String>,
    pub quick: bool,
}

async fn bench(arguments: &[String]) {
    let asked = argument(arguments, "--size");
    let sizes: Vec<(&str, u64)> = SIZES
        .into_iter()
        .filter(|(name, _)| asked.as_deref().map_or(ALL.contains(name), |asked| asked == *name))
        .collect();
    assert!(!sizes.is_empty(), "--size must be one of {:?}", SIZES.map(|(name, _)| name));
    let bench = Bench {
        home: home(),
        program: argument(arguments, "--broker"),
        quick: arguments.iter().any(|argument| argument == "--quick"),
    };
    println!("the stores are kept in {}", bench.home.display());
    let mut table = Table::new();
    for (name, involvements) in sizes {
        let stored = Stored::build(&bench, name, involvements).await;
        measure(&bench, stored, &mut table).await;
    }
    table.end();
}

/// One store: what it takes, how soon it serves, how fast it is.
async fn measure(bench: &Bench, mut stored: Stored, table: &mut Table) {
    let name = stored.name;
    println!("\n{name}: {} involvements", stored.involvements());
    let involvements = |stored: &Stored| {
        #[expect(clippy::cast_precision_loss, reason = "figures for people")]
        let number = stored.involvements() as f64;
        number
    };

    let made = stored.checkpoint_offline(bench);
    table.note(&format!("{name}: checkpoint while stopped"), made.as_secs_f64(), "s");
    for (part, bytes) in stored.disk() {
        table.note(&format!("{name}: disk, {part}"), bytes / involvements(&stored), "bytes each");
    }
    let bytes: f64 = stored.disk().iter().map(|(_, bytes)| bytes).sum();
    let each = bytes / involvements(&stored);

    let (broker, started) = stored.start(bench).await;
    table.note(&format!("{name}: start after a clean stop"), started.as_secs_f64(), "s");
    #[expect(clippy::cast_precision_loss, reason = "figures for people")]
    let memory = |server: &Server| server.memory() as f64;
    let at_start = memory(&broker) / involvements(&stored);
    table.note(&format!("{name}: memory after the start"), at_start, "bytes each");

    let echo = server::echo(&stored.place);
    let (sync, _) = disk_sync(&stored.place.directory);
    table.note("fdatasync of 4 KiB appended, p50", sync, "µs");
    Table::head("echo", name);
    for row in rows::beside_the_echo(bench, &mut stored, &echo, &broker).await {
        table.add(&row);
    }
    drop(echo);

    let p99 = checkpointing::run(&mut stored, &broker).await;
    table.note(&format!("{name}: checkpoint while serving"), p99.seconds, "s");
    table.note(&format!("{name}: p99 meanwhile"), p99.during, "µs");
    table.note(&format!("{name}: p99 otherwise"), p99.otherwise, "µs");

    let resident = memory(&broker);
    table.note(&format!("{name}: memory after all this"), resident / 1_048_576.0, "MiB");

    let last = rows::load_until_killed(&mut stored, broker).await;
    let (broker, restarted) = stored.start(bench).await;
    table.note(&format!("{name}: start after kill -9"), restarted.as_secs_f64(), "s");
    for id in last {
        common::register::is_there(&broker, 0, id).await;
    }

    let mut slower = None;
    if name != SMALLEST.0 {
        let mut small = Stored::build(bench, SMALLEST.0, SMALLEST.1).await;
        let (beside, _) = small.start(bench).await;
        Table::head(SMALLEST.0, name);
        let both = rows::beside_the_smallest(bench, (&mut small, &beside), (&mut stored, &broker));
        let both = both.await;
        both.iter().for_each(|row| table.add(row));
        slower = both.into_iter().map(|row: Row| row.ratio()).reduce(f64::min);
        beside.end("TERM");
    }
    broker.end("TERM");

    use Bound::{AtLeast, AtMost};
    let goal = |text: &str| format!("{name}: {text}");
    if let Some(slower) = slower {
        table.goal(&goal("rate ÷ rate at 10 thousand"), AtLeast(0.8), slower);
    }
    table.goal(&goal("memory, GiB"), AtMost(2.0), resident / 1_073_741_824.0);
    table.goal(&goal("disk after a checkpoint, KiB each"), AtMost(1.5), each / 1024.0);
    table.goal(&goal("start after kill -9, s"), AtMost(5.0), restarted.as_secs_f64());
    table.goal(&goal("p99 at a checkpoint ÷ otherwise"), AtMost(3.0), p99.during / p99.otherwise);
}
