//! Does a copy of the store outlive what was destroyed in it? And does a restored store wait to be opened?

use crate::{
    cli::doctor::{
        facts::Facts,
        finding::{Finding, Text},
    },
    domain::model::time::Time,
};

/// Milliseconds after which what a restore or an upgrade left beside the store is not needed any more.
const NEEDED_MS: i64 = 24 * 3_600_000;

pub(super) fn beside(facts: &Facts) -> Vec<Finding> {
    let Some(copies) = &facts.copies else { return Vec::new() };
    let old = |(_, made): &&(_, Time)| facts.clock.now.0 - made.0 >= NEEDED_MS;
    let found: Vec<_> = copies.iter().filter(old).map(|(path, _)| told(path)).collect();
    if found.is_empty() {
        let none = Text::new(
            "geen oude kopie van de store naast de store zelf",
            "no old copy of the store beside the store itself",
        );
        return vec![Finding::fine(none)];
    }
    found
}

fn told(path: &std::path::Path) -> Finding {
    let path = path.display();
    Finding::warning(
        Text::new(
            format!("{path}: een kopie van meer dan een dag oud, met wat sindsdien vernietigd is"),
            format!("{path}: a copy of more than a day ago, with what was destroyed since"),
        ),
        Text::new(
            "verwijder hem zodra hij niet meer nodig is; gegevens die weg moeten, staan er nog in",
            "remove it as soon as it is not needed any more; data that must be gone is still in it",
        ),
    )
}

pub(super) fn restored(facts: &Facts) -> Vec<Finding> {
    vec![if facts.restored {
        Finding::warning(
            Text::new(
                "[store] restored: behalve wie opnieuw zegt wat vernietigd of afgeschermd is, wordt niemand bediend",
                "[store] restored: nobody is served but who says again what was destroyed or shielded",
            ),
            Text::new(
                "laat alles opnieuw zeggen en haal dan de regel weg (backup-restore.md)",
                "have everything said again, then remove the line (backup-restore.md)",
            ),
        )
    } else {
        Finding::fine(Text::new("iedereen wordt bediend", "everybody is served"))
    }]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::doctor::{
        checks::tests::{healthy, levels},
        finding::Level::{Fine, Warning},
    };

    #[test]
    fn a_copy_is_told_when_it_is_older_than_a_day() {
        let mut facts = healthy();
        let now = facts.clock.now;
        for (age, level) in [(NEEDED_MS - 1, Fine), (NEEDED_MS, Warning)] {
            facts.copies = Some(vec![("data.replaced-x".into(), now.plus_ms(-age))]);
            assert_eq!(levels(&facts, "copies"), [level], "{age}");
        }
        facts.copies = None;
        assert_eq!(levels(&facts, "copies"), []);
    }

    #[test]
    fn a_restored_store_that_waits_to_be_opened_is_told() {
        let mut facts = healthy();
        assert_eq!(levels(&facts, "restored"), [Fine]);
        facts.restored = true;
        assert_eq!(levels(&facts, "restored"), [Warning]);
    }
}
