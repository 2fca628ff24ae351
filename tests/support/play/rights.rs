//! How do the verbs about rights call the broker?

use verwijspunt::api::v1::{
    Addressee, DecideObjectionRequest, DecideObjectionResponse, GetObjectionRequest,
    GetObjectionResponse, GetSubjectAccessRequest, GetSubjectAccessResponse, InvolvementState,
    ListObjectionsRequest, ListObjectionsResponse, Objection, ObjectionDecision,
    ObjectionRefusedGround, RecordDeathRequest, RecordShieldingRequest, RegisterObjectionRequest,
    RegisterObjectionResponse, registry_service_client::RegistryServiceClient,
    rights_service_client::RightsServiceClient,
};

use super::{Answer, Call, Failure, Item, Outcome, Player, coded, or_dash, outcome, word_of};
use crate::support::{actors::Actor, answer::yes, calendar::written};

impl Player {
    /// What the population register says of one person.
    pub(super) async fn person(&mut self, who: &Actor, call: &Call) -> Result<Outcome, Failure> {
        let mut client = RegistryServiceClient::new(self.channel(who).await);
        let (subject, by) = (call.words[0].clone(), call.by());
        if call.verb == "record-death" {
            let request = RecordDeathRequest {
                bsn: self.names.bsn(&subject),
                date_of_death: self.date(call, "died", "today"),
                request_id: self.request_id(call),
                acting_professional: by,
            };
            return outcome!(client.record_death(request).await, |answer, _| answer);
        }
        let request = RecordShieldingRequest {
            bsn: self.names.bsn(&subject),
            shielded: call.get("shielded") != Some("no"),
            request_id: self.request_id(call),
            acting_professional: by,
        };
        outcome!(client.record_shielding(request).await, |answer, _| answer)
    }

    pub(super) async fn rights(&mut self, who: &Actor, call: &Call) -> Result<Outcome, Failure> {
        let mut client = RightsServiceClient::new(self.channel(who).await);
        let subject = call.words.first().map_or("-", String::as_str);
        let by = call.by();
        match call.verb.as_str() {
            "subject-access" => {
                let request = GetSubjectAccessRequest {
                    bsn: self.names.bsn(subject),
                    page_token: self.page_token(call),
                    acting_professional: by,
                };
                outcome!(
                    client.get_subject_access(request).await,
                    |answer, m: GetSubjectAccessResponse| self.access(answer, m)
                )
            }
            "register-objection" => {
                let person = call.get("person").unwrap_or("-").to_owned();
                let request = RegisterObjectionRequest {
                    objection_id: self.id(subject),
                    bsn: self.names.bsn(&person),
                    acting_professional: by,
                };
                outcome!(
                    client.register_objection(request).await,
                    |answer, m: RegisterObjectionResponse| self
                        .objected(answer, m.objection.as_ref())
                )
            }
            "decide-objection" => {
                let (decision, ground) = (call.get("decision"), call.get("ground"));
                let request = DecideObjectionRequest {
                    objection_id: self.id(subject),
                    decision: coded!(
                        ObjectionDecision,
                        "OBJECTION_DECISION",
                        decision.unwrap_or("-")
                    )?,
                    ground: coded!(
                        ObjectionRefusedGround,
                        "OBJECTION_REFUSED_GROUND",
                        ground.unwrap_or("-")
                    )?,
                    request_id: self.request_id(call),
                    acting_professional: by,
                };
                outcome!(
                    client.decide_objection(request).await,
                    |answer, m: DecideObjectionResponse| self
                        .objected(answer, m.objection.as_ref())
                )
            }
            "objection" => {
                let request =
                    GetObjectionRequest { objection_id: self.id(subject), acting_professional: by };
                outcome!(client.get_objection(request).await, |answer, m: GetObjectionResponse| {
                    self.objected(answer, m.objection.as_ref())
                })
            }
            _ => {
                let request = ListObjectionsRequest {
                    include_decided: call.flag("decided")?,
                    page_size: call.number("page-size")?,
                    page_token: self.page_token(call),
                    acting_professional: by,
                };
                outcome!(
                    client.list_objections(request).await,
                    |answer: Answer, m: ListObjectionsResponse| {
                        let items = m.objections.iter().map(|o| {
                            let mut item = Item::new(self.names.symbol(&o.objection_id));
                            item.pairs = self.objection_pairs(o);
                            item
                        });
                        let items = items.collect();
                        let more = yes(!m.next_page_token.is_empty());
                        self.page = m.next_page_token;
                        answer.items(items).with("more", more)
                    }
                )
            }
        }
    }

    /// Registrations, then `told` and `looked`.
    fn access(&mut self, answer: Answer, m: GetSubjectAccessResponse) -> Answer {
        let mut items: Vec<Item> = Vec::new();
        for own in &m.registrations {
            items.push(
                Item::new("registered")
                    .with("by", self.directory.organisation_name(&own.organisation_oin))
                    .with("since", own.since.clone())
                    .with("until", own.until.clone())
                    .with("state", word_of!(InvolvementState, "INVOLVEMENT_STATE", own.state))
                    .with("informed", super::render::informed_word(own.informed.as_ref())),
            );
        }
        for told in &m.told {
            items.push(
                Item::new("told")
                    .with("who", self.directory.organisation_name(&told.organisation_oin))
                    .with("of", self.directory.organisation_name(&told.registered_by_oin))
                    .with("at", written(told.at)),
            );
        }
        for entry in &m.looked {
            let who = match entry.office.as_str() {
                "" => self.directory.organisation_name(&entry.organisation_oin),
                office => office.to_owned(),
            };
            items.push(
                Item::new("looked")
                    .with("who", who)
                    .with("call", entry.call.clone())
                    .with("at", written(entry.at)),
            );
        }
        let addressee = word_of!(Addressee, "ADDRESSEE", m.addressee);
        let more = yes(!m.next_page_token.is_empty());
        self.page = m.next_page_token;
        answer.items(items).with("addressee", addressee).with("more", more)
    }

    fn objection_pairs(&self, o: &Objection) -> Vec<(String, String)> {
        let own: Vec<String> = o.involvement_ids.iter().map(|id| self.names.symbol(id)).collect();
        Item::new("")
            .with("received", written(o.received_at))
            .with("addressee", word_of!(Addressee, "ADDRESSEE", o.addressee))
            .with("own", or_dash(own.join(",")))
            .with("parts", o.parts.len().to_string())
            .pairs
    }

    fn objected(&self, answer: Answer, objection: Option<&Objection>) -> Answer {
        let Some(o) = objection else { return answer.with("objection", "-") };
        let items = o.parts.iter().map(|part| {
            Item::new(self.directory.organisation_name(&part.organisation_oin))
                .with("officer", part.officer.clone())
                .with("due", part.due_date.clone())
                .with("decision", word_of!(ObjectionDecision, "OBJECTION_DECISION", part.decision))
                .with(
                    "ground",
                    word_of!(ObjectionRefusedGround, "OBJECTION_REFUSED_GROUND", part.ground),
                )
        });
        let mut answer = answer.items(items.collect());
        answer.ordered = false;
        answer = answer.with("objection", self.names.symbol(&o.objection_id));
        answer.pairs.extend(self.objection_pairs(o));
        answer
    }
}
