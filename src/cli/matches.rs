//! The verbs after a match: matches, match show, follow-up, lead.

use clap::{Args, Subcommand};
use serde_json::Value;
use uuid::Uuid;

use super::{
    connect::{ConnectArgs, call},
    errors::CliError,
    json,
    output::{self, OutputArgs, fields, moment, table, who_to_call},
    registry::{PAGE, enough},
    words::{self, parser, word},
};
use crate::api::v1::{self, match_service_client::MatchServiceClient as Client};

/// The matches in which your organisation still owes contact.
#[derive(Args, Debug)]
#[command(after_help = "\
Example:
  verwijspunt matches --as basisschool-de-waterlelie")]
pub struct Matches {
    /// Also those in which nothing is owed.
    #[arg(long)]
    pub all: bool,
    /// Only those of this professional, by the id on the contact card.
    #[arg(long, value_name = "ID", default_value = "", hide_default_value = true)]
    pub professional: String,
    /// Only what is named so on the telephone, for instance 7K3-M9Q.
    #[arg(long, default_value = "", hide_default_value = true)]
    pub reference: String,
    /// At most this many; 0 is all.
    #[arg(long, default_value_t = 200)]
    pub limit: usize,
    #[command(flatten)]
    connect: ConnectArgs,
    #[command(flatten)]
    output: OutputArgs,
}

impl Matches {
    pub(crate) async fn run(self) -> Result<(), CliError> {
        let client = Client::new(self.connect.channel().await?);
        // Who names one on the telephone may have answered it already.
        let all = self.all || !self.reference.is_empty();
        let filter = if all { v1::MatchFilter::All } else { v1::MatchFilter::Open };
        let mut found = Vec::new();
        let mut page_token = String::new();
        loop {
            let answer = call!(client.list_matches(v1::ListMatchesRequest {
                filter: filter.into(),
                page_size: PAGE,
                page_token: page_token.clone(),
                acting_professional: self.connect.acting(),
                professional_id: self.professional.clone(),
                reference: self.reference.clone(),
            }))?;
            found.extend(answer.matches);
            page_token = answer.next_page_token;
            if enough(&mut found, self.limit, &page_token) {
                break;
            }
        }
        let listed: Value = found.iter().map(json::matched).collect();
        self.output.print(&listed, || {
            let rows = found.iter().map(|m| {
                let calls = m.parties.iter().map(who_to_call).collect::<Vec<_>>();
                [
                    m.reference.clone(),
                    m.match_id.clone(),
                    m.own_reference.clone(),
                    m.contact_due.clone(),
                    word::<v1::FollowUpState>(m.follow_up).to_owned(),
                    calls.join("; "),
                    m.lead.as_ref().map(lead_name).unwrap_or_default(),
                ]
            });
            let empty = if all { "no matches" } else { "no contact is owed" };
            let headers =
                ["reference", "match", "own reference", "call by", "follow-up", "call", "lead"];
            table(headers, rows.collect(), empty)
        })
    }
}

/// One match.
#[derive(Subcommand, Debug)]
#[command(after_help = "\
Example:
  verwijspunt match show --as basisschool-de-waterlelie 01926f7e-7c1a-7d2e-8a52-3d1f5c9b6a10")]
pub enum MatchCommand {
    /// Show a match as your organisation sees it.
    Show(Show),
}

impl MatchCommand {
    pub(crate) async fn run(self) -> Result<(), CliError> {
        let Self::Show(verb) = self;
        verb.run().await
    }
}

/// Show a match as your organisation sees it.
#[derive(Args, Debug)]
#[command(after_help = "\
Example:
  verwijspunt match show --as basisschool-de-waterlelie 01926f7e-7c1a-7d2e-8a52-3d1f5c9b6a10")]
pub struct Show {
    /// The match.
    #[arg(value_name = "MATCH", value_parser = words::id)]
    pub match_id: Uuid,
    #[command(flatten)]
    connect: ConnectArgs,
    #[command(flatten)]
    output: OutputArgs,
}

