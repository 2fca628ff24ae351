//! What leaves the house, and how is it counted? Starts and stops the ways out that the configuration
//! has.

use std::sync::Arc;

use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::{
    broker::Broker,
    deliver::{channel::Channel, figures::Figures, pump, webhook::WebhookChannel},
};

use super::{config::Config, metrics::Metrics};

/// The ways out, before anything leaves.
pub(super) struct Prepared {
    channels: Vec<(Arc<dyn Channel>, Arc<Figures>)>,
}

/// The ways out, at work.
pub(super) struct Deliveries {
    tasks: Vec<JoinHandle<()>>,
}

/// Reads what the ways out of the configuration need.
///
/// # Errors
/// Which file cannot be used, and what to do.
pub(super) fn prepare(
    config: &Config,
    broker: &Arc<Broker>,
    metrics: &Metrics,
) -> Result<Prepared, String> {
    let mut channels: Vec<(Arc<dyn Channel>, Arc<Figures>)> = Vec::new();
    let registered = broker.covenant().receivers().len();
    match &config.webhook {
        Some(settings) => {
            let webhook = settings.open().map_err(|why| format!("[webhook]: {why}"))?;
            let key = webhook.key_id();
            tracing::info!(registered, key, "calling the web servers of recipients");
            let channel = WebhookChannel::new(broker.clone(), webhook, settings.sender());
            let figures = Arc::new(Figures::default());
            publish(metrics, &figures);
            channels.push((Arc::new(channel), figures));
        }
        None if registered > 0 => tracing::warn!(
            registered,
            "the parties files name web servers, and nobody calls them: add [webhook]"
        ),
        None => {}
    }
    Ok(Prepared { channels })
}

/// Numbers without names: who it is stands in the log and in the console.
fn publish(metrics: &Metrics, figures: &Arc<Figures>) {
    type Count = fn(&Figures) -> f64;
    let counts: [(&str, &str, Count); 4] = [
        ("webhook_delivered", "Events that receivers took, since the start", |it| {
            float(it.delivered())
        }),
        ("webhook_failed", "Calls of receivers that failed, since the start", |it| {
            float(it.failed())
        }),
        ("webhook_pending", "Receivers for which something waits that should have gone", |it| {
            float(it.pending() as u64)
        }),
        ("webhook_paused", "Receivers that are not reached: somebody has to look", |it| {
            float(it.paused() as u64)
        }),
    ];
    for (name, help, count) in counts {
        let figures = figures.clone();
        metrics.gauge(name, help, move || count(&figures));
    }
}

#[allow(clippy::cast_precision_loss, reason = "counts far below 2^53")]
fn float(count: u64) -> f64 {
    count as f64
}

impl Prepared {
    /// Begins to deliver.
    pub(super) fn start(self, broker: &Arc<Broker>, stop: &CancellationToken) -> Deliveries {
        let begin = |(channel, figures)| {
            tokio::spawn(pump::run(broker.clone(), channel, figures, stop.clone()))
        };
        Deliveries { tasks: self.channels.into_iter().map(begin).collect() }
    }
}

impl Deliveries {
    /// Waits until nothing is under way any more; they were told to stop.
    pub(super) async fn finish(self) {
        for task in self.tasks {
            let _ = task.await;
        }
    }
}
