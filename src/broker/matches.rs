//! GetMatch, ListMatches, RecordFollowUp, AgreeLead.

use uuid::Uuid;

use crate::domain::{
    model::{
        audit::Subject,
        ids::MatchId,
        matches::{FollowUp, Match},
        party::Oin,
    },
    rules::{access::Permit, follow_up, lead},
    state::{keys::Key, lists::List, loaded::Needs, receipt::Request},
};

use super::{Answered, Broker, Failure, Page, act::Act};

impl Broker {
    /// One match to which the caller is party.
    ///
    /// # Errors
    /// Unknown or not a party; or the store is failing.
    pub async fn get_match(&self, permit: &Permit, id: MatchId) -> Result<Match, Failure> {
        self.drive(
            Act::of(permit, vec![Subject::Match(id)]),
            |loaded| Needs::missing(loaded, vec![Key::Match(id)], Vec::new()),
            |ctx| Ok(follow_up::own(ctx.facts, permit, id)?.1.clone()),
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
        self.page(permit, &list, after, limit, |_| true).await
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
        self.change(
            Act::by(permit, request, vec![Subject::Match(id)]),
            |loaded| lead::needs(loaded, id),
            |ctx| lead::agree(ctx, id, leader),
        )
        .await
    }
}
