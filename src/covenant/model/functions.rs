//! Which functions may stand on the contact card of a professional?

use std::collections::BTreeMap;

use crate::toml_file::nearest;

/// How many functions are named to whoever gave another one.
const NAMED: usize = 3;

/// What stands for a function that is not in the list.
const OTHER: &str = "OTHER";

/// The functions that a covenant knows, in the order of the file. A free text would be a place for a
/// story about a family.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Functions {
    listed: Vec<String>,
    /// In small letters, with the place in the list.
    found: BTreeMap<String, usize>,
}

impl Functions {
    /// The functions of a list, each once whatever its capitals.
    pub(in crate::covenant) fn new(listed: Vec<String>) -> Self {
        let found = listed.iter().enumerate().map(|(at, text)| (text.to_lowercase(), at));
        Self { found: found.collect(), listed }
    }

    /// As the covenant spells it, or [`OTHER`]; `None` when it is not in the list.
    #[must_use]
    pub fn spelled(&self, text: &str) -> Option<&str> {
        let small = text.to_lowercase();
        let listed = self.found.get(&small).map(|at| self.listed[*at].as_str());
        listed.or_else(|| text.eq_ignore_ascii_case(OTHER).then_some(OTHER))
    }

    /// Those that are most like a text: what was perhaps meant.
    #[must_use]
    pub fn near(&self, text: &str) -> String {
        nearest(&text.to_lowercase(), self.all(), NAMED).join(", ")
    }

    /// What may be given: all of them, and [`OTHER`].
    pub fn choices(&self) -> impl Iterator<Item = &str> {
        self.all().chain(std::iter::once(OTHER))
    }

    /// All of them.
    pub fn all(&self) -> impl ExactSizeIterator<Item = &str> {
        self.listed.iter().map(String::as_str)
    }
}
