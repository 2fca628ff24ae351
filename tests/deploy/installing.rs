//! Does `install.sh` make what a broker starts from, and does looking at it as root leave it to its user?

use std::{
    fs,
    os::unix::fs::MetadataExt as _,
    path::{Path, PathBuf},
    process::Command,
};

use super::{
    runbooks::{only, refused, seats, with_program},
    service::{Service, deploy, done, free_port, said},
    support::{
        broker::BINARY,
        seat::{self, Seat, registration},
        until,
    },
};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn install_makes_what_a_broker_starts_from_and_keeps_what_is_there() {
    let service = Service::new("install");
    let place = &service.place;
    let (root, safe) = (place.file("root"), place.file("safe"));
    fs::create_dir(&safe).unwrap();
    let port = free_port();
    let install = |safe: &Path| {
        // From the checkout: it installs what stands beside it.
        let mut command = service.script(&deploy("runbooks/install.sh"));
        command.arg("--root").arg(&root).arg("--safe").arg(safe);
        command.arg("--covenant").arg(deploy("covenants/amsterdam-2009.toml"));
        command.arg("--certificate").arg(place.file("certs/server.pem"));
        command.arg("--key").arg(place.file("certs/server.key"));
        command.arg("--client-ca").arg(place.file("certs/ca.pem"));
        command.args(["--address", &format!("127.0.0.1:{port}")]).env("BALLAST", "1M");
        command
    };
    // A safe that is not there: nothing is made, so the next run is a first one.
    refused(&mut install(&place.file("unmounted")), "is the safe mounted");
    assert!(!root.exists());
    // So it is with a key of another certificate, an authority that is none, an address that is none.
    let other = place.file(&format!("certs/{}.key", place.organisations[0].name));
    let no_authority = deploy("covenants/amsterdam-2009.toml");
    let wrong = [
        ("--key", other.to_str().unwrap(), "key"),
        ("--client-ca", no_authority.to_str().unwrap(), "PEM"),
        ("--address", "here", "address"),
    ];
    for (option, value, told) in wrong {
        let mut command = install(&safe);
        refused(command.args([option, value]), told);
        assert!(!root.exists(), "{option}: something was made");
        assert_eq!(fs::read_dir(&safe).unwrap().count(), 0, "{option}: keys were made");
    }
    // Killed half-way through a file: the next run keeps no part of it.
    let half = "[[ ${*: -2:1} == */server.key ]] || exec /usr/bin/install \"$@\"\n\
        head -c 40 \"${*: -2:1}\" >\"${!#}\"\nkill -s KILL $PPID";
    let path = with_program(&service, "install", half);
    let (code, text) = said(install(&safe).env("PATH", path).env("TMPDIR", place.path()));
    assert_eq!(code, None, "{text}");
    let text = done(&mut install(&safe));
    let key = fs::read(root.join("etc/verwijspunt/certs/server.key")).unwrap();
    assert_eq!(key, fs::read(place.file("certs/server.key")).unwrap());
    assert!(text.contains("put it in the safe"), "{text}");
    let keys = fs::read(root.join("etc/verwijspunt/keys.toml")).unwrap();
    assert_eq!(fs::read(only(&safe, "verwijspunt-keys-")).unwrap(), keys);
    let text = done(&mut install(&safe));
    assert!(text.contains("kept"), "{text}");
    assert_eq!(fs::read(root.join("etc/verwijspunt/keys.toml")).unwrap(), keys);
    // Other options than those of the first run are not in force, and it says so.
    let config = root.join("etc/verwijspunt/config.toml");
    let before = fs::read_to_string(&config).unwrap();
    let text = done(install(&safe).args(["--address", "127.0.0.1:9"]));
    assert!(text.contains("KEPT"), "{text}");
    assert_eq!(fs::read_to_string(&config).unwrap(), before);
    let given = fs::read_to_string(config.with_extension("toml.new")).unwrap();
    assert!(given.contains("127.0.0.1:9\""), "{given}");
    let copy = only(&safe, "verwijspunt-keys-");
    // A run that broke off before the copy was kept is finished by the next.
    fs::remove_file(copy).unwrap();
    done(&mut install(&safe));
    assert_eq!(fs::read(only(&safe, "verwijspunt-keys-")).unwrap(), keys);
    for (path, mode) in [
        ("etc/verwijspunt/keys.toml", 0o600),
        ("etc/verwijspunt/certs/server.key", 0o600),
        ("var/lib/verwijspunt", 0o700),
        ("etc/verwijspunt", 0o750),
        ("usr/bin/verwijspunt", 0o755),
        ("usr/share/verwijspunt/runbooks/backup.sh", 0o755),
        ("usr/share/doc/verwijspunt/README.md", 0o644),
    ] {
        assert_eq!(fs::metadata(root.join(path)).unwrap().mode() & 0o777, mode, "{path}");
    }

    // It serves from there.
    let text = fs::read_to_string(&config).unwrap();
    let admin = free_port();
    assert!(
        !text.contains(&root.display().to_string()),
        "no path of the machine that made it: {text}"
    );
    let data = format!("embedded:{}", root.join("var/lib/verwijspunt").display());
    let text = text
        .replace("127.0.0.1:9443", &format!("127.0.0.1:{admin}"))
        .replace("embedded:/var/lib/verwijspunt", &data);
    fs::write(&config, text).unwrap();
    let mut broker = tokio::process::Command::new(root.join("usr/bin/verwijspunt"))
        .arg("serve")
        .arg("--config")
        .arg(&config)
        .stderr(std::process::Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .unwrap();
    let url = format!("https://127.0.0.1:{port}");
    let seat = until("the broker", || async {
        Seat::try_at(&url, place, &place.organisations[0]).await.ok()
    })
    .await;
    seat.register(&registration(vec![seat::child(1)])).await.unwrap();
    broker.kill().await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_root_looks_at_stays_the_services_own() {
    let service = Service::new("as-root");
    service.start();
    let (one, _) = seats(&service).await;
    one.register(&registration(vec![seat::child(1)])).await.unwrap();
    let (data, config) = (service.place.data(), service.place.file("config.toml"));
    let program = |arguments: &[&Path]| {
        let mut command = Command::new(BINARY);
        command.args(arguments).current_dir(service.place.path());
        command
    };
    // An export of a store that is in use fails, and leaves nothing that could be taken for one.
    let export = service.place.file("export.jsonl");
    let words = [Path::new("audit"), Path::new("export"), &data, Path::new("--to"), &export];
    refused(&mut program(&words), "in use");
    assert!(!export.exists());
    fs::write(&export, "").unwrap();
    let verify = [Path::new("audit"), Path::new("verify"), Path::new("--export"), &export];
    refused(&mut program(&verify), "is empty");

    service.stop();
    // As root these act as the owner of the directory; run by the owner, they just look.
    done(&mut program(&[Path::new("store"), Path::new("check"), &data]));
    done(&mut program(&[Path::new("store"), Path::new("checkpoint"), &data]));
    done(&mut program(&[Path::new("audit"), Path::new("verify"), &data]));
    said(&mut program(&[Path::new("doctor"), Path::new("--config"), &config]));
    assert_eq!(service.strangers(&data), [] as [PathBuf; 0]);
    if super::service::has_own_user() {
        let serve = [Path::new("serve"), Path::new("--config"), &config];
        refused(&mut program(&serve), "belongs to user");
        // Keys that root makes in the service's directory are the service's.
        let (new, audit) = (service.place.file("new.toml"), service.place.file("audit.key"));
        done(&mut program(&[Path::new("keys"), Path::new("new"), &new]));
        done(&mut program(&[Path::new("audit"), Path::new("key"), &audit]));
        for made in [new, audit.with_extension("key.pub"), audit] {
            assert_eq!(service.strangers(&made), [] as [PathBuf; 0]);
        }
        // An export too is written as the owner of the directory, and says so where that fails.
        let roots = service.place.file("roots");
        fs::create_dir(&roots).unwrap();
        let there = roots.join("export.jsonl");
        let words = [Path::new("audit"), Path::new("export"), &data, Path::new("--to"), &there];
        let user = super::service::SERVICE_USER;
        for (language, told) in [
            ("en_GB.UTF-8", format!("this was tried as user {user}")),
            ("nl_NL.UTF-8", format!("dit is geprobeerd als gebruiker {user}")),
        ] {
            let mut command = program(&words);
            command.env_remove("LC_ALL").env_remove("LC_MESSAGES").env("LANG", language);
            refused(&mut command, &told);
        }
        assert!(!there.exists());
        // A key file that the broker's user cannot read is no reason to make new keys.
        done(Command::new("chown").arg("0:0").arg(service.place.file("keys.toml")));
        let check = ["config", "check"].map(Path::new);
        let mut as_service = Command::new("setpriv");
        let user = super::service::SERVICE_USER.to_string();
        as_service.args(["--reuid", &user, "--regid", &user, "--clear-groups"]);
        as_service.arg(service.place.file("program")).args(check).arg(&config);
        let (code, text) = said(&mut as_service);
        assert_ne!(code, Some(0), "{text}");
        assert!(text.contains("chown") && text.contains("Never make new keys"), "{text}");
        service.hand_over(&service.place.file("keys.toml"));
        // A directory that the service cannot enter is no empty one, and the files that it can read are not
        // to be given to root.
        done(Command::new("chown").args(["-R", "0:0"]).arg(&data));
        let mut as_service = Command::new("setpriv");
        as_service.args(["--reuid", &user, "--regid", &user, "--clear-groups"]);
        as_service.arg(service.place.file("program")).args(["doctor", "--quick", "--lang", "en"]);
        let (code, text) = said(as_service.arg("--config").arg(&config));
        assert_eq!(code, Some(2), "{text}");
        assert!(text.contains("cannot be looked into") && text.contains("chown -R"), "{text}");
        assert!(!text.contains("chown 0 "), "{text}");
        service.hand_over(&data);
    }
    service.start();
}
