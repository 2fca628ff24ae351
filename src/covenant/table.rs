//! The routing table of a covenant: few rows that together say what every combination gets.

use std::collections::BTreeMap;

use super::facts::{Condition, FACTS, Fact, MANDATE_USED, NO_PARTNER, NO_TARGET, Point, cover};
use super::rule::Answer;
use super::{Covenant, IMPOSSIBLE};

/// One row of the routing table.
#[derive(Clone, Debug)]
pub struct RoutingRow {
    /// Fact and accepted values, only for facts that matter in this row.
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
    /// The routing table by step; equal answers are merged.
    #[must_use]
    pub fn routing_table(&self) -> Vec<RoutingRow> {
        let mut by_answer: BTreeMap<(u8, u16), Vec<Point>> = BTreeMap::new();
        let mut point: Point = Point::default();
        loop {
            let rule = self.decisions[self.vocabulary.index(&point)];
            if rule != IMPOSSIBLE {
                let points = by_answer.entry((point[Fact::Step as usize], rule)).or_default();
                points.extend(self.widened(point));
            }
            if !self.advance(&mut point) {
                break;
            }
        }
        // What can occur at a step at all: a fact that takes all of that says nothing.
        let mut possible: BTreeMap<u8, Condition> = BTreeMap::new();
        for ((step, _), points) in &by_answer {
            let seen = possible.entry(*step).or_default();
            for point in points {
                seen.iter_mut().zip(point).for_each(|(set, value)| *set |= 1 << value);
            }
        }
        let mut rows = Vec::new();
        for ((step, rule), points) in by_answer {
            let rule = &self.rules[usize::from(rule)];
            let (handler, refusal) = match &rule.answer {
                Answer::Handler(handler) => (Some(handler.describe(&self.roles)), None),
                Answer::Refusal { code } => (None, Some(code.clone())),
            };
            for condition in cover(points.into_iter()) {
                rows.push(RoutingRow {
                    when: self.conditions(&condition, &possible[&step]),
                    handler: handler.clone(),
                    refusal: refusal.clone(),
                    rule: rule.id.clone(),
                    source: rule.source.clone(),
                });
            }
        }
        rows
    }

    /// The next point; false after the last one.
    fn advance(&self, point: &mut Point) -> bool {
        for fact in FACTS.into_iter().rev() {
            let value = &mut point[fact as usize];
            *value += 1;
            if usize::from(*value) < self.vocabulary.words(fact).len() {
                return true;
            }
            *value = 0;
        }
        false
    }

    /// The facts that a row has to say: always the step, else only what narrows it down.
    fn conditions(&self, row: &Condition, possible: &Condition) -> Vec<(String, Vec<String>)> {
        FACTS
            .into_iter()
            .filter(|fact| *fact == Fact::Step || row[*fact as usize] != possible[*fact as usize])
            .map(|fact| {
                let set = row[fact as usize];
                let words = self.vocabulary.words(fact).iter().enumerate();
                let held = words.filter(|(value, _)| set & (1 << value) != 0);
                (fact.key().to_owned(), held.map(|(_, word)| word.clone()).collect())
            })
            .collect()
    }

    /// A point, and those that cannot occur but would read as the same: without a target any
    /// partner and mandate, in a category that implies nuisance either nuisance. Fewer, wider rows.
    fn widened(&self, point: Point) -> Vec<Point> {
        let category = usize::from(point[Fact::Category as usize]);
        let nuisances = match self.categories[category].implies_nuisance {
            true => 0..2,
            false => point[Fact::Nuisance as usize]..point[Fact::Nuisance as usize] + 1,
        };
        let (partners, mandates) = match point[Fact::Commissioner as usize] {
            NO_TARGET if self.mandate_role().is_some() => (0..NO_PARTNER, 0..MANDATE_USED + 1),
            NO_TARGET => (0..NO_PARTNER, 0..1),
            _ => {
                let (partner, mandate) =
                    (point[Fact::Partner as usize], point[Fact::Mandate as usize]);
                (partner..partner + 1, mandate..mandate + 1)
            }
        };
        let mut points = Vec::new();
        for nuisance in nuisances {
            for partner in partners.clone() {
                for mandate in mandates.clone() {
                    let mut wide = point;
                    wide[Fact::Nuisance as usize] = nuisance;
                    wide[Fact::Partner as usize] = partner;
                    wide[Fact::Mandate as usize] = mandate;
                    points.push(wide);
                }
            }
        }
        points
    }
}
