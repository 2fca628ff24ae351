//! Which of numbers in a line, and their sum, may be told?
//!
//! The small ones are hidden. Whoever knows how many those are, that each is small, and what they are
//! together, may know each of them: two of nine are eighteen, and eighteen can be nothing else. So more
//! are hidden, one after the other, until the sum of what is hidden leaves every one of them room:
//!
//! - when it is far enough below the most that small ones can be, all may be small;
//! - when it is far enough above the least that the large ones among them can be, what is above can be in
//!   any of them;
//! - when all numbers are hidden, nothing shows which of them are small.
//!
//! That it was not enough before says only that what was hidden then had at most so much above: each
//! of those can still be anything from nothing to that.

use crate::domain::model::report::Shown;

/// How far apart the least and the most lie, at the least, that a hidden number can be; numbers under
/// `least` are small. Half of what is small: with less one would know that a number is "about nine" or
/// "one or two", which is as good as telling it; with more, figures of nobody in particular would be hidden.
#[must_use]
pub const fn room(least: u64) -> u64 {
    least / 2
}

/// What follows from the numbers of a count where they are told.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Guard {
    /// The smallest such number in each area, and not more than the count's own: as if it were the
    /// number, it decides what is told.
    pub numbers: Vec<u64>,
    /// Where the number may not be told, whatever it is, and nothing is known of it.
    pub apart: Vec<bool>,
}

impl Guard {
    /// Of numbers from which nothing follows but themselves.
    #[must_use]
    pub fn of(numbers: &[u64]) -> Self {
        Self { numbers: numbers.to_vec(), apart: vec![false; numbers.len()] }
    }
}

/// Numbers in a line, of which some are hidden; all and their sum when the sum is small.
pub(super) struct Line {
    pub(super) numbers: Vec<u64>,
    pub(super) hidden: Vec<bool>,
    pub(super) total: Option<u64>,
    /// What is known of each number while it is hidden.
    pub(super) reach: Vec<Reach>,
}

/// How far a hidden number can be from what it is, by what is known of it alone.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Reach {
    /// Below.
    pub(super) down: u64,
    /// Above.
    pub(super) up: u64,
}

impl Reach {
    /// Of a number of which one knows whether it is small; `apart`: not even that.
    pub(super) fn of(number: u64, apart: bool, least: u64) -> Self {
        match number.checked_sub(least) {
            _ if apart => Self { down: number, up: u64::MAX },
            Some(down) => Self { down, up: u64::MAX },
            None => Self { down: number, up: least - 1 - number },
        }
    }
}

impl Line {
    pub(super) fn of(numbers: Vec<u64>, least: u64) -> Self {
        let guard = Guard::of(&numbers);
        Self::guarded(numbers, &guard, least)
    }

    pub(super) fn guarded(numbers: Vec<u64>, guard: &Guard, least: u64) -> Self {
        let places = guard.numbers.iter().zip(&guard.apart);
        let reach = places.map(|(number, apart)| Reach::of(*number, *apart, least)).collect();
        let nothing = vec![true; numbers.len()];
        if guard.numbers.iter().sum::<u64>() < least {
            return Self { numbers, hidden: nothing, total: None, reach };
        }
        let total = Some(numbers.iter().sum());
        let places = guard.numbers.iter().zip(&guard.apart);
        let mut hidden: Vec<bool> =
            places.map(|(number, apart)| *apart || *number < least).collect();
        while !leaves_room(guard, &hidden, least) {
            let Some(next) = next_told(&hidden) else {
                // There is one number, and that one is the sum.
                return Self { numbers, hidden: nothing, total: None, reach };
            };
            hidden[next] = true;
        }
        Self { numbers, hidden, total, reach }
    }

    pub(super) fn shown(&self) -> Shown {
        let number = |at: usize| (!self.hidden[at]).then_some(self.numbers[at]);
        Shown { total: self.total, by_area: (0..self.numbers.len()).map(number).collect() }
    }
}

/// Which number is hidden besides: the one that stands behind the first hidden one. Never by its
/// size: from "the smallest of those that could be told" one learns how large the others are.
pub(super) fn next_told(hidden: &[bool]) -> Option<usize> {
    let first = hidden.iter().position(|hidden| *hidden)?;
    let round = (first..hidden.len()).chain(0..first);
    round.into_iter().find(|at| !hidden[*at])
}

/// Whether what is hidden is nothing, or numbers whose sum leaves each of them room.
fn leaves_room(guard: &Guard, hidden: &[bool], least: u64) -> bool {
    let behind = || (0..hidden.len()).filter(|at| hidden[*at]);
    let sum: u64 = behind().map(|at| guard.numbers[at]).sum();
    match behind().count() {
        0 => true,
        1 => false,
        all if all == hidden.len() => sum >= least,
        count => {
            let apart = behind().any(|at| guard.apart[at]);
            let large = behind().filter(|at| guard.numbers[*at] >= least).count();
            let [large, count] =
                [large, count].map(|count| u64::try_from(count).unwrap_or(u64::MAX));
            let most = count.saturating_mul(least.saturating_sub(1));
            let may_all_be_small = apart || sum + room(least) < most;
            let above = sum.saturating_sub(least.saturating_mul(large));
            sum >= least && (may_all_be_small || (large > 0 && above > room(least)))
        }
    }
}
