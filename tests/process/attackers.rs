//! Can one who has a certificate, or none, keep others out? Every attack here did so once.

use std::{
    fs,
    net::{IpAddr, Ipv4Addr, SocketAddr},
    sync::Arc,
    time::{Duration, Instant},
};

use bytes::Bytes;
use hyper::client::conn::http2::SendRequest;
use rustls::ClientConfig;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    runtime::{Builder, Runtime},
    task::JoinHandle,
};
use tonic::Code;
use verwijspunt::{
    api::v1::{self, registry_service_client::RegistryServiceClient},
    cli::client::{self, ClientOptions},
    server::pki::{self, ClientSpec},
};

use super::support::{
    attacker::{self, Sent},
    broker::Broker,
    number,
    place::{Party, Place},
    seat::{self, Seat, acting, reason, registration},
    strangers_tls, within,
};

const LIST: &str = "/verwijspunt.v1.RegistryService/ListInvolvements";
const IMPORT: &str = "/verwijspunt.v1.RegistryService/ImportInvolvements";
const SUBSCRIBE: &str = "/verwijspunt.v1.InboxService/Subscribe";

/// Calls on one connection: a few fewer than the broker takes.
const CALLS: usize = 58;

/// Somebody with one certificate and many connections.
struct Attacker {
    address: SocketAddr,
    /// For how many bytes of each answer it has room.
    window_bytes: u32,
    config: Arc<ClientConfig>,
    connections: Vec<SendRequest<Sent>>,
    calls: Vec<JoinHandle<()>>,
}

impl Attacker {
    fn new(broker: &Broker, place: &Place, party: &Party) -> Self {
        let address = attacker::address(&broker.url);
        let config = Arc::new(strangers_tls::config(place, Some(party)));
        let window_bytes = 1024 * 1024;
        Self { address, window_bytes, config, connections: Vec::new(), calls: Vec::new() }
    }

    /// Connects, and makes as many calls as it is asked to on each connection.
    async fn calls(
        &mut self,
        connections: usize,
        calls: usize,
        path: &str,
        bytes: &Bytes,
        ends: bool,
    ) {
        for _ in 0..connections {
            let Ok(sender) =
                attacker::connection_with(self.address, &self.config, self.window_bytes).await
            else {
                continue;
            };
            for _ in 0..calls {
                let mut sender = sender.clone();
                if sender.ready().await.is_err() {
                    break;
                }
                let call = attacker::call(path, attacker::body(bytes.clone(), ends));
                let answer = sender.send_request(call);
                // The answer is held, and nothing of it read.
                self.calls.push(tokio::spawn(async move {
                    let _held = answer.await;
                    std::future::pending::<()>().await;
                }));
            }
            self.connections.push(sender);
        }
        let new = self.connections.len().saturating_sub(connections);
        for sender in &self.connections[new..] {
            attacker::heard(sender).await;
        }
    }
}

impl Drop for Attacker {
    fn drop(&mut self) {
        self.calls.iter().for_each(JoinHandle::abort);
    }
}

/// Ten calls of another organisation, on ten new connections.
async fn others_are_served(broker: &Broker, place: &Place) {
    for _ in 0..10 {
        let seat = Seat::at(&broker.url, place, &place.organisations[1]).await;
        let request =
            v1::ListInvolvementsRequest { acting_professional: acting(), ..Default::default() };
        let answer = within("an answer", seat.registry().list_involvements(request)).await;
        answer.unwrap_or_else(|status| panic!("another one is refused: {status:?}"));
    }
}

