//! Tickets: proto to commands.

use crate::{
    api::v1,
    broker::tickets::TicketRole,
    covenant::{Covenant, Covenants},
    domain::{
        model::{
            agreement::Measure,
            ids::{CaseId, InvolvementId, TicketId},
            party::{AreaCode, CategoryCode, OfficeId, Oin},
            refusal::Refusal,
            routing::{RouteQuestion, Track},
            spoken::Spoken,
            ticket::{Resolution, RulingItem},
            time::Day,
        },
        rules::{
            access::Permit,
            escalation::{
                asking::AnswerTicket,
                by_office::OpenInCase,
                moving::{Escalate, HandOver},
                opening::OpenTicket,
            },
        },
        state::receipt::Request,
    },
};

use crate::service::{
    fields::{self, Problems},
    involvement::parse::area_code,
    lists,
};

/// How a handler may resolve a ticket; the others are the broker's own.
const OF_A_HANDLER: [Resolution; 4] = [
    Resolution::Agreement,
    Resolution::TaskDone,
    Resolution::Reassigned,
    Resolution::NoLongerNeeded,
];

/// Most items in a ruling.
const MAX_ITEMS: usize = 12;

pub(crate) fn category(
    problems: &mut Problems,
    covenant: &Covenants,
    code: &str,
) -> Option<CategoryCode> {
    let known = CategoryCode::parse(code).filter(|code| covenant.categories(code).next().is_some());
    if known.is_none() {
        let near = covenant.categories_like(code);
        problems
            .add("category", format!("must be a category of the covenant, for instance {near}"));
    }
    known
}

/// An organisation that is party to the covenant.
fn party(problems: &mut Problems, covenant: &Covenants, field: &str, oin: &str) -> Option<Oin> {
    let oin = problems.oin(field, oin)?;
    let known = covenant.organisation(&oin).map(|_| oin);
    problems.require(field, known, "must be a party to the covenant; ListOrganisations lists them")
}

/// The target: required on track B, optional on track A. The outer option says whether it is right.
#[expect(clippy::option_option, reason = "right or wrong, and with or without a target")]
fn target(
    problems: &mut Problems,
    covenant: &Covenants,
    track: Option<Track>,
    oin: &str,
) -> Option<Option<Oin>> {
    match (track, oin.is_empty()) {
        (Some(Track::NotCarriedOut), true) => {
            problems.add("target_oin", "is required on track B: who does not carry out the plan?");
            None
        }
        (_, true) => Some(None),
        (_, false) => party(problems, covenant, "target_oin", oin).map(Some),
    }
}

pub(crate) fn open(
    covenant: &Covenants,
    permit: &Permit,
    mut body: v1::OpenTicketRequest,
) -> Result<OpenTicket, Refusal> {
    let mut problems = Problems::of(permit);
    let id = problems.new_id("ticket_id", &body.ticket_id).map(TicketId);
    let involvement = problems.id("involvement_id", &body.involvement_id).map(InvolvementId);
    let track = problems.code("track", body.track);
    let obstacle = problems.code("obstacle", body.obstacle);
    let target = target(&mut problems, covenant, track, &body.target_oin);
    let category = category(&mut problems, covenant, &body.category);
    if !body.case_id.is_empty() {
        problems.add("case_id", "must be absent: an organisation opens a ticket by an involvement");
    }
    for (field, given) in [("office_reason", body.office_reason), ("skip_reason", body.skip_reason)]
    {
        if given != fields::UNSPECIFIED {
            problems.add(field, "must be absent: it is for the office that directs the case");
        }
    }
    body.acting_professional.clear();
    let fingerprint = fields::fingerprint("OpenTicket", &body);
    let command = (|| {
        Some(OpenTicket {
            id: id?,
            involvement: involvement?,
            track: track?,
            obstacle: obstacle?,
            target: target?,
            nuisance: body.nuisance,
            category: category?,
            fingerprint,
        })
    })();
    problems.finish(command)
}

