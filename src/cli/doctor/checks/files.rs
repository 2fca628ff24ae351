//! Can others touch the secrets, can the broker, and are the keys what they must be?

use crate::cli::doctor::{
    facts::{Facts, Guarded},
    finding::{Finding, Text},
};
use crate::{cli::own_keys::OwnKeys, server::keys::MAX_KEYS};

/// What others than the owner may do.
const OTHERS: u32 = 0o077;

pub(super) fn mode(facts: &Facts) -> Vec<Finding> {
    facts.guarded.iter().map(judge_mode).collect()
}

fn judge_mode(guarded: &Guarded) -> Finding {
    let path = guarded.path.display();
    let (mode, wanted) = match &guarded.found {
        Ok((mode, _)) => (mode & 0o777, if guarded.directory { "700" } else { "600" }),
        Err(why) => {
            return Finding::critical(
                Text::quote(&format!("{path}: {why}")),
                Text::new(
                    "zet het terug op de plaats die de configuratie noemt (lost-key.md)",
                    "put it back where the configuration says (lost-key.md)",
                ),
            );
        }
    };
    let what = Text::quote(&format!("{path}: {mode:03o}"));
    if mode & OTHERS == 0 {
        return Finding::fine(what);
    }
    let fix = format!("chmod {wanted} {path}");
    // A secret that was open may have been read: closing it is not enough.
    let fix = Text::new(
        format!("{fix}; ga na wie het kon lezen, en vervang bij twijfel sleutel of certificaat"),
        format!("{fix}; find out who could read it, and in doubt replace the key or certificate"),
    );
    Finding::critical(what, fix)
}

pub(super) fn owner(facts: &Facts) -> Vec<Finding> {
    let judge = |guarded: &Guarded| {
        let (_, owner) = guarded.found.as_ref().ok()?;
        let (path, expected) = (guarded.path.display(), guarded.expected_owner);
        let what = Text::new(
            format!("{path} is van gebruiker {owner}"),
            format!("{path} belongs to user {owner}"),
        );
        if *owner == expected {
            return Some(Finding::fine(what));
        }
        let fix = Text::new(
            format!("als de broker als gebruiker {expected} draait: chown {expected} {path}"),
            format!("if the broker runs as user {expected}: chown {expected} {path}"),
        );
        Some(Finding::warning(what, fix))
    };
    facts.guarded.iter().filter_map(judge).collect()
}

pub(super) fn keys(facts: &Facts) -> Vec<Finding> {
    let finding = match &facts.keys {
        Ok(keys) if *keys < MAX_KEYS => Finding::fine(Text::new(
            format!("{keys} pseudoniemsleutel"),
            format!("{keys} pseudonym key"),
        )),
        Ok(keys) => Finding::fine(Text::new(
            format!(
                "{keys} pseudoniemsleutels: nog een keer wisselen laat de oudste vallen \
                 (key-rotation.md)"
            ),
            format!("{keys} pseudonym keys: another rotation drops the oldest (key-rotation.md)"),
        )),
        Err(why) => Finding::critical(
            Text::quote(why),
            Text::new(
                "zonder dit bestand wordt niemand herkend: zet de kopie uit de kluis terug \
                 (lost-key.md)",
                "without that file nobody is recognised: put back the copy from the safe \
                 (lost-key.md)",
            ),
        ),
    };
    std::iter::once(finding).chain(facts.own_keys.as_ref().map(of_the_store)).collect()
}

/// Whether a broker would start with them on its store.
fn of_the_store(compared: &OwnKeys) -> Finding {
    match compared {
        OwnKeys::Its => Finding::fine(Text::new(
            "de pseudoniemsleutels zijn die waarmee de opslag werd geschreven",
            "the pseudonym keys are those that the store was written with",
        )),
        OwnKeys::Others(why) => Finding::critical(
            Text::quote(why),
            Text::new(
                "hiermee start de broker niet: zet de kopie uit de kluis terug, maak nooit nieuwe \
                 (lost-key.md)",
                "the broker does not start with this: put back the copy from the safe, never make new \
                 ones (lost-key.md)",
            ),
        ),
        OwnKeys::NotSeen(why) => Finding::unknown(
            Text::quote(why),
            Text::new(
                "de start vergelijkt de sleutels met de opslag, en weigert andere",
                "the start compares the keys with the store, and refuses others",
            ),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::doctor::checks::tests::{healthy, levels};
    use crate::cli::doctor::finding::Level::{Critical, Fine, Unknown, Warning};

    #[test]
    fn a_secret_that_others_may_touch_is_critical() {
        for (mode, level) in [
            (0o600, Fine),
            (0o400, Fine),
            (0o100_700, Fine),
            (0o640, Critical),
            (0o604, Critical),
            (0o770, Critical),
        ] {
            let mut facts = healthy();
            facts.guarded.truncate(1);
            facts.guarded[0].found = Ok((mode, 990));
            assert_eq!(levels(&facts, "files.mode"), [level], "{mode:o}");
        }
    }

    #[test]
    fn keys_with_which_no_broker_starts_are_critical() {
        let judged = |compared| {
            let mut facts = healthy();
            facts.own_keys = compared;
            levels(&facts, "keys")
        };
        assert_eq!(judged(Some(OwnKeys::Its)), [Fine, Fine]);
        assert_eq!(judged(Some(OwnKeys::Others("others".to_owned()))), [Fine, Critical]);
        assert_eq!(judged(Some(OwnKeys::NotSeen("in use".to_owned()))), [Fine, Unknown]);
        assert_eq!(judged(None), [Fine]);
    }

    #[test]
    fn another_owner_is_told_and_a_missing_file_only_once() {
        let mut facts = healthy();
        facts.guarded[0].found = Ok((0o600, 0));
        assert_eq!(levels(&facts, "files.owner"), [Fine, Warning]);
        facts.guarded[0].found = Err("is not there".to_owned());
        assert_eq!(levels(&facts, "files.owner"), [Fine]);
        assert_eq!(levels(&facts, "files.mode"), [Fine, Critical]);
    }

    #[test]
    fn a_key_file_that_cannot_be_used_is_critical() {
        let mut facts = healthy();
        facts.own_keys = None;
        facts.keys = Ok(MAX_KEYS);
        assert_eq!(levels(&facts, "keys"), [Fine]);
        facts.keys = Err("is no key file".to_owned());
        assert_eq!(levels(&facts, "keys"), [Critical]);
    }
}
