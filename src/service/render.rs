//! Values to proto: involvements, matches and notifications, with the names of the covenant.

use prost_types::Timestamp;

use crate::{
    api::v1,
    covenant::{Covenants, Organisation},
    domain::{
        model::{
            involvement::{
                ContactCard, EndReason, Informed, Involvement, NotInformedGround, State,
            },
            notification::{Event, FollowUpStage, Shown, TicketHappening},
            party::{Oin, Party},
            person::FamilyRole,
            spoken::Spoken,
            time::Time,
        },
        rules::{
            destroying::Ground,
            matching::MatchKind,
            moving_house::{Moving, Whereto},
            telling::{Delivery, Told},
        },
    },
};

use super::render_signal;

pub(super) fn instant(time: Time) -> Timestamp {
    Timestamp {
        seconds: time.0.div_euclid(1_000),
        nanos: i32::try_from(time.0.rem_euclid(1_000) * 1_000_000).unwrap_or_default(),
    }
}

/// Whether an organisation is sensitive and therefore has no name for this viewer. Offices broker
/// the contact and see it.
pub(super) fn withheld(covenant: &Covenants, viewer: &Party, organisation: &Oin) -> bool {
    let own = *viewer == Party::Organisation(*organisation);
    let sensitive = covenant.organisation(organisation).is_some_and(|known| known.sensitive);
    matches!(viewer, Party::Organisation(_)) && !own && sensitive
}

pub(super) fn recipient(covenant: &Covenants, viewer: &Party, party: &Party) -> v1::Recipient {
    use v1::recipient::Who;
    match party {
        Party::Organisation(oin) if withheld(covenant, viewer, oin) => v1::Recipient::default(),
        Party::Organisation(oin) => v1::Recipient {
            who: Some(Who::OrganisationOin(oin.to_string())),
            name: covenant.organisation(oin).map_or_else(String::new, |o| o.name.clone()),
        },
        Party::Office(id) => v1::Recipient {
            who: Some(Who::Office(id.to_string())),
            name: covenant.office(id).map_or_else(String::new, |o| o.name_nl.clone()),
        },
    }
}

pub(super) fn card(card: &ContactCard) -> v1::ContactCard {
    v1::ContactCard {
        professional_id: card.professional_id.clone(),
        name: card.name.clone(),
        function: card.function.clone(),
        phone: card.phone.clone(),
        email: card.email.clone(),
        deputy: card.deputy.as_ref().map(|deputy| v1::Deputy {
            name: deputy.name.clone(),
            phone: deputy.phone.clone(),
            email: deputy.email.clone(),
        }),
    }
}

pub(super) fn role(role: FamilyRole) -> v1::FamilyRole {
    match role {
        FamilyRole::Child => v1::FamilyRole::Child,
        FamilyRole::Parent => v1::FamilyRole::Parent,
        FamilyRole::OtherAdult => v1::FamilyRole::OtherAdult,
    }
}

fn kind(kind: MatchKind) -> v1::MatchKind {
    match kind {
        MatchKind::SamePerson => v1::MatchKind::SamePerson,
        MatchKind::Family => v1::MatchKind::Family,
        MatchKind::Case => v1::MatchKind::Case,
    }
}

fn informed(informed: Informed) -> Option<v1::Informed> {
    use v1::{NotInformedGround as Wire, informed::State};
    let state = match informed {
        Informed::No => return None,
        Informed::On(day) => State::InformedOn(day.to_string()),
        Informed::Not(ground) => State::Ground(
            match ground {
                NotInformedGround::ChildSafety => Wire::ChildSafety,
                NotInformedGround::SafetyOfOthers => Wire::SafetyOfOthers,
                NotInformedGround::Unreachable => Wire::Unreachable,
                NotInformedGround::Investigation => Wire::Investigation,
            }
            .into(),
        ),
    };
    Some(v1::Informed { state: Some(state) })
}

/// An involvement for its own organisation.
pub(super) fn involvement(involvement: &Involvement) -> v1::Involvement {
    let (state, end_reason) = match involvement.state {
        State::Active => (v1::InvolvementState::Active, v1::EndReason::Unspecified),
        State::Archived { reason, .. } => {
            let reason = match reason {
                EndReason::NoLongerInvolved => v1::EndReason::NoLongerInvolved,
                EndReason::Expired => v1::EndReason::Expired,
            };
            (v1::InvolvementState::Archived, reason)
        }
    };
    v1::Involvement {
        involvement_id: involvement.id.to_string(),
        organisation_oin: involvement.organisation.to_string(),
        professional: Some(card(&involvement.card)),
        roles: involvement.members.iter().map(|member| role(member.role).into()).collect(),
        area: involvement.area.to_string(),
        start_date: involvement.start.to_string(),
        end_date: involvement.end.to_string(),
        registered_at: Some(instant(involvement.registered)),
        state: state.into(),
        end_reason: end_reason.into(),
        informed: informed(involvement.informed),
        own_reference: own_reference(involvement),
    }
}

