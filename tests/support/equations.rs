//! What follows from sums that are known? By adding and subtracting, and by what each number can be.
//!
//! One attacker for all tables of figures: it knows equations between numbers that are hidden, and of each
//! the least and the most that it can be.

use std::ops::RangeInclusive;

/// A prime: whatever follows by adding and subtracting follows modulo it too.
const PRIME: i64 = 2_147_483_647;
/// More than any number of a table: no bound.
pub const ANY: i64 = 1 << 24;
/// Rounds of narrowing: one carries what is known across one sum, and tables are small.
const ROUNDS: usize = 64;
/// The largest factor in an equation that is taken for a whole number, and not for a fraction.
const FACTOR: i64 = 4;

/// Terms, each a place and a factor, that add up to a number.
pub struct Equation {
    pub terms: Vec<(usize, i64)>,
    pub sum: i64,
}

/// Equations between numbers in so many places.
pub struct Equations {
    places: usize,
    known: Vec<Equation>,
}

impl Equations {
    /// Keeps the equations, and those that they make by elimination.
    pub fn new(places: usize, known: Vec<Equation>) -> Self {
        let mut rows: Vec<Vec<i64>> = known
            .iter()
            .map(|equation| {
                let mut row = vec![0; places + 1];
                equation.terms.iter().for_each(|(place, factor)| row[*place] += factor);
                row[places] = equation.sum;
                row.into_iter().map(|value| value.rem_euclid(PRIME)).collect()
            })
            .collect();
        eliminate(&mut rows, places);
        let mut all = known;
        all.extend(rows.iter().filter_map(|row| whole(row)));
        Self { places, known: all }
    }

    /// The numbers that follow by adding and subtracting alone.
    pub fn computed(&self) -> Vec<(usize, i64)> {
        let one = |equation: &Equation| match equation.terms.as_slice() {
            [(place, factor)] => Some((*place, equation.sum / factor)),
            _ => None,
        };
        self.known.iter().filter_map(one).collect()
    }

    /// What is left of what each number can be.
    pub fn narrowed(&self, can_be: Vec<RangeInclusive<i64>>) -> Vec<RangeInclusive<i64>> {
        assert_eq!(can_be.len(), self.places);
        let mut left: Vec<(i64, i64)> =
            can_be.into_iter().map(|r| (*r.start(), *r.end())).collect();
        for _ in 0..ROUNDS {
            let before = left.clone();
            self.known.iter().for_each(|equation| narrow(equation, &mut left));
            if left == before {
                break;
            }
        }
        left.into_iter().map(|(least, most)| least..=most).collect()
    }
}

/// A row with small whole factors as an equation.
fn whole(row: &[i64]) -> Option<Equation> {
    let signed = |value: &i64| if *value > PRIME / 2 { value - PRIME } else { *value };
    let (sum, factors) = row.split_last()?;
    let terms: Vec<(usize, i64)> =
        factors.iter().map(signed).enumerate().filter(|(_, factor)| *factor != 0).collect();
    let small = terms.iter().all(|(_, factor)| factor.abs() <= FACTOR);
    (small && !terms.is_empty()).then(|| Equation { terms, sum: signed(sum) })
}

/// Narrows every number of an equation by what the others can be.
fn narrow(equation: &Equation, left: &mut [(i64, i64)]) {
    let term = |(place, factor): &(usize, i64), left: &[(i64, i64)]| {
        let ends = [left[*place].0 * factor, left[*place].1 * factor];
        (ends[0].min(ends[1]), ends[0].max(ends[1]))
    };
    let add = |sum: (i64, i64), one: (i64, i64)| (sum.0 + one.0, sum.1 + one.1);
    let all = equation.terms.iter().map(|one| term(one, left)).fold((0, 0), add);
    for one in &equation.terms {
        let (place, factor) = *one;
        let this = term(one, left);
        let (least, most) = (equation.sum - (all.1 - this.1), equation.sum - (all.0 - this.0));
        let (least, most) = if factor > 0 { (least, most) } else { (-most, -least) };
        let factor = factor.abs();
        let up = -(-least).div_euclid(factor);
        let now = &mut left[place];
        *now = (now.0.max(up), now.1.min(most.div_euclid(factor)));
    }
}

fn eliminate(rows: &mut [Vec<i64>], places: usize) {
    let mut done = 0;
    for place in 0..places {
        let Some(pivot) = (done..rows.len()).find(|row| rows[*row][place] != 0) else { continue };
        rows.swap(done, pivot);
        let inverse = power(rows[done][place], PRIME - 2);
        rows[done].iter_mut().for_each(|value| *value = *value * inverse % PRIME);
        let line = rows[done].clone();
        for (_, row) in rows.iter_mut().enumerate().filter(|(at, _)| *at != done) {
            let factor = row[place];
            if factor != 0 {
                for (value, subtracted) in row.iter_mut().zip(&line) {
                    *value = (*value - factor * subtracted % PRIME).rem_euclid(PRIME);
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
