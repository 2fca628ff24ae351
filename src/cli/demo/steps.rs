//! What do the stories ask and hold up to the answer? Steps of a ticket, and how answers read.

use std::io::Write;

use uuid::Uuid;

use super::{
    actors::Player,
    teller::{StoryError, Teller},
};
use crate::{
    api::v1::{self, recipient::Who},
    cli::{output, registry::today},
};

/// Takes a ticket to the next step.
///
/// # Errors
/// The server's refusal.
pub(super) async fn go_up(handler: &Player, id: &str) -> Result<v1::Ticket, StoryError> {
    let request = v1::EscalateTicketRequest {
        ticket_id: id.to_owned(),
        to_step: 0,
        skip_reason: 0,
        etag: String::new(),
        request_id: Uuid::now_v7().to_string(),
        acting_professional: handler.acting(),
    };
    let answer = handler.escalation().escalate_ticket(request).await?.into_inner();
    Ok(answer.ticket.unwrap_or_default())
}

/// The ticket is on this step, in the hands of this player alone.
///
/// # Errors
/// When it is not.
pub(super) fn held_by<W: Write>(
    t: &mut Teller<'_, W>,
    ticket: &v1::Ticket,
    step: u32,
    player: &Player,
) -> Result<(), StoryError> {
    let expected = format!("step {step} lies with {} ({})", player.label, player.seat.id);
    let found = format!("step {} lies with {}", ticket.step, output::all_named(&ticket.handlers));
    let one = ticket.handlers.len() == 1 && ticket.handlers.iter().all(|r| is(r, player));
    t.expect(ticket.step == step && one, &expected, found)
}

/// This player directs the case of a ticket.
///
/// # Errors
/// When another does.
pub(super) fn directed_by<W: Write>(
    t: &mut Teller<'_, W>,
    ticket: &v1::Ticket,
    player: &Player,
) -> Result<(), StoryError> {
    directs(t, ticket.director.as_ref(), player)
}

/// This player is the director that was named.
///
/// # Errors
/// When it is another, or none.
pub(super) fn directs<W: Write>(
    t: &mut Teller<'_, W>,
    director: Option<&v1::Recipient>,
    player: &Player,
) -> Result<(), StoryError> {
    must_be(t, director, player, "directs")
}

/// Who was named is this player; `does` says what for.
///
/// # Errors
/// When it is another, or none.
pub(super) fn must_be<W: Write>(
    t: &mut Teller<'_, W>,
    named: Option<&v1::Recipient>,
    player: &Player,
    does: &str,
) -> Result<(), StoryError> {
    let found = named.map(output::named).unwrap_or_default();
    let is_it = named.is_some_and(|r| is(r, player));
    t.expect(is_it, &format!("{} {does} ({})", player.label, player.seat.id), found)
}

/// True when this recipient is this player.
fn is(recipient: &v1::Recipient, player: &Player) -> bool {
    matches!(&recipient.who, Some(Who::OrganisationOin(id) | Who::Office(id)) if *id == player.seat.id)
}

/// The refusal that the story waits for.
pub(super) fn refusal(result: Result<(), StoryError>) -> Result<tonic::Status, StoryError> {
    match result {
        Err(StoryError::Refused(status)) => Ok(*status),
        Err(other) => Err(other),
        Ok(()) => Err(StoryError::Expectation {
            expected: "the server refuses this".to_owned(),
            found: "it was done".to_owned(),
        }),
    }
}

/// How many others are in the answer to a registration.
pub(super) fn others(answer: &v1::RegisterInvolvementResponse) -> usize {
    answer.r#match.as_ref().map_or(0, |m| m.parties.len())
}

/// The same in words.
pub(super) fn count(answer: &v1::RegisterInvolvementResponse) -> String {
    format!("{} others in the answer", others(answer))
}

/// Whom the answer to a registration says to call.
pub(super) fn calls(answer: &v1::RegisterInvolvementResponse) -> String {
    let parties = answer.r#match.as_ref().map_or(&[][..], |m| &m.parties);
    parties.iter().map(output::who_to_call).collect::<Vec<_>>().join("; ")
}

/// Why a ticket lies where it lies.
pub(super) fn why(ticket: &v1::Ticket) -> String {
    because(ticket.route.clone())
}

/// Why something went where it went.
pub(super) fn because(route: Option<v1::Route>) -> String {
    let route = route.unwrap_or_default();
    format!("why: {} (rule {} of {})", route.explanation_en, route.rule, route.covenant)
}

/// The day in so many days.
pub(super) fn in_days(days: i32) -> String {
    crate::domain::model::time::Day::parse(&today())
        .map_or_else(today, |d| d.plus_days(days).to_string())
}
