//! How does a request of a browser find its page, and what is checked before anything is done?

use std::{collections::HashMap, sync::Arc};

use axum::{
    Router,
    body::{Body, to_bytes},
    extract::{Path, Request, State},
    http::{HeaderMap, StatusCode, Uri, header},
    middleware,
    response::{IntoResponse as _, Response},
    routing::{get, post},
};

use crate::people::provider::local_path;

use super::{
    Console, answer, assets, bell, entry,
    forms::{self, Filled},
    headers,
    lang::Lang,
    page::{Block, Look, Page},
    provider::{
        self,
        visitor::{keep, sender},
    },
    signin,
    table::{ACTS, FILES, PAGES, shown_at},
    texts, trouble,
    visit::{Act, Asked, NOT_DONE, Show, Visit, said_at},
};

/// The console as a router.
pub(super) fn router(console: Arc<Console>) -> Router {
    let mut router = Router::new()
        .route("/", get(first))
        .route("/cijfers.csv", get(figures))
        .route("/bel", get(bell::ring))
        .route("/inloggen/opnieuw", get(signin::ask_factor).post(signin::prove_factor))
        .route("/plaats", get(signin::seats).post(signin::sit))
        .route("/uitloggen", post(signin::sign_out))
        .route(&signin::demo_route(), get(signin::open_link))
        .route("/taal/{lang}", get(language))
        .route("/favicon.ico", get(async || StatusCode::NO_CONTENT))
        .route(assets::ROUTE, get(assets::serve));
    for (path, here, show) in PAGES {
        let (here, show) = (*here, *show);
        let page =
            async move |State(console): State<Arc<Console>>, ids: Ids, uri: Uri, h: HeaderMap| {
                page(&console, here, show, ids, &uri, &h).await
            };
        router = router.route(path, get(page));
    }
    for (path, here, act) in ACTS {
        let (here, act) = (*here, *act);
        let act = async move |State(console): State<Arc<Console>>, ids: Ids, request: Request| {
            self::act(&console, here, act, ids, request).await
        };
        router = router.route(path, post(act));
    }
    let policy = headers::policy(&console.issuers);
    router
        .merge(provider::routes())
        .fallback(nothing)
        .method_not_allowed_fallback(nothing)
        .layer(middleware::from_fn(move |request, next| {
            headers::put(policy.clone(), request, next)
        }))
        .with_state(console)
}

type Ids = Path<HashMap<String, String>>;

fn asked(Path(ids): &Ids, fields: Filled) -> Asked {
    Asked { id: ids.get("id").cloned().unwrap_or_default(), fields }
}

async fn page(
    console: &Console,
    here: &'static str,
    show: Show,
    ids: Ids,
    uri: &Uri,
    headers: &HeaderMap,
) -> Response {
    let visit = match entry::visit(console, headers, uri, here).await {
        Ok(visit) => visit,
        Err(answer) => return *answer,
    };
    let asked = asked(&ids, Filled::read(uri.query().unwrap_or_default().as_bytes()));
    match show(&visit, &asked).await {
        Ok(page) => answer::html(200, &visit, console.theme().as_deref(), page),
        Err(status) => answer::refused(&visit, console.theme().as_deref(), &status, None),
    }
}

async fn act(
    console: &Console,
    here: &'static str,
    act: Act,
    ids: Ids,
    request: Request,
) -> Response {
    let (parts, body) = request.into_parts();
    let (headers, uri) = (&parts.headers, &parts.uri);
    let filled = match sent(headers, uri.path(), body).await {
        Ok(filled) => filled,
        Err(code) => {
            return match entry::visit(console, headers, uri, here).await {
                Ok(visit) => not_taken(console, &visit, code),
                Err(answer) => *answer,
            };
        }
    };
    // What comes after the end of its session is kept before its sender signs in again.
    let visit = match sender(console, headers, uri.path(), &filled).await {
        Ok(session) => entry::seated(console, headers, uri, here, session),
        Err(answer) => Err(answer),
    };
    let visit = match visit {
        Ok(visit) => visit,
        Err(answer) => return *answer,
    };
    let asked = asked(&ids, filled);
    match act(&visit, &asked).await {
        Ok(done) => answer::done(&visit, console.theme().as_deref(), done),
        Err(status) if trouble::asks_factor(&status) => {
            kept_for_factor(console, headers, parts.uri.path(), &asked.fields).await
        }
        Err(status) => answer::refused(
            &visit,
            console.theme().as_deref(),
            &status,
            Some((parts.uri.path(), &asked)),
        ),
    }
}

/// A form whose sender must prove first that it is them. It is kept as one that comes after the end of
/// its session, and they find it again afterwards; where nothing can be kept, they are told on the
/// page of the form that nothing was done.
async fn kept_for_factor(
    console: &Console,
    headers: &HeaderMap,
    path: &str,
    filled: &Filled,
) -> Response {
    match keep(console, headers, path, filled).await {
        Ok(true) => answer::see(&answer::fresh_factor(provider::KEPT)),
        Ok(false) => answer::see(&answer::fresh_factor(&said_at(&shown_at(path), NOT_DONE))),
        Err(answer) => *answer,
    }
}

