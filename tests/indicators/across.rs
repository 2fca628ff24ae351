//! Can a hidden number be computed by whoever holds all tables: of every quarter, of the families at
//! its end, and of the years? By adding and subtracting, on random covenants; `VERWIJSPUNT_SEED` repeats.

use std::collections::{BTreeMap, BTreeSet};

use verwijspunt::domain::{
    model::{
        case::{Case, CaseState, CloseReason},
        report::{Quarter, Report, counts::Words},
        routing::Track,
        ticket::Ticket,
        time::{Day, Time},
    },
    rules::indicators::{LEAST, Tally, year},
    state::{loaded::Loaded, records::Record},
};

use super::{area, make};

/// Quarters that are asked about.
const QUARTERS: usize = 9;
/// Random covenants; `VERWIJSPUNT_ROUNDS` asks for more.
const ROUNDS: usize = 60;
const AREAS: [&str; 4] = ["centrum", "noord", "oost", "west"];
/// The parts of the first breakdown of tickets.
const TRACKS: [Track; 2] = [Track::NoAgreement, Track::NotCarriedOut];

struct Random(u64);

impl Random {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % bound
    }

    /// Few or many, as it occurs.
    fn some(&mut self) -> u64 {
        let most = [2, 9, 14, 40, 60][self.below(5) as usize];
        self.below(most + 1)
    }
}

/// A cell: the count or the part, the quarter (`None`: the year that ends with `.2`), the area.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
struct Cell {
    what: &'static str,
    part: Option<usize>,
    year: bool,
    at: usize,
    area: Option<usize>,
}

fn quarters() -> Vec<Quarter> {
    let last = Quarter::new(2026, 4).expect("a quarter");
    let mut all: Vec<Quarter> =
        std::iter::successors(Some(last), |q| q.previous()).take(QUARTERS).collect();
    all.reverse();
    all
}

fn case(n: usize, code: &str, opened: Time, closed: Option<Time>) -> Case {
    let Record::Case(made) = make::case(n % 7 + 1, "coordinator-zeeburg", true).1 else {
        unreachable!("it makes one")
    };
    let mut case = Case { opened, persons: Vec::new(), ..*made };
    case.family.area = area(code);
    if let Some(at) = closed {
        case.state = CaseState::Closed { reason: CloseReason::NotNeeded, at, until: Day(30_000) };
    }
    case
}

/// What happened in the town.
fn town(random: &mut Random, all: &[Quarter]) -> (Vec<Case>, Vec<Ticket>) {
    let (mut cases, mut tickets) = (Vec::new(), Vec::new());
    for code in AREAS {
        // Some areas are small in everything, for years on end.
        let small = random.below(2) == 0;
        let busy = |random: &mut Random| if small { random.below(7) } else { random.some() };
        for (at, quarter) in all.iter().enumerate() {
            let inside = quarter.first().start().plus_ms(1);
            for _ in 0..busy(random) {
                let later = at + random.below(4) as usize;
                let closed = all.get(later).map(|q| q.first().start().plus_ms(2));
                cases.push(case(cases.len(), code, inside, closed));
            }
            for _ in 0..busy(random) {
                let made = make::ticket(tickets.len(), 1, &[], "coordinator-zeeburg").1;
                let Record::Ticket(made) = made else { unreachable!("it makes one") };
                let mut ticket = Ticket { opened: inside, ..*made };
                ticket.facts.area = area(code);
                ticket.facts.track = TRACKS[random.below(2) as usize];
                tickets.push(ticket);
            }
        }
    }
    (cases, tickets)
}

/// Asks about some quarters in some order, as the broker counts them.
fn asked(random: &mut Random, all: &[Quarter], tallies: &[Tally]) -> BTreeMap<usize, Report> {
    let mut kept: BTreeMap<usize, Report> = BTreeMap::new();
    let mut order: Vec<usize> = (3..all.len()).filter(|_| random.below(4) > 0).collect();
    if random.below(2) == 0 {
        for at in (1..order.len()).rev() {
            order.swap(at, random.below(at as u64 + 1) as usize);
        }
    }
    for asked in order {
        if kept.contains_key(&asked) {
            continue;
        }
        let first = asked - 3;
        let earlier = first.checked_sub(1).and_then(|at| kept.get(&at).cloned());
        let mut reports: Vec<Report> = Vec::new();
        for at in first..=asked {
            let before = reports.last().or(earlier.as_ref());
            let new = || tallies[at].report("a@1".to_owned(), 1, Time(0), before);
            let report = kept.get(&at).cloned().unwrap_or_else(new);
            reports.push(report);
        }
        year::add(&tallies[first..=asked], &mut reports, earlier.as_ref());
        for (at, report) in (first..=asked).zip(reports) {
            kept.entry(at).or_insert(report);
        }
    }
    kept
}

