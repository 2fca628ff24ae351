//! Where are things agreed for: districts, care regions, and the roles that have an office in each?

use crate::domain::model::ground::Ground;
use crate::domain::model::party::AreaCode;

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
    /// Former codes: what stands under one of them is in this district from now on.
    pub formerly: Vec<AreaCode>,
    pub(in crate::covenant) region_index: usize,
}

/// A care region: districts together.
#[derive(Clone, Debug)]
pub struct Region {
    /// For instance `regio-oost`.
    pub code: AreaCode,
    /// Its name.
    pub name: String,
    /// On what it rests.
    pub ground: Ground,
}

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
    pub(in crate::covenant) const ALL: [Self; 4] =
        [Self::District, Self::Region, Self::City, Self::Organisation];

    /// The word of the covenant language.
    pub(in crate::covenant) fn as_str(self) -> &'static str {
        match self {
            Self::District => "district",
            Self::Region => "region",
            Self::City => "city",
            Self::Organisation => "organisation",
        }
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
    /// True when its Dutch name takes "het" instead of "de".
    pub het: bool,
    /// Name in English.
    pub name_en: String,
    /// True when it receives work otherwise than by the ladder.
    pub outside_ladder: bool,
    /// On what it rests.
    pub ground: Ground,
}

impl Role {
    /// Its office for a family, in words.
    pub(in crate::covenant) fn where_family_lives(&self) -> String {
        match self.level {
            Level::District => format!("{} of the family's district", self.id),
            Level::Region => format!("{} of the family's care region", self.id),
            Level::City | Level::Organisation => self.id.clone(),
        }
    }
}
