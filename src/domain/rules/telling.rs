//! What does a notification say when it is delivered? It keeps references only, and these are
//! looked up then: what was destroyed in between is told no more, what is withheld now is withheld.

use crate::domain::{
    model::{
        audit::Subject,
        involvement::ContactCard,
        moving::Moving,
        notification::{Event, KnownBy, Notification, PlanHappening, SignalHappening},
        party::Oin,
        shown::Shown,
        ticket::Shield,
    },
    rules::access::Permit,
    state::{keys::Key, loaded::Loaded, lookup::Lookup, records::Record},
};

/// A notification in its place in the inbox, with what it says now.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Delivery {
    /// Place in the inbox; 0 ahead of it.
    pub sequence: u64,
    /// As it is kept.
    pub notification: Notification,
    /// What it says.
    pub told: Told,
}

/// What the references of a notification stand for at this moment.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Told {
    /// Nothing but what is kept in it.
    AsKept,
    /// The other party.
    Party(Shown),
    /// Who leads; `None` when withheld from the recipient.
    Lead(Option<Oin>),
    /// What is kept in it, without the names of organisations that the shield hides.
    Shielded(Shield),
    /// Who provides the family manager and whom to call; `None` when that is withheld.
    Manager(Option<(Oin, Option<ContactCard>)>),
    /// What it told of was destroyed since. The notification keeps its place, and says only that.
    Destroyed,
}

/// The record behind a notification: without it there is nothing left to tell. `None` for what
/// stands by itself.
#[must_use]
pub fn behind(event: &Event) -> Option<Key> {
    match event {
        Event::MatchFound { matched, .. }
        | Event::PartyEnded { matched, .. }
        | Event::ContactUpdated { matched, .. }
        | Event::LeadAgreed { matched, .. }
        | Event::LeadEnded { matched, .. }
        | Event::FollowUpDue { matched, .. } => Some(Key::Match(*matched)),
        Event::EarlierInvolvement { involvement }
        | Event::Expiring { involvement, .. }
        | Event::Expired { involvement }
        | Event::Retracted { involvement } => Some(Key::Involvement(*involvement)),
        Event::Ticket { ticket, .. } => Some(Key::Ticket(*ticket)),
        // These say themselves that something is gone, or who is to decide about it.
        Event::Removed { .. } | Event::TicketDestroyed { .. } | Event::CaseDestroyed { .. } => None,
        // Nobody is to come for a case that is gone: it stands by the involvement of whoever was invited.
        Event::Plan { known, happening: PlanHappening::CalledOff, .. } => {
            known.involvement.map(Key::Involvement)
        }
        Event::ObjectionReceived { objection, .. }
        | Event::ObjectionOverdue { objection }
        | Event::ObjectionDecided { objection } => Some(Key::Objection(*objection)),
        Event::Signal { signal, .. } => Some(Key::Signal(*signal)),
        Event::Moved { family: Moving::Case(case), .. } => Some(Key::Case(*case)),
        Event::Moved { family: Moving::Involvement(involvement), .. } => {
            Some(Key::Involvement(*involvement))
        }
        Event::FamilyManager { manager: Some(manager), .. } => Some(Key::Involvement(*manager)),
        Event::Case { case, .. }
        | Event::Overview { case, .. }
        | Event::StaysAway { case, .. }
        | Event::Watch { case, .. }
        | Event::Plan { known: KnownBy { case, .. }, .. }
        | Event::FamilyManager { known: KnownBy { case, .. }, .. }
        | Event::CaseClosed { known: KnownBy { case, .. }, .. } => Some(Key::Case(*case)),
    }
}

/// The record that says whose work within the organisation a notification is about.
#[must_use]
pub fn own_work(event: &Event) -> Option<Key> {
    // Watch is the work of whoever was family manager last.
    if let Event::Watch { case, .. } = event {
        return Some(Key::Case(*case));
    }
    match Subject::told_by(event)? {
        Subject::Involvement(id) => Some(Key::Involvement(id)),
        Subject::Ticket(id) => Some(Key::Ticket(id)),
        Subject::Signal(id) => Some(Key::Signal(id)),
        _ => None,
    }
}

/// Whether it says to whoever sent a signal what is done with it. That it was seen is shown, and mailed to
/// nobody: nothing follows from it.
#[must_use]
pub fn is_answer(event: &Event) -> bool {
    use SignalHappening::{
        Arrival, Deputy, Informed, OfficeAbove, Outcome, Received, ReceivedLate, Referred, Seen,
        TakenUp,
    };
    let Event::Signal { happening, .. } = event else { return false };
    match happening {
        TakenUp | Referred | Deputy | OfficeAbove | Outcome | Arrival => true,
        Received | ReceivedLate | Informed | Seen => false,
    }
}

