//! Where do the tests get databases and servers of their own? Clusters with a directory each, on
//! sockets only, gone with the test.

#[path = "../support/postgres.rs"]
mod postgres_server;

use std::{
    path::{Path, PathBuf},
    process::Command,
    sync::atomic::{AtomicUsize, Ordering},
};

pub use postgres_server::{binaries, cluster, command, directory, execute};

/// A new, empty database of this program's cluster, by its URL.
pub async fn database() -> String {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    let name = format!("d{}", NEXT.fetch_add(1, Ordering::Relaxed));
    cluster().execute(&format!("CREATE DATABASE {name}")).await;
    cluster().url().replace("/postgres", &format!("/{name}"))
}

/// Servers of one test, on sockets in one directory; stopped and removed with it.
pub struct Servers {
    pub directory: PathBuf,
}

impl Servers {
    pub fn new() -> Self {
        Self { directory: directory() }
    }

    pub fn file(&self, name: &str) -> PathBuf {
        self.directory.join(name)
    }

    /// A primary in `name`, on a port; more lines for its configuration.
    pub fn init(&self, name: &str, port: u16, more: &str) {
        let data = self.file(name);
        let made = command("initdb")
            .args(["--username=verwijspunt", "--auth=trust", "--no-sync", "--encoding=UTF8"])
            .args(["--locale=C", "--data-checksums", "--pgdata"])
            .arg(&data)
            .output()
            .unwrap();
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        self.configure(name, port, more);
    }

    /// Adds lines to the configuration of a server that does not run.
    pub fn configure(&self, name: &str, port: u16, more: &str) {
        use std::io::Write as _;
        let file = self.file(name).join("postgresql.conf");
        let mut file = std::fs::OpenOptions::new().append(true).open(file).unwrap();
        writeln!(
            file,
            "listen_addresses = ''\nunix_socket_directories = '{}'\nport = {port}\n\
             shared_buffers = 16MB\nmax_connections = 30\nwal_keep_size = 64MB\n{more}",
            self.directory.display()
        )
        .unwrap();
    }

    pub fn ctl(&self, name: &str, verb: &[&str]) {
        let mut ctl = command("pg_ctl");
        ctl.arg("-D").arg(self.file(name)).arg("-l").arg(self.file(&format!("{name}.log")));
        let output = ctl.arg("-w").args(verb).stdout(std::process::Stdio::null()).status().unwrap();
        let log = std::fs::read_to_string(self.file(&format!("{name}.log"))).unwrap_or_default();
        assert!(output.success(), "{verb:?}: {log}");
    }

    /// The answer of a server to a query, one row and column.
    pub fn ask(&self, port: u16, sql: &str) -> String {
        let mut psql = Command::new(binaries().join("psql"));
        psql.args(["-XAtq", "-v", "ON_ERROR_STOP=1", "-U", "verwijspunt", "-d", "postgres", "-h"]);
        let output = psql.arg(&self.directory).args(["-p", &port.to_string(), "-c", sql]).output();
        let output = output.unwrap();
        assert!(output.status.success(), "{sql}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8_lossy(&output.stdout).trim().to_owned()
    }

    /// `host=… port=… user=…` of a server, as the runbooks take it.
    pub fn at(&self, port: u16) -> String {
        format!("host={} port={port} user=verwijspunt dbname=postgres", self.directory.display())
    }

    fn stop(&self, data: &Path) {
        let mut ctl = command("pg_ctl");
        ctl.arg("-D").arg(data).args(["-m", "immediate", "stop"]);
        let _ =
            ctl.stdout(std::process::Stdio::null()).stderr(std::process::Stdio::null()).status();
    }
}

impl Drop for Servers {
    fn drop(&mut self) {
        for entry in std::fs::read_dir(&self.directory).into_iter().flatten().flatten() {
            if entry.path().join("postmaster.pid").exists() {
                self.stop(&entry.path());
            }
        }
        if std::thread::panicking() {
            println!("the servers of this run are kept: {}", self.directory.display());
        } else {
            let _ = std::fs::remove_dir_all(&self.directory);
        }
    }
}
