//! What does the bare RPC cost? A tonic service that only answers something of the right size, on
//! connections that are made exactly as the broker's are.
//!
//! The same: the runtime, the allocator, the certificates and the code that reads them, the HTTP/2
//! settings (from the same configuration file), the socket options. Missing: everything of the
//! broker's own.

use std::{path::Path, pin::Pin, time::Duration};

use futures::{Stream, StreamExt as _};
use hyper::server::conn::http2;
use hyper_util::{
    rt::{TokioExecutor, TokioIo, TokioTimer},
    service::TowerToHyperService,
};
use socket2::{SockRef, TcpKeepalive};
use tonic::{Request, Response, Status, Streaming};
use verwijspunt::{
    api::v1::{
        self,
        registry_service_server::{RegistryService, RegistryServiceServer},
    },
    server::{
        config::{Config, Limits},
        tls::TlsMaterial,
    },
};

use super::place;

/// Serves until the process is ended.
pub async fn serve(config: &Path) {
    let config = Config::load(config).expect("a configuration");
    let tls = TlsMaterial::load(&config.tls).expect("certificates").server;
    let acceptor = tokio_rustls::TlsAcceptor::from(tls);
    let listener = tokio::net::TcpListener::bind(config.listen.address).await.expect("a port");
    println!("serving on https://{}", listener.local_addr().expect("an address"));
    let service = RegistryServiceServer::new(Echo);
    let settings = http2_settings(&config.limits);
    loop {
        let Ok((socket, _)) = listener.accept().await else { continue };
        socket.set_nodelay(true).expect("a socket option");
        let keepalive = TcpKeepalive::new()
            .with_time(Duration::from_secs(60))
            .with_interval(Duration::from_secs(10))
            .with_retries(3);
        SockRef::from(&socket).set_tcp_keepalive(&keepalive).expect("a socket option");
        let (acceptor, settings, service) = (acceptor.clone(), settings.clone(), service.clone());
        tokio::spawn(async move {
            let Ok(stream) = acceptor.accept(socket).await else { return };
            let service = TowerToHyperService::new(service);
            // How a connection ends is the client's affair.
            let _ = settings.serve_connection(TokioIo::new(stream), service).await;
        });
    }
}

/// As `src/server/accept.rs` sets them.
fn http2_settings(limits: &Limits) -> http2::Builder<TokioExecutor> {
    let small = |number: u64| u32::try_from(number).expect("a setting of HTTP/2");
    let mut builder = http2::Builder::new(TokioExecutor::new());
    builder
        .timer(TokioTimer::new())
        .max_concurrent_streams(small(limits.max_streams_per_connection))
        .max_pending_accept_reset_streams(32)
        .max_local_error_reset_streams(256)
        .max_header_list_size(small(limits.max_header_list_bytes))
        .initial_stream_window_size(small(limits.stream_window_bytes))
        .initial_connection_window_size(small(limits.connection_window_bytes))
        .max_send_buf_size(usize::try_from(limits.send_buffer_bytes).expect("a size"))
        .keep_alive_interval(Duration::from_millis(limits.keepalive_interval_ms))
        .keep_alive_timeout(Duration::from_millis(limits.keepalive_timeout_ms))
        .auto_date_header(false);
    builder
}

/// How many parties the answer has: the request says so in the name of who acts, which means
/// nothing to the broker.
fn parties(acting: &str) -> usize {
    acting.strip_prefix("p-").and_then(|number| number.parse().ok()).unwrap_or(0)
}

fn card() -> v1::ContactCard {
    super::families::card("p-1000000")
}

fn party(number: usize) -> v1::InvolvedParty {
    v1::InvolvedParty {
        organisation_oin: place::oin(number),
        organisation_name: "Jeugdhulp Proefstad 000".to_owned(),
        organisation_kind: "youth-care-provider".to_owned(),
        contact: Some(card()),
        since: "2026-01-01".to_owned(),
        kind: v1::MatchKind::SamePerson.into(),
        ..v1::InvolvedParty::default()
    }
}

fn matched(request: &v1::RegisterInvolvementRequest, others: usize) -> v1::Match {
    v1::Match {
        match_id: request.involvement_id.clone(),
        involvement_id: request.involvement_id.clone(),
        matched_at: Some(now()),
        parties: (0..others).map(party).collect(),
        follow_up: v1::FollowUpState::New.into(),
        contact_owed: true,
        contact_due: "2026-01-01".to_owned(),
        ..v1::Match::default()
    }
}

fn now() -> prost_types::Timestamp {
    prost_types::Timestamp { seconds: 1_790_000_000, nanos: 123_000_000 }
}

