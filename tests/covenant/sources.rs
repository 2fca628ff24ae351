//! Is the page of sources true? Every rule and story on it exists and cites the section in whose row it
//! stands; every section that a rule or a story cites has a row.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use verwijspunt::covenant::Covenant;

use crate::{covenants, lines};

/// The documents by their word, as on the page.
const DOCUMENTS: [&str; 5] = ["plan", "guide", "thesis", "factsheet", "what works"];

/// A document and a section of it, for instance `plan` and `§ 3.4`.
type Place = (String, String);

/// One claim of a document.
struct Row {
    place: Place,
    claim: String,
    kept_by: String,
}

impl Row {
    fn references(&self) -> impl Iterator<Item = &str> {
        self.kept_by.split('`').skip(1).step_by(2)
    }
}

fn page() -> String {
    fs::read_to_string(covenants().join("SOURCES.md")).unwrap()
}

fn rows(page: &str) -> Vec<Row> {
    let mut document = "";
    let mut rows = Vec::new();
    for line in page.lines() {
        if let Some(heading) = line.strip_prefix("## ") {
            document = heading;
        }
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let [_, section, claim, kept_by, _] = cells.as_slice() else { continue };
        if document.is_empty() || *section == "Section" || section.starts_with("---") {
            continue;
        }
        let place = (document.to_owned(), (*section).to_owned());
        let (claim, kept_by) = ((*claim).to_owned(), (*kept_by).to_owned());
        rows.push(Row { place, claim, kept_by });
    }
    rows
}

/// The places in `plan §§ 2.8, 3.4, guide § 5.1, factsheet, Continu`; what is no document of ours says so.
fn places(source: &str) -> Result<Vec<Place>, String> {
    let mut found: Vec<Place> = Vec::new();
    let mut rest = source;
    while !rest.is_empty() {
        let document = DOCUMENTS.iter().find(|word| rest.starts_with(**word)).copied();
        let after = document.map_or(rest, |word| rest[word.len()..].trim_start_matches([',', ' ']));
        let (section, next) = after.split_once(", ").unwrap_or((after, ""));
        // After `§§` a number alone is another section of the same document.
        let number = section.starts_with(|c: char| c.is_ascii_digit());
        let place = match (document, found.last()) {
            (Some(word), _) => (word.to_owned(), section.replace("§§", "§")),
            (None, Some((word, _))) if number => (word.clone(), format!("§ {section}")),
            (None, _) => return Err(format!("\"{rest}\" begins with no document")),
        };
        found.push(place);
        rest = next;
    }
    Ok(found)
}

/// Everything in a delivered covenant by the name that the page gives it: `amsterdam-2009: rule x`, and
/// the places that it cites; `None` for what needs none.
type Named = BTreeMap<String, Option<String>>;

fn named() -> Named {
    let mut all = Named::new();
    for entry in fs::read_dir(covenants()).unwrap() {
        let path = entry.unwrap().path();
        let text = fs::read_to_string(&path).unwrap();
        if path.extension().is_none_or(|end| end != "toml") || !text.contains("\n[[rule]]") {
            continue;
        }
        let covenant =
            Covenant::load(&path).unwrap_or_else(|problems| panic!("{}", lines(&problems)));
        let name = |what: &str| format!("{}: {what}", covenant.id());
        all.extend(covenant.grounds().into_iter().map(|r| (name(&r.what), Some(r.ground.source))));
        all.extend(covenant.offices().map(|o| (name(&format!("office {}", o.id)), None)));
        let organisations = covenant.organisations();
        all.extend(organisations.map(|o| (name(&format!("organisation {}", o.name)), None)));
    }
    all
}

fn scenarios() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/scenarios")
}

