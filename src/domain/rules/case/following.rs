//! How is the plan followed? Its milestones are recorded by the director or the organisation of the
//! family manager; the director extends it.

use crate::domain::{
    model::{
        agreement::{PlanRule, weeks_after},
        case::{
            plan::{self, ExtensionReason, Plan},
            record::{self, Case},
        },
        ids::{CaseId, FreshIds},
        notification::{Event, PlanHappening},
        refusal::Refusal,
        terms::Terms,
        time::{Day, Time},
    },
    rules::{access::Permit, case::telling},
    state::{
        receipt::{Answer, Request},
        record::{Effects, Loaded},
    },
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

/// A case that the caller directs, or whose family manager its organisation provides.
///
/// # Errors
/// Unknown and somebody else's are the same refusal.
pub fn followed<'a>(loaded: &'a Loaded, permit: &Permit, id: CaseId) -> Result<&'a Case, Refusal> {
    loaded
        .case(id)
        .filter(|case| telling::followers(case).contains(permit.party()))
        .ok_or(Refusal::NotAllowed)
}

/// Decides what is recorded of a milestone. `plans` are the plans of the family's category, the
/// usual one first.
///
/// # Errors
/// Neither director nor family manager, closed, no such milestone or plan, or a day that cannot be.
#[expect(clippy::too_many_arguments, reason = "values of one decision, each of its own kind")]
pub fn record(
    loaded: &Loaded,
    permit: &Permit,
    request: &Request,
    command: &RecordMilestone,
    plans: &[PlanRule],
    terms: &Terms,
    ids: &mut FreshIds,
    now: Time,
) -> Result<(Case, Effects), Refusal> {
    let case = followed(loaded, permit, command.case)?;
    if request.replayed(loaded)?.is_some() {
        return Ok((case.clone(), Effects::default()));
    }
    if !case.is_live() {
        return Err(Refusal::CaseClosed);
    }
    let (remind_days, today) = (terms.milestone_remind_days, now.day());
    let mut effects = Effects::default();
    let mut after = case.clone();
    after.revision += 1;
    let (code, day) = (command.milestone.clone(), command.held_on);
    match (&mut after.plan, &command.plan) {
        (Some(plan), None) => {
            plan.hold(&command.milestone, day, remind_days, today)?;
            let told = telling::followers(case);
            let event = happened(PlanHappening::Held, code, day);
            telling::tell(loaded, &after, told, event, ids, now, &mut effects);
        }
        (running, variant) => {
            let rule = begins(running.as_ref(), variant.as_deref(), command, plans, today)?;
            let plan = Plan::new(rule, day, remind_days, today);
            let event = happened(PlanHappening::Recorded, plan.variant.clone(), plan.ends);
            *running = Some(plan);
            let told = telling::everybody(loaded, case);
            telling::tell(loaded, &after, told, event, ids, now, &mut effects);
        }
    }
    effects.put_case(after.clone());
    request.keep(Answer::Done, now, &mut effects);
    Ok((after, effects))
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
/// Not the director, closed, changed, no plan, or extended as often as the covenant allows.
#[expect(clippy::too_many_arguments, reason = "values of one decision, each of its own kind")]
pub fn extend(
    loaded: &Loaded,
    permit: &Permit,
    request: &Request,
    id: CaseId,
    etag: &str,
    reason: ExtensionReason,
    terms: &Terms,
    ids: &mut FreshIds,
    now: Time,
) -> Result<(Case, Effects), Refusal> {
    let case = record::directed(loaded, permit, id)?;
    if request.replayed(loaded)?.is_some() {
        return Ok((case.clone(), Effects::default()));
    }
    let mut after = record::live(loaded, permit, id, etag)?.clone();
    let plan = after.plan.as_mut().ok_or(Refusal::NoPlan)?;
    plan.extend(reason, terms.milestone_remind_days, now.day())?;
    let event = happened(PlanHappening::Extended, plan.variant.clone(), plan.ends);
    after.revision += 1;
    let mut effects = Effects::default();
    let told = telling::everybody(loaded, &after);
    telling::tell(loaded, &after, told, event, ids, now, &mut effects);
    effects.put_case(after.clone());
    request.keep(Answer::Done, now, &mut effects);
    Ok((after, effects))
}

/// The notification about a plan.
pub fn happened(
    happening: PlanHappening,
    code: String,
    day: Day,
) -> impl Fn(telling::KnownBy) -> Event {
    move |known| Event::Plan { known, happening, code: code.clone(), day }
}
