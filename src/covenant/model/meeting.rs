//! Which kinds of meetings did the parties agree on besides the milestones of a plan, and who chairs them?

use super::concern::To;
use crate::domain::model::ground::Ground;

/// A kind of meeting.
#[derive(Clone, Debug)]
pub(in crate::covenant) struct Meeting {
    pub(in crate::covenant) code: String,
    pub(in crate::covenant) name_nl: String,
    pub(in crate::covenant) name_en: String,
    /// True when presence is recorded per organisation.
    pub(in crate::covenant) attendance: bool,
    /// Who chairs it; `None` when nobody in particular does.
    pub(in crate::covenant) chair: Option<To>,
    /// Who chairs it in some regions instead, by index of the region.
    pub(in crate::covenant) chair_in: Vec<(usize, To)>,
    pub(in crate::covenant) ground: Ground,
    pub(in crate::covenant) line: u32,
}

impl Meeting {
    /// Who chairs it in a region.
    pub(in crate::covenant) fn chair(&self, region: usize) -> Option<&To> {
        let own = self.chair_in.iter().find(|(at, _)| *at == region).map(|(_, to)| to);
        own.or(self.chair.as_ref())
    }
}
