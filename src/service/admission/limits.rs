//! Within which bounds are calls let through?

use std::time::Duration;

use super::shares::Percent;

/// Bounds for one kind of caller.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Limits {
    /// Connections of callers who are identified.
    pub connections: u64,
    /// Unary calls at once; and as many whose request has not come in whole.
    pub requests: u64,
    /// Streaming calls at once.
    pub streams: u64,
    /// Calls at once in which the caller streams: each may be as much work as many unary ones.
    pub uploads: u64,
    /// Bytes of requests and answers that wait.
    pub waiting_bytes: u64,
    /// How much of all this one caller may hold.
    pub shares: Percent,
    /// Unary calls of one caller that are worked on at the same moment; the others wait for their turn.
    pub turns: usize,
    /// The largest request.
    pub request_bytes: usize,
    /// The most that a unary call takes; less when its caller allows less.
    pub unary_time: Duration,
    /// The most that the first message of an upload takes.
    pub first_message_time: Duration,
    /// When a caller without a place is told to come back.
    pub retry_after: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections: 4096,
            requests: 2048,
            streams: 8192,
            uploads: 64,
            waiting_bytes: 256 * 1024 * 1024,
            shares: Percent::default(),
            turns: 64,
            request_bytes: 256 * 1024,
            unary_time: Duration::from_secs(10),
            first_message_time: Duration::from_secs(10),
            retry_after: Duration::from_millis(500),
        }
    }
}
