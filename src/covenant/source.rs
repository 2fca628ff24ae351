//! How a TOML file becomes fields that know their line; whatever nobody asks for is a problem.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::problem::{Problem, did_you_mean};

/// No covenant file is larger: 4 MiB, a hundred times the largest known.
const MAX_BYTES: u64 = 4 << 20;

/// A value and the line it stands on.
#[derive(Clone, Debug)]
pub(super) struct At<T> {
    pub(super) it: T,
    pub(super) line: u32,
}

/// The problems found so far, in any of the files.
#[derive(Default)]
pub(super) struct Problems(pub(super) Vec<Problem>);

impl Problems {
    /// Adds a problem; no problem goes without saying what to do about it.
    pub(super) fn add(
        &mut self,
        file: &Path,
        line: u32,
        text: impl Into<String>,
        hint: impl Into<String>,
    ) {
        let (text, suggestion) = (text.into(), Some(hint.into()));
        self.0.push(Problem { file: file.to_owned(), line, text, suggestion });
    }
}

/// A table of a file, from which fields are taken one by one.
pub(super) struct Section {
    file: PathBuf,
    /// What it is called in messages, for instance `office "mayor"`.
    pub(super) name: String,
    pub(super) line: u32,
    fields: BTreeMap<String, At<Field>>,
    asked: Vec<&'static str>,
}

enum Field {
    Text(String),
    Number(i64),
    Flag(bool),
    List(Vec<At<Field>>),
    Table(Section),
    Other(&'static str),
}

impl Field {
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

/// Reads a file whole; `None` when it cannot be read or is not TOML.
pub(super) fn read(file: &Path, problems: &mut Problems) -> Option<Section> {
    let text = match fs::metadata(file).and_then(|m| {
        if m.len() > MAX_BYTES {
            return Err(std::io::Error::other("larger than 4 MiB"));
        }
        fs::read_to_string(file)
    }) {
        Ok(text) => text,
        Err(error) => {
            let hint = "name a readable TOML file";
            problems.add(file, 0, format!("the file cannot be read: {error}"), hint);
            return None;
        }
    };
    let starts: Vec<usize> =
        std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
    let line_of = |at: usize| u32::try_from(starts.partition_point(|s| *s <= at)).unwrap_or(0);
    let (table, errors) = DeTable::parse_recoverable(&text);
    for error in &errors {
        let line = error.span().map_or(1, |span| line_of(span.start));
        let words = error.message().lines().collect::<Vec<_>>().join(", ");
        let hint = "mend the syntax of this line or the one before it";
        problems.add(file, line, format!("this is not TOML: {words}"), hint);
    }
    errors.is_empty().then(|| section(file, "the file".to_owned(), 1, table.into_inner(), &line_of))
}

fn section(
    file: &Path,
    name: String,
    line: u32,
    table: DeTable<'_>,
    line_of: &dyn Fn(usize) -> u32,
) -> Section {
    let fields = table
        .into_iter()
        .map(|(key, value)| {
            let line = line_of(key.span().start);
            let key = key.into_inner().into_owned();
            let field = field(file, &key, value, line_of);
            (key, At { it: field.it, line })
        })
        .collect();
    Section { file: file.to_owned(), name, line, fields, asked: Vec::new() }
}

fn field(
    file: &Path,
    key: &str,
    value: Spanned<DeValue<'_>>,
    line_of: &dyn Fn(usize) -> u32,
) -> At<Field> {
    let line = line_of(value.span().start);
    let it = match value.into_inner() {
        DeValue::String(text) => Field::Text(text.into_owned()),
        DeValue::Integer(n) => i64::from_str_radix(n.as_str(), n.radix())
            .map_or(Field::Other("a number out of range"), Field::Number),
        DeValue::Float(_) => Field::Other("a fraction"),
        DeValue::Boolean(flag) => Field::Flag(flag),
        DeValue::Datetime(_) => Field::Other("a date without quotes"),
        DeValue::Array(list) => {
            Field::List(list.into_iter().map(|v| field(file, key, v, line_of)).collect())
        }
        DeValue::Table(table) => {
            Field::Table(section(file, format!("[{key}]"), line, table, line_of))
        }
    };
    At { it, line }
}

impl Section {
    pub(super) fn file(&self) -> &Path {
        &self.file
    }

    fn take(&mut self, key: &'static str) -> Option<At<Field>> {
        self.asked.push(key);
        self.fields.remove(key)
    }

    fn wrong(&self, key: &str, found: &At<Field>, wanted: &str, problems: &mut Problems) {
        let kind = found.it.kind();
        let text = format!("{}: \"{key}\" must be {wanted}, not {kind}", self.name);
        problems.add(&self.file, found.line, text, format!("write {wanted}"));
    }

    fn missing(&self, key: &str, hint: String, problems: &mut Problems) {
        let text = format!("{}: \"{key}\" is missing", self.name);
        problems.add(&self.file, self.line, text, hint);
    }

    /// A text that need not be there.
    pub(super) fn text_if(
        &mut self,
        key: &'static str,
        problems: &mut Problems,
    ) -> Option<At<String>> {
        match self.take(key)? {
            At { it: Field::Text(text), line } if !text.trim().is_empty() => {
                Some(At { it: text, line })
            }
            At { it: Field::Text(_), line } => {
                let text = format!("{}: \"{key}\" is empty", self.name);
                problems.add(&self.file, line, text, "write a text or remove the field");
                None
            }
            other => {
                self.wrong(key, &other, "a text", problems);
                None
            }
        }
    }

