//! How does a text that somebody typed reach a page? As text: never as markup, never turned round,
//! never cut off by a character that a browser treats in its own way.

use std::fmt::{self, Write};

/// What a character that must not be shown is shown as.
const REPLACEMENT: char = '\u{fffd}';

/// A telephone number as a telephone dials it.
pub(super) fn dial(number: &str) -> String {
    number.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect()
}

/// The escaper of every template.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Shown;

impl askama::filters::Escaper for Shown {
    fn write_escaped_str<W: Write>(&self, mut out: W, text: &str) -> fmt::Result {
        text.chars().try_for_each(|c| escaped(&mut out, c))
    }

    fn write_escaped_char<W: Write>(&self, mut out: W, c: char) -> fmt::Result {
        escaped(&mut out, c)
    }
}

fn escaped(out: &mut impl Write, c: char) -> fmt::Result {
    match c {
        '<' => out.write_str("&lt;"),
        '>' => out.write_str("&gt;"),
        '&' => out.write_str("&amp;"),
        '"' => out.write_str("&#34;"),
        '\'' => out.write_str("&#39;"),
        '\n' | '\t' => out.write_char(c),
        _ if c.is_control() || turns_round(c) => out.write_char(REPLACEMENT),
        _ => out.write_char(c),
    }
}

/// The characters with which a text changes the order in which a reader sees it, or hides.
fn turns_round(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{61c}')
}

/// A text as it may stand in markup that is not made by a template.
#[must_use]
pub(super) fn shown(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        // Writing into a String does not fail.
        let _ = escaped(&mut out, c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_text_is_shown_as_text() {
        assert_eq!(shown("<script>&\"'"), "&lt;script&gt;&amp;&#34;&#39;");
        assert_eq!(shown("a\0b\u{202e}c\u{1b}[31m"), "a\u{fffd}b\u{fffd}c\u{fffd}[31m");
        assert_eq!(shown("Ünal, 020-555 01 02\n"), "Ünal, 020-555 01 02\n");
    }
}
