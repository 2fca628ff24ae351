//! Who is invited to a meeting of the plan, and reminded of it? Organisations that are involved with the
//! family; nobody else learns that there is a meeting.

use std::collections::BTreeSet;

use crate::domain::{
    model::{
        case::{Case, invitation::Invitation},
        ids::CaseId,
        involvement::Involvement,
        notification::PlanHappening,
        party::{Oin, Party},
        refusal::{FieldProblem, Refusal},
        terms::Terms,
        time::Day,
    },
    rules::{
        case::{directing, following, reach, telling},
        context::Context,
    },
    state::{facts::Facts, lookup::Lookup as _, receipt::Answer},
};

/// No meeting is planned further ahead: a year, in days.
const AHEAD_MOST_DAYS: i32 = 366;

/// A meeting that is planned, or planned anew.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PlanMeeting {
    /// The case.
    pub case: CaseId,
    /// Which milestone of the plan the meeting is.
    pub milestone: String,
    /// When.
    pub day: Day,
    /// Who is invited, each organisation once.
    pub invited: Vec<Oin>,
}

/// Decides who is invited to a meeting. A meeting of the same kind that was to come is moved by it: who is
/// invited no more is told so.
///
/// # Errors
/// Neither director nor family manager, closed, its persons are kept apart, no plan, no milestone of it, a
/// day that cannot be, or somebody who is not involved.
pub fn plan(ctx: &mut Context<'_>, command: &PlanMeeting, terms: &Terms) -> Result<Case, Refusal> {
    let facts = ctx.facts;
    let permit = ctx.permit()?;
    let case = following::followed(facts, permit, command.case)?;
    if ctx.replayed()?.is_some() {
        return Ok(case.clone());
    }
    if !case.is_live() {
        return Err(Refusal::CaseClosed);
    }
    let case = directing::together(case)?;
    check(ctx, case, command)?;
    let mut after = case.clone();
    after.revision += 1;
    let is_this = |one: &Invitation| one.milestone == command.milestone;
    let before = case.invitations.iter().find(|one| is_this(one));
    after.invitations.retain(|one| !is_this(one));
    let new = Invitation::new(
        &command.milestone,
        command.day,
        command.invited.clone(),
        terms.milestone_remind_days,
        ctx.today(),
    );
    let dropped = before.into_iter().flat_map(|before| {
        let gone = before.invited.iter().filter(|oin| !new.invited.contains(oin));
        gone.map(|oin| (*oin, before.day))
    });
    for (oin, day) in dropped {
        tell(ctx, case, &[oin], PlanHappening::CalledOff, (command.milestone.as_str(), day));
    }
    // Who is invited to the same day already hears nothing new.
    let known =
        |oin: &Oin| before.is_some_and(|one| one.day == new.day && one.invited.contains(oin));
    let invited: Vec<Oin> = new.invited.iter().copied().filter(|oin| !known(oin)).collect();
    tell(ctx, case, &invited, PlanHappening::Invited, (command.milestone.as_str(), new.day));
    after.invitations.push(new);
    ctx.effects.put_case(after.clone());
    ctx.keep(Answer::Done);
    Ok(after)
}

fn check(ctx: &Context<'_>, case: &Case, command: &PlanMeeting) -> Result<(), Refusal> {
    let plan = case.plan.as_ref().ok_or(Refusal::NoPlan)?;
    let mut problems = Vec::new();
    if plan.milestone(&command.milestone).is_none() {
        problems.push(FieldProblem::new("milestone", "must be a milestone of the plan that runs"));
    }
    let today = ctx.today();
    if command.day < today || command.day > today.plus_days(AHEAD_MOST_DAYS) {
        problems.push(FieldProblem::new("day", "must be today or within a year after it"));
    }
    let involved = shown(ctx.facts, case);
    for (place, oin) in command.invited.iter().enumerate() {
        if !involved.contains(oin) {
            let rule =
                "must be an organisation that is involved with the family, as GetCase shows it";
            problems.push(FieldProblem::new(format!("invited_oins[{place}]"), rule));
        }
    }
    if problems.is_empty() { Ok(()) } else { Err(Refusal::Fields(problems)) }
}

/// The organisations that are involved and not withheld: naming one of those would tell who it is.
fn shown(facts: &Facts, case: &Case) -> BTreeSet<Oin> {
    let involvements =
        reach::links(facts, case).filter_map(|link| facts.involvement(link.involvement));
    let shown = involvements.filter(|involvement: &&Involvement| involvement.withheld.is_none());
    shown.map(|involvement| involvement.organisation).collect()
}

/// Reminds the invited, and those who follow the plan, of what is to come. The caller writes the case.
pub fn remind(ctx: &mut Context<'_>, case: &mut Case) {
    let now = ctx.now;
    let due = |one: &Invitation| one.deadline().is_some_and(|at| at <= now);
    let reminded: Vec<Invitation> =
        case.invitations.iter().filter(|one| due(one)).cloned().collect();
    for one in case.invitations.iter_mut().filter(|one| due(one)) {
        one.remind_on = None;
    }
    for one in reminded {
        tell(
            ctx,
            case,
            &one.invited,
            PlanHappening::MeetingSoon,
            (one.milestone.as_str(), one.day),
        );
    }
}

/// Tells organisations about a meeting, as far as they are involved still.
pub fn tell(
    ctx: &mut Context<'_>,
    case: &Case,
    organisations: &[Oin],
    happening: PlanHappening,
    (milestone, day): (&str, Day),
) {
    let involved = telling::involved(ctx.facts, case);
    let still = organisations.iter().filter(|oin| involved.contains_key(oin));
    let told = still.map(|oin| Party::Organisation(*oin)).collect();
    telling::tell(ctx, case, told, following::happened(happening, milestone.to_owned(), day));
}
