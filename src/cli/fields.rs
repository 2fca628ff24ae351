//! What are the fields and calls of the API called on the command line? In both languages in which a
//! broker answers.

use super::texts;

/// Fields of requests, and the words of the command line for them.
const OPTIONS: [(&str, &str); 24] = [
    ("acting_professional", "--professional"),
    ("professional.professional_id", "--contact-id"),
    ("professional.name", "--name"),
    ("professional.function", "--function"),
    ("professional.phone", "--phone"),
    ("professional.email", "--email"),
    ("professional", "--name and --function"),
    ("members", "--members"),
    ("persons", "--persons"),
    ("area", "--area"),
    ("postcode", "--postcode"),
    ("place", "--area"),
    ("start_date", "--start"),
    ("end_date", "the last day"),
    ("informed.informed_on", "--informed-on"),
    ("informed.ground", "--not-informed"),
    ("target_oin", "--target"),
    ("lead_oin", "the organisation that leads"),
    ("organisation_oin", "the organisation"),
    ("category", "--category"),
    ("held_on", "--held"),
    ("page_size", "--limit"),
    ("refer_to_oin", "--to"),
    ("refer_to_office", "--to-office"),
];

/// What a field is called on the command line: an option, or the place in a list and a word.
pub(super) fn option(field: &str) -> String {
    if let Some((_, option)) = OPTIONS.iter().find(|(name, _)| *name == field) {
        return texts::dutch(option).filter(|_| texts::reads_dutch()).unwrap_or(*option).to_owned();
    }
    let one = field.split_once('[').and_then(|(list, rest)| {
        let (place, rest) = rest.split_once(']')?;
        let place = place.parse::<usize>().ok()? + 1;
        let what = rest.trim_start_matches('.').replace('_', " ").replace("bsn", "BSN");
        let one = list.rsplit('.').next().unwrap_or(list).trim_end_matches('s').replace('_', " ");
        Some(format!("{one} {place} {what}").trim_end().to_owned())
    });
    one.unwrap_or_else(|| field.replace('_', " ").replace("bsn", "BSN"))
}

/// What a field is called in a file of registrations: its column, or the place in the list of members.
pub(super) fn column(field: &str) -> String {
    let card = field.strip_prefix("professional.").or_else(|| field.strip_prefix("informed."));
    match card {
        Some("ground") => "not_informed_ground".to_owned(),
        Some(column) => column.to_owned(),
        None if field.contains('[') => option(field),
        None => field.to_owned(),
    }
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
    use super::in_commands;
    use crate::domain::rules::access::CALLS;

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
