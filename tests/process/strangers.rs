//! Does the door stay closed for strangers, and does nobody's number get into the log?

use std::fs;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tonic::Code;
use verwijspunt::{
    api::v1,
    cli::{
        client::{self, ClientOptions},
        errors::CliError,
    },
    server::pki::{self, ClientSpec},
};

use super::support::{
    broker::{self, Broker},
    place::{Party, Place},
    seat::{self, Seat, acting, reason, registration},
    strangers_tls, within,
};

/// What the first call with this certificate gives.
async fn first_call(broker: &Broker, place: &Place, name: &str) -> tonic::Status {
    let party = Party { name: name.to_owned(), id: String::new() };
    let seat = Seat::at(&broker.url, place, &party).await;
    seat.register(&registration(vec![seat::child(1)])).await.expect_err("it is refused")
}

/// What TLS tells a client that is refused.
async fn alert(address: &str, config: &rustls::ClientConfig) -> String {
    match strangers_tls::handshake(address, config.clone()).await {
        Ok(mut stream) => {
            let _ = stream.write_all(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n").await;
            match within("the alert", stream.read(&mut [0; 64])).await {
                Ok(read) => format!("{read} bytes"),
                Err(error) => error.to_string(),
            }
        }
        Err(error) => error.to_string(),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_certificate_another_authority_unknown_oin_no_oin() {
    let place = Place::new("strangers");
    let broker = Broker::start(&place).await;
    let address = broker.url.strip_prefix("https://").unwrap();

    // No certificate: with TLS 1.3 the client hears it at its first read.
    let heard = alert(address, &strangers_tls::config(&place, None)).await;
    assert!(heard.contains("CertificateRequired"), "{heard}");

    // Of another authority, though with a known OIN in it. It always hears why, also when it has
    // sent something already.
    let other = tempfile::tempdir().unwrap();
    let known = ClientSpec::new("impostor").oin(&place.organisations[0].id);
    pki::make(other.path(), &[known], false).unwrap();
    let options = ClientOptions {
        ca: place.certs().join("ca.pem"),
        ..ClientOptions::named(&broker.url, other.path(), "impostor")
    };
    let config = client::tls_config(&options).unwrap();
    for _ in 0..20 {
        let heard = alert(address, &config).await;
        assert!(heard.contains("received fatal alert"), "{heard}");
    }
    if let Ok(channel) = client::connect(&options).await {
        let seat = Seat { id: String::new(), channel };
        let status = seat.register(&registration(vec![seat::child(1)])).await.unwrap_err();
        println!("{}", CliError::from(status));
    }

    // Of this authority, but without a party behind it.
    let specs = [ClientSpec::new("unknown").oin("00000001999999999000"), ClientSpec::new("no-oin")];
    pki::make(&place.certs(), &specs, false).unwrap();
    for (name, expected) in [("unknown", "NOT_A_PARTY"), ("no-oin", "CERT_NOT_OIN")] {
        let status = first_call(&broker, &place, name).await;
        assert_eq!((status.code(), reason(&status).as_str()), (Code::Unauthenticated, expected));
    }

    // Another's OIN in the body.
    let seat = Seat::at(&broker.url, &place, &place.organisations[0]).await;
    let mut request = registration(vec![seat::child(1)]);
    request.organisation_oin = place.organisations[1].id.clone();
    let status = seat.register(&request).await.unwrap_err();
    assert!(matches!(status.code(), Code::InvalidArgument | Code::PermissionDenied), "{status:?}");
    for party in &place.organisations[..2] {
        let seat = Seat::at(&broker.url, &place, party).await;
        assert!(seat.involvements().await.is_empty(), "nothing was registered");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn oversized_message_is_refused_and_the_connection_goes_on() {
    let place = Place::new("oversized");
    let broker = Broker::start(&place).await;
    let seat = Seat::at(&broker.url, &place, &place.organisations[0]).await;
    let mut request = registration(vec![seat::child(1)]);
    request.professional.as_mut().unwrap().name = "N".repeat(300 * 1024);
    let status = seat.register(&request).await.unwrap_err();
    println!("{status}");
    assert_eq!(status.code(), Code::InvalidArgument, "{status:?}");
    assert!(status.message().contains("262144"), "it names the limit: {status}");
    assert!(seat.involvements().await.is_empty(), "and the connection still works");
}

/// A3: numbers and names go in by every door, right and wrong; none comes out in a log.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a3_no_number_or_name_in_the_log() {
    let place = Place::new("no-number");
    place.configure("[log]\nfilter = \"debug\"\n");
    let broker = Broker::start(&place).await;
    let seat = Seat::at(&broker.url, &place, &place.organisations[0]).await;
    let (good, parent) = (seat::child(77), seat::adult(78));
    let name = "Wilhelmina Proefpersoon";
    let mut request = registration(vec![good.clone(), parent.clone()]);
    request.professional.as_mut().unwrap().name = name.into();
    seat.register(&request).await.unwrap();
    let mut said = Vec::new();

    // A number that fails the 11-check, a number in the wrong field, the same child twice.
    let wrong = v1::FamilyMember { bsn: "123456789".into(), ..good.clone() };
    said.push(seat.register(&registration(vec![wrong])).await.unwrap_err());
    said.push(seat.register(&registration(vec![good.clone(), good.clone()])).await.unwrap_err());
    let mut request = registration(vec![good.clone()]);
    request.involvement_id = good.bsn.clone();
    said.push(seat.register(&request).await.unwrap_err());
    let mut request = registration(vec![good.clone()]);
    request.start_date = good.bsn.clone();
    said.push(seat.register(&request).await.unwrap_err());
    let asked = v1::GetInvolvementRequest {
        involvement_id: good.bsn.clone(),
        acting_professional: acting(),
    };
    said.push(seat.registry().get_involvement(asked).await.unwrap_err());
    let answers = said.iter().map(|status| format!("{status:?}"));
    let answers = answers.collect::<Vec<_>>().join("\n");

    let log = place.file("stderr.log");
    assert_eq!(broker.terminate().await.0, Some(0));
    let data = place.data();
    let (_, out, err) = broker::run(&["audit".as_ref(), "verify".as_ref(), data.as_ref()]).await;
    let log = fs::read_to_string(log).unwrap();
    assert!(log.contains("serving"), "the log is read");
    let store: Vec<u8> = place.snapshot("data").into_iter().flat_map(|(_, bytes)| bytes).collect();
    for secret in [good.bsn.as_str(), &parent.bsn, "123456789"] {
        for (place, text) in
            [("log", &log), ("answer", &answers), ("stdout", &out), ("stderr", &err)]
        {
            assert!(!text.contains(secret), "A3: a number in the {place}");
        }
        let found = store.windows(secret.len()).any(|bytes| bytes == secret.as_bytes());
        assert!(!found, "A3: a number in the store");
    }
    assert!(!log.contains("Proefpersoon"), "A3: a name in the log");
}
