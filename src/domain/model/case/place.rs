//! Where does a case stand on its director's work list?

use uuid::Uuid;

use crate::domain::model::{
    case::{Case, CaseState},
    time::Day,
};

impl Case {
    /// The place on the director's work list: the oldest deadline first, then what has none, then
    /// what is closed. In ids, which is what lists are ordered by: the day in the first four
    /// bytes, the end of the own id behind it.
    #[must_use]
    pub fn place(&self) -> Uuid {
        let rank = match (&self.state, self.next_due()) {
            (CaseState::Closed { .. }, _) => RANK_CLOSED,
            (CaseState::Open | CaseState::Watching { .. }, None) => RANK_NO_DUE,
            (CaseState::Open | CaseState::Watching { .. }, Some(day)) => rank(day),
        };
        let own = self.id.0.as_u128() & (u128::MAX >> 32);
        Uuid::from_u128(begin(rank).as_u128() | own)
    }
}

/// Before every place of a case that is due on this day or later.
#[must_use]
pub fn first_place(due: Day) -> Uuid {
    begin(rank(due))
}

/// Before every place of a closed case.
#[must_use]
pub fn first_closed_place() -> Uuid {
    begin(RANK_CLOSED)
}

fn begin(rank: u32) -> Uuid {
    Uuid::from_u128(u128::from(rank) << 96)
}

/// After every day.
const RANK_NO_DUE: u32 = u32::MAX - 1;

/// Behind everything that is live.
const RANK_CLOSED: u32 = u32::MAX;

/// Days in their order as unsigned numbers.
fn rank(day: Day) -> u32 {
    (day.0.cast_unsigned() ^ (1 << 31)).min(RANK_NO_DUE - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_in_the_order_of_days() {
        let days = [i32::MIN, -1, 0, 14_245, 20_000, i32::MAX];
        for pair in days.windows(2) {
            assert!(first_place(Day(pair[0])) < first_place(Day(pair[1])), "{pair:?}");
        }
        assert!(first_place(Day(i32::MAX)) < begin(RANK_NO_DUE));
        assert!(begin(RANK_NO_DUE) < first_closed_place());
    }
}
