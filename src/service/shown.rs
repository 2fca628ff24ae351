//! How are instants, parties and contact cards shown, with the names of the covenant and nobody who is
//! withheld?

use prost_types::Timestamp;

use super::covenant::offices;
use crate::{
    api::v1,
    covenant::{Covenants, Organisation},
    domain::model::{
        involvement::ContactCard,
        party::{Oin, Party},
        shown::Shown,
        ticket::Shield,
        time::Time,
    },
};

pub(super) fn instant(time: Time) -> Timestamp {
    Timestamp {
        seconds: time.0.div_euclid(1_000),
        nanos: i32::try_from(time.0.rem_euclid(1_000) * 1_000_000).unwrap_or_default(),
    }
}

/// Whether an organisation is sensitive and therefore has no name for this viewer. Offices broker
/// the contact and see it; one that belongs to an organisation is shown what that one is shown.
pub(super) fn withheld(covenant: &Covenants, viewer: &Party, organisation: &Oin) -> bool {
    let sensitive = covenant.organisation(organisation).is_some_and(|known| known.sensitive);
    match sees_as(covenant, viewer) {
        Party::Organisation(own) => own != *organisation && sensitive,
        Party::Office(_) => false,
    }
}

/// As whom somebody is shown others: the directorate of an organisation, or its member of a team, is that
/// organisation.
pub(super) fn sees_as(covenant: &Covenants, viewer: &Party) -> Party {
    own_of(covenant, viewer).map_or_else(|| viewer.clone(), Party::Organisation)
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

/// One party as another may see it, with the names of the covenant.
pub(super) fn shown(covenant: &Covenants, shown: &Shown) -> v1::InvolvedParty {
    // An organisation that became sensitive after it registered is withheld from then on.
    let known = shown
        .organisation
        .map(|oin| (oin, covenant.organisation(&oin)))
        .filter(|(_, known)| known.is_none_or(|organisation| !organisation.sensitive));
    named(covenant, shown, known)
}

/// One party with the names of the covenant, when it has one for the viewer.
pub(super) fn named(
    covenants: &Covenants,
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
        kind: v1::MatchKind::from(shown.kind).into(),
        withheld: known.is_none(),
        contact_office: shown.contact_office.as_ref().map_or_else(String::new, ToString::to_string),
        leads: shown.leads,
        office_contact: shown
            .contact_office
            .as_ref()
            .filter(|_| known.is_none())
            .and_then(|office| offices::through(covenants, office)),
    }
}

/// The organisation to which an office belongs, when it belongs to one.
pub(super) fn own_of(covenant: &Covenants, party: &Party) -> Option<Oin> {
    match party {
        Party::Office(id) => covenant.office(id).and_then(|office| office.organisation),
        Party::Organisation(_) => None,
    }
}

/// Somebody with its name, unless a shield hides it from the viewer. An office of an organisation that the
/// viewer is not shown would name that one.
pub(super) fn unless_hidden(
    covenant: &Covenants,
    viewer: &Party,
    shield: Option<Shield>,
    party: &Party,
) -> v1::Recipient {
    let eyes = sees_as(covenant, viewer);
    let hides = |party: &Party| {
        shield.is_some_and(|shield| shield.hides(&eyes, party))
            || matches!(party, Party::Organisation(oin) if withheld(covenant, viewer, oin))
    };
    let own = own_of(covenant, party).map(Party::Organisation).filter(|_| party != viewer);
    if hides(party) || own.is_some_and(|own| hides(&own)) {
        return v1::Recipient::default();
    }
    recipient(covenant, viewer, party)
}
