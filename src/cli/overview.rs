//! The verb of offices that are told when nobody makes contact: overdue.

use clap::Args;
use serde_json::{Value, json};

use super::{
    errors::CliError,
    json,
    output::table,
    session::{Limit, PAGE, Session, list},
};
use crate::api::v1::{self, match_service_client::MatchServiceClient as Matches};

/// Where contact after a match is overdue, for the office that was told so.
#[derive(Args, Debug)]
#[command(after_help = "\
Example:
  verwijspunt overdue --as coordinator-zeeburg

It says which organisations owe contact and how late they are, never about whom. They see the same
reference: `verwijspunt matches --reference`.")]
pub struct Overdue {
    /// Only in this area.
    #[arg(long, default_value = "", hide_default_value = true)]
    pub area: String,
    /// Only what is named so on the telephone, for instance 7K3-M9Q.
    #[arg(long, default_value = "", hide_default_value = true)]
    pub reference: String,
    #[command(flatten)]
    limit: Limit,
    #[command(flatten)]
    session: Session,
}

impl Overdue {
    pub(crate) async fn run(self) -> Result<(), CliError> {
        let found = list!(self.session, self.limit.limit, Matches.list_follow_up => overdue, |page_token| {
            v1::ListFollowUpRequest {
                area: self.area.clone(),
                reference: self.reference.clone(),
                page_size: PAGE,
                page_token,
                acting_professional: self.session.acting(),
            }
        })?;
        let one = |one: &v1::OverdueContact| {
            json!({
                "reference": one.reference, "area": one.area, "contact_due": one.contact_due,
                "working_days_late": one.working_days_late,
                "owing": json::list(&one.owing, json::recipient),
            })
        };
        let all: Value = found.iter().map(one).collect();
        self.session.output.print(&all, || {
            let rows = found.iter().map(|one| {
                [
                    one.reference.clone(),
                    one.area.clone(),
                    one.contact_due.clone(),
                    one.working_days_late.to_string(),
                    names(&one.owing),
                ]
            });
            let headers = ["reference", "area", "due", "days late", "who owes contact"];
            table(headers, rows.collect(), "no contact is overdue")
        })
    }
}

fn names(recipients: &[v1::Recipient]) -> String {
    let name = |one: &v1::Recipient| match one.name.as_str() {
        "" => "an organisation that another office brokers".to_owned(),
        name => name.to_owned(),
    };
    recipients.iter().map(name).collect::<Vec<_>>().join("; ")
}
