//! Does the Amsterdam covenant answer as the parties agreed, and is every defect of a file found?

#![allow(clippy::unwrap_used, reason = "a test may stop where it stands")]

use std::fs;
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use verwijspunt::covenant::{Covenant, Problem};
use verwijspunt::domain::party::{AreaCode, CategoryCode, OfficeId, Oin};
use verwijspunt::domain::routing::{Route, RouteQuestion, RouteRefusal, RouteTarget, Track};

fn covenants() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("deploy/covenants")
}

fn amsterdam() -> Covenant {
    let path = covenants().join("amsterdam-2009.toml");
    Covenant::load(&path).unwrap_or_else(|problems| panic!("{}", lines(&problems)))
}

fn lines(problems: &[Problem]) -> String {
    problems.iter().map(|p| format!("{p}\n")).collect()
}

/// A question in words; the target by its name.
struct Ask<'a> {
    covenant: &'a Covenant,
    question: RouteQuestion,
}

impl<'a> Ask<'a> {
    fn step(covenant: &'a Covenant, step: u8, category: &str, area: &str) -> Self {
        let question = RouteQuestion {
            track: Track::NoAgreement,
            step,
            category: CategoryCode::parse(category).unwrap(),
            nuisance: false,
            measure: verwijspunt::domain::agreement::Measure::None,
            area: AreaCode::parse(area).unwrap(),
            target: None,
            handled_by: None,
            mandate_used: false,
        };
        Self { covenant, question }
    }

    fn against(mut self, name: &str) -> Self {
        let found = self.covenant.organisations().find(|o| o.name == name);
        self.question.target = Some(found.unwrap_or_else(|| panic!("no {name}")).oin);
        self
    }

    fn track_b(mut self) -> Self {
        self.question.track = Track::NotCarriedOut;
        self
    }

    fn nuisance(mut self) -> Self {
        self.question.nuisance = true;
        self
    }

    fn handled_by(mut self, office: &str) -> Self {
        self.question.handled_by = OfficeId::parse(office);
        self
    }

    fn mandate_used(mut self) -> Self {
        self.question.mandate_used = true;
        self
    }

    fn route(&self) -> Route {
        self.covenant.route(&self.question).unwrap_or_else(|r| panic!("refused: {r:?}"))
    }

    fn refusal(&self) -> RouteRefusal {
        self.covenant.route(&self.question).expect_err("a refusal")
    }

    fn handler(&self) -> String {
        match self.route().handler {
            RouteTarget::OwnOrganisation => "own organisation".to_owned(),
            RouteTarget::Office(id) => id.to_string(),
        }
    }
}

const DEBT: &str = "Schulddienst Zeeburg";
const DEBT_NORTH: &str = "Schulddienst Noord";
const YOUTH_CARE: &str = "Bureau Jeugdzorg Agglomeratie Amsterdam";
const POLICE: &str = "Politie Amsterdam-Amstelland";
const HOUSING: &str = "Woningcorporatie De Sleutelbloem";
const SHELTER: &str = "Vrouwenopvang De Luwte";
const COURT: &str = "Rechtbank Amsterdam";
const CATEGORIES: [&str; 5] = ["at-risk", "MPG1", "MPG2", "MPG3", "MPG4"];

#[test]
fn amsterdam_is_total_without_warnings() {
    let c = amsterdam();
    assert_eq!(lines(c.warnings()), "");
    assert!(c.combinations() > 10_000, "{}", c.combinations());
    assert_eq!(c.areas().len(), 14);
    assert!(c.organisations().len() >= 30);
    assert_eq!(c.reference(), "amsterdam-2009@1");
    assert_eq!((c.last_step(), c.in_force_from().to_string().as_str()), (3, "2009-01-15"));
}

#[test]
fn every_kind_and_every_commissioner_is_there() {
    let c = amsterdam();
    for kind in [
        "school",
        "youth-health-care",
        "youth-care-agency",
        "guardianship",
        "police",
        "public-prosecution",
        "judiciary",
        "housing-corporation",
        "debt-counselling",
        "mental-health-care",
        "shelter",
        "addiction-care",
        "welfare",
        "population-register",
        "municipality",
    ] {
        assert!(c.organisations().any(|o| o.kind == kind), "{kind}");
    }
    for commissioner in ["zeeburg", "city-region", "city", "nobody"] {
        assert!(c.organisations().any(|o| o.commissioner.to_string() == commissioner));
    }
    assert!(c.organisations().filter(|o| o.kind == "shelter").all(|o| o.sensitive));
    let oins: Vec<Oin> = c.organisations().map(|o| o.oin).collect();
    assert!(oins.is_sorted());
    let municipality = c.offices().next().unwrap().municipality;
    assert_eq!(c.organisation(&municipality).unwrap().kind, "municipality");
}

#[test]
fn step_1_is_with_the_own_organisation_on_both_tracks() {
    let c = amsterdam();
    for category in CATEGORIES {
        let a = Ask::step(&c, 1, category, "zeeburg").against(DEBT);
        assert_eq!(a.handler(), "own organisation");
        assert_eq!(a.track_b().handler(), "own organisation");
        assert_eq!(Ask::step(&c, 1, category, "zeeburg").handler(), "own organisation");
    }
}

