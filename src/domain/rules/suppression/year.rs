//! Which sums over a year may be told beside its quarters? Those of numbers that no quarter told, and
//! none by which a quarter could be computed.
//!
//! A line (the areas of a count, or the parts of a breakdown) has numbers in each quarter, some told,
//! and their total. Whoever has the quarters knows how much is hidden in each of them; the sums over the
//! year are the other margin of the same table. So:
//!
//! 1. Only a number that is hidden in all quarters has a sum over the year: with one quarter told, the
//!    sum would tell the others. Totals are all told, or all hidden; else nothing is.
//! 2. What stays hidden in the year is, with the quarters' totals, one more known sum. As the told ones
//!    it is never small, and there are at least two sums in all. So a quarter's number has room for
//!    at least the smallest margin (the bounds of Fréchet).
//! 3. Numbers that are small in every quarter are not told when their sum is so large that each of them
//!    must be: nine in all four quarters would be thirty-six.
//! 4. Every number that is hidden in a quarter keeps room also with the sums over the year: there is an
//!    exchange, with another number of the quarter, and back in another quarter, that no sum shows, and
//!    that makes no small number large.
//!
//! Years that share a quarter would tell the difference of two quarters. So of such years only one is
//! told: see `indicators`.

use super::line::{Guard, Line, Reach, next_told, room};

/// A line in one quarter.
#[derive(Clone, Copy, Debug)]
pub struct Then<'a> {
    /// What guards the numbers.
    pub guard: &'a Guard,
    /// Which of them are told.
    pub told: &'a [bool],
    /// Whether their total is.
    pub total: bool,
}

impl Then<'_> {
    fn number(&self, at: usize) -> u64 {
        self.guard.numbers[at]
    }

    /// How far a hidden number can be from what it is.
    fn reach(&self, at: usize, least: u64) -> Reach {
        Reach::of(self.number(at), self.guard.apart[at], least)
    }
}

/// Which sums over the year may be told.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sums {
    /// That of the total; where every quarter's total is told it follows from them.
    pub total: bool,
    /// Those of the numbers.
    pub told: Vec<bool>,
}

/// Decides on a line. All quarters have the same numbers, in the same order.
#[must_use]
pub fn sums(quarters: &[Then], least: u64) -> Sums {
    let places = quarters.first().map_or(0, |quarter| quarter.told.len());
    let nothing = Sums { total: false, told: vec![false; places] };
    let alike = quarters.iter().all(|q| q.guard.numbers.len() == places && q.told.len() == places);
    if quarters.len() < 2 || !alike {
        return nothing;
    }
    match quarters.iter().filter(|quarter| quarter.total).count() {
        0 => without_totals(quarters, least).unwrap_or(nothing),
        all if all == quarters.len() => with_totals(quarters, places, least).unwrap_or(nothing),
        _ => nothing,
    }
}

/// No quarter told anything: the year is a line of its own.
fn without_totals(quarters: &[Then], least: u64) -> Option<Sums> {
    let all = |quarter: &Then| quarter.guard.numbers.iter().sum();
    let totals: Vec<u64> = quarters.iter().map(all).collect();
    if !leaves_open(&totals, least) {
        return None;
    }
    let year = over_the_year(quarters);
    let apart = |at: usize| quarters.iter().any(|quarter| quarter.guard.apart[at]);
    let apart = (0..year.len()).map(apart).collect();
    let line = Line::guarded(year.clone(), &Guard { numbers: year, apart }, least);
    line.total?;
    let told = line.hidden.iter().enumerate().map(|(at, hidden)| {
        let numbers: Vec<u64> = quarters.iter().map(|quarter| quarter.number(at)).collect();
        !hidden && leaves_open(&numbers, least)
    });
    let told: Vec<bool> = told.collect();
    // Hidden for another reason, one more could tell what is left over: then the total alone is told.
    let as_decided = told.iter().zip(&line.hidden).all(|(told, hidden)| told != hidden);
    let told = if as_decided { told } else { vec![false; told.len()] };
    Some(Sums { total: true, told })
}

