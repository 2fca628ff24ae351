//! Do the persons of a case belong together? Whoever is involved with one of them sees who is involved
//! with another only when a director said so: a ticket or a concern signal names persons, it does not
//! decide about them.

use serde::{Deserialize, Serialize};

use crate::domain::model::{
    case::{Case, Cause},
    party::Party,
    time::Time,
};

/// What the director of a case said of its persons.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub enum Confirmed {
    /// The case is older than the question.
    #[default]
    NeverAsked,
    /// A ticket or a concern signal put them together, and the director said nothing yet.
    NotYet,
    /// They belong together, since this moment.
    At(Time),
}

impl Case {
    /// Whether those who are involved with persons of this case see each other by it. With one person
    /// there is nobody to keep apart.
    #[must_use]
    pub fn brings_together(&self) -> bool {
        self.is_live() && (self.persons.len() <= 1 || self.is_confirmed())
    }

    /// Whether persons are in it of whom nobody said that they belong together.
    #[must_use]
    pub fn keeps_apart(&self) -> bool {
        self.is_live() && !self.brings_together()
    }

    /// Whether its director said, or showed, that the persons in it belong together.
    #[must_use]
    pub fn is_confirmed(&self) -> bool {
        match self.confirmed {
            Confirmed::At(_) => true,
            Confirmed::NotYet => false,
            Confirmed::NeverAsked => self.was_directed(),
        }
    }

    /// Whether a director did something with an older case: opened it, put persons into it, classified
    /// it, named a family manager or began a plan. One that nobody touched keeps its persons apart.
    fn was_directed(&self) -> bool {
        self.cause == Cause::Director
            || self.persons.iter().any(|person| person.since != self.opened)
            || self.classifications.iter().any(|one| matches!(one.by, Some(Party::Office(_))))
            || !self.managers.is_empty()
            || self.plan.is_some()
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::domain::model::{
        agreement::Measure,
        case::{CasePerson, CaseState, Classification, Family, attendance::Attendance},
        ids::CaseId,
        party::{AreaCode, CategoryCode, OfficeId, Oin},
        person::{Identity, Pseudonym},
    };

    fn case(persons: u8, confirmed: Confirmed) -> Case {
        let family = Family {
            area: AreaCode::parse("zeeburg").expect("an area"),
            category: CategoryCode::parse("MPG1").expect("a category"),
            nuisance: false,
            measure: Measure::None,
        };
        let director = OfficeId::parse("coordinator").expect("an office");
        let person = |n: u8| CasePerson {
            id: Uuid::from_u128(n.into()),
            identity: Identity { current: Pseudonym { version: 1, mac: [n; 16] }, previous: None },
            since: Time(5),
        };
        Case {
            id: CaseId(Uuid::nil()),
            revision: 1,
            state: CaseState::Open,
            cause: Cause::Signal,
            opened: Time(5),
            classifications: vec![Classification {
                at: Time(5),
                by: None,
                family: family.clone(),
                director: director.clone(),
                despite: None,
            }],
            family,
            director,
            persons: (0..persons).map(person).collect(),
            managers: Vec::new(),
            plan: None,
            attendance: Attendance::default(),
            watch: None,
            confirmed,
            fingerprint: [0; 16],
            closing: None,
            invitations: Vec::new(),
            reported: None,
        }
    }

    #[test]
    fn persons_are_apart_until_a_director_said_that_they_belong_together() {
        assert!(case(2, Confirmed::NotYet).keeps_apart());
        assert!(!case(1, Confirmed::NotYet).keeps_apart());
        assert!(case(2, Confirmed::At(Time(7))).brings_together());
    }

    #[test]
    fn an_older_case_is_confirmed_when_a_director_did_something_with_it() {
        let untouched = case(2, Confirmed::NeverAsked);
        assert!(untouched.keeps_apart());
        let opened = Case { cause: Cause::Director, ..untouched.clone() };
        assert!(opened.brings_together());
        let mut widened = untouched.clone();
        widened.persons[1].since = Time(9);
        assert!(widened.brings_together());
        let mut classified = untouched.clone();
        classified.classifications[0].by = Some(Party::Office(untouched.director.clone()));
        assert!(classified.brings_together());
        // A party that reports a move directs nothing.
        let mut moved = untouched;
        let oin = Oin::parse("00000009000000001100").expect("digits");
        moved.classifications[0].by = Some(Party::Organisation(oin));
        assert!(moved.keeps_apart());
    }
}
