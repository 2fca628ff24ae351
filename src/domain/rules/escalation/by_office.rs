//! When does an office open a ticket? As director of the case, on request of the family manager or on
//! its own initiative (plan §§ 2.5, 3.4), in the name of the family manager's organisation; where that cannot
//! be, in its own: see [`own_name`].

use crate::domain::{
    model::{
        ids::{CaseId, TicketId},
        involvement::Fingerprint,
        party::Oin,
        refusal::Refusal,
        routing::{RouteQuestion, Router, Track},
        ticket::{ByOffice, Obstacle, OfficeReason, SkipReason, Ticket},
    },
    rules::{
        case::{directing, meeting, persons::TermsOf, reach},
        context::Context,
        escalation::{
            opening::{self, NewTicket},
            own_name,
        },
    },
    state::{
        keys::Key,
        loaded::{Loaded, Needs},
        lookup::Lookup,
    },
};

/// What an office asks when it opens a ticket.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OpenInCase {
    /// The caller's id.
    pub id: TicketId,
    /// The case.
    pub case: CaseId,
    /// Why it opens it.
    pub reason: OfficeReason,
    /// Why step 1, with the family manager's organisation, is skipped.
    pub skipped: Option<SkipReason>,
    /// Track.
    pub track: Track,
    /// What goes wrong.
    pub obstacle: Obstacle,
    /// Against whom.
    pub target: Option<Oin>,
    /// Hash of the request.
    pub fingerprint: Fingerprint,
}

/// What must be loaded before [`open`]; ask again until nothing is missing.
#[must_use]
pub fn needs(loaded: &Loaded, command: &OpenInCase) -> Needs {
    let mut needs = meeting::needs(loaded, command.case);
    let ticket = Key::Ticket(command.id);
    if !loaded.has(&ticket) {
        needs.keys.push(ticket);
    }
    needs
}

/// Decides the opening. How the family is classified and where it lives, the case says.
///
/// # Errors
/// Not the director, closed, persons that are kept apart, an id used before, or a refusal of the covenant.
pub fn open(
    ctx: &mut Context<'_>,
    command: &OpenInCase,
    router: Router<'_>,
    terms: TermsOf<'_>,
) -> Result<Ticket, Refusal> {
    let (facts, permit) = (ctx.facts, ctx.permit()?);
    let office = permit.office()?;
    if let Some(known) = facts.ticket(command.id) {
        let own = known.by_office.as_ref().is_some_and(|by| by.office == *office);
        return match known {
            _ if !own => Err(Refusal::NotAllowed),
            known if known.fingerprint == command.fingerprint => Ok(known.clone()),
            _ => Err(Refusal::IdReused),
        };
    }
    let case = directing::live(facts, permit, command.case, "")?;
    let why = (command.target, command.reason);
    let behind = own_name::on_behalf(case, meeting::managing(facts, case), why)?;
    let target_matched = match behind {
        Some(own) => opening::is_matched(facts, own, command.target, terms(own)),
        None => reach::links(facts, case).any(|link| Some(link.organisation) == command.target),
    };
    let question = RouteQuestion {
        track: command.track,
        step: if command.skipped.is_some() { 2 } else { 1 },
        category: case.family.category.clone(),
        nuisance: case.family.nuisance,
        measure: case.family.measure,
        area: case.family.area.clone(),
        target: command.target,
        handled_by: None,
        mandate_used: false,
        absence: command.obstacle == Obstacle::AbsentFromMeetings && target_matched,
    };
    let (question, route) =
        own_name::route(behind.is_none(), question, router).map_err(Refusal::Route)?;
    let new = NewTicket {
        id: command.id,
        involvement: behind,
        case: case.id,
        target_matched,
        obstacle: command.obstacle,
        facts: question,
        by: permit.party().clone(),
        by_office: Some(ByOffice { office: office.clone(), reason: command.reason }),
        skipped: command.skipped,
        fingerprint: command.fingerprint,
    };
    // Whoever closes the case, gives it another director or takes the involvement out of it at this
    // moment counts the tickets by it: both rely on the case.
    ctx.effects.put_case(case.clone());
    Ok(opening::begin(ctx, new, route))
}
