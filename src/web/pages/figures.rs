//! Does the covenant work? Counts of a quarter, as bars and as a table, and as a file; what may not be
//! told is told nowhere, and not computed either.

use std::collections::BTreeMap;

use tonic::Status;

use crate::{
    api::v1::{GetIndicatorsRequest, GetIndicatorsResponse, Indicator, Organisation},
    web::{
        lang::Lang,
        page::{Block, Field, Form, Input, Line, Page, Table},
        pictures::{Bar, bars},
        texts::{self, codes, figures, office},
        visit::{Asked, Visit},
        when::Now,
    },
};

use super::part;

/// Quarters that can be chosen: those of three years.
const QUARTERS: i32 = 12;

/// The part of families that have a family manager, as it ends its name.
const MANAGED: &str = "family-manager";

/// What divides by kinds of organisations, alone or with something else.
const BY_KIND: [&str; 3] = ["sender", "target", "sender-outcome"];

/// The quarter before the present one.
fn last_quarter(now: Now) -> (i32, i32) {
    let today = now.today().civil();
    let present = (i32::from(today.month()) - 1) / 3 + 1;
    let year = i32::from(today.year());
    if present == 1 { (year - 1, 4) } else { (year, present - 1) }
}

/// The quarter that was asked for, as "2026-3"; else the last one that ended.
fn asked_quarter(now: Now, asked: &Asked) -> (i32, i32) {
    let parts = asked.fields.get("kwartaal").split_once('-');
    parts
        .and_then(|(year, quarter)| Some((year.parse().ok()?, quarter.parse().ok()?)))
        .unwrap_or_else(|| last_quarter(now))
}

async fn get(visit: &Visit, asked: &Asked) -> Result<GetIndicatorsResponse, Status> {
    let (year, quarter) = asked_quarter(visit.now, asked);
    let request = GetIndicatorsRequest { year, quarter, ..GetIndicatorsRequest::default() };
    Ok(visit.api.reports().get_indicators(request).await?.into_inner())
}

/// The page.
pub(in crate::web) async fn show(visit: &Visit, asked: &Asked) -> Result<Page, Status> {
    let mut report = get(visit, asked).await?;
    let parties = part::organisations(visit).await?;
    in_words(visit.now.lang, &mut report, &parties);
    Ok(view(visit.now, &report))
}

/// Puts words in the place of the kinds of organisations by which something was divided.
fn in_words(lang: Lang, report: &mut GetIndicatorsResponse, parties: &[Organisation]) {
    let words: BTreeMap<&str, String> =
        parties.iter().map(|one| (one.kind.as_str(), codes::kind(lang, one))).collect();
    for one in report.indicators.iter_mut().filter(|one| BY_KIND.contains(&one.breakdown.as_str()))
    {
        let of = |code: &str| words.get(code).map_or_else(|| code.to_owned(), String::clone);
        one.part = one.part.split('_').map(of).collect::<Vec<_>>().join("_");
    }
}

/// The figures as blocks.
pub(in crate::web) fn view(now: Now, report: &GetIndicatorsResponse) -> Page {
    let lang = now.lang;
    let lead = lang.fill(
        office::FIGURES_LEAD,
        &[
            &report.quarter.to_string(),
            &report.year.to_string(),
            &now.moment_day(report.counted_at.as_ref()),
            &report.smallest_told.to_string(),
        ],
    );
    let mut page = Page::new(lang.say(office::FIGURES), lead);
    page.blocks.push(Block::Form(choose(now, report)));
    let parties = [report.parties_registering.to_string(), report.parties.to_string()];
    let parties = lang.fill(office::PARTIES_REGISTERING, &[&parties[0], &parties[1]]);
    page.blocks.push(Block::words(parties));
    if report.own_areas_only {
        page.blocks.push(Block::words(lang.say(office::OWN_AREAS)));
    }
    if let Some(share) = families(report, "coordination").find_map(|one| shown(report, one).1) {
        page.blocks.push(Block::words(lang.fill(office::COORDINATED, &[&share.to_string()])));
    }
    let divided = coordinated(lang, report);
    if !divided.rows.is_empty() {
        page.blocks.push(Block::Table(divided));
    }
    let funnel: Vec<Bar> = funnel(report)
        .map(|one| Bar { label: figures::name(lang, one), number: shown(report, one).0 })
        .collect();
    page.blocks.push(Block::heading("trechter", lang.say(office::FUNNEL)));
    page.blocks.push(Block::Picture {
        svg: bars(lang.say(office::FUNNEL), lang.say(office::NOT_TOLD), &funnel),
        caption: lang.say(office::FUNNEL_CAPTION).into(),
        wide: false,
    });
    let path = format!("/cijfers.csv?kwartaal={}-{}", report.year, report.quarter);
    page.blocks.push(Block::Links(vec![(path, "CSV".to_owned())]));
    page.blocks.push(Block::heading("gebieden", lang.say(office::BY_AREA)));
    page.blocks.push(Block::Table(by_area(lang, report)));
    page.blocks.push(Block::heading("delen", lang.say(office::PARTS)));
    page.blocks.push(Block::Table(parts(lang, report)));
    page
}

