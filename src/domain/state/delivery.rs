//! How do the deliveries of one channel go that the broker itself makes: mail and webhooks?

use serde::{Deserialize, Serialize};

use crate::domain::model::{ids::SignalId, time::Time};

/// How the deliveries to one recipient by one channel go.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Delivery {
    /// Where it is delivered, as a fingerprint: the address itself stands in no record. Another one
    /// makes a new start.
    pub address: u64,
    /// Failures in a row.
    pub failures: u32,
    /// When the first of them was.
    pub failing_since: Option<Time>,
    /// Nothing is tried before.
    pub next_try: Option<Time>,
    /// How the last attempt ended.
    pub last: Option<Attempt>,
    /// Since when nobody relies on it any more: somebody has to look.
    pub paused_since: Option<Time>,
    /// Which broker delivers now.
    pub lease: Option<Lease>,
    /// The crises that went ahead of their places and still wait for an answer.
    pub ahead: Vec<SignalId>,
    /// The crisis that was tried last and did not arrive.
    pub tried: Option<SignalId>,
}

/// An attempt to deliver.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Attempt {
    /// When it ended.
    pub at: Time,
    /// How.
    pub status: Status,
}

/// How an attempt ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Status {
    /// It arrived.
    Delivered,
    /// It did not arrive; later it may.
    Failed,
    /// The receiving side knows no such recipient, or wants nothing for it.
    Refused,
    /// The receiving side said that it is to be left alone.
    Gone,
}

/// One of several brokers delivers; the others wait until its time is over.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Lease {
    /// The broker, by the name of its audit chain.
    pub holder: Box<str>,
    /// Until when.
    pub until: Time,
}
