//! Who must act on a concern signal? How `[[concern]]` is read, and how it answers.

use super::Covenant;
use super::case::NamedKinds;
use super::explain::{Language, fill};
use super::model::{Commissioner, Role};
use super::rule::{Handler, Side, read_template};
use super::source::{At, Problems, Section};
use crate::domain::model::agreement::{ConcernQuestion, ConcernRoute};
use crate::domain::model::party::Party;
use crate::domain::model::routing::Derivation;

/// The facts that a concern rule may look at, each `no` or `yes`.
const FACTS: [&str; 2] = ["acute", "children"];
const WORDS: [&str; 2] = ["no", "yes"];

/// How many combinations of those facts there are.
pub(super) const POINTS: usize = 1 << FACTS.len();

/// What may stand between braces in the explanation of a concern rule.
const PLACEHOLDERS: [&str; 4] = ["to", "area", "region", "director"];

/// Before the kind of an organisation.
const KIND: &str = "kind:";

/// Whom a signal goes to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum To {
    /// The office of this role for the family.
    Role(usize),
    /// The one organisation of this kind that covers the area.
    Kind(String),
}

impl To {
    /// In words, for tables.
    pub(super) fn describe(&self, roles: &[Role]) -> String {
        match self {
            Self::Role(role) => roles[*role].where_family_lives(),
            Self::Kind(kind) => format!("the {kind} that covers the area"),
        }
    }
}

/// A rule for concern signals.
#[derive(Clone, Debug)]
pub(super) struct ConcernRule {
    pub(super) id: String,
    pub(super) source: String,
    /// Accepted values of each fact, as bits.
    pub(super) when: [u8; FACTS.len()],
    pub(super) to: To,
    pub(super) informs: Vec<usize>,
    pub(super) crisis: bool,
    nl: String,
    en: String,
    pub(super) line: u32,
}

impl ConcernRule {
    /// Whether it holds for the facts with this number.
    pub(super) fn holds(&self, number: usize) -> bool {
        (0..FACTS.len()).all(|fact| self.when[fact] & (1 << value(number, fact)) != 0)
    }

    /// The facts that it looks at and the value it wants, in words.
    pub(super) fn conditions(&self) -> Vec<(String, Vec<String>)> {
        let narrow = (0..FACTS.len()).filter(|fact| self.when[*fact] != 0b11);
        narrow
            .map(|fact| {
                let words = (0..2).filter(|value| self.when[fact] & (1 << value) != 0);
                (FACTS[fact].to_owned(), words.map(|value| WORDS[value].to_owned()).collect())
            })
            .collect()
    }
}

fn number(question: &ConcernQuestion) -> usize {
    usize::from(question.acute) | usize::from(question.children) << 1
}

fn value(number: usize, fact: usize) -> usize {
    (number >> fact) & 1
}

/// The facts with this number as `acute yes, children no`.
pub(super) fn describe(number: usize) -> String {
    pairs(number, |fact, word| format!("{fact} {word}"))
}

/// The same in the words of a covenant file.
pub(super) fn when(number: usize) -> String {
    pairs(number, |fact, word| format!("{fact} = \"{word}\""))
}

fn pairs(number: usize, text: impl Fn(&str, &str) -> String) -> String {
    let parts: Vec<String> = FACTS
        .iter()
        .enumerate()
        .map(|(fact, name)| text(name, WORDS[value(number, fact)]))
        .collect();
    parts.join(", ")
}

/// Reads one `[[concern]]`; `None` when it is not usable.
pub(super) fn read(
    mut section: Section,
    roles: &[Role],
    kinds: &mut NamedKinds,
    problems: &mut Problems,
) -> Option<ConcernRule> {
    let before = problems.0.len();
    let id = section.text("id", problems);
    if let Some(id) = &id {
        section.name = format!("{} \"{}\"", section.name, id.it);
    }
    let source = section.text("source", problems);
    let when = read_when(&mut section, problems);
    let to = section.text("to", problems);
    let to = to.and_then(|text| read_to(&section, text, roles, kinds, problems));
    let mut informs = Vec::new();
    for word in section.words("informs", problems).unwrap_or_default() {
        informs.extend(role_of_family(&section, &word, roles, problems));
    }
    let crisis = section.flag("crisis", problems);
    let nl = read_template(&mut section, "nl", &PLACEHOLDERS, problems);
    let en = read_template(&mut section, "en", &PLACEHOLDERS, problems);
    let line = section.line;
    section.finish(problems);
    if problems.0.len() > before {
        return None;
    }
    let (id, source) = (id?.it, source?.it);
    Some(ConcernRule { id, source, when, to: to?, informs, crisis, nl: nl?, en: en?, line })
}

