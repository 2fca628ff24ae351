//! By what is an entry of the audit log found again? By its marks: a number for each person and each
//! involvement that it is about. The indexes of all stores are made of these.

use crate::domain::model::audit::{AuditEntry, Subject};

use super::audit_chain::Sealed;

/// The number of a person or an involvement; nothing else is looked for. Two of them may share one, so
/// whoever finds an entry by it looks at the entry too: [`is_about`].
fn mark(subject: &Subject) -> Option<u64> {
    let bytes = match subject {
        Subject::Person(pseudonym) => {
            [b"P", &pseudonym.version.to_be_bytes()[..], &pseudonym.mac[..]].concat()
        }
        Subject::Involvement(id) => [b"I", &id.0.as_bytes()[..]].concat(),
        Subject::Match(_)
        | Subject::Ticket(_)
        | Subject::Inbox(..)
        | Subject::Case(_)
        | Subject::Signal(_)
        | Subject::Delivered(..)
        | Subject::Objection(_)
        | Subject::AuditLog(_)
        | Subject::Session(_)
        | Subject::Issuer(_) => return None,
    };
    Some(xxhash_rust::xxh3::xxh3_64(&bytes))
}

/// The marks of these subjects, each once.
#[must_use]
pub(super) fn marks(about: &[Subject]) -> Vec<u64> {
    let mut marks: Vec<u64> = about.iter().filter_map(mark).collect();
    marks.sort_unstable();
    marks.dedup();
    marks
}

/// The marks of an entry.
#[must_use]
pub(super) fn of_entry(entry: &AuditEntry) -> Vec<u64> {
    marks(&entry.subjects)
}

/// The marks of an entry as a store keeps it; none when it was written in another format.
#[must_use]
pub(super) fn of_sealed(sealed: &Sealed) -> Vec<u64> {
    sealed.entry().map_or_else(Vec::new, |entry| of_entry(&entry))
}

/// Whether an entry that was found by its marks is about one of these.
#[must_use]
pub(super) fn is_about(sealed: &Sealed, about: &[Subject]) -> bool {
    let subjects = sealed.entry().map(|entry| entry.subjects).unwrap_or_default();
    subjects.iter().any(|subject| about.contains(subject))
}
