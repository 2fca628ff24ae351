//! How does a stream go out as server-sent events? An event for each message: what it is, and the place
//! after which it goes on when its reader comes back with it.

use std::{
    pin::Pin,
    task::{Context, Poll},
};

use hyper::body::{Body as HttpBody, Bytes, Frame};
use prost_reflect::{DynamicMessage, MessageDescriptor};
use tonic::{Status, body::Body};

use crate::wire::Json;

use super::PREFIX_BYTES;

/// Fields of a message that say after which place its reader goes on.
const PLACES: [&str; 2] = ["sequence", "position"];

/// A stream of messages of this kind, as events.
pub(super) struct Events {
    messages: Body,
    of: MessageDescriptor,
    /// What has come of a message that is not here in whole.
    begun: Vec<u8>,
}

impl Events {
    pub(super) fn new(messages: Body, of: MessageDescriptor) -> Self {
        Self { messages, of, begun: Vec::new() }
    }

    /// The next message that is here in whole.
    fn next(&mut self) -> Option<Vec<u8>> {
        let (prefix, rest) = self.begun.split_first_chunk::<PREFIX_BYTES>()?;
        let [_, length @ ..] = *prefix;
        let length = usize::try_from(u32::from_be_bytes(length)).ok()?;
        let message = rest.get(..length)?.to_vec();
        self.begun.drain(..PREFIX_BYTES + length);
        Some(message)
    }

    /// Of a message that is a choice, what was chosen is the event.
    fn event(&self, message: &[u8]) -> Option<String> {
        let message = DynamicMessage::decode(self.of.clone(), message).ok()?;
        let (field, chosen) = message.fields().next()?;
        let chosen = chosen.as_message()?;
        let place = PLACES.iter().find_map(|name| chosen.get_field_by_name(name)?.as_u64());
        let data = serde_json::to_string(&Json(chosen)).ok()?;
        let id = place.filter(|place| *place > 0).map(|place| format!("id: {place}\n"));
        let (id, name) = (id.unwrap_or_default(), field.json_name());
        Some(format!("{id}event: {name}\ndata: {data}\n\n"))
    }
}

impl HttpBody for Events {
    type Data = Bytes;
    type Error = Status;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Status>>> {
        loop {
            if let Some(message) = self.next() {
                let event = self.event(&message);
                let event =
                    event.ok_or_else(|| Status::internal("a message does not fit its description"));
                return Poll::Ready(Some(event.map(|event| Frame::data(event.into()))));
            }
            let frame = match Pin::new(&mut self.messages).poll_frame(context) {
                Poll::Ready(Some(Ok(frame))) => frame,
                other => return other,
            };
            match frame.into_data() {
                Ok(piece) => self.begun.extend_from_slice(&piece),
                Err(trailers) => return Poll::Ready(Some(Ok(trailers))),
            }
        }
    }
}
