//! What happens when an organisation stays away from the meetings of the plan? It is recorded, and
//! after so many absences in a row as the covenant says the ladder opens.

use crate::domain::{
    model::{
        case::{
            Case,
            attendance::{Presence, Run},
        },
        ids::{CaseId, TicketId},
        involvement::Involvement,
        notification::{Event, NoTicket, PlanHappening},
        party::{Oin, Party},
        refusal::Refusal,
        routing::{RouteQuestion, Router, Track},
        terms::Terms,
        ticket::Obstacle,
        time::Day,
    },
    rules::{
        case::{following, inviting, manager, telling},
        context::Context,
        escalation::opening::{self, NewTicket},
        matching,
    },
    state::{
        loaded::{Loaded, Needs},
        lookup::Lookup,
        receipt::{Answer, Receipt},
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
pub fn needs(loaded: &Loaded, id: CaseId) -> Needs {
    let mut needs = manager::needs(loaded, id);
    let involvement = loaded.case(id).and_then(|case| managing(loaded, case));
    needs.keys.extend(involvement.into_iter().flat_map(|own| matching::needs(loaded, own)));
    needs
}

/// The involvement of the present family manager.
pub(in crate::domain) fn managing<'a>(
    look: &'a impl Lookup,
    case: &Case,
) -> Option<&'a Involvement> {
    case.manager().and_then(|term| look.involvement(term.involvement))
}

/// Decides what is recorded of a meeting, and opens the ladder for whom that makes necessary.
///
/// # Errors
/// Neither director nor family manager, closed, no plan, or no meeting of it that was held on this
/// day.
pub fn record(
    ctx: &mut Context<'_>,
    command: &RecordAttendance,
    router: Router<'_>,
    terms: &Terms,
) -> Result<Case, Refusal> {
    let facts = ctx.facts;
    let permit = ctx.permit()?;
    let case = following::followed(facts, permit, command.case)?;
    if ctx.replayed()?.is_some() {
        return Ok(case.clone());
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
    let mut after = case.clone();
    after.revision += 1;
    let absent = newly_absent(case, command);
    let meeting = (command.milestone.as_str(), command.held_on);
    inviting::tell(ctx, case, &absent, PlanHappening::Absent, meeting);
    after.attendance.record(&command.milestone, command.held_on, &command.presence);
    let organisations: Vec<Oin> = command.presence.iter().map(|(oin, _)| *oin).collect();
    for (absent, run) in after.attendance.act(&organisations, terms.absences_open_ladder) {
        match open(ctx, case, (absent, permit.party()), router, terms) {
            Ok(ticket) => after.attendance.opened(absent, ticket),
            Err(why) => tell(ctx, case, absent, run, why),
        }
    }
    ctx.effects.put_case(after.clone());
    ctx.keep(Answer::Done);
    Ok(after)
}

/// Who is recorded as absent from a meeting and was not before: its worker hears of it, before anybody
/// else acts on it (guide § 5.6.2).
fn newly_absent(case: &Case, command: &RecordAttendance) -> Vec<Oin> {
    let known =
        case.attendance.meetings.iter().find(|meeting| {
            meeting.day == command.held_on && meeting.milestone == command.milestone
        });
    let was = |oin: &Oin| {
        known.is_some_and(|meeting| meeting.presence.contains(&(*oin, Presence::Absent)))
    };
    let absent = command.presence.iter().filter(|(_, presence)| *presence == Presence::Absent);
    absent.map(|(oin, _)| *oin).filter(|oin| !was(oin)).collect()
}

/// Opens the ladder for the organisation of the family manager, on track B: the plan that was
/// agreed is not carried out.
fn open(
    ctx: &mut Context<'_>,
    case: &Case,
    (absent, by): (Oin, &Party),
    router: Router<'_>,
    terms: &Terms,
) -> Result<TicketId, NoTicket> {
    let involvement = managing(ctx.facts, case).ok_or(NoTicket::NoFamilyManager)?;
    if involvement.organisation == absent {
        return Err(NoTicket::FamilyManagersOwn);
    }
    let question = RouteQuestion {
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
    let route = router(&question).map_err(|_| NoTicket::CovenantRefuses)?;
    let new = NewTicket {
        id: TicketId(ctx.fresh()),
        involvement,
        case: case.id,
        obstacle: Obstacle::AbsentFromMeetings,
        facts: question,
        by: by.clone(),
        by_office: None,
        skipped: None,
        fingerprint: Receipt::NO_FINGERPRINT,
    };
    Ok(opening::begin(ctx, new, route, terms).id)
}

/// Tells the director that somebody stays away and why no ticket was opened.
fn tell(ctx: &mut Context<'_>, case: &Case, organisation: Oin, run: Run, why: NoTicket) {
    let (case_id, absences) = (case.id, run.absences);
    let event = |_| Event::StaysAway { case: case_id, organisation, absences, why };
    telling::tell(ctx, case, [telling::director(case)].into(), event);
}
