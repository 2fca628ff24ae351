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

/// 4096ths of a millisecond: the smallest part of a second that a UUIDv7 tells.
pub const TICKS_PER_MS: u64 = 4096;

/// Random bits of an id.
const RANDOM: u64 = u64::MAX >> 2;

/// A UUIDv7 of an instant, in ticks since 1970, with 62 bits that must come from chance.
#[must_use]
pub fn at(ticks: u64, random: u64) -> Uuid {
    let (millis, fraction) = (ticks / TICKS_PER_MS, ticks % TICKS_PER_MS);
    // RFC 9562, 5.7: the version stands before the fraction, the variant before the random bits.
    Uuid::from_u64_pair(millis << 16 | 0x7000 | fraction, 1 << 63 | random & RANDOM)
}

/// Fresh ids for one decision, all of one instant. Each has random bits of its own: whoever sees some
/// of them learns neither how many there are nor in which order they were made. Chance is given to
/// the decision, as the time is: the same ids, the same decision.
pub struct FreshIds {
    ticks: u64,
    random: Box<dyn FnMut() -> u64 + Send>,
}

impl FreshIds {
    /// Ids of an instant, see [`at`], with bits that `random` draws for each.
    #[must_use]
    pub fn new(ticks: u64, random: impl FnMut() -> u64 + Send + 'static) -> Self {
        Self { ticks, random: Box::new(random) }
    }

    /// The next id.
    pub fn take(&mut self) -> Uuid {
        at(self.ticks, (self.random)())
    }
}

impl fmt::Debug for FreshIds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FreshIds").field("ticks", &self.ticks).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_tells_its_instant_and_is_random_for_the_rest() {
        let mut drawn = [7, u64::MAX].into_iter();
        let mut ids = FreshIds::new(1_772_442_000_000 * TICKS_PER_MS + 9, move || {
            drawn.next().expect("two are taken")
        });
        let (one, other) = (ids.take(), ids.take());
        for id in [one, other] {
            assert_eq!(id.get_version_num(), 7);
            assert_eq!(id.get_variant(), uuid::Variant::RFC4122);
            assert_eq!(id.as_u128() >> 80, 1_772_442_000_000);
            assert_eq!(id.as_u64_pair().0 & 0xfff, 9);
        }
        assert_eq!([one, other].map(|id| id.as_u64_pair().1 & RANDOM), [7, RANDOM]);
    }
}
