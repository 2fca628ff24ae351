//! How do people sign in here? The section `[people]`, and a file for each provider.

use std::{
    fmt, fs,
    net::SocketAddr,
    path::{Path, PathBuf},
};

use crate::{
    domain::rules::session::Terms,
    people::provider::{Audience, IssuerSettings, Provider, SecondFactor, local_path},
};

use crate::{
    toml_file::{self, Problem, Problems, Section},
    web::Theme,
};

/// A minute in milliseconds.
const MINUTE_MS: i64 = 60_000;

/// Where providers send browsers back to, below the public address.
pub const RETURN_PATH: &str = "/inloggen/terug";

/// The settings of the pages for people.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PeopleConfig {
    /// Where to listen, over TLS without client certificates.
    pub address: SocketAddr,
    /// The address that people type, `https://host` without a path.
    pub public_url: String,
    /// The certificate for that name, PEM, followed by its intermediates.
    pub certificate: PathBuf,
    /// Its private key.
    pub key: PathBuf,
    /// A file for each provider.
    pub issuers: Vec<PathBuf>,
    /// How long sessions last.
    pub terms: Terms,
    /// A style sheet with a municipality's own colours.
    pub theme: Option<PathBuf>,
}

impl PeopleConfig {
    /// The address to which a provider sends browsers back: exactly this one is registered there.
    #[must_use]
    pub fn redirect_uri(&self) -> String {
        format!("{}{RETURN_PATH}", self.public_url)
    }
}

/// Reads the section; `None` when there is none.
pub(super) fn read(reader: &mut Section, base: &Path) -> Option<PeopleConfig> {
    let file = |text: &str| (!text.is_empty()).then(|| base.join(text));
    let address = |text: &str| text.parse::<SocketAddr>().ok();
    let mut s = reader.table_if("people")?;
    let nowhere = SocketAddr::from(([127, 0, 0, 1], 0));
    let minutes = |number: u64| i64::try_from(number).unwrap_or(i64::MAX) * MINUTE_MS;
    let home = "public_url = \"https://verwijspunt.example.nl\", without a path";
    let files = "issuers = \"school.toml\", or a list of such files";
    let people = PeopleConfig {
        address: s.required("address", "address = \"0.0.0.0:8443\"", nowhere, address),
        public_url: s.required("public_url", home, String::new(), public_url),
        certificate: s.required("certificate", "certificate = \"web.pem\"", base.into(), file),
        key: s.required("key", "key = \"web.key\"", base.into(), file),
        issuers: s.one_or_more("issuers", files, file),
        // Shorter than the usual times, never longer.
        terms: Terms {
            idle_ms: minutes(s.whole("idle_minutes", 15, 3..=15)),
            most_ms: minutes(60 * s.whole("session_hours", 9, 1..=9)),
            confirm_ms: minutes(s.whole("confirm_minutes", 60, 5..=60)),
        },
        theme: s.optional("theme", "theme = \"colours.css\"", file),
    };
    s.finish();
    Some(people)
}

/// `https://host` or `https://host:port`.
pub(super) fn public_url(text: &str) -> Option<String> {
    let host = text.strip_prefix("https://")?;
    let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b':' | b'[' | b']');
    let fits = !host.is_empty() && host.len() <= 253 && host.bytes().all(plain);
    fits.then(|| text.to_owned())
}

impl fmt::Display for PeopleConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { address, public_url, certificate, key, issuers, terms, theme } = self;
        writeln!(f, "\n[people]\naddress = \"{address}\"\npublic_url = {public_url:?}")?;
        writeln!(f, "certificate = {certificate:?}\nkey = {key:?}\nissuers = {issuers:?}")?;
        writeln!(f, "idle_minutes = {}", terms.idle_ms / MINUTE_MS)?;
        writeln!(f, "session_hours = {}", terms.most_ms / MINUTE_MS / 60)?;
        writeln!(f, "confirm_minutes = {}", terms.confirm_ms / MINUTE_MS)?;
        theme.iter().try_for_each(|file| writeln!(f, "theme = {file:?}"))
    }
}

