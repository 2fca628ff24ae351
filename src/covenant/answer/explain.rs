//! How an answer is explained to a professional, in Dutch and English, and what it was based on.

use super::situation::{Before, Hands, Situation};
use crate::covenant::model::facts::{FACTS, Fact};
use crate::covenant::model::rule::Rule;
use crate::covenant::model::{Commissioner, Covenant, Office};
use crate::domain::model::ground::OwnReading;
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
            source: rule.ground.source.clone(),
            covenant: self.covenant.reference(),
            facts: self.facts(),
            nl: self.sentences(&rule.nl, Language::Nl),
            en: self.sentences(&rule.en, Language::En),
            own_reading: rule.ground.own_reading.clone(),
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
            let template = match language {
                Language::Nl => " De regie over de zaak blijft bij de {director}.",
                Language::En => " The {director} keeps directing the case.",
            };
            text += &fill(template, |name| self.word(name, language));
        }
        text
    }

    fn word(&self, name: &str, language: Language) -> Word {
        let s = self.situation;
        let nl = language == Language::Nl;
        let either = |dutch: &str, english: &str| if nl { dutch } else { english }.to_owned();
        let text = match name {
            "handler" => return self.name(self.by, language),
            "before" => return self.name(self.before.unwrap_or(Hands::Own), language),
            "director" => return self.covenant.office_word(self.director, language),
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
        };
        text.into()
    }

    fn name(&self, hands: Hands, language: Language) -> Word {
        let text = match (hands, language) {
            (Hands::Office(at), _) => return self.covenant.office_word(at, language),
            (Hands::Target, Language::Nl) => {
                format!("manager van {}", self.word("target", language).text)
            }
            (Hands::Target, Language::En) => {
                format!("manager of {}", self.word("target", language).text)
            }
            (Hands::Own, Language::Nl) => "manager van de eigen organisatie".to_owned(),
            (Hands::Own, Language::En) => "manager of the own organisation".to_owned(),
        };
        text.into()
    }
}

/// What stands in the place of a `{name}`.
pub(super) struct Word {
    text: String,
    /// True when a Dutch "de" before it becomes "het".
    het: bool,
}

impl From<String> for Word {
    fn from(text: String) -> Self {
        Self { text, het: false }
    }
}

/// Puts a word in the place of every `{name}`. The writer of a covenant need not know which offices
/// will stand there: a "de" before a word that takes "het" is changed.
pub(super) fn fill(template: &str, word: impl Fn(&str) -> Word) -> String {
    let mut filled = String::with_capacity(template.len() * 2);
    let mut rest = template;
    while let Some((text, after)) = rest.split_once('{') {
        filled += text;
        let (name, after) = after.split_once('}').unwrap_or((after, ""));
        let word = word(name);
        if word.het {
            take_het(&mut filled);
        }
        filled += &word.text;
        rest = after;
    }
    filled + rest
}

/// Changes a last word "de" into "het".
fn take_het(text: &mut String) {
    for (de, het) in [("de ", "het "), ("De ", "Het ")] {
        let before = text.strip_suffix(de);
        if before.is_some_and(|before| before.is_empty() || before.ends_with([' ', '(', '"'])) {
            text.truncate(text.len() - de.len());
            *text += het;
            return;
        }
    }
}

impl Covenant {
    /// The name of an office, as it stands in a sentence.
    pub(super) fn office_word(&self, at: usize, language: Language) -> Word {
        let office: &Office = self.draft.office_at(at);
        match language {
            Language::Nl => {
                let het = self.draft.roles[office.role_index].het;
                Word { text: office.name_nl.clone(), het }
            }
            Language::En => office.name_en.clone().into(),
        }
    }

    /// Says that an office is vacant and who acts in its place; nothing when it acts itself.
    pub(super) fn stands_in(&self, named: usize, acts: usize, language: Language) -> String {
        if named == acts {
            return String::new();
        }
        let template = match language {
            Language::Nl => " Niemand bekleedt nu de functie van {named}; de {acts} neemt waar.",
            Language::En => " The office of {named} is vacant; the {acts} stands in.",
        };
        fill(template, |name| self.office_word(if name == "acts" { acts } else { named }, language))
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
            own_reading: OwnReading::default(),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_article_follows_the_word() {
        let team = |_: &str| Word { text: "wijkteam Haven".to_owned(), het: true };
        assert_eq!(fill("De {x} behandelt.", team), "Het wijkteam Haven behandelt.");
        assert_eq!(fill("Dit is aan de {x}.", team), "Dit is aan het wijkteam Haven.");
        assert_eq!(fill("Beide {x}", team), "Beide wijkteam Haven");
        let mayor = |_: &str| Word::from("burgemeester".to_owned());
        assert_eq!(fill("De {x} beslist.", mayor), "De burgemeester beslist.");
    }
}
