//! How are the categories read: who directs, who may manage the family, which plans, who keeps
//! watch?

use super::handler::office_of_family;
use super::kinds::NamedKinds;
use super::names::{Seen, gone_and_once, id_like, read_formerly, read_ground, role_named, unique};
use super::plans::MAX_WEEKS;
use crate::covenant::model::category::{By, CategoryRules, Plan, Watch};
use crate::covenant::model::facts::MAX_VALUES;
use crate::covenant::model::{Category, Role};
use crate::domain::model::agreement::{Eligible, MeasureRule};
use crate::domain::model::party::CategoryCode;
use crate::toml_file::{At, Section};

/// Reads all `[[category]]` tables; the kinds of organisations that they name go to `kinds`.
pub(super) fn read_categories(
    file: &mut Section,
    roles: &[Role],
    plans: &[Plan],
    kinds: &mut NamedKinds,
) -> Vec<Category> {
    let mut seen = Seen::new();
    let (mut categories, mut former) = (Vec::new(), Vec::new());
    for mut section in file.tables("category") {
        let formerly = read_formerly(&mut section, CategoryCode::parse, &mut former);
        let read = read_category(section, roles, plans, kinds, &mut seen);
        categories.extend(read.map(|category| Category { formerly, ..category }));
    }
    gone_and_once(file, "category", &former, |code| {
        categories.iter().any(|c: &Category| c.code.as_str() == code)
    });
    if categories.is_empty() || categories.len() > MAX_VALUES {
        let why = format!("there must be 1 to {MAX_VALUES} [[category]] tables");
        file.report(file.line, why, "add or remove some");
        categories.truncate(MAX_VALUES);
    }
    categories
}

fn read_category(
    mut section: Section,
    roles: &[Role],
    plans: &[Plan],
    kinds: &mut NamedKinds,
    seen: &mut Seen,
) -> Option<Category> {
    let code = id_like(&mut section, "code", "a category");
    let nl = section.text("nl");
    let en = section.text("en");
    let role = role_named(&mut section, "director_role", roles);
    let implies_nuisance = section.flag("implies_nuisance", false);
    let asks_entry_ground = section.flag("asks_entry_ground", true);
    let rules = CategoryRules {
        measure: read_measure(&mut section),
        family_manager: read_eligible(&mut section, kinds),
        plans: read_plans_of(&mut section, plans),
        watch: read_watch(&mut section, roles),
    };
    let code = code.filter(|code| unique(seen, code, "category", &section));
    let ground = read_ground(&mut section);
    let line = section.line;
    section.finish();
    let role = role?.it;
    Some(Category {
        code: CategoryCode::parse(&code?)?,
        description_nl: nl?.it,
        description_en: en?.it,
        director_role: roles[role].id.clone(),
        formerly: Vec::new(),
        implies_nuisance,
        asks_entry_ground,
        ground,
        director_role_index: role,
        rules,
        line,
    })
}

/// What a category says of a child protection or youth probation measure.
fn read_measure(section: &mut Section) -> MeasureRule {
    let Some(text) = section.text_if("measure") else { return MeasureRule::Either };
    match text.it.as_str() {
        "required" => MeasureRule::Required,
        "none" => MeasureRule::Excluded,
        _ => {
            let why = format!("unknown measure \"{}\"", text.it);
            let hint = "write measure = \"required\" or \"none\", or leave it out for either";
            section.wrong(text.line, why, hint);
            MeasureRule::Either
        }
    }
}

fn read_eligible(section: &mut Section, kinds: &mut NamedKinds) -> Eligible {
    const KEY: &str = "family_manager_kinds";
    let Some(words) = section.words(KEY) else { return Eligible::AnyInvolved };
    if words.is_empty() {
        let hint = "name a kind of organisation, or leave it out for any involved one";
        section.wrong(section.line, format!("\"{KEY}\" leaves nobody who may manage"), hint);
    }
    Eligible::Kinds(kinds.note(section, words))
}

fn read_plans_of(section: &mut Section, plans: &[Plan]) -> Vec<usize> {
    let mut chosen = Vec::new();
    for word in section.words("plans").unwrap_or_default() {
        match plans.iter().position(|plan| plan.it.id == word.it) {
            Some(at) if chosen.contains(&at) => {
                let text = format!("plan \"{}\" is named twice", word.it);
                section.wrong(word.line, text, "name it once");
            }
            Some(at) => chosen.push(at),
            None => section.unknown("plan", &word, plans.iter().map(|plan| plan.it.id.as_str())),
        }
    }
    chosen
}

fn read_watch(section: &mut Section, roles: &[Role]) -> Option<Watch> {
    let mut watch = section.table_if("watch")?;
    watch.name = format!("{}: watch", section.name);
    let every_weeks = watch.number("every_weeks", 1..=MAX_WEEKS);
    let weeks = watch.number("weeks", 1..=MAX_WEEKS);
    let by = watch.text("by").and_then(|text| read_by(&watch, &text, roles));
    let while_open = watch.flag("while_open", false);
    if let (Some(every), Some(weeks)) = (every_weeks, weeks)
        && every > weeks
    {
        let hint = format!("set every_weeks to at most {weeks}, or weeks to at least {every}");
        watch.wrong(watch.line, "it ends before the first look", hint);
    }
    watch.finish();
    Some(Watch { every_weeks: every_weeks?, weeks: weeks?, by: by?, while_open })
}

fn read_by(watch: &Section, text: &At<String>, roles: &[Role]) -> Option<By> {
    const HINT: &str = "write last-family-manager, director, role@family or role@city";
    match text.it.as_str() {
        "last-family-manager" => Some(By::LastFamilyManager),
        "director" => Some(By::Director),
        _ => office_of_family(watch, text, roles, "cannot keep watch", HINT).map(By::Role),
    }
}
