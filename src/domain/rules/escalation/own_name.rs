//! When does an office open a ticket in its own name, on which step is that one, and who is told of it?
//!
//! Whoever directs escalates when agreements are not kept or help is not given (plan §§ 2.4, 2.5, 3.4), also
//! while a family has no family manager, and when it is the family manager's own organisation that does not
//! deliver. No organisation stands behind such a ticket: it begins on the first step that lies with somebody
//! else than the opener's own organisation, and is nobody's registration, so that it goes with its case.
//!
//! Where the covenant hands a step to that very office, it handles it, as the plan says of the coordinator and
//! the process manager: it consults the directorates itself, and everybody reads who asks. It gives no ruling
//! on it: see [`super::closing`].

use std::collections::BTreeSet;

use crate::domain::{
    model::{
        case::Case,
        ids::CaseId,
        involvement::Involvement,
        party::Oin,
        person::{Person, Pseudonym},
        refusal::Refusal,
        routing::{Route, RouteQuestion, RouteRefusal, RouteTarget, Router},
        ticket::{OfficeReason, Ticket},
    },
    rules::case::{directing, overview_contact::Seen},
    state::{effects::Effects, keys::Key, lists::List, lookup::Lookup, records::Record},
};

/// In the name of which involvement an office opens a ticket: the family manager's. `None`: in its own name.
///
/// # Errors
/// A family manager is said to ask for it where there is none; or the persons of the case are kept apart: the
/// organisation that it is against would hear of a family that is not one.
pub fn on_behalf<'a>(
    case: &Case,
    managing: Option<&'a Involvement>,
    (target, reason): (Option<Oin>, OfficeReason),
) -> Result<Option<&'a Involvement>, Refusal> {
    if managing.is_none() && reason == OfficeReason::RequestOfFamilyManager {
        let rule = "must be OWN_INITIATIVE: this case has no family manager who could ask for it";
        return Err(Refusal::field("office_reason", rule));
    }
    let behind = managing.filter(|manager| target != Some(manager.organisation));
    if behind.is_none() {
        directing::together(case)?;
    }
    Ok(behind)
}

/// The covenant's answer, and on which step. One that lies with the opener's own organisation has nobody while
/// an office asks in its own name: then it is the next one above it that has somebody.
///
/// # Errors
/// The covenant refuses.
pub fn route(
    in_own_name: bool,
    mut question: RouteQuestion,
    router: Router<'_>,
) -> Result<(RouteQuestion, Route), RouteRefusal> {
    let mut route = router(&question)?;
    while in_own_name && route.handler == RouteTarget::OwnOrganisation && !route.last_step {
        question = RouteQuestion { step: question.step + 1, handled_by: None, ..question };
        route = router(&question)?;
    }
    Ok((question, route))
}

/// Whether an organisation is involved with somebody in a case, or was: then it goes on to know of a ticket
/// against it.
fn knows<'a>(
    case: &Case,
    organisation: Oin,
    person: impl Fn(Pseudonym) -> Option<&'a Person>,
) -> bool {
    let mut persons = case.persons.iter().flat_map(|person| person.identity.pseudonyms());
    persons.any(|who| person(who).is_some_and(|person| by(person).any(|own| own == organisation)))
}

/// The organisations that name a person, or did.
fn by(person: &Person) -> impl Iterator<Item = Oin> {
    let links = person.links.iter().chain(&person.archived);
    links.filter(|link| link.named).map(|link| link.organisation)
}

/// The cases in which somebody may be involved no longer: a person left one, or an organisation is found no more
/// with a person in one.
fn changed(seen: Seen<'_>, effects: &Effects) -> BTreeSet<CaseId> {
    let mut found = BTreeSet::new();
    for (key, record) in &effects.put {
        match (key, record) {
            (Key::Person(who), Record::Person(after)) => {
                found.extend(seen.loaded.person(*who).into_iter().flat_map(|before| {
                    let lost = by(before).any(|own| by(after).all(|other| other != own));
                    before.cases.iter().copied().filter(move |_| lost)
                }));
            }
            (Key::Case(id), Record::Case(after)) => {
                let before = seen.loaded.case(*id).into_iter().flat_map(|case| &case.persons);
                let mut left = before.filter(|person| !after.persons.contains(person));
                found.extend(left.next().map(|_| *id));
            }
            _ => {}
        }
    }
    let gone = effects.delete.iter().filter_map(|key| match key {
        Key::Person(who) => seen.loaded.person(*who),
        _ => None,
    });
    found.extend(gone.flat_map(|before| before.cases.iter().copied()));
    found
}

/// The tickets of a case that an office opened in its own name and of which the organisation knows that it is
/// against.
fn known<'a>(seen: &'a Seen<'a>, id: CaseId) -> impl Iterator<Item = &'a Ticket> {
    let tickets = seen.tickets_of(id).chain(seen.tickets_closed(id));
    let tickets = tickets.filter_map(|id| seen.ticket(id));
    tickets.filter(|ticket| ticket.is_in_own_name() && ticket.target_matched)
}

/// What must be read besides before [`parted`] can answer; ask again until nothing is missing.
pub(super) fn needs(seen: Seen<'_>, effects: &Effects) -> (Vec<Key>, Vec<List>) {
    let (mut keys, mut lists) = (Vec::new(), Vec::new());
    for id in changed(seen, effects) {
        keys.push(Key::Case(id));
        lists.extend([List::TicketsOf(id), List::TicketsClosed(id)]);
        keys.extend(seen.tickets_of(id).chain(seen.tickets_closed(id)).map(Key::Ticket));
        if known(&seen, id).next().is_some() {
            let persons = seen.case(id).into_iter().flat_map(|case| &case.persons);
            keys.extend(persons.flat_map(|one| one.identity.pseudonyms()).map(Key::Person));
        }
    }
    (keys, lists)
}

/// The tickets whose target is involved with nobody in the case any more.
pub(super) fn parted(seen: Seen<'_>, effects: &Effects) -> Vec<Ticket> {
    let mut parted = Vec::new();
    for id in changed(seen, effects) {
        let written = effects.put.iter().rev().find_map(|(_, record)| match record {
            Record::Case(case) if case.id == id => Some(&**case),
            _ => None,
        });
        let Some(case) = written.or_else(|| seen.case(id)) else { continue };
        let person = |who: Pseudonym| {
            let key = Key::Person(who);
            let after = effects.put.iter().rev().find_map(|(of, record)| match record {
                Record::Person(person) if *of == key => Some(&**person),
                _ => None,
            });
            after.or_else(|| seen.person(who).filter(|_| !effects.delete.contains(&key)))
        };
        let unknown = |ticket: &&Ticket| {
            ticket.facts.target.is_none_or(|target| !knows(case, target, person))
        };
        parted.extend(known(&seen, id).filter(unknown).cloned());
    }
    parted
}
