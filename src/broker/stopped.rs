//! What would be left behind if the broker started with these covenants, and would it start with these
//! keys? Asked of the directory of a broker that does not run; nothing of it is changed.

use std::{collections::BTreeSet, path::Path};

use crate::{
    covenant::Covenants,
    domain::{
        model::{
            key_check::KeyCheck,
            party::{OfficeId, Party},
            roster::Roster,
        },
        rules::{acknowledging, key_checks, succession::Successors},
        state::{
            keys::{Key, Kind, Version},
            loaded::Loaded,
            records::Record,
        },
    },
    store::embedded::stopped,
};

use super::{
    pseudonym_keys::NotItsKeys,
    succession::{HOLDERS, Standing},
};

/// What stands in a directory under names that covenants do not know, as the next start would find it.
/// Everything is looked at, also where the names are those that the store keeps. Blocking.
///
/// # Errors
/// The directory is in use, or cannot be read; the text says what to do.
pub fn standing_in(directory: &Path, covenants: &Covenants) -> Result<Standing, String> {
    let mut standing = Standing::default();
    let (mut known, mut positions) = (Roster::default(), Loaded::default());
    let kinds = [HOLDERS.as_slice(), &[Kind::Roster, Kind::Inbox, Kind::Cursor]].concat();
    let inboxes = stopped::records(directory, &kinds, |key, record| match (&key, record) {
        (_, Record::Roster(kept)) => known = std::mem::take(&mut known).with(*kept),
        (Key::Inbox(_) | Key::Cursor(_), record) => {
            positions.insert(key, Version::default(), Some(record));
        }
        (_, record) => standing.add(&record, covenants),
    })?;
    let stays = |office: &OfficeId| Successors::office(covenants, office).as_ref() == Some(office);
    for office in known.offices.iter().filter(|office| !stays(office)) {
        let waiting = waiting(&inboxes, &positions, office);
        standing.add_messages(office, waiting, covenants);
    }
    Ok(standing)
}

/// Whether the next start on a directory would serve with these keys. Blocking.
///
/// # Errors
/// The directory is in use, or cannot be read; the text says what to do.
pub fn keys_in(directory: &Path, keys: &[KeyCheck]) -> Result<Result<(), NotItsKeys>, String> {
    let own: BTreeSet<u16> = keys.iter().map(|key| key.version).collect();
    let (mut kept, mut versions, mut left) = (None, BTreeSet::new(), false);
    let kinds = [key_checks::HOLDERS.as_slice(), &[Kind::KeyChecks]].concat();
    stopped::records(directory, &kinds, |key, record| {
        if let Key::Person(person) = &key {
            versions.insert(person.version);
        }
        left |= key_checks::is_left(&key, &record, &own);
        if let Record::KeyChecks(checks) = record {
            kept = Some(checks);
        }
    })?;
    let known = match &kept {
        Some(kept) => key_checks::known(kept),
        None => key_checks::taken_over(&versions),
    };
    Ok(key_checks::judge(&known, keys, Some(left)).map(drop).map_err(NotItsKeys::from))
}

fn waiting(inboxes: &stopped::Inboxes, positions: &Loaded, office: &OfficeId) -> u64 {
    let inbox = Party::Office(office.clone());
    let last = inboxes.last_sequence(&inbox);
    last.saturating_sub(acknowledging::passed_by_all(positions, &inbox))
}
