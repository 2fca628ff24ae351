//! Does the command line hold what its help promises? Without a server: arguments, help, CSV lines,
//! the state of an import, and how refusals read.

use std::{collections::BTreeSet, io::Cursor, path::Path, time::Duration};

use clap::{Command, CommandFactory, Parser, builder::PossibleValue};
use tonic::{Code, Status};
use tonic_types::{ErrorDetails, StatusExt};
use verwijspunt::{
    api::v1::{self, register_involvement_request::Place},
    cli::{
        Cli,
        client::{self, ClientError, ClientOptions},
        connect::passing,
        errors, help,
        import::{
            report::Report,
            rows::{LONGEST_LINE, Line, Rows, split},
            state::State,
        },
        member, operate, shapes, texts,
        words::{self, Coded},
    },
};

#[path = "cli/dutch.rs"]
mod dutch;

/// Synthetic numbers that pass the 11-check.
const CHILD: &str = "123456782";
const PARENT: &str = "111222333";
const UUID: &str = "01926f7e-7c1a-7d2e-8a52-3d1f5c9b6a10";
const HEADER: &str = "members,professional_id,name,function,phone,area,start_date";

#[test]
fn the_commands_fit_together() {
    Cli::command().debug_assert();
}

#[test]
fn every_command_has_an_example_that_parses() {
    let mut seen = 0;
    visit(&Cli::command(), &mut |path, command| {
        let help = command.get_after_help().map(ToString::to_string).unwrap_or_default();
        let (_, examples) =
            help.split_once("Example").unwrap_or_else(|| panic!("{path}: no example in its help"));
        let joined = examples.replace("\\\n", " ");
        let line = joined
            .lines()
            .find_map(|line| line.trim().strip_prefix("verwijspunt "))
            .unwrap_or_else(|| panic!("{path}: its example has no command line"));
        let line = line.split(['|', '>']).next().unwrap_or_default();
        let words = std::iter::once("verwijspunt".to_owned()).chain(shell_words(line));
        if let Err(error) = Cli::try_parse_from(words) {
            panic!("{path}: the example does not parse: {error}");
        }
        seen += 1;
    });
    assert!(seen > 20, "only {seen} commands were visited");
}

#[test]
fn help_fits_80_columns_and_names_who_exists() {
    let mut known: BTreeSet<String> = BTreeSet::new();
    for file in ["amsterdam-2009", "amsterdam-guide-2011", "zwolle-2007"] {
        let place = format!("deploy/covenants/{file}.toml");
        let place = Path::new(env!("CARGO_MANIFEST_DIR")).join(place);
        let covenant = verwijspunt::server::assemble::load_covenant(&place).unwrap();
        known.extend(operate::clients(&covenant).into_iter().map(|client| client.name));
    }
    let mut examples = 0;
    visit(&shapes::document(Cli::command()), &mut |path, command| {
        let helps = [command.get_after_help(), command.get_after_long_help()];
        for help in helps.into_iter().flatten().map(ToString::to_string) {
            let long = help.lines().find(|line| line.chars().count() > 80);
            assert_eq!(long, None, "{path}: too long");
            let joined = help.replace("\\\n", " ");
            let mut words = joined.split_whitespace();
            while let Some(word) = words.next() {
                let caller = (word == "--as").then(|| words.next()).flatten();
                let there =
                    caller.is_none_or(|name| name.starts_with("NAME") || known.contains(name));
                assert!(there, "{path}: nobody is called {caller:?}");
                examples += u32::from(caller.is_some());
            }
        }
    });
    assert!(examples > 30, "{examples} examples with a caller");
}

#[test]
fn every_text_of_the_help_has_its_dutch() {
    let missing = help::without_dutch(&Cli::command());
    assert!(missing.is_empty(), "in src/cli/texts_nl.txt there is no:\n{}", missing.join("\n"));
}

