//! What does a commit do? Decided here, once, from the change and from what stands at its turn; a
//! store only supplies what stands and carries the outcome out.
//!
//! The order is that of [`Plan::decide`]: the versions must hold; persons asked about are counted;
//! lists and deadlines move from the former to the new state of each record; notifications get
//! their sequences; the audit entry is sealed. Nothing is written before all of it is decided, so a
//! change that is refused leaves nothing behind.

use uuid::Uuid;

use crate::domain::{
    model::{party::Party, time::Time},
    rules::budget::Asked,
    state::{
        keys::{Key, Version},
        lists::List,
        records::Record,
    },
};

use super::{
    audit_chain::{self, Head, Sealed},
    contract::{Change, CommitError, StoreError},
};

/// What leads to a record besides its key.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Entry {
    /// It stands in a list under an id.
    Listed(List, Uuid),
    /// It needs attention at an instant.
    Due(Time),
}

/// Everything that leads to a record, each once.
#[must_use]
pub(super) fn entries(record: &Record) -> Vec<Entry> {
    let listed = record.lists().into_iter().map(|(list, id)| Entry::Listed(list, id));
    let mut entries: Vec<Entry> = listed.chain(record.deadline().map(Entry::Due)).collect();
    entries.sort_unstable();
    entries.dedup();
    entries
}

/// How the entries of one record change.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Moved {
    /// These lead to it no more.
    pub(super) left: Vec<Entry>,
    /// These lead to it from now on.
    pub(super) entered: Vec<Entry>,
}

/// Moves entries from the former to the new state of a record; what stays is not touched.
fn moved(mut former: Vec<Entry>, new: &[Entry]) -> Moved {
    let entered = new.iter().filter(|entry| !former.contains(entry)).cloned().collect();
    former.retain(|entry| !new.contains(entry));
    Moved { left: former, entered }
}

/// What of a change is worked out before its turn comes, on the task of its caller.
#[derive(Clone, Debug)]
pub(super) struct Plan {
    /// The versions that the decision saw, in the order of [`Change::expect`].
    versions: Vec<Version>,
    /// The records that the change writes: first those that it destroys, then those that it puts,
    /// both in its order.
    pub(super) writes: Vec<Write>,
    /// The inbox of each notification, in order.
    inboxes: Vec<Party>,
    /// Whom the change asks about.
    asked: Option<Asked>,
    /// The audit entry, encoded but not sealed.
    pub(super) audit: Vec<u8>,
}

/// A record that a change writes.
#[derive(Clone, Debug)]
pub(super) struct Write {
    /// Its place among what the change relies on, if it is there.
    pub(super) expected: Option<usize>,
    /// What leads to it from now on. A store that writes the entries of a new record ahead of the
    /// turn takes them out here.
    pub(super) entries: Vec<Entry>,
}

impl Plan {
    /// The plan of a change.
    #[must_use]
    pub(super) fn of(change: &Change) -> Self {
        let Change { expect, effects, audit, asked } = change;
        let place = |key: &Key| expect.iter().position(|(known, _)| known == key);
        let deleted =
            effects.delete.iter().map(|key| Write { expected: place(key), entries: Vec::new() });
        let put = effects
            .put
            .iter()
            .map(|(key, record)| Write { expected: place(key), entries: entries(record) });
        Self {
            versions: expect.iter().map(|(_, version)| *version).collect(),
            writes: deleted.chain(put).collect(),
            inboxes: effects.notify.iter().map(|(inbox, _)| inbox.clone()).collect(),
            asked: asked.clone(),
            audit: audit_chain::encode(audit),
        }
    }

    /// Whether a record stands nowhere before the change, if the versions of the change hold.
    #[must_use]
    pub(super) fn is_new(&self, write: &Write) -> bool {
        write.expected.is_some_and(|place| self.versions[place] == Version::ABSENT)
    }

    /// Decides the change at its turn.
    ///
    /// # Errors
    /// A version has moved, a lookup budget is spent, or something that the change relies on cannot
    /// be read. Nothing has changed then.
    pub(super) fn decide(&self, state: &impl State) -> Result<Outcome, CommitError> {
        let stands = state.expected()?;
        for (stands, version) in stands.iter().zip(&self.versions) {
            let found = stands.as_ref().map_or(Ok(Version::ABSENT), Stored::version)?;
            if found != *version {
                return Err(CommitError::Conflict);
            }
        }
        let counted = match &self.asked {
            Some(asked) => count(asked, &state.counted(asked)?)?,
            None => Vec::new(),
        };
        let entries_of =
            |stored: &Option<_>| stored.as_ref().map_or(Ok(Vec::new()), Stored::entries);
        let mut all = Vec::with_capacity(self.writes.len());
        for (nth, write) in self.writes.iter().enumerate() {
            let former = match write.expected {
                Some(place) => entries_of(&stands[place])?,
                None => entries_of(&state.written(nth)?)?,
            };
            all.push(moved(former, &write.entries));
        }
        let (sequences, highest) = number(&self.inboxes, state)?;
        let mut head = state.head()?;
        let sealed = head.seal_encoded(self.audit.clone());
        Ok(Outcome { counted, moved: all, sequences, highest, sealed })
    }
}

