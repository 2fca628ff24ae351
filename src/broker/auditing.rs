//! What is written into the audit log of an act, and when without any change.

use crate::{
    domain::{
        model::{audit::Subject, refusal::Refusal, time::Time},
        rules::{
            access::{Call, Caller, Permit},
            budget::Asked,
        },
        state::{effects::Effects, loaded::Loaded},
    },
    store::{Change, CommitError, StoreError},
};

use super::{Broker, act::Act, drive::took_over};

impl Broker {
    /// On what an act was, every person concerned included. What is missing for that is loaded
    /// here, outside of what the decision relies on.
    pub(super) async fn subjects(
        &self,
        act: &Act<'_>,
        loaded: &Loaded,
        effects: &Effects,
    ) -> Result<Vec<Subject>, StoreError> {
        let concerned = act.concerned(loaded, effects);
        let besides = self.gather(&|besides: &Loaded| concerned.needs(besides)).await?;
        Ok(concerned.subjects(&besides))
    }

    /// Writes an audit entry that goes with no change.
    pub(super) async fn note(
        &self,
        act: &Act<'_>,
        result: &str,
        at: Time,
    ) -> Result<(), StoreError> {
        self.note_in(self.store.era(), act, result, at).await
    }

    /// The same for what is told from reads that began in an era.
    pub(super) async fn note_in(
        &self,
        era: u64,
        act: &Act<'_>,
        result: &str,
        at: Time,
    ) -> Result<(), StoreError> {
        let subjects = self.subjects(act, &Loaded::default(), &Effects::default()).await?;
        let written = self.write(era, act, result, subjects, (at, None)).await;
        written.map_err(|error| match error {
            CommitError::Conflict | CommitError::Spent(_) => took_over(),
            CommitError::Store(error) => error,
        })
    }

    /// The covenant by which somebody acts.
    pub(super) fn ground(&self, act: &Act<'_>) -> String {
        self.covenant.load().ground(act.actor.map(|caller| &caller.party))
    }

    /// Writes an entry, and counts whom it asks about.
    pub(super) async fn write(
        &self,
        era: u64,
        act: &Act<'_>,
        result: &str,
        subjects: Vec<Subject>,
        (at, asked): (Time, Option<Asked>),
    ) -> Result<(), CommitError> {
        let audit = act.entry(result, self.ground(act), subjects, at);
        let change = Change { expect: Vec::new(), effects: Effects::default(), audit, asked };
        self.store.commit_in(era, change).await
    }

    /// Writes a refusal before any decision, for instance of wrong fields, into the audit log.
    ///
    /// # Errors
    /// The store is failing.
    pub async fn refused(&self, permit: &Permit, refusal: &Refusal) -> Result<(), StoreError> {
        self.note(&Act::of(permit, Vec::new()), refusal.reason(), self.clock.now()).await
    }

    /// Writes into the audit log that a caller was turned away at the door.
    ///
    /// # Errors
    /// The store is failing.
    pub async fn turned_away(
        &self,
        caller: &Caller,
        call: Call,
        refusal: &Refusal,
    ) -> Result<(), StoreError> {
        self.note(&Act::turned_away(caller, call), refusal.reason(), self.clock.now()).await
    }
}
