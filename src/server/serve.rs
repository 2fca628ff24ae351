//! How is a server put together, started and stopped?

use std::fmt;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tonic_health::ServingStatus;
use tonic_health::server::HealthReporter;

use super::accept::{Acceptor, affordable_connections, handshake_turns};
use super::admin::{Admin, Ready};
use super::clock::seconds_until;
use super::config::Config;
use super::connections::Connections;
use super::gate::Gate;
use super::metrics::Metrics;
use super::refusals::{Refusals, Visitors};
use super::reload::{ReloadHook, Reloader};
use super::sharing;
use super::shutdown::{ShutdownSignal, StopReason, StopSignals};
use super::tls::{TlsError, TlsState};
use crate::service::{
    Routes,
    admission::{Admission, Knows, Methods},
};

/// Why a server does not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The address cannot be listened on.
    #[error("cannot listen on {address} ({source}); {advice}", advice = advice(source, setting))]
    Listen {
        /// The address.
        address: SocketAddr,
        /// The setting that it comes from.
        setting: &'static str,
        /// Why.
        source: io::Error,
    },
    /// Certificates cannot be used.
    #[error(transparent)]
    Tls(#[from] TlsError),
}

fn advice(source: &io::Error, setting: &str) -> String {
    match source.kind() {
        io::ErrorKind::AddrInUse => {
            format!("another process has this port: stop it, or choose another in {setting}")
        }
        io::ErrorKind::AddrNotAvailable => {
            format!("this machine does not have that address: correct {setting}")
        }
        io::ErrorKind::PermissionDenied => {
            format!("ports under 1024 need CAP_NET_BIND_SERVICE: grant it or change {setting}")
        }
        _ => format!("check {setting}"),
    }
}

/// A server that has not been started.
pub struct Server<'c> {
    config: &'c Config,
    routes: Routes,
    methods: Methods,
    health: Option<HealthReporter>,
    probes: Option<Routes>,
    hooks: Vec<ReloadHook>,
    knows: Option<Knows>,
    ready: Ready,
    shutdown: ShutdownSignal,
    metrics: Arc<Metrics>,
}

impl fmt::Debug for Server<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Server")
    }
}

impl<'c> Server<'c> {
    /// A server of these routes. Every other part is optional, but without [`methods`](Self::methods)
    /// every call counts as unary.
    #[must_use]
    pub fn new(config: &'c Config, routes: Routes) -> Self {
        Self {
            config,
            routes,
            methods: Methods::default(),
            health: None,
            probes: None,
            hooks: Vec::new(),
            knows: None,
            ready: Box::new(|| Ok(())),
            shutdown: ShutdownSignal::new(),
            metrics: Arc::new(Metrics::new()),
        }
    }

    /// Who is party to something: the others get the share of strangers.
    #[must_use]
    pub fn knows(mut self, knows: Knows) -> Self {
        self.knows = Some(knows);
        self
    }

    /// The methods behind the routes.
    #[must_use]
    pub fn methods(mut self, methods: Methods) -> Self {
        self.methods = methods;
        self
    }

    /// The health service to keep up to date: every service of the methods, and the whole.
    #[must_use]
    pub fn health(mut self, health: HealthReporter) -> Self {
        self.health = Some(health);
        self
    }

    /// The health service once more, for probes on the admin address.
    #[must_use]
    pub fn probes(mut self, probes: Routes) -> Self {
        self.probes = Some(probes);
        self
    }

    /// Something more to reload.
    #[must_use]
    pub fn reload_hook(mut self, hook: ReloadHook) -> Self {
        self.hooks.push(hook);
        self
    }

    /// What `/readyz` asks.
    #[must_use]
    pub fn ready(mut self, ready: impl Fn() -> Result<(), String> + Send + Sync + 'static) -> Self {
        self.ready = Box::new(ready);
        self
    }

    /// The signal that the services' streams wait for.
    #[must_use]
    pub fn shutdown_signal(mut self, shutdown: ShutdownSignal) -> Self {
        self.shutdown = shutdown;
        self
    }

    /// The numbers that other rooms have added theirs to.
    #[must_use]
    pub fn metrics(mut self, metrics: Arc<Metrics>) -> Self {
        self.metrics = metrics;
        self
    }

