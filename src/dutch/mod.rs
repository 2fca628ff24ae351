//! What do the rooms below say in Dutch? They know no languages: what they say of a file, of a store or
//! of the system is recognised here by its sentence, whatever values stand in it. What stands in no row
//! stays as it is.

use std::{cell::RefCell, collections::HashMap, fmt::Display, sync::OnceLock};

/// English, and under it Dutch; `{}` stands for a value.
const TABLE: &str = include_str!("below_nl.txt");
/// A text stands within a value, within a problem, behind a place, behind a file: not deeper than this.
const DEEPEST: u8 = 8;
/// Single words that are not names where they stand for a value.
const THINGS: [&str; 3] = ["office", "area", "category"];

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

/// The Dutch for a text; `None` when it is not known.
#[must_use]
pub fn dutch(text: &str) -> Option<String> {
    Reading::default().dutch(text, DEEPEST).map(|told| told.dutch)
}

/// Whether there is a row for a text, with `{}` for every value in it.
#[must_use]
pub fn knows(template: &str) -> bool {
    rows().iter().any(|row| row.english == template)
}

/// A text in Dutch.
#[derive(Clone)]
struct Told {
    dutch: String,
    /// How many of its letters stand in a row. The way to take a text apart that leaves the fewest of them
    /// in English is the right one: a row that begins or ends with a value fits half of another text too.
    known: usize,
}

impl Told {
    fn unknown(text: &str) -> Self {
        Self { dutch: text.to_owned(), known: 0 }
    }
}

/// What was found of the parts of one text, for each depth.
#[derive(Default)]
struct Reading(RefCell<HashMap<(String, u8), Option<Told>>>);

impl Reading {
    /// The Dutch for a text in which others stand not deeper than this.
    fn dutch(&self, text: &str, deep: u8) -> Option<Told> {
        let deep = deep.checked_sub(1)?;
        let key = (text.to_owned(), deep);
        if let Some(told) = self.0.borrow().get(&key) {
            return told.clone();
        }
        let ways = self.with_a_hint(text, deep).chain(self.behind_a_place(text, deep));
        let ways = ways.chain(self.by_sentence(text, deep)).chain(self.in_parts(text, deep));
        let best = ways.reduce(|best, way| if way.known > best.known { way } else { best });
        self.0.borrow_mut().insert(key, best.clone());
        best
    }

    /// By every row that fits.
    fn by_sentence(&self, text: &str, deep: u8) -> impl Iterator<Item = Told> {
        rows().iter().filter_map(move |row| {
            let values: Vec<Told> = row
                .values(text)?
                .into_iter()
                // What stands between quotation marks is a name.
                .map(
                    |(value, name)| {
                        if name { Told::unknown(value) } else { self.value(value, deep) }
                    },
                )
                .collect();
            let known = row.letters + values.iter().map(|value| value.known).sum::<usize>();
            let values: Vec<&dyn Display> = values.iter().map(|value| &value.dutch as _).collect();
            Some(Told { dutch: filled(row.dutch, &values), known })
        })
    }

    /// `WHAT (HINT)`, as problems of a file are told.
    fn with_a_hint(&self, text: &str, deep: u8) -> impl Iterator<Item = Told> {
        let inside = text.strip_suffix(')').unwrap_or_default();
        inside.match_indices(" (").filter_map(move |(at, _)| {
            let hint = self.dutch(&inside[at + 2..], deep)?;
            let what = &inside[..at];
            let what = self.dutch(what, deep).unwrap_or_else(|| Told::unknown(what));
            let dutch = format!("{} ({})", what.dutch, hint.dutch);
            Some(Told { dutch, known: what.known + hint.known })
        })
    }

    /// `PLACE: WHAT`, where the place is a file with its line, a section or a thing with its name.
    fn behind_a_place(&self, text: &str, deep: u8) -> impl Iterator<Item = Told> {
        text.match_indices(": ").filter_map(move |(at, _)| {
            let what = self.dutch(&text[at + 2..], deep)?;
            let place = &text[..at];
            let place = self.dutch(place, deep).unwrap_or_else(|| Told::unknown(place));
            let dutch = format!("{}: {}", place.dutch, what.dutch);
            Some(Told { dutch, known: place.known + what.known })
        })
    }

