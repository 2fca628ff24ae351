//! Do the files that an operator and a client start from work? And what every tool asks a server.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use tonic::transport::Channel;
use tonic_health::pb::{
    HealthCheckRequest, health_check_response::ServingStatus, health_client::HealthClient,
};
use verwijspunt::{
    broker::Clock,
    cli::client::{self, ClientOptions},
    covenant::Covenant,
    server::{
        assemble::{self, Assembled},
        config::Config,
        keys,
        pki::{self, ClientSpec},
    },
};

use super::raw::FILES;

const SCHOOL: &str = "school";

fn shipped(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// The example, with its directories moved into `dir` and any free port.
fn filled_in(dir: &Path) -> PathBuf {
    let covenant = depths_covenant();
    let school = covenant
        .all()
        .flat_map(Covenant::organisations)
        .find(|o| o.kind == "school")
        .expect("a school");
    let client = ClientSpec::new(SCHOOL).oin(&school.oin.to_string());
    pki::make(&dir.join("etc/certs"), &[client], false).expect("certificates");
    keys::new(&dir.join("etc/keys.toml")).expect("a key");
    fs::create_dir(dir.join("etc/covenants")).expect("a directory");
    for name in ["amsterdam-2009.toml", "amsterdam-organisations.toml"] {
        let from = shipped("deploy/covenants").join(name);
        fs::copy(from, dir.join("etc/covenants").join(name)).expect("a copy");
    }
    let text = fs::read_to_string(shipped("deploy/config.example.toml")).expect("the example");
    let text = text
        .replace("/etc/verwijspunt", &dir.join("etc").display().to_string())
        .replace("/var/lib/verwijspunt", &dir.join("data").display().to_string())
        .replace(":7443", ":0")
        .replace(":9443", ":0");
    let file = dir.join("config.toml");
    fs::write(&file, text).expect("a file");
    file
}

fn depths_covenant() -> std::sync::Arc<verwijspunt::covenant::Covenants> {
    super::support::depths::covenant(&super::support::world::CovenantFiles::amsterdam())
}

#[test]
fn the_example_of_a_configuration_works_and_names_every_setting() {
    let dir = tempfile::tempdir().expect("a directory");
    let file = filled_in(dir.path());
    let checked = Command::new(env!("CARGO_BIN_EXE_verwijspunt"))
        .args(["config", "check"])
        .arg(&file)
        .output()
        .expect("the program runs");
    let said = String::from_utf8_lossy(&checked.stdout);
    let complaint = String::from_utf8_lossy(&checked.stderr);
    assert!(checked.status.success(), "{said}{complaint}");
    assert!(said.contains("# ok"), "{said}");
    // What is in force is printed as a file: each of its settings stands in the example, in a
    // line of its own or behind a comment sign, with the value that is the default.
    let example = fs::read_to_string(shipped("deploy/config.example.toml")).expect("the example");
    let plain = |line: &str| line.trim_start_matches('#').trim().replace('_', "");
    let written: BTreeSet<String> = example.lines().map(plain).collect();
    for setting in said.lines().filter(|line| line.contains(" = ")) {
        let (key, _) = setting.split_once(" = ").expect("it has one");
        let key = plain(key);
        let named = written.iter().any(|line| line.starts_with(&format!("{key} = ")));
        assert!(named, "deploy/config.example.toml says nothing of {setting}");
        let a_number = setting.ends_with(|c: char| c.is_ascii_digit());
        assert!(!a_number || written.contains(&plain(setting)), "the default is {setting}");
    }
}

async fn running(dir: &Path) -> (Assembled, Channel) {
    let config = Config::load(&filled_in(dir)).expect("a configuration");
    let assembled = assemble::start(&config, Clock::System).await.expect("it starts");
    let server = format!("https://localhost:{}", assembled.server().address().port());
    let options = ClientOptions::named(&server, &dir.join("etc/certs"), SCHOOL);
    let channel = client::connect(&options).await.expect("it connects");
    (assembled, channel)
}

#[tokio::test(flavor = "multi_thread")]
async fn health_and_both_reflections_answer() {
    let dir = tempfile::tempdir().expect("a directory");
    let (assembled, channel) = running(dir.path()).await;

    let mut health = HealthClient::new(channel.clone());
    let ask = HealthCheckRequest { service: String::new() };
    let answer = health.check(ask).await.expect("an answer").into_inner();
    assert_eq!(answer.status(), ServingStatus::Serving);

    macro_rules! listed {
        ($version:ident) => {{
            use tonic_reflection::pb::$version::{
                ServerReflectionRequest, server_reflection_client::ServerReflectionClient,
                server_reflection_request::MessageRequest,
                server_reflection_response::MessageResponse,
            };
            let ask = |message: MessageRequest| ServerReflectionRequest {
                host: String::new(),
                message_request: Some(message),
            };
            let asked = tokio_stream::iter([
                ask(MessageRequest::ListServices(String::new())),
                ask(MessageRequest::FileContainingSymbol("verwijspunt.v1.Ticket".into())),
            ]);
            let mut client = ServerReflectionClient::new(channel.clone());
            let answer = client.server_reflection_info(asked).await.expect("a stream");
            let mut answers = answer.into_inner();
            let mut next = async || {
                let answer = answers.message().await.expect("an answer").expect("not the end");
                answer.message_response.expect("it says something")
            };
            let MessageResponse::ListServicesResponse(list) = next().await else {
                panic!("not the list of services")
            };
            let MessageResponse::FileDescriptorResponse(files) = next().await else {
                panic!("not the file of a ticket")
            };
            assert!(!files.file_descriptor_proto.is_empty());
            list.service.into_iter().map(|service| service.name).collect::<BTreeSet<String>>()
        }};
    }
    let ours = FILES.iter().flat_map(|file| &file.service);
    let mut expected: BTreeSet<String> =
        ours.map(|service| format!("verwijspunt.v1.{}", service.name())).collect();
    expected.insert("grpc.health.v1.Health".to_owned());
    for listed in [listed!(v1), listed!(v1alpha)] {
        assert!(listed.is_superset(&expected), "{listed:?}");
    }
    drop((health, channel));
    assembled.shutdown().await;
}

/// Clients of every language can take this file as it is: it names every service, and says to
/// retry what is harmless and nothing else.
#[test]
fn the_retry_policy_covers_every_service() {
    let text = fs::read_to_string(shipped("proto/service_config.json")).expect("the file");
    let config: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let mut named = BTreeSet::new();
    for method in config["methodConfig"].as_array().expect("a list") {
        for name in method["name"].as_array().expect("a list") {
            named.insert(name["service"].as_str().expect("a name").to_owned());
        }
        let Some(policy) = method.get("retryPolicy") else { continue };
        let codes: Vec<&str> = policy["retryableStatusCodes"]
            .as_array()
            .unwrap()
            .iter()
            .map(|c| c.as_str().unwrap())
            .collect();
        // ABORTED may ask to read again first, RESOURCE_EXHAUSTED to wait for a day.
        assert_eq!(codes, ["UNAVAILABLE"]);
        // gRPC allows five at most, in every language.
        assert!((2..=5).contains(&policy["maxAttempts"].as_u64().expect("a number")));
        assert!(method["timeout"].as_str().is_some_and(|time| time.ends_with('s')));
    }
    let ours = FILES.iter().flat_map(|file| &file.service);
    let expected: BTreeSet<String> =
        ours.map(|service| format!("verwijspunt.v1.{}", service.name())).collect();
    assert_eq!(named, expected);
}
