//! How does a covenant come from its files? Read, then checked; refused whole when anything is wrong.

use std::path::Path;

use super::model::Covenant;
use super::{check, file};
use crate::toml_file::{Problem, Problems};

/// What a covenant file is called that is no file.
pub const TRIED_OUT: &str = "covenant.toml";

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

    /// Reads a covenant from texts, as it would be. No file is looked for: the text of the organisations
    /// stands for whatever file the covenant names.
    ///
    /// # Errors
    ///
    /// As of [`Covenant::load`].
    pub fn try_out(covenant: &str, organisations: &str) -> Result<Self, Vec<Problem>> {
        let (path, problems) = (Path::new(TRIED_OUT), Problems::default());
        let beside = |_: &Path, _: &Problems| Some(organisations.to_owned());
        let draft = file::read_text((path, covenant), &beside, &problems);
        let covenant = draft.and_then(|draft| check::prove(draft, path, &problems));
        problems.or(covenant)
    }

    /// The text of its organisations file.
    #[must_use]
    pub fn organisations_file(&self) -> &str {
        &self.draft.parties_file
    }
}
