//! Who must act on a concern signal, who hears of it, and why?

use super::explain::{Language, fill};
use crate::covenant::model::Covenant;
use crate::covenant::model::concern::{To, WORDS, number};
use crate::domain::model::agreement::{ConcernQuestion, ConcernRoute};
use crate::domain::model::party::Party;
use crate::domain::model::routing::Derivation;

impl Covenant {
    /// Who must act on a concern signal, who hears of it, and how that follows. `None` only for an
    /// unknown area. An empty office is replaced by its fallback, which the derivation says.
    #[must_use]
    pub fn concern(&self, question: &ConcernQuestion) -> Option<ConcernRoute> {
        let area = *self.draft.index.areas.get(&question.area)?;
        let rule = &self.draft.agreed.concerns[self.proven.concerns[number(question)]];
        let category = &self.draft.categories[self.draft.agreed.default_category];
        let directs = self.draft.seat(category.director_role_index, area)?;
        let director = self.draft.standing_in(directs);
        // Named and acting office; an organisation acts itself.
        let office = match &rule.to {
            To::Role(role) => Some(self.draft.seat(*role, area)?),
            To::Kind(_) => None,
        };
        let to = match (&rule.to, office) {
            (To::Kind(kind), _) => Party::Organisation(
                self.draft.organisations[*self.draft.of_kind_in(kind, area).first()?].oin,
            ),
            (To::Role(_), at) => {
                Party::Office(self.draft.offices[self.draft.standing_in(at?)].id.clone())
            }
        };
        let mut informed: Vec<Party> = rule
            .informs
            .iter()
            .filter_map(|role| self.draft.seat(*role, area))
            .map(|at| Party::Office(self.draft.offices[self.draft.standing_in(at)].id.clone()))
            .filter(|party| *party != to)
            .collect();
        informed.sort();
        informed.dedup();
        let explained = |template: &str, language: Language| {
            let mut text = fill(template, |name| match (name, &to, office) {
                ("to", Party::Organisation(oin), _) => self
                    .organisation(oin)
                    .map_or_else(|| oin.to_string(), |o| o.name.clone())
                    .into(),
                ("to", Party::Office(_), Some(at)) => self.office_word(at, language),
                ("area", _, _) => self.draft.areas[area].name.clone().into(),
                ("region", _, _) => self.draft.areas[area].region_name.clone().into(),
                ("director", _, _) => self.office_word(director, language),
                _ => String::new().into(),
            });
            if let Some(at) = office {
                text += &self.stands_in(at, self.draft.standing_in(at), language);
            }
            text
        };
        let yes_or_no = |yes: bool| WORDS[usize::from(yes)].to_owned();
        let derivation = Derivation {
            rule: rule.id.clone(),
            source: rule.ground.source.clone(),
            covenant: self.reference(),
            facts: vec![
                ("area".to_owned(), question.area.to_string()),
                ("acute".to_owned(), yes_or_no(question.acute)),
                ("children".to_owned(), yes_or_no(question.children)),
                ("category".to_owned(), category.code.to_string()),
                ("director".to_owned(), self.draft.offices[director].id.to_string()),
            ],
            nl: explained(&rule.nl, Language::Nl),
            en: explained(&rule.en, Language::En),
            own_reading: rule.ground.own_reading.clone(),
        };
        let director = self.draft.offices[director].id.clone();
        Some(ConcernRoute {
            to,
            informed,
            crisis: rule.crisis,
            term: rule.term,
            opens_case: rule.opens_case,
            director,
            derivation,
        })
    }
}
