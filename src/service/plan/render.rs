//! The plan of a case, its family manager, its meetings and its watch: values to proto.

use crate::{
    api::v1,
    covenant::Covenants,
    domain::{
        model::{
            case::{
                Case, CaseState, CloseReason, ManagerTerm,
                attendance::Meeting,
                closing::Closing,
                invitation::Invitation,
                milestone::Milestone,
                plan::{Extension, Plan},
                watch::{Look, Watch},
            },
            ids::CaseId,
            notification::{KnownBy, NoTicket, PlanHappening, WatchHappening},
            party::{Oin, Party},
            spoken::Spoken,
            time::Day,
        },
        rules::{
            case::{
                chairing::{Chaired, ChairedMeeting},
                meeting::Recorded,
            },
            telling::Told,
        },
    },
};

use crate::service::shown::{card, instant, recipient, withheld};

fn or_empty(id: Option<impl ToString>) -> String {
    id.map_or_else(String::new, |id| id.to_string())
}

pub(crate) fn plan(plan: &Plan) -> v1::Plan {
    v1::Plan {
        variant: plan.variant.clone(),
        start_date: plan.start.to_string(),
        end_date: plan.ends.to_string(),
        extensions: plan.extensions.iter().map(extension).collect(),
        milestones: plan.milestones.iter().map(|one| milestone(one, plan.ends)).collect(),
        over: plan.over,
    }
}

fn extension(extension: &Extension) -> v1::PlanExtension {
    v1::PlanExtension {
        decided_on: extension.on.to_string(),
        reason: v1::ExtensionReason::from(extension.reason).into(),
        end_date: extension.ends.to_string(),
        weeks: u32::from(extension.weeks),
    }
}

/// What lies behind the last day is not asked, so it is not shown.
fn milestone(milestone: &Milestone, ends: Day) -> v1::Milestone {
    v1::Milestone {
        code: milestone.code.clone(),
        due_date: or_empty(milestone.due.filter(|day| *day <= ends)),
        held_on: milestone.held.iter().map(ToString::to_string).collect(),
        missed: milestone.missed,
        attendance: milestone.attendance,
    }
}

pub(crate) fn manager(term: &ManagerTerm) -> v1::FamilyManagerTerm {
    v1::FamilyManagerTerm {
        organisation_oin: term.organisation.to_string(),
        contact: Some(card(&term.card)),
        since: Some(instant(term.since)),
        until: term.until.map(instant),
        caseload_reason: term.beyond.map_or(0, |why| v1::CaseloadReason::from(why).into()),
    }
}

pub(crate) fn meeting(meeting: &Meeting) -> v1::Meeting {
    let presence = meeting.presence.iter().map(|(oin, presence)| v1::MeetingPresence {
        organisation_oin: oin.to_string(),
        presence: v1::Presence::from(*presence).into(),
    });
    v1::Meeting {
        milestone: meeting.milestone.clone(),
        held_on: meeting.day.to_string(),
        presence: presence.collect(),
    }
}

/// The meetings of a case that are to come, with who chairs them. Of the invited, whom the viewer is shown was
/// decided with the case; who became sensitive since is left out here.
pub(crate) fn planned(
    covenants: &Covenants,
    viewer: &Party,
    case: &Case,
) -> Vec<v1::PlannedMeeting> {
    let area = &case.family.area;
    let kinds = covenants.governing(area).meetings(area);
    let chair = |code: &str| kinds.iter().find(|kind| kind.code == code)?.chair.as_ref();
    let one = |one: &Invitation| {
        let chair = chair(&one.milestone).map(|chair| recipient(covenants, viewer, chair));
        let named = |oin: &&Oin| !withheld(covenants, viewer, oin);
        v1::PlannedMeeting {
            chair,
            milestone: one.milestone.clone(),
            day: one.day.to_string(),
            invited_oins: one.invited.iter().filter(named).map(ToString::to_string).collect(),
        }
    };
    case.invitations.iter().map(one).collect()
}

/// The meetings of a case, for who chairs them.
pub(crate) fn chaired(
    covenants: &Covenants,
    viewer: &Party,
    chaired: &Chaired,
) -> v1::MeetingsOfCase {
    let invited = |oin: &Oin| recipient(covenants, viewer, &Party::Organisation(*oin));
    let one = |one: &ChairedMeeting| v1::ChairedMeeting {
        milestone: one.milestone.clone(),
        day: one.day.to_string(),
        invited: one.invited.iter().map(invited).collect(),
        to_record: one.to_record,
    };
    v1::MeetingsOfCase {
        case_id: chaired.case.to_string(),
        reference: Spoken::of(chaired.case.0).to_string(),
        meetings: chaired.meetings.iter().map(one).collect(),
    }
}

/// How often the organisations that were named stayed away in a row.
pub(crate) fn absences(recorded: &Recorded) -> Vec<v1::Absences> {
    let attendance = &recorded.case.attendance;
    let one = |oin: &Oin| v1::Absences {
        organisation_oin: oin.to_string(),
        in_a_row: attendance.run(*oin).map_or(0, |run| u32::from(run.absences)),
        ticket_id: or_empty(attendance.ticket(*oin)),
    };
    recorded.of.iter().map(one).collect()
}

