//! Opening a ticket: step 1 lies with the opener's own organisation; the covenant says who is told.

use crate::domain::{
    access::Permit,
    agreement::Measure,
    calendar::add_working_days,
    changing,
    ids::{FreshIds, InvolvementId, TicketId},
    involvement::Fingerprint,
    matching,
    notification::TicketHappening,
    party::{CategoryCode, Oin, Party},
    record::{Effects, Key, Loaded, Needs},
    refusal::Refusal,
    routing::{RouteQuestion, RouteTarget, Track},
    terms::Terms,
    time::Time,
};

use super::{
    Router,
    ticket::{Happening, Obstacle, Ticket, TicketState},
};

/// What an organisation asks when it opens a ticket.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OpenTicket {
    /// The caller's id.
    pub id: TicketId,
    /// The own involvement with the family.
    pub involvement: InvolvementId,
    /// Track.
    pub track: Track,
    /// What goes wrong.
    pub obstacle: Obstacle,
    /// Against whom.
    pub target: Option<Oin>,
    /// Category of the family.
    pub category: CategoryCode,
    /// Nuisance in public space.
    pub nuisance: bool,
    /// Hash of the request.
    pub fingerprint: Fingerprint,
}

/// What must be loaded before [`open`]; ask again until nothing is missing.
#[must_use]
pub fn needs(loaded: &Loaded, command: &OpenTicket) -> Needs {
    let mut keys = vec![Key::Ticket(command.id), Key::Involvement(command.involvement)];
    if let Some(involvement) = loaded.involvement(command.involvement) {
        keys.extend(matching::needs(loaded, involvement));
    }
    Needs::missing(loaded, keys, Vec::new())
}

/// Decides the opening.
///
/// # Errors
/// Not an own active involvement, an id used before, the own organisation as target, or a refusal
/// of the covenant (the judiciary cannot be escalated to).
pub fn open(
    loaded: &Loaded,
    permit: &Permit,
    command: &OpenTicket,
    router: Router<'_>,
    terms: &Terms,
    ids: &mut FreshIds,
    now: Time,
) -> Result<(Ticket, Effects), Refusal> {
    let opener = permit.organisation()?;
    if let Some(known) = loaded.ticket(command.id) {
        return match known {
            known if known.opener != opener => Err(Refusal::NotAllowed),
            known if known.fingerprint == command.fingerprint => {
                Ok((known.clone(), Effects::default()))
            }
            _ => Err(Refusal::IdReused),
        };
    }
    let involvement = changing::own(loaded, permit, command.involvement)?;
    if !involvement.is_active() {
        return Err(Refusal::NotActive);
    }
    if command.target == Some(opener) {
        return Err(Refusal::field("target_oin", "must be another organisation than the own"));
    }
    let facts = RouteQuestion {
        track: command.track,
        step: 1,
        category: command.category.clone(),
        nuisance: command.nuisance,
        measure: Measure::None,
        area: involvement.area.clone(),
        target: command.target,
        handled_by: None,
        mandate_used: false,
    };
    let route = router(&facts).map_err(Refusal::Route)?;
    let facts = RouteQuestion { nuisance: route.nuisance, ..facts };
    let found = matching::find(loaded, opener, involvement.id, involvement.reach(), terms);
    let target_matched = command.target.is_some_and(|target| {
        let organisations = found.keys().filter_map(|id| loaded.involvement(*id));
        organisations.into_iter().any(|other| other.organisation == target)
    });
    let handler = match route.handler {
        RouteTarget::OwnOrganisation => Party::Organisation(opener),
        RouteTarget::TargetOrganisation(target) => Party::Organisation(target),
        RouteTarget::Office(office) => Party::Office(office),
    };
    let mut ticket = Ticket {
        id: command.id,
        revision: 0,
        state: TicketState::Open,
        opener,
        involvement: involvement.id,
        case: None,
        card: involvement.card.clone(),
        obstacle: command.obstacle,
        facts,
        target_matched,
        handlers: vec![handler.clone()],
        by_mandate: route.by_mandate,
        last_step: route.last_step,
        director: route.director,
        informed: route.informed,
        derivation: route.derivation,
        opened: now,
        due: Some(add_working_days(now.day(), route.term_working_days)),
        overdue: false,
        history: Vec::new(),
        fingerprint: command.fingerprint,
    };
    let mut effects = Effects::default();
    let happening = Happening {
        rule: Some(ticket.derivation.rule.clone()),
        assigned: vec![handler],
        ..Happening::by(permit, TicketHappening::Opened)
    };
    ticket.happen(happening, ids, now, &mut effects);
    effects.put_ticket(ticket.clone());
    Ok((ticket, effects))
}
