//! A server process of its own: how is it started, reached, watched and ended?

use std::{
    collections::HashMap,
    fs,
    io::{BufRead as _, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
    sync::Mutex,
    time::{Duration, Instant},
};

use tonic::transport::Channel;
use verwijspunt::cli::client::{self, ClientOptions};

use super::place::{self, Place};

/// Connections that the requests share.
pub const CONNECTIONS: usize = 4;

/// So long after the last answer a server may still be working on what it was asked.
const BEHIND: Duration = Duration::from_millis(5600);

/// A server that uses next to nothing for so long is at rest.
const QUIET: Duration = Duration::from_millis(300);

/// Nothing behind the answers takes longer.
const LONGEST: Duration = Duration::from_secs(120);

/// Ended when dropped.
pub struct Server {
    child: Child,
    url: String,
    place: Place,
    channels: Mutex<HashMap<(usize, usize), Channel>>,
}

/// This build's broker on a place, or another build's.
pub fn broker(place: &Place, program: Option<&str>) -> Server {
    let mut command = Command::new(program.unwrap_or(env!("CARGO_BIN_EXE_verwijspunt")));
    command.arg("serve").arg("--config").arg(place.config());
    Server::start(command, place)
}

/// The echo, with the certificates and limits of a place.
pub fn echo(place: &Place) -> Server {
    let mut command = Command::new(std::env::current_exe().expect("this program"));
    command.arg("--echo").arg(place.config());
    Server::start(command, place)
}

impl Server {
    /// Waits until it says where it serves.
    fn start(mut command: Command, place: &Place) -> Self {
        let mut child = command.stdout(Stdio::piped()).spawn().expect("a process");
        let mut line = String::new();
        let mut stdout = BufReader::new(child.stdout.take().expect("piped"));
        stdout.read_line(&mut line).expect("it says where it serves");
        let port = line.trim().rsplit(':').next().filter(|port| !port.is_empty());
        let url = format!("https://localhost:{}", port.expect("it did not start"));
        Self { child, url, place: place.clone(), channels: Mutex::default() }
    }

    /// A new connection of somebody, made at the first call.
    pub fn connect(&self, name: &str) -> Channel {
        let options = ClientOptions::named(&self.url, &self.place.certs, name);
        client::connect_lazy(&options).expect("a channel")
    }

    /// One of an organisation's connections.
    pub fn channel(&self, organisation: usize, place: usize) -> Channel {
        let mut channels = self.channels.lock().expect("no panic");
        let connect = || self.connect(&place::name(organisation));
        channels.entry((organisation, place % CONNECTIONS)).or_insert_with(connect).clone()
    }

    pub fn id(&self) -> u32 {
        self.child.id()
    }

    pub fn directory(&self) -> &Path {
        &self.place.directory
    }

    /// Processor time used so far, in seconds.
    pub fn processor_seconds(&self) -> f64 {
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.id())).expect("it runs");
        let fields: Vec<&str> = stat.rsplit(") ").next().expect("fields").split(' ').collect();
        let ticks = |place: usize| fields[place].parse::<f64>().expect("a number");
        // Clock ticks of 10 ms.
        (ticks(11) + ticks(12)) / 100.0
    }

    /// Resident memory, in bytes.
    pub fn memory(&self) -> u64 {
        let status = fs::read_to_string(format!("/proc/{}/status", self.id())).expect("it runs");
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).expect("a line");
        let kib = line.trim().trim_end_matches(" kB").parse::<u64>().expect("a number");
        kib * 1024
    }

    pub fn signal(&self, name: &str) {
        let arguments = [format!("-{name}"), self.id().to_string()];
        let sent = Command::new("kill").args(arguments).status().expect("kill is there");
        assert!(sent.success(), "it has ended by itself");
    }

    /// Waits for the end of one that was killed.
    pub fn wait(mut self) {
        self.child.wait().expect("it ends");
    }

    /// Sends a signal and waits for the end; how long that took.
    pub fn end(mut self, signal: &str) -> Duration {
        let begun = Instant::now();
        self.signal(signal);
        self.child.wait().expect("it ends");
        begun.elapsed()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Until the servers have done what comes behind their answers: what is at most so old is written
/// into the index then, and a checkpoint that was begun is finished.
pub async fn at_rest(servers: &[&Server]) {
    let used = || servers.iter().map(|server| server.processor_seconds()).sum::<f64>();
    tokio::time::sleep(BEHIND).await;
    let begun = Instant::now();
    while begun.elapsed() < LONGEST {
        let before = used();
        tokio::time::sleep(QUIET).await;
        if used() - before <= QUIET.as_secs_f64() / 10.0 {
            return;
        }
    }
}
