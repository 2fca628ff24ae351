//! What does the covenant bring about? Steering information: counts by area and quarter, nothing
//! traceable.
//!
//! A quarter is counted once, when it has ended, for all areas of the covenant together, and what
//! may be told of it is kept. So there is one table for every quarter, and every answer is a part of
//! it: no two questions overlap, and asking again tomorrow tells nothing new.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::domain::{
    model::{
        case::record::{Case, CaseState},
        escalation::ticket::{Obstacle, Ticket},
        involvement::Involvement,
        notification::SignalHappening,
        party::{AreaCode, Oin, Party},
        refusal::Refusal,
        routing::Track,
        signal::record::{Signal, SignalState},
        time::{Day, Time},
    },
    rules::{
        matching::{FollowUp, Match},
        suppression::{self, ShownCount},
    },
    state::record::{Key, Loaded, Record},
};

/// The smallest number that is told.
pub const LEAST: u64 = 10;

/// A calendar quarter, on the clock in Amsterdam.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub struct Quarter {
    /// Year.
    pub year: i16,
    /// 1 to 4.
    pub number: u8,
}

impl Quarter {
    /// A quarter of the years 2000 to 2999; `None` for anything else.
    #[must_use]
    pub fn new(year: i32, number: i32) -> Option<Self> {
        let year = i16::try_from(year).ok().filter(|year| (2000..3000).contains(year))?;
        let number = u8::try_from(number).ok().filter(|number| (1..=4).contains(number))?;
        Some(Self { year, number })
    }

    /// Its first day.
    #[must_use]
    pub fn first(self) -> Day {
        let month = i8::try_from(self.number * 3 - 2).expect("a month is small");
        let date = jiff::civil::Date::new(self.year, month, 1);
        Day::from_civil(date.expect("the years of a quarter are in the calendar"))
    }

    /// The first day after it.
    #[must_use]
    pub fn end(self) -> Day {
        match self.number {
            4 => Self { year: self.year + 1, number: 1 }.first(),
            number => Self { year: self.year, number: number + 1 }.first(),
        }
    }

    /// Whether an instant lies in it.
    #[must_use]
    pub fn holds(self, at: Time) -> bool {
        (self.first()..self.end()).contains(&at.day())
    }
}

/// What is counted, and by what it is divided. Codes, for machines; every breakdown adds up.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Counted {
    /// Code.
    pub code: &'static str,
    /// Its breakdowns.
    pub breakdowns: &'static [Breakdown],
}

/// A division of a count into parts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Breakdown {
    /// Code.
    pub code: &'static str,
    /// Codes of its parts.
    pub parts: &'static [&'static str],
}

const fn by(code: &'static str, parts: &'static [&'static str]) -> Breakdown {
    Breakdown { code, parts }
}

const SIGNALS: usize = 0;
const INVOLVEMENTS: usize = 1;
const MATCHES: usize = 2;
const CASES: usize = 3;
const TICKETS: usize = 4;

/// Everything that is counted, in the order of the funnel.
pub const COUNTS: &[Counted] = &[
    // Sent in the quarter.
    Counted {
        code: "signals",
        breakdowns: &[
            by("sender", &["care", "non-care", "judiciary", "left"]),
            by("acute", &["yes", "no"]),
            by("to", &["organisation", "office"]),
            by("outcome", &["waiting", "seen", "taken-up"]),
            by("referred", &["yes", "no"]),
        ],
    },
    // Registered in the quarter.
    Counted { code: "involvements", breakdowns: &[] },
    // Made in the quarter; in the area of who joined.
    Counted {
        code: "matches",
        breakdowns: &[by("contact", &["made", "not-made"]), by("lead", &["agreed", "not-agreed"])],
    },
    // Opened in the quarter.
    Counted {
        code: "cases",
        breakdowns: &[
            by("plan", &["recorded", "none"]),
            by("family-manager", &["assigned", "none"]),
            by("state", &["open", "closed"]),
            by("nuisance", &["none", "with-plan", "without-plan"]),
        ],
    },
    // Opened in the quarter.
    Counted {
        code: "tickets",
        breakdowns: &[
            by("track", &["no-agreement", "not-carried-out"]),
            by("step", &["1", "2", "3", "higher"]),
            by(
                "obstacle",
                &[
                    "no-agreement",
                    "task-not-done",
                    "absent-from-meetings",
                    "not-delivered",
                    "delivered-late",
                    "delivered-wrongly",
                    "waiting-list",
                    "no-family-manager",
                    "not-participating",
                ],
            ),
            by("duration", &["open", "under-2-weeks", "under-6-weeks", "longer"]),
        ],
    },
];

/// Who sent a concern signal, by the covenant's groups of partners; in the order of the breakdown.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Sender {
    /// Gives care or help.
    Care,
    /// Does something else.
    NonCare,
    /// The judiciary.
    Judiciary,
    /// An organisation that left the covenant since.
    Left,
}

