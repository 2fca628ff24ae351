//! How are the variants of the one plan read: their length, extension and milestones?

use super::names::{Seen, id_like, read_ground, unique};
use crate::covenant::model::category::Plan;
use crate::domain::model::agreement::{MilestoneRule, PlanRule, UNLIMITED};
use crate::toml_file::Section;

/// No plan is longer: five years, in weeks.
pub(super) const MAX_WEEKS: u16 = 260;

/// Most extensions a plan can have.
const MAX_EXTENSIONS: u16 = 20;

/// Reads all `[[plan]]` tables.
pub(super) fn read_plans(file: &mut Section) -> Vec<Plan> {
    let mut seen = Seen::new();
    file.tables("plan").into_iter().filter_map(|s| read_plan(s, &mut seen)).collect()
}

fn read_plan(mut section: Section, seen: &mut Seen) -> Option<Plan> {
    let line = section.line;
    let id = id_like(&mut section, "id", "a plan");
    let id = id.filter(|id| unique(seen, id, "plan", &section));
    let nl = section.text("nl");
    let en = section.text("en");
    let weeks = section.number("weeks", 1..=MAX_WEEKS);
    let before = section.problems().count();
    let extensions_most = section.number_if("extensions_most", 0..=MAX_EXTENSIONS);
    let extensions_most = match extensions_most {
        // A number that is wrong was told; one that is left out is no bound.
        None if section.problems().count() > before => None,
        most => Some(most.unwrap_or(UNLIMITED)),
    };
    let extension_weeks = section.number("extension_weeks", 0..=MAX_WEEKS);
    if let (Some(most), Some(length)) = (extensions_most, extension_weeks)
        && (most == 0) != (length == 0)
    {
        let hint = "set extension_weeks and extensions_most both to 0, or neither";
        section.wrong(line, "one of the two values about extension is 0", hint);
    }
    let mut codes = Seen::new();
    let mut milestones = Vec::new();
    for mut milestone in section.tables("milestone") {
        milestone.name = format!("{}: milestone", section.name);
        milestones.extend(read_milestone(milestone, weeks, &mut codes));
    }
    if milestones.is_empty() {
        section.wrong(line, "there is no milestone", "add milestone = [ { code = \"...\", ... } ]");
    }
    let ground = read_ground(&mut section);
    section.finish();
    let it = PlanRule {
        id: id?,
        name_nl: nl?.it,
        name_en: en?.it,
        weeks: weeks?,
        extension_weeks: extension_weeks?,
        extensions_most: extensions_most?,
        milestones,
    };
    Some(Plan { it, ground, line })
}

fn read_milestone(
    mut section: Section,
    weeks: Option<u16>,
    codes: &mut Seen,
) -> Option<MilestoneRule> {
    let code = id_like(&mut section, "code", "a milestone");
    let code = code.filter(|code| unique(codes, code, "milestone", &section));
    let nl = section.text("nl");
    let en = section.text("en");
    let within_weeks = section.number("within_weeks", 0..=MAX_WEEKS);
    let every_weeks = section.number_if("every_weeks", 1..=MAX_WEEKS);
    let attendance = section.flag("attendance", false);
    let decides = section.flag("decides", false);
    if let (Some(due), Some(weeks)) = (within_weeks, weeks)
        && due > weeks
    {
        let text = format!("{} is due after the plan has ended, in week {weeks}", section.name);
        let hint = format!("set within_weeks to at most {weeks}, or lengthen the plan");
        section.report(section.line, text, hint);
    }
    section.finish();
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
