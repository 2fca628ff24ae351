//! Are certificates, authorities and revocation lists replaced without a restart, and is what would shut
//! clients out refused?

use std::{
    fs,
    io::{Read as _, Write as _},
    os::unix::fs::MetadataExt as _,
    process::Command,
};

use verwijspunt::{
    cli::operate,
    server::{assemble, pki},
};

use super::{
    runbooks::{all_its_own, refused, seats},
    service::{Service, done, has_own_user},
    support::{seat::Seat, until},
};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn certificates_are_replaced_while_it_serves() {
    let service = Service::new("certificates");
    service.with_pairs_of_other_sections();
    service.start();
    let (one, _) = seats(&service).await;
    let mut stream = one.subscribe(Some(0)).await.unwrap();
    let place = &service.place;
    let file = |name: &str| place.file(name);

    // Another authority with another server certificate; both authorities are trusted for a while.
    let new = file("new");
    let covenant = assemble::load_covenant(&file("covenant.toml")).unwrap();
    let clients: Vec<_> = operate::clients(&covenant)
        .into_iter()
        .filter(|client| client.name == place.organisations[0].name)
        .collect();
    pki::make(&new, &clients, false).unwrap();
    let both = fs::read_to_string(file("certs/ca.pem")).unwrap()
        + &fs::read_to_string(new.join("ca.pem")).unwrap();
    fs::write(file("both.pem"), both).unwrap();
    // Nobody trusts it yet: a server certificate of another authority is not taken.
    let present = fs::read(file("certs/server.pem")).unwrap();
    let stranger = ["pem", "key"].map(|end| new.join(format!("server.{end}")));
    refused(service.runbook("rotate-certificate.sh").args(stranger), "not signed by the authority");
    assert_eq!(fs::read(file("certs/server.pem")).unwrap(), present);
    done(service.runbook("rotate-certificate.sh").arg("--client-ca").arg(file("both.pem")));
    let (certificate, key) = (new.join("server.pem"), new.join("server.key"));
    done(service.runbook("rotate-certificate.sh").args([&certificate, &key]));
    assert_eq!(fs::read(file("certs/server.pem")).unwrap(), fs::read(&certificate).unwrap());
    assert_eq!(fs::metadata(file("certs/server.key")).unwrap().mode() & 0o777, 0o600);
    // Who trusts the new authority gets in; the stream of before goes on.
    let options =
        verwijspunt::cli::client::ClientOptions::named(&service.url(), &new, &clients[0].name);
    until("a client of the new authority", || async {
        verwijspunt::cli::client::connect(&options).await.ok()
    })
    .await;
    let next = tokio::time::timeout(std::time::Duration::from_secs(5), stream.message()).await;
    assert!(next.unwrap().unwrap().is_some(), "a heartbeat");

    all_its_own(&service);
    // The former pair is kept beside it.
    assert_eq!(
        fs::read_dir(place.certs())
            .unwrap()
            .flatten()
            .filter(|entry| { entry.file_name().to_string_lossy().contains(".before-") })
            .count(),
        2
    );

    // On a machine without the tool that judges it, nothing is taken unjudged.
    let few = file("few");
    fs::create_dir(&few).unwrap();
    for program in ["bash", "dirname", "mktemp", "rm"] {
        std::os::unix::fs::symlink(format!("/bin/{program}"), few.join(program)).unwrap();
    }
    let mut blind = service.runbook("rotate-certificate.sh");
    refused(blind.args([&certificate, &key]).env("PATH", &few), "openssl is missing");

    // A client's pair is none for a server, and a pair that does not fit changes nothing either.
    let before = fs::read(file("certs/server.pem")).unwrap();
    let client = ["pem", "key"].map(|end| new.join(format!("{}.{end}", clients[0].name)));
    refused(service.runbook("rotate-certificate.sh").args(client), "nothing was changed");
    assert_eq!(fs::read(file("certs/server.pem")).unwrap(), before);
    let wrong = [file("certs/ca.pem"), key.clone()];
    refused(service.runbook("rotate-certificate.sh").args(wrong), "Nothing was changed");
    assert_eq!(fs::read(file("certs/server.pem")).unwrap(), before);

    // One of the same authority that lacks a name to which clients connect: they would all be cut off.
    let authority =
        ["pem", "key"].map(|end| fs::read_to_string(new.join(format!("ca.{end}"))).unwrap());
    let ca_key = rcgen::KeyPair::from_pem(&authority[1]).unwrap();
    let issuer = rcgen::Issuer::from_ca_cert_pem(&authority[0], ca_key).unwrap();
    let mut params = rcgen::CertificateParams::new(vec!["127.0.0.1".to_owned()]).unwrap();
    params.extended_key_usages = vec![rcgen::ExtendedKeyUsagePurpose::ServerAuth];
    params.use_authority_key_identifier_extension = true;
    let pair = rcgen::KeyPair::generate().unwrap();
    let narrow = [file("narrow.pem"), file("narrow.key")];
    fs::write(&narrow[0], params.signed_by(&pair, &issuer).unwrap().pem()).unwrap();
    fs::write(&narrow[1], pair.serialize_pem()).unwrap();
    let mut refusing = service.runbook("rotate-certificate.sh");
    refused(refusing.args(&narrow), "lacks names that clients connect to now: DNS:localhost");
    assert_eq!(fs::read(file("certs/server.pem")).unwrap(), before);
    done(service.runbook("rotate-certificate.sh").args(&narrow).env("OTHER_NAMES", "yes"));
    assert_eq!(fs::read(file("certs/server.pem")).unwrap(), fs::read(&narrow[0]).unwrap());
}

