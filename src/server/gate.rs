//! What happens to every request before its handler sees it, and to its answer afterwards? The hot
//! path: it allocates nothing of its own for a unary call.

use std::collections::HashMap;
use std::convert::Infallible;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use http::{HeaderMap, HeaderValue, Request, Response};
use hyper::body::{Body, Bytes, Frame, Incoming, SizeHint};
use prometheus_client::metrics::gauge::Gauge;
use tokio::sync::Notify;
use tokio::time::{Instant, timeout};
use tonic::{Code, Status};
use tower::Service as _;

use super::config::Limits;
use super::methods::{Kind, Methods};
use super::metrics::{MethodMetrics, Metrics};
use super::shutdown::ShutdownSignal;
use super::stream::{Progress, end_this_call_when};
use crate::service::{self, Routes, identity::PeerCertificate};

/// Header and trailer with the gRPC code.
const GRPC_STATUS: &str = "grpc-status";

/// What all connections share.
pub(super) struct Gate {
    routes: Routes,
    methods: Vec<MethodMetrics>,
    by_path: HashMap<Box<str>, usize>,
    unary: Places,
    streams: Places,
    unary_timeout: Duration,
    retry_after: Duration,
    stall_timeout: Duration,
    end_grace: Duration,
    shutdown: ShutdownSignal,
    metrics: Arc<Metrics>,
}

