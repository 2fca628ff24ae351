//! Do the commands work as an administrator and a professional type them? The real program as
//! child processes: a broker installed by its own subcommands, and every client verb against it.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeSet;
use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use clap::Parser as _;
use serde_json::Value;
use tempfile::TempDir;
use verwijspunt::domain::model::spoken::Spoken;

#[path = "cli_end_to_end/compared.rs"]
mod compared;
#[path = "cli_end_to_end/conform.rs"]
mod conform;
#[path = "cli_end_to_end/demo.rs"]
mod demo;
#[path = "cli_end_to_end/import.rs"]
mod import;
#[path = "cli_end_to_end/sandbox.rs"]
mod sandbox;

const PROGRAM: &str = env!("CARGO_BIN_EXE_verwijspunt");
const SCHOOL: &str = "basisschool-de-waterlelie";
const SCHOOL_OIN: &str = "00000009000000001800";
const DEBT: &str = "schulddienst-zeeburg";
const DEBT_OIN: &str = "00000009000000001500";
const YOUTH_CARE: &str = "bureau-jeugdzorg-agglomeratie-amsterdam";
const YOUTH_CARE_OIN: &str = "00000009000000001100";
const COORDINATOR: &str = "coordinator-zeeburg";
const PROCESS_MANAGER: &str = "process-manager-oost";
const ALDERMAN: &str = "region-portfolio-holder";
const COVENANT: &str = "amsterdam-2009.toml";

const CONFIG: &str = r#"
[listen]
address = "127.0.0.1:0"
[tls]
certificate = "certs/server.pem"
key = "certs/server.key"
client_ca = "certs/ca.pem"
[store]
url = "embedded:data"
[covenant]
file = "amsterdam-2009.toml"
[keys]
file = "keys.toml"
[budget]
persons_per_hour = 2000
persons_per_day = 2000
"#;

/// What a command did.
struct Done {
    line: String,
    code: Option<i32>,
    out: String,
    err: String,
}

impl Done {
    fn from(line: &str, output: Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).expect("the program writes UTF-8");
        Self {
            line: line.to_owned(),
            code: output.status.code(),
            out: text(output.stdout),
            err: text(output.stderr),
        }
    }

    #[track_caller]
    fn ok(self) -> String {
        assert_eq!(self.code, Some(0), "{}\n{}{}", self.line, self.out, self.err);
        self.out
    }

    #[track_caller]
    fn json(self) -> Value {
        let line = self.line.clone();
        let out = self.ok();
        serde_json::from_str(&out).unwrap_or_else(|error| panic!("{line}: {error}\n{out}"))
    }

    /// It was refused with this exit code, and says these things on standard error.
    #[track_caller]
    fn refused(self, code: i32, says: &[&str]) {
        assert_eq!(self.code, Some(code), "{}\n{}{}", self.line, self.out, self.err);
        for part in says {
            assert!(self.err.contains(part), "{}: no {part:?} in\n{}", self.line, self.err);
        }
    }

    #[track_caller]
    fn says(self, parts: &[&str]) -> String {
        let line = self.line.clone();
        let out = self.ok();
        for part in parts {
            assert!(out.contains(part), "{line}: no {part:?} in\n{out}");
        }
        out
    }
}

/// A directory with all that a broker needs, made by the subcommands.
struct Installation {
    directory: TempDir,
}

impl Installation {
    fn make() -> Self {
        let directory = tempfile::tempdir().unwrap();
        let files = Path::new(env!("CARGO_MANIFEST_DIR")).join("deploy/covenants");
        for name in [COVENANT, "amsterdam-organisations.toml"] {
            fs::copy(files.join(name), directory.path().join(name)).unwrap();
        }
        fs::write(directory.path().join("config.toml"), CONFIG).unwrap();
        let made = Self { directory };
        made.run("dev-certs --covenant amsterdam-2009.toml certs").says(&[
            COORDINATOR,
            SCHOOL,
            "use --certs certs --as NAME",
        ]);
        made.run("keys new keys.toml").says(&["key version 1"]);
        made.run("config check config.toml").says(&["embedded:data", "# ok", "amsterdam-2009@"]);
        made
    }

    fn path(&self, name: &str) -> PathBuf {
        self.directory.path().join(name)
    }

    fn command(&self, line: &str) -> Command {
        let mut command = Command::new(PROGRAM);
        command.args(line.split_whitespace()).current_dir(self.directory.path());
        for name in ["SERVER", "AS", "CERTS", "OUTPUT"] {
            command.env_remove(format!("VERWIJSPUNT_{name}"));
        }
        command.env_remove("COLUMNS").env("VERWIJSPUNT_PROFESSIONAL", "tester");
        command
    }

    fn run(&self, line: &str) -> Done {
        Done::from(line, self.command(line).stdin(Stdio::null()).output().unwrap())
    }

