//! What happens at each address of the sign-in at a provider?

use std::sync::Arc;

use axum::{
    body::Bytes,
    extract::{Path, RawQuery, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Response},
};

use crate::{
    domain::model::party::Oin,
    people::{
        Arrived, Failed, Session,
        provider::{Begun, NotSignedIn, Purpose, Returned, local_path},
    },
    web::{
        Console, answer,
        forms::Filled,
        lang::Lang,
        page::{Block, Form, Page},
        texts::{self, signin as words},
    },
};

use super::{
    KEPT, SIGN_IN, refusal,
    visitor::{cookie, language, leading_back, reader, sender, session},
};

/// A sign-in under way is remembered for ten minutes, in seconds.
const ATTEMPT_SECONDS: u32 = 600;

/// The fields of an address.
fn asked(query: Option<&str>) -> Filled {
    Filled::read(query.unwrap_or_default().as_bytes())
}

/// Where somebody wanted to go, when that is here.
fn back(asked: &Filled) -> &str {
    local_path(asked.get("terug")).unwrap_or("/")
}

/// At which provider? Whoever is signed in already goes on.
pub(super) async fn choose(
    State(console): State<Arc<Console>>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let (asked, lang) = (asked(query.as_deref()), language(&headers, None));
    match session(&console, &headers).await {
        Ok(Some(_)) => return answer::see(back(&asked)),
        Ok(None) => {}
        Err(response) => return *response,
    }
    let mut page = Page::new(lang.say(words::SIGN_IN), "");
    let entrances = console.people.entrances();
    let lead = match (console.people.is_demo(), entrances.is_empty()) {
        (true, _) => words::SIGN_IN_DEMO,
        (false, true) => words::SIGN_IN_NONE,
        (false, false) => words::SIGN_IN_LEAD,
    };
    lang.say(lead).clone_into(&mut page.lead);
    let link = |entrance: &crate::people::Entrance| {
        let path = format!("/inloggen/bij/{}", entrance.organisation);
        (leading_back(&path, back(&asked)), entrance.name.clone())
    };
    if !entrances.is_empty() {
        page.blocks.push(Block::Links(entrances.iter().map(link).collect()));
    }
    answer::outside(200, lang, console.theme().as_deref(), page)
}

/// Off to the provider of an organisation.
pub(super) async fn begin(
    State(console): State<Arc<Console>>,
    Path(organisation): Path<String>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let (asked, lang) = (asked(query.as_deref()), language(&headers, None));
    let Some(oin) = Oin::parse(&organisation) else { return answer::see(SIGN_IN) };
    match console.people.begin(&oin, back(&asked)).await {
        Ok(begun) => sent_off(&console, &begun),
        Err(failed) => refusal::page(&console, lang, &failed),
    }
}

fn sent_off(console: &Console, begun: &Begun) -> Response {
    let names = console.people.cookies();
    let set = names.set(names.signing_in(), &begun.cookie, Some(ATTEMPT_SECONDS));
    with_cookie(answer::see(&begun.url), &set)
}

