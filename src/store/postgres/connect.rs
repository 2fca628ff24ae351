//! To which server does the store connect, and how?

use std::{
    fs,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

use futures::future::join_all;
use rustls::{ClientConfig, RootCertStore};
use rustls_pki_types::CertificateDer;
use tokio_postgres::{
    Config,
    config::{Host, SslMode},
};
use tokio_postgres_rustls::MakeRustlsConnect;
use zeroize::Zeroizing;

use crate::{pem, plain_text};

use super::{error::OpenError, session::Session};

/// From the first packet to a session that can be used, for one server.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
/// Written bytes that nobody confirms for so long end the connection.
const USER_TIMEOUT: Duration = Duration::from_secs(10);
/// A quiet connection is asked after this time, so often, with such pauses.
const KEEPALIVE: (Duration, u32, Duration) = (Duration::from_secs(10), 3, Duration::from_secs(5));

/// How to reach the database, and as whom.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Options {
    /// `postgres://user@host1:5432,host2:5432/database`, without a password. Of several servers
    /// the one that takes writes is found.
    pub url: String,
    /// A file with the password, read at every connection.
    pub password_file: Option<PathBuf>,
    /// How servers over TCP are known, and this broker to them.
    pub tls: TlsFiles,
    /// The name of this broker, of whose audit chain it writes. No two processes may share one.
    pub broker: String,
    /// Whether an OK needs a synchronous standby.
    pub require_synchronous: bool,
    /// Whether brokers wake each other with `LISTEN` and `NOTIFY`; without it by looking only.
    pub notify: bool,
}

/// Files in PEM.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct TlsFiles {
    /// The authorities that sign the servers' certificates.
    pub ca: Option<PathBuf>,
    /// This broker's certificate, followed by its intermediates.
    pub certificate: Option<PathBuf>,
    /// Its private key.
    pub key: Option<PathBuf>,
}

/// Whether a broker can be called so: its name is part of file names.
#[must_use]
pub fn is_name(text: &str) -> bool {
    let letter = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    (1..=63).contains(&text.len()) && text.chars().all(letter)
}

impl Options {
    /// A broker of this name on this database, everything else as it is when nothing is said.
    #[must_use]
    pub fn new(url: &str, broker: &str) -> Self {
        Self {
            url: url.to_owned(),
            password_file: None,
            tls: TlsFiles::default(),
            broker: broker.to_owned(),
            require_synchronous: false,
            notify: true,
        }
    }

    /// Reads the URL, without connecting and without looking at any file.
    ///
    /// # Errors
    /// Says what is wrong with it; never shows it.
    pub fn check_url(&self) -> Result<(), OpenError> {
        self.servers().map(drop)
    }

    /// The same, and the TLS files and the password too.
    ///
    /// # Errors
    /// Says what is wrong.
    pub fn check(&self) -> Result<(), OpenError> {
        Connector::new(self)?.password().map_err(OpenError::Setting).map(drop)
    }

    fn servers(&self) -> Result<Vec<Config>, OpenError> {
        let wrong = |text: &str| Err(OpenError::Setting(text.to_owned()));
        let Ok(base) = self.url.parse::<Config>() else {
            return wrong("url is not of the form postgres://user@host:5432/database");
        };
        if base.get_password().is_some() {
            return wrong("url must hold no password: put it in a file and set password_file");
        }
        if base.get_user().is_none() || base.get_dbname().is_none() {
            return wrong(
                "url must name a user and a database: postgres://user@host:5432/database",
            );
        }
        if !is_name(&self.broker) {
            return wrong("broker_name must be 1 to 63 letters, digits, dots and dashes");
        }
        let servers = servers(&base);
        if servers.is_empty() {
            return wrong("url must name a host: postgres://user@host:5432/database");
        }
        let encrypted = servers.iter().any(|server| server.get_ssl_mode() != SslMode::Disable);
        if encrypted && self.tls.ca.is_none() {
            return wrong(
                "tls_ca is missing: name the authority of the database server's certificate, or \
                 end the url with ?sslmode=disable where nobody can listen",
            );
        }
        Ok(servers)
    }
}

/// Makes sessions.
pub(super) struct Connector {
    servers: Vec<Config>,
    password_file: Option<PathBuf>,
    tls: MakeRustlsConnect,
    /// The highest timeline seen. A primary on a lower one was left behind by a failover.
    timeline: AtomicU32,
}

