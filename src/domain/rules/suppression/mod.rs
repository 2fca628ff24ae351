//! Which numbers of a table may be told? None that is small, and none by which a small one can be
//! computed.
//!
//! A count (say, matches) has one number an area and a total; a breakdown divides every one of
//! them into the same parts. What is hidden is chosen in three steps, each safe by itself:
//!
//! 1. Over the areas: small ones are hidden, and as many more that the hidden ones are at least
//!    two and together not small. Each of them can then be anything from nothing to their sum.
//! 2. Over the parts, in the total: the same.
//! 3. Areas times parts: an area's parts are told all or not at all. Of the areas whose parts are
//!    hidden, the sums by area and by part are known; no such sum is small, and there are at least two
//!    of each. A cell in such a table of sums has room for at least the smallest sum among its
//!    row, its column and the rest of either (the bounds of Fréchet, which are sharp).
//!
//! Breakdowns of one count have nothing in common but the sums by area and the total, which are
//! told once; so what is safe for one breakdown is safe for all together.

use crate::domain::model::report::{Shown, ShownCount};

pub mod year;

/// Decides what is told of a count. `by_area` are its numbers, `breakdowns[b][p][area]` those of
/// the parts; every breakdown adds up to the count in every area. Numbers under `least` are small.
#[must_use]
pub fn shown(by_area: &[u64], breakdowns: &[Vec<Vec<u64>>], least: u64) -> ShownCount {
    guarded(by_area, by_area, breakdowns, least)
}

/// The same where others follow from a number that is told. `guard` is the smallest of them in each
/// area and not more than the number itself: as if it were the number, it decides what is told.
#[must_use]
pub fn guarded(
    by_area: &[u64],
    guard: &[u64],
    breakdowns: &[Vec<Vec<u64>>],
    least: u64,
) -> ShownCount {
    let rows = Line::guarded(by_area.to_vec(), guard, least);
    let breakdowns = breakdowns.iter().map(|parts| breakdown(&rows, parts, least)).collect();
    ShownCount { count: rows.shown(), breakdowns }
}

/// Numbers in a line, of which some are hidden; all and their sum when the sum is small.
struct Line {
    numbers: Vec<u64>,
    hidden: Vec<bool>,
    total: Option<u64>,
}

impl Line {
    fn of(numbers: Vec<u64>, least: u64) -> Self {
        let guard = numbers.clone();
        Self::guarded(numbers, &guard, least)
    }

    fn guarded(numbers: Vec<u64>, guard: &[u64], least: u64) -> Self {
        if guard.iter().sum::<u64>() < least {
            let hidden = vec![true; numbers.len()];
            return Self { numbers, hidden, total: None };
        }
        let total = Some(numbers.iter().sum());
        let mut hidden: Vec<bool> = guard.iter().map(|number| *number < least).collect();
        while !together_enough(guard, &hidden, least) {
            // None is left only when there is one number, and that one is the sum.
            let Some(next) = next_told(&hidden) else { break };
            hidden[next] = true;
        }
        Self { numbers, hidden, total }
    }

    fn shown(&self) -> Shown {
        let number = |at: usize| (!self.hidden[at]).then_some(self.numbers[at]);
        Shown { total: self.total, by_area: (0..self.numbers.len()).map(number).collect() }
    }
}

/// Which number is hidden besides: the one that stands behind the first hidden one. Never by its
/// size: from "the smallest of those that could be told" one learns how large the others are.
fn next_told(hidden: &[bool]) -> Option<usize> {
    let first = hidden.iter().position(|hidden| *hidden)?;
    let round = (first..hidden.len()).chain(0..first);
    round.into_iter().find(|at| !hidden[*at])
}

/// Whether what is hidden is nothing, or at least two numbers whose sum is not small.
fn together_enough(numbers: &[u64], hidden: &[bool], least: u64) -> bool {
    let behind = || numbers.iter().zip(hidden).filter(|(_, hidden)| **hidden);
    match behind().count() {
        0 => true,
        1 => false,
        _ => behind().map(|(number, _)| number).sum::<u64>() >= least,
    }
}

/// The parts of one breakdown, the areas as decided for the count.
fn breakdown(rows: &Line, parts: &[Vec<u64>], least: u64) -> Vec<Shown> {
    let nothing = Shown { total: None, by_area: vec![None; rows.numbers.len()] };
    if rows.total.is_none() {
        return vec![nothing; parts.len()];
    }
    let columns = Line::of(parts.iter().map(|part| part.iter().sum()).collect(), least);
    let classes = classes(&columns.hidden);
    let whole = whole_areas(rows, parts, &classes, least);
    let cell = |part: usize, area: usize| {
        (whole[area] && !columns.hidden[part]).then_some(parts[part][area])
    };
    (0..parts.len())
        .map(|part| Shown {
            total: (!columns.hidden[part]).then_some(columns.numbers[part]),
            by_area: (0..rows.numbers.len()).map(|area| cell(part, area)).collect(),
        })
        .collect()
}

/// What of the parts can be told apart: each one that is told, and the hidden ones together.
fn classes(hidden: &[bool]) -> Vec<Vec<usize>> {
    let (behind, told): (Vec<usize>, Vec<usize>) = (0..hidden.len()).partition(|at| hidden[*at]);
    let mut classes: Vec<Vec<usize>> = told.into_iter().map(|part| vec![part]).collect();
    if !behind.is_empty() {
        classes.push(behind);
    }
    classes
}

/// The areas whose parts are told.
fn whole_areas(rows: &Line, parts: &[Vec<u64>], classes: &[Vec<usize>], least: u64) -> Vec<bool> {
    let areas = rows.numbers.len();
    let of =
        |class: &[usize], area: usize| class.iter().map(|part| parts[*part][area]).sum::<u64>();
    let mut whole: Vec<bool> = (0..areas)
        .map(|area| !rows.hidden[area] && classes.iter().all(|class| of(class, area) >= least))
        .collect();
    loop {
        let rest: Vec<usize> = (0..areas).filter(|area| !whole[*area]).collect();
        let sums_are_large = classes
            .iter()
            .all(|class| rest.iter().map(|area| of(class, *area)).sum::<u64>() >= least);
        // One area alone is what the total leaves over.
        if rest.is_empty() || (rest.len() > 1 && sums_are_large) {
            return whole;
        }
        let hidden: Vec<bool> = whole.iter().map(|whole| !whole).collect();
        let Some(next) = next_told(&hidden) else { return whole };
        whole[next] = false;
    }
}
