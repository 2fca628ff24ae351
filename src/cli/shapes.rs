//! Which keys has the JSON of each command? The text that `--help` shows, from the descriptors.

use clap::Command;

use super::help;
use crate::wire;

/// What commands print with `-o json`. A name of a message stands for what it holds.
const SHAPES: &[(&str, &[&str])] = &[
    ("RegisterInvolvementResponse", &["register"]),
    ("AddMembersResponse", &["add-members"]),
    ("UpdateContactResponse", &["update-contact"]),
    ("HandOverInvolvementResponse", &["hand-over"]),
    ("Involvement", &["renew", "informed", "own-reference"]),
    ("Involvement, or null when it was destroyed", &["end"]),
    ("[Involvement]", &["involvements"]),
    ("ReconcileSummary", &["reconcile"]),
    ("[InvolvedParty]", &["involved"]),
    ("ReportMoveResponse", &["move"]),
    ("Match", &["match show", "follow-up", "lead"]),
    ("[Match]", &["matches"]),
    ("[OverdueContact]", &["overdue"]),
    ("OverdueContact", &["remind"]),
    ("[DistrictCase]", &["district"]),
    ("a line each: Notification", &["watch"]),
    ("AcknowledgeResponse", &["ack"]),
    ("[Delivery]", &["deliveries list"]),
    ("Delivery, or null when there is no address for it", &["deliveries resume"]),
    ("[RefusedAddress]", &["deliveries refused"]),
    ("OwnMail", &["deliveries own"]),
    ("[Session]", &["sessions list"]),
    ("EndSessionsResponse", &["sessions end"]),
    ("[AuditEntry]", &["log"]),
    ("VerifyAuditChainResponse", &["verify-log"]),
    (
        "Ticket",
        &[
            "ticket open",
            "ticket show",
            "ticket escalate",
            "ticket hand-over",
            "ticket resolve",
            "ticket withdraw",
            "ticket answer",
            "ticket rule",
        ],
    ),
    ("[Ticket]", &["ticket list"]),
    ("Route", &["ticket explain"]),
    ("GetSubjectAccessResponse", &["rights access"]),
    (
        "Objection",
        &["rights objection register", "rights objection decide", "rights objection show"],
    ),
    ("[Objection]", &["rights objection list"]),
    ("Case", &["case open", "case add", "case remove", "case show"]),
    ("ClassifyCaseResponse", &["case classify"]),
    ("[Case]", &["case list"]),
    ("FamilyManagerTerm", &["case manager"]),
    ("Plan", &["case milestone", "case extend"]),
    ("[Absences]", &["case attendance"]),
    ("[PlannedMeeting]", &["case invite"]),
    ("[MeetingsOfCase]", &["case meetings"]),
    ("[WatchedFamily]", &["case watches"]),
    ("CloseCaseResponse", &["case close"]),
    ("Watch", &["case watch start", "case watch look", "case watch stop"]),
    ("ConcernSignal", &["signal send", "signal show", "signal answer", "signal outcome"]),
    ("[ConcernSignal]", &["signal list"]),
    ("GetIndicatorsResponse", &["report"]),
    ("[Office]", &["offices"]),
    ("FindOfficeResponse", &["find-office"]),
    ("[Organisation]", &["organisations"]),
    ("[\"…\"], empty when any function may be given", &["functions"]),
    // Not of one answer of the API.
    ("{worst, findings: [{check, level, found, fix}]}", &["doctor"]),
    (
        "{registered, matched, unchanged, unchangedMatched, contactUpdated, updated, differs, \
         notApplied, valid, refused, broken, skipped, earlier, seconds, rowsPerSecond, dryRun}",
        &["import"],
    ),
];

/// What holds for all of them.
const ALL: &str = "A key without a value is left out; numbers, true and false always stand there, and so do \
                   lists that were asked for; days are YYYY-MM-DD, instants UTC, codes those of the API.";

/// What `-o json` of a command prints, with every message that occurs in it.
fn text(shape: &str) -> String {
    let mut lines = vec![format!("JSON (-o json): {shape}")];
    let mut open = vec![shape.to_owned()];
    let mut known: Vec<String> = Vec::new();
    while let Some(one) = open.pop() {
        for name in one.split(|c: char| !c.is_alphanumeric()) {
            if known.iter().any(|known| known == name) {
                continue;
            }
            if let Some(keys) = wire::keys(name) {
                known.push(name.to_owned());
                lines.push(format!("  {name} is {{{keys}}}"));
                open.push(keys);
            }
        }
    }
    lines.push(ALL.to_owned());
    lines.join("\n")
}

/// Adds the shapes to the long help of the commands.
#[must_use]
pub fn document(mut command: Command) -> Command {
    for (shape, paths) in SHAPES {
        let shape = text(shape);
        for path in *paths {
            command = at(command, &path.split(' ').collect::<Vec<_>>(), &shape);
        }
    }
    help::fitted(command)
}

fn at(command: Command, path: &[&str], shape: &str) -> Command {
    match path {
        [] => {
            let example = command.get_after_help().map(ToString::to_string).unwrap_or_default();
            command.after_long_help(format!("{}\n\n{shape}", example.trim_end()))
        }
        [first, rest @ ..] => command.mut_subcommand(*first, |inner| at(inner, rest, shape)),
    }
}
