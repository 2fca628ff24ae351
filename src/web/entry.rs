//! Who is at the door, as their session says? Without one nobody sees a page.

use std::sync::Arc;

use axum::{
    http::{HeaderMap, Uri, header},
    response::Response,
};

use crate::{
    domain::model::{duties::Duties, party::Party},
    people::{Language, Session},
    service::identity,
};

use super::{
    Console, answer,
    lang::Lang,
    provider::visitor::reader,
    seat::{Seat, Work, named},
    visit::Visit,
    when::Now,
};

/// Who reads a page, when, in which language, and with which calls.
///
/// # Errors
/// The answer to whoever has no session that goes on: the way to sign in.
pub(super) async fn visit(
    console: &Console,
    headers: &HeaderMap,
    uri: &Uri,
    here: &'static str,
) -> Result<Visit, Box<Response>> {
    let path = uri.path_and_query().map_or("/", |path| path.as_str());
    let session = reader(console, headers, path).await?;
    seated(console, headers, uri, here, session)
}

/// The same for a bell: it does not make the session last longer.
///
/// # Errors
/// There is no session that goes on.
pub(super) async fn look(
    console: &Console,
    headers: &HeaderMap,
    uri: &Uri,
) -> Result<Visit, Box<Response>> {
    match session(console, headers).await? {
        Some(session) => seated(console, headers, uri, "", session),
        None => Err(Box::new(answer::see(&sign_in(uri)))),
    }
}

/// Somebody who is signed in, as a page needs them.
///
/// # Errors
/// They must choose first for whom they act.
pub(super) fn seated(
    console: &Console,
    headers: &HeaderMap,
    uri: &Uri,
    here: &'static str,
    session: Session,
) -> Result<Visit, Box<Response>> {
    let people = &console.people;
    let time = people.now();
    let lang = language(headers, session.person.language);
    let Some(seat) = session.person.seat.clone().or_else(|| only(&session)) else {
        return Err(Box::new(answer::see("/plaats")));
    };
    let office = match &seat.party {
        Party::Office(office) => Some(office.clone()),
        Party::Organisation(_) => None,
    };
    let covenants = people.sessions().broker().covenant();
    let of_office = office.as_ref().and_then(|office| Some((office, covenants.of_office(office)?)));
    let work = match of_office {
        Some((office, covenant)) => Work::Office(covenant.duties(office)),
        None if office.is_some() => Work::Office(Duties::default()),
        None if session.person.coordinates => Work::OrganisationCoordinator,
        None => Work::Professional,
    };
    let figures = of_office.is_some_and(|(office, covenant)| {
        !covenant.may_report(office) && !covenant.own_figures(office).is_empty()
    });
    let oversees = office.as_ref().is_some_and(|one| !covenants.overseen_by(one).is_empty());
    let chairs = !covenants.chaired_by(&seat.party).is_empty();
    let watches = covenants.of_party(&seat.party).any(|covenant| covenant.may_watch(&seat.party));
    let person = identity::Person {
        organisation: session.person.organisation,
        office,
        professional: session.person.professional.clone(),
        coordinator: session.person.coordinates,
        session: session.id.to_string(),
        second_factor: Some(session.factor),
    };
    let terms = covenants.inbox_terms(&seat.party);
    let now = Now::at(lang, time).but(&terms.days_off);
    let ends = session.idle_ends.min(session.ends);
    Ok(Visit {
        now,
        professional: person.professional.clone(),
        seats: session.person.seats.len(),
        ends: Now { time: ends, ..now }.now(),
        api: console.clients.as_person(Arc::new(person), spoken(lang)),
        seat: Seat {
            name: session.person.display,
            party: named(&seat.party),
            place: match lang {
                Lang::Nl => seat.nl,
                Lang::En => seat.en,
            },
            work,
            oversees,
            figures,
            chairs,
            watches,
            token: session.form_token,
            here,
            path: uri.path().to_owned(),
        },
    })
}

pub(super) fn only(session: &Session) -> Option<crate::people::Seat> {
    match session.person.seats.as_slice() {
        [one] => Some(one.clone()),
        _ => None,
    }
}

/// The session of a browser when it goes on.
///
/// # Errors
/// The store cannot say.
pub(super) async fn session(
    console: &Console,
    headers: &HeaderMap,
) -> Result<Option<Session>, Box<Response>> {
    let Some(cookie) = console.cookie(headers) else { return Ok(None) };
    let found = console.people.sessions().find(&cookie, console.people.now()).await;
    found.map_err(|_| down(headers))
}

/// The language of a reader: chosen, else the browser's.
pub(super) fn language(headers: &HeaderMap, chosen: Option<Language>) -> Lang {
    let accepted = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    match chosen {
        Some(Language::Dutch) => Lang::Nl,
        Some(Language::English) => Lang::En,
        None => Lang::choose(None, accepted),
    }
}

/// The language in which the API speaks to a reader.
fn spoken(lang: Lang) -> crate::service::Language {
    match lang {
        Lang::Nl => crate::service::Language::Dutch,
        Lang::En => crate::service::Language::English,
    }
}

/// Where somebody signs in, and comes back to this page from.
fn sign_in(uri: &Uri) -> String {
    let back = uri.path_and_query().map_or("/", |path| path.as_str());
    let query = form_urlencoded::Serializer::new(String::new()).append_pair("terug", back).finish();
    format!("/inloggen?{query}")
}

pub(super) fn down(headers: &HeaderMap) -> Box<Response> {
    let lang = language(headers, None);
    Box::new(answer::outside(503, lang, None, super::trouble::down(lang)))
}