impl Connector {
    pub(super) fn new(options: &Options) -> Result<Self, OpenError> {
        let servers = options.servers()?;
        let tls = MakeRustlsConnect::new(client_config(&options.tls)?);
        let password_file = options.password_file.clone();
        Ok(Self { servers, password_file, tls, timeline: AtomicU32::new(0) })
    }

    /// The highest timeline that a session was opened on.
    pub(super) fn timeline(&self) -> u32 {
        self.timeline.load(Ordering::Relaxed)
    }

    /// A session on the server that takes writes; of two such, the one that was promoted last.
    ///
    /// # Errors
    /// Says of every server why not.
    pub(super) async fn connect(&self) -> Result<Session, String> {
        let password = self.password()?;
        let tried = join_all(self.servers.iter().map(|server| {
            let mut server = server.clone();
            if let Some(password) = &password {
                server.password(password.as_bytes());
            }
            let tls = self.tls.clone();
            async move {
                let name = name(&server);
                let most = *server.get_connect_timeout().unwrap_or(&CONNECT_TIMEOUT);
                match tokio::time::timeout(most, Session::open(&server, tls)).await {
                    Ok(Ok(session)) => Ok(session),
                    Ok(Err(why)) => Err(format!("{name}: {why}")),
                    Err(_) => Err(format!("{name}: no answer in time")),
                }
            }
        }))
        .await;
        let mut problems = Vec::new();
        let mut best: Option<Session> = None;
        for outcome in tried {
            match outcome {
                Ok(session) if session.timeline < self.timeline() => {
                    problems.push("a server that was left behind by a failover".to_owned());
                }
                Ok(session) => {
                    if best.as_ref().is_none_or(|best| best.timeline < session.timeline) {
                        best = Some(session);
                    }
                }
                Err(problem) => problems.push(problem),
            }
        }
        let best = best.ok_or_else(|| problems.join("; "))?;
        self.timeline.fetch_max(best.timeline, Ordering::Relaxed);
        Ok(best)
    }

    fn password(&self) -> Result<Option<Zeroizing<String>>, String> {
        self.password_file.as_deref().map(plain_text::secret).transpose()
    }
}

fn name(server: &Config) -> String {
    let port = server.get_ports().first().copied().unwrap_or(5432);
    match server.get_hosts().first() {
        Some(Host::Tcp(host)) => format!("{host}:{port}"),
        Some(Host::Unix(path)) => format!("{} port {port}", path.display()),
        None => "no host".to_owned(),
    }
}

/// One configuration for each server of the URL, with the waiting times that it does not give.
fn servers(base: &Config) -> Vec<Config> {
    let ports = base.get_ports();
    base.get_hosts()
        .iter()
        .enumerate()
        .map(|(place, host)| {
            let mut one = Config::new();
            one.user(base.get_user().unwrap_or_default());
            one.dbname(base.get_dbname().unwrap_or_default());
            one.application_name(base.get_application_name().unwrap_or("verwijspunt"));
            if let Some(options) = base.get_options() {
                one.options(options);
            }
            one.channel_binding(base.get_channel_binding());
            one.ssl_negotiation(base.get_ssl_negotiation());
            one.port(ports.get(place).or(ports.first()).copied().unwrap_or(5432));
            one.connect_timeout(*base.get_connect_timeout().unwrap_or(&CONNECT_TIMEOUT));
            one.tcp_user_timeout(*base.get_tcp_user_timeout().unwrap_or(&USER_TIMEOUT));
            let (idle, retries, interval) = KEEPALIVE;
            one.keepalives(true).keepalives_idle(idle);
            one.keepalives_retries(base.get_keepalives_retries().unwrap_or(retries));
            one.keepalives_interval(base.get_keepalives_interval().unwrap_or(interval));
            match host {
                // No one else can listen on a socket in a directory.
                Host::Unix(path) => one.host_path(path).ssl_mode(SslMode::Disable),
                Host::Tcp(host) => one.host(host).ssl_mode(match base.get_ssl_mode() {
                    SslMode::Disable => SslMode::Disable,
                    _ => SslMode::Require,
                }),
            };
            one
        })
        .collect()
}

