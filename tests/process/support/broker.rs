//! How is the real binary started, killed and stopped?

use std::{
    fs::{self, OpenOptions},
    net::SocketAddr,
    path::PathBuf,
    process::{ExitStatus, Stdio},
    time::{Duration, Instant},
};

use tokio::{
    io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader, Lines},
    net::TcpStream,
    process::{Child, ChildStdout, Command},
};

use super::{place::Place, within};

pub const BINARY: &str = env!("CARGO_BIN_EXE_verwijspunt");

/// `verwijspunt serve`, running.
pub struct Broker {
    child: Child,
    /// `https://127.0.0.1:PORT`.
    pub url: String,
    stderr: PathBuf,
    stdout: Option<Lines<BufReader<ChildStdout>>>,
}

/// A start that did not happen.
#[derive(Debug)]
pub struct Refused {
    /// Absent when a signal ended it.
    pub code: Option<i32>,
    /// What it said in this start.
    pub stderr: String,
}

/// The command `serve` on a place.
pub fn serve(place: &Place) -> Command {
    serve_with(BINARY.into(), place)
}

/// The same with another path of the binary.
pub fn serve_with(binary: PathBuf, place: &Place) -> Command {
    command(binary, place, "config.toml")
}

/// The same with another configuration file of the place.
pub fn serve_as(place: &Place, config: &str) -> Command {
    command(BINARY.into(), place, config)
}

fn command(binary: PathBuf, place: &Place, config: &str) -> Command {
    let mut command = Command::new(binary);
    command.arg("serve").arg("--config").arg(place.file(config));
    command
}

impl Broker {
    /// Starts and waits until it serves.
    pub async fn start(place: &Place) -> Self {
        Self::launch(place, serve(place)).await.unwrap_or_else(|refused| {
            panic!("it does not start: {:?}\n{}", refused.code, refused.stderr)
        })
    }

    /// Starts and waits until it serves or has ended.
    pub async fn launch(place: &Place, mut command: Command) -> Result<Self, Refused> {
        let stderr = place.file("stderr.log");
        let log = OpenOptions::new().create(true).append(true).open(&stderr).unwrap();
        let before = usize::try_from(log.metadata().unwrap().len()).unwrap();
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(log).kill_on_drop(true);
        let mut child = command.spawn().unwrap();
        let mut stdout = BufReader::new(child.stdout.take().unwrap()).lines();
        let line = within("the start", stdout.next_line()).await.unwrap();
        match line.as_deref().and_then(|line| line.strip_prefix("serving on ")) {
            Some(url) => Ok(Self { url: url.to_owned(), child, stderr, stdout: Some(stdout) }),
            None => {
                let status = within("the end of a refused start", child.wait()).await.unwrap();
                let said = fs::read(&stderr).unwrap();
                let stderr = String::from_utf8_lossy(&said[before..]).into_owned();
                Err(Refused { code: status.code(), stderr })
            }
        }
    }

    /// Closes this end of its standard output.
    pub fn stop_listening(&mut self) {
        self.stdout.take();
    }

    pub fn pid(&self) -> u32 {
        self.child.id().expect("it has not been waited for")
    }

    /// SIGKILL, and waits until the process is gone.
    pub async fn kill_nine(mut self) {
        self.child.kill().await.unwrap();
    }

    /// Waits until it ends by itself.
    pub async fn ended(&mut self) -> ExitStatus {
        within("the end of the broker", self.child.wait()).await.unwrap()
    }

    /// Sends a signal by its name.
    pub fn signal(&self, name: &str) {
        let sent = std::process::Command::new("kill")
            .args([format!("-{name}"), self.pid().to_string()])
            .status();
        assert!(sent.unwrap().success(), "kill -{name}");
    }

    /// SIGTERM; how it ended and how long that took.
    pub async fn terminate(mut self) -> (Option<i32>, Duration) {
        let begun = Instant::now();
        self.signal("TERM");
        (self.ended().await.code(), begun.elapsed())
    }

    /// What the admin address answers to a path, head and body.
    pub async fn admin(&self, address: SocketAddr, path: &str) -> String {
        let asked = async {
            let mut stream = TcpStream::connect(address).await?;
            let request = format!("GET {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n");
            stream.write_all(request.as_bytes()).await?;
            let mut answer = String::new();
            stream.read_to_string(&mut answer).await?;
            Ok::<_, std::io::Error>(answer)
        };
        within("the admin address", asked).await.unwrap()
    }

    /// Everything that the brokers of this place wrote to standard error.
    pub fn stderr(&self) -> String {
        fs::read_to_string(&self.stderr).unwrap()
    }
}

/// Runs a subcommand to its end: exit code, standard output, standard error.
pub async fn run(arguments: &[&std::ffi::OsStr]) -> (Option<i32>, String, String) {
    let command = Command::new(BINARY).args(arguments).stdin(Stdio::null()).output();
    let output = within("a subcommand", command).await.unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}
