//! Which keys has the JSON of each command? The text that `--help` shows, and that a test compares
//! with what the commands really print.

use clap::Command;

use super::help;

/// Command, and what it prints with `-o json`. Words in capitals are objects of [`OBJECTS`].
const SHAPES: &[(&str, &str)] = &[
    (
        "register",
        "{involvement: INVOLVEMENT, match: MATCH, earlier_involvement, already_registered, \
         contact_updated}",
    ),
    ("doctor", "{worst, findings: [{check, level, found, fix}]}"),
    ("involved", "[PARTY]"),
    ("involvements", "[INVOLVEMENT]"),
    ("renew", "INVOLVEMENT"),
    ("end", "INVOLVEMENT, or null when it was destroyed"),
    (
        "import",
        "{registered, matched, unchanged, unchanged_matched, contact_updated, valid, refused, \
         broken, skipped, earlier, seconds, rows_per_second, dry_run}",
    ),
    ("matches", "[MATCH]"),
    ("match show", "MATCH"),
    ("follow-up", "MATCH"),
    ("lead", "MATCH"),
    ("overdue", "[{reference, area, contact_due, working_days_late, owing: [RECIPIENT]}]"),
    (
        "district",
        "[{reference, state, area, category, director: RECIPIENT, family_manager: RECIPIENT, \
         family_manager_contact: CONTACT, has_plan, next_milestone, due_date, overdue, open_tickets, \
         contact_overdue, opened_at}]",
    ),
    ("watch", "a line each: NOTIFICATION"),
    ("ack", "{acknowledged}"),
    ("deliveries list", "[DELIVERY]"),
    ("deliveries resume", "DELIVERY, or null when there is no address for it"),
    (
        "sessions list",
        "[{session_id, professional, office, coordinator, signed_in_at, second_factor_at, ends_at}]",
    ),
    ("sessions end", "{ended}"),
    (
        "log",
        "[{position, at, actor: RECIPIENT, professional, origin, call, result, ground, subjects}]",
    ),
    ("verify-log", "{verified_to, head, complete, problem, chains}"),
    ("ticket open", "TICKET"),
    ("ticket show", "TICKET"),
    ("ticket list", "[TICKET]"),
    ("ticket escalate", "TICKET"),
    ("ticket hand-over", "TICKET"),
    ("ticket resolve", "TICKET"),
    ("ticket withdraw", "TICKET"),
    ("ticket rule", "TICKET"),
    ("ticket explain", "ROUTE"),
    (
        "rights access",
        "{registrations: [{organisation_oin, organisation_name, since, until, state}], \
         told: [{at, organisation_oin, organisation_name, registered_by_oin}], \
         looked: [{at, organisation_oin, office, name, call}], addressee}",
    ),
    ("rights objection register", "OBJECTION"),
    ("rights objection decide", "OBJECTION"),
    ("rights objection show", "OBJECTION"),
    ("rights objection list", "[OBJECTION]"),
    ("case open", "CASE"),
    ("case classify", "{case: CASE, director: RECIPIENT, kept: [{ticket_id, refusal}]}"),
    ("case add", "CASE"),
    ("case remove", "CASE"),
    ("case show", "CASE"),
    ("case list", "[CASE]"),
    ("case manager", "MANAGER"),
    ("case milestone", "PLAN"),
    ("case attendance", "[{organisation_oin, in_a_row, ticket_id}]"),
    ("case invite", "[PLANNED]"),
    (
        "case meetings",
        "[{case_id, reference, meetings: [{milestone, day, invited: [RECIPIENT], to_record}]}]",
    ),
    ("case extend", "PLAN"),
    ("case close", "{kept_until}"),
    ("case watch start", "WATCH"),
    ("case watch look", "WATCH"),
    ("case watch stop", "WATCH"),
    ("signal send", "SIGNAL"),
    ("signal show", "SIGNAL"),
    ("signal list", "[SIGNAL]"),
    ("signal answer", "SIGNAL"),
    ("signal outcome", "SIGNAL"),
    ("move", "{area}"),
    (
        "report",
        "{covenant, year, quarter, counted_at, smallest_told, parties, parties_registering, \
         indicators: [{count, breakdown, part, total, year_total, percent, \
         areas: [{area, number, year_number, percent}]}]}",
    ),
    ("offices", "[{id, role, name_nl, name_en, area, holder, deputies, fallback, contact: REACH}]"),
    (
        "find-office",
        "{area, role, office: REACH, acts: REACH, \
         stands_in: [{office, name_nl, name_en, deputy, acts, phone, email}]}",
    ),
    ("organisations", "[{oin, name, kind, commissioner, partner, sensitive}]"),
];

