//! AuditService: the audit log, for whoever checks it.

use tonic::{Request, Response, Status};
use uuid::Uuid;

use super::{parse, render};
use crate::{
    api::v1::{self, audit_service_server::AuditService},
    domain::rules::access::Call,
    service::{front::Front, page::Filter},
};

#[tonic::async_trait]
impl AuditService for Front {
    async fn list_audit_entries(
        &self,
        request: Request<v1::ListAuditEntriesRequest>,
    ) -> Result<Response<v1::ListAuditEntriesResponse>, Status> {
        self.serve(Call::ListAuditEntries, request, |permit, body| async move {
            let (chain, asked) = parse::entries(&permit, &body)?;
            let filter = Filter { permit: &permit, filter: format!("{chain} {asked:?}") };
            // The place in the log stands in for an id.
            let (after, size) = filter.page(&self.pseudonyms, &body.page_token, body.page_size)?;
            let after = after.map_or(0, |after| u64::try_from(after.as_u128()).unwrap_or(u64::MAX));
            let page = self.broker.list_audit_entries(&permit, &chain, &asked, after, size).await?;
            let (covenant, viewer) = (self.broker.covenant(), permit.party());
            let next = page.next.map(|place| Uuid::from_u128(u128::from(place)));
            Ok(v1::ListAuditEntriesResponse {
                entries: page
                    .entries
                    .iter()
                    .map(|one| render::entry(&covenant, viewer, one))
                    .collect(),
                next_page_token: filter.token(&self.pseudonyms, next),
            })
        })
        .await
    }

    async fn verify_audit_chain(
        &self,
        request: Request<v1::VerifyAuditChainRequest>,
    ) -> Result<Response<v1::VerifyAuditChainResponse>, Status> {
        self.serve(Call::VerifyAuditChain, request, |permit, body| async move {
            let (chain, after) = parse::chain(&permit, &body)?;
            Ok(render::verified(self.broker.verify_audit_chain(&permit, &chain, after).await?))
        })
        .await
    }
}
