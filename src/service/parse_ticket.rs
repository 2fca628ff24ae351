//! Tickets: proto to commands.

use crate::{
    api::v1,
    broker::tickets::TicketRole,
    covenant::{Covenant, Covenants},
    domain::{
        model::{
            agreement::Measure,
            escalation::ticket::{Obstacle, Resolution, RulingAct, RulingItem, SkipReason},
            ids::{InvolvementId, TicketId},
            party::{AreaCode, CategoryCode, OfficeId, Oin},
            refusal::Refusal,
            routing::{RouteQuestion, Track},
            time::Day,
        },
        rules::{
            access::Permit,
            escalation::{
                moving::{Escalate, HandOver},
                opening::OpenTicket,
            },
        },
        state::receipt::Request,
    },
};

use super::{
    parse::{self, Problems},
    parse_registry::area_code,
};

/// Most items in a ruling.
const MAX_ITEMS: usize = 12;

fn track(problems: &mut Problems, track: i32) -> Option<Track> {
    match v1::Track::try_from(track) {
        Ok(v1::Track::NoAgreement) => Some(Track::NoAgreement),
        Ok(v1::Track::NotCarriedOut) => Some(Track::NotCarriedOut),
        Ok(v1::Track::Unspecified) | Err(_) => {
            problems.add("track", "must be NO_AGREEMENT (A) or NOT_CARRIED_OUT (B)");
            None
        }
    }
}

fn obstacle(problems: &mut Problems, obstacle: i32) -> Option<Obstacle> {
    use v1::Obstacle as Wire;
    match Wire::try_from(obstacle) {
        Ok(Wire::NoAgreement) => Some(Obstacle::NoAgreement),
        Ok(Wire::TaskNotDone) => Some(Obstacle::TaskNotDone),
        Ok(Wire::AbsentFromMeetings) => Some(Obstacle::AbsentFromMeetings),
        Ok(Wire::NotDelivered) => Some(Obstacle::NotDelivered),
        Ok(Wire::DeliveredLate) => Some(Obstacle::DeliveredLate),
        Ok(Wire::DeliveredWrongly) => Some(Obstacle::DeliveredWrongly),
        Ok(Wire::WaitingList) => Some(Obstacle::WaitingList),
        Ok(Wire::NoFamilyManager) => Some(Obstacle::NoFamilyManager),
        Ok(Wire::NotParticipating) => Some(Obstacle::NotParticipating),
        Ok(Wire::Unspecified) | Err(_) => {
            problems.add("obstacle", "must be one of the coded obstacles");
            None
        }
    }
}

