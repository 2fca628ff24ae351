//! Can a small number be had from what the reports tell? Attacks: by equations and bounds on random
//! tables, and by trying everything on small ones.

#![allow(missing_docs, unreachable_pub)]

#[path = "support/equations.rs"]
mod equations;

use std::collections::{BTreeMap, BTreeSet};

use equations::{ANY, Equation, Equations};
use proptest::{prelude::*, strategy::ValueTree as _};
use verwijspunt::domain::{
    model::report::{Shown, ShownCount},
    rules::suppression::{crossed, crossed_within, room, shown},
};

/// What the table says: counts by area, and breakdowns that add up to them.
#[derive(Clone, Debug)]
struct Table {
    by_area: Vec<u64>,
    breakdowns: Vec<Vec<Vec<u64>>>,
}

impl Table {
    /// From the numbers of single things: for each the area, and a part in each breakdown.
    fn of(areas: usize, parts: &[usize], cells: &[(usize, Vec<usize>, u64)]) -> Self {
        let mut by_area = vec![0; areas];
        let mut breakdowns: Vec<_> =
            parts.iter().map(|parts| vec![vec![0; areas]; *parts]).collect();
        for (area, part, number) in cells {
            by_area[area % areas] += number;
            for (breakdown, part) in breakdowns.iter_mut().zip(part) {
                let parts = breakdown.len();
                breakdown[part % parts][area % areas] += number;
            }
        }
        Self { by_area, breakdowns }
    }
}

/// Numbers as they occur: many nothing, many small, some large.
fn number() -> impl Strategy<Value = u64> {
    prop_oneof![Just(0), 0..4_u64, 0..15_u64, 0..80_u64]
}

fn table() -> impl Strategy<Value = Table> {
    let cell = (0..99_usize, prop::collection::vec(0..99_usize, 2), number());
    (1..7_usize, prop::collection::vec(2..5_usize, 0..3), prop::collection::vec(cell, 0..60))
        .prop_map(|(areas, parts, cells)| Table::of(areas, &parts, &cells))
}

/// A number of the table: the count itself or a part, of an area or of all.
type Name = (Option<(usize, usize)>, Option<usize>);

/// Every number by name: what it is, and what is told.
fn numbers(table: &Table, told: &ShownCount) -> BTreeMap<Name, (u64, Option<u64>)> {
    let mut all = BTreeMap::new();
    let mut add = |part, numbers: &[u64], shown: &Shown| {
        all.insert((part, None), (numbers.iter().sum(), shown.total));
        for (area, (number, shown)) in numbers.iter().zip(&shown.by_area).enumerate() {
            all.insert((part, Some(area)), (*number, *shown));
        }
    };
    add(None, &table.by_area, &told.count);
    for (b, (parts, shown)) in table.breakdowns.iter().zip(&told.breakdowns).enumerate() {
        for (p, (numbers, shown)) in parts.iter().zip(shown).enumerate() {
            add(Some((b, p)), numbers, shown);
        }
    }
    all
}

/// What everybody knows of such a table: sums over areas, and sums over parts.
fn sums(table: &Table) -> Vec<(Name, Vec<Name>)> {
    let areas = || (0..table.by_area.len()).map(Some);
    let mut all = vec![((None, None), areas().map(|area| (None, area)).collect())];
    for (b, parts) in table.breakdowns.iter().enumerate() {
        for p in 0..parts.len() {
            let part = Some((b, p));
            all.push(((part, None), areas().map(|area| (part, area)).collect()));
        }
        for area in areas().chain([None]) {
            all.push(((None, area), (0..parts.len()).map(|p| (Some((b, p)), area)).collect()));
        }
    }
    all
}

/// The hidden numbers of a table in order, and the equations between them.
fn attacked(table: &Table, all: &BTreeMap<Name, (u64, Option<u64>)>) -> (Vec<Name>, Equations) {
    let hidden: Vec<Name> =
        all.iter().filter(|(_, (_, told))| told.is_none()).map(|(name, _)| *name).collect();
    let place = |name: &Name| hidden.binary_search(name).ok();
    let known = sums(table).into_iter().map(|(sum, terms)| {
        let signed = terms.iter().map(|term| (term, 1)).chain([(&sum, -1)]);
        let mut equation = Equation { terms: Vec::new(), sum: 0 };
        for (name, sign) in signed {
            match (place(name), all[name].1) {
                (Some(place), _) => equation.terms.push((place, sign)),
                (None, told) => equation.sum -= sign * told.expect("it is told") as i64,
            }
        }
        equation
    });
    let known = known.collect();
    let equations = Equations::new(hidden.len(), known);
    (hidden, equations)
}

