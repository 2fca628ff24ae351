//! How does a TCP connection become a verified HTTP/2 connection, and how does it end?

use std::future::{Future, poll_fn};
use std::io;
use std::net::IpAddr;
use std::num::NonZeroUsize;
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::conn::auto;
use socket2::{SockRef, TcpKeepalive};
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Notify, Semaphore};
use tokio::time::{Instant, sleep, timeout_at};
use tokio_io_timeout::TimeoutStream;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;
use tokio_util::sync::{CancellationToken, PollSemaphore};
use tokio_util::task::TaskTracker;

use super::clock::unix_now;
use super::config::Limits;
use super::connections::{Admission, Connections};
use super::frames::Counted;
use super::gate::{Gate, Visitor};
use super::metrics::Metrics;
use super::newcomers::ConnectionId;
use super::peer;
use super::refusals::Refusals;
use super::shutdown::ShutdownSignal;
use super::stream::{Calls, Ending};
use super::tls::{HTTP_2, TlsState};
use crate::service::admission::Share;

/// First and longest pause after a failed accept: out of descriptors, it would fail again at once.
const BACK_OFF: (Duration, Duration) = (Duration::from_millis(5), Duration::from_secs(1));

/// File descriptors that are not for connections: store, logs, admin port, reloads. With a limit
/// so low that this is more than half, half.
const SPARE_DESCRIPTORS: u64 = 128;

/// Resets by the peer before we looked at the call, at most so many beyond the streams that it may have
/// open: whoever cancels all of its calls at once does nothing wrong. More is an attack (rapid reset).
const MORE_PENDING_RESETS: u32 = 32;

/// Streams that we reset for the peer's protocol errors before the connection ends.
const MAX_ERROR_RESETS: usize = 256;

/// How much more than its limit the connection takes of a call's headers, so that the caller hears a
/// reason; what is larger still is refused by HTTP/2 itself, with 431.
const HEADER_LISTS: u64 = 8;

/// A connection of HTTP/1 without a request is closed after this; the head of a request is whole by then.
const HTTP_1_IDLE: Duration = Duration::from_secs(60);

/// The least that hyper takes as a buffer.
const HTTP_1_BUFFER_LEAST: usize = 8192;

/// What the connections of one listener need.
pub(super) struct Acceptor {
    pub(super) limits: Limits,
    pub(super) tls: Arc<TlsState>,
    pub(super) gate: Arc<Gate>,
    pub(super) connections: Arc<Connections>,
    pub(super) metrics: Arc<Metrics>,
    pub(super) shutdown: ShutdownSignal,
    /// Cuts what is left at the end of the shutdown.
    pub(super) abort: CancellationToken,
    pub(super) tasks: TaskTracker,
    /// Handshakes that were refused, as far as they are logged.
    pub(super) refusals: Refusals,
    /// For the arithmetic of handshakes; see [`handshake_turns`].
    pub(super) turns: Arc<Semaphore>,
}

/// So many handshakes are worked on at the same moment: one processor is always left for calls, however
/// many connect.
pub(super) fn handshake_turns() -> Arc<Semaphore> {
    let processors = std::thread::available_parallelism().map_or(1, NonZeroUsize::get);
    Arc::new(Semaphore::new(processors.saturating_sub(1).max(1)))
}

/// Works on something only while it has one of these turns, and holds none while it waits for its peer.
async fn in_turns<F: Future>(turns: &Arc<Semaphore>, work: F) -> F::Output {
    let mut turns = PollSemaphore::new(Arc::clone(turns));
    let mut work = pin!(work);
    poll_fn(move |context| {
        let turn = std::task::ready!(turns.poll_acquire(context));
        let polled = work.as_mut().poll(context);
        drop(turn);
        polled
    })
    .await
}

impl Acceptor {
    /// Accepts until the server stops; the listener is closed on return.
    pub(super) async fn run(self: Arc<Self>, listener: TcpListener) {
        let max_connections = usize::try_from(self.limits.max_connections).unwrap_or(usize::MAX);
        let max_pending = usize::try_from(self.limits.max_handshakes).unwrap_or(usize::MAX);
        let mut pause = BACK_OFF.0;
        loop {
            let accepted = tokio::select! {
                biased;
                () = self.shutdown.stopped() => return,
                accepted = listener.accept() => accepted,
            };
            let (stream, from) = match accepted {
                Ok((stream, from)) => (stream, from.ip()),
                Err(error) => {
                    self.metrics.accept_errors.inc();
                    if !about_one_connection(&error) {
                        tracing::error!(%error, "cannot accept; trying again");
                        tokio::select! {
                            () = self.shutdown.stopped() => return,
                            () = sleep(pause) => pause = (pause * 2).min(BACK_OFF.1),
                        }
                    }
                    continue;
                }
            };
            pause = BACK_OFF.0;
            match self.connections.admit(from, max_connections, max_pending, &self.abort) {
                Admission::Full => self.metrics.refused("max_connections"),
                Admission::Admitted { id, close, evicted } => {
                    if evicted {
                        self.metrics.handshake_failed("evicted");
                    }
                    self.metrics.connections.inc();
                    let present = Present { id, acceptor: Arc::clone(&self) };
                    self.tasks.spawn(async move {
                        present.acceptor.serve(stream, from, id, close).await
                    });
                }
            }
        }
    }

