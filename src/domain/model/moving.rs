//! A move: who moves, and where to.

use serde::{Deserialize, Serialize};

use crate::domain::model::{
    ids::{CaseId, InvolvementId},
    party::AreaCode,
};

/// Code of a municipality: four digits (CBS).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub struct Municipality(u16);

impl Municipality {
    /// Reads a code; `None` unless it is exactly four digits.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.len() == 4 && text.bytes().all(|b| b.is_ascii_digit());
        digits.then(|| text.parse().ok().map(Self))?
    }
}

impl std::fmt::Display for Municipality {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04}", self.0)
    }
}

/// By what a family that moves is named.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Moving {
    /// An involvement of the reporting organisation.
    Involvement(InvolvementId),
    /// A case that the reporting office directs.
    Case(CaseId),
}

/// Where a family went.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Whereto {
    /// To an area of a covenant.
    Area(AreaCode),
    /// Out of every covenant; to this municipality, when it is known.
    Outside(Option<Municipality>),
}
