//! How does a runbook stop and start the broker of a test? As systemd would, by a script.

use std::{
    fs,
    net::TcpListener,
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
    process::{Command, Output},
    time::{Duration, Instant},
};

use super::support::{broker::BINARY, place::Place};

/// A place whose broker is started by a script, on ports of its own.
pub struct Service {
    pub place: Place,
    script: PathBuf,
    pub port: u16,
    pub admin: u16,
}

/// A port that nobody listens on now.
pub fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// The directory `deploy` of the project.
pub fn deploy(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("deploy").join(path)
}

impl Service {
    /// A place for a broker; it does not run yet.
    pub fn new(test: &str) -> Self {
        let place = Place::new(test);
        let (port, admin) = (free_port(), free_port());
        let script = place.file("service");
        let service = Self { place, script, port, admin };
        service.configure("");
        service.write_script(Path::new(BINARY));
        service
    }

    /// Writes the configuration with more lines at its end.
    pub fn configure(&self, more: &str) {
        let address =
            format!("127.0.0.1:{}\"\nadmin_address = \"127.0.0.1:{}", self.port, self.admin);
        self.place.configure_at(&address, more);
    }

    /// The service runs this program from its next start on.
    pub fn write_script(&self, program: &Path) {
        let text = format!(
            "#!/bin/bash\ncd {place}\ncase $1 in\n\
             start) setsid {program} serve --config {place}/config.toml >>service.log 2>&1 </dev/null &\n\
             echo $! >pid ;;\n\
             stop) [[ -e pid ]] || exit 0; kill -TERM \"$(<pid)\" 2>/dev/null\n\
             while [[ -e /proc/$(<pid)/stat ]] && ! grep -q ') Z' /proc/$(<pid)/stat; do sleep 0.05; done\n\
             rm pid ;;\n\
             reload) kill -HUP \"$(<pid)\" ;;\nesac\n",
            place = self.place.path().display(),
            program = program.display(),
        );
        fs::write(&self.script, text).unwrap();
        fs::set_permissions(&self.script, fs::Permissions::from_mode(0o755)).unwrap();
    }

    pub fn url(&self) -> String {
        format!("https://127.0.0.1:{}", self.port)
    }

    pub fn start(&self) {
        self.run("start");
        let begun = Instant::now();
        while !self.ready() {
            assert!(begun.elapsed() < Duration::from_secs(60), "not ready:\n{}", self.log());
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    pub fn stop(&self) {
        self.run("stop");
    }

    fn run(&self, verb: &str) {
        assert!(Command::new(&self.script).arg(verb).status().unwrap().success(), "{verb}");
    }

    /// What the admin address answers to /readyz.
    pub fn ready(&self) -> bool {
        use std::io::{Read as _, Write as _};
        let Ok(mut stream) = std::net::TcpStream::connect(("127.0.0.1", self.admin)) else {
            return false;
        };
        let asked =
            stream.write_all(b"GET /readyz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        let mut answer = String::new();
        asked.and_then(|()| stream.read_to_string(&mut answer)).is_ok()
            && answer.starts_with("HTTP/1.1 200")
    }

    pub fn log(&self) -> String {
        fs::read_to_string(self.place.file("service.log")).unwrap_or_default()
    }

    /// The script of a runbook, with the settings of this service.
    pub fn runbook(&self, script: &str) -> Command {
        let mut command = Command::new(deploy("runbooks").join(script));
        let verb = |verb: &str| format!("{} {verb}", self.script.display());
        command
            .env("VERWIJSPUNT", BINARY)
            .env("CONFIG", self.place.file("config.toml"))
            .env("STOP", verb("stop"))
            .env("START", verb("start"))
            .env("RELOAD", verb("reload"))
            .env("WAIT", "30")
            .current_dir(self.place.path());
        command
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        let _ = Command::new(&self.script).arg("stop").status();
    }
}

/// Runs a script to its end: its exit code and everything it said.
pub fn said(command: &mut Command) -> (Option<i32>, String) {
    let Output { status, stdout, stderr } = command.output().unwrap();
    let text = [stdout, stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).concat();
    (status.code(), text)
}

/// The same for a script that must succeed.
pub fn done(command: &mut Command) -> String {
    let (code, text) = said(command);
    assert_eq!(code, Some(0), "{text}");
    text
}
