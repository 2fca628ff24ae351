//! Which families does a year of a national registry have, and who must match whom? Made from a
//! seed; the expected counts come from comparing every registration of a family with every other.

use std::collections::{BTreeMap, BTreeSet};

use crate::common::Chance;

/// Registrations of a whole year.
pub const YEAR: usize = 168_000;

/// Organisations that take part.
pub const ORGANISATIONS: usize = 40;

/// One registration: who registers whom.
#[derive(Clone, Debug)]
pub struct Entry {
    pub organisation: usize,
    /// Numbers of the children named.
    pub children: Vec<u64>,
    /// The number of the parent named, if one is.
    pub parent: Option<u64>,
    /// Distinct in each family, so that no registration is another one once more.
    pub professional: String,
}

/// A statement of the population register: a child and its parents.
#[derive(Clone, Debug)]
pub struct Kin {
    pub child: u64,
    pub parents: Vec<u64>,
}

/// A year, or a part of one.
#[derive(Debug, Default)]
pub struct Town {
    pub kin: Vec<Kin>,
    /// In the order in which they come.
    pub entries: Vec<Entry>,
    pub expected: Expected,
}

/// Pairs of registrations that must find each other.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Expected {
    pub same_person: u64,
    pub family: u64,
}

/// How many of 10 000 families have so many registrations in a year. Most have one; a few have more
/// than twenty organisations.
const REGISTRATIONS: [(u64, usize); 12] = [
    (6442, 1),
    (1600, 2),
    (720, 3),
    (400, 4),
    (260, 5),
    (180, 6),
    (140, 8),
    (120, 10),
    (70, 13),
    (40, 17),
    (20, 22),
    (6, 30),
];

impl Town {
    /// So many registrations. `fresh` gives the first of so many new persons.
    pub fn new(seed: u64, registrations: usize, fresh: impl Fn(u64) -> u64) -> Self {
        let mut chance = Chance(seed);
        let mut town = Self::default();
        while town.entries.len() < registrations {
            let left = registrations - town.entries.len();
            town.family(&mut chance, left, &fresh);
        }
        chance.shuffle(&mut town.kin);
        chance.shuffle(&mut town.entries);
        town
    }

    fn family(&mut self, chance: &mut Chance, most: usize, fresh: &impl Fn(u64) -> u64) {
        let mut place = chance.below(10_000);
        let number = REGISTRATIONS.iter().find(|(share, _)| {
            let here = place < *share;
            place = place.saturating_sub(*share);
            here
        });
        let number = number.map_or(1, |(_, number)| *number).min(most);
        // The more there is to do, the more children there are.
        let children = match number {
            1 => 1 + chance.below(2),
            2..=4 => 1 + chance.below(4),
            5..=10 => 2 + chance.below(4),
            _ => 4 + chance.below(3),
        };
        let parents = 1 + chance.below(2);
        let first = fresh(children + parents);
        let child = |at: u64| first + at;
        let parents: Vec<u64> = (0..parents).map(|at| first + children + at).collect();
        self.kin.extend((0..children).map(|at| Kin { child: child(at), parents: parents.clone() }));
        let mut entries: Vec<Entry> = Vec::with_capacity(number);
        for at in 0..number {
            let named = chance.below(children);
            // One in eight names two children, one in ten a parent.
            let two = children > 1 && chance.below(8) == 0;
            let second = two.then(|| child((named + 1) % children));
            entries.push(Entry {
                // A few large organisations have much of the work.
                organisation: usize::try_from(chance.below(40).min(chance.below(60)))
                    .expect("below forty"),
                children: [child(named)].into_iter().chain(second).collect(),
                parent: (chance.below(10) == 0).then(|| parents[0]),
                professional: format!("p-{at}"),
            });
        }
        self.expected.add(&entries, &parents);
        self.entries.append(&mut entries);
    }
}

impl Expected {
    /// Every pair of one family: both name one person, or both reach one by the register. One
    /// organisation does not match itself.
    fn add(&mut self, entries: &[Entry], parents: &[u64]) {
        let named = |entry: &Entry| -> BTreeSet<u64> {
            entry.children.iter().copied().chain(entry.parent).collect()
        };
        for (at, one) in entries.iter().enumerate() {
            for other in &entries[at + 1..] {
                if one.organisation == other.organisation {
                    continue;
                }
                if named(one).intersection(&named(other)).next().is_some() {
                    self.same_person += 1;
                } else if !parents.is_empty() {
                    self.family += 1;
                }
            }
        }
    }
}

/// How many involvements of the family's organisations each organisation will be told of is not
/// known before: it depends on who came first. This counts it from the answers.
#[derive(Debug, Default)]
pub struct Told(BTreeMap<usize, u64>);

impl Told {
    /// An answer named these organisations: each is told once.
    pub fn add(&mut self, organisations: impl Iterator<Item = usize>) {
        for organisation in organisations.collect::<BTreeSet<_>>() {
            *self.0.entry(organisation).or_default() += 1;
        }
    }

    pub fn of(&self, organisation: usize) -> u64 {
        self.0.get(&organisation).copied().unwrap_or(0)
    }
}
