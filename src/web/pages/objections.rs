//! Who objects to what the organisation registered, by when must it decide?

use tonic::Status;

use crate::{
    api::v1::{
        DecideObjectionRequest, ListObjectionsRequest, Objection, ObjectionDecision, ObjectionPart,
        ObjectionRefusedGround,
    },
    web::{
        lang::Lang,
        page::{Bit, Block, Card, Field, Form, Input, Line, Look, Page},
        texts::{self, codes, work},
        visit::{Asked, Done, Visit, said_at},
        when::Now,
    },
};

use super::part::{self, Part};

/// Most objections of one page.
const MOST: usize = 50;

/// The objections that concern the reader: what is to be decided first, by its term; then, for the
/// privacy officer, what was decided, the newest first.
pub(in crate::web) async fn list(visit: &Visit, asked: &Asked) -> Result<Page, Status> {
    let include_decided = visit.seat.is_office();
    let read = part::all(asked, key, |page_token| async move {
        let request = ListObjectionsRequest {
            include_decided,
            page_size: part::PAGE,
            page_token,
            ..ListObjectionsRequest::default()
        };
        let answer = visit.api.rights().list_objections(request).await?.into_inner();
        Ok((answer.objections, answer.next_page_token))
    })
    .await?;
    let mut page = view(visit.now, !visit.seat.is_office(), &read);
    page.notice = visit.said(asked);
    part::goes_on(&mut page, visit.now, "/bezwaren", &read, MOST);
    Ok(page)
}

/// What is to be decided by its term, then what was decided from the newest on.
fn key(one: &Objection) -> String {
    let received = one.received_at.as_ref().map_or(0, |moment| moment.seconds.max(0));
    match due(one) {
        Some(due) => format!("0{due}.{received:019}.{}", one.objection_id),
        None => format!("1{:019}.{}", i64::MAX - received, one.objection_id),
    }
}

/// By when somebody still has to decide; nothing when everybody did.
fn due(one: &Objection) -> Option<String> {
    let open = |part: &&ObjectionPart| part.decision() == ObjectionDecision::Pending;
    one.parts.iter().filter(open).map(|part| part.due_date.clone()).min()
}

/// The objections as cards.
pub(in crate::web) fn view(now: Now, decides: bool, read: &Part<Objection>) -> Page {
    let lang = now.lang;
    let none = read.entries.is_empty();
    let lead = if none { work::OBJECTIONS_NONE } else { work::OBJECTIONS_LEAD };
    let mut page = Page::new(lang.say(work::OBJECTIONS), lang.say(lead));
    let cards = (1..).zip(read.at_once(MOST));
    page.blocks = cards.map(|(n, one)| Block::Card(card(now, decides, n, one))).collect();
    page
}

fn card(now: Now, decides: bool, number: usize, one: &Objection) -> Card {
    let received = now.moment_day(one.received_at.as_ref());
    let due = due(one);
    let tag = due.as_deref().and_then(|due| now.term(due));
    let line = |part: &ObjectionPart| {
        let decision = codes::say::<ObjectionDecision>(now.lang, part.decision);
        Line(vec![
            Bit::Strong(part.organisation_name.clone()),
            Bit::Text(format!(": {decision}, {}", now.day_or(&part.due_date, "–"))),
        ])
    };
    Card {
        id: format!("b-{number}"),
        look: tag.as_ref().map_or(Look::Plain, |(look, _)| *look),
        title: format!("{} {received}", now.lang.say(work::RECEIVED_ON)).into(),
        lines: one.parts.iter().map(line).collect(),
        tag,
        forms: if decides && due.is_some() { vec![form(now.lang, one)] } else { Vec::new() },
    }
}

fn form(lang: Lang, one: &Objection) -> Form {
    let decisions = Input::Radio(codes::options::<ObjectionDecision>(lang), String::new());
    let none = ("0".to_owned(), lang.say(texts::NONE).to_owned());
    let grounds = codes::options::<ObjectionRefusedGround>(lang);
    let grounds = Input::Select(std::iter::once(none).chain(grounds).collect(), String::new());
    Form::act("/bezwaren", lang.say(work::DECIDE))
        .folded(lang.say(work::DECIDE))
        .carry("bezwaar", one.objection_id.clone())
        .field(Field::new("beslissing", lang.say(work::DECISION), decisions))
        .field(Field::new("grond", lang.say(work::GROUND), grounds))
}

/// Decides.
pub(in crate::web) async fn decide(visit: &Visit, asked: &Asked) -> Result<Done, Status> {
    let request = DecideObjectionRequest {
        objection_id: asked.fields.get("bezwaar").to_owned(),
        decision: asked.fields.code("beslissing"),
        ground: asked.fields.code("grond"),
        request_id: asked.form(),
        ..DecideObjectionRequest::default()
    };
    visit.api.rights().decide_objection(request).await?;
    Ok(Done::Went(said_at("/bezwaren", "beslist")))
}
