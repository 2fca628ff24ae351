//! How do answers read: in the words of a story, and for who watches it?

use std::collections::BTreeMap;

use super::player::Player;
use crate::{
    api::v1::{self, Notification, notification::Event, recipient::Who},
    cli::{
        notifications, output,
        story::{
            answer::{Answer, Item, yes},
            names::Names,
        },
        words::{self, Coded},
    },
};

/// What came of a call: for the judge, and for the reader.
#[derive(Default)]
pub(super) struct Said {
    pub(super) answer: Answer,
    pub(super) asides: Vec<String>,
}

impl Said {
    fn new(item: Item, aside: String) -> Self {
        let answer = Answer { pairs: item.pairs, ordered: true, ..Answer::default() };
        Self { answer, asides: vec![aside] }
    }

    fn items(mut self, items: Vec<Item>, ordered: bool) -> Self {
        self.answer = Answer { items, ordered, ..self.answer };
        self
    }
}

/// The names that a story uses.
pub(super) struct Words<'a> {
    pub(super) names: &'a Names,
    pub(super) players: &'a BTreeMap<String, Player>,
}

impl Words<'_> {
    /// The actor with this OIN or office id.
    fn actor(&self, key: &str) -> String {
        let found = self.players.iter().find(|(_, player)| player.key == key);
        found.map_or_else(|| key.to_owned(), |(actor, _)| actor.clone())
    }

    /// How the story calls who has this OIN.
    fn label(&self, key: &str) -> String {
        let found = self.players.values().find(|player| player.key == key);
        found.map_or_else(|| key.to_owned(), |player| player.seat.label.clone())
    }

    fn recipient(&self, recipient: Option<&v1::Recipient>) -> String {
        match recipient.and_then(|r| r.who.as_ref()) {
            Some(Who::OrganisationOin(key) | Who::Office(key)) => self.actor(key),
            None => "-".to_owned(),
        }
    }

    fn recipients(&self, recipients: &[v1::Recipient]) -> String {
        let names: Vec<String> = recipients.iter().map(|r| self.recipient(Some(r))).collect();
        if names.is_empty() { "nobody".to_owned() } else { names.join(",") }
    }

    fn party(&self, party: &v1::InvolvedParty) -> Item {
        Item::new(match party.withheld {
            true => "withheld".to_owned(),
            false => self.actor(&party.organisation_oin),
        })
    }

    /// Who else is involved, and how to reach them.
    fn parties(&self, parties: &[v1::InvolvedParty]) -> Said {
        let call = parties.iter().map(output::who_to_call).collect::<Vec<_>>().join("; ");
        let items = parties.iter().map(|party| self.party(party)).collect();
        Said::new(Item::new(""), call).items(items, false)
    }

    fn matching(&self, m: Option<v1::Match>) -> Said {
        let m = m.unwrap_or_default();
        let lead = m.lead.as_ref().map_or_else(
            || "nobody".to_owned(),
            |lead| match lead.organisation_oin.as_str() {
                "" => "withheld".to_owned(),
                oin => self.actor(oin),
            },
        );
        let item = Item::new("")
            .with("match", self.names.symbol(&m.match_id))
            .with("state", code::<v1::FollowUpState>(m.follow_up))
            .with("owed", yes(m.contact_owed))
            .with("lead", lead);
        Said::new(item, String::new()).items(self.parties(&m.parties).answer.items, false)
    }

    /// A ticket; told is who must do what by when, or else where it lies and why.
    fn ticket(&self, t: Option<v1::Ticket>) -> Said {
        let t = t.unwrap_or_default();
        let steps: Vec<&str> = t.history.iter().map(|step| step.what.as_str()).collect();
        let rulings = t.ruling.iter().map(|one| {
            let act = words::word::<v1::RulingAct>(one.act).replace('-', " ");
            format!("{}: {act} by {}", self.label(&one.organisation_oin), one.by_date)
        });
        let item = Item::new("")
            .with("ticket", self.names.symbol(&t.ticket_id))
            .with("state", code::<v1::TicketState>(t.state))
            .with("step", t.step.to_string())
            .with("handler", self.recipients(&t.handlers))
            .with("director", self.recipient(t.director.as_ref()))
            .with("target", self.recipient(t.target.as_ref()))
            .with("category", t.category.clone())
            .with("history", steps.join("+"))
            .with("case", self.names.symbol(&t.case_id));
        let handlers: Vec<&str> = t.handlers.iter().map(|one| one.name.as_str()).collect();
        let aside = match handlers.as_slice() {
            [] => rulings.collect::<Vec<_>>().join("; "),
            handlers => {
                let (with, why) = (handlers.join(" and "), because(t.route.as_ref()));
                let due = output::due_by(&t.due_date, t.due_at.as_ref(), false);
                format!("step {}, with {with}, due {due}; {why}", t.step)
            }
        };
        let ruling = t.ruling.iter().map(|one| {
            Item::new(self.actor(&one.organisation_oin))
                .with("act", code::<v1::RulingAct>(one.act))
                .with("by", one.by_date.clone())
        });
        Said::new(item, aside).items(ruling.collect(), true)
    }

    /// A ticket to somebody who looks back.
    fn looked_at(&self, ticket: Option<v1::Ticket>) -> Said {
        let steps = ticket.as_ref().map_or(&[][..], |ticket| &ticket.history);
        let steps: Vec<_> = steps.iter().map(|step| step.what.replace('_', " ")).collect();
        Said { asides: vec![format!("the whole way: {}", steps.join(", "))], ..self.ticket(ticket) }
    }

    fn signal(&self, s: Option<v1::ConcernSignal>) -> Said {
        let s = s.unwrap_or_default();
        let item = Item::new("")
            .with("signal", self.names.symbol(&s.signal_id))
            .with("state", code::<v1::SignalState>(s.state))
            .with("crisis", yes(s.crisis))
            .with("recipient", self.recipient(s.recipient.as_ref()))
            .with("case", self.names.symbol(&s.case_id));
        let waits = s.state() == v1::SignalState::Waiting;
        Said::new(item, if waits { because(s.route.as_ref()) } else { String::new() })
    }

    /// A case, and who directs it.
    fn case(&self, c: Option<v1::Case>, director: Option<&v1::Recipient>) -> Said {
        let c = c.unwrap_or_default();
        let item = Item::new("")
            .with("case", self.names.symbol(&c.case_id))
            .with("state", code::<v1::CaseState>(c.state))
            .with("category", c.category.clone())
            .with("director", self.recipient(director.or(c.director.as_ref())));
        Said::new(item, String::new())
    }

    fn manager(&self, term: Option<v1::FamilyManagerTerm>) -> Said {
        let organisation = term.map(|term| self.actor(&term.organisation_oin));
        let organisation = organisation.unwrap_or_else(|| "nobody".to_owned());
        Said::new(Item::new("").with("organisation", organisation), String::new())
    }

    fn plan(&self, plan: Option<v1::Plan>) -> Said {
        let plan = plan.unwrap_or_default();
        let due = plan.milestones.iter().filter(|m| !m.due_date.is_empty());
        let due: Vec<_> = due.map(|m| format!("{} by {}", m.code, m.due_date)).collect();
        let aside = format!("{}; it ends on {}", due.join(", "), plan.end_date);
        Said::new(Item::new("").with("plan", plan.variant), aside)
    }

    fn watch(&self, watch: Option<v1::Watch>) -> Said {
        let watch = watch.unwrap_or_default();
        let by = watch.by.as_ref().map(output::named).unwrap_or_default();
        let aside = format!("{by} looks by {}, until {}", watch.due_date, watch.end_date);
        let item = Item::new("").with("watch", self.recipient(watch.by.as_ref()));
        Said::new(item, aside)
    }

    pub(super) fn notification(&self, n: &Notification) -> Item {
        let own = |head: &str, id: &str| Item::new(head).with("own", self.names.symbol(id));
        match &n.event {
            Some(Event::Match(e)) => {
                let with = e.party.as_ref().map(|party| self.party(party)).unwrap_or_default();
                own("match", &e.involvement_id)
                    .with("with", with.head)
                    .with("match", self.names.symbol(&e.match_id))
            }
            Some(Event::LeadAgreed(e)) => own("lead", &e.involvement_id)
                .with("match", self.names.symbol(&e.match_id))
                .with("lead", self.actor(&e.lead_oin)),
            Some(Event::Signal(e)) => {
                Item::new(happened("signal", code::<v1::SignalHappening>(e.happening)))
                    .with("signal", self.names.symbol(&e.signal_id))
                    .with("crisis", yes(e.crisis))
            }
            Some(Event::Ticket(e)) => {
                Item::new(happened("ticket", code::<v1::TicketHappening>(e.happening)))
                    .with("ticket", self.names.symbol(&e.ticket_id))
                    .with("step", e.step.to_string())
                    .with("handler", self.recipients(&e.handlers))
            }
            _ => Item::new("other"),
        }
    }

    /// What a notification tells, without its ids.
    pub(super) fn told(&self, n: &Notification) -> String {
        match &n.event {
            Some(Event::Match(e)) => {
                format!("call {}", e.party.as_ref().map(output::who_to_call).unwrap_or_default())
            }
            Some(Event::Ticket(e)) => {
                let what = words::word::<v1::TicketHappening>(e.happening).replace('-', " ");
                format!("ticket {what}, step {}", e.step)
            }
            _ => {
                let text = notifications::what(n);
                text.split_once(" [").map_or(text.clone(), |(text, _)| text.to_owned())
            }
        }
    }
}

