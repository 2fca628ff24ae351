//! What is changed of an own involvement after its registration: card, colleague, informing, own
//! reference, persons.

use tonic::{Request, Response, Status};

use crate::{
    api::v1,
    domain::{model::ids::InvolvementId, rules::access::Call},
    service::{fields, front::Front},
};

use super::{contact, render};

impl Front {
    pub(super) async fn contact_updated(
        &self,
        request: Request<v1::UpdateContactRequest>,
    ) -> Result<Response<v1::UpdateContactResponse>, Status> {
        self.serve_change(Call::UpdateContact, request, |permit, body| async move {
            let (request, change) =
                contact::update_contact(&self.broker.covenant(), &permit, &body)?;
            let done = self.broker.change_contact(&permit, &request, &change).await?;
            Ok(done.map(|done| v1::UpdateContactResponse {
                updated: done.involvements,
                more: done.more,
            }))
        })
        .await
    }

    pub(super) async fn handed_over(
        &self,
        request: Request<v1::HandOverInvolvementRequest>,
    ) -> Result<Response<v1::HandOverInvolvementResponse>, Status> {
        self.serve_change(Call::HandOverInvolvement, request, |permit, body| async move {
            let (request, change) = contact::hand_over(&self.broker.covenant(), &permit, &body)?;
            let done = self.broker.change_contact(&permit, &request, &change).await?;
            Ok(done.map(|done| v1::HandOverInvolvementResponse {
                handed_over: done.involvements,
                more: done.more,
            }))
        })
        .await
    }

    pub(super) async fn informed(
        &self,
        request: Request<v1::RecordInformedRequest>,
    ) -> Result<Response<v1::RecordInformedResponse>, Status> {
        self.serve_change(Call::RecordInformed, request, |permit, body| async move {
            let today = self.broker.now().day();
            let (request, (id, informed)) = contact::informed(&permit, &body, today)?;
            let done = self.broker.record_informed(&permit, &request, id, informed).await?;
            Ok(done.map(|own| v1::RecordInformedResponse {
                involvement: Some(render::involvement(&own)),
            }))
        })
        .await
    }

    pub(super) async fn referred_to(
        &self,
        request: Request<v1::SetOwnReferenceRequest>,
    ) -> Result<Response<v1::SetOwnReferenceResponse>, Status> {
        self.serve_change(Call::SetOwnReference, request, |permit, body| async move {
            let (request, (id, reference)) = contact::set_own_reference(&permit, &body)?;
            let reference = reference.as_ref();
            let done = self.broker.set_own_reference(&permit, &request, id, reference).await?;
            Ok(done.map(|own| v1::SetOwnReferenceResponse {
                involvement: Some(render::involvement(&own)),
            }))
        })
        .await
    }

    pub(super) async fn added(
        &self,
        request: Request<v1::AddMembersRequest>,
    ) -> Result<Response<v1::AddMembersResponse>, Status> {
        self.serve_change(Call::AddMembers, request, |permit, body| async move {
            let covenant = self.broker.covenant();
            let id = InvolvementId(fields::lenient_id(&body.involvement_id));
            let terms = self.broker.terms_of(&permit, id).await?;
            let context = self.parsing(&covenant);
            let (request, command) = contact::add_members(&context, &permit, &terms, body)?;
            let done = self.broker.add_members(&permit, &request, &command).await?;
            Ok(done.map(|(own, matched)| v1::AddMembersResponse {
                r#match: self.met(&own, matched.as_ref()),
                involvement: Some(render::involvement(&own)),
            }))
        })
        .await
    }
}
