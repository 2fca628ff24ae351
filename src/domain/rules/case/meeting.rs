//! What happens when an organisation stays away from the meetings of the plan? It is recorded, and
//! after so many absences in a row as the covenant says the ladder opens.

use std::collections::BTreeSet;

use crate::domain::{
    model::{
        agreement::MeetingRule,
        case::{
            Case,
            attendance::{Acted, Meeting, Presence, Run},
            plan::Plan,
        },
        ids::{CaseId, TicketId},
        involvement::Involvement,
        notification::{Event, NoTicket, PlanHappening},
        party::{Oin, Party},
        refusal::{FieldProblem, Refusal},
        routing::{RouteQuestion, Router, Track},
        terms::Terms,
        ticket::{Obstacle, Ticket},
        time::Day,
    },
    rules::{
        access::Permit,
        case::{
            following,
            inviting::{self, Agreed},
            manager, telling,
        },
        context::Context,
        escalation::opening::{self, NewTicket},
        matching,
    },
    state::{
        facts::Facts,
        keys::Key,
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
    /// Which milestone of the plan the meeting is, or which kind of the covenant.
    pub milestone: String,
    /// When it was held.
    pub held_on: Day,
    /// Who was there and who was not, each organisation once.
    pub presence: Vec<(Oin, Presence)>,
}

/// What was recorded of a meeting.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Recorded {
    /// The case.
    pub case: Case,
    /// Of whom the answer tells how often they stayed away: those who were named and whom the caller is
    /// shown still.
    pub of: Vec<Oin>,
}

/// What must be loaded before [`record`]; ask again until nothing is missing.
#[must_use]
pub fn needs(loaded: &Loaded, id: CaseId) -> Needs {
    let mut needs = manager::needs(loaded, id);
    let involvement = loaded.case(id).and_then(|case| managing(loaded, case));
    needs.keys.extend(involvement.into_iter().flat_map(|own| matching::needs(loaded, own)));
    let acted = loaded.case(id).into_iter().flat_map(|case| &case.attendance.acted);
    let tickets = acted.filter_map(|acted| acted.ticket).map(Key::Ticket);
    needs.keys.extend(tickets.filter(|ticket| !loaded.has(ticket)));
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
/// Neither director nor family manager nor chair, closed, no plan, or no meeting that was held on this day
/// or planned for it.
pub fn record(
    ctx: &mut Context<'_>,
    command: &RecordAttendance,
    router: Router<'_>,
    agreed: Agreed<'_>,
) -> Result<Recorded, Refusal> {
    let facts = ctx.facts;
    let permit = ctx.permit()?;
    let kind = agreed.kind(&command.milestone);
    let case = recorded(facts, permit, command, kind)?;
    let known = known_to(facts, permit, case);
    if ctx.replayed()?.is_some() {
        return Ok(answer(case.clone(), command, known.as_ref()));
    }
    if !case.is_live() {
        return Err(Refusal::CaseClosed);
    }
    guesses_nobody(command, known.as_ref())?;
    let held = was_held(case, command, agreed.kinds, ctx.today())?;
    let mut after = case.clone();
    after.revision += 1;
    let (code, day, terms) = (command.milestone.as_str(), command.held_on, agreed.terms);
    if !held {
        if let Some(plan) = after.plan.as_mut().filter(|plan| plan.milestone(code).is_some()) {
            plan.hold(code, day, terms.milestone_remind_days, ctx.today())?;
        }
        after.invitations.retain(|one| one.milestone != code || one.day > day);
        let event = following::happened(PlanHappening::Held, code.to_owned(), day);
        telling::tell(ctx, &after, telling::followers(case), event);
    }
    let absent = newly_absent(case, command);
    inviting::tell(ctx, case, &absent, PlanHappening::Absent, (code, day));
    after.attendance.record(code, day, &command.presence);
    let organisations: Vec<Oin> = command.presence.iter().map(|(oin, _)| *oin).collect();
    let facts = ctx.facts;
    let stands = |acted: &Acted| match acted.ticket {
        // Recording the same once more is no next absence.
        _ if !absent.contains(&acted.organisation) => true,
        Some(ticket) => facts.ticket(ticket).is_some_and(Ticket::is_open),
        // The director was told why there is none; where that is over, the ladder opens.
        None => managing(facts, case).is_none_or(|own| own.organisation == acted.organisation),
    };
    let due = after.attendance.act(&organisations, terms.absences_open_ladder, stands);
    for (absent, run) in due {
        match open(ctx, case, (absent, permit.party()), router, terms) {
            Ok(ticket) => after.attendance.opened(absent, ticket),
            Err(why) => tell(ctx, case, absent, run, why),
        }
    }
    ctx.effects.put_case(after.clone());
    ctx.keep(Answer::Done);
    Ok(answer(after, command, known.as_ref()))
}

fn answer(case: Case, command: &RecordAttendance, known: Option<&BTreeSet<Oin>>) -> Recorded {
    let named = command.presence.iter().map(|(oin, _)| *oin);
    let shown = |oin: &Oin| known.is_none_or(|known| known.contains(oin));
    Recorded { case, of: named.filter(shown).collect() }
}

/// The case, for who follows its plan, and for who chairs this meeting once it was planned.
fn recorded<'a>(
    facts: &'a Facts,
    permit: &Permit,
    command: &RecordAttendance,
    kind: Option<&MeetingRule>,
) -> Result<&'a Case, Refusal> {
    let chairs = kind.and_then(|kind| kind.chair.as_ref()) == Some(permit.party());
    let of_all = permit.only().is_none();
    following::followed(facts, permit, command.case).or_else(|refusal| {
        let case = facts.case(command.case).filter(|_| chairs && of_all);
        case.filter(|case| planned(case, command) || known(case, command).is_some()).ok_or(refusal)
    })
}

