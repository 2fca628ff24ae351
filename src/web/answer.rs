//! How does a page, an act or a refusal become an answer to the browser?

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use tonic::Status;

use super::{
    lang::Lang,
    page::Page,
    seat::Seat,
    shell,
    table::shown_at,
    trouble,
    trouble::Trouble,
    visit::{Asked, Done, EARLIER, Visit, said_at},
};

/// A page as an answer.
pub(super) fn html(code: u16, visit: &Visit, theme: Option<&str>, mut page: Page) -> Response {
    shell::seal(&mut page, &visit.seat.token);
    let body = shell::render(visit.now.lang, Some(&visit.seat), theme, &page);
    text(code, visit.now.lang, "text/html; charset=utf-8", body)
}

/// A page for whoever is not signed in.
pub(super) fn outside(code: u16, lang: Lang, theme: Option<&str>, page: Page) -> Response {
    outside_with(code, lang, theme, page, "")
}

/// A page without a menu, whose forms carry a token.
pub(super) fn outside_with(
    code: u16,
    lang: Lang,
    theme: Option<&str>,
    mut page: Page,
    token: &str,
) -> Response {
    shell::seal(&mut page, token);
    let body = shell::render(lang, None, theme, &page);
    text(code, lang, "text/html; charset=utf-8", body)
}

/// An answer with a body. Nothing of it is kept by a browser: see [`super::headers`].
pub(super) fn text(code: u16, lang: Lang, kind: &'static str, body: String) -> Response {
    let code = StatusCode::from_u16(code).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let about = [(header::CONTENT_TYPE, kind), (header::CONTENT_LANGUAGE, lang.tag())];
    (code, about, body).into_response()
}

/// Go there, with a GET.
pub(super) fn see(path: &str) -> Response {
    let place = HeaderValue::from_str(path).unwrap_or(HeaderValue::from_static("/"));
    (StatusCode::SEE_OTHER, [(header::LOCATION, place)]).into_response()
}

/// The one page for what is unknown, foreign or forbidden: the same bytes for the same reader.
pub(super) fn not_found(visit: &Visit, theme: Option<&str>) -> Response {
    let seat = Seat { here: "", path: String::new(), ..visit.seat.clone() };
    let page = trouble::not_found(visit.now.lang);
    let body = shell::render(visit.now.lang, Some(&seat), theme, &page);
    text(404, visit.now.lang, "text/html; charset=utf-8", body)
}

/// What came of an act.
pub(super) fn done(visit: &Visit, theme: Option<&str>, done: Done) -> Response {
    match done {
        Done::Went(path) => see(&path),
        Done::Shown(page) => html(200, visit, theme, *page),
        Done::Again(page) => html(422, visit, theme, *page),
    }
}

/// A refusal of the API: what of it a person is told. `path` is where the form went.
pub(super) fn refused(
    visit: &Visit,
    theme: Option<&str>,
    status: &Status,
    sent: Option<(&str, &Asked)>,
) -> Response {
    let again = sent.and_then(|(path, asked)| trouble::again(visit.now.lang, path, &asked.fields));
    match trouble::read(status, sent.is_none(), visit.now, again) {
        Trouble::NotFound => not_found(visit, theme),
        Trouble::SignIn => see("/"),
        Trouble::FreshFactor => see(&fresh_factor(&visit.seat.path)),
        Trouble::Earlier => {
            let path = sent.map_or("/", |(path, _)| path);
            see(&said_at(&shown_at(path), EARLIER))
        }
        Trouble::Page(code, page) => html(code, visit, theme, *page),
    }
}

/// Where a second factor is proved again, and from where one comes back to this page.
pub(super) fn fresh_factor(back: &str) -> String {
    let query = form_urlencoded::Serializer::new(String::new()).append_pair("terug", back).finish();
    format!("/inloggen/opnieuw?{query}")
}
