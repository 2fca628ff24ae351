//! How long do certificates and revocation lists last, and do they work together?

use crate::cli::doctor::{
    facts::{Certificate, Facts, Role},
    finding::{Finding, Text},
};
use crate::{cli::below, domain::model::time::Time, server::tls::Trust};

const DAY_MS: i64 = 86_400_000;

/// Days left at which a warning begins, and at which it is critical. The order of a certificate
/// takes days, that of an authority's successor months.
const BOUNDS: &[(Role, i64, i64)] = &[(Role::Server, 30, 7), (Role::Authority, 90, 30)];

/// A list is issued anew long before it ends: it is late when less than this part of its life is
/// left, and very late at the other one.
const LIST_LATE: i64 = 4;
const LIST_VERY_LATE: i64 = 10;

pub(super) fn files(facts: &Facts) -> Vec<Finding> {
    let (warnings, own) = match &facts.tls {
        Ok(found) => found,
        Err(why) => {
            return vec![Finding::critical(
                Text::quote(why),
                Text::new(
                    "herstel dit bestand; een draaiende broker houdt wat hij had, een nieuwe start niet",
                    "repair that file; a running broker keeps what it had, a new start does not begin",
                ),
            )];
        }
    };
    let fix = || {
        Text::new(
            "zie certificates.md; tot dan wordt er iemand geweigerd",
            "see certificates.md; until then somebody is refused",
        )
    };
    let told = warnings.iter().map(|why| Finding::critical(Text::quote(why), fix()));
    told.chain(std::iter::once(own_certificate(own))).collect()
}

/// What clients make of the broker's own certificate.
fn own_certificate(own: &Trust) -> Finding {
    match own {
        Trust::Accepted => Finding::fine(Text::new(
            "certificaat, sleutel en autoriteiten horen bij elkaar",
            "certificate, key and authorities work together",
        )),
        Trust::Refused(why) => Finding::critical(
            Text::quote(why),
            Text::new(
                "zie certificates.md; tot dan maakt geen deelnemer verbinding",
                "see certificates.md; until then no party connects",
            ),
        ),
        Trust::Unseen(authority) => Finding::unknown(
            Text::new(
                format!(
                    "of deelnemers het certificaat van de broker vertrouwen, is hier niet te zien: \
                     {authority} staat niet in [tls] client_ca"
                ),
                format!(
                    "whether parties trust the broker's certificate does not show from here: {authority} \
                     is not in [tls] client_ca"
                ),
            ),
            Text::new(
                "laat een deelnemer verbinden, of: openssl verify -CAfile ZIJN-AUTORITEITEN -untrusted \
                 server.pem server.pem",
                "let a party connect, or: openssl verify -CAfile ITS-AUTHORITIES -untrusted server.pem \
                 server.pem",
            ),
        ),
    }
}

pub(super) fn server(facts: &Facts) -> Vec<Finding> {
    by_days(facts, Role::Server)
}

pub(super) fn authorities(facts: &Facts) -> Vec<Finding> {
    by_days(facts, Role::Authority)
}

fn of(facts: &Facts, role: Role) -> impl Iterator<Item = &Certificate> {
    facts.certificates.iter().filter(move |certificate| certificate.role == role)
}

fn by_days(facts: &Facts, role: Role) -> Vec<Finding> {
    let bounds = BOUNDS.iter().find(|(of, ..)| *of == role);
    let (_, warning, critical) = bounds.expect("both roles that are asked for are in the table");
    let judge = |certificate: &Certificate| {
        let file = certificate.file.display();
        let validity = match &certificate.validity {
            Ok(validity) => validity,
            Err(why) => return unreadable(certificate, why),
        };
        if facts.clock.now < validity.from {
            return Finding::critical(
                Text::new(format!("{file} is nog niet geldig"), format!("{file} is not valid yet")),
                Text::new(
                    "wacht, neem een ander certificaat, of zet de klok",
                    "wait, take another certificate, or set the clock",
                ),
            );
        }
        let days = days_left(facts.clock.now, validity.until);
        let what = match days {
            ..0 => Text::new(
                format!("{file} is {} dagen verlopen", -days),
                format!("{file} ended {} days ago", -days),
            ),
            _ => Text::new(
                format!("{file} is nog {days} dagen geldig"),
                format!("{file} is valid for {days} days"),
            ),
        };
        match days {
            days if days >= *warning => Finding::fine(what),
            days if days >= *critical => Finding::warning(what, renew(role)),
            _ => Finding::critical(what, renew(role)),
        }
    };
    of(facts, role).map(judge).collect()
}

fn days_left(now: Time, until: Time) -> i64 {
    (until.0.saturating_sub(now.0)).div_euclid(DAY_MS)
}

fn renew(role: Role) -> Text {
    match role {
        Role::Authority => Text::new(
            "voeg de opvolger aan [tls] client_ca toe zolang beide gelden (certificates.md)",
            "add its successor to [tls] client_ca while both are valid (certificates.md)",
        ),
        Role::Server | Role::Revocation => Text::new(
            "vraag een nieuw aan en vervang de bestanden (certificates.md); herstarten hoeft niet",
            "ask for a new one and replace the files (certificates.md); no restart is needed",
        ),
    }
}

