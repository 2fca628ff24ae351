//! Puts the rooms together: store, covenant, keys, broker and services behind one server.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use crate::{
    broker::{Broker, Clock, NotInForce, NotItsKeys, Standing},
    deliver::{
        channel::Channel,
        figures::Figures,
        mail::Mail,
        professionals, pump,
        webhook::{Webhook, WebhookChannel},
    },
    domain::model::key_check::KeyCheck,
    service::{Between, Front, local::Clients},
    store::{
        Store,
        embedded::{
            EmbeddedStore,
            engine::{OpenError, Options},
        },
        memory::MemoryStore,
        postgres::{self, PostgresStore},
    },
};

use super::{
    browsers::BrowserTls,
    budget_config,
    checkpoints::{CheckpointError, Checkpoints},
    config::{Config, StoreUrl},
    covenants, deliveries,
    keys::{self, KeyFileError},
    lasting,
    listeners::Served,
    metrics::Metrics,
    pages::{Pages, PagesError, Serving},
    serve::{self, RunningServer, StartError},
    shutdown::{ShutdownSignal, StopReason},
    surroundings,
    webhook_config::WebhookConfig,
};

pub use super::covenants::{load_covenant, load_covenants};

/// How often deadlines are looked at: a deadline is at most this late.
const SWEEP_EVERY: Duration = Duration::from_secs(15);

/// How often the store is asked whether it still works.
const WATCH_EVERY: Duration = Duration::from_millis(500);

