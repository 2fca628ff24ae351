//! Does the doctor see what is wrong with a real installation, and say so by its exit code?

use std::{fs, net::TcpListener, os::unix::fs::PermissionsExt as _, path::Path, process::Command};

use serde_json::Value;

use super::{
    clusters,
    service::{Service, done, said},
    support::broker::BINARY,
};

/// The doctor on a service: exit code, and the findings by check.
struct Report {
    code: Option<i32>,
    findings: Vec<(String, String, String)>,
}

fn doctor(service: &Service, arguments: &[&str]) -> Report {
    let mut command = Command::new(BINARY);
    command.args(["doctor", "--json", "--lang", "en", "--config"]);
    command.arg(service.place.file("config.toml")).args(arguments);
    let output = command.output().unwrap();
    let json: Value = serde_json::from_slice(&output.stdout).unwrap_or_else(|error| {
        panic!("{error}: {}", String::from_utf8_lossy(&output.stderr));
    });
    let text = |finding: &Value, key: &str| finding[key].as_str().unwrap().to_owned();
    let findings = json["findings"].as_array().unwrap().iter();
    let findings = findings
        .map(|f| {
            assert_eq!(text(f, "fix").is_empty(), text(f, "level") == "ok", "{f}");
            (text(f, "check"), text(f, "level"), text(f, "found"))
        })
        .collect();
    Report { code: output.status.code(), findings }
}

impl Report {
    /// The worst level of a check.
    fn level(&self, check: &str) -> &str {
        let order = ["critical", "warning", "not-checked", "ok"];
        let levels: Vec<_> =
            self.findings.iter().filter(|(of, ..)| of == check).map(|(_, l, _)| l).collect();
        order
            .into_iter()
            .find(|level| levels.iter().any(|found| found == level))
            .unwrap_or_else(|| panic!("{check} says nothing: {:?}", self.findings))
    }

    fn wrong(&self) -> Vec<&str> {
        let wrong = self.findings.iter().filter(|(_, level, _)| level == "critical");
        wrong.map(|(check, ..)| check.as_str()).collect()
    }
}

#[test]
fn an_installation_is_followed_from_before_its_start_to_its_end() {
    let service = Service::new("doctor");
    let before = doctor(&service, &[]);
    assert_eq!(before.wrong(), Vec::<&str>::new(), "{:?}", before.findings);
    assert_eq!(before.level("store"), "not-checked", "never used");
    // There is no revocation list: that is worth a warning.
    assert_eq!((before.code, before.level("tls.revocation")), (Some(1), "warning"));

    service.start();
    let running = doctor(&service, &[]);
    assert_eq!(running.wrong(), Vec::<&str>::new(), "{:?}", running.findings);
    assert_eq!(running.level("broker"), "ok");
    assert_eq!(running.level("ports"), "ok", "it is ours");
    assert_eq!(running.level("store"), "not-checked", "in use");
    assert_eq!(running.level("clock.backwards"), "ok");
    service.stop();

    // As everywhere on the command line, by the language of the terminal when it is not said.
    for (language, word) in [("nl_NL.UTF-8", "let op"), ("en_GB.UTF-8", "warning")] {
        let mut command = Command::new(BINARY);
        command.env_remove("LC_ALL").env_remove("LC_MESSAGES").env("LANG", language);
        command.args(["doctor", "--quick", "--config"]).arg(service.place.file("config.toml"));
        let (code, text) = said(&mut command);
        assert!(code == Some(1) && text.lines().any(|line| line.starts_with(word)), "{text}");
    }

    let after = doctor(&service, &[]);
    assert_eq!(after.level("store"), "ok", "{:?}", after.findings);
    assert_eq!(doctor(&service, &["--quick"]).level("store"), "not-checked");
    service.start();
    assert!(service.ready(), "the doctor changed nothing");
}

