//! Does a crisis come before everything else that waits, and does nothing else suffer by it?

use std::{path::Path, time::Duration};

use tempfile::TempDir;
use tokio::time::timeout;
use tonic::Streaming;
use uuid::Uuid;
use verwijspunt::{
    api::v1::{
        self, inbox_service_client::InboxServiceClient, notification::Event,
        send_concern_signal_request::Place, signal_service_client::SignalServiceClient,
        subscribe_response::Part,
    },
    broker::Clock,
    domain::{
        model::{
            audit::AuditEntry,
            ids::{InvolvementId, NotificationId},
            notification::{Event as Told, Notification},
            party::{Oin, Party},
            time::Time,
        },
        state::effects::Effects,
    },
    notify::cursor::{Cursor, PAGE},
    server::{
        assemble::{self, Assembled},
        config::Config,
    },
    store::{Change, Store},
};

#[path = "support/mod.rs"]
mod support;

use support::{
    actors::{Actor, Directory},
    mtls,
    names::synthetic_bsn,
    world::{Channel, CovenantFiles},
};

/// How much waits in the recipient's inbox when the crisis comes.
const BACKLOG: u64 = 5_000;

/// A stream that has not brought anything for this long brings nothing.
const PATIENCE: Duration = Duration::from_secs(20);

/// A whole broker over mutual TLS, and who calls it.
struct Office {
    directory: TempDir,
    server: Assembled,
    parties: Directory,
}

impl Office {
    async fn new() -> Self {
        let files = CovenantFiles::amsterdam();
        let directory = tempfile::tempdir().expect("a directory");
        let listen = "[listen]\naddress = \"127.0.0.1:0\"\nadmin_address = \"127.0.0.1:0\"\n";
        let config = mtls::furnish(directory.path(), &files, listen);
        let config = Config::load(&config).expect("a whole config");
        let server = assemble::start(&config, Clock::System).await.expect("the server starts");
        let parties = Directory::load(&files).expect("the covenant's parties");
        Self { directory, server, parties }
    }

    fn store(&self) -> &dyn Store {
        self.server.broker().store().as_ref()
    }

    fn actor(&self, name: &str) -> Actor {
        self.parties.actor(name).expect("somebody of the covenant")
    }

    fn inbox(&self, name: &str) -> Party {
        Party::Organisation(Oin::parse(&self.actor(name).key).expect("an OIN"))
    }

    async fn channel(&self, name: &str) -> Channel {
        let url = format!("https://{}", self.server.server().address());
        let path: &Path = self.directory.path();
        mtls::connect(path, &url, &self.actor(name).certificate).await
    }

    /// Puts many notifications into an inbox, in few commits.
    async fn fill(&self, inbox: &Party, count: u64) {
        let notification = |n: u64| {
            let id = Uuid::from_u128(u128::from(n) + 1);
            let event = Told::Expired { involvement: InvolvementId(id) };
            (inbox.clone(), Notification { id: NotificationId(id), at: Time(0), event })
        };
        let all: Vec<_> = (0..count).map(notification).collect();
        for part in all.chunks(1_000) {
            let effects = Effects { notify: part.to_vec(), ..Effects::default() };
            self.store().commit(change(effects)).await.expect("the store works");
        }
    }

    async fn stop(self) {
        self.server.shutdown().await;
    }
}

fn change(effects: Effects) -> Change {
    let audit = AuditEntry {
        at: Time(0),
        actor: None,
        action: "Test".to_owned(),
        result: "OK".to_owned(),
        ground: String::new(),
        subjects: Vec::new(),
    };
    Change { expect: Vec::new(), effects, audit, asked: None }
}

/// A signal of acute danger about a child of this name.
fn acute(child: &str) -> v1::SendConcernSignalRequest {
    v1::SendConcernSignalRequest {
        signal_id: Uuid::now_v7().to_string(),
        members: vec![v1::FamilyMember {
            bsn: synthetic_bsn(child),
            role: v1::FamilyRole::Child.into(),
            birth_date: "2020-05".to_owned(),
        }],
        place: Some(Place::Area("zeeburg".to_owned())),
        danger: v1::Danger::Acute.into(),
        discussed: v1::Discussed::WithParent.into(),
        entry_ground: String::new(),
        own_attempts: Vec::new(),
        professional: Some(v1::ContactCard {
            professional_id: "w-1".to_owned(),
            name: "Jo Jansen".to_owned(),
            function: "wijkagent".to_owned(),
            phone: "020 5550103".to_owned(),
            email: String::new(),
            deputy: None,
        }),
        acting_professional: "w-1".to_owned(),
    }
}

async fn send(channel: &Channel, child: &str) -> String {
    let mut client = SignalServiceClient::new(channel.clone());
    let sent = client.send_concern_signal(acute(child)).await.expect("it is sent").into_inner();
    sent.signal.expect("a signal").signal_id
}

async fn subscribe(channel: &Channel, after: u64) -> Streaming<v1::SubscribeResponse> {
    let mut client = InboxServiceClient::new(channel.clone());
    let request = v1::SubscribeRequest {
        after: Some(after),
        heartbeat_seconds: 1,
        acting_professional: "desk".to_owned(),
    };
    client.subscribe(request).await.expect("a stream").into_inner()
}

async fn next(stream: &mut Streaming<v1::SubscribeResponse>) -> Part {
    let message = timeout(PATIENCE, stream.message()).await.expect("something comes");
    message.expect("the stream goes on").and_then(|m| m.part).expect("a part")
}

fn is_about(notification: &v1::Notification, signal: &str) -> bool {
    matches!(&notification.event, Some(Event::Signal(event)) if event.signal_id == signal)
}

