//! What is told of the year that ends with a quarter? Sums of what none of its four quarters could tell.
//!
//! A count has a year only when no year that shares a quarter with it was told: from two such years
//! follows by how much one quarter exceeds another. So a year is told as soon as something of it can
//! be, and the next one four quarters later. Closed cases have no year: with the new ones and the
//! families at one end it would tell those at the other.

use super::{LEAST, Tally};
use crate::domain::{
    model::report::{
        Report, Shown, ShownCount,
        counts::{COUNTS, is_stock},
    },
    rules::suppression::{
        Guard,
        year::{Sums, Then, sums},
    },
};

/// Quarters in a year.
pub const QUARTERS: usize = 4;

/// Adds to the last report what may be told of the year. The tallies are those of its quarters, oldest
/// first, and so are the reports; `earlier` is what was told of the quarter before the oldest.
pub fn add(tallies: &[Tally], reports: &mut [Report], earlier: Option<&Report>) {
    if tallies.len() != QUARTERS || reports.len() != QUARTERS {
        return;
    }
    let areas = &tallies[0].words.areas;
    if reports.iter().any(|report| report.areas != *areas) {
        return;
    }
    let mut year = Vec::new();
    for (at, counted) in COUNTS.iter().enumerate() {
        let told_already = |report: &Report| report.year.contains_key(counted.code);
        if is_stock(at) || reports.iter().any(told_already) {
            continue;
        }
        let Some(told) = count(at, tallies, reports, earlier) else { continue };
        year.push((counted.code.to_owned(), told));
    }
    if let Some(last) = reports.last_mut() {
        last.year.extend(year);
    }
}

/// A count and its breakdowns; `None` when nothing may be told.
fn count(
    count: usize,
    tallies: &[Tally],
    reports: &[Report],
    earlier: Option<&Report>,
) -> Option<ShownCount> {
    let code = COUNTS[count].code;
    let shown: Vec<&ShownCount> =
        reports.iter().map(|report| report.counts.get(code)).collect::<Option<_>>()?;
    let before = |at: usize| if at == 0 { earlier } else { reports.get(at - 1) };
    let by_area = Line {
        guards: tallies.iter().enumerate().map(|(at, t)| t.guard(count, before(at))).collect(),
        told: shown.iter().map(|one| told(&one.count.by_area)).collect(),
        totals: shown.iter().map(|one| one.count.total.is_some()).collect(),
    };
    let numbers: Vec<&[u64]> = tallies.iter().map(|t| t.counts[count].by_area.as_slice()).collect();
    let count_told = by_area.shown(&numbers);
    let none = |_: usize| Shown { total: None, by_area: vec![None; count_told.by_area.len()] };
    let layouts = reports.iter().map(|report| report.layout.iter().find(|l| l.count == code));
    let layouts: Vec<_> = layouts.collect::<Option<_>>()?;
    let mut breakdowns = Vec::new();
    for (at, (names, _)) in tallies.last()?.counts[count].parts.iter().enumerate() {
        let alike = layouts.iter().all(|l| l.breakdowns.get(at).is_some_and(|b| b.parts == *names));
        let mut parts: Vec<Shown> = (0..names.len()).map(none).collect();
        if alike {
            let totals: Vec<Vec<u64>> = tallies.iter().map(|t| t.totals(count, at)).collect();
            let numbers: Vec<&[u64]> = totals.iter().map(Vec::as_slice).collect();
            let is_told = |part: &Shown| part.total.is_some();
            let told = |one: &&ShownCount| one.breakdowns[at].iter().map(is_told).collect();
            let by_part = Line {
                guards: totals.iter().map(|totals| Guard::of(totals)).collect(),
                told: shown.iter().map(told).collect(),
                totals: by_area.totals.clone(),
            };
            // Where no quarter was told the parts may be only when the year of all of them is.
            let known = by_area.totals.iter().all(|told| *told) || count_told.total.is_some();
            if known {
                let year = by_part.shown(&numbers);
                parts.iter_mut().zip(year.by_area).for_each(|(part, total)| part.total = total);
            }
        }
        breakdowns.push(parts);
    }
    let anything = count_told.total.is_some()
        || count_told.by_area.iter().any(Option::is_some)
        || breakdowns.iter().flatten().any(|part| part.total.is_some());
    anything.then_some(ShownCount { count: count_told, breakdowns })
}

fn told(numbers: &[Option<u64>]) -> Vec<bool> {
    numbers.iter().map(Option::is_some).collect()
}

/// A line through the quarters.
struct Line {
    guards: Vec<Guard>,
    told: Vec<Vec<bool>>,
    totals: Vec<bool>,
}

impl Line {
    /// Its sums, as far as they may be told.
    fn shown(&self, numbers: &[&[u64]]) -> Shown {
        let quarter = |((guard, told), total): ((_, _), &bool)| Then {
            guard,
            told: Vec::as_slice(told),
            total: *total,
        };
        let quarters: Vec<Then> =
            self.guards.iter().zip(&self.told).zip(&self.totals).map(quarter).collect();
        let Sums { total, told } = sums(&quarters, LEAST);
        let sum = |at: usize| numbers.iter().map(|quarter| quarter[at]).sum::<u64>();
        let all = || numbers.iter().flat_map(|quarter| quarter.iter()).sum::<u64>();
        Shown {
            total: total.then(all),
            by_area: told.iter().enumerate().map(|(at, told)| told.then(|| sum(at))).collect(),
        }
    }
}
