//! With which families is the reader involved?

use tonic::Status;

use crate::{
    api::v1::{FamilyRole, Involvement, InvolvementState, ListInvolvementsRequest},
    web::{
        page::{Bit, Block, Line, Look, Page, Table},
        texts::{codes, work},
        visit::{Asked, Visit},
        when::Now,
    },
};

use super::part::{self, Part};

/// Most rows of one page.
const MOST: i32 = 50;

/// The page.
pub(in crate::web) async fn show(visit: &Visit, asked: &Asked) -> Result<Page, Status> {
    let read = part::some(asked, |page_token| async move {
        let request = ListInvolvementsRequest {
            page_size: MOST,
            page_token,
            ..ListInvolvementsRequest::default()
        };
        let answer = visit.api.registry().list_involvements(request).await?.into_inner();
        Ok((answer.involvements, answer.next_page_token))
    })
    .await?;
    let mut page = view(visit.now, &read);
    page.notice = visit.said(asked);
    part::goes_on(&mut page, visit.now, "/betrokkenheden", &read, usize::MAX);
    Ok(page)
}

/// The involvements as a table, active ones first.
pub(in crate::web) fn view(now: Now, read: &Part<Involvement>) -> Page {
    let lang = now.lang;
    let mut page = Page::new(lang.say(work::INVOLVEMENTS), lang.say(work::INVOLVEMENTS_LEAD));
    if read.is_none() {
        page.blocks.push(Block::words(lang.say(work::INVOLVEMENTS_NONE)));
        let first = ("/registreren".to_owned(), lang.say(work::REGISTER).to_owned());
        page.blocks.push(Block::Links(vec![first]));
        return page;
    }
    if read.entries.is_empty() {
        return page;
    }
    let columns =
        [work::OWN_REFERENCE, work::ROLES, work::AREA, work::FROM, work::TO, work::STATUS];
    let columns = columns.map(|text| lang.say(text));
    let mut table = Table::new(lang.say(work::INVOLVEMENTS), &columns);
    let mut sorted: Vec<&Involvement> = read.entries.iter().collect();
    sorted.sort_by_key(|involvement| involvement.state);
    table.rows = sorted.into_iter().map(|involvement| row(now, involvement)).collect();
    page.blocks.push(Block::Table(table));
    page
}

/// By what the reader knows an involvement: the own reference, else the roles and the day.
pub(super) fn called(now: Now, involvement: &Involvement) -> String {
    if involvement.own_reference.is_empty() {
        format!("{}, {}", roles(now, &involvement.roles), now.day(&involvement.start_date))
    } else {
        involvement.own_reference.clone()
    }
}

/// The roles of the persons, in words.
pub(super) fn roles(now: Now, roles: &[i32]) -> String {
    let words: Vec<_> =
        roles.iter().map(|role| codes::say::<FamilyRole>(now.lang, *role)).collect();
    words.join(", ")
}

fn row(now: Now, involvement: &Involvement) -> Vec<Line> {
    let active = involvement.state() == InvolvementState::Active;
    let state = codes::say::<InvolvementState>(now.lang, involvement.state).to_owned();
    let look = if active { Look::Done } else { Look::Plain };
    let path = format!("/betrokkenheden/{}", involvement.involvement_id);
    vec![
        Bit::Link(path, called(now, involvement)).into(),
        roles(now, &involvement.roles).into(),
        codes::area(&involvement.area).into(),
        now.day(&involvement.start_date).into(),
        now.day(&involvement.end_date).into(),
        Bit::Tag(look, state).into(),
    ]
}
