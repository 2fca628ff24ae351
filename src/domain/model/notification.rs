//! What may be told to whom: the content of notifications, and how one party is shown to another.

use serde::{Deserialize, Serialize};

use crate::domain::model::{
    case::CloseReason,
    destruction::Ground,
    ids::{CaseId, InvolvementId, MatchId, NotificationId, ObjectionId, SignalId, TicketId},
    moving::{Moving, Whereto},
    party::{AreaCode, CategoryCode, OfficeId, Oin, Party},
    time::{Day, Time},
};

/// One message to one inbox. The place in the inbox is given by the store when it is committed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Notification {
    /// The same in every delivery.
    pub id: NotificationId,
    /// When it happened.
    pub at: Time,
    /// What happened.
    pub event: Event,
}

impl Notification {
    /// Whether it puts a crisis into the recipient's hands.
    #[must_use]
    pub fn is_crisis(&self) -> bool {
        use SignalHappening::{Received, ReceivedLate};
        matches!(
            &self.event,
            Event::Signal { happening: Received | ReceivedLate, crisis: true, .. }
        )
    }
}

/// What happened. References only, no name or card: those are looked up at delivery, see `telling`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Event {
    /// Somebody else became involved.
    MatchFound {
        /// The match.
        matched: MatchId,
        /// The recipient's own involvement.
        involvement: InvolvementId,
        /// The other's: who joined.
        other: InvolvementId,
    },
    /// There was an earlier involvement on a person that the recipient registered.
    EarlierInvolvement {
        /// The recipient's own involvement.
        involvement: InvolvementId,
    },
    /// A matched party is no longer involved.
    PartyEnded {
        /// A match of the two.
        matched: MatchId,
        /// The recipient's own involvement.
        involvement: InvolvementId,
        /// The other's: who left.
        other: InvolvementId,
    },
    /// The recipient's own involvement ends soon.
    Expiring {
        /// The involvement.
        involvement: InvolvementId,
        /// Its last day.
        end: Day,
    },
    /// The recipient's own involvement ended at its end date.
    Expired {
        /// The involvement.
        involvement: InvolvementId,
    },
    /// Contact after a match is overdue.
    FollowUpDue {
        /// The match.
        matched: MatchId,
        /// The recipient's own involvement; `None` for an office.
        involvement: Option<InvolvementId>,
        /// How far the reminders are.
        stage: FollowUpStage,
        /// How many parties owe contact; for an office.
        owing: u32,
    },
    /// The parties agreed who leads.
    LeadAgreed {
        /// The match.
        matched: MatchId,
        /// The recipient's own involvement.
        involvement: InvolvementId,
        /// By which involvement; `None` when withheld from the recipient.
        lead: Option<InvolvementId>,
    },
    /// Something happened to a ticket.
    Ticket {
        /// The ticket.
        ticket: TicketId,
        /// What.
        happening: TicketHappening,
        /// The step afterwards.
        step: u8,
        /// Who handles it afterwards; empty when closed.
        handlers: Vec<Party>,
        /// By when the step should be done.
        due: Option<Day>,
        /// The case; for an office.
        case: Option<CaseId>,
    },
    /// A registration that the recipient was told of was destroyed.
    Retracted {
        /// The recipient's own involvement.
        involvement: InvolvementId,
    },
    /// Something about the one plan of a family.
    Plan {
        /// By what the recipient knows the case.
        known: KnownBy,
        /// What.
        happening: PlanHappening,
        /// The milestone, or the variant when it is about the plan as a whole.
        code: String,
        /// When it was held or is due; the last day of the plan when it is about the whole.
        day: Day,
    },
    /// Who the family manager is from now on.
    FamilyManager {
        /// By what the recipient knows the case.
        known: KnownBy,
        /// The involvement of the family manager; `None` when there is none any more.
        manager: Option<InvolvementId>,
    },
    /// An organisation stays away from the meetings of the plan and no ticket was opened.
    StaysAway {
        /// The case.
        case: CaseId,
        /// Who stays away.
        organisation: Oin,
        /// How often in a row.
        absences: u16,
        /// Why there is no ticket.
        why: NoTicket,
    },
    /// A case was closed.
    CaseClosed {
        /// By what the recipient knows the case.
        known: KnownBy,
        /// Why.
        reason: CloseReason,
    },
    /// Something about the watch that is kept on a family.
    Watch {
        /// The case.
        case: CaseId,
        /// What.
        happening: WatchHappening,
        /// When a look was taken or is due; the last day when it is about the whole.
        day: Day,
    },
    /// Something happened to a case; for offices.
    Case {
        /// The case.
        case: CaseId,
        /// What.
        happening: CaseHappening,
        /// Its category afterwards.
        category: CategoryCode,
        /// Who directs afterwards.
        director: OfficeId,
    },
    /// Something happened with a concern signal.
    Signal {
        /// The signal.
        signal: SignalId,
        /// What.
        happening: SignalHappening,
        /// True when it goes before everything else that waits.
        crisis: bool,
    },
    /// A family moved into or out of the recipient's area.
    Moved {
        /// Its case, or without one the involvement by which it was reported.
        family: Moving,
        /// Who reported it.
        reporter: Party,
        /// Where it lived.
        from: AreaCode,
        /// Where it went.
        to: Whereto,
    },
    /// The recipient's own involvement was destroyed, or a person in it, by the law.
    Removed {
        /// The involvement.
        involvement: InvolvementId,
        /// Why.
        ground: Ground,
        /// True when nothing is left of it.
        whole: bool,
    },
    /// A ticket was destroyed with the involvement that opened it.
    TicketDestroyed {
        /// The ticket.
        ticket: TicketId,
    },
    /// A person objects to what is registered about it.
    ObjectionReceived {
        /// The objection.
        objection: ObjectionId,
        /// The recipient's own involvement, the oldest; `None` for a privacy officer.
        involvement: Option<InvolvementId>,
        /// By when it must be decided.
        due: Day,
    },
    /// An objection was not decided in time; to the privacy officer.
    ObjectionOverdue {
        /// The objection.
        objection: ObjectionId,
    },
    /// An organisation decided on an objection; to the privacy officer.
    ObjectionDecided {
        /// The objection.
        objection: ObjectionId,
    },
    /// A matched party is to be reached otherwise.
    ContactUpdated {
        /// A match of the two.
        matched: MatchId,
        /// The recipient's own involvement.
        involvement: InvolvementId,
        /// The other's.
        other: InvolvementId,
    },
    /// Something changed in a case of the district that the recipient oversees and does not direct.
    Overview {
        /// The case.
        case: CaseId,
        /// What.
        change: OverviewChange,
        /// An area that the recipient oversees: where the family lives, or lived until now.
        area: AreaCode,
        /// Its category.
        category: CategoryCode,
        /// Who directs.
        director: OfficeId,
    },
    /// A case was destroyed with the last person in it.
    CaseDestroyed {
        /// The case.
        case: CaseId,
    },
    /// Whoever led in a match leads no more, and nobody else does.
    LeadEnded {
        /// The match.
        matched: MatchId,
        /// The recipient's own involvement.
        involvement: InvolvementId,
    },
}

