//! Do the runbooks of the database work on real servers? Backup and restore to a point in time, and
//! promotion of a standby, with a broker on top.

use std::{fs, os::unix::fs::PermissionsExt as _, process::Command, time::Duration};

use super::{
    clusters::{Servers, binaries, command},
    runbooks::refused,
    service::{Service, deploy, done, has_own_user, said},
    support::{
        broker::{BINARY, Broker},
        seat::{self, Seat, registration},
        until,
    },
    upgrading::script,
};

/// A runbook as the user that PostgreSQL runs as, from a copy that this user can read.
fn runbook(servers: &Servers, script: &str) -> Command {
    let copy = servers.file("runbooks");
    if !copy.exists() {
        fs::create_dir(&copy).unwrap();
        for entry in fs::read_dir(deploy("runbooks")).unwrap().flatten() {
            fs::copy(entry.path(), copy.join(entry.file_name())).unwrap();
        }
        fs::set_permissions(&copy, fs::Permissions::from_mode(0o755)).unwrap();
    }
    // `command` leaves root for programs of PostgreSQL; an absolute path stays as it is.
    let mut command = command(copy.join(script).to_str().unwrap());
    let path = format!("{}:{}", binaries().display(), std::env::var("PATH").unwrap());
    command.env("PATH", path).env("WAIT", "30").env("PGUSER", "verwijspunt");
    command.current_dir(&servers.directory);
    command
}

/// A directory that the servers may write.
fn writable(servers: &Servers, name: &str) -> std::path::PathBuf {
    let path = servers.file(name);
    done(command("../../../../../bin/mkdir").arg(&path));
    path
}

/// Makes the broker's user and database as the image of the compose file does, under another name: the one
/// in the file is here the superuser's.
fn users(servers: &Servers) {
    let made = fs::read_to_string(deploy("container/primary.sh")).unwrap();
    let of_broker = |line: &&str| line.ends_with(';') && line.contains(" verwijspunt");
    for line in made.lines().filter(of_broker) {
        servers.ask(5501, &line.replace("verwijspunt", "broker").replace(":'broker'", "'unused'"));
    }
    servers.ask(5501, &format!("CREATE ROLE replicator LOGIN REPLICATION PASSWORD '{PASSWORD}'"));
}

/// As a password may be: with a blank and a sign that must be written twice.
const PASSWORD: &str = "half a \\ secret";

/// The URL of servers by their ports.
fn url(servers: &Servers, ports: &[u16]) -> String {
    let host = servers.directory.display().to_string().replace('/', "%2F");
    let hosts: Vec<String> = ports.iter().map(|port| format!("{host}:{port}")).collect();
    format!("postgres://verwijspunt@{}/postgres", hosts.join(","))
}

fn check(url: &str) -> String {
    let text = done(Command::new(BINARY).args(["store", "check", url]));
    assert!(text.contains("sound"), "{text}");
    text
}