/// The same for an office, in a case that it directs.
pub(crate) fn open_in_case(
    covenant: &Covenants,
    permit: &Permit,
    mut body: v1::OpenTicketRequest,
) -> Result<OpenInCase, Refusal> {
    let mut problems = Problems::of(permit);
    let id = problems.new_id("ticket_id", &body.ticket_id).map(TicketId);
    let case = problems.id("case_id", &body.case_id).map(CaseId);
    let track = problems.code("track", body.track);
    let obstacle = problems.code("obstacle", body.obstacle);
    let target = target(&mut problems, covenant, track, &body.target_oin);
    let reason = problems.code("office_reason", body.office_reason);
    let skipped = problems.optional_code("skip_reason", body.skip_reason);
    let said_by_the_case = [
        ("involvement_id", !body.involvement_id.is_empty()),
        ("category", !body.category.is_empty()),
        ("nuisance", body.nuisance),
    ];
    for (field, _) in said_by_the_case.into_iter().filter(|(_, given)| *given) {
        problems.add(field, "must be absent: the case says it");
    }
    body.acting_professional.clear();
    let fingerprint = fields::fingerprint("OpenTicket", &body);
    let command = (|| {
        Some(OpenInCase {
            id: id?,
            case: case?,
            reason: reason?,
            skipped: skipped?,
            track: track?,
            obstacle: obstacle?,
            target: target?,
            fingerprint,
        })
    })();
    problems.finish(command)
}

pub(crate) fn escalate(
    permit: &Permit,
    body: &v1::EscalateTicketRequest,
) -> Result<(Request, Escalate), Refusal> {
    let mut problems = Problems::of(permit);
    let request = fields::request(&mut problems, permit, &body.request_id, body);
    let id = problems.id("ticket_id", &body.ticket_id).map(TicketId);
    let to_step = match u8::try_from(body.to_step) {
        Ok(0) => None,
        Ok(step) => Some(step),
        Err(_) => {
            problems.add("to_step", "must be a step of the covenant's ladder");
            None
        }
    };
    let skipped = problems.optional_code("skip_reason", body.skip_reason);
    let etag = body.etag.clone();
    let command = (|| Some(Escalate { id: id?, to_step, skipped: skipped?, etag }))();
    problems.finish(request.zip(command))
}

pub(crate) fn hand_over(
    covenant: &Covenants,
    permit: &Permit,
    body: &v1::HandOverTicketRequest,
) -> Result<(Request, HandOver), Refusal> {
    let mut problems = Problems::of(permit);
    let request = fields::request(&mut problems, permit, &body.request_id, body);
    let id = problems.id("ticket_id", &body.ticket_id).map(TicketId);
    let category = body.category.as_deref().and_then(|c| category(&mut problems, covenant, c));
    let area =
        body.area.as_deref().and_then(|area| area_code(&mut problems, covenant, "area", area));
    let target = body
        .target_oin
        .as_deref()
        .and_then(|oin| party(&mut problems, covenant, "target_oin", oin));
    let given = [
        body.category.is_some(),
        body.nuisance.is_some(),
        body.area.is_some(),
        body.target_oin.is_some(),
    ];
    if !given.contains(&true) {
        problems
            .add("category", "or nuisance, area or target_oin is required: which fact changed?");
    }
    let nuisance = body.nuisance;
    let etag = body.etag.clone();
    let command = id.map(|id| HandOver { id, category, nuisance, area, target, etag });
    problems.finish(request.zip(command))
}

pub(crate) fn resolve(
    permit: &Permit,
    body: &v1::ResolveTicketRequest,
) -> Result<(Request, TicketId, Resolution), Refusal> {
    let mut problems = Problems::of(permit);
    let request = fields::request(&mut problems, permit, &body.request_id, body);
    let id = problems.id("ticket_id", &body.ticket_id).map(TicketId);
    let resolution = problems.one_of("resolution", body.resolution, &OF_A_HANDLER);
    problems.finish((|| Some((request?, id?, resolution?)))())
}

pub(crate) fn answer(
    permit: &Permit,
    body: &v1::AnswerTicketRequest,
) -> Result<(Request, AnswerTicket), Refusal> {
    let mut problems = Problems::of(permit);
    let request = fields::request(&mut problems, permit, &body.request_id, body);
    let id = problems.id("ticket_id", &body.ticket_id).map(TicketId);
    let answer = problems.code("answer", body.answer);
    let etag = body.etag.clone();
    let command = (|| Some(AnswerTicket { id: id?, answer: answer?, etag }))();
    problems.finish(request.zip(command))
}

