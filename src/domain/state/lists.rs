//! Which ordered lists does the store keep beside the records, and what stands in them?

use crate::domain::model::{
    ids::{CaseId, InvolvementId},
    party::{AreaCode, OfficeId, Oin, Party},
    person::Pseudonym,
};

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
    /// Matches that an office follows up: it was told that contact is overdue, and it still is.
    MatchesOverdue(OfficeId),
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
    /// The cases of an area, whoever directs them, in the same order and by the same places.
    CasesInArea(AreaCode),
    /// The case at a place.
    CaseAt(uuid::Uuid),
    /// Live cases whose family manager is this professional of an organisation.
    FamiliesOf(Oin, String),
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
    /// Concern signals that name a person: with nobody else a signal without a case would be left
    /// when the person must go.
    SignalsNaming(Pseudonym),
    /// Crises that wait for an answer of a party.
    CrisesWaiting(Party),
    /// Tickets opened by an involvement; closed ones too.
    TicketsBy(InvolvementId),
    /// Objections that concern a party: its own registrations, or as privacy officer.
    Objections(Party),
    /// What remains of every destruction.
    Destructions,
    /// Open tickets on which an office still owes an answer.
    TicketsAsked(Party),
}
