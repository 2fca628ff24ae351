//! How is a record named, and which version of it is meant?

use serde::{Deserialize, Serialize};

use crate::domain::{
    model::{
        ids::{CaseId, DestructionId, InvolvementId, MatchId, ObjectionId, SignalId, TicketId},
        party::{Oin, Party},
        person::Pseudonym,
        report::ReportKey,
        session::SessionKey,
    },
    state::{
        positions::CursorKey,
        professionals::About,
        receipt::ReceiptKey,
        tallies::{AskedKey, TallyKey},
    },
};

/// Names a record.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub enum Key {
    /// A person.
    Person(Pseudonym),
    /// An involvement.
    Involvement(InvolvementId),
    /// A match.
    Match(MatchId),
    /// A ticket.
    Ticket(TicketId),
    /// What was answered to a request.
    Receipt(ReceiptKey),
    /// What is kept of an inbox.
    Inbox(Party),
    /// A case.
    Case(CaseId),
    /// A concern signal.
    Signal(SignalId),
    /// An objection.
    Objection(ObjectionId),
    /// What remains of a destruction.
    Destruction(DestructionId),
    /// What is told of a quarter.
    Report(ReportKey),
    /// What a caller asked on a day.
    Tally(TallyKey),
    /// A person about whom a caller asked on a day.
    Asked(AskedKey),
    /// How far a channel of an inbox has come.
    Cursor(CursorKey),
    /// The session of a person who signed in.
    Session(SessionKey),
    /// What the covenants of a broker named, by the name of its audit chain.
    Roster(Box<str>),
    /// The assignments of family managers of an organisation.
    Assignments(Oin),
    /// By what the pseudonym keys are recognised: one record, so that all versions change together.
    KeyChecks,
}

/// The kinds of records, for reading through all of one.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Kind {
    /// Persons.
    Person,
    /// Involvements.
    Involvement,
    /// Matches.
    Match,
    /// Tickets.
    Ticket,
    /// Receipts.
    Receipt,
    /// Inboxes.
    Inbox,
    /// Cases.
    Case,
    /// Concern signals.
    Signal,
    /// Objections.
    Objection,
    /// What remains of destructions.
    Destruction,
    /// Reports.
    Report,
    /// What callers asked on a day.
    Tally,
    /// Persons about whom callers asked on a day.
    Asked,
    /// How far the channels of inboxes have come.
    Cursor,
    /// Sessions of persons who signed in.
    Session,
    /// What the covenants of brokers named.
    Roster,
    /// The assignments of family managers of organisations.
    Assignments,
    /// By what the pseudonym keys are recognised.
    KeyChecks,
}

impl From<About> for Key {
    fn from(about: About) -> Self {
        match about {
            About::Involvement(id) => Self::Involvement(id),
            About::Signal(id) => Self::Signal(id),
        }
    }
}

impl Key {
    /// The kind of the record that it names.
    #[must_use]
    pub fn kind(&self) -> Kind {
        match self {
            Self::Person(_) => Kind::Person,
            Self::Involvement(_) => Kind::Involvement,
            Self::Match(_) => Kind::Match,
            Self::Ticket(_) => Kind::Ticket,
            Self::Receipt(_) => Kind::Receipt,
            Self::Inbox(_) => Kind::Inbox,
            Self::Case(_) => Kind::Case,
            Self::Signal(_) => Kind::Signal,
            Self::Objection(_) => Kind::Objection,
            Self::Destruction(_) => Kind::Destruction,
            Self::Report(_) => Kind::Report,
            Self::Tally(_) => Kind::Tally,
            Self::Asked(_) => Kind::Asked,
            Self::Cursor(_) => Kind::Cursor,
            Self::Session(_) => Kind::Session,
            Self::Roster(_) => Kind::Roster,
            Self::Assignments(_) => Kind::Assignments,
            Self::KeyChecks => Kind::KeyChecks,
        }
    }
}

/// Version of a record: the store position that wrote it. 0: there is none, which is a version too.
#[derive(
    Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize,
)]
pub struct Version(pub u64);

impl Version {
    /// The version of a record that does not exist.
    pub const ABSENT: Self = Self(0);
}
