//! How does somebody ask for attention to a family? Acute danger first, with no answer filled in.

use tonic::Status;

use crate::{
    api::v1::{
        Danger, Discussed, EntryCode, GetCovenantRequest, GetCovenantResponse,
        SendConcernSignalRequest, send_concern_signal_request::Place,
    },
    web::{
        forms::Filled,
        lang::{Lang, Text},
        page::{Block, Field, Form, Input, Page},
        texts::{codes, work},
        visit::{Asked, Done, Visit, said_at},
        when::Now,
    },
};

use super::{
    card,
    register::{self, Wrong},
};

/// Rows for persons.
const PERSONS: usize = 4;

/// The empty form.
pub(in crate::web) async fn show(visit: &Visit, _: &Asked) -> Result<Page, Status> {
    let covenant = covenant(visit).await?;
    Ok(view(visit.now, &visit.seat.name, &Filled::default(), &covenant, &[]))
}

pub(super) async fn covenant(visit: &Visit) -> Result<GetCovenantResponse, Status> {
    let answer = visit.api.covenant().get_covenant(GetCovenantRequest::default()).await?;
    Ok(answer.into_inner())
}

/// What the covenant asks of whoever reports a family, where it asks.
pub(super) fn entry_fields(
    lang: Lang,
    filled: &Filled,
    covenant: &GetCovenantResponse,
    [ground, attempts]: [Text; 2],
) -> Vec<Field> {
    if covenant.entry_grounds.is_empty() {
        return Vec::new();
    }
    let name = |one: &EntryCode| match lang {
        Lang::Nl => one.name_nl.clone(),
        Lang::En => one.name_en.clone(),
    };
    let mut grounds = vec![(String::new(), lang.say(work::CHOOSE).to_owned())];
    grounds.extend(covenant.entry_grounds.iter().map(|one| (one.code.clone(), name(one))));
    let grounds = Input::Select(grounds, filled.get("grond").to_owned());
    let mut fields = vec![
        Field::new("grond", lang.say(ground), grounds),
        Field::new("poging", lang.say(attempts), Input::Group),
    ];
    fields.extend((1..).zip(&covenant.own_attempts).map(|(number, one): (usize, _)| {
        let field = format!("poging{number}");
        let tick = Input::Tick(filled.ticked(&field));
        Field::new(field, name(one), tick)
    }));
    fields
}

/// The codes of the attempts that were ticked.
pub(super) fn tried(filled: &Filled, covenant: &GetCovenantResponse) -> Vec<String> {
    let ticked = |number: usize| filled.ticked(&format!("poging{number}"));
    let all = (1..).zip(&covenant.own_attempts);
    all.filter(|(number, _)| ticked(*number)).map(|(_, one)| one.code.clone()).collect()
}

pub(in crate::web) fn view(
    now: Now,
    name: &str,
    filled: &Filled,
    covenant: &GetCovenantResponse,
    wrong: &[(String, String)],
) -> Page {
    let lang = now.lang;
    let mut page = Page::new(lang.say(work::SIGNAL), lang.say(work::SIGNAL_LEAD));
    page.blocks.push(Block::Alarm(lang.say(work::SIGNAL_CALL).into()));
    let dangers = [(Danger::Acute, work::DANGER_YES), (Danger::NotAcute, work::DANGER_NO)];
    let option = |(danger, text)| ((danger as i32).to_string(), lang.say(text).to_owned());
    let danger = Input::Radio(dangers.map(option).to_vec(), filled.get("gevaar").to_owned());
    let mut discussed = vec![(String::new(), lang.say(work::CHOOSE).to_owned())];
    discussed.extend(codes::options::<Discussed>(lang));
    let discussed = Input::Select(discussed, filled.get("besproken").to_owned());
    let name = crate::api::v1::ContactCard {
        name: name.to_owned(),
        ..crate::api::v1::ContactCard::default()
    };
    let card = wrong.is_empty().then_some(&name);
    let mut form = Form::act("/zorgsignaal", lang.say(work::SEND))
        .primary()
        .field(Field::new("gevaar", lang.say(work::DANGER), danger))
        .field(Field::new("besproken", lang.say(work::DISCUSSED), discussed))
        .fields(entry_fields(lang, filled, covenant, [work::ENTRY_GROUND, work::OWN_ATTEMPTS]))
        .field(register::postcode(lang, filled))
        .fields(card::fields(lang, filled, card, &covenant.functions))
        .fields(register::person_fields(lang, filled, PERSONS));
    if !wrong.is_empty() {
        form.id = filled.get("formulier").to_owned();
    }
    register::mark(&mut form, wrong, &mut page);
    page.blocks.push(Block::Form(form));
    page
}

/// Sends it.
pub(in crate::web) async fn send(visit: &Visit, asked: &Asked) -> Result<Done, Status> {
    let (lang, filled) = (visit.now.lang, &asked.fields);
    let covenant = covenant(visit).await?;
    let again = |wrong: &Wrong| {
        Done::Again(Box::new(view(visit.now, &visit.seat.name, filled, &covenant, wrong)))
    };
    let danger = filled.code("gevaar");
    let discussed = filled.code("besproken");
    let mut unsaid = Vec::new();
    for (code, field, text) in
        [(danger, "gevaar", work::DANGER_CHOOSE), (discussed, "besproken", work::DISCUSSED_CHOOSE)]
    {
        unsaid.extend((code == 0).then(|| (field.to_owned(), lang.say(text).to_owned())));
    }
    let unsaid = (!unsaid.is_empty()).then_some(unsaid);
    let place = register::place(lang, filled);
    let card = card::checked(lang, &visit.professional, filled);
    let members = register::persons(lang, filled);
    let (Ok(place), Ok(card), Ok(members), None) = (&place, &card, &members, &unsaid) else {
        let wrong = [unsaid, place.err(), card.err(), members.err()];
        return Ok(again(&wrong.into_iter().flatten().flatten().collect()));
    };
    let request = SendConcernSignalRequest {
        signal_id: asked.form(),
        members: members.clone(),
        danger,
        professional: Some(card.clone()),
        place: Some(Place::Postcode(place.clone())),
        discussed,
        entry_ground: filled.get("grond").to_owned(),
        own_attempts: tried(filled, &covenant),
        ..SendConcernSignalRequest::default()
    };
    match visit.api.signals().send_concern_signal(request).await {
        Ok(_) => Ok(Done::Went(said_at(&format!("/signalen/{}", asked.form()), "verstuurd"))),
        Err(status) => match register::field_problems(lang, &status) {
            Some(wrong) => Ok(again(&wrong)),
            None => Err(status),
        },
    }
}