/// What changed in a case, for whoever keeps the overview of a district.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum OverviewChange {
    /// It was opened, or the family came to live in the district.
    Opened,
    /// It is classified otherwise.
    Classified,
    /// Another office directs it.
    Director,
    /// Another family manager, or none any more; or it is to be reached otherwise.
    FamilyManager,
    /// There is a plan, it was extended, another milestone or day is the next one, or that has passed.
    Plan,
    /// A ticket was opened, went to another step, or was closed.
    Tickets,
    /// It was closed, or the watch that was kept after that has ended.
    Closed,
    /// The family went to live in another district.
    MovedAway,
    /// Contact of those involved after a match became overdue, or is so no longer.
    Contact,
}

/// What happened in a plan.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum PlanHappening {
    /// It was recorded.
    Recorded,
    /// A milestone was held.
    Held,
    /// A milestone is due soon.
    Due,
    /// A milestone was not held in time.
    Missed,
    /// It was extended.
    Extended,
    /// Its last day has passed and the case is open still.
    Over,
    /// The recipient is invited to a meeting.
    Invited,
    /// The meeting to which the recipient is invited comes soon.
    MeetingSoon,
    /// The recipient need not come to a meeting to which it was invited.
    CalledOff,
    /// The recipient was recorded as absent from a meeting.
    Absent,
    /// The recipient chairs a meeting.
    Chairs,
}

