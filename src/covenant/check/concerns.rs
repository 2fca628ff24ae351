//! Does every concern signal have exactly one recipient, wherever the family lives?

use std::collections::{BTreeMap, HashSet};
use std::path::Path;

use crate::covenant::model::Draft;
use crate::covenant::model::concern::{self, ConcernRule, To};
use crate::toml_file::Problems;

use super::{ladder::pairs, no_office};

/// Proves that exactly one rule decides. The table of concern rules.
pub(super) fn prove(draft: &Draft, path: &Path, problems: &Problems) -> [usize; concern::POINTS] {
    let rules = &draft.agreed.concerns;
    let mut table = [0; concern::POINTS];
    let (mut used, mut conflicts) = (HashSet::new(), BTreeMap::new());
    for (number, entry) in table.iter_mut().enumerate() {
        let holding: Vec<usize> = (0..rules.len()).filter(|at| rules[*at].holds(number)).collect();
        let facts = concern::describe(number);
        match holding.as_slice() {
            [] => {
                let line = rules.first().map_or(1, |rule| rule.line);
                let text = format!("no [[concern]] for a signal with {facts}");
                let hint = format!("add a [[concern]] with when = {{ {} }}", concern::when(number));
                problems.add(path, line, text, hint);
            }
            [one] => *entry = *one,
            several => {
                for pair in pairs(several) {
                    conflicts.entry(pair).or_insert(facts.clone());
                }
            }
        }
        used.extend(holding);
    }
    for ((first, second), facts) in conflicts {
        let (first, second) = (&rules[first], &rules[second]);
        let text = format!(
            "concern \"{}\" (line {}) and \"{}\" (line {}) both hold for a signal with {facts}",
            first.id, first.line, second.id, second.line,
        );
        problems.add(path, second.line, text, "narrow the when of one of them");
    }
    for (at, rule) in rules.iter().enumerate() {
        if !used.contains(&at) {
            let text = format!("concern \"{}\" never decides anything", rule.id);
            let hint = "widen its when or remove it".to_owned();
            problems.add(path, rule.line, text, hint);
        }
    }
    table
}

/// The offices that signals reach; one that is not there is a problem.
pub(super) fn recipients(draft: &Draft, path: &Path, problems: &Problems) -> HashSet<usize> {
    let rules = draft.agreed.concerns.iter();
    rules.flat_map(|rule| recipients_of(draft, rule, path, problems)).collect()
}

/// The offices of a rule in every area; what is not there or not one is a problem.
fn recipients_of(
    draft: &Draft,
    rule: &ConcernRule,
    path: &Path,
    problems: &Problems,
) -> Vec<usize> {
    let mut reached = Vec::new();
    // By kind and by how many there are: one message, however many areas it is true of.
    let mut wrong = BTreeMap::new();
    let mut need = |role: usize, area: usize, problems: &Problems| {
        let Some(office) = draft.seat(role, area) else {
            let place = draft.place_of(role, area);
            let place = place.map_or("?".to_owned(), |place| draft.place_name(place));
            let role = &draft.roles[role].id;
            let text = format!(
                "concern \"{}\" needs the office of {role} in {place}, which the covenant does not \
                 have",
                rule.id
            );
            return no_office(problems, (path, rule.line), (role.as_str(), &place), text);
        };
        reached.push(office);
    };
    for area in 0..draft.areas.len() {
        match &rule.to {
            To::Role(role) => need(*role, area, problems),
            To::Kind(kind) => {
                let found = draft.of_kind_in(kind, area).len();
                if found != 1 {
                    let areas: &mut Vec<&str> = wrong.entry((kind.as_str(), found)).or_default();
                    areas.push(draft.areas[area].code.as_str());
                }
            }
        }
        for role in &rule.informs {
            need(*role, area, problems);
        }
    }
    for ((kind, found), areas) in wrong {
        let text = format!(
            "concern \"{}\" needs exactly one organisation of the kind {kind}, not {found}, for {}",
            rule.id,
            areas.join(", ")
        );
        let hint = "an organisation covers the district that commissions it, or every one; otherwise \
                    send the signal to an office of that area";
        problems.add(path, rule.line, text, hint);
    }
    reached
}
