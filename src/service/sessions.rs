//! SessionService: who is signed in, and who is signed out by their organisation.

use tonic::{Request, Response, Status};

use crate::{
    api::v1::{self, session_service_server::SessionService},
    broker::WhichSessions,
    domain::{
        model::{ids::SessionId, party::Party, refusal::Refusal, session::Session},
        rules::access::{Call, Permit},
    },
};

use super::{
    fields::{self, Problems},
    front::Front,
    shown,
};

/// Most characters in the name of a professional.
const PROFESSIONAL_MOST: usize = 64;

#[tonic::async_trait]
impl SessionService for Front {
    async fn list_sessions(
        &self,
        request: Request<v1::ListSessionsRequest>,
    ) -> Result<Response<v1::ListSessionsResponse>, Status> {
        self.serve(Call::ListSessions, request, |permit, _| async move {
            fields::acting(&permit)?;
            let sessions = self.broker.list_sessions(&permit).await?;
            Ok(v1::ListSessionsResponse { sessions: sessions.iter().map(session).collect() })
        })
        .await
    }

    async fn end_sessions(
        &self,
        request: Request<v1::EndSessionsRequest>,
    ) -> Result<Response<v1::EndSessionsResponse>, Status> {
        self.serve(Call::EndSessions, request, |permit, body| async move {
            let which = which(&permit, &body)?;
            let ended = self.broker.end_sessions(&permit, &which).await?;
            Ok(v1::EndSessionsResponse { ended: u32::try_from(ended).unwrap_or(u32::MAX) })
        })
        .await
    }
}

/// Which sessions a request names.
fn which(permit: &Permit, body: &v1::EndSessionsRequest) -> Result<WhichSessions, Refusal> {
    let mut problems = Problems::of(permit);
    let which = match (body.session_id.is_empty(), body.professional.trim().is_empty()) {
        (false, true) => {
            problems.id("session_id", &body.session_id).map(|id| WhichSessions::One(SessionId(id)))
        }
        (true, false) => problems
            .text("professional", &body.professional, PROFESSIONAL_MOST)
            .map(WhichSessions::OfProfessional),
        _ => {
            problems.add("session_id", "name a session or a professional, and not both");
            None
        }
    };
    problems.finish(which)
}

fn session(session: &Session) -> v1::Session {
    let office = match &session.seat {
        Some(Party::Office(office)) => office.to_string(),
        Some(Party::Organisation(_)) | None => String::new(),
    };
    v1::Session {
        session_id: session.id.to_string(),
        professional: session.who.name.clone(),
        office,
        coordinator: session.who.coordinates,
        signed_in_at: Some(shown::instant(session.began)),
        second_factor_at: Some(shown::instant(session.factor)),
        ends_at: Some(shown::instant(session.over_at())),
    }
}