#[test]
fn the_category_names_the_director() {
    let c = amsterdam();
    for (category, director) in [
        ("at-risk", "coordinator-zeeburg"),
        ("MPG1", "coordinator-zeeburg"),
        ("MPG2", "process-manager-oost"),
        ("MPG3", "process-manager-oost"),
        ("MPG4", "nuisance-process-manager"),
    ] {
        let route = Ask::step(&c, 1, category, "zeeburg").against(DEBT).route();
        assert_eq!(route.director.as_str(), director);
        let (category, area) = (CategoryCode::parse(category).unwrap(), route_area("zeeburg"));
        assert_eq!(c.director(&category, &area).unwrap().as_str(), director);
    }
    assert_eq!(c.default_director(&route_area("osdorp")).unwrap().as_str(), "coordinator-osdorp");
    assert!(c.default_director(&route_area("almere")).is_none());
}

fn route_area(code: &str) -> AreaCode {
    AreaCode::parse(code).unwrap()
}

#[test]
fn track_b_tells_the_coordinator_at_once_also_above_mpg1() {
    let c = amsterdam();
    for category in ["MPG2", "MPG3", "MPG4"] {
        let b = Ask::step(&c, 1, category, "zeeburg").against(YOUTH_CARE).track_b();
        assert_eq!(b.route().informed, [OfficeId::parse("coordinator-zeeburg").unwrap()]);
        let a = Ask::step(&c, 1, category, "zeeburg").against(YOUTH_CARE);
        assert!(a.route().informed.is_empty());
    }
    // The director is told anyway: not twice.
    let own = Ask::step(&c, 1, "MPG1", "zeeburg").against(DEBT).track_b();
    assert!(own.route().informed.is_empty());
}

#[test]
fn step_2_against_the_own_district_is_with_its_coordinator_whatever_the_category() {
    let c = amsterdam();
    for category in &CATEGORIES[..4] {
        let ask = Ask::step(&c, 2, category, "zeeburg").against(DEBT);
        assert_eq!(ask.handler(), "coordinator-zeeburg");
        assert_eq!(ask.track_b().handler(), "coordinator-zeeburg");
    }
}

#[test]
fn step_2_directing_and_handling_differ_both_ways() {
    let c = amsterdam();
    let route = Ask::step(&c, 2, "MPG2", "zeeburg").against(DEBT).route();
    assert_eq!(route.director.as_str(), "process-manager-oost");
    assert_eq!(route.handler, office("coordinator-zeeburg"));
    assert!(
        route
            .derivation
            .en
            .contains("The process manager of care region Oost keeps directing the case")
    );
    assert!(route.derivation.nl.contains("procesmanager zorgregio Oost"));
    let route = Ask::step(&c, 2, "MPG1", "zeeburg").against(YOUTH_CARE).route();
    assert_eq!(route.director.as_str(), "coordinator-zeeburg");
    assert_eq!(route.handler, office("process-manager-oost"));
}

fn office(id: &str) -> RouteTarget {
    RouteTarget::Office(OfficeId::parse(id).unwrap())
}

#[test]
fn step_2_against_another_district_is_with_the_coordinator_there() {
    let c = amsterdam();
    for category in &CATEGORIES[..4] {
        let ask = Ask::step(&c, 2, category, "zeeburg").against(DEBT_NORTH);
        assert_eq!(ask.handler(), "coordinator-noord");
    }
}

#[test]
fn step_2_against_anyone_else_is_with_the_process_manager_of_the_familys_region() {
    let c = amsterdam();
    for target in [YOUTH_CARE, SHELTER, POLICE, HOUSING] {
        for category in &CATEGORIES[..4] {
            let ask = Ask::step(&c, 2, category, "osdorp").against(target);
            assert_eq!(ask.handler(), "process-manager-west");
        }
    }
}

#[test]
fn step_2_against_nobody_is_with_the_director() {
    let c = amsterdam();
    for category in CATEGORIES {
        let ask = Ask::step(&c, 2, category, "noord");
        assert_eq!(ask.handler(), ask.route().director.as_str());
    }
}

#[test]
fn track_b_needs_a_target() {
    let c = amsterdam();
    for step in 1..=3 {
        let refusal = Ask::step(&c, step, "MPG2", "noord").track_b().refusal();
        assert_eq!(refusal.code, "TARGET_REQUIRED");
    }
}

#[test]
fn mpg4_begins_with_the_targets_own_member_then_goes_inside_or_outside() {
    let c = amsterdam();
    let mandated = Ask::step(&c, 2, "MPG4", "zeeburg").against(YOUTH_CARE);
    assert_eq!(mandated.handler(), "analysis-member-bjaa");
    assert!(mandated.route().by_mandate);
    let after = mandated.mandate_used();
    assert_eq!(after.handler(), "nuisance-process-manager-inside");
    assert!(!after.route().by_mandate);
    for (target, handler) in [
        (DEBT, "nuisance-process-manager-inside"),
        (DEBT_NORTH, "nuisance-process-manager-inside"),
        (SHELTER, "nuisance-process-manager-inside"),
        (HOUSING, "nuisance-process-manager-outside"),
    ] {
        assert_eq!(Ask::step(&c, 2, "MPG4", "zeeburg").against(target).handler(), handler);
    }
    for target in [POLICE, "Arrondissementsparket Amsterdam"] {
        let ask = Ask::step(&c, 2, "MPG4", "zeeburg").against(target).mandate_used();
        assert_eq!(ask.handler(), "nuisance-process-manager-outside");
    }
}