fn over_database(service: &Service, url: &str, more: &str) {
    let config = service.place.file("config.toml");
    let text = fs::read_to_string(&config).unwrap();
    let store = format!("url = \"{url}\"\nbroker_name = \"one\"\n{more}");
    fs::write(&config, text.replace("url = \"embedded:data\"", &store)).unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn backup_restore_a_database_to_the_moment_before_an_accident() {
    let servers = Servers::new();
    let (archive, backups) = (writable(&servers, "archive"), writable(&servers, "backups"));
    drop(runbook(&servers, "archive-wal.sh"));
    let settings = format!(
        "archive_mode = on\narchive_command = '{}/runbooks/archive-wal.sh %p %f {}'",
        servers.directory.display(),
        archive.display()
    );
    servers.init("primary", 5501, &settings);
    servers.ctl("primary", &["start"]);
    let service = Service::new("pitr");
    let here = url(&servers, &[5501]);
    over_database(&service, &here, "");

    let broker = Broker::start(&service.place).await;
    let one = Seat::at(&broker.url, &service.place, &service.place.organisations[0]).await;
    one.register(&registration(vec![seat::child(1)])).await.unwrap();
    let mut backup = runbook(&servers, "postgres-backup.sh");
    let text = done(backup.arg(servers.at(5501).replace(" dbname=postgres", "")).arg(&backups));
    let base = text.lines().find_map(|line| line.strip_prefix("backup ")).unwrap().to_owned();
    // Work after the backup is only in the archive.
    one.register(&registration(vec![seat::child(2)])).await.unwrap();
    assert_eq!(broker.terminate().await.0, Some(0));
    let before = check(&here);
    let moment = servers.ask(5501, "SELECT clock_timestamp()");
    tokio::time::sleep(Duration::from_millis(50)).await;
    servers.ask(5501, "DELETE FROM record");
    servers.ask(5501, "SELECT pg_switch_wal()");
    until("the archive", || async {
        let archived = "SELECT count(*) FROM pg_stat_archiver WHERE last_archived_wal >= \
            pg_walfile_name(pg_current_wal_lsn() - 1)";
        (servers.ask(5501, archived) == "1").then_some(())
    })
    .await;

    let again = servers.file("again");
    let mut restore = runbook(&servers, "postgres-restore.sh");
    restore.arg(&base).arg(&archive).arg(&again).arg(&moment).env("OPTIONS", "-c port=5502");
    println!("{}", done(&mut restore));
    let there = url(&servers, &[5502]);
    assert_eq!(check(&there), before, "as it was at that moment");
    assert!(!servers.file("again.restoring").exists());
    // What root made, the server could not read.
    if has_own_user() {
        let as_root = |script: &str| Command::new(deploy("runbooks").join(script));
        refused(as_root("postgres-backup.sh").arg("").arg(&backups), "not as root");
        let mut restore = as_root("postgres-restore.sh");
        refused(restore.arg(&base).arg(&archive).arg(servers.file("roots")), "not as root");
        assert!(!servers.file("roots").exists());
    }
    // It was not there before, and will not be overwritten.
    let (code, text) = said(&mut restore);
    assert_eq!(code, Some(1), "{text}");

    // A server that ends while it recovers is not waited for. It ends when it is asked for the first time.
    let dies = servers.file("dies");
    let programs = writable(&servers, "programs");
    let (psql, stop) = (programs.join("psql"), binaries().join("pg_ctl"));
    let ends = format!("{} --pgdata {} -m immediate stop", stop.display(), dies.display());
    fs::write(&psql, format!("#!/bin/sh\n{ends} >/dev/null\nexit 1\n")).unwrap();
    fs::set_permissions(&psql, fs::Permissions::from_mode(0o755)).unwrap();
    let mut restore = runbook(&servers, "postgres-restore.sh");
    restore.arg(&base).arg(&archive).arg(&dies).arg(&moment).env("OPTIONS", "-c port=5503");
    let path = [&programs, &binaries()].map(|path| path.display().to_string()).join(":");
    let path = format!("{path}:{}", std::env::var("PATH").unwrap());
    // It would wait for an hour.
    refused(restore.env("PATH", path).env("WAIT", "3600"), "the server ended while it recovered");

    // Work goes on there.
    let after = Service::new("pitr-after");
    over_database(&after, &there, "");
    // With the keys under which everybody stands in it: with others it would not start.
    std::fs::copy(service.place.file("keys.toml"), after.place.file("keys.toml")).unwrap();
    let broker = Broker::start(&after.place).await;
    let two = Seat::at(&broker.url, &after.place, &after.place.organisations[1]).await;
    two.register(&registration(vec![seat::child(3)])).await.unwrap();
    assert_eq!(broker.terminate().await.0, Some(0));
    check(&there);
    upgrades(&after.run_by_tester(), &servers, 5502);
}

/// A former program is put back while the tables are its own, and not when a newer one has changed them.
fn upgrades(service: &Service, servers: &Servers, port: u16) {
    let [installed, newer, start] =
        ["verwijspunt", "newer", "start"].map(|name| service.place.file(name));
    fs::copy(BINARY, &installed).unwrap();
    fs::copy(BINARY, &newer).unwrap();
    service.write_script(&installed);
    // A start that fails, and succeeds from then on.
    let tried = service.place.file("tried").display().to_string();
    let go = service.place.file("service").display().to_string();
    script(&start, &format!("[[ -e {tried} ]] || {{ touch {tried}; exit 1; }}\n{go} start"));
    let upgrade = |new: &std::path::Path| {
        let mut upgrade = service.runbook("upgrade.sh");
        upgrade.arg(new).env("VERWIJSPUNT", &installed).env("START", &start);
        upgrade
    };
    refused(&mut upgrade(&newer), "the upgrade was undone");
    assert!(service.ready(), "the former one serves");

    fs::remove_file(service.place.file("tried")).unwrap();
    let sql = "INSERT INTO migration (number, checksum) VALUES (9999, 'of a newer program')";
    let psql = binaries().join("psql").display().to_string();
    let at = servers.at(port);
    script(&newer, &format!("exec {BINARY} \"$@\""));
    script(
        &start,
        &format!(
            "[[ ! -e {tried} ]] || exit 1\ntouch {tried}\n{psql} -d '{at}' -c \"{sql}\"\nexit 1"
        ),
    );
    refused(&mut upgrade(&newer), "The new program stays");
    assert_eq!(fs::read(&installed).unwrap(), fs::read(&newer).unwrap());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn failover_by_hand_keeps_what_was_confirmed_and_the_broker_goes_on() {
    let servers = Servers::new();
    let ports = [5501, 5502, 5503];
    servers.init("primary", 5501, "synchronous_standby_names = 'ANY 1 (two, three)'");
    // Only one user replicates, and only with its password.
    let hba = "local replication replicator scram-sha-256\nlocal all all trust\n";
    fs::write(servers.file("primary/pg_hba.conf"), hba).unwrap();
    servers.ctl("primary", &["-o", "-c synchronous_standby_names=", "start"]);
    users(&servers);
    for (name, port) in [("two", 5502), ("three", 5503)] {
        let from = format!(
            "host={} port=5501 user=replicator password='{}' application_name={name}",
            servers.directory.display(),
            PASSWORD.replace('\\', "\\\\"),
        );
        let mut copy = command("pg_basebackup");
        copy.args(["--create-slot", "--slot", name, "--checkpoint=fast", "--no-sync"]);
        done(
            copy.args(["--write-recovery-conf", "--dbname", &from, "--pgdata"])
                .arg(servers.file(name)),
        );
        servers.configure(name, port, "");
        servers.ctl(name, &["start"]);
    }
    // A restart would take the option of its first start along.
    servers.ctl("primary", &["stop"]);
    servers.ctl("primary", &["start"]);
    let service = Service::new("failover");
    let as_broker = |ports: &[u16]| {
        url(&servers, ports).replace("verwijspunt@", "broker@").replace("/postgres", "/broker")
    };
    over_database(&service, &as_broker(&ports), "require_synchronous = true");
    until("the standbys", || async {
        let streaming = "SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'quorum' \
            AND state = 'streaming'";
        (servers.ask(5501, streaming) == "2").then_some(())
    })
    .await;
    let broker = Broker::start(&service.place).await;
    let place = &service.place;
    let one = Seat::at(&broker.url, place, &place.organisations[0]).await;
    one.register(&registration(vec![seat::child(1)])).await.unwrap();

    let failover = || {
        let mut failover = runbook(&servers, "failover.sh");
        failover.args(ports.map(|port| servers.at(port)));
        failover
    };
    let (code, text) = said(&mut failover());
    assert_eq!(code, Some(1), "{text}");
    assert!(text.contains("answers and takes writes"), "{text}");
    servers.ctl("primary", &["-m", "immediate", "stop"]);
    let (code, text) = said(&mut failover());
    assert_eq!(code, Some(1), "{text}");
    assert!(text.contains("FENCED"), "{text}");
    println!("{}", done(failover().env("FENCED", "yes")));
    let primary = ports
        .into_iter()
        .skip(1)
        .find(|port| servers.ask(*port, "SELECT pg_is_in_recovery()") == "f");
    let primary = primary.expect("one was promoted");

    // The broker finds it by itself; what was confirmed is there.
    let two = Seat::at(&broker.url, place, &place.organisations[1]).await;
    let request = registration(vec![seat::child(1)]);
    let answer = until("work on the new primary", || async { two.register(&request).await.ok() });
    assert_eq!(answer.await.r#match.unwrap().parties.len(), 1, "S1: the first one was not lost");
    assert_eq!(broker.terminate().await.0, Some(0));
    check(&as_broker(&ports[1..]));
    let streaming = "SELECT count(*) FROM pg_stat_replication WHERE state = 'streaming'";
    assert_eq!(servers.ask(primary, streaming), "1");

    // A run that broke off once it had promoted that one: the other still looks for the former primary.
    let other = if primary == 5502 { 5503 } else { 5502 };
    let from = servers.ask(other, "SHOW primary_conninfo");
    let from = from.replace(&format!("port={primary}"), "port=5501").replace('\'', "''");
    servers.ask(other, &format!("ALTER SYSTEM SET primary_conninfo = '{from}'"));
    servers.ask(other, "SELECT pg_reload_conf()");
    until("nobody who follows", || async {
        (servers.ask(primary, "SELECT count(*) FROM pg_stat_replication") == "0").then_some(())
    })
    .await;
    let again = || done(failover().env("FENCED", "yes"));
    let text = again();
    assert!(text.contains("no other is promoted"), "{text}");
    let in_recovery = "SELECT pg_is_in_recovery()";
    assert_eq!(servers.ask(primary, in_recovery), "f");
    assert_eq!(servers.ask(other, in_recovery), "t", "no second primary");
    assert_eq!(servers.ask(primary, streaming), "1", "it follows");
    // The other is silent: there is nothing to choose, and the primary stays what it is.
    let name = if other == 5502 { "two" } else { "three" };
    servers.ctl(name, &["-m", "immediate", "stop"]);
    let text = again();
    assert!(text.contains("1 did not answer"), "{text}");
    // Two that take writes: which one holds the confirmed work is for people to find out.
    servers.ctl(name, &["start"]);
    servers.ask(other, "SELECT pg_promote(true, 60)");
    refused(failover().env("FENCED", "yes"), "2 of them take writes");
}
