//! Does every kind of receiver end in a known answer, and is nobody called who must not be?

use std::{
    io,
    net::{IpAddr, Ipv4Addr, SocketAddr},
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, AtomicUsize, Ordering},
    },
    time::Duration,
};

use async_trait::async_trait;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
};
use uuid::Uuid;

use crate::domain::model::{
    ids::{InvolvementId, MatchId, NotificationId},
    notification::{self, Notification},
    party::Oin,
    receiver::ReceiverAddress,
    time::Time,
};

use super::{
    Answer, Event, Identity, Resolve, Sender, SigningKey, SystemResolver, Trouble, Webhook,
};

/// How long these tests wait for a receiver that says nothing.
const PATIENCE: Duration = Duration::from_millis(300);

/// A receiver that agrees to be called.
const AGREES: &str = "HTTP/1.1 200 OK\r\nWebHook-Allowed-Origin: broker.example\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

/// Far more than anybody reads.
const GIBIBYTE: u64 = 1 << 30;

/// What a receiver does with one connection.
#[derive(Clone)]
enum Does {
    /// Answers so, and closes.
    Says(String),
    /// Says this, and then zeros without end.
    Floods(&'static str),
    /// Reads and never answers.
    Hangs,
}

/// A web server of somebody else on this machine.
struct Receiver {
    address: SocketAddr,
    asked: Arc<Mutex<Vec<String>>>,
    flooded: Arc<AtomicU64>,
}

impl Receiver {
    /// One that does these things, one at each connection; at others it closes at once.
    async fn new(script: Vec<Does>) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let (asked, flooded) = (Arc::<Mutex<Vec<String>>>::default(), Arc::<AtomicU64>::default());
        let (heard, counted) = (asked.clone(), flooded.clone());
        tokio::spawn(async move {
            for does in script {
                let Ok((stream, _)) = listener.accept().await else { return };
                tokio::spawn(serve(stream, does, heard.clone(), counted.clone()));
            }
            while listener.accept().await.is_ok() {}
        });
        Self { address, asked, flooded }
    }

    fn url(&self) -> ReceiverAddress {
        ReceiverAddress::parse(&format!("http://{}/hook", self.address)).expect("an address")
    }

    fn asked(&self) -> Vec<String> {
        self.asked.lock().expect("not poisoned").clone()
    }
}

async fn serve(
    mut stream: TcpStream,
    does: Does,
    asked: Arc<Mutex<Vec<String>>>,
    sent: Arc<AtomicU64>,
) {
    let (mut read, mut buffer) = (Vec::new(), [0; 4096]);
    while !whole(&read) {
        match stream.read(&mut buffer).await {
            Ok(0) | Err(_) => return,
            Ok(some) => read.extend_from_slice(&buffer[..some]),
        }
    }
    asked.lock().expect("not poisoned").push(String::from_utf8_lossy(&read).into_owned());
    match does {
        Does::Says(text) => {
            let _ = stream.write_all(text.as_bytes()).await;
        }
        Does::Floods(head) => {
            let _ = stream.write_all(head.as_bytes()).await;
            let zeros = [b'0'; 64 * 1024];
            while sent.load(Ordering::Relaxed) < GIBIBYTE {
                let Ok(some) = stream.write(&zeros).await else { return };
                sent.fetch_add(u64::try_from(some).expect("fits"), Ordering::Relaxed);
            }
        }
        Does::Hangs => {
            let _ = stream.read(&mut buffer).await;
        }
    }
}

/// Whether a request has come to its end.
fn whole(read: &[u8]) -> bool {
    let text = String::from_utf8_lossy(read).to_lowercase();
    let Some((head, body)) = text.split_once("\r\n\r\n") else { return false };
    let length = head.split("content-length: ").nth(1).and_then(|rest| rest.lines().next());
    body.len() >= length.and_then(|length| length.trim().parse().ok()).unwrap_or(0)
}

/// Finds what a test says, and counts how often it was asked.
struct Says {
    answers: Vec<Vec<IpAddr>>,
    asked: AtomicUsize,
}

#[async_trait]
impl Resolve for Says {
    async fn resolve(&self, _: &str) -> io::Result<Vec<IpAddr>> {
        let nth = self.asked.fetch_add(1, Ordering::Relaxed);
        Ok(self.answers.get(nth).or(self.answers.last()).cloned().unwrap_or_default())
    }
}

