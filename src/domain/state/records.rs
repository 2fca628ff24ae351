//! The records that the store keeps, their keys, and what was loaded of them.

use serde::{Deserialize, Serialize};

use crate::domain::{
    model::{
        case::Case, destruction::Destruction, involvement::Involvement, key_check::KeyCheck,
        matches::Match, person::Person, report::Report, rights::objection::Objection,
        roster::Roster, session::Session, signal::Signal, ticket::Ticket, time::Time,
    },
    state::{
        positions::{Cursor, InboxState},
        receipt::Receipt,
        tallies::{AskedIn, Tally},
    },
};

/// A record. Each kind is an aggregate with one version.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Record {
    /// A person.
    Person(Box<Person>),
    /// An involvement.
    Involvement(Box<Involvement>),
    /// A match.
    Match(Box<Match>),
    /// A ticket.
    Ticket(Box<Ticket>),
    /// A receipt.
    Receipt(Box<Receipt>),
    /// An inbox.
    Inbox(InboxState),
    /// A case.
    Case(Box<Case>),
    /// A concern signal.
    Signal(Box<Signal>),
    /// An objection.
    Objection(Box<Objection>),
    /// What remains of a destruction.
    Destruction(Destruction),
    /// What is told of a quarter.
    Report(Box<Report>),
    /// What a caller asked on a day.
    Tally(Tally),
    /// When a caller asked about a person.
    Asked(AskedIn),
    /// How far a channel of an inbox has come.
    Cursor(Cursor),
    /// The session of a person who signed in.
    Session(Box<Session>),
    /// What the covenants of a broker named when it last served.
    Roster(Box<Roster>),
    /// How often a family manager of an organisation was counted at an assignment. Whoever counts
    /// families raises it, so that of two at once the second counts anew: a list has no version.
    Assignments(u64),
    /// By what the pseudonym keys are recognised that the store is written with, the oldest first.
    KeyChecks(Vec<KeyCheck>),
}

impl Record {
    /// When this record next needs attention. The store keeps one ordered index of these, and
    /// the sweeper works it off.
    #[must_use]
    pub fn deadline(&self) -> Option<Time> {
        match self {
            Self::Involvement(involvement) => involvement.deadline(),
            Self::Match(matched) => matched.deadline(),
            Self::Ticket(ticket) => ticket.deadline(),
            Self::Case(case) => case.deadline(),
            Self::Receipt(receipt) => Some(receipt.expires),
            Self::Signal(signal) => Some(signal.deadline()),
            Self::Inbox(state) => state.trim_at,
            Self::Person(person) => person.deadline(),
            Self::Objection(objection) => objection.deadline(),
            Self::Tally(tally) => Some(tally.ends),
            Self::Session(session) => Some(session.gone_at()),
            // They go with the tally of their day.
            Self::Asked(_)
            | Self::Destruction(_)
            | Self::Report(_)
            | Self::Cursor(_)
            | Self::Roster(_)
            | Self::Assignments(_)
            | Self::KeyChecks(_) => None,
        }
    }
}
