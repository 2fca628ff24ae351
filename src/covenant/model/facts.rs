//! By which facts do rules choose, and which values can each fact have?
//!
//! Facts are small numbers, a condition on them is a set of bits: the whole space of a covenant is
//! a few thousand points, so totality is proved by visiting all of them.

/// What a rule may look at.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::covenant) enum Fact {
    Track,
    Step,
    Category,
    Nuisance,
    Measure,
    Commissioner,
    Partner,
    Mandate,
    HandledBy,
    Absence,
}

/// All facts, in the order of a point.
pub(in crate::covenant) const FACTS: [Fact; 10] = [
    Fact::Track,
    Fact::Step,
    Fact::Category,
    Fact::Nuisance,
    Fact::Measure,
    Fact::Commissioner,
    Fact::Partner,
    Fact::Mandate,
    Fact::HandledBy,
    Fact::Absence,
];

impl Fact {
    /// Its name in covenant files.
    pub(in crate::covenant) fn key(self) -> &'static str {
        match self {
            Self::Track => "track",
            Self::Step => "step",
            Self::Category => "category",
            Self::Nuisance => "nuisance",
            Self::Measure => "measure",
            Self::Commissioner => "commissioner",
            Self::Partner => "partner",
            Self::Mandate => "mandate",
            Self::HandledBy => "handled_by",
            Self::Absence => "absence",
        }
    }
}

/// One value for each fact.
pub(in crate::covenant) type Point = [u8; FACTS.len()];

/// A set of values for each fact.
pub(in crate::covenant) type Condition = [u64; FACTS.len()];

/// Most values one fact can have: the bits of a condition.
pub(in crate::covenant) const MAX_VALUES: usize = 64;

pub(in crate::covenant) fn holds(condition: &Condition, point: &Point) -> bool {
    condition.iter().zip(point).all(|(set, value)| set & (1 << value) != 0)
}

// Values of the facts that are the same in every covenant.
pub(in crate::covenant) const MEASURES: [&str; 3] = ["none", "child-protection", "youth-probation"];

pub(in crate::covenant) const OWN_DISTRICT: u8 = 0;
pub(in crate::covenant) const OTHER_DISTRICT: u8 = 1;
pub(in crate::covenant) const CITY_REGION: u8 = 2;
pub(in crate::covenant) const CITY: u8 = 3;
pub(in crate::covenant) const NOBODY: u8 = 4;
pub(in crate::covenant) const NO_TARGET: u8 = 5;
const RELATIONS: [&str; 6] =
    ["own-district", "other-district", "city-region", "city", "nobody", "no-target"];

pub(in crate::covenant) const NO_PARTNER: u8 = 3;
const PARTNERS: [&str; 4] = ["care", "non-care", "judiciary", "none"];

pub(in crate::covenant) const NO_MANDATE: u8 = 0;
pub(in crate::covenant) const MANDATE_AVAILABLE: u8 = 1;
pub(in crate::covenant) const MANDATE_USED: u8 = 2;
const MANDATES: [&str; 3] = ["none", "available", "used"];

pub(in crate::covenant) const BEFORE_NOBODY: u8 = 0;
pub(in crate::covenant) const BEFORE_OWN_ORGANISATION: u8 = 1;
pub(in crate::covenant) const BEFORE_TARGET_ORGANISATION: u8 = 2;
/// From here on the roles.
pub(in crate::covenant) const FIRST_ROLE: usize = 3;

/// `handled_by` for an office of this role.
pub(in crate::covenant) fn before_role(role: usize) -> u8 {
    u8::try_from(role + FIRST_ROLE).expect("roles are bounded by MAX_VALUES when read")
}

/// The role of a `handled_by` value, when it is one.
pub(in crate::covenant) fn role_before(value: u8) -> Option<usize> {
    usize::from(value).checked_sub(FIRST_ROLE)
}

