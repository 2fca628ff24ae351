//! How does a browser reach the pages? Over TLS, without a client certificate.

use std::{
    collections::HashMap,
    convert::Infallible,
    io,
    net::IpAddr,
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use arc_swap::ArcSwap;
use axum::{Router, body::Body, response::IntoResponse as _};
use http::{Request, Response, StatusCode};
use http_body_util::BodyExt as _;
use hyper::{body::Incoming, service::service_fn};
use hyper_util::{
    rt::{TokioExecutor, TokioIo, TokioTimer},
    server::conn::auto,
};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::{TcpListener, TcpStream},
    time::{Instant, sleep, timeout},
};
use tokio_rustls::{TlsAcceptor, server::TlsStream};
use tokio_util::{sync::CancellationToken, task::TaskTracker};
use tower::ServiceExt as _;

use super::{
    accept::{about_one_connection, most_pending_resets},
    clock::seconds_until,
    metrics::Metrics,
    newcomers::{ConnectionId, Newcomers},
    people_config::PeopleConfig,
    refusals::{Refusals, Visitors},
    reload::ReloadHook,
    shutdown::ShutdownSignal,
    tls::{BrowserMaterial, TlsError, Trust},
};

/// Connections of browsers at once; a browser opens up to six, each with little in it.
const MAX_CONNECTIONS: usize = 8192;

/// From the TCP connection to the end of the TLS handshake.
const HANDSHAKE: Duration = Duration::from_secs(5);

/// Pause after an accept that failed for want of something here.
const BACK_OFF: Duration = Duration::from_millis(100);

/// The head of a request must be there after this.
const HEAD: Duration = Duration::from_secs(30);

/// How long something may take.
#[derive(Clone, Copy)]
struct Waits {
    /// Until the answer to a request begins: long enough for the largest form on a slow line.
    answer: Duration,
    /// On a connection on which nothing is asked or answered; a browser opens another.
    idle: Duration,
}

const WAITS: Waits = Waits { answer: Duration::from_secs(60), idle: Duration::from_secs(90) };

/// Most bytes of the head of a request: cookies and an address.
const HEAD_BYTES: usize = 16 * 1024;

/// Requests at once on a connection that speaks HTTP/2.
const MAX_STREAMS: u32 = 32;

/// Quiet time after which an HTTP/2 ping is sent, and how long its answer may take.
const PING: (Duration, Duration) = (Duration::from_secs(30), Duration::from_secs(10));

/// The certificate that browsers see, replaced as a whole.
pub struct BrowserTls {
    settings: PeopleConfig,
    allow_tls12: bool,
    current: ArcSwap<BrowserMaterial>,
}

impl BrowserTls {
    /// Reads certificate and key.
    ///
    /// # Errors
    /// The file that cannot be used.
    pub fn new(settings: &PeopleConfig, allow_tls12: bool) -> Result<Arc<Self>, TlsError> {
        let read = BrowserMaterial::load(&settings.certificate, &settings.key, allow_tls12)?;
        if let Trust::Refused(why) = &read.trust {
            tracing::error!("{why}");
        }
        let (settings, current) = (settings.clone(), ArcSwap::from_pointee(read));
        Ok(Arc::new(Self { settings, allow_tls12, current }))
    }

    fn files(&self) -> Vec<PathBuf> {
        vec![self.settings.certificate.clone(), self.settings.key.clone()]
    }

    /// Another certificate that every browser refuses is left aside: what was in force stays.
    fn reload(&self) -> Result<String, String> {
        let Self { settings, allow_tls12, current } = self;
        let read = BrowserMaterial::load(&settings.certificate, &settings.key, *allow_tls12);
        let read = read.map_err(|error| error.to_string())?;
        match &read.trust {
            Trust::Refused(why) if read.chain != current.load().chain => return Err(why.clone()),
            _ => current.store(Arc::new(read)),
        }
        Ok("the certificate that browsers see was read".to_owned())
    }

    /// Reads them again when they change.
    #[must_use]
    pub fn hook(self: &Arc<Self>) -> ReloadHook {
        let state = self.clone();
        let reload = Box::new(move || state.reload());
        let state = self.clone();
        ReloadHook { name: "people", files: Box::new(move || state.files()), reload }
    }

    /// Until the certificate ends, in seconds.
    #[must_use]
    pub fn expires_in_seconds(&self) -> f64 {
        seconds_until(self.current.load().not_after)
    }
}

