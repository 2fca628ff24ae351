//! Where does the office of a role sit, seen from a family or from another office?

use super::Covenant;
use super::model::{Level, Place};

impl Covenant {
    /// The role of the organisations' own members, when there is one.
    pub(super) fn mandate_role(&self) -> Option<usize> {
        self.roles.iter().position(|r| r.level == Level::Organisation)
    }

    /// Where the office of a role sits for a family in this area.
    pub(super) fn place_of(&self, role: usize, area: usize) -> Option<Place> {
        match self.roles[role].level {
            Level::District => Some(Place::District(area)),
            Level::Region => Some(Place::Region(self.areas[area].region_index)),
            Level::City => Some(Place::City),
            Level::Organisation => None,
        }
    }

    /// Where the office of a role sits, seen from another office.
    pub(super) fn place_beside(&self, role: usize, place: Place) -> Option<Place> {
        match (self.roles[role].level, place) {
            (Level::City, _) => Some(Place::City),
            (Level::District | Level::Region, Place::District(area)) => self.place_of(role, area),
            (Level::Region, Place::Region(region)) => Some(Place::Region(region)),
            (Level::District, Place::Region(_)) => None,
            (_, Place::City | Place::Organisation(_)) | (Level::Organisation, _) => None,
        }
    }

    pub(super) fn place_name(&self, place: Place) -> String {
        match place {
            Place::District(at) => self.areas[at].code.to_string(),
            Place::Region(at) => self.regions[at].code.to_string(),
            Place::City => "the city".to_owned(),
            Place::Organisation(oin) => format!("organisation {oin}"),
        }
    }
}
