//! A match: who was brought together and why, who leads, and who still owes contact.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::domain::model::{
    calendar::add_working_days_but,
    case::{Case, naming::shared},
    contact_terms::Called,
    format,
    ids::{InvolvementId, MatchId},
    involvement::{ContactCard, Involvement},
    notification::FollowUpStage,
    party::{OfficeId, Oin},
    person::Pseudonym,
    routing::Derivation,
    shown::{MatchKind, Shown},
    terms::Terms,
    time::{Day, Time},
};

/// How far a party's follow-up is. In rising order; it never goes back.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub enum FollowUp {
    /// Nothing recorded.
    New,
    /// Seen by the professional.
    Seen,
    /// No action is needed, with a coded reason.
    NoActionNeeded(NoActionReason),
    /// Contact was made.
    ContactMade,
}

/// Why no contact is needed.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub enum NoActionReason {
    /// The parties already work together.
    AlreadyInContact,
    /// The own involvement is about to end.
    InvolvementEnding,
    /// The lead does it.
    LeadCoordinates,
    /// The own involvement does not touch the other's.
    NotRelevant,
}

/// A match: one record for one joining involvement and all that were there already.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Match {
    /// Its id.
    pub id: MatchId,
    /// When the joining involvement was registered.
    pub at: Time,
    /// The joiner first, then the counterparties.
    pub parties: Vec<MatchParty>,
    /// Who led, oldest first; the last one leads while it has no end.
    pub leads: Vec<LeadTerm>,
    /// The last reminder that was given to those who owed contact from the start.
    pub reminded: Option<FollowUpStage>,
    /// By when contact should have been made: for the parties, their organisations, the director.
    pub due: [Day; 3],
    /// The office that hears of it in the end.
    pub director: OfficeId,
}

/// One party to a match, as it was when the match was made.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct MatchParty {
    /// Its involvement.
    pub involvement: InvolvementId,
    /// Who.
    pub organisation: Oin,
    /// Whom to call.
    pub card: ContactCard,
    /// First day of its involvement.
    pub since: Day,
    /// Why it and the joiner match; for the joiner itself the strongest of all.
    pub kind: MatchKind,
    /// For a sensitive organisation, or with a shielded person: the office through which contact
    /// goes.
    pub withheld: Option<OfficeId>,
    /// How far its follow-up is.
    pub follow_up: FollowUp,
    /// True once its involvement has ended.
    pub gone: bool,
    /// Its own terms, when it came to owe contact later than the match was made.
    #[serde(deserialize_with = "format::since::<10, _, _>")]
    pub called: Option<Called>,
    /// When an office last asked its organisation to make contact.
    #[serde(deserialize_with = "format::since::<11, _, _>")]
    pub asked: Option<Time>,
}

/// Somebody led, from a moment, perhaps to a moment.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct LeadTerm {
    /// Its involvement.
    pub involvement: InvolvementId,
    /// Who.
    pub organisation: Oin,
    /// From.
    pub since: Time,
    /// To; `None` while it leads.
    pub until: Option<Time>,
    /// The organisations that may know who it is: those that match the lead themselves.
    pub known_to: BTreeSet<Oin>,
    /// How the covenant came to appoint it; `None` when the parties agreed.
    pub derivation: Option<Derivation>,
}

impl MatchParty {
    fn of(involvement: &Involvement, kind: MatchKind) -> Self {
        Self {
            involvement: involvement.id,
            organisation: involvement.organisation,
            card: involvement.card.clone(),
            since: involvement.start,
            kind,
            withheld: involvement.through().cloned(),
            follow_up: FollowUp::New,
            gone: false,
            called: None,
            asked: None,
        }
    }
}

