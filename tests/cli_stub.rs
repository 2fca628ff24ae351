//! Does a client survive what a network does, and fit on a terminal what a broker answers? Against a
//! stub that breaks off, TLS that does not trust, and answers of several rows.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::{
    collections::BTreeSet,
    convert::Infallible,
    net::SocketAddr,
    path::Path,
    pin::Pin,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
};

use bytes::Bytes;
use clap::CommandFactory as _;
use futures::{Stream, StreamExt as _};
use http_body_util::{BodyExt as _, StreamBody};
use hyper::{
    body::{Frame, Incoming},
    server::conn::http2,
    service::service_fn,
};
use hyper_util::rt::{TokioExecutor, TokioIo};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use rustls::{RootCertStore, ServerConfig, crypto::ring, server::WebPkiClientVerifier};
use rustls_pki_types::{PrivateKeyDer, pem::PemObject};
use tokio::{
    io::AsyncReadExt,
    net::{TcpListener, TcpStream},
    sync::mpsc,
};
use tokio_rustls::TlsAcceptor;
use tokio_stream::wrappers::{ReceiverStream, TcpListenerStream};
use tonic::{Code, Request, Response, Status, Streaming, transport::Endpoint};
use verwijspunt::{
    api::v1::{
        self, ImportInvolvementsRequest, ImportInvolvementsResponse, ImportRow, ImportRowResult,
        ImportStart,
        covenant_service_client::CovenantServiceClient,
        import_involvements_request::Part as Asked,
        import_involvements_response::Part as Answer,
        registry_service_server::{RegistryService, RegistryServiceServer},
    },
    cli::{
        Cli,
        client::{self, ClientError, ClientOptions},
        errors,
        import::stream::{Import, Sent, WINDOW},
    },
    domain::model::spoken::Spoken,
};

#[path = "cli_stub/answers.rs"]
mod answers;

/// Breaks the stream each time that it has answered so many rows.
struct Breaking {
    after: usize,
    /// Rows that were received, in order, over all streams.
    received: Arc<Mutex<Vec<u64>>>,
    streams: Arc<AtomicUsize>,
}

type Answers = Pin<Box<dyn Stream<Item = Result<ImportInvolvementsResponse, Status>> + Send>>;

#[async_trait::async_trait]
impl RegistryService for Breaking {
    type ImportInvolvementsStream = Answers;
    type ReconcileInvolvementsStream =
        Pin<Box<dyn Stream<Item = Result<v1::ReconcileInvolvementsResponse, Status>> + Send>>;

    async fn import_involvements(
        &self,
        request: Request<Streaming<ImportInvolvementsRequest>>,
    ) -> Result<Response<Answers>, Status> {
        self.streams.fetch_add(1, Ordering::SeqCst);
        let (received, after) = (self.received.clone(), self.after);
        let mut asked = request.into_inner();
        let (sender, answers) = mpsc::channel(1);
        tokio::spawn(async move {
            let next_row = received.lock().unwrap().iter().max().map_or(1, |last| last + 1);
            let resume = v1::ImportResume { next_row };
            let mut answer = Some(Answer::Resume(resume));
            let mut answered = 0;
            loop {
                let part = ImportInvolvementsResponse { part: answer.take() };
                if sender.send(Ok(part)).await.is_err() {
                    return;
                }
                let Ok(Some(message)) = asked.message().await else { return };
                match message.part {
                    Some(Asked::Start(_)) => {
                        // The start was answered by the resume above: wait for the first row.
                        let Ok(Some(message)) = asked.message().await else { return };
                        let Some(Asked::Row(row)) = message.part else { return };
                        received.lock().unwrap().push(row.row);
                        answer = Some(result(row.row));
                    }
                    Some(Asked::Row(row)) => {
                        received.lock().unwrap().push(row.row);
                        answer = Some(result(row.row));
                    }
                    None => return,
                }
                answered += 1;
                if answered > after {
                    // This row is done, and its answer is lost.
                    let _ = sender.send(Err(Status::unavailable("stub: going down"))).await;
                    return;
                }
            }
        });
        Ok(Response::new(Box::pin(ReceiverStream::new(answers))))
    }

    async fn reconcile_involvements(
        &self,
        _: Request<Streaming<v1::ReconcileInvolvementsRequest>>,
    ) -> Result<Response<Self::ReconcileInvolvementsStream>, Status> {
        Err(Status::unimplemented("stub"))
    }

