//! How is a short stretch of load measured?

use std::time::{Duration, Instant};

use futures::{StreamExt as _, stream::FuturesUnordered};

/// Requests in flight, where nothing else is said.
pub const IN_FLIGHT: usize = 64;

/// One window; its first quarter is not counted.
pub const WINDOW: Duration = Duration::from_millis(400);

/// What a window measured.
#[derive(Clone, Debug, Default)]
pub struct Window {
    /// Answers that count.
    pub done: u64,
    /// With those outside of what is measured.
    pub all: u64,
    /// How long was counted.
    pub seconds: f64,
    /// Of those sent within what is counted, in microseconds.
    pub latencies: Vec<f32>,
}

impl Window {
    #[expect(clippy::cast_precision_loss, reason = "figures for people")]
    pub fn rate(&self) -> f64 {
        self.done as f64 / self.seconds
    }
}

/// Keeps a number of calls in flight for one window. `call` is given the place of its connection;
/// when it has no more to ask, the window is over sooner.
pub async fn window<C, F>(in_flight: usize, call: C) -> Window
where
    C: Fn(usize) -> Option<F>,
    F: Future<Output = ()>,
{
    let begun = Instant::now();
    let (warm, end) = (begun + WINDOW / 4, begun + WINDOW);
    let mut window = Window::default();
    let mut running = FuturesUnordered::new();
    let mut counted_to = end;
    let ask = |place: usize| {
        let call = call(place)?;
        Some(async move {
            let sent = Instant::now();
            call.await;
            (place, sent, Instant::now())
        })
    };
    running.extend((0..in_flight).filter_map(ask));
    while let Some((place, sent, now)) = running.next().await {
        window.all += 1;
        if now >= warm && now < end {
            window.done += 1;
        }
        if sent >= warm {
            window.latencies.push((now - sent).as_secs_f32() * 1e6);
        }
        if now < end {
            match ask(place) {
                Some(next) => running.push(next),
                None => counted_to = now,
            }
        }
    }
    window.seconds = counted_to.saturating_duration_since(warm).as_secs_f64().max(1e-3);
    window
}

/// The middle of some figures.
pub fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    let (low, high) =
        (figures.get(figures.len().saturating_sub(1) / 2), figures.get(figures.len() / 2));
    low.zip(high).map_or(f64::NAN, |(low, high)| f64::midpoint(*low, *high))
}

/// The value below which `part` of 1 lies.
pub fn part_of(mut figures: Vec<f32>, part: f64) -> f64 {
    figures.sort_by(f32::total_cmp);
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a place in a list"
    )]
    let place = (figures.len() as f64 * part) as usize;
    figures.get(place.min(figures.len().saturating_sub(1))).copied().map_or(f64::NAN, f64::from)
}
