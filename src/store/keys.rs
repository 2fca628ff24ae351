//! How is the key of a record written, and read back? In an order that scans can use.

use uuid::Uuid;

use crate::domain::{
    model::{
        ids::{CaseId, DestructionId, InvolvementId, MatchId, ObjectionId, SignalId, TicketId},
        party::{OfficeId, Oin, Party},
        person::Pseudonym,
        report::{Quarter, ReportKey},
        session::SessionKey,
        time::Day,
    },
    state::{
        keys::{Key, Kind},
        lists::List,
        positions::{Channel, CursorKey},
        receipt::ReceiptKey,
        tallies::{AskedKey, TallyKey},
    },
};

use super::codec::{Unreadable, exact};

/// Digits of an OIN.
const OIN_DIGITS: usize = 20;

/// The key of a record.
#[must_use]
pub(super) fn key(key: &Key) -> Vec<u8> {
    exact(|bytes| push_key(bytes, key))
}

/// The first byte of the keys of a kind. Other bytes lead to lists, deadlines and inboxes.
#[must_use]
pub(super) fn tag(kind: Kind) -> u8 {
    match kind {
        Kind::Person => b'P',
        Kind::Involvement => b'I',
        Kind::Match => b'M',
        Kind::Ticket => b'T',
        Kind::Receipt => b'R',
        Kind::Inbox => b'B',
        Kind::Case => b'C',
        Kind::Signal => b'S',
        Kind::Objection => b'O',
        Kind::Destruction => b'X',
        Kind::Report => b'Q',
        Kind::Tally => b'Y',
        Kind::Asked => b'W',
        Kind::Cursor => b'U',
        Kind::Session => b'Z',
        Kind::Roster => b'K',
        Kind::Assignments => b'G',
        Kind::KeyChecks => b'V',
    }
}

/// Writes the key of a record behind what is there.
pub(super) fn push_key(bytes: &mut Vec<u8>, key: &Key) {
    bytes.push(tag(key.kind()));
    match key {
        Key::Person(pseudonym) => push_pseudonym(bytes, pseudonym),
        Key::Involvement(id) => bytes.extend_from_slice(id.0.as_bytes()),
        Key::Match(id) => bytes.extend_from_slice(id.0.as_bytes()),
        Key::Ticket(id) => bytes.extend_from_slice(id.0.as_bytes()),
        Key::Receipt(receipt) => {
            push_party(bytes, &receipt.caller);
            bytes.extend_from_slice(receipt.request.as_bytes());
        }
        Key::Inbox(party) => push_party(bytes, party),
        Key::Case(id) => bytes.extend_from_slice(id.0.as_bytes()),
        Key::Signal(id) => bytes.extend_from_slice(id.0.as_bytes()),
        Key::Objection(id) => bytes.extend_from_slice(id.0.as_bytes()),
        Key::Destruction(id) => bytes.extend_from_slice(id.0.as_bytes()),
        Key::Report(report) => {
            let Quarter { year, number } = report.quarter;
            bytes.extend_from_slice(&year.to_be_bytes());
            bytes.push(number);
            bytes.extend_from_slice(report.covenant.as_bytes());
            bytes.push(0);
        }
        Key::Tally(tally) => push_tally(bytes, tally),
        Key::Asked(asked) => {
            push_tally(bytes, &asked.by);
            push_pseudonym(bytes, &asked.person);
        }
        Key::Cursor(cursor) => {
            push_party(bytes, &cursor.recipient);
            bytes.push(channel_byte(cursor.channel));
        }
        Key::Session(session) => bytes.extend_from_slice(&session.0),
        Key::Roster(broker) => {
            bytes.extend_from_slice(broker.as_bytes());
            bytes.push(0);
        }
        Key::Assignments(organisation) => push_party(bytes, &Party::Organisation(*organisation)),
        // A scan begins behind the letter alone.
        Key::KeyChecks => bytes.push(0),
    }
}

