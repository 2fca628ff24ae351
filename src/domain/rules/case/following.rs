//! How is the plan followed? Its milestones are recorded by the director or the organisation of the
//! family manager; the director extends it.

use crate::domain::{
    model::{
        agreement::{PlanRule, weeks_after},
        case::{
            Case, ManagerTerm,
            plan::{self, ExtensionReason, Plan},
        },
        ids::CaseId,
        notification::{Event, KnownBy, PlanHappening},
        refusal::Refusal,
        terms::Terms,
        time::Day,
    },
    rules::{
        access::Permit,
        case::{directing, telling},
        context::Context,
    },
    state::{facts::Facts, lookup::Lookup, receipt::Answer},
};

/// A milestone that was held.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RecordMilestone {
    /// The case.
    pub case: CaseId,
    /// Its code in the covenant.
    pub milestone: String,
    /// When.
    pub held_on: Day,
    /// To begin a plan: which variant. `None` for a milestone of the plan that runs; in a case
    /// without one that begins the usual plan.
    pub plan: Option<String>,
}

/// A plan that is to be extended: whether and how long is the decision of its meeting (guide § 5.7).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ExtendCase {
    /// The case.
    pub case: CaseId,
    /// By how many weeks.
    pub weeks: u16,
    /// Why.
    pub reason: ExtensionReason,
    /// Only when unchanged; may be empty.
    pub etag: String,
}

/// A case that the caller directs, or whose family manager its organisation provides; a professional
/// must be the family manager.
///
/// # Errors
/// Unknown and somebody else's are the same refusal.
pub fn followed<'a>(facts: &'a Facts, permit: &Permit, id: CaseId) -> Result<&'a Case, Refusal> {
    facts
        .case(id)
        .filter(|case| telling::followers(case).contains(permit.party()))
        .filter(|case| manages(permit, case.manager()))
        .ok_or(Refusal::NotAllowed)
}

/// Whether what a family manager does is within reach.
pub(super) fn manages(permit: &Permit, manager: Option<&ManagerTerm>) -> bool {
    let is = |own: &str| manager.is_some_and(|term| term.card.professional_id == own);
    permit.only().is_none_or(is)
}

/// Decides what is recorded of a milestone. `plans` are the plans of the family's category, the
/// usual one first.
///
/// # Errors
/// Neither director nor family manager, closed, its persons are kept apart, no such milestone or
/// plan, or a day that cannot be.
pub fn record(
    ctx: &mut Context<'_>,
    command: &RecordMilestone,
    plans: &[PlanRule],
    terms: &Terms,
) -> Result<Case, Refusal> {
    let facts = ctx.facts;
    let permit = ctx.permit()?;
    let case = followed(facts, permit, command.case)?;
    if ctx.replayed()?.is_some() {
        return Ok(case.clone());
    }
    if !case.is_live() {
        return Err(Refusal::CaseClosed);
    }
    let case = directing::together(case)?;
    let (remind_days, today) = (terms.milestone_remind_days, ctx.today());
    let mut after = case.clone();
    after.revision += 1;
    let (code, day) = (command.milestone.clone(), command.held_on);
    after.invitations.retain(|one| one.milestone != code || one.day > day);
    match (&mut after.plan, &command.plan) {
        (Some(plan), None) => {
            plan.hold(&command.milestone, day, remind_days, today)?;
            let told = telling::followers(case);
            let event = happened(PlanHappening::Held, code, day);
            telling::tell(ctx, &after, told, event);
        }
        (running, variant) => {
            let rule = begins(running.as_ref(), variant.as_deref(), command, plans, today)?;
            let plan = Plan::new(rule, day, remind_days, today);
            let event = happened(PlanHappening::Recorded, plan.variant.clone(), plan.ends);
            *running = Some(plan);
            let told = telling::everybody(facts, case);
            telling::tell(ctx, &after, told, event);
        }
    }
    ctx.effects.put_case(after.clone());
    ctx.keep(Answer::Done);
    Ok(after)
}

/// The rule of a plan that begins with the milestone that is recorded.
fn begins<'a>(
    running: Option<&Plan>,
    variant: Option<&str>,
    command: &RecordMilestone,
    plans: &'a [PlanRule],
    today: Day,
) -> Result<&'a PlanRule, Refusal> {
    let rule = match variant {
        None => plans.first().ok_or(Refusal::NoPlan)?,
        Some(variant) => {
            if running.is_some_and(|plan| plan.variant == variant && !plan.over) {
                let rule = "runs already; leave it out to record a milestone of it";
                return Err(Refusal::field("plan", rule));
            }
            plans.iter().find(|rule| rule.id == variant).ok_or_else(|| {
                let known: Vec<&str> = plans.iter().map(|rule| rule.id.as_str()).collect();
                let known = known.join(", ");
                Refusal::field("plan", format!("must be a plan of this category: {known}"))
            })?
        }
    };
    match plan::first(rule) {
        Some(first) if first == command.milestone => {}
        Some(first) => {
            let rule = format!("must be {first}, with which this plan begins");
            return Err(Refusal::field("milestone", rule));
        }
        None => return Err(Refusal::NoPlan),
    }
    if command.held_on > today || weeks_after(command.held_on, rule.weeks) < today {
        let rule = "must not lie in the future, nor so far back that the plan would be over";
        return Err(Refusal::field("held_on", rule));
    }
    Ok(rule)
}

/// Decides that the plan is extended.
///
/// # Errors
/// Not the director, closed, changed, no plan, by more weeks than the covenant allows, or extended as
/// often as it allows.
pub fn extend(ctx: &mut Context<'_>, command: &ExtendCase, terms: &Terms) -> Result<Case, Refusal> {
    let facts = ctx.facts;
    let permit = ctx.permit()?;
    let case = directing::directed(facts, permit, command.case)?;
    if ctx.replayed()?.is_some() {
        return Ok(case.clone());
    }
    let mut after = directing::live(facts, permit, command.case, &command.etag)?.clone();
    let plan = after.plan.as_mut().ok_or(Refusal::NoPlan)?;
    plan.extend(command.weeks, command.reason, terms.milestone_remind_days, ctx.today())?;
    let event = happened(PlanHappening::Extended, plan.variant.clone(), plan.ends);
    after.revision += 1;
    let told = telling::everybody(facts, &after);
    telling::tell(ctx, &after, told, event);
    ctx.effects.put_case(after.clone());
    ctx.keep(Answer::Done);
    Ok(after)
}

/// The notification about a plan.
pub fn happened(happening: PlanHappening, code: String, day: Day) -> impl Fn(KnownBy) -> Event {
    move |known| Event::Plan { known, happening, code: code.clone(), day }
}
