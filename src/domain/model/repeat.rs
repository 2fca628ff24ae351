//! What became of a registration that stood there already: what was taken over, what was not?

use serde::{Deserialize, Serialize};

/// A part of a registration that registering again does not change: something else follows from it for
/// others, so that it is changed on purpose, by a call of its own, or not at all.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Part {
    /// Where the family lives.
    Area,
    /// The first day.
    StartDate,
    /// The last day.
    EndDate,
    /// That the family was told: it is not taken back.
    Informed,
    /// Somebody's role in the family.
    Role,
    /// The day on which a child ages out, which follows from its birth date.
    BirthDate,
}

/// What a repeated registration changed of the one that stood there, and what it left as it was.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Repeat {
    /// The contact card was another one, and is the new one since.
    pub card: bool,
    /// What was given of informing the family was recorded.
    pub informed: bool,
    /// The own reference was another one, and is the new one since.
    pub own_reference: bool,
    /// What was asked otherwise than it stands, and still stands as it did.
    pub not_applied: Vec<Part>,
}
