//! The outside of the broker on real sockets: who gets in, what they may ask of the machine, and
//! how the server reloads and stops.

#[path = "server/cancelled.rs"]
mod cancelled;
#[path = "server/hints.rs"]
mod hints;
#[path = "server/logged.rs"]
mod logged;

use std::convert::Infallible;
use std::fs;
use std::future::Future;
use std::net::SocketAddr;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use hyper_util::rt::TokioIo;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use tempfile::TempDir;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::sync::Semaphore;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use tonic::body::Body;
use tonic::transport::{Channel, Endpoint};
use tonic::{Code, Request, Response, Status, Streaming};
use tonic_health::pb::health_client::HealthClient;
use tonic_health::pb::{HealthCheckRequest, HealthCheckResponse};
use tonic_types::StatusExt as _;
use verwijspunt::server::config::{Config, Problem, StoreUrl};
use verwijspunt::server::keys;
use verwijspunt::server::metrics::Metrics;
use verwijspunt::server::pki::{self, ClientSpec};
use verwijspunt::server::reload::{Files, ReloadHook};
use verwijspunt::server::serve::{RunningServer, Server, StartError};
use verwijspunt::service::admission::{Kind, Methods};
use verwijspunt::service::{Routes, identity::Credential};

#[path = "server/configuration.rs"]
mod configuration;

const SCHOOL: &str = "00000001002306608000";
const POLICE: &str = "00000001002306609000";

/// No event of a test may take longer; a test that waits so long fails.
const PATIENCE: Duration = Duration::from_secs(20);

const HOUR: Duration = Duration::from_secs(3600);

/// A service of the tests' own: answers who asks, waits to be let go, or floods its caller.
#[derive(Clone)]
struct Probe {
    entered: Arc<Semaphore>,
    release: Arc<Semaphore>,
    flood_ended: Arc<Semaphore>,
}

impl tonic::server::NamedService for Probe {
    const NAME: &'static str = "test.Probe";
}

impl tower::Service<http::Request<Body>> for Probe {
    type Response = http::Response<Body>;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, Infallible>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: http::Request<Body>) -> Self::Future {
        let probe = self.clone();
        Box::pin(async move {
            let codec = tonic_prost::ProstCodec::<Vec<u8>, Vec<u8>>::default();
            let mut grpc = tonic::server::Grpc::new(codec);
            Ok(match request.uri().path() {
                "/test.Probe/Flood" => {
                    let ended = Arc::new(Ended(probe.flood_ended));
                    let flood = tower::service_fn(move |_: Request<Vec<u8>>| {
                        let ended = ended.clone();
                        let messages = futures::stream::repeat_with(move || {
                            let _ = &ended;
                            Ok::<_, Status>(vec![0_u8; 32 * 1024])
                        });
                        async move { Ok(Response::new(messages)) }
                    });
                    grpc.server_streaming(flood, request).await
                }
                path => {
                    let wait = path == "/test.Probe/Wait";
                    let who = tower::service_fn(move |request: Request<Vec<u8>>| {
                        let probe = probe.clone();
                        async move {
                            if wait {
                                probe.entered.add_permits(1);
                                probe.release.acquire().await.expect("open").forget();
                            }
                            let peer = match request.extensions().get::<Credential>() {
                                Some(Credential::Certificate(peer)) => Some(peer),
                                Some(Credential::Person(_)) | None => None,
                            };
                            let text = peer.map_or("nobody".into(), |peer| {
                                let offices: Vec<_> =
                                    peer.offices.iter().map(|o| o.as_str()).collect();
                                let oin = peer.oin.map(|oin| oin.to_string());
                                format!("{} {}", oin.unwrap_or_default(), offices.join(","))
                            });
                            Ok::<_, Status>(Response::new(text.into_bytes()))
                        }
                    });
                    grpc.unary(who, request).await
                }
            })
        })
    }
}

/// Says so when the stream that holds it is dropped.
struct Ended(Arc<Semaphore>);

impl Drop for Ended {
    fn drop(&mut self) {
        self.0.add_permits(1);
    }
}

/// A running server with its certificates.
struct World {
    dir: TempDir,
    server: RunningServer,
    probe: Probe,
    metrics: Arc<Metrics>,
}

fn clients() -> [ClientSpec; 2] {
    let school = ClientSpec::new("school").oin(SCHOOL).office("coordinator-zeeburg");
    [school, ClientSpec::new("police").oin(POLICE)]
}

fn config(dir: &Path, tls: &str, limits: &str) -> Config {
    let text = format!(
        r#"
[listen]
address = "127.0.0.1:0"
admin_address = "127.0.0.1:0"
[tls]
certificate = "server.pem"
key = "server.key"
client_ca = "ca.pem"
{tls}
[store]
url = "memory:"
[covenant]
file = "covenant.toml"
[keys]
file = "keys.toml"
[limits]
{limits}
[reload]
poll_interval_ms = 3600000
"#
    );
    Config::parse(&dir.join("config.toml"), &text).unwrap_or_else(|e| panic!("{e:?}"))
}

async fn world(tls: &str, limits: &str) -> World {
    world_with(tls, limits, |_| {}, |server| server).await
}