/// Rooms whose texts stand elsewhere, and where.
const OTHERWISE: [(&str, &str); 5] = [
    ("demo", "a story for visitors"),
    ("story", "the language of the tests"),
    ("doctor", "both languages stand beside each other"),
    ("fields.rs", "both languages stand beside each other"),
    ("shapes.rs", "keys of JSON"),
];

/// The scripts that start a broker wait for it.
const FOR_PROGRAMS: &str = "serving on https://{address}";

#[test]
fn every_text_of_the_command_line_has_its_dutch() {
    let room = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/cli");
    let (mut seen, mut missing) = (0, Vec::new());
    let mut rooms = vec![room.clone()];
    while let Some(place) = rooms.pop() {
        let name = place.strip_prefix(&room).unwrap().display().to_string();
        if OTHERWISE.iter().any(|(other, _)| *other == name) {
            continue;
        }
        if place.is_dir() {
            rooms.extend(std::fs::read_dir(&place).unwrap().map(|entry| entry.unwrap().path()));
        } else if name.ends_with(".rs") {
            for text in said(&std::fs::read_to_string(&place).unwrap()) {
                seen += 1;
                if texts::dutch(&text).is_none() {
                    missing.push(format!("{name}: {text}"));
                }
            }
        }
    }
    assert!(seen > 300, "only {seen} texts were found");
    assert!(missing.is_empty(), "in src/cli/texts_nl.txt there is no:\n{}", missing.join("\n"));
}

/// The texts of two words and more in a program, without those that only programmers read.
fn said(program: &str) -> Vec<String> {
    let program = program.split("\n#[cfg(test)]").next().unwrap_or_default();
    let mut texts = Vec::new();
    let mut rest = program;
    while let Some(at) = rest.find(['"', '/', '\'']) {
        let (before, from) = rest.split_at(at);
        if let Some(comment) = from.strip_prefix("//") {
            rest = comment.split_once('\n').map_or("", |(_, more)| more);
            continue;
        }
        let character =
            ["'\"'", "'\\\"'", "'\\''", "'/'"].into_iter().find(|c| from.starts_with(c));
        if let Some(character) = character {
            rest = &from[character.len()..];
            continue;
        }
        let Some(inside) = from.strip_prefix('"') else {
            rest = &from[1..];
            continue;
        };
        let mut escaped = false;
        let end = inside.find(|c| {
            let closes = c == '"' && !escaped;
            escaped = c == '\\' && !escaped;
            closes
        });
        let end = end.expect("a text that begins ends");
        let text = unescaped(&inside[..end]);
        rest = &inside[end + 1..];
        let before = before.trim_end();
        let programmers =
            [".expect(", "unreachable!(", "assert!(", "reason =", "after_help =", "help ="];
        let told = !programmers.iter().any(|end| before.ends_with(end))
            && !text.contains("Example")
            && !text.starts_with("verwijspunt ")
            && text != FOR_PROGRAMS
            // What shows a value as it stands in the program is for whoever writes it.
            && !text.contains(":?}");
        let word = |word: &str| word.len() > 1 && word.bytes().all(|b| b.is_ascii_alphabetic());
        let words: Vec<&str> = text.split_whitespace().collect();
        if told && words.windows(2).any(|two| word(two[0]) && word(two[1])) {
            texts.push(text);
        }
    }
    texts
}

/// What a text of a program is, when it runs.
fn unescaped(text: &str) -> String {
    let mut said = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\\') {
        said.push_str(before);
        rest = match after.split_at(1) {
            ("\n", more) => more.trim_start(),
            ("n", more) => {
                said.push('\n');
                more
            }
            (other, more) => {
                said.push_str(other);
                more
            }
        };
    }
    said + rest
}

