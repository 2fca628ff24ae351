//! How does a client reach the server? A gRPC channel over TLS 1.3 with a client certificate.
//! The client verbs, the demo, the tests and the examples all connect through here.

use std::{
    collections::BTreeSet,
    error::Error,
    fs, io,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use hyper_util::rt::TokioIo;
use rustls::{ClientConfig, RootCertStore, version::TLS13};
use rustls_pki_types::{CertificateDer, ServerName};
use tokio::net::TcpStream;
use tokio_rustls::{TlsConnector, client::TlsStream};
use tonic::transport::{Channel, Endpoint, Uri};
use zeroize::Zeroizing;

use super::below::said;
use super::handshake;
use super::texts::{fill, say};
use super::words;
use crate::pem;

/// How long a TCP connection and the TLS handshake may take together.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
/// How often a quiet connection is tested, so that a dead server is noticed within half a minute.
const KEEP_ALIVE: Duration = Duration::from_secs(20);
/// How long the answer to such a test may take.
const KEEP_ALIVE_ANSWER: Duration = Duration::from_secs(10);
/// How much of one call may be on its way to us unread, in bytes: some hundreds of notifications.
/// A crisis overtakes what waits at the server, not what was sent already; the default of 2 MiB
/// would hold thousands.
const STREAM_WINDOW: u32 = 65_535;
/// Port when the address names none.
const DEFAULT_PORT: u16 = 7443;

/// Where the server is and who calls it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientOptions {
    /// Address, for instance `https://localhost:7443`.
    pub server: String,
    /// The caller's certificate (PEM, chain allowed).
    pub certificate: PathBuf,
    /// The private key of that certificate (PEM).
    pub key: PathBuf,
    /// The authorities that may have signed the server's certificate (PEM).
    pub ca: PathBuf,
}

impl ClientOptions {
    /// The convention of `dev-certs`: `NAME.pem`, `NAME.key` and `ca.pem` in one directory.
    #[must_use]
    pub fn named(server: &str, directory: &Path, name: &str) -> Self {
        Self {
            server: server.to_owned(),
            certificate: directory.join(format!("{name}.pem")),
            key: directory.join(format!("{name}.key")),
            ca: directory.join("ca.pem"),
        }
    }
}

/// Why there is no connection, and what to do about it.
#[derive(Clone, Debug, thiserror::Error)]
pub enum ClientError {
    /// The address cannot be used.
    #[error("{}", fill("server address {}: {}; write it like https://localhost:7443", &[server, problem]))]
    Address {
        /// The address as given.
        server: String,
        /// What is wrong with it.
        problem: String,
    },
    /// A certificate or key file cannot be used.
    #[error("{} {}: {problem}", say(what), path.display())]
    File {
        /// What the file should hold.
        what: &'static str,
        /// Where it was looked for.
        path: PathBuf,
        /// What is wrong with it.
        problem: String,
    },
    /// Nothing answers at the address.
    #[error("{}", fill("no answer at {}: {}; is the server running, and on this port?", &[server, problem]))]
    Unreachable {
        /// The address.
        server: String,
        /// What the network said.
        problem: String,
    },
    /// The server's certificate is not trusted.
    #[error(
        "{}",
        fill(
            "the certificate of {} is not trusted: {}; is {} the authority that signed it?",
            &[server, problem, &ca.display()]
        )
    )]
    ServerNotTrusted {
        /// The address.
        server: String,
        /// What TLS said.
        problem: String,
        /// The authorities that were used.
        ca: PathBuf,
    },
    /// The server does not accept the client certificate.
    #[error("{}", handshake::refused(Some(server), problem))]
    CertificateRefused {
        /// The address.
        server: String,
        /// What TLS said.
        problem: String,
    },
    /// The handshake failed otherwise.
    #[error("{}", fill("TLS with {} failed: {}; the server must speak TLS 1.3", &[server, problem]))]
    Handshake {
        /// The address.
        server: String,
        /// What TLS said.
        problem: String,
    },
}

/// Connects, with the handshake done. The channel reconnects by itself later.
///
/// # Errors
/// When a file cannot be used, nothing answers, or one side does not trust the other. A server
/// that refuses the client certificate says so only at the first call (TLS 1.3).
pub async fn connect(options: &ClientOptions) -> Result<Channel, ClientError> {
    let (endpoint, dialer) = prepare(options)?;
    let connector = tower::service_fn(move |_: Uri| {
        let dialer = dialer.clone();
        async move { dialer.dial().await.map(TokioIo::new) }
    });
    endpoint.connect_with_connector(connector).await.map_err(|error| {
        find::<ClientError>(&error).cloned().unwrap_or_else(|| ClientError::Unreachable {
            server: options.server.clone(),
            problem: root_cause(&error),
        })
    })
}

