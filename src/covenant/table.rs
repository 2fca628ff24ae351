//! The routing table of a covenant: one row for each rule, refusals first because they win.

use super::Covenant;
use super::facts::{FACTS, Fact};
use super::rule::{Answer, Rule};

/// One row of the routing table. No two rows without a refusal hold for the same facts.
#[derive(Clone, Debug)]
pub struct RoutingRow {
    /// The steps at which it can hold, from 1.
    pub steps: Vec<String>,
    /// The other facts that matter and their accepted values, in the words of the covenant file.
    pub when: Vec<(String, Vec<String>)>,
    /// Who handles, in words; `None` when refused.
    pub handler: Option<String>,
    /// The code of a refusal.
    pub refusal: Option<String>,
    /// The rule that decides.
    pub rule: String,
    /// Where the rule comes from.
    pub source: String,
}

impl Covenant {
    /// The routing table: refusals, then the rules by step.
    #[must_use]
    pub fn routing_table(&self) -> Vec<RoutingRow> {
        let mut rules: Vec<&Rule> = self.rules.iter().collect();
        rules.sort_by_key(|rule| match rule.answer {
            Answer::Refusal { .. } => (0, 0),
            Answer::Handler(_) => (1, rule.when[Fact::Step as usize].trailing_zeros()),
        });
        rules.into_iter().map(|rule| self.row(rule)).collect()
    }

    fn row(&self, rule: &Rule) -> RoutingRow {
        let anything = self.vocabulary.anything();
        let accepted = |fact: Fact| self.vocabulary.accepted(fact, rule.when[fact as usize]);
        let narrowing = |fact: &Fact| {
            *fact != Fact::Step && rule.when[*fact as usize] != anything[*fact as usize]
        };
        let (handler, refusal) = match &rule.answer {
            Answer::Handler(handler) => (Some(handler.describe(&self.roles)), None),
            Answer::Refusal { code } => (None, Some(code.clone())),
        };
        RoutingRow {
            steps: accepted(Fact::Step),
            when: FACTS
                .into_iter()
                .filter(narrowing)
                .map(|fact| (fact.key().to_owned(), accepted(fact)))
                .collect(),
            handler,
            refusal,
            rule: rule.id.clone(),
            source: rule.source.clone(),
        }
    }
}
