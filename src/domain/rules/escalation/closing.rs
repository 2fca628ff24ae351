//! Closing a ticket: resolved by its handler, withdrawn by its opener, or ruled on by the office
//! of the last step.

use crate::domain::{
    model::{
        escalation::ticket::{self, Happening, Resolution, Ticket, TicketState},
        ids::{FreshIds, TicketId},
        notification::TicketHappening,
        party::Party,
        refusal::Refusal,
        time::Time,
    },
    rules::access::Permit,
    state::{
        receipt::{Answer, Request},
        record::{Effects, Loaded},
    },
};

/// Decides that a ticket is closed, in the state asked for.
///
/// # Errors
/// Not seen, closed already, changed; not the handler (resolve, rule) or not the opener
/// (withdraw); a ruling below the last step, which is `last`.
#[expect(clippy::too_many_arguments, reason = "values of one decision, each of its own kind")]
pub fn close(
    loaded: &Loaded,
    permit: &Permit,
    request: &Request,
    id: TicketId,
    etag: &str,
    state: TicketState,
    last: u8,
    ids: &mut FreshIds,
    now: Time,
) -> Result<(Ticket, Effects), Refusal> {
    if let Some(before) = ticket::replayed(loaded, permit, request, id)? {
        return Ok((before, Effects::default()));
    }
    let (ticket, what) = match &state {
        TicketState::Withdrawn => {
            let ticket = ticket::open(loaded, permit, id, etag)?;
            if *permit.party() != Party::Organisation(ticket.opener) {
                return Err(Refusal::NotHandler);
            }
            (ticket, TicketHappening::Withdrawn)
        }
        TicketState::Ruled(_) => {
            let ticket = ticket::handled(loaded, permit, id, etag)?;
            if !ticket.last_step {
                return Err(Refusal::NotLastStep { last });
            }
            (ticket, TicketHappening::Ruled)
        }
        TicketState::Resolved(_) | TicketState::Open => {
            (ticket::handled(loaded, permit, id, etag)?, TicketHappening::Resolved)
        }
    };
    let mut effects = Effects::default();
    let after = shut(ticket, state, Happening::by(permit, what), ids, now, &mut effects);
    request.keep(Answer::Done, now, &mut effects);
    Ok((after, effects))
}

/// Closes an open ticket along with the case of its family.
pub fn along(
    ticket: &Ticket,
    permit: &Permit,
    ids: &mut FreshIds,
    now: Time,
    effects: &mut Effects,
) {
    let state = TicketState::Resolved(Resolution::CaseClosed);
    let happening = Happening::by(permit, TicketHappening::Resolved);
    shut(ticket, state, happening, ids, now, effects);
}

/// Writes the closed ticket; its last handlers are told too.
fn shut(
    ticket: &Ticket,
    state: TicketState,
    happening: Happening,
    ids: &mut FreshIds,
    now: Time,
    effects: &mut Effects,
) -> Ticket {
    let mut after = ticket.clone();
    after.state = state;
    after.due = None;
    let also = std::mem::take(&mut after.handlers);
    after.happen(Happening { also, ..happening }, ids, now, effects);
    effects.put_ticket(after.clone());
    after
}
