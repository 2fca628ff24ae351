//! ListMeetings: the meetings that the caller chairs.

use std::collections::BTreeMap;

use uuid::Uuid;

use crate::domain::{
    model::{agreement::MeetingRule, audit::Subject, case::Case, ids::CaseId, party::AreaCode},
    rules::{
        access::Permit,
        case::chairing::{self, Chaired},
    },
    state::lookup::Lookup as _,
};

use super::{Broker, Failure, Page, act::Act};

impl Broker {
    /// The meetings that the caller chairs, by case, the oldest deadline first. `after` is the place after
    /// which the page begins.
    ///
    /// # Errors
    /// The store is failing.
    pub async fn list_meetings(
        &self,
        permit: &Permit,
        after: Option<Uuid>,
        limit: usize,
    ) -> Result<Page<Chaired>, Failure> {
        let chaired: BTreeMap<AreaCode, Vec<MeetingRule>> =
            self.covenant.load().chaired_by(permit.party());
        let kinds = |case: &Case| chaired.get(&case.family.area).map_or(&[][..], Vec::as_slice);
        let picks =
            |case: &Case| chairing::meetings(permit.party(), case, kinds(case)).next().is_some();
        let areas: Vec<AreaCode> = chaired.keys().cloned().collect();
        let (found, next) = self.in_areas(&areas, picks, after, limit).await?;
        let ids: Vec<CaseId> = found.iter().map(|(_, id)| *id).collect();
        let entries = self
            .drive(
                Act::of(permit, ids.iter().copied().map(Subject::Case).collect()),
                |loaded| chairing::needs(loaded, &ids),
                |ctx| {
                    let (facts, today) = (ctx.facts, ctx.today());
                    let see = |(place, id): &(Uuid, CaseId)| {
                        let kinds = kinds(facts.case(*id)?);
                        Some((*place, chairing::see(facts, permit, *id, kinds, today)?))
                    };
                    Ok(found.iter().filter_map(see).collect())
                },
            )
            .await?;
        Ok(Page { entries, next })
    }
}
