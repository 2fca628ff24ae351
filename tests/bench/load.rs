//! What does a durable registration cost beside the bare RPC that carries it?
//!
//! Two servers run at once over the same mutual TLS: one that only echoes an answer of the same
//! size, and the real broker on its embedded store. This process is the client of both and
//! alternates short windows A B B A between them, because the speed of a shared machine changes
//! within minutes; the median of the pairs counts. An echo against itself shows the noise. The
//! processor time is that of the whole row, with what a server does behind its answers.
//!
//!     cargo bench --bench load             a table, then JSON lines
//!     cargo bench --bench load -- --quick  shorter
//!     cargo bench --bench load -- --against target/before/verwijspunt
//!                                          another build of the broker instead of the echo

use std::{
    collections::VecDeque,
    convert::Infallible,
    fs,
    io::{BufRead as _, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use futures::{StreamExt as _, stream::FuturesUnordered};
use hyper_util::rt::{TokioExecutor, TokioIo};
use tonic::transport::Channel;
use uuid::Uuid;
use verwijspunt::{
    api::v1::{self, registry_service_client::RegistryServiceClient},
    cli::client::{self, ClientOptions},
    server::{keys, pki},
};

/// Requests in flight.
const IN_FLIGHT: usize = 64;
/// Connections that they share.
const CONNECTIONS: usize = 4;
/// So long after the last answer a server may still be working on what it was asked.
const BEHIND: Duration = Duration::from_secs(6);
/// One window; its first quarter is not counted.
const WINDOW: Duration = Duration::from_millis(400);

const ORGANISATIONS: [(&str, &str); 4] = [
    ("school", "00000009000000001800"),
    ("bjaa", "00000009000000001100"),
    ("police", "00000009000000001300"),
    ("debt", "00000009000000001500"),
];

/// As the broker has it, so that the echo is no slower for want of it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let runtime = |threads| {
        tokio::runtime::Builder::new_multi_thread()
            .worker_threads(threads)
            .enable_all()
            .build()
            .expect("a runtime")
    };
    match arguments.iter().position(|argument| argument == "--echo") {
        Some(place) => runtime(2).block_on(echo(Path::new(&arguments[place + 1]))),
        // `cargo test --all-targets` starts benches too, without this word.
        None if !arguments.iter().any(|argument| argument == "--bench") => {}
        None => {
            let quick = arguments.iter().any(|argument| argument == "--quick");
            let against = arguments.iter().position(|argument| argument == "--against");
            let against = against.map(|place| arguments[place + 1].as_str());
            runtime(2).block_on(bench(if quick { 6 } else { 16 }, against));
        }
    }
}

// The bare server.

/// Answers every registration with a fixed answer of realistic size.
async fn echo(directory: &Path) {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    println!("serving on {}", listener.local_addr().expect("an address"));
    let acceptor = tokio_rustls::TlsAcceptor::from(Arc::new(server_tls(directory)));
    loop {
        let Ok((socket, _)) = listener.accept().await else { continue };
        socket.set_nodelay(true).expect("a socket option");
        let acceptor = acceptor.clone();
        tokio::spawn(async move {
            let Ok(stream) = acceptor.accept(socket).await else { return };
            let service = hyper::service::service_fn(
                |request: http::Request<hyper::body::Incoming>| async move {
                    let codec = tonic_prost::ProstCodec::default();
                    let request = request.map(tonic::body::Body::new);
                    let answer = tower::service_fn(answer);
                    Ok::<_, Infallible>(
                        tonic::server::Grpc::new(codec).unary(answer, request).await,
                    )
                },
            );
            let _ = hyper::server::conn::http2::Builder::new(TokioExecutor::new())
                .initial_stream_window_size(1 << 20)
                .initial_connection_window_size(4 << 20)
                .serve_connection(TokioIo::new(stream), service)
                .await;
        });
    }
}