    async fn register_involvement(
        &self,
        _: Request<v1::RegisterInvolvementRequest>,
    ) -> Result<Response<v1::RegisterInvolvementResponse>, Status> {
        Err(Status::unimplemented("stub"))
    }

    async fn report_move(
        &self,
        _: Request<v1::ReportMoveRequest>,
    ) -> Result<Response<v1::ReportMoveResponse>, Status> {
        Err(Status::unimplemented("stub"))
    }

    async fn renew_involvement(
        &self,
        _: Request<v1::RenewInvolvementRequest>,
    ) -> Result<Response<v1::RenewInvolvementResponse>, Status> {
        Err(Status::unimplemented("stub"))
    }

    async fn end_involvement(
        &self,
        _: Request<v1::EndInvolvementRequest>,
    ) -> Result<Response<v1::EndInvolvementResponse>, Status> {
        Err(Status::unimplemented("stub"))
    }

    async fn update_contact(
        &self,
        _: Request<v1::UpdateContactRequest>,
    ) -> Result<Response<v1::UpdateContactResponse>, Status> {
        Err(Status::unimplemented("stub"))
    }

    async fn hand_over_involvement(
        &self,
        _: Request<v1::HandOverInvolvementRequest>,
    ) -> Result<Response<v1::HandOverInvolvementResponse>, Status> {
        Err(Status::unimplemented("stub"))
    }

    async fn record_informed(
        &self,
        _: Request<v1::RecordInformedRequest>,
    ) -> Result<Response<v1::RecordInformedResponse>, Status> {
        Err(Status::unimplemented("stub"))
    }

    async fn set_own_reference(
        &self,
        _: Request<v1::SetOwnReferenceRequest>,
    ) -> Result<Response<v1::SetOwnReferenceResponse>, Status> {
        Err(Status::unimplemented("stub"))
    }

    async fn add_members(
        &self,
        _: Request<v1::AddMembersRequest>,
    ) -> Result<Response<v1::AddMembersResponse>, Status> {
        Err(Status::unimplemented("stub"))
    }

    async fn get_involvement(
        &self,
        _: Request<v1::GetInvolvementRequest>,
    ) -> Result<Response<v1::GetInvolvementResponse>, Status> {
        Err(Status::unimplemented("stub"))
    }

    async fn list_involvements(
        &self,
        _: Request<v1::ListInvolvementsRequest>,
    ) -> Result<Response<v1::ListInvolvementsResponse>, Status> {
        Err(Status::unimplemented("stub"))
    }

    async fn list_involved(
        &self,
        _: Request<v1::ListInvolvedRequest>,
    ) -> Result<Response<v1::ListInvolvedResponse>, Status> {
        Err(Status::unimplemented("stub"))
    }

    async fn record_death(
        &self,
        _: Request<v1::RecordDeathRequest>,
    ) -> Result<Response<v1::RecordDeathResponse>, Status> {
        Err(Status::unimplemented("stub"))
    }

    async fn record_shielding(
        &self,
        _: Request<v1::RecordShieldingRequest>,
    ) -> Result<Response<v1::RecordShieldingResponse>, Status> {
        Err(Status::unimplemented("stub"))
    }

    async fn record_parents(
        &self,
        _: Request<v1::RecordParentsRequest>,
    ) -> Result<Response<v1::RecordParentsResponse>, Status> {
        Err(Status::unimplemented("stub"))
    }
}

fn result(row: u64) -> Answer {
    let outcome = v1::RowOutcome::Registered.into();
    Answer::Result(ImportRowResult { row, outcome, ..Default::default() })
}

#[tokio::test]
async fn an_import_over_a_breaking_line_answers_every_row_once_and_in_order() {
    let rows = 2 * WINDOW as u64 + 44;
    let received = Arc::new(Mutex::new(Vec::new()));
    let streams = Arc::new(AtomicUsize::new(0));
    let stub = Breaking { after: 150, received: received.clone(), streams: streams.clone() };
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(
        tonic::transport::Server::builder()
            .add_service(RegistryServiceServer::new(stub))
            .serve_with_incoming(TcpListenerStream::new(listener)),
    );
    let channel = Endpoint::from_shared(format!("http://{address}")).unwrap().connect_lazy();
    let mut import = Import::new(channel, ImportStart::default());
    let breaks = Arc::new(AtomicUsize::new(0));
    let counted = breaks.clone();
    import.on_break = Box::new(move |_| {
        counted.fetch_add(1, Ordering::SeqCst);
    });
    assert_eq!(import.resume().await.unwrap(), 1);

    let mut next = 1;
    let mut answered = Vec::new();
    while next <= rows || !import.is_done() {
        while next <= rows && import.has_room() {
            let row = ImportRow { row: next, registration: None };
            import.push(Sent { line: next + 1, row });
            next += 1;
        }
        let (line, result) = import.answer().await.unwrap();
        assert_eq!(line, result.row + 1);
        answered.push(result.row);
    }
    import.finish().await;
    assert_eq!(answered, (1..=rows).collect::<Vec<_>>());
    assert!(streams.load(Ordering::SeqCst) >= 4, "the stub broke several times");
    assert_eq!(breaks.load(Ordering::SeqCst) + 1, streams.load(Ordering::SeqCst));
    let received = received.lock().unwrap();
    let repeated = received.len() - answered.len();
    assert_eq!(repeated, breaks.load(Ordering::SeqCst), "only the lost answers are asked again");
}

