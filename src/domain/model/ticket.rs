//! The record of a ticket, who may see it, and who is told of what happens to it.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::domain::model::{
    asked::AskedOffice,
    format,
    ids::{CaseId, InvolvementId, TicketId},
    involvement::{ContactCard, Fingerprint},
    notification::{Event, TicketHappening},
    party::{AreaCode, CategoryCode, OfficeId, Oin, Party},
    routing::{Derivation, RouteQuestion, Track},
    time::{Day, Time},
};

/// What goes wrong.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Obstacle {
    /// The parties do not agree.
    NoAgreement,
    /// An agreed task was not done.
    TaskNotDone,
    /// A party stays away from meetings.
    AbsentFromMeetings,
    /// Help was not delivered.
    NotDelivered,
    /// Help was delivered late.
    DeliveredLate,
    /// Help was delivered wrongly.
    DeliveredWrongly,
    /// A waiting list.
    WaitingList,
    /// There is no family manager.
    NoFamilyManager,
    /// A party does not take part.
    NotParticipating,
    /// The family does not want help.
    FamilyDeclines,
}

/// How a knot was untied.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Resolution {
    /// The parties agree.
    Agreement,
    /// The task is done after all.
    TaskDone,
    /// Somebody else does it.
    Reassigned,
    /// It proved not to be a knot.
    NoLongerNeeded,
    /// The director closed the case.
    CaseClosed,
}

/// Why a step was skipped.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum SkipReason {
    /// It cannot wait.
    Urgent,
    /// The step was tried before, outside the broker.
    AlreadyTried,
    /// The handler of the step is a party to the conflict.
    ConflictOfInterest,
}

/// What a party must do by a ruling.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum RulingAct {
    /// Carry out the agreed task.
    CarryOutTask,
    /// Deliver the help.
    DeliverHelp,
    /// Give priority over the waiting list.
    GivePriority,
    /// Take part in the meetings.
    TakePart,
    /// Provide the family manager.
    ProvideFamilyManager,
    /// Follow the plan as proposed by the director.
    FollowPlan,
}

/// Who must do what by when. Coded: there is no prose in a ruling.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct RulingItem {
    /// Who.
    pub organisation: Oin,
    /// What.
    pub act: RulingAct,
    /// By when.
    pub by: Day,
}

/// Why an office opens a ticket.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum OfficeReason {
    /// The family manager asks for it.
    RequestOfFamilyManager,
    /// Its own initiative, as director of the case.
    OwnInitiative,
}

/// That an office opened a ticket: in the name of the family manager's organisation, or in its own.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ByOffice {
    /// Which.
    pub office: OfficeId,
    /// Why.
    pub reason: OfficeReason,
}

/// State of a ticket.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum TicketState {
    /// Somebody handles it.
    Open,
    /// The knot is untied.
    Resolved(Resolution),
    /// A binding ruling was given.
    Ruled(Vec<RulingItem>),
    /// The opener took it back.
    Withdrawn,
}

