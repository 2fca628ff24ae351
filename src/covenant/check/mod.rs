//! Is a draft total? Proves it by visiting every combination of facts of every kind of rule.

use std::path::Path;

use crate::covenant::model::{Covenant, Draft, Proven, concern};
use crate::toml_file::Problems;

/// Adds that an office is missing: one cause, whatever needs it.
fn no_office(
    problems: &Problems,
    (path, line): (&Path, u32),
    (role, place): (&str, &str),
    text: String,
) {
    let hint = format!("add an [[office]] with role = \"{role}\"");
    problems.add_of(format!("the office of {role} in {place}"), (path, line), text, hint);
}

mod cases;
mod concerns;
mod cover;
mod findings;
mod ladder;
mod meetings;
mod offices;

/// Proves that there is exactly one answer to everything; what is missing becomes a problem, and
/// the covenant is one only if there is none. A draft whose rules could not be read is not proved.
pub(super) fn prove(mut draft: Draft, path: &Path, problems: &Problems) -> Option<Covenant> {
    if !draft.rules_are_whole {
        return None;
    }
    // Where an office or a place could not be read, that it is missing is no news.
    let nowhere = Problems::default();
    let of_places = if draft.is_whole { problems } else { &nowhere };
    let ladder = ladder::prove(&mut draft, path, (problems, of_places));
    let concerns = concerns::prove(&draft, path, problems);
    cases::prove(&draft, path, (problems, of_places));
    let mut reached = ladder.reached;
    reached.extend(concerns::recipients(&draft, path, of_places));
    reached.extend(meetings::prove(&draft, path, of_places));
    reached.extend(offices::needed(&draft, path, of_places));
    let answers = concern::POINTS + draft.categories.len();
    let proven = Proven {
        decisions: ladder.decisions,
        concerns,
        combinations: ladder.combinations + (draft.areas.len() * answers) as u64,
        warnings: offices::warnings(&draft, path, reached),
    };
    Some(Covenant { draft, proven })
}
