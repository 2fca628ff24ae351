//! How is a difference carried out? Each thing by the call that does it alone too, under its permit and
//! with a request of its own, so that nothing is lost or done twice, however often it begins anew.

use tonic::Status;

use crate::{
    api::v1,
    broker::Failure,
    domain::{
        model::{
            ids::InvolvementId,
            own_reference::OwnReference,
            refusal::{FieldProblem, Refusal},
        },
        rules::{
            access::{self, Permit},
            changing::Ending,
            contact::{Act, Change, Which},
            reconciling::{Changed, Differing, Left, Row, Step},
            registering::Register,
        },
    },
    service::{
        front::Front,
        involvement::render::not_applied,
        status::{self, Language},
    },
};

use super::token::{Hashing, Token};

/// What is done for one row, or for one involvement that no row stands for.
pub(super) struct Job {
    row: Option<Row>,
    own_reference: Option<OwnReference>,
    steps: Vec<Step>,
}

/// All that a difference does: what is done first, and what ends afterwards.
pub(super) fn jobs(rows: Vec<Changed>, ends: Vec<Left>) -> (Vec<Job>, Vec<Job>) {
    let rows = rows.into_iter().map(|(row, steps)| {
        let own_reference = row.command.own_reference.clone();
        Job { row: Some(row), own_reference, steps }
    });
    let ends = ends.into_iter().map(|left| {
        let steps = vec![Step::End(left.id)];
        Job { row: None, own_reference: left.own_reference, steps }
    });
    (rows.collect(), ends.collect())
}

impl Job {
    /// What it does, as hashes.
    pub(super) fn hashes(&self, hashing: Hashing<'_>) -> impl Iterator<Item = u64> {
        self.steps.iter().map(move |step| hashing.step(self.row.as_ref(), step))
    }

    /// The involvements about which it is.
    pub(super) fn involvements(&self) -> impl Iterator<Item = InvolvementId> + '_ {
        self.steps.iter().filter_map(|step| match step {
            Step::Register => None,
            Step::Renew(id, _)
            | Step::UpdateContact(id)
            | Step::GoOn(id, _)
            | Step::HandOver(id)
            | Step::SetOwnReference(id)
            | Step::RecordInformed(id)
            | Step::End(id) => Some(*id),
        })
    }

    /// What it does, as it is shown.
    pub(super) fn changes(&self) -> impl Iterator<Item = v1::ReconcileChange> + '_ {
        self.steps.iter().map(|step| self.change(step))
    }

    fn change(&self, step: &Step) -> v1::ReconcileChange {
        use v1::ReconcileAction as Action;
        let (action, id, end) = match step {
            Step::Register => (Action::Register, self.row.as_ref().and_then(|row| row.id), None),
            Step::Renew(id, end) | Step::GoOn(id, end) => (Action::Renew, Some(*id), Some(end)),
            Step::UpdateContact(id) => (Action::UpdateContact, Some(*id), None),
            Step::HandOver(id) => (Action::HandOver, Some(*id), None),
            Step::SetOwnReference(id) => (Action::SetOwnReference, Some(*id), None),
            Step::RecordInformed(id) => (Action::RecordInformed, Some(*id), None),
            Step::End(id) => (Action::End, Some(*id), None),
        };
        v1::ReconcileChange {
            row: self.row.as_ref().map_or(0, |row| row.row),
            action: action.into(),
            involvement_id: id.map_or_else(String::new, |id| id.to_string()),
            own_reference: shown(self.own_reference.as_ref()),
            end_date: end.map_or_else(String::new, ToString::to_string),
            ..v1::ReconcileChange::default()
        }
    }
}

fn shown(own_reference: Option<&OwnReference>) -> String {
    own_reference.map_or_else(String::new, ToString::to_string)
}

/// That a row says something that stays as it is.
pub(super) fn differs(differing: &Differing) -> v1::ReconcileChange {
    v1::ReconcileChange {
        row: differing.row,
        action: v1::ReconcileAction::Differs.into(),
        involvement_id: differing.id.to_string(),
        own_reference: shown(differing.own_reference.as_ref()),
        not_applied: not_applied(&differing.parts),
        ..v1::ReconcileChange::default()
    }
}