/// What is known of a hidden number before any sum: nothing is negative; and of a line (the areas, the
/// parts in all of them) of which something is told, the attacker even knows which numbers are small, unless all that are
/// hidden may be.
fn can_be(
    name: Name,
    all: &BTreeMap<Name, (u64, Option<u64>)>,
    least: u64,
) -> std::ops::RangeInclusive<i64> {
    let in_line = |other: &Name| match name {
        (None, _) => other.0.is_none() && other.1.is_some(),
        (Some((b, _)), None) => other.0.is_some_and(|(of, _)| of == b) && other.1.is_none(),
        (Some(_), Some(_)) => false,
    };
    let line = || all.iter().filter(|(other, _)| in_line(other)).map(|(_, number)| number);
    let (number, least) = (all[&name].0 as i64, least as i64);
    let hidden = || line().filter(|(_, told)| told.is_none()).map(|(number, _)| *number as i64);
    let (count, sum) = (hidden().count() as i64, hidden().sum::<i64>());
    let may_all_be_small = sum + room(least as u64) as i64 <= count * (least - 1);
    let known = line().any(|(_, told)| told.is_some()) && !may_all_be_small;
    match number < least {
        _ if !known => 0..=ANY,
        true => 0..=least - 1,
        false => least..=ANY,
    }
}

/// Random tables for each attack; `VERWIJSPUNT_ROUNDS` asks for more.
fn rounds(few: u32) -> u32 {
    std::env::var("VERWIJSPUNT_ROUNDS").ok().and_then(|n| n.parse().ok()).unwrap_or(few)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: rounds(300), ..ProptestConfig::default() })]

    #[test]
    fn no_small_number_is_told_and_what_is_told_is_true(table in table(), least in 1..12_u64) {
        let told = shown(&table.by_area, &table.breakdowns, least);
        for (name, (number, told)) in numbers(&table, &told) {
            prop_assert!(told.is_none_or(|told| told == number && told >= least), "{name:?}");
        }
    }

    #[test]
    fn no_hidden_number_can_be_computed(table in table(), least in 2..12_u64) {
        let told = shown(&table.by_area, &table.breakdowns, least);
        let (hidden, equations) = attacked(&table, &numbers(&table, &told));
        let found: Vec<Name> = equations.computed().iter().map(|(place, _)| hidden[*place]).collect();
        prop_assert!(found.is_empty(), "{found:?} of {told:?}");
    }

    #[test]
    fn no_hidden_number_is_narrowed_down(table in table(), least in 2..12_u64) {
        let told = shown(&table.by_area, &table.breakdowns, least);
        let all = numbers(&table, &told);
        // Where nothing is told at all there is nothing to reckon with.
        if told.count.total.is_some() {
            let (hidden, equations) = attacked(&table, &all);
            let before = hidden.iter().map(|name| can_be(*name, &all, least)).collect();
            for (name, left) in hidden.iter().zip(equations.narrowed(before)) {
                let wide = left.end() - left.start() >= room(least) as i64;
                prop_assert!(wide, "{name:?} is {left:?} in {told:?}");
            }
        }
    }

    #[test]
    fn what_is_left_over_is_no_small_number(table in table(), least in 2..12_u64) {
        let told = shown(&table.by_area, &table.breakdowns, least);
        let all = numbers(&table, &told);
        for (sum, terms) in sums(&table) {
            if all[&sum].1.is_none() {
                continue;
            }
            let hidden = || terms.iter().map(|name| all[name]).filter(|(_, told)| told.is_none());
            let left: u64 = hidden().map(|(number, _)| number).sum();
            prop_assert!(hidden().count() == 0 || left >= least, "{sum:?}: {left}");
        }
    }
}