fn client_config(files: &TlsFiles) -> Result<ClientConfig, OpenError> {
    let wrong = |file: &Path, why: &str| OpenError::Setting(format!("{}: {why}", file.display()));
    let read = |file: &Path| {
        fs::read(file).map_err(|error| wrong(file, &format!("cannot be read ({error})")))
    };
    let certificates = |file: &Path| -> Result<Vec<CertificateDer<'static>>, OpenError> {
        pem::certificates(&read(file)?).map_err(|why| wrong(file, &why))
    };
    let mut roots = RootCertStore::empty();
    if let Some(ca) = &files.ca {
        for certificate in certificates(ca)? {
            let added = roots.add(certificate);
            added.map_err(|error| wrong(ca, &format!("cannot be used ({error})")))?;
        }
    }
    let builder =
        ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
            .with_safe_default_protocol_versions()
            .expect("the provider knows the default versions")
            .with_root_certificates(roots);
    match (&files.certificate, &files.key) {
        (Some(certificate), Some(key)) => {
            let content = Zeroizing::new(read(key)?);
            let private = pem::private_key(&content).map_err(|why| wrong(key, &why))?;
            builder
                .with_client_auth_cert(certificates(certificate)?, private)
                .map_err(|error| wrong(certificate, &format!("does not fit its key ({error})")))
        }
        (None, None) => Ok(builder.with_no_client_auth()),
        _ => {
            let rule = "tls_certificate and tls_key belong together: set both or none";
            Err(OpenError::Setting(rule.to_owned()))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pem::spoilt;

    fn refused(url: &str) -> String {
        let error = Options::new(url, "a").check().expect_err(url);
        assert!(!error.to_string().contains("geheim"), "{error}");
        error.to_string()
    }

    #[test]
    fn a_wrong_url_is_refused_without_being_shown() {
        assert!(refused("postgres://v:geheim@h/d").contains("password_file"));
        assert!(refused("postgres://v@h").contains("database"));
        assert!(refused("postgres://v@h:geheim/d").contains("form"));
        assert!(refused("postgres://v@h/d").contains("tls_ca"));
        assert!(Options::new("postgres://v@h/d?sslmode=disable", "").check().is_err());
    }

    #[test]
    fn a_password_file_that_holds_none_is_refused_before_anybody_connects() {
        let place = tempfile::tempdir().expect("a directory");
        let file = place.path().join("db.password");
        let url = "postgres://v@h/d?sslmode=disable";
        let options = Options { password_file: Some(file.clone()), ..Options::new(url, "a") };
        let checked = |content: &[u8]| {
            fs::write(&file, content).expect("written");
            options.check().map_err(|error| error.to_string())
        };
        assert_eq!(checked(b"\xef\xbb\xbfgeheim\r\n"), Ok(()));
        let told = checked(b"\n").expect_err("empty");
        assert!(told.contains("db.password: is empty"), "{told}");
        let told = checked(b"geheim\ntwee\n").expect_err("two lines");
        assert!(told.contains("more than one line") && !told.contains("geheim"), "{told}");
    }

    #[test]
    fn every_server_of_the_url_is_tried_by_itself() {
        let url = "postgres://v@a:1,b:2/d?sslmode=disable&connect_timeout=9";
        let servers = servers(&url.parse().expect("a URL"));
        assert_eq!(servers.iter().map(name).collect::<Vec<_>>(), ["a:1", "b:2"]);
        assert!(servers.iter().all(|s| s.get_connect_timeout() == Some(&Duration::from_secs(9))));
        assert!(servers.iter().all(|s| s.get_tcp_user_timeout() == Some(&USER_TIMEOUT)));
    }

    #[test]
    fn every_block_of_its_files_is_read_or_told() {
        let place = tempfile::tempdir().expect("a directory");
        let pair = rcgen::KeyPair::generate().expect("a key");
        let params = rcgen::CertificateParams::new(vec!["db.example".to_owned()]).expect("a name");
        let certificate = params.self_signed(&pair).expect("signed by itself").pem();
        let names = ["ca.pem", "client.pem", "client.key"];
        let whole = [certificate.clone(), certificate, pair.serialize_pem()];
        for spoilt in 0..names.len() {
            spoilt::each(&whole[spoilt], |content| {
                let file = |at: usize| {
                    let file = place.path().join(names[at]);
                    let content = if at == spoilt { content } else { whole[at].as_bytes() };
                    fs::write(&file, content).expect("written");
                    Some(file)
                };
                let files = TlsFiles { ca: file(0), certificate: file(1), key: file(2) };
                client_config(&files).map(|_| ()).map_err(|error| error.to_string())
            });
        }
    }
}
