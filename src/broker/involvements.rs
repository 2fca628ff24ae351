//! GetInvolvement, ListInvolvements, ListInvolved, RenewInvolvement, EndInvolvement.

use uuid::Uuid;

use crate::domain::{
    model::{
        audit::Subject, ids::InvolvementId, involvement::Involvement, refusal::Refusal,
        shown::Shown, time::Day,
    },
    rules::{
        access::Permit,
        changing::{self, Ending},
        listing, matching, retention,
    },
    state::{keys::Key, lists::List, loaded::Needs, lookup::Lookup, receipt::Request},
};

use super::{Answered, Broker, Failure, Page, act::Act};

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
            |ctx| Ok(changing::own(ctx.facts, permit, id)?.clone()),
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
        let filter = &filter.within(permit)?;
        if *filter == listing::Involvements::default() {
            return self.page(permit, &list, after, limit, |_| true).await;
        }
        let picks = |known: &Involvement| filter.picks(known);
        let (ids, next) = match filter.reference {
            Some(reference) => self.spoken(&list, reference, after, limit).await?,
            None => self.search(&list, after, limit, picks).await?,
        };
        let entries = self.entries(permit, &ids, picks).await?;
        Ok(Page { entries, next })
    }

    /// Who else is involved, each with the id of its involvement, by an own active involvement: access
    /// ends with the involvement.
    ///
    /// # Errors
    /// Not an own active involvement; or the store is failing.
    pub async fn list_involved(
        &self,
        permit: &Permit,
        id: InvolvementId,
    ) -> Result<Vec<(InvolvementId, Shown)>, Failure> {
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
            |ctx| {
                let own = changing::own(ctx.facts, permit, id)?;
                if !own.is_active() {
                    return Err(Refusal::NotActive);
                }
                let terms = covenant.terms(&own.area);
                let found = matching::find(ctx.facts, own.organisation, id, own.reach(), terms);
                let shown = found.iter().filter_map(|(other, kind)| {
                    Some((*other, Shown::of(ctx.facts.involvement(*other)?, *kind)))
                });
                Ok(shown.collect())
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
            Act::by(permit, request, vec![Subject::Involvement(id)]),
            |loaded| Needs::missing(loaded, vec![Key::Involvement(id)], Vec::new()),
            |ctx| {
                let terms = covenant.terms_of(ctx.facts.involvement(id));
                changing::renew(ctx, id, end, terms)
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
            Act::by(permit, request, vec![Subject::Involvement(id)]),
            |loaded| changing::needs_of_own(loaded, permit, id, || retention::needs(loaded, id)),
            |ctx| {
                let terms = covenant.terms_of(ctx.facts.involvement(id));
                changing::end(ctx, id, ending, terms, &|area| covenant.meetings(area))
            },
        )
        .await
    }
}
