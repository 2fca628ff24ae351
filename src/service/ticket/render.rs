//! Values to proto: tickets and the covenant's answers.

use crate::{
    api::v1,
    covenant::Covenants,
    domain::model::{
        asked::AskedOffice,
        notification::TicketHappening,
        party::{OfficeId, Oin, Party},
        routing::{Derivation, Route, RouteRefusal, RouteTarget},
        spoken::Spoken,
        ticket::{RulingItem, Ticket, TicketState, TicketStep},
    },
};

use crate::service::{
    covenant::offices,
    shown::{card, instant, own_of, recipient, sees_as, unless_hidden},
};

/// A ticket as one of those who may see it sees it.
pub(crate) fn ticket(covenant: &Covenants, viewer: &Party, ticket: &Ticket) -> v1::Ticket {
    let (state, resolution, ruling) = match &ticket.state {
        TicketState::Open => (v1::TicketState::Open, None, &[][..]),
        TicketState::Resolved(how) => (v1::TicketState::Resolved, Some(*how), &[][..]),
        TicketState::Ruled(items) => (v1::TicketState::Ruled, None, items.as_slice()),
        TicketState::Withdrawn => (v1::TicketState::Withdrawn, None, &[][..]),
    };
    let opener = ticket.opened_by();
    let director = Party::Office(ticket.director.clone());
    let shield = ticket.shield();
    let recipient = |party: &Party| unless_hidden(covenant, viewer, shield, party);
    let target = ticket.facts.target.map(Party::Organisation).map(|target| {
        // Whoever named it is told no more than it said.
        let named = sees_as(covenant, viewer) == opener
            && ticket.named().map(Party::Organisation) == Some(target.clone());
        if named { self::recipient(covenant, &target, &target) } else { recipient(&target) }
    });
    // The reason of an answer may name the target.
    let tells_target = target.as_ref().is_none_or(|target| target.who.is_some());
    let reason = if tells_target {
        derivation(&ticket.derivation)
    } else {
        without_target(derivation(&ticket.derivation))
    };
    let told = |own: Oin| match ticket.facts.target {
        Some(target) if target == own => tells_target,
        _ => recipient(&Party::Organisation(own)).who.is_some(),
    };
    // An office of an organisation names that one: the directorate that is asked, a member of its own.
    let recipient = |party: &Party| match own_of(covenant, party) {
        Some(own) if party != viewer && !told(own) => v1::Recipient::default(),
        Some(_) => self::recipient(covenant, viewer, party),
        None => recipient(party),
    };
    let route = v1::Route {
        handler: ticket.handlers.first().map(recipient),
        director: Some(recipient(&director)),
        ..reason
    };
    let by_office = ticket.by_office.as_ref();
    let behalf = by_office.filter(|_| !ticket.is_in_own_name());
    let opened_by = recipient(&opener);
    let opener_contact = match &opener {
        _ if opened_by.who.is_none() => None,
        Party::Office(office) => offices::card(covenant, office),
        Party::Organisation(_) => ticket.card.as_ref().map(card),
    };
    v1::Ticket {
        ticket_id: ticket.id.to_string(),
        state: state.into(),
        step: u32::from(ticket.facts.step),
        track: v1::Track::from(ticket.track()).into(),
        obstacle: v1::Obstacle::from(ticket.obstacle).into(),
        category: ticket.category().to_string(),
        nuisance: ticket.facts.nuisance,
        area: ticket.area().to_string(),
        opened_by: Some(opened_by),
        opener_contact,
        target,
        handlers: ticket.handlers.iter().map(recipient).collect(),
        director: Some(recipient(&director)),
        opened_at: Some(instant(ticket.opened)),
        due_date: ticket.due.map_or_else(String::new, |day| day.to_string()),
        overdue: ticket.overdue,
        route: Some(route),
        history: ticket.history.iter().map(|step| history(&recipient, step)).collect(),
        ruling: ruling.iter().map(|one| item(&recipient, one)).collect(),
        resolution: resolution.map_or(v1::Resolution::Unspecified, Into::into).into(),
        etag: ticket.etag(),
        case_id: match viewer {
            Party::Office(_) => ticket.case.map_or_else(String::new, |id| id.to_string()),
            Party::Organisation(_) => String::new(),
        },
        reference: Spoken::of(ticket.id.0).to_string(),
        opened_by_office: behalf.map(|by| recipient(&Party::Office(by.office.clone()))),
        office_reason: by_office
            .map_or(v1::OfficeReason::Unspecified, |by| by.reason.into())
            .into(),
        involvement_id: ticket
            .involvement
            .filter(|_| *viewer == opener)
            .map_or_else(String::new, |own| own.to_string()),
        asked: ticket.asked.iter().map(|one| asked(&recipient, one)).collect(),
    }
}

