//! How is a call made whose message comes as JSON, and whose answer goes out so? It is put into the
//! words of the API when it has its place, and goes the same way as all others from there.

mod events;
mod lines;

use std::convert::Infallible;

use http::{
    HeaderMap, HeaderName, HeaderValue, Method, Request, Response,
    header::{ACCEPT_LANGUAGE, ETAG, LOCATION},
};
use http_body_util::{BodyExt as _, Full};
use hyper::body::{Body as HttpBody, Bytes};
use prost::Message as _;
use prost_reflect::{DynamicMessage, FieldDescriptor, Kind, MessageDescriptor};
use tonic::{Status, body::Body};
use tower::Service as _;

use crate::{
    domain::model::refusal::{FieldProblem, Refusal},
    wire::{self, Call, Json, Problem, Wrong},
};

use super::{
    front::REPLAYED,
    routes::Routes,
    status::{self, Language, language_of},
    unread,
};

use events::Events;
pub(super) use lines::Lines;

/// A call with a message in JSON. Travels beside its request.
#[derive(Clone)]
pub struct AsJson {
    /// What is called.
    pub call: &'static Call,
    /// Whether the message stands in the body.
    pub body: bool,
    /// Fields of the message that stand elsewhere: in the address, or in a header.
    pub given: Vec<(FieldDescriptor, String)>,
    /// What is wrong with them already.
    pub problems: Vec<Problem>,
    /// The address under which stands what is made, and the field that names it.
    pub makes: Option<(String, FieldDescriptor)>,
}

/// What a call asks to make: the name of its field, its id, and the address at which it will stand.
struct Making {
    field: String,
    id: String,
    at: String,
}

/// The prefix of a message: it is not compressed, and this is its length.
const PREFIX_BYTES: usize = 5;

impl AsJson {
    /// Makes the call. `most`: bytes of its message.
    pub(super) async fn made(
        self,
        mut routes: Routes,
        request: Request<Body>,
        most: usize,
    ) -> Response<Body> {
        let language = language_of(request.headers());
        let (head, body) = request.into_parts();
        let call = self.call;
        let asked = if call.uploads {
            // Its lines are messages already.
            self.message(&[], most, language).map(|_| (body, None))
        } else {
            self.whole(body, most, language).await
        };
        let (body, making) = match asked {
            Ok(asked) => asked,
            Err(refused) => return refused.into_http(),
        };
        let mut request = Request::new(body);
        *request.method_mut() = Method::POST;
        *request.uri_mut() = head.uri;
        *request.extensions_mut() = head.extensions;
        // Of its headers nothing else is for a handler.
        if let Some(language) = head.headers.get(ACCEPT_LANGUAGE) {
            request.headers_mut().insert(ACCEPT_LANGUAGE, language.clone());
        }
        let answer: Result<_, Infallible> = routes.call(request).await;
        let answer = match answer {
            Ok(answer) => unread::documented(answer),
            Err(never) => match never {},
        };
        if answer.headers().contains_key(unread::GRPC_STATUS) {
            return answer;
        }
        if call.streams {
            return answer.map(|body| Body::new(Events::new(body, call.output.clone())));
        }
        match whole(answer, &call.output, making).await {
            Ok(answer) => answer,
            Err(refused) => refused.into_http(),
        }
    }

    /// The same body as messages of the call, one for each line.
    pub(super) fn lines<B: HttpBody<Data = Bytes> + Unpin>(
        &self,
        body: B,
        most: usize,
        language: Language,
    ) -> Lines<B> {
        Lines::new(body, self.call.input.clone(), most, language)
    }

    /// The body of the one message of a call.
    async fn whole(
        self,
        body: Body,
        most: usize,
        language: Language,
    ) -> Result<(Body, Option<Making>), Status> {
        let text = body.collect().await;
        let text = text.map_err(|_| Status::cancelled("the call ended before it was whole"))?;
        let makes = self.makes.clone();
        let message = self.message(&text.to_bytes(), most, language)?;
        let making = makes.and_then(|(address, field)| {
            let id = message.get_field(&field).as_str()?.to_owned();
            Some(Making { field: field.name().to_owned(), at: format!("{address}/{id}"), id })
        });
        Ok((Body::new(Full::new(framed(&message))), making))
    }

