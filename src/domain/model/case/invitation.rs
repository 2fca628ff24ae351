//! A meeting that is to come: which, when, and who is invited. That, never about what.

use serde::{Deserialize, Serialize};

use crate::domain::model::{
    case::milestone::remind_on,
    party::Oin,
    time::{Day, Time},
};

/// A meeting of the plan to which organisations are invited.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Invitation {
    /// Which milestone of the plan it is.
    pub milestone: String,
    /// When.
    pub day: Day,
    /// Who is invited, each organisation once, sorted.
    pub invited: Vec<Oin>,
    /// The day of the reminder; `None` once given, or when the meeting was near from the start.
    pub remind_on: Option<Day>,
}

impl Invitation {
    /// One that is made today.
    #[must_use]
    pub fn new(
        milestone: &str,
        day: Day,
        mut invited: Vec<Oin>,
        remind_days: u16,
        today: Day,
    ) -> Self {
        invited.sort_unstable();
        let remind_on = remind_on(day, remind_days, today);
        Self { milestone: milestone.to_owned(), day, invited, remind_on }
    }

    /// When the invited are reminded.
    #[must_use]
    pub fn deadline(&self) -> Option<Time> {
        self.remind_on.map(Day::start)
    }
}
