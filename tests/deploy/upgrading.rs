//! Is everything that a new program acknowledged still there when its upgrade is undone?

use std::{
    fs,
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
    process::Command,
};

use super::{
    runbooks::{only, refused, with_program},
    service::{Service, done, said},
    support::{
        broker::BINARY,
        seat::{self, Seat, registration},
        until,
    },
};

/// A script that can be run.
pub(super) fn script(path: &Path, text: &str) {
    fs::write(path, format!("#!/bin/bash\n{text}\n")).unwrap();
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
}

/// Sets signed checkpoints of the audit log in the configuration, with a directory for them.
pub(super) fn with_checkpoints(service: &Service, directory: &str) {
    let place = &service.place;
    fs::create_dir(place.file(directory)).unwrap();
    if !place.file("audit.key").exists() {
        done(Command::new(BINARY).args(["audit", "key"]).arg(place.file("audit.key")));
    }
    service.hand_over(place.path());
    service.configure(&format!(
        "[audit]\ncheckpoint_dir = \"{directory}\"\nsigning_key_file = \"audit.key\"\n"
    ));
}

/// A start that fails once it is told that the new program has acknowledged something, as that of a unit
/// does whose time is over; from then on it succeeds.
fn late_start(service: &Service) -> (PathBuf, PathBuf) {
    let (start, told) = (service.place.file("late-start"), service.place.file("acknowledged"));
    let (go, file) = (service.place.file("service"), told.display());
    let waits = format!("for n in {{1..1200}}; do [[ ! -e {file} ]] || exit 1; sleep 0.05; done");
    let go = format!("{} start\n[[ ! -e {file} ]] || exit 0\n{waits}\nexit 1", go.display());
    script(&start, &go);
    (start, told)
}

