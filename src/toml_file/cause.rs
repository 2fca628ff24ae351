//! Which problems are one? A name that is misspelt once is unknown wherever it is used, and a table that
//! cannot be read leaves its own name unknown: whoever mends that must not look for it among ten others.

use std::collections::{BTreeMap, btree_map::Entry};
use std::path::{Path, PathBuf};

use super::problem::Problem;

/// Most lines that are named after the first one of a problem.
const LINES_MOST: usize = 6;

/// A table that stands for a name: in which file, from which line to which.
pub(super) struct Named {
    pub(super) name: String,
    pub(super) file: PathBuf,
    pub(super) lines: (u32, u32),
}

impl Named {
    fn holds(&self, problem: &Problem) -> bool {
        let (first, last) = self.lines;
        self.file == problem.file && (first..=last).contains(&problem.line)
    }
}

/// The name that a problem calls unknown: every text about one says `unknown WHAT "NAME"`. A field is no
/// name: the same one may be misplaced twice.
pub(super) fn unknown_name(text: &str) -> Option<&str> {
    let (_, rest) = text.split_once("unknown ")?;
    let (what, rest) = rest.split_once(" \"")?;
    (!what.contains("field")).then(|| rest.split_once('"').map(|(name, _)| name))?
}

/// The problems in the order of the files and lines: one for each cause, on the first of its lines, and
/// none that follows from another.
pub(super) fn one_for_each(
    mut all: Vec<(Problem, Option<String>)>,
    names: &[Named],
) -> Vec<Problem> {
    all.sort_by(|(a, _), (b, _)| (&a.file, a.line, &a.text).cmp(&(&b.file, b.line, &b.text)));
    all.dedup();
    let broken = |name: &str| {
        let own = |problem: &Problem| names.iter().any(|n| n.name == name && n.holds(problem));
        all.iter().any(|(problem, cause)| own(problem) && cause.as_deref() != Some(name))
    };
    let follows = |cause: &Option<String>| cause.as_deref().is_some_and(broken);
    let causes: Vec<_> = all.iter().filter(|(_, cause)| !follows(cause)).cloned().collect();
    // Two that follow from each other are both told.
    fold(if causes.is_empty() { all } else { causes })
}

/// One problem for each cause, with the other lines of the same.
fn fold(all: Vec<(Problem, Option<String>)>) -> Vec<Problem> {
    let mut folded: Vec<(Problem, Vec<Problem>)> = Vec::new();
    let mut at = BTreeMap::new();
    for (problem, cause) in all {
        let Some(cause) = cause else {
            folded.push((problem, Vec::new()));
            continue;
        };
        match at.entry(cause) {
            Entry::Occupied(first) => {
                let (_, others): &mut (Problem, Vec<Problem>) = &mut folded[*first.get()];
                others.push(problem);
            }
            Entry::Vacant(first) => {
                first.insert(folded.len());
                folded.push((problem, Vec::new()));
            }
        }
    }
    let with_lines = |(problem, others): (Problem, Vec<Problem>)| match lines(&problem, &others) {
        None => problem,
        Some(lines) => Problem { text: format!("{}; the same {lines}", problem.text), ..problem },
    };
    folded.into_iter().map(with_lines).collect()
}

/// On which lines the others stand, in words; `None` when all stand on its own.
fn lines(first: &Problem, others: &[Problem]) -> Option<String> {
    let name = |file: &Path| file.file_name().map(|name| name.to_string_lossy().into_owned());
    let mut lines: Vec<String> = others
        .iter()
        .filter(|other| (&other.file, other.line) != (&first.file, first.line))
        .map(|other| match name(&other.file) {
            Some(name) if other.file != first.file => format!("{name}:{}", other.line),
            _ => other.line.to_string(),
        })
        .collect();
    lines.dedup();
    let more = lines.len().saturating_sub(LINES_MOST);
    let named = lines.iter().take(LINES_MOST).cloned().collect::<Vec<_>>().join(", ");
    match (lines.len(), more) {
        (0, _) => None,
        (1, _) => Some(format!("on line {named}")),
        (_, 0) => Some(format!("on lines {named}")),
        _ => Some(format!("on lines {named} and {more} more")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(line: u32, text: &str) -> (Problem, Option<String>) {
        let cause = unknown_name(text).map(str::to_owned);
        let (file, text) = (PathBuf::from("a.toml"), text.to_owned());
        (Problem { file, line, text, suggestion: None }, cause)
    }

    fn told(all: &[(Problem, Option<String>)], names: &[Named]) -> Vec<String> {
        one_for_each(all.to_vec(), names).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn one_cause_is_told_once() {
        let mut all: Vec<_> =
            (1..9).map(|n| problem(n, &format!("office \"{n}\": unknown area \"nord\""))).collect();
        all.push(problem(4, "\"nl\" is missing"));
        let folded = "a.toml:1: office \"1\": unknown area \"nord\"; the same on lines 2, 3, 4, 5, 6, 7 \
                      and 1 more";
        assert_eq!(told(&all, &[]), [folded, "a.toml:4: \"nl\" is missing"]);
        assert_eq!(told(&all[1..2], &[]), ["a.toml:2: office \"2\": unknown area \"nord\""]);
        let fields = [problem(1, "unknown field \"x\""), problem(2, "unknown field \"x\"")];
        assert_eq!(told(&fields, &[]).len(), 2);
    }

    #[test]
    fn what_follows_is_not_told_but_never_everything() {
        let named = |name: &str, lines| Named {
            name: name.to_owned(),
            file: PathBuf::from("a.toml"),
            lines,
        };
        let names = [named("noord", (10, 14)), named("zuid", (15, 19))];
        let follows = problem(30, "unknown area \"noord\"");
        let cause = problem(12, "area \"noord\": unknown region \"ost\"");
        assert_eq!(
            told(&[follows.clone(), cause.clone()], &names),
            ["a.toml:12: area \"noord\": unknown region \"ost\""]
        );
        // Its own table is well: the name is used where another kind of name belongs.
        let elsewhere = problem(16, "\"nl\" is missing");
        assert_eq!(told(&[follows, elsewhere], &names).len(), 2);
        let round = [problem(12, "unknown area \"zuid\""), problem(16, "unknown area \"noord\"")];
        assert_eq!(told(&round, &names).len(), 2);
    }
}
