//! Which cases stand on a director's work list, and where it ends.

use uuid::Uuid;

use crate::domain::{
    model::{
        case::{Case, CaseState, place},
        ids::CaseId,
        party::{AreaCode, CategoryCode},
        spoken::Spoken,
        ticket::Ticket,
        time::Day,
    },
    rules::{
        access::Permit,
        case::{directing, viewing::open_tickets},
    },
    state::{
        facts::Facts,
        keys::Key,
        lists::List,
        loaded::{Loaded, Needs},
        lookup::Lookup,
    },
};

/// By state.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum StateFilter {
    /// Open, or with somebody who keeps watch.
    Live,
    /// Open.
    Open,
    /// With somebody who keeps watch.
    Watching,
    /// Closed.
    Closed,
    /// All.
    All,
}

/// Which cases to list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CaseFilter {
    /// In this state.
    pub state: StateFilter,
    /// Of this category.
    pub category: Option<CategoryCode>,
    /// In this area.
    pub area: Option<AreaCode>,
    /// Only those whose due date has passed.
    pub overdue: bool,
    /// Only those that are spoken so.
    pub reference: Option<Spoken>,
}

impl CaseFilter {
    /// Whether a case belongs on the list.
    #[must_use]
    pub fn picks(&self, case: &Case, today: Day) -> bool {
        let state = match (self.state, &case.state) {
            (StateFilter::All, _)
            | (StateFilter::Live | StateFilter::Open, CaseState::Open)
            | (StateFilter::Live | StateFilter::Watching, CaseState::Watching { .. })
            | (StateFilter::Closed, CaseState::Closed { .. }) => true,
            (StateFilter::Live | StateFilter::Open, _)
            | (StateFilter::Watching | StateFilter::Closed, _) => false,
        };
        let of = |category: &CategoryCode| *category == case.family.category;
        let lies = |area: &AreaCode| *area == case.family.area;
        state
            && self.category.as_ref().is_none_or(of)
            && self.area.as_ref().is_none_or(lies)
            && (!self.overdue || case.is_overdue(today))
    }
}

/// A case as it stands on the work list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Entry {
    /// The case.
    pub case: Case,
    /// How many of its tickets are open.
    pub open_tickets: usize,
    /// Of these the one whose step is due first.
    pub next_ticket: Option<Ticket>,
}

/// Whether from this place on the list holds nothing that the filter picks.
#[must_use]
pub fn is_past(place: Uuid, filter: &CaseFilter, today: Day) -> bool {
    let live_only = match filter.state {
        StateFilter::Live | StateFilter::Open | StateFilter::Watching => true,
        StateFilter::Closed | StateFilter::All => false,
    };
    (filter.overdue && place >= place::first_place(today))
        || (live_only && place >= place::first_closed_place())
}

/// What must be loaded before [`own`]; ask again until nothing is missing.
#[must_use]
pub fn needs(loaded: &Loaded, permit: &Permit, ids: &[CaseId]) -> Needs {
    let directs = |id: &&CaseId| directing::directed(loaded, permit, **id).is_ok();
    let own = ids.iter().filter(directs);
    let tickets = own.clone().flat_map(|id| loaded.tickets_of(*id).map(Key::Ticket));
    let keys = ids.iter().copied().map(Key::Case).chain(tickets).collect();
    Needs::missing(loaded, keys, own.copied().map(List::TicketsOf).collect())
}

/// A case that the caller still directs, with the tickets that GetCase would show.
#[must_use]
pub fn own(facts: &Facts, permit: &Permit, id: CaseId) -> Option<Entry> {
    let case = directing::directed(facts, permit, id).ok()?;
    let due = |ticket: &&Ticket| (ticket.due.is_none(), ticket.term_over());
    Some(Entry {
        case: case.clone(),
        open_tickets: open_tickets(facts, id).count(),
        next_ticket: open_tickets(facts, id).min_by_key(due).cloned(),
    })
}
