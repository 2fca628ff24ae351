//! Scenario 20: does SIGTERM end 100 open streams well, in time, with a silent peer around?

use std::time::Duration;

use tokio::{io::AsyncReadExt as _, net::TcpStream, task::JoinSet};
use verwijspunt::api::v1::subscribe_response::Part;

use super::support::{
    broker::Broker,
    place::{Party, Place},
    seat::{self, Seat, next_notification, registration},
    strangers_tls, within,
};

const STREAMS: usize = 100;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s20_stop_with_100_open_streams_and_a_silent_peer() {
    let place = Place::new("stop");
    let broker = Broker::start(&place).await;
    let address = broker.url.strip_prefix("https://").unwrap().to_owned();

    // Two families a pair of organisations, so that positions differ; the last one reads nothing.
    let mut seats = Vec::new();
    for party in &place.organisations {
        seats.push(Seat::at(&broker.url, &place, party).await);
    }
    for (family, joiner) in (0..).zip(1..seats.len()) {
        for seat in &seats[..=joiner] {
            seat.register(&registration(vec![seat::child(family)])).await.unwrap();
        }
    }
    let waiting = seats.last().unwrap().clone();
    let late = seats[0].register(&registration(vec![seat::child(6)])).await.unwrap();
    assert!(late.r#match.is_some(), "the last one is told of somebody");

    let readers = &seats[..seats.len() - 1];
    let mut streams = Vec::new();
    for at in 0..STREAMS {
        let seat = &readers[at % readers.len()];
        let last = seat.everything().await.0.last().map_or(0, |n| n.sequence);
        let mut stream = seat.subscribe(Some(0)).await.unwrap();
        for sequence in 1..=last {
            assert_eq!(next_notification(&mut stream).await.unwrap().sequence, sequence);
        }
        streams.push((last, stream));
    }
    let _silent = TcpStream::connect(&address).await.unwrap();
    let _silent_after_tls = strangers_tls::handshake(
        &address,
        strangers_tls::config(&place, Some(&place.organisations[0])),
    )
    .await
    .unwrap();

    let mut closing = JoinSet::new();
    for (last, mut stream) in streams {
        closing.spawn(async move {
            loop {
                let message = stream.message().await.expect("it ends well");
                match message.expect("it ends with a heartbeat").part {
                    Some(Part::Heartbeat(beat)) if beat.closing => {
                        assert_eq!(beat.position, last, "it says where to go on");
                        assert!(stream.message().await.unwrap().is_none(), "and is the last");
                        return;
                    }
                    Some(Part::Heartbeat(beat)) => assert_eq!(beat.position, last),
                    other => panic!("{other:?}"),
                }
            }
        });
    }
    let (ended, endings) = tokio::join!(
        broker.terminate(),
        within("the streams' ends", async move {
            let mut ended = 0;
            while let Some(done) = closing.join_next().await {
                done.unwrap();
                ended += 1;
            }
            ended
        })
    );
    println!("stopped in {:.1?}", ended.1);
    assert_eq!(ended.0, Some(0));
    assert!(ended.1 < Duration::from_secs(25), "it took {:?}", ended.1);
    assert_eq!(endings, STREAMS);

    // L1: what was not delivered arrives after the restart; who resumes misses nothing.
    let broker = Broker::start(&place).await;
    let party =
        |id: &str| -> &Party { place.organisations.iter().find(|p| p.id == id).expect("a seat") };
    let back = Seat::at(&broker.url, &place, party(&waiting.id)).await;
    let mut stream = back.subscribe(None).await.unwrap();
    assert_eq!(next_notification(&mut stream).await.unwrap().sequence, 1);
    let first = Seat::at(&broker.url, &place, party(&seats[0].id)).await;
    let position = first.everything().await.0.last().unwrap().sequence;
    let mut resumed = first.subscribe(Some(position)).await.unwrap();
    back.register(&registration(vec![seat::child(0)])).await.unwrap();
    assert_eq!(next_notification(&mut resumed).await.unwrap().sequence, position + 1);
    drop((stream, resumed));
    assert_eq!(broker.terminate().await.0, Some(0));
}

/// A peer that never says anything is put out, and does not keep others waiting.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s10_a_silent_peer_is_put_out() {
    let place = Place::new("silent");
    place.configure("[limits]\nfirst_request_timeout_ms = 300\n");
    let broker = Broker::start(&place).await;
    let mut silent =
        TcpStream::connect(broker.url.strip_prefix("https://").unwrap()).await.unwrap();
    let seat = Seat::at(&broker.url, &place, &place.organisations[0]).await;
    assert!(seat.involvements().await.is_empty(), "others are served meanwhile");
    let read = within("the end of the connection", silent.read(&mut [0; 16])).await;
    assert!(matches!(read, Ok(0) | Err(_)), "{read:?}");
}

/// Asked to stop it stops in order, though nobody reads its standard output any more.
#[tokio::test]
async fn stopping_without_anybody_listening() {
    let place = Place::new("unheard");
    let mut broker = Broker::start(&place).await;
    broker.stop_listening();
    assert_eq!(broker.terminate().await.0, Some(0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a3_no_memory_of_a_broker_ends_in_a_core_dump() {
    let place = Place::new("no-core");
    let broker = Broker::start(&place).await;
    let limits = std::fs::read_to_string(format!("/proc/{}/limits", broker.pid())).unwrap();
    let core = limits.lines().find(|line| line.starts_with("Max core file size")).unwrap();
    assert_eq!(core.split_whitespace().skip(4).take(2).collect::<Vec<_>>(), ["0", "0"], "{core}");
    let (code, _) = broker.terminate().await;
    assert_eq!(code, Some(0));
}
