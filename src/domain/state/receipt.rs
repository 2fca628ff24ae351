//! What was answered to a request, so that a retry gives the same answer and has no second effect.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::domain::model::{
    ids::{CaseId, InvolvementId, MatchId, TicketId},
    involvement::Fingerprint,
    party::{AreaCode, OfficeId, Party},
    repeat::Repeat,
    time::Time,
};

/// How long a receipt is kept: 14 days in milliseconds. A retry after that is a new request.
pub const KEPT_MS: i64 = 14 * 24 * 3_600_000;

/// Names a receipt: request ids are the caller's own.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub struct ReceiptKey {
    /// Who asked.
    pub caller: Party,
    /// The request id, or the id of a create call that was answered with something older.
    pub request: Uuid,
}

/// A request that was carried out.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Receipt {
    /// Hash of what was asked.
    pub fingerprint: Fingerprint,
    /// What was answered.
    pub answer: Answer,
    /// When the receipt may go.
    pub expires: Time,
}

impl Receipt {
    /// For a receipt that is not about one request: how far an import got.
    pub const NO_FINGERPRINT: Fingerprint = [0; 16];
}

/// What a retry is answered from. Ids only, no copy of a record: what must be destroyed would live
/// on in it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Answer {
    /// The involvement that existed already.
    Existing(InvolvementId),
    /// How far an import got: the last row that is done.
    Imported(u64),
    /// It was done. A retry is answered from the present record.
    Done,
    /// The case that was changed.
    Case(CaseId),
    /// A case was classified.
    Classified {
        /// The case.
        case: CaseId,
        /// Who directs from then on.
        director: OfficeId,
        /// Tickets that could not be routed anew.
        kept: Vec<Kept>,
    },
    /// Involvements have another card.
    Changed {
        /// How many.
        involvements: u32,
        /// Whether there were more than one call changes.
        more: bool,
    },
    /// The involvement that existed already, and has another card since.
    Updated(InvolvementId),
    /// The match that came of persons who were added.
    Joined(MatchId),
    /// The involvement that existed already, and what became of it. Before this variant was there,
    /// [`Answer::Updated`] was written.
    Repeated(InvolvementId, Repeat),
    /// A family moved: the area in which it counts as living since. Before this variant was there,
    /// [`Answer::Done`] was written.
    Moved(AreaCode),
    /// A difference is being carried out: keyed hashes of what it does.
    Reconciling(Vec<u64>),
}

impl Answer {
    /// The involvement that existed already, and what became of it; nothing when it is another answer.
    #[must_use]
    pub fn repeated(&self) -> Option<(InvolvementId, Repeat)> {
        match self {
            Self::Existing(id) => Some((*id, Repeat::default())),
            Self::Updated(id) => Some((*id, Repeat { card: true, ..Repeat::default() })),
            Self::Repeated(id, repeat) => Some((*id, repeat.clone())),
            Self::Imported(_)
            | Self::Done
            | Self::Case(_)
            | Self::Classified { .. }
            | Self::Changed { .. }
            | Self::Joined(_)
            | Self::Moved(_)
            | Self::Reconciling(_) => None,
        }
    }
}

/// Whose request it is: where its receipt stands and what it must contain.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Request {
    /// Where the receipt stands.
    pub key: ReceiptKey,
    /// Hash of what is asked.
    pub fingerprint: Fingerprint,
}

/// A ticket that stays where it is: the covenant refuses to route it with the new facts.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Kept {
    /// The ticket.
    pub ticket: TicketId,
    /// The covenant's refusal.
    pub refusal: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The place of a variant is what is stored: receipts of before stay what they were.
    #[test]
    fn receipts_of_before_are_read() {
        let id = InvolvementId(Uuid::from_bytes([7; 16]));
        let stored = |place: u8| [&[place, 16][..], &[7; 16]].concat();
        let read = |place| postcard::from_bytes::<Answer>(&stored(place)).map(|a| a.repeated());
        assert_eq!(read(0), Ok(Some((id, Repeat::default()))));
        assert_eq!(read(6), Ok(Some((id, Repeat { card: true, ..Repeat::default() }))));
        let match_of_added = Answer::Joined(MatchId(Uuid::from_bytes([7; 16])));
        assert_eq!(postcard::from_bytes(&stored(7)), Ok(match_of_added));
    }
}