#[test]
fn whoever_reads_dutch_is_told_in_dutch() {
    let told = |words: &[&str]| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_verwijspunt"));
        command.args(words).env("LC_ALL", "nl_NL.UTF-8");
        command.env_remove("VERWIJSPUNT_AS").env_remove("COLUMNS");
        let output = command.output().unwrap();
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        (output.status.code(), text(&output.stdout), text(&output.stderr))
    };
    let (code, help, _) = told(&["--help"]);
    assert_eq!(code, Some(0));
    for part in
        ["Gebruik: verwijspunt", "Opdrachten:", "Een betrokkenheid beëindigen", "  0  gedaan"]
    {
        assert!(help.contains(part), "{part}: {help}");
    }
    let (_, help, _) = told(&["follow-up", "--help"]);
    for part in [
        "Argumenten:",
        "[mogelijk: seen, contact-made",
        "Verbinding:",
        "Voorbeelden:",
        "Hulp tonen",
    ] {
        assert!(help.contains(part), "{part}: {help}");
    }
    for english in
        ["Usage", "OPTIONS", "Options", "possible values", "default:", "Print help", "Example"]
    {
        assert!(!help.contains(english), "{english}: {help}");
    }
    let (code, _, wrong) = told(&["regster"]);
    assert_eq!(code, Some(2));
    assert!(
        wrong.starts_with("fout: er is geen opdracht 'regster'; bedoelt u register?"),
        "{wrong}"
    );
    let (code, _, wrong) = told(&["matches"]);
    assert_eq!(code, Some(2));
    assert!(wrong.starts_with("fout: wie roept aan?"), "{wrong}");
    let (code, _, wrong) = told(&["audit", "verify", "nowhere"]);
    assert_eq!(code, Some(1));
    assert!(wrong.starts_with("fout: nowhere bevat geen opslag; noem de map"), "{wrong}");
    let (code, _, wrong) = told(&["covenant", "check", "nowhere.toml"]);
    assert_eq!(code, Some(1));
    assert!(
        wrong.ends_with("1 probleem; het convenant wordt in zijn geheel geweigerd\n"),
        "{wrong}"
    );
}

#[test]
fn tracks_are_written_as_the_help_says() {
    for track in ["a", "A", "b", "B", "no-agreement", "not-carried-out"] {
        let line =
            format!("ticket explain --track {track} --step 1 --category MPG1 --area zeeburg");
        let parsed = Cli::try_parse_from(std::iter::once("verwijspunt").chain(line.split(' ')));
        assert!(parsed.is_ok(), "{track}");
    }
}

#[test]
fn wrong_command_lines_are_refused() {
    for wrong in [
        "register --members - --area zeeburg --postcode 1019AB --name N --function F --phone 1",
        "register --members - --area zeeburg --name N --function F",
        "register --area zeeburg --name N --function F --phone 1",
        // A BSN is no argument.
        "register --members - --parent 111222333 --area zeeburg --name N --function F --phone 1",
        "case open --person 111222333 --area zeeburg --category MPG1",
        &format!("follow-up {UUID} done"),
        &format!("ticket hand-over {UUID}"),
        &format!("ticket rule {UUID}"),
        &format!("ticket escalate {UUID} --to-step 3"),
        "involved not-a-uuid",
    ] {
        let error = Cli::try_parse_from(std::iter::once("verwijspunt").chain(wrong.split(' ')))
            .err()
            .unwrap_or_else(|| panic!("accepted: {wrong}"));
        assert_eq!(error.exit_code(), 2, "{wrong}");
    }
}

#[test]
fn a_bsn_on_the_command_line_is_not_repeated_in_an_error() {
    for wrong in [
        format!("child:{CHILD}"),
        format!("parent:{PARENT}:1999-01-01"),
        CHILD.to_owned(),
        format!("aunt:{CHILD}"),
        format!("child:{CHILD}:1999-01-01:extra"),
    ] {
        let problem = member::parse_all(&wrong).unwrap_err();
        assert!(problem.starts_with("member 1: "), "{problem}");
        assert!(!problem.contains(CHILD) && !problem.contains(PARENT), "{problem}");
    }
}

