//! Who was asked to answer on an escalation, what was answered, and how does the one who was asked do so?

use tonic::Status;

use crate::{
    api::v1::{
        AnswerTicketRequest, AskedOffice, Ticket, TicketAnswer, TicketState, recipient::Who,
    },
    web::{
        page::{Bit, Block, Field, Form, Input, Line, Look, Table},
        texts::{codes, office},
        visit::{Asked, Done, Visit, said_at},
        when::Now,
    },
};

use super::tickets::due;

/// The offices that were asked, each with its answer or with the day on which it is due.
pub(super) fn view(now: Now, ticket: &Ticket) -> Vec<Block> {
    if ticket.asked.is_empty() {
        return Vec::new();
    }
    let columns =
        [office::WHO_IS_ASKED, office::STEP, office::ANSWER_BY, office::ANSWER, office::WHEN];
    let columns = columns.map(|text| now.lang.say(text));
    let mut table = Table::new(now.lang.say(office::OLD_TO_NEW), &columns);
    table.rows = ticket.asked.iter().map(|asked| row(now, asked)).collect();
    vec![Block::heading("gevraagd", now.lang.say(office::ASKED_TO_ANSWER)), Block::Table(table)]
}

fn row(now: Now, asked: &AskedOffice) -> Vec<Line> {
    let name = asked.office.as_ref().map_or("", |one| one.name.as_str());
    let answered = asked.answered_at.is_some();
    let none = || Bit::Tag(Look::Soon, now.lang.say(office::NO_ANSWER_YET).to_owned()).into();
    vec![
        name.into(),
        asked.step.to_string().into(),
        if answered {
            now.day_or(&asked.answer_by, "–").into()
        } else {
            due(now, &asked.answer_by)
        },
        if answered { codes::say::<TicketAnswer>(now.lang, asked.answer).into() } else { none() },
        if answered { now.moment(asked.answered_at.as_ref()).into() } else { "–".into() },
    ]
}

/// Whether an answer of the reader's office is awaited.
fn is_awaited(ticket: &Ticket, me: &Who) -> bool {
    let own =
        |asked: &AskedOffice| asked.office.as_ref().is_some_and(|one| one.who.as_ref() == Some(me));
    let owes = |asked: &&AskedOffice| asked.step == ticket.step && asked.answered_at.is_none();
    ticket.state() == TicketState::Open && ticket.asked.iter().filter(owes).any(own)
}

/// The form of the office whose answer is awaited. The API decides who may.
pub(super) fn form(now: Now, ticket: &Ticket, me: &Who) -> Option<Block> {
    if !is_awaited(ticket, me) {
        return None;
    }
    let lang = now.lang;
    let choices = Input::Radio(codes::options::<TicketAnswer>(lang), String::new());
    let form = Form::act(
        format!("/escalaties/{}/antwoord", ticket.ticket_id),
        lang.say(office::SEND_ANSWER),
    )
    .carry("etag", ticket.etag.clone())
    .primary()
    .field(Field::new("antwoord", lang.say(office::YOUR_ANSWER), choices));
    Some(Block::Form(form))
}

/// Answers.
pub(in crate::web) async fn answer(visit: &Visit, asked: &Asked) -> Result<Done, Status> {
    let request = AnswerTicketRequest {
        ticket_id: asked.id.clone(),
        answer: asked.fields.code("antwoord"),
        etag: asked.fields.get("etag").to_owned(),
        request_id: asked.form(),
        ..AnswerTicketRequest::default()
    };
    visit.api.escalations().answer_ticket(request).await?;
    Ok(Done::Went(said_at(&format!("/escalaties/{}", asked.id), "geantwoord")))
}
