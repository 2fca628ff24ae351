//! The verbs of offices that look over a district: overdue, remind, district.

use clap::Args;

use super::{
    errors::CliError,
    output::{count, due, moment, table, together},
    session::{Limit, PAGE, Session, Shown, list, one_call, request_id},
    texts::{fill, say},
    words::{self, Named},
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
        self.session.output.print(&all_written(&found), || as_table(&found))
    }
}

fn as_table(overdue: &[v1::OverdueContact]) -> String {
    let rows = overdue.iter().map(|one| {
        [
            one.reference.clone(),
            one.area.clone(),
            one.contact_due.clone(),
            one.working_days_late.to_string(),
            one.owing.iter().map(|whom| owing(one, whom)).collect::<Vec<_>>().join("; "),
        ]
    });
    let headers = ["reference", "area", "due", "days late", "who owes contact"];
    table(headers, rows.collect(), "no contact is overdue")
}

/// Who owes contact, and since when that is asked. Of who is not named, the first one stands for all.
fn owing(one: &v1::OverdueContact, whom: &v1::Recipient) -> String {
    let name = match whom.name.as_str() {
        "" => say("an organisation that another office brokers"),
        name => name,
    };
    let of_it = |given: &&v1::ContactReminder| given.organisation.as_ref() == Some(whom);
    match one.reminders.iter().find(of_it) {
        None => name.to_owned(),
        Some(given) => fill("{} (asked {})", &[&name, &moment(given.reminded_at.as_ref())]),
    }
}

/// Ask those to make contact who owe it after a match.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  verwijspunt remind --as coordinator-zeeburg 7K3-M9Q
  verwijspunt remind --as coordinator-zeeburg 7K3-M9Q --organisation basisschool-de-waterlelie

They are told that contact is asked for and nothing else, each at most once on a working day.")]
pub struct Remind {
    /// The match, as `verwijspunt overdue` shows it.
    #[arg(value_name = "MATCH", value_parser = words::named)]
    pub match_id: Named,
    /// Only this one: its OIN or name. Without it all who owe contact, also who is not named.
    #[arg(long, value_name = "ORGANISATION", default_value = "", hide_default_value = true)]
    pub organisation: String,
    #[command(flatten)]
    session: Session,
}

impl Shown for v1::OverdueContact {
    fn text(&self) -> String {
        as_table(if self.match_id.is_empty() { &[] } else { std::slice::from_ref(self) })
    }
}

one_call! {
    Matches => overdue;

    Remind.remind_contact |verb, by| {
        v1::RemindContactRequest {
            match_id: verb.session.overdue_id(&verb.match_id).await?,
            organisation_oin: verb.session.oin(&verb.organisation).await?,
            request_id: request_id(),
            acting_professional: by,
        }
    }
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
