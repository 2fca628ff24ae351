//! What differs, for people and in the report?

use std::{
    collections::{BTreeMap, HashSet},
    fs::{File, OpenOptions},
    io,
    path::Path,
};

use crate::{
    api::v1::{ReconcileAction, ReconcileChange, ReconcileSummary, RegistrationPart},
    cli::{
        fields::{column, in_commands, without_first_field},
        import::rows::Broken,
        output::table,
        repeat,
        texts::{fill, say},
        words::{spoken, word},
    },
};

/// Of what ends, and of everything else, so many are shown on the terminal. All stand in the report.
const SHOWN: usize = 20;

const HEADER: [&str; 10] = [
    "line",
    "action",
    "involvement_id",
    "own_reference",
    "end_date",
    "others_involved",
    "reason",
    "message",
    "problems",
    "not_applied",
];

/// By what a line of the report is the same as another: line, action, involvement and reason.
fn key(record: &[String]) -> [String; 4] {
    [0, 1, 2, 6].map(|column| record.get(column).cloned().unwrap_or_default())
}

/// The lines of a report that is gone on with, the header among them; none when there is no file.
fn written(path: &Path) -> io::Result<HashSet<[String; 4]>> {
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(HashSet::new()),
        Err(error) => return Err(error),
    };
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(file);
    let record =
        |record: csv::StringRecord| key(&record.iter().map(str::to_owned).collect::<Vec<String>>());
    Ok(reader.records().map(|line| line.map(record)).collect::<Result<_, _>>()?)
}

/// Collects what the server answers.
pub(super) struct Report<'a> {
    /// The last answer.
    pub(super) summary: Option<ReconcileSummary>,
    broken: &'a BTreeMap<u64, Broken>,
    file: Option<csv::Writer<File>>,
    /// What stands in it.
    written: HashSet<[String; 4]>,
    /// Everything else, and what ends.
    shown: [Vec<[String; 4]>; 2],
    changes: usize,
    /// Whether the area of a family differs.
    moved: bool,
}

impl<'a> Report<'a> {
    /// A report of what is carried out goes on where an earlier call with the same token broke off: what that
    /// one was told is told nowhere else.
    pub(super) fn open(
        path: Option<&Path>,
        goes_on: bool,
        broken: &'a BTreeMap<u64, Broken>,
    ) -> io::Result<Self> {
        let before = match path.filter(|_| goes_on) {
            Some(path) => written(path)?,
            None => HashSet::new(),
        };
        let mut options = OpenOptions::new();
        options.create(true).write(true).append(goes_on).truncate(!goes_on);
        let file = path.map(|path| options.open(path)).transpose()?;
        let mut file = file.map(csv::Writer::from_writer);
        if let Some(file) = file.as_mut().filter(|_| before.is_empty()) {
            file.write_record(HEADER)?;
        }
        let shown = Default::default();
        let (changes, moved) = (0, false);
        Ok(Self { summary: None, broken, file, written: before, shown, changes, moved })
    }

    /// The call is made again. What was done in an earlier one stays in the report.
    pub(super) fn begin_anew(&mut self) {
        self.summary = None;
    }

    pub(super) fn flush(&mut self) -> io::Result<()> {
        self.file.as_mut().map_or(Ok(()), csv::Writer::flush)
    }