    fn serve(self) -> Broker {
        let log = fs::File::create(self.path("serve.log")).unwrap();
        let mut child = self
            .command("serve --config config.toml")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()
            .unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        out.read_line(&mut line).unwrap();
        let address = line.trim().strip_prefix("serving on https://127.0.0.1:");
        let port = address.unwrap_or_else(|| {
            panic!("{line}{}", fs::read_to_string(self.path("serve.log")).unwrap())
        });
        let server = format!("https://localhost:{port}");
        Broker { server, child, out, installation: self }
    }
}

/// A broker that serves.
struct Broker {
    server: String,
    child: Child,
    out: BufReader<std::process::ChildStdout>,
    installation: Installation,
}

impl Drop for Broker {
    fn drop(&mut self) {
        // A test that failed half-way leaves nothing running.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Broker {
    fn command(&self, who: &str, line: &str) -> Command {
        let mut command = self.installation.command(line);
        command.args(["--as", who]).env("VERWIJSPUNT_SERVER", &self.server);
        command
    }

    fn run(&self, who: &str, line: &str) -> Done {
        let output = self.command(who, line).stdin(Stdio::null()).output().unwrap();
        Done::from(&format!("{line} --as {who}"), output)
    }

    /// Registers a family; the members go by standard input.
    fn register(&self, who: &str, members: &str) -> Value {
        let line = "register --members - --area zeeburg --name Tester --function mentor \
                    --phone 020-5550101 -o json";
        let mut child = self
            .command(who, line)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(members.as_bytes()).unwrap();
        Done::from(line, child.wait_with_output().unwrap()).json()
    }

    fn path(&self, name: &str) -> PathBuf {
        self.installation.path(name)
    }

    /// Runs a command line that reads `file`, which holds this text.
    fn fed(&self, who: &str, text: &str, line: &str) -> Done {
        fs::write(self.path("file"), text).unwrap();
        self.run(who, line)
    }

    /// Stops it as systemd would.
    fn stop(mut self) -> Installation {
        signal("TERM", &self.child);
        assert!(self.child.wait().unwrap().success());
        let mut line = String::new();
        self.out.read_line(&mut line).unwrap();
        assert!(line.starts_with("stopped"), "{line}");
        let empty = Installation { directory: tempfile::tempdir().unwrap() };
        std::mem::replace(&mut self.installation, empty)
    }
}

fn signal(name: &str, child: &Child) {
    let id = child.id().to_string();
    assert!(Command::new("kill").args(["-s", name, &id]).status().unwrap().success());
}

#[track_caller]
fn text<'v>(value: &'v Value, path: &str) -> &'v str {
    let found = value.pointer(path).and_then(Value::as_str);
    found.unwrap_or_else(|| panic!("no {path} in {value:#}"))
}

