//! The record of a concern signal, who may see it, and what waits ahead of everything else.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::domain::model::{
    agreement::Term,
    format,
    ids::{CaseId, NotificationId, SignalId},
    involvement::{ContactCard, Fingerprint},
    notification::{Event, Notification, SignalHappening},
    party::{AreaCode, CategoryCode, OfficeId, Oin, Party},
    person::Member,
    reported::Reported,
    routing::Derivation,
    time::{Day, Time},
};

/// Whether a signal was discussed with the family before it was sent; if not, why (plan § 3.1).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Discussed {
    /// With a parent, or another adult of the household.
    WithParent,
    /// With the youth.
    WithYouth,
    /// With both.
    WithBoth,
    /// Not: the child would not be safe.
    UnsafeForChild,
    /// Not: somebody else would not be safe.
    UnsafeForOthers,
    /// Not: nobody of the family could be reached.
    Unreachable,
    /// Not: an investigation would be harmed.
    Investigation,
    /// Not: there is no time, a child is in acute danger.
    NoTime,
}

/// What became of a signal.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Outcome {
    /// There was no problem behind it.
    FalseAlarm,
    /// Regular help suffices.
    RegularHelp,
    /// It is an at-risk family.
    AtRiskFamily,
    /// It is a multi-problem family, of this category.
    MultiProblemFamily(CategoryCode),
    /// The family was referred to an organisation of this kind.
    FamilyReferred(String),
}

/// The same without what is said of it: the code.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Became {
    /// See [`Outcome::FalseAlarm`].
    FalseAlarm,
    /// See [`Outcome::RegularHelp`].
    RegularHelp,
    /// See [`Outcome::AtRiskFamily`].
    AtRiskFamily,
    /// See [`Outcome::MultiProblemFamily`].
    MultiProblemFamily,
    /// See [`Outcome::FamilyReferred`].
    FamilyReferred,
}

impl Outcome {
    /// Its code.
    #[must_use]
    pub fn became(&self) -> Became {
        match self {
            Self::FalseAlarm => Became::FalseAlarm,
            Self::RegularHelp => Became::RegularHelp,
            Self::AtRiskFamily => Became::AtRiskFamily,
            Self::MultiProblemFamily(_) => Became::MultiProblemFamily,
            Self::FamilyReferred(_) => Became::FamilyReferred,
        }
    }
}

/// Whether a family that was referred came to where it was referred to.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Arrival {
    /// It did.
    Arrived,
    /// It did not.
    NotArrived,
}

/// How far the alarm about a signal has gone that nobody took up.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Alarm {
    /// Not at all: it is in time.
    None,
    /// To the deputy of the office that must act.
    Deputy,
    /// To the office above.
    OfficeAbove,
}

/// The clock of a signal.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Clock {
    /// Within which time somebody must take it up, each time that it comes into somebody's hands.
    pub term: Term,
    /// When that time is over; `None` when it was taken up, or when nobody is left to alarm.
    pub due: Option<Time>,
    /// How far the alarm has gone.
    pub alarm: Alarm,
}

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
    /// Whom the covenant informs besides. Not the office that directs a case which was there before:
    /// who receives the signal would read from it that there is one, and where.
    pub informed: Vec<Party>,
    /// True when it goes before everything else that waits in the recipient's inbox.
    pub crisis: bool,
    /// The case that it opened or joined; `None` when the covenant opens none for it.
    #[serde(deserialize_with = "format::optional_since::<4, _, _>")]
    pub case: Option<CaseId>,
    /// The office that directs the case; without one the first office that received the signal, or
    /// whoever directs families like this.
    pub director: OfficeId,
    /// Why it went where it went.
    pub derivation: Derivation,
    /// What happened with it, oldest first.
    pub history: Vec<SignalStep>,
    /// Last day on which it is kept.
    pub keep_until: Day,
    /// Hash of the request apart from the persons.
    pub fingerprint: Fingerprint,
    /// Whether it was discussed with the family first; `None` only for signals that are older than
    /// the question.
    #[serde(deserialize_with = "format::since::<4, _, _>")]
    pub discussed: Option<Discussed>,
    /// By when somebody must have taken it up; `None` only for signals that are older than the clock.
    #[serde(deserialize_with = "format::since::<4, _, _>")]
    pub clock: Option<Clock>,
    /// In whose hands it was when nobody took it up in time: they may still act, besides the recipient.
    #[serde(deserialize_with = "format::since::<4, _, _>")]
    pub passed: Vec<Party>,
    /// What became of it, when that is known.
    #[serde(deserialize_with = "format::since::<4, _, _>")]
    pub outcome: Option<Outcome>,
    /// Whether the family that was referred arrived, when that is known.
    #[serde(deserialize_with = "format::since::<4, _, _>")]
    pub arrival: Option<Arrival>,
    /// On which ground the family was reported; `None` where the covenant does not ask.
    #[serde(deserialize_with = "format::since::<7, _, _>")]
    pub reported: Option<Reported>,
    /// Whether a shielded person is reached, for whoever is shown it. Not kept: it is looked up each time.
    #[serde(skip)]
    pub shielded: bool,
}

