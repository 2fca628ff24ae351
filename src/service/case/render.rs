//! Values to proto: cases, for the office that directs them.

use crate::{
    api::v1,
    covenant::Covenants,
    domain::{
        model::{
            case::{Case, CasePerson, CaseState, Classification},
            ids::CaseId,
            notification::CaseHappening,
            party::{CategoryCode, OfficeId, Party},
            reported::Reported,
            shown::Shown,
            signal::Signal,
            spoken::Spoken,
            ticket::Ticket,
            time::Day,
        },
        rules::case::{
            classifying::Classified, overview::Overview, viewing::Seen, work_list::Entry,
        },
    },
};

use crate::service::{
    plan::render as plan,
    room::{self, Rooms},
    shown::{card, instant, named, recipient},
};

fn office(covenant: &Covenants, viewer: &Party, office: &OfficeId) -> v1::Recipient {
    recipient(covenant, viewer, &Party::Office(office.clone()))
}

fn state(case: &Case) -> v1::CaseState {
    match case.state {
        CaseState::Open => v1::CaseState::Open,
        CaseState::Watching { .. } => v1::CaseState::Watching,
        CaseState::Closed { .. } => v1::CaseState::Closed,
    }
}

/// That a family is in a case, for whoever keeps the overview of its district.
pub(crate) fn overview(
    covenant: &Covenants,
    viewer: &Party,
    today: Day,
    seen: &Overview,
) -> v1::DistrictCase {
    let case = &seen.case;
    let manager = case.manager();
    let known = manager.filter(|_| !seen.manager_withheld);
    let named = |organisation| recipient(covenant, viewer, &Party::Organisation(organisation));
    v1::DistrictCase {
        reference: Spoken::of(case.id.0).to_string(),
        state: state(case).into(),
        area: case.family.area.to_string(),
        category: case.family.category.to_string(),
        director: Some(office(covenant, viewer, &case.director)),
        family_manager: manager
            .map(|_| known.map(|term| named(term.organisation)).unwrap_or_default()),
        family_manager_contact: known.map(|term| card(&term.card)),
        has_plan: case.plan.is_some(),
        next_milestone: case.next_milestone().unwrap_or_default().to_owned(),
        due_date: case.next_due().map_or_else(String::new, |day| day.to_string()),
        overdue: case.is_overdue(today),
        open_tickets: u32::try_from(seen.open_tickets).unwrap_or(u32::MAX),
        contact_overdue: seen.contact_overdue,
        opened_at: Some(instant(case.opened)),
    }
}

/// A case, as far as it says itself.
pub(crate) fn case(covenant: &Covenants, viewer: &Party, today: Day, case: &Case) -> v1::Case {
    v1::Case {
        case_id: case.id.to_string(),
        state: state(case).into(),
        cause: v1::CaseCause::from(case.cause).into(),
        opened_at: Some(instant(case.opened)),
        area: case.family.area.to_string(),
        category: case.family.category.to_string(),
        nuisance: case.family.nuisance,
        measure: v1::Measure::from(case.family.measure).into(),
        director: Some(office(covenant, viewer, &case.director)),
        etag: case.etag(),
        due_date: case.next_due().map_or_else(String::new, |day| day.to_string()),
        overdue: case.is_overdue(today),
        persons: case.persons.iter().map(person).collect(),
        managers: case.manager().map(plan::manager).into_iter().collect(),
        plan: case.plan.as_ref().map(plan::plan),
        watch: case.watch.as_ref().map(|watch| plan::watch(covenant, viewer, watch)),
        close_reason: plan::closed(case).into(),
        kept_until: plan::kept_until(case),
        reference: Spoken::of(case.id.0).to_string(),
        kept_apart: case.keeps_apart(),
        follow_up_help: plan::follow_up_help(case).into(),
        safeguarding: plan::safeguarding(case).into(),
        guardian: plan::guardian(case).into(),
        instead: plan::instead(case).into(),
        ..Default::default()
    }
}

