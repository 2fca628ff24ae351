//! How is a town's story told? A script is data: who plays, and act after act what they ask and what
//! must come of it. Everything goes over the wire.

use std::{collections::BTreeMap, io::Write};

use tokio::time::Instant;
use tonic::Code;
use uuid::Uuid;

use super::{
    actors::{Family, Player},
    inbox::Inbox,
    steps::{self, calls, held_by, in_days, refusal},
    teller::{StoryError, StoryReport, Teller},
};
use crate::{
    api::v1::{self, TicketHappening},
    cli::{errors, output},
};

/// The story of one town.
pub(super) struct Script {
    /// Where the family lives.
    pub(super) area: &'static str,
    /// Who plays; the first one is an organisation, the last one an office.
    pub(super) roles: &'static [Role],
    /// What happens, in this order.
    pub(super) acts: &'static [Act],
}

/// A part in the story.
pub(super) struct Role {
    /// The name that acts use.
    pub(super) name: &'static str,
    /// Who plays it.
    pub(super) seat: At,
    /// How the story calls it, for instance `the school`.
    pub(super) label: &'static str,
    /// Id, name, function and telephone of the person there, all invented.
    pub(super) who: [&'static str; 4],
}

/// Where somebody sits.
#[derive(Clone, Copy)]
pub(super) enum At {
    /// The first organisation of this kind.
    Kind(&'static str),
    /// The office of this id.
    Office(&'static str),
}

/// A member of the family.
#[derive(Clone, Copy)]
pub(super) enum Person {
    /// A boy of eleven.
    Boy,
    /// His sister of fourteen.
    Sister,
    /// Their mother.
    Mother,
}

/// What a ticket is about.
#[derive(Clone, Copy)]
pub(super) struct Knot {
    /// Who opens it.
    pub(super) opener: &'static str,
    /// Against whom; `None`: nobody in particular, for there is no agreement (track A). Else somebody
    /// does not carry out the agreed plan (track B).
    pub(super) against: Option<&'static str>,
    /// What goes wrong.
    pub(super) obstacle: v1::Obstacle,
    /// The category that the opener gives.
    pub(super) category: &'static str,
}

/// One thing that happens. `say` tells it; names are those of the roles.
pub(super) enum Act {
    /// A new part of the story.
    Part(&'static str),
    /// An organisation registers, reads who else is involved, and they are told.
    Register {
        who: &'static str,
        persons: &'static [Person],
        sees: &'static [&'static str],
        say: &'static str,
    },
    /// A ticket is opened: who has it on step 1, and who directs.
    Open { knot: Knot, lies_with: &'static str, director: &'static str, say: &'static str },
    /// A ticket that the covenant refuses, with this reason.
    Refused { knot: Knot, reason: &'static str, say: &'static str },
    /// The handler takes the ticket up.
    Up { who: &'static str, step: u32, lies_with: &'static str, say: &'static str },
    /// The handler finds that another category applies; the covenant moves the ticket.
    Becomes {
        who: &'static str,
        category: &'static str,
        lies_with: &'static str,
        say: &'static str,
    },
    /// Somebody hears what happened to the ticket.
    Hears { who: &'static str, what: TicketHappening, say: &'static str },
    /// Somebody who is no party to the ticket cannot see it.
    Blind { who: &'static str, say: &'static str },
    /// The handler closes the ticket: the knot is untied.
    Untied { who: &'static str, how: v1::Resolution, say: &'static str },
    /// The last office rules: who must do what in how many days. All of them are told.
    Rules {
        who: &'static str,
        items: &'static [(&'static str, v1::RulingAct, i32)],
        say: &'static str,
    },
}

/// A player with an open subscription and, once registered, an involvement.
struct Present {
    player: Player,
    inbox: Inbox,
    involvement: Option<String>,
}

struct Telling<'a, 'w, W> {
    script: &'a Script,
    cast: BTreeMap<&'static str, Present>,
    family: Family,
    /// The ticket that was opened last.
    ticket: String,
    t: Teller<'w, W>,
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
    let mut telling = Telling { script, cast, family, ticket: String::new(), t };
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
            Act::Becomes { who, category, lies_with, say } => {
                let player = self.player(who);
                let step = player.ticket(&self.ticket).await?.step;
                let request = v1::HandOverTicketRequest {
                    ticket_id: self.ticket.clone(),
                    category: Some((*category).to_owned()),
                    nuisance: None,
                    area: None,
                    target_oin: None,
                    etag: String::new(),
                    request_id: Uuid::now_v7().to_string(),
                    acting_professional: player.acting(),
                };
                let answer = player.escalation().hand_over_ticket(request).await?.into_inner();
                self.lies_with(answer.ticket.unwrap_or_default(), step, lies_with, say).await
            }
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
        let family = &self.family;
        let members = persons.iter().map(|person| match person {
            Person::Boy => family.boy.clone(),
            Person::Sister => family.sister.clone(),
            Person::Mother => family.mother.clone(),
        });
        let members: Vec<v1::FamilyMember> = members.collect();
        let sent = Instant::now();
        let (id, answer) = joiner.register(self.script.area, &members).await?;
        self.present(who).involvement = Some(id);
        let found = answer.r#match.as_ref().map_or(&[][..], |found| &found.parties);
        let is_there = |name: &&str| {
            let oin = self.player(name).seat.id;
            found.iter().any(|party| party.organisation_oin == oin)
        };
        let all = found.len() == sees.len() && sees.iter().all(is_there);
        let found = found.iter().map(output::who_to_call).collect::<Vec<_>>().join("; ");
        self.t.expect(all, &format!("{} sees {}", joiner.label, sees.join(", ")), found)?;
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

    fn player(&self, name: &str) -> Player {
        self.cast[name].player.clone()
    }

    fn present(&mut self, name: &'static str) -> &mut Present {
        self.cast.get_mut(name).expect("a script names its own roles: every script is played")
    }
}
