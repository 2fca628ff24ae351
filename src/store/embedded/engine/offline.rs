//! What can be done with a store that no broker runs on: check, checkpoint, rebuild.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use super::audit_files;
use super::audit_mend;
use super::checkpoint::{self as export, CheckpointInfo};
use super::committer::Sequencer;
use super::directory::{Directory, FORMAT, numbered, sync_dir};
use super::error::{At, EngineError, OpenError};
use super::filter::hash;
use super::index::Index;
use super::index_check::{self, Expected};
use super::journal::{self, End};
use super::journal_scan;
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
    /// Bytes of an unfinished write that was found at the end, 0 without one; the next start cuts it off.
    pub torn: u64,
    /// The checkpoint that a rebuild would use: position and records.
    pub checkpoint: Option<(u64, u64)>,
    /// Entries in the audit files.
    pub audit_entries: u64,
    /// Entries that are nowhere, with which somebody has decided to go on: the first and the last of each gap.
    pub audit_gaps: Vec<(u64, u64)>,
    /// What is not as it was, and is mended from the journal by the next start.
    pub mendable: Vec<String>,
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
    let scan = journal_scan::scan(&directory.journal(), directory.id, progress)?;
    let end = scan.end.unwrap_or(End { position: 0, hash: directory.genesis(), next_log: 1 });
    let mut report = Report {
        format: FORMAT,
        segments: scan.segments.len(),
        journal_bytes: scan.bytes,
        frames: (scan.start.map_or(1, |start| start.position + 1), end.position),
        torn: scan.torn.as_ref().map_or(0, |torn| torn.bytes),
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
    let (base, _) = start::newest_base(
        &directory.checkpoints(),
        directory.id,
        &scan,
        &end,
        true,
        &|_| true,
        &mut || {},
    )?;
    if let Some(base) = &base {
        let (_, records) = export::verify(&base.path, directory.id).map_err(OpenError::Index)?;
        report.checkpoint = Some((base.start.position, records));
    }
    check_audit(&directory.audit(), &scan, progress, &mut report)?;
    if let Err(why) = check_index(&directory, &scan, &end, base.as_ref(), &mut report)? {
        report.problems.push(why.to_string());
    }
    Ok(report)
}

/// Hands over every record that the next start would find, in the order of their keys: those of the
/// checkpoint with the journal's writes over them, so that nothing is opened that writes.
///
/// # Errors
/// When the directory cannot be taken, or not be read as far as the journal goes; and what `each` says.
pub fn read(
    dir: &Path,
    progress: &OnProgress,
    mut each: impl FnMut(&[u8], &[u8]) -> Result<(), String>,
) -> Result<(), String> {
    let text = |error: OpenError| error.to_string();
    let directory = Directory::take(dir, false).map_err(text)?;
    let scan = journal_scan::scan(&directory.journal(), directory.id, progress).map_err(text)?;
    if let Some(damage) = scan.damage.clone() {
        return Err(OpenError::from(damage).to_string());
    }
    let end = scan.end.unwrap_or(End { position: 0, hash: directory.genesis(), next_log: 1 });
    let checkpoints = directory.checkpoints();
    let (base, _) =
        start::newest_base(&checkpoints, directory.id, &scan, &end, true, &|_| true, &mut || {})
            .map_err(text)?;
    let from = base.as_ref().map_or(0, |base| base.start.position);
    if scan.hash_at(from).is_none() && end.position > from {
        return Err("no readable checkpoint covers the start of the journal".to_owned());
    }
    let mut expected = Expected::new(base.as_ref(), directory.id, &scan).map_err(text)?;
    while let Some((key, value)) = expected.next().map_err(|error| error.to_string())? {
        each(&key, &value)?;
    }
    Ok(())
}

/// Reads every file of the audit log.
fn check_audit(
    dir: &Path,
    scan: &journal_scan::Scan,
    progress: &OnProgress,
    report: &mut Report,
) -> Result<(), OpenError> {
    let found = audit_mend::inspect(dir, scan, true, progress)?;
    let (lasting, mendable) = found.problems(scan)?;
    report.problems.extend(lasting);
    report.mendable.extend(mendable);
    report.audit_gaps = found.register.gaps.iter().map(|gap| (gap.start, gap.end - 1)).collect();
    report.audit_entries = found.register.entries();
    if let Some((first, path)) = found.newest {
        let bytes = fs::read(&path).at("reading", &path)?;
        let (entries, whole) = audit_files::count(&bytes, first);
        report.audit_entries += entries;
        if !whole {
            let entry = first + entries;
            let problem = format!("audit log: entry {entry} in {} cannot be read", path.display());
            report.problems.push(problem);
        }
    }
    Ok(())
}

fn check_index(
    directory: &Directory,
    scan: &journal_scan::Scan,
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
    journal_scan::replay(scan, reached + 1, |_, _, list| {
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
    let mut scan = journal_scan::scan(&journal_dir, directory.id, &options.progress)?;
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
        scan = journal_scan::scan(&journal_dir, directory.id, &options.progress)?;
    }
    scan.repair_torn()?;
    let mut end = scan.end.unwrap_or(End { position: 0, hash: directory.genesis(), next_log: 1 });
    let (base, why) = start::newest_base(
        &directory.checkpoints(),
        directory.id,
        &scan,
        &end,
        true,
        &|_| true,
        &mut || {},
    )?;
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
    let audit_next = give_up_audit(directory, &scan, options, &lost, done)?;
    if audit_next > end.next_log {
        // The numbers of entries that the journal lost are not used a second time.
        let bumped = End { next_log: audit_next, ..end };
        let open_end = journal_scan::scan(&journal_dir, directory.id, &options.progress)?;
        if let Some(last) = open_end.segments.last().filter(|last| last.first == end.position + 1) {
            fs::remove_file(&last.path).at("removing", &last.path)?;
        }
        journal::begin(&journal_dir, directory.id, &bumped).at("writing", &journal_dir)?;
    }
    Ok(())
}

/// Goes on with what can be read of the audit log. Returns the index that its next entry gets.
fn give_up_audit(
    directory: &Directory,
    scan: &journal_scan::Scan,
    options: &Options,
    lost: &Path,
    done: &mut Rebuilt,
) -> Result<u64, OpenError> {
    let dir = directory.audit();
    let inspect = || audit_mend::inspect(&dir, scan, true, &options.progress);
    let mut found = inspect()?;
    let mended = found.mend(&dir, scan, Some(lost))?;
    done.given_up.extend(mended.given_up);
    done.kept.extend(mended.kept);
    let newest = found.newest.clone();
    let journal_from = scan.start.map_or(1, |start| start.next_log);
    match audit_files::Writer::open(&dir, found, journal_from, options) {
        Ok(audit) => Ok(audit.next),
        Err(OpenError::AuditDamaged { why }) => {
            super::directory::make_dir(lost)?;
            if let Some((_, path)) = newest {
                let kept = lost.join(path.file_name().unwrap_or_default());
                fs::copy(&path, &kept).at("copying", &path)?;
                done.kept.push(kept);
            }
            done.given_up.push(format!("audit log: {why}"));
            Ok(audit_files::Writer::open(&dir, inspect()?, 0, options)?.next)
        }
        Err(other) => Err(other),
    }
}
