//! What a covenant says besides the ladder: concern signals, cases, lead, watch, powers.

use std::fs;

use verwijspunt::covenant::{Covenant, Ground};
use verwijspunt::domain::model::agreement::{
    CaseRules, ConcernQuestion, ConcernRoute, Eligible, LeadRule, Measure, MeasureRule, Term,
    Watcher,
};
use verwijspunt::domain::model::party::{CategoryCode, OfficeId, Party};
use verwijspunt::domain::model::routing::RouteTarget;

use crate::broken::{Copy, MAIN, ORGANISATIONS, office_block, without};
use crate::{
    Ask, CATEGORIES, DEBT, DEBT_NORTH, POLICE, YOUTH_CARE, amsterdam, covenants, lines, route_area,
};

fn signal(c: &Covenant, acute: bool, children: bool, area: &str) -> ConcernRoute {
    c.concern(&ConcernQuestion { area: route_area(area), acute, children }).unwrap()
}

fn office(id: &str) -> Party {
    Party::Office(OfficeId::parse(id).unwrap())
}

fn organisation(c: &Covenant, name: &str) -> Party {
    Party::Organisation(c.organisations().find(|o| o.name == name).unwrap().oin)
}

fn case(c: &Covenant, category: &str, area: &str) -> CaseRules {
    c.case_rules(&CategoryCode::parse(category).unwrap(), &route_area(area)).unwrap()
}

#[test]
fn acute_danger_goes_straight_to_youth_care_and_the_coordinator_hears_of_it() {
    let c = amsterdam();
    for children in [true, false] {
        let route = signal(&c, true, children, "osdorp");
        assert_eq!(route.to, organisation(&c, YOUTH_CARE));
        assert_eq!(route.informed, [office("coordinator-osdorp")]);
        assert!(route.crisis);
        assert_eq!(route.director.as_str(), "coordinator-osdorp");
        assert_eq!(route.derivation.rule, "concern-acute");
        assert!(route.derivation.en.contains(YOUTH_CARE), "{}", route.derivation.en);
        assert!(route.derivation.facts.contains(&("acute".into(), "yes".into())));
    }
}

#[test]
fn a_household_with_a_child_goes_to_the_coordinator_and_one_without_to_the_desk() {
    let c = amsterdam();
    let with = signal(&c, false, true, "noord");
    assert_eq!((with.to, with.crisis), (office("coordinator-noord"), false));
    assert_eq!(with.informed, []);
    assert!(with.derivation.nl.contains("in Amsterdam-Noord"), "{}", with.derivation.nl);
    let without = signal(&c, false, false, "noord");
    assert_eq!((without.to, without.crisis), (office("care-and-nuisance-desk"), false));
    assert_eq!(without.director.as_str(), "coordinator-noord");
    let elsewhere = ConcernQuestion { area: route_area("almere"), acute: true, children: true };
    assert!(c.concern(&elsewhere).is_none());
}

#[test]
fn a_vacant_recipient_of_a_signal_is_replaced_and_the_explanation_says_so() {
    let block = office_block("coordinator-noord");
    let copy = Copy::new().change(MAIN, &block, &without(&block, &["holder", "deputies"]));
    let c = copy.load().unwrap();
    let route = signal(&c, false, true, "noord");
    assert_eq!(route.to, office("programme-manager"));
    assert!(route.derivation.en.contains("is vacant"), "{}", route.derivation.en);
    assert_eq!(signal(&c, true, true, "noord").informed, [office("programme-manager")]);
}

#[test]
fn every_signal_needs_exactly_one_rule() {
    let gap = Copy::new().change(
        MAIN,
        "when = { acute = false, children = false }",
        "when = { acute = true, children = false }",
    );
    let found = lines(&gap.problems());
    assert!(found.contains("no [[concern]] for a signal with acute no, children no"), "{found}");
    assert!(found.contains("when = { acute = \"no\", children = \"no\" }"), "{found}");
    assert!(found.contains("both hold for a signal with acute yes, children no"), "{found}");

    let clash = Copy::new().change(MAIN, "acute = false, children = true", "children = true");
    let marker = "[[concern]]\nid = \"concern-children\"";
    let problem =
        clash.refused(MAIN, marker, "both hold for a signal with acute yes, children yes");
    assert!(problem.suggestion.is_some());

    let never = Copy::new().change(MAIN, "acute = false, children = true", "children = []");
    let found = lines(&never.problems());
    assert!(found.contains("\"concern-children\" never decides anything"), "{found}");
}