/// A coded conflict, always in the hands of exactly one party, or of two offices on a joint list.
/// Who directs, who handles and who it is against are three different things.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Ticket {
    /// Its id.
    pub id: TicketId,
    /// Rises with every change: the etag.
    pub revision: u32,
    /// State.
    pub state: TicketState,
    /// The organisation that opened it, or in whose name an office did; `None` when that office opened it
    /// in its own name.
    #[serde(deserialize_with = "format::optional_since::<12, _, _>")]
    pub opener: Option<Oin>,
    /// By which involvement; `None` in the own name of an office.
    #[serde(deserialize_with = "format::optional_since::<12, _, _>")]
    pub involvement: Option<InvolvementId>,
    /// The case of the family; `None` only for tickets that are older than cases.
    pub case: Option<CaseId>,
    /// Whom to call at the opener; `None` in the own name of an office, which the covenant says how to reach.
    #[serde(deserialize_with = "format::optional_since::<12, _, _>")]
    pub card: Option<ContactCard>,
    /// True while the involvement reaches a shielded person: other organisations do not see who
    /// opened it. Always in the own name of an office: there no organisation is shown another one.
    pub shielded: bool,
    /// What goes wrong.
    pub obstacle: Obstacle,
    /// Where it stands: the facts by which it was last routed.
    pub facts: RouteQuestion,
    /// True when the target matches the opener's involvement and so may know of the ticket; in the own name
    /// of an office, when it is involved with somebody in the case.
    pub target_matched: bool,
    /// Who handles it: one party, or two offices on a joint list. Empty when closed.
    pub handlers: Vec<Party>,
    /// True while the handler is the target's own analysis-team member.
    pub by_mandate: bool,
    /// True on the last step: its office may rule.
    pub last_step: bool,
    /// Who directs the case.
    pub director: OfficeId,
    /// Who is told besides: by the covenant, at the opening and whenever the facts changed.
    pub informed: Vec<OfficeId>,
    /// Why it lies where it lies.
    pub derivation: Derivation,
    /// When it was opened.
    pub opened: Time,
    /// By when the present step should be done.
    pub due: Option<Day>,
    /// True once that day has passed and everybody was told.
    pub overdue: bool,
    /// What happened so far.
    pub history: Vec<TicketStep>,
    /// Hash of the opening request.
    pub fingerprint: Fingerprint,
    /// The office that opened it, for the opener or in its own name; `None` when the opener did so itself.
    #[serde(deserialize_with = "format::since::<3, _, _>")]
    pub by_office: Option<ByOffice>,
    /// The offices that were asked to answer, oldest first.
    #[serde(deserialize_with = "format::since::<9, _, _>")]
    pub asked: Vec<AskedOffice>,
}

/// One happening in the life of a ticket.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct TicketStep {
    /// When.
    pub at: Time,
    /// What.
    pub what: TicketHappening,
    /// By whom; `None` for the broker itself.
    pub by: Option<Party>,
    /// The step afterwards.
    pub step: u8,
    /// The handlers afterwards.
    pub handlers: Vec<Party>,
    /// The rule that decided, when one did.
    pub rule: Option<String>,
    /// With a skipped step: why.
    pub skipped: Option<SkipReason>,
}

/// Which organisations of a ticket another one is shown while a shielded person is reached: itself, and whom
/// it named. Any other would tell where somebody lives or goes to school.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Shield {
    opener: Option<Oin>,
    named: Option<Oin>,
}

impl Shield {
    /// Whether somebody is hidden from a viewer. Offices see everybody, and everybody sees the offices. An
    /// office that belongs to an organisation looks as that organisation.
    #[must_use]
    pub fn hides(&self, viewer: &Party, party: &Party) -> bool {
        let (Party::Organisation(viewer), Party::Organisation(other)) = (viewer, party) else {
            return false;
        };
        viewer != other && (Some(*viewer) != self.opener || self.named != Some(*other))
    }
}

impl Ticket {
    /// Whether it is open.
    #[must_use]
    pub fn is_open(&self) -> bool {
        matches!(self.state, TicketState::Open)
    }

    /// The etag.
    #[must_use]
    pub fn etag(&self) -> String {
        format!("r{}", self.revision)
    }

    /// The family's area.
    #[must_use]
    pub fn area(&self) -> &AreaCode {
        &self.facts.area
    }

    /// The family's category.
    #[must_use]
    pub fn category(&self) -> &CategoryCode {
        &self.facts.category
    }

    /// The track.
    #[must_use]
    pub fn track(&self) -> Track {
        self.facts.track
    }

    /// Whether an office opened it in its own name: no organisation stands behind it.
    #[must_use]
    pub fn is_in_own_name(&self) -> bool {
        self.opener.is_none()
    }

