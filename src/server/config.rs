//! What can be configured, with which defaults? One TOML file, taken whole or refused whole.

use std::fmt;
use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::people_config::{self, PeopleConfig};
pub use super::store_config::StoreUrl;
use super::{
    budget_config, mail_config,
    store_config::{self, StoreSection},
    webhook_config::{self, WebhookConfig},
};
use crate::deliver::mail;
use crate::domain::model::budget::Terms;
pub use crate::toml_file::Problem;
use crate::toml_file::{self, Problems, Section};

/// The settings of `serve`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Config {
    /// Where to listen.
    pub listen: Listen,
    /// Certificates.
    pub tls: Tls,
    /// Where the records are.
    pub store: StoreUrl,
    /// After this time, what was destroyed has left the disk; for the embedded store.
    pub gone_within: Duration,
    /// Where backups go; the doctor looks at their age. `None`: it is not told.
    pub backups: Option<PathBuf>,
    /// Whether the store was restored from a backup and lacks what was said since: then only that is taken.
    pub restored: bool,
    /// The covenant files; one broker may serve several covenants.
    pub covenants: Vec<PathBuf>,
    /// The file with the pseudonym keys.
    pub keys: PathBuf,
    /// Where the end of the audit log is anchored; `None`: nowhere.
    pub audit: Option<AuditConfig>,
    /// About how many persons callers may ask.
    pub budget: Terms,
    /// Pages for people who sign in; `None`: not served.
    pub people: Option<PeopleConfig>,
    /// Mail to who must act; `None`: nobody gets any.
    pub mail: Option<mail::Settings>,
    /// How receivers are called; `None`: nobody is.
    pub webhook: Option<WebhookConfig>,
    /// Limits on what callers can ask of the machine.
    pub limits: Limits,
    /// Logging.
    pub log: Log,
    /// Whether gRPC reflection is served.
    pub reflection: bool,
    /// How often files are looked at for a change. `None`: nothing is ever read again, whatever a file
    /// says later; no configuration file can ask for that.
    pub reload_poll: Option<Duration>,
}

/// Where to listen.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Listen {
    /// gRPC over mutual TLS.
    pub address: SocketAddr,
    /// Plain HTTP with liveness, readiness and metrics; `None`: not served.
    pub admin_address: Option<SocketAddr>,
}

/// Certificates, all PEM.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Tls {
    /// The server's certificate, followed by its intermediates.
    pub certificate: PathBuf,
    /// Its private key.
    pub key: PathBuf,
    /// The authorities whose client certificates are accepted.
    pub client_ca: PathBuf,
    /// Revocation lists of those authorities, one or more in one file.
    pub crl: Option<PathBuf>,
    /// Whether TLS 1.2 is spoken besides 1.3.
    pub allow_tls12: bool,
}

/// Signed checkpoints of the audit log.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AuditConfig {
    /// Where they are written: a second place, which the store's machine cannot rewrite.
    pub checkpoint_dir: PathBuf,
    /// The private key, PEM.
    pub signing_key: PathBuf,
    /// How often.
    pub every: Duration,
}

/// Minutes between two checkpoints when the file does not say.
const CHECKPOINT_MINUTES: u64 = 15;

/// How to log.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Log {
    /// Form of a line.
    pub format: LogFormat,
    /// Which events, in the syntax of tracing's `EnvFilter`.
    pub filter: String,
}

/// Form of a log line.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LogFormat {
    /// One JSON object a line.
    Json,
    /// For people.
    Text,
}

