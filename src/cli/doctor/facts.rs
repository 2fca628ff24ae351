//! What does the doctor look at? Plain values, gathered before anything is judged.

use std::path::PathBuf;

use crate::{
    broker::Standing,
    domain::model::{budget::Terms, time::Time},
    server::{expiry::Validity, tls::Trust},
    store::postgres::Diagnosis,
};

/// Everything that was found on this machine. What does not apply is absent.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Facts {
    pub(super) clock: Clock,
    /// Certificates, authorities and revocation lists.
    pub(super) certificates: Vec<Certificate>,
    /// Whether the TLS files work together; what will keep parties out although they do, and what clients
    /// make of the broker's own certificate.
    pub(super) tls: Result<(Vec<String>, Trust), String>,
    /// Secret files and directories.
    pub(super) guarded: Vec<Guarded>,
    /// How many pseudonym keys there are, or what is wrong with their file.
    pub(super) keys: Result<usize, String>,
    /// The covenants in force, or every problem.
    pub(super) covenants: Result<Vec<String>, String>,
    /// What would be left behind at a start, or why that cannot be seen; not in a directory where a
    /// broker runs.
    pub(super) standing: Option<Result<Standing, String>>,
    pub(super) disks: Vec<Disk>,
    /// The backups, where the configuration says where they are.
    pub(super) backups: Option<Backups>,
    /// Copies that a restore or an upgrade left beside an embedded store, and when.
    pub(super) copies: Option<Vec<(PathBuf, Time)>>,
    /// Whether the store was restored and not opened since, by the configuration.
    pub(super) restored: bool,
    pub(super) ports: Vec<Port>,
    /// What a running broker says of itself.
    pub(super) ready: Option<Result<(), String>>,
    pub(super) store: Store,
    /// The database, or why it cannot be asked.
    pub(super) database: Option<Result<Diagnosis, String>>,
    /// About how many persons callers may ask, by the configuration.
    pub(super) budget: Terms,
    /// Whether an OK needs a synchronous standby, by the configuration.
    pub(super) require_synchronous: bool,
    /// The mail server, when there is one, and what is wrong with it.
    pub(super) mail: Option<(String, Result<(), String>)>,
    /// How people sign in, when they do here.
    pub(super) people: Option<People>,
    /// How recipients' web servers are called.
    pub(super) webhooks: Webhooks,
    /// To how many recipients deliveries are paused, by the numbers of the broker that runs; absent
    /// when none does, or it delivers nothing.
    pub(super) paused: Option<Paused>,
}

/// Recipients to whom deliveries are paused: somebody has to look.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) struct Paused {
    /// By mail.
    pub(super) mail: usize,
    /// Whose web server is called.
    pub(super) webhooks: usize,
}

/// What calling web servers needs.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Webhooks {
    /// The name of the signing key, or what is wrong with the files; absent without the section.
    pub(super) files: Option<Result<String, String>>,
    /// The addresses in the parties files.
    pub(super) registered: Vec<String>,
}

/// What people need to sign in.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct People {
    /// Where providers send browsers back to, or what is wrong with the files.
    pub(super) files: Result<String, String>,
    /// What browsers make of the certificate of the pages, or what is wrong with it.
    pub(super) certificate: Result<Trust, String>,
    /// The providers of the configuration.
    pub(super) providers: Vec<Provider>,
    /// The issuers that organisations name.
    pub(super) named: Vec<String>,
}

/// A provider, as it answers.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Provider {
    /// Its issuer identifier.
    pub(super) issuer: String,
    /// By how many seconds its clock is ahead, as far as it says; or why it cannot be used.
    pub(super) answer: Result<Option<i64>, String>,
}

/// The clock of this machine, and what can be held against it.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Clock {
    pub(super) now: Time,
    /// The newest thing that this clock wrote before: when, and where.
    pub(super) newest: Option<(Time, PathBuf)>,
    /// Whether the system says that it follows a time source; absent when it does not say.
    pub(super) synchronised: Option<bool>,
}

/// What a PEM file is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Role {
    Server,
    Authority,
    Revocation,
}

/// A PEM file with dates.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Certificate {
    pub(super) role: Role,
    pub(super) file: PathBuf,
    pub(super) validity: Result<Validity, String>,
}

/// Something that only the broker's user may touch.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Guarded {
    pub(super) path: PathBuf,
    pub(super) directory: bool,
    /// Mode bits and owner.
    pub(super) found: Result<(u32, u32), String>,
    /// The user that the broker runs as, as far as that shows.
    pub(super) expected_owner: u32,
}

/// A place on a disk.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Disk {
    pub(super) path: PathBuf,
    pub(super) free: u64,
    pub(super) total: u64,
    /// What the broker itself needs there before it refuses to write; 0 where it has no bound.
    pub(super) reserve: u64,
    /// What building the index anew takes besides.
    pub(super) renewal: u64,
}

/// Copies of the store.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Backups {
    pub(super) directory: PathBuf,
    /// When the newest was made; absent when there is none; or why that cannot be seen.
    pub(super) newest: Result<Option<Time>, String>,
}

/// An address that the configuration names.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Port {
    pub(super) setting: &'static str,
    pub(super) address: String,
    /// Why it cannot be listened on; empty when it can.
    pub(super) taken: Option<String>,
}

/// The store, as far as it can be read without a broker.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Store {
    /// In memory.
    Memory,
    /// In a database; what that says is judged by itself.
    Database,
    /// The directory was never used.
    NotThere(PathBuf),
    /// A broker runs on it.
    InUse(String),
    /// Read whole: what is wrong, nothing when sound, and how much there is.
    Checked { problems: Vec<String>, position: u64, records: u64, format: u32 },
    /// It cannot be opened; the text says what to do.
    Refused(String),
    /// Not looked at, as asked.
    Skipped,
}

impl Facts {
    /// Whether a broker seems to run here: its store is held, or it answers.
    pub(super) fn running(&self) -> bool {
        matches!(self.store, Store::InUse(_)) || self.ready.is_some()
    }
}