fn asked(recipient: &dyn Fn(&Party) -> v1::Recipient, asked: &AskedOffice) -> v1::AskedOffice {
    let (at, answer) = asked.answered.unzip();
    v1::AskedOffice {
        office: Some(recipient(&Party::Office(asked.office.clone()))),
        step: u32::from(asked.step),
        answer_by: asked.by.to_string(),
        overdue: asked.overdue,
        answer: answer.map_or(v1::TicketAnswer::Unspecified, Into::into).into(),
        answered_at: at.map(instant),
    }
}

fn history(recipient: &dyn Fn(&Party) -> v1::Recipient, step: &TicketStep) -> v1::TicketStep {
    let what = match step.what {
        TicketHappening::Opened | TicketHappening::Assigned => "opened",
        TicketHappening::Escalated => "escalated",
        TicketHappening::HandedOver | TicketHappening::Released => "handed_over",
        TicketHappening::Overdue => "overdue",
        TicketHappening::Resolved => "resolved",
        TicketHappening::Ruled => "ruled",
        TicketHappening::Withdrawn => "withdrawn",
        TicketHappening::Rerouted => "rerouted",
        TicketHappening::Asked => "asked",
        TicketHappening::Answered => "answered",
        TicketHappening::Unanswered => "unanswered",
    };
    let skipped = step.skipped.map_or(v1::SkipReason::Unspecified, Into::into);
    v1::TicketStep {
        at: Some(instant(step.at)),
        what: what.to_owned(),
        by: step.by.as_ref().map(recipient),
        step: u32::from(step.step),
        handlers: step.handlers.iter().map(recipient).collect(),
        rule: step.rule.clone().unwrap_or_default(),
        skip_reason: skipped.into(),
    }
}

fn item(recipient: &dyn Fn(&Party) -> v1::Recipient, item: &RulingItem) -> v1::RulingItem {
    use v1::recipient::Who;
    let organisation_oin = match recipient(&Party::Organisation(item.organisation)).who {
        Some(Who::OrganisationOin(oin)) => oin,
        Some(Who::Office(_)) | None => String::new(),
    };
    v1::RulingItem {
        organisation_oin,
        act: v1::RulingAct::from(item.act).into(),
        by_date: item.by.to_string(),
    }
}

/// An answer of a covenant for somebody to whom the target is not named.
fn without_target(route: v1::Route) -> v1::Route {
    let facts = route.facts.into_iter().filter(|(fact, _)| fact != "target").collect();
    let (explanation_nl, explanation_en) = (String::new(), String::new());
    v1::Route { facts, explanation_nl, explanation_en, ..route }
}

/// What the covenant answers to a dry run; `own` is the organisation at step 1.
pub(crate) fn answer(
    covenant: &Covenants,
    caller: &Party,
    director: Option<OfficeId>,
    answer: &Result<Route, RouteRefusal>,
) -> v1::Route {
    match answer {
        Ok(route) => {
            let handler = match &route.handler {
                RouteTarget::OwnOrganisation => caller.clone(),
                RouteTarget::TargetOrganisation(target) => Party::Organisation(*target),
                RouteTarget::Office(office) => Party::Office(office.clone()),
            };
            v1::Route {
                handler: Some(recipient(covenant, caller, &handler)),
                director: Some(recipient(covenant, caller, &Party::Office(route.director.clone()))),
                ..derivation(&route.derivation)
            }
        }
        Err(refusal) => v1::Route {
            refusal: refusal.code.clone(),
            director: director.map(|office| recipient(covenant, caller, &Party::Office(office))),
            ..derivation(&refusal.derivation)
        },
    }
}

/// How an answer of a covenant came about.
pub(crate) fn derivation(derivation: &Derivation) -> v1::Route {
    v1::Route {
        rule: derivation.rule.clone(),
        source: derivation.source.clone(),
        covenant: derivation.covenant.clone(),
        facts: derivation.facts.iter().cloned().collect(),
        explanation_nl: derivation.nl.clone(),
        explanation_en: derivation.en.clone(),
        own_reading_nl: derivation.own_reading.nl.clone(),
        own_reading_en: derivation.own_reading.en.clone(),
        ..v1::Route::default()
    }
}
