//! Does a story that stands on the page of sources show what its row says? It plays by a covenant that
//! follows the document, it expects something, and what it does or expects is about a rule of the row.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use verwijspunt::covenant::Covenant;

use crate::sources::{Row, delivered, page, rows, scenarios};

/// By which names the stories call the offices of a role: the table with which they are played.
const ACTORS: &str = include_str!("../support/actors.rs");

/// What shows, in a story, something that a covenant says without a name of its own.
const SIGNS: [(&str, &[&str]); 6] = [
    ("inform", &[": inbox "]),
    ("lead", &["lead=", ": manager "]),
    ("terms", &["attendance ", "caseload"]),
    ("covenant", &[": covenant "]),
    ("plan", &[": milestone ", ": extend ", ": close "]),
    ("concern", &[": send-signal "]),
];

/// A story: the covenants by which it plays, and its lines.
struct Story {
    covenants: Vec<String>,
    lines: Vec<String>,
}

impl Story {
    fn read(text: &str) -> Self {
        let head = text.lines().find_map(|line| line.strip_prefix("# covenant: "));
        let covenants = head.unwrap_or("amsterdam-2009").split_whitespace();
        let lines = text.lines().filter(|line| !line.starts_with('#'));
        Self {
            covenants: covenants.map(str::to_owned).collect(),
            lines: lines.map(str::to_owned).collect(),
        }
    }

    fn shows(&self, sign: &str) -> bool {
        self.lines.iter().any(|line| line.contains(sign))
    }
}

/// Which file follows which documents, by the page's own table.
fn follows(page: &str) -> BTreeMap<String, String> {
    let table = page.split("| File |").nth(1).expect("the table of files");
    let rows = table.lines().skip(2).take_while(|line| line.starts_with('|'));
    rows.map(|line| {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        (cells[1].trim_matches('`').to_owned(), cells[3].to_owned())
    })
    .collect()
}

/// The names of the offices of a role, in the file and in the stories.
fn of_role(covenant: &Covenant, role: &str) -> Vec<String> {
    let offices = covenant.offices().filter(|office| office.role == role);
    let called = ACTORS.lines().filter_map(|line| {
        let (name, of) = line.trim().strip_prefix("(\"")?.split_once("\", \"")?;
        (of.split('"').next()? == role).then(|| name.to_owned())
    });
    offices.map(|office| office.id.to_string()).chain(called).collect()
}

/// What shows, in a story, that it is about something of a covenant.
fn signs(covenant: &Covenant, what: &str) -> Vec<String> {
    let (kind, id) = what.split_once(' ').unwrap_or((what, ""));
    let mut all: Vec<String> = Vec::new();
    let fixed = SIGNS.iter().filter(|(of, _)| *of == kind).flat_map(|(_, signs)| *signs);
    all.extend(fixed.map(|sign| (*sign).to_owned()));
    match kind {
        "step" if id == covenant.last_step().to_string() => {
            all.extend([format!("step={id}"), ": rule ".to_owned()]);
        }
        "step" => all.push(format!("step={id}")),
        "role" => all.extend(of_role(covenant, id)),
        "region" => {
            let offices = covenant.offices().filter(|office| office.area == id);
            all.extend(offices.map(|office| office.id.to_string()));
        }
        "rule" | "refusal" => {
            all.push(id.to_owned());
            for row in covenant.routing_table().into_iter().filter(|row| row.rule == id) {
                all.extend(row.refusal);
                let handler = row.handler.unwrap_or_default();
                match handler.split_once(' ').map_or(&*handler, |(role, _)| role) {
                    "own" | "organisation" => all.push(" handler=".to_owned()),
                    "director" => {
                        let directs = covenant.categories().map(|one| one.director_role.clone());
                        let directs: BTreeSet<String> = directs.collect();
                        all.extend(directs.iter().flat_map(|role| of_role(covenant, role)));
                    }
                    role => all.extend(of_role(covenant, role)),
                }
            }
        }
        _ if !id.is_empty() => all.push(id.to_owned()),
        _ => {}
    }
    all
}

/// What is wrong with the stories of one row.
fn wrong(
    row: &Row,
    covenants: &[Covenant],
    follows: &BTreeMap<String, String>,
    story: &dyn Fn(&str) -> Story,
) -> Vec<String> {
    let (document, section) = &row.place;
    let rules = || row.references().filter_map(|reference| reference.split_once(": "));
    let mut wrong = Vec::new();
    for name in row.references().filter_map(|reference| reference.strip_prefix("story ")) {
        let story = story(name);
        let mut say = |what: &str| wrong.push(format!("{document} {section}: story {name} {what}"));
        let follow = |file: &String| follows.get(file).is_some_and(|from| from.contains(document));
        if !story.covenants.iter().any(follow) {
            say(&format!("plays by {:?}, which do not follow this document", story.covenants));
        }
        if !story.shows("=>") {
            say("expects nothing");
        }
        let shown = |(file, what): (&str, &str)| {
            let covenant = covenants.iter().find(|covenant| covenant.id() == file)?;
            let signs = signs(covenant, what);
            (!signs.is_empty()).then(|| signs.iter().any(|sign| story.shows(sign)))
        };
        let shown: Vec<bool> = rules().filter_map(shown).collect();
        if !shown.is_empty() && !shown.contains(&true) {
            say("is about none of the rules beside it");
        }
    }
    wrong
}

#[test]
fn a_story_on_the_page_shows_what_its_row_says() {
    let (page, covenants) = (page(), delivered());
    let follows = follows(&page);
    assert_eq!(follows.len(), covenants.len(), "{follows:?}");
    let read = |name: &str| {
        Story::read(&fs::read_to_string(scenarios().join(format!("{name}.story"))).unwrap())
    };
    let rows = rows(&page);
    let wrong: Vec<String> =
        rows.iter().flat_map(|row| wrong(row, &covenants, &follows, &read)).collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn a_story_that_shows_something_else_is_noticed() {
    let (page, covenants) = (page(), delivered());
    let follows = follows(&page);
    let found = |kept_by: &str, text: &str| {
        let place = ("thesis".to_owned(), "§ 4.1".to_owned());
        let row = Row { place, claim: String::new(), kept_by: kept_by.to_owned() };
        wrong(&row, &covenants, &follows, &|_| Story::read(text)).join("; ")
    };
    let head = "# t\n# source: thesis § 4.1\n# covenant: zwolle-2007\n";
    let good = format!("{head}school: ticket t1 => ok handler=zwolle-adviser\n");
    let adviser = "`zwolle-2007: role adviser`, `story x`";
    assert_eq!(found(adviser, &good), "");
    assert_eq!(found("`story x`", &good), "");
    for (kept_by, text, what) in [
        (adviser, good.replace("zwolle-2007", "almere-2015"), "do not follow this document"),
        (adviser, good.replace("=>", ""), "expects nothing"),
        (adviser, good.replace("zwolle-adviser", "school"), "none of the rules beside it"),
        ("`zwolle-2007: step 2`, `story x`", good.clone(), "none of the rules beside it"),
        ("`zwolle-2007: category intake`, `story x`", good.clone(), "none of the rules beside it"),
        ("`zwolle-2007: rule zwolle-step3-steering-group`, `story x`", good.clone(), "none of"),
    ] {
        let found = found(kept_by, &text);
        assert!(found.contains(what), "{kept_by}: {what}: {found}");
    }
}
