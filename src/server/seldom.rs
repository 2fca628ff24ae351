//! How often may something be logged that strangers can cause? Once in a while for each kind of it, with
//! the number of those that were left out: nobody can hide the line of another.

use std::{
    collections::HashMap,
    hash::Hash,
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

/// So many kinds are told apart at the same time; what is beyond them shares one line.
const MOST_KINDS: usize = 32;

/// Counts occasions by their kind and says which of them to log.
pub(super) struct Seldom<K> {
    every: Duration,
    state: Mutex<State<K>>,
}

struct State<K> {
    kinds: HashMap<K, Kind>,
    /// What found no place among them.
    beyond: Option<Kind>,
}

#[derive(Clone, Copy)]
struct Kind {
    last: Instant,
    left_out: u64,
}

impl<K: Eq + Hash + Clone> Seldom<K> {
    /// At most one of each kind in `every`.
    pub(super) fn new(every: Duration) -> Self {
        Self { every, state: Mutex::new(State { kinds: HashMap::new(), beyond: None }) }
    }

    /// Whether to log this occasion: how many of its kind were left out since the last that was logged.
    pub(super) fn now(&self, kind: K, at: Instant) -> Option<u64> {
        let over = |kind: &Kind| at.duration_since(kind.last) >= self.every;
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if !state.kinds.contains_key(&kind) && state.kinds.len() >= MOST_KINDS {
            // Whoever was quiet makes room: first those of whom nothing is left to be told.
            let quiet = state.kinds.iter().filter(|(_, kind)| over(kind));
            let quietest = quiet.min_by_key(|(_, kind)| (kind.left_out > 0, kind.last));
            if let Some(quietest) = quietest.map(|(kind, _)| kind.clone()) {
                state.kinds.remove(&quietest);
            }
        }
        if state.kinds.len() < MOST_KINDS || state.kinds.contains_key(&kind) {
            let found = state.kinds.get_mut(&kind);
            if let Some(found) = found {
                return told(found, at, over(found));
            }
            state.kinds.insert(kind, Kind { last: at, left_out: 0 });
            return Some(0);
        }
        match &mut state.beyond {
            Some(beyond) => told(beyond, at, over(beyond)),
            none => {
                *none = Some(Kind { last: at, left_out: 0 });
                Some(0)
            }
        }
    }
}

fn told(kind: &mut Kind, at: Instant, due: bool) -> Option<u64> {
    if !due {
        kind.left_out += 1;
        return None;
    }
    kind.last = at;
    Some(std::mem::take(&mut kind.left_out))
}

#[cfg(test)]
mod tests {
    use super::*;

    const EVERY: Duration = Duration::from_secs(10);

    #[test]
    fn the_first_is_logged_and_later_ones_are_counted() {
        let seldom = Seldom::new(EVERY);
        let start = Instant::now();
        assert_eq!(seldom.now("a", start), Some(0));
        assert_eq!(seldom.now("a", start + Duration::from_secs(1)), None);
        assert_eq!(seldom.now("a", start + Duration::from_secs(9)), None);
        assert_eq!(seldom.now("a", start + Duration::from_secs(10)), Some(2));
        assert_eq!(seldom.now("a", start + Duration::from_secs(20)), Some(0));
    }

    #[test]
    fn one_kind_does_not_hide_another_and_is_counted_by_itself() {
        let seldom = Seldom::new(EVERY);
        let start = Instant::now();
        assert_eq!(seldom.now("flood", start), Some(0));
        for _ in 0..1_000 {
            assert_eq!(seldom.now("flood", start), None);
        }
        assert_eq!(seldom.now("another", start), Some(0));
        assert_eq!(seldom.now("another", start), None);
        assert_eq!(seldom.now("flood", start + EVERY), Some(1_000));
        assert_eq!(seldom.now("another", start + EVERY), Some(1));
    }

    #[test]
    fn whoever_invents_kinds_takes_no_room_and_few_lines_and_none_of_who_was_there() {
        let seldom = Seldom::new(EVERY);
        let start = Instant::now();
        let lines = (0..10_000).filter(|kind| seldom.now(*kind, start).is_some()).count();
        assert_eq!(lines, MOST_KINDS + 1, "one for all that found no place");
        assert_eq!(seldom.state.lock().unwrap().kinds.len(), MOST_KINDS);
        // Those that had a place keep it while they are heard of, and the quiet ones make room.
        let later = start + EVERY;
        assert_eq!(seldom.now(0, later), Some(0));
        let lines = (20_000..30_000).filter(|kind| seldom.now(*kind, later).is_some()).count();
        assert_eq!(lines, MOST_KINDS - 1 + 1, "all places but one, and one for the rest");
        assert_eq!(seldom.now(0, later), None);
        assert_eq!(seldom.now(0, later + EVERY), Some(1));
    }
}
