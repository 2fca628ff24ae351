//! How is a broker started at each depth? Nothing else under tests/ knows.

use std::{
    collections::BTreeMap,
    convert::Infallible,
    sync::{Arc, Mutex, atomic::AtomicI64},
};

use hyper_util::rt::{TokioExecutor, TokioIo};
use tokio_util::sync::CancellationToken;
use tonic::transport::Endpoint;
use tower::{ServiceExt as _, util::BoxCloneSyncService};
use verwijspunt::{
    broker::{Broker, Clock},
    covenant::Covenants,
    domain::model::{
        budget::Terms,
        party::{OfficeId, Oin},
        time::Time,
    },
    service::{
        self, Front, Routes,
        identity::{Credential, PeerCertificate, Person},
        pseudonym::Pseudonymiser,
    },
    store::{
        Store,
        embedded::{EmbeddedStore, engine::Options},
        memory::MemoryStore,
        postgres::{Options as PostgresOptions, PostgresStore},
    },
};
use zeroize::Zeroizing;

use super::postgres;
use super::world::{Certificate, Channel, CovenantFiles, Depth, TestClock, World};

/// Every depth, cheapest first.
pub fn all() -> Vec<Box<dyn Depth>> {
    vec![
        Box::new(InProcess { name: "memory", engine: Engine::Memory, wire: false }),
        Box::new(InProcess { name: "embedded", engine: Engine::Embedded, wire: false }),
        Box::new(InProcess { name: "grpc", engine: Engine::Memory, wire: true }),
        Box::new(InProcess { name: "postgres", engine: Engine::Postgres, wire: false }),
        Box::new(super::mtls::Mtls { store: "embedded:data" }),
        Box::new(super::rest::Rest),
    ]
}

/// The covenants, parsed once per process.
pub fn covenant(files: &CovenantFiles) -> Arc<Covenants> {
    static LOADED: Mutex<BTreeMap<CovenantFiles, Arc<Covenants>>> = Mutex::new(BTreeMap::new());
    let load = || Arc::new(Covenants::load(&files.0).expect("each is total, and no two overlap"));
    let mut loaded = LOADED.lock().expect("no test dies while it loads");
    loaded.entry(files.clone()).or_insert_with(load).clone()
}

/// The key of every test: it protects nobody.
pub fn pseudonyms() -> Pseudonymiser {
    Pseudonymiser::new(&[(1, Zeroizing::new([7; 32]))]).expect("one key")
}

/// What the server would read from this certificate.
pub fn peer(certificate: &Certificate) -> PeerCertificate {
    let office = |uri: &String| OfficeId::parse(uri.strip_prefix("urn:verwijspunt:office:")?);
    PeerCertificate {
        oin: certificate.serial_number.as_deref().and_then(Oin::parse),
        offices: certificate.uris.iter().filter_map(office).collect(),
        serial: "01".to_owned(),
        not_after: Time(i64::MAX),
    }
}

/// What a caller is known by here: a certificate, or a sign-in. A coordinator of the organisation is
/// called `coordinator`.
fn credential(holder: &Certificate) -> Credential {
    let certificate = peer(holder);
    let Some(name) = &holder.person else {
        return Credential::Certificate(Arc::new(certificate));
    };
    Credential::Person(Arc::new(Person {
        organisation: certificate.oin.expect("people are of an organisation"),
        office: certificate.offices.first().cloned(),
        professional: name.clone(),
        coordinator: name == "coordinator",
        session: format!("session of {name}"),
        second_factor: None,
    }))
}

/// Small bounds: a story writes a few kilobytes.
pub fn small() -> Options {
    Options { cache_bytes: 4 << 20, ..Options::default() }
}

/// The broker in this process; with or without HTTP/2 between client and service.
struct InProcess {
    name: &'static str,
    engine: Engine,
    wire: bool,
}

#[derive(Clone, Copy)]
enum Engine {
    Memory,
    Embedded,
    Postgres,
}

/// Where the records of one story are.
enum Place {
    Nowhere,
    Directory(tempfile::TempDir),
    Database(String),
}

struct InProcessWorld {
    broker: Arc<Broker>,
    routes: Routes,
    wire: bool,
    clock: TestClock,
    covenant: Arc<Covenants>,
    files: CovenantFiles,
    budget: Terms,
    place: Place,
}

#[async_trait::async_trait]
impl Depth for InProcess {
    fn name(&self) -> &'static str {
        self.name
    }

    async fn start_with(
        &self,
        clock: TestClock,
        files: &CovenantFiles,
        budget: &Terms,
    ) -> Box<dyn World> {
        let covenant = covenant(files);
        let place = match self.engine {
            Engine::Memory => Place::Nowhere,
            Engine::Embedded => Place::Directory(tempfile::tempdir().expect("a directory")),
            Engine::Postgres => Place::Database(postgres::cluster().fresh().await),
        };
        let store = place.open().await;
        let budget = budget.clone();
        let (broker, routes) =
            assemble(store, covenant.clone(), clock.shared(), budget.clone()).await;
        let wire = self.wire;
        let files = files.clone();
        Box::new(InProcessWorld { broker, routes, wire, clock, covenant, files, budget, place })
    }
}