/// Objects that occur in more than one place.
const OBJECTS: &[(&str, &str)] = &[
    (
        "INVOLVEMENT",
        "{involvement_id, organisation_oin, professional: CONTACT, roles, area, start_date, \
         end_date, registered_at, state, end_reason, informed_on, not_informed_ground, \
         own_reference}",
    ),
    (
        "MATCH",
        "{match_id, involvement_id, matched_at, parties: [PARTY], follow_up, no_action_reason, \
         contact_owed, contact_due, lead: LEAD, lead_history: [LEAD], reference, own_reference, \
         own_contact: CONTACT, area, roles, working_days_left, parties_left_out}",
    ),
    (
        "PARTY",
        "{organisation_oin, organisation_name, organisation_kind, contact: CONTACT, since, kind, \
         withheld, contact_office, leads, office_contact: REACH}",
    ),
    (
        "LEAD",
        "{organisation_oin, organisation_name, since, appointment: null, or {rule, source, covenant, \
         facts, explanation_nl, explanation_en}}",
    ),
    (
        "DELIVERY",
        "{channel, address, position, waiting, arrived_at, tried_at, failures, failing_since, \
         next_try_at, paused_since, trouble, trouble_code}",
    ),
    (
        "NOTIFICATION",
        "{sequence, ahead, notification_id, at, type, event}; what event holds goes with the type:\n    \
         match {match_id, involvement_id, party: PARTY}; earlier_involvement {involvement_id};\n    \
         party_ended {involvement_id, party: PARTY};\n    \
         overview {reference, change, area, category, director: RECIPIENT};\n    \
         contact_updated {match_id, involvement_id, party: PARTY}; expiring {involvement_id, end_date};\n    \
         expired {involvement_id}; retracted {involvement_id};\n    \
         follow_up_due {match_id, involvement_id, stage, parties_owing};\n    \
         lead_agreed {match_id, involvement_id, lead_oin, lead_name};\n    \
         ticket {ticket_id, step, happening, handlers: [RECIPIENT], due_date, case_id};\n    \
         case {case_id, happening, category, director: RECIPIENT};\n    \
         plan {case_id, involvement_id, happening, code, day};\n    \
         family_manager {case_id, involvement_id, organisation_oin, contact: CONTACT, withheld};\n    \
         stays_away {case_id, organisation_oin, in_a_row, reason};\n    \
         case_closed {case_id, involvement_id, reason}; watch {case_id, happening, day};\n    \
         signal {signal_id, crisis, happening};\n    \
         moved {case_id, reported_by: RECIPIENT, from_area, to_area, to_municipality};\n    \
         destroyed {}; removed {involvement_id, ground, whole}; ticket_destroyed {ticket_id};\n    \
         objection_received {objection_id, involvement_id, due_date};\n    \
         objection_overdue {objection_id}; objection_decided {objection_id}",
    ),
    (
        "CASE",
        "{case_id, state, cause, opened_at, area, category, nuisance, measure, director: RECIPIENT, \
         etag, due_date, overdue, persons: [{person_id, since}], classifications: \
         [CLASSIFICATION], involved: [PARTY], tickets: [{ticket_id, track, step, handlers: \
         [RECIPIENT], due_date, overdue}], managers: [MANAGER], plan: PLAN, meetings: \
         [{milestone, held_on, presence: [{organisation_oin, presence}]}], watch: WATCH, \
         planned_meetings: [PLANNED], close_reason, kept_until, kept_apart, follow_up_help, safeguarding, guardian, instead}",
    ),
    ("PLANNED", "{milestone, day, invited_oins, chair}"),
    ("MANAGER", "{organisation_oin, contact: CONTACT, since, until, caseload_reason}"),
    (
        "PLAN",
        "{variant, start_date, end_date, extensions: [{decided_on, reason, end_date, weeks}], \
         milestones: [{code, due_date, held_on, missed, attendance}], over}",
    ),
    (
        "WATCH",
        "{by: RECIPIENT, start_date, end_date, due_date, missed, looks: [{looked_on, finding}], \
         ended_on}",
    ),
    (
        "CLASSIFICATION",
        "{at, by: RECIPIENT, area, category, nuisance, measure, director: RECIPIENT, \
         contradiction_reason}",
    ),
    (
        "SIGNAL",
        "{signal_id, state, danger, children_under_18, crisis, roles, area, sender: RECIPIENT, \
         professional: CONTACT, contact_office, office_contact: REACH, recipient: RECIPIENT, informed: [RECIPIENT], \
         sent_at, history: [{at, happening, recipient: RECIPIENT}], route: ROUTE, case_id, discussed, due_at, \
         late, recipient_contact: REACH, outcome, outcome_category, outcome_kind, arrival}",
    ),
    (
        "OBJECTION",
        "{objection_id, received_at, parts: [{organisation_oin, organisation_name, officer, \
         due_date, decision, ground, decided_at}], addressee, involvement_ids}",
    ),
    (
        "TICKET",
        "{ticket_id, state, step, track, obstacle, category, nuisance, area, opened_by: RECIPIENT, \
         opener_contact: CONTACT, target: RECIPIENT, handlers: [RECIPIENT], director: RECIPIENT, \
         opened_at, due_date, overdue, route: ROUTE, history: [STEP], ruling: \
         [{organisation_oin, act, by_date}], resolution, etag, involvement_id, case_id, \
         opened_by_office: RECIPIENT, office_reason}",
    ),
    ("STEP", "{at, what, by: RECIPIENT, step, handlers: [RECIPIENT], rule, skip_reason}"),
    (
        "ROUTE",
        "{handler: RECIPIENT, refusal, rule, source, covenant, facts, explanation_nl, \
         explanation_en, director: RECIPIENT}",
    ),
    ("RECIPIENT", "{organisation_oin, office, name}"),
    ("REACH", "{office, name_nl, name_en, phone, email, deputies: [{phone, email}]}"),
    ("CONTACT", "{professional_id, name, function, phone, email}"),
];