impl Show {
    async fn run(self) -> Result<(), CliError> {
        let client = Client::new(self.connect.channel().await?);
        let answer = call!(client.get_match(v1::GetMatchRequest {
            match_id: self.match_id.to_string(),
            acting_professional: self.connect.acting(),
        }))?;
        print(self.output, answer.r#match)
    }
}

/// Record what you did after a match.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  verwijspunt follow-up --as basisschool-de-waterlelie 01926f7e-7c1a-7d2e-8a52-3d1f5c9b6a10 \\
    contact-made
  verwijspunt follow-up --as basisschool-de-waterlelie 01926f7e-7c1a-7d2e-8a52-3d1f5c9b6a10 \\
    no-action-needed --reason already-in-contact")]
pub struct FollowUp {
    /// The match.
    #[arg(value_name = "MATCH", value_parser = words::id)]
    pub match_id: Uuid,
    /// How far you are.
    #[arg(value_name = "STATE", value_parser = parser::<v1::FollowUpState>())]
    pub state: v1::FollowUpState,
    /// With no-action-needed: why.
    #[arg(long, value_parser = parser::<v1::NoActionReason>())]
    pub reason: Option<v1::NoActionReason>,
    #[command(flatten)]
    connect: ConnectArgs,
    #[command(flatten)]
    output: OutputArgs,
}

impl FollowUp {
    pub(crate) async fn run(self) -> Result<(), CliError> {
        let client = Client::new(self.connect.channel().await?);
        let answer = call!(client.record_follow_up(v1::RecordFollowUpRequest {
            match_id: self.match_id.to_string(),
            state: self.state.into(),
            reason: self.reason.map_or(0, Into::into),
            request_id: Uuid::now_v7().to_string(),
            acting_professional: self.connect.acting(),
        }))?;
        print(self.output, answer.r#match)
    }
}

/// Record who leads, as agreed between the parties of a match.
#[derive(Args, Debug)]
#[command(after_help = "\
Example:
  verwijspunt lead --as basisschool-de-waterlelie 01926f7e-7c1a-7d2e-8a52-3d1f5c9b6a10 00000009000000001100")]
pub struct AgreeLead {
    /// The match.
    #[arg(value_name = "MATCH", value_parser = words::id)]
    pub match_id: Uuid,
    /// OIN of the organisation that leads from now on.
    #[arg(value_name = "OIN")]
    pub lead: String,
    #[command(flatten)]
    connect: ConnectArgs,
    #[command(flatten)]
    output: OutputArgs,
}

impl AgreeLead {
    pub(crate) async fn run(self) -> Result<(), CliError> {
        let client = Client::new(self.connect.channel().await?);
        let answer = call!(client.agree_lead(v1::AgreeLeadRequest {
            match_id: self.match_id.to_string(),
            lead_oin: self.lead.clone(),
            request_id: Uuid::now_v7().to_string(),
            acting_professional: self.connect.acting(),
        }))?;
        print(self.output, answer.r#match)
    }
}

fn print(output: OutputArgs, found: Option<v1::Match>) -> Result<(), CliError> {
    let m = found.unwrap_or_default();
    output.print(&json::matched(&m), || {
        let reason = match m.no_action_reason {
            0 => String::new(),
            reason => word::<v1::NoActionReason>(reason).to_owned(),
        };
        let mut text = fields(&[
            ("match", m.match_id.clone()),
            ("reference", m.reference.clone()),
            ("own reference", m.own_reference.clone()),
            ("involvement", m.involvement_id.clone()),
            ("matched at", moment(m.matched_at.as_ref())),
            ("follow-up", word::<v1::FollowUpState>(m.follow_up).to_owned()),
            ("reason", reason),
            ("contact due", m.contact_due.clone()),
            ("lead", m.lead.as_ref().map(lead_name).unwrap_or_default()),
        ]);
        text.push('\n');
        text.push_str(&output::parties(&m.parties));
        text
    })
}

fn lead_name(lead: &v1::Lead) -> String {
    if lead.organisation_name.is_empty() {
        "agreed (withheld)".to_owned()
    } else {
        lead.organisation_name.clone()
    }
}