/// The same without waiting: it connects at the first call.
///
/// # Errors
/// When the address or a file cannot be used.
pub fn connect_lazy(options: &ClientOptions) -> Result<Channel, ClientError> {
    let (endpoint, dialer) = prepare(options)?;
    Ok(endpoint.connect_with_connector_lazy(tower::service_fn(move |_: Uri| {
        let dialer = dialer.clone();
        async move { dialer.dial().await.map(TokioIo::new) }
    })))
}

/// The TLS settings of a client: TLS 1.3, ring, the client certificate.
///
/// # Errors
/// When a file cannot be read or does not hold what it should.
pub fn tls_config(options: &ClientOptions) -> Result<ClientConfig, ClientError> {
    let file = |what, path: &Path, problem: String| ClientError::File {
        what,
        path: path.to_owned(),
        problem,
    };
    let mut roots = RootCertStore::empty();
    for authority in certificates("authority (--ca)", &options.ca)? {
        roots
            .add(authority)
            .map_err(|e| file("authority (--ca)", &options.ca, fill("not usable: {}", &[&e])))?;
    }
    let chain = certificates("certificate", &options.certificate)?;
    let content = Zeroizing::new(read("private key", &options.key)?);
    let key =
        pem::private_key(&content).map_err(|why| file("private key", &options.key, said(&why)))?;
    let mut config =
        ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
            .with_protocol_versions(&[&TLS13])
            .expect("ring supports TLS 1.3")
            .with_root_certificates(roots)
            .with_client_auth_cert(chain, key)
            .map_err(|e| file("private key", &options.key, fill("does not fit: {}", &[&e])))?;
    config.alpn_protocols = vec![b"h2".to_vec()];
    Ok(config)
}

/// The first error of this type in the chain of causes.
pub(crate) fn find<'e, E: Error + 'static>(error: &'e (dyn Error + 'static)) -> Option<&'e E> {
    let mut next = Some(error);
    while let Some(error) = next {
        if let Some(found) = error.downcast_ref::<E>() {
            return Some(found);
        }
        // An io::Error hides the error that it wraps: its source is the source of that one.
        if let Some(found) = error
            .downcast_ref::<io::Error>()
            .and_then(io::Error::get_ref)
            .and_then(|inner| find::<E>(inner))
        {
            return Some(found);
        }
        next = error.source();
    }
    None
}

/// What TLS said, when that is why a connection ended.
pub(crate) fn tls_problem(error: &(dyn Error + 'static)) -> Option<String> {
    if let Some(tls) = find::<rustls::Error>(error) {
        return Some(tls.to_string());
    }
    // HTTP/2 keeps only the kind and the text of an error that ended the connection.
    let io = find::<io::Error>(error)?;
    (io.kind() == io::ErrorKind::InvalidData).then(|| io.to_string())
}

fn prepare(options: &ClientOptions) -> Result<(Endpoint, Dialer), ClientError> {
    let address = |problem: &str| ClientError::Address {
        server: options.server.clone(),
        problem: say(problem).to_owned(),
    };
    let uri: Uri = options.server.parse().map_err(|_| address("not an address"))?;
    if uri.scheme_str() != Some("https") {
        return Err(address("must begin with https://"));
    }
    let host = uri.host().ok_or_else(|| address("names no host"))?;
    let host = host.trim_start_matches('[').trim_end_matches(']').to_owned();
    let name = ServerName::try_from(host.clone()).map_err(|_| address("not a host name"))?;
    let dialer = Dialer {
        tls: TlsConnector::from(Arc::new(tls_config(options)?)),
        name,
        host,
        port: uri.port_u16().unwrap_or(DEFAULT_PORT),
        server: options.server.clone(),
        ca: options.ca.clone(),
    };
    let endpoint = Endpoint::from(uri)
        .connect_timeout(CONNECT_TIMEOUT)
        .initial_stream_window_size(STREAM_WINDOW)
        .http2_keep_alive_interval(KEEP_ALIVE)
        .keep_alive_timeout(KEEP_ALIVE_ANSWER)
        .keep_alive_while_idle(true);
    Ok((endpoint, dialer))
}

#[derive(Clone)]
struct Dialer {
    tls: TlsConnector,
    name: ServerName<'static>,
    host: String,
    port: u16,
    server: String,
    ca: PathBuf,
}

impl Dialer {
    async fn dial(&self) -> Result<TlsStream<TcpStream>, ClientError> {
        let unreachable =
            |problem: String| ClientError::Unreachable { server: self.server.clone(), problem };
        let stream = TcpStream::connect((self.host.as_str(), self.port))
            .await
            .map_err(|e| unreachable(e.to_string()))?;
        // Answers are small and latency counts.
        stream.set_nodelay(true).map_err(|e| unreachable(e.to_string()))?;
        self.tls.connect(self.name.clone(), stream).await.map_err(|e| self.explain(&e))
    }

    fn explain(&self, error: &io::Error) -> ClientError {
        let server = self.server.clone();
        match find::<rustls::Error>(error) {
            Some(tls @ rustls::Error::InvalidCertificate(_)) => ClientError::ServerNotTrusted {
                server,
                problem: tls.to_string(),
                ca: self.ca.clone(),
            },
            Some(tls @ rustls::Error::AlertReceived(_)) => {
                ClientError::CertificateRefused { server, problem: tls.to_string() }
            }
            Some(tls) => ClientError::Handshake { server, problem: tls.to_string() },
            None => ClientError::Handshake { server, problem: error.to_string() },
        }
    }
}

fn certificates(
    what: &'static str,
    path: &Path,
) -> Result<Vec<CertificateDer<'static>>, ClientError> {
    pem::certificates(&read(what, path)?).map_err(|why| ClientError::File {
        what,
        path: path.to_owned(),
        problem: said(&why),
    })
}

