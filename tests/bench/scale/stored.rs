//! A store of many involvements: how is it built, kept, started and weighed?

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    sync::atomic::{AtomicU64, Ordering},
    time::{Duration, Instant},
};

use futures::stream::{FuturesUnordered, StreamExt as _};
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use verwijspunt::api::v1;

use crate::{
    Bench,
    common::{
        Chance,
        families::Families,
        place::Place,
        register::is_there,
        server::{self, Server},
        stream,
    },
};

/// Organisations that bring in the families, in pairs.
const ORGANISATIONS: u64 = 8;

/// A store of which the bench remembers what is in it.
pub struct Stored {
    pub name: &'static str,
    pub place: Place,
    built: u64,
    notes: Notes,
    pub families: Families,
}

/// What is known of a store between two runs.
#[derive(Serialize, Deserialize)]
struct Notes {
    /// One import of each organisation, to go on with when it broke off.
    imports: Vec<Uuid>,
    /// True when all are in.
    complete: bool,
    /// Persons from here on are in no family yet.
    next_person: u64,
    /// Involvements that were registered after the building.
    more: u64,
}

/// Of four involvements the first two are alone with their family; the last two are with the same
/// one, of two organisations. Nobody has the number zero.
fn family(involvement: u64) -> u64 {
    1 + 3 * (3 * (involvement / 4) + (involvement % 4).min(2))
}

/// Who brings an involvement in.
fn organisation(involvement: u64) -> u64 {
    let pair = involvement / 4 % (ORGANISATIONS / 2);
    2 * pair + u64::from(involvement % 4 == 3)
}

/// The id of an involvement: in the order of time, as if one had come every millisecond.
fn id(involvement: u64) -> Uuid {
    let mut chance = Chance(involvement);
    let mut random = [0; 10];
    random[..8].copy_from_slice(&chance.next().to_be_bytes());
    uuid::Builder::from_unix_timestamp_millis(1_750_000_000_000 + involvement, &random).into_uuid()
}

impl Stored {
    /// Takes up the store that is there, or builds it. One that the measuring has made half as large
    /// again is no longer of this size: it is built anew.
    pub async fn build(bench: &Bench, name: &'static str, involvements: u64) -> Self {
        let place = Place::prepare(&bench.home.join(name), "embedded:data");
        let kept = fs::read_to_string(notes_path(&place)).ok();
        let kept =
            kept.map(|text| serde_json::from_str::<Notes>(&text).expect("as it was written"));
        let data = place.directory.join("data");
        assert!(kept.is_some() || !data.exists(), "{}: not made by this bench", data.display());
        let grown = kept.as_ref().is_some_and(|notes| notes.more > involvements / 2);
        if grown && data.exists() {
            fs::remove_dir_all(data).expect("it is ours");
        }
        let kept = kept.filter(|_| !grown);
        let fresh = || Notes {
            imports: (0..ORGANISATIONS).map(|_| Uuid::now_v7()).collect(),
            complete: false,
            next_person: family(involvements) + 3,
            more: 0,
        };
        let notes = kept.unwrap_or_else(fresh);
        let families = Families::from(notes.next_person);
        let mut stored = Self { name, place, built: involvements, notes, families };
        stored.keep();
        if !stored.notes.complete {
            stored.bring_in(bench).await;
            stored.notes.complete = true;
            stored.keep();
        }
        stored
    }

    async fn bring_in(&self, bench: &Bench) {
        // It stands for years: whom they asked about is counted no longer.
        self.place.count_lookups(false);
        let broker = server::broker(&self.place, bench.program.as_deref());
        self.place.count_lookups(true);
        let begun = Instant::now();
        let (done, matched) = (AtomicU64::new(0), AtomicU64::new(0));
        let said = AtomicU64::new(0);
        let answered = |result: &v1::ImportRowResult| {
            let refused = result.outcome() == v1::RowOutcome::Refused;
            assert!(!refused, "row {}: {}", result.row, result.reason);
            let done = 1 + done.fetch_add(1, Ordering::Relaxed);
            matched.fetch_add(u64::from(result.others_involved), Ordering::Relaxed);
            let seconds = begun.elapsed().as_secs();
            if seconds >= said.load(Ordering::Relaxed) + 10 {
                said.store(seconds, Ordering::Relaxed);
                println!("    building {}: {done} after {seconds} s", self.name);
            }
        };
        let imports = (0..ORGANISATIONS).map(|importer| {
            let own: Vec<u64> = match importer % 2 {
                // Positions within a block of all organisations together.
                0 => vec![4 * (importer / 2), 4 * (importer / 2) + 1, 4 * (importer / 2) + 2],
                _ => vec![4 * (importer / 2) + 3],
            };
            let row = move |number: u64| {
                let (block, at) =
                    ((number - 1) / own.len() as u64, (number - 1) % own.len() as u64);
                let at = usize::try_from(at).expect("within a block");
                let involvement = block * 2 * ORGANISATIONS + own[at];
                (involvement < self.built).then(|| self.request(involvement))
            };
            let at = usize::try_from(importer).expect("few");
            stream::import(broker.channel(at, 0), self.notes.imports[at], row, answered)
        });
        let rows: Vec<u64> = imports.collect::<FuturesUnordered<_>>().collect().await;
        assert_eq!(rows.iter().sum::<u64>(), self.built, "every involvement was brought in");
        if done.load(Ordering::Relaxed) == self.built {
            // Not broken off in between: every answer was seen.
            assert_eq!(matched.into_inner(), self.built / 4, "the pairs find each other");
        }
        #[expect(clippy::cast_precision_loss, reason = "figures for people")]
        let rate = done.into_inner() as f64 / begun.elapsed().as_secs_f64();
        println!("    built {} by import: {rate:.0} rows a second", self.name);
        broker.end("TERM");
    }