#[test]
fn every_two_concern_rules_that_overlap_are_told_at_once_and_once() {
    // Three rules for the same signal: mending the first two must not bring up the third.
    let third = "\n[[concern]]\nid = \"third\"\nto = \"kind:youth-care-agency\"\nwhen = { acute = true }\n\
                 own_reading = \"a test\"\nown_reading_nl = \"a test\"\n\
                 term_hours = 2\nnl = \"{to}\"\nen = \"{to}\"\n";
    let fourth = third.replace("third", "fourth");
    let found = lines(&Copy::new().append(MAIN, third).append(MAIN, &fourth).problems());
    for (first, second) in
        [("concern-acute", "third"), ("concern-acute", "fourth"), ("third", "fourth")]
    {
        let told = |line: &&str| {
            line.contains(&format!("concern \"{first}\" (line"))
                && line.contains(&format!("and \"{second}\" (line"))
        };
        assert_eq!(found.lines().filter(told).count(), 1, "{first}, {second}: {found}");
    }
}

#[test]
fn the_organisation_of_a_kind_must_be_the_only_one_for_an_area() {
    let second = "\n[[organisation]]\noin = \"00000009000000001999\"\nname = \"Second\"\n\
                  kind = \"youth-care-agency\"\ncommissioner = \"noord\"\npartner = \"care\"\n";
    let copy = Copy::new().append(ORGANISATIONS, second);
    let found = lines(&copy.problems());
    let not_one = "exactly one organisation of the kind youth-care-agency, not 2,";
    for who in ["concern \"concern-acute\"", "meeting \"mdo-plus\"", "meeting \"mdo-plus-again\""] {
        let told = |line: &&str| line.contains(who) && line.contains(not_one);
        assert_eq!(found.lines().filter(told).count(), 1, "{who}: {found}");
    }

    let copy = Copy::new().change(MAIN, "kind:youth-care-agency", "kind:youth-care-agancy");
    let problems = copy.problems();
    assert!(lines(&problems).contains("did you mean \"youth-care-agency\"?"), "{problems:?}");
}

#[test]
fn words_of_concern_rules_are_checked() {
    let to = |text: &str| {
        let line = format!("to = \"{text}\"");
        Copy::new().change(MAIN, "to = \"care-and-nuisance-desk@city\"", &line)
    };
    to("nobody").refused(MAIN, "to = \"nobody\"", "cannot receive a concern signal");
    to("director").refused(MAIN, "to = \"director\"", "cannot receive a concern signal");
    to("major@city").refused(MAIN, "to = \"major@city\"", "unknown role \"major\"");
    let template = Copy::new().change(MAIN, "straight to {to};", "straight to {handler};");
    template.refused(MAIN, "straight to {handler}", "names the unknown {handler}");
    let word = Copy::new().change(MAIN, "{ acute = true }", "{ acute = \"perhaps\" }");
    word.refused(MAIN, "\"perhaps\"", "unknown acute \"perhaps\"");
}

#[test]
fn who_chairs_a_meeting_is_checked() {
    let chair = |text: &str| {
        let line = format!("chair = \"{text}\"\n\n# Categories");
        Copy::new().change(MAIN, "chair = \"process-manager@family\"\n\n# Categories", &line)
    };
    chair("nobody").refused(MAIN, "chair = \"nobody\"", "cannot chair a meeting");
    chair("director").refused(MAIN, "chair = \"director\"", "cannot chair a meeting");
    chair("major@city").refused(MAIN, "chair = \"major@city\"", "unknown role \"major\"");
    let first = "code = \"mdo-plus-again\"";
    let twice = Copy::new().change(MAIN, first, "code = \"mdo-plus\"");
    assert!(lines(&twice.problems()).contains("mdo-plus"));
    let region = "{ region = \"regio-zuid-west\", chair";
    let unknown = Copy::new().change(MAIN, region, "{ region = \"regio-zuid-wast\", chair");
    assert!(lines(&unknown.problems()).contains("did you mean \"regio-zuid-west\"?"));
    let nobody = Copy::new().change(MAIN, region, "{ region = \"regio-zuid-west\", chiar");
    assert!(lines(&nobody.problems()).contains("unknown field \"chiar\""));
}

