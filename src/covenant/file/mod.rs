//! How do the two files of a covenant become a draft, with every problem collected on the way?

use std::path::Path;

use super::model::Draft;
use super::model::draft::Index;
use super::model::facts::Vocabulary;
use crate::domain::model::time::Day;
use crate::toml_file::{self, Problems, Section};

mod agreed;
mod categories;
mod concerns;
mod contact;
mod entry;
mod handler;
mod kinds;
mod ladder;
mod meetings;
mod names;
mod offices;
mod organisations;
mod places;
mod plans;
mod rules;
mod terms;

use names::{category_codes, ground_of, id_like, read_ground, read_oin, role_ids, role_named};

/// How the text of the organisations file is come by, given its path.
pub(super) type Parties<'a> = &'a dyn Fn(&Path, &Problems) -> Option<String>;

/// Reads the covenant file and the organisations file that it names. `None` when too little of it
/// could be read.
pub(super) fn read(path: &Path, problems: &Problems) -> Option<Draft> {
    read_text((path, &toml_file::text(path, problems)?), &toml_file::text, problems)
}

/// The same of a text, in the order in which one table refers to another.
pub(super) fn read_text(
    (path, text): (&Path, &str),
    parties: Parties<'_>,
    problems: &Problems,
) -> Option<Draft> {
    let mut file = toml_file::whole(path, text, problems)?;
    let id = id_like(&mut file, "id", "a covenant");
    let version = file.number("version", 1..=u16::MAX);
    let title = file.text("title");
    let in_force_from = read_day(&mut file, "in_force_from");
    let municipality = read_oin(&mut file, "municipality");
    let organisations_file = file.text("organisations");
    let ground = read_ground(&mut file);
    let terms = terms::read_terms(&mut file);
    let places = places::read_places(&mut file);
    let roles = ladder::read_roles(&mut file);
    let default_role = role_named(&mut file, "default_director_role", &roles);
    let plans = plans::read_plans(&mut file);
    let mut kinds = kinds::NamedKinds::default();
    let categories = categories::read_categories(&mut file, &roles, &plans, &mut kinds);
    let named = meetings::Places { roles: &roles, regions: &places.regions };
    let meetings = meetings::read_meetings(&mut file, &named, &mut kinds);
    let entry = entry::read_entry(&mut file);
    let agreed = agreed::read_agreed(&mut file, &roles, &categories, (plans, meetings), &mut kinds);
    let steps = ladder::read_steps(&mut file, &categories);

    let vocabulary = Vocabulary::new(steps.len(), category_codes(&categories), role_ids(&roles));
    let words = rules::Words { vocabulary: &vocabulary, roles: &roles };
    let rules = rules::read_rules(&mut file, &words);
    let informs = rules::read_informs(&mut file, &words);
    let rules_are_whole = problems.count() == 0;

    let before = problems.count();
    let parties_file = organisations_file.and_then(|name| {
        let beside = path.parent().unwrap_or(Path::new("")).join(&name.it);
        parties(&beside, problems).map(|text| (beside, text))
    });
    let parties = parties_file.as_ref().and_then(|(path, text)| {
        let file = toml_file::whole(path, text, problems)?;
        Some(organisations::read_organisations(file, &places.areas))
    });
    let parties = parties.unwrap_or_default();
    let organisations = parties.all;
    // An organisation that cannot be read is of a kind too.
    if !organisations.is_empty() && problems.count() == before {
        kinds.check(&organisations, &parties.kinds, &file);
    }
    let shared_grounds = ["districts", "offices"].map(|key| ground_of(&mut file, key));
    let world = offices::World {
        regions: &places.regions,
        areas: &places.areas,
        roles: &roles,
        organisations: &organisations,
        municipality: municipality?,
    };
    let offices = offices::read_offices(&mut file, &world);
    file.finish();
    let is_whole = problems.count() == 0;

    let (terms, terms_ground) = terms?;
    let index = Index::new(&organisations, &offices, &places.areas, &categories);
    Some(Draft {
        id: id?,
        version: u32::from(version?),
        title: title?.it,
        in_force_from: in_force_from?,
        default_role: default_role?,
        ground,
        terms,
        terms_ground,
        shared_grounds: shared_grounds.into_iter().chain([parties.ground]).flatten().collect(),
        regions: places.regions,
        areas: places.areas,
        roles,
        categories,
        steps,
        rules,
        informs,
        agreed: agreed?,
        entry,
        organisations,
        parties_file: parties_file.map(|(_, text)| text.into()).unwrap_or_default(),
        kinds: parties.kinds,
        functions: parties.functions,
        offices,
        postcodes: places.postcodes,
        vocabulary,
        rules_are_whole,
        is_whole,
        index,
    })
}

fn read_day(file: &mut Section, key: &'static str) -> Option<Day> {
    let text = file.text(key)?;
    let day = Day::parse(&text.it);
    if day.is_none() {
        let why = format!("\"{key}\" must be a day, YYYY-MM-DD");
        file.report(text.line, why, "write a day such as \"2009-01-15\"");
    }
    day
}