/// The number that stands for a row, and its share: of all areas, or of the own one when there is one.
fn shown(report: &GetIndicatorsResponse, one: &Indicator) -> (Option<u64>, Option<u32>) {
    match one.areas.as_slice() {
        [area] if report.own_areas_only => (area.number, area.percent),
        _ => (one.total, one.percent),
    }
}

/// The parts of a breakdown of families that say how many have a family manager.
fn families<'r>(
    report: &'r GetIndicatorsResponse,
    breakdown: &'static str,
) -> impl Iterator<Item = &'r Indicator> {
    let families = report.indicators.iter().filter(|one| one.count == "families");
    families.filter(move |one| one.breakdown == breakdown && one.part.ends_with(MANAGED))
}

/// How many of a hundred families have one, by category and by area, where that may be told.
fn coordinated(lang: Lang, report: &GetIndicatorsResponse) -> Table {
    let percent = |share: u32| Line::from(format!("{share}%"));
    let categories = families(report, "category-coordination").filter_map(|one| {
        let category = one.part.strip_suffix(MANAGED)?.trim_end_matches('_');
        Some(vec![codes::capital(&codes::plain(lang, category)).into(), percent(one.percent?)])
    });
    let areas = families(report, "coordination").flat_map(|one| &one.areas);
    let areas =
        areas.filter_map(|area| Some(vec![codes::area(&area.area).into(), percent(area.percent?)]));
    let caption = lang.say(office::COORDINATED_BY).to_owned();
    let columns = vec![
        (lang.say(office::CATEGORY_OR_AREA).to_owned(), false),
        (lang.say(figures::MANAGER_ASSIGNED).to_owned(), true),
    ];
    Table { caption, columns, rows: categories.chain(areas).collect() }
}

/// The counts themselves and the parts that say how far things came.
fn funnel(report: &GetIndicatorsResponse) -> impl Iterator<Item = &Indicator> {
    let shown = |one: &&Indicator| {
        one.breakdown.is_empty()
            || figures::FUNNEL.contains(&(one.count.as_str(), one.part.as_str()))
    };
    report.indicators.iter().filter(shown)
}

fn choose(now: Now, report: &GetIndicatorsResponse) -> Form {
    let (mut year, mut quarter) = last_quarter(now);
    let mut options = Vec::new();
    for _ in 0..QUARTERS {
        options.push((format!("{year}-{quarter}"), format!("{year}, {quarter}")));
        quarter -= 1;
        if quarter == 0 {
            (year, quarter) = (year - 1, 4);
        }
    }
    let chosen = format!("{}-{}", report.year, report.quarter);
    let label = now.lang.say(office::QUARTER);
    Form::ask("/cijfers", now.lang.say(texts::APPLY)).field(Field::new(
        "kwartaal",
        label,
        Input::Select(options, chosen),
    ))
}

/// A number, or that of the year, or that there is none.
fn told(lang: Lang, number: Option<u64>, year: Option<u64>) -> Line {
    match (number, year) {
        (Some(number), _) => number.to_string().into(),
        (None, Some(year)) => lang.fill(office::IN_A_YEAR, &[&year.to_string()]).into(),
        (None, None) => lang.say(office::NOT_TOLD).into(),
    }
}

/// A row for each area, a column for each count.
fn by_area(lang: Lang, report: &GetIndicatorsResponse) -> Table {
    let counts: Vec<&Indicator> =
        report.indicators.iter().filter(|one| one.breakdown.is_empty()).collect();
    let names: Vec<String> = counts.iter().map(|one| figures::name(lang, one)).collect();
    let mut columns = vec![(lang.say(office::AREA).to_owned(), false)];
    columns.extend(names.into_iter().map(|name| (name, true)));
    let areas = counts.first().map_or(&[][..], |one| one.areas.as_slice());
    let rows = areas.iter().enumerate().map(|(at, area)| {
        let of = |one: &&Indicator| {
            one.areas.get(at).map_or((None, None), |a| (a.number, a.year_number))
        };
        let numbers = counts.iter().map(of).map(|(number, year)| told(lang, number, year));
        std::iter::once(codes::area(&area.area).into()).chain(numbers).collect()
    });
    let caption = lang.say(office::BY_AREA).to_owned();
    Table { caption, columns, rows: rows.collect() }
}

