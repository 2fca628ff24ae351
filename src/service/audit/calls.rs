//! AuditService: the audit log, for whoever checks it.

use tonic::{Request, Response, Status};

use super::{parse, render};
use crate::{
    api::v1::{self, audit_service_server::AuditService},
    broker::Entries,
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
            let Entries { page, chain, chains } =
                self.broker.list_audit_entries(&permit, &chain, &asked, after, size).await?;
            let (covenant, viewer) = (self.broker.covenant(), permit.party());
            let show = |(position, entry)| Some(render::entry(&covenant, viewer, position, &entry));
            let (entries, next_page_token) = filter.cut(self, page, show);
            Ok(v1::ListAuditEntriesResponse { entries, next_page_token, chain, chains })
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