    /// One thing to do, done or refused.
    pub(super) fn take(&mut self, change: &ReconcileChange) -> io::Result<()> {
        let broken = self.broken.get(&change.row).map(|broken| match broken.column {
            "" => broken.problem.clone(),
            column => format!("{column}: {}", broken.problem),
        });
        let problems = change
            .problems
            .iter()
            .map(|p| format!("{}: {}", column(&p.field), in_commands(&p.description)));
        let problems = broken.unwrap_or_else(|| problems.collect::<Vec<_>>().join("; "));
        let message = match change.problems.first() {
            Some(first) => without_first_field(&change.message, &first.field, &first.description),
            None => &change.message,
        };
        let message = in_commands(message);
        let stays = repeat::names(&repeat::parts(&change.not_applied));
        let line = if change.row == 0 { String::new() } else { change.row.to_string() };
        let action = word::<ReconcileAction>(change.action);
        let others = change.others_involved.to_string();
        if let Some(file) = &mut self.file {
            let record: [&str; 10] = [
                &line,
                action,
                &change.involvement_id,
                &change.own_reference,
                &change.end_date,
                &others,
                &change.reason,
                &message,
                &problems,
                &stays,
            ];
            // What a call with the same token said before may be said again.
            if self.written.insert(key(&record.map(String::from))) {
                file.write_record(record)?;
            }
        }
        self.changes += 1;
        self.moved |= change.not_applied().any(|part| part == RegistrationPart::Area);
        let shown = &mut self.shown[usize::from(change.action() == ReconcileAction::End)];
        if shown.len() < SHOWN {
            let why = if problems.is_empty() { message } else { problems };
            let whom = match (change.own_reference.as_str(), change.involvement_id.as_str()) {
                ("", "") => String::new(),
                ("", id) => spoken(id),
                (reference, _) => reference.to_owned(),
            };
            let more = match change.others_involved {
                0 => [change.end_date.clone(), why, stays].concat(),
                others => fill("{} others involved", &[&others]),
            };
            shown.push([line, say(what(change)).to_owned(), whom, more]);
        }
        Ok(())
    }

    /// What people read.
    pub(super) fn text(&self, left_out: u64) -> String {
        let summary = self.summary.clone().unwrap_or_default();
        let rows = self.shown.concat();
        let left = self.changes - rows.len();
        let mut text = table(["line", "what", "family", "result"], rows, "");
        if left > 0 {
            text += &format!("\n{}", say("… the others are in the report (--report)"));
        }
        if self.moved {
            let why = "an area stays: another may have reported a move that your file does not know yet; \
                       report one that it is right about with verwijspunt move";
            text += &format!("\n{}", say(why));
        }
        let planned = !summary.token.is_empty();
        let counts = [
            (summary.registered, "{} to register", "{} registered"),
            (summary.renewed, "{} to renew", "{} renewed"),
            (summary.contacts_updated, "{} contact cards to change", "{} contact cards changed"),
            (summary.handed_over, "{} to hand over", "{} handed over"),
            (summary.own_references_set, "{} own references to set", "{} own references set"),
            (summary.informed_recorded, "{} informings to record", "{} informings recorded"),
            (summary.ended, "{} to end", "{} ended"),
            (summary.differing, "{} differ and stay", "{} differ and stay"),
            (summary.unchanged, "{} unchanged", "{} unchanged"),
            (summary.done_before, "{} done in an earlier run", "{} done in an earlier run"),
            (summary.refused, "{} refused", "{} refused"),
            (
                left_out,
                "{} of other organisations, left out",
                "{} of other organisations, left out",
            ),
        ];
        let counts = counts.iter().filter(|(count, ..)| *count > 0);
        let counts =
            counts.map(|(count, to_do, done)| fill(if planned { to_do } else { done }, &[count]));
        let counts = match counts.collect::<Vec<_>>().join(", ") {
            nothing if nothing.is_empty() => say("no lines").to_owned(),
            counts => counts,
        };
        format!("{text}\n{counts}").trim_start().to_owned()
    }
}

fn what(change: &ReconcileChange) -> &'static str {
    match change.action() {
        _ if !change.reason.is_empty() => "refused",
        ReconcileAction::Register => "registration",
        ReconcileAction::Renew => "renewal",
        ReconcileAction::UpdateContact => "contact card",
        ReconcileAction::HandOver => "colleague",
        ReconcileAction::SetOwnReference => "own reference",
        ReconcileAction::RecordInformed => "informing the family",
        ReconcileAction::Differs => "differs",
        ReconcileAction::End => "ending",
        ReconcileAction::Refused | ReconcileAction::Unspecified => "refused",
    }
}
