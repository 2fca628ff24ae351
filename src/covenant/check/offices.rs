//! Does every office that the covenant needs exist, and does work ever reach every office?

use std::collections::HashSet;
use std::path::Path;

use super::no_office;
use crate::covenant::model::Draft;
use crate::covenant::model::rule::{Handler, Side};
use crate::toml_file::{Problem, Problems};

/// An office that must be there in every area.
struct Need {
    role: usize,
    /// Line of what asks for it.
    line: u32,
    /// What asks for it, in words.
    why: String,
}

/// Directors, those who are told, those with powers and those who keep watch: their offices, and a
/// problem for each one that is not there.
pub(super) fn needed(draft: &Draft, path: &Path, problems: &Problems) -> HashSet<usize> {
    let mut reached = HashSet::new();
    for need in needs(draft) {
        for area in 0..draft.areas.len() {
            match draft.seat(need.role, area) {
                Some(office) => {
                    reached.insert(office);
                }
                None => {
                    let place = draft.place_of(need.role, area);
                    let place = place.map_or("?".to_owned(), |place| draft.place_name(place));
                    let role = &draft.roles[need.role].id;
                    let text = format!("there is no office of {role} in {place} {}", need.why);
                    no_office(problems, (path, need.line), (role.as_str(), &place), text);
                }
            }
        }
    }
    reached
}

fn needs(draft: &Draft) -> Vec<Need> {
    let agreed = &draft.agreed;
    let need = |role: usize, line: u32, why: &str| Need { role, line, why: why.to_owned() };
    let directing = draft
        .categories
        .iter()
        .map(|c| need(c.director_role_index, c.line, &format!("that directs category {}", c.code)));
    let watching = draft.categories.iter().filter_map(|c| {
        let role = c.rules.watch.as_ref().and_then(|watch| watch.by.role())?;
        Some(need(role, c.line, &format!("that keeps watch in category {}", c.code)))
    });
    let told = draft.informs.iter().flat_map(|inform| {
        inform.offices.iter().filter_map(|told| match told {
            Handler::Role { side: Side::Target, .. } => None,
            Handler::Role { role, .. } => Some(need(*role, inform.line, "to inform")),
            Handler::OwnOrganisation | Handler::TargetOrganisation | Handler::Director => None,
        })
    });
    let general = [
        need(draft.default_role.it, draft.default_role.line, "that directs without a category"),
        need(agreed.privacy_role.it, agreed.privacy_role.line, "that guards the family's rights"),
    ];
    let reporting = agreed.report_roles.iter().chain(&agreed.own_report_roles);
    let reporting = reporting.map(|role| need(role.it, role.line, "that may ask for figures"));
    let looking = [
        (&agreed.overview_role, "that keeps the overview"),
        (&agreed.auditor_role, "that audits"),
        (&agreed.administrator_role, "that administers"),
    ];
    let looking = looking
        .into_iter()
        .filter_map(|(role, why)| role.as_ref().map(|role| need(role.it, role.line, why)));
    let general = general.into_iter().chain(reporting).chain(looking);
    directing.chain(watching).chain(told).chain(general).collect()
}

/// What is odd but no reason to refuse.
pub(super) fn warnings(draft: &Draft, path: &Path, mut reached: HashSet<usize>) -> Vec<Problem> {
    let tells_targets = draft
        .informs
        .iter()
        .flat_map(|inform| &inform.offices)
        .any(|told| matches!(told, Handler::Role { side: Side::Target, .. }));
    for (at, office) in draft.offices.iter().enumerate() {
        let told = tells_targets && office.organisation.is_some();
        if told || draft.roles[office.role_index].outside_ladder {
            reached.insert(at);
        }
    }
    let mut open: Vec<usize> = reached.iter().copied().collect();
    while let Some(at) = open.pop() {
        if let Some(next) = draft.offices[at].fallback_index
            && reached.insert(next)
        {
            open.push(next);
        }
    }
    let warning = |line: u32, text: String, hint: &str| Problem {
        file: path.to_owned(),
        line,
        text,
        suggestion: Some(hint.to_owned()),
    };
    let mut warnings = Vec::new();
    for (at, office) in draft.offices.iter().enumerate() {
        if !reached.contains(&at) {
            let text = format!("no work ever reaches office \"{}\"", office.id);
            let hint = "set outside_ladder = true on its role if that is meant";
            warnings.push(warning(office.line, text, hint));
        }
        let acts = draft.standing_in(at);
        if acts != at {
            let acts = &draft.offices[acts].id;
            let text = format!("office \"{}\" is vacant: \"{acts}\" acts in its place", office.id);
            let hint = "name a holder or a deputy as soon as there is one";
            warnings.push(warning(office.line, text, hint));
        }
    }
    warnings.sort_by_key(|warning| warning.line);
    warnings
}
