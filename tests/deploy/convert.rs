//! Scenario 31: is everything the same after a conversion from the embedded store to PostgreSQL and
//! back, does work go on there, and is what goes wrong refused?

use std::{
    fs,
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
    process::Command,
};

use verwijspunt::broker::Clock;

use super::{
    clusters,
    service::{Service, done, has_own_user, said},
    support::{
        broker::{BINARY, Broker},
        place::Place,
        seat::{self, Seat, registration},
    },
};

fn store(arguments: &[&str]) -> Command {
    let mut command = Command::new(BINARY);
    command.arg("store").args(arguments);
    command
}

fn convert(from: &str, to: &str) -> Command {
    store(&["convert", "--from", from, "--to", to])
}

fn path(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// The lines of counts and the sum.
fn content(said: &str) -> Vec<&str> {
    let names =
        ["records", "list entries", "deadlines", "inboxes", "notifications", "audit", "sum"];
    let lines: Vec<&str> =
        said.lines().filter(|line| names.iter().any(|name| line.starts_with(name))).collect();
    assert_eq!(lines.len(), names.len(), "{said}");
    lines
}

/// The configuration of a broker in a directory, for a database.
fn in_database_of(configured: &str, url: &str) -> String {
    let in_database = format!("url = \"{url}\"\nbroker_name = \"amstel\"");
    configured.replace("url = \"embedded:data\"", &in_database)
}

/// Everything that the demonstration leaves: every kind of record but a few.
fn demonstrated(dir: &Path) -> PathBuf {
    let demo = dir.join("demo");
    done(Command::new(BINARY).args(["demo", "--exit", "--dir"]).arg(&demo));
    demo.join("data")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s31_from_embedded_to_postgres_and_back_nothing_changes() {
    let dir = tempfile::tempdir().unwrap();
    let data = demonstrated(dir.path());
    let url = clusters::database().await;
    let there = done(&mut convert(path(&data), &url));
    let checked = done(&mut store(&["check", &url]));
    assert_eq!(content(&there), content(&checked));
    let again = dir.path().join("again");
    let back = done(&mut convert(&url, path(&again)));
    assert_eq!(content(&there), content(&back), "equal content");
    assert!(done(&mut store(&["check", path(&again)])).contains("sound"));
    let head = |dir: &Path| done(Command::new(BINARY).args(["audit", "verify"]).arg(dir));
    assert_eq!(head(&data), head(&again), "the audit chain is kept, entry by entry");

    // What is not empty is left alone, on both sides.
    let (code, text) = said(&mut convert(path(&data), &url));
    assert_eq!(code, Some(1), "{text}");
    assert!(text.contains("not empty"), "{text}");
    let (code, text) = said(&mut convert(&url, path(&again)));
    assert_eq!(code, Some(1), "{text}");
    assert!(text.contains("not empty"), "{text}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s31_work_goes_on_after_each_conversion() {
    let place = Place::new("convert");
    let signing = place.file("audit.key");
    done(Command::new(BINARY).args(["audit", "key", path(&signing)]));
    fs::create_dir(place.file("checkpoints")).unwrap();
    place.configure(
        "\n[audit]\ncheckpoint_dir = \"checkpoints\"\nsigning_key_file = \"audit.key\"\n",
    );
    let anchored = |store: &Path| {
        let (checkpoints, key) = (place.file("checkpoints"), place.file("audit.key.pub"));
        let mut verify = Command::new(BINARY);
        verify.args(["audit", "verify", path(store), "--checkpoints", path(&checkpoints)]);
        said(verify.args(["--public-key", path(&key)]))
    };
    let broker = Broker::start(&place).await;
    let seats = async |broker: &Broker| {
        let one = Seat::at(&broker.url, &place, &place.organisations[0]).await;
        (one, Seat::at(&broker.url, &place, &place.organisations[1]).await)
    };
    let (one, two) = seats(&broker).await;
    let mine = registration(vec![seat::child(1)]);
    let answered = one.register(&mine).await.unwrap();
    two.register(&registration(vec![seat::child(1)])).await.unwrap();
    one.acknowledge(1).await.unwrap();
    let inbox = one.everything().await;
    assert_eq!(broker.terminate().await.0, Some(0));

    let url = clusters::database().await;
    let converted = place.file("config.toml");
    done(&mut convert(path(&place.data()), &url));
    let configured = fs::read_to_string(&converted).unwrap();
    fs::write(&converted, in_database_of(&configured, &url)).unwrap();
    let (code, text) = anchored(&converted);
    assert_eq!(code, Some(0), "{text}");
    assert!(text.contains("embedded: 2 checkpoints agree"), "signed under no name: {text}");
    let broker = Broker::start(&place).await;
    let (one, two) = seats(&broker).await;
    assert_eq!(one.register(&mine).await.unwrap(), answered, "S3: a retry is answered");
    assert_eq!(one.everything().await.0.len(), inbox.0.len(), "the inbox is as it was");
    let other = two.register(&registration(vec![seat::child(1), seat::child(2)])).await.unwrap();
    assert!(other.r#match.is_some(), "who was known is known");
    let sequences = one.everything().await.0.len();
    assert_eq!(sequences, inbox.0.len() + 1, "the inbox goes on without a gap");
    let (code, text) = said(&mut convert(&url, path(&place.file("early"))));
    assert_eq!(code, Some(1), "{text}");
    assert!(text.contains("stop them all"), "{text}");
    assert_eq!(broker.terminate().await.0, Some(0));

    // Work in the database under a name that the file would lose is told before anybody starts it.
    let files = ["covenant.toml", "amsterdam-organisations.toml"].map(|name| place.file(name));
    let good = files.clone().map(|file| fs::read_to_string(file).unwrap());
    for (file, text) in files.iter().zip(&good) {
        fs::write(file, text.replace("\"zeeburg\"", "\"oostzee\"")).unwrap();
    }
    let mut doctor = Command::new(BINARY);
    let (code, text) = said(doctor.args(["doctor", "--lang", "en", "--config", path(&converted)]));
    assert_eq!(code, Some(2), "{text}");
    assert!(text.contains("area \"zeeburg\": 3 active involvements"), "{text}");
    for (file, text) in files.iter().zip(&good) {
        fs::write(file, text).unwrap();
    }

    // Two brokers wrote by now; each has a chain. The broker's configuration names the store too.
    let text = done(&mut store(&["check", path(&converted)]));
    // Only the configuration says which keys the store should have.
    let keys = "the pseudonym keys are those that the store was written with\n";
    assert_eq!(text, done(&mut store(&["check", &url])) + keys);
    assert!(text.contains("in 2 chains"), "{text}");
    let back = place.file("back");
    let there = done(convert(&url, path(&back)).args(["--chain", "embedded"]));
    fs::write(&converted, configured.replace("embedded:data", "embedded:back")).unwrap();
    let broker = Broker::start(&place).await;
    let (one, two) = seats(&broker).await;
    assert_eq!(one.everything().await.0.len(), sequences);
    assert!(two.register(&registration(vec![seat::child(2)])).await.unwrap().r#match.is_none());
    let mine = one.register(&registration(vec![seat::child(2)])).await.unwrap();
    // The other organisation has two involvements with this child, from before and from now.
    assert_eq!(mine.r#match.unwrap().parties.len(), 2);
    assert_eq!(broker.terminate().await.0, Some(0));

    let (code, verified) = anchored(&back);
    assert_eq!(code, Some(0), "{verified}");
    assert!(verified.contains("amstel: 2 checkpoints agree"), "every chain: {verified}");
    assert!(verified.contains("\n3 checkpoints agree"), "of before and behind: {verified}");

    // The chain of the other broker came along, and goes along again.
    let last = clusters::database().await;
    let after = done(&mut convert(path(&back), &last));
    assert!(after.contains("in 2 chains"), "{after}");
    assert_ne!(content(&there), content(&after), "there was work in between");
    assert!(done(&mut store(&["check", &last])).contains("sound"));

    // A chain that was cut off is found under its other name too.
    fs::write(&converted, in_database_of(&configured, &last)).unwrap();
    assert_eq!(anchored(&converted).0, Some(0));
    clusters::execute(
        &last,
        "DELETE FROM audit WHERE broker = 'embedded' AND position > 2; UPDATE broker SET position = 2, \
         hash = (SELECT hash FROM audit WHERE broker = 'embedded' AND position = 2) WHERE name = 'embedded'",
    )
    .await;
    let (code, text) = anchored(&converted);
    assert_eq!(code, Some(1), "{text}");
    assert!(text.contains("cut off"), "{text}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn s31_a_conversion_gives_nobody_a_new_lookup_budget() {
    let today = Clock::System.now().day();
    let place = Place::new("convert-budget");
    place.configure("[budget]\npersons_per_hour = 2\npersons_per_day = 2\n");
    let refused = async |person: u64| {
        let broker = Broker::start(&place).await;
        let one = Seat::at(&broker.url, &place, &place.organisations[0]).await;
        let answer = one.register(&registration(vec![seat::child(person)])).await;
        assert_eq!(broker.terminate().await.0, Some(0));
        answer.err().map(|status| seat::reason(&status))
    };
    assert_eq!(refused(1).await, None);
    assert_eq!(refused(2).await, None);
    let url = clusters::database().await;
    done(&mut convert(path(&place.data()), &url));
    let file = place.file("config.toml");
    let configured = fs::read_to_string(&file).unwrap();
    fs::write(&file, configured.replace("embedded:data", &url)).unwrap();
    let there = refused(3).await;
    done(convert(&url, path(&place.file("back"))).args(["--chain", "embedded"]));
    fs::write(&file, configured.replace("embedded:data", "embedded:back")).unwrap();
    let back = refused(4).await;
    // At midnight everybody has a new one.
    if Clock::System.now().day() == today {
        let spent = Some("LOOKUP_BUDGET".to_owned());
        assert_eq!((there, back), (spent.clone(), spent));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_whose_parts_do_not_fit_is_told_and_not_converted() {
    let dir = tempfile::tempdir().unwrap();
    let data = demonstrated(dir.path());
    let damages = [
        (
            "DELETE FROM listed WHERE ctid IN (SELECT ctid FROM listed LIMIT 2)",
            "2 entries of lists",
        ),
        ("INSERT INTO deadline (at, key) VALUES (1, 'x')", "the records give"),
        ("UPDATE inbox SET last = 0 WHERE last = (SELECT max(last) FROM inbox)", "counted to 0"),
        ("DELETE FROM audit WHERE position = 7", "audit entry 7 is missing"),
        ("UPDATE audit SET encoded = encoded || 'x' WHERE position = 9", "9 was changed"),
        (
            "DELETE FROM audit WHERE position = (SELECT max(position) FROM audit)",
            "noted as its end",
        ),
        (
            "UPDATE record SET value = 'x' WHERE key = (SELECT key FROM record ORDER BY key LIMIT 1)",
            "cannot be read",
        ),
        (
            "DELETE FROM notification WHERE (inbox, sequence) IN (SELECT inbox, sequence + 1 \
             FROM notification n WHERE EXISTS (SELECT 1 FROM notification m \
             WHERE m.inbox = n.inbox AND m.sequence = n.sequence + 2) LIMIT 1)",
            "has a gap",
        ),
    ];
    let sound = clusters::database().await;
    done(&mut convert(path(&data), &sound));
    let name = |url: &str| url.rsplit('/').next().unwrap().to_owned();
    for (sql, told) in damages {
        // A copy of the sound one, which nobody is connected to.
        let url = clusters::database().await;
        let copy = format!("DROP DATABASE {0}", name(&url));
        clusters::cluster().execute(&copy).await;
        let copy = format!("CREATE DATABASE {} TEMPLATE {}", name(&url), name(&sound));
        clusters::cluster().execute(&copy).await;
        clusters::execute(&url, sql).await;
        let (code, text) = said(&mut store(&["check", &url]));
        assert_eq!(code, Some(1), "{sql}: {text}");
        assert!(text.contains(told), "{sql}: {text}");
        let to = dir.path().join("to");
        let (code, text) = said(&mut convert(&url, path(&to)));
        assert_eq!(code, Some(1), "{sql}: {text}");
        assert!(!to.exists(), "{sql}: something was left");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_conversion_that_is_killed_leaves_nothing_and_starts_anew() {
    let dir = tempfile::tempdir().unwrap();
    let data = demonstrated(dir.path());
    let url = clusters::database().await;
    for delay in [40, 120, 250] {
        let mut child = convert(path(&data), &url).spawn().unwrap();
        tokio::time::sleep(std::time::Duration::from_millis(delay)).await;
        child.kill().unwrap();
        child.wait().unwrap();
    }
    // It may have been done before it was killed; then the copy is whole.
    let (code, text) = said(&mut convert(path(&data), &url));
    assert!(code == Some(0) || text.contains("not empty"), "{text}");
    assert!(done(&mut store(&["check", &url])).contains("sound"));
    let back = dir.path().join("back");
    for delay in [40, 120, 250] {
        let mut child = convert(&url, path(&back)).spawn().unwrap();
        tokio::time::sleep(std::time::Duration::from_millis(delay)).await;
        child.kill().unwrap();
        child.wait().unwrap();
    }
    let (code, text) = said(&mut convert(&url, path(&back)));
    assert!(code == Some(0) || text.contains("not empty"), "{text}");
    assert!(done(&mut store(&["check", path(&back)])).contains("sound"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_root_converts_stays_the_services_own() {
    if !has_own_user() {
        return println!("LEFT OUT: a conversion by root needs root");
    }
    let service = Service::new("convert-as-root");
    let place = &service.place;
    service.start();
    service.stop();
    let url = clusters::database().await;
    // The service's user comes to the socket too.
    let socket = url.split(['@', ':']).nth(2).unwrap().replace("%2F", "/");
    fs::set_permissions(socket, fs::Permissions::from_mode(0o711)).unwrap();
    done(&mut convert(path(&place.data()), &url));
    assert_eq!(service.strangers(&place.data()), [] as [PathBuf; 0]);

    // Back, into what the configuration names: whose the keys are.
    let config = place.file("config.toml");
    let text = fs::read_to_string(&config).unwrap();
    fs::write(&config, text.replace("embedded:data", "embedded:back")).unwrap();
    let told = done(&mut convert(&url, path(&config)));
    assert!(!told.contains("belongs to root"), "{told}");
    assert_eq!(service.strangers(&place.file("back")), [] as [PathBuf; 0]);
    service.start();
    service.stop();
    // Into a directory that was made for it; and where nothing tells whose it will be.
    let made = place.file("made");
    fs::create_dir(&made).unwrap();
    service.hand_over(&made);
    done(&mut convert(&url, path(&made)));
    assert_eq!(service.strangers(&made), [] as [PathBuf; 0]);
    let roots = tempfile::tempdir().unwrap();
    let told = done(&mut convert(&url, path(&roots.path().join("data"))));
    assert!(told.contains("belongs to root: give it to the user"), "{told}");
}
