//! Is the database what the broker relies on: durable, followed, reachable, its own?

use crate::cli::doctor::{
    facts::Facts,
    finding::{Finding, Level, Text},
};
use crate::store::postgres::{Diagnosis, Standby};

/// Servers before it get no repairs any more; before the second one things that are used are missing.
const OLD: i64 = 140_000;
const TOO_OLD: i64 = 120_000;
/// A standby that is behind: bytes, milliseconds.
const BEHIND: (i64, i64) = (64 << 20, 10_000);
const FAR_BEHIND: (i64, i64) = (1 << 30, 60_000);
/// Clocks that differ, in milliseconds.
const DIFFERS: i64 = 1_000;
const DIFFERS_MUCH: i64 = 30_000;

fn judged(facts: &Facts, judge: impl FnOnce(&Diagnosis) -> Vec<Finding>) -> Vec<Finding> {
    match &facts.database {
        Some(Ok(found)) => judge(found),
        // Why it cannot be asked is told once.
        Some(Err(_)) | None => Vec::new(),
    }
}

fn setting<'d>(found: &'d Diagnosis, name: &str) -> &'d str {
    found.settings.get(name).map_or("", String::as_str)
}

fn finding(level: Level, what: Text, fix: Text) -> Finding {
    if level == Level::Fine { Finding::fine(what) } else { Finding { level, what, fix } }
}

pub(super) fn connection(facts: &Facts) -> Vec<Finding> {
    match &facts.database {
        None => Vec::new(),
        Some(Ok(found)) => {
            let size = indicatif::HumanBytes(found.size);
            vec![Finding::fine(Text::new(
                format!("bereikbaar, schrijfbaar, {size}"),
                format!("reachable, writable, {size}"),
            ))]
        }
        Some(Err(why)) => vec![Finding::critical(
            Text::quote(why),
            Text::new(
                "start de server, of maak een standby tot primary (failover.md); controleer url, \
                 password_file en tls_ca in [store]",
                "start the server, or promote a standby (failover.md); check url, password_file and \
                 tls_ca in [store]",
            ),
        )],
    }
}

pub(super) fn version(facts: &Facts) -> Vec<Finding> {
    judged(facts, |found| {
        let number: i64 = setting(found, "server_version_num").parse().unwrap_or_default();
        let level = match number {
            ..TOO_OLD => Level::Critical,
            TOO_OLD..OLD => Level::Warning,
            _ => Level::Fine,
        };
        let what = Text::quote(&format!("PostgreSQL {}.{}", number / 10_000, number % 10_000));
        let fix = Text::new(
            "ga over naar een versie die nog reparaties krijgt (upgrade.md)",
            "move to a version that still gets repairs (upgrade.md)",
        );
        vec![finding(level, what, fix)]
    })
}

pub(super) fn schema(facts: &Facts) -> Vec<Finding> {
    judged(facts, |found| {
        let fix = Text::new(
            "start de broker die bij dit schema hoort; hij brengt een ouder schema zelf bij",
            "start the broker that belongs to this schema; it brings an older one up to date",
        );
        vec![match &found.schema {
            Ok(0) => Finding::unknown(
                Text::new("nog geen tabellen", "no tables yet"),
                Text::new("de eerste start maakt ze", "the first start makes them"),
            ),
            Ok(newest) => Finding::fine(Text::new(
                format!("migratie {newest}"),
                format!("migration {newest}"),
            )),
            Err(why) => Finding::critical(Text::quote(why), fix),
        }]
    })
}

pub(super) fn durable(facts: &Facts) -> Vec<Finding> {
    /// Setting, the values that will do, how bad another one is.
    const WANTED: &[(&str, &[&str], Level)] = &[
        ("fsync", &["on"], Level::Critical),
        ("full_page_writes", &["on"], Level::Critical),
        // The broker sets it for its own sessions; others may rely on the default.
        ("synchronous_commit", &["on", "remote_apply"], Level::Warning),
        ("data_checksums", &["on"], Level::Warning),
    ];
    judged(facts, |found| {
        let judge = |(name, good, level): &(&str, &[&str], Level)| {
            let value = setting(found, name);
            let level = if good.contains(&value) { Level::Fine } else { *level };
            let fix = match *name {
                "data_checksums" => Text::new(
                    "zonder controlesommen blijft een kapotte schijf onopgemerkt: \
                     pg_checksums --enable op een gestopte server",
                    "without checksums a broken disk goes unnoticed: pg_checksums --enable on a \
                     stopped server",
                ),
                _ => Text::quote(&format!("ALTER SYSTEM SET {name} = 'on'")),
            };
            finding(level, Text::quote(&format!("{name} = {value}")), fix)
        };
        WANTED.iter().map(judge).collect()
    })
}

