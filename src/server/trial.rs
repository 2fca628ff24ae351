//! What happens to the calls of a program that is tried? Each is shown to a trial, which can lose the answer,
//! refuse, or change what a subscription says. Only a sandbox has one.

use std::{
    convert::Infallible,
    future::{pending, ready},
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
};

use bytes::{Bytes, BytesMut};
use http::{HeaderMap, HeaderName, HeaderValue, Request, Response};
use http_body_util::{BodyExt as _, Full, Limited};
use hyper::body::{Body as HttpBody, Frame};
use prost::{
    Message as _,
    encoding::{WireType, encode_key, encode_varint},
};
use tonic::{Status, body::Body};

use crate::{
    api::v1::{
        AcknowledgeRequest, Destroyed, EscalateTicketRequest, HandOverTicketRequest, Heartbeat,
        Notification, PullRequest, RegisterInvolvementRequest, ResolveTicketRequest,
        SubscribeRequest, SubscribeResponse, WithdrawTicketRequest, notification::Event,
        subscribe_response::Part,
    },
    domain::model::party::Oin,
    service::{Answering, Between, Serve, identity::Credential},
};

/// In front of every message on the wire: whether it is compressed, and its length in bytes.
const PREFIX: usize = 5;
/// The longest request that is looked at, in bytes: as long as any that a broker takes.
const LONGEST_REQUEST: usize = 1 << 20;
/// A kind of notification that no program knows yet: field 999 of a notification, an empty message.
const UNKNOWN_KIND: [u8; 3] = [0xba, 0x3e, 0x00];

/// How a stream of gRPC ended.
const GRPC_STATUS: HeaderName = HeaderName::from_static("grpc-status");

/// A call, as far as a trial looks at it.
#[derive(Clone, PartialEq, Debug)]
pub enum Asked {
    /// RegisterInvolvement.
    Register(Box<RegisterInvolvementRequest>),
    /// Acknowledge, of a position.
    Acknowledge(u64),
    /// Subscribe, after a position.
    Subscribe(Option<u64>),
    /// Pull, after a position.
    Pull(Option<u64>),
    /// GetTicket or ListTickets.
    Look,
    /// Something is changed that has an etag.
    Change {
        /// What: its id.
        what: String,
        /// The etag that is said; empty where none is.
        etag: String,
    },
}

/// What becomes of a call.
#[derive(Debug)]
pub enum Fate {
    /// It is served.
    Served,
    /// It is done, and the line breaks before its answer arrives.
    AnswerLost,
    /// It is not done.
    Refused(Box<Status>),
}

/// What becomes of a notification that goes out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Told {
    /// It arrives as it is.
    AsItIs,
    /// It arrives as one of a kind that is not known yet.
    OfUnknownKind,
    /// What it told of was destroyed meanwhile.
    Destroyed,
    /// It arrives ahead of its place as well, as a crisis does.
    AheadToo,
    /// It does not arrive: the stream says that it closes, and ends.
    Closing,
}

/// Whose program calls.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Caller {
    /// The organisation.
    pub oin: Oin,
    /// Serial number of the certificate, by which its connections are known.
    pub serial: String,
}

/// Looks at the calls of organisations.
pub trait Trial: Send + Sync {
    /// A call has come.
    fn asked(&self, who: &Caller, asked: &Asked) -> Fate;
    /// A call is done whose answer is to be lost: breaks the line.
    fn lost(&self, who: &Caller);
    /// The notification with this sequence goes out on a subscription.
    fn told(&self, who: &Caller, sequence: u64) -> Told;
}

/// Puts a trial between callers and services.
#[must_use]
pub fn between(trial: Arc<dyn Trial>) -> Between {
    Arc::new(move |request: Request<Body>, serve: Serve| -> Answering {
        match (organisation(&request), read_by(request.uri().path())) {
            (Some(who), Some(read)) => Box::pin(tried(trial.clone(), who, read, request, serve)),
            _ => serve(request),
        }
    })
}

/// The organisation that calls; an office is nobody's program.
fn organisation(request: &Request<Body>) -> Option<Caller> {
    match request.extensions().get::<Credential>()? {
        Credential::Certificate(own) if own.offices.is_empty() => {
            own.oin.map(|oin| Caller { oin, serial: own.serial.clone() })
        }
        Credential::Certificate(_) | Credential::Person(_) => None,
    }
}

