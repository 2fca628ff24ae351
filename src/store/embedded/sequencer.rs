//! The store's rules on the committer's thread: is the change still true, and which keys does it
//! write? Requests come one after another, so a rule here holds for all of them.

use std::collections::{BTreeSet, HashMap};

use crate::{
    domain::{
        party::Party,
        record::{Key, Record, Version},
    },
    store::{
        Change, CommitError, StoreError,
        audit_chain::{Head, Sealed},
        codec,
    },
};

use super::engine::{EngineError, Ops, Reader, Sequencer, View};

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

    fn write(&mut self, change: Change, view: &View<'_>, ops: &mut Ops) -> Result<(), CommitError> {
        for (key, version) in &change.expect {
            if stored_version(view, key)? != *version {
                return Err(CommitError::Conflict);
            }
        }
        let position = Version(view.position());
        let is_new = |key: &Key| {
            change.expect.iter().any(|(known, version)| known == key && *version == Version::ABSENT)
        };
        for key in &change.effects.delete {
            let former = former(view, key)?;
            entries(key, former.as_ref(), None, ops);
            ops.delete(codec::key(key));
        }
        for (key, record) in &change.effects.put {
            let former = if is_new(key) { None } else { former(view, key)? };
            entries(key, former.as_ref(), Some(record), ops);
            ops.put(codec::key(key), codec::record(position, record));
        }
        let mut touched = BTreeSet::new();
        for (party, notification) in &change.effects.notify {
            let sequence = self.last_sequence(view, party)? + 1;
            ops.put(codec::notification_key(party, sequence), codec::plain(notification));
            self.sequences.insert(party.clone(), sequence);
            touched.insert(party);
        }
        for party in touched {
            let sequence = self.sequences[party];
            ops.put(codec::head_key(party), sequence.to_be_bytes().to_vec());
        }
        for (party, upto) in &change.effects.trim {
            trim(view, party, *upto, ops)?;
        }
        let before = self.head(view)?;
        let mut head = before;
        ops.log(codec::plain(&head.seal(&change.audit)));
        self.heads = [Some(head), Some(before)];
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
    type Request = Change;
    type Answer = Result<(), CommitError>;

    fn sequence(&mut self, change: Change, view: &View<'_>, ops: &mut Ops) -> Self::Answer {
        let mut own = Ops::default();
        let answer = self.write(change, view, &mut own);
        match &answer {
            Ok(()) => *ops = own,
            // Whatever was worked out before the error is dropped: all of it or nothing.
            Err(CommitError::Conflict) => {}
            Err(CommitError::Store(_)) => self.forget(),
        }
        answer
    }

    fn forget(&mut self) {
        self.sequences.clear();
    }
}

fn stored_version(view: &View<'_>, key: &Key) -> Result<Version, CommitError> {
    match view.get(&codec::key(key)).map_err(StoreError::from)? {
        None => Ok(Version::ABSENT),
        Some(bytes) => Ok(codec::version(&bytes).map_err(StoreError::from)?),
    }
}

/// The record as it stands: lists or a deadline may hang on it.
fn former(view: &View<'_>, key: &Key) -> Result<Option<Record>, CommitError> {
    let stored = view.get(&codec::key(key)).map_err(StoreError::from)?;
    let read = stored.map(|bytes| codec::read_record(&bytes)).transpose();
    Ok(read.map_err(StoreError::from)?.map(|(_, record)| record))
}

/// Moves the lists and the deadline of a record from its former to its new state.
fn entries(key: &Key, former: Option<&Record>, new: Option<&Record>, ops: &mut Ops) {
    let before = former.map(Record::lists).unwrap_or_default();
    let after = new.map(Record::lists).unwrap_or_default();
    for (list, id) in before.iter().filter(|entry| !after.contains(entry)) {
        ops.delete(codec::list_key(list, id));
    }
    for (list, id) in after.iter().filter(|entry| !before.contains(entry)) {
        ops.put(codec::list_key(list, id), Vec::new());
    }
    let (before, after) = (former.and_then(Record::deadline), new.and_then(Record::deadline));
    if before != after {
        if let Some(at) = before {
            ops.delete(codec::deadline_key(at, key));
        }
        if let Some(at) = after {
            ops.put(codec::deadline_key(at, key), codec::plain(key));
        }
    }
}

/// Drops the notifications of an inbox up to a sequence.
fn trim(view: &View<'_>, party: &Party, upto: u64, ops: &mut Ops) -> Result<(), EngineError> {
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
