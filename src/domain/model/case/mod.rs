//! The record of a case: whose family it is, how it is classified, who directs and who manages.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::domain::model::{
    agreement::Measure,
    case::{
        attendance::Attendance, closing::Closing, confirmed::Confirmed, invitation::Invitation,
        plan::Plan, watch::Watch,
    },
    format,
    ids::{CaseId, InvolvementId},
    involvement::{ContactCard, Fingerprint},
    party::{AreaCode, CategoryCode, OfficeId, Oin, Party},
    person::Identity,
    reported::Reported,
    time::{Day, Time},
};

pub mod attendance;
pub mod closing;
pub mod confirmed;
pub mod invitation;
pub mod milestone;
pub mod naming;
pub mod place;
pub mod plan;
pub mod watch;

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
    /// Why it is classified so although category and measure contradict each other.
    #[serde(deserialize_with = "format::since::<4, _, _>")]
    pub despite: Option<Despite>,
}

/// Why a family is classified against the measure that it has, or has not.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Despite {
    /// The measure ends soon.
    MeasureEnds,
    /// The measure begins, or was asked for.
    MeasureBegins,
    /// The offices that direct on both sides agreed on it.
    AgreedByOffices,
}

/// Why somebody manages more families than the covenant names as the most.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum BeyondCaseload {
    /// The family knows and trusts this one.
    KnownToFamily,
    /// Another family of this manager is about to be closed.
    AnotherEndsSoon,
    /// There is nobody else.
    NobodyElse,
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
    /// Why it was assigned although this one had as many families as the covenant names.
    #[serde(deserialize_with = "format::since::<4, _, _>")]
    pub beyond: Option<BeyondCaseload>,
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
    /// Whether its director said that its persons belong together.
    #[serde(deserialize_with = "format::since::<3, _, _>")]
    pub confirmed: Confirmed,
    /// Hash of the opening request; zeros when the broker opened it.
    pub fingerprint: Fingerprint,
    /// What was said when it was closed; `None` while it is open, and when nobody asked yet.
    #[serde(deserialize_with = "format::since::<4, _, _>")]
    pub closing: Option<Closing>,
    /// The meetings that are to come, at most one of each kind.
    #[serde(deserialize_with = "format::since::<4, _, _>")]
    pub invitations: Vec<Invitation>,
    /// On which ground it was reported, as the director said when it took the family up.
    #[serde(deserialize_with = "format::since::<9, _, _>")]
    pub reported: Option<Reported>,
}

impl Case {
    /// Whether it goes on: until it is closed. Whoever keeps watch afterwards does so alone.
    #[must_use]
    pub fn is_live(&self) -> bool {
        matches!(self.state, CaseState::Open)
    }

    /// Whether somebody follows it still: it goes on, or watch is kept.
    #[must_use]
    pub fn is_followed(&self) -> bool {
        self.is_live() || self.watch.as_ref().is_some_and(Watch::runs)
    }

    /// Whether it is closed for good.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        matches!(self.state, CaseState::Closed { .. })
    }

    /// Closes it for good, to be kept until a day, when watch over it has ended.
    pub fn settle_watch(&mut self, until: Day) {
        if let CaseState::Watching { reason, at } = self.state
            && !self.watch.as_ref().is_some_and(Watch::runs)
        {
            self.state = CaseState::Closed { reason, at, until };
        }
    }

    /// The etag.
    #[must_use]
    pub fn etag(&self) -> String {
        format!("r{}", self.revision)
    }

    /// Why it is classified as it is now although category and measure contradict each other: said when
    /// they became what they are, and true until one of them changes.
    #[must_use]
    pub fn despite(&self) -> Option<Despite> {
        let is_so = |family: &Family| {
            family.category == self.family.category && family.measure == self.family.measure
        };
        let now = self.classifications.iter().rev().take_while(|one| is_so(&one.family));
        now.filter_map(|one| one.despite).next()
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

    /// Who keeps watch at present.
    #[must_use]
    pub fn watcher(&self) -> Option<Party> {
        self.watch.as_ref().filter(|watch| watch.runs()).map(|watch| watch.by.clone())
    }

    /// The last term in which this organisation provided the family manager.
    #[must_use]
    pub fn last_term_of(&self, organisation: Oin) -> Option<&ManagerTerm> {
        self.managers.iter().rev().find(|term| term.organisation == organisation)
    }

    /// The first day on which something must have been done, for the director's work list.
    #[must_use]
    pub fn next_due(&self) -> Option<Day> {
        let plan = self.plan.as_ref().filter(|_| self.is_live());
        let watch = self.watch.as_ref();
        [plan.and_then(Plan::next_due), watch.and_then(Watch::next_due)].into_iter().flatten().min()
    }

    /// The milestone of the plan that is due first.
    #[must_use]
    pub fn next_milestone(&self) -> Option<&str> {
        let plan = self.plan.as_ref().filter(|_| self.is_live())?;
        let due = plan.milestones.iter().filter_map(|milestone| Some((milestone.due?, milestone)));
        due.min_by_key(|(due, _)| *due).map(|(_, milestone)| milestone.code.as_str())
    }

    /// Whether that day has passed.
    #[must_use]
    pub fn is_overdue(&self, today: Day) -> bool {
        !self.is_closed() && self.next_due().is_some_and(|day| day < today)
    }

    /// When it next needs attention: an alarm of the plan or of the watch, or the end of what is
    /// kept of a closed one.
    #[must_use]
    pub fn deadline(&self) -> Option<Time> {
        let watch = self.watch.as_ref().and_then(Watch::deadline);
        let own = match self.state {
            CaseState::Open => {
                let plan = self.plan.as_ref().and_then(Plan::deadline);
                plan.into_iter()
                    .chain(self.invitations.iter().filter_map(Invitation::deadline))
                    .min()
            }
            CaseState::Watching { .. } => None,
            CaseState::Closed { until, .. } => Some(until.plus_days(1).start()),
        };
        [watch, own].into_iter().flatten().min()
    }
}
