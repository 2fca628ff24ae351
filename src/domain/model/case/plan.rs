//! The one plan of a family, as dates and coded milestones: what is due, what was missed, when it
//! ends. What the plan says is with the professionals.

use serde::{Deserialize, Serialize};

use crate::domain::model::{
    agreement::{PlanRule, weeks_after},
    case::milestone::{Alarm, Milestone},
    format,
    refusal::Refusal,
    time::{Day, Time},
};

/// Why a plan was extended.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub enum ExtensionReason {
    /// The aims are within reach, with some weeks more.
    AimsWithinReach,
    /// Help that was agreed came late.
    HelpCameLate,
    /// The family's situation changed.
    SituationChanged,
}

/// A decision to go on for some weeks more.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Extension {
    /// Day of the decision.
    pub on: Day,
    /// Why.
    pub reason: ExtensionReason,
    /// The last day afterwards.
    pub ends: Day,
    /// By how many weeks; 0 in decisions from before that was asked: as many as the covenant said.
    #[serde(deserialize_with = "format::since::<4, _, _>")]
    pub weeks: u16,
}

/// A plan that runs.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Plan {
    /// Which variant of the covenant, for instance `twenty-weeks`.
    pub variant: String,
    /// First day: the day of the meeting that made it.
    pub start: Day,
    /// Last day, extensions included.
    pub ends: Day,
    /// By how many weeks it can be extended at a time, at most.
    pub extension_weeks: u16,
    /// How often it can be extended.
    pub extensions_most: u16,
    /// How often it was.
    pub extensions: Vec<Extension>,
    /// Its milestones, in the covenant's order.
    pub milestones: Vec<Milestone>,
    /// True once its last day has passed and the director was told.
    pub over: bool,
}

/// Something in a plan that somebody must hear of.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum PlanAlarm {
    /// A milestone is due on this day.
    Remind(String, Day),
    /// A milestone was due on this day and was not held.
    Missed(String, Day),
    /// The last day has passed and the case is still open.
    Over(Day),
}

/// The milestone with which a plan begins: the meeting that makes it, due first of all.
#[must_use]
pub fn first(rule: &PlanRule) -> Option<&str> {
    let first = rule.milestones.iter().min_by_key(|milestone| milestone.within_weeks);
    first.map(|milestone| milestone.code.as_str())
}

impl Plan {
    /// A plan that was made on its first day by the first milestone of its rule. `today` is the
    /// day on which that is recorded.
    #[must_use]
    pub fn new(rule: &PlanRule, start: Day, remind_days: u16, today: Day) -> Self {
        let milestone = |rule| Milestone::new(rule, start, remind_days, today);
        let mut plan = Self {
            variant: rule.id.clone(),
            start,
            ends: weeks_after(start, rule.weeks),
            extension_weeks: rule.extension_weeks,
            extensions_most: rule.extensions_most,
            extensions: Vec::new(),
            milestones: rule.milestones.iter().map(milestone).collect(),
            over: false,
        };
        if let Some(milestone) = first(rule).and_then(|code| plan.milestone_mut(code)) {
            milestone.hold(start, None, remind_days, today);
        }
        plan
    }

    /// A milestone by its code.
    #[must_use]
    pub fn milestone(&self, code: &str) -> Option<&Milestone> {
        self.milestones.iter().find(|milestone| milestone.code == code)
    }

    fn milestone_mut(&mut self, code: &str) -> Option<&mut Milestone> {
        self.milestones.iter_mut().find(|milestone| milestone.code == code)
    }

    /// Records that a milestone was held on a day. Meetings after the last day count too: a plan
    /// that runs over time is told to the director, it does not fall silent.
    ///
    /// # Errors
    /// No milestone of this plan, before its first day, or in the future.
    pub fn hold(
        &mut self,
        code: &str,
        day: Day,
        remind_days: u16,
        today: Day,
    ) -> Result<(), Refusal> {
        if day < self.start || day > today {
            let rule = "must lie between the first day of the plan and today";
            return Err(Refusal::field("held_on", rule));
        }
        let extended = self.extensions.last().map(|extension| extension.on);
        let Some(milestone) = self.milestone_mut(code) else {
            let known: Vec<&str> = self.milestones.iter().map(|one| one.code.as_str()).collect();
            let rule = format!("must be a milestone of the plan that runs: {}", known.join(", "));
            return Err(Refusal::field("milestone", rule));
        };
        milestone.hold(day, extended, remind_days, today);
        Ok(())
    }

