//! What stands beside a record and is looked at to count it?

use crate::domain::{
    model::{
        case::Case,
        involvement::Involvement,
        person::{Identity, Link},
        report::counts::Words,
    },
    state::{keys::Key, lookup::Lookup, records::Record},
};

/// What must be looked at, as far as is known from what was looked at before.
#[must_use]
pub fn needed(record: &Record, words: &Words, beside: &impl Lookup) -> Vec<Key> {
    let persons: Vec<&Identity> = match record {
        Record::Match(matched) => {
            let joiner = matched.parties.first();
            return joiner.map(|joiner| Key::Involvement(joiner.involvement)).into_iter().collect();
        }
        Record::Case(case) => case.persons.iter().map(|person| &person.identity).collect(),
        Record::Involvement(involvement) if words.care.contains(&involvement.organisation) => {
            involvement.members.iter().map(|member| &member.identity).collect()
        }
        _ => Vec::new(),
    };
    let mut keys = Vec::new();
    for identity in persons {
        keys.extend(identity.pseudonyms().map(Key::Person));
        keys.extend(links(identity, words, beside).map(|link| Key::Involvement(link.involvement)));
    }
    keys
}

/// The involvements of organisations that help, present and former, that name a person.
fn links<'a>(
    identity: &Identity,
    words: &'a Words,
    beside: &'a impl Lookup,
) -> impl Iterator<Item = &'a Link> {
    let persons = identity.pseudonyms().filter_map(|pseudonym| beside.person(pseudonym));
    let links = persons.flat_map(|person| person.links.iter().chain(&person.archived));
    links.filter(|link| link.named && words.care.contains(&link.organisation))
}

/// The same as records.
pub(super) fn of_person<'a>(
    identity: &Identity,
    words: &'a Words,
    beside: &'a impl Lookup,
) -> impl Iterator<Item = &'a Involvement> {
    links(identity, words, beside).filter_map(|link| beside.involvement(link.involvement))
}

/// Those that name anybody in a case.
pub(super) fn of_case<'a>(
    case: &'a Case,
    words: &'a Words,
    beside: &'a impl Lookup,
) -> impl Iterator<Item = &'a Involvement> {
    case.persons.iter().flat_map(move |person| of_person(&person.identity, words, beside))
}
