//! Whom does a person reach by way of a case? Everybody who named a person of the same live case.

use std::iter;

use crate::domain::{
    model::{
        case::record::Case,
        ids::CaseId,
        involvement::Involvement,
        party::OfficeId,
        person::{Link, Member, Pseudonym},
    },
    state::record::{Key, Loaded},
};

/// The live cases among these, as far as they were loaded.
pub fn live(loaded: &Loaded, ids: impl Iterator<Item = CaseId>) -> impl Iterator<Item = &Case> {
    ids.filter_map(|id| loaded.case(id)).filter(|case| case.is_live())
}

/// The live cases of the persons behind these pseudonyms.
pub fn cases(
    loaded: &Loaded,
    named: impl Iterator<Item = Pseudonym>,
) -> impl Iterator<Item = &Case> {
    let persons = named.filter_map(|pseudonym| loaded.person(pseudonym));
    live(loaded, persons.flat_map(|person| person.cases.iter().copied()))
}

/// The involvements that name a person of a case, as entered on the persons.
pub fn links<'a>(loaded: &'a Loaded, case: &'a Case) -> impl Iterator<Item = &'a Link> {
    let pseudonyms = case.persons.iter().flat_map(|person| person.identity.pseudonyms());
    let persons = pseudonyms.filter_map(|pseudonym| loaded.person(pseudonym));
    persons.flat_map(|person| &person.links).filter(|link| link.named)
}

/// What must be loaded before [`cases`] and [`links`] can answer for these persons. Nothing for
/// persons without a case.
pub fn keys<'a>(
    loaded: &'a Loaded,
    named: impl Iterator<Item = Pseudonym> + 'a,
) -> impl Iterator<Item = Key> + 'a {
    let persons = named.filter_map(|pseudonym| loaded.person(pseudonym));
    persons.flat_map(|person| &person.cases).flat_map(move |id| keys_of(loaded, *id))
}

/// What must be loaded before [`links`] can answer for a case.
pub fn keys_of(loaded: &Loaded, id: CaseId) -> impl Iterator<Item = Key> {
    let case = live(loaded, iter::once(id));
    let inside = case.flat_map(move |case| {
        let persons = case.persons.iter().flat_map(|person| person.identity.pseudonyms());
        let links = links(loaded, case).map(|link| Key::Involvement(link.involvement));
        persons.map(Key::Person).chain(links)
    });
    iter::once(Key::Case(id)).chain(inside)
}

/// Whether two involvements name persons of one of these cases.
#[must_use]
pub fn shared(cases: &[&Case], a: &Involvement, b: &Involvement) -> bool {
    cases.iter().any(|case| names_any(case, a) && names_any(case, b))
}

/// Who directs the family of the first person whom an involvement names and who is in one of these
/// cases.
#[must_use]
pub fn director<'a>(cases: &[&'a Case], involvement: &Involvement) -> Option<&'a OfficeId> {
    let of = |member: &Member| cases.iter().find(|case| case.names(&member.identity)).copied();
    involvement.members.iter().find_map(of).map(|case| &case.director)
}

/// Every live case that was loaded.
#[must_use]
pub fn loaded_cases(loaded: &Loaded) -> Vec<&Case> {
    loaded.cases().filter(|case| case.is_live()).collect()
}

/// Whether an involvement names a person of a case.
#[must_use]
pub fn names_any(case: &Case, involvement: &Involvement) -> bool {
    involvement.members.iter().any(|member| case.names(&member.identity))
}

/// The pseudonyms of the persons whom an involvement names.
pub fn named(involvement: &Involvement) -> impl Iterator<Item = Pseudonym> + '_ {
    involvement.members.iter().flat_map(|member| member.identity.pseudonyms())
}