fn channel_byte(channel: Channel) -> u8 {
    match channel {
        Channel::System => 1,
        Channel::Webhook => 2,
        Channel::Mail => 3,
        Channel::Bell => 4,
        Channel::Professionals => 5,
    }
}

fn push_pseudonym(bytes: &mut Vec<u8>, pseudonym: &Pseudonym) {
    bytes.extend_from_slice(&pseudonym.version.to_be_bytes());
    bytes.extend_from_slice(&pseudonym.mac);
}

fn parse_pseudonym(bytes: &[u8]) -> Option<Pseudonym> {
    let (version, mac) = bytes.split_first_chunk()?;
    Some(Pseudonym { version: u16::from_be_bytes(*version), mac: mac.try_into().ok()? })
}

/// The caller, the person who signed in if there is one, then the day: what was asked on one day
/// stands together.
fn push_tally(bytes: &mut Vec<u8>, tally: &TallyKey) {
    push_party(bytes, &tally.caller);
    if let Some(person) = &tally.person {
        bytes.extend_from_slice(person.as_bytes());
        bytes.push(0);
    }
    // Flipping the sign puts days before 1970 before those after.
    bytes.extend_from_slice(&(tally.day.0.cast_unsigned() ^ (1 << 31)).to_be_bytes());
}

fn parse_tally(bytes: &[u8]) -> Option<TallyKey> {
    let (owner, day) = bytes.split_last_chunk()?;
    let day = Day((u32::from_be_bytes(*day) ^ (1 << 31)).cast_signed());
    let party = match owner.first()? {
        b'o' => 1 + OIN_DIGITS,
        _ => 1 + owner.iter().position(|byte| *byte == 0)?,
    };
    let (caller, person) = owner.split_at_checked(party)?;
    let person = match person {
        [] => None,
        [name @ .., 0] => Some(std::str::from_utf8(name).ok()?.into()),
        _ => return None,
    };
    Some(TallyKey { caller: parse_party(caller)?, day, person })
}

/// Reads the key of a record back.
///
/// # Errors
/// The bytes are no key of a record.
pub(super) fn parse_key(bytes: &[u8]) -> Result<Key, Unreadable> {
    let tag = bytes.first().copied().unwrap_or_default();
    parse_body(tag, bytes.get(1..).unwrap_or_default()).ok_or(Unreadable(tag))
}

fn parse_body(tag: u8, rest: &[u8]) -> Option<Key> {
    let id = || Uuid::from_slice(rest).ok();
    match tag {
        b'P' => parse_pseudonym(rest).map(Key::Person),
        b'I' => id().map(|id| Key::Involvement(InvolvementId(id))),
        b'M' => id().map(|id| Key::Match(MatchId(id))),
        b'T' => id().map(|id| Key::Ticket(TicketId(id))),
        b'C' => id().map(|id| Key::Case(CaseId(id))),
        b'S' => id().map(|id| Key::Signal(SignalId(id))),
        b'O' => id().map(|id| Key::Objection(ObjectionId(id))),
        b'X' => id().map(|id| Key::Destruction(DestructionId(id))),
        b'Q' => {
            let (quarter, covenant) = rest.split_first_chunk::<3>()?;
            let [high, low, number] = *quarter;
            let quarter = Quarter { year: i16::from_be_bytes([high, low]), number };
            let covenant = String::from_utf8(covenant.strip_suffix(&[0])?.to_vec()).ok()?;
            Some(Key::Report(ReportKey { covenant, quarter }))
        }
        b'R' => {
            let (caller, request) = rest.split_at_checked(rest.len().checked_sub(16)?)?;
            let request = Uuid::from_slice(request).ok()?;
            Some(Key::Receipt(ReceiptKey { caller: parse_party(caller)?, request }))
        }
        b'B' => parse_party(rest).map(Key::Inbox),
        b'Y' => parse_tally(rest).map(Key::Tally),
        b'W' => {
            let (by, person) = rest.split_last_chunk::<18>()?;
            let (by, person) = (parse_tally(by)?, parse_pseudonym(person)?);
            Some(Key::Asked(AskedKey { by, person }))
        }
        b'U' => {
            let (channel, recipient) = rest.split_last()?;
            let is_it = |known: &Channel| channel_byte(*known) == *channel;
            let channel = Channel::ALL.into_iter().find(is_it)?;
            Some(Key::Cursor(CursorKey { recipient: parse_party(recipient)?, channel }))
        }
        b'K' => {
            let broker = std::str::from_utf8(rest.strip_suffix(&[0])?).ok()?;
            Some(Key::Roster(broker.into()))
        }
        b'G' => match parse_party(rest)? {
            Party::Organisation(organisation) => Some(Key::Assignments(organisation)),
            Party::Office(_) => None,
        },
        b'V' => (rest == [0]).then_some(Key::KeyChecks),
        b'Z' => rest.try_into().ok().map(|hash| Key::Session(SessionKey(hash))),
        _ => None,
    }
}

