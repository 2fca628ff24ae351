//! Does a BSN, a key or a professional's name turn up where it must not? A whole scenario against
//! the real program, logging all that it can; then everything that it wrote and said is searched.

#![allow(unreachable_pub, missing_docs)]

use std::{
    collections::BTreeMap,
    fs::{self, File},
    io::{BufRead as _, BufReader, Read as _, Write as _},
    net::{SocketAddr, TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::{Child, ChildStdout, Command, Stdio},
    sync::{Arc, Mutex},
};

use http_body_util::BodyExt as _;
use tower::ServiceExt as _;
use verwijspunt::store::embedded::engine::{self, Options};

#[path = "support/mod.rs"]
mod support;

use support::{
    actors::Directory,
    language, mtls, names, play, rest,
    transport::boxed,
    world::{Certificate, Channel, CovenantFiles, TestClock, World},
};

const PROGRAM: &str = env!("CARGO_BIN_EXE_verwijspunt");

/// Persons of the scenario, by their names in it.
const PERSONS: [&str; 12] =
    ["Pa", "Pb", "Pc", "Pd", "Pe", "Pf", "Pg", "Ph", "Pi", "Pj", "Pk", "Pl"];

/// Numbers that are sent as they stand: wrong ones, and one in the wrong field.
const RAW: [&str; 7] =
    ["123456789", "987654321", "12345678x", "555555555", "010000008", "111222333", "999993653"];

/// What others see of the professional: for the store and the inboxes, not for logs and errors.
const CARD: [&str; 3] = ["Quirina Zwanenzang", "020 5559871", "quirina@waterlelie.example"];

const SCENARIO: &str = r#"
school: register i1 child=Pa,Pb parent=Pc CARD => ok involved=nobody
bjaa: register i2 child=Pa => ok involved=school match=m1
school: inbox => match with=bjaa
shelter: register i3 parent=Pc => ok involved=school
population-register: record-parents Pd parents=Pe,Pf => ok
police: register i4 child=Pd => ok involved=nobody
debt-zeeburg: register i5 adult=Pe CARD => ok involved=police
police: inbox => match kind=family
school: involved i1 => bjaa | withheld
bjaa: involved i1 => refused PERMISSION_DENIED NOT_ALLOWED

school: register i6 child=bsn:123456789 CARD => refused fields members[0].bsn
school: register i6 child=bsn:12345678x,bsn:555555555,Pg,Pg CARD => refused fields members[0].bsn members[1].bsn members[3].bsn
school: register i6 child=Pg@2090 parent=bsn:987654321@1980-01-01 CARD => refused fields members[0].birth_date members[1].birth_date members[1].bsn
school: register i6 child=Pg area=010000008 CARD => refused fields area
school: register i6 child=Pg postcode=010000008 CARD => refused fields postcode
school: register raw:010000008 child=Pg CARD => refused fields involvement_id
school: register i6 child=Pg start=010000008 CARD => refused fields start_date
population-register: record-parents bsn:987654321 parents=bsn:555555555 => refused fields child_bsn parent_bsns[0]
school: register i6 child=Ph as-oin=bjaa CARD => refused PERMISSION_DENIED NOT_ALLOWED
stranger: register i6 child=Ph CARD => refused UNAUTHENTICATED NOT_A_PARTY
coordinator-zeeburg: register i6 child=Ph CARD => refused PERMISSION_DENIED NOT_ALLOWED
school: record-parents Pa parents=Pc => refused PERMISSION_DENIED NOT_ALLOWED
school: register i1 child=Pi CARD => refused ALREADY_EXISTS any
school: register i7 child=Pg name=repeat:x:300000 => refused any any
school: import imp1 row="j1 child=Pj" row="j2 child=bsn:123456789 area=atlantis" row="j3 child=Pj parent=Pk" row="j4 child=bsn:987654321,bsn:555555555"
  => registered | refused fields=area,members[0].bsn | registered | refused

school: follow-up m1 state=contact_made => ok
bjaa: agree-lead m1 lead=school => ok lead=school
school: open-ticket t1 involvement=i1 track=B target=debt-zeeburg category=MPG2 => ok
school: escalate t1 => ok handler=coordinator-zeeburg
school: resolve t1 how=agreement => refused PERMISSION_DENIED NOT_HANDLER
coordinator-zeeburg: resolve t1 how=agreement => ok
coordinator-zeeburg: inbox => includes ticket-assigned
process-manager-zeeburg: cases => c1
process-manager-zeeburg: case c1 => ok count=3
process-manager-zeeburg: add-persons c1 person=Pm person=Pn => ok count=5
process-manager-zeeburg: add-persons c1 person=bsn:123456789 person=Pm person=Pm => refused fields persons[0].bsn persons[2].bsn
coordinator-zeeburg: open-case c2 person=Pm category=MPG1 => refused FAILED_PRECONDITION PERSON_IN_CASE
coordinator-zeeburg: open-case c2 person=Po person=bsn:987654321 category=MPG1 area=010000008 => refused fields persons[1].bsn area
coordinator-zeeburg: open-case c2 person=Po category=MPG1 => ok count=1
coordinator-zeeburg: open-case c2 person=Pq category=MPG1 => refused ALREADY_EXISTS ID_REUSED
coordinator-zeeburg: remove-person c2 person=raw:010000008 => refused fields person_id
school: open-case c3 person=Pr category=MPG1 => refused PERMISSION_DENIED NOT_ALLOWED
restart
bjaa: end i2 => ok
school: end i1 reason=unjustified => ok
police: register i8 child=Pa parent=Pl => ok earlier=yes
police: inbox => earlier
school: inbox => includes destroyed
privacy-officer: subject-access Pa => includes registered by=bjaa | looked who=bjaa
privacy-officer: subject-access bsn:123456789 => refused fields bsn
privacy-officer: register-objection o1 person=Pa => ok
privacy-officer: register-objection o2 person=bsn:987654321 => refused fields bsn
police: objection o1 => ok own=i8
police: decide-objection o1 decision=granted => ok
population-register: record-shielding Pe => ok
population-register: record-shielding bsn:987654321 => refused fields bsn
population-register: record-death Pe => ok
population-register: record-death bsn:555555555 => refused fields bsn
"#;

/// What the server sent, whole.
#[derive(Default)]
struct Sent {
    answers: Vec<u8>,
    refusals: Vec<u8>,
}

/// The program as a child process, in a directory with all that belongs to it.
struct Served {
    directory: Arc<tempfile::TempDir>,
    config: PathBuf,
    /// Whether the calls are made over REST.
    rest: bool,
    process: Option<(Child, String)>,
    /// Held open: whoever stops says so.
    said: Option<BufReader<ChildStdout>>,
    sent: Arc<Mutex<Sent>>,
}

impl Served {
    fn begin(&mut self) {
        let log = File::options().create(true).append(true).open(self.directory.path().join("log"));
        let mut child = Command::new(PROGRAM)
            .args(["serve", "--config"])
            .arg(&self.config)
            .stdout(Stdio::piped())
            .stderr(log.expect("a log"))
            .spawn()
            .expect("it was built");
        let mut line = String::new();
        let said = child.stdout.take().expect("piped");
        let mut said = BufReader::new(said);
        said.read_line(&mut line).expect("it says where it serves");
        self.said = Some(said);
        let server = line.trim().strip_prefix("serving on ").expect("an address").to_owned();
        self.process = Some((child, server));
    }

    fn server(&self) -> &str {
        &self.process.as_ref().expect("it runs").1
    }

    /// As an administrator stops it: the index is written too.
    fn end(&mut self) {
        let Some((mut child, _)) = self.process.take() else { return };
        let pid = child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &pid]).status().expect("kill").success());
        let ended = child.wait().expect("it ends");
        let log = self.directory.path().join("log");
        let tail = || String::from_utf8_lossy(&fs::read(&log).expect("a log")).into_owned();
        assert!(ended.success(), "{ended}: {}", tail().lines().last().unwrap_or_default());
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        if let Some((child, _)) = &mut self.process {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

#[async_trait::async_trait]
impl World for Served {
    async fn channel(&mut self, holder: &Certificate) -> Channel {
        let channel = mtls::connect(self.directory.path(), self.server(), holder).await;
        let channel = noted(channel, &self.sent);
        if self.rest { noted(rest::over_rest(channel), &self.sent) } else { channel }
    }

    async fn sweep(&mut self) {}

    async fn restart(&mut self) {
        self.end();
        self.begin();
    }
}

/// The same channel; what it is answered is kept.
fn noted(channel: Channel, sent: &Arc<Mutex<Sent>>) -> Channel {
    let sent = sent.clone();
    boxed(channel.map_response(move |response| {
        let headers = sent.clone();
        note(&headers, response.headers());
        response.map(|body| {
            tonic::body::Body::new(body.map_frame(move |frame| {
                if let Some(data) = frame.data_ref() {
                    sent.lock().expect("no panic").answers.extend_from_slice(data);
                }
                if let Some(trailers) = frame.trailers_ref() {
                    note(&sent, trailers);
                }
                frame
            }))
        })
    }))
}

/// Keeps what a refusal says: as it stands and, because the details are coded there, as bytes.
fn note(sent: &Mutex<Sent>, headers: &http::HeaderMap) {
    let mut sent = sent.lock().expect("no panic");
    sent.answers.extend_from_slice(format!("{headers:?}").as_bytes());
    if let Some(status) = tonic::Status::from_header_map(headers) {
        sent.refusals.extend_from_slice(status.message().as_bytes());
        sent.refusals.extend_from_slice(status.details());
    }
}

/// Something that must not be found, in every form that might be written.
struct Secret {
    what: &'static str,
    forms: Vec<Vec<u8>>,
}

impl Secret {
    fn text(what: &'static str, text: &str) -> Self {
        let hex: String = text.bytes().map(|b| format!("{b:02x}")).collect();
        let listed: Vec<String> = text.bytes().map(|b| b.to_string()).collect();
        let forms = [text.to_owned(), hex, listed.join(", "), listed.join(",")];
        Self { what, forms: forms.map(String::into_bytes).into() }
    }
}

/// Which of these are in there.
fn search(place: &str, content: &[u8], secrets: &[Secret]) -> Vec<String> {
    let mut found = Vec::new();
    for (number, secret) in secrets.iter().enumerate() {
        for (form, needle) in secret.forms.iter().enumerate() {
            if let Some(at) = position(content, needle) {
                let around = &content[at.saturating_sub(200)..content.len().min(at + 60)];
                let around = String::from_utf8_lossy(around);
                let what = secret.what;
                found.push(format!("{what} {number} (form {form}) in {place}: …{around}…"));
            }
        }
    }
    found
}

/// By the rarest means that is quick without optimisation: the standard library's text search.
fn position(content: &[u8], needle: &[u8]) -> Option<usize> {
    match std::str::from_utf8(needle) {
        Ok(needle) => content
            .utf8_chunks()
            .scan(0, |at, chunk| {
                let here = *at;
                *at += chunk.valid().len() + chunk.invalid().len();
                Some(chunk.valid().find(needle).map(|found| here + found))
            })
            .flatten()
            .next(),
        Err(_) => content.windows(needle.len()).position(|window| window == needle),
    }
}

/// Every file under a directory with its content.
fn files(directory: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(directory).expect("a directory") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            let content = support::packed::with_unpacked(fs::read(&path).expect("readable"));
            found.insert(path, content);
        }
    }
    found
}