pub(crate) fn watch(covenant: &Covenants, owner: &Party, watch: &Watch) -> v1::Watch {
    v1::Watch {
        by: Some(recipient(covenant, owner, &watch.by)),
        start_date: watch.start.to_string(),
        end_date: watch.until.to_string(),
        due_date: or_empty(Some(watch.due).filter(|due| watch.runs() && *due <= watch.until)),
        missed: watch.missed,
        looks: watch.looks.iter().map(look).collect(),
        ended_on: or_empty(watch.ended),
    }
}

/// A family, for who keeps watch on it.
pub(crate) fn watched_family(
    covenants: &Covenants,
    viewer: &Party,
    case: &Case,
) -> v1::WatchedFamily {
    v1::WatchedFamily {
        case_id: case.id.to_string(),
        reference: Spoken::of(case.id.0).to_string(),
        watch: case.watch.as_ref().map(|one| watch(covenants, viewer, one)),
    }
}

fn look(look: &Look) -> v1::WatchLook {
    v1::WatchLook {
        looked_on: look.day.to_string(),
        finding: v1::WatchFinding::from(look.finding).into(),
    }
}

/// Until when a closed case is kept.
pub(crate) fn kept_until(case: &Case) -> String {
    match case.state {
        CaseState::Closed { until, .. } => until.to_string(),
        CaseState::Open | CaseState::Watching { .. } => String::new(),
    }
}

/// Why a case was closed, while it is.
pub(crate) fn closed(case: &Case) -> v1::CloseReason {
    match case.state {
        CaseState::Closed { reason, .. } | CaseState::Watching { reason, .. } => reason.into(),
        CaseState::Open => v1::CloseReason::Unspecified,
    }
}

/// How the family of a closed case is helped afterwards.
pub(crate) fn follow_up_help(case: &Case) -> v1::FollowUpHelp {
    match case.closing {
        Some(Closing::Followed { help, .. }) => help.into(),
        Some(Closing::Declined { .. }) | None => v1::FollowUpHelp::Unspecified,
    }
}

/// How what was reached in a closed case is kept.
pub(crate) fn safeguarding(case: &Case) -> v1::Safeguarding {
    match case.closing {
        Some(Closing::Followed { safeguarding, .. }) => safeguarding.into(),
        Some(Closing::Declined { .. }) | None => v1::Safeguarding::Unspecified,
    }
}

/// Whether the guardian of the family of a closed case stays.
pub(crate) fn guardian(case: &Case) -> v1::Guardian {
    let guardian = case.closing.and_then(Closing::guardian);
    guardian.map_or(v1::Guardian::Unspecified, Into::into)
}

/// What happens instead with a family that declined.
pub(crate) fn instead(case: &Case) -> v1::InsteadOfHelp {
    match case.closing {
        Some(Closing::Declined { instead, .. }) => instead.into(),
        Some(Closing::Followed { .. }) | None => v1::InsteadOfHelp::Unspecified,
    }
}

/// Something about the one plan of a family.
pub(crate) fn happened(
    known: &KnownBy,
    happening: PlanHappening,
    code: &str,
    day: Day,
) -> v1::PlanEvent {
    v1::PlanEvent {
        case_id: or_empty(known.by_id.then_some(known.case)),
        involvement_id: or_empty(known.involvement),
        happening: v1::PlanHappening::from(happening).into(),
        code: code.to_owned(),
        day: day.to_string(),
    }
}

/// Who the family manager is from now on. Who became sensitive since is `hidden`.
pub(crate) fn assigned(
    known: &KnownBy,
    told: &Told,
    hidden: impl Fn(&Oin) -> bool,
) -> v1::FamilyManagerEvent {
    let (manager, withheld) = match told {
        Told::Manager(Some(manager)) if !hidden(&manager.0) => (Some(manager), false),
        Told::Manager(_) => (None, true),
        _ => (None, false),
    };
    v1::FamilyManagerEvent {
        case_id: or_empty(known.by_id.then_some(known.case)),
        involvement_id: or_empty(known.involvement),
        organisation_oin: or_empty(manager.map(|(oin, _)| oin)),
        contact: manager.and_then(|(_, whom)| whom.as_ref()).map(card),
        withheld,
    }
}

/// An organisation stays away from the meetings of the plan.
pub(crate) fn stays_away(
    case: CaseId,
    organisation: Oin,
    absences: u16,
    why: NoTicket,
) -> v1::StaysAway {
    v1::StaysAway {
        case_id: case.to_string(),
        organisation_oin: organisation.to_string(),
        in_a_row: u32::from(absences),
        reason: v1::NoTicketReason::from(why).into(),
    }
}

/// A case was closed.
pub(crate) fn case_closed(known: &KnownBy, reason: CloseReason) -> v1::CaseClosed {
    v1::CaseClosed {
        case_id: or_empty(known.by_id.then_some(known.case)),
        involvement_id: or_empty(known.involvement),
        reason: v1::CloseReason::from(reason).into(),
    }
}

/// Something about the watch that is kept on a family.
pub(crate) fn watched(case: CaseId, happening: WatchHappening, day: Day) -> v1::WatchEvent {
    v1::WatchEvent {
        case_id: case.to_string(),
        happening: v1::WatchHappening::from(happening).into(),
        day: day.to_string(),
    }
}
