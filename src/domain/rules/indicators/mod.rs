//! What does the covenant bring about? Steering information: counts by area, of a quarter and as things
//! stand at its end; nothing traceable.
//!
//! A quarter is counted once, when it has ended, for all areas of the covenant together, and what
//! may be told of it is kept. So there is one table for every quarter, and every answer is a part of
//! it: no two questions overlap, and asking again tomorrow tells nothing new. The three quarters before
//! are counted with it where nobody asked yet, so that a year is never told before its quarters.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::{
    model::{
        case::{Case, Family},
        involvement::Involvement,
        matches::{FollowUp, Match},
        notification::SignalHappening,
        party::{AreaCode, Oin, Party},
        report::{
            Quarter, Report, Shown, ShownCount,
            counts::{
                CASES, CLOSED, COUNTS, CROSSES, Cross, FAMILIES, INVOLVEMENTS, MATCHES, NUISANCE,
                NUISANCE_WITH_PLAN, NUISANCE_WITHOUT_PLAN, SIGNALS, TICKETS, Words, YOUNG_PEOPLE,
            },
        },
        routing::Track,
        signal::{Arrival, Became, Outcome, Signal, SignalState},
        ticket::{Obstacle, Ticket},
        time::Time,
    },
    rules::suppression::{self, Guard},
    state::lookup::Lookup,
};

pub mod around;
mod asked;
mod stock;
pub mod year;

pub use asked::{Areas, Asked};

/// The smallest number that is told.
pub const LEAST: u64 = 10;

/// A count under way: record by record, none of them kept.
#[derive(Clone, Debug)]
pub struct Tally {
    quarter: Quarter,
    words: Words,
    places: BTreeMap<AreaCode, usize>,
    counts: Vec<Numbers>,
    /// In the order of the pairs: by area, part of the second breakdown and part of the first.
    crossed: Vec<Vec<Vec<Vec<u64>>>>,
    /// Families with a director when the quarter began, by area.
    before: Vec<u64>,
    /// Cases that were closed in the quarter, by area.
    closed: Vec<u64>,
    registering: BTreeSet<Oin>,
}

#[derive(Clone, Debug)]
struct Numbers {
    by_area: Vec<u64>,
    /// By breakdown: its parts, and by part and area the numbers.
    parts: Vec<(Vec<String>, Vec<Vec<u64>>)>,
}

impl Numbers {
    fn by_parts(&self) -> Vec<Vec<Vec<u64>>> {
        self.parts.iter().map(|(_, numbers)| numbers.clone()).collect()
    }
}

impl Tally {
    /// Nothing counted yet. What happens outside of the areas is not counted.
    #[must_use]
    pub fn new(quarter: Quarter, words: Words) -> Self {
        let zeros = || vec![0; words.areas.len()];
        let counts = COUNTS.iter().map(|counted| Numbers {
            by_area: zeros(),
            parts: counted
                .breakdowns
                .iter()
                .map(|breakdown| words.parts(breakdown.parts))
                .map(|parts| (parts.clone(), vec![zeros(); parts.len()]))
                .collect(),
        });
        let counts: Vec<Numbers> = counts.collect();
        let table = |cross: &Cross| {
            let [by, of] = [cross.by, cross.of].map(|at| counts[cross.count].parts[at].0.len());
            vec![vec![vec![0; by]; of]; words.areas.len()]
        };
        let crossed = CROSSES.iter().map(table).collect();
        let places = words.areas.iter().enumerate().map(|(at, area)| (area.clone(), at)).collect();
        let (before, closed) = (zeros(), zeros());
        let registering = BTreeSet::new();
        Self { quarter, places, counts, crossed, before, closed, registering, words }
    }

    /// The quarter.
    #[must_use]
    pub fn quarter(&self) -> Quarter {
        self.quarter
    }

    fn end(&self) -> Time {
        self.quarter.end().start()
    }

