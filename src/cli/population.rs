//! What does the population register say? record-parents, record-death, record-shielding.

use clap::Args;

use super::{
    connect::{ConnectArgs, call},
    errors::CliError,
    input,
    output::say,
    session::request_id,
};
use crate::api::v1::{self, registry_service_client::RegistryServiceClient as Client};

/// Where its lines come from, and who calls.
#[derive(Args, Debug)]
struct Feed {
    /// File with a line for each person; - is standard input.
    #[arg(long, value_name = "FILE")]
    file: String,
    #[command(flatten)]
    connect: ConnectArgs,
}

/// Sends a request for each line that says something, in order; the first refusal ends it.
macro_rules! each_line {
    ($feed:expr, $method:ident, $said:literal, |$words:ident| $request:expr) => {{
        let feed = $feed;
        let text = input::text(&feed.file).map_err(|e| CliError::Usage(format!("--file: {e}")))?;
        let client = Client::new(feed.connect.channel().await?);
        let mut recorded = 0;
        for (number, line) in text.lines().enumerate() {
            let mut $words = line
                .split(|c: char| c.is_whitespace() || c == ',' || c == ';')
                .filter(|word| !word.is_empty())
                .map(str::to_owned)
                .peekable();
            if $words.peek().is_none() {
                continue;
            }
            let request = $request;
            call!(client.$method(request)).inspect_err(|_| {
                let said = "note: line {}; {} lines before it were recorded";
                super::output::complain(&super::texts::fill(said, &[&(number + 1), &recorded]));
            })?;
            recorded += 1;
        }
        say(&super::texts::fill($said, &[&recorded]))
    }};
}

/// The parents of a child, as the population register knows them; only for that register.
#[derive(Args, Debug)]
#[command(after_help = "\
Example:
  verwijspunt record-parents --as bevolkingsregister-amsterdam --file parents.txt

Each line is the BSN of a child and those of its parents (0 to 4); it replaces what was recorded.
Involvements with children of one parent match as `family`. The register learns nothing back.")]
pub struct RecordParents {
    #[command(flatten)]
    feed: Feed,
}

impl RecordParents {
    pub(crate) async fn run(self) -> Result<(), CliError> {
        let acting = self.feed.connect.acting();
        each_line!(self.feed, record_parents, "recorded the parents of {} children", |words| {
            v1::RecordParentsRequest {
                child_bsn: words.next().unwrap_or_default(),
                parent_bsns: words.collect(),
                request_id: request_id(),
                acting_professional: acting.clone(),
            }
        })
    }
}

/// Persons who died; only for the population register.
#[derive(Args, Debug)]
#[command(after_help = "\
Example:
  verwijspunt record-death --as bevolkingsregister-amsterdam --file deaths.txt

Each line is a BSN and the date of death.")]
pub struct RecordDeath {
    #[command(flatten)]
    feed: Feed,
}

impl RecordDeath {
    pub(crate) async fn run(self) -> Result<(), CliError> {
        let acting = self.feed.connect.acting();
        each_line!(self.feed, record_death, "recorded the death of {} persons", |words| {
            v1::RecordDeathRequest {
                bsn: words.next().unwrap_or_default(),
                date_of_death: words.next().unwrap_or_default(),
                request_id: request_id(),
                acting_professional: acting.clone(),
            }
        })
    }
}

/// Persons whose whereabouts are shielded; only for the population register.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  verwijspunt record-shielding --as bevolkingsregister-amsterdam --file persons.txt
  verwijspunt record-shielding --as bevolkingsregister-amsterdam --file persons.txt --ended

Each line is a BSN.")]
pub struct RecordShielding {
    /// They are shielded no longer.
    #[arg(long)]
    pub ended: bool,
    #[command(flatten)]
    feed: Feed,
}

impl RecordShielding {
    pub(crate) async fn run(self) -> Result<(), CliError> {
        let (acting, shielded) = (self.feed.connect.acting(), !self.ended);
        each_line!(self.feed, record_shielding, "recorded {} persons", |words| {
            v1::RecordShieldingRequest {
                bsn: words.next().unwrap_or_default(),
                shielded,
                request_id: request_id(),
                acting_professional: acting.clone(),
            }
        })
    }
}