fn read(what: &'static str, path: &Path) -> Result<Vec<u8>, ClientError> {
    fs::read(path).map_err(|error| {
        let hint = match error.kind() {
            io::ErrorKind::NotFound => fill(
                "not found{}; make development certificates with `verwijspunt dev-certs`, or name the \
                 file",
                &[&meant(path)],
            ),
            _ => error.to_string(),
        };
        ClientError::File { what, path: path.to_owned(), problem: hint }
    })
}

/// The certificate beside it that was perhaps meant.
fn meant(path: &Path) -> String {
    let names: Vec<String> = path
        .parent()
        .and_then(|directory| fs::read_dir(directory).ok())
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path().file_stem()?.to_str()?.to_owned()))
        .filter(|name| !["ca", "server"].contains(&name.as_str()))
        .collect::<BTreeSet<_>>()
        .into_iter()
        .collect();
    let given = path.file_stem().and_then(|name| name.to_str()).unwrap_or_default();
    let near = words::near(given, names.iter().map(String::as_str));
    near.map_or_else(String::new, |name| fill("; did you mean --as {}?", &[&name]))
}

/// The innermost cause, as text.
pub(crate) fn root_cause(error: &(dyn Error + 'static)) -> String {
    let mut last = error;
    while let Some(source) = last.source() {
        last = source;
    }
    last.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_block_of_its_files_is_read_or_told() {
        let pair = rcgen::KeyPair::generate().expect("a key");
        let params = rcgen::CertificateParams::new(vec!["zorg.example".to_owned()]);
        let certificate = params.expect("a name").self_signed(&pair).expect("signed").pem();
        let place = tempfile::tempdir().expect("a directory");
        let whole = [certificate.clone(), certificate, pair.serialize_pem()];
        let files = ["ca.pem", "zorg.pem", "zorg.key"].map(|name| place.path().join(name));
        for spoilt in 0..files.len() {
            pem::spoilt::each(&whole[spoilt], |content| {
                for (at, file) in files.iter().enumerate() {
                    let content = if at == spoilt { content } else { whole[at].as_bytes() };
                    fs::write(file, content).expect("written");
                }
                let [ca, certificate, key] = files.clone();
                let server = "https://localhost:7443".to_owned();
                let options = ClientOptions { server, certificate, key, ca };
                tls_config(&options).map(|_| ()).map_err(|error| error.to_string())
            });
        }
    }
    /// The reason why a pair cannot be used names the file in which it stands.
    #[test]
    fn a_pair_that_does_not_fit_or_is_none_is_told_with_its_reason() {
        let place = tempfile::tempdir().expect("a directory");
        let file = |name: &str| place.path().join(name);
        let [own, other] = ["own", "other"].map(|name| {
            let pair = rcgen::KeyPair::generate().expect("a key");
            let params = rcgen::CertificateParams::new(vec!["zorg.example".to_owned()]);
            let certificate = params.expect("a name").self_signed(&pair).expect("signed");
            fs::write(file(&format!("{name}.pem")), certificate.pem()).expect("written");
            fs::write(file(&format!("{name}.key")), pair.serialize_pem()).expect("written");
            name
        });
        let told = |certificate: &str, key: &str| {
            let (server, ca) = ("https://localhost:7443".to_owned(), file("own.pem"));
            let (certificate, key) = (file(certificate), file(key));
            let options = ClientOptions { server, certificate, key, ca };
            tls_config(&options).map(|_| ()).map_err(|error| error.to_string())
        };
        assert_eq!(told(&format!("{own}.pem"), &format!("{own}.key")), Ok(()));
        let wrong = told(&format!("{own}.pem"), &format!("{other}.key")).expect_err("of another");
        assert!(wrong.contains("other.key") && wrong.contains("does not fit"), "{wrong}");
        let swapped = told("own.key", "own.key").expect_err("a key in the place of a certificate");
        assert!(swapped.starts_with("certificate ") && swapped.contains("own.key"), "{swapped}");
        let swapped = told("own.pem", "own.pem").expect_err("a certificate in the place of a key");
        assert!(
            swapped.starts_with("private key ") && swapped.contains("no PEM private key"),
            "{swapped}"
        );
        let lost = told("own.pem", "gone.key").expect_err("not there");
        assert!(lost.contains("gone.key") && lost.contains("not found"), "{lost}");
    }
}