/// An answer of the API that a story can read.
pub(super) trait Read {
    /// In the words of the story.
    fn said(self, words: &Words<'_>) -> Said;
}

macro_rules! reads {
    ($($answer:ident: $words:pat, $m:pat => $said:expr;)+) => {$(
        impl Read for v1::$answer {
            fn said(self, words: &Words<'_>) -> Said {
                let ($words, $m) = (words, self);
                $said
            }
        }
    )+};
}

reads! {
    RegisterInvolvementResponse: w, m => w.parties(&m.r#match.unwrap_or_default().parties);
    ListInvolvedResponse: w, m => w.parties(&m.parties);
    RecordFollowUpResponse: w, m => w.matching(m.r#match);
    AgreeLeadResponse: w, m => w.matching(m.r#match);
    OpenTicketResponse: w, m => w.ticket(m.ticket);
    GetTicketResponse: w, m => w.looked_at(m.ticket);
    AnswerTicketResponse: w, m => w.ticket(m.ticket);
    EscalateTicketResponse: w, m => w.ticket(m.ticket);
    HandOverTicketResponse: w, m => w.ticket(m.ticket);
    ResolveTicketResponse: w, m => w.ticket(m.ticket);
    RuleOnTicketResponse: w, m => w.ticket(m.ticket);
    SendConcernSignalResponse: w, m => w.signal(m.signal);
    AnswerConcernSignalResponse: w, m => w.signal(m.signal);
    RecordSignalOutcomeResponse: w, m => w.signal(m.signal);
    OpenCaseResponse: w, m => w.case(m.case, None);
    ConfirmPersonsResponse: w, m => w.case(m.case, None);
    ClassifyCaseResponse: w, m => w.case(m.case, m.director.as_ref());
    AssignFamilyManagerResponse: w, m => w.manager(m.manager);
    RecordMilestoneResponse: w, m => w.plan(m.plan);
    CloseCaseResponse: _, _ => Said::default();
    KeepWatchResponse: w, m => w.watch(m.watch);
}

/// Why something lies where it lies.
fn because(route: Option<&v1::Route>) -> String {
    route.map_or_else(String::new, |route| {
        format!("why: {} (rule {} of {})", route.explanation_en, route.rule, route.covenant)
    })
}

/// The word of a coded value in a story.
fn code<E: Coded>(value: i32) -> String {
    words::word::<E>(value).replace('-', "_")
}

/// The head of a notification: `ticket-handed-over`.
fn happened(about: &str, what: String) -> String {
    format!("{about}-{}", what.replace('_', "-"))
}
