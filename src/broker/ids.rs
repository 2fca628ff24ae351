//! Where do fresh ids come from? From the clock of this machine and from chance: every id has random
//! bits of its own, so that ids made together tell nothing of each other.
//!
//! The time in an id is of 4096ths of a millisecond, and no two decisions of a broker have the same:
//! what is listed by id stands in the order of the decisions.

use std::{
    sync::atomic::{AtomicU64, Ordering},
    time::{SystemTime, UNIX_EPOCH},
};

use uuid::Uuid;

use crate::domain::model::ids::{self, FreshIds, TICKS_PER_MS};

/// Nanoseconds in a millisecond.
const MS_NANOS: u64 = 1_000_000;

/// The instant of the last decision, in ticks since 1970.
static LAST: AtomicU64 = AtomicU64::new(0);

/// Ids for one decision.
pub(super) fn for_decision() -> FreshIds {
    FreshIds::new(instant(), random)
}

/// One fresh id.
#[must_use]
pub fn fresh() -> Uuid {
    ids::at(instant(), random())
}

/// This instant, or the next one that nobody has.
fn instant() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let nanos = u64::from(since.subsec_nanos());
    let now = since.as_secs() * 1_000 * TICKS_PER_MS + nanos * TICKS_PER_MS / MS_NANOS;
    let later = |last: u64| Some(now.max(last + 1));
    match LAST.fetch_update(Ordering::Relaxed, Ordering::Relaxed, later) {
        Ok(last) | Err(last) => now.max(last + 1),
    }
}

/// Bits from the operating system, of which the first two are of no use.
fn random() -> u64 {
    Uuid::new_v4().as_u64_pair().1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_of_one_decision_have_no_order_and_those_of_two_have() {
        let lot = || {
            let mut ids = for_decision();
            (0..64).map(|_| ids.take()).collect::<Vec<_>>()
        };
        let (first, second) = (lot(), lot());
        assert!(first.iter().all(|id| second.iter().all(|later| id < later)));
        assert!(!first.is_sorted(), "64 random numbers are not in order");
        let tails: Vec<u64> = first.iter().map(|id| id.as_u64_pair().1).collect();
        for (at, tail) in tails.iter().enumerate() {
            assert!(tails[..at].iter().all(|other| other.abs_diff(*tail) > 1 << 24));
        }
    }
}