pub(super) fn synchronous(facts: &Facts) -> Vec<Finding> {
    judged(facts, |found| {
        let names = setting(found, "synchronous_standby_names");
        let (level, what) = match (names.is_empty(), facts.require_synchronous) {
            (true, true) => (Level::Critical, "synchronous_standby_names = ''"),
            (true, false) => (Level::Warning, "synchronous_standby_names = ''"),
            (false, false) => (Level::Warning, "require_synchronous = false"),
            (false, true) => (Level::Fine, "require_synchronous = true"),
        };
        let fix = Text::new(
            "zet synchronous_standby_names = 'ANY 1 (…)' op de server en require_synchronous = true \
             in [store]: anders gaat met één server bevestigd werk verloren",
            "set synchronous_standby_names = 'ANY 1 (…)' on the server and require_synchronous = \
             true in [store]: otherwise confirmed work is lost with one server",
        );
        vec![finding(level, Text::quote(what), fix)]
    })
}

fn waited_for(standby: &Standby) -> bool {
    standby.state.as_deref() == Some("streaming")
        && matches!(standby.sync.as_deref(), Some("sync" | "quorum"))
}

pub(super) fn standbys(facts: &Facts) -> Vec<Finding> {
    judged(facts, |found| {
        if found.standbys.iter().any(|standby| standby.state.is_none()) {
            return vec![Finding::unknown(
                Text::new(
                    "deze gebruiker mag de standby's niet zien",
                    "this user may not see the standbys",
                ),
                Text::new(
                    "GRANT pg_monitor aan de gebruiker van [store] url",
                    "GRANT pg_monitor to the user of [store] url",
                ),
            )];
        }
        let waits = !setting(found, "synchronous_standby_names").is_empty();
        let count = found.standbys.iter().filter(|standby| waited_for(standby)).count();
        let level = match (waits, count) {
            (true, 0) => Level::Critical,
            (true, 1) => Level::Warning,
            (true, _) => Level::Fine,
            // Without names nothing waits; that was told already.
            (false, _) => return Vec::new(),
        };
        let what = Text::new(
            format!("{count} synchrone standby('s) volgen"),
            format!("{count} synchronous standby(s) follow"),
        );
        let fix = Text::new(
            "herstel of maak een standby (failover.md): zonder synchrone standby wordt niets bevestigd",
            "repair or make a standby (failover.md): without a synchronous one nothing is confirmed",
        );
        vec![finding(level, what, fix)]
    })
}

pub(super) fn lag(facts: &Facts) -> Vec<Finding> {
    judged(facts, |found| {
        let judge = |standby: &Standby| {
            let (bytes, ms) = (standby.lag_bytes?, standby.lag_ms.unwrap_or_default());
            let over = |(most, longest): (i64, i64)| bytes > most || ms > longest;
            let level = match (over(FAR_BEHIND), over(BEHIND)) {
                (true, _) => Level::Critical,
                (_, true) => Level::Warning,
                _ => Level::Fine,
            };
            let (name, size) = (&standby.name, indicatif::HumanBytes(bytes.max(0).cast_unsigned()));
            let what = Text::new(
                format!("{name} loopt {size} en {ms} ms achter"),
                format!("{name} is {size} and {ms} ms behind"),
            );
            let fix = Text::new(
                "kijk naar netwerk, schijf en log van die standby; een die ver achterloopt is geen \
                 uitwijk",
                "look at the network, disk and log of that standby; one that is far behind is no way \
                 out",
            );
            Some(finding(level, what, fix))
        };
        found.standbys.iter().filter_map(judge).collect()
    })
}