type Read = fn(&[u8]) -> Option<Asked>;

fn change<M: prost::Message + Default>(message: &[u8], of: fn(M) -> [String; 2]) -> Option<Asked> {
    let [what, etag] = of(M::decode(message).ok()?);
    Some(Asked::Change { what, etag })
}

/// How a call is read that a trial looks at.
fn read_by(path: &str) -> Option<Read> {
    let read: Read = match path {
        "/verwijspunt.v1.EscalationService/EscalateTicket" => {
            |message| change(message, |it: EscalateTicketRequest| [it.ticket_id, it.etag])
        }
        "/verwijspunt.v1.EscalationService/HandOverTicket" => {
            |message| change(message, |it: HandOverTicketRequest| [it.ticket_id, it.etag])
        }
        "/verwijspunt.v1.EscalationService/ResolveTicket" => {
            |message| change(message, |it: ResolveTicketRequest| [it.ticket_id, it.etag])
        }
        "/verwijspunt.v1.EscalationService/WithdrawTicket" => {
            |message| change(message, |it: WithdrawTicketRequest| [it.ticket_id, it.etag])
        }
        "/verwijspunt.v1.EscalationService/GetTicket"
        | "/verwijspunt.v1.EscalationService/ListTickets" => |_| Some(Asked::Look),
        "/verwijspunt.v1.RegistryService/RegisterInvolvement" => |message| {
            let request = RegisterInvolvementRequest::decode(message).ok()?;
            Some(Asked::Register(Box::new(request)))
        },
        "/verwijspunt.v1.InboxService/Acknowledge" => |message| {
            AcknowledgeRequest::decode(message).ok().map(|it| Asked::Acknowledge(it.position))
        },
        "/verwijspunt.v1.InboxService/Subscribe" => {
            |message| SubscribeRequest::decode(message).ok().map(|it| Asked::Subscribe(it.after))
        }
        "/verwijspunt.v1.InboxService/Pull" => {
            |message| PullRequest::decode(message).ok().map(|it| Asked::Pull(it.after))
        }
        _ => return None,
    };
    Some(read)
}

async fn tried(
    trial: Arc<dyn Trial>,
    who: Caller,
    read: Read,
    request: Request<Body>,
    serve: Serve,
) -> Result<Response<Body>, Infallible> {
    let (head, body) = request.into_parts();
    let Ok(body) = Limited::new(body, LONGEST_REQUEST).collect().await else {
        return Ok(Status::resource_exhausted("the request is too long").into_http());
    };
    let body = body.to_bytes();
    let asked = body.get(PREFIX..).and_then(read);
    let request = Request::from_parts(head, Body::new(Full::new(body)));
    // What cannot be read is refused by the service, as always.
    let Some(asked) = asked else { return serve(request).await };
    match trial.asked(&who, &asked) {
        Fate::Refused(status) => Ok((*status).into_http()),
        Fate::AnswerLost => {
            drop(serve(request).await);
            trial.lost(&who);
            // The connection goes, and this call with it.
            pending().await
        }
        Fate::Served => {
            let answer = serve(request).await?;
            let streams = matches!(asked, Asked::Subscribe(_));
            let retold = |body| {
                let waiting = BytesMut::new();
                Body::new(Retold { body, waiting, trial, who })
            };
            Ok(if streams { answer.map(retold) } else { answer })
        }
    }
}

/// The messages of a subscription, each as the trial lets it arrive.
struct Retold {
    body: Body,
    waiting: BytesMut,
    trial: Arc<dyn Trial>,
    who: Caller,
}

impl HttpBody for Retold {
    type Data = Bytes;
    type Error = Status;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Status>>> {
        let frame = std::task::ready!(Pin::new(&mut self.body).poll_frame(context));
        Poll::Ready(frame.map(|frame| {
            frame.map(|frame| match frame.into_data() {
                Ok(data) => Frame::data(self.retold(&data)),
                Err(frame) => frame,
            })
        }))
    }
}

