//! What is asked of a covenant about a ticket, and what it answers. The answering itself is in
//! `covenant/routing.rs`: only data crosses this border.

use serde::{Deserialize, Serialize};

use crate::domain::model::{
    agreement::{Measure, Term},
    format,
    ground::{Ground, OwnReading},
    party::{AreaCode, CategoryCode, OfficeId, Oin},
    time::Day,
};

/// The two tracks of the ladder (plan § 3.4).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub enum Track {
    /// A: no agreement on the one plan.
    NoAgreement,
    /// B: the agreed plan is not carried out.
    NotCarriedOut,
}

/// The facts by which a covenant routes a ticket.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct RouteQuestion {
    /// Track of the ticket.
    pub track: Track,
    /// Step of the ladder, from 1.
    pub step: u8,
    /// Category of the family.
    pub category: CategoryCode,
    /// Whether the family causes nuisance in public space.
    pub nuisance: bool,
    /// The measure that is in force.
    pub measure: Measure,
    /// Where the family lives.
    pub area: AreaCode,
    /// Against whom; `None` on track A without one.
    pub target: Option<Oin>,
    /// Who handled the step before, from step 3 on. `None`: the office that the covenant names for it.
    pub handled_by: Option<OfficeId>,
    /// True when the target's own analysis-team member has had this ticket already (MPG4).
    pub mandate_used: bool,
    /// True when the target stays away from the meetings about this very family, with which it is
    /// involved: a ladder may begin elsewhere then (guide § 5.6.2).
    #[serde(deserialize_with = "format::since::<6, _, _>")]
    pub absence: bool,
}

/// Who handles a step.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum RouteTarget {
    /// The organisation that opened the ticket: its manager's inbox.
    OwnOrganisation,
    /// The organisation that the ticket is against: its manager's inbox (guide of 2011, step 4).
    TargetOrganisation(Oin),
    /// An office of the covenant.
    Office(OfficeId),
}

/// Why a covenant refuses to route.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct RouteRefusal {
    /// Machine reason, upper case, for instance `JUDICIARY`.
    pub code: String,
    /// How it came about; boxed, so that the way of an answer without refusal stays small.
    pub derivation: Box<Derivation>,
}

/// A covenant's answer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Route {
    /// Who handles this step.
    pub handler: RouteTarget,
    /// Who directs the case meanwhile.
    pub director: OfficeId,
    /// Who is told when a ticket is opened with these facts, the director and the handler apart.
    pub informed: Vec<OfficeId>,
    /// Whether the family counts as causing nuisance: as said, or by its category.
    pub nuisance: bool,
    /// Term of this step.
    pub term: Term,
    /// Days that do not count in it, when it is in working days, besides weekends and holidays.
    pub days_off: Vec<Day>,
    /// True when this is the last step: its handler may rule.
    pub last_step: bool,
    /// True when the handler is the target's own analysis-team member.
    pub by_mandate: bool,
    /// How it came about; kept with the ticket.
    pub derivation: Derivation,
    /// Who of those that are told is asked to answer.
    pub asked: Vec<Asking>,
}

/// That an office is asked to answer on a step that another one handles.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Asking {
    /// Which.
    pub office: OfficeId,
    /// Within how many working days.
    pub term_working_days: u16,
    /// Where the covenant has that from.
    pub ground: Ground,
}

/// How an answer came about: enough to explain it and to replay it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Derivation {
    /// Id of the rule that decided.
    pub rule: String,
    /// Document and section; empty when no document says it.
    pub source: String,
    /// Covenant and version, `id@version`.
    pub covenant: String,
    /// The facts that the rule looked at, name and value.
    pub facts: Vec<(String, String)>,
    /// Explanation in Dutch.
    pub nl: String,
    /// Explanation in English.
    pub en: String,
    /// What of the rule is our own reading. In answers from before, it stands with the source.
    #[serde(deserialize_with = "format::since::<10, _, _>")]
    pub own_reading: OwnReading,
}

/// The covenant's answer to a question about a ticket, as a pure function.
pub type Router<'a> = &'a (dyn Fn(&RouteQuestion) -> Result<Route, RouteRefusal> + Sync);
