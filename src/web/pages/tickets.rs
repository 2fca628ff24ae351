//! Which escalations are there for the reader, and how does an organisation open one?

use tonic::Status;

use crate::{
    api::v1::{
        GetCovenantRequest, ListTicketsRequest, Obstacle, OfficeReason, OpenTicketRequest,
        Organisation, SkipReason, Ticket, TicketRole, TicketState, Track,
    },
    web::{
        page::{Bit, Block, Field, Form, Input, Line, Look, Page, Table},
        texts::{codes, office, work},
        visit::{Asked, Done, Visit, said_at},
        when::Now,
    },
};

use super::part;

/// Most tickets of one page.
const MOST: i32 = 100;

/// The page: those that the reader handles, or another role by the filter.
pub(in crate::web) async fn list(visit: &Visit, asked: &Asked) -> Result<Page, Status> {
    let usual = if visit.seat.is_office() { TicketRole::Handled } else { TicketRole::Opened };
    let role = TicketRole::try_from(asked.fields.code("rol"));
    let role = role.ok().filter(|role| *role != TicketRole::Unspecified).unwrap_or(usual);
    let read = part::some(asked, |page_token| async move {
        let request = ListTicketsRequest {
            role: role.into(),
            include_closed: role != TicketRole::Handled,
            page_size: MOST,
            page_token,
            ..ListTicketsRequest::default()
        };
        let answer = visit.api.escalations().list_tickets(request).await?.into_inner();
        Ok((answer.tickets, answer.next_page_token))
    })
    .await?;
    let mut page = view(visit.now, role, visit.seat.is_office(), &read.entries);
    page.notice = visit.said(asked);
    let path = format!("/escalaties?rol={}", role as i32);
    part::goes_on(&mut page, visit.now, &path, &read, usize::MAX);
    Ok(page)
}

/// The tickets as a table.
pub(in crate::web) fn view(now: Now, role: TicketRole, office: bool, tickets: &[Ticket]) -> Page {
    let lang = now.lang;
    let empty = tickets.is_empty();
    let lead = if empty { office::ESCALATIONS_NONE } else { office::ESCALATIONS_LEAD };
    let mut page = Page::new(lang.say(office::ESCALATIONS), lang.say(lead));
    let mut roles = vec![(TicketRole::Handled, office::HANDLED)];
    roles.extend(if office {
        vec![
            (TicketRole::Directed, office::DIRECTED),
            (TicketRole::Opened, office::OF_YOURS),
            (TicketRole::Asked, office::ASKED_OF_YOU),
        ]
    } else {
        vec![(TicketRole::Opened, office::OF_YOURS)]
    });
    let option = |(role, text)| ((role as i32).to_string(), lang.say(text).to_owned());
    let options = roles.into_iter().map(option).collect();
    let input = Input::Radio(options, (role as i32).to_string());
    page.blocks.push(Block::Form(
        Form::ask("/escalaties", lang.say(crate::web::texts::APPLY)).field(Field::new(
            "rol",
            lang.say(office::SHOW_WHICH),
            input,
        )),
    ));
    if empty {
        return page;
    }
    let columns = [
        office::CASE,
        office::BY,
        work::OBSTACLE,
        work::TARGET,
        office::STEP,
        office::HANDLER,
        office::STATE,
    ];
    let columns = columns.map(|text| lang.say(text));
    let mut table = Table::new(lang.say(office::OLDEST_FIRST), &columns);
    table.rows = tickets.iter().map(|ticket| row(now, ticket)).collect();
    page.blocks.push(Block::Table(table));
    page
}

/// A ticket as a row.
pub(super) fn row(now: Now, ticket: &Ticket) -> Vec<Line> {
    let target = ticket.target.as_ref().map_or("", |target| target.name.as_str());
    let handlers: Vec<_> = ticket.handlers.iter().map(|one| one.name.clone()).collect();
    let path = format!("/escalaties/{}", ticket.ticket_id);
    let state = codes::say::<TicketState>(now.lang, ticket.state).to_owned();
    let look = if ticket.state() == TicketState::Open { Look::Plain } else { Look::Done };
    vec![
        Bit::Link(path, ticket.reference.clone()).into(),
        due(now, &ticket.due_date),
        codes::say::<Obstacle>(now.lang, ticket.obstacle).into(),
        target.into(),
        ticket.step.to_string().into(),
        handlers.join(", ").into(),
        Bit::Tag(look, state).into(),
    ]
}

/// A term: the day, and how it stands when it is near or past.
pub(super) fn due(now: Now, day: &str) -> Line {
    let mut bits = vec![Bit::Text(now.day_or(day, "–"))];
    if let Some((look, words)) = now.term(day).filter(|(look, _)| *look != Look::Plain) {
        bits.push(Bit::Text(" ".to_owned()));
        bits.push(Bit::Tag(look, words));
    }
    Line(bits)
}

