//! Does an administrator find in the log why somebody cannot connect?

use tokio::net::TcpListener;
use verwijspunt::{
    domain::rules::session::Terms,
    server::{
        browsers::{self, BrowserTls},
        people_config::PeopleConfig,
        shutdown::ShutdownSignal,
    },
};

use super::*;

/// What is logged on this thread, as long as the guard lives.
#[derive(Clone, Default)]
pub(super) struct Lines(Arc<std::sync::Mutex<Vec<u8>>>);

impl std::io::Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().expect("not poisoned").extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl Lines {
    pub(super) fn listen() -> (Self, tracing::subscriber::DefaultGuard) {
        let lines = Self::default();
        let to = lines.clone();
        let subscriber = tracing_subscriber::fmt().with_ansi(false).with_writer(move || to.clone());
        (lines, tracing::subscriber::set_default(subscriber.finish()))
    }

    /// Those with these words in them.
    pub(super) fn with(&self, words: &str) -> Vec<String> {
        let text = self.0.lock().expect("not poisoned").clone();
        let text = String::from_utf8(text).expect("text");
        text.lines().filter(|line| line.contains(words)).map(str::to_owned).collect()
    }
}

#[tokio::test]
async fn a_refused_client_is_in_the_log_with_the_reason_and_not_once_for_every_attempt() {
    const ATTEMPTS: usize = 6;
    let (lines, _listening) = Lines::listen();
    let world = world("crl = \"crl.pem\"", "").await;
    let address = world.server.address();
    // What is no client of anybody's is not worth a line.
    let mut noise = TcpStream::connect(address).await.expect("connects");
    noise.write_all(b"GET / HTTP/1.1\r\n\r\n").await.expect("sent");
    let _ = within(noise.read_to_end(&mut Vec::new())).await;
    assert_eq!(lines.with("refused in the handshake"), [] as [&str; 0]);

    pki::revoke(world.path(), &["school"], HOUR).expect("a list");
    assert!(world.server.reloader().reload(true).await.is_empty());
    for _ in 0..ATTEMPTS {
        let error = handshake_error(address, world.tls("school")).await;
        assert!(error.contains("CertificateRevoked"), "{error}");
    }
    // Every one of them is counted.
    let counted = (ATTEMPTS + 1).to_string();
    world.comes_to("verwijspunt_handshakes_failed_total{reason=\"tls\"}", &counted).await;
    let told = lines.with("refused in the handshake");
    assert!((1..ATTEMPTS).contains(&told.len()), "{told:?}");
    assert!(told[0].contains("WARN") && told[0].contains("Revoked"), "{told:?}");
}

#[tokio::test]
async fn a_client_that_does_not_trust_the_broker_is_in_the_log_as_the_one_who_refuses() {
    let (lines, _listening) = Lines::listen();
    let world = world("", "").await;
    let other = tempfile::tempdir().expect("a directory");
    pki::make(other.path(), &clients(), false).expect("certificates");
    let elsewhere = tls_config(other.path(), Some("school"), &rustls::version::TLS13);
    handshake_error(world.server.address(), elsewhere).await;
    // The alert arrives after the client has gone.
    let told = within(async {
        loop {
            match lines.with("broke off the handshake") {
                told if told.is_empty() => tokio::task::yield_now().await,
                told => return told,
            }
        }
    });
    assert!(told.await[0].contains("refuses this broker's certificate"));
    assert_eq!(lines.with("a client was refused"), [] as [&str; 0]);
}