#[test]
fn the_chair_of_the_mdo_is_another_one_in_zuid_west() {
    let c = amsterdam();
    let chair = |area: &str, code: &str| {
        let area = route_area(area);
        let rules = c.meetings(&area);
        rules.into_iter().find(|rule| rule.code == code).and_then(|rule| rule.chair)
    };
    let elsewhere = chair("zeeburg", "mdo-plus");
    assert!(matches!(elsewhere, Some(Party::Organisation(_))), "{elsewhere:?}");
    let there = chair("slotervaart", "local-family-meeting");
    assert!(matches!(there, Some(Party::Office(_))), "{there:?}");
    let in_region = c.areas().filter(|area| area.region.as_str() == "regio-zuid-west");
    for area in in_region {
        let chair = chair(area.code.as_str(), "mdo-plus");
        let Some(Party::Office(office)) = chair else { panic!("{}: {chair:?}", area.code) };
        assert!(office.as_str().starts_with("process-manager-"), "{office}");
    }
}

#[test]
fn the_category_says_who_directs_manages_and_plans() {
    let c = amsterdam();
    let kinds = |words: &[&str]| Eligible::Kinds(words.iter().map(|w| (*w).to_owned()).collect());
    for category in ["at-risk", "MPG1"] {
        let rules = case(&c, category, "zeeburg");
        assert_eq!(rules.family_manager, Eligible::AnyInvolved);
        assert_eq!(rules.director.as_str(), "coordinator-zeeburg");
        assert_eq!(rules.plans[0].milestones[0].code, "local-family-meeting");
    }
    let Eligible::Kinds(mpg2) = case(&c, "MPG2", "zeeburg").family_manager else { panic!("any") };
    assert!(mpg2.contains(&"welfare".into()) && !mpg2.contains(&"police".into()));
    let mpg3 = case(&c, "MPG3", "zeeburg");
    assert_eq!(mpg3.family_manager, kinds(&["youth-care-agency", "guardianship"]));
    let mpg4 = case(&c, "MPG4", "zeeburg");
    assert_eq!(mpg4.family_manager, kinds(&["youth-care-agency", "guardianship"]));
    assert!(mpg4.implies_nuisance && mpg4.watch.is_some());
    assert!(case(&c, "MPG1", "zeeburg").watch.is_none());
    assert_eq!(mpg4.plans[0].milestones[0].code, "city-analysis-team");
    assert_eq!(c.default_category().as_str(), "at-risk");
    let (known, elsewhere) = (CategoryCode::parse("MPG1").unwrap(), route_area("almere"));
    assert!(c.case_rules(&known, &elsewhere).is_none());
    for category in CATEGORIES {
        assert!(c.areas().all(|a| !case(&c, category, a.code.as_str()).plans.is_empty()));
    }
}

#[test]
fn the_plan_of_the_guide_takes_twenty_or_ten_weeks() {
    let c = amsterdam();
    let plans = case(&c, "MPG3", "zeeburg").plans;
    let of = |at: usize| (plans[at].id.as_str(), plans[at].weeks, plans[at].extension_weeks);
    assert_eq!((of(0), of(1)), (("twenty-weeks", 20, 20), ("ten-weeks", 10, 10)));
    let due: Vec<_> = plans[0].milestones.iter().map(|m| (&*m.code, m.within_weeks)).collect();
    let expected =
        [("mdo-plus", 0), ("family-talk", 4), ("executors-meeting", 6), ("final-evaluation", 18)];
    assert_eq!(due, expected);
    let meeting = &plans[0].milestones[2];
    assert_eq!((meeting.every_weeks, meeting.attendance, meeting.decides), (Some(6), true, false));
    assert!(plans[0].milestones[3].decides);
    assert_eq!(c.milestone_name("ten-weeks", "executors-meeting").unwrap().0, "uitvoerdersoverleg");
    assert!(c.plan("no-such").is_none() && c.milestone_name("ten-weeks", "no-such").is_none());
}

