//! Whom does a person reach by way of a case? Everybody who named a person of the same live case;
//! who of them sees the others says `Case::brings_together`.

use std::iter;

use crate::domain::{
    model::{
        case::Case,
        ids::CaseId,
        person::{Link, Pseudonym},
    },
    state::{facts::Facts, keys::Key, loaded::Loaded, lookup::Lookup},
};

/// The live cases among these, as far as they were loaded.
pub fn live(look: &impl Lookup, ids: impl Iterator<Item = CaseId>) -> impl Iterator<Item = &Case> {
    ids.filter_map(|id| look.case(id)).filter(|case| case.is_live())
}

/// The live cases of the persons behind these pseudonyms.
pub fn cases(
    look: &impl Lookup,
    named: impl Iterator<Item = Pseudonym>,
) -> impl Iterator<Item = &Case> {
    let persons = named.filter_map(|pseudonym| look.person(pseudonym));
    live(look, persons.flat_map(|person| person.cases.iter().copied()))
}

/// The involvements that name a person of a case, as entered on the persons.
pub fn links<'a>(look: &'a impl Lookup, case: &'a Case) -> impl Iterator<Item = &'a Link> {
    let pseudonyms = case.persons.iter().flat_map(|person| person.identity.pseudonyms());
    let persons = pseudonyms.filter_map(|pseudonym| look.person(pseudonym));
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

/// The same for whoever asks only who sees whom by a case: nothing of those in a case that keeps its
/// persons apart. How many others are in one must not show in the time of a registration.
pub fn keys_together<'a>(
    loaded: &'a Loaded,
    named: impl Iterator<Item = Pseudonym> + 'a,
) -> impl Iterator<Item = Key> + 'a {
    let persons = named.filter_map(|pseudonym| loaded.person(pseudonym));
    persons.flat_map(|person| &person.cases).flat_map(move |id| {
        let together = loaded.case(*id).filter(|case| case.brings_together());
        let inside = together.into_iter().flat_map(move |case| keys_of(loaded, case.id));
        iter::once(Key::Case(*id)).chain(inside)
    })
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

/// Every live case that was loaded.
#[must_use]
pub fn loaded_cases(facts: &Facts) -> Vec<&Case> {
    facts.cases().filter(|case| case.is_live()).collect()
}