#[test]
fn a_family_from_registration_to_ruling() {
    let broker = Installation::make().serve();
    let run = |who: &str, line: String| broker.run(who, &line);

    // Registering, and finding each other.
    let first = broker.register(SCHOOL, "child:123456782:2015-05-04; parent:111222333");
    assert!(first["match"].is_null(), "{first:#}");
    let school = text(&first, "/involvement/involvementId").to_owned();
    let second = broker.register(DEBT, "parent:111222333");
    assert_eq!(text(&second, "/match/parties/0/organisationOin"), SCHOOL_OIN);
    assert_eq!(text(&second, "/match/parties/0/kind"), "MATCH_KIND_SAME_PERSON");
    let id = text(&second, "/match/matchId").to_owned();
    let mine = text(&second, "/involvement/involvementId").to_owned();
    run(SCHOOL, format!("involved {}", spoken(&school)))
        .says(&["Schulddienst Zeeburg", "020-5550101"]);
    run(SCHOOL, "matches".into()).says(&[&spoken(&id), "new"]);
    run(SCHOOL, format!("match show {}", spoken(&id))).says(&[&id]);
    let shown = run(SCHOOL, format!("match show {id} -o json")).json();
    assert_eq!(shown["contactOwed"], true);

    // The notification: seen again until it is acknowledged.
    let watch = "watch --count 1 -o json".to_owned();
    let told = run(SCHOOL, watch.clone()).json();
    assert_eq!(text(&told, "/match/matchId"), id);
    assert_eq!(told, run(SCHOOL, watch).json(), "not acknowledged, so it comes again");
    run(SCHOOL, "ack 1".into()).says(&["everything up to 1 is handled"]);
    assert_eq!(run(SCHOOL, "watch --until-idle 0".into()).ok(), "", "acknowledged");

    // The same again is recognised, and does not pretend that nobody is there.
    // From Windows, with a mark before the text.
    let again = "register --members file --area zeeburg --name T --function arts --phone 020-1";
    let again = broker.fed(DEBT, "\u{feff}parent:111222333\r\n", again);
    // Two colleagues may work under one login: the second must hear whose card was changed.
    assert!(again.err.contains("that of \"tester\", who acts"), "{}", again.err);
    let again = again.says(&["already registered before", &mine, &spoken(&mine)]);
    assert!(!again.contains("nobody else is involved"), "{again}");
    // Otherwise than it stands: what is not taken over is said, each with what changes it. Today as the
    // first day was not asked, so nothing is said of it.
    let other = "register --members file --area noord --end 2027-01-01 --name T --function arts --phone 020-1";
    let other = broker.fed(
        DEBT,
        "other:111222333",
        &other.replace("--end", "--not-informed unreachable --end"),
    );
    let stays = [
        "this family was registered before, otherwise",
        "area: if the family moved: `move`",
        "last day: later: `renew`",
        "role of a person: nothing changes it",
    ];
    for part in stays {
        assert!(other.err.contains(part), "no {part:?} in\n{}", other.err);
    }
    assert!(!other.err.contains("first day"), "{}", other.err);
    other.says(&["already registered before", "informing the family is recorded now"]);

    // Follow-up and lead.
    let done = run(SCHOOL, format!("follow-up {id} contact-made -o json")).json();
    assert_eq!(
        (text(&done, "/followUp"), &done["contactOwed"]),
        ("FOLLOW_UP_STATE_CONTACT_MADE", &false.into())
    );
    run(SCHOOL, "matches".into()).says(&["no contact is owed"]);
    run(SCHOOL, "matches --all".into()).says(&[
        &spoken(&id),
        "contact-made",
        "Tester, 1 child",
        "zeeburg",
    ]);
    // Who is called so in no card is named, with who is called like it; who has no match is not.
    let nobody = run(SCHOOL, "matches --all --of Tster".into());
    let like = "no involvement has a contact card with the id Tster; did you mean tester?";
    assert!(nobody.err.contains(like), "{}", nobody.err);
    nobody.says(&["no matches"]);
    // So is whose card is to change, or whose work is to be taken over, where that is nobody's.
    for line in ["update-contact --of Tster", "hand-over --from Tster --to colleague"] {
        let nobody = run(SCHOOL, format!("{line} --name T --function mentor --phone 020-5550101"));
        assert!(nobody.err.contains(like), "{line}: {}", nobody.err);
        nobody.says(&[": 0"]);
    }
    let nobody = run(SCHOOL, "involvements --of zwart".into());
    assert!(nobody.err.contains("id zwart; there is for instance tester"), "{}", nobody.err);
    nobody.says(&["no involvements"]);
    run(SCHOOL, "matches --all --of tester".into()).says(&[&spoken(&id)]);
    let quiet = run(SCHOOL, "matches --of tester".into());
    assert_eq!(quiet.err, "", "there is such a card");
    // Who acts leaves nothing out, and that is said.
    let acting = run(SCHOOL, "matches --all --professional somebody".into());
    assert!(acting.err.contains("--of somebody shows only those"), "{}", acting.err);
    acting.says(&[&spoken(&id)]);
    run(DEBT, format!("lead {id} basisschool-de-waterlelie")).says(&["Basisschool De Waterlelie"]);
    // Another card with the same registration is told too.
    run(SCHOOL, "watch --ack --count 2".into())
        .says(&["to be reached otherwise from now on", "leads from now on"]);

    // The knot climbs the ladder.
    let open = |target: &str| {
        format!(
            "ticket open --involvement {school} --track b --obstacle not-delivered \
             --category MPG2 --target {target} -o json"
        )
    };
    let ticket = run(SCHOOL, open(DEBT_OIN)).json();
    let id = text(&ticket, "/ticketId").to_owned();
    assert_eq!(text(&ticket, "/handlers/0/organisationOin"), SCHOOL_OIN);
    assert_eq!(text(&ticket, "/director/office"), PROCESS_MANAGER);
    run(COORDINATOR, "watch --count 1".into()).says(&["ticket opened", &spoken(&id)]);
    run(SCHOOL, "ticket list".into()).says(&[&spoken(&id), "Schulddienst Zeeburg"]);
    run(SCHOOL, format!("ticket show {}", spoken(&id))).says(&[&id]);
    run(SCHOOL, "ticket show 000-000".into()).refused(1, &["nothing that you can see"]);
    run(COORDINATOR, format!("ticket resolve {id} task-done")).refused(1, &["reason:", "next:"]);
    let ticket = run(SCHOOL, format!("ticket escalate {id} -o json")).json();
    assert_eq!(text(&ticket, "/handlers/0/office"), COORDINATOR);
    assert_eq!(text(&ticket, "/route/rule"), "step2-own-district");
    run(COORDINATOR, format!("ticket show {id}")).says(&["why (nl)", "escalated", "due"]);
    let same = format!("ticket hand-over {id} --target {DEBT_OIN}");
    run(COORDINATOR, same).refused(1, &["reason:", "next:"]);
    let ticket =
        run(COORDINATOR, format!("ticket hand-over {id} --target {YOUTH_CARE_OIN} -o json")).json();
    assert_eq!(text(&ticket, "/handlers/0/office"), PROCESS_MANAGER);
    run(PROCESS_MANAGER, format!("ticket escalate {id}")).says(&["may rule", ALDERMAN]);
    let rule = format!("ticket rule {id} --item {YOUTH_CARE_OIN}:deliver-help:2099-03-31 -o json");
    let ticket = run(ALDERMAN, rule).json();
    assert_eq!(
        (text(&ticket, "/state"), text(&ticket, "/ruling/0/act")),
        ("TICKET_STATE_RULED", "RULING_ACT_DELIVER_HELP")
    );
    run(ALDERMAN, format!("ticket escalate {id}")).refused(1, &["TICKET_CLOSED", "next:"]);
    run(PROCESS_MANAGER, "ticket list --role directed --closed".into())
        .says(&[&spoken(&id), "ruled"]);

    // The other ways to close one, and the dry run.
    let ticket = run(SCHOOL, open(DEBT_OIN)).json();
    let id = text(&ticket, "/ticketId").to_owned();
    let done = run(SCHOOL, format!("ticket resolve {id} agreement -o json")).json();
    assert_eq!(
        (text(&done, "/state"), text(&done, "/resolution")),
        ("TICKET_STATE_RESOLVED", "RESOLUTION_AGREEMENT")
    );
    let ticket = run(SCHOOL, open(DEBT_OIN)).json();
    let id = text(&ticket, "/ticketId").to_owned();
    run(SCHOOL, format!("ticket withdraw {id}")).says(&["withdrawn"]);
    let explain = format!(
        "ticket explain --track b --step 2 --category MPG2 --area zeeburg --target {YOUTH_CARE_OIN}"
    );
    run(SCHOOL, explain).says(&[PROCESS_MANAGER, "why (en)"]);

    // The end of an involvement.
    let until = text(&second, "/involvement/endDate");
    let short = spoken(&mine);
    run(DEBT, format!("renew {short} --until {until}")).says(&[until, &short]);
    run(SCHOOL, format!("end {short}")).refused(1, &["nothing that you can see", &spoken(&school)]);
    run(DEBT, format!("end {short}")).says(&["archive"]);
    run(SCHOOL, format!("involved {school}")).says(&["nobody else is involved"]);
    run(DEBT, "involvements".into()).says(&[&short, "archived"]);

    // A copy of the directory of a running broker is a backup, and can be audited.
    let (data, copy) = (broker.path("data"), broker.path("copy"));
    assert!(Command::new("cp").arg("-r").arg(data).arg(copy).status().unwrap().success());
    broker.installation.run("audit verify copy").says(&["audit entries verify; head "]);

    // Afterwards the audit log verifies, also against the head that was kept elsewhere.
    let stopped = broker.stop();
    let verified = stopped.run("audit verify data").says(&["audit entries verify; head "]);
    let head = verified.trim().rsplit(' ').next().unwrap();
    stopped.run(&format!("audit verify data --head {head}")).ok();
    let other = format!("audit verify data --head 1:{}", "00".repeat(32));
    stopped.run(&other).refused(1, &["entry 1 is not the one that the head given knows"]);
    stopped.run("store check data").ok();
    stopped.run("store checkpoint data").ok();
    stopped.run("store rebuild data").ok();
    stopped.run("store check data").ok();
}

