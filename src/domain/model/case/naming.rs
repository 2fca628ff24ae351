//! Which persons have an involvement and a case in common?

use crate::domain::model::{case::Case, involvement::Involvement, party::OfficeId, person::Member};

/// Whether two involvements see each other by one of these cases.
#[must_use]
pub fn shared(cases: &[&Case], a: &Involvement, b: &Involvement) -> bool {
    let both = |case: &&&Case| case.names_any(a) && case.names_any(b);
    cases.iter().filter(both).any(|case| case.brings_together())
}

/// Who directs the family of the first person whom an involvement names and who is in one of these
/// cases.
#[must_use]
pub fn director<'a>(cases: &[&'a Case], involvement: &Involvement) -> Option<&'a OfficeId> {
    let of = |member: &Member| cases.iter().find(|case| case.names(&member.identity)).copied();
    involvement.members.iter().find_map(of).map(|case| &case.director)
}

impl Case {
    /// Whether an involvement names a person of the case.
    #[must_use]
    pub fn names_any(&self, involvement: &Involvement) -> bool {
        involvement.members.iter().any(|member| self.names(&member.identity))
    }
}