impl Gate {
    pub(super) fn new(
        routes: Routes,
        methods: &Methods,
        limits: &Limits,
        shutdown: ShutdownSignal,
        metrics: Arc<Metrics>,
    ) -> Self {
        // The first one counts what is not a method of ours.
        let mut all = vec![metrics.method("other", Kind::Unary)];
        let mut by_path = HashMap::new();
        for (path, kind) in methods.iter() {
            by_path.insert(path.into(), all.len());
            all.push(metrics.method(path.trim_start_matches('/'), kind));
        }
        Self {
            routes,
            methods: all,
            by_path,
            unary: Places::new(limits.max_requests, metrics.requests_in_progress.clone()),
            streams: Places::new(limits.max_open_streams, metrics.open_streams.clone()),
            unary_timeout: Duration::from_millis(limits.unary_timeout_ms),
            retry_after: Duration::from_millis(limits.retry_after_ms),
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
    routes: Routes,
    /// Who calls, or why the certificate does not say.
    peer: Result<Arc<PeerCertificate>, String>,
    seen: AtomicBool,
    first_request: Arc<Notify>,
}

impl Visitor {
    pub(super) fn new(
        gate: Arc<Gate>,
        peer: Result<Arc<PeerCertificate>, String>,
        first_request: Arc<Notify>,
    ) -> Self {
        Self {
            routes: gate.routes.clone(),
            gate,
            peer,
            seen: AtomicBool::new(false),
            first_request,
        }
    }

    /// Lets one request through, or refuses it.
    pub(super) async fn handle(
        self: Arc<Self>,
        mut request: Request<Incoming>,
    ) -> Result<Response<Answer>, Infallible> {
        if !self.seen.swap(true, Ordering::Relaxed) {
            self.first_request.notify_one();
        }
        let gate = &self.gate;
        let method = gate.by_path.get(request.uri().path()).copied().unwrap_or(0);
        let peer = match &self.peer {
            Ok(peer) => Arc::clone(peer),
            Err(problem) => {
                return Ok(self.refuse(method, service::unreadable_certificate(problem)));
            }
        };
        request.extensions_mut().insert(peer);
        match gate.methods[method].kind {
            Kind::Unary => self.unary(method, request).await,
            Kind::Streaming => self.streaming(method, request).await,
        }
    }

    async fn unary(
        self: Arc<Self>,
        method: usize,
        request: Request<Incoming>,
    ) -> Result<Response<Answer>, Infallible> {
        let gate = &*self.gate;
        let Some(place) = Place::take(&self, Kind::Unary) else { return Ok(self.shed(method)) };
        let started = Instant::now();
        let limit = grpc_timeout(request.headers())
            .map_or(gate.unary_timeout, |asked| asked.min(gate.unary_timeout));
        let answer =
            timeout(limit, self.routes.clone().call(request.map(tonic::body::Body::new))).await;
        gate.methods[method].took(started.elapsed());
        drop(place);
        match answer {
            Ok(answer) => answer.map(|answer| self.send(method, answer, None)),
            Err(_) => Ok(self.refuse(method, service::too_late(limit))),
        }
    }

    async fn streaming(
        self: Arc<Self>,
        method: usize,
        request: Request<Incoming>,
    ) -> Result<Response<Answer>, Infallible> {
        let gate = &*self.gate;
        let Some(place) = Place::take(&self, Kind::Streaming) else { return Ok(self.shed(method)) };
        let progress = Progress::new();
        let started = Instant::now();
        let answer = self.routes.clone().call(request.map(tonic::body::Body::new)).await;
        gate.methods[method].took(started.elapsed());
        let (shutdown, grace) = (gate.shutdown.clone(), gate.end_grace);
        let stop = Box::pin(async move {
            shutdown.stopped().await;
            tokio::time::sleep(grace).await;
        });
        end_this_call_when(Arc::clone(&progress).stalled(gate.stall_timeout, gate.metrics.clone()));
        let stream = Box::new(Stream { progress, stop, _place: place });
        answer.map(|answer| self.send(method, answer, Some(stream)))
    }

    fn send(
        self: &Arc<Self>,
        method: usize,
        answer: Response<tonic::body::Body>,
        stream: Option<Box<Stream>>,
    ) -> Response<Answer> {
        let code = answer.headers().get(GRPC_STATUS).map(code_of);
        let visitor = Some(Arc::clone(self));
        answer.map(|body| Answer { body, method, code, visitor, stream })
    }

    /// There is no room: says so at once, and when to come back.
    fn shed(self: &Arc<Self>, method: usize) -> Response<Answer> {
        self.gate.metrics.requests_shed.inc();
        self.refuse(method, service::overloaded(self.gate.retry_after))
    }

    fn refuse(self: &Arc<Self>, method: usize, status: Status) -> Response<Answer> {
        self.send(method, status.into_http(), None)
    }
}

/// A number of places that are taken and given back.
struct Places {
    taken: Gauge,
    max: i64,
}

impl Places {
    fn new(max: u64, taken: Gauge) -> Self {
        Self { taken, max: i64::try_from(max).unwrap_or(i64::MAX) }
    }
}

impl Gate {
    fn places(&self, kind: Kind) -> &Places {
        match kind {
            Kind::Unary => &self.unary,
            Kind::Streaming => &self.streams,
        }
    }
}

/// A place that is taken; dropping it gives it back.
struct Place {
    visitor: Arc<Visitor>,
    kind: Kind,
}

impl Place {
    fn take(visitor: &Arc<Visitor>, kind: Kind) -> Option<Self> {
        let places = visitor.gate.places(kind);
        if places.taken.inc() >= places.max {
            places.taken.dec();
            return None;
        }
        Some(Self { visitor: Arc::clone(visitor), kind })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.visitor.gate.places(self.kind).taken.dec();
    }
}

/// The body of an answer on its way out; counts how the call ended.
pub(super) struct Answer {
    body: tonic::body::Body,
    method: usize,
    code: Option<Code>,
    /// Taken when the end has been counted.
    visitor: Option<Arc<Visitor>>,
    stream: Option<Box<Stream>>,
}

/// What a streaming answer carries besides.
struct Stream {
    progress: Arc<Progress>,
    /// Done when the server stops and the time for ending by itself is over.
    stop: Pin<Box<dyn Future<Output = ()> + Send>>,
    _place: Place,
}

impl Answer {
    fn ended(&mut self, code: Code) {
        if let Some(visitor) = self.visitor.take() {
            visitor.gate.methods[self.method].ended(code);
        }
    }
}

impl Body for Answer {
    type Data = Bytes;
    type Error = Status;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Status>>> {
        let this = &mut *self;
        let polled = Pin::new(&mut this.body).poll_frame(cx);
        match &polled {
            Poll::Ready(Some(Ok(frame))) => {
                if let Some(trailers) = frame.trailers_ref() {
                    let code = trailers.get(GRPC_STATUS).map_or(Code::Unknown, code_of);
                    this.ended(code);
                } else if let Some(stream) = &this.stream {
                    stream.progress.handed_over();
                }
            }
            Poll::Ready(Some(Err(status))) => this.ended(status.code()),
            Poll::Ready(None) => this.ended(this.code.unwrap_or(Code::Ok)),
            Poll::Pending => {
                if let Some(stream) = &mut this.stream {
                    stream.progress.has_room();
                    if stream.stop.as_mut().poll(cx).is_ready() {
                        return Poll::Ready(this.cut());
                    }
                }
            }
        }
        polled
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

impl Answer {
    /// Ends a stream that did not end by itself although the server stops.
    fn cut(&mut self) -> Option<Result<Frame<Bytes>, Status>> {
        self.body = tonic::body::Body::empty();
        self.stream = None;
        self.visitor.as_ref()?;
        self.ended(Code::Unavailable);
        let mut trailers = HeaderMap::new();
        service::shutting_down()
            .add_header(&mut trailers)
            .expect("its text and details were made for headers");
        Some(Ok(Frame::trailers(trailers)))
    }
}

impl Drop for Answer {
    fn drop(&mut self) {
        // Trailers-only answers are sent without a poll; others that end here were cut short.
        self.ended(self.code.unwrap_or(Code::Cancelled));
    }
}

fn code_of(value: &HeaderValue) -> Code {
    Code::from_bytes(value.as_bytes())
}

/// What the caller allows: the header `grpc-timeout`, at most eight digits and a unit. A malformed
/// one counts as none.
fn grpc_timeout(headers: &HeaderMap) -> Option<Duration> {
    let (unit, digits) = headers.get("grpc-timeout")?.as_bytes().split_last()?;
    if digits.is_empty() || digits.len() > 8 || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let number = digits.iter().fold(0_u64, |n, d| n * 10 + u64::from(d - b'0'));
    match unit {
        b'H' => Some(Duration::from_secs(number * 3600)),
        b'M' => Some(Duration::from_secs(number * 60)),
        b'S' => Some(Duration::from_secs(number)),
        b'm' => Some(Duration::from_millis(number)),
        b'u' => Some(Duration::from_micros(number)),
        b'n' => Some(Duration::from_nanos(number)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grpc_timeouts_are_read_and_bounded() {
        let read = |text: &str| {
            let mut headers = HeaderMap::new();
            headers.insert("grpc-timeout", text.parse().expect("a header"));
            grpc_timeout(&headers)
        };
        assert_eq!(read("99999999H"), Some(Duration::from_secs(99_999_999 * 3600)));
        assert_eq!(read("15S"), Some(Duration::from_secs(15)));
        assert_eq!(read("250m"), Some(Duration::from_millis(250)));
        for wrong in ["", "S", "100000000S", "-1S", "1x", "1.5S", "15"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
