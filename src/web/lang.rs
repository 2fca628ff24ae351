//! In which language is a page, and how does it say a text?

/// The languages of the console.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Lang {
    /// Dutch.
    Nl,
    /// English.
    En,
}

/// The languages, in the order of the texts.
pub(super) const LANGS: [Lang; 2] = [Lang::Nl, Lang::En];

/// One text in both languages.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Text {
    /// In Dutch.
    pub(super) nl: &'static str,
    /// In English.
    pub(super) en: &'static str,
}

impl Lang {
    /// A language by its tag.
    #[must_use]
    pub(super) fn parse(tag: &str) -> Option<Self> {
        LANGS.into_iter().find(|lang| lang.tag() == tag)
    }

    /// The tag in HTML and HTTP.
    #[must_use]
    pub(super) fn tag(self) -> &'static str {
        match self {
            Self::Nl => "nl",
            Self::En => "en",
        }
    }

    /// The other one, to change to.
    #[must_use]
    pub(super) fn other(self) -> Self {
        match self {
            Self::Nl => Self::En,
            Self::En => Self::Nl,
        }
    }

    /// By the reader's choice, else by what the browser asks for. Dutch when it says nothing: the
    /// readers work in the Netherlands.
    #[must_use]
    pub(super) fn choose(chosen: Option<&str>, accepted: Option<&str>) -> Self {
        let by_browser = || {
            let tags = accepted?.split(',').map(|tag| tag.split(';').next().unwrap_or("").trim());
            tags.filter_map(|tag| tag.get(..2)).find_map(|two| Self::parse(&two.to_lowercase()))
        };
        chosen.and_then(Self::parse).or_else(by_browser).unwrap_or(Self::Nl)
    }

    /// A text in this language.
    #[must_use]
    pub(super) fn say(self, text: Text) -> &'static str {
        match self {
            Self::Nl => text.nl,
            Self::En => text.en,
        }
    }

    /// A text with its places `{}` filled, from left to right.
    #[must_use]
    pub(super) fn fill(self, text: Text, parts: &[&str]) -> String {
        let mut pieces = self.say(text).split("{}");
        let mut out = pieces.next().unwrap_or_default().to_owned();
        for (place, piece) in pieces.enumerate() {
            out.push_str(parts.get(place).copied().unwrap_or_default());
            out.push_str(piece);
        }
        out
    }

    /// A text for one and a text for several; `{}` is the number.
    #[must_use]
    pub(super) fn count(self, number: usize, one: Text, more: Text) -> String {
        let text = if number == 1 { one } else { more };
        self.fill(text, &[&number.to_string()])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reader_chooses_before_the_browser_does() {
        for (chosen, accepted, lang) in [
            (None, None, Lang::Nl),
            (None, Some("en-GB,en;q=0.8"), Lang::En),
            (None, Some("fr, nl;q=0.5, en;q=0.4"), Lang::Nl),
            (Some("nl"), Some("en"), Lang::Nl),
            (Some("xx"), Some("en"), Lang::En),
            (None, Some("é"), Lang::Nl),
        ] {
            assert_eq!(Lang::choose(chosen, accepted), lang, "{chosen:?} {accepted:?}");
        }
    }

    #[test]
    fn places_are_filled_in_order() {
        let text = Text { nl: "{} van {}", en: "{} of {}" };
        assert_eq!(Lang::En.fill(text, &["1", "2"]), "1 of 2");
        assert_eq!(Lang::Nl.fill(text, &["<1>"]), "<1> van ");
    }
}