/// Why the broker did not start.
#[derive(Debug, thiserror::Error)]
pub enum AssembleError {
    /// The covenant was refused; every problem, a line each.
    #[error("the covenant was refused:\n{0}")]
    Covenant(String),
    /// What stands in the store does not fit the covenant.
    #[error("the covenant was refused: {0}")]
    NotInForce(#[from] NotInForce),
    /// The key file cannot be used.
    #[error(transparent)]
    Keys(#[from] KeyFileError),
    /// The keys are not those that the store was written with.
    #[error(transparent)]
    OtherKeys(#[from] NotItsKeys),
    /// The store cannot be opened.
    #[error(transparent)]
    Store(#[from] OpenError),
    /// The database cannot be used.
    #[error(transparent)]
    Database(#[from] postgres::OpenError),
    /// The audit log cannot be anchored, or is not the one that was.
    #[error(transparent)]
    Checkpoints(#[from] CheckpointError),
    /// Listening or certificates.
    #[error(transparent)]
    Start(#[from] StartError),
    /// Calls to recipients' web servers.
    #[error("[webhook]: {0}")]
    Webhook(String),
    /// The pages for people.
    #[error(transparent)]
    Pages(#[from] PagesError),
}

/// A broker that serves.
pub struct Assembled {
    server: RunningServer,
    broker: Arc<Broker>,
    keys: Vec<KeyCheck>,
    clients: Clients,
    pages: Option<Serving>,
    sweeper: tokio::task::JoinHandle<()>,
    pumps: Vec<tokio::task::JoinHandle<()>>,
    stop: CancellationToken,
    anchor: Option<Anchor>,
}

/// The task that writes checkpoints of the audit log. It outlives the calls and ends before the
/// store is closed.
struct Anchor {
    task: tokio::task::JoinHandle<()>,
    stop: CancellationToken,
}

impl Anchor {
    fn start(checkpoints: Checkpoints, broker: &Arc<Broker>) -> Self {
        let (stop, store, clock) =
            (CancellationToken::new(), broker.store().clone(), broker.clone());
        let task = tokio::spawn(checkpoints.run(store, stop.clone(), move || clock.now()));
        Self { task, stop }
    }

    async fn finish(self) {
        self.stop.cancel();
        let _ = self.task.await;
    }
}

/// Starts everything that a config names. Blocks for as long as the store recovers. Deadlines are
/// swept by themselves where the clock goes on by itself; under a clock that is set, by
/// [`Broker::sweep`].
///
/// # Errors
/// See [`AssembleError`]; nothing keeps running after one.
pub async fn start(config: &Config, clock: Clock) -> Result<Assembled, AssembleError> {
    start_between(config, clock, None).await
}

/// The same with something between callers and services: for a sandbox.
///
/// # Errors
/// As [`start`].
pub async fn start_between(
    config: &Config,
    clock: Clock,
    between: Option<Between>,
) -> Result<Assembled, AssembleError> {
    let covenants = load_covenants(&config.covenants).map_err(AssembleError::Covenant)?;
    for covenant in covenants.all() {
        tracing::info!(covenant = %covenant.reference(), "the covenant is total");
    }
    let pseudonyms = keys::pseudonymiser(&config.keys)?;
    // Whatever is put between was made for trying out, where nobody real may be.
    let pseudonyms = if between.is_some() { pseudonyms.of_nobody() } else { pseudonyms };
    let webhook = config.webhook.as_ref().map(WebhookConfig::open).transpose();
    let webhook = webhook.map_err(AssembleError::Webhook)?;
    let mut checkpoints = config.audit.as_ref().map(Checkpoints::new).transpose()?;
    let store = open(&config.store, config.gone_within).await?;
    if let Some(checkpoints) = &mut checkpoints
        && let Err(error) = checkpoints.resume(&*store).await
    {
        store.close().await;
        return Err(error.into());
    }
    let by_itself = !matches!(clock, Clock::Set(_));
    for warning in budget_config::warnings(&config.budget) {
        tracing::warn!("{warning}");
    }
    let broker = Broker::new(store.clone(), Arc::new(covenants), clock);
    let broker = Arc::new(broker.with_budget(config.budget.clone()));
    let keys = pseudonyms.checks();
    if let Err(error) = broker.take_keys(&keys).await {
        store.close().await;
        return Err(error.into());
    }
    match broker.take_force().await {
        Ok(standing) if standing == Standing::default() => {}
        Ok(standing) => {
            tracing::info!("the covenant is in force{}", covenants::followed(&standing))
        }
        Err(error) => {
            store.close().await;
            return Err(error.into());
        }
    }

    let shutdown = ShutdownSignal::new();
    let stop = CancellationToken::new();
    let (told, streams, unstarted) = (shutdown.clone(), stop.clone(), shutdown.clone());
    tokio::spawn(async move {
        told.stopped().await;
        streams.cancel();
    });
    let front = Front::new(broker.clone(), pseudonyms, stop.clone());
    let served = Served::new(config, front, between);
    let metrics = Arc::new(Metrics::new());
    publish(&metrics, &store, &broker);
    surroundings::publish(&metrics, config, &broker);
    let mut deliveries = channels(config, &broker, &metrics);
    deliveries.extend(calls(config, webhook, &broker, &metrics));
    let mut to_professionals = to_professionals(config, &broker, &metrics);
    if config.restored {
        tracing::warn!("[store] restored: nobody is served or told anything before it is opened");
        (deliveries, to_professionals) = (Vec::new(), None);
    }
    let clients = served.for_callers_inside(&config.limits, &metrics);
    let people = match people(config, &broker, &clients, &metrics).await {
        Ok(people) => people,
        Err(error) => {
            store.close().await;
            return Err(error);
        }
    };
    let ready = store.clone();
    let mut server = served
        .over_grpc(config)
        .shutdown_signal(shutdown.clone())
        .metrics(Arc::clone(&metrics))
        .ready(move || ready.ready())
        .reload_hook(covenants::hook(broker.clone(), config.covenants.clone()));
    if let Some((_, _, tls)) = &people {
        server = server.reload_hook(tls.hook());
    }
    let server = match server.start().await {
        Ok(server) => server,
        Err(error) => {
            unstarted.stop();
            store.close().await;
            return Err(error.into());
        }
    };
    let anchor = checkpoints.map(|checkpoints| Anchor::start(checkpoints, &broker));
    let (following, until) = (broker.clone(), stop.clone());
    lasting::keep("following other brokers", stop.clone(), move || {
        let (following, until) = (following.clone(), until.clone());
        async move { following.follow_others(until).await }
    });
    let (sweeping, until) = (broker.clone(), stop.clone());
    let sweeper = lasting::keep("deadlines", stop.clone(), move || {
        let (sweeping, until) = (sweeping.clone(), until.clone());
        async move {
            // Who sets the clock by hand also says when deadlines are looked at.
            if by_itself {
                sweeping.sweep_until(until, SWEEP_EVERY).await;
            }
        }
    });
    let pump = |(channel, figures)| {
        let (delivering, until) = (broker.clone(), stop.clone());
        lasting::keep("deliveries", stop.clone(), move || {
            pump::run(delivering.clone(), Arc::clone(&channel), Arc::clone(&figures), until.clone())
        })
    };
    let mut pumps: Vec<_> = deliveries.into_iter().map(pump).collect();
    pumps.extend(to_professionals.map(|(mail, figures)| {
        let (delivering, until) = (broker.clone(), stop.clone());
        lasting::keep("mail to professionals", stop.clone(), move || {
            professionals::run(delivering.clone(), mail.clone(), figures.clone(), until.clone())
        })
    }));
    let grace = Duration::from_millis(config.limits.drain_timeout_ms);
    let serve = |(pages, listener, _): People| {
        pages.serve(listener, Arc::clone(&metrics), shutdown.clone(), grace)
    };
    let pages = people.map(serve);
    Ok(Assembled { server, broker, keys, clients, pages, sweeper, pumps, stop, anchor })
}

async fn open(url: &StoreUrl, gone_within: Duration) -> Result<Arc<dyn Store>, AssembleError> {
    match url {
        StoreUrl::Memory => {
            tracing::warn!("the store is in memory: everything is gone when this process ends");
            Ok(Arc::new(MemoryStore::default()))
        }
        StoreUrl::Embedded(directory) => {
            let directory = directory.clone();
            let opened = tokio::task::spawn_blocking(move || {
                EmbeddedStore::open(&directory, Options { gone_within, ..Options::default() })
            });
            let store = opened.await.expect("opening the store does not panic")?;
            Ok(Arc::new(store))
        }
        StoreUrl::Postgres(options) => Ok(Arc::new(PostgresStore::open(options).await?)),
    }
}

/// Shows what the store and the broker count.
fn publish(metrics: &Metrics, store: &Arc<dyn Store>, broker: &Arc<Broker>) {
    for (place, (name, help, _)) in store.figures().into_iter().enumerate() {
        let store = store.clone();
        let figure = move || store.figures().get(place).map_or(f64::NAN, |(_, _, value)| *value);
        metrics.gauge(name, help, figure);
    }
    for (place, (name, help, _)) in broker.figures().into_iter().enumerate() {
        let broker = broker.clone();
        metrics.gauge(name, help, move || broker.figures()[place].2);
    }
}

/// The ways out of the house that the configuration names, each with its numbers.
fn channels(
    config: &Config,
    broker: &Arc<Broker>,
    metrics: &Metrics,
) -> Vec<(Arc<dyn Channel>, Arc<Figures>)> {
    let mail = config.mail.clone().map(|settings| {
        let figures = Arc::new(Figures::default());
        let channel: Arc<dyn Channel> = Arc::new(Mail::new(settings, broker.clone()));
        deliveries::publish(metrics, &deliveries::MAIL, &figures);
        (channel, figures)
    });
    mail.into_iter().collect()
}

/// Mail to the professionals of organisations that chose so, with its numbers.
fn to_professionals(
    config: &Config,
    broker: &Arc<Broker>,
    metrics: &Metrics,
) -> Option<(Arc<Mail>, Arc<Figures>)> {
    let mail = Arc::new(Mail::new(config.mail.clone()?, broker.clone()));
    let figures = Arc::new(Figures::default());
    deliveries::publish(metrics, &deliveries::PROFESSIONALS, &figures);
    Some((mail, figures))
}

/// Calls to recipients' web servers, when the configuration has what they need.
fn calls(
    config: &Config,
    webhook: Option<Webhook>,
    broker: &Arc<Broker>,
    metrics: &Metrics,
) -> Option<(Arc<dyn Channel>, Arc<Figures>)> {
    let registered = broker.covenant().receivers().len();
    let Some((settings, webhook)) = config.webhook.as_ref().zip(webhook) else {
        if registered > 0 {
            tracing::warn!(registered, "web servers are registered and not called: add [webhook]");
        }
        return None;
    };
    tracing::info!(registered, key = webhook.key_id(), "calling the web servers of recipients");
    let figures = Arc::new(Figures::default());
    deliveries::publish(metrics, &deliveries::WEBHOOKS, &figures);
    let channel = WebhookChannel::new(broker.clone(), webhook, settings.sender());
    Some((Arc::new(channel), figures))
}

/// Waits until nothing writes any more, and anchors the end.
async fn at_rest(
    sweeper: tokio::task::JoinHandle<()>,
    pumps: Vec<tokio::task::JoinHandle<()>>,
    anchor: Option<Anchor>,
) {
    let _ = sweeper.await;
    for pump in pumps {
        let _ = pump.await;
    }
    if let Some(anchor) = anchor {
        anchor.finish().await;
    }
}

/// The pages for people, the place where they will be served, and their certificate.
type People = (Pages, TcpListener, Arc<BrowserTls>);

/// Prepares the pages, when the configuration has them.
async fn people(
    config: &Config,
    broker: &Arc<Broker>,
    clients: &Clients,
    metrics: &Metrics,
) -> Result<Option<People>, AssembleError> {
    let Some(people) = &config.people else { return Ok(None) };
    let tls = BrowserTls::new(people, config.tls.allow_tls12).map_err(PagesError::from)?;
    let pages = Pages::new(people, broker.clone(), clients.clone(), tls.clone())?;
    let (listener, address) = serve::listen(people.address, "[people] address").await?;
    pages.publish(metrics);
    let state = tls.clone();
    metrics.gauge("people_cert_expiry_seconds", "Until the certificate for browsers expires", {
        move || state.expires_in_seconds()
    });
    tracing::info!(%address, "serving pages");
    Ok(Some((pages, listener, tls)))
}

/// Waits until no page is under way any more.
async fn finished(pages: Option<Serving>) {
    if let Some(serving) = pages {
        serving.finish().await;
    }
}

impl Assembled {
    /// The server.
    #[must_use]
    pub fn server(&self) -> &RunningServer {
        &self.server
    }

    /// The broker.
    #[must_use]
    pub fn broker(&self) -> &Arc<Broker> {
        &self.broker
    }

    /// Clients of the same service in this process.
    #[must_use]
    pub fn clients(&self) -> &Clients {
        &self.clients
    }

    /// Where people sign in, when they do here.
    #[must_use]
    pub fn pages_address(&self) -> Option<SocketAddr> {
        self.pages.as_ref().and_then(Serving::address)
    }

    /// Serves until asked to stop, until the store has failed, or until its keys are outdated.
    pub async fn run(self) -> StopReason {
        let Self { server, broker, keys, pages, sweeper, pumps, stop, anchor, .. } = self;
        let store = broker.store().clone();
        let watched = store.clone();
        let failing = async move {
            loop {
                if let Err(why) = watched.health() {
                    return why;
                }
                tokio::time::sleep(WATCH_EVERY).await;
            }
        };
        let failed = async move {
            tokio::select! {
                why = failing => why,
                why = broker.keys_outdated(&keys) => why.to_string(),
            }
        };
        let reason = server.run(failed).await;
        stop.cancel();
        finished(pages).await;
        at_rest(sweeper, pumps, anchor).await;
        store.close().await;
        reason
    }

    /// Stops as on a signal.
    pub async fn shutdown(self) {
        let Self { server, broker, pages, sweeper, pumps, stop, anchor, .. } = self;
        server.shutdown().await;
        stop.cancel();
        finished(pages).await;
        at_rest(sweeper, pumps, anchor).await;
        broker.store().close().await;
    }
}
