//! The plan of a case: proto to commands.

use std::collections::BTreeSet;

use crate::{
    api::v1,
    covenant::Covenants,
    domain::{
        model::{
            case::{attendance::Presence, watch::Look},
            ids::CaseId,
            party::Oin,
            refusal::Refusal,
        },
        rules::{
            access::Permit,
            case::{
                closing::{CloseCase, OpenTickets, Said},
                following::{ExtendCase, RecordMilestone},
                inviting::PlanMeeting,
                keeping::WatchAct,
                manager::Assign,
                meeting::RecordAttendance,
            },
        },
        state::receipt::Request,
    },
};

use crate::service::fields::{self, Problems};

/// Most organisations at one meeting.
const MAX_EXPECTED: usize = 50;

/// Most characters in a code of the covenant, and in a professional's id.
const CODE_MOST: usize = 64;

fn case(problems: &mut Problems, id: &str) -> Option<CaseId> {
    problems.id("case_id", id).map(CaseId)
}

pub(crate) fn assign(
    permit: &Permit,
    body: &v1::AssignFamilyManagerRequest,
) -> Result<(Request, Assign), Refusal> {
    let mut problems = Problems::of(permit);
    let request = fields::request(&mut problems, permit, &body.request_id, body);
    let case = case(&mut problems, &body.case_id);
    let organisation = problems.oin("organisation_oin", &body.organisation_oin);
    let professional = problems.optional_text("professional_id", &body.professional_id, CODE_MOST);
    let beyond = problems.optional_code("caseload_reason", body.caseload_reason);
    let command = (|| {
        Some(Assign {
            case: case?,
            organisation: organisation?,
            professional: professional.filter(|id| !id.is_empty()),
            beyond: beyond?,
            etag: body.etag.clone(),
        })
    })();
    problems.finish(request.zip(command))
}

pub(crate) fn milestone(
    permit: &Permit,
    body: &v1::RecordMilestoneRequest,
) -> Result<(Request, RecordMilestone), Refusal> {
    let mut problems = Problems::of(permit);
    let request = fields::request(&mut problems, permit, &body.request_id, body);
    let case = case(&mut problems, &body.case_id);
    let milestone = problems.text("milestone", &body.milestone, CODE_MOST);
    let held_on = problems.day("held_on", &body.held_on);
    let plan = problems.optional_text("plan", &body.plan, CODE_MOST);
    let command = (|| {
        Some(RecordMilestone {
            case: case?,
            milestone: milestone?,
            held_on: held_on?,
            plan: plan.filter(|variant| !variant.is_empty()),
        })
    })();
    problems.finish(request.zip(command))
}

pub(crate) fn attendance(
    covenant: &Covenants,
    permit: &Permit,
    body: &v1::RecordAttendanceRequest,
) -> Result<(Request, RecordAttendance), Refusal> {
    let mut problems = Problems::of(permit);
    let request = fields::request(&mut problems, permit, &body.request_id, body);
    let case = case(&mut problems, &body.case_id);
    let milestone = problems.text("milestone", &body.milestone, CODE_MOST);
    let held_on = problems.day("held_on", &body.held_on);
    let presence = presence(&mut problems, covenant, &body.presence);
    let command = (|| {
        Some(RecordAttendance {
            case: case?,
            milestone: milestone?,
            held_on: held_on?,
            presence: presence?,
        })
    })();
    problems.finish(request.zip(command))
}

pub(crate) fn plan_meeting(
    permit: &Permit,
    body: &v1::PlanMeetingRequest,
) -> Result<(Request, PlanMeeting), Refusal> {
    let mut problems = Problems::of(permit);
    let request = fields::request(&mut problems, permit, &body.request_id, body);
    let case = case(&mut problems, &body.case_id);
    let milestone = problems.text("milestone", &body.milestone, CODE_MOST);
    let day = problems.day("day", &body.day);
    let invited = if body.called_off {
        if !body.invited_oins.is_empty() {
            problems.add("invited_oins", "must be empty: nobody is invited to what is called off");
        }
        Some(None)
    } else {
        invited(&mut problems, &body.invited_oins).map(Some)
    };
    let command = (|| {
        Some(PlanMeeting { case: case?, milestone: milestone?, day: day?, invited: invited? })
    })();
    problems.finish(request.zip(command))
}

fn invited(problems: &mut Problems, oins: &[String]) -> Option<Vec<Oin>> {
    if oins.is_empty() || oins.len() > MAX_EXPECTED {
        problems.add("invited_oins", format!("must name 1 to {MAX_EXPECTED} organisations"));
        return None;
    }
    let mut known = Vec::new();
    for (place, text) in oins.iter().enumerate() {
        let field = format!("invited_oins[{place}]");
        let Some(oin) = problems.oin(&field, text) else { continue };
        if known.contains(&oin) {
            problems.add(field, "is named twice; name each once");
        }
        known.push(oin);
    }
    (known.len() == oins.len()).then_some(known)
}

