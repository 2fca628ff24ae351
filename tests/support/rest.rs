//! How is a story played over REST? The same clients, over a transport that makes of each call what its
//! address asks for: JSON over mutual TLS, and of the answer what the client expects.

use std::{collections::HashMap, error::Error, time::Duration};

use bytes::{BufMut as _, Bytes, BytesMut};
use http::{HeaderMap, HeaderValue, Request, Response, Uri, header};
use http_body_util::{BodyExt as _, Full, StreamBody};
use hyper::body::Frame;
use prost::Message as _;
use prost_reflect::{DynamicMessage, FieldDescriptor, Value};
use serde_json::{Value as Json, json};
use tonic::{Code, Status, body::Body};
use tonic_types::{ErrorDetails, FieldViolation, StatusExt as _};
use tower::{Service as _, ServiceExt as _};
use verwijspunt::{
    domain::model::budget::Terms,
    wire::{self, Address, Segment},
};

use super::{
    mtls::Mtls,
    transport::boxed,
    world::{Certificate, Channel, CovenantFiles, Depth, TestClock, World},
};

/// The assembled server over mutual TLS, asked over REST; on the store in memory.
pub struct Rest;

struct RestWorld(Box<dyn World>);

#[async_trait::async_trait]
impl Depth for Rest {
    fn name(&self) -> &'static str {
        "rest"
    }

    async fn start_with(
        &self,
        clock: TestClock,
        files: &CovenantFiles,
        budget: &Terms,
    ) -> Box<dyn World> {
        Box::new(RestWorld(Mtls { store: "memory:" }.start_with(clock, files, budget).await))
    }
}

#[async_trait::async_trait]
impl World for RestWorld {
    async fn channel(&mut self, holder: &Certificate) -> Channel {
        over_rest(self.0.channel(holder).await)
    }

    async fn sweep(&mut self) {
        self.0.sweep().await;
    }

    async fn restart(&mut self) {
        // What is in memory would be gone.
    }

    fn covenant_files(&self) -> CovenantFiles {
        self.0.covenant_files()
    }

    async fn succeed(&mut self, files: CovenantFiles) -> Result<(), String> {
        self.0.succeed(files).await
    }

    async fn stop(&mut self) {
        self.0.stop().await;
    }
}

/// Calls over REST on a connection; only what stands at no address goes as it came.
pub fn over_rest(channel: Channel) -> Channel {
    boxed(tower::service_fn(move |request: Request<Body>| {
        let mut channel = channel.clone();
        async move {
            let (head, body) = request.into_parts();
            let call = head.uri.path().to_owned();
            // A stream both ways has its own tests over REST.
            let here = |address: &Address| address.call.path == call && !address.call.uploads;
            if !wire::addresses().iter().any(here) {
                return channel.ready().await?.call(Request::from_parts(head, body)).await;
            }
            let bytes = body.collect().await?.to_bytes();
            let Some((address, request)) = asked(&call, &bytes, &head.headers) else {
                // An id that fits in no address, or a code that there is not.
                let body = Body::new(Full::new(bytes));
                return channel.ready().await?.call(Request::from_parts(head, body)).await;
            };
            answered(address, channel.ready().await?.call(request).await?).await
        }
    }))
}

/// A code without a name cannot be said in JSON.
fn can_be_said(message: &DynamicMessage) -> bool {
    let known = |field: &FieldDescriptor, value: &Value| match (field.kind(), value) {
        (prost_reflect::Kind::Enum(of), Value::EnumNumber(number)) => {
            of.get_value(*number).is_some()
        }
        (_, Value::Message(inner)) => can_be_said(inner),
        _ => true,
    };
    message.fields().all(|(field, value)| {
        value.as_list().unwrap_or(std::slice::from_ref(value)).iter().all(|one| known(&field, one))
    })
}

fn is_set(message: &DynamicMessage, field: &FieldDescriptor) -> bool {
    message.has_field(field)
}

