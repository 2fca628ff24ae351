//! Who may see a ticket, and who may move it?

use crate::domain::{
    model::{ids::TicketId, party::Party, refusal::Refusal, ticket::Ticket},
    rules::{access::Permit, context::Context},
    state::{facts::Facts, lookup::Lookup},
};

/// Whether a ticket is within reach: for a professional one that was opened by the own work.
#[must_use]
pub fn within(permit: &Permit, ticket: &Ticket) -> bool {
    permit.reaches_work_of(ticket.work_of())
}

/// A ticket that the caller may see.
///
/// # Errors
/// Unknown and not the caller's business are the same refusal.
pub fn seen<'a>(facts: &'a Facts, permit: &Permit, id: TicketId) -> Result<&'a Ticket, Refusal> {
    facts
        .ticket(id)
        .filter(|ticket| ticket.parties().contains(permit.party()) && within(permit, ticket))
        .ok_or(Refusal::NotAllowed)
}

/// The present ticket, when this request on it was carried out before and the caller may see it.
///
/// # Errors
/// Not seen, or the request id was used for something else.
pub fn replayed(ctx: &Context<'_>, id: TicketId) -> Result<Option<Ticket>, Refusal> {
    let ticket = seen(ctx.facts, ctx.permit()?, id)?;
    Ok(ctx.replayed()?.map(|_| ticket.clone()))
}

/// Whether a party may move a ticket: its handler. What lies with the organisation that it is against,
/// its opener moves: nobody decides on a complaint about itself, nor lets it lie.
#[must_use]
pub fn moves(ticket: &Ticket, party: &Party) -> bool {
    let against = ticket.facts.target.map(Party::Organisation);
    if against.is_some_and(|target| ticket.handlers.contains(&target)) {
        return *party == ticket.opened_by();
    }
    ticket.handlers.contains(party)
}

/// An open ticket that the caller may move, unchanged since the caller read it.
///
/// # Errors
/// Not seen, closed, another's to move, or changed.
pub fn handled<'a>(
    facts: &'a Facts,
    permit: &Permit,
    id: TicketId,
    etag: &str,
) -> Result<&'a Ticket, Refusal> {
    let ticket = open(facts, permit, id, etag)?;
    if moves(ticket, permit.party()) { Ok(ticket) } else { Err(Refusal::NotHandler) }
}

/// An open ticket that the caller may see, unchanged since the caller read it.
///
/// # Errors
/// Not seen, closed, or changed.
pub fn open<'a>(
    facts: &'a Facts,
    permit: &Permit,
    id: TicketId,
    etag: &str,
) -> Result<&'a Ticket, Refusal> {
    let ticket = seen(facts, permit, id)?;
    if !ticket.is_open() {
        return Err(Refusal::TicketClosed);
    }
    if !etag.is_empty() && etag != ticket.etag() {
        return Err(Refusal::EtagMismatch);
    }
    Ok(ticket)
}
