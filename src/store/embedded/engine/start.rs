//! How does a directory become a running engine again?
//!
//! The journal is the truth. The index is believed only as far as its position lies on the journal's hash chain and its
//! content can be read; otherwise it is moved aside and rebuilt from the newest checkpoint and the journal.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::audit_closed;
use super::audit_files;
use super::audit_mend;
use super::checkpoint::{self, Export};
use super::directory::{
    Directory, index_places, remove_dir_if_there, remove_if_there, sync_dir, write_whole,
};
use super::error::{At, EngineError, OpenError};
use super::index::Index;
use super::index_build;
use super::index_check::{self, Expected};
use super::journal::{End, Journal};
use super::journal_scan;
use super::options::{Options, Progress};

/// Operations gathered before they are taken into the index during a start, in bytes.
const CHUNK: usize = 32 * 1024 * 1024;
/// This many starts may die while opening the index before it is rebuilt unseen: one can be a kill at a bad moment.
const OPENINGS: u32 = 1;

/// Everything that a running engine needs.
pub(super) struct Started {
    pub(super) index: Index,
    pub(super) journal: Journal,
    pub(super) audit: audit_files::Writer,
    pub(super) journal_bytes: u64,
    pub(super) last_checkpoint: SystemTime,
    /// Bytes of the newest checkpoint; 0 when there is none.
    pub(super) checkpoint_bytes: u64,
    /// When the index was begun empty.
    pub(super) born: SystemTime,
    /// Whether the index had to be rebuilt, and why.
    pub(super) rebuilt: Option<String>,
}

/// What the caller of a start insists on.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct How<'a> {
    /// Rebuild the index in any case, for this reason.
    pub(super) rebuild: Option<&'a str>,
    /// Go on although acknowledged changes are known to be missing.
    pub(super) accept_loss: bool,
}

/// A checkpoint that can be built on.
pub(super) struct Base {
    pub(super) path: PathBuf,
    pub(super) start: End,
    pub(super) needs: u64,
    pub(super) created: u64,
    pub(super) bytes: u64,
    /// Number of records; 0 when it was not read to its end.
    pub(super) records: u64,
}

/// Recovers the directory. `how` may ask for a new index in any case.
pub(super) fn start(
    directory: &Directory,
    options: &Options,
    how: How<'_>,
) -> Result<Started, OpenError> {
    let scan = journal_scan::scan(&directory.journal(), directory.id, &options.progress)?;
    if let Some(damage) = scan.damage {
        return Err(damage.into());
    }
    if scan.segments.is_empty() {
        require_fresh(directory)?;
    }
    let end = scan.end.unwrap_or(End { position: 0, hash: directory.genesis(), next_log: 1 });
    let small = |bytes| bytes <= options.verify_bytes;
    let (base, _) = newest_base(
        &directory.checkpoints(),
        directory.id,
        &scan,
        &end,
        how.accept_loss,
        &|bytes| small(scan.bytes + bytes),
        &mut || {},
    )?;
    let plan = Plan { directory, options, scan: &scan, end, base, accept_loss: how.accept_loss };
    // Before anything is written: on a full disk what an interrupted work left is what stands in the way.
    let [_, unfinished] = index_places(&directory.path);
    remove_dir_if_there(&unfinished).at("removing", &unfinished)?;
    checkpoint::remove_unfinished(&directory.checkpoints())
        .at("removing what was not finished in", &directory.checkpoints())?;
    let audit = plan.audit()?;
    let (index, rebuilt) = plan.index(how.rebuild)?;
    scan.repair_torn()?;
    let journal = Journal::open(
        &directory.journal(),
        directory.id,
        &scan,
        directory.genesis(),
        options.segment_bytes,
    )?;
    let oldest =
        scan.segments.first().and_then(|s| fs::metadata(&s.path).and_then(|m| m.modified()).ok());
    let made = plan.base.as_ref().map(|base| UNIX_EPOCH + Duration::from_secs(base.created));
    let last_checkpoint = made.or(oldest).unwrap_or_else(SystemTime::now);
    let (born, journal_bytes) = (index.born(), scan.bytes);
    let checkpoint_bytes = plan.base.as_ref().map_or(0, |base| base.bytes);
    Ok(Started {
        index,
        journal,
        audit,
        journal_bytes,
        last_checkpoint,
        checkpoint_bytes,
        born,
        rebuilt,
    })
}

/// Without a journal nothing else may be there: it would know more than the journal does.
fn require_fresh(directory: &Directory) -> Result<(), OpenError> {
    let checkpoints =
        checkpoint::list(&directory.checkpoints()).at("reading", &directory.checkpoints())?;
    if !checkpoints.is_empty() || directory.index().join("db").exists() {
        let why = "its journal is missing; restore the directory from a backup".to_owned();
        return Err(OpenError::NotAStore { dir: directory.path.clone(), why });
    }
    Ok(())
}

