//! Where is the console served? Over plain HTTP on loopback, for a demonstration.

use std::sync::Arc;

use axum::{Router, response::IntoResponse as _, routing::get};
use http::header;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use crate::{people::People, rest, service::local::Clients, web::Console};

/// A console that is served.
#[derive(Debug)]
pub struct RunningConsole {
    task: tokio::task::JoinHandle<()>,
    stop: CancellationToken,
}

/// The pages, and beside them how programs speak to the broker, for whoever has no certificate yet. That says nothing of
/// anybody, so every page in a browser may read it.
pub(super) fn app(console: Console) -> Router {
    let heads =
        [(header::CONTENT_TYPE, "application/json"), (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*")];
    let description = async move || (heads, rest::description()).into_response();
    console.router().route(rest::DESCRIPTION_ADDRESS, get(description))
}

/// Serves the console of a demonstration. `people` can be made for loopback only: see
/// [`crate::people::demo::DemoLinks::open`].
#[must_use]
pub fn of_demo(listener: TcpListener, people: Arc<People>, clients: Clients) -> RunningConsole {
    let stop = CancellationToken::new();
    let until = stop.clone();
    let router = app(Console::new(people, clients, Vec::new()));
    let task = tokio::spawn(async move {
        let serving = axum::serve(listener, router);
        let served = serving.with_graceful_shutdown(until.cancelled_owned()).await;
        if let Err(error) = served {
            tracing::error!(%error, "the console stopped");
        }
    });
    RunningConsole { task, stop }
}

impl RunningConsole {
    /// Stops it. What is open is cut off: a bell would wait for ever.
    pub fn stop(self) {
        self.stop.cancel();
        self.task.abort();
    }
}
