//! What remains of a destruction: that it was done and why, never of whom.

use serde::{Deserialize, Serialize};

use crate::domain::model::{ids::DestructionId, time::Time};

/// Why something was destroyed.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub enum Ground {
    /// It should never have been registered.
    Unjustified,
    /// Its time in the archive is over.
    ArchiveEnded,
    /// The child in it aged out of the covenant's regime.
    AgedOut,
    /// The person died.
    Death,
    /// The person objected, and the organisation granted it.
    Objection,
    /// The population register took back who somebody's parents are.
    KinshipWithdrawn,
}

/// What remains of a destruction: that it was done, never of whom.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Destruction {
    /// Its id, which occurs nowhere else.
    pub id: DestructionId,
    /// When.
    pub at: Time,
    /// Why.
    pub ground: Ground,
    /// How many involvements were destroyed.
    pub involvements: u32,
    /// How many matches were destroyed.
    pub matches: u32,
}
