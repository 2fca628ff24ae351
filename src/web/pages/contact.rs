//! How does a contact card change, and how does a colleague take over? A page for each, so that the
//! function is chosen from the list of the covenant and what is wrong stands at its field.

use tonic::Status;

use crate::{
    api::v1::{
        ContactCard, GetInvolvementRequest, HandOverInvolvementRequest, UpdateContactRequest,
        hand_over_involvement_request, update_contact_request,
    },
    web::{
        page::{Block, Field, Form, Input, Page},
        texts::work,
        visit::{Asked, Done, Visit, said_at},
        when::Now,
    },
};

use super::{
    card,
    register::{self, Wrong},
};

/// The form for the own card, as it stands now.
pub(in crate::web) async fn card(visit: &Visit, asked: &Asked) -> Result<Page, Status> {
    let get = GetInvolvementRequest {
        involvement_id: asked.id.clone(),
        ..GetInvolvementRequest::default()
    };
    let found = visit.api.registry().get_involvement(get).await?.into_inner().involvement;
    let card = found.and_then(|found| found.professional);
    let functions = card::functions(visit).await?;
    Ok(view_card(visit.now, asked, card.as_ref(), &functions, &[]))
}

pub(in crate::web) fn view_card(
    now: Now,
    asked: &Asked,
    card: Option<&ContactCard>,
    functions: &[String],
    wrong: &[(String, String)],
) -> Page {
    let lang = now.lang;
    let page = Page::new(lang.say(work::CARD_CHANGE), lang.say(work::CARD_CHANGE_LEAD));
    let form =
        Form::act(format!("/betrokkenheden/{}/kaart", asked.id), lang.say(work::CARD_CHANGE))
            .primary()
            .fields(card::fields(lang, &asked.fields, card, functions));
    with(page, form, asked, wrong)
}

/// The form for a colleague who takes over: another card, so nothing is filled in.
pub(in crate::web) async fn colleague(visit: &Visit, asked: &Asked) -> Result<Page, Status> {
    let functions = card::functions(visit).await?;
    Ok(view_colleague(visit.now, asked, &functions, &[]))
}

pub(in crate::web) fn view_colleague(
    now: Now,
    asked: &Asked,
    functions: &[String],
    wrong: &[(String, String)],
) -> Page {
    let lang = now.lang;
    let page = Page::new(lang.say(work::HAND_OVER), lang.say(work::HAND_OVER_LEAD));
    let number = Input::Code(asked.fields.get("nummer").to_owned(), 64);
    let address = format!("/betrokkenheden/{}/overdragen", asked.id);
    let form = Form::act(address, lang.say(work::HAND_OVER))
        .primary()
        .field(Field::new("nummer", lang.say(work::HAND_OVER_TO), number))
        .fields(card::fields(lang, &asked.fields, None, functions));
    with(page, form, asked, wrong)
}

/// A page that holds the form, with what is wrong; sent again, it is the same request.
fn with(mut page: Page, mut form: Form, asked: &Asked, wrong: &[(String, String)]) -> Page {
    if !wrong.is_empty() {
        form.id = asked.form();
    }
    register::mark(&mut form, wrong, &mut page);
    page.blocks.push(Block::Form(form));
    page
}

/// Changes the contact card.
pub(in crate::web) async fn change(visit: &Visit, asked: &Asked) -> Result<Done, Status> {
    let request = UpdateContactRequest {
        which: Some(update_contact_request::Which::InvolvementId(asked.id.clone())),
        professional: Some(card::sent(&visit.professional, &asked.fields)),
        request_id: asked.form(),
        ..UpdateContactRequest::default()
    };
    let Some(wrong) = refused(visit, visit.api.registry().update_contact(request).await)? else {
        return Ok(Done::Went(said_at(&format!("/betrokkenheden/{}", asked.id), "kaart")));
    };
    let functions = card::functions(visit).await?;
    let page = view_card(visit.now, asked, None, &functions, &wrong);
    Ok(Done::Again(Box::new(page)))
}

/// A colleague takes over.
pub(in crate::web) async fn hand_over(visit: &Visit, asked: &Asked) -> Result<Done, Status> {
    let which = hand_over_involvement_request::Which::InvolvementId(asked.id.clone());
    let request = HandOverInvolvementRequest {
        which: Some(which),
        professional: Some(card::sent(asked.fields.get("nummer"), &asked.fields)),
        request_id: asked.form(),
        ..HandOverInvolvementRequest::default()
    };
    let answer = visit.api.registry().hand_over_involvement(request).await;
    let Some(wrong) = refused(visit, answer)? else {
        return Ok(Done::Went(said_at("/betrokkenheden", "overgedragen")));
    };
    let functions = card::functions(visit).await?;
    let page = view_colleague(visit.now, asked, &functions, &wrong);
    Ok(Done::Again(Box::new(page)))
}

/// What is wrong with the fields; any other refusal is a page of its own.
fn refused<T>(visit: &Visit, answer: Result<T, Status>) -> Result<Option<Wrong>, Status> {
    match answer {
        Ok(_) => Ok(None),
        Err(status) => register::field_problems(visit.now.lang, &status).map(Some).ok_or(status),
    }
}
