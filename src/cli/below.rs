//! What do the rooms below say in Dutch? They know no languages: what they say of a file, of a store or
//! of the system is recognised here by its sentence, whatever values stand in it. What stands in no row
//! stays as it is.

use std::{fmt::Display, sync::OnceLock};

use super::texts::{filled, reads_dutch};

/// English, and under it Dutch; `{}` stands for a value.
const TABLE: &str = include_str!("below_nl.txt");
/// A row with so many letters is known by them; one with fewer is tried when no other way is left.
const KNOWN_BY: usize = 12;
/// A text stands within a value, within a problem, behind a place, behind a file: not deeper than this.
const DEEPEST: u8 = 8;
/// Single words that are not names where they stand for a value.
const THINGS: [&str; 3] = ["office", "area", "category"];

/// A text in the language of whoever is at the terminal.
#[must_use]
pub fn said(text: &str) -> String {
    if reads_dutch() { in_dutch(text) } else { text.to_owned() }
}

/// A text in Dutch, line by line, as far as it is known.
#[must_use]
pub fn in_dutch(text: &str) -> String {
    let line = |line: &str| {
        let margin = line.len() - line.trim_start().len();
        let (margin, rest) = line.split_at(margin);
        format!("{margin}{}", dutch(rest).unwrap_or_else(|| rest.to_owned()))
    };
    text.lines().map(line).collect::<Vec<_>>().join("\n")
}

/// The same of what is put into a text: a single word is a name or a code, and stays.
#[must_use]
pub fn value(text: &str) -> String {
    if is_name(text) { text.to_owned() } else { said(text) }
}

/// The Dutch for a text; `None` when it is not known.
#[must_use]
pub fn dutch(text: &str) -> Option<String> {
    Within(DEEPEST).dutch(text)
}

/// Whether there is a row for a text, with `{}` for every value in it.
#[must_use]
pub fn knows(template: &str) -> bool {
    rows().iter().any(|row| row.english == template)
}

/// How many texts may stand within each other, for each way to take a text apart.
struct Within(u8);

impl Within {
    fn dutch(&self, text: &str) -> Option<String> {
        let inner = Self(self.0.checked_sub(1)?);
        inner
            .by_sentence(text, true)
            .or_else(|| inner.with_a_hint(text))
            .or_else(|| inner.behind_a_place(text))
            .or_else(|| inner.by_sentence(text, false))
            .or_else(|| inner.in_parts(text))
    }

    /// By the first row that fits, of those with many letters or of those with few.
    fn by_sentence(&self, text: &str, many: bool) -> Option<String> {
        let mut rows = rows().iter().filter(|row| (row.letters >= KNOWN_BY) == many);
        rows.find_map(|row| {
            let values: Vec<String> = row
                .values(text)?
                .into_iter()
                // What stands between quotation marks is a name.
                .map(|(value, name)| if name { value.to_owned() } else { self.value(value) })
                .collect();
            let values: Vec<&dyn Display> = values.iter().map(|value| value as _).collect();
            Some(filled(row.dutch, &values))
        })
    }

    /// `WHAT (HINT)`, as problems of a file are told.
    fn with_a_hint(&self, text: &str) -> Option<String> {
        let inside = text.strip_suffix(')')?;
        inside.match_indices(" (").find_map(|(at, _)| {
            let (what, hint) = (&inside[..at], self.dutch(&inside[at + 2..])?);
            Some(format!("{} ({hint})", self.dutch(what).unwrap_or_else(|| what.to_owned())))
        })
    }

    /// `PLACE: WHAT`, where the place is a file with its line, a section or a thing with its name.
    fn behind_a_place(&self, text: &str) -> Option<String> {
        text.match_indices(": ").find_map(|(at, _)| {
            let (place, what) = (&text[..at], self.dutch(&text[at + 2..])?);
            Some(format!("{}: {what}", self.dutch(place).unwrap_or_else(|| place.to_owned())))
        })
    }

    /// A list of which some members are known.
    fn in_parts(&self, text: &str) -> Option<String> {
        let parts: Vec<&str> = text.split(", ").collect();
        if parts.len() == 1 {
            return None;
        }
        let told =
            |part: &&str| if part.contains(' ') { self.value(part) } else { (*part).to_owned() };
        let told: Vec<String> = parts.iter().map(told).collect();
        (parts != told).then(|| told.join(", "))
    }

    /// The Dutch for a value, or the value.
    fn value(&self, text: &str) -> String {
        let known = if is_name(text) { None } else { self.dutch(text) };
        known.unwrap_or_else(|| text.to_owned())
    }
}

/// Whether a value is a name or a code: a single word in small letters.
fn is_name(text: &str) -> bool {
    !text.contains([' ', ':']) && !text.contains(char::is_uppercase) && !THINGS.contains(&text)
}

/// A text with places for values, and its Dutch.
struct Row {
    english: &'static str,
    dutch: &'static str,
    letters: usize,
}

