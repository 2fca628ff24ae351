//! What stands in the directory of a sandbox? A covenant, keys and certificates, made by the same code as
//! the subcommands use; the certificates stay for the next time.

use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::{
    cli::{errors::CliError, operate, texts::fill},
    server::{assemble, config::Config, keys, pki},
};

/// The file by which a directory is known as a sandbox's.
pub(super) const TOLD: &str = "sandbox.json";
/// The covenant.
const COVENANT: &str = "amsterdam-2009.toml";
/// Covenant and parties, always written anew.
const FILES: [(&str, &str); 2] = [
    (COVENANT, include_str!("../../../deploy/covenants/amsterdam-2009.toml")),
    (
        "amsterdam-organisations.toml",
        include_str!("../../../deploy/covenants/amsterdam-organisations.toml"),
    ),
];

/// All that is configured: no file says it, so that no file can say something else.
const CONFIG: &str = r#"
[listen]
address = "127.0.0.1:PORT"
[tls]
certificate = "certs/server.pem"
key = "certs/server.key"
client_ca = "certs/ca.pem"
[store]
url = "memory:"
[covenant]
file = "amsterdam-2009.toml"
[keys]
file = "keys.toml"
"#;

/// A directory that is ready.
pub(super) struct Place(PathBuf);

/// Makes the directory, or takes up the one of an earlier sandbox.
///
/// # Errors
/// Something else is there, or it cannot be written.
pub(super) fn prepare(directory: &Path) -> Result<Place, CliError> {
    fs::create_dir_all(directory)?;
    let directory = directory.canonicalize()?;
    let place = Place(directory);
    let empty = fs::read_dir(&place.0)?.next().is_none();
    if !empty && !place.file(TOLD).exists() {
        let text = "{} holds something else than a sandbox; name another directory with --dir";
        return Err(CliError::Failed(fill(text, &[&place.0.display()])));
    }
    // What an earlier one said about its ports holds no longer.
    fs::write(place.file(TOLD), "{}\n")?;
    for (name, text) in FILES {
        fs::write(place.file(name), text)?;
    }
    let covenant = assemble::load_covenant(&place.file(COVENANT)).map_err(CliError::Failed)?;
    let failed = |error: &dyn std::fmt::Display| CliError::Failed(error.to_string());
    pki::make(&place.certs(), &operate::clients(&covenant), false).map_err(|e| failed(&e))?;
    if !place.file("keys.toml").exists() {
        keys::new(&place.file("keys.toml")).map_err(|e| failed(&e))?;
    }
    Ok(place)
}

impl Place {
    /// One with a covenant and an authority alone: enough to be judged.
    #[cfg(test)]
    pub(super) fn bare(directory: &Path) -> Self {
        let place = Self(directory.to_owned());
        for (name, text) in FILES {
            fs::write(place.file(name), text).expect("a new directory");
        }
        pki::make(&place.certs(), &[], false).expect("an authority");
        place
    }

    /// A file in it.
    pub(super) fn file(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    /// Where the certificates are.
    pub(super) fn certs(&self) -> PathBuf {
        self.file("certs")
    }

    /// The configuration, of which nothing is ever read again.
    ///
    /// # Errors
    /// It cannot be read.
    pub(super) fn config(&self, port: u16) -> Result<Config, CliError> {
        let text = CONFIG.replace("PORT", &port.to_string());
        let config = Config::parse(&self.file("sandbox.toml"), &text);
        let config = config.map_err(|problems| operate::refused(&problems))?;
        Ok(Config { reload_poll: None, ..config })
    }
}
