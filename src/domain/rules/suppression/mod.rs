//! Which numbers of a table may be told? None that is small, and none by which a small one can be
//! computed or narrowed down.
//!
//! A count (say, matches) has one number an area and a total; a breakdown divides every one of
//! them into the same parts. What is hidden is chosen in three steps, each safe by itself:
//!
//! 1. Over the areas: see `line`.
//! 2. Over the parts, in the total: the same.
//! 3. Areas times parts: an area's parts are told all or not at all. See `areas`.
//!
//! The reader is taken to know this rule. What that and all that is told leave open of a hidden number
//! must be wide enough: [`room`].
//!
//! Breakdowns of one count have nothing in common but the sums by area and the total, which are
//! told once; so what is safe for one breakdown is safe for all together.

use crate::domain::model::report::{Shown, ShownCount};

mod areas;
mod line;
pub mod year;

use line::Line;
pub use line::{Guard, room};

/// Decides what is told of a count. `by_area` are its numbers, `breakdowns[b][p][area]` those of
/// the parts; every breakdown adds up to the count in every area. Numbers under `least` are small.
#[must_use]
pub fn shown(by_area: &[u64], breakdowns: &[Vec<Vec<u64>>], least: u64) -> ShownCount {
    guarded(by_area, &Guard::of(by_area), breakdowns, least)
}

/// The same where others follow from a number that is told.
#[must_use]
pub fn guarded(
    by_area: &[u64],
    guard: &Guard,
    breakdowns: &[Vec<Vec<u64>>],
    least: u64,
) -> ShownCount {
    let rows = Line::guarded(by_area.to_vec(), guard, least);
    let breakdowns = breakdowns.iter().map(|parts| breakdown(&rows, parts, least)).collect();
    ShownCount { count: rows.shown(), breakdowns }
}

/// Decides what is told of a table of two breakdowns, `parts[second][first]`, whose sums are told as those
/// of a breakdown are: the same, with the parts of the first one in the place of the areas.
#[must_use]
pub fn crossed(parts: &[Vec<u64>], least: u64) -> Vec<Vec<Option<u64>>> {
    let first = parts.first().map_or(0, Vec::len);
    let sums = (0..first).map(|at| parts.iter().map(|part| part[at]).sum()).collect();
    let told = breakdown(&Line::of(sums, least), parts, least);
    told.into_iter().map(|part| part.by_area).collect()
}

/// The same of one area, where both breakdowns are told: `told` says of the parts of the first and of the
/// second which are. Those that are not are one part together, of which no pair is told: what they are
/// together follows from the others.
#[must_use]
pub fn crossed_within(
    parts: &[Vec<u64>],
    [first, second]: [&[bool]; 2],
    least: u64,
) -> Vec<Vec<Option<u64>>> {
    let joined = |numbers: &[u64], told: &[bool]| {
        let with = |wanted: bool| {
            numbers.iter().zip(told).filter(move |(_, told)| **told == wanted).map(|(n, _)| *n)
        };
        let rest = told.contains(&false).then(|| with(false).sum());
        with(true).chain(rest).collect::<Vec<u64>>()
    };
    let rows: Vec<Vec<u64>> = parts.iter().map(|part| joined(part, first)).collect();
    let columns = (0..rows.first().map_or(0, Vec::len)).map(|at| {
        let column: Vec<u64> = rows.iter().map(|row| row[at]).collect();
        joined(&column, second)
    });
    let columns: Vec<Vec<u64>> = columns.collect();
    let table: Vec<Vec<u64>> = (0..columns.first().map_or(0, Vec::len))
        .map(|at| columns.iter().map(|column| column[at]).collect())
        .collect();
    let mut shown = crossed(&table, least).into_iter();
    let mut row = |told: bool| -> Vec<Option<u64>> {
        let cells = told.then(|| shown.next()).flatten().unwrap_or_default();
        let mut cells = cells.into_iter();
        first.iter().map(|told| told.then(|| cells.next().flatten()).flatten()).collect()
    };
    second.iter().map(|told| row(*told)).collect()
}

/// The parts of one breakdown, the areas as decided for the count.
fn breakdown(rows: &Line, parts: &[Vec<u64>], least: u64) -> Vec<Shown> {
    let nothing = Shown { total: None, by_area: vec![None; rows.numbers.len()] };
    if rows.total.is_none() {
        return vec![nothing; parts.len()];
    }
    let columns = Line::of(parts.iter().map(|part| part.iter().sum()).collect(), least);
    let whole = areas::told_whole(rows, parts, &columns.hidden, least);
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