/// Every number, by what is told of it; and what everybody knows of such numbers.
struct Known {
    told: BTreeMap<Cell, Option<u64>>,
    equations: Vec<Vec<(Cell, i64)>>,
}

impl Known {
    fn line(&mut self, sum: Cell, terms: &[Cell]) {
        let terms = terms.iter().map(|cell| (*cell, 1));
        self.equations.push(terms.chain([(sum, -1)]).collect());
    }

    fn of(kept: &BTreeMap<usize, Report>, quarters: usize, counts: &[&'static str]) -> Self {
        let mut known = Self { told: BTreeMap::new(), equations: Vec::new() };
        for what in counts.iter().copied() {
            let parts = if what == "tickets" { TRACKS.len() } else { 0 };
            for at in 0..quarters {
                known.quarter(kept, what, parts, at);
                if what != "families" && at >= 3 {
                    known.year(kept, what, parts, at);
                }
            }
        }
        // Who was there, and who came, less who went.
        for at in (1..quarters).filter(|_| counts.contains(&"families")) {
            for area in (0..AREAS.len()).map(Some).chain([None]) {
                let cell = |what, at| Cell { what, part: None, year: false, at, area };
                known.equations.push(vec![
                    (cell("families", at - 1), 1),
                    (cell("cases", at), 1),
                    (cell("closed", at), -1),
                    (cell("families", at), -1),
                ]);
            }
        }
        known
    }

    fn quarter(
        &mut self,
        kept: &BTreeMap<usize, Report>,
        what: &'static str,
        parts: usize,
        at: usize,
    ) {
        let cell = |part, area| Cell { what, part, year: false, at, area };
        self.table(cell, parts, kept.get(&at).and_then(|report| report.counts.get(what)));
    }

    fn year(
        &mut self,
        kept: &BTreeMap<usize, Report>,
        what: &'static str,
        parts: usize,
        at: usize,
    ) {
        let cell = |part, area| Cell { what, part, year: true, at, area };
        self.table(cell, parts, kept.get(&at).and_then(|report| report.year.get(what)));
        for part in (0..parts).map(Some).chain([None]) {
            for area in (0..AREAS.len()).map(Some).chain([None]) {
                let of = |at| Cell { what, part, year: false, at, area };
                self.line(cell(part, area), &[of(at - 3), of(at - 2), of(at - 1), of(at)]);
            }
        }
    }

    fn table(
        &mut self,
        cell: impl Fn(Option<usize>, Option<usize>) -> Cell,
        parts: usize,
        shown: Option<&verwijspunt::domain::model::report::ShownCount>,
    ) {
        let areas = || (0..AREAS.len()).map(Some).chain([None]);
        for part in (0..parts).map(Some).chain([None]) {
            for area in areas() {
                let line = shown.map(|shown| match part {
                    None => &shown.count,
                    Some(part) => &shown.breakdowns[0][part],
                });
                let number = line.and_then(|line| match area {
                    None => line.total,
                    Some(area) => line.by_area[area],
                });
                self.told.insert(cell(part, area), number);
            }
            let terms: Vec<Cell> = (0..AREAS.len()).map(|a| cell(part, Some(a))).collect();
            self.line(cell(part, None), &terms);
        }
        for area in areas().filter(|_| parts > 0) {
            let terms: Vec<Cell> = (0..parts).map(|part| cell(Some(part), area)).collect();
            self.line(cell(None, area), &terms);
        }
    }

    /// The hidden numbers that follow, with their values.
    fn computed(&self) -> Vec<(Cell, i64)> {
        let hidden: Vec<Cell> =
            self.told.iter().filter(|(_, told)| told.is_none()).map(|(cell, _)| *cell).collect();
        let place: BTreeMap<Cell, usize> = hidden.iter().copied().zip(0..).collect();
        let width = hidden.len();
        let mut rows: Vec<Vec<i64>> = Vec::new();
        for equation in &self.equations {
            let mut row = vec![0; width + 1];
            for (cell, sign) in equation {
                match (place.get(cell), self.told.get(cell).copied().flatten()) {
                    (Some(at), _) => row[*at] += sign,
                    (None, told) => row[width] -= sign * told.expect("it is told") as i64,
                }
            }
            rows.push(row.into_iter().map(|value| value.rem_euclid(PRIME)).collect());
        }
        eliminate(&mut rows, width);
        let mut found = Vec::new();
        for row in rows {
            let places: Vec<usize> = (0..width).filter(|at| row[*at] != 0).collect();
            if let [one] = places.as_slice() {
                found.push((hidden[*one], row[width]));
            }
        }
        found
    }
}

/// A prime: whatever follows by adding and subtracting follows modulo it too.
const PRIME: i64 = 1_000_003;

fn eliminate(rows: &mut [Vec<i64>], width: usize) {
    let mut done = 0;
    for column in 0..width {
        let Some(pivot) = (done..rows.len()).find(|row| rows[*row][column] != 0) else { continue };
        rows.swap(done, pivot);
        let inverse = power(rows[done][column], PRIME - 2);
        rows[done].iter_mut().for_each(|value| *value = *value * inverse % PRIME);
        let line = rows[done].clone();
        for (_, row) in rows.iter_mut().enumerate().filter(|(at, _)| *at != done) {
            let factor = row[column];
            if factor != 0 {
                for (value, subtracted) in row.iter_mut().zip(&line) {
                    *value = (*value - factor * subtracted).rem_euclid(PRIME);
                }
            }
        }
        done += 1;
    }
}

fn power(base: i64, exponent: i64) -> i64 {
    let (mut result, mut base, mut exponent) = (1, base, exponent);
    while exponent > 0 {
        if exponent & 1 == 1 {
            result = result * base % PRIME;
        }
        base = base * base % PRIME;
        exponent >>= 1;
    }
    result
}

/// Whether a number that was told nowhere may follow all the same: one that is not small, of something
/// that stands in no table (who left an area; a quarter about which nobody asked; a year of which
/// every quarter was told).
fn may_follow(kept: &BTreeMap<usize, Report>, cell: Cell, value: i64) -> bool {
    let in_a_table = !cell.year && kept.contains_key(&cell.at) && cell.what != "closed";
    !in_a_table && value >= LEAST as i64
}

#[test]
fn no_hidden_number_follows_from_quarters_families_and_years_together() {
    let clock = std::time::SystemTime::UNIX_EPOCH.elapsed().expect("after 1970").as_nanos() as u64;
    let named = std::env::var("VERWIJSPUNT_SEED").ok().and_then(|seed| seed.parse().ok());
    let seed: u64 = named.unwrap_or(clock) | 1;
    println!("VERWIJSPUNT_SEED={seed}");
    let (mut random, all) = (Random(seed), quarters());
    let asked_for = std::env::var("VERWIJSPUNT_ROUNDS").ok().and_then(|rounds| rounds.parse().ok());
    let mut seen = BTreeSet::new();
    for round in 0..asked_for.unwrap_or(ROUNDS) {
        let (cases, tickets) = town(&mut random, &all);
        let words = Words {
            areas: AREAS.map(area).to_vec(),
            categories: vec!["MPG1".to_owned()],
            ..Words::default()
        };
        let mut tallies: Vec<Tally> =
            all.iter().map(|quarter| Tally::new(*quarter, words.clone())).collect();
        for tally in &mut tallies {
            cases.iter().for_each(|case| tally.case(case, &Loaded::default()));
            tickets.iter().for_each(|ticket| tally.ticket(ticket, "nobody"));
        }
        let kept = asked(&mut random, &all, &tallies);
        for counts in [&["tickets"][..], &["cases", "families", "closed"]] {
            let known = Known::of(&kept, all.len(), counts);
            for (cell, told) in &known.told {
                assert!(told.is_none_or(|told| told >= LEAST), "{round}: {cell:?} is {told:?}");
                if told.is_some() {
                    seen.insert((cell.what, cell.year, cell.area.is_some(), cell.part.is_some()));
                }
            }
            for (cell, value) in known.computed() {
                assert!(may_follow(&kept, cell, value), "{round}: {cell:?} follows, {value}");
            }
        }
    }
    // The attack is on something: each kind of number was told somewhere.
    for told in [
        ("tickets", false, true, false),
        ("tickets", true, true, false),
        ("tickets", true, false, true),
        ("families", false, true, false),
        ("cases", false, false, false),
        ("cases", false, true, false),
        ("closed", false, false, false),
    ] {
        assert!(seen.contains(&told), "{told:?} was never told: {seen:?}");
    }
}
