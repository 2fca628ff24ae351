//! How did a call end? The body of its answer, counted at its end, which gives back its place.

use std::{
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
};

use http::{HeaderMap, HeaderValue, Response};
use hyper::body::{Body, Bytes, Frame, SizeHint};
use tonic::{Code, Status};

use super::{
    super::{in_language, status::Language, unread},
    Admission,
    received::Received,
    shares::Held,
};

/// Header and trailer with the gRPC code.
const GRPC_STATUS: &str = "grpc-status";

/// The body of an answer on its way out.
pub struct Answer {
    content: Content,
    method: usize,
    code: Option<Code>,
    /// Taken when the end has been counted.
    admission: Option<Arc<Admission>>,
    /// Held until the answer has gone out; a refusal holds none.
    place: Option<Held>,
    language: Language,
}

/// What is sent.
enum Content {
    /// The answer to a unary call.
    Whole(Box<Received<tonic::body::Body>>),
    /// A stream, which may last.
    Stream(tonic::body::Body),
    /// Nothing more than what stands in the headers, or than the trailers that are sent already.
    Nothing,
}

impl Answer {
    pub(super) fn whole(
        admission: &Arc<Admission>,
        method: usize,
        answer: Response<Received<tonic::body::Body>>,
        place: Held,
    ) -> Response<Self> {
        Self::of(admission, method, answer.map(|it| Content::Whole(Box::new(it))), Some(place))
    }

    pub(super) fn stream(
        admission: &Arc<Admission>,
        method: usize,
        answer: Response<tonic::body::Body>,
        place: Held,
    ) -> Response<Self> {
        Self::of(admission, method, answer.map(Content::Stream), Some(place))
    }

    pub(super) fn refusal(
        admission: &Arc<Admission>,
        method: usize,
        status: Status,
    ) -> Response<Self> {
        let answer = status.into_http::<tonic::body::Body>().map(|_| Content::Nothing);
        Self::of(admission, method, answer, None)
    }

    fn of(
        admission: &Arc<Admission>,
        method: usize,
        answer: Response<Content>,
        place: Option<Held>,
    ) -> Response<Self> {
        let code = answer.headers().get(GRPC_STATUS).map(code_of);
        let admission = Some(Arc::clone(admission));
        let language = Language::English;
        answer.map(|content| Self { content, method, code, admission, place, language })
    }

    /// The same for a caller who reads this language: what was refused where nobody knew the caller, too.
    pub(super) fn said_in(mut answer: Response<Self>, language: Language) -> Response<Self> {
        in_language::headers(answer.headers_mut(), language);
        answer.body_mut().language = language;
        answer
    }

    /// Whether this is a stream, which may last.
    #[must_use]
    pub fn is_stream(&self) -> bool {
        matches!(self.content, Content::Stream(_))
    }

    /// Ends a stream with a status of ours, when it has not ended by itself.
    pub fn cut(&mut self, status: &Status) -> Option<HeaderMap> {
        self.content = Content::Nothing;
        self.place = None;
        self.admission.as_ref()?;
        self.ended(status.code());
        let mut trailers = HeaderMap::new();
        status.add_header(&mut trailers).expect("our texts and details were made for headers");
        in_language::headers(&mut trailers, self.language);
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
        let polled = match &mut this.content {
            Content::Whole(body) => Pin::new(&mut **body).poll_frame(context),
            Content::Stream(body) => Pin::new(body).poll_frame(context),
            Content::Nothing => Poll::Ready(None),
        };
        let language = this.language;
        let polled = polled.map_ok(|frame| documented(frame, language));
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
        match &self.content {
            Content::Whole(body) => body.is_end_stream(),
            Content::Stream(body) => body.is_end_stream(),
            Content::Nothing => true,
        }
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::default()
    }
}

impl Drop for Answer {
    fn drop(&mut self) {
        // Trailers-only answers are sent without a poll; others that end here were cut short.
        self.ended(self.code.unwrap_or(Code::Cancelled));
    }
}

/// The same frame; an end without a reason gets one.
fn documented(frame: Frame<Bytes>, language: Language) -> Frame<Bytes> {
    match frame.into_trailers() {
        Ok(trailers) => {
            let mut trailers = unread::documented_end(trailers);
            in_language::headers(&mut trailers, language);
            Frame::trailers(trailers)
        }
        Err(data) => data,
    }
}

fn code_of(value: &HeaderValue) -> Code {
    Code::from_bytes(value.as_bytes())
}