pub(crate) fn withdraw(
    permit: &Permit,
    body: &v1::WithdrawTicketRequest,
) -> Result<(Request, TicketId), Refusal> {
    let mut problems = Problems::of(permit);
    let request = fields::request(&mut problems, permit, &body.request_id, body);
    let id = problems.id("ticket_id", &body.ticket_id).map(TicketId);
    problems.finish(request.zip(id))
}

pub(crate) fn rule(
    covenant: &Covenants,
    today: Day,
    permit: &Permit,
    body: &v1::RuleOnTicketRequest,
) -> Result<(Request, TicketId, Vec<RulingItem>), Refusal> {
    let mut problems = Problems::of(permit);
    let request = fields::request(&mut problems, permit, &body.request_id, body);
    let id = problems.id("ticket_id", &body.ticket_id).map(TicketId);
    if body.items.is_empty() || body.items.len() > MAX_ITEMS {
        problems.add("items", format!("must be 1 to {MAX_ITEMS}: who must do what by when?"));
    }
    let items: Vec<RulingItem> = body
        .items
        .iter()
        .take(MAX_ITEMS)
        .enumerate()
        .filter_map(|(place, item)| ruling_item(&mut problems, covenant, today, place, item))
        .collect();
    problems.finish((|| Some((request?, id?, items)))())
}

fn ruling_item(
    problems: &mut Problems,
    covenant: &Covenants,
    today: Day,
    place: usize,
    item: &v1::RulingItem,
) -> Option<RulingItem> {
    let field = |name: &str| format!("items[{place}].{name}");
    let organisation =
        party(problems, covenant, &field("organisation_oin"), &item.organisation_oin);
    let act = problems.code(&field("act"), item.act);
    let by = problems.day(&field("by_date"), &item.by_date);
    if by.is_some_and(|by| by < today) {
        problems.add(field("by_date"), "must not be in the past");
    }
    Some(RulingItem { organisation: organisation?, act: act?, by: by? })
}

pub(crate) fn explain(
    covenant: &Covenants,
    permit: &Permit,
    body: &v1::ExplainRouteRequest,
) -> Result<RouteQuestion, Refusal> {
    let mut problems = Problems::of(permit);
    let track = problems.code("track", body.track);
    let area = AreaCode::parse(&body.area).and_then(|area| covenant.of_area(&area));
    let last = area.or_else(|| covenant.all().next()).map_or(1, Covenant::last_step);
    let step = u8::try_from(body.step).ok().filter(|step| (1..=last).contains(step));
    let step = problems.require("step", step, &format!("must be 1 to {last}"));
    let category = category(&mut problems, covenant, &body.category);
    let area = area_code(&mut problems, covenant, "area", &body.area);
    let target = target(&mut problems, covenant, track, &body.target_oin);
    let handled_by = if body.handled_by_office.is_empty() {
        None
    } else {
        let known = OfficeId::parse(&body.handled_by_office)
            .filter(|office| covenant.office(office).is_some());
        problems.require(
            "handled_by_office",
            known,
            "must be an office of the covenant; ListOffices lists them",
        )
    };
    let question = (|| {
        Some(RouteQuestion {
            track: track?,
            step: step?,
            nuisance: body.nuisance,
            measure: Measure::None,
            category: category?,
            area: area?,
            target: target?,
            handled_by,
            mandate_used: false,
            absence: body.absence,
        })
    })();
    problems.finish(question)
}

/// Which are listed: by the caller's part in them, and by a spoken reference.
pub(crate) fn wanted(
    permit: &Permit,
    body: &v1::ListTicketsRequest,
) -> Result<(TicketRole, Option<Spoken>), Refusal> {
    let mut problems = Problems::of(permit);
    let role = problems.code_or("role", body.role, TicketRole::Handled);
    let reference = lists::spoken(&mut problems, &body.reference);
    problems.finish(role.zip(reference))
}
