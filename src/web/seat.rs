//! Who reads this page, and which pages are for them? The menu is a help to find the way: what may
//! be seen, the API alone decides.

use crate::{api::v1::recipient::Who, domain::model::party::Party};

use super::lang::{Lang, Text};
use super::texts::{delivery, office, work};

/// What somebody does here.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Work {
    /// A professional of an organisation.
    Professional,
    /// Who coordinates for an organisation.
    OrganisationCoordinator,
    /// An office that directs families or handles escalations.
    Director,
    /// An office that besides keeps the overview of a district.
    Overseer,
    /// An office that may rule.
    Ruling,
    /// An office that asks for figures.
    Programme,
    /// The privacy officer.
    Privacy,
    /// The auditor.
    Auditor,
    /// The administrator of the covenant.
    Administrator,
}

impl Work {
    /// The work of an office, by its role in the covenant and whether it keeps the overview of
    /// a district.
    #[must_use]
    pub(super) fn of_role(role: &str, oversees: bool) -> Self {
        match role {
            "privacy-officer" => Self::Privacy,
            "programme-manager" => Self::Programme,
            "auditor" => Self::Auditor,
            "administrator" => Self::Administrator,
            _ if RULING_ROLES.contains(&role) => Self::Ruling,
            _ if oversees => Self::Overseer,
            _ => Self::Director,
        }
    }
}

/// Offices that stand on the last step of a ladder, in the covenants that are shipped. Another one
/// finds the same page by its escalations.
const RULING_ROLES: &[&str] = &[
    "alderman",
    "portfolio-holder",
    "region-portfolio-holder",
    "borough-portfolio-holder",
    "district-chair",
    "mayor",
    "focal-point-official",
];

type Menu = &'static [(&'static str, Text)];

const PROFESSIONAL: Menu = &[
    ("/mijn-werk", work::MY_WORK),
    ("/registreren", work::REGISTER),
    ("/betrokkenheden", work::INVOLVEMENTS),
    ("/zorgsignaal", work::SIGNAL),
    ("/signalen", office::SIGNALS),
    ("/adres", work::FIND),
    ("/escalaties", office::ESCALATIONS),
];

const ORGANISATION: Menu = &[
    ("/mijn-werk", work::MY_WORK),
    ("/registreren", work::REGISTER),
    ("/betrokkenheden", work::INVOLVEMENTS),
    ("/zorgsignaal", work::SIGNAL),
    ("/signalen", office::SIGNALS),
    ("/adres", work::FIND),
    ("/team", work::TEAM),
    ("/bezwaren", work::OBJECTIONS),
    ("/escalaties", office::ESCALATIONS),
    ("/koppeling", delivery::DELIVERIES),
];

const DIRECTOR: Menu = &[
    ("/werklijst", office::WORK_LIST),
    ("/opvolging", office::OVERDUE),
    ("/escalaties", office::ESCALATIONS),
    ("/signalen", office::SIGNALS),
    ("/uitleg", office::EXPLAIN),
    ("/convenant", office::COVENANT_PAGE),
    ("/koppeling", delivery::DELIVERIES),
];

const OVERSEER: Menu = &[
    ("/werklijst", office::WORK_LIST),
    ("/stadsdeel", office::DISTRICT),
    ("/opvolging", office::OVERDUE),
    ("/escalaties", office::ESCALATIONS),
    ("/signalen", office::SIGNALS),
    ("/uitleg", office::EXPLAIN),
    ("/convenant", office::COVENANT_PAGE),
    ("/koppeling", delivery::DELIVERIES),
];

const RULING: Menu = &[
    ("/beslissen", office::DECIDE),
    ("/escalaties", office::ESCALATIONS),
    ("/uitleg", office::EXPLAIN),
    ("/convenant", office::COVENANT_PAGE),
    ("/koppeling", delivery::DELIVERIES),
];

const PROGRAMME: Menu = &[("/cijfers", office::FIGURES), ("/convenant", office::COVENANT_PAGE)];

const OWN_FIGURES: Menu = &[("/cijfers", office::FIGURES)];

const CHAIRED: Menu = &[("/overleggen", office::CHAIRED)];

const PRIVACY: Menu = &[
    ("/inzage", office::ACCESS),
    ("/bezwaren", work::OBJECTIONS),
    ("/convenant", office::COVENANT_PAGE),
];

const AUDITOR: Menu = &[
    ("/logboek", office::LOG),
    ("/convenant", office::COVENANT_PAGE),
    ("/deelnemers", office::PARTICIPANTS),
];

const ADMINISTRATOR: Menu = &[
    ("/convenant", office::COVENANT_PAGE),
    ("/uitleg", office::EXPLAIN),
    ("/deelnemers", office::PARTICIPANTS),
];

/// Somebody who is signed in, as far as a page shows it.
#[derive(Clone, Debug)]
pub(super) struct Seat {
    /// The person.
    pub(super) name: String,
    /// The organisation or office for which they act, by the name that this reader reads.
    pub(super) place: String,
    /// The same as the API names it: a name depends on the language, this does not.
    pub(super) party: Who,
    /// What they do here.
    pub(super) work: Work,
    /// Whether the covenant shows this office figures beside its other work: those of its own areas.
    pub(super) figures: bool,
    /// Whether the covenant has this office or organisation chair a kind of meeting.
    pub(super) chairs: bool,
    /// The token that every form of this session carries.
    pub(super) token: String,
    /// The page of the menu on which they are.
    pub(super) here: &'static str,
    /// The address of this page, to come back to in the other language; empty where there is none.
    pub(super) path: String,
}

/// An organisation or office as the API names it.
#[must_use]
pub(super) fn named(party: &Party) -> Who {
    match party {
        Party::Organisation(oin) => Who::OrganisationOin(oin.to_string()),
        Party::Office(office) => Who::Office(office.to_string()),
    }
}

impl Seat {
    fn pages(&self) -> Menu {
        match self.work {
            Work::Professional => PROFESSIONAL,
            Work::OrganisationCoordinator => ORGANISATION,
            Work::Director => DIRECTOR,
            Work::Overseer => OVERSEER,
            Work::Ruling => RULING,
            Work::Programme => PROGRAMME,
            Work::Privacy => PRIVACY,
            Work::Auditor => AUDITOR,
            Work::Administrator => ADMINISTRATOR,
        }
    }

    /// Whether this is an office, not an organisation.
    pub(super) fn is_office(&self) -> bool {
        !matches!(self.work, Work::Professional | Work::OrganisationCoordinator)
    }

    /// The menu.
    pub(super) fn menu(&self, lang: Lang) -> Vec<(&'static str, &'static str)> {
        let figures = if self.figures { OWN_FIGURES } else { &[] };
        let chaired = if self.chairs { CHAIRED } else { &[] };
        let pages = self.pages().iter().chain(chaired).chain(figures);
        pages.map(|(href, words)| (*href, lang.say(*words))).collect()
    }

    /// The page to begin with.
    #[must_use]
    pub(super) fn first(&self) -> &'static str {
        self.pages()[0].0
    }

    /// Person and office or organisation: a page names both.
    pub(super) fn who(&self) -> String {
        format!("{}, {}", self.name, self.place)
    }
}
