//! How is one value taken out of a section: a text, a number, a flag?

use std::ops::RangeInclusive;

use super::section::{At, Field, Section};

impl Section {
    /// Whether a field is there; it still has to be asked for.
    pub(crate) fn has(&mut self, key: &'static str) -> bool {
        let there = self.fields.contains_key(key);
        if !there {
            self.take(key);
        }
        there
    }

    /// A text that need not be there.
    pub(crate) fn text_if(&mut self, key: &'static str) -> Option<At<String>> {
        match self.take(key)? {
            At { it: Field::Text(text), line } if !text.trim().is_empty() => {
                Some(At { it: text, line })
            }
            At { it: Field::Text(_), line } => {
                let text = format!("\"{key}\" is empty");
                self.wrong(line, text, "write a text or remove the field");
                None
            }
            other => {
                self.wrong_kind(key, &other, "a text");
                None
            }
        }
    }

    /// A text that must be there.
    pub(crate) fn text(&mut self, key: &'static str) -> Option<At<String>> {
        if !self.has(key) {
            self.missing(key, format!("add {key} = \"...\""));
            return None;
        }
        self.text_if(key)
    }

    /// A text that must be there and be one of these words, as its place among them.
    pub(crate) fn one_of<'k, I>(&mut self, key: &'static str, known: I) -> Option<At<usize>>
    where
        I: IntoIterator<Item = &'k str> + Clone,
    {
        let text = self.text(key)?;
        let at = known.clone().into_iter().position(|word| word == text.it);
        if at.is_none() {
            self.unknown(key, &text, known);
        }
        Some(At { it: at?, line: text.line })
    }

    /// A whole number that must be there, between two bounds.
    pub(crate) fn number(&mut self, key: &'static str, bounds: RangeInclusive<u16>) -> Option<u16> {
        let Some(found) = self.take(key) else {
            let (low, high) = (bounds.start(), bounds.end());
            self.missing(key, format!("add {key} = N, a whole number from {low} to {high}"));
            return None;
        };
        self.bounded(key, &found, wide(&bounds)).map(narrow)
    }

    /// A whole number that need not be there, between two bounds.
    pub(crate) fn number_if(
        &mut self,
        key: &'static str,
        bounds: RangeInclusive<u16>,
    ) -> Option<u16> {
        let found = self.take(key)?;
        self.bounded(key, &found, wide(&bounds)).map(narrow)
    }

    /// A whole number between two bounds; `default` when absent.
    pub(crate) fn whole(
        &mut self,
        key: &'static str,
        default: u64,
        bounds: RangeInclusive<u64>,
    ) -> u64 {
        let Some(found) = self.take(key) else { return default };
        self.bounded(key, &found, bounds).unwrap_or(default)
    }

    fn bounded(&self, key: &str, found: &At<Field>, bounds: RangeInclusive<u64>) -> Option<u64> {
        let Field::Number(n) = found.it else {
            self.wrong_kind(key, found, "a whole number");
            return None;
        };
        let fitting = u64::try_from(n).ok().filter(|n| bounds.contains(n));
        if fitting.is_none() {
            let (low, high) = (bounds.start(), bounds.end());
            let text = format!("\"{key}\" must be {low} to {high}, not {n}");
            self.wrong(found.line, text, format!("write {low} to {high}"));
        }
        fitting
    }

    /// True or false; `default` when absent.
    pub(crate) fn flag(&mut self, key: &'static str, default: bool) -> bool {
        match self.take(key) {
            None => default,
            Some(At { it: Field::Flag(flag), .. }) => flag,
            Some(other) => {
                self.wrong_kind(key, &other, "true or false");
                default
            }
        }
    }

    /// A text that `parse` accepts, or nothing. `expects` says what it accepts.
    pub(crate) fn optional<T>(
        &mut self,
        key: &'static str,
        expects: &str,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        let found = self.take(key)?;
        let parsed = match &found.it {
            Field::Text(text) => parse(text),
            _ => None,
        };
        if parsed.is_none() {
            self.does_not_fit(key, found.line, expects);
        }
        parsed
    }

    /// A text that must be there. When it is not, the problem is reported and `stand_in` returned.
    pub(crate) fn required<T>(
        &mut self,
        key: &'static str,
        expects: &str,
        stand_in: T,
        parse: impl Fn(&str) -> Option<T>,
    ) -> T {
        if !self.has(key) {
            self.missing(key, format!("add {expects}"));
            return stand_in;
        }
        self.optional(key, expects, parse).unwrap_or(stand_in)
    }

    pub(super) fn does_not_fit(&self, key: &str, line: u32, expects: &str) {
        self.wrong(line, format!("\"{key}\" does not fit"), format!("write {expects}"));
    }
}

fn wide(bounds: &RangeInclusive<u16>) -> RangeInclusive<u64> {
    u64::from(*bounds.start())..=u64::from(*bounds.end())
}

fn narrow(n: u64) -> u16 {
    u16::try_from(n).expect("the bounds are of this type")
}