fn with_cookie(mut response: Response, set: &str) -> Response {
    match HeaderValue::from_str(set) {
        Ok(set) => {
            response.headers_mut().append(header::SET_COOKIE, set);
            response
        }
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// Back from the provider.
pub(super) async fn arrive(
    State(console): State<Arc<Console>>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let (asked, lang) = (asked(query.as_deref()), language(&headers, None));
    let text = |name: &str| Some(asked.get(name)).filter(|t| !t.is_empty()).map(str::to_owned);
    let returned = Returned {
        code: text("code"),
        state: text("state"),
        iss: text("iss"),
        error: text("error"),
    };
    let names = console.people.cookies();
    let attempt = cookie(&headers, &console, names.signing_in());
    let former = console.cookie(&headers);
    let arrived = console.people.arrive(&returned, attempt.as_deref(), former.as_ref()).await;
    let response = match arrived {
        Ok(arrived) => come_in(&console, arrived),
        // The provider does not know this browser any more: as if it came for the first time.
        Err(Failed::Refused(refused)) if refused.why == NotSignedIn::MustInteract => {
            answer::see(&leading_back(SIGN_IN, &refused.back))
        }
        Err(failed) => refusal::page(&console, lang, &failed),
    };
    with_cookie(response, &names.set(names.signing_in(), "", Some(0)))
}

fn come_in(console: &Console, arrived: Arrived) -> Response {
    let response = answer::see(&arrived.back);
    let names = console.people.cookies();
    match arrived.cookie {
        Some(cookie) => with_cookie(response, &names.set(names.session(), &cookie.text(), None)),
        None => response,
    }
}

/// A page of the sign-in for somebody who is signed in: its forms carry the token.
fn inside(console: &Console, lang: Lang, session: &Session, page: Page) -> Response {
    answer::outside_with(200, lang, console.theme().as_deref(), page, &session.form_token)
}

/// Off to be confirmed, unseen.
pub(super) async fn confirm(
    State(console): State<Arc<Console>>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let asked = asked(query.as_deref());
    match session(&console, &headers).await {
        Ok(Some(session)) => {
            match console.people.again(&session, Purpose::Confirm, back(&asked)).await {
                Ok(Some(begun)) => sent_off(&console, &begun),
                Ok(None) => answer::see(back(&asked)),
                Err(failed) => refusal::page(&console, language(&headers, Some(&session)), &failed),
            }
        }
        Ok(None) => answer::see(&leading_back(SIGN_IN, back(&asked))),
        Err(response) => *response,
    }
}

/// What came too late, to be sent after all.
pub(super) async fn kept(State(console): State<Arc<Console>>, headers: HeaderMap) -> Response {
    let session = match reader(&console, &headers, KEPT).await {
        Ok(session) => session,
        Err(response) => return *response,
    };
    let lang = language(&headers, Some(&session));
    let Some(kept) = &session.kept else {
        let mut page = Page::new(lang.say(words::KEPT_GONE), lang.say(words::KEPT_GONE_LEAD));
        let first = ("/".to_owned(), lang.say(texts::NOT_FOUND_NEXT).to_owned());
        page.blocks.push(Block::Links(vec![first]));
        return inside(&console, lang, &session, page);
    };
    let mut page = Page::new(lang.say(words::KEPT), lang.say(words::KEPT_LEAD));
    let field = |name: &str| {
        let found = kept.fields.iter().find(|(known, _)| known == name);
        found.map_or_else(String::new, |(_, value)| value.clone())
    };
    // The same id: what was done after all, though its answer was lost, is not done twice.
    let hidden = kept.fields.iter().filter(|(name, _)| name != "formulier").cloned().collect();
    let form = Form::act(&kept.path, lang.say(words::KEPT_SEND)).primary();
    page.blocks.push(Block::Form(Form { id: field("formulier"), hidden, ..form }));
    page.blocks.push(Block::Form(Form::act(KEPT, lang.say(words::KEPT_DROP))));
    inside(&console, lang, &session, page)
}

/// What came too late is forgotten.
pub(super) async fn drop_kept(
    State(console): State<Arc<Console>>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let session = match sender(&console, &headers, KEPT, &Filled::read(&body)).await {
        Ok(session) => session,
        Err(response) => return *response,
    };
    match console.people.sessions().forget_kept(&session).await {
        Ok(()) => answer::see("/"),
        Err(error) => refusal::store(&console, language(&headers, Some(&session)), &error),
    }
}

/// A provider tells that somebody signed out there (OpenID Connect Back-Channel Logout).
pub(super) async fn signed_out_elsewhere(
    State(console): State<Arc<Console>>,
    body: Bytes,
) -> Response {
    let status =
        match console.people.signed_out_elsewhere(Filled::read(&body).get("logout_token")).await {
            Ok(_) => StatusCode::OK,
            Err(Failed::Refused(_)) => StatusCode::BAD_REQUEST,
            Err(Failed::Store(_)) => StatusCode::SERVICE_UNAVAILABLE,
        };
    status.into_response()
}
