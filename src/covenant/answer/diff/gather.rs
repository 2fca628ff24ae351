//! How many different answers become few rows: answers that changed alike stand together, with the
//! facts by which they differ from the others.

use std::collections::{BTreeMap, BTreeSet};

use super::pair::Difference;

/// Name and value of a fact.
pub(super) type Fact = (&'static str, String);

/// A set of values, by number, for each fact.
type Block = Vec<BTreeSet<usize>>;

/// Answers to one kind of question.
pub(super) struct Gathered {
    what: &'static str,
    names: Vec<&'static str>,
    /// The values of each fact, in the order in which they were asked.
    values: Vec<Vec<String>>,
    /// The facts for which an answer changed from one thing to another.
    changed: BTreeMap<(String, String), BTreeSet<Vec<usize>>>,
    /// Every combination that was asked.
    asked: BTreeSet<Vec<usize>>,
}

impl Gathered {
    pub(super) fn new(what: &'static str) -> Self {
        let (names, values) = (Vec::new(), Vec::new());
        Self { what, names, values, changed: BTreeMap::new(), asked: BTreeSet::new() }
    }

    /// Notes one question, and how its answer changed when it did.
    pub(super) fn ask(&mut self, facts: &[Fact], change: Option<(String, String)>) {
        if self.names.is_empty() {
            self.names = facts.iter().map(|(name, _)| *name).collect();
            self.values = vec![Vec::new(); facts.len()];
        }
        let mut point = Vec::with_capacity(facts.len());
        for ((_, value), known) in facts.iter().zip(&mut self.values) {
            let at = known.iter().position(|v| v == value).unwrap_or_else(|| {
                known.push(value.clone());
                known.len() - 1
            });
            point.push(at);
        }
        if let Some(change) = change {
            self.changed.entry(change).or_default().insert(point.clone());
        }
        self.asked.insert(point);
    }

    /// One row for each way in which answers changed and each block of facts.
    pub(super) fn rows(self) -> Vec<Difference> {
        let mut rows = Vec::new();
        for ((old, new), points) in &self.changed {
            for block in self.blocks(points) {
                rows.push(Difference {
                    what: self.what.to_owned(),
                    when: self.when(&block),
                    old: old.clone(),
                    new: new.clone(),
                });
            }
        }
        rows
    }

    /// Merges points along one fact after the other, the last ones first. A fact of which a block
    /// has every value that was asked says nothing there: it gets all values, so that blocks which
    /// differ only in what does not exist come together.
    fn blocks(&self, points: &BTreeSet<Vec<usize>>) -> Vec<Block> {
        let single = |point: &Vec<usize>| point.iter().map(|v| BTreeSet::from([*v])).collect();
        let mut blocks: Vec<Block> = points.iter().map(single).collect();
        for fact in (0..self.names.len()).rev() {
            let asked = self.asked_of(fact);
            let mut merged: BTreeMap<Block, BTreeSet<usize>> = BTreeMap::new();
            for mut block in blocks {
                let values = std::mem::take(&mut block[fact]);
                merged.entry(block).or_default().extend(values);
            }
            let put_back = |(mut block, values): (Block, BTreeSet<usize>)| {
                // The facts before this one still have one value each.
                let before: Vec<usize> = block[..fact].iter().flatten().copied().collect();
                let everything = asked.get(&before).is_some_and(|asked| *asked == values);
                block[fact] = if everything { self.all(fact) } else { values };
                block
            };
            blocks = merged.into_iter().map(put_back).collect();
        }
        blocks
    }

    /// The values of a fact that were asked, by the values of the facts before it.
    fn asked_of(&self, fact: usize) -> BTreeMap<Vec<usize>, BTreeSet<usize>> {
        let mut asked: BTreeMap<Vec<usize>, BTreeSet<usize>> = BTreeMap::new();
        for point in &self.asked {
            asked.entry(point[..fact].to_vec()).or_default().insert(point[fact]);
        }
        asked
    }

    fn all(&self, fact: usize) -> BTreeSet<usize> {
        (0..self.values[fact].len()).collect()
    }

    /// The facts of a block that say something.
    fn when(&self, block: &Block) -> Vec<(String, Vec<String>)> {
        let says_something = |fact: &usize| block[*fact] != self.all(*fact);
        (0..self.names.len())
            .filter(says_something)
            .map(|fact| {
                let values = block[fact].iter().map(|value| self.values[fact][*value].clone());
                (self.names[fact].to_owned(), values.collect())
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(gathered: &mut Gathered, step: u8, area: &str, changed: bool) {
        let facts = [("step", step.to_string()), ("area", area.to_owned())];
        gathered.ask(&facts, changed.then(|| ("a".to_owned(), "b".to_owned())));
    }

    #[test]
    fn changes_stand_together_and_name_only_the_facts_that_matter() {
        let mut gathered = Gathered::new("x");
        for area in ["north", "south"] {
            ask(&mut gathered, 1, area, false);
            ask(&mut gathered, 2, area, true);
        }
        let rows = gathered.rows();
        assert_eq!(rows.len(), 1);
        assert_eq!(rows[0].when, [("step".to_owned(), vec!["2".to_owned()])]);
    }

    #[test]
    fn what_was_never_asked_keeps_no_rows_apart() {
        let mut gathered = Gathered::new("x");
        ask(&mut gathered, 1, "north", true);
        ask(&mut gathered, 1, "south", true);
        ask(&mut gathered, 2, "north", true);
        ask(&mut gathered, 3, "north", false);
        let rows = gathered.rows();
        assert_eq!(rows.len(), 1, "{rows:?}");
        assert_eq!(rows[0].when, [("step".to_owned(), vec!["1".to_owned(), "2".to_owned()])]);
    }

    #[test]
    fn a_change_of_everything_has_no_condition_and_none_has_no_row() {
        let mut gathered = Gathered::new("x");
        ask(&mut gathered, 1, "north", true);
        ask(&mut gathered, 2, "north", true);
        assert_eq!(gathered.rows()[0].when, []);
        let mut gathered = Gathered::new("x");
        ask(&mut gathered, 1, "north", false);
        assert_eq!(gathered.rows(), []);
    }
}
