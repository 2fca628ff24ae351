//! Which towns can the demonstration show? Their covenants and stories travel in the program, so that
//! it runs from any directory.

use crate::cli::story::language::{self, AMSTERDAM, Story};

/// The covenant of the demonstration when none is named.
pub(super) const DEFAULT: &str = AMSTERDAM;

/// A covenant that can be shown.
pub(super) struct Town {
    /// Its id, and the name of its files.
    pub(super) covenant: &'static str,
    /// The covenant file.
    pub(super) file: &'static str,
    /// Name and text of the organisations' file.
    pub(super) organisations: (&'static str, &'static str),
    /// What is played.
    story: &'static str,
}

macro_rules! town {
    ($covenant:literal, $organisations:literal) => {
        Town {
            covenant: $covenant,
            file: include_str!(concat!("../../../deploy/covenants/", $covenant, ".toml")),
            organisations: (
                concat!($organisations, ".toml"),
                include_str!(concat!("../../../deploy/covenants/", $organisations, ".toml")),
            ),
            story: include_str!(concat!("../../../deploy/demo/", $covenant, ".story")),
        }
    };
}

static TOWNS: [Town; 6] = [
    town!("amsterdam-2009", "amsterdam-organisations"),
    town!("amsterdam-guide-2011", "guide-organisations"),
    town!("zwolle-2007", "zwolle-organisations"),
    town!("almere-2015", "almere-organisations"),
    town!("enschede-2010", "enschede-organisations"),
    town!("rotterdam-models", "rotterdam-organisations"),
];

impl Town {
    /// Its story.
    ///
    /// # Errors
    /// The first mistake in it, with its line.
    pub(super) fn story(&self) -> Result<Story, String> {
        language::read_text(&format!("deploy/demo/{}.story", self.covenant), self.story)
    }
}

/// The ids of all of them.
pub(super) fn ids() -> impl Iterator<Item = &'static str> {
    TOWNS.iter().map(|town| town.covenant)
}

/// The town with this covenant.
pub(super) fn find(covenant: &str) -> Option<&'static Town> {
    TOWNS.iter().find(|town| town.covenant == covenant)
}

#[cfg(test)]
mod tests {
    use super::{super::setup::SAMPLE, TOWNS};
    use crate::cli::story::names::synthetic_bsn;

    #[test]
    fn every_town_has_a_story_under_its_covenant() {
        for town in &TOWNS {
            let story = town.story().expect("a story");
            assert_eq!(story.covenant, town.covenant);
            assert!(story.seats.len() > 5, "{}", town.covenant);
        }
    }

    #[test]
    fn the_family_of_the_story_is_nobodys_in_the_sample() {
        for person in ["boy", "sister", "mother"] {
            assert!(!SAMPLE.1.contains(&synthetic_bsn(person)), "{person}");
        }
    }
}
