//! What happens to an open ticket when the family's facts change: it goes where the covenant says
//! a family like this goes. The step and its term are kept.

use crate::domain::{
    case::record::Family,
    ids::FreshIds,
    notification::TicketHappening,
    party::Party,
    record::Effects,
    routing::{RouteQuestion, RouteRefusal},
    time::Time,
};

use super::{
    Router,
    moving::{office, place},
    ticket::{Happening, Ticket},
};

/// Decides where an open ticket lies now that these are the facts of its family, and writes it.
/// Everybody who takes part is told when another office handles or directs it, or is to be told of
/// it; the former ones included. `None` when it has these facts already.
///
/// # Errors
/// The covenant refuses to route it with these facts. It stays as it is; that must not keep
/// anybody from recording the facts.
pub fn reroute(
    ticket: &Ticket,
    family: &Family,
    by: Option<&Party>,
    router: Router<'_>,
    ids: &mut FreshIds,
    now: Time,
    effects: &mut Effects,
) -> Result<Option<Ticket>, RouteRefusal> {
    let facts = RouteQuestion {
        category: family.category.clone(),
        nuisance: family.nuisance,
        measure: family.measure,
        area: family.area.clone(),
        // Who handled the step before a family like this: another office, perhaps.
        handled_by: None,
        ..ticket.facts.clone()
    };
    let route = router(&facts)?;
    let same = RouteQuestion { nuisance: route.nuisance, handled_by: None, ..facts.clone() }
        == RouteQuestion { handled_by: None, ..ticket.facts.clone() };
    if same {
        return Ok(None);
    }
    let handler = office(&route, ticket.opener);
    // Two offices that have it on one joint list keep it as long as it is with one of them.
    let stays = ticket.handlers.contains(&handler);
    let handlers = if stays { ticket.handlers.clone() } else { vec![handler.clone()] };
    let mut after = ticket.clone();
    place(&mut after, facts, route, handlers);
    let quiet = stays && after.director == ticket.director && after.informed == ticket.informed;
    if quiet {
        after.revision += 1;
    } else {
        let happening = Happening {
            what: TicketHappening::Rerouted,
            by: by.cloned(),
            rule: Some(after.derivation.rule.clone()),
            skipped: None,
            assigned: if stays { Vec::new() } else { vec![handler] },
            also: vec![Party::Office(ticket.director.clone())],
        };
        after.happen(happening, ids, now, effects);
    }
    effects.put_ticket(after.clone());
    Ok(Some(after))
}
