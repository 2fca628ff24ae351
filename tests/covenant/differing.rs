//! Does the comparison of two covenants name every family that is treated differently, and no
//! other, in few rows?

use verwijspunt::covenant::{Covenant, Difference, consequences, differences};

use crate::broken::{Copy, MAIN, ORGANISATIONS, office_block, without};
use crate::{amsterdam, lines};

fn changed(file: &str, from: &str, to: &str) -> Vec<Difference> {
    compared(&Copy::new().change(file, from, to))
}

fn compared(copy: &Copy) -> Vec<Difference> {
    let new: Covenant = copy.load().unwrap_or_else(|problems| panic!("{}", lines(&problems)));
    differences(&amsterdam(), &new)
}

fn row(what: &str, when: &[(&str, &[&str])], old: &str, new: &str) -> Difference {
    let owned = |words: &[&str]| words.iter().map(|w| (*w).to_owned()).collect();
    Difference {
        what: what.to_owned(),
        when: when.iter().map(|(fact, words)| ((*fact).to_owned(), owned(words))).collect(),
        old: old.to_owned(),
        new: new.to_owned(),
    }
}

#[test]
fn a_covenant_does_not_differ_from_itself_or_from_another_version_that_says_the_same() {
    assert_eq!(differences(&amsterdam(), &amsterdam()), []);
    assert_eq!(changed(MAIN, "version = 1", "version = 2"), []);
    // The holder of an office is not how families are routed.
    assert_eq!(changed(MAIN, "holder = \"A. Aalders\"", "holder = \"B. Other\""), []);
}

#[test]
fn who_vouches_for_the_people_of_an_organisation_is_agreed_too() {
    let oin = "oin = \"00000009000000001310\"";
    let new = format!("{oin}\nissuer = \"https://login.example.nl\"");
    let rows = changed(ORGANISATIONS, oin, &new);
    assert_eq!(rows.len(), 1, "{rows:#?}");
    assert!(rows[0].new.ends_with(", signs in at https://login.example.nl"), "{rows:#?}");
}

#[test]
fn whose_web_server_is_called_is_agreed_too() {
    for (file, key) in
        [(ORGANISATIONS, "oin = \"00000009000000001310\""), (MAIN, "id = \"coordinator-zeeburg\"")]
    {
        let new = format!("{key}\nwebhook = \"https://receiver.example.nl/hook\"");
        let rows = changed(file, key, &new);
        assert_eq!(rows.len(), 1, "{rows:#?}");
        assert!(rows[0].new.ends_with(", called at https://receiver.example.nl/hook"), "{rows:#?}");
    }
}

#[test]
fn a_changed_rule_is_one_row_for_all_areas() {
    let rule = "commissioner = \"own-district\" }\nhandler = \"coordinator@family\"";
    let rows = changed(MAIN, rule, &rule.replace("coordinator", "process-manager"));
    let old_new =
        ("coordinator of the family's district", "process-manager of the family's care region");
    assert_eq!(rows.len(), 3, "{rows:#?}");
    let second = &rows.iter().find(|row| row.when[0].1 == ["2"]).unwrap();
    assert_eq!(
        **second,
        row(
            "handler of a step",
            &[
                ("step", &["2"]),
                ("category", &["at-risk", "MPG1", "MPG2", "MPG3"]),
                ("commissioner", &["own-district"]),
            ],
            old_new.0,
            old_new.1
        )
    );
    // Who handled step 2 decides on step 3, apart by nuisance.
    let third: Vec<_> = rows.iter().filter(|row| row.when[0].1 == ["3"]).collect();
    assert!(third.iter().any(|row| row.new == "mayor" && row.old.starts_with("district-chair")));
    assert!(third.iter().any(|row| row.new == "region-portfolio-holder"));
    assert!(rows.iter().all(|row| row.when.iter().all(|(fact, _)| fact != "area")), "{rows:#?}");
}

