//! Do the decoders come back from whatever they are given? Replays what was kept in `tests/fuzz/corpus/`, and changes it at
//! random, a bounded number of times. Long runs are those of `cargo fuzz`: see `tests/fuzz/README.md`.

#![allow(clippy::unwrap_used, unreachable_pub, missing_docs, reason = "a test may panic")]

mod seeds;
mod targets;

use std::{
    fs,
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
    time::{SystemTime, UNIX_EPOCH},
};

use targets::{TARGETS, Target};

/// Changed inputs for each target in an ordinary run; `VERWIJSPUNT_ROUNDS` asks for as many hundreds.
const ROUNDS: u64 = 1500;
/// No input grows beyond this, in bytes.
const LONGEST: usize = 16 * 1024;

fn corpus(target: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/corpus").join(target)
}

fn kept(target: &str) -> Vec<Vec<u8>> {
    let mut files: Vec<PathBuf> =
        fs::read_dir(corpus(target)).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files.iter().map(|file| fs::read(file).unwrap()).collect()
}

/// Runs a target; a panic shows the input.
fn run(name: &str, target: Target, input: &[u8]) {
    if let Err(panic) = catch_unwind(AssertUnwindSafe(|| target(input))) {
        let place = std::env::temp_dir().join(format!("verwijspunt-fuzz-{name}"));
        fs::write(&place, input).unwrap();
        println!("{name}: the input is in {}; keep it in the corpus", place.display());
        std::panic::resume_unwind(panic);
    }
}

struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, n: usize) -> usize {
        usize::try_from(self.next() % (n as u64).max(1)).unwrap()
    }
}

/// Numbers at which something else begins.
const EDGES: [u64; 10] =
    [0, 1, 0x7f, 0x80, 0xff, 0x100, 0x7fff_ffff, 0xffff_ffff, 0x7fff_ffff_ffff_ffff, u64::MAX];

fn changed(dice: &mut Dice, corpus: &[Vec<u8>]) -> Vec<u8> {
    let mut input = corpus[dice.below(corpus.len())].clone();
    for _ in 0..=dice.below(4) {
        let at = dice.below(input.len() + 1);
        let to = (at + 1 + dice.below(16)).min(input.len());
        match dice.below(7) {
            0 if at < input.len() => input[at] ^= 1 << dice.below(8),
            1 if at < input.len() => input[at] = u8::try_from(dice.below(256)).unwrap(),
            2 => drop(input.drain(at.min(to)..to)),
            3 => {
                let piece = input[at.min(to)..to].to_vec();
                drop(input.splice(at..at, piece));
            }
            4 => input.truncate(at),
            5 => {
                let width = 1 << dice.below(4);
                let edge = EDGES[dice.below(EDGES.len())].to_be_bytes();
                let end = (at + width).min(input.len());
                drop(input.splice(at..end, edge[8 - width..].iter().copied()));
            }
            _ => {
                let other = &corpus[dice.below(corpus.len())];
                let (from, length) = (dice.below(other.len()), dice.below(64));
                let piece = &other[from..(from + length).min(other.len())];
                drop(input.splice(at..at, piece.iter().copied()));
            }
        }
    }
    input.truncate(LONGEST);
    input
}

#[test]
fn every_target_has_a_corpus_and_every_corpus_a_target() {
    let mut directories: Vec<String> = fs::read_dir(corpus(""))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    directories.sort();
    let mut names: Vec<&str> = TARGETS.iter().map(|(name, _)| *name).collect();
    names.sort_unstable();
    assert_eq!(directories, names);
    let manifest = fs::read_to_string(corpus("../Cargo.toml")).unwrap();
    for name in names {
        assert!(manifest.contains(&format!("name = \"{name}\"")), "cargo fuzz knows no {name}");
        assert!(!kept(name).is_empty(), "{name}");
    }
}

#[test]
fn what_was_kept_is_read() {
    for (name, target) in TARGETS {
        for input in kept(name) {
            run(name, target, &input);
        }
    }
}

#[test]
fn what_was_kept_and_changed_at_random_is_read() {
    let clock = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_nanos() as u64;
    let asked = |name: &str| std::env::var(name).ok().and_then(|value| value.parse().ok());
    let seed = asked("VERWIJSPUNT_SEED").unwrap_or(clock);
    println!("VERWIJSPUNT_SEED={seed}");
    let rounds = asked("VERWIJSPUNT_ROUNDS").map_or(ROUNDS, |hundreds| hundreds * 100);
    for (name, target) in TARGETS {
        let mut dice = Dice(seed);
        let mut corpus = kept(name);
        corpus.push(Vec::new());
        // Whole covenants are checked from all sides, which takes its time.
        let rounds = if name == "covenant" { rounds.div_ceil(20) } else { rounds };
        for _ in 0..rounds {
            run(name, target, &changed(&mut dice, &corpus));
        }
    }
}
