//! Is there room on the disks, also for what the broker does by itself?

use crate::cli::doctor::{
    facts::{Disk, Facts},
    finding::{Finding, Text},
};

/// Room beyond the broker's own reserve: a day of ordinary work.
const A_DAY: u64 = 512 << 20;

/// A disk is nearly full when less than one in this many bytes is free.
const NEARLY_FULL: u64 = 20;

pub(super) fn room(facts: &Facts) -> Vec<Finding> {
    facts.disks.iter().map(judge).collect()
}

fn judge(disk: &Disk) -> Finding {
    let Disk { path, free, total, reserve, renewal } = disk;
    let (path, human) = (path.display(), indicatif::HumanBytes(*free));
    let what = Text::new(format!("{path}: {human} vrij"), format!("{path}: {human} free"));
    let fix = Text::new(
        "maak ruimte of vergroot de schijf (disk-full.md); gooi niets weg uit de map van de store",
        "make room or enlarge the disk (disk-full.md); remove nothing from the store's directory",
    );
    let wanted = reserve.saturating_add(*renewal).saturating_add(A_DAY);
    if free <= reserve {
        Finding::critical(what, fix)
    } else if *free < wanted || *free < total / NEARLY_FULL {
        Finding::warning(what, fix)
    } else {
        Finding::fine(what)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::doctor::checks::tests::{healthy, levels};
    use crate::cli::doctor::finding::Level::{Critical, Fine, Warning};

    #[test]
    fn room_is_judged_by_what_the_broker_needs_there() {
        let (gib, mib) = (1 << 30, 1 << 20);
        for (free, total, level) in [
            (50 * gib, 100 * gib, Fine),
            (128 * mib, 100 * gib, Critical),
            (129 * mib, gib, Warning),
            // The index of one gibibyte must fit a second time.
            (128 * mib + gib + A_DAY - 1, 10 * gib, Warning),
            (128 * mib + gib + A_DAY, 10 * gib, Fine),
            (4 * gib, 100 * gib, Warning),
        ] {
            let mut facts = healthy();
            (facts.disks[0].free, facts.disks[0].total) = (free, total);
            assert_eq!(levels(&facts, "disk"), [level], "{free} of {total}");
        }
    }
}