/// A difference that is being carried out.
pub(super) struct CarryingOut {
    pub(super) front: Front,
    pub(super) permit: Permit,
    pub(super) token: Token,
    pub(super) language: Language,
}

impl CarryingOut {
    fn hashing(&self) -> Result<Hashing<'_>, Refusal> {
        let organisation = self.permit.organisation()?;
        Ok(Hashing { pseudonyms: &self.front.pseudonyms, organisation })
    }

    /// Does all of it, or says what of it was refused.
    ///
    /// # Errors
    /// The broker cannot say at present, or the budget is spent: the rest waits for the next attempt.
    pub(super) async fn job(&self, job: &Job) -> Result<Vec<v1::ReconcileChange>, Status> {
        let mut done = Vec::with_capacity(job.steps.len());
        for step in &job.steps {
            let mut change = job.change(step);
            match self.step(job.row.as_ref(), step).await {
                Ok(Some(registered)) => {
                    change.involvement_id = registered.0;
                    change.others_involved = registered.1;
                }
                Ok(None) => {}
                Err(Failure::Refused(refusal)) if !matches!(refusal, Refusal::LookupBudget(_)) => {
                    refuse(&mut change, &refusal.into(), self.language);
                }
                Err(failure) => return Err(status::failure(&failure, self.language)),
            }
            done.push(change);
        }
        Ok(done)
    }

    async fn step(&self, row: Option<&Row>, step: &Step) -> Result<Option<(String, u32)>, Failure> {
        let (hashing, broker) = (self.hashing()?, &self.front.broker);
        let hash = hashing.step(row, step);
        let admitted = access::admit(self.permit.caller().clone(), step.call(), broker.now());
        let permit = &admitted.map_err(|turned_away| turned_away.1)?;
        let request = &hashing.request(self.token, permit, hash);
        let command = row.map(|row| &row.command).ok_or(Refusal::FactMissing);
        // What was done with this token and is to be done again was changed back since, on purpose. That another
        // call with it did it just now is no reason to refuse.
        let done = match step {
            Step::Register => {
                let given = row.and_then(|row| row.id);
                let id =
                    given.unwrap_or_else(|| InvolvementId(hashing.involvement(self.token, hash)));
                let command = Register { id, ..command?.clone() };
                let done = broker.register(permit, &command).await?.answer;
                if !done.involvement.is_active() {
                    return Err(Refusal::NotActive.into());
                }
                let others = done.matched.map_or(0, |matched| matched.parties.len() - 1);
                let others = u32::try_from(others).unwrap_or(u32::MAX);
                return Ok(Some((done.involvement.id.to_string(), others)));
            }
            Step::Renew(id, end) | Step::GoOn(id, end) => {
                let renewed = broker.renew(permit, request, *id, *end).await?;
                !renewed.replayed || renewed.answer.end >= *end
            }
            Step::UpdateContact(id) | Step::HandOver(id) => {
                let over = matches!(step, Step::HandOver(_));
                let act = if over { Act::HandOver } else { Act::Update };
                let change = Change { which: Which::One(*id), card: command?.card.clone(), act };
                let changed = broker.change_contact(permit, request, &change).await?;
                !changed.replayed || broker.get_involvement(permit, *id).await?.card == change.card
            }
            Step::SetOwnReference(id) => {
                let reference = command?.own_reference.as_ref();
                let set = broker.set_own_reference(permit, request, *id, reference).await?;
                !set.replayed || set.answer.own_reference.as_ref() == reference
            }
            Step::RecordInformed(id) => {
                let given = command?.informed;
                let recorded = broker.record_informed(permit, request, *id, given).await?;
                !recorded.replayed || recorded.answer.informed == given
            }
            // What ended stays so.
            Step::End(id) => {
                broker.end(permit, request, *id, Ending::NoLongerInvolved).await?;
                true
            }
        };
        if done { Ok(None) } else { Err(Refusal::ReconcileStale.into()) }
    }
}

/// Says in a change why it is none.
pub(super) fn refuse(change: &mut v1::ReconcileChange, why: &Failure, language: Language) {
    let (reason, message, problems) = status::row(why, language);
    let problem = |it: FieldProblem| v1::FieldProblem { field: it.field, description: it.rule };
    change.problems = problems.into_iter().map(problem).collect();
    (change.reason, change.message) = (reason, message);
}