/// The request over REST.
fn asked(
    call: &str,
    framed: &[u8],
    headers: &HeaderMap,
) -> Option<(&'static Address, Request<Body>)> {
    let of = |address: &&Address| address.call.path == call;
    let first = wire::addresses().iter().find(of)?;
    let mut message = DynamicMessage::decode(first.call.input.clone(), framed.get(5..)?).ok()?;
    if !can_be_said(&message) {
        return None;
    }
    let kept_out = |field: &FieldDescriptor| {
        field.name() != "acting_professional" && !wire::in_addresses(field)
    };
    let body = message.fields().any(|(field, _)| kept_out(&field));
    let mut fitting = wire::addresses().iter().filter(of).filter(|address| address.body || !body);
    let address = fitting.next()?;
    let mut uri = String::from("https://localhost");
    for segment in &address.segments {
        uri.push('/');
        match segment {
            Segment::Word(word) => uri += word,
            Segment::Field(field) => {
                let value = message.get_field(field).as_str()?.to_owned();
                let plain = |b: u8| b.is_ascii_alphanumeric() || b == b'-';
                if value.is_empty() || !value.bytes().all(plain) {
                    return None;
                }
                uri += &value;
                message.clear_field(field);
            }
        }
    }
    let mut request = Request::builder().method(address.verb);
    if let Some(language) = headers.get(header::ACCEPT_LANGUAGE) {
        request = request.header(header::ACCEPT_LANGUAGE, language);
    }
    for (header, field) in [("acting-professional", "acting_professional"), ("if-match", "etag")] {
        let value = message.get_field_by_name(field).and_then(|v| v.as_str().map(str::to_owned));
        let Some(value) = value.filter(|value| !value.is_empty()) else { continue };
        let value = if field == "etag" { format!("\"{value}\"") } else { value };
        // What cannot be sent in a header goes with the rest.
        if let Ok(value) = HeaderValue::from_bytes(value.as_bytes()) {
            request = request.header(header, value);
            message.clear_field_by_name(field);
        }
    }
    if address.body {
        let json = serde_json::to_vec(&wire::Json(&message)).ok()?;
        request = request.header(header::CONTENT_TYPE, "application/json");
        let request = request.uri(uri).body(Body::new(Full::new(Bytes::from(json))));
        return Some((address, request.ok()?));
    }
    let mut query = form_urlencoded::Serializer::new(String::new());
    for field in address.query().filter(|field| is_set(&message, field)) {
        let value = message.get_field(&field);
        for value in value.as_list().unwrap_or(std::slice::from_ref(&value)) {
            query.append_pair(field.json_name(), &written(&field, value)?);
        }
    }
    let query = query.finish();
    let uri: Uri = if query.is_empty() { uri } else { format!("{uri}?{query}") }.parse().ok()?;
    Some((address, request.uri(uri).body(Body::empty()).ok()?))
}

fn written(field: &FieldDescriptor, value: &Value) -> Option<String> {
    Some(match value {
        Value::EnumNumber(number) => match field.kind() {
            prost_reflect::Kind::Enum(of) => of
                .get_value(*number)
                .map_or_else(|| number.to_string(), |value| value.name().to_owned()),
            _ => return None,
        },
        Value::String(text) => text.clone(),
        Value::Bool(yes) => yes.to_string(),
        Value::I32(number) => number.to_string(),
        Value::U32(number) => number.to_string(),
        Value::U64(number) => number.to_string(),
        _ => return None,
    })
}

/// The answer as a client of gRPC reads it.
async fn answered(
    address: &'static Address,
    answer: Response<Body>,
) -> Result<Response<Body>, Box<dyn Error + Send + Sync>> {
    let (head, body) = answer.into_parts();
    let kind = head.headers.get(header::CONTENT_TYPE).and_then(|it| it.to_str().ok());
    let kind = kind.unwrap_or_default().to_owned();
    assert_eq!(head.headers.get("api-version").map(HeaderValue::as_bytes), Some(&b"1.0.0"[..]));
    if kind == "text/event-stream" {
        return Ok(grpc(Body::new(events(address, body))));
    }
    let text = body.collect().await?.to_bytes();
    if kind == "application/problem+json" {
        let problem: Json = serde_json::from_slice(&text)?;
        assert_eq!(problem["status"], json!(head.status.as_u16()), "{problem}");
        return Ok(refusal(&problem).into_http());
    }
    assert_eq!(kind, "application/json");
    // What was made stands at an address, and what was there already is only answered.
    let made = head.headers.contains_key(header::LOCATION);
    assert_eq!(head.status.as_u16(), if made { 201 } else { 200 });
    let message = framed(address, &text)?;
    let trailers = HeaderMap::from_iter([(GRPC_STATUS, HeaderValue::from_static("0"))]);
    let frames = [Ok::<_, Status>(Frame::data(message)), Ok(Frame::trailers(trailers))];
    let mut answer = grpc(Body::new(StreamBody::new(futures::stream::iter(frames))));
    if let Some(replayed) = head.headers.get("x-replayed") {
        answer.headers_mut().insert("x-replayed", replayed.clone());
    }
    Ok(answer)
}

