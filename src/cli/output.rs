//! How is an answer printed? As a plain table for people, or as JSON for programs.

use std::io::{self, Write};

use clap::{Args, ValueEnum};
use jiff::tz::TimeZone;
use prost_types::Timestamp;
use serde::Serialize;

use super::{
    codes::called,
    errors::CliError,
    layout,
    texts::{fill, say as say_text},
    words::{spoken, word},
};
use crate::api::v1::{self, recipient::Who};

/// For whom the output is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// A table for people.
    #[default]
    Table,
    /// JSON for programs: one object or array; one object a line for `watch`.
    Json,
}

/// The `-o` option.
#[derive(Args, Clone, Copy, Debug)]
#[command(next_help_heading = "Output")]
pub struct OutputArgs {
    /// For people or for programs.
    #[arg(short = 'o', long = "output", value_enum, default_value_t, env = "VERWIJSPUNT_OUTPUT")]
    #[arg(value_name = "FORMAT", hide_env_values = true)]
    pub format: Format,
}

impl OutputArgs {
    /// Prints JSON, or what `table` writes.
    ///
    /// # Errors
    /// When standard output cannot be written.
    pub fn print(
        self,
        answer: &impl Serialize,
        table: impl FnOnce() -> String,
    ) -> Result<(), CliError> {
        let text = match self.format {
            Format::Json => serde_json::to_string_pretty(answer).map_err(io::Error::from)?,
            Format::Table => layout::folded(&table(), layout::width()),
        };
        say(&text)
    }
}

/// JSON on one line.
///
/// # Errors
/// When what is answered cannot be written so.
pub fn line(answer: &impl Serialize) -> Result<String, CliError> {
    Ok(serde_json::to_string(answer).map_err(io::Error::from)?)
}

/// Writes one text and a newline to standard output. A closed pipe is no failure.
///
/// # Errors
/// When standard output cannot be written.
pub fn say(text: &str) -> Result<(), CliError> {
    let mut out = io::stdout().lock();
    match writeln!(out, "{}", text.trim_end()).and_then(|()| out.flush()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Err(CliError::Said),
        other => Ok(other?),
    }
}

/// Writes a text to standard error, fitted to the terminal. That nobody reads it is no failure.
pub fn complain(text: &str) {
    let _ = writeln!(io::stderr(), "{}", layout::folded(text, layout::width_of_errors()));
}

/// Rows under headers, fitted to the terminal; whole lines when standard output is no terminal.
#[must_use]
pub fn table<const N: usize>(headers: [&str; N], rows: Vec<[String; N]>, empty: &str) -> String {
    if rows.is_empty() {
        return if empty.is_empty() { String::new() } else { say_text(empty).to_owned() };
    }
    let headers = headers.map(say_text);
    let rows: Vec<Vec<String>> = rows.into_iter().map(Vec::from).collect();
    layout::columns(&headers, &rows, layout::width())
}

/// Fields under each other; fields without a value are left out.
#[must_use]
pub fn fields(rows: &[(&str, String)]) -> String {
    let filled = || rows.iter().filter(|(_, value)| !value.is_empty());
    let filled = || filled().map(|(name, value)| (say_text(name), value));
    let label = filled().map(|(name, _)| name.chars().count()).max().unwrap_or(0);
    let width = layout::width();
    filled()
        .map(|(name, value)| layout::hang(&format!("{name:label$}  "), value, width) + "\n")
        .collect()
}

/// An instant on the clock in Amsterdam, to the minute.
#[must_use]
pub fn moment(at: Option<&Timestamp>) -> String {
    clock(at, "%Y-%m-%d %H:%M")
}

/// An instant on the clock in Amsterdam, by a `strftime` pattern; empty when absent.
#[must_use]
pub fn clock(at: Option<&Timestamp>, pattern: &str) -> String {
    let Some(at) = at.and_then(|at| jiff::Timestamp::new(at.seconds, at.nanos).ok()) else {
        return String::new();
    };
    let zone = TimeZone::get("Europe/Amsterdam").expect("the zone database is compiled in");
    at.to_zoned(zone).strftime(pattern).to_string()
}

/// Who to call, on one line.
#[must_use]
pub fn who_to_call(party: &v1::InvolvedParty) -> String {
    if party.withheld {
        return fill("an involved organisation, through {}", &[&through(party)]);
    }
    let contact = party.contact.clone().unwrap_or_default();
    let ways = [contact.phone, contact.email].into_iter().filter(|way| !way.is_empty());
    let ways = ways.collect::<Vec<_>>().join(", ");
    format!("{}, {} ({}), {ways}", party.organisation_name, contact.name, contact.function)
}

