//! Can people sign in? Certificate for browsers, providers, their clocks, and who speaks for whom.

use crate::cli::doctor::{
    facts::{Facts, People, Provider},
    finding::{Finding, Text},
};

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
    vec![finding]
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
        finding::Level::{self, Critical, Fine, Warning},
    };

    pub(in crate::cli::doctor) fn people() -> People {
        let issuer = "https://login.example.nl".to_owned();
        People {
            files: Ok("https://verwijspunt.example.nl/inloggen/terug".to_owned()),
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
        assert_eq!(with("people.files", |p| p.files = Err("no key".to_owned())), [Critical]);
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
