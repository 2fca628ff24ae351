//! What the rooms below say, in the language of whoever is at the terminal.

use super::texts::reads_dutch;

pub use crate::dutch::{dutch, in_dutch, is_name, knows};

/// A text in the language of whoever is at the terminal.
#[must_use]
pub fn said(text: &str) -> String {
    if reads_dutch() { in_dutch(text) } else { text.to_owned() }
}

/// The same of what is put into a text: a single word is a name or a code, and stays.
#[must_use]
pub fn value(text: &str) -> String {
    if is_name(text) { text.to_owned() } else { said(text) }
}
