//! Does somebody whom the broker refuses in the handshake read every cause that it may have, and where the
//! broker's own people find the one that it was?

use super::logged::Lines;
use super::*;

/// What the command line says to whoever calls with the files of this place, in English and in Dutch.
async fn hints(address: SocketAddr, files: &Path) -> [String; 2] {
    let said = |language: &'static str| {
        let (server, files) = (format!("https://localhost:{}", address.port()), files.to_owned());
        tokio::task::spawn_blocking(move || {
            let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_verwijspunt"));
            command.args(["matches", "--as", "school", "--server", &server, "--certs"]).arg(files);
            let done = command.env("LC_ALL", language).output().expect("it runs");
            assert_eq!(done.status.code(), Some(1), "{done:?}");
            String::from_utf8(done.stderr).expect("text")
        })
    };
    let [english, dutch] = ["C", "nl_NL.UTF-8"].map(said);
    [within(english).await.expect("ran"), within(dutch).await.expect("ran")]
}

/// The hint names these causes in both languages, and the line of the log that tells which it was; that
/// line is there, with the reason.
fn named(hints: &[String; 2], log: &Lines, causes: [&[&str]; 2], reason: &str) {
    for (hint, causes) in hints.iter().zip(causes) {
        for cause in causes.iter().chain(&["\"a client was refused in the handshake\" (WARN)"]) {
            assert!(hint.contains(cause), "{cause} is not in {hint}");
        }
    }
    let told = log.with("a client was refused in the handshake");
    assert!(told[0].contains("WARN") && told[0].contains(reason), "{told:?}");
}

/// What one alert stands for, since TLS has no other for a list that cannot be used.
const UNKNOWN: [&[&str]; 2] = [
    &[
        "not one of the broker's client authorities",
        "missing from the file",
        "revocation list has expired",
        "no revocation list of that authority",
        "verwijspunt doctor",
    ],
    &[
        "geen van de autoriteiten voor aanroepers",
        "ontbreekt in het bestand",
        "intrekkingslijst van de broker is verlopen",
        "geen intrekkingslijst van die autoriteit",
        "verwijspunt doctor",
    ],
];

/// The files of a client whose authority has this name, and that trusts the broker.
fn of_an_authority(name: &str, world: &World) -> TempDir {
    let place = tempfile::tempdir().expect("a directory");
    let named = |name: &str| {
        let mut params = rcgen::CertificateParams::new(Vec::new()).expect("no names");
        params.distinguished_name.push(rcgen::DnType::CommonName, name);
        params
    };
    let pair = || rcgen::KeyPair::generate().expect("a key");
    let (mut authority, key) = (named(name), pair());
    authority.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
    let issuer = rcgen::CertifiedIssuer::self_signed(authority, key).expect("signed");
    let key = pair();
    let client = named("school").signed_by(&key, &issuer).expect("signed");
    let files = [("school.pem", client.pem()), ("school.key", key.serialize_pem())];
    for (file, content) in files.into_iter().chain([("own.pem", issuer.pem())]) {
        fs::write(place.path().join(file), content).expect("written");
    }
    fs::copy(world.path().join("ca.pem"), place.path().join("ca.pem")).expect("copied");
    place
}

#[tokio::test]
async fn a_client_of_an_unknown_authority() {
    let (log, _listening) = Lines::listen();
    let world = world("", "").await;
    let place = of_an_authority("Elsewhere", &world);
    let said = hints(world.server.address(), place.path()).await;
    named(&said, &log, UNKNOWN, "UnknownIssuer");
}

#[tokio::test]
async fn a_client_of_an_unknown_authority_with_the_name_of_a_known_one() {
    let (log, _listening) = Lines::listen();
    let world = world("", "").await;
    let place = of_an_authority("Verwijspunt development CA", &world);
    let said = hints(world.server.address(), place.path()).await;
    let causes: [&[&str]; 2] =
        [&["of the same name and with another key"], &["met dezelfde naam en een andere sleutel"]];
    named(&said, &log, causes, "BadSignature");
}

#[tokio::test]
async fn a_client_whose_authority_has_no_list() {
    let (log, _listening) = Lines::listen();
    let world = world("crl = \"crl.pem\"", "").await;
    let place = of_an_authority("Elsewhere", &world);
    // The authority is added, and its list is forgotten.
    let read = |file: &Path| fs::read_to_string(file).expect("an authority");
    let file = world.path().join("ca.pem");
    fs::write(&file, read(&file) + &read(&place.path().join("own.pem"))).expect("written");
    assert!(world.server.reloader().reload(true).await.is_empty());
    let said = hints(world.server.address(), place.path()).await;
    named(&said, &log, UNKNOWN, "UnknownRevocationStatus");
}

#[tokio::test]
async fn a_revoked_client() {
    let (log, _listening) = Lines::listen();
    let world = world("crl = \"crl.pem\"", "").await;
    pki::revoke(world.path(), &["school"], HOUR).expect("a list");
    assert!(world.server.reloader().reload(true).await.is_empty());
    let said = hints(world.server.address(), world.path()).await;
    let causes: [&[&str]; 2] =
        [&["is on the broker's revocation list"], &["staat op de intrekkingslijst van de broker"]];
    named(&said, &log, causes, "Revoked");
    assert!(!said[0].contains("has expired"), "what it cannot be is not named: {}", said[0]);
}

/// With the real clock: the list is in force for two seconds.
#[tokio::test]
async fn every_client_of_a_broker_whose_list_has_expired() {
    let (log, _listening) = Lines::listen();
    let world = world("crl = \"crl.pem\"", "certificate_check_interval_ms = 100").await;
    let mut open = watch(&world.channel("school")).await;
    pki::revoke(world.path(), &[], Duration::from_secs(2)).expect("a list");
    assert!(world.server.reloader().reload(true).await.is_empty());
    assert!(within(open.message()).await.is_err(), "nobody is trusted on it any more");
    let said = hints(world.server.address(), world.path()).await;
    named(&said, &log, UNKNOWN, "revocation list expired");
    assert!(log.with("revocation list has expired")[0].contains("ERROR"));
}