async fn world_with(
    tls: &str,
    limits: &str,
    adjust: impl FnOnce(&mut Config),
    extend: impl FnOnce(Server<'_>) -> Server<'_>,
) -> World {
    let dir = tempfile::tempdir().expect("a directory");
    pki::make(dir.path(), &clients(), false).expect("certificates");
    pki::revoke(dir.path(), &[], HOUR).expect("an empty list");
    let mut config = config(dir.path(), tls, limits);
    adjust(&mut config);
    let probe = Probe {
        entered: Arc::new(Semaphore::new(0)),
        release: Arc::new(Semaphore::new(0)),
        flood_ended: Arc::new(Semaphore::new(0)),
    };
    let (reporter, health) = tonic_health::server::health_reporter();
    let routes = Routes::default().add_service(health).add_service(probe.clone());
    let methods = Methods::from_descriptor_sets(&[tonic_health::pb::FILE_DESCRIPTOR_SET])
        .expect("descriptors")
        .with("/test.Probe/Who", Kind::Unary)
        .with("/test.Probe/Wait", Kind::Unary)
        .with("/test.Probe/Flood", Kind::Streaming);
    let metrics = Arc::new(Metrics::new());
    let server = Server::new(&config, routes)
        .methods(methods)
        .health(reporter)
        .metrics(Arc::clone(&metrics));
    let server = extend(server).start().await.expect("starts");
    World { dir, server, probe, metrics }
}

/// A client's TLS configuration: with the certificate of this name, or without one.
fn tls_config(
    dir: &Path,
    name: Option<&str>,
    version: &'static rustls::SupportedProtocolVersion,
) -> ClientConfig {
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_file(dir.join("ca.pem")).expect("a CA")).expect("a root");
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = ClientConfig::builder_with_provider(provider)
        .with_protocol_versions(&[version])
        .expect("a version")
        .with_root_certificates(roots);
    let mut config = match name {
        None => builder.with_no_client_auth(),
        Some(name) => {
            let chain = CertificateDer::from_pem_file(dir.join(format!("{name}.pem")));
            let key = PrivateKeyDer::from_pem_file(dir.join(format!("{name}.key")));
            builder
                .with_client_auth_cert(vec![chain.expect("a certificate")], key.expect("a key"))
                .expect("they fit")
        }
    };
    config.alpn_protocols = vec![b"h2".to_vec()];
    config
}

async fn tls_connect(
    address: SocketAddr,
    config: ClientConfig,
) -> std::io::Result<TlsStream<TcpStream>> {
    let stream = TcpStream::connect(address).await?;
    let name = ServerName::try_from("localhost").expect("a name");
    TlsConnector::from(Arc::new(config)).connect(name, stream).await
}

/// What a handshake ends in: the server's alert, or the end of the stream.
async fn handshake_error(address: SocketAddr, config: ClientConfig) -> String {
    let attempt = async {
        let mut stream = tls_connect(address, config).await?;
        // With TLS 1.3 the server judges after the client is done: its alert is the first thing read.
        let mut byte = [0; 64];
        loop {
            if stream.read(&mut byte).await? == 0 {
                return Ok(());
            }
        }
    };
    let ended: std::io::Result<()> = within(attempt).await;
    ended.map_or_else(|e| e.to_string(), |()| "closed".into())
}

async fn within<F: Future>(event: F) -> F::Output {
    tokio::time::timeout(PATIENCE, event).await.expect("comes to pass")
}

impl World {
    fn path(&self) -> &Path {
        self.dir.path()
    }

    fn tls(&self, name: &str) -> ClientConfig {
        tls_config(self.path(), Some(name), &rustls::version::TLS13)
    }

    fn channel(&self, name: &str) -> Channel {
        let (address, config) = (self.server.address(), self.tls(name));
        let connector = tower::service_fn(move |_| {
            let config = config.clone();
            async move { tls_connect(address, config).await.map(TokioIo::new) }
        });
        Endpoint::from_static("http://localhost").connect_with_connector_lazy(connector)
    }

    async fn number(&self, line: &str) -> String {
        let text = self.metrics.render();
        let found = text.lines().find_map(|l| l.strip_prefix(line)).map(|n| n.trim().to_owned());
        found.unwrap_or_else(|| panic!("{line} is not in\n{text}"))
    }

