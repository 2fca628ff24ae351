//! What did the parties agree? A covenant that was checked whole, and the plain questions to it.
//!
//! It is immutable once loaded and cheap to ask: everything is a hash or table look-up.

use super::category::{Category, Step};
use super::concern;
use super::draft::Draft;
use super::entry::Entry;
use super::functions::Functions;
use super::parties::{Office, Organisation, OrganisationKind};
use super::places::{Area, Region, Role};
use crate::domain::model::agreement::Term;
use crate::domain::model::party::{AreaCode, CategoryCode, OfficeId, Oin};
use crate::domain::model::terms::Terms;
use crate::domain::model::time::Day;
use crate::toml_file::Problem;

/// In the decision table: these facts cannot occur together.
pub(in crate::covenant) const IMPOSSIBLE: u16 = u16::MAX;

/// A covenant that was checked whole: it answers everything it can be asked.
#[derive(Debug)]
pub struct Covenant {
    pub(in crate::covenant) draft: Draft,
    pub(in crate::covenant) proven: Proven,
}

/// What the check found out: the tables that answers are read from.
#[derive(Debug)]
pub(in crate::covenant) struct Proven {
    /// The rule that decides, by the number of the point.
    pub(in crate::covenant) decisions: Vec<u16>,
    /// The concern rule that decides, by the number of the facts.
    pub(in crate::covenant) concerns: [usize; concern::POINTS],
    pub(in crate::covenant) combinations: u64,
    pub(in crate::covenant) warnings: Vec<Problem>,
}

