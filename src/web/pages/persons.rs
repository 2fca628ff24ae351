//! Who is in a case? Its director takes out who does not belong in it, puts in who does, and confirms that
//! those whom somebody else named together belong together.

use tonic::Status;

use crate::{
    api::v1::{AddPersonsRequest, Case, ConfirmPersonsRequest, RemovePersonRequest},
    web::{
        lang::Lang,
        page::{Block, Field, Form, Input, Page},
        texts::{self, office, work},
        visit::{Asked, Done, Visit},
        when::Now,
    },
};

use super::{
    again,
    of_case::{act, back},
    open_case::{named, on_form},
    register::Wrong,
};

/// Persons that are put in at once.
const ROWS: usize = 3;

/// The form that brings everybody together who is involved with one of them.
pub(super) fn confirm_form(lang: Lang, case: &Case) -> Form {
    act(case, "bevestigen", lang.say(office::CONFIRM_PERSONS)).primary()
}

/// A form for each person that can be taken out, in the order in which they were named: all but the last
/// one that is left; and the form to put others in.
pub(super) fn blocks(now: Now, case: &Case) -> Vec<Block> {
    let lang = now.lang;
    let mut blocks = Vec::new();
    if case.persons.len() > 1 {
        blocks.extend((1..).zip(&case.persons).map(|(number, person): (usize, _)| {
            let since = now.moment_day(person.since.as_ref());
            let words = lang.fill(office::REMOVE_PERSON, &[&number.to_string(), &since]);
            let form = act(case, "persoon-eruit", &words).folded(&words);
            Block::Form(form.carry("persoon", person.person_id.clone()))
        }));
    }
    let bsn = |number: usize| {
        let person = lang.fill(work::PERSON, &[&number.to_string()]);
        let input = Input::Bsn(lang.say(texts::SHOW));
        let field = Field::new(format!("bsn{number}"), format!("{person}: BSN"), input);
        field.hint(lang.say(work::BSN_HINT))
    };
    let add = act(case, "personen", lang.say(office::ADD_PERSONS))
        .folded(lang.say(office::ADD_PERSONS))
        .fields((1..=ROWS).map(bsn));
    blocks.push(Block::Form(add));
    blocks
}

/// Confirms that the persons of the case belong together.
pub(in crate::web) async fn confirm(visit: &Visit, asked: &Asked) -> Result<Done, Status> {
    let request = ConfirmPersonsRequest {
        case_id: asked.id.clone(),
        etag: asked.fields.get("etag").to_owned(),
        request_id: asked.form(),
        ..ConfirmPersonsRequest::default()
    };
    visit.api.cases().confirm_persons(request).await?;
    Ok(back(asked, "vastgelegd"))
}

/// Takes a person out.
pub(in crate::web) async fn remove(visit: &Visit, asked: &Asked) -> Result<Done, Status> {
    let request = RemovePersonRequest {
        case_id: asked.id.clone(),
        person_id: asked.fields.get("persoon").to_owned(),
        etag: asked.fields.get("etag").to_owned(),
        request_id: asked.form(),
        ..RemovePersonRequest::default()
    };
    visit.api.cases().remove_person(request).await?;
    Ok(back(asked, "vastgelegd"))
}

/// Puts persons in.
pub(super) async fn add(visit: &Visit, asked: &Asked) -> Result<(), Status> {
    let (_, persons) = named(&asked.fields, ROWS);
    let request = AddPersonsRequest {
        case_id: asked.id.clone(),
        persons,
        etag: asked.fields.get("etag").to_owned(),
        request_id: asked.form(),
        ..AddPersonsRequest::default()
    };
    visit.api.cases().add_persons(request).await.map(|_| ())
}

/// Marks what is wrong in the form that puts persons in. False when it is not there any more.
pub(super) fn mark(page: &mut Page, asked: &Asked, wrong: &Wrong) -> bool {
    let (rows, _) = named(&asked.fields, ROWS);
    let action = format!("/zaken/{}/personen", asked.id);
    let at = |_: &Form, _: &_, field: &str| on_form(field, &rows);
    again::mark(page, &action, asked, wrong, at)
}
