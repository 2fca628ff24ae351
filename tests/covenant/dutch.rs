//! Do the Dutch texts of the delivered covenants keep to the rules that a Dutch reader notices first: the
//! article, no English, whole sentences?

use std::fs;

use crate::covenants;

/// Words of this field that take "het", alone and at the end of a compound: *het wijkteam*.
const HET: [&str; 16] = [
    "analyseteam",
    "bevolkingsregister",
    "convenant",
    "dossier",
    "gebied",
    "gezin",
    "gezinsoverleg",
    "huishouden",
    "kind",
    "meldpunt",
    "netwerk",
    "overleg",
    "plan",
    "register",
    "signaal",
    "team",
];
/// Words that take "de".
const DE: [&str; 14] = [
    "afdeling",
    "aanpak",
    "adviseur",
    "burgemeester",
    "categorie",
    "coördinator",
    "directie",
    "gemeente",
    "groep",
    "manager",
    "organisatie",
    "stad",
    "stap",
    "wethouder",
];
/// English words that are no Dutch ones.
const ENGLISH: [&str; 9] =
    ["and", "family", "for", "meeting", "office", "the", "support", "with", "youth"];

/// Every Dutch text of a file, with its line.
fn texts(file: &str) -> impl Iterator<Item = (usize, &str)> {
    file.lines().zip(1..).flat_map(|(line, number)| {
        let parts = line.split("nl = \"").skip(1);
        parts.filter_map(move |part| Some((number, part.split_once('"')?.0)))
    })
}

/// The words of a text, without the signs around them.
fn words(text: &str) -> Vec<String> {
    let signs = |c: char| !c.is_alphanumeric() && c != '{' && c != '}';
    text.split_whitespace().map(|word| word.trim_matches(signs).to_lowercase()).collect()
}

/// What a Dutch reader would stumble over.
fn wrong(text: &str) -> Vec<String> {
    let words = words(text);
    let mut wrong = Vec::new();
    for pair in words.windows(2) {
        let (article, noun) = (pair[0].as_str(), pair[1].as_str());
        let ends = |all: &[&str]| all.iter().any(|word| noun.ends_with(word));
        // Of a small one it is always "het", of several always "de".
        let small = noun.ends_with("je");
        let takes_het = small || (ends(&HET) && !ends(&DE));
        let takes_de = !small && ends(&DE);
        if (article == "de" && takes_het) || (article == "het" && takes_de) {
            wrong.push(format!("\"{article} {noun}\""));
        }
    }
    wrong.extend(
        words
            .iter()
            .filter(|w| ENGLISH.contains(&w.as_str()))
            .map(|w| format!("\"{w}\" is English")),
    );
    // What is filled in later is a sentence; a name is none.
    let sentence = text.contains("{handler}") || text.contains("{target}") || text.contains("{to}");
    if sentence
        && !(text.ends_with('.') && text.starts_with(|c: char| c.is_uppercase() || c == '{'))
    {
        wrong.push("it is no whole sentence".to_owned());
    }
    if text.contains("  ") || text.contains(" ,") || text.contains(" .") {
        wrong.push("its spaces are wrong".to_owned());
    }
    wrong
}

#[test]
fn the_dutch_of_the_delivered_covenants_is_dutch() {
    let mut found = Vec::new();
    let mut read = 0;
    for entry in fs::read_dir(covenants()).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|end| end != "toml") {
            continue;
        }
        let file = fs::read_to_string(&path).unwrap();
        for (line, text) in texts(&file) {
            read += 1;
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            found.extend(
                wrong(text).into_iter().map(|what| format!("{name}:{line}: {what}: {text}")),
            );
        }
    }
    assert!(read > 500, "{read}");
    assert!(found.is_empty(), "\n{}", found.join("\n"));
}

#[test]
fn what_is_no_good_dutch_is_noticed() {
    for good in ["wijkteam Haven 1", "Het wijkteam is aan zet: {to}.", "De {handler} beslist."] {
        assert_eq!(wrong(good), Vec::<String>::new(), "{good}");
    }
    for bad in [
        "de wijkteam",
        "voor het gemeente",
        "De plan van het gezin",
        "netwerk and team",
        "de {handler} beslist.",
        "De {handler} beslist",
        "het gezin , de buren",
    ] {
        assert!(!wrong(bad).is_empty(), "{bad}");
    }
    let lines: Vec<_> =
        texts("nl = \"een\"\n{ nl = \"twee\", en = \"two\" }, { nl = \"drie\" }").collect();
    assert_eq!(lines, [(1, "een"), (2, "twee"), (2, "drie")]);
}
