//! How is the real server started for a story? A socket, client certificates, a directory.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::{Arc, OnceLock},
};

use tempfile::TempDir;
use verwijspunt::{
    broker::Clock,
    cli::client::{self, ClientOptions},
    domain::model::budget::Terms,
    server::{
        assemble::{self, Assembled},
        config::Config,
        keys,
        pki::{self, ClientSpec},
    },
};

use super::{
    transport::boxed,
    world::{Certificate, Channel, CovenantFiles, Depth, TestClock, World},
};

/// The assembled server over mutual TLS on the loopback, on this store.
pub struct Mtls {
    /// As `[store] url` names it.
    pub store: &'static str,
}

/// A server in a directory of its own.
pub struct MtlsWorld {
    directory: TempDir,
    config: Config,
    clock: TestClock,
    /// Taken out when the story is over.
    server: Option<Assembled>,
}

/// The authority and the server's certificate: made once per process, as file names and contents.
fn authority() -> &'static [(&'static str, Vec<u8>)] {
    static MADE: OnceLock<Vec<(&'static str, Vec<u8>)>> = OnceLock::new();
    MADE.get_or_init(|| {
        let scratch = tempfile::tempdir().expect("a directory");
        pki::make(scratch.path(), &[], false).expect("certificates");
        let read = |name| (name, fs::read(scratch.path().join(name)).expect("it was just made"));
        ["ca.pem", "ca.key", "server.pem", "server.key"].map(read).into()
    })
}

/// Everything that a config names, in one directory; `more` is added to the config. Returns its path.
pub fn furnish(directory: &Path, files: &CovenantFiles, more: &str) -> PathBuf {
    let certs = directory.join("certs");
    fs::create_dir(&certs).expect("a new directory");
    for (name, content) in authority() {
        fs::write(certs.join(name), content).expect("a new file");
    }
    keys::new(&directory.join("keys.toml")).expect("a key");
    let text = format!(
        "[tls]\ncertificate = \"certs/server.pem\"\nkey = \"certs/server.key\"\n\
         client_ca = \"certs/ca.pem\"\n\
         [store]\nurl = \"embedded:data\"\n\
         [covenant]\nfile = {:?}\n\
         [keys]\nfile = \"keys.toml\"\n\
         {more}",
        files.0
    );
    let config = directory.join("config.toml");
    fs::write(&config, text).expect("a new file");
    config
}

/// A certificate of the authority in a furnished directory; the name of its files.
pub fn issue(directory: &Path, holder: &Certificate) -> String {
    let certs = directory.join("certs");
    let issued = fs::read_dir(&certs).expect("it was made at the start").count();
    let mut spec = ClientSpec::new(&format!("client-{issued}"));
    spec.oin = holder.serial_number.clone();
    for uri in &holder.uris {
        spec = spec.uri(uri);
    }
    pki::make(&certs, std::slice::from_ref(&spec), false).expect("a certificate");
    spec.name
}

/// A connection for the holder of a certificate to the server of a furnished directory.
pub async fn connect(directory: &Path, server: &str, holder: &Certificate) -> Channel {
    let name = issue(directory, holder);
    let options = ClientOptions::named(server, &directory.join("certs"), &name);
    boxed(client::connect(&options).await.expect("the server answers"))
}

#[async_trait::async_trait]
impl Depth for Mtls {
    fn name(&self) -> &'static str {
        "mtls"
    }

    async fn start_with(
        &self,
        clock: TestClock,
        files: &CovenantFiles,
        budget: &Terms,
    ) -> Box<dyn World> {
        let directory = tempfile::tempdir().expect("a directory");
        let more = format!(
            "[listen]\naddress = \"127.0.0.1:0\"\nadmin_address = \"127.0.0.1:0\"\n\
             [budget]\npersons_per_hour = {}\npersons_per_day = {}\n",
            budget.persons_per_hour, budget.persons_per_day
        );
        let file = furnish(directory.path(), files, &more);
        let text = fs::read_to_string(&file).expect("it was just written");
        fs::write(&file, text.replace("embedded:data", self.store)).expect("a file of ours");
        let config = Config::load(&file).expect("a whole config");
        let mut world = MtlsWorld { directory, config, clock, server: None };
        world.begin().await;
        Box::new(world)
    }
}

impl MtlsWorld {
    async fn begin(&mut self) {
        let clock = Clock::Set(self.clock.shared());
        let server = assemble::start(&self.config, clock).await.expect("the server starts");
        self.server = Some(server);
    }

    fn server(&self) -> &Assembled {
        self.server.as_ref().expect("it runs until the story is over")
    }
}

#[async_trait::async_trait]
impl World for MtlsWorld {
    async fn channel(&mut self, holder: &Certificate) -> Channel {
        let server = format!("https://{}", self.server().server().address());
        connect(self.directory.path(), &server, holder).await
    }

    async fn sweep(&mut self) {
        self.server().broker().sweep().await.expect("the store works");
    }

    async fn restart(&mut self) {
        self.stop().await;
        self.begin().await;
    }

    fn covenant_files(&self) -> CovenantFiles {
        CovenantFiles(self.config.covenants.clone())
    }

    async fn succeed(&mut self, files: CovenantFiles) -> Result<(), String> {
        let covenants = assemble::load_covenants(&files.0)?;
        let took = self.server().broker().succeed(Arc::new(covenants)).await;
        took.map_err(|error| error.to_string())?;
        self.config.covenants = files.0;
        Ok(())
    }

    async fn stop(&mut self) {
        if let Some(server) = self.server.take() {
            server.shutdown().await;
        }
    }
}
