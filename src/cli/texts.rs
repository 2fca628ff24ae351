//! What does the command line say in Dutch? English stands in the code, Dutch beside it in
//! `texts_nl.txt`, a line each. A text that stands in no row is found by the tests: here it panics in
//! them, and `help::without_dutch` goes through the help.

use std::{collections::BTreeMap, env, fmt::Display, sync::OnceLock};

use super::below;
pub use crate::dutch::filled;

/// English, and under it Dutch.
const TABLE: &str = include_str!("texts_nl.txt");

/// The Dutch for a text; `None` when there is none.
#[must_use]
pub fn dutch(english: &str) -> Option<&'static str> {
    static READ: OnceLock<BTreeMap<&'static str, &'static str>> = OnceLock::new();
    let read = READ.get_or_init(|| {
        let lines = TABLE.lines().filter(|line| !line.is_empty() && !line.starts_with("# "));
        let lines: Vec<&str> = lines.collect();
        lines.chunks_exact(2).map(|pair| (pair[0], pair[1])).collect()
    });
    read.get(english).copied()
}

/// True when the person at the terminal reads Dutch: what the broker says comes in Dutch then too.
#[must_use]
pub fn reads_dutch() -> bool {
    let set = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().filter_map(|name| env::var(name).ok());
    set.into_iter().find(|value| !value.is_empty()).is_some_and(|value| value.starts_with("nl"))
}

/// A text in the language of whoever is at the terminal.
#[must_use]
pub fn say(english: &str) -> &str {
    let dutch = dutch(english);
    debug_assert!(dutch.is_some(), "there is no Dutch for {english:?} in texts_nl.txt");
    if reads_dutch() { dutch.unwrap_or(english) } else { english }
}

/// The same with values in the place of each `{}`; what a room below said is in that language too.
#[must_use]
pub fn fill(english: &str, values: &[&dyn Display]) -> String {
    let values: Vec<String> = values.iter().map(|value| below::value(&value.to_string())).collect();
    let values: Vec<&dyn Display> = values.iter().map(|value| value as _).collect();
    filled(say(english), &values)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_whole() {
        let lines = TABLE.lines().filter(|line| !line.is_empty() && !line.starts_with("# "));
        let lines: Vec<&str> = lines.collect();
        assert!(lines.len().is_multiple_of(2) && lines.len() > 800, "{}", lines.len());
        let mut seen = BTreeMap::new();
        for pair in lines.chunks_exact(2) {
            assert_eq!(seen.insert(pair[0], pair[1]), None, "twice: {}", pair[0]);
            let places = |text: &str| text.matches("{}").count();
            assert_eq!(places(pair[0]), places(pair[1]), "other values: {}", pair[0]);
        }
    }

    #[test]
    fn values_stand_in_their_places() {
        assert_eq!(fill("{}; again in {} s", &[&"gone", &2]), "gone; again in 2 s");
    }
}