    /// Waits until a number is what it should be: a client may hear how its handshake ended before the
    /// broker has counted it.
    async fn comes_to(&self, line: &str, expected: &str) {
        let mut found = String::new();
        for _ in 0..1000 {
            found = self.number(line).await;
            if found == expected {
                return;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        panic!("{line} is {found}, not {expected}");
    }
}

async fn call(channel: &Channel, method: &'static str) -> Result<String, Status> {
    let mut grpc = tonic::client::Grpc::new(channel.clone());
    grpc.ready().await.map_err(|e| Status::unavailable(e.to_string()))?;
    let codec = tonic_prost::ProstCodec::<Vec<u8>, Vec<u8>>::default();
    let path = http::uri::PathAndQuery::from_static(method);
    let answer = within(grpc.unary(Request::new(Vec::new()), path, codec)).await?;
    Ok(String::from_utf8(answer.into_inner()).expect("text"))
}

async fn watch(channel: &Channel) -> Streaming<HealthCheckResponse> {
    let request = HealthCheckRequest { service: String::new() };
    let mut client = HealthClient::new(channel.clone());
    let mut stream = within(client.watch(request)).await.expect("a stream").into_inner();
    let first = within(stream.message()).await.expect("healthy").expect("a message");
    assert_eq!(first.status, 1);
    stream
}

// ---- who gets in ----

#[tokio::test]
async fn only_certificates_of_our_authority_get_in() {
    let world = world("", "").await;
    let address = world.server.address();
    let other = tempfile::tempdir().expect("a directory");
    pki::make(other.path(), &clients(), false).expect("certificates");
    let mut stranger = tls_config(other.path(), Some("school"), &rustls::version::TLS13);
    let mut roots = RootCertStore::empty();
    let ca = CertificateDer::from_pem_file(world.path().join("ca.pem")).expect("a CA");
    roots.add(ca).expect("a root");
    stranger.dangerous().set_certificate_verifier(
        rustls::client::WebPkiServerVerifier::builder_with_provider(
            roots.into(),
            Arc::new(rustls::crypto::ring::default_provider()),
        )
        .build()
        .expect("a verifier"),
    );

    let error =
        handshake_error(address, tls_config(world.path(), None, &rustls::version::TLS13)).await;
    assert!(error.contains("CertificateRequired"), "{error}");
    let error = handshake_error(address, stranger).await;
    assert!(error.contains("UnknownCA") || error.contains("DecryptError"), "{error}");
    let old = tls_config(world.path(), Some("school"), &rustls::version::TLS12);
    let error = handshake_error(address, old).await;
    assert!(error.contains("ProtocolVersion"), "{error}");
    world.comes_to("verwijspunt_handshakes_failed_total{reason=\"tls\"}", "3").await;

    let answer = call(&world.channel("school"), "/test.Probe/Who").await.expect("gets in");
    assert_eq!(answer, format!("{SCHOOL} coordinator-zeeburg"));
}

#[tokio::test]
async fn tls_1_2_gets_in_only_when_allowed() {
    let world = world("allow_tls12 = true", "").await;
    let old = tls_config(world.path(), Some("school"), &rustls::version::TLS12);
    let stream = tls_connect(world.server.address(), old).await.expect("shakes hands");
    assert_eq!(stream.get_ref().1.protocol_version(), Some(rustls::ProtocolVersion::TLSv1_2));
}

#[tokio::test]
async fn no_session_can_be_resumed() {
    let world = world("", "").await;
    let config = world.tls("school");
    for _ in 0..2 {
        let mut stream = tls_connect(world.server.address(), config.clone()).await.expect("in");
        // The server's first frames would carry tickets along.
        stream
            .write_all(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0")
            .await
            .expect("sent");
        let mut some = [0; 64];
        assert!(within(stream.read(&mut some)).await.expect("answers") > 0);
        let kind = stream.get_ref().1.handshake_kind();
        assert_eq!(kind, Some(rustls::HandshakeKind::Full));
    }
}

#[tokio::test]
async fn a_certificate_that_cannot_say_who_calls_is_told_so() {
    let world = world("", "").await;
    let bad = ClientSpec::new("bad").oin(SCHOOL).office("no id");
    pki::make(world.path(), &[bad], false).expect("a certificate");
    let refusal = call(&world.channel("bad"), "/test.Probe/Who").await.expect_err("refused");
    assert_eq!(refusal.code(), Code::Unauthenticated);
    let details = refusal.get_error_details();
    let info = details.error_info().expect("a reason");
    assert!(info.metadata["problem"].contains("office"), "{info:?}");
}

#[tokio::test]
async fn a_mistyped_office_never_acts_for_the_whole_organisation() {
    let world = world("", "").await;
    let wrong = [
        "URN:VERWIJSPUNT:OFFICE:coordinator-zeeburg",
        "urn:verwijspunt:offic:coordinator-zeeburg",
        "urn:verwijspnt:office:coordinator-zeeburg",
        "verwijspunt:office:coordinator-zeeburg",
    ];
    for (n, uri) in wrong.into_iter().enumerate() {
        let name = format!("mistyped-{n}");
        let spec = ClientSpec::new(&name).oin(SCHOOL).uri(uri);
        pki::make(world.path(), &[spec], false).expect("a certificate");
        let refusal = call(&world.channel(&name), "/test.Probe/Who").await.expect_err(uri);
        assert_eq!(refusal.code(), Code::Unauthenticated, "{uri}");
        let details = refusal.get_error_details();
        let info = details.error_info().expect("a reason");
        assert_eq!(info.reason, "CERT_UNREADABLE");
        assert!(info.metadata["problem"].contains("urn:verwijspunt:office:"), "{info:?}");
    }
    // What another register put into the certificate is not for us.
    let spec =
        ClientSpec::new("other").oin(SCHOOL).uri("urn:uuid:00000000-0000-4000-8000-000000000001");
    pki::make(world.path(), &[spec], false).expect("a certificate");
    let who = call(&world.channel("other"), "/test.Probe/Who").await;
    assert_eq!(who.expect("gets in"), format!("{SCHOOL} "));
}

// ---- revocation, expiry, reload ----

#[tokio::test]
async fn a_revoked_client_loses_its_open_connection_and_does_not_come_back() {
    let world = world("crl = \"crl.pem\"", "").await;
    let (school, police) = (world.channel("school"), world.channel("police"));
    let mut open = watch(&school).await;
    call(&police, "/test.Probe/Who").await.expect("gets in");

    pki::revoke(world.path(), &["school"], HOUR).expect("a list");
    assert!(world.server.reloader().reload(true).await.is_empty());

    let ended = within(open.message()).await;
    assert!(ended.is_err(), "{ended:?}");
    let error = handshake_error(world.server.address(), world.tls("school")).await;
    assert!(error.contains("CertificateRevoked"), "{error}");
    call(&police, "/test.Probe/Who").await.expect("is still in");
    assert_eq!(
        world.number("verwijspunt_connections_closed_total{reason=\"certificate\"}").await,
        "1"
    );
}

#[tokio::test]
async fn a_list_shuts_out_also_beside_a_certificate_that_is_left_aside() {
    // Not readable at all; another one that no client takes; the key of another.
    let spoils: [(&str, Option<&str>); 3] = [
        ("server.pem", None),
        ("server.pem", Some("police.pem")),
        ("server.key", Some("police.key")),
    ];
    for (file, with) in spoils {
        let world = world("crl = \"crl.pem\"", "").await;
        let (school, police) = (world.channel("school"), world.channel("police"));
        let mut open = watch(&school).await;
        call(&police, "/test.Probe/Who").await.expect("gets in");
        let content =
            with.map_or(b"garbage".to_vec(), |it| fs::read(world.path().join(it)).unwrap());
        fs::write(world.path().join(file), content).expect("written");
        pki::revoke(world.path(), &["school"], HOUR).expect("a list");
        assert_eq!(world.server.reloader().reload(true).await, ["tls"], "it is still said");
        let ended = within(open.message()).await;
        assert!(ended.is_err(), "{file} {with:?}: {ended:?}");
        call(&police, "/test.Probe/Who").await.expect("the old certificate is in force");
        let again = world.channel("school");
        assert!(call(&again, "/test.Probe/Who").await.is_err(), "{file} {with:?}");
    }
}

#[tokio::test]
async fn a_byte_order_mark_in_a_bundle_drops_no_authority_and_garbage_keeps_the_good_one() {
    let world = world("", "").await;
    // The clients trust what the file holds now.
    let (first, second) = (world.channel("school"), world.channel("school"));
    let file = world.path().join("ca.pem");
    let good = fs::read_to_string(&file).expect("the authority");
    let other = tempfile::tempdir().expect("a directory");
    pki::make(other.path(), &clients(), false).expect("certificates");
    let another = fs::read_to_string(other.path().join("ca.pem")).expect("another authority");
    fs::write(&file, format!("{another}\u{feff}{good}")).expect("written");
    assert!(world.server.reloader().reload(true).await.is_empty());
    call(&first, "/test.Probe/Who").await.expect("its authority was read");
    let cut = &another[..another.len() / 2];
    fs::write(&file, format!("{cut}\n{good}")).expect("written");
    assert_eq!(world.server.reloader().reload(true).await, ["tls"], "refused with its line");
    call(&second, "/test.Probe/Who").await.expect("the good one stays");
}

#[tokio::test]
async fn whoever_cancels_all_of_its_calls_at_once_keeps_its_connection() {
    let world = world("", "").await;
    let channel = world.channel("school");
    let mut open = watch(&channel).await;
    let calls: Vec<_> = (0..60)
        .map(|_| {
            let channel = channel.clone();
            tokio::spawn(async move { call(&channel, "/test.Probe/Wait").await })
        })
        .collect();
    within(world.probe.entered.acquire_many(60)).await.expect("all are in progress").forget();
    for call in &calls {
        call.abort();
    }
    call(&channel, "/test.Probe/Who").await.expect("the connection is still there");
    // Had the connection been cut, the stream would have its error already and the call another one.
    let told = std::pin::pin!(open.message());
    assert!(futures::poll!(told).is_pending(), "the stream was cut");
}

#[tokio::test]
async fn a_changed_file_is_noticed_without_a_signal() {
    let poll = |config: &mut Config| config.reload_poll = Some(Duration::from_millis(10));
    let world = world_with("crl = \"crl.pem\"", "", poll, |server| server).await;
    let mut open = watch(&world.channel("school")).await;
    pki::revoke(world.path(), &["school"], HOUR).expect("a list");
    assert!(within(open.message()).await.is_err());
}

#[tokio::test]
async fn a_bad_file_changes_nothing_and_is_counted() {
    let world = world("crl = \"crl.pem\"", "").await;
    let mut open = watch(&world.channel("police")).await;
    let crl = world.path().join("crl.pem");
    let good = fs::read(&crl).expect("a list");
    let expired = Duration::ZERO;
    // Of another authority, and of one that only bears the same name.
    let other = tempfile::tempdir().expect("a directory");
    pki::make(other.path(), &[], false).expect("certificates");
    let foreign = pki::revoke(other.path(), &[], HOUR).expect("a list");
    let garbage: [&dyn Fn(); 6] = [
        &|| assert!(fs::copy(&foreign, &crl).expect("copies") > 0),
        &|| fs::write(&crl, "garbage").expect("writes"),
        &|| {
            fs::write(&crl, "-----BEGIN X509 CRL-----\nAAAA\n-----END X509 CRL-----\n")
                .expect("writes")
        },
        &|| drop(pki::revoke(world.path(), &[], expired).expect("a list")),
        &|| {
            fs::write(&crl, &good).expect("writes");
            fs::copy(world.path().join("police.key"), world.path().join("server.key"))
                .expect("copies");
        },
        // Now they fit, and are not for a server: every client would refuse them.
        &|| {
            fs::copy(world.path().join("police.pem"), world.path().join("server.pem"))
                .expect("copies");
        },
    ];
    for (n, spoil) in garbage.iter().enumerate() {
        spoil();
        assert_eq!(world.server.reloader().reload(true).await, ["tls"], "case {n}");
        assert_eq!(world.metrics.reload_failures("tls"), n as u64 + 1);
        call(&world.channel("school"), "/test.Probe/Who").await.expect("the old ones are in force");
    }
    assert_eq!(world.number("verwijspunt_reload_good{what=\"tls\"}").await, "0");
    let ready = get(world.server.admin_address().expect("an admin port"), "/readyz").await;
    assert!(ready.starts_with("HTTP/1.1 200") && ready.contains("server.pem"), "{ready}");
    // Nothing changed since: not tried again, not counted again.
    assert!(world.server.reloader().reload(true).await.is_empty());
    let silence = tokio::time::timeout(Duration::from_millis(20), open.message()).await;
    assert!(silence.is_err(), "the open stream lives on: {silence:?}");
}

fn watching(file: &Path) -> Files {
    let files = vec![file.to_path_buf()];
    Box::new(move || files.clone())
}

#[tokio::test]
async fn a_file_that_is_named_since_a_reload_is_watched_and_the_former_no_more() {
    let directory = tempfile::tempdir().expect("a directory");
    let write = |name: &str, text: &str| fs::write(directory.path().join(name), text).expect("it");
    write("covenant", "parties-1");
    write("parties-1", "");
    write("parties-2", "");
    let readings = Arc::new(AtomicUsize::new(0));
    let (counted, place) = (readings.clone(), directory.path().to_path_buf());
    let hook = ReloadHook {
        name: "covenant",
        files: Box::new(move || {
            let covenant = place.join("covenant");
            let named = fs::read_to_string(&covenant).expect("it is there");
            vec![covenant, place.join(named)]
        }),
        reload: Box::new(move || Ok(format!("{}", counted.fetch_add(1, Ordering::SeqCst)))),
    };
    let world = world_with("", "", |_| {}, |server| server.reload_hook(hook)).await;
    let cases = [
        ("covenant", "parties-2", 1),
        ("parties-2", "a party", 2),
        ("parties-2", "two parties", 3),
        ("parties-1", "nobody reads this", 3),
    ];
    for (name, text, expected) in cases {
        write(name, text);
        assert!(world.server.reloader().reload(true).await.is_empty());
        assert_eq!(readings.load(Ordering::SeqCst), expected, "{name}: {text}");
    }
}

#[tokio::test]
async fn reload_hooks_run_and_may_fail() {
    let file = tempfile::NamedTempFile::new().expect("a file");
    let path = file.path().to_path_buf();
    let hook = ReloadHook {
        name: "covenant",
        files: watching(&path),
        reload: Box::new(move || match fs::read_to_string(&path).expect("reads").as_str() {
            "good" => Ok("version 2".into()),
            "panic" => panic!("a parser that fails"),
            _ => Err("not total".into()),
        }),
    };
    let world = world_with("", "", |_| {}, |server| server.reload_hook(hook)).await;
    let reloader = world.server.reloader();
    for (content, failed) in [("good", 0), ("bad", 1), ("panic", 1), ("good", 0)] {
        fs::write(file.path(), content).expect("writes");
        assert_eq!(reloader.reload(true).await.len(), failed, "{content}");
    }
    assert_eq!(world.metrics.reload_failures("covenant"), 2);
    assert_eq!(world.number("verwijspunt_reload_good{what=\"covenant\"}").await, "1");
}

#[tokio::test]
async fn what_failed_for_a_passing_reason_is_read_again_though_its_files_are_the_same() {
    let file = tempfile::NamedTempFile::new().expect("a file");
    let readings = Arc::new(AtomicUsize::new(0));
    let counted = readings.clone();
    let hook = ReloadHook {
        name: "covenant",
        files: watching(file.path()),
        reload: Box::new(move || match counted.fetch_add(1, Ordering::SeqCst) {
            0 => Err("the database is away".into()),
            _ => Ok("version 2".into()),
        }),
    };
    let world = world_with("", "", |_| {}, |server| server.reload_hook(hook)).await;
    let reloader = world.server.reloader();
    fs::write(file.path(), "the party that went").expect("writes");
    assert_eq!(reloader.reload(true).await, ["covenant"]);
    assert!(reloader.reload(true).await.is_empty(), "not at once again");
    assert_eq!(readings.load(Ordering::SeqCst), 1);
    let later = Instant::now() + Duration::from_secs(31);
    assert!(reloader.reload_at(true, later).await.is_empty());
    assert_eq!(readings.load(Ordering::SeqCst), 2);
    assert_eq!(world.number("verwijspunt_reload_good{what=\"covenant\"}").await, "1");
    assert!(reloader.not_in_force().is_empty());
}

#[tokio::test]
async fn an_open_connection_ends_when_its_certificate_expires() {
    let world = world("", "certificate_check_interval_ms = 100").await;
    let short = ClientSpec::new("short").oin(SCHOOL).lifetime(Duration::from_secs(2));
    pki::make(world.path(), &[short], false).expect("a certificate");
    let mut open = watch(&world.channel("short")).await;
    assert!(within(open.message()).await.is_err());
    let error = handshake_error(world.server.address(), world.tls("short")).await;
    assert!(error.contains("CertificateExpired"), "{error}");
}

#[tokio::test]
async fn nobody_is_trusted_on_a_list_that_is_out_of_date() {
    let dir = tempfile::tempdir().expect("a directory");
    pki::make(dir.path(), &clients(), false).expect("certificates");
    pki::revoke(dir.path(), &[], Duration::from_secs(2)).expect("a list");
    let absolute = format!("crl = {:?}", dir.path().join("crl.pem"));
    let use_these = |config: &mut Config| {
        config.tls.client_ca = dir.path().join("ca.pem");
    };
    let world =
        world_with(&absolute, "certificate_check_interval_ms = 100", use_these, |s| s).await;
    for name in ["school.pem", "school.key"] {
        fs::copy(dir.path().join(name), world.path().join(name)).expect("copies");
    }
    let mut open = watch(&world.channel("school")).await;
    assert!(within(open.message()).await.is_err());
    let error = handshake_error(world.server.address(), world.tls("school")).await;
    assert!(error.contains("alert"), "{error}");
}

// ---- limits ----

#[tokio::test]
async fn headers_without_measure_are_refused() {
    let world = world("", "max_header_list_bytes = 2048").await;
    let channel = world.channel("school");
    let mut grpc = tonic::client::Grpc::new(channel.clone());
    grpc.ready().await.expect("ready");
    let codec = tonic_prost::ProstCodec::<Vec<u8>, Vec<u8>>::default();
    let path = http::uri::PathAndQuery::from_static("/test.Probe/Who");
    let mut request = Request::new(Vec::new());
    request.metadata_mut().insert("x-long", "x".repeat(4096).parse().expect("a value"));
    within(grpc.unary(request, path, codec)).await.map(drop).expect_err("too long");
    call(&channel, "/test.Probe/Who").await.expect("the others are served");
}

#[tokio::test]
async fn silent_and_slow_peers_are_closed_and_others_served() {
    let world = world("", "first_request_timeout_ms = 300").await;
    let address = world.server.address();
    let start = Instant::now();
    let mut silent = TcpStream::connect(address).await.expect("connects");
    let mut idle = tls_connect(address, world.tls("school")).await.expect("shakes hands");
    let mut slow = TcpStream::connect(address).await.expect("connects");
    slow.write_all(&[22]).await.expect("one byte of a handshake");
    call(&world.channel("police"), "/test.Probe/Who").await.expect("is served meanwhile");

    let mut rest = Vec::new();
    let _ = within(silent.read_to_end(&mut rest)).await;
    let _ = within(slow.read_to_end(&mut rest)).await;
    let _ = within(idle.read_to_end(&mut rest)).await;
    assert!(start.elapsed() >= Duration::from_millis(300), "{:?}", start.elapsed());
    world.comes_to("verwijspunt_handshakes_failed_total{reason=\"timeout\"}", "2").await;
    world.comes_to("verwijspunt_handshakes_failed_total{reason=\"no_request\"}", "1").await;
}

#[tokio::test]
async fn silent_peers_cannot_keep_others_out() {
    let world = world("", "max_handshakes = 2\nfirst_request_timeout_ms = 60000").await;
    let mut silent = Vec::new();
    for _ in 0..5 {
        silent.push(TcpStream::connect(world.server.address()).await.expect("connects"));
    }
    call(&world.channel("police"), "/test.Probe/Who").await.expect("is served");
    // All but two of them made room.
    let evicted = "verwijspunt_handshakes_failed_total{reason=\"evicted\"}";
    assert!(world.number(evicted).await.parse::<u32>().expect("a number") >= 3);
}

#[tokio::test]
async fn connections_are_capped_and_a_place_comes_free() {
    let world = world("", "max_connections = 2").await;
    let (first, second) = (world.channel("school"), world.channel("police"));
    call(&first, "/test.Probe/Who").await.expect("the first place");
    call(&second, "/test.Probe/Who").await.expect("the second place");
    let refused = handshake_error(world.server.address(), world.tls("school")).await;
    assert!(refused.contains("eof") || refused.contains("reset"), "{refused}");
    assert_eq!(
        world.number("verwijspunt_connections_refused_total{reason=\"max_connections\"}").await,
        "1"
    );
    drop(second);
    within(async {
        while call(&world.channel("police"), "/test.Probe/Who").await.is_err() {
            tokio::task::yield_now().await;
        }
    })
    .await;
}

#[tokio::test]
async fn too_many_calls_are_refused_with_a_time_to_come_back() {
    let world = world("", "max_requests = 1\nretry_after_ms = 1500").await;
    let channel = world.channel("school");
    let busy = channel.clone();
    let first = tokio::spawn(async move { call(&busy, "/test.Probe/Wait").await });
    within(world.probe.entered.acquire()).await.expect("open").forget();

    let refusal = call(&channel, "/test.Probe/Who").await.expect_err("no room");
    assert_eq!(refusal.code(), Code::ResourceExhausted);
    let retry = refusal.get_details_retry_info().expect("RetryInfo");
    assert_eq!(retry.retry_delay, Some(Duration::from_millis(1500)));
    // Streams have places of their own.
    watch(&channel).await;

    world.probe.release.add_permits(1);
    within(first).await.expect("joins").expect("was served");
    call(&channel, "/test.Probe/Who").await.expect("there is room again");
    assert_eq!(world.number("verwijspunt_requests_shed_total").await, "1");
}

#[tokio::test]
async fn a_unary_call_ends_in_time_and_gives_its_place_back() {
    let world = world("", "unary_timeout_ms = 100\nmax_requests = 1").await;
    let channel = world.channel("school");
    for _ in 0..2 {
        let late = call(&channel, "/test.Probe/Wait").await.expect_err("too late");
        assert_eq!(late.code(), Code::DeadlineExceeded);
    }
    let counted =
        "verwijspunt_requests_total{method=\"test.Probe/Wait\",code=\"DeadlineExceeded\"}";
    assert_eq!(world.number(counted).await, "2");
}

#[tokio::test]
async fn a_caller_that_does_not_read_its_stream_loses_it() {
    let world = world("", "stream_stall_timeout_ms = 200").await;
    let channel = world.channel("school");
    let mut grpc = tonic::client::Grpc::new(channel.clone());
    grpc.ready().await.expect("ready");
    let codec = tonic_prost::ProstCodec::<Vec<u8>, Vec<u8>>::default();
    let path = http::uri::PathAndQuery::from_static("/test.Probe/Flood");
    let stream = grpc.server_streaming(Request::new(Vec::new()), path, codec).await;
    let unread = stream.expect("a stream");
    within(world.probe.flood_ended.acquire()).await.expect("open").forget();
    assert_eq!(world.number("verwijspunt_streams_stalled_total").await, "1");
    call(&channel, "/test.Probe/Who").await.expect("the connection lives on");
    drop(unread);
}

// ---- start and stop ----

#[tokio::test]
async fn a_port_in_use_says_what_to_do() {
    let world = world("", "").await;
    let mut config = config(world.path(), "", "");
    config.listen.address = world.server.address();
    let routes = Routes::default();
    let error = Server::new(&config, routes).start().await.expect_err("is taken");
    assert!(matches!(error, StartError::Listen { .. }));
    let text = error.to_string();
    assert!(text.contains("another process") && text.contains("[listen] address"), "{text}");
}

#[tokio::test]
async fn unusable_certificates_name_their_file() {
    let dir = tempfile::tempdir().expect("a directory");
    pki::make(dir.path(), &clients(), false).expect("certificates");
    for (file, content) in [("server.key", "x"), ("ca.pem", ""), ("server.pem", "y")] {
        let before = fs::read(dir.path().join(file)).expect("reads");
        fs::write(dir.path().join(file), content).expect("writes");
        let config = config(dir.path(), "", "");
        let start = Server::new(&config, Routes::default()).start().await;
        let text = start.expect_err("is unusable").to_string();
        assert!(text.contains(file), "{text}");
        fs::write(dir.path().join(file), before).expect("writes");
    }
    let config = config(dir.path(), "crl = \"none.pem\"", "");
    let start = Server::new(&config, Routes::default()).start().await;
    assert!(start.expect_err("is unusable").to_string().contains("none.pem"));
}

#[tokio::test]
async fn shutdown_ends_although_a_stream_is_open_and_a_peer_is_silent() {
    let world = world("", "drain_timeout_ms = 1000\nstream_end_grace_ms = 50").await;
    let address = world.server.address();
    let mut open = watch(&world.channel("school")).await;

    // A peer that made one call and then never reads or writes again.
    let mut silent = tls_connect(address, world.tls("police")).await.expect("in");
    silent.write_all(&raw_call("/grpc.health.v1.Health/Check")).await.expect("sends");
    while raw_frame(&mut silent).await != HEADERS {}

    let start = Instant::now();
    let stopping = tokio::spawn(world.server.shutdown());
    let not_serving = within(open.message()).await.expect("a message").expect("not the end");
    assert_eq!(not_serving.status, 2);
    let end = within(open.message()).await.expect_err("the server stops");
    assert_eq!(end.code(), Code::Unavailable);
    assert!(start.elapsed() < Duration::from_millis(900), "before the rest is cut");
    assert_eq!(within(stopping).await.expect("joins"), 1, "the silent peer is cut");
    assert!(start.elapsed() < Duration::from_secs(5), "{:?}", start.elapsed());
    assert!(TcpStream::connect(address).await.is_err(), "the listener is closed");
    drop(silent);
}

/// Types of HTTP/2 frames.
const HEADERS: u8 = 1;

/// The bytes of an HTTP/2 client that makes one call without a body.
fn raw_call(path: &str) -> Vec<u8> {
    // POST, http, then literals: path, authority, content-type.
    let mut bytes = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0".to_vec();
    bytes.extend(raw_headers(path, 0x5, 1));
    bytes
}

/// The headers of a call on a stream, with these flags.
fn raw_headers(path: &str, flags: u8, stream: u8) -> Vec<u8> {
    let mut headers = vec![0x83, 0x86];
    for (name, value) in [(&[4][..], path), (&[1], "localhost"), (&[15, 16], "application/grpc")] {
        headers.extend(name);
        headers.push(u8::try_from(value.len()).expect("short"));
        headers.extend(value.bytes());
    }
    let length = u8::try_from(headers.len()).expect("short");
    let mut bytes = vec![0, 0, length, HEADERS, flags, 0, 0, 0, stream];
    bytes.extend(headers);
    bytes
}

/// Reads one HTTP/2 frame and tells its type.
async fn raw_frame(stream: &mut TlsStream<TcpStream>) -> u8 {
    let mut head = [0; 9];
    within(stream.read_exact(&mut head)).await.expect("a frame");
    let length = u32::from_be_bytes([0, head[0], head[1], head[2]]);
    let mut rest = vec![0; length as usize];
    within(stream.read_exact(&mut rest)).await.expect("its payload");
    head[3]
}

#[tokio::test]
async fn shutdown_waits_for_a_call_that_is_under_way() {
    let world = world("", "").await;
    let channel = world.channel("school");
    let call = tokio::spawn(async move { call(&channel, "/test.Probe/Wait").await });
    within(world.probe.entered.acquire()).await.expect("open").forget();
    let address = world.server.address();
    let stopping = tokio::spawn(world.server.shutdown());
    within(async { while TcpStream::connect(address).await.is_ok() {} }).await;
    assert!(!stopping.is_finished());
    world.probe.release.add_permits(1);
    within(call).await.expect("joins").expect("was answered");
    assert_eq!(within(stopping).await.expect("joins"), 0);
}

// ---- admin port ----

async fn get(address: SocketAddr, path: &str) -> String {
    get_as(address, path, "*/*").await
}

async fn get_as(address: SocketAddr, path: &str, accept: &str) -> String {
    let mut stream = TcpStream::connect(address).await.expect("connects");
    let request =
        format!("GET {path} HTTP/1.1\r\nhost: x\r\naccept: {accept}\r\nconnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await.expect("sends");
    let mut answer = String::new();
    within(stream.read_to_string(&mut answer)).await.expect("reads");
    answer
}

#[tokio::test]
async fn the_admin_port_tells_operators_and_names_nobody() {
    let world =
        world_with("", "", |_| {}, |server| server.ready(|| Err("the store opens".into()))).await;
    world.metrics.gauge("store_bytes", "Bytes on disk", || 42.0);
    call(&world.channel("school"), "/test.Probe/Who").await.expect("served");
    call(&world.channel("school"), "/no.Such/Thing").await.expect_err("not there");
    let admin = world.server.admin_address().expect("an admin port");
    assert!(get(admin, "/livez").await.starts_with("HTTP/1.1 200"));
    let ready = get(admin, "/readyz").await;
    assert!(ready.starts_with("HTTP/1.1 503") && ready.contains("the store opens"), "{ready}");
    assert!(get(admin, "/").await.starts_with("HTTP/1.1 404"));
    let metrics = get(admin, "/metrics").await;
    for line in [
        "verwijspunt_requests_total{method=\"test.Probe/Who\",code=\"Ok\"} 1",
        "verwijspunt_requests_total{method=\"other\",code=\"Unimplemented\"} 1",
        "verwijspunt_request_seconds_count{method=\"test.Probe/Who\"} 1",
        "verwijspunt_store_bytes 42.0",
        "verwijspunt_cert_expiry_seconds",
        "verwijspunt_reload_good{what=\"tls\"} 1",
    ] {
        assert!(metrics.contains(line), "{line} is not in\n{metrics}");
    }
    // Each format is what its name says: a counter is described as its samples are called, or bare.
    let said = |text: &str, expected: &str| {
        assert!(text.contains(expected), "{expected} is not in\n{text}");
    };
    said(&metrics, "content-type: text/plain; version=0.0.4; charset=utf-8\r\n");
    said(&metrics, "# TYPE verwijspunt_requests_total counter\n");
    said(&metrics, "# HELP verwijspunt_requests_total ");
    for open in ["# EOF", "# UNIT"] {
        assert!(!metrics.contains(open), "{open} is in\n{metrics}");
    }
    let accept = "application/openmetrics-text;version=1.0.0;q=0.8,text/plain;q=0.5";
    let open = get_as(admin, "/metrics", accept).await;
    said(&open, "content-type: application/openmetrics-text; version=1.0.0; charset=utf-8\r\n");
    said(&open, "# TYPE verwijspunt_requests counter\n");
    assert!(open.ends_with("# EOF\n"), "{open}");
    assert!(!metrics.contains(SCHOOL) && !metrics.contains("Such"), "{metrics}");
}
