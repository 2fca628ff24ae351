//! Has a message come in whole? Until it has, its call holds no place; what is kept of it is counted.

use std::{
    collections::VecDeque,
    future::poll_fn,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
};

use http::HeaderMap;
use hyper::body::{Body, Bytes, Frame, SizeHint};
use tonic::Status;

use super::shares::{Held, Holder, Resource, Share};

/// What a message may take before its bytes are counted: most are smaller, and the calls that hold
/// them are counted anyway.
pub(super) const FREE_BYTES: usize = 16 * 1024;

/// What a piece costs besides its bytes: a message of one-byte pieces takes more than its size.
const PIECE_BYTES: usize = 64;

/// Length of the prefix of a message: whether it is compressed, and four bytes of size.
const PREFIX_BYTES: usize = 5;

/// How much of a body is waited for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Until {
    /// All of it, at most one message of so many bytes. Of a larger one nothing more is taken: its
    /// prefix is enough to refuse it.
    End(usize),
    /// The first message; the rest follows while it is read.
    FirstMessage,
}

/// Why a message did not come in.
#[derive(Debug)]
pub(super) enum NotReceived {
    /// There is no room to wait in.
    Full(Resource, Share),
    /// It is no message, and why.
    Wrong(Box<Status>),
    /// The connection or the call ended.
    Broken,
}

impl NotReceived {
    /// What reads a body as messages says what is wrong with one; anything else is a connection that broke.
    fn because(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        error.into().downcast().map_or(Self::Broken, Self::Wrong)
    }
}

/// What has come in of a body, and what follows.
pub(super) struct Received<B> {
    pieces: VecDeque<Bytes>,
    trailers: Option<HeaderMap>,
    rest: Option<B>,
    /// Given back when the message has been read.
    _held: Option<Held>,
}

impl<B> Received<B>
where
    B: Body<Data = Bytes> + Unpin,
    B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    /// Waits for a body.
    ///
    /// # Errors
    /// Why it did not come.
    pub(super) async fn of(
        mut body: B,
        holder: &Arc<Holder>,
        until: Until,
    ) -> Result<Self, NotReceived> {
        let (mut pieces, mut trailers) = (VecDeque::new(), None);
        let (mut bytes, mut cost, mut rest) = (0, 0, true);
        let (mut waiting, mut held) = (None, None::<Held>);
        while rest {
            let mut next = poll_fn(|context| Pin::new(&mut body).poll_frame(context));
            let frame = match futures::poll!(&mut next) {
                Poll::Ready(frame) => frame,
                Poll::Pending => {
                    if waiting.is_none() {
                        let place = holder.take(Resource::Waiting);
                        let full = |share| NotReceived::Full(Resource::Waiting, share);
                        waiting = Some(place.map_err(full)?);
                    }
                    next.await
                }
            };
            let Some(frame) = frame else { break };
            match frame.map_err(NotReceived::because)?.into_data() {
                Ok(piece) if piece.is_empty() => {}
                Ok(piece) => {
                    bytes += piece.len();
                    let more = piece.len() + PIECE_BYTES;
                    let counted = (cost + more).saturating_sub(cost.max(FREE_BYTES));
                    cost += more;
                    if counted > 0 {
                        let amount = i64::try_from(counted).unwrap_or(i64::MAX);
                        let held = held.get_or_insert_with(|| holder.nothing(Resource::Bytes));
                        let full = |share| NotReceived::Full(Resource::Bytes, share);
                        held.grow(amount).map_err(full)?;
                    }
                    pieces.push_back(piece);
                    rest = match until {
                        Until::End(most) => bytes <= most.saturating_add(PREFIX_BYTES),
                        Until::FirstMessage => bytes < first_message(&pieces).min(FREE_BYTES),
                    };
                }
                Err(other) => {
                    trailers = other.into_trailers().ok();
                    break;
                }
            }
        }
        let rest = (until == Until::FirstMessage && !rest).then_some(body);
        Ok(Self { pieces, trailers, rest, _held: held })
    }
}

/// Bytes of the first message with its prefix, or of the prefix as long as that is not there.
fn first_message(pieces: &VecDeque<Bytes>) -> usize {
    let mut prefix = pieces.iter().flatten().skip(1).take(PREFIX_BYTES - 1).copied();
    let mut size = [0; PREFIX_BYTES - 1];
    for byte in &mut size {
        match prefix.next() {
            Some(given) => *byte = given,
            None => return PREFIX_BYTES,
        }
    }
    let size = usize::try_from(u32::from_be_bytes(size)).unwrap_or(usize::MAX);
    size.saturating_add(PREFIX_BYTES)
}

impl<B: Body<Data = Bytes> + Unpin> Body for Received<B> {
    type Data = Bytes;
    type Error = B::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, B::Error>>> {
        if let Some(piece) = self.pieces.pop_front() {
            return Poll::Ready(Some(Ok(Frame::data(piece))));
        }
        match &mut self.rest {
            Some(rest) => Pin::new(rest).poll_frame(context),
            None => Poll::Ready(self.trailers.take().map(|trailers| Ok(Frame::trailers(trailers)))),
        }
    }

