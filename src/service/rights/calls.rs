//! RightsService: access and objection.

use tonic::{Request, Response, Status};
use uuid::Uuid;

use crate::{
    api::v1::{self, rights_service_server::RightsService},
    broker::LogPlace,
    domain::{
        model::{ids::InvolvementId, rights::objection::Objection},
        rules::access::{Call, Permit},
    },
};

use super::{parse, render};
use crate::service::{front::Front, page::Filter};

impl Front {
    fn objection(
        &self,
        permit: &Permit,
        objection: &Objection,
        own: &[InvolvementId],
    ) -> v1::Objection {
        render::objection(&self.broker.covenant(), permit.party(), objection, own)
    }
}

#[tonic::async_trait]
impl RightsService for Front {
    async fn get_subject_access(
        &self,
        request: Request<v1::GetSubjectAccessRequest>,
    ) -> Result<Response<v1::GetSubjectAccessResponse>, Status> {
        self.serve(Call::GetSubjectAccess, request, |permit, mut body| async move {
            let covenant = self.broker.covenant();
            let who = parse::access(&self.parsing(&covenant), &permit, &mut body);
            // A place in the audit log stands in for an id; the token is of this person only.
            let person = who.as_ref().map_or_else(|_| String::new(), |who| who.current.to_string());
            let filter = Filter { permit: &permit, filter: person };
            let page = filter.page(&self.pseudonyms, &body.page_token, 0);
            let (who, (after, _)) = parse::both(who, page)?;
            let after = after.map_or_else(LogPlace::default, |at| {
                let (chain, position) = at.as_u64_pair();
                LogPlace { chain: u32::try_from(chain).unwrap_or(u32::MAX), position }
            });
            let found = self.broker.subject_access(&permit, who, after).await?;
            let next = found.next.map(|at| Uuid::from_u64_pair(at.chain.into(), at.position));
            Ok(render::access(&covenant, &found, filter.token(&self.pseudonyms, next)))
        })
        .await
    }

    async fn register_objection(
        &self,
        request: Request<v1::RegisterObjectionRequest>,
    ) -> Result<Response<v1::RegisterObjectionResponse>, Status> {
        self.serve_change(Call::RegisterObjection, request, |permit, mut body| async move {
            let covenant = self.broker.covenant();
            let (id, who) = parse::objection(&self.parsing(&covenant), &permit, &mut body)?;
            let known = self.broker.register_objection(&permit, id, who).await?;
            Ok(known.map(|known| v1::RegisterObjectionResponse {
                objection: Some(self.objection(&permit, &known, &[])),
            }))
        })
        .await
    }

    async fn decide_objection(
        &self,
        request: Request<v1::DecideObjectionRequest>,
    ) -> Result<Response<v1::DecideObjectionResponse>, Status> {
        self.serve_change(Call::DecideObjection, request, |permit, body| async move {
            let (request, id, verdict) = parse::decision(&permit, &body)?;
            let after = self.broker.decide_objection(&permit, &request, id, verdict).await?;
            Ok(after.map(|after| v1::DecideObjectionResponse {
                objection: Some(self.objection(&permit, &after, &[])),
            }))
        })
        .await
    }

    async fn get_objection(
        &self,
        request: Request<v1::GetObjectionRequest>,
    ) -> Result<Response<v1::GetObjectionResponse>, Status> {
        self.serve(Call::GetObjection, request, |permit, body| async move {
            let id = parse::objection_id(&permit, &body.objection_id)?;
            let (found, own) = self.broker.get_objection(&permit, id).await?;
            let objection = Some(self.objection(&permit, &found, &own));
            Ok(v1::GetObjectionResponse { objection })
        })
        .await
    }

    async fn list_objections(
        &self,
        request: Request<v1::ListObjectionsRequest>,
    ) -> Result<Response<v1::ListObjectionsResponse>, Status> {
        self.serve(Call::ListObjections, request, |permit, body| async move {
            let all = body.include_decided;
            let filter = Filter { permit: &permit, filter: format!("decided={all}") };
            let (after, size) = filter.page(&self.pseudonyms, &body.page_token, body.page_size)?;
            let page = self.broker.list_objections(&permit, all, after, size).await?;
            let (objections, next_page_token) =
                filter.cut(self, page, |found| Some(self.objection(&permit, &found, &[])));
            Ok(v1::ListObjectionsResponse { objections, next_page_token })
        })
        .await
    }
}
