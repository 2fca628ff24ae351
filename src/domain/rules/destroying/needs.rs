//! What must be read before something can be destroyed? Everything that tells of it.

use std::collections::BTreeSet;

use crate::domain::{
    model::{
        ids::{CaseId, InvolvementId, SignalId},
        person::{Identity, Person},
    },
    rules::settling,
    state::{keys::Key, lists::List, loaded::Loaded, lookup::Lookup},
};

/// What must be loaded before involvements can be destroyed or lose a person; ask again until
/// nothing is missing.
pub fn needs(loaded: &Loaded, ids: impl Iterator<Item = InvolvementId>) -> (Vec<Key>, Vec<List>) {
    let (mut keys, mut lists) = (Vec::new(), Vec::new());
    for id in ids {
        keys.push(Key::Involvement(id));
        lists.extend([List::MatchesOf(id), List::TicketsBy(id)]);
        keys.extend(loaded.tickets_by(id).map(Key::Ticket));
        keys.extend(settling::around(loaded, id));
        let Some(involvement) = loaded.involvement(id) else { continue };
        for (pseudonym, _) in involvement.reach() {
            keys.push(Key::Person(pseudonym));
            let Some(person) = loaded.person(pseudonym) else { continue };
            let (of_cases, of_tickets) = cases(loaded, person);
            keys.extend(of_cases);
            lists.extend(of_tickets);
        }
        let children = involvement.members.iter().filter(|member| member.ages_out.is_some());
        keys.extend(children.flat_map(|child| kin(loaded, &child.identity)));
    }
    (keys, lists)
}

/// What must be loaded before the cases of a person can go: everybody in them, and their tickets.
fn cases(loaded: &Loaded, person: &Person) -> (Vec<Key>, Vec<List>) {
    let (mut keys, mut lists) = (Vec::new(), Vec::new());
    for id in person.cases.iter().copied() {
        keys.extend(in_case(loaded, id));
        let tickets = loaded.tickets_of(id).chain(loaded.tickets_closed(id));
        keys.extend(tickets.map(Key::Ticket));
        // Whoever opens a ticket about the family writes the case: the list cannot grow unseen.
        lists.extend([List::TicketsOf(id), List::TicketsClosed(id)]);
    }
    (keys, lists)
}

/// The same for a person who may be in a case without being registered by anybody.
#[must_use]
pub fn needs_of_cases(loaded: &Loaded, who: &Identity) -> (Vec<Key>, Vec<List>) {
    let persons = who.pseudonyms().filter_map(|pseudonym| loaded.person(pseudonym));
    let (keys, lists): (Vec<_>, Vec<_>) = persons.map(|person| cases(loaded, person)).unzip();
    (keys.concat(), lists.concat())
}

/// A case and everybody in it.
fn in_case(loaded: &Loaded, id: CaseId) -> impl Iterator<Item = Key> + use<'_> {
    let persons = loaded.case(id).into_iter().flat_map(|case| &case.persons);
    let persons = persons.flat_map(|person| person.identity.pseudonyms());
    std::iter::once(Key::Case(id)).chain(persons.map(Key::Person))
}

/// What must be loaded before nothing is left of a person: its family, cases and objections.
pub fn kin<'a>(loaded: &'a Loaded, who: &Identity) -> impl Iterator<Item = Key> + use<'a> {
    let persons = who.pseudonyms().filter_map(|pseudonym| loaded.person(pseudonym));
    let around = persons.flat_map(|person| {
        let kin = person.parents.iter().chain(&person.children).flat_map(Identity::pseudonyms);
        let cases = person.cases.iter().flat_map(|id| in_case(loaded, *id));
        let objections = person.objections.iter().copied().map(Key::Objection);
        kin.map(Key::Person).chain(cases).chain(objections)
    });
    who.pseudonyms().map(Key::Person).chain(around)
}

/// What must be loaded before a person can be taken out of concern signals: those that name it. Which
/// they are the store knows of signals since it lists them so; of older ones the cases know it.
#[must_use]
pub fn needs_of_signals(loaded: &Loaded, who: &Identity) -> (Vec<Key>, Vec<List>) {
    let signals = signals_with(loaded, who).map(Key::Signal).collect();
    let naming = who.pseudonyms().map(List::SignalsNaming);
    let lists = naming.chain(cases_of(loaded, who).into_iter().map(List::SignalsOf)).collect();
    (signals, lists)
}

/// The cases that a person is in.
fn cases_of(look: &impl Lookup, who: &Identity) -> BTreeSet<CaseId> {
    let persons = who.pseudonyms().filter_map(|pseudonym| look.person(pseudonym));
    persons.flat_map(|person| person.cases.iter().copied()).collect()
}

/// The concern signals that may name a person.
pub(super) fn signals_with(look: &impl Lookup, who: &Identity) -> impl Iterator<Item = SignalId> {
    let of_cases = cases_of(look, who).into_iter().flat_map(|case| look.signals_of(case));
    let naming = who.pseudonyms().flat_map(|pseudonym| look.signals_naming(pseudonym));
    naming.chain(of_cases).collect::<BTreeSet<_>>().into_iter()
}
