//! What happens to the calls of a program that is tried? Each is shown to a trial, which can lose the answer,
//! refuse, or change what a subscription says. Only a sandbox has one.

use std::{convert::Infallible, future::pending, sync::Arc};

use bytes::{Bytes, BytesMut};
use http::{Request, Response};
use http_body_util::{BodyExt as _, Full, Limited};
use hyper::body::Frame;
use prost::{
    Message as _,
    encoding::{WireType, encode_key, encode_varint},
};
use tonic::{Status, body::Body};

use crate::{
    api::v1::{
        AcknowledgeRequest, Notification, PullRequest, RegisterInvolvementRequest,
        SubscribeRequest, SubscribeResponse, subscribe_response::Part,
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

/// How a call is read that a trial looks at.
fn read_by(path: &str) -> Option<Read> {
    let read: Read = match path {
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
            Ok(if streams { answer.map(|body| retold(body, trial, who)) } else { answer })
        }
    }
}

/// The messages of a subscription, each as the trial lets it arrive.
fn retold(body: Body, trial: Arc<dyn Trial>, who: Caller) -> Body {
    let mut waiting = BytesMut::new();
    Body::new(body.map_frame(move |frame| match frame.into_data() {
        Ok(data) => {
            waiting.extend_from_slice(&data);
            let mut out = BytesMut::new();
            while let Some(message) = whole(&mut waiting) {
                out.extend_from_slice(&arriving(message, &*trial, &who));
            }
            Frame::data(out.freeze())
        }
        Err(frame) => frame,
    }))
}

/// The first whole message that waits, with what stands in front of it.
fn whole(waiting: &mut BytesMut) -> Option<Bytes> {
    let length: [u8; 4] = waiting.get(1..PREFIX)?.try_into().ok()?;
    let end = PREFIX.checked_add(usize::try_from(u32::from_be_bytes(length)).ok()?)?;
    (waiting.len() >= end).then(|| waiting.split_to(end).freeze())
}

fn arriving(message: Bytes, trial: &dyn Trial, who: &Caller) -> Bytes {
    let read = SubscribeResponse::decode(&message[PREFIX..]);
    let Ok(SubscribeResponse { part: Some(Part::Notification(notification)) }) = read else {
        return message;
    };
    match trial.told(who, notification.sequence) {
        Told::AsItIs => message,
        Told::OfUnknownKind => of_unknown_kind(notification),
    }
}

fn of_unknown_kind(notification: Notification) -> Bytes {
    let mut inner = Notification { event: None, ..notification }.encode_to_vec();
    inner.extend(UNKNOWN_KIND);
    let mut message = Vec::new();
    encode_key(1, WireType::LengthDelimited, &mut message);
    encode_varint(inner.len() as u64, &mut message);
    message.extend(inner);
    let length = u32::try_from(message.len()).expect("a notification is shorter than 4 GiB");
    [&[0][..], &length.to_be_bytes(), &message].concat().into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::v1::{MatchFound, notification::Event};

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