/// Every way to write `sum` as a sum of `places` numbers.
fn ways(sum: u64, places: usize) -> Vec<Vec<u64>> {
    if places == 1 {
        return vec![vec![sum]];
    }
    (0..=sum)
        .flat_map(|first| {
            ways(sum - first, places - 1).into_iter().map(move |rest| [vec![first], rest].concat())
        })
        .collect()
}

/// On tables so small that all of them can be tried: whoever knows what is told, that nothing is
/// less than nothing, and how it is chosen what is hidden, cannot tell one hidden number. Small
/// means under three.
#[test]
fn a_hidden_number_stays_open_also_to_who_knows_that_nothing_is_negative() {
    const LEAST: u64 = 3;
    let mut tried = 0;
    for (areas, parts) in [(1, 2), (2, 2), (3, 2), (2, 3)] {
        for sum in 0..=10 {
            // All tables of this sum, by what is told of them: as the attacker sees them.
            let mut alike: BTreeMap<Vec<Option<u64>>, Vec<Vec<u64>>> = BTreeMap::new();
            for cells in ways(sum, areas * parts) {
                let breakdown: Vec<Vec<u64>> = cells.chunks(areas).map(<[u64]>::to_vec).collect();
                let by_area = (0..areas).map(|a| breakdown.iter().map(|part| part[a]).sum());
                let table = Table { by_area: by_area.collect(), breakdowns: vec![breakdown] };
                let told = shown(&table.by_area, &table.breakdowns, LEAST);
                let all = numbers(&table, &told);
                let (values, said) = all.values().copied().unzip();
                alike.entry(said).or_default().push(values);
            }
            for (said, tables) in &alike {
                for (place, _) in said.iter().enumerate().filter(|(_, told)| told.is_none()) {
                    let open: BTreeSet<u64> = tables.iter().map(|table| table[place]).collect();
                    // The sum itself is known to this attacker, who was given it.
                    let known = said.iter().all(Option::is_none);
                    assert!(open.len() > 1 || known, "{place} of {said:?} is {open:?}");
                    tried += 1;
                }
            }
        }
    }
    assert!(tried > 1_000, "only {tried}");
}

#[test]
fn what_is_hidden_in_plain_cases() {
    let one = |by_area: &[u64]| shown(by_area, &[], 10).count;
    let told = |total, by_area: &[Option<u64>]| Shown { total, by_area: by_area.to_vec() };
    // Nothing small: everything is told.
    assert_eq!(one(&[10, 30]), told(Some(40), &[Some(10), Some(30)]));
    // One small: the next one is hidden with it, whatever its size.
    assert_eq!(one(&[9, 30, 20]), told(Some(59), &[None, None, Some(20)]));
    assert_eq!(one(&[30, 20, 9]), told(Some(59), &[None, Some(20), None]));
    // Two small ones that are small together: a third one too.
    assert_eq!(one(&[0, 3, 30, 20]), told(Some(53), &[None, None, None, Some(20)]));
    // Two small ones that are enough together.
    assert_eq!(one(&[8, 3, 30]), told(Some(41), &[None, None, Some(30)]));
    // The sum is small: nothing is told.
    assert_eq!(one(&[2, 7]), told(None, &[None, None]));
    // One area is the sum.
    assert_eq!(one(&[12]), told(Some(12), &[Some(12)]));
    // With and without: when one of them is small, the other one would tell it.
    let with = shown(&[20, 30], &[vec![vec![17, 30], vec![3, 0]]], 10);
    assert!(with.breakdowns[0].iter().all(|part| part.total.is_none()));
    let with = shown(&[20, 30], &[vec![vec![17, 15], vec![3, 15]]], 10);
    let hidden = [None, None];
    assert_eq!(
        with.breakdowns[0],
        [told(Some(32), &hidden), told(Some(18), &hidden)],
        "the second area would tell the first"
    );
}

/// Four areas, of which the first and the third have nine each. That neither of the others is hidden says
/// that both are small, and together they are eighteen: so each would be nine.
#[test]
fn two_areas_of_nine_cannot_be_told_from_eighteen() {
    let table = Table { by_area: vec![9, 30, 9, 20], breakdowns: Vec::new() };
    let told = shown(&table.by_area, &[], 10);
    let small = numbers(&table, &told);
    let (hidden, equations) = attacked(&table, &small);
    let before = hidden.iter().map(|name| can_be(*name, &small, 10)).collect();
    for (name, left) in hidden.iter().zip(equations.narrowed(before)) {
        assert!(left.end() - left.start() >= room(10) as i64, "{name:?} is {left:?} in {told:?}");
    }
    // One more is hidden: what the three are together is told, and leaves open what each of them is.
    assert_eq!(told.count.by_area, [None, None, None, Some(20)]);
    assert_eq!(told.count.total, Some(68));
}

