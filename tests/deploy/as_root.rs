//! Does an installation that root keeps belong to the service, after every runbook? Played on what looks
//! like a new machine, with a user of its own, so that nothing of this one is touched.

use std::{fs, io::Write as _, path::Path, process::Command, time::Duration};

use verwijspunt::server::pki;

use super::{
    service::{deploy, has_own_user, said},
    support::{broker::BINARY, place::Place},
};

/// The exit code of `machine.sh` when this machine does not allow it.
const NOT_ALLOWED: i32 = 77;

/// What stands where: the beginning of a path, its owner, and the bits of the mode that must not be set;
/// the first that fits counts.
const RULES: &[(&str, &str, u32)] = &[
    ("/etc/verwijspunt/config.toml", "root:verwijspunt", 0o137),
    ("/etc/verwijspunt/keys.toml.sha256", "verwijspunt:verwijspunt", 0o133),
    ("/etc/verwijspunt/keys.toml", "verwijspunt:verwijspunt", 0o177),
    ("/etc/verwijspunt/certs/server.key", "verwijspunt:verwijspunt", 0o177),
    ("/etc/verwijspunt/mail-password", "verwijspunt:verwijspunt", 0o177),
    ("/etc/verwijspunt/webhook.key", "verwijspunt:verwijspunt", 0o177),
    ("/etc/verwijspunt", "verwijspunt:verwijspunt", 0o022),
    ("/etc/systemd/system/", "root:root", 0o133),
    ("/var/lib/verwijspunt.ballast", "root:root", 0o133),
    ("/var/lib/verwijspunt", "verwijspunt:verwijspunt", 0o077),
    ("/var/backups/", "verwijspunt:verwijspunt", 0o077),
    ("/var/backups", "root:root", 0o022),
    ("/usr/", "root:root", 0o022),
    // The safe: the rest of what is listed.
    ("/", "root:root", 0o077),
];

/// The steps, each of which must have been seen, with a file that shows that it did something.
const STEPS: &[(&str, &str)] = &[
    // Without a first backup the doctor calls no installation well.
    ("install", "/var/backups/verwijspunt/verwijspunt-"),
    ("install-after-a-broken-one", "/etc/verwijspunt/config.toml"),
    ("backup-by-the-unit", "/var/backups/verwijspunt/verwijspunt-"),
    ("backup-by-hand", "/var/backups/second/verwijspunt-"),
    ("rotate-keys", "/etc/verwijspunt/keys.toml.sha256"),
    ("rotate-certificate", "/etc/verwijspunt/certs/server.key.before-"),
    ("rotate-list", "/etc/verwijspunt/certs/crl.pem"),
    ("rotate-authority", "/etc/verwijspunt/certs/ca.pem"),
    ("webhooks", "/etc/verwijspunt/webhook.key"),
    ("mail", "/etc/verwijspunt/mail-password"),
    ("lost-key", "/etc/verwijspunt/keys.toml"),
    ("upgrade", "/var/lib/verwijspunt.before-"),
    ("upgrade", "/usr/share/verwijspunt/runbooks/upgrade.md"),
    ("undone-upgrade", "/var/lib/verwijspunt.failed-"),
    ("disk-full", "/var/lib/verwijspunt.ballast"),
    ("looked-at", "/var/lib/verwijspunt/FORMAT"),
    ("restore", "/var/lib/verwijspunt.replaced-"),
    ("restore-onto-nothing", "/var/lib/verwijspunt/FORMAT"),
];

/// What tells whether this machine was changed.
fn this_machine() -> Vec<Option<Vec<u8>>> {
    let paths = ["/etc/passwd", "/etc/group", "/usr/lib/sysusers.d/verwijspunt.conf"];
    let made = ["/etc/verwijspunt", "/var/lib/verwijspunt", "/usr/share/verwijspunt"];
    let there = made.map(|path| Path::new(path).exists().then(Vec::new));
    paths.into_iter().map(|path| fs::read(path).ok()).chain(there).collect()
}

#[test]
fn what_root_installs_and_keeps_stays_the_services_own() {
    let place = Place::new("machine");
    let files = place.file("files");
    for name in ["old", "new"] {
        fs::create_dir_all(files.join(name)).unwrap();
        for end in ["server.pem", "server.key"] {
            fs::rename(place.certs().join(end), files.join(name).join(end)).unwrap();
        }
        pki::make(&place.certs(), &[], false).unwrap();
    }
    pki::revoke(&place.certs(), &[], Duration::from_secs(86_400)).unwrap();
    for name in ["certs/ca.pem", "certs/crl.pem", "covenant.toml", "amsterdam-organisations.toml"] {
        let from = place.file(name);
        fs::copy(&from, files.join(from.file_name().unwrap())).unwrap();
    }
    for end in ["pem", "key"] {
        let client = format!("{}.{end}", place.organisations[0].name);
        fs::copy(place.certs().join(client), files.join(format!("client.{end}"))).unwrap();
    }
    let machine = place.file("machine");
    fs::create_dir(&machine).unwrap();
    let before = this_machine();
    let scripts = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/deploy");
    let mut command = Command::new(scripts.join("machine.sh"));
    command.arg(&machine).arg(scripts.join("as_root.sh")).arg(BINARY).arg(deploy("")).arg(&files);
    let (code, text) = said(&mut command);
    assert_eq!(this_machine(), before, "this machine was changed:\n{text}");
    if code == Some(NOT_ALLOWED) {
        // Past what hides the output of tests that pass.
        let line = format!("LEFT OUT: install.sh and the other runbooks as root: {text}");
        return std::io::stderr().write_all(line.as_bytes()).unwrap();
    }
    assert!(has_own_user(), "without root nothing of this can have been done");
    assert_eq!(code, Some(0), "{text}");

    let mut wrong = Vec::new();
    let listed: Vec<[&str; 4]> = text
        .lines()
        .filter_map(|line| line.strip_prefix('@'))
        .map(|line| line.splitn(4, ' ').collect::<Vec<_>>().try_into().unwrap())
        .collect();
    for [step, owner, mode, path] in &listed {
        if *owner == "broker" {
            // Then the user stands where the mode does.
            assert_eq!(*mode, "verwijspunt", "{step}: as whom the broker runs");
            continue;
        }
        let rule = RULES.iter().find(|(beginning, ..)| path.starts_with(beginning)).unwrap();
        let bits = u32::from_str_radix(mode, 8).unwrap();
        if *owner != rule.1 || bits & rule.2 != 0 {
            wrong.push(format!("{step}: {path} is {owner} {mode}"));
        }
    }
    assert_eq!(wrong, [] as [String; 0]);
    for (step, shows) in STEPS {
        let seen = listed.iter().any(|[of, .., path]| of == step && path.starts_with(shows));
        assert!(seen, "{step} left no {shows}:\n{text}");
    }
    assert!(text.contains("/usr/sbin/nologin"), "nobody signs in as the service:\n{text}");
}
