//! Several real brokers over one cluster: how are they started, and how fast are they back?

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use super::cluster::Cluster;
use crate::support::{
    broker::{self, Broker},
    place::Place,
    seat::{Seat, in_time},
};

/// Within which a broker promises to be back by itself after a failover.
pub const BACK_WITHIN: Duration = Duration::from_secs(45);

/// Brokers of a test.
const MOST: usize = 3;

/// Everything of one test: servers, brokers, certificates.
pub struct Town {
    pub brokers: Vec<Option<Broker>>,
    pub place: Arc<Place>,
    pub cluster: Cluster,
}

impl Town {
    /// So many brokers over three servers.
    pub async fn start(test: &str, brokers: usize) -> Self {
        let cluster = Cluster::start(MOST).await;
        let place = Arc::new(Place::new(test));
        let mut town = Self { brokers: Vec::new(), place, cluster };
        for at in 0..brokers {
            town.add_broker(at).await;
        }
        town
    }

    /// Starts the next broker.
    pub async fn add_broker(&mut self, at: usize) {
        assert_eq!(at, self.brokers.len());
        self.configure(at);
        self.brokers.push(None);
        self.start_broker(at).await;
    }

    /// Writes the configuration of a broker.
    pub fn configure(&self, at: usize) {
        let store = format!("require_synchronous = true\nbroker_name = \"broker-{at}\"\n");
        let url = self.cluster.url(at);
        self.place.configure_as(&config(at), "127.0.0.1:0", &url, &store, "");
    }

    /// Starts one broker of those that a test began with.
    pub async fn start_broker(&mut self, at: usize) {
        let command = broker::serve_as(&self.place, &config(at));
        let started = Broker::launch(&self.place, command).await.unwrap_or_else(|refused| {
            panic!("broker {at} does not start: {:?}\n{}", refused.code, refused.stderr)
        });
        self.brokers[at] = Some(started);
    }

    /// A broker that runs.
    pub fn broker(&self, at: usize) -> &Broker {
        self.brokers[at].as_ref().expect("it runs")
    }

    /// Where the brokers listen.
    pub fn urls(&self) -> Vec<String> {
        self.brokers.iter().flatten().map(|broker| broker.url.clone()).collect()
    }

    /// A party at a broker.
    pub async fn seat(&self, broker: usize, party: usize) -> Seat {
        Seat::at(&self.broker(broker).url, &self.place, &self.place.organisations[party]).await
    }
}

/// The configuration file of a broker.
pub fn config(at: usize) -> String {
    format!("broker-{at}.toml")
}

/// How long it takes from now until each of these brokers has answered a call that commits.
pub async fn back(urls: Vec<String>, place: Arc<Place>) -> Vec<Duration> {
    let begun = Instant::now();
    let each = urls.into_iter().map(|url| {
        let place = place.clone();
        async move {
            while begun.elapsed() < BACK_WITHIN {
                let party = &place.coordinator;
                let asked = async {
                    let seat = Seat::try_at(&url, &place, party).await.ok()?;
                    in_time(seat.pull(0)).await.ok()
                };
                if let Ok(Some(_)) = tokio::time::timeout(Duration::from_secs(3), asked).await {
                    return begun.elapsed();
                }
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
            panic!("{url} is not back within {BACK_WITHIN:?}");
        }
    });
    futures::future::join_all(each).await
}