    /// Reads certificates, listens and serves in the background.
    ///
    /// # Errors
    /// When an address or a certificate cannot be used; the text says what to do.
    pub async fn start(self) -> Result<RunningServer, StartError> {
        let Self { config, routes, methods, health, probes, hooks, .. } = self;
        let Self { knows, ready, shutdown, metrics, .. } = self;
        let mut limits = config.limits.clone();
        limits.max_connections = affordable_connections(limits.max_connections);
        let tls = Arc::new(TlsState::new(&config.tls)?);
        let (listener, address) = listen(config.listen.address, "[listen] address").await?;
        let admin = match config.listen.admin_address {
            Some(address) => Some(listen(address, "[listen] admin_address").await?),
            None => None,
        };

        let connections = Arc::new(Connections::default());
        publish_expiry(&metrics, &tls);
        let watch = metrics.watch(&methods);
        let mut admission = Admission::new(routes, &methods, sharing::wire(&limits), watch);
        if let Some(knows) = knows {
            admission = admission.with_knowledge(knows);
        }
        let admission = Arc::new(admission);
        for (name, help, of) in sharing::TAKEN {
            metrics.taken(name, help, of, &admission);
        }
        let gate = Arc::new(Gate::new(admission, &limits, shutdown.clone(), Arc::clone(&metrics)));
        let reloader = Arc::new(Reloader::new(
            Arc::clone(&tls),
            Arc::clone(&connections),
            Arc::clone(&metrics),
            hooks,
        ));
        let abort = CancellationToken::new();
        let tasks = TaskTracker::new();
        let verify = Duration::from_millis(limits.certificate_check_interval_ms);
        let drain = Duration::from_millis(limits.drain_timeout_ms);
        let acceptor = Arc::new(Acceptor {
            limits,
            tls,
            gate,
            connections: Arc::clone(&connections),
            metrics: Arc::clone(&metrics),
            shutdown: shutdown.clone(),
            abort: abort.clone(),
            tasks: tasks.clone(),
            refusals: Refusals::of(Visitors::Clients),
            turns: handshake_turns(),
        });
        // From here on a signal is for the server, not for the process.
        let hangup = config.reload_poll.and_then(|_| signal(SignalKind::hangup()).ok());
        let signals = StopSignals::listen();
        let accepting = tokio::spawn(acceptor.run(listener));
        let mut background =
            vec![tokio::spawn(Arc::clone(&reloader).run(hangup, config.reload_poll, verify))];
        let ready: Arc<Ready> = Arc::new(ready);
        let (watched, told) = (Arc::clone(&ready), Arc::clone(&ready));
        let help = "1 while the broker can do its work";
        metrics.gauge("ready", help, move || f64::from(u8::from(told().is_ok())));
        let admin_address = admin.map(|(listener, address)| {
            let (shutdown, reloader) = (shutdown.clone(), reloader.clone());
            let admin = Admin { metrics, ready, reloader, health: probes, shutdown };
            background.push(tokio::spawn(Arc::new(admin).run(listener)));
            address
        });

        let mut names = methods.services().to_vec();
        names.push(String::new());
        if let Some(health) = health.clone() {
            background.push(tokio::spawn(follow(health, names.clone(), watched, shutdown.clone())));
        }
        let running = RunningServer {
            address,
            admin_address,
            names,
            health,
            reloader,
            connections,
            shutdown,
            abort,
            tasks,
            accepting,
            background,
            drain,
            signals,
        };
        running.report_health(ServingStatus::Serving).await;
        tracing::info!(%address, "serving");
        Ok(running)
    }
}

/// Listens on an address of the configuration; `setting` is the one to change when that fails.
///
/// # Errors
/// Why it cannot be listened on, and what to do.
pub(super) async fn listen(
    address: SocketAddr,
    setting: &'static str,
) -> Result<(TcpListener, SocketAddr), StartError> {
    let fail = |source| StartError::Listen { address, setting, source };
    let listener = TcpListener::bind(address).await.map_err(fail)?;
    let bound = listener.local_addr().map_err(fail)?;
    Ok((listener, bound))
}

