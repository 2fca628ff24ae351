//! How do the verbs about concern signals and moves call the broker?

use verwijspunt::api::v1::{
    AnswerConcernSignalRequest, ConcernSignal, ContactCard, Danger, Discussed, FamilyRole,
    GetConcernSignalRequest, ListConcernSignalsRequest, ListConcernSignalsResponse,
    OutsideCovenant, RecordSignalOutcomeRequest, ReportMoveRequest, ReportMoveResponse,
    SendConcernSignalRequest, SignalAnswer, SignalArrival, SignalHappening, SignalOutcome,
    SignalRole, SignalState, answer_concern_signal_request::ReferTo,
    registry_service_client::RegistryServiceClient, report_move_request,
    send_concern_signal_request::Place, signal_service_client::SignalServiceClient,
};

use super::{
    Answer, Call, Failure, Item, Outcome, Player, coded, or_dash, outcome, render, text, word_of,
};
use crate::support::{actors::Actor, answer::yes, calendar::written};

/// Every answer that is one signal reads the same.
macro_rules! one_signal {
    ($player:expr, $result:expr) => {
        match $result {
            Ok(response) => {
                let replayed = yes(response.metadata().contains_key("x-replayed"));
                let message = response.into_inner();
                let answer = Answer::of(&message).with("replayed", replayed);
                Ok(Ok($player.signal_answer(answer, message.signal.as_ref())))
            }
            Err(status) => Ok(Err(status.into())),
        }
    };
}

impl Player {
    pub(super) async fn signals(&mut self, who: &Actor, call: &Call) -> Result<Outcome, Failure> {
        let mut client = SignalServiceClient::new(self.channel(who).await);
        let subject = call.words.first().map_or("-", String::as_str);
        let by = call.by();
        match call.verb.as_str() {
            "send-signal" => {
                let request = self.signal_request(call, subject)?;
                one_signal!(self, client.send_concern_signal(request).await)
            }
            "signal" => {
                let request = GetConcernSignalRequest {
                    signal_id: self.id(subject),
                    acting_professional: by,
                };
                one_signal!(self, client.get_concern_signal(request).await)
            }
            "signals" => {
                let role = call.get("role").unwrap_or("-");
                let request = ListConcernSignalsRequest {
                    role: coded!(SignalRole, "SIGNAL_ROLE", role)?,
                    include_closed: call.flag("closed")?,
                    page_size: call.number("page-size")?,
                    page_token: self.page_token(call),
                    acting_professional: by,
                    reference: self.reference(call),
                };
                outcome!(
                    client.list_concern_signals(request).await,
                    |answer: Answer, m: ListConcernSignalsResponse| {
                        let items = m.signals.iter().map(|s| self.signal(s)).collect();
                        let more = yes(!m.next_page_token.is_empty());
                        self.page = m.next_page_token;
                        answer.items(items).with("more", more)
                    }
                )
            }
            "answer-signal" => {
                let answer = call.get("answer").unwrap_or("-");
                let request = AnswerConcernSignalRequest {
                    signal_id: self.id(subject),
                    answer: coded!(SignalAnswer, "SIGNAL_ANSWER", answer)?,
                    refer_to: self.refer_to(call)?,
                    request_id: self.request_id(call),
                    acting_professional: by,
                };
                one_signal!(self, client.answer_concern_signal(request).await)
            }
            "signal-outcome" => {
                let given = |key: &str| call.get(key).unwrap_or("-").to_owned();
                let request = RecordSignalOutcomeRequest {
                    signal_id: self.id(subject),
                    outcome: coded!(SignalOutcome, "SIGNAL_OUTCOME", &given("outcome"))?,
                    category: call.text("category"),
                    organisation_kind: call.text("kind"),
                    arrival: coded!(SignalArrival, "SIGNAL_ARRIVAL", &given("arrival"))?,
                    request_id: self.request_id(call),
                    acting_professional: by,
                };
                one_signal!(self, client.record_signal_outcome(request).await)
            }
            _ => self.report_move(who, call, by).await,
        }
    }

    /// What a story's signal says: the persons and the place as with a registration.
    fn signal_request(
        &mut self,
        call: &Call,
        id: &str,
    ) -> Result<SendConcernSignalRequest, Failure> {
        let given = |key: &str, default: String| call.get(key).map_or(default, text);
        let person = call.actor.split_once('/').map(|(_, person)| person.to_owned());
        let professional = given("professional", person.unwrap_or(format!("p-{}", call.actor)));
        let danger = match call.get("acute") {
            None | Some("no") => Danger::NotAcute as i32,
            Some("yes") => Danger::Acute as i32,
            Some(other) => coded!(Danger, "DANGER", other)?,
        };
        Ok(SendConcernSignalRequest {
            signal_id: self.id(id),
            members: self.members(call),
            place: match (call.get("area"), call.get("postcode")) {
                (Some("-"), None) => None,
                (_, Some(postcode)) => Some(Place::Postcode(text(postcode))),
                (area, None) => Some(Place::Area(text(area.unwrap_or("zeeburg")))),
            },
            danger,
            professional: Some(ContactCard {
                name: given("name", "Jo Jansen".to_owned()),
                function: given("function", "professional".to_owned()),
                phone: given("phone", "020 5550100".to_owned()),
                email: call.text("email"),
                professional_id: professional,
                deputy: None,
            }),
            acting_professional: call.by(),
            discussed: coded!(
                Discussed,
                "DISCUSSED",
                call.get("discussed").unwrap_or("with_parent")
            )?,
            entry_ground: call.text("entry-ground"),
            own_attempts: call.list("own-attempts"),
        })
    }

