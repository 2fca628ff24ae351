//! Reports as messages.

use crate::{
    api::v1,
    domain::{
        model::{
            party::AreaCode,
            report::{COUNTS, Report, Shown},
        },
        rules::indicators::LEAST,
    },
};

use crate::service::shown;

/// What is told of a quarter.
pub(crate) fn indicators(report: &Report) -> v1::GetIndicatorsResponse {
    let mut indicators = Vec::new();
    for counted in COUNTS {
        // What a later version of the broker counts besides is not in an older report.
        let Some(shown) = report.counts.get(counted.code) else { continue };
        indicators.push(indicator([counted.code, "", ""], &report.areas, &shown.count));
        for (breakdown, parts) in counted.breakdowns.iter().zip(&shown.breakdowns) {
            let parts = breakdown.parts.iter().zip(parts);
            indicators.extend(parts.map(|(part, shown)| {
                indicator([counted.code, breakdown.code, part], &report.areas, shown)
            }));
        }
    }
    v1::GetIndicatorsResponse {
        covenant: report.covenant.clone(),
        year: i32::from(report.quarter.year),
        quarter: i32::from(report.quarter.number),
        counted_at: Some(shown::instant(report.counted_at)),
        smallest_told: u32::try_from(LEAST).unwrap_or(u32::MAX),
        parties: report.parties,
        parties_registering: report.registering,
        indicators,
    }
}

fn indicator(names: [&str; 3], areas: &[AreaCode], shown: &Shown) -> v1::Indicator {
    let [count, breakdown, part] = names.map(str::to_owned);
    let area = |(area, number): (&AreaCode, &Option<u64>)| v1::AreaCount {
        area: area.to_string(),
        number: *number,
    };
    let areas = areas.iter().zip(&shown.by_area).map(area).collect();
    v1::Indicator { count, breakdown, part, total: shown.total, areas }
}
