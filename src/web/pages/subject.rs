//! What may a person know of what is registered about them? The privacy officer makes the overview,
//! and registers an objection. The BSN comes with the form and goes with the answer.

use tonic::Status;

use crate::{
    api::v1::{
        Addressee, GetSubjectAccessRequest, GetSubjectAccessResponse, InvolvementState,
        RegisterObjectionRequest,
    },
    web::{
        page::{Block, Field, Form, Input, Page, Table},
        texts::{self, codes, office, work},
        visit::{Asked, Done, Visit, said_at},
        when::Now,
    },
};

use super::part;

/// The two forms.
pub(in crate::web) async fn show(visit: &Visit, asked: &Asked) -> Result<Page, Status> {
    let lang = visit.now.lang;
    let mut page = Page::new(lang.say(office::ACCESS), lang.say(office::ACCESS_LEAD));
    page.notice = visit.said(asked);
    let bsn = || Field::new("bsn", lang.say(work::BSN), Input::Bsn(lang.say(texts::SHOW)));
    let make = Form::act("/inzage", lang.say(office::MAKE_ACCESS)).primary().field(bsn());
    let object = Form::act("/inzage/bezwaar", lang.say(office::OBJECT))
        .folded(lang.say(office::OBJECT))
        .field(bsn());
    page.blocks.push(Block::Form(make));
    page.blocks.push(Block::Form(object));
    Ok(page)
}

/// Makes the overview. It is the answer to the form itself: it has no address to come back to.
pub(in crate::web) async fn make(visit: &Visit, asked: &Asked) -> Result<Done, Status> {
    let bsn = asked.fields.get("bsn");
    // Of whom nothing is registered, nothing is told, however often it is asked.
    let enough = |found: &[GetSubjectAccessResponse]| {
        found.first().is_some_and(|first| first.registrations.is_empty())
    };
    let read = part::until(&Asked::default(), enough, |page_token| async move {
        let request = GetSubjectAccessRequest {
            bsn: bsn.to_owned(),
            page_token,
            ..GetSubjectAccessRequest::default()
        };
        let answer = visit.api.rights().get_subject_access(request).await?.into_inner();
        let token = answer.next_page_token.clone();
        Ok((vec![answer], token))
    })
    .await?;
    Ok(Done::Shown(Box::new(view(visit.now, &in_one(read.entries)))))
}

/// Several answers as one: all tell what is registered, and each a part of who looked.
fn in_one(answers: Vec<GetSubjectAccessResponse>) -> GetSubjectAccessResponse {
    let together = answers.into_iter().reduce(|mut earlier, mut later| {
        earlier.looked.append(&mut later.looked);
        GetSubjectAccessResponse { looked: earlier.looked, ..later }
    });
    together.unwrap_or_default()
}

/// The overview as blocks: the same page for a person who is unknown and one of whom nothing is
/// registered.
pub(in crate::web) fn view(now: Now, answer: &GetSubjectAccessResponse) -> Page {
    let lang = now.lang;
    let mut page = Page::new(lang.say(office::ACCESS), lang.say(office::LETTER));
    let to = match answer.addressee() {
        Addressee::Unspecified => lang.say(codes::NOBODY),
        _ => codes::say::<Addressee>(lang, answer.addressee),
    };
    page.blocks.push(Block::Facts(vec![(lang.say(office::ADDRESSEE).to_owned(), to.into())]));
    page.blocks.push(Block::heading("geregistreerd", lang.say(office::REGISTERED)));
    if answer.registrations.is_empty() {
        page.blocks.push(Block::words(lang.say(office::NOTHING)));
        return page;
    }
    let table = |caption, columns: &[crate::web::lang::Text]| {
        let columns: Vec<&str> = columns.iter().map(|text| lang.say(*text)).collect();
        Table::new(lang.say(caption), &columns)
    };
    let columns = [work::ORGANISATION, work::FROM, work::TO, work::STATUS];
    let mut registered = table(office::REGISTERED, &columns);
    registered.rows = answer
        .registrations
        .iter()
        .map(|one| {
            vec![
                one.organisation_name.clone().into(),
                now.day(&one.since).into(),
                now.day(&one.until).into(),
                codes::say::<InvolvementState>(lang, one.state).into(),
            ]
        })
        .collect();
    page.blocks.push(Block::Table(registered));
    let mut told = table(office::TOLD, &[office::WHEN, work::ORGANISATION]);
    let rows = answer.told.iter();
    told.rows = rows
        .map(|one| vec![now.moment(one.at.as_ref()).into(), one.organisation_name.clone().into()])
        .collect();
    page.blocks.push(Block::heading("verteld", lang.say(office::TOLD)));
    page.blocks.push(Block::Table(told));
    let mut looked = table(office::LOOKED, &[office::WHEN, office::BY_WHOM, office::CALL]);
    let rows = answer.looked.iter();
    looked.rows = rows
        .map(|one| {
            let name = one.name.clone().into();
            vec![now.moment(one.at.as_ref()).into(), name, one.call.clone().into()]
        })
        .collect();
    page.blocks.push(Block::heading("gekeken", lang.say(office::LOOKED)));
    page.blocks.push(Block::Table(looked));
    if !answer.next_page_token.is_empty() {
        page.blocks.push(Block::words(lang.say(office::LOOKED_MORE)));
    }
    page
}

/// Registers an objection.
pub(in crate::web) async fn object(visit: &Visit, asked: &Asked) -> Result<Done, Status> {
    let request = RegisterObjectionRequest {
        objection_id: asked.form(),
        bsn: asked.fields.get("bsn").to_owned(),
        ..RegisterObjectionRequest::default()
    };
    visit.api.rights().register_objection(request).await?;
    Ok(Done::Went(said_at("/bezwaren", "bezwaar")))
}
