//! One PostgreSQL server: how is it made, started, asked, killed?

use std::{
    fs::{self, File},
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Child, Stdio},
    sync::atomic::{AtomicU16, Ordering},
    time::Duration,
};

use super::programs::{program, run};
use crate::support::until;

/// The database and the role of the brokers.
pub const DATABASE: &str = "verwijspunt";

/// A server with a directory of its own.
pub struct Node {
    /// Its name among the standbys.
    pub name: String,
    /// Where it listens itself; everybody but the test reaches it over a link.
    pub port: u16,
    data: PathBuf,
    log: PathBuf,
    postmaster: Option<Child>,
}

impl Node {
    /// Nothing on disk yet.
    pub fn new(name: &str, under: &Path) -> Self {
        Self {
            name: name.to_owned(),
            port: free_port(),
            data: under.join(name),
            log: under.join(format!("{name}.log")),
            postmaster: None,
        }
    }

    /// A new database cluster with these settings.
    pub async fn initialise(&self, settings: &str) {
        let mut initdb = program("initdb");
        initdb.args(["--auth=trust", "--username=postgres", "--no-locale", "--encoding=UTF8"]);
        initdb.args(["--data-checksums", "--no-sync", "-D"]).arg(&self.data);
        run(initdb).await.unwrap_or_else(|why| panic!("initdb: {why}"));
        let file = self.data.join("postgresql.conf");
        let mut text = fs::read_to_string(&file).unwrap();
        text.push_str(settings);
        fs::write(file, text).unwrap();
    }

    /// A copy of another server as its standby, whatever was here before.
    pub async fn copy_of(&self, primary: &Self, conninfo: &str) {
        assert!(self.postmaster.is_none(), "it must not run");
        let _ = fs::remove_dir_all(&self.data);
        let mut backup = program("pg_basebackup");
        backup.args(["--checkpoint=fast", "--wal-method=stream", "--no-sync", "-h", "127.0.0.1"]);
        backup.args(["-U", "postgres", "-p", &primary.port.to_string(), "-D"]).arg(&self.data);
        run(backup).await.unwrap_or_else(|why| panic!("pg_basebackup: {why}"));
        fs::write(self.data.join("standby.signal"), "").unwrap();
        // The last word on a setting counts.
        let file = self.data.join("postgresql.auto.conf");
        let mut text = fs::read_to_string(&file).unwrap();
        text.push_str(&format!("primary_conninfo = '{conninfo}'\n"));
        fs::write(file, text).unwrap();
    }

    /// Starts it and waits until it answers.
    pub async fn start(&mut self) {
        let log = File::options().create(true).append(true).open(&self.log).unwrap();
        let mut postgres = program("postgres");
        postgres.arg("-D").arg(&self.data).args(["-c", "listen_addresses=127.0.0.1"]);
        postgres.args(["-c", "unix_socket_directories=", "-c", &format!("port={}", self.port)]);
        postgres.args(["-c", &format!("cluster_name={}", self.name)]);
        postgres.stdout(Stdio::null()).stderr(log);
        self.postmaster = Some(postgres.spawn().unwrap());
        until("a server that answers", || async { self.sql("SELECT 1").await.ok() }).await;
    }

    pub fn is_running(&self) -> bool {
        self.postmaster.is_some()
    }

    /// Asks as the administrator; what it does waits for no standby.
    pub async fn sql(&self, text: &str) -> Result<String, String> {
        self.ask("postgres", "-c synchronous_commit=local", text).await
    }

    /// Asks in the database of the brokers, and commits as they do.
    pub async fn ask_as_broker(&self, text: &str) -> Result<String, String> {
        self.ask(DATABASE, "", text).await
    }

    /// Looks into the database of the brokers without waiting for a standby.
    pub async fn sql_in_database(&self, text: &str) -> Result<String, String> {
        self.ask(DATABASE, "-c synchronous_commit=local", text).await
    }

    async fn ask(&self, database: &str, options: &str, text: &str) -> Result<String, String> {
        let mut psql = program("psql");
        psql.env("PGOPTIONS", options).env("PGCONNECT_TIMEOUT", "5");
        psql.args(["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-h", "127.0.0.1"]);
        psql.args(["-p", &self.port.to_string(), "-U", "postgres", "-d", database, "-c", text]);
        run(psql).await
    }

