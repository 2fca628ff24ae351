//! When is a case closed? When its director says so, for a coded reason; open tickets are closed
//! first, or go along. What is kept of it is destroyed when the covenant's term has passed.

use std::collections::BTreeSet;

use crate::domain::{
    model::{
        agreement::{Measure, MeasureRule, MeetingRule},
        case::{
            Case, CaseState, CloseReason,
            closing::{Closing, FollowUpHelp, Guardian, Instead, Safeguarding},
        },
        ids::CaseId,
        notification::Event,
        party::Party,
        refusal::{FieldProblem, Refusal},
        terms::Terms,
        ticket::Ticket,
        time::Time,
    },
    rules::{
        case::{alarms, directing, inviting, persons, reach, telling},
        context::Context,
        escalation::closing,
    },
    state::{
        keys::Key,
        lists::List,
        loaded::{Loaded, Needs},
        lookup::Lookup,
        receipt::Answer,
    },
};

/// What is done with tickets that are open still.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum OpenTickets {
    /// The case stays open until their handlers closed them.
    First,
    /// They are closed along with the case.
    Along,
}

/// A case that is to be closed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CloseCase {
    /// The case.
    pub case: CaseId,
    /// Why.
    pub reason: CloseReason,
    /// What is done with open tickets.
    pub tickets: OpenTickets,
    /// What is said of it besides.
    pub said: Said,
    /// Only when unchanged; may be empty.
    pub etag: String,
}

/// What is said of a family whose case is closed; which of it must be said, its reason and the measure
/// decide.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Said {
    /// How the family is helped afterwards.
    pub help: Option<FollowUpHelp>,
    /// How what was reached is kept.
    pub safeguarding: Option<Safeguarding>,
    /// Whether the guardian stays.
    pub guardian: Option<Guardian>,
    /// What happens instead of help that the family declines.
    pub instead: Option<Instead>,
}

/// What must be loaded before [`close`]; ask again until nothing is missing.
#[must_use]
pub fn needs(loaded: &Loaded, id: CaseId) -> Needs {
    let mut keys = vec![Key::Case(id)];
    let mut lists = Vec::new();
    if let Some(case) = loaded.case(id).filter(|case| case.is_live()) {
        let (of_persons, of_matches) = persons::needs_to_part(loaded, case);
        keys.extend(of_persons);
        lists.extend(of_matches);
        // Whoever opens a ticket about the family writes the case: the list cannot grow unseen.
        lists.push(List::TicketsOf(id));
        keys.extend(loaded.tickets_of(id).map(Key::Ticket));
        // So does whoever sends a signal about it.
        lists.push(List::SignalsOf(id));
        keys.extend(loaded.signals_of(id).map(Key::Signal));
    }
    Needs::missing(loaded, keys, lists)
}

/// Decides that a case is closed. Everybody involved is told; those who saw each other by the case
/// only do so no longer. Its meetings are called off; `kinds` says who would chair them, and `rule` what
/// its category says of a measure.
///
/// # Errors
/// Not the director, closed already, changed, what must be said is not, tickets are open and do not go
/// along, or a concern signal waits.
pub fn close(
    ctx: &mut Context<'_>,
    command: &CloseCase,
    rule: MeasureRule,
    terms: &Terms,
    kinds: &[MeetingRule],
) -> Result<Case, Refusal> {
    let facts = ctx.facts;
    let permit = ctx.permit()?;
    let case = directing::directed(facts, permit, command.case)?;
    if ctx.replayed()?.is_some() {
        return Ok(case.clone());
    }
    let case = directing::live(facts, permit, command.case, &command.etag)?;
    let closing = said(command, guarded(case, rule))?;
    let tickets: Vec<&Ticket> = facts
        .tickets_of(case.id)
        .filter_map(|id| facts.ticket(id))
        .filter(|ticket| ticket.is_open())
        .collect();
    if command.tickets == OpenTickets::First && !tickets.is_empty() {
        let count = u32::try_from(tickets.len()).unwrap_or(u32::MAX);
        return Err(Refusal::TicketsOpen { count });
    }
    // A signal is a child about whom somebody worries: no case closes over one that nobody took up.
    let signals = facts.signals_of(case.id).filter_map(|id| facts.signal(id));
    let waiting = signals.filter(|signal| signal.is_open()).count();
    if waiting > 0 {
        let count = u32::try_from(waiting).unwrap_or(u32::MAX);
        return Err(Refusal::SignalsOpen { count });
    }
    for ticket in tickets {
        closing::along(ctx, ticket)?;
    }
    inviting::call_off(ctx, case, kinds);
    let mut after = case.clone();
    after.revision += 1;
    after.closing = Some(closing);
    after.invitations.clear();
    after.state = CaseState::Closed {
        reason: command.reason,
        at: ctx.now,
        until: terms.case_kept_until(ctx.today()),
    };
    if let Some(watch) = after.watch.as_mut().filter(|watch| watch.runs()) {
        // Watch that was kept while the case was open ends with it.
        watch.ended = Some(ctx.today());
    }
    let mut told: BTreeSet<Party> = telling::everybody(facts, case);
    told.extend(case.watcher());
    let reason = command.reason;
    let event = |known| Event::CaseClosed { known, reason };
    telling::tell(ctx, case, told, event);
    // The present family manager stays the last one: it may be the one who keeps watch.
    for term in after.managers.iter_mut().filter(|term| term.until.is_none()) {
        term.until = Some(ctx.now);
    }
    persons::part(ctx, case, &after);
    ctx.effects.put_case(after.clone());
    ctx.keep(Answer::Done);
    Ok(after)
}

