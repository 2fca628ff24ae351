//! Is watch kept on a family after its case was closed (pilot flame, refresh), or while it is open
//! (finger on the pulse)? Looks at a set interval, for a set time.

use serde::{Deserialize, Serialize};

use crate::domain::model::{
    agreement::{WatchRule, weeks_after},
    case::milestone::{Alarm, remind_on},
    party::Party,
    refusal::Refusal,
    time::{Day, Time},
};

/// What a look found. What was seen is with the professional.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub enum Finding {
    /// Nothing has to happen.
    NothingNeeded,
    /// The director should take the family up again, or do more.
    ActionNeeded,
}

/// A look that was taken.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Look {
    /// When.
    pub day: Day,
    /// What it found.
    pub finding: Finding,
}

/// Watch that is or was kept.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Watch {
    /// Who looks.
    pub by: Party,
    /// First day.
    pub start: Day,
    /// Last day.
    pub until: Day,
    /// Weeks between two looks.
    pub every_weeks: u16,
    /// By when the next look is due; one after the last day is not asked.
    pub due: Day,
    /// The day of the reminder; `None` once given, or when it was near from the start.
    pub remind_on: Option<Day>,
    /// True once the look was not taken in time and the director was told.
    pub missed: bool,
    /// The looks, by day.
    pub looks: Vec<Look>,
    /// The day on which it was stopped or came to its end.
    pub ended: Option<Day>,
}

/// Something about a watch that somebody must hear of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WatchAlarm {
    /// A look is due on this day.
    Remind(Day),
    /// A look was due on this day and was not taken.
    Missed(Day),
    /// Its last day has passed.
    Over(Day),
}

impl Watch {
    /// Watch that begins today.
    #[must_use]
    pub fn new(rule: &WatchRule, by: Party, remind_days: u16, today: Day) -> Self {
        let due = weeks_after(today, rule.every_weeks);
        Self {
            by,
            start: today,
            until: weeks_after(today, rule.weeks),
            every_weeks: rule.every_weeks,
            due,
            remind_on: remind_on(due, remind_days, today),
            missed: false,
            looks: Vec::new(),
            ended: None,
        }
    }

    /// Whether it is kept at present.
    #[must_use]
    pub fn runs(&self) -> bool {
        self.ended.is_none()
    }

    /// Records a look; a second one on the same day corrects what was found.
    ///
    /// # Errors
    /// Before the first day, or in the future.
    pub fn look(&mut self, look: Look, remind_days: u16, today: Day) -> Result<(), Refusal> {
        if look.day < self.start || look.day > today {
            let rule = "must lie between the first day of the watch and today";
            return Err(Refusal::field("looked_on", rule));
        }
        match self.looks.binary_search_by_key(&look.day, |look| look.day) {
            Ok(place) => self.looks[place] = look,
            Err(place) => self.looks.insert(place, look),
        }
        let last = self.looks.last().map_or(look.day, |look| look.day);
        let due = weeks_after(last, self.every_weeks);
        if due != self.due {
            self.due = due;
            self.missed = false;
            self.remind_on = remind_on(due, remind_days, today);
        }
        Ok(())
    }

    /// The day by which the next look is due, while watch is kept.
    #[must_use]
    pub fn next_due(&self) -> Option<Day> {
        self.runs().then_some(self.due.min(self.until))
    }

    /// When something next must be told.
    #[must_use]
    pub fn deadline(&self) -> Option<Time> {
        self.next().map(|(at, _)| at)
    }

    /// What must be told by now, in order; notes that it was told.
    pub fn alarms(&mut self, now: Time) -> Vec<WatchAlarm> {
        let mut alarms = Vec::new();
        while let Some((_, alarm)) = self.next().filter(|(at, _)| *at <= now) {
            alarms.push(match alarm {
                Some(Alarm::Remind) => {
                    self.remind_on = None;
                    WatchAlarm::Remind(self.due)
                }
                Some(Alarm::Missed) => {
                    self.missed = true;
                    WatchAlarm::Missed(self.due)
                }
                None => {
                    self.ended = Some(self.until);
                    WatchAlarm::Over(self.until)
                }
            });
        }
        alarms
    }

