//! How did a call end? The body of its answer, counted at its end, which gives back its place.

use std::{
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
};

use http::{HeaderMap, HeaderValue, Response};
use hyper::body::{Body, Bytes, Frame, SizeHint};
use tonic::{Code, Status};

use super::{super::status, Admission, places::Place};

/// Header and trailer with the gRPC code.
const GRPC_STATUS: &str = "grpc-status";

/// The body of an answer on its way out.
pub struct Answer {
    body: tonic::body::Body,
    method: usize,
    code: Option<Code>,
    /// Taken when the end has been counted.
    admission: Option<Arc<Admission>>,
    /// Held by a stream for as long as it lasts.
    place: Option<Place>,
}

impl Answer {
    pub(super) fn of(
        admission: &Arc<Admission>,
        method: usize,
        answer: Response<tonic::body::Body>,
        place: Option<Place>,
    ) -> Response<Self> {
        let code = answer.headers().get(GRPC_STATUS).map(code_of);
        let admission = Some(Arc::clone(admission));
        answer.map(|body| Self { body, method, code, admission, place })
    }

    /// Whether this is a stream, which may last.
    #[must_use]
    pub fn is_stream(&self) -> bool {
        self.place.is_some()
    }

    /// Ends a stream with a status of ours, when it has not ended by itself.
    pub fn cut(&mut self, status: &Status) -> Option<HeaderMap> {
        self.body = tonic::body::Body::empty();
        self.place = None;
        self.admission.as_ref()?;
        self.ended(status.code());
        let mut trailers = HeaderMap::new();
        status.add_header(&mut trailers).expect("our texts and details were made for headers");
        Some(trailers)
    }

    fn ended(&mut self, code: Code) {
        if let Some(admission) = self.admission.take() {
            admission.watch.ended(self.method, code);
        }
    }
}

impl Body for Answer {
    type Data = Bytes;
    type Error = Status;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Status>>> {
        let this = &mut *self;
        let polled = Pin::new(&mut this.body).poll_frame(context).map_ok(documented);
        match &polled {
            Poll::Ready(Some(Ok(frame))) => {
                if let Some(trailers) = frame.trailers_ref() {
                    let code = trailers.get(GRPC_STATUS).map_or(Code::Unknown, code_of);
                    this.ended(code);
                }
            }
            Poll::Ready(Some(Err(status))) => this.ended(status.code()),
            Poll::Ready(None) => this.ended(this.code.unwrap_or(Code::Ok)),
            Poll::Pending => {}
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

impl Drop for Answer {
    fn drop(&mut self) {
        // Trailers-only answers are sent without a poll; others that end here were cut short.
        self.ended(self.code.unwrap_or(Code::Cancelled));
    }
}

/// The same frame; an end without a reason gets one.
fn documented(frame: Frame<Bytes>) -> Frame<Bytes> {
    match frame.into_trailers() {
        Ok(trailers) => Frame::trailers(status::documented_end(trailers)),
        Err(data) => data,
    }
}

fn code_of(value: &HeaderValue) -> Code {
    Code::from_bytes(value.as_bytes())
}