const GRPC_STATUS: http::HeaderName = http::HeaderName::from_static("grpc-status");

fn grpc(body: Body) -> Response<Body> {
    let mut answer = Response::new(body);
    let kind = HeaderValue::from_static("application/grpc");
    answer.headers_mut().insert(header::CONTENT_TYPE, kind);
    answer
}

fn framed(address: &Address, json: &[u8]) -> Result<Bytes, Box<dyn Error + Send + Sync>> {
    let message = wire::read(&address.call.output, json, [])
        .map_err(|wrong| format!("{}: {wrong:?}", address.call.name))?;
    let mut bytes = BytesMut::new();
    bytes.put_u8(0);
    bytes.put_u32(u32::try_from(message.encoded_len())?);
    message.encode(&mut bytes)?;
    Ok(bytes.freeze())
}

/// The status of a problem.
pub fn refusal(problem: &Json) -> Status {
    let text = |key: &str| problem[key].as_str().unwrap_or_default().to_owned();
    let code = (1..=16).map(Code::from_i32).find(|code| name(*code) == text("code"));
    let mut details = ErrorDetails::new();
    let facts = problem["facts"].as_object().into_iter().flatten();
    let facts: HashMap<String, String> = facts
        .map(|(key, value)| (key.clone(), value.as_str().unwrap_or_default().into()))
        .collect();
    details.set_error_info(text("reason"), "verwijspunt.nl", facts);
    let fields = problem["fields"].as_array().into_iter().flatten();
    let fields: Vec<FieldViolation> = fields
        .map(|field| {
            let path = snake(field["field"].as_str().unwrap_or_default());
            FieldViolation::new(path, field["rule"].as_str().unwrap_or_default())
        })
        .collect();
    if !fields.is_empty() {
        details.set_bad_request(fields);
    }
    if let Some(wait) = problem["retryAfterMs"].as_u64() {
        details.set_retry_info(Some(Duration::from_millis(wait)));
    }
    Status::with_error_details(code.unwrap_or(Code::Unknown), text("detail"), details)
}

fn name(code: Code) -> String {
    snake(&format!("{code:?}")).trim_start_matches('_').to_uppercase()
}

fn snake(path: &str) -> String {
    path.chars()
        .flat_map(|letter| {
            let raised = letter.is_ascii_uppercase().then_some('_');
            raised.into_iter().chain([letter.to_ascii_lowercase()])
        })
        .collect()
}

/// Events as messages of a stream.
fn events(
    address: &'static Address,
    mut body: Body,
) -> impl hyper::body::Body<Data = Bytes, Error = Status> {
    let (sender, receiver) = tokio::sync::mpsc::channel(16);
    tokio::spawn(async move {
        let mut begun = String::new();
        let mut end = Status::ok("");
        while let Some(Ok(frame)) = body.frame().await {
            let Ok(piece) = frame.into_data() else { continue };
            begun += &String::from_utf8_lossy(&piece);
            while let Some(at) = begun.find("\n\n") {
                let event: String = begun.drain(..at + 2).collect();
                let line = |key: &str| event.lines().find_map(|line| line.strip_prefix(key));
                let (name, data) = (line("event: "), line("data: "));
                let (name, data) = (name.expect("a name"), data.expect("data"));
                if name == "refused" {
                    end = refusal(&serde_json::from_str(data).expect("a problem"));
                    continue;
                }
                let message = framed(address, format!("{{\"{name}\":{data}}}").as_bytes());
                let message = message.expect("an event holds a part of the message");
                if sender.send(Ok(Frame::data(message))).await.is_err() {
                    return;
                }
            }
        }
        let mut trailers = HeaderMap::new();
        end.add_header(&mut trailers).expect("it fits");
        let _ = sender.send(Ok(Frame::trailers(trailers))).await;
    });
    StreamBody::new(tokio_stream::wrappers::ReceiverStream::new(receiver))
}
