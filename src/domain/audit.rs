//! What the audit log keeps of each read, write and refusal (NEN 7513, BIO 8.15.01).

use serde::{Deserialize, Serialize};

use super::{
    ids::{CaseId, InvolvementId, MatchId, SignalId, TicketId},
    party::Party,
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
    /// On what.
    pub subjects: Vec<Subject>,
}

/// Who acted, on whose behalf, from where.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Actor {
    /// The organisation or office.
    pub party: Party,
    /// The acting professional or system.
    pub professional: String,
    /// Serial number of the client certificate.
    pub certificate: String,
}

/// On what something was done.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
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
}
