//! Which number stands for a name in a story? Everything here is synthetic and repeatable.

use std::collections::HashMap;

use uuid::Uuid;

use crate::domain::model::spoken::Spoken;

/// Marks a value that the broker chose and that the story has not named yet.
pub const UNBOUND: char = '?';

/// The names that a story has used so far.
#[derive(Default)]
pub struct Names {
    persons: HashMap<String, String>,
    values: HashMap<String, String>,
    symbols: HashMap<String, String>,
    made: u64,
}

impl Names {
    /// The BSN of a person; `bsn:` in front sends what follows as it stands.
    pub fn bsn(&mut self, person: &str) -> String {
        if let Some(raw) = person.strip_prefix("bsn:") {
            // Zeros alone occur in many numbers; everything else must never come back.
            if raw.len() >= 8 && raw.bytes().any(|b| b != b'0') {
                self.persons.insert(person.to_owned(), raw.to_owned());
            }
            return raw.to_owned();
        }
        self.persons.entry(person.to_owned()).or_insert_with(|| synthetic_bsn(person)).clone()
    }

    /// Every BSN that may have been sent.
    pub fn bsns(&self) -> impl Iterator<Item = &str> {
        self.persons.values().map(String::as_str)
    }

    /// The id behind a symbol: as bound before, or a new UUIDv7 of this moment. `raw:` in front
    /// sends what follows as it stands, `-` sends nothing.
    pub fn id(&mut self, symbol: &str, now_ms: i64) -> String {
        if symbol == "-" {
            return String::new();
        }
        if let Some(raw) = symbol.strip_prefix("raw:") {
            return raw.to_owned();
        }
        if let Some(value) = self.values.get(symbol) {
            return value.clone();
        }
        self.made += 1;
        let mut random = [0_u8; 10];
        random[..8].copy_from_slice(&self.made.to_be_bytes().map(|b| b.rotate_left(1)));
        random[9] = symbol.len() as u8;
        let millis = u64::try_from(now_ms).expect("stories happen after 1970");
        let id = uuid::Builder::from_unix_timestamp_millis(millis + self.made, &random).into_uuid();
        self.bind(symbol, &id.to_string());
        id.to_string()
    }

    /// A request id: any UUID, the same for the same symbol.
    pub fn request_id(&mut self, symbol: &str) -> String {
        if symbol == "-" {
            return String::new();
        }
        if let Some(raw) = symbol.strip_prefix("raw:") {
            return raw.to_owned();
        }
        let hash = u128::from(fnv(symbol.as_bytes()));
        Uuid::from_u128(hash << 64 | hash.rotate_left(17))
            .as_hyphenated()
            .to_string()
            .chars()
            .enumerate()
            .map(|(i, c)| {
                if i == 14 {
                    '4'
                } else if i == 19 {
                    'a'
                } else {
                    c
                }
            })
            .collect()
    }

    /// Names a value.
    pub fn bind(&mut self, symbol: &str, value: &str) {
        self.values.insert(symbol.to_owned(), value.to_owned());
        self.symbols.insert(value.to_owned(), symbol.to_owned());
    }

    /// The symbol of a value, or the value itself with a mark in front.
    #[must_use]
    pub fn symbol(&self, value: &str) -> String {
        if value.is_empty() {
            return "-".to_owned();
        }
        self.symbols.get(value).cloned().unwrap_or_else(|| format!("{UNBOUND}{value}"))
    }

    /// The symbol of what is spoken so, among all that the story named or was told of; else the
    /// reference itself.
    #[must_use]
    pub fn spoken(&self, reference: &str) -> String {
        let said = |value: &str| Uuid::try_parse(value).map(|id| Spoken::of(id).to_string());
        let found =
            self.symbols.iter().find(|(value, _)| said(value).is_ok_and(|s| s == reference));
        found.map_or_else(|| reference.to_owned(), |(_, symbol)| symbol.clone())
    }

    /// True when an expected symbol fits an actual one; an unknown symbol is bound to the value.
    pub fn unify(&mut self, expected: &str, actual: &str) -> bool {
        let Some(value) = actual.strip_prefix(UNBOUND) else { return expected == actual };
        match self.values.get(expected) {
            // Bound a moment ago, by another item of the same answer.
            Some(bound) => bound == value,
            None => {
                let value = value.to_owned();
                self.bind(expected, &value);
                true
            }
        }
    }

    /// A text with every id in it blotted out: to compare refusals.
    #[must_use]
    pub fn without_ids(text: &str) -> String {
        text.split(|c: char| !(c.is_ascii_hexdigit() || c == '-'))
            .filter(|word| Uuid::parse_str(word).is_ok())
            .fold(text.to_owned(), |text, id| text.replace(id, "<id>"))
    }
}

/// A citizen service number that passes the 11-check, made from the name. It lies in the range from
/// 99, which is not given to persons.
#[must_use]
pub fn synthetic_bsn(name: &str) -> String {
    let mut base = 99_000_000 + fnv(name.as_bytes()) % 999_000;
    loop {
        let digits = format!("{base:08}");
        let sum: u64 =
            digits.bytes().zip((2..=9).rev()).map(|(d, w)| u64::from(d - b'0') * w).sum();
        if sum % 11 < 10 {
            return format!("{digits}{}", sum % 11);
        }
        base += 1;
    }
}

fn fnv(bytes: &[u8]) -> u64 {
    bytes
        .iter()
        .fold(0xcbf2_9ce4_8422_2325, |h, b| (h ^ u64::from(*b)).wrapping_mul(0x100_0000_01b3))
}
