//! What a person at a terminal gets: words, tables, and exit codes that a script can rely on.

use std::fs;
use std::process::Command;

use crate::broken::{Copy, MAIN, office_block, without};
use crate::covenants;

struct Said {
    code: i32,
    out: String,
    err: String,
}

fn covenant(arguments: &[&str]) -> Said {
    let program = env!("CARGO_BIN_EXE_verwijspunt");
    let output = Command::new(program).arg("covenant").args(arguments).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Said { code: output.status.code().unwrap(), out: text(output.stdout), err: text(output.stderr) }
}

fn amsterdam() -> String {
    covenants().join(MAIN).to_str().unwrap().to_owned()
}

fn path(copy: &Copy) -> String {
    copy.dir.path().join(MAIN).to_str().unwrap().to_owned()
}

#[test]
fn check_tells_vacancies_and_what_it_proved() {
    let said = covenant(&["check", &amsterdam()]);
    assert_eq!((said.code, said.err.as_str()), (0, ""));
    assert!(said.out.contains("total: exactly one answer to each of"), "{}", said.out);
    assert!(!said.out.contains("warning"), "{}", said.out);
    let block = office_block("coordinator-centrum");
    let vacant = without(&block, &["holder", "deputies"]);
    let said = covenant(&["check", &path(&Copy::new().change(MAIN, &block, &vacant))]);
    assert_eq!(said.code, 0);
    let warning =
        "office \"coordinator-centrum\" is vacant: \"programme-manager\" acts in its place";
    assert!(said.out.contains(warning), "{}", said.out);
}

#[test]
fn routes_prints_ladder_signals_cases_and_plans() {
    let table = covenant(&["routes", &amsterdam()]);
    assert_eq!(table.code, 0);
    for word in [
        "step2-mpg4-mandate",
        "concern-acute",
        "youth-care-agency, guardianship",
        "final-evaluation in week 18 (decides)",
        "own reading",
        "role analysis-member",
        "2 hours",
    ] {
        assert!(table.out.contains(word), "{word} in {}", table.out);
    }
    let json = covenant(&["routes", &amsterdam(), "-o", "json"]);
    let value: serde_json::Value = serde_json::from_str(&json.out).unwrap();
    let own = |language: &str| {
        let rows = value["routes"].as_array().unwrap();
        let row = rows.iter().find(|row| row["rule"] == "step2-other-district").unwrap();
        row[language].as_str().unwrap().to_owned()
    };
    assert!(own("ownReadingEn").starts_with("the plan does not speak"), "{}", json.out);
    assert!(own("ownReadingNl").starts_with("het plan spreekt niet"), "{}", json.out);
    let many = |key: &str| value[key].as_array().unwrap().len();
    assert_eq!([many("routes"), many("concerns"), many("cases"), many("plans")], [15, 3, 5, 5]);
    assert!(many("grounds") > 50);
    assert_eq!(value["steps"][0]["within"], "10 working days");
    assert_eq!(value["steps"][0]["withinByCategory"]["MPG4"], "5 working days");
    assert_eq!(many("asked"), 0);
    assert_eq!(value["concerns"][0]["within"], "2 hours");
    assert_eq!(value["concerns"][0]["crisis"], true);
    assert_eq!(value["cases"][4]["familyManagerKinds"][1], "guardianship");
}

#[test]
fn a_ticket_is_explained_with_its_measure_and_a_signal_with_its_rule() {
    let ticket = ["--track", "A", "--step", "2", "--category", "MPG2", "--area", "zeeburg"];
    let arguments = [&["explain", &amsterdam()], &ticket[..], &["--measure", "youth-probation"]];
    let said = covenant(&arguments.concat());
    assert_eq!(said.code, 0, "{}", said.err);
    let fact = said.out.lines().find(|line| line.trim_start().starts_with("measure")).unwrap();
    assert!(fact.ends_with(" youth-probation"), "{fact}");
    let signal = ["explain-concern", &amsterdam(), "--area", "1095AB", "--lang", "en"];
    let said = covenant(&[&signal[..], &["--acute"]].concat());
    assert_eq!(said.code, 0, "{}", said.err);
    for word in [
        "Bureau Jeugdzorg",
        "coordinator-zeeburg",
        "crisis",
        "concern-acute",
        "2 hours",
        "own reading",
    ] {
        assert!(said.out.contains(word), "{word} in {}", said.out);
    }
    let dutch = [&signal[..3], &["zeeburg", "--acute", "--lang", "nl"]].concat();
    let said = covenant(&dutch);
    assert!(said.out.contains("eigen lezing: het plan"), "{}", said.out);
    assert!(covenant(&signal).out.contains("care-and-nuisance-desk"));
    let unknown = covenant(&["explain-concern", &amsterdam(), "--area", "atlantis"]);
    assert_eq!(unknown.code, 2);
    assert!(unknown.err.contains("--area: unknown \"atlantis\""), "{}", unknown.err);
}

