//! How does any transport become the channel that the stories use?

use std::error::Error;

use hyper_util::rt::TokioIo;
use tokio::io::DuplexStream;
use tonic::transport::Endpoint;
use tower::{Service, ServiceExt as _, util::BoxCloneSyncService};

use super::world::{Certificate, Channel, World};

type Request = http::Request<tonic::body::Body>;
type Response = http::Response<tonic::body::Body>;

/// Bytes that an in-process connection holds before its writer waits: less than a large message,
/// so that waiting is part of what is tested.
const PIPE_BYTES: usize = 16 * 1024;

/// Any service that takes and gives gRPC requests: the broker's own routes without a transport,
/// or a connection to them.
pub fn boxed<S>(service: S) -> Channel
where
    S: Service<Request, Response = Response> + Clone + Send + Sync + 'static,
    S::Error: Into<Box<dyn Error + Send + Sync>>,
    S::Future: Send + 'static,
{
    BoxCloneSyncService::new(service.map_err(Into::into))
}

/// HTTP/2 in this process: `accept` gets the broker's end of every new connection.
pub fn piped<A>(accept: A) -> Channel
where
    A: Fn(DuplexStream) + Clone + Send + Sync + 'static,
{
    let connector = tower::service_fn(move |_| {
        let (ours, theirs) = tokio::io::duplex(PIPE_BYTES);
        accept(theirs);
        async { Ok::<_, std::io::Error>(TokioIo::new(ours)) }
    });
    boxed(Endpoint::from_static("http://in-process").connect_with_connector_lazy(connector))
}

/// A world in which nobody answers: every call is unimplemented.
pub struct Deaf;

#[async_trait::async_trait]
impl World for Deaf {
    async fn channel(&mut self, _: &Certificate) -> Channel {
        boxed(tonic::service::Routes::default())
    }

    async fn sweep(&mut self) {}

    async fn restart(&mut self) {}
}

/// Both ways carry a call and a refusal.
pub async fn smoke() -> Result<(), String> {
    use verwijspunt::api::v1::{
        CompareCovenantRequest, CompareCovenantResponse, FindOfficeRequest, FindOfficeResponse,
        GetCovenantRequest, GetCovenantResponse, ListOfficesRequest, ListOfficesResponse,
        ListOrganisationsRequest, ListOrganisationsResponse,
        covenant_service_client::CovenantServiceClient,
        covenant_service_server::{CovenantService, CovenantServiceServer},
    };

    struct Stub;

    #[tonic::async_trait]
    impl CovenantService for Stub {
        async fn get_covenant(
            &self,
            _: tonic::Request<GetCovenantRequest>,
        ) -> Result<tonic::Response<GetCovenantResponse>, tonic::Status> {
            let id = "stub".to_owned();
            Ok(tonic::Response::new(GetCovenantResponse { id, ..Default::default() }))
        }

        async fn list_offices(
            &self,
            _: tonic::Request<ListOfficesRequest>,
        ) -> Result<tonic::Response<ListOfficesResponse>, tonic::Status> {
            Err(tonic::Status::permission_denied("no"))
        }

        async fn find_office(
            &self,
            _: tonic::Request<FindOfficeRequest>,
        ) -> Result<tonic::Response<FindOfficeResponse>, tonic::Status> {
            Err(tonic::Status::permission_denied("no"))
        }

        async fn list_organisations(
            &self,
            _: tonic::Request<ListOrganisationsRequest>,
        ) -> Result<tonic::Response<ListOrganisationsResponse>, tonic::Status> {
            Err(tonic::Status::permission_denied("no"))
        }

        async fn compare_covenant(
            &self,
            _: tonic::Request<CompareCovenantRequest>,
        ) -> Result<tonic::Response<CompareCovenantResponse>, tonic::Status> {
            Err(tonic::Status::permission_denied("no"))
        }
    }

    let routes = tonic::service::Routes::new(CovenantServiceServer::new(Stub));
    let (accepted, incoming) = tokio::sync::mpsc::unbounded_channel();
    let serving = tonic::transport::Server::builder().add_routes(routes.clone());
    let incoming = tokio_stream::StreamExt::map(
        tokio_stream::wrappers::UnboundedReceiverStream::new(incoming),
        Ok::<_, std::io::Error>,
    );
    let server = tokio::spawn(serving.serve_with_incoming(incoming));
    let pipe = piped(move |io| {
        let _ = accepted.send(io);
    });
    for channel in [boxed(routes), pipe] {
        let mut client = CovenantServiceClient::new(channel);
        let answer = client.get_covenant(GetCovenantRequest::default()).await;
        let id = answer.map_err(|status| status.to_string())?.into_inner().id;
        let refusal = client.list_offices(ListOfficesRequest::default()).await;
        let code = refusal.err().map(|status| status.code());
        if id != "stub" || code != Some(tonic::Code::PermissionDenied) {
            return Err(format!("id {id}, code {code:?}"));
        }
    }
    server.abort();
    Ok(())
}
