//! With which keys and names are receivers called? The section `[webhook]`.

use std::{
    fmt, fs,
    net::IpAddr,
    path::{Path, PathBuf},
    sync::Arc,
};

use zeroize::Zeroizing;

use crate::{
    deliver::webhook::{Identity, Sender, SigningKey, SystemResolver, Webhook},
    domain::model::party::Oin,
    toml_file::Section,
};

use super::keys::{SecretFileError, check_secret_mode};

/// Where the inbox is, below the address of REST.
const INBOX: &str = "/v1/inbox";

/// The settings of calls to recipients' web servers.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct WebhookConfig {
    /// The organisation that runs this broker: it stands in every event as where it comes from.
    pub oin: Oin,
    /// The address of REST, `https://host:port` without a path; receivers come there to read.
    pub rest_url: String,
    /// The private key with which events are signed, PEM.
    pub signing_key: PathBuf,
    /// The certificate that receivers see, PEM, followed by its intermediates.
    pub certificate: PathBuf,
    /// Its private key.
    pub key: PathBuf,
    /// Who may sign the receivers' certificates; `None`: the authorities that browsers know.
    pub authorities: Option<PathBuf>,
    /// Addresses inside that may be called all the same.
    pub inside: Vec<IpAddr>,
}

impl WebhookConfig {
    /// Who sends, and where the inbox is.
    #[must_use]
    pub fn sender(&self) -> Sender {
        Sender { oin: self.oin, inbox: format!("{}{INBOX}", self.rest_url) }
    }

    /// Reads the files and makes what calls receivers.
    ///
    /// # Errors
    /// Which file cannot be used, and what to do.
    pub fn open(&self) -> Result<Webhook, String> {
        let signing = SigningKey::read(&secret(&self.signing_key)?)
            .map_err(|why| format!("{}: {why}", self.signing_key.display()))?;
        let identity = Identity {
            certificate: read(&self.certificate)?,
            key: secret(&self.key)?,
            authorities: self.authorities.as_deref().map(read).transpose()?,
        };
        let origin = self.rest_url.strip_prefix("https://").unwrap_or_default();
        let host = origin.rsplit_once(':').map_or(origin, |(host, _)| host);
        Webhook::new(&identity, signing, host, &self.inside, Arc::new(SystemResolver))
    }
}

fn read(file: &Path) -> Result<Vec<u8>, String> {
    fs::read(file).map_err(|error| format!("{} cannot be read ({error})", file.display()))
}

/// Reads a private key, and warns when others could read it too.
fn secret(file: &Path) -> Result<Zeroizing<Vec<u8>>, String> {
    match check_secret_mode(file) {
        Ok(()) | Err(SecretFileError::Unreadable(_)) => {}
        Err(SecretFileError::Open(text)) => tracing::warn!(file = %file.display(), "{text}"),
    }
    read(file).map(Zeroizing::new)
}

/// Reads the section; `None` when there is none.
pub(super) fn read_section(reader: &mut Section, base: &Path) -> Option<WebhookConfig> {
    let file = |text: &str| (!text.is_empty()).then(|| base.join(text));
    let mut s = reader.table_if("webhook")?;
    let nobody = Oin::parse("00000000000000000000").expect("20 digits");
    let home = "rest_url = \"https://verwijspunt.example.nl:7443\", without a path";
    let key = "signing_key_file = \"webhook.key\"; make it with: openssl genpkey -algorithm EC \
               -pkeyopt ec_paramgen_curve:P-256";
    let config = WebhookConfig {
        oin: s.required("oin", "oin = the 20 digits of your organisation", nobody, Oin::parse),
        rest_url: s.required("rest_url", home, String::new(), super::people_config::public_url),
        signing_key: s.required("signing_key_file", key, base.into(), file),
        certificate: s.required("certificate", "certificate = \"client.pem\"", base.into(), file),
        key: s.required("key", "key = \"client.key\"", base.into(), file),
        authorities: s.optional("ca_file", "the path of a PEM file with certificates", file),
        inside: s.any_number("inside", "a list of IP addresses, as [\"127.0.0.1\"]", |text| {
            text.parse().ok()
        }),
    };
    s.finish();
    Some(config)
}

impl fmt::Display for WebhookConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { oin, rest_url, signing_key, certificate, key, authorities, inside } = self;
        writeln!(f, "\n[webhook]\noin = \"{oin}\"\nrest_url = {rest_url:?}")?;
        writeln!(f, "signing_key_file = {signing_key:?}")?;
        writeln!(f, "certificate = {certificate:?}\nkey = {key:?}")?;
        if let Some(authorities) = authorities {
            writeln!(f, "ca_file = {authorities:?}")?;
        }
        // An empty list is none: as a setting it would be refused.
        if inside.is_empty() {
            return Ok(());
        }
        let inside: Vec<_> = inside.iter().map(ToString::to_string).collect();
        writeln!(f, "inside = {inside:?}")
    }
}
