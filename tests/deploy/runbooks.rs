//! Do the scripts of the runbooks work, with a broker that serves, and do they refuse what would do
//! harm?

use std::{
    fs,
    os::unix::fs::{MetadataExt as _, PermissionsExt as _},
    path::{Path, PathBuf},
    process::Command,
};

use tonic::Code;
use verwijspunt::server::keys;

use super::{
    restoring::open,
    service::{Service, deploy, done, said},
    support::{
        broker::BINARY,
        seat::{self, Seat, reason, registration},
        until,
    },
    upgrading::script,
};

pub(super) async fn seats(service: &Service) -> (Seat, Seat) {
    let place = &service.place;
    let url = service.url();
    let one = Seat::at(&url, place, &place.organisations[0]).await;
    (one, Seat::at(&url, place, &place.organisations[1]).await)
}

pub(super) fn only(directory: &Path, beginning: &str) -> PathBuf {
    let mut found = all(directory, beginning);
    assert_eq!(found.len(), 1, "{beginning}: {found:?}");
    found.remove(0)
}

fn all(directory: &Path, beginning: &str) -> Vec<PathBuf> {
    fs::read_dir(directory)
        .unwrap()
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.file_name().unwrap().to_string_lossy().starts_with(beginning))
        .collect()
}

/// The path of programs on a machine where there is no room for a copy of a directory.
fn without_room(service: &Service) -> String {
    with_program(service, "cp", "[[ $1 != -a ]] || exit 1\nexec /bin/cp \"$@\"")
}

/// The path of programs where one is another than it should be.
pub(super) fn with_program(service: &Service, name: &str, text: &str) -> String {
    let programs = service.place.file(&format!("other-{name}"));
    fs::create_dir_all(&programs).unwrap();
    script(&programs.join(name), text);
    format!("{}:{}", programs.display(), std::env::var("PATH").unwrap())
}

/// Nothing that the broker's user reads or writes came into the hands of another user.
pub(super) fn all_its_own(service: &Service) {
    let mut found = Vec::new();
    // The store, and every copy of it that a runbook kept beside it; the keys; the certificates.
    for entry in fs::read_dir(service.place.path()).unwrap().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if ["data", "keys.toml", "certs"].iter().any(|own| name.starts_with(own)) {
            found.extend(service.strangers(&entry.path()));
        }
    }
    assert_eq!(found, [] as [PathBuf; 0]);
}