#[test]
fn a_category_with_another_director_changes_whom_the_family_meets() {
    let mpg2 = "mpg2 director";
    let text = "met vrijwillige geïndiceerde zorg\"\nen = \"multi-problem family with voluntary indicated care\"\ndirector_role = \"process-manager\"";
    let rows = changed(MAIN, text, &text.replace("process-manager", "coordinator"));
    let directors: Vec<_> = rows.iter().filter(|row| row.what == "director").collect();
    assert_eq!(directors.len(), 1, "{mpg2}: {rows:#?}");
    let expected = row(
        "director",
        &[("category", &["MPG2"])],
        "process-manager of the family's care region",
        "coordinator of the family's district",
    );
    assert_eq!(*directors[0], expected);
    // Track A against nobody goes to the director.
    let handler = rows.iter().find(|row| row.what == "handler of a step" && row.when[0].1 == ["2"]);
    assert!(handler.unwrap().when.contains(&("commissioner".into(), vec!["no-target".into()])));
}

#[test]
fn a_district_in_another_care_region_names_the_offices() {
    let text = "name = \"Zeeburg\"\nregion = \"regio-oost\"";
    let rows = changed(MAIN, text, &text.replace("oost", "noord"));
    let director = rows.iter().find(|row| row.what == "director").unwrap();
    let when = [("category", &["MPG2", "MPG3"][..]), ("area", &["zeeburg"][..])];
    let expected = row("director", &when, "process-manager-oost", "process-manager-noord");
    assert_eq!(*director, expected);
    assert!(rows.contains(&row("area zeeburg", &[], "in regio-oost", "in regio-noord")));
}

#[test]
fn a_postcode_in_another_district_is_a_row() {
    let copy = Copy::new()
        .change(
            MAIN,
            "postcodes = [\"1019\", \"1086-1087\", \"1094-1095\"]",
            "postcodes = [\"1019\", \"1086-1087\"]",
        )
        .change(MAIN, "\"1091-1093\"", "\"1091-1094\"");
    let what = "district of a postcode";
    let to_east = row(what, &[("postcode", &["1094-1094"])], "zeeburg", "oost-watergraafsmeer");
    let to_none = row(what, &[("postcode", &["1095-1095"])], "zeeburg", "-");
    assert_eq!(compared(&copy), [to_east, to_none]);
}

#[test]
fn an_organisation_that_is_commissioned_otherwise_is_named() {
    let text =
        "name = \"Schulddienst Zeeburg\"\nkind = \"debt-counselling\"\ncommissioner = \"zeeburg\"";
    let rows = changed(ORGANISATIONS, text, &text.replace("\"zeeburg\"", "\"city\""));
    assert!(rows.iter().any(|row| row.what.starts_with("organisation Schulddienst Zeeburg ")));
    let step = rows.iter().filter(|row| row.what == "handler of a step");
    let named: Vec<_> = step.collect();
    assert!(!named.is_empty());
    let target = ("target".to_owned(), vec!["Schulddienst Zeeburg".to_owned()]);
    assert!(named.iter().all(|row| row.when.contains(&target)), "{named:#?}");
}