fn server_tls(directory: &Path) -> rustls::ServerConfig {
    use rustls_pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject as _};
    let read = |name: &str| {
        CertificateDer::pem_file_iter(directory.join(name))
            .expect("a certificate file")
            .map(|certificate| certificate.expect("a certificate"))
            .collect::<Vec<_>>()
    };
    let mut roots = rustls::RootCertStore::empty();
    roots.add_parsable_certificates(read("ca.pem"));
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let verifier = rustls::server::WebPkiClientVerifier::builder_with_provider(
        Arc::new(roots),
        provider.clone(),
    )
    .build()
    .expect("an authority");
    let key = PrivateKeyDer::from_pem_file(directory.join("server.key")).expect("a key");
    let mut config = rustls::ServerConfig::builder_with_provider(provider)
        .with_protocol_versions(&[&rustls::version::TLS13])
        .expect("TLS 1.3")
        .with_client_cert_verifier(verifier)
        .with_single_cert(read("server.pem"), key)
        .expect("a pair");
    config.alpn_protocols = vec![b"h2".to_vec()];
    config
}

/// A fixed answer with what was asked in it.
async fn answer(
    request: tonic::Request<v1::RegisterInvolvementRequest>,
) -> Result<tonic::Response<v1::RegisterInvolvementResponse>, tonic::Status> {
    let request = request.into_inner();
    let involvement = v1::Involvement {
        involvement_id: request.involvement_id,
        organisation_oin: ORGANISATIONS[0].1.to_owned(),
        professional: request.professional,
        roles: request.members.iter().map(|member| member.role).collect(),
        area: "zeeburg".to_owned(),
        start_date: request.start_date,
        end_date: "2028-01-01".to_owned(),
        ..v1::Involvement::default()
    };
    Ok(tonic::Response::new(v1::RegisterInvolvementResponse {
        involvement: Some(involvement),
        ..v1::RegisterInvolvementResponse::default()
    }))
}

// The client.

/// A server process; ended when dropped.
struct Server {
    child: Child,
    channels: Vec<Vec<Channel>>,
}

impl Server {
    async fn start(mut command: Command, certs: &Path) -> Self {
        let mut child = command.stdout(Stdio::piped()).spawn().expect("a process");
        let stdout = child.stdout.take().expect("piped");
        let mut line = String::new();
        BufReader::new(stdout).read_line(&mut line).expect("it says where it serves");
        let port = line.trim().rsplit(':').next().expect("a port").to_owned();
        let url = format!("https://localhost:{port}");
        let mut channels = Vec::new();
        for (name, _) in ORGANISATIONS {
            let mut own = Vec::new();
            for _ in 0..CONNECTIONS {
                let options = ClientOptions::named(&url, certs, name);
                own.push(client::connect_lazy(&options).expect("a channel"));
            }
            channels.push(own);
        }
        Self { child, channels }
    }

    /// Processor time used so far, in clock ticks of 10 ms.
    fn ticks(&self) -> u64 {
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.child.id())).expect("alive");
        let fields: Vec<&str> = stat.rsplit(") ").next().expect("fields").split(' ').collect();
        let number = |place: usize| fields[place].parse::<u64>().expect("a number");
        number(11) + number(12)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Makes families: three persons each, with numbers that pass the check.
struct Families {
    next: AtomicU64,
    today: String,
}

impl Families {
    fn bsn(number: u64) -> String {
        // The check digit is the weighted sum modulo 11; a number for which that is 10 has none.
        let mut number = number;
        loop {
            let digits = format!("{number:08}");
            let sum: u64 = digits
                .bytes()
                .zip([9, 8, 7, 6, 5, 4, 3, 2])
                .map(|(d, w)| u64::from(d - b'0') * w)
                .sum();
            if sum % 11 < 10 {
                return format!("{digits}{}", sum % 11);
            }
            number += 50_000_000;
        }
    }

