//! How do the verbs of a story become calls? Those that the stories of `deploy/demo` use.

use tonic::Status;
use uuid::Uuid;

use super::{
    answers::{Read as _, Said, Words},
    play::Play,
};
use crate::{
    api::v1::{
        self, case_service_client::CaseServiceClient as Cases,
        escalation_service_client::EscalationServiceClient as Tickets,
        match_service_client::MatchServiceClient as Matches,
        registry_service_client::RegistryServiceClient as Registry,
        signal_service_client::SignalServiceClient as Signals,
    },
    cli::{
        story::{dates, language::Call},
        words::{self, Coded},
    },
};

/// Sends a request of the caller's; the answer is read in the words of the story.
macro_rules! ask {
    ($play:ident, $call:ident, $client:ident.$method:ident($request:ident)) => {{
        let channel = $play.players[&$call.actor].channel.clone();
        let answer = $client::new(channel).$method($request).await;
        let words = Words { names: &$play.names, players: &$play.players };
        answer.map(|answer| answer.into_inner().said(&words))
    }};
}

impl Play<'_> {
    /// One call.
    ///
    /// # Errors
    /// What the story says wrongly; within, the server's refusal.
    pub(super) async fn call(&mut self, call: &Call) -> Result<Result<Said, Status>, String> {
        let subject = self.id(call.words.first().map_or("-", String::as_str));
        let (by, request_id) = (call.by(), Uuid::now_v7().to_string());
        Ok(match call.verb.as_str() {
            "register" => {
                let request = self.registration(call, subject);
                ask!(self, call, Registry.register_involvement(request))
            }
            "involved" => {
                let request = v1::ListInvolvedRequest {
                    involvement_id: subject,
                    acting_professional: by,
                    ..Default::default()
                };
                ask!(self, call, Registry.list_involved(request))
            }
            "follow-up" => {
                let request = v1::RecordFollowUpRequest {
                    match_id: subject,
                    state: code::<v1::FollowUpState>(call, "state")?,
                    reason: code::<v1::NoActionReason>(call, "reason")?,
                    request_id,
                    acting_professional: by,
                };
                ask!(self, call, Matches.record_follow_up(request))
            }
            "agree-lead" => {
                let request = v1::AgreeLeadRequest {
                    match_id: subject,
                    lead_oin: self.key(call.get("lead"))?,
                    request_id,
                    acting_professional: by,
                };
                ask!(self, call, Matches.agree_lead(request))
            }
            "open-ticket" => {
                let track = match call.get("track") {
                    Some("A") => v1::Track::NoAgreement,
                    _ => v1::Track::NotCarriedOut,
                };
                let request = v1::OpenTicketRequest {
                    ticket_id: subject,
                    involvement_id: self.id(call.get("involvement").unwrap_or("-")),
                    track: track.into(),
                    obstacle: code::<v1::Obstacle>(call, "obstacle")?,
                    target_oin: self.key(call.get("target"))?,
                    category: call.text("category"),
                    nuisance: call.flag("nuisance")?,
                    acting_professional: by,
                    case_id: self.id(call.get("case").unwrap_or("-")),
                    office_reason: code::<v1::OfficeReason>(call, "reason")?,
                    skip_reason: code::<v1::SkipReason>(call, "skip")?,
                };
                ask!(self, call, Tickets.open_ticket(request))
            }
            "ticket" => {
                let request = v1::GetTicketRequest { ticket_id: subject, acting_professional: by };
                ask!(self, call, Tickets.get_ticket(request))
            }
            "escalate" => {
                let request = v1::EscalateTicketRequest {
                    ticket_id: subject,
                    request_id,
                    acting_professional: by,
                    ..Default::default()
                };
                ask!(self, call, Tickets.escalate_ticket(request))
            }
            "hand-over" => {
                let request = v1::HandOverTicketRequest {
                    ticket_id: subject,
                    target_oin: Some(self.key(call.get("target"))?),
                    request_id,
                    acting_professional: by,
                    ..Default::default()
                };
                ask!(self, call, Tickets.hand_over_ticket(request))
            }
            "answer-ticket" => {
                let request = v1::AnswerTicketRequest {
                    ticket_id: subject,
                    answer: coded::<v1::TicketAnswer>(call.get("answer").unwrap_or("-"))?,
                    request_id,
                    acting_professional: by,
                    ..Default::default()
                };
                ask!(self, call, Tickets.answer_ticket(request))
            }
            "resolve" => {
                let request = v1::ResolveTicketRequest {
                    ticket_id: subject,
                    resolution: code::<v1::Resolution>(call, "how")?,
                    request_id,
                    acting_professional: by,
                    ..Default::default()
                };
                ask!(self, call, Tickets.resolve_ticket(request))
            }
            "rule" => {
                let request = v1::RuleOnTicketRequest {
                    ticket_id: subject,
                    items: self.ruling(call)?,
                    request_id,
                    acting_professional: by,
                    ..Default::default()
                };
                ask!(self, call, Tickets.rule_on_ticket(request))
            }
            "send-signal" => {
                let acute = call.flag("acute")?;
                let danger = if acute { v1::Danger::Acute } else { v1::Danger::NotAcute };
                let request = v1::SendConcernSignalRequest {
                    signal_id: subject,
                    members: self.members(call),
                    place: Some(v1::send_concern_signal_request::Place::Area(area(call))),
                    danger: danger.into(),
                    professional: Some(self.card(call)),
                    acting_professional: by,
                    discussed: coded::<v1::Discussed>(
                        call.get("discussed").unwrap_or("with_parent"),
                    )?,
                    entry_ground: call.text("entry-ground"),
                    own_attempts: call.list("own-attempts"),
                };
                ask!(self, call, Signals.send_concern_signal(request))
            }
            "answer-signal" => {
                let request = v1::AnswerConcernSignalRequest {
                    signal_id: subject,
                    answer: code::<v1::SignalAnswer>(call, "answer")?,
                    refer_to: None,
                    request_id,
                    acting_professional: by,
                };
                ask!(self, call, Signals.answer_concern_signal(request))
            }
            "signal-outcome" => {
                let request = v1::RecordSignalOutcomeRequest {
                    signal_id: subject,
                    outcome: code::<v1::SignalOutcome>(call, "outcome")?,
                    category: call.text("category"),
                    organisation_kind: call.text("kind"),
                    arrival: code::<v1::SignalArrival>(call, "arrival")?,
                    request_id,
                    acting_professional: by,
                };
                ask!(self, call, Signals.record_signal_outcome(request))
            }
            "open-case" => {
                let persons = call.named.iter().filter(|(key, _)| key == "person");
                let persons: Vec<&String> = persons.map(|(_, name)| name).collect();
                let named = |name: &String| v1::NamedPerson { bsn: self.names.bsn(name) };
                let request = v1::OpenCaseRequest {
                    case_id: subject,
                    persons: persons.into_iter().map(named).collect(),
                    area: area(call),
                    category: call.text("category"),
                    nuisance: call.flag("nuisance")?,
                    measure: code::<v1::Measure>(call, "measure")?,
                    acting_professional: by,
                    ..Default::default()
                };
                ask!(self, call, Cases.open_case(request))
            }
            "classify" => {
                let request = v1::ClassifyCaseRequest {
                    case_id: subject,
                    category: call.get("category").map(str::to_owned),
                    nuisance: call.get("nuisance").map(|_| call.flag("nuisance")).transpose()?,
                    request_id,
                    acting_professional: by,
                    ..Default::default()
                };
                ask!(self, call, Cases.classify_case(request))
            }
            "confirm-persons" => {
                let request = v1::ConfirmPersonsRequest {
                    case_id: subject,
                    request_id,
                    acting_professional: by,
                    ..Default::default()
                };
                ask!(self, call, Cases.confirm_persons(request))
            }
            "manager" => {
                let request = v1::AssignFamilyManagerRequest {
                    case_id: subject,
                    organisation_oin: self.key(call.get("organisation"))?,
                    request_id,
                    acting_professional: by,
                    ..Default::default()
                };
                ask!(self, call, Cases.assign_family_manager(request))
            }
            "milestone" => {
                let request = v1::RecordMilestoneRequest {
                    case_id: subject,
                    milestone: call.text("code"),
                    held_on: dates::date(self.now, call.get("held").unwrap_or("today")),
                    plan: call.text("plan"),
                    request_id,
                    acting_professional: by,
                };
                ask!(self, call, Cases.record_milestone(request))
            }
            "close-case" => {
                let request = v1::CloseCaseRequest {
                    case_id: subject,
                    reason: code::<v1::CloseReason>(call, "reason")?,
                    open_tickets: code::<v1::OpenTickets>(call, "tickets")?,
                    follow_up_help: code::<v1::FollowUpHelp>(call, "help")?,
                    safeguarding: code::<v1::Safeguarding>(call, "safeguarding")?,
                    guardian: code::<v1::Guardian>(call, "guardian")?,
                    instead: code::<v1::InsteadOfHelp>(call, "instead")?,
                    request_id,
                    acting_professional: by,
                    ..Default::default()
                };
                ask!(self, call, Cases.close_case(request))
            }
            "keep-watch" => {
                let request = v1::KeepWatchRequest {
                    case_id: subject,
                    act: v1::WatchAct::Start.into(),
                    request_id,
                    acting_professional: by,
                    ..Default::default()
                };
                ask!(self, call, Cases.keep_watch(request))
            }
            other => return Err(format!("the demonstration does not play `{other}`")),
        })
    }

    fn registration(&mut self, call: &Call, id: String) -> v1::RegisterInvolvementRequest {
        let informed = call.get("informed").map(|day| dates::date(self.now, day));
        v1::RegisterInvolvementRequest {
            involvement_id: id,
            members: self.members(call),
            professional: Some(self.card(call)),
            place: Some(v1::register_involvement_request::Place::Area(area(call))),
            start_date: dates::date(self.now, "today"),
            informed: informed
                .map(|day| v1::Informed { state: Some(v1::informed::State::InformedOn(day)) }),
            acting_professional: call.by(),
            ..Default::default()
        }
    }

    /// `child=boy@today-4000,sister@…`: names in the order written, `@` gives a birth date.
    fn members(&mut self, call: &Call) -> Vec<v1::FamilyMember> {
        let mut members = Vec::new();
        for (key, value) in &call.named {
            let Some(role) = words::value::<v1::FamilyRole>(key) else { continue };
            for person in value.split(',') {
                let (name, born) = person.split_once('@').unwrap_or((person, "-"));
                members.push(v1::FamilyMember {
                    bsn: self.names.bsn(name),
                    role: role.into(),
                    birth_date: dates::date(self.now, born),
                });
            }
        }
        members
    }

    /// Whom others can call.
    fn card(&self, call: &Call) -> v1::ContactCard {
        let seat = &self.players[&call.actor].seat;
        v1::ContactCard {
            professional_id: seat.by.clone(),
            name: seat.name.clone(),
            function: seat.function.clone(),
            phone: seat.phone.clone(),
            ..Default::default()
        }
    }

    /// `item=bjaa:deliver_help:today+14`, as often as needed.
    fn ruling(&self, call: &Call) -> Result<Vec<v1::RulingItem>, String> {
        let items = call.named.iter().filter(|(key, _)| key == "item");
        let read = |(_, value): &(String, String)| {
            let [who, act, day] = value.split(':').collect::<Vec<_>>()[..] else {
                return Err("an item is `organisation:act:date`".to_owned());
            };
            Ok(v1::RulingItem {
                organisation_oin: self.key(Some(who))?,
                act: coded::<v1::RulingAct>(act)?,
                by_date: dates::date(self.now, day),
            })
        };
        items.map(read).collect()
    }

    fn id(&mut self, symbol: &str) -> String {
        self.names.id(symbol, self.now.0)
    }

    /// OIN or office id of an actor, also of one who has no seat; nobody for none.
    fn key(&self, actor: Option<&str>) -> Result<String, String> {
        let Some(actor) = actor else { return Ok(String::new()) };
        match self.players.get(actor) {
            Some(player) => Ok(player.key.clone()),
            None => self.stage.party(actor).map(|(key, _)| key).map_err(|e| e.to_string()),
        }
    }
}

/// Where the family lives.
fn area(call: &Call) -> String {
    call.get("area").unwrap_or("zeeburg").to_owned()
}

/// The number behind a code word; nothing sends nothing.
fn code<E: Coded + Into<i32>>(call: &Call, key: &str) -> Result<i32, String> {
    call.get(key).map_or(Ok(0), coded::<E>)
}

fn coded<E: Coded + Into<i32>>(word: &str) -> Result<i32, String> {
    let value = words::value::<E>(&word.replace('_', "-"));
    value.map(Into::into).ok_or_else(|| format!("`{word}` is no such code"))
}