impl Covenant {
    /// Id, for instance `amsterdam-2009`.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.draft.id
    }

    /// Version, rising.
    #[must_use]
    pub fn version(&self) -> u32 {
        self.draft.version
    }

    /// Id and version as `id@version`.
    #[must_use]
    pub fn reference(&self) -> String {
        format!("{}@{}", self.draft.id, self.draft.version)
    }

    /// Title.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.draft.title
    }

    /// First day in force.
    #[must_use]
    pub fn in_force_from(&self) -> Day {
        self.draft.in_force_from
    }

    /// The terms.
    #[must_use]
    pub fn terms(&self) -> &Terms {
        &self.draft.terms
    }

    /// All terms by name, those of the ladder's steps included.
    #[must_use]
    pub fn term_list(&self) -> Vec<(String, u32)> {
        let own = self.draft.terms.list().into_iter().map(|(name, value)| (name.to_owned(), value));
        let steps = self.draft.steps.iter().zip(1..).map(|(step, n)| match step.term {
            Term::Hours(hours) => (format!("ladder_step_{n}_hours"), u32::from(hours)),
            Term::WorkingDays(days) => (format!("ladder_step_{n}_working_days"), u32::from(days)),
        });
        own.chain(steps).collect()
    }

    /// An organisation that is party to the covenant.
    #[must_use]
    pub fn organisation(&self, oin: &Oin) -> Option<&Organisation> {
        self.draft.index.organisations.get(oin).map(|at| &self.draft.organisations[*at])
    }

    /// All organisations, by OIN.
    pub fn organisations(&self) -> impl ExactSizeIterator<Item = &Organisation> {
        self.draft.organisations.iter()
    }

    /// The kind of an organisation in words; `None` where the files give none.
    #[must_use]
    pub fn kind_of(&self, organisation: &Organisation) -> Option<&OrganisationKind> {
        self.draft.kinds.iter().find(|kind| kind.code == organisation.kind)
    }

    /// The kinds of organisations for which the files have words.
    pub fn kinds(&self) -> impl ExactSizeIterator<Item = &OrganisationKind> {
        self.draft.kinds.iter()
    }

    /// The functions that may stand on a contact card; `None` when any may.
    #[must_use]
    pub fn functions(&self) -> Option<&Functions> {
        self.draft.functions.as_ref()
    }

    /// What is asked of whoever reports a family.
    #[must_use]
    pub fn entry(&self) -> &Entry {
        &self.draft.entry
    }

    /// An office.
    #[must_use]
    pub fn office(&self, id: &OfficeId) -> Option<&Office> {
        self.draft.index.offices.get(id).map(|at| &self.draft.offices[*at])
    }

    /// All offices, by id.
    pub fn offices(&self) -> impl ExactSizeIterator<Item = &Office> {
        self.draft.offices.iter()
    }

    /// A district.
    #[must_use]
    pub fn area(&self, code: &AreaCode) -> Option<&Area> {
        self.draft.index.areas.get(code).map(|at| &self.draft.areas[*at])
    }

    /// All districts, in the order of the file.
    pub fn areas(&self) -> impl ExactSizeIterator<Item = &Area> {
        self.draft.areas.iter()
    }

    /// The care regions, in the order of the file.
    pub fn regions(&self) -> impl ExactSizeIterator<Item = &Region> {
        self.draft.regions.iter()
    }

    /// The district of a postcode such as `1095AB` or `1095 AB`; `None` when it is no postcode or
    /// outside the covenant.
    #[must_use]
    pub fn area_of_postcode(&self, postcode: &str) -> Option<&AreaCode> {
        let (digits, letters) = postcode.split_at_checked(4)?;
        let letters = letters.strip_prefix(' ').unwrap_or(letters);
        let lettered = letters.len() == 2 && letters.bytes().all(|b| b.is_ascii_alphabetic());
        if !lettered || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        self.area_of_number(digits.parse().ok()?)
    }

    /// The district of the four digits of a postcode.
    pub(in crate::covenant) fn area_of_number(&self, number: u16) -> Option<&AreaCode> {
        let at = self.draft.postcodes.partition_point(|(_, high, _)| *high < number);
        let (low, _, area) = self.draft.postcodes.get(at)?;
        (*low <= number).then(|| &self.draft.areas[*area].code)
    }

    /// A category.
    #[must_use]
    pub fn category(&self, code: &CategoryCode) -> Option<&Category> {
        self.draft.index.categories.get(code).map(|at| &self.draft.categories[*at])
    }

    /// The categories, in the order of the file.
    pub fn categories(&self) -> impl ExactSizeIterator<Item = &Category> {
        self.draft.categories.iter()
    }

    /// The roles, in the order of the file.
    pub fn roles(&self) -> impl ExactSizeIterator<Item = &Role> {
        self.draft.roles.iter()
    }

    /// The steps of the ladder, from the first.
    pub fn steps(&self) -> impl ExactSizeIterator<Item = &Step> {
        self.draft.steps.iter()
    }

    /// Number of the last step, from 1: its office may rule.
    #[must_use]
    pub fn last_step(&self) -> u8 {
        u8::try_from(self.draft.steps.len()).expect("steps are bounded when read")
    }

    /// The office that directs families of this category in this area, or who stands in for it.
    #[must_use]
    pub fn director(&self, category: &CategoryCode, area: &AreaCode) -> Option<OfficeId> {
        let category = self.category(category)?;
        self.acting(category.director_role_index, area)
    }

    /// The office to turn to for a family without a category.
    #[must_use]
    pub fn default_director(&self, area: &AreaCode) -> Option<OfficeId> {
        self.acting(self.draft.default_role.it, area)
    }

    /// The office that keeps the overview of an area's families, whoever directs them.
    #[must_use]
    pub fn overseer(&self, area: &AreaCode) -> Option<OfficeId> {
        let named = self.draft.agreed.overview_role.as_ref();
        self.acting(named.unwrap_or(&self.draft.default_role).it, area)
    }

    pub(in crate::covenant) fn acting(&self, role: usize, area: &AreaCode) -> Option<OfficeId> {
        let area = *self.draft.index.areas.get(area)?;
        let office = self.draft.standing_in(self.draft.seat(role, area)?);
        Some(self.draft.offices[office].id.clone())
    }

    /// How many combinations of facts and areas the check visited.
    #[must_use]
    pub fn combinations(&self) -> u64 {
        self.proven.combinations
    }

    /// What is odd but no reason to refuse: vacant offices, and offices that no work ever reaches.
    #[must_use]
    pub fn warnings(&self) -> &[Problem] {
        &self.proven.warnings
    }
}
