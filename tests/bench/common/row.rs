//! How are two servers compared? Both run at once; short windows alternate A B B A between them.
//!
//! The speed of a shared machine changes twofold within minutes. So neighbouring windows make a
//! pair, and the median of the pairs counts.

use serde_json::{Value, json};

use super::{
    server::{Server, at_rest},
    window::{Window, median, part_of},
};

/// What a row compares: windows of one kind and of the other.
pub struct Row {
    pub name: String,
    pub a: Side,
    pub b: Side,
    /// More figures, for the JSON line.
    pub besides: Vec<(String, f64)>,
}

/// The windows of one kind.
#[derive(Default)]
pub struct Side {
    pub windows: Vec<Window>,
    /// Processor time of the server for one request, in microseconds; with what it does behind its
    /// answers when the row waited for that.
    pub processor: f64,
    /// Resident memory of the server afterwards, in bytes.
    pub memory: u64,
}

impl Side {
    pub fn rate(&self) -> f64 {
        median(self.windows.iter().filter(|w| w.done > 0).map(Window::rate).collect())
    }

    /// Latency below which `part` of 1 lies, in microseconds.
    pub fn latency(&self, part: f64) -> f64 {
        part_of(self.windows.iter().flat_map(|w| w.latencies.iter().copied()).collect(), part)
    }

    pub fn all(&self) -> u64 {
        self.windows.iter().map(|window| window.all).sum()
    }
}

/// How long a row takes.
#[derive(Clone, Copy)]
pub struct Length {
    /// Four windows each: A B B A.
    pub rounds: usize,
    /// Whether the processor time has what the servers do behind their answers.
    pub wait: bool,
}

/// Measures a row: `a` and `b` do a window each time they are called.
pub async fn row(
    name: &str,
    length: Length,
    servers: (&Server, &Server),
    a: impl AsyncFn() -> Window,
    b: impl AsyncFn() -> Window,
) -> Row {
    let servers = (Some(servers.0), Some(servers.1));
    row_while(name, length.wait, servers, |round| round < length.rounds, a, b).await
}

/// The same for as many rounds as `more` says. What has no server of its own has no processor time
/// and no memory.
pub async fn row_while(
    name: &str,
    wait: bool,
    servers: (Option<&Server>, Option<&Server>),
    more: impl Fn(usize) -> bool,
    a: impl AsyncFn() -> Window,
    b: impl AsyncFn() -> Window,
) -> Row {
    let used = || {
        let of = |server: Option<&Server>| server.map_or(f64::NAN, Server::processor_seconds);
        (of(servers.0), of(servers.1))
    };
    let before = used();
    let (mut of_a, mut of_b) = (Side::default(), Side::default());
    for _ in (0..).take_while(|round| more(*round)) {
        of_a.windows.push(a().await);
        of_b.windows.push(b().await);
        of_b.windows.push(b().await);
        of_a.windows.push(a().await);
    }
    if wait {
        at_rest(&servers.0.into_iter().chain(servers.1).collect::<Vec<_>>()).await;
    }
    let after = used();
    let (mut asked_a, mut asked_b) = (of_a.all(), of_b.all());
    if servers.0.map(Server::id) == servers.1.map(Server::id) {
        (asked_a, asked_b) = (asked_a + asked_b, asked_a + asked_b);
    }
    #[expect(clippy::cast_precision_loss, reason = "figures for people")]
    let each = |seconds: f64, requests: u64| seconds * 1e6 / requests.max(1) as f64;
    of_a.processor = each(after.0 - before.0, asked_a);
    of_b.processor = each(after.1 - before.1, asked_b);
    let memory = |server: Option<&Server>| server.map_or(0, Server::memory);
    (of_a.memory, of_b.memory) = (memory(servers.0), memory(servers.1));
    Row { name: name.to_owned(), a: of_a, b: of_b, besides: Vec::new() }
}

impl Row {
    /// Rate of B by rate of A: the median of the pairs.
    pub fn ratio(&self) -> f64 {
        let pairs = self.a.windows.iter().zip(&self.b.windows);
        // Where there was nothing left to ask, nothing was compared.
        let pairs = pairs.filter(|(a, b)| a.done > 0 && b.done > 0);
        median(pairs.map(|(a, b)| b.rate() / a.rate()).collect())
    }

    pub fn processor_ratio(&self) -> f64 {
        self.b.processor / self.a.processor
    }

    pub fn json(&self) -> Value {
        let side = |side: &Side| {
            json!({
                "per_s": side.rate().round(), "p50_us": side.latency(0.5).round(),
                "p99_us": side.latency(0.99).round(), "cpu_us": round(side.processor),
                "rss_bytes": side.memory, "requests": side.all(),
            })
        };
        let mut line = json!({
            "workload": self.name, "a": side(&self.a), "b": side(&self.b),
            "ratio": round(self.ratio()), "cpu_ratio": round(self.processor_ratio()),
        });
        for (name, figure) in &self.besides {
            line[name] = json!(round(*figure));
        }
        line
    }
}

fn round(figure: f64) -> f64 {
    (figure * 1000.0).round() / 1000.0
}
