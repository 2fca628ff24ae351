//! What stands in the directory of a broker that does not run? Read from checkpoint and journal; nothing
//! of it is changed.

use std::{collections::HashMap, path::Path, sync::Arc};

use crate::{
    domain::{
        model::party::Party,
        state::{
            keys::{Key, Kind},
            records::Record,
        },
    },
    store::{codec, keys},
};

use super::engine::{self, OnProgress};

/// The first byte of the keys that hold how far an inbox has come.
const HIGHEST: u8 = b'H';

/// How far each inbox has come.
#[derive(Debug, Default)]
pub struct Inboxes(HashMap<Vec<u8>, u64>);

impl Inboxes {
    /// The highest sequence in an inbox; 0 when it never held anything.
    #[must_use]
    pub fn last_sequence(&self, inbox: &Party) -> u64 {
        self.0.get(&codec::head_key(inbox)).copied().unwrap_or_default()
    }
}

/// Hands over every record of these kinds, as the next start would find it. Blocking.
///
/// # Errors
/// The directory is in use, or cannot be read; the text says what to do.
pub fn records(
    dir: &Path,
    kinds: &[Kind],
    mut each: impl FnMut(Key, Record),
) -> Result<Inboxes, String> {
    let tags: Vec<u8> = kinds.iter().map(|kind| keys::tag(*kind)).collect();
    let mut inboxes = Inboxes::default();
    let silent: OnProgress = Arc::new(|_| {});
    let read = engine::read(dir, &silent, |key, value| {
        match key.first() {
            Some(&HIGHEST) => {
                let last = codec::sequence(value).ok_or("an inbox has an unreadable end")?;
                inboxes.0.insert(key.to_vec(), last);
            }
            Some(tag) if tags.contains(tag) => {
                let unread = |error: codec::Unreadable| error.to_string();
                let (_, record) = codec::read_record(value).map_err(unread)?;
                each(keys::parse_key(key).map_err(unread)?, record);
            }
            _ => {}
        }
        Ok(())
    });
    read.map(|()| inboxes)
}