    /// A text that must be there.
    pub(super) fn text(
        &mut self,
        key: &'static str,
        problems: &mut Problems,
    ) -> Option<At<String>> {
        if !self.fields.contains_key(key) {
            self.asked.push(key);
            self.missing(key, format!("add {key} = \"...\""), problems);
            return None;
        }
        self.text_if(key, problems)
    }

    /// A whole number that must be there, between two bounds.
    pub(super) fn number(
        &mut self,
        key: &'static str,
        bounds: std::ops::RangeInclusive<u16>,
        problems: &mut Problems,
    ) -> Option<u16> {
        let Some(found) = self.take(key) else {
            let (low, high) = (bounds.start(), bounds.end());
            let hint = format!("add {key} = N, a whole number from {low} to {high}");
            self.missing(key, hint, problems);
            return None;
        };
        self.bounded(key, found, bounds, problems)
    }

    /// A whole number that need not be there, between two bounds.
    pub(super) fn number_if(
        &mut self,
        key: &'static str,
        bounds: std::ops::RangeInclusive<u16>,
        problems: &mut Problems,
    ) -> Option<u16> {
        let found = self.take(key)?;
        self.bounded(key, found, bounds, problems)
    }

    fn bounded(
        &self,
        key: &str,
        found: At<Field>,
        bounds: std::ops::RangeInclusive<u16>,
        problems: &mut Problems,
    ) -> Option<u16> {
        let Field::Number(n) = found.it else {
            self.wrong(key, &found, "a whole number", problems);
            return None;
        };
        let fitting = u16::try_from(n).ok().filter(|n| bounds.contains(n));
        if fitting.is_none() {
            let (low, high) = (bounds.start(), bounds.end());
            let text = format!("{}: \"{key}\" must be {low} to {high}, not {n}", self.name);
            problems.add(&self.file, found.line, text, format!("write {low} to {high}"));
        }
        fitting
    }

    /// True or false; false when absent.
    pub(super) fn flag(&mut self, key: &'static str, problems: &mut Problems) -> bool {
        match self.take(key) {
            None => false,
            Some(At { it: Field::Flag(flag), .. }) => flag,
            Some(other) => {
                self.wrong(key, &other, "true or false", problems);
                false
            }
        }
    }

    /// A value or a list of values as words: numbers in digits, true as "yes" and false as "no".
    /// `None` when absent.
    pub(super) fn words(
        &mut self,
        key: &'static str,
        problems: &mut Problems,
    ) -> Option<Vec<At<String>>> {
        let found = self.take(key)?;
        let list = match found.it {
            Field::List(list) => list,
            _ => vec![found],
        };
        let mut words = Vec::new();
        for item in list {
            let it = match &item.it {
                Field::Text(text) => text.clone(),
                Field::Number(n) => n.to_string(),
                Field::Flag(flag) => if *flag { "yes" } else { "no" }.to_owned(),
                Field::List(_) | Field::Table(_) | Field::Other(_) => {
                    self.wrong(key, &item, "a value or a list of values", problems);
                    continue;
                }
            };
            words.push(At { it, line: item.line });
        }
        Some(words)
    }

    /// A table that may be absent.
    pub(super) fn table_if(&mut self, key: &'static str, problems: &mut Problems) -> Option<Self> {
        match self.take(key)? {
            At { it: Field::Table(table), .. } => Some(table),
            other => {
                self.wrong(key, &other, "a table", problems);
                None
            }
        }
    }

    /// All `[[key]]` tables, in the order of the file.
    pub(super) fn tables(&mut self, key: &'static str, problems: &mut Problems) -> Vec<Self> {
        let list = match self.take(key) {
            None => return Vec::new(),
            Some(At { it: Field::List(list), .. }) => list,
            Some(other) => {
                self.wrong(key, &other, &format!("a list of tables: write [[{key}]]"), problems);
                return Vec::new();
            }
        };
        let mut tables = Vec::new();
        for item in list {
            match item.it {
                Field::Table(mut table) => {
                    table.name = key.to_owned();
                    tables.push(table);
                }
                _ => self.wrong(key, &item, "a table", problems),
            }
        }
        tables
    }

    /// The fields that are left, as keys with whole numbers: for tables whose keys are data.
    pub(super) fn numbers_by_key(mut self, problems: &mut Problems) -> Vec<(At<String>, u16)> {
        let mut pairs = Vec::new();
        for (key, found) in std::mem::take(&mut self.fields) {
            let line = found.line;
            match found.it {
                Field::Number(n) if (1..=i64::from(u16::MAX)).contains(&n) => {
                    let n = u16::try_from(n).expect("the guard keeps it in range");
                    pairs.push((At { it: key, line }, n));
                }
                _ => self.wrong(&key, &found, "a whole number above 0", problems),
            }
        }
        pairs
    }

    /// Reports every field that nobody asked for.
    pub(super) fn finish(self, problems: &mut Problems) {
        for (key, found) in &self.fields {
            let text = format!("{}: unknown field \"{key}\"", self.name);
            let hint = did_you_mean(key, self.asked.iter().copied());
            problems.add(&self.file, found.line, text, hint);
        }
    }
}
