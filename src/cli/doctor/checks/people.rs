//! Can people sign in? Certificate for browsers, providers, their clocks, and who speaks for whom.

use crate::cli::doctor::{
    facts::{Facts, People, Provider},
    finding::{Finding, Text},
};
use crate::server::tls::Trust;

/// By more than this the clocks of provider and broker may not differ, in seconds: its tokens are
/// refused then.
const CLOCKS_DIFFER_S: i64 = 60;

/// From here on it is worth a look, in seconds.
const CLOCKS_DRIFT_S: i64 = 20;

fn runbook() -> Text {
    Text::new("zie deploy/runbooks/sign-in.md", "see deploy/runbooks/sign-in.md")
}

pub(super) fn files(facts: &Facts) -> Vec<Finding> {
    let Some(people) = &facts.people else { return Vec::new() };
    let finding = match &people.files {
        Ok(redirect) => Finding::fine(Text::new(
            format!("inlogdiensten sturen browsers terug naar {redirect}"),
            format!("providers send browsers back to {redirect}"),
        )),
        Err(why) => Finding::critical(Text::quote(why), runbook()),
    };
    vec![finding, certificate(&people.certificate)]
}

/// What browsers make of the certificate of the pages.
fn certificate(judged: &Result<Trust, String>) -> Finding {
    match judged {
        Ok(Trust::Accepted) => Finding::fine(Text::new(
            "een publieke autoriteit staat in voor het certificaat van de pagina's",
            "a public authority vouches for the certificate of the pages",
        )),
        Ok(Trust::Unseen(authority)) => Finding::unknown(
            Text::new(
                format!(
                    "of browsers het certificaat van de pagina's vertrouwen, is hier niet te zien: \
                     {authority} is geen publieke autoriteit"
                ),
                format!(
                    "whether browsers trust the certificate of the pages does not show from here: \
                     {authority} is no public authority"
                ),
            ),
            Text::new(
                "open de pagina's in een browser; zet het certificaat van wie het ondertekende erachter, of \
                 laat de browsers die autoriteit kennen",
                "open the pages in a browser; put the certificate of whoever signed it behind it, or let \
                 the browsers know that authority",
            ),
        ),
        Ok(Trust::Refused(why)) | Err(why) => Finding::critical(
            Text::quote(why),
            Text::new(
                "zie certificates.md; tot dan waarschuwt elke browser en opent niemand de pagina's",
                "see certificates.md; until then every browser warns and nobody opens the pages",
            ),
        ),
    }
}

pub(super) fn providers(facts: &Facts) -> Vec<Finding> {
    let judge = |provider: &Provider| {
        let issuer = &provider.issuer;
        match &provider.answer {
            Ok(_) => Finding::fine(Text::new(
                format!("{issuer} antwoordt, met sleutels"),
                format!("{issuer} answers, with keys"),
            )),
            Err(why) => Finding::critical(
                Text::quote(&format!("{issuer}: {why}")),
                Text::new(
                    "zolang dit zo is kan hier niemand van die organisatie inloggen",
                    "as long as this is so nobody of that organisation can sign in",
                ),
            ),
        }
    };
    facts.people.iter().flat_map(|people| &people.providers).map(judge).collect()
}

pub(super) fn clocks(facts: &Facts) -> Vec<Finding> {
    let judge = |provider: &Provider| {
        let ahead = (*provider.answer.as_ref().ok()?)?;
        let issuer = &provider.issuer;
        let what = Text::new(
            format!("de klok van {issuer} loopt {ahead} s voor op deze"),
            format!("the clock of {issuer} is {ahead} s ahead of this one"),
        );
        let fix = Text::new(
            "zet beide klokken op een tijdbron; bij meer dan een minuut wordt iedereen geweigerd",
            "let both clocks follow a time source; beyond a minute everybody is refused",
        );
        Some(if ahead.abs() < CLOCKS_DRIFT_S {
            Finding::fine(what)
        } else if ahead.abs() <= CLOCKS_DIFFER_S {
            Finding::warning(what, fix)
        } else {
            Finding::critical(what, fix)
        })
    };
    facts.people.iter().flat_map(|people| &people.providers).filter_map(judge).collect()
}