fn unreadable(certificate: &Certificate, why: &str) -> Finding {
    let file = certificate.file.display();
    Finding::critical(
        Text::new(format!("{file} {}", below::in_dutch(why)), format!("{file} {why}")),
        Text::new(
            "zet het juiste PEM-bestand op de plaats die [tls] noemt, leesbaar voor de broker",
            "put the right PEM file where [tls] says, readable for the broker",
        ),
    )
}

pub(super) fn revocation(facts: &Facts) -> Vec<Finding> {
    let fetch = || {
        Text::new(
            "haal de lijst opnieuw op (certificates.md); een verlopen lijst weigert iedereen",
            "fetch the list again (certificates.md); a list that has ended refuses everybody",
        )
    };
    let judge = |certificate: &Certificate| {
        let file = certificate.file.display();
        let validity = match &certificate.validity {
            Ok(validity) => validity,
            Err(why) => return unreadable(certificate, why),
        };
        let left = validity.until.0.saturating_sub(facts.clock.now.0);
        let life = validity.until.0.saturating_sub(validity.from.0);
        let hours = left.div_euclid(3_600_000);
        let what = if left <= 0 {
            Text::new(format!("{file} is verlopen"), format!("{file} has ended"))
        } else {
            Text::new(
                format!("{file} geldt nog {hours} uur"),
                format!("{file} is valid for {hours} hours"),
            )
        };
        if left <= life / LIST_VERY_LATE {
            Finding::critical(what, fetch())
        } else if left <= life / LIST_LATE {
            Finding::warning(what, fetch())
        } else {
            Finding::fine(what)
        }
    };
    let found: Vec<_> = of(facts, Role::Revocation).map(judge).collect();
    if !found.is_empty() {
        return found;
    }
    vec![Finding::warning(
        Text::new(
            "er is geen intrekkingslijst: een gestolen certificaat blijft bruikbaar tot het verloopt",
            "there is no revocation list: a stolen certificate works until it ends",
        ),
        Text::new(
            "zet [tls] crl op de lijst van de autoriteit en ververs die vóór zij verloopt",
            "set [tls] crl to the authority's list and fetch it anew before it ends",
        ),
    )]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::doctor::checks::tests::{certificate, healthy, levels};
    use crate::cli::doctor::finding::Level::{Critical, Fine, Unknown, Warning};

    #[test]
    fn days_left_decide_by_the_table() {
        let cases = [
            (Role::Server, "tls.server", 30, Fine),
            (Role::Server, "tls.server", 29, Warning),
            (Role::Server, "tls.server", 7, Warning),
            (Role::Server, "tls.server", 6, Critical),
            (Role::Server, "tls.server", -1, Critical),
            (Role::Authority, "tls.authorities", 90, Fine),
            (Role::Authority, "tls.authorities", 89, Warning),
            (Role::Authority, "tls.authorities", 29, Critical),
            // It begins in the future.
            (Role::Server, "tls.server", 400, Critical),
        ];
        for (role, check, left, level) in cases {
            let mut facts = healthy();
            facts.certificates = vec![certificate(role, 366, left)];
            assert_eq!(levels(&facts, check), [level], "{role:?} {left}");
        }
    }

    #[test]
    fn a_list_is_judged_by_the_part_of_its_life_that_is_left() {
        for (life, left, level) in [
            (8, 3, Fine),
            (8, 2, Warning),
            (20, 3, Warning),
            (20, 2, Critical),
            (7, 0, Critical),
            (7, -3, Critical),
        ] {
            let mut facts = healthy();
            facts.certificates = vec![certificate(Role::Revocation, life, left)];
            assert_eq!(levels(&facts, "tls.revocation"), [level], "{left} of {life}");
        }
        let mut facts = healthy();
        facts.certificates.clear();
        assert_eq!(levels(&facts, "tls.revocation"), [Warning], "no list at all");
    }

    #[test]
    fn files_that_cannot_be_used_are_critical() {
        let mut facts = healthy();
        facts.tls = Err("no key".to_owned());
        facts.certificates.iter_mut().for_each(|c| c.validity = Err("is no PEM".to_owned()));
        let refused = Trust::Refused("wrong order".to_owned());
        facts.tls = Ok((vec!["no list".to_owned()], refused));
        assert_eq!(levels(&facts, "tls.files"), [Critical, Critical]);
        // What cannot be judged from here is never "ok".
        facts.tls = Ok((Vec::new(), Trust::Unseen("CN=elsewhere".to_owned())));
        assert_eq!(levels(&facts, "tls.files"), [Unknown]);
        facts.tls = Err("no key".to_owned());
        for check in ["tls.files", "tls.server", "tls.authorities", "tls.revocation"] {
            assert_eq!(levels(&facts, check), [Critical], "{check}");
        }
    }
}
