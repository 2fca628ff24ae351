//! How is a script played? Each act is a call over the wire, whose answer and whose notifications must
//! be what the script says.

use std::{collections::BTreeMap, io::Write};

use tokio::time::Instant;
use tonic::Code;
use uuid::Uuid;

use super::{
    actors::{Family, Player},
    inbox::Inbox,
    script::{Act, Knot, Person, Script},
    steps::{self, calls, held_by, in_days, refusal},
    teller::{StoryError, StoryReport, Teller},
};
use crate::{
    api::v1::{self, SignalHappening, TicketHappening},
    cli::{errors, output},
};

/// A player with an open subscription and, once registered, an involvement.
struct Present {
    player: Player,
    inbox: Inbox,
    involvement: Option<String>,
}

/// A story that is being told.
pub(super) struct Telling<'a, 'w, W> {
    pub(super) script: &'a Script,
    cast: BTreeMap<&'static str, Present>,
    family: Family,
    /// The ticket that was opened last.
    pub(super) ticket: String,
    /// The case of the family.
    pub(super) case: String,
    pub(super) t: Teller<'w, W>,
}

/// Tells and plays a script with these players, in the order of its roles.
///
/// # Errors
/// When the server refuses a step, or something else happens than the script says.
pub(super) async fn play(
    script: &Script,
    players: Vec<Player>,
    out: &mut impl Write,
) -> Result<StoryReport, StoryError> {
    let mut cast = BTreeMap::new();
    for (role, player) in script.roles.iter().zip(players) {
        let inbox = Inbox::open(&player).await?;
        cast.insert(role.name, Present { player, inbox, involvement: None });
    }
    let (family, t) = (Family::invent(), Teller::new(out));
    let (ticket, case) = (String::new(), String::new());
    let mut telling = Telling { script, cast, family, ticket, case, t };
    for act in script.acts {
        telling.act(act).await?;
    }
    telling.t.end()
}

impl<W: Write> Telling<'_, '_, W> {
    async fn act(&mut self, act: &Act) -> Result<(), StoryError> {
        match act {
            Act::Part(title) => self.t.part(title),
            Act::Register { who, persons, sees, say } => {
                self.register(who, persons, sees, say).await
            }
            Act::Signals { who, persons, acute, recipient, say } => {
                self.signal(who, persons, *acute, recipient, say).await
            }
            Act::Open { knot, lies_with, director, say } => {
                let request = self.opening(knot);
                let opener = self.player(knot.opener);
                let answer = opener.escalation().open_ticket(request).await?.into_inner();
                let ticket = answer.ticket.unwrap_or_default();
                self.ticket.clone_from(&ticket.ticket_id);
                let director = self.player(director);
                steps::directed_by(&mut self.t, &ticket, &director)?;
                self.lies_with(ticket, 1, lies_with, say).await
            }
            Act::Refused { knot, reason, say } => {
                let request = self.opening(knot);
                let opener = self.player(knot.opener);
                let opened = opener.escalation().open_ticket(request).await.map(drop);
                let refused = refusal(opened.map_err(StoryError::from))?;
                let is_it = errors::reason(&refused) == *reason;
                self.t.expect(is_it, &format!("refused: {reason}"), refused.to_string())?;
                self.t.step(say)?;
                self.t.aside(&format!("{reason}: \"{}\"", refused.message()))
            }
            Act::Up { who, step, lies_with, say } => {
                let ticket = steps::go_up(&self.player(who), &self.ticket).await?;
                self.lies_with(ticket, *step, lies_with, say).await
            }
            Act::Sees { who, sees, say } => {
                let player = self.player(who);
                let own = self.cast[who].involvement.clone().unwrap_or_default();
                let found = player.involved(&own).await?;
                self.sees(&player, sees, &found)?;
                self.t.step(say)?;
                self.t.aside(&found.iter().map(output::who_to_call).collect::<Vec<_>>().join("; "))
            }
            Act::TakesUp { who, persons, category, say } => {
                self.take_up(who, persons, category, say).await
            }
            Act::Classifies { who, category, director, ticket, say } => {
                self.classify(who, category, director, say).await?;
                let Some((step, name)) = ticket else { return Ok(()) };
                let ticket = self.player(name).ticket(&self.ticket).await?;
                self.lies_with(ticket, *step, name, "So the ticket moves with the family.").await
            }
            Act::Manages { who, organisation, say } => self.manage(who, organisation, say).await,
            Act::Plans { who, milestone, plan, say } => self.plan(who, milestone, plan, say).await,
            Act::Closes { who, say } => self.close(who, say).await,
            Act::Watches { who, by, say } => self.watch(who, by, say).await,
            Act::Hears { who, what, say } => {
                let ticket = self.ticket.clone();
                self.present(who).inbox.ticket(&ticket, *what).await?;
                self.t.step(say)
            }
            Act::Blind { who, say } => {
                let looked = self.player(who).ticket(&self.ticket).await.map(drop);
                let refused = refusal(looked)?;
                let hidden = refused.code() == Code::PermissionDenied;
                self.t.expect(hidden, "no party to the ticket sees it", refused.to_string())?;
                self.t.step(say)
            }
            Act::Untied { who, how, say } => {
                let player = self.player(who);
                let request = v1::ResolveTicketRequest {
                    ticket_id: self.ticket.clone(),
                    resolution: (*how).into(),
                    etag: String::new(),
                    request_id: Uuid::now_v7().to_string(),
                    acting_professional: player.acting(),
                };
                let answer = player.escalation().resolve_ticket(request).await?.into_inner();
                let closed = answer.ticket.is_some_and(|t| t.handlers.is_empty());
                self.t.expect(closed, "the ticket is closed", "somebody still has it")?;
                self.t.step(say)
            }
            Act::Rules { who, items, say } => self.rules(who, items, say).await,
        }
    }

