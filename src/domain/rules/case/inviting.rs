//! Who is invited to a meeting, and reminded of it? Organisations that are involved with the family, and
//! who chairs it by the covenant; nobody else learns that there is a meeting.

use std::collections::BTreeSet;

use crate::domain::{
    model::{
        agreement::{MeetingRule, PlanRule},
        case::{Case, invitation::Invitation},
        ids::CaseId,
        involvement::Involvement,
        notification::{KnownBy, PlanHappening},
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

/// A meeting that is planned, planned anew or called off.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PlanMeeting {
    /// The case.
    pub case: CaseId,
    /// Which milestone of the plan the meeting is, or which kind of the covenant.
    pub milestone: String,
    /// When.
    pub day: Day,
    /// Who is invited, each organisation once; `None` when it does not take place.
    pub invited: Option<Vec<Oin>>,
}

/// What the covenant says of the meetings of a case.
#[derive(Clone, Copy)]
pub struct Agreed<'a> {
    /// The kinds that can be planned besides the milestones of a plan, with who chairs them.
    pub kinds: &'a [MeetingRule],
    /// The plans of the family's category.
    pub plans: &'a [PlanRule],
    /// The terms.
    pub terms: &'a Terms,
}

impl Agreed<'_> {
    /// The kind with this code.
    pub(super) fn kind(&self, code: &str) -> Option<&MeetingRule> {
        self.kinds.iter().find(|kind| kind.code == code)
    }
}

/// Decides who is invited to a meeting, or that it is called off. A meeting of the same kind that was to
/// come is moved by it: who is invited no more is told so. Whoever chairs it is told too. The answer is the
/// case with its meetings as the caller sees them.
///
/// # Errors
/// Neither director nor family manager, closed, its persons are kept apart, no meeting that can be planned
/// here, a day that cannot be, or somebody who is not involved.
pub fn plan(
    ctx: &mut Context<'_>,
    command: &PlanMeeting,
    agreed: Agreed<'_>,
) -> Result<Case, Refusal> {
    let facts = ctx.facts;
    let permit = ctx.permit()?;
    let case = following::followed(facts, permit, command.case)?;
    if ctx.replayed()?.is_some() {
        return Ok(seen(facts, case.clone(), permit.party()));
    }
    if !case.is_live() {
        return Err(Refusal::CaseClosed);
    }
    let case = directing::together(case)?;
    let code = command.milestone.as_str();
    let before = case.invitations.iter().find(|one| one.milestone == code);
    let after = match &command.invited {
        Some(invited) => {
            check(ctx, case, command, invited, agreed)?;
            let remind = agreed.terms.milestone_remind_days;
            let today = ctx.today();
            Some(Invitation::new(code, command.day, invited.clone(), remind, today))
        }
        None if before.is_some_and(|before| before.day == command.day) => None,
        None => {
            let rule = "must be the day for which this meeting is planned, as GetCase shows it";
            return Err(Refusal::field("day", rule));
        }
    };
    // Whoever plans a meeting knows that it chairs it.
    let chair = agreed.kind(code).and_then(|kind| kind.chair.as_ref());
    let chair = chair.filter(|chair| *chair != permit.party());
    moved(ctx, case, chair, before, after.as_ref());
    let mut now = case.clone();
    now.revision += 1;
    now.invitations.retain(|one| one.milestone != code);
    now.invitations.extend(after);
    ctx.effects.put_case(now.clone());
    ctx.keep(Answer::Done);
    Ok(seen(facts, now, permit.party()))
}

/// A case with its meetings as an organisation sees them: of those who are invited, whom it is shown and
/// who are involved still. The office that directs invites whom others are not shown.
fn seen(facts: &Facts, mut case: Case, viewer: &Party) -> Case {
    if let Party::Organisation(_) = viewer {
        let shown = shown(facts, &case, viewer);
        for one in &mut case.invitations {
            one.invited.retain(|oin| shown.contains(oin));
        }
    }
    case
}