#[test]
fn parents_of_the_register_make_a_family() {
    let broker = Installation::make().serve();
    broker.register(SCHOOL, "child:123456782:2015-05-04");
    let mut child = broker
        .command("bevolkingsregister-amsterdam", "record-parents --file -")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = "123456782 111222333\n010000008 111222333 999993653\n";
    child.stdin.take().unwrap().write_all(lines.as_bytes()).unwrap();
    Done::from("record-parents", child.wait_with_output().unwrap()).says(&["2 children"]);
    let answer = broker.register(YOUTH_CARE, "child:010000008:2017-01-01");
    assert_eq!(text(&answer, "/match/parties/0/kind"), "MATCH_KIND_FAMILY");
    fs::write(broker.path("lines"), lines).unwrap();
    broker
        .run(SCHOOL, "record-parents --file lines")
        .refused(1, &["NOT_ALLOWED", "0 lines before it were recorded"]);
}

#[test]
fn what_goes_wrong_is_said_with_a_next_step() {
    let broker = Installation::make().serve();
    let run = |who: &str, line: &str| broker.run(who, line);
    let unknown = "01926f7e-7c1a-7d2e-8a52-3d1f5c9b6a10";

    // What was perhaps meant: an area that is near, the categories.
    let open = "case open --persons file --area zeeberg --category MPG9";
    let perhaps =
        ["--area: must be an area of the covenant, for instance zeeburg", "MPG1, MPG2, MPG3"];
    broker.fed(COORDINATOR, "991432174", open).refused(1, &perhaps);

    // Fields: all at once, by name, never with their value.
    let wrong = "register --members file --area nowhere --name J2 --function arts --phone hallo";
    let done = broker.fed(SCHOOL, "child:123456789:2999-05-04", wrong);
    assert!(!done.err.contains("123456789"), "{}", done.err);
    // In the words of the command line, and not in those of the API besides.
    for foreign in ["members[", "professional.", "start_date"] {
        assert!(!done.err.contains(foreign), "{foreign}: {}", done.err);
    }
    let fields = [
        "member 1 BSN: ",
        "member 1 birth date: ",
        "--area: ",
        "verwijspunt offices",
        "--name: ",
        "--phone: ",
        "next:   correct",
    ];
    done.refused(1, &fields);
    let mut dutch = broker.command(SCHOOL, wrong);
    dutch.env_remove("LC_ALL").env_remove("LC_MESSAGES").env("LANG", "nl_NL.UTF-8");
    let texts = ["een of meer velden kloppen niet", "moet de naam van een persoon zijn"];
    Done::from(wrong, dutch.output().unwrap()).refused(1, &texts);
    run(SCHOOL, "involvements -o json").says(&["[]"]);

    // An office that never was is no empty list.
    run("auditor", &format!("log --office {PROCESS_MANAGER}")).says(&["no such entry"]);
    let none = ["there is no office coordinator-zeburg", "did you mean coordinator-zeeburg?"];
    run("auditor", "log --office coordinator-zeburg").refused(2, &none);

    // Of an organisation by its name or its OIN: what it did, and nothing of others; one that never was is refused.
    let by = |given: &str| {
        let found = run("auditor", &format!("log --organisation {given} -o json")).json();
        let found = found.as_array().unwrap().clone();
        assert!(!found.is_empty(), "{given}");
        for entry in &found {
            assert_eq!(text(entry, "/actor/organisationOin"), SCHOOL_OIN, "{given}");
        }
        found.len()
    };
    assert_eq!(by(SCHOOL), by(SCHOOL_OIN));
    run("auditor", "log --organisation basisschool-de-waterlelei").refused(2, &[SCHOOL]);

    // Unknown and not ours look the same; offices do not register.
    run(SCHOOL, &format!("involved {unknown}")).refused(1, &["NOT_ALLOWED", "next:"]);
    let office = "register --members file --area zeeburg --name J --function arts --phone 020-1";
    broker.fed(COORDINATOR, "parent:111222333", office).refused(
        1,
        &["NOT_ALLOWED", "next:", "coordinator-zeeburg is an office, and offices register nobody"],
    );
    // Which function may be given: a command lists them, and the refusal names it.
    let function = "register --members file --area zeeburg --name J --function artz --phone 020-1";
    let lists = ["--function: ", "or OTHER; `verwijspunt functions` lists them"];
    broker.fed(SCHOOL, "parent:111222333", function).refused(1, &lists);
    let functions = run(SCHOOL, "functions").says(&["arts\n", "intern begeleider\n"]);
    assert!(functions.ends_with("OTHER\n"), "{functions}");
    assert_eq!(functions.lines().filter(|one| *one == "OTHER").count(), 1, "{functions}");
    let listed = run(COORDINATOR, "functions -o json").json();
    assert_eq!(listed.as_array().map(Vec::len), Some(functions.lines().count()));

    // What was perhaps meant.
    run("basisschol-de-waterlelie", "involvements")
        .refused(1, &["not found; did you mean --as basisschool-de-waterlelie?"]);
    run(SCHOOL, &format!("lead {unknown} schuldienst-zeeburg"))
        .refused(2, &["did you mean schulddienst-zeeburg?", "verwijspunt organisations"]);
    run(SCHOOL, "ack 99").refused(1, &["POSITION_IN_FUTURE", "latest: 0"]);
    run(
        SCHOOL,
        &format!(
            "ticket open --involvement {unknown} --track b --obstacle waiting-list --category MPG9"
        ),
    )
    .refused(1, &["next:"]);

    // The command line itself.
    run(SCHOOL, "involved nothing").refused(2, &["write its reference", "7K3-M9Q"]);
    run(SCHOOL, "involved 7K3-M9Q")
        .refused(1, &["nothing that you can see here", "the lists show"]);
    run(SCHOOL, "follow-up").refused(2, &["Usage"]);
    broker.installation.run("involvements").refused(2, &["--as NAME"]);

    // Certificates.
    run("nobody", "involvements").refused(1, &["nobody.pem", "dev-certs"]);
    let elsewhere = Installation::make();
    let strange = elsewhere.path("certs");
    let strange = strange.display();
    run(SCHOOL, &format!("involvements --ca {strange}/ca.pem")).refused(1, &["is not trusted"]);
    run(SCHOOL, &format!("involvements --certs {strange} --ca certs/ca.pem"))
        .refused(1, &["this certificate", "next:"]);

    // One broker on a directory, one store behind an audit check.
    broker
        .installation
        .run("serve --config config.toml")
        .refused(1, &["in use by another process"]);
    let beside = ["in use by another process", "next:   beside a running broker", "verify-log"];
    broker.installation.run("audit verify data").refused(1, &beside);
    broker.installation.run("audit export data --to out.jsonl").refused(1, &beside);
    assert!(!broker.path("out.jsonl").exists(), "no file that could be taken for an export");
    broker.installation.run("audit verify certs").refused(1, &["holds no store"]);
    assert!(!broker.path("certs/FORMAT").exists(), "looking makes nothing");

    let server = broker.server.clone();
    let stopped = broker.stop();
    stopped
        .run(&format!("involvements --as {SCHOOL} --server {server}"))
        .refused(1, &["no answer", "is the server running"]);
    // A setting that does not exist, and a covenant that is not total.
    fs::write(stopped.path("bad.toml"), CONFIG.replace("client_ca", "client_car")).unwrap();
    stopped
        .run("serve --config bad.toml")
        .refused(1, &["bad.toml:7:", "\"client_ca\" is missing", "did you mean"]);
    stopped.run("keys new keys.toml").refused(1, &["exists already", "--rotate"]);
    let covenant = fs::read_to_string(stopped.path(COVENANT)).unwrap();
    fs::write(stopped.path("cut.toml"), &covenant[..covenant.rfind("[[rule").unwrap()]).unwrap();
    stopped.run("covenant check cut.toml").refused(1, &["the covenant is refused whole"]);
}

