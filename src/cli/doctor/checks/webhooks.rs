//! Are the web servers called that the parties files name, and does what leaves arrive?

use crate::cli::doctor::{
    facts::Facts,
    finding::{Finding, Text},
};

pub(super) fn called(facts: &Facts) -> Vec<Finding> {
    let count = facts.webhooks.registered.len();
    let plain = facts.webhooks.registered.iter().filter(|it| it.starts_with("http://")).count();
    let finding = match &facts.webhooks.files {
        None if count == 0 => return Vec::new(),
        None => Finding::warning(
            Text::new(
                format!("{count} ontvangers hebben een webhook, en niemand wordt aangeroepen"),
                format!("{count} recipients have a webhook, and nobody is called"),
            ),
            Text::new(
                "voeg [webhook] toe aan de configuratie",
                "add [webhook] to the configuration",
            ),
        ),
        Some(Err(why)) => Finding::critical(
            Text::quote(why),
            Text::new(
                "zolang dit zo is start de broker niet",
                "as long as this is so the broker does not start",
            ),
        ),
        Some(Ok(_)) if plain > 0 => Finding::warning(
            Text::new(
                format!("{plain} webhooks zijn zonder TLS"),
                format!("{plain} webhooks have no TLS"),
            ),
            Text::new(
                "geef ze een https-adres; zonder TLS wordt alleen deze machine aangeroepen",
                "give them an address with https; without TLS only this machine is called",
            ),
        ),
        Some(Ok(key)) => Finding::fine(Text::new(
            format!("{count} webhooks, ondertekend met de sleutel {key}"),
            format!("{count} webhooks, signed with the key {key}"),
        )),
    };
    vec![finding]
}

pub(super) fn paused(facts: &Facts) -> Vec<Finding> {
    let Some(paused) = facts.paused else { return Vec::new() };
    let told = |count: usize, nl: &str, en: &str| {
        (count > 0).then(|| {
            Finding::warning(
                Text::new(format!("{count} {nl}"), format!("{count} {en}")),
                Text::new(
                    "verwijspunt deliveries list, of de pagina Koppeling, zegt de ontvanger waarom; zie webhooks.md",
                    "verwijspunt deliveries list, or the page Koppeling, tells the recipient why; see webhooks.md",
                ),
            )
        })
    };
    let webhooks = told(
        paused.webhooks,
        "webservers van ontvangers worden niet bereikt, en zijn stilgezet",
        "web servers of recipients are not reached, and paused",
    );
    let mail = told(
        paused.mail,
        "ontvangers van mail worden niet bereikt, en zijn stilgezet",
        "recipients of mail are not reached, and paused",
    );
    let found: Vec<_> = webhooks.into_iter().chain(mail).collect();
    if found.is_empty() {
        return vec![Finding::fine(Text::new(
            "wat de deur uitgaat is nergens stilgezet",
            "nothing that leaves is paused anywhere",
        ))];
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::doctor::{
        checks::tests::{healthy, levels},
        facts::{Paused, Webhooks},
        finding::Level::{self, Critical, Fine, Warning},
    };

    fn with(files: Option<Result<&str, &str>>, registered: &[&str]) -> Vec<Level> {
        let files = files.map(|it| it.map(str::to_owned).map_err(str::to_owned));
        let registered = registered.iter().map(ToString::to_string).collect();
        let webhooks = Webhooks { files, registered };
        levels(&Facts { webhooks, ..healthy() }, "webhooks")
    }

    #[test]
    fn who_is_not_reached_is_warned_of() {
        let with = |paused| levels(&Facts { paused, ..healthy() }, "deliveries");
        assert!(with(None).is_empty(), "no broker runs, or it delivers nothing");
        assert_eq!(with(Some(Paused { mail: 0, webhooks: 0 })), [Fine]);
        assert_eq!(with(Some(Paused { mail: 0, webhooks: 1 })), [Warning]);
        assert_eq!(with(Some(Paused { mail: 2, webhooks: 1 })), [Warning, Warning]);
    }

    #[test]
    fn who_is_registered_is_called() {
        let good = "https://receiver.example/";
        assert!(with(None, &[]).is_empty());
        assert_eq!(with(None, &[good]), [Warning]);
        assert_eq!(with(Some(Err("no key")), &[]), [Critical]);
        assert_eq!(with(Some(Ok("key")), &[good]), [Fine]);
        assert_eq!(with(Some(Ok("key")), &[good, "http://127.0.0.1:8080/"]), [Warning]);
    }
}