#[tokio::test]
async fn a_list_that_expires_while_the_broker_runs_is_an_error_in_the_log() {
    let (lines, _listening) = Lines::listen();
    let world = world("crl = \"crl.pem\"", "").await;
    let mut open = watch(&world.channel("police")).await;
    let now = rustls::pki_types::UnixTime::now().as_secs();
    let at = |later: Duration| {
        rustls::pki_types::UnixTime::since_unix_epoch(Duration::from_secs(now) + later)
    };
    assert_eq!(world.server.reloader().verify_connections(at(HOUR / 2)).await, 0);
    assert_eq!(lines.with("revocation list has expired"), [] as [&str; 0]);
    assert_eq!(world.server.reloader().verify_connections(at(HOUR * 2)).await, 1);
    let told = lines.with("revocation list has expired");
    assert!(told.len() == 1 && told[0].contains("ERROR"), "{told:?}");
    assert!(told[0].contains("fetch it anew"), "it says what to do: {told:?}");
    assert!(within(open.message()).await.is_err(), "nobody is let in, who is in goes");
}

#[tokio::test]
async fn one_client_does_not_hide_why_another_is_refused() {
    let (lines, _listening) = Lines::listen();
    let world = world("crl = \"crl.pem\"", "").await;
    let address = world.server.address();
    pki::revoke(world.path(), &["school"], HOUR).expect("a list");
    assert!(world.server.reloader().reload(true).await.is_empty());
    for _ in 0..3 {
        handshake_error(address, world.tls("school")).await;
    }
    // In the same seconds, from the same address, for another reason.
    handshake_error(address, tls_config(world.path(), None, &rustls::version::TLS13)).await;
    world.comes_to("verwijspunt_handshakes_failed_total{reason=\"tls\"}", "4").await;
    let told = lines.with("refused in the handshake");
    let of = |reason: &str| told.iter().filter(|line| line.contains(reason)).count();
    assert_eq!((of("Revoked"), of("no certificates")), (1, 1), "{told:?}");
    assert!(told.iter().all(|line| line.contains("from=127.0.0.1")), "{told:?}");
}

#[tokio::test]
async fn a_browser_that_does_not_get_in_is_in_the_log_and_in_the_numbers() {
    let (lines, _listening) = Lines::listen();
    let [shown, other] = [(); 2].map(|()| tempfile::tempdir().expect("a directory"));
    for dir in [&shown, &other] {
        pki::make(dir.path(), &[], false).expect("certificates");
    }
    let nowhere = SocketAddr::from(([127, 0, 0, 1], 0));
    let settings = PeopleConfig {
        address: nowhere,
        public_url: "https://localhost".to_owned(),
        certificate: shown.path().join("server.pem"),
        key: shown.path().join("server.key"),
        issuers: Vec::new(),
        terms: Terms::default(),
        theme: None,
    };
    let tls = BrowserTls::new(&settings, false).expect("a certificate");
    let listener = TcpListener::bind(nowhere).await.expect("a port");
    let address = listener.local_addr().expect("bound");
    let (metrics, stop) = (Arc::new(Metrics::new()), ShutdownSignal::new());
    let ends = (metrics.clone(), stop.clone(), HOUR);
    let serving = tokio::spawn(browsers::serve(listener, tls, axum::Router::new(), ends));

    // It trusts another authority; then one that speaks TLS 1.2 only, several times.
    handshake_error(address, tls_config(other.path(), None, &rustls::version::TLS13)).await;
    for _ in 0..3 {
        handshake_error(address, tls_config(shown.path(), None, &rustls::version::TLS12)).await;
    }
    let noise = TcpStream::connect(address).await.expect("connects");
    drop(noise);
    let counted = "verwijspunt_handshakes_failed_total{reason=\"browser_tls\"} 5";
    within(async {
        while !metrics.render().contains(counted) {
            tokio::task::yield_now().await;
        }
    })
    .await;
    let told = lines.with("browser");
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(told.iter().all(|line| line.contains("WARN") && line.contains("127.0.0.1")));
    assert_eq!(lines.with("a browser broke off the handshake").len(), 1, "{told:?}");
    assert_eq!(lines.with("a browser was refused in the handshake").len(), 1, "{told:?}");
    stop.stop();
    within(serving).await.expect("it ends");
}
