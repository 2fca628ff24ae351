//! How does a browser reach the pages? Over TLS, without a client certificate.

use std::{
    path::PathBuf,
    sync::{Arc, atomic::AtomicI64, atomic::Ordering},
    time::Duration,
};

use arc_swap::ArcSwap;
use axum::Router;
use hyper_util::{
    rt::{TokioExecutor, TokioIo, TokioTimer},
    server::conn::auto,
    service::TowerToHyperService,
};
use rustls::ServerConfig;
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::{TcpListener, TcpStream},
    sync::Semaphore,
    time::{sleep, timeout},
};
use tokio_rustls::TlsAcceptor;
use tokio_util::task::TaskTracker;

use super::{
    clock::seconds_until,
    people_config::PeopleConfig,
    reload::ReloadHook,
    shutdown::ShutdownSignal,
    tls::{TlsError, browser_config},
};
use crate::domain::model::time::Time;

/// Connections of browsers at once; a browser opens up to six, each with little in it.
const MAX_CONNECTIONS: usize = 8192;

/// From the TCP connection to the end of the TLS handshake.
const HANDSHAKE: Duration = Duration::from_secs(5);

/// The head of a request must be there after this; a connection without any is closed after it too.
const HEAD: Duration = Duration::from_secs(30);

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
    current: ArcSwap<ServerConfig>,
    /// When the certificate ends: milliseconds since 1970.
    not_after: AtomicI64,
}

impl BrowserTls {
    /// Reads certificate and key.
    ///
    /// # Errors
    /// The file that cannot be used.
    pub fn new(settings: &PeopleConfig, allow_tls12: bool) -> Result<Arc<Self>, TlsError> {
        let (config, end) = browser_config(&settings.certificate, &settings.key, allow_tls12)?;
        let (settings, current) = (settings.clone(), ArcSwap::from(config));
        Ok(Arc::new(Self { settings, allow_tls12, current, not_after: AtomicI64::new(end.0) }))
    }

    fn files(&self) -> Vec<PathBuf> {
        vec![self.settings.certificate.clone(), self.settings.key.clone()]
    }

    fn reload(&self) -> Result<String, String> {
        let Self { settings, allow_tls12, current, not_after } = self;
        let read = browser_config(&settings.certificate, &settings.key, *allow_tls12);
        let (config, end) = read.map_err(|error| error.to_string())?;
        current.store(config);
        not_after.store(end.0, Ordering::Relaxed);
        Ok("the certificate that browsers see was read".to_owned())
    }

    /// Reads them again when they change.
    #[must_use]
    pub fn hook(self: &Arc<Self>) -> ReloadHook {
        let state = self.clone();
        let reload = Box::new(move || state.reload());
        ReloadHook { name: "people", files: self.files(), reload }
    }

    /// Until the certificate ends, in seconds.
    #[must_use]
    pub fn expires_in_seconds(&self) -> f64 {
        seconds_until(Time(self.not_after.load(Ordering::Relaxed)))
    }
}

/// Serves browsers until the server stops; then lets what is under way end.
pub async fn serve(
    listener: TcpListener,
    tls: Arc<BrowserTls>,
    app: Router,
    stop: ShutdownSignal,
    grace: Duration,
) {
    let places = Arc::new(Semaphore::new(MAX_CONNECTIONS));
    let tasks = TaskTracker::new();
    loop {
        let accepted = tokio::select! {
            biased;
            () = stop.stopped() => break,
            accepted = listener.accept() => accepted,
        };
        let Ok((stream, _)) = accepted else {
            // Out of descriptors it would fail again at once.
            sleep(Duration::from_millis(100)).await;
            continue;
        };
        // Whoever finds no place is not kept waiting: a browser tries again by itself.
        let Ok(place) = places.clone().try_acquire_owned() else { continue };
        let (tls, app, stop) = (tls.clone(), app.clone(), stop.child());
        tasks.spawn(async move {
            connection(stream, &tls, app, stop).await;
            drop(place);
        });
    }
    drop(listener);
    tasks.close();
    if timeout(grace, tasks.wait()).await.is_err() {
        tracing::warn!("connections of browsers did not end in time");
    }
}

async fn connection(stream: TcpStream, tls: &BrowserTls, app: Router, stop: ShutdownSignal) {
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(%error, "socket options cannot be set");
    }
    let accept = TlsAcceptor::from(tls.current.load_full()).accept(stream);
    match timeout(HANDSHAKE, accept).await {
        Ok(Ok(stream)) => answer(stream, app, stop).await,
        Ok(Err(error)) => tracing::debug!(%error, "a browser's handshake failed"),
        Err(_) => tracing::debug!("a browser's handshake took too long"),
    }
}

async fn answer<S>(stream: S, app: Router, stop: ShutdownSignal)
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let mut builder = auto::Builder::new(TokioExecutor::new());
    builder.http1().timer(TokioTimer::new()).header_read_timeout(HEAD).max_buf_size(HEAD_BYTES);
    builder
        .http2()
        .timer(TokioTimer::new())
        .max_concurrent_streams(MAX_STREAMS)
        .max_header_list_size(u32::try_from(HEAD_BYTES).unwrap_or(u32::MAX))
        .keep_alive_interval(PING.0)
        .keep_alive_timeout(PING.1);
    let service = TowerToHyperService::new(app);
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
        }
    }
}
