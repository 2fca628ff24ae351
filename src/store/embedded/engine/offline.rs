//! What can be done with a store that no broker runs on: check, checkpoint, rebuild.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use super::audit_files;
use super::checkpoint::{self as export, CheckpointInfo};
use super::committer::Sequencer;
use super::directory::{Directory, FORMAT, numbered, sync_dir};
use super::error::{At, EngineError, OpenError};
use super::filter::hash;
use super::index::Index;
use super::index_check::{self, Expected};
use super::journal::{self, End};
use super::ops::{Op, Ops};
use super::options::{OnProgress, Options};
use super::running::Engine;
use super::start::{self, How};
use super::view::View;

/// What a check found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// Store format.
    pub format: u32,
    /// Journal segments.
    pub segments: usize,
    /// Bytes of the journal.
    pub journal_bytes: u64,
    /// First and last frame of the journal; the last is one less than the first when it holds none.
    pub frames: (u64, u64),
    /// Whether an unfinished write was found at the end; the next start cuts it off.
    pub torn: bool,
    /// The checkpoint that a rebuild would use: position and records.
    pub checkpoint: Option<(u64, u64)>,
    /// Entries in the audit files.
    pub audit_entries: u64,
    /// The index: position and records; `None` when it could not be read.
    pub index: Option<(u64, u64)>,
    /// What is wrong; empty when the store is sound.
    pub problems: Vec<String>,
}

/// What a rebuild did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rebuilt {
    /// The journal position of the result.
    pub position: u64,
    /// What was given up, in words; empty without loss.
    pub given_up: Vec<String>,
    /// Where damaged files were put. They hold what may have to be destroyed, so a running engine removes them when it
    /// builds the index anew: see [`Options::gone_within`].
    pub kept: Vec<PathBuf>,
}

/// Takes no requests: offline work writes nothing of its own.
struct Nobody;

