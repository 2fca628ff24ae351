//! The records that the store keeps, their keys, and what was loaded of them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::domain::{
    model::{
        case::record::Case,
        escalation::ticket::Ticket,
        ids::{CaseId, DestructionId, InvolvementId, MatchId, ObjectionId, SignalId, TicketId},
        involvement::Involvement,
        party::{Oin, Party},
        person::{Person, Pseudonym},
        session::{Session, SessionKey},
        signal::record::Signal,
        time::Time,
    },
    rules::{
        budget::{AskedIn, AskedKey, Tally, TallyKey},
        destroying::Destruction,
        indicators::{Report, ReportKey},
        matching::Match,
        rights::objection::Objection,
    },
    state::{
        inbox::{Cursor, CursorKey, InboxState},
        receipt::{Receipt, ReceiptKey},
    },
};

pub use crate::domain::state::effects::Effects;

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
        }
    }
}

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

/// What a decision still has to look at.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Needs {
    /// Records.
    pub keys: Vec<Key>,
    /// Lists.
    pub lists: Vec<List>,
}

impl Needs {
    /// What of these is not loaded yet.
    #[must_use]
    pub fn missing(loaded: &Loaded, mut keys: Vec<Key>, mut lists: Vec<List>) -> Self {
        keys.retain(|key| !loaded.has(key));
        keys.sort_unstable();
        keys.dedup();
        lists.retain(|list| !loaded.lists.contains_key(list));
        Self { keys, lists }
    }

    /// True when everything is there.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty() && self.lists.is_empty()
    }
}

/// What a decision looks at: the records that were loaded, absent ones included, and lists.
#[derive(Debug, Default)]
pub struct Loaded {
    records: BTreeMap<Key, (Version, Option<Record>)>,
    lists: BTreeMap<List, Vec<uuid::Uuid>>,
}

impl Loaded {
    /// Adds what the store returned for a key.
    pub fn insert(&mut self, key: Key, version: Version, record: Option<Record>) {
        self.records.insert(key, (version, record));
    }

    /// Takes over everything from another read.
    pub fn extend(&mut self, other: Self) {
        // The first read, which is often the only one, is taken over as it is.
        if self.records.is_empty() {
            self.records = other.records;
        } else {
            self.records.extend(other.records);
        }
        self.lists.extend(other.lists);
    }

    /// Adds what the store returned for a list.
    pub fn insert_list(&mut self, list: List, ids: Vec<uuid::Uuid>) {
        self.lists.insert(list, ids);
    }