/// No meeting of a case takes place any more: whoever was invited to one that was to come hears it, and
/// whoever would chair it. The caller writes the case.
pub fn call_off(ctx: &mut Context<'_>, case: &Case, kinds: &[MeetingRule]) {
    let today = ctx.today();
    for one in case.invitations.iter().filter(|one| one.day >= today) {
        let chair = kinds.iter().find(|kind| kind.code == one.milestone);
        let chair = chair.and_then(|kind| kind.chair.as_ref());
        // Whoever closes a case knows what it calls off.
        let chair = chair.filter(|chair| ctx.party().ok() != Some(*chair));
        moved(ctx, case, chair, Some(one), None);
    }
}

/// The family of a case lives elsewhere: its meetings that are to come take place. Whoever chairs one there
/// hears so, whoever chaired it need not come; and where the chair or the director is another one, those who
/// are invited are told that it stands. `kinds` says who chairs before and after.
pub fn moved_house(
    ctx: &mut Context<'_>,
    (before, after): (&Case, &Case),
    kinds: (&[MeetingRule], &[MeetingRule]),
) {
    let chair = |kinds: &[MeetingRule], one: &Invitation| {
        kinds.iter().find(|kind| kind.code == one.milestone).and_then(|kind| kind.chair.clone())
    };
    let today = ctx.today();
    for one in after.invitations.iter().filter(|one| one.day >= today) {
        let meeting = (one.milestone.as_str(), one.day);
        let (was, is) = (chair(kinds.0, one), chair(kinds.1, one));
        if was == is && before.director == after.director {
            continue;
        }
        let invited =
            |party: &Party| matches!(party, Party::Organisation(oin) if one.invited.contains(oin));
        if let Some(was) = was.as_ref().filter(|was| is.as_ref() != Some(*was) && !invited(was)) {
            tell_chair(ctx, after, was, PlanHappening::CalledOff, meeting);
        }
        if let Some(is) = is.as_ref().filter(|is| was.as_ref() != Some(*is)) {
            tell_chair(ctx, after, is, PlanHappening::Chairs, meeting);
        }
        let chairs = |oin: &Oin| is.as_ref() == Some(&Party::Organisation(*oin));
        let others: Vec<Oin> = one.invited.iter().copied().filter(|oin| !chairs(oin)).collect();
        tell(ctx, after, &others, PlanHappening::Invited, meeting);
    }
}

/// Tells what an invitation changes for whom: who need not come, who is invited, who chairs. Who is invited
/// to the same day already hears nothing new.
fn moved(
    ctx: &mut Context<'_>,
    case: &Case,
    chair: Option<&Party>,
    before: Option<&Invitation>,
    after: Option<&Invitation>,
) {
    let invited = |one: Option<&Invitation>| -> Vec<Oin> {
        let invited = one.into_iter().flat_map(|one| one.invited.iter().copied());
        invited.filter(|oin| chair != Some(&Party::Organisation(*oin))).collect()
    };
    let (were, are) = (invited(before), invited(after));
    let same_day = before.zip(after).is_some_and(|(before, after)| before.day == after.day);
    if let Some(before) = before {
        let meeting = (before.milestone.as_str(), before.day);
        let gone: Vec<Oin> = were.iter().copied().filter(|oin| !are.contains(oin)).collect();
        tell(ctx, case, &gone, PlanHappening::CalledOff, meeting);
        if let (Some(chair), None) = (chair, after) {
            tell_chair(ctx, case, chair, PlanHappening::CalledOff, meeting);
        }
    }
    if let Some(after) = after {
        let meeting = (after.milestone.as_str(), after.day);
        let new: Vec<Oin> =
            are.iter().copied().filter(|oin| !(same_day && were.contains(oin))).collect();
        tell(ctx, case, &new, PlanHappening::Invited, meeting);
        if let Some(chair) = chair.filter(|_| !same_day) {
            tell_chair(ctx, case, chair, PlanHappening::Chairs, meeting);
        }
    }
}

