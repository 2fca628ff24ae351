//! Are the unit, the image, the compose file and the manifests what they claim? Read and checked here;
//! only the unit's rules can be judged by their own tool on a machine without containers.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    io::{BufRead as _, BufReader},
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use yaml_rust2::{Yaml, YamlLoader};

use super::{
    service::{SERVICE_USER, deploy, done, said},
    support::broker::BINARY,
};

fn read(path: &str) -> String {
    fs::read_to_string(deploy(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn documents(path: &str) -> Vec<Yaml> {
    YamlLoader::load_from_str(&read(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Every manifest, by kind and name.
fn manifests() -> BTreeMap<(String, String), Yaml> {
    let mut found = BTreeMap::new();
    for file in ["namespace", "database", "config", "broker", "network"] {
        for document in documents(&format!("kubernetes/{file}.yaml")) {
            let text = |yaml: &Yaml| yaml.as_str().unwrap().to_owned();
            let name = (text(&document["kind"]), text(&document["metadata"]["name"]));
            assert!(document["apiVersion"].as_str().is_some(), "{name:?}");
            found.insert(name, document);
        }
    }
    found
}

fn texts(yaml: &Yaml) -> Vec<&str> {
    yaml.as_vec().map_or(Vec::new(), |all| all.iter().filter_map(Yaml::as_str).collect())
}

#[test]
fn the_unit_is_hardened_and_systemd_accepts_it() {
    if Command::new("systemd-analyze").arg("--version").output().is_err() {
        return println!("SKIPPED: systemd-analyze is not installed here");
    }
    let services =
        ["verwijspunt.service", "verwijspunt-doctor.service", "verwijspunt-backup.service"];
    for (unit, most) in services.map(|unit| (unit, 2.0)) {
        let file = deploy("systemd").join(unit);
        let judged =
            done(Command::new("systemd-analyze").args(["security", "--offline=true"]).arg(&file));
        let line = judged.lines().find(|line| line.contains("Overall exposure level")).unwrap();
        let level: f64 =
            line.split(':').nth(1).unwrap().split_whitespace().next().unwrap().parse().unwrap();
        assert!(level <= most, "{unit}: {line}");
        println!("{unit}: exposure {level}");
    }
    // The same unit with the program of this test, which exists.
    let dir = tempfile::tempdir().unwrap();
    let timers = ["verwijspunt-doctor.timer", "verwijspunt-backup.timer"];
    for unit in services.into_iter().chain(timers) {
        let script = deploy("runbooks/backup.sh");
        let text = read(&format!("systemd/{unit}"))
            .replace("/usr/bin/verwijspunt", BINARY)
            .replace("/usr/share/verwijspunt/runbooks/backup.sh", &script.to_string_lossy());
        fs::write(dir.path().join(unit), text).unwrap();
        let (code, said) =
            said(Command::new("systemd-analyze").arg("verify").arg(dir.path().join(unit)));
        let about: Vec<&str> = said.lines().filter(|line| line.contains("verwijspunt")).collect();
        assert!(about.is_empty(), "{unit} ({code:?}): {about:?}");
    }
}

#[test]
fn the_unit_and_the_runbooks_name_commands_that_exist() {
    let mut seen = 0;
    let text = ["verwijspunt.service", "verwijspunt-doctor.service"]
        .map(|unit| read(&format!("systemd/{unit}")))
        .concat();
    for line in text.lines().filter(|line| line.starts_with("Exec") && line.contains("verwijspunt"))
    {
        let words: Vec<&str> = line.split_once('=').unwrap().1.split(' ').skip(1).collect();
        let verb: Vec<&str> =
            words.iter().copied().take_while(|word| !word.starts_with(['-', '/'])).collect();
        done(Command::new(BINARY).args(&verb).arg("--help"));
        seen += 1;
    }
    assert_eq!(seen, 3);
}

#[test]
fn every_script_is_bash_that_parses_and_stops_at_a_failure() {
    let mut seen = 0;
    for directory in ["runbooks", "container"] {
        for entry in fs::read_dir(deploy(directory)).unwrap().flatten() {
            let path = entry.path();
            if path.extension().is_none_or(|ending| ending != "sh") {
                continue;
            }
            done(Command::new("bash").arg("-n").arg(&path));
            let text = fs::read_to_string(&path).unwrap();
            let sourced = path.ends_with("common.sh");
            assert!(sourced || text.contains("set -euo pipefail"), "{}", path.display());
            seen += 1;
        }
    }
    assert!(seen > 12, "{seen}");
}

#[test]
fn every_runbook_has_its_script_and_every_script_its_runbook() {
    let names = |ending: &str| -> Vec<PathBuf> {
        let entries = fs::read_dir(deploy("runbooks")).unwrap().flatten().map(|e| e.path());
        entries.filter(|path| path.extension().is_some_and(|e| e == ending)).collect()
    };
    let text: String = names("md").iter().map(|path| fs::read_to_string(path).unwrap()).collect();
    for script in names("sh") {
        let name = script.file_name().unwrap().to_string_lossy().into_owned();
        assert!(name == "common.sh" || text.contains(&name), "{name} is in no runbook");
    }
    let wanted = [
        "install",
        "upgrade",
        "backup-restore",
        "failover",
        "certificates",
        "key-rotation",
        "disk-full",
        "lost-key",
    ];
    for runbook in wanted {
        let text = read(&format!("runbooks/{runbook}.md"));
        assert!(text.contains(".sh"), "{runbook} names no script");
        assert!(text.contains("## "), "{runbook} has no steps");
    }
    // What a finding of the doctor points at exists.
    for name in wanted {
        assert!(deploy("runbooks").join(format!("{name}.md")).is_file());
    }
}

#[test]
fn compose_runs_three_brokers_over_a_primary_and_two_standbys() {
    let [compose] = &documents("container/compose.yaml")[..] else { panic!("one document") };
    let services = compose["services"].as_hash().unwrap();
    let names: Vec<&str> = services.keys().filter_map(Yaml::as_str).collect();
    assert_eq!(names, ["broker-1", "broker-2", "broker-3", "primary", "standby-1", "standby-2"]);
    let shared = &compose["x-broker"];
    assert_eq!(shared["read_only"].as_bool(), Some(true));
    assert_eq!(texts(&shared["cap_drop"]), ["ALL"]);
    assert_eq!(texts(&shared["security_opt"]), ["no-new-privileges:true"]);
    // Everything that is mounted is made by prepare.sh or stands beside the file.
    let dir = tempfile::tempdir().unwrap();
    let made = dir.path().join("made");
    let mut prepare = Command::new(deploy("container/prepare.sh"));
    prepare
        .env("MADE", &made)
        .env("VERWIJSPUNT", BINARY)
        .env("OWNER", SERVICE_USER.to_string() + ":1");
    done(&mut prepare);
    done(&mut prepare);
    // The first start of the database reads its passwords as the user of its own image.
    use std::os::unix::fs::MetadataExt as _;
    if fs::metadata(&made).unwrap().uid() == 0 {
        for secret in compose["x-postgres"]["secrets"].as_vec().unwrap() {
            let name = secret.as_str().or_else(|| secret["source"].as_str()).unwrap();
            let file = compose["secrets"][name]["file"].as_str().unwrap();
            let about = fs::metadata(made.join(file.strip_prefix("./made/").unwrap())).unwrap();
            assert_eq!((about.uid(), about.mode() & 0o777), (999, 0o600), "{name}");
        }
        // And the brokers theirs: everything that is mounted into them, also after a second run.
        let mounted = compose["x-broker"]["secrets"].as_vec().unwrap().iter().map(|secret| {
            compose["secrets"][secret["source"].as_str().unwrap()]["file"].as_str().unwrap()
        });
        let files = ["./made/etc", "./made/etc/server.pem", "./made/broker-1.toml"];
        for file in mounted.chain(files) {
            let about = fs::metadata(made.join(file.strip_prefix("./made/").unwrap())).unwrap();
            assert_eq!((about.uid(), about.mode() & 0o077), (SERVICE_USER, 0), "{file}");
        }
    }
    let exists = |path: &str| match path.strip_prefix("./made/") {
        Some(name) => made.join(name).exists(),
        None => path.starts_with("./") && deploy("container").join(path).exists(),
    };
    for (name, secret) in compose["secrets"].as_hash().unwrap() {
        assert!(exists(secret["file"].as_str().unwrap()), "{name:?}");
    }
    for (name, service) in services {
        for volume in texts(&service["volumes"]) {
            let from = volume.split(':').next().unwrap();
            let named = !compose["volumes"][from].is_badvalue();
            assert!(named || exists(from), "{name:?}: {volume}");
        }
    }
    // The brokers' configurations are accepted, with the paths of the container replaced.
    for number in 1..=3 {
        let file = made.join(format!("broker-{number}.toml"));
        let text = fs::read_to_string(&file).unwrap();
        assert!(text.contains(&format!("broker_name = \"broker-{number}\"")), "{text}");
        let text = text
            .replace("files/", &format!("{}/etc/", made.display()))
            .replace("/run/secrets/", &format!("{}/", made.display()));
        fs::write(&file, text).unwrap();
        done(Command::new(BINARY).args(["config", "check"]).arg(&file));
    }
}

/// A broker that requires a standby and may not see one does not start.
#[test]
fn whoever_requires_a_standby_may_see_whether_it_keeps_up() {
    let grant = "GRANT pg_monitor TO verwijspunt";
    let config = read("kubernetes/config.yaml");
    let cluster = &manifests()[&("Cluster".to_owned(), "verwijspunt-db".to_owned())];
    let made = &cluster["spec"]["bootstrap"]["initdb"]["postInitApplicationSQL"];
    let pairs = [
        (config, texts(made).join("\n")),
        (read("container/broker.toml"), read("container/primary.sh")),
        (read("runbooks/install.md"), read("runbooks/install.md")),
    ];
    for (requires, made) in pairs {
        assert!(requires.contains("require_synchronous = true"), "{requires}");
        assert!(made.lines().any(|line| line.trim_end_matches(';') == grant), "{made}");
    }
}

#[test]
fn the_image_has_no_root_and_every_file_that_it_copies_exists() {
    let text = read("container/Containerfile");
    let root = deploy("..");
    for line in text.lines().filter(|line| line.starts_with("COPY ") && !line.contains("--from")) {
        let words: Vec<&str> = line.split_whitespace().collect();
        for path in &words[1..words.len() - 1] {
            assert!(root.join(path).exists(), "{line}");
        }
    }
    let manifest: toml::Table =
        fs::read_to_string(root.join("Cargo.toml")).unwrap().parse().unwrap();
    // Without the files that the manifest names, cargo refuses the package inside the image.
    for kind in ["test", "bench", "example"] {
        for target in manifest.get(kind).and_then(toml::Value::as_array).into_iter().flatten() {
            let path = target["path"].as_str().unwrap();
            assert!(text.contains(&format!("COPY {path} ")), "{path} is not copied");
        }
    }
    assert!(text.contains("USER 65532:65532"), "{text}");
    let last = text.rfind("FROM ").unwrap();
    assert!(!text[last..].contains("\nRUN "), "the last stage has no shell");
}

#[test]
fn the_manifests_keep_to_what_the_broker_needs() {
    let all = manifests();
    let of = |kind: &str, name: &str| &all[&(kind.to_owned(), name.to_owned())];
    let broker = of("Deployment", "verwijspunt");
    let pod = &broker["spec"]["template"]["spec"];
    assert_eq!(broker["spec"]["replicas"].as_i64(), Some(3));
    assert_eq!(broker["spec"]["strategy"]["rollingUpdate"]["maxUnavailable"].as_i64(), Some(0));
    assert_eq!(pod["securityContext"]["runAsNonRoot"].as_bool(), Some(true));
    assert_eq!(pod["automountServiceAccountToken"].as_bool(), Some(false));
    let containers = [&pod["initContainers"], &pod["containers"]];
    for container in containers.iter().flat_map(|all| all.as_vec().unwrap()) {
        let context = &container["securityContext"];
        assert_eq!(context["allowPrivilegeEscalation"].as_bool(), Some(false));
        assert_eq!(context["readOnlyRootFilesystem"].as_bool(), Some(true));
        assert_eq!(texts(&context["capabilities"]["drop"]), ["ALL"]);
        assert!(!container["resources"]["limits"]["memory"].is_badvalue());
        // What is mounted is a volume of the pod.
        for mount in container["volumeMounts"].as_vec().unwrap() {
            let name = &mount["name"];
            assert!(
                pod["volumes"].as_vec().unwrap().iter().any(|v| v["name"] == *name),
                "{name:?}"
            );
        }
    }
    let [container] = &pod["containers"].as_vec().unwrap()[..] else { panic!("one container") };
    assert_eq!(container["startupProbe"]["grpc"]["port"].as_i64(), Some(9443));
    // Health over gRPC follows the database: whoever asks it whether to kill kills all brokers at once.
    for (probe, path) in [("livenessProbe", "/livez"), ("readinessProbe", "/readyz")] {
        let get = &container[probe]["httpGet"];
        assert_eq!((get["path"].as_str(), get["port"].as_str()), (Some(path), Some("admin")));
    }
    // A pod is given more time than the broker takes to drain.
    let grace = pod["terminationGracePeriodSeconds"].as_i64().unwrap();
    assert!(grace > 20 + 2, "{grace}");

    // Selectors find the pods that they mean.
    let labels = &broker["spec"]["template"]["metadata"]["labels"];
    let service = &of("Service", "verwijspunt")["spec"]["selector"];
    let budget = &of("PodDisruptionBudget", "verwijspunt")["spec"]["selector"]["matchLabels"];
    let policy = &of("NetworkPolicy", "broker")["spec"]["podSelector"]["matchLabels"];
    for selector in [service, budget, policy] {
        for (label, value) in selector.as_hash().unwrap() {
            assert_eq!(&labels[label.as_str().unwrap()], value);
        }
    }
    let database = of("Cluster", "verwijspunt-db");
    assert_eq!(database["spec"]["instances"].as_i64(), Some(3));
    let synchronous = &database["spec"]["postgresql"]["synchronous"];
    assert_eq!(synchronous["number"].as_i64(), Some(1));
    assert_eq!(synchronous["dataDurability"].as_str(), Some("required"));
    assert!(all.contains_key(&("NetworkPolicy".into(), "nobody".into())), "all else is refused");
    assert!(!all.keys().any(|(kind, _)| kind == "Secret"), "no secret stands in the project");
}

/// Every number that an alert looks at is one of those that a broker shows.
#[test]
fn alerts_look_at_numbers_that_there_are() {
    let documents = documents("monitoring/alerts.yaml");
    let groups = documents[0]["groups"].as_vec().expect("groups");
    let rules: Vec<&Yaml> =
        groups.iter().flat_map(|group| group["rules"].as_vec().expect("rules")).collect();
    let published: String = ["deliveries", "serve", "metrics", "surroundings", "../broker/mod"]
        .map(|file| fs::read_to_string(deploy(&format!("../src/server/{file}.rs"))).unwrap())
        .concat();
    let mut looked_at = BTreeSet::new();
    for rule in rules {
        let name = rule["alert"].as_str().expect("a name");
        for told in ["summary", "description"] {
            assert!(rule["annotations"][told].as_str().is_some(), "{name}: {told}");
        }
        for word in rule["expr"].as_str().expect("an expression").split_whitespace() {
            let Some(metric) = word.strip_prefix("verwijspunt_") else { continue };
            assert!(published.contains(&format!("\"{metric}\",")), "{name}: {metric}");
            looked_at.insert(metric.to_owned());
        }
    }
    let wanted = [
        "webhook_paused",
        "mail_recipients_paused",
        "professional_mail_paused",
        "crl_expiry_seconds",
        "reload_good",
        "ready",
        "store_disk_free_bytes",
        "backup_age_seconds",
    ];
    for metric in wanted {
        assert!(looked_at.contains(metric), "nobody hears of {metric}");
    }
}

#[test]
fn the_configuration_in_the_manifests_is_one_that_the_broker_takes() {
    let all = manifests();
    let map = &all[&("ConfigMap".to_owned(), "verwijspunt-config".to_owned())];
    let text = map["data"]["config.toml"].as_str().unwrap();
    // The paths are those of mounts, and the port that of the probes.
    let broker = &all[&("Deployment".to_owned(), "verwijspunt".to_owned())];
    let pod = &broker["spec"]["template"]["spec"];
    let mounts: Vec<&str> = pod["containers"][0]["volumeMounts"]
        .as_vec()
        .unwrap()
        .iter()
        .filter_map(|mount| mount["mountPath"].as_str())
        .collect();
    let quoted = text.split('"').skip(1).step_by(2).filter(|text| text.starts_with('/'));
    for path in quoted {
        assert!(mounts.iter().any(|mount| path.starts_with(&format!("{mount}/"))), "{path}");
    }
    assert!(text.contains("admin_address = \"0.0.0.0:9443\""), "{text}");
    // Everything but the files themselves is accepted.
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("config.toml");
    fs::write(&file, text).unwrap();
    let (code, said) = said(Command::new(BINARY).args(["config", "check"]).arg(&file));
    assert_eq!(code, Some(1));
    for line in said.lines().skip(1).filter(|line| !line.is_empty()) {
        assert!(line.contains("cannot be read") || line.contains("PEM"), "{said}");
    }
}

#[test]
fn what_a_killed_run_of_the_tests_left_goes_with_the_next_and_what_goes_on_stays() {
    let base = tempfile::tempdir().unwrap();
    let run = |then: &str| {
        let library = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/support/run_directory.sh");
        let script = format!(
            "set -euo pipefail\nsource {}\nrun_directory made {}\ntouch \"$made/left\"\necho \"$made\"\n{then}",
            library.display(),
            base.path().display()
        );
        let mut command = Command::new("bash");
        command.args(["-c", &script]).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let mut made = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut made).unwrap();
        (child, PathBuf::from(made.trim_end()))
    };
    // The first goes on; a process of the second outlives it; the third is killed.
    let (mut first, going_on) = run("read -r _");
    let (mut second, outlived) = run("exec 3<&0; read -r _ <&3 & kill -KILL $$");
    // To wait for it would end its input, and with that the process behind it.
    let input = second.stdin.take();
    second.wait().unwrap();
    let (mut third, left) = run("kill -KILL $$");
    assert_eq!(third.wait().unwrap().code(), None, "killed");
    assert!(left.join("left").exists(), "it had no time to clean up");
    let (mut next, own) = run("");
    assert!(next.wait().unwrap().success());
    assert!(!left.exists() && own.exists());
    assert!(going_on.join("left").exists() && outlived.join("left").exists());
    // Both end with their input.
    drop((first.stdin.take(), input));
    first.wait().unwrap();
}
