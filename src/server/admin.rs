//! What do operators and probes ask over plain HTTP? Alive, ready, and the numbers; and over HTTP/2
//! the health service, for probes that speak gRPC and have no certificate.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use http::{Request, Response, StatusCode, Version};
use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tokio::time::{sleep, timeout};
use tonic::body::Body;
use tower::ServiceExt as _;

use crate::service::Routes;

use super::classic_text::classic;
use super::metrics::Metrics;
use super::reload::Reloader;
use super::shutdown::ShutdownSignal;

/// Connections at once: probes and a scraper need few.
const MAX_CONNECTIONS: usize = 32;

/// Calls at once on a connection that speaks HTTP/2.
const MAX_STREAMS: u32 = 4;

/// A connection lives at most this long, so that idle ones cannot hold the places.
const MAX_AGE: Duration = Duration::from_secs(60);

/// The kinds of text in which the numbers come.
const OPENMETRICS: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";
const CLASSIC: &str = "text/plain; version=0.0.4; charset=utf-8";

/// Whether the server can do its work: `Err` says what is missing.
pub type Ready = Box<dyn Fn() -> Result<(), String> + Send + Sync>;

/// What the admin port answers from.
pub(super) struct Admin {
    pub(super) metrics: Arc<Metrics>,
    pub(super) ready: Arc<Ready>,
    /// Knows which files were refused.
    pub(super) reloader: Arc<Reloader>,
    /// The health service, without any other.
    pub(super) health: Option<Routes>,
    pub(super) shutdown: ShutdownSignal,
}

impl Admin {
    /// Serves for ever.
    pub(super) async fn run(self: Arc<Self>, listener: TcpListener) {
        let places = Arc::new(Semaphore::new(MAX_CONNECTIONS));
        loop {
            let Ok(place) = Arc::clone(&places).acquire_owned().await else { return };
            let Ok((stream, _)) = listener.accept().await else {
                sleep(Duration::from_millis(100)).await;
                continue;
            };
            let admin = Arc::clone(&self);
            tokio::spawn(async move {
                let service = service_fn(move |request| {
                    let admin = Arc::clone(&admin);
                    async move { admin.serve(request).await }
                });
                let mut connection = auto::Builder::new(TokioExecutor::new());
                connection
                    .http1()
                    .timer(TokioTimer::new())
                    .header_read_timeout(Duration::from_secs(5))
                    .max_buf_size(16 * 1024);
                connection.http2().max_concurrent_streams(MAX_STREAMS);
                let _ =
                    timeout(MAX_AGE, connection.serve_connection(TokioIo::new(stream), service))
                        .await;
                drop(place);
            });
        }
    }

    async fn serve(&self, request: Request<Incoming>) -> Result<Response<Body>, Infallible> {
        match &self.health {
            Some(health) if request.version() == Version::HTTP_2 => {
                health.clone().oneshot(request.map(Body::new)).await
            }
            _ => Ok(self.answer(&request).map(Body::new)),
        }
    }

    fn answer(&self, request: &Request<Incoming>) -> Response<Full<Bytes>> {
        let (status, kind, text) = match request.uri().path() {
            "/livez" => (StatusCode::OK, "text/plain", "ok\n".to_owned()),
            "/readyz" => match self.readiness() {
                // The old one still serves: taking this broker out would help nobody.
                Ok(()) => {
                    let notes = self.reloader.not_in_force().into_iter().map(|note| note + "\n");
                    let text = std::iter::once("ok\n".to_owned()).chain(notes).collect();
                    (StatusCode::OK, "text/plain", text)
                }
                Err(why) => (StatusCode::SERVICE_UNAVAILABLE, "text/plain", format!("{why}\n")),
            },
            "/metrics" => {
                let open = self.metrics.render();
                let (kind, text) = if asks_openmetrics(request.headers()) {
                    (OPENMETRICS, open)
                } else {
                    (CLASSIC, classic(&open))
                };
                (StatusCode::OK, kind, text)
            }
            _ => {
                let text = "ask /livez, /readyz or /metrics\n".to_owned();
                (StatusCode::NOT_FOUND, "text/plain", text)
            }
        };
        let mut response = Response::new(Full::new(Bytes::from(text)));
        *response.status_mut() = status;
        let kind = http::HeaderValue::from_static(kind);
        response.headers_mut().insert(http::header::CONTENT_TYPE, kind);
        response
    }

    fn readiness(&self) -> Result<(), String> {
        if self.shutdown.is_stopping() {
            return Err("the server stops".into());
        }
        (self.ready)()
    }
}

/// Whether the scraper reads OpenMetrics; who does not say so gets the older text format.
fn asks_openmetrics(headers: &http::HeaderMap) -> bool {
    let asked = headers.get_all(http::header::ACCEPT).iter();
    let mut asked = asked.filter_map(|value| value.to_str().ok());
    asked.any(|value| value.contains("application/openmetrics-text"))
}

#[cfg(test)]
mod tests {
    use http::{HeaderMap, HeaderValue, header::ACCEPT};

    use super::asks_openmetrics;

    #[test]
    fn the_metrics_come_in_the_format_that_was_asked_for() {
        let open = |accept: &[&'static str]| {
            let accept = accept.iter().map(|text| (ACCEPT, HeaderValue::from_static(text)));
            asks_openmetrics(&accept.collect::<HeaderMap>())
        };
        for classic in [&[][..], &["*/*"], &["text/plain;version=0.0.4;q=0.5"]] {
            assert!(!open(classic), "{classic:?}");
        }
        assert!(open(&["application/openmetrics-text;version=1.0.0;q=0.8,text/plain;q=0.5"]));
        assert!(open(&["text/plain", "application/openmetrics-text"]));
    }
}
