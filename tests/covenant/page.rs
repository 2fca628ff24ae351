//! Does the page about the language say what is true? Its example is loaded and asked, and every key
//! in use is on it.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use verwijspunt::covenant::Covenant;
use verwijspunt::domain::model::agreement::{
    ConcernQuestion, Eligible, LeadRule, Measure, WatchRule, Watcher,
};
use verwijspunt::domain::model::party::{CategoryCode, OfficeId, Party};

use crate::{Ask, covenants, lines, route_area};

fn page() -> String {
    fs::read_to_string(covenants().join("README.md")).unwrap()
}

/// Writes every block of the page that is named as a file; returns the names.
fn extract(into: &Path) -> Vec<String> {
    let page = page();
    let blocks = page.split("\n```toml ").skip(1).map(|block| {
        let (name, rest) = block.split_once('\n').unwrap();
        let (text, _) = rest.split_once("\n```").expect("the block ends");
        fs::write(into.join(name), format!("{text}\n")).unwrap();
        name.to_owned()
    });
    blocks.collect()
}

fn example(change: impl Fn(&str) -> String) -> Result<Covenant, String> {
    let dir = tempfile::tempdir().unwrap();
    let names = extract(dir.path());
    assert_eq!(names, ["waterveen.toml", "waterveen-organisations.toml"]);
    let path = dir.path().join(&names[0]);
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, change(&text)).unwrap();
    Covenant::load(&path).map_err(|problems| lines(&problems))
}

#[test]
fn the_example_is_a_whole_covenant_and_answers_as_the_page_says() {
    let c = example(str::to_owned).unwrap_or_else(|problems| panic!("{problems}"));
    assert_eq!(lines(c.warnings()), "");
    let page = page();
    let says = |line: &str| assert!(page.contains(line), "the page says: {line}");

    says("| light, `dorp`, no measure: a ticket at step 2 | `coach-dorp` | `mediation`");
    assert_eq!(Ask::step(&c, 2, "light", "dorp").handler(), "coach-dorp");
    says("| the same, under youth probation | `director` | `mediation-with-a-measure` |");
    let mut measure = Ask::step(&c, 2, "light", "dorp");
    measure.question.measure = Measure::YouthProbation;
    assert_eq!(measure.handler(), "director");
    assert_eq!(measure.route().derivation.rule, "mediation-with-a-measure");
    says("| the same, at step 3 | `alderman`, who may rule");
    let last = Ask::step(&c, 3, "light", "dorp");
    assert_eq!((last.handler().as_str(), last.route().last_step), ("alderman", true));
    says("| against Rechtbank Waterveen, any step | refused, `JUDICIARY` |");
    for step in 1..=3 {
        let court = Ask::step(&c, step, "heavy", "haven").against("Rechtbank Waterveen");
        assert_eq!(court.refusal().code, "JUDICIARY");
    }
    says("| a concern signal from `haven`, acute | Crisisteam Jeugd, as a crisis; `coach-haven`");
    let question = ConcernQuestion { area: route_area("haven"), acute: true, children: true };
    let signal = c.concern(&question).unwrap();
    let team = c.organisations().find(|o| o.name == "Crisisteam Jeugd").unwrap().oin;
    assert_eq!((signal.to, signal.crisis), (Party::Organisation(team), true));
    let coach = OfficeId::parse("coach-haven").unwrap();
    assert_eq!(signal.informed, [Party::Office(coach)]);
    says(
        "| a heavy case | directed by `director`, managed by youth care or welfare, watched for 52",
    );
    let heavy = CategoryCode::parse("heavy").unwrap();
    let rules = c.case_rules(&heavy, &route_area("dorp")).unwrap();
    assert_eq!(rules.director.as_str(), "director");
    let kinds = ["youth-care", "welfare"].map(str::to_owned).to_vec();
    assert_eq!(rules.family_manager, Eligible::Kinds(kinds.clone()));
    let by = Watcher::LastFamilyManager;
    let watch = WatchRule { every_weeks: 4, weeks: 52, by, while_open: false };
    assert_eq!(rules.watch, Some(watch));
    assert_eq!(*c.lead_rule(), LeadRule::KindOrder(kinds));
}

#[test]
fn the_mistake_that_the_page_describes_is_found_as_it_says() {
    let line = "when = { acute = false }\n";
    let found = example(|text| text.replacen(line, "", 1)).unwrap_err();
    assert!(found.contains("\"acute\" (line"), "{found}");
    assert!(found.contains("\"not-acute\" (line"), "{found}");
    assert!(found.contains("both hold for a signal with acute yes"), "{found}");
    assert!(found.contains("narrow the when of one of them"), "{found}");
}

fn keys(value: &toml::Value, data: bool, into: &mut BTreeSet<String>) {
    match value {
        toml::Value::Table(table) => {
            for (key, value) in table {
                if !data {
                    into.insert(key.clone());
                }
                // The keys of these are categories.
                keys(value, key.ends_with("_by_category"), into);
            }
        }
        toml::Value::Array(items) => items.iter().for_each(|item| keys(item, false, into)),
        _ => {}
    }
}

#[test]
fn every_key_of_every_covenant_is_on_the_page() {
    let page = page();
    let (_, tables) = page.split_once("## How rules decide").unwrap();
    let mut used = BTreeSet::new();
    for entry in fs::read_dir(covenants()).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "toml") {
            let text = fs::read_to_string(&path).unwrap();
            keys(&toml::Value::Table(text.parse().unwrap()), false, &mut used);
        }
    }
    assert!(used.len() > 50, "{used:?}");
    let missing: Vec<&String> = used
        .iter()
        .filter(|key| {
            let named = [format!("`{key}`"), format!("`[{key}]`"), format!("`[[{key}]]`")];
            !named.iter().any(|name| tables.contains(name))
        })
        .collect();
    // The two languages are explained in a sentence.
    assert_eq!(missing, Vec::<&String>::new());
}

/// Every covenant that is delivered: name and text.
fn delivered() -> Vec<(String, String)> {
    let files = fs::read_dir(covenants()).unwrap().map(|entry| entry.unwrap().path());
    let named = files.filter(|path| path.extension().is_some_and(|extension| extension == "toml"));
    let texts = named.map(|path| {
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        (name, fs::read_to_string(path).unwrap())
    });
    texts.filter(|(_, text)| text.contains("\n[[rule]]")).collect()
}

#[test]
fn no_rule_of_a_delivered_covenant_can_be_missed() {
    let all = delivered();
    assert!(all.iter().any(|(name, _)| name == "amsterdam-2009.toml"));
    for (name, text) in all {
        let dir = tempfile::tempdir().unwrap();
        for entry in fs::read_dir(covenants()).unwrap() {
            let path = entry.unwrap().path();
            fs::copy(&path, dir.path().join(path.file_name().unwrap())).unwrap();
        }
        let path = dir.path().join(&name);
        Covenant::load(&path).unwrap_or_else(|problems| panic!("{}", lines(&problems)));
        for table in ["\n[[rule]]", "\n[[concern]]"] {
            let starts: Vec<usize> = text.match_indices(table).map(|(at, _)| at).collect();
            assert!(!starts.is_empty(), "{name} has {table}");
            for start in starts {
                let end = text[start + 1..].find("\n[").map_or(text.len(), |at| start + 1 + at);
                fs::write(&path, format!("{}{}", &text[..start], &text[end..])).unwrap();
                let block = &text[start..end];
                assert!(Covenant::load(&path).is_err(), "{name} passes without {block}");
            }
        }
    }
}
