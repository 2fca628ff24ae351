//! SignalService: concern signals, to the desk that must act.

use tonic::{Request, Response, Status};

use crate::{
    api::v1::{self, signal_service_server::SignalService},
    domain::{
        model::{ids::SignalId, signal::Signal},
        rules::access::{Call, Permit},
    },
};

use super::{parse, render};
use crate::service::{fields, front::Front, page::Filter};

impl Front {
    #[expect(clippy::unnecessary_wraps, reason = "what proto messages hold is optional")]
    fn signal(&self, permit: &Permit, signal: &Signal) -> Option<v1::ConcernSignal> {
        Some(render::signal(&self.broker.covenant(), permit.party(), signal))
    }
}

#[tonic::async_trait]
impl SignalService for Front {
    async fn send_concern_signal(
        &self,
        request: Request<v1::SendConcernSignalRequest>,
    ) -> Result<Response<v1::SendConcernSignalResponse>, Status> {
        self.serve_change(Call::SendConcernSignal, request, |permit, body| async move {
            let command = parse::send(&self.parsing(&self.broker.covenant()), &permit, body)?;
            let sent = self.broker.send_signal(&permit, &command).await?;
            Ok(sent.map(|s| v1::SendConcernSignalResponse { signal: self.signal(&permit, &s) }))
        })
        .await
    }

    async fn get_concern_signal(
        &self,
        request: Request<v1::GetConcernSignalRequest>,
    ) -> Result<Response<v1::GetConcernSignalResponse>, Status> {
        self.serve(Call::GetConcernSignal, request, |permit, body| async move {
            let id = fields::id(&permit, "signal_id", &body.signal_id, SignalId)?;
            let found = self.broker.get_signal(&permit, id).await?;
            Ok(v1::GetConcernSignalResponse { signal: self.signal(&permit, &found) })
        })
        .await
    }

    async fn list_concern_signals(
        &self,
        request: Request<v1::ListConcernSignalsRequest>,
    ) -> Result<Response<v1::ListConcernSignalsResponse>, Status> {
        self.serve(Call::ListConcernSignals, request, |permit, body| async move {
            let (role, reference) = parse::wanted(&permit, &body)?;
            let closed = body.include_closed;
            let asked = format!("{role:?} closed={closed} {reference:?}");
            let filter = Filter { permit: &permit, filter: asked };
            let (after, size) = filter.page(&self.pseudonyms, &body.page_token, body.page_size)?;
            let page =
                self.broker.list_signals(&permit, role, closed, reference, after, size).await?;
            let (signals, next_page_token) = filter.cut(self, page, |s| self.signal(&permit, &s));
            Ok(v1::ListConcernSignalsResponse { signals, next_page_token })
        })
        .await
    }

    async fn answer_concern_signal(
        &self,
        request: Request<v1::AnswerConcernSignalRequest>,
    ) -> Result<Response<v1::AnswerConcernSignalResponse>, Status> {
        self.serve_change(Call::AnswerConcernSignal, request, |permit, body| async move {
            let (request, id, answer) = parse::answer(&self.broker.covenant(), &permit, &body)?;
            let after = self.broker.answer_signal(&permit, &request, id, &answer).await?;
            Ok(after.map(|s| v1::AnswerConcernSignalResponse { signal: self.signal(&permit, &s) }))
        })
        .await
    }

    async fn record_signal_outcome(
        &self,
        request: Request<v1::RecordSignalOutcomeRequest>,
    ) -> Result<Response<v1::RecordSignalOutcomeResponse>, Status> {
        self.serve_change(Call::RecordSignalOutcome, request, |permit, body| async move {
            let (request, id, said) = parse::outcome(&permit, &body)?;
            let after = self.broker.record_outcome(&permit, &request, id, &said).await?;
            Ok(after.map(|s| v1::RecordSignalOutcomeResponse { signal: self.signal(&permit, &s) }))
        })
        .await
    }
}