/// The words of one covenant for the values of every fact.
#[derive(Clone, Debug)]
pub(in crate::covenant) struct Vocabulary {
    words: [Vec<String>; FACTS.len()],
    /// False for a fact that no rule looks at: the table has one entry for all its values.
    looked_at: [bool; FACTS.len()],
}

impl Vocabulary {
    pub(in crate::covenant) fn new<'a>(
        steps: usize,
        categories: impl Iterator<Item = &'a str>,
        roles: impl Iterator<Item = &'a str>,
    ) -> Self {
        let owned = |words: &[&str]| words.iter().map(|w| (*w).to_owned()).collect();
        let before = ["nobody", "own-organisation", "target-organisation"].into_iter().chain(roles);
        Self {
            words: [
                owned(&["A", "B"]),
                (1..=steps).map(|n| n.to_string()).collect(),
                categories.map(str::to_owned).collect(),
                owned(&["no", "yes"]),
                owned(&MEASURES),
                owned(&RELATIONS),
                owned(&PARTNERS),
                owned(&MANDATES),
                before.map(str::to_owned).collect(),
                owned(&["no", "yes"]),
            ],
            looked_at: [true; FACTS.len()],
        }
    }

    pub(in crate::covenant) fn words(&self, fact: Fact) -> &[String] {
        &self.words[fact as usize]
    }

    pub(in crate::covenant) fn value(&self, fact: Fact, word: &str) -> Option<u8> {
        let at = self.words(fact).iter().position(|w| w == word)?;
        u8::try_from(at).ok()
    }

    /// The values in a set of a fact, in words.
    pub(in crate::covenant) fn accepted(&self, fact: Fact, set: u64) -> Vec<String> {
        let words = self.words(fact).iter().enumerate();
        words.filter(|(value, _)| set & (1 << value) != 0).map(|(_, word)| word.clone()).collect()
    }

    /// The condition that every point meets.
    pub(in crate::covenant) fn anything(&self) -> Condition {
        self.words.each_ref().map(|words| u64::MAX >> (MAX_VALUES - words.len().max(1)))
    }

    /// Makes the table smaller by the facts that none of these conditions looks at.
    pub(in crate::covenant) fn collapse<'a>(
        &mut self,
        conditions: impl Iterator<Item = &'a Condition>,
    ) {
        let anything = self.anything();
        self.looked_at = [false; FACTS.len()];
        for condition in conditions {
            for (looked_at, (set, all)) in
                self.looked_at.iter_mut().zip(condition.iter().zip(anything))
            {
                *looked_at |= *set != all;
            }
        }
    }

    pub(in crate::covenant) fn looks_at(&self, fact: Fact) -> bool {
        self.looked_at[fact as usize]
    }

    /// How many entries the table has: points, possible or not, that rules can tell apart.
    pub(in crate::covenant) fn size(&self) -> usize {
        let looked_at = self.words.iter().zip(self.looked_at).filter(|(_, looked_at)| *looked_at);
        looked_at.map(|(words, _)| words.len()).product()
    }

    /// The number of a point in the table, below `size`.
    pub(in crate::covenant) fn index(&self, point: &Point) -> usize {
        let facts = self.words.iter().zip(point).zip(self.looked_at);
        facts
            .filter(|(_, looked_at)| *looked_at)
            .fold(0, |n, ((words, value), _)| n * words.len() + usize::from(*value))
    }

    /// A point as `track A, step 2, ...`, for messages; without the facts that no rule looks at.
    pub(in crate::covenant) fn describe(&self, point: &Point) -> String {
        let parts: Vec<String> = FACTS
            .into_iter()
            .zip(point)
            .filter(|(fact, _)| self.looked_at[*fact as usize])
            .map(|(fact, value)| format!("{} {}", fact.key(), self.word(fact, *value)))
            .collect();
        parts.join(", ")
    }

    pub(in crate::covenant) fn word(&self, fact: Fact, value: u8) -> &str {
        &self.words(fact)[usize::from(value)]
    }
}
