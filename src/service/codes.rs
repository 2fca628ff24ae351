//! Which coded value of the API stands for which value of the domain? One table, read both ways.

use crate::{
    api::{Coded, v1},
    broker::{signals::SignalRole, tickets::TicketRole},
    domain::{
        model::{
            agreement::Measure,
            asked::TicketAnswer,
            case::{
                BeyondCaseload, Cause, CloseReason, Despite,
                attendance::Presence,
                closing::{FollowUpHelp, Guardian, Instead, Safeguarding},
                plan::ExtensionReason,
                watch::Finding,
            },
            involvement::{EndReason, NotInformedGround},
            matches::NoActionReason,
            notification::{
                CaseHappening, FollowUpStage, NoTicket, OverviewChange, PlanHappening,
                SignalHappening, TicketHappening, WatchHappening,
            },
            person::FamilyRole,
            repeat::Part,
            rights::{addressee::Addressee, objection::RefusedGround},
            routing::Track,
            shown::MatchKind,
            signal::{Arrival, Became, Discussed, SignalState},
            ticket::{Obstacle, OfficeReason, Resolution, RulingAct, SkipReason},
        },
        rules::{
            case::{closing::OpenTickets, work_list::StateFilter},
            changing::Ending,
        },
    },
};

/// A value of the domain that has a code in the API.
pub(super) trait Code: Copy + PartialEq + Into<Self::Wire> + 'static {
    /// The code.
    type Wire: Coded;
    /// Every value.
    const ALL: &'static [Self];

    /// The code of a value.
    fn wire(self) -> Self::Wire {
        self.into()
    }

    /// The value of a code; `None` for one that stands for none of these, unspecified included.
    fn read(code: i32, among: &[Self]) -> Option<Self> {
        among.iter().copied().find(|value| {
            let own: i32 = value.wire().into();
            own == code
        })
    }
}

/// `A`, or `A or B`, or `A, B or C`: the codes of these values, as the proto names them.
pub(super) fn names<C: Code>(values: &[C]) -> String {
    let names: Vec<&str> = values.iter().map(|value| value.wire().name()).collect();
    match names.split_last() {
        Some((last, [])) => (*last).to_owned(),
        Some((last, before)) => format!("{} or {last}", before.join(", ")),
        None => String::new(),
    }
}

/// Declares what stands for what. A value without a code does not compile.
macro_rules! codes {
    ($($own:ident = $wire:ident { $($value:ident)+ })+) => {$(
        impl From<$own> for v1::$wire {
            fn from(value: $own) -> Self {
                match value {
                    $($own::$value => Self::$value,)+
                }
            }
        }

        impl Code for $own {
            type Wire = v1::$wire;
            const ALL: &'static [Self] = &[$($own::$value),+];
        }
    )+};
}

