//! By what does an organisation know a family? A number of its own, which must say nothing to others.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::card::holds_bsn;

/// Most characters of an own reference.
pub const MAX_OWN_REFERENCE: usize = 24;
/// Most letters in a row: enough for a prefix, too few for a name.
pub const MAX_LETTERS_IN_A_ROW: usize = 3;

/// A reference of the organisation's own, for instance `MW-2026/0417`: short, with a digit, without a
/// word, without a BSN.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub struct OwnReference(Box<str>);

/// Why a text is no own reference. Says the rule, never the value.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum OwnReferenceProblem {
    /// Too long, or another character than a capital, a digit, `.`, `/` or `-`.
    Characters,
    /// No digit in it.
    NoDigit,
    /// It could be a word.
    Letters,
    /// It holds a BSN.
    Bsn,
}

impl OwnReference {
    /// Reads an own reference.
    ///
    /// # Errors
    /// Says which rule the text breaks.
    pub fn parse(text: &str) -> Result<Self, OwnReferenceProblem> {
        let plain = |b: u8| b.is_ascii_uppercase() || b.is_ascii_digit() || b"./-".contains(&b);
        if !(1..=MAX_OWN_REFERENCE).contains(&text.len()) || !text.bytes().all(plain) {
            return Err(OwnReferenceProblem::Characters);
        }
        if !text.bytes().any(|b| b.is_ascii_digit()) {
            return Err(OwnReferenceProblem::NoDigit);
        }
        let letters = text.split(|c: char| !c.is_ascii_uppercase());
        if letters.map(str::len).max() > Some(MAX_LETTERS_IN_A_ROW) {
            return Err(OwnReferenceProblem::Letters);
        }
        if holds_bsn(text) {
            return Err(OwnReferenceProblem::Bsn);
        }
        Ok(Self(text.into()))
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for OwnReference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_is_short_and_says_nothing() {
        for fine in ["1", "MW-2026/0417", "2026.04.17-12", "A1B2C3", "123456789", "12345678201"] {
            assert!(OwnReference::parse(fine).is_ok(), "{fine}");
        }
        let broken = [
            ("", OwnReferenceProblem::Characters),
            ("mw-1", OwnReferenceProblem::Characters),
            ("MW 1", OwnReferenceProblem::Characters),
            ("1\u{202e}", OwnReferenceProblem::Characters),
            ("1234567890123456789012345", OwnReferenceProblem::Characters),
            ("ABC", OwnReferenceProblem::NoDigit),
            ("1-JANSEN", OwnReferenceProblem::Letters),
            ("123456782", OwnReferenceProblem::Bsn),
            ("X123456782", OwnReferenceProblem::Bsn),
            ("1234.56.782", OwnReferenceProblem::Bsn),
            ("2026-123456782", OwnReferenceProblem::Bsn),
        ];
        for (text, problem) in broken {
            assert_eq!(OwnReference::parse(text).err(), Some(problem), "{text}");
        }
    }
}
