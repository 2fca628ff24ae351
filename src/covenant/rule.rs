//! What a rule says: when it holds and who handles, or why it refuses.

use super::facts::{Condition, FACTS, Vocabulary};
use super::model::{Level, Role};
use super::problem::did_you_mean;
use super::source::{Problems, Section};

/// Where to look for the office of a role.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Side {
    /// Where the family lives.
    Family,
    /// The district that commissions the target.
    Commissioner,
    /// Where the office sits that handled the step before.
    Handler,
    /// The one of the whole covenant.
    City,
    /// The target's own.
    Target,
}

const SIDES: [(&str, Side); 5] = [
    ("family", Side::Family),
    ("commissioner", Side::Commissioner),
    ("handler", Side::Handler),
    ("city", Side::City),
    ("target", Side::Target),
];

/// Who handles, as a rule says it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Handler {
    OwnOrganisation,
    /// The organisation that the ticket is against.
    TargetOrganisation,
    Director,
    Role {
        role: usize,
        side: Side,
    },
}

impl Handler {
    /// Reads `own-organisation`, `target-organisation`, `director` or `role@side`.
    pub(super) fn parse(text: &str, roles: &[Role]) -> Result<Self, (String, String)> {
        match text {
            "own-organisation" => return Ok(Self::OwnOrganisation),
            "target-organisation" => return Ok(Self::TargetOrganisation),
            "director" => return Ok(Self::Director),
            _ => {}
        }
        let Some((role_id, side_word)) = text.split_once('@') else {
            let hint = "write own-organisation, target-organisation, director or role@family, \
                        role@commissioner, role@handler, role@city, role@target";
            return Err((format!("\"{text}\" is not a handler"), hint.to_owned()));
        };
        let Some(role) = roles.iter().position(|r| r.id == role_id) else {
            let hint = did_you_mean(role_id, roles.iter().map(|r| r.id.as_str()));
            return Err((format!("unknown role \"{role_id}\""), hint));
        };
        let Some((_, side)) = SIDES.iter().find(|(word, _)| *word == side_word) else {
            let hint = did_you_mean(side_word, SIDES.iter().map(|(word, _)| *word));
            return Err((format!("unknown side \"{side_word}\" of a handler"), hint));
        };
        let wanted = match roles[role].level {
            Level::City => "city",
            Level::Organisation => "target",
            Level::District | Level::Region => "family, @commissioner or @handler",
        };
        if !wanted.contains(side_word) {
            let level = Level::NAMES[roles[role].level as usize];
            let hint = format!("write {role_id}@{wanted}");
            return Err((format!("role \"{role_id}\" is of the {level}, not @{side_word}"), hint));
        }
        Ok(Self::Role { role, side: *side })
    }

    /// The handler in words, for tables.
    pub(super) fn describe(self, roles: &[Role]) -> String {
        match self {
            Self::OwnOrganisation => "own organisation".to_owned(),
            Self::TargetOrganisation => "organisation that the ticket is against".to_owned(),
            Self::Director => "director by category".to_owned(),
            Self::Role { role, side } => {
                let name = &roles[role].id;
                match side {
                    Side::Family => roles[role].where_family_lives(),
                    Side::Commissioner => format!("{name} of the commissioning district"),
                    Side::Handler => format!("{name} where the step before was handled"),
                    Side::City => name.clone(),
                    Side::Target => format!("{name} of the target"),
                }
            }
        }
    }
}

/// What a rule answers.
#[derive(Clone, Debug)]
pub(super) enum Answer {
    Handler(Handler),
    Refusal { code: String },
}

/// A rule or a refusal.
#[derive(Clone, Debug)]
pub(super) struct Rule {
    pub(super) id: String,
    pub(super) source: String,
    pub(super) when: Condition,
    pub(super) answer: Answer,
    pub(super) nl: String,
    pub(super) en: String,
    pub(super) line: u32,
}

/// Who else is told when a ticket is opened.
#[derive(Clone, Debug)]
pub(super) struct Inform {
    pub(super) when: Condition,
    pub(super) offices: Vec<Handler>,
    pub(super) line: u32,
}

/// What may stand between braces in an explanation.
const PLACEHOLDERS: [&str; 9] = [
    "handler",
    "director",
    "target",
    "area",
    "region",
    "category",
    "commissioner",
    "before",
    "step",
];

