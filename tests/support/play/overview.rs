//! How do the verbs of offices that look over a district call the broker?

use verwijspunt::api::v1::{
    ListFollowUpRequest, ListFollowUpResponse, OverdueContact,
    match_service_client::MatchServiceClient,
};

use super::{Answer, Call, Failure, Item, Outcome, Player, or_dash, outcome};
use crate::support::{actors::Actor, answer::yes};

impl Player {
    pub(super) async fn overview(&mut self, who: &Actor, call: &Call) -> Result<Outcome, Failure> {
        let channel = self.channel(who).await;
        let request = ListFollowUpRequest {
            area: call.text("area"),
            reference: self.reference(call),
            page_size: call.number("page-size")?,
            page_token: self.page_token(call),
            acting_professional: call.by(),
        };
        outcome!(
            MatchServiceClient::new(channel).list_follow_up(request).await,
            |answer: Answer, m: ListFollowUpResponse| {
                let items = m.overdue.iter().map(|one| self.overdue(one)).collect();
                let more = yes(!m.next_page_token.is_empty());
                self.page = m.next_page_token;
                answer.items(items).with("more", more)
            }
        )
    }

    /// Head: the symbol of what is spoken so, among all ids of the story.
    fn overdue(&self, one: &OverdueContact) -> Item {
        Item::new(self.names.spoken(&one.reference))
            .with("area", or_dash(one.area.clone()))
            .with("due", one.contact_due.clone())
            .with("days-late", one.working_days_late.to_string())
            .with("owing", self.recipients(&one.owing))
    }
}
