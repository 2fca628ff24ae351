//! What would become of open tickets under another covenant? Numbers only: nothing is decided.

use crate::domain::{
    model::{
        party::Party,
        routing::{RouteQuestion, Router},
        ticket::Ticket,
    },
    rules::{
        escalation::moving,
        succession::{Successors, ticket_now},
    },
};

/// What would become of the open tickets of a covenant.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Moves {
    /// How many there are.
    pub open: u64,
    /// How many would move at once: another office has taken the place of the one that handles them, or
    /// acts for it.
    pub follow: u64,
    /// How many stay where they are, though one like them would go elsewhere from then on, or nowhere.
    pub otherwise: u64,
}

impl Moves {
    /// Counts a ticket. `now` routes by the covenants in force, `then` by those that are tried out, whose
    /// names `by` knows.
    pub fn count(
        &mut self,
        ticket: &Ticket,
        by: &dyn Successors,
        (now, then): (Router<'_>, Router<'_>),
    ) {
        if !ticket.is_open() {
            return;
        }
        let after = ticket_now(ticket, by);
        self.open += 1;
        self.follow += u64::from(after.handlers != ticket.handlers);
        let handler = |router: Router<'_>, question: &RouteQuestion| {
            router(question).ok().map(|route| moving::handler(&route, &ticket.opened_by()))
        };
        let named_now = |party: Party| match &party {
            Party::Office(office) => by.office(office).map_or(party, Party::Office),
            Party::Organisation(_) => party,
        };
        let before = handler(now, &ticket.facts).map(named_now);
        self.otherwise += u64::from(before != handler(then, &after.facts));
    }
}
