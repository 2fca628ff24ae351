//! The one way of every request: quota, load, decide, audit, commit; again when somebody was faster.

use crate::{
    covenant::Covenants,
    domain::{
        model::{
            budget::Spent,
            case::Family,
            ids::NotificationId,
            notification::Notification,
            party::{AreaCode, Oin},
            refusal::Refusal,
            time::Time,
        },
        rules::{
            budget::{self, Asked},
            case::{
                manager, overview,
                overview_contact::{self, Seen},
            },
            context::Context,
            escalation::parting,
            follow_up,
        },
        state::{
            effects::Effects,
            facts::Facts,
            keys::Key,
            loaded::{Loaded, Needs},
        },
    },
    store::{Change, CommitError, StoreError},
};

use super::{Broker, Failure, act::Act, finished::Finished, ids};

/// How often a decision is made anew when its records changed under it. Each time another change of
/// the same records succeeded, so five in a row mean that very many act on one family at once.
const ATTEMPTS: usize = 5;

/// Most entries of a list that one decision looks through. A family with this many matches does not
/// exist; for one that did, nothing would be decided on a part of them.
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

/// What was decided, on what, and when.
struct Decided<A> {
    loaded: Loaded,
    outcome: Result<(A, Effects), Refusal>,
    at: Time,
}

/// Whether the covenant finds an organisation eligible to provide the family manager of a family.
fn may_manage(covenants: &Covenants, family: &Family, organisation: Oin) -> bool {
    let rules = covenants.governing(&family.area).case_rules(&family.category, &family.area);
    let kind = covenants.organisation(&organisation).map_or("", |known| &known.kind);
    rules.is_none_or(|rules| rules.family_manager.admits(kind))
}

/// What was read belongs to an era that is over.
pub(super) fn took_over() -> StoreError {
    StoreError::Unavailable("another server took over while it was read".to_owned())
}

