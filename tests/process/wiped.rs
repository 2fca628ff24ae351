//! Does a BSN leave the memory of the process with the request that named it?

use std::{collections::BTreeSet, fs, fs::File, os::unix::fs::FileExt as _};

use verwijspunt::api::v1::{
    self, import_involvements_request::Part, send_concern_signal_request::Place as Where,
    signal_service_client::SignalServiceClient,
};

use super::support::{
    broker::Broker,
    place::Place,
    seat::{Seat, acting, adult, bsn, child, registration},
    until,
};

/// Persons whom the test names, each in one request.
const PERSONS: u64 = 240;

/// Most texts that may be found after the connections are closed. Copies on the stacks of threads are
/// overwritten by the next call that runs there, not at once: a few a thread.
const LEFT_MOST: usize = 24;

/// The most that is read at once.
const PART: usize = 1 << 20;

/// What is empty is passed by in pieces of this size: most of the memory is.
const EMPTY: [u8; 4096] = [0; 4096];

/// Digits of a BSN.
const DIGITS: usize = 9;

/// How often one of these texts stands in the memory of a process.
fn found(process: u32, texts: &BTreeSet<Vec<u8>>) -> usize {
    let maps = fs::read_to_string(format!("/proc/{process}/maps")).expect("it lives");
    let memory = File::open(format!("/proc/{process}/mem")).expect("our own child");
    let mut count = 0;
    for line in maps.lines().filter(|line| line.contains(" rw")) {
        let range = line.split_once(' ').map_or(line, |(range, _)| range);
        let (from, to) = range.split_once('-').expect("two addresses");
        let place = |hex| u64::from_str_radix(hex, 16).expect("an address");
        let (mut at, end) = (place(from), place(to));
        while at < end {
            let size = PART.min(usize::try_from(end - at).expect("it is mapped"));
            let mut part = vec![0; size];
            // What was unmapped meanwhile holds nothing.
            let Ok(read) = memory.read_at(&mut part, at) else { break };
            count += texts_in(&part[..read], texts);
            // A text may lie across the border of two parts.
            at += (read.saturating_sub(if at + (read as u64) < end { DIGITS - 1 } else { 0 }))
                .max(1) as u64;
        }
    }
    count
}

fn texts_in(memory: &[u8], texts: &BTreeSet<Vec<u8>>) -> usize {
    let (mut count, mut digits) = (0, 0);
    for (piece, bytes) in memory.chunks(EMPTY.len()).enumerate() {
        if bytes == &EMPTY[..bytes.len()] {
            digits = 0;
            continue;
        }
        for (at, byte) in bytes.iter().enumerate() {
            digits = if byte.is_ascii_digit() { digits + 1 } else { 0 };
            let end = piece * EMPTY.len() + at + 1;
            if digits >= DIGITS && texts.contains(&memory[end - DIGITS..end]) {
                count += 1;
            }
        }
    }
    count
}

/// A BSN comes in by TLS, HTTP/2 and protobuf, in a registration, in one that is refused, in a row of an
/// import and in a concern signal. While a connection is open its buffers hold what came last; with it,
/// they are gone.
#[tokio::test]
async fn no_bsn_stays_in_memory() {
    let place = Place::new("wiped");
    place.configure("");
    let broker = Broker::start(&place).await;
    let seat = Seat::at(&broker.url, &place, &place.organisations[0]).await;
    let texts: BTreeSet<Vec<u8>> = (0..PERSONS).map(|n| bsn(n).into_bytes()).collect();
    assert_eq!(texts.len() as u64, PERSONS);
    for n in 0..PERSONS / 3 {
        seat.register(&registration(vec![adult(n)])).await.expect("registered");
    }
    for n in PERSONS / 3..PERSONS / 2 {
        let wrong = v1::RegisterInvolvementRequest {
            start_date: "tomorrow".into(),
            ..registration(vec![adult(n)])
        };
        seat.register(&wrong).await.expect_err("a wrong date");
    }
    let mut signals = SignalServiceClient::new(seat.channel.clone());
    for n in PERSONS / 2..PERSONS * 2 / 3 {
        let about = registration(vec![child(n)]);
        let signal = v1::SendConcernSignalRequest {
            signal_id: about.involvement_id,
            members: about.members,
            place: Some(Where::Area("zeeburg".into())),
            danger: v1::Danger::NotAcute.into(),
            discussed: v1::Discussed::WithParent.into(),
            entry_ground: String::new(),
            own_attempts: Vec::new(),
            professional: about.professional,
            acting_professional: acting(),
        };
        signals.send_concern_signal(signal).await.expect("it is sent");
    }
    let start = v1::ImportStart {
        import_id: uuid::Uuid::now_v7().to_string(),
        acting_professional: acting(),
        ..Default::default()
    };
    let rows = (PERSONS * 2 / 3..PERSONS).map(|n| {
        let registration = Some(registration(vec![adult(n)]));
        Part::Row(v1::ImportRow { row: n, registration })
    });
    let messages: Vec<v1::ImportInvolvementsRequest> = std::iter::once(Part::Start(start))
        .chain(rows)
        .map(|part| v1::ImportInvolvementsRequest { part: Some(part) })
        .collect();
    let rows = futures::stream::iter(messages);
    let mut answers = seat.registry().import_involvements(rows).await.expect("begun").into_inner();
    while answers.message().await.expect("it goes on").is_some() {}

    let open = found(broker.pid(), &texts);
    drop((answers, signals, seat));
    let left = || {
        let left = found(broker.pid(), &texts);
        async move { (left <= LEFT_MOST).then_some(left) }
    };
    let closed = until("nothing but a few copies on stacks is left", left).await;
    println!("{PERSONS} BSNs: {open} texts while connected, {closed} afterwards");
    assert_eq!(broker.terminate().await.0, Some(0));
}
