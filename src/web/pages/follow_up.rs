//! Where do parties still owe contact, and how late are they? For an office, never about whom.

use tonic::Status;

use crate::{
    api::v1::{ListFollowUpRequest, OverdueContact},
    web::{
        page::{Bit, Block, Look, Page, Table},
        texts::{self, office},
        visit::{Asked, Visit},
        when::Now,
    },
};

use super::{involvements, ticket};

/// Most rows of one page.
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

/// The overdue contacts as a table.
pub(in crate::web) fn view(now: Now, overdue: &[OverdueContact]) -> Page {
    let lang = now.lang;
    let lead = if overdue.is_empty() { office::FOLLOW_UP_NONE } else { office::FOLLOW_UP_LEAD };
    let mut page = Page::new(lang.say(office::FOLLOW_UP), lang.say(lead));
    if overdue.is_empty() {
        return page;
    }
    let columns = [office::CASE, office::BY, office::AREA, office::OWING].map(|t| lang.say(t));
    let mut table = Table::new(lang.say(office::OLDEST_FIRST), &columns);
    let row = |one: &OverdueContact| {
        let late = usize::try_from(one.working_days_late).unwrap_or(usize::MAX);
        let words = lang.count(late.max(1), texts::DAYS_LATE_ONE, texts::DAYS_LATE);
        let due = vec![Bit::Text(format!("{} ", now.day(&one.contact_due))), Bit::Tag(Look::Late, words)];
        vec![
            Bit::Code(one.reference.clone()).into(),
            due.into(),
            one.area.clone().into(),
            ticket::names(&one.owing).into(),
        ]
    };
    table.rows = overdue.iter().map(row).collect();
    page.blocks.push(Block::Table(table));
    page
}
