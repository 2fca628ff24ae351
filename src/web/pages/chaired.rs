//! Which meetings does the reader chair? For an office or organisation that the covenant names: case, kind,
//! day, who is invited, and the forms to record who was there; nothing else of the case.

use tonic::Status;

use crate::{
    api::v1::{ChairedMeeting, ListMeetingsRequest, MeetingsOfCase, Recipient, recipient::Who},
    web::{
        page::{Bit, Block, Form, Page, Table},
        texts::{codes, office},
        visit::{Asked, Done, Visit, said_at},
        when::Now,
    },
};

use super::{meeting, part};

/// Most cases of one page.
const MOST: i32 = 60;

/// The page.
pub(in crate::web) async fn show(visit: &Visit, asked: &Asked) -> Result<Page, Status> {
    let read = part::some(asked, |page_token| async move {
        let request =
            ListMeetingsRequest { page_size: MOST, page_token, ..ListMeetingsRequest::default() };
        let answer = visit.api.cases().list_meetings(request).await?.into_inner();
        Ok((answer.cases, answer.next_page_token))
    })
    .await?;
    let mut page = view(visit.now, &read.entries);
    page.notice = visit.said(asked);
    part::goes_on(&mut page, visit.now, "/overleggen", &read, usize::MAX);
    Ok(page)
}

/// The meetings as a table, what is to be recorded first.
pub(in crate::web) fn view(now: Now, cases: &[MeetingsOfCase]) -> Page {
    let lang = now.lang;
    let mut all: Vec<(&MeetingsOfCase, &ChairedMeeting)> =
        cases.iter().flat_map(|case| case.meetings.iter().map(move |one| (case, one))).collect();
    all.sort_by(|(_, a), (_, b)| a.day.cmp(&b.day));
    let open = all.iter().filter(|(_, one)| one.to_record).count();
    let lead = match (all.len(), open) {
        (0, _) => lang.say(office::CHAIRED_NONE).to_owned(),
        (many, open) => lang.fill(office::CHAIRED_LEAD, &[&many.to_string(), &open.to_string()]),
    };
    let mut page = Page::new(lang.say(office::CHAIRED), lead);
    if all.is_empty() {
        return page;
    }
    let columns = [office::CASE, office::MEETING, office::MEETING_ON, office::MEETING_INVITED];
    let mut table =
        Table::new(lang.say(office::MEETINGS_PLANNED), &columns.map(|text| lang.say(text)));
    table.rows = all
        .iter()
        .map(|(case, one)| {
            let invited: Vec<&str> = one.invited.iter().map(|party| party.name.as_str()).collect();
            vec![
                Bit::Code(case.reference.clone()).into(),
                codes::capital(&codes::plain(lang, &one.milestone)).into(),
                now.day(&one.day).into(),
                invited.join(", ").into(),
            ]
        })
        .collect();
    page.blocks.push(Block::Table(table));
    page.blocks.push(Block::heading("aanwezigheid", lang.say(office::CHAIRED_RECORD)));
    if open == 0 {
        page.blocks.push(Block::words(lang.say(office::CHAIRED_NOTHING)));
    }
    let forms = all.iter().filter(|(_, one)| one.to_record && !one.invited.is_empty());
    page.blocks.extend(forms.map(|(case, one)| Block::Form(presence_form(now, case, one))));
    page
}

fn presence_form(now: Now, case: &MeetingsOfCase, one: &ChairedMeeting) -> Form {
    let lang = now.lang;
    let (code, day) = (codes::plain(lang, &one.milestone), now.day(&one.day));
    let words = format!("{}: {code}, {day}", case.reference);
    let parties: Vec<(String, String)> =
        one.invited.iter().filter_map(|party| Some((party.name.clone(), oin(party)?))).collect();
    Form::act(address(&case.case_id), lang.say(office::CHAIRED_RECORD))
        .folded(&words)
        .carry("overleg", one.milestone.clone())
        .carry("dag", one.day.clone())
        .fields(meeting::presence_fields(lang, &parties, |_| None))
}

fn oin(party: &Recipient) -> Option<String> {
    match &party.who {
        Some(Who::OrganisationOin(oin)) => Some(oin.clone()),
        _ => None,
    }
}

fn address(case: &str) -> String {
    format!("/overleggen/{case}")
}

/// Records who was at a meeting.
pub(in crate::web) async fn presence(visit: &Visit, asked: &Asked) -> Result<Done, Status> {
    match meeting::record(visit, asked).await {
        Ok(()) => Ok(Done::Went(said_at("/overleggen", "vastgelegd"))),
        Err(status) => {
            let nothing = Asked::default();
            let page = show(visit, &nothing);
            meeting::again(visit, asked, page, &address(&asked.id), status).await
        }
    }
}
