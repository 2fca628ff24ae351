//! How does a page hear that something came? It hears how many, never what; and it hears nothing after
//! the session is over.

use std::{
    collections::HashMap,
    convert::Infallible,
    sync::{Arc, Mutex},
    time::Duration,
};

use axum::{
    body::{Body, Bytes},
    extract::State,
    http::{HeaderMap, StatusCode, Uri, header},
    response::{IntoResponse as _, Response},
};
use futures::{Stream, StreamExt as _, stream};

use crate::api::v1::{PullRequest, SubscribeRequest, SubscribeResponse, subscribe_response::Part};

use super::{Console, entry, visit::Visit};

/// Bells that one session can have: a page, and another one beside it.
const MOST: usize = 2;

/// Seconds between signs of life; also how long a bell outlives its session at most.
const HEARTBEAT_SECONDS: u32 = 15;

/// How long a browser waits before it connects again.
const AGAIN: Duration = Duration::from_secs(5);

/// The bells that ring now, by the token of their session.
#[derive(Default)]
pub(super) struct Bells(Arc<Mutex<HashMap<String, usize>>>);

/// A place for one bell; given back when it is dropped.
struct Place {
    all: Arc<Mutex<HashMap<String, usize>>>,
    session: String,
}

impl Bells {
    fn place(&self, session: &str) -> Option<Place> {
        let mut all = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let ringing = all.entry(session.to_owned()).or_default();
        if *ringing >= MOST {
            return None;
        }
        *ringing += 1;
        Some(Place { all: self.0.clone(), session: session.to_owned() })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut all = self.all.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some(ringing) = all.get_mut(&self.session) {
            *ringing -= 1;
            if *ringing == 0 {
                all.remove(&self.session);
            }
        }
    }
}

/// The stream of one page. 204 tells a browser to stop asking.
pub(super) async fn ring(
    State(console): State<Arc<Console>>,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    let Ok(visit) = entry::look(&console, &headers, &uri).await else {
        return StatusCode::NO_CONTENT.into_response();
    };
    let Some(place) = console.bells.place(&visit.seat.token) else {
        return StatusCode::NO_CONTENT.into_response();
    };
    let Ok(parts) = listen(&visit).await else {
        return StatusCode::NO_CONTENT.into_response();
    };
    let begin = format!("retry: {}\n\n", AGAIN.as_millis());
    let begin = stream::once(async move { Ok::<_, Infallible>(Bytes::from(begin)) });
    let goes_on = move || {
        let (console, headers) = (console.clone(), headers.clone());
        async move { matches!(entry::session(&console, &headers).await, Ok(Some(_))) }
    };
    let body = begin.chain(counted(parts, goes_on, place));
    ([(header::CONTENT_TYPE, "text/event-stream")], Body::from_stream(body)).into_response()
}

/// What comes after this moment.
async fn listen(
    visit: &Visit,
) -> Result<impl Stream<Item = SubscribeResponse> + Send + use<>, tonic::Status> {
    let pull = PullRequest { max_notifications: 1, ..PullRequest::default() };
    let last = visit.api.inbox().pull(pull).await?.into_inner().last_sequence;
    let subscribe = SubscribeRequest {
        after: Some(last),
        heartbeat_seconds: HEARTBEAT_SECONDS,
        ..SubscribeRequest::default()
    };
    let parts = visit.api.inbox().subscribe(subscribe).await?.into_inner();
    Ok(parts
        .take_while(|part| std::future::ready(part.is_ok()))
        .filter_map(|part| async { part.ok() }))
}

/// A line with the number for everything that comes, a comment for every sign of life; it ends with
/// the session.
fn counted<F: Future<Output = bool> + Send>(
    parts: impl Stream<Item = SubscribeResponse> + Send,
    goes_on: impl Fn() -> F + Send,
    place: Place,
) -> impl Stream<Item = Result<Bytes, Infallible>> + Send {
    let begun = (Box::pin(parts), 0_u64, goes_on, place);
    stream::unfold(begun, |(mut parts, number, goes_on, place)| async move {
        let part = parts.next().await?;
        if !goes_on().await {
            return None;
        }
        let (line, number) = match part.part? {
            Part::Notification(_) => (format!("data: {}\n\n", number + 1), number + 1),
            // It comes again in its place, and is counted there.
            Part::Ahead(_) => (format!("data: {}\n\n", number.max(1)), number),
            Part::Heartbeat(beat) if beat.closing => return None,
            Part::Heartbeat(_) => (": \n\n".to_owned(), number),
        };
        Some((Ok(Bytes::from(line)), (parts, number, goes_on, place)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::v1::{Heartbeat, Notification};

    fn part(part: Part) -> SubscribeResponse {
        SubscribeResponse { part: Some(part) }
    }

    #[tokio::test]
    async fn a_bell_says_how_many_and_never_what() {
        let bells = Bells::default();
        let told = Notification { notification_id: "secret".into(), ..Notification::default() };
        let parts = stream::iter([
            part(Part::Heartbeat(Heartbeat::default())),
            part(Part::Notification(told.clone())),
            part(Part::Notification(told)),
        ]);
        let place = bells.place("a").expect("a place");
        let lines: Vec<_> = counted(parts, || std::future::ready(true), place).collect().await;
        let text: String = lines
            .into_iter()
            .map(|line| String::from_utf8_lossy(&line.expect("no error")).into_owned())
            .collect();
        assert_eq!(text, ": \n\ndata: 1\n\ndata: 2\n\n");
    }

    #[tokio::test]
    async fn it_ends_with_the_session_and_two_ring_at_most() {
        let bells = Bells::default();
        let (one, two) = (bells.place("a").expect("one"), bells.place("a").expect("two"));
        assert!(bells.place("a").is_none() && bells.place("b").is_some());
        let parts = stream::iter([part(Part::Heartbeat(Heartbeat::default()))]);
        assert_eq!(counted(parts, || std::future::ready(false), one).count().await, 0);
        drop(two);
        assert!(bells.0.lock().expect("no panic").is_empty(), "places are given back");
    }
}
