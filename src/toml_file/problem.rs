//! What is wrong with a file, where, and what might be meant.

use std::cell::RefCell;
use std::fmt;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use strsim::levenshtein;

use super::cause::{self, Named};

/// One thing that is wrong in a file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Problem {
    /// The file, as it was named.
    pub file: PathBuf,
    /// Line in it, from 1; 0 when it is about the file as a whole.
    pub line: u32,
    /// Which field, and which rule is broken.
    pub text: String,
    /// What to do about it.
    pub suggestion: Option<String>,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => write!(f, "{}: {}", self.file.display(), self.text)?,
            line => write!(f, "{}:{line}: {}", self.file.display(), self.text)?,
        }
        match &self.suggestion {
            Some(hint) => write!(f, " ({hint})"),
            None => Ok(()),
        }
    }
}

/// The problems found so far. All sections of all files that are read together share one list.
#[derive(Clone, Default)]
pub(crate) struct Problems(Rc<RefCell<Found>>);

#[derive(Default)]
struct Found {
    all: Vec<(Problem, Option<String>)>,
    names: Vec<Named>,
}

impl Problems {
    /// Adds a problem; no problem goes without saying what to do about it. One about an unknown name has
    /// that name as its cause.
    pub(crate) fn add(
        &self,
        file: &Path,
        line: u32,
        text: impl Into<String>,
        hint: impl Into<String>,
    ) {
        let text = text.into();
        let cause = cause::unknown_name(&text).map(str::to_owned);
        self.push(
            Problem { file: file.to_owned(), line, text, suggestion: Some(hint.into()) },
            cause,
        );
    }

    /// Adds a problem that has the same cause as every other one with these words for it.
    pub(crate) fn add_of(
        &self,
        cause: String,
        (file, line): (&Path, u32),
        text: String,
        hint: String,
    ) {
        self.push(
            Problem { file: file.to_owned(), line, text, suggestion: Some(hint) },
            Some(cause),
        );
    }

    fn push(&self, problem: Problem, cause: Option<String>) {
        self.0.borrow_mut().all.push((problem, cause));
    }

    /// Notes that a table of a file, from one line to another, stands for a name.
    pub(crate) fn name(&self, name: &str, file: &Path, lines: (u32, u32)) {
        let named = Named { name: name.to_owned(), file: file.to_owned(), lines };
        self.0.borrow_mut().names.push(named);
    }

    /// How many there are.
    pub(crate) fn count(&self) -> usize {
        self.0.borrow().all.len()
    }

    /// The value when there is no problem; else all problems in the order of the files and lines, one for
    /// each cause.
    pub(crate) fn or<T>(self, value: Option<T>) -> Result<T, Vec<Problem>> {
        let Found { all, names } = self.0.take();
        match value {
            Some(value) if all.is_empty() => Ok(value),
            _ => Err(cause::one_for_each(all, &names)),
        }
    }
}

/// Bytes of words that are compared: what is longer is no slip of the fingers, and takes long.
const LONGEST_COMPARED: usize = 64;

fn comparable(a: &str, b: &str) -> bool {
    a.len().max(b.len()) <= LONGEST_COMPARED
}

/// "did you mean ...?" when one of the known words is near, else the known words, the first few.
pub(crate) fn did_you_mean<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    const FEW: usize = 12;
    let known: Vec<&str> = known.into_iter().collect();
    let near =
        known.iter().filter(|k| comparable(word, k)).map(|k| (levenshtein(word, k), *k)).min();
    match near {
        None if known.is_empty() => "none is known here".to_owned(),
        Some((d, k)) if d <= 1 + word.len() / 4 => format!("did you mean \"{k}\"?"),
        _ if known.len() <= FEW => format!("known: {}", known.join(", ")),
        _ => format!("known: {} and {} more", known[..FEW].join(", "), known.len() - FEW),
    }
}

/// The known words that are most like one, the likest first.
pub(crate) fn nearest<'a>(
    word: &str,
    known: impl IntoIterator<Item = &'a str>,
    most: usize,
) -> Vec<&'a str> {
    let mut near: Vec<_> =
        known.into_iter().map(|known| (levenshtein(word, known), known)).collect();
    near.sort_unstable();
    near.into_iter().map(|(_, known)| known).take(most).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_near_word_is_suggested_and_a_far_one_is_not() {
        let known = ["coordinator", "mayor"];
        assert_eq!(did_you_mean("cordinator", known), "did you mean \"coordinator\"?");
        assert_eq!(did_you_mean("alderman", known), "known: coordinator, mayor");
        let many: Vec<String> = (10..30).map(|n| n.to_string()).collect();
        let hint = did_you_mean("alderman", many.iter().map(String::as_str));
        assert!(hint.ends_with("21 and 8 more"), "{hint}");
    }
}
