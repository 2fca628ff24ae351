//! Is the configuration of the sign-in taken whole or refused whole, with what to do?

use std::{fs, path::Path};

use verwijspunt::{
    people::provider::{Audience, IssuerSettings},
    server::{
        config::Config,
        people_config::{self, PeopleConfig},
    },
};

const REST: &str = "[listen]\naddress = \"127.0.0.1:0\"\n[tls]\ncertificate = \"a.pem\"\n\
    key = \"a.key\"\nclient_ca = \"ca.pem\"\n[store]\nurl = \"memory:\"\n[covenant]\nfile = \"c.toml\"\n\
    [keys]\nfile = \"k.toml\"\n";

const PEOPLE: &str = "[people]\naddress = \"0.0.0.0:8443\"\n\
    public_url = \"https://vp.example.nl\"\ncertificate = \"web.pem\"\nkey = \"web.key\"\n\
    issuers = [\"one.toml\", \"two.toml\"]\n";

fn people(text: &str) -> Result<Option<PeopleConfig>, Vec<String>> {
    let parsed = Config::parse(Path::new("/etc/v/config.toml"), &format!("{REST}{text}"));
    parsed
        .map(|config| config.people)
        .map_err(|problems| problems.iter().map(ToString::to_string).collect())
}

#[test]
fn without_a_section_there_are_no_pages_and_with_one_it_must_be_whole() {
    assert_eq!(people(""), Ok(None));
    let config = people(PEOPLE).expect("whole").expect("there");
    assert_eq!(config.redirect_uri(), "https://vp.example.nl/inloggen/terug");
    assert_eq!(config.issuers, [Path::new("/etc/v/one.toml"), Path::new("/etc/v/two.toml")]);
    let parsed = Config::parse(Path::new("/etc/v/config.toml"), &format!("{REST}{PEOPLE}"));
    let parsed = parsed.expect("whole");
    let again = Config::parse(Path::new("/elsewhere/c.toml"), &parsed.to_string());
    assert_eq!(again.expect("reads back"), parsed);
    let missing = people("[people]\n").expect_err("nothing is in it");
    for name in ["address", "public_url", "certificate", "key", "issuers"] {
        assert!(missing.iter().any(|text| text.contains(name)), "{name}: {missing:?}");
    }
}

#[test]
fn a_theme_is_looked_at_before_the_start_and_refused_with_its_line() {
    let place = tempfile::tempdir().expect("a directory");
    let file = place.path().join("colours.css");
    let text = format!("{REST}{PEOPLE}theme = \"colours.css\"\n");
    let parsed = Config::parse(&place.path().join("config.toml"), &text).expect("whole");
    let again = Config::parse(Path::new("/elsewhere/c.toml"), &parsed.to_string());
    assert_eq!(again.expect("reads back"), parsed);
    let settings = parsed.people.expect("there");
    assert_eq!(settings.theme.as_deref(), Some(file.as_path()));
    fs::write(&file, ":root{\n--brand:url(https://evil.example)\n}").expect("written");
    let wrong = people_config::theme(&settings).expect_err("hostile");
    assert_eq!((wrong[0].line, &wrong[0].file), (2, &file), "{wrong:?}");
    fs::write(&file, ":root{--brand:#00633c}").expect("written");
    assert!(people_config::theme(&settings).expect("colours").is_some());
    fs::remove_file(&file).expect("removed");
    assert!(people_config::theme(&settings).is_err(), "it is not there");
}

#[test]
fn sessions_can_be_made_shorter_and_never_longer() {
    let minutes = |line: &str| people(&format!("{PEOPLE}{line}\n"));
    let terms = minutes("idle_minutes = 5\nsession_hours = 2\nconfirm_minutes = 10");
    let terms = terms.expect("whole").expect("there").terms;
    assert_eq!((terms.idle_ms, terms.most_ms, terms.confirm_ms), (300_000, 7_200_000, 600_000));
    for line in
        ["idle_minutes = 16", "idle_minutes = 0", "session_hours = 10", "confirm_minutes = 61"]
    {
        assert!(minutes(line).is_err(), "{line}");
    }
    for url in ["http://vp.example.nl", "https://", "https://vp.example.nl/", "https://a b", "vp"] {
        let text = PEOPLE.replace("https://vp.example.nl", url);
        assert!(people(&text).is_err(), "{url}");
    }
}

/// The file of a provider, in a directory that is there.
fn issuer(text: &str) -> Result<IssuerSettings, String> {
    let directory = tempfile::tempdir().expect("a directory");
    let file = directory.path().join("issuer.toml");
    fs::write(&file, text).expect("written");
    people_config::read_issuer(&file)
        .map_err(|all| all.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
}

const ISSUER: &str = "[issuer]\nurl = \"https://login.example.nl/realm\"\n\
    [client]\nid = \"verwijspunt\"\nkey_file = \"client.key\"\n\
    [claims]\nprofessional = \"oid\"\n[second_factor]\nacr = [\"two\"]\n";

#[test]
fn the_example_of_a_providers_file_is_one() {
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("deploy/issuer.example.toml");
    let settings = people_config::read_issuer(&example).expect("it is whole");
    assert!(!settings.second_factor.is_empty());
    // What stands behind a comment sign is a setting too.
    let text = fs::read_to_string(&example).expect("reads");
    let all: String = text
        .lines()
        .map(|line| {
            line.strip_prefix("# ")
                .filter(|l| l.contains(" = ") && !l.contains(':'))
                .unwrap_or(line)
        })
        .map(|line| format!("{line}\n"))
        .collect();
    let settings = issuer(&all).expect("every setting is one");
    assert_eq!(settings.audience, Audience::TokenEndpoint);
    assert!(settings.organisation.is_some() && settings.certificate.is_some());
    assert!(settings.demanded_role.is_some() && settings.authorities.is_some());
}

#[test]
fn a_providers_file_is_refused_with_what_to_do() {
    let settings = issuer(ISSUER).expect("whole");
    assert_eq!((settings.roles.as_str(), settings.organisation), ("roles", None));
    for (from, to, part) in [
        ("https://login", "http://login", "url"),
        ("https://login.example.nl/realm", "https://login.example.nl/?a", "url"),
        ("id = \"verwijspunt\"\n", "", "\"id\" is missing"),
        ("\"oid\"", "\"email\"", "professional"),
        ("\"oid\"", "\"upn\"", "professional"),
        ("acr = [\"two\"]\n", "", "second factor"),
        ("acr = [\"two\"]", "acrr = [\"two\"]", "acrr"),
        ("id = ", "secret = \"x\"\nid = ", "unknown field \"secret\""),
    ] {
        let refused = issuer(&ISSUER.replace(from, to)).expect_err(to);
        assert!(refused.contains(part), "{to}: {refused}");
    }
    assert!(people_config::read_issuer(Path::new("/nowhere/issuer.toml")).is_err());
}
