//! What does a rule for concern signals say: for which signals, and who must act?

use super::places::Role;
use crate::domain::model::agreement::{ConcernQuestion, Term};
use crate::domain::model::ground::Ground;

/// The facts that a concern rule may look at, each `no` or `yes`.
pub(in crate::covenant) const FACTS: [&str; 2] = ["acute", "children"];
pub(in crate::covenant) const WORDS: [&str; 2] = ["no", "yes"];

/// How many combinations of those facts there are.
pub(in crate::covenant) const POINTS: usize = 1 << FACTS.len();

/// Whom a signal goes to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(in crate::covenant) enum To {
    /// The office of this role for the family.
    Role(usize),
    /// The one organisation of this kind that covers the area.
    Kind(String),
}

impl To {
    /// In words, for tables.
    pub(in crate::covenant) fn describe(&self, roles: &[Role]) -> String {
        match self {
            Self::Role(role) => roles[*role].where_family_lives(),
            Self::Kind(kind) => format!("the {kind} that covers the area"),
        }
    }
}

/// A rule for concern signals.
#[derive(Clone, Debug)]
pub(in crate::covenant) struct ConcernRule {
    pub(in crate::covenant) id: String,
    pub(in crate::covenant) ground: Ground,
    /// Accepted values of each fact, as bits.
    pub(in crate::covenant) when: [u8; FACTS.len()],
    pub(in crate::covenant) to: To,
    pub(in crate::covenant) informs: Vec<usize>,
    pub(in crate::covenant) crisis: bool,
    /// Whether it opens a case when the family has none.
    pub(in crate::covenant) opens_case: bool,
    /// By when somebody must have taken it up.
    pub(in crate::covenant) term: Term,
    pub(in crate::covenant) nl: String,
    pub(in crate::covenant) en: String,
    pub(in crate::covenant) line: u32,
}

impl ConcernRule {
    /// Whether it holds for the facts with this number.
    pub(in crate::covenant) fn holds(&self, number: usize) -> bool {
        (0..FACTS.len()).all(|fact| self.when[fact] & (1 << value(number, fact)) != 0)
    }

    /// The facts that it looks at and the value it wants, in words.
    pub(in crate::covenant) fn conditions(&self) -> Vec<(String, Vec<String>)> {
        let narrow = (0..FACTS.len()).filter(|fact| self.when[*fact] != 0b11);
        narrow
            .map(|fact| {
                let words = (0..2).filter(|value| self.when[fact] & (1 << value) != 0);
                (FACTS[fact].to_owned(), words.map(|value| WORDS[value].to_owned()).collect())
            })
            .collect()
    }
}

/// The number of the facts of a signal.
pub(in crate::covenant) fn number(question: &ConcernQuestion) -> usize {
    usize::from(question.acute) | usize::from(question.children) << 1
}

fn value(number: usize, fact: usize) -> usize {
    (number >> fact) & 1
}

/// The facts with this number as `acute yes, children no`.
pub(in crate::covenant) fn describe(number: usize) -> String {
    pairs(number, |fact, word| format!("{fact} {word}"))
}

/// The same in the words of a covenant file.
pub(in crate::covenant) fn when(number: usize) -> String {
    pairs(number, |fact, word| format!("{fact} = \"{word}\""))
}

fn pairs(number: usize, text: impl Fn(&str, &str) -> String) -> String {
    let parts: Vec<String> = FACTS
        .iter()
        .enumerate()
        .map(|(fact, name)| text(name, WORDS[value(number, fact)]))
        .collect();
    parts.join(", ")
}