    fn request(&self, family: u64) -> v1::RegisterInvolvementRequest {
        let member = |offset: u64, role: v1::FamilyRole, birth: &str| v1::FamilyMember {
            bsn: Self::bsn(1 + family * 3 + offset),
            role: role.into(),
            birth_date: birth.to_owned(),
        };
        v1::RegisterInvolvementRequest {
            involvement_id: Uuid::now_v7().to_string(),
            members: vec![
                member(0, v1::FamilyRole::Child, "2015-03-01"),
                member(1, v1::FamilyRole::Child, "2018-05-01"),
                member(2, v1::FamilyRole::Parent, ""),
            ],
            professional: Some(v1::ContactCard {
                professional_id: "p-17".to_owned(),
                name: "Saskia de Wit".to_owned(),
                function: "school social worker".to_owned(),
                phone: "020-5550101".to_owned(),
                email: "s.dewit@school.example".to_owned(),
            }),
            place: Some(v1::register_involvement_request::Place::Area("zeeburg".to_owned())),
            start_date: self.today.clone(),
            acting_professional: "p-17".to_owned(),
            ..v1::RegisterInvolvementRequest::default()
        }
    }

    fn fresh(&self) -> u64 {
        self.next.fetch_add(1, Ordering::Relaxed)
    }
}

/// What a window measured.
#[derive(Default)]
struct Window {
    done: u64,
    /// With those that are not measured.
    all: u64,
    seconds: f64,
    latencies: Vec<u32>,
}

/// Registers for one window with a number of requests in flight. `family` gives the next family
/// and how many others must be found there; `None` ends the window.
async fn window(
    server: &Server,
    organisation: usize,
    in_flight: usize,
    families: &Families,
    family: &(impl Fn() -> Option<(u64, Option<usize>)> + Sync),
) -> Window {
    let channels = &server.channels[organisation];
    let begun = Instant::now();
    let warm = begun + WINDOW / 4;
    let end = begun + WINDOW;
    let mut since = None;
    let mut measured = Window::default();
    let mut running = FuturesUnordered::new();
    let call = |place: usize| {
        let (number, others) = family()?;
        let mut client = RegistryServiceClient::new(channels[place % channels.len()].clone());
        let request = families.request(number);
        Some(async move {
            let sent = Instant::now();
            let answer = client.register_involvement(request).await.expect("registered");
            let found = answer.into_inner().r#match.map_or(0, |matched| matched.parties.len());
            if let Some(others) = others {
                assert_eq!(found, others, "a fast wrong server is no server");
            }
            (place, sent, sent.elapsed())
        })
    };
    running.extend((0..in_flight).filter_map(call));
    while let Some((place, sent, took)) = running.next().await {
        let now = Instant::now();
        if now >= warm {
            since.get_or_insert(now);
        }
        measured.all += 1;
        if sent >= warm && now < end {
            measured.done += 1;
            measured.latencies.push(u32::try_from(took.as_micros()).unwrap_or(u32::MAX));
        }
        if now < end {
            running.extend(call(place));
        }
    }
    measured.seconds = since.map_or(f64::INFINITY, |since: Instant| since.elapsed().as_secs_f64());
    measured
}

/// A row of the table.
struct Row {
    name: &'static str,
    echo: Vec<Window>,
    broker: Vec<Window>,
    /// Processor time of each, in microseconds per request.
    cpu: (f64, f64),
}