/// Serves browsers until the server stops; then lets what is under way end.
pub async fn serve(
    listener: TcpListener,
    tls: Arc<BrowserTls>,
    app: Router,
    (metrics, stop, grace): (Arc<Metrics>, ShutdownSignal, Duration),
) {
    let places = Arc::new(Places::of(MAX_CONNECTIONS));
    let refusals = Arc::new(Refusals::of(Visitors::Browsers));
    let tasks = TaskTracker::new();
    loop {
        let accepted = tokio::select! {
            biased;
            () = stop.stopped() => break,
            accepted = listener.accept() => accepted,
        };
        let (stream, from) = match accepted {
            Ok((stream, from)) => (stream, from.ip()),
            Err(error) => {
                metrics.accept_errors.inc();
                if !about_one_connection(&error) {
                    tracing::error!(%error, "cannot accept a browser; trying again");
                    // Out of descriptors it would fail again at once.
                    sleep(BACK_OFF).await;
                }
                continue;
            }
        };
        let place = places.take(from);
        let (tls, app, stop) = (tls.clone(), app.clone(), stop.child());
        let (metrics, refusals) = (Arc::clone(&metrics), Arc::clone(&refusals));
        tasks.spawn(async move {
            tokio::select! {
                () = place.given_away.cancelled() => metrics.closed("browser_made_room"),
                () = async {
                    match shaken(stream, &tls).await {
                        Ok(stream) => answer(stream, app, stop, WAITS).await,
                        Err(None) => metrics.handshake_failed("browser_timeout"),
                        Err(Some(error)) => {
                            metrics.handshake_failed("browser_tls");
                            refusals.handshake(&error, from);
                        }
                    }
                } => {}
            }
        });
    }
    drop(listener);
    tasks.close();
    if timeout(grace, tasks.wait()).await.is_err() {
        tracing::warn!("connections of browsers did not end in time");
    }
}

/// The stream behind the handshake; or why there is none, which nobody says who is too slow.
async fn shaken(
    stream: TcpStream,
    tls: &BrowserTls,
) -> Result<TlsStream<TcpStream>, Option<io::Error>> {
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(%error, "socket options cannot be set");
    }
    let accept = TlsAcceptor::from(Arc::clone(&tls.current.load().server)).accept(stream);
    timeout(HANDSHAKE, accept).await.map_err(|_| None)?.map_err(Some)
}

/// The connections there are. When all places are taken, one of the address that has most of them makes room:
/// whoever floods shuts nobody out but itself.
struct Places {
    most: usize,
    all: Mutex<Taken>,
}

#[derive(Default)]
struct Taken {
    next: ConnectionId,
    by_origin: Newcomers,
    given_away: HashMap<ConnectionId, CancellationToken>,
}

/// The place of one connection, until it is dropped.
struct Place {
    id: ConnectionId,
    given_away: CancellationToken,
    places: Arc<Places>,
}

impl Places {
    fn of(most: usize) -> Self {
        Self { most, all: Mutex::default() }
    }

    fn taken(&self) -> std::sync::MutexGuard<'_, Taken> {
        self.all.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn take(self: &Arc<Self>, from: IpAddr) -> Place {
        let mut taken = self.taken();
        if taken.by_origin.len() >= self.most
            && let Some(id) = taken.by_origin.evict()
            && let Some(given_away) = taken.given_away.remove(&id)
        {
            given_away.cancel();
        }
        let (id, given_away) = (taken.next, CancellationToken::new());
        taken.next += 1;
        taken.by_origin.add(id, from);
        taken.given_away.insert(id, given_away.clone());
        Place { id, given_away, places: Arc::clone(self) }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut taken = self.places.taken();
        taken.by_origin.remove(self.id);
        taken.given_away.remove(&self.id);
    }
}

/// When something was last asked on a connection, and what is still being answered: each keeps a clone.
#[derive(Clone)]
struct Work(Arc<Mutex<Instant>>);

impl Work {
    fn new() -> Self {
        Self(Arc::new(Mutex::new(Instant::now())))
    }

    fn touch(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Instant::now();
    }

    /// How long nothing was asked; none while something is being answered.
    fn idle(&self) -> Option<Duration> {
        let last = *self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // One is the service's own, one the connection's that asks.
        (Arc::strong_count(&self.0) <= 2).then(|| last.elapsed())
    }
}

/// Answers one request, and works until the last byte of it was taken.
async fn answered(
    app: Router,
    request: Request<Incoming>,
    (work, most): (Work, Duration),
) -> Result<Response<Body>, Infallible> {
    work.touch();
    let response = match timeout(most, app.oneshot(request.map(Body::new))).await {
        Ok(response) => response?,
        Err(_) => StatusCode::REQUEST_TIMEOUT.into_response(),
    };
    Ok(response.map(|body| {
        Body::new(body.map_frame(move |frame| {
            work.touch();
            frame
        }))
    }))
}