/// What stands when the turn of a change has come: everything that was committed, and what earlier
/// changes of the same batch did.
pub(super) trait State {
    /// A record as this store keeps it.
    type Stored: Stored;

    /// What stands under the keys of [`Change::expect`], in their order.
    fn expected(&self) -> Result<Vec<Option<Self::Stored>>, StoreError>;

    /// What stands under the key of a record that the change writes and does not rely on, by its
    /// place among [`Plan::writes`].
    fn written(&self, nth: usize) -> Result<Option<Self::Stored>, StoreError>;

    /// What stands under [`Asked::keys`], in their order.
    fn counted(&self, asked: &Asked) -> Result<Vec<Option<Record>>, StoreError>;

    /// The highest sequence ever given in an inbox; 0 when there is none.
    fn last_sequence(&self, inbox: &Party) -> Result<u64, StoreError>;

    /// The end of the audit chain.
    fn head(&self) -> Result<Head, StoreError>;
}

/// A record as a store keeps it.
pub(super) trait Stored {
    /// Its version.
    fn version(&self) -> Result<Version, StoreError>;

    /// What leads to it, see [`entries`].
    fn entries(&self) -> Result<Vec<Entry>, StoreError>;
}

/// What a change does besides what it says itself.
#[derive(Clone, Debug)]
pub(super) struct Outcome {
    /// The records of the lookup budget.
    pub(super) counted: Vec<Counted>,
    /// How the entries of each written record move, in the order of [`Plan::writes`].
    pub(super) moved: Vec<Moved>,
    /// The sequence of each notification, in order.
    pub(super) sequences: Vec<u64>,
    /// The inboxes that grew, each with its highest sequence now.
    pub(super) highest: Vec<(Party, u64)>,
    /// The audit entry in its place in the chain.
    pub(super) sealed: Sealed,
}

/// A record of the lookup budget, written with the version of the change.
#[derive(Clone, Debug)]
pub(super) struct Counted {
    pub(super) key: Key,
    pub(super) record: Record,
    pub(super) moved: Moved,
}

/// Counts whom a change asks about, given what stands under [`Asked::keys`].
fn count(asked: &Asked, stands: &[Option<Record>]) -> Result<Vec<Counted>, CommitError> {
    let writes = asked.count(stands).map_err(CommitError::Spent)?;
    let known: Vec<Key> = asked.keys().collect();
    let former = |key: &Key| {
        let place = known.iter().position(|known| known == key)?;
        stands.get(place)?.as_ref().map(entries)
    };
    let counted = writes.into_iter().map(|(key, record)| {
        let moved = moved(former(&key).unwrap_or_default(), &entries(&record));
        Counted { key, record, moved }
    });
    Ok(counted.collect())
}

/// The sequence of each notification, and the highest of each inbox.
type Numbered = (Vec<u64>, Vec<(Party, u64)>);

/// Gives notifications their sequences: in each inbox the next one after the highest.
fn number(inboxes: &[Party], state: &impl State) -> Result<Numbered, StoreError> {
    let mut sequences = Vec::with_capacity(inboxes.len());
    let mut highest: Vec<(Party, u64)> = Vec::new();
    for inbox in inboxes {
        let known = highest.iter_mut().find(|(grown, _)| grown == inbox);
        let next = match known {
            Some((_, last)) => {
                *last += 1;
                *last
            }
            None => {
                let first = state.last_sequence(inbox)? + 1;
                highest.push((inbox.clone(), first));
                first
            }
        };
        sequences.push(next);
    }
    Ok((sequences, highest))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(n: u128) -> Entry {
        Entry::Listed(List::Destructions, Uuid::from_u128(n))
    }

    #[test]
    fn only_what_differs_moves() {
        let due = Entry::Due(Time(3));
        let change = moved(vec![list(1), list(2), due.clone()], &[list(2), list(4), due]);
        assert_eq!(change, Moved { left: vec![list(1)], entered: vec![list(4)] });
        assert_eq!(moved(vec![list(1)], &[list(1)]), Moved::default());
    }
}
