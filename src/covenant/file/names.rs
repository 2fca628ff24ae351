//! How are ids and references to other tables read?

use std::collections::{BTreeMap, HashMap};

use crate::covenant::model::{Category, Ground, Level, Role};
use crate::domain::model::{
    ground::OwnReading,
    party::{AreaCode, Oin},
};
use crate::toml_file::{At, Section};

/// Ids that were used, and the line on which each was.
pub(super) type Seen = HashMap<String, u32>;

/// Reports the second use of an id; the first one is kept.
pub(super) fn unique(seen: &mut Seen, id: &str, what: &str, section: &Section) -> bool {
    if let Some(first) = seen.get(id) {
        let text = format!("{what} \"{id}\" is already on line {first}");
        section.report(section.line, text, "give it another one, or remove it");
        return false;
    }
    seen.insert(id.to_owned(), section.line);
    true
}

/// An id of the covenant: 1..64 letters, digits and `-`. From now on messages name the section by it.
pub(super) fn id_like(section: &mut Section, key: &'static str, what: &str) -> Option<String> {
    let id = code_like(section, key, what)?.it;
    section.name = format!("{} \"{id}\"", section.name);
    section.stands_for(&id);
    Some(id)
}

/// What could be an id and does not say which table this is.
pub(super) fn code_like(
    section: &mut Section,
    key: &'static str,
    what: &str,
) -> Option<At<String>> {
    let text = section.text(key)?;
    if AreaCode::parse(&text.it).is_none() {
        let why = format!("\"{}\" cannot be the {key} of {what}", text.it);
        section.report(text.line, why, "use 1 to 64 letters, digits and -");
        return None;
    }
    Some(text)
}

pub(super) fn read_oin(section: &mut Section, key: &'static str) -> Option<Oin> {
    let text = section.text(key)?;
    let oin = Oin::parse(&text.it);
    if oin.is_none() {
        let why = format!("\"{key}\" must be 20 digits");
        section.wrong(text.line, why, "write the 20 digits in quotes");
    }
    oin
}

/// The ids of the roles.
pub(super) fn role_ids(roles: &[Role]) -> impl Iterator<Item = &str> + Clone {
    roles.iter().map(|role| role.id.as_str())
}

/// The codes of the categories.
pub(super) fn category_codes(categories: &[Category]) -> impl Iterator<Item = &str> + Clone {
    categories.iter().map(|category| category.code.as_str())
}

/// A role that has an office for every family.
pub(super) fn role_named(
    section: &mut Section,
    key: &'static str,
    roles: &[Role],
) -> Option<At<usize>> {
    let role = section.one_of(key, role_ids(roles))?;
    if roles[role.it].level == Level::Organisation {
        let why = format!("an organisation's own role cannot be in \"{key}\"");
        section.wrong(role.line, why, "name a role of the level district, region or city");
    }
    Some(role)
}

/// A role that need not be named, which has an office for every family.
pub(super) fn role_if(
    section: &mut Section,
    key: &'static str,
    roles: &[Role],
) -> Option<At<usize>> {
    if section.has(key) { role_named(section, key, roles) } else { None }
}

/// On what a table rests. Nothing is agreed without a document or a reason.
pub(super) fn read_ground(section: &mut Section) -> Ground {
    let source = section.text_if("source");
    let own_reading = section.text_if("own_reading");
    let own_reading_nl = section.text_if("own_reading_nl");
    match (&own_reading, &own_reading_nl) {
        (Some(_), None) => section.missing("own_reading_nl", "say in Dutch why it was filled in"),
        (None, Some(_)) => section.missing("own_reading", "say in English why it was filled in"),
        _ => {}
    }
    if source.is_none() && own_reading.is_none() && own_reading_nl.is_none() {
        let hint = "add source = \"document, section\", or own_reading and own_reading_nl: why";
        section.wrong(section.line, "it has neither \"source\" nor \"own_reading\"", hint);
    }
    let text = |text: Option<At<String>>| text.map_or_else(String::new, |text| text.it);
    let own_reading = OwnReading { nl: text(own_reading_nl), en: text(own_reading) };
    Ground { source: text(source), own_reading }
}

/// On what all tables of one sort rest, together.
pub(super) fn ground_of(file: &mut Section, key: &'static str) -> Option<(&'static str, Ground)> {
    let Some(mut section) = file.table_if(key) else {
        let why = format!("the table [{key}] is missing");
        file.report(1, why, "add it, with source or own_reading: on what they rest");
        return None;
    };
    let ground = read_ground(&mut section);
    section.finish();
    Some((key, ground))
}

/// The former names of what a table is about, when it has some; also noted in `all`.
pub(super) fn read_formerly<T>(
    section: &mut Section,
    parse: impl Fn(&str) -> Option<T>,
    all: &mut Vec<At<String>>,
) -> Vec<T> {
    let mut formerly = Vec::new();
    for word in section.words("formerly").unwrap_or_default() {
        match parse(&word.it) {
            Some(name) => {
                formerly.push(name);
                all.push(word);
            }
            None => {
                let why = format!("\"{}\" in \"formerly\" was never a name", word.it);
                section.wrong(word.line, why, "use 1 to 64 letters, digits and -");
            }
        }
    }
    formerly
}

/// Reports a former name that is in use still, and one that two tables claim.
pub(super) fn gone_and_once(
    file: &Section,
    what: &str,
    former: &[At<String>],
    in_use: impl Fn(&str) -> bool,
) {
    let mut claimed = BTreeMap::new();
    for At { it, line } in former {
        if in_use(it) {
            let why = format!("{what} \"{it}\" is \"formerly\" another one, and in the file still");
            file.report(*line, why, "remove its table, or take it out of \"formerly\"");
        }
        if let Some(first) = claimed.insert(it, *line) {
            let why =
                format!("{what} \"{it}\" is \"formerly\" of two; the first is on line {first}");
            file.report(*line, why, "say it where its work goes, and only there");
        }
    }
}
