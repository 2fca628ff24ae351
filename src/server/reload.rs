//! How do changed files come into force without a restart? Looked at every few seconds and on
//! SIGHUP; a bad file changes nothing and says so.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError};
use std::time::{Duration, Instant};

use rustls::pki_types::UnixTime;
use tokio::signal::unix::Signal;
use tokio::sync::Mutex;
use tokio::time::{MissedTickBehavior, interval};

use super::clock::unix_now;
use super::connections::Connections;
use super::metrics::Metrics;
use super::tls::TlsState;

const LIST_EXPIRED: &str = "a revocation list has expired: every client is refused; fetch it anew \
                            (deploy/runbooks/certificates.md)";

const NOT_RELOADED: &str = "not reloaded, the old one stays";

/// After this time what was refused is read again though its files are the same: the reason may have
/// passed, a database that was away, too many open files.
const AGAIN_AFTER: Duration = Duration::from_secs(30);

/// Something that can be read again: returns what is in force now, or why nothing changed.
pub type Reload = Box<dyn Fn() -> Result<String, String> + Send + Sync>;

/// The files of something, as they are named now: one of them may name others.
pub type Files = Box<dyn Fn() -> Vec<PathBuf> + Send + Sync>;

/// A named thing with its files.
pub struct ReloadHook {
    /// Name in logs and metrics, for instance `covenant`.
    pub name: &'static str,
    /// Its files.
    pub files: Files,
    /// Reads it again. It may block.
    pub reload: Reload,
}

impl fmt::Debug for ReloadHook {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReloadHook")
            .field("name", &self.name)
            .field("files", &(self.files)())
            .finish()
    }
}

/// What identifies a version of a file: device and inode, size, change and modification time. A
/// file that is replaced by another of the same size and time is another file.
type Version = Option<[i64; 7]>;

fn version(file: &Path) -> Version {
    let m = fs::metadata(file).ok()?;
    let number = |n: u64| n.cast_signed();
    let (device, inode, size) = (number(m.dev()), number(m.ino()), number(m.size()));
    Some([device, inode, size, m.mtime(), m.mtime_nsec(), m.ctime(), m.ctime_nsec()])
}

/// The files of something, and which version of each was read.
type Seen = BTreeMap<PathBuf, Version>;

fn versions<'a>(files: impl IntoIterator<Item = &'a PathBuf>) -> Seen {
    files.into_iter().map(|file| (file.clone(), version(file))).collect()
}

struct Watched {
    hook: Arc<ReloadHook>,
    seen: Seen,
    /// When it is read again whatever the files; `None` while it is in force.
    again: Option<Instant>,
}

/// What was refused at its last reading, by name, and why.
type Refused = BTreeMap<&'static str, String>;

/// Everything that can be reloaded.
pub struct Reloader {
    watched: Mutex<Vec<Watched>>,
    refused: std::sync::Mutex<Refused>,
    tls: Arc<TlsState>,
    connections: Arc<Connections>,
    metrics: Arc<Metrics>,
}

impl fmt::Debug for Reloader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Reloader")
    }
}

impl Reloader {
    pub(super) fn new(
        tls: Arc<TlsState>,
        connections: Arc<Connections>,
        metrics: Arc<Metrics>,
        mut hooks: Vec<ReloadHook>,
    ) -> Self {
        let state = Arc::clone(&tls);
        let reload = move || match state.reload() {
            Ok(()) => Ok("certificates and revocation lists read".to_owned()),
            Err(error) => Err(error.to_string()),
        };
        let files = {
            let tls = Arc::clone(&tls);
            move || tls.files()
        };
        hooks.push(ReloadHook { name: "tls", files: Box::new(files), reload: Box::new(reload) });
        let watched = hooks
            .into_iter()
            .map(|hook| {
                metrics.reloaded(hook.name, true);
                let seen = versions(&(hook.files)());
                Watched { hook: Arc::new(hook), seen, again: None }
            })
            .collect();
        let refused = std::sync::Mutex::default();
        Self { watched: Mutex::new(watched), refused, tls, connections, metrics }
    }

