//! What the audit log keeps of each read, write and refusal (NEN 7513, BIO 8.15.01), and which
//! persons an entry is about.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::domain::model::{
    ids::{CaseId, InvolvementId, MatchId, ObjectionId, SessionId, SignalId, TicketId},
    moving::Moving,
    notification::Event,
    party::{Oin, Origin, Party},
    person::Pseudonym,
    time::Time,
};

/// One thing that happened. Never a BSN or a name of a family member.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct AuditEntry {
    /// When.
    pub at: Time,
    /// Who acted; `None` for the broker itself.
    pub actor: Option<Actor>,
    /// What: the call, or the broker's own act.
    pub action: String,
    /// `OK`, or the reason of the refusal.
    pub result: String,
    /// The ground: the covenant, `id@version`, under which it was done or refused.
    pub ground: String,
    /// On what, the persons concerned included: see [`Concerned`].
    pub subjects: Vec<Subject>,
}

/// Who acted, on whose behalf, from where.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Actor {
    /// The organisation or office.
    pub party: Party,
    /// The organisation behind an office. Entries from before people signed in do not say it.
    pub behind: Option<Oin>,
    /// The acting professional or system.
    pub professional: String,
    /// By what they were known.
    pub origin: Origin,
}

/// On what something was done.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub enum Subject {
    /// A person.
    Person(Pseudonym),
    /// An involvement.
    Involvement(InvolvementId),
    /// A match.
    Match(MatchId),
    /// A ticket.
    Ticket(TicketId),
    /// An inbox, up to a sequence.
    Inbox(Party, u64),
    /// A case.
    Case(CaseId),
    /// A concern signal.
    Signal(SignalId),
    /// What was delivered from an inbox: behind the first sequence, up to the second.
    Delivered(Party, u64, u64),
    /// An objection.
    Objection(ObjectionId),
    /// The audit log itself, from a position on.
    AuditLog(u64),
    /// The session of a person who signed in.
    Session(SessionId),
    /// A provider that vouches for people, by its issuer identifier.
    Issuer(String),
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Person(pseudonym) => write!(f, "person {pseudonym}"),
            Self::Involvement(id) => write!(f, "involvement {id}"),
            Self::Match(id) => write!(f, "match {id}"),
            Self::Ticket(id) => write!(f, "ticket {id}"),
            Self::Inbox(party, position) => write!(f, "inbox of {party} at {position}"),
            Self::Delivered(party, after, last) => {
                write!(f, "inbox of {party} behind {after} up to {last}")
            }
            Self::Case(id) => write!(f, "case {id}"),
            Self::Signal(id) => write!(f, "signal {id}"),
            Self::Objection(id) => write!(f, "objection {id}"),
            Self::AuditLog(from) => write!(f, "audit log from {from}"),
            Self::Session(id) => write!(f, "session {id}"),
            Self::Issuer(issuer) => write!(f, "issuer {issuer}"),
        }
    }
}

impl Subject {
    /// What a notification is about: the recipient's own involvement, or what an office is told of.
    #[must_use]
    pub fn told_by(event: &Event) -> Option<Self> {
        match event {
            Event::MatchFound { involvement, .. }
            | Event::EarlierInvolvement { involvement }
            | Event::PartyEnded { involvement, .. }
            | Event::ContactUpdated { involvement, .. }
            | Event::Expiring { involvement, .. }
            | Event::Expired { involvement }
            | Event::FollowUpDue { involvement: Some(involvement), .. }
            | Event::LeadAgreed { involvement, .. }
            | Event::LeadEnded { involvement, .. }
            | Event::Retracted { involvement } => Some(Self::Involvement(*involvement)),
            Event::FollowUpDue { matched, involvement: None, .. } => Some(Self::Match(*matched)),
            Event::Ticket { ticket, .. } | Event::TicketDestroyed { ticket } => {
                Some(Self::Ticket(*ticket))
            }
            Event::Removed { involvement, .. }
            | Event::ObjectionReceived { involvement: Some(involvement), .. } => {
                Some(Self::Involvement(*involvement))
            }
            Event::ObjectionReceived { objection, .. }
            | Event::ObjectionOverdue { objection }
            | Event::ObjectionDecided { objection } => Some(Self::Objection(*objection)),
            Event::Case { case, .. }
            | Event::Overview { case, .. }
            | Event::CaseDestroyed { case } => Some(Self::Case(*case)),
            Event::Signal { signal, .. } => Some(Self::Signal(*signal)),
            Event::Moved { family: Moving::Case(case), .. } => Some(Self::Case(*case)),
            Event::Moved { family: Moving::Involvement(involvement), .. } => {
                Some(Self::Involvement(*involvement))
            }
            Event::StaysAway { case, .. } | Event::Watch { case, .. } => Some(Self::Case(*case)),
            Event::Plan { known, .. }
            | Event::FamilyManager { known, .. }
            | Event::CaseClosed { known, .. } => {
                Some(known.involvement.map_or(Self::Case(known.case), Self::Involvement))
            }
        }
    }
}
