//! How many calls are worked on at once? Places that are taken and given back.

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

/// A number of places.
#[derive(Debug)]
pub struct Places {
    taken: AtomicI64,
    max: i64,
}

impl Places {
    /// So many places, all of them free.
    #[must_use]
    pub fn new(max: u64) -> Arc<Self> {
        Arc::new(Self { taken: AtomicI64::new(0), max: i64::try_from(max).unwrap_or(i64::MAX) })
    }

    /// Takes a place; `None` when none is free.
    #[must_use]
    pub fn take(self: &Arc<Self>) -> Option<Place> {
        if self.taken.fetch_add(1, Ordering::Relaxed) >= self.max {
            self.taken.fetch_sub(1, Ordering::Relaxed);
            return None;
        }
        Some(Place(Arc::clone(self)))
    }

    /// How many are taken at this moment.
    #[must_use]
    pub fn taken(&self) -> i64 {
        self.taken.load(Ordering::Relaxed)
    }
}

/// A place that is taken; dropping it gives it back.
#[derive(Debug)]
pub struct Place(Arc<Places>);

impl Drop for Place {
    fn drop(&mut self) {
        self.0.taken.fetch_sub(1, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_that_is_given_back_is_free_again() {
        let places = Places::new(2);
        let (first, second) = (places.take(), places.take());
        assert!(first.is_some() && second.is_some());
        assert!(places.take().is_none());
        assert_eq!(places.taken(), 2, "whoever is refused holds nothing");
        drop(first);
        assert!(places.take().is_some());
        drop(second);
        assert_eq!(places.taken(), 0);
    }
}
