//! How does a TOML file become sections whose fields know their line?

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::rc::Rc;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::problem::{Problems, did_you_mean};

/// No file that is read is larger: 4 MiB, a hundred times the largest known.
const MAX_BYTES: u64 = 4 << 20;

/// A value and the line it stands on.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct At<T> {
    pub(crate) it: T,
    pub(crate) line: u32,
}

/// A table of a file, from which fields are taken one by one.
pub(crate) struct Section {
    file: Rc<Path>,
    /// What it is called in messages, for instance `office "mayor"`.
    pub(crate) name: String,
    pub(crate) line: u32,
    pub(super) fields: BTreeMap<String, At<Field>>,
    asked: Vec<&'static str>,
    problems: Problems,
}

pub(super) enum Field {
    Text(String),
    Number(i64),
    Flag(bool),
    List(Vec<At<Field>>),
    Table(Section),
    Other(&'static str),
}

impl Field {
    /// The last line of what is within it.
    fn last_line(&self) -> u32 {
        match self {
            Self::List(list) => list.iter().map(|at| at.line).max().unwrap_or(0),
            Self::Table(table) => table.last_line(),
            Self::Text(_) | Self::Number(_) | Self::Flag(_) | Self::Other(_) => 0,
        }
    }

    fn kind(&self) -> &'static str {
        match self {
            Self::Text(_) => "a text",
            Self::Number(_) => "a number",
            Self::Flag(_) => "true or false",
            Self::List(_) => "a list",
            Self::Table(_) => "a table",
            Self::Other(kind) => kind,
        }
    }
}

/// The line, from 1, of a place in a text.
pub(crate) fn line_of(text: &str, place: usize) -> u32 {
    let before = &text.as_bytes()[..place.min(text.len())];
    let lines = before.iter().filter(|byte| **byte == b'\n').count() + 1;
    u32::try_from(lines).unwrap_or(u32::MAX)
}

/// The text of a file; `None` when it cannot be read.
pub(crate) fn text(file: &Path, problems: &Problems) -> Option<String> {
    let text = fs::metadata(file).and_then(|m| {
        if m.len() > MAX_BYTES {
            return Err(std::io::Error::other("larger than 4 MiB"));
        }
        fs::read_to_string(file)
    });
    let told = |error| {
        let hint = "name a readable TOML file";
        problems.add(file, 0, format!("the file cannot be read: {error}"), hint);
    };
    text.map_err(told).ok()
}

/// Reads a text as the whole content of this file; `None` when it is not TOML.
pub(crate) fn whole(file: &Path, text: &str, problems: &Problems) -> Option<Section> {
    let before = problems.count();
    let section = parse(file, text, problems);
    (problems.count() == before).then_some(section)
}

/// Reads a text as the content of this file. What is no TOML becomes a problem, and the rest of the
/// text can still be looked at.
pub(crate) fn parse(file: &Path, text: &str, problems: &Problems) -> Section {
    let starts: Vec<usize> =
        std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
    let line_of = |at: usize| u32::try_from(starts.partition_point(|s| *s <= at)).unwrap_or(0);
    let (table, errors) = DeTable::parse_recoverable(text);
    for error in &errors {
        let line = error.span().map_or(1, |span| line_of(span.start));
        let words = error.message().lines().collect::<Vec<_>>().join(", ");
        let hint = "mend the syntax of this line or the one before it";
        problems.add(file, line, format!("this is not TOML: {words}"), hint);
    }
    let parser = Parser { file: file.into(), problems, line_of: &line_of };
    parser.section("the file".to_owned(), 1, table.into_inner())
}

struct Parser<'a> {
    file: Rc<Path>,
    problems: &'a Problems,
    line_of: &'a dyn Fn(usize) -> u32,
}

