//! Would the broker start, or does it run well? Covenants, addresses, readiness, the store.

use crate::cli::doctor::{
    facts::{Facts, Port, Store},
    finding::{Finding, Text},
};

pub(super) fn covenants(facts: &Facts) -> Vec<Finding> {
    let finding = match &facts.covenants {
        Ok(references) => Finding::fine(Text::new(
            format!("sluitend: {}", references.join(", ")),
            format!("total: {}", references.join(", ")),
        )),
        Err(problems) => Finding::critical(
            Text::quote(problems),
            Text::new(
                "herstel het bestand; verwijspunt covenant check toont hetzelfde",
                "repair the file; verwijspunt covenant check shows the same",
            ),
        ),
    };
    vec![finding]
}

pub(super) fn names(facts: &Facts) -> Vec<Finding> {
    let finding = match &facts.standing {
        None => return Vec::new(),
        Some(Err(why)) => Finding::unknown(
            Text::quote(why),
            Text::new(
                "de start vergelijkt de convenanten met wat openstaat, en weigert zo nodig",
                "the start compares the covenants with what is open, and refuses where it must",
            ),
        ),
        Some(Ok(standing)) => match standing.refusal() {
            None => Finding::fine(Text::new(
                "de convenanten kennen elke naam waaronder nog iets openstaat",
                "the covenants know every name under which something is open",
            )),
            Some(refusal) => Finding::critical(
                Text::quote(&refusal),
                Text::new(
                    "hiermee start de broker niet: zet in het bestand waar het werk heen gaat \
                     (formerly = [\"de vroegere naam\"]), of laat de naam staan zolang er iets openstaat",
                    "the broker does not start with this: say in the file where the work goes \
                     (formerly = [\"the former name\"]), or keep the name while something is open",
                ),
            ),
        },
    };
    vec![finding]
}

pub(super) fn budget(facts: &Facts) -> Vec<Finding> {
    let terms = &facts.budget;
    if !terms.enabled {
        let off = Finding::warning(
            Text::new(
                "opvraagbudgetten staan uit: wie een certificaat heeft, kan BSN's uitproberen",
                "lookup budgets are off: whoever has a certificate can try out BSNs",
            ),
            Text::new("zet [budget] enabled op true", "set [budget] enabled to true"),
        );
        return vec![off];
    }
    let importing: Vec<String> = terms.importing.iter().map(ToString::to_string).collect();
    let (hour, day) = (terms.persons_per_hour, terms.persons_per_day);
    let finding = if importing.is_empty() {
        Finding::fine(Text::new(
            format!("een aanroeper vraagt naar {hour} personen per uur en {day} per dag"),
            format!("a caller asks about {hour} persons an hour and {day} a day"),
        ))
    } else {
        let oins = importing.join(", ");
        Finding::warning(
            Text::new(
                format!("zonder opvraagbudget, voor een eerste aanlevering: {oins}"),
                format!("without a lookup budget, for a first import: {oins}"),
            ),
            Text::new(
                "is het bestand binnen, haal ze dan uit [budget] importing",
                "when the case load is in, take them out of [budget] importing",
            ),
        )
    };
    vec![finding]
}

pub(super) fn ports(facts: &Facts) -> Vec<Finding> {
    let judge = |port: &Port| {
        let Port { setting, address, taken } = port;
        match taken {
            None => Finding::fine(Text::new(
                format!("{setting} {address} is vrij"),
                format!("{setting} {address} is free"),
            )),
            Some(_) if facts.running() => Finding::fine(Text::new(
                format!("{setting} {address} is in gebruik, en er draait een broker"),
                format!("{setting} {address} is in use, and a broker runs"),
            )),
            Some(why) => Finding::critical(
                Text::quote(&format!("{setting} {address}: {why}")),
                Text::new(
                    "stop wat daar luistert (ss -ltnp), of zet in [listen] een ander adres van \
                     deze machine",
                    "stop what listens there (ss -ltnp), or set another address of this machine \
                     in [listen]",
                ),
            ),
        }
    };
    facts.ports.iter().map(judge).collect()
}

pub(super) fn broker(facts: &Facts) -> Vec<Finding> {
    let finding = match &facts.ready {
        None => return Vec::new(),
        Some(Ok(())) => {
            Finding::fine(Text::new("de broker is klaar voor werk", "the broker is ready"))
        }
        Some(Err(why)) => Finding::critical(
            Text::new(
                format!("de broker draait, maar is niet klaar: {why}"),
                format!("the broker runs, but is not ready: {why}"),
            ),
            Text::new(
                "lees zijn laatste logregels (journalctl -u verwijspunt -n 50)",
                "read its last log lines (journalctl -u verwijspunt -n 50)",
            ),
        ),
    };
    vec![finding]
}

pub(super) fn mail(facts: &Facts) -> Vec<Finding> {
    let Some((server, greeted)) = &facts.mail else { return Vec::new() };
    let finding = match greeted {
        Ok(()) => Finding::fine(Text::new(
            format!("{server} neemt post van deze broker aan"),
            format!("{server} takes mail from this broker"),
        )),
        Err(why) => Finding::critical(
            Text::quote(&format!("{server}: {why}")),
            Text::new(
                "zolang dit zo is krijgt niemand bericht per mail; zie [mail] in de configuratie",
                "as long as this is so nobody is told by mail; see [mail] in the configuration",
            ),
        ),
    };
    vec![finding]
}

