//! May this file dress the console? Other values for the custom properties of its own style sheet, and
//! nothing else: no rule, nothing from elsewhere.

use std::{collections::BTreeSet, fs, path::Path};

use super::assets::{Asset, properties};

/// Most bytes of a theme.
const MOST_BYTES: u64 = 8 * 1024;
/// Most characters of a value: a colour, a length.
const VALUE_MOST: usize = 64;
/// Where values may stand: always, and where the reader's machine is set to dark.
const LIGHT: &str = ":root";
const DARK: &str = "@media (prefers-color-scheme: dark)";
/// Functions that a value may use: colours.
const FUNCTIONS: [&str; 4] = ["rgb", "rgba", "hsl", "hsla"];

/// A theme that was read.
#[derive(Debug)]
pub struct Theme(pub(super) Asset);

/// What is wrong with a theme: on which line, and why.
pub(super) type Wrong = (u32, String);

impl Theme {
    /// Reads a file.
    ///
    /// # Errors
    /// Everything that it may not hold, with its line.
    pub fn load(file: &Path) -> Result<Self, Vec<Wrong>> {
        let unread =
            |error: std::io::Error| vec![(0, format!("the theme cannot be read: {error}"))];
        let length = fs::metadata(file).map_err(unread)?.len();
        if length > MOST_BYTES {
            return Err(vec![(0, format!("the theme must be at most {MOST_BYTES} bytes"))]);
        }
        Self::read(&fs::read_to_string(file).map_err(unread)?)
    }

    /// Reads a text.
    ///
    /// # Errors
    /// As of [`Self::load`].
    pub fn read(text: &str) -> Result<Self, Vec<Wrong>> {
        // Some editors put a mark before a text.
        let rest = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut reader = Reader { rest, line: 1, wrong: Vec::new() };
        let mut sheet = String::new();
        while reader.wrong.is_empty() && !reader.at_end() {
            let head = reader.up_to('{');
            let head = head.split_whitespace().collect::<Vec<_>>().join(" ");
            if head == LIGHT {
                sheet += &format!("{LIGHT}{{{}}}\n", reader.values());
            } else if head == DARK && reader.up_to('{').trim() == LIGHT {
                sheet += &format!("{DARK}{{{LIGHT}{{{}}}}}\n", reader.values());
                if !reader.up_to('}').trim().is_empty() {
                    reader.add("only one :root may stand in it");
                }
            } else {
                let only =
                    format!("only {LIGHT} {{ }} and {DARK} {{ {LIGHT} {{ }} }} may stand here");
                reader.add(&only);
            }
        }
        // What is served is what was understood, not what was written.
        if reader.wrong.is_empty() { Ok(Self(Asset::theme(sheet))) } else { Err(reader.wrong) }
    }
}

struct Reader<'a> {
    rest: &'a str,
    line: u32,
    wrong: Vec<Wrong>,
}

impl Reader<'_> {
    fn add(&mut self, why: &str) {
        self.wrong.push((self.line, why.to_owned()));
    }

    /// Moves on by so many bytes.
    fn pass(&mut self, bytes: usize) {
        let passed = self.rest[..bytes].matches('\n').count();
        self.line += u32::try_from(passed).unwrap_or(u32::MAX);
        self.rest = &self.rest[bytes..];
    }

    /// Passes blanks and comments; true where nothing is left.
    fn at_end(&mut self) -> bool {
        loop {
            self.pass(self.rest.len() - self.rest.trim_start().len());
            if !self.rest.starts_with("/*") {
                return self.rest.is_empty();
            }
            match self.rest[2..].find("*/") {
                Some(end) => self.pass(end + 4),
                None => {
                    self.add("a comment must end with */");
                    self.pass(self.rest.len());
                }
            }
        }
    }

    /// What stands before this sign, which is passed.
    fn up_to(&mut self, sign: char) -> String {
        let Some(end) = self.rest.find(sign) else {
            self.add(&format!("there must be a {sign} here"));
            self.pass(self.rest.len());
            return String::new();
        };
        let found = self.rest[..end].to_owned();
        self.pass(end + 1);
        found
    }

    /// The values up to the end of the block.
    fn values(&mut self) -> String {
        let (mut values, known) = (String::new(), properties());
        loop {
            if self.at_end() {
                self.add("there must be a } here");
                return values;
            }
            if self.rest.starts_with('}') {
                self.pass(1);
                return values;
            }
            let end = self.rest.find([';', '}']).unwrap_or(self.rest.len());
            let (name, value) = self.rest[..end].split_once(':').unwrap_or((&self.rest[..end], ""));
            let (name, value) = (name.trim().to_owned(), value.trim().to_owned());
            match problem(&known, &name, &value) {
                Some(why) => self.add(&why),
                None => values += &format!("{name}:{value};"),
            }
            let stop = usize::from(self.rest[end..].starts_with(';'));
            self.pass(end + stop);
        }
    }
}

