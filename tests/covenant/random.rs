//! Is routing total and deterministic for whatever covenant passes the check? Covenants are made by
//! chance, from a grammar of everything that the language has; those that load are asked everything.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;

use proptest::prelude::*;
use verwijspunt::covenant::{Covenant, Problem, differences};
use verwijspunt::domain::model::agreement::{ConcernQuestion, Measure};
use verwijspunt::domain::model::party::{OfficeId, Party};
use verwijspunt::domain::model::routing::{RouteQuestion, RouteTarget, Track};

/// Chance that can be repeated: the seed is what proptest prints.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % n
    }

    fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }
}

/// The values that a rule accepts, by fact.
type When = BTreeMap<&'static str, Vec<String>>;

fn strings(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

/// A covenant as text, its rules apart so that one can be left out.
struct Town {
    head: String,
    rules: Vec<String>,
    organisations: String,
}

struct Shape {
    roles: Vec<(String, &'static str)>,
    districts: usize,
    regions: usize,
    categories: Vec<String>,
    steps: usize,
}

impl Shape {
    fn facts(&self) -> When {
        let before = strings(&["nobody", "own-organisation", "target-organisation"]);
        let roles = self.roles.iter().map(|(id, _)| id.clone());
        BTreeMap::from([
            ("track", strings(&["A", "B"])),
            ("step", (1..=self.steps).map(|step| step.to_string()).collect()),
            ("category", self.categories.clone()),
            ("nuisance", strings(&["no", "yes"])),
            ("measure", strings(&["none", "child-protection", "youth-probation"])),
            (
                "commissioner",
                strings(&[
                    "own-district",
                    "other-district",
                    "city-region",
                    "city",
                    "nobody",
                    "no-target",
                ]),
            ),
            ("partner", strings(&["care", "non-care", "judiciary", "none"])),
            ("mandate", strings(&["none", "available", "used"])),
            ("handled_by", before.into_iter().chain(roles).collect()),
            ("absence", strings(&["no", "yes"])),
        ])
    }

    /// Splits the space of facts until chance says that a rule decides.
    fn split(&self, dice: &mut Dice, when: When, depth: usize, rules: &mut Vec<String>) {
        let wide: Vec<&'static str> =
            when.iter().filter(|(_, values)| values.len() > 1).map(|(fact, _)| *fact).collect();
        if depth == 0 || wide.is_empty() || dice.one_in(4) {
            // Now and then nothing decides, or two rules do: the check must find out.
            if !dice.one_in(60) {
                rules.push(self.rule(dice, &when, rules.len()));
            }
            if dice.one_in(60) {
                rules.push(self.rule(dice, &when, rules.len()));
            }
            return;
        }
        let fact = *dice.pick(&wide);
        let values = &when[fact];
        let cut = 1 + dice.below(values.len() - 1);
        for part in [&values[..cut], &values[cut..]] {
            let mut narrower = when.clone();
            narrower.insert(fact, part.to_vec());
            self.split(dice, narrower, depth - 1, rules);
        }
    }

    fn rule(&self, dice: &mut Dice, when: &When, number: usize) -> String {
        let mut handlers = strings(&["own-organisation", "director", "director"]);
        let only = |fact: &str, accepted: &dyn Fn(&String) -> bool| when[fact].iter().all(accepted);
        let district = only("commissioner", &|v| v.ends_with("-district"));
        let by_role = only("handled_by", &|v| self.roles.iter().any(|(id, _)| id == v));
        for (id, level) in &self.roles {
            match *level {
                "city" => handlers.push(format!("{id}@city")),
                "organisation" if only("mandate", &|v| v == "available") => {
                    handlers.push(format!("{id}@target"));
                }
                "organisation" => {}
                _ => {
                    handlers.push(format!("{id}@family"));
                    if district {
                        handlers.push(format!("{id}@commissioner"));
                    }
                    if by_role || dice.one_in(40) {
                        handlers.push(format!("{id}@handler"));
                    }
                }
            }
        }
        if only("commissioner", &|v| v != "no-target") {
            handlers.push("target-organisation".to_owned());
        }
        let handler = dice.pick(&handlers);
        let condition = self.condition(when);
        if dice.one_in(10) {
            return format!(
                "[[refusal]]\nid = \"r{number}\"\nsource = \"s\"\ncode = \"R{number}\"\n{condition}nl = \"{{target}}\"\nen = \"{{step}}\"\n\n"
            );
        }
        format!(
            "[[rule]]\nid = \"r{number}\"\nsource = \"s\"\n{condition}handler = \"{handler}\"\nnl = \"{{handler}} na {{before}}\"\nen = \"{{handler}} in {{area}}\"\n\n"
        )
    }

    fn condition(&self, when: &When) -> String {
        let all = self.facts();
        let narrow = when.iter().filter(|(fact, values)| values.len() < all[*fact].len());
        let parts: Vec<String> =
            narrow.map(|(fact, values)| format!("{fact} = {values:?}")).collect();
        if parts.is_empty() {
            String::new()
        } else {
            format!("when = {{ {} }}\n", parts.join(", "))
        }
    }
}

impl Town {
    /// Whether an office of a role can have had a ticket in hand before a step. Of any other nobody asks who
    /// is next.
    fn handles_before(&self, role: &str, step: u8) -> bool {
        // Of a category: whoever is turned to without one need not direct any.
        let directs = self.head.contains(&format!("\ndirector_role = \"{role}\""));
        let earlier = |rule: &str| {
            let steps = rule.split("step = [").nth(1).and_then(|rest| rest.split(']').next());
            let numbers = |steps: &str| {
                let mut all =
                    steps.split(',').filter_map(|one| one.trim_matches(['"', ' ']).parse().ok());
                all.any(|number: u8| number < step)
            };
            steps.is_none_or(numbers)
        };
        self.rules.iter().filter(|rule| earlier(rule)).any(|rule| {
            rule.contains(&format!("handler = \"{role}@"))
                || (directs && rule.contains("handler = \"director"))
        })
    }
}

const KINDS: [&str; 3] = ["school", "welfare", "police"];

fn town(seed: u64) -> Town {
    let mut dice = Dice(seed);
    let levels = ["district", "region", "city"];
    let mut roles: Vec<(String, &'static str)> =
        (0..1 + dice.below(3)).map(|n| (format!("role{n}"), *dice.pick(&levels))).collect();
    if dice.one_in(2) {
        roles.push(("member".to_owned(), "organisation"));
    }
    let districts = 1 + dice.below(2);
    let shape = Shape {
        roles,
        districts,
        regions: 1 + dice.below(districts),
        categories: (0..1 + dice.below(2)).map(|n| format!("c{n}")).collect(),
        steps: 1 + dice.below(3),
    };
    let organisations = organisations(&mut dice, &shape);
    let head = head(&mut dice, &shape);
    let mut rules = Vec::new();
    let depth = 1 + dice.below(5);
    shape.split(&mut dice, shape.facts(), depth, &mut rules);
    Town { head, rules, organisations }
}

fn organisations(dice: &mut Dice, shape: &Shape) -> String {
    let mut text = "[organisations]\nsource = \"s\"\n\n".to_owned();
    for n in 0..1 + dice.below(4) {
        let commissioners = ["d0", "city-region", "city", "nobody"];
        let mut commissioner = (*dice.pick(&commissioners)).to_owned();
        if commissioner == "d0" {
            commissioner = format!("d{}", dice.below(shape.districts));
        }
        let partner = dice.pick(&["care", "non-care", "judiciary"]);
        let kind = if n == 0 { "school" } else { *dice.pick(&KINDS) };
        let _ = writeln!(
            text,
            "[[organisation]]\noin = \"0000000900000000500{n}\"\nname = \"O{n}\"\nkind = \"{kind}\"\n\
             commissioner = \"{commissioner}\"\npartner = \"{partner}\"\n"
        );
    }
    text
}

fn head(dice: &mut Dice, shape: &Shape) -> String {
    let directing: Vec<&String> = shape
        .roles
        .iter()
        .filter(|(_, level)| *level != "organisation")
        .map(|(id, _)| id)
        .collect();
    let at = |role: &&String| {
        let level = shape.roles.iter().find(|(id, _)| id == *role).unwrap().1;
        if level == "city" { format!("{role}@city") } else { format!("{role}@family") }
    };
    let mut text = format!(
        "id = \"town\"\nversion = 1\ntitle = \"Town\"\nin_force_from = \"2020-01-01\"\n\
         municipality = \"00000009000000005000\"\norganisations = \"organisations.toml\"\n\
         default_director_role = \"{}\"\noverview_role = \"{}\"\ndefault_category = \"{}\"\nprivacy_officer_role = \"{}\"\n\
         report_roles = [\"{}\"]\nown_reading = \"o\"\nown_reading_nl = \"o\"\n\n[districts]\nsource = \"s\"\n\n[offices]\nsource = \"s\"\n\n[terms]\n",
        dice.pick(&directing),
        dice.pick(&directing),
        dice.pick(&shape.categories),
        dice.pick(&directing),
        dice.pick(&directing)
    );
    for term in [
        "involvement_max_years",
        "involvement_warn_days",
        "archive_years",
        "ages_out_years",
        "follow_up_party_working_days",
        "follow_up_organisation_working_days",
        "follow_up_director_working_days",
        "inbox_keep_acknowledged_days",
        "absences_open_ladder",
        "milestone_remind_days",
        "case_archive_years",
        "objection_days",
    ] {
        let _ = writeln!(text, "{term} = 5");
    }
    text += "own_reading = \"o\"\nown_reading_nl = \"o\"\n";
    let _ = writeln!(
        text,
        "\n[lead]\nown_reading = \"o\"\nown_reading_nl = \"o\"\nrule = \"{}\"\n",
        dice.pick(&["agreed", "dominant"])
    );
    for _ in 0..shape.steps {
        text += "[[step]]\nown_reading = \"o\"\nown_reading_nl = \"o\"\nnl = \"s\"\nen = \"s\"\nterm_working_days = 3\n\n";
    }
    for n in 0..shape.regions {
        let _ = writeln!(
            text,
            "[[region]]\nown_reading = \"o\"\nown_reading_nl = \"o\"\ncode = \"g{n}\"\nname = \"G{n}\"\n"
        );
    }
    for n in 0..shape.districts {
        let region = n % shape.regions;
        let _ = writeln!(
            text,
            "[[district]]\ncode = \"d{n}\"\nname = \"D{n}\"\nregion = \"g{region}\"\n"
        );
    }
    for (id, level) in &shape.roles {
        let _ = writeln!(
            text,
            "[[role]]\nown_reading = \"o\"\nown_reading_nl = \"o\"\nid = \"{id}\"\nlevel = \"{level}\"\nnl = \"{id}\"\nen = \"{id}\"\noutside_ladder = true\n"
        );
        let places = match *level {
            "district" => (0..shape.districts).map(|n| format!("area = \"d{n}\"\n")).collect(),
            "region" => (0..shape.regions).map(|n| format!("area = \"g{n}\"\n")).collect(),
            "city" => vec![String::new()],
            _ => vec!["organisation = \"00000009000000005000\"\n".to_owned()],
        };
        for (n, place) in places.iter().enumerate() {
            // Some offices are vacant; all fall back on the last one.
            let holder = if dice.one_in(5) {
                "fallback = \"last\"\n"
            } else {
                "holder = \"H\"\nphone = \"112\"\n"
            };
            let _ = writeln!(
                text,
                "[[office]]\nid = \"{id}-{n}\"\nrole = \"{id}\"\n{place}nl = \"o\"\nen = \"o\"\n{holder}"
            );
        }
    }
    text += "[[role]]\nown_reading = \"o\"\nown_reading_nl = \"o\"\nid = \"last\"\nlevel = \"city\"\nnl = \"l\"\nen = \"l\"\noutside_ladder = true\n\n\
             [[office]]\nid = \"last\"\nrole = \"last\"\nnl = \"l\"\nen = \"l\"\nholder = \"L\"\nphone = \"112\"\n\n";
    for code in &shape.categories {
        let _ = write!(
            text,
            "[[category]]\nown_reading = \"o\"\nown_reading_nl = \"o\"\ncode = \"{code}\"\nnl = \"k\"\nen = \"k\"\ndirector_role = \"{}\"\n",
            dice.pick(&directing)
        );
        if dice.one_in(3) {
            text += "implies_nuisance = true\n";
        }
        if dice.one_in(3) {
            text += "family_manager_kinds = [\"school\"]\n";
        }
        if dice.one_in(3) {
            let by = at(dice.pick(&directing));
            let by =
                dice.pick(&[by, "director".to_owned(), "last-family-manager".to_owned()]).clone();
            let _ = writeln!(text, "watch = {{ every_weeks = 2, weeks = 9, by = \"{by}\" }}");
        }
        text.push('\n');
    }
    let splits: [&[&str]; 3] = [
        &[""],
        &["acute = true", "acute = false"],
        &["acute = true", "acute = false, children = true", "acute = false, children = false"],
    ];
    let signals = dice.pick(&splits);
    for (n, when) in signals.iter().enumerate() {
        let to = if dice.one_in(8) { "kind:school".to_owned() } else { at(dice.pick(&directing)) };
        let _ = writeln!(
            text,
            "[[concern]]\nid = \"s{n}\"\nsource = \"s\"\nterm_hours = 4\nwhen = {{ {when} }}\nto = \"{to}\"\ninforms = [\"last@city\"]\nnl = \"{{to}}\"\nen = \"{{to}}\"\n"
        );
    }
    if dice.one_in(2) {
        let _ = writeln!(
            text,
            "[[inform]]\nown_reading = \"o\"\nown_reading_nl = \"o\"\nwhen = {{ track = \"B\" }}\noffices = [\"last@city\"]\n"
        );
    }
    text
}

impl Town {
    fn load(&self, without: Option<usize>) -> Result<Covenant, Vec<Problem>> {
        let kept = self.rules.iter().enumerate().filter(|(at, _)| Some(*at) != without);
        let rules: String = kept.map(|(_, rule)| rule.as_str()).collect();
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("town.toml");
        fs::write(&path, format!("{}{rules}", self.head)).unwrap();
        fs::write(dir.path().join("organisations.toml"), &self.organisations).unwrap();
        Covenant::load(&path)
    }

    /// Leaves out rules that never decide: chance makes many of them.
    fn prune(&mut self) {
        for _ in 0..3 {
            let Err(problems) = self.load(None) else { return };
            let never = |rule: &String| {
                let id = rule.split('"').nth(1).unwrap();
                let text = format!("rule \"{id}\" never decides anything");
                problems.iter().any(|problem| problem.text == text)
            };
            self.rules.retain(|rule| !never(rule));
        }
    }
}

/// Asks everything; every question must have one answer, the same one twice.
fn ask_everything(c: &Covenant, town: &Town) -> usize {
    let targets: Vec<_> = c.organisations().map(|o| Some(o.oin)).chain([None]).collect();
    let before = |step: u8| -> Vec<Option<OfficeId>> {
        let handled = c.offices().filter(|o| town.handles_before(o.role.as_str(), step));
        handled.map(|o| Some(o.id.clone())).chain([None]).collect()
    };
    let offices: Vec<_> = (1..=c.last_step()).map(before).collect();
    let mut asked = 0;
    let families = c.areas().flat_map(|area| c.categories().map(move |category| (area, category)));
    for (area, category) in families {
        assert!(c.case_rules(&category.code, &area.code).is_some());
        for target in &targets {
            for number in 0..24 * usize::from(c.last_step()) {
                let step = u8::try_from(number / 24).unwrap() + 1;
                let offices = &offices[number / 24];
                let measures = [Measure::None, Measure::ChildProtection, Measure::YouthProbation];
                let question = RouteQuestion {
                    track: [Track::NoAgreement, Track::NotCarriedOut][number % 2],
                    step,
                    category: category.code.clone(),
                    nuisance: number / 2 % 2 == 1,
                    measure: measures[number / 8 % 3],
                    area: area.code.clone(),
                    target: *target,
                    handled_by: offices[(number + asked) % offices.len()].clone(),
                    mandate_used: number / 4 % 2 == 1,
                    // Neither with the step nor with any other fact.
                    absence: asked.wrapping_mul(0x9E37_79B9) >> 16 & 1 == 1,
                };
                asked += 1;
                let answer = c.route(&question);
                assert_eq!(answer, c.route(&question), "twice the same: {question:?}");
                match answer {
                    Ok(route) => {
                        if let RouteTarget::Office(id) = &route.handler {
                            assert!(!c.office(id).unwrap().is_empty(), "{question:?}");
                        }
                        assert!(!c.office(&route.director).unwrap().is_empty());
                        assert_eq!(route.last_step, step == c.last_step());
                    }
                    // Only the refusals of the grammar: R and a number.
                    Err(refusal) => {
                        let number = refusal.code.strip_prefix('R').map(str::parse::<usize>);
                        assert!(matches!(number, Some(Ok(_))), "{} for {question:?}", refusal.code);
                    }
                }
            }
        }
    }
    for area in c.areas() {
        assert!(c.privacy_officer(&area.code).is_some());
        for (acute, children) in [(true, true), (true, false), (false, true), (false, false)] {
            let question = ConcernQuestion { area: area.code.clone(), acute, children };
            let route = c.concern(&question).expect("every signal has a recipient");
            assert_eq!(Some(&route), c.concern(&question).as_ref());
            if let Party::Office(id) = &route.to {
                assert!(!c.office(id).unwrap().is_empty());
            }
        }
    }
    asked
}

thread_local! {
    /// How many covenants were made, loaded, and still loaded after a rule was taken out.
    static MADE: Cell<[u32; 3]> = const { Cell::new([0; 3]) };
}

fn count(which: usize) {
    MADE.with(|made| {
        let mut now = made.get();
        now[which] += 1;
        made.set(now);
    });
}

#[test]
fn routing_is_total_and_deterministic_for_whatever_passes_the_check() {
    let config = ProptestConfig { cases: 96, ..ProptestConfig::default() };
    proptest!(config, |(seed in any::<u64>())| {
        let mut town = town(seed);
        town.prune();
        count(0);
        if let Ok(covenant) = town.load(None) {
            count(1);
            prop_assert!(ask_everything(&covenant, &town) > 0);
            prop_assert_eq!(differences(&covenant, &town.load(None).unwrap()), []);
            // Without one of its rules it is refused, or whatever is left is still total.
            let without = usize::try_from(seed % 1000).unwrap() % town.rules.len().max(1);
            match town.load(Some(without)) {
                Ok(less) => {
                    count(2);
                    ask_everything(&less, &town);
                }
                Err(problems) => prop_assert!(problems.iter().all(|p| p.suggestion.is_some())),
            }
        }
    });
    let [made, loaded, _] = MADE.with(Cell::get);
    assert!(loaded * 4 > made, "the grammar is too wild: {loaded} of {made} pass the check");
    assert!(loaded < made, "the grammar is too tame: nothing is refused");
}
