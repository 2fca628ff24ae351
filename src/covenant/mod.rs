//! What did the parties agree? Files become checked rules, and rules give answers; see `load`.
//!
//! A covenant is immutable once loaded and cheap to ask: everything is a hash or table look-up.

use std::collections::HashMap;
use std::path::Path;

use crate::domain::model::party::{AreaCode, CategoryCode, OfficeId, Oin};
pub use crate::domain::model::terms::Terms;
use crate::domain::model::time::Day;

mod case;
mod category;
mod check;
mod concern;
mod diff;
mod explain;
mod facts;
mod model;
mod places;
mod plan;
mod problem;
mod read;
mod read_parties;
mod routing;
mod rule;
mod several;
mod source;
mod table;

pub use diff::{Difference, differences};
pub use model::{
    Area, Category, Commissioner, Level, Office, Organisation, Partner, Region, Role, Step,
};
pub use problem::Problem;
pub use several::Covenants;
pub use table::{CaseRow, ConcernRow, RoutingRow, plan_in_words};

/// In the decision table: these facts cannot occur together.
const IMPOSSIBLE: u16 = u16::MAX;

/// A covenant that was checked whole: it answers everything it can be asked.
#[derive(Debug)]
pub struct Covenant {
    id: String,
    version: u32,
    title: String,
    in_force_from: Day,
    default_role: source::At<usize>,
    terms: Terms,
    regions: Vec<Region>,
    areas: Vec<Area>,
    roles: Vec<Role>,
    categories: Vec<Category>,
    steps: Vec<Step>,
    rules: Vec<rule::Rule>,
    informs: Vec<rule::Inform>,
    agreed: case::Agreed,
    organisations: Vec<Organisation>,
    offices: Vec<Office>,
    postcodes: Vec<(u16, u16, usize)>,
    vocabulary: facts::Vocabulary,
    /// The rule that decides, by the number of the point.
    decisions: Vec<u16>,
    combinations: u64,
    warnings: Vec<Problem>,
    index: Index,
}

/// Where everything is found.
#[derive(Debug)]
struct Index {
    organisations: HashMap<Oin, usize>,
    offices: HashMap<OfficeId, usize>,
    seats: HashMap<(usize, model::Place), usize>,
    areas: HashMap<AreaCode, usize>,
    categories: HashMap<CategoryCode, usize>,
}

impl Index {
    fn new(
        organisations: &[Organisation],
        offices: &[Office],
        areas: &[Area],
        categories: &[Category],
    ) -> Self {
        let numbered = |(at, key)| (key, at);
        Self {
            organisations: organisations.iter().map(|o| o.oin).enumerate().map(numbered).collect(),
            offices: offices.iter().enumerate().map(|(at, o)| (o.id.clone(), at)).collect(),
            seats: offices.iter().enumerate().map(|(n, o)| ((o.role_index, o.place), n)).collect(),
            areas: areas.iter().enumerate().map(|(at, a)| (a.code.clone(), at)).collect(),
            categories: categories.iter().enumerate().map(|(n, c)| (c.code.clone(), n)).collect(),
        }
    }
}

impl Covenant {
    /// Reads a covenant file and the organisations file that it names, relative to it.
    ///
    /// # Errors
    ///
    /// All problems of both files by file and line. A covenant with any problem is refused whole.
    pub fn load(path: &Path) -> Result<Self, Vec<Problem>> {
        read::load(path)
    }

    /// Id, for instance `amsterdam-2009`.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Version, rising.
    #[must_use]
    pub fn version(&self) -> u32 {
        self.version
    }

    /// Id and version as `id@version`.
    #[must_use]
    pub fn reference(&self) -> String {
        format!("{}@{}", self.id, self.version)
    }

    /// Title.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.title
    }

    /// First day in force.
    #[must_use]
    pub fn in_force_from(&self) -> Day {
        self.in_force_from
    }

    /// The terms.
    #[must_use]
    pub fn terms(&self) -> &Terms {
        &self.terms
    }

    /// All terms by name, those of the ladder's steps included.
    #[must_use]
    pub fn term_list(&self) -> Vec<(String, u32)> {
        let own = self.terms.list().into_iter().map(|(name, value)| (name.to_owned(), value));
        let steps = self.steps.iter().zip(1..).map(|(step, n)| {
            (format!("ladder_step_{n}_working_days"), u32::from(step.term_working_days))
        });
        own.chain(steps).collect()
    }

    /// An organisation that is party to the covenant.
    #[must_use]
    pub fn organisation(&self, oin: &Oin) -> Option<&Organisation> {
        self.index.organisations.get(oin).map(|at| &self.organisations[*at])
    }

    /// All organisations, by OIN.
    pub fn organisations(&self) -> impl ExactSizeIterator<Item = &Organisation> {
        self.organisations.iter()
    }

    /// An office.
    #[must_use]
    pub fn office(&self, id: &OfficeId) -> Option<&Office> {
        self.index.offices.get(id).map(|at| &self.offices[*at])
    }

    /// All offices, by id.
    pub fn offices(&self) -> impl ExactSizeIterator<Item = &Office> {
        self.offices.iter()
    }

    /// A district.
    #[must_use]
    pub fn area(&self, code: &AreaCode) -> Option<&Area> {
        self.index.areas.get(code).map(|at| &self.areas[*at])
    }

    /// All districts, in the order of the file.
    pub fn areas(&self) -> impl ExactSizeIterator<Item = &Area> {
        self.areas.iter()
    }

    /// The care regions, in the order of the file.
    pub fn regions(&self) -> impl ExactSizeIterator<Item = &Region> {
        self.regions.iter()
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
    fn area_of_number(&self, number: u16) -> Option<&AreaCode> {
        let at = self.postcodes.partition_point(|(_, high, _)| *high < number);
        let (low, _, area) = self.postcodes.get(at)?;
        (*low <= number).then(|| &self.areas[*area].code)
    }

    /// A category.
    #[must_use]
    pub fn category(&self, code: &CategoryCode) -> Option<&Category> {
        self.index.categories.get(code).map(|at| &self.categories[*at])
    }

    /// The categories, in the order of the file.
    pub fn categories(&self) -> impl ExactSizeIterator<Item = &Category> {
        self.categories.iter()
    }

    /// The roles, in the order of the file.
    pub fn roles(&self) -> impl ExactSizeIterator<Item = &Role> {
        self.roles.iter()
    }

    /// The steps of the ladder, from the first.
    pub fn steps(&self) -> impl ExactSizeIterator<Item = &Step> {
        self.steps.iter()
    }

    /// Number of the last step, from 1: its office may rule.
    #[must_use]
    pub fn last_step(&self) -> u8 {
        u8::try_from(self.steps.len()).expect("steps are bounded when read")
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
        self.acting(self.default_role.it, area)
    }

    fn acting(&self, role: usize, area: &AreaCode) -> Option<OfficeId> {
        let area = *self.index.areas.get(area)?;
        let office = self.standing_in(self.seat(role, area)?);
        Some(self.offices[office].id.clone())
    }

    /// How many combinations of facts and areas the check visited.
    #[must_use]
    pub fn combinations(&self) -> u64 {
        self.combinations
    }

    /// What is odd but no reason to refuse: vacant offices, and offices that no work ever reaches.
    #[must_use]
    pub fn warnings(&self) -> &[Problem] {
        &self.warnings
    }
}

impl Step {
    fn term(&self, category: usize) -> u16 {
        let own = self.term_by_category.iter().find(|(at, _)| *at == category);
        own.map_or(self.term_working_days, |(_, term)| *term)
    }
}