/// What happened in a watch.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum WatchHappening {
    /// It began.
    Started,
    /// A look is due soon.
    Due,
    /// A look was not taken in time.
    Missed,
    /// A look found that something has to happen.
    ActionNeeded,
    /// The director stopped it, or somebody else keeps it from now on.
    Stopped,
    /// Its last day has passed.
    Over,
}

/// Why no ticket was opened about an organisation that stays away.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum NoTicket {
    /// There is no family manager for whose organisation it would be opened.
    NoFamilyManager,
    /// It is the family manager's own organisation that stays away.
    FamilyManagersOwn,
    /// The covenant refuses to route it, for instance because nobody escalates to the judiciary.
    CovenantRefuses,
}

/// What happened to a case.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum CaseHappening {
    /// Opened.
    Opened,
    /// Category, nuisance or measure is another one; the same office directs.
    Classified,
    /// Another office directs from now on.
    DirectorChanged,
    /// Persons came into it or left it.
    PersonsChanged,
    /// Its director said that its persons belong together.
    PersonsConfirmed,
    /// The last organisation that was involved with the family left: nobody is involved any more.
    NobodyInvolved,
    /// The family manager's organisation may provide none for a family like this: another is asked for.
    ManagerNotEligible,
}

/// How far the reminders about contact have gone.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub enum FollowUpStage {
    /// To the parties.
    Party,
    /// To the organisations' coordinators.
    Organisation,
    /// To the office that directs.
    Director,
    /// To the parties once more: the director asks them to make contact. No term leads to it.
    Asked,
}

/// What happened to a ticket.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum TicketHappening {
    /// Opened; for information.
    Opened,
    /// The recipient handles it from now on.
    Assigned,
    /// It went a step up.
    Escalated,
    /// It went to another office on the same step.
    HandedOver,
    /// The term of the step passed.
    Overdue,
    /// The knot is untied.
    Resolved,
    /// A binding ruling was given.
    Ruled,
    /// The opener took it back.
    Withdrawn,
    /// The facts of the family changed: another office handles or directs it, or is told of it.
    Rerouted,
    /// The recipient is asked to answer, and handles nothing.
    Asked,
    /// An office that was asked has answered.
    Answered,
    /// An office that was asked did not answer in time.
    Unanswered,
    /// It is against another organisation, and the recipient sees it no more.
    Released,
}

/// What happened with a concern signal.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum SignalHappening {
    /// The recipient of the notification must act.
    Received,
    /// Somebody else must act; for information.
    Informed,
    /// Whoever must act has seen it.
    Seen,
    /// Whoever must act has taken it up.
    TakenUp,
    /// It was referred to another party.
    Referred,
    /// Nobody took it up in time: the deputy of the office must act.
    Deputy,
    /// Nobody took it up in time: the office above must act.
    OfficeAbove,
    /// The recipient of the notification must act because nobody did in time.
    ReceivedLate,
    /// Whoever took it up said what became of it.
    Outcome,
    /// Whoever took it up said whether the family arrived where it was referred to.
    Arrival,
}

/// By what one recipient knows a case.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct KnownBy {
    /// The case.
    pub case: CaseId,
    /// Whether the recipient may name it: its director, the family manager, whoever keeps watch.
    pub by_id: bool,
    /// The recipient's own involvement; `None` for an office.
    pub involvement: Option<InvolvementId>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_stored_keeps_its_kind_when_another_is_added() {
        let place = |event: &Event| postcard::to_stdvec(event).expect("it is written")[0];
        let (objection, matched) = (ObjectionId(uuid::Uuid::nil()), MatchId(uuid::Uuid::nil()));
        assert_eq!(place(&Event::ObjectionOverdue { objection }), 20);
        assert_eq!(place(&Event::ObjectionDecided { objection }), 21);
        assert_eq!(place(&Event::CaseDestroyed { case: CaseId(matched.0) }), 24);
        assert_eq!(place(&Event::LeadEnded { matched, involvement: InvolvementId(matched.0) }), 25);
    }
}
