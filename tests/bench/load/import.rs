//! Registrations over streams, beside registrations one by one.

use std::{
    sync::{
        Mutex,
        atomic::{AtomicU64, Ordering},
    },
    time::Instant,
};

use futures::stream::{FuturesUnordered, StreamExt as _};
use uuid::Uuid;

use crate::{
    Bench, WINDOW,
    common::{
        register::{is_there, new_families},
        row::{Length, Row, row},
        server::{CONNECTIONS, Server},
        stream,
        window::Window,
    },
};

/// A window of one import on each connection.
async fn streamed(bench: &Bench, server: &Server) -> Window {
    let begun = Instant::now();
    let (warm, end) = (begun + WINDOW / 4, begun + WINDOW);
    let (done, all) = (AtomicU64::new(0), AtomicU64::new(0));
    let sample = Mutex::new(None);
    let imports = (0..CONNECTIONS).map(|place| {
        let row = |_| {
            let more = Instant::now() < end;
            more.then(|| bench.families.request(bench.families.family(), 0))
        };
        let answered = |result: &_| {
            stream::check(result, 0);
            let now = Instant::now();
            done.fetch_add(u64::from(now >= warm && now < end), Ordering::Relaxed);
            all.fetch_add(1, Ordering::Relaxed);
            *sample.lock().expect("no panic") = Some(result.involvement_id.clone());
        };
        stream::import(server.channel(0, place), Uuid::now_v7(), row, answered)
    });
    let rows: Vec<u64> = imports.collect::<FuturesUnordered<_>>().collect().await;
    assert_eq!(rows.iter().sum::<u64>(), all.load(Ordering::Relaxed), "every row has an answer");
    // What was answered is there.
    let id = sample.into_inner().expect("no panic").expect("a row");
    is_there(server, 0, id).await;
    Window {
        done: done.into_inner(),
        all: all.into_inner(),
        seconds: (end - warm).as_secs_f64(),
        latencies: Vec::new(),
    }
}

/// Measures: A one by one, B streamed. Two brokers, so that each has its own processor time.
pub async fn run(bench: &Bench, length: Length, other: &Server) -> Row {
    row(
        "new family: unary | import stream",
        length,
        (&bench.broker, other),
        async || new_families(&bench.broker, &bench.families, crate::IN_FLIGHT).await,
        async || streamed(bench, other).await,
    )
    .await
}
