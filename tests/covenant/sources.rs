//! Is the page of sources true and whole? Every rule and story on it exists and cites the section in whose
//! row it stands; every section that a rule cites has a row that names the rule; nothing in a covenant is
//! without a ground.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use verwijspunt::covenant::{Covenant, Ground};
use verwijspunt::domain::model::{duties::Duties, ground::OwnReading, party::OfficeId};

use crate::{covenants, lines};

/// The documents by their word, as on the page.
const DOCUMENTS: [&str; 5] = ["plan", "guide", "thesis", "factsheet", "what works"];

/// A document and a section of it, for instance `plan` and `§ 3.4`.
pub(crate) type Place = (String, String);

/// One claim of a document.
pub(crate) struct Row {
    pub(crate) place: Place,
    pub(crate) claim: String,
    pub(crate) kept_by: String,
}

impl Row {
    pub(crate) fn references(&self) -> impl Iterator<Item = &str> {
        self.kept_by.split('`').skip(1).step_by(2)
    }
}

pub(crate) fn page() -> String {
    fs::read_to_string(covenants().join("SOURCES.md")).unwrap()
}

pub(crate) fn rows(page: &str) -> Vec<Row> {
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
/// what it cites.
type Named = BTreeMap<String, String>;

/// The stories by name, and the places that each cites.
type Stories = BTreeMap<String, Vec<Place>>;

pub(crate) fn delivered() -> Vec<Covenant> {
    let mut all = Vec::new();
    for entry in fs::read_dir(covenants()).unwrap() {
        let path = entry.unwrap().path();
        let text = fs::read_to_string(&path).unwrap();
        if path.extension().is_none_or(|end| end != "toml") || !text.contains("\n[[rule]]") {
            continue;
        }
        all.push(Covenant::load(&path).unwrap_or_else(|problems| panic!("{}", lines(&problems))));
    }
    all
}

fn named() -> Named {
    let mut all = Named::new();
    for covenant in delivered() {
        let name = |what: &str| format!("{}: {what}", covenant.id());
        all.extend(covenant.grounds().into_iter().map(|r| (name(&r.what), r.ground.source)));
    }
    all
}

pub(crate) fn scenarios() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/scenarios")
}

/// The places of one part of a story's line of sources; `None` when the part is no document of ours.
fn cited(part: &str) -> Option<Result<Vec<Place>, String>> {
    // What stands in brackets says which claim of the section is meant.
    let part = part.split(" (").next().unwrap_or_default();
    let cites = |word: &&str| {
        let rest = part.strip_prefix(*word).unwrap_or_default();
        [" §", " ch.", ", "].iter().any(|mark| rest.starts_with(mark))
    };
    DOCUMENTS.iter().any(cites).then(|| places(part))
}

fn stories() -> Stories {
    let mut all = Stories::new();
    for entry in fs::read_dir(scenarios()).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|end| end != "story") {
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        let source = text.lines().find_map(|line| line.strip_prefix("# source: "));
        let parts = source.unwrap_or_default().split("; ").filter_map(cited);
        let places = parts.flat_map(|part| part.unwrap_or_else(|e| panic!("{path:?}: {e}")));
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        all.insert(name, places.collect());
    }
    all
}

/// The rows that a row without anything of its own refers to: `as plan § 2.4 and plan § 2.7`.
fn same_as(kept_by: &str) -> Option<Result<Vec<Place>, String>> {
    let rest = kept_by.strip_prefix("as ")?;
    let said = rest.split([';', ':']).next().unwrap_or_default();
    Some(said.split(" and ").map(places).collect::<Result<Vec<_>, _>>().map(|all| all.concat()))
}