#[test]
fn what_is_wrong_is_critical_and_comes_with_its_fix() {
    let service = Service::new("doctor-wrong");
    service.start();
    service.stop();
    let chmod = |name: &str, mode| {
        fs::set_permissions(service.place.file(name), fs::Permissions::from_mode(mode)).unwrap();
    };
    type Act<'a> = (&'a str, Box<dyn Fn() + 'a>, Box<dyn Fn() + 'a>);
    let keys = fs::read(service.place.file("keys.toml")).unwrap();
    let covenant = fs::read_to_string(service.place.file("covenant.toml")).unwrap();
    let certificate = fs::read(service.place.file("certs/server.pem")).unwrap();
    let journal = fs::read_dir(service.place.data().join("journal")).unwrap();
    let segment = journal.flatten().next().unwrap().path();
    let frames = fs::read(&segment).unwrap();
    let write = |name: &'static str, content: Vec<u8>| {
        let path = service.place.file(name);
        move || fs::write(&path, &content).unwrap()
    };
    let format = fs::read_to_string(service.place.data().join("FORMAT")).unwrap();
    let newer = format.replace("\nformat ", "\nformat 9").into_bytes();
    let acts: Vec<Act> = vec![
        (
            "files.mode",
            Box::new(|| chmod("keys.toml", 0o644)),
            Box::new(|| chmod("keys.toml", 0o600)),
        ),
        ("files.mode", Box::new(|| chmod("data", 0o755)), Box::new(|| chmod("data", 0o700))),
        ("keys", Box::new(write("keys.toml", b"x".to_vec())), Box::new(write("keys.toml", keys))),
        (
            "covenants",
            Box::new(write(
                "covenant.toml",
                covenant.replace("archive_years", "jaren").into_bytes(),
            )),
            Box::new(write("covenant.toml", covenant.clone().into_bytes())),
        ),
        (
            "tls.files",
            Box::new(write("certs/server.pem", b"none".to_vec())),
            Box::new(write("certs/server.pem", certificate)),
        ),
        (
            "store",
            Box::new(write("data/FORMAT", newer)),
            Box::new(write("data/FORMAT", format.into_bytes())),
        ),
    ];
    for (check, damage, repair) in &acts {
        damage();
        let report = doctor(&service, &[]);
        assert_eq!((report.code, report.level(check)), (Some(2), "critical"), "{check}");
        repair();
        assert_ne!(doctor(&service, &[]).level(check), "critical", "{check} repaired");
    }
    if !frames.is_empty() {
        let mut flipped = frames.clone();
        let middle = flipped.len() / 2;
        flipped[middle] ^= 1;
        fs::write(&segment, &flipped).unwrap();
        let report = doctor(&service, &[]);
        assert_eq!(report.level("store"), "critical", "{:?}", report.findings);
        fs::write(&segment, frames).unwrap();
    }

    // Somebody else on the port, and a clock that was set back.
    let _taken = TcpListener::bind(("127.0.0.1", service.port)).unwrap();
    assert_eq!(doctor(&service, &[]).level("ports"), "critical");
    let later = std::time::SystemTime::now() + std::time::Duration::from_secs(3600);
    fs::File::options().append(true).open(&segment).unwrap().set_modified(later).unwrap();
    assert_eq!(doctor(&service, &[]).level("clock.backwards"), "critical");
}