    fn request(&self, involvement: u64) -> v1::RegisterInvolvementRequest {
        let involvement_id = id(involvement).to_string();
        v1::RegisterInvolvementRequest {
            involvement_id,
            ..self.families.request(family(involvement), 0)
        }
    }

    /// A random one of those that were built, whose organisation is alone with the family.
    pub fn alone(&self, chance: &mut Chance) -> Old {
        self.old(4 * chance.below(self.built / 4))
    }

    /// A random one of two that are with one family.
    pub fn with_another(&self, chance: &mut Chance) -> Old {
        self.old(4 * chance.below(self.built / 4) + 2)
    }

    fn old(&self, involvement: u64) -> Old {
        Old {
            id: id(involvement).to_string(),
            organisation: usize::try_from(organisation(involvement)).expect("few"),
            family: family(involvement),
        }
    }

    /// How many are in it.
    pub fn involvements(&self) -> u64 {
        self.built + self.notes.more
    }

    /// Remembers that so many more were registered.
    pub fn more(&mut self, registered: u64) {
        self.notes.more += registered;
        self.keep();
    }

    fn keep(&mut self) {
        self.notes.next_person = self.families.fresh(0);
        let text = serde_json::to_string(&self.notes).expect("plain values");
        let path = notes_path(&self.place);
        let new = path.with_extension("new");
        fs::write(&new, text).expect("written");
        fs::rename(new, path).expect("in one directory");
    }

    pub fn data(&self) -> PathBuf {
        self.place.directory.join("data")
    }

    /// Starts a broker on it; how long until it answers.
    pub async fn start(&self, bench: &Bench) -> (Server, Duration) {
        let begun = Instant::now();
        let broker = server::broker(&self.place, bench.program.as_deref());
        let old = self.old(self.built / 2);
        is_there(&broker, old.organisation, old.id).await;
        let took = begun.elapsed();
        (broker, took)
    }

    /// Makes a checkpoint while nothing runs.
    pub fn checkpoint_offline(&self, bench: &Bench) -> Duration {
        let begun = Instant::now();
        let program = bench.program.as_deref().unwrap_or(env!("CARGO_BIN_EXE_verwijspunt"));
        let made = Command::new(program).args(["store", "checkpoint"]).arg(self.data()).output();
        let made = made.expect("a process");
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        begun.elapsed()
    }

    /// Bytes on disk of each part of the store.
    pub fn disk(&self) -> Vec<(String, f64)> {
        let mut parts: Vec<(String, f64)> = fs::read_dir(self.data())
            .expect("a directory")
            .map(|entry| entry.expect("an entry"))
            .map(|entry| (entry.file_name().to_string_lossy().into_owned(), size(&entry.path())))
            .filter(|(_, bytes)| *bytes > 0.0)
            .collect();
        parts.sort_by(|a, b| a.0.cmp(&b.0));
        parts
    }
}

/// One that is in the store for long.
pub struct Old {
    pub id: String,
    pub organisation: usize,
    pub family: u64,
}

fn notes_path(place: &Place) -> PathBuf {
    place.directory.join("bench.json")
}

/// What the file or directory takes up on the disk, in bytes.
fn size(path: &Path) -> f64 {
    use std::os::unix::fs::MetadataExt as _;
    let Ok(metadata) = fs::symlink_metadata(path) else { return 0.0 };
    if !metadata.is_dir() {
        #[expect(clippy::cast_precision_loss, reason = "figures for people")]
        let bytes = (metadata.blocks() * 512) as f64;
        return bytes;
    }
    let entries = fs::read_dir(path).expect("a directory");
    entries.map(|entry| size(&entry.expect("an entry").path())).sum()
}