/// Every key in a JSON value. What `facts` of a route holds is the covenant's business.
fn keys(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(map) => {
            for (key, value) in map {
                found.insert(key.clone());
                if key != "facts" {
                    keys(value, found);
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| keys(item, found)),
        _ => {}
    }
}

/// The reference of something, by its id.
fn spoken(id: &str) -> String {
    Spoken::of(id.parse().expect("an id")).to_string()
}

#[test]
fn a_director_takes_a_family_up() {
    let broker = Installation::make().serve();
    let run = |who: &str, line: String| broker.run(who, &line);
    let school = broker.register(SCHOOL, "child:123456782:2015-05-04");
    let school = text(&school, "/involvement/involvementId").to_owned();
    broker.register(DEBT, "parent:111222333");
    let open = "case open --persons file --area zeeburg --category MPG1 -o json";
    let case = broker.fed(COORDINATOR, "123456782", open).json();
    let id = text(&case, "/caseId").to_owned();
    assert_eq!((text(&case, "/category"), text(&case, "/measure")), ("MPG1", "MEASURE_NONE"));
    run(COORDINATOR, open.to_owned()).refused(1, &["PERSON_IN_CASE", &id, "next:"]);
    run(COORDINATOR, "case list".into()).says(&[&spoken(&id), "MPG1", "open"]);
    run(COORDINATOR, format!("case show {}", spoken(&id))).says(&[&id, &spoken(&id)]);
    run(SCHOOL, format!("involved {school}")).says(&["nobody else is involved"]);

    // The human decision: those who were apart see each other.
    let add = format!("case add {id} --persons file -o json");
    let added = broker.fed(COORDINATOR, "111222333", &add).json();
    run(COORDINATOR, format!("case show {id}")).says(&[
        "Schulddienst Zeeburg",
        "Basisschool De Waterlelie",
        "020-5550101",
    ]);
    run(SCHOOL, format!("involved {school}")).says(&["Schulddienst Zeeburg", "case"]);
    let person = text(&added, "/persons/1/personId");
    run(COORDINATOR, format!("case remove {id} {person}")).says(&[&id]);
    run(SCHOOL, format!("involved {school}")).says(&["nobody else is involved"]);
    run(COORDINATOR, "watch --count 3".into()).says(&[
        "case opened",
        "persons changed",
        &spoken(&id),
    ]);

    // What is due of its tickets stands on the work list too.
    let open = format!("ticket open --involvement {school} --track a --category MPG1 --obstacle");
    let ticket = run(SCHOOL, format!("{open} no-agreement -o json")).json();
    let due = text(&ticket, "/dueDate");
    run(COORDINATOR, "case list".into()).says(&[&spoken(&id), "tickets: 1", due]);
    let cases = run(COORDINATOR, "case list -o json".into()).json();
    assert_eq!(cases.pointer("/0/openTickets"), Some(&Value::from(1)));
    assert_eq!(text(&cases, "/0/nextTicket/ticketId"), text(&ticket, "/ticketId"));

    // Another category, another director.
    let classify = format!("case classify {id} --category MPG3 --measure child-protection");
    run(COORDINATOR, classify).says(&["directs now", PROCESS_MANAGER]);
    run(COORDINATOR, format!("case show {id}")).refused(1, &["NOT_ALLOWED", "next:"]);
    run(PROCESS_MANAGER, format!("case show {id}")).says(&["child-protection", "MPG1", "MPG3"]);
    run(PROCESS_MANAGER, "watch --count 1".into()).says(&["director changed", &spoken(&id)]);
}

#[test]
fn the_json_has_the_keys_that_the_help_names() {
    let broker = Installation::make().serve();
    let documented = |verb: &str| -> BTreeSet<String> {
        let help = broker.installation.run(&format!("{verb} --help")).ok();
        let (_, shape) = help.split_once("JSON (-o json):").expect("the help has the JSON's shape");
        shape.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').map(str::to_owned).collect()
    };
    let check = |verb: &str, value: &Value| {
        let mut found = BTreeSet::new();
        keys(value, &mut found);
        assert!(!found.is_empty(), "{verb} printed nothing: {value}");
        let missing: Vec<_> = found.difference(&documented(verb)).cloned().collect();
        assert!(missing.is_empty(), "{verb} --help does not name {missing:?}");
    };
    let first = broker.register(SCHOOL, "parent:111222333");
    check("register", &broker.register(DEBT, "parent:111222333"));
    let id = text(&first, "/involvement/involvementId").to_owned();
    let of = |verb: &str, arguments: &str| {
        let value = broker.run(SCHOOL, &format!("{verb} {arguments} -o json")).json();
        check(verb, &value);
        value
    };
    of("involved", &id);
    of("involvements", "");
    of("renew", &format!("{id} --until {}", text(&first, "/involvement/endDate")));
    let matches = of("matches", "");
    let matched = text(&matches, "/0/matchId").to_owned();
    of("match show", &matched);
    of("follow-up", &format!("{matched} seen"));
    of("lead", &format!("{matched} {SCHOOL_OIN}"));
    let ticket = of(
        "ticket open",
        &format!(
            "--involvement {id} --track b --obstacle waiting-list --category MPG2 --target {DEBT_OIN}"
        ),
    );
    let ticket = text(&ticket, "/ticketId").to_owned();
    of("ticket show", &ticket);
    of("ticket list", "--role opened");
    of("ticket escalate", &ticket);
    of("ticket explain", "--track a --step 2 --category MPG2 --area zeeburg");
    fs::write(broker.path("file"), "child:123456782:2020-05-04").unwrap();
    let signal = of(
        "signal send",
        "--members file --area zeeburg --danger acute --discussed no-time --name J --function arts \
         --phone 020-1",
    );
    let signal = text(&signal, "/signalId").to_owned();
    of("signal show", &signal);
    of("signal list", "--role sent");
    // It waits for an answer: ahead of its place, and in it.
    let crisis = "concern signal: CRISIS, you must act";
    let shown = broker.run(YOUTH_CARE, "watch --until-idle 0").ok();
    let lines: Vec<&str> = shown.lines().filter(|line| line.contains(crisis)).collect();
    assert_eq!(lines.len(), 2, "{shown}");
    assert!(lines[0].contains("ahead") && lines[1].contains("#1"), "{shown}");
    let ahead = broker.run(YOUTH_CARE, "watch --until-idle 0 -o json").ok();
    check("watch", &serde_json::from_str(ahead.lines().next().expect("a line")).unwrap());
    let answered = format!("signal answer {signal} taken-up -o json");
    check("signal answer", &broker.run(YOUTH_CARE, &answered).json());
    let became =
        format!("signal outcome {signal} family-referred --kind mental-health-care -o json");
    check("signal outcome", &broker.run(YOUTH_CARE, &became).json());
    let by_office = |office: &str, verb: &str, arguments: &str| {
        let value = broker.run(office, &format!("{verb} {arguments} -o json")).json();
        check(verb, &value);
        value
    };
    let cases = by_office(PROCESS_MANAGER, "case list", "");
    let case = text(&cases, "/0/caseId").to_owned();
    by_office(PROCESS_MANAGER, "case show", &case);
    fs::write(broker.path("file"), "999993653").unwrap();
    by_office(PROCESS_MANAGER, "case add", &format!("{case} --persons file"));
    let person = by_office(PROCESS_MANAGER, "case show", &case);
    let person = text(&person, "/persons/1/personId");
    by_office(PROCESS_MANAGER, "case remove", &format!("{case} {person}"));
    by_office(PROCESS_MANAGER, "case classify", &format!("{case} --nuisance true"));
    by_office(COORDINATOR, "case open", "--persons file --area zeeburg --category MPG1");
    of("move", &format!("--involvement {} --area noord", spoken(&id)));
    of("offices", "--area zeeburg");
    of("organisations", "");
    let events = broker.run(SCHOOL, "watch --until-idle 0 -o json").ok();
    assert!(events.lines().count() >= 2, "{events}");
    for event in events.lines() {
        check("watch", &serde_json::from_str(event).unwrap());
    }
    of("ack", "1");
    let ways = of("deliveries list", "");
    assert_eq!(text(&ways, "/0/channel"), "DELIVERY_CHANNEL_SYSTEM");
    // The parties file names no web server: there is nothing to resume.
    assert_eq!(broker.run(SCHOOL, "deliveries resume webhook -o json").json(), Value::Null);
    of("end", &id);
}

/// A program that does not outlive its test.
struct Ended(std::process::Child);

impl Drop for Ended {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn shells_complete_the_commands() {
    let installation = Installation { directory: tempfile::tempdir().unwrap() };
    for shell in ["bash", "zsh", "fish"] {
        let script = installation.run(&format!("completion {shell}")).ok();
        let words = ["register", "follow-up", "--obstacle", "not-delivered"];
        let missing = words.iter().find(|word| !script.contains(word.trim_start_matches('-')));
        assert_eq!(missing, None, "{shell}");
    }
}

/// The commands under "Try it by hand" in the README, continuation lines joined.
fn to_try_by_hand() -> Vec<String> {
    let text = readme();
    let (_, section) = text.split_once("## Try it by hand").expect("the README has it");
    let section = section.split("\n## ").next().unwrap();
    let blocks = section.split("```").skip(1).step_by(2).collect::<Vec<_>>().join("\n");
    let joined = blocks.replace("\\\n", " ");
    let lines = joined.lines().filter(|line| line.contains("verwijspunt "));
    lines.map(|line| line.split(" #").next().unwrap_or_default().to_owned()).collect()
}

/// Something that only the story of this covenant says.
fn recognised_by(covenant: &str) -> &'static str {
    match covenant {
        "amsterdam-2009" => "portefeuillehouder jeugdzorg",
        "amsterdam-guide-2011" => "The fifth step",
        "zwolle-2007" => "The adviser is of the town and of no party",
        "almere-2015" => "brandpuntfunctionaris",
        "enschede-2010" => "Velve-Lindenhof",
        "rotterdam-models" => "the coordination goes to the city",
        other => panic!("what is the story of {other}?"),
    }
}

#[test]
fn every_covenant_has_a_story_of_its_own() {
    let installation = Installation { directory: tempfile::tempdir().unwrap() };
    let files = Path::new(env!("CARGO_MANIFEST_DIR")).join("deploy/covenants");
    let names = fs::read_dir(files).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap());
    let mut told = 0;
    for name in names.filter(|name| name.ends_with(".toml") && !name.contains("organisations")) {
        let covenant = name.trim_end_matches(".toml");
        let line = format!("demo --covenant {covenant} --dir {covenant} --exit");
        let story = installation.run(&line).says(&["Every step gave the expected answer"]);
        // The text is broken into lines at the width of the terminal.
        let flat = story.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(flat.contains(recognised_by(covenant)), "{line}\n{story}");
        told += 1;
    }
    assert_eq!(told, 6);
    installation.run("demo --covenant utopia").refused(2, &["amsterdam-2009", "zwolle-2007"]);
}

