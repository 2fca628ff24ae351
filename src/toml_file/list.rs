//! How are lists and tables taken out of a section?

use super::section::{At, Field, Section};

impl Section {
    /// A value or a list of values as words: numbers in digits, true as "yes" and false as "no".
    /// `None` when absent.
    pub(crate) fn words(&mut self, key: &'static str) -> Option<Vec<At<String>>> {
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
                    self.wrong_kind(key, &item, "a value or a list of values");
                    continue;
                }
            };
            words.push(At { it, line: item.line });
        }
        Some(words)
    }

    /// A text or a list of texts that `parse` accepts; at least one must be there.
    pub(crate) fn one_or_more<T>(
        &mut self,
        key: &'static str,
        expects: &str,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Vec<T> {
        let Some(found) = self.take(key) else {
            self.missing(key, format!("add {expects}"));
            return Vec::new();
        };
        let text = |field: &Field| match field {
            Field::Text(text) => parse(text),
            _ => None,
        };
        let parsed: Option<Vec<T>> = match &found.it {
            Field::List(list) => list.iter().map(|item| text(&item.it)).collect(),
            one => text(one).map(|value| vec![value]),
        };
        parsed.filter(|all| !all.is_empty()).unwrap_or_else(|| {
            self.does_not_fit(key, found.line, expects);
            Vec::new()
        })
    }

    /// The same where none may be there.
    pub(crate) fn any_number<T>(
        &mut self,
        key: &'static str,
        expects: &str,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Vec<T> {
        if self.has(key) { self.one_or_more(key, expects, parse) } else { Vec::new() }
    }

    /// A table that may be absent.
    pub(crate) fn table_if(&mut self, key: &'static str) -> Option<Self> {
        match self.take(key)? {
            At { it: Field::Table(table), .. } => Some(table),
            other => {
                self.wrong_kind(key, &other, "a table");
                None
            }
        }
    }

    /// Reads one table by `read`, and reports what `read` did not ask for. A table that is absent is
    /// read as an empty one: its settings have defaults.
    pub(crate) fn section<T>(&mut self, key: &'static str, read: impl FnOnce(&mut Self) -> T) -> T {
        let mut section = self.table_if(key).unwrap_or_else(|| self.absent(key));
        let value = read(&mut section);
        section.finish();
        value
    }

    /// All `[[key]]` tables, in the order of the file.
    pub(crate) fn tables(&mut self, key: &'static str) -> Vec<Self> {
        let list = match self.take(key) {
            None => return Vec::new(),
            Some(At { it: Field::List(list), .. }) => list,
            Some(other) => {
                self.wrong_kind(key, &other, &format!("a list of tables: write [[{key}]]"));
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
                _ => self.wrong_kind(key, &item, "a table"),
            }
        }
        tables
    }

    /// The fields that are left, as keys with whole numbers: for tables whose keys are data.
    pub(crate) fn numbers_by_key(mut self) -> Vec<(At<String>, u16)> {
        let mut pairs = Vec::new();
        for (key, found) in std::mem::take(&mut self.fields) {
            let line = found.line;
            let number = match found.it {
                Field::Number(n) => u16::try_from(n).ok().filter(|n| *n > 0),
                _ => None,
            };
            match number {
                Some(n) => pairs.push((At { it: key, line }, n)),
                None => self.wrong_kind(&key, &found, "a whole number above 0"),
            }
        }
        pairs
    }
}