/// A table of areas with parts, as somebody guesses it who knows what is told.
struct Guess<'a> {
    told: &'a ShownCount,
    least: u64,
    areas: usize,
    parts: usize,
    /// What is not yet given away of all numbers, and of each part when that is told.
    left: u64,
    of_part: Vec<Option<u64>>,
    cells: Vec<Vec<u64>>,
    /// Of every number the least and the most that it is in a table of which the same is told.
    open: BTreeMap<Name, (u64, u64)>,
    /// Steps that may still be taken.
    budget: usize,
}

impl Guess<'_> {
    /// Tries every table from this cell on.
    fn from(&mut self, at: usize) {
        if self.budget == 0 {
            return;
        }
        self.budget -= 1;
        let (area, part) = (at / self.parts, at % self.parts);
        if area == self.areas {
            self.compare();
            return;
        }
        let so_far: u64 = self.cells.iter().map(|part| part[area]).take(part).sum();
        let row = self.told.count.by_area[area].map(|sum| sum.checked_sub(so_far));
        let cell = self.told.breakdowns[0][part].by_area[area];
        let Some(in_row) = row.unwrap_or(Some(self.left)) else { return };
        let most = in_row.min(self.left).min(self.of_part[part].unwrap_or(u64::MAX));
        let last_in_row = part + 1 == self.parts && row.is_some();
        let least = if last_in_row { in_row } else { 0 };
        let last_of_part = if area + 1 == self.areas { self.of_part[part] } else { None };
        for number in least..=most {
            let fits = cell.is_none_or(|told| told == number)
                && last_of_part.is_none_or(|all| all == number);
            if fits {
                self.cells[part][area] = number;
                self.left -= number;
                self.of_part[part].iter_mut().for_each(|left| *left -= number);
                self.from(at + 1);
                self.of_part[part].iter_mut().for_each(|left| *left += number);
                self.left += number;
            }
        }
        self.cells[part][area] = 0;
    }

    /// A whole table: when the same is told of it, it is one of those that it can be.
    fn compare(&mut self) {
        if self.left > 0 {
            return;
        }
        let by_area = (0..self.areas).map(|a| self.cells.iter().map(|part| part[a]).sum());
        let table = Table { by_area: by_area.collect(), breakdowns: vec![self.cells.clone()] };
        let told = shown(&table.by_area, &table.breakdowns, self.least);
        if told == *self.told {
            for (name, (number, _)) in numbers(&table, &told) {
                let open = self.open.entry(name).or_insert((number, number));
                *open = (open.0.min(number), open.1.max(number));
            }
        }
    }
}

/// Whoever knows what is told, and the whole rule by which it was decided, tries every table: of each
/// hidden number stays open what it is.
#[test]
fn a_hidden_number_stays_open_also_to_who_knows_the_rule() {
    const MOST: usize = 5_000;
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let number = prop::sample::select(vec![0, 1, 5, 9, 9, 10, 11, 15, 20]);
    let cell = (0..99_usize, prop::collection::vec(0..99_usize, 1), number);
    let tables = (2..6_usize, 1..4_usize, prop::collection::vec(cell, 4..20))
        .prop_map(|(areas, parts, cells)| Table::of(areas, &[parts], &cells));
    let (mut tried, mut pinned) = (0, BTreeSet::new());
    for _ in 0..rounds(150) {
        let table = tables.new_tree(&mut runner).expect("a table").current();
        let (least, areas) = (10, table.by_area.len());
        let parts = table.breakdowns[0].len();
        let told = shown(&table.by_area, &table.breakdowns, least);
        let Some(all) = told.count.total else { continue };
        let mut guess = Guess {
            told: &told,
            least,
            areas,
            parts,
            left: all,
            of_part: told.breakdowns[0].iter().map(|part| part.total).collect(),
            cells: vec![vec![0; areas]; parts],
            open: BTreeMap::new(),
            budget: MOST,
        };
        guess.from(0);
        // Tables with too many guesses are open enough; those that were cut off say nothing.
        if guess.budget == 0 {
            continue;
        }
        tried += 1;
        for (name, (number, told)) in numbers(&table, &told) {
            let (least_seen, most_seen) = guess.open[&name];
            if told.is_none() && most_seen - least_seen < room(least) {
                pinned.insert((name, number, least_seen, most_seen, format!("{table:?}")));
            }
        }
    }
    assert!(pinned.is_empty(), "{} of {tried}: {pinned:#?}", pinned.len());
    assert!(tried > 20, "only {tried}");
}

