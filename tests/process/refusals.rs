//! Does the broker refuse to start when something is wrong: clearly, with exit code 1, and with
//! nothing changed?

use std::{
    ffi::OsStr,
    fs,
    os::unix::fs::{MetadataExt as _, PermissionsExt as _, chown},
    time::Duration,
};

use verwijspunt::server::{keys, pki};

use super::support::{
    broker::{self, BINARY, Broker, Refused, serve, serve_with},
    place::Place,
    seat::{self, Seat, registration},
};

/// Nobody's user and group.
const NOBODY: u32 = 65_534;

/// Starts, and expects a refusal with exit code 1 that says all of these things.
async fn refused(place: &Place, command: tokio::process::Command, says: &[&str]) -> Refused {
    let Err(refused) = Broker::launch(place, command).await else { panic!("it started") };
    assert_eq!(refused.code, Some(1), "{}", refused.stderr);
    for words in says {
        assert!(refused.stderr.contains(words), "no {words:?} in:\n{}", refused.stderr);
    }
    assert!(!refused.stderr.contains("panicked"), "{}", refused.stderr);
    refused
}

/// The same, and there is still no data directory.
async fn refused_before_any_data(place: &Place, says: &[&str]) {
    refused(place, serve(place), says).await;
    assert!(!place.data().exists(), "something was written");
}

#[tokio::test]
async fn port_in_use() {
    let place = Place::new("port");
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    place.configure_at(&address, "");
    let says = ["cannot listen on", &address, "another process has this port", "[listen] address"];
    refused(&place, serve(&place), &says).await;
    // Nothing is left behind that keeps the next start from working.
    place.configure("");
    assert_eq!(Broker::start(&place).await.terminate().await.0, Some(0));
}

#[tokio::test]
async fn no_permission_on_the_data_directory() {
    let place = Place::new("permission");
    fs::create_dir(place.data()).unwrap();
    let root = fs::metadata(place.data()).unwrap().uid() == 0;
    let mut command = if root {
        // Everything belongs to nobody, only the data directory does not.
        fs::set_permissions(place.data(), fs::Permissions::from_mode(0o700)).unwrap();
        let binary = place.file("verwijspunt");
        if fs::hard_link(BINARY, &binary).is_err() {
            fs::copy(BINARY, &binary).unwrap();
        }
        let given = ["certs", "keys.toml", "certs/server.key"].map(|name| place.file(name));
        for path in given.iter().map(|p| p.as_path()).chain([place.path()]) {
            chown(path, Some(NOBODY), Some(NOBODY)).unwrap();
        }
        let mut command = serve_with(binary, &place);
        command.uid(NOBODY).gid(NOBODY);
        command
    } else {
        fs::set_permissions(place.data(), fs::Permissions::from_mode(0o000)).unwrap();
        serve(&place)
    };
    command.current_dir("/");
    let says = ["data", "Permission denied", "must own the data directory"];
    refused(&place, command, &says).await;
    fs::set_permissions(place.data(), fs::Permissions::from_mode(0o700)).unwrap();
    assert_eq!(fs::read_dir(place.data()).unwrap().count(), 0, "something was written");
}

#[tokio::test]
async fn second_process_on_the_same_directory() {
    let place = Place::new("second");
    let first = Broker::start(&place).await;
    let pid = format!("process {}", first.pid());
    refused(&place, serve(&place), &["is in use by another process", &pid]).await;
    let seat = Seat::at(&first.url, &place, &place.organisations[0]).await;
    seat.register(&registration(vec![seat::child(1)])).await.expect("the first one goes on");
    first.kill_nine().await;
    // A killed one does not keep the directory.
    assert_eq!(Broker::start(&place).await.terminate().await.0, Some(0));
}

#[tokio::test]
async fn broken_configuration_with_every_problem_by_line() {
    let place = Place::new("config");
    let text = fs::read_to_string(place.file("config.toml")).unwrap();
    let broken = text.replace("address = \"127.0.0.1:0\"", "address = \"nowhere\"")
        + "[limits]\nmax_requests = 0\nmax_reqests = 5\n";
    fs::write(place.file("config.toml"), &broken).unwrap();
    let line = |part: &str| {
        let at = broken.lines().position(|line| line.contains(part)).unwrap() + 1;
        format!("config.toml:{at}")
    };
    let lines = [line("nowhere"), line("max_requests"), line("max_reqests")];
    let mut says: Vec<&str> = lines.iter().map(String::as_str).collect();
    says.extend(["address", "max_requests", "max_reqests"]);
    refused_before_any_data(&place, &says).await;
    fs::remove_file(place.file("config.toml")).unwrap();
    refused_before_any_data(&place, &["config.toml", "cannot be read"]).await;
}