fn check(
    ctx: &Context<'_>,
    case: &Case,
    command: &PlanMeeting,
    invited: &[Oin],
    agreed: Agreed<'_>,
) -> Result<(), Refusal> {
    let code = command.milestone.as_str();
    let plan = case.plan.as_ref();
    let mut problems = Vec::new();
    if agreed.kind(code).is_none() && plan.and_then(|plan| plan.milestone(code)).is_none() {
        let mut later = agreed.plans.iter().flat_map(|plan| &plan.milestones);
        if plan.is_none() && later.any(|milestone| milestone.code == code) {
            return Err(Refusal::NoPlan);
        }
        let milestones = plan.into_iter().flat_map(|plan| &plan.milestones);
        let known: BTreeSet<&str> = milestones
            .map(|milestone| milestone.code.as_str())
            .chain(agreed.kinds.iter().map(|kind| kind.code.as_str()))
            .collect();
        let rule = if known.is_empty() {
            "must be a milestone of a plan; none runs here, and this covenant knows no other meetings"
                .to_owned()
        } else {
            let known: Vec<&str> = known.into_iter().collect();
            format!("must be a meeting that can be planned here: {}", known.join(", "))
        };
        problems.push(FieldProblem::new("milestone", rule));
    }
    let today = ctx.today();
    if command.day < today || command.day > today.plus_days(AHEAD_MOST_DAYS) {
        problems.push(FieldProblem::new("day", "must be today or within a year after it"));
    }
    let involved = shown(ctx.facts, case, ctx.permit()?.party());
    for (place, oin) in invited.iter().enumerate() {
        if !involved.contains(oin) {
            let rule =
                "must be an organisation that is involved with the family, as GetCase shows it";
            problems.push(FieldProblem::new(format!("invited_oins[{place}]"), rule));
        }
    }
    if problems.is_empty() { Ok(()) } else { Err(Refusal::Fields(problems)) }
}

/// The organisations that are involved and that a party is shown: naming another would tell that it is there.
/// Through whom contact goes with a sensitive one is never named; with a shielded family, to offices only.
pub(super) fn shown(facts: &Facts, case: &Case, viewer: &Party) -> BTreeSet<Oin> {
    let involvements =
        reach::links(facts, case).filter_map(|link| facts.involvement(link.involvement));
    let shown = involvements.filter(|involvement: &&Involvement| match viewer {
        Party::Office(_) => involvement.withheld.is_none(),
        Party::Organisation(own) => {
            involvement.through().is_none() || involvement.organisation == *own
        }
    });
    shown.map(|involvement| involvement.organisation).collect()
}

/// Reminds the invited, and who chairs, of what is to come. The caller writes the case.
pub fn remind(ctx: &mut Context<'_>, case: &mut Case, kinds: &[MeetingRule]) {
    let now = ctx.now;
    let due = |one: &Invitation| one.deadline().is_some_and(|at| at <= now);
    let reminded: Vec<Invitation> =
        case.invitations.iter().filter(|one| due(one)).cloned().collect();
    for one in case.invitations.iter_mut().filter(|one| due(one)) {
        one.remind_on = None;
    }
    for one in reminded {
        let meeting = (one.milestone.as_str(), one.day);
        tell(ctx, case, &one.invited, PlanHappening::MeetingSoon, meeting);
        let kind = kinds.iter().find(|kind| kind.code == one.milestone);
        let is_invited =
            |party: &Party| matches!(party, Party::Organisation(oin) if one.invited.contains(oin));
        let chair = kind.and_then(|kind| kind.chair.as_ref()).filter(|party| !is_invited(party));
        if let Some(chair) = chair {
            tell_chair(ctx, case, chair, PlanHappening::MeetingSoon, meeting);
        }
    }
}

/// Tells who chairs a meeting, by the case: to record who was present. Nothing about the family is told.
fn tell_chair(
    ctx: &mut Context<'_>,
    case: &Case,
    chair: &Party,
    happening: PlanHappening,
    (milestone, day): (&str, Day),
) {
    let known = KnownBy { by_id: true, ..telling::known_by(ctx.facts, case, chair) };
    ctx.tell(chair.clone(), following::happened(happening, milestone.to_owned(), day)(known));
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
