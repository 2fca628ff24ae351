//! How do the verbs about tickets call the broker?

use verwijspunt::api::v1::{
    AnswerTicketRequest, EscalateTicketRequest, ExplainRouteRequest, ExplainRouteResponse,
    GetTicketRequest, HandOverTicketRequest, ListTicketsRequest, ListTicketsResponse, Obstacle,
    OfficeReason, OpenTicketRequest, Resolution, ResolveTicketRequest, RuleOnTicketRequest,
    RulingAct, RulingItem, SkipReason, TicketAnswer, TicketRole, Track, WithdrawTicketRequest,
    escalation_service_client::EscalationServiceClient,
};

use super::{Answer, Call, Failure, Outcome, Player, coded, outcome};
use crate::support::{actors::Actor, answer::yes, calendar};

/// Every answer that is one ticket reads the same.
macro_rules! one_ticket {
    ($player:expr, $result:expr) => {
        match $result {
            Ok(response) => {
                let replayed = yes(response.metadata().contains_key("x-replayed"));
                let message = response.into_inner();
                let answer = Answer::of(&message).with("replayed", replayed);
                Ok(Ok($player.ticket_answer(answer, message.ticket.as_ref())))
            }
            Err(status) => Ok(Err(status.into())),
        }
    };
}

impl Player {
    pub(super) async fn tickets(&mut self, who: &Actor, call: &Call) -> Result<Outcome, Failure> {
        let mut client = EscalationServiceClient::new(self.channel(who).await);
        let subject = call.words.first().map_or("-", String::as_str);
        let by = call.by();
        match call.verb.as_str() {
            "open-ticket" => {
                let obstacle = call.get("obstacle").unwrap_or("task_not_done");
                let request = OpenTicketRequest {
                    ticket_id: self.id(subject),
                    involvement_id: self.id(call.get("involvement").unwrap_or("-")),
                    track: track(call)?,
                    obstacle: coded!(Obstacle, "OBSTACLE", obstacle)?,
                    target_oin: self.oin(call.get("target").unwrap_or("-"))?,
                    category: call.text("category"),
                    nuisance: call.flag("nuisance")?,
                    acting_professional: by,
                    case_id: self.id(call.get("case").unwrap_or("-")),
                    office_reason: coded!(
                        OfficeReason,
                        "OFFICE_REASON",
                        call.get("reason").unwrap_or("-")
                    )?,
                    skip_reason: coded!(
                        SkipReason,
                        "SKIP_REASON",
                        call.get("skip").unwrap_or("-")
                    )?,
                };
                one_ticket!(self, client.open_ticket(request).await)
            }
            "ticket" => {
                let request =
                    GetTicketRequest { ticket_id: self.id(subject), acting_professional: by };
                one_ticket!(self, client.get_ticket(request).await)
            }
            "tickets" => {
                let role = call.get("role").unwrap_or("-");
                let request = ListTicketsRequest {
                    role: coded!(TicketRole, "TICKET_ROLE", role)?,
                    include_closed: call.flag("closed")?,
                    page_size: call.number("page-size")?,
                    page_token: self.page_token(call),
                    acting_professional: by,
                    reference: self.reference(call),
                };
                outcome!(
                    client.list_tickets(request).await,
                    |answer: Answer, m: ListTicketsResponse| {
                        let items = m.tickets.iter().map(|t| self.ticket(t)).collect();
                        let more = yes(!m.next_page_token.is_empty());
                        self.page = m.next_page_token;
                        answer.items(items).with("more", more)
                    }
                )
            }
            "escalate" => {
                let skip = call.get("skip").unwrap_or("-");
                let request = EscalateTicketRequest {
                    ticket_id: self.id(subject),
                    to_step: call.number("to-step")?,
                    skip_reason: coded!(SkipReason, "SKIP_REASON", skip)?,
                    etag: self.etag(call),
                    request_id: self.request_id(call),
                    acting_professional: by,
                };
                one_ticket!(self, client.escalate_ticket(request).await)
            }
            "hand-over" => {
                let request = HandOverTicketRequest {
                    ticket_id: self.id(subject),
                    category: call.get("category").map(super::text),
                    nuisance: call.get("nuisance").map(|_| call.flag("nuisance")).transpose()?,
                    area: call.get("area").map(super::text),
                    target_oin: call.get("target").map(|t| self.oin(t)).transpose()?,
                    etag: self.etag(call),
                    request_id: self.request_id(call),
                    acting_professional: by,
                };
                one_ticket!(self, client.hand_over_ticket(request).await)
            }
            "resolve" => {
                let how = call.get("how").unwrap_or("-");
                let request = ResolveTicketRequest {
                    ticket_id: self.id(subject),
                    resolution: coded!(Resolution, "RESOLUTION", how)?,
                    etag: self.etag(call),
                    request_id: self.request_id(call),
                    acting_professional: by,
                };
                one_ticket!(self, client.resolve_ticket(request).await)
            }
            "answer-ticket" => {
                let answer = call.get("answer").unwrap_or("-");
                let request = AnswerTicketRequest {
                    ticket_id: self.id(subject),
                    answer: coded!(TicketAnswer, "TICKET_ANSWER", answer)?,
                    etag: self.etag(call),
                    request_id: self.request_id(call),
                    acting_professional: by,
                };
                one_ticket!(self, client.answer_ticket(request).await)
            }
            "withdraw" => {
                let request = WithdrawTicketRequest {
                    ticket_id: self.id(subject),
                    etag: self.etag(call),
                    request_id: self.request_id(call),
                    acting_professional: by,
                };
                one_ticket!(self, client.withdraw_ticket(request).await)
            }
            "rule" => {
                let request = RuleOnTicketRequest {
                    ticket_id: self.id(subject),
                    items: self.ruling(call)?,
                    etag: self.etag(call),
                    request_id: self.request_id(call),
                    acting_professional: by,
                };
                one_ticket!(self, client.rule_on_ticket(request).await)
            }
            _ => {
                let office = call.get("handled-by").unwrap_or("-");
                let request = ExplainRouteRequest {
                    track: track(call)?,
                    step: call.number("step")?,
                    category: call.text("category"),
                    nuisance: call.flag("nuisance")?,
                    absence: call.flag("absence")?,
                    area: super::text(call.get("area").unwrap_or("zeeburg")),
                    target_oin: self.oin(call.get("target").unwrap_or("-"))?,
                    handled_by_office: super::text(&self.directory.canonical(office)),
                    acting_professional: by,
                };
                outcome!(
                    client.explain_route(request).await,
                    |mut answer: Answer, m: ExplainRouteResponse| {
                        answer.pairs = m.route.map(|r| self.route(&r)).unwrap_or_default();
                        answer
                    }
                )
            }
        }
    }

    pub(super) fn etag(&mut self, call: &Call) -> String {
        call.get("etag").map_or_else(String::new, |etag| self.id(etag))
    }

    /// `item=debt-zeeburg:carry_out_task:2026-05-01`, as often as needed.
    fn ruling(&self, call: &Call) -> Result<Vec<RulingItem>, Failure> {
        let items = call.named.iter().filter(|(key, _)| key == "item");
        items
            .map(|(_, value)| {
                let mut parts = value.split(':');
                let mut part = || parts.next().ok_or("an item is `organisation:act:date`");
                let (organisation, act, day) = (part()?, part()?, part()?);
                Ok(RulingItem {
                    organisation_oin: self.oin(organisation)?,
                    act: coded!(RulingAct, "RULING_ACT", act)?,
                    by_date: calendar::date(self.clock.now(), day),
                })
            })
            .collect()
    }
}

/// `track=A`, `track=B`; nothing sends nothing.
fn track(call: &Call) -> Result<i32, Failure> {
    match call.get("track") {
        Some("A") => Ok(Track::NoAgreement as i32),
        Some("B") => Ok(Track::NotCarriedOut as i32),
        other => coded!(Track, "TRACK", other.unwrap_or("-")),
    }
}
