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

use super::{involvements, tickets};

/// Most matches of one page.
const MOST: i32 = 100;

/// The page.
pub(in crate::web) async fn show(visit: &Visit, asked: &Asked) -> Result<Page, Status> {
    let request = ListFollowUpRequest {
        page_size: MOST,
        page_token: asked.fields.get("verder").to_owned(),
        ..ListFollowUpRequest::default()
    };
    let answer = visit.api.matches().list_follow_up(request).await?.into_inner();
    let mut page = view(visit.now, &answer.overdue);
    involvements::more(&mut page, visit.now, "/opvolging", &answer.next_page_token);
    Ok(page)
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
    let mut sorted: Vec<&OverdueContact> = overdue.iter().collect();
    sorted.sort_by(|a, b| a.contact_due.cmp(&b.contact_due));
    table.rows = sorted.into_iter().map(|one| row(now, one)).collect();
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
