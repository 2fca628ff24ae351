//! What did the proof of the ladder find, and how can it be mended?

use std::path::Path;

use super::cover::cover;
use super::ladder::{Lack, Proof};
use super::no_office;
use crate::covenant::model::facts::{FACTS, Fact, Point, holds};
use crate::covenant::model::rule::{Answer, Rule};
use crate::toml_file::Problems;

impl Proof<'_> {
    /// How two rules that hold for the same facts can be kept apart: by the fact of which they
    /// share the fewest values.
    fn apart(&self, first: &Rule, second: &Rule) -> String {
        let differing = FACTS.into_iter().filter(|fact| {
            let at = *fact as usize;
            first.when[at] != second.when[at]
        });
        let shared = |fact: &Fact| first.when[*fact as usize] & second.when[*fact as usize];
        let Some(fact) = differing.min_by_key(|fact| shared(fact).count_ones()) else {
            return format!("remove \"{}\": it has the same when", second.id);
        };
        let words = self.draft.vocabulary.accepted(fact, shared(&fact)).join(", ");
        format!("take {} {words} out of one of them", fact.key())
    }

    /// Every gap, conflict and rule without use becomes a problem.
    pub(super) fn report(&self, path: &Path, problems: &Problems) {
        let draft = self.draft;
        let vocabulary = &draft.vocabulary;
        for condition in cover(self.gaps.values().copied()) {
            let holding = self.gaps.values().filter(|p| holds(&condition, p));
            let example = holding.clone().next().expect("a cover holds for points of its set");
            let text = format!(
                "no rule for {} combinations of facts, for instance {}",
                holding.count(),
                vocabulary.describe(example)
            );
            let nearest = self.nearest(example);
            let named: Vec<String> =
                nearest.iter().map(|r| format!("\"{}\" on line {}", r.id, r.line)).collect();
            let line = nearest.first().map_or(1, |rule| rule.line);
            let hint = match named.as_slice() {
                [] => "add a [[rule]] for them".to_owned(),
                _ => format!("widen one of {}, or add a [[rule]]", named.join(", ")),
            };
            problems.add(path, line, text, hint);
        }
        for ((first, second), point) in &self.conflicts {
            let (first, second) = (&draft.rules[*first], &draft.rules[*second]);
            let text = format!(
                "\"{}\" (line {}) and \"{}\" (line {}) both hold, for instance for {}",
                first.id,
                first.line,
                second.id,
                second.line,
                vocabulary.describe(point)
            );
            problems.add(path, second.line, text, self.apart(first, second));
        }
        for (at, rule) in draft.rules.iter().enumerate() {
            if !self.used_rules.contains(&at) {
                let text = format!("rule \"{}\" never decides anything", rule.id);
                let hint = "widen its when or remove it; refusals and other rules come before it";
                problems.add(path, rule.line, text, hint);
            }
        }
        for (at, inform) in draft.informs.iter().enumerate() {
            if !self.used_informs.contains(&at) {
                let hint = "widen its when or remove it";
                problems.add(path, inform.line, "this [[inform]] never tells anybody", hint);
            }
        }
    }

    /// Everything that a rule asks for and does not find.
    pub(super) fn report_missing(&self, path: &Path, problems: &Problems) {
        for Lack { line, text, hint, office } in &self.missing {
            match office {
                None => problems.add(path, *line, text.clone(), hint.clone()),
                Some((role, place)) => {
                    no_office(problems, (path, *line), (role, place), text.clone());
                }
            }
        }
    }

    /// The rules of the same step that come nearest to holding: the gap is between them.
    fn nearest(&self, point: &Point) -> Vec<&Rule> {
        let failing = |rule: &&Rule| {
            rule.when.iter().zip(point).filter(|(set, value)| *set & (1 << **value) == 0).count()
        };
        let step = Fact::Step as usize;
        let handling = || {
            self.draft.rules.iter().filter(|rule| {
                let handles = matches!(rule.answer, Answer::Handler(_));
                handles && rule.when[step] & (1 << point[step]) != 0
            })
        };
        let least = handling().map(|rule| failing(&rule)).min();
        handling().filter(|rule| Some(failing(rule)) == least).collect()
    }
}
