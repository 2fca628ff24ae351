//! Whom do we shake hands with? Certificates, trusted authorities and revocation lists.

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arc_swap::ArcSwap;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, UnixTime};
use rustls::server::danger::ClientCertVerifier;
use rustls::server::{NoServerSessionStorage, WebPkiClientVerifier};
use rustls::sign::{CertifiedKey, SingleCertAndKey};
use rustls::{RootCertStore, ServerConfig};

use super::clock::unix_now;
use super::config;
use super::keys::{SecretFileError, check_secret_mode};
use super::revocation::{self, Revocation};
pub use super::trust::Trust;
use super::trust::{browsers_chain, own_chain};
use crate::domain::model::time::Time;
use crate::pem;

/// How HTTP/2 and HTTP/1.1 are called in the handshake.
pub(super) const HTTP_2: &[u8] = b"h2";
const HTTP_1: &[u8] = b"http/1.1";

/// What is wrong with a certificate, key or revocation list.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{}: {text}", file.display())]
pub struct TlsError {
    /// The file.
    pub file: PathBuf,
    /// What is wrong and what to do.
    pub text: String,
}

/// Everything that a handshake needs, read at one moment.
#[derive(Debug)]
pub struct TlsMaterial {
    /// For new connections.
    pub server: Arc<ServerConfig>,
    /// The end of the server certificate.
    pub certificate_not_after: Time,
    /// When the first of the revocation lists is out of date.
    pub crl_next_update: Option<Time>,
    /// What will keep parties from connecting although every file can be read; each with what to do.
    pub warnings: Vec<String>,
    /// What clients make of the server's own certificate.
    pub own: Trust,
    pair: Pair,
    verifier: Arc<dyn ClientCertVerifier>,
}

impl TlsMaterial {
    /// Reads the files and builds a configuration from them.
    ///
    /// # Errors
    /// The first file that is unreadable, malformed, out of date or does not fit the others.
    pub fn load(settings: &config::Tls) -> Result<Self, TlsError> {
        parsing(&settings.certificate, || Self::build(settings, Pair::read(settings)?))
    }