    /// The message, from its body and what was given elsewhere.
    fn message(
        self,
        text: &[u8],
        most: usize,
        language: Language,
    ) -> Result<DynamicMessage, Status> {
        if text.len() > most {
            let why = format!("the body has more than {most} bytes");
            return Err(unread::of_a_message(Status::out_of_range(why)));
        }
        let Self { call, body, given, mut problems, .. } = self;
        if !body && !text.is_empty() {
            let rule =
                "must be empty; everything that is asked here stands in the address".to_owned();
            problems.push(Problem { field: "body".to_owned(), rule });
        }
        let read = if body { text } else { &[] };
        let given = given.iter().map(|(field, text)| (field, text.as_str()));
        let message = match wire::read(&call.input, read, given) {
            Ok(message) if problems.is_empty() => Ok(message),
            Ok(_) => Err(problems),
            Err(Wrong::Fields(more)) => Err([problems, more].concat()),
            Err(Wrong::Text { line, column }) => {
                return Err(status::no_json(line, column, language));
            }
        };
        message.map_err(|problems| fields_wrong(problems, language))
    }
}

fn fields_wrong(problems: Vec<Problem>, language: Language) -> Status {
    let problem = |found: Problem| FieldProblem::new(found.field, found.rule);
    let refusal = Refusal::Fields(problems.into_iter().map(problem).collect());
    status::refusal(&refusal, language)
}

fn framed(message: &DynamicMessage) -> Bytes {
    let length = message.encoded_len();
    let mut bytes = Vec::with_capacity(PREFIX_BYTES + length);
    bytes.push(0);
    bytes.extend(u32::try_from(length).unwrap_or(u32::MAX).to_be_bytes());
    message.encode(&mut bytes).expect("a vector has room");
    bytes.into()
}

/// An answer that is one message.
async fn whole(
    answer: Response<Body>,
    of: &MessageDescriptor,
    making: Option<Making>,
) -> Result<Response<Body>, Status> {
    let (head, body) = answer.into_parts();
    let collected = body.collect().await?;
    let trailers = collected.trailers().cloned().map(unread::documented_end);
    if let Some(refused) = trailers.as_ref().and_then(Status::from_header_map)
        && refused.code() != tonic::Code::Ok
    {
        return Err(refused);
    }
    let bytes = collected.to_bytes();
    let message = bytes.get(PREFIX_BYTES..).unwrap_or_default();
    let message = DynamicMessage::decode(of.clone(), message)
        .map_err(|_| Status::internal("an answer does not fit its description"))?;
    let mut headers = HeaderMap::new();
    headers.extend(etag(&message).map(|etag| (ETAG, etag)));
    let replayed = head.headers.get(REPLAYED).cloned();
    // What stood there already was not made by this call.
    let made = making.filter(|it| replayed.is_none() && it.is_in(&message));
    let location = made.and_then(|it| HeaderValue::from_str(&it.at).ok());
    headers.extend(location.map(|value| (LOCATION, value)));
    headers.extend(replayed.map(|value| (HeaderName::from_static(REPLAYED), value)));
    let text = serde_json::to_vec(&Json(&message))
        .map_err(|_| Status::internal("an answer cannot be written as JSON"))?;
    let mut answer = Response::new(Body::new(Full::new(Bytes::from(text))));
    *answer.headers_mut() = headers;
    Ok(answer)
}

impl Making {
    /// Whether the answer is about this, and not about something that was there before.
    fn is_in(&self, answer: &DynamicMessage) -> bool {
        let mut parts = answer.fields().filter_map(|(_, value)| value.as_message());
        parts.any(|part| {
            let id = part.get_field_by_name(&self.field);
            id.is_some_and(|id| id.as_str() == Some(self.id.as_str()))
        })
    }
}

/// The version of the one thing that an answer is about.
fn etag(answer: &DynamicMessage) -> Option<HeaderValue> {
    let etags = answer.fields().filter(|(field, _)| matches!(field.kind(), Kind::Message(_)));
    let mut etags = etags.filter_map(|(_, value)| {
        let etag = value.as_message()?.get_field_by_name("etag")?;
        HeaderValue::from_str(&format!("\"{}\"", etag.as_str().filter(|e| !e.is_empty())?)).ok()
    });
    let first = etags.next()?;
    etags.next().is_none().then_some(first)
}
