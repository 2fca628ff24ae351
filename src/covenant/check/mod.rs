//! Is a covenant total? Proves it by visiting every combination of facts of every kind of rule.

use std::path::Path;

use super::Covenant;
use super::source::Problems;

mod cases;
mod concerns;
mod ladder;
mod offices;

/// Proves that there is exactly one answer to everything. Fills the tables that answers are read
/// from, and `warnings`.
pub(super) fn prove(covenant: &mut Covenant, path: &Path, problems: &mut Problems) {
    let mut reached = ladder::prove(covenant, path, problems);
    reached.extend(concerns::prove(covenant, path, problems));
    cases::prove(covenant, path, problems);
    reached.extend(offices::needed(covenant, path, problems));
    covenant.warnings = offices::warnings(covenant, path, reached);
}