#[test]
fn terms_plans_lead_watch_and_signals_are_compared() {
    let copy = Copy::new()
        .change(MAIN, "archive_years = 5", "archive_years = 7")
        .change(MAIN, "within_weeks = 18", "within_weeks = 17")
        .change(MAIN, "to = \"care-and-nuisance-desk@city\"", "to = \"coordinator@family\"")
        .change(MAIN, "crisis = true", "crisis = false")
        .change(
            MAIN,
            "plans = [\"city-ten-months\"]",
            "plans = [\"city-ten-months\", \"ten-weeks\"]",
        )
        .change(
            MAIN,
            "watch = { every_weeks = 13, weeks = 52, by = \"last-family-manager\" }",
            "watch = { every_weeks = 4, weeks = 26, by = \"director\" }",
        )
        .change(
            MAIN,
            "family_manager_kinds = [\"youth-care-agency\", \"guardianship\"]",
            "family_manager_kinds = [\"youth-care-agency\"]",
        )
        .change(MAIN, "term_hours = 2", "term_hours = 4")
        .change(
            MAIN,
            "en = \"the handler consults the directorates\"\nterm_working_days = 10",
            "en = \"the handler consults the directorates\"\nterm_hours = 36",
        )
        .append(MAIN, "\n[lead]\nown_reading = \"a test\"\nown_reading_nl = \"a test\"\nrule = \"dominant\"\n");
    let rows = compared(&copy);
    let agency = "Bureau Jeugdzorg Agglomeratie Amsterdam";
    for expected in [
        row("term archive_years", &[], "5", "7"),
        row(
            "term of a step",
            &[("step", &["2"]), ("category", &["at-risk", "MPG1", "MPG2", "MPG3"])],
            "10 working days",
            "36 hours",
        ),
        row("term of a concern signal", &[("acute", &["yes"])], "2 hours", "4 hours"),
        row(
            "concern signal",
            &[("acute", &["no"]), ("children", &["no"])],
            "care-and-nuisance-desk",
            "coordinator of the family's district",
        ),
        row("concern signal", &[("acute", &["yes"])], &format!("{agency}, as a crisis"), agency),
        row("covenant lead", &[], "agreed", "the dominant organisation"),
        row(
            "watch",
            &[("category", &["MPG3"])],
            "the last family manager, every 13 weeks, for 52 weeks after closing",
            "the director, every 4 weeks, for 26 weeks after closing",
        ),
        row("plans", &[("category", &["MPG4"])], "city-ten-months", "city-ten-months, ten-weeks"),
        row(
            "family manager from",
            &[("category", &["MPG3"])],
            "youth-care-agency, guardianship",
            "youth-care-agency",
        ),
    ] {
        assert!(rows.contains(&expected), "{expected:?} in {rows:#?}");
    }
    assert_eq!(rows.iter().filter(|row| row.what == "plan twenty-weeks").count(), 1);
    assert_eq!(rows.len(), 10, "{rows:#?}");
}

#[test]
fn another_office_that_keeps_the_overview_is_named() {
    let director = "default_director_role = \"coordinator\"";
    let rows = changed(MAIN, director, &format!("{director}\noverview_role = \"process-manager\""));
    let (before, after) =
        ("coordinator of the family's district", "process-manager of the family's care region");
    assert_eq!(rows, [row("overview of the families", &[], before, after)]);
    assert_eq!(
        changed(MAIN, director, &format!("{director}\noverview_role = \"coordinator\"")),
        []
    );
}

#[test]
fn a_vacancy_changes_who_acts() {
    let block = office_block("coordinator-noord");
    let rows = changed(MAIN, &block, &without(&block, &["holder", "deputies"]));
    let vacant = "coordinator in noord, vacant: programme-manager acts";
    assert!(rows.contains(&row("office coordinator-noord", &[], "coordinator in noord", vacant)));
    let signal = rows.iter().find(|row| row.what == "concern signal").unwrap();
    assert_eq!(
        (signal.old.as_str(), signal.new.as_str()),
        ("coordinator of the family's district", "programme-manager")
    );
    assert!(signal.when.contains(&("area".into(), vec!["noord".into()])), "{signal:?}");
}

#[test]
fn what_the_measure_decides_is_compared_too() {
    let narrow = "when = { step = 2, track = \"A\", commissioner = \"no-target\"";
    let rest = " }\nhandler = \"director\"\nnl = \"n\"\nen = \"e\"\n";
    let copy = Copy::new()
        .change(MAIN, narrow, &format!("{narrow}, measure = [\"none\", \"youth-probation\"]"))
        .append(MAIN, &format!("\n[[rule]]\nid = \"protected\"\nsource = \"test\"\n{narrow}, measure = \"child-protection\"{}", rest.replace("director", "coordinator@family")));
    let rows = compared(&copy);
    let handler = rows.iter().find(|row| row.what == "handler of a step").unwrap();
    assert!(
        handler.when.contains(&("measure".into(), vec!["child-protection".into()])),
        "{rows:#?}"
    );
}

