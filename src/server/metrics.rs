//! Which numbers does the server publish, and how do other rooms add theirs? Never a label that
//! says who: methods, codes and reasons only.

use std::fmt;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use prometheus_client::collector::Collector;
use prometheus_client::encoding::{DescriptorEncoder, EncodeMetric as _};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::{ConstGauge, Gauge};
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};
use tonic::Code;

use crate::service::admission::{Admission, Methods, Resource, Share, Watch};

/// Upper bounds of the time buckets, in seconds: from a read in memory to the unary time limit.
const BUCKETS: [f64; 12] =
    [0.000_25, 0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 2.0, 10.0];

type Reason = [(&'static str, &'static str); 1];
type UsedUp = [(&'static str, &'static str); 2];
type MethodAndCode = [(&'static str, String); 2];
type MethodOnly = [(&'static str, String); 1];

/// The numbers of one process.
pub struct Metrics {
    registry: Mutex<Registry>,
    requests: Family<MethodAndCode, Counter>,
    seconds: Family<MethodOnly, Histogram, fn() -> Histogram>,
    /// Open connections, handshakes in progress included.
    pub(super) connections: Gauge,
    /// Calls refused because too many were in progress.
    requests_shed: Counter,
    /// The same by what was used up, and whose share of it.
    shares_used_up: Family<UsedUp, Counter>,
    /// Calls ended because their caller did not read.
    pub(super) streams_stalled: Counter,
    /// Errors of accept, for instance too many open files.
    pub(super) accept_errors: Counter,
    refused: Family<Reason, Counter>,
    handshakes_failed: Family<Reason, Counter>,
    closed: Family<Reason, Counter>,
    reload_failures: Family<MethodOnly, Counter>,
    reload_good: Family<MethodOnly, Gauge>,
}

impl Default for Metrics {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Metrics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Metrics")
    }
}

impl Metrics {
    /// A registry with the server's own numbers in it, all zero.
    #[must_use]
    pub fn new() -> Self {
        let metrics = Self {
            registry: Mutex::new(Registry::with_prefix("verwijspunt")),
            requests: Family::default(),
            seconds: Family::new_with_constructor(|| Histogram::new(BUCKETS)),
            connections: Gauge::default(),
            requests_shed: Counter::default(),
            shares_used_up: Family::default(),
            streams_stalled: Counter::default(),
            accept_errors: Counter::default(),
            refused: Family::default(),
            handshakes_failed: Family::default(),
            closed: Family::default(),
            reload_failures: Family::default(),
            reload_good: Family::default(),
        };
        let m = &metrics;
        m.with_registry(|r| {
            r.register("requests", "Calls by method and gRPC code", m.requests.clone());
            let help = "Time until the answer, or until a stream began";
            r.register_with_unit("request", help, Unit::Seconds, m.seconds.clone());
            r.register("connections", "Open connections", m.connections.clone());
            let help = "Calls refused because too many were in progress";
            r.register("requests_shed", help, m.requests_shed.clone());
            let help = "Calls refused because a share was used up, by what and of whom";
            r.register("shares_used_up", help, m.shares_used_up.clone());
            let help = "Streams ended because their caller did not read";
            r.register("streams_stalled", help, m.streams_stalled.clone());
            r.register("accept_errors", "Errors of accept", m.accept_errors.clone());
            r.register("connections_refused", "Refused, by reason", m.refused.clone());
            let help = "Connections that never came to a request, by reason";
            r.register("handshakes_failed", help, m.handshakes_failed.clone());
            r.register("connections_closed", "Closed by the server, by reason", m.closed.clone());
            r.register("reload_failures", "Failed reloads, by file", m.reload_failures.clone());
            let help = "1 when what is in force is what the files say";
            r.register("reload_good", help, m.reload_good.clone());
        });
        metrics
    }

    /// Adds a number that is asked for at every scrape. `name` without prefix, unit included, in
    /// snake case; `read` must be quick.
    pub fn gauge(
        &self,
        name: &'static str,
        help: &'static str,
        read: impl Fn() -> f64 + Send + Sync + 'static,
    ) {
        debug_assert!(
            !name.starts_with("verwijspunt") && !name.ends_with("_total"),
            "{name}: the prefix is added here, and a total is a counter"
        );
        self.with_registry(|registry| {
            registry.register_collector(Box::new(Asked { name, help, read: Box::new(read) }));
        });
    }

    /// Gives access to the registry, for counters and histograms of other rooms.
    pub fn with_registry<T>(&self, change: impl FnOnce(&mut Registry) -> T) -> T {
        change(&mut self.registry.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// All numbers as OpenMetrics text.
    #[must_use]
    pub fn render(&self) -> String {
        let mut text = String::with_capacity(16 * 1024);
        self.with_registry(|registry| {
            prometheus_client::encoding::text::encode(&mut text, registry)
                .expect("a String takes every write");
        });
        text
    }

    pub(super) fn refused(&self, reason: &'static str) {
        self.refused.get_or_create(&[("reason", reason)]).inc();
    }

    pub(super) fn handshake_failed(&self, reason: &'static str) {
        self.handshakes_failed.get_or_create(&[("reason", reason)]).inc();
    }

    pub(super) fn closed(&self, reason: &'static str) {
        self.closed.get_or_create(&[("reason", reason)]).inc();
    }

    pub(super) fn reloaded(&self, what: &str, good: bool) {
        let labels = [("what", what.to_owned())];
        self.reload_good.get_or_create(&labels).set(i64::from(good));
        let failures = self.reload_failures.get_or_create_owned(&labels);
        if !good {
            failures.inc();
        }
    }

    /// Failed reloads so far, all files together.
    #[must_use]
    pub fn reload_failures(&self, what: &str) -> u64 {
        self.reload_failures.get(&[("what", what.to_owned())]).map_or(0, |counter| counter.get())
    }

    /// Shows how much of a resource is taken.
    pub(super) fn taken(
        &self,
        name: &'static str,
        help: &'static str,
        of: Resource,
        admission: &Arc<Admission>,
    ) {
        let admission = Arc::clone(admission);
        #[expect(clippy::cast_precision_loss, reason = "what fits in memory fits a double")]
        self.gauge(name, help, move || admission.shares().taken(of) as f64);
    }

    /// Counts the calls of these methods.
    pub(super) fn watch(&self, methods: &Methods) -> Arc<dyn Watch> {
        let labels = methods.listed().map(|(path, _)| path.trim_start_matches('/'));
        let methods = labels.map(|label| self.method(label)).collect();
        let (shed, used_up) = (self.requests_shed.clone(), self.shares_used_up.clone());
        Arc::new(Watching { methods, shed, used_up })
    }

    fn method(&self, label: &str) -> MethodMetrics {
        MethodMetrics {
            label: label.to_owned(),
            requests: self.requests.clone(),
            codes: [const { OnceLock::new() }; CODES],
            seconds: self.seconds.get_or_create_owned(&[("method", label.to_owned())]),
        }
    }
}

/// gRPC codes: 0 to 16.
const CODES: usize = 17;

/// One method and its numbers, looked up once: counting takes no lock and no hash.
struct MethodMetrics {
    label: String,
    requests: Family<MethodAndCode, Counter>,
    codes: [OnceLock<Counter>; CODES],
    seconds: Histogram,
}

impl MethodMetrics {
    fn ended(&self, code: Code) {
        // Created at first use: a scrape shows no code that never occurred.
        let counter = self.codes[code as usize % CODES].get_or_init(|| {
            let labels = [("method", self.label.clone()), ("code", format!("{code:?}"))];
            self.requests.get_or_create_owned(&labels)
        });
        counter.inc();
    }
}

/// The numbers of all methods, in the order in which they are listed.
struct Watching {
    methods: Vec<MethodMetrics>,
    shed: Counter,
    used_up: Family<UsedUp, Counter>,
}

impl Watch for Watching {
    fn took(&self, method: usize, time: Duration) {
        self.methods[method].seconds.observe(time.as_secs_f64());
    }

    fn ended(&self, method: usize, code: Code) {
        self.methods[method].ended(code);
    }

    fn shed(&self, of: Resource, share: Share) {
        self.shed.inc();
        self.used_up.get_or_create(&[("what", of.name()), ("whose", share.name())]).inc();
    }
}

/// A number that is asked for at every scrape.
struct Asked {
    name: &'static str,
    help: &'static str,
    read: Box<dyn Fn() -> f64 + Send + Sync>,
}

impl fmt::Debug for Asked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

impl Collector for Asked {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> fmt::Result {
        let gauge = ConstGauge::new((self.read)());
        let metric = encoder.encode_descriptor(self.name, self.help, None, gauge.metric_type())?;
        gauge.encode(metric)
    }
}

#[cfg(test)]
mod tests {
    use super::Metrics;

    #[test]
    fn what_is_published_is_named_as_its_readers_expect() {
        let metrics = Metrics::new();
        metrics.gauge("store_bytes", "Bytes on disk", || 42.0);
        let text = metrics.render();
        let types = text.lines().filter_map(|line| line.strip_prefix("# TYPE "));
        let types: Vec<_> = types.filter_map(|line| line.split_once(' ')).collect();
        assert!(types.len() > 4 && types.contains(&("verwijspunt_store_bytes", "gauge")), "{text}");
        for (name, kind) in types {
            let name = name.strip_prefix("verwijspunt_").expect("it says whose it is");
            assert!(!name.starts_with("verwijspunt"), "the prefix stands once: {name}");
            // What ends so is read as a number that only grows.
            assert!(kind != "gauge" || !name.ends_with("_total"), "{name} is a gauge");
        }
    }

    #[test]
    fn a_figure_of_another_room_is_named_as_what_it_is() {
        for name in ["refused_total", "verwijspunt_refused"] {
            let added = std::panic::catch_unwind(|| Metrics::new().gauge(name, "Refused", || 1.0));
            assert!(added.is_err(), "{name} was added");
        }
    }
}