impl Row {
    #[expect(clippy::cast_precision_loss, reason = "figures for people")]
    /// Returns how many the broker took a second.
    fn print(&self) -> f64 {
        let rate = |w: &Window| w.done as f64 / w.seconds;
        let mut ratios: Vec<f64> = self
            .echo
            .chunks(2)
            .zip(self.broker.chunks(2))
            .map(|(a, b)| b.iter().map(rate).sum::<f64>() / a.iter().map(rate).sum::<f64>())
            .collect();
        ratios.sort_by(f64::total_cmp);
        let ratio = ratios[ratios.len() / 2];
        let median = |windows: &[Window]| {
            let mut rates: Vec<f64> = windows.iter().map(rate).collect();
            rates.sort_by(f64::total_cmp);
            rates[rates.len() / 2]
        };
        let latency = |windows: &[Window], part: usize| {
            let mut all: Vec<u32> = windows.iter().flat_map(|w| w.latencies.clone()).collect();
            all.sort_unstable();
            all.get(all.len() * part / 100).copied().unwrap_or_default()
        };
        println!(
            "{:<28} {:>8.0}/s {:>8.0}/s  ratio {ratio:.2}  p50 {:>5} / {:>5} µs  p99 {:>6} / {:>6} µs  server cpu {:>5.1} / {:>5.1} µs",
            self.name,
            median(&self.echo),
            median(&self.broker),
            latency(&self.echo, 50),
            latency(&self.broker, 50),
            latency(&self.echo, 99),
            latency(&self.broker, 99),
            self.cpu.0,
            self.cpu.1,
        );
        println!(
            r#"{{"workload":"{}","echo_per_s":{:.0},"broker_per_s":{:.0},"ratio":{ratio:.3},"cpu_ratio":{:.3}}}"#,
            self.name,
            median(&self.echo),
            median(&self.broker),
            self.cpu.1 / self.cpu.0,
        );
        median(&self.broker)
    }
}

async fn bench(pairs: usize, against: Option<&str>) {
    let directory = tempfile::tempdir().expect("a directory");
    let other_directory = tempfile::tempdir().expect("a directory");
    let certs = prepare(directory.path());
    let serve = |program: &str, directory: &Path| {
        let mut command = Command::new(program);
        command.arg("serve").arg("--config").arg(directory.join("config.toml"));
        command
    };
    let (other, other_certs) = match against {
        Some(program) => {
            let certs = prepare(other_directory.path());
            (serve(program, other_directory.path()), certs)
        }
        None => {
            let mut command = Command::new(std::env::current_exe().expect("this program"));
            command.arg("--echo").arg(&certs);
            (command, certs.clone())
        }
    };
    let other = Server::start(other, &other_certs).await;
    let broker = serve(env!("CARGO_BIN_EXE_verwijspunt"), directory.path());
    let broker = Server::start(broker, &certs).await;
    let today = jiff::Zoned::now().date().to_string();
    let families = Families { next: AtomicU64::new(0), today };
    println!(
        "fdatasync of 4 KiB: p50 {} µs, p99 {} µs",
        sync(directory.path(), 50),
        sync(directory.path(), 99)
    );
    let name = if against.is_some() { "other" } else { "echo" };
    println!("{:<28} {:>10} {:>10}  ({name} / broker)", "", name, "broker");

    let unchecked = || Some((families.fresh(), None));
    let alone = || Some((families.fresh(), Some(0)));
    if against.is_none() {
        let (one, two) = (&unchecked, &unchecked);
        row("echo against echo", pairs, &other, &other, IN_FLIGHT, &families, 0, one, two).await;
    }
    let (one, two) = (&unchecked, &alone);
    let rate =
        row("register, new family", pairs, &other, &broker, IN_FLIGHT, &families, 0, one, two)
            .await;
    row("register, one in flight", pairs, &other, &broker, 1, &families, 0, one, two).await;

    // Families with three organisations, made beforehand; the fourth joins in the measurement. No
    // more can join than new families were registered.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a number")]
    let number = (rate * WINDOW.as_secs_f64() * (2 * pairs) as f64) as usize + IN_FLIGHT;
    let (waiting, other_waiting) = (Mutex::default(), Mutex::default());
    prefill(&broker, &families, number, &waiting).await;
    if against.is_some() {
        prefill(&other, &families, number, &other_waiting).await;
    }
    tokio::time::sleep(BEHIND).await;
    let joining = |waiting: &Mutex<VecDeque<u64>>| {
        Some((waiting.lock().expect("no panic").pop_front()?, Some(3)))
    };
    let one = || if against.is_some() { joining(&other_waiting) } else { unchecked() };
    let two = || joining(&waiting);
    row("register, three are there", pairs, &other, &broker, IN_FLIGHT, &families, 3, &one, &two)
        .await;
}