/// What is wrong with one row.
fn wrong_row(row: &Row, known: &BTreeSet<&Place>, named: &Named, stories: &Stories) -> Vec<String> {
    let mut wrong = Vec::new();
    let outside = ["outside the software: ", "own reading: "];
    let reason = outside.iter().find_map(|word| row.kept_by.strip_prefix(word));
    match same_as(&row.kept_by) {
        Some(Err(why)) => wrong.push(why),
        Some(Ok(others)) => {
            let unknown =
                others.iter().filter(|place| !known.contains(place) || **place == row.place);
            wrong.extend(unknown.map(|(d, s)| format!("{d} {s} is no other row")));
        }
        None if row.references().next().is_none() && reason.is_none_or(str::is_empty) => {
            wrong.push(format!("\"{}\" is kept by nothing, and no reason is given", row.claim));
        }
        None => {}
    }
    for reference in row.references() {
        let cites = match reference.strip_prefix("story ") {
            Some(story) => stories.get(story).cloned(),
            None => named.get(reference).map(|source| places(source).unwrap_or_default()),
        };
        match cites {
            None => wrong.push(format!("there is no {reference}")),
            Some(cites) if cites.contains(&row.place) => {}
            Some(cites) => wrong.push(format!("{reference} does not cite it, but {cites:?}")),
        }
    }
    wrong
}

/// What is wrong with the rows.
fn wrong(rows: &[Row], named: &Named, stories: &Stories) -> Vec<String> {
    let known: BTreeSet<&Place> = rows.iter().map(|row| &row.place).collect();
    let mut wrong = Vec::new();
    let mut claims = BTreeSet::new();
    let mut shown: BTreeSet<(&Place, &str)> = BTreeSet::new();
    for row in rows {
        let (document, section) = &row.place;
        let found = wrong_row(row, &known, named, stories);
        wrong.extend(found.into_iter().map(|what| format!("{document} {section}: {what}")));
        if !claims.insert((&row.place, &row.claim)) {
            wrong.push(format!("{document} {section}: \"{}\" stands here twice", row.claim));
        }
        shown.extend(row.references().map(|reference| (&row.place, reference)));
    }
    for (name, source) in named {
        match places(source) {
            Err(why) => wrong.push(format!("{name}: {why}")),
            Ok(cited) => {
                let missing =
                    cited.iter().filter(|place| !shown.contains(&(*place, name.as_str())));
                wrong.extend(missing.map(|(d, s)| format!("{name} cites {d} {s}: no row has it")));
            }
        }
    }
    for (story, cited) in stories {
        let missing = cited.iter().filter(|place| !known.contains(place));
        wrong.extend(missing.map(|(d, s)| format!("story {story} cites {d} {s}: no row has it")));
    }
    wrong
}

