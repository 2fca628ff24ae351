//! How often may something be logged that strangers can cause? Once in a while, with the number of those
//! that were left out.

use std::{
    sync::Mutex,
    time::{Duration, Instant},
};

/// Counts occasions and says which of them to log.
pub(super) struct Seldom {
    every: Duration,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    last: Option<Instant>,
    left_out: u64,
}

impl Seldom {
    /// At most one in `every`.
    pub(super) fn new(every: Duration) -> Self {
        Self { every, state: Mutex::default() }
    }

    /// Whether to log this occasion: how many were left out since the last that was logged.
    pub(super) fn now(&self, at: Instant) -> Option<u64> {
        let mut state = self.state.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let due = state.last.is_none_or(|last| at.duration_since(last) >= self.every);
        if !due {
            state.left_out += 1;
            return None;
        }
        state.last = Some(at);
        Some(std::mem::take(&mut state.left_out))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_is_logged_and_later_ones_are_counted() {
        let seldom = Seldom::new(Duration::from_secs(10));
        let start = Instant::now();
        assert_eq!(seldom.now(start), Some(0));
        assert_eq!(seldom.now(start + Duration::from_secs(1)), None);
        assert_eq!(seldom.now(start + Duration::from_secs(9)), None);
        assert_eq!(seldom.now(start + Duration::from_secs(10)), Some(2));
        assert_eq!(seldom.now(start + Duration::from_secs(20)), Some(0));
    }
}