    /// Extends the plan by some weeks more, as its meeting decided.
    ///
    /// # Errors
    /// It was extended as often as the covenant allows, or by more weeks than it allows at a time.
    pub fn extend(
        &mut self,
        weeks: u16,
        reason: ExtensionReason,
        remind_days: u16,
        today: Day,
    ) -> Result<(), Refusal> {
        if self.extensions.len() >= usize::from(self.extensions_most) {
            return Err(Refusal::ExtensionsSpent { most: self.extensions_most });
        }
        if weeks == 0 || weeks > self.extension_weeks {
            let most = self.extension_weeks;
            let rule = format!("must be 1 to {most}: the covenant allows no more weeks at a time");
            return Err(Refusal::field("weeks", rule));
        }
        let former = self.ends;
        self.ends = weeks_after(former, weeks);
        self.over = false;
        self.extensions.push(Extension { on: today, reason, ends: self.ends, weeks });
        let later = self.extended_by();
        for milestone in &mut self.milestones {
            // A decision keeps its distance from the last day.
            let due = weeks_after(self.start, milestone.within_weeks.saturating_add(later));
            milestone.extend(due, former, remind_days, today);
        }
        Ok(())
    }

    /// By how many weeks it was extended so far.
    fn extended_by(&self) -> u16 {
        let weeks = self.extensions.iter().map(|extension| match extension.weeks {
            0 => self.extension_weeks,
            weeks => weeks,
        });
        weeks.fold(0, u16::saturating_add)
    }

    /// The first day by which something must be held: a milestone, or the decision at the end.
    #[must_use]
    pub fn next_due(&self) -> Option<Day> {
        let milestones = self.milestones.iter().filter_map(|milestone| milestone.due);
        Some(milestones.filter(|due| *due <= self.ends).min().unwrap_or(self.ends))
    }

    /// When something next must be told.
    #[must_use]
    pub fn deadline(&self) -> Option<Time> {
        self.next().map(|(at, _)| at)
    }

    /// What must be told by now, in the order in which it came; notes that it was told.
    pub fn alarms(&mut self, now: Time) -> Vec<PlanAlarm> {
        let mut alarms = Vec::new();
        while let Some((_, place)) = self.next().filter(|(at, _)| *at <= now) {
            match place {
                Some((place, alarm)) => {
                    let milestone = &mut self.milestones[place];
                    milestone.given(alarm);
                    let (code, due) = (milestone.code.clone(), milestone.due);
                    let Some(due) = due else { continue };
                    alarms.push(match alarm {
                        Alarm::Remind => PlanAlarm::Remind(code, due),
                        Alarm::Missed => PlanAlarm::Missed(code, due),
                    });
                }
                None => {
                    self.over = true;
                    alarms.push(PlanAlarm::Over(self.ends));
                }
            }
        }
        alarms
    }

