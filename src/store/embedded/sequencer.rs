//! The store's rules on the committer's thread: is the change still true, and which keys does it
//! write? Requests come one after another, so a rule here holds for all of them.

use std::collections::HashMap;

use crate::{
    domain::{
        model::party::Party,
        rules::budget::Asked,
        state::record::{Key, Record, Version},
    },
    store::{
        CommitError, StoreError,
        audit_chain::{Head, Sealed},
        codec,
    },
};

use super::{
    engine::{EngineError, Ops, Place, Reader, Sequencer, View},
    prepared::{Entry, Keys, Prepared, Replaced, entries},
};

/// Turns changes into operations of the engine.
pub(super) struct Rules {
    reader: Reader,
    /// The highest sequence of each inbox that was written since the start.
    sequences: HashMap<Party, u64>,
    /// The end of the audit chain after the last request and before it. Which of them counts, if
    /// any, shows by the position: a request that was dropped leaves the one before.
    heads: [Option<Head>; 2],
}

impl Rules {
    pub(super) fn new(reader: &Reader) -> Self {
        Self { reader: reader.clone(), sequences: HashMap::new(), heads: [None; 2] }
    }

    fn write(&mut self, change: Prepared, view: &View<'_>) -> Result<Ops, CommitError> {
        let Prepared { expect, versions, mut ops, records, replaced, notify, trim, audit, asked } =
            change;
        let stored = view.get_many(expect.iter())?;
        for (stored, version) in stored.iter().zip(versions) {
            if version_of(stored.as_deref())? != version {
                return Err(CommitError::Conflict);
            }
        }
        if let Some((asked, keys)) = asked {
            count(view, &asked, &keys, &mut ops)?;
        }
        let position = view.position().to_be_bytes();
        for place in records {
            ops.fill(place, codec::VERSION_AT, &position);
        }
        for Replaced { key, expected, entries } in replaced {
            let former = match expected {
                Some(place) => stored[place].clone(),
                None => view.get(&key)?,
            };
            move_entries(&former_entries(&key, former.as_deref())?, &entries, &mut ops);
        }
        self.number(view, notify, &mut ops)?;
        for (party, upto) in trim {
            drop_notifications(view, &party, upto, &mut ops)?;
        }
        let before = self.head(view)?;
        let mut head = before;
        let sealed = head.seal_encoded(audit);
        ops.log_with(|out| codec::push_plain(out, &sealed));
        self.heads = [Some(head), Some(before)];
        Ok(ops)
    }

    /// Gives notifications their places in the inboxes.
    fn number(
        &mut self,
        view: &View<'_>,
        notify: Vec<(Party, Place)>,
        ops: &mut Ops,
    ) -> Result<(), EngineError> {
        let mut touched: Vec<Party> = Vec::new();
        for (party, place) in notify {
            let sequence = self.last_sequence(view, &party)? + 1;
            // The sequence is what a notification's key ends with.
            ops.fill(place, -8, &sequence.to_be_bytes());
            match self.sequences.get_mut(&party) {
                Some(last) => *last = sequence,
                None => drop(self.sequences.insert(party.clone(), sequence)),
            }
            if !touched.contains(&party) {
                touched.push(party);
            }
        }
        for party in touched {
            ops.put(codec::head_key(&party), self.sequences[&party].to_be_bytes());
        }
        Ok(())
    }

    fn last_sequence(&self, view: &View<'_>, party: &Party) -> Result<u64, EngineError> {
        if let Some(sequence) = self.sequences.get(party) {
            return Ok(*sequence);
        }
        let stored = view.get(&codec::head_key(party))?;
        Ok(stored.and_then(|bytes| codec::sequence(&bytes)).unwrap_or(0))
    }

    /// The end of the audit chain: remembered, or read back after a start.
    fn head(&self, view: &View<'_>) -> Result<Head, EngineError> {
        let position = view.next_log() - 1;
        if let Some(head) = self.heads.iter().flatten().find(|head| head.position == position) {
            return Ok(*head);
        }
        if position == 0 {
            return Ok(Head::default());
        }
        let last = self.reader.log(position, 1)?;
        let sealed = last
            .first()
            .and_then(|(_, bytes)| postcard::from_bytes::<Sealed>(bytes).ok())
            .filter(|sealed| sealed.position == position)
            .ok_or_else(|| EngineError::AuditDamaged(format!("entry {position} cannot be read")))?;
        Ok(Head { position, hash: sealed.hash })
    }
}

