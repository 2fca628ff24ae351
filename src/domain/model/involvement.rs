//! The record of an involvement: that an organisation's professional is involved, from when to when.

use serde::{Deserialize, Serialize};

use crate::domain::model::{
    format,
    ids::{InvolvementId, MatchId},
    own_reference::OwnReference,
    party::{AreaCode, OfficeId, Oin},
    person::{Identity, Member, Pseudonym},
    time::{Day, Time},
};

/// Most persons in one involvement.
pub const MAX_MEMBERS: usize = 12;

/// How to reach a professional.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ContactCard {
    /// Id within the organisation.
    pub professional_id: String,
    /// Name as colleagues know it.
    pub name: String,
    /// Function.
    pub function: String,
    /// Telephone number; may be empty when there is an e-mail address.
    pub phone: String,
    /// E-mail address; may be empty when there is a telephone number.
    pub email: String,
    /// Who answers when the professional is away.
    #[serde(deserialize_with = "format::since::<2, _, _>")]
    pub deputy: Option<Box<Deputy>>,
}

/// Who stands in for a professional.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Deputy {
    /// Name as colleagues know it.
    pub name: String,
    /// Telephone number; may be empty when there is an e-mail address.
    pub phone: String,
    /// E-mail address; may be empty when there is a telephone number.
    pub email: String,
}

/// Whether the family knows of the registration.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Informed {
    /// Still to be done.
    No,
    /// Told on this day.
    On(Day),
    /// Not told, on a coded ground.
    Not(NotInformedGround),
}

/// Why the family has not been told.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum NotInformedGround {
    /// Telling would endanger the child.
    ChildSafety,
    /// Telling would endanger others.
    SafetyOfOthers,
    /// The family cannot be reached.
    Unreachable,
    /// An investigation would be harmed.
    Investigation,
}

/// Why an involvement ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum EndReason {
    /// The organisation is no longer involved.
    NoLongerInvolved,
    /// Its end date passed.
    Expired,
}

/// State of an involvement. One that was unjustified is destroyed and has no state.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum State {
    /// It counts for matching.
    Active,
    /// Ended, kept for the hint to later registrants.
    Archived {
        /// Why it ended.
        reason: EndReason,
        /// When.
        at: Time,
        /// Until when it is kept.
        until: Day,
    },
}

/// That an organisation is involved.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Involvement {
    /// Its id.
    pub id: InvolvementId,
    /// Who registered it.
    pub organisation: Oin,
    /// Whom the others should call.
    pub card: ContactCard,
    /// The persons named, 1..=[`MAX_MEMBERS`].
    pub members: Vec<Member>,
    /// Parents of named children, known from the population register and not named themselves.
    pub parents: Vec<Identity>,
    /// Where the family lives.
    pub area: AreaCode,
    /// First day.
    pub start: Day,
    /// Last day.
    pub end: Day,
    /// When it was registered.
    pub registered: Time,
    /// Whether the family knows.
    pub informed: Informed,
    /// Present state.
    pub state: State,
    /// Day of the warning before the end; `None` once given, or when the end was near from the start.
    pub warn_on: Option<Day>,
    /// Set for a sensitive organisation: shown without name, contact through this office.
    pub withheld: Option<OfficeId>,
    /// Set while it reaches a shielded person: shown likewise, contact through this office.
    pub shielded: Option<OfficeId>,
    /// Since when this party leads the coordination, while it does.
    pub leads: Option<Time>,
    /// The match that came of registering it.
    pub joined_as: Option<MatchId>,
    /// Whether the hint of an earlier involvement was given at registration.
    pub earlier: bool,
    /// Hash of the request apart from the persons: tells a retry from a reused id.
    pub fingerprint: Fingerprint,
    /// By which the own organisation knows the family; nobody else sees it.
    #[serde(deserialize_with = "format::since::<2, _, _>")]
    pub own_reference: Option<OwnReference>,
}

/// Hash of what a caller sent, so that a retry can be told from a reused id.
pub type Fingerprint = [u8; 16];

impl Involvement {
    /// Whether it counts for matching.
    #[must_use]
    pub fn is_active(&self) -> bool {
        matches!(self.state, State::Active)
    }

    /// Through which office contact goes when others may not see who it is.
    #[must_use]
    pub fn through(&self) -> Option<&OfficeId> {
        self.withheld.as_ref().or(self.shielded.as_ref())
    }

    /// Everybody it reaches, under all keys of registration: the persons named (`true`) and the
    /// known parents of named children (`false`).
    pub fn reach(&self) -> impl Iterator<Item = (Pseudonym, bool)> + '_ {
        let named = self.members.iter().map(|member| (member.identity, true));
        let parents = self.parents.iter().map(|parent| (*parent, false));
        named.chain(parents).flat_map(|(who, named)| who.pseudonyms().map(move |p| (p, named)))
    }

    /// The pseudonyms of the persons whom it names.
    pub fn named(&self) -> impl Iterator<Item = Pseudonym> + '_ {
        self.members.iter().flat_map(|member| member.identity.pseudonyms())
    }

    /// Whether it names a person.
    #[must_use]
    pub fn names_person(&self, who: &Identity) -> bool {
        self.members.iter().any(|member| member.identity.is(who))
    }

    /// Whether it names exactly these persons.
    #[must_use]
    pub fn names(&self, members: &[Member]) -> bool {
        self.members.len() == members.len()
            && self.members.iter().all(|own| members.iter().any(|m| m.identity.is(&own.identity)))
    }

    /// When an involvement next needs attention: the warning, the end, the end of the archive, or
    /// the day on which a child in it ages out.
    #[must_use]
    pub fn deadline(&self) -> Option<Time> {
        let own = match self.state {
            State::Active => self.warn_on.unwrap_or(self.end.plus_days(1)),
            State::Archived { until, .. } => until.plus_days(1),
        };
        let ageing = self.members.iter().filter_map(|member| member.ages_out).min();
        Some(ageing.map_or(own, |day| day.min(own)).start())
    }
}
