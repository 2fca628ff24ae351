//! How does a runbook stop and start the broker of a test? As systemd would, by a script.

use std::{
    fs,
    net::TcpListener,
    os::unix::fs::{MetadataExt as _, PermissionsExt as _},
    path::{Path, PathBuf},
    process::{Command, Output},
    time::{Duration, Instant},
};

use super::support::{broker::BINARY, place::Place};

/// As whom the service runs when root runs the tests, as on a real machine: a number that belongs to
/// nobody.
pub const SERVICE_USER: u32 = 64_242;

/// Whether the service has a user of its own here.
pub fn has_own_user() -> bool {
    fs::metadata("/proc/self").unwrap().uid() == 0
}

/// A place whose broker is started by a script, on ports of its own.
pub struct Service {
    pub place: Place,
    script: PathBuf,
    program: PathBuf,
    own_user: bool,
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
        let (script, program) = (place.file("service"), place.file("program"));
        // In the place itself, since another user may not be able to enter where it was built.
        fs::hard_link(BINARY, &program).or_else(|_| fs::copy(BINARY, &program).map(drop)).unwrap();
        let service = Self { place, script, program, own_user: has_own_user(), port, admin };
        service.configure("");
        service.write_script(&service.program);
        for entry in fs::read_dir(deploy("runbooks")).unwrap().flatten() {
            let to = service.place.file("runbooks");
            fs::create_dir_all(&to).unwrap();
            fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
        }
        service.hand_over(service.place.path());
        service
    }

    /// The service runs as whoever runs the tests: for what only that user can reach.
    pub fn run_by_tester(mut self) -> Self {
        self.own_user = false;
        self.write_script(&self.program);
        self
    }

    /// Makes something in the place the service's own.
    pub fn hand_over(&self, path: &Path) {
        if has_own_user() {
            let owner = format!("{SERVICE_USER}:{SERVICE_USER}");
            done(Command::new("chown").args(["-R", "-h", &owner]).arg(path));
        }
    }

    /// Everything under a path that is not the service's own.
    pub fn strangers(&self, path: &Path) -> Vec<PathBuf> {
        let mut found = Vec::new();
        let mut open = vec![path.to_owned()];
        while let Some(path) = open.pop().filter(|_| has_own_user()) {
            let about = fs::symlink_metadata(&path).unwrap();
            if about.is_dir() {
                open.extend(fs::read_dir(&path).unwrap().flatten().map(|entry| entry.path()));
            }
            if about.uid() != SERVICE_USER {
                found.push(path);
            }
        }
        found
    }

    /// Writes the configuration with more lines at its end.
    pub fn configure(&self, more: &str) {
        let address =
            format!("127.0.0.1:{}\"\nadmin_address = \"127.0.0.1:{}", self.port, self.admin);
        self.place.configure_at(&address, more);
    }

    /// Pages and calls to web servers, each with a certificate and a key of its own.
    pub fn with_pairs_of_other_sections(&self) {
        let file = |name: &str| self.place.file(name);
        for end in ["pem", "key"] {
            fs::copy(file(&format!("certs/server.{end}")), file(&format!("web.{end}"))).unwrap();
            let client = format!("certs/{}.{end}", self.place.organisations[1].name);
            fs::copy(file(&client), file(&format!("hook.{end}"))).unwrap();
        }
        for name in ["signing.key", "client.key"] {
            let pair = rcgen::KeyPair::generate_for(&rcgen::PKCS_ECDSA_P256_SHA256).unwrap();
            fs::write(file(name), pair.serialize_pem()).unwrap();
            fs::set_permissions(file(name), fs::Permissions::from_mode(0o600)).unwrap();
        }
        let issuer = "[issuer]\nurl = \"https://login.example.nl/realm\"\n[client]\nid = \"verwijspunt\"\n\
            key_file = \"client.key\"\n[claims]\nprofessional = \"oid\"\n[second_factor]\nacr = [\"two\"]\n";
        fs::write(file("issuer.toml"), issuer).unwrap();
        self.configure(
            "[people]\naddress = \"127.0.0.1:0\"\npublic_url = \"https://vp.example.nl\"\n\
             certificate = \"web.pem\"\nkey = \"web.key\"\nissuers = [\"issuer.toml\"]\n\
             [webhook]\noin = \"00000009000000001000\"\nrest_url = \"https://localhost:7443\"\n\
             signing_key_file = \"signing.key\"\ncertificate = \"hook.pem\"\nkey = \"hook.key\"\n",
        );
        self.hand_over(self.place.path());
    }

    /// The service runs this program from its next start on.
    pub fn write_script(&self, program: &Path) {
        let user = if self.own_user {
            format!("setpriv --reuid {SERVICE_USER} --regid {SERVICE_USER} --clear-groups ")
        } else {
            String::new()
        };
        let text = format!(
            "#!/bin/bash\ncd {place}\ncase $1 in\n\
             start) setsid {user}{program} serve --config {place}/config.toml >>service.log 2>&1 </dev/null &\n\
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
        self.script(&self.place.file("runbooks").join(script))
    }

    /// The same for a script that stands anywhere.
    pub fn script(&self, script: &Path) -> Command {
        let mut command = Command::new(script);
        let verb = |verb: &str| format!("{} {verb}", self.script.display());
        command
            .env("VERWIJSPUNT", &self.program)
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