#[test]
fn the_privacy_officer_and_who_may_ask_for_figures_are_offices() {
    let c = amsterdam();
    let id = |text: &str| OfficeId::parse(text).unwrap();
    for area in c.areas() {
        assert_eq!(c.privacy_officer(&area.code).unwrap(), id("privacy-officer"));
    }
    assert!(c.privacy_officer(&route_area("almere")).is_none());
    assert!(c.is_privacy_officer(&id("privacy-officer")) && !c.is_privacy_officer(&id("mayor")));
    assert!(c.may_report(&id("programme-manager")) && !c.may_report(&id("privacy-officer")));
    assert!(!c.may_report(&id("abolished")) && !c.is_privacy_officer(&id("abolished")));

    // Who stands in may do it too; the vacant office itself has nobody to do it.
    let block = office_block("privacy-officer");
    let copy = Copy::new().change(MAIN, &block, &without(&block, &["holder", "deputies"]));
    let c = copy.load().unwrap();
    assert_eq!(c.privacy_officer(&route_area("noord")).unwrap(), id("programme-manager"));
    assert!(c.is_privacy_officer(&id("programme-manager")));
    assert!(!c.is_privacy_officer(&id("privacy-officer")));
}

#[test]
fn auditors_and_administrators_are_offices_that_the_covenant_names() {
    let c = amsterdam();
    let id = |text: &str| OfficeId::parse(text).unwrap();
    assert!(c.is_auditor(&id("auditor")) && !c.is_auditor(&id("administrator")));
    assert!(c.is_administrator(&id("administrator")) && !c.is_administrator(&id("mayor")));
    assert!(!c.is_auditor(&id("privacy-officer")) && !c.may_report(&id("auditor")));
    let copy = Copy::new().change(MAIN, "auditor_role = \"auditor\"\n", "");
    let nobody = copy.load().unwrap();
    assert!(!nobody.is_auditor(&id("auditor")));
    let copy = Copy::new().change(MAIN, "auditor_role = \"auditor\"", "auditor_role = \"audit\"");
    copy.refused(MAIN, "auditor_role = \"audit\"", "unknown auditor_role \"audit\"");
    let block = office_block("auditor");
    let copy = Copy::new().change(MAIN, &block, "");
    copy.refused(MAIN, "auditor_role", "there is no office of auditor in the city that audits");
}

#[test]
fn a_signal_is_taken_up_within_hours_or_working_days_never_both() {
    let c = amsterdam();
    assert_eq!(signal(&c, true, true, "noord").term, Term::Hours(2));
    assert_eq!(signal(&c, false, true, "noord").term, Term::WorkingDays(5));
    let hours = "term_hours = 2";
    let mixed = Copy::new().change(MAIN, hours, "term_hours = 2\nterm_working_days = 1");
    let marker = "[[concern]]\nid = \"concern-acute\"";
    mixed.refused(MAIN, marker, "hours and days are mixed");
    let neither = Copy::new().change(MAIN, &format!("{hours}\n"), "");
    neither.refused(MAIN, marker, "it has no term");
    let long = Copy::new().change(MAIN, hours, "term_hours = 169");
    let text = lines(&long.problems());
    assert!(text.contains("\"term_hours\" must be 1 to 168, not 169"), "{text}");
}

#[test]
fn a_covenant_can_name_more_days_that_are_off() {
    let with = |days: &str| {
        let line = format!("objection_days = 28\ndays_off = {days}");
        Copy::new().change(MAIN, "objection_days = 28", &line)
    };
    let c = with("[\"2026-03-03\", \"2029-05-11\"]").load().unwrap();
    let days: Vec<String> = c.terms().days_off.iter().map(ToString::to_string).collect();
    assert_eq!(days, ["2026-03-03", "2029-05-11"]);
    assert_eq!(Ask::step(&c, 1, "MPG1", "zeeburg").route().days_off, c.terms().days_off);
    with("[\"3 March\"]").refused(MAIN, "days_off", "\"days_off\" does not fit");
}

