//! How are care regions, districts and their postcodes read?

use super::names::{Seen, gone_and_once, id_like, read_formerly, read_ground, unique};
use crate::covenant::model::{Area, Region};
use crate::domain::model::party::AreaCode;
use crate::toml_file::{At, Section};

/// Words that say something else than a place where they could be taken for one.
pub(super) const RESERVED: [&str; 3] = ["city", "city-region", "nobody"];

/// The places of a covenant.
pub(super) struct Places {
    pub(super) regions: Vec<Region>,
    pub(super) areas: Vec<Area>,
    /// Ranges of four-digit postcodes with the index of their district, rising.
    pub(super) postcodes: Vec<(u16, u16, usize)>,
}

pub(super) fn read_places(file: &mut Section) -> Places {
    let regions = read_regions(file);
    let mut seen: Seen = regions.iter().map(|r| (r.code.as_str().to_owned(), 0)).collect();
    let mut areas = Vec::new();
    let mut former = Vec::new();
    let mut ranges = Vec::new();
    let sections = file.tables("district");
    if sections.is_empty() {
        file.report(file.line, "there is no [[district]]", "add at least one");
    }
    for section in sections {
        let read = read_area(section, &regions, &mut seen, &mut former);
        let Some((area, postcodes)) = read else { continue };
        ranges.extend(
            postcodes
                .iter()
                .filter_map(|text| read_range(file, text))
                .map(|range| At { it: (range.it.0, range.it.1, areas.len()), line: range.line }),
        );
        areas.push(area);
    }
    gone_and_once(file, "area", &former, |code| areas.iter().any(|a| a.code.as_str() == code));
    let postcodes = in_one_district(file, &areas, ranges);
    Places { regions, areas, postcodes }
}

fn area_code(section: &mut Section, seen: &mut Seen) -> Option<AreaCode> {
    let code = id_like(section, "code", "an area")?;
    if RESERVED.contains(&code.as_str()) {
        let why = format!("\"{code}\" cannot be an area code");
        section.report(
            section.line,
            why,
            format!("choose a code other than {}", RESERVED.join(", ")),
        );
        return None;
    }
    unique(seen, &code, "area", section).then(|| AreaCode::parse(&code))?
}

fn read_regions(file: &mut Section) -> Vec<Region> {
    let mut seen = Seen::new();
    let mut regions = Vec::new();
    for mut section in file.tables("region") {
        let code = area_code(&mut section, &mut seen);
        let name = section.text("name");
        let ground = read_ground(&mut section);
        section.finish();
        if let (Some(code), Some(name)) = (code, name) {
            regions.push(Region { code, name: name.it, ground });
        }
    }
    regions
}

/// A district, and its postcodes as they were written.
fn read_area(
    mut section: Section,
    regions: &[Region],
    seen: &mut Seen,
    former: &mut Vec<At<String>>,
) -> Option<(Area, Vec<At<String>>)> {
    let code = area_code(&mut section, seen);
    let name = section.text("name");
    let region = section.one_of("region", regions.iter().map(|r| r.code.as_str()));
    let postcodes = section.words("postcodes").unwrap_or_default();
    let formerly = read_formerly(&mut section, AreaCode::parse, former);
    section.finish();
    let (code, name, region_index) = (code?, name?.it, region?.it);
    let Region { code: region, name: region_name, .. } = regions[region_index].clone();
    Some((Area { code, name, region, region_name, formerly, region_index }, postcodes))
}

fn read_range(file: &Section, text: &At<String>) -> Option<At<(u16, u16)>> {
    let (low, high) = text.it.split_once('-').unwrap_or((&text.it, &text.it));
    let four = |digits: &str| {
        let n = (digits.len() == 4).then(|| digits.parse::<u16>().ok())?;
        n.filter(|n| (1000..=9999).contains(n))
    };
    match (four(low), four(high)) {
        (Some(low), Some(high)) if low <= high => Some(At { it: (low, high), line: text.line }),
        _ => {
            let why = format!("\"{}\" is not a range of postcodes", text.it);
            file.report(text.line, why, "write \"1094\" or \"1091-1095\"");
            None
        }
    }
}

/// Puts the ranges in order; reports every two that share a postcode.
fn in_one_district(
    file: &Section,
    areas: &[Area],
    mut ranges: Vec<At<(u16, u16, usize)>>,
) -> Vec<(u16, u16, usize)> {
    ranges.sort_by_key(|range| range.it);
    for (at, second) in ranges.iter().enumerate() {
        for first in ranges[..at].iter().filter(|first| second.it.0 <= first.it.1) {
            let name = |range: &At<(u16, u16, usize)>| &areas[range.it.2].code;
            let text = format!(
                "postcode {} is in \"{}\" (line {}) and in \"{}\" (line {})",
                second.it.0,
                name(first),
                first.line,
                name(second),
                second.line
            );
            file.report(second.line.max(first.line), text, "keep it in one of them");
        }
    }
    ranges.into_iter().map(|range| range.it).collect()
}
