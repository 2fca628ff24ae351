//! What are the fields and calls of the API called on the command line? In both languages in which a
//! broker answers.

use std::sync::OnceLock;

use clap::{ArgMatches, Command};

use super::field_names::{COLUMNS, ENTRIES, NAMES, PARTS};
use super::texts;

/// The options of the command that runs, each with its hyphens.
static RUNNING: OnceLock<Vec<String>> = OnceLock::new();

/// Remembers which command runs: its own names of fields are used.
pub(super) fn remember(command: &Command, matches: &ArgMatches) {
    let (mut command, mut matches) = (command, matches);
    while let Some((name, below)) = matches.subcommand() {
        let Some(found) = command.find_subcommand(name) else { break };
        (command, matches) = (found, below);
    }
    // It is set once: a process runs one command.
    let _ = RUNNING.set(options(command));
}

fn options(command: &Command) -> Vec<String> {
    let long = command.get_arguments().filter_map(clap::Arg::get_long);
    long.map(|long| format!("--{long}")).collect()
}

/// What a field is called on the command line: an option, or the place in a list and a word.
pub(super) fn option(field: &str) -> String {
    let has =
        |option: &str| RUNNING.get().is_none_or(|options| options.iter().any(|one| one == option));
    // A newer broker has fields that this program does not know.
    name(field, has).unwrap_or_else(|| field.replace('_', " ").replace("bsn", "BSN"))
}

/// The name of a field for a command that has these options; `None` where there is none.
fn name(field: &str, has: impl Fn(&str) -> bool) -> Option<String> {
    if let Some((list, rest)) = field.split_once('[') {
        let (place, rest) = rest.split_once(']')?;
        let place = place.parse::<usize>().ok()? + 1;
        let list = list.rsplit('.').next().unwrap_or(list);
        let entry = in_language(row(ENTRIES, list)?);
        return Some(match rest.trim_start_matches('.') {
            "" => format!("{entry} {place}"),
            part => format!("{entry} {place} {}", in_language(row(PARTS, part)?)),
        });
    }
    // A part of a message is found by what it is called in there, unless it has a name of its own.
    let mut part = field;
    let names = loop {
        match (NAMES.iter().find(|(name, _)| *name == part), part.split_once('.')) {
            (Some((_, names)), _) => break *names,
            (None, Some((_, rest))) => part = rest,
            (None, None) => return None,
        }
    };
    let fits = |name: &&&str| {
        let mut options = name.split(' ').filter(|word| word.starts_with("--"));
        options.all(&has)
    };
    let name = names.iter().find(fits).or(names.first())?;
    Some(in_language(name).to_owned())
}

