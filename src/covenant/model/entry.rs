//! What does a covenant ask of whoever reports a family? On which ground, and what the own organisation
//! has tried: codes of its own, no sentence. A covenant without them asks nothing.

use crate::domain::model::ground::Ground;

/// A code that whoever reports chooses.
#[derive(Clone, Debug)]
pub struct EntryCode {
    /// The code, for instance `mediation`.
    pub code: String,
    /// What it means, in Dutch.
    pub name_nl: String,
    /// What it means, in English.
    pub name_en: String,
    /// Of a ground: whether an own attempt is asked with it. Of an attempt: whether it must be among those
    /// that are named.
    pub asked: bool,
    pub(in crate::covenant) ground: Ground,
}

/// Everything that is asked.
#[derive(Clone, Default, Debug)]
pub struct Entry {
    /// The grounds on which a family may be reported; empty when none is asked.
    pub grounds: Vec<EntryCode>,
    /// What can have been tried.
    pub attempts: Vec<EntryCode>,
}

impl Entry {
    /// The codes of the grounds, as one says them.
    #[must_use]
    pub fn grounds_named(&self) -> String {
        named(self.grounds.iter())
    }

    /// The codes of the attempts.
    #[must_use]
    pub fn attempts_named(&self) -> String {
        named(self.attempts.iter())
    }

    /// The codes of the attempts that must be named and are not.
    #[must_use]
    pub fn untried(&self, attempts: &[String]) -> String {
        named(self.attempts.iter().filter(|one| one.asked && !attempts.contains(&one.code)))
    }
}

fn named<'a>(codes: impl Iterator<Item = &'a EntryCode>) -> String {
    codes.map(|one| one.code.as_str()).collect::<Vec<_>>().join(", ")
}

/// One of these by its code.
#[must_use]
pub fn find<'a>(codes: &'a [EntryCode], code: &str) -> Option<&'a EntryCode> {
    codes.iter().find(|one| one.code == code)
}
