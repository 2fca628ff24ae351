//! Ids of the things that the broker keeps. Opaque outside; callers choose those of what they create.

use std::fmt;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.0)
            }
        }
    };
}

id! {
    /// An involvement, chosen by the organisation that registers it.
    InvolvementId
}
id! {
    /// A match, chosen by the broker.
    MatchId
}
id! {
    /// An escalation ticket, chosen by the organisation that opens it.
    TicketId
}
id! {
    /// A case, chosen by the office that opens it, or by the broker.
    CaseId
}
id! {
    /// A concern signal, chosen by the organisation that sends it.
    SignalId
}
id! {
    /// An objection, chosen by the privacy officer who registers it.
    ObjectionId
}
id! {
    /// What remains of a destruction.
    DestructionId
}
id! {
    /// A notification; the same in every delivery.
    NotificationId
}
id! {
    /// A session of a person who signed in. It names the session; it does not open it.
    SessionId
}

/// Fresh ids for one decision, made from one random id: the decision itself stays repeatable.
#[derive(Debug)]
pub struct FreshIds {
    base: u128,
    next: u128,
}

impl FreshIds {
    /// Ids derived from `base`, which must be fresh (UUIDv7). Enough for 65 536 ids.
    #[must_use]
    pub fn new(base: Uuid) -> Self {
        // The last two bytes count; the other 58 random bits keep decisions apart.
        Self { base: base.as_u128() & !0xffff, next: 0 }
    }

    /// The next id.
    pub fn take(&mut self) -> Uuid {
        let id = self.base | (self.next & 0xffff);
        self.next += 1;
        Uuid::from_u128(id)
    }
}
