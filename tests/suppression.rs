//! Can a small number be had from what the reports tell? Attacks: by equations on random tables, and
//! by trying everything on tiny ones.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use verwijspunt::domain::{
    model::report::{Shown, ShownCount},
    rules::suppression::shown,
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
fn equations(table: &Table) -> Vec<(Name, Vec<Name>)> {
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

/// A prime: whatever follows by adding and subtracting follows modulo it too.
const PRIME: i64 = 1_000_003;

/// The hidden numbers that follow from the told ones by adding and subtracting equations.
fn computable(table: &Table, all: &BTreeMap<Name, (u64, Option<u64>)>) -> Vec<Name> {
    let hidden: Vec<Name> =
        all.iter().filter(|(_, (_, told))| told.is_none()).map(|(name, _)| *name).collect();
    let mut rows: Vec<Vec<i64>> = equations(table)
        .iter()
        .map(|(sum, terms)| {
            let sign = |name: &Name| i64::from(terms.contains(name)) - i64::from(sum == name);
            hidden.iter().map(|name| sign(name).rem_euclid(PRIME)).collect()
        })
        .collect();
    let mut done = 0;
    for column in 0..hidden.len() {
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
    let alone = |row: &Vec<i64>| {
        let mut places = row.iter().enumerate().filter(|(_, value)| **value != 0);
        places.next().filter(|_| places.next().is_none()).map(|(place, _)| hidden[place])
    };
    rows.iter().filter_map(alone).collect()
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

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, ..ProptestConfig::default() })]

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
        let found = computable(&table, &numbers(&table, &told));
        prop_assert!(found.is_empty(), "{found:?} of {told:?}");
    }

    #[test]
    fn what_is_left_over_is_no_small_number(table in table(), least in 2..12_u64) {
        let told = shown(&table.by_area, &table.breakdowns, least);
        let all = numbers(&table, &told);
        for (sum, terms) in equations(&table) {
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