    /// Whether a client certificate would be accepted now.
    #[must_use]
    pub fn accepts(&self, chain: &[CertificateDer<'_>], now: UnixTime) -> bool {
        chain.split_first().is_some_and(|(end, intermediates)| {
            self.verifier.verify_client_cert(end, intermediates, now).is_ok()
        })
    }

    /// Logs what will keep parties out.
    fn tell(&self) {
        for warning in &self.warnings {
            tracing::error!("{warning}");
        }
        if let Trust::Refused(why) = &self.own {
            tracing::error!("{why}");
        }
    }

    /// Whether a revocation list is out of date, so that nobody can connect.
    #[must_use]
    pub fn list_expired(&self, now: UnixTime) -> bool {
        let now = i64::try_from(now.as_secs()).unwrap_or(i64::MAX).saturating_mul(1000);
        self.crl_next_update.is_some_and(|until| until.0 <= now)
    }

    /// With the server's own pair, and the authorities and lists as they are in their files now.
    fn build(settings: &config::Tls, pair: Pair) -> Result<Self, TlsError> {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let mut roots = RootCertStore::empty();
        let authorities = certificates(&settings.client_ca)?;
        for certificate in &authorities {
            roots
                .add(certificate.clone())
                .map_err(|e| wrong(&settings.client_ca, &format!("{e}")))?;
        }
        let mut verifier =
            WebPkiClientVerifier::builder_with_provider(roots.into(), provider.clone());
        let mut crl_next_update = None;
        let mut warnings = Vec::new();
        let chain = &pair.key.cert;
        if let Some(path) = &settings.crl {
            let read = revocation::read(&read(path)?, &authorities, &chain[1..]);
            let Revocation { lists, next_update, told } =
                read.map_err(|text| wrong(path, &text))?;
            crl_next_update = Some(next_update);
            warnings.extend(told);
            verifier = verifier.with_crls(lists).enforce_revocation_expiration();
        }
        let verifier = verifier.build().map_err(|e| {
            let file = settings.crl.as_ref().unwrap_or(&settings.client_ca);
            wrong(file, &format!("does not work as trust material ({e})"))
        })?;

        let own = own_chain(chain, &authorities, unix_now());
        let mut server = ServerConfig::builder_with_provider(provider)
            .with_protocol_versions(versions(settings.allow_tls12))
            .map_err(|e| wrong(&settings.certificate, &format!("no TLS version works ({e})")))?
            .with_client_cert_verifier(verifier.clone())
            .with_cert_resolver(Arc::new(SingleCertAndKey::from(Arc::clone(&pair.key))));
        // gRPC and REST; and REST for whoever speaks no HTTP/2.
        server.alpn_protocols = vec![HTTP_2.to_vec(), HTTP_1.to_vec()];
        // A resumed session is not verified again: a revoked client would get back in.
        server.session_storage = Arc::new(NoServerSessionStorage {});
        server.send_tls13_tickets = 0;
        Ok(Self {
            server: Arc::new(server),
            certificate_not_after: pair.not_after,
            crl_next_update,
            warnings,
            own,
            pair,
            verifier,
        })
    }
}

/// The server's own certificate, with its key.
#[derive(Clone, Debug)]
struct Pair {
    key: Arc<CertifiedKey>,
    not_after: Time,
}

impl Pair {
    fn read(settings: &config::Tls) -> Result<Self, TlsError> {
        let chain = certificates(&settings.certificate)?;
        let not_after = not_after(&chain[0])
            .ok_or_else(|| wrong(&settings.certificate, "is no X.509 certificate"))?;
        let provider = rustls::crypto::ring::default_provider();
        let key = CertifiedKey::from_der(chain, private_key(&settings.key)?, &provider);
        let key = key.map_err(|e| {
            wrong(&settings.key, &format!("is not the key of the certificate ({e})"))
        })?;
        Ok(Self { key: Arc::new(key), not_after })
    }
}

/// Certificate parsers have panicked on crafted input; a reload must survive that.
fn parsing<T>(file: &Path, read: impl FnOnce() -> Result<T, TlsError>) -> Result<T, TlsError> {
    catch_unwind(AssertUnwindSafe(read))
        .unwrap_or_else(|_| Err(wrong(file, "a TLS file made the parser fail; replace it")))
}

/// What browsers shake hands with, read at one moment.
#[derive(Clone, Debug)]
pub struct BrowserMaterial {
    /// A certificate, no question for theirs, HTTP/2 or 1.1.
    pub server: Arc<ServerConfig>,
    /// The end of the certificate.
    pub not_after: Time,
    /// What browsers make of it.
    pub trust: Trust,
    /// What they are shown.
    pub(super) chain: Vec<CertificateDer<'static>>,
}

impl BrowserMaterial {
    /// Reads the files.
    ///
    /// # Errors
    /// The file that cannot be used.
    pub fn load(certificate: &Path, key: &Path, allow_tls12: bool) -> Result<Self, TlsError> {
        let build = || {
            let chain = certificates(certificate)?;
            let not_after = not_after(&chain[0])
                .ok_or_else(|| wrong(certificate, "is no X.509 certificate"))?;
            let provider = Arc::new(rustls::crypto::ring::default_provider());
            let mut server = ServerConfig::builder_with_provider(provider)
                .with_protocol_versions(versions(allow_tls12))
                .map_err(|e| wrong(certificate, &format!("no TLS version works ({e})")))?
                .with_no_client_auth()
                .with_single_cert(chain.clone(), private_key(key)?)
                .map_err(|e| wrong(key, &format!("is not the key of the certificate ({e})")))?;
            server.alpn_protocols = vec![HTTP_2.to_vec(), HTTP_1.to_vec()];
            let trust = browsers_chain(&chain, unix_now());
            Ok(Self { server: Arc::new(server), not_after, trust, chain })
        };
        parsing(certificate, build)
    }
}

fn versions(allow_tls12: bool) -> &'static [&'static rustls::SupportedProtocolVersion] {
    static BOTH: [&rustls::SupportedProtocolVersion; 2] =
        [&rustls::version::TLS13, &rustls::version::TLS12];
    if allow_tls12 { &BOTH } else { &BOTH[..1] }
}

/// The TLS material in force, replaced as a whole.
#[derive(Debug)]
pub struct TlsState {
    settings: config::Tls,
    current: ArcSwap<TlsMaterial>,
}