/// Every part: with its total, or with the numbers of the own areas.
fn parts(lang: Lang, report: &GetIndicatorsResponse) -> Table {
    let mut columns = vec![(lang.say(office::COUNT).to_owned(), false)];
    let areas = report.indicators.first().map_or(&[][..], |one| one.areas.as_slice());
    if report.own_areas_only {
        columns.extend(areas.iter().map(|area| (codes::area(&area.area), true)));
    } else {
        columns.push((lang.say(office::TOTAL).to_owned(), true));
    }
    let numbers = |one: &Indicator| -> Vec<Line> {
        if report.own_areas_only {
            one.areas.iter().map(|area| told(lang, area.number, area.year_number)).collect()
        } else {
            vec![told(lang, one.total, one.year_total)]
        }
    };
    let row = |one| std::iter::once(figures::name(lang, one).into()).chain(numbers(one)).collect();
    // A covenant divides into many: what is told nowhere is left out; the file has it all.
    let told = |one: &&Indicator| {
        one.breakdown.is_empty()
            || one.total.is_some()
            || one.year_total.is_some()
            || one.areas.iter().any(|area| area.number.is_some() || area.year_number.is_some())
    };
    let rows = report.indicators.iter().filter(told).map(row);
    let caption = lang.say(office::PARTS_TOLD).to_owned();
    Table { caption, columns, rows: rows.collect() }
}

/// The same as comma-separated values: an empty cell is not told, and not nothing.
pub(in crate::web) async fn file(visit: &Visit, asked: &Asked) -> Result<String, Status> {
    Ok(csv(&get(visit, asked).await?))
}

fn csv(report: &GetIndicatorsResponse) -> String {
    let areas = report.indicators.first().map_or(&[][..], |one| one.areas.as_slice());
    let mut out = String::from("count,breakdown,part,total");
    for area in areas {
        out.push(',');
        out += &cell(&area.area);
    }
    out += ",year total";
    for area in areas {
        out.push(',');
        out += &cell(&format!("year {}", area.area));
    }
    out.push('\n');
    for one in &report.indicators {
        out += &[&one.count, &one.breakdown, &one.part].map(|text| cell(text)).join(",");
        let numbers = std::iter::once(one.total).chain(one.areas.iter().map(|area| area.number));
        let years = one.areas.iter().map(|area| area.year_number);
        let numbers = numbers.chain([one.year_total]).chain(years);
        for number in numbers {
            out.push(',');
            out += &number.map_or_else(String::new, |number| number.to_string());
        }
        out.push('\n');
    }
    out
}

/// A cell that no spreadsheet takes for a formula.
fn cell(text: &str) -> String {
    let plain = text.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | ' '))
        && !text.starts_with('-');
    if plain { text.to_owned() } else { format!("\"'{}\"", text.replace('"', "\"\"")) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{api::v1::AreaCount, domain::model::time::Day};

    fn report() -> GetIndicatorsResponse {
        let area = |number| AreaCount { area: "zeeburg".into(), number, ..AreaCount::default() };
        let one = |count: &str, total, number| Indicator {
            count: count.into(),
            total,
            areas: vec![area(number)],
            ..Indicator::default()
        };
        GetIndicatorsResponse {
            year: 2026,
            quarter: 3,
            smallest_told: 10,
            indicators: vec![one("involvements", Some(40), Some(40)), one("tickets", None, None)],
            ..GetIndicatorsResponse::default()
        }
    }

    #[test]
    fn what_is_not_told_stands_nowhere() {
        let time = Day::parse("2026-11-20").expect("a day").start();
        let page = view(Now::at(Lang::Nl, time), &report());
        let html = crate::web::shell::render(Lang::Nl, None, None, &page);
        assert!(html.matches("niet verteld").count() >= 3, "bar, table, parts");
        assert!(html.contains("class=hid"));
        assert_eq!(
            csv(&report()),
            "count,breakdown,part,total,zeeburg,year total,year zeeburg\n\
             involvements,,,40,40,,\ntickets,,,,,,\n"
        );
    }

    #[test]
    fn a_cell_is_no_formula() {
        assert_eq!(cell("=1+1"), "\"'=1+1\"");
        assert_eq!(cell("oud-west"), "oud-west");
    }

    #[test]
    fn the_last_quarter_has_ended() {
        for (day, quarter) in [("2026-01-01", (2025, 4)), ("2026-11-20", (2026, 3))] {
            let time = Day::parse(day).expect("a day").start();
            assert_eq!(last_quarter(Now::at(Lang::Nl, time)), quarter);
        }
    }

    #[test]
    fn kinds_of_organisations_stand_in_the_words_of_the_covenant() {
        let part = |breakdown: &str, part: &str| Indicator {
            count: "signals".into(),
            breakdown: breakdown.into(),
            part: part.into(),
            ..Indicator::default()
        };
        let indicators = vec![
            part("sender", "youth-care-agency"),
            part("sender", "left"),
            part("sender-outcome", "police_false-alarm"),
            part("area", "police"),
        ];
        let mut report = GetIndicatorsResponse { indicators, ..GetIndicatorsResponse::default() };
        let party = |kind: &str, nl: &str| Organisation {
            kind: kind.into(),
            kind_nl: nl.into(),
            ..Organisation::default()
        };
        let parties = [party("youth-care-agency", "Bureau Jeugdzorg"), party("police", "politie")];
        in_words(Lang::Nl, &mut report, &parties);
        let parts: Vec<&str> = report.indicators.iter().map(|one| one.part.as_str()).collect();
        assert_eq!(parts, ["Bureau Jeugdzorg", "left", "politie_false-alarm", "police"]);
    }
}