#[expect(clippy::too_many_arguments, reason = "one call for each row of the table")]
async fn row(
    name: &'static str,
    pairs: usize,
    echo: &Server,
    broker: &Server,
    in_flight: usize,
    families: &Families,
    organisation: usize,
    echoed: &(impl Fn() -> Option<(u64, Option<usize>)> + Sync),
    registered: &(impl Fn() -> Option<(u64, Option<usize>)> + Sync),
) -> f64 {
    let mut row = Row { name, echo: Vec::new(), broker: Vec::new(), cpu: (0.0, 0.0) };
    let before = (echo.ticks(), broker.ticks());
    for _ in 0..pairs.div_ceil(2) {
        row.echo.push(window(echo, organisation, in_flight, families, echoed).await);
        row.broker.push(window(broker, organisation, in_flight, families, registered).await);
        row.broker.push(window(broker, organisation, in_flight, families, registered).await);
        row.echo.push(window(echo, organisation, in_flight, families, echoed).await);
    }
    tokio::time::sleep(BEHIND).await;
    let all = |windows: &[Window]| windows.iter().map(|window| window.all).sum::<u64>();
    let (mut echoed, mut registered) = (all(&row.echo), all(&row.broker));
    if echo.child.id() == broker.child.id() {
        (echoed, registered) = (echoed + registered, echoed + registered);
    }
    #[expect(clippy::cast_precision_loss, reason = "small numbers")]
    let each = |ticks: u64, requests: u64| ticks as f64 * 10_000.0 / requests.max(1) as f64;
    row.cpu = (each(echo.ticks() - before.0, echoed), each(broker.ticks() - before.1, registered));
    row.print()
}

/// Registers families with three organisations each.
async fn prefill(broker: &Server, families: &Families, number: usize, into: &Mutex<VecDeque<u64>>) {
    let made: Vec<u64> = (0..number).map(|_| families.fresh()).collect();
    for organisation in 0..3 {
        let mut running = FuturesUnordered::new();
        let mut left = made.iter().enumerate();
        let call = |(place, family): (usize, &u64)| {
            let channel = broker.channels[organisation][place % CONNECTIONS].clone();
            let request = families.request(*family);
            async move {
                RegistryServiceClient::new(channel).register_involvement(request).await.map(drop)
            }
        };
        running.extend(left.by_ref().take(IN_FLIGHT).map(call));
        while let Some(done) = running.next().await {
            done.expect("registered");
            running.extend(left.next().map(call));
        }
    }
    into.lock().expect("no panic").extend(made);
}

/// A directory with what both servers need.
fn prepare(directory: &Path) -> PathBuf {
    let certs = directory.join("certs");
    let clients: Vec<_> =
        ORGANISATIONS.iter().map(|(name, oin)| pki::ClientSpec::new(name).oin(oin)).collect();
    pki::make(&certs, &clients, false).expect("certificates");
    keys::new(&directory.join("keys.toml")).expect("a key");
    let covenant =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("deploy/covenants/amsterdam-2009.toml");
    let config = format!(
        "[listen]\naddress = \"127.0.0.1:0\"\n[tls]\ncertificate = \"certs/server.pem\"\n\
         key = \"certs/server.key\"\nclient_ca = \"certs/ca.pem\"\n[store]\nurl = \"embedded:data\"\n\
         [covenant]\nfile = \"{}\"\n[keys]\nfile = \"keys.toml\"\n[log]\nfilter = \"warn\"\n",
        covenant.display()
    );
    fs::write(directory.join("config.toml"), config).expect("written");
    certs
}

/// What it costs to make four kilobytes durable on this disk, in microseconds.
fn sync(directory: &Path, part: usize) -> u128 {
    use std::io::Write as _;
    let mut file = fs::File::create(directory.join("sync")).expect("a file");
    let mut took: Vec<u128> = (0..500)
        .map(|_| {
            let begun = Instant::now();
            file.write_all(&[7; 4096]).expect("written");
            file.sync_data().expect("synced");
            begun.elapsed().as_micros()
        })
        .collect();
    took.sort_unstable();
    took[took.len() * part / 100]
}