/// By which the own organisation knows the family.
pub(super) fn own_reference(involvement: &Involvement) -> String {
    involvement.own_reference.as_ref().map_or_else(String::new, ToString::to_string)
}

/// One party as another may see it, with the names of the covenant.
pub(super) fn shown(covenant: &Covenants, shown: &Shown) -> v1::InvolvedParty {
    // An organisation that became sensitive after it registered is withheld from then on.
    let known = shown
        .organisation
        .map(|oin| (oin, covenant.organisation(&oin)))
        .filter(|(_, known)| known.is_none_or(|organisation| !organisation.sensitive));
    named(shown, known)
}

/// One party with the names of the covenant, when it has one for the viewer.
pub(super) fn named(
    shown: &Shown,
    known: Option<(Oin, Option<&Organisation>)>,
) -> v1::InvolvedParty {
    let organisation = known.and_then(|(_, organisation)| organisation);
    v1::InvolvedParty {
        organisation_oin: known.map_or_else(String::new, |(oin, _)| oin.to_string()),
        organisation_name: organisation.map_or_else(String::new, |o| o.name.clone()),
        organisation_kind: organisation.map_or_else(String::new, |o| o.kind.clone()),
        contact: known.and(shown.card.as_ref()).map(card),
        since: shown.since.to_string(),
        kind: kind(shown.kind).into(),
        withheld: known.is_none(),
        contact_office: shown.contact_office.as_ref().map_or_else(String::new, ToString::to_string),
        leads: shown.leads,
    }
}

/// A notification for the owner of the inbox.
pub(super) fn notification(
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
    let (party, lead, hidden) = match told {
        Told::Destroyed => return Wire::Destroyed(v1::Destroyed {}),
        Told::Party(party) => (Some(shown(covenant, party)), None, None),
        Told::Lead(lead) => (None, *lead, None),
        Told::Without(organisation) => (None, None, Some(*organisation)),
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
            let stage = match stage {
                FollowUpStage::Party => v1::FollowUpStage::Party,
                FollowUpStage::Organisation => v1::FollowUpStage::Organisation,
                FollowUpStage::Director => v1::FollowUpStage::Director,
            };
            Wire::FollowUpDue(v1::FollowUpDue {
                match_id: matched.to_string(),
                involvement_id: involvement.map_or_else(String::new, |id| id.to_string()),
                stage: stage.into(),
                parties_owing: *owing,
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
        Event::Ticket { ticket, happening, step, handlers, due, case } => {
            Wire::Ticket(v1::TicketEvent {
                ticket_id: ticket.to_string(),
                happening: self::happening(*happening).into(),
                step: u32::from(*step),
                handlers: handlers
                    .iter()
                    .map(|party| unless_hidden(covenant, owner, hidden, party))
                    .collect(),
                due_date: due.map_or_else(String::new, |day| day.to_string()),
                case_id: case.map_or_else(String::new, |id| id.to_string()),
                reference: Spoken::of(ticket.0).to_string(),
            })
        }
        Event::Case { case, happening, category, director } => Wire::Case(
            super::render_case::event(covenant, owner, *case, *happening, category, director),
        ),
        Event::Plan { known, happening, code, day } => {
            Wire::Plan(super::render_plan::happened(known, *happening, code, *day))
        }
        Event::FamilyManager { known, .. } => {
            Wire::FamilyManager(super::render_plan::assigned(known, told))
        }
        Event::StaysAway { case, organisation, absences, why } => {
            Wire::StaysAway(super::render_plan::stays_away(*case, *organisation, *absences, *why))
        }
        Event::CaseClosed { known, reason } => {
            Wire::CaseClosed(super::render_plan::case_closed(known, *reason))
        }
        Event::Watch { case, happening, day } => {
            Wire::Watch(super::render_plan::watched(*case, *happening, *day))
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
            happening: render_signal::happening(*happening).into(),
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

/// Somebody with its name, unless it is hidden from other organisations.
pub(super) fn unless_hidden(
    covenant: &Covenants,
    viewer: &Party,
    hidden: Option<Oin>,
    party: &Party,
) -> v1::Recipient {
    let hidden = hidden.map(Party::Organisation);
    if hidden.as_ref() == Some(party) && matches!(viewer, Party::Organisation(_)) && viewer != party
    {
        return v1::Recipient::default();
    }
    recipient(covenant, viewer, party)
}

fn happening(happening: TicketHappening) -> v1::TicketHappening {
    match happening {
        TicketHappening::Opened => v1::TicketHappening::Opened,
        TicketHappening::Assigned => v1::TicketHappening::Assigned,
        TicketHappening::Escalated => v1::TicketHappening::Escalated,
        TicketHappening::HandedOver => v1::TicketHappening::HandedOver,
        TicketHappening::Overdue => v1::TicketHappening::Overdue,
        TicketHappening::Resolved => v1::TicketHappening::Resolved,
        TicketHappening::Ruled => v1::TicketHappening::Ruled,
        TicketHappening::Withdrawn => v1::TicketHappening::Withdrawn,
        TicketHappening::Rerouted => v1::TicketHappening::Rerouted,
    }
}