/// What `-o json` of a command prints, with every object that occurs in it.
#[must_use]
pub fn text(shape: &str) -> String {
    let mut known: Vec<&str> = Vec::new();
    let mut lines = vec![format!("JSON (-o json): {shape}")];
    let mut open = vec![shape];
    while let Some(one) = open.pop() {
        for (name, object) in OBJECTS {
            if mentions(one, name) && !known.contains(name) {
                known.push(name);
                lines.push(format!("  {name} is {object}"));
                open.push(object);
            }
        }
    }
    lines.push(
        "Every key is always there, null without a value; days are YYYY-MM-DD, instants UTC."
            .to_owned(),
    );
    lines.join("\n")
}

fn mentions(shape: &str, name: &str) -> bool {
    shape.split(|c: char| !c.is_ascii_uppercase()).any(|word| word == name)
}

/// Adds the shapes to the long help of the commands.
#[must_use]
pub fn document(mut command: Command) -> Command {
    for (path, shape) in SHAPES {
        command = at(command, &path.split(' ').collect::<Vec<_>>(), shape);
    }
    help::fitted(command)
}

fn at(command: Command, path: &[&str], shape: &str) -> Command {
    match path {
        [] => {
            let example = command.get_after_help().map(ToString::to_string).unwrap_or_default();
            command.after_long_help(format!("{}\n\n{}", example.trim_end(), text(shape)))
        }
        [first, rest @ ..] => command.mut_subcommand(*first, |inner| at(inner, rest, shape)),
    }
}