    async fn serve(
        &self,
        stream: TcpStream,
        from: IpAddr,
        id: ConnectionId,
        close: CancellationToken,
    ) {
        let deadline = Instant::now() + Duration::from_millis(self.limits.first_request_timeout_ms);
        if let Err(error) = set_socket_options(&stream) {
            tracing::debug!(%error, "socket options cannot be set");
        }
        let handshake = async {
            tokio::select! {
                biased;
                () = close.cancelled() => None,
                () = self.shutdown.stopped() => None,
                stream = self.handshake(stream, from, deadline, id) => stream,
            }
        };
        let Some((stream, peer)) = handshake.await else { return };

        let first_request = Arc::new(Notify::new());
        let visitor = Visitor::new(Arc::clone(&self.gate), peer, Arc::clone(&first_request));
        let visitor = match visitor {
            Ok(visitor) => Arc::new(visitor),
            Err(share) => {
                self.too_many(share, from);
                let _ = timeout_at(deadline, hang_up(stream)).await;
                return;
            }
        };
        let service = service_fn(move |request| Arc::clone(&visitor).handle(request));
        // Who agrees on nothing is no client of gRPC, which must ask for HTTP/2.
        let one_by_one = stream.get_ref().1.alpn_protocol() != Some(HTTP_2);
        let mut stream = TimeoutStream::new(stream);
        if one_by_one {
            // An answer that lies in the buffer is over for its call, whether it is taken or not.
            stream.set_write_timeout(Some(Duration::from_millis(
                self.limits.stream_stall_timeout_ms,
            )));
        }
        let stream = Counted::new(Box::pin(stream), !one_by_one, Arc::clone(&self.metrics));
        let stream = TokioIo::new(stream);
        let builder = if one_by_one { self.http1() } else { self.http2() };
        let mut connection = pin!(builder.serve_connection(stream, service));
        let mut ending = Ending::default();

        // A signal of this connection's own: the common one would be a lock that all contend for.
        let shutdown = self.shutdown.child();
        let mut waiting = true;
        let mut stopping = false;
        loop {
            tokio::select! {
                biased;
                () = close.cancelled() => {
                    // One that has not sent a request yet was evicted, and counted then.
                    if self.abort.is_cancelled() {
                        self.metrics.closed("shutdown");
                    } else if !waiting {
                        self.metrics.closed("certificate");
                    }
                    return;
                }
                ended = poll_fn(|context| match connection.as_mut().poll(context) {
                    Poll::Pending => ending.poll(context).map(Ok),
                    ended => ended,
                }) => {
                    if let Err(error) = ended {
                        tracing::debug!(%error, "connection ended");
                    }
                    return;
                }
                () = first_request.notified(), if waiting => {
                    waiting = false;
                    self.connections.active(id);
                }
                () = tokio::time::sleep_until(deadline), if waiting => {
                    return self.metrics.handshake_failed("no_request");
                }
                () = shutdown.stopped(), if !stopping => {
                    stopping = true;
                    connection.as_mut().graceful_shutdown();
                }
            }
        }
    }

    /// Shakes hands, and reads and remembers who calls.
    async fn handshake(
        &self,
        stream: TcpStream,
        from: IpAddr,
        deadline: Instant,
        id: ConnectionId,
    ) -> Option<(TlsStream<TcpStream>, Peer)> {
        let tls = self.tls.current();
        let accept = TlsAcceptor::from(Arc::clone(&tls.server)).accept(stream);
        let accept = in_turns(&self.turns, accept.into_fallible());
        let stream = match timeout_at(deadline, accept).await {
            Ok(Ok(stream)) => stream,
            Ok(Err((error, stream))) => {
                self.refusals.handshake(&error, from);
                self.metrics.handshake_failed("tls");
                let _ = timeout_at(deadline, hang_up(stream)).await;
                return None;
            }
            Err(_) => {
                self.metrics.handshake_failed("timeout");
                return None;
            }
        };
        let chain: Vec<_> = stream.get_ref().1.peer_certificates()?.to_vec();
        let peer = peer::read(chain.first()?).map(Arc::new);
        if let Err(reason) = &peer {
            tracing::info!(reason, "client certificate cannot be used");
            self.metrics.handshake_failed("certificate");
        }
        let serial = peer.as_ref().map_or("unreadable", |peer| peer.serial.as_str());
        self.connections.identified(id, serial, chain.clone());
        // A reload between our look at the material and our registration has not seen us.
        let newest = self.tls.current();
        if !Arc::ptr_eq(&tls, &newest) && !newest.accepts(&chain, unix_now()) {
            self.metrics.closed("certificate");
            return None;
        }
        Some((stream, peer))
    }

