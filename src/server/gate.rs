//! What happens to every request of a connection before the service sees it, and to a stream on its
//! way out? The hot path: it allocates nothing of its own for a unary call.

use std::convert::Infallible;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use http::{HeaderMap, HeaderName, HeaderValue, Request, Response};
use hyper::body::{Body, Bytes, Frame, Incoming, SizeHint};
use tokio::sync::Notify;
use tonic::Status;

use super::config::Limits;
use super::metrics::Metrics;
use super::shutdown::ShutdownSignal;
use super::stream::{Alone, Progress, end_this_call_after, end_this_call_when};
use crate::{
    rest,
    service::{
        self,
        admission::{Admission, Answer, Held, Holder, Resource, Share},
        identity::{Credential, PeerCertificate},
    },
};

/// What all connections share.
pub(super) struct Gate {
    admission: Arc<Admission>,
    max_metadata_bytes: u64,
    stall_timeout: Duration,
    end_grace: Duration,
    shutdown: ShutdownSignal,
    metrics: Arc<Metrics>,
}

impl Gate {
    pub(super) fn new(
        admission: Arc<Admission>,
        limits: &Limits,
        shutdown: ShutdownSignal,
        metrics: Arc<Metrics>,
    ) -> Self {
        Self {
            admission,
            max_metadata_bytes: limits.max_header_list_bytes,
            stall_timeout: Duration::from_millis(limits.stream_stall_timeout_ms),
            end_grace: Duration::from_millis(limits.stream_end_grace_ms),
            shutdown,
            metrics,
        }
    }
}

/// One connection's way through the gate.
pub(super) struct Visitor {
    gate: Arc<Gate>,
    /// Who calls, or why the certificate does not say.
    peer: Result<Credential, String>,
    holder: Arc<Holder>,
    /// The connection itself, counted for as long as it lasts.
    _connection: Held,
    seen: AtomicBool,
    first_request: Arc<Notify>,
}

impl Visitor {
    /// # Errors
    /// Whose connections are too many.
    pub(super) fn new(
        gate: Arc<Gate>,
        peer: Result<Arc<PeerCertificate>, String>,
        first_request: Arc<Notify>,
    ) -> Result<Self, Share> {
        let peer = peer.map(Credential::Certificate);
        let holder = match &peer {
            Ok(credential) => gate.admission.holder(credential),
            Err(_) => gate.admission.unreadable(),
        };
        let connection = holder.take(Resource::Connections)?;
        let seen = AtomicBool::new(false);
        Ok(Self { gate, peer, holder, _connection: connection, seen, first_request })
    }

    /// How many connections this caller has, with this one.
    pub(super) fn connections(&self) -> i64 {
        self.holder.taken(Resource::Connections)
    }

    /// Lets one request through, or refuses it.
    pub(super) async fn handle(
        self: Arc<Self>,
        mut request: Request<Incoming>,
    ) -> Result<Response<Sent>, Infallible> {
        if !self.seen.swap(true, Ordering::Relaxed) {
            self.first_request.notify_one();
        }
        if rest::is_rest(&request) {
            return Ok(self.rest(request).await);
        }
        let admission = &self.gate.admission;
        let language = service::language_of(request.headers());
        let refuse =
            |path: &str, status| admission.refuse(path, service::in_language(status, language));
        let metadata: usize =
            request.headers().iter().map(|(name, value)| metadata_bytes(name, value)).sum();
        let answer = match &self.peer {
            Ok(_) if metadata as u64 > self.gate.max_metadata_bytes => {
                let status = service::metadata_too_large(self.gate.max_metadata_bytes);
                refuse(request.uri().path(), status)
            }
            Ok(peer) => {
                request.extensions_mut().insert(peer.clone());
                admission.call(&self.holder, request).await
            }
            Err(problem) => {
                let status = service::unreadable_certificate(problem);
                refuse(request.uri().path(), status)
            }
        };
        Ok(answer.map(|answer| self.gate.send(answer)))
    }

