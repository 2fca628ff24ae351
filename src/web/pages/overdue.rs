//! Where was no contact made after a match, though the office was told? The oldest first: which
//! organisations owe it and how late they are, never about whom.

use tonic::Status;

use crate::{
    api::v1::{ListFollowUpRequest, OverdueContact, Recipient},
    web::{
        page::{Bit, Block, Line, Page, Table},
        texts::{codes, office, work},
        visit::{Asked, Visit},
        when::Now,
    },
};

use super::{part, tickets};

/// Most matches of one page.
const MOST: usize = 100;

/// The page.
pub(in crate::web) async fn show(visit: &Visit, asked: &Asked) -> Result<Page, Status> {
    let read = part::all(asked, key, |page_token| async move {
        let request = ListFollowUpRequest {
            page_size: part::PAGE,
            page_token,
            ..ListFollowUpRequest::default()
        };
        let answer = visit.api.matches().list_follow_up(request).await?.into_inner();
        Ok((answer.overdue, answer.next_page_token))
    })
    .await?;
    let mut page = view(visit.now, read.at_once(MOST));
    part::goes_on(&mut page, visit.now, "/opvolging", &read, MOST);
    Ok(page)
}

/// The API lists by age; the page by what is due first.
fn key(one: &OverdueContact) -> String {
    part::by_day(&one.contact_due, &one.reference)
}

/// The matches as a table.
pub(in crate::web) fn view(now: Now, overdue: &[OverdueContact]) -> Page {
    let lang = now.lang;
    let lead = if overdue.is_empty() { office::OVERDUE_NONE } else { office::OVERDUE_LEAD };
    let mut page = Page::new(lang.say(office::OVERDUE), lang.say(lead));
    if overdue.is_empty() {
        return page;
    }
    let columns = [office::MATCH, office::BY, office::AREA, office::OWES].map(|t| lang.say(t));
    let mut table = Table::new(lang.say(office::OLDEST_FIRST), &columns);
    table.rows = overdue.iter().map(|one| row(now, one)).collect();
    page.blocks.push(Block::Table(table));
    page
}

fn row(now: Now, one: &OverdueContact) -> Vec<Line> {
    let name = |owing: &Recipient| match owing.name.as_str() {
        "" => now.lang.say(work::WITHHELD).to_owned(),
        name => name.to_owned(),
    };
    let owing: Vec<String> = one.owing.iter().map(name).collect();
    vec![
        Bit::Code(one.reference.clone()).into(),
        tickets::due(now, &one.contact_due),
        codes::area(&one.area).into(),
        owing.join(", ").into(),
    ]
}
