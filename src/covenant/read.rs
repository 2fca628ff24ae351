//! How the two files of a covenant become a `Covenant`, with every problem collected on the way.

use std::collections::HashMap;
use std::path::Path;

use super::case::{NamedKinds, read_agreed};
use super::category::read_categories;
use super::facts::{FIRST_ROLE, MAX_VALUES, Vocabulary};
use super::model::{Area, Category, Level, Region, Role, Step};
use super::plan::read_plans;
use super::problem::{Problem, did_you_mean};
use super::read_parties::{read_offices, read_organisations};
use super::rule::{read_inform, read_rule};
use super::source::{At, Problems, Section, read};
use super::{Covenant, Index, check};
use crate::domain::model::party::{AreaCode, Oin};
use crate::domain::model::terms::Terms;
use crate::domain::model::time::Day;

/// Most steps a ladder can have.
const MAX_STEPS: usize = 16;

/// Reads, checks and proves a covenant; refused whole when anything is wrong.
pub(super) fn load(path: &Path) -> Result<Covenant, Vec<Problem>> {
    let mut problems = Problems::default();
    let covenant = read(path, &mut problems).and_then(|file| covenant(path, file, &mut problems));
    match covenant {
        Some(covenant) if problems.0.is_empty() => Ok(covenant),
        _ => {
            problems.0.sort_by(|a, b| (&a.file, a.line, &a.text).cmp(&(&b.file, b.line, &b.text)));
            problems.0.dedup();
            Err(problems.0)
        }
    }
}

fn covenant(path: &Path, mut file: Section, problems: &mut Problems) -> Option<Covenant> {
    let id = id_like(&mut file, "id", "a covenant", problems);
    let version = file.number("version", 1..=u16::MAX, problems);
    let title = file.text("title", problems);
    let in_force_from = file.text("in_force_from", problems).and_then(|text| {
        let day = Day::parse(&text.it);
        if day.is_none() {
            problems.add(
                path,
                text.line,
                "\"in_force_from\" must be a day, YYYY-MM-DD",
                "write a day such as \"2009-01-15\"",
            );
        }
        day
    });
    let municipality = read_oin(&mut file, "municipality", problems);
    let organisations_file = file.text("organisations", problems);
    let terms = file.table_if("terms", problems);
    if terms.is_none() {
        problems.add(path, 1, "the table [terms] is missing", "add [terms] with every term");
    }
    let terms = terms.and_then(|section| read_terms(section, problems));

    let regions = read_regions(&mut file, problems);
    let areas = read_areas(&mut file, &regions, problems);
    let roles = read_roles(&mut file, problems);
    let default_role = role_named(&mut file, "default_director_role", &roles, problems);
    let plans = read_plans(&mut file, problems);
    let mut kinds = NamedKinds::default();
    let categories = read_categories(&mut file, &roles, &plans, &mut kinds, problems);
    let agreed = read_agreed(&mut file, &roles, &categories, plans, &mut kinds, problems);
    let steps = read_steps(&mut file, &categories, problems);

    let vocabulary = Vocabulary::new(
        steps.len(),
        categories.iter().map(|c| c.code.as_str()),
        roles.iter().map(|r| r.id.as_str()),
    );
    let mut rules = Vec::new();
    for (key, refusal) in [("refusal", true), ("rule", false)] {
        for section in file.tables(key, problems) {
            rules.extend(read_rule(section, refusal, &vocabulary, &roles, problems));
        }
    }
    let mut seen = HashMap::new();
    for rule in &rules {
        unique(&mut seen, &rule.id, "rule", &At { it: path, line: rule.line }, problems);
    }
    let informs: Vec<_> = file
        .tables("inform", problems)
        .into_iter()
        .map(|section| read_inform(section, &vocabulary, &roles, problems))
        .collect();
    // A rule that could not be read would only show as gaps that are not there.
    let provable = problems.0.is_empty();

    let organisations = organisations_file.map_or_else(Vec::new, |name| {
        let beside = path.parent().unwrap_or(Path::new("")).join(&name.it);
        read(&beside, problems)
            .map(|section| read_organisations(section, &areas, problems))
            .unwrap_or_default()
    });
    if !organisations.is_empty() {
        kinds.check(&organisations, path, problems);
    }
    let municipality = municipality?;
    let world = super::read_parties::World {
        regions: &regions,
        areas: &areas,
        roles: &roles,
        organisations: &organisations,
        municipality,
    };
    let offices = read_offices(&mut file, &world, problems);
    let postcodes = read_postcodes(&areas, path, problems);
    file.finish(problems);

    let areas: Vec<Area> = areas.into_iter().map(|a| a.area).collect();
    let index = Index::new(&organisations, &offices, &areas, &categories);
    let mut covenant = Covenant {
        id: id?,
        version: u32::from(version?),
        title: title?.it,
        in_force_from: in_force_from?,
        default_role: default_role?,
        terms: terms?,
        regions,
        areas,
        roles,
        categories,
        steps,
        rules,
        informs,
        agreed: agreed?,
        organisations,
        offices,
        postcodes,
        vocabulary,
        decisions: Vec::new(),
        combinations: 0,
        warnings: Vec::new(),
        index,
    };
    if provable {
        check::prove(&mut covenant, path, problems);
    }
    Some(covenant)
}