impl Broker {
    /// Loads what `needs` asks for until nothing is missing, lets `decide` decide, and commits
    /// its effects with the audit entry. A refusal is in the audit log before the caller hears it.
    pub(super) async fn drive<A: Send>(
        &self,
        act: Act<'_>,
        needs: impl Fn(&Loaded) -> Needs + Send + Sync,
        decide: impl Fn(&mut Context<'_>) -> Result<A, Refusal> + Send + Sync,
    ) -> Result<A, Failure> {
        Ok(self.turn(None, act, needs, decide, WithoutEffects::Read).await?.answer)
    }

    /// The same for a decision that also looks at what was read before, in `era`.
    pub(super) async fn drive_in<A: Send>(
        &self,
        era: u64,
        act: Act<'_>,
        needs: impl Fn(&Loaded) -> Needs + Send + Sync,
        decide: impl Fn(&mut Context<'_>) -> Result<A, Refusal> + Send + Sync,
    ) -> Result<A, Failure> {
        Ok(self.turn(Some(era), act, needs, decide, WithoutEffects::Read).await?.answer)
    }

    /// The same for a call that changes something: says whether it did. Every such call that is
    /// not refused leaves at least its receipt or its record, so one without effects was answered
    /// from those.
    pub(super) async fn change<A: Send>(
        &self,
        act: Act<'_>,
        needs: impl Fn(&Loaded) -> Needs + Send + Sync,
        decide: impl Fn(&mut Context<'_>) -> Result<A, Refusal> + Send + Sync,
    ) -> Result<Answered<A>, Failure> {
        self.turn(None, act, needs, decide, WithoutEffects::Replay).await
    }

    /// The same for what the broker does by itself: where nothing is left to do, it leaves no trace.
    pub(super) async fn act<A: Send>(
        &self,
        act: Act<'_>,
        needs: impl Fn(&Loaded) -> Needs + Send + Sync,
        decide: impl Fn(&mut Context<'_>) -> Result<A, Refusal> + Send + Sync,
    ) -> Result<A, Failure> {
        Ok(self.turn(None, act, needs, decide, WithoutEffects::Nothing).await?.answer)
    }

    /// The same for what the broker does by itself on what it read before, in `era`.
    pub(super) async fn act_in<A: Send>(
        &self,
        era: u64,
        act: Act<'_>,
        needs: impl Fn(&Loaded) -> Needs + Send + Sync,
        decide: impl Fn(&mut Context<'_>) -> Result<A, Refusal> + Send + Sync,
    ) -> Result<A, Failure> {
        Ok(self.turn(Some(era), act, needs, decide, WithoutEffects::Nothing).await?.answer)
    }

    /// `began_in`: the era of what was read before.
    async fn turn<A: Send>(
        &self,
        began_in: Option<u64>,
        act: Act<'_>,
        needs: impl Fn(&Loaded) -> Needs + Send + Sync,
        decide: impl Fn(&mut Context<'_>) -> Result<A, Refusal> + Send + Sync,
        without_effects: WithoutEffects,
    ) -> Result<Answered<A>, Failure> {
        let mut held = None;
        for _ in 0..ATTEMPTS {
            let era = self.store.era();
            if began_in.is_some_and(|began_in| began_in != era) {
                return Err(took_over().into());
            }
            if let Some(spent) = self.spent_before(&act).await? {
                self.over_budget(era, &act, spent, self.clock.now()).await?;
                continue;
            }
            let loaded = self.load(&act, &needs).await?;
            let Decided { mut loaded, outcome, at } = self.decide(&act, loaded, &decide);
            let asked = self.lookups.asked(&act, at);
            let (answer, written) = match outcome {
                Ok((answer, mut effects)) => {
                    let replayed = effects == Effects::default();
                    if replayed && without_effects == WithoutEffects::Nothing {
                        return Ok(Answered { answer, replayed });
                    }
                    // What was answered before is asked only once.
                    let again = replayed && without_effects == WithoutEffects::Replay;
                    let anew = budget::registers(&loaded, &effects);
                    let asked = asked.filter(|_| !again).map(|asked| Asked { anew, ..asked });
                    self.part_targets(&mut loaded, &mut effects).await?;
                    self.tell_of_contact(&mut loaded, &mut effects, at).await?;
                    let written = self.carry_out(era, &act, &loaded, effects, (at, asked)).await;
                    (Ok(Answered { answer, replayed }), written)
                }
                Err(refusal) => {
                    let written = self.refuse(era, &act, &loaded, &refusal, (at, asked)).await;
                    (Err(Failure::Refused(refusal)), written)
                }
            };
            match written {
                Ok(()) => return answer,
                // Whoever met another waits for its turn at the same records: many who register
                // one family at once would otherwise spend all attempts on each other. Whoever
                // looks at other records does not wait.
                Err(CommitError::Conflict) if held.is_none() => {
                    let keys = loaded.versions().map(|(key, _)| key.clone()).collect();
                    held = Some(self.met.hold(keys).await);
                }
                Err(CommitError::Conflict) => {}
                Err(CommitError::Spent(spent)) => self.over_budget(era, &act, spent, at).await?,
                Err(CommitError::Store(error)) => return Err(error.into()),
            }
        }
        Err(Failure::Contention)
    }

    /// Reads what a decision asks for, and what was answered to its request before.
    async fn load(
        &self,
        act: &Act<'_>,
        needs: &(impl Fn(&Loaded) -> Needs + Send + Sync),
    ) -> Result<Loaded, StoreError> {
        let receipt = act.request.map(|request| Key::Receipt(request.key.clone()));
        self.gather(&|loaded: &Loaded| {
            let mut missing = needs(loaded);
            missing.keys.extend(receipt.iter().filter(|key| !loaded.has(key)).cloned());
            missing
        })
        .await
    }

    /// Lets a rule decide. One that looked at something that it had not asked for has decided
    /// nothing.
    fn decide<A>(
        &self,
        act: &Act<'_>,
        loaded: Loaded,
        rule: &impl Fn(&mut Context<'_>) -> Result<A, Refusal>,
    ) -> Decided<A> {
        let at = self.clock.now();
        if loaded.is_cut_short() {
            let most = u32::try_from(LIST_MOST).unwrap_or(u32::MAX);
            return Decided { loaded, outcome: Err(Refusal::ListTooLong { most }), at };
        }
        let facts = Facts::new(loaded);
        let mut context =
            Context::new(&facts, ids::for_decision(), at).asked_by(act.permit, act.request);
        let answer = rule(&mut context);
        if answer.is_ok() {
            let covenant = self.covenant.load();
            follow_up::call_again(&mut context, &|office| covenant.days_off(office));
            manager::ask_again(&mut context, &|family, oin| may_manage(&covenant, family, oin));
            overview::tell(&mut context, &|area: &AreaCode| covenant.overseer(area));
        }
        let effects = context.effects;
        let outcome = match facts.forgotten() {
            None => answer.map(|answer| (answer, effects)),
            Some(what) => {
                tracing::error!(action = act.action, what, "a rule forgot to ask for a record");
                Err(Refusal::FactMissing)
            }
        };
        Decided { loaded: facts.into_loaded(), outcome, at }
    }

    /// Tells who keeps an overview that contact became overdue by a decision, or is so no longer. What is
    /// read for that, the decision relies on from then on.
    async fn tell_of_contact(
        &self,
        loaded: &mut Loaded,
        effects: &mut Effects,
        at: Time,
    ) -> Result<(), StoreError> {
        let needs = |besides: &Loaded| {
            overview_contact::needs(Seen { loaded: &*loaded, besides }, &*effects)
        };
        let besides = self.gather(&needs).await?;
        let seen = Seen { loaded: &*loaded, besides: &besides };
        let covenant = self.covenant.load();
        let overseer = |area: &AreaCode| covenant.overseer(area);
        let mut ids = ids::for_decision();
        for (party, event) in overview_contact::of(seen, effects, &overseer) {
            let id = NotificationId(ids.take());
            effects.notify.push((party, Notification { id, at, event }));
        }
        loaded.extend(besides);
        Ok(())
    }

    /// Takes their tickets out of the sight of those whom a decision parts from who opened them. What is read
    /// for that, the decision relies on from then on.
    async fn part_targets(
        &self,
        loaded: &mut Loaded,
        effects: &mut Effects,
    ) -> Result<(), StoreError> {
        let needs =
            |besides: &Loaded| parting::needs(Seen { loaded: &*loaded, besides }, &*effects);
        let besides = self.gather(&needs).await?;
        parting::part(Seen { loaded: &*loaded, besides: &besides }, effects);
        loaded.extend(besides);
        Ok(())
    }

    /// Writes a decision with its audit entry.
    async fn carry_out(
        &self,
        era: u64,
        act: &Act<'_>,
        loaded: &Loaded,
        effects: Effects,
        (at, asked): (Time, Option<Asked>),
    ) -> Result<(), CommitError> {
        // A decision without effects, a read or a repeated answer, relies on nothing but that
        // what it read was not lost with a server.
        let expect = if effects == Effects::default() {
            Vec::new()
        } else {
            loaded.versions().map(|(key, version)| (key.clone(), version)).collect()
        };
        let subjects = self.subjects(act, loaded, &effects).await.map_err(CommitError::Store)?;
        let soon = !effects.withdrawn.is_empty();
        let asked = self.lookups.withdrawn(act, &effects.withdrawn, at).or(asked);
        let result = if soon { budget::WITHDRAWN_SOON } else { "OK" };
        let audit = act.entry(result, self.ground(act), subjects, at);
        self.commit(era, Change { expect, effects, audit, asked }).await?;
        if soon {
            self.lookups.was_withdrawn(act);
        }
        Ok(())
    }

    /// Writes a refusal into the audit log.
    async fn refuse(
        &self,
        era: u64,
        act: &Act<'_>,
        loaded: &Loaded,
        refusal: &Refusal,
        (at, asked): (Time, Option<Asked>),
    ) -> Result<(), CommitError> {
        // Only with what was looked at: how long a refusal takes must not tell whether there is
        // something behind an id.
        let none = Effects::default();
        let subjects = act.concerned(loaded, &none).subjects(&Loaded::default());
        self.write(era, act, refusal.reason(), subjects, (at, asked)).await
    }

    /// Refuses whoever asked about as many persons as it may. No refusal: it is to be tried again.
    async fn over_budget(
        &self,
        era: u64,
        act: &Act<'_>,
        spent: Spent,
        now: Time,
    ) -> Result<(), Failure> {
        if !self.is_refused(act, &spent, now).await? {
            return Ok(());
        }
        let refusal = Refusal::LookupBudget(spent);
        let subjects = act.subjects.clone();
        match self.write(era, act, refusal.reason(), subjects, (now, None)).await {
            Ok(()) => Err(refusal.into()),
            Err(CommitError::Conflict | CommitError::Spent(_)) => Ok(()),
            Err(CommitError::Store(error)) => Err(error.into()),
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

    /// Reads until nothing is missing.
    pub(super) async fn gather(
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
            if !missing.keys.is_empty() || !missing.nobodys.is_empty() {
                let Needs { mut keys, nobodys, .. } = missing;
                keys.extend_from_slice(&nobodys);
                loaded.extend(self.store.load(&keys).await?);
                loaded.leave_out(&nobodys);
                continue;
            }
            for list in missing.lists {
                let ids = self.store.list(&list, None, LIST_MOST + 1).await?;
                if ids.len() > LIST_MOST {
                    return Ok(loaded.cut_short());
                }
                loaded.insert_list(list, ids);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::{
        panic::{AssertUnwindSafe, catch_unwind},
        sync::Arc,
    };

    use uuid::Uuid;

    use super::*;
    use crate::{
        broker::Clock,
        covenant::Covenant,
        domain::{
            model::ids::{CaseId, DestructionId},
            state::lookup::Lookup,
        },
        store::memory::MemoryStore,
    };

    #[test]
    fn a_decision_that_looked_at_what_it_had_not_asked_for_is_refused() {
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/deploy/covenants/amsterdam-2009.toml");
        let covenant = Covenants::from(Covenant::load(file.as_ref()).expect("total"));
        let store = Arc::new(MemoryStore::default());
        let broker = Broker::new(store, Arc::new(covenant), Clock::System);
        let rule = |forgets: bool| {
            move |ctx: &mut Context<'_>| {
                // In service nothing panics: the rule would go on as if there were no such case.
                let look = || ctx.facts.case(CaseId(Uuid::nil())).is_some();
                let seen = forgets && catch_unwind(AssertUnwindSafe(look)).unwrap_or(false);
                ctx.effects.delete.push(Key::Destruction(DestructionId(Uuid::nil())));
                Ok(seen)
            }
        };
        let act = Act::of_broker("Test", Vec::new());
        let decided = broker.decide(&act, Loaded::default(), &rule(true));
        assert_eq!(decided.outcome, Err(Refusal::FactMissing));
        let decided = broker.decide(&act, Loaded::default(), &rule(false));
        assert_eq!(
            decided.outcome.map(|(seen, effects)| (seen, effects.delete.len())),
            Ok((false, 1))
        );
    }
}
