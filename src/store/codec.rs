//! How keys and records are written: keys in an order that scans can use, records with a format
//! version. What is read is parsed, never trusted.

use std::cell::RefCell;

use uuid::Uuid;

use crate::domain::{
    notification::Notification,
    party::Party,
    record::{Key, List, Record, Version},
    time::Time,
};

/// Format of the records. An older binary meets a newer one only behind the directory's own
/// format check; this byte is the second line.
const RECORD_FORMAT: u8 = 1;

/// What a stored value breaks.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("a stored record cannot be read (format {0})")]
pub(super) struct Unreadable(u8);

/// Bytes that take exactly their own length in memory: they are written in a buffer that is used
/// again and again, and copied once. The engine keeps many of them.
fn exact(write: impl FnOnce(&mut Vec<u8>)) -> Vec<u8> {
    thread_local! {
        static BUFFER: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
    }
    BUFFER.with_borrow_mut(|buffer| {
        buffer.clear();
        write(buffer);
        buffer.as_slice().to_vec()
    })
}

/// The key of a record.
#[must_use]
pub(super) fn key(key: &Key) -> Vec<u8> {
    exact(|bytes| push_key(bytes, key))
}

fn push_key(bytes: &mut Vec<u8>, key: &Key) {
    match key {
        Key::Person(pseudonym) => {
            bytes.push(b'P');
            bytes.extend_from_slice(&pseudonym.version.to_be_bytes());
            bytes.extend_from_slice(&pseudonym.mac);
        }
        Key::Involvement(id) => push_id(bytes, b'I', &id.0),
        Key::Match(id) => push_id(bytes, b'M', &id.0),
        Key::Ticket(id) => push_id(bytes, b'T', &id.0),
        Key::Receipt(receipt) => {
            bytes.push(b'R');
            push_party(bytes, &receipt.caller);
            bytes.extend_from_slice(receipt.request.as_bytes());
        }
        Key::Inbox(party) => {
            bytes.push(b'B');
            push_party(bytes, party);
        }
    }
}

fn push_id(bytes: &mut Vec<u8>, kind: u8, id: &Uuid) {
    bytes.push(kind);
    bytes.extend_from_slice(id.as_bytes());
}

/// No party's bytes are the beginning of another's: OINs have one length, office ids end in NUL.
fn push_party(bytes: &mut Vec<u8>, party: &Party) {
    match party {
        Party::Organisation(oin) => {
            bytes.push(b'o');
            bytes.extend_from_slice(oin.as_str().as_bytes());
        }
        Party::Office(office) => {
            bytes.push(b'f');
            bytes.extend_from_slice(office.as_str().as_bytes());
            bytes.push(0);
        }
    }
}

/// The beginning of the keys of an inbox's notifications.
#[must_use]
pub(super) fn inbox_prefix(inbox: &Party) -> Vec<u8> {
    exact(|bytes| push_inbox(bytes, inbox))
}

fn push_inbox(bytes: &mut Vec<u8>, inbox: &Party) {
    bytes.push(b'N');
    push_party(bytes, inbox);
}

/// The key of a notification.
#[must_use]
pub(super) fn notification_key(inbox: &Party, sequence: u64) -> Vec<u8> {
    exact(|bytes| {
        push_inbox(bytes, inbox);
        bytes.extend_from_slice(&sequence.to_be_bytes());
    })
}

/// The sequence in a notification's key.
#[must_use]
pub(super) fn sequence(key: &[u8]) -> Option<u64> {
    key.last_chunk().map(|bytes| u64::from_be_bytes(*bytes))
}

/// The key of an inbox's highest sequence.
#[must_use]
pub(super) fn head_key(inbox: &Party) -> Vec<u8> {
    exact(|bytes| {
        bytes.push(b'H');
        push_party(bytes, inbox);
    })
}

/// The beginning of the keys of a list.
#[must_use]
pub(super) fn list_prefix(list: &List) -> Vec<u8> {
    exact(|bytes| push_list(bytes, list))
}

fn push_list(bytes: &mut Vec<u8>, list: &List) {
    bytes.push(b'L');
    let mut owned = |tag: u8, party: &Party| {
        bytes.push(tag);
        push_party(bytes, party);
    };
    match list {
        List::Involvements(oin) => owned(1, &Party::Organisation(*oin)),
        List::MatchesOpen(oin) => owned(2, &Party::Organisation(*oin)),
        List::MatchesAll(oin) => owned(3, &Party::Organisation(*oin)),
        List::MatchesOf(involvement) => {
            bytes.push(4);
            bytes.extend_from_slice(involvement.0.as_bytes());
        }
        List::TicketsOpened(party) => owned(5, party),
        List::TicketsHandled(party) => owned(6, party),
        List::TicketsDirected(party) => owned(7, party),
    }
}

/// The key of an entry in a list.
#[must_use]
pub(super) fn list_key(list: &List, id: &Uuid) -> Vec<u8> {
    exact(|bytes| {
        push_list(bytes, list);
        bytes.extend_from_slice(id.as_bytes());
    })
}

/// The id in a list entry's key.
#[must_use]
pub(super) fn listed(key: &[u8]) -> Option<Uuid> {
    key.last_chunk().map(|bytes| Uuid::from_bytes(*bytes))
}

/// The key of a deadline: ordered by time. The value is the encoded [`Key`].
#[must_use]
pub(super) fn deadline_key(at: Time, of: &Key) -> Vec<u8> {
    exact(|bytes| {
        push_deadline(bytes, at);
        push_key(bytes, of);
    })
}

