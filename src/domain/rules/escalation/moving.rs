//! Moving a ticket: a step up, or to another office on the same step because facts changed.

use crate::domain::{
    model::{
        calendar::add_working_days_but,
        ids::TicketId,
        notification::TicketHappening,
        party::{AreaCode, CategoryCode, Oin, Party},
        refusal::Refusal,
        routing::{Route, RouteQuestion, RouteTarget, Router},
        ticket::{SkipReason, Ticket},
        time::Day,
    },
    rules::{
        context::Context,
        escalation::{
            asking,
            happening::{Happening, happen},
            own_name, seeing,
        },
    },
    state::{
        facts::Facts,
        keys::Key,
        loaded::{Loaded, Needs},
        lookup::Lookup as _,
        receipt::Answer,
    },
};

/// A request to take a ticket up.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Escalate {
    /// The ticket.
    pub id: TicketId,
    /// The step to go to; `None` for the next.
    pub to_step: Option<u8>,
    /// Why steps are skipped.
    pub skipped: Option<SkipReason>,
    /// Only when unchanged; may be empty.
    pub etag: String,
}

/// Decides an escalation. `last` is the number of the covenant's last step.
///
/// # Errors
/// Not the handler, closed, changed, not in order, a skip without reason, or a refusal of the
/// covenant.
pub fn escalate(
    ctx: &mut Context<'_>,
    command: &Escalate,
    last: u8,
    router: Router<'_>,
) -> Result<Ticket, Refusal> {
    let permit = ctx.permit()?;
    if let Some(before) = seeing::replayed(ctx, command.id)? {
        return Ok(before);
    }
    let ticket = seeing::handled(ctx.facts, permit, command.id, &command.etag)?;
    let present = ticket.facts.step;
    if ticket.last_step {
        return Err(Refusal::LastStep);
    }
    // After the target's own analysis-team member the same step goes on with the next office. A ladder
    // that became shorter while the ticket stood on it ends at its own last step.
    let next = if ticket.by_mandate { present } else { present + 1 }.min(last);
    let step = command.to_step.unwrap_or(next);
    if step < next {
        return Err(Refusal::StepOrder { present });
    }
    if step > last {
        return Err(Refusal::field("to_step", format!("must be at most {last}, the last step")));
    }
    match (step > next, command.skipped) {
        (true, None) => {
            return Err(Refusal::field("skip_reason", "is required when a step is skipped"));
        }
        (false, Some(_)) => {
            return Err(Refusal::field("skip_reason", "must be absent when no step is skipped"));
        }
        (true, Some(_)) | (false, None) => {}
    }
    let handled_by = match ticket.handlers.first() {
        Some(Party::Office(office)) if !ticket.by_mandate => Some(office.clone()),
        _ => None,
    };
    let question = RouteQuestion {
        step,
        handled_by,
        mandate_used: ticket.facts.mandate_used || ticket.by_mandate,
        ..ticket.facts.clone()
    };
    let (question, route) =
        own_name::route(ticket.is_in_own_name(), question, router).map_err(Refusal::Route)?;
    let mut after = ticket.clone();
    after.due = Some(add_working_days_but(ctx.today(), route.term_working_days, &route.days_off));
    after.overdue = false;
    let handler = handler(&route, &ticket.opened_by());
    let asked = place(ctx.today(), &mut after, question, route, vec![handler.clone()]);
    let happening = Happening {
        rule: Some(after.derivation.rule.clone()),
        skipped: command.skipped,
        assigned: vec![handler],
        asked,
        ..Happening::by(permit, TicketHappening::Escalated)
    };
    happen(ctx, &mut after, happening);
    Ok(finish(ctx, after))
}

/// Facts of a ticket that turned out to be different.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct HandOver {
    /// The ticket.
    pub id: TicketId,
    /// Another category.
    pub category: Option<CategoryCode>,
    /// Nuisance or not.
    pub nuisance: Option<bool>,
    /// Another area.
    pub area: Option<AreaCode>,
    /// Another target.
    pub target: Option<Oin>,
    /// Only when unchanged; may be empty.
    pub etag: String,
}

/// A ticket goes to and fro at most once between the same two offices: the second return puts it
/// on one joint list of both. That is the third transfer.
const JOINT_AT_TRANSFER: usize = 3;

