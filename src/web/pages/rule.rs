//! How does an alderman rule? One knot, its facts, a preview, and then, with a fresh second factor,
//! a decision that binds everybody.

use tonic::Status;

use crate::{
    api::v1::{
        ListTicketsRequest, Organisation, RuleOnTicketRequest, RulingAct, RulingItem, Ticket,
        TicketRole, recipient::Who,
    },
    web::{
        forms::Filled,
        page::{Block, Field, Form, Input, Page, Table},
        texts::{self, codes, office, work},
        visit::{Asked, Done, Visit, said_at},
        when::Now,
    },
};

use super::{involvement::choose, part, ticket, tickets};

/// Most knots of one page.
const MOST: i32 = 50;

/// Things that one ruling can say on the form.
const ITEMS: usize = 4;

/// The knots that lie with the reader.
pub(in crate::web) async fn list(visit: &Visit, asked: &Asked) -> Result<Page, Status> {
    let read = part::some(asked, |page_token| async move {
        let request = ListTicketsRequest {
            role: TicketRole::Handled.into(),
            page_size: MOST,
            page_token,
            ..ListTicketsRequest::default()
        };
        let answer = visit.api.escalations().list_tickets(request).await?.into_inner();
        Ok((answer.tickets, answer.next_page_token))
    })
    .await?;
    let found = &read.entries;
    let lang = visit.now.lang;
    let lead = if found.is_empty() { office::DECIDE_NONE } else { office::DECIDE_LEAD };
    let mut page = Page::new(lang.say(office::DECIDE), lang.say(lead));
    page.notice = visit.said(asked);
    if !found.is_empty() {
        let columns = [
            office::CASE,
            office::BY,
            work::OBSTACLE,
            work::TARGET,
            office::STEP,
            office::HANDLER,
            office::STATE,
        ];
        let mut table =
            Table::new(lang.say(office::OLDEST_FIRST), &columns.map(|text| lang.say(text)));
        table.rows = found.iter().map(|one| row(visit, one)).collect();
        page.blocks.push(Block::Table(table));
    }
    part::goes_on(&mut page, visit.now, "/beslissen", &read, usize::MAX);
    Ok(page)
}

fn row(visit: &Visit, one: &Ticket) -> Vec<crate::web::page::Line> {
    let mut row = tickets::row(visit.now, one);
    let path = format!("/beslissen/{}", one.ticket_id);
    row[0] = crate::web::page::Bit::Link(path, one.reference.clone()).into();
    row
}

/// One knot, with the form to rule on it; or the preview of what was filled in.
pub(in crate::web) async fn show(visit: &Visit, asked: &Asked) -> Result<Page, Status> {
    let found = ticket::get(visit, &asked.id).await?;
    let parties = part::organisations(visit).await?;
    let items = items(&asked.fields);
    Ok(if items.is_empty() {
        view(visit.now, &visit.seat.party, &found, &parties)
    } else {
        preview(visit.now, &found, &parties, &items)
    })
}

pub(in crate::web) fn view(now: Now, me: &Who, found: &Ticket, parties: &[Organisation]) -> Page {
    let lang = now.lang;
    let mut page = ticket::view(now, me, found, &[]);
    // What a handler does besides ruling, is done on the page of the escalation.
    page.blocks.retain(|block| !matches!(block, Block::Form(_)));
    let known = parties.iter().filter(|party| !party.sensitive);
    let known: Vec<_> = known.map(|party| (party.oin.clone(), party.name.clone())).collect();
    let mut form = Form::ask(&format!("/beslissen/{}", found.ticket_id), lang.say(office::PREVIEW));
    for number in 1..=ITEMS {
        let place = number.to_string();
        let select = |options| Input::Select(choose(lang, options), String::new());
        form = form
            .field(Field::new(
                format!("punt{number}"),
                lang.fill(office::ITEM, &[&place]),
                Input::Group,
            ))
            .field(Field::new(
                format!("wie{number}"),
                lang.say(office::DECIDE_WHO),
                select(known.clone()),
            ))
            .field(Field::new(
                format!("wat{number}"),
                lang.say(office::DECIDE_WHAT),
                select(codes::options::<RulingAct>(lang)),
            ))
            .field(Field::new(
                format!("dag{number}"),
                lang.say(office::DECIDE_BY),
                Input::Date(String::new()),
            ));
    }
    page.blocks.insert(0, Block::heading("beslissen", lang.say(office::DECIDE)));
    page.blocks.insert(1, Block::Form(form.primary()));
    page
}

pub(in crate::web) fn preview(
    now: Now,
    found: &Ticket,
    parties: &[Organisation],
    items: &[RulingItem],
) -> Page {
    let lang = now.lang;
    let mut page = Page::new(lang.say(office::PREVIEW_TITLE), lang.say(office::PREVIEW_LEAD));
    let columns = [office::DECIDE_WHO, office::DECIDE_WHAT, office::DECIDE_BY];
    let title = lang.fill(office::ESCALATION, &[&found.reference]);
    let mut table = Table::new(&title, &columns.map(|text| lang.say(text)));
    let path = format!("/beslissen/{}", found.ticket_id);
    let mut form = Form::act(path.clone(), lang.say(office::CONFIRM))
        .primary()
        .carry("etag", found.etag.clone());
    for (number, item) in (1..).zip(items) {
        let name = parties.iter().find(|party| party.oin == item.organisation_oin);
        let name = name.map_or(item.organisation_oin.as_str(), |party| party.name.as_str());
        table.rows.push(vec![
            name.into(),
            codes::say::<RulingAct>(lang, item.act).into(),
            now.day(&item.by_date).into(),
        ]);
        form = form
            .carry(&format!("wie{number}"), item.organisation_oin.clone())
            .carry(&format!("wat{number}"), item.act.to_string())
            .carry(&format!("dag{number}"), item.by_date.clone());
    }
    page.blocks.push(Block::Table(table));
    page.blocks.push(Block::Form(form));
    page.blocks.push(Block::Links(vec![(path, lang.say(texts::BACK).to_owned())]));
    page
}

/// The things that a form says; a row that is wholly empty is none.
fn items(filled: &Filled) -> Vec<RulingItem> {
    let item = |number: usize| {
        let value = |name: &str| filled.get(&format!("{name}{number}")).to_owned();
        let (oin, act, day) = (value("wie"), value("wat"), value("dag"));
        let empty = oin.is_empty() && act.is_empty() && day.is_empty();
        (!empty).then(|| RulingItem {
            organisation_oin: oin,
            act: act.parse().unwrap_or_default(),
            by_date: day,
        })
    };
    (1..=ITEMS).filter_map(item).collect()
}

/// Rules.
pub(in crate::web) async fn rule(visit: &Visit, asked: &Asked) -> Result<Done, Status> {
    let request = RuleOnTicketRequest {
        ticket_id: asked.id.clone(),
        items: items(&asked.fields),
        etag: asked.fields.get("etag").to_owned(),
        request_id: asked.form(),
        ..RuleOnTicketRequest::default()
    };
    visit.api.escalations().rule_on_ticket(request).await?;
    Ok(Done::Went(said_at(&format!("/escalaties/{}", asked.id), "uitspraak")))
}
