//! Closing a ticket: resolved by its handler, withdrawn by its opener, or ruled on by the office
//! of the last step.

use crate::domain::{
    model::{
        ids::TicketId,
        notification::TicketHappening,
        party::Party,
        refusal::Refusal,
        ticket::{Resolution, Ticket, TicketState},
    },
    rules::{
        context::Context,
        escalation::{
            happening::{Happening, happen},
            seeing,
        },
    },
    state::receipt::Answer,
};

/// Decides that a ticket is closed, in the state asked for.
///
/// # Errors
/// Not seen, closed already, changed; not the handler (resolve, rule) or not the opener
/// (withdraw); a ruling below the last step, which is `last`, or on what the ruling office itself asks.
pub fn close(
    ctx: &mut Context<'_>,
    id: TicketId,
    etag: &str,
    state: TicketState,
    last: u8,
) -> Result<Ticket, Refusal> {
    let facts = ctx.facts;
    let permit = ctx.permit()?;
    if let Some(before) = seeing::replayed(ctx, id)? {
        return Ok(before);
    }
    let (ticket, what) = match &state {
        TicketState::Withdrawn => {
            let ticket = seeing::open(facts, permit, id, etag)?;
            let by_office = ticket.by_office.as_ref().map(|by| Party::Office(by.office.clone()));
            let opened = [Some(ticket.opened_by()), by_office];
            if !opened.iter().flatten().any(|party| party == permit.party()) {
                return Err(Refusal::NotHandler);
            }
            (ticket, TicketHappening::Withdrawn)
        }
        TicketState::Ruled(_) => {
            let ticket = seeing::handled(facts, permit, id, etag)?;
            if !ticket.last_step {
                return Err(Refusal::NotLastStep { last });
            }
            // Nobody binds others by what it asked itself.
            if ticket.opened_by() == *permit.party() {
                return Err(Refusal::OwnTicket);
            }
            (ticket, TicketHappening::Ruled)
        }
        TicketState::Resolved(_) | TicketState::Open => {
            (seeing::handled(facts, permit, id, etag)?, TicketHappening::Resolved)
        }
    };
    let after = shut(ctx, ticket, state, Happening::by(permit, what));
    ctx.keep(Answer::Done);
    Ok(after)
}

/// Closes an open ticket along with the case of its family.
///
/// # Errors
/// Nobody asks for it.
pub fn along(ctx: &mut Context<'_>, ticket: &Ticket) -> Result<(), Refusal> {
    let permit = ctx.permit()?;
    let state = TicketState::Resolved(Resolution::CaseClosed);
    let happening = Happening::by(permit, TicketHappening::Resolved);
    shut(ctx, ticket, state, happening);
    Ok(())
}

/// Writes the closed ticket; its last handlers are told too.
fn shut(
    ctx: &mut Context<'_>,
    ticket: &Ticket,
    state: TicketState,
    happening: Happening,
) -> Ticket {
    let mut after = ticket.clone();
    after.state = state;
    after.due = None;
    let also = std::mem::take(&mut after.handlers);
    happen(ctx, &mut after, Happening { also, ..happening });
    ctx.effects.put_ticket(after.clone());
    after
}