    /// One more: with its part in each breakdown, in their order.
    fn add(&mut self, count: usize, area: &AreaCode, parts: &[&str]) {
        let Some(area) = self.places.get(area).copied() else { return };
        let numbers = &mut self.counts[count];
        numbers.by_area[area] += 1;
        let mut places = Vec::new();
        for ((names, by_part), part) in numbers.parts.iter_mut().zip(parts) {
            // What the covenant has no word for stands last.
            let part = names.iter().position(|name| name == part).unwrap_or(names.len() - 1);
            by_part[part][area] += 1;
            places.push(part);
        }
        for (cross, table) in CROSSES.iter().zip(&mut self.crossed) {
            if cross.count == count {
                table[area][places[cross.of]][places[cross.by]] += 1;
            }
        }
    }

    /// Counts a concern signal; `sender` is the kind of organisation that sent it.
    pub fn signal(&mut self, signal: &Signal, sender: &str) {
        if !self.quarter.holds(signal.sent) {
            return;
        }
        let to = match signal.recipient {
            _ if signal.acute => "acute",
            Party::Organisation(_) => "organisation",
            Party::Office(_) => "office",
        };
        let referred = signal.history.iter().any(|step| step.what == SignalHappening::Referred);
        let referred = if referred { "yes" } else { "no" };
        self.add(SIGNALS, &signal.area, &[sender, to, what_became(signal), referred]);
    }

    /// Counts an involvement, and the young people in it. A child is counted where it was last
    /// registered by an organisation that helps.
    pub fn involvement(&mut self, involvement: &Involvement, beside: &impl Lookup) {
        if self.quarter.holds(involvement.registered) {
            self.add(INVOLVEMENTS, &involvement.area, &[]);
            if self.places.contains_key(&involvement.area) {
                self.registering.insert(involvement.organisation);
            }
        }
        let (then, words) = (self.end(), &self.words);
        if !stock::helps(involvement, &words.care, then) {
            return;
        }
        let young = involvement.members.iter().filter(|m| stock::is_young(m, then.day()));
        let counted_here = young.filter(|member| {
            let others = around::of_person(&member.identity, words, beside);
            let mut others = others.filter(|one| {
                stock::helps(one, &words.care, then) && one.names_person(&member.identity)
            });
            let this = (involvement.registered, involvement.id);
            !others.any(|one| (one.registered, one.id) > this)
        });
        for _ in 0..counted_here.count() {
            self.add(YOUNG_PEOPLE, &involvement.area, &[]);
        }
    }

    /// Counts a match; `joiner` is the involvement that joined.
    pub fn matched(&mut self, matched: &Match, joiner: &Involvement) {
        if !self.quarter.holds(matched.at) {
            return;
        }
        let contact = matched.parties.iter().any(|party| party.follow_up == FollowUp::ContactMade);
        let contact = if contact { "made" } else { "not-made" };
        let lead = if matched.leads.is_empty() { "not-agreed" } else { "agreed" };
        self.add(MATCHES, &joiner.area, &[contact, lead]);
    }

    /// Counts a case: among the families that have a director, and among those taken up.
    pub fn case(&mut self, case: &Case, beside: &impl Lookup) {
        let (begin, end) = (self.quarter.first().start(), self.end());
        let area = |then| self.places.get(&stock::family(case, then).area).copied();
        let (at_begin, at_end) = (area(begin), area(end));
        if let Some(area) = at_begin.filter(|_| stock::directed(case, begin)) {
            self.before[area] += 1;
        }
        let ended = stock::closed(case).is_some_and(|at| self.quarter.holds(at));
        if let Some(area) = at_end.filter(|_| ended) {
            self.closed[area] += 1;
        }
        let family = stock::family(case, end);
        if stock::directed(case, end) {
            let plan = if stock::planned(case, end.day()) { "recorded" } else { "none" };
            let helped = around::of_case(case, &self.words, beside)
                .any(|one| stock::helps(one, &self.words.care, end));
            let coordination = match (stock::managed(case, end), helped) {
                (true, _) => "family-manager",
                (false, true) => "help-only",
                (false, false) => "none",
            };
            let category = if self.troubles(family) { NUISANCE } else { family.category.as_str() };
            self.add(FAMILIES, &family.area, &[category, plan, coordination]);
        }
        if self.quarter.holds(case.opened) {
            let category = match (self.troubles(family), &case.plan) {
                (false, _) => family.category.as_str(),
                (true, Some(_)) => NUISANCE_WITH_PLAN,
                (true, None) => NUISANCE_WITHOUT_PLAN,
            };
            let manager = if case.managers.is_empty() { "none" } else { "assigned" };
            self.add(CASES, &family.area, &[category, manager]);
        }
    }