impl Sequencer for Nobody {
    type Request = ();
    type Answer = ();
    fn sequence(&mut self, (): (), _: &View<'_>, _: &mut Ops) {}
    fn forget(&mut self) {}
}

/// Reads everything and compares the index with checkpoint and journal. Repairs nothing.
///
/// # Errors
/// When the directory cannot be taken or read at all; damage is in the report.
pub fn check(dir: &Path, progress: &OnProgress) -> Result<Report, OpenError> {
    let directory = Directory::take(dir, false)?;
    let scan = journal::scan(&directory.journal(), directory.id, progress)?;
    let end = scan.end.unwrap_or(End { position: 0, hash: directory.genesis(), next_log: 1 });
    let mut report = Report {
        format: FORMAT,
        segments: scan.segments.len(),
        journal_bytes: scan.bytes,
        frames: (scan.start.map_or(1, |start| start.position + 1), end.position),
        torn: scan.torn.is_some(),
        ..Report::default()
    };
    if let Some(damage) = &scan.damage {
        report.problems.push(OpenError::from(damage.clone()).to_string());
    }
    for (_, path) in
        export::list(&directory.checkpoints()).at("reading", &directory.checkpoints())?
    {
        match export::verify(&path, directory.id) {
            Ok((needs, _)) if needs > end.position => report.problems.push(format!(
                "the checkpoint {} has reached {needs}, but the journal ends at {}: acknowledged changes are missing",
                path.display(),
                end.position
            )),
            Ok(_) => {}
            Err(why) => report.problems.push(format!("the checkpoint {} cannot be used: {why}", path.display())),
        }
    }
    let (base, _) =
        start::newest_base(&directory.checkpoints(), directory.id, &scan, &end, true, &|_| true)?;
    if let Some(base) = &base {
        let (_, records) = export::verify(&base.path, directory.id).map_err(OpenError::Index)?;
        report.checkpoint = Some((base.start.position, records));
    }
    let (entries, problems) = audit_files::check(&directory.audit())?;
    report.audit_entries = entries;
    report.problems.extend(problems);
    if let Err(why) = check_index(&directory, &scan, &end, base.as_ref(), &mut report)? {
        report.problems.push(why.to_string());
    }
    Ok(report)
}

fn check_index(
    directory: &Directory,
    scan: &journal::Scan,
    end: &End,
    base: Option<&start::Base>,
    report: &mut Report,
) -> Result<Result<(), EngineError>, OpenError> {
    if !directory.index().join("db").exists() {
        if end.position > 0 {
            report.problems.push("there is no index; the next start rebuilds it".to_owned());
        }
        return Ok(Ok(()));
    }
    let index = match Index::open(&directory.index(), Options::default().cache_bytes) {
        Ok(index) => index,
        Err(e) => return Ok(Err(e)),
    };
    let reached = index.position().map_or(0, |end| end.position);
    if reached > end.position {
        let ahead = OpenError::Ahead { ahead: "the index", reached, end: end.position };
        report.problems.push(ahead.to_string());
        return Ok(Ok(()));
    }
    let from = base.map_or(0, |base| base.start.position);
    if scan.hash_at(from).is_none() && scan.damage.is_none() && end.position > from {
        report.problems.push(
            "the index cannot be compared: no readable checkpoint covers the start of the journal"
                .to_owned(),
        );
        return Ok(Ok(()));
    }
    // What lies after the index's position may or may not have been taken over.
    let mut moving = HashSet::new();
    journal::replay(scan, reached + 1, |_, _, list| {
        moving.extend(list.into_iter().filter_map(|op| match op {
            Op::Put(key, _) | Op::Delete(key) => Some(hash(key)),
            Op::Log(_) => None,
        }));
        Ok(())
    })?;
    let expected = Expected::new(base, directory.id, scan)?;
    match index_check::compare(&index, expected, |key| moving.contains(&hash(key))) {
        Ok((records, differences)) => {
            report.index = Some((reached, records));
            report.problems.extend(differences);
            Ok(Ok(()))
        }
        Err(e) => {
            index.forget();
            Ok(Err(e))
        }
    }
}

/// Opens the store, makes a checkpoint and closes it.
///
/// # Errors
/// As [`Engine::open`], and when the checkpoint could not be made.
pub fn checkpoint(dir: &Path, options: Options) -> Result<CheckpointInfo, OpenError> {
    let directory = Directory::take(dir, false)?;
    let engine =
        Engine::open_with(directory, options, How::default(), |_| Ok::<_, EngineError>(Nobody))?;
    let made = engine.checkpoint_now();
    engine.close();
    Ok(made?)
}

/// Builds the index again from checkpoint and journal. With `accept_loss` damaged or missing parts of the journal and the
/// audit log are given up, and kept aside for whoever wants to look at them.
///
/// # Errors
/// As [`Engine::open`].
pub fn rebuild(dir: &Path, accept_loss: bool, options: Options) -> Result<Rebuilt, OpenError> {
    let directory = Directory::take(dir, false)?;
    let mut done = Rebuilt::default();
    if accept_loss {
        give_up(&directory, &options, &mut done)?;
    }
    let how = How { rebuild: Some("asked for"), accept_loss };
    let engine = Engine::open_with(directory, options, how, |_| Ok::<_, EngineError>(Nobody))?;
    done.position = engine.reader().position();
    engine.close();
    Ok(done)
}

/// Cuts journal and audit log back to what can be read, so that a start succeeds.
fn give_up(directory: &Directory, options: &Options, done: &mut Rebuilt) -> Result<(), OpenError> {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| d.as_secs());
    let lost = directory.path.join(format!("lost-{seconds}"));
    let journal_dir = directory.journal();
    let mut scan = journal::scan(&journal_dir, directory.id, &options.progress)?;
    if let Some(damage) = &scan.damage {
        super::directory::make_dir(&lost)?;
        for (_, path) in numbered(&journal_dir, "seg").at("reading", &journal_dir)? {
            if path >= damage.segment {
                let kept = lost.join(path.file_name().unwrap_or_default());
                fs::copy(&path, &kept).at("copying", &path)?;
                done.kept.push(kept);
                if path == damage.segment && damage.offset > 0 {
                    let file =
                        fs::OpenOptions::new().write(true).open(&path).at("opening", &path)?;
                    file.set_len(damage.offset)
                        .and_then(|()| file.sync_all())
                        .at("cutting", &path)?;
                } else {
                    fs::remove_file(&path).at("removing", &path)?;
                }
            }
        }
        sync_dir(&journal_dir).at("syncing", &journal_dir)?;
        done.given_up
            .push(format!("frame {} and everything after it in the journal", damage.position));
        scan = journal::scan(&journal_dir, directory.id, &options.progress)?;
    }
    scan.repair_torn()?;
    let start_of = |scan: &journal::Scan| scan.start.map_or(1, |start| start.next_log);
    let mut end = scan.end.unwrap_or(End { position: 0, hash: directory.genesis(), next_log: 1 });
    let (base, why) =
        start::newest_base(&directory.checkpoints(), directory.id, &scan, &end, true, &|_| true)?;
    match &base {
        Some(base) if base.start.position > end.position || scan.segments.is_empty() => {
            for segment in &scan.segments {
                fs::remove_file(&segment.path).at("removing", &segment.path)?;
            }
            end = base.start;
            journal::begin(&journal_dir, directory.id, &end).at("writing", &journal_dir)?;
            done.given_up.push(format!("everything after the checkpoint at {}", end.position));
        }
        Some(base) if base.needs > end.position => {
            let (from, to) = (end.position + 1, base.needs);
            done.given_up.push(format!(
                "frames {from} to {to}; records they touched may be newer than the rest"
            ));
        }
        None if scan.segments.is_empty() => {
            return Err(OpenError::MissingFrames { from: 1, to: end.position.max(1), why });
        }
        _ => {}
    }
    give_up_audit(directory, start_of(&scan), &lost, done)?;
    let audit = audit_files::Writer::open(&directory.audit(), 1, options)?;
    if audit.next > end.next_log {
        // The numbers of entries that the journal lost are not used a second time.
        let bumped = End { next_log: audit.next, ..end };
        let open_end = journal::scan(&journal_dir, directory.id, &options.progress)?;
        if let Some(last) = open_end.segments.last().filter(|last| last.first == end.position + 1) {
            fs::remove_file(&last.path).at("removing", &last.path)?;
        }
        journal::begin(&journal_dir, directory.id, &bumped).at("writing", &journal_dir)?;
    }
    Ok(())
}

fn give_up_audit(
    directory: &Directory,
    journal_from: u64,
    lost: &Path,
    done: &mut Rebuilt,
) -> Result<(), OpenError> {
    let dir = directory.audit();
    let Err(OpenError::AuditDamaged { why }) =
        audit_files::Writer::open(&dir, journal_from, &Options::default())
    else {
        return Ok(());
    };
    super::directory::make_dir(lost)?;
    if let Some((_, path)) = numbered(&dir, "log").at("reading", &dir)?.pop() {
        let kept = lost.join(path.file_name().unwrap_or_default());
        fs::copy(&path, &kept).at("copying", &path)?;
        done.kept.push(kept);
    }
    audit_files::Writer::open(&dir, 0, &Options::default())?;
    done.given_up.push(format!("audit log: {why}"));
    Ok(())
}
