//! Which database do the tests use? Debian's PostgreSQL in a directory of its own, one cluster for
//! each test program, gone when the program ends, however it ends.

#![allow(dead_code, unreachable_pub, missing_docs)]

use std::{
    fs,
    os::unix::fs::{PermissionsExt as _, chown},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{
        OnceLock,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

/// The account `nobody`: PostgreSQL does not run as root.
const NOBODY: u32 = 65_534;

/// Nothing here needs to survive a power cut.
const SETTINGS: &[&str] = &[
    "listen_addresses=",
    "fsync=off",
    "full_page_writes=off",
    "shared_buffers=64MB",
    "max_connections=400",
    "max_wal_size=2GB",
    "autovacuum_naptime=10s",
    "log_min_messages=warning",
];

/// A server on a socket in a directory of its own.
pub struct Cluster {
    directory: PathBuf,
    /// Ends the server and removes the directory when this program no longer holds its input.
    _keeper: Child,
    port: u16,
    schemas: AtomicUsize,
}

/// The cluster of this test program, started at its first use.
pub fn cluster() -> &'static Cluster {
    static CLUSTER: OnceLock<Cluster> = OnceLock::new();
    CLUSTER.get_or_init(|| Cluster::start(&[], |_| {}))
}

/// The directory with `postgres` and `initdb`, of the newest version installed.
pub fn binaries() -> PathBuf {
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut found: Vec<PathBuf> = versions.map(|entry| entry.path().join("bin")).collect();
    found.retain(|path| path.join("initdb").is_file());
    found.sort();
    found.pop().expect("PostgreSQL is installed: apt-get install postgresql, or tests/run does it")
}

/// A program of PostgreSQL, as somebody who is not root.
pub fn command(program: &str) -> Command {
    let path = binaries().join(program);
    if !is_root() {
        return Command::new(path);
    }
    let mut command = Command::new("setpriv");
    command.arg(format!("--reuid={NOBODY}")).arg(format!("--regid={NOBODY}"));
    command.arg("--clear-groups").arg(path);
    command
}

/// A directory that the server may write, for its owner only.
pub fn directory() -> PathBuf {
    let directory =
        tempfile::Builder::new().prefix("vw-pg-").tempdir().expect("a directory").keep();
    if is_root() {
        chown(&directory, Some(NOBODY), Some(NOBODY)).expect("root gives it away");
    }
    fs::set_permissions(&directory, fs::Permissions::from_mode(0o700)).expect("it is ours");
    directory
}

/// Gives a file to the account of the server, readable by it alone.
pub fn give(file: &Path) {
    if is_root() {
        chown(file, Some(NOBODY), Some(NOBODY)).expect("root gives it away");
    }
    fs::set_permissions(file, fs::Permissions::from_mode(0o600)).expect("it is ours");
}

/// A port on this machine that nobody uses.
pub fn free_port() -> u16 {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("some port is free");
    listener.local_addr().expect("it is bound").port()
}

fn is_root() -> bool {
    fs::metadata("/proc/self").is_ok_and(|own| std::os::unix::fs::MetadataExt::uid(&own) == 0)
}

impl Cluster {
    /// One with other settings besides, of which a later one holds; `prepare` may change the data
    /// directory before the start.
    pub fn start(settings: &[&str], prepare: impl FnOnce(&Path)) -> Self {
        let directory = directory();
        let data = directory.join("data");
        let made = command("initdb")
            .args(["--username=verwijspunt", "--auth=trust", "--no-sync", "--encoding=UTF8"])
            .args(["--locale=C", "--pgdata"])
            .arg(&data)
            .output()
            .expect("initdb runs");
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        let mut server = command("postgres");
        server.arg("-D").arg(&data).arg("-k").arg(&directory);
        prepare(&data);
        for setting in SETTINGS.iter().chain(settings) {
            server.arg("-c").arg(setting);
        }
        let keeper = keep(&server, &directory);
        let port = settings.iter().find_map(|setting| setting.strip_prefix("port=")?.parse().ok());
        let (port, schemas) = (port.unwrap_or(5432), AtomicUsize::new(0));
        let cluster = Self { directory, _keeper: keeper, port, schemas };
        cluster.wait();
        cluster
    }

    /// `postgres://…` of the cluster, without a schema.
    pub fn url(&self) -> String {
        url(&self.directory, self.port)
    }

    /// A new, empty schema: as good as a database of its own, and much cheaper.
    pub async fn fresh(&self) -> String {
        let schema = format!("t{}", self.schemas.fetch_add(1, Ordering::Relaxed));
        self.execute(&format!("CREATE SCHEMA {schema}")).await;
        format!("{}?options=-csearch_path%3D{schema}", self.url())
    }

    /// Runs statements as an administrator would.
    pub async fn execute(&self, sql: &str) {
        self::execute(&self.url(), sql).await;
    }

    /// Stops every process of the server, or lets them go on.
    pub fn freeze(&self, stop: bool) {
        let pid = fs::read_to_string(self.directory.join("data/postmaster.pid"));
        let pid = pid.expect("it runs").lines().next().expect("a line").to_owned();
        let signal = if stop { "-STOP" } else { "-CONT" };
        let kill =
            |pid: &str| Command::new("kill").arg(signal).arg(pid).output().expect("kill runs");
        assert!(kill(&pid).status.success(), "the server is there");
        let children =
            Command::new("pgrep").args(["-P", &pid]).output().expect("pgrep runs").stdout;
        for child in String::from_utf8_lossy(&children).lines() {
            // One may have ended by itself just now.
            kill(child);
        }
    }

    fn wait(&self) {
        let begun = Instant::now();
        loop {
            let ready = Command::new(binaries().join("pg_isready"))
                .arg("-q")
                .arg("-h")
                .arg(&self.directory)
                .arg("-p")
                .arg(self.port.to_string())
                .status();
            if ready.is_ok_and(|status| status.success()) {
                return;
            }
            assert!(
                begun.elapsed() < Duration::from_secs(60),
                "no server in {}",
                self.directory.display()
            );
            std::thread::sleep(Duration::from_millis(50));
        }
    }
}

/// Of the server on the socket in a directory.
pub fn url(directory: &Path, port: u16) -> String {
    let host = directory.display().to_string().replace('/', "%2F");
    format!("postgres://verwijspunt@{host}:{port}/postgres")
}

/// Runs statements on a server without TLS.
pub async fn execute(url: &str, sql: &str) {
    try_execute(url, sql).await.expect("the statement is right");
}

/// The same for a statement that may fail.
pub async fn try_execute(url: &str, sql: &str) -> Result<(), tokio_postgres::Error> {
    let (client, connection) =
        tokio_postgres::connect(url, tokio_postgres::NoTls).await.expect("the server is there");
    let connection = tokio::spawn(connection);
    let done = client.batch_execute(sql).await;
    drop(client);
    drop(connection.await);
    done
}

/// Starts a server beside a shell that ends it and removes its directory once its input ends, which
/// happens also when the test program is killed.
fn keep(server: &Command, directory: &Path) -> Child {
    let script = "directory=$1; shift; \
        \"$@\" </dev/null >\"$directory/log\" 2>&1 & server=$!; \
        cat >/dev/null; kill -QUIT $server; kill -CONT $server; wait $server; \
        rm -rf \"$directory\" || { sleep 2; rm -rf \"$directory\"; }";
    Command::new("sh")
        .args(["-c", script, "sh"])
        .arg(directory)
        .arg(server.get_program())
        .args(server.get_args())
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("a shell starts")
}