    async fn register(
        &mut self,
        who: &'static str,
        persons: &[Person],
        sees: &[&'static str],
        say: &str,
    ) -> Result<(), StoryError> {
        let joiner = self.player(who);
        let members = self.members(persons);
        let sent = Instant::now();
        let (id, answer) = joiner.register(self.script.area, &members).await?;
        self.present(who).involvement = Some(id);
        let found = answer.r#match.as_ref().map_or(&[][..], |found| &found.parties);
        self.sees(&joiner, sees, found)?;
        self.t.step(say)?;
        if !sees.is_empty() {
            self.t.aside(&calls(&answer))?;
        }
        for name in sees {
            let present = self.present(name);
            let own = present.involvement.clone().unwrap_or_default();
            let (arrived, _) = present.inbox.joined(&own, &joiner).await?;
            let label = present.player.label;
            let when = self.t.arrival(sent, arrived);
            self.t.aside(&format!("{label} is told, {when}"))?;
        }
        Ok(())
    }

    async fn signal(
        &mut self,
        who: &'static str,
        persons: &[Person],
        acute: bool,
        recipient: &'static str,
        say: &str,
    ) -> Result<(), StoryError> {
        let sender = self.player(who);
        let danger = if acute { v1::Danger::Acute } else { v1::Danger::NotAcute };
        let id = Uuid::now_v7().to_string();
        let request = v1::SendConcernSignalRequest {
            signal_id: id.clone(),
            members: self.members(persons),
            place: Some(v1::send_concern_signal_request::Place::Area(self.script.area.to_owned())),
            danger: danger.into(),
            professional: Some(sender.card.clone()),
            acting_professional: sender.acting(),
        };
        let answer = sender.signals().send_concern_signal(request).await?.into_inner();
        let signal = answer.signal.unwrap_or_default();
        let must = self.player(recipient);
        steps::must_be(&mut self.t, signal.recipient.as_ref(), &must, "receives it")?;
        let found = format!("crisis: {}", signal.crisis);
        self.t.expect(signal.crisis == acute, "acute danger is a crisis", found)?;
        self.present(recipient).inbox.signal(&id, SignalHappening::Received).await?;
        self.t.step(say)?;
        self.t.aside(&steps::because(signal.route))?;
        let request = v1::AnswerConcernSignalRequest {
            signal_id: id.clone(),
            answer: v1::SignalAnswer::TakenUp.into(),
            refer_to: None,
            request_id: Uuid::now_v7().to_string(),
            acting_professional: must.acting(),
        };
        let answer = must.signals().answer_concern_signal(request).await?.into_inner();
        // The signal opened a case, which its director sees.
        self.case = answer.signal.unwrap_or_default().case_id;
        self.present(who).inbox.signal(&id, SignalHappening::TakenUp).await?;
        self.t.aside(&format!("{} takes it up, and {} is told so", must.label, sender.label))
    }

    /// These are the others, and no one else.
    fn sees(
        &mut self,
        player: &Player,
        sees: &[&'static str],
        found: &[v1::InvolvedParty],
    ) -> Result<(), StoryError> {
        let is_there = |name: &&str| {
            let oin = self.player(name).seat.id;
            found.iter().any(|party| party.organisation_oin == oin)
        };
        let all = found.len() == sees.len() && sees.iter().all(is_there);
        let found = found.iter().map(output::who_to_call).collect::<Vec<_>>().join("; ");
        self.t.expect(all, &format!("{} sees {}", player.label, sees.join(", ")), found)
    }

    pub(super) fn members(&self, persons: &[Person]) -> Vec<v1::FamilyMember> {
        let family = &self.family;
        let member = |person: &Person| match person {
            Person::Boy => family.boy.clone(),
            Person::Sister => family.sister.clone(),
            Person::Mother => family.mother.clone(),
        };
        persons.iter().map(member).collect()
    }

    fn opening(&self, knot: &Knot) -> v1::OpenTicketRequest {
        let opener = &self.cast[knot.opener];
        let track = match knot.against {
            None => v1::Track::NoAgreement,
            Some(_) => v1::Track::NotCarriedOut,
        };
        v1::OpenTicketRequest {
            ticket_id: Uuid::now_v7().to_string(),
            involvement_id: opener.involvement.clone().unwrap_or_default(),
            track: track.into(),
            obstacle: knot.obstacle.into(),
            target_oin: knot.against.map(|name| self.player(name).seat.id).unwrap_or_default(),
            category: knot.category.to_owned(),
            nuisance: false,
            acting_professional: opener.player.acting(),
        }
    }

    /// The ticket is where the script says; its new handler is told, and reads why.
    async fn lies_with(
        &mut self,
        ticket: v1::Ticket,
        step: u32,
        name: &'static str,
        say: &str,
    ) -> Result<(), StoryError> {
        let handler = self.player(name);
        held_by(&mut self.t, &ticket, step, &handler)?;
        let told = TicketHappening::Assigned;
        self.present(name).inbox.ticket(&ticket.ticket_id, told).await?;
        self.t.step(&format!("{say} (Step {step}, due {}.)", ticket.due_date))?;
        self.t.aside(&steps::why(&ticket))
    }

    async fn rules(
        &mut self,
        who: &'static str,
        items: &[(&'static str, v1::RulingAct, i32)],
        say: &str,
    ) -> Result<(), StoryError> {
        let judge = self.player(who);
        let item = |(name, act, days): &(&'static str, v1::RulingAct, i32)| v1::RulingItem {
            organisation_oin: self.player(name).seat.id,
            act: (*act).into(),
            by_date: in_days(*days),
        };
        let request = v1::RuleOnTicketRequest {
            ticket_id: self.ticket.clone(),
            items: items.iter().map(item).collect(),
            etag: String::new(),
            request_id: Uuid::now_v7().to_string(),
            acting_professional: judge.acting(),
        };
        let answer = judge.escalation().rule_on_ticket(request).await?.into_inner();
        let ruled = answer.ticket.is_some_and(|t| t.state() == v1::TicketState::Ruled);
        self.t.expect(ruled, "the ruling is given", "the ticket is in another state")?;
        self.t.step(say)?;
        let ticket = self.ticket.clone();
        for (name, _, days) in items {
            self.present(name).inbox.ticket(&ticket, TicketHappening::Ruled).await?;
            let label = self.player(name).label;
            self.t.aside(&format!("{label} is told: by {}", in_days(*days)))?;
        }
        Ok(())
    }

    pub(super) fn player(&self, name: &str) -> Player {
        self.cast[name].player.clone()
    }

    fn present(&mut self, name: &'static str) -> &mut Present {
        self.cast.get_mut(name).expect("a script names its own roles: every script is played")
    }
}
