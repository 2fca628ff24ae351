//! How an answer is explained to a professional, in Dutch and English, and what it was based on.

use super::situation::{Before, Hands, Situation};
use crate::covenant::model::facts::{FACTS, Fact};
use crate::covenant::model::rule::Rule;
use crate::covenant::model::{Commissioner, Covenant, Office};
use crate::domain::model::routing::{Derivation, RouteQuestion, RouteRefusal};

/// Everything that the sentences of an explanation may name.
pub(super) struct Words<'a> {
    pub(super) covenant: &'a Covenant,
    pub(super) situation: &'a Situation<'a>,
    /// Whom the rule names; the own organisation when it refuses.
    pub(super) by: Hands,
    /// The office that handles, when one does: the named one or who stands in.
    pub(super) handler: Option<usize>,
    /// The office that the category names as director.
    pub(super) directs: usize,
    /// The office that directs: that one or who stands in.
    pub(super) director: usize,
    pub(super) before: Before,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Language {
    Nl,
    En,
}

impl Words<'_> {
    pub(super) fn derivation(&self, rule: &Rule) -> Derivation {
        Derivation {
            rule: rule.id.clone(),
            source: rule.source.clone(),
            covenant: self.covenant.reference(),
            facts: self.facts(),
            nl: self.sentences(&rule.nl, Language::Nl),
            en: self.sentences(&rule.en, Language::En),
        }
    }

    fn facts(&self) -> Vec<(String, String)> {
        let s = self.situation;
        let step = usize::from(s.question.step) - 1;
        let point = self.covenant.point(s, step, self.before, s.question.mandate_used);
        let word =
            |fact: Fact| self.covenant.draft.vocabulary.word(fact, point[fact as usize]).to_owned();
        let mut list: Vec<(String, String)> = vec![("area".into(), s.question.area.to_string())];
        if let Some(target) = s.target {
            list.push(("target".into(), target.oin.to_string()));
            list.push(("target_commissioner".into(), target.commissioner.to_string()));
        }
        list.extend(FACTS.into_iter().map(|fact| (fact.key().to_owned(), word(fact))));
        if let Some(Hands::Office(at)) = self.before {
            list.push((
                "handled_by_office".into(),
                self.covenant.draft.office_at(at).id.to_string(),
            ));
        }
        list.push(("director".into(), self.covenant.draft.office_at(self.director).id.to_string()));
        list
    }

    fn office(&self, at: usize, language: Language) -> &str {
        self.covenant.office_name(at, language)
    }

    fn sentences(&self, template: &str, language: Language) -> String {
        let mut text = fill(template, |name| self.word(name, language));
        let named = match self.by {
            Hands::Office(at) => Some(at),
            Hands::Own | Hands::Target => None,
        };
        if let (Some(named), Some(handler)) = (named, self.handler) {
            text += &self.covenant.stands_in(named, handler, language);
        }
        if named != Some(self.directs) {
            text += &self.covenant.stands_in(self.directs, self.director, language);
        }
        if self.handler != Some(self.director) {
            let director = self.office(self.director, language);
            text += &match language {
                Language::Nl => format!(" De regie over de zaak blijft bij de {director}."),
                Language::En => format!(" The {director} keeps directing the case."),
            };
        }
        text
    }

    fn word(&self, name: &str, language: Language) -> String {
        let s = self.situation;
        let nl = language == Language::Nl;
        let either = |dutch: &str, english: &str| if nl { dutch } else { english }.to_owned();
        match name {
            "handler" => self.name(self.by, language),
            "before" => self.name(self.before.unwrap_or(Hands::Own), language),
            "director" => self.office(self.director, language).to_owned(),
            "area" => self.covenant.draft.areas[s.area].name.clone(),
            "region" => self.covenant.draft.areas[s.area].region_name.clone(),
            "category" => s.question.category.to_string(),
            "step" => s.question.step.to_string(),
            "target" => match s.target {
                Some(target) => target.name.clone(),
                None => either("niemand in het bijzonder", "nobody in particular"),
            },
            "commissioner" => match s.target.map(|t| &t.commissioner) {
                Some(Commissioner::District(code)) => {
                    self.covenant.area(code).map_or_else(|| code.to_string(), |a| a.name.clone())
                }
                Some(Commissioner::CityRegion) => either("de stadsregio", "the city region"),
                Some(Commissioner::City) => either("de stad", "the city"),
                Some(Commissioner::Nobody) | None => either("niemand", "nobody"),
            },
            _ => String::new(),
        }
    }

    fn name(&self, hands: Hands, language: Language) -> String {
        match (hands, language) {
            (Hands::Office(at), _) => self.office(at, language).to_owned(),
            (Hands::Target, Language::Nl) => {
                format!("manager van {}", self.word("target", language))
            }
            (Hands::Target, Language::En) => {
                format!("manager of {}", self.word("target", language))
            }
            (Hands::Own, Language::Nl) => "manager van de eigen organisatie".to_owned(),
            (Hands::Own, Language::En) => "manager of the own organisation".to_owned(),
        }
    }
}

/// Puts a word in the place of every `{name}`.
pub(super) fn fill(template: &str, word: impl Fn(&str) -> String) -> String {
    let mut filled = String::with_capacity(template.len() * 2);
    let mut rest = template;
    while let Some((text, after)) = rest.split_once('{') {
        filled += text;
        let (name, after) = after.split_once('}').unwrap_or((after, ""));
        filled += &word(name);
        rest = after;
    }
    filled + rest
}

impl Covenant {
    pub(super) fn office_name(&self, at: usize, language: Language) -> &str {
        let office: &Office = self.draft.office_at(at);
        match language {
            Language::Nl => &office.name_nl,
            Language::En => &office.name_en,
        }
    }

    /// Says that an office is vacant and who acts in its place; nothing when it acts itself.
    pub(super) fn stands_in(&self, named: usize, acts: usize, language: Language) -> String {
        if named == acts {
            return String::new();
        }
        let (named, acts) = (self.office_name(named, language), self.office_name(acts, language));
        match language {
            Language::Nl => {
                format!(" Niemand bekleedt nu de functie van {named}; de {acts} neemt waar.")
            }
            Language::En => format!(" The office of {named} is vacant; the {acts} stands in."),
        }
    }
}

/// The refusal of a question that names something the covenant does not know.
pub(super) fn unknown(covenant: &Covenant, question: &RouteQuestion, code: &str) -> RouteRefusal {
    let (nl, en, value) = match code {
        "UNKNOWN_AREA" => ("dit gebied", "this area", question.area.to_string()),
        "UNKNOWN_CATEGORY" => ("deze categorie", "this category", question.category.to_string()),
        "UNKNOWN_STEP" => ("deze stap", "this step", question.step.to_string()),
        "UNKNOWN_TARGET" => (
            "deze organisatie",
            "this organisation",
            question.target.map(|oin| oin.to_string()).unwrap_or_default(),
        ),
        _ => ("deze samenloop van feiten", "these facts together", String::new()),
    };
    let fact = code.trim_start_matches("UNKNOWN_").to_ascii_lowercase();
    RouteRefusal {
        code: code.to_owned(),
        derivation: Box::new(Derivation {
            rule: "unknown".to_owned(),
            source: String::new(),
            covenant: covenant.reference(),
            facts: vec![(fact, value)],
            nl: format!("Het convenant kent {nl} niet."),
            en: format!("The covenant does not know {en}."),
        }),
    }
}