fn row(table: &[(&str, &'static str)], name: &str) -> Option<&'static str> {
    table.iter().find(|(field, _)| *field == name).map(|(_, called)| *called)
}

/// A name in the language of whoever reads; that of an option is the same in each.
fn in_language(name: &'static str) -> &'static str {
    if name.starts_with("--") && !name.contains(' ') { name } else { texts::say(name) }
}

/// What a field is called in a file of registrations: its column, or the place in the list of members.
pub(super) fn column(field: &str) -> String {
    match row(COLUMNS, field) {
        Some(column) => column.to_owned(),
        None if field.contains('[') => option(field),
        None => field.to_owned(),
    }
}

/// The message ends with the first wrong field, as the API calls it, for whoever reads no more than
/// that; where all of them follow in other words, it says that they are wrong and no more.
pub(super) fn without_first_field<'m>(message: &'m str, field: &str, rule: &str) -> &'m str {
    let cut = message.strip_suffix(rule).and_then(|cut| cut.strip_suffix(&format!(": {field} ")));
    cut.unwrap_or(message)
}

/// What a fact of a refusal is called; one that a newer broker tells is called as it calls it.
pub(super) fn fact(name: &str) -> String {
    let name = name.replace('_', " ");
    texts::dutch(&name).filter(|_| texts::reads_dutch()).map_or(name, str::to_owned)
}

/// A text of the API in which calls become commands, and facts that come with it are said to stand below.
pub(super) fn in_commands(text: &str) -> String {
    // In both languages in which the broker answers.
    let calls = [
        ("or OTHER; GetCovenant lists them", "or OTHER; `verwijspunt functions` lists them"),
        ("of OTHER; GetCovenant noemt ze", "of OTHER; `verwijspunt functions` noemt ze"),
        ("; GetCovenant says what", ", which says what"),
        ("; GetCovenant zegt wat", ", dat zegt wat"),
        ("codes of the covenant; GetCovenant lists them", "codes of the covenant"),
        ("codes van het convenant zijn; GetCovenant geeft ze", "codes van het convenant zijn"),
        ("GetCovenant lists them", "`verwijspunt offices` shows those that have one"),
        ("GetCovenant noemt ze", "`verwijspunt offices` toont die er een hebben"),
        ("ListOrganisations", "`verwijspunt organisations`"),
        ("ListOffices", "`verwijspunt offices`"),
        ("VerifyAuditChain", "`verwijspunt verify-log`"),
        ("call EndInvolvement", "`verwijspunt end`"),
        ("is er EndInvolvement", "is er `verwijspunt end`"),
        ("call HandOverInvolvement", "`verwijspunt hand-over`"),
        ("is er HandOverInvolvement", "is er `verwijspunt hand-over`"),
        ("call UpdateContact", "`verwijspunt update-contact`"),
        ("is er UpdateContact", "is er `verwijspunt update-contact`"),
        ("AddMembers", "`verwijspunt add-members`"),
        ("with accept_endings", "with --accept-endings"),
        ("met accept_endings", "met --accept-endings"),
        ("GetCase", "`verwijspunt case show`"),
        ("PlanMeeting", "`verwijspunt case invite`"),
        ("RecordMilestone", "`verwijspunt case milestone`"),
        ("AssignFamilyManager", "`verwijspunt case manager`"),
        ("GetCovenant shows which kinds may", "`verwijspunt categories` shows which kinds may"),
        ("GetCovenant toont welke soorten", "`verwijspunt categories` toont welke soorten"),
        ("RemovePerson", "`verwijspunt case remove`"),
        ("ConfirmPersons", "`verwijspunt case confirm`"),
        ("GetConcernSignal", "`verwijspunt signal show`"),
        ("ListMatches", "`verwijspunt matches --all`"),
    ];
    let text =
        calls.iter().fold(text.to_owned(), |text, (call, command)| text.replace(call, command));
    let mut parts = text.split("metadata.");
    let mut said = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let end = part.find(|c: char| c != '_' && !c.is_ascii_lowercase()).unwrap_or(part.len());
        let (name, rest) = part.split_at(end);
        said += &(texts::fill("\"{}\" below", &[&fact(name)]) + rest);
    }
    said
}

#[cfg(test)]
mod tests {
    use std::{collections::BTreeSet, fs, path::Path};

    use clap::CommandFactory as _;
    use prost_reflect::{Kind, MessageDescriptor};

    use super::{COLUMNS, ENTRIES, NAMES, PARTS, column, in_commands, name, options, texts};
    use crate::{
        cli::{Cli, import::rows},
        domain::rules::access::CALLS,
        wire,
    };

    /// Every place of a message that can be wrong: fields, those of the messages in it, and choices.
    fn places(of: &MessageDescriptor, before: &str, found: &mut BTreeSet<String>) {
        found.extend(of.oneofs().filter(|one| !one.is_synthetic()).map(|one| {
            let choice = one.name();
            format!("{before}{choice}")
        }));
        for field in of.fields() {
            let place = format!("{before}{}", field.name());
            let entry = if field.is_list() { format!("{place}[0]") } else { place.clone() };
            found.extend([place, entry.clone()]);
            if let Kind::Message(inner) = field.kind() {
                places(&inner, &format!("{entry}."), found);
            }
        }
    }

    fn places_of(request: &str) -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        places(&wire::message(request).expect("a message of the API"), "", &mut found);
        found
    }

    /// What stands in quotation marks behind one of these in a room of the program.
    fn named_in(room: &Path, found: &mut BTreeSet<String>) {
        for entry in fs::read_dir(room).expect("a room") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                named_in(&path, found);
                continue;
            }
            let text = fs::read_to_string(&path).expect("a file of the program");
            for before in ["Refusal::field(", "FieldProblem::new(", "problems.add(", ".require("] {
                for rest in text.split(before).skip(1) {
                    let name = rest.trim_start().strip_prefix('"').and_then(|r| r.split_once('"'));
                    found.extend(name.map(|(name, _)| name.to_owned()));
                }
            }
        }
    }

    #[test]
    fn every_field_that_can_be_wrong_has_a_name_here() {
        let mut all = BTreeSet::new();
        for call in CALLS {
            // The two that are sent in rows have one message a row.
            all.extend(places_of(&format!("{}Request", call.name())));
        }
        assert!(all.len() > 150 && all.contains("members[0].birth_date"), "{all:?}");
        for room in ["src/service", "src/domain"] {
            named_in(&Path::new(env!("CARGO_MANIFEST_DIR")).join(room), &mut all);
        }
        // What is no field: more are wrong than are told; and lines of REST.
        all.retain(|field| !field.is_empty() && !field.starts_with("lines["));
        let nameless = all.iter().filter(|field| name(field, |_| true).is_none());
        let nameless: Vec<&String> = nameless.collect();
        assert!(nameless.is_empty(), "in src/cli/field_names.rs there is no row for {nameless:?}");
    }

    #[test]
    fn every_name_is_an_option_of_a_command_or_has_its_dutch() {
        fn all(command: &clap::Command, found: &mut BTreeSet<String>) {
            found.extend(options(command));
            command.get_subcommands().for_each(|below| all(below, found));
        }
        let mut known = BTreeSet::new();
        all(&Cli::command(), &mut known);
        let names = NAMES.iter().flat_map(|(_, names)| *names).copied();
        let words = [ENTRIES, PARTS].concat();
        for name in names.chain(words.iter().map(|(_, word)| *word)) {
            let strange: Vec<&str> =
                name.split(' ').filter(|w| w.starts_with("--") && !known.contains(*w)).collect();
            assert!(strange.is_empty(), "{name}: no command has {strange:?}");
            assert!(
                texts::dutch(name).is_some() || (name.starts_with("--") && !name.contains(' ')),
                "no Dutch for {name}"
            );
        }
    }

    #[test]
    fn the_running_commands_own_name_counts() {
        let of = |has: &'static [&str], field: &str| name(field, |option| has.contains(&option));
        assert_eq!(of(&["--start", "--end"], "end_date").as_deref(), Some("--end"));
        assert_eq!(of(&["--until"], "end_date").as_deref(), Some("--until"));
        assert_eq!(of(&["--on", "--not"], "informed.ground").as_deref(), Some("--not"));
        assert_eq!(
            of(&["--on", "--not"], "informed").as_deref(),
            Some(texts::say("--on or --not"))
        );
        assert_eq!(of(&[], "case_id").as_deref(), Some(texts::say("the case")));
        assert_eq!(of(&[], "of_a_newer_broker"), None);
    }

    #[test]
    fn what_a_file_of_registrations_can_have_wrong_is_a_column_of_it() {
        // What no column holds: this program makes it, or the file cannot say it.
        let no_column = ["request_id", "acting_professional", "professional.deputy"];
        for field in places_of("RegisterInvolvementRequest") {
            if field.contains('[') || no_column.iter().any(|none| field.starts_with(none)) {
                continue;
            }
            for column in column(&field).split(", ") {
                assert!(rows::COLUMNS.contains(&column), "{field}: {column} is no column");
            }
        }
        assert!(
            COLUMNS
                .iter()
                .all(|(field, _)| places_of("RegisterInvolvementRequest").contains(*field))
        );
    }

    #[test]
    fn what_the_api_says_names_no_call_and_no_place_in_a_message() {
        // One field is about calls.
        let of_calls =
            |line: &&str| line.contains("call of the API") || line.contains("aanroep van");
        let texts =
            [include_str!("../service/field_texts.rs"), include_str!("../service/texts.rs")];
        let lines = texts.iter().flat_map(|text| text.lines());
        let lines: Vec<&str> = lines.filter(|line| !of_calls(line)).collect();
        assert!(lines.iter().any(|line| line.contains("metadata.")), "facts are told");
        for line in lines {
            let said = in_commands(line);
            let word = |name: &str| said.split(|c: char| !c.is_alphanumeric()).any(|w| w == name);
            let call = CALLS.iter().map(|call| call.name()).find(|name| word(name));
            assert_eq!(call, None, "{line}");
            assert!(!said.contains("metadata."), "{line}");
        }
    }
}