#[tokio::test]
async fn an_import_that_is_refused_does_not_try_again() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(
        tonic::transport::Server::builder()
            .add_service(v1::covenant_service_server::CovenantServiceServer::new(Nothing))
            .serve_with_incoming(TcpListenerStream::new(listener)),
    );
    let channel = Endpoint::from_shared(format!("http://{address}")).unwrap().connect_lazy();
    let mut import = Import::new(channel, ImportStart::default());
    let error = import.resume().await.unwrap_err();
    assert!(error.to_string().contains("Unimplemented"), "{error}");
}

struct Nothing;

#[async_trait::async_trait]
impl v1::covenant_service_server::CovenantService for Nothing {
    async fn get_covenant(
        &self,
        _: Request<v1::GetCovenantRequest>,
    ) -> Result<Response<v1::GetCovenantResponse>, Status> {
        Err(Status::unimplemented("stub"))
    }

    async fn list_offices(
        &self,
        _: Request<v1::ListOfficesRequest>,
    ) -> Result<Response<v1::ListOfficesResponse>, Status> {
        Err(Status::unimplemented("stub"))
    }

    async fn find_office(
        &self,
        _: Request<v1::FindOfficeRequest>,
    ) -> Result<Response<v1::FindOfficeResponse>, Status> {
        Err(Status::unimplemented("stub"))
    }

    async fn list_organisations(
        &self,
        _: Request<v1::ListOrganisationsRequest>,
    ) -> Result<Response<v1::ListOrganisationsResponse>, Status> {
        Err(Status::unimplemented("stub"))
    }

    async fn compare_covenant(
        &self,
        _: Request<v1::CompareCovenantRequest>,
    ) -> Result<Response<v1::CompareCovenantResponse>, Status> {
        Err(Status::unimplemented("not asked here"))
    }
}

/// Commands that print what the stub has much of.
const LISTS: [&str; 23] = [
    "involvements",
    "involved 01926f7e-7c1a-7d2e-8a52-3d1f5c9b6a10",
    "matches --all",
    "match show 01926f7e-7c1a-7d2e-8a52-3d1f5c9b6a10",
    "overdue",
    "district",
    "case list",
    "case meetings",
    "case watches",
    "case show 01926f7e-7c1a-7d2e-8a52-3d1f5c9b6a10",
    "ticket list",
    "ticket show 01926f7e-7c1a-7d2e-8a52-3d1f5c9b6a10",
    "signal list",
    "signal show 01926f7e-7c1a-7d2e-8a52-3d1f5c9b6a10",
    "offices",
    "organisations",
    "log",
    "deliveries list",
    "deliveries refused",
    "sessions list",
    "rights access --person person",
    "rights objection list",
    "report --year 2026 --quarter 1 --area zeeburg",
];

/// What is refused in many words, and some that are whole in them.
const REFUSED: [(&str, &str); 4] = [
    ("ticket show 000-000", "7K3-M9Q"),
    ("rights objection show 000-000", "000-000"),
    ("lead 01926f7e-7c1a-7d2e-8a52-3d1f5c9b6a10 bureau-jeugdzorg", "bureau-jeugdzorg"),
    ("follow-up 01926f7e-7c1a-7d2e-8a52-3d1f5c9b6a10 done-with-it", "no-action-needed"),
];

/// Codes of what the stub answers with.
const CODES: [&str; 9] = [
    "watching",
    "archived",
    "no-action-needed",
    "lead-coordinates",
    "child-protection",
    "not-carried-out",
    "absent-from-meetings",
    "withdrawn",
    "offers-other",
];