    /// How far its log reaches that it received or made, in bytes.
    pub async fn reached(&self) -> u64 {
        let asked = "SELECT greatest(pg_wal_lsn_diff(pg_last_wal_receive_lsn(), '0/0'),
                                     pg_wal_lsn_diff(pg_last_wal_replay_lsn(), '0/0'))::bigint";
        self.sql(asked).await.unwrap().parse().unwrap()
    }

    /// Backends that wait for a standby inside a commit.
    pub async fn waiting_for_standbys(&self) -> u64 {
        let asked = "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'SyncRep'";
        self.sql(asked).await.unwrap().parse().unwrap()
    }

    /// SIGKILL for all its processes at one moment, as when the machine is gone.
    pub fn kill_nine(&mut self) {
        let Some(mut postmaster) = self.postmaster.take() else { return };
        let pid = postmaster.id();
        // Stopped first, it has no more children while they are counted.
        signal("STOP", &[pid]);
        let mut all = children(pid);
        all.push(pid);
        let segment = self.memory_segment();
        signal("KILL", &all);
        let _ = postmaster.wait();
        // A killed backend is gone a moment later; its memory must be before the next start.
        // One that nobody waited for has no command line any more.
        let gone = |pid: &u32| fs::read(format!("/proc/{pid}/cmdline")).is_ok_and(|c| c.is_empty());
        let gone = |pid: &u32| gone(pid) || !Path::new(&format!("/proc/{pid}")).exists();
        let mut patience = 500;
        while patience > 0 && !all.iter().all(gone) {
            patience -= 1;
            std::thread::sleep(Duration::from_millis(10));
        }
        // What a killed server leaves in the system, its next start would have taken away.
        if let Some(segment) = segment {
            let mut remove = std::process::Command::new("ipcrm");
            let _ = remove.args(["-m", &segment]).stderr(Stdio::null()).status();
        }
    }

    fn memory_segment(&self) -> Option<String> {
        let told = fs::read_to_string(self.data.join("postmaster.pid")).ok()?;
        Some(told.lines().nth(6)?.split_whitespace().nth(1)?.to_owned())
    }

    /// Stops and later continues the server processes that serve `user`: their transactions grow
    /// long. Returns how many there were.
    pub async fn freeze_backends(&self, most: usize, length: Duration) -> usize {
        let asked = format!(
            "SELECT pid FROM pg_stat_activity WHERE datname = '{DATABASE}'
            AND backend_type = 'client backend' ORDER BY random() LIMIT {most}"
        );
        let pids: Vec<u32> =
            self.sql(&asked).await.unwrap().lines().map(|pid| pid.parse().unwrap()).collect();
        let frozen = Frozen::new(pids);
        tokio::time::sleep(length).await;
        frozen.0.len()
    }

    /// The end of its log, for a test that fails.
    pub fn log_tail(&self) -> String {
        let text = fs::read(&self.log).unwrap_or_default();
        let text = String::from_utf8_lossy(&text);
        let lines: Vec<_> = text.lines().collect();
        lines[lines.len().saturating_sub(15)..].join("\n")
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        self.kill_nine();
        if std::thread::panicking() {
            println!("the end of the log of {}:\n{}", self.name, self.log_tail());
        }
    }
}

/// Processes that stand still until this is dropped, also when whoever waits for that is dropped before.
struct Frozen(Vec<u32>);

impl Frozen {
    fn new(pids: Vec<u32>) -> Self {
        signal("STOP", &pids);
        Self(pids)
    }
}

impl Drop for Frozen {
    fn drop(&mut self) {
        signal("CONT", &self.0);
    }
}

/// Signals processes of this test by their numbers; who is gone already is no error.
pub fn signal(name: &str, pids: &[u32]) {
    if pids.is_empty() {
        return;
    }
    let mut kill = std::process::Command::new("kill");
    kill.arg(format!("-{name}")).args(pids.iter().map(ToString::to_string));
    let _ = kill.stderr(Stdio::null()).status().unwrap();
}

fn children(parent: u32) -> Vec<u32> {
    let processes = fs::read_dir("/proc").unwrap().flatten();
    let pids = processes.filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok());
    let parent_of = |pid: &u32| {
        let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
        // The name before it is in parentheses and may hold anything.
        stat.rsplit_once(") ")?.1.split(' ').nth(1)?.parse::<u32>().ok()
    };
    pids.filter(|pid| parent_of(pid) == Some(parent)).collect()
}

/// A free port below those that the system gives to outgoing connections: nobody takes it while
/// the server is down.
fn free_port() -> u16 {
    static NEXT: AtomicU16 = AtomicU16::new(0);
    let first = 20_000 + u16::try_from(std::process::id() % 1000).unwrap() * 10;
    loop {
        let port = first + NEXT.fetch_add(1, Ordering::Relaxed) % 2000;
        if TcpListener::bind(("127.0.0.1", port)).is_ok() {
            return port;
        }
    }
}
