//! Values to proto: a match, as one of the organisations that are party to it sees it.

use std::sync::Arc;

use crate::{
    api::v1,
    covenant::Covenants,
    domain::{
        model::{
            calendar::working_days_between,
            matches::{FollowUp, LeadTerm, Match},
            party::{Oin, Party},
            routing::Derivation,
            spoken::Spoken,
            time::{Day, Time},
        },
        rules::{follow_up::Seen, overdue_contact::Overdue},
    },
};

use crate::service::{
    involvement::render::own_reference,
    room::{self, Rooms},
    shown::{card, instant, recipient, shown},
};

/// For whom matches are rendered.
pub(crate) struct Viewer {
    /// With the names of these covenants.
    pub(crate) covenant: Arc<Covenants>,
    /// The organisation.
    pub(crate) organisation: Oin,
    /// The professional by whose involvements they are asked for, if any.
    pub(crate) professional: Option<String>,
    /// Today.
    pub(crate) today: Day,
    /// How much of it one answer has room for.
    pub(crate) rooms: Rooms,
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
        own_reading_nl: derivation.own_reading.nl.clone(),
        own_reading_en: derivation.own_reading.en.clone(),
    }
}

impl Viewer {
    /// A match as one of its organisations sees it.
    pub(crate) fn matched(&self, seen: &Seen) -> Option<v1::Match> {
        let (matched, viewer) = (&seen.matched, self.organisation);
        let covenant = &*self.covenant;
        let own = matched.seen_as(viewer, self.professional.as_deref())?;
        let (state, reason) = match own.follow_up {
            FollowUp::New => (v1::FollowUpState::New, v1::NoActionReason::Unspecified),
            FollowUp::Seen => (v1::FollowUpState::Seen, v1::NoActionReason::Unspecified),
            FollowUp::ContactMade => {
                (v1::FollowUpState::ContactMade, v1::NoActionReason::Unspecified)
            }
            FollowUp::NoActionNeeded(reason) => (v1::FollowUpState::NoActionNeeded, reason.into()),
        };
        let reminded = matched.own(viewer).filter(|party| matched.reminds(party));
        let due = reminded.map(|party| matched.due_for(party)).min();
        // Access ends with the involvement: what is agreed afterwards is for those who stayed.
        let present = matched.lead().filter(|_| !own.gone);
        // What an answer to a change says stays as it was when it is asked for again.
        let days_left = due.filter(|_| seen.own.is_some());
        let days_off = || self.covenant.days_off(&matched.director);
        let days_left = days_left.map(|due| working_days_between(self.today, due, &days_off()));
        let members = seen.own.iter().flat_map(|own| &own.members);
        let others = matched.seen_by(own);
        let parties = others.iter().map(|party| shown(covenant, party));
        let parties = room::first(self.rooms.parties, parties);
        let left_out = others.len() - parties.len();
        let former = matched.leads.iter().filter(|term| term.until.is_some() && !own.gone);
        Some(v1::Match {
            match_id: matched.id.to_string(),
            involvement_id: own.involvement.to_string(),
            matched_at: Some(instant(matched.at)),
            parties,
            follow_up: state.into(),
            no_action_reason: reason.into(),
            contact_owed: due.is_some(),
            contact_due: due.map_or_else(String::new, |due| due.to_string()),
            lead: present.map(|term| lead(covenant, viewer, matched, term)),
            lead_history: room::last(
                self.rooms.leads,
                former.map(|term| lead(covenant, viewer, matched, term)),
            ),
            reference: Spoken::of(matched.id.0).to_string(),
            own_contact: Some(card(&own.card)),
            own_reference: seen.own.as_ref().map_or_else(String::new, own_reference),
            roles: members.map(|member| v1::FamilyRole::from(member.role).into()).collect(),
            area: seen.own.as_ref().map_or_else(String::new, |own| own.area.to_string()),
            working_days_left: days_left.unwrap_or_default(),
            parties_left_out: u32::try_from(left_out).unwrap_or(u32::MAX),
        })
    }
}

/// That contact is overdue. Organisations that the office does not see are counted, not named.
pub(crate) fn overdue(covenant: &Covenants, viewer: &Party, one: &Overdue) -> v1::OverdueContact {
    let name = |oin: &Oin| recipient(covenant, viewer, &Party::Organisation(*oin));
    let named = one.owing.iter().map(name);
    let reminder = |(whom, at): &(Option<Oin>, Time)| v1::ContactReminder {
        organisation: Some(whom.as_ref().map(name).unwrap_or_default()),
        reminded_at: Some(instant(*at)),
    };
    let unnamed = std::iter::repeat_with(v1::Recipient::default).take(one.withheld);
    v1::OverdueContact {
        reference: one.reference.to_string(),
        area: one.area.to_string(),
        contact_due: one.due.to_string(),
        working_days_late: one.days_late,
        owing: named.chain(unnamed).collect(),
        match_id: one.id.to_string(),
        reminders: one.asked.iter().map(reminder).collect(),
    }
}
