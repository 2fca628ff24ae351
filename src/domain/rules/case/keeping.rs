//! Who keeps watch, and from when to when? The director starts and stops it as the covenant
//! foresees; whoever keeps it records that they looked.

use std::collections::BTreeSet;

use crate::domain::{
    model::{
        agreement::{WatchRule, Watcher},
        case::{
            Case, CaseState,
            watch::{Finding, Look, Watch},
        },
        ids::CaseId,
        notification::{Event, KnownBy, WatchHappening},
        party::{OfficeId, Party},
        person::Identity,
        refusal::Refusal,
        terms::Terms,
        time::{Day, Time},
    },
    rules::{
        access::Permit,
        case::{directing, following, telling},
        context::Context,
    },
    state::{facts::Facts, lookup::Lookup, receipt::Answer},
};

/// What is done about watch.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WatchAct {
    /// It begins; only the director.
    Start,
    /// A look was taken; whoever keeps watch, or the director.
    Look(Look),
    /// It ends before its time; only the director.
    Stop,
}

/// Decides about watch. `rule` is what the covenant says for the family's category.
///
/// # Errors
/// Neither director nor watcher; not foreseen; kept already, or not kept; a day that cannot be.
pub fn keep(
    ctx: &mut Context<'_>,
    id: CaseId,
    act: WatchAct,
    rule: Option<&WatchRule>,
    terms: &Terms,
) -> Result<Case, Refusal> {
    let facts = ctx.facts;
    let permit = ctx.permit()?;
    let case = watched(facts, permit, id)?;
    if ctx.replayed()?.is_some() {
        return Ok(case.clone());
    }
    let mut after = case.clone();
    after.revision += 1;
    let remind_days = terms.milestone_remind_days;
    let (told, happening, day) = match act {
        WatchAct::Start => {
            directing::directed(facts, permit, id)?;
            let watch = start(&mut after, rule, remind_days, ctx.now)?;
            (both(case, &watch.by), WatchHappening::Started, watch.until)
        }
        WatchAct::Stop => {
            directing::directed(facts, permit, id)?;
            let watch = running(&mut after)?;
            watch.ended = Some(ctx.today());
            (both(case, &watch.by.clone()), WatchHappening::Stopped, ctx.today())
        }
        WatchAct::Look(look) => {
            running(&mut after)?.look(look, remind_days, ctx.today())?;
            let told = match look.finding {
                Finding::NothingNeeded => BTreeSet::new(),
                Finding::ActionNeeded => BTreeSet::from([telling::director(case)]),
            };
            (told, WatchHappening::ActionNeeded, look.day)
        }
    };
    after.settle_watch(terms.case_kept_until(ctx.today()));
    let event = happened(&after, happening, day);
    telling::tell(ctx, &after, told, event);
    ctx.effects.put_case(after.clone());
    ctx.keep(Answer::Done);
    Ok(after)
}

/// A case that the caller directs, or over which it keeps or kept watch.
fn watched<'a>(facts: &'a Facts, permit: &Permit, id: CaseId) -> Result<&'a Case, Refusal> {
    let case = facts.case(id).ok_or(Refusal::NotAllowed)?;
    if watches(permit, case) { Ok(case) } else { directing::directed(facts, permit, id) }
}

/// Whether the caller keeps or kept watch; a professional must have been the last family manager.
fn watches(permit: &Permit, case: &Case) -> bool {
    let watches = case.watch.as_ref().is_some_and(|watch| watch.by == *permit.party());
    watches && following::manages(permit, case.managers.last())
}

/// Whether the caller keeps watch at present: such a family is on its list.
#[must_use]
pub fn keeps(permit: &Permit, case: &Case) -> bool {
    watches(permit, case) && case.watch.as_ref().is_some_and(Watch::runs)
}

/// The offices that direct a closed case of these persons after which watch is kept: whoever keeps it does so
/// for what may happen now.
pub fn directors(facts: &Facts, persons: &[Identity]) -> BTreeSet<OfficeId> {
    let known = persons.iter().flat_map(Identity::pseudonyms);
    let known = known.filter_map(|pseudonym| facts.person(pseudonym));
    let cases = known.flat_map(|person| &person.cases).filter_map(|id| facts.case(*id));
    let watched = cases.filter(|case| !case.is_live() && case.is_followed());
    watched.map(|case| case.director.clone()).collect()
}

/// Begins watch: while the case is open or after it was closed, as the covenant says.
fn start(
    case: &mut Case,
    rule: Option<&WatchRule>,
    remind_days: u16,
    now: Time,
) -> Result<Watch, Refusal> {
    if case.watch.as_ref().is_some_and(Watch::runs) {
        return Err(Refusal::Watch { kept: true });
    }
    let rule = rule.filter(|rule| rule.while_open == case.is_live());
    let rule = rule.ok_or(Refusal::WatchNotForeseen)?;
    let by = match (&rule.by, case.managers.last()) {
        (Watcher::LastFamilyManager, Some(term)) => Party::Organisation(term.organisation),
        (Watcher::LastFamilyManager, None) | (Watcher::Director, _) => telling::director(case),
        (Watcher::Office(office), _) => Party::Office(office.clone()),
    };
    let watch = Watch::new(rule, by, remind_days, now.day());
    case.watch = Some(watch.clone());
    if let CaseState::Closed { reason, at, .. } = case.state {
        case.state = CaseState::Watching { reason, at };
    }
    Ok(watch)
}

/// Whether watch that is kept on a live case goes to another family manager: the former one keeps it, or the
/// covenant has the family manager keep it and there was none.
#[must_use]
pub fn goes_along(case: &Case, rule: Option<&WatchRule>) -> bool {
    let Some(by) = case.watcher() else { return false };
    let managers = matches!(rule, Some(WatchRule { by: Watcher::LastFamilyManager, .. }));
    let stood_in = managers && case.manager().is_none() && by == telling::director(case);
    stood_in || matches!(by, Party::Organisation(_))
}

/// Somebody else keeps the watch that runs; both are told, and the director. The caller writes the case.
pub fn pass_on(ctx: &mut Context<'_>, case: &mut Case, to: Party) {
    let Some(watch) = case.watch.as_mut().filter(|watch| watch.runs() && watch.by != to) else {
        return;
    };
    let former = std::mem::replace(&mut watch.by, to.clone());
    let (until, today) = (watch.until, ctx.today());
    let started = happened(case, WatchHappening::Started, until);
    telling::tell(ctx, case, both(case, &to), started);
    if former != telling::director(case) {
        let stopped = happened(case, WatchHappening::Stopped, today);
        telling::tell(ctx, case, [former].into(), stopped);
    }
}

fn running(case: &mut Case) -> Result<&mut Watch, Refusal> {
    case.watch.as_mut().filter(|watch| watch.runs()).ok_or(Refusal::Watch { kept: false })
}

fn both(case: &Case, watcher: &Party) -> BTreeSet<Party> {
    [telling::director(case), watcher.clone()].into()
}

/// The notification about a watch.
pub fn happened(case: &Case, happening: WatchHappening, day: Day) -> impl Fn(KnownBy) -> Event {
    let case = case.id;
    move |_| Event::Watch { case, happening, day }
}
