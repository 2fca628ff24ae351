//! The verb for steering information: the counts of a quarter, as a table.

use clap::Args;

use super::{
    errors::CliError,
    layout,
    report_text::table,
    session::{Session, ask},
    texts,
};
use crate::{
    api::v1::{self, report_service_client::ReportServiceClient as Client},
    wire::Written,
};

/// The counts of a calendar quarter that has ended; for offices that the covenant lets ask.
///
/// Small numbers are not told, nor others by which they could be computed: those are a dash, or in
/// brackets the number of the year that ends with the quarter. A quarter is counted once, at the first
/// question about it. A coordinator or process manager sees the own areas.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  verwijspunt report --as programme-manager --year 2026 --quarter 1
  verwijspunt report --as programme-manager --year 2026 --quarter 1 --area zeeburg --area noord
  verwijspunt report --as coordinator-zeeburg --year 2026 --quarter 1")]
pub struct Report {
    /// The year.
    #[arg(long)]
    pub year: i32,
    /// The quarter, 1 to 4.
    #[arg(long)]
    pub quarter: i32,
    /// Show the numbers of this area too; may be repeated. JSON without it has all areas.
    #[arg(long = "area", value_name = "AREA")]
    pub areas: Vec<String>,
    #[command(flatten)]
    session: Session,
}

impl Report {
    pub(crate) async fn run(self) -> Result<(), CliError> {
        let answer = ask!(
            self.session,
            Client.get_indicators(v1::GetIndicatorsRequest {
                year: self.year,
                quarter: self.quarter,
                areas: self.areas.clone(),
                acting_professional: self.session.acting(),
            })
        )?;
        self.session.output.print(&Written(&answer), || {
            table(&answer, &self.areas, texts::reads_dutch(), layout::width())
        })
    }
}
