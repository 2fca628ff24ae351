//! How does a source system send all that it has, and what does it hear?

use verwijspunt::api::v1::{
    ReconcileAction, ReconcileChange, ReconcileInvolvementsRequest, ReconcileStart,
    ReconcileSummary, RegistrationPart, reconcile_involvements_request as asked,
    reconcile_involvements_response as answered, registry_service_client::RegistryServiceClient,
};

use super::{Answer, Call, Channel, Failure, Item, Outcome, Player, or_dash, text, word_of};
use crate::support::answer::yes;

impl Player {
    /// Rows are written as those of an import; one with the id `-` has none. `token=shown` is the token
    /// of the difference that was shown last.
    pub(super) async fn reconcile(
        &mut self,
        mut client: RegistryServiceClient<Channel>,
        call: &Call,
    ) -> Result<Outcome, Failure> {
        let token = match call.get("token") {
            Some("shown") => self.difference.clone(),
            other => text(other.unwrap_or_default()),
        };
        let accept_endings = call.flag("accept-endings")?;
        let start = ReconcileStart { acting_professional: call.by(), token, accept_endings };
        let mut parts = vec![asked::Part::Start(start)];
        parts.extend(self.rows(call)?.into_iter().map(asked::Part::Row));
        let requests = parts.into_iter().map(|p| ReconcileInvolvementsRequest { part: Some(p) });
        let requests = tokio_stream::iter(requests.collect::<Vec<_>>());
        let mut stream = match client.reconcile_involvements(requests).await {
            Ok(response) => response.into_inner(),
            Err(status) => return Ok(Err(status.into())),
        };
        let mut answer = Answer { ordered: true, ..Answer::default() };
        loop {
            match stream.message().await {
                Ok(Some(message)) => match message.part {
                    Some(answered::Part::Change(change)) => {
                        answer.raw.push_str(&format!("{change:?}"));
                        answer.items.push(self.change(&change));
                    }
                    Some(answered::Part::Summary(summary)) => {
                        // The token holds the time, and is another one each time.
                        let said = ReconcileSummary { token: String::new(), ..summary.clone() };
                        answer.raw.push_str(&format!("{said:?}"));
                        if !summary.token.is_empty() {
                            self.difference.clone_from(&summary.token);
                        }
                        answer = answer
                            .with("active", summary.active.to_string())
                            .with("unchanged", summary.unchanged.to_string())
                            .with("refused", summary.refused.to_string())
                            .with("withheld", summary.endings_withheld.to_string())
                            .with("differing", summary.differing.to_string())
                            .with("before", summary.done_before.to_string())
                            .with("many", yes(summary.endings_many))
                            .with("token", yes(!summary.token.is_empty()));
                    }
                    None => return Err("an answer to a comparison is empty".to_owned()),
                },
                Ok(None) => return Ok(Ok(answer)),
                Err(status) => return Ok(Err(status.into())),
            }
        }
    }

    fn change(&self, change: &ReconcileChange) -> Item {
        let fields: Vec<&str> = change.problems.iter().map(|p| p.field.as_str()).collect();
        let parts: Vec<String> = change
            .not_applied
            .iter()
            .map(|part| word_of!(RegistrationPart, "REGISTRATION_PART", *part))
            .collect();
        Item::new(word_of!(ReconcileAction, "RECONCILE_ACTION", change.action))
            .with("row", change.row.to_string())
            .with("id", self.names.symbol(&change.involvement_id))
            .with("own-reference", or_dash(change.own_reference.clone()))
            .with("end", or_dash(change.end_date.clone()))
            .with("others", change.others_involved.to_string())
            .with("reason", or_dash(change.reason.clone()))
            .with("fields", or_dash(fields.join(",")))
            .with("not-applied", or_dash(parts.join(",")))
            .with("again", yes(change.done_before))
    }
}