/// The newest checkpoint that fits the journal, and what was wrong with newer ones. It is read to its end only when `deep`
/// says so for its size: the header tells enough as long as the index needs no rebuilding. `between` is done now and then
/// while it is read.
pub(super) fn newest_base(
    dir: &Path,
    id: [u8; 16],
    scan: &journal_scan::Scan,
    end: &End,
    accept_loss: bool,
    deep: &dyn Fn(u64) -> bool,
    between: &mut dyn FnMut(),
) -> Result<(Option<Base>, String), OpenError> {
    let mut problem = String::new();
    for (_, path) in checkpoint::list(dir).at("reading", dir)?.into_iter().rev() {
        let opened = Export::open(&path, id).and_then(|export| {
            let bytes = fs::metadata(&path).map_err(|e| e.to_string())?.len();
            let (needs, records) = match deep(bytes) {
                true => checkpoint::verify_with(&path, id, &mut || {
                    between();
                    Ok(())
                })?,
                false => (export.start.position, 0),
            };
            Ok(Base {
                start: export.start,
                created: export.created,
                needs,
                records,
                bytes,
                path: path.clone(),
            })
        });
        match opened {
            Ok(base) => {
                if base.needs > end.position && !accept_loss {
                    return Err(OpenError::Ahead {
                        ahead: "the checkpoint",
                        reached: base.needs,
                        end: end.position,
                    });
                }
                if scan.hash_at(base.start.position).is_none_or(|hash| *hash == base.start.hash) {
                    return Ok((Some(base), problem));
                }
                problem = format!(
                    "; the checkpoint {} does not lie on the journal's hash chain",
                    path.display()
                );
            }
            Err(why) => {
                problem = format!("; the checkpoint {} cannot be used: {why}", path.display())
            }
        }
    }
    Ok((None, problem))
}

struct Plan<'a> {
    directory: &'a Directory,
    options: &'a Options,
    scan: &'a journal_scan::Scan,
    end: End,
    base: Option<Base>,
    accept_loss: bool,
}