/// Reports the second use of an id; the first one is kept.
pub(super) fn unique(
    seen: &mut HashMap<String, u32>,
    id: &str,
    what: &str,
    at: &At<&Path>,
    problems: &mut Problems,
) -> bool {
    if let Some(first) = seen.get(id) {
        let text = format!("{what} \"{id}\" is already on line {first}");
        problems.add(at.it, at.line, text, "give it another one, or remove it");
        return false;
    }
    seen.insert(id.to_owned(), at.line);
    true
}

/// An id of the covenant: 1..64 letters, digits and `-`.
pub(super) fn id_like(
    section: &mut Section,
    key: &'static str,
    what: &str,
    problems: &mut Problems,
) -> Option<String> {
    let text = section.text(key, problems)?;
    if AreaCode::parse(&text.it).is_none() {
        let why = format!("\"{}\" cannot be the {key} of {what}", text.it);
        let hint = "use 1 to 64 letters, digits and -";
        problems.add(section.file(), text.line, why, hint);
        return None;
    }
    section.name = format!("{} \"{}\"", section.name, text.it);
    Some(text.it)
}

pub(super) fn read_oin(
    section: &mut Section,
    key: &'static str,
    problems: &mut Problems,
) -> Option<Oin> {
    let text = section.text(key, problems)?;
    let oin = Oin::parse(&text.it);
    if oin.is_none() {
        let why = format!("{}: \"{key}\" must be 20 digits", section.name);
        problems.add(section.file(), text.line, why, "write the 20 digits in quotes");
    }
    oin
}

fn read_terms(mut section: Section, problems: &mut Problems) -> Option<Terms> {
    let mut number = |key, problems: &mut Problems| section.number(key, 1..=3650, problems);
    let involvement_max_years = number("involvement_max_years", problems);
    let involvement_warn_days = number("involvement_warn_days", problems);
    let archive_years = number("archive_years", problems);
    let ages_out_years = number("ages_out_years", problems);
    let party = number("follow_up_party_working_days", problems);
    let organisation = number("follow_up_organisation_working_days", problems);
    let director = number("follow_up_director_working_days", problems);
    let inbox_keep_acknowledged_days = number("inbox_keep_acknowledged_days", problems);
    let absences_open_ladder = number("absences_open_ladder", problems);
    let milestone_remind_days = number("milestone_remind_days", problems);
    let case_archive_years = number("case_archive_years", problems);
    let objection_days = number("objection_days", problems);
    let same_organisation_matches = section.flag("same_organisation_matches", problems);
    if let (Some(a), Some(b), Some(c)) = (party, organisation, director)
        && !(a <= b && b <= c)
    {
        let why = "[terms]: the follow-up terms must not fall: party, organisation, director";
        let hint = format!("put {a}, {b} and {c} in rising order");
        problems.add(section.file(), section.line, why, hint);
    }
    section.finish(problems);
    Some(Terms {
        involvement_max_years: involvement_max_years?,
        involvement_warn_days: involvement_warn_days?,
        archive_years: archive_years?,
        ages_out_years: ages_out_years?,
        follow_up_party_working_days: party?,
        follow_up_organisation_working_days: organisation?,
        follow_up_director_working_days: director?,
        inbox_keep_acknowledged_days: inbox_keep_acknowledged_days?,
        same_organisation_matches,
        absences_open_ladder: absences_open_ladder?,
        milestone_remind_days: milestone_remind_days?,
        case_archive_years: case_archive_years?,
        objection_days: objection_days?,
    })
}

