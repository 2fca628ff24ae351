//! Why a request is refused. One list for the whole broker; `service/status.rs` turns each into a
//! status and `tests/golden/refusals.txt` pictures it.

use crate::domain::model::{
    budget::Spent, card::Rule, ids::CaseId, routing::RouteRefusal, time::Day,
};

/// A field that is wrong.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FieldProblem {
    /// Path in the request, for instance `members[2].bsn`.
    pub field: String,
    /// The rule that it breaks and what to do. Never the value.
    pub rule: String,
    /// The same in Dutch, where there is a text.
    pub nl: Option<&'static str>,
}

impl FieldProblem {
    /// A problem with a field.
    pub fn new(field: impl Into<String>, rule: impl Into<String>) -> Self {
        Self { field: field.into(), rule: rule.into(), nl: None }
    }

    /// A problem with a field by a rule that is told in both languages.
    pub fn by(field: impl Into<String>, rule: &Rule) -> Self {
        Self { field: field.into(), rule: rule.en.to_owned(), nl: Some(rule.nl) }
    }
}

/// A refusal that the caller can act on. Carries nothing about a person.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Refusal {
    /// Unknown, somebody else's, or forbidden: deliberately not told apart.
    NotAllowed,
    /// A person must prove the second factor again before this.
    FreshFactor,
    /// One or more fields are wrong; all of them are listed.
    Fields(Vec<FieldProblem>),
    /// A create call used an id again with other content.
    IdReused,
    /// A mutating call used a request id again with other content.
    RequestIdReused,
    /// The involvement has ended.
    NotActive,
    /// Follow-up cannot go back to an earlier state.
    FollowUpBackwards,
    /// Nobody whom the caller could ask owes contact.
    NoContactOwed,
    /// Whoever owes contact was asked to make it on this working day.
    RemindedAlready {
        /// The last day on which that was done.
        on: Day,
    },
    /// The caller may see the ticket, but somebody else must do this.
    NotHandler,
    /// The caller may see the ticket, but no answer of it is awaited.
    NotAsked,
    /// The ticket is closed.
    TicketClosed,
    /// The covenant points to the same office with the changed facts.
    RouteUnchanged {
        /// The rule that still applies.
        rule: String,
    },
    /// There is no step above this one.
    LastStep,
    /// Only the last step's office may rule.
    NotLastStep {
        /// The step at which a ruling is possible.
        last: u8,
    },
    /// The office opened the ticket in its own name, and does not rule on what it asks itself.
    OwnTicket,
    /// Steps go in order: the step asked for is not above the present one.
    StepOrder {
        /// The present step.
        present: u8,
    },
    /// The covenant refuses to route.
    Route(RouteRefusal),
    /// The caller decided on the objection already, or nothing is left to decide about.
    ObjectionDecided,
    /// The ticket has changed since the caller read it.
    EtagMismatch,
    /// No plan runs in this case.
    NoPlan,
    /// The plan was extended as often as the covenant allows.
    ExtensionsSpent {
        /// How often that is.
        most: u16,
    },
    /// The covenant does not let an organisation of this kind provide the family manager.
    ManagerNotEligible,
    /// A ticket or a concern signal put the persons of the case together; its director did not.
    PersonsApart,
    /// Tickets of the case are open still.
    TicketsOpen {
        /// How many.
        count: u32,
    },
    /// Concern signals of the case wait for somebody to take them up.
    SignalsOpen {
        /// How many.
        count: u32,
    },
    /// The covenant keeps no watch on families of this category while the case is as it is.
    WatchNotForeseen,
    /// Watch is kept already, or is not kept.
    Watch {
        /// Whether it is.
        kept: bool,
    },
    /// The case is closed.
    CaseClosed,
    /// Somebody in it is in a live case already.
    PersonInCase {
        /// That case, when the caller directs it; others are not told which it is.
        case: Option<CaseId>,
    },
    /// The caller may see the signal, but somebody else must act on it.
    NotRecipient,
    /// The signal was taken up: nothing is left to answer.
    SignalClosed,
    /// A rule looked at a record that it had not asked for: a fault of the broker, not of the request.
    FactMissing,
    /// More entries stand in a list than one decision looks through.
    ListTooLong {
        /// How many it looks through at most.
        most: u32,
    },
    /// What differs from a source system is no longer what was shown.
    ReconcileStale,
    /// More involvements would end than pass without an explicit yes.
    EndingsMany {
        /// How many would end.
        ends: u64,
        /// Of so many.
        active: u64,
        /// Percent of these that pass.
        most_percent: u64,
    },
    /// The caller asked about as many persons as it may, in this hour or on this day.
    LookupBudget(Spent),
    /// The store was restored from a backup, and what was destroyed or shielded since is not said again yet.
    Restored,
    /// The position is no longer kept, or lies in the future.
    Position {
        /// True when it lies in the future.
        in_future: bool,
        /// The earliest position that may be given.
        earliest: u64,
        /// The last sequence of the inbox.
        latest: u64,
    },
}

