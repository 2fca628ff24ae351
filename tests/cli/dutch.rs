//! Is whoever reads Dutch told everything in Dutch, also what rooms below the command line say, and what
//! the parser of the command line adds by itself?

use std::path::{Path, PathBuf};

use clap::{Command, CommandFactory as _};
use verwijspunt::cli::{Cli, below, texts};

use super::said;

/// Files of the rooms below of which every text is shown to people: problems of files, and tables.
const SHOWN: [&str; 23] = [
    "src/covenant",
    "src/pem.rs",
    "src/plain_text.rs",
    "src/toml_file",
    "src/server/budget_config.rs",
    "src/server/config.rs",
    "src/server/config_files.rs",
    "src/server/keys.rs",
    "src/server/mail_config.rs",
    "src/server/peer.rs",
    "src/server/people_config.rs",
    "src/server/pki.rs",
    "src/server/revocation.rs",
    "src/server/store_config.rs",
    "src/server/tls.rs",
    "src/server/trust.rs",
    "src/server/webhook_config.rs",
    "src/store/contract.rs",
    "src/store/postgres/connect.rs",
    "src/store/embedded/engine/error.rs",
    "src/store/embedded/engine/frame.rs",
    "src/store/embedded/engine/index_check.rs",
    "src/store/embedded/engine/offline.rs",
];

/// Rooms of which the errors are shown; the rest is for the log.
const ERRORS: [&str; 4] = ["src/broker", "src/people", "src/server", "src/store"];

/// What in them is not shown, or stands there in both languages.
const OTHERWISE: [&str; 1] = ["src/covenant/answer/explain.rs"];
/// The comment at the head of a key file, the name of an authority, and labels of PEM.
const WRITTEN: [&str; 9] = [
    "# Pseudonym keys. Whoever has this file can tell who is in the registry:",
    "# keep it apart from the store and its backups.",
    "Verwijspunt development CA",
    "BEGIN CERTIFICATE",
    "BEGIN PRIVATE KEY",
    "EC PARAMETERS",
    "ENCRYPTED PRIVATE KEY",
    // Looked for in a text.
    "unknown ",
    "field",
];

/// All files of programs under these places.
fn programs(places: &[&str]) -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut todo: Vec<PathBuf> = places.iter().map(|place| root.join(place)).collect();
    let mut found = Vec::new();
    while let Some(place) = todo.pop() {
        let name = place.strip_prefix(root).expect("it is under it").display().to_string();
        if place.is_dir() {
            let entries = std::fs::read_dir(&place).expect("a directory");
            todo.extend(entries.map(|entry| entry.expect("an entry").path()));
        } else if name.ends_with(".rs") && !OTHERWISE.contains(&name.as_str()) {
            found.push((name, std::fs::read_to_string(&place).expect("a program")));
        }
    }
    found
}

/// A text of a program as the table has it: `{}` for every value, and a brace for two.
fn template(text: &str) -> String {
    let (mut told, mut rest) = (String::new(), text);
    while let Some(c) = rest.chars().next() {
        let value = rest.strip_prefix('{').and_then(|inside| inside.split_once('}'));
        let named =
            |name: &str| name.bytes().all(|b| b.is_ascii_alphanumeric() || b"_.:".contains(&b));
        let (shown, taken) = match value {
            _ if rest.starts_with("{{") || rest.starts_with("}}") => (&rest[..1], 2),
            Some((name, _)) if named(name) => ("{}", name.len() + 2),
            _ => (&rest[..c.len_utf8()], c.len_utf8()),
        };
        told.push_str(shown);
        rest = &rest[taken..];
    }
    told
}

/// The lines of a text for which there is no row.
fn without_dutch(text: &str) -> Vec<String> {
    let text = template(text);
    let known = |line: &&str| {
        let between = line.trim_matches([' ', ',', ';']);
        !between.contains(char::is_alphabetic) || below::knows(line.trim()) || below::knows(between)
    };
    text.lines().filter(|line| !known(line) && !WRITTEN.contains(line)).map(str::to_owned).collect()
}

#[test]
fn what_the_rooms_below_say_has_its_dutch() {
    let (mut seen, mut missing) = (0, Vec::new());
    for (name, program) in programs(&SHOWN) {
        for text in said(&program) {
            seen += 1;
            missing.extend(without_dutch(&text).into_iter().map(|line| format!("{name}: {line}")));
        }
    }
    assert!(seen > 300, "only {seen} texts were found");
    let mut errors = 0;
    for (name, program) in programs(&ERRORS) {
        for (at, _) in program.match_indices("#[error(") {
            // The texts of this attribute alone.
            let end = program[at..].find(")]").expect("an attribute ends");
            for text in said(&program[at..at + end]) {
                errors += 1;
                missing
                    .extend(without_dutch(&text).into_iter().map(|line| format!("{name}: {line}")));
            }
        }
    }
    assert!(errors > 30, "only {errors} errors were found");
    assert!(missing.is_empty(), "in src/dutch/below_nl.txt there is no:\n{}", missing.join("\n"));
}