    /// A list of which some members are known.
    fn in_parts(&self, text: &str, deep: u8) -> Option<Told> {
        let parts: Vec<&str> = text.split(", ").collect();
        let told = |part: &&str| {
            if part.contains(' ') { self.value(part, deep) } else { Told::unknown(part) }
        };
        let told: Vec<Told> = parts.iter().filter(|_| parts.len() > 1).map(told).collect();
        let known = told.iter().map(|part| part.known).sum();
        let dutch: Vec<String> = told.into_iter().map(|part| part.dutch).collect();
        (!dutch.is_empty() && dutch != parts).then(|| Told { dutch: dutch.join(", "), known })
    }

    /// The Dutch for a value, or the value.
    fn value(&self, text: &str, deep: u8) -> Told {
        let known = if is_name(text) { None } else { self.dutch(text, deep) };
        known.unwrap_or_else(|| Told::unknown(text))
    }
}

/// A text with values in the place of each `{}`.
#[must_use]
pub fn filled(text: &str, values: &[&dyn Display]) -> String {
    let mut parts = text.split("{}");
    let mut text = parts.next().unwrap_or_default().to_owned();
    for (part, value) in parts.zip(values) {
        text.push_str(&value.to_string());
        text.push_str(part);
    }
    text
}

/// Whether a value is a name or a code: a single word in small letters.
#[must_use]
pub fn is_name(text: &str) -> bool {
    !text.contains([' ', ':']) && !text.contains(char::is_uppercase) && !THINGS.contains(&text)
}

/// A text with places for values, and its Dutch.
struct Row {
    english: &'static str,
    dutch: &'static str,
    /// What stands around the values.
    parts: Vec<&'static str>,
    letters: usize,
}

impl Row {
    /// The values in a text of this row, and which of them stand between quotation marks.
    fn values<'t>(&self, text: &'t str) -> Option<Vec<(&'t str, bool)>> {
        let mut parts = self.parts.iter().copied();
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

/// All rows, those with the most letters first: of two that tell as much, the one with fewer values.
fn rows() -> &'static [Row] {
    static READ: OnceLock<Vec<Row>> = OnceLock::new();
    READ.get_or_init(|| {
        let lines = TABLE.lines().filter(|line| !line.is_empty() && !line.starts_with("# "));
        let lines: Vec<&str> = lines.collect();
        let row = |pair: &[&'static str]| Row {
            english: pair[0],
            dutch: pair[1],
            parts: pair[0].split("{}").collect(),
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

    use super::{TABLE, dutch, filled, rows};

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
    fn no_row_takes_what_belongs_to_another() {
        // Each text behind a place and with a hint.
        let mut wrong = Vec::new();
        for row in rows().iter().filter(|row| row.letters > 2) {
            let values: Vec<&dyn std::fmt::Display> =
                row.parts[1..].iter().map(|_| &"Jan de Vries" as _).collect();
            let (english, told) = (filled(row.english, &values), filled(row.dutch, &values));
            let text = format!("/etc/a.toml:9: {english} (did you mean \"x\"?)");
            let said = dutch(&text).unwrap_or_default();
            if said != format!("/etc/a.toml:9: {told} (bedoelt u \"x\"?)") {
                wrong.push(format!("{text}: {said}"));
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
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
                "[tls] certificate ended at Jan  1 00:00:00 2026: every client refuses it; ask for a new one \
                 (deploy/runbooks/certificates.md)",
                "[tls] certificate eindigde op Jan  1 00:00:00 2026: elke client weigert het; vraag een nieuw \
                 aan (deploy/runbooks/certificates.md)",
            ),
            (
                "/etc/v/db.pem: cannot be read (No such file or directory (os error 2))",
                "/etc/v/db.pem: kan niet worden gelezen (bestand of map bestaat niet (systeemfout 2))",
            ),
            (
                "office \"x\": 2 open cases, 1 open ticket",
                "ambt \"x\": 2 open aanpakken, 1 open escalatie",
            ),
            (
                "a.toml:9: office \"x\": unknown district \"noord\"; the same on lines 2, b.toml:3 and 8 more \
                 (did you mean \"nord\"?)",
                "a.toml:9: ambt \"x\": onbekend: district \"noord\"; hetzelfde op de regels 2, b.toml:3 en nog \
                 8 (bedoelt u \"nord\"?)",
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
