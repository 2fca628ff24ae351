//! How do people come in and go out? By a link of the demonstration, and by the button in the head of
//! every page; and how do they prove once more that it is them?

use std::sync::Arc;

use axum::{
    body::Body,
    extract::{Path, Request, State},
    http::{HeaderMap, HeaderValue, StatusCode, Uri, header},
    response::{IntoResponse as _, Response},
};

use crate::people::{Failed, demo::DEMO_PATH, provider::Purpose};

use super::{
    Console, answer, entry,
    forms::Filled,
    guard,
    lang::Lang,
    page::{Block, Form, Page},
    routes,
    texts::{self, about},
};

/// Where a link of the demonstration leads.
pub(super) fn demo_route() -> String {
    format!("{DEMO_PATH}{{secret}}")
}

/// Somebody opens a link of the demonstration. Where there is none, no link opens anything.
pub(super) async fn open_link(
    State(console): State<Arc<Console>>,
    Path(secret): Path<String>,
    headers: HeaderMap,
) -> Response {
    let former = console.cookie(&headers);
    match console.people.open_link(&secret, former.as_ref()).await {
        Ok(arrived) => {
            let names = console.people.cookies();
            let cookie =
                arrived.cookie.map(|cookie| names.set(names.session(), &cookie.text(), None));
            with_cookie(answer::see(routes::inside(&arrived.back)), cookie)
        }
        Err(Failed::Store(_)) => *entry::down(&headers),
        Err(Failed::Refused(_)) => {
            let lang = entry::language(&headers, None);
            let page = Page::new(lang.say(about::NO_LINK), lang.say(about::NO_LINK_LEAD));
            answer::outside(404, lang, console.theme().as_deref(), page)
        }
    }
}

fn with_cookie(mut response: Response, cookie: Option<String>) -> Response {
    if let Some(value) = cookie.and_then(|cookie| HeaderValue::from_str(&cookie).ok()) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
    response
}

/// The button in the head: the session is over, here and in the store, and the browser forgets.
pub(super) async fn sign_out(State(console): State<Arc<Console>>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    // Also before a seat was chosen.
    let session = match of_session(&console, &parts.headers, body).await {
        Ok((session, _)) => session,
        Err(answer) => return *answer,
    };
    let Ok(elsewhere) = console.people.sign_out(&session).await else {
        return *entry::down(&parts.headers);
    };
    let names = console.people.cookies();
    let gone = names.set(names.session(), "", Some(0));
    let place = elsewhere.unwrap_or_else(|| "/inloggen".to_owned());
    let mut response = with_cookie(answer::see(&place), Some(gone));
    let forget = HeaderValue::from_static("\"cache\", \"storage\"");
    response.headers_mut().insert("clear-site-data", forget);
    response
}

/// For whom does somebody act who may act for several?
pub(super) async fn seats(State(console): State<Arc<Console>>, headers: HeaderMap) -> Response {
    let session = match entry::session(&console, &headers).await {
        Ok(Some(session)) => session,
        Ok(None) => return answer::see("/inloggen"),
        Err(answer) => return *answer,
    };
    let lang = entry::language(&headers, session.person.language);
    let mut page = Page::new(lang.say(about::SEAT), lang.say(about::SEAT_LEAD));
    let seats = session.person.seats.iter().map(|seat| {
        let name = match lang {
            Lang::Nl => &seat.nl,
            Lang::En => &seat.en,
        };
        Form::act("/plaats", name).carry("plaats", seat.party.to_string())
    });
    page.blocks.push(Block::Row(seats.collect()));
    answer::outside_with(200, lang, console.theme().as_deref(), page, &session.form_token)
}

/// Sits down in one of them.
pub(super) async fn sit(State(console): State<Arc<Console>>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let (session, filled) = match of_session(&console, &parts.headers, body).await {
        Ok(own) => own,
        Err(answer) => return *answer,
    };
    let wanted = filled.get("plaats");
    let seat = session.person.seats.iter().find(|seat| seat.party.to_string() == wanted);
    let Some(seat) = seat else { return answer::see("/plaats") };
    match console.people.sessions().sit(&session, &seat.party).await {
        Ok(_) => answer::see("/"),
        Err(_) => *entry::down(&parts.headers),
    }
}

/// Asks for the second factor once more, before something that cannot be undone.
pub(super) async fn ask_factor(
    State(console): State<Arc<Console>>,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    let visit = match entry::visit(&console, &headers, &uri, "").await {
        Ok(visit) => visit,
        Err(answer) => return *answer,
    };
    let lang = visit.now.lang;
    let fields = Filled::read(uri.query().unwrap_or_default().as_bytes());
    let mut page = Page::new(lang.say(about::FACTOR), lang.say(about::FACTOR_LEAD));
    let form = Form::act("/inloggen/opnieuw", lang.say(about::FACTOR_DO))
        .primary()
        .carry("terug", fields.get("terug"));
    page.blocks.push(Block::Form(form));
    page.blocks.push(Block::Links(vec![(
        routes::inside(fields.get("terug")).to_owned(),
        lang.say(texts::BACK).to_owned(),
    )]));
    answer::html(200, &visit, console.theme().as_deref(), page)
}

/// Goes to prove it.
pub(super) async fn prove_factor(
    State(console): State<Arc<Console>>,
    request: Request,
) -> Response {
    let (parts, body) = request.into_parts();
    let (session, filled) = match own(&console, &parts.headers, &parts.uri, body).await {
        Ok(own) => own,
        Err(answer) => return *answer,
    };
    let back = routes::inside(filled.get("terug")).to_owned();
    let names = console.people.cookies();
    match console.people.again(&session, Purpose::Fresh, &back).await {
        Ok(None) => answer::see(&back),
        Ok(Some(begun)) => {
            let cookie = names.set(names.signing_in(), &begun.cookie, None);
            with_cookie(answer::see(&begun.url), Some(cookie))
        }
        Err(_) => *entry::down(&parts.headers),
    }
}

/// The session and a form of it, whether a seat was chosen or not.
async fn of_session(
    console: &Console,
    headers: &HeaderMap,
    body: Body,
) -> Result<(crate::people::Session, Filled), Box<Response>> {
    let Some(session) = entry::session(console, headers).await? else {
        return Err(Box::new(answer::see("/inloggen")));
    };
    let Ok(filled) = routes::form(headers, body).await else {
        return Err(Box::new(StatusCode::BAD_REQUEST.into_response()));
    };
    match guard::own(headers, &session.form_token, &filled) {
        Ok(()) => Ok((session, filled)),
        Err(_) => Err(Box::new(StatusCode::FORBIDDEN.into_response())),
    }
}

/// The session and the form of somebody who is signed in.
async fn own(
    console: &Console,
    headers: &HeaderMap,
    uri: &Uri,
    body: Body,
) -> Result<(crate::people::Session, Filled), Box<Response>> {
    let visit = entry::look(console, headers, uri).await?;
    let Some(session) = entry::session(console, headers).await? else {
        return Err(Box::new(StatusCode::FORBIDDEN.into_response()));
    };
    let filled = routes::form(headers, body).await;
    match filled {
        Ok(filled) if guard::own(headers, &visit.seat.token, &filled).is_ok() => {
            Ok((session, filled))
        }
        Ok(_) => Err(Box::new(routes::not_taken(console, &visit, 403))),
        Err(code) => Err(Box::new(routes::not_taken(console, &visit, code))),
    }
}