    /// Whether a family causes nuisance, as it was classified.
    fn troubles(&self, family: &Family) -> bool {
        family.nuisance || self.words.nuisance.contains(family.category.as_str())
    }

    /// Counts a ticket; `target` says the kind and the commissioner of whom it is against.
    pub fn ticket(&mut self, ticket: &Ticket, target: &str) {
        if !self.quarter.holds(ticket.opened) {
            return;
        }
        let track = match ticket.track() {
            Track::NoAgreement => "no-agreement",
            Track::NotCarriedOut => "not-carried-out",
        };
        let step = match ticket.facts.step {
            0 | 1 => "1",
            2 => "2",
            3 => "3",
            4.. => "higher",
        };
        let obstacle = match ticket.obstacle {
            Obstacle::NoAgreement => "no-agreement",
            Obstacle::TaskNotDone => "task-not-done",
            Obstacle::AbsentFromMeetings => "absent-from-meetings",
            Obstacle::NotDelivered => "not-delivered",
            Obstacle::DeliveredLate => "delivered-late",
            Obstacle::DeliveredWrongly => "delivered-wrongly",
            Obstacle::WaitingList => "waiting-list",
            Obstacle::NoFamilyManager => "no-family-manager",
            Obstacle::NotParticipating => "not-participating",
            Obstacle::FamilyDeclines => "family-declines",
        };
        self.add(TICKETS, ticket.area(), &[track, step, obstacle, duration(ticket), target]);
    }

    /// The parts of a breakdown, in all areas together.
    fn totals(&self, count: usize, breakdown: usize) -> Vec<u64> {
        self.counts[count].parts[breakdown].1.iter().map(|part| part.iter().sum()).collect()
    }

    /// What guards the numbers of a count, by area. Who was directed when the quarter began, plus who was
    /// taken up, less who is directed at its end, are those who left. So of new cases no more is told
    /// than of closed ones, and nothing where the families at either end are not told.
    fn guard(&self, count: usize, before: Option<&Report>) -> Guard {
        let numbers = &self.counts[count].by_area;
        if count != CASES {
            return Guard::of(numbers);
        }
        let told = |numbers: &[u64]| suppression::shown(numbers, &[], LEAST).count;
        let (begin, end) = (told(&self.before), told(&self.counts[FAMILIES].by_area));
        // What was told then, and not only what would be told of the same families now.
        let before = before.filter(|report| report.areas == self.words.areas);
        let before = before.and_then(|report| report.counts.get(COUNTS[FAMILIES].code));
        let ends = || [Some(&begin), Some(&end), before.map(|b| &b.count)].into_iter().flatten();
        if ends().any(|families| families.total.is_none()) {
            return Guard { numbers: vec![0; numbers.len()], apart: vec![true; numbers.len()] };
        }
        let apart = |at: usize| ends().any(|families| families.by_area[at].is_none());
        Guard {
            numbers: numbers.iter().zip(&self.closed).map(|(new, old)| *new.min(old)).collect(),
            apart: (0..numbers.len()).map(apart).collect(),
        }
    }

