//! Are two breakdowns together counted right, and told only where neither of them tells more by area?

use verwijspunt::domain::{
    model::{
        case::{Case, ManagerTerm, plan::Plan},
        ids::InvolvementId,
        party::CategoryCode,
        report::{Quarter, Report, Row, counts::Words, share},
        time::{Day, Time},
    },
    rules::indicators::Tally,
    state::{loaded::Loaded, records::Record},
};

use super::{area, make};

fn quarter() -> Quarter {
    Quarter::new(2026, 1).expect("a quarter")
}

/// Families of a category in some areas: some with the one plan, some with a family manager.
fn families(tally: &mut Tally, areas: &[&str], category: &str, trouble: bool) {
    for (number, [plan, manager]) in PLANNED {
        some(tally, (number, areas), (category, trouble), [plan, manager]);
    }
}

/// How many families have a plan, and a family manager: 29 of 42 and 18 of 42.
const PLANNED: [(usize, [bool; 2]); 4] =
    [(17, [true, true]), (12, [true, false]), (1, [false, true]), (12, [false, false])];

fn some(
    tally: &mut Tally,
    (number, areas): (usize, &[&str]),
    (category, trouble): (&str, bool),
    [plan, manager]: [bool; 2],
) {
    for place in 0..number {
        let Record::Case(made) = make::case(1, "coordinator-zeeburg", true).1 else {
            unreachable!("it makes one")
        };
        let mut case = Case { opened: quarter().first().start(), persons: Vec::new(), ..*made };
        case.family.area = area(areas[place % areas.len()]);
        case.family.category = CategoryCode::parse(category).expect("a category");
        case.family.nuisance = trouble;
        let first = quarter().first();
        case.plan = plan.then(|| Plan {
            variant: "twenty-weeks".to_owned(),
            start: first,
            ends: Day(first.0 + 140),
            extension_weeks: 6,
            extensions_most: 1,
            extensions: Vec::new(),
            milestones: Vec::new(),
            over: false,
        });
        if manager {
            case.managers.push(ManagerTerm {
                organisation: make::oin(1),
                since: quarter().first().start(),
                until: None,
                involvement: InvolvementId(make::uuid(1)),
                card: make::card(),
                beyond: None,
            });
        }
        tally.case(&case, &Loaded::default());
    }
}

fn tally() -> Tally {
    let words = Words {
        areas: ["noord", "zeeburg"].map(area).to_vec(),
        categories: ["at-risk", "MPG2", "MPG4"].map(str::to_owned).to_vec(),
        nuisance: ["MPG4".to_owned()].into(),
        ..Words::default()
    };
    Tally::new(quarter(), words)
}

fn row<'r>(rows: &'r [Row<'r>], breakdown: &str, part: &str) -> &'r Row<'r> {
    let of = |row: &&Row| row.names == ["families", breakdown, part];
    rows.iter().find(of).unwrap_or_else(|| panic!("there is no {breakdown} {part}"))
}

fn town(areas: &[&str]) -> Report {
    let mut tally = tally();
    for (category, trouble) in
        [("at-risk", false), ("MPG2", false), ("MPG2", true), ("MPG4", false)]
    {
        families(&mut tally, areas, category, trouble);
    }
    tally.report("a@1".to_owned(), 1, Time(0), None)
}

#[test]
fn care_combined_and_coordination_are_told_by_category() {
    let report = town(&["noord"]);
    let names = report.names();
    let rows = report.rows(&names);
    let told = |breakdown, part| {
        let row = row(&rows, breakdown, part);
        (row.quarter.total, share(row.quarter.total, row.whole.and_then(|whole| whole.total)))
    };
    // Whoever causes nuisance is counted as that, whatever the category.
    assert_eq!(told("category", "nuisance"), (Some(84), Some(50)));
    assert_eq!(told("category", "MPG2"), (Some(42), Some(25)));
    // With one plan their care is combined.
    assert_eq!(told("category-plan", "nuisance_recorded"), (Some(58), Some(69)));
    assert_eq!(told("category-plan", "nuisance_none"), (Some(26), Some(30)));
    assert_eq!(told("coordination", "family-manager"), (Some(72), Some(42)));
    assert_eq!(told("category-coordination", "MPG2_family-manager"), (Some(18), Some(42)));
    // Nobody is of a category that left, and one category is hidden with it.
    assert_eq!(told("category", "left"), (None, None));
    assert_eq!(told("category", "at-risk"), (None, None));
    assert_eq!(told("category-plan", "at-risk_recorded"), (None, None));
}

#[test]
fn pairs_are_told_of_an_area_where_both_halves_are() {
    let report = town(&["noord", "zeeburg"]);
    let names = report.names();
    let rows = report.rows(&names);
    let managed = row(&rows, "coordination", "family-manager");
    let whole = managed.whole.expect("of all families");
    assert_eq!(managed.quarter.by_area, [Some(40), Some(32)]);
    assert_eq!(share(managed.quarter.by_area[1], whole.by_area[1]), Some(40));
    let pair = |row: &&Row| ["category-plan", "category-coordination"].contains(&row.names[1]);
    let pairs: Vec<_> = rows.iter().filter(pair).collect();
    assert_eq!(pairs.len(), 4 * 2 + 4 * 3);
    assert!(pairs.iter().all(|row| row.quarter.total.is_none()), "of one place, never of both");
    let nuisance = row(&rows, "category", "nuisance");
    let combined = row(&rows, "category-plan", "nuisance_recorded");
    assert_eq!(nuisance.quarter.by_area, [Some(44), Some(40)]);
    assert_eq!(combined.quarter.by_area, [Some(30), Some(28)]);
    let whole = combined.whole.expect("of the families with nuisance");
    assert_eq!(share(combined.quarter.by_area[1], whole.by_area[1]), Some(70));
    // What is told of no area alone is told in no pair.
    let left = row(&rows, "category-plan", "left_recorded");
    assert_eq!(left.quarter.by_area, [None, None]);
    // Whoever sees one area only sees its pairs.
    let own = report.clone().own(&[area("zeeburg")]);
    let names = own.names();
    let rows = own.rows(&names);
    let combined = row(&rows, "category-plan", "nuisance_recorded");
    assert_eq!((combined.quarter.total, &*combined.quarter.by_area), (None, &[Some(28)][..]));
}
