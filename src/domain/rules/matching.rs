//! When do two involvements match? When their reach intersects. And the record of a match.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::{
    model::{
        ids::InvolvementId,
        involvement::Involvement,
        party::Oin,
        person::{Link, Pseudonym},
        shown::MatchKind,
        terms::Terms,
    },
    rules::case,
    state::{facts::Facts, keys::Key, loaded::Loaded, lookup::Lookup},
};

/// Finds the active involvements whose reach intersects `reach`, and those that name a person of the
/// same case as a named person, when its director put them together; with the strongest kind. Direct only: a match of a match is none
/// (Jw: "one and the same parent"). `own` is left out, and unless the covenant says otherwise
/// everything of `organisation`.
#[must_use]
pub fn find(
    facts: &Facts,
    organisation: Oin,
    own: InvolvementId,
    reach: impl Iterator<Item = (Pseudonym, bool)>,
    terms: &Terms,
) -> BTreeMap<InvolvementId, MatchKind> {
    let mut found = BTreeMap::new();
    let mut note = |link: &Link, kind: MatchKind| {
        let same = link.organisation == organisation && !terms.same_organisation_matches;
        if !same && link.involvement != own {
            let strongest = found.entry(link.involvement).or_insert(kind);
            *strongest = kind.max(*strongest);
        }
    };
    let mut cases = BTreeSet::new();
    for (pseudonym, named) in reach {
        let Some(person) = facts.person(pseudonym) else { continue };
        for link in &person.links {
            let both = named && link.named;
            note(link, if both { MatchKind::SamePerson } else { MatchKind::Family });
        }
        cases.extend(person.cases.iter().filter(|_| named));
    }
    let cases = case::reach::live(facts, cases.into_iter());
    for case in cases.filter(|case| case.brings_together()) {
        case::reach::links(facts, case).for_each(|link| note(link, MatchKind::Case));
    }
    found
}

/// What must be loaded before [`find`] can answer for an involvement.
pub fn needs<'a>(
    loaded: &'a Loaded,
    involvement: &'a Involvement,
) -> impl Iterator<Item = Key> + 'a {
    let persons = involvement.reach().map(|(pseudonym, _)| Key::Person(pseudonym));
    let others = involvement.reach().flat_map(move |(pseudonym, _)| {
        let links = loaded.person(pseudonym).map_or(&[][..], |person| &person.links);
        links.iter().map(|link| Key::Involvement(link.involvement))
    });
    let by_case = case::reach::keys_together(loaded, involvement.named());
    persons.chain(others).chain(by_case).filter(|key| !loaded.has(key))
}