    /// Who opened it: the organisation, also when an office did so in its name, or the office itself.
    #[must_use]
    pub fn opened_by(&self) -> Party {
        match (self.opener, &self.by_office) {
            (Some(organisation), _) => Party::Organisation(organisation),
            (None, Some(by)) => Party::Office(by.office.clone()),
            (None, None) => Party::Office(self.director.clone()),
        }
    }

    /// The professional of the opener, by the id on the contact card; of an office nobody is named.
    #[must_use]
    pub fn work_of(&self) -> Option<(Oin, &str)> {
        Some((self.opener?, self.card.as_ref()?.professional_id.as_str()))
    }

    /// The organisation that the opener itself named as target. Whom an office or a meeting named, or to whom
    /// another handed over, is not the opener's to know.
    #[must_use]
    pub fn named(&self) -> Option<Oin> {
        let opener = self.opened_by();
        let names = [TicketHappening::Opened, TicketHappening::HandedOver];
        let mut naming = self.history.iter().filter(|step| names.contains(&step.what));
        let itself =
            self.by_office.is_none() && naming.all(|step| step.by.as_ref() == Some(&opener));
        self.facts.target.filter(|_| itself)
    }

    /// What other organisations are not told while a shielded person is reached.
    #[must_use]
    pub fn shield(&self) -> Option<Shield> {
        self.shielded.then(|| Shield { opener: self.opener, named: self.named() })
    }

    /// Everybody who takes part and may therefore see it: opener, the office that opened it, director, those who were told,
    /// present and former handlers, the target when it is matched, and whom a ruling binds.
    #[must_use]
    pub fn parties(&self) -> BTreeSet<Party> {
        let mut parties = BTreeSet::from([self.opened_by(), Party::Office(self.director.clone())]);
        parties.extend(self.by_office.iter().map(|by| Party::Office(by.office.clone())));
        parties.extend(self.informed.iter().cloned().map(Party::Office));
        parties.extend(self.handlers.iter().cloned());
        parties.extend(self.history.iter().flat_map(|step| step.handlers.iter().cloned()));
        if self.target_matched {
            parties.extend(self.facts.target.map(Party::Organisation));
        }
        if let TicketState::Ruled(items) = &self.state {
            parties.extend(self.facts.target.map(Party::Organisation));
            parties.extend(items.iter().map(|item| Party::Organisation(item.organisation)));
        }
        parties
    }

    /// The offices that still owe an answer: on the step on which they were asked, while it is open.
    pub fn still_asked(&self) -> impl Iterator<Item = &AskedOffice> {
        self.asked.iter().filter(|asked| self.owes(asked))
    }

    /// Whether an office that was asked still owes its answer.
    #[must_use]
    pub fn owes(&self, asked: &AskedOffice) -> bool {
        self.is_open() && asked.step == self.facts.step && asked.answered.is_none()
    }

    /// How somebody is told of a happening. The case is the business of offices. Whoever is asked to
    /// answer reads by when; with whom it lies after it was taken off somebody, that one does not.
    #[must_use]
    pub fn event(&self, recipient: &Party, happening: TicketHappening) -> Event {
        let (ticket, step) = (self.id, self.facts.step);
        let of = |asked: &&AskedOffice| Party::Office(asked.office.clone()) == *recipient;
        let (due, handlers) = match happening {
            TicketHappening::Asked => {
                (self.still_asked().find(of).map(|asked| asked.by), self.handlers.clone())
            }
            TicketHappening::Released => (None, Vec::new()),
            _ => (self.due, self.handlers.clone()),
        };
        let case = self.case.filter(|_| matches!(recipient, Party::Office(_)));
        Event::Ticket { ticket, happening, step, handlers, due, case }
    }

    /// When a ticket becomes overdue: the day after its term, once per step. An answer that does not
    /// come becomes so too.
    #[must_use]
    pub fn deadline(&self) -> Option<Time> {
        let term = self.due.filter(|_| self.is_open() && !self.overdue);
        let answers = self.still_asked().filter(|asked| !asked.overdue).map(|asked| asked.by);
        Some(answers.chain(term).min()?.plus_days(1).start())
    }
}