impl Match {
    /// The group event of a joining involvement. A lead that is already agreed goes on; two different ones must be settled by the parties first.
    #[must_use]
    pub fn new(
        id: MatchId,
        joiner: &Involvement,
        counterparties: &[(&Involvement, MatchKind)],
        director: OfficeId,
        cases: &[&Case],
        terms: &Terms,
        now: Time,
    ) -> Self {
        let strongest = counterparties.iter().map(|(_, kind)| *kind).max();
        let others = counterparties.iter().map(|(other, kind)| MatchParty::of(other, *kind));
        // A joiner may lead already when it joins by a new statement about parents.
        let everybody: Vec<&Involvement> =
            std::iter::once(joiner).chain(counterparties.iter().map(|(other, _)| *other)).collect();
        let leading: Vec<LeadTerm> = everybody
            .iter()
            .filter_map(|lead| {
                let since = lead.leads?;
                let (involvement, organisation) = (lead.id, lead.organisation);
                let known_to = know_of(organisation, &everybody, cases);
                Some(LeadTerm {
                    involvement,
                    organisation,
                    since,
                    until: None,
                    known_to,
                    derivation: None,
                })
            })
            .collect();
        let due = [
            terms.follow_up_party_working_days,
            terms.follow_up_organisation_working_days,
            terms.follow_up_director_working_days,
        ];
        Self {
            id,
            at: now,
            parties: std::iter::once(MatchParty::of(
                joiner,
                strongest.unwrap_or(MatchKind::Family),
            ))
            .chain(others)
            .collect(),
            leads: if leading.len() == 1 { leading } else { Vec::new() },
            reminded: None,
            due: due.map(|days| add_working_days_but(now.day(), days, &terms.days_off)),
            director,
        }
    }

    /// Who leads at present.
    #[must_use]
    pub fn lead(&self) -> Option<&LeadTerm> {
        self.leads.last().filter(|lead| lead.until.is_none())
    }

    /// Whether a party still owes contact. With a lead agreed only the joiner and the lead do.
    #[must_use]
    pub fn owes(&self, party: &MatchParty) -> bool {
        let unanswered = !party.gone && party.follow_up <= FollowUp::Seen;
        let joiner = &self.parties[0];
        let somebody_left =
            self.parties.iter().any(|p| !p.gone && p.involvement != party.involvement);
        let called_upon = match self.lead() {
            None => true,
            Some(lead) => [lead.involvement, joiner.involvement].contains(&party.involvement),
        };
        unanswered && somebody_left && called_upon
    }

    /// Whether a party that owes contact is to be reminded: the others know the joiner, and not each
    /// other by this match. When it has left there is nobody of whom they know.
    #[must_use]
    pub fn reminds(&self, party: &MatchParty) -> bool {
        let joiner = &self.parties[0];
        self.owes(party) && (party.involvement == joiner.involvement || !joiner.gone)
    }

    /// The organisation's own parties in this match.
    pub fn own(&self, organisation: Oin) -> impl Iterator<Item = &MatchParty> {
        self.parties.iter().filter(move |party| party.organisation == organisation)
    }

    /// The party by which an organisation sees this match: while one of its involvements goes on, that
    /// one; with several, that of the professional, when one is asked for.
    #[must_use]
    pub fn seen_as(&self, organisation: Oin, professional: Option<&str>) -> Option<&MatchParty> {
        let of = |party: &&MatchParty| Some(party.card.professional_id.as_str()) == professional;
        let present = || self.own(organisation).filter(|party| !party.gone);
        let asked_for = present().find(of).or_else(|| self.own(organisation).find(of));
        asked_for.or_else(|| present().next()).or_else(|| self.own(organisation).next())
    }

    /// Organisations that are to call somebody of whom they know.
    #[must_use]
    pub fn called_upon(&self) -> BTreeSet<Oin> {
        self.parties.iter().filter(|p| self.reminds(p)).map(|p| p.organisation).collect()
    }

    /// Organisations that owe contact: the lists and deadlines that are kept go by it, so that it stays as it
    /// is. What people are shown goes by [`Self::called_upon`].
    #[must_use]
    pub fn owing(&self) -> BTreeSet<Oin> {
        self.parties.iter().filter(|p| self.owes(p)).map(|p| p.organisation).collect()
    }

    /// The party of an involvement.
    #[must_use]
    pub fn party(&self, involvement: InvolvementId) -> Option<&MatchParty> {
        self.parties.iter().find(|party| party.involvement == involvement)
    }