    /// The matches in which an involvement takes part, as far as they were loaded.
    pub fn matches_of(&self, id: InvolvementId) -> impl Iterator<Item = MatchId> + '_ {
        self.lists.get(&List::MatchesOf(id)).into_iter().flatten().map(|id| MatchId(*id))
    }

    /// Whether this key was looked up.
    #[must_use]
    pub fn has(&self, key: &Key) -> bool {
        self.records.contains_key(key)
    }

    /// The versions of everything that was looked at: what the decision relies on.
    pub fn versions(&self) -> impl Iterator<Item = (&Key, Version)> {
        self.records.iter().map(|(key, (version, _))| (key, *version))
    }

    /// The version of one record.
    #[must_use]
    pub fn version(&self, key: &Key) -> Version {
        self.records.get(key).map_or(Version::ABSENT, |(version, _)| *version)
    }

    fn record(&self, key: &Key) -> Option<&Record> {
        self.records.get(key).and_then(|(_, record)| record.as_ref())
    }

    /// Any record.
    #[must_use]
    pub fn get(&self, key: &Key) -> Option<&Record> {
        self.record(key)
    }

    /// A person.
    #[must_use]
    pub fn person(&self, pseudonym: Pseudonym) -> Option<&Person> {
        match self.record(&Key::Person(pseudonym)) {
            Some(Record::Person(person)) => Some(person),
            _ => None,
        }
    }

    /// An involvement.
    #[must_use]
    pub fn involvement(&self, id: InvolvementId) -> Option<&Involvement> {
        match self.record(&Key::Involvement(id)) {
            Some(Record::Involvement(involvement)) => Some(involvement),
            _ => None,
        }
    }

    /// A match.
    #[must_use]
    pub fn matched(&self, id: MatchId) -> Option<&Match> {
        match self.record(&Key::Match(id)) {
            Some(Record::Match(matched)) => Some(matched),
            _ => None,
        }
    }

    /// A ticket.
    #[must_use]
    pub fn ticket(&self, id: TicketId) -> Option<&Ticket> {
        match self.record(&Key::Ticket(id)) {
            Some(Record::Ticket(ticket)) => Some(ticket),
            _ => None,
        }
    }

    /// A case.
    #[must_use]
    pub fn case(&self, id: CaseId) -> Option<&Case> {
        match self.record(&Key::Case(id)) {
            Some(Record::Case(case)) => Some(case),
            _ => None,
        }
    }

    /// An objection.
    #[must_use]
    pub fn objection(&self, id: ObjectionId) -> Option<&Objection> {
        match self.record(&Key::Objection(id)) {
            Some(Record::Objection(objection)) => Some(objection),
            _ => None,
        }
    }

    /// The concern signals of a case, as far as they were loaded.
    pub fn signals_of(&self, id: CaseId) -> impl Iterator<Item = SignalId> + '_ {
        self.lists.get(&List::SignalsOf(id)).into_iter().flatten().map(|id| SignalId(*id))
    }

    /// The tickets opened by an involvement, as far as they were loaded.
    pub fn tickets_by(&self, id: InvolvementId) -> impl Iterator<Item = TicketId> + '_ {
        self.lists.get(&List::TicketsBy(id)).into_iter().flatten().map(|id| TicketId(*id))
    }

    /// The cases, as far as they were loaded.
    pub fn cases(&self) -> impl Iterator<Item = &Case> {
        // They stand together in the order of keys: without any, nothing is gone through.
        let from = Key::Case(CaseId(uuid::Uuid::nil()));
        let cases =
            self.records.range(from..).map_while(|(key, (_, record))| match (key, record) {
                (Key::Case(_), Some(Record::Case(case))) => Some(Some(case.as_ref())),
                (Key::Case(_), _) => Some(None),
                _ => None,
            });
        cases.flatten()
    }

    /// A concern signal.
    #[must_use]
    pub fn signal(&self, id: SignalId) -> Option<&Signal> {
        match self.record(&Key::Signal(id)) {
            Some(Record::Signal(signal)) => Some(signal),
            _ => None,
        }
    }

    /// The open tickets of a case, as far as they were loaded.
    pub fn tickets_of(&self, id: CaseId) -> impl Iterator<Item = TicketId> + '_ {
        self.lists.get(&List::TicketsOf(id)).into_iter().flatten().map(|id| TicketId(*id))
    }

    /// The closed tickets of a case, as far as they were loaded.
    pub fn tickets_closed(&self, id: CaseId) -> impl Iterator<Item = TicketId> + '_ {
        self.lists.get(&List::TicketsClosed(id)).into_iter().flatten().map(|id| TicketId(*id))
    }

    /// A receipt.
    #[must_use]
    pub fn receipt(&self, key: &ReceiptKey) -> Option<&Receipt> {
        match self.record(&Key::Receipt(key.clone())) {
            Some(Record::Receipt(receipt)) => Some(receipt),
            _ => None,
        }
    }

    /// How far a channel of an inbox has come; none when it was never used.
    #[must_use]
    pub fn cursor(&self, key: &CursorKey) -> Option<Cursor> {
        match self.record(&Key::Cursor(key.clone())) {
            Some(Record::Cursor(cursor)) => Some(*cursor),
            _ => None,
        }
    }

    /// An inbox; of one that was never used nothing was dropped.
    #[must_use]
    pub fn inbox(&self, party: &Party) -> InboxState {
        match self.record(&Key::Inbox(party.clone())) {
            Some(Record::Inbox(state)) => *state,
            _ => InboxState::default(),
        }
    }
}