#[test]
fn step_3_after_a_coordinator_is_with_the_politicians_of_the_handling_district() {
    let c = amsterdam();
    let ask = || Ask::step(&c, 3, "MPG2", "zeeburg");
    assert_eq!(ask().against(DEBT).handler(), "portfolio-holder-zeeburg");
    assert_eq!(ask().against(DEBT).nuisance().handler(), "district-chair-zeeburg");
    // The handling district, not the family's.
    assert_eq!(ask().against(DEBT_NORTH).handler(), "portfolio-holder-noord");
    assert_eq!(ask().against(DEBT_NORTH).nuisance().handler(), "district-chair-noord");
    // And who really handled, not who would have.
    let handed_over = ask().against(YOUTH_CARE).handled_by("coordinator-osdorp");
    assert_eq!(handed_over.handler(), "portfolio-holder-osdorp");
    assert!(ask().against(DEBT).route().last_step);
}

#[test]
fn step_3_after_a_process_manager_is_with_the_region_or_the_mayor() {
    let c = amsterdam();
    let ask = || Ask::step(&c, 3, "MPG1", "zeeburg").against(YOUTH_CARE);
    assert_eq!(ask().handler(), "region-portfolio-holder");
    assert_eq!(ask().nuisance().handler(), "mayor");
    let handed_over = Ask::step(&c, 3, "MPG1", "zeeburg").against(DEBT);
    assert_eq!(handed_over.handled_by("process-manager-oost").handler(), "region-portfolio-holder");
}

#[test]
fn step_3_in_mpg4_is_with_the_mayor_because_the_category_means_nuisance() {
    let c = amsterdam();
    for target in [DEBT, YOUTH_CARE, POLICE, HOUSING] {
        let ask = Ask::step(&c, 3, "MPG4", "zeeburg").against(target);
        assert_eq!(ask.handler(), "mayor", "{target}");
        let facts = ask.route().derivation.facts;
        assert!(facts.contains(&("nuisance".into(), "yes".into())));
    }
    assert_eq!(Ask::step(&c, 3, "MPG4", "zeeburg").handler(), "mayor");
}

#[test]
fn the_targets_own_member_never_escalates_to_a_politician() {
    let c = amsterdam();
    let ask = Ask::step(&c, 3, "MPG4", "zeeburg").against(YOUTH_CARE);
    assert_eq!(ask.handled_by("analysis-member-bjaa").refusal().code, "STEP_2_NOT_FINISHED");
}

#[test]
fn the_judiciary_is_refused_everywhere() {
    let c = amsterdam();
    for category in CATEGORIES {
        for step in 1..=3 {
            let ask = Ask::step(&c, step, category, "zeeburg").against(COURT);
            let refusal = ask.refusal();
            assert_eq!(refusal.code, "JUDICIARY");
            assert_eq!(refusal.derivation.rule, "judiciary");
            assert!(refusal.derivation.nl.starts_with("Rechtbank Amsterdam is rechterlijke macht"));
            assert_eq!(ask.track_b().refusal().code, "JUDICIARY");
        }
    }
}

#[test]
fn a_derivation_names_rule_source_version_and_facts() {
    let c = amsterdam();
    let d = Ask::step(&c, 2, "MPG2", "zeeburg").against(DEBT).route().derivation;
    assert_eq!((d.rule.as_str(), d.covenant.as_str()), ("step2-own-district", "amsterdam-2009@1"));
    assert!(d.source.contains("§ 3.4"));
    for (fact, value) in [
        ("area", "zeeburg"),
        ("target_commissioner", "zeeburg"),
        ("track", "A"),
        ("step", "2"),
        ("category", "MPG2"),
        ("nuisance", "no"),
        ("commissioner", "own-district"),
        ("partner", "care"),
        ("mandate", "none"),
        ("handled_by", "own-organisation"),
        ("director", "process-manager-oost"),
    ] {
        assert!(d.facts.contains(&(fact.into(), value.into())), "{fact} in {:?}", d.facts);
    }
    for text in [&d.nl, &d.en] {
        assert!(text.contains(DEBT) && text.contains("Zeeburg") && !text.contains('{'), "{text}");
    }
}

#[test]
fn what_the_covenant_does_not_know_is_refused() {
    let c = amsterdam();
    assert_eq!(Ask::step(&c, 2, "MPG9", "zeeburg").refusal().code, "UNKNOWN_CATEGORY");
    assert_eq!(Ask::step(&c, 2, "MPG2", "almere").refusal().code, "UNKNOWN_AREA");
    for step in [0, 4, 255] {
        assert_eq!(Ask::step(&c, step, "MPG2", "zeeburg").refusal().code, "UNKNOWN_STEP");
    }
    let mut ask = Ask::step(&c, 2, "MPG2", "zeeburg");
    ask.question.target = Oin::parse("00000000000000000000");
    assert_eq!(ask.refusal().code, "UNKNOWN_TARGET");
    // An office of an older version: the covenant says who should have handled.
    let ask = Ask::step(&c, 3, "MPG2", "zeeburg").against(DEBT).handled_by("abolished");
    assert_eq!(ask.handler(), "portfolio-holder-zeeburg");
}

