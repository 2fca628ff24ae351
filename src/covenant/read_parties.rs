//! How organisations and offices are read, and which of their references must hold.

use std::collections::HashMap;

use super::model::{Commissioner, Level, Office, Organisation, Partner, Place, Region, Role};
use super::problem::did_you_mean;
use super::read::{ReadArea, id_like, read_oin, unique};
use super::source::{At, Problems, Section};
use crate::domain::model::party::{OfficeId, Oin};

/// Longest name of an organisation or holder, in characters.
const MAX_NAME: usize = 120;

/// Reads the organisations file; sorted by OIN.
pub(super) fn read_organisations(
    mut file: Section,
    areas: &[ReadArea],
    problems: &mut Problems,
) -> Vec<Organisation> {
    let mut seen = HashMap::new();
    let mut organisations = Vec::new();
    let sections = file.tables("organisation", problems);
    if sections.is_empty() {
        problems.add(file.file(), file.line, "there is no [[organisation]]", "add at least one");
    }
    for mut section in sections {
        let oin = read_oin(&mut section, "oin", problems);
        let at = At { it: section.file(), line: section.line };
        let oin = oin.filter(|o| unique(&mut seen, o.as_str(), "organisation", &at, problems));
        let name = section.text("name", problems);
        if name.as_ref().is_some_and(|n| n.it.chars().count() > MAX_NAME) {
            let why = "the name is longer than 120 characters";
            problems.add(section.file(), section.line, why, "shorten it");
        }
        let kind = id_like(&mut section, "kind", "an organisation", problems);
        let commissioner = read_commissioner(&mut section, areas, problems);
        let partner = section.text("partner", problems).and_then(|text| {
            let partner = Partner::parse(&text.it);
            if partner.is_none() {
                let why = format!("unknown partner \"{}\"", text.it);
                let hint = did_you_mean(&text.it, Partner::NAMES);
                problems.add(section.file(), text.line, why, hint);
            }
            partner
        });
        let sensitive = section.flag("sensitive", problems);
        section.finish(problems);
        if let (Some(oin), Some(name), Some(kind), Some(commissioner), Some(partner)) =
            (oin, name, kind, commissioner, partner)
        {
            let name = name.it;
            organisations.push(Organisation { oin, name, kind, commissioner, partner, sensitive });
        }
    }
    file.finish(problems);
    organisations.sort_by_key(|o| o.oin);
    organisations
}

fn read_commissioner(
    section: &mut Section,
    areas: &[ReadArea],
    problems: &mut Problems,
) -> Option<Commissioner> {
    let text = section.text("commissioner", problems)?;
    match text.it.as_str() {
        "city-region" => return Some(Commissioner::CityRegion),
        "city" => return Some(Commissioner::City),
        "nobody" => return Some(Commissioner::Nobody),
        _ => {}
    }
    if let Some(found) = areas.iter().find(|a| a.area.code.as_str() == text.it) {
        return Some(Commissioner::District(found.area.code.clone()));
    }
    let why = format!("unknown commissioner \"{}\"", text.it);
    let known = areas.iter().map(|a| a.area.code.as_str()).chain(super::read::RESERVED);
    let hint = did_you_mean(&text.it, known);
    problems.add(section.file(), text.line, why, hint);
    None
}

/// What an office may refer to.
pub(super) struct World<'a> {
    pub(super) regions: &'a [Region],
    pub(super) areas: &'a [ReadArea],
    pub(super) roles: &'a [Role],
    pub(super) organisations: &'a [Organisation],
    pub(super) municipality: Oin,
}

/// Reads the offices; sorted by id. No office is left without anybody to act in it.
pub(super) fn read_offices(
    file: &mut Section,
    world: &World<'_>,
    problems: &mut Problems,
) -> Vec<Office> {
    let mut seen = HashMap::new();
    let mut seats: HashMap<(usize, Place), OfficeId> = HashMap::new();
    let mut offices = Vec::new();
    let mut fallbacks: HashMap<OfficeId, At<String>> = HashMap::new();
    for section in file.tables("office", problems) {
        let at = At { it: section.file().to_owned(), line: section.line };
        let Some((office, fallback)) = read_office(section, world, problems) else { continue };
        if !unique(
            &mut seen,
            office.id.as_str(),
            "office",
            &At { it: &at.it, line: at.line },
            problems,
        ) {
            continue;
        }
        if let Some(other) = seats.insert((office.role_index, office.place), office.id.clone()) {
            let text = format!("office \"{}\" has the role and place of \"{other}\"", office.id);
            problems.add(&at.it, at.line, text, "remove one of them, or change its role or area");
        }
        if let Some(fallback) = fallback {
            fallbacks.insert(office.id.clone(), fallback);
        }
        offices.push(office);
    }
    offices.sort_by(|a, b| a.id.cmp(&b.id));
    link_fallbacks(&mut offices, &fallbacks, file, problems);
    offices
}