/// Whether a notification is within reach: of a professional who signed in, what is about the own work.
/// `present` holds the records of [`own_work`].
#[must_use]
pub fn within(permit: &Permit, present: &Loaded, event: &Event) -> bool {
    if permit.only().is_none() {
        return true;
    }
    match own_work(event).and_then(|key| present.get(&key)) {
        Some(Record::Involvement(own)) => {
            permit.reaches_work(own.organisation, &own.card.professional_id)
        }
        Some(Record::Ticket(ticket)) => permit.reaches_work_of(ticket.work_of()),
        Some(Record::Signal(signal)) => {
            permit.reaches_work(signal.sender, &signal.card.professional_id)
        }
        Some(Record::Case(case)) => {
            let term = permit.organisation().ok().and_then(|own| case.last_term_of(own));
            term.is_some_and(|term| {
                permit.reaches_work(term.organisation, &term.card.professional_id)
            })
        }
        _ => false,
    }
}

/// Looks up what a page of notifications says. `present` holds the records [`behind`] them.
#[must_use]
pub fn deliver(page: Vec<(u64, Notification)>, present: &Loaded) -> Vec<Delivery> {
    let delivery = |(sequence, notification): (u64, Notification)| {
        let told = told(&notification.event, present).unwrap_or(Told::Destroyed);
        Delivery { sequence, notification, told }
    };
    page.into_iter().map(delivery).collect()
}

/// What an event says; nothing when what it told of is gone.
fn told(event: &Event, present: &Loaded) -> Option<Told> {
    match event {
        Event::MatchFound { matched, involvement, other }
        | Event::ContactUpdated { matched, involvement, other } => {
            present.matched(*matched)?.shown_to(*involvement, *other).map(Told::Party)
        }
        Event::PartyEnded { matched, involvement, other } => {
            let shown = present.matched(*matched)?.shown_to(*involvement, *other)?;
            Some(Told::Party(shown.without_card()))
        }
        Event::LeadAgreed { matched, involvement, lead } => {
            let matched = present.matched(*matched)?;
            matched.party(*involvement)?;
            let Some(lead) = lead else { return Some(Told::Lead(None)) };
            let lead = matched.party(*lead)?;
            let own = lead.involvement == *involvement;
            let seen = own || lead.withheld.is_none();
            Some(Told::Lead(seen.then_some(lead.organisation)))
        }
        Event::Ticket { ticket, .. } => {
            let ticket = present.ticket(*ticket)?;
            Some(ticket.shield().map_or(Told::AsKept, Told::Shielded))
        }
        Event::LeadEnded { matched, involvement } => {
            present.matched(*matched)?.party(*involvement).map(|_| Told::AsKept)
        }
        Event::FollowUpDue { matched, involvement, .. } => {
            let matched = present.matched(*matched)?;
            let own = involvement.map_or(Some(()), |own| matched.party(own).map(drop));
            own.map(|()| Told::AsKept)
        }
        Event::FamilyManager { known, manager: Some(manager) } => {
            let manager = present.involvement(*manager)?;
            let own = known.involvement == Some(manager.id);
            let open = own || manager.through().is_none();
            // Whom to call is told only while that professional is involved.
            let card = manager.is_active().then(|| manager.card.clone());
            Some(Told::Manager(open.then_some((manager.organisation, card))))
        }
        Event::EarlierInvolvement { .. }
        | Event::Expiring { .. }
        | Event::Expired { .. }
        | Event::Retracted { .. }
        | Event::Removed { .. }
        | Event::TicketDestroyed { .. }
        | Event::CaseDestroyed { .. }
        | Event::ObjectionReceived { .. }
        | Event::ObjectionOverdue { .. }
        | Event::ObjectionDecided { .. }
        | Event::Case { .. }
        | Event::Overview { .. }
        | Event::StaysAway { .. }
        | Event::Watch { .. }
        | Event::Plan { .. }
        | Event::FamilyManager { .. }
        | Event::CaseClosed { .. }
        | Event::Signal { .. }
        | Event::Moved { .. } => match behind(event) {
            Some(key) => present.get(&key).map(|_| Told::AsKept),
            None => Some(Told::AsKept),
        },
    }
}
