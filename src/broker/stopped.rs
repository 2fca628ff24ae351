//! What would be left behind if the broker started with these covenants? Asked of the directory of a
//! broker that does not run; nothing of it is changed.

use std::path::Path;

use crate::{
    covenant::Covenants,
    domain::{
        model::{
            party::{OfficeId, Party},
            roster::Roster,
        },
        rules::{acknowledging, succession::Successors},
        state::{
            keys::{Key, Kind, Version},
            loaded::Loaded,
            records::Record,
        },
    },
    store::embedded::stopped,
};

use super::succession::{HOLDERS, Standing};

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

fn waiting(inboxes: &stopped::Inboxes, positions: &Loaded, office: &OfficeId) -> u64 {
    let inbox = Party::Office(office.clone());
    let last = inboxes.last_sequence(&inbox);
    last.saturating_sub(acknowledging::passed_by_all(positions, &inbox))
}