fn read_office(
    mut section: Section,
    world: &World<'_>,
    problems: &mut Problems,
) -> Option<(Office, Option<At<String>>)> {
    let id = id_like(&mut section, "id", "an office", problems);
    let role = section.text("role", problems).and_then(|text| {
        let at = world.roles.iter().position(|r| r.id == text.it);
        if at.is_none() {
            let why = format!("{}: unknown role \"{}\"", section.name, text.it);
            let hint = did_you_mean(&text.it, world.roles.iter().map(|r| r.id.as_str()));
            problems.add(section.file(), text.line, why, hint);
        }
        at
    });
    let place = role.and_then(|role| read_place(&mut section, world, role, problems));
    let nl = section.text("nl", problems);
    let en = section.text("en", problems);
    let holder = section.text_if("holder", problems);
    let deputies = section.words("deputies", problems).unwrap_or_default();
    let fallback = section.text_if("fallback", problems);
    let line = section.line;
    if role.is_some() {
        section.finish(problems);
    }
    let (role, (place, area)) = (role?, place?);
    let office = Office {
        id: OfficeId::parse(&id?)?,
        role: world.roles[role].id.clone(),
        area,
        name_nl: nl?.it,
        name_en: en?.it,
        holder: holder.map(|h| h.it),
        deputies: deputies.into_iter().map(|d| d.it).collect(),
        fallback: None,
        municipality: world.municipality,
        organisation: if let Place::Organisation(oin) = place { Some(oin) } else { None },
        role_index: role,
        place,
        fallback_index: None,
        line,
    };
    Some((office, fallback))
}

fn read_place(
    section: &mut Section,
    world: &World<'_>,
    role: usize,
    problems: &mut Problems,
) -> Option<(Place, String)> {
    match world.roles[role].level {
        Level::City => Some((Place::City, "city".to_owned())),
        Level::District => {
            let text = section.text("area", problems)?;
            let codes = || world.areas.iter().map(|a| a.area.code.as_str());
            if let Some(at) = codes().position(|c| c == text.it) {
                return Some((Place::District(at), text.it));
            }
            let why = format!("{}: unknown district \"{}\"", section.name, text.it);
            problems.add(section.file(), text.line, why, did_you_mean(&text.it, codes()));
            None
        }
        Level::Region => {
            let text = section.text("area", problems)?;
            let codes = || world.regions.iter().map(|r| r.code.as_str());
            if let Some(at) = codes().position(|c| c == text.it) {
                return Some((Place::Region(at), text.it));
            }
            let why = format!("{}: unknown care region \"{}\"", section.name, text.it);
            problems.add(section.file(), text.line, why, did_you_mean(&text.it, codes()));
            None
        }
        Level::Organisation => {
            let line = section.line;
            let oin = read_oin(section, "organisation", problems)?;
            if world.organisations.iter().any(|o| o.oin == oin) {
                return Some((Place::Organisation(oin), "city".to_owned()));
            }
            let why = format!("{}: unknown organisation {oin}", section.name);
            let hint = "use the OIN of an organisation in the organisations file";
            problems.add(section.file(), line, why, hint);
            None
        }
    }
}

/// Resolves the fallbacks: known, not going round, and none of the chains ends in an empty office.
fn link_fallbacks(
    offices: &mut [Office],
    fallbacks: &HashMap<OfficeId, At<String>>,
    file: &Section,
    problems: &mut Problems,
) {
    for at in 0..offices.len() {
        let name = offices[at].id.clone();
        let Some(text) = fallbacks.get(&name) else {
            if offices[at].is_empty() {
                let why = format!("office \"{name}\" has no holder, no deputies and no fallback");
                problems.add(file.file(), offices[at].line, why, "name at least one of them");
            }
            continue;
        };
        let found = offices.iter().position(|o| o.id.as_str() == text.it);
        match found {
            None => {
                let why = format!("office \"{name}\": unknown fallback \"{}\"", text.it);
                let hint = did_you_mean(&text.it, offices.iter().map(|o| o.id.as_str()));
                problems.add(file.file(), text.line, why, hint);
            }
            Some(to) => {
                offices[at].fallback = Some(offices[to].id.clone());
                offices[at].fallback_index = Some(to);
            }
        }
    }
    for start in 0..offices.len() {
        let mut path = vec![start];
        while let Some(next) = offices[path[path.len() - 1]].fallback_index {
            if next == start {
                // Every office of the circle finds it; the first one says so.
                if path.iter().all(|at| *at >= start) {
                    let names: Vec<&str> = path.iter().map(|at| offices[*at].id.as_str()).collect();
                    let why = format!("the fallbacks go round: {}", names.join(" -> "));
                    let hint = "let one of them fall back on an office of a layer above";
                    problems.add(file.file(), offices[start].line, why, hint);
                }
                break;
            }
            if path.contains(&next) {
                break;
            }
            path.push(next);
        }
    }
}