#[test]
fn nothing_is_agreed_without_a_document_or_a_reason() {
    for (table, id) in [
        ("role", "id = \"coordinator\""),
        ("region", "code = \"regio-oost\""),
        ("plan", "id = \"twenty-weeks\""),
        ("category", "code = \"MPG2\""),
        ("rule", "id = \"step2-own-district\""),
        ("refusal", "id = \"judiciary\""),
        ("concern", "id = \"concern-children\""),
    ] {
        let head = format!("[[{table}]]\n{id}\n");
        let bare = Copy::new().without_ground(&head);
        bare.refused(MAIN, &head, "it has neither \"source\" nor \"own_reading\"");
    }
    for head in ["[terms]\n", "[[step]]\n", "[[inform]]\n"] {
        let bare = Copy::new().without_ground(head);
        bare.refused(MAIN, head, "it has neither \"source\" nor \"own_reading\"");
    }
    let c = amsterdam();
    assert!(c.grounds().len() > 50);
    let ground = |what: &str| c.grounds().into_iter().find(|row| row.what == what).unwrap().ground;
    let own = Ground { source: "plan § 3.4".to_owned(), ..Ground::default() };
    assert_eq!(ground("rule step2-own-district"), own);
    let other = ground("rule step2-other-district");
    assert_eq!(other.source, "plan § 3.4");
    assert!(other.own_reading.en.starts_with("the plan does not speak"), "{other:?}");
    assert!(other.own_reading.nl.starts_with("het plan spreekt niet"), "{other:?}");
    let explained = Ask::step(&c, 2, "MPG2", "zeeburg").against(DEBT_NORTH).route().derivation;
    assert_eq!((explained.source, explained.own_reading), (other.source, other.own_reading));
}

#[test]
fn districts_offices_and_organisations_rest_on_something_too() {
    for (file, table) in [(MAIN, "districts"), (MAIN, "offices"), (ORGANISATIONS, "organisations")]
    {
        let text = fs::read_to_string(covenants().join(file)).unwrap();
        let head = format!("\n[{table}]\n");
        let begin = text.find(&head).unwrap();
        let end = begin + 1 + text[begin + 1..].find("\n[[").unwrap();
        let copy = Copy::new().change(file, &text[begin..end], "");
        let problems = copy.problems();
        assert_eq!(problems.len(), 1, "{}", lines(&problems));
        let said = problems[0].to_string();
        assert!(said.contains(&format!("the table [{table}] is missing")), "{said}");
        assert!(problems[0].file.ends_with(file), "{said}");
    }
}

#[test]
fn an_own_reading_is_in_both_languages() {
    let head = "[[rule]]\nid = \"step2-other-district\"\n";
    let without = |key: &str| {
        let text = fs::read_to_string(covenants().join(MAIN)).unwrap();
        let table = &text[text.find(head).unwrap()..];
        let line = table.lines().find(|line| line.starts_with(key)).unwrap();
        Copy::new().change(MAIN, &format!("{line}\n"), "")
    };
    let refused = |key: &str| without(key).refused(MAIN, head, "is missing").to_string();
    let problem = refused("own_reading_nl = ");
    assert!(problem.contains("\"own_reading_nl\""), "{problem}");
    assert!(problem.contains("step2-other-district"), "{problem}");
    let problem = refused("own_reading = ");
    assert!(problem.contains("\"own_reading\""), "{problem}");
}

