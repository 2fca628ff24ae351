//! What else the population register says: record-death, record-shielding.

use clap::Args;
use uuid::Uuid;
use zeroize::Zeroize as _;

use super::{
    connect::{ConnectArgs, call},
    errors::CliError,
    output::say,
    registry::read,
};
use crate::api::v1::{self, registry_service_client::RegistryServiceClient as Client};

/// Persons who died; only for the population register.
#[derive(Args, Debug)]
#[command(after_help = "\
Example:
  verwijspunt record-death --as brp --file deaths.txt")]
pub struct RecordDeath {
    /// File with a line for each person: the BSN and the date of death; - is standard input.
    #[arg(long, value_name = "FILE")]
    pub file: String,
    #[command(flatten)]
    connect: ConnectArgs,
}

impl RecordDeath {
    pub(crate) async fn run(self) -> Result<(), CliError> {
        let mut text = read(&self.file).map_err(|e| CliError::Usage(format!("--file: {e}")))?;
        let client = Client::new(self.connect.channel().await?);
        let mut recorded = 0;
        for (number, line) in text.lines().enumerate() {
            let mut words = line.split([' ', ',', ';', '\t']).filter(|word| !word.is_empty());
            let Some(bsn) = words.next() else { continue };
            let request = v1::RecordDeathRequest {
                bsn: bsn.to_owned(),
                date_of_death: words.next().unwrap_or_default().to_owned(),
                request_id: Uuid::now_v7().to_string(),
                acting_professional: self.connect.acting(),
            };
            call!(client.record_death(request)).inspect_err(|_| {
                eprintln!("note: line {}; {recorded} lines before it were recorded", number + 1);
            })?;
            recorded += 1;
        }
        text.zeroize();
        say(&format!("recorded the death of {recorded} persons"))
    }
}

/// Persons whose whereabouts are shielded; only for the population register.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  verwijspunt record-shielding --as brp --file persons.txt
  verwijspunt record-shielding --as brp --file persons.txt --ended")]
pub struct RecordShielding {
    /// File with a BSN on each line; - is standard input.
    #[arg(long, value_name = "FILE")]
    pub file: String,
    /// They are shielded no longer.
    #[arg(long)]
    pub ended: bool,
    #[command(flatten)]
    connect: ConnectArgs,
}

impl RecordShielding {
    pub(crate) async fn run(self) -> Result<(), CliError> {
        let mut text = read(&self.file).map_err(|e| CliError::Usage(format!("--file: {e}")))?;
        let client = Client::new(self.connect.channel().await?);
        let mut recorded = 0;
        for bsn in text.split_whitespace() {
            let request = v1::RecordShieldingRequest {
                bsn: bsn.to_owned(),
                shielded: !self.ended,
                request_id: Uuid::now_v7().to_string(),
                acting_professional: self.connect.acting(),
            };
            call!(client.record_shielding(request)).inspect_err(|_| {
                eprintln!("note: {recorded} persons before this one were recorded");
            })?;
            recorded += 1;
        }
        text.zeroize();
        say(&format!("recorded {recorded} persons"))
    }
}