impl TlsState {
    /// Reads the files for the first time.
    ///
    /// # Errors
    /// As [`TlsMaterial::load`].
    pub fn new(settings: &config::Tls) -> Result<Self, TlsError> {
        let material = TlsMaterial::load(settings)?;
        material.tell();
        Ok(Self { settings: settings.clone(), current: ArcSwap::from_pointee(material) })
    }

    /// What is in force now.
    #[must_use]
    pub fn current(&self) -> Arc<TlsMaterial> {
        self.current.load_full()
    }

    /// Reads the files again. Bad authorities or lists change nothing. A certificate that cannot be used, or
    /// another one that every client refuses, is left aside: what was in force stays, and the authorities and
    /// lists are taken all the same, since a list may shut somebody out.
    ///
    /// # Errors
    /// As [`TlsMaterial::load`].
    pub fn reload(&self) -> Result<(), TlsError> {
        let Self { settings, .. } = self;
        let current = self.current();
        let build = |pair| parsing(&settings.client_ca, || TlsMaterial::build(settings, pair));
        let taken = parsing(&settings.certificate, || Pair::read(settings)).and_then(|pair| {
            let another = pair.key.cert != current.pair.key.cert;
            let material = build(pair)?;
            match &material.own {
                Trust::Refused(why) if another => Err(wrong(&settings.certificate, why)),
                _ => Ok(material),
            }
        });
        let (material, refused) = match taken {
            Ok(material) => (material, Ok(())),
            Err(TlsError { file, text }) => {
                let text = format!("{text}; authorities and lists are taken all the same");
                (build(current.pair.clone())?, Err(TlsError { file, text }))
            }
        };
        material.tell();
        self.current.store(Arc::new(material));
        refused
    }

    /// The files that it was read from.
    #[must_use]
    pub fn files(&self) -> Vec<PathBuf> {
        let Self { settings, .. } = self;
        let fixed = [&settings.certificate, &settings.key, &settings.client_ca];
        fixed.into_iter().chain(&settings.crl).cloned().collect()
    }
}

/// The instant after which a certificate is no longer valid.
fn not_after(certificate: &CertificateDer<'_>) -> Option<Time> {
    let (_, parsed) = x509_parser::parse_x509_certificate(certificate).ok()?;
    Some(Time(parsed.validity().not_after.timestamp().saturating_mul(1000)))
}

fn certificates(path: &Path) -> Result<Vec<CertificateDer<'static>>, TlsError> {
    pem::certificates(&read(path)?).map_err(|text| wrong(path, &text))
}

fn private_key(path: &Path) -> Result<PrivateKeyDer<'static>, TlsError> {
    match check_secret_mode(path) {
        Ok(()) => {}
        Err(SecretFileError::Unreadable(e)) => return Err(unreadable(path, &e)),
        Err(SecretFileError::Open(text)) => tracing::warn!(file = %path.display(), "{text}"),
    }
    let content = zeroize::Zeroizing::new(read(path)?);
    pem::private_key(&content).map_err(|text| wrong(path, &text))
}

fn read(path: &Path) -> Result<Vec<u8>, TlsError> {
    fs::read(path).map_err(|e| unreadable(path, &e))
}

fn unreadable(path: &Path, error: &std::io::Error) -> TlsError {
    wrong(path, &format!("cannot be read ({error}); check the path in [tls] and its permissions"))
}

fn wrong(path: &Path, text: &str) -> TlsError {
    TlsError { file: path.to_path_buf(), text: text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_block_of_its_files_is_read_or_told() {
        let pair = rcgen::KeyPair::generate().expect("a key");
        let params = rcgen::CertificateParams::new(vec!["broker.example".to_owned()]);
        let certificate = params.expect("a name").self_signed(&pair).expect("signed").pem();
        let place = tempfile::tempdir().expect("a directory");
        let file = place.path().join("file.pem");
        let told = |error: TlsError| error.to_string();
        pem::spoilt::each(&certificate, |content| {
            fs::write(&file, content).expect("written");
            certificates(&file).map(|_| ()).map_err(told)
        });
        pem::spoilt::each(&pair.serialize_pem(), |content| {
            fs::write(&file, content).expect("written");
            private_key(&file).map(|_| ()).map_err(told)
        });
    }
}