pub(super) fn refused(command: &mut Command, words: &str) {
    let (code, text) = said(command);
    assert_ne!(code, Some(0), "{text}");
    assert!(text.contains(words), "{text}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn backup_while_it_runs_and_restore_after_a_loss() {
    let service = Service::new("backup");
    let backups = service.place.file("backups");
    fs::create_dir(&backups).unwrap();
    service.hand_over(&backups);
    service.start();
    let (one, two) = seats(&service).await;
    let mine = registration(vec![seat::child(1)]);
    let answer = one.register(&mine).await.unwrap();
    done(service.runbook("backup.sh").arg(&backups));
    let backup = only(&backups, "verwijspunt-");
    // A copy that was cut off would look sound: its journal ends earlier.
    let mut narrow = service.runbook("backup.sh");
    refused(narrow.arg(&backups).env("PATH", without_room(&service)), "nothing was kept");
    assert_eq!(all(&backups, "").len(), 1);
    two.register(&registration(vec![seat::child(1)])).await.unwrap();

    // The disk is lost; what came after the backup is gone, and what came before is not.
    service.stop();
    fs::remove_dir_all(service.place.data()).unwrap();
    done(service.runbook("restore.sh").arg(&backup));
    all_its_own(&service);
    open(&service);
    let (one, two) = seats(&service).await;
    assert_eq!(one.register(&mine).await.unwrap(), answer);
    assert!(one.everything().await.0.is_empty());
    let again = two.register(&registration(vec![seat::child(1)])).await.unwrap();
    assert_eq!(again.r#match.unwrap().parties.len(), 1);

    let mut narrow = service.runbook("restore.sh");
    refused(narrow.arg(&backup).env("PATH", without_room(&service)), "nothing was changed");
    assert!(service.ready(), "without room for the copy it was not stopped");

    // Old copies go, and what a run that was killed has left; a damaged one is refused, and nothing is
    // changed by that.
    let left = backups.join("unfinished-0");
    fs::create_dir(&left).unwrap();
    service.hand_over(&left);
    for _ in 0..2 {
        tokio::time::sleep(std::time::Duration::from_millis(1100)).await;
        done(service.runbook("backup.sh").arg(&backups).env("KEEP", "1"));
    }
    assert!(!left.exists(), "a whole store would lie there for ever");
    let newest = only(&backups, "verwijspunt-");
    let segment = fs::read_dir(newest.join("journal")).unwrap().flatten().next().unwrap().path();
    let mut frames = fs::read(&segment).unwrap();
    let middle = frames.len() / 2;
    frames[middle] ^= 1;
    fs::write(&segment, frames).unwrap();
    refused(service.runbook("restore.sh").arg(&newest), "not sound");
    assert!(service.ready(), "it serves on");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn key_rotation_keeps_everybody_known_and_a_lost_key_comes_back() {
    let service = Service::new("keys");
    let safe = service.place.file("safe");
    fs::create_dir(&safe).unwrap();
    service.start();
    let (one, _) = seats(&service).await;
    one.register(&registration(vec![seat::child(1)])).await.unwrap();
    // The broker does not come back. The next run goes on from there, and drops none of the keys of which
    // the older one is the only one that the store knows.
    let mut fails = service.runbook("rotate-keys.sh");
    refused(fails.arg(&safe).env("START", "false"), "finishes this rotation");
    assert!(!service.ready(), "it was stopped");
    let rotated = fs::read(service.place.file("keys.toml")).unwrap();
    let mut finishes = service.runbook("rotate-keys.sh");
    let text = done(finishes.arg(&safe).env("DROP_OLDEST", "yes"));
    assert!(text.contains("broke off"), "{text}");
    assert!(service.ready(), "{text}");
    assert_eq!(fs::read(service.place.file("keys.toml")).unwrap(), rotated);
    assert!(!service.place.file("keys.toml.rotating").exists());
    all_its_own(&service);
    assert_eq!(keys::load(&service.place.file("keys.toml")).unwrap().len(), 2);
    let (_, two) = seats(&service).await;
    let known = two.register(&registration(vec![seat::child(1)])).await.unwrap();
    assert_eq!(known.r#match.unwrap().parties.len(), 1, "known under the former key");
    refused(service.runbook("rotate-keys.sh").arg(&safe), "DROP_OLDEST");
    // A run that broke off before the copy was kept is finished by the next; that drops no key.
    let kept = |wanted: usize| {
        let copies = fs::read_dir(&safe).unwrap().flatten().map(|entry| entry.path());
        copies.filter(|copy| keys::load(copy).unwrap().len() == wanted).collect::<Vec<_>>()
    };
    fs::remove_file(&kept(2)[0]).unwrap();
    fs::write(service.place.file("keys.toml.sha256"), "of the keys before\n").unwrap();
    let text = done(service.runbook("rotate-keys.sh").arg(&safe));
    assert!(text.contains("broke off"), "{text}");
    assert_eq!(fs::read(service.place.file("keys.toml")).unwrap(), rotated);
    assert_eq!(fs::read(&kept(2)[0]).unwrap(), rotated);
    refused(service.runbook("rotate-keys.sh").arg(&safe), "DROP_OLDEST");

    // The file is lost. Of the two copies in the safe, only the newer one is what was in use.
    let mut copies: Vec<PathBuf> =
        fs::read_dir(&safe).unwrap().flatten().map(|e| e.path()).collect();
    copies.sort_by_key(|copy| keys::load(copy).unwrap().len());
    let [before, after] = &copies[..] else { panic!("{copies:?}") };
    fs::remove_file(service.place.file("keys.toml")).unwrap();
    service.stop();
    refused(service.runbook("lost-key.sh").arg(before), "not the copy");
    done(service.runbook("lost-key.sh").arg(after));
    let mode = fs::metadata(service.place.file("keys.toml")).unwrap().mode();
    assert_eq!(mode & 0o777, 0o600);
    all_its_own(&service);
    let place = &service.place;
    let three = Seat::at(&service.url(), place, &place.organisations[2]).await;
    let known = three.register(&registration(vec![seat::child(1)])).await.unwrap();
    assert_eq!(known.r#match.unwrap().parties.len(), 2, "everybody is recognised again");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_disk_gets_its_ballast_back_and_writes_go_on() {
    let service = Service::new("disk-full");
    // The broker keeps 128 MiB free; with the ballast there is a little more.
    let mount = service.place.file("disk");
    fs::create_dir(&mount).unwrap();
    let mut tmpfs = Command::new("mount");
    tmpfs.args(["-t", "tmpfs", "-o", "size=420m,mode=0700", "tmpfs"]).arg(&mount);
    let (code, why) = said(&mut tmpfs);
    if code != Some(0) {
        return println!("SKIPPED: no small file system can be mounted here: {why}");
    }
    struct Mounted(PathBuf);
    impl Drop for Mounted {
        fn drop(&mut self) {
            let _ = Command::new("umount").arg("-l").arg(&self.0).status();
        }
    }
    let _mounted = Mounted(mount.clone());
    service.hand_over(&mount);
    let config = service.place.file("config.toml");
    let text = fs::read_to_string(&config).unwrap();
    fs::write(&config, text.replace("embedded:data", "embedded:disk/data")).unwrap();
    let ballast = mount.join("verwijspunt.ballast");
    done(Command::new("fallocate").args(["-l", "200M"]).arg(&ballast));
    service.start();
    let (one, _) = seats(&service).await;
    one.register(&registration(vec![seat::child(1)])).await.unwrap();
    let filler = mount.join("filler");
    done(Command::new("fallocate").args(["-l", "120M"]).arg(&filler));
    let request = registration(vec![seat::child(2)]);
    let status = one.register(&request).await.unwrap_err();
    assert_eq!((status.code(), reason(&status).as_str()), (Code::ResourceExhausted, "DISK_FULL"));
    let text = done(&mut service.runbook("disk-full.sh"));
    assert!(text.contains("removed the ballast"), "{text}");
    until("writes", || async { one.register(&request).await.ok() }).await;
    // Without ballast it says that the disk is too small, and does not pretend.
    done(Command::new("fallocate").args(["-l", "190M"]).arg(mount.join("more")));
    refused(&mut service.runbook("disk-full.sh"), "enlarge the disk");
}

/// A program that does what the broker does but does not start to serve.
fn broken_program(path: &Path) {
    let text = format!("#!/bin/sh\n[ \"$1\" = serve ] && exit 1\nexec {BINARY} \"$@\"\n");
    fs::write(path, text).unwrap();
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn upgrade_goes_forward_and_back_without_losing_anything() {
    let service = Service::new("upgrade");
    let installed = service.place.file("verwijspunt");
    fs::copy(BINARY, &installed).unwrap();
    service.write_script(&installed);
    service.start();
    let (one, _) = seats(&service).await;
    let mine = registration(vec![seat::child(1)]);
    let answer = one.register(&mine).await.unwrap();
    let upgrade = |new: &Path| {
        let mut command = service.runbook("upgrade.sh");
        command.arg(new).env("VERWIJSPUNT", &installed).env("WAIT", "5");
        command
    };
    let newer = service.place.file("newer");
    fs::copy(BINARY, &newer).unwrap();
    // Without room for the copy the former program serves on, and no part of a copy takes the rest.
    refused(upgrade(&newer).env("PATH", without_room(&service)), "cannot be copied");
    until("the former program", || async { service.ready().then_some(()) }).await;
    assert_eq!(all(service.place.path(), "data.before-"), [] as [PathBuf; 0]);
    let text = done(&mut upgrade(&newer));
    assert!(text.contains("upgraded to verwijspunt"), "{text}");
    only(service.place.path(), "data.before-");
    all_its_own(&service);
    let (one, _) = seats(&service).await;
    assert_eq!(one.register(&mine).await.unwrap(), answer);

    let broken = service.place.file("broken");
    broken_program(&broken);
    tokio::time::sleep(std::time::Duration::from_millis(1100)).await;
    refused(&mut upgrade(&broken), "the upgrade was undone");
    only(service.place.path(), "data.failed-");
    all_its_own(&service);
    assert!(service.ready(), "the former program serves");
    assert_eq!(fs::read(&installed).unwrap(), fs::read(BINARY).unwrap());
    let (one, _) = seats(&service).await;
    assert_eq!(one.register(&mine).await.unwrap(), answer);

    // A program that cannot read the store is not even tried.
    fs::write(&broken, format!("#!/bin/sh\n[ \"$1\" = store ] && exit 1\nexec {BINARY} \"$@\"\n"))
        .unwrap();
    tokio::time::sleep(std::time::Duration::from_millis(1100)).await;
    refused(&mut upgrade(&broken), "nothing was changed");
    assert!(service.ready());
}

#[test]
fn a_wrong_command_line_is_refused_before_anything_happens() {
    for entry in fs::read_dir(deploy("runbooks")).unwrap().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        // Two need no arguments, or are no script by themselves.
        if !name.ends_with(".sh") || name == "common.sh" || name == "disk-full.sh" {
            continue;
        }
        let (code, text) = said(&mut Command::new(entry.path()));
        assert_eq!(code, Some(2), "{name}: {text}");
        assert!(text.contains(&name), "{name} shows how it is used: {text}");
    }
}
