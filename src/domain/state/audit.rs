//! What the audit log keeps of each read, write and refusal (NEN 7513, BIO 8.15.01), and which
//! persons an entry is about.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::domain::{
    model::{
        ids::{CaseId, InvolvementId, MatchId, ObjectionId, SessionId, SignalId, TicketId},
        notification::Event,
        party::{Oin, Origin, Party},
        person::Pseudonym,
        time::Time,
    },
    rules::{matching::Match, moving_house::Moving},
    state::record::{Effects, Key, Loaded, Needs, Record},
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
            Event::Case { case, .. } => Some(Self::Case(*case)),
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

/// What an entry looks at to find the persons whom it concerns: what a decision saw, what was
/// loaded besides, and what the decision changes.
#[derive(Clone, Copy, Debug)]
pub struct Concerned<'a> {
    /// What the call named.
    pub named: &'a [Subject],
    /// Who looks; `None` for the broker itself.
    pub by: Option<&'a Party>,
    /// What the decision saw.
    pub loaded: &'a Loaded,
    /// What it changes.
    pub effects: &'a Effects,
}

impl Concerned<'_> {
    /// What must be loaded, besides, before [`Concerned::subjects`] knows every person; ask again
    /// until nothing is missing.
    #[must_use]
    pub fn needs(&self, besides: &Loaded) -> Needs {
        let behind = self.involvements(besides).into_iter().map(Key::Involvement);
        let mut keys: Vec<Key> = self.named.iter().filter_map(key).chain(behind).collect();
        keys.retain(|key| !self.loaded.has(key) && self.written(key).is_none());
        Needs::missing(besides, keys, Vec::new())
    }

    /// What was named, and the persons behind it under the key of their registration, each once.
    #[must_use]
    pub fn subjects(&self, besides: &Loaded) -> Vec<Subject> {
        let mut behind: Vec<Pseudonym> = self
            .involvements(besides)
            .into_iter()
            .filter_map(|id| match self.record(besides, &Key::Involvement(id)) {
                Some(Record::Involvement(involvement)) => Some(&involvement.members),
                _ => None,
            })
            .flatten()
            .map(|member| member.identity.current)
            .collect();
        let keys = self.named.iter().filter_map(key);
        for record in keys.filter_map(|key| self.record(besides, &key)) {
            match record {
                Record::Case(case) => {
                    behind.extend(case.persons.iter().map(|person| person.identity.current));
                }
                Record::Signal(signal) => {
                    behind.extend(signal.members.iter().map(|member| member.identity.current));
                }
                _ => {}
            }
        }
        let signals = self.named.iter().filter_map(|subject| match subject {
            Subject::Signal(id) => self.record(besides, &Key::Signal(*id)),
            _ => None,
        });
        for signal in signals {
            let Record::Signal(signal) = signal else { continue };
            behind.extend(signal.members.iter().map(|member| member.identity.current));
        }
        let named = |who: &Pseudonym| {
            self.named.iter().any(|subject| matches!(subject, Subject::Person(own) if own == who))
        };
        behind.retain(|who| !named(who));
        behind.sort_unstable();
        behind.dedup();
        self.named.iter().cloned().chain(behind.into_iter().map(Subject::Person)).collect()
    }

    /// The involvements by which the subjects concern persons. Of a match it is the reader's own:
    /// whom the others registered is neither shown nor told.
    fn involvements(&self, besides: &Loaded) -> Vec<InvolvementId> {
        let of_record = |subject| match self.record(besides, &key(subject)?)? {
            Record::Match(matched) => Some(self.own(matched)),
            Record::Ticket(ticket) => Some(vec![ticket.involvement]),
            _ => None,
        };
        let mut all = Vec::new();
        for subject in self.named {
            match subject {
                Subject::Involvement(id) => all.push(*id),
                other => all.extend(of_record(other).unwrap_or_default()),
            }
        }
        all.sort_unstable();
        all.dedup();
        all
    }

    /// The reader's own involvements in a match; for the broker itself the joiner's.
    fn own(&self, matched: &Match) -> Vec<InvolvementId> {
        let own = matched.parties.iter().filter(|party| match self.by {
            Some(Party::Organisation(oin)) => *oin == party.organisation,
            Some(Party::Office(_)) | None => false,
        });
        let own: Vec<_> = own.map(|party| party.involvement).collect();
        if own.is_empty() {
            matched.parties.first().map(|joiner| joiner.involvement).into_iter().collect()
        } else {
            own
        }
    }

    fn written(&self, key: &Key) -> Option<&Record> {
        self.effects.put.iter().find(|(written, _)| written == key).map(|(_, record)| record)
    }

    fn record<'b>(&'b self, besides: &'b Loaded, key: &Key) -> Option<&'b Record> {
        self.written(key).or_else(|| self.loaded.get(key)).or_else(|| besides.get(key))
    }
}

/// The record that a subject names, where persons stand behind it.
fn key(subject: &Subject) -> Option<Key> {
    match subject {
        Subject::Involvement(id) => Some(Key::Involvement(*id)),
        Subject::Match(id) => Some(Key::Match(*id)),
        Subject::Ticket(id) => Some(Key::Ticket(*id)),
        Subject::Case(id) => Some(Key::Case(*id)),
        Subject::Signal(id) => Some(Key::Signal(*id)),
        Subject::Person(_)
        | Subject::Inbox(..)
        | Subject::Delivered(..)
        | Subject::Objection(_)
        | Subject::AuditLog(_)
        | Subject::Session(_)
        | Subject::Issuer(_) => None,
    }
}
