//! Has every kind of meeting exactly one chair, wherever the family lives, where the covenant names one?

use std::collections::{BTreeMap, HashSet};
use std::path::Path;

use crate::covenant::model::Draft;
use crate::covenant::model::concern::To;
use crate::covenant::model::meeting::Meeting;
use crate::toml_file::Problems;

/// Proves it. The offices that chair.
pub(super) fn prove(draft: &Draft, path: &Path, problems: &Problems) -> HashSet<usize> {
    let meetings = &draft.agreed.meetings;
    meetings.iter().flat_map(|meeting| chairs(draft, meeting, path, problems)).collect()
}

fn chairs(draft: &Draft, meeting: &Meeting, path: &Path, problems: &Problems) -> Vec<usize> {
    let mut offices = Vec::new();
    // One message for each chair that is not there, however many areas miss it.
    let mut missing: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for (area, place) in draft.areas.iter().enumerate() {
        let what = match meeting.chair(place.region_index) {
            None => continue,
            Some(To::Role(role)) => match draft.seat(*role, area) {
                Some(office) => {
                    offices.push(office);
                    continue;
                }
                None => format!("the office of {}", draft.roles[*role].id),
            },
            Some(To::Kind(kind)) => match draft.of_kind_in(kind, area).len() {
                1 => continue,
                found => format!("exactly one organisation of the kind {kind}, not {found},"),
            },
        };
        missing.entry(what).or_default().push(place.code.as_str());
    }
    for (what, areas) in missing {
        let areas = areas.join(", ");
        let text = format!("meeting \"{}\" needs {what} as its chair for {areas}", meeting.code);
        let hint = "name another chair, or another one for that region in chair_in";
        problems.add(path, meeting.line, text, hint);
    }
    offices
}