/// The organisations whose presence the caller records; `None`: of all, for an office.
fn known_to(facts: &Facts, permit: &Permit, case: &Case) -> Option<BTreeSet<Oin>> {
    let Party::Organisation(own) = permit.party() else { return None };
    let mut known = inviting::shown(facts, case, permit.party());
    known.insert(*own);
    Some(known)
}

/// An organisation records presence of those it is shown: how often another one stayed away, or that it was
/// invited, would tell that somebody withheld is involved. The director records it of the others.
fn guesses_nobody(
    command: &RecordAttendance,
    known: Option<&BTreeSet<Oin>>,
) -> Result<(), Refusal> {
    let Some(known) = known else { return Ok(()) };
    let unknown = |place: usize| {
        let field = format!("presence[{place}].organisation_oin");
        let rule = "must be an organisation that is involved with the family and that you are shown; \
                    the office that directs records presence of the others";
        FieldProblem::new(field, rule)
    };
    let named = command.presence.iter().enumerate();
    let problems: Vec<FieldProblem> = named
        .filter(|(_, (oin, _))| !known.contains(oin))
        .map(|(place, _)| unknown(place))
        .collect();
    if problems.is_empty() { Ok(()) } else { Err(Refusal::Fields(problems)) }
}

/// Whether it was recorded already that the meeting was held; planned for the day is enough to record it.
fn was_held(
    case: &Case,
    command: &RecordAttendance,
    kinds: &[MeetingRule],
    today: Day,
) -> Result<bool, Refusal> {
    let kind = kinds.iter().find(|kind| kind.code == command.milestone);
    if kind.is_none() && case.plan.is_none() {
        return Err(Refusal::NoPlan);
    }
    let plan = case.plan.as_ref();
    let milestone = plan.and_then(|plan| plan.milestone(&command.milestone));
    let of_kind = kind.is_some_and(|kind| kind.attendance);
    if !of_kind && !milestone.is_some_and(|milestone| milestone.attendance) {
        return Err(Refusal::field("milestone", with_presence(plan, kinds)));
    }
    let held = milestone.is_some_and(|milestone| milestone.held.contains(&command.held_on));
    if held || known(case, command).is_some() {
        return Ok(true);
    }
    if planned(case, command) && command.held_on <= today {
        return Ok(false);
    }
    let rule = if milestone.is_some() {
        "must be a day on which it was held; record that with RecordMilestone first"
    } else {
        "must be a day, today or earlier, for which it was planned; plan it with PlanMeeting first"
    };
    Err(Refusal::field("held_on", rule))
}

/// Whether the meeting was planned for the day.
fn planned(case: &Case, command: &RecordAttendance) -> bool {
    let mut invitations = case.invitations.iter();
    invitations.any(|one| one.milestone == command.milestone && one.day == command.held_on)
}

/// What was recorded of the meeting before.
fn known<'a>(case: &'a Case, command: &RecordAttendance) -> Option<&'a Meeting> {
    let mut meetings = case.attendance.meetings.iter();
    meetings.find(|one| one.day == command.held_on && one.milestone == command.milestone)
}

/// Who is recorded as absent from a meeting and was not before: its worker hears of it, before anybody
/// else acts on it (guide § 5.6.2).
fn newly_absent(case: &Case, command: &RecordAttendance) -> Vec<Oin> {
    let known = known(case, command);
    let was = |oin: &Oin| {
        known.is_some_and(|meeting| meeting.presence.contains(&(*oin, Presence::Absent)))
    };
    let absent = command.presence.iter().filter(|(_, presence)| *presence == Presence::Absent);
    absent.map(|(oin, _)| *oin).filter(|oin| !was(oin)).collect()
}

/// The rule that a meeting breaks at which no presence is recorded, with those at which it is.
fn with_presence(plan: Option<&Plan>, kinds: &[MeetingRule]) -> String {
    let milestones = plan.into_iter().flat_map(|plan| &plan.milestones);
    let milestones = milestones.filter(|one| one.attendance).map(|one| one.code.as_str());
    let kinds = kinds.iter().filter(|kind| kind.attendance).map(|kind| kind.code.as_str());
    let known: BTreeSet<&str> = milestones.chain(kinds).collect();
    let known: Vec<&str> = known.into_iter().collect();
    match known.as_slice() {
        [] => "must be a meeting at which presence is recorded; here there is none".to_owned(),
        known => format!("must be a meeting at which presence is recorded: {}", known.join(", ")),
    }
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
    let obstacle = Obstacle::AbsentFromMeetings;
    let target_matched = opening::is_matched(ctx.facts, involvement, Some(absent), terms);
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
        absence: target_matched,
    };
    let route = router(&question).map_err(|_| NoTicket::CovenantRefuses)?;
    let new = NewTicket {
        id: TicketId(ctx.fresh()),
        involvement: Some(involvement),
        case: case.id,
        target_matched,
        obstacle,
        facts: question,
        by: by.clone(),
        by_office: None,
        skipped: None,
        fingerprint: Receipt::NO_FINGERPRINT,
    };
    Ok(opening::begin(ctx, new, route).id)
}

/// Tells the director that somebody stays away and why no ticket was opened.
fn tell(ctx: &mut Context<'_>, case: &Case, organisation: Oin, run: Run, why: NoTicket) {
    let (case_id, absences) = (case.id, run.absences);
    let event = |_| Event::StaysAway { case: case_id, organisation, absences, why };
    telling::tell(ctx, case, [telling::director(case)].into(), event);
}
