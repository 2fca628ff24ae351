//! The verbs of offices that look over a district: overdue, district.

use clap::Args;

use super::{
    errors::CliError,
    output::{count, due, table, together},
    session::{Limit, PAGE, Session, list},
    texts::say,
};
use crate::{
    api::v1::{
        self, case_service_client::CaseServiceClient as Cases,
        match_service_client::MatchServiceClient as Matches,
    },
    wire::all_written,
};

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
        self.session.output.print(&all_written(&found), || {
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
        "" => say("an organisation that another office brokers").to_owned(),
        name => name.to_owned(),
    };
    recipients.iter().map(name).collect::<Vec<_>>().join("; ")
}

/// The families of your district that are in a case, whoever directs it.
#[derive(Args, Debug)]
#[command(after_help = "\
Example:
  verwijspunt district --as coordinator-zeeburg

For the office to which a district turns for a family without a category. It says that a family is
in a case and how far that is; who the family is and who is involved stays with the director.")]
pub struct District {
    /// Only in this area.
    #[arg(long, default_value = "", hide_default_value = true)]
    pub area: String,
    /// Only of this category.
    #[arg(long, default_value = "", hide_default_value = true)]
    pub category: String,
    /// Also closed ones.
    #[arg(long)]
    pub closed: bool,
    /// Only what is named so on the telephone, for instance 7K3-M9Q.
    #[arg(long, default_value = "", hide_default_value = true)]
    pub reference: String,
    #[command(flatten)]
    limit: Limit,
    #[command(flatten)]
    session: Session,
}

impl District {
    pub(crate) async fn run(self) -> Result<(), CliError> {
        let found = list!(self.session, self.limit.limit, Cases.list_district_cases => cases, |page_token| {
            v1::ListDistrictCasesRequest {
                area: self.area.clone(),
                category: self.category.clone(),
                include_closed: self.closed,
                reference: self.reference.clone(),
                page_size: PAGE,
                page_token,
                acting_professional: self.session.acting(),
            }
        })?;
        self.session.output.print(&all_written(&found), || {
            let rows = found.iter().map(|c| {
                let name = |one: &Option<v1::Recipient>| one.as_ref().map(|one| one.name.clone());
                let plan = say(if c.has_plan { "plan" } else { "no plan" }).to_owned();
                let tickets = usize::try_from(c.open_tickets).unwrap_or_default();
                [
                    c.reference.clone(),
                    together([due(&c.due_date, c.overdue), plan, count("tickets: {}", tickets)]),
                    together([c.category.clone(), c.area.clone()]),
                    name(&c.director).unwrap_or_default(),
                    name(&c.family_manager).unwrap_or_default(),
                ]
            });
            let headers = ["case", "due", "family", "director", "manager"];
            table(headers, rows.collect(), "no family of the district is in a case")
        })
    }
}
