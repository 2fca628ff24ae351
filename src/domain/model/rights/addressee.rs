//! Who must be addressed about a registration? It depends on the age: a representative for a young
//! child, both in between, from sixteen on the youth.

use serde::{Deserialize, Serialize};

use crate::domain::model::{person::Member, time::Day};

/// Who is to be addressed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Addressee {
    /// The representative: a child under 12.
    Representative,
    /// Child and representative: 12 to 15 years.
    Both,
    /// The youth: 16 years and over.
    Youth,
    /// The person, registered as an adult.
    Person,
}

/// From this birthday on the child is addressed too.
const BOTH_YEARS: i16 = 12;
/// From this birthday on only the youth is addressed.
const YOUTH_YEARS: i16 = 16;

/// Who is to be addressed about a person who is registered like this. Of a child the birth date is
/// not kept, only the day on which it turns `ages_out_years`; of several days the latest counts,
/// which makes the child the youngest.
#[must_use]
pub fn of<'a>(
    registered: impl Iterator<Item = (&'a Member, u16)>,
    today: Day,
) -> Option<Addressee> {
    let mut known = None;
    for (member, ages_out_years) in registered {
        let addressee = match member.ages_out {
            None => Addressee::Person,
            Some(day) => by_age(day, ages_out_years, today),
        };
        known = Some(match known {
            Some(before) if order(before) <= order(addressee) => before,
            _ => addressee,
        });
    }
    known
}

fn by_age(ages_out: Day, ages_out_years: u16, today: Day) -> Addressee {
    let regime = i16::try_from(ages_out_years).unwrap_or(i16::MAX);
    let birthday = |years: i16| ages_out.plus_years(years.saturating_sub(regime));
    if today >= birthday(YOUTH_YEARS) {
        Addressee::Youth
    } else if today >= birthday(BOTH_YEARS) {
        Addressee::Both
    } else {
        Addressee::Representative
    }
}

/// The youngest first.
fn order(addressee: Addressee) -> u8 {
    match addressee {
        Addressee::Representative => 0,
        Addressee::Both => 1,
        Addressee::Youth => 2,
        Addressee::Person => 3,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse(text).expect("a date")
    }

    #[test]
    fn the_age_is_that_of_the_birthday() {
        // Born on 10 March 2010: 23 years old on 10 March 2033.
        let at = |today| by_age(day("2033-03-10"), 23, day(today));
        assert_eq!(at("2022-03-09"), Addressee::Representative);
        assert_eq!(at("2022-03-10"), Addressee::Both);
        assert_eq!(at("2026-03-09"), Addressee::Both);
        assert_eq!(at("2026-03-10"), Addressee::Youth);
    }
}