impl Place {
    async fn open(&self) -> Arc<dyn Store> {
        match self {
            Self::Nowhere => Arc::new(MemoryStore::default()),
            Self::Directory(directory) => {
                Arc::new(EmbeddedStore::open(directory.path(), small()).expect("the store opens"))
            }
            Self::Database(url) => {
                let store = PostgresStore::open(&PostgresOptions::new(url, "one")).await;
                Arc::new(store.expect("the store opens"))
            }
        }
    }
}

/// A broker over this store, in this process.
pub async fn over(
    store: Arc<dyn Store>,
    clock: TestClock,
    files: &CovenantFiles,
    budget: &Terms,
) -> Box<dyn World> {
    let (covenant, budget) = (covenant(files), budget.clone());
    let (broker, routes) = assemble(store, covenant.clone(), clock.shared(), budget.clone()).await;
    let (wire, place, files) = (false, Place::Nowhere, files.clone());
    Box::new(InProcessWorld { broker, routes, wire, clock, covenant, files, budget, place })
}

async fn assemble(
    store: Arc<dyn Store>,
    covenant: Arc<Covenants>,
    clock: Arc<AtomicI64>,
    budget: Terms,
) -> (Arc<Broker>, Routes) {
    let broker = Broker::new(store, covenant, Clock::Set(clock)).with_budget(budget);
    let broker = Arc::new(broker);
    broker.take_keys(&pseudonyms().checks()).await.expect("the same keys always");
    broker.take_force().await.expect("nothing is open under other names");
    let front = Front::new(broker.clone(), pseudonyms(), CancellationToken::new());
    (broker, service::routes(Arc::new(front), service::Sizes::default()))
}

#[async_trait::async_trait]
impl World for InProcessWorld {
    async fn channel(&mut self, holder: &Certificate) -> Channel {
        let peer = credential(holder);
        let service = self.routes.clone().map_request(
            move |mut request: http::Request<tonic::body::Body>| {
                request.extensions_mut().insert(peer.clone());
                request
            },
        );
        if self.wire {
            let channel = over_http2(service).await;
            return BoxCloneSyncService::new(channel.map_err(Into::into));
        }
        let service = service.map_err(|never: Infallible| match never {});
        BoxCloneSyncService::new(service)
    }

    async fn sweep(&mut self) {
        self.broker.sweep().await.expect("the store works");
    }

    async fn restart(&mut self) {
        if matches!(self.place, Place::Nowhere) {
            return;
        }
        self.broker.store().close().await;
        let store = self.place.open().await;
        let (covenant, budget) = (self.covenant.clone(), self.budget.clone());
        (self.broker, self.routes) = assemble(store, covenant, self.clock.shared(), budget).await;
    }

    fn covenant_files(&self) -> CovenantFiles {
        self.files.clone()
    }

    async fn succeed(&mut self, files: CovenantFiles) -> Result<(), String> {
        let covenants = Arc::new(Covenants::load(&files.0).map_err(|all| all.join("\n"))?);
        let took = self.broker.succeed(covenants.clone()).await;
        took.map_err(|error| error.to_string())?;
        (self.covenant, self.files) = (covenants, files);
        Ok(())
    }

    async fn stop(&mut self) {
        self.broker.store().close().await;
    }
}

/// A connection of HTTP/2 frames through memory.
async fn over_http2<S>(service: S) -> tonic::transport::Channel
where
    S: tower::Service<
            http::Request<tonic::body::Body>,
            Response = http::Response<tonic::body::Body>,
            Error = Infallible,
        > + Clone
        + Send
        + Sync
        + 'static,
    S::Future: Send,
{
    let (client, server) = tokio::io::duplex(256 * 1024);
    let service = hyper_util::service::TowerToHyperService::new(service.map_request(
        |request: http::Request<hyper::body::Incoming>| request.map(tonic::body::Body::new),
    ));
    tokio::spawn(async move {
        let connection = hyper::server::conn::http2::Builder::new(TokioExecutor::new())
            .serve_connection(TokioIo::new(server), service);
        // It ends when the story drops its client.
        let _ = connection.await;
    });
    let mut client = Some(client);
    let connector = tower::service_fn(move |_: http::Uri| {
        let client = client.take().ok_or("one connection only");
        async move { client.map(TokioIo::new) }
    });
    Endpoint::from_static("http://in.process")
        .connect_with_connector(connector)
        .await
        .expect("the other end is there")
}
