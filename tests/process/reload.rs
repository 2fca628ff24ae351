//! Do changed files come into force without a restart, and do broken ones change nothing?

use std::fs;

use rustls_pki_types::{CertificateDer, pem::PemObject as _};
use verwijspunt::{api::v1, server::pki};

use super::support::{
    broker::Broker,
    place::Place,
    seat::{Seat, acting},
    strangers_tls, until,
};

async fn version(seat: &Seat) -> u32 {
    let request = v1::GetCovenantRequest { acting_professional: acting(), ..Default::default() };
    seat.covenant().get_covenant(request).await.unwrap().into_inner().version
}

/// Replaces a file in one step.
fn replace(place: &Place, name: &str, text: &str) {
    let beside = place.file(&format!("{name}.new"));
    fs::write(&beside, text).unwrap();
    fs::rename(&beside, place.file(name)).unwrap();
}

fn covenant_version(place: &Place, from: u32, to: u32) {
    let text = fs::read_to_string(place.file("covenant.toml")).unwrap();
    let changed = text.replace(&format!("\nversion = {from}\n"), &format!("\nversion = {to}\n"));
    assert_ne!(text, changed);
    replace(place, "covenant.toml", &changed);
}

/// How often something was said so far.
fn said(broker: &Broker, words: &str) -> usize {
    broker.stderr().matches(words).count()
}

const KEPT: &str = "not reloaded, the old one stays";

async fn reloads(place: &Place, hangup: bool) {
    let broker = Broker::start(place).await;
    let tell = || {
        if hangup {
            broker.signal("HUP");
        }
    };
    let seat = Seat::at(&broker.url, place, &place.organisations[0]).await;
    assert_eq!(version(&seat).await, 1);

    covenant_version(place, 1, 2);
    tell();
    until("the new covenant", || async { (version(&seat).await == 2).then_some(()) }).await;

    // A broken one is not taken, and the log says why.
    let good = fs::read_to_string(place.file("covenant.toml")).unwrap();
    replace(place, "covenant.toml", &good.replace("archive_years = 5", "archive_years = \"five\""));
    tell();
    until("the complaint", || async { (said(&broker, KEPT) > 0).then_some(()) }).await;
    assert!(broker.stderr().contains("archive_years"), "{}", broker.stderr());
    assert_eq!(version(&seat).await, 2, "the one before stays in force");
    replace(place, "covenant.toml", &good);
    covenant_version(place, 2, 3);
    tell();
    until("the mended covenant", || async { (version(&seat).await == 3).then_some(()) }).await;

    // A new server certificate is shown to new connections; the open one goes on.
    let address = broker.url.strip_prefix("https://").unwrap();
    let shown = || async {
        let config = strangers_tls::config(place, Some(&place.organisations[0]));
        let stream = strangers_tls::handshake(address, config).await.unwrap();
        stream.get_ref().1.peer_certificates().unwrap()[0].clone().into_owned()
    };
    let file = place.certs().join("server.pem");
    let old = CertificateDer::from_pem_file(&file).unwrap();
    assert_eq!(shown().await, old);
    fs::write(&file, "no certificate").unwrap();
    let complaints = said(&broker, KEPT);
    tell();
    until("the complaint", || async { (said(&broker, KEPT) > complaints).then_some(()) }).await;
    assert_eq!(shown().await, old, "the one before stays");
    for name in ["server.pem", "server.key"] {
        fs::remove_file(place.certs().join(name)).unwrap();
    }
    pki::make(&place.certs(), &[], false).unwrap();
    let new = CertificateDer::from_pem_file(&file).unwrap();
    assert_ne!(new, old);
    tell();
    until("the new certificate", || async { (shown().await == new).then_some(()) }).await;
    assert_eq!(version(&seat).await, 3, "the open connection goes on");
    assert_eq!(broker.terminate().await.0, Some(0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn covenant_and_certificate_by_hangup() {
    let place = Place::new("hangup");
    place.configure("[reload]\npoll_interval_ms = 3600000\n");
    reloads(&place, true).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn covenant_and_certificate_by_change_of_file() {
    let place = Place::new("file-change");
    place.configure("[reload]\npoll_interval_ms = 50\n");
    reloads(&place, false).await;
}