/// Reads the file of a provider. Relative paths in it are relative to the file.
///
/// # Errors
/// Every problem of the file, by line.
pub fn read_issuer(path: &Path) -> Result<IssuerSettings, Vec<Problem>> {
    let text = fs::read_to_string(path).map_err(|error| {
        vec![Problem {
            file: path.to_path_buf(),
            line: 0,
            text: format!("cannot be read ({error})"),
            suggestion: Some("give the path of a provider's file".to_owned()),
        }]
    })?;
    let base = path.parent().unwrap_or(Path::new(""));
    let file = |text: &str| (!text.is_empty()).then(|| base.join(text));
    let some = |text: &str| (!text.trim().is_empty()).then(|| text.trim().to_owned());
    let problems = Problems::default();
    let mut reader = toml_file::parse(path, &text, &problems);
    let (issuer, authorities) = reader.section("issuer", |s| {
        (
            s.required("url", "url = \"https://login.example.nl\"", String::new(), issuer_url),
            s.optional("ca_file", "the path of a PEM file with certificates", file),
        )
    });
    let (client_id, key, key_id, certificate, algorithm, audience) =
        reader.section("client", |s| {
            (
                s.required("id", "id = \"verwijspunt\"", String::new(), some),
                s.required("key_file", "key_file = \"client.key\"", base.into(), file),
                s.optional("key_id", "the name of the key at the provider", some),
                s.optional("certificate_file", "the path of the key's certificate", file),
                s.optional("algorithm", "\"RS256\", \"PS256\" or \"ES256\"", some),
                s.optional("audience", "\"token-endpoint\" or \"issuer\"", audience),
            )
        });
    let (professional, organisation, roles, demanded_role) = reader.section("claims", |s| {
        let stable = "professional = \"oid\", a claim that never changes; not an e-mail address";
        (
            s.required("professional", stable, String::new(), stable_claim),
            s.optional("organisation", "the claim with the organisation's OIN", some),
            s.optional("roles", "the claim with the app roles", some),
            s.optional("professional_role", "the role of who acts for the organisation", some),
        )
    });
    let expects = "a list of values that stand for a second factor";
    let second_factor = reader.section("second_factor", |s| SecondFactor {
        acr: s.any_number("acr", expects, some),
        amr: s.any_number("amr", expects, some),
        acrs: s.any_number("acrs", expects, some),
    });
    if second_factor.is_empty() {
        let rule = "[second_factor]: nobody comes in without a second factor";
        reader.report(0, rule, "set acr, amr or acrs");
    }
    reader.finish();
    problems.or(Some(IssuerSettings {
        issuer,
        client_id,
        key,
        key_id,
        certificate,
        algorithm,
        audience: audience.unwrap_or(Audience::TokenEndpoint),
        authorities,
        professional,
        organisation,
        roles: roles.unwrap_or_else(|| "roles".to_owned()),
        demanded_role,
        second_factor,
    }))
}

/// The providers of a configuration, with their keys.
///
/// # Errors
/// Every problem of their files, a line each.
pub fn providers(config: &PeopleConfig) -> Result<Vec<Provider>, String> {
    let (mut found, mut problems) = (Vec::<Provider>::new(), Vec::new());
    for file in &config.issuers {
        let read = read_issuer(file).map_err(|problems| {
            problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
        });
        let provider = read.and_then(|settings| {
            Provider::new(settings, &config.redirect_uri())
                .map_err(|why| format!("{}: {why}", file.display()))
        });
        match provider {
            Ok(provider) if found.iter().any(|one| one.issuer() == provider.issuer()) => {
                let (file, issuer) = (file.display(), provider.issuer());
                problems.push(format!("{file}: another file is of {issuer} too; keep one"));
            }
            Ok(provider) => found.push(provider),
            Err(why) => problems.push(why),
        }
    }
    if problems.is_empty() { Ok(found) } else { Err(problems.join("\n")) }
}

/// The theme of a configuration, if it has one.
///
/// # Errors
/// Everything that it may not hold, with its line.
pub fn theme(config: &PeopleConfig) -> Result<Option<Theme>, Vec<Problem>> {
    let Some(file) = &config.theme else { return Ok(None) };
    let problem = |(line, text)| Problem { file: file.clone(), line, text, suggestion: None };
    Theme::load(file).map(Some).map_err(|wrong| wrong.into_iter().map(problem).collect())
}

fn issuer_url(text: &str) -> Option<String> {
    let behind = text.strip_prefix("https://")?;
    // What may stand in a path of ours may stand behind the host.
    local_path(&format!("/{behind}")).filter(|path| path.len() > 1)?;
    (!text.contains(['?', '#', '@'])).then(|| text.to_owned())
}

fn audience(text: &str) -> Option<Audience> {
    match text {
        "token-endpoint" => Some(Audience::TokenEndpoint),
        "issuer" => Some(Audience::Issuer),
        _ => None,
    }
}

/// A claim by which somebody stays the same person. An e-mail address goes to a successor.
fn stable_claim(text: &str) -> Option<String> {
    const CHANGING: [&str; 4] = ["email", "name", "preferred_username", "upn"];
    let text = text.trim();
    (!text.is_empty() && !CHANGING.contains(&text)).then(|| text.to_owned())
}
