//! Who is asked to answer on a ticket without handling it, and what happens to the answer?
//!
//! The directorate of an organisation that is addressed is told and asked; the ticket stays with whoever
//! handles the step (guide § 5.6.4). The question ends with the step, with the ticket, or when another
//! organisation turns out to be the one that is addressed.

use crate::domain::{
    model::{
        asked::{AskedOffice, TicketAnswer},
        calendar::add_working_days_but,
        ids::TicketId,
        notification::TicketHappening,
        party::Party,
        refusal::Refusal,
        routing::Asking,
        ticket::Ticket,
        time::Day,
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

/// Writes down who is asked on this step, and says who is so from now on. Who was asked on it before
/// keeps the day, and what was answered stays.
pub(super) fn ask(
    today: Day,
    ticket: &mut Ticket,
    asking: &[Asking],
    days_off: &[Day],
) -> Vec<Party> {
    let step = ticket.facts.step;
    let named = |asked: &AskedOffice| asking.iter().any(|one| one.office == asked.office);
    ticket.asked.retain(|asked| asked.step != step || asked.answered.is_some() || named(asked));
    let mut new = Vec::new();
    for one in asking {
        if !ticket.asked.iter().any(|asked| asked.step == step && asked.office == one.office) {
            let by = add_working_days_but(today, one.term_working_days, days_off);
            let office = one.office.clone();
            new.push(Party::Office(office.clone()));
            ticket.asked.push(AskedOffice { office, step, by, overdue: false, answered: None });
        }
    }
    new
}

/// An answer of an office that was asked.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AnswerTicket {
    /// The ticket.
    pub id: TicketId,
    /// What it answers.
    pub answer: TicketAnswer,
    /// Only when unchanged; may be empty.
    pub etag: String,
}

/// Decides that an office answers: kept with the ticket, and told to everybody who takes part. Nothing
/// moves by it, and one that comes late counts too.
///
/// # Errors
/// Not seen, closed, changed; or no answer of the caller is awaited: it was not asked, has answered, or
/// the ticket has left the step on which it was.
pub fn answer(ctx: &mut Context<'_>, command: &AnswerTicket) -> Result<Ticket, Refusal> {
    let permit = ctx.permit()?;
    if let Some(before) = seeing::replayed(ctx, command.id)? {
        return Ok(before);
    }
    let ticket = seeing::open(ctx.facts, permit, command.id, &command.etag)?;
    let office = permit.office()?;
    let mut after = ticket.clone();
    let own = after.asked.iter_mut().find(|asked| asked.office == *office && ticket.owes(asked));
    own.ok_or(Refusal::NotAsked)?.answered = Some((ctx.now, command.answer));
    happen(ctx, &mut after, Happening::by(permit, TicketHappening::Answered));
    ctx.effects.put_ticket(after.clone());
    ctx.keep(Answer::Done);
    Ok(after)
}

/// Marks the offices that did not answer in time, and says which.
pub(super) fn unanswered(ctx: &Context<'_>, after: &mut Ticket) -> Vec<Party> {
    let before = after.clone();
    let late = |asked: &&mut AskedOffice| {
        before.owes(asked) && !asked.overdue && asked.by.plus_days(1).start() <= ctx.now
    };
    let mark = |asked: &mut AskedOffice| {
        asked.overdue = true;
        Party::Office(asked.office.clone())
    };
    after.asked.iter_mut().filter(late).map(mark).collect()
}
