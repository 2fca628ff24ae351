//! How is it said in the log that the store is out of reach? Once when that begins, now and then how
//! many requests met it, once when it is over; not once for each request.

use std::{
    sync::{
        Mutex,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

/// Lines about it are no closer than this.
const APART: Duration = Duration::from_secs(10);

/// What was said, and what was not.
#[derive(Default)]
struct Said {
    last: Option<Instant>,
    /// Requests since then.
    left_out: u64,
}

impl Said {
    /// One more request. Says how many were left out, when it is time for a line.
    fn met(&mut self, now: Instant) -> Option<u64> {
        if self.last.is_some_and(|last| now.saturating_duration_since(last) < APART) {
            self.left_out += 1;
            return None;
        }
        self.last = Some(now);
        Some(std::mem::take(&mut self.left_out))
    }

    /// A request was answered. The next line is no sooner for it: a store that comes and goes does
    /// not fill the log.
    fn over(&mut self) -> u64 {
        std::mem::take(&mut self.left_out)
    }
}

static SAID: Mutex<Said> = Mutex::new(Said { last: None, left_out: 0 });
static OUT_OF_REACH: AtomicBool = AtomicBool::new(false);

/// A request met a store that is out of reach.
pub(super) fn met(why: &str) {
    let said = SAID.lock().map(|mut said| said.met(Instant::now()));
    if let Ok(Some(left_out)) = said {
        OUT_OF_REACH.store(true, Ordering::Relaxed);
        tracing::warn!(%why, left_out, "requests are not answered: the store is out of reach");
    }
}

/// A request was answered.
pub(super) fn over() {
    // Nearly always it was not out of reach, and then nobody waits here for another.
    if OUT_OF_REACH.load(Ordering::Relaxed) && OUT_OF_REACH.swap(false, Ordering::Relaxed) {
        let left_out = SAID.lock().map(|mut said| said.over()).unwrap_or_default();
        tracing::info!(left_out, "requests are answered again");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_crowd_of_requests_makes_one_line_in_a_while() {
        let (mut said, begin) = (Said::default(), Instant::now());
        assert_eq!(said.met(begin), Some(0), "the first is said at once");
        for n in 1..1000 {
            assert_eq!(said.met(begin + Duration::from_millis(n)), None);
        }
        assert_eq!(said.met(begin + APART), Some(999));
        assert_eq!(said.met(begin + APART), None);
        assert_eq!(said.over(), 1);
    }

    #[test]
    fn a_store_that_comes_and_goes_makes_no_more_lines() {
        let (mut said, begin) = (Said::default(), Instant::now());
        assert_eq!(said.met(begin), Some(0));
        assert_eq!(said.over(), 0);
        assert_eq!(said.met(begin + APART / 2), None);
        assert_eq!(said.met(begin + APART), Some(1));
    }
}
