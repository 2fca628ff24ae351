//! When is a milestone of a plan due, when is somebody reminded of it, and when was it missed?

use serde::{Deserialize, Serialize};

use crate::domain::model::{
    agreement::{MilestoneRule, weeks_after},
    time::{Day, Time},
};

/// A milestone of a plan that runs. It keeps the rule under which the plan was made: a later
/// version of the covenant does not move what was agreed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Milestone {
    /// Its code in the covenant, for instance `mdo-plus`.
    pub code: String,
    /// Due this many weeks after the start of the plan.
    pub within_weeks: u16,
    /// When it recurs: due again this many weeks after it was last held.
    pub every_weeks: Option<u16>,
    /// True for a meeting at which presence is recorded.
    pub attendance: bool,
    /// True when it decides on closing or extending.
    pub decides: bool,
    /// By when it should be held next; `None` when nothing is asked any more. One that lies after
    /// the last day of the plan is asked only when the plan is extended.
    pub due: Option<Day>,
    /// The day of the reminder; `None` once given, or when it was near from the start.
    pub remind_on: Option<Day>,
    /// True once its day has passed and the director was told; until it is held after all or
    /// gets another day.
    pub missed: bool,
    /// The days on which it was held, in order.
    pub held: Vec<Day>,
}

/// What a milestone asks for at a moment.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Alarm {
    /// It is due soon.
    Remind,
    /// Its day has passed.
    Missed,
}

impl Milestone {
    /// The milestone of a plan that starts on a day. `today` is the day on which that is recorded,
    /// which may be later.
    #[must_use]
    pub fn new(rule: &MilestoneRule, start: Day, remind_days: u16, today: Day) -> Self {
        let mut milestone = Self {
            code: rule.code.clone(),
            within_weeks: rule.within_weeks,
            every_weeks: rule.every_weeks,
            attendance: rule.attendance,
            decides: rule.decides,
            due: None,
            remind_on: None,
            missed: false,
            held: Vec::new(),
        };
        milestone.ask(Some(weeks_after(start, rule.within_weeks)), remind_days, today);
        milestone
    }

    /// Records that it was held. `extended` is the day of the plan's latest extension: a meeting
    /// up to that day decided on the extension, and the next decision is still to come.
    pub fn hold(&mut self, day: Day, extended: Option<Day>, remind_days: u16, today: Day) {
        if let Err(place) = self.held.binary_search(&day) {
            self.held.insert(place, day);
        }
        let last = self.held.last().copied().unwrap_or(day);
        let next = match self.every_weeks {
            Some(weeks) => Some(weeks_after(last, weeks)),
            None if self.decides && extended.is_some_and(|on| last <= on) => self.due,
            None => None,
        };
        self.ask(next, remind_days, today);
    }

    /// The plan was extended: a decision is due that much later again, whatever lay behind the
    /// former last day gets its reminder anew.
    pub fn extend(&mut self, due: Day, former_end: Day, remind_days: u16, today: Day) {
        if self.decides && self.every_weeks.is_none() {
            self.ask(Some(due), remind_days, today);
        } else if self.due.is_some_and(|day| day > former_end) {
            self.remind_on = self.due.and_then(|day| remind_on(day, remind_days, today));
        }
    }

    /// What it asks for next and when, within a plan that ends on a day.
    #[must_use]
    pub fn next(&self, ends: Day) -> Option<(Time, Alarm)> {
        let due = self.due.filter(|day| *day <= ends)?;
        match self.remind_on {
            Some(day) => Some((day.start(), Alarm::Remind)),
            None if self.missed => None,
            None => Some((due.plus_days(1).start(), Alarm::Missed)),
        }
    }

    /// Notes that an alarm was given.
    pub fn given(&mut self, alarm: Alarm) {
        match alarm {
            Alarm::Remind => self.remind_on = None,
            Alarm::Missed => self.missed = true,
        }
    }

    /// Asks for it by another day; the same day changes nothing of what was told already.
    fn ask(&mut self, due: Option<Day>, remind_days: u16, today: Day) {
        if self.due != due {
            self.due = due;
            self.missed = false;
            self.remind_on = due.and_then(|day| remind_on(day, remind_days, today));
        }
    }
}

/// The day of a reminder. None when that day has come already: whoever plans it knows.
#[must_use]
pub fn remind_on(due: Day, remind_days: u16, today: Day) -> Option<Day> {
    let day = due.plus_days(-i32::from(remind_days));
    (day > today).then_some(day)
}
