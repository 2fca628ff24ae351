//! How are the offices read, and which of their references must hold?

use std::collections::HashMap;

use super::contact::{read_contact, read_deputies, read_mail_wish, read_webhook};
use super::names::{Seen, gone_and_once, id_like, read_formerly, read_oin, role_ids, unique};
use crate::covenant::model::parties::Place;
use crate::covenant::model::{Area, Level, Office, Organisation, Region, Role};
use crate::domain::model::party::{OfficeId, Oin};
use crate::toml_file::{At, Section, did_you_mean};

/// What an office may refer to.
pub(super) struct World<'a> {
    pub(super) regions: &'a [Region],
    pub(super) areas: &'a [Area],
    pub(super) roles: &'a [Role],
    pub(super) organisations: &'a [Organisation],
    pub(super) municipality: Oin,
}

/// Reads the offices; sorted by id. No office is left without anybody to act in it.
pub(super) fn read_offices(file: &mut Section, world: &World<'_>) -> Vec<Office> {
    let mut seen = Seen::new();
    let mut seats: HashMap<(usize, Place), OfficeId> = HashMap::new();
    let (mut offices, mut former) = (Vec::new(), Vec::new());
    let mut fallbacks: HashMap<OfficeId, At<String>> = HashMap::new();
    for mut section in file.tables("office") {
        let formerly = read_formerly(&mut section, OfficeId::parse, &mut former);
        let Some((office, fallback)) = read_office(section, world, &mut seen) else { continue };
        let office = Office { formerly, ..office };
        if let Some(other) = seats.insert((office.role_index, office.place), office.id.clone()) {
            let text = format!("office \"{}\" has the role and place of \"{other}\"", office.id);
            file.report(office.line, text, "remove one of them, or change its role or area");
        }
        if let Some(fallback) = fallback {
            fallbacks.insert(office.id.clone(), fallback);
        }
        offices.push(office);
    }
    offices.sort_by(|a, b| a.id.cmp(&b.id));
    gone_and_once(file, "office", &former, |id| offices.iter().any(|o| o.id.as_str() == id));
    link_fallbacks(&mut offices, &fallbacks, file);
    refuse_circles(&offices, file);
    offices
}

fn read_office(
    mut section: Section,
    world: &World<'_>,
    seen: &mut Seen,
) -> Option<(Office, Option<At<String>>)> {
    let id = id_like(&mut section, "id", "an office");
    let role = section.one_of("role", role_ids(world.roles));
    let place = role.as_ref().and_then(|role| read_place(&mut section, world, role.it));
    let nl = section.text("nl");
    let en = section.text("en");
    let holder = section.text_if("holder");
    let deputies = read_deputies(&mut section);
    let occupied = holder.is_some() || !deputies.is_empty();
    let contact = read_contact(&mut section, occupied);
    let mail_wish = read_mail_wish(&mut section);
    let webhook = read_webhook(&mut section);
    let fallback = section.text_if("fallback");
    let line = section.line;
    let id = id.filter(|id| unique(seen, id, "office", &section));
    // Without a role nobody knows which fields place it.
    if role.is_some() {
        section.finish();
    }
    let (role, (place, area)) = (role?.it, place?);
    let office = Office {
        id: OfficeId::parse(&id?)?,
        role: world.roles[role].id.clone(),
        area,
        name_nl: nl?.it,
        name_en: en?.it,
        holder: holder.map(|h| h.it),
        contact: contact.unwrap_or_default(),
        mail_wish,
        webhook,
        deputies,
        fallback: None,
        municipality: world.municipality,
        formerly: Vec::new(),
        organisation: if let Place::Organisation(oin) = place { Some(oin) } else { None },
        role_index: role,
        place,
        fallback_index: None,
        line,
    };
    Some((office, fallback))
}

fn read_place(section: &mut Section, world: &World<'_>, role: usize) -> Option<(Place, String)> {
    let among = |section: &mut Section, what: &str, codes: Vec<&str>| {
        let text = section.text("area")?;
        let at = codes.iter().position(|code| *code == text.it);
        if at.is_none() {
            section.unknown(what, &text, codes);
        }
        Some((at?, text.it))
    };
    match world.roles[role].level {
        Level::City => Some((Place::City, "city".to_owned())),
        Level::District => {
            let codes = world.areas.iter().map(|area| area.code.as_str()).collect();
            among(section, "district", codes).map(|(at, code)| (Place::District(at), code))
        }
        Level::Region => {
            let codes = world.regions.iter().map(|region| region.code.as_str()).collect();
            among(section, "care region", codes).map(|(at, code)| (Place::Region(at), code))
        }
        Level::Organisation => {
            let oin = read_oin(section, "organisation")?;
            if world.organisations.iter().any(|o| o.oin == oin) {
                return Some((Place::Organisation(oin), "city".to_owned()));
            }
            let hint = "use the OIN of an organisation in the organisations file";
            section.wrong(section.line, format!("unknown organisation \"{oin}\""), hint);
            None
        }
    }
}

/// Resolves the fallbacks: known, and given where there is neither holder nor deputy.
fn link_fallbacks(
    offices: &mut [Office],
    fallbacks: &HashMap<OfficeId, At<String>>,
    file: &Section,
) {
    for at in 0..offices.len() {
        let name = offices[at].id.clone();
        let Some(text) = fallbacks.get(&name) else {
            if offices[at].is_empty() {
                let why = format!("office \"{name}\" has no holder, no deputies and no fallback");
                file.report(offices[at].line, why, "name at least one of them");
            }
            continue;
        };
        let found = offices.iter().position(|o| o.id.as_str() == text.it);
        match found {
            None => {
                let why = format!("office \"{name}\": unknown fallback \"{}\"", text.it);
                let hint = did_you_mean(&text.it, offices.iter().map(|o| o.id.as_str()));
                file.report(text.line, why, hint);
            }
            Some(to) => {
                offices[at].fallback = Some(offices[to].id.clone());
                offices[at].fallback_index = Some(to);
            }
        }
    }
}

/// Fallbacks that go round leave nobody to act.
fn refuse_circles(offices: &[Office], file: &Section) {
    for start in 0..offices.len() {
        let mut path = vec![start];
        while let Some(next) = offices[path[path.len() - 1]].fallback_index {
            if next == start {
                // Every office of the circle finds it; the first one says so.
                if path.iter().all(|at| *at >= start) {
                    let names: Vec<&str> = path.iter().map(|at| offices[*at].id.as_str()).collect();
                    let why = format!("the fallbacks go round: {}", names.join(" -> "));
                    let hint = "let one of them fall back on an office of a layer above";
                    file.report(offices[start].line, why, hint);
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
