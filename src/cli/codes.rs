//! What does a person read in a table for a code of the API? Whoever reads English sees the word that the
//! command line takes; whoever reads Dutch a Dutch one. JSON and arguments keep the code.

use std::{borrow::Cow, collections::BTreeMap, sync::OnceLock};

use super::{
    texts::reads_dutch,
    words::{Coded, word},
};

/// The codes in Dutch.
const TABLE: &str = include_str!("codes_nl.txt");

/// What a coded value is called in the language of whoever is at the terminal.
#[must_use]
pub(super) fn called<E: Coded>(value: i32) -> String {
    of_word(word::<E>(value)).into_owned()
}

/// The same for a word that stands for a code.
#[must_use]
pub(super) fn of_word(word: &str) -> Cow<'_, str> {
    match dutch(word).filter(|_| reads_dutch()) {
        Some(dutch) => Cow::Borrowed(dutch),
        None => Cow::Borrowed(word),
    }
}

/// The Dutch for a code; `None` when there is none.
#[must_use]
fn dutch(word: &str) -> Option<&'static str> {
    static READ: OnceLock<BTreeMap<&'static str, &'static str>> = OnceLock::new();
    let lines = || TABLE.lines().filter(|line| !line.starts_with("# "));
    let read = READ.get_or_init(|| lines().filter_map(|line| line.split_once(" = ")).collect());
    read.get(word).copied()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{TABLE, dutch};
    use crate::cli::words::ALL;

    #[test]
    fn every_code_has_its_dutch_and_every_row_a_code() {
        let missing: Vec<_> = ALL.iter().filter(|word| dutch(word).is_none()).collect();
        assert!(missing.is_empty(), "in src/cli/codes_nl.txt there is no {missing:?}");
        let rows: Vec<&str> =
            TABLE.lines().filter_map(|line| Some(line.split_once(" = ")?.0)).collect();
        let once: BTreeSet<&str> = rows.iter().copied().collect();
        assert_eq!(once.len(), rows.len(), "a code is there twice");
        let unused: Vec<_> =
            once.iter().filter(|row| **row != "unspecified" && !ALL.contains(row)).collect();
        assert!(unused.is_empty(), "no code: {unused:?}");
    }
}