#[test]
fn every_coded_value_has_one_word() {
    fn check<E: Coded + std::fmt::Debug + Into<i32>>(last: i32) {
        for number in 1..=last {
            let word = words::word::<E>(number);
            let back = words::value::<E>(word).unwrap_or_else(|| panic!("no word for {number}"));
            assert_eq!(back.into(), number, "{word}");
        }
        assert!(E::try_from(last + 1).is_err(), "a value after {last} has no word");
        assert_eq!(words::word::<E>(0), "unspecified");
        assert_eq!(words::word::<E>(99), "unspecified");
    }
    check::<v1::FamilyRole>(3);
    check::<v1::MatchKind>(3);
    check::<v1::NotInformedGround>(4);
    check::<v1::InvolvementState>(2);
    check::<v1::EndReason>(3);
    check::<v1::RowOutcome>(8);
    check::<v1::RegistrationPart>(6);
    check::<v1::FollowUpState>(4);
    check::<v1::NoActionReason>(4);
    check::<v1::FollowUpStage>(4);
    check::<v1::TicketHappening>(13);
    check::<v1::TicketAnswer>(4);
    check::<v1::Measure>(3);
    check::<v1::CaseState>(3);
    check::<v1::CaseCause>(3);
    check::<v1::CaseFilter>(5);
    check::<v1::CaseHappening>(7);
    check::<v1::Track>(2);
    check::<v1::Obstacle>(10);
    check::<v1::TicketState>(4);
    check::<v1::TicketRole>(4);
    check::<v1::SkipReason>(3);
    check::<v1::Resolution>(5);
    check::<v1::RulingAct>(6);
    check::<v1::SignalHappening>(10);
    check::<v1::Discussed>(8);
    check::<v1::SignalOutcome>(5);
    check::<v1::SignalArrival>(2);
    check::<v1::FollowUpHelp>(5);
    check::<v1::Safeguarding>(5);
    check::<v1::Guardian>(3);
    check::<v1::InsteadOfHelp>(5);
    check::<v1::ContradictionReason>(3);
    check::<v1::CaseloadReason>(3);
    check::<v1::PlanHappening>(11);
    check::<v1::RemovalGround>(2);
    check::<v1::Addressee>(4);
    check::<v1::ObjectionDecision>(4);
    check::<v1::ObjectionRefusedGround>(3);
    assert_eq!(words::value::<v1::Track>("B"), Some(v1::Track::NotCarriedOut));
}

#[test]
fn a_line_becomes_a_registration() {
    let header = "organisation_oin;members;professional_id;name;function;email;postcode;\
                  start_date;informed_on;involvement_id";
    let line = format!(
        "00000001002306608000;\"child:{CHILD}:1999-05-04; parent:{PARENT}\";p1;\"J. \"\"Jan\"\" \
         Jansen\";mentor;j@school.example;1019 AB;2026-01-05;2026-01-04;{UUID}"
    );
    let lines = read(&format!("\u{feff}{header}\r\n{line}\r\n"));
    let [Line { number: 2, content: Ok(found) }] = &lines[..] else { panic!("{lines:?}") };
    assert_eq!(found.members.len(), 2);
    assert_eq!(found.members[0].role(), v1::FamilyRole::Child);
    assert_eq!(found.members[0].birth_date, "1999-05-04");
    assert_eq!(found.members[1].role(), v1::FamilyRole::Parent);
    assert_eq!(found.professional.as_ref().unwrap().name, "J. \"Jan\" Jansen");
    assert_eq!(found.place, Some(Place::Postcode("1019AB".to_owned())));
    assert_eq!(found.organisation_oin, "00000001002306608000");
    assert_eq!(found.involvement_id, UUID);
    let told = found.informed.as_ref().unwrap().state.clone().unwrap();
    assert_eq!(told, v1::informed::State::InformedOn("2026-01-04".to_owned()));
}

