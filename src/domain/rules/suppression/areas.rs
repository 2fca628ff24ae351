//! Of which areas may the parts be told?
//!
//! Those in which nothing that can be told apart is small. Of the others the sums by area and by part
//! are known; no such sum is small, and there are at least two of each. Whoever knows the rule knows
//! besides that each of these areas has something small, or nothing when it was hidden with another.
//! So for every number in it there must be an exchange with another area and another part that leaves
//! all sums and all that is known as they are, and moves the number far enough: `room`.

use super::line::{Line, next_told, room};

/// The areas whose parts are told; `hidden` are the parts that are not told in all areas together.
pub(super) fn told_whole(
    rows: &Line,
    parts: &[Vec<u64>],
    hidden: &[bool],
    least: u64,
) -> Vec<bool> {
    let table = Classes::of(rows, parts, hidden, least);
    let areas = rows.numbers.len();
    let mut whole: Vec<bool> =
        (0..areas).map(|area| !rows.hidden[area] && !table.has_small(area)).collect();
    loop {
        let rest: Vec<usize> = (0..areas).filter(|area| !whole[*area]).collect();
        // With no area told nothing is known but the sums; one area alone is what the total leaves over.
        let done = rest.is_empty()
            || rest.len() == areas
            || (rest.len() > 1 && table.sums_are_large(&rest) && table.leave_room(&rest));
        if done {
            return whole;
        }
        let hidden: Vec<bool> = whole.iter().map(|whole| !whole).collect();
        let Some(next) = next_told(&hidden) else { return whole };
        whole[next] = false;
    }
}

/// What of the parts can be told apart, by area: each one that is told, and the hidden ones together.
struct Classes<'a> {
    rows: &'a Line,
    /// By class and area.
    numbers: Vec<Vec<u64>>,
    least: u64,
}

impl<'a> Classes<'a> {
    fn of(rows: &'a Line, parts: &[Vec<u64>], hidden: &[bool], least: u64) -> Self {
        let (behind, told): (Vec<_>, Vec<_>) = parts.iter().zip(hidden).partition(|(_, h)| **h);
        let mut numbers: Vec<Vec<u64>> = told.into_iter().map(|(part, _)| part.clone()).collect();
        if !behind.is_empty() {
            let sum = |area: usize| behind.iter().map(|(part, _)| part[area]).sum();
            numbers.push((0..rows.numbers.len()).map(sum).collect());
        }
        Self { rows, numbers, least }
    }

    fn has_small(&self, area: usize) -> bool {
        self.numbers.iter().any(|class| class[area] < self.least)
    }

    fn sums_are_large(&self, rest: &[usize]) -> bool {
        let sum = |class: &Vec<u64>| rest.iter().map(|area| class[*area]).sum::<u64>();
        self.numbers.iter().all(|class| sum(class) >= self.least)
    }

    /// Whether every number in these areas can be so far from what it is.
    fn leave_room(&self, rest: &[usize]) -> bool {
        let classes = || 0..self.numbers.len();
        // Where nothing can be told apart, the parts say no more than the areas.
        self.numbers.len() < 2
            || rest.iter().all(|area| classes().all(|class| self.has_room(rest, *area, class)))
    }

    fn has_room(&self, rest: &[usize], area: usize, class: usize) -> bool {
        rest.iter().filter(|other| **other != area).any(|other| {
            let within = || (0..self.numbers.len()).filter(|partner| *partner != class);
            self.moves([area, *other], class) >= room(self.least)
                || within()
                    .any(|partner| self.swaps([area, *other], [class, partner]) >= room(self.least))
        })
    }

    /// How far a number can move when what it loses the other area gains: neither area is told.
    fn moves(&self, [area, other]: [usize; 2], class: usize) -> u64 {
        if !self.rows.hidden[area] || !self.rows.hidden[other] {
            return 0;
        }
        let (this, that) = (self.rows.reach[area], self.rows.reach[other]);
        let [here, there] = [area, other].map(|area| self.numbers[class][area]);
        let down = here.min(this.down).min(that.up);
        let up = there.min(that.down).min(this.up);
        down.saturating_add(up)
    }

    /// How far it can move when another part of each area moves the other way.
    fn swaps(&self, areas: [usize; 2], classes: [usize; 2]) -> u64 {
        let of = |class: usize, area: usize| self.numbers[classes[class]][areas[area]];
        let (down, up) = (of(0, 0).min(of(1, 1)), of(1, 0).min(of(0, 1)));
        // Further than this says no more.
        let far = self.least;
        let stays = |down: u64, up: u64| {
            self.stays_known(areas[0], classes, [down, up])
                && self.stays_known(areas[1], classes, [up, down])
        };
        let below = (1..=down.min(far)).rev().find(|down| stays(*down, 0)).unwrap_or(0);
        let above = (1..=up.min(far)).rev().find(|up| stays(0, *up)).unwrap_or(0);
        below + above
    }

    /// Whether an area still has something small, or nothing, when its first class has so much less,
    /// or more, and its second one the other way.
    fn stays_known(&self, area: usize, classes: [usize; 2], [down, up]: [u64; 2]) -> bool {
        if self.rows.hidden[area] {
            return true;
        }
        let number = |class: usize| {
            let number = self.numbers[class][area];
            match class {
                _ if class == classes[0] => number + up - down,
                _ if class == classes[1] => number + down - up,
                _ => number,
            }
        };
        let small = (0..self.numbers.len()).any(|class| number(class) < self.least);
        small == self.has_small(area)
    }
}