pub(super) fn category(
    problems: &mut Problems,
    covenant: &Covenants,
    code: &str,
) -> Option<CategoryCode> {
    let known = CategoryCode::parse(code).filter(|code| covenant.categories(code).next().is_some());
    problems.require(
        "category",
        known,
        "must be a category of the covenant; GetCovenant lists them",
    )
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

pub(super) fn open(
    covenant: &Covenants,
    permit: &Permit,
    mut body: v1::OpenTicketRequest,
) -> Result<OpenTicket, Refusal> {
    let mut problems = Problems::of(permit);
    let id = problems.new_id("ticket_id", &body.ticket_id).map(TicketId);
    let involvement = problems.id("involvement_id", &body.involvement_id).map(InvolvementId);
    let track = track(&mut problems, body.track);
    let obstacle = obstacle(&mut problems, body.obstacle);
    let target = target(&mut problems, covenant, track, &body.target_oin);
    let category = category(&mut problems, covenant, &body.category);
    body.acting_professional.clear();
    let fingerprint = parse::fingerprint("OpenTicket", &body);
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

pub(super) fn escalate(
    permit: &Permit,
    body: &v1::EscalateTicketRequest,
) -> Result<(Request, Escalate), Refusal> {
    let mut problems = Problems::of(permit);
    let request = parse::request(&mut problems, permit, &body.request_id, body);
    let id = problems.id("ticket_id", &body.ticket_id).map(TicketId);
    let to_step = match u8::try_from(body.to_step) {
        Ok(0) => None,
        Ok(step) => Some(step),
        Err(_) => {
            problems.add("to_step", "must be a step of the covenant's ladder");
            None
        }
    };
    let skipped = match v1::SkipReason::try_from(body.skip_reason) {
        Ok(v1::SkipReason::Unspecified) => None,
        Ok(v1::SkipReason::Urgent) => Some(SkipReason::Urgent),
        Ok(v1::SkipReason::AlreadyTried) => Some(SkipReason::AlreadyTried),
        Ok(v1::SkipReason::ConflictOfInterest) => Some(SkipReason::ConflictOfInterest),
        Err(_) => {
            problems.add("skip_reason", "is not a known reason");
            None
        }
    };
    let etag = body.etag.clone();
    let command = id.map(|id| Escalate { id, to_step, skipped, etag });
    problems.finish(request.zip(command))
}

pub(super) fn hand_over(
    covenant: &Covenants,
    permit: &Permit,
    body: &v1::HandOverTicketRequest,
) -> Result<(Request, HandOver), Refusal> {
    let mut problems = Problems::of(permit);
    let request = parse::request(&mut problems, permit, &body.request_id, body);
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

pub(super) fn resolve(
    permit: &Permit,
    body: &v1::ResolveTicketRequest,
) -> Result<(Request, TicketId, Resolution), Refusal> {
    let mut problems = Problems::of(permit);
    let request = parse::request(&mut problems, permit, &body.request_id, body);
    let id = problems.id("ticket_id", &body.ticket_id).map(TicketId);
    let resolution = match v1::Resolution::try_from(body.resolution) {
        Ok(v1::Resolution::Agreement) => Some(Resolution::Agreement),
        Ok(v1::Resolution::TaskDone) => Some(Resolution::TaskDone),
        Ok(v1::Resolution::Reassigned) => Some(Resolution::Reassigned),
        Ok(v1::Resolution::NoLongerNeeded) => Some(Resolution::NoLongerNeeded),
        Ok(v1::Resolution::Unspecified | v1::Resolution::CaseClosed) | Err(_) => {
            problems.add("resolution", "must be one of the coded resolutions");
            None
        }
    };
    problems.finish((|| Some((request?, id?, resolution?)))())
}

pub(super) fn withdraw(
    permit: &Permit,
    body: &v1::WithdrawTicketRequest,
) -> Result<(Request, TicketId), Refusal> {
    let mut problems = Problems::of(permit);
    let request = parse::request(&mut problems, permit, &body.request_id, body);
    let id = problems.id("ticket_id", &body.ticket_id).map(TicketId);
    problems.finish(request.zip(id))
}

pub(super) fn rule(
    covenant: &Covenants,
    today: Day,
    permit: &Permit,
    body: &v1::RuleOnTicketRequest,
) -> Result<(Request, TicketId, Vec<RulingItem>), Refusal> {
    let mut problems = Problems::of(permit);
    let request = parse::request(&mut problems, permit, &body.request_id, body);
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
    use v1::RulingAct as Wire;
    let field = |name: &str| format!("items[{place}].{name}");
    let organisation =
        party(problems, covenant, &field("organisation_oin"), &item.organisation_oin);
    let act = match Wire::try_from(item.act) {
        Ok(Wire::CarryOutTask) => Some(RulingAct::CarryOutTask),
        Ok(Wire::DeliverHelp) => Some(RulingAct::DeliverHelp),
        Ok(Wire::GivePriority) => Some(RulingAct::GivePriority),
        Ok(Wire::TakePart) => Some(RulingAct::TakePart),
        Ok(Wire::ProvideFamilyManager) => Some(RulingAct::ProvideFamilyManager),
        Ok(Wire::FollowPlan) => Some(RulingAct::FollowPlan),
        Ok(Wire::Unspecified) | Err(_) => {
            problems.add(field("act"), "must be one of the coded acts");
            None
        }
    };
    let by = problems.day(&field("by_date"), &item.by_date);
    if by.is_some_and(|by| by < today) {
        problems.add(field("by_date"), "must not be in the past");
    }
    Some(RulingItem { organisation: organisation?, act: act?, by: by? })
}

pub(super) fn explain(
    covenant: &Covenants,
    permit: &Permit,
    body: &v1::ExplainRouteRequest,
) -> Result<RouteQuestion, Refusal> {
    let mut problems = Problems::of(permit);
    let track = track(&mut problems, body.track);
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
        })
    })();
    problems.finish(question)
}

pub(super) fn role(role: i32) -> Result<TicketRole, Refusal> {
    match v1::TicketRole::try_from(role) {
        Ok(v1::TicketRole::Unspecified | v1::TicketRole::Handled) => Ok(TicketRole::Handled),
        Ok(v1::TicketRole::Opened) => Ok(TicketRole::Opened),
        Ok(v1::TicketRole::Directed) => Ok(TicketRole::Directed),
        Err(_) => Err(Refusal::field("role", "must be OPENED, HANDLED or DIRECTED")),
    }
}
