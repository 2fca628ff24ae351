//! What do the providers answer, and who names them?

use std::path::PathBuf;

use jiff::{Timestamp, fmt::rfc2822};

use crate::{
    cli::doctor::facts::{People, Provider},
    covenant::Covenant,
    server::{
        assemble,
        people_config::{self, PeopleConfig},
        tls::BrowserMaterial,
    },
};

/// Reads the files and asks every provider.
pub(super) async fn look(config: &PeopleConfig, tls12: bool, covenants: &[PathBuf]) -> People {
    let certificate = BrowserMaterial::load(&config.certificate, &config.key, tls12)
        .map(|read| read.trust)
        .map_err(|error| error.to_string());
    let mut named: Vec<String> = assemble::load_covenants(covenants)
        .map(|all| {
            let organisations = all.all().flat_map(Covenant::organisations);
            organisations.filter_map(|one| one.issuer.clone()).collect()
        })
        .unwrap_or_default();
    named.sort_unstable();
    named.dedup();
    match people_config::providers(config) {
        Err(why) => People { files: Err(why), certificate, providers: Vec::new(), named },
        Ok(found) => {
            let mut providers = Vec::with_capacity(found.len());
            for provider in found {
                let answer = provider.check().await.map(|date| date.as_deref().and_then(ahead));
                providers.push(Provider { issuer: provider.issuer().to_owned(), answer });
            }
            People { files: Ok(config.redirect_uri()), certificate, providers, named }
        }
    }
}

/// By how many seconds the clock that wrote this date is ahead of this machine's.
fn ahead(date: &str) -> Option<i64> {
    let there = rfc2822::DateTimeParser::new().parse_timestamp(date).ok()?;
    Some(there.as_second() - Timestamp::now().as_second())
}
