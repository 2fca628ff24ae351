//! How the categories are read: who directs, who may manage the family, which plans, who keeps
//! watch.

use std::collections::HashMap;

use super::case::NamedKinds;
use super::facts::MAX_VALUES;
use super::model::{Category, Role};
use super::plan::{MAX_WEEKS, ReadPlan};
use super::problem::did_you_mean;
use super::read::{id_like, role_named, unique};
use super::rule::{Handler, Side};
use super::source::{At, Problems, Section};
use crate::domain::model::agreement::Eligible;
use crate::domain::model::party::CategoryCode;

/// What a case of a category follows.
#[derive(Clone, Debug)]
pub(super) struct CategoryRules {
    pub(super) family_manager: Eligible,
    /// Indexes of the plans, the usual one first.
    pub(super) plans: Vec<usize>,
    pub(super) watch: Option<Watch>,
}

/// How a category keeps watch.
#[derive(Clone, Debug)]
pub(super) struct Watch {
    pub(super) every_weeks: u16,
    pub(super) weeks: u16,
    pub(super) by: By,
    pub(super) while_open: bool,
}

/// Who keeps watch.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum By {
    LastFamilyManager,
    Director,
    Role(usize),
}

impl By {
    pub(super) fn role(self) -> Option<usize> {
        match self {
            Self::Role(role) => Some(role),
            Self::LastFamilyManager | Self::Director => None,
        }
    }
}

/// Reads all `[[category]]` tables; the kinds of organisations that they name go to `kinds`.
pub(super) fn read_categories(
    file: &mut Section,
    roles: &[Role],
    plans: &[ReadPlan],
    kinds: &mut NamedKinds,
    problems: &mut Problems,
) -> Vec<Category> {
    let mut seen = HashMap::new();
    let mut categories = Vec::new();
    for mut section in file.tables("category", problems) {
        let code = id_like(&mut section, "code", "a category", problems);
        let nl = section.text("nl", problems);
        let en = section.text("en", problems);
        let role = role_named(&mut section, "director_role", roles, problems);
        let implies_nuisance = section.flag("implies_nuisance", problems);
        let rules = CategoryRules {
            family_manager: read_eligible(&mut section, kinds, problems),
            plans: read_plans_of(&mut section, plans, problems),
            watch: read_watch(&mut section, roles, problems),
        };
        let at = At { it: section.file(), line: section.line };
        let code = code.filter(|code| unique(&mut seen, code, "category", &at, problems));
        let line = section.line;
        section.finish(problems);
        let code = code.and_then(|code| CategoryCode::parse(&code));
        if let (Some(code), Some(nl), Some(en), Some(role)) = (code, nl, en, role) {
            categories.push(Category {
                code,
                description_nl: nl.it,
                description_en: en.it,
                director_role: roles[role.it].id.clone(),
                implies_nuisance,
                director_role_index: role.it,
                rules,
                line,
            });
        }
    }
    if categories.is_empty() || categories.len() > MAX_VALUES {
        problems.add(
            file.file(),
            file.line,
            "there must be 1 to 64 [[category]] tables",
            "add or remove some",
        );
        categories.truncate(MAX_VALUES);
    }
    categories
}

fn read_eligible(
    section: &mut Section,
    kinds: &mut NamedKinds,
    problems: &mut Problems,
) -> Eligible {
    const KEY: &str = "family_manager_kinds";
    let Some(words) = section.words(KEY, problems) else { return Eligible::AnyInvolved };
    if words.is_empty() {
        let text = format!("{}: \"{KEY}\" leaves nobody who may manage", section.name);
        let hint = "name a kind of organisation, or leave it out for any involved one".to_owned();
        problems.add(section.file(), section.line, text, hint);
    }
    Eligible::Kinds(kinds.note(section, words))
}

fn read_plans_of(section: &mut Section, plans: &[ReadPlan], problems: &mut Problems) -> Vec<usize> {
    let mut chosen = Vec::new();
    for word in section.words("plans", problems).unwrap_or_default() {
        match plans.iter().position(|plan| plan.it.id == word.it) {
            Some(at) if chosen.contains(&at) => {
                let text = format!("{}: plan \"{}\" is named twice", section.name, word.it);
                problems.add(section.file(), word.line, text, "name it once");
            }
            Some(at) => chosen.push(at),
            None => {
                let text = format!("{}: unknown plan \"{}\"", section.name, word.it);
                let hint = did_you_mean(&word.it, plans.iter().map(|plan| plan.it.id.as_str()));
                problems.add(section.file(), word.line, text, hint);
            }
        }
    }
    chosen
}

fn read_watch(section: &mut Section, roles: &[Role], problems: &mut Problems) -> Option<Watch> {
    let mut watch = section.table_if("watch", problems)?;
    watch.name = format!("{}: watch", section.name);
    let every_weeks = watch.number("every_weeks", 1..=MAX_WEEKS, problems);
    let weeks = watch.number("weeks", 1..=MAX_WEEKS, problems);
    let by = watch.text("by", problems).and_then(|text| {
        let by = parse_by(&text.it, roles);
        by.map_err(|(why, hint)| {
            problems.add(watch.file(), text.line, format!("{}: {why}", watch.name), hint);
        })
        .ok()
    });
    let while_open = watch.flag("while_open", problems);
    if let (Some(every), Some(weeks)) = (every_weeks, weeks)
        && every > weeks
    {
        let text = format!("{}: it ends before the first look", watch.name);
        let hint = format!("set every_weeks to at most {weeks}, or weeks to at least {every}");
        problems.add(watch.file(), watch.line, text, hint);
    }
    watch.finish(problems);
    Some(Watch { every_weeks: every_weeks?, weeks: weeks?, by: by?, while_open })
}

fn parse_by(text: &str, roles: &[Role]) -> Result<By, (String, String)> {
    match text {
        "last-family-manager" => return Ok(By::LastFamilyManager),
        "director" => return Ok(By::Director),
        _ => {}
    }
    match Handler::parse(text, roles) {
        Ok(Handler::Role { role, side: Side::Family | Side::City }) => Ok(By::Role(role)),
        Err(error) if text.contains('@') => Err(error),
        Ok(_) | Err(_) => {
            let hint = "write last-family-manager, director, role@family or role@city";
            Err((format!("\"{text}\" cannot keep watch"), hint.to_owned()))
        }
    }
}