    /// Whether this match brought two involvements together: one of them joined the other.
    #[must_use]
    pub fn brought(&self, a: InvolvementId, b: InvolvementId) -> bool {
        let joiner = self.parties[0].involvement;
        self.party(a).is_some() && self.party(b).is_some() && (a == joiner || b == joiner)
    }

    /// Whether a party is the one that joined the others.
    #[must_use]
    pub fn is_joiner(&self, party: &MatchParty) -> bool {
        self.parties[0].involvement == party.involvement
    }

    /// The others as one party may see them: the joiner sees everybody, the others see the joiner.
    #[must_use]
    pub fn seen_by(&self, party: &MatchParty) -> Vec<Shown> {
        if self.is_joiner(party) {
            self.parties[1..].iter().map(|other| self.shown(party, other, other.kind)).collect()
        } else {
            vec![self.shown(party, &self.parties[0], party.kind)]
        }
    }

    /// One party as another may see it. Contact cards are for those who are involved: a party that
    /// left neither has nor sees one.
    #[must_use]
    pub fn shown(&self, viewer: &MatchParty, other: &MatchParty, kind: MatchKind) -> Shown {
        let shown = Shown::party(
            other.organisation,
            &other.card,
            other.withheld.as_ref(),
            other.since,
            kind,
            self.lead().is_some_and(|lead| lead.involvement == other.involvement),
        );
        if other.gone || viewer.gone { shown.without_card() } else { shown }
    }

    /// A party left: it owes nothing more and leads nothing more.
    pub fn leave(&mut self, involvement: InvolvementId, now: Time) {
        for party in self.parties.iter_mut().filter(|p| p.involvement == involvement) {
            party.gone = true;
        }
        self.end_lead(involvement, now);
    }

    /// Ends the lead of an involvement, if it leads.
    pub fn end_lead(&mut self, involvement: InvolvementId, now: Time) {
        for lead in self.leads.iter_mut() {
            if lead.until.is_none() && lead.involvement == involvement {
                lead.until = Some(now);
            }
        }
    }

    /// Removes every trace of an involvement. False when no match is left and the record must go.
    #[must_use]
    pub fn forget(&mut self, involvement: InvolvementId) -> bool {
        let joined = self.parties[0].involvement == involvement;
        self.parties.retain(|party| party.involvement != involvement);
        self.leads.retain(|lead| lead.involvement != involvement);
        let present: BTreeSet<Oin> = self.parties.iter().map(|party| party.organisation).collect();
        for lead in &mut self.leads {
            lead.known_to.retain(|organisation| present.contains(organisation));
        }
        !joined && self.parties.len() > 1
    }

    /// How one party is shown to another; nothing when either is no party any more. For an
    /// organisation with several involvements in the match the strongest kind counts.
    #[must_use]
    pub fn shown_to(&self, own: InvolvementId, other: InvolvementId) -> Option<Shown> {
        let (own, other) = (self.party(own)?, self.party(other)?);
        let kind = if self.is_joiner(own) {
            other.kind
        } else {
            self.own(own.organisation).map(|party| party.kind).max()?
        };
        Some(self.shown(own, other, kind))
    }
}

/// Whether two involvements reach a common person. Those that only one case brings together do not
/// meet.
#[must_use]
pub fn meet(a: &Involvement, b: &Involvement) -> bool {
    let reached: BTreeSet<Pseudonym> = a.reach().map(|(pseudonym, _)| pseudonym).collect();
    b.reach().any(|(pseudonym, _)| reached.contains(&pseudonym))
}

/// The organisations in a match, the joiner first, that know of this one: itself, and those with
/// an involvement that matches one of its own, directly or by one of the live `cases`. Two
/// counterparties of one joiner need not match.
#[must_use]
pub fn know_of(lead: Oin, parties: &[&Involvement], cases: &[&Case]) -> BTreeSet<Oin> {
    let of_lead = || parties.iter().enumerate().filter(|(_, party)| party.organisation == lead);
    let knows = |(place, party): &(usize, &&Involvement)| {
        of_lead().any(|(at, own)| {
            own.organisation == party.organisation
                || at.min(*place) == 0
                || meet(own, party)
                || shared(cases, own, party)
        })
    };
    parties.iter().enumerate().filter(knows).map(|(_, party)| party.organisation).collect()
}
