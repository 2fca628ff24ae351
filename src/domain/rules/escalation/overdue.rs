//! When the term of a step passes: more people see it, nothing moves by itself.

use crate::domain::{
    model::{
        notification::TicketHappening,
        party::Party,
        ticket::{Ticket, TicketStep},
    },
    rules::context::Context,
};

/// Tells handler, director and opener that the term has passed. It does not go to a politician:
/// that takes a human act (plan § 3.4).
pub fn due(ctx: &mut Context<'_>, ticket: &Ticket) {
    let mut after = ticket.clone();
    after.overdue = true;
    after.revision += 1;
    after.history.push(TicketStep {
        at: ctx.now,
        what: TicketHappening::Overdue,
        by: None,
        step: ticket.facts.step,
        handlers: ticket.handlers.clone(),
        rule: None,
        skipped: None,
    });
    let mut told = vec![Party::Organisation(ticket.opener), Party::Office(ticket.director.clone())];
    told.extend(ticket.handlers.iter().cloned());
    told.sort_unstable();
    told.dedup();
    for party in told {
        let event = ticket.event(&party, TicketHappening::Overdue);
        ctx.tell(party, event);
    }
    ctx.effects.put_ticket(after);
}
