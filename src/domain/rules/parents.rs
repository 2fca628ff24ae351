//! Whom does an involvement reach beyond the persons whom it names?

use crate::domain::{
    model::person::{FamilyRole, Identity, Member},
    state::lookup::Lookup,
};

/// Parents of the named children, from the population register, who are not named themselves.
#[must_use]
pub fn of_children(look: &impl Lookup, members: &[Member]) -> Vec<Identity> {
    let mut parents: Vec<Identity> = Vec::new();
    for child in members.iter().filter(|member| member.role == FamilyRole::Child) {
        let known = child.identity.pseudonyms().filter_map(|p| look.person(p));
        for parent in known.flat_map(|person| &person.parents) {
            let named = members.iter().any(|member| member.identity.is(parent));
            if !named && !parents.iter().any(|known| known.is(parent)) {
                parents.push(*parent);
            }
        }
    }
    parents
}
