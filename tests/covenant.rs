//! Does a covenant answer as the parties agreed, and is every defect of a file found?

#![allow(clippy::unwrap_used, reason = "a test may stop where it stands")]

#[path = "covenant/agreed.rs"]
mod agreed;
#[path = "covenant/broken.rs"]
mod broken;
#[path = "covenant/command.rs"]
mod command;
#[path = "covenant/differing.rs"]
mod differing;
#[path = "covenant/dutch.rs"]
mod dutch;
#[path = "covenant/page.rs"]
mod page;
#[path = "covenant/random.rs"]
mod random;
#[path = "covenant/shown.rs"]
mod shown;
#[path = "covenant/sources.rs"]
mod sources;
#[path = "covenant/town.rs"]
mod town;

use std::path::{Path, PathBuf};

use proptest::prelude::*;
use verwijspunt::covenant::{Covenant, Problem};
use verwijspunt::domain::model::agreement::Measure;
use verwijspunt::domain::model::party::{AreaCode, CategoryCode, OfficeId, Oin};
use verwijspunt::domain::model::routing::{Route, RouteQuestion, RouteRefusal, RouteTarget, Track};

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
            measure: Measure::None,
            area: AreaCode::parse(area).unwrap(),
            target: None,
            handled_by: None,
            mandate_used: false,
            absence: false,
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
            RouteTarget::TargetOrganisation(target) => target.to_string(),
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
                measure: Measure::None,
                area: c.areas().nth(area.index(c.areas().len())).unwrap().code.clone(),
                target: targets[target.index(targets.len())],
                handled_by: before_all[before.index(before_all.len())].clone(),
                mandate_used: facts.2,
                absence: facts.0 ^ facts.1,
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
}
