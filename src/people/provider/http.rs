//! How does the broker ask a provider something? Over TLS, from authorities that are named or known,
//! without following anybody elsewhere, and never for long.

use std::{fs, path::Path, sync::Arc, time::Duration};

use http::{Method, Request, StatusCode, Uri, header};
use http_body_util::{BodyExt as _, Full, Limited};
use hyper::body::Bytes;
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::{
    client::legacy::{Client, connect::HttpConnector},
    rt::TokioExecutor,
};
use rustls::{ClientConfig, RootCertStore};

use crate::pem;

/// A whole question and its answer take at most this.
const TIMEOUT: Duration = Duration::from_secs(5);

/// Most bytes of an answer: documents and key sets of providers are a few KiB.
const ANSWER_MOST: usize = 256 * 1024;

/// Asks one provider.
pub(super) struct Http {
    client: Client<HttpsConnector<HttpConnector>, Full<Bytes>>,
}

/// What a provider answered.
pub(super) struct Answer {
    pub(super) status: StatusCode,
    pub(super) body: Bytes,
    /// Its clock, as it says.
    pub(super) date: Option<String>,
}

impl Http {
    /// A client that trusts the authorities in a PEM file and no others, or else the usual ones.
    ///
    /// # Errors
    /// The file holds no certificate.
    pub(super) fn new(authorities: Option<&Path>) -> Result<Self, String> {
        let mut roots = RootCertStore::empty();
        match authorities {
            None => roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned()),
            Some(file) => {
                let fail = |why: String| {
                    format!("{}: {why}; name a PEM file with certificates", file.display())
                };
                let content = fs::read(file).map_err(|error| fail(error.to_string()))?;
                for certificate in pem::certificates(&content).map_err(fail)? {
                    roots.add(certificate).map_err(|error| fail(error.to_string()))?;
                }
            }
        }
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let tls = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .expect("ring speaks TLS 1.2 and 1.3")
            .with_root_certificates(roots)
            .with_no_client_auth();
        let connector =
            HttpsConnectorBuilder::new().with_tls_config(tls).https_only().enable_http1().build();
        Ok(Self { client: Client::builder(TokioExecutor::new()).build(connector) })
    }

    /// Reads a document.
    pub(super) async fn get(&self, url: &str) -> Result<Answer, String> {
        self.ask(Method::GET, url, Bytes::new()).await
    }

    /// Sends a form.
    pub(super) async fn post(&self, url: &str, form: String) -> Result<Answer, String> {
        self.ask(Method::POST, url, Bytes::from(form)).await
    }

    async fn ask(&self, method: Method, url: &str, body: Bytes) -> Result<Answer, String> {
        let uri: Uri = url.parse().map_err(|_| format!("{url} is no URL"))?;
        let mut request = Request::builder().method(&method).uri(uri);
        request = request.header(header::ACCEPT, "application/json");
        if method == Method::POST {
            request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        }
        let request = request.body(Full::new(body)).map_err(|error| error.to_string())?;
        let answered = async {
            let response = self.client.request(request).await.map_err(|error| chain(&error))?;
            let (head, body) = response.into_parts();
            let body = Limited::new(body, ANSWER_MOST).collect().await;
            let body = body.map_err(|error| format!("the answer cannot be read: {error}"))?;
            let date = head.headers.get(header::DATE).and_then(|date| date.to_str().ok());
            let date = date.map(str::to_owned);
            Ok(Answer { status: head.status, body: body.to_bytes(), date })
        };
        match tokio::time::timeout(TIMEOUT, answered).await {
            Ok(answered) => answered,
            Err(_) => Err(format!("no answer within {} seconds", TIMEOUT.as_secs())),
        }
    }
}

/// An error with what is behind it: a refused connection, a certificate that is not trusted.
fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(error) = source {
        text = format!("{text}: {error}");
        source = error.source();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_authority_of_its_file_is_read_or_told() {
        let pair = rcgen::KeyPair::generate().expect("a key");
        let params = rcgen::CertificateParams::new(vec!["login.example".to_owned()]);
        let authority = params.expect("a name").self_signed(&pair).expect("signed").pem();
        let place = tempfile::tempdir().expect("a directory");
        let file = place.path().join("ca.pem");
        pem::spoilt::each(&authority, |content| {
            fs::write(&file, content).expect("written");
            Http::new(Some(&file)).map(|_| ())
        });
        fs::write(&file, "nothing").expect("written");
        assert!(Http::new(Some(&file)).is_err());
    }
}