#[test]
fn a_broken_line_stops_nobody_else() {
    let good = format!("parent:{PARENT},p1,Jansen,mentor,020,zeeburg,2026-01-05");
    let too_long = "x".repeat(LONGEST_LINE + 1);
    let cases: [(&[u8], &str); 7] = [
        (b"parent:111222333,p1,Jansen", "has 3 columns where the header has 7"),
        (b"\"parent:111222333,p1,J,f,1,zeeburg,2026-01-05", "not closed"),
        (b"parent:111222333,p1,J\"x,f,1,zeeburg,2026-01-05", "quote in the middle"),
        (b"parent:111222333,p1,\"J\"x,f,1,zeeburg,2026-01-05", "after the closing quote"),
        (b"parent:111222333,p1,J\xe9,f,1,zeeburg,2026-01-05", "not UTF-8"),
        (b"child:123456782,p1,J,f,1,zeeburg,2026-01-05", "birth date"),
        (too_long.as_bytes(), "longer than 65536 bytes"),
    ];
    for (broken, expected) in cases {
        let mut file = format!("{HEADER}\n{good}\n").into_bytes();
        file.extend_from_slice(broken);
        file.extend_from_slice(format!("\n{good}\n").as_bytes());
        let lines: Vec<Line> =
            Rows::new(Cursor::new(file)).unwrap().map(|line| line.unwrap()).collect();
        assert_eq!(lines.iter().map(|l| l.number).collect::<Vec<_>>(), [2, 3, 4], "{expected}");
        assert!(lines[0].content.is_ok() && lines[2].content.is_ok(), "{expected}");
        let problem = &lines[1].content.as_ref().unwrap_err().problem;
        assert!(problem.contains(expected), "{problem} does not say {expected}");
        assert!(!problem.contains(PARENT) && !problem.contains(CHILD), "{problem}");
    }
}

#[test]
fn lines_are_read_as_spreadsheets_write_them() {
    let good = format!("parent:{PARENT},p1,Jansen,mentor,020,zeeburg,2026-01-05");
    let semicolons = |text: &str| text.replace(',', ";");
    for (name, file) in [
        ("empty columns", format!("{HEADER},,\n{good},,\n{good}\n{good},\n")),
        (
            "empty lines",
            format!("{HEADER}\r\n{good}\r\n\r\n{good}\r\n,,,,,,\r\n{good}\r\n,,\r\n\r\n"),
        ),
        ("a mark", format!("\u{feff}{HEADER}\n{good}\n{good}\n{good}\n")),
        (
            "a line that says the delimiter",
            semicolons(&format!("\u{feff}sep=,\n{HEADER}\n{good}\n{good}\n{good}\n")),
        ),
    ] {
        let lines = read(&file);
        assert_eq!(lines.iter().filter(|line| line.content.is_ok()).count(), 3, "{name}");
        assert_eq!(lines.len(), 3, "{name}");
    }
    let lines = read(&format!("{HEADER},,\n{good},,lost\n"));
    assert!(lines[0].content.is_err(), "what stands in a column without a name is not dropped");
}

#[test]
fn a_number_that_a_spreadsheet_changed_is_nobodys() {
    let header = format!("{HEADER},organisation_oin");
    let good = format!("parent:{PARENT},p1,Jansen,mentor,020,zeeburg,2026-01-05");
    for (oin, right) in
        [("00000009000000001800", true), ("", true), ("9E+12", false), ("9000000001800", false)]
    {
        let lines = read(&format!("{header}\n{good},{oin}\n"));
        match &lines[0].content {
            Ok(_) => assert!(right, "{oin}"),
            Err(broken) => assert!(!right && broken.column == "organisation_oin", "{broken:?}"),
        }
    }
}

#[test]
fn a_line_of_the_greatest_length_is_read() {
    let tail = ",p1,J,f,1,zeeburg,2026-01-05";
    let members = format!("parent:{}", "1".repeat(LONGEST_LINE - tail.len() - "parent:".len()));
    let lines = read(&format!("{HEADER}\n{members}{tail}"));
    assert!(lines[0].content.is_ok(), "{:?}", lines[0].content.as_ref().err());
}

