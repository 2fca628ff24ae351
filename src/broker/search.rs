//! Which entries of a list are asked for, when not all of them are? Looks through a part of the list
//! at a time: what picks little is answered in several short pages instead of one long search.

use uuid::Uuid;

use crate::{
    domain::{
        model::spoken::Spoken,
        state::{keys::Key, lists::List},
    },
    store::StoreError,
};

use super::{Broker, page::Listed};

/// Most records that one page looks at.
const RECORDS_MOST: usize = 2_000;

/// Most ids that one page looks at: a spoken reference follows from the id alone.
const IDS_MOST: usize = 50_000;

/// Ids, and records, that are read at once.
const BATCH: usize = 500;

/// Ids that were found, and after which id the next page begins; `None` when this was the last one.
pub(super) type Found = (Vec<Uuid>, Option<Uuid>);

impl Broker {
    /// The ids in a list whose records are picked, after one of them.
    pub(super) async fn search<T: Listed>(
        &self,
        list: &List,
        after: Option<Uuid>,
        limit: usize,
        picks: impl Fn(&T) -> bool + Send + Sync,
    ) -> Result<Found, StoreError> {
        let (mut found, mut next, mut seen) = (Vec::new(), after, 0);
        loop {
            let ids = self.store.list(list, next, BATCH).await?;
            let keys: Vec<Key> = ids.iter().copied().map(T::key).collect();
            let loaded = self.store.load(&keys).await?;
            for id in &ids {
                if found.len() == limit {
                    return Ok((found, next));
                }
                next = Some(*id);
                found.extend(T::found(&loaded, *id).is_some_and(&picks).then_some(*id));
            }
            seen += ids.len();
            if ids.len() < BATCH {
                return Ok((found, None));
            }
            if seen >= RECORDS_MOST {
                return Ok((found, next));
            }
        }
    }

    /// The ids in a list that are spoken so, after one of them.
    pub(super) async fn spoken(
        &self,
        list: &List,
        reference: Spoken,
        after: Option<Uuid>,
        limit: usize,
    ) -> Result<Found, StoreError> {
        let (mut found, mut next, mut seen) = (Vec::new(), after, 0);
        loop {
            let ids = self.store.list(list, next, BATCH).await?;
            for id in &ids {
                if found.len() == limit {
                    return Ok((found, next));
                }
                next = Some(*id);
                found.extend((Spoken::of(*id) == reference).then_some(*id));
            }
            seen += ids.len();
            if ids.len() < BATCH {
                return Ok((found, None));
            }
            if seen >= IDS_MOST {
                return Ok((found, next));
            }
        }
    }
}