/// An ordered list of ids that the store keeps beside the records. Ordered by id, which for
/// UUIDv7 is the order in which they were made.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum List {
    /// Involvements of an organisation.
    Involvements(Oin),
    /// Matches of an organisation in which it owes contact.
    MatchesOpen(Oin),
    /// All matches of an organisation.
    MatchesAll(Oin),
    /// Matches in which an involvement takes part.
    MatchesOf(InvolvementId),
    /// Tickets opened by a party; closed ones too.
    TicketsOpened(Party),
    /// Open tickets handled by a party.
    TicketsHandled(Party),
    /// Tickets directed by a party; closed ones too.
    TicketsDirected(Party),
    /// Open tickets of a case.
    TicketsOf(CaseId),
    /// Closed tickets of a case: they are destroyed with it.
    TicketsClosed(CaseId),
    /// Cases directed by a party; closed ones too.
    CasesDirected(Party),
    /// The same cases in the order of their deadlines. Its ids are places, see [`Case::place`].
    CasesByDue(Party),
    /// The case at a place.
    CaseAt(uuid::Uuid),
    /// Concern signals that an organisation sent.
    SignalsSent(Oin),
    /// Those of them on which somebody must still act.
    SignalsSentOpen(Oin),
    /// Concern signals that a party received, referred ones too.
    SignalsReceived(Party),
    /// Those on which the party must still act.
    SignalsReceivedOpen(Party),
    /// Concern signals of a case.
    SignalsOf(CaseId),
    /// Crises that wait for an answer of a party.
    CrisesWaiting(Party),
    /// Tickets opened by an involvement; closed ones too.
    TicketsBy(InvolvementId),
    /// Objections that concern a party: its own registrations, or as privacy officer.
    Objections(Party),
    /// What remains of every destruction.
    Destructions,
}

impl Record {
    /// In which lists this record stands, and under which id. The store keeps the lists in step
    /// with the records by this function alone.
    #[must_use]
    pub fn lists(&self) -> Vec<(List, uuid::Uuid)> {
        match self {
            Self::Involvement(i) => vec![(List::Involvements(i.organisation), i.id.0)],
            Self::Match(m) => m.lists(),
            Self::Ticket(t) => t.lists(),
            Self::Case(c) => c.lists(),
            Self::Signal(s) => s.lists(),
            Self::Objection(o) => o.lists(),
            Self::Destruction(d) => vec![(List::Destructions, d.id.0)],
            Self::Person(_)
            | Self::Receipt(_)
            | Self::Inbox(_)
            | Self::Report(_)
            | Self::Tally(_)
            | Self::Asked(_)
            | Self::Cursor(_)
            | Self::Session(_) => Vec::new(),
        }
    }

    /// When this record next needs attention. The store keeps one ordered index of these, and
    /// the sweeper works it off.
    #[must_use]
    pub fn deadline(&self) -> Option<Time> {
        match self {
            Self::Involvement(involvement) => {
                crate::domain::rules::retention::deadline(involvement)
            }
            Self::Match(matched) => crate::domain::rules::follow_up::deadline(matched),
            Self::Ticket(ticket) => crate::domain::rules::escalation::overdue::deadline(ticket),
            Self::Case(case) => case.deadline(),
            Self::Receipt(receipt) => Some(receipt.expires),
            Self::Signal(signal) => Some(crate::domain::rules::signal::retention::deadline(signal)),
            Self::Inbox(state) => state.trim_at,
            Self::Person(person) => person.deadline(),
            Self::Objection(objection) => objection.deadline(),
            Self::Tally(tally) => Some(tally.ends),
            Self::Session(session) => Some(session.gone_at()),
            // They go with the tally of their day.
            Self::Asked(_) | Self::Destruction(_) | Self::Report(_) | Self::Cursor(_) => None,
        }
    }
}
