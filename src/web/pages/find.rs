//! One address: whom can somebody turn to about a family in this place? The postcode comes in a form
//! and never stands in an address, and nobody is named.

use tonic::Status;

use crate::{
    api::v1::{FindOfficeRequest, FindOfficeResponse, OfficeContact, find_office_request::Place},
    web::{
        lang::Lang,
        page::{Bit, Block, Form, Line, Page},
        texts::work,
        visit::{Asked, Done, Visit},
        when::Now,
    },
};

use super::{involved, register};

/// The empty form.
pub(in crate::web) async fn show(visit: &Visit, _: &Asked) -> Result<Page, Status> {
    Ok(view(visit.now, &Asked::default(), None, &[]))
}

/// The office of a postcode.
pub(in crate::web) async fn find(visit: &Visit, asked: &Asked) -> Result<Done, Status> {
    let (now, filled) = (visit.now, &asked.fields);
    let postcode = match register::place(now.lang, filled) {
        Ok(postcode) => postcode,
        Err(wrong) => return Ok(Done::Again(Box::new(view(now, asked, None, &wrong)))),
    };
    let request = FindOfficeRequest {
        place: Some(Place::Postcode(postcode)),
        ..FindOfficeRequest::default()
    };
    match visit.api.covenant().find_office(request).await {
        Ok(answer) => {
            let page = view(now, asked, Some(&answer.into_inner()), &[]);
            Ok(Done::Shown(Box::new(page)))
        }
        Err(status) => match register::field_problems(now.lang, &status) {
            Some(wrong) => Ok(Done::Again(Box::new(view(now, asked, None, &wrong)))),
            None => Err(status),
        },
    }
}

/// The form, with what was found.
pub(in crate::web) fn view(
    now: Now,
    asked: &Asked,
    found: Option<&FindOfficeResponse>,
    wrong: &[(String, String)],
) -> Page {
    let lang = now.lang;
    let mut page = Page::new(lang.say(work::FIND), lang.say(work::FIND_LEAD));
    if let Some(found) = found {
        page.blocks.push(Block::Facts(facts(lang, found)));
    }
    let mut form = Form::act("/adres", lang.say(work::FIND_DO))
        .primary()
        .field(register::postcode(lang, &asked.fields));
    register::mark(&mut form, wrong, &mut page);
    page.blocks.push(Block::Form(form));
    page
}

fn facts(lang: Lang, found: &FindOfficeResponse) -> Vec<(String, Line)> {
    let mut facts = Vec::new();
    let area = found.area.as_ref().map_or("", |area| area.name.as_str());
    facts.push((lang.say(work::AREA).to_owned(), area.into()));
    if let Some(office) = &found.office {
        let (name, _) = involved::through(lang, Some(office), &office.office);
        facts.push((lang.say(work::FIND_OFFICE).to_owned(), name.into()));
    }
    if let Some(acts) = &found.acts {
        let (name, _) = involved::through(lang, Some(acts), &acts.office);
        facts.push((lang.say(work::FIND_ACTS).to_owned(), name.into()));
    }
    if let Some(acts) = found.acts.as_ref().or(found.office.as_ref()) {
        facts.extend(reach(lang, acts));
    }
    facts
}

/// How it is reached, and where to turn when nobody answers.
fn reach(lang: Lang, office: &OfficeContact) -> Vec<(String, Line)> {
    let line = |phone: &str, email: &str| {
        let mut bits = Vec::new();
        if !phone.is_empty() {
            bits.push(Bit::Phone(phone.to_owned()));
        }
        if !phone.is_empty() && !email.is_empty() {
            bits.push(Bit::Break);
        }
        if !email.is_empty() {
            bits.push(Bit::Mail(email.to_owned()));
        }
        Line(bits)
    };
    let own = (lang.say(work::FIND_REACH).to_owned(), line(&office.phone, &office.email));
    let deputies = office.deputies.iter();
    let deputies =
        deputies.map(|one| (lang.say(work::FIND_DEPUTY).to_owned(), line(&one.phone, &one.email)));
    std::iter::once(own).chain(deputies).collect()
}