/// What is wrong with a value, if anything.
fn problem(known: &BTreeSet<&str>, name: &str, value: &str) -> Option<String> {
    if !known.contains(name) {
        let all = known.iter().copied().collect::<Vec<_>>().join(", ");
        return Some(format!("only these have a value: {all}"));
    }
    let plain = |c: char| c.is_ascii_alphanumeric() || "#., %()-/".contains(c);
    let functions = value.match_indices('(').all(|(at, _)| {
        let name = value[..at].rsplit(|c: char| !c.is_ascii_alphanumeric() && c != '-').next();
        FUNCTIONS.contains(&name.unwrap_or_default())
    });
    let fits = !value.is_empty() && value.len() <= VALUE_MOST && value.chars().all(plain);
    let rule =
        format!("{name} must be a colour such as #154273, of at most {VALUE_MOST} characters");
    (!fits || !functions).then_some(rule)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_theme_changes_values_and_is_served_as_it_was_understood() {
        let text = "/* Gemeente\n X */\n:root {\n  --brand: #0a5;\n  --ink:rgb(1, 2, 3)\n}\n\
                    @media (prefers-color-scheme:  dark) { :root { --brand: hsl(120 10% 90%); } }\n";
        let theme = Theme::read(text).expect("it is one");
        let served = std::str::from_utf8(theme.0.plain()).expect("text");
        assert_eq!(
            served,
            ":root{--brand:#0a5;--ink:rgb(1, 2, 3);}\n\
             @media (prefers-color-scheme: dark){:root{--brand:hsl(120 10% 90%);}}\n"
        );
        let path = theme.0.path();
        assert!(path.starts_with("/bestand/thema.") && path.ends_with(".css"), "{path}");
        let other = Theme::read(":root{--brand:#0a6}").expect("it is one");
        assert_ne!(other.0.path(), path, "the name changes with what is in it");
    }

    #[test]
    fn a_hostile_theme_is_refused_with_its_line() {
        for (text, line) in [
            (":root{\n--brand: url(https://evil.example/a);\n}", 2),
            ("\n@import \"https://evil.example/a.css\";", 2),
            ("@import url(//evil.example);:root{}", 1),
            (":root{--brand:#0a5}\nbody{display:none}", 2),
            (":root{}\n\n.notice{content:\"a\"}", 3),
            (":root{\n\n--brand:red;background:blue}", 3),
            (":root{--unknown:#fff}", 1),
            (":root{--brand:expression(alert(1))}", 1),
            (":root{--brand:\\75 rl(a)}", 1),
            (":root{--brand:image-set(a)}", 1),
            (":root{--brand:-rgb(1)}", 1),
            (":root{--brand:var(--ink)}", 1),
            (":root{--brand:\"</style><script>\"}", 1),
            (":root{--brand:#fff!important}", 1),
            (":root{--brand:}", 1),
            (":root{--brand:#fff", 1),
            ("/* open\n:root{}", 1),
            ("@media print{:root{--brand:#fff}}", 1),
            ("@media (prefers-color-scheme: dark){:root{--brand:#fff} a{}}", 1),
            (":root{--brand:#\u{202e}fff}", 1),
            ("\0", 1),
        ] {
            let wrong = Theme::read(text).expect_err(text);
            assert_eq!(wrong[0].0, line, "{text:?}: {wrong:?}");
        }
        let long = format!(":root{{--brand:{}}}", "a".repeat(65));
        assert!(Theme::read(&long).is_err());
        let file = tempfile::NamedTempFile::new().expect("a file");
        fs::write(file.path(), " ".repeat(8 * 1024 + 1)).expect("written");
        assert_eq!(Theme::load(file.path()).expect_err("too large")[0].0, 0);
        fs::write(file.path(), [0xff, 0xfe]).expect("written");
        assert!(Theme::load(file.path()).is_err(), "no text");
    }
}
