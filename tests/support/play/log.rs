//! How do the verbs of an auditor call the broker?

use verwijspunt::api::v1::{
    AuditEntry, ListAuditEntriesRequest, ListAuditEntriesResponse, VerifyAuditChainRequest,
    VerifyAuditChainResponse, audit_service_client::AuditServiceClient,
    list_audit_entries_request::Actor as By,
};

use super::{Answer, Call, Failure, Item, Outcome, Player, or_dash, outcome};
use crate::support::{actors::Actor, answer::yes};

impl Player {
    pub(super) async fn log(&mut self, who: &Actor, call: &Call) -> Result<Outcome, Failure> {
        let mut client = AuditServiceClient::new(self.channel(who).await);
        if call.verb == "log" {
            let organisation = call.get("of").map(|of| self.oin(of)).transpose()?;
            let office = call.get("office").map(|id| By::Office(self.directory.canonical(id)));
            let request = ListAuditEntriesRequest {
                actor: organisation.map(By::OrganisationOin).or(office),
                professional: call.text("professional"),
                call: call.text("call"),
                from_date: self.date(call, "from", "-"),
                to_date: self.date(call, "to", "-"),
                chain: call.text("chain"),
                page_size: call.number("page-size")?,
                page_token: self.page_token(call),
                acting_professional: call.by(),
            };
            return outcome!(
                client.list_audit_entries(request).await,
                |answer: Answer, m: ListAuditEntriesResponse| {
                    let items = m.entries.iter().map(|e| self.entry(e)).collect();
                    let more = yes(!m.next_page_token.is_empty());
                    self.page = m.next_page_token;
                    answer.items(items).with("more", more)
                }
            );
        }
        let after = match call.get("after") {
            Some("verified") => self.verified.clone(),
            _ => call.text("after"),
        };
        let request = VerifyAuditChainRequest {
            chain: call.text("chain"),
            after,
            acting_professional: call.by(),
        };
        outcome!(
            client.verify_audit_chain(request).await,
            |answer: Answer, m: VerifyAuditChainResponse| {
                let position = m.verified_to.split(':').next().unwrap_or("-").to_owned();
                self.verified = m.verified_to;
                answer
                    .with("to", position)
                    .with("complete", yes(m.complete))
                    .with("problem", or_dash(m.problem))
            }
        )
    }

    fn entry(&self, e: &AuditEntry) -> Item {
        Item::new(e.call.clone())
            .with("actor", self.recipient(e.actor.as_ref()))
            .with("for", or_dash(e.professional.clone()))
            .with("result", e.result.clone())
            .with("ground", or_dash(e.ground.clone()))
            .with("subjects", e.subjects.len().to_string())
            .with("persons", e.subjects.iter().filter(|s| *s == "person").count().to_string())
    }
}
