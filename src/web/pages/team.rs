//! Who of the own organisation still owes contact? For its coordinator.

use std::collections::BTreeMap;

use tonic::Status;

use crate::{
    api::v1::{HandOverInvolvementRequest, Match, hand_over_involvement_request::Which},
    web::{
        forms::Filled,
        page::{Block, Field, Form, Input, Line, Page, Table},
        texts::work,
        visit::{Asked, Done, Visit, said_at},
        when::Now,
    },
};

use super::{contact, my_work, part, register, tickets};

/// The page.
pub(in crate::web) async fn show(visit: &Visit, asked: &Asked) -> Result<Page, Status> {
    let owed = my_work::open(visit, asked).await?;
    let functions = register::functions(visit).await?;
    let mut page = view(visit.now, &owed.entries, &functions);
    page.notice = visit.said(asked);
    part::goes_on(&mut page, visit.now, "/team", &owed, usize::MAX);
    Ok(page)
}

/// A row for each colleague, the oldest term first; and the form that hands everything over.
pub(in crate::web) fn view(now: Now, matches: &[Match], functions: &[String]) -> Page {
    let lang = now.lang;
    let mut colleagues: BTreeMap<(String, String), (usize, String)> = BTreeMap::new();
    for one in matches {
        let card = one.own_contact.clone().unwrap_or_default();
        let entry = colleagues.entry((card.professional_id, card.name)).or_default();
        entry.0 += 1;
        if entry.1.is_empty() || one.contact_due < entry.1 {
            entry.1.clone_from(&one.contact_due);
        }
    }
    let lead = if colleagues.is_empty() { work::TEAM_NONE } else { work::TEAM_LEAD };
    let mut page = Page::new(lang.say(work::TEAM), lang.say(lead));
    if !colleagues.is_empty() {
        let columns = [work::COLLEAGUE, work::OWED, work::OLDEST].map(|text| lang.say(text));
        let mut table = Table::new(lang.say(work::TEAM), &columns);
        table.columns[1].1 = true;
        let mut sorted: Vec<_> = colleagues.iter().collect();
        sorted.sort_by(|a, b| a.1.1.cmp(&b.1.1));
        table.rows = sorted
            .into_iter()
            .map(|((_, name), (owed, due))| {
                vec![Line::from(name.clone()), owed.to_string().into(), tickets::due(now, due)]
            })
            .collect();
        page.blocks.push(Block::Table(table));
    }
    let nothing = Filled::default();
    let number =
        |name: &str, text| Field::new(name, lang.say(text), Input::Code(String::new(), 64));
    let form = Form::act("/team", lang.say(work::HAND_OVER))
        .folded(lang.say(work::HAND_OVER))
        .field(number("van", work::HAND_OVER_FROM))
        .field(number("nummer", work::HAND_OVER_TO))
        .fields(register::card_fields(lang, &nothing, None, functions));
    page.blocks.push(Block::Form(form));
    page
}

/// A colleague takes over everything of another one.
pub(in crate::web) async fn hand_over(visit: &Visit, asked: &Asked) -> Result<Done, Status> {
    let request = HandOverInvolvementRequest {
        which: Some(Which::AllOfProfessional(asked.fields.get("van").to_owned())),
        professional: Some(contact::sent(asked.fields.get("nummer"), &asked.fields)),
        request_id: asked.form(),
        ..HandOverInvolvementRequest::default()
    };
    visit.api.registry().hand_over_involvement(request).await?;
    Ok(Done::Went(said_at("/team", "overgedragen")))
}