    /// `to=ACTOR`: an organisation or an office; `to=office:ID` sends an id as it stands.
    fn refer_to(&self, call: &Call) -> Result<Option<ReferTo>, Failure> {
        let Some(to) = call.get("to") else { return Ok(None) };
        if let Some(office) = to.strip_prefix("office:") {
            return Ok(Some(ReferTo::ReferToOffice(office.to_owned())));
        }
        if to.starts_with("oin:") {
            return Ok(Some(ReferTo::ReferToOin(self.oin(to)?)));
        }
        let key = self.directory.actor(to)?.key;
        let is_oin = key.bytes().all(|b| b.is_ascii_digit());
        Ok(Some(if is_oin { ReferTo::ReferToOin(key) } else { ReferTo::ReferToOffice(key) }))
    }

    /// `move i1 area=noord`, `move case:c1 outside=yes municipality=0363`.
    async fn report_move(
        &mut self,
        who: &Actor,
        call: &Call,
        by: String,
    ) -> Result<Outcome, Failure> {
        use report_move_request::{Family, Place};
        let family = match call.words[0].strip_prefix("case:") {
            Some(case) => Some(Family::CaseId(self.id(case))),
            None if call.words[0] == "-" => None,
            None => Some(Family::InvolvementId(self.id(&call.words[0]))),
        };
        let place = match (call.get("area"), call.get("postcode"), call.flag("outside")?) {
            (Some(area), ..) => Some(Place::Area(text(area))),
            (None, Some(postcode), _) => Some(Place::Postcode(text(postcode))),
            (None, None, true) => Some(Place::Outside(OutsideCovenant {
                municipality_code: call.text("municipality"),
            })),
            (None, None, false) => None,
        };
        let request = ReportMoveRequest {
            family,
            place,
            request_id: self.request_id(call),
            acting_professional: by,
        };
        let mut client = RegistryServiceClient::new(self.channel(who).await);
        outcome!(client.report_move(request).await, |answer: Answer, m: ReportMoveResponse| {
            answer.with("area", or_dash(m.area))
        })
    }

    fn signal_answer(&self, answer: Answer, signal: Option<&ConcernSignal>) -> Answer {
        let Some(signal) = signal else { return answer.with("signal", "-") };
        let item = self.signal(signal);
        let mut answer = answer.with("signal", item.head);
        answer.pairs.extend(item.pairs);
        answer
    }

    fn signal(&self, s: &ConcernSignal) -> Item {
        let roles: Vec<String> =
            s.roles.iter().map(|r| word_of!(FamilyRole, "FAMILY_ROLE", *r)).collect();
        let history: Vec<String> = s
            .history
            .iter()
            .map(|step| word_of!(SignalHappening, "SIGNAL_HAPPENING", step.happening))
            .collect();
        let hands: Vec<String> =
            s.history.iter().map(|step| self.recipient(step.recipient.as_ref())).collect();
        let mut item = Item::new(self.names.symbol(&s.signal_id))
            .with("spoken", yes(s.reference == super::spoken(&s.signal_id)))
            .with("state", word_of!(SignalState, "SIGNAL_STATE", s.state))
            .with("danger", word_of!(Danger, "DANGER", s.danger))
            .with("children", yes(s.children_under_18))
            .with("crisis", yes(s.crisis))
            .with("roles", or_dash(roles.join("+")))
            .with("area", or_dash(s.area.clone()))
            .with("sender", self.recipient(s.sender.as_ref()))
            .with("office", or_dash(s.contact_office.clone()))
            .with("recipient", self.recipient(s.recipient.as_ref()))
            .with("informed", self.recipients(&s.informed))
            .with("sent", written(s.sent_at))
            .with("history", or_dash(history.join("+")))
            .with("hands", or_dash(hands.join("+")))
            .with("discussed", word_of!(Discussed, "DISCUSSED", s.discussed))
            .with("due", written(s.due_at))
            .with("late", yes(s.late))
            .with("reached", super::covenant::reached(s.recipient_contact.as_ref()))
            .with("outcome", word_of!(SignalOutcome, "SIGNAL_OUTCOME", s.outcome))
            .with("outcome-category", or_dash(s.outcome_category.clone()))
            .with("outcome-kind", or_dash(s.outcome_kind.clone()))
            .with("arrival", word_of!(SignalArrival, "SIGNAL_ARRIVAL", s.arrival))
            .with("entry-ground", or_dash(s.entry_ground.clone()))
            .with("own-attempts", or_dash(s.own_attempts.join("+")))
            .with("case", self.names.symbol(&s.case_id));
        item.pairs.extend(render::card(s.professional.as_ref()));
        item.pairs.extend(s.route.as_ref().map(|r| self.route(r)).unwrap_or_default());
        item
    }
}
