//! Can a hidden number be computed, or narrowed down, by whoever holds all tables: of every quarter, of the
//! families at its end, and of the years? By adding, subtracting and reckoning with what each number can
//! be, on random covenants; `VERWIJSPUNT_SEED` repeats.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::RangeInclusive,
};

use verwijspunt::domain::{
    model::{
        report::{Quarter, Report, ShownCount, counts::Words},
        time::Time,
    },
    rules::{
        indicators::{LEAST, Tally, year},
        suppression::room,
    },
};

use super::{
    area,
    equations::{ANY, Equation, Equations},
    make,
    town::{AREAS, CARE, Cell, Random, Town, quarters},
};

/// Random covenants; `VERWIJSPUNT_ROUNDS` asks for more.
const ROUNDS: usize = 8;
/// The breakdowns that are attacked: of what, its place, and how many parts it has.
const BREAKDOWNS: [(&str, usize, usize); 4] =
    [("tickets", 0, 2), ("signals", 1, 3), ("matches", 0, 2), ("matches", 1, 2)];
/// After so many rounds every kind of number was told somewhere.
const MOST_ROUNDS: usize = 200;
/// The kinds of numbers that must have been told for the attack to be one: of what, whether of a year, of
/// an area, and of a part.
const TOLD: [(&str, bool, bool, bool); 13] = [
    ("tickets", false, true, false),
    ("tickets", true, true, false),
    ("signals", true, false, true),
    ("signals", false, true, false),
    ("signals", false, false, true),
    ("matches", false, true, true),
    ("families", false, true, false),
    ("cases", false, false, false),
    ("cases", false, true, false),
    ("closed", false, false, false),
    ("young-people", false, false, false),
    ("young-people", false, true, false),
    ("involvements", true, true, false),
];
/// More than a line has numbers.
const LONGEST: usize = 12;
/// Counts that are attacked together.
const ATTACKS: [&[&str]; 5] = [
    &["tickets"],
    &["signals"],
    &["matches"],
    &["cases", "families", "closed"],
    &["involvements", "young-people"],
];
/// What is counted as it stands at the end of a quarter: it has no year.
const STOCK: [&str; 2] = ["families", "young-people"];

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
        for (at, tally) in tallies.iter().enumerate().take(asked + 1).skip(first) {
            let before = reports.last().or(earlier.as_ref());
            let new = || tally.report("a@1".to_owned(), 1, Time(0), before);
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
struct Known<'t> {
    told: BTreeMap<Cell, Option<u64>>,
    /// What it is, of a quarter; for what the attacker knows before any sum.
    truth: &'t BTreeMap<Cell, u64>,
    equations: Vec<Vec<(Cell, i64)>>,
}

/// The breakdowns of a count that are attacked.
fn breakdowns(what: &str) -> impl Iterator<Item = (usize, usize)> {
    BREAKDOWNS.iter().filter(move |(of, ..)| *of == what).map(|(_, at, parts)| (*at, *parts))
}

fn areas() -> impl Iterator<Item = Option<usize>> {
    (0..AREAS.len()).map(Some).chain([None])
}

/// The count, and the parts of its breakdowns that are attacked.
fn lines(what: &str) -> impl Iterator<Item = Option<(usize, usize)>> {
    let parts = |(at, parts): (usize, usize)| (0..parts).map(move |part| Some((at, part)));
    breakdowns(what).flat_map(parts).chain([None])
}

/// What is told of a cell in a table.
fn in_table(shown: &ShownCount, cell: Cell) -> Option<u64> {
    let line = match cell.part {
        None => &shown.count,
        Some((breakdown, part)) => &shown.breakdowns[breakdown][part],
    };
    match cell.area {
        None => line.total,
        Some(area) => line.by_area[area],
    }
}

impl<'t> Known<'t> {
    fn line(&mut self, sum: Cell, terms: &[Cell]) {
        let terms = terms.iter().map(|cell| (*cell, 1));
        self.equations.push(terms.chain([(sum, -1)]).collect());
    }

