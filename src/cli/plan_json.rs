//! Which shape have plans, family managers, meetings and watch with `-o json`?

use serde_json::{Value, json};

use super::json::{coded, contact, instant, list, recipient, some, text};
use crate::api::v1;

pub(crate) fn plan(p: &v1::Plan) -> Value {
    let extension = |e: &v1::PlanExtension| {
        json!({
            "decided_on": text(&e.decided_on), "reason": coded::<v1::ExtensionReason>(e.reason),
            "end_date": text(&e.end_date), "weeks": e.weeks,
        })
    };
    json!({
        "variant": text(&p.variant), "start_date": text(&p.start_date),
        "end_date": text(&p.end_date), "extensions": list(&p.extensions, extension),
        "milestones": list(&p.milestones, milestone), "over": p.over,
    })
}

fn milestone(m: &v1::Milestone) -> Value {
    json!({
        "code": text(&m.code), "due_date": text(&m.due_date), "held_on": m.held_on,
        "missed": m.missed, "attendance": m.attendance,
    })
}

pub(crate) fn manager(term: &v1::FamilyManagerTerm) -> Value {
    json!({
        "organisation_oin": text(&term.organisation_oin),
        "contact": some(term.contact.as_ref(), contact),
        "since": instant(term.since.as_ref()), "until": instant(term.until.as_ref()),
        "caseload_reason": coded::<v1::CaseloadReason>(term.caseload_reason),
    })
}

pub(crate) fn meeting(m: &v1::Meeting) -> Value {
    let presence = |p: &v1::MeetingPresence| {
        json!({
            "organisation_oin": text(&p.organisation_oin),
            "presence": coded::<v1::Presence>(p.presence),
        })
    };
    json!({
        "milestone": text(&m.milestone), "held_on": text(&m.held_on),
        "presence": list(&m.presence, presence),
    })
}

pub(crate) fn planned(m: &v1::PlannedMeeting) -> Value {
    json!({
        "milestone": text(&m.milestone), "day": text(&m.day), "invited_oins": m.invited_oins,
        "chair": m.chair.as_ref().map(|chair| text(&chair.name)),
    })
}

pub(crate) fn absences(absences: &[v1::Absences]) -> Value {
    list(absences, |one| {
        json!({
            "organisation_oin": text(&one.organisation_oin), "in_a_row": one.in_a_row,
            "ticket_id": text(&one.ticket_id),
        })
    })
}

pub(crate) fn watch(w: &v1::Watch) -> Value {
    let look = |l: &v1::WatchLook| {
        json!({
            "looked_on": text(&l.looked_on), "finding": coded::<v1::WatchFinding>(l.finding),
        })
    };
    json!({
        "by": some(w.by.as_ref(), recipient), "start_date": text(&w.start_date),
        "end_date": text(&w.end_date), "due_date": text(&w.due_date), "missed": w.missed,
        "looks": list(&w.looks, look), "ended_on": text(&w.ended_on),
    })
}

pub(crate) fn closed(answer: &v1::CloseCaseResponse) -> Value {
    json!({"kept_until": text(&answer.kept_until)})
}

/// What a notification about a plan holds.
pub(crate) fn plan_event(e: &v1::PlanEvent) -> Value {
    json!({
        "case_id": text(&e.case_id), "involvement_id": text(&e.involvement_id),
        "happening": coded::<v1::PlanHappening>(e.happening), "code": text(&e.code),
        "day": text(&e.day),
    })
}

/// What a notification about the family manager holds.
pub(crate) fn manager_event(e: &v1::FamilyManagerEvent) -> Value {
    json!({
        "case_id": text(&e.case_id), "involvement_id": text(&e.involvement_id),
        "organisation_oin": text(&e.organisation_oin),
        "contact": some(e.contact.as_ref(), contact), "withheld": e.withheld,
    })
}

/// What a notification about absences holds.
pub(crate) fn stays_away(e: &v1::StaysAway) -> Value {
    json!({
        "case_id": text(&e.case_id), "organisation_oin": text(&e.organisation_oin),
        "in_a_row": e.in_a_row, "reason": coded::<v1::NoTicketReason>(e.reason),
    })
}

/// What a notification about a closed case holds.
pub(crate) fn case_closed(e: &v1::CaseClosed) -> Value {
    json!({
        "case_id": text(&e.case_id), "involvement_id": text(&e.involvement_id),
        "reason": coded::<v1::CloseReason>(e.reason),
    })
}

/// What a notification about a watch holds.
pub(crate) fn watch_event(e: &v1::WatchEvent) -> Value {
    json!({
        "case_id": text(&e.case_id), "happening": coded::<v1::WatchHappening>(e.happening),
        "day": text(&e.day),
    })
}