#[test]
fn postcodes_lie_in_districts() {
    let c = amsterdam();
    for (postcode, area) in [
        ("1095AB", Some("zeeburg")),
        ("1095 ab", Some("zeeburg")),
        ("1019XX", Some("zeeburg")),
        ("1011AA", Some("centrum")),
        ("1109ZZ", Some("zuidoost")),
        ("1110AA", None),
        ("0999AA", None),
        ("1095", None),
        ("1095A1", None),
        ("10é5AB", None),
        ("", None),
    ] {
        assert_eq!(c.area_of_postcode(postcode).map(AreaCode::as_str), area, "{postcode}");
    }
    for area in c.areas() {
        assert!((1000..=9999).any(|n| c.area_of_postcode(&format!("{n}AA")) == Some(&area.code)));
    }
}

#[test]
fn terms_have_their_unit_in_the_name() {
    let list = amsterdam().term_list();
    for (name, value) in [
        ("involvement_max_years", 2),
        ("involvement_warn_days", 30),
        ("archive_years", 5),
        ("ages_out_years", 23),
        ("follow_up_party_working_days", 5),
        ("follow_up_organisation_working_days", 10),
        ("follow_up_director_working_days", 15),
        ("inbox_keep_acknowledged_days", 30),
        ("same_organisation_matches", 0),
        ("absences_open_ladder", 2),
        ("milestone_remind_days", 7),
        ("case_archive_years", 5),
        ("objection_days", 28),
        ("ladder_step_1_working_days", 10),
        ("ladder_step_2_working_days", 10),
    ] {
        assert!(list.contains(&(name.to_owned(), value)), "{name}");
    }
}

#[test]
fn the_routing_table_is_short_and_names_every_rule() {
    let rows = amsterdam().routing_table();
    let refused = rows.iter().take_while(|row| row.refusal.is_some()).count();
    assert_eq!((refused, rows.len()), (3, 15));
    assert_eq!(rows[0].refusal.as_deref(), Some("JUDICIARY"));
    assert_eq!(rows[0].when, [("partner".to_owned(), vec!["judiciary".to_owned()])]);
    assert_eq!(rows[0].steps, ["1", "2", "3"]);
    assert!(rows[refused..].is_sorted_by_key(|row| &row.steps));
}

// ---- broken files ----

/// A directory with a changed copy of the Amsterdam files.
struct Copy {
    dir: tempfile::TempDir,
}

const MAIN: &str = "amsterdam-2009.toml";
const ORGANISATIONS: &str = "amsterdam-organisations.toml";

impl Copy {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        for file in [MAIN, ORGANISATIONS] {
            fs::copy(covenants().join(file), dir.path().join(file)).unwrap();
        }
        Self { dir }
    }

    /// Replaces the first occurrence.
    fn change(self, file: &str, from: &str, to: &str) -> Self {
        let path = self.dir.path().join(file);
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(from), "{from} is in {file}");
        fs::write(path, text.replacen(from, to, 1)).unwrap();
        self
    }

    fn append(self, file: &str, text: &str) -> Self {
        let path = self.dir.path().join(file);
        let old = fs::read_to_string(&path).unwrap();
        fs::write(path, old + text).unwrap();
        self
    }

    /// Line of the first occurrence, from 1.
    fn line(&self, file: &str, text: &str) -> u32 {
        let all = fs::read_to_string(self.dir.path().join(file)).unwrap();
        let at = all.find(text).unwrap_or_else(|| panic!("{text} is in {file}"));
        u32::try_from(all[..at].matches('\n').count()).unwrap() + 1
    }

    fn load(&self) -> Result<Covenant, Vec<Problem>> {
        Covenant::load(&self.dir.path().join(MAIN))
    }

    fn problems(&self) -> Vec<Problem> {
        self.load().expect_err("it must be refused")
    }

    /// Exactly this one problem, on the line where `marker` stands.
    fn refused(&self, file: &str, marker: &str, text: &str) -> Problem {
        let problems = self.problems();
        assert_eq!(problems.len(), 1, "{}", lines(&problems));
        let problem = problems.into_iter().next().unwrap();
        assert!(problem.text.contains(text), "{problem}");
        assert!(problem.file.ends_with(file), "{problem}");
        assert_eq!(problem.line, self.line(file, marker), "{problem}");
        problem
    }
}

#[test]
fn an_unknown_field_is_refused_with_the_nearest_known_one() {
    let copy =
        Copy::new().change(MAIN, "archive_years = 5", "archive_years = 5\narchive_yaers = 5");
    let problem = copy.refused(MAIN, "archive_yaers", "unknown field");
    assert_eq!(problem.suggestion.as_deref(), Some("did you mean \"archive_years\"?"));
    let copy = Copy::new().append(MAIN, "\n[[desk]]\nid = \"x\"\n");
    copy.refused(MAIN, "[[desk]]", "unknown field \"desk\"");
}

