//! How is a broker reached at one depth? The only seam between the stories and the broker.

use std::{
    error::Error,
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
};

use tower::util::BoxCloneSyncService;
use verwijspunt::domain::model::{budget::Terms, time::Time};

/// What every generated client is made over, whatever the transport below it is.
pub type Channel = BoxCloneSyncService<
    http::Request<tonic::body::Body>,
    http::Response<tonic::body::Body>,
    Box<dyn Error + Send + Sync>,
>;

/// The time in one world. Clones share it; only the story moves it.
#[derive(Clone, Debug)]
pub struct TestClock(Arc<AtomicI64>);

impl TestClock {
    pub fn new(now: Time) -> Self {
        Self(Arc::new(AtomicI64::new(now.0)))
    }

    pub fn now(&self) -> Time {
        Time(self.0.load(Ordering::SeqCst))
    }

    /// The clock itself, for a broker in this process.
    pub fn shared(&self) -> Arc<AtomicI64> {
        self.0.clone()
    }

    pub fn set(&self, now: Time) {
        self.0.store(now.0, Ordering::SeqCst);
    }
}

/// The files of the covenants under test, mostly one; the organisations' file is beside each, under
/// the name that stands in it. A depth parses them once per process.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub struct CovenantFiles(pub Vec<PathBuf>);

pub use verwijspunt::cli::story::language::AMSTERDAM;

impl CovenantFiles {
    /// The Amsterdam covenant of 2009 that the project ships.
    pub fn amsterdam() -> Self {
        Self::named(AMSTERDAM)
    }

    /// Covenants that the project ships, by their ids with blanks between.
    pub fn named(ids: &str) -> Self {
        let file = |id| Self::shipped().join(id).with_extension("toml");
        Self(ids.split_whitespace().map(file).collect())
    }

    /// The ids of all covenants that the project ships, sorted.
    pub fn all() -> Vec<String> {
        let entries = std::fs::read_dir(Self::shipped()).expect("the covenants are shipped");
        let names = entries.map(|e| e.expect("readable").file_name().into_string());
        let mut ids: Vec<String> = names
            .filter_map(|name| Some(name.ok()?.strip_suffix(".toml")?.to_owned()))
            .filter(|name| !name.ends_with("-organisations"))
            .collect();
        ids.sort();
        ids
    }

    fn shipped() -> PathBuf {
        PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("deploy/covenants")
    }
}

/// What a client certificate says about its holder. A socket depth puts it in a certificate of
/// the test CA; the depths without a socket hand it to the same code that reads certificates.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct Certificate {
    /// Subject serialNumber; normally an OIN.
    pub serial_number: Option<String>,
    /// SAN URIs; `urn:verwijspunt:office:<id>` for the holder of an office.
    pub uris: Vec<String>,
    /// Somebody of that organisation who signed in, instead of a certificate; not over a socket.
    pub person: Option<String>,
}

/// One way to run a broker.
#[async_trait::async_trait]
pub trait Depth: Send + Sync {
    /// `memory`, `embedded`, `grpc` or `mtls`; it is part of the test's name.
    fn name(&self) -> &'static str;

    /// A fresh, empty broker that reads the time from `clock` and never by itself sweeps.
    async fn start(&self, clock: TestClock, files: &CovenantFiles) -> Box<dyn World> {
        self.start_with(clock, files, &Terms::default()).await
    }

    /// The same with these lookup budgets.
    async fn start_with(
        &self,
        clock: TestClock,
        files: &CovenantFiles,
        budget: &Terms,
    ) -> Box<dyn World>;
}

/// One running broker, alone in its world.
#[async_trait::async_trait]
pub trait World: Send {
    /// A client channel for the holder of a certificate.
    async fn channel(&mut self, holder: &Certificate) -> Channel;

    /// Carries out every deadline that has passed at the clock's time, until nothing is due.
    async fn sweep(&mut self);

    /// Stops the broker and starts it again on what it stored. Channels handed out before need
    /// not work any more. The memory depth is never asked.
    async fn restart(&mut self);

    /// The files of the covenants in force.
    fn covenant_files(&self) -> CovenantFiles {
        CovenantFiles::default()
    }

    /// Puts other files in force, as when they change on disk.
    ///
    /// # Errors
    /// Why the broker refuses them.
    async fn succeed(&mut self, _files: CovenantFiles) -> Result<(), String> {
        Ok(())
    }

    /// Stops the broker; the story is over.
    async fn stop(&mut self) {}
}
