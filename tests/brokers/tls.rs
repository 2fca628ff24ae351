//! Is the database server known by its certificate, and the password by its file?

use std::{fs, path::Path};

use verwijspunt::{
    server::pki,
    store::{
        Operations as _, Records as _,
        postgres::{Options, PostgresStore},
    },
};

use crate::{make, postgres};

const HBA: &str = "local all all trust\nhostssl all all 127.0.0.1/32 scram-sha-256\n";

/// A server that speaks TLS on a port, with a certificate of the authority in `pki`.
async fn server(pki: &Path) -> (postgres::Cluster, u16) {
    pki::make(pki, &[], false).expect("certificates");
    let port = postgres::free_port();
    let listen = format!("port={port}");
    let settings = ["listen_addresses=127.0.0.1", "ssl=on", &listen];
    let cluster = postgres::Cluster::start(&settings, |data| {
        for (from, to) in [("server.pem", "server.crt"), ("server.key", "server.key")] {
            fs::copy(pki.join(from), data.join(to)).expect("a copy");
            postgres::give(&data.join(to));
        }
        fs::write(data.join("pg_hba.conf"), HBA).expect("writes");
    });
    let user =
        "CREATE ROLE broker LOGIN PASSWORD 'geheim'; GRANT CREATE ON SCHEMA public TO broker";
    cluster.execute(user).await;
    (cluster, port)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_the_right_certificate_and_password_open_the_store() {
    let place = tempfile::tempdir().expect("a directory");
    let (own, other) = (place.path().join("own"), place.path().join("other"));
    pki::make(&other, &[], false).expect("certificates of a stranger");
    let (_cluster, port) = server(&own).await;
    let (right, wrong) = (place.path().join("right"), place.path().join("wrong"));
    fs::write(&right, "geheim\n").expect("writes");
    fs::write(&wrong, "anders\n").expect("writes");
    let options = |ca: &Path, password: &Path| {
        let url = format!("postgres://broker@localhost:{port}/postgres");
        let mut options = Options::new(&url, "one");
        options.tls.ca = Some(ca.join("ca.pem"));
        options.password_file = Some(password.to_owned());
        options
    };
    let refused = async |options: &Options| {
        let opened = PostgresStore::open(options).await;
        opened.err().expect("it must not open").to_string()
    };
    let why = refused(&options(&other, &right)).await;
    assert!(why.contains("certificate"), "{why}");
    let why = refused(&options(&own, &wrong)).await;
    assert!(why.contains("password") && !why.contains("anders"), "{why}");

    // The password is read at every connection: one that was changed needs no restart.
    fs::write(&wrong, "geheim\n").expect("writes");
    let store = PostgresStore::open(&options(&own, &wrong)).await.expect("it opens");
    store.commit(make::puts(vec![make::involvement(1, 1, 30)])).await.expect("it works");
    store.close().await;
}