/// Reads one `[[rule]]` or `[[refusal]]`; `None` when it is not usable.
pub(super) fn read_rule(
    mut section: Section,
    refusal: bool,
    vocabulary: &Vocabulary,
    roles: &[Role],
    problems: &mut Problems,
) -> Option<Rule> {
    let before = problems.0.len();
    let id = section.text("id", problems);
    if let Some(id) = &id {
        section.name = format!("{} \"{}\"", section.name, id.it);
    }
    let source = section.text("source", problems);
    let when = read_when(&mut section, vocabulary, problems);
    let answer = if refusal {
        read_code(&mut section, problems)
    } else {
        let text = section.text("handler", problems);
        text.and_then(|text| match Handler::parse(&text.it, roles) {
            Ok(handler) => Some(Answer::Handler(handler)),
            Err((why, hint)) => {
                let text_line = text.line;
                problems.add(section.file(), text_line, format!("{}: {why}", section.name), hint);
                None
            }
        })
    };
    let nl = read_template(&mut section, "nl", &PLACEHOLDERS, problems);
    let en = read_template(&mut section, "en", &PLACEHOLDERS, problems);
    let line = section.line;
    section.finish(problems);
    if problems.0.len() > before {
        return None;
    }
    Some(Rule { id: id?.it, source: source?.it, when, answer: answer?, nl: nl?, en: en?, line })
}

fn read_code(section: &mut Section, problems: &mut Problems) -> Option<Answer> {
    let code = section.text("code", problems)?;
    let plain = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_';
    if code.it.len() > 63 || !code.it.chars().all(plain) {
        let text = format!("{}: \"code\" is not a machine word", section.name);
        let hint = "use up to 63 of A-Z, 0-9 and _";
        problems.add(section.file(), code.line, text, hint);
        return None;
    }
    Some(Answer::Refusal { code: code.it })
}

/// Reads the `when` table; absent means always.
fn read_when(section: &mut Section, vocabulary: &Vocabulary, problems: &mut Problems) -> Condition {
    let mut condition = vocabulary.anything();
    let Some(mut when) = section.table_if("when", problems) else { return condition };
    when.name = section.name.clone();
    for fact in FACTS {
        let Some(words) = when.words(fact.key(), problems) else { continue };
        let mut set = 0;
        for word in words {
            match vocabulary.value(fact, &word.it) {
                Some(value) => set |= 1 << value,
                None => {
                    let text = format!("{}: unknown {} \"{}\"", when.name, fact.key(), word.it);
                    let known = vocabulary.words(fact).iter().map(String::as_str);
                    problems.add(when.file(), word.line, text, did_you_mean(&word.it, known));
                }
            }
        }
        condition[fact as usize] = set;
    }
    when.finish(problems);
    condition
}

/// Reads an explanation; what stands between braces must be one of `known`.
pub(super) fn read_template(
    section: &mut Section,
    key: &'static str,
    known: &[&str],
    problems: &mut Problems,
) -> Option<String> {
    let text = section.text(key, problems)?;
    for part in text.it.split('{').skip(1) {
        let name = part.split_once('}').map_or(part, |(name, _)| name);
        if !known.contains(&name) {
            let why = format!("{}: \"{key}\" names the unknown {{{name}}}", section.name);
            problems.add(section.file(), text.line, why, did_you_mean(name, known.iter().copied()));
        }
    }
    Some(text.it)
}

/// Reads one `[[inform]]`.
pub(super) fn read_inform(
    mut section: Section,
    vocabulary: &Vocabulary,
    roles: &[Role],
    problems: &mut Problems,
) -> Inform {
    let when = read_when(&mut section, vocabulary, problems);
    let words = section.words("offices", problems).unwrap_or_default();
    let mut offices = Vec::new();
    for word in words {
        let why = match Handler::parse(&word.it, roles) {
            Ok(handler @ Handler::Role { side: Side::Family | Side::City, .. }) => {
                offices.push(handler);
                continue;
            }
            Ok(_) => {
                let hint = "the director and the handler are always told; write role@family or \
                            role@city";
                (format!("\"{}\" is not an office to inform", word.it), hint.to_owned())
            }
            Err(why) => why,
        };
        problems.add(section.file(), word.line, format!("inform: {}", why.0), why.1);
    }
    let line = section.line;
    section.finish(problems);
    Inform { when, offices, line }
}
