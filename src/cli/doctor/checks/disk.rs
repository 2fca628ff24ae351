//! Is there room on the disks, also for what the broker does by itself, and is there a recent backup?

use crate::{
    cli::doctor::{
        facts::{Backups, Disk, Facts},
        finding::{Finding, Text},
    },
    domain::model::time::Time,
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

/// Milliseconds between two nightly backups, with time for the timer's delay and the copying.
const NIGHTLY_MS: i64 = 28 * 3_600_000;

/// After so many milliseconds without a backup several nights have failed.
const FAILED_MS: i64 = 4 * 24 * 3_600_000;

pub(super) fn backup(facts: &Facts) -> Vec<Finding> {
    match &facts.backups {
        Some(backups) => vec![judge_backups(backups, facts.clock.now)],
        // Where there is an embedded store, copies of it are looked for; a database's are made elsewhere.
        None if facts.copies.is_some() => vec![unwatched()],
        None if facts.database.is_some() => vec![elsewhere()],
        None => Vec::new(),
    }
}

fn unwatched() -> Finding {
    let what = "[store] backups is niet ingesteld: niemand merkt het als er geen back-up meer komt";
    let fix = "noem daar de map waarin backup.sh of de nachtelijke timer zijn kopieën zet (backup-restore.md)";
    let what = Text::new(
        what,
        "[store] backups is not set: nobody notices when no backup is made any more",
    );
    let fix = Text::new(
        fix,
        "name there the directory that backup.sh or its nightly timer writes to (backup-restore.md)",
    );
    Finding::warning(what, fix)
}

fn elsewhere() -> Finding {
    let what = Text::new(
        "de back-ups van de database worden hier niet gezien",
        "the backups of the database are not seen from here",
    );
    let fix = Text::new(
        "laat bij de database bewaken dat postgres-backup.sh en het archief slagen (backup-restore.md)",
        "have it watched beside the database that postgres-backup.sh and the archive succeed \
         (backup-restore.md)",
    );
    Finding::unknown(what, fix)
}

fn judge_backups(backups: &Backups, now: Time) -> Finding {
    let path = backups.directory.display();
    let fix = Text::new(
        "kijk waarom (systemctl status verwijspunt-backup), en maak er een: backup.sh (backup-restore.md)",
        "see why (systemctl status verwijspunt-backup), and make one: backup.sh (backup-restore.md)",
    );
    let newest = match &backups.newest {
        Err(problem) => return Finding::warning(Text::quote(&format!("{path}: {problem}")), fix),
        Ok(None) => {
            let none = Text::new(format!("{path}: geen back-up"), format!("{path}: no backup"));
            return Finding::critical(none, fix);
        }
        Ok(Some(newest)) => newest,
    };
    let age = now.0 - newest.0;
    let hours = age / 3_600_000;
    let what = Text::new(
        format!("{path}: de nieuwste back-up is {hours} uur oud"),
        format!("{path}: the newest backup is {hours} hours old"),
    );
    match age {
        FAILED_MS.. => Finding::critical(what, fix),
        NIGHTLY_MS.. => Finding::warning(what, fix),
        _ => Finding::fine(what),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::doctor::checks::tests::{healthy, levels};
    use crate::cli::doctor::finding::Level::{Critical, Fine, Unknown, Warning};

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

    #[test]
    fn a_backup_that_is_missing_or_old_is_told() {
        let mut facts = healthy();
        let now = facts.clock.now;
        for (newest, level) in [
            (Ok(Some(now.plus_ms(1 - NIGHTLY_MS))), Fine),
            (Ok(Some(now.plus_ms(-NIGHTLY_MS))), Warning),
            (Ok(Some(now.plus_ms(-FAILED_MS))), Critical),
            (Ok(None), Critical),
            (Err("no permission".to_owned()), Warning),
        ] {
            facts.backups = Some(Backups { directory: "backups".into(), newest });
            assert_eq!(levels(&facts, "backup"), [level], "{:?}", facts.backups);
        }
        // Nobody named the directory: that is told too, and only where there is a store to copy.
        facts.backups = None;
        assert_eq!(levels(&facts, "backup"), [Warning]);
        facts.copies = None;
        assert_eq!(levels(&facts, "backup"), [Unknown]);
        facts.database = None;
        assert_eq!(levels(&facts, "backup"), []);
    }
}
