//! What does a checkpoint cost those who register meanwhile? Load until a broker makes one by
//! itself, which it does when its journal has grown enough.

use std::{
    fs,
    path::Path,
    sync::{
        Mutex,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use crate::{
    IN_FLIGHT,
    common::{
        register::register,
        server::Server,
        window::{part_of, window},
    },
    stored::Stored,
};

/// Without a checkpoint by then something is wrong.
const PATIENCE: Duration = Duration::from_secs(1800);

/// So long is measured without one, at least.
const OTHERWISE: Duration = Duration::from_secs(3);

/// What was measured; the latencies in microseconds.
pub struct Measured {
    /// How long the checkpoint took.
    pub seconds: f64,
    pub during: f64,
    pub otherwise: f64,
}

/// Whether a checkpoint is being made: a half one is there, or one too many.
fn is_being_made(data: &Path) -> bool {
    let entries = fs::read_dir(data.join("checkpoint")).expect("the store has checkpoints");
    let names = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    let names: Vec<String> = names.collect();
    let whole = names.iter().filter(|name| name.ends_with(".ckp")).count();
    whole > 1 || names.iter().any(|name| name.ends_with(".tmp"))
}

/// Loads the broker until it has made a checkpoint.
pub async fn run(stored: &mut Stored, broker: &Server) -> Measured {
    let data = stored.data();
    let making = AtomicBool::new(false);
    let (during, otherwise) = (Mutex::new(Vec::new()), Mutex::new(Vec::new()));
    let over = AtomicBool::new(false);
    let begun = Instant::now();
    let watch = async {
        while !is_being_made(&data) {
            assert!(begun.elapsed() < PATIENCE, "the broker makes no checkpoint");
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        let since = Instant::now();
        making.store(true, Ordering::Relaxed);
        while is_being_made(&data) {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        let took = since.elapsed();
        making.store(false, Ordering::Relaxed);
        // What it leaves behind for a moment is not counted to either.
        tokio::time::sleep(OTHERWISE).await;
        over.store(true, Ordering::Relaxed);
        took
    };
    let families = &stored.families;
    let load = async {
        let mut registered = 0;
        while !over.load(Ordering::Relaxed) {
            let window = window(IN_FLIGHT, |place| {
                let request = families.request(families.family(), 0);
                let call = register(broker.channel(0, place), request, 0);
                let (making, during, otherwise) = (&making, &during, &otherwise);
                Some(async move {
                    let (sent, before) = (Instant::now(), making.load(Ordering::Relaxed));
                    call.await;
                    let took = sent.elapsed().as_secs_f32() * 1e6;
                    let touched = before || making.load(Ordering::Relaxed);
                    let list = if touched { during } else { otherwise };
                    list.lock().expect("no panic").push(took);
                })
            })
            .await;
            registered += window.all;
        }
        registered
    };
    let (took, registered) = futures::join!(watch, load);
    stored.more(registered);
    let p99 = |list: Mutex<Vec<f32>>| part_of(list.into_inner().expect("no panic"), 0.99);
    Measured { seconds: took.as_secs_f64(), during: p99(during), otherwise: p99(otherwise) }
}
