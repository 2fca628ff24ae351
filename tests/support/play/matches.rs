//! How do the verbs about matches call the broker?

use verwijspunt::api::v1::{
    AgreeLeadRequest, AgreeLeadResponse, FollowUpState, GetMatchRequest, GetMatchResponse,
    ListMatchesRequest, ListMatchesResponse, Match, MatchFilter, NoActionReason,
    RecordFollowUpRequest, RecordFollowUpResponse, RemindContactRequest, RemindContactResponse,
    match_service_client::MatchServiceClient,
};

use super::{Answer, Call, Failure, Item, Outcome, Player, coded, outcome};
use crate::support::{actors::Actor, answer::yes};

impl Player {
    pub(super) async fn matches(&mut self, who: &Actor, call: &Call) -> Result<Outcome, Failure> {
        let mut client = MatchServiceClient::new(self.channel(who).await);
        let subject = call.words.first().map_or("-", String::as_str);
        let by = call.by();
        let shown = |player: &Self, answer: Answer, m: Option<Match>| match m {
            Some(m) => player.matching(answer, &m),
            None => answer.with("match", "-"),
        };
        match call.verb.as_str() {
            "match" => {
                let request =
                    GetMatchRequest { match_id: self.id(subject), acting_professional: by };
                outcome!(client.get_match(request).await, |answer, m: GetMatchResponse| {
                    shown(self, answer, m.r#match)
                })
            }
            "matches" => {
                let filter = call.get("filter").unwrap_or("-");
                let involvement = call.get("involvement").map(|symbol| self.id(symbol));
                let request = ListMatchesRequest {
                    involvement_id: involvement.unwrap_or_default(),
                    filter: coded!(MatchFilter, "MATCH_FILTER", filter)?,
                    page_size: call.number("page-size")?,
                    page_token: self.page_token(call),
                    acting_professional: by,
                    professional_id: call.text("professional"),
                    reference: self.reference(call),
                };
                outcome!(
                    client.list_matches(request).await,
                    |answer: Answer, m: ListMatchesResponse| {
                        let items = m.matches.iter().map(|m| Item {
                            head: self.names.symbol(&m.match_id),
                            pairs: self.match_pairs(m),
                        });
                        let items = items.collect();
                        let more = yes(!m.next_page_token.is_empty());
                        self.page = m.next_page_token;
                        answer.items(items).with("more", more)
                    }
                )
            }
            "follow-up" => {
                let (state, reason) = (call.get("state"), call.get("reason"));
                let request = RecordFollowUpRequest {
                    match_id: self.id(subject),
                    state: coded!(FollowUpState, "FOLLOW_UP_STATE", state.unwrap_or("-"))?,
                    reason: coded!(NoActionReason, "NO_ACTION_REASON", reason.unwrap_or("-"))?,
                    request_id: self.request_id(call),
                    acting_professional: by,
                };
                outcome!(
                    client.record_follow_up(request).await,
                    |answer, m: RecordFollowUpResponse| { shown(self, answer, m.r#match) }
                )
            }
            "remind" => {
                let whom = call.get("whom").map(|whom| self.oin(whom)).transpose()?;
                let request = RemindContactRequest {
                    match_id: self.id(subject),
                    organisation_oin: whom.unwrap_or_default(),
                    request_id: self.request_id(call),
                    acting_professional: by,
                };
                outcome!(
                    client.remind_contact(request).await,
                    |answer: Answer, m: RemindContactResponse| {
                        answer.items(m.overdue.iter().map(|one| self.overdue(one)).collect())
                    }
                )
            }
            _ => {
                let request = AgreeLeadRequest {
                    match_id: self.id(subject),
                    lead_oin: self.oin(call.get("lead").unwrap_or("-"))?,
                    request_id: self.request_id(call),
                    acting_professional: by,
                };
                outcome!(client.agree_lead(request).await, |answer, m: AgreeLeadResponse| {
                    shown(self, answer, m.r#match)
                })
            }
        }
    }
}
