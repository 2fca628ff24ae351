//! How does a covenant come from its files? Read, then checked; refused whole when anything is wrong.

use std::path::Path;

use super::model::Covenant;
use super::{check, file};
use crate::toml_file::{Problem, Problems};

impl Covenant {
    /// Reads a covenant file and the organisations file that it names, relative to it.
    ///
    /// # Errors
    ///
    /// All problems of both files by file and line. A covenant with any problem is refused whole.
    pub fn load(path: &Path) -> Result<Self, Vec<Problem>> {
        let problems = Problems::default();
        let draft = file::read(path, &problems);
        let covenant = draft.and_then(|draft| check::prove(draft, path, &problems));
        problems.or(covenant)
    }
}