fn readme() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    fs::read_to_string(path).unwrap()
}

/// The lines of the README's code blocks that call the program, continuation lines joined.
fn readme_commands() -> Vec<String> {
    let text = readme();
    let blocks = text.split("```").skip(1).step_by(2).collect::<Vec<_>>().join("\n");
    let joined = blocks.replace("\\\n", " ");
    let after = |line: &str| {
        let at = line.find("verwijspunt ")?;
        let before = line[..at].trim();
        let called = before.is_empty() || before.ends_with('|') || before.ends_with('$');
        called.then(|| line[at..].split(" #").next().unwrap_or_default().trim().to_owned())
    };
    joined.lines().filter_map(after).collect()
}

#[test]
fn the_commands_of_the_readme_are_right() {
    let commands = readme_commands();
    assert!(commands.len() >= 10, "{commands:?}");
    for line in commands {
        let words = line.split(" >").next().unwrap_or_default();
        // Every other part stands between quotes.
        let parts = words.split('\'').enumerate();
        let words = parts.flat_map(|(i, part)| match i % 2 {
            0 => part.split_whitespace().collect::<Vec<_>>(),
            _ => vec![part],
        });
        if let Err(error) = verwijspunt::cli::Cli::try_parse_from(words) {
            assert!(!error.use_stderr(), "{line}: {error}");
        }
    }
}

