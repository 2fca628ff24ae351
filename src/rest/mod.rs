//! What does a request over REST ask, and how is it answered? The calls of the API at addresses, by the
//! Dutch API Design Rules. Everything else is as over gRPC: who calls, places, budgets, audit, refusals.

mod address;
mod openapi;
mod problem;

use std::sync::LazyLock;

use http::{
    HeaderMap, HeaderName, HeaderValue, Request, Response, StatusCode, Version,
    header::{ALLOW, CACHE_CONTROL, CONTENT_LANGUAGE, CONTENT_TYPE, ETAG, LOCATION, RETRY_AFTER},
};
use hyper::body::Bytes;
use tonic::{Code, Status};

use crate::service::admission::Answer;

pub use openapi::document;

/// The version of the API, as a header of every answer.
pub const API_VERSION: &str = "1.0.0";

/// The header in which it stands.
const API_VERSION_HEADER: HeaderName = HeaderName::from_static("api-version");

/// Whether the answer is one that was given before, to the same request.
const REPLAYED: HeaderName = HeaderName::from_static("x-replayed");

const JSON: HeaderValue = HeaderValue::from_static("application/json");
const PROBLEM: HeaderValue = HeaderValue::from_static("application/problem+json");
const EVENTS: HeaderValue = HeaderValue::from_static("text/event-stream");

/// Where the description of all addresses stands.
pub const DESCRIPTION_ADDRESS: &str = "/v1/openapi.json";

/// And where others look for it.
const DESCRIPTIONS: [&str; 2] = [DESCRIPTION_ADDRESS, "/openapi.json"];

static DESCRIPTION: LazyLock<Bytes> = LazyLock::new(|| openapi::document().into());

/// What a request asks.
pub enum Asked<B> {
    /// A call.
    Call(Box<Request<B>>),
    /// The description of all addresses.
    Description,
    /// Nothing that there is.
    Refused(Status),
}

/// Whether a request is one of REST: whatever comes over HTTP/1, and what has such an address.
#[must_use]
pub fn is_rest<B>(request: &Request<B>) -> bool {
    let path = request.uri().path();
    request.version() < Version::HTTP_2
        || path == "/v1"
        || path.starts_with("/v1/")
        || DESCRIPTIONS.contains(&path)
}

/// What it asks.
#[must_use]
pub fn asked<B>(request: Request<B>) -> Asked<B> {
    if DESCRIPTIONS.contains(&request.uri().path()) && request.method() == http::Method::GET {
        return Asked::Description;
    }
    match address::call(request) {
        Ok(request) => Asked::Call(Box::new(request)),
        Err(refused) => Asked::Refused(*refused),
    }
}

/// The answer to a call, or its refusal, as it goes out; and what goes out before the body.
#[must_use]
pub fn answered(answer: Response<Answer>) -> (Response<Answer>, Bytes) {
    let refused = Status::from_header_map(answer.headers()).filter(|s| s.code() != Code::Ok);
    let (head, body) = answer.into_parts();
    let (mut headers, mut code, mut first) = (HeaderMap::new(), StatusCode::OK, Bytes::new());
    if let Some(status) = refused {
        let problem = problem::Problem::of(&status);
        (code, first) = (problem.status, problem.json().into());
        headers.insert(CONTENT_TYPE, PROBLEM);
        let number = |seconds: u64| HeaderValue::from(seconds);
        headers.extend(problem.retry_after_s.map(number).map(|value| (RETRY_AFTER, value)));
        headers.extend(text(&problem.language).map(|value| (CONTENT_LANGUAGE, value)));
        let allow = problem.facts.get("allow").and_then(|verbs| text(verbs));
        headers.extend(allow.map(|value| (ALLOW, value)));
    } else {
        headers.insert(CONTENT_TYPE, if body.is_stream() { EVENTS } else { JSON });
        let kept = [ETAG, LOCATION, REPLAYED].into_iter().filter_map(|name| {
            let value = head.headers.get(&name).cloned()?;
            Some((name, value))
        });
        headers.extend(kept);
        if headers.contains_key(LOCATION) {
            code = StatusCode::CREATED;
        }
    }
    (out(code, headers, body), first)
}

/// The description of all addresses, as it is served.
#[must_use]
pub fn description() -> Bytes {
    DESCRIPTION.clone()
}

/// The answer with the description of all addresses.
#[must_use]
pub fn described(answer: Response<Answer>) -> (Response<Answer>, Bytes) {
    let mut headers = HeaderMap::new();
    headers.insert(CONTENT_TYPE, JSON);
    (out(StatusCode::OK, headers, answer.into_body()), description())
}

fn out(code: StatusCode, mut headers: HeaderMap, body: Answer) -> Response<Answer> {
    headers.insert(API_VERSION_HEADER, HeaderValue::from_static(API_VERSION));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    let mut response = Response::new(body);
    (*response.status_mut(), *response.headers_mut()) = (code, headers);
    response
}

fn text(value: &str) -> Option<HeaderValue> {
    HeaderValue::from_str(value).ok()
}

/// What a stream says last when it was ended, and did not end by itself.
#[must_use]
pub fn last_event(trailers: &HeaderMap) -> Option<Bytes> {
    let status = Status::from_header_map(trailers).filter(|status| status.code() != Code::Ok)?;
    let problem = problem::Problem::of(&status).json();
    Some(format!("event: refused\ndata: {problem}\n\n").into())
}
