//! The record of a concern signal, who may see it, and what waits ahead of everything else.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::domain::model::{
    ids::{CaseId, NotificationId, SignalId},
    involvement::{ContactCard, Fingerprint},
    notification::{Event, Notification, SignalHappening},
    party::{AreaCode, OfficeId, Oin, Party},
    person::Member,
    routing::Derivation,
    time::{Day, Time},
};

/// State of a signal.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub enum SignalState {
    /// Its recipient has not answered.
    Waiting,
    /// Its recipient has seen it.
    Seen,
    /// Its recipient has taken it up: closed.
    TakenUp,
}

/// Something that happened with a signal.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct SignalStep {
    /// When.
    pub at: Time,
    /// What; the first is that it was received.
    pub what: SignalHappening,
    /// Who must act from then on.
    pub recipient: Party,
}

/// A concern signal. Codes, persons as pseudonyms, and whom to call: what is going on is told by
/// telephone.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Signal {
    /// Its id.
    pub id: SignalId,
    /// Who sent it.
    pub sender: Oin,
    /// Whom to call about it.
    pub card: ContactCard,
    /// The persons of the household.
    pub members: Vec<Member>,
    /// Where the family lives.
    pub area: AreaCode,
    /// Acute danger to a child.
    pub acute: bool,
    /// Whether a child under 18 was in the household on the day of sending.
    pub children: bool,
    /// When it was sent.
    pub sent: Time,
    /// State.
    pub state: SignalState,
    /// Who must act.
    pub recipient: Party,
    /// The notification by which the present recipient was told: the same ahead and in its place.
    pub told: NotificationId,
    /// Who was informed besides.
    pub informed: Vec<Party>,
    /// True when it goes before everything else that waits in the recipient's inbox.
    pub crisis: bool,
    /// The case that it opened or joined.
    pub case: CaseId,
    /// The office that directs the case; see [`present`].
    pub director: OfficeId,
    /// Why it went where it went.
    pub derivation: Derivation,
    /// What happened with it, oldest first.
    pub history: Vec<SignalStep>,
    /// Last day on which it is kept.
    pub keep_until: Day,
    /// Hash of the request apart from the persons.
    pub fingerprint: Fingerprint,
}

impl Signal {
    /// Whether somebody must still act.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.state != SignalState::TakenUp
    }

    /// Everybody who has received it, the present recipient included.
    #[must_use]
    pub fn recipients(&self) -> BTreeSet<&Party> {
        self.history.iter().map(|step| &step.recipient).chain([&self.recipient]).collect()
    }

    /// Whether somebody may see it: its sender, whoever received it, who was informed, and the
    /// office that directs.
    #[must_use]
    pub fn shows_to(&self, party: &Party) -> bool {
        *party == Party::Organisation(self.sender)
            || *party == Party::Office(self.director.clone())
            || self.informed.contains(party)
            || self.recipients().contains(party)
    }

    /// The crisis that waits for an answer of this party: what its inbox holds somewhere, to be
    /// given at once. `None` when it is no crisis, another's, or answered.
    #[must_use]
    pub fn waiting(&self, party: &Party) -> Option<Notification> {
        let waits = self.crisis && self.state == SignalState::Waiting && self.recipient == *party;
        waits.then(|| self.received())
    }

    /// The notification by which the present recipient is told.
    #[must_use]
    pub fn received(&self) -> Notification {
        let came = self.history.last().map_or(self.sent, |step| step.at);
        Notification { id: self.told, at: came, event: self.event(SignalHappening::Received) }
    }

    /// How somebody is told of a happening.
    #[must_use]
    pub fn event(&self, happening: SignalHappening) -> Event {
        Event::Signal { signal: self.id, happening, crisis: self.crisis }
    }

    /// When a signal next needs attention.
    #[must_use]
    pub fn deadline(&self) -> Time {
        let ageing = self.members.iter().filter_map(|member| member.ages_out).min();
        let end = self.keep_until.plus_days(1);
        ageing.map_or(end, |day| day.min(end)).start()
    }
}