async fn answer<S>(stream: S, app: Router, stop: ShutdownSignal, waits: Waits)
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let mut builder = auto::Builder::new(TokioExecutor::new());
    builder.http1().timer(TokioTimer::new()).header_read_timeout(HEAD).max_buf_size(HEAD_BYTES);
    builder
        .http2()
        .timer(TokioTimer::new())
        .max_concurrent_streams(MAX_STREAMS)
        .max_pending_accept_reset_streams(most_pending_resets(MAX_STREAMS))
        .max_header_list_size(u32::try_from(HEAD_BYTES).unwrap_or(u32::MAX))
        .keep_alive_interval(PING.0)
        .keep_alive_timeout(PING.1);
    let work = Work::new();
    let busy = work.clone();
    let service =
        service_fn(move |request| answered(app.clone(), request, (busy.clone(), waits.answer)));
    let connection = builder.serve_connection(TokioIo::new(stream), service);
    tokio::pin!(connection);
    let mut stopping = false;
    loop {
        tokio::select! {
            biased;
            ended = connection.as_mut() => {
                if let Err(error) = ended {
                    tracing::debug!(error, "a browser's connection ended");
                }
                return;
            }
            () = stop.stopped(), if !stopping => {
                stopping = true;
                connection.as_mut().graceful_shutdown();
            }
            () = sleep(waits.idle) => {
                if work.idle().is_some_and(|idle| idle >= waits.idle) {
                    return;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use axum::routing::{get, post};
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

    use super::*;

    fn app() -> Router {
        let slow = || async {
            sleep(Duration::from_secs(1_000)).await;
            "late"
        };
        let taken = |body: axum::body::Bytes| async move { body.len().to_string() };
        Router::new()
            .route("/", get(|| async { "page" }))
            .route("/slow", get(slow))
            .route("/form", post(taken))
    }

    const SOON: Waits =
        Waits { answer: Duration::from_millis(60), idle: Duration::from_millis(90) };

    /// What a connection got until it was closed.
    async fn got(sent: impl AsRef<[u8]>) -> String {
        let (mut near, far) = tokio::io::duplex(1 << 16);
        let served = tokio::spawn(answer(far, app(), ShutdownSignal::new(), SOON));
        near.write_all(sent.as_ref()).await.unwrap();
        let mut got = Vec::new();
        near.read_to_end(&mut got).await.unwrap();
        served.await.unwrap();
        String::from_utf8_lossy(&got).into_owned()
    }

    #[tokio::test]
    async fn a_connection_on_which_nothing_happens_is_closed() {
        assert_eq!(got("").await, "");
        let page = got("GET / HTTP/1.1\r\nHost: a\r\n\r\n").await;
        assert!(page.ends_with("page"), "{page}");
        // HTTP/2 that says nothing but that it is one.
        let _ = got("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\u{4}\0\0\0\0\0").await;
    }

    #[tokio::test]
    async fn a_browser_may_give_up_all_that_it_asked_for_at_once() {
        let mut sent = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0".to_vec();
        // GET / of https://a, by the static table (RFC 7541, appendix A), and that it is not wanted any more.
        let asked = [0, 0, 6, 1, 5, 0, 0, 0, 0, 0x82, 0x87, 0x84, 0x01, 1, b'a'];
        let given_up = [0, 0, 4, 3, 0, 0, 0, 0, 0, 0, 0, 0, 8];
        let mut frame = |bytes: &[u8], stream: u32| {
            let at = sent.len() + 5;
            sent.extend_from_slice(bytes);
            sent[at..at + 4].copy_from_slice(&stream.to_be_bytes());
        };
        for n in 0..MAX_STREAMS {
            frame(&asked, 2 * n + 1);
            frame(&given_up, 2 * n + 1);
        }
        frame(&asked, 2 * MAX_STREAMS + 1);
        let told = got(sent).await;
        assert!(told.contains("page"), "{told:?}");
    }

    #[tokio::test]
    async fn a_form_that_does_not_end_and_an_answer_that_does_not_begin_are_given_up() {
        let half = "POST /form HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nhalf";
        for request in [half, "GET /slow HTTP/1.1\r\nHost: a\r\n\r\n"] {
            let told = got(request).await;
            assert!(told.starts_with("HTTP/1.1 408"), "{told}");
        }
    }

    #[test]
    fn whoever_floods_makes_room_for_others() {
        let places = Arc::new(Places::of(8));
        let from = |last: u8| IpAddr::from([192, 0, 2, last]);
        let others: Vec<Place> = (1..=3).map(|last| places.take(from(last))).collect();
        let mut flood: Vec<Place> = (0..50).map(|_| places.take(from(9))).collect();
        let another = places.take(from(4));
        let kept = |place: &Place| !place.given_away.is_cancelled();
        assert!(others.iter().all(kept) && kept(&another));
        flood.retain(kept);
        assert_eq!(flood.len(), 4);
        drop((others, another, flood));
        let left = places.taken();
        assert_eq!(left.by_origin.len() + left.given_away.len(), 0);
    }
}
