//! What does a category of families mean, and what is a step of the ladder?

use crate::domain::model::agreement::{Eligible, MeasureRule, PlanRule, Term};
use crate::domain::model::ground::Ground;
use crate::domain::model::party::CategoryCode;

/// A category of families.
#[derive(Clone, Debug)]
pub struct Category {
    /// For instance `MPG2`.
    pub code: CategoryCode,
    /// Description in Dutch.
    pub description_nl: String,
    /// Description in English.
    pub description_en: String,
    /// Role of the office that directs.
    pub director_role: String,
    /// Former codes: families that have one of them are in this category from now on.
    pub formerly: Vec<CategoryCode>,
    /// True when families in it always count as causing nuisance.
    pub implies_nuisance: bool,
    /// False when a family in it is taken up without a question on which ground it was reported.
    pub(in crate::covenant) asks_entry_ground: bool,
    /// On what it rests.
    pub ground: Ground,
    pub(in crate::covenant) director_role_index: usize,
    pub(in crate::covenant) rules: CategoryRules,
    pub(in crate::covenant) line: u32,
}

/// A variant of the one plan.
#[derive(Clone, Debug)]
pub(in crate::covenant) struct Plan {
    pub(in crate::covenant) it: PlanRule,
    pub(in crate::covenant) ground: Ground,
    pub(in crate::covenant) line: u32,
}

/// What a case of a category follows.
#[derive(Clone, Debug)]
pub(in crate::covenant) struct CategoryRules {
    pub(in crate::covenant) measure: MeasureRule,
    pub(in crate::covenant) family_manager: Eligible,
    /// Indexes of the plans, the usual one first.
    pub(in crate::covenant) plans: Vec<usize>,
    pub(in crate::covenant) watch: Option<Watch>,
}

/// How a category keeps watch.
#[derive(Clone, Debug)]
pub(in crate::covenant) struct Watch {
    pub(in crate::covenant) every_weeks: u16,
    pub(in crate::covenant) weeks: u16,
    pub(in crate::covenant) by: By,
    pub(in crate::covenant) while_open: bool,
}

/// Who keeps watch.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::covenant) enum By {
    LastFamilyManager,
    Director,
    Role(usize),
}

impl By {
    pub(in crate::covenant) fn role(self) -> Option<usize> {
        match self {
            Self::Role(role) => Some(role),
            Self::LastFamilyManager | Self::Director => None,
        }
    }
}

/// A step of the ladder.
#[derive(Clone, Debug)]
pub struct Step {
    /// What happens, in Dutch.
    pub name_nl: String,
    /// What happens, in English.
    pub name_en: String,
    /// Its term.
    pub term: Term,
    /// On what it rests.
    pub ground: Ground,
    /// Other terms, by index of the category.
    pub(in crate::covenant) term_by_category: Vec<(usize, Term)>,
}

impl Category {
    /// Kinds of organisations that may provide the family manager; empty when any involved one may.
    #[must_use]
    pub fn family_manager_kinds(&self) -> &[String] {
        match &self.rules.family_manager {
            Eligible::AnyInvolved => &[],
            Eligible::Kinds(kinds) => kinds,
        }
    }
}

impl Step {
    /// The term for a category, by its index.
    pub(in crate::covenant) fn term(&self, category: usize) -> Term {
        let own = self.term_by_category.iter().find(|(at, _)| *at == category);
        own.map_or(self.term, |(_, term)| *term)
    }
}