fn subscription() -> Bytes {
    let request = v1::SubscribeRequest { acting_professional: acting(), ..Default::default() };
    attacker::message(&request)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn calls_without_a_body_take_nobodys_place() {
    let place = Place::new("no-body");
    let broker = Broker::start(&place).await;
    let mut attacker = Attacker::new(&broker, &place, &place.organisations[0]);
    attacker.calls(40, CALLS, LIST, &Bytes::new(), false).await;
    others_are_served(&broker, &place).await;
    // Nor does it help to send half of a message.
    attacker.calls(5, CALLS, LIST, &attacker::prefixed(100, &[8]), false).await;
    others_are_served(&broker, &place).await;
    drop(attacker);
    assert_eq!(broker.terminate().await.0, Some(0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn streams_of_one_leave_room_for_those_of_others() {
    let place = Place::new("streams");
    // The proportions of the defaults, with an eighth of the streams.
    place.configure("[limits]\nmax_open_streams = 1024\n");
    let broker = Broker::start(&place).await;
    let mut attacker = Attacker::new(&broker, &place, &place.organisations[0]);
    attacker.calls(20, CALLS, IMPORT, &Bytes::new(), false).await;
    attacker.calls(20, CALLS, SUBSCRIBE, &subscription(), true).await;
    others_are_served(&broker, &place).await;
    let seat = Seat::at(&broker.url, &place, &place.organisations[1]).await;
    let request = v1::SubscribeRequest { acting_professional: acting(), ..Default::default() };
    within("a stream", seat.inbox().subscribe(request)).await.expect("there is room");
    let start = v1::ImportStart {
        import_id: uuid::Uuid::now_v7().to_string(),
        acting_professional: acting(),
        ..Default::default()
    };
    let part = Some(v1::import_involvements_request::Part::Start(start));
    let start = futures::stream::iter([v1::ImportInvolvementsRequest { part }]);
    let import = within("an import", seat.registry().import_involvements(start)).await;
    import.expect("there is room").into_inner().message().await.expect("where to begin");
    drop(attacker);
    assert_eq!(broker.terminate().await.0, Some(0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn connections_of_one_certificate_leave_room_for_newcomers() {
    let place = Place::new("connections");
    place.configure("[limits]\nmax_connections = 128\n");
    pki::make(&place.certs(), &[ClientSpec::new("nobody").oin("00000001999999999000")], false)
        .unwrap();
    let broker = Broker::start(&place).await;
    let nobody = Party { name: "nobody".to_owned(), id: String::new() };
    for party in [&place.organisations[0], &nobody] {
        let mut attacker = Attacker::new(&broker, &place, party);
        attacker
            .calls(140, 1, "/grpc.health.v1.Health/Check", &attacker::prefixed(0, &[]), true)
            .await;
        others_are_served(&broker, &place).await;
    }
    assert_eq!(broker.terminate().await.0, Some(0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_is_party_to_nothing_hears_so_before_saying_anything() {
    let place = Place::new("nobody");
    pki::make(&place.certs(), &[ClientSpec::new("nobody").oin("00000001999999999000")], false)
        .unwrap();
    let broker = Broker::start(&place).await;
    let nobody = Party { name: "nobody".to_owned(), id: String::new() };
    let config = Arc::new(strangers_tls::config(&place, Some(&nobody)));
    let address = attacker::address(&broker.url);
    let mut sender = attacker::connection(address, &config).await.unwrap();
    let nonsense = attacker::prefixed(3, &[0xff, 0xff, 0xff]);
    for path in [LIST, IMPORT, SUBSCRIBE] {
        for body in [attacker::body(Bytes::new(), false), attacker::body(nonsense.clone(), true)] {
            let answer = sender.send_request(attacker::call(path, body));
            let status = attacker::status(within("an answer", answer).await.unwrap()).await;
            assert_eq!(
                (status.code(), reason(&status).as_str()),
                (Code::Unauthenticated, "NOT_A_PARTY")
            );
        }
    }
    // A party hears that it is no message, of a stream as of any other call.
    let config = Arc::new(strangers_tls::config(&place, Some(&place.organisations[0])));
    let mut sender = attacker::connection(address, &config).await.unwrap();
    for path in [LIST, IMPORT, SUBSCRIBE] {
        let answer =
            sender.send_request(attacker::call(path, attacker::body(nonsense.clone(), true)));
        let status = attacker::status(within("an answer", answer).await.unwrap()).await;
        let expected = (Code::InvalidArgument, "MESSAGE_UNREADABLE");
        assert_eq!((status.code(), reason(&status).as_str()), expected, "{path}");
    }
    assert_eq!(broker.terminate().await.0, Some(0));
}

/// Kilobytes of memory that a process has at this moment.
fn resident_kib(broker: &Broker) -> u64 {
    let status = fs::read_to_string(format!("/proc/{}/status", broker.pid())).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
    line.trim().trim_end_matches(" kB").parse().unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_waits_takes_a_bounded_part_of_the_memory() {
    let place = Place::new("memory");
    // A quarter of the default: an eighth of it is what one certificate may have wait.
    place.configure("[limits]\nmax_waiting_bytes = 67108864\n");
    let broker = Broker::start(&place).await;
    let before = resident_kib(&broker);
    let mut attacker = Attacker::new(&broker, &place, &place.organisations[0]);
    // Messages that are nearly there: 400 imports with 192 KiB of their first message, and 400 others.
    let almost = attacker::prefixed(200 * 1024, &vec![0; 192 * 1024]);
    for _ in 0..10 {
        attacker.calls(10, 4, IMPORT, &almost, false).await;
        attacker.calls(10, 4, LIST, &almost, false).await;
    }
    others_are_served(&broker, &place).await;
    let grown = resident_kib(&broker).saturating_sub(before) / 1024;
    println!("{grown} MiB for 200 connections with 150 MiB that wait");
    assert!(grown < 75, "{grown} MiB");
    drop(attacker);
    assert_eq!(broker.terminate().await.0, Some(0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn answers_that_nobody_takes_are_not_kept_without_end() {
    let place = Place::new("answers");
    let broker = Broker::start(&place).await;
    let seat = Seat::at(&broker.url, &place, &place.organisations[0]).await;
    for family in 0..200 {
        seat.register(&registration(vec![seat::child(family)])).await.unwrap();
    }
    let request = v1::ListInvolvementsRequest {
        page_size: 200,
        acting_professional: acting(),
        ..Default::default()
    };
    let answer = seat.registry().list_involvements(request.clone()).await.unwrap().into_inner();
    let size = prost::Message::encoded_len(&answer);
    let before = resident_kib(&broker);
    let mut attacker = Attacker::new(&broker, &place, &place.organisations[0]);
    attacker.window_bytes = 1;
    attacker.calls(80, CALLS, LIST, &attacker::message(&request), true).await;
    others_are_served(&broker, &place).await;
    let grown = resident_kib(&broker).saturating_sub(before) / 1024;
    let asked = 80 * CALLS * size / 1024 / 1024;
    println!("{grown} MiB for answers of {asked} MiB that nobody takes");
    assert!(size > 24 * 1024, "{size} bytes are an answer that counts");
    assert!(grown < 64, "{grown} MiB");
    drop(attacker);
    assert_eq!(broker.terminate().await.0, Some(0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_flood_of_silent_connections_makes_room_for_slow_honest_ones() {
    let place = Place::new("flood");
    place.configure("[limits]\nmax_handshakes = 64\nfirst_request_timeout_ms = 60000\n");
    let broker = Broker::start(&place).await;
    let address = attacker::address(&broker.url);
    let config = Arc::new(strangers_tls::config(&place, Some(&place.organisations[1])));
    let mut silent = Vec::new();
    for round in 0..5 {
        let honest = attacker::from(IpAddr::V4(Ipv4Addr::LOCALHOST), address).await.unwrap();
        for _ in 0..200 {
            silent.push(attacker::from(attacker::ELSEWHERE, address).await.unwrap());
        }
        // The others have come in when this one has had its answer.
        let made = within("a handshake", attacker::handshake(honest, &config)).await;
        let mut stream = made.unwrap_or_else(|error| panic!("round {round}: {error}"));
        stream.write_all(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0").await.unwrap();
        let read = within("what the broker says", stream.read(&mut [0; 64])).await;
        assert!(read.unwrap() > 0, "round {round}");
    }
    others_are_served(&broker, &place).await;
    assert_eq!(broker.terminate().await.0, Some(0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_honest_clients_that_come_back_at_once_all_get_in() {
    let place = Place::new("back");
    // Their handshakes take this machine longer than the default allows.
    place.configure("[limits]\nfirst_request_timeout_ms = 60000\n");
    let broker = Broker::start(&place).await;
    let address = attacker::address(&broker.url);
    // First all connect, and then all shake hands.
    let mut waiting = Vec::new();
    for _ in 0..400 {
        waiting.push(attacker::from(IpAddr::V4(Ipv4Addr::LOCALHOST), address).await.unwrap());
    }
    let clients = waiting.into_iter().enumerate().map(|(n, stream)| {
        let party = &place.organisations[n % place.organisations.len()];
        let config = Arc::new(strangers_tls::config(&place, Some(party)));
        tokio::spawn(async move {
            let mut stream = attacker::handshake(stream, &config).await?;
            stream.write_all(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0").await?;
            stream.read(&mut [0; 64]).await
        })
    });
    for (n, client) in clients.collect::<Vec<_>>().into_iter().enumerate() {
        let read = within("an answer", client).await.unwrap();
        assert!(read.unwrap_or_else(|error| panic!("client {n}: {error}")) > 0, "client {n}");
    }
    assert_eq!(broker.terminate().await.0, Some(0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn frames_that_ask_for_nothing_end_their_connection() {
    let place = Place::new("frames");
    // Nothing else ends it: it has made a call, and is not asked whether it is still there.
    place.configure("[limits]\nkeepalive_interval_ms = 3600000\n");
    let broker = Broker::start(&place).await;
    let config = Arc::new(strangers_tls::config(&place, Some(&place.organisations[0])));
    let address = attacker::address(&broker.url);
    let stream = tokio::net::TcpStream::connect(address).await.unwrap();
    let stream = attacker::handshake(stream, &config).await.unwrap();
    let (mut reads, mut writes) = tokio::io::split(stream);
    let mut flood = attacker::raw_call("/grpc.health.v1.Health/Check");
    // Priorities of a stream that is not there, each after another one's.
    let priority = [0, 0, 5, 2, 0, 0, 0, 0, 3, 0, 0, 0, 0, 7];
    (0..5000).for_each(|_| flood.extend(priority));
    let sending = tokio::spawn(async move {
        let _ = writes.write_all(&flood).await;
        std::future::pending::<()>().await;
    });
    let mut rest = Vec::new();
    let _ = within("the end of the connection", reads.read_to_end(&mut rest)).await;
    sending.abort();
    others_are_served(&broker, &place).await;
    assert_eq!(broker.terminate().await.0, Some(0));
}

/// How a client fares that asks for its own work list now and then.
struct Fared {
    refused: usize,
    /// Of 100 calls, 99 took at most so long.
    slowest_but_one: Duration,
    median: Duration,
}

/// On a thread of its own: what it waits for is the broker, and not the attackers beside it in this process.
async fn gentle(broker: &Broker, place: &Place, calls: usize) -> Fared {
    let options = ClientOptions::named(&broker.url, &place.certs(), &place.organisations[1].name);
    let asking = tokio::task::spawn_blocking(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async move {
            let channel = within("connecting", client::connect(&options)).await.unwrap();
            let mut registry = RegistryServiceClient::new(channel);
            let (mut took, mut refused) = (Vec::new(), 0);
            for _ in 0..calls {
                let acting_professional = acting();
                let request =
                    v1::ListInvolvementsRequest { acting_professional, ..Default::default() };
                let begun = Instant::now();
                let answer = within("an answer", registry.list_involvements(request)).await;
                took.push(begun.elapsed());
                refused += usize::from(answer.is_err());
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
            (took, refused)
        })
    });
    let (mut took, refused) = asking.await.unwrap();
    took.sort_unstable();
    let at = |percent: usize| took[(took.len() * percent / 100).min(took.len() - 1)];
    Fared { refused, slowest_but_one: at(99), median: at(50) }
}

/// Connections that call without a pause, and connect again when they are closed, until this is dropped. They
/// are worked on by threads that get what others leave of the processors: real ones have their own machines.
struct CallingWithoutEnd(Option<Runtime>);

impl CallingWithoutEnd {
    fn begin(broker: &Broker, place: &Place, connections: u64) -> Self {
        let address = attacker::address(&broker.url);
        let config = Arc::new(strangers_tls::config(place, Some(&place.organisations[0])));
        let request =
            v1::ListInvolvementsRequest { acting_professional: acting(), ..Default::default() };
        let message = attacker::message(&request);
        let runtime = Builder::new_multi_thread()
            .worker_threads(2)
            .on_thread_start(|| {
                let _ = rustix::process::setpriority_process(None, 19);
            })
            .enable_all()
            .build()
            .unwrap();
        for _ in 0..connections {
            runtime.spawn(call_for_ever(address, config.clone(), message.clone()));
        }
        Self(Some(runtime))
    }
}

impl Drop for CallingWithoutEnd {
    fn drop(&mut self) {
        self.0.take().unwrap().shutdown_background();
    }
}

async fn call_for_ever(address: SocketAddr, config: Arc<ClientConfig>, message: Bytes) {
    loop {
        if let Ok(mut sender) = attacker::connection(address, &config).await {
            while sender.ready().await.is_ok() {
                let call = attacker::call(LIST, attacker::body(message.clone(), true));
                let Ok(answer) = sender.send_request(call).await else { break };
                attacker::status(answer).await;
            }
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}

/// How long a thread of the broker had a processor, in ticks, and how far it stands behind (proc(5)).
fn thread_of(broker: &Broker, name: &str) -> (u64, i64) {
    let threads = fs::read_dir(format!("/proc/{}/task", broker.pid())).unwrap();
    let stat = threads
        .map(|thread| fs::read_to_string(thread.unwrap().path().join("stat")).unwrap())
        .find(|stat| stat.contains(&format!("({name})")))
        .unwrap_or_else(|| panic!("no thread is named {name}"));
    let numbers: Vec<_> = stat.rsplit_once(") ").unwrap().1.split(' ').collect();
    let number = |place: usize| numbers[place].parse::<i64>().unwrap();
    (u64::try_from(number(11) + number(12)).unwrap(), number(16))
}

/// With VERWIJSPUNT_ATTACKERS=4000, as tests/run --long has it, also how much slower a gentle client is.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_certificate_that_calls_without_a_pause_refuses_nobody_else_anything() {
    let connections = number("VERWIJSPUNT_ATTACKERS", 40);
    let calls = if connections < 1000 { 50 } else { 1000 };
    let place = Place::new("without-pause");
    let broker = Broker::start(&place).await;
    let alone = gentle(&broker, &place, calls).await;
    let attack = CallingWithoutEnd::begin(&broker, &place, connections);
    tokio::time::sleep(Duration::from_millis(if connections < 1000 { 300 } else { 20_000 })).await;
    let beside = gentle(&broker, &place, calls).await;
    drop(attack);
    let times = beside.slowest_but_one.as_secs_f64() / alone.slowest_but_one.as_secs_f64();
    println!(
        "{connections} connections: p50 {:?} and p99 {:?}, alone {:?} and {:?}: {times:.1} times",
        beside.median, beside.slowest_but_one, alone.median, alone.slowest_but_one
    );
    assert_eq!((alone.refused, beside.refused), (0, 0));
    let (crowd, behind) = thread_of(&broker, "crowds");
    assert!(crowd > 0 && behind > 0, "{crowd} ticks {behind} steps behind the others");
    assert_eq!(broker.terminate().await.0, Some(0));
}