#[test]
fn every_promise_of_the_readme_names_a_test_that_exists() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = readme();
    let (_, section) = text.split_once("## Promises").expect("the README has its promises");
    let section = section.split("\n## ").next().unwrap();
    let rows: Vec<&str> = section.lines().filter(|line| line.starts_with("| ")).skip(2).collect();
    assert!(rows.len() >= 10, "{} promises", rows.len());
    for row in rows {
        let is_test = |code: &&str| code.starts_with("tests/") || code.starts_with("src/");
        let cited: Vec<&str> = row.split('`').skip(1).step_by(2).filter(is_test).collect();
        assert!(!cited.is_empty(), "no test guards: {row}");
        for test in cited {
            let (place, name) = test.split_once("::").unwrap_or((test, ""));
            let place = root.join(place);
            assert!(place.exists(), "{test} is not there");
            let needle = format!("fn {name}(");
            assert!(name.is_empty() || holds(&place, &needle), "{test}: no such test");
        }
    }
}

/// True when a Rust file there holds the text.
fn holds(place: &Path, needle: &str) -> bool {
    if place.is_dir() {
        return fs::read_dir(place).unwrap().any(|entry| holds(&entry.unwrap().path(), needle));
    }
    place.extension().is_some_and(|e| e == "rs")
        && fs::read_to_string(place).unwrap().contains(needle)
}
