//! Can everything be read that the configuration points at, before a broker starts with it?

use std::fs;
use std::path::Path;

use super::{checkpoints, config::Config, keys, people_config, tls, webhook_config::WebhookConfig};
use crate::toml_file::Problem;

impl Config {
    /// Reads a configuration and everything in this room that it points at: certificates and the
    /// key file. The covenant is checked by its own room.
    ///
    /// # Errors
    /// Every problem found.
    pub fn check(path: &Path) -> Result<Self, Vec<Problem>> {
        let config = Self::load(path)?;
        let mut found = Vec::new();
        let mut add = |file: &Path, line: u32, text: String| {
            found.push(Problem { file: file.to_owned(), line, text, suggestion: None });
        };
        if let Err(error) = tls::TlsMaterial::load(&config.tls) {
            add(&error.file, 0, error.text);
        }
        if let Err(error) = keys::load(&config.keys) {
            add(&error.file, error.line.unwrap_or(0), error.text);
        }
        if let Some(Err(error)) = config.audit.as_ref().map(checkpoints::Checkpoints::new) {
            add(path, 0, format!("[audit]: {error}"));
        }
        if let Err(text) = config.store.check() {
            add(path, 0, text);
        }
        if let Some(people) = &config.people {
            if let Err(text) = people_config::providers(people) {
                text.lines().for_each(|line| add(path, 0, format!("[people]: {line}")));
            }
            if let Err(wrong) = people_config::theme(people) {
                wrong.into_iter().for_each(|one| add(&one.file, one.line, one.text));
            }
            let (certificate, key) = (&people.certificate, &people.key);
            let allow_tls12 = config.tls.allow_tls12;
            if let Err(error) = tls::BrowserMaterial::load(certificate, key, allow_tls12) {
                add(&error.file, 0, error.text);
            }
        }
        if let Some(Err(text)) = config.webhook.as_ref().map(WebhookConfig::open) {
            add(path, 0, format!("[webhook]: {text}"));
        }
        if let Some(Err(text)) = config.mail.as_ref().map(|mail| mail.server.check()) {
            add(path, 0, format!("[mail]: {text}"));
        }
        for covenant in &config.covenants {
            let Err(error) = fs::metadata(covenant) else { continue };
            add(covenant, 0, format!("cannot be read ({error}); set [covenant] file"));
        }
        if found.is_empty() { Ok(config) } else { Err(found) }
    }
}