#[test]
fn every_fact_of_a_refusal_has_its_dutch() {
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/refusals.txt");
    let golden = std::fs::read_to_string(golden).unwrap();
    let facts = golden.split([' ', ',', '\n']).filter_map(|word| word.strip_prefix("metadata."));
    let facts: Vec<String> = facts.map(|name| name.replace('_', " ")).collect();
    assert!(facts.len() > 10, "{facts:?}");
    let missing: Vec<_> = facts.iter().filter(|name| texts::dutch(name).is_none()).collect();
    assert!(missing.is_empty(), "in src/cli/texts_nl.txt there is no: {missing:?}");
}

/// What the program says to these words, in Dutch: its exit code, its output and its complaints.
fn told(words: &[&str]) -> (Option<i32>, String, String) {
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_verwijspunt"));
    command.args(words).env("LC_ALL", "nl_NL.UTF-8");
    command.env_remove("VERWIJSPUNT_AS").env_remove("COLUMNS");
    let output = command.output().expect("it runs");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}

#[test]
fn the_help_of_every_group_is_in_dutch() {
    let mut groups = vec![Vec::new()];
    let root = Cli::command();
    let under = |command: &&Command| command.has_subcommands();
    groups.extend(root.get_subcommands().filter(under).map(|group| vec![group.get_name()]));
    assert!(groups.len() >= 13, "{groups:?}");
    for mut group in groups {
        group.push("--help");
        let (code, help, _) = told(&group);
        assert_eq!(code, Some(0), "{group:?}");
        assert!(help.contains("De hulp bij een opdracht tonen"), "{group:?}: {help}");
        assert!(!help.contains("Print this message"), "{group:?}: {help}");
    }
    // What it names can be asked for.
    for words in [&["help", "keys", "new"][..], &["keys", "help", "new"]] {
        let (code, help, err) = told(words);
        assert_eq!(code, Some(0), "{words:?}: {err}");
        assert!(help.starts_with("Maakt een sleutelbestand"), "{words:?}: {help}");
    }
}

#[test]
fn what_is_wrong_with_a_file_is_said_in_dutch() {
    let dir = tempfile::tempdir().unwrap();
    let file = |name: &str| dir.path().join(name).display().to_string();
    let keys = file("keys.toml");
    assert_eq!(told(&["keys", "new", &keys]).0, Some(0));
    let (code, _, err) = told(&["keys", "new", &keys]);
    assert_eq!(code, Some(1));
    assert!(err.contains("keys.toml: bestaat al en blijft staan"), "{err}");

    let (_, _, err) = told(&["covenant", "check", &file("nowhere.toml")]);
    let nowhere = "het bestand kan niet worden gelezen: bestand of map bestaat niet";
    assert!(err.contains(nowhere), "{err}");
    let (_, _, err) = told(&["config", "check", &file("nowhere.toml")]);
    assert!(err.contains("kan niet worden gelezen (bestand of map bestaat niet"), "{err}");

    let covenants = Path::new(env!("CARGO_MANIFEST_DIR")).join("deploy/covenants");
    let text = std::fs::read_to_string(covenants.join("amsterdam-2009.toml")).unwrap();
    std::fs::copy(
        covenants.join("amsterdam-organisations.toml"),
        dir.path().join("amsterdam-organisations.toml"),
    )
    .unwrap();
    let cut = text[..text.rfind("[[rule").unwrap()].replace("default_category", "default_categry");
    std::fs::write(file("cut.toml"), cut).unwrap();
    let (_, _, err) = told(&["covenant", "check", &file("cut.toml")]);
    for part in ["\"default_category\" ontbreekt", "bedoelt u \"default_category\"?"] {
        assert!(err.contains(part), "{part}: {err}");
    }
    let other =
        text.replace("follow_up_party_working_days = 5", "follow_up_party_working_days = 4");
    std::fs::write(file("other.toml"), other).unwrap();
    let old = covenants.join("amsterdam-2009.toml").display().to_string();
    let (_, out, err) = told(&["covenant", "diff", &old, &file("other.toml")]);
    assert!(out.contains("termijn follow_up_party_working_days"), "{out}{err}");
    assert!(out.contains("- beide zijn versie"), "{out}{err}");
}