/// A case on its director's work list.
pub(crate) fn entry(covenant: &Covenants, viewer: &Party, today: Day, entry: &Entry) -> v1::Case {
    v1::Case {
        open_tickets: Some(u32::try_from(entry.open_tickets).unwrap_or(u32::MAX)),
        next_ticket: entry.next_ticket.as_ref().map(|next| ticket(covenant, viewer, next)),
        ..case(covenant, viewer, today, &entry.case)
    }
}

/// A case as its director sees it.
pub(crate) fn seen(
    covenant: &Covenants,
    viewer: &Party,
    today: Day,
    rooms: Rooms,
    seen: &Seen,
) -> v1::Case {
    let parties = seen.involved.iter().map(|party| self::involved(covenant, party));
    let involved = room::first(rooms.parties, parties);
    let left_out = seen.involved.len() - involved.len();
    let classification = |one: &Classification| classification(covenant, viewer, one);
    let own = seen.case.reported.as_ref().map(|reported| at_opening(&seen.case, reported));
    v1::Case {
        classifications: seen.case.classifications.iter().map(classification).collect(),
        involved,
        involved_left_out: Some(u32::try_from(left_out).unwrap_or(u32::MAX)),
        managers: seen.case.managers.iter().map(plan::manager).collect(),
        meetings: seen.case.attendance.meetings.iter().map(plan::meeting).collect(),
        planned_meetings: plan::planned(covenant, viewer, &seen.case),
        tickets: seen.tickets.iter().map(|t| ticket(covenant, viewer, t)).collect(),
        reports: own.into_iter().chain(seen.reports.iter().filter_map(report)).collect(),
        ..case(covenant, viewer, today, &seen.case)
    }
}

/// On which ground it was reported, as its director said at the opening.
fn at_opening(case: &Case, reported: &Reported) -> v1::CaseReport {
    v1::CaseReport {
        at: Some(instant(case.opened)),
        signal_reference: String::new(),
        entry_ground: reported.ground.clone(),
        own_attempts: reported.attempts.clone(),
    }
}

/// On which ground it was reported by a signal.
fn report(signal: &Signal) -> Option<v1::CaseReport> {
    let reported = signal.reported.as_ref()?;
    Some(v1::CaseReport {
        at: Some(instant(signal.sent)),
        signal_reference: Spoken::of(signal.id.0).to_string(),
        entry_ground: reported.ground.clone(),
        own_attempts: reported.attempts.clone(),
    })
}

/// Who is involved. Whether it is withheld from the director was decided with the case.
fn involved(covenant: &Covenants, shown: &Shown) -> v1::InvolvedParty {
    named(covenant, shown, shown.organisation.map(|oin| (oin, covenant.organisation(&oin))))
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
        measure: v1::Measure::from(one.family.measure).into(),
        director: Some(office(covenant, viewer, &one.director)),
        contradiction_reason: one
            .despite
            .map_or(0, |reason| v1::ContradictionReason::from(reason).into()),
    }
}

fn ticket(covenant: &Covenants, viewer: &Party, ticket: &Ticket) -> v1::CaseTicket {
    v1::CaseTicket {
        ticket_id: ticket.id.to_string(),
        track: v1::Track::from(ticket.track()).into(),
        step: u32::from(ticket.facts.step),
        handlers: ticket.handlers.iter().map(|h| recipient(covenant, viewer, h)).collect(),
        due_date: ticket.due.map_or_else(String::new, |day| day.to_string()),
        overdue: ticket.overdue,
        reference: Spoken::of(ticket.id.0).to_string(),
    }
}

/// The answer to a classification.
pub(crate) fn classified(
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
pub(crate) fn event(
    covenant: &Covenants,
    owner: &Party,
    case: CaseId,
    happening: CaseHappening,
    category: &CategoryCode,
    director: &OfficeId,
) -> v1::CaseEvent {
    v1::CaseEvent {
        case_id: case.to_string(),
        happening: v1::CaseHappening::from(happening).into(),
        category: category.to_string(),
        director: Some(office(covenant, owner, director)),
        reference: Spoken::of(case.0).to_string(),
    }
}
