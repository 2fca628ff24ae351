//! How records and the keys beside them are written: keys in an order that scans can use, records with
//! a format version. What is read is parsed, never trusted. The keys of records themselves: `keys`.

use std::cell::RefCell;

use bytes::Bytes;
use uuid::Uuid;

use crate::domain::{
    model::{format, notification::Notification, party::Party, time::Time},
    state::{
        keys::{Key, Version},
        lists::List,
        records::Record,
    },
};

pub(super) use super::keys::{key, parse_key, push_key, tag};
use super::{
    contract::StoreError,
    keys::{push_list, push_party},
    rules::{self, Entry, Stored},
};

/// Format of the records: twice that of their content. An older binary meets a newer one only behind
/// the directory's own format check; this byte is the second line.
const RECORD_FORMAT: u8 = 2 * format::NEWEST;
/// The same for a record that stands in no list and has no deadline: whoever replaces it need not read it.
const BARE_FORMAT: u8 = RECORD_FORMAT + 1;
/// The oldest format that is read.
const OLDEST_FORMAT: u8 = 2;
/// Where in a stored record its version stands.
pub(super) const VERSION_AT: isize = 1;

/// What a stored value breaks.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("a stored record cannot be read (format {0})")]
pub(super) struct Unreadable(pub(super) u8);

/// It is one record that cannot be read: whoever does without it goes on.
impl From<Unreadable> for StoreError {
    fn from(error: Unreadable) -> Self {
        Self::Refused(error.to_string())
    }
}

/// Bytes that take exactly their own length in memory: they are written in a buffer that is used
/// again and again, and copied once. The engine keeps many of them.
pub(super) fn exact(write: impl FnOnce(&mut Vec<u8>)) -> Vec<u8> {
    thread_local! {
        static BUFFER: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
    }
    BUFFER.with_borrow_mut(|buffer| {
        buffer.clear();
        write(buffer);
        buffer.as_slice().to_vec()
    })
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
    exact(|bytes| push_notification(bytes, inbox, sequence))
}