#[test]
fn the_page_of_sources_is_true() {
    let rows = rows(&page());
    assert!(rows.len() > 150, "{}", rows.len());
    for document in DOCUMENTS {
        assert!(rows.iter().any(|row| row.place.0 == document), "{document}");
    }
    let stories = stories();
    let citing = stories.values().filter(|places| !places.is_empty()).count();
    assert!(citing > 100, "{citing}");
    let wrong = wrong(&rows, &named(), &stories);
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// The loader refuses a rule, role, region, plan, meeting, category, step, notice or signal without a
/// ground, and districts, offices and organisations without the one that they have together; words for a
/// kind, and so their ground, may be absent, but of no delivered file.
#[test]
fn nothing_in_a_delivered_covenant_is_without_a_ground() {
    for covenant in delivered() {
        let grounds = covenant.grounds();
        let kinds = covenant.organisations().map(|one| format!("kind {}", one.kind));
        let shared = ["covenant", "terms", "districts", "offices", "organisations"];
        for what in shared.map(str::to_owned).into_iter().chain(kinds) {
            let ground = grounds.iter().find(|row| row.what == what).map(|row| &row.ground);
            let said = |g: &Ground| !g.source.is_empty() || !g.own_reading.en.is_empty();
            assert!(ground.is_some_and(said), "{}: {what}", covenant.id());
        }
        // The reader loads no own reading in one language only; that it is another text, people see to.
        for row in &grounds {
            let OwnReading { nl, en } = &row.ground.own_reading;
            assert!(nl.is_empty() || nl != en, "{}: {}", covenant.id(), row.what);
        }
    }
}

/// Whoever directs families has a list of them, whatever the covenant calls the office; whoever stands on
/// the last step may rule. In Almere that is one and the same.
#[test]
fn the_work_of_an_office_follows_from_the_rules() {
    for covenant in delivered() {
        for category in covenant.categories() {
            for area in covenant.areas() {
                let office = covenant.director(&category.code, &area.code).unwrap();
                let does = covenant.duties(&office);
                assert!(does.directs && does.works(), "{}: {office}", covenant.id());
            }
        }
    }
    let does = |id: &str, office: &str| {
        let all = delivered();
        let covenant = all.iter().find(|one| one.id() == id).unwrap();
        covenant.duties(&OfficeId::parse(office).unwrap())
    };
    let focal = does("almere-2015", "almere-focal-point");
    assert!(focal.directs && focal.handles && focal.rules && focal.reports, "{focal:?}");
    let coordinator = does("amsterdam-2009", "coordinator-zeeburg");
    assert!(coordinator.directs && coordinator.handles && !coordinator.rules, "{coordinator:?}");
    let chair = does("amsterdam-2009", "district-chair-zeeburg");
    assert!(chair.rules && !chair.directs, "{chair:?}");
    let auditor = does("amsterdam-2009", "auditor");
    assert_eq!(auditor, Duties { audits: true, ..Duties::default() });
    assert!(!auditor.works());
    assert_eq!(does("amsterdam-2009", "nobody"), Duties::default());
}

#[test]
fn a_stale_page_is_noticed() {
    let place = |document: &str, section: &str| (document.to_owned(), section.to_owned());
    let row = |section: &str, kept_by: &str| Row {
        place: place("plan", section),
        claim: kept_by.to_owned(),
        kept_by: kept_by.to_owned(),
    };
    let named = Named::from([("x: rule one".to_owned(), "plan § 1, guide § 2".to_owned())]);
    let stories = Stories::from([("known".to_owned(), vec![place("plan", "§ 1")])]);
    let found = |rows: &[Row]| wrong(rows, &named, &stories).join("; ");
    let whole = |bad: Row| {
        let guide = Row { place: place("guide", "§ 2"), ..row("", "`x: rule one`") };
        [row("§ 1", "`x: rule one`, `story known`"), guide, bad]
    };
    for good in ["own reading: as it is", "outside the software: it is a skill", "as guide § 2; so"]
    {
        assert_eq!(found(&whole(row("§ 3", good))), "", "{good}");
    }
    for (bad, what) in [
        (row("§ 3", "somebody"), "kept by nothing"),
        (row("§ 3", "outside the software: "), "no reason is given"),
        (row("§ 3", "as plan § 9"), "plan § 9 is no other row"),
        (row("§ 3", "as plan § 3"), "plan § 3 is no other row"),
        (row("§ 3", "as hearsay"), "begins with no document"),
        (row("§ 1", "`x: rule gone`"), "there is no x: rule gone"),
        (row("§ 1", "`story gone`"), "there is no story gone"),
        (row("§ 9", "`x: rule one`"), "x: rule one does not cite it"),
        (row("§ 9", "`story known`"), "story known does not cite it"),
        (row("§ 1", "`x: rule one`, `story known`"), "stands here twice"),
    ] {
        let found = found(&whole(bad));
        assert!(found.contains(what), "{what}: {found}");
    }
    let three = [place("plan", "§ 1"), place("plan", "§ 2"), place("factsheet", "Continu")];
    assert_eq!(places("plan §§ 1, 2, factsheet, Continu"), Ok(three.to_vec()));
    assert!(places("plan § 1, hearsay").is_err());
    let found = found(&[row("§ 5", "own reading: so")]);
    assert!(found.contains("x: rule one cites guide § 2: no row has it"), "{found}");
    assert!(found.contains("story known cites plan § 1: no row has it"), "{found}");
}