impl Parser<'_> {
    fn section(&self, name: String, line: u32, table: DeTable<'_>) -> Section {
        let fields = table
            .into_iter()
            .map(|(key, value)| {
                let line = (self.line_of)(key.span().start);
                let key = key.into_inner().into_owned();
                let field = self.field(&key, value);
                (key, At { it: field.it, line })
            })
            .collect();
        let (file, problems) = (self.file.clone(), self.problems.clone());
        Section { file, name, line, fields, asked: Vec::new(), problems }
    }

    fn field(&self, key: &str, value: Spanned<DeValue<'_>>) -> At<Field> {
        let line = (self.line_of)(value.span().start);
        let it = match value.into_inner() {
            DeValue::String(text) => Field::Text(text.into_owned()),
            DeValue::Integer(n) => i64::from_str_radix(n.as_str(), n.radix())
                .map_or(Field::Other("a number out of range"), Field::Number),
            DeValue::Float(_) => Field::Other("a fraction"),
            DeValue::Boolean(flag) => Field::Flag(flag),
            DeValue::Datetime(_) => Field::Other("a date without quotes"),
            DeValue::Array(list) => {
                Field::List(list.into_iter().map(|v| self.field(key, v)).collect())
            }
            DeValue::Table(table) => Field::Table(self.section(format!("[{key}]"), line, table)),
        };
        At { it, line }
    }
}

impl Section {
    /// The list to which its problems go.
    pub(crate) fn problems(&self) -> &Problems {
        &self.problems
    }

    /// An empty section in the place of one that is absent: every setting has its default.
    pub(super) fn absent(&self, key: &str) -> Self {
        Self {
            file: self.file.clone(),
            name: format!("[{key}]"),
            line: 0,
            fields: BTreeMap::new(),
            asked: Vec::new(),
            problems: self.problems.clone(),
        }
    }

    pub(super) fn take(&mut self, key: &'static str) -> Option<At<Field>> {
        self.asked.push(key);
        self.fields.remove(key)
    }

    /// Reports a problem on this line of its file.
    pub(crate) fn report(&self, line: u32, text: impl Into<String>, hint: impl Into<String>) {
        self.problems.add(&self.file, line, text, hint);
    }

    /// The same for a problem that has one cause with others.
    pub(crate) fn report_of(&self, cause: &str, line: u32, text: String, hint: String) {
        self.problems.add_of(cause.to_owned(), (&self.file, line), text, hint);
    }

    /// Reports what is wrong in this section, on this line: the section's name, then the text.
    pub(crate) fn wrong(&self, line: u32, text: impl std::fmt::Display, hint: impl Into<String>) {
        self.report(line, format!("{}: {text}", self.name), hint);
    }

    /// Notes that this section stands for a name: where it is unknown, the cause may be in here.
    pub(crate) fn stands_for(&self, name: &str) {
        self.problems.name(name, &self.file, (self.line, self.last_line()));
    }

    /// The last line of what was not yet taken.
    fn last_line(&self) -> u32 {
        let last = self.fields.values().map(|field| field.line.max(field.it.last_line()));
        last.max().unwrap_or(self.line).max(self.line)
    }

    /// Reports a word that is not one of those that are known here.
    pub(crate) fn unknown<'k>(
        &self,
        what: &str,
        word: &At<String>,
        known: impl IntoIterator<Item = &'k str>,
    ) {
        let hint = did_you_mean(&word.it, known);
        self.wrong(word.line, format!("unknown {what} \"{}\"", word.it), hint);
    }

    pub(super) fn wrong_kind(&self, key: &str, found: &At<Field>, wanted: &str) {
        let text = format!("\"{key}\" must be {wanted}, not {}", found.it.kind());
        self.wrong(found.line, text, format!("write {wanted}"));
    }

    /// Reports that a field is missing, at the head of the section.
    pub(crate) fn missing(&self, key: &str, hint: impl Into<String>) {
        self.wrong(self.line, format!("\"{key}\" is missing"), hint);
    }

    /// Reports every field that nobody asked for.
    pub(crate) fn finish(self) {
        for (key, found) in &self.fields {
            let text = match found.it {
                Field::Table(_) => format!("unknown section or field \"{key}\""),
                _ => format!("unknown field \"{key}\""),
            };
            self.wrong(found.line, text, did_you_mean(key, self.asked.iter().copied()));
        }
    }
}
