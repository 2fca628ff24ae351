//! How the variants of the one plan are read: their length, extension and milestones.

use std::collections::HashMap;

use super::Covenant;
use super::read::{id_like, unique};
use super::source::{At, Problems, Section};
use crate::domain::model::agreement::{MilestoneRule, PlanRule};

/// No plan is longer: five years, in weeks.
pub(super) const MAX_WEEKS: u16 = 260;

/// Most extensions a plan can have.
const MAX_EXTENSIONS: u16 = 20;

/// A plan and the line it begins on.
pub(super) type ReadPlan = At<PlanRule>;

/// Reads all `[[plan]]` tables.
pub(super) fn read_plans(file: &mut Section, problems: &mut Problems) -> Vec<ReadPlan> {
    let mut seen = HashMap::new();
    let sections = file.tables("plan", problems);
    sections.into_iter().filter_map(|s| read_plan(s, &mut seen, problems)).collect()
}

fn read_plan(
    mut section: Section,
    seen: &mut HashMap<String, u32>,
    problems: &mut Problems,
) -> Option<ReadPlan> {
    let line = section.line;
    let id = id_like(&mut section, "id", "a plan", problems);
    let at = At { it: section.file().to_owned(), line };
    let at = At { it: at.it.as_path(), line };
    let id = id.filter(|id| unique(seen, id, "plan", &at, problems));
    let nl = section.text("nl", problems);
    let en = section.text("en", problems);
    let weeks = section.number("weeks", 1..=MAX_WEEKS, problems);
    let extensions_most = section.number("extensions_most", 0..=MAX_EXTENSIONS, problems);
    let extension_weeks = section.number("extension_weeks", 0..=MAX_WEEKS, problems);
    if let (Some(most), Some(length)) = (extensions_most, extension_weeks)
        && (most == 0) != (length == 0)
    {
        let text = format!("{}: one of the two values about extension is 0", section.name);
        let hint = "set extension_weeks and extensions_most both to 0, or neither".to_owned();
        problems.add(section.file(), line, text, hint);
    }
    let mut codes = HashMap::new();
    let mut milestones = Vec::new();
    for mut milestone in section.tables("milestone", problems) {
        milestone.name = format!("{}: milestone", section.name);
        milestones.extend(read_milestone(milestone, weeks, &mut codes, problems));
    }
    if milestones.is_empty() {
        let text = format!("{}: there is no milestone", section.name);
        let hint = "add milestone = [ { code = \"...\", ... } ]".to_owned();
        problems.add(section.file(), line, text, hint);
    }
    section.finish(problems);
    let it = PlanRule {
        id: id?,
        name_nl: nl?.it,
        name_en: en?.it,
        weeks: weeks?,
        extension_weeks: extension_weeks?,
        extensions_most: extensions_most?,
        milestones,
    };
    Some(At { it, line })
}

fn read_milestone(
    mut section: Section,
    weeks: Option<u16>,
    codes: &mut HashMap<String, u32>,
    problems: &mut Problems,
) -> Option<MilestoneRule> {
    let code = id_like(&mut section, "code", "a milestone", problems);
    let at = At { it: section.file().to_owned(), line: section.line };
    let at = At { it: at.it.as_path(), line: at.line };
    let code = code.filter(|code| unique(codes, code, "milestone", &at, problems));
    let nl = section.text("nl", problems);
    let en = section.text("en", problems);
    let within_weeks = section.number("within_weeks", 0..=MAX_WEEKS, problems);
    let every_weeks = section.number_if("every_weeks", 1..=MAX_WEEKS, problems);
    let attendance = section.flag("attendance", problems);
    let decides = section.flag("decides", problems);
    if let (Some(due), Some(weeks)) = (within_weeks, weeks)
        && due > weeks
    {
        let text = format!("{} is due after the plan has ended, in week {weeks}", section.name);
        let hint = format!("set within_weeks to at most {weeks}, or lengthen the plan");
        problems.add(section.file(), section.line, text, hint);
    }
    section.finish(problems);
    Some(MilestoneRule {
        code: code?,
        name_nl: nl?.it,
        name_en: en?.it,
        within_weeks: within_weeks?,
        every_weeks,
        attendance,
        decides,
    })
}

impl Covenant {
    /// The plans, in the order of the file.
    pub fn plans(&self) -> impl ExactSizeIterator<Item = &PlanRule> {
        self.agreed.plans.iter().map(|plan| &plan.it)
    }

    /// A plan by its id, whatever category may use it.
    #[must_use]
    pub fn plan(&self, id: &str) -> Option<&PlanRule> {
        self.plans().find(|plan| plan.id == id)
    }

    /// The name of a milestone of a plan, in Dutch and in English.
    #[must_use]
    pub fn milestone_name(&self, plan: &str, code: &str) -> Option<(&str, &str)> {
        let milestone = self.plan(plan)?.milestones.iter().find(|m| m.code == code)?;
        Some((&milestone.name_nl, &milestone.name_en))
    }
}
