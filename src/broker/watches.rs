//! ListWatches: the families on which the caller keeps watch.

use uuid::Uuid;

use crate::covenant::Covenant;
use crate::domain::{
    model::{audit::Subject, case::Case, ids::CaseId, party::AreaCode},
    rules::{access::Permit, case::keeping},
    state::{keys::Key, loaded::Needs, lookup::Lookup as _},
};

use super::{Broker, Failure, Page, act::Act};

impl Broker {
    /// The cases over which the caller keeps watch, the oldest deadline first. `after` is the place after
    /// which the page begins.
    ///
    /// # Errors
    /// The store is failing.
    pub async fn list_watches(
        &self,
        permit: &Permit,
        after: Option<Uuid>,
        limit: usize,
    ) -> Result<Page<Case>, Failure> {
        let covenants = self.covenant.load_full();
        let areas = covenants.of_party(permit.party()).flat_map(Covenant::areas);
        let areas: Vec<AreaCode> = areas.map(|area| area.code.clone()).collect();
        let picks = |case: &Case| keeping::keeps(permit, case);
        let (found, next) = self.in_areas(&areas, picks, after, limit).await?;
        let ids: Vec<CaseId> = found.iter().map(|(_, id)| *id).collect();
        let entries = self
            .drive(
                Act::of(permit, ids.iter().copied().map(Subject::Case).collect()),
                |loaded| {
                    let keys = ids.iter().copied().map(Key::Case).collect();
                    Needs::missing(loaded, keys, Vec::new())
                },
                |ctx| {
                    let facts = ctx.facts;
                    let see = |(place, id): &(Uuid, CaseId)| {
                        let case = facts.case(*id).filter(|case| keeping::keeps(permit, case))?;
                        Some((*place, case.clone()))
                    };
                    Ok(found.iter().filter_map(see).collect())
                },
            )
            .await?;
        Ok(Page { entries, next })
    }
}