pub(super) fn keystone(facts: &Facts) -> Vec<Finding> {
    let Some(People { providers, named, .. }) = &facts.people else { return Vec::new() };
    let configured = |issuer: &String| providers.iter().any(|one| one.issuer == *issuer);
    let unconnected = named.iter().filter(|issuer| !configured(issuer)).map(|issuer| {
        Finding::warning(
            Text::new(
                format!("een organisatie noemt {issuer}, maar [people] issuers heeft dat niet"),
                format!("an organisation names {issuer}, which [people] issuers does not have"),
            ),
            runbook(),
        )
    });
    let unnamed = providers.iter().filter(|one| !named.contains(&one.issuer)).map(|one| {
        Finding::warning(
            Text::new(
                format!("{} spreekt voor niemand: geen organisatie noemt hem", one.issuer),
                format!("{} speaks for nobody: no organisation names it", one.issuer),
            ),
            Text::new(
                "zet issuer bij de organisatie in de deelnemerslijst, of haal het bestand weg",
                "set issuer at the organisation in the parties file, or take the file out",
            ),
        )
    });
    let mut found: Vec<Finding> = unconnected.chain(unnamed).collect();
    if found.is_empty() {
        found.push(Finding::fine(Text::new(
            "elke inlogdienst wordt door een organisatie genoemd, en andersom",
            "every provider is named by an organisation, and the other way round",
        )));
    }
    found
}

#[cfg(test)]
pub(in crate::cli::doctor) mod tests {
    use super::*;
    use crate::cli::doctor::{
        checks::tests::{healthy, levels},
        finding::Level::{self, Critical, Fine, Unknown, Warning},
    };

    pub(in crate::cli::doctor) fn people() -> People {
        let issuer = "https://login.example.nl".to_owned();
        People {
            files: Ok("https://verwijspunt.example.nl/inloggen/terug".to_owned()),
            certificate: Ok(Trust::Accepted),
            providers: vec![Provider { issuer: issuer.clone(), answer: Ok(Some(1)) }],
            named: vec![issuer],
        }
    }

    fn with(check: &str, change: impl Fn(&mut People)) -> Vec<Level> {
        let mut facts = healthy();
        let mut found = people();
        change(&mut found);
        facts.people = Some(found);
        levels(&facts, check)
    }

    #[test]
    fn a_provider_must_answer_and_its_clock_must_be_right() {
        let broken = |p: &mut People| p.files = Err("no key".to_owned());
        assert_eq!(with("people.files", broken), [Fine, Critical]);
        let answers = |answer: Result<Option<i64>, &str>| {
            let answer = answer.map_err(str::to_owned);
            let set = |p: &mut People| p.providers[0].answer = answer.clone();
            (with("people.providers", set), with("people.clocks", set))
        };
        assert_eq!(answers(Err("refused")), (vec![Critical], vec![]));
        for (ahead, level) in
            [(0, Fine), (-19, Fine), (20, Warning), (-60, Warning), (61, Critical), (-61, Critical)]
        {
            assert_eq!(answers(Ok(Some(ahead))), (vec![Fine], vec![level]), "{ahead}");
        }
        assert_eq!(answers(Ok(None)), (vec![Fine], vec![]));
    }

    /// Nobody signs in through a page that the browser warns of.
    #[test]
    fn a_certificate_of_the_pages_that_browsers_refuse_is_critical_and_one_not_judged_is_not_ok() {
        let judged = |trust: Result<Trust, String>| {
            with("people.files", move |p| p.certificate = trust.clone())
        };
        assert_eq!(judged(Ok(Trust::Refused("ended".to_owned()))), [Fine, Critical]);
        assert_eq!(judged(Err("no key".to_owned())), [Fine, Critical]);
        assert_eq!(judged(Ok(Trust::Unseen("CN=own".to_owned()))), [Fine, Unknown]);
        assert_eq!(judged(Ok(Trust::Accepted)), [Fine, Fine]);
    }

    #[test]
    fn whoever_is_connected_is_named_and_the_other_way_round() {
        assert_eq!(with("people.issuers", |_| ()), [Fine]);
        assert_eq!(with("people.issuers", |p| p.named.clear()), [Warning]);
        let more = |p: &mut People| p.named.push("https://elsewhere".to_owned());
        assert_eq!(with("people.issuers", more), [Warning]);
        let mut facts = healthy();
        facts.people = None;
        assert!(levels(&facts, "people.issuers").is_empty(), "no people, no providers");
    }
}