#[test]
fn place_and_ground_are_either_or() {
    let header = "members,professional_id,name,function,area,postcode,start_date,informed_on,\
                  not_informed_ground,involvement_id";
    let cases = [
        (",,2026-01-05,,,", "area"),
        ("zeeburg,1019AB,2026-01-05,,,", "area"),
        ("zeeburg,,2026-01-05,2026-01-04,child-safety,", "not_informed_ground"),
        ("zeeburg,,2026-01-05,,because,", "not_informed_ground"),
        ("zeeburg,,2026-01-05,,,12", "involvement_id"),
    ];
    for (tail, column) in cases {
        let lines = read(&format!("{header}\nparent:{PARENT},p1,J,f,{tail}\n"));
        assert_eq!(lines[0].content.as_ref().unwrap_err().column, column, "{tail}");
    }
    let lines =
        read(&format!("{header}\nparent:{PARENT},p1,J,f,Zeeburg,,2026-01-05,,CHILD_SAFETY,"));
    let found = lines[0].content.as_ref().unwrap();
    assert_eq!(found.place, Some(Place::Area("zeeburg".to_owned())));
    let ground = v1::NotInformedGround::ChildSafety.into();
    let told = found.informed.as_ref().unwrap().state.clone();
    assert_eq!(told, Some(v1::informed::State::Ground(ground)));
}

#[test]
fn a_header_that_cannot_be_used_is_refused() {
    for (header, expected) in [
        (String::new(), "is empty"),
        (HEADER.replace("members", "bsn"), "column 1 is not a known one"),
        (format!("{HEADER},phone"), "there twice"),
        (HEADER.replace("name,", ""), "column name is missing"),
        (HEADER.replace("area,", ""), "area or postcode"),
    ] {
        let problem = Rows::new(Cursor::new(header)).err().unwrap();
        assert!(problem.contains(expected), "{problem} does not say {expected}");
    }
    // Without a header row the first line is the data of a family: it must not be repeated.
    let data = format!("parent:{PARENT},p1,Jansen,mentor,020,zeeburg,2026-01-05");
    let problem = Rows::new(Cursor::new(data)).err().unwrap();
    assert!(!problem.contains(PARENT) && !problem.contains("Jansen"), "{problem}");
}

#[test]
fn quotes_are_strict() {
    let fields = |line: &str| split(line, ',').unwrap();
    assert_eq!(fields("a,b,c"), ["a", "b", "c"]);
    assert_eq!(fields("\"a,b\",,"), ["a,b", "", ""]);
    assert_eq!(fields("\"\",\"a\"\"b\""), ["", "a\"b"]);
    for wrong in ["\"", "a\"", "\"a\" ,b", "\"a\"\""] {
        assert!(split(wrong, ',').is_err(), "{wrong}");
    }
}

#[test]
fn an_import_goes_on_only_with_the_same_rows() {
    let dir = tempfile::tempdir().unwrap();
    let place = dir.path().join("rows.csv.import-state");
    assert_eq!(State::load(&place, "digest"), Ok(None));
    let state = State::new("digest".to_owned(), 1_700_000_000_000);
    state.save(&place).unwrap();
    let loaded = State::load(&place, "digest").unwrap().unwrap();
    assert_eq!(loaded, state);
    assert_eq!(State::load(&place, "another"), Ok(None));
    assert_eq!(loaded.involvement_id(7), state.involvement_id(7));
    assert_ne!(state.involvement_id(7), state.involvement_id(8));
    assert_eq!(state.involvement_id(7).get_version_num(), 7);
    std::fs::write(&place, "{").unwrap();
    assert!(State::load(&place, "digest").is_err(), "a torn file is not taken for none");
}