#[test]
fn a_certificate_that_clients_refuse_is_an_error_and_one_that_only_they_can_judge_is_not_called_ok()
{
    let service = Service::new("doctor-trust");
    service.start();
    let place = &service.place;
    let check = || {
        let mut command = Command::new(BINARY);
        let (code, text) = said(command.args(["config", "check"]).arg(place.file("config.toml")));
        (code, text, doctor(&service, &["--quick"]))
    };
    let (code, text, report) = check();
    assert_eq!((code, report.level("tls.files")), (Some(0), "ok"), "{text}");

    // Of an authority that is not named here: nothing is wrong, and nothing is known.
    let other = place.file("other");
    fs::create_dir(&other).unwrap();
    let mut made = Command::new("openssl");
    made.args(["req", "-x509", "-newkey", "ed25519", "-nodes", "-subj", "/CN=elsewhere"]);
    made.args(["-addext", "subjectAltName=DNS:localhost", "-addext", "basicConstraints=CA:FALSE"]);
    made.arg("-keyout").arg(other.join("server.key")).arg("-out").arg(other.join("server.pem"));
    done(&mut made);
    let install = |from: &Path, name: &str| {
        for end in ["pem", "key"] {
            let to = place.file(&format!("certs/server.{end}"));
            fs::copy(from.join(format!("{name}.{end}")), to).unwrap();
        }
    };
    install(&other, "server");
    let (code, text, report) = check();
    assert_eq!((code, report.level("tls.files")), (Some(0), "not-checked"), "{text}");
    assert!(text.contains("not seen: whether clients trust"), "{text}");

    // A client's: refused by every client. What is in force is shown, and a backup is made all the same.
    install(&place.certs(), &place.organisations[0].name);
    let (code, text, report) = check();
    assert_eq!((code, report.code, report.level("tls.files")), (Some(3), Some(2), "critical"));
    assert!(text.contains("not one for a server") && text.contains("[store]"), "{text}");
    let backups = place.file("backups");
    fs::create_dir(&backups).unwrap();
    service.hand_over(&backups);
    done(service.runbook("backup.sh").arg(&backups));
}

#[test]
fn without_a_configuration_nothing_is_judged() {
    let service = Service::new("doctor-none");
    let config = service.place.file("config.toml");
    fs::write(&config, "[listen]\nadress = \"x\"\n").unwrap();
    let refused = doctor(&service, &[]);
    assert_eq!((refused.code, refused.level("configuration")), (Some(2), "critical"));
    fs::remove_file(&config).unwrap();
    let (code, text) = said(Command::new(BINARY).arg("doctor").arg("--config").arg(&config));
    assert_eq!(code, Some(3), "{text}");
    assert!(text.contains("--config"), "{text}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_is_judged_by_what_it_says_of_itself() {
    // The socket of the database stands in a directory of the user who runs the tests.
    let service = Service::new("doctor-database").run_by_tester();
    let url = clusters::database().await;
    let config = service.place.file("config.toml");
    let text = fs::read_to_string(&config).unwrap();
    let text = text.replace("embedded:data", &url);
    fs::write(&config, &text).unwrap();
    let before = doctor(&service, &[]);
    assert_eq!(before.level("database.schema"), "not-checked", "no tables yet");
    service.start();
    let report = doctor(&service, &[]);
    assert_eq!(report.level("database.connection"), "ok", "{:?}", report.findings);
    assert_eq!(report.level("database.schema"), "ok");
    assert_eq!(report.level("database.clock"), "ok");
    assert_eq!(report.level("database.transport"), "ok", "a socket");
    assert_eq!(report.level("database.synchronous"), "warning", "no standby");
    // The cluster of the tests runs without fsync, and that is found.
    assert_eq!((report.code, report.level("database.durable")), (Some(2), "critical"));
    let people = done_with(&service, 2);
    assert!(people.contains("fsync"), "{people}");
    service.stop();

    fs::write(&config, text.replace(&url, &format!("{url}_gone"))).unwrap();
    let gone = doctor(&service, &[]);
    assert_eq!((gone.code, gone.level("database.connection")), (Some(2), "critical"));
    fs::write(&config, text).unwrap();
    clusters::execute(&url, "INSERT INTO migration (number, checksum) VALUES (99, 'x')").await;
    assert_eq!(doctor(&service, &[]).level("database.schema"), "critical");
}

/// The report for people, in Dutch, with the exit code that is expected.
fn done_with(service: &Service, code: i32) -> String {
    let mut command = Command::new(BINARY);
    command.args(["doctor", "--lang", "nl", "--config"]).arg(service.place.file("config.toml"));
    let (found, text) = said(&mut command);
    assert_eq!(found, Some(code), "{text}");
    assert!(text.contains("ernstig") && text.contains("->"), "{text}");
    text
}

#[test]
fn the_help_names_the_exit_codes() {
    let help = done(Command::new(BINARY).args(["doctor", "--help"]));
    for line in ["0  everything", "1  something", "2  critical", "3  the configuration"] {
        assert!(help.contains(line), "{help}");
    }
}
