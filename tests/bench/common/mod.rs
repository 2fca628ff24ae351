//! What do the benches have in common?

// Each bench uses its own part.
#![allow(dead_code)]

pub mod echo;
pub mod families;
pub mod inbox;
pub mod place;
pub mod receiver;
pub mod register;
pub mod row;
pub mod server;
pub mod stream;
pub mod table;
pub mod window;

use std::{fs, path::Path, process::ExitCode, time::Instant};

use tokio::signal::unix::{SignalKind, signal};

/// A runtime of this process. The broker's own has as many workers as there are processors too.
pub fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime")
}

/// Runs a bench; when somebody ends it before, its servers end too.
pub fn run(bench: impl Future<Output = ()>) -> ExitCode {
    runtime().block_on(async {
        let mut asked = signal(SignalKind::terminate()).expect("a signal can be waited for");
        tokio::select! {
            () = bench => ExitCode::SUCCESS,
            _ = tokio::signal::ctrl_c() => ExitCode::FAILURE,
            _ = asked.recv() => ExitCode::FAILURE,
        }
    })
}

/// What follows a word on the command line.
pub fn argument(arguments: &[String], word: &str) -> Option<String> {
    let place = arguments.iter().position(|argument| argument == word)?;
    let value = arguments.get(place + 1);
    Some(value.unwrap_or_else(|| panic!("{word} needs a value")).clone())
}

/// What it costs to append four kilobytes to a file and make them durable: p50 and p99, in
/// microseconds.
pub fn disk_sync(directory: &Path) -> (f64, f64) {
    use std::io::Write as _;
    let path = directory.join("sync");
    let mut file = fs::File::create(&path).expect("a file");
    let mut took: Vec<f64> = (0..1000)
        .map(|_| {
            let begun = Instant::now();
            file.write_all(&[7; 4096]).expect("written");
            file.sync_data().expect("synced");
            begun.elapsed().as_secs_f64() * 1e6
        })
        .collect();
    fs::remove_file(path).expect("it was made just now");
    took.sort_by(f64::total_cmp);
    (took[took.len() / 2], took[took.len() * 99 / 100])
}

/// Small and good enough: SplitMix64. The same seed gives the same numbers everywhere.
#[derive(Clone, Debug)]
pub struct Chance(pub u64);

impl Chance {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// 0..bound.
    pub fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound.max(1)
    }

    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for at in (1..items.len()).rev() {
            let other = usize::try_from(self.below(at as u64 + 1)).expect("below a length");
            items.swap(at, other);
        }
    }
}
