//! What does `verwijspunt import` say and do, line by line, interrupted and over the budget?

use super::*;

pub(super) const COLUMNS: &str = "involvement_id,organisation_oin,members,professional_id,name,function,phone,\
                       email,area,postcode,start_date,end_date,informed_on,not_informed_ground,\
                       acting_professional\n";

pub(super) fn row(members: &str) -> String {
    format!(
        ",{SCHOOL_OIN},{members},p.een,P. Een,leerkracht,020-5550001,,zeeburg,,2026-01-02,,,,p.een\n"
    )
}

/// The nth BSN of the test range that passes the 11-check.
pub(super) fn bsn(n: u32) -> String {
    let numbers = (99_000_000..100_000_000_u32).filter_map(|stem| {
        let digits: Vec<u32> = stem.to_string().bytes().map(|b| u32::from(b - b'0')).collect();
        let sum: u32 = digits.iter().zip((2..=9).rev()).map(|(digit, weight)| digit * weight).sum();
        (sum % 11 < 10).then(|| format!("{stem}{}", sum % 11))
    });
    numbers.take(n as usize + 1).last().unwrap()
}

#[test]
fn an_import_reports_each_row_and_goes_on() {
    let broker = Installation::make().serve();
    let registered = || -> usize {
        let all = broker.run(SCHOOL, "involvements --limit 0 -o json").json();
        all.as_array().unwrap().len()
    };

    let mut file = COLUMNS.to_owned();
    // A spreadsheet took it for a number: said, and the line goes on all the same.
    file += &row("parent:111222333").replace("020-5550001", "205550001");
    file += &row("parent:123456789");
    file += &row("aunt:111222333");
    file += &row("parent:999993653").replace(SCHOOL_OIN, DEBT_OIN);
    file += &row("parent:999993653").replace(SCHOOL_OIN, "9000000001800");
    file += &row("parent:999993653").replace(SCHOOL_OIN, "9E+12");
    file += ",,,,\n\n";
    file += &row("child:123456782:2015-05-04;parent:111222333");
    fs::write(broker.path("rows.csv"), file).unwrap();
    let dry = broker.run(SCHOOL, "import rows.csv --dry-run");
    assert_eq!(dry.code, Some(1), "{}", dry.err);
    assert!(
        dry.out.starts_with("2 would be registered, 2 refused, 3 could not be read"),
        "{}",
        dry.out
    );
    assert_eq!(registered(), 0, "a dry run registers nothing");
    let doubt = "phone: nine digits without a leading 0; did a spreadsheet drop it?";
    assert_eq!(dry.err.matches(doubt).count(), 1, "{}", dry.err);
    assert!(dry.err.contains(&format!("note: line 2: {doubt}")), "{}", dry.err);

    let done = broker.run(SCHOOL, "import rows.csv --report report.csv");
    assert!(done.out.starts_with("2 registered, 2 refused, 3 could not be read"), "{}", done.out);
    done.refused(1, &["line 3: member 1 BSN", "line 4: ", "line 5: not allowed", "--own-only"]);
    let report = fs::read_to_string(broker.path("report.csv")).unwrap();
    assert_eq!(report.lines().count(), 8, "{report}");
    assert_eq!(report.matches("did a spreadsheet change it?").count(), 2, "{report}");
    assert!(!report.contains("123456789"), "a BSN is not repeated");
    assert_eq!(registered(), 2);
    let again = broker.run(SCHOOL, "import rows.csv --own-only --report own.csv -o json");
    assert_eq!(again.code, Some(1), "a number that nobody has is not left out");
    let own = fs::read_to_string(broker.path("own.csv")).unwrap();
    assert_eq!(own.matches("left-out").count(), 1, "{own}");
    let counts: Value = serde_json::from_str(&again.out).unwrap();
    assert_eq!((&counts["unchanged"], &counts["skipped"]), (&2.into(), &1.into()), "{counts}");
    assert_eq!(registered(), 2, "importing twice is harmless");
    // What stands otherwise is no "already registered" without a word.
    let moved = row("parent:111222333").replace("020-5550001", "205550001");
    let moved = COLUMNS.to_owned() + &moved.replace("zeeburg", "noord");
    fs::write(broker.path("moved.csv"), moved).unwrap();
    let moved = broker.run(SCHOOL, "import moved.csv --report moved-report.csv");
    for part in
        ["line 2: registered before, otherwise; this stays as it was: area", "`move` is for"]
    {
        assert!(moved.err.contains(part), "no {part:?} in\n{}", moved.err);
    }
    assert!(moved.out.starts_with("1 already registered, otherwise;"), "{}", moved.out);
    moved.ok();
    let report = fs::read_to_string(broker.path("moved-report.csv")).unwrap();
    assert!(report.contains("2,differs,") && report.contains(",area\n"), "{report}");

    // Interrupted, it goes on where it was.
    let rows = 1_500;
    // So many bytes that the broker's window does not hold them all: a row that was sent is waited for.
    let mail = format!("020-5550001,{}@school.example,", "p.een".repeat(45));
    let wide = |n| row(&format!("parent:{}", bsn(n))).replace("020-5550001,,", &mail);
    let all: String = (0..rows).map(wide).collect();
    // The same again and again changes nothing, and is not done before the interruption comes.
    fs::write(broker.path("many.csv"), COLUMNS.to_owned() + &all.repeat(8)).unwrap();
    // Interruptions are ignored from the start, as in the background of a shell.
    let ignoring = "trap '' INT; exec \"$0\" \"$@\"";
    let import = broker.command(SCHOOL, "import many.csv --report many-report.csv");
    let mut shell = Command::new("sh");
    shell.args(["-c", ignoring]).arg(import.get_program()).args(import.get_args());
    for (name, value) in import.get_envs() {
        match value {
            Some(value) => shell.env(name, value),
            None => shell.env_remove(name),
        };
    }
    if let Some(directory) = import.get_current_dir() {
        shell.current_dir(directory);
    }
    let mut child = shell.stderr(Stdio::null()).stdout(Stdio::null()).spawn().unwrap();
    let state = broker.path("many.csv.import-state");
    while !state.exists() && child.try_wait().unwrap().is_none() {
        std::thread::yield_now();
    }
    // Once: it listens before it writes that file, also where interruptions were ignored.
    signal("INT", &child);
    let ended = child.wait().unwrap();
    assert_eq!(ended.code(), Some(1), "it was interrupted, and stopped by itself");
    assert!(state.exists(), "it remembers how far it was");
    // What was sent is answered before it stops: whatever is registered now stands in the report.
    let report = || -> Vec<String> {
        let text = fs::read_to_string(broker.path("many-report.csv")).unwrap();
        text.lines().skip(1).map(str::to_owned).collect()
    };
    let told = report().iter().filter(|line| line.contains(",registered,")).count();
    assert_eq!(told, registered() - 2, "every row that was registered is in the report");
    broker.run(SCHOOL, "import many.csv --report many-report.csv").ok();
    // Each line of the file once: nothing is missing where it broke off.
    let number = |line: &String| line.split(',').next().unwrap().parse::<usize>().unwrap();
    let lines: BTreeSet<usize> = report().iter().map(number).collect();
    assert_eq!(lines, (2..2 + 8 * rows as usize).collect());
    assert!(!state.exists(), "it is done");
    assert_eq!(registered(), 2 + rows as usize, "every row once");

    // More persons than it may ask about: it breaks off at once, and says when to go on.
    let more: String = (rows..rows + 600).map(|n| row(&format!("parent:{}", bsn(n)))).collect();
    fs::write(broker.path("more.csv"), COLUMNS.to_owned() + &more).unwrap();
    let before = registered();
    let done = broker.run(SCHOOL, "import more.csv --report more-report.csv");
    let report = fs::read_to_string(broker.path("more-report.csv")).unwrap();
    let told = report.lines().filter(|line| line.contains(",registered,")).count();
    assert_eq!(told, registered() - before, "every row that was registered is in the report");
    done.refused(1, &["LOOKUP_BUDGET", "persons most: 2000", "the same command after", "minutes"]);
    assert!(broker.path("more.csv.import-state").exists(), "it goes on where it was");
    assert!(registered() <= 2000, "not one more than it may");
}

