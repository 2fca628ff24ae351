//! What lies around a broker on disk? A directory as an operator would make it.

use std::{
    fs,
    path::{Path, PathBuf},
};

use verwijspunt::{
    cli::operate,
    covenant::Covenant,
    server::{
        assemble, keys,
        pki::{self, ClientSpec},
    },
};

const COVENANT: &str = include_str!("../../../deploy/covenants/amsterdam-2009.toml");
const ORGANISATIONS: &str = include_str!("../../../deploy/covenants/amsterdam-organisations.toml");

/// Organisations that get a seat in a test.
const SEATS: usize = 8;

/// An organisation or office with a certificate.
#[derive(Clone, Debug)]
pub struct Party {
    /// Name of its certificate files.
    pub name: String,
    /// OIN, or id of the office.
    pub id: String,
}

/// The directory of a test; kept when the test fails.
pub struct Place {
    dir: Option<tempfile::TempDir>,
    path: PathBuf,
    /// Organisations that anybody may see.
    pub organisations: Vec<Party>,
    /// The coordinator of Zeeburg, where all families of the tests live.
    pub coordinator: Party,
}

impl Place {
    /// Covenant, certificates, keys and configuration; no data yet.
    pub fn new(test: &str) -> Self {
        let dir = tempfile::Builder::new().prefix(&format!("vp-{test}-")).tempdir().unwrap();
        let path = dir.path().to_owned();
        fs::write(path.join("covenant.toml"), COVENANT).unwrap();
        fs::write(path.join("amsterdam-organisations.toml"), ORGANISATIONS).unwrap();
        let covenant = assemble::load_covenant(&path.join("covenant.toml")).unwrap();
        let organisations = organisations(&covenant);
        let coordinator =
            Party { name: "coordinator-zeeburg".into(), id: "coordinator-zeeburg".into() };
        let wanted: Vec<ClientSpec> = operate::clients(&covenant)
            .into_iter()
            .filter(|spec| {
                spec.name == coordinator.name || organisations.iter().any(|o| o.name == spec.name)
            })
            .collect();
        assert_eq!(wanted.len(), SEATS + 1);
        pki::make(&path.join("certs"), &wanted, false).unwrap();
        keys::new(&path.join("keys.toml")).unwrap();
        let place = Self { dir: Some(dir), path, organisations, coordinator };
        place.configure("");
        place
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    pub fn file(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }

    pub fn data(&self) -> PathBuf {
        self.file("data")
    }

    pub fn certs(&self) -> PathBuf {
        self.file("certs")
    }

    /// Writes the configuration with more lines at its end.
    pub fn configure(&self, more: &str) {
        self.configure_at("127.0.0.1:0", more);
    }

    /// The same with an address of choice.
    pub fn configure_at(&self, address: &str, more: &str) {
        self.configure_as("config.toml", address, "embedded:data", "", more);
    }

    /// A configuration file for one broker of several: its address, its store with more settings,
    /// and more sections.
    pub fn configure_as(&self, file: &str, address: &str, url: &str, store: &str, more: &str) {
        // A fleet of test clients names more persons than an organisation may, and is counted.
        let plenty = "[budget]\npersons_per_hour = 10_000_000\npersons_per_day = 10_000_000\n";
        let plenty = if more.contains("[budget]") { "" } else { plenty };
        let text = format!(
            "[listen]\naddress = \"{address}\"\n\n\
             [tls]\ncertificate = \"certs/server.pem\"\nkey = \"certs/server.key\"\n\
             client_ca = \"certs/ca.pem\"\n\n\
             [store]\nurl = \"{url}\"\n{store}\n[covenant]\nfile = \"covenant.toml\"\n\n\
             [keys]\nfile = \"keys.toml\"\n{plenty}{more}"
        );
        fs::write(self.file(file), text).unwrap();
    }

    /// Every file under a directory with its content, to see that nothing changed.
    pub fn snapshot(&self, under: &str) -> Vec<(PathBuf, Vec<u8>)> {
        let mut files = Vec::new();
        let mut todo = vec![self.file(under)];
        while let Some(dir) = todo.pop() {
            for entry in fs::read_dir(&dir).into_iter().flatten().flatten() {
                let path = entry.path();
                if path.is_dir() {
                    todo.push(path);
                } else if entry.file_name() != "lock" {
                    files.push((path.clone(), fs::read(&path).unwrap()));
                }
            }
        }
        files.sort();
        files
    }
}

fn organisations(covenant: &Covenant) -> Vec<Party> {
    let plain = covenant.organisations().filter(|o| {
        !o.sensitive && o.kind != "population-register" && o.partner.as_str() != "judiciary"
    });
    plain
        .take(SEATS)
        .map(|o| Party { name: operate::file_name(&o.name), id: o.oin.to_string() })
        .collect()
}

impl Drop for Place {
    fn drop(&mut self) {
        if std::thread::panicking()
            && let Some(dir) = self.dir.take()
        {
            println!("the directory of this run is kept: {}", dir.keep().display());
        }
    }
}
