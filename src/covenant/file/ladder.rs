//! How are the roles and the steps of the ladder read?

use super::names::{Seen, category_codes, id_like, read_ground, unique};
use super::terms::{read_term, read_terms_by_category};
use crate::covenant::model::facts::{FIRST_ROLE, MAX_VALUES};
use crate::covenant::model::{Category, Level, Role, Step};
use crate::domain::model::agreement::Term;
use crate::toml_file::{At, Section};

/// Most steps a ladder can have.
const MAX_STEPS: usize = 16;

pub(super) fn read_roles(file: &mut Section) -> Vec<Role> {
    let mut seen = Seen::new();
    let mut roles: Vec<Role> = Vec::new();
    for mut section in file.tables("role") {
        let id = id_like(&mut section, "id", "a role");
        let level = section.one_of("level", Level::ALL.map(Level::as_str));
        let level = level.map(|level| Level::ALL[level.it]);
        let nl = section.text("nl");
        let het = read_article(&mut section);
        let en = section.text("en");
        let outside_ladder = section.flag("outside_ladder", false);
        let ground = read_ground(&mut section);
        let id = id.filter(|id| unique(&mut seen, id, "role", &section));
        if id.is_some()
            && level == Some(Level::Organisation)
            && roles.iter().any(|role| role.level == Level::Organisation)
        {
            let why = "only one role can be of the level organisation";
            section.report(section.line, why, "give it the level district, region or city");
        }
        section.finish();
        if let (Some(id), Some(level), Some(nl), Some(en)) = (id, level, nl, en) {
            roles.push(Role {
                id,
                level,
                name_nl: nl.it,
                het,
                name_en: en.it,
                outside_ladder,
                ground,
            });
        }
    }
    // Some values of `handled_by` are no roles.
    let most = MAX_VALUES - FIRST_ROLE;
    if roles.len() > most {
        let why = format!("there are more than {most} roles");
        file.report(file.line, why, "remove roles, or split the covenant");
        roles.truncate(most);
    }
    roles
}

/// Whether the Dutch name takes "het"; "de" when the file does not say.
fn read_article(section: &mut Section) -> bool {
    const ARTICLES: [&str; 2] = ["de", "het"];
    section.has("nl_article") && section.one_of("nl_article", ARTICLES).is_some_and(|at| at.it == 1)
}

pub(super) fn read_steps(file: &mut Section, categories: &[Category]) -> Vec<Step> {
    let mut steps = Vec::new();
    for section in file.tables("step") {
        steps.push(read_step(section, steps.len() + 1, categories));
    }
    if steps.is_empty() || steps.len() > MAX_STEPS {
        let why = format!("there must be 1 to {MAX_STEPS} [[step]] tables");
        file.report(file.line, why, "add or remove some");
        steps.truncate(MAX_STEPS);
    }
    steps
}

/// A step that is wrong still counts, so that later steps keep their number.
fn read_step(mut section: Section, number: usize, categories: &[Category]) -> Step {
    section.name = format!("step {number}");
    let nl = section.text("nl");
    let en = section.text("en");
    let term = read_term(&mut section, "it has no term within which the step should be done");
    let term_by_category = read_terms_by_category(&mut section, |section, code| {
        let at = category_codes(categories).position(|known| known == code.it);
        if at.is_none() {
            section.unknown("category", code, category_codes(categories));
        }
        at
    });
    let ground = read_ground(&mut section);
    section.finish();
    let text = |text: Option<At<String>>| text.map_or_else(String::new, |text| text.it);
    Step {
        name_nl: text(nl),
        name_en: text(en),
        term: term.unwrap_or(Term::WorkingDays(1)),
        ground,
        term_by_category,
    }
}