impl Retold {
    fn retold(&mut self, data: &[u8]) -> Bytes {
        self.waiting.extend_from_slice(data);
        let mut out = BytesMut::new();
        while let Some(message) = whole(&mut self.waiting) {
            let read = SubscribeResponse::decode(&message[PREFIX..]);
            let Ok(SubscribeResponse { part: Some(Part::Notification(notification)) }) = read
            else {
                out.extend_from_slice(&message);
                continue;
            };
            let told = self.trial.told(&self.who, notification.sequence);
            if told == Told::Closing {
                (self.waiting, self.body) = (BytesMut::new(), over());
            }
            for arriving in arriving(told, message, notification) {
                out.extend_from_slice(&arriving);
            }
        }
        out.freeze()
    }
}

/// The first whole message that waits, with what stands in front of it.
fn whole(waiting: &mut BytesMut) -> Option<Bytes> {
    let length: [u8; 4] = waiting.get(1..PREFIX)?.try_into().ok()?;
    let end = PREFIX.checked_add(usize::try_from(u32::from_be_bytes(length)).ok()?)?;
    (waiting.len() >= end).then(|| waiting.split_to(end).freeze())
}

/// The rest of a stream that ends by itself.
fn over() -> Body {
    let trailers = HeaderMap::from_iter([(GRPC_STATUS, HeaderValue::from_static("0"))]);
    Body::new(Full::new(Bytes::new()).with_trailers(ready(Some(Ok(trailers)))))
}

/// What arrives of a notification.
fn arriving(told: Told, message: Bytes, notification: Notification) -> Vec<Bytes> {
    match told {
        Told::AsItIs => vec![message],
        Told::OfUnknownKind => vec![of_unknown_kind(notification)],
        Told::Destroyed => {
            let event = Some(Event::Destroyed(Destroyed::default()));
            vec![framed(Part::Notification(Notification { event, ..notification }))]
        }
        Told::AheadToo => {
            vec![framed(Part::Ahead(Notification { sequence: 0, ..notification })), message]
        }
        Told::Closing => {
            let position = notification.sequence.saturating_sub(1);
            let closing = Heartbeat { position, closing: true, at: notification.at };
            vec![framed(Part::Heartbeat(closing))]
        }
    }
}

fn framed(part: Part) -> Bytes {
    on_the_wire(&SubscribeResponse { part: Some(part) }.encode_to_vec())
}

fn on_the_wire(message: &[u8]) -> Bytes {
    let length = u32::try_from(message.len()).expect("a notification is shorter than 4 GiB");
    [&[0][..], &length.to_be_bytes(), message].concat().into()
}

fn of_unknown_kind(notification: Notification) -> Bytes {
    let mut inner = Notification { event: None, ..notification }.encode_to_vec();
    inner.extend(UNKNOWN_KIND);
    let mut message = Vec::new();
    encode_key(1, WireType::LengthDelimited, &mut message);
    encode_varint(inner.len() as u64, &mut message);
    message.extend(inner);
    on_the_wire(&message)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::v1::MatchFound;

    #[test]
    fn a_kind_that_is_not_known_keeps_its_place_and_loses_its_event() {
        let event = Some(Event::Match(MatchFound::default()));
        let notification = Notification { sequence: 7, event, ..Notification::default() };
        let changed = of_unknown_kind(notification);
        let read = SubscribeResponse::decode(&changed[PREFIX..]).expect("a message");
        let Some(Part::Notification(read)) = read.part else { panic!("a notification") };
        assert_eq!((read.sequence, read.event), (7, None));
        let mut waiting = BytesMut::from(&changed[..]);
        assert_eq!(whole(&mut waiting), Some(changed));
        assert!(waiting.is_empty());
    }

    #[test]
    fn a_message_in_pieces_is_put_together() {
        let message = [0, 0, 0, 0, 2, 8, 1];
        for cut in 0..message.len() {
            let mut waiting = BytesMut::from(&message[..cut]);
            assert_eq!(whole(&mut waiting), None, "{cut}");
            waiting.extend_from_slice(&message[cut..]);
            assert_eq!(whole(&mut waiting).as_deref(), Some(&message[..]));
        }
    }
}