/// Declares the limits once: field, type, default, range. The key is the field's name.
macro_rules! limits {
    ($($(#[$doc:meta])* $field:ident = $default:literal in $low:literal..=$high:literal;)*) => {
        /// What callers can ask of the machine. Times in milliseconds, sizes in bytes.
        #[derive(Clone, PartialEq, Eq, Debug)]
        pub struct Limits { $($(#[$doc])* pub $field: u64,)* }

        impl Default for Limits {
            fn default() -> Self {
                Self { $($field: $default,)* }
            }
        }

        impl Limits {
            fn read(section: &mut Section) -> Self {
                Self { $($field: section.whole(stringify!($field), $default, $low..=$high),)* }
            }
        }

        impl fmt::Display for Limits {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                $(writeln!(f, concat!(stringify!($field), " = {}"), self.$field)?;)*
                Ok(())
            }
        }
    };
}

limits! {
    /// From the TCP connection to the first request, the TLS handshake included.
    first_request_timeout_ms = 5000 in 10..=60_000;
    /// Connections at once. Lowered to what the limit on open files allows.
    max_connections = 4096 in 1..=1_000_000;
    /// Connections that have not yet sent a request. One of the address with most of them makes room for
    /// the next.
    max_handshakes = 1024 in 1..=100_000;
    /// Calls at once on one connection.
    max_streams_per_connection = 64 in 1..=10_000;
    /// Unary calls at once, all connections together; more are refused with RESOURCE_EXHAUSTED.
    max_requests = 2048 in 1..=1_000_000;
    /// Streaming calls at once, all connections together; more are refused.
    max_open_streams = 8192 in 1..=1_000_000;
    /// Imports at once, all connections together; more are refused.
    max_imports = 64 in 1..=1_000_000;
    /// An import whose caller sends nothing for so long, while a row is waited for, is ended.
    import_idle_timeout_ms = 60_000 in 10..=3_600_000;
    /// How many percent of its active involvements an organisation may end by one comparison with its
    /// source system without saying yes to it.
    reconcile_endings_most_percent = 10 in 0..=100;
    /// Unary calls at once from inside, for pages and JSON; more are refused.
    max_local_requests = 512 in 1..=1_000_000;
    /// Streaming calls at once from inside; more are refused.
    max_local_streams = 2048 in 1..=1_000_000;
    /// Bytes of requests that have not been read and of answers that have not gone out, beyond the first
    /// 16 KiB of each, all connections together; more are refused.
    max_waiting_bytes = 268_435_456 in 1_048_576..=17_179_869_184;
    /// How many percent of connections, calls, streams, imports and waiting bytes one organisation may
    /// hold, all of its offices and certificates together.
    organisation_share_percent = 25 in 1..=100;
    /// The same for one certificate, or one person who signed in.
    certificate_share_percent = 12 in 1..=100;
    /// The same for all together whom the authority signed and no covenant knows.
    stranger_share_percent = 1 in 1..=100;
    /// What a refused caller is told to wait before it tries again.
    retry_after_ms = 500 in 1..=60_000;
    /// A unary call takes at most this, or what the caller allows if that is less.
    unary_timeout_ms = 10_000 in 10..=600_000;
    /// Largest request message.
    max_request_bytes = 262_144 in 1024..=16_777_216;
    /// Largest request message of an import.
    max_import_request_bytes = 1_048_576 in 1024..=16_777_216;
    /// Largest response message.
    max_response_bytes = 1_048_576 in 1024..=67_108_864;
    /// All request headers of one call together.
    max_header_list_bytes = 8192 in 1024..=1_048_576;
    /// HTTP/2 flow-control window of one call.
    stream_window_bytes = 1_048_576 in 65_535..=16_777_216;
    /// HTTP/2 flow-control window of one connection.
    connection_window_bytes = 4_194_304 in 65_535..=67_108_864;
    /// What is kept for a caller who does not read, per call.
    send_buffer_bytes = 65_536 in 16_384..=16_777_216;
    /// A streaming call whose caller reads nothing for so long is ended.
    stream_stall_timeout_ms = 60_000 in 100..=3_600_000;
    /// Quiet time after which an HTTP/2 ping is sent.
    keepalive_interval_ms = 30_000 in 100..=3_600_000;
    /// How long its answer may take.
    keepalive_timeout_ms = 10_000 in 100..=600_000;
    /// How often open connections' certificates are verified again.
    certificate_check_interval_ms = 60_000 in 100..=3_600_000;
    /// Shutdown: how long streams may take to end by themselves.
    stream_end_grace_ms = 2000 in 0..=60_000;
    /// Shutdown: how long calls may take before they are cut.
    drain_timeout_ms = 20_000 in 0..=600_000;
}

impl Config {
    /// Reads and checks a file. Relative paths in it are relative to the file.
    ///
    /// # Errors
    /// Every problem of the file, by line.
    pub fn load(path: &Path) -> Result<Self, Vec<Problem>> {
        let text = fs::read_to_string(path).map_err(|error| {
            vec![Problem {
                file: path.to_path_buf(),
                line: 0,
                text: format!("cannot be read ({error})"),
                suggestion: Some("give the path of a configuration file".to_owned()),
            }]
        })?;
        Self::parse(path, &text)
    }

    /// The same for a text that was read already.
    ///
    /// # Errors
    /// Every problem of the text, by line.
    pub fn parse(path: &Path, text: &str) -> Result<Self, Vec<Problem>> {
        let base = path.parent().unwrap_or(Path::new(""));
        let file = |text: &str| (!text.is_empty()).then(|| base.join(text));
        let address = |text: &str| text.parse::<SocketAddr>().ok();
        let nowhere = SocketAddr::from(([127, 0, 0, 1], 0));
        let problems = Problems::default();
        let mut reader = toml_file::parse(path, text, &problems);

        let listen = reader.section("listen", |s| Listen {
            address: s.required("address", "address = \"0.0.0.0:7443\"", nowhere, address),
            admin_address: s.optional("admin_address", "IP:port, \"127.0.0.1:9443\"", address),
        });
        let tls = reader.section("tls", |s| Tls {
            certificate: s.required(
                "certificate",
                "certificate = \"server.pem\"",
                base.into(),
                file,
            ),
            key: s.required("key", "key = \"server.key\"", base.into(), file),
            client_ca: s.required("client_ca", "client_ca = \"ca.pem\"", base.into(), file),
            crl: s.optional("crl", "the path of a PEM file with revocation lists", file),
            allow_tls12: s.flag("allow_tls12", false),
        });
        let StoreSection { url: store, gone_within, backups, restored } =
            store_config::read(&mut reader, base);
        let expects = "file = \"amsterdam-2009.toml\", or a list of such files";
        let covenants = reader.section("covenant", |s| s.one_or_more("file", expects, file));
        let keys = reader.section("keys", |s| {
            s.required(
                "file",
                "file = \"keys.toml\"; make it with verwijspunt keys new",
                base.into(),
                file,
            )
        });
        let (checkpoint_dir, signing_key, minutes) = reader.section("audit", |s| {
            (
                s.optional("checkpoint_dir", "a directory in a second place", file),
                s.optional("signing_key_file", "a key made with verwijspunt audit key", file),
                s.whole("checkpoint_interval_minutes", CHECKPOINT_MINUTES, 1..=1440),
            )
        });
        if checkpoint_dir.is_some() != signing_key.is_some() {
            let rule = "[audit]: checkpoint_dir and signing_key_file belong together";
            reader.report(0, rule, "set both or none");
        }
        let every = Duration::from_secs(60 * minutes);
        let audit = checkpoint_dir.zip(signing_key).map(|(checkpoint_dir, signing_key)| {
            AuditConfig { checkpoint_dir, signing_key, every }
        });
        let budget = budget_config::read(&mut reader);
        let people = people_config::read(&mut reader, base);
        let mail = mail_config::read(&mut reader, base);
        let webhook = webhook_config::read_section(&mut reader, base);
        let limits = reader.section("limits", Limits::read);
        let log = reader.section("log", |s| Log {
            format: s
                .optional("format", "\"json\" or \"text\"", LogFormat::parse)
                .unwrap_or(LogFormat::Json),
            filter: s
                .optional("filter", "a filter like \"info\" or \"info,verwijspunt=debug\"", filter)
                .unwrap_or_else(|| "info".into()),
        });
        let reflection = reader.section("reflection", |s| s.flag("enabled", true));
        let reload_poll =
            reader.section("reload", |s| s.whole("poll_interval_ms", 2000, 10..=3_600_000));
        reader.finish();
        problems.or(Some(Self {
            listen,
            tls,
            store,
            gone_within,
            backups,
            restored,
            covenants,
            keys,
            audit,
            budget,
            people,
            mail,
            webhook,
            limits,
            log,
            reflection,
            reload_poll: Some(Duration::from_millis(reload_poll)),
        }))
    }
}

impl LogFormat {
    fn parse(text: &str) -> Option<Self> {
        match text {
            "json" => Some(Self::Json),
            "text" => Some(Self::Text),
            _ => None,
        }
    }
}

fn filter(text: &str) -> Option<String> {
    tracing_subscriber::EnvFilter::try_new(text).ok().map(|_| text.to_owned())
}

/// The effective settings, as a file that says the same.
impl fmt::Display for Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "[listen]\naddress = \"{}\"", self.listen.address)?;
        if let Some(address) = self.listen.admin_address {
            writeln!(f, "admin_address = \"{address}\"")?;
        }
        let Tls { certificate, key, client_ca, crl, allow_tls12 } = &self.tls;
        writeln!(f, "\n[tls]\ncertificate = {certificate:?}\nkey = {key:?}")?;
        writeln!(f, "client_ca = {client_ca:?}")?;
        if let Some(crl) = crl {
            writeln!(f, "crl = {crl:?}")?;
        }
        writeln!(f, "allow_tls12 = {allow_tls12}")?;
        let gone_within_hours = self.gone_within.as_secs() / 3600;
        writeln!(f, "\n[store]\n{}gone_within_hours = {gone_within_hours}", self.store)?;
        if let Some(backups) = &self.backups {
            writeln!(f, "backups = {backups:?}")?;
        }
        writeln!(f, "restored = {}", self.restored)?;
        match self.covenants.as_slice() {
            [one] => writeln!(f, "\n[covenant]\nfile = {one:?}")?,
            several => writeln!(f, "\n[covenant]\nfile = {several:?}")?,
        }
        writeln!(f, "\n[keys]\nfile = {:?}", self.keys)?;
        if let Some(AuditConfig { checkpoint_dir, signing_key, every }) = &self.audit {
            writeln!(f, "\n[audit]\ncheckpoint_dir = {checkpoint_dir:?}")?;
            writeln!(f, "signing_key_file = {signing_key:?}")?;
            writeln!(f, "checkpoint_interval_minutes = {}", every.as_secs() / 60)?;
        }
        budget_config::write(&self.budget, f)?;
        if let Some(people) = &self.people {
            people.fmt(f)?;
        }
        if let Some(webhook) = &self.webhook {
            webhook.fmt(f)?;
        }
        if let Some(mail) = &self.mail {
            mail_config::write(mail, f)?;
        }
        writeln!(f, "\n[limits]\n{}", self.limits)?;
        let format = match self.log.format {
            LogFormat::Json => "json",
            LogFormat::Text => "text",
        };
        writeln!(f, "[log]\nformat = \"{format}\"\nfilter = {:?}", self.log.filter)?;
        writeln!(f, "\n[reflection]\nenabled = {}", self.reflection)?;
        match self.reload_poll {
            Some(poll) => writeln!(f, "\n[reload]\npoll_interval_ms = {}", poll.as_millis()),
            None => Ok(()),
        }
    }
}
