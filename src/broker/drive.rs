//! The one way of every request: load, decide, commit, ring; again when somebody was faster.

use uuid::Uuid;

use crate::{
    domain::{
        model::{ids::FreshIds, refusal::Refusal, time::Time},
        rules::{
            access::{Call, Caller, Permit},
            budget::{self, Asked, Spent},
        },
        state::{
            audit::{Actor, AuditEntry, Concerned, Subject},
            record::{Effects, Loaded, Needs},
        },
    },
    store::{Change, CommitError, StoreError},
};

use super::{Broker, Failure, finished::Finished};

/// How often a decision is made anew when its records changed under it. Each time another change of
/// the same records succeeded, so five in a row mean that very many act on one family at once.
const ATTEMPTS: usize = 5;

/// Most ids of a list that one decision looks at. A family with this many matches does not exist.
const LIST_MOST: usize = 10_000;

/// The answer to a call that changes something.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Answered<A> {
    /// The answer.
    pub answer: A,
    /// True when nothing was changed: the same request was answered before.
    pub replayed: bool,
}

impl<A> Answered<A> {
    /// The same with another answer.
    pub fn map<B>(self, into: impl FnOnce(A) -> B) -> Answered<B> {
        Answered { answer: into(self.answer), replayed: self.replayed }
    }
}

/// Who acts, what it is called in the audit log, and on what.
pub(super) struct Act<'a> {
    pub(super) actor: Option<&'a Caller>,
    pub(super) action: &'static str,
    pub(super) subjects: Vec<Subject>,
    /// The call, when it is one: it says whether the persons among the subjects are asked about.
    pub(super) call: Option<Call>,
}

impl<'a> Act<'a> {
    pub(super) fn of(permit: &'a Permit, subjects: Vec<Subject>) -> Self {
        let call = permit.call();
        Self { actor: Some(permit.caller()), action: call.name(), subjects, call: Some(call) }
    }

    /// The entry, on these subjects and on this ground.
    fn entry(&self, result: &str, ground: String, subjects: Vec<Subject>, at: Time) -> AuditEntry {
        let actor = self.actor.map(|caller| Actor {
            party: caller.party.clone(),
            behind: caller.behind,
            professional: caller.professional.clone(),
            origin: caller.origin.clone(),
        });
        let (action, result) = (self.action.to_owned(), result.to_owned());
        AuditEntry { at, actor, action, result, ground, subjects }
    }

    fn concerned<'b>(&'b self, loaded: &'b Loaded, effects: &'b Effects) -> Concerned<'b> {
        let by = self.actor.map(|caller| &caller.party);
        Concerned { named: &self.subjects, by, loaded, effects }
    }
}

/// What it means when a decision has no effects.
#[derive(Clone, Copy, PartialEq, Eq)]
enum WithoutEffects {
    /// It was a question: the audit log says that it was answered.
    Read,
    /// It was answered before: the audit log says so, and nobody is counted twice.
    Replay,
    /// There was nothing to do, because somebody else has done it: that leaves no entry.
    Nothing,
}

/// What was read belongs to an era that is over.
fn took_over() -> StoreError {
    StoreError::Unavailable("another server took over while it was read".to_owned())
}

impl Broker {
    /// Loads what `needs` asks for until nothing is missing, lets `decide` decide, and commits
    /// its effects with the audit entry. A refusal is in the audit log before the caller hears it.
    pub(super) async fn drive<A>(
        &self,
        act: Act<'_>,
        needs: impl Fn(&Loaded) -> Needs + Send + Sync,
        decide: impl Fn(&Loaded, &mut FreshIds, Time) -> Result<(A, Effects), Refusal> + Send + Sync,
    ) -> Result<A, Failure>
    where
        A: Send,
    {
        Ok(self.turn(None, act, needs, decide, WithoutEffects::Read).await?.answer)
    }

