//! Where does a test make the process die, or the disk wait?

/// The points a crash test may choose, in the order in which a change passes them.
pub const POINTS: [&str; 8] = [
    "before-journal-write",
    "after-journal-write",
    "after-fsync",
    "before-answer",
    "during-index-write",
    "after-index-write",
    "during-checkpoint",
    "after-checkpoint-rename",
];

/// The point of merging runs of the index, which takes many takings-over to reach.
pub const MERGE_POINTS: [&str; 1] = ["during-merge"];

/// The points of building the index anew, which a checkpoint passes when something was deleted long enough ago.
pub const RENEWAL_POINTS: [&str; 4] =
    ["during-renewal", "before-index-switch", "after-index-switch", "after-renewal"];

/// Whether this build has fail points.
#[must_use]
pub fn has_failpoints() -> bool {
    cfg!(feature = "failpoints")
}

/// Aborts the process when `VERWIJSPUNT_FAILPOINT` is `name` or `name:n` and this is the n-th pass. Nothing in a
/// release binary.
#[cfg(feature = "failpoints")]
pub(super) fn pass(name: &'static str) {
    use std::sync::OnceLock;
    use std::sync::atomic::{AtomicU64, Ordering};
    static CHOSEN: OnceLock<Option<(String, u64)>> = OnceLock::new();
    static PASSES: AtomicU64 = AtomicU64::new(0);
    let chosen = CHOSEN.get_or_init(|| {
        let text = std::env::var("VERWIJSPUNT_FAILPOINT").ok()?;
        let (name, nth) = text.split_once(':').unwrap_or((&text, "1"));
        Some((name.to_owned(), nth.parse().unwrap_or(1)))
    });
    if let Some((chosen, nth)) = chosen
        && chosen == name
        && PASSES.fetch_add(1, Ordering::SeqCst) + 1 == *nth
    {
        std::process::abort();
    }
}

#[cfg(not(feature = "failpoints"))]
pub(super) fn pass(_name: &'static str) {}

/// Reads of the disk wait while a test holds this for writing.
#[cfg(feature = "failpoints")]
static READS: std::sync::RwLock<()> = std::sync::RwLock::new(());

/// Lets every read of the index from the disk wait until the answer is dropped: a disk that does not answer.
#[cfg(feature = "failpoints")]
#[must_use]
pub fn hold_reads() -> impl Sized {
    READS.write().unwrap_or_else(std::sync::PoisonError::into_inner)
}

/// Before a block of the index is read from the disk.
#[cfg(feature = "failpoints")]
pub(super) fn wait_before_reading() {
    drop(READS.read());
}

#[cfg(not(feature = "failpoints"))]
pub(super) fn wait_before_reading() {}