#[tokio::test]
async fn broken_covenant_with_every_problem_by_line() {
    let place = Place::new("covenant");
    let text = fs::read_to_string(place.file("covenant.toml")).unwrap();
    let broken = text
        .replace("involvement_max_years = 2", "involvement_max_years = \"two\"")
        .replace("archive_years = 5", "archive_yeers = 5");
    assert_ne!(text, broken);
    fs::write(place.file("covenant.toml"), &broken).unwrap();
    let says =
        ["the covenant was refused", "covenant.toml:", "involvement_max_years", "archive_yeers"];
    refused_before_any_data(&place, &says).await;
    fs::remove_file(place.file("covenant.toml")).unwrap();
    refused_before_any_data(&place, &["covenant.toml", "cannot be read"]).await;
}

#[tokio::test]
async fn key_file_missing_open_or_broken() {
    let place = Place::new("keys");
    let file = place.file("keys.toml");
    let key = fs::read_to_string(&file).unwrap();
    fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).unwrap();
    refused_before_any_data(&place, &["keys.toml", "mode 644", "chmod 600"]).await;
    fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).unwrap();
    let secret = key.lines().find_map(|line| line.strip_prefix("secret = ")).unwrap();
    fs::write(&file, key.replace("secret = \"", "secret = \"x")).unwrap();
    let said = refused(&place, serve(&place), &["keys.toml", "64 hex"]).await;
    assert!(!said.stderr.contains(secret.trim_matches('"')), "A3: the key is told");
    fs::remove_file(&file).unwrap();
    refused_before_any_data(&place, &["keys.toml", "verwijspunt keys new"]).await;
}

/// What would keep a broker from starting is told by everything that looks at an installation before, and
/// none of that writes anything.
async fn told_before(place: &Place, why: Option<&str>) {
    let before = place.snapshot("data/journal");
    let config = place.file("config.toml");
    for (command, code) in [
        (&["config", "check"][..], 3),
        (&["store", "check"], 1),
        (&["doctor", "--lang", "en", "--config"], 2),
    ] {
        let mut arguments: Vec<&OsStr> = command.iter().map(AsRef::as_ref).collect();
        arguments.push(config.as_ref());
        let (ended, out, err) = broker::run(&arguments).await;
        let said = out + &err;
        match why {
            Some(why) => {
                assert_eq!(ended, Some(code), "{command:?}: {said}");
                assert!(said.contains(why) && said.contains("Nothing was changed"), "{said}");
            }
            None => {
                assert!(ended != Some(code), "{command:?}: {said}");
                let known = said.contains("those that the store was written with");
                assert!(known || command[0] == "config", "{command:?}: {said}");
            }
        }
    }
    assert!(before == place.snapshot("data/journal"), "something was written");
}

