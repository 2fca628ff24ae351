//! What does a peer send besides calls? Frames that ask for nothing are counted, and of one connection
//! so much is read at a time that others do not wait for it.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::Instant;

use super::metrics::Metrics;

/// Bytes that are read of one connection before others have their turn: some thousand of the smallest
/// frames.
const TURN_BYTES: usize = 32 * 1024;

/// What a connection may spend on frames that are no part of a call: at once, and in a second.
const AT_ONCE: u64 = 20_000;
const PER_SECOND: u64 = 2000;

/// What a frame costs, by its type (RFC 9113, 6). Clients send one for each piece that they have read, and
/// one for each call that they give up; of the others hardly any.
fn cost(kind: u8, flags: u8, length: u32) -> u64 {
    const END_STREAM: u8 = 1;
    match kind {
        // What is sent, headers, and what follows them: limited where calls are.
        0 if length > 0 || flags & END_STREAM != 0 => 0,
        1 | 9 => 0,
        // A call that is given up; room for more.
        3 => 2,
        8 => 1,
        // Nothing, priorities, settings, pings, and what nobody knows.
        _ => 20,
    }
}

/// What a client says first.
const PREFACE_BYTES: u32 = 24;

/// Length of the head of a frame.
const HEAD_BYTES: usize = 9;

/// The frames of a connection, as they come in.
#[derive(Debug)]
struct Frames {
    /// Bytes that follow before the next head.
    skip: u32,
    head: [u8; HEAD_BYTES],
    have: usize,
    left: u64,
    since: Instant,
}

impl Frames {
    fn new(now: Instant) -> Self {
        let head = [0; HEAD_BYTES];
        Self { skip: PREFACE_BYTES, head, have: 0, left: AT_ONCE, since: now }
    }

    /// Looks at what has come in. False when it is more than anybody needs.
    fn look(&mut self, mut bytes: &[u8], now: impl Fn() -> Instant) -> bool {
        while !bytes.is_empty() {
            let skipped = bytes.len().min(self.skip as usize);
            self.skip -= u32::try_from(skipped).unwrap_or(u32::MAX);
            bytes = &bytes[skipped..];
            let taken = bytes.len().min(HEAD_BYTES - self.have);
            self.head[self.have..self.have + taken].copy_from_slice(&bytes[..taken]);
            self.have += taken;
            bytes = &bytes[taken..];
            if self.have < HEAD_BYTES {
                continue;
            }
            let [high, middle, low, kind, flags, ..] = self.head;
            let length = u32::from_be_bytes([0, high, middle, low]);
            (self.skip, self.have) = (length, 0);
            if !self.pay(cost(kind, flags, length), &now) {
                return false;
            }
        }
        true
    }

    fn pay(&mut self, cost: u64, now: impl Fn() -> Instant) -> bool {
        if cost > self.left {
            let now = now();
            let waited = now.saturating_duration_since(self.since).as_millis();
            let earned =
                u64::try_from(waited).unwrap_or(u64::MAX).saturating_mul(PER_SECOND) / 1000;
            self.left = self.left.saturating_add(earned).min(AT_ONCE);
            self.since = now;
        }
        let paid = cost <= self.left;
        self.left = self.left.saturating_sub(cost);
        paid
    }
}

/// A connection whose frames are counted.
#[derive(Debug)]
pub(super) struct Counted<S> {
    stream: S,
    /// None where there are no frames: HTTP/1.
    frames: Option<Frames>,
    /// Bytes read since others had their turn.
    turn: usize,
    metrics: Arc<Metrics>,
}

impl<S> Counted<S> {
    /// `framed`: whether it speaks HTTP/2.
    pub(super) fn new(stream: S, framed: bool, metrics: Arc<Metrics>) -> Self {
        let frames = framed.then(|| Frames::new(Instant::now()));
        Self { stream, frames, turn: 0, metrics }
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Counted<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let this = &mut *self;
        if this.turn >= TURN_BYTES {
            this.turn = 0;
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        let before = buffer.filled().len();
        let polled = Pin::new(&mut this.stream).poll_read(context, buffer);
        match &polled {
            Poll::Ready(Ok(())) => {
                let came = &buffer.filled()[before..];
                this.turn += came.len();
                let frames = this.frames.as_mut();
                if frames.is_some_and(|frames| !frames.look(came, Instant::now)) {
                    this.metrics.closed("frames");
                    return Poll::Ready(Err(io::Error::other(
                        "too many frames that ask for nothing",
                    )));
                }
            }
            Poll::Ready(Err(_)) => {}
            Poll::Pending => this.turn = 0,
        }
        polled
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Counted<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write_vectored(context, bytes)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn frame(kind: u8, flags: u8, length: u8) -> Vec<u8> {
        let mut bytes = vec![0, 0, length, kind, flags, 0, 0, 0, 1];
        bytes.resize(9 + usize::from(length), 0xff);
        bytes
    }

    /// How many of a frame pass at once, given in pieces of this size.
    fn passed(frame: &[u8], most: usize, piece: usize) -> usize {
        let start = Instant::now();
        let mut frames = Frames::new(start);
        assert!(frames.look(&[0; PREFACE_BYTES as usize], || start));
        (0..most)
            .take_while(|_| frame.chunks(piece).all(|bytes| frames.look(bytes, || start)))
            .count()
    }

    #[test]
    fn frames_that_ask_for_nothing_come_to_an_end_and_calls_do_not() {
        for piece in [1, 4, 9, 100] {
            for (what, frame, most) in [
                ("priority", frame(2, 0, 5), 1000),
                ("settings", frame(4, 0, 6), 1000),
                ("ping", frame(6, 0, 8), 1000),
                ("unknown", frame(77, 0, 0), 1000),
                ("empty data", frame(0, 0, 0), 1000),
                ("cancel", frame(3, 0, 4), 10_000),
                ("window update", frame(8, 0, 4), 20_000),
                ("data", frame(0, 0, 10), 30_000),
                ("headers", frame(1, 4, 40), 30_000),
                ("end", frame(0, 1, 0), 30_000),
            ] {
                assert_eq!(passed(&frame, 30_000, piece), most, "{what} in pieces of {piece}");
            }
        }
    }

    #[test]
    fn whoever_takes_time_may_go_on() {
        let start = Instant::now();
        let mut frames = Frames::new(start);
        assert!(frames.look(&[0; PREFACE_BYTES as usize], || start));
        let mut now = start;
        for _ in 0..100 {
            for _ in 0..90 {
                assert!(frames.look(&frame(6, 0, 8), || now));
            }
            now += Duration::from_secs(1);
        }
    }
}