/// The beginning of the keys of deadlines at an instant.
#[must_use]
pub(super) fn deadline_prefix(at: Time) -> Vec<u8> {
    exact(|bytes| push_deadline(bytes, at))
}

fn push_deadline(bytes: &mut Vec<u8>, at: Time) {
    bytes.push(b'D');
    // Flipping the sign puts instants before 1970 before those after.
    bytes.extend_from_slice(&(at.0.cast_unsigned() ^ (1 << 63)).to_be_bytes());
}

/// A record with its version.
#[must_use]
pub(super) fn record(version: Version, record: &Record) -> Vec<u8> {
    exact(|bytes| {
        bytes.push(RECORD_FORMAT);
        bytes.extend_from_slice(&version.0.to_be_bytes());
        push_plain(bytes, record);
    })
}

fn push_plain<T: serde::Serialize>(bytes: &mut Vec<u8>, value: &T) {
    *bytes = postcard::to_extend(value, std::mem::take(bytes)).expect("plain data");
}

/// The version of a stored record, without reading the record.
///
/// # Errors
/// The bytes are no record.
pub(super) fn version(bytes: &[u8]) -> Result<Version, Unreadable> {
    match bytes {
        [RECORD_FORMAT, rest @ ..] => rest
            .first_chunk()
            .map(|version| Version(u64::from_be_bytes(*version)))
            .ok_or(Unreadable(RECORD_FORMAT)),
        [format, ..] => Err(Unreadable(*format)),
        [] => Err(Unreadable(0)),
    }
}

/// Reads a record.
///
/// # Errors
/// The bytes are no record of this format.
pub(super) fn read_record(bytes: &[u8]) -> Result<(Version, Record), Unreadable> {
    let version = version(bytes)?;
    let record = postcard::from_bytes(&bytes[9..]).map_err(|_| Unreadable(RECORD_FORMAT))?;
    Ok((version, record))
}

/// A notification, or the key behind a deadline.
#[must_use]
pub(super) fn plain<T: serde::Serialize>(value: &T) -> Vec<u8> {
    exact(|bytes| push_plain(bytes, value))
}

/// Reads a notification.
///
/// # Errors
/// The bytes are no notification.
pub(super) fn read_notification(bytes: &[u8]) -> Result<Notification, Unreadable> {
    postcard::from_bytes(bytes).map_err(|_| Unreadable(RECORD_FORMAT))
}

/// Reads the key behind a deadline.
///
/// # Errors
/// The bytes are no key.
pub(super) fn read_key(bytes: &[u8]) -> Result<Key, Unreadable> {
    postcard::from_bytes(bytes).map_err(|_| Unreadable(RECORD_FORMAT))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::{
        ids::InvolvementId,
        party::{OfficeId, Oin},
        person::Pseudonym,
    };

    fn party() -> impl Strategy<Value = Party> {
        let oin = |n: u64| Party::Organisation(Oin::parse(&format!("{n:020}")).expect("digits"));
        let office = |id: String| Party::Office(OfficeId::parse(&id).expect("letters"));
        // Two letters only, so that one id often begins another.
        prop_oneof![(0..3_u64).prop_map(oin), "[ab]{1,4}".prop_map(office)]
    }

    fn any_key() -> impl Strategy<Value = Key> {
        let id = any::<u128>().prop_map(Uuid::from_u128);
        prop_oneof![
            any::<[u8; 16]>().prop_map(|mac| Key::Person(Pseudonym { version: 1, mac })),
            id.prop_map(|id| Key::Involvement(InvolvementId(id))),
            party().prop_map(Key::Inbox),
        ]
    }

    proptest! {
        #[test]
        fn notifications_of_an_inbox_sort_by_sequence_and_stay_together(
            (a, b) in (party(), party()), (m, n) in (any::<u64>(), any::<u64>()),
        ) {
            let (first, second) = (notification_key(&a, m), notification_key(&b, n));
            if a == b {
                prop_assert_eq!(first.cmp(&second), m.cmp(&n));
            }
            prop_assert_eq!(second.starts_with(&inbox_prefix(&a)), a == b);
            prop_assert_eq!(sequence(&first), Some(m));
        }

        #[test]
        fn a_list_sorts_by_id_and_stays_together(
            (a, b) in (party(), party()), (m, n) in (any::<u128>(), any::<u128>()),
        ) {
            let (m, n) = (Uuid::from_u128(m), Uuid::from_u128(n));
            let (of, other) = (List::TicketsHandled(a.clone()), List::TicketsHandled(b.clone()));
            let (first, second) = (list_key(&of, &m), list_key(&other, &n));
            if a == b {
                prop_assert_eq!(first.cmp(&second), m.cmp(&n));
            }
            prop_assert_eq!(second.starts_with(&list_prefix(&of)), a == b);
            prop_assert!(!list_key(&List::TicketsDirected(a), &m).starts_with(&list_prefix(&of)));
            prop_assert_eq!(listed(&first), Some(m));
        }

        #[test]
        fn deadlines_sort_by_time(
            (m, n) in (any::<i64>(), any::<i64>()), (a, b) in (any_key(), any_key()),
        ) {
            let (first, second) = (deadline_key(Time(m), &a), deadline_key(Time(n), &b));
            if m != n {
                prop_assert_eq!(first.cmp(&second), m.cmp(&n));
            }
            prop_assert_eq!(first == second, m == n && a == b);
        }

        #[test]
        fn two_records_have_two_keys(a in any_key(), b in any_key()) {
            prop_assert_eq!(key(&a) == key(&b), a == b);
            prop_assert!(a == b || !key(&a).starts_with(&key(&b)));
        }
    }
}