/// Words that say something else than a place where they could be taken for one.
pub(super) const RESERVED: [&str; 3] = ["city", "city-region", "nobody"];

fn area_code(
    section: &mut Section,
    seen: &mut HashMap<String, u32>,
    problems: &mut Problems,
) -> Option<AreaCode> {
    let code = id_like(section, "code", "an area", problems)?;
    if RESERVED.contains(&code.as_str()) {
        let why = format!("\"{code}\" cannot be an area code");
        let hint = format!("choose a code other than {}", RESERVED.join(", "));
        problems.add(section.file(), section.line, why, hint);
        return None;
    }
    let at = At { it: section.file(), line: section.line };
    unique(seen, &code, "area", &at, problems).then(|| AreaCode::parse(&code))?
}

fn read_regions(file: &mut Section, problems: &mut Problems) -> Vec<Region> {
    let mut seen = HashMap::new();
    let mut regions = Vec::new();
    for mut section in file.tables("region", problems) {
        let code = area_code(&mut section, &mut seen, problems);
        let name = section.text("name", problems);
        section.finish(problems);
        if let (Some(code), Some(name)) = (code, name) {
            regions.push(Region { code, name: name.it });
        }
    }
    regions
}

/// A district with its postcodes still as they were written.
pub(super) struct ReadArea {
    pub(super) area: Area,
    postcodes: Vec<At<String>>,
}

fn read_areas(file: &mut Section, regions: &[Region], problems: &mut Problems) -> Vec<ReadArea> {
    let mut seen: HashMap<String, u32> =
        regions.iter().map(|r| (r.code.as_str().to_owned(), 0)).collect();
    let mut areas = Vec::new();
    let sections = file.tables("district", problems);
    if sections.is_empty() {
        problems.add(file.file(), file.line, "there is no [[district]]", "add at least one");
    }
    for mut section in sections {
        let code = area_code(&mut section, &mut seen, problems);
        let name = section.text("name", problems);
        let region = section.text("region", problems);
        let postcodes = section.words("postcodes", problems).unwrap_or_default();
        let index = region.and_then(|text| {
            let at = regions.iter().position(|r| r.code.as_str() == text.it);
            if at.is_none() {
                let why = format!("{}: unknown region \"{}\"", section.name, text.it);
                let hint = did_you_mean(&text.it, regions.iter().map(|r| r.code.as_str()));
                problems.add(section.file(), text.line, why, hint);
            }
            at
        });
        section.finish(problems);
        if let (Some(code), Some(name), Some(region_index)) = (code, name, index) {
            let region = &regions[region_index];
            let (region, region_name) = (region.code.clone(), region.name.clone());
            let area = Area { code, name: name.it, region, region_name, region_index };
            areas.push(ReadArea { area, postcodes });
        }
    }
    areas
}

/// Ranges of four-digit postcodes with the index of their district, rising.
fn read_postcodes(
    areas: &[ReadArea],
    path: &Path,
    problems: &mut Problems,
) -> Vec<(u16, u16, usize)> {
    let mut ranges: Vec<At<(u16, u16, usize)>> = Vec::new();
    for (index, area) in areas.iter().enumerate() {
        for text in &area.postcodes {
            let (low, high) = text.it.split_once('-').unwrap_or((&text.it, &text.it));
            let four = |digits: &str| {
                let n = (digits.len() == 4).then(|| digits.parse::<u16>().ok())?;
                n.filter(|n| (1000..=9999).contains(n))
            };
            match (four(low), four(high)) {
                (Some(low), Some(high)) if low <= high => {
                    ranges.push(At { it: (low, high, index), line: text.line });
                }
                _ => {
                    let why = format!("\"{}\" is not a range of postcodes", text.it);
                    let hint = "write \"1094\" or \"1091-1095\"";
                    problems.add(path, text.line, why, hint);
                }
            }
        }
    }
    ranges.sort_by_key(|r| r.it);
    for pair in ranges.windows(2) {
        let (first, second) = (&pair[0], &pair[1]);
        if second.it.0 <= first.it.1 {
            let name = |r: &At<(u16, u16, usize)>| areas[r.it.2].area.code.clone();
            let text = format!(
                "postcode {} is in \"{}\" (line {}) and in \"{}\" (line {})",
                second.it.0,
                name(first),
                first.line,
                name(second),
                second.line
            );
            let hint = "keep it in one of them";
            problems.add(path, second.line.max(first.line), text, hint);
        }
    }
    ranges.into_iter().map(|r| r.it).collect()
}

