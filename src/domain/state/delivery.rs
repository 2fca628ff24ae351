//! How do the deliveries of one channel go that the broker itself makes: mail and webhooks?

use serde::{Deserialize, Serialize};

use crate::domain::model::{format, ids::SignalId, time::Time};

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
    /// When something arrived last.
    #[serde(deserialize_with = "format::since::<6, _, _>")]
    pub arrived: Option<Time>,
    /// Why the last attempt did not arrive, when it did not.
    #[serde(deserialize_with = "format::since::<6, _, _>")]
    pub trouble: Option<Trouble>,
}

impl Delivery {
    /// When it is tried next, while it fails; `None` when it does not fail, or is left alone.
    #[must_use]
    pub fn next_attempt(&self) -> Option<Time> {
        self.next_try.filter(|_| !self.is_left_alone())
    }

    /// Whether the receiving side asked not to be tried any more.
    #[must_use]
    pub fn is_left_alone(&self) -> bool {
        self.last.is_some_and(|last| last.status == Status::Gone)
    }
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

/// Why something did not arrive. Holds nothing that the receiving side wrote, and nothing of its
/// address.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Trouble {
    /// It answered with a code, of HTTP or SMTP, that is no success.
    Status(u16),
    /// It wants the event to be sent elsewhere: nobody is followed anywhere.
    Redirect(u16),
    /// It does not allow this broker to call it.
    NoConsent,
    /// All its addresses are inside and not listed, or it is not this machine and has no TLS.
    Forbidden,
    /// There is no such name, or nobody listens.
    Unreachable,
    /// Its certificate is not one that is trusted, or it takes not ours.
    Certificate,
    /// The connection broke, or the answer is none that is understood.
    Broken,
    /// It took too long.
    TimedOut,
    /// It could not be made or sent: it is this machine's fault.
    Unsent,
    /// The mail server knows no such recipient.
    NoRecipient,
}

/// One of several brokers delivers; the others wait until its time is over.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Lease {
    /// The broker, by the name of its audit chain.
    pub holder: Box<str>,
    /// Until when.
    pub until: Time,
}
