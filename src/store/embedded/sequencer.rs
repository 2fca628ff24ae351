//! How is a change carried out on the committer's thread? The rules of `store/rules.rs` decide it
//! from what stands at its turn; here their outcome becomes operations of the engine. Requests come
//! one after another, so what a rule finds holds for all of them.

use std::collections::HashMap;

use bytes::Bytes;

use crate::{
    domain::{
        model::party::Party,
        rules::budget::Asked,
        state::{keys::Version, records::Record},
    },
    store::{
        audit_chain::{Head, Sealed},
        codec,
        contract::{CommitError, StoreError},
        rules::{self, Counted, Moved, Outcome, State as _},
    },
};

use super::{
    encoded_change::{EncodedChange, put_entry},
    engine::{EngineError, Ops, Reader, Sequencer, View},
};

/// Decides changes, and turns them into operations of the engine.
pub(super) struct ChangeSequencer {
    reader: Reader,
    /// The highest sequence of each inbox that was written since the start.
    sequences: HashMap<Party, u64>,
    /// The end of the audit chain after the last request and before it. Which of them counts, if
    /// any, shows by the position: a request that was dropped leaves the one before.
    heads: [Option<Head>; 2],
}

impl ChangeSequencer {
    pub(super) fn new(reader: &Reader) -> Self {
        Self { reader: reader.clone(), sequences: HashMap::new(), heads: [None; 2] }
    }

    fn write(&mut self, change: EncodedChange, view: &View<'_>) -> Result<Ops, CommitError> {
        let at_turn = AtTurn { view, change: &change, known: self };
        let outcome = change.plan.decide(&at_turn)?;
        let before = at_turn.head()?;
        let ops = operations(change, &outcome, view)?;
        self.heads = [Some(outcome.sealed.head()), Some(before)];
        self.sequences.extend(outcome.highest);
        Ok(ops)
    }
}

/// What a change writes, given what the rules decided.
fn operations(
    mut change: EncodedChange,
    outcome: &Outcome,
    view: &View<'_>,
) -> Result<Ops, StoreError> {
    let mut ops = std::mem::take(&mut change.ops);
    let version = Version(view.position());
    for place in &change.records {
        ops.fill(*place, codec::VERSION_AT, &version.0.to_be_bytes());
    }
    for (nth, moved) in outcome.moved.iter().enumerate() {
        move_entries(&mut ops, moved, change.key_of_write(nth));
    }
    for Counted { key, record, moved } in &outcome.counted {
        let bare = rules::entries(record).is_empty();
        ops.put_with(
            |out| codec::push_key(out, key),
            |out| codec::push_record(out, version, record, bare),
        );
        move_entries(&mut ops, moved, &codec::key(key));
    }
    for (place, sequence) in change.notifications.iter().zip(&outcome.sequences) {
        // The sequence is what a notification's key ends with.
        ops.fill(*place, -8, &sequence.to_be_bytes());
    }
    for (party, highest) in &outcome.highest {
        ops.put(codec::head_key(party), highest.to_be_bytes());
    }
    for (party, upto) in &change.trim {
        drop_notifications(view, party, *upto, &mut ops)?;
    }
    ops.log_with(|out| codec::push_plain(out, &outcome.sealed));
    Ok(ops)
}

/// Moves the entries of the record under a key.
fn move_entries(ops: &mut Ops, moved: &Moved, of: &[u8]) {
    for entry in &moved.left {
        ops.delete(codec::entry_key(entry, of));
    }
    for entry in &moved.entered {
        put_entry(ops, entry, of);
    }
}

/// What stands, for a change whose turn has come.
struct AtTurn<'a> {
    view: &'a View<'a>,
    change: &'a EncodedChange,
    known: &'a ChangeSequencer,
}

impl rules::State for AtTurn<'_> {
    type Stored = Bytes;

    fn expected(&self) -> Result<Vec<Option<Bytes>>, StoreError> {
        let EncodedChange { expect, nobodys, .. } = self.change;
        let mut stands = self.view.get_many(expect.iter().chain(nobodys.iter()))?;
        stands.truncate(expect.len());
        Ok(stands)
    }

    fn written(&self, nth: usize) -> Result<Option<Bytes>, StoreError> {
        Ok(self.view.get(self.change.key_of_write(nth))?)
    }

    fn counted(&self, _: &Asked) -> Result<Vec<Option<Record>>, StoreError> {
        let values = self.view.get_many(self.change.counted.iter())?;
        let read = |value: Option<Bytes>| {
            Ok(value.map(|bytes| codec::read_record(&bytes)).transpose()?.map(|(_, record)| record))
        };
        values.into_iter().map(read).collect()
    }

    fn last_sequence(&self, inbox: &Party) -> Result<u64, StoreError> {
        if let Some(sequence) = self.known.sequences.get(inbox) {
            return Ok(*sequence);
        }
        let stored = self.view.get(&codec::head_key(inbox))?;
        Ok(stored.and_then(|bytes| codec::sequence(&bytes)).unwrap_or(0))
    }

    /// Remembered, or read back after a start.
    fn head(&self) -> Result<Head, StoreError> {
        let position = self.view.next_log() - 1;
        let remembered = self.known.heads.iter().flatten().find(|head| head.position == position);
        if let Some(head) = remembered {
            return Ok(*head);
        }
        if position == 0 {
            return Ok(Head::default());
        }
        let last = self.known.reader.log(position, 1)?;
        let sealed = last
            .first()
            .and_then(|(_, bytes)| postcard::from_bytes::<Sealed>(bytes).ok())
            .filter(|sealed| sealed.position == position);
        // Without the end of the chain nothing can follow it.
        let damaged = || StoreError::Failed(format!("audit entry {position} cannot be read"));
        Ok(sealed.ok_or_else(damaged)?.head())
    }
}

impl Sequencer for ChangeSequencer {
    type Request = EncodedChange;
    type Answer = Result<(), CommitError>;

    fn sequence(&mut self, change: EncodedChange, view: &View<'_>, ops: &mut Ops) -> Self::Answer {
        // Until everything is decided nothing is written: all of it or nothing.
        *ops = self.write(change, view)?;
        Ok(())
    }

    fn forget(&mut self) {
        self.sequences.clear();
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
            // Only what was asked is at fault, or cannot be read: the engine goes on.
            EngineError::TooLarge(why) => Self::Refused(why),
            EngineError::AuditDamaged { from, to, why } => Self::AuditGap { from, to, why },
            other => Self::Failed(other.to_string()),
        }
    }
}

impl From<EngineError> for CommitError {
    fn from(error: EngineError) -> Self {
        Self::Store(error.into())
    }
}