    /// The same for a decision that also looks at what was read before, in `era`.
    pub(super) async fn drive_in<A>(
        &self,
        era: u64,
        act: Act<'_>,
        needs: impl Fn(&Loaded) -> Needs + Send + Sync,
        decide: impl Fn(&Loaded, &mut FreshIds, Time) -> Result<(A, Effects), Refusal> + Send + Sync,
    ) -> Result<A, Failure>
    where
        A: Send,
    {
        Ok(self.turn(Some(era), act, needs, decide, WithoutEffects::Read).await?.answer)
    }

    /// The same for a call that changes something: says whether it did. Every such call that is
    /// not refused leaves at least its receipt or its record, so one without effects was answered
    /// from those.
    pub(super) async fn change<A>(
        &self,
        act: Act<'_>,
        needs: impl Fn(&Loaded) -> Needs + Send + Sync,
        decide: impl Fn(&Loaded, &mut FreshIds, Time) -> Result<(A, Effects), Refusal> + Send + Sync,
    ) -> Result<Answered<A>, Failure>
    where
        A: Send,
    {
        self.turn(None, act, needs, decide, WithoutEffects::Replay).await
    }

    /// The same for what the broker does by itself: where nothing is left to do, it leaves no trace.
    pub(super) async fn act<A>(
        &self,
        act: Act<'_>,
        needs: impl Fn(&Loaded) -> Needs + Send + Sync,
        decide: impl Fn(&Loaded, &mut FreshIds, Time) -> Result<(A, Effects), Refusal> + Send + Sync,
    ) -> Result<A, Failure>
    where
        A: Send,
    {
        Ok(self.turn(None, act, needs, decide, WithoutEffects::Nothing).await?.answer)
    }

    /// `began_in`: the era of what was read before.
    async fn turn<A>(
        &self,
        began_in: Option<u64>,
        act: Act<'_>,
        needs: impl Fn(&Loaded) -> Needs + Send + Sync,
        decide: impl Fn(&Loaded, &mut FreshIds, Time) -> Result<(A, Effects), Refusal> + Send + Sync,
        without_effects: WithoutEffects,
    ) -> Result<Answered<A>, Failure>
    where
        A: Send,
    {
        let mut held = None;
        for _ in 0..ATTEMPTS {
            let era = self.store.era();
            if began_in.is_some_and(|began_in| began_in != era) {
                return Err(took_over().into());
            }
            if let Some(spent) = self.spent_before(&act).await? {
                match self.over_budget(era, &act, spent, self.clock.now()).await? {
                    Some(failure) => return Err(failure),
                    None => continue,
                }
            }
            let loaded = self.gather(&needs).await?;
            let now = self.clock.now();
            let asked = self.lookups.asked(&act, now);
            let mut ids = FreshIds::new(Uuid::now_v7());
            let (answer, effects) = match decide(&loaded, &mut ids, now) {
                Ok(decision) => decision,
                Err(refusal) => {
                    // Only with what was looked at: how long a refusal takes must not tell
                    // whether there is something behind an id.
                    let subjects =
                        act.concerned(&loaded, &Effects::default()).subjects(&Loaded::default());
                    match self.write(era, &act, refusal.reason(), subjects, now, asked).await {
                        Ok(()) => return Err(refusal.into()),
                        Err(CommitError::Conflict) => continue,
                        Err(CommitError::Spent(spent)) => {
                            match self.over_budget(era, &act, spent, now).await? {
                                Some(failure) => return Err(failure),
                                None => continue,
                            }
                        }
                        Err(CommitError::Store(error)) => return Err(error.into()),
                    }
                }
            };
            // A decision without effects, a read or a repeated answer, relies on nothing but that
            // what it read was not lost with a server.
            let replayed = effects == Effects::default();
            if replayed && without_effects == WithoutEffects::Nothing {
                return Ok(Answered { answer, replayed });
            }
            let expect = if replayed {
                Vec::new()
            } else {
                loaded.versions().map(|(key, version)| (key.clone(), version)).collect()
            };
            let subjects = self.subjects(&act, &loaded, &effects).await?;
            let soon = !effects.withdrawn.is_empty();
            let withdrawn = self.lookups.withdrawn(&act, &effects.withdrawn, now);
            // What was answered before is asked only once.
            let asked = withdrawn
                .or(asked.filter(|_| !(replayed && without_effects == WithoutEffects::Replay)));
            let result = if soon { budget::WITHDRAWN_SOON } else { "OK" };
            let audit = act.entry(result, self.ground(&act), subjects, now);
            match self.commit(era, Change { expect, effects, audit, asked }).await {
                Ok(()) => {
                    if soon {
                        self.lookups.was_withdrawn(&act);
                    }
                    return Ok(Answered { answer, replayed });
                }
                // Whoever met another waits for its turn at the same records: many who register
                // one family at once would otherwise spend all attempts on each other. Whoever
                // looks at other records does not wait.
                Err(CommitError::Conflict) if held.is_none() => {
                    let keys = loaded.versions().map(|(key, _)| key.clone()).collect();
                    held = Some(self.met.hold(keys).await);
                }
                Err(CommitError::Conflict) => {}
                Err(CommitError::Spent(spent)) => {
                    if let Some(failure) = self.over_budget(era, &act, spent, now).await? {
                        return Err(failure);
                    }
                }
                Err(CommitError::Store(error)) => return Err(error.into()),
            }
        }
        Err(Failure::Contention)
    }