impl Refusal {
    /// A refusal for one wrong field.
    pub fn field(field: impl Into<String>, rule: impl Into<String>) -> Self {
        Self::Fields(vec![FieldProblem::new(field, rule)])
    }

    /// The machine reason, as in `ErrorInfo.reason` and in the audit log.
    #[must_use]
    pub fn reason(&self) -> &str {
        match self {
            Self::NotAllowed => "NOT_ALLOWED",
            Self::FreshFactor => "FRESH_FACTOR",
            Self::Fields(_) => "FIELDS_INVALID",
            Self::IdReused => "ID_REUSED",
            Self::RequestIdReused => "REQUEST_ID_REUSED",
            Self::NotActive => "NOT_ACTIVE",
            Self::FollowUpBackwards => "FOLLOW_UP_BACKWARDS",
            Self::NoContactOwed => "NO_CONTACT_OWED",
            Self::RemindedAlready { .. } => "REMINDED_ALREADY",
            Self::NotHandler => "NOT_HANDLER",
            Self::NotAsked => "NOT_ASKED",
            Self::TicketClosed => "TICKET_CLOSED",
            Self::RouteUnchanged { .. } => "ROUTE_UNCHANGED",
            Self::LastStep => "LAST_STEP",
            Self::OwnTicket => "OWN_TICKET",
            Self::NotLastStep { .. } => "NOT_LAST_STEP",
            Self::StepOrder { .. } => "STEP_ORDER",
            Self::Route(refusal) => &refusal.code,
            Self::NotRecipient => "NOT_RECIPIENT",
            Self::SignalClosed => "SIGNAL_CLOSED",
            Self::FactMissing => "FACT_MISSING",
            Self::ListTooLong { .. } => "LIST_TOO_LONG",
            Self::ReconcileStale => "RECONCILE_STALE",
            Self::EndingsMany { .. } => "RECONCILE_ENDINGS_MANY",
            Self::LookupBudget(_) => "LOOKUP_BUDGET",
            Self::Restored => "RESTORED",
            Self::ObjectionDecided => "OBJECTION_DECIDED",
            Self::EtagMismatch => "ETAG_MISMATCH",
            Self::NoPlan => "NO_PLAN",
            Self::ExtensionsSpent { .. } => "EXTENSIONS_SPENT",
            Self::ManagerNotEligible => "MANAGER_NOT_ELIGIBLE",
            Self::PersonsApart => "PERSONS_APART",
            Self::TicketsOpen { .. } => "TICKETS_OPEN",
            Self::SignalsOpen { .. } => "SIGNALS_OPEN",
            Self::WatchNotForeseen => "WATCH_NOT_FORESEEN",
            Self::Watch { kept: true } => "WATCH_KEPT_ALREADY",
            Self::Watch { kept: false } => "NO_WATCH",
            Self::CaseClosed => "CASE_CLOSED",
            Self::PersonInCase { .. } => "PERSON_IN_CASE",
            Self::Position { in_future: true, .. } => "POSITION_IN_FUTURE",
            Self::Position { in_future: false, .. } => "POSITION_EXPIRED",
        }
    }
}
