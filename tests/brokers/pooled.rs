//! Is a pooler noticed that gives each transaction another session?

use std::{
    fs,
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use verwijspunt::store::{
    Operations as _, Records as _,
    postgres::{Options, PostgresStore, diagnose},
};

use crate::{make, postgres};

/// Ends with its test.
struct Pooler(Child);

impl Drop for Pooler {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// PgBouncer in front of a cluster; where it listens.
fn pooler(directory: &Path, server: &str, mode: &str) -> (Pooler, u16) {
    let port = postgres::free_port();
    let settings = format!(
        "[databases]\npostgres = {server}\n[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = {port}\n\
         unix_socket_dir =\nauth_type = any\npool_mode = {mode}\n\
         ignore_startup_parameters = extra_float_digits,options\n"
    );
    let file = directory.join(format!("{mode}.ini"));
    fs::write(&file, settings).expect("writes");
    postgres::give(&file);
    let mut command = Command::new("setpriv");
    command.args(["--reuid=65534", "--regid=65534", "--clear-groups", "/usr/sbin/pgbouncer", "-q"]);
    let child = command
        .arg(&file)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("setpriv runs");
    let pooler = Pooler(child);
    let begun = Instant::now();
    while std::net::TcpStream::connect(("127.0.0.1", port)).is_err() {
        assert!(begun.elapsed() < Duration::from_secs(20), "PgBouncer does not listen");
        std::thread::sleep(Duration::from_millis(20));
    }
    (pooler, port)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_pooler_in_transaction_mode_is_refused_and_one_in_session_mode_is_not() {
    let found = Command::new("sh").args(["-c", "test -x /usr/sbin/pgbouncer"]).output();
    if !found.is_ok_and(|found| found.status.success()) {
        return println!("SKIPPED: no PgBouncer here; tests/run installs it");
    }
    let place = postgres::directory();
    let listen = postgres::free_port();
    let settings = ["listen_addresses=127.0.0.1", &format!("port={listen}")];
    let cluster = postgres::Cluster::start(&settings, |_| {});
    let server = format!("host=127.0.0.1 port={listen} user=verwijspunt dbname=postgres");
    let url =
        |port: u16| format!("postgres://verwijspunt@127.0.0.1:{port}/postgres?sslmode=disable");

    let (_first, port) = pooler(&place, &server, "transaction");
    let options = Options::new(&url(port), "one");
    let why = PostgresStore::open(&options).await.err().expect("it is refused").to_string();
    for part in ["pooler", "pool_mode = session", "[store] url"] {
        assert!(why.contains(part), "{part}: {why}");
    }
    let why = diagnose(&options).await.expect_err("the doctor says so too");
    assert!(why.contains("pooler"), "{why}");

    let (_second, port) = pooler(&place, &server, "session");
    for url in [url(port), cluster.url()] {
        let store = PostgresStore::open(&Options::new(&url, "one")).await.expect("it opens");
        store.commit(make::puts(vec![make::involvement(1, 1, 30)])).await.ok();
        store.close().await;
    }
    drop(fs::remove_dir_all(place));
}
