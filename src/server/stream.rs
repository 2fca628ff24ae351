//! When does a call end that does not end by itself? When its caller does not take the answer for too
//! long; a stream also when the server stops.

use std::cell::Cell;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use http::Version;
use hyper::rt::Executor;
use tokio::time::Instant;

use super::metrics::Metrics;

/// What ends a call from outside.
type End = Pin<Box<dyn Future<Output = ()> + Send>>;

/// What was asked for a call.
enum Asked {
    /// When this is done.
    When(End),
    /// When its answer has not been taken after this time. Nearly all answers are taken at once: nothing
    /// is made for them.
    After(Duration, Arc<Metrics>),
}

impl Asked {
    fn end(self) -> End {
        match self {
            Self::When(end) => end,
            Self::After(limit, metrics) => Box::pin(async move {
                tokio::time::sleep(limit).await;
                metrics.streams_stalled.inc();
                tracing::info!("call ended: its caller does not take the answer");
            }),
        }
    }
}

thread_local! {
    /// Set by a call while it is polled, taken by [`Endable`] right after, on the same thread.
    static END: Cell<Option<Asked>> = const { Cell::new(None) };
}

/// From within a call: drop this call when `end` is done.
pub(super) fn end_this_call_when(end: impl Future<Output = ()> + Send + 'static) {
    END.set(Some(Asked::When(Box::pin(end))));
}

/// The same when its answer has not been taken after this time.
pub(super) fn end_this_call_after(limit: Duration, metrics: &Arc<Metrics>) {
    END.set(Some(Asked::After(limit, Arc::clone(metrics))));
}

/// Runs the calls of a connection as tasks that [`end_this_call_when`] can end. A caller without
/// room is not even asked for by HTTP/2, so nothing inside the call could notice and end it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Calls;

impl<F> Executor<F> for Calls
where
    F: Future<Output = ()> + Send + 'static,
{
    fn execute(&self, call: F) {
        tokio::spawn(Endable { call, ending: Ending::default() });
    }
}

pin_project_lite::pin_project! {
    struct Endable<F> {
        #[pin]
        call: F,
        ending: Ending,
    }
}

/// The end of the call that is under way, if it was asked for: of one call, or of all calls of a
/// connection that carries one at a time.
#[derive(Default)]
pub(super) struct Ending(Option<End>);

impl Ending {
    /// Whether it is there. To be asked right after the call was polled, on the same thread.
    pub(super) fn poll(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        if let Some(asked) = END.take() {
            self.0 = Some(asked.end());
        }
        match &mut self.0 {
            Some(end) => end.as_mut().poll(cx),
            None => Poll::Pending,
        }
    }
}

/// A call on a connection that carries one at a time (HTTP/1): it is ended by ending the connection, so
/// nothing that was asked for it may hold for what comes after it.
pub(super) struct Alone;

impl Alone {
    /// On a connection of this version.
    pub(super) fn on(version: Version) -> Option<Self> {
        (version < Version::HTTP_2).then_some(Self)
    }
}

impl Drop for Alone {
    fn drop(&mut self) {
        end_this_call_when(std::future::pending());
    }
}

impl<F: Future<Output = ()>> Future for Endable<F> {
    type Output = ();

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let this = self.project();
        match this.call.poll(cx) {
            Poll::Pending => this.ending.poll(cx),
            done => {
                END.take();
                done
            }
        }
    }
}

/// Whether the caller of a stream takes what we send.
#[derive(Debug)]
pub(super) struct Progress {
    start: Instant,
    /// Milliseconds after `start` at which the caller had no room; 0: it has room.
    no_room_since: AtomicU64,
}

impl Progress {
    /// Without room until it is seen: a caller may give none from the start.
    pub(super) fn new() -> Arc<Self> {
        Arc::new(Self { start: Instant::now(), no_room_since: AtomicU64::new(1) })
    }

    /// We wait for something to send: the caller has room.
    pub(super) fn has_room(&self) {
        self.no_room_since.store(0, Ordering::Relaxed);
    }

    /// We handed over a message: until we are asked for the next, the caller has no room.
    pub(super) fn handed_over(&self) {
        self.no_room_since.store(self.now_ms(), Ordering::Relaxed);
    }

    /// Waits until the caller had no room for `limit`.
    pub(super) async fn stalled(self: Arc<Self>, limit: Duration, metrics: Arc<Metrics>) {
        let limit_ms = u64::try_from(limit.as_millis()).unwrap_or(u64::MAX);
        loop {
            let since = self.no_room_since.load(Ordering::Relaxed);
            let waited = if since == 0 { 0 } else { self.now_ms().saturating_sub(since) };
            if waited >= limit_ms {
                metrics.streams_stalled.inc();
                tracing::info!("stream ended: its caller reads nothing");
                return;
            }
            tokio::time::sleep(Duration::from_millis(limit_ms - waited)).await;
        }
    }

    fn now_ms(&self) -> u64 {
        // Never 0, which means room.
        u64::try_from(self.start.elapsed().as_millis()).unwrap_or(u64::MAX).saturating_add(1)
    }
}
