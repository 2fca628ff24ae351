//! What a covenant consists of: organisations, areas, offices, categories, steps and terms.

use std::fmt;

use super::category::CategoryRules;
use crate::domain::model::party::{AreaCode, CategoryCode, OfficeId, Oin};

/// Where an office sits, and so how many of a role there are.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Level {
    /// One in every district.
    District,
    /// One in every care region.
    Region,
    /// One for the whole covenant.
    City,
    /// At most one for each organisation: its own member with a mandate.
    Organisation,
}

impl Level {
    pub(super) const NAMES: [&str; 4] = ["district", "region", "city", "organisation"];

    pub(super) fn parse(text: &str) -> Option<Self> {
        let all = [Self::District, Self::Region, Self::City, Self::Organisation];
        Self::NAMES.iter().position(|name| *name == text).map(|at| all[at])
    }
}

/// A role that offices are of.
#[derive(Clone, Debug)]
pub struct Role {
    /// For instance `coordinator`.
    pub id: String,
    /// Where its offices sit.
    pub level: Level,
    /// Name in Dutch.
    pub name_nl: String,
    /// Name in English.
    pub name_en: String,
    /// True when it receives work otherwise than by the ladder.
    pub outside_ladder: bool,
}

impl Role {
    /// Its office for a family, in words.
    pub(super) fn where_family_lives(&self) -> String {
        match self.level {
            Level::District => format!("{} of the family's district", self.id),
            Level::Region => format!("{} of the family's care region", self.id),
            Level::City | Level::Organisation => self.id.clone(),
        }
    }
}

/// Who commissions an organisation.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Commissioner {
    /// A district.
    District(AreaCode),
    /// The city region.
    CityRegion,
    /// The city.
    City,
    /// Nobody within the covenant.
    Nobody,
}

impl fmt::Display for Commissioner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::District(code) => code.fmt(f),
            Self::CityRegion => f.write_str("city-region"),
            Self::City => f.write_str("city"),
            Self::Nobody => f.write_str("nobody"),
        }
    }
}

/// The group of partners an organisation belongs to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Partner {
    /// Gives care or help.
    Care,
    /// Does something else: housing, school attendance, police, prosecution.
    NonCare,
    /// The judiciary.
    Judiciary,
}

impl Partner {
    pub(super) const NAMES: [&str; 3] = ["care", "non-care", "judiciary"];

    /// The word of the covenant language.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Care => "care",
            Self::NonCare => "non-care",
            Self::Judiciary => "judiciary",
        }
    }

    pub(super) fn parse(text: &str) -> Option<Self> {
        [Self::Care, Self::NonCare, Self::Judiciary].into_iter().find(|p| p.as_str() == text)
    }
}

/// An organisation that is party to the covenant.
#[derive(Clone, Debug)]
pub struct Organisation {
    /// Its identification number.
    pub oin: Oin,
    /// Its name.
    pub name: String,
    /// For instance `school`.
    pub kind: String,
    /// Who commissions it.
    pub commissioner: Commissioner,
    /// Its group of partners.
    pub partner: Partner,
    /// True when its involvement is shown without name and contact.
    pub sensitive: bool,
}

/// A district: the smallest area of the covenant.
#[derive(Clone, Debug)]
pub struct Area {
    /// For instance `zeeburg`.
    pub code: AreaCode,
    /// For instance `Zeeburg`.
    pub name: String,
    /// Code of the care region in which it lies.
    pub region: AreaCode,
    /// Name of that care region.
    pub region_name: String,
    pub(super) region_index: usize,
}

/// A care region: districts together.
#[derive(Clone, Debug)]
pub struct Region {
    /// For instance `regio-oost`.
    pub code: AreaCode,
    /// Its name.
    pub name: String,
}

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
    /// True when families in it always count as causing nuisance.
    pub implies_nuisance: bool,
    pub(super) director_role_index: usize,
    pub(super) rules: CategoryRules,
    pub(super) line: u32,
}

/// A step of the ladder.
#[derive(Clone, Debug)]
pub struct Step {
    /// What happens, in Dutch.
    pub name_nl: String,
    /// What happens, in English.
    pub name_en: String,
    /// Term in working days.
    pub term_working_days: u16,
    /// Other terms, by index of the category.
    pub(super) term_by_category: Vec<(usize, u16)>,
}

/// Where one office sits.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(super) enum Place {
    District(usize),
    Region(usize),
    City,
    Organisation(Oin),
}

/// A role in an area that can receive work.
#[derive(Clone, Debug)]
pub struct Office {
    /// For instance `coordinator-zeeburg`.
    pub id: OfficeId,
    /// Its role.
    pub role: String,
    /// Code of the district or care region, or `city`.
    pub area: String,
    /// Name in Dutch.
    pub name_nl: String,
    /// Name in English.
    pub name_en: String,
    /// Who holds it; `None` when vacant.
    pub holder: Option<String>,
    /// Who stands in, in this order.
    pub deputies: Vec<String>,
    /// The office that takes over when there is neither holder nor deputy.
    pub fallback: Option<OfficeId>,
    /// OIN on the certificates of its holders.
    pub municipality: Oin,
    /// The organisation whose own member this is, when it is one.
    pub organisation: Option<Oin>,
    pub(super) role_index: usize,
    pub(super) place: Place,
    pub(super) fallback_index: Option<usize>,
    pub(super) line: u32,
}

impl Office {
    /// Whether there is nobody in it, deputies included.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.holder.is_none() && self.deputies.is_empty()
    }
}
