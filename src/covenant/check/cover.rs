//! How are many combinations of facts said in few lines, for a message?

use std::collections::BTreeMap;

use crate::covenant::model::facts::{Condition, Fact, Point};

/// Covers a set of points with few conditions, each of which holds for points of the set only.
pub(super) fn cover(points: impl Iterator<Item = Point>) -> Vec<Condition> {
    let mut conditions: Vec<Condition> = points.map(|p| p.map(|v| 1_u64 << v)).collect();
    // Merge along one fact after the other whatever is equal in all the others; the facts that
    // vary most often without meaning first.
    for fact in [Fact::HandledBy, Fact::Mandate, Fact::Partner, Fact::Commissioner]
        .into_iter()
        .chain([Fact::Absence, Fact::Measure, Fact::Nuisance, Fact::Category])
        .chain([Fact::Track, Fact::Step])
    {
        let at = fact as usize;
        let mut merged: BTreeMap<Condition, u64> = BTreeMap::new();
        for mut condition in conditions {
            let values = std::mem::take(&mut condition[at]);
            *merged.entry(condition).or_default() |= values;
        }
        conditions = merged
            .into_iter()
            .map(|(mut condition, values)| {
                condition[at] = values;
                condition
            })
            .collect();
    }
    conditions
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::covenant::model::facts::{Vocabulary, holds};

    #[test]
    fn a_cover_holds_for_exactly_the_points() {
        let vocabulary = Vocabulary::new(3, ["a", "b"].into_iter(), ["r"].into_iter());
        let points: Vec<Point> = (0..3)
            .flat_map(|step| (0..2).map(move |category| [0, step, category, 1, 0, 2, 0, 0, 0, 0]))
            .filter(|p| !(p[1] == 2 && p[2] == 1))
            .collect();
        let conditions = cover(points.iter().copied());
        assert_eq!(conditions.len(), 2);
        for step in 0..3 {
            for category in 0..2 {
                let point = [0, step, category, 1, 0, 2, 0, 0, 0, 0];
                let covered = conditions.iter().filter(|c| holds(c, &point)).count();
                assert_eq!(covered, usize::from(points.contains(&point)));
                assert!(holds(&vocabulary.anything(), &point));
                assert!(vocabulary.index(&point) < vocabulary.size());
            }
        }
    }
}