    /// Adds the pairs of a count to what is told of its breakdowns. Where the second one is told of an
    /// area the pairs are told of those areas in which both are, and of all together never: so what is
    /// told in one area says nothing of another. Otherwise they are told of all together only.
    fn cross(&self, count: usize, told: &mut ShownCount) {
        for (cross, table) in CROSSES.iter().zip(&self.crossed) {
            if cross.count != count {
                continue;
            }
            let (by, of) = (&told.breakdowns[cross.by], &told.breakdowns[cross.of]);
            let areas = self.words.areas.len();
            let of_an_area = of.iter().any(|part| part.by_area.iter().any(Option::is_some));
            // By part of the second and of the first; in all areas together, and in each.
            let nothing = || vec![vec![None; by.len()]; of.len()];
            let (total, by_area) = if of_an_area {
                let within = |area: usize| {
                    let told = |parts: &[Shown]| -> Vec<bool> {
                        parts.iter().map(|part| part.by_area[area].is_some()).collect()
                    };
                    let (first, second) = (told(by), told(of));
                    if first.contains(&true) && second.contains(&true) {
                        suppression::crossed_within(&table[area], [&first, &second], LEAST)
                    } else {
                        nothing()
                    }
                };
                (nothing(), (0..areas).map(within).collect())
            } else {
                let all = |at: usize, part: usize| table.iter().map(|t| t[at][part]).sum();
                let all = (0..of.len()).map(|at| (0..by.len()).map(|p| all(at, p)).collect());
                let all: Vec<Vec<u64>> = all.collect();
                (suppression::crossed(&all, LEAST), vec![nothing(); areas])
            };
            let pair = |first: usize, second: usize| Shown {
                total: total[second][first],
                by_area: by_area.iter().map(|area| area[second][first]).collect(),
            };
            let pairs = (0..by.len()).flat_map(|first| (0..of.len()).map(move |at| (first, at)));
            let pairs = pairs.map(|(first, second)| pair(first, second)).collect();
            told.breakdowns.push(pairs);
        }
    }

    /// What may be told of what was counted; `before` is what was told of the quarter before.
    #[must_use]
    pub fn report(
        &self,
        covenant: String,
        parties: u32,
        now: Time,
        before: Option<&Report>,
    ) -> Report {
        let mut counts = BTreeMap::new();
        for (at, (counted, numbers)) in COUNTS.iter().zip(&self.counts).enumerate() {
            let (guard, parts) = (self.guard(at, before), numbers.by_parts());
            let mut told = suppression::guarded(&numbers.by_area, &guard, &parts, LEAST);
            self.cross(at, &mut told);
            if at == CASES {
                let total = told.count.total.map(|_| self.closed.iter().sum());
                counts.insert(CLOSED.to_owned(), total_only(total, self.closed.len()));
            }
            counts.insert(counted.code.to_owned(), told);
        }
        Report {
            covenant,
            quarter: self.quarter,
            counted_at: now,
            counts,
            areas: self.words.areas.clone(),
            parties,
            registering: u32::try_from(self.registering.len()).unwrap_or(u32::MAX),
            layout: self.words.layout(),
            year: BTreeMap::new(),
            own: false,
        }
    }
}

/// A number of all areas together.
fn total_only(total: Option<u64>, areas: usize) -> ShownCount {
    ShownCount { count: Shown { total, by_area: vec![None; areas] }, breakdowns: Vec::new() }
}

/// What became of a concern signal, as a part of the breakdown.
fn what_became(signal: &Signal) -> &'static str {
    let state = || match signal.state {
        SignalState::Waiting => "waiting",
        SignalState::Seen => "seen",
        SignalState::TakenUp => "taken-up",
    };
    signal.outcome.as_ref().map_or_else(state, |outcome: &Outcome| match outcome.became() {
        Became::FalseAlarm => "false-alarm",
        Became::RegularHelp => "regular-help",
        Became::AtRiskFamily => "at-risk-family",
        Became::MultiProblemFamily => "multi-problem-family",
        Became::FamilyReferred => match signal.arrival {
            None => "family-referred",
            Some(Arrival::Arrived) => "referred-arrived",
            Some(Arrival::NotArrived) => "referred-not-arrived",
        },
    })
}

/// How long it took to untie the knot, as a part of the breakdown.
fn duration(ticket: &Ticket) -> &'static str {
    let closed = ticket.history.last().filter(|_| !ticket.is_open());
    match closed.map(|last| (last.at.day().0 - ticket.opened.day().0) / 7) {
        None => "open",
        Some(..2) => "under-2-weeks",
        Some(2..6) => "under-6-weeks",
        Some(6..) => "longer",
    }
}