    /// Refuses whoever asked about as many persons as it may; `None` when it is to be tried again.
    async fn over_budget(
        &self,
        era: u64,
        act: &Act<'_>,
        spent: Spent,
        now: Time,
    ) -> Result<Option<Failure>, StoreError> {
        if !self.is_refused(act, &spent, now).await? {
            return Ok(None);
        }
        let refusal = Refusal::LookupBudget(spent);
        match self.write(era, act, refusal.reason(), act.subjects.clone(), now, None).await {
            Ok(()) => Ok(Some(refusal.into())),
            Err(CommitError::Conflict | CommitError::Spent(_)) => Ok(None),
            Err(CommitError::Store(error)) => Err(error),
        }
    }

    /// Commits and rings. The two belong together: a caller that goes away in between, by timeout
    /// or by hanging up, must not leave a committed notification without its ring.
    async fn commit(&self, era: u64, change: Change) -> Result<(), CommitError> {
        let inboxes: Vec<_> =
            change.effects.notify.iter().map(|(inbox, _)| inbox.clone()).collect();
        if inboxes.is_empty() {
            return self.store.commit_in(era, change).await;
        }
        let (store, bell) = (self.store.clone(), self.bell.clone());
        Finished::surely(async move {
            store.commit_in(era, change).await?;
            bell.ring(inboxes.iter());
            Ok(())
        })
        .await
    }

    async fn gather(
        &self,
        needs: &(impl Fn(&Loaded) -> Needs + Send + Sync),
    ) -> Result<Loaded, StoreError> {
        let mut loaded = Loaded::default();
        loop {
            let missing = needs(&loaded);
            if missing.is_empty() {
                return Ok(loaded);
            }
            // Lists have no version. They are read when every record that guards them is there:
            // whoever enters a list afterwards writes one of those too, which is a conflict.
            if !missing.keys.is_empty() {
                loaded.extend(self.store.load(&missing.keys).await?);
                continue;
            }
            for list in missing.lists {
                let ids = self.store.list(&list, None, LIST_MOST).await?;
                loaded.insert_list(list, ids);
            }
        }
    }

    /// On what an act was, every person concerned included. What is missing for that is loaded
    /// here, outside of what the decision relies on.
    async fn subjects(
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
        let written = self.write(era, act, result, subjects, at, None).await;
        written.map_err(|error| match error {
            CommitError::Conflict | CommitError::Spent(_) => took_over(),
            CommitError::Store(error) => error,
        })
    }

    /// The covenant by which somebody acts.
    fn ground(&self, act: &Act<'_>) -> String {
        self.covenant.load().ground(act.actor.map(|caller| &caller.party))
    }

    async fn write(
        &self,
        era: u64,
        act: &Act<'_>,
        result: &str,
        subjects: Vec<Subject>,
        at: Time,
        asked: Option<Asked>,
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
        let act =
            Act { actor: Some(caller), action: call.name(), subjects: Vec::new(), call: None };
        self.note(&act, refusal.reason(), self.clock.now()).await
    }
}