/// Reads a form. Where files are taken it comes in parts, and may be longer.
async fn sent(headers: &HeaderMap, path: &str, body: Body) -> Result<Filled, u16> {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let parts = kind.and_then(|kind| kind.strip_prefix("multipart/form-data"));
    let boundary = parts.and_then(|rest| rest.split_once("boundary=")).map(|(_, name)| name.trim());
    match boundary.filter(|name| !name.is_empty() && FILES.contains(&path)) {
        Some(boundary) => {
            let body = to_bytes(body, forms::MOST_BYTES_OF_FILES).await.map_err(|_| 413_u16)?;
            Ok(Filled::read_parts(boundary.trim_matches('"'), &body))
        }
        None => form(headers, body).await,
    }
}

/// Reads a form, as far as one may be long.
pub(super) async fn form(headers: &HeaderMap, body: Body) -> Result<Filled, u16> {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    if !kind.is_some_and(|kind| kind.starts_with("application/x-www-form-urlencoded")) {
        return Err(415);
    }
    let body = to_bytes(body, forms::MOST_BYTES).await.map_err(|_| 413_u16)?;
    Ok(Filled::read(&body))
}

/// A form that is too long, of another kind, or not from here: nothing of it is looked at.
pub(super) fn not_taken(console: &Console, visit: &Visit, code: u16) -> Response {
    let lang = visit.now.lang;
    let words = if code == 413 { texts::TOO_BIG } else { texts::FOREIGN_FORM };
    let mut page = Page::new(lang.say(texts::REFUSED), "");
    page.notice = Some((Look::Late, lang.say(words).to_owned()));
    let back = (visit.seat.first().to_owned(), lang.say(texts::NOT_FOUND_NEXT).to_owned());
    page.blocks.push(Block::Links(vec![back]));
    answer::html(code, visit, console.theme().as_deref(), page)
}

/// What is not there: the same page as for what is not the reader's.
async fn nothing(State(console): State<Arc<Console>>, uri: Uri, headers: HeaderMap) -> Response {
    match entry::visit(&console, &headers, &uri, "").await {
        Ok(visit) => answer::not_found(&visit, console.theme().as_deref()),
        Err(answer) => *answer,
    }
}

/// The first page of a reader.
async fn first(State(console): State<Arc<Console>>, uri: Uri, headers: HeaderMap) -> Response {
    match entry::visit(&console, &headers, &uri, "").await {
        Ok(visit) => answer::see(visit.seat.first()),
        Err(answer) => *answer,
    }
}

/// The figures as a file.
async fn figures(State(console): State<Arc<Console>>, uri: Uri, headers: HeaderMap) -> Response {
    let visit = match entry::visit(&console, &headers, &uri, "/cijfers").await {
        Ok(visit) => visit,
        Err(answer) => return *answer,
    };
    let fields = Filled::read(uri.query().unwrap_or_default().as_bytes());
    match super::pages::figures::file(&visit, &Asked { id: String::new(), fields }).await {
        Ok(csv) => {
            let name = [(header::CONTENT_DISPOSITION, "attachment; filename=\"cijfers.csv\"")];
            let kind = "text/csv; charset=utf-8";
            (name, answer::text(200, visit.now.lang, kind, csv)).into_response()
        }
        Err(status) => answer::refused(&visit, console.theme().as_deref(), &status, None),
    }
}

/// Another language, from here on.
async fn language(
    State(console): State<Arc<Console>>,
    Path(tag): Path<String>,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    use crate::people::Language;
    let chosen = match Lang::parse(&tag) {
        Some(Lang::Nl) => Language::Dutch,
        Some(Lang::En) => Language::English,
        None => return nothing(State(console), uri, headers).await,
    };
    match entry::session(&console, &headers).await {
        Ok(Some(session)) => {
            if console.people.sessions().read_in(&session, chosen).await.is_err() {
                return nothing(State(console), uri, headers).await;
            }
        }
        Ok(None) => {}
        Err(answer) => return *answer,
    }
    let fields = Filled::read(uri.query().unwrap_or_default().as_bytes());
    answer::see(inside(fields.get("terug")))
}

/// An address of the console, and of nowhere else.
pub(super) fn inside(path: &str) -> &str {
    local_path(path).unwrap_or("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_led_away() {
        for path in [
            "//evil.example",
            "https://evil.example",
            "/\\evil",
            "",
            "x",
            "/a\r\nb: c",
            "/\t/evil.example",
        ] {
            assert_eq!(inside(path), "/", "{path}");
        }
        assert_eq!(inside("/zaken/1?a=b"), "/zaken/1?a=b");
    }
}