#[test]
fn wrong_types_and_missing_fields_are_refused() {
    let copy = Copy::new().change(MAIN, "archive_years = 5", "archive_years = \"five\"");
    copy.refused(MAIN, "archive_years", "must be a whole number, not a text");
    let copy = Copy::new().change(MAIN, "archive_years = 5", "archive_years = 0");
    copy.refused(MAIN, "archive_years", "must be 1 to 3650, not 0");
    let copy = Copy::new().change(MAIN, "archive_years = 5\n", "");
    copy.refused(MAIN, "[terms]", "\"archive_years\" is missing");
    let copy = Copy::new().change(
        MAIN,
        "in_force_from = \"2009-01-15\"",
        "in_force_from = \"2009-02-30\"",
    );
    copy.refused(MAIN, "in_force_from", "YYYY-MM-DD");
    let copy = Copy::new().change(
        MAIN,
        "follow_up_party_working_days = 5",
        "follow_up_party_working_days = 11",
    );
    copy.refused(MAIN, "[terms]", "must not fall");
}

#[test]
fn what_is_no_toml_is_refused_with_its_line() {
    let copy = Copy::new().change(MAIN, "archive_years = 5", "archive_years = = 5");
    let problems = copy.problems();
    assert!(
        problems.iter().any(|p| p.line == copy.line(MAIN, "archive_years")),
        "{}",
        lines(&problems)
    );
    let copy = Copy::new().change(MAIN, ORGANISATIONS, "nowhere.toml");
    let problems = copy.problems();
    assert!(problems.iter().any(|p| p.file.ends_with("nowhere.toml") && p.line == 0));
}

#[test]
fn all_problems_of_both_files_are_reported_at_once() {
    let copy = Copy::new()
        .change(MAIN, "archive_years = 5", "archive_years = 0")
        .change(MAIN, "involvement_warn_days = 30", "involvement_warn_day = 30")
        .change(MAIN, "area = \"osdorp\"", "area = \"osdrop\"")
        .change(ORGANISATIONS, "kind = \"police\"", "kind = \"the police\"")
        .change(ORGANISATIONS, "commissioner = \"noord\"", "commissioner = \"nord\"");
    let problems = copy.problems();
    let found = |file: &str, marker: &str| {
        let line = copy.line(file, marker);
        assert!(
            problems.iter().any(|p| p.file.ends_with(file) && p.line == line),
            "{marker} on line {line}:\n{}",
            lines(&problems)
        );
    };
    found(MAIN, "archive_years");
    found(MAIN, "involvement_warn_day =");
    found(MAIN, "[terms]");
    found(MAIN, "area = \"osdrop\"");
    found(ORGANISATIONS, "kind = \"the police\"");
    found(ORGANISATIONS, "commissioner = \"nord\"");
    assert!(lines(&problems).contains("did you mean \"osdorp\"?"));
    assert!(lines(&problems).contains("did you mean \"noord\"?"));
}

#[test]
fn a_gap_is_refused_with_an_example_and_the_nearest_rules() {
    let copy = Copy::new().change(
        MAIN,
        "commissioner = [\"city-region\", \"city\", \"nobody\"]",
        "commissioner = [\"city-region\", \"city\"]",
    );
    let problem =
        copy.refused(MAIN, "[[rule]]\nid = \"step2-own-district\"", "no rule for 96 combinations");
    assert!(problem.text.contains("commissioner nobody"), "{problem}");
    let near = copy.line(MAIN, "[[rule]]\nid = \"step2-other-commissioner\"");
    let hint = format!("\"step2-other-commissioner\" on line {near}");
    assert!(problem.suggestion.as_ref().unwrap().contains(&hint), "{problem}");
}

#[test]
fn two_rules_for_the_same_facts_are_refused_with_both_ids() {
    let copy = Copy::new().change(
        MAIN,
        "commissioner = \"own-district\" }",
        "commissioner = [\"own-district\", \"city\"] }",
    );
    let problem = copy.refused(MAIN, "[[rule]]\nid = \"step2-other-commissioner\"", "both hold");
    assert!(problem.text.contains("\"step2-own-district\""), "{problem}");
    assert!(problem.text.contains("commissioner city"), "{problem}");
}

#[test]
fn a_rule_that_never_decides_is_refused() {
    let copy = Copy::new().change(
        MAIN,
        "partner = \"judiciary\" }",
        "partner = \"judiciary\", commissioner = \"no-target\" }",
    );
    let problems = copy.problems();
    let line = copy.line(MAIN, "[[refusal]]\nid = \"judiciary\"");
    assert!(problems.iter().any(|p| p.line == line && p.text.contains("never decides")));
}

#[test]
fn unknown_words_in_rules_are_refused() {
    let copy = Copy::new().change(
        MAIN,
        "handler = \"coordinator@family\"",
        "handler = \"cordinator@family\"",
    );
    let problem = copy.refused(MAIN, "cordinator@", "unknown role \"cordinator\"");
    assert_eq!(problem.suggestion.as_deref(), Some("did you mean \"coordinator\"?"));
    let copy = Copy::new().change(MAIN, "handler = \"mayor@city\"", "handler = \"mayor@family\"");
    copy.refused(MAIN, "mayor@family", "role \"mayor\" is of the city");
    let copy = Copy::new().change(MAIN, "handler = \"mayor@city\"", "handler = \"the mayor\"");
    copy.refused(MAIN, "\"the mayor\"", "is not a handler");
    let copy =
        Copy::new().change(MAIN, "category = \"MPG4\", mandate", "category = \"MPG5\", mandate");
    copy.refused(MAIN, "\"MPG5\"", "unknown category \"MPG5\"");
    let copy =
        Copy::new().change(MAIN, "{target} is geen zorgpartner", "{traget} is geen zorgpartner");
    copy.refused(MAIN, "{traget}", "names the unknown {traget}");
    let copy = Copy::new().change(MAIN, "code = \"JUDICIARY\"", "code = \"judiciary!\"");
    copy.refused(MAIN, "code = \"judiciary!\"", "not a machine word");
    let copy =
        Copy::new().change(MAIN, "offices = [\"coordinator@family\"]", "offices = [\"director\"]");
    copy.refused(MAIN, "offices = [\"director\"]", "is not an office to inform");
}