impl Row {
    /// The values in a text of this row, and which of them stand between quotation marks.
    fn values<'t>(&self, text: &'t str) -> Option<Vec<(&'t str, bool)>> {
        let mut parts = self.english.split("{}");
        let mut before = parts.next().unwrap_or_default();
        let mut text = text.strip_prefix(before)?;
        let mut parts = parts.peekable();
        if parts.peek().is_none() {
            return text.is_empty().then(Vec::new);
        }
        let mut values = Vec::new();
        while let Some(part) = parts.next() {
            let (value, rest) = match parts.peek() {
                Some(_) => text.split_once(part)?,
                None => (text.strip_suffix(part)?, ""),
            };
            if !balanced(value) {
                return None;
            }
            values.push((value, before.ends_with('"') && part.starts_with('"')));
            (before, text) = (part, rest);
        }
        Some(values)
    }
}

/// Whether every bracket that is opened is closed: otherwise two texts would be read as one.
fn balanced(text: &str) -> bool {
    let mut open = 0_i32;
    text.chars().all(|c| {
        open += i32::from(c == '(') - i32::from(c == ')');
        open >= 0
    }) && open == 0
}

/// All rows, those with the most letters first.
fn rows() -> &'static [Row] {
    static READ: OnceLock<Vec<Row>> = OnceLock::new();
    READ.get_or_init(|| {
        let lines = TABLE.lines().filter(|line| !line.is_empty() && !line.starts_with("# "));
        let lines: Vec<&str> = lines.collect();
        let row = |pair: &[&'static str]| Row {
            english: pair[0],
            dutch: pair[1],
            letters: pair[0].chars().filter(|c| c.is_alphabetic()).count(),
        };
        let mut rows: Vec<Row> = lines.chunks_exact(2).map(row).collect();
        rows.sort_by_key(|row| std::cmp::Reverse(row.letters));
        rows
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{TABLE, dutch, rows};

    #[test]
    fn every_row_is_whole() {
        let lines = TABLE.lines().filter(|line| !line.is_empty() && !line.starts_with("# "));
        assert_eq!(lines.count(), 2 * rows().len());
        let mut seen = BTreeSet::new();
        for row in rows() {
            assert!(seen.insert(row.english), "twice: {}", row.english);
            let places = |text: &str| text.matches("{}").count();
            assert_eq!(places(row.english), places(row.dutch), "other values: {}", row.english);
        }
    }

    #[test]
    fn a_text_is_known_by_its_sentence() {
        for (english, said) in [
            (
                "/etc/v/config.toml:3: [tls]: \"client_ca\" is missing (add client_ca = \"ca.pem\")",
                "/etc/v/config.toml:3: [tls]: \"client_ca\" ontbreekt (voeg toe: client_ca = \"ca.pem\")",
            ),
            (
                "a.toml: the file cannot be read: No such file or directory (os error 2) (name a readable \
                 TOML file)",
                "a.toml: het bestand kan niet worden gelezen: bestand of map bestaat niet (systeemfout 2) \
                 (noem een leesbaar TOML-bestand)",
            ),
            (
                "a.toml:9: category \"MPG1\": unknown plan \"kort\" (did you mean \"korter\"?)",
                "a.toml:9: categorie \"MPG1\": onbekend: plan \"kort\" (bedoelt u \"korter\"?)",
            ),
            (
                "is not the key of the certificate (keys may not be consistent: KeyMismatch)",
                "is niet de sleutel van het certificaat (sleutel en certificaat horen niet bij elkaar: het is \
                 de sleutel van een ander certificaat)",
            ),
            (
                "office \"x\": 2 open cases, 1 open ticket",
                "ambt \"x\": 2 open aanpakken, 1 open escalatie",
            ),
            // A name is a name, also when it is a word of ours.
            (
                "a.toml:1: the file: unknown field \"desk\" (known: area, rule and 4 more)",
                "a.toml:1: het bestand: onbekend veld \"desk\" (bekend: area, rule en nog 4)",
            ),
            (
                "school, commissioned by noord, non-care, sensitive, called at https://x.example/",
                "school, opdrachtgever noord, non-care, gevoelig, aangeroepen op https://x.example/",
            ),
            ("office \"director\" goes away", "ambt \"director\" goes away"),
            (
                "a.toml:2: \"lead\" names the unknown role \"office\"",
                "a.toml:2: \"lead\" noemt de onbekende rol \"office\"",
            ),
            (
                "20 weeks, no extension: start in week 2 (decides), mdo in week 6 and every 6 (attendance)",
                "20 weken, geen verlenging: start in week 2 (beslist), mdo in week 6 en elke 6 (aanwezigheid)",
            ),
        ] {
            assert_eq!(dutch(english).as_deref(), Some(said));
        }
        assert_eq!(dutch("Basisschool De Waterlelie, J. Jansen"), None);
    }
}
