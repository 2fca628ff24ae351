//! How many persons may a caller ask about, and when is that spent?

use std::collections::BTreeSet;

use crate::domain::model::{party::Oin, time::Day};

/// How many persons a caller may ask about, as the installation says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Terms {
    /// False: nothing is counted and nothing refused.
    pub enabled: bool,
    /// Persons an hour, however small the case load.
    pub persons_per_hour: u64,
    /// Persons a day, however small the case load.
    pub persons_per_day: u64,
    /// Persons an hour, in percent of the case load.
    pub percent_per_hour: u64,
    /// Persons a day, in percent of the case load.
    pub percent_per_day: u64,
    /// Days after which a person with whom the caller is involved counts for its case load.
    pub counts_after_days: u64,
    /// Persons an hour for one person who signed in, besides the budget of the organisation.
    pub persons_per_hour_signed_in: u64,
    /// Persons a day for one person who signed in.
    pub persons_per_day_signed_in: u64,
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
            counts_after_days: 7,
            persons_per_hour_signed_in: 30,
            persons_per_day_signed_in: 100,
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

    /// The last day on which somebody must have been named to count for a case load today.
    #[must_use]
    pub fn counted_until(&self, today: Day) -> Day {
        let days = i32::try_from(self.counts_after_days).unwrap_or(i32::MAX);
        today.plus_days(-days)
    }

    /// The limits of a person who signed in. They do not grow with the case load of the organisation.
    #[must_use]
    pub fn signed_in(&self) -> Limits {
        Limits { hour: self.persons_per_hour_signed_in, day: self.persons_per_day_signed_in }
    }

    /// The limits of a caller that is involved with so many persons.
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

impl Span {
    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Hour => "hour",
            Self::Day => "day",
        }
    }
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
    /// True for the budget of the person who signed in: colleagues may still ask.
    pub of_person: bool,
}

impl Spent {
    /// Whose budget it is: of the person who signed in, or of the caller as a whole.
    #[must_use]
    pub fn whose(&self) -> &'static str {
        if self.of_person { "person" } else { "caller" }
    }
}