pub(super) fn store(facts: &Facts) -> Vec<Finding> {
    let finding = match &facts.store {
        Store::Memory => Finding::warning(
            Text::new(
                "de store staat in het geheugen: bij het stoppen is alles weg",
                "the store is in memory: everything is gone when the broker stops",
            ),
            Text::new(
                "zet [store] url op embedded:MAP of op een PostgreSQL-server",
                "set [store] url to embedded:DIRECTORY or to a PostgreSQL server",
            ),
        ),
        // The checks of the database speak for it.
        Store::Database => return Vec::new(),
        Store::NotThere(path) => Finding::unknown(
            Text::new(
                format!("{} is nog niet gebruikt", path.display()),
                format!("{} was not used yet", path.display()),
            ),
            Text::new(
                "bij de eerste start wordt hij gemaakt; stond hier al werk, zet dan de back-up \
                 terug (backup-restore.md)",
                "the first start makes it; if there was work here already, restore the backup \
                 (backup-restore.md)",
            ),
        ),
        Store::InUse(holder) => Finding::unknown(
            Text::new(
                format!("in gebruik ({holder}): niet gelezen"),
                format!("in use ({holder}): not read"),
            ),
            Text::new(
                "controleer een kopie van de map: verwijspunt store check KOPIE",
                "check a copy of the directory: verwijspunt store check COPY",
            ),
        ),
        Store::Skipped => Finding::unknown(
            Text::new("niet gelezen, zoals gevraagd", "not read, as asked"),
            Text::new("laat --quick weg om alles te lezen", "leave --quick out to read it all"),
        ),
        Store::Checked { problems, position, records, format } if problems.is_empty() => {
            Finding::fine(Text::new(
                format!("heel: positie {position}, {records} records, formaat {format}"),
                format!("sound: position {position}, {records} records, format {format}"),
            ))
        }
        Store::Checked { problems, .. } => {
            let fix = Text::new(
                "start niet opnieuw voordat er een kopie van de map is; dan backup-restore.md",
                "do not start again before there is a copy of the directory; then \
                 backup-restore.md",
            );
            let found =
                problems.iter().map(|text| Finding::critical(Text::quote(text), fix.clone()));
            return found.collect();
        }
        Store::Refused(why) => Finding::critical(
            Text::quote(why),
            Text::new(
                "doe wat er staat; maak eerst een kopie van de map (backup-restore.md)",
                "do what it says; make a copy of the directory first (backup-restore.md)",
            ),
        ),
    };
    vec![finding]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::broker::Standing;
    use crate::cli::doctor::checks::tests::{healthy, levels};
    use crate::cli::doctor::finding::Level::{Critical, Fine, Unknown, Warning};
    use crate::domain::{
        model::{party::OfficeId, roster::Name},
        rules::succession::Work,
    };

    #[test]
    fn a_port_in_use_is_a_fault_only_when_no_broker_runs() {
        let mut facts = healthy();
        facts.ports[0].taken = Some("address in use".to_owned());
        assert_eq!(levels(&facts, "ports"), [Fine]);
        facts.ready = None;
        assert_eq!(levels(&facts, "ports"), [Critical]);
        facts.store = Store::InUse("process 12".to_owned());
        assert_eq!(levels(&facts, "ports"), [Fine]);
    }

    #[test]
    fn names_under_which_work_would_be_left_are_critical() {
        let mut facts = healthy();
        let mut standing = Standing::default();
        let office = Name::Office(OfficeId::parse("coordinator-zeeburg").unwrap());
        standing.stranded.insert((office, Work::Message), 2);
        facts.standing = Some(Ok(standing));
        assert_eq!(levels(&facts, "covenants.names"), [Critical]);
        facts.standing = Some(Err("in use".to_owned()));
        assert_eq!(levels(&facts, "covenants.names"), [Unknown]);
    }

    #[test]
    fn the_state_of_the_store_decides() {
        let checked = |problems: &[&str]| Store::Checked {
            problems: problems.iter().map(|text| (*text).to_owned()).collect(),
            position: 1,
            records: 1,
            format: 2,
        };
        let cases = [
            (Store::Memory, vec![Warning]),
            (Store::Database, vec![]),
            (Store::NotThere("data".into()), vec![Unknown]),
            (Store::InUse(String::new()), vec![Unknown]),
            (Store::Skipped, vec![Unknown]),
            (checked(&[]), vec![Fine]),
            (checked(&["a", "b"]), vec![Critical, Critical]),
            (Store::Refused("newer".to_owned()), vec![Critical]),
        ];
        for (store, expected) in cases {
            let mut facts = healthy();
            facts.store = store;
            assert_eq!(levels(&facts, "store"), expected, "{:?}", facts.store);
        }
    }

    #[test]
    fn a_broker_that_is_not_ready_is_critical() {
        let mut facts = healthy();
        facts.ready = Some(Err("the store has failed".to_owned()));
        assert_eq!(levels(&facts, "broker"), [Critical]);
        facts.ready = None;
        assert_eq!(levels(&facts, "broker"), []);
        facts.covenants = Err("line 3".to_owned());
        assert_eq!(levels(&facts, "covenants"), [Critical]);
    }
}