fn with_totals(quarters: &[Then], places: usize, least: u64) -> Option<Sums> {
    let year = over_the_year(quarters);
    let never_told = |at: usize| quarters.iter().all(|quarter| !quarter.told[at]);
    let mut told: Vec<bool> = (0..places)
        .map(|at| {
            let numbers: Vec<u64> = quarters.iter().map(|quarter| quarter.number(at)).collect();
            never_told(at) && year[at] >= least && leaves_open(&numbers, least)
        })
        .collect();
    loop {
        let sums = told.iter().filter(|told| **told).count();
        if sums == 0 {
            return None;
        }
        let rest = |at: usize, quarter: &Then| !told[at] && !quarter.told[at];
        let has_rest = |quarter: &Then| (0..places).any(|at| rest(at, quarter));
        let is_left = quarters.iter().any(has_rest);
        let left = |quarter: &Then| {
            (0..places).filter(|at| rest(*at, quarter)).map(|at| quarter.number(at)).sum()
        };
        let left: Vec<u64> = quarters.iter().map(left).collect();
        // Left over in one quarter only it would be that quarter's own sum.
        let in_all = quarters.iter().all(has_rest);
        let enough = in_all && left.iter().sum::<u64>() >= least && leaves_open(&left, least);
        let sums_are_large = (!is_left && sums > 1) || (is_left && enough);
        if sums_are_large && leave_room(quarters, &told, least) {
            return Some(Sums { total: false, told });
        }
        let hidden: Vec<bool> = told.iter().map(|told| !told).collect();
        let next = if is_left { next_told(&hidden) } else { told.iter().position(|told| *told) };
        told[next?] = false;
    }
}

fn over_the_year(quarters: &[Then]) -> Vec<u64> {
    let places = quarters.first().map_or(0, |quarter| quarter.told.len());
    (0..places).map(|at| quarters.iter().map(|quarter| quarter.number(at)).sum()).collect()
}

/// Whether the sum of numbers leaves open what each of them is, also to who knows that all are small.
fn leaves_open(numbers: &[u64], least: u64) -> bool {
    let all_small = numbers.iter().all(|number| *number < least);
    let others = u64::try_from(numbers.len().saturating_sub(1)).unwrap_or(u64::MAX);
    !all_small || numbers.iter().sum::<u64>() <= others.saturating_mul(least.saturating_sub(1))
}

/// Whether every number that is hidden in a quarter can be far enough from what it is, when the sums of
/// those in `told` are.
fn leave_room(quarters: &[Then], told: &[bool], least: u64) -> bool {
    let behind =
        |quarter: &Then| (0..told.len()).filter(|at| !quarter.told[*at]).collect::<Vec<_>>();
    quarters.iter().enumerate().all(|(then, quarter)| {
        let hidden = behind(quarter);
        hidden.iter().all(|at| {
            hidden.iter().filter(|other| *other != at).any(|other| {
                let here = exchange(quarter, [*at, *other], least);
                // Of those that have no sum over the year only what they are together is known.
                (!told[*at] && !told[*other] && width(here) >= room(least))
                    || quarters.iter().enumerate().any(|(back, elsewhere)| {
                        let hidden =
                            back != then && !elsewhere.told[*at] && !elsewhere.told[*other];
                        let there = exchange(elsewhere, [*other, *at], least);
                        hidden
                            && width([here[0].min(there[0]), here[1].min(there[1])]) >= room(least)
                    })
            })
        })
    })
}

/// By how much the first number can become less, and more, when the second one takes it, or gives it.
fn exchange(quarter: &Then, places: [usize; 2], least: u64) -> [u64; 2] {
    let [this, that] = places.map(|at| quarter.reach(at, least));
    [this.down.min(that.up), this.up.min(that.down)]
}

fn width([down, up]: [u64; 2]) -> u64 {
    down.saturating_add(up)
}