#[test]
fn a_handler_that_may_not_exist_is_refused() {
    let copy = Copy::new().change(
        MAIN,
        "category = \"MPG4\", mandate = \"available\" }",
        "category = \"MPG4\", mandate = [\"available\", \"used\"] }",
    );
    let problems = copy.problems();
    let line = copy.line(MAIN, "[[rule]]\nid = \"step2-mpg4-mandate\"");
    assert!(
        problems.iter().any(|p| p.line == line && p.text.contains("own member")),
        "{}",
        lines(&problems)
    );
    let copy = Copy::new().change(
        MAIN,
        "handler = \"process-manager@family\"",
        "handler = \"coordinator@commissioner\"",
    );
    let problems = copy.problems();
    assert!(
        lines(&problems).contains("asks for the commissioning district also when there is none")
    );
}

#[test]
fn ids_and_numbers_are_unique() {
    let copy = Copy::new().change(ORGANISATIONS, "00000009000000001310", "00000009000000001300");
    let problems = copy.problems();
    assert!(
        lines(&problems).contains("organisation \"00000009000000001300\" is already on line"),
        "{}",
        lines(&problems)
    );
    let copy = Copy::new().append(
        MAIN,
        "\n[[office]]\nid = \"mayor\"\nrole = \"mayor\"\nnl = \"x\"\nen = \"x\"\nholder = \"x\"\n",
    );
    assert!(lines(&copy.problems()).contains("office \"mayor\" is already on line"));
    let copy = Copy::new().append(MAIN, "\n[[office]]\nid = \"second-mayor\"\nrole = \"mayor\"\nnl = \"x\"\nen = \"x\"\nholder = \"x\"\n");
    copy.refused(MAIN, "[[office]]\nid = \"second-mayor\"", "has the role and place of \"mayor\"");
    let copy =
        Copy::new().change(MAIN, "id = \"step3-district-nuisance\"", "id = \"step3-district\"");
    assert!(lines(&copy.problems()).contains("rule \"step3-district\" is already on line"));
    let copy = Copy::new().change(ORGANISATIONS, "00000009000000001310", "0000000900000000131");
    assert!(lines(&copy.problems()).contains("\"oin\" must be 20 digits"));
}

#[test]
fn a_postcode_in_two_districts_is_refused_with_both() {
    let copy = Copy::new().change(MAIN, "\"1094-1095\"", "\"1093-1095\"");
    let problem = copy.refused(MAIN, "\"1093-1095\"", "postcode 1093");
    assert!(problem.text.contains("zeeburg") && problem.text.contains("oost-watergraafsmeer"));
    let copy = Copy::new().change(MAIN, "\"1094-1095\"", "\"1095-1094\"");
    copy.refused(MAIN, "\"1095-1094\"", "is not a range of postcodes");
}

/// The block of one office, so that parts of it can be cut out.
fn office_block(id: &str) -> String {
    let text = fs::read_to_string(covenants().join(MAIN)).unwrap();
    let start = text.find(&format!("[[office]]\nid = \"{id}\"")).unwrap();
    let length = text[start..].find("\n\n").map_or(text.len() - start, |n| n + 1);
    text[start..start + length].to_owned()
}

fn without(block: &str, keys: &[&str]) -> String {
    let kept = block.lines().filter(|line| !keys.iter().any(|key| line.starts_with(key)));
    kept.map(|line| format!("{line}\n")).collect()
}

#[test]
fn an_empty_office_without_fallback_is_refused() {
    let block = office_block("mayor");
    let copy = Copy::new().change(MAIN, &block, &without(&block, &["holder", "deputies"]));
    copy.refused(MAIN, "[[office]]\nid = \"mayor\"", "no holder, no deputies and no fallback");
}

#[test]
fn fallbacks_that_go_round_are_refused() {
    let block = office_block("mayor");
    let round = format!("{block}fallback = \"programme-manager\"\n");
    let problem = Copy::new().change(MAIN, &block, &round).problems();
    assert_eq!(problem.len(), 1, "{}", lines(&problem));
    assert!(problem[0].text.contains("go round: mayor -> programme-manager"), "{}", problem[0]);
    let copy = Copy::new().change(
        MAIN,
        "fallback = \"programme-manager\"",
        "fallback = \"programme-manger\"",
    );
    copy.refused(MAIN, "programme-manger", "unknown fallback");
}