#[test]
fn the_report_counts_and_shows_every_line() {
    let dir = tempfile::tempdir().unwrap();
    let place = dir.path().join("report.csv");
    let mut report = Report::open(Some(&place), false).unwrap();
    let row = |outcome: v1::RowOutcome| v1::ImportRowResult {
        row: 1,
        outcome: outcome.into(),
        reason: "INVALID".to_owned(),
        problems: vec![v1::FieldProblem {
            field: "members[0].bsn".to_owned(),
            description: "fails the 11-check".to_owned(),
        }],
        ..Default::default()
    };
    assert_eq!(report.answered(2, &row(v1::RowOutcome::Matched)).unwrap(), None);
    let shown = report.answered(3, &row(v1::RowOutcome::Refused)).unwrap().unwrap();
    assert_eq!(shown, "line 3: member 1 BSN: fails the 11-check");
    let broken = Rows::new(Cursor::new(format!("{HEADER}\nx\n"))).unwrap().next().unwrap().unwrap();
    report.broken(4, broken.content.as_ref().unwrap_err()).unwrap();
    assert_eq!((report.counts.matched, report.counts.refused, report.counts.broken), (1, 1, 1));
    assert!(!report.counts.clean());
    report.flush().unwrap();
    let text = std::fs::read_to_string(&place).unwrap();
    let outcomes: Vec<_> = text.lines().map(|l| l.split(',').nth(1).unwrap()).collect();
    assert_eq!(outcomes, ["outcome", "matched", "refused", "broken"]);

    // Telephone numbers that perhaps lost their 0: the first lines by number, the rest in one note.
    let notes: Vec<_> = (5..17).map(|line| report.doubtful(line)).collect();
    assert_eq!(notes.iter().flatten().count(), 10);
    let note = "note: line 5: phone: nine digits without a leading 0; did a spreadsheet drop it?";
    assert_eq!(notes[0].as_deref(), Some(note));
    assert_eq!(notes[9].as_deref(), Some("note: and other telephone numbers like that"));
    assert!(report.counts.refused == 1 && report.counts.broken == 1, "they are no refusals");

    let mut next = Report::open(Some(&place), true).unwrap();
    next.answered(5, &row(v1::RowOutcome::Registered)).unwrap();
    next.flush().unwrap();
    assert_eq!(std::fs::read_to_string(&place).unwrap().lines().count(), 5, "it is continued");
}

#[test]
fn a_refusal_names_each_field_and_the_next_step() {
    let mut details = ErrorDetails::new();
    details
        .add_bad_request_violation("members[1].bsn", "fails the 11-check")
        .add_bad_request_violation("start_date", "lies in the future")
        .set_error_info("INVALID_FIELDS", "verwijspunt", std::collections::HashMap::new());
    let status = Status::with_error_details(Code::InvalidArgument, "two fields are wrong", details);
    let text = errors::render(&status);
    let lines: Vec<_> = text.lines().map(str::trim).collect();
    assert_eq!(lines[0], "two fields are wrong");
    assert_eq!(lines[1], "member 2 BSN: fails the 11-check");
    assert_eq!(lines[2], "--start: lies in the future");
    assert_eq!(lines[3], "reason: INVALID_FIELDS (InvalidArgument)");
    assert!(lines[4].starts_with("next:"), "{text}");
    assert_eq!(errors::reason(&status), "INVALID_FIELDS");
}

#[test]
fn every_status_has_a_next_step() {
    for number in 1..=16 {
        let text = errors::render(&Status::new(Code::from_i32(number), "no"));
        assert!(text.contains("next:"), "{number}: {text}");
    }
}

#[test]
fn only_what_passes_by_itself_is_tried_again() {
    let wait = ErrorDetails::with_retry_info(Some(Duration::from_secs(2)));
    let busy = Status::with_error_details(Code::ResourceExhausted, "busy", wait);
    assert!(passing(&busy) && passing(&Status::unavailable("away")));
    assert!(errors::render(&busy).contains("after 2.0 s"));
    for code in [Code::InvalidArgument, Code::NotFound, Code::Internal, Code::ResourceExhausted] {
        assert!(!passing(&Status::new(code, "no")), "{code:?}");
    }
}