fn presence(
    problems: &mut Problems,
    covenant: &Covenants,
    expected: &[v1::MeetingPresence],
) -> Option<Vec<(Oin, Presence)>> {
    if expected.is_empty() || expected.len() > MAX_EXPECTED {
        problems.add("presence", format!("must name 1 to {MAX_EXPECTED} organisations"));
        return None;
    }
    let mut named = BTreeSet::new();
    let mut known = Vec::new();
    for (place, one) in expected.iter().enumerate() {
        let field = |name: &str| format!("presence[{place}].{name}");
        let oin = problems.oin(&field("organisation_oin"), &one.organisation_oin);
        let party = oin.filter(|oin| covenant.organisation(oin).is_some());
        if oin.is_some() && party.is_none() {
            let rule = "must be a party to the covenant; ListOrganisations lists them";
            problems.add(field("organisation_oin"), rule);
        }
        if party.is_some_and(|oin| !named.insert(oin)) {
            problems.add(field("organisation_oin"), "is named twice; name each once");
        }
        let presence = problems.code(&field("presence"), one.presence);
        known.extend(party.zip(presence));
    }
    (known.len() == expected.len()).then_some(known)
}

pub(crate) fn extend(
    permit: &Permit,
    body: &v1::ExtendCaseRequest,
) -> Result<(Request, ExtendCase), Refusal> {
    let mut problems = Problems::of(permit);
    let request = fields::request(&mut problems, permit, &body.request_id, body);
    let case = case(&mut problems, &body.case_id);
    let reason = problems.code("reason", body.reason);
    let weeks = u16::try_from(body.weeks).ok().filter(|weeks| *weeks > 0);
    let weeks = problems.require("weeks", weeks, "is required: by how many weeks?");
    let etag = body.etag.clone();
    let command = (|| Some(ExtendCase { case: case?, weeks: weeks?, reason: reason?, etag }))();
    problems.finish(request.zip(command))
}

pub(crate) fn close(
    permit: &Permit,
    body: &v1::CloseCaseRequest,
) -> Result<(Request, CloseCase), Refusal> {
    let mut problems = Problems::of(permit);
    let request = fields::request(&mut problems, permit, &body.request_id, body);
    let case = case(&mut problems, &body.case_id);
    let reason = problems.code("reason", body.reason);
    let tickets = problems.code_or("open_tickets", body.open_tickets, OpenTickets::First);
    let help = problems.optional_code("follow_up_help", body.follow_up_help);
    let safeguarding = problems.optional_code("safeguarding", body.safeguarding);
    let guardian = problems.optional_code("guardian", body.guardian);
    let instead = problems.optional_code("instead", body.instead);
    let etag = body.etag.clone();
    let command = (|| {
        let said = Said {
            help: help?,
            safeguarding: safeguarding?,
            guardian: guardian?,
            instead: instead?,
        };
        Some(CloseCase { case: case?, reason: reason?, tickets: tickets?, said, etag })
    })();
    problems.finish(request.zip(command))
}

pub(crate) fn watch(
    permit: &Permit,
    body: &v1::KeepWatchRequest,
) -> Result<(Request, CaseId, WatchAct), Refusal> {
    let mut problems = Problems::of(permit);
    let request = fields::request(&mut problems, permit, &body.request_id, body);
    let case = case(&mut problems, &body.case_id);
    let act = match v1::WatchAct::try_from(body.act) {
        Ok(v1::WatchAct::Look) => look(&mut problems, body).map(WatchAct::Look),
        Ok(v1::WatchAct::Start) => without_look(&mut problems, body, WatchAct::Start),
        Ok(v1::WatchAct::Stop) => without_look(&mut problems, body, WatchAct::Stop),
        Ok(v1::WatchAct::Unspecified) | Err(_) => {
            problems.add("act", "must be START, LOOK or STOP");
            if !body.looked_on.is_empty() {
                problems.day("looked_on", &body.looked_on);
            }
            None
        }
    };
    let command = (|| Some((request?, case?, act?)))();
    problems.finish(command)
}

fn look(problems: &mut Problems, body: &v1::KeepWatchRequest) -> Option<Look> {
    let day = problems.day("looked_on", &body.looked_on);
    let finding = problems.code("finding", body.finding);
    Some(Look { day: day?, finding: finding? })
}

fn without_look(
    problems: &mut Problems,
    body: &v1::KeepWatchRequest,
    act: WatchAct,
) -> Option<WatchAct> {
    let (looked, found) = (!body.looked_on.is_empty(), body.finding != 0);
    for (given, field) in [(looked, "looked_on"), (found, "finding")] {
        if given {
            problems.add(field, "goes with LOOK only");
        }
    }
    (!looked && !found).then_some(act)
}
