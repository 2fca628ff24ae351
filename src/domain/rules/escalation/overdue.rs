//! When the term of a step passes: more people see it, nothing moves by itself.

use crate::domain::{
    model::{
        escalation::ticket::{Ticket, TicketStep},
        ids::{FreshIds, NotificationId},
        notification::{Notification, TicketHappening},
        party::Party,
        time::Time,
    },
    state::record::Effects,
};

/// When a ticket becomes overdue: the day after its term, once per step.
#[must_use]
pub fn deadline(ticket: &Ticket) -> Option<Time> {
    let day = ticket.due.filter(|_| ticket.is_open() && !ticket.overdue)?;
    Some(day.plus_days(1).start())
}

/// Tells handler, director and opener that the term has passed. It does not go to a politician:
/// that takes a human act (plan § 3.4).
pub fn due(ticket: &Ticket, ids: &mut FreshIds, now: Time) -> Effects {
    let mut effects = Effects::default();
    let mut after = ticket.clone();
    after.overdue = true;
    after.revision += 1;
    after.history.push(TicketStep {
        at: now,
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
        let id = NotificationId(ids.take());
        effects.notify.push((party, Notification { id, at: now, event }));
    }
    effects.put_ticket(after);
    effects
}