/// What is told of pairs, by part of the second breakdown and part of the first.
type PairsTold = Vec<Vec<Option<u64>>>;

/// Numbers with what is told of each.
type Numbers = Vec<(u64, Option<u64>)>;

/// What is told of a count with two breakdowns and of the pairs of both: of the areas, or of all of them.
struct Paired {
    /// By area, part of the second and part of the first.
    cells: Vec<Vec<Vec<u64>>>,
    table: Table,
    told: ShownCount,
    /// In all areas together, and in each.
    pairs: (PairsTold, Vec<PairsTold>),
}

impl Paired {
    fn of(cells: Vec<Vec<Vec<u64>>>, least: u64) -> Self {
        let areas = cells.len();
        let (second, first) = (cells[0].len(), cells[0][0].len());
        let sum = |of: &dyn Fn(usize, usize) -> bool, area: usize| -> u64 {
            let places = (0..second).flat_map(|s| (0..first).map(move |f| (s, f)));
            places.filter(|(s, f)| of(*s, *f)).map(|(s, f)| cells[area][s][f]).sum()
        };
        let line = |of: &dyn Fn(usize, usize) -> bool| (0..areas).map(|a| sum(of, a)).collect();
        let by: Vec<Vec<u64>> = (0..first).map(|part| line(&|_, f| f == part)).collect();
        let of: Vec<Vec<u64>> = (0..second).map(|part| line(&|s, _| s == part)).collect();
        let table = Table { by_area: line(&|_, _| true), breakdowns: vec![by, of] };
        let told = shown(&table.by_area, &table.breakdowns, least);
        let of_an_area = told.breakdowns[1].iter().flat_map(|p| &p.by_area).any(Option::is_some);
        let nothing = || vec![vec![None; first]; second];
        let in_area = |b: usize, a: usize| -> Vec<bool> {
            told.breakdowns[b].iter().map(|part| part.by_area[a].is_some()).collect()
        };
        let mut pairs = if of_an_area {
            let within = |a: usize| match (in_area(0, a), in_area(1, a)) {
                (f, s) if f.contains(&true) && s.contains(&true) => {
                    crossed_within(&cells[a], [&f, &s], least)
                }
                _ => nothing(),
            };
            (nothing(), (0..areas).map(within).collect())
        } else {
            let all = |s: usize, f: usize| cells.iter().map(|area| area[s][f]).sum();
            let all = (0..second).map(|s| (0..first).map(|f| all(s, f)).collect());
            (crossed(&all.collect::<Vec<Vec<u64>>>(), least), vec![nothing(); areas])
        };
        // Where a pair is told of every area, their sum is as good as told: it is no secret.
        for (s, f) in (0..second).flat_map(|s| (0..first).map(move |f| (s, f))) {
            let every: Option<Vec<u64>> = pairs.1.iter().map(|area| area[s][f]).collect();
            pairs.0[s][f] = pairs.0[s][f].or(every.map(|numbers| numbers.iter().sum()));
        }
        Self { cells, table, told, pairs }
    }