/// What is wrong with the rows.
fn wrong(rows: &[Row], named: &Named, is_story: impl Fn(&str) -> bool) -> Vec<String> {
    let mut wrong = Vec::new();
    for row in rows {
        let (document, section) = &row.place;
        let mut says = |what: String| wrong.push(format!("{document} {section}: {what}"));
        let without = ["outside the software", "own reading"];
        let plain = without.iter().any(|word| row.kept_by.starts_with(word));
        if row.references().next().is_none() && !plain {
            says(format!("\"{}\" is kept by nothing", row.claim));
        }
        for reference in row.references() {
            if let Some(story) = reference.strip_prefix("story ") {
                if !is_story(story) {
                    says(format!("there is no story {story}"));
                }
                continue;
            }
            match named.get(reference) {
                None => says(format!("there is no {reference}")),
                Some(None) => {}
                Some(Some(source)) => {
                    let cited = places(source).unwrap_or_default();
                    if !cited.contains(&row.place) {
                        says(format!("{reference} does not cite it, but \"{source}\""));
                    }
                }
            }
        }
    }
    let known: BTreeSet<&Place> = rows.iter().map(|row| &row.place).collect();
    for (name, source) in named {
        match places(source.as_deref().unwrap_or_default()) {
            Err(why) => wrong.push(format!("{name}: {why}")),
            Ok(cited) => {
                let missing = cited.iter().filter(|place| !known.contains(place));
                wrong.extend(missing.map(|(d, s)| format!("{name} cites {d} {s}: no row has it")));
            }
        }
    }
    wrong
}

#[test]
fn the_page_of_sources_is_true() {
    let rows = rows(&page());
    assert!(rows.len() > 90, "{}", rows.len());
    for document in DOCUMENTS {
        assert!(rows.iter().any(|row| row.place.0 == document), "{document}");
    }
    let is_story = |story: &str| scenarios().join(format!("{story}.story")).is_file();
    let wrong = wrong(&rows, &named(), is_story);
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn every_section_that_a_story_cites_has_a_row() {
    let rows = rows(&page());
    let known: BTreeSet<Place> = rows.into_iter().map(|row| row.place).collect();
    let mut wrong = Vec::new();
    let mut cited = 0;
    for entry in fs::read_dir(scenarios()).unwrap() {
        let path = entry.unwrap().path();
        let text = fs::read_to_string(&path).unwrap();
        let Some(source) = text.lines().find_map(|line| line.strip_prefix("# source: ")) else {
            continue;
        };
        for part in source.split("; ") {
            // What stands in brackets says which claim of the section is meant.
            let part = part.split(" (").next().unwrap_or_default();
            let cites = |word: &&str| {
                let rest = part.strip_prefix(*word).unwrap_or_default();
                [" §", " ch.", ", "].iter().any(|mark| rest.starts_with(mark))
            };
            if !DOCUMENTS.iter().any(cites) {
                continue;
            }
            cited += 1;
            match places(part) {
                Ok(places) if places.iter().all(|place| known.contains(place)) => {}
                _ => wrong.push(format!("{}: {part}", path.display())),
            }
        }
    }
    assert!(cited > 100, "{cited}");
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn a_stale_page_is_noticed() {
    let row = |section: &str, kept_by: &str| Row {
        place: ("plan".to_owned(), section.to_owned()),
        claim: "c".to_owned(),
        kept_by: kept_by.to_owned(),
    };
    let named = Named::from([
        ("x: rule one".to_owned(), Some("plan § 1, guide § 2".to_owned())),
        ("x: office two".to_owned(), None),
    ]);
    let found = |rows: &[Row]| wrong(rows, &named, |story| story == "known").join("; ");
    let guide = || Row { place: ("guide".to_owned(), "§ 2".to_owned()), ..row("", "own reading") };
    let good = [row("§ 1", "`x: rule one`, `x: office two`, `story known`"), guide()];
    assert_eq!(found(&good), "");
    for (bad, what) in [
        (row("§ 1", "somebody"), "kept by nothing"),
        (row("§ 1", "`x: rule gone`"), "there is no x: rule gone"),
        (row("§ 1", "`story gone`"), "there is no story gone"),
        (row("§ 9", "`x: rule one`"), "does not cite it"),
    ] {
        let found = found(&[bad, row("§ 1", "own reading"), guide()]);
        assert!(found.contains(what), "{what}: {found}");
    }
    let place = |document: &str, section: &str| (document.to_owned(), section.to_owned());
    let three = [place("plan", "§ 1"), place("plan", "§ 2"), place("factsheet", "Continu")];
    assert_eq!(places("plan §§ 1, 2, factsheet, Continu"), Ok(three.to_vec()));
    assert!(places("plan § 1, hearsay").is_err());
    let found = found(&[row("§ 1", "own reading")]);
    assert!(found.contains("x: rule one cites guide § 2: no row has it"), "{found}");
}
