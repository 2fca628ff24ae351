//! Which entries of an own list, or of the audit log, are asked for?

use crate::domain::{
    model::{
        audit::AuditEntry,
        ids::InvolvementId,
        involvement::{Informed, Involvement},
        matches::Match,
        own_reference::OwnReference,
        party::{Oin, Party},
        refusal::Refusal,
        spoken::Spoken,
        time::Day,
    },
    rules::access::Permit,
};

/// Which own involvements; the default is all.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Involvements {
    /// Only those of this professional.
    pub professional: Option<String>,
    /// Only active ones.
    pub active: bool,
    /// Only active ones of which nothing is recorded about informing the family.
    pub to_be_informed: bool,
    /// Only those with this own reference.
    pub own_reference: Option<OwnReference>,
    /// Only those that are spoken so.
    pub reference: Option<Spoken>,
}

/// The professional whose work is listed: for whoever reaches the own work only, nobody else's.
fn whose(asked: Option<&str>, permit: &Permit) -> Result<Option<String>, Refusal> {
    match asked {
        Some(asked) if !permit.reaches(asked) => Err(Refusal::NotAllowed),
        asked => Ok(asked.or(permit.only()).map(str::to_owned)),
    }
}

impl Involvements {
    /// The same as far as it is within reach.
    ///
    /// # Errors
    /// Another professional's work is asked for.
    pub fn within(&self, permit: &Permit) -> Result<Self, Refusal> {
        let professional = whose(self.professional.as_deref(), permit)?;
        Ok(Self { professional, ..self.clone() })
    }

    /// Whether an involvement is asked for.
    #[must_use]
    pub fn picks(&self, involvement: &Involvement) -> bool {
        let of = |id: &String| *id == involvement.card.professional_id;
        let named = |own: &OwnReference| involvement.own_reference.as_ref() == Some(own);
        let active = involvement.is_active();
        let spoken = |reference| Spoken::of(involvement.id.0) == reference;
        self.professional.as_ref().is_none_or(of)
            && self.reference.is_none_or(spoken)
            && self.own_reference.as_ref().is_none_or(named)
            && (active || !self.active)
            && (!self.to_be_informed || (active && involvement.informed == Informed::No))
    }
}

/// Which own matches.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Matches {
    /// Only those in which contact is owed.
    pub open: bool,
    /// Only those of own involvements of this professional.
    pub professional: Option<String>,
    /// Only those of this own involvement.
    pub involvement: Option<InvolvementId>,
    /// Only those that are spoken so.
    pub reference: Option<Spoken>,
}

impl Matches {
    /// The same as far as it is within reach.
    ///
    /// # Errors
    /// Another professional's work is asked for.
    pub fn within(&self, permit: &Permit) -> Result<Self, Refusal> {
        let professional = whose(self.professional.as_deref(), permit)?;
        Ok(Self { professional, ..self.clone() })
    }

    /// Whether something is asked that the list of an organisation's matches does not know by itself.
    #[must_use]
    pub fn is_narrow(&self) -> bool {
        self.professional.is_some() || self.involvement.is_some()
    }

    /// Whether a match of an organisation is asked for. Of what is open: whether an own involvement that is
    /// asked for is to call somebody.
    #[must_use]
    pub fn picks(&self, organisation: Oin, matched: &Match) -> bool {
        let mut own = matched.own(organisation);
        own.any(|party| {
            self.professional.as_ref().is_none_or(|who| *who == party.card.professional_id)
                && self.involvement.is_none_or(|id| id == party.involvement)
                && (!self.open || matched.reminds(party))
        })
    }
}

/// Which entries of the audit log.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Entries {
    /// Only what this party did.
    pub actor: Option<Party>,
    /// Only on behalf of this professional, or by this system.
    pub professional: Option<String>,
    /// Only this call.
    pub call: Option<String>,
    /// From this day on.
    pub from: Option<Day>,
    /// Up to and including this day.
    pub to: Option<Day>,
}

impl Entries {
    /// Whether an entry is asked for.
    #[must_use]
    pub fn picks(&self, entry: &AuditEntry) -> bool {
        let actor = entry.actor.as_ref();
        let by = |party: &Party| actor.is_some_and(|actor| actor.party == *party);
        let of = |who: &String| actor.is_some_and(|actor| actor.professional == *who);
        let day = entry.at.day();
        self.actor.as_ref().is_none_or(by)
            && self.professional.as_ref().is_none_or(of)
            && self.call.as_ref().is_none_or(|call| *call == entry.action)
            && self.from.is_none_or(|from| from <= day)
            && self.to.is_none_or(|to| day <= to)
    }
}