fn parse_party(bytes: &[u8]) -> Option<Party> {
    match bytes {
        [b'o', oin @ ..] => Oin::parse(std::str::from_utf8(oin).ok()?).map(Party::Organisation),
        [b'f', office @ .., 0] => {
            OfficeId::parse(std::str::from_utf8(office).ok()?).map(Party::Office)
        }
        _ => None,
    }
}

/// No party's bytes are the beginning of another's: OINs have one length, office ids end in NUL.
pub(super) fn push_party(bytes: &mut Vec<u8>, party: &Party) {
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
/// Writes the beginning of the keys of a list.
pub(super) fn push_list(bytes: &mut Vec<u8>, list: &List) {
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
        List::MatchesOverdue(office) => owned(13, &Party::Office(office.clone())),
        List::TicketsOpened(party) => owned(5, party),
        List::TicketsHandled(party) => owned(6, party),
        List::TicketsDirected(party) => owned(7, party),
        List::TicketsAsked(party) => owned(43, party),
        List::TicketsOf(case) => {
            bytes.push(8);
            bytes.extend_from_slice(case.0.as_bytes());
        }
        List::TicketsClosed(case) => {
            bytes.push(12);
            bytes.extend_from_slice(case.0.as_bytes());
        }
        List::CasesDirected(party) => owned(9, party),
        List::CasesByDue(party) => owned(10, party),
        List::CasesInArea(area) => {
            bytes.push(14);
            bytes.extend_from_slice(area.as_str().as_bytes());
            // No code of an area is the beginning of another's key.
            bytes.push(0);
        }
        List::SignalsSent(oin) => owned(30, &Party::Organisation(*oin)),
        List::SignalsSentOpen(oin) => owned(31, &Party::Organisation(*oin)),
        List::SignalsReceived(party) => owned(32, party),
        List::SignalsReceivedOpen(party) => owned(33, party),
        List::CrisesWaiting(party) => owned(34, party),
        List::CaseAt(place) => {
            bytes.push(11);
            bytes.extend_from_slice(place.as_bytes());
        }
        List::SignalsOf(case) => {
            bytes.push(35);
            bytes.extend_from_slice(case.0.as_bytes());
        }
        List::FamiliesOf(oin, professional) => {
            owned(15, &Party::Organisation(*oin));
            bytes.extend_from_slice(professional.as_bytes());
            // No id of a professional is the beginning of another's key: none has this byte.
            bytes.push(0);
        }
        List::SignalsNaming(who) => {
            bytes.push(36);
            bytes.extend_from_slice(&who.version.to_be_bytes());
            bytes.extend_from_slice(&who.mac);
        }
        List::TicketsBy(involvement) => {
            bytes.push(40);
            bytes.extend_from_slice(involvement.0.as_bytes());
        }
        List::Objections(party) => owned(41, party),
        List::Destructions => bytes.push(42),
    }
}
