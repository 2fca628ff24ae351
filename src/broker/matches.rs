//! GetMatch, ListMatches, RecordFollowUp, AgreeLead.

use uuid::Uuid;

use crate::domain::{
    model::{ids::MatchId, party::Oin, refusal::Refusal},
    rules::{
        access::Permit,
        follow_up::{self, Seen},
        lead, listing,
        matching::{FollowUp, Match},
    },
    state::{
        audit::Subject,
        receipt::Request,
        record::{Effects, Key, List, Loaded, Needs},
    },
};

use super::{Answered, Broker, Failure, Page, drive::Act};

impl Broker {
    /// One match to which the caller is party.
    ///
    /// # Errors
    /// Unknown or not a party; or the store is failing.
    pub async fn get_match(&self, permit: &Permit, id: MatchId) -> Result<Seen, Failure> {
        let organisation = permit.organisation()?;
        self.drive(
            Act::of(permit, vec![Subject::Match(id)]),
            |loaded| {
                let keys = follow_up::needs_to_see(loaded, organisation, None, id).collect();
                Needs::missing(loaded, keys, Vec::new())
            },
            |loaded, _, _| {
                let seen = follow_up::see(loaded, organisation, None, id);
                Ok((seen.ok_or(Refusal::NotAllowed)?, Effects::default()))
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
        let list = match filter.open {
            true => List::MatchesOpen(organisation),
            false => List::MatchesAll(organisation),
        };
        let professional = filter.professional.as_deref();
        let picks = |loaded: &Loaded, id| {
            let matched = loaded.matched(MatchId(id));
            matched.is_some_and(|matched| filter.picks(organisation, matched))
        };
        let (mut ids, next) = match filter.reference {
            Some(reference) => self.spoken(&list, reference, after, limit).await?,
            None => {
                let key = |id| Key::Match(MatchId(id));
                self.search(&list, after, limit, key, picks).await?
            }
        };
        if filter.reference.is_some() && professional.is_some() {
            let keys: Vec<Key> = ids.iter().map(|id| Key::Match(MatchId(*id))).collect();
            let loaded = self.store.load(&keys).await?;
            ids.retain(|id| picks(&loaded, *id));
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
                |loaded, _, _| {
                    let see =
                        |id: &MatchId| follow_up::see(loaded, organisation, professional, *id);
                    Ok((ids.iter().filter_map(see).collect(), Effects::default()))
                },
            )
            .await?;
        Ok(Page { entries, next })
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
            Act::of(permit, vec![Subject::Match(id)]),
            |loaded| {
                let keys = vec![Key::Match(id), Key::Receipt(request.key.clone())];
                Needs::missing(loaded, keys, Vec::new())
            },
            |loaded, _, now| follow_up::record(loaded, permit, request, id, state, now),
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
        self.change(
            Act::of(permit, vec![Subject::Match(id)]),
            |loaded| {
                let mut needs = lead::needs(loaded, id);
                if !loaded.has(&Key::Receipt(request.key.clone())) {
                    needs.keys.push(Key::Receipt(request.key.clone()));
                }
                needs
            },
            |loaded, ids, now| lead::agree(loaded, permit, request, id, leader, ids, now),
        )
        .await
    }
}