impl Plan<'_> {
    /// An index that holds exactly what checkpoint and journal say, and why it was rebuilt if it was.
    fn index(&self, force: Option<&str>) -> Result<(Index, Option<String>), OpenError> {
        let (suspect, opening) = (self.directory.suspect(), self.directory.opening());
        let tries: u32 =
            fs::read_to_string(&opening).ok().and_then(|n| n.trim().parse().ok()).unwrap_or(0);
        let distrust = match (force, fs::read_to_string(&suspect), tries > OPENINGS) {
            (Some(why), ..) => Some(why.to_owned()),
            (None, Ok(why), _) => Some(why),
            // There, but not readable.
            (None, Err(_), _) if suspect.exists() => Some("it was found damaged".to_owned()),
            (None, Err(_), true) => Some("earlier starts did not survive opening it".to_owned()),
            (None, Err(_), false) => None,
        };
        write_whole(&opening, (tries + 1).to_string().as_bytes()).at("writing", &opening)?;
        let existed = self.directory.index().join("db").exists();
        let believed = match distrust {
            Some(why) => Ok(Err(why)),
            None => self.believe(),
        };
        // It was survived, whatever the outcome: a refusal must stay one however often it is tried.
        remove_if_there(&opening).at("removing", &opening)?;
        let result = match believed? {
            Ok(index) => (index, None),
            Err(why) => {
                let index = self.rebuild()?;
                (index, (existed || self.end.position > 0).then_some(why))
            }
        };
        remove_if_there(&suspect).at("removing", &suspect)?;
        sync_dir(&self.directory.path).at("syncing", &self.directory.path)?;
        Ok(result)
    }

    /// Opens the index as it is and lets it catch up. The inner error says why it is not to be believed.
    fn believe(&self) -> Result<Result<Index, String>, OpenError> {
        let index = match Index::open(&self.directory.index(), self.options.cache_bytes) {
            Ok(index) => index,
            // Neither the index's fault nor mended by another one.
            Err(EngineError::Failed(why)) => return Err(OpenError::Index(why.to_string())),
            Err(e) => return Ok(Err(e.to_string())),
        };
        let reached = match index.position() {
            Some(reached) => reached,
            None if self.base.is_none()
                && (self.end.position == 0 || self.scan.hash_at(0).is_some())
                && index.is_empty() =>
            {
                End { position: 0, hash: self.directory.genesis(), next_log: 1 }
            }
            None => return Ok(wrong(index, "it was never finished")),
        };
        if reached.position > self.end.position {
            let (reached, end) = (reached.position, self.end.position);
            return Err(OpenError::Ahead { ahead: "the index", reached, end });
        }
        // A journal that was never written to has no frames, but an end.
        let known = if reached.position == self.end.position {
            Some(&self.end.hash)
        } else {
            self.scan.hash_at(reached.position)
        };
        match known {
            None => {
                return Ok(wrong(index, "the journal no longer holds what follows its position"));
            }
            Some(hash) if *hash != reached.hash => {
                return Ok(wrong(index, "it does not lie on the journal's hash chain"));
            }
            Some(_) => {}
        }
        match self.replay_into(&index, reached.position) {
            Err(OpenError::Sequencer(e)) => return Ok(unreadable(index, &e)),
            Err(e) => return Err(e),
            Ok(()) => {}
        }
        let size = self.scan.bytes + self.base.as_ref().map_or(0, |base| base.bytes);
        if size <= self.options.verify_bytes {
            let start = self.base.as_ref().map_or(0, |base| base.start.position);
            // Without a base the journal must begin at the beginning, otherwise there is nothing to compare with.
            if self.scan.hash_at(start).is_some() {
                let expected = Expected::new(self.base.as_ref(), self.directory.id, self.scan)?;
                match index_check::compare(&index, expected, |_| false) {
                    Ok((_, differences)) if differences.is_empty() => {}
                    Ok((_, differences)) => return Ok(wrong(index, &differences.join("; "))),
                    Err(e) => return Ok(unreadable(index, &e)),
                }
            }
        }
        Ok(Ok(index))
    }

    /// Moves the index aside and builds a new one.
    fn rebuild(&self) -> Result<Index, OpenError> {
        let (base, problem) = newest_base(
            &self.directory.checkpoints(),
            self.directory.id,
            self.scan,
            &self.end,
            self.accept_loss,
            &|_| true,
            &mut || {},
        )?;
        let from = base.as_ref().map_or(0, |base| base.start.position);
        if self.end.position > from && self.scan.hash_at(from).is_none() {
            let to = self.scan.start.map_or(self.end.position, |start| start.position);
            return Err(OpenError::MissingFrames { from: from + 1, to, why: problem });
        }
        if from == 0 && self.scan.start.is_some_and(|start| start.position > 0) {
            let to = self.scan.start.map_or(0, |start| start.position);
            return Err(OpenError::MissingFrames { from: 1, to, why: problem });
        }
        let old = self.directory.index();
        if old.exists() {
            for broken in self.directory.broken() {
                fs::remove_dir_all(&broken).at("removing", &broken)?;
            }
            let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| d.as_secs());
            let aside = self.directory.path.join(format!("index.broken-{seconds}"));
            fs::rename(&old, &aside).at("moving aside", &old)?;
        }
        let unusable = |e: EngineError| OpenError::Index(e.to_string());
        let index = Index::open(&old, self.options.cache_bytes).map_err(unusable)?;
        if let Some(base) = &base {
            self.load(&index, base)?;
            index.flush().and_then(|()| index.set_position(&base.start)).map_err(unusable)?;
        }
        self.replay_into(&index, from)
            .map_err(|e| if let OpenError::Sequencer(e) = e { unusable(e) } else { e })?;
        Ok(index)
    }

    fn load(&self, index: &Index, base: &Base) -> Result<(), OpenError> {
        let mut shown = |done| {
            let stage = "reading the checkpoint";
            (self.options.progress)(Progress { stage, done, total: 0 });
            Ok(())
        };
        index_build::load(index, &base.path, self.directory.id, base.records, &mut shown)
            .map_err(|e| OpenError::Index(e.to_string()))
    }

    /// Takes the frames after `reached` into the index. An error of the index comes back as `OpenError::Sequencer`.
    fn replay_into(&self, index: &Index, reached: u64) -> Result<(), OpenError> {
        if reached == self.end.position {
            return Ok(());
        }
        let mut shown = |at: u64| {
            let (done, total) = (at - reached, self.end.position - reached);
            (self.options.progress)(Progress { stage: "replaying the journal", done, total });
            Ok(())
        };
        index_build::replay(index, self.scan, reached, CHUNK, &mut shown)?;
        index.flush()?;
        index.set_position(&self.end)?;
        Ok(())
    }

    /// The audit files, with what they lack taken from the journal.
    fn audit(&self) -> Result<audit_files::Writer, OpenError> {
        let journal_from = self.scan.start.map_or(1, |start| start.next_log);
        let dir = self.directory.audit();
        let mut found = audit_mend::inspect(&dir, self.scan, false, &self.options.progress)?;
        found.mend(&dir, self.scan, None)?;
        for gap in &found.register.gaps {
            tracing::warn!(
                "the audit log goes on without {}, which were given up: who looked then cannot be told",
                audit_closed::named(gap)
            );
        }
        let mut audit = audit_files::Writer::open(&dir, found, journal_from, self.options)?;
        if self.accept_loss {
            audit.skip_to(journal_from).at("writing", &dir)?;
        }
        if audit.next > self.end.next_log {
            let (reached, end) = (audit.next - 1, self.end.next_log - 1);
            return Err(OpenError::Ahead {
                ahead: "the audit log (counted in its entries)",
                reached,
                end,
            });
        }
        if audit.next < journal_from {
            let why = format!("entries {} to {} are missing", audit.next, journal_from - 1);
            return Err(OpenError::AuditDamaged { why });
        }
        if audit.next < self.end.next_log {
            let missing = journal_scan::entries(self.scan, audit.next..self.end.next_log)?;
            audit.append(&missing).at("writing", &dir)?;
        }
        Ok(audit)
    }
}

/// Not the index that the journal asks for; it closes as usual.
fn wrong(index: Index, why: &str) -> Result<Index, String> {
    drop(index);
    Err(why.to_owned())
}

/// An index that cannot be read; closing it could take for ever.
fn unreadable(index: Index, why: &EngineError) -> Result<Index, String> {
    index.forget();
    Err(why.to_string())
}