/// Writes the key of a notification, the sequence last.
pub(super) fn push_notification(bytes: &mut Vec<u8>, inbox: &Party, sequence: u64) {
    push_inbox(bytes, inbox);
    bytes.extend_from_slice(&sequence.to_be_bytes());
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

/// The key of the deadline of a record: ordered by time. It ends with the key of the record.
#[must_use]
fn deadline_key(at: Time, of: &[u8]) -> Vec<u8> {
    exact(|bytes| {
        push_deadline(bytes, at);
        bytes.extend_from_slice(of);
    })
}

/// The key of the record whose deadline this is.
///
/// # Errors
/// The bytes are no key of a deadline.
pub(super) fn due(deadline: &[u8]) -> Result<Key, Unreadable> {
    parse_key(deadline.get(DEADLINE_BYTES..).unwrap_or_default())
}

/// The key of an entry that leads to the record under a key.
#[must_use]
pub(super) fn entry_key(entry: &Entry, of: &[u8]) -> Vec<u8> {
    match entry {
        Entry::Listed(list, id) => list_key(list, id),
        Entry::Due(at) => deadline_key(*at, of),
    }
}

/// The beginning of the keys of deadlines at an instant.
#[must_use]
pub(super) fn deadline_prefix(at: Time) -> Vec<u8> {
    exact(|bytes| push_deadline(bytes, at))
}

/// What stands in the key of a deadline before the key of its record: a letter and an instant.
const DEADLINE_BYTES: usize = 9;

fn push_deadline(bytes: &mut Vec<u8>, at: Time) {
    bytes.push(b'D');
    // Flipping the sign puts instants before 1970 before those after.
    bytes.extend_from_slice(&(at.0.cast_unsigned() ^ (1 << 63)).to_be_bytes());
}

/// A record with its version.
#[must_use]
pub(super) fn record(version: Version, record: &Record) -> Vec<u8> {
    exact(|bytes| push_record(bytes, version, record, false))
}

/// Writes a record with its version, which stands at [`VERSION_AT`]. `bare`: no list and no deadline leads to it.
pub(super) fn push_record(bytes: &mut Vec<u8>, version: Version, record: &Record, bare: bool) {
    bytes.push(if bare { BARE_FORMAT } else { RECORD_FORMAT });
    bytes.extend_from_slice(&version.0.to_be_bytes());
    push_plain(bytes, record);
}

/// Sets the version of a record that was written with another one.
pub(super) fn set_version(record: &mut [u8], version: Version) {
    let place = record.get_mut(1..9).expect("a record begins with a format and a version");
    place.copy_from_slice(&version.0.to_be_bytes());
}

/// Whether a list or a deadline may lead to a stored record.
#[must_use]
fn has_entries(bytes: &[u8]) -> bool {
    bytes.first().is_none_or(|format| format % 2 == 0)
}

/// Writes plain data behind what is there.
pub(super) fn push_plain<T: serde::Serialize>(bytes: &mut Vec<u8>, value: &T) {
    *bytes = postcard::to_extend(value, std::mem::take(bytes)).expect("plain data");
}

/// The version of a stored record, without reading the record.
///
/// # Errors
/// The bytes are no record.
pub(super) fn version(bytes: &[u8]) -> Result<Version, Unreadable> {
    match bytes {
        [OLDEST_FORMAT..=BARE_FORMAT, rest @ ..] => rest
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
/// The bytes are no record of a format that is known.
pub(super) fn read_record(bytes: &[u8]) -> Result<(Version, Record), Unreadable> {
    let version = version(bytes)?;
    let record = format::reading(bytes[0] / 2, || postcard::from_bytes(&bytes[9..]));
    Ok((version, record.map_err(|_| Unreadable(bytes[0]))?))
}

impl Stored for &[u8] {
    fn version(&self) -> Result<Version, StoreError> {
        Ok(version(self)?)
    }

    fn entries(&self) -> Result<Vec<Entry>, StoreError> {
        // Of a format that is not known nothing is known.
        version(self)?;
        // Most records that are replaced have none: those are not read for it.
        if has_entries(self) { Ok(rules::entries(&read_record(self)?.1)) } else { Ok(Vec::new()) }
    }
}

impl Stored for Bytes {
    fn version(&self) -> Result<Version, StoreError> {
        Stored::version(&self.as_ref())
    }

    fn entries(&self) -> Result<Vec<Entry>, StoreError> {
        Stored::entries(&self.as_ref())
    }
}

/// A notification, or an audit entry.
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::{
        model::{
            case::confirmed::Confirmed,
            ids::{CaseId, InvolvementId, MatchId, TicketId},
            party::{OfficeId, Oin},
            person::Pseudonym,
            report::{Quarter, ReportKey},
            session::SessionKey,
            time::Day,
        },
        state::{
            delivery::{Attempt, Delivery, Status},
            positions::{Channel, Cursor, CursorKey, InboxState},
            receipt::ReceiptKey,
            tallies::{AskedKey, TallyKey},
        },
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
            id.clone().prop_map(|id| Key::Involvement(InvolvementId(id))),
            id.clone().prop_map(|id| Key::Match(MatchId(id))),
            id.clone().prop_map(|id| Key::Ticket(TicketId(id))),
            id.clone().prop_map(|id| Key::Case(CaseId(id))),
            party().prop_map(Key::Inbox),
            (party(), 0..Channel::ALL.len()).prop_map(|(recipient, n)| {
                Key::Cursor(CursorKey { recipient, channel: Channel::ALL[n] })
            }),
            ("[ab]{1,4}", 2000..2002_i16, 1..=4_u8).prop_map(|(covenant, year, number)| {
                Key::Report(ReportKey { covenant, quarter: Quarter { year, number } })
            }),
            (party(), 20_000..20_003_i32, Just(None))
                .prop_map(|(of, day, who)| Key::Tally(TallyKey::of(of, Day(day), who))),
            (party(), -1..2_i32, any::<[u8; 16]>()).prop_map(|(caller, day, mac)| {
                let by = TallyKey::of(caller, Day(day), (day == 0).then(|| "anna".into()));
                Key::Asked(AskedKey { by, person: Pseudonym { version: 1, mac } })
            }),
            any::<[u8; 32]>().prop_map(|hash| Key::Session(SessionKey(hash))),
            "[ab]{0,2}".prop_map(|broker| Key::Roster(broker.into())),
            (0..3_u8).prop_map(|n| {
                Key::Assignments(Oin::parse(&format!("{n:020}")).expect("digits"))
            }),
            Just(Key::KeyChecks),
            (party(), id)
                .prop_map(|(caller, request)| Key::Receipt(ReceiptKey { caller, request })),
        ]
    }

    #[test]
    fn a_record_that_an_earlier_release_wrote_is_read() {
        let bytes = [2, 0, 0, 0, 0, 0, 0, 0, 9, 5, 172, 2, 7, 1, 144, 78];
        let state = InboxState { acknowledged: 300, trimmed: 7, trim_at: Some(Time(5000)) };
        assert_eq!(read_record(&bytes), Ok((Version(9), Record::Inbox(state))));
    }

    #[test]
    fn a_way_out_that_an_earlier_release_wrote_is_read() {
        let stored = [10, 0, 0, 0, 0, 0, 0, 0, 9, 13, 7, 1, 5, 2, 1, 144, 78, 0, 1, 144, 78, 1];
        let stored = [&stored[..], &[0, 0, 0, 0]].concat();
        let at = Time(5000);
        let delivery = Delivery {
            address: 5,
            failures: 2,
            failing_since: Some(at),
            last: Some(Attempt { at, status: Status::Failed }),
            ..Delivery::default()
        };
        let cursor =
            Cursor { position: 7, delivery: Some(Box::new(delivery)), ..Cursor::default() };
        assert_eq!(read_record(&stored), Ok((Version(9), Record::Cursor(cursor))));
    }

    /// Records as a broker of the format before wrote them, the longest of each kind: read whole, with
    /// nothing in the fields that were added since, and written from then on in the present format.
    #[test]
    fn records_of_the_format_before_are_read() {
        let kept = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden/records_format_2.txt");
        let kept = std::fs::read_to_string(kept).expect("it is kept");
        let unhex = |hex: &str| crate::store::audit_chain::unhex(hex).expect("hexadecimal");
        let mut kinds = std::collections::BTreeSet::new();
        for line in kept.lines() {
            let (at, stored) = line.split_once(' ').expect("a key and a record");
            let (at, stored) = (parse_key(&unhex(at)).expect("a key"), unhex(stored));
            assert!(stored[0] < RECORD_FORMAT, "{at:?} is of the present format");
            let (version, read) = read_record(&stored).expect("it is read");
            let rest = format::reading(stored[0] / 2, || {
                postcard::take_from_bytes::<Record>(&stored[9..]).map(|(_, rest)| rest.len())
            });
            assert_eq!(rest, Ok(0), "{at:?} is read whole");
            if let Record::Involvement(own) = &read {
                assert_eq!((&own.own_reference, &own.card.deputy), (&None, &None));
                assert_eq!(at, Key::Involvement(own.id));
            }
            if let Record::Case(own) = &read {
                assert_eq!(own.confirmed, Confirmed::NeverAsked);
            }
            let written = record(version, &read);
            assert_eq!(read_record(&written), Ok((version, read)), "{at:?}");
            kinds.insert(at.kind());
        }
        assert!(kinds.len() > 6, "only {kinds:?}");
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
            let (first, second) = (deadline_key(Time(m), &key(&a)), deadline_key(Time(n), &key(&b)));
            if m != n {
                prop_assert_eq!(first.cmp(&second), m.cmp(&n));
            }
            prop_assert_eq!(first == second, m == n && a == b);
            prop_assert_eq!(due(&first), Ok(a));
        }

        #[test]
        fn two_records_have_two_keys(a in any_key(), b in any_key()) {
            prop_assert_eq!(key(&a) == key(&b), a == b);
            prop_assert!(a == b || !key(&a).starts_with(&key(&b)));
            prop_assert_eq!(parse_key(&key(&a)), Ok(a));
        }
    }
}