fn read_when(section: &mut Section, problems: &mut Problems) -> [u8; FACTS.len()] {
    let mut when = [0b11; FACTS.len()];
    let Some(mut table) = section.table_if("when", problems) else { return when };
    table.name = section.name.clone();
    for (set, fact) in when.iter_mut().zip(FACTS) {
        let Some(words) = table.words(fact, problems) else { continue };
        *set = 0;
        for word in words {
            match WORDS.iter().position(|known| *known == word.it) {
                Some(value) => *set |= 1 << value,
                None => {
                    let text = format!("{}: unknown {fact} \"{}\"", table.name, word.it);
                    let hint = "write \"yes\" or \"no\"".to_owned();
                    problems.add(table.file(), word.line, text, hint);
                }
            }
        }
    }
    table.finish(problems);
    when
}

fn read_to(
    section: &Section,
    text: At<String>,
    roles: &[Role],
    kinds: &mut NamedKinds,
    problems: &mut Problems,
) -> Option<To> {
    let Some(kind) = text.it.strip_prefix(KIND) else {
        return role_of_family(section, &text, roles, problems).map(To::Role);
    };
    let kind = At { it: kind.to_owned(), line: text.line };
    kinds.note(section, vec![kind]).pop().map(To::Kind)
}

fn role_of_family(
    section: &Section,
    text: &At<String>,
    roles: &[Role],
    problems: &mut Problems,
) -> Option<usize> {
    let (why, hint) = match Handler::parse(&text.it, roles) {
        Ok(Handler::Role { role, side: Side::Family | Side::City }) => return Some(role),
        Err((why, hint)) if text.it.contains('@') => (why, hint),
        Ok(_) | Err(_) => {
            let hint = "write role@family, role@city or, as a recipient, kind:youth-care-agency";
            (format!("\"{}\" cannot receive a concern signal", text.it), hint.to_owned())
        }
    };
    problems.add(section.file(), text.line, format!("{}: {why}", section.name), hint);
    None
}

impl Covenant {
    /// Who must act on a concern signal, who hears of it, and how that follows. `None` only for an
    /// unknown area. An empty office is replaced by its fallback, which the derivation says.
    #[must_use]
    pub fn concern(&self, question: &ConcernQuestion) -> Option<ConcernRoute> {
        let area = *self.index.areas.get(&question.area)?;
        let rule = &self.agreed.concerns[self.agreed.concern_table[number(question)]];
        let category = &self.categories[self.agreed.default_category];
        let directs = self.seat(category.director_role_index, area)?;
        let director = self.standing_in(directs);
        // Named and acting office; an organisation acts itself.
        let office = match &rule.to {
            To::Role(role) => Some(self.seat(*role, area)?),
            To::Kind(_) => None,
        };
        let to = match (&rule.to, office) {
            (To::Kind(kind), _) => {
                Party::Organisation(self.organisations[*self.of_kind_in(kind, area).first()?].oin)
            }
            (To::Role(_), at) => Party::Office(self.offices[self.standing_in(at?)].id.clone()),
        };
        let mut informed: Vec<Party> = rule
            .informs
            .iter()
            .filter_map(|role| self.seat(*role, area))
            .map(|at| Party::Office(self.offices[self.standing_in(at)].id.clone()))
            .filter(|party| *party != to)
            .collect();
        informed.sort();
        informed.dedup();
        let explained = |template: &str, language: Language| {
            let mut text = fill(template, |name| match (name, &to, office) {
                ("to", Party::Organisation(oin), _) => {
                    self.organisation(oin).map_or_else(|| oin.to_string(), |o| o.name.clone())
                }
                ("to", Party::Office(_), Some(at)) => self.office_name(at, language).to_owned(),
                ("area", _, _) => self.areas[area].name.clone(),
                ("region", _, _) => self.areas[area].region_name.clone(),
                ("director", _, _) => self.office_name(director, language).to_owned(),
                _ => String::new(),
            });
            if let Some(at) = office {
                text += &self.stands_in(at, self.standing_in(at), language);
            }
            text
        };
        let yes_or_no = |yes: bool| WORDS[usize::from(yes)].to_owned();
        let derivation = Derivation {
            rule: rule.id.clone(),
            source: rule.source.clone(),
            covenant: self.reference(),
            facts: vec![
                ("area".to_owned(), question.area.to_string()),
                ("acute".to_owned(), yes_or_no(question.acute)),
                ("children".to_owned(), yes_or_no(question.children)),
                ("category".to_owned(), category.code.to_string()),
                ("director".to_owned(), self.offices[director].id.to_string()),
            ],
            nl: explained(&rule.nl, Language::Nl),
            en: explained(&rule.en, Language::En),
        };
        let director = self.offices[director].id.clone();
        Some(ConcernRoute { to, informed, crisis: rule.crisis, director, derivation })
    }

    /// The organisations of a kind that cover an area: those that the district itself commissions
    /// and those that no district does.
    pub(super) fn of_kind_in(&self, kind: &str, area: usize) -> Vec<usize> {
        let code = &self.areas[area].code;
        let covers = |commissioner: &Commissioner| match commissioner {
            Commissioner::District(district) => district == code,
            Commissioner::CityRegion | Commissioner::City | Commissioner::Nobody => true,
        };
        let found = self.organisations.iter().enumerate();
        found.filter(|(_, o)| o.kind == kind && covers(&o.commissioner)).map(|(at, _)| at).collect()
    }
}
