//! How is a receiver called? Asked once whether it wants to be, then told; five seconds for
//! everything, and nobody is followed elsewhere.

use std::{
    collections::BTreeSet,
    error::Error,
    net::IpAddr,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use http::{HeaderMap, Method, Request, StatusCode, Uri, header};
use http_body_util::{BodyExt as _, Full, Limited};
use hyper::body::Bytes;
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::{
    client::legacy::Client,
    rt::{TokioExecutor, TokioTimer},
};
use rustls::{ClientConfig, RootCertStore};
use rustls_pki_types::CertificateDer;
use tokio::time::{Instant, timeout_at};
use zeroize::Zeroizing;

use crate::{deliver::tls, domain::model::receiver::ReceiverAddress, pem};

use super::{
    answer::{self, Answer, Trouble},
    connecting::{Connector, NotConnected, Resolve},
    event::{Event, MEDIA_TYPE},
    signature::{HEADER, SigningKey},
};

/// A question and its answer, from the name to the last byte that is read.
const TIMEOUT: Duration = Duration::from_secs(5);

/// Most bytes of a body that are read, so that the connection can be used again; the rest is not.
const BODY_MOST: usize = 4 * 1024;

/// Most bytes of the status and the headers: the least that the HTTP library can be set to.
const HEAD_MOST: usize = 8 * 1024;

/// A connection that nobody uses is closed after this.
const IDLE: Duration = Duration::from_secs(30);

/// The headers of the handshake (CloudEvents, HTTP 1.1 Web Hooks for Event Delivery, § 4).
const REQUEST_ORIGIN: &str = "webhook-request-origin";
const ALLOWED_ORIGIN: &str = "webhook-allowed-origin";

/// Whom receivers see, and whom they are believed to be. All PEM.
#[derive(Clone)]
pub struct Identity {
    /// Our certificate, followed by its intermediates.
    pub certificate: Vec<u8>,
    /// Its private key.
    pub key: Zeroizing<Vec<u8>>,
    /// Who may sign the receivers' certificates; `None`: the authorities that browsers know.
    pub authorities: Option<Vec<u8>>,
}

/// Calls receivers.
pub struct Webhook {
    client: Client<HttpsConnector<Connector>, Full<Bytes>>,
    key: SigningKey,
    origin: String,
    agreed: Mutex<BTreeSet<ReceiverAddress>>,
    timeout: Duration,
}

impl Webhook {
    /// A caller. `origin`: the name by which receivers know this broker; `listed`: addresses inside
    /// that may be called.
    ///
    /// # Errors
    /// Which of the identity cannot be used.
    pub fn new(
        identity: &Identity,
        key: SigningKey,
        origin: &str,
        listed: &[IpAddr],
        resolver: Arc<dyn Resolve>,
    ) -> Result<Self, String> {
        let connector = Connector { resolver, listed: listed.into() };
        let connector = HttpsConnectorBuilder::new()
            .with_tls_config(tls_config(identity)?)
            // Without TLS the connector takes this machine only, and only when it is listed.
            .https_or_http()
            .enable_http1()
            .wrap_connector(connector);
        let client = Client::builder(TokioExecutor::new())
            .pool_timer(TokioTimer::new())
            .pool_idle_timeout(IDLE)
            .pool_max_idle_per_host(1)
            .http1_max_buf_size(HEAD_MOST)
            .build(connector);
        Ok(Self {
            client,
            key,
            origin: origin.to_owned(),
            agreed: Mutex::default(),
            timeout: TIMEOUT,
        })
    }

    /// The same with another patience, so that tests need not wait.
    #[cfg(test)]
    pub(super) fn patient(self, timeout: Duration) -> Self {
        Self { timeout, ..self }
    }

    /// By which name receivers know the key.
    #[must_use]
    pub fn key_id(&self) -> &str {
        self.key.id()
    }

    /// Tells a receiver of an event. Before the first one since this process began, it is asked
    /// whether it wants to be called.
    pub async fn send(&self, to: &ReceiverAddress, event: &Event) -> Answer {
        let agreed = self.agreed.lock().unwrap_or_else(PoisonError::into_inner).contains(to);
        if !agreed {
            match self.ask(to).await {
                Answer::Taken => {}
                other => return other,
            }
            self.agreed.lock().unwrap_or_else(PoisonError::into_inner).insert(to.clone());
        }
        let body = event.bytes();
        let Ok(signature) = self.key.sign(&body) else { return Answer::Failed(Trouble::Unsent) };
        let headers = [(header::CONTENT_TYPE.as_str(), MEDIA_TYPE), (HEADER, &signature)];
        match self.call(Method::POST, to, &headers, body.into()).await {
            Ok((status, headers)) => answer::of(status, &headers),
            Err(trouble) => Answer::Failed(trouble),
        }
    }

    /// Asks a receiver whether it wants to be called by this broker.
    async fn ask(&self, to: &ReceiverAddress) -> Answer {
        let headers = [(REQUEST_ORIGIN, self.origin.as_str())];
        let (status, headers) = match self.call(Method::OPTIONS, to, &headers, Bytes::new()).await {
            Ok(answered) => answered,
            Err(trouble) => return Answer::Failed(trouble),
        };
        match answer::of(status, &headers) {
            Answer::Taken => {}
            other => return other,
        }
        let allowed = headers.get(ALLOWED_ORIGIN).and_then(|origin| origin.to_str().ok());
        match allowed {
            Some(origin) if origin == "*" || origin.eq_ignore_ascii_case(&self.origin) => {
                Answer::Taken
            }
            _ => Answer::Failed(Trouble::NoConsent),
        }
    }

    async fn call(
        &self,
        method: Method,
        to: &ReceiverAddress,
        headers: &[(&str, &str)],
        body: Bytes,
    ) -> Result<(StatusCode, HeaderMap), Trouble> {
        let uri: Uri = to.as_str().parse().map_err(|_| Trouble::Unsent)?;
        let mut request = Request::builder().method(method).uri(uri);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(Full::new(body)).map_err(|_| Trouble::Unsent)?;
        let until = Instant::now() + self.timeout;
        let answered = timeout_at(until, self.client.request(request)).await;
        let response = match answered {
            Ok(Ok(response)) => response,
            Ok(Err(error)) => return Err(trouble(&error)),
            Err(_) => return Err(Trouble::TimedOut),
        };
        let (head, body) = response.into_parts();
        // The status has been given: what follows decides only whether the connection stays open.
        let _ = timeout_at(until, Limited::new(body, BODY_MOST).collect()).await;
        Ok((head.status, head.headers))
    }
}

/// What went wrong with a connection.
fn trouble(error: &(dyn Error + 'static)) -> Trouble {
    let mut at = Some(error);
    while let Some(error) = at {
        match error.downcast_ref() {
            Some(NotConnected::Forbidden) => return Trouble::Forbidden,
            Some(NotConnected::Unreachable(_)) => return Trouble::Unreachable,
            None => at = error.source(),
        }
    }
    if tls::distrusted(error) { Trouble::Certificate } else { Trouble::Broken }
}

fn tls_config(identity: &Identity) -> Result<ClientConfig, String> {
    let mut roots = RootCertStore::empty();
    match &identity.authorities {
        None => roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned()),
        Some(content) => {
            for certificate in certificates(content, "the file of authorities")? {
                roots.add(certificate).map_err(|error| format!("an authority: {error}"))?;
            }
        }
    }
    let chain = certificates(&identity.certificate, "the file of the certificate")?;
    let key =
        pem::private_key(&identity.key).map_err(|why| format!("the file of the key: {why}"))?;
    ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .expect("ring speaks TLS 1.2 and 1.3")
        .with_root_certificates(roots)
        .with_client_auth_cert(chain, key)
        .map_err(|error| format!("the key is not that of the certificate: {error}"))
}

fn certificates(content: &[u8], what: &str) -> Result<Vec<CertificateDer<'static>>, String> {
    pem::certificates(content).map_err(|why| format!("{what}: {why}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pem::spoilt;

    #[test]
    fn every_block_of_its_files_is_read_or_told() {
        let pair = rcgen::KeyPair::generate().expect("a key");
        let params = rcgen::CertificateParams::new(vec!["broker.example".to_owned()]);
        let certificate = params.expect("a name").self_signed(&pair).expect("signed").pem();
        let whole = Identity {
            certificate: certificate.clone().into(),
            key: Zeroizing::new(pair.serialize_pem().into()),
            authorities: Some(certificate.clone().into()),
        };
        let used = |identity: Identity| tls_config(&identity).map(|_| ());
        spoilt::each(&certificate, |content| {
            used(Identity { certificate: content.into(), ..whole.clone() })
        });
        spoilt::each(&certificate, |content| {
            used(Identity { authorities: Some(content.into()), ..whole.clone() })
        });
        spoilt::each(&pair.serialize_pem(), |content| {
            used(Identity { key: Zeroizing::new(content.into()), ..whole.clone() })
        });
    }
}