impl Sequencer for Rules {
    type Request = Prepared;
    type Answer = Result<(), CommitError>;

    fn sequence(&mut self, change: Prepared, view: &View<'_>, ops: &mut Ops) -> Self::Answer {
        match self.write(change, view) {
            Ok(own) => {
                *ops = own;
                Ok(())
            }
            // Whatever was worked out before the error is dropped: all of it or nothing.
            Err(refused @ (CommitError::Conflict | CommitError::Spent(_))) => Err(refused),
            Err(error) => {
                self.forget();
                Err(error)
            }
        }
    }

    fn forget(&mut self) {
        self.sequences.clear();
    }
}

/// Counts whom a change asks about.
fn count(view: &View<'_>, asked: &Asked, keys: &Keys, ops: &mut Ops) -> Result<(), CommitError> {
    let mut stored = Vec::with_capacity(1 + asked.persons.len());
    for value in view.get_many(keys.iter())? {
        let read = value.map(|bytes| codec::read_record(&bytes)).transpose();
        stored.push(read.map_err(StoreError::from)?.map(|(_, record)| record));
    }
    let first_of_day = stored.first().is_some_and(Option::is_none);
    let version = Version(view.position());
    for (key, record) in asked.count(&stored).map_err(CommitError::Spent)? {
        let entries = entries(&key, &record);
        ops.put_with(
            |out| codec::push_key(out, &key),
            |out| codec::push_record(out, version, &record, entries.is_empty()),
        );
        // The deadline of a tally stays as it was made.
        for entry in entries.iter().filter(|_| first_of_day) {
            ops.put(&entry.key, &entry.value);
        }
    }
    Ok(())
}

fn version_of(stored: Option<&[u8]>) -> Result<Version, StoreError> {
    Ok(stored.map(codec::version).transpose()?.unwrap_or(Version::ABSENT))
}

/// The entries of a record as it stands.
fn former_entries(key: &[u8], stored: Option<&[u8]>) -> Result<Vec<Entry>, StoreError> {
    let Some(stored) = stored.filter(|stored| codec::has_entries(stored)) else {
        return Ok(Vec::new());
    };
    let (key, (_, record)): (Key, (_, Record)) =
        (codec::parse_key(key)?, codec::read_record(stored)?);
    Ok(entries(&key, &record))
}

/// Moves the entries of a record from its former to its new state.
fn move_entries(before: &[Entry], after: &[Entry], ops: &mut Ops) {
    for entry in before.iter().filter(|entry| !after.contains(entry)) {
        ops.delete(&entry.key);
    }
    for entry in after.iter().filter(|entry| !before.contains(entry)) {
        ops.put(&entry.key, &entry.value);
    }
}

/// Drops the notifications of an inbox up to a sequence.
fn drop_notifications(
    view: &View<'_>,
    party: &Party,
    upto: u64,
    ops: &mut Ops,
) -> Result<(), EngineError> {
    use std::ops::Bound::Included;
    let (from, to) = (codec::notification_key(party, 0), codec::notification_key(party, upto));
    for (key, _) in view.scan(Included(&from), Included(&to), usize::MAX, false)? {
        ops.delete(key);
    }
    Ok(())
}

impl From<EngineError> for StoreError {
    fn from(error: EngineError) -> Self {
        match error {
            EngineError::Busy => Self::Busy,
            EngineError::DiskFull(_) => Self::DiskFull,
            other => Self::Failed(other.to_string()),
        }
    }
}

impl From<EngineError> for CommitError {
    fn from(error: EngineError) -> Self {
        Self::Store(error.into())
    }
}

impl From<codec::Unreadable> for StoreError {
    fn from(error: codec::Unreadable) -> Self {
        Self::Failed(error.to_string())
    }
}
