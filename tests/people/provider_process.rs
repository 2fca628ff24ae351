//! A real provider, and the browser of somebody who signs in there.

use std::{
    collections::BTreeMap,
    io::{BufRead as _, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{Arc, Once},
};

use http::{Method, Request, StatusCode, header};
use http_body_util::{BodyExt as _, Full};
use hyper::body::Bytes;
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::{
    client::legacy::{Client, connect::HttpConnector},
    rt::TokioExecutor,
};
use rustls::{ClientConfig, RootCertStore};
use rustls_pki_types::{CertificateDer, pem::PemObject as _};
use serde_json::{Value, json};
use verwijspunt::{
    people::provider::{Audience, IssuerSettings, Returned, SecondFactor},
    server::pki,
};

/// Where the provider sends browsers back to. Nobody needs to listen there: the test looks where the
/// browser is sent.
pub const RETURN: &str = "https://verwijspunt.test/inloggen/terug";

/// What the broker is called at the provider.
const CLIENT: &str = "verwijspunt";

type Https = Client<HttpsConnector<HttpConnector>, Full<Bytes>>;

/// The provider, as a process of its own.
pub struct ProviderProcess {
    child: Child,
    directory: tempfile::TempDir,
    pub issuer: String,
    https: Https,
    /// Where it sends browsers back to.
    redirect: String,
}

/// Installs what the provider is made of, once.
fn install() -> PathBuf {
    static INSTALLED: Once = Once::new();
    let here = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/people/provider");
    INSTALLED.call_once(|| {
        if here.join("node_modules/oidc-provider").exists() {
            return;
        }
        let installed = Command::new("npm")
            .args(["ci", "--no-audit", "--no-fund", "--silent"])
            .current_dir(&here)
            .status()
            .expect("npm runs; install Node.js with: apt-get install nodejs npm");
        assert!(installed.success(), "npm ci in {} does not work", here.display());
    });
    here
}

impl ProviderProcess {
    pub async fn start() -> Self {
        Self::start_for(RETURN).await
    }

    /// The same for a broker that listens somewhere.
    pub async fn start_for(redirect: &str) -> Self {
        let program = install().join("provider.js");
        let directory = tempfile::tempdir().expect("a directory");
        let certs = directory.path().join("certs");
        pki::make(&certs, &[], false).expect("certificates");
        let mut child = Command::new("node")
            .arg(program)
            .args([certs.join("server.pem"), certs.join("server.key")])
            .env("NODE_EXTRA_CA_CERTS", certs.join("ca.pem"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("node runs; install Node.js with: apt-get install nodejs npm");
        let mut line = String::new();
        BufReader::new(child.stdout.take().expect("piped")).read_line(&mut line).expect("reads");
        let port: u16 = line.trim().parse().expect("the provider says its port");
        let https = https(&certs.join("ca.pem"));
        let issuer = format!("https://localhost:{port}");
        let redirect = redirect.to_owned();
        let one = Self { child, directory, issuer, https, redirect };
        let key = rcgen::KeyPair::generate_for(&rcgen::PKCS_ECDSA_P256_SHA256).expect("a key");
        std::fs::write(one.file("client.key"), key.serialize_pem()).expect("written");
        one.set_up(&key, &json!({})).await;
        one
    }

    pub fn file(&self, name: &str) -> PathBuf {
        self.directory.path().join(name)
    }

    async fn set_up(&self, key: &rcgen::KeyPair, accounts: &Value) {
        use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
        let (x, y) = key.public_key_raw()[1..].split_at(32);
        let encode = |part| URL_SAFE_NO_PAD.encode(part);
        let jwk =
            json!({"kty": "EC", "crv": "P-256", "x": encode(x), "y": encode(y), "kid": "own"});
        let client = json!({
            "client_id": CLIENT,
            "redirect_uris": [self.redirect],
            "post_logout_redirect_uris": [self.redirect.trim_end_matches("/inloggen/terug")],
            "response_types": ["code"],
            "grant_types": ["authorization_code"],
            "token_endpoint_auth_method": "private_key_jwt",
            "token_endpoint_auth_signing_alg": "ES256",
            "jwks": {"keys": [jwk]},
            "backchannel_logout_uri": format!("{}/test/logout-sink", self.issuer),
            "backchannel_logout_session_required": true,
        });
        self.control("setup", &json!({"clients": [client], "accounts": accounts}).to_string())
            .await;
    }

    /// Who has an account, and what the provider says of them.
    pub async fn accounts(&self, accounts: Value) {
        let pem = std::fs::read_to_string(self.file("client.key")).expect("read");
        let key = rcgen::KeyPair::from_pem(&pem).expect("our own");
        self.set_up(&key, &accounts).await;
    }

    /// Makes the provider do something, see `provider.js`.
    pub async fn control(&self, what: &str, body: &str) -> String {
        let request = Request::post(format!("{}/test/{what}", self.issuer));
        let request = request.body(Full::new(Bytes::from(body.to_owned()))).expect("a request");
        let response = self.https.request(request).await.expect("the provider answers");
        assert_eq!(response.status(), StatusCode::OK, "{what}");
        let body = response.into_body().collect().await.expect("reads").to_bytes();
        String::from_utf8(body.to_vec()).expect("text")
    }

    /// How the broker knows it.
    pub fn settings(&self) -> IssuerSettings {
        IssuerSettings {
            issuer: self.issuer.clone(),
            client_id: CLIENT.to_owned(),
            key: self.file("client.key"),
            key_id: Some("own".to_owned()),
            certificate: None,
            algorithm: None,
            audience: Audience::TokenEndpoint,
            authorities: Some(self.file("certs/ca.pem")),
            professional: "oid".to_owned(),
            organisation: Some("organisation".to_owned()),
            roles: "roles".to_owned(),
            demanded_role: None,
            second_factor: SecondFactor {
                acr: vec!["urn:test:two".to_owned()],
                ..SecondFactor::default()
            },
        }
    }

    /// A browser in which somebody is about to type this: account, `acr`, `amr`.
    pub fn browser(&self, login: &str) -> Browser {
        let https = self.https.clone();
        Browser { https, cookies: BTreeMap::new(), login: login.to_owned(), language: "nl" }
    }
}

impl Drop for ProviderProcess {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn https(authority: &Path) -> Https {
    let mut roots = RootCertStore::empty();
    let certificate = CertificateDer::from_pem_file(authority).expect("a certificate");
    roots.add(certificate).expect("an authority");
    client(roots)
}

/// Over TLS to whom the certificates are from, over plain HTTP to a demonstration.
fn client(roots: RootCertStore) -> Https {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let tls = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("TLS 1.3")
        .with_root_certificates(roots)
        .with_no_client_auth();
    let connector =
        HttpsConnectorBuilder::new().with_tls_config(tls).https_or_http().enable_http1().build();
    Client::builder(TokioExecutor::new()).build(connector)
}

/// A browser that has cookies, each for its own origin, and follows redirects.
pub struct Browser {
    https: Https,
    cookies: BTreeMap<(String, String), String>,
    pub login: String,
    pub language: &'static str,
}

/// What a browser shows.
#[derive(Debug)]
pub struct Shown {
    pub status: StatusCode,
    pub url: String,
    pub headers: http::HeaderMap,
    pub body: String,
}

/// Scheme, host and port of an address.
fn origin(url: &str) -> String {
    url.splitn(4, '/').take(3).collect::<Vec<_>>().join("/")
}

impl Browser {
    /// One that knows no provider: for a demonstration.
    pub fn without_provider() -> Self {
        let https = client(RootCertStore::empty());
        Self { https, cookies: BTreeMap::new(), login: String::new(), language: "nl" }
    }

    /// Goes where the broker sent it, until it is sent back: with what?
    pub async fn go(&mut self, url: &str) -> Returned {
        let mut url = url.to_owned();
        for _ in 0..10 {
            let shown = self.ask(Method::GET, &url, &[], None).await;
            url = shown.leads_to().unwrap_or_else(|| {
                panic!("{} at {url}: {}", shown.status, shown.body);
            });
            if let Some(query) = url.strip_prefix(RETURN) {
                return returned(query.trim_start_matches('?'));
            }
        }
        panic!("the provider sends the browser round and round");
    }

    /// Opens an address and follows wherever it leads.
    pub async fn open(&mut self, url: &str) -> Shown {
        let shown = self.ask(Method::GET, url, &[], None).await;
        self.follow(shown).await
    }

    /// Sends a form from a page of the same site, and follows.
    pub async fn send(&mut self, url: &str, fields: &[(&str, &str)]) -> Shown {
        let same = [("sec-fetch-site", "same-origin")];
        let shown = self.ask(Method::POST, url, &same, Some(fields)).await;
        self.follow(shown).await
    }

    async fn follow(&mut self, mut shown: Shown) -> Shown {
        for _ in 0..12 {
            let Some(to) = shown.leads_to() else { return shown };
            shown = self.ask(Method::GET, &to, &[], None).await;
        }
        panic!("round and round, to {}", shown.url);
    }

    /// One request, wherever it leads.
    pub async fn ask(
        &mut self,
        method: Method,
        url: &str,
        headers: &[(&str, &str)],
        form: Option<&[(&str, &str)]>,
    ) -> Shown {
        let from = origin(url);
        let mut request = Request::builder()
            .method(method)
            .uri(url)
            .header(header::ACCEPT_LANGUAGE, self.language)
            .header("x-test-login", &self.login);
        // Each in a header of its own, as browsers do over HTTP/2.
        for ((of, name), value) in &self.cookies {
            if *of == from {
                request = request.header(header::COOKIE, format!("{name}={value}"));
            }
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let body = form.map_or_else(String::new, |fields| {
            form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish()
        });
        if form.is_some() {
            request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        }
        let request = request.body(Full::new(Bytes::from(body))).expect("a request");
        let response = self.https.request(request).await.expect("somebody answers");
        let (head, body) = response.into_parts();
        for set in head.headers.get_all(header::SET_COOKIE) {
            let set = set.to_str().expect("text");
            let pair = set.split(';').next().unwrap_or_default();
            let (name, value) = pair.split_once('=').expect("a pair");
            let key = (from.clone(), name.to_owned());
            if value.is_empty() {
                self.cookies.remove(&key);
            } else {
                self.cookies.insert(key, value.to_owned());
            }
        }
        let body = body.collect().await.expect("reads").to_bytes();
        Shown {
            status: head.status,
            url: url.to_owned(),
            headers: head.headers,
            body: String::from_utf8_lossy(&body).into_owned(),
        }
    }

    /// The value of a cookie of a site.
    pub fn cookie(&self, url: &str, name: &str) -> Option<&String> {
        self.cookies.get(&(origin(url), name.to_owned()))
    }

    /// Takes over a cookie from somewhere else.
    pub fn set_cookie(&mut self, url: &str, name: &str, value: &str) {
        self.cookies.insert((origin(url), name.to_owned()), value.to_owned());
    }
}

impl Shown {
    /// Where it leads, as a whole address.
    pub fn leads_to(&self) -> Option<String> {
        let to = self.headers.get(header::LOCATION)?.to_str().expect("text");
        Some(if to.starts_with('/') { format!("{}{to}", origin(&self.url)) } else { to.to_owned() })
    }

    /// The token in its forms.
    pub fn token(&self) -> String {
        self.field("bewijs").unwrap_or_else(|| panic!("no form on {}: {}", self.url, self.body))
    }

    /// The value of a hidden field.
    pub fn field(&self, name: &str) -> Option<String> {
        let at = self
            .body
            .find(&format!("name={name} value=\""))
            .or_else(|| self.body.find(&format!("name=\"{name}\" value=\"")))?;
        self.body[at..].split("value=\"").nth(1)?.split('"').next().map(str::to_owned)
    }
}

/// What a browser brings back.
fn returned(query: &str) -> Returned {
    let mut back = Returned::default();
    for (name, value) in form_urlencoded::parse(query.as_bytes()) {
        let value = Some(value.into_owned());
        match &*name {
            "code" => back.code = value,
            "state" => back.state = value,
            "iss" => back.iss = value,
            "error" => back.error = value,
            _ => {}
        }
    }
    back
}
