//! How many persons may a caller ask about, and when is that spent?

use std::collections::BTreeSet;

use crate::domain::model::party::Oin;

/// How many persons a caller may ask about, as the installation says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Terms {
    /// False: nothing is counted and nothing refused.
    pub enabled: bool,
    /// Persons an hour, however small the case load.
    pub persons_per_hour: u64,
    /// Persons a day, however small the case load.
    pub persons_per_day: u64,
    /// Persons an hour, in percent of the active involvements.
    pub percent_per_hour: u64,
    /// Persons a day, in percent of the active involvements.
    pub percent_per_day: u64,
    /// Organisations that bring in their case load at present: counted, not refused.
    pub importing: BTreeSet<Oin>,
}

impl Default for Terms {
    fn default() -> Self {
        Self {
            enabled: true,
            persons_per_hour: 1_000,
            persons_per_day: 5_000,
            percent_per_hour: 5,
            percent_per_day: 20,
            importing: BTreeSet::new(),
        }
    }
}

impl Terms {
    /// Nothing is counted.
    #[must_use]
    pub fn off() -> Self {
        Self { enabled: false, ..Self::default() }
    }

    /// The limits of a caller with so many active involvements.
    #[must_use]
    pub fn limits(&self, case_load: u64) -> Limits {
        let share = |percent: u64| case_load.saturating_mul(percent) / 100;
        Limits {
            hour: self.persons_per_hour.max(share(self.percent_per_hour)),
            day: self.persons_per_day.max(share(self.percent_per_day)),
        }
    }
}

/// How many distinct persons at most.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Limits {
    /// In a clock hour.
    pub hour: u64,
    /// In a calendar day.
    pub day: u64,
}

/// The longer or the shorter of the two spans.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Span {
    /// A clock hour.
    Hour,
    /// A calendar day.
    Day,
}

/// The budget of a caller is spent.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Spent {
    /// Of which span.
    pub span: Span,
    /// How many persons that are.
    pub limit: u64,
    /// Milliseconds until the next span begins.
    pub wait_ms: u64,
}
