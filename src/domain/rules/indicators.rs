//! What does the covenant bring about? Steering information: counts by area and quarter, nothing
//! traceable.
//!
//! A quarter is counted once, when it has ended, for all areas of the covenant together, and what
//! may be told of it is kept. So there is one table for every quarter, and every answer is a part of
//! it: no two questions overlap, and asking again tomorrow tells nothing new.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::{
    model::{
        case::{Case, CaseState},
        involvement::Involvement,
        matches::{FollowUp, Match},
        notification::SignalHappening,
        party::{AreaCode, Oin, Party},
        refusal::Refusal,
        report::{
            CASES, COUNTS, Counted, INVOLVEMENTS, MATCHES, Quarter, Report, ReportKey, SIGNALS,
            TICKETS,
        },
        routing::Track,
        signal::{Signal, SignalState},
        ticket::{Obstacle, Ticket},
        time::Time,
    },
    rules::suppression,
    state::{facts::Facts, keys::Key, lookup::Lookup, records::Record},
};

/// The smallest number that is told.
pub const LEAST: u64 = 10;

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
            Obstacle::FamilyDeclines => 9,
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
    pub fn answer(&self, facts: &Facts, now: Time) -> Result<Option<Report>, Refusal> {
        self.check(now)?;
        let report = match facts.get(&Key::Report(self.key.clone())) {
            Some(Record::Report(report)) => Some(Report::clone(report)),
            _ => None,
        };
        Ok(match self.areas.as_slice() {
            [] => report,
            areas => report.map(|report| report.only(areas)),
        })
    }
}
