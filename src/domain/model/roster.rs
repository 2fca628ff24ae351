//! Which names do the covenants in force give to offices, areas, organisations and categories?
//!
//! Records hold these names. A covenant file that no longer knows one of them would leave work behind
//! that nobody can reach: what was known is kept in the store, so that it can be compared.

use std::{collections::BTreeSet, fmt};

use serde::{Deserialize, Serialize};

use crate::domain::model::party::{AreaCode, CategoryCode, OfficeId, Oin};

/// A name of a covenant that records hold.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Name {
    /// An office.
    Office(OfficeId),
    /// An area.
    Area(AreaCode),
    /// A category.
    Category(CategoryCode),
    /// An organisation.
    Organisation(Oin),
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Office(id) => write!(f, "office \"{id}\""),
            Self::Area(code) => write!(f, "area \"{code}\""),
            Self::Category(code) => write!(f, "category \"{code}\""),
            Self::Organisation(oin) => write!(f, "organisation {oin}"),
        }
    }
}

/// Everything that the covenants of one broker name. An area and a category are named with their
/// covenant: what another one says of the same word is another agreement.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Roster {
    /// The offices.
    pub offices: BTreeSet<OfficeId>,
    /// The organisations.
    pub organisations: BTreeSet<Oin>,
    /// The areas, each with the id of its covenant.
    pub areas: BTreeSet<(AreaCode, Box<str>)>,
    /// The categories, each with the id of its covenant.
    pub categories: BTreeSet<(CategoryCode, Box<str>)>,
    /// Which name has taken the place of which, as far as the files say so, and which office acts for
    /// which that has nobody in it.
    pub successions: BTreeSet<Box<str>>,
}

impl Roster {
    /// Whether others can take the place of these without anything being left under a name that
    /// goes, or being found by a former one for the first time.
    #[must_use]
    pub fn gives_way_to(&self, other: &Self) -> bool {
        other.successions.is_subset(&self.successions)
            && self.offices.is_subset(&other.offices)
            && self.organisations.is_subset(&other.organisations)
            && self.areas.is_subset(&other.areas)
            && self.categories.is_subset(&other.categories)
    }

    /// Both together.
    #[must_use]
    pub fn with(mut self, other: Self) -> Self {
        self.offices.extend(other.offices);
        self.organisations.extend(other.organisations);
        self.areas.extend(other.areas);
        self.categories.extend(other.categories);
        self.successions.extend(other.successions);
        self
    }
}
