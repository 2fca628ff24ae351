//! Is another way of working only another file? A town without any step, role or name of Amsterdam.

use std::fs;

use verwijspunt::covenant::Covenant;

use crate::{Ask, lines};

/// Five steps in one town: no step, role or name of Amsterdam.
const SMALL: &str = r#"
id = "small-town"
version = 7
title = "Small town"
in_force_from = "2011-09-01"
municipality = "00000009000000009000"
organisations = "organisations.toml"
default_director_role = "adviser"
default_category = "X"
privacy_officer_role = "adviser"
report_roles = ["alderman"]
own_reading = "a town that does not exist"
own_reading_nl = "a town that does not exist"
step = [
  { source = "guide", nl = "een", en = "one", term_working_days = 5 },
  { source = "guide", nl = "twee", en = "two", term_working_days = 5 },
  { source = "guide", nl = "drie", en = "three", term_working_days = 5 },
  { source = "guide", nl = "vier", en = "four", term_working_days = 5 },
  { source = "guide", nl = "vijf", en = "five", term_working_days = 5 },
]
region = [{ source = "guide", code = "all", name = "All" }]
district = [{ code = "town", name = "Town", region = "all", postcodes = ["8000-8049"] }]
category = [{ source = "guide", code = "X", nl = "x", en = "x", director_role = "adviser" }]
role = [
  { id = "adviser", source = "guide", level = "city", nl = "adviseur", en = "adviser" },
  { id = "alderman", source = "guide", level = "city", nl = "wethouder", en = "alderman" },
]
office = [
  { id = "adviser", role = "adviser", nl = "adviseur", en = "adviser", holder = "A. Nobody", phone = "020-5550900" },
  { id = "alderman", role = "alderman", nl = "wethouder", en = "alderman", email = "alderman@town.example", deputies = [{ name = "B. Nobody", phone = "020-5550901" }] },
]
rule = [
  { id = "parties", source = "guide", when = { step = [1, 2] }, handler = "own-organisation", nl = "n", en = "e" },
  { id = "adviser", source = "guide", when = { step = [3, 4] }, handler = "director", nl = "{handler} na {before}", en = "{handler} after {before}" },
  { id = "alderman", source = "guide", when = { step = 5, handled_by = "adviser" }, handler = "alderman@city", nl = "{handler}", en = "{handler}" },
]
[districts]
source = "guide"
[offices]
source = "guide"
[terms]
own_reading = "a town that does not exist"
own_reading_nl = "a town that does not exist"
involvement_max_years = 2
involvement_warn_days = 30
archive_years = 5
ages_out_years = 23
follow_up_party_working_days = 5
follow_up_organisation_working_days = 10
follow_up_director_working_days = 15
inbox_keep_acknowledged_days = 30
absences_open_ladder = 2
milestone_remind_days = 7
case_archive_years = 5
objection_days = 28

[[concern]]
id = "all-to-the-adviser"
source = "guide"
term_working_days = 5
to = "adviser@city"
nl = "{to}"
en = "{to}"
"#;

const SMALL_ORGANISATIONS: &str = r#"
[organisations]
source = "guide"
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

/// A coach whose office is vacant, for whom the adviser of the whole town stands in; after the coach comes
/// the chair of the district in which the step before was handled, whoever handled it.
#[test]
fn whoever_stands_in_for_an_empty_office_leads_on() {
    let text = SMALL
        .replace(
            "role = [\n",
            "role = [\n  { id = \"coach\", source = \"guide\", level = \"district\", nl = \"coach\", en = \"coach\" },\n  \
             { id = \"chair\", source = \"guide\", level = \"district\", nl = \"voorzitter\", en = \"chair\" },\n",
        )
        .replace(
            "office = [\n",
            "office = [\n  { id = \"coach\", role = \"coach\", area = \"town\", nl = \"coach\", en = \"coach\", fallback = \"adviser\" },\n  \
             { id = \"chair\", role = \"chair\", area = \"town\", nl = \"voorzitter\", en = \"chair\", holder = \"C. Nobody\", phone = \"020-5550902\" },\n",
        )
        .replace("handler = \"director\"", "handler = \"coach@family\"")
        .replace(
            "step = 5, handled_by = \"adviser\" }, handler = \"alderman@city\"",
            "step = 5 }, handler = \"chair@handler\"",
        );
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("small.toml");
    fs::write(&path, text).unwrap();
    fs::write(dir.path().join("organisations.toml"), SMALL_ORGANISATIONS).unwrap();
    let c = Covenant::load(&path).unwrap_or_else(|problems| panic!("{}", lines(&problems)));
    assert_eq!(Ask::step(&c, 4, "X", "town").handler(), "adviser");
    let next = Ask::step(&c, 5, "X", "town");
    assert_eq!(next.handler(), "chair");
    // The adviser sits in no district, and no rule gives that office a step: the coach's place counts.
    assert_eq!(next.handled_by("adviser").handler(), "chair");
}
