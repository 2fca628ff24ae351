//! Where do log lines go, and in which form? To stderr, as JSON or text.

use tracing_subscriber::EnvFilter;

use super::config::{Log, LogFormat};

/// Starts logging for this process.
///
/// # Errors
/// When the filter is malformed, or logging was started already.
pub fn init(log: &Log) -> Result<(), String> {
    let filter = EnvFilter::try_new(&log.filter)
        .map_err(|e| format!("[log] filter does not fit ({e}); try \"info\""))?;
    let lines = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    let started = match log.format {
        LogFormat::Json => lines.json().flatten_event(true).try_init(),
        LogFormat::Text => lines.try_init(),
    };
    started.map_err(|e| format!("logging cannot be started: {e}"))
}