#[test]
fn the_lead_is_agreed_unless_the_covenant_says_otherwise() {
    assert_eq!(*amsterdam().lead_rule(), LeadRule::Agreed);
    let with = |lead: &str| {
        Copy::new().append(
            MAIN,
            &format!("\n[lead]\nown_reading = \"a test\"\nown_reading_nl = \"a test\"\n{lead}\n"),
        )
    };
    let order = with("rule = \"kind-order\"\nkinds = [\"youth-care-agency\", \"welfare\"]");
    let expected = vec!["youth-care-agency".to_owned(), "welfare".to_owned()];
    assert_eq!(*order.load().unwrap().lead_rule(), LeadRule::KindOrder(expected));
    assert_eq!(*with("rule = \"dominant\"").load().unwrap().lead_rule(), LeadRule::Dominant);
    with("rule = \"kind-order\"").refused(MAIN, "[lead]", "\"kinds\" is missing");
    with("rule = \"dominant\"\nkinds = [\"welfare\"]").refused(MAIN, "[lead]", "means nothing");
    with("rule = \"lottery\"").refused(MAIN, "rule = \"lottery\"", "unknown rule \"lottery\"");
    let typo = with("rule = \"kind-order\"\nkinds = [\"welfaer\"]");
    let problem = typo.refused(MAIN, "\"welfaer\"", "no organisation is of the kind");
    assert_eq!(problem.suggestion.as_deref(), Some("did you mean \"welfare\"?"));
}

#[test]
fn watch_is_kept_by_whom_the_category_names() {
    let with = |by: &str| {
        let usual = "watch = { every_weeks = 13, weeks = 52, by = \"last-family-manager\" }";
        let watch = format!("watch = {{ every_weeks = 4, weeks = 26, by = \"{by}\" }}");
        Copy::new().change(MAIN, usual, &watch)
    };
    let by = |word: &str| case(&with(word).load().unwrap(), "MPG3", "zeeburg").watch.unwrap();
    assert_eq!(by("last-family-manager").by, Watcher::LastFamilyManager);
    assert_eq!(by("director").by, Watcher::Director);
    let watch = by("coordinator@family");
    assert_eq!(watch.by, Watcher::Office(OfficeId::parse("coordinator-zeeburg").unwrap()));
    assert_eq!((watch.every_weeks, watch.weeks, watch.while_open), (4, 26, false));
    with("neighbour").refused(MAIN, "\"neighbour\"", "cannot keep watch");
    let open =
        with("director").change(MAIN, "by = \"director\"", "by = \"director\", while_open = true");
    assert!(case(&open.load().unwrap(), "MPG3", "zeeburg").watch.unwrap().while_open);
    let late = with("director").change(MAIN, "weeks = 26", "weeks = 3");
    late.refused(MAIN, "by = \"director\"", "it ends before the first look");
}

#[test]
fn what_a_category_says_of_a_measure_is_a_known_word() {
    let c = amsterdam();
    let of = |category: &str| case(&c, category, "zeeburg").measure;
    assert_eq!((of("MPG1"), of("MPG3")), (MeasureRule::Excluded, MeasureRule::Required));
    let unknown = Copy::new().change(MAIN, "measure = \"required\"", "measure = \"perhaps\"");
    unknown.refused(MAIN, "measure = \"perhaps\"", "unknown measure \"perhaps\"");
}

#[test]
fn plans_that_cannot_be_kept_are_refused() {
    let late = Copy::new().change(MAIN, "within_weeks = 18", "within_weeks = 21");
    late.refused(MAIN, "within_weeks = 21", "due after the plan has ended, in week 20");
    let twice = Copy::new().change(MAIN, "code = \"family-talk\"", "code = \"mdo-plus\"");
    twice.refused(MAIN, "code = \"mdo-plus\", nl = \"gesprek", "is already on line");
    let half = Copy::new().change(
        MAIN,
        "extension_weeks = 13\nextensions_most = 1",
        "extension_weeks = 13\nextensions_most = 0",
    );
    half.refused(MAIN, "[[plan]]\nid = \"city-ten-months\"", "about extension is 0");
    let unknown = Copy::new().change(MAIN, "plans = [\"city-ten-months\"", "plans = [\"city-20\"");
    assert!(lines(&unknown.problems()).contains("unknown plan \"city-20\""));
}