#[test]
fn what_is_refused_now_is_mended_by_a_new_pair_and_files_are_named_from_where_one_stands() {
    let service = Service::new("refused-now");
    let place = &service.place;
    let new = place.file("new");
    fs::create_dir(&new).unwrap();
    // Of the authority that clients trust already.
    for end in ["pem", "key"] {
        let [server, aside] = ["certs/server", "new/server"].map(|name| format!("{name}.{end}"));
        fs::rename(place.file(&server), place.file(&aside)).unwrap();
    }
    pki::make(&place.certs(), &[], false).unwrap();
    service.hand_over(place.path());
    service.start();
    let mut config = Command::new(service.place.file("program"));
    config.args(["config", "check"]).arg(place.file("config.toml"));
    // The certificate is garbage, which the next start would refuse; the broker keeps what it has.
    fs::write(place.file("certs/server.pem"), "garbage").unwrap();
    assert_ne!(config.status().unwrap().code(), Some(0));
    let rotate = || {
        let mut rotate = service.runbook("rotate-certificate.sh");
        rotate.args(["server.pem", "server.key"]).current_dir(&new);
        rotate
    };
    refused(&mut rotate(), "does not show which names clients connect to");
    assert_eq!(fs::read_to_string(place.file("certs/server.pem")).unwrap(), "garbage");
    done(rotate().env("OTHER_NAMES", "yes"));
    let text = done(&mut config);
    // Root can read every file: that this is not what it was asked, is said.
    assert_eq!(text.contains("judged as root"), has_own_user(), "{text}");
    let wanted = fs::read(new.join("server.pem")).unwrap();
    assert_eq!(fs::read(place.file("certs/server.pem")).unwrap(), wanted);
    assert!(!place.file("config.toml.trying").exists());
    all_its_own(&service);
}

/// A web server that answers one request with these bytes.
fn publish_once(content: Vec<u8>) -> (String, std::thread::JoinHandle<()>) {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}/list.crl", listener.local_addr().unwrap());
    let answering = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let read = stream.read(&mut [0; 4096]).unwrap();
        assert!(read > 0, "a request");
        let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n", content.len());
        stream.write_all(&[head.as_bytes(), &content].concat()).unwrap();
    });
    (address, answering)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_revocation_list_is_fetched_and_a_bad_one_is_not_taken() {
    let service = Service::new("crl");
    let life = std::time::Duration::from_secs(86_400);
    let list = service.place.file("crl.pem");
    fs::copy(pki::revoke(&service.place.certs(), &[], life).unwrap(), &list).unwrap();
    let config = service.place.file("config.toml");
    let text = fs::read_to_string(&config).unwrap();
    let ca = "client_ca = \"certs/ca.pem\"";
    fs::write(&config, text.replace(ca, &format!("{ca}\ncrl = \"crl.pem\""))).unwrap();
    service.start();
    let place = &service.place;
    let one = &place.organisations[0];
    Seat::at(&service.url(), place, one).await;
    let fresh = pki::revoke(&place.certs(), &[&one.name], life).unwrap();
    // As authorities publish it: DER, at an address.
    let der = place.file("list.der");
    done(
        Command::new("openssl")
            .args(["crl", "-outform", "DER", "-in"])
            .arg(&fresh)
            .arg("-out")
            .arg(&der),
    );
    let (address, published) = publish_once(fs::read(&der).unwrap());
    done(service.runbook("rotate-certificate.sh").arg("--crl").arg(address));
    published.join().unwrap();
    until("the revoked one is refused", || async {
        let seat = Seat::try_at(&service.url(), place, one).await.ok();
        match seat {
            None => Some(()),
            Some(seat) => seat.subscribe(Some(0)).await.err().map(drop),
        }
    })
    .await;
    fs::write(place.file("garbage"), "none").unwrap();
    refused(
        service.runbook("rotate-certificate.sh").arg("--crl").arg(place.file("garbage")),
        "no revocation list",
    );
    Seat::at(&service.url(), place, &place.organisations[1]).await;
}
