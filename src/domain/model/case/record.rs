//! The record of a case: whose family it is, how it is classified, who directs and who manages.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::domain::{
    model::{
        agreement::Measure,
        case::{attendance::Attendance, plan::Plan, watch::Watch},
        ids::{CaseId, FreshIds, InvolvementId, NotificationId},
        involvement::{ContactCard, Fingerprint},
        notification::{CaseHappening, Event, Notification},
        party::{AreaCode, CategoryCode, OfficeId, Oin, Party},
        person::Identity,
        refusal::Refusal,
        time::{Day, Time},
    },
    rules::access::Permit,
    state::{
        receipt::{Answer, Request},
        record::{Effects, List, Loaded},
    },
};

/// Most persons in one case: four families of the most persons that an involvement may name.
pub const MAX_PERSONS: usize = 48;

/// Most classifications that are kept; the oldest but the first go.
pub const MAX_CLASSIFICATIONS: usize = 50;

/// How a case came about.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Cause {
    /// A director took the family up.
    Director,
    /// The first ticket about the family.
    Ticket,
    /// The first concern signal about the family.
    Signal,
}

/// Why a case was closed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum CloseReason {
    /// The stagnation is lifted: the plan did what it was for.
    StagnationLifted,
    /// The family moved out of the covenant's area.
    MovedAway,
    /// It proved that the family needs no director.
    NotNeeded,
    /// The family does not take part, and nothing obliges it to.
    FamilyDeclines,
    /// Every child in it came of age.
    CameOfAge,
}

/// State of a case.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum CaseState {
    /// A director directs it.
    Open,
    /// The director is done with it; somebody keeps watch.
    Watching {
        /// Why it was closed.
        reason: CloseReason,
        /// When.
        at: Time,
    },
    /// Closed, kept for a while.
    Closed {
        /// Why.
        reason: CloseReason,
        /// When.
        at: Time,
        /// Until when it is kept.
        until: Day,
    },
}

/// A person in a case.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct CasePerson {
    /// By which the director names the person: opaque, of this case only.
    pub id: Uuid,
    /// Who, under the keys that were active when the person was added.
    pub identity: Identity,
    /// Since when in the case.
    pub since: Time,
}

/// How a family was classified, from a moment on.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Classification {
    /// When.
    pub at: Time,
    /// By whom; `None` for the broker itself.
    pub by: Option<Party>,
    /// The facts.
    pub family: Family,
    /// Who directs a family like this.
    pub director: OfficeId,
}

/// What is known of a family as far as routing needs it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Family {
    /// Where it lives.
    pub area: AreaCode,
    /// Its category.
    pub category: CategoryCode,
    /// Whether it causes nuisance in public space; said, not concluded from the category.
    pub nuisance: bool,
    /// The measure that is in force.
    pub measure: Measure,
}

/// An organisation provides the family manager, from a moment, perhaps to a moment.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ManagerTerm {
    /// Who.
    pub organisation: Oin,
    /// Its involvement.
    pub involvement: InvolvementId,
    /// The family manager.
    pub card: ContactCard,
    /// From.
    pub since: Time,
    /// To; `None` for the present one.
    pub until: Option<Time>,
}

/// A family that a director has taken up.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Case {
    /// Its id.
    pub id: CaseId,
    /// Rises with every change: the etag.
    pub revision: u32,
    /// State.
    pub state: CaseState,
    /// How it came about.
    pub cause: Cause,
    /// When it was opened.
    pub opened: Time,
    /// How the family is classified now.
    pub family: Family,
    /// Who directs.
    pub director: OfficeId,
    /// How it was classified so far, oldest first; the last one holds.
    pub classifications: Vec<Classification>,
    /// The persons, at most [`MAX_PERSONS`].
    pub persons: Vec<CasePerson>,
    /// Family managers, oldest first; the last one holds while it has no end.
    pub managers: Vec<ManagerTerm>,
    /// The one plan.
    pub plan: Option<Plan>,
    /// Who was at the meetings of the plan.
    pub attendance: Attendance,
    /// Watch that is or was kept.
    pub watch: Option<Watch>,
    /// Hash of the opening request; zeros when the broker opened it.
    pub fingerprint: Fingerprint,
}

impl Case {
    /// Whether everybody in it sees the others: until it is closed. Whoever keeps watch afterwards
    /// does so alone.
    #[must_use]
    pub fn is_live(&self) -> bool {
        matches!(self.state, CaseState::Open)
    }

    /// The etag.
    #[must_use]
    pub fn etag(&self) -> String {
        format!("r{}", self.revision)
    }

    /// Whether a person is in it.
    #[must_use]
    pub fn names(&self, identity: &Identity) -> bool {
        self.persons.iter().any(|person| person.identity.is(identity))
    }

    /// The present family manager.
    #[must_use]
    pub fn manager(&self) -> Option<&ManagerTerm> {
        self.managers.last().filter(|term| term.until.is_none())
    }

    /// Tells somebody of a happening.
    pub fn tell(
        &self,
        recipient: &Party,
        happening: CaseHappening,
        ids: &mut FreshIds,
        now: Time,
        effects: &mut Effects,
    ) {
        let (category, director) = (self.family.category.clone(), self.director.clone());
        let event = Event::Case { case: self.id, happening, category, director };
        let id = NotificationId(ids.take());
        effects.notify.push((recipient.clone(), Notification { id, at: now, event }));
    }

