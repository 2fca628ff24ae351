//! On which families does the reader keep watch? Their reference, by when to look, and the form to record a
//! look; nothing else of the case, which may be closed.

use tonic::Status;

use crate::{
    api::v1::{ListWatchesRequest, WatchAct, WatchedFamily},
    web::{
        page::{Bit, Block, Form, Line, Page, Table},
        texts::office,
        visit::{Asked, Done, Visit, said_at},
        when::Now,
    },
};

use super::{part, watch};

/// Most families of one page.
const MOST: i32 = 60;

/// The page.
pub(in crate::web) async fn show(visit: &Visit, asked: &Asked) -> Result<Page, Status> {
    let read = part::some(asked, |page_token| async move {
        let request =
            ListWatchesRequest { page_size: MOST, page_token, ..ListWatchesRequest::default() };
        let answer = visit.api.cases().list_watches(request).await?.into_inner();
        Ok((answer.families, answer.next_page_token))
    })
    .await?;
    let mut page = view(visit.now, &read.entries);
    page.notice = visit.said(asked);
    part::goes_on(&mut page, visit.now, "/waakvlam", &read, usize::MAX);
    Ok(page)
}

/// The families as a table, the nearest day first, and a form for each.
pub(in crate::web) fn view(now: Now, families: &[WatchedFamily]) -> Page {
    let lang = now.lang;
    let lead = match families.len() {
        0 => lang.say(office::WATCHES_NONE).to_owned(),
        many => lang.fill(office::WATCHES_LEAD, &[&many.to_string()]),
    };
    let mut page = Page::new(lang.say(office::WATCHES), lead);
    if families.is_empty() {
        return page;
    }
    let columns = [office::CASE, office::LOOK_BY, office::LOOKED_LAST, office::WATCH_UNTIL];
    let mut table = Table::new(lang.say(office::WATCHES), &columns.map(|text| lang.say(text)));
    table.rows = families.iter().map(|one| row(now, one)).collect();
    page.blocks.push(Block::Table(table));
    page.blocks.push(Block::heading("gekeken", lang.say(office::LOOK_RECORD)));
    page.blocks.extend(families.iter().map(|one| {
        let form = Form::act(format!("/waakvlam/{}", one.case_id), lang.say(office::LOOK_RECORD))
            .folded(&one.reference)
            .carry("wat", (WatchAct::Look as i32).to_string());
        Block::Form(watch::look_fields(now, form))
    }));
    page
}

fn row(now: Now, one: &WatchedFamily) -> Vec<Line> {
    let watch = one.watch.clone().unwrap_or_default();
    let mut by = vec![Bit::Text(now.day_or(&watch.due_date, "–"))];
    if let Some((look, words)) = now.term(&watch.due_date) {
        by.extend([Bit::Text(" ".to_owned()), Bit::Tag(look, words)]);
    }
    let last = watch.looks.last().map_or("", |look| look.looked_on.as_str());
    vec![
        Bit::Code(one.reference.clone()).into(),
        Line(by),
        now.day_or(last, "–").into(),
        now.day(&watch.end_date).into(),
    ]
}

/// Records a look.
pub(in crate::web) async fn look(visit: &Visit, asked: &Asked) -> Result<Done, Status> {
    watch::record(visit, asked).await?;
    Ok(Done::Went(said_at("/waakvlam", "vastgelegd")))
}
