//! What do two covenants both know, and what is a difference between them?

use std::collections::{BTreeMap, BTreeSet};

use crate::covenant::model::Covenant;
use crate::domain::model::party::{AreaCode, CategoryCode};

/// One thing that two covenants answer differently.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Difference {
    /// What is asked, for instance `handler of a step` or `term archive_years`.
    pub what: String,
    /// For which families: facts and their values; a fact that makes no difference is left out.
    pub when: Vec<(String, Vec<String>)>,
    /// The answer of the old covenant; `-` when it has none.
    pub old: String,
    /// The answer of the new covenant; `-` when it has none.
    pub new: String,
}

/// The covenant as it is and as it would be.
pub(super) struct Pair<'a> {
    pub(super) old: &'a Covenant,
    pub(super) new: &'a Covenant,
}

impl Pair<'_> {
    /// Areas, categories and steps that both know; what only one knows is a row of its own.
    pub(super) fn areas(&self) -> impl Iterator<Item = &AreaCode> {
        self.old.areas().map(|a| &a.code).filter(|code| self.new.area(code).is_some())
    }

    pub(super) fn categories(&self) -> impl Iterator<Item = &CategoryCode> {
        self.old.categories().map(|c| &c.code).filter(|code| self.new.category(code).is_some())
    }

    pub(super) fn families(&self) -> impl Iterator<Item = (&AreaCode, &CategoryCode)> {
        self.areas().flat_map(|area| self.categories().map(move |category| (area, category)))
    }

    /// A row for everything with a name that is said otherwise or only by one.
    pub(super) fn named(
        &self,
        what: &str,
        list: impl Fn(&Covenant) -> BTreeMap<String, String>,
    ) -> Vec<Difference> {
        let (old, new) = (list(self.old), list(self.new));
        let names: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
        let said = |list: &BTreeMap<String, String>, name| {
            list.get(name).cloned().unwrap_or_else(|| "-".to_owned())
        };
        names
            .into_iter()
            .map(|name| Difference {
                what: format!("{what} {name}"),
                when: Vec::new(),
                old: said(&old, name),
                new: said(&new, name),
            })
            .filter(|row| row.old != row.new)
            .collect()
    }
}

/// Several things in words.
pub(super) fn list<T: std::fmt::Display>(items: &[T]) -> String {
    let words: Vec<String> = items.iter().map(T::to_string).collect();
    if words.is_empty() { "nobody".to_owned() } else { words.join(", ") }
}