fn read_roles(file: &mut Section, problems: &mut Problems) -> Vec<Role> {
    let mut seen = HashMap::new();
    let mut roles: Vec<Role> = Vec::new();
    for mut section in file.tables("role", problems) {
        let id = id_like(&mut section, "id", "a role", problems);
        let level = section.text("level", problems).and_then(|text| {
            let level = Level::parse(&text.it);
            if level.is_none() {
                let why = format!("{}: unknown level \"{}\"", section.name, text.it);
                let hint = did_you_mean(&text.it, Level::NAMES);
                problems.add(section.file(), text.line, why, hint);
            }
            level
        });
        let nl = section.text("nl", problems);
        let en = section.text("en", problems);
        let outside_ladder = section.flag("outside_ladder", problems);
        let at = At { it: section.file(), line: section.line };
        let fresh = id.is_some_and(|id| {
            let fresh = unique(&mut seen, &id, "role", &at, problems);
            if let (true, Some(level), Some(nl), Some(en)) = (fresh, level, nl, en) {
                let (name_nl, name_en) = (nl.it, en.it);
                roles.push(Role { id, level, name_nl, name_en, outside_ladder });
            }
            fresh
        });
        let own = |r: &&Role| r.level == Level::Organisation;
        if fresh && level == Some(Level::Organisation) && roles.iter().filter(own).count() > 1 {
            let why = "only one role can be of the level organisation";
            let hint = "give it the level district, region or city";
            problems.add(section.file(), section.line, why, hint);
        }
        section.finish(problems);
    }
    // Some values of `handled_by` are no roles.
    let most = MAX_VALUES - FIRST_ROLE;
    if roles.len() > most {
        let why = format!("there are more than {most} roles");
        problems.add(file.file(), file.line, why, "remove roles, or split the covenant");
        roles.truncate(most);
    }
    roles
}

/// A role that has an office for every family.
pub(super) fn role_named(
    section: &mut Section,
    key: &'static str,
    roles: &[Role],
    problems: &mut Problems,
) -> Option<At<usize>> {
    let text = section.text(key, problems)?;
    let at = roles.iter().position(|r| r.id == text.it);
    match at {
        None => {
            let why = format!("{}: unknown role \"{}\" in \"{key}\"", section.name, text.it);
            let hint = did_you_mean(&text.it, roles.iter().map(|r| r.id.as_str()));
            problems.add(section.file(), text.line, why, hint);
        }
        Some(at) if roles[at].level == Level::Organisation => {
            let why =
                format!("{}: an organisation's own role cannot be in \"{key}\"", section.name);
            let hint = "name a role of the level district, region or city".to_owned();
            problems.add(section.file(), text.line, why, hint);
        }
        Some(_) => {}
    }
    at.map(|it| At { it, line: text.line })
}

fn read_steps(file: &mut Section, categories: &[Category], problems: &mut Problems) -> Vec<Step> {
    let mut steps = Vec::new();
    for mut section in file.tables("step", problems) {
        section.name = format!("step {}", steps.len() + 1);
        let nl = section.text("nl", problems);
        let en = section.text("en", problems);
        let term = section.number("term_working_days", 1..=365, problems);
        let mut term_by_category = Vec::new();
        if let Some(table) = section.table_if("term_working_days_by_category", problems) {
            let name = table.name.clone();
            for (code, term) in table.numbers_by_key(problems) {
                match categories.iter().position(|c| c.code.as_str() == code.it) {
                    Some(at) => term_by_category.push((at, term)),
                    None => {
                        let why = format!("{name}: unknown category \"{}\"", code.it);
                        let hint =
                            did_you_mean(&code.it, categories.iter().map(|c| c.code.as_str()));
                        problems.add(section.file(), code.line, why, hint);
                    }
                }
            }
        }
        section.finish(problems);
        // A step that is wrong still counts, so that later steps keep their number.
        let text = |t: Option<At<String>>| t.map_or_else(String::new, |t| t.it);
        steps.push(Step {
            name_nl: text(nl),
            name_en: text(en),
            term_working_days: term.unwrap_or(1),
            term_by_category,
        });
    }
    if steps.is_empty() || steps.len() > MAX_STEPS {
        problems.add(
            file.file(),
            file.line,
            "there must be 1 to 16 [[step]] tables",
            "add or remove some",
        );
        steps.truncate(MAX_STEPS);
    }
    steps
}
