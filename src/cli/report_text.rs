//! How do the counts of a quarter stand on a terminal? In Dutch or English, no wider than it is.

use std::fmt::Display;

use super::{layout, output::moment, texts};
use crate::api::v1::{GetIndicatorsResponse, Indicator};

/// Counts and breakdowns that have another name for people than their code.
const NAMES: &[(&str, &str)] = &[
    ("signals", "concern signals"),
    ("young-people", "young people helped"),
    ("families", "families with a director"),
    ("cases", "taken up by a director"),
    ("closed", "cases closed"),
    ("tickets", "escalations"),
    ("left", "no longer in the covenant"),
    ("sender-outcome", "sender and outcome"),
    ("category-plan", "category and plan"),
    ("category-coordination", "category and coordination"),
];

/// In which language.
#[derive(Clone, Copy)]
struct Said {
    dutch: bool,
}

impl Said {
    fn text(self, english: &str) -> String {
        let dutch = texts::dutch(english).filter(|_| self.dutch);
        dutch.unwrap_or(english).to_owned()
    }

    fn fill(self, english: &str, values: &[&dyn Display]) -> String {
        texts::filled(&self.text(english), values)
    }

    /// A code of the report in words; of a pair, both. What a covenant calls in its own way stays so.
    fn code(self, code: &str) -> String {
        let known = NAMES.iter().find(|(known, _)| *known == code).map(|(_, name)| *name);
        if let Some(name) = known {
            return self.text(name);
        }
        if let Some((first, second)) = code.split_once('_') {
            return format!("{}, {}", self.code(first), self.code(second));
        }
        // The words of a covenant in capitals are names.
        let plain = code.replace('-', " ");
        if code.chars().any(char::is_uppercase) { code.to_owned() } else { self.text(&plain) }
    }
}

/// The columns: all areas together where that is told, and the areas asked for. Without a choice none
/// of them, since a covenant has many; whoever sees the own ones only sees all of those.
fn columns<'a>(answer: &'a GetIndicatorsResponse, asked: &[String]) -> Vec<&'a str> {
    let all = answer.indicators.first().map_or(&[][..], |i| &i.areas);
    let shown = |area: &&str| answer.own_areas_only || asked.iter().any(|one| one == area);
    all.iter().map(|a| a.area.as_str()).filter(shown).collect()
}

/// A number; of a year in brackets: it is told only where no quarter of it is.
fn told(number: Option<u64>, year: Option<u64>) -> String {
    match (number, year) {
        (Some(number), _) => number.to_string(),
        (None, Some(year)) => format!("({year})"),
        (None, None) => "-".to_owned(),
    }
}

/// The whole answer.
pub(super) fn table(
    answer: &GetIndicatorsResponse,
    asked: &[String],
    dutch: bool,
    width: Option<usize>,
) -> String {
    let said = Said { dutch };
    let columns = columns(answer, asked);
    let row = |i: &Indicator| {
        let total = (!answer.own_areas_only).then(|| told(i.total, i.year_total));
        let areas = i.areas.iter().filter(|a| columns.contains(&a.area.as_str()));
        let numbers = areas.map(|a| told(a.number, a.year_number));
        total.into_iter().chain(numbers).collect::<Vec<_>>()
    };
    // A covenant divides into many parts: those of which nothing is told are left out.
    let (rows, untold): (Vec<_>, Vec<_>) =
        answer.indicators.iter().map(|i| (i, row(i))).partition(|(i, numbers)| {
            i.breakdown.is_empty() || numbers.iter().any(|number| number != "-")
        });
    let named = |(i, numbers): (&Indicator, Vec<String>)| {
        let names = match i.breakdown.as_str() {
            "" => [said.code(&i.count), String::new()],
            breakdown => {
                [String::new(), format!("{}: {}", said.code(breakdown), said.code(&i.part))]
            }
        };
        names.into_iter().chain(numbers).collect::<Vec<String>>()
    };
    let rows: Vec<Vec<String>> = rows.into_iter().map(named).collect();
    let all = (!answer.own_areas_only).then_some("all areas");
    let headers: Vec<String> = ["in the quarter", "of which"]
        .into_iter()
        .chain(all)
        .map(|english| said.text(english))
        .chain(columns.iter().map(|area| (*area).to_owned()))
        .collect();
    let headers: Vec<&str> = headers.iter().map(String::as_str).collect();
    let (counted, least) = (moment(answer.counted_at.as_ref()), answer.smallest_told);
    let head = [
        said.fill(
            "{} {} quarter {}, as counted on {}",
            &[&answer.covenant, &answer.year, &answer.quarter, &counted],
        ),
        said.fill(
            "{} parties, {} of them registered",
            &[&answer.parties, &answer.parties_registering],
        ),
    ];
    let foot = [
        said.text("young people and families: at the end of the quarter"),
        said.text("( ): the year that ends with the quarter"),
        said.fill("- : under {}, or it would tell a number under {}", &[&least, &least]),
        said.fill(
            "{} parts of which nothing is told are left out; -o json has them",
            &[&untold.len()],
        ),
    ];
    let lines = |lines: &[String]| {
        let fitted = lines.iter().map(|line| layout::hang("", line, width));
        fitted.collect::<Vec<_>>().join("\n")
    };
    let goal: Vec<String> = coordinated(answer, &columns, said).into_iter().collect();
    format!(
        "{}\n\n{}\n\n{}",
        lines(&head),
        layout::columns(&headers, &rows, width).trim_end(),
        lines(&[goal.as_slice(), &foot].concat()),
    )
}

