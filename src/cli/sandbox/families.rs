//! Which families are there in a sandbox? Invented ones, whose numbers pass the check and are given to
//! nobody.

use serde::Serialize;

use crate::{api::v1::FamilyRole, cli::story::names::synthetic_bsn, domain::model::person};

/// How many.
const FAMILIES: u32 = 3;

/// Whom each of them has: the role, and for a child the month of birth.
const PERSONS: [(&str, Option<&str>); 4] =
    [("mother", None), ("father", None), ("girl", Some("2014-03")), ("boy", Some("2017-11"))];

/// A person that nobody is.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub(super) struct Person {
    /// By which the calls of the sandbox name the person, for instance `mother-1`.
    pub(super) name: String,
    /// The number, which passes the 11-check.
    pub(super) bsn: String,
    /// `parent` or `child`.
    pub(super) role: &'static str,
    /// Month of birth of a child.
    pub(super) born: Option<&'static str>,
}

impl Person {
    /// The role as the API has it.
    pub(super) fn family_role(&self) -> FamilyRole {
        if self.born.is_some() { FamilyRole::Child } else { FamilyRole::Parent }
    }
}

/// All of them, family by family.
pub(super) fn all() -> Vec<Person> {
    let family = |number: u32| {
        PERSONS.into_iter().map(move |(who, born)| {
            let name = format!("{who}-{number}");
            let bsn = synthetic_bsn(&format!("sandbox {name}"));
            let role = if born.is_some() { "child" } else { "parent" };
            Person { name, bsn, role, born }
        })
    };
    (1..=FAMILIES).flat_map(family).collect()
}

/// Whether it is nobody's number.
pub(super) fn is_invented(bsn: &str) -> bool {
    bsn.as_bytes().starts_with(person::INVENTED)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::domain::model::person::Bsn;

    #[test]
    fn they_are_whole_and_nobody_is_twice() {
        let all = all();
        let numbers: BTreeSet<&str> = all.iter().map(|person| person.bsn.as_str()).collect();
        assert_eq!((all.len(), numbers.len()), (12, 12));
        assert!(numbers.iter().all(|bsn| Bsn::parse(bsn).is_ok() && is_invented(bsn)));
    }
}
