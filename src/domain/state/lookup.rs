//! How is a record looked up among those that were loaded?

use uuid::Uuid;

use crate::domain::{
    model::{
        case::Case,
        ids::{CaseId, InvolvementId, MatchId, ObjectionId, SignalId, TicketId},
        involvement::Involvement,
        matches::Match,
        party::{Oin, Party},
        person::{Person, Pseudonym},
        rights::objection::Objection,
        signal::Signal,
        ticket::Ticket,
    },
    state::{
        keys::Key,
        lists::List,
        positions::{Cursor, CursorKey, InboxState},
        receipt::{Receipt, ReceiptKey},
        records::Record,
    },
};

/// A place where records are looked up. What it means that one is not there differs: while records
/// are gathered it may come still ([`super::loaded::Loaded`]), in a decision there is none
/// ([`super::facts::Facts`]).
pub trait Lookup {
    /// Any record.
    fn get(&self, key: &Key) -> Option<&Record>;

    /// The ids in a list.
    fn list(&self, list: &List) -> &[Uuid];

    /// A person.
    fn person(&self, pseudonym: Pseudonym) -> Option<&Person> {
        match self.get(&Key::Person(pseudonym)) {
            Some(Record::Person(person)) => Some(person),
            _ => None,
        }
    }

    /// An involvement.
    fn involvement(&self, id: InvolvementId) -> Option<&Involvement> {
        match self.get(&Key::Involvement(id)) {
            Some(Record::Involvement(involvement)) => Some(involvement),
            _ => None,
        }
    }

    /// A match.
    fn matched(&self, id: MatchId) -> Option<&Match> {
        match self.get(&Key::Match(id)) {
            Some(Record::Match(matched)) => Some(matched),
            _ => None,
        }
    }

    /// A ticket.
    fn ticket(&self, id: TicketId) -> Option<&Ticket> {
        match self.get(&Key::Ticket(id)) {
            Some(Record::Ticket(ticket)) => Some(ticket),
            _ => None,
        }
    }

    /// A case.
    fn case(&self, id: CaseId) -> Option<&Case> {
        match self.get(&Key::Case(id)) {
            Some(Record::Case(case)) => Some(case),
            _ => None,
        }
    }

    /// A concern signal.
    fn signal(&self, id: SignalId) -> Option<&Signal> {
        match self.get(&Key::Signal(id)) {
            Some(Record::Signal(signal)) => Some(signal),
            _ => None,
        }
    }

    /// An objection.
    fn objection(&self, id: ObjectionId) -> Option<&Objection> {
        match self.get(&Key::Objection(id)) {
            Some(Record::Objection(objection)) => Some(objection),
            _ => None,
        }
    }

    /// A receipt.
    fn receipt(&self, key: &ReceiptKey) -> Option<&Receipt> {
        match self.get(&Key::Receipt(key.clone())) {
            Some(Record::Receipt(receipt)) => Some(receipt),
            _ => None,
        }
    }

    /// How far a channel of an inbox has come; none when it was never used.
    fn cursor(&self, key: &CursorKey) -> Option<&Cursor> {
        match self.get(&Key::Cursor(key.clone())) {
            Some(Record::Cursor(cursor)) => Some(cursor),
            _ => None,
        }
    }

    /// An inbox; of one that was never used nothing was dropped.
    fn inbox(&self, party: &Party) -> InboxState {
        match self.get(&Key::Inbox(party.clone())) {
            Some(Record::Inbox(state)) => *state,
            _ => InboxState::default(),
        }
    }

    /// How often a family manager of an organisation was counted at an assignment.
    fn assignments(&self, organisation: Oin) -> u64 {
        match self.get(&Key::Assignments(organisation)) {
            Some(Record::Assignments(count)) => *count,
            _ => 0,
        }
    }

    /// The matches in which an involvement takes part.
    fn matches_of(&self, id: InvolvementId) -> impl Iterator<Item = MatchId> {
        self.list(&List::MatchesOf(id)).iter().copied().map(MatchId)
    }

    /// The tickets opened by an involvement; closed ones too.
    fn tickets_by(&self, id: InvolvementId) -> impl Iterator<Item = TicketId> {
        self.list(&List::TicketsBy(id)).iter().copied().map(TicketId)
    }

    /// The open tickets of a case.
    fn tickets_of(&self, id: CaseId) -> impl Iterator<Item = TicketId> {
        self.list(&List::TicketsOf(id)).iter().copied().map(TicketId)
    }

    /// The closed tickets of a case.
    fn tickets_closed(&self, id: CaseId) -> impl Iterator<Item = TicketId> {
        self.list(&List::TicketsClosed(id)).iter().copied().map(TicketId)
    }

    /// The live cases whose family manager is this professional.
    fn families_of(&self, organisation: Oin, professional: &str) -> impl Iterator<Item = CaseId> {
        let list = List::FamiliesOf(organisation, professional.to_owned());
        self.list(&list).iter().copied().map(CaseId)
    }

    /// The concern signals that name a person.
    fn signals_naming(&self, who: Pseudonym) -> impl Iterator<Item = SignalId> {
        self.list(&List::SignalsNaming(who)).iter().copied().map(SignalId)
    }

    /// The concern signals of a case.
    fn signals_of(&self, id: CaseId) -> impl Iterator<Item = SignalId> {
        self.list(&List::SignalsOf(id)).iter().copied().map(SignalId)
    }
}