#[test]
fn an_import_takes_what_can_be_read_once() {
    let broker = Installation::make().serve();
    let rows =
        format!("\u{feff}{COLUMNS}{}{}\n\n", row("parent:111222333"), row("parent:999993653"));
    let rows = rows.replace('\n', "\r\n");
    fs::write(broker.path("rows.csv"), &rows).unwrap();
    let pipe = broker.path("pipe");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let import = |line: &str, input: Stdio| {
        let mut command = broker.command(SCHOOL, &format!("{line} -o json"));
        command.stdin(input).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
    };
    let piped = |line: &str| {
        let mut child = import(line, Stdio::piped());
        child.stdin.take().unwrap().write_all(rows.as_bytes()).unwrap();
        (line.to_owned(), child)
    };
    let redirected = || Stdio::from(fs::File::open(broker.path("rows.csv")).unwrap());
    let named = || {
        let child = import("import pipe", Stdio::null());
        // Opened when the other side is.
        fs::write(&pipe, &rows).unwrap();
        ("import pipe".to_owned(), child)
    };
    let counts = |(line, child): (String, Child)| {
        let counts = Done::from(&line, child.wait_with_output().unwrap()).json();
        ["valid", "registered", "unchanged"].map(|key| counts[key].as_u64().unwrap_or_default())
    };
    assert_eq!(counts(piped("import - --dry-run")), [2, 0, 0]);
    assert_eq!(counts(piped("import -")), [0, 2, 0]);
    // The same again, by every other way; one after another, as they remember in one place.
    let from_a_file = |line: &str| (line.to_owned(), import(line, redirected()));
    let known = [0, 0, 2];
    assert_eq!(counts(piped("import /dev/stdin")), known);
    assert_eq!(counts(from_a_file("import /dev/stdin")), known);
    assert_eq!(counts(from_a_file("import -")), known);
    assert_eq!(counts(named()), known);
    // What is remembered of one that was interrupted lies here, and is gone; no device has company.
    assert!(!Path::new("/dev/stdin.import-state").exists());
    assert!(!broker.path("standard-input.import-state").exists());
    let nothing = broker.command(SCHOOL, "import -").stdin(Stdio::null()).output().unwrap();
    let nothing = Done::from("import - of nothing", nothing);
    assert_ne!(nothing.code, Some(0), "{}", nothing.out);
    assert!(nothing.err.contains("empty"), "{}", nothing.err);
}