#[test]
fn whoever_is_asked_to_answer_is_told_with_term_and_source() {
    let guide = covenants().join("amsterdam-guide-2011.toml").to_str().unwrap().to_owned();
    let table = covenant(&["routes", &guide]);
    for word in ["who is asked to answer", "directorate of the organisation", "guide § 5.6.4"] {
        assert!(table.out.contains(word), "{word} in {}", table.out);
    }
    let json = covenant(&["routes", &guide, "-o", "json"]);
    let value: serde_json::Value = serde_json::from_str(&json.out).unwrap();
    let asked = &value["asked"][0];
    assert_eq!((&asked["role"], &asked["steps"][0]), (&"directorate".into(), &"4".into()));
    assert_eq!(
        (&asked["within"], &asked["source"]),
        (&"5 working days".into(), &"guide § 5.6.4".into())
    );
    let arguments = ["explain", &guide, "--track", "B", "--category", "MPG3", "--area"];
    let target = ["stadsdeel-oost", "--target", "Geestelijke", "--lang", "en", "--step"];
    let explain = |step| covenant(&[&arguments[..], &target[..], &[step]].concat());
    let four = explain("4");
    let line = four.out.lines().find(|line| line.starts_with("is asked")).unwrap_or_default();
    for word in ["guide-directorate-ggz", "within 5 working days", "guide § 5.6.4", "own reading"]
    {
        assert!(line.contains(word), "{word} in {} {}", four.out, four.err);
    }
    assert!(!explain("3").out.contains("is asked"));
}

#[test]
fn a_term_in_hours_is_told_as_hours() {
    let zwolle = covenants().join("zwolle-2007.toml").to_str().unwrap().to_owned();
    let table = covenant(&["routes", &zwolle]);
    assert!(table.out.contains("crisis: 24 hours"), "{}", table.out);
    let arguments = ["explain", &zwolle, "--track", "A", "--step", "1", "--area", "zwolle-west"];
    let explain = |category, lang| {
        let more = ["--category", category, "--lang", lang];
        covenant(&[&arguments[..], &more].concat()).out
    };
    let term = |said: String, label: &str| {
        let line = said.lines().find(|line| line.starts_with(label)).unwrap_or_default();
        line.trim_start_matches(label).trim().to_owned()
    };
    assert_eq!(term(explain("crisis", "en"), "term"), "24 hours");
    assert_eq!(term(explain("crisis", "nl"), "termijn"), "24 uur");
    assert_eq!(term(explain("case", "en"), "term"), "10 working days");
}

#[test]
fn diff_ends_like_diff() {
    let same = covenant(&["diff", &amsterdam(), &amsterdam()]);
    assert_eq!(same.code, 0);
    assert!(same.out.contains("answer everything alike"), "{}", same.out);
    let other = Copy::new().change(MAIN, "archive_years = 5", "archive_years = 7");
    let different = covenant(&["diff", &amsterdam(), &path(&other)]);
    assert_eq!(different.code, 1);
    assert!(different.out.contains("term archive_years"), "{}", different.out);
    let json = covenant(&["diff", &amsterdam(), &path(&other), "-o", "json"]);
    let value: serde_json::Value = serde_json::from_str(&json.out).unwrap();
    assert_eq!(value["differences"][0]["old"], "5");
    fs::write(other.dir.path().join(MAIN), "id = 1").unwrap();
    let broken = covenant(&["diff", &amsterdam(), &path(&other)]);
    assert_eq!(broken.code, 2);
    assert!(broken.err.contains("is refused whole"), "{}", broken.err);
}