pub(super) fn archive(facts: &Facts) -> Vec<Finding> {
    judged(facts, |found| {
        let mode = setting(found, "archive_mode");
        let what = Text::quote(&format!("archive_mode = {mode}"));
        if found.archive_fails {
            return vec![Finding::critical(
                Text::new("archiveren mislukt", "archiving fails"),
                Text::new(
                    "lees het log van de server: het archief mist segmenten, en de schijf loopt vol",
                    "read the server's log: the archive lacks segments, and the disk fills up",
                ),
            )];
        }
        let level = if matches!(mode, "on" | "always") { Level::Fine } else { Level::Warning };
        let fix = Text::new(
            "zonder archief kan niet tot een tijdstip hersteld worden (backup-restore.md)",
            "without an archive there is no restore to a point in time (backup-restore.md)",
        );
        vec![finding(level, what, fix)]
    })
}

pub(super) fn connections(facts: &Facts) -> Vec<Finding> {
    judged(facts, |found| {
        let most: u64 = setting(found, "max_connections").parse().unwrap_or_default();
        let used = found.connections;
        let level = match used * 100 {
            used if used >= most * 90 => Level::Critical,
            used if used >= most * 75 => Level::Warning,
            _ => Level::Fine,
        };
        let what = Text::new(
            format!("{used} van {most} verbindingen"),
            format!("{used} of {most} connections"),
        );
        let fix = Text::new(
            "verhoog max_connections, of zoek wie er zoveel openhoudt (pg_stat_activity)",
            "raise max_connections, or find who holds so many (pg_stat_activity)",
        );
        vec![finding(level, what, fix)]
    })
}

pub(super) fn clock(facts: &Facts) -> Vec<Finding> {
    judged(facts, |found| {
        let apart = found.clock_ahead_ms;
        let level = match apart.abs() {
            apart if apart > DIFFERS_MUCH => Level::Critical,
            apart if apart > DIFFERS => Level::Warning,
            _ => Level::Fine,
        };
        let what = Text::new(
            format!("de klok van de server verschilt {apart} ms"),
            format!("the server's clock differs by {apart} ms"),
        );
        let fix = Text::new("laat beide een tijdbron volgen", "let both follow a time source");
        vec![finding(level, what, fix)]
    })
}

