//! When is a case closed? When its director says so, for a coded reason; open tickets are closed
//! first, or go along. What is kept of it is destroyed when the covenant's term has passed.

use std::collections::BTreeSet;

use crate::domain::{
    model::{
        case::{
            record::{self, Case, CaseState, CloseReason},
            watch,
        },
        escalation::ticket::Ticket,
        ids::{CaseId, FreshIds},
        notification::Event,
        party::Party,
        refusal::Refusal,
        terms::Terms,
        time::{Day, Time},
    },
    rules::{
        access::Permit,
        case::{persons, telling},
        escalation::closing,
    },
    state::{
        receipt::{Answer, Request},
        record::{Effects, Key, List, Loaded, Needs},
    },
};

/// What is done with tickets that are open still.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum OpenTickets {
    /// The case stays open until their handlers closed them.
    First,
    /// They are closed along with the case.
    Along,
}

/// A case that is to be closed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CloseCase {
    /// The case.
    pub case: CaseId,
    /// Why.
    pub reason: CloseReason,
    /// What is done with open tickets.
    pub tickets: OpenTickets,
    /// Only when unchanged; may be empty.
    pub etag: String,
}

/// What must be loaded before [`close`]; ask again until nothing is missing.
#[must_use]
pub fn needs(loaded: &Loaded, request: &Request, id: CaseId) -> Needs {
    let mut keys = vec![Key::Receipt(request.key.clone()), Key::Case(id)];
    let mut lists = Vec::new();
    if let Some(case) = loaded.case(id).filter(|case| case.is_live()) {
        let (of_persons, of_matches) = persons::needs_to_part(loaded, case);
        keys.extend(of_persons);
        lists.extend(of_matches);
        // Whoever opens a ticket about the family writes the case: the list cannot grow unseen.
        lists.push(List::TicketsOf(id));
        keys.extend(loaded.tickets_of(id).map(Key::Ticket));
    }
    Needs::missing(loaded, keys, lists)
}

/// Decides that a case is closed. Everybody involved is told; those who saw each other by the case
/// only do so no longer.
///
/// # Errors
/// Not the director, closed already, changed, or tickets are open and do not go along.
pub fn close(
    loaded: &Loaded,
    permit: &Permit,
    request: &Request,
    command: &CloseCase,
    terms: &Terms,
    ids: &mut FreshIds,
    now: Time,
) -> Result<(Case, Effects), Refusal> {
    let case = record::directed(loaded, permit, command.case)?;
    if request.replayed(loaded)?.is_some() {
        return Ok((case.clone(), Effects::default()));
    }
    let case = record::live(loaded, permit, command.case, &command.etag)?;
    let tickets: Vec<&Ticket> = loaded
        .tickets_of(case.id)
        .filter_map(|id| loaded.ticket(id))
        .filter(|ticket| ticket.is_open())
        .collect();
    if command.tickets == OpenTickets::First && !tickets.is_empty() {
        let count = u32::try_from(tickets.len()).unwrap_or(u32::MAX);
        return Err(Refusal::TicketsOpen { count });
    }
    let mut effects = Effects::default();
    for ticket in tickets {
        closing::along(ticket, permit, ids, now, &mut effects);
    }
    let mut after = case.clone();
    after.revision += 1;
    after.state = CaseState::Closed { reason: command.reason, at: now, until: kept(terms, now) };
    if let Some(watch) = after.watch.as_mut().filter(|watch| watch.runs()) {
        // Watch that was kept while the case was open ends with it.
        watch.ended = Some(now.day());
    }
    let mut told: BTreeSet<Party> = telling::everybody(loaded, case);
    told.extend(case.watch.iter().map(|watch| watch.by.clone()));
    let reason = command.reason;
    let event = |known| Event::CaseClosed { known, reason };
    telling::tell(loaded, case, told, event, ids, now, &mut effects);
    // The present family manager stays the last one: it may be the one who keeps watch.
    for term in after.managers.iter_mut().filter(|term| term.until.is_none()) {
        term.until = Some(now);
    }
    persons::part(loaded, case, &after, ids, now, &mut effects);
    effects.put_case(after.clone());
    request.keep(Answer::Done, now, &mut effects);
    Ok((after, effects))
}

/// The last day on which a case is kept that is done with today.
#[must_use]
pub fn kept(terms: &Terms, now: Time) -> Day {
    now.day().plus_years(i16::try_from(terms.case_archive_years).unwrap_or(i16::MAX))
}

/// What must be loaded before [`due`]; ask again until nothing is missing.
#[must_use]
pub fn needs_due(loaded: &Loaded, id: CaseId, now: Time) -> Needs {
    let mut keys = vec![Key::Case(id)];
    let mut lists = Vec::new();
    if let Some(case) = loaded.case(id) {
        keys.extend(crate::domain::rules::case::reach::keys_of(loaded, id));
        if destroyed(case, now) {
            let persons = case.persons.iter().flat_map(|person| person.identity.pseudonyms());
            keys.extend(persons.map(Key::Person));
            lists.push(List::TicketsClosed(id));
            keys.extend(loaded.tickets_closed(id).map(Key::Ticket));
        }
    }
    Needs::missing(loaded, keys, lists)
}

/// Whether what is kept of a closed case is to be destroyed.
fn destroyed(case: &Case, now: Time) -> bool {
    match case.state {
        CaseState::Closed { until, .. } => until < now.day(),
        CaseState::Open | CaseState::Watching { .. } => false,
    }
}

/// What happens to a case whose deadline has come: the alarms of its plan and of its watch, or the
/// end of what is kept of it.
pub fn due(loaded: &Loaded, case: &Case, terms: &Terms, ids: &mut FreshIds, now: Time) -> Effects {
    let mut effects = Effects::default();
    if destroyed(case, now) {
        destroy(loaded, case, &mut effects);
        return effects;
    }
    let mut after = case.clone();
    after.revision += 1;
    if case.is_live() {
        crate::domain::rules::case::alarms::plan(loaded, &mut after, ids, now, &mut effects);
    }
    crate::domain::rules::case::alarms::watch(loaded, &mut after, ids, now, &mut effects);
    watch::settle(&mut after, kept(terms, now));
    effects.put_case(after);
    effects
}

/// Destroys a case, and the tickets that belonged to it.
fn destroy(loaded: &Loaded, case: &Case, effects: &mut Effects) {
    for person in &case.persons {
        persons::take_out(loaded, case, &person.identity, effects);
    }
    effects.delete.extend(loaded.tickets_closed(case.id).map(Key::Ticket));
    effects.delete.push(Key::Case(case.id));
}