/// A full disk is no matter of seconds: whoever waits at a terminal is told at once.
#[tokio::test]
async fn a_full_disk_is_told_at_once() {
    let mut details = ErrorDetails::with_retry_info(Some(Duration::from_secs(30)));
    details.set_error_info("DISK_FULL", "verwijspunt", std::collections::HashMap::new());
    let full = Status::with_error_details(Code::ResourceExhausted, "the disk is full", details);
    let mut calls = 0;
    let sent = verwijspunt::cli::connect::send((), |_| {
        calls += 1;
        std::future::ready(Err::<tonic::Response<()>, _>(full.clone()))
    });
    let error = sent.await.unwrap_err().to_string();
    assert_eq!(calls, 1, "{error}");
    assert!(error.contains("the disk is full"), "{error}");
}

#[test]
fn what_only_the_broker_records_is_not_offered() {
    let mut looked = 0;
    let own = [
        ("end", "reason", "expired"),
        ("ticket resolve", "resolution", "case-closed"),
        ("rights objection decide", "decision", "pending"),
        ("rights objection decide", "decision", "lapsed"),
        ("follow-up", "state", "new"),
        ("deliveries resume", "way", "system"),
    ];
    visit(&Cli::command(), &mut |path, command| {
        for (_, argument, word) in own.iter().filter(|(of, ..)| path == format!("verwijspunt {of}"))
        {
            let argument = command.get_arguments().find(|one| one.get_id() == argument);
            let offered = argument.expect("it has one").get_possible_values();
            let words: Vec<&str> = offered.iter().map(PossibleValue::get_name).collect();
            assert!(words.len() >= 2 && !words.contains(word), "{path}: {words:?}");
            looked += 1;
        }
    });
    assert_eq!(looked, own.len());
}

#[tokio::test]
async fn what_is_missing_to_connect_is_named() {
    let dir = tempfile::tempdir().unwrap();
    let options = ClientOptions::named("https://localhost:1", dir.path(), "zeeburg-school");
    let error = client::connect(&options).await.unwrap_err();
    assert!(error.to_string().contains("ca.pem"), "{error}");
    let plain = ClientOptions { server: "http://localhost:1".to_owned(), ..options.clone() };
    let error = client::connect(&plain).await.unwrap_err();
    assert!(matches!(error, ClientError::Address { .. }), "{error}");

    let authority = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    std::fs::write(&options.ca, authority.cert.pem()).unwrap();
    std::fs::write(&options.certificate, authority.cert.pem()).unwrap();
    std::fs::write(&options.key, authority.signing_key.serialize_pem()).unwrap();
    // Nobody listens on a port that was just given back.
    let free = std::net::TcpListener::bind("localhost:0").unwrap().local_addr().unwrap().port();
    let options = ClientOptions { server: format!("https://localhost:{free}"), ..options };
    let error = client::connect(&options).await.unwrap_err();
    assert!(matches!(error, ClientError::Unreachable { .. }), "{error}");
    assert!(error.to_string().contains("is the server running"), "{error}");
}

fn read(text: &str) -> Vec<Line> {
    let rows = Rows::new(Cursor::new(text.to_owned())).expect("a header row");
    rows.map(|line| line.expect("a line")).collect()
}

fn visit(command: &Command, seen: &mut impl FnMut(&str, &Command)) {
    fn walk(path: &str, command: &Command, seen: &mut impl FnMut(&str, &Command)) {
        let path = format!("{path} {}", command.get_name());
        seen(path.trim(), command);
        for inner in command.get_subcommands().filter(|c| c.get_name() != "help") {
            walk(&path, inner, seen);
        }
    }
    walk("", command, seen);
}

/// Words as a shell makes them, as far as the examples need it.
fn shell_words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut quoted = false;
    let mut word = String::new();
    for c in line.chars() {
        match c {
            '\'' => quoted = !quoted,
            ' ' if !quoted && !word.is_empty() => words.push(std::mem::take(&mut word)),
            ' ' if !quoted => {}
            c => word.push(c),
        }
    }
    words.extend((!word.is_empty()).then_some(word));
    words
}
