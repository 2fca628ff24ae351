//! Where was no contact made after a match, though the office was told? The oldest first: which
//! organisations owe it and how late they are, never about whom; and the button that asks them for it.

use tonic::Status;

use crate::{
    api::v1::{
        ListFollowUpRequest, OverdueContact, Recipient, RemindContactRequest, recipient::Who,
    },
    web::{
        page::{Bit, Block, Card, Field, Form, Input, Line, Look, Page},
        texts::{codes, office, work},
        visit::{Asked, Done, Visit, said_at},
        when::Now,
    },
};

use super::part;

/// Most matches of one page.
const MOST: usize = 40;

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
    page.notice = visit.said(asked);
    part::goes_on(&mut page, visit.now, "/opvolging", &read, MOST);
    Ok(page)
}

/// The API lists by age; the page by what is due first.
fn key(one: &OverdueContact) -> String {
    part::by_day(&one.contact_due, &one.reference)
}

/// The matches as cards.
pub(in crate::web) fn view(now: Now, overdue: &[OverdueContact]) -> Page {
    let lang = now.lang;
    let lead = if overdue.is_empty() { office::OVERDUE_NONE } else { office::OVERDUE_LEAD };
    let mut page = Page::new(lang.say(office::OVERDUE), lang.say(lead));
    let cards = overdue.iter().enumerate();
    page.blocks = cards.map(|(at, one)| Block::Card(card(now, at, one))).collect();
    page
}

fn card(now: Now, at: usize, one: &OverdueContact) -> Card {
    let lang = now.lang;
    let tag = now.term(&one.contact_due);
    let by = lang.fill(office::CONTACT_BY, &[&now.day(&one.contact_due)]);
    let mut lines = vec![Line::from(Bit::Quiet(format!("{} · {by}", codes::area(&one.area))))];
    lines.extend(one.owing.iter().map(|whom| owing(now, one, whom)));
    let mut options = vec![(String::new(), lang.say(office::REMIND_ALL).to_owned())];
    options.extend(one.owing.iter().filter_map(|whom| match &whom.who {
        Some(Who::OrganisationOin(oin)) => Some((oin.clone(), whom.name.clone())),
        _ => None,
    }));
    let mut remind =
        Form::act("/opvolging", lang.say(office::REMIND)).carry("match", one.match_id.clone());
    if one.owing.len() > 1 && options.len() > 1 {
        let choice = Input::Select(options, String::new());
        remind = remind.field(Field::new("wie", lang.say(office::REMIND_WHOM), choice));
    }
    Card {
        // Two may share a reference: the place on the page is what no other has.
        id: format!("o{at}"),
        look: tag.as_ref().map_or(Look::Plain, |(look, _)| *look),
        title: Bit::Code(one.reference.clone()).into(),
        lines,
        tag,
        forms: vec![if at == 0 { remind.primary() } else { remind }],
    }
}

/// Who owes contact, and when that was last asked for. Of who is not named, the first one stands for all.
fn owing(now: Now, one: &OverdueContact, whom: &Recipient) -> Line {
    let name = match whom.name.as_str() {
        "" => now.lang.say(work::WITHHELD),
        name => name,
    };
    let mut line = vec![Bit::Text(name.to_owned())];
    let given = one.reminders.iter().find(|given| given.organisation.as_ref() == Some(whom));
    if let Some(given) = given {
        let day = now.moment_day(given.reminded_at.as_ref());
        line.push(Bit::Quiet(format!(" · {}", now.lang.fill(office::REMINDED_ON, &[&day]))));
    }
    line.into()
}

/// Asks for contact.
pub(in crate::web) async fn remind(visit: &Visit, asked: &Asked) -> Result<Done, Status> {
    let request = RemindContactRequest {
        match_id: asked.fields.get("match").to_owned(),
        organisation_oin: asked.fields.get("wie").to_owned(),
        request_id: asked.form(),
        ..RemindContactRequest::default()
    };
    visit.api.matches().remind_contact(request).await?;
    Ok(Done::Went(said_at("/opvolging", "herinnerd")))
}