    /// The next alarm of a look, or the end.
    fn next(&self) -> Option<(Time, Option<Alarm>)> {
        if !self.runs() {
            return None;
        }
        let over = (self.until.plus_days(1).start(), None);
        let look = (self.due <= self.until).then_some(()).and_then(|()| match self.remind_on {
            Some(day) => Some((day.start(), Some(Alarm::Remind))),
            None if self.missed => None,
            None => Some((self.due.plus_days(1).start(), Some(Alarm::Missed))),
        });
        // A look that was due on the last day comes before the news that it is over.
        Some(look.filter(|(at, _)| *at <= over.0).unwrap_or(over))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::model::{agreement::Watcher, party::OfficeId};

    fn day(text: &str) -> Day {
        Day::parse(text).expect("a date")
    }

    /// Every four weeks, for twelve; from Monday 2 March to Monday 25 May 2026.
    fn watch() -> Watch {
        let rule = WatchRule {
            every_weeks: 4,
            weeks: 12,
            by: Watcher::LastFamilyManager,
            while_open: false,
        };
        let by = Party::Office(OfficeId::parse("coordinator").expect("an id"));
        Watch::new(&rule, by, 7, day("2026-03-02"))
    }

    fn told(watch: &mut Watch, until: &str) -> Vec<String> {
        let mut told = Vec::new();
        while let Some(at) = watch.deadline().filter(|at| at.day() <= day(until)) {
            let alarms = watch.alarms(at);
            assert!(!alarms.is_empty(), "a deadline without an alarm would never pass");
            told.extend(alarms.iter().map(|alarm| format!("{} {alarm:?}", at.day())));
        }
        told
    }

    #[test]
    fn left_alone_it_is_missed_once_and_ends() {
        let mut watch = watch();
        assert_eq!(
            told(&mut watch, "2027-12-31"),
            [
                "2026-03-23 Remind(Day(2026-03-30))",
                "2026-03-31 Missed(Day(2026-03-30))",
                "2026-05-26 Over(Day(2026-05-25))",
            ]
        );
        assert!(!watch.runs());
    }

    #[test]
    fn every_look_asks_for_the_next_until_the_end() {
        let mut watch = watch();
        for (on, next) in [("2026-03-30", "2026-04-27"), ("2026-04-20", "2026-05-18")] {
            let look = Look { day: day(on), finding: Finding::NothingNeeded };
            watch.look(look, 7, day(on)).expect("today");
            assert_eq!(watch.due, day(next));
        }
        let look = Look { day: day("2026-05-18"), finding: Finding::ActionNeeded };
        watch.look(look, 7, look.day).expect("today");
        assert_eq!(told(&mut watch, "2027-12-31"), ["2026-05-26 Over(Day(2026-05-25))"]);
    }

    #[test]
    fn a_look_recorded_late_moves_nothing_back() {
        let mut watch = watch();
        for on in ["2026-03-30", "2026-03-16"] {
            let look = Look { day: day(on), finding: Finding::NothingNeeded };
            watch.look(look, 7, day("2026-03-30")).expect("not in the future");
        }
        assert_eq!(watch.due, day("2026-04-27"));
        let wrong = Look { day: day("2026-04-01"), finding: Finding::NothingNeeded };
        assert!(watch.look(wrong, 7, day("2026-03-31")).is_err());
        let wrong = Look { day: day("2026-03-01"), finding: Finding::NothingNeeded };
        assert!(watch.look(wrong, 7, day("2026-03-31")).is_err());
    }

    #[test]
    fn after_a_long_stop_everything_is_told_once() {
        let mut watch = watch();
        assert_eq!(watch.alarms(day("2027-01-01").start()).len(), 3);
        assert_eq!(watch.alarms(day("2027-01-01").start()), []);
        assert_eq!(watch.deadline(), None);
    }
}
