//! What the director of a case sees: who is involved and how to reach them, the open tickets, the
//! history. Of the persons only that they are there.

use std::collections::BTreeSet;

use crate::domain::{
    model::{
        case::Case,
        ids::CaseId,
        party::OfficeId,
        refusal::Refusal,
        shown::{MatchKind, Shown},
        signal::Signal,
        ticket::Ticket,
    },
    rules::{
        access::Permit,
        case::{classifying, directing, reach},
    },
    state::{
        facts::Facts,
        keys::Key,
        lists::List,
        loaded::{Loaded, Needs},
        lookup::Lookup,
    },
};

/// A case as its director sees it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Seen {
    /// The case.
    pub case: Case,
    /// Who is involved with a person in it, oldest first.
    pub involved: Vec<Shown>,
    /// Its open tickets, oldest first.
    pub tickets: Vec<Ticket>,
    /// The signals by which it was reported on a ground, oldest first.
    pub reports: Vec<Signal>,
}

/// The open tickets of a case, oldest first.
pub fn open_tickets(facts: &Facts, case: CaseId) -> impl Iterator<Item = &Ticket> {
    facts.tickets_of(case).filter_map(|id| facts.ticket(id)).filter(|ticket| ticket.is_open())
}

/// What must be loaded before [`see`]; ask again until nothing is missing.
#[must_use]
pub fn needs(loaded: &Loaded, permit: &Permit, id: CaseId) -> Needs {
    // Whoever does not direct it makes no more work than a case that is not there.
    if loaded.case(id).is_some() && directing::directed(loaded, permit, id).is_err() {
        return Needs::default();
    }
    let mut keys: Vec<Key> = classifying::needs_to_reclassify(loaded, id).collect();
    keys.extend(reach::keys_of(loaded, id));
    keys.extend(loaded.signals_of(id).map(Key::Signal));
    let lists = loaded.case(id).map(|_| [List::TicketsOf(id), List::SignalsOf(id)]);
    Needs::missing(loaded, keys, lists.into_iter().flatten().collect())
}

/// A case that the caller directs. A sensitive organisation has a name and a card only for the
/// office through which contact with it goes.
///
/// # Errors
/// Unknown and somebody else's are the same refusal.
pub fn see(facts: &Facts, permit: &Permit, id: CaseId) -> Result<Seen, Refusal> {
    let case = directing::directed(facts, permit, id)?;
    let links = reach::live(facts, std::iter::once(id)).flat_map(|case| reach::links(facts, case));
    let involved: BTreeSet<_> = links.map(|link| link.involvement).collect();
    let involved = involved.into_iter().filter_map(|id| facts.involvement(id)).map(|involvement| {
        let brokers = |office: &&OfficeId| **office != case.director;
        Shown::party(
            involvement.organisation,
            &involvement.card,
            involvement.withheld.as_ref().filter(brokers),
            involvement.start,
            MatchKind::Case,
            involvement.leads.is_some(),
        )
    });
    let signals = facts.signals_of(id).filter_map(|id| facts.signal(id));
    Ok(Seen {
        case: case.clone(),
        involved: involved.collect(),
        tickets: open_tickets(facts, id).cloned().collect(),
        reports: signals.filter(|signal| signal.reported.is_some()).cloned().collect(),
    })
}
