//! The verb for steering information: the counts of a quarter, as a table.

use clap::Args;
use serde_json::{Value, json};

use super::{
    errors::CliError,
    json::{instant, text},
    layout,
    output::moment,
    session::{Session, ask},
};
use crate::api::v1::{self, report_service_client::ReportServiceClient as Client};

/// The counts of a calendar quarter that has ended; for offices that the covenant lets ask.
///
/// Small numbers are not told, nor others by which they could be computed: those are a dash. A
/// quarter is counted once, at the first question about it.
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  verwijspunt report --as programme-manager --year 2026 --quarter 1
  verwijspunt report --as programme-manager --year 2026 --quarter 1 --area zeeburg --area noord")]
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
        self.session.output.print(&shape(&answer), || table(&answer, &self.areas))
    }
}

fn shape(answer: &v1::GetIndicatorsResponse) -> Value {
    let area = |a: &v1::AreaCount| json!({ "area": a.area, "number": a.number });
    let indicator = |i: &v1::Indicator| {
        json!({
            "count": i.count, "breakdown": text(&i.breakdown), "part": text(&i.part),
            "total": i.total, "areas": i.areas.iter().map(area).collect::<Value>(),
        })
    };
    json!({
        "covenant": answer.covenant, "year": answer.year, "quarter": answer.quarter,
        "counted_at": instant(answer.counted_at.as_ref()), "smallest_told": answer.smallest_told,
        "parties": answer.parties, "parties_registering": answer.parties_registering,
        "indicators": answer.indicators.iter().map(indicator).collect::<Value>(),
    })
}

fn table(answer: &v1::GetIndicatorsResponse, areas: &[String]) -> String {
    let told = |number: Option<u64>| number.map_or_else(|| "-".to_owned(), |n| n.to_string());
    let row = |i: &v1::Indicator| {
        let name = match i.breakdown.as_str() {
            "" => i.count.clone(),
            breakdown => format!("  {breakdown}: {}", i.part),
        };
        // Without a choice the table has the totals only: a covenant has many areas.
        let shown = i.areas.iter().filter(|a| areas.contains(&a.area));
        let numbers = shown.map(|a| told(a.number));
        [name, told(i.total)].into_iter().chain(numbers).collect::<Vec<_>>()
    };
    let rows: Vec<Vec<String>> = answer.indicators.iter().map(row).collect();
    let columns = answer.indicators.first().map_or(&[][..], |i| &i.areas);
    let columns = columns.iter().map(|a| a.area.as_str()).filter(|a| areas.iter().any(|b| b == a));
    let headers: Vec<&str> =
        ["made or opened in the quarter", "all areas"].into_iter().chain(columns).collect();
    format!(
        "{} {} quarter {}, as counted on {}\n{} parties, {} of them registered\n\n{}\n\n- : under {}, or it would tell a number under {}",
        answer.covenant,
        answer.year,
        answer.quarter,
        moment(answer.counted_at.as_ref()),
        answer.parties,
        answer.parties_registering,
        layout::columns(&headers, &rows, layout::width()).trim_end(),
        answer.smallest_told,
        answer.smallest_told,
    )
}
