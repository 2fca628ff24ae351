//! How is a TOML file read so that all its problems come out at once, each with its line?

use std::fmt;
use std::ops::{Range, RangeInclusive};
use std::path::{Path, PathBuf};

use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// One thing that is wrong with a configuration file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ConfigProblem {
    /// The file.
    pub file: PathBuf,
    /// Line in it, from 1; `None` when it is about the file as a whole.
    pub line: Option<usize>,
    /// Which setting, which rule, what to do.
    pub text: String,
}

impl fmt::Display for ConfigProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "{}:{line}: {}", self.file.display(), self.text),
            None => write!(f, "{}: {}", self.file.display(), self.text),
        }
    }
}

/// The line, from 1, of a place in a text.
pub(super) fn line_of(text: &str, place: usize) -> usize {
    let before = &text.as_bytes()[..place.min(text.len())];
    before.iter().filter(|byte| **byte == b'\n').count() + 1
}

/// A file being read: the sections that nobody asked for yet, and the problems so far.
pub(super) struct Reader<'i> {
    file: &'i Path,
    text: &'i str,
    rest: DeTable<'i>,
    known: Vec<&'static str>,
    problems: Vec<ConfigProblem>,
}

impl<'i> Reader<'i> {
    /// Starts to read; syntax errors become problems and the rest of the file is still looked at.
    pub(super) fn new(file: &'i Path, text: &'i str) -> Self {
        let (table, errors) = DeTable::parse_recoverable(text);
        let mut reader =
            Self { file, text, rest: table.into_inner(), known: Vec::new(), problems: Vec::new() };
        for error in errors {
            let message = error.message().trim_end().replace('\n', ", ");
            reader.report(error.span(), format!("this is no TOML: {message}"));
        }
        reader
    }

    /// Reads one section by `read`. A section that is absent is read as an empty one.
    pub(super) fn section<T>(
        &mut self,
        name: &'static str,
        read: impl FnOnce(&mut Section<'_, 'i>) -> T,
    ) -> T {
        self.known.push(name);
        let (span, table) = match self.rest.remove(name) {
            None => (None, DeTable::new()),
            Some(value) => (Some(value.span()), self.as_table(name, value)),
        };
        let mut section = Section { reader: self, name, span, rest: table, known: Vec::new() };
        let value = read(&mut section);
        section.finish();
        value
    }

    /// Whether the file has a section of this name, an empty one too.
    pub(super) fn has(&self, name: &str) -> bool {
        self.rest.contains_key(name)
    }

    /// Adds a problem at a place in the text.
    pub(super) fn report(&mut self, span: Option<Range<usize>>, text: String) {
        let line = span.map(|span| line_of(self.text, span.start));
        self.problems.push(ConfigProblem { file: self.file.to_path_buf(), line, text });
    }

    /// Ends: the value when there was no problem at all.
    pub(super) fn finish<T>(mut self, value: T) -> Result<T, Vec<ConfigProblem>> {
        let unknown: Vec<_> =
            self.rest.keys().map(|key| (key.span(), key.get_ref().to_string())).collect();
        let known = self.known.join("], [");
        for (span, name) in unknown {
            let text = format!("[{name}] is no section; remove it, the sections are [{known}]");
            self.report(Some(span), text);
        }
        self.problems.sort_by_key(|problem| problem.line);
        if self.problems.is_empty() { Ok(value) } else { Err(self.problems) }
    }

