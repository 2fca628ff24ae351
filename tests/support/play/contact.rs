//! How do the verbs that change an own involvement after its registration call the broker?

use verwijspunt::api::v1::{
    AddMembersRequest, AddMembersResponse, HandOverInvolvementRequest, HandOverInvolvementResponse,
    RecordInformedRequest, RecordInformedResponse, SetOwnReferenceRequest, SetOwnReferenceResponse,
    UpdateContactRequest, UpdateContactResponse, hand_over_involvement_request as hand_over,
    registry_service_client::RegistryServiceClient, update_contact_request as update,
};

use super::{Answer, Call, Failure, Outcome, Player, outcome, registry::contact_card, text};
use crate::support::{actors::Actor, answer::yes};

impl Player {
    pub(super) async fn contact(&mut self, who: &Actor, call: &Call) -> Result<Outcome, Failure> {
        let mut client = RegistryServiceClient::new(self.channel(who).await);
        let subject = call.words.first().map_or("-", String::as_str);
        let (by, all) = (call.by(), call.get("all-of").map(text));
        match call.verb.as_str() {
            "update-contact" => {
                use update::Which;
                let which = match (all, subject) {
                    (Some(professional), _) => Some(Which::AllOfProfessional(professional)),
                    (None, "-") => None,
                    (None, id) => Some(Which::InvolvementId(self.id(id))),
                };
                let request = UpdateContactRequest {
                    which,
                    professional: Some(contact_card(call)),
                    request_id: self.request_id(call),
                    acting_professional: by,
                };
                outcome!(
                    client.update_contact(request).await,
                    |answer: Answer, m: UpdateContactResponse| {
                        answer.with("updated", m.updated.to_string()).with("more", yes(m.more))
                    }
                )
            }
            "give-to-colleague" => {
                use hand_over::Which;
                let which = match (all, subject) {
                    (Some(professional), _) => Some(Which::AllOfProfessional(professional)),
                    (None, "-") => None,
                    (None, id) => Some(Which::InvolvementId(self.id(id))),
                };
                let request = HandOverInvolvementRequest {
                    which,
                    professional: Some(contact_card(call)),
                    request_id: self.request_id(call),
                    acting_professional: by,
                };
                outcome!(
                    client.hand_over_involvement(request).await,
                    |answer: Answer, m: HandOverInvolvementResponse| {
                        answer.with("given", m.handed_over.to_string()).with("more", yes(m.more))
                    }
                )
            }
            "record-informed" => {
                let request = RecordInformedRequest {
                    involvement_id: self.id(subject),
                    informed: self.informed(call)?,
                    request_id: self.request_id(call),
                    acting_professional: by,
                };
                outcome!(
                    client.record_informed(request).await,
                    |answer: Answer, m: RecordInformedResponse| {
                        self.own(answer, m.involvement.as_ref())
                    }
                )
            }
            "own-reference" => {
                let request = SetOwnReferenceRequest {
                    involvement_id: self.id(subject),
                    own_reference: call.text("reference"),
                    request_id: self.request_id(call),
                    acting_professional: by,
                };
                outcome!(
                    client.set_own_reference(request).await,
                    |answer: Answer, m: SetOwnReferenceResponse| {
                        self.own(answer, m.involvement.as_ref())
                    }
                )
            }
            _ => {
                let request = AddMembersRequest {
                    involvement_id: self.id(subject),
                    members: self.members(call),
                    request_id: self.request_id(call),
                    acting_professional: by,
                };
                outcome!(
                    client.add_members(request).await,
                    |answer: Answer, m: AddMembersResponse| {
                        let answer = self.own(answer, m.involvement.as_ref());
                        match m.r#match {
                            None => answer.with("match", "-"),
                            Some(found) => self.matching(answer, &found),
                        }
                    }
                )
            }
        }
    }
}
