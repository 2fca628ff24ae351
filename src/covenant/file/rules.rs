//! How are the rules of the ladder read: `[[rule]]`, `[[refusal]]` and `[[inform]]`?

use super::handler::{office_of_family, parse_handler};
use super::names::{Seen, read_ground, unique};
use crate::covenant::model::Role;
use crate::covenant::model::facts::{Condition, FACTS, Vocabulary};
use crate::covenant::model::rule::{Answer, Handler, Inform, Rule, Side};
use crate::toml_file::{Section, did_you_mean};

/// Longest term of an answer, in working days: a quarter of a year.
const MAX_ANSWER: u16 = 65;

/// Longest code of a refusal, in characters: what an `ErrorInfo` reason may hold.
const MAX_CODE: usize = 63;

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

/// What the rules are written in.
pub(super) struct Words<'a> {
    pub(super) vocabulary: &'a Vocabulary,
    pub(super) roles: &'a [Role],
}

/// Reads all refusals and rules, the refusals first.
pub(super) fn read_rules(file: &mut Section, words: &Words<'_>) -> Vec<Rule> {
    let mut seen = Seen::new();
    let mut rules = Vec::new();
    for (key, read_answer) in [
        ("refusal", read_code as fn(&mut Section, &Words<'_>) -> Option<Answer>),
        ("rule", read_handler),
    ] {
        for section in file.tables(key) {
            rules.extend(read_rule(section, read_answer, words, &mut seen));
        }
    }
    rules
}

/// Reads one of them; `None` when it is not usable.
fn read_rule(
    mut section: Section,
    read_answer: fn(&mut Section, &Words<'_>) -> Option<Answer>,
    words: &Words<'_>,
    seen: &mut Seen,
) -> Option<Rule> {
    let before = section.problems().count();
    let id = rule_id(&mut section);
    if let Some(id) = &id {
        unique(seen, id, "rule", &section);
    }
    let ground = read_ground(&mut section);
    let when = read_when(&mut section, words.vocabulary);
    let answer = read_answer(&mut section, words);
    let nl = read_template(&mut section, "nl", &PLACEHOLDERS);
    let en = read_template(&mut section, "en", &PLACEHOLDERS);
    let (line, problems) = (section.line, section.problems().clone());
    section.finish();
    if problems.count() > before {
        return None;
    }
    Some(Rule { id: id?, ground, when, answer: answer?, nl: nl?, en: en?, line })
}

/// The id of a rule, by which messages name it from now on.
pub(super) fn rule_id(section: &mut Section) -> Option<String> {
    let id = section.text("id")?.it;
    section.name = format!("{} \"{id}\"", section.name);
    Some(id)
}

fn read_handler(section: &mut Section, words: &Words<'_>) -> Option<Answer> {
    let text = section.text("handler")?;
    match parse_handler(&text.it, words.roles) {
        Ok(handler) => Some(Answer::Handler(handler)),
        Err((why, hint)) => {
            section.wrong(text.line, why, hint);
            None
        }
    }
}

fn read_code(section: &mut Section, _: &Words<'_>) -> Option<Answer> {
    let code = section.text("code")?;
    let plain = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_';
    if code.it.len() > MAX_CODE || !code.it.chars().all(plain) {
        let hint = "use up to 63 of A-Z, 0-9 and _";
        section.wrong(code.line, "\"code\" is not a machine word", hint);
        return None;
    }
    Some(Answer::Refusal { code: code.it })
}

/// Reads the `when` table; absent means always.
fn read_when(section: &mut Section, vocabulary: &Vocabulary) -> Condition {
    let mut condition = vocabulary.anything();
    let Some(mut when) = section.table_if("when") else { return condition };
    when.name = section.name.clone();
    for fact in FACTS {
        let Some(words) = when.words(fact.key()) else { continue };
        let mut set = 0;
        for word in words {
            match vocabulary.value(fact, &word.it) {
                Some(value) => set |= 1 << value,
                None => {
                    let known = vocabulary.words(fact).iter().map(String::as_str);
                    when.unknown(fact.key(), &word, known);
                }
            }
        }
        condition[fact as usize] = set;
    }
    when.finish();
    condition
}

/// Reads an explanation; what stands between braces must be one of `known`.
pub(super) fn read_template(
    section: &mut Section,
    key: &'static str,
    known: &[&str],
) -> Option<String> {
    let text = section.text(key)?;
    for part in text.it.split('{').skip(1) {
        let name = part.split_once('}').map_or(part, |(name, _)| name);
        if !known.contains(&name) {
            let why = format!("\"{key}\" names the unknown {{{name}}}");
            section.wrong(text.line, why, did_you_mean(name, known.iter().copied()));
        }
    }
    Some(text.it)
}

/// Reads all `[[inform]]` tables.
pub(super) fn read_informs(file: &mut Section, words: &Words<'_>) -> Vec<Inform> {
    file.tables("inform").into_iter().map(|section| read_inform(section, words)).collect()
}

fn read_inform(mut section: Section, words: &Words<'_>) -> Inform {
    const CANNOT: &str = "is not an office to inform";
    const HINT: &str =
        "the director and the handler are always told; write role@family, role@city or role@target";
    let when = read_when(&mut section, words.vocabulary);
    let offices = section.words("offices").unwrap_or_default();
    let offices: Vec<Handler> = offices
        .iter()
        .filter_map(|word| match parse_handler(&word.it, words.roles) {
            Ok(told @ Handler::Role { side: Side::Target, .. }) => Some(told),
            _ => office_of_family(&section, word, words.roles, CANNOT, HINT)
                .map(|role| Handler::Role { role, side: Side::Family }),
        })
        .collect();
    let answer_working_days = read_answer_term(&mut section, &offices);
    let ground = read_ground(&mut section);
    let line = section.line;
    section.finish();
    Inform { when, offices, answer_working_days, ground, line }
}

/// Reads within how many working days an answer is awaited. Only the own office of the organisation that
/// is addressed can answer for it.
fn read_answer_term(section: &mut Section, offices: &[Handler]) -> Option<u16> {
    let term = section.number_if("answer_working_days", 1..=MAX_ANSWER)?;
    if !matches!(offices, [Handler::Role { side: Side::Target, .. }]) {
        let why =
            "\"answer_working_days\" asks an office for an answer that is not the target's own";
        section.wrong(section.line, why, "name one office here, written role@target");
    }
    Some(term)
}
