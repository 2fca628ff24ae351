//! Is every defect of a covenant file found, with its line and what to do?

use std::fs;

use proptest::prelude::*;
use verwijspunt::{
    covenant::{Covenant, Problem},
    domain::model::agreement::Term,
};

use crate::{Ask, DEBT, covenants, lines, route_area};

/// A directory with a changed copy of the Amsterdam files.
pub(crate) struct Copy {
    pub(crate) dir: tempfile::TempDir,
}

pub(crate) const MAIN: &str = "amsterdam-2009.toml";
pub(crate) const ORGANISATIONS: &str = "amsterdam-organisations.toml";

impl Copy {
    pub(crate) fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        for file in [MAIN, ORGANISATIONS] {
            fs::copy(covenants().join(file), dir.path().join(file)).unwrap();
        }
        Self { dir }
    }

    /// Replaces the first occurrence.
    pub(crate) fn change(self, file: &str, from: &str, to: &str) -> Self {
        let path = self.dir.path().join(file);
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(from), "{from} is in {file}");
        fs::write(path, text.replacen(from, to, 1)).unwrap();
        self
    }

    /// Takes source and own reading out of the table that begins so.
    pub(crate) fn without_ground(self, head: &str) -> Self {
        let path = self.dir.path().join(MAIN);
        let text = fs::read_to_string(&path).unwrap();
        let start = text.find(head).unwrap_or_else(|| panic!("{head} is in it")) + head.len();
        let end = text[start..].find("\n[").map_or(text.len(), |at| start + at);
        let bare =
            without(&text[start..end], &["source = ", "own_reading = ", "own_reading_nl = "]);
        fs::write(path, format!("{}{bare}{}", &text[..start], &text[end..])).unwrap();
        self
    }

    pub(crate) fn append(self, file: &str, text: &str) -> Self {
        let path = self.dir.path().join(file);
        let old = fs::read_to_string(&path).unwrap();
        fs::write(path, old + text).unwrap();
        self
    }

    /// Line of the first occurrence, from 1.
    pub(crate) fn line(&self, file: &str, text: &str) -> u32 {
        let all = fs::read_to_string(self.dir.path().join(file)).unwrap();
        let at = all.find(text).unwrap_or_else(|| panic!("{text} is in {file}"));
        u32::try_from(all[..at].matches('\n').count()).unwrap() + 1
    }

    pub(crate) fn load(&self) -> Result<Covenant, Vec<Problem>> {
        Covenant::load(&self.dir.path().join(MAIN))
    }

    pub(crate) fn problems(&self) -> Vec<Problem> {
        let problems = self.load().expect_err("it must be refused");
        for problem in &problems {
            assert!(problem.suggestion.is_some(), "what to do? {problem}");
        }
        problems
    }

    /// Exactly this one problem, on the line where `marker` stands.
    pub(crate) fn refused(&self, file: &str, marker: &str, text: &str) -> Problem {
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
fn kinds_of_organisations_are_in_words_all_or_none() {
    let bare = "[[kind]]\ncode = \"probation\"\n";
    let copy = Copy::new().change(ORGANISATIONS, bare, "[[kind]]\ncode = \"probatoin\"\n");
    copy.refused(ORGANISATIONS, "kind = \"probation\"", "no [[kind]] has the code \"probation\"");
    let lonely = "[[kind]]\ncode = \"lonely\"\nsource = \"plan\"\nnl = \"a\"\nen = \"a\"\n";
    let copy_of = Copy::new().append(ORGANISATIONS, lonely);
    copy_of.refused(ORGANISATIONS, "[[kind]]\ncode = \"lonely\"", "no organisation is of it");
    let copy = Copy::new().change(ORGANISATIONS, bare, "[[kind]]\ncode = \"police\"\n");
    assert!(copy.problems().iter().any(|p| p.text.contains("kind \"police\" is already on line")));
    let unsaid = "source = \"plan § 2.6\"\nnl = \"politie\"";
    let copy = Copy::new().change(ORGANISATIONS, unsaid, "nl = \"politie\"");
    copy.refused(ORGANISATIONS, "[[kind]]\ncode = \"police\"", "neither \"source\" nor");
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
fn a_name_that_is_misspelt_once_is_told_once() {
    // Where a name stands for itself, everything that uses it is one problem; where it is used, the table
    // that cannot be read for it makes no other.
    for (file, from, to, marker, told) in [
        (MAIN, "code = \"noord\"", "code = \"nord\"", "area = \"noord\"", "unknown district"),
        (MAIN, "area = \"osdorp\"", "area = \"osdrop\"", "\"osdrop\"", "unknown district"),
        (
            MAIN,
            "= \"regio-noord\"\npost",
            "= \"regio-nord\"\npost",
            "\"regio-nord\"",
            "unknown region",
        ),
        (
            MAIN,
            "code = \"regio-noord\"",
            "code = \"regio-nord\"",
            "= \"regio-noord\"",
            "unknown region \"regio-noord\"; the same on line ",
        ),
        (
            MAIN,
            "id = \"coordinator\"",
            "id = \"cordinator\"",
            "default_director_role",
            "unknown default_director_role \"coordinator\"; the same on lines ",
        ),
        (
            MAIN,
            "default_director_role = \"coordinator\"",
            "overview_role = \"coordinatr\"\ndefault_director_role = \"coordinator\"",
            "overview_role",
            "unknown overview_role \"coordinatr\"",
        ),
        (
            MAIN,
            "role = \"coordinator\"\narea",
            "role = \"cordinator\"\narea",
            "\"cordinator\"",
            "unknown role \"cordinator\"",
        ),
        (
            MAIN,
            "id = \"programme-manager\"\nrole",
            "id = \"programme-manger\"\nrole",
            "fallback = \"programme-manager\"",
            "unknown fallback \"programme-manager\"; the same on lines ",
        ),
        (MAIN, "code = \"MPG3\"", "code = \"MPG-3\"", "\"MPG3\"", "unknown category \"MPG3\""),
        (
            MAIN,
            "director_role = \"coordinator\"\nmeasure",
            "director_role = \"cordinator\"\nmeasure",
            "\"cordinator\"",
            "unknown director_role \"cordinator\"",
        ),
        (
            ORGANISATIONS,
            "kind = \"police\"",
            "kind = \"polcie\"",
            "kind = \"polcie\"",
            "no [[kind]] has the code \"polcie\"",
        ),
        (
            ORGANISATIONS,
            "commissioner = \"noord\"",
            "commissioner = \"nord\"",
            "\"nord\"",
            "unknown commissioner \"nord\"",
        ),
    ] {
        let copy = Copy::new().change(file, from, to);
        let problem = copy.refused(file, marker, told);
        let hint = problem.suggestion.as_deref().unwrap_or_default();
        assert!(hint.starts_with("did you mean "), "{problem}");
    }
}

#[test]
fn an_office_that_is_missing_is_told_once_whatever_needs_it() {
    let copy = Copy::new();
    let path = copy.dir.path().join(MAIN);
    let text = fs::read_to_string(&path).unwrap();
    let start = text.find("[[office]]\nid = \"coordinator-noord\"").unwrap();
    let end = start + 1 + text[start + 1..].find("[[office]]").unwrap();
    fs::write(&path, format!("{}{}", &text[..start], &text[end..])).unwrap();
    let problems = copy.problems();
    assert_eq!(problems.len(), 1, "{}", lines(&problems));
    assert!(problems[0].text.contains("office of coordinator in noord"), "{}", lines(&problems));
    assert!(problems[0].text.contains("; the same on lines "), "{}", lines(&problems));
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
    assert_eq!(problem.suggestion.as_deref(), Some("take commissioner city out of one of them"));
    assert!(problem.text.contains("\"step2-own-district\""), "{problem}");
    assert!(problem.text.contains("commissioner city"), "{problem}");
}

#[test]
fn every_two_rules_that_overlap_are_told_at_once() {
    let copy = Copy::new();
    let text = fs::read_to_string(copy.dir.path().join(MAIN)).unwrap();
    let start = text.find("[[rule]]\nid = \"step2-own-district\"").unwrap();
    let end = start + text[start..].find("\n[[rule]]\nid = \"step2-other").unwrap();
    let rule = |id: &str| format!("\n{}\n", text[start..end].replace("step2-own-district", id));
    let copy = copy.append(MAIN, &rule("one-more")).append(MAIN, &rule("and-another"));
    let found: Vec<String> = copy.problems().iter().map(|p| p.text.clone()).collect();
    let told = |first: &str, second: &str| {
        let both = |text: &&String| {
            text.contains(&format!("\"{first}\" (line"))
                && text.contains(&format!("and \"{second}\" (line"))
        };
        found.iter().filter(both).count()
    };
    assert_eq!(told("step2-own-district", "one-more"), 1, "{found:#?}");
    assert_eq!(told("step2-own-district", "and-another"), 1, "{found:#?}");
    assert_eq!(told("one-more", "and-another"), 1, "{found:#?}");
}

#[test]
fn every_two_ranges_that_share_a_postcode_are_told_at_once() {
    let copy =
        Copy::new().change(MAIN, "\"1011-1013\", \"1015-1018\"", "\"1011-1018\", \"1050-1060\"");
    let found = lines(&copy.problems());
    // 1014 and 1051-1052, 1053-1054, 1059 of the neighbours, and what else lies in between.
    for postcode in [1014, 1051, 1053, 1059] {
        assert!(found.contains(&format!("postcode {postcode} is in \"centrum\" (line")), "{found}");
    }
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
        "\n[[office]]\nid = \"mayor\"\nrole = \"mayor\"\nnl = \"x\"\nen = \"x\"\nholder = \"x\"\nphone = \"112\"\n",
    );
    assert!(lines(&copy.problems()).contains("office \"mayor\" is already on line"));
    let copy = Copy::new().append(MAIN, "\n[[office]]\nid = \"second-mayor\"\nrole = \"mayor\"\nnl = \"x\"\nen = \"x\"\nholder = \"x\"\nphone = \"112\"\n");
    copy.refused(MAIN, "[[office]]\nid = \"second-mayor\"", "has the role and place of \"mayor\"");
    let copy =
        Copy::new().change(MAIN, "id = \"step3-district-nuisance\"", "id = \"step3-district\"");
    assert!(lines(&copy.problems()).contains("rule \"step3-district\" is already on line"));
    let copy = Copy::new().change(ORGANISATIONS, "00000009000000001310", "0000000900000000131");
    assert!(lines(&copy.problems()).contains("\"oin\" must be 20 digits"));
}

#[test]
fn an_issuer_is_a_url_without_anything_behind_it() {
    let oin = "oin = \"00000009000000001310\"";
    let with = |issuer: &str| {
        Copy::new().change(ORGANISATIONS, oin, &format!("{oin}\nissuer = \"{issuer}\""))
    };
    assert!(with("https://login.example.nl/realms/a").load().is_ok());
    for wrong in ["http://login.example.nl", "https://", "login", "https://a?b=c", "https://a@b"] {
        let copy = with(wrong);
        copy.refused(ORGANISATIONS, "issuer = ", "is no issuer identifier");
    }
}

#[test]
fn a_webhook_is_an_address_without_a_secret() {
    for (file, key) in
        [(ORGANISATIONS, "oin = \"00000009000000001310\""), (MAIN, "id = \"coordinator-zeeburg\"")]
    {
        let with = |address: &str| {
            Copy::new().change(file, key, &format!("{key}\nwebhook = \"{address}\""))
        };
        assert!(with("https://receiver.example.nl/hook").load().is_ok());
        for (wrong, rule) in [
            ("receiver.example.nl", "it does not begin with https://"),
            ("https://", "it names no host"),
            ("https://a:b@receiver.example.nl", "it holds a name or a password"),
            ("https://receiver.example.nl/?token=a", "it holds a query"),
        ] {
            with(wrong).refused(file, "webhook = ", rule);
        }
    }
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
pub(crate) fn office_block(id: &str) -> String {
    let text = fs::read_to_string(covenants().join(MAIN)).unwrap();
    let start = text.find(&format!("[[office]]\nid = \"{id}\"")).unwrap();
    let length = text[start..].find("\n\n").map_or(text.len() - start, |n| n + 1);
    text[start..start + length].to_owned()
}

/// The block without these keys; a list over several lines goes as a whole.
pub(crate) fn without(block: &str, keys: &[&str]) -> String {
    let mut kept = String::new();
    let mut inside = false;
    for line in block.lines() {
        let dropped = inside || keys.iter().any(|key| line.starts_with(key));
        inside = dropped && (line.ends_with('[') || (inside && line != "]"));
        if !dropped {
            kept += line;
            kept.push('\n');
        }
    }
    kept
}

#[test]
fn an_empty_office_without_fallback_is_refused() {
    let block = office_block("mayor");
    let copy = Copy::new().change(MAIN, &block, &without(&block, &["holder", "deputies"]));
    copy.refused(MAIN, "[[office]]\nid = \"mayor\"", "no holder, no deputies and no fallback");
}

#[test]
fn an_office_without_any_way_to_reach_it_is_refused() {
    let block = office_block("mayor");
    let silent = without(&block, &["phone", "email"]);
    let copy = Copy::new().change(MAIN, &block, &silent);
    copy.refused(
        MAIN,
        "[[office]]\nid = \"mayor\"",
        "office \"mayor\": there is no way to reach it",
    );
    // One way is enough, and nobody has to answer for an office that is vacant.
    let by_mail = without(&block, &["phone"]);
    assert!(Copy::new().change(MAIN, &block, &by_mail).load().is_ok());
    let noord = office_block("coordinator-noord");
    let vacant = without(&noord, &["holder", "deputies", "phone", "email"]);
    assert!(Copy::new().change(MAIN, &noord, &vacant).load().is_ok());
    // A deputy is reached without the holder.
    let deputy = "deputies = [{ name = \"N. Bonte\" }]\n";
    let copy = Copy::new().change(MAIN, &block, &(without(&block, &["deputies"]) + deputy));
    copy.refused(
        MAIN,
        "{ name = \"N. Bonte\" }",
        "deputy \"N. Bonte\": there is no way to reach it",
    );
    let copy = Copy::new().change(MAIN, "phone = \"020-5551001\"", "phone = \"by pigeon\"");
    copy.refused(MAIN, "by pigeon", "\"phone\" is no telephone number");
    let copy = Copy::new().change(MAIN, "email = \"mayor@", "email = \"mayor at ");
    copy.refused(MAIN, "mayor at ", "\"email\" is no e-mail address");
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
    let adviser = |more: &str| {
        Copy::new().append(
            MAIN,
            &format!(
                "\n[[role]]\nid = \"adviser\"\nlevel = \"city\"\nown_reading = \"a test\"\nown_reading_nl = \"a test\"\nnl = \"a\"\nen = \"a\"\n{more}\n\
                 [[office]]\nid = \"adviser\"\nrole = \"adviser\"\nnl = \"a\"\nen = \"a\"\n\
                 holder = \"A. Nobody\"\nphone = \"020-5550900\"\n"
            ),
        )
    };
    let copy = adviser("");
    let covenant = copy.load().unwrap();
    assert_eq!(covenant.warnings().len(), 1);
    let warning = &covenant.warnings()[0];
    assert!(warning.text.contains("no work ever reaches office \"adviser\""), "{warning}");
    assert_eq!(warning.line, copy.line(MAIN, "[[office]]\nid = \"adviser\""));
    assert_eq!(adviser("outside_ladder = true").load().unwrap().warnings().len(), 0);
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
fn a_vacant_office_is_a_warning_that_names_who_acts() {
    let block = office_block("coordinator-zeeburg");
    let copy = Copy::new().change(MAIN, &block, &without(&block, &["holder", "deputies"]));
    let covenant = copy.load().unwrap();
    assert_eq!(covenant.warnings().len(), 1, "{}", lines(covenant.warnings()));
    let warning = &covenant.warnings()[0];
    let text = "\"coordinator-zeeburg\" is vacant: \"programme-manager\" acts in its place";
    assert!(warning.text.contains(text), "{warning}");
    assert_eq!(warning.line, copy.line(MAIN, "[[office]]\nid = \"coordinator-zeeburg\""));
    // With a deputy nobody else acts.
    let copy = Copy::new().change(MAIN, &block, &without(&block, &["holder"]));
    assert_eq!(lines(copy.load().unwrap().warnings()), "");
}

#[test]
fn what_nobody_follows_or_hears_is_refused() {
    let plan =
        Copy::new().change(MAIN, "plans = [\"city-ten-months\"]", "plans = [\"twenty-weeks\"]");
    plan.refused(MAIN, "[[plan]]\nid = \"city-ten-months\"", "is followed by no category");
    let inform = Copy::new().change(MAIN, "when = { track = \"B\" }\n", "when = { track = [] }\n");
    inform.refused(MAIN, "[[inform]]", "never tells anybody");
    let nobody = Copy::new().change(
        MAIN,
        "family_manager_kinds = [\"youth-care-agency\", \"guardianship\"]",
        "family_manager_kinds = [\"welfare\"]",
    );
    let problems = lines(&nobody.problems());
    assert!(problems.contains("\"MPG3\": no organisation that covers noord"), "{problems}");
    assert!(!problems.contains("covers zeeburg"), "{problems}");
}

#[test]
fn an_office_that_signals_or_watch_need_must_exist() {
    let desk = office_block("care-and-nuisance-desk");
    let copy = Copy::new().change(MAIN, &desk, "");
    let marker = "[[concern]]\nid = \"concern-no-children\"";
    copy.refused(MAIN, marker, "needs the office of care-and-nuisance-desk in the city");
    let officer = office_block("privacy-officer");
    let copy = Copy::new().change(MAIN, &officer, "");
    copy.refused(MAIN, "privacy_officer_role", "no office of privacy-officer in the city");
}

#[test]
fn a_step_can_have_another_term_for_a_category() {
    let line = "term_working_days_by_category = { MPG4 = 5 }";
    let more = line.replace('5', "3");
    let copy = Copy::new().change(MAIN, line, &more);
    let covenant = copy.load().unwrap();
    let term = |category| Ask::step(&covenant, 1, category, "zeeburg").against(DEBT).route().term;
    let days = Term::WorkingDays;
    assert_eq!((term("MPG4"), term("MPG3")), (days(3), days(10)));
    let copy = Copy::new().change(MAIN, line, &more.replace("MPG4", "MPG5"));
    assert!(lines(&copy.problems()).contains("unknown category \"MPG5\""));
}

#[test]
fn a_step_lasts_hours_or_working_days_never_both_and_never_none() {
    let named = "en = \"the parties do their utmost to settle it among themselves\"\n";
    let days = "term_working_days = 10\nterm_working_days_by_category = { MPG4 = 5 }";
    let with = |terms: &str| {
        Copy::new().change(MAIN, &format!("{named}{days}"), &format!("{named}{terms}"))
    };
    let c = with("term_hours = 36\nterm_working_days_by_category = { MPG4 = 5 }").load().unwrap();
    let term = |category| Ask::step(&c, 1, category, "zeeburg").against(DEBT).route().term;
    assert_eq!((term("MPG3"), term("MPG4")), (Term::Hours(36), Term::WorkingDays(5)));
    assert!(c.term_list().contains(&("ladder_step_1_hours".to_owned(), 36)));
    let c = with("term_working_days = 10\nterm_hours_by_category = { MPG4 = 24 }").load().unwrap();
    assert_eq!(Ask::step(&c, 1, "MPG4", "zeeburg").against(DEBT).route().term, Term::Hours(24));
    for (terms, problem, hint) in [
        (
            "term_hours = 24\nterm_working_days = 1",
            "hours and days are mixed",
            "keep one of the two",
        ),
        ("", "it has no term within which the step should be done", "add term_hours = N"),
        ("term_hours = 0", "\"term_hours\" must be 1 to 168, not 0", ""),
        ("term_hours = 169", "\"term_hours\" must be 1 to 168, not 169", ""),
        ("term_working_days = 0", "\"term_working_days\" must be 1 to 365, not 0", ""),
        (
            "term_hours = 24\nterm_hours_by_category = { MPG4 = 5 }\nterm_working_days_by_category = { MPG4 = 5 }",
            "hours and days are mixed: MPG4 has a term in both",
            "keep one of the two",
        ),
        ("term_hours = 24\nterm_hours_by_category = { MPG4 = 0 }", "a whole number above 0", ""),
        (
            "term_hours = 24\nterm_hours_by_category = { MPG4 = 169 }",
            "the term of MPG4 in \"term_hours_by_category\" must be 1 to 168",
            "not 169",
        ),
    ] {
        let copy = with(terms);
        let problems = copy.problems();
        let text = lines(&problems);
        assert!(text.contains(problem) && text.contains(hint), "{terms}: {text}");
        assert_eq!(problems.len(), 1, "{terms}: {text}");
        let line = copy.line(MAIN, named.trim());
        assert!(problems[0].line.abs_diff(line) < 8, "{terms}: {text}");
    }
}

proptest! {
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