/// Names a report: one covenant, one quarter.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub struct ReportKey {
    /// Id of the covenant.
    pub covenant: String,
    /// The quarter.
    pub quarter: Quarter,
}

/// What is told of a quarter. The record holds nothing else: what is hidden was never kept.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Report {
    /// The covenant in force when it was counted, `id@version`.
    pub covenant: String,
    /// The quarter.
    pub quarter: Quarter,
    /// When it was counted: how far follow-up, cases and tickets had come by then.
    pub counted_at: Time,
    /// The areas, in the order of all numbers by area.
    pub areas: Vec<AreaCode>,
    /// The numbers, by the code of what is counted.
    pub counts: BTreeMap<String, ShownCount>,
    /// Organisations that are party to the covenant.
    pub parties: u32,
    /// Those of them that registered somebody in the quarter.
    pub registering: u32,
}

impl Report {
    /// The same with some of the areas only.
    #[must_use]
    pub fn only(mut self, areas: &[AreaCode]) -> Self {
        let places: Vec<usize> =
            (0..self.areas.len()).filter(|at| areas.contains(&self.areas[*at])).collect();
        let pick = |numbers: &mut Vec<Option<u64>>| {
            *numbers = places.iter().filter_map(|at| numbers.get(*at).copied()).collect();
        };
        for count in self.counts.values_mut() {
            pick(&mut count.count.by_area);
            count.breakdowns.iter_mut().flatten().for_each(|part| pick(&mut part.by_area));
        }
        self.areas = places.iter().map(|at| self.areas[*at].clone()).collect();
        self
    }
}

/// A count under way: record by record, none of them kept.
#[derive(Clone, Debug)]
pub struct Tally {
    quarter: Quarter,
    areas: Vec<AreaCode>,
    places: BTreeMap<AreaCode, usize>,
    counts: Vec<Numbers>,
    registering: BTreeSet<Oin>,
}

#[derive(Clone, Debug)]
struct Numbers {
    by_area: Vec<u64>,
    /// By breakdown, part and area.
    parts: Vec<Vec<Vec<u64>>>,
}

impl Tally {
    /// Nothing counted yet. What happens outside of these areas is not counted.
    #[must_use]
    pub fn new(quarter: Quarter, areas: Vec<AreaCode>) -> Self {
        let zeros = || vec![0; areas.len()];
        let numbers = |counted: &Counted| Numbers {
            by_area: zeros(),
            parts: counted
                .breakdowns
                .iter()
                .map(|breakdown| vec![zeros(); breakdown.parts.len()])
                .collect(),
        };
        let counts = COUNTS.iter().map(numbers).collect();
        let places = areas.iter().enumerate().map(|(at, area)| (area.clone(), at)).collect();
        Self { quarter, areas, places, counts, registering: BTreeSet::new() }
    }

    /// One more: with its part in each breakdown, in their order.
    fn add(&mut self, count: usize, area: &AreaCode, parts: &[usize]) {
        let Some(area) = self.places.get(area).copied() else { return };
        let numbers = &mut self.counts[count];
        numbers.by_area[area] += 1;
        for (breakdown, part) in numbers.parts.iter_mut().zip(parts) {
            breakdown[*part][area] += 1;
        }
    }

    /// Counts a concern signal.
    pub fn signal(&mut self, signal: &Signal, sender: Sender) {
        if !self.quarter.holds(signal.sent) {
            return;
        }
        let to = match signal.recipient {
            Party::Organisation(_) => 0,
            Party::Office(_) => 1,
        };
        let outcome = match signal.state {
            SignalState::Waiting => 0,
            SignalState::Seen => 1,
            SignalState::TakenUp => 2,
        };
        let referred = signal.history.iter().any(|step| step.what == SignalHappening::Referred);
        let acute = usize::from(!signal.acute);
        let parts = [sender as usize, acute, to, outcome, usize::from(!referred)];
        self.add(SIGNALS, &signal.area, &parts);
    }

    /// Counts an involvement.
    pub fn involvement(&mut self, involvement: &Involvement) {
        if !self.quarter.holds(involvement.registered) {
            return;
        }
        self.add(INVOLVEMENTS, &involvement.area, &[]);
        if self.places.contains_key(&involvement.area) {
            self.registering.insert(involvement.organisation);
        }
    }