codes! {
    FamilyRole = FamilyRole { Child Parent OtherAdult }
    NotInformedGround = NotInformedGround { ChildSafety SafetyOfOthers Unreachable Investigation }
    EndReason = EndReason { NoLongerInvolved Expired }
    Part = RegistrationPart { Area StartDate EndDate Informed Role BirthDate }
    Ending = EndReason { NoLongerInvolved Unjustified }

    MatchKind = MatchKind { SamePerson Family Case }
    NoActionReason = NoActionReason {
        AlreadyInContact InvolvementEnding LeadCoordinates NotRelevant
    }
    FollowUpStage = FollowUpStage { Party Organisation Director Asked }

    Track = Track { NoAgreement NotCarriedOut }
    Obstacle = Obstacle {
        NoAgreement TaskNotDone AbsentFromMeetings NotDelivered DeliveredLate DeliveredWrongly
        WaitingList NoFamilyManager NotParticipating FamilyDeclines
    }
    SkipReason = SkipReason { Urgent AlreadyTried ConflictOfInterest }
    Resolution = Resolution { Agreement TaskDone Reassigned NoLongerNeeded CaseClosed }
    RulingAct = RulingAct {
        CarryOutTask DeliverHelp GivePriority TakePart ProvideFamilyManager FollowPlan
    }
    TicketHappening = TicketHappening {
        Opened Assigned Escalated HandedOver Overdue Resolved Ruled Withdrawn Rerouted Asked Answered
        Unanswered Released
    }
    TicketRole = TicketRole { Opened Handled Directed Asked }
    TicketAnswer = TicketAnswer { CarriesOut OffersOther Cannot NotItsTask }

    SignalState = SignalState { Waiting Seen TakenUp }
    SignalHappening = SignalHappening {
        Received Informed Seen TakenUp Referred Deputy OfficeAbove ReceivedLate Outcome Arrival
    }
    Discussed = Discussed {
        WithParent WithYouth WithBoth UnsafeForChild UnsafeForOthers Unreachable Investigation NoTime
    }
    Became = SignalOutcome {
        FalseAlarm RegularHelp AtRiskFamily MultiProblemFamily FamilyReferred
    }
    Arrival = SignalArrival { Arrived NotArrived }
    SignalRole = SignalRole { Sent Received }

    Measure = Measure { None ChildProtection YouthProbation }
    Cause = CaseCause { Director Ticket Signal }
    StateFilter = CaseFilter { Live Open Watching Closed All }
    OfficeReason = OfficeReason { RequestOfFamilyManager OwnInitiative }
    OverviewChange = OverviewChange {
        Opened Classified Director FamilyManager Plan Tickets Closed MovedAway Contact
    }
    CaseHappening = CaseHappening {
        Opened Classified DirectorChanged PersonsChanged PersonsConfirmed NobodyInvolved
        ManagerNotEligible
    }

    ExtensionReason = ExtensionReason { AimsWithinReach HelpCameLate SituationChanged }
    Presence = Presence { Present Absent }
    CloseReason = CloseReason { StagnationLifted MovedAway NotNeeded FamilyDeclines CameOfAge }
    OpenTickets = OpenTickets { First Along }
    FollowUpHelp = FollowUpHelp { HelpersGoOn RegularHelp SpecialisedHelp Elsewhere NoneNeeded }
    Safeguarding = Safeguarding { AgreedByHelpers ThinLine Watch LaterEvaluation NothingToKeep }
    Guardian = Guardian { Stays AnotherOne MeasureEnds }
    Instead = InsteadOfHelp {
        Outreach Pressure ChildAbuseReport ChildProtectionInquiry PartnersKeepWatch
    }
    Despite = ContradictionReason { MeasureEnds MeasureBegins AgreedByOffices }
    BeyondCaseload = CaseloadReason { KnownToFamily AnotherEndsSoon NobodyElse }
    Finding = WatchFinding { NothingNeeded ActionNeeded }
    PlanHappening = PlanHappening {
        Recorded Held Due Missed Extended Over Invited MeetingSoon CalledOff Absent Chairs
    }
    WatchHappening = WatchHappening { Started Due Missed ActionNeeded Stopped Over }
    NoTicket = NoTicketReason { NoFamilyManager FamilyManagersOwn CovenantRefuses }

    Addressee = Addressee { Representative Both Youth Person }
    RefusedGround = ObjectionRefusedGround { CompellingGrounds ChildSafety LegalClaim }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_back_and_named_as_in_the_proto() {
        for value in Obstacle::ALL {
            let code = v1::Obstacle::from(*value);
            assert_eq!(Obstacle::read(code.into(), Obstacle::ALL), Some(*value));
        }
        assert_eq!(Obstacle::read(0, Obstacle::ALL), None, "unspecified stands for nothing");
        assert_eq!(Obstacle::read(99, Obstacle::ALL), None);
        let expired = v1::EndReason::Expired.into();
        assert_eq!(Ending::read(expired, Ending::ALL), None, "nobody asks for it");
        assert_eq!(names(Ending::ALL), "NO_LONGER_INVOLVED or UNJUSTIFIED");
        assert_eq!(names(&[Track::NoAgreement]), "NO_AGREEMENT");
        assert_eq!(names(SkipReason::ALL), "URGENT, ALREADY_TRIED or CONFLICT_OF_INTEREST");
    }
}
