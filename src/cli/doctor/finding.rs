//! What does the doctor say? A level, what was found and what to do, in Dutch and English.

use serde_json::{Value, json};

use crate::cli::{below, covenant::Language};

/// How bad it is. The order is that of the exit codes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Level {
    /// As it should be.
    Fine,
    /// It could not be looked at from here; that is no fault.
    Unknown,
    /// Something to do in the coming days.
    Warning,
    /// The broker does not work, or soon will not, or data is at risk.
    Critical,
}

impl Level {
    /// The word in JSON.
    pub(super) fn code(self) -> &'static str {
        match self {
            Self::Fine => "ok",
            Self::Unknown => "not-checked",
            Self::Warning => "warning",
            Self::Critical => "critical",
        }
    }

    /// The word for people.
    pub(super) fn word(self, language: Language) -> &'static str {
        match (self, language) {
            (Self::Fine, Language::Nl) => "goed",
            (Self::Fine, Language::En) => "ok",
            (Self::Unknown, Language::Nl) => "niet gezien",
            (Self::Unknown, Language::En) => "not seen",
            (Self::Warning, Language::Nl) => "let op",
            (Self::Warning, Language::En) => "warning",
            (Self::Critical, Language::Nl) => "ernstig",
            (Self::Critical, Language::En) => "critical",
        }
    }

    /// What monitoring gets: 0 fine, 1 warning, 2 critical.
    pub(super) fn exit_code(self) -> u8 {
        match self {
            Self::Fine | Self::Unknown => 0,
            Self::Warning => 1,
            Self::Critical => 2,
        }
    }
}

/// A text in both languages.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Text {
    nl: String,
    en: String,
}

impl Text {
    /// The Dutch one may hold what another room said, which knows no Dutch.
    pub(super) fn new(nl: impl Into<String>, en: impl Into<String>) -> Self {
        Self { nl: below::in_dutch(&nl.into()), en: en.into() }
    }

    /// What another room said already.
    pub(super) fn quote(text: &str) -> Self {
        Self::new(text, text)
    }

    pub(super) fn get(&self, language: Language) -> &str {
        match language {
            Language::Nl => &self.nl,
            Language::En => &self.en,
        }
    }
}

/// One thing that was found.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Finding {
    pub(super) level: Level,
    pub(super) what: Text,
    /// What to do; empty when there is nothing to do.
    pub(super) fix: Text,
}

impl Finding {
    pub(super) fn fine(what: Text) -> Self {
        Self { level: Level::Fine, what, fix: Text::default() }
    }

    pub(super) fn unknown(what: Text, fix: Text) -> Self {
        Self { level: Level::Unknown, what, fix }
    }

    pub(super) fn warning(what: Text, fix: Text) -> Self {
        Self { level: Level::Warning, what, fix }
    }

    pub(super) fn critical(what: Text, fix: Text) -> Self {
        Self { level: Level::Critical, what, fix }
    }

    pub(super) fn json(&self, check: &str, language: Language) -> Value {
        json!({
            "check": check, "level": self.level.code(),
            "found": self.what.get(language), "fix": self.fix.get(language),
        })
    }
}
