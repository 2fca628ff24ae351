//! What do the engine's tests share?

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs;
use std::ops::Bound;
use std::path::{Path, PathBuf};
use std::sync::Once;
use std::time::Duration;

use verwijspunt::store::embedded::engine::{
    Engine, EngineError, OpenError, Ops, Options, Sequencer, View,
};

pub(crate) type Map = BTreeMap<Vec<u8>, Vec<u8>>;

/// Writes what it is told, and counts in a record of its own, so that batches must see each other.
#[derive(Default)]
pub(crate) struct Plain {
    pub(crate) forgotten: usize,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Write {
    pub(crate) puts: Vec<(Vec<u8>, Vec<u8>)>,
    pub(crate) deletes: Vec<Vec<u8>>,
    pub(crate) logs: Vec<Vec<u8>>,
    pub(crate) count: Option<Vec<u8>>,
}

/// The journal position, and the counter if one was asked for.
pub(crate) type Done = (u64, u64);

impl Sequencer for Plain {
    type Request = Write;
    type Answer = Done;

    fn sequence(&mut self, request: Write, view: &View<'_>, ops: &mut Ops) -> Done {
        let mut counted = 0;
        if let Some(key) = request.count {
            let old = view.get(&key).expect("readable");
            counted = old.map_or(0, |b| u64::from_be_bytes(b[..].try_into().unwrap())) + 1;
            ops.put(key, counted.to_be_bytes());
        }
        for (key, value) in request.puts {
            ops.put(key, value);
        }
        for key in request.deletes {
            ops.delete(key);
        }
        for entry in request.logs {
            ops.log(entry);
        }
        (view.position(), counted)
    }

    fn forget(&mut self) {
        self.forgotten += 1;
    }
}

pub(crate) fn put(key: &[u8], value: &[u8]) -> Write {
    Write { puts: vec![(key.to_vec(), value.to_vec())], ..Write::default() }
}

/// Options with which nothing happens by itself.
pub(crate) fn still() -> Options {
    Options {
        drain_every: Duration::from_secs(3600),
        checkpoint_every: Duration::from_secs(365 * 24 * 3600),
        gone_within: Duration::from_secs(2 * 365 * 24 * 3600),
        reserve_bytes: 0,
        cache_bytes: 16 << 20,
        ..Options::default()
    }
}

pub(crate) fn open(dir: &Path) -> Engine<Plain> {
    try_open(dir, still()).expect("opens")
}

pub(crate) fn try_open(dir: &Path, options: Options) -> Result<Engine<Plain>, OpenError> {
    Engine::open(dir, options, |_| Ok::<_, EngineError>(Plain::default()))
}

pub(crate) fn run<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(future)
}

pub(crate) fn write(engine: &Engine<Plain>, write: Write) -> Done {
    run(engine.submit(write)).expect("written")
}

thread_local! {
    /// What was written into the log by this thread, while somebody wants to know it.
    static LINES: RefCell<Option<Vec<u8>>> = const { RefCell::new(None) };
}

struct Lines;

impl std::io::Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        LINES.with_borrow_mut(|lines| lines.iter_mut().for_each(|l| l.extend_from_slice(bytes)));
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// What some work on this thread answers, and what it writes into the log.
pub(crate) fn told<T>(work: impl FnOnce() -> T) -> (T, String) {
    // One for all threads: of two, the log would forget what other tests came across first.
    static ONCE: Once = Once::new();
    ONCE.call_once(|| tracing_subscriber::fmt().with_ansi(false).with_writer(|| Lines).init());
    LINES.set(Some(Vec::new()));
    let answer = work();
    let lines = LINES.take().unwrap_or_default();
    (answer, String::from_utf8_lossy(&lines).into_owned())
}

/// Everything in the store.
pub(crate) fn contents(engine: &Engine<Plain>) -> Result<Map, EngineError> {
    let all = engine.reader().scan(Bound::Unbounded, Bound::Unbounded, usize::MAX, false)?;
    Ok(all.into_iter().map(|(k, v)| (k.to_vec(), v.to_vec())).collect())
}

pub(crate) fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// The files of a directory, in order of name.
pub(crate) fn files(dir: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(dir) else { return Vec::new() };
    let mut found: Vec<_> = entries.map(|e| e.unwrap().path()).filter(|p| p.is_file()).collect();
    found.sort();
    found
}

/// A small generator, so that a failing run is repeated by its seed.
pub(crate) struct Dice(u64);

impl Dice {
    /// Takes `VERWIJSPUNT_SEED` if set, otherwise the clock; prints it.
    pub(crate) fn new(test: &str) -> Self {
        let clock =
            std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_nanos()
                as u64;
        let seed =
            std::env::var("VERWIJSPUNT_SEED").ok().and_then(|s| s.parse().ok()).unwrap_or(clock);
        println!("{test}: VERWIJSPUNT_SEED={seed}");
        Self(seed)
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub(crate) fn below(&mut self, n: u64) -> u64 {
        self.next() % n
    }

    pub(crate) fn bytes(&mut self, len: usize) -> Vec<u8> {
        (0..len).map(|_| self.next() as u8).collect()
    }
}
