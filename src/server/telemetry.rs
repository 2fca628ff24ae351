//! Where do log lines go, and in which form? To stderr, as JSON or text.

use tracing::{Level, Metadata, Subscriber};
use tracing_subscriber::{
    EnvFilter, Layer,
    layer::{Context, SubscriberExt as _},
    util::SubscriberInitExt as _,
};

use super::config::{Log, LogFormat};

/// Starts logging for this process.
///
/// # Errors
/// When the filter is malformed, or logging was started already.
pub fn init(log: &Log) -> Result<(), String> {
    let filter = EnvFilter::try_new(&log.filter)
        .map_err(|e| format!("[log] filter does not fit ({e}); try \"info\""))?;
    let lines = tracing_subscriber::fmt::layer().with_writer(std::io::stderr);
    let registry = tracing_subscriber::registry().with(filter).with(WithoutRecords);
    let started = match log.format {
        LogFormat::Json => registry.with(lines.json().flatten_event(true)).try_init(),
        LogFormat::Text => registry.with(lines).try_init(),
    };
    started.map_err(|e| format!("logging cannot be started: {e}"))
}

/// Whatever the filter says: the index writes whole records into its finest log lines, with the
/// contact cards of professionals in them. `tests/leaks.rs` finds them without this.
struct WithoutRecords;

impl<S: Subscriber> Layer<S> for WithoutRecords {
    fn enabled(&self, metadata: &Metadata<'_>, _: Context<'_, S>) -> bool {
        *metadata.level() <= Level::INFO || !metadata.target().starts_with("sled")
    }
}