    fn is_end_stream(&self) -> bool {
        let rest = self.rest.as_ref().is_none_or(Body::is_end_stream);
        self.pieces.is_empty() && self.trailers.is_none() && rest
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::default()
    }
}

#[cfg(test)]
mod tests {
    use futures::StreamExt as _;
    use http_body_util::{BodyExt as _, StreamBody};

    use super::*;
    use crate::service::{
        admission::shares::{Percent, Shares},
        identity::{Credential, Person},
    };

    fn shares(bytes: u64) -> (Shares, Arc<Holder>) {
        let shares = Shares::new([1, 1, 1, 1, 1, bytes], Percent::default(), 1);
        let person = Person {
            organisation: crate::domain::model::party::Oin::parse("00000001002306608000")
                .expect("an OIN"),
            office: None,
            professional: String::new(),
            coordinator: false,
            session: "s".to_owned(),
            second_factor: None,
        };
        let holder = shares.holder(&Credential::Person(Arc::new(person)), true);
        (shares, holder)
    }

    /// A body of these pieces, which then ends or never does.
    fn body(
        pieces: Vec<Vec<u8>>,
        ends: bool,
    ) -> impl Body<Data = Bytes, Error = std::convert::Infallible> + Unpin {
        let pieces = pieces.into_iter().map(|piece| Ok(Frame::data(Bytes::from(piece))));
        let rest = futures::stream::pending().take(usize::from(!ends));
        StreamBody::new(futures::stream::iter(pieces).chain(rest))
    }

    fn bytes<B>(received: &Received<B>) -> usize {
        received.pieces.iter().map(Bytes::len).sum()
    }

    fn message(size: u32) -> Vec<u8> {
        let mut bytes = vec![0];
        bytes.extend(size.to_be_bytes());
        bytes.resize(5 + size as usize, 7);
        bytes
    }

    #[tokio::test]
    async fn a_message_that_is_there_waits_nowhere_and_comes_out_as_it_came_in() {
        let (shares, holder) = shares(1);
        let _taken = holder.take(Resource::Waiting).expect("the only place to wait in");
        let sent = vec![message(10)[..3].to_vec(), Vec::new(), message(10)[3..].to_vec()];
        let received = Received::of(body(sent, true), &holder, Until::End(100)).await;
        let received = received.unwrap_or_else(|why| panic!("{why:?}"));
        let out = received.collect().await.expect("it never fails").to_bytes();
        assert_eq!(out, message(10));
        assert_eq!(shares.taken(Resource::Bytes), 0);
        // Nothing is there, and nobody may wait.
        let never = Received::of(body(Vec::new(), false), &holder, Until::End(100)).await;
        let why = never.err().expect("no room");
        assert!(matches!(why, NotReceived::Full(Resource::Waiting, Share::Credential)), "{why:?}");
    }

    #[tokio::test]
    async fn what_waits_is_counted_and_given_back() {
        let (shares, holder) = shares(90_000);
        let large = vec![message(60_000)];
        let received = Received::of(body(large.clone(), true), &holder, Until::End(70_000)).await;
        let received = received.unwrap_or_else(|why| panic!("{why:?}"));
        assert_eq!(shares.taken(Resource::Bytes), 60_005 + 64 - 16 * 1024);
        let second = Received::of(body(vec![message(69_000)], true), &holder, Until::End(70_000));
        let why = second.await.err().expect("no room");
        assert!(matches!(why, NotReceived::Full(Resource::Bytes, Share::Credential)), "{why:?}");
        drop(received);
        assert_eq!(shares.taken(Resource::Bytes), 0);
        // Pieces of one byte cost what they cost.
        let crumbs = vec![vec![1]; 2000];
        let why = Received::of(body(crumbs, true), &holder, Until::End(70_000)).await.err();
        let full = matches!(why, Some(NotReceived::Full(Resource::Bytes, Share::Credential)));
        assert!(full, "{why:?}");
    }

    #[tokio::test]
    async fn of_a_message_that_is_too_large_no_more_is_taken_than_refuses_it() {
        let (_, holder) = shares(1);
        let sent = vec![message(100), vec![0; 100]];
        let received = Received::of(body(sent, false), &holder, Until::End(50)).await;
        assert_eq!(received.map(|received| bytes(&received)).ok(), Some(105));
    }

    #[tokio::test]
    async fn of_an_upload_the_first_message_is_enough() {
        let (_, holder) = shares(1);
        let sent = vec![message(20)[..7].to_vec(), message(20)[7..].to_vec(), vec![9]];
        let received = Received::of(body(sent, true), &holder, Until::FirstMessage).await;
        let received = received.unwrap_or_else(|why| panic!("{why:?}"));
        assert_eq!(bytes(&received), 25);
        let out = received.collect().await.expect("it never fails").to_bytes();
        assert_eq!(out.len(), 26, "the rest follows");
    }
}
