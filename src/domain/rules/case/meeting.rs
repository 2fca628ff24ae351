//! What happens when an organisation stays away from the meetings of the plan? It is recorded, and
//! after so many absences in a row as the covenant says the ladder opens.

use crate::domain::{
    model::{
        case::{
            attendance::{Presence, Run},
            record::Case,
        },
        escalation::{Router, ticket::Obstacle},
        ids::{CaseId, FreshIds, TicketId},
        involvement::Involvement,
        notification::{Event, NoTicket},
        party::Oin,
        refusal::Refusal,
        routing::{RouteQuestion, Track},
        terms::Terms,
        time::{Day, Time},
    },
    rules::{
        access::Permit,
        case::{following, manager, telling},
        escalation::opening::{self, NewTicket},
        matching,
    },
    state::{
        receipt::{Answer, Receipt, Request},
        record::{Effects, Loaded, Needs},
    },
};

/// Who was at a meeting.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RecordAttendance {
    /// The case.
    pub case: CaseId,
    /// Which milestone of the plan the meeting is.
    pub milestone: String,
    /// When it was held.
    pub held_on: Day,
    /// Who was there and who was not, each organisation once.
    pub presence: Vec<(Oin, Presence)>,
}

/// What must be loaded before [`record`]; ask again until nothing is missing.
#[must_use]
pub fn needs(loaded: &Loaded, request: &Request, id: CaseId) -> Needs {
    let mut needs = manager::needs(loaded, request, id);
    let involvement = loaded.case(id).and_then(|case| managing(loaded, case));
    needs.keys.extend(involvement.into_iter().flat_map(|own| matching::needs(loaded, own)));
    needs
}

/// The involvement of the present family manager.
fn managing<'a>(loaded: &'a Loaded, case: &Case) -> Option<&'a Involvement> {
    case.manager().and_then(|term| loaded.involvement(term.involvement))
}

/// Decides what is recorded of a meeting, and opens the ladder for whom that makes necessary.
///
/// # Errors
/// Neither director nor family manager, closed, no plan, or no meeting of it that was held on this
/// day.
#[expect(clippy::too_many_arguments, reason = "values of one decision, each of its own kind")]
pub fn record(
    loaded: &Loaded,
    permit: &Permit,
    request: &Request,
    command: &RecordAttendance,
    router: Router<'_>,
    terms: &Terms,
    ids: &mut FreshIds,
    now: Time,
) -> Result<(Case, Effects), Refusal> {
    let case = following::followed(loaded, permit, command.case)?;
    if request.replayed(loaded)?.is_some() {
        return Ok((case.clone(), Effects::default()));
    }
    if !case.is_live() {
        return Err(Refusal::CaseClosed);
    }
    let plan = case.plan.as_ref().ok_or(Refusal::NoPlan)?;
    let meeting = plan.milestone(&command.milestone).filter(|milestone| milestone.attendance);
    let Some(meeting) = meeting else {
        let rule = "must be a meeting of the plan at which presence is recorded";
        return Err(Refusal::field("milestone", rule));
    };
    if !meeting.held.contains(&command.held_on) {
        let rule = "must be a day on which it was held; record that with RecordMilestone first";
        return Err(Refusal::field("held_on", rule));
    }
    let mut effects = Effects::default();
    let mut after = case.clone();
    after.revision += 1;
    after.attendance.record(&command.milestone, command.held_on, &command.presence);
    let organisations: Vec<Oin> = command.presence.iter().map(|(oin, _)| *oin).collect();
    for (absent, run) in after.attendance.act(&organisations, terms.absences_open_ladder) {
        let by = (permit, router, terms);
        match open(loaded, case, absent, by, ids, now, &mut effects) {
            Ok(ticket) => after.attendance.opened(absent, ticket),
            Err(why) => tell(loaded, case, absent, run, why, ids, now, &mut effects),
        }
    }
    effects.put_case(after.clone());
    request.keep(Answer::Done, now, &mut effects);
    Ok((after, effects))
}

/// Opens the ladder for the organisation of the family manager, on track B: the plan that was
/// agreed is not carried out.
fn open(
    loaded: &Loaded,
    case: &Case,
    absent: Oin,
    (permit, router, terms): (&Permit, Router<'_>, &Terms),
    ids: &mut FreshIds,
    now: Time,
    effects: &mut Effects,
) -> Result<TicketId, NoTicket> {
    let involvement = managing(loaded, case).ok_or(NoTicket::NoFamilyManager)?;
    if involvement.organisation == absent {
        return Err(NoTicket::FamilyManagersOwn);
    }
    let facts = RouteQuestion {
        track: Track::NotCarriedOut,
        step: 1,
        category: case.family.category.clone(),
        nuisance: case.family.nuisance,
        measure: case.family.measure,
        area: case.family.area.clone(),
        target: Some(absent),
        handled_by: None,
        mandate_used: false,
    };
    let route = router(&facts).map_err(|_| NoTicket::CovenantRefuses)?;
    let new = NewTicket {
        id: TicketId(ids.take()),
        involvement,
        case: case.id,
        obstacle: Obstacle::AbsentFromMeetings,
        facts,
        by: permit.party().clone(),
        fingerprint: Receipt::NO_FINGERPRINT,
    };
    Ok(opening::begin(loaded, new, route, terms, ids, now, effects).id)
}

/// Tells the director that somebody stays away and why no ticket was opened.
#[expect(clippy::too_many_arguments, reason = "values of one decision, each of its own kind")]
fn tell(
    loaded: &Loaded,
    case: &Case,
    organisation: Oin,
    run: Run,
    why: NoTicket,
    ids: &mut FreshIds,
    now: Time,
    effects: &mut Effects,
) {
    let (case_id, absences) = (case.id, run.absences);
    let event = |_| Event::StaysAway { case: case_id, organisation, absences, why };
    telling::tell(loaded, case, [telling::director(case)].into(), event, ids, now, effects);
}
