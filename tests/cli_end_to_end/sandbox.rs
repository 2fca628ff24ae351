//! Can a supplier try a program against `verwijspunt sandbox` with nothing but what it prints? And is there
//! no way to make one with something real in it?

use super::*;

/// A sandbox that serves, in a directory of its own.
pub(super) struct Running {
    pub(super) installation: Installation,
    child: Ended,
    pub(super) told: Value,
    /// What it printed.
    text: String,
}

impl Running {
    pub(super) fn start() -> Self {
        Self::start_in(Installation { directory: tempfile::tempdir().unwrap() })
    }

    fn start_in(installation: Installation) -> Self {
        let mut command = installation.command("sandbox --port 0 --control-port 0");
        let child = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().unwrap();
        let mut child = Ended(child);
        let mut lines = BufReader::new(child.0.stdout.take().unwrap()).lines().map(Result::unwrap);
        let mut text = String::new();
        while !text.contains("sandbox join ") {
            text += &(lines.next().expect("it says what to try") + "\n");
        }
        let told = fs::read_to_string(installation.path("verwijspunt-sandbox/sandbox.json"));
        let told = serde_json::from_str(&told.unwrap()).unwrap();
        Self { installation, child, told, text }
    }

    /// A verb of the sandbox.
    fn tell(&self, line: &str) -> Done {
        let control = text(&self.told, "/control");
        self.installation.run(&format!("sandbox {line} --control {control}"))
    }

    /// What is new for the supplier's organisation, acknowledged as a program would.
    fn news(&self) -> String {
        let (server, certs) = (text(&self.told, "/server"), text(&self.told, "/certs"));
        let caller = format!("--server {server} --certs {certs} --as {SCHOOL}");
        let news = self.installation.run(&format!("watch {caller} --until-idle 0")).ok();
        if let Some((_, last)) = news.rsplit_once('#') {
            let last = last.split_whitespace().next().unwrap();
            self.installation.run(&format!("ack {last} {caller}")).ok();
        }
        news
    }
}

#[test]
fn a_program_is_tried_against_a_counterpart_and_a_clock() {
    let sandbox = Running::start();
    let (_, printed) = sandbox.text.split_once("  echo ").expect("one command to try");
    let (registering, _) = printed.split_once("\n\n").unwrap();
    let directory = sandbox.installation.directory.path();
    let pasted = format!("echo {registering}");
    let shell = Command::new("sh").args(["-c", &pasted]).current_dir(directory).output().unwrap();
    Done::from(&pasted, shell).says(&["nobody else is involved"]);

    sandbox.tell("join mother-1").says(&["schulddienst-zeeburg registered mother-1", ": 1"]);
    assert!(sandbox.news().contains("match: call Schulddienst Zeeburg"));
    sandbox.tell("clock 10d").says(&["it is 2"]);
    assert!(sandbox.news().contains("contact is overdue"), "the term of the covenant came");
    sandbox.tell("escalate").says(&["on step 1; handled by Schulddienst Zeeburg"]);
    sandbox.tell("escalate").says(&["on step 2; handled by coördinator risicogezinnen Zeeburg"]);
    let news = sandbox.news();
    assert!(news.contains("ticket opened") && news.contains("ticket escalated"), "{news}");
    sandbox.tell("leave").says(&["schulddienst-zeeburg ended its involvement"]);
    sandbox.tell("leave").refused(1, &["is not involved with anybody"]);
    sandbox.tell("die mother-1").says(&["the death of mother-1"]);
    assert!(sandbox.news().contains("an involvement was destroyed: death"));
    sandbox.tell("cut").says(&["connections broke"]);

    sandbox.tell("join nobody-1").refused(1, &["nobody is called nobody-1"]);
    sandbox.tell("join girl-2 --as nobody").refused(1, &["nobody is called nobody"]);
    sandbox.tell("clock 0x").refused(1, &["at most 1000 days"]);
    sandbox
        .installation
        .run("sandbox cut --control http://localhost:1")
        .refused(1, &["no sandbox"]);
}

