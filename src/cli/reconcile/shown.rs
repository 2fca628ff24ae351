//! What differs, for people and in the report?

use std::{collections::BTreeMap, fs::File, io, path::Path};

use crate::{
    api::v1::{ReconcileAction, ReconcileChange, ReconcileSummary},
    cli::{
        fields::{column, in_commands},
        import::rows::Broken,
        output::table,
        texts::{fill, say},
        words::{spoken, word},
    },
};

/// Of what ends, and of everything else, so many are shown on the terminal. All stand in the report.
const SHOWN: usize = 20;

const HEADER: [&str; 9] = [
    "line",
    "action",
    "involvement_id",
    "own_reference",
    "end_date",
    "others_involved",
    "reason",
    "message",
    "problems",
];

/// Collects what the server answers.
pub(super) struct Report<'a> {
    /// The last answer.
    pub(super) summary: Option<ReconcileSummary>,
    broken: &'a BTreeMap<u64, Broken>,
    file: Option<csv::Writer<File>>,
    /// Everything else, and what ends.
    shown: [Vec<[String; 4]>; 2],
    changes: usize,
}

impl<'a> Report<'a> {
    pub(super) fn open(path: Option<&Path>, broken: &'a BTreeMap<u64, Broken>) -> io::Result<Self> {
        let mut file = path.map(csv::Writer::from_path).transpose()?;
        if let Some(file) = &mut file {
            file.write_record(HEADER)?;
        }
        Ok(Self { summary: None, broken, file, shown: Default::default(), changes: 0 })
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
        let line = if change.row == 0 { String::new() } else { change.row.to_string() };
        let action = word::<ReconcileAction>(change.action);
        if let Some(file) = &mut self.file {
            file.write_record([
                &line,
                action,
                &change.involvement_id,
                &change.own_reference,
                &change.end_date,
                &change.others_involved.to_string(),
                &change.reason,
                &change.message,
                &problems,
            ])?;
        }
        self.changes += 1;
        let shown = &mut self.shown[usize::from(change.action() == ReconcileAction::End)];
        if shown.len() < SHOWN {
            let why = if problems.is_empty() { change.message.clone() } else { problems };
            let whom = match (change.own_reference.as_str(), change.involvement_id.as_str()) {
                ("", "") => String::new(),
                ("", id) => spoken(id),
                (reference, _) => reference.to_owned(),
            };
            let more = match change.others_involved {
                0 => [change.end_date.clone(), why].concat(),
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
        let planned = !summary.token.is_empty();
        let counts = [
            (summary.registered, "{} to register", "{} registered"),
            (summary.renewed, "{} to renew", "{} renewed"),
            (summary.contacts_updated, "{} contact cards to change", "{} contact cards changed"),
            (summary.handed_over, "{} to hand over", "{} handed over"),
            (summary.own_references_set, "{} own references to set", "{} own references set"),
            (summary.ended, "{} to end", "{} ended"),
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
        ReconcileAction::End => "ending",
        ReconcileAction::Refused | ReconcileAction::Unspecified => "refused",
    }
}
