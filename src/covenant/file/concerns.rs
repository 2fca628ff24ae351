//! How are the rules for concern signals read: `[[concern]]`?

use super::handler::office_of_family;
use super::kinds::NamedKinds;
use super::names::read_ground;
use super::rules::{read_template, rule_id};
use super::terms::read_term;
use crate::covenant::model::Role;
use crate::covenant::model::concern::{ConcernRule, FACTS, To, WORDS};
use crate::toml_file::{At, Section};

/// What may stand between braces in the explanation of a concern rule.
const PLACEHOLDERS: [&str; 4] = ["to", "area", "region", "director"];

/// Before the kind of an organisation.
const KIND: &str = "kind:";

const NO_TERM: &str = "it has no term within which the signal must be taken up";
const CANNOT: &str = "cannot receive a concern signal";
const HINT: &str = "write role@family, role@city or, as a recipient, kind:youth-care-agency";

/// Reads one `[[concern]]`; `None` when it is not usable.
pub(super) fn read_concern(
    mut section: Section,
    roles: &[Role],
    kinds: &mut NamedKinds,
) -> Option<ConcernRule> {
    let before = section.problems().count();
    let id = rule_id(&mut section);
    let ground = read_ground(&mut section);
    let when = read_when(&mut section);
    let to = section
        .text("to")
        .and_then(|text| read_recipient(&section, text, roles, kinds, [CANNOT, HINT]));
    let told = section.words("informs").unwrap_or_default();
    let told = told.iter().filter_map(|text| office_of_family(&section, text, roles, CANNOT, HINT));
    let informs = told.collect();
    let crisis = section.flag("crisis", false);
    let opens_case = section.flag("opens_case", true);
    let term = read_term(&mut section, NO_TERM);
    let nl = read_template(&mut section, "nl", &PLACEHOLDERS);
    let en = read_template(&mut section, "en", &PLACEHOLDERS);
    let (line, problems) = (section.line, section.problems().clone());
    section.finish();
    if problems.count() > before {
        return None;
    }
    let (id, to, term) = (id?, to?, term?);
    let (nl, en) = (nl?, en?);
    Some(ConcernRule { id, ground, when, to, informs, crisis, opens_case, term, nl, en, line })
}

fn read_when(section: &mut Section) -> [u8; FACTS.len()] {
    let mut when = [0b11; FACTS.len()];
    let Some(mut table) = section.table_if("when") else { return when };
    table.name = section.name.clone();
    for (set, fact) in when.iter_mut().zip(FACTS) {
        let Some(words) = table.words(fact) else { continue };
        *set = 0;
        for word in words {
            match WORDS.iter().position(|known| *known == word.it) {
                Some(value) => *set |= 1 << value,
                None => table.unknown(fact, &word, WORDS),
            }
        }
    }
    table.finish();
    when
}

/// Reads the office of a family or the organisation of a kind. `cannot` says what anything else cannot do,
/// `hint` what to write.
pub(super) fn read_recipient(
    section: &Section,
    text: At<String>,
    roles: &[Role],
    kinds: &mut NamedKinds,
    [cannot, hint]: [&str; 2],
) -> Option<To> {
    let Some(kind) = text.it.strip_prefix(KIND) else {
        return office_of_family(section, &text, roles, cannot, hint).map(To::Role);
    };
    let kind = At { it: kind.to_owned(), line: text.line };
    kinds.note(section, vec![kind]).pop().map(To::Kind)
}