fn webhook(resolver: Arc<dyn Resolve>, listed: &[IpAddr]) -> Webhook {
    let pair = rcgen::KeyPair::generate_for(&rcgen::PKCS_ECDSA_P256_SHA256).expect("a key");
    let params = rcgen::CertificateParams::new(vec!["broker.example".to_owned()]).expect("a name");
    let certificate = params.self_signed(&pair).expect("signed by itself");
    let key = pair.serialize_pem().into_bytes();
    let identity = Identity {
        certificate: certificate.pem().into_bytes(),
        key: zeroize::Zeroizing::new(key.clone()),
        authorities: None,
    };
    let signing = SigningKey::read(&key).expect("a key");
    let made = Webhook::new(&identity, signing, "broker.example", listed, resolver);
    made.expect("it can be used").patient(PATIENCE)
}

fn here() -> Webhook {
    webhook(Arc::new(SystemResolver), &[Ipv4Addr::LOCALHOST.into()])
}

fn sender() -> Sender {
    let oin = Oin::parse("00000001001234567000").expect("20 digits");
    Sender { oin, inbox: "https://broker.example:7443/v1/inbox".to_owned() }
}

fn notification() -> Notification {
    let id = |n: u128| Uuid::from_u128(0x0192_6f7e_7c1a_7d2e_8a52_0000_0000_0000 + n);
    let (matched, own, other) = (MatchId(id(2)), InvolvementId(id(3)), InvolvementId(id(4)));
    let event = notification::Event::MatchFound { matched, involvement: own, other };
    Notification { id: NotificationId(id(1)), at: Time(1_790_000_000_123), event }
}

fn event() -> Event {
    Event::of(&sender(), &notification(), Some(7))
}

fn says(head: &str) -> Does {
    Does::Says(format!("HTTP/1.1 {head}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"))
}

#[test]
fn an_event_is_as_it_was_agreed() {
    let in_place = String::from_utf8(event().bytes()).expect("text");
    let ahead = String::from_utf8(Event::of(&sender(), &notification(), None).bytes());
    let written = format!("{in_place}\n{}\n", ahead.expect("text"));
    assert_eq!(written, include_str!("../../../tests/golden/webhook_events.txt"));
    // Neither the match nor an involvement: what leaves says that, never what.
    for told in ["000000000002", "000000000003", "000000000004", "subject", "\"data\""] {
        assert!(!written.contains(told), "{told}");
    }
}

#[tokio::test]
async fn a_receiver_is_asked_once_and_then_told() {
    let script = vec![Does::Says(AGREES.to_owned()), says("204 No Content"), says("200 OK")];
    let (receiver, webhook) = (Receiver::new(script).await, here());
    assert_eq!(webhook.send(&receiver.url(), &event()).await, Answer::Taken);
    assert_eq!(webhook.send(&receiver.url(), &event()).await, Answer::Taken);
    let asked = receiver.asked();
    assert_eq!(asked.len(), 3);
    assert!(asked[0].starts_with("OPTIONS /hook HTTP/1.1\r\n"), "{}", asked[0]);
    assert!(asked[0].contains("webhook-request-origin: broker.example\r\n"), "{}", asked[0]);
    for told in &asked[1..] {
        let (head, body) = told.split_once("\r\n\r\n").expect("a body");
        assert!(head.starts_with("POST /hook HTTP/1.1\r\n"), "{head}");
        assert!(head.contains("content-type: application/cloudevents+json; charset=utf-8"));
        let signature = head.split("x-jws-signature: ").nth(1).expect("signed");
        assert!(signature.lines().next().is_some_and(|it| it.contains("..")), "{signature}");
        assert_eq!(body.as_bytes(), event().bytes());
    }
}

#[tokio::test]
async fn who_does_not_agree_is_told_nothing() {
    let with = |origin: &str| says(&format!("200 OK\r\nWebHook-Allowed-Origin: {origin}"));
    for (does, answer) in [
        (says("200 OK"), Answer::Failed(Trouble::NoConsent)),
        (with("other.example"), Answer::Failed(Trouble::NoConsent)),
        (with("broker.example.evil"), Answer::Failed(Trouble::NoConsent)),
        (says("405 Method Not Allowed"), Answer::Failed(Trouble::Status(405))),
        (says("410 Gone"), Answer::Gone),
    ] {
        let (receiver, webhook) = (Receiver::new(vec![does]).await, here());
        assert_eq!(webhook.send(&receiver.url(), &event()).await, answer);
        let asked = receiver.asked();
        assert!(asked.len() == 1 && asked[0].starts_with("OPTIONS"), "{asked:?}");
    }
    let script = vec![with("*"), says("200 OK")];
    let (receiver, webhook) = (Receiver::new(script).await, here());
    assert_eq!(webhook.send(&receiver.url(), &event()).await, Answer::Taken);
}

