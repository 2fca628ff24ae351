//! Which towns can the demonstration show? Their covenants travel in the program, so that it runs
//! from any directory.

use super::script::Script;

mod almere;
mod enschede;
mod guide;
mod rotterdam;
mod zwolle;

/// The covenant of the demonstration when none is named.
pub(super) const AMSTERDAM: &str = "amsterdam-2009";

/// A covenant that can be shown.
pub(super) struct Town {
    /// Its id, and the name of its file.
    pub(super) covenant: &'static str,
    /// The covenant file.
    pub(super) file: &'static str,
    /// Name and text of the organisations' file.
    pub(super) organisations: (&'static str, &'static str),
    /// What is played; `None` for Amsterdam in 2009, whose story is a program of its own.
    pub(super) script: Option<&'static Script>,
}

macro_rules! town {
    ($covenant:literal, $organisations:literal, $script:expr) => {
        Town {
            covenant: $covenant,
            file: include_str!(concat!("../../../../deploy/covenants/", $covenant, ".toml")),
            organisations: (
                concat!($organisations, ".toml"),
                include_str!(concat!("../../../../deploy/covenants/", $organisations, ".toml")),
            ),
            script: $script,
        }
    };
}

static TOWNS: [Town; 6] = [
    town!("amsterdam-2009", "amsterdam-organisations", None),
    town!("amsterdam-guide-2011", "guide-organisations", Some(&guide::SCRIPT)),
    town!("zwolle-2007", "zwolle-organisations", Some(&zwolle::SCRIPT)),
    town!("almere-2015", "almere-organisations", Some(&almere::SCRIPT)),
    town!("enschede-2010", "enschede-organisations", Some(&enschede::SCRIPT)),
    town!("rotterdam-models", "rotterdam-organisations", Some(&rotterdam::SCRIPT)),
];

/// The ids of all of them.
pub(super) fn ids() -> impl Iterator<Item = &'static str> {
    TOWNS.iter().map(|town| town.covenant)
}

/// The town with this covenant.
pub(super) fn find(covenant: &str) -> Option<&'static Town> {
    TOWNS.iter().find(|town| town.covenant == covenant)
}