    /// The next alarm: of a milestone by its place, or the end of the plan.
    fn next(&self) -> Option<(Time, Option<(usize, Alarm)>)> {
        let milestones = self.milestones.iter().enumerate().filter_map(|(place, milestone)| {
            milestone.next(self.ends).map(|(at, alarm)| (at, Some((place, alarm))))
        });
        let over = (!self.over).then(|| (self.ends.plus_days(1).start(), None));
        // What is due on the last day comes before the news that it is over.
        milestones.chain(over).min_by_key(|(at, place)| (*at, place.is_none()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::model::agreement::MilestoneRule;

    fn day(text: &str) -> Day {
        Day::parse(text).expect("a date")
    }

    fn rule(weeks: u16, evaluation: u16) -> PlanRule {
        let milestone = |code: &str, within_weeks, every_weeks| MilestoneRule {
            code: code.to_owned(),
            name_nl: String::new(),
            name_en: String::new(),
            within_weeks,
            every_weeks,
            attendance: every_weeks.is_some(),
            decides: code == "evaluation",
        };
        PlanRule {
            id: format!("{weeks}-weeks"),
            name_nl: String::new(),
            name_en: String::new(),
            weeks,
            extension_weeks: 6,
            extensions_most: 1,
            milestones: vec![
                milestone("evaluation", evaluation, None),
                milestone("mdo-plus", 0, None),
                milestone("executors", 6, Some(6)),
            ],
        }
    }

    /// Monday 2 March 2026; the plan of 20 weeks ends on 20 July, its evaluation is on 6 July.
    fn twenty() -> Plan {
        let start = day("2026-03-02");
        Plan::new(&rule(20, 18), start, 7, start)
    }

    fn due(plan: &Plan, code: &str) -> Option<String> {
        plan.milestone(code).and_then(|m| m.due).map(|day| day.to_string())
    }

    /// Everything that is told until a day, with the day on which it was told.
    fn told(plan: &mut Plan, until: &str) -> Vec<String> {
        let mut told = Vec::new();
        while let Some(at) = plan.deadline().filter(|at| at.day() <= day(until)) {
            let alarms = plan.alarms(at);
            assert!(!alarms.is_empty(), "a deadline without an alarm would never pass");
            for alarm in alarms {
                told.push(match alarm {
                    PlanAlarm::Remind(code, due) => format!("{} remind {code} {due}", at.day()),
                    PlanAlarm::Missed(code, due) => format!("{} missed {code} {due}", at.day()),
                    PlanAlarm::Over(ends) => format!("{} over {ends}", at.day()),
                });
            }
        }
        told
    }

    #[test]
    fn a_plan_of_twenty_weeks_left_alone() {
        let mut plan = twenty();
        assert_eq!(plan.milestone("mdo-plus").map(|m| m.held.clone()), Some(vec![plan.start]));
        assert_eq!(due(&plan, "mdo-plus"), None);
        assert_eq!(
            told(&mut plan, "2027-12-31"),
            [
                "2026-04-06 remind executors 2026-04-13",
                "2026-04-14 missed executors 2026-04-13",
                "2026-06-29 remind evaluation 2026-07-06",
                "2026-07-07 missed evaluation 2026-07-06",
                "2026-07-21 over 2026-07-20",
            ]
        );
        assert_eq!(plan.deadline(), None, "nothing is told twice");
    }

    #[test]
    fn a_plan_of_ten_weeks() {
        let start = day("2026-03-02");
        let mut plan = Plan::new(&rule(10, 9), start, 7, start);
        plan.hold("executors", day("2026-04-06"), 7, day("2026-04-06")).expect("within the plan");
        assert_eq!(due(&plan, "executors").as_deref(), Some("2026-05-18"), "after its last day");
        assert_eq!(
            told(&mut plan, "2027-12-31"),
            [
                "2026-04-27 remind evaluation 2026-05-04",
                "2026-05-05 missed evaluation 2026-05-04",
                "2026-05-12 over 2026-05-11",
            ]
        );
    }

    #[test]
    fn the_next_meeting_is_counted_from_the_last_one() {
        let mut plan = twenty();
        for (held, next) in [("2026-04-06", "2026-05-18"), ("2026-05-11", "2026-06-22")] {
            plan.hold("executors", day(held), 7, day(held)).expect("within the plan");
            assert_eq!(due(&plan, "executors").as_deref(), Some(next));
        }
        plan.hold("executors", day("2026-04-20"), 7, day("2026-05-11")).expect("an earlier one");
        assert_eq!(due(&plan, "executors").as_deref(), Some("2026-06-22"), "stays");
        let held = plan.milestone("executors").expect("in the plan").held.clone();
        assert_eq!(held, ["2026-04-06", "2026-04-20", "2026-05-11"].map(day));
    }

    #[test]
    fn missed_until_held_after_all() {
        let mut plan = twenty();
        assert_eq!(told(&mut plan, "2026-04-20").len(), 2);
        assert!(plan.milestone("executors").is_some_and(|m| m.missed));
        plan.hold("executors", day("2026-04-20"), 7, day("2026-04-21")).expect("within the plan");
        assert!(plan.milestone("executors").is_some_and(|m| !m.missed));
        assert_eq!(
            told(&mut plan, "2026-06-02"),
            ["2026-05-25 remind executors 2026-06-01", "2026-06-02 missed executors 2026-06-01"]
        );
    }

    #[test]
    fn extended_after_the_evaluation() {
        let mut plan = twenty();
        let decided = day("2026-07-06");
        plan.hold("evaluation", decided, 7, decided).expect("within the plan");
        assert_eq!(due(&plan, "evaluation"), None);
        plan.extend(6, ExtensionReason::HelpCameLate, 7, decided).expect("the first one");
        assert_eq!(plan.ends, day("2026-08-31"));
        assert_eq!(due(&plan, "evaluation").as_deref(), Some("2026-08-17"), "moves along");
        let again = plan.extend(6, ExtensionReason::HelpCameLate, 7, decided);
        assert_eq!(again, Err(Refusal::ExtensionsSpent { most: 1 }));
    }

    #[test]
    fn each_extension_has_its_own_length() {
        let mut plan = twenty();
        plan.extensions_most = 3;
        let on = day("2026-07-06");
        for wrong in [0, 7] {
            let refused = plan.extend(wrong, ExtensionReason::HelpCameLate, 7, on);
            assert!(matches!(refused, Err(Refusal::Fields(_))), "{wrong}");
        }
        assert_eq!((plan.ends, plan.extensions.len()), (day("2026-07-20"), 0), "nothing changed");
        for (weeks, ends, evaluation) in
            [(2, "2026-08-03", "2026-07-20"), (5, "2026-09-07", "2026-08-24")]
        {
            plan.extend(weeks, ExtensionReason::HelpCameLate, 7, on).expect("within the bounds");
            assert_eq!(plan.ends, day(ends));
            assert_eq!(due(&plan, "evaluation").as_deref(), Some(evaluation));
        }
    }

    #[test]
    fn an_evaluation_recorded_after_the_extension_that_it_decided() {
        let mut plan = twenty();
        let decided = day("2026-07-06");
        plan.extend(6, ExtensionReason::SituationChanged, 7, decided).expect("the first one");
        plan.hold("evaluation", decided, 7, day("2026-07-08")).expect("within the plan");
        assert_eq!(due(&plan, "evaluation").as_deref(), Some("2026-08-17"), "still to come");
        plan.hold("evaluation", day("2026-08-17"), 7, day("2026-08-17")).expect("the next one");
        assert_eq!(due(&plan, "evaluation"), None);
    }

    #[test]
    fn what_lay_behind_the_end_is_asked_when_the_plan_is_extended() {
        let mut plan = twenty();
        plan.hold("executors", day("2026-06-29"), 7, day("2026-06-29")).expect("within the plan");
        assert_eq!(due(&plan, "executors").as_deref(), Some("2026-08-10"));
        let before = told(&mut plan, "2026-12-31");
        assert!(before.iter().all(|line| !line.contains("executors 2026-08-10")), "{before:?}");
        plan.extend(6, ExtensionReason::AimsWithinReach, 7, day("2026-07-21")).expect("the first");
        assert_eq!(
            told(&mut plan, "2026-12-31"),
            [
                "2026-08-03 remind executors 2026-08-10",
                "2026-08-10 remind evaluation 2026-08-17",
                "2026-08-11 missed executors 2026-08-10",
                "2026-08-18 missed evaluation 2026-08-17",
                "2026-09-01 over 2026-08-31",
            ]
        );
    }

    #[test]
    fn after_a_long_stop_everything_is_told_once_in_order() {
        let mut plan = twenty();
        let late = day("2027-01-01").start();
        let alarms = plan.alarms(late);
        assert_eq!(alarms.len(), 5, "{alarms:?}");
        assert_eq!(alarms[0], PlanAlarm::Remind("executors".to_owned(), day("2026-04-13")));
        assert_eq!(alarms[4], PlanAlarm::Over(day("2026-07-20")));
        assert_eq!(plan.alarms(late), []);
    }

    #[test]
    fn a_day_that_is_near_from_the_start_has_no_reminder() {
        let mut plan = Plan::new(&rule(20, 18), day("2026-03-02"), 7, day("2026-04-10"));
        assert_eq!(told(&mut plan, "2026-04-14"), ["2026-04-14 missed executors 2026-04-13"]);
    }

    #[test]
    fn only_what_can_have_been_held() {
        let mut plan = twenty();
        let today = day("2026-04-01");
        for (code, held) in
            [("executors", "2026-04-02"), ("executors", "2026-03-01"), ("talk", "2026-03-03")]
        {
            let refused = plan.hold(code, day(held), 7, today);
            assert!(matches!(refused, Err(Refusal::Fields(_))), "{code} {held}");
        }
        // Whoever writes a code wrong is told which there are.
        let Err(Refusal::Fields(wrong)) = plan.hold("exectors", today, 7, today) else {
            panic!("it is no milestone");
        };
        let known = plan.milestones.iter().all(|one| wrong[0].rule.contains(&one.code));
        assert!(known && wrong[0].field == "milestone", "{wrong:?}");
    }
}