/// Where every row is a card, because of what stands in it: long addresses.
const CARDS: [&str; 3] = ["involved ", "match show", "deliveries"];

#[tokio::test(flavor = "multi_thread")]
async fn every_list_fits_80_columns_in_both_languages() {
    let mut lists = BTreeSet::new();
    listing(&Cli::command(), "", &mut lists);
    for name in &lists {
        let told = LISTS.iter().any(|line| line == name || line.starts_with(&format!("{name} ")));
        assert!(told, "`{name}` has a list that is not looked at here");
    }
    assert!(lists.len() >= 10, "{lists:?}");

    let stub = Stub::new().await;
    std::fs::write(stub.dir.path().join("person"), "999993653").unwrap();
    let shown = |line: &'static str, language: &'static str| {
        let mut command = stub.command(line);
        command.env("COLUMNS", "80").env("LC_ALL", language);
        async move {
            let output = command.output().await.unwrap();
            let text = |bytes| String::from_utf8(bytes).unwrap();
            (line, language, text(output.stdout), text(output.stderr))
        }
    };
    let languages = ["en_GB.UTF-8", "nl_NL.UTF-8"];
    let all = LISTS.into_iter().flat_map(|line| languages.map(|language| shown(line, language)));
    let mut all = futures::stream::iter(all).buffer_unordered(4);
    let mut wrong = Vec::new();
    for (line, part) in REFUSED {
        for language in languages {
            let (_, _, out, err) = shown(line, language).await;
            let wide = err.lines().find(|line| line.chars().count() > 80);
            assert!(
                out.is_empty() && err.contains(part) && err.lines().count() > 1,
                "{line}: {err}"
            );
            assert_eq!(wide, None, "{line}, {language}: {err}");
        }
    }
    while let Some((line, language, out, err)) = all.next().await {
        if out.is_empty() || !err.is_empty() {
            wrong.push(format!("{line}, {language}: {out}{err}"));
            continue;
        }
        // Whoever reads Dutch reads what a code stands for.
        let english =
            CODES.iter().filter(|code| language.starts_with("nl") && out.contains(**code));
        wrong.extend(english.map(|code| format!("{line}, {language}: {code}:\n{out}")));
        let wide = out.lines().filter(|line| line.chars().count() > 80);
        wrong.extend(wide.map(|wide| format!("{line}, {language}: too wide: {wide}")));
        // The headings of a table are written in capitals; a card has its labels in small letters.
        let table = |line: &str| line.contains("  ") && line == line.to_uppercase();
        if !CARDS.iter().any(|card| line.starts_with(card)) && !out.lines().any(table) {
            wrong.push(format!("{line}, {language}: no table:\n{out}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A broker that answers, and the certificate of somebody who asks.
struct Stub {
    dir: tempfile::TempDir,
    server: String,
    calls: Calls,
}

impl Stub {
    async fn new() -> Self {
        let (authority, dir) = (authority(), tempfile::tempdir().unwrap());
        let calls = Calls::default();
        let address = answering(&authority, calls.clone()).await;
        client_files(dir.path(), address, &authority, &authority);
        Self { dir, server: format!("https://localhost:{}", address.port()), calls }
    }

    fn command(&self, line: &str) -> tokio::process::Command {
        let mut command = tokio::process::Command::new(env!("CARGO_BIN_EXE_verwijspunt"));
        command
            .args(line.split(' '))
            .current_dir(self.dir.path())
            .env("VERWIJSPUNT_SERVER", &self.server)
            .env("VERWIJSPUNT_CERTS", self.dir.path())
            .env("VERWIJSPUNT_AS", "zeeburg-school");
        command
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reference_stands_for_an_id_and_a_name_for_an_oin() {
    let stub = Stub::new().await;
    std::fs::write(stub.dir.path().join("file"), "child:123456782:2020-05-04").unwrap();
    // The second one of every list: by its reference in it, or by the one that follows from its id.
    let id = "01926f7e-7c1a-7d2e-8a52-3d1f5c9b6a11";
    let own = Spoken::of(id.parse().unwrap());
    let oin = "00000009000000001101";
    for (line, call, asked) in [
        (format!("involved {own}"), "ListInvolved", vec![id]),
        (format!("renew {own} --until 2028-06-30"), "RenewInvolvement", vec![id]),
        (format!("end {own}"), "EndInvolvement", vec![id]),
        (format!("informed {own} --on 2026-03-02"), "RecordInformed", vec![id]),
        (format!("own-reference {own} A-1"), "SetOwnReference", vec![id]),
        (format!("add-members {own} --members file"), "AddMembers", vec![id]),
        (
            format!("hand-over {own} --to p --name P --function F --phone 1"),
            "HandOverInvolvement",
            vec![id],
        ),
        (format!("move --involvement {own} --area noord"), "ReportMove", vec![id]),
        ("move --case 0A1-B2C --area noord".to_owned(), "ReportMove", vec![id]),
        (format!("rights objection decide {own} granted"), "DecideObjection", vec![id]),
        (format!("sessions end --session {own}"), "EndSessions", vec![id]),
        (
            "signal send --id 0A1-B2C --members file --area zeeburg --danger acute --discussed no-time \
             --name J --function arts --phone 020-1"
                .to_owned(),
            "SendConcernSignal",
            vec![id],
        ),
        (
            format!(
                "ticket open --involvement {own} --track b --obstacle waiting-list --category MPG2 \
                 --target bureau-jeugdzorg-agglomeratie-amsterdam"
            ),
            "OpenTicket",
            vec![id, oin],
        ),
        (
            "case attendance 0A1-B2C executors-meeting --absent \
             bureau-jeugdzorg-agglomeratie-amsterdam"
                .to_owned(),
            "RecordAttendance",
            vec![id, oin],
        ),
    ] {
        stub.calls.lock().unwrap().clear();
        let output = stub.command(&line).output().await.unwrap();
        let calls = stub.calls.lock().unwrap();
        // The stub answers no call that changes something: the last one is what was asked for.
        let (last, bytes) = calls.last().unwrap_or_else(|| panic!("{line}: {output:?}"));
        assert_eq!(last, call, "{line}: {output:?}");
        // What is looked up by its reference is asked for by it: one answer, not the whole list.
        let spoken = own.to_string();
        let own_list = !["DecideObjection", "EndSessions"].contains(&call);
        if own_list && line.split(' ').any(|word| word == spoken) {
            let looked = calls.iter().find(|(call, _)| call == "ListInvolvements");
            let (_, looked) = looked.expect("it was looked up");
            assert!(looked.windows(spoken.len()).any(|part| part == spoken.as_bytes()), "{line}");
        }
        for text in asked {
            let there = bytes.windows(text.len()).any(|part| part == text.as_bytes());
            assert!(there, "{line}: {text} was not asked");
        }
    }
}

/// The commands that list something: called so, or with a limit.
fn listing(command: &clap::Command, path: &str, found: &mut BTreeSet<String>) {
    for inner in command.get_subcommands() {
        let path = format!("{path} {}", inner.get_name()).trim().to_owned();
        if inner.get_name() == "list" || inner.get_arguments().any(|arg| arg.get_id() == "limit") {
            found.insert(path.clone());
        }
        listing(inner, &path, found);
    }
}

#[tokio::test]
async fn a_server_of_another_authority_is_not_trusted() {
    let (ours, theirs) = (authority(), authority());
    let dir = tempfile::tempdir().unwrap();
    let address = tls_listener(&theirs, &ours).await;
    let options = client_files(dir.path(), address, &ours, &ours);
    let error = client::connect(&options).await.unwrap_err();
    assert!(matches!(error, ClientError::ServerNotTrusted { .. }), "{error:?}");
    assert!(error.to_string().contains("ca.pem"), "{error}");
}

#[tokio::test]
async fn a_certificate_that_is_not_accepted_is_named_as_the_cause() {
    let (ours, theirs) = (authority(), authority());
    let dir = tempfile::tempdir().unwrap();
    let address = tls_listener(&theirs, &theirs).await;
    let options = client_files(dir.path(), address, &theirs, &ours);
    // TLS 1.3: the client is done before the server has looked at its certificate.
    let text = match client::connect(&options).await {
        Err(error) => error.to_string(),
        Ok(channel) => {
            let mut client = CovenantServiceClient::new(channel);
            let status = client.list_offices(v1::ListOfficesRequest::default()).await.unwrap_err();
            assert!(!verwijspunt::cli::connect::passing(&status), "it does not mend itself");
            errors::render(&status)
        }
    };
    assert!(text.contains("does not accept this certificate"), "{text}");
}

type Authority = CertifiedIssuer<'static, KeyPair>;

fn authority() -> Authority {
    let mut parameters = CertificateParams::default();
    parameters.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    CertifiedIssuer::self_signed(parameters, KeyPair::generate().unwrap()).unwrap()
}

/// How a server of one authority greets the clients of another.
fn server_config(signer: &Authority, of_clients: &Authority) -> Arc<ServerConfig> {
    let provider = Arc::new(ring::default_provider());
    let mut roots = RootCertStore::empty();
    roots.add(of_clients.der().clone()).unwrap();
    let verifier =
        WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider.clone()).build();
    let key = KeyPair::generate().unwrap();
    let parameters = CertificateParams::new(vec!["localhost".to_owned()]).unwrap();
    let certificate = parameters.signed_by(&key, signer).unwrap();
    let key = PrivateKeyDer::from_pem_slice(key.serialize_pem().as_bytes()).unwrap();
    let mut config = ServerConfig::builder_with_provider(provider)
        .with_protocol_versions(&[&rustls::version::TLS13])
        .unwrap()
        .with_client_cert_verifier(verifier.unwrap())
        .with_single_cert(vec![certificate.der().clone()], key)
        .unwrap();
    config.alpn_protocols = vec![b"h2".to_vec()];
    Arc::new(config)
}

/// Shakes hands with everybody and says nothing afterwards.
async fn tls_listener(signer: &Authority, of_clients: &Authority) -> SocketAddr {
    let acceptor = TlsAcceptor::from(server_config(signer, of_clients));
    let listener = TcpListener::bind("localhost:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(hold(acceptor.clone(), stream));
        }
    });
    address
}

/// Calls that were made, with what was asked.
type Calls = Arc<Mutex<Vec<(String, Bytes)>>>;

/// Answers every call as `answers` says, and remembers what was asked.
async fn answering(authority: &Authority, calls: Calls) -> SocketAddr {
    let acceptor = TlsAcceptor::from(server_config(authority, authority));
    let listener = TcpListener::bind("localhost:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let (acceptor, calls) = (acceptor.clone(), calls.clone());
            tokio::spawn(async move {
                let Ok(stream) = acceptor.accept(stream).await else { return };
                let service = service_fn(|request| answer(request, calls.clone()));
                let _ = http2::Builder::new(TokioExecutor::new())
                    .serve_connection(TokioIo::new(stream), service)
                    .await;
            });
        }
    });
    address
}

type Frames = tokio_stream::Iter<std::vec::IntoIter<Result<Frame<Bytes>, Infallible>>>;

/// A call by its path, and the answer to it as gRPC frames it.
async fn answer(
    request: http::Request<Incoming>,
    calls: Calls,
) -> Result<http::Response<StreamBody<Frames>>, hyper::Error> {
    let call = request.uri().path().rsplit('/').next().unwrap_or_default().to_owned();
    let message = answers::to(&call);
    let asked = request.into_body().collect().await?.to_bytes();
    calls.lock().unwrap().push((call, asked));
    let mut trailers = http::HeaderMap::new();
    let status = if message.is_some() { Code::Ok } else { Code::Unimplemented };
    trailers.insert("grpc-status", (status as i32).into());
    let data = message.map(|message| {
        let length = u32::try_from(message.len()).unwrap().to_be_bytes();
        Ok(Frame::data([&[0], &length[..], &message].concat().into()))
    });
    let frames: Vec<_> = data.into_iter().chain([Ok(Frame::trailers(trailers))]).collect();
    let body = StreamBody::new(tokio_stream::iter(frames));
    let answer = http::Response::builder().header("content-type", "application/grpc").body(body);
    Ok(answer.unwrap())
}

async fn hold(acceptor: TlsAcceptor, stream: TcpStream) {
    match acceptor.accept(stream).into_fallible().await {
        Ok(mut stream) => {
            let _ = stream.read_u8().await;
        }
        // The alert was sent; reading the rest keeps the connection from being reset before the
        // client has seen it.
        Err((_, mut stream)) => {
            let mut rest = Vec::new();
            let _ = stream.read_to_end(&mut rest).await;
        }
    }
}

fn client_files(
    dir: &Path,
    server: SocketAddr,
    trusted: &Authority,
    signer: &Authority,
) -> ClientOptions {
    let url = format!("https://localhost:{}", server.port());
    let options = ClientOptions::named(&url, dir, "zeeburg-school");
    let key = KeyPair::generate().unwrap();
    let certificate = CertificateParams::default().signed_by(&key, signer).unwrap();
    std::fs::write(&options.ca, trusted.pem()).unwrap();
    std::fs::write(&options.certificate, certificate.pem()).unwrap();
    std::fs::write(&options.key, key.serialize_pem()).unwrap();
    options
}