/// How many of a hundred families have a family manager: in all areas, in those shown, and by category.
fn coordinated(answer: &GetIndicatorsResponse, columns: &[&str], said: Said) -> Option<String> {
    let families = |breakdown: &'static str| {
        let all = answer.indicators.iter().filter(|i| i.count == "families");
        all.filter(move |i| i.breakdown == breakdown && i.part.ends_with("family-manager"))
    };
    let mut shares = Vec::new();
    for one in families("coordination") {
        shares.extend(one.percent.map(|share| (said.text("all areas"), share)));
        let areas = one.areas.iter().filter(|area| columns.contains(&area.area.as_str()));
        shares.extend(areas.filter_map(|area| Some((area.area.clone(), area.percent?))));
    }
    for one in families("category-coordination") {
        let category = one.part.trim_end_matches("_family-manager");
        shares.extend(one.percent.map(|share| (said.code(category), share)));
    }
    let shares: Vec<String> =
        shares.into_iter().map(|(of, share)| format!("{of} {share}")).collect();
    let text =
        "of 100 families with a director so many have a family manager; the plan of 2009 wants 80:";
    (!shares.is_empty()).then(|| format!("{} {}", said.text(text), shares.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        api::v1::AreaCount,
        domain::model::report::counts::{COUNTS, Words, crosses},
    };

    fn answer() -> GetIndicatorsResponse {
        let words = Words {
            kinds: ["youth-care-agency", "mental-health-care", "police"]
                .map(str::to_owned)
                .to_vec(),
            categories: ["at-risk", "MPG1", "MPG4"].map(str::to_owned).to_vec(),
            targets: vec!["debt-counselling_own-district".to_owned()],
            ..Words::default()
        };
        let areas = ["bos-en-lommer", "zeeburg"].map(|area| AreaCount {
            area: area.to_owned(),
            number: Some(1_234),
            year_number: None,
            percent: Some(74),
        });
        let row = |count: &str, breakdown: &str, part: &str| Indicator {
            count: count.to_owned(),
            breakdown: breakdown.to_owned(),
            part: part.to_owned(),
            total: Some(12_345),
            areas: areas.to_vec(),
            year_total: None,
            percent: Some(81),
        };
        let mut indicators = Vec::new();
        for counted in words.layout() {
            indicators.push(row(&counted.count, "", ""));
            for breakdown in &counted.breakdowns {
                let parts = breakdown.parts.iter();
                indicators.extend(parts.map(|part| row(&counted.count, &breakdown.code, part)));
            }
        }
        GetIndicatorsResponse {
            covenant: "amsterdam-guide-2011@2".to_owned(),
            year: 2026,
            quarter: 3,
            smallest_told: 10,
            indicators,
            ..GetIndicatorsResponse::default()
        }
    }

    #[test]
    fn the_report_fits_80_columns_in_both_languages() {
        let asked = ["bos-en-lommer", "zeeburg"].map(str::to_owned);
        for dutch in [true, false] {
            for asked in [&asked[..], &asked[..1], &[]] {
                let text = table(&answer(), asked, dutch, Some(80));
                let wide = text.lines().find(|line| line.chars().count() > 80);
                assert_eq!(wide, None, "{text}");
            }
        }
        let text = table(&answer(), &asked, true, None);
        for line in
            ["IN HET KWARTAAL", "zorgsignalen", "van en afloop: police, opgepakt", "MPG1 81"]
        {
            assert!(text.contains(line), "{line} is not in {text}");
        }
        assert!(text.contains("alle gebieden 81, bos-en-lommer 74, zeeburg 74"), "{text}");
    }

    /// Every code that is the broker's own, and not a word of a covenant, has a Dutch name.
    #[test]
    fn every_code_of_the_report_is_said_in_dutch() {
        let layout = Words::default().layout();
        let plain = |code: &str| {
            let known = NAMES.iter().find(|(known, _)| *known == code);
            known.map_or_else(|| code.replace('-', " "), |(_, name)| (*name).to_owned())
        };
        let mut missing = Vec::new();
        for (at, counted) in layout.iter().enumerate() {
            let pairs = COUNTS
                .iter()
                .position(|one| one.code == counted.count)
                .map_or(0, |count| crosses(count).count());
            let single = &counted.breakdowns[..counted.breakdowns.len() - pairs];
            let codes = counted.breakdowns.iter().map(|b| &b.code);
            let parts = single.iter().flat_map(|b| &b.parts);
            let numbers = |code: &&String| code.parse::<u8>().is_err();
            let all = codes.chain(parts).chain([&layout[at].count]).filter(numbers);
            missing.extend(all.map(|code| plain(code)).filter(|name| texts::dutch(name).is_none()));
        }
        assert_eq!(missing, Vec::<String>::new());
    }
}