struct Echo;

/// Calls that no bench makes; spelled out as `async_trait` would, which does not look into macros.
macro_rules! not_here {
    ($($call:ident: $request:ident -> $response:ident;)*) => {
        $(fn $call<'s, 'a>(
            &'s self,
            _: Request<v1::$request>,
        ) -> Pin<Box<dyn Future<Output = Result<Response<v1::$response>, Status>> + Send + 'a>>
        where
            's: 'a,
            Self: 'a,
        {
            Box::pin(async { Err(Status::unimplemented("the echo does not have this call")) })
        })*
    };
}

#[tonic::async_trait]
impl RegistryService for Echo {
    type ImportInvolvementsStream =
        Pin<Box<dyn Stream<Item = Result<v1::ImportInvolvementsResponse, Status>> + Send>>;

    type ReconcileInvolvementsStream =
        Pin<Box<dyn Stream<Item = Result<v1::ReconcileInvolvementsResponse, Status>> + Send>>;

    async fn reconcile_involvements(
        &self,
        _: Request<Streaming<v1::ReconcileInvolvementsRequest>>,
    ) -> Result<Response<Self::ReconcileInvolvementsStream>, Status> {
        Err(Status::unimplemented("the echo does not have this call"))
    }

    async fn register_involvement(
        &self,
        request: Request<v1::RegisterInvolvementRequest>,
    ) -> Result<Response<v1::RegisterInvolvementResponse>, Status> {
        let request = request.into_inner();
        let others = parties(&request.acting_professional);
        let r#match = (others > 0).then(|| matched(&request, others));
        let involvement = v1::Involvement {
            involvement_id: request.involvement_id,
            organisation_oin: place::oin(0),
            professional: request.professional,
            roles: request.members.iter().map(|member| member.role).collect(),
            area: "zeeburg".to_owned(),
            start_date: request.start_date,
            end_date: "2028-01-01".to_owned(),
            registered_at: Some(now()),
            state: v1::InvolvementState::Active.into(),
            ..v1::Involvement::default()
        };
        Ok(Response::new(v1::RegisterInvolvementResponse {
            involvement: Some(involvement),
            r#match,
            ..v1::RegisterInvolvementResponse::default()
        }))
    }

    async fn list_involved(
        &self,
        request: Request<v1::ListInvolvedRequest>,
    ) -> Result<Response<v1::ListInvolvedResponse>, Status> {
        let others = parties(&request.get_ref().acting_professional);
        let parties = (0..others).map(party).collect();
        Ok(Response::new(v1::ListInvolvedResponse { parties, ..Default::default() }))
    }

    async fn import_involvements(
        &self,
        request: Request<Streaming<v1::ImportInvolvementsRequest>>,
    ) -> Result<Response<Self::ImportInvolvementsStream>, Status> {
        use v1::{import_involvements_request::Part, import_involvements_response::Part as Answer};
        let answers = request.into_inner().map(|message| {
            let part = match message?.part {
                Some(Part::Row(row)) => Answer::Result(v1::ImportRowResult {
                    row: row.row,
                    outcome: v1::RowOutcome::Registered.into(),
                    involvement_id: row.registration.unwrap_or_default().involvement_id,
                    ..v1::ImportRowResult::default()
                }),
                Some(Part::Start(_)) | None => Answer::Resume(v1::ImportResume { next_row: 1 }),
            };
            Ok(v1::ImportInvolvementsResponse { part: Some(part) })
        });
        Ok(Response::new(Box::pin(answers)))
    }

    not_here! {
        renew_involvement: RenewInvolvementRequest -> RenewInvolvementResponse;
        end_involvement: EndInvolvementRequest -> EndInvolvementResponse;
        update_contact: UpdateContactRequest -> UpdateContactResponse;
        hand_over_involvement: HandOverInvolvementRequest -> HandOverInvolvementResponse;
        record_informed: RecordInformedRequest -> RecordInformedResponse;
        set_own_reference: SetOwnReferenceRequest -> SetOwnReferenceResponse;
        add_members: AddMembersRequest -> AddMembersResponse;
        get_involvement: GetInvolvementRequest -> GetInvolvementResponse;
        list_involvements: ListInvolvementsRequest -> ListInvolvementsResponse;
        record_parents: RecordParentsRequest -> RecordParentsResponse;
        report_move: ReportMoveRequest -> ReportMoveResponse;
        record_death: RecordDeathRequest -> RecordDeathResponse;
        record_shielding: RecordShieldingRequest -> RecordShieldingResponse;
    }
}
