//! Does every kind of organisation that the covenant file names exist?

use std::collections::BTreeSet;

use crate::covenant::model::Organisation;
use crate::toml_file::{At, Section, did_you_mean};

/// Kinds of organisations that the covenant file names: known only when the other file is read.
#[derive(Default)]
pub(super) struct NamedKinds(Vec<(String, At<String>)>);

impl NamedKinds {
    /// Notes kinds that a section names, and returns them as words.
    pub(super) fn note(&mut self, section: &Section, words: Vec<At<String>>) -> Vec<String> {
        let kinds = words.iter().map(|word| word.it.clone()).collect();
        self.0.extend(words.into_iter().map(|word| (section.name.clone(), word)));
        kinds
    }

    /// Reports every kind that no organisation is of.
    pub(super) fn check(&self, organisations: &[Organisation], file: &Section) {
        let known: BTreeSet<&str> = organisations.iter().map(|o| o.kind.as_str()).collect();
        for (name, kind) in &self.0 {
            if !known.contains(kind.it.as_str()) {
                let text = format!("{name}: no organisation is of the kind \"{}\"", kind.it);
                file.report(kind.line, text, did_you_mean(&kind.it, known.iter().copied()));
            }
        }
    }
}