#[test]
fn a_kind_of_meeting_that_comes_or_goes_is_named_and_what_is_planned_of_it() {
    let code = "code = \"mdo-plus-again\"";
    let copy = Copy::new().change(MAIN, code, "code = \"mdo-plus-anew\"\nattendance = false");
    let gone = row("meeting mdo-plus-again", &[], "presence is recorded", "-");
    let rows = compared(&copy);
    assert_eq!(rows, [gone, row("meeting mdo-plus-anew", &[], "-", "without presence")]);
    let said = consequences(&amsterdam(), &copy.load().unwrap(), true).join("\n");
    assert!(said.contains("meeting \"mdo-plus-again\" goes: "), "{said}");
    assert!(said.contains("can only be called off"), "{said}");
    assert!(!said.contains("mdo-plus-anew"), "{said}");
}

#[test]
fn another_chair_of_a_meeting_is_named_and_what_becomes_of_one_that_is_planned() {
    let text = "en = \"local family meeting\"\nchair = \"process-manager@family\"";
    let copy = Copy::new().change(MAIN, text, &text.replace("process-manager", "coordinator"));
    let (before, after) =
        ("process-manager of the family's care region", "coordinator of the family's district");
    let when = [("meeting", &["local-family-meeting"][..])];
    assert_eq!(compared(&copy), [row("chair of a meeting", &when, before, after)]);
    let new = copy.load().unwrap();
    let said = consequences(&amsterdam(), &new, true).join("\n");
    assert!(said.contains("meeting \"local-family-meeting\" is chaired by another: "), "{said}");
    assert!(!said.contains("mdo-plus"), "{said}");
    assert_eq!(consequences(&new, &new, false), Vec::<String>::new());
}

#[test]
fn who_is_asked_to_answer_and_within_which_term_is_told() {
    let asks = "[[inform]]\nown_reading = \"a trial\"\nown_reading_nl = \"a trial\"\nwhen = { step = 3, mandate = \"used\" }\n\
                offices = [\"analysis-member@target\"]\nanswer_working_days = 5\n\n[[inform]]\n";
    let rows = changed(MAIN, "[[inform]]\n", asks);
    assert!(!rows.is_empty());
    for row in rows {
        assert_eq!((row.what.as_str(), row.old.as_str()), ("asked to answer", "nobody"));
        assert!(row.new.ends_with(" within 5 working days"), "{row:?}");
    }
}

#[test]
fn what_is_asked_of_who_reports_is_agreed_too() {
    let codes = "[[entry_ground]]\ncode = \"deviant-living\"\nown_reading = \"a trial\"\nown_reading_nl = \"a trial\"\nnl = \"woongedrag\"\n\
                 en = \"living\"\nasks_own_attempt = true\n\n[[own_attempt]]\ncode = \"mediation\"\n\
                 own_reading = \"a trial\"\nown_reading_nl = \"a trial\"\nnl = \"bemiddeling\"\nen = \"mediation\"\n\n[[inform]]\n";
    let rows = changed(MAIN, "[[inform]]\n", codes);
    assert!(rows.contains(&row(
        "entry ground deviant-living",
        &[],
        "-",
        "asks for an own attempt"
    )));
    assert!(rows.contains(&row("own attempt mediation", &[], "-", "may be named")));
    let asked = rows.iter().filter(|row| row.what.starts_with("entry ground asked in category "));
    assert_eq!(asked.filter(|row| (&*row.old, &*row.new) == ("no", "yes")).count(), 5, "{rows:#?}");
}
