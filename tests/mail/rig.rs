//! A mail server as a process of its own, and a broker whose inboxes the test fills.

use std::{
    io::{BufRead as _, BufReader, Lines},
    path::{Path, PathBuf},
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
    sync::{Arc, Once, atomic::AtomicI64},
};

use serde_json::Value;
use uuid::Uuid;
use verwijspunt::{
    broker::{Broker, Clock},
    covenant::{Covenant, Covenants},
    deliver::smtp::{Security, Server},
    domain::{
        model::{
            audit::AuditEntry,
            ids::{InvolvementId, NotificationId, TicketId},
            notification::{Event, Notification, TicketHappening},
            party::{OfficeId, Oin, Party},
            time::Time,
        },
        state::effects::Effects,
    },
    server::pki,
    store::{Change, Store},
};

/// The mail server, which ends with this.
pub struct Sink {
    child: Child,
    stdin: Option<ChildStdin>,
    lines: Lines<BufReader<ChildStdout>>,
    certs: tempfile::TempDir,
    port: u16,
}

/// Installs what the mail server is made of, once.
fn python() -> PathBuf {
    static INSTALLED: Once = Once::new();
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let target =
        std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| here.join("target"), PathBuf::from);
    let venv = target.join("mail-sink");
    let program = venv.join("bin/python");
    INSTALLED.call_once(|| {
        let works = |program: &Path| {
            let asked = Command::new(program).args(["-c", "import aiosmtpd"]).output();
            asked.is_ok_and(|answer| answer.status.success())
        };
        if works(&program) {
            return;
        }
        let made = Command::new("python3").args(["-m", "venv"]).arg(&venv).status();
        assert!(made.is_ok_and(|s| s.success()), "install: apt-get install python3-venv");
        let pip = Command::new(venv.join("bin/pip"))
            .args(["install", "--quiet", "--disable-pip-version-check", "-r"])
            .arg(here.join("tests/mail/requirements.txt"))
            .status();
        assert!(pip.is_ok_and(|s| s.success()), "pip cannot install aiosmtpd");
    });
    program
}

impl Sink {
    /// Starts it; without STARTTLS it offers none.
    pub fn start(starttls: bool) -> Self {
        let certs = tempfile::tempdir().expect("a directory");
        pki::make(certs.path(), &[], false).expect("certificates");
        let mut child = Command::new(python())
            .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/mail/sink.py"))
            .args([certs.path().join("server.pem"), certs.path().join("server.key")])
            .arg(if starttls { "starttls" } else { "plain" })
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("python runs");
        let mut lines = BufReader::new(child.stdout.take().expect("piped")).lines();
        let port = lines.next().expect("it says its port").expect("a line");
        let stdin = child.stdin.take();
        Self { child, stdin, lines, port: port.parse().expect("a port"), certs }
    }

    /// How the broker reaches it.
    pub fn server(&self) -> Server {
        Server {
            host: "localhost".to_owned(),
            port: self.port,
            security: Security::StartTls,
            ca_file: Some(self.certs.path().join("ca.pem")),
            login: None,
        }
    }

    /// The next mail that it took; waits for it.
    pub fn next(&mut self) -> Value {
        let line = self.lines.next().expect("it goes on").expect("a line");
        serde_json::from_str(&line).expect("JSON")
    }

    /// The mails that it took and nobody asked for yet; it ends with that.
    pub fn rest(mut self) -> Vec<Value> {
        drop(self.stdin.take());
        let rest = self.lines.by_ref().map(|line| line.expect("a line"));
        rest.map(|line| serde_json::from_str(&line).expect("JSON")).collect()
    }
}

impl Drop for Sink {
    fn drop(&mut self) {
        drop(self.stdin.take());
        let _ = self.child.wait();
    }
}

/// An organisation that chose to have its professionals mailed.
pub fn school() -> Oin {
    Oin::parse("00000009000000001800").expect("an OIN")
}

/// A broker under the covenant of Amsterdam, of which [`school`] chose to have its professionals
/// mailed, not before seven in the morning.
pub fn broker_of_school(store: Arc<dyn Store>, clock: &Arc<AtomicI64>) -> Arc<Broker> {
    let directory = tempfile::tempdir().expect("a directory");
    let here = Path::new(env!("CARGO_MANIFEST_DIR")).join("deploy/covenants");
    let read = |name: &str| std::fs::read_to_string(here.join(name)).expect("it is there");
    let oin = format!("oin = \"{}\"\n", school());
    let chosen = format!("{oin}mail_professionals = true\nmail_quiet = \"22:00-07:00\"\n");
    let organisations = read("amsterdam-organisations.toml");
    assert_eq!(organisations.matches(&oin).count(), 1);
    let write = |name: &str, text: String| {
        std::fs::write(directory.path().join(name), text).expect("it is written");
    };
    write("amsterdam-organisations.toml", organisations.replace(&oin, &chosen));
    write("amsterdam-2009.toml", read("amsterdam-2009.toml"));
    let file = directory.path().join("amsterdam-2009.toml");
    let covenants = Covenants::from(Covenant::load(&file).expect("total"));
    Arc::new(Broker::new(store, Arc::new(covenants), Clock::Set(clock.clone())))
}

/// A broker under the covenant of Amsterdam, with a clock that the test sets.
pub fn broker(store: Arc<dyn Store>, clock: &Arc<AtomicI64>) -> Arc<Broker> {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/deploy/covenants/amsterdam-2009.toml");
    let covenants = Covenants::from(Covenant::load(file.as_ref()).expect("total"));
    Arc::new(Broker::new(store, Arc::new(covenants), Clock::Set(clock.clone())))
}

/// An instant, as `2026-11-30T09:00:00Z`.
pub fn at(text: &str) -> Time {
    Time(text.parse::<jiff::Timestamp>().expect("an instant").as_millisecond())
}

/// The office that the tests tell things.
pub fn office() -> Party {
    Party::Office(OfficeId::parse("coordinator-zeeburg").expect("an id"))
}

/// That a ticket is for the recipient to handle: it must be told at once.
pub fn assigned() -> Event {
    Event::Ticket {
        ticket: TicketId(Uuid::nil()),
        happening: TicketHappening::Assigned,
        step: 1,
        handlers: vec![office()],
        due: None,
        case: None,
    }
}

/// Something that can wait for the next digest.
pub fn quiet() -> Event {
    Event::Retracted { involvement: InvolvementId(Uuid::nil()) }
}

/// Puts something into an inbox.
pub async fn tell(store: &dyn Store, recipient: &Party, now: Time, event: Event) {
    let told = Notification { id: NotificationId(Uuid::now_v7()), at: now, event };
    let effects = Effects { notify: vec![(recipient.clone(), told)], ..Effects::default() };
    commit(store, now, effects).await;
}

/// Writes something.
pub async fn commit(store: &dyn Store, now: Time, effects: Effects) {
    let audit = AuditEntry {
        at: now,
        actor: None,
        action: "Test".to_owned(),
        result: "OK".to_owned(),
        ground: String::new(),
        subjects: Vec::new(),
    };
    let change = Change { expect: Vec::new(), effects, audit, asked: None };
    store.commit(change).await.expect("commits");
}
