//! SignalService: concern signals, to the desk that must act.

use tonic::{Request, Response, Status};

use crate::{
    api::v1::{self, signal_service_server::SignalService},
    domain::{
        model::signal::record::Signal,
        rules::access::{Call, Permit},
    },
};

use super::{front::Front, page::Filter, parse_contact, parse_signal, render_signal as render};

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
            let command =
                parse_signal::send(&self.parsing(&self.broker.covenant()), &permit, body)?;
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
            let id = parse_signal::id(&permit, &body.signal_id)?;
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
            let reference = parse_contact::to_look_for(&permit, &body.reference)?;
            let (role, closed) = (parse_signal::role(body.role)?, body.include_closed);
            let asked = format!("{role:?} closed={closed} {reference:?}");
            let filter = Filter { permit: &permit, filter: asked };
            let (after, size) = filter.page(&self.pseudonyms, &body.page_token, body.page_size)?;
            let page =
                self.broker.list_signals(&permit, role, closed, reference, after, size).await?;
            Ok(v1::ListConcernSignalsResponse {
                signals: page.entries.iter().filter_map(|s| self.signal(&permit, s)).collect(),
                next_page_token: filter.token(&self.pseudonyms, page.next),
            })
        })
        .await
    }

    async fn answer_concern_signal(
        &self,
        request: Request<v1::AnswerConcernSignalRequest>,
    ) -> Result<Response<v1::AnswerConcernSignalResponse>, Status> {
        self.serve_change(Call::AnswerConcernSignal, request, |permit, body| async move {
            let (request, id, answer) =
                parse_signal::answer(&self.broker.covenant(), &permit, &body)?;
            let after = self.broker.answer_signal(&permit, &request, id, &answer).await?;
            Ok(after.map(|s| v1::AnswerConcernSignalResponse { signal: self.signal(&permit, &s) }))
        })
        .await
    }
}
