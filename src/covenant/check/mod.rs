//! Is a draft total? Proves it by visiting every combination of facts of every kind of rule.

use std::path::Path;

use crate::covenant::model::{Covenant, Draft, Proven, concern};
use crate::toml_file::Problems;

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
    let ladder = ladder::prove(&mut draft, path, problems);
    let (concerns, signalled) = concerns::prove(&draft, path, problems);
    cases::prove(&draft, path, problems);
    let mut reached = ladder.reached;
    reached.extend(signalled);
    reached.extend(meetings::prove(&draft, path, problems));
    reached.extend(offices::needed(&draft, path, problems));
    let answers = concern::POINTS + draft.categories.len();
    let proven = Proven {
        decisions: ladder.decisions,
        concerns,
        combinations: ladder.combinations + (draft.areas.len() * answers) as u64,
        warnings: offices::warnings(&draft, path, reached),
    };
    Some(Covenant { draft, proven })
}
