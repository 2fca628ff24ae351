//! Can this machine's clock be right? Terms, certificates and the audit log depend on it.

use crate::cli::doctor::{
    facts::Facts,
    finding::{Finding, Text},
};
use crate::domain::model::{calendar::EQUATED_THROUGH, time::Time};

/// No release of this program is older: 2026-01-01.
const EARLIEST: Time = Time(1_767_225_600_000);
/// A clock beyond it was never set: 2100-01-01.
const LATEST: Time = Time(4_102_444_800_000);
/// Files are stamped by a coarser clock than the one that is read.
const COARSE_MS: i64 = 2_000;

fn set_it() -> Text {
    Text::new(
        "zet de klok (timedatectl set-ntp true, of chrony) vóór de broker start: termijnen en \
         bewaartermijnen lopen anders verkeerd",
        "set the clock (timedatectl set-ntp true, or chrony) before the broker starts: terms and \
         retention go wrong otherwise",
    )
}

fn shown(at: Time) -> String {
    jiff::Timestamp::from_millisecond(at.0)
        .map_or_else(|_| at.0.to_string(), |at| at.strftime("%Y-%m-%d %H:%M UTC").to_string())
}

pub(super) fn year(facts: &Facts) -> Vec<Finding> {
    let now = facts.clock.now;
    let at = shown(now);
    let finding = if (EARLIEST..LATEST).contains(&now) {
        Finding::fine(Text::new(format!("de klok staat op {at}"), format!("the clock says {at}")))
    } else {
        Finding::critical(
            Text::new(
                format!("de klok staat op {at}, dat kan niet"),
                format!("the clock says {at}, which cannot be"),
            ),
            set_it(),
        )
    };
    vec![finding]
}

pub(super) fn backwards(facts: &Facts) -> Vec<Finding> {
    let Some((newest, path)) = &facts.clock.newest else { return Vec::new() };
    let behind = newest.0.saturating_sub(facts.clock.now.0);
    let (at, path) = (shown(*newest), path.display());
    let finding = if behind <= COARSE_MS {
        Finding::fine(Text::new(
            format!("loopt niet achter op wat het laatst geschreven is ({at})"),
            format!("not behind what was written last ({at})"),
        ))
    } else {
        Finding::critical(
            Text::new(
                format!(
                    "de klok loopt {} s achter op {path}, geschreven op {at}: hij is teruggezet",
                    behind / 1000
                ),
                format!(
                    "the clock is {} s behind {path}, written at {at}: it was set back",
                    behind / 1000
                ),
            ),
            set_it(),
        )
    };
    vec![finding]
}

pub(super) fn synchronised(facts: &Facts) -> Vec<Finding> {
    let finding = match facts.clock.synchronised {
        Some(true) => Finding::fine(Text::new("volgt een tijdbron", "follows a time source")),
        Some(false) => Finding::warning(
            Text::new("de klok volgt geen tijdbron", "the clock follows no time source"),
            set_it(),
        ),
        None => Finding::unknown(
            Text::new(
                "of de klok een tijdbron volgt, is hier niet te zien",
                "whether the clock follows a time source cannot be seen from here",
            ),
            Text::new(
                "in een container telt de klok van de machine eronder: kijk daar",
                "in a container it is the clock of the machine below that counts: look there",
            ),
        ),
    };
    vec![finding]
}

/// Terms in working days come out too early once the decrees that equate days with holidays are not
/// known any more. A new one is published in the year before; so the warning comes a year before.
pub(super) fn holidays(facts: &Facts) -> Vec<Finding> {
    let left = EQUATED_THROUGH - facts.clock.now.day().civil().year();
    let finding = if left >= 1 {
        Finding::fine(Text::new(
            format!(
                "dagen die met feestdagen zijn gelijkgesteld, zijn bekend tot en met {EQUATED_THROUGH}"
            ),
            format!("days equated with holidays are known through {EQUATED_THROUGH}"),
        ))
    } else {
        Finding::warning(
            Text::new(
                format!(
                    "dagen die na {EQUATED_THROUGH} met feestdagen zijn gelijkgesteld, zijn hier niet bekend"
                ),
                format!("days equated with holidays after {EQUATED_THROUGH} are not known here"),
            ),
            Text::new(
                "neem een nieuwere versie, of noem ze in days_off onder [terms] van het convenant",
                "take a newer version, or name them in days_off under [terms] of the covenant",
            ),
        )
    };
    vec![finding]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::doctor::checks::tests::{NOW, healthy, levels};
    use crate::cli::doctor::finding::Level::{Critical, Fine, Unknown, Warning};

    #[test]
    fn a_clock_that_was_never_set_is_found() {
        for (now, level) in [(Time(0), Critical), (EARLIEST, Fine), (LATEST, Critical)] {
            let mut facts = healthy();
            facts.clock.now = now;
            assert_eq!(levels(&facts, "clock.year"), [level], "{now:?}");
        }
    }

    #[test]
    fn a_clock_that_was_set_back_is_found() {
        for (ahead, level) in [(-10_000, Fine), (COARSE_MS, Fine), (COARSE_MS + 1, Critical)] {
            let mut facts = healthy();
            facts.clock.newest = Some((NOW.plus_ms(ahead), "data".into()));
            assert_eq!(levels(&facts, "clock.backwards"), [level], "{ahead}");
        }
        let mut facts = healthy();
        facts.clock.newest = None;
        assert_eq!(levels(&facts, "clock.backwards"), []);
    }

    #[test]
    fn a_list_of_decrees_that_runs_out_is_warned_of() {
        // 2027, 2028, 2030.
        for (now, level) in [
            (Time(1_800_000_000_000), Fine),
            (Time(1_830_300_000_000), Warning),
            (Time(1_900_000_000_000), Warning),
        ] {
            let mut facts = healthy();
            facts.clock.now = now;
            assert_eq!(levels(&facts, "clock.holidays"), [level], "{now:?}");
        }
    }

    #[test]
    fn what_the_system_says_of_its_time_source_is_passed_on() {
        for (said, level) in [(Some(true), Fine), (Some(false), Warning), (None, Unknown)] {
            let mut facts = healthy();
            facts.clock.synchronised = said;
            assert_eq!(levels(&facts, "clock.synchronised"), [level]);
        }
    }
}
