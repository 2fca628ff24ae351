//! What is kept of whom a caller asked about: a count a day, and which persons.

use serde::{Deserialize, Serialize};

use crate::domain::model::{
    party::Party,
    person::Pseudonym,
    time::{Day, Time},
};

/// Names the count of one caller on one day.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub struct TallyKey {
    /// Who asks.
    pub caller: Party,
    /// When.
    pub day: Day,
    /// The person who signed in, for that person's own count.
    pub person: Option<Box<str>>,
}

impl TallyKey {
    /// The count of a caller on a day, or that of one person of it.
    #[must_use]
    pub fn of(caller: Party, day: Day, person: Option<Box<str>>) -> Self {
        Self { caller, day, person }
    }
}

/// What a caller asked on one day. It goes when the day is over.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Tally {
    /// The hour of the last count: hours since 1970.
    pub hour: i64,
    /// Distinct persons in that hour.
    pub in_hour: u64,
    /// Distinct persons on this day.
    pub in_day: u64,
    /// When the day is over.
    pub ends: Time,
}

/// Names a person about whom a caller asked on a day.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub struct AskedKey {
    /// Who asked, and when.
    pub by: TallyKey,
    /// About whom.
    pub person: Pseudonym,
}

/// That a caller asked about a person: in which hour last, in hours since 1970.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct AskedIn(pub i64);