    /// The first day on which something must have been done, for the director's work list.
    #[must_use]
    pub fn next_due(&self) -> Option<Day> {
        let plan = self.plan.as_ref().filter(|_| self.is_live());
        let watch = self.watch.as_ref();
        [plan.and_then(Plan::next_due), watch.and_then(Watch::next_due)].into_iter().flatten().min()
    }

    /// Whether that day has passed.
    #[must_use]
    pub fn is_overdue(&self, today: Day) -> bool {
        let closed = matches!(self.state, CaseState::Closed { .. });
        !closed && self.next_due().is_some_and(|day| day < today)
    }

    /// When it next needs attention: an alarm of the plan or of the watch, or the end of what is
    /// kept of a closed one.
    #[must_use]
    pub fn deadline(&self) -> Option<Time> {
        let watch = self.watch.as_ref().and_then(Watch::deadline);
        let own = match self.state {
            CaseState::Open => self.plan.as_ref().and_then(Plan::deadline),
            CaseState::Watching { .. } => None,
            CaseState::Closed { until, .. } => Some(until.plus_days(1).start()),
        };
        [watch, own].into_iter().flatten().min()
    }

    /// In which lists it stands.
    #[must_use]
    pub fn lists(&self) -> Vec<(List, Uuid)> {
        let director = Party::Office(self.director.clone());
        let place = self.place();
        vec![
            (List::CasesDirected(director.clone()), self.id.0),
            (List::CasesByDue(director), place),
            (List::CaseAt(place), self.id.0),
        ]
    }

    /// The place on the director's work list: the oldest deadline first, then what has none, then
    /// what is closed. In ids, which is what lists are ordered by: the day in the first four
    /// bytes, the end of the own id behind it.
    #[must_use]
    pub fn place(&self) -> Uuid {
        let rank = match (&self.state, self.next_due()) {
            (CaseState::Closed { .. }, _) => RANK_CLOSED,
            (CaseState::Open | CaseState::Watching { .. }, None) => RANK_NO_DUE,
            (CaseState::Open | CaseState::Watching { .. }, Some(day)) => rank(day),
        };
        let own = self.id.0.as_u128() & (u128::MAX >> 32);
        Uuid::from_u128(begin(rank).as_u128() | own)
    }
}

/// Before every place of a case that is due on this day or later.
#[must_use]
pub fn first_place(due: Day) -> Uuid {
    begin(rank(due))
}

/// Before every place of a closed case.
#[must_use]
pub fn first_closed_place() -> Uuid {
    begin(RANK_CLOSED)
}

fn begin(rank: u32) -> Uuid {
    Uuid::from_u128(u128::from(rank) << 96)
}

/// After every day.
const RANK_NO_DUE: u32 = u32::MAX - 1;

/// Behind everything that is live.
const RANK_CLOSED: u32 = u32::MAX;

/// Days in their order as unsigned numbers.
fn rank(day: Day) -> u32 {
    (day.0.cast_unsigned() ^ (1 << 31)).min(RANK_NO_DUE - 1)
}

/// A case that the caller directs.
///
/// # Errors
/// Unknown and somebody else's are the same refusal.
pub fn directed<'a>(loaded: &'a Loaded, permit: &Permit, id: CaseId) -> Result<&'a Case, Refusal> {
    loaded
        .case(id)
        .filter(|case| Party::Office(case.director.clone()) == *permit.party())
        .ok_or(Refusal::NotAllowed)
}

/// A live case that the caller directs, unchanged since the caller read it. An empty `etag` asks
/// nothing.
///
/// # Errors
/// Not the caller's, closed, or changed.
pub fn live<'a>(
    loaded: &'a Loaded,
    permit: &Permit,
    id: CaseId,
    etag: &str,
) -> Result<&'a Case, Refusal> {
    let case = directed(loaded, permit, id)?;
    if !case.is_live() {
        return Err(Refusal::CaseClosed);
    }
    if !etag.is_empty() && etag != case.etag() {
        return Err(Refusal::EtagMismatch);
    }
    Ok(case)
}

/// The case as it is now, when this request on it was carried out before. The receipt names the
/// case only: nothing that must go with the case is kept in it.
///
/// # Errors
/// The request id was used for something else, or another office directs it by now.
pub fn replayed<'a>(
    loaded: &'a Loaded,
    permit: &Permit,
    request: &Request,
) -> Result<Option<&'a Case>, Refusal> {
    match request.replayed(loaded)? {
        Some(Answer::Case(id)) => directed(loaded, permit, *id).map(Some),
        _ => Ok(None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_in_the_order_of_days() {
        let days = [i32::MIN, -1, 0, 14_245, 20_000, i32::MAX];
        for pair in days.windows(2) {
            assert!(first_place(Day(pair[0])) < first_place(Day(pair[1])), "{pair:?}");
        }
        assert!(first_place(Day(i32::MAX)) < begin(RANK_NO_DUE));
        assert!(begin(RANK_NO_DUE) < first_closed_place());
    }
}
