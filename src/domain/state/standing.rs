//! In which lists does a record stand?

use std::collections::BTreeSet;

use uuid::Uuid;

use crate::domain::{
    model::{
        case::Case, matches::Match, party::Party, rights::objection::Objection, signal::Signal,
        ticket::Ticket,
    },
    state::{lists::List, records::Record},
};

impl Record {
    /// In which lists this record stands, and under which id. The store keeps the lists in step
    /// with the records by this function alone.
    #[must_use]
    pub fn lists(&self) -> Vec<(List, Uuid)> {
        match self {
            Self::Involvement(i) => vec![(List::Involvements(i.organisation), i.id.0)],
            Self::Match(matched) => under(matched.id.0, of_match(matched)),
            Self::Ticket(ticket) => under(ticket.id.0, of_ticket(ticket)),
            Self::Case(case) => of_case(case),
            Self::Signal(signal) => under(signal.id.0, of_signal(signal)),
            Self::Objection(objection) => under(objection.id.0, of_objection(objection)),
            Self::Destruction(d) => vec![(List::Destructions, d.id.0)],
            Self::Person(_)
            | Self::Receipt(_)
            | Self::Inbox(_)
            | Self::Report(_)
            | Self::Tally(_)
            | Self::Asked(_)
            | Self::Cursor(_)
            | Self::Session(_)
            | Self::Roster(_)
            | Self::Assignments(_)
            | Self::KeyChecks(_) => Vec::new(),
        }
    }
}

fn under(id: Uuid, lists: impl IntoIterator<Item = List>) -> Vec<(List, Uuid)> {
    lists.into_iter().map(|list| (list, id)).collect()
}

fn of_match(matched: &Match) -> BTreeSet<List> {
    let mut lists = BTreeSet::new();
    for party in &matched.parties {
        lists.insert(List::MatchesAll(party.organisation));
        lists.insert(List::MatchesOf(party.involvement));
    }
    lists.extend(matched.owing().into_iter().map(List::MatchesOpen));
    lists.extend(matched.followed_by().cloned().map(List::MatchesOverdue));
    lists
}

fn of_ticket(ticket: &Ticket) -> Vec<List> {
    let mut lists = vec![
        List::TicketsOpened(ticket.opened_by()),
        List::TicketsDirected(Party::Office(ticket.director.clone())),
    ];
    let behalf = ticket.by_office.iter().filter(|_| !ticket.is_in_own_name());
    lists.extend(behalf.map(|by| List::TicketsOpened(Party::Office(by.office.clone()))));
    lists.extend(ticket.handlers.iter().cloned().map(List::TicketsHandled));
    let owes = ticket.still_asked().map(|asked| Party::Office(asked.office.clone()));
    lists.extend(owes.map(List::TicketsAsked));
    lists.extend(ticket.involvement.map(List::TicketsBy));
    let of_case = if ticket.is_open() { List::TicketsOf } else { List::TicketsClosed };
    lists.extend(ticket.case.map(of_case));
    lists
}

fn of_case(case: &Case) -> Vec<(List, Uuid)> {
    let director = Party::Office(case.director.clone());
    let place = case.place();
    let manages = case.manager().filter(|_| case.is_live());
    let manages =
        manages.map(|term| List::FamiliesOf(term.organisation, term.card.professional_id.clone()));
    let mut lists = vec![
        (List::CasesDirected(director.clone()), case.id.0),
        (List::CasesByDue(director), place),
        (List::CasesInArea(case.family.area.clone()), place),
        (List::CaseAt(place), case.id.0),
    ];
    lists.extend(manages.map(|list| (list, case.id.0)));
    lists
}

fn of_signal(signal: &Signal) -> Vec<List> {
    let mut lists = vec![List::SignalsSent(signal.sender)];
    lists.extend(signal.case.map(List::SignalsOf));
    let named = signal.members.iter().flat_map(|member| member.identity.pseudonyms());
    lists.extend(named.map(List::SignalsNaming));
    lists.extend(signal.recipients().into_iter().cloned().map(List::SignalsReceived));
    if signal.is_open() {
        lists.push(List::SignalsSentOpen(signal.sender));
        lists.push(List::SignalsReceivedOpen(signal.recipient.clone()));
        lists.extend(signal.passed.iter().cloned().map(List::SignalsReceivedOpen));
    }
    if signal.waiting(&signal.recipient).is_some() {
        lists.push(List::CrisesWaiting(signal.recipient.clone()));
    }
    lists
}

fn of_objection(objection: &Objection) -> impl Iterator<Item = List> {
    objection.parties().into_iter().map(List::Objections)
}