    fn as_table(&mut self, name: &str, value: Spanned<DeValue<'i>>) -> DeTable<'i> {
        let span = value.span();
        match value.into_inner() {
            DeValue::Table(table) => table,
            other => {
                let found = other.type_str();
                self.report(Some(span), format!("{name} is a section, not a {found}: [{name}]"));
                DeTable::new()
            }
        }
    }
}

/// A section being read.
pub(super) struct Section<'r, 'i> {
    reader: &'r mut Reader<'i>,
    name: &'static str,
    span: Option<Range<usize>>,
    rest: DeTable<'i>,
    known: Vec<&'static str>,
}

impl<'i> Section<'_, 'i> {
    /// A whole number in a range; `default` when absent.
    pub(super) fn whole(
        &mut self,
        key: &'static str,
        default: u64,
        range: RangeInclusive<u64>,
    ) -> u64 {
        let Some(value) = self.take(key) else { return default };
        let number = value
            .get_ref()
            .as_integer()
            .and_then(|integer| u64::from_str_radix(integer.as_str(), integer.radix()).ok());
        match number.filter(|number| range.contains(number)) {
            Some(number) => number,
            None => {
                let (low, high) = (range.start(), range.end());
                self.wrong(key, &value, &format!("a whole number from {low} to {high}"));
                default
            }
        }
    }

    /// `true` or `false`; `default` when absent.
    pub(super) fn flag(&mut self, key: &'static str, default: bool) -> bool {
        let Some(value) = self.take(key) else { return default };
        value.get_ref().as_bool().unwrap_or_else(|| {
            self.wrong(key, &value, "true or false");
            default
        })
    }

    /// A text that `parse` accepts, or nothing. `expects` says what it accepts.
    pub(super) fn optional<T>(
        &mut self,
        key: &'static str,
        expects: &str,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        let value = self.take(key)?;
        let parsed = value.get_ref().as_str().and_then(parse);
        if parsed.is_none() {
            self.wrong(key, &value, expects);
        }
        parsed
    }

    /// A text or a list of texts that `parse` accepts; at least one must be there.
    pub(super) fn one_or_more<T>(
        &mut self,
        key: &'static str,
        expects: &str,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Vec<T> {
        let Some(value) = self.take(key) else {
            let text = format!("[{}] {key} is missing: add {expects}", self.name);
            self.reader.report(self.span.clone(), text);
            return Vec::new();
        };
        let texts: Option<Vec<&str>> = match value.get_ref().as_array() {
            Some(list) => list.iter().map(|item| item.as_ref().as_str()).collect(),
            None => value.get_ref().as_str().map(|text| vec![text]),
        };
        let parsed: Option<Vec<T>> =
            texts.filter(|t| !t.is_empty()).and_then(|t| t.into_iter().map(parse).collect());
        parsed.unwrap_or_else(|| {
            self.wrong(key, &value, expects);
            Vec::new()
        })
    }

    /// The same where none may be there.
    pub(super) fn any_number<T>(
        &mut self,
        key: &'static str,
        expects: &str,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Vec<T> {
        if self.rest.contains_key(key) {
            return self.one_or_more(key, expects, parse);
        }
        self.known.push(key);
        Vec::new()
    }

    /// A text that must be there. When it is not, the problem is reported and `stand_in` returned.
    pub(super) fn required<T>(
        &mut self,
        key: &'static str,
        expects: &str,
        stand_in: T,
        parse: impl Fn(&str) -> Option<T>,
    ) -> T {
        if !self.rest.contains_key(key) {
            self.known.push(key);
            let text = format!("[{}] {key} is missing: add {expects}", self.name);
            self.reader.report(self.span.clone(), text);
            return stand_in;
        }
        self.optional(key, expects, parse).unwrap_or(stand_in)
    }

    fn take(&mut self, key: &'static str) -> Option<Spanned<DeValue<'i>>> {
        self.known.push(key);
        self.rest.remove(key)
    }

    fn wrong(&mut self, key: &str, value: &Spanned<DeValue<'_>>, expects: &str) {
        let text = format!("[{}] {key} does not fit: it must be {expects}", self.name);
        self.reader.report(Some(value.span()), text);
    }

    fn finish(self) {
        let known = self.known.join(", ");
        for key in self.rest.keys() {
            let text = format!(
                "[{}] {} is no setting; correct or remove it, the settings are {known}",
                self.name,
                key.get_ref()
            );
            self.reader.report(Some(key.span()), text);
        }
    }
}