/// With other keys nobody would be recognised, and matches would be lost without a word.
#[tokio::test]
async fn keys_that_are_not_those_of_the_store() {
    let place = Place::new("others");
    let file = place.file("keys.toml");
    let broker = Broker::start(&place).await;
    let seat = Seat::at(&broker.url, &place, &place.organisations[0]).await;
    seat.register(&registration(vec![seat::child(1)])).await.unwrap();
    assert_eq!(broker.terminate().await.0, Some(0));
    let right = fs::read(&file).unwrap();

    // Made anew on another machine.
    fs::remove_file(&file).unwrap();
    keys::new(&file).unwrap();
    let says = ["key version 1 is another one", "Nothing was changed", "lost-key.md"];
    told_before(&place, Some("key version 1 is another one")).await;
    refused(&place, serve(&place), &says).await;

    // Rotated as it should be: whoever was registered before is recognised.
    fs::write(&file, &right).unwrap();
    keys::rotate(&file, false).unwrap();
    let rotated = fs::read(&file).unwrap();
    let broker = Broker::start(&place).await;
    let seat = Seat::at(&broker.url, &place, &place.organisations[1]).await;
    let known = seat.register(&registration(vec![seat::child(1)])).await.unwrap();
    assert_eq!(known.r#match.unwrap().parties.len(), 1);
    assert_eq!(broker.terminate().await.0, Some(0));

    // Taken back, and rotated again too early.
    fs::write(&file, &right).unwrap();
    told_before(&place, Some("written with key version 2")).await;
    refused(&place, serve(&place), &["written with key version 2", "the newest keys.toml"]).await;
    fs::write(&file, &rotated).unwrap();
    keys::rotate(&file, true).unwrap();
    let says = ["no longer holds key version 1", "known under that one alone", "key-rotation.md"];
    told_before(&place, Some("no longer holds key version 1")).await;
    refused(&place, serve(&place), &says).await;
    fs::write(&file, &rotated).unwrap();
    told_before(&place, None).await;
    assert_eq!(Broker::start(&place).await.terminate().await.0, Some(0));
}

#[tokio::test]
async fn server_certificate_or_its_key_missing_or_of_another() {
    let place = Place::new("certificate");
    let key = place.file("certs/server.key");
    // Some systems share it with a group; the log warns.
    fs::set_permissions(&key, fs::Permissions::from_mode(0o644)).unwrap();
    let broker = Broker::start(&place).await;
    assert!(broker.stderr().contains("chmod 600"), "{}", broker.stderr());
    assert_eq!(broker.terminate().await.0, Some(0));
    let good = fs::read(&key).unwrap();
    fs::copy(place.certs().join("coordinator-zeeburg.key"), &key).unwrap();
    refused(&place, serve(&place), &["server.key", "not the key of the certificate"]).await;
    fs::remove_file(&key).unwrap();
    refused(&place, serve(&place), &["server.key", "cannot be read"]).await;
    fs::write(&key, good).unwrap();
    fs::remove_file(place.file("certs/ca.pem")).unwrap();
    refused(&place, serve(&place), &["ca.pem", "cannot be read"]).await;
}

#[tokio::test]
async fn s6_corrupted_journal_names_the_frame_and_the_way_out() {
    let place = Place::new("journal");
    let broker = Broker::start(&place).await;
    let seat = Seat::at(&broker.url, &place, &place.organisations[0]).await;
    for family in 0..5 {
        seat.register(&registration(vec![seat::child(family)])).await.unwrap();
    }
    assert_eq!(broker.terminate().await.0, Some(0));
    let (journal, mut bytes) = place.snapshot("data/journal").remove(0);
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(&journal, &bytes).unwrap();
    let before = place.snapshot("data");
    let says = ["the journal is damaged", "frame", "Nothing was changed", "store rebuild"];
    refused(&place, serve(&place), &says).await;
    assert!(before == place.snapshot("data"), "something was changed");
    bytes[middle] ^= 1;
    fs::write(&journal, &bytes).unwrap();
    let broker = Broker::start(&place).await;
    let seat = Seat::at(&broker.url, &place, &place.organisations[0]).await;
    assert_eq!(seat.involvements().await.len(), 5, "S1: with the journal mended all is there");
}

/// A directory that was opened for the first time holds nothing that was moved aside.
#[tokio::test]
async fn a_first_start_is_clean() {
    let place = Place::new("first");
    assert_eq!(Broker::start(&place).await.terminate().await.0, Some(0));
    let names: Vec<_> = fs::read_dir(place.data())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.contains("broken"))
        .collect();
    assert_eq!(names, Vec::<String>::new());
}

/// With lists in force every client needs one of its authority: a wrong list would lock everybody out.
#[tokio::test]
async fn revocation_list_of_another_authority() {
    let place = Place::new("revocation");
    let text = fs::read_to_string(place.file("config.toml")).unwrap();
    let ca = "client_ca = \"certs/ca.pem\"\n";
    let with_list = text.replace(ca, &format!("{ca}crl = \"certs/crl.pem\"\n"));
    fs::write(place.file("config.toml"), with_list).unwrap();
    let (other, hour) = (tempfile::tempdir().unwrap(), Duration::from_secs(3600));
    pki::make(other.path(), &[], false).unwrap();
    let foreign = pki::revoke(other.path(), &[], hour).unwrap();
    fs::copy(foreign, place.certs().join("crl.pem")).unwrap();
    let says = ["crl.pem", "not signed with the key of that authority", "fetch it again"];
    refused(&place, serve(&place), &says).await;
    let config = place.file("config.toml");
    for command in [&["config", "check"][..], &["doctor", "--quick", "--config"]] {
        let mut arguments: Vec<&OsStr> = command.iter().map(AsRef::as_ref).collect();
        arguments.push(config.as_ref());
        let (code, out, err) = broker::run(&arguments).await;
        assert_ne!(code, Some(0), "{command:?}");
        assert!((out + &err).contains("not signed with the key"), "{command:?}");
    }
    pki::revoke(&place.certs(), &[], hour).unwrap();
    assert_eq!(Broker::start(&place).await.terminate().await.0, Some(0));
}