/// Keeps the health service in step with whether the server can do its work, until it stops.
async fn follow(
    health: HealthReporter,
    names: Vec<String>,
    ready: Arc<Ready>,
    shutdown: ShutdownSignal,
) {
    let mut serving = true;
    loop {
        tokio::select! {
            () = shutdown.stopped() => return,
            () = tokio::time::sleep(LOOK_EVERY) => {}
        }
        let now = ready();
        if now.is_ok() == serving {
            continue;
        }
        serving = now.is_ok();
        match now {
            Ok(()) => tracing::info!("serving again"),
            Err(why) => tracing::warn!("not serving: {why}"),
        }
        let status = if serving { ServingStatus::Serving } else { ServingStatus::NotServing };
        for name in &names {
            health.set_service_status(name, status).await;
        }
    }
}

/// Publishes how long certificate and revocation list are still good.
fn publish_expiry(metrics: &Metrics, tls: &Arc<TlsState>) {
    let state = Arc::clone(tls);
    metrics.gauge("cert_expiry_seconds", "Until the server certificate expires", move || {
        seconds_until(state.current().certificate_not_after)
    });
    if tls.current().crl_next_update.is_some() {
        let state = Arc::clone(tls);
        let help = "Until the first revocation list is out of date and nobody gets in";
        metrics.gauge("crl_expiry_seconds", help, move || {
            state.current().crl_next_update.map_or(f64::NAN, seconds_until)
        });
    }
}

/// A server that serves. Dropping it does not stop it: call [`shutdown`](Self::shutdown).
pub struct RunningServer {
    address: SocketAddr,
    admin_address: Option<SocketAddr>,
    names: Vec<String>,
    health: Option<HealthReporter>,
    reloader: Arc<Reloader>,
    connections: Arc<Connections>,
    shutdown: ShutdownSignal,
    abort: CancellationToken,
    tasks: TaskTracker,
    accepting: JoinHandle<()>,
    background: Vec<JoinHandle<()>>,
    drain: Duration,
    signals: StopSignals,
}

impl fmt::Debug for RunningServer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RunningServer").field("address", &self.address).finish_non_exhaustive()
    }
}

/// How often the health service learns whether the server can do its work.
const LOOK_EVERY: Duration = Duration::from_millis(500);

/// How long connections get to close after they were cut.
const CUT_TIMEOUT: Duration = Duration::from_secs(1);

impl RunningServer {
    /// Where gRPC is served; with port 0 in the configuration, the port that was found.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Where the admin port is.
    #[must_use]
    pub fn admin_address(&self) -> Option<SocketAddr> {
        self.admin_address
    }

    /// The open connections.
    #[must_use]
    pub fn connections(&self) -> &Arc<Connections> {
        &self.connections
    }

    /// What can be reloaded.
    #[must_use]
    pub fn reloader(&self) -> &Reloader {
        &self.reloader
    }

    /// Serves until SIGTERM, SIGINT or until `failed` says why it cannot go on; then stops.
    pub async fn run(mut self, failed: impl Future<Output = String>) -> StopReason {
        let reason = tokio::select! {
            () = self.signals.received() => StopReason::Asked,
            why = failed => StopReason::Failed(why),
        };
        match &reason {
            StopReason::Asked => tracing::info!("asked to stop"),
            StopReason::Failed(why) => tracing::error!("stopping: {why}"),
        }
        self.shutdown().await;
        reason
    }

    /// Stops: not serving, listener closed, streams told, calls awaited, the rest cut. Returns how
    /// many connections were cut. Takes at most the drain timeout and a second.
    pub async fn shutdown(self) -> usize {
        self.report_health(ServingStatus::NotServing).await;
        self.shutdown.stop();
        let _ = self.accepting.await;
        self.tasks.close();
        let drained = tokio::time::timeout(self.drain, self.tasks.wait()).await;
        let cut = if drained.is_ok() { 0 } else { self.connections.len() };
        if cut > 0 {
            tracing::warn!(cut, "connections did not end in time and are cut");
            self.abort.cancel();
            let _ = tokio::time::timeout(CUT_TIMEOUT, self.tasks.wait()).await;
        }
        for task in self.background {
            task.abort();
        }
        tracing::info!("stopped");
        cut
    }

    async fn report_health(&self, status: ServingStatus) {
        if let Some(health) = &self.health {
            for name in &self.names {
                health.set_service_status(name, status).await;
            }
        }
    }
}