#[test]
fn an_office_that_rules_need_must_exist() {
    let block = office_block("portfolio-holder-noord");
    let copy = Copy::new().change(MAIN, &block, "");
    copy.refused(
        MAIN,
        "[[rule]]\nid = \"step3-district\"",
        "needs the office of portfolio-holder in noord",
    );
}

#[test]
fn an_office_that_no_work_reaches_is_a_warning() {
    let copy = Copy::new().change(MAIN, "outside_ladder = true", "outside_ladder = false");
    let covenant = copy.load().unwrap();
    assert_eq!(covenant.warnings().len(), 1);
    let warning = &covenant.warnings()[0];
    assert!(warning.text.contains("care-and-nuisance-desk"), "{warning}");
    assert_eq!(warning.line, copy.line(MAIN, "[[office]]\nid = \"care-and-nuisance-desk\""));
}

#[test]
fn a_vacant_office_is_kept_by_its_deputies_and_falls_back_without_them() {
    let block = office_block("coordinator-zeeburg");
    let copy = Copy::new().change(MAIN, &block, &without(&block, &["holder"]));
    let covenant = copy.load().unwrap();
    let ask = Ask::step(&covenant, 2, "MPG2", "zeeburg").against(DEBT);
    assert_eq!(ask.handler(), "coordinator-zeeburg");

    let copy = Copy::new().change(MAIN, &block, &without(&block, &["holder", "deputies"]));
    let covenant = copy.load().unwrap();
    let ask = Ask::step(&covenant, 2, "MPG2", "zeeburg").against(DEBT);
    assert_eq!(ask.handler(), "programme-manager");
    let derivation = ask.route().derivation;
    assert!(derivation.en.contains("is vacant; the programme manager"), "{}", derivation.en);
    assert!(derivation.nl.contains("neemt waar"), "{}", derivation.nl);
    assert_eq!(
        covenant.default_director(&route_area("zeeburg")).unwrap().as_str(),
        "programme-manager"
    );
    // Who stood in does not change who comes next.
    let next =
        Ask::step(&covenant, 3, "MPG2", "zeeburg").against(DEBT).handled_by("programme-manager");
    assert_eq!(next.handler(), "portfolio-holder-zeeburg");
}

#[test]
fn a_step_can_have_another_term_for_a_category() {
    let line = "term_working_days = 10";
    let more = format!("{line}\nterm_working_days_by_category = {{ MPG4 = 3 }}");
    let copy = Copy::new().change(MAIN, line, &more);
    let covenant = copy.load().unwrap();
    let term = |category| {
        Ask::step(&covenant, 1, category, "zeeburg").against(DEBT).route().term_working_days
    };
    assert_eq!((term("MPG4"), term("MPG3")), (3, 10));
    let copy = Copy::new().change(MAIN, line, &more.replace("MPG4", "MPG5"));
    assert!(lines(&copy.problems()).contains("unknown category \"MPG5\""));
}

// ---- the language, apart from Amsterdam ----

/// Five steps in one town: no step, role or name of Amsterdam.
const SMALL: &str = r#"
id = "small-town"
version = 7
title = "Small town"
in_force_from = "2011-09-01"
municipality = "00000009000000009000"
organisations = "organisations.toml"
default_director_role = "adviser"
step = [
  { nl = "een", en = "one", term_working_days = 5 },
  { nl = "twee", en = "two", term_working_days = 5 },
  { nl = "drie", en = "three", term_working_days = 5 },
  { nl = "vier", en = "four", term_working_days = 5 },
  { nl = "vijf", en = "five", term_working_days = 5 },
]
region = [{ code = "all", name = "All" }]
district = [{ code = "town", name = "Town", region = "all", postcodes = ["8000-8049"] }]
category = [{ code = "X", nl = "x", en = "x", director_role = "adviser" }]
role = [
  { id = "adviser", level = "city", nl = "adviseur", en = "adviser" },
  { id = "alderman", level = "city", nl = "wethouder", en = "alderman" },
]
office = [
  { id = "adviser", role = "adviser", nl = "adviseur", en = "adviser", holder = "A. Nobody" },
  { id = "alderman", role = "alderman", nl = "wethouder", en = "alderman", deputies = ["B. Nobody"] },
]
rule = [
  { id = "parties", source = "guide", when = { step = [1, 2] }, handler = "own-organisation", nl = "n", en = "e" },
  { id = "adviser", source = "guide", when = { step = [3, 4] }, handler = "director", nl = "{handler} na {before}", en = "{handler} after {before}" },
  { id = "alderman", source = "guide", when = { step = 5, handled_by = "adviser" }, handler = "alderman@city", nl = "{handler}", en = "{handler}" },
]
[terms]
involvement_max_years = 2
involvement_warn_days = 30
archive_years = 5
ages_out_years = 23
follow_up_party_working_days = 5
follow_up_organisation_working_days = 10
follow_up_director_working_days = 15
inbox_keep_acknowledged_days = 30
"#;

const SMALL_ORGANISATIONS: &str = r#"
[[organisation]]
oin = "00000009000000009001"
name = "A school"
kind = "school"
commissioner = "town"
partner = "non-care"
"#;

