//! Which pages does a broker serve, for whom, and where?

use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use tokio::{net::TcpListener, task::JoinHandle};

use crate::{broker::Broker, people::People, service::local::Clients, web::Console};

use super::{
    browsers::{self, BrowserTls},
    console,
    metrics::Metrics,
    people_config::{self, PeopleConfig},
    shutdown::ShutdownSignal,
    tls::TlsError,
};

/// How often open sessions are counted.
const COUNT_EVERY: Duration = Duration::from_secs(60);

/// Why there are no pages.
#[derive(Debug, thiserror::Error)]
pub enum PagesError {
    /// A provider cannot be used; every problem, a line each.
    #[error("[people] issuers: {0}")]
    Providers(String),
    /// The certificate for browsers cannot be used.
    #[error("[people]: {0}")]
    Tls(#[from] TlsError),
}

/// Pages for people, ready to be served.
pub struct Pages {
    people: Arc<People>,
    clients: Clients,
    tls: Arc<BrowserTls>,
}

impl Pages {
    /// Those of a configuration.
    ///
    /// # Errors
    /// A provider, or the certificate.
    pub fn new(
        config: &PeopleConfig,
        broker: Arc<Broker>,
        clients: Clients,
        tls: Arc<BrowserTls>,
    ) -> Result<Self, PagesError> {
        let providers = people_config::providers(config).map_err(PagesError::Providers)?;
        let people = People::at_providers(broker, config.terms, providers, &config.public_url);
        Ok(Self { people: Arc::new(people), clients, tls })
    }

    /// Publishes what is counted of people: never who.
    pub fn publish(&self, metrics: &Metrics) {
        type Count = fn(&People) -> &AtomicU64;
        let counts: [(&'static str, &'static str, Count); 4] = [
            ("sign_ins", "People who signed in", |p| &p.counted().signed_in),
            ("fresh_factors", "Second factors that were proved again", |p| {
                &p.counted().fresh_factors
            }),
            ("sign_ins_refused", "People who were not let in, or not on", |p| &p.counted().refused),
            ("sign_outs", "Sessions that were signed out of", |p| &p.counted().signed_out),
        ];
        for (name, help, count) in counts {
            let people = self.people.clone();
            #[expect(clippy::cast_precision_loss, reason = "a count of people fits a double")]
            metrics.gauge(name, help, move || count(&people).load(Ordering::Relaxed) as f64);
        }
        let open = Arc::new(AtomicU64::new(0));
        let (people, counted) = (self.people.clone(), Arc::downgrade(&open));
        // Counting reads every session: once a minute, not whenever somebody looks.
        tokio::spawn(async move {
            while let Some(open) = counted.upgrade() {
                if let Ok(sessions) = people.sessions().list(people.now()).await {
                    open.store(sessions.len() as u64, Ordering::Relaxed);
                }
                drop(open);
                tokio::time::sleep(COUNT_EVERY).await;
            }
        });
        #[expect(clippy::cast_precision_loss, reason = "a count of sessions fits a double")]
        metrics
            .gauge("sessions", "Sessions that go on", move || open.load(Ordering::Relaxed) as f64);
    }

    /// Serves them until the server stops.
    #[must_use]
    pub fn serve(
        self,
        listener: TcpListener,
        metrics: Arc<Metrics>,
        stop: ShutdownSignal,
        grace: Duration,
    ) -> Serving {
        let address = listener.local_addr().ok();
        let origins = self.people.provider_origins();
        let app = console::app(Console::new(self.people, self.clients, origins));
        let task = tokio::spawn(browsers::serve(listener, self.tls, app, (metrics, stop, grace)));
        Serving { address, task }
    }
}

/// Pages that are served.
pub struct Serving {
    address: Option<SocketAddr>,
    task: JoinHandle<()>,
}

impl Serving {
    /// Where.
    #[must_use]
    pub fn address(&self) -> Option<SocketAddr> {
        self.address
    }

    /// Waits until nothing is served any more.
    pub async fn finish(self) {
        let _ = self.task.await;
    }
}
