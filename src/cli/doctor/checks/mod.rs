//! Which checks are there? One table: name, and a function of the facts.

mod clock;
mod copies;
mod database;
mod disk;
mod files;
mod people;
mod running;
mod tls;
mod webhooks;

use super::{facts::Facts, finding::Finding};

/// A check: its name in JSON, and what it makes of the facts. Without findings it does not apply.
pub(super) type Check = (&'static str, fn(&Facts) -> Vec<Finding>);

/// The order is that of the report.
pub(super) const CHECKS: &[Check] = &[
    ("clock.year", clock::year),
    ("clock.backwards", clock::backwards),
    ("clock.synchronised", clock::synchronised),
    ("clock.holidays", clock::holidays),
    ("tls.files", tls::files),
    ("tls.server", tls::server),
    ("tls.authorities", tls::authorities),
    ("tls.revocation", tls::revocation),
    ("files.mode", files::mode),
    ("files.owner", files::owner),
    ("keys", files::keys),
    ("covenants", running::covenants),
    ("covenants.names", running::names),
    ("disk", disk::room),
    ("backup", disk::backup),
    ("copies", copies::beside),
    ("restored", copies::restored),
    ("budget", running::budget),
    ("ports", running::ports),
    ("broker", running::broker),
    ("mail", running::mail),
    ("people.files", people::files),
    ("people.providers", people::providers),
    ("people.clocks", people::clocks),
    ("people.issuers", people::keystone),
    ("webhooks", webhooks::called),
    ("deliveries", webhooks::paused),
    ("store", running::store),
    ("database.connection", database::connection),
    ("database.version", database::version),
    ("database.schema", database::schema),
    ("database.durable", database::durable),
    ("database.synchronous", database::synchronous),
    ("database.standbys", database::standbys),
    ("database.lag", database::lag),
    ("database.archive", database::archive),
    ("database.connections", database::connections),
    ("database.clock", database::clock),
    ("database.transport", database::transport),
];

/// What all checks find, with the name of the check.
pub(super) fn all(facts: &Facts) -> Vec<(&'static str, Finding)> {
    let found = CHECKS.iter().flat_map(|(name, judge)| {
        judge(facts).into_iter().map(|finding| (*name, finding)).collect::<Vec<_>>()
    });
    found.collect()
}

#[cfg(test)]
pub(super) mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::{
        broker::Standing,
        cli::doctor::{
            facts::{
                Backups, Certificate, Clock, Disk, Guarded, Paused, Port, Role, Store, Webhooks,
            },
            finding::Level,
        },
        domain::model::{budget::Terms, party::Oin, time::Time},
        server::{expiry::Validity, tls::Trust},
    };

    pub(in crate::cli::doctor) const DAY: i64 = 86_400_000;
    /// The first of November 2026.
    pub(in crate::cli::doctor) const NOW: Time = Time(1_793_491_200_000);

    pub(in crate::cli::doctor) fn certificate(role: Role, life: i64, left: i64) -> Certificate {
        let until = NOW.plus_ms(left * DAY);
        let validity = Ok(Validity { from: until.plus_ms(-life * DAY), until });
        Certificate { role, file: format!("{role:?}.pem").into(), validity }
    }

    /// A machine on which nothing is wrong, with every check having something to look at.
    pub(in crate::cli::doctor) fn healthy() -> Facts {
        Facts {
            clock: Clock {
                now: NOW,
                newest: Some((NOW.plus_ms(-1000), "data/journal".into())),
                synchronised: Some(true),
            },
            certificates: vec![
                certificate(Role::Server, 366, 200),
                certificate(Role::Authority, 3650, 2000),
                certificate(Role::Revocation, 7, 5),
            ],
            tls: Ok((Vec::new(), Trust::Accepted)),
            guarded: vec![
                Guarded {
                    path: "keys.toml".into(),
                    directory: false,
                    found: Ok((0o600, 990)),
                    expected_owner: 990,
                },
                Guarded {
                    path: "data".into(),
                    directory: true,
                    found: Ok((0o700, 990)),
                    expected_owner: 990,
                },
            ],
            keys: Ok(1),
            covenants: Ok(vec!["amsterdam@1".to_owned()]),
            standing: Some(Ok(Standing::default())),
            disks: vec![Disk {
                path: "data".into(),
                free: 50 << 30,
                total: 100 << 30,
                reserve: 128 << 20,
                renewal: 1 << 30,
            }],
            backups: Some(Backups {
                directory: "backups".into(),
                newest: Ok(Some(NOW.plus_ms(-DAY / 2))),
            }),
            copies: Some(Vec::new()),
            restored: false,
            ports: vec![Port {
                setting: "address",
                address: "0.0.0.0:7443".to_owned(),
                taken: None,
            }],
            ready: Some(Ok(())),
            store: Store::Checked { problems: Vec::new(), position: 9, records: 8, format: 2 },
            database: Some(Ok(database::tests::healthy())),
            budget: Terms::default(),
            require_synchronous: true,
            mail: Some(("smtp.example:587".to_owned(), Ok(()))),
            people: Some(people::tests::people()),
            webhooks: Webhooks {
                files: Some(Ok("key".to_owned())),
                registered: vec!["https://receiver.example/".to_owned()],
            },
            paused: Some(Paused::default()),
        }
    }

    /// The levels that one check gives, the worst last.
    pub(in crate::cli::doctor) fn levels(facts: &Facts, name: &str) -> Vec<Level> {
        let mut found: Vec<_> =
            all(facts).into_iter().filter(|(of, _)| *of == name).map(|(_, f)| f.level).collect();
        found.sort();
        found
    }

    #[test]
    fn on_a_healthy_machine_every_check_is_fine() {
        let facts = healthy();
        let found = all(&facts);
        let wrong: Vec<_> = found.iter().filter(|(_, f)| f.level != Level::Fine).collect();
        assert!(wrong.is_empty(), "{wrong:#?}");
        let heard: BTreeSet<_> = found.iter().map(|(name, _)| *name).collect();
        assert_eq!(heard.len(), CHECKS.len(), "a check says nothing: {heard:?}");
    }

    #[test]
    fn a_mail_server_that_takes_no_mail_is_critical() {
        let mut facts = healthy();
        facts.mail = Some(("smtp.example:587".to_owned(), Err("at STARTTLS: refused".to_owned())));
        assert_eq!(levels(&facts, "mail"), [Level::Critical]);
        facts.mail = None;
        assert_eq!(levels(&facts, "mail"), []);
    }

    #[test]
    fn budgets_that_are_off_or_lifted_are_warned_of() {
        let mut facts = healthy();
        assert_eq!(levels(&facts, "budget"), [Level::Fine]);
        facts.budget.importing.extend(Oin::parse("00000001003214345000"));
        assert_eq!(levels(&facts, "budget"), [Level::Warning]);
        facts.budget = Terms::off();
        assert_eq!(levels(&facts, "budget"), [Level::Warning]);
    }

    #[test]
    fn whatever_is_wrong_comes_with_what_to_do_in_both_languages() {
        use crate::cli::covenant::Language::{En, Nl};
        let mut facts = healthy();
        facts.clock = Clock { now: Time(0), newest: Some((NOW, "x".into())), synchronised: None };
        facts.certificates = vec![certificate(Role::Server, 366, 3)];
        facts.certificates.push(certificate(Role::Revocation, 7, -1));
        facts.tls = Err("no".to_owned());
        facts.guarded[0].found = Ok((0o644, 0));
        facts.guarded[1].found = Err("gone".to_owned());
        facts.keys = Err("bad".to_owned());
        facts.covenants = Err("bad".to_owned());
        facts.disks[0].free = 0;
        facts.backups = Some(Backups { directory: "x".into(), newest: Ok(None) });
        facts.copies = Some(vec![("data.before-x".into(), Time(0).plus_ms(-2 * DAY))]);
        facts.restored = true;
        facts.budget.importing.extend(Oin::parse("00000001003214345000"));
        facts.ports[0].taken = Some("taken".to_owned());
        facts.ready = None;
        facts.store = Store::Refused("damaged".to_owned());
        facts.database = Some(Ok(database::tests::broken()));
        for (name, finding) in all(&facts) {
            for language in [Nl, En] {
                assert!(!finding.what.get(language).is_empty(), "{name}");
                let silent = finding.fix.get(language).is_empty();
                assert_eq!(silent, finding.level == Level::Fine, "{name}: {finding:?}");
            }
        }
        let wrong = all(&facts).iter().filter(|(_, f)| f.level != Level::Fine).count();
        assert!(wrong > 18, "{wrong}");
    }
}
