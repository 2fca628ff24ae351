//! Who compares at present? One call of each organisation, and few in all: each holds all that it compares.

use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex},
};

use crate::domain::model::party::Oin;

/// Comparisons at once. The largest ones hold some hundred megabytes together.
const MOST: usize = 4;

/// The organisations that compare.
#[derive(Clone, Default)]
pub(crate) struct Places(Arc<Mutex<BTreeSet<Oin>>>);

/// The place of one of them, until it is dropped.
pub(super) struct Place {
    of: Places,
    organisation: Oin,
}

impl Places {
    /// A place, unless there is none.
    pub(super) fn take(&self, organisation: Oin) -> Option<Place> {
        let mut comparing = self.0.lock().expect("nothing panics while it holds the places");
        let free = comparing.len() < MOST && comparing.insert(organisation);
        free.then(|| Place { of: self.clone(), organisation })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        if let Ok(mut comparing) = self.of.0.lock() {
            comparing.remove(&self.organisation);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_of_each_and_few_in_all() {
        let oin = |n: usize| Oin::parse(&format!("{n:020}")).expect("20 digits");
        let places = Places::default();
        let mut taken: Vec<Place> = (0..MOST).filter_map(|n| places.take(oin(n))).collect();
        assert_eq!(taken.len(), MOST);
        assert!(places.take(oin(MOST)).is_none(), "there are no more");
        taken.pop();
        assert!(places.take(oin(0)).is_none(), "it has one");
        assert!(places.take(oin(MOST)).is_some());
    }
}
