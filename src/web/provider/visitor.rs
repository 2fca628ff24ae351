//! Who sent this request? Somebody whose session goes on, or somebody who must sign in first; what
//! they filled in is not lost by that.

use axum::{
    http::{HeaderMap, header},
    response::Response,
};

use crate::{
    people::Session,
    web::{Console, answer, entry, forms::Filled, guard, lang::Lang},
};

use super::{CONFIRM, KEPT, SEAT, SIGN_IN, refusal};

/// The language of whoever sent a request: by their choice, else by their browser.
pub(super) fn language(headers: &HeaderMap, session: Option<&Session>) -> Lang {
    entry::language(headers, session.and_then(|session| session.person.language))
}

/// One cookie of a request. Over HTTP/2 browsers send every cookie as a header of its own.
pub(super) fn cookie(headers: &HeaderMap, console: &Console, name: &str) -> Option<String> {
    let all = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let all = all.collect::<Vec<_>>().join("; ");
    console.people.cookies().value(&all, name).map(str::to_owned)
}

/// The session of whoever asks for something, when it goes on.
///
/// # Errors
/// The store cannot answer: the page that says so.
pub(super) async fn session(
    console: &Console,
    headers: &HeaderMap,
) -> Result<Option<Session>, Box<Response>> {
    entry::session(console, headers).await
}

/// Who reads a page. Their session lasts longer by it.
///
/// # Errors
/// They must sign in, be confirmed, or choose a seat first: where to.
pub(in crate::web) async fn reader(
    console: &Console,
    headers: &HeaderMap,
    path: &str,
) -> Result<Session, Box<Response>> {
    let Some(session) = session(console, headers).await? else {
        return Err(Box::new(answer::see(&leading_back(SIGN_IN, path))));
    };
    let now = console.people.now();
    if session.must_be_confirmed(console.people.terms(), now) {
        return Err(Box::new(answer::see(&leading_back(CONFIRM, path))));
    }
    if session.person.seat.is_none() {
        return Err(Box::new(answer::see(&leading_back(SEAT, path))));
    }
    touched(console, headers, session).await
}

/// Who sent a form. One that comes after the end of its session is kept, and its sender asked to
/// sign in.
///
/// # Errors
/// They must sign in first, or it is no form of ours: the answer.
pub(in crate::web) async fn sender(
    console: &Console,
    headers: &HeaderMap,
    path: &str,
    filled: &Filled,
) -> Result<Session, Box<Response>> {
    let now = console.people.now();
    let found = session(console, headers).await?;
    let lang = language(headers, found.as_ref());
    let cookie = console.cookie(headers);
    let ours = cookie
        .as_ref()
        .is_some_and(|cookie| guard::own(headers, &cookie.form_token(), filled).is_ok());
    match (found, cookie) {
        (Some(session), _) if !session.is_unconfirmed(console.people.terms(), now) => {
            if !ours {
                let entered = console.people.sessions().foreign_form(&session).await;
                return Err(Box::new(match entered {
                    Ok(()) => refusal::foreign_form(console, lang),
                    Err(error) => refusal::store(console, lang, &error),
                }));
            }
            if session.person.seat.is_none() {
                return Err(Box::new(answer::see(SEAT)));
            }
            touched(console, headers, session).await
        }
        // Only what a page of that very session sent is kept.
        (_, Some(cookie)) if ours => {
            let fields = fields(filled);
            match console.people.sessions().keep(&cookie, path, &fields, now).await {
                Ok(true) => Err(Box::new(answer::see(&leading_back(SIGN_IN, KEPT)))),
                Ok(false) => Err(Box::new(answer::see(SIGN_IN))),
                Err(error) => Err(Box::new(refusal::store(console, lang, &error))),
            }
        }
        _ => Err(Box::new(answer::see(SIGN_IN))),
    }
}

/// What is kept of a form: all but the proof that it was one of ours.
fn fields(filled: &Filled) -> Vec<(String, String)> {
    let names = filled.names().into_iter().filter(|name| name != "bewijs");
    names.map(|name| (name.clone(), filled.get(&name).to_owned())).collect()
}

/// Keeps a form of somebody who is signed in. False when it holds nothing but citizen service numbers,
/// which are never kept, or too much.
///
/// # Errors
/// The store is failing: the page that says so.
pub(in crate::web) async fn keep(
    console: &Console,
    headers: &HeaderMap,
    path: &str,
    filled: &Filled,
) -> Result<bool, Box<Response>> {
    let (fields, now) = (fields(filled), console.people.now());
    let told = |name: &str| name != "formulier" && !name.starts_with("bsn");
    let Some(cookie) = console.cookie(headers) else { return Ok(false) };
    if !fields.iter().any(|(name, _)| told(name)) {
        return Ok(false);
    }
    let kept = console.people.sessions().keep(&cookie, path, &fields, now).await;
    kept.map_err(|error| Box::new(refusal::store(console, language(headers, None), &error)))
}

async fn touched(
    console: &Console,
    headers: &HeaderMap,
    session: Session,
) -> Result<Session, Box<Response>> {
    match console.people.sessions().touch(&session, console.people.now()).await {
        Ok(()) => Ok(session),
        Err(error) => {
            Err(Box::new(refusal::store(console, language(headers, Some(&session)), &error)))
        }
    }
}

/// An address of the sign-in that leads back to another one.
pub(super) fn leading_back(to: &str, path: &str) -> String {
    if path.is_empty() || path == "/" {
        return to.to_owned();
    }
    let query = form_urlencoded::Serializer::new(String::new()).append_pair("terug", path).finish();
    format!("{to}?{query}")
}
