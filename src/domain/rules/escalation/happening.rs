//! What is written and told when something happens to a ticket?

use crate::domain::{
    model::{
        notification::TicketHappening,
        party::Party,
        ticket::{SkipReason, Ticket, TicketStep},
    },
    rules::{access::Permit, context::Context},
};

/// What is written and told when something happens to a ticket.
pub struct Happening {
    /// What.
    pub what: TicketHappening,
    /// By whom.
    pub by: Option<Party>,
    /// The rule that decided.
    pub rule: Option<String>,
    /// Why a step was skipped.
    pub skipped: Option<SkipReason>,
    /// Who is told that it is theirs now, rather than what happened.
    pub assigned: Vec<Party>,
    /// Who is told besides those who take part.
    pub also: Vec<Party>,
    /// Who is told that an answer is awaited, rather than what happened.
    pub asked: Vec<Party>,
}

impl Happening {
    /// A happening by the caller, without more.
    #[must_use]
    pub fn by(permit: &Permit, what: TicketHappening) -> Self {
        Self {
            what,
            by: Some(permit.party().clone()),
            rule: None,
            skipped: None,
            assigned: Vec::new(),
            also: Vec::new(),
            asked: Vec::new(),
        }
    }
}

/// Writes a happening into the history of a ticket and tells everybody who takes part, each once.
/// A closed ticket has no handlers any more, but its last ones are told. The caller writes the ticket.
pub fn happen(ctx: &mut Context<'_>, ticket: &mut Ticket, happening: Happening) {
    let mut told = ticket.parties();
    told.extend(happening.also.iter().cloned());
    ticket.history.push(TicketStep {
        at: ctx.now,
        what: happening.what,
        by: happening.by,
        step: ticket.facts.step,
        handlers: ticket.handlers.clone(),
        rule: happening.rule,
        skipped: happening.skipped,
    });
    for party in told {
        let what = if happening.assigned.contains(&party) {
            TicketHappening::Assigned
        } else if happening.asked.contains(&party) {
            TicketHappening::Asked
        } else {
            happening.what
        };
        let event = ticket.event(&party, what);
        ctx.tell(party, event);
    }
    ticket.revision += 1;
}
