//! The verb for steering information: the counts of a quarter, as a table.

use clap::Args;
use serde_json::{Value, json};

use super::{
    errors::CliError,
    json::{instant, text},
    layout,
    output::moment,
    session::{Session, ask},
    texts::{fill, say},
};
use crate::api::v1::{self, report_service_client::ReportServiceClient as Client};

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
        self.session.output.print(&shape(&answer), || table(&answer, &self.areas))
    }
}

fn shape(answer: &v1::GetIndicatorsResponse) -> Value {
    let area = |a: &v1::AreaCount| json!({ "area": a.area, "number": a.number, "year_number": a.year_number });
    let indicator = |i: &v1::Indicator| {
        json!({
            "count": i.count, "breakdown": text(&i.breakdown), "part": text(&i.part),
            "total": i.total, "year_total": i.year_total, "areas": i.areas.iter().map(area).collect::<Value>(),
        })
    };
    json!({
        "covenant": answer.covenant, "year": answer.year, "quarter": answer.quarter,
        "counted_at": instant(answer.counted_at.as_ref()), "smallest_told": answer.smallest_told,
        "parties": answer.parties, "parties_registering": answer.parties_registering,
        "own_areas_only": answer.own_areas_only, "indicators": answer.indicators.iter().map(indicator).collect::<Value>(),
    })
}

/// The columns: all areas together where that is told, and the areas asked for. Without a choice none
/// of them, since a covenant has many; whoever sees the own ones only sees all of those.
fn columns<'a>(answer: &'a v1::GetIndicatorsResponse, asked: &[String]) -> Vec<&'a str> {
    let all = answer.indicators.first().map_or(&[][..], |i| &i.areas);
    let shown = |area: &&str| answer.own_areas_only || asked.iter().any(|one| one == area);
    all.iter().map(|a| a.area.as_str()).filter(shown).collect()
}

fn table(answer: &v1::GetIndicatorsResponse, asked: &[String]) -> String {
    let columns = columns(answer, asked);
    // A year in brackets: it is told only where no quarter of it is.
    let told = |number: Option<u64>, year: Option<u64>| match (number, year) {
        (Some(number), _) => number.to_string(),
        (None, Some(year)) => format!("({year})"),
        (None, None) => "-".to_owned(),
    };
    let row = |i: &v1::Indicator| {
        let name = match i.breakdown.as_str() {
            "" => i.count.clone(),
            breakdown => format!("  {breakdown}: {}", i.part),
        };
        let total = (!answer.own_areas_only).then(|| told(i.total, i.year_total));
        let areas = i.areas.iter().filter(|a| columns.contains(&a.area.as_str()));
        let numbers = areas.map(|a| told(a.number, a.year_number));
        (name, total.into_iter().chain(numbers).collect::<Vec<_>>())
    };
    // A covenant divides into many parts: those of which nothing is told are left out.
    let (rows, untold): (Vec<_>, Vec<_>) =
        answer.indicators.iter().map(|i| (i, row(i))).partition(|(i, (_, numbers))| {
            i.breakdown.is_empty() || numbers.iter().any(|n| n != "-")
        });
    let rows: Vec<Vec<String>> = rows
        .into_iter()
        .map(|(_, (name, numbers))| std::iter::once(name).chain(numbers).collect())
        .collect();
    let all = (!answer.own_areas_only).then_some(say("all areas"));
    let headers: Vec<&str> =
        [say("in the quarter")].into_iter().chain(all).chain(columns).collect();
    let (covenant, year, quarter) = (&answer.covenant, &answer.year, &answer.quarter);
    let counted = moment(answer.counted_at.as_ref());
    let head = fill("{} {} quarter {}, as counted on {}", &[covenant, year, quarter, &counted]);
    let parties =
        fill("{} parties, {} of them registered", &[&answer.parties, &answer.parties_registering]);
    let least = answer.smallest_told;
    let untold = untold.len();
    [
        format!("{head}\n{parties}\n"),
        format!("{}\n", layout::columns(&headers, &rows, layout::width()).trim_end()),
        say("young-people and families: at the end of the quarter").to_owned(),
        say("( ): the year that ends with the quarter").to_owned(),
        fill("-  : under {}, or it would tell a number under {}", &[&least, &least]),
        fill("{} parts of which nothing is told are left out; -o json has them", &[&untold]),
    ]
    .join("\n")
}