    /// Counts and tells of a caller who opens more connections than it may.
    fn too_many(&self, share: Share, from: IpAddr) {
        self.metrics.refused(match share.name() {
            "certificate" => "certificate_share",
            "organisation" => "organisation_share",
            _ => "max_connections",
        });
        self.refusals.too_many(share, from);
    }

    /// For REST: one call at a time, which [`Ending`] ends with the connection.
    fn http1(&self) -> auto::Builder<Calls> {
        let head = HEADER_LISTS * self.limits.max_header_list_bytes;
        let mut builder = auto::Builder::new(Calls).http1_only();
        builder
            .http1()
            .timer(TokioTimer::new())
            .header_read_timeout(HTTP_1_IDLE)
            .max_buf_size(usize::try_from(head).unwrap_or(usize::MAX).max(HTTP_1_BUFFER_LEAST));
        builder
    }

    fn http2(&self) -> auto::Builder<Calls> {
        let limits = &self.limits;
        let small = |number: u64| u32::try_from(number).unwrap_or(u32::MAX);
        let streams = small(limits.max_streams_per_connection);
        let mut builder = auto::Builder::new(Calls).http2_only();
        builder
            .http2()
            .timer(TokioTimer::new())
            .max_concurrent_streams(streams)
            .max_pending_accept_reset_streams(most_pending_resets(streams))
            .max_local_error_reset_streams(MAX_ERROR_RESETS)
            .max_header_list_size(small(HEADER_LISTS * limits.max_header_list_bytes))
            .initial_stream_window_size(small(limits.stream_window_bytes))
            .initial_connection_window_size(small(limits.connection_window_bytes))
            .max_send_buf_size(usize::try_from(limits.send_buffer_bytes).unwrap_or(usize::MAX))
            .keep_alive_interval(Duration::from_millis(limits.keepalive_interval_ms))
            .keep_alive_timeout(Duration::from_millis(limits.keepalive_timeout_ms))
            .auto_date_header(false);
        builder
    }
}

/// Every stream that may be open can be reset at once.
pub(super) fn most_pending_resets(streams: u32) -> usize {
    usize::try_from(streams.saturating_add(MORE_PENDING_RESETS)).unwrap_or(usize::MAX)
}

/// What is still taken from a peer that is refused.
const LAST_BYTES: u64 = 64 * 1024;

/// Ends a connection so that the peer gets to read the alert that says why: closing a socket with
/// something unread in it makes the peer's system throw away what it was sent.
async fn hang_up(mut stream: impl AsyncRead + AsyncWrite + Unpin) {
    let ended = async {
        stream.shutdown().await?;
        tokio::io::copy(&mut stream.take(LAST_BYTES), &mut tokio::io::sink()).await
    };
    let _ = tokio::time::timeout(Duration::from_secs(1), ended).await;
}

/// Who calls, or why the certificate does not say.
type Peer = Result<Arc<crate::service::identity::PeerCertificate>, String>;

/// A connection that is counted as long as this lives.
struct Present {
    id: ConnectionId,
    acceptor: Arc<Acceptor>,
}

impl Drop for Present {
    fn drop(&mut self) {
        self.acceptor.connections.gone(self.id);
        self.acceptor.metrics.connections.dec();
    }
}

/// Whether an accept error is about a connection that went away rather than about us.
pub(super) fn about_one_connection(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::ConnectionAborted
            | io::ErrorKind::ConnectionReset
            | io::ErrorKind::ConnectionRefused
            | io::ErrorKind::Interrupted
    )
}

fn set_socket_options(stream: &TcpStream) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let keepalive = TcpKeepalive::new()
        .with_time(Duration::from_secs(60))
        .with_interval(Duration::from_secs(10))
        .with_retries(3);
    SockRef::from(stream).set_tcp_keepalive(&keepalive)
}

/// The number of connections that fits under the limit on open files, at most `wanted`.
pub(super) fn affordable_connections(wanted: u64) -> u64 {
    let Some(files) = open_files_limit() else { return wanted };
    let affordable = affordable_under(files);
    if affordable < wanted {
        tracing::warn!(
            wanted,
            affordable,
            "max_connections lowered: raise the limit on open files (LimitNOFILE, ulimit -n)"
        );
    }
    affordable.min(wanted)
}

fn affordable_under(open_files: u64) -> u64 {
    (open_files - SPARE_DESCRIPTORS.min(open_files / 2)).max(1)
}

/// The soft limit on open files of this process, where the system tells.
fn open_files_limit() -> Option<u64> {
    let limits = std::fs::read_to_string("/proc/self/limits").ok()?;
    let line = limits.lines().find(|line| line.starts_with("Max open files"))?;
    line.split_whitespace().nth(3)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn connections_leave_descriptors_for_the_rest() {
        assert_eq!(affordable_under(1024), 1024 - SPARE_DESCRIPTORS);
        assert_eq!(affordable_under(64), 32);
        assert_eq!(affordable_under(0), 1);
        let limit = open_files_limit().expect("this system tells its limit");
        assert!(limit > 0 && affordable_connections(u64::MAX) < limit);
    }
}