    fn of(
        kept: &BTreeMap<usize, Report>,
        truth: &'t BTreeMap<Cell, u64>,
        quarters: usize,
        counts: &[&'static str],
    ) -> Self {
        let mut known = Self { told: BTreeMap::new(), truth, equations: Vec::new() };
        for what in counts.iter().copied() {
            for at in 0..quarters {
                let shown = kept.get(&at).and_then(|report| report.counts.get(what));
                known.table(what, false, at, shown);
                if !STOCK.contains(&what) && at >= 3 {
                    let shown = kept.get(&at).and_then(|report| report.year.get(what));
                    known.table(what, true, at, shown);
                    known.years(what, at);
                }
            }
        }
        // Who was there, and who came, less who went.
        for at in (1..quarters).filter(|_| counts.contains(&"families")) {
            for area in areas() {
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

    /// A year is its four quarters.
    fn years(&mut self, what: &'static str, at: usize) {
        for part in lines(what) {
            for area in areas() {
                let of = |year, at| Cell { what, part, year, at, area };
                self.line(of(true, at), &[0, 1, 2, 3].map(|back| of(false, at - back)));
            }
        }
    }

    fn table(&mut self, what: &'static str, year: bool, at: usize, shown: Option<&ShownCount>) {
        let cell = |part, area| Cell { what, part, year, at, area };
        for part in lines(what) {
            for area in areas() {
                let cell = cell(part, area);
                self.told.insert(cell, shown.and_then(|shown| in_table(shown, cell)));
            }
            let terms: Vec<Cell> = (0..AREAS.len()).map(|a| cell(part, Some(a))).collect();
            self.line(cell(part, None), &terms);
        }
        for (breakdown, parts) in breakdowns(what) {
            for area in areas() {
                let terms: Vec<Cell> =
                    (0..parts).map(|part| cell(Some((breakdown, part)), area)).collect();
                self.line(cell(None, area), &terms);
            }
        }
    }

    /// What is known of a hidden number before any sum: nothing is negative. Of a line in a quarter of
    /// which something is told the attacker even knows which numbers are small, unless all that are hidden
    /// may be.
    fn can_be(&self, kept: &BTreeMap<usize, Report>, cell: Cell) -> RangeInclusive<i64> {
        let truth = |cell: &Cell| self.truth.get(cell).copied().unwrap_or_default() as i64;
        let (number, least) = (truth(&cell), LEAST as i64);
        // New cases are hidden for the sake of the closed ones too.
        let own = !matches!(cell.what, "cases" | "closed");
        if cell.year || !own || !kept.contains_key(&cell.at) {
            return 0..=ANY;
        }
        let line = |at| match cell.part {
            None => Cell { area: Some(at), ..cell },
            Some((breakdown, _)) => Cell { part: Some((breakdown, at)), ..cell },
        };
        let line = || (0..LONGEST).map(line).filter(|other| self.told.contains_key(other));
        let hidden = || line().filter(|other| self.told[other].is_none());
        let (count, sum) =
            (hidden().count() as i64, hidden().map(|other| truth(&other)).sum::<i64>());
        let may_all_be_small = sum + room(LEAST) as i64 <= count * (least - 1);
        let known = hidden().count() < line().count() && !may_all_be_small;
        match (cell.part.is_some(), cell.area.is_some()) {
            // That nothing is told of a table says that it is small.
            (false, false) if number < least => 0..=least - 1,
            (true, false) | (false, true) if known && number < least => 0..=least - 1,
            (true, false) | (false, true) if known => least..=ANY,
            _ => 0..=ANY,
        }
    }

    /// The hidden numbers in order, and what is known of them together.
    fn attack(&self) -> (Vec<Cell>, Equations) {
        let hidden: Vec<Cell> =
            self.told.iter().filter(|(_, told)| told.is_none()).map(|(cell, _)| *cell).collect();
        let place: BTreeMap<Cell, usize> = hidden.iter().copied().zip(0..).collect();
        let known = self.equations.iter().map(|equation| {
            let mut known = Equation { terms: Vec::new(), sum: 0 };
            for (cell, sign) in equation {
                match (place.get(cell), self.told.get(cell).copied().flatten()) {
                    (Some(at), _) => known.terms.push((*at, *sign)),
                    (None, told) => known.sum -= sign * told.expect("it is told") as i64,
                }
            }
            known
        });
        let equations = Equations::new(hidden.len(), known.collect());
        (hidden, equations)
    }
}

/// Whether a number that was told nowhere may follow all the same: one that is not small, of something
/// that stands in no table (who left an area; a quarter about which nobody asked; a year of which
/// every quarter was told).
fn may_follow(kept: &BTreeMap<usize, Report>, cell: Cell, least: i64) -> bool {
    let in_a_table = !cell.year && kept.contains_key(&cell.at) && cell.what != "closed";
    !in_a_table && least >= LEAST as i64
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
    let rounds = asked_for.unwrap_or(ROUNDS);
    // The attack is on something: each kind of number was told somewhere, or it goes on a while.
    let all_seen = |seen: &BTreeSet<_>| TOLD.iter().all(|kind| seen.contains(kind));
    for round in 0..rounds.max(MOST_ROUNDS) {
        if round >= rounds && all_seen(&seen) {
            break;
        }
        let town = Town::new(&mut random, &all);
        let words = Words {
            areas: AREAS.map(area).to_vec(),
            categories: vec!["MPG1".to_owned()],
            kinds: vec!["police".to_owned()],
            care: [make::oin(CARE)].into(),
            ..Words::default()
        };
        let mut tallies: Vec<Tally> =
            all.iter().map(|quarter| Tally::new(*quarter, words.clone())).collect();
        tallies.iter_mut().for_each(|tally| town.counted(tally));
        let kept = asked(&mut random, &all, &tallies);
        for counts in ATTACKS {
            let known = Known::of(&kept, &town.truth, all.len(), counts);
            for (cell, told) in &known.told {
                assert!(told.is_none_or(|told| told >= LEAST), "{round}: {cell:?} is {told:?}");
                if told.is_some() {
                    seen.insert((cell.what, cell.year, cell.area.is_some(), cell.part.is_some()));
                }
            }
            let (hidden, equations) = known.attack();
            for (place, value) in equations.computed() {
                let cell = hidden[place];
                assert!(may_follow(&kept, cell, value), "{round}: {cell:?} follows, {value}");
            }
            let before = hidden.iter().map(|cell| known.can_be(&kept, *cell)).collect();
            for (cell, left) in hidden.iter().zip(equations.narrowed(before)) {
                let wide = left.end() - left.start() >= room(LEAST) as i64;
                let open = wide || may_follow(&kept, *cell, *left.start());
                assert!(open, "{round}: {cell:?} is {left:?}, {:?}", known.truth.get(cell));
            }
        }
    }
    assert!(all_seen(&seen), "some of {TOLD:?} were never told: {seen:?}");
}
