//! Matches and their lead: values to proto.

use crate::{
    api::v1,
    covenant::Covenants,
    domain::{
        model::{party::Oin, routing::Derivation},
        rules::matching::{FollowUp, LeadTerm, Match, MatchParty},
    },
    service::shown::{instant, shown},
};

/// A match as one of its organisations sees it.
pub(crate) fn matched(covenant: &Covenants, viewer: Oin, matched: &Match) -> Option<v1::Match> {
    let own: &MatchParty =
        matched.own(viewer).find(|party| !party.gone).or_else(|| matched.own(viewer).next())?;
    let (state, reason) = match own.follow_up {
        FollowUp::New => (v1::FollowUpState::New, v1::NoActionReason::Unspecified),
        FollowUp::Seen => (v1::FollowUpState::Seen, v1::NoActionReason::Unspecified),
        FollowUp::ContactMade => (v1::FollowUpState::ContactMade, v1::NoActionReason::Unspecified),
        FollowUp::NoActionNeeded(reason) => (v1::FollowUpState::NoActionNeeded, reason.into()),
    };
    let owes = matched.own(viewer).any(|party| matched.owes(party));
    // Access ends with the involvement: what is agreed afterwards is for those who stayed.
    let present = matched.lead().filter(|_| !own.gone);
    let former = matched.leads.iter().filter(|term| term.until.is_some() && !own.gone);
    Some(v1::Match {
        match_id: matched.id.to_string(),
        involvement_id: own.involvement.to_string(),
        matched_at: Some(instant(matched.at)),
        parties: matched.seen_by(own).iter().map(|party| shown(covenant, party)).collect(),
        follow_up: state.into(),
        no_action_reason: reason.into(),
        contact_owed: owes,
        contact_due: if owes { matched.due[0].to_string() } else { String::new() },
        lead: present.map(|term| lead(covenant, viewer, matched, term)),
        lead_history: former.map(|term| lead(covenant, viewer, matched, term)).collect(),
    })
}

fn lead(covenant: &Covenants, viewer: Oin, matched: &Match, lead: &LeadTerm) -> v1::Lead {
    let withheld = matched
        .parties
        .iter()
        .any(|party| party.involvement == lead.involvement && party.withheld.is_some());
    let organisation = covenant.organisation(&lead.organisation);
    let sensitive = withheld || organisation.is_some_and(|organisation| organisation.sensitive);
    let seen = lead.organisation == viewer || (!sensitive && lead.known_to.contains(&viewer));
    v1::Lead {
        organisation_oin: if seen { lead.organisation.to_string() } else { String::new() },
        organisation_name: organisation
            .filter(|_| seen)
            .map_or_else(String::new, |organisation| organisation.name.clone()),
        since: Some(instant(lead.since)),
        appointment: lead.derivation.as_ref().filter(|_| seen).map(appointment),
    }
}

fn appointment(derivation: &Derivation) -> v1::Appointment {
    v1::Appointment {
        rule: derivation.rule.clone(),
        source: derivation.source.clone(),
        covenant: derivation.covenant.clone(),
        facts: derivation.facts.iter().cloned().collect(),
        explanation_nl: derivation.nl.clone(),
        explanation_en: derivation.en.clone(),
    }
}
