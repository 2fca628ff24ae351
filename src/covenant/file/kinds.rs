//! How are the kinds of organisations read, and does every one that the covenant file names exist?

use std::collections::BTreeSet;

use super::names::{Seen, id_like, read_ground, unique};
use crate::covenant::model::{Organisation, OrganisationKind};
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

/// Reads all `[[kind]]` tables.
pub(super) fn read_kinds(file: &mut Section) -> Vec<At<OrganisationKind>> {
    let mut seen = Seen::new();
    let read = |mut section: Section| {
        let code = id_like(&mut section, "code", "a kind of organisations");
        let code = code.filter(|code| unique(&mut seen, code, "kind", &section));
        let (nl, en) = (section.text("nl"), section.text("en"));
        let ground = read_ground(&mut section);
        let line = section.line;
        section.finish();
        let it = OrganisationKind { code: code?, nl: nl?.it, en: en?.it, ground };
        Some(At { it, line })
    };
    file.tables("kind").into_iter().filter_map(read).collect()
}

/// Where kinds are described, each one is, and no other.
pub(super) fn same_kinds(
    file: &Section,
    kinds: &[At<OrganisationKind>],
    organisations: &[Organisation],
) {
    if kinds.is_empty() {
        return;
    }
    let described: BTreeSet<&str> = kinds.iter().map(|kind| kind.it.code.as_str()).collect();
    let used: BTreeSet<&str> = organisations.iter().map(|o| o.kind.as_str()).collect();
    for kind in used.difference(&described) {
        let text = format!("no [[kind]] has the code \"{kind}\", which an organisation is of");
        file.report(file.line, text, did_you_mean(kind, described.iter().copied()));
    }
    for kind in kinds.iter().filter(|kind| !used.contains(kind.it.code.as_str())) {
        let text = format!("kind \"{}\": no organisation is of it", kind.it.code);
        file.report(kind.line, text, did_you_mean(&kind.it.code, used.iter().copied()));
    }
}
