//! How are the kinds of organisations read, and does every one that the covenant file names exist?

use std::collections::{BTreeMap, BTreeSet};

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

    /// Reports every kind that no organisation is of. One that is described is none of them: whoever
    /// describes it and has no organisation of it is told so there.
    pub(super) fn check(
        &self,
        organisations: &[Organisation],
        described: &[OrganisationKind],
        file: &Section,
    ) {
        let used = organisations.iter().map(|o| o.kind.as_str());
        let known: BTreeSet<&str> = used.chain(described.iter().map(|k| k.code.as_str())).collect();
        for (name, kind) in &self.0 {
            if !known.contains(kind.it.as_str()) {
                let text = format!("{name}: no organisation is of the kind \"{}\"", kind.it);
                let hint = did_you_mean(&kind.it, known.iter().copied());
                file.report_of(&kind.it, kind.line, text, hint);
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

/// Where kinds are described, each one is that an organisation is of, and no other. `used`: the kinds of
/// organisations, with the line of the first one.
pub(super) fn same_kinds(
    file: &Section,
    kinds: &[At<OrganisationKind>],
    used: &BTreeMap<String, u32>,
) {
    if kinds.is_empty() {
        return;
    }
    let described: BTreeSet<&str> = kinds.iter().map(|kind| kind.it.code.as_str()).collect();
    let misspelt: Vec<_> =
        used.iter().filter(|(kind, _)| !described.contains(kind.as_str())).collect();
    for (kind, line) in &misspelt {
        let text = format!("no [[kind]] has the code \"{kind}\", which an organisation is of");
        file.report(**line, text, did_you_mean(kind, described.iter().copied()));
    }
    // A misspelt one leaves another without organisations: that is the same once more.
    let unused = |kind: &&At<OrganisationKind>| !used.contains_key(&kind.it.code);
    for kind in kinds.iter().filter(|kind| misspelt.is_empty() && unused(kind)) {
        let text = format!("kind \"{}\": no organisation is of it", kind.it.code);
        let known = used.keys().map(String::as_str);
        file.report(kind.line, text, did_you_mean(&kind.it.code, known));
    }
}
