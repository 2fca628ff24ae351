//! GetMatch, ListMatches, RecordFollowUp, AgreeLead.

use uuid::Uuid;

use crate::domain::{
    model::{ids::MatchId, party::Oin},
    rules::{
        access::Permit,
        follow_up, lead,
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
    pub async fn get_match(&self, permit: &Permit, id: MatchId) -> Result<Match, Failure> {
        self.drive(
            Act::of(permit, vec![Subject::Match(id)]),
            |loaded| Needs::missing(loaded, vec![Key::Match(id)], Vec::new()),
            |loaded, _, _| Ok((follow_up::own(loaded, permit, id)?.1.clone(), Effects::default())),
        )
        .await
    }

    /// Own matches: those in which contact is owed, or all.
    ///
    /// # Errors
    /// The store is failing.
    pub async fn list_matches(
        &self,
        permit: &Permit,
        open: bool,
        after: Option<Uuid>,
        limit: usize,
    ) -> Result<Page<Match>, Failure> {
        let organisation = permit.organisation()?;
        let list =
            if open { List::MatchesOpen(organisation) } else { List::MatchesAll(organisation) };
        let key = |id| Key::Match(MatchId(id));
        let subject = |id| Subject::Match(MatchId(id));
        let pick = |loaded: &Loaded, id| loaded.matched(MatchId(id)).cloned();
        self.page(permit, &list, after, limit, key, subject, pick).await
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
