//! Does a web server hear of everything that waits, whatever it answers and whoever dies in between?

use std::{collections::BTreeSet, fs, net::Ipv4Addr};

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
    sync::{mpsc, oneshot},
};

use verwijspunt::api::v1;

use super::support::{
    broker::Broker,
    chance::Chance,
    number,
    place::Place,
    seat::{Seat, child, registration},
    within,
};

/// An event that came in: its id, and the way to say with which status it is answered.
type Came = (String, oneshot::Sender<&'static str>);

/// A web server that agrees to be called and leaves it to the test what becomes of each event.
async fn receiver() -> (String, mpsc::Receiver<Came>) {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let address = format!("http://{}/hook", listener.local_addr().unwrap());
    let (came, events) = mpsc::channel(1);
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(answer(stream, came.clone()));
        }
    });
    (address, events)
}

async fn answer(mut stream: TcpStream, came: mpsc::Sender<Came>) -> Option<()> {
    let (mut read, mut buffer) = (String::new(), [0; 4096]);
    let event = loop {
        let some = stream.read(&mut buffer).await.ok().filter(|some| *some > 0)?;
        read.push_str(&String::from_utf8_lossy(&buffer[..some]));
        let (head, body) = read.split_once("\r\n\r\n").unwrap_or((&read, ""));
        if head.starts_with("OPTIONS") && read.ends_with("\r\n\r\n") {
            break None;
        }
        if let Ok(event) = serde_json::from_str::<serde_json::Value>(body) {
            break Some(event);
        }
    };
    let status = match event {
        None => "200 OK\r\nWebHook-Allowed-Origin: *",
        Some(event) => {
            let (reply, replied) = oneshot::channel();
            came.send((event["id"].as_str()?.to_owned(), reply)).await.ok()?;
            // Nothing is answered when the test drops its end.
            replied.await.ok()?
        }
    };
    let text = format!("HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    stream.write_all(text.as_bytes()).await.ok()
}

/// A place in which the first organisation has a web server.
fn place(test: &str, address: &str) -> Place {
    let place = Place::new(test);
    let file = place.file("amsterdam-organisations.toml");
    let oin = format!("oin = \"{}\"\n", place.organisations[0].id);
    let text = fs::read_to_string(&file).unwrap();
    assert_eq!(text.matches(&oin).count(), 1);
    fs::write(&file, text.replace(&oin, &format!("{oin}webhook = \"{address}\"\n"))).unwrap();
    let pair = rcgen::KeyPair::generate_for(&rcgen::PKCS_ECDSA_P256_SHA256).unwrap();
    fs::write(place.file("webhook.key"), pair.serialize_pem()).unwrap();
    let name = &place.organisations[1].name;
    place.configure(&format!(
        "[webhook]\noin = \"00000009000000001000\"\nrest_url = \"https://localhost:7443\"\n\
         signing_key_file = \"webhook.key\"\ncertificate = \"certs/{name}.pem\"\n\
         key = \"certs/{name}.key\"\nca_file = \"certs/ca.pem\"\ninside = [\"127.0.0.1\"]\n"
    ));
    place
}

/// Families in which the second organisation joins the first: as many notifications for that one.
/// They come while nobody is called, and wait.
async fn furnish(place: &Place, families: u64) -> Vec<String> {
    let called = fs::read_to_string(place.file("config.toml")).unwrap();
    place.configure("");
    let broker = Broker::start(place).await;
    let [one, two] = [0, 1].map(|at| &place.organisations[at]);
    assert!(broker.stderr().contains("add [webhook]"), "nobody is called, and it says so");
    let one = Seat::at(&broker.url, place, one).await;
    let two = Seat::at(&broker.url, place, two).await;
    for family in 0..families {
        one.register(&registration(vec![child(family)])).await.unwrap();
        two.register(&registration(vec![child(family)])).await.unwrap();
    }
    let (waiting, _) = one.everything().await;
    assert_eq!(broker.terminate().await.0, Some(0));
    fs::write(place.file("config.toml"), called).unwrap();
    waiting.into_iter().map(|told| told.notification_id).collect()
}

async fn next(events: &mut mpsc::Receiver<Came>) -> Came {
    within("the next event", events.recv()).await.unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn kill_nine_between_sending_and_the_cursor_repeats_one_and_loses_none() {
    let mut chance = Chance::printed("webhook");
    let rounds = number("VERWIJSPUNT_ROUNDS", 4).min(100);
    let (address, mut events) = receiver().await;
    let place = place("webhook", &address);
    let waiting = furnish(&place, rounds + 2).await;
    let mut broker = Broker::start(&place).await;
    let (mut heard, mut deaths) = (Vec::new(), 0);
    while heard.last() != waiting.last() || deaths < rounds {
        let (id, reply) = next(&mut events).await;
        heard.push(id);
        if deaths == rounds {
            let _ = reply.send("204 No Content");
            continue;
        }
        // The receiver has it; the broker dies before or after it hears so.
        if chance.one_in(2) {
            let _ = reply.send("204 No Content");
        } else {
            drop(reply);
        }
        broker.kill_nine().await;
        deaths += 1;
        broker = Broker::start(&place).await;
    }
    let repeats = heard.windows(2).filter(|pair| pair[0] == pair[1]).count();
    heard.dedup();
    assert_eq!(heard, waiting, "each, in its order, and what comes twice comes at once");
    assert!(repeats <= usize::try_from(rounds).unwrap(), "{repeats} repeats in {rounds} deaths");
    broker.kill_nine().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_receiver_does_not_take_waits_for_it_and_for_nobody_else() {
    let (address, mut events) = receiver().await;
    let place = place("webhook-states", &address);
    let waiting = furnish(&place, 2).await;
    let broker = Broker::start(&place).await;
    let (first, reply) = next(&mut events).await;
    assert_eq!(first, waiting[0]);
    let _ = reply.send("500 Internal Server Error");
    let (again, reply) = next(&mut events).await;
    assert_eq!(again, first, "the next one does not go before it");
    // Meanwhile its system reads as always: no channel moves another.
    let seat = Seat::at(&broker.url, &place, &place.organisations[0]).await;
    let (read, acknowledged) = seat.everything().await;
    let read: BTreeSet<String> = read.into_iter().map(|told| told.notification_id).collect();
    assert_eq!((read, acknowledged), (waiting.iter().cloned().collect(), 0));
    let _ = reply.send("301 Moved Permanently\r\nLocation: http://127.0.0.1:1/");
    assert!(broker.stderr().contains("the receiver answers 500"), "{}", broker.stderr());
    let (again, reply) = next(&mut events).await;
    assert_eq!(again, first);
    let _ = reply.send("410 Gone");
    super::support::until("the alarm", || async {
        broker.stderr().contains("the receiver answers 410").then_some(())
    })
    .await;
    // Its owner sees what is wrong, and says when that has passed: the same comes again at once.
    let acting = || "a coordinator".to_owned();
    let ways = super::support::until("the outcome", || async {
        let request = v1::ListDeliveriesRequest { acting_professional: acting() };
        let ways = seat.inbox().list_deliveries(request).await.unwrap().into_inner().deliveries;
        (ways.last().is_some_and(|last| last.trouble_code == 410)).then_some(ways)
    })
    .await;
    let [system, webhook] = ways.as_slice() else { panic!("{ways:?}") };
    assert_eq!((system.channel(), system.waiting), (v1::DeliveryChannel::System, 2));
    assert_eq!((webhook.channel(), webhook.waiting), (v1::DeliveryChannel::Webhook, 2));
    assert_eq!((webhook.trouble(), webhook.trouble_code), (v1::DeliveryTrouble::Answer, 410));
    assert!(webhook.paused_since.is_some() && webhook.next_try_at.is_none(), "{webhook:?}");
    assert_eq!(webhook.address, address);
    let resume = |channel: v1::DeliveryChannel| {
        let request =
            v1::ResumeDeliveryRequest { channel: channel.into(), acting_professional: acting() };
        let mut inbox = seat.inbox();
        async move { inbox.resume_delivery(request).await }
    };
    let refused = resume(v1::DeliveryChannel::System).await.unwrap_err();
    assert_eq!(refused.code(), tonic::Code::InvalidArgument, "nobody is called by that");
    let resumed = resume(v1::DeliveryChannel::Webhook).await.unwrap().into_inner();
    assert_eq!(resumed.delivery.map(|one| (one.failures, one.paused_since)), Some((0, None)));
    let (again, reply) = next(&mut events).await;
    assert_eq!(again, first);
    let _ = reply.send("410 Gone");
    super::support::until("the second alarm", || async {
        (broker.stderr().matches("the receiver answers 410").count() == 2).then_some(())
    })
    .await;
    // Left alone, over a restart too, until it has another address.
    assert_eq!(broker.terminate().await.0, Some(0));
    let (other, mut others) = receiver().await;
    let file = place.file("amsterdam-organisations.toml");
    let text = fs::read_to_string(&file).unwrap().replace(&address, &other);
    fs::write(&file, text).unwrap();
    let broker = Broker::start(&place).await;
    for id in &waiting {
        let (came, reply) = next(&mut others).await;
        assert_eq!(came, *id, "nothing was lost");
        let _ = reply.send("204 No Content");
    }
    assert!(events.try_recv().is_err(), "who is gone is not called");
    assert_eq!(broker.terminate().await.0, Some(0));
}
