//! MatchService: matches, follow-up and lead, and where contact is overdue.

use tonic::{Request, Response, Status};

use crate::{
    api::v1::{self, match_service_server::MatchService},
    broker::Answered,
    domain::{
        model::{ids::MatchId, matches::Match, party::Oin},
        rules::{
            access::{Call, Permit},
            follow_up::Seen,
        },
    },
};

use super::{
    parse,
    render::{Viewer, overdue},
};
use crate::service::{
    fields,
    front::{Failed, Front},
    page::Filter,
};

impl Front {
    fn matched(&self, permit: &Permit, matched: Match) -> Result<Option<v1::Match>, Failed> {
        Ok(self.viewer(permit.organisation()?, None).matched(&Seen { matched, own: None }))
    }

    /// For whom matches are rendered.
    pub(crate) fn viewer(&self, organisation: Oin, professional: Option<&str>) -> Viewer {
        Viewer {
            covenant: self.broker.covenant(),
            organisation,
            professional: professional.map(str::to_owned),
            today: self.broker.now().day(),
            rooms: self.rooms,
        }
    }
}

#[tonic::async_trait]
impl MatchService for Front {
    async fn get_match(
        &self,
        request: Request<v1::GetMatchRequest>,
    ) -> Result<Response<v1::GetMatchResponse>, Status> {
        self.serve(Call::GetMatch, request, |permit, body| async move {
            let id = fields::id(&permit, "match_id", &body.match_id, MatchId)?;
            let found = self.broker.get_match(&permit, id).await?;
            let viewer = self.viewer(permit.organisation()?, None);
            Ok(v1::GetMatchResponse { r#match: viewer.matched(&found) })
        })
        .await
    }

    async fn list_matches(
        &self,
        request: Request<v1::ListMatchesRequest>,
    ) -> Result<Response<v1::ListMatchesResponse>, Status> {
        self.serve(Call::ListMatches, request, |permit, body| async move {
            let asked = parse::matches(&permit, &body)?;
            let filter = Filter { permit: &permit, filter: format!("{asked:?}") };
            let (after, size) = filter.page(&self.pseudonyms, &body.page_token, body.page_size)?;
            let page = self.broker.list_matches(&permit, &asked, after, size).await?;
            let viewer = self.viewer(permit.organisation()?, asked.professional.as_deref());
            let (matches, next_page_token) = filter.cut(self, page, |seen| viewer.matched(&seen));
            Ok(v1::ListMatchesResponse { matches, next_page_token })
        })
        .await
    }

    async fn record_follow_up(
        &self,
        request: Request<v1::RecordFollowUpRequest>,
    ) -> Result<Response<v1::RecordFollowUpResponse>, Status> {
        self.serve_change(Call::RecordFollowUp, request, |permit, body| async move {
            let (request, (id, state)) = parse::follow_up(&permit, &body)?;
            let after = self.broker.record_follow_up(&permit, &request, id, state).await?;
            let Answered { answer, replayed } = after;
            let answer = v1::RecordFollowUpResponse { r#match: self.matched(&permit, answer)? };
            Ok(Answered { answer, replayed })
        })
        .await
    }

    async fn agree_lead(
        &self,
        request: Request<v1::AgreeLeadRequest>,
    ) -> Result<Response<v1::AgreeLeadResponse>, Status> {
        self.serve_change(Call::AgreeLead, request, |permit, body| async move {
            let (request, (id, leader)) = parse::lead(&permit, &body)?;
            let after = self.broker.agree_lead(&permit, &request, id, leader).await?;
            let Answered { answer, replayed } = after;
            let answer = v1::AgreeLeadResponse { r#match: self.matched(&permit, answer)? };
            Ok(Answered { answer, replayed })
        })
        .await
    }

    async fn list_follow_up(
        &self,
        request: Request<v1::ListFollowUpRequest>,
    ) -> Result<Response<v1::ListFollowUpResponse>, Status> {
        self.serve(Call::ListFollowUp, request, |permit, body| async move {
            let covenant = self.broker.covenant();
            let asked = parse::overdue(&covenant, &permit, &body)?;
            let filter = Filter { permit: &permit, filter: format!("{asked:?}") };
            let (after, size) = filter.page(&self.pseudonyms, &body.page_token, body.page_size)?;
            let page = self.broker.list_follow_up(&permit, &asked, after, size).await?;
            let show = |one| Some(overdue(&covenant, permit.party(), &one));
            let (overdue, next_page_token) = filter.cut(self, page, show);
            Ok(v1::ListFollowUpResponse { overdue, next_page_token })
        })
        .await
    }

    async fn remind_contact(
        &self,
        request: Request<v1::RemindContactRequest>,
    ) -> Result<Response<v1::RemindContactResponse>, Status> {
        self.serve_change(Call::RemindContact, request, |permit, body| async move {
            let (request, (id, whom)) = parse::remind(&permit, &body)?;
            let after = self.broker.remind_contact(&permit, &request, id, whom).await?;
            let Answered { answer, replayed } = after;
            let covenant = self.broker.covenant();
            let shown = answer.map(|one| overdue(&covenant, permit.party(), &one));
            Ok(Answered { answer: v1::RemindContactResponse { overdue: shown }, replayed })
        })
        .await
    }
}