#[tokio::test]
async fn whatever_a_receiver_answers_is_a_known_answer() {
    let garbage = Does::Says("\u{1}\u{2}garbage\r\n\r\n".to_owned());
    let elsewhere = says("301 Moved Permanently\r\nLocation: http://127.0.0.1:1/inside");
    let headers = Does::Floods("HTTP/1.1 200 OK\r\nx-endless: ");
    for (does, answer) in [
        (says("500 Internal Server Error"), Answer::Failed(Trouble::Status(500))),
        (elsewhere, Answer::Failed(Trouble::Redirect(301))),
        (says("410 Gone"), Answer::Gone),
        (
            says("429 Too Many Requests\r\nRetry-After: 17"),
            Answer::Busy { after: Some(Duration::from_secs(17)) },
        ),
        (garbage, Answer::Failed(Trouble::Broken)),
        (Does::Says(String::new()), Answer::Failed(Trouble::Broken)),
        (headers, Answer::Failed(Trouble::Broken)),
        (Does::Hangs, Answer::Failed(Trouble::TimedOut)),
        // Its status says that it has it; what else it wanted to say is not read.
        (Does::Floods("HTTP/1.1 200 OK\r\nContent-Length: 1073741824\r\n\r\n"), Answer::Taken),
        (
            Does::Floods("HTTP/1.1 500 Oh\r\nContent-Length: 1073741824\r\n\r\n"),
            Answer::Failed(Trouble::Status(500)),
        ),
    ] {
        let script = vec![Does::Says(AGREES.to_owned()), does];
        let (receiver, webhook) = (Receiver::new(script).await, here());
        assert_eq!(webhook.send(&receiver.url(), &event()).await, answer);
        let flooded = receiver.flooded.load(Ordering::Relaxed);
        assert!(flooded < GIBIBYTE / 16, "{flooded} bytes were taken from the receiver");
        assert_eq!(receiver.asked().len(), 2, "asked and told once, whatever it answers");
    }
    let nobody = ReceiverAddress::parse("http://127.0.0.1:1/").expect("an address");
    assert_eq!(here().send(&nobody, &event()).await, Answer::Failed(Trouble::Unreachable));
}

#[tokio::test]
async fn nobody_inside_is_called() {
    let receiver = Receiver::new(Vec::new()).await;
    let port = receiver.address.port();
    let unlisted = webhook(Arc::new(SystemResolver), &[]);
    for host in ["127.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "localhost", "169.254.169.254"] {
        for scheme in ["http", "https"] {
            let to =
                ReceiverAddress::parse(&format!("{scheme}://{host}:{port}/")).expect("address");
            let answer = unlisted.send(&to, &event()).await;
            assert_eq!(answer, Answer::Failed(Trouble::Forbidden), "{to}");
        }
    }
    // Listed, and yet not this machine: never without TLS.
    let listed: IpAddr = Ipv4Addr::new(10, 0, 0, 1).into();
    let to = ReceiverAddress::parse("http://10.0.0.1/").expect("an address");
    let answer = webhook(Arc::new(SystemResolver), &[listed]).send(&to, &event()).await;
    assert_eq!(answer, Answer::Failed(Trouble::Forbidden));
    assert!(receiver.asked().is_empty());
}

#[tokio::test]
async fn a_name_that_changes_its_mind_leads_nobody_inside() {
    let script = vec![Does::Says(AGREES.to_owned()), says("200 OK"), says("200 OK")];
    let receiver = Receiver::new(script).await;
    let here: IpAddr = Ipv4Addr::LOCALHOST.into();
    let beside: IpAddr = Ipv4Addr::new(127, 0, 0, 2).into();
    let metadata: IpAddr = Ipv4Addr::new(169, 254, 169, 254).into();
    let answers = vec![vec![here], vec![beside, metadata], vec![beside, here]];
    let resolver = Arc::new(Says { answers, asked: AtomicUsize::default() });
    let webhook = webhook(resolver.clone(), &[here]);
    let url = format!("http://receiver.example:{}/hook", receiver.address.port());
    let to = ReceiverAddress::parse(&url).expect("an address");
    // Asked at an address that is good; when it is told, the name stands for others.
    assert_eq!(webhook.send(&to, &event()).await, Answer::Failed(Trouble::Forbidden));
    assert_eq!(receiver.asked().len(), 1);
    // Of several addresses only those that are good are tried.
    assert_eq!(webhook.send(&to, &event()).await, Answer::Taken);
    assert_eq!(resolver.asked.load(Ordering::Relaxed), 3, "resolved anew for every connection");
}

#[tokio::test]
async fn a_name_without_addresses_is_nobody() {
    let resolver = Arc::new(Says { answers: Vec::new(), asked: AtomicUsize::default() });
    let to = ReceiverAddress::parse("https://nobody.example/").expect("an address");
    let answer = webhook(resolver, &[]).send(&to, &event()).await;
    assert_eq!(answer, Answer::Failed(Trouble::Unreachable));
}