    /// The same for REST: only what stands in the request and in the answer differs.
    async fn rest(&self, request: Request<Incoming>) -> Response<Sent> {
        let alone = Alone::on(request.version());
        let admission = &self.gate.admission;
        let metadata: usize =
            request.headers().iter().map(|(name, value)| metadata_bytes(name, value)).sum();
        let language = service::language_of(request.headers());
        let refuse =
            |status| rest::answered(admission.refuse("", service::in_language(status, language)));
        let (answer, first) = match (&self.peer, rest::asked(request)) {
            _ if metadata as u64 > self.gate.max_metadata_bytes => {
                refuse(service::metadata_too_large(self.gate.max_metadata_bytes))
            }
            (_, rest::Asked::Description) => rest::described(admission.refuse("", Status::ok(""))),
            (Err(problem), _) => refuse(service::unreadable_certificate(problem)),
            (_, rest::Asked::Refused(status)) => refuse(status),
            (Ok(peer), rest::Asked::Call(mut request)) => {
                request.extensions_mut().insert(peer.clone());
                rest::answered(admission.call(&self.holder, *request).await)
            }
        };
        answer.map(|answer| {
            let sent = self.gate.send(answer);
            let end = if sent.stream.is_some() { End::Event } else { End::Nothing };
            Sent { rest: first, end, _alone: alone, ..sent }
        })
    }
}

/// What a header counts, as HTTP/2 counts it (RFC 9113, 6.5.2).
fn metadata_bytes(name: &HeaderName, value: &HeaderValue) -> usize {
    name.as_str().len() + value.len() + 32
}

impl Gate {
    fn send(&self, answer: Answer) -> Sent {
        if !answer.is_stream() {
            end_this_call_after(self.stall_timeout, &self.metrics);
        }
        let stream = answer.is_stream().then(|| {
            let progress = Progress::new();
            let (shutdown, grace) = (self.shutdown.clone(), self.end_grace);
            let stop = Box::pin(async move {
                shutdown.stopped().await;
                tokio::time::sleep(grace).await;
            });
            let stalled = Arc::clone(&progress).stalled(self.stall_timeout, self.metrics.clone());
            end_this_call_when(stalled);
            Box::new(Stream { progress, stop })
        });
        Sent { answer, stream, rest: Bytes::new(), end: End::Trailers, _alone: None }
    }
}

/// The body of an answer on its way to a connection.
pub(super) struct Sent {
    answer: Answer,
    stream: Option<Box<Stream>>,
    /// What is left of a large piece.
    rest: Bytes,
    end: End,
    _alone: Option<Alone>,
}

/// How is it said at the end of an answer how its call ended?
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum End {
    /// In trailers, for gRPC.
    Trailers,
    /// It was said at the beginning.
    Nothing,
    /// In a last event.
    Event,
}

impl End {
    fn said(self, trailers: Option<HeaderMap>) -> Option<Result<Frame<Bytes>, Status>> {
        match self {
            Self::Trailers => trailers.map(Frame::trailers).map(Ok),
            Self::Nothing => None,
            Self::Event => rest::last_event(&trailers?).map(Frame::data).map(Ok),
        }
    }
}

/// The most that HTTP/2 is given at once. It takes a piece whole as soon as its caller has room for one
/// byte, and keeps what does not fit.
const PIECE_BYTES: usize = 16 * 1024;

/// What a streaming answer carries besides.
struct Stream {
    progress: Arc<Progress>,
    /// Done when the server stops and the time for ending by itself is over.
    stop: Pin<Box<dyn Future<Output = ()> + Send>>,
}

impl Body for Sent {
    type Data = Bytes;
    type Error = Status;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Status>>> {
        let this = &mut *self;
        let polled = if this.rest.is_empty() {
            Pin::new(&mut this.answer).poll_frame(cx)
        } else {
            Poll::Ready(Some(Ok(Frame::data(std::mem::take(&mut this.rest)))))
        };
        let polled = polled.map_ok(|frame| {
            frame.map_data(|mut data| {
                this.rest = data.split_off(data.len().min(PIECE_BYTES));
                data
            })
        });
        let polled = match polled {
            Poll::Ready(Some(Ok(frame))) if frame.is_trailers() => {
                Poll::Ready(this.end.said(frame.into_trailers().ok()))
            }
            other => other,
        };
        let Some(stream) = &mut this.stream else { return polled };
        match &polled {
            Poll::Ready(Some(Ok(frame))) if frame.is_data() => stream.progress.handed_over(),
            Poll::Ready(_) => {}
            Poll::Pending => {
                stream.progress.has_room();
                if stream.stop.as_mut().poll(cx).is_ready() {
                    this.stream = None;
                    let trailers = this.answer.cut(&service::shutting_down());
                    return Poll::Ready(this.end.said(trailers));
                }
            }
        }
        polled
    }

    fn is_end_stream(&self) -> bool {
        self.rest.is_empty() && self.answer.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.answer.size_hint()
    }
}
