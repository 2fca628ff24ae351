//! When does a caller who streams to us take too long over the next message? When the service waits
//! for it, and for so long.

use std::{
    future::Future,
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use futures::{Stream, StreamExt as _};
use tokio::time::{Instant, Sleep, sleep};
use tonic::Status;

use super::{status, unread};

/// Messages of a caller, none of which may be late. Time runs only while a message is waited for:
/// whoever is waited for by the caller, because too much is in progress, counts nothing.
pub(super) struct Idle<S> {
    messages: S,
    limit: Duration,
    timer: Pin<Box<Sleep>>,
    waiting: bool,
}

impl<S> Idle<S> {
    /// These messages, each at most so late.
    pub(super) fn new(messages: S, limit: Duration) -> Self {
        Self { messages, limit, timer: Box::pin(sleep(limit)), waiting: false }
    }
}

impl<S, M> Stream for Idle<S>
where
    S: Stream<Item = Result<M, Status>> + Unpin,
{
    type Item = Result<M, Status>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        if let Poll::Ready(message) = this.messages.poll_next_unpin(context) {
            this.waiting = false;
            return Poll::Ready(message.map(|message| message.map_err(unread::of_a_message)));
        }
        if !this.waiting {
            this.waiting = true;
            this.timer.as_mut().reset(Instant::now() + this.limit);
        }
        this.timer.as_mut().poll(context).map(|()| Some(Err(status::idle(this.limit))))
    }
}

#[cfg(test)]
mod tests {
    use tonic::Code;

    use super::*;

    #[tokio::test]
    async fn whoever_says_nothing_is_not_waited_for_for_ever() {
        let words = futures::stream::iter([Ok(1), Ok(2)]).chain(futures::stream::pending());
        let mut words = Idle::new(words, Duration::from_millis(20));
        assert_eq!(words.next().await.expect("one").expect("a message"), 1);
        assert_eq!(words.next().await.expect("two").expect("a message"), 2);
        let late = words.next().await.expect("an end").expect_err("nothing came");
        assert_eq!(late.code(), Code::DeadlineExceeded);
    }
}
