//! GetInvolvement, ListInvolvements, ListInvolved, RenewInvolvement, EndInvolvement.

use uuid::Uuid;

use crate::domain::{
    model::{
        ids::InvolvementId, involvement::Involvement, notification::Shown, refusal::Refusal,
        time::Day,
    },
    rules::{
        access::Permit,
        changing::{self, Ending},
        listing, matching, retention,
    },
    state::{
        audit::Subject,
        receipt::Request,
        record::{Effects, Key, List, Loaded, Needs},
    },
};

use super::{Answered, Broker, Failure, drive::Act};

/// One page of a list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Page<T> {
    /// The entries.
    pub entries: Vec<T>,
    /// Where the next page begins: after this id. `None` when this was the last one.
    pub next: Option<Uuid>,
}

impl Broker {
    /// One own involvement.
    ///
    /// # Errors
    /// Unknown or somebody else's; or the store is failing.
    pub async fn get_involvement(
        &self,
        permit: &Permit,
        id: InvolvementId,
    ) -> Result<Involvement, Failure> {
        self.drive(
            Act::of(permit, vec![Subject::Involvement(id)]),
            |loaded| Needs::missing(loaded, vec![Key::Involvement(id)], Vec::new()),
            |loaded, _, _| Ok((changing::own(loaded, permit, id)?.clone(), Effects::default())),
        )
        .await
    }

    /// Own involvements, active and archived, as far as the filter picks them.
    ///
    /// # Errors
    /// The store is failing.
    pub async fn list_involvements(
        &self,
        permit: &Permit,
        filter: &listing::Involvements,
        after: Option<Uuid>,
        limit: usize,
    ) -> Result<Page<Involvement>, Failure> {
        let list = List::Involvements(permit.organisation()?);
        let key = |id| Key::Involvement(InvolvementId(id));
        let subject = |id| Subject::Involvement(InvolvementId(id));
        let pick = |loaded: &Loaded, id| {
            loaded.involvement(InvolvementId(id)).filter(|known| filter.picks(known)).cloned()
        };
        if *filter == listing::Involvements::default() {
            return self.page(permit, &list, after, limit, key, subject, pick).await;
        }
        let picks = |loaded: &Loaded, id| pick(loaded, id).is_some();
        let (ids, next) = self.search(&list, after, limit, key, picks).await?;
        let entries = self.entries(permit, &ids, key, subject, pick).await?;
        Ok(Page { entries, next })
    }

    /// Who else is involved, by an own active involvement: access ends with the involvement.
    ///
    /// # Errors
    /// Not an own active involvement; or the store is failing.
    pub async fn list_involved(
        &self,
        permit: &Permit,
        id: InvolvementId,
    ) -> Result<Vec<Shown>, Failure> {
        let covenant = self.covenant.load();
        self.drive(
            Act::of(permit, vec![Subject::Involvement(id)]),
            |loaded| {
                let mut keys = vec![Key::Involvement(id)];
                if let Ok(own) = changing::own(loaded, permit, id) {
                    keys.extend(matching::needs(loaded, own));
                }
                Needs::missing(loaded, keys, Vec::new())
            },
            |loaded, _, _| {
                let own = changing::own(loaded, permit, id)?;
                if !own.is_active() {
                    return Err(Refusal::NotActive);
                }
                let terms = covenant.terms(&own.area);
                let found = matching::find(loaded, own.organisation, id, own.reach(), terms);
                let shown = found.iter().filter_map(|(other, kind)| {
                    Some(Shown::of(loaded.involvement(*other)?, *kind))
                });
                Ok((shown.collect(), Effects::default()))
            },
        )
        .await
    }

    /// Sets a later end date.
    ///
    /// # Errors
    /// See [`changing::renew`]; or the store is failing.
    pub async fn renew(
        &self,
        permit: &Permit,
        request: &Request,
        id: InvolvementId,
        end: Day,
    ) -> Result<Answered<Involvement>, Failure> {
        let covenant = self.covenant.load();
        self.change(
            Act::of(permit, vec![Subject::Involvement(id)]),
            |loaded| {
                let keys = vec![Key::Involvement(id), Key::Receipt(request.key.clone())];
                Needs::missing(loaded, keys, Vec::new())
            },
            |loaded, _, now| {
                changing::renew(
                    loaded,
                    permit,
                    request,
                    id,
                    end,
                    covenant.terms_of(loaded, id),
                    now,
                )
            },
        )
        .await
    }

    /// Ends an involvement.
    ///
    /// # Errors
    /// See [`changing::end`]; or the store is failing.
    pub async fn end(
        &self,
        permit: &Permit,
        request: &Request,
        id: InvolvementId,
        ending: Ending,
    ) -> Result<Answered<Option<Involvement>>, Failure> {
        let covenant = self.covenant.load();
        self.change(
            Act::of(permit, vec![Subject::Involvement(id)]),
            |loaded| {
                let mut needs = retention::needs(loaded, id);
                if !loaded.has(&Key::Receipt(request.key.clone())) {
                    needs.keys.push(Key::Receipt(request.key.clone()));
                }
                needs
            },
            |loaded, ids, now| {
                let terms = covenant.terms_of(loaded, id);
                changing::end(loaded, permit, request, id, ending, terms, ids, now)
            },
        )
        .await
    }

    /// One page of a list: the records behind its ids, each a subject of the audit entry.
    #[expect(clippy::too_many_arguments, reason = "the three closures say what is listed")]
    pub(super) async fn page<T: Send>(
        &self,
        permit: &Permit,
        list: &List,
        after: Option<Uuid>,
        limit: usize,
        key: impl Fn(Uuid) -> Key + Send + Sync,
        subject: impl Fn(Uuid) -> Subject + Send + Sync,
        pick: impl Fn(&Loaded, Uuid) -> Option<T> + Send + Sync,
    ) -> Result<Page<T>, Failure> {
        let ids = self.store.list(list, after, limit + 1).await?;
        let next = (ids.len() > limit).then(|| ids[limit - 1]);
        let ids = &ids[..ids.len().min(limit)];
        let entries = self.entries(permit, ids, key, subject, pick).await?;
        Ok(Page { entries, next })
    }

    /// The records behind these ids, each a subject of the audit entry.
    pub(super) async fn entries<T: Send>(
        &self,
        permit: &Permit,
        ids: &[Uuid],
        key: impl Fn(Uuid) -> Key + Send + Sync,
        subject: impl Fn(Uuid) -> Subject + Send + Sync,
        pick: impl Fn(&Loaded, Uuid) -> Option<T> + Send + Sync,
    ) -> Result<Vec<T>, Failure> {
        self.drive(
            Act::of(permit, ids.iter().map(|id| subject(*id)).collect()),
            |loaded| Needs::missing(loaded, ids.iter().map(|id| key(*id)).collect(), Vec::new()),
            |loaded, _, _| {
                let entries = ids.iter().filter_map(|id| pick(loaded, *id)).collect();
                Ok((entries, Effects::default()))
            },
        )
        .await
    }
}