/// The form with which an organisation opens a ticket.
pub(in crate::web) async fn open_form(visit: &Visit, asked: &Asked) -> Result<Page, Status> {
    let lang = visit.now.lang;
    let covenant = visit.api.covenant().get_covenant(GetCovenantRequest::default()).await?;
    let parties = part::organisations(visit).await?;
    let none = (String::new(), lang.say(crate::web::texts::NONE).to_owned());
    let targets = parties.into_iter().filter(|party| !party.sensitive);
    let targets = std::iter::once(none).chain(targets.map(|party| (party.oin, party.name)));
    let categories = covenant.into_inner().categories.into_iter();
    let categories =
        categories.map(|one| (one.code.clone(), codes::plain(lang, &one.code))).collect();
    let radio = |options| Input::Radio(options, String::new());
    let select = |options| Input::Select(options, String::new());
    let mut page = Page::new(lang.say(work::ESCALATE), lang.say(work::ESCALATE_LEAD));
    let form =
        Form::act(format!("/betrokkenheden/{}/escaleren", asked.id), lang.say(work::ESCALATE))
            .primary()
            .field(Field::new("spoor", lang.say(work::TRACK), radio(codes::options::<Track>(lang))))
            .field(Field::new(
                "knelpunt",
                lang.say(work::OBSTACLE),
                select(codes::options::<Obstacle>(lang)),
            ))
            .field(
                Field::new("tegen", lang.say(work::TARGET), select(targets.collect()))
                    .hint(lang.say(work::TARGET_HINT)),
            )
            .field(Field::new("categorie", lang.say(work::CATEGORY), select(categories)))
            .field(Field::new("overlast", lang.say(work::NUISANCE), Input::Tick(false)));
    page.blocks.push(Block::Form(form));
    Ok(page)
}

/// Opens it.
pub(in crate::web) async fn open(visit: &Visit, asked: &Asked) -> Result<Done, Status> {
    let filled = &asked.fields;
    let request = OpenTicketRequest {
        ticket_id: asked.form(),
        involvement_id: asked.id.clone(),
        track: filled.code("spoor"),
        obstacle: filled.code("knelpunt"),
        target_oin: filled.get("tegen").to_owned(),
        category: filled.get("categorie").to_owned(),
        nuisance: filled.ticked("overlast"),
        ..OpenTicketRequest::default()
    };
    visit.api.escalations().open_ticket(request).await?;
    Ok(Done::Went(said_at(&format!("/escalaties/{}", asked.form()), "vastgelegd")))
}

/// The form by which the office that directs a case opens a ticket in it.
pub(in crate::web) async fn case_form(visit: &Visit, asked: &Asked) -> Result<Page, Status> {
    let parties = part::organisations(visit).await?;
    Ok(view_case_form(visit.now, &asked.id, &parties))
}

pub(in crate::web) fn view_case_form(now: Now, case: &str, parties: &[Organisation]) -> Page {
    let lang = now.lang;
    let none = (String::new(), lang.say(crate::web::texts::NONE).to_owned());
    let targets = parties.iter().map(|party| (party.oin.clone(), party.name.clone()));
    let targets = std::iter::once(none).chain(targets).collect();
    let radio = |options| Input::Radio(options, String::new());
    let select = |options| Input::Select(options, String::new());
    let no_skip = (String::new(), lang.say(office::STEP_ONE).to_owned());
    let skips = std::iter::once(no_skip).chain(codes::options::<SkipReason>(lang)).collect();
    let reasons = codes::options::<OfficeReason>(lang);
    let mut page = Page::new(lang.say(work::ESCALATE), lang.say(office::ESCALATE_LEAD));
    let form = Form::act(format!("/zaken/{case}/escaleren"), lang.say(work::ESCALATE))
        .primary()
        .field(Field::new("aanleiding", lang.say(office::OFFICE_REASON), radio(reasons)))
        .field(Field::new("spoor", lang.say(work::TRACK), radio(codes::options::<Track>(lang))))
        .field(Field::new(
            "knelpunt",
            lang.say(work::OBSTACLE),
            select(codes::options::<Obstacle>(lang)),
        ))
        .field(
            Field::new("tegen", lang.say(work::TARGET), select(targets))
                .hint(lang.say(work::TARGET_HINT)),
        )
        .field(Field::new("overslaan", lang.say(office::FIRST_STEP), select(skips)));
    page.blocks.push(Block::Form(form));
    page
}

/// Opens it.
pub(in crate::web) async fn open_in_case(visit: &Visit, asked: &Asked) -> Result<Done, Status> {
    let filled = &asked.fields;
    let request = OpenTicketRequest {
        ticket_id: asked.form(),
        case_id: asked.id.clone(),
        office_reason: filled.code("aanleiding"),
        skip_reason: filled.code("overslaan"),
        track: filled.code("spoor"),
        obstacle: filled.code("knelpunt"),
        target_oin: filled.get("tegen").to_owned(),
        ..OpenTicketRequest::default()
    };
    visit.api.escalations().open_ticket(request).await?;
    Ok(Done::Went(said_at(&format!("/escalaties/{}", asked.form()), "vastgelegd")))
}