    /// Counts a match; `joiner` is the involvement that joined.
    pub fn matched(&mut self, matched: &Match, joiner: &Involvement) {
        if !self.quarter.holds(matched.at) {
            return;
        }
        let contact = matched.parties.iter().any(|party| party.follow_up == FollowUp::ContactMade);
        let lead = !matched.leads.is_empty();
        self.add(MATCHES, &joiner.area, &[usize::from(!contact), usize::from(!lead)]);
    }

    /// Counts a case; `nuisance`: said of the family, or implied by its category.
    pub fn case(&mut self, case: &Case, nuisance: bool) {
        if !self.quarter.holds(case.opened) {
            return;
        }
        let plan = case.plan.is_some();
        let state = match case.state {
            CaseState::Open => 0,
            CaseState::Watching { .. } | CaseState::Closed { .. } => 1,
        };
        let trouble = match (nuisance, plan) {
            (false, _) => 0,
            (true, true) => 1,
            (true, false) => 2,
        };
        let manager = usize::from(case.managers.is_empty());
        let parts = [usize::from(!plan), manager, state, trouble];
        self.add(CASES, &case.family.area, &parts);
    }

    /// Counts a ticket.
    pub fn ticket(&mut self, ticket: &Ticket) {
        if !self.quarter.holds(ticket.opened) {
            return;
        }
        let track = match ticket.track() {
            Track::NoAgreement => 0,
            Track::NotCarriedOut => 1,
        };
        let step = usize::from(ticket.facts.step.clamp(1, 4) - 1);
        let obstacle = match ticket.obstacle {
            Obstacle::NoAgreement => 0,
            Obstacle::TaskNotDone => 1,
            Obstacle::AbsentFromMeetings => 2,
            Obstacle::NotDelivered => 3,
            Obstacle::DeliveredLate => 4,
            Obstacle::DeliveredWrongly => 5,
            Obstacle::WaitingList => 6,
            Obstacle::NoFamilyManager => 7,
            Obstacle::NotParticipating => 8,
        };
        self.add(TICKETS, ticket.area(), &[track, step, obstacle, duration(ticket)]);
    }

    /// What may be told of what was counted.
    #[must_use]
    pub fn report(self, covenant: String, parties: u32, now: Time) -> Report {
        let told = |numbers: &Numbers| suppression::shown(&numbers.by_area, &numbers.parts, LEAST);
        Report {
            covenant,
            quarter: self.quarter,
            counted_at: now,
            counts: COUNTS
                .iter()
                .zip(&self.counts)
                .map(|(counted, numbers)| (counted.code.to_owned(), told(numbers)))
                .collect(),
            areas: self.areas,
            parties,
            registering: u32::try_from(self.registering.len()).unwrap_or(u32::MAX),
        }
    }
}

/// How long it took to untie the knot, as a part of the breakdown.
fn duration(ticket: &Ticket) -> usize {
    let closed = ticket.history.last().filter(|_| !ticket.is_open());
    let weeks = closed.map(|last| (last.at.day().0 - ticket.opened.day().0) / 7);
    match weeks {
        None => 0,
        Some(..2) => 1,
        Some(2..6) => 2,
        Some(6..) => 3,
    }
}

/// Who asks for what: as the covenant answers it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Asked {
    /// Whether the caller may ask at all.
    pub may: bool,
    /// The report.
    pub key: ReportKey,
    /// The areas of the covenant.
    pub known: Vec<AreaCode>,
    /// Those asked for; none: all.
    pub areas: Vec<AreaCode>,
}

impl Asked {
    /// Checks the question.
    ///
    /// # Errors
    /// The caller may not ask, an area is not of its covenant, or the quarter has not ended.
    pub fn check(&self, now: Time) -> Result<(), Refusal> {
        if !self.may {
            return Err(Refusal::NotAllowed);
        }
        if let Some(at) = self.areas.iter().position(|area| !self.known.contains(area)) {
            let rule = "must be an area of your covenant";
            return Err(Refusal::field(format!("areas[{at}]"), rule));
        }
        if now.day() < self.key.quarter.end() {
            return Err(Refusal::field("quarter", "must have ended: ask again after its last day"));
        }
        Ok(())
    }

    /// The answer, when the quarter has been counted.
    ///
    /// # Errors
    /// As [`Asked::check`].
    pub fn answer(&self, loaded: &Loaded, now: Time) -> Result<Option<Report>, Refusal> {
        self.check(now)?;
        let report = match loaded.get(&Key::Report(self.key.clone())) {
            Some(Record::Report(report)) => Some(Report::clone(report)),
            _ => None,
        };
        Ok(match self.areas.as_slice() {
            [] => report,
            areas => report.map(|report| report.only(areas)),
        })
    }
}