/// Whether a family has a guardian or a probation officer, who stays or does not.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Guarded {
    /// It has: the measure says so, or the category while nobody said anything else.
    Yes,
    /// It may have: the category is one of families with a measure, and why there is none was said.
    Perhaps,
    /// It has not.
    No,
}

fn guarded(case: &Case, rule: MeasureRule) -> Guarded {
    match (case.family.measure, rule) {
        (Measure::ChildProtection | Measure::YouthProbation, _) => Guarded::Yes,
        (Measure::None, MeasureRule::Required) => match case.despite() {
            None => Guarded::Yes,
            Some(_) => Guarded::Perhaps,
        },
        (Measure::None, MeasureRule::Either | MeasureRule::Excluded) => Guarded::No,
    }
}

/// What is kept of what was said. A family is not simply let go: how it is helped and how the result is
/// kept is always said (guide § 5.7), and of one that declines what happens instead.
fn said(command: &CloseCase, guarded: Guarded) -> Result<Closing, Refusal> {
    const MISSING: &str = "is required when a case is closed for this reason";
    const NOT_SO: &str = "goes with another reason for closing";
    let Said { help, safeguarding, guardian, instead } = command.said;
    let mut problems = Vec::new();
    let mut wrong = |field: &str, rule: &str| problems.push(FieldProblem::new(field, rule));
    let declines = command.reason == CloseReason::FamilyDeclines;
    for (field, given, wanted) in [
        ("follow_up_help", help.is_some(), !declines),
        ("safeguarding", safeguarding.is_some(), !declines),
        ("instead", instead.is_some(), declines),
    ] {
        match (given, wanted) {
            (false, true) => wrong(field, MISSING),
            (true, false) => wrong(field, NOT_SO),
            (true, true) | (false, false) => {}
        }
    }
    match (guardian, guarded) {
        (None, Guarded::Yes) => {
            wrong("guardian", "is required when the family has a measure: does the guardian stay?");
        }
        (Some(_), Guarded::No) => wrong("guardian", "goes with a family that has a measure"),
        (Some(_), Guarded::Yes | Guarded::Perhaps) | (None, Guarded::Perhaps | Guarded::No) => {}
    }
    let followed =
        || Some(Closing::Followed { help: help?, safeguarding: safeguarding?, guardian });
    let declined = || Some(Closing::Declined { instead: instead?, guardian });
    let closing = if declines { declined() } else { followed() };
    match closing {
        Some(closing) if problems.is_empty() => Ok(closing),
        _ => Err(Refusal::Fields(problems)),
    }
}

/// What must be loaded before [`due`]; ask again until nothing is missing.
#[must_use]
pub fn needs_due(loaded: &Loaded, id: CaseId, now: Time) -> Needs {
    let mut keys = vec![Key::Case(id)];
    let mut lists = Vec::new();
    if let Some(case) = loaded.case(id) {
        keys.extend(reach::keys_of(loaded, id));
        if destroyed(case, now) {
            let persons = case.persons.iter().flat_map(|person| person.identity.pseudonyms());
            keys.extend(persons.map(Key::Person));
            lists.push(List::TicketsClosed(id));
            keys.extend(loaded.tickets_closed(id).map(Key::Ticket));
        }
    }
    Needs::missing(loaded, keys, lists)
}

/// Whether what is kept of a closed case is to be destroyed.
fn destroyed(case: &Case, now: Time) -> bool {
    match case.state {
        CaseState::Closed { until, .. } => until < now.day(),
        CaseState::Open | CaseState::Watching { .. } => false,
    }
}

/// What happens to a case whose deadline has come: the alarms of its plan and of its watch, or the
/// end of what is kept of it.
pub fn due(ctx: &mut Context<'_>, case: &Case, terms: &Terms, kinds: &[MeetingRule]) {
    if destroyed(case, ctx.now) {
        destroy(ctx, case);
        return;
    }
    let mut after = case.clone();
    after.revision += 1;
    if case.is_live() {
        alarms::plan(ctx, &mut after);
        inviting::remind(ctx, &mut after, kinds);
    }
    alarms::watch(ctx, &mut after);
    after.settle_watch(terms.case_kept_until(ctx.today()));
    ctx.effects.put_case(after);
}

/// Destroys a case, and the tickets that belonged to it.
fn destroy(ctx: &mut Context<'_>, case: &Case) {
    let facts = ctx.facts;
    for person in &case.persons {
        persons::take_out(ctx, case, &person.identity);
    }
    ctx.effects.delete.extend(facts.tickets_closed(case.id).map(Key::Ticket));
    ctx.effects.delete.push(Key::Case(case.id));
}