/// Upgrades while an organisation registers a family with the new program, which no runbook sees ready.
async fn undone(service: &Service, newer: &Path, family: u64, words: &'static str) {
    let installed = service.place.file("verwijspunt");
    let _ = fs::remove_file(service.place.file("verwijspunt.previous"));
    let (start, told) = late_start(service);
    let _ = fs::remove_file(&told);
    let mut upgrade = service.runbook("upgrade.sh");
    upgrade.arg(newer).env("VERWIJSPUNT", &installed).env("START", &start);
    let upgrade = tokio::task::spawn_blocking(move || refused(&mut upgrade, words));
    let (url, place) = (service.url(), &service.place);
    until("the new program", || async {
        place.file("verwijspunt.previous").exists().then_some(())?;
        let one = Seat::try_at(&url, place, &place.organisations[0]).await.ok()?;
        one.register(&registration(vec![seat::child(family)])).await.ok()
    })
    .await;
    fs::write(told, "").unwrap();
    upgrade.await.unwrap();
    until("whoever goes on", || async { service.ready().then_some(()) }).await;
    let two = Seat::at(&url, place, &place.organisations[1]).await;
    let met = two.register(&registration(vec![seat::child(family)])).await.unwrap();
    assert_eq!(met.r#match.unwrap().parties.len(), 1, "what was acknowledged is there");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_new_program_acknowledged_is_kept_when_the_upgrade_is_undone() {
    let service = Service::new("served");
    let place = &service.place;
    let installed = place.file("verwijspunt");
    fs::copy(BINARY, &installed).unwrap();
    let newer = place.file("newer");
    fs::hard_link(BINARY, &newer).or_else(|_| fs::copy(BINARY, &newer).map(drop)).unwrap();
    service.write_script(&installed);
    // Checkpoints know what the new program wrote: with a copy of before the former one would not start.
    with_checkpoints(&service, "checkpoints");
    service.start();
    let one = Seat::at(&service.url(), place, &place.organisations[0]).await;
    let mine = registration(vec![seat::child(1)]);
    let answer = one.register(&mine).await.unwrap();

    // Where nobody can look whether the new one serves, nothing is stopped.
    let config = place.file("config.toml");
    let text = fs::read_to_string(&config).unwrap();
    let blind: Vec<&str> = text.lines().filter(|line| !line.starts_with("admin_")).collect();
    fs::write(&config, blind.join("\n")).unwrap();
    let mut upgrade = service.runbook("upgrade.sh");
    refused(upgrade.arg(&newer).env("VERWIJSPUNT", &installed), "admin_address");
    assert_eq!(one.register(&mine).await.unwrap(), answer, "on the same connection");
    fs::write(&config, text).unwrap();

    undone(&service, &newer, 2, "the upgrade was undone").await;
    only(place.path(), "data.before-");
    assert_eq!(fs::read(&installed).unwrap(), fs::read(BINARY).unwrap());

    // A former program that cannot read what the new one wrote is not put back over it.
    service.stop();
    script(&installed, &format!("[[ $1 != store ]] || exit 1\nexec {BINARY} \"$@\""));
    fs::remove_dir_all(only(place.path(), "data.before-")).unwrap();
    service.start();
    undone(&service, &newer, 3, "The new program stays").await;
    assert_eq!(fs::read(&installed).unwrap(), fs::read(BINARY).unwrap());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_upgrade_that_broke_off_goes_on_and_its_way_back_stays_the_former_program() {
    let service = Service::new("broken-off");
    let place = &service.place;
    let file = |name: &str| place.file(name);
    let (installed, former) = (file("verwijspunt"), file("verwijspunt.previous"));
    let [worse, bad, newer] = ["worse", "bad", "newer"].map(file);
    script(&installed, &format!("exec {BINARY} \"$@\" # former"));
    script(&worse, &format!("[[ $1 != serve ]] || exit 1\nexec {BINARY} \"$@\" # worse"));
    script(&bad, &format!("[[ $1 != serve ]] || exit 1\nexec {BINARY} \"$@\" # bad"));
    script(&newer, &format!("exec {BINARY} \"$@\" # newer"));
    let before = fs::read(&installed).unwrap();
    service.write_script(&installed);
    service.start();
    let one = Seat::at(&service.url(), place, &place.organisations[0]).await;
    let mine = registration(vec![seat::child(1)]);
    let answer = one.register(&mine).await.unwrap();

    // Ends the script as soon as the new program is in place; without a signal it does not.
    let moves =
        "/bin/mv \"$@\" || exit\n[[ ${!#} != */verwijspunt || -z $ENDS ]] || kill -s $ENDS $PPID";
    let path = with_program(&service, "mv", moves);
    let go = format!(
        "! grep -Eq '# (worse|bad)$' {} || exit 1\nexec {} start",
        installed.display(),
        file("service").display()
    );
    script(&file("start"), &go);
    let upgrade = |new: &Path, signal: &str| {
        let mut upgrade = service.runbook("upgrade.sh");
        upgrade.arg(new).env("VERWIJSPUNT", &installed).env("START", file("start"));
        upgrade.env("PATH", &path).env("ENDS", signal);
        upgrade
    };
    // The copies of before are told apart by the second in which they were made.
    let forget = || fs::remove_dir_all(only(place.path(), "data.before-")).unwrap();

    // Killed; the next one brings another program, which does not serve either.
    let (code, text) = said(&mut upgrade(&worse, "KILL"));
    assert_eq!(code, None, "{text}");
    assert_eq!(fs::read(&installed).unwrap(), fs::read(&worse).unwrap(), "in place already");
    assert!(!service.ready());
    forget();
    refused(&mut upgrade(&bad, ""), "the upgrade was undone");
    assert_eq!(fs::read(&installed).unwrap(), before);
    assert!(service.ready(), "the former one serves");

    // Broken off by a signal: it does not leave the broker stopped, and says what to do.
    refused(&mut upgrade(&newer, "TERM"), "Run this again");
    until("the program that is in place", || async { service.ready().then_some(()) }).await;
    assert_eq!(fs::read(&installed).unwrap(), fs::read(&newer).unwrap());
    forget();
    let text = done(&mut upgrade(&newer, ""));
    assert!(text.contains("upgraded to verwijspunt"), "{text}");
    assert_eq!(fs::read(&former).unwrap(), before, "the way back is none to the new one");
    let one = Seat::at(&service.url(), place, &place.organisations[0]).await;
    assert_eq!(one.register(&mine).await.unwrap(), answer);

    // Killed while it put the copy of before back: a broker would begin an empty store there. What was served
    // last is put back, and not what is older; what nobody can choose between is left to people.
    let data = place.data();
    service.stop();
    forget();
    fs::create_dir(file("data.before-20200101T000000Z")).unwrap();
    fs::rename(&data, file("data.failed-20200101T000001Z")).unwrap();
    let text = done(&mut upgrade(&newer, ""));
    assert!(text.contains("is put back"), "{text}");
    let one = Seat::at(&service.url(), place, &place.organisations[0]).await;
    assert_eq!(one.register(&mine).await.unwrap(), answer, "nothing of it is lost");
    service.stop();
    fs::rename(&data, file("data.replaced-99990101T000001Z")).unwrap();
    refused(&mut upgrade(&newer, ""), "After a restore run restore.sh again");
    assert!(!data.exists());
}