/// Decides a hand-over: with the changed facts the covenant must point to another office, or the ticket is
/// against another organisation: then whoever handles the step may well be the same, and whom the covenant
/// has asked to answer is another one. The term of the step is kept.
///
/// # Errors
/// Not the handler, closed, changed, the same office and target still, a target that would tell the caller who
/// opened the ticket, or a refusal of the covenant.
pub fn hand_over(
    ctx: &mut Context<'_>,
    command: &HandOver,
    router: Router<'_>,
) -> Result<Ticket, Refusal> {
    let permit = ctx.permit()?;
    if let Some(before) = seeing::replayed(ctx, command.id)? {
        return Ok(before);
    }
    let ticket = seeing::handled(ctx.facts, permit, command.id, &command.etag)?;
    if command.target.is_some() && ticket.by_mandate && opener_is_hidden(ctx.facts, ticket) {
        return Err(Refusal::field("target_oin", GUESSES));
    }
    if command.target.is_some() && command.target == ticket.opener {
        return Err(Refusal::field("target_oin", "must be another organisation than the opener"));
    }
    let other_target = command.target.is_some() && command.target != ticket.facts.target;
    let question = RouteQuestion {
        category: command.category.clone().unwrap_or_else(|| ticket.facts.category.clone()),
        nuisance: command.nuisance.unwrap_or(ticket.facts.nuisance),
        area: command.area.clone().unwrap_or_else(|| ticket.facts.area.clone()),
        target: command.target.or(ticket.facts.target),
        // Another target's own analysis-team member has not had it yet.
        mandate_used: ticket.facts.mandate_used && !other_target,
        // Nor was it looked at whether that one is involved with the family.
        absence: ticket.facts.absence && !other_target,
        ..ticket.facts.clone()
    };
    let (question, route) =
        own_name::route(ticket.is_in_own_name(), question, router).map_err(Refusal::Route)?;
    let handler = handler(&route, &ticket.opened_by());
    let stays = ticket.handlers.contains(&handler);
    if stays && !other_target {
        return Err(Refusal::RouteUnchanged { rule: route.derivation.rule });
    }
    let before = ticket.handlers.clone();
    let joint = transfers(ticket, &handler) + 1 >= JOINT_AT_TRANSFER;
    let handlers = match before.as_slice() {
        _ if stays => before,
        [present] if joint => vec![handler.clone(), present.clone()],
        _ => vec![handler.clone()],
    };
    let mut after = ticket.clone();
    let former_director = after.director.clone();
    let former_target = ticket.facts.target.filter(|_| other_target && ticket.target_matched);
    if other_target {
        // Whether the new target is matched with the opener was not looked at: it is not told.
        after.target_matched = false;
    }
    let asked = place(ctx.today(), &mut after, question, route, handlers);
    let happening = Happening {
        rule: Some(after.derivation.rule.clone()),
        assigned: if stays { Vec::new() } else { vec![handler] },
        also: vec![Party::Office(former_director)],
        asked,
        ..Happening::by(permit, TicketHappening::HandedOver)
    };
    happen(ctx, &mut after, happening);
    release(ctx, &after, former_target);
    Ok(finish(ctx, after))
}

/// Tells the organisation that a ticket is no longer against, if it knew of it, that it need do nothing with it:
/// once, and not who is addressed now. Who handled it before goes on to see it, and is told like the others.
fn release(ctx: &mut Context<'_>, ticket: &Ticket, former: Option<Oin>) {
    let former = former.map(Party::Organisation);
    if let Some(former) = former.filter(|former| !ticket.parties().contains(former)) {
        let event = ticket.event(&former, TicketHappening::Released);
        ctx.tell(former, event);
    }
}

/// Why a member of the addressed organisation names no other one where it is not shown who opened the ticket.
const GUESSES: &str = "must be left out: you are not shown who opened this ticket, and naming one organisation \
                       after the other would tell; escalate it, and the next office names another one";

/// Whether the organisations are not shown who opened a ticket. An office is never hidden.
fn opener_is_hidden(facts: &Facts, ticket: &Ticket) -> bool {
    let Some(own) = ticket.involvement else { return false };
    ticket.shielded || facts.involvement(own).is_none_or(|own| own.through().is_some())
}

/// What must be loaded before [`hand_over`]; ask again until nothing is missing.
#[must_use]
pub fn needs(loaded: &Loaded, id: TicketId) -> Needs {
    let own = loaded.ticket(id).and_then(|ticket| ticket.involvement).map(Key::Involvement);
    Needs::missing(loaded, std::iter::once(Key::Ticket(id)).chain(own).collect(), Vec::new())
}

/// How often the ticket was handed over between its present handler and this one, either way.
fn transfers(ticket: &Ticket, other: &Party) -> usize {
    let pairs = ticket.history.windows(2).filter(|pair| {
        let (from, to) = (pair[0].handlers.first(), pair[1].handlers.first());
        let between =
            |a: Option<&Party>, b: Option<&Party>| a == ticket.handlers.first() && b == Some(other);
        pair[1].what == TicketHappening::HandedOver && (between(from, to) || between(to, from))
    });
    pairs.count()
}

/// Whom an answer of the covenant names, for a ticket of this opener.
pub(in crate::domain) fn handler(route: &Route, opener: &Party) -> Party {
    match &route.handler {
        RouteTarget::OwnOrganisation => opener.clone(),
        RouteTarget::TargetOrganisation(target) => Party::Organisation(*target),
        RouteTarget::Office(office) => Party::Office(office.clone()),
    }
}

/// Puts a ticket where the covenant's answer says; who is asked to answer from now on.
pub(in crate::domain) fn place(
    today: Day,
    ticket: &mut Ticket,
    facts: RouteQuestion,
    route: Route,
    handlers: Vec<Party>,
) -> Vec<Party> {
    ticket.facts = RouteQuestion { nuisance: route.nuisance, ..facts };
    ticket.handlers = handlers;
    ticket.by_mandate = route.by_mandate;
    ticket.last_step = route.last_step;
    ticket.director = route.director;
    // Who was told before stays in the picture; whom the covenant names now is told from now on.
    for office in route.informed {
        if !ticket.informed.contains(&office) {
            ticket.informed.push(office);
        }
    }
    ticket.derivation = route.derivation;
    asking::ask(today, ticket, &route.asked, &route.days_off)
}

fn finish(ctx: &mut Context<'_>, ticket: Ticket) -> Ticket {
    ctx.effects.put_ticket(ticket.clone());
    ctx.keep(Answer::Done);
    ticket
}