    /// Reads everything again, or only what changed on disk and what failed a while ago. Returns the
    /// names of what failed.
    pub async fn reload(&self, only_changed: bool) -> Vec<&'static str> {
        self.reload_at(only_changed, Instant::now()).await
    }

    /// The same, at a time of which the caller knows.
    pub async fn reload_at(&self, only_changed: bool, at: Instant) -> Vec<&'static str> {
        let mut failed = Vec::new();
        let mut watched = self.watched.lock().await;
        for Watched { hook, seen, again } in watched.iter_mut() {
            // Looked at before reading: what changes in between is read again next time.
            let now = versions(seen.keys());
            let unchanged = now == *seen;
            if only_changed && unchanged && again.is_none_or(|again| again > at) {
                continue;
            }
            // One that changed may name others by now, which are looked at from now on.
            *seen = versions(&(hook.files)());
            seen.extend(
                now.into_iter().filter(|(file, _)| seen.contains_key(file)).collect::<Seen>(),
            );
            let name = hook.name;
            let hook = Arc::clone(hook);
            let result = tokio::task::spawn_blocking(move || (hook.reload)())
                .await
                .unwrap_or_else(|_| Err("reading it failed unexpectedly".into()));
            self.metrics.reloaded(name, result.is_ok());
            *again = result.is_err().then(|| at + AGAIN_AFTER);
            match result {
                Ok(text) => {
                    tracing::info!(what = name, "reloaded: {text}");
                    self.refused().remove(name);
                }
                Err(text) => {
                    let known = self.refused().insert(name, text.clone());
                    // The same once more, of the same files, is nothing new.
                    if !unchanged || known.as_ref() != Some(&text) {
                        tracing::error!(what = name, "{NOT_RELOADED}: {text}");
                    }
                    failed.push(name);
                }
            }
            // A list comes into force also where the certificate beside it is left aside.
            if name == "tls" {
                self.verify_connections(unix_now()).await;
            }
        }
        failed
    }

    /// What the files say and is not in force, each with the reason: for operators.
    #[must_use]
    pub fn not_in_force(&self) -> Vec<String> {
        let expired = self.tls.current().list_expired(unix_now()).then(|| LIST_EXPIRED.to_owned());
        let refused = self.refused();
        let refused = refused.iter().map(|(name, why)| format!("{name} was {NOT_RELOADED}: {why}"));
        expired.into_iter().chain(refused).collect()
    }

    fn refused(&self) -> std::sync::MutexGuard<'_, Refused> {
        self.refused.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Closes connections whose certificate is no longer good at this moment. Returns how many.
    pub async fn verify_connections(&self, now: UnixTime) -> usize {
        let tls = self.tls.current();
        if tls.list_expired(now) {
            tracing::error!("{LIST_EXPIRED}");
        }
        self.connections.verify_again(&tls, now).await
    }

    /// Watches files, SIGHUP and certificates for ever.
    pub(super) async fn run(
        self: Arc<Self>,
        hangup: Option<Signal>,
        poll: Option<Duration>,
        verify: Duration,
    ) {
        let hangup = async {
            if poll.is_none() {
                return;
            }
            let Some(mut hangup) = hangup else {
                return tracing::warn!("SIGHUP cannot be listened to");
            };
            while hangup.recv().await.is_some() {
                tracing::info!("SIGHUP: reading everything again");
                self.reload(false).await;
            }
        };
        let changes = async {
            if let Some(poll) = poll {
                every(poll, || async { drop(self.reload(true).await) }).await;
            }
        };
        let verifying = every(verify, || async {
            self.verify_connections(unix_now()).await;
        });
        tokio::join!(hangup, changes, verifying);
    }
}

async fn every<F: Future<Output = ()>>(period: Duration, mut act: impl FnMut() -> F) {
    let mut ticks = interval(period);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    ticks.tick().await;
    loop {
        ticks.tick().await;
        act().await;
    }
}
