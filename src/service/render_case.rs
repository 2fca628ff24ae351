//! Values to proto: cases, for the office that directs them.

use crate::{
    api::v1,
    covenant::Covenants,
    domain::{
        model::{
            agreement::Measure,
            case::record::{Case, CasePerson, CaseState, Cause, Classification},
            escalation::ticket::Ticket,
            ids::CaseId,
            notification::{CaseHappening, Shown},
            party::{CategoryCode, OfficeId, Party},
            spoken::Spoken,
            time::Day,
        },
        rules::case::{classifying::Classified, viewing::Seen},
    },
};

use super::{
    render::{instant, named, recipient},
    render_plan,
    render_ticket::track,
};

fn office(covenant: &Covenants, viewer: &Party, office: &OfficeId) -> v1::Recipient {
    recipient(covenant, viewer, &Party::Office(office.clone()))
}

pub(super) fn measure(measure: Measure) -> v1::Measure {
    match measure {
        Measure::None => v1::Measure::None,
        Measure::ChildProtection => v1::Measure::ChildProtection,
        Measure::YouthProbation => v1::Measure::YouthProbation,
    }
}

/// A case as it stands on a list.
pub(super) fn case(covenant: &Covenants, viewer: &Party, today: Day, case: &Case) -> v1::Case {
    let state = match case.state {
        CaseState::Open => v1::CaseState::Open,
        CaseState::Watching { .. } => v1::CaseState::Watching,
        CaseState::Closed { .. } => v1::CaseState::Closed,
    };
    let cause = match case.cause {
        Cause::Director => v1::CaseCause::Director,
        Cause::Ticket => v1::CaseCause::Ticket,
        Cause::Signal => v1::CaseCause::Signal,
    };
    v1::Case {
        case_id: case.id.to_string(),
        state: state.into(),
        cause: cause.into(),
        opened_at: Some(instant(case.opened)),
        area: case.family.area.to_string(),
        category: case.family.category.to_string(),
        nuisance: case.family.nuisance,
        measure: measure(case.family.measure).into(),
        director: Some(office(covenant, viewer, &case.director)),
        etag: case.etag(),
        due_date: case.next_due().map_or_else(String::new, |day| day.to_string()),
        overdue: case.is_overdue(today),
        persons: case.persons.iter().map(person).collect(),
        managers: case.manager().map(render_plan::manager).into_iter().collect(),
        plan: case.plan.as_ref().map(render_plan::plan),
        watch: case.watch.as_ref().map(|watch| render_plan::watch(covenant, viewer, watch)),
        close_reason: render_plan::closed(case).into(),
        kept_until: render_plan::kept_until(case),
        reference: Spoken::of(case.id.0).to_string(),
        ..Default::default()
    }
}

/// A case as its director sees it.
pub(super) fn seen(covenant: &Covenants, viewer: &Party, today: Day, seen: &Seen) -> v1::Case {
    let classification = |one: &Classification| classification(covenant, viewer, one);
    v1::Case {
        classifications: seen.case.classifications.iter().map(classification).collect(),
        involved: seen.involved.iter().map(|party| involved(covenant, party)).collect(),
        managers: seen.case.managers.iter().map(render_plan::manager).collect(),
        meetings: seen.case.attendance.meetings.iter().map(render_plan::meeting).collect(),
        tickets: seen.tickets.iter().map(|t| ticket(covenant, viewer, t)).collect(),
        ..case(covenant, viewer, today, &seen.case)
    }
}

/// Who is involved. Whether it is withheld from the director was decided with the case.
fn involved(covenant: &Covenants, shown: &Shown) -> v1::InvolvedParty {
    named(shown, shown.organisation.map(|oin| (oin, covenant.organisation(&oin))))
}

fn person(person: &CasePerson) -> v1::CasePerson {
    v1::CasePerson { person_id: person.id.to_string(), since: Some(instant(person.since)) }
}

fn classification(
    covenant: &Covenants,
    viewer: &Party,
    one: &Classification,
) -> v1::CaseClassification {
    v1::CaseClassification {
        at: Some(instant(one.at)),
        by: one.by.as_ref().map(|by| recipient(covenant, viewer, by)),
        area: one.family.area.to_string(),
        category: one.family.category.to_string(),
        nuisance: one.family.nuisance,
        measure: measure(one.family.measure).into(),
        director: Some(office(covenant, viewer, &one.director)),
    }
}

fn ticket(covenant: &Covenants, viewer: &Party, ticket: &Ticket) -> v1::CaseTicket {
    v1::CaseTicket {
        ticket_id: ticket.id.to_string(),
        track: track(ticket.track()).into(),
        step: u32::from(ticket.facts.step),
        handlers: ticket.handlers.iter().map(|h| recipient(covenant, viewer, h)).collect(),
        due_date: ticket.due.map_or_else(String::new, |day| day.to_string()),
        overdue: ticket.overdue,
        reference: Spoken::of(ticket.id.0).to_string(),
    }
}

/// The answer to a classification.
pub(super) fn classified(
    covenant: &Covenants,
    viewer: &Party,
    today: Day,
    answer: &Classified,
) -> v1::ClassifyCaseResponse {
    let kept = answer.kept.iter().map(|kept| v1::KeptTicket {
        ticket_id: kept.ticket.to_string(),
        refusal: kept.refusal.clone(),
    });
    v1::ClassifyCaseResponse {
        case: answer.case.as_ref().map(|case| self::case(covenant, viewer, today, case)),
        director: Some(office(covenant, viewer, &answer.director)),
        kept: kept.collect(),
    }
}

/// What happened to a case.
pub(super) fn event(
    covenant: &Covenants,
    owner: &Party,
    case: CaseId,
    happening: CaseHappening,
    category: &CategoryCode,
    director: &OfficeId,
) -> v1::CaseEvent {
    let happening = match happening {
        CaseHappening::Opened => v1::CaseHappening::Opened,
        CaseHappening::Classified => v1::CaseHappening::Classified,
        CaseHappening::DirectorChanged => v1::CaseHappening::DirectorChanged,
        CaseHappening::PersonsChanged => v1::CaseHappening::PersonsChanged,
    };
    v1::CaseEvent {
        case_id: case.to_string(),
        happening: happening.into(),
        category: category.to_string(),
        director: Some(office(covenant, owner, director)),
        reference: Spoken::of(case.0).to_string(),
    }
}
