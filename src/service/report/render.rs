//! Reports as messages.

use crate::{
    api::v1,
    domain::{
        model::{
            party::AreaCode,
            report::{Report, Row, share},
        },
        rules::indicators::LEAST,
    },
};

use crate::service::shown;

/// What is told of a quarter.
pub(crate) fn indicators(report: &Report) -> v1::GetIndicatorsResponse {
    let names = report.names();
    let rows = report.rows(&names);
    v1::GetIndicatorsResponse {
        covenant: report.covenant.clone(),
        year: i32::from(report.quarter.year),
        quarter: i32::from(report.quarter.number),
        counted_at: Some(shown::instant(report.counted_at)),
        smallest_told: u32::try_from(LEAST).unwrap_or(u32::MAX),
        parties: report.parties,
        parties_registering: report.registering,
        indicators: rows.iter().map(|row| indicator(row, &report.areas)).collect(),
        own_areas_only: report.own,
    }
}

fn indicator(row: &Row, areas: &[AreaCode]) -> v1::Indicator {
    let [count, breakdown, part] = row.names.map(str::to_owned);
    let year = |at: usize| row.year.and_then(|year| year.by_area.get(at).copied().flatten());
    let percent = |part, whole| share(part, whole).and_then(|share| u32::try_from(share).ok());
    let area = |(at, (area, number)): (usize, (&AreaCode, &Option<u64>))| v1::AreaCount {
        area: area.to_string(),
        number: *number,
        year_number: year(at),
        percent: row
            .whole
            .and_then(|whole| percent(*number, whole.by_area.get(at).copied().flatten())),
    };
    v1::Indicator {
        count,
        breakdown,
        part,
        total: row.quarter.total,
        areas: areas.iter().zip(&row.quarter.by_area).enumerate().map(area).collect(),
        year_total: row.year.and_then(|year| year.total),
        percent: row.whole.and_then(|whole| percent(row.quarter.total, whole.total)),
    }
}