    /// Every number: of the breakdowns, and of the pairs; and how they add up.
    fn attacked(&self) -> (Numbers, Vec<(usize, Vec<usize>)>) {
        let single = numbers(&self.table, &self.told);
        let places: BTreeMap<Name, usize> = single.keys().copied().zip(0..).collect();
        let mut all: Vec<_> = single.values().copied().collect();
        let at = |name: Name| places[&name];
        let mut known: Vec<(usize, Vec<usize>)> = sums(&self.table)
            .into_iter()
            .map(|(sum, terms)| (at(sum), terms.into_iter().map(at).collect()))
            .collect();
        let (second, first) = (self.cells[0].len(), self.cells[0][0].len());
        let areas = || (0..self.cells.len()).map(Some).chain([None]);
        let mut pair = BTreeMap::new();
        for area in areas() {
            for (s, f) in (0..second).flat_map(|s| (0..first).map(move |f| (s, f))) {
                pair.insert((area, s, f), all.len());
                all.push(match area {
                    Some(a) => (self.cells[a][s][f], self.pairs.1[a][s][f]),
                    None => {
                        let number = self.cells.iter().map(|area| area[s][f]).sum();
                        (number, self.pairs.0[s][f])
                    }
                });
            }
        }
        for area in areas() {
            for f in 0..first {
                let terms = (0..second).map(|s| pair[&(area, s, f)]).collect();
                known.push((at((Some((0, f)), area)), terms));
            }
            for s in 0..second {
                let terms = (0..first).map(|f| pair[&(area, s, f)]).collect();
                known.push((at((Some((1, s)), area)), terms));
            }
        }
        for (s, f) in (0..second).flat_map(|s| (0..first).map(move |f| (s, f))) {
            let terms = (0..self.cells.len()).map(|a| pair[&(Some(a), s, f)]).collect();
            known.push((pair[&(None, s, f)], terms));
        }
        (all, known)
    }
}

/// Pairs as they occur: areas, and in each of them the pairs of two breakdowns.
fn paired() -> impl Strategy<Value = Vec<Vec<Vec<u64>>>> {
    let number = || prop_oneof![0..4_u64, 0..15_u64, 0..40_u64, 10..80_u64];
    (1..4_usize, 2..4_usize, 2..4_usize).prop_flat_map(move |(areas, second, first)| {
        let row = prop::collection::vec(number(), first);
        prop::collection::vec(prop::collection::vec(row, second), areas)
    })
}

/// No pair that is hidden, of an area or of all, can be computed or narrowed down by the pairs that are
/// told, by their halves and by the sums over areas.
#[test]
fn no_hidden_pair_of_an_area_can_be_had() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let (least, tables) = (10, paired());
    let (mut of_areas, mut hidden_beside) = (0, 0);
    for _ in 0..rounds(120) {
        let cells = tables.new_tree(&mut runner).expect("a table").current();
        let paired = Paired::of(cells, least);
        if paired.told.count.total.is_none() {
            continue;
        }
        let (all, known) = paired.attacked();
        assert!(all.iter().all(|(n, told)| told.is_none_or(|told| told == *n && told >= least)));
        let hidden: Vec<usize> = (0..all.len()).filter(|at| all[*at].1.is_none()).collect();
        let place = |at: &usize| hidden.binary_search(at).ok();
        let known = known.iter().map(|(sum, terms)| {
            let mut equation = Equation { terms: Vec::new(), sum: 0 };
            for (at, sign) in terms.iter().map(|term| (term, 1)).chain([(sum, -1)]) {
                match place(at) {
                    Some(place) => equation.terms.push((place, sign)),
                    None => equation.sum -= sign * all[*at].0 as i64,
                }
            }
            equation
        });
        let equations = Equations::new(hidden.len(), known.collect());
        assert!(equations.computed().is_empty(), "{:?}", paired.cells);
        let before = hidden.iter().map(|_| 0..=ANY).collect();
        for (at, left) in hidden.iter().zip(equations.narrowed(before)) {
            let wide = left.end() - left.start() >= room(least) as i64;
            assert!(wide, "{} is {left:?} in {:?}", all[*at].0, paired.cells);
        }
        let told = paired.pairs.1.iter().flatten().flatten();
        of_areas += told.clone().filter(|pair| pair.is_some()).count();
        let some = |area: &&Vec<Vec<Option<u64>>>| {
            let pairs = || area.iter().flatten();
            pairs().any(Option::is_some) && pairs().any(Option::is_none)
        };
        hidden_beside += paired.pairs.1.iter().filter(some).count();
    }
    assert!(of_areas > 20 && hidden_beside > 0, "{of_areas} told, {hidden_beside} areas in part");
}