#[test]
fn a_stream_that_is_cut_goes_on_where_it_was() {
    let sandbox = Running::start();
    let (server, certs) = (text(&sandbox.told, "/server"), text(&sandbox.told, "/certs"));
    let line = format!("watch --server {server} --certs {certs} --as {SCHOOL} --count 2");
    sandbox.tell("join mother-1 --as basisschool-de-waterlelie").ok();
    let mut watching = sandbox.installation.command(&line);
    let child = watching.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().unwrap();
    let mut child = Ended(child);
    let mut lines = BufReader::new(child.0.stdout.take().unwrap()).lines().map(Result::unwrap);
    sandbox.tell("join mother-1").ok();
    assert!(lines.next().expect("a match").contains("Schulddienst Zeeburg"));
    sandbox.tell("cut").says(&["connections broke"]);
    sandbox.tell("join mother-1 --as politie-amsterdam-amstelland").ok();
    assert!(lines.next().expect("the next match").contains("Politie Amsterdam-Amstelland"));
}

/// A number that could be somebody's is taken by no call, whoever makes it.
#[test]
fn nobody_real_gets_into_a_sandbox() {
    let sandbox = Running::start();
    let (server, certs) = (text(&sandbox.told, "/server"), text(&sandbox.told, "/certs"));
    let fed = |text: &str, line: &str| {
        fs::write(sandbox.installation.path("file"), text).unwrap();
        sandbox.installation.run(&format!("{line} --server {server} --certs {certs}"))
    };
    let register = "register --members file --area zeeburg --name Tester --function mentor \
                    --phone 020-5550101 --as basisschool-de-waterlelie";
    let open = "case open --persons file --area zeeburg --category MPG1 --as coordinator-zeeburg";
    let why = ["takes only numbers that begin with 99"];
    fed("parent:111222333", register).refused(1, &why);
    fed("111222333", open).refused(1, &why);
    let invented = text(&sandbox.told, "/persons/0/bsn");
    fed(&format!("parent:{invented}"), register).says(&["nobody else is involved"]);
    fed(invented, open).ok();
}

/// The rules are tested one by one in `src/cli/sandbox/ground.rs`; here on the real program.
#[test]
fn a_sandbox_is_for_invented_organisations_only() {
    let sandbox = Running::start();
    // Whoever has a certificate of another authority does not come in.
    let other = tempfile::tempdir().unwrap();
    let client = verwijspunt::server::pki::ClientSpec::new(SCHOOL).oin(SCHOOL_OIN);
    verwijspunt::server::pki::make(other.path(), &[client], false).unwrap();
    let (server, certs) = (text(&sandbox.told, "/server"), text(&sandbox.told, "/certs"));
    let foreign = other.path().display();
    let line = format!(
        "matches --server {server} --ca {certs}/ca.pem --certificate {foreign}/{SCHOOL}.pem \
         --key {foreign}/{SCHOOL}.key"
    );
    sandbox.installation.run(&line).refused(1, &["does not accept this certificate"]);
    let Running { installation, child, .. } = sandbox;
    drop(child);

    // The files of an earlier one are written anew: nobody real gets in by them.
    let place = |name: &str| installation.path("verwijspunt-sandbox").join(name);
    let organisations = fs::read_to_string(place("amsterdam-organisations.toml")).unwrap();
    let real = organisations.replace(SCHOOL_OIN, "00000001003214345000");
    fs::write(place("amsterdam-organisations.toml"), real).unwrap();
    let again = Running::start_in(installation);
    assert_eq!(text(&again.told, "/you/oin"), SCHOOL_OIN);
    let Running { installation, child, .. } = again;
    drop(child);

    // Nor does another authority, though its own key would lie beside it.
    fs::copy(other.path().join("ca.pem"), installation.path("verwijspunt-sandbox/certs/ca.pem"))
        .unwrap();
    let line = "sandbox --port 0 --control-port 0";
    installation.run(line).refused(1, &["is not an authority that a sandbox made"]);
    // And no directory of something else is taken up.
    fs::create_dir(installation.path("other")).unwrap();
    fs::write(installation.path("other/config.toml"), CONFIG).unwrap();
    let line = "sandbox --port 0 --control-port 0 --dir other";
    installation.run(line).refused(1, &["holds something else than a sandbox"]);
}
