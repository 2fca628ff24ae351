//! Where are the records kept, by the section [store] of the configuration?

use std::{
    fmt, fs,
    path::{Path, PathBuf},
    time::Duration,
};

use crate::store::postgres::{self, Options, TlsFiles};
use crate::toml_file::Section;

use super::keys::{SecretFileError, check_secret_mode};

/// Where the records are.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum StoreUrl {
    /// In memory: gone at exit, for trying things out.
    Memory,
    /// The embedded store in a directory.
    Embedded(PathBuf),
    /// A PostgreSQL database, with other brokers or without.
    Postgres(Box<Options>),
}

/// What `url` may be.
const URL: &str = "url = \"embedded:data\", \"embedded:///var/lib/verwijspunt\", \
    \"postgres://user@host:5432/database\" or \"memory:\"";

/// Settings that say something about a database only.
struct OfDatabase {
    broker: Option<String>,
    password_file: Option<PathBuf>,
    tls: TlsFiles,
    require_synchronous: bool,
    notify: bool,
}

/// What the section says.
pub(super) struct StoreSection {
    pub(super) url: StoreUrl,
    /// After which time destroyed data has left the disk.
    pub(super) gone_within: Duration,
    /// Where backups go, for the doctor to look at.
    pub(super) backups: Option<PathBuf>,
    /// Whether it was restored from a backup and not opened since.
    pub(super) restored: bool,
}

/// Reads the section.
pub(super) fn read(file: &mut Section, base: &Path) -> StoreSection {
    let (url, hours, backups, restored, given) = file.section("store", |s| {
        let url =
            s.required("url", URL, String::new(), |text| known(text).then(|| text.to_owned()));
        let directory = |text: &str| (!text.is_empty()).then(|| base.join(text));
        let backups = s.optional("backups", "the directory that backup.sh writes to", directory);
        let hours = s.whole("gone_within_hours", 24, 1..=8760);
        (url, hours, backups, s.flag("restored", false), OfDatabase::read(s, base))
    });
    let store = if is_database(&url) {
        let options = given.options(url);
        if let Err(problem) = options.check_url() {
            file.report(0, problem.to_string(), "correct url in [store]");
        }
        StoreUrl::Postgres(Box::new(options))
    } else {
        if given.any() {
            let rule = "[store]: broker_name, password_file, tls_ca, tls_certificate, tls_key, \
                require_synchronous and listen_notify are for a url that begins with postgres://";
            file.report(0, rule, "remove them");
        }
        StoreUrl::of_this_machine(&url, base)
    };
    StoreSection { url: store, gone_within: Duration::from_secs(hours * 3600), backups, restored }
}

fn is_database(url: &str) -> bool {
    url.starts_with("postgres://") || url.starts_with("postgresql://")
}

fn known(url: &str) -> bool {
    let path = url.strip_prefix("embedded:").map(|rest| rest.strip_prefix("//").unwrap_or(rest));
    match path {
        Some(path) => !path.is_empty(),
        None => url == "memory:" || is_database(url) || !(url.is_empty() || url.contains(':')),
    }
}

impl OfDatabase {
    fn read(section: &mut Section, base: &Path) -> Self {
        let file = |text: &str| (!text.is_empty()).then(|| base.join(text));
        let pem = "the path of a PEM file";
        let name = |text: &str| postgres::is_name(text).then(|| text.to_owned());
        Self {
            broker: section.optional(
                "broker_name",
                "1 to 63 letters, digits, dots and dashes, another for each broker",
                name,
            ),
            password_file: section.optional("password_file", "the path of a file", file),
            tls: TlsFiles {
                ca: section.optional("tls_ca", pem, file),
                certificate: section.optional("tls_certificate", pem, file),
                key: section.optional("tls_key", pem, file),
            },
            require_synchronous: section.flag("require_synchronous", false),
            notify: section.flag("listen_notify", true),
        }
    }

    fn any(&self) -> bool {
        self.broker.is_some()
            || self.password_file.is_some()
            || self.tls != TlsFiles::default()
            || self.require_synchronous
            || !self.notify
    }

    fn options(self, url: String) -> Options {
        let Self { broker, password_file, tls, require_synchronous, notify } = self;
        let broker = broker.unwrap_or_else(machine);
        Options { url, password_file, tls, broker, require_synchronous, notify }
    }
}

/// The name of this machine: enough where one broker runs on each.
fn machine() -> String {
    let name = fs::read_to_string("/proc/sys/kernel/hostname").unwrap_or_default();
    name.trim().chars().take(63).collect()
}

impl StoreUrl {
    fn of_this_machine(url: &str, base: &Path) -> Self {
        if url == "memory:" {
            return Self::Memory;
        }
        let path = url.strip_prefix("embedded:").unwrap_or(url);
        Self::Embedded(base.join(path.strip_prefix("//").unwrap_or(path)))
    }

    /// Looks at the files that the section names.
    ///
    /// # Errors
    /// What is wrong with one of them.
    pub(super) fn check(&self) -> Result<(), String> {
        let Self::Postgres(options) = self else { return Ok(()) };
        options.check().map_err(|problem| problem.to_string())?;
        let Some(file) = &options.password_file else { return Ok(()) };
        check_secret_mode(file).map_err(|error| match error {
            SecretFileError::Unreadable(error) => {
                format!("[store] password_file {} cannot be read ({error})", file.display())
            }
            SecretFileError::Open(text) => {
                format!("[store] password_file {} {text}", file.display())
            }
        })
    }
}

impl fmt::Display for StoreUrl {
    /// The settings of the section that say where the records are.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let options = match self {
            Self::Memory => return writeln!(f, "url = \"memory:\""),
            Self::Embedded(path) => {
                return writeln!(f, "url = {:?}", format!("embedded:{}", path.display()));
            }
            Self::Postgres(options) => options,
        };
        let Options { url, password_file, tls, broker, require_synchronous, notify } = &**options;
        writeln!(f, "url = {url:?}\nbroker_name = {broker:?}")?;
        let files = [
            ("password_file", password_file),
            ("tls_ca", &tls.ca),
            ("tls_certificate", &tls.certificate),
            ("tls_key", &tls.key),
        ];
        for (key, file) in files {
            if let Some(file) = file {
                writeln!(f, "{key} = {file:?}")?;
            }
        }
        writeln!(f, "require_synchronous = {require_synchronous}\nlisten_notify = {notify}")
    }
}