impl Signal {
    /// Whether somebody must still act.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.state != SignalState::TakenUp
    }

    /// Whether somebody may act on it: the recipient, and those who had it and let the term pass.
    #[must_use]
    pub fn is_for(&self, party: &Party) -> bool {
        self.recipient == *party || self.passed.contains(party)
    }

    /// How far the alarm has gone.
    #[must_use]
    pub fn alarm(&self) -> Alarm {
        self.clock.map_or(Alarm::None, |clock| clock.alarm)
    }

    /// Everybody who has received it, the present recipient included.
    #[must_use]
    pub fn recipients(&self) -> BTreeSet<&Party> {
        self.history.iter().map(|step| &step.recipient).chain([&self.recipient]).collect()
    }

    /// Who hears of it without having received it: who was informed, and the office that directs.
    #[must_use]
    pub fn followers(&self) -> BTreeSet<Party> {
        let mut followers: BTreeSet<Party> = self.informed.iter().cloned().collect();
        let director = Party::Office(self.director.clone());
        if !self.recipients().contains(&director) {
            followers.insert(director);
        }
        followers
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

    /// Whether somebody is not told who sent it, since a shielded person is reached: that says where somebody
    /// lives or goes to school. The office that directs brokers the contact, and knows.
    #[must_use]
    pub fn shields_from(&self, viewer: &Party) -> bool {
        let knows = *viewer == Party::Organisation(self.sender)
            || *viewer == Party::Office(self.director.clone());
        self.shielded && !knows
    }

    /// Whether somebody sees on which ground the family was reported: who said so, whoever received it, and
    /// the office that directs.
    #[must_use]
    pub fn shows_ground_to(&self, party: &Party) -> bool {
        *party == Party::Organisation(self.sender)
            || *party == Party::Office(self.director.clone())
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
        let came = self.history.last();
        let by_alarm = came.is_some_and(|step| {
            matches!(step.what, SignalHappening::Deputy | SignalHappening::OfficeAbove)
        });
        let what = if by_alarm { SignalHappening::ReceivedLate } else { SignalHappening::Received };
        let at = came.map_or(self.sent, |step| step.at);
        Notification { id: self.told, at, event: self.event(what) }
    }

    /// How somebody is told of a happening.
    #[must_use]
    pub fn event(&self, happening: SignalHappening) -> Event {
        Event::Signal { signal: self.id, happening, crisis: self.crisis }
    }

    /// When something of it is destroyed next: a child that ages out, or all of it.
    #[must_use]
    pub fn destroyed_at(&self) -> Time {
        let ageing = self.members.iter().filter_map(|member| member.ages_out).min();
        let end = self.keep_until.plus_days(1);
        ageing.map_or(end, |day| day.min(end)).start()
    }

    /// When a signal next needs attention.
    #[must_use]
    pub fn deadline(&self) -> Time {
        let due = self.clock.filter(|_| self.is_open()).and_then(|clock| clock.due);
        due.map_or(self.destroyed_at(), |due| due.min(self.destroyed_at()))
    }
}
