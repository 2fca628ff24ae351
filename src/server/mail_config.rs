//! Does the broker send mail, by which server, and as whom? The section `[mail]`.

use std::{fmt, path::Path};

use lettre::Address;

use crate::{
    deliver::{
        mail::Settings,
        smtp::{Security, Server},
    },
    toml_file::Section,
};

use super::people_config::public_url;

/// Longest name of a server, in characters.
const HOST_MOST: usize = 253;

/// Reads the section; `None` when there is none: then nobody gets mail.
pub(super) fn read(reader: &mut Section, base: &Path) -> Option<Settings> {
    let file = |text: &str| (!text.is_empty()).then(|| base.join(text));
    let some = |text: &str| (!text.trim().is_empty()).then(|| text.trim().to_owned());
    let mut s = reader.table_if("mail")?;
    let nobody: Address = "nobody@localhost".parse().ok()?;
    let named = |text: &str| Security::ALL.into_iter().find(|one| one.as_str() == text);
    let security = s.optional("security", "\"starttls\" or \"tls\"", named);
    let security = security.unwrap_or(Security::StartTls);
    let host = s.required("server", "server = \"smtp.example.nl\"", String::new(), host);
    let port = s.whole("port", security.port().into(), 1..=65_535);
    let ca_file = s.optional("ca_file", "the path of a PEM file with a certificate", file);
    let user = s.optional("user", "the name to sign in with", some);
    let password = s.optional("password_file", "the path of a file with the password", file);
    let from = "sender = \"verwijspunt@example.nl\"";
    let sender = s.required("sender", from, nobody, |text| text.parse().ok());
    let address = "console = \"https://verwijspunt.example.nl\", without a path";
    let console = s.required("console", address, String::new(), public_url);
    if user.is_some() != password.is_some() {
        let rule = "[mail]: user and password_file belong together";
        s.report(s.line, rule, "set both or none");
    }
    s.finish();
    let port = u16::try_from(port).unwrap_or_default();
    let server = Server { host, port, security, ca_file, login: user.zip(password) };
    Some(Settings { server, sender, console })
}

fn host(text: &str) -> Option<String> {
    let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b':');
    let fits = !text.is_empty() && text.len() <= HOST_MOST && text.bytes().all(plain);
    fits.then(|| text.to_owned())
}

/// The section, as a file that says the same.
pub(super) fn write(settings: &Settings, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let Settings { server, sender, console } = settings;
    let Server { host, port, security, ca_file, login } = server;
    writeln!(f, "\n[mail]\nserver = {host:?}\nport = {port}")?;
    writeln!(f, "security = \"{}\"", security.as_str())?;
    if let Some(file) = ca_file {
        writeln!(f, "ca_file = {file:?}")?;
    }
    if let Some((user, file)) = login {
        writeln!(f, "user = {user:?}\npassword_file = {file:?}")?;
    }
    writeln!(f, "sender = \"{sender}\"\nconsole = {console:?}")
}