#[test]
fn another_town_with_five_steps_is_only_another_file() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("small.toml");
    fs::write(&path, SMALL).unwrap();
    fs::write(dir.path().join("organisations.toml"), SMALL_ORGANISATIONS).unwrap();
    let c = Covenant::load(&path).unwrap_or_else(|problems| panic!("{}", lines(&problems)));
    assert_eq!((c.last_step(), c.reference().as_str()), (5, "small-town@7"));
    assert!(c.warnings().is_empty());
    let handlers: Vec<String> = (1..=5)
        .map(|step| Ask::step(&c, step, "X", "town").against("A school").handler())
        .collect();
    assert_eq!(
        handlers,
        ["own organisation", "own organisation", "adviser", "adviser", "alderman"]
    );
    let third = Ask::step(&c, 3, "X", "town").track_b().route().derivation;
    assert_eq!(third.en, "adviser after manager of the own organisation");
}

#[test]
fn the_samples_fit_the_covenant() {
    let c = amsterdam();
    let path = covenants().with_file_name("samples").join("involvements.csv");
    let mut reader = csv::Reader::from_path(path).unwrap();
    let mut ids = std::collections::HashSet::new();
    let mut organisations = std::collections::HashSet::new();
    for row in reader.deserialize::<std::collections::HashMap<String, String>>() {
        let row = row.unwrap();
        let id: uuid::Uuid = row["involvement_id"].parse().unwrap();
        assert_eq!(id.get_version_num(), 7);
        assert!(ids.insert(id));
        let oin = Oin::parse(&row["organisation_oin"]).unwrap();
        assert!(c.organisation(&oin).is_some());
        organisations.insert(oin);
        let area = AreaCode::parse(&row["area"]).filter(|code| c.area(code).is_some());
        let by_postcode = c.area_of_postcode(&row["postcode"]);
        assert!(area.is_some() ^ by_postcode.is_some(), "{}", row["involvement_id"]);
        let members: Vec<&str> = row["members"].split(';').collect();
        assert!((1..=12).contains(&members.len()));
        for member in members {
            let mut parts = member.split(':');
            let (role, bsn, born) = (parts.next().unwrap(), parts.next().unwrap(), parts.next());
            assert!(["child", "parent", "other"].contains(&role));
            assert_eq!(role == "child", born.is_some());
            assert!(bsn.starts_with("99") && bsn.len() == 9, "plainly synthetic");
            let weights = [9, 8, 7, 6, 5, 4, 3, 2, -1];
            let digits = bsn.bytes().map(|b| i32::from(b - b'0'));
            assert_eq!(digits.zip(weights).map(|(d, w)| d * w).sum::<i32>() % 11, 0);
        }
    }
    assert_eq!((ids.len(), organisations.len()), (2000, 12));
}

proptest! {
    /// Whatever is asked about known things has an answer, and its office can act.
    #[test]
    fn every_question_is_answered(
        facts in any::<(bool, bool, bool)>(),
        step in 1_u8..=3,
        (category, area, target, before) in any::<(prop::sample::Index, prop::sample::Index, prop::sample::Index, prop::sample::Index)>(),
    ) {
        thread_local!(static COVENANT: Covenant = amsterdam());
        COVENANT.with(|c| {
            let targets: Vec<Option<Oin>> = c.organisations().map(|o| Some(o.oin)).chain([None]).collect();
            let before_all: Vec<Option<OfficeId>> = c.offices().map(|o| Some(o.id.clone())).chain([None]).collect();
            let question = RouteQuestion {
                track: if facts.0 { Track::NoAgreement } else { Track::NotCarriedOut },
                step,
                category: c.categories().nth(category.index(c.categories().len())).unwrap().code.clone(),
                nuisance: facts.1,
                measure: verwijspunt::domain::agreement::Measure::None,
                area: c.areas().nth(area.index(c.areas().len())).unwrap().code.clone(),
                target: targets[target.index(targets.len())],
                handled_by: before_all[before.index(before_all.len())].clone(),
                mandate_used: facts.2,
            };
            match c.route(&question) {
                Ok(route) => {
                    if let RouteTarget::Office(id) = &route.handler {
                        prop_assert!(!c.office(id).unwrap().is_empty());
                    }
                    prop_assert!(!route.informed.contains(&route.director));
                    prop_assert_eq!(route.last_step, step == 3);
                    prop_assert!(!route.derivation.nl.contains('{'), "a placeholder is left");
                }
                Err(refusal) => prop_assert!(
                    ["JUDICIARY", "TARGET_REQUIRED", "STEP_2_NOT_FINISHED"].contains(&refusal.code.as_str())
                ),
            }
            Ok(())
        })?;
    }

    /// A file that lost any one line is refused or still total: it never panics.
    #[test]
    fn a_lost_line_is_no_accident(lost in any::<prop::sample::Index>()) {
        let text = fs::read_to_string(covenants().join(MAIN)).unwrap();
        let all: Vec<&str> = text.lines().collect();
        let lost = lost.index(all.len());
        let kept: Vec<&str> = all.iter().enumerate().filter(|(n, _)| *n != lost).map(|(_, l)| *l).collect();
        let copy = Copy::new();
        fs::write(copy.dir.path().join(MAIN), kept.join("\n")).unwrap();
        match copy.load() {
            Ok(covenant) => prop_assert!(covenant.combinations() > 0),
            Err(problems) => prop_assert!(!problems.is_empty()),
        }
    }
}
