//! GetMatch, ListMatches, RecordFollowUp, AgreeLead, ListFollowUp, RemindContact.

use uuid::Uuid;

use crate::domain::{
    model::{
        audit::Subject,
        ids::{InvolvementId, MatchId},
        matches::{FollowUp, Match},
        party::Oin,
        refusal::Refusal,
    },
    rules::{
        access::Permit,
        changing,
        follow_up::{self, Seen},
        lead, listing,
        overdue_contact::{self, Overdue},
    },
    state::{keys::Key, lists::List, loaded::Needs, lookup::Lookup, receipt::Request},
};

use super::{Answered, Broker, Failure, Page, act::Act};

impl Broker {
    /// One match to which the caller is party.
    ///
    /// # Errors
    /// Unknown or not a party; or the store is failing.
    pub async fn get_match(&self, permit: &Permit, id: MatchId) -> Result<Seen, Failure> {
        let (organisation, own) = (permit.organisation()?, permit.only());
        self.drive(
            Act::of(permit, vec![Subject::Match(id)]),
            |loaded| {
                let keys = follow_up::needs_to_see(loaded, organisation, own, id).collect();
                Needs::missing(loaded, keys, Vec::new())
            },
            |ctx| {
                follow_up::own(ctx.facts, permit, id)?;
                let seen = follow_up::see(ctx.facts, organisation, own, id);
                seen.ok_or(Refusal::NotAllowed)
            },
        )
        .await
    }

    /// Own matches, as far as the filter picks them.
    ///
    /// # Errors
    /// The store is failing.
    pub async fn list_matches(
        &self,
        permit: &Permit,
        filter: &listing::Matches,
        after: Option<Uuid>,
        limit: usize,
    ) -> Result<Page<Seen>, Failure> {
        let organisation = permit.organisation()?;
        let filter = &filter.within(permit)?;
        let list = match (filter.involvement, filter.open) {
            (Some(id), _) if self.is_own(permit, id).await? => List::MatchesOf(id),
            // Somebody else's and unknown ones are the same, and take the same time.
            (Some(_), _) => {
                self.note(&Act::of(permit, Vec::new()), "OK", self.clock.now()).await?;
                return Ok(Page { entries: Vec::new(), next: None });
            }
            (None, true) => List::MatchesOpen(organisation),
            (None, false) => List::MatchesAll(organisation),
        };
        let professional = filter.professional.as_deref();
        let picks = |matched: &Match| filter.picks(organisation, matched);
        let (mut ids, next) = match filter.reference {
            Some(reference) => self.spoken(&list, reference, after, limit).await?,
            None => self.search(&list, after, limit, picks).await?,
        };
        if filter.reference.is_some() && filter.is_narrow() {
            let keys: Vec<Key> = ids.iter().map(|id| Key::Match(MatchId(*id))).collect();
            let loaded = self.store.load(&keys).await?;
            ids.retain(|id| loaded.matched(MatchId(*id)).is_some_and(picks));
        }
        let ids: Vec<MatchId> = ids.into_iter().map(MatchId).collect();
        let entries = self
            .drive(
                Act::of(permit, ids.iter().copied().map(Subject::Match).collect()),
                |loaded| {
                    let keys = ids.iter().flat_map(|id| {
                        follow_up::needs_to_see(loaded, organisation, professional, *id)
                    });
                    Needs::missing(loaded, keys.collect(), Vec::new())
                },
                |ctx| {
                    let see = |id: &MatchId| {
                        let seen = follow_up::see(ctx.facts, organisation, professional, *id)?;
                        Some((id.0, seen))
                    };
                    Ok(ids.iter().filter_map(see).collect())
                },
            )
            .await?;
        Ok(Page { entries, next })
    }

    /// Whether an involvement is one that the caller reaches.
    async fn is_own(&self, permit: &Permit, id: InvolvementId) -> Result<bool, Failure> {
        let loaded = self.store.load(&[Key::Involvement(id)]).await?;
        Ok(changing::own(&loaded, permit, id).is_ok())
    }

    /// Records the caller's follow-up.
    ///
    /// # Errors
    /// See [`follow_up::record`]; or the store is failing.
    pub async fn record_follow_up(
        &self,
        permit: &Permit,
        request: &Request,
        id: MatchId,
        state: FollowUp,
    ) -> Result<Answered<Match>, Failure> {
        self.change(
            Act::by(permit, request, vec![Subject::Match(id)]),
            |loaded| Needs::missing(loaded, vec![Key::Match(id)], Vec::new()),
            |ctx| follow_up::record(ctx, id, state),
        )
        .await
    }

    /// Records who leads.
    ///
    /// # Errors
    /// See [`lead::agree`]; or the store is failing.
    pub async fn agree_lead(
        &self,
        permit: &Permit,
        request: &Request,
        id: MatchId,
        leader: Oin,
    ) -> Result<Answered<Match>, Failure> {
        let covenants = self.covenant();
        self.change(
            Act::by(permit, request, vec![Subject::Match(id)]),
            |loaded| lead::needs(loaded, permit, id),
            |ctx| lead::agree(ctx, id, leader, &|office| covenants.days_off(office)),
        )
        .await
    }

    /// Where contact is overdue, for the office that was told so.
    ///
    /// # Errors
    /// The store is failing.
    pub async fn list_follow_up(
        &self,
        permit: &Permit,
        filter: &overdue_contact::Filter,
        after: Option<Uuid>,
        limit: usize,
    ) -> Result<Page<Overdue>, Failure> {
        let office = permit.office()?;
        let days_off = self.covenant().days_off(office);
        let list = List::MatchesOverdue(office.clone());
        let (ids, next) = match filter.reference {
            Some(reference) => self.spoken(&list, reference, after, limit).await?,
            None => self.search(&list, after, limit, |_: &Match| true).await?,
        };
        let ids: Vec<MatchId> = ids.into_iter().map(MatchId).collect();
        let entries = self
            .drive(
                Act::of(permit, ids.iter().copied().map(Subject::Match).collect()),
                |loaded| {
                    let keys = ids.iter().flat_map(|id| overdue_contact::needs(loaded, *id));
                    Needs::missing(loaded, keys.collect(), Vec::new())
                },
                |ctx| {
                    let at = (ctx.today(), days_off.as_slice());
                    let see = |id: &MatchId| {
                        let seen = overdue_contact::see(ctx.facts, office, filter, *id, at)?;
                        Some((id.0, seen))
                    };
                    Ok(ids.iter().filter_map(see).collect())
                },
            )
            .await?;
        Ok(Page { entries, next })
    }

    /// Asks those to make contact who owe it, or one of them.
    ///
    /// # Errors
    /// See [`overdue_contact::remind`]; or the store is failing.
    pub async fn remind_contact(
        &self,
        permit: &Permit,
        request: &Request,
        id: MatchId,
        whom: Option<Oin>,
    ) -> Result<Answered<Option<Overdue>>, Failure> {
        let days_off = self.covenant().days_off(permit.office()?);
        self.change(
            Act::by(permit, request, vec![Subject::Match(id)]),
            |loaded| {
                Needs::missing(loaded, overdue_contact::needs(loaded, id).collect(), Vec::new())
            },
            |ctx| overdue_contact::remind(ctx, id, whom, &days_off),
        )
        .await
    }
}
