//! How do the deliveries of one channel go, in numbers? For the metrics page; never a label that
//! says who.

use std::{
    collections::BTreeMap,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

use crate::domain::model::party::Party;

/// The numbers of one channel.
#[derive(Debug, Default)]
pub struct Figures {
    delivered: AtomicU64,
    failed: AtomicU64,
    lines: Mutex<BTreeMap<Party, Line>>,
}

/// How it stands with one recipient.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) struct Line {
    /// Something waits that should have gone.
    pub(super) pending: bool,
    /// Somebody has to look.
    pub(super) paused: bool,
}

impl Figures {
    /// Attempts that arrived.
    #[must_use]
    pub fn delivered(&self) -> u64 {
        self.delivered.load(Ordering::Relaxed)
    }

    /// Attempts that did not arrive.
    #[must_use]
    pub fn failed(&self) -> u64 {
        self.failed.load(Ordering::Relaxed)
    }

    /// Recipients for whom something waits that should have gone.
    #[must_use]
    pub fn pending(&self) -> usize {
        self.count(|line| line.pending)
    }

    /// Recipients who are not reached: somebody has to look.
    #[must_use]
    pub fn paused(&self) -> usize {
        self.count(|line| line.paused)
    }

    pub(super) fn ended(&self, arrived: bool) {
        let counter = if arrived { &self.delivered } else { &self.failed };
        counter.fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn stands(&self, recipient: &Party, line: Option<Line>) {
        let mut lines = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
        match line {
            Some(line) => lines.insert(recipient.clone(), line),
            None => lines.remove(recipient),
        };
    }

    fn count(&self, wanted: impl Fn(&Line) -> bool) -> usize {
        let lines = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
        lines.values().filter(|line| wanted(line)).count()
    }
}