fn get(address: SocketAddr, path: &str) -> Vec<u8> {
    let mut stream = TcpStream::connect(address).expect("the admin port is open");
    write!(stream, "GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        .expect("it listens");
    let mut page = Vec::new();
    stream.read_to_end(&mut page).expect("it answers");
    page
}

fn bsns() -> Vec<Secret> {
    let made = PERSONS.map(names::synthetic_bsn);
    let all = made.iter().map(String::as_str).chain(RAW);
    all.map(|bsn| Secret::text("the BSN", bsn)).collect()
}

/// The keys in a key file, as text and as bytes.
fn keys(file: &Path) -> Vec<Secret> {
    let text = fs::read_to_string(file).expect("the key file");
    let table: toml::Table = text.parse().expect("TOML");
    let keys = table["key"].as_array().expect("keys");
    let secret = |key: &toml::Value| {
        let hex = key["secret"].as_str().expect("a secret").to_owned();
        let pair = |at: usize| u8::from_str_radix(&hex[at..at + 2], 16).expect("hex");
        let raw: Vec<u8> = (0..hex.len()).step_by(2).map(pair).collect();
        let listed = raw.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        let forms = vec![hex.to_uppercase().into_bytes(), hex.into_bytes(), listed.into(), raw];
        Secret { what: "the key", forms }
    };
    keys.iter().map(secret).collect()
}

fn quoted() -> String {
    format!("name=\"{}\" phone=\"{}\" email={}", CARD[0], CARD[1], CARD[2])
}

/// Lines that the command line cannot read, or that the server refuses; each with a BSN.
fn csv(oin: &str) -> String {
    let row = |id: u32, members: &str| {
        let [name, phone, email] = CARD;
        let start = "2024-01-01";
        format!(
            "0190a1fd-8c00-7efa-8760-{id:012},{oin},{members},p-1,{name},teacher,{phone},{email},zeeburg,,{start},,,,p-1"
        )
    };
    let [wrong, other, letter, fives, valid, second, third] = RAW;
    let lines = [
        "involvement_id,organisation_oin,members,professional_id,name,function,phone,email,area,\
         postcode,start_date,end_date,informed_on,not_informed_ground,acting_professional"
            .to_owned(),
        row(1, &format!("child:{valid}:2014-01-01;parent:{second}")),
        row(2, &format!("child:{wrong}:2014-01-01")),
        row(3, &format!("kid:{other}:2014-01-01")),
        row(4, &format!("child:{letter}:2014-13-41")),
        row(5, &format!("child{fives}")),
        row(6, &format!("parent:{third}:1980-01-01:x")),
        format!("{third},{oin},{valid}"),
        row(7, &format!("child:{second}:2014-01-01")).replace("2024-01-01", third),
        row(8, &format!("child:{valid}:2014-01-01")).replace(",zeeburg,", &format!(",{third},")),
        row(9, &format!("\"child:{valid}:2014-01-01")),
    ];
    lines.join("\n")
}

/// Runs a command of the program as the school; what it said on either channel.
fn say(directory: &Path, server: &str, school: &str, words: &[&str]) -> Vec<u8> {
    let output = Command::new(PROGRAM)
        .args(words)
        .args(["--server", server, "--as", school, "--professional", "p-1"])
        .args(["--certs", "certs"])
        .current_dir(directory)
        .output()
        .expect("it was built");
    assert!(!output.status.success(), "{words:?} has something to refuse");
    [output.stdout, output.stderr].concat()
}

#[test]
fn nothing_leaks() {
    play_and_search(false);
}

/// Addresses are part of what is asked there, and a BSN that came into one is written down nowhere.
#[test]
fn nothing_leaks_over_rest() {
    play_and_search(true);
}

fn play_and_search(rest: bool) {
    let directory = Arc::new(tempfile::tempdir().expect("a directory"));
    let free = TcpListener::bind("127.0.0.1:0").and_then(|l| l.local_addr()).expect("a port");
    let covenant = CovenantFiles::amsterdam();
    let more = format!(
        "[listen]\naddress = \"127.0.0.1:0\"\nadmin_address = \"{free}\"\n\
         [log]\nformat = \"json\"\nfilter = \"trace\"\n"
    );
    let config = mtls::furnish(directory.path(), &covenant, &more);
    let sent = Arc::new(Mutex::new(Sent::default()));
    let mut served = Served {
        directory: directory.clone(),
        config,
        rest,
        process: None,
        said: None,
        sent: sent.clone(),
    };
    served.begin();

    // The scenario over the wire, at the real time: the program has no other.
    let now = jiff::Timestamp::now().in_tz("Europe/Amsterdam").expect("a zone");
    let text = format!(
        "# Everything happens\n# source: promise W8\nat {}\n{}",
        now.strftime("%Y-%m-%d %H:%M"),
        SCENARIO.replace("CARD", &quoted())
    );
    for person in PERSONS {
        assert!(SCENARIO.contains(person), "{person} takes part");
    }
    let story = language::read_text("leaks.story", &text).expect("a story");
    let parties = Arc::new(Directory::load(&covenant).expect("a covenant"));
    let school = parties.actor("school").expect("a school");
    let clock = TestClock::new(support::calendar::instant("2020-01-01", "00:00").expect("a date"));
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    // The story's world is moved into the player: a second handle keeps what is looked at later.
    let world = Shared(Arc::new(tokio::sync::Mutex::new(served)));
    let handle = world.0.clone();
    runtime.block_on(play::play(&story, Box::new(world), clock, parties)).expect("it plays");
    let mut served = handle.blocking_lock();

    // The command line, with files that are broken in every way.
    let name = mtls::issue(directory.path(), &school.certificate);
    fs::write(directory.path().join("in.csv"), csv(&school.key)).expect("a new file");
    let families =
        [("wrong", "child:123456789:2014-01-01"), ("worse", "child:010000008:2014-99-99")];
    for (name, text) in families {
        fs::write(directory.path().join(name).with_extension("txt"), text).expect("a new file");
    }
    let mut said = Vec::new();
    for words in [
        vec!["import", "in.csv", "--report", "report.csv"],
        vec!["import", "in.csv", "--dry-run"],
        vec![
            "register",
            "--members",
            "wrong.txt",
            "--area",
            "zeeburg",
            "--name",
            CARD[0],
            "--function",
            "teacher",
            "--phone",
            CARD[1],
        ],
        vec![
            "register",
            "--members",
            "worse.txt",
            "--area",
            "010000008",
            "--name",
            CARD[0],
            "--function",
            "teacher",
            "--phone",
            CARD[1],
        ],
    ] {
        said.extend(say(directory.path(), served.server(), &name, &words));
    }

    let metrics = [get(free, "/metrics"), get(free, "/readyz"), get(free, "/x")].concat();
    served.end();
    let data = directory.path().join("data");
    let before = files(&data);
    engine::checkpoint(&data, Options::default()).expect("a checkpoint");
    let after = files(&data);
    let log = fs::read(directory.path().join("log")).expect("a log");
    let report = fs::read(directory.path().join("report.csv")).expect("a report");
    let sent = sent.lock().expect("no panic");

    // What is searched is what was meant: each holds something that belongs there.
    let card: Vec<Secret> = CARD.iter().map(|text| Secret::text("the card's", text)).collect();
    for (place, content, mark) in [
        ("the log", &log, "serving"),
        ("the log at its finest", &log, "\"TRACE\""),
        ("the metrics", &metrics, "# TYPE"),
        ("the answers", &sent.answers, CARD[0]),
        ("the refusals", &sent.refusals, "members[0].bsn"),
        ("the report", &report, "refused"),
        ("what the command line said", &said, "line"),
    ] {
        assert!(position(content, mark.as_bytes()).is_some(), "{mark} is not in {place}");
    }
    let holds = |files: &BTreeMap<PathBuf, Vec<u8>>, mark: &str| {
        files.values().any(|content| position(content, mark.as_bytes()).is_some())
    };
    assert!(holds(&before, CARD[1]) && holds(&after, CARD[1]), "the store keeps contact cards");
    assert!(holds(&after, "RegisterInvolvement"), "the audit log is among the files");

    let (bsns, keys) = (bsns(), keys(&directory.path().join("keys.toml")));
    let mut found = Vec::new();
    for (place, content) in before.iter().chain(&after) {
        let place = place.display().to_string();
        found.extend(search(&place, content, &bsns));
        found.extend(search(&place, content, &keys));
    }
    for (place, content) in [
        ("the log", &log),
        ("the metrics", &metrics),
        ("the answers", &sent.answers),
        ("the refusals", &sent.refusals),
        ("the report", &report),
        ("what the command line said", &said),
    ] {
        found.extend(search(place, content, &bsns));
        found.extend(search(place, content, &keys));
    }
    for (place, content) in
        [("the log", &log), ("the metrics", &metrics), ("the refusals", &sent.refusals)]
    {
        found.extend(search(place, content, &card));
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// One process, used by the story and looked at after it.
struct Shared(Arc<tokio::sync::Mutex<Served>>);

#[async_trait::async_trait]
impl World for Shared {
    async fn channel(&mut self, holder: &Certificate) -> Channel {
        self.0.lock().await.channel(holder).await
    }

    async fn sweep(&mut self) {}

    async fn restart(&mut self) {
        self.0.lock().await.restart().await;
    }
}

/// The search finds what is planted, in every form and wherever it stands: else the test above
/// could pass by looking past it.
#[test]
fn what_is_planted_is_found() {
    let secrets = bsns();
    assert_eq!(secrets.len(), PERSONS.len() + RAW.len());
    let noise: Vec<u8> = (0..4096_u32).map(|n| (n * 31 % 256) as u8).collect();
    assert!(search("noise", &noise, &secrets).is_empty());
    for secret in &secrets {
        for form in &secret.forms {
            for cut in [0, 1000, noise.len()] {
                let (head, tail) = noise.split_at(cut);
                let planted = [head, b"7", form, b"9", tail].concat();
                assert!(!search("planted", &planted, &secrets).is_empty(), "{form:?} at {cut}");
            }
        }
    }
    let directory = tempfile::tempdir().expect("a directory");
    let file = directory.path().join("keys.toml");
    verwijspunt::server::keys::new(&file).expect("a key");
    let keys = keys(&file);
    for form in &keys[0].forms {
        let planted = [&noise[..], form, &noise[..]].concat();
        assert!(!search("planted", &planted, &keys).is_empty());
    }
    // A BSN in a file under a directory of the store, also across what is no text.
    let deep = directory.path().join("data/deep");
    fs::create_dir_all(&deep).expect("a directory");
    fs::write(
        deep.join("segment"),
        [b"\xff\x00", secrets[0].forms[0].as_slice(), b"\xfe"].concat(),
    )
    .expect("a file");
    let found = files(directory.path());
    assert!(found.values().any(|content| !search("file", content, &secrets).is_empty()));
}
