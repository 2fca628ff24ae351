//! What does the broker make of a mail server that is slow, doubtful, or not the right one?

use std::{
    sync::{Arc, atomic::AtomicI64},
    time::Duration,
};

use lettre::Address;
use tokio_util::sync::CancellationToken;
use verwijspunt::{
    deliver::{
        figures::Figures,
        mail::{Mail, Settings},
        pump,
        smtp::{Handed, Server},
    },
    domain::state::delivery::Trouble,
    store::memory::MemoryStore,
};

use crate::rig::{Sink, assigned, at, broker, office, quiet, tell};

/// Without the end of its last line, which SMTP adds.
const TEXT: &str = "Subject: test\r\n\r\n.a line that begins with a dot";

async fn hand(server: &Server, to: &str) -> Handed {
    let address = |text: &str| text.parse::<Address>().unwrap();
    server.hand(&address("verwijspunt@stad.example"), &address(to), TEXT.as_bytes()).await
}

#[tokio::test]
async fn a_mail_is_taken_put_off_or_refused() {
    let mut sink = Sink::start(true);
    let server = sink.server();
    assert_eq!(server.greet().await, Ok(()));
    // It hangs after the text: that is no answer, and no mail either.
    let hangs = hand(&server, "hang@stad.example");
    let hangs = tokio::time::timeout(Duration::from_secs(1), hangs);
    assert!(hangs.await.is_err(), "a server that says nothing took nothing");
    assert_eq!(hand(&server, "gone@stad.example").await, Handed::NoSuchRecipient);
    // Who is refused because of the sender is no unknown recipient: that passes.
    for (to, code) in [("listed@stad.example", 554), ("ruled@stad.example", 550)] {
        let Handed::NotNow(why) = hand(&server, to).await else { panic!("{to} may come later") };
        assert_eq!(why.trouble, Trouble::Status(code));
    }
    let put_off = hand(&server, "grey@stad.example").await;
    let Handed::NotNow(why) = put_off else { panic!("it was put off") };
    assert_eq!(why.trouble, Trouble::Status(451));
    assert_eq!(why.to_string(), "at the recipient: the mail server refused with code 451");
    assert_eq!(hand(&server, "grey@stad.example").await, Handed::Taken);
    let mail = sink.next();
    assert_eq!(mail["to"][0], "grey@stad.example");
    assert_eq!(mail["tls"], true);
    assert_eq!(mail["text"], format!("{TEXT}\r\n"));
    assert_eq!(sink.rest(), Vec::<serde_json::Value>::new());
}

#[tokio::test]
async fn nothing_is_said_without_tls_or_to_a_stranger() {
    let sink = Sink::start(false);
    let Handed::NotNow(why) = hand(&sink.server(), "a@stad.example").await else {
        panic!("it went in the open");
    };
    assert_eq!(why.trouble, Trouble::Broken);
    assert!(why.to_string().starts_with("at STARTTLS"), "{why}");
    assert!(sink.rest().is_empty());
    let sink = Sink::start(true);
    let stranger = Server { ca_file: None, ..sink.server() };
    let Handed::NotNow(why) = hand(&stranger, "a@stad.example").await else {
        panic!("a stranger got it");
    };
    assert_eq!(why.trouble, Trouble::Certificate);
    assert!(stranger.greet().await.is_err());
    assert!(sink.rest().is_empty());
}

#[tokio::test]
async fn a_coordinator_hears_at_once_what_must_be_done_and_the_rest_in_a_digest() {
    let mut sink = Sink::start(true);
    let night = at("2026-11-30T22:00:00Z");
    let clock = Arc::new(AtomicI64::new(night.0));
    let store = Arc::new(MemoryStore::default());
    let broker = broker(store.clone(), &clock);
    let settings = Settings {
        server: sink.server(),
        sender: "verwijspunt@stad.example".parse().unwrap(),
        console: "https://verwijspunt.stad.example".to_owned(),
    };
    let figures = Arc::new(Figures::default());
    let run = || {
        let stop = CancellationToken::new();
        let channel = Arc::new(Mail::new(settings.clone(), broker.clone()));
        let task = pump::run(broker.clone(), channel, figures.clone(), stop.clone());
        (tokio::spawn(task), stop)
    };
    // Three things, of which one must be done: one mail.
    for event in [quiet(), assigned(), quiet()] {
        tell(store.as_ref(), &office(), night, event).await;
    }
    let (task, stop) = run();
    let (mut sink, mail) = tokio::task::spawn_blocking(move || {
        let mail = sink.next();
        (sink, mail)
    })
    .await
    .unwrap();
    stop.cancel();
    task.await.unwrap();
    let text = mail["text"].as_str().unwrap();
    assert!(text.contains("Er staat iets voor u klaar.\r\nhttps://verwijspunt.stad.example\r\n"));
    for inside in ["zeeburg", "ticket", "Amsterdam", "3"] {
        let (_, body) = text.split_once("\r\n\r\n").unwrap();
        assert!(!body.to_lowercase().contains(inside), "{body}");
    }
    assert_eq!(figures.delivered(), 1);
    // What can wait waits until half past eight.
    tell(store.as_ref(), &office(), night, quiet()).await;
    clock.store(at("2026-12-01T07:30:00Z").0, std::sync::atomic::Ordering::SeqCst);
    let (task, stop) = run();
    let (sink, _) = tokio::task::spawn_blocking(move || {
        let mail = sink.next();
        (sink, mail)
    })
    .await
    .unwrap();
    stop.cancel();
    task.await.unwrap();
    assert_eq!((figures.delivered(), figures.failed(), figures.pending()), (2, 0, 0));
    assert!(sink.rest().is_empty());
}
