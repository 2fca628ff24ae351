//! One address: whom can somebody turn to about a family in this place? The postcode comes in a form
//! and never stands in an address, and nobody is named.

use tonic::Status;

use crate::{
    api::v1::{
        FindOfficeRequest, FindOfficeResponse, OfficeContact, StandsIn, find_office_request::Place,
    },
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
    // The deputies stand with the office that was found, and who acts already is named above.
    let above = found.stands_in.iter().filter(|one| !one.deputy && !one.acts);
    facts.extend(above.map(|one| (lang.say(work::FIND_ABOVE).to_owned(), takes_over(lang, one))));
    facts
}

/// An office that takes over, and how it is reached.
fn takes_over(lang: Lang, one: &StandsIn) -> Line {
    let name = match lang {
        Lang::Nl => one.name_nl.clone(),
        Lang::En => one.name_en.clone(),
    };
    let mut bits = vec![Bit::Text(name)];
    let Line(ways) = ways(&one.phone, &one.email);
    if !ways.is_empty() {
        bits.push(Bit::Break);
        bits.extend(ways);
    }
    Line(bits)
}

/// Telephone and e-mail, as far as they are known.
fn ways(phone: &str, email: &str) -> Line {
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
}

/// How it is reached, and where to turn when nobody answers.
fn reach(lang: Lang, office: &OfficeContact) -> Vec<(String, Line)> {
    let own = (lang.say(work::FIND_REACH).to_owned(), ways(&office.phone, &office.email));
    let deputies = office.deputies.iter();
    let deputies =
        deputies.map(|one| (lang.say(work::FIND_DEPUTY).to_owned(), ways(&one.phone, &one.email)));
    std::iter::once(own).chain(deputies).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stands_in(name: &str, deputy: bool, acts: bool) -> StandsIn {
        StandsIn {
            name_nl: format!("{name} in het Nederlands"),
            name_en: format!("{name} in English"),
            deputy,
            acts,
            phone: format!("telephone of {name}"),
            email: String::new(),
            ..StandsIn::default()
        }
    }

    #[test]
    fn who_takes_over_stands_last_with_a_way_to_reach_it() {
        let office =
            |phone: &str| OfficeContact { phone: phone.to_owned(), ..OfficeContact::default() };
        let found = FindOfficeResponse {
            office: Some(office("own")),
            acts: Some(office("acting")),
            stands_in: vec![
                stands_in("a deputy", true, false),
                stands_in("who acts", false, true),
                stands_in("the one above", false, false),
            ],
            ..FindOfficeResponse::default()
        };
        for (lang, name) in
            [(Lang::Nl, "the one above in het Nederlands"), (Lang::En, "the one above in English")]
        {
            let facts = facts(lang, &found);
            let above: Vec<&Line> = facts
                .iter()
                .filter(|(label, _)| label == lang.say(work::FIND_ABOVE))
                .map(|(_, line)| line)
                .collect();
            let phone = Bit::Phone("telephone of the one above".to_owned());
            let told = Line(vec![Bit::Text(name.to_owned()), Bit::Break, phone]);
            assert_eq!(above, [&told]);
            assert_eq!(facts.last().map(|(_, line)| line), Some(&told));
        }
    }
}