pub(super) fn transport(facts: &Facts) -> Vec<Finding> {
    judged(facts, |found| {
        let (level, what) = if found.private {
            (Level::Fine, Text::new("niemand kan meelezen", "nobody can read along"))
        } else {
            (
                Level::Warning,
                Text::new("onversleuteld over het netwerk", "unencrypted over the network"),
            )
        };
        let fix = Text::new(
            "zet ssl = on op de server, tls_ca in [store], en haal sslmode=disable uit de url",
            "set ssl = on on the server, tls_ca in [store], and take sslmode=disable out of the url",
        );
        vec![finding(level, what, fix)]
    })
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::cli::doctor::checks::tests::{healthy as facts, levels};
    use Level::{Critical, Fine, Unknown, Warning};

    fn standby(name: &str) -> Standby {
        Standby {
            name: name.to_owned(),
            state: Some("streaming".to_owned()),
            sync: Some("quorum".to_owned()),
            lag_bytes: Some(0),
            lag_ms: None,
        }
    }

    pub(in crate::cli::doctor) fn healthy() -> Diagnosis {
        let settings = [
            ("server_version_num", "160004"),
            ("fsync", "on"),
            ("full_page_writes", "on"),
            ("data_checksums", "on"),
            ("synchronous_commit", "on"),
            ("synchronous_standby_names", "ANY 1 (a, b)"),
            ("archive_mode", "on"),
            ("max_connections", "100"),
        ];
        Diagnosis {
            settings: settings.map(|(name, value)| (name.to_owned(), value.to_owned())).into(),
            schema: Ok(1),
            standbys: vec![standby("a"), standby("b")],
            archive_fails: false,
            size: 1 << 30,
            connections: 12,
            clock_ahead_ms: 3,
            private: true,
            newest: None,
        }
    }

    pub(in crate::cli::doctor) fn broken() -> Diagnosis {
        Diagnosis {
            settings: [("synchronous_standby_names".to_owned(), "a".to_owned())].into(),
            schema: Err("newer".to_owned()),
            standbys: vec![Standby { lag_bytes: Some(2 << 30), sync: None, ..standby("a") }],
            archive_fails: true,
            size: 0,
            connections: 1,
            clock_ahead_ms: -60_000,
            private: false,
            newest: None,
        }
    }

    fn with(change: impl FnOnce(&mut Diagnosis)) -> Facts {
        let mut facts = facts();
        let mut found = healthy();
        change(&mut found);
        facts.database = Some(Ok(found));
        facts
    }

    fn set(name: &'static str, value: &'static str) -> Facts {
        with(|found| drop(found.settings.insert(name.to_owned(), value.to_owned())))
    }

    #[test]
    fn a_database_that_cannot_be_asked_is_told_once() {
        let mut facts = facts();
        facts.database = Some(Err("no answer".to_owned()));
        assert_eq!(levels(&facts, "database.connection"), [Critical]);
        assert_eq!(levels(&facts, "database.version"), []);
    }

    #[test]
    fn settings_that_lose_confirmed_work_are_found() {
        let durable = |name, value| levels(&set(name, value), "database.durable");
        assert_eq!(durable("fsync", "off"), [Fine, Fine, Fine, Critical]);
        assert_eq!(durable("full_page_writes", "off"), [Fine, Fine, Fine, Critical]);
        assert_eq!(durable("synchronous_commit", "local"), [Fine, Fine, Fine, Warning]);
        assert_eq!(durable("synchronous_commit", "remote_apply"), [Fine, Fine, Fine, Fine]);
        assert_eq!(durable("data_checksums", "off"), [Fine, Fine, Fine, Warning]);
        for (number, level) in [("110009", Critical), ("130001", Warning), ("150018", Fine)] {
            assert_eq!(levels(&set("server_version_num", number), "database.version"), [level]);
        }
        assert_eq!(levels(&set("archive_mode", "off"), "database.archive"), [Warning]);
    }

    #[test]
    fn a_synchronous_standby_is_asked_for_by_both_sides() {
        let mut facts = set("synchronous_standby_names", "");
        assert_eq!(levels(&facts, "database.synchronous"), [Critical]);
        assert_eq!(levels(&facts, "database.standbys"), []);
        facts.require_synchronous = false;
        assert_eq!(levels(&facts, "database.synchronous"), [Warning]);
        let mut facts = with(|_| {});
        facts.require_synchronous = false;
        assert_eq!(levels(&facts, "database.synchronous"), [Warning]);
    }

    #[test]
    fn standbys_that_do_not_follow_are_counted_out() {
        let catching_up = |s: &mut Standby| s.state = Some("catchup".to_owned());
        let facts = with(|found| catching_up(&mut found.standbys[0]));
        assert_eq!(levels(&facts, "database.standbys"), [Warning]);
        let facts = with(|found| found.standbys.iter_mut().for_each(catching_up));
        assert_eq!(levels(&facts, "database.standbys"), [Critical]);
        let facts = with(|found| found.standbys[1].state = None);
        assert_eq!(levels(&facts, "database.standbys"), [Unknown]);
    }

    #[test]
    fn what_lags_runs_apart_or_runs_out_is_found_by_its_bounds() {
        for (bytes, ms, level) in [
            (64 << 20, Some(10_000), Fine),
            ((64 << 20) + 1, None, Warning),
            (0, Some(10_001), Warning),
            ((1 << 30) + 1, None, Critical),
            (0, Some(60_001), Critical),
        ] {
            let facts = with(|found| {
                found.standbys.truncate(1);
                (found.standbys[0].lag_bytes, found.standbys[0].lag_ms) = (Some(bytes), ms);
            });
            assert_eq!(levels(&facts, "database.lag"), [level], "{bytes} {ms:?}");
        }
        for (ahead, level) in [(1_000, Fine), (-1_001, Warning), (30_001, Critical)] {
            let facts = with(|found| found.clock_ahead_ms = ahead);
            assert_eq!(levels(&facts, "database.clock"), [level], "{ahead}");
        }
        for (used, level) in [(74, Fine), (75, Warning), (90, Critical)] {
            let facts = with(|found| found.connections = used);
            assert_eq!(levels(&facts, "database.connections"), [level], "{used}");
        }
    }

    #[test]
    fn tables_archive_and_transport_are_judged() {
        for (schema, level) in [(Ok(0), Unknown), (Ok(3), Fine), (Err("x".to_owned()), Critical)] {
            assert_eq!(levels(&with(|found| found.schema = schema), "database.schema"), [level]);
        }
        assert_eq!(
            levels(&with(|found| found.archive_fails = true), "database.archive"),
            [Critical]
        );
        assert_eq!(levels(&with(|found| found.private = false), "database.transport"), [Warning]);
    }
}