#[test]
fn the_measure_can_decide() {
    let narrow = "category = [\"at-risk\", \"MPG1\", \"MPG2\", \"MPG3\"], commissioner = [\"city-region\", \"city\", \"nobody\"]";
    let when = |measure: &str| format!("when = {{ step = 2, {narrow}, measure = {measure} }}");
    let mut copy = Copy::new().change(
        MAIN,
        &format!("when = {{ step = 2, {narrow} }}"),
        &when("[\"none\", \"youth-probation\"]"),
    );
    let gap = lines(&copy.problems());
    assert!(gap.contains("measure child-protection"), "{gap}");
    copy = copy.append(
        MAIN,
        &format!(
            "\n[[rule]]\nid = \"protection\"\nsource = \"test\"\n{}\nhandler = \"director\"\nnl = \"n\"\nen = \"e\"\n",
            when("\"child-protection\"")
        ),
    );
    let c = copy.load().unwrap();
    let ask = |measure| {
        let mut ask = Ask::step(&c, 2, "MPG1", "zeeburg").against(YOUTH_CARE);
        ask.question.measure = measure;
        ask.handler()
    };
    assert_eq!(ask(Measure::None), "process-manager-oost");
    assert_eq!(ask(Measure::YouthProbation), "process-manager-oost");
    assert_eq!(ask(Measure::ChildProtection), "coordinator-zeeburg");
}

#[test]
fn a_step_can_be_handled_by_the_organisation_that_the_ticket_is_against() {
    let rule = "[[rule]]\nid = \"step2-other-commissioner\"\nsource = \"plan § 3.4\"\n\
                when = { step = 2, category = [\"at-risk\", \"MPG1\", \"MPG2\", \"MPG3\"], commissioner = [\"city-region\", \"city\", \"nobody\"] }\n\
                handler = \"process-manager@family\"";
    let copy = Copy::new()
        .change(MAIN, rule, &rule.replace("process-manager@family", "target-organisation"))
        .change(
            MAIN,
            "nuisance = false, handled_by = [\"process-manager\"",
            "nuisance = false, handled_by = [\"target-organisation\", \"process-manager\"",
        )
        .change(
            MAIN,
            "nuisance = true, handled_by = [\"process-manager\"",
            "nuisance = true, handled_by = [\"target-organisation\", \"process-manager\"",
        );
    let c = copy.load().unwrap_or_else(|p| panic!("{}", lines(&p)));
    let ask = Ask::step(&c, 2, "MPG2", "zeeburg").against(POLICE);
    let Party::Organisation(police) = organisation(&c, POLICE) else { unreachable!() };
    let route = ask.route();
    assert_eq!(route.handler, RouteTarget::TargetOrganisation(police));
    assert!(!route.by_mandate);
    let expected = format!("the manager of {POLICE} handles step 2");
    assert!(route.derivation.en.contains(&expected), "{}", route.derivation.en);
    let next = Ask::step(&c, 3, "MPG2", "zeeburg").against(POLICE);
    assert_eq!(next.handler(), "region-portfolio-holder");
    assert!(
        next.route()
            .derivation
            .facts
            .contains(&("handled_by".into(), "target-organisation".into()))
    );
    assert_eq!(Ask::step(&c, 2, "MPG2", "zeeburg").against(DEBT).handler(), "coordinator-zeeburg");

    let anyhow =
        Copy::new().change(MAIN, "handler = \"director\"", "handler = \"target-organisation\"");
    let found = lines(&anyhow.problems());
    assert!(
        found.contains("the organisation that the ticket is against also when there is none"),
        "{found}"
    );
}

#[test]
fn only_the_own_office_of_the_target_can_be_asked_to_answer() {
    let offices = "offices = [\"coordinator@family\"]";
    let asks = |days: u16| format!("{offices}\nanswer_working_days = {days}");
    let other = Copy::new().change(MAIN, offices, &asks(5));
    other.refused(MAIN, "[[inform]]", "asks an office for an answer that is not the target's own");
    let text = lines(&Copy::new().change(MAIN, offices, &asks(66)).problems());
    assert!(text.contains("\"answer_working_days\" must be 1 to 65, not 66"), "{text}");
}
