//! ListDistrictCases: the families of a district that are in a case, whoever directs it.

use uuid::Uuid;

use crate::{
    domain::{
        model::{audit::Subject, case::Case, ids::CaseId, party::AreaCode},
        rules::{
            access::Permit,
            case::overview::{self, Filter, Overview},
        },
        state::{keys::Key, lists::List},
    },
    store::StoreError,
};

use super::{Broker, Failure, Page, act::Act};

/// Most places that one page looks at.
const SCAN_MOST: usize = 1_000;

/// Places of each area that are read at once.
const BATCH: usize = 100;

impl Broker {
    /// That the families of a district are in a case, the oldest deadline first. `after` is the
    /// place after which the page begins.
    ///
    /// # Errors
    /// The store is failing.
    pub async fn list_district_cases(
        &self,
        permit: &Permit,
        filter: &Filter,
        after: Option<Uuid>,
        limit: usize,
    ) -> Result<Page<Overview>, Failure> {
        let office = permit.office()?;
        let picks = |case: &Case| filter.picks(case);
        let (found, next) = self.in_areas(&filter.areas, picks, after, limit).await?;
        let ids: Vec<CaseId> = found.iter().map(|(_, id)| *id).collect();
        let entries = self
            .drive(
                Act::of(permit, ids.iter().copied().map(Subject::Case).collect()),
                |loaded| overview::needs(loaded, &ids),
                |ctx| {
                    let (facts, today) = (ctx.facts, ctx.today());
                    let see = |(place, id): &(Uuid, CaseId)| {
                        Some((*place, overview::see(facts, office, filter, *id, today)?))
                    };
                    Ok(found.iter().filter_map(see).collect())
                },
            )
            .await?;
        Ok(Page { entries, next })
    }

    /// The cases of several areas that are asked for, each with its place, and where the next page begins.
    pub(super) async fn in_areas(
        &self,
        areas: &[AreaCode],
        picks: impl Fn(&Case) -> bool + Send + Sync,
        after: Option<Uuid>,
        limit: usize,
    ) -> Result<(Vec<(Uuid, CaseId)>, Option<Uuid>), StoreError> {
        let lists: Vec<List> = areas.iter().cloned().map(List::CasesInArea).collect();
        let (mut found, mut next, mut scanned, mut more) = (Vec::new(), after, 0, true);
        while more && found.len() < limit && scanned < SCAN_MOST {
            let places = self.first_places(&lists, next).await?;
            more = places.len() == BATCH;
            scanned += places.len();
            for place in places {
                if found.len() == limit {
                    more = true;
                    break;
                }
                let ids = self.store.list(&List::CaseAt(place), None, limit).await?;
                let keys: Vec<Key> = ids.into_iter().map(|id| Key::Case(CaseId(id))).collect();
                let loaded = self.store.load(&keys).await?;
                let cases = loaded.cases().filter(|case| picks(case));
                found.extend(cases.map(|case| (place, case.id)));
                next = Some(place);
            }
        }
        Ok((found, next.filter(|_| more)))
    }

    /// The first places of several lists, as one list.
    async fn first_places(
        &self,
        lists: &[List],
        after: Option<Uuid>,
    ) -> Result<Vec<Uuid>, StoreError> {
        let mut places = Vec::new();
        for list in lists {
            places.extend(self.store.list(list, after, BATCH).await?);
        }
        places.sort_unstable();
        places.dedup();
        places.truncate(BATCH);
        Ok(places)
    }
}