/// How many messages a connection may hold before the broker waits for its reader: what HTTP/2
/// lets it send unread. The crisis cannot overtake what is on the wire.
async fn on_the_wire(stream: &mut Streaming<v1::SubscribeResponse>) -> u64 {
    let Part::Notification(first) = next(stream).await else { panic!("a backlog comes in order") };
    assert_eq!(first.sequence, 1);
    let size = prost::Message::encoded_len(&first) as u64;
    // The window of the client, filled with messages of this size in their frames of 5 bytes; and
    // what the sockets and TLS hold in between, which is less than as much again.
    2 * 65_535 / (size + 5)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_crisis_overtakes_a_backlog_of_thousands_over_mutual_tls() {
    let place = Office::new().await;
    let bjaa = place.inbox("bjaa");
    place.fill(&bjaa, BACKLOG).await;
    let (reader, police) = (place.channel("bjaa").await, place.channel("police").await);

    // Right after subscribing: before anything else.
    let first = send(&police, "Sanne").await;
    let mut stream = subscribe(&reader, 0).await;
    let Part::Ahead(ahead) = next(&mut stream).await else { panic!("the crisis comes first") };
    assert!(is_about(&ahead, &first), "{ahead:?}");
    assert_eq!(ahead.sequence, 0, "nobody acknowledges by it");

    // While the stream works off the backlog, read by a slow reader.
    let window = on_the_wire(&mut stream).await;
    let second = send(&police, "Bram").await;
    let (mut order, mut ahead_after, mut last) = (Vec::new(), None, 1);
    let mut placed: Vec<v1::Notification> = Vec::new();
    while last < BACKLOG + 2 {
        match next(&mut stream).await {
            Part::Notification(notification) => {
                assert_eq!(notification.sequence, last + 1, "W1, W2: in order, without gaps");
                last = notification.sequence;
                if last > BACKLOG {
                    placed.push(notification);
                }
            }
            Part::Ahead(notification) => {
                ahead_after.get_or_insert(last);
                order.push(notification);
            }
            Part::Heartbeat(beat) => assert!(beat.position <= last, "W5"),
        }
    }
    let after = ahead_after.expect("the second crisis came ahead");
    let most = window + PAGE as u64;
    assert!(after <= most, "it came behind {after} of {BACKLOG}; {most} were on their way");
    assert_eq!(order.len(), 1, "each crisis once ahead on one stream: {order:?}");
    assert!(is_about(&order[0], &second));

    // In its place each comes again: the same, but with its sequence.
    for (ahead, placed, signal) in [(&ahead, &placed[0], &first), (&order[0], &placed[1], &second)]
    {
        assert!(is_about(placed, signal), "{placed:?}");
        assert_eq!(v1::Notification { sequence: 0, ..placed.clone() }, *ahead);
    }
    drop(stream);
    place.stop().await;
}

/// A client that knows nothing of `ahead`: it takes notifications as they come and acknowledges.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_client_that_ignores_ahead_loses_nothing() {
    let place = Office::new().await;
    let bjaa = place.inbox("bjaa");
    place.fill(&bjaa, 300).await;
    let (reader, police) = (place.channel("bjaa").await, place.channel("police").await);
    let mut signals = vec![send(&police, "Sanne").await];
    let mut taken: Vec<v1::Notification> = Vec::new();
    // Its connection breaks every now and then, and each time another crisis comes.
    for round in 0..4 {
        let after = taken.last().map_or(0, |n| n.sequence);
        let mut stream = subscribe(&reader, after).await;
        signals.push(send(&police, &format!("child{round}")).await);
        let wanted = if round == 3 { 300 + signals.len() } else { taken.len() + 70 };
        while taken.len() < wanted {
            if let Part::Notification(notification) = next(&mut stream).await {
                taken.push(notification);
            }
        }
        let position = taken.last().expect("some were taken").sequence;
        let request = v1::AcknowledgeRequest { position, acting_professional: "desk".to_owned() };
        let acknowledged = InboxServiceClient::new(reader.clone()).acknowledge(request).await;
        assert_eq!(acknowledged.expect("acknowledged").into_inner().acknowledged, position);
    }
    let sequences: Vec<u64> = taken.iter().map(|n| n.sequence).collect();
    assert_eq!(sequences, (1..=300 + signals.len() as u64).collect::<Vec<_>>());
    for signal in &signals {
        assert_eq!(taken.iter().filter(|n| is_about(n, signal)).count(), 1, "{signal}");
    }
    place.stop().await;
}

/// The exact place: not behind the page that the reader has, but before the next one.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_crisis_comes_before_the_next_page() {
    use verwijspunt::notify::{bell::Bell, cursor::Turn};
    let place = Office::new().await;
    let bjaa = place.inbox("bjaa");
    place.fill(&bjaa, BACKLOG).await;
    let police = place.channel("police").await;
    let store = place.server.broker().store().clone();
    let mut cursor = Cursor::new(store, &Bell::default(), bjaa, 0);
    let mut turn = async || cursor.next(Duration::from_secs(1)).await.expect("the store works");
    let Turn::Notifications(page) = turn().await else { panic!("there is a backlog") };
    assert_eq!(page.len(), PAGE);
    send(&police, "Sanne").await;
    send(&police, "Bram").await;
    let Turn::Ahead(crises) = turn().await else { panic!("the crises come now") };
    assert_eq!(crises.len(), 2);
    let Turn::Notifications(page) = turn().await else { panic!("and then the backlog goes on") };
    assert_eq!(page[0].0, PAGE as u64 + 1);
    place.stop().await;
}