/// Who to call, as short as a list needs it: the name, one way to reach it, and the organisation.
#[must_use]
pub fn to_call(party: &v1::InvolvedParty) -> String {
    if party.withheld {
        return who_to_call(party);
    }
    let contact = party.contact.clone().unwrap_or_default();
    let way = if contact.phone.is_empty() { contact.email } else { contact.phone };
    together([contact.name, way, party.organisation_name.clone()])
}

/// How many there are of something; nothing for none.
#[must_use]
pub fn count(what: &str, number: usize) -> String {
    if number == 0 { String::new() } else { fill(what, &[&number]) }
}

/// What there is of these, in a row.
#[must_use]
pub fn together<const N: usize>(parts: [String; N]) -> String {
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

/// How many persons in which role, for instance `2 child, 1 parent`.
#[must_use]
pub fn persons(roles: &[i32]) -> String {
    let known = [v1::FamilyRole::Child, v1::FamilyRole::Parent, v1::FamilyRole::OtherAdult];
    let count = |role: v1::FamilyRole| roles.iter().filter(|one| **one == i32::from(role)).count();
    let counted = known.map(|role| (count(role), word::<v1::FamilyRole>(role.into())));
    let parts =
        counted.iter().filter(|(n, _)| *n > 0).map(|(n, role)| format!("{n} {}", say_text(role)));
    parts.collect::<Vec<_>>().join(", ")
}

/// A day by which something is to be done, and whether it has passed.
#[must_use]
pub fn due(day: &str, overdue: bool) -> String {
    if overdue { format!("{day} {}", say_text("overdue")) } else { day.to_owned() }
}

/// The same where a term may be in hours: then the moment at which it is over. Nothing without a day.
#[must_use]
pub fn due_by(day: &str, at: Option<&Timestamp>, overdue: bool) -> String {
    match (day, at) {
        ("", _) => String::new(),
        (_, Some(at)) => due(&moment(Some(at)), overdue),
        (day, None) => due(day, overdue),
    }
}

/// The office through which contact goes, with its telephone when that is known.
fn through(party: &v1::InvolvedParty) -> String {
    match &party.office_contact {
        Some(office) if !office.phone.is_empty() => {
            format!("{} ({})", party.contact_office, office.phone)
        }
        _ => party.contact_office.clone(),
    }
}

/// Name of an organisation or office, with its id.
#[must_use]
pub fn named(recipient: &v1::Recipient) -> String {
    let id = match &recipient.who {
        Some(Who::OrganisationOin(id) | Who::Office(id)) => id.as_str(),
        None => "",
    };
    if recipient.name.is_empty() { id.to_owned() } else { format!("{} ({id})", recipient.name) }
}

/// Several recipients on one line.
#[must_use]
pub fn all_named(recipients: &[v1::Recipient]) -> String {
    recipients.iter().map(named).collect::<Vec<_>>().join(&format!(" {} ", say_text("and")))
}

/// The parties of a match as a table.
#[must_use]
pub fn parties(parties: &[v1::InvolvedParty]) -> String {
    let rows = parties.iter().map(|party| {
        let contact = party.contact.clone().unwrap_or_default();
        let organisation = if party.withheld {
            fill("withheld, through {}", &[&through(party)])
        } else {
            party.organisation_name.clone()
        };
        let leads = if party.leads { say_text("leads") } else { "" };
        [
            organisation,
            contact.name,
            contact.function,
            contact.phone,
            contact.email,
            party.since.clone(),
            called::<v1::MatchKind>(party.kind),
            leads.to_owned(),
        ]
    });
    table(
        ["organisation", "name", "function", "phone", "e-mail", "since", "why", "lead"],
        rows.collect(),
        "nobody else is involved",
    )
}

/// The parties of a match, and how to see those for whom its answer had no room.
pub fn parties_of(found: &v1::Match) -> String {
    let mut text = parties(&found.parties);
    if found.parties_left_out > 0 {
        let (more, own) = (found.parties_left_out, spoken(&found.involvement_id));
        let told = "and {} more: `verwijspunt involved {}` shows everybody";
        text.push_str(&(fill(told, &[&more, &own]) + "\n"));
    }
    text
}
