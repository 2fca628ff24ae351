//! Notifications: values to proto.

use crate::{
    api::v1,
    covenant::Covenants,
    domain::{
        model::{
            destruction::Ground,
            moving::{Moving, Whereto},
            notification::Event,
            party::{Oin, Party},
            spoken::Spoken,
        },
        rules::telling::{Delivery, Told},
    },
    service::{
        case, plan,
        shown::{instant, recipient, shown, unless_hidden, withheld},
    },
};

/// A notification for the owner of the inbox.
pub(crate) fn notification(
    covenant: &Covenants,
    owner: &Party,
    delivery: &Delivery,
) -> v1::Notification {
    v1::Notification {
        sequence: delivery.sequence,
        notification_id: delivery.notification.id.to_string(),
        at: Some(instant(delivery.notification.at)),
        event: Some(event(covenant, owner, &delivery.notification.event, &delivery.told)),
    }
}

fn event(
    covenant: &Covenants,
    owner: &Party,
    event: &Event,
    told: &Told,
) -> v1::notification::Event {
    use v1::notification::Event as Wire;
    let (party, lead, shield) = match told {
        Told::Destroyed => return Wire::Destroyed(v1::Destroyed {}),
        Told::Party(party) => (Some(shown(covenant, party)), None, None),
        Told::Lead(lead) => (None, *lead, None),
        Told::Shielded(shield) => (None, None, Some(*shield)),
        Told::AsKept | Told::Manager(_) => (None, None, None),
    };
    match event {
        Event::MatchFound { matched, involvement, .. } => Wire::Match(v1::MatchFound {
            match_id: matched.to_string(),
            involvement_id: involvement.to_string(),
            party,
            reference: Spoken::of(matched.0).to_string(),
        }),
        Event::ContactUpdated { matched, involvement, .. } => {
            Wire::ContactUpdated(v1::ContactUpdated {
                match_id: matched.to_string(),
                involvement_id: involvement.to_string(),
                party,
            })
        }
        Event::EarlierInvolvement { involvement } => {
            Wire::EarlierInvolvement(v1::EarlierInvolvement {
                involvement_id: involvement.to_string(),
            })
        }
        Event::PartyEnded { involvement, .. } => {
            Wire::PartyEnded(v1::PartyEnded { involvement_id: involvement.to_string(), party })
        }
        Event::Expiring { involvement, end } => Wire::Expiring(v1::Expiring {
            involvement_id: involvement.to_string(),
            end_date: end.to_string(),
        }),
        Event::Expired { involvement } => {
            Wire::Expired(v1::Expired { involvement_id: involvement.to_string() })
        }
        Event::FollowUpDue { matched, involvement, stage, owing } => {
            Wire::FollowUpDue(v1::FollowUpDue {
                match_id: matched.to_string(),
                involvement_id: involvement.map_or_else(String::new, |id| id.to_string()),
                stage: v1::FollowUpStage::from(*stage).into(),
                parties_owing: involvement.is_none().then_some(*owing),
                reference: Spoken::of(matched.0).to_string(),
            })
        }
        Event::LeadAgreed { matched, involvement, .. } => {
            // An organisation that became sensitive after it took the lead is withheld from then on.
            let lead = lead.filter(|oin| !withheld(covenant, owner, oin));
            let organisation = lead.and_then(|oin| covenant.organisation(&oin));
            Wire::LeadAgreed(v1::LeadAgreed {
                match_id: matched.to_string(),
                involvement_id: involvement.to_string(),
                lead_oin: lead.map_or_else(String::new, |oin| oin.to_string()),
                lead_name: organisation.map_or_else(String::new, |o| o.name.clone()),
            })
        }
        Event::LeadEnded { matched, involvement } => Wire::LeadEnded(v1::LeadEnded {
            match_id: matched.to_string(),
            involvement_id: involvement.to_string(),
            reference: Spoken::of(matched.0).to_string(),
        }),
        Event::Ticket { ticket, happening, step, handlers, due, case } => {
            Wire::Ticket(v1::TicketEvent {
                ticket_id: ticket.to_string(),
                happening: v1::TicketHappening::from(*happening).into(),
                step: u32::from(*step),
                handlers: handlers
                    .iter()
                    .map(|party| unless_hidden(covenant, owner, shield, party))
                    .collect(),
                due_date: due.map_or_else(String::new, |day| day.to_string()),
                case_id: case.map_or_else(String::new, |id| id.to_string()),
                reference: Spoken::of(ticket.0).to_string(),
            })
        }
        Event::Case { case, happening, category, director } => {
            Wire::Case(case::render::event(covenant, owner, *case, *happening, category, director))
        }
        Event::Overview { case, change, area, category, director } => {
            Wire::Overview(v1::OverviewEvent {
                reference: Spoken::of(case.0).to_string(),
                change: v1::OverviewChange::from(*change).into(),
                area: area.to_string(),
                category: category.to_string(),
                director: Some(recipient(covenant, owner, &Party::Office(director.clone()))),
            })
        }
        Event::Plan { known, happening, code, day } => {
            Wire::Plan(plan::render::happened(known, *happening, code, *day))
        }
        Event::FamilyManager { known, .. } => {
            let hidden = |oin: &Oin| withheld(covenant, owner, oin);
            Wire::FamilyManager(plan::render::assigned(known, told, hidden))
        }
        Event::StaysAway { case, organisation, absences, why } => {
            Wire::StaysAway(plan::render::stays_away(*case, *organisation, *absences, *why))
        }
        Event::CaseClosed { known, reason } => {
            Wire::CaseClosed(plan::render::case_closed(known, *reason))
        }
        Event::Watch { case, happening, day } => {
            Wire::Watch(plan::render::watched(*case, *happening, *day))
        }
        Event::Retracted { involvement } => {
            Wire::Retracted(v1::Retracted { involvement_id: involvement.to_string() })
        }
        Event::Moved { family, reporter, from, to } => {
            let (area, municipality) = match to {
                Whereto::Area(area) => (area.to_string(), None),
                Whereto::Outside(municipality) => (String::new(), *municipality),
            };
            let case_id = match family {
                Moving::Case(case) => case.to_string(),
                // The involvement is its organisation's business.
                Moving::Involvement(_) => String::new(),
            };
            Wire::Moved(v1::Moved {
                case_id,
                reported_by: Some(recipient(covenant, owner, reporter)),
                from_area: from.to_string(),
                to_area: area,
                to_municipality: municipality.map_or_else(String::new, |code| code.to_string()),
            })
        }
        Event::Signal { signal, happening, crisis } => Wire::Signal(v1::SignalEvent {
            signal_id: signal.to_string(),
            happening: v1::SignalHappening::from(*happening).into(),
            crisis: *crisis,
            reference: Spoken::of(signal.0).to_string(),
        }),
        Event::Removed { involvement, ground, whole } => Wire::Removed(v1::Removed {
            involvement_id: involvement.to_string(),
            ground: removal(*ground).into(),
            whole: *whole,
        }),
        Event::TicketDestroyed { ticket } => {
            Wire::TicketDestroyed(v1::TicketDestroyed { ticket_id: ticket.to_string() })
        }
        Event::CaseDestroyed { case } => {
            Wire::CaseDestroyed(v1::CaseDestroyed { case_id: case.to_string() })
        }
        Event::ObjectionReceived { objection, involvement, due } => {
            Wire::ObjectionReceived(v1::ObjectionReceived {
                objection_id: objection.to_string(),
                involvement_id: involvement.map_or_else(String::new, |id| id.to_string()),
                due_date: due.to_string(),
            })
        }
        Event::ObjectionOverdue { objection } => {
            Wire::ObjectionOverdue(v1::ObjectionOverdue { objection_id: objection.to_string() })
        }
        Event::ObjectionDecided { objection } => {
            Wire::ObjectionDecided(v1::ObjectionDecided { objection_id: objection.to_string() })
        }
    }
}

fn removal(ground: Ground) -> v1::RemovalGround {
    match ground {
        Ground::AgedOut => v1::RemovalGround::AgedOut,
        Ground::Death => v1::RemovalGround::Death,
        Ground::Unjustified
        | Ground::ArchiveEnded
        | Ground::Objection
        | Ground::KinshipWithdrawn => v1::RemovalGround::Unspecified,
    }
}
