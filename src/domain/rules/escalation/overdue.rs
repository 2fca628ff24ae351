//! When the term of a step or of an answer passes: more people see it, nothing moves by itself.

use crate::domain::{
    model::{
        notification::TicketHappening,
        party::Party,
        ticket::{Ticket, TicketStep},
    },
    rules::{context::Context, escalation::asking},
};

/// Tells handler, director and opener that the term has passed, or that an office which was asked did
/// not answer in time; that office too. It does not go to a politician: that takes a human act (plan
/// § 3.4).
pub fn due(ctx: &mut Context<'_>, ticket: &Ticket) {
    let mut after = ticket.clone();
    after.revision += 1;
    for office in asking::unanswered(ctx, &mut after) {
        tell(ctx, &mut after, TicketHappening::Unanswered, &[office]);
    }
    let term = after.due.filter(|_| after.is_open() && !after.overdue);
    if term.is_some_and(|day| day.plus_days(1).start() <= ctx.now) {
        after.overdue = true;
        tell(ctx, &mut after, TicketHappening::Overdue, &[]);
    }
    ctx.effects.put_ticket(after);
}

/// Writes into the history what the broker saw happen, and tells whoever must know.
fn tell(ctx: &mut Context<'_>, ticket: &mut Ticket, what: TicketHappening, also: &[Party]) {
    ticket.history.push(TicketStep {
        at: ctx.now,
        what,
        by: None,
        step: ticket.facts.step,
        handlers: ticket.handlers.clone(),
        rule: None,
        skipped: None,
    });
    let mut told = vec![ticket.opened_by(), Party::Office(ticket.director.clone())];
    told.extend(ticket.handlers.iter().chain(also).cloned());
    told.sort_unstable();
    told.dedup();
    for party in told {
        let event = ticket.event(&party, what);
        ctx.tell(party, event);
    }
}
