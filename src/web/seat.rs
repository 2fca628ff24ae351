//! Who reads this page, and which pages are for them? The menu is a help to find the way: what may
//! be seen, the API alone decides.

use crate::{
    api::v1::recipient::Who,
    domain::model::{duties::Duties, party::Party},
};

use super::lang::{Lang, Text};
use super::texts::{delivery, office, work};

/// What somebody does here.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Work {
    /// A professional of an organisation.
    Professional,
    /// Who coordinates for an organisation.
    OrganisationCoordinator,
    /// An office, by what the covenant has it do.
    Office(Duties),
}

const CHAIRED: Menu = &[("/overleggen", office::CHAIRED)];

const WATCHES: Menu = &[("/waakvlam", office::WATCHES)];

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

/// A page for offices, and for which of them it is.
type OfOffice = (&'static str, Text, fn(&Seat, Duties) -> bool);

/// The pages of an office, by its duties and not by its name: a covenant calls its offices as it likes.
/// The first one that it has is where it begins.
const OFFICE: &[OfOffice] = &[
    ("/beslissen", office::DECIDE, |_, does| does.rules),
    ("/werklijst", office::WORK_LIST, |_, does| does.directs || does.handles && !does.rules),
    ("/stadsdeel", office::DISTRICT, |seat, _| seat.oversees),
    ("/opvolging", office::OVERDUE, |_, does| does.directs),
    ("/cijfers", office::FIGURES, |_, does| does.reports && !does.works()),
    ("/inzage", office::ACCESS, |_, does| does.privacy),
    ("/bezwaren", work::OBJECTIONS, |_, does| does.privacy),
    ("/logboek", office::LOG, |_, does| does.audits),
    ("/escalaties", office::ESCALATIONS, |_, does| does.works()),
    ("/signalen", office::SIGNALS, |_, does| does.works()),
    ("/convenant", office::COVENANT_PAGE, |_, _| true),
    ("/uitleg", office::EXPLAIN, |_, does| does.works() || does.administers),
    ("/vergelijk", office::COMPARE, |_, does| does.administers),
    ("/deelnemers", office::PARTICIPANTS, |_, does| does.audits || does.administers),
    ("/overleggen", office::CHAIRED, |seat, _| seat.chairs),
    ("/waakvlam", office::WATCHES, |seat, does| seat.watches && !does.directs),
    ("/cijfers", office::FIGURES, |seat, does| seat.figures || does.reports && does.works()),
    ("/koppeling", delivery::DELIVERIES, |_, does| does.works()),
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
    /// Whether it keeps the overview of a district.
    pub(super) oversees: bool,
    /// Whether the covenant shows this office figures beside its other work: those of its own areas.
    pub(super) figures: bool,
    /// Whether the covenant has this office or organisation chair a kind of meeting.
    pub(super) chairs: bool,
    /// Whether the covenant may have this office or organisation keep watch on families.
    pub(super) watches: bool,
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
    fn pages(&self) -> Vec<(&'static str, Text)> {
        let does = match self.work {
            Work::Professional => return PROFESSIONAL.to_vec(),
            Work::OrganisationCoordinator => return ORGANISATION.to_vec(),
            Work::Office(does) => does,
        };
        let has = OFFICE.iter().filter(|(.., has)| has(self, does));
        has.map(|(href, words, _)| (*href, *words)).collect()
    }

    /// Whether this is an office, not an organisation.
    pub(super) fn is_office(&self) -> bool {
        matches!(self.work, Work::Office(_))
    }

    /// The menu.
    pub(super) fn menu(&self, lang: Lang) -> Vec<(&'static str, &'static str)> {
        let chaired = if self.chairs && !self.is_office() { CHAIRED } else { &[] };
        let watches = if self.watches && !self.is_office() { WATCHES } else { &[] };
        let pages = self.pages();
        let pages = pages.iter().chain(chaired).chain(watches);
        pages.map(|(href, words)| (*href, lang.say(*words))).collect()
    }

    /// The page to begin with.
    #[must_use]
    pub(super) fn first(&self) -> &'static str {
        self.pages().first().map_or("/ik", |(href, _)| href)
    }

    /// Person and office or organisation: a page names both.
    pub(super) fn who(&self) -> String {
        format!("{}, {}", self.name, self.place)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seat(work: Work) -> Seat {
        Seat {
            name: String::new(),
            place: String::new(),
            party: Who::Office(String::new()),
            work,
            oversees: false,
            figures: false,
            chairs: false,
            watches: false,
            token: String::new(),
            here: "",
            path: String::new(),
        }
    }

    #[test]
    fn an_office_has_the_pages_of_its_duties() {
        let none = Duties::default();
        let has = |does: Duties| {
            let pages = seat(Work::Office(does)).menu(Lang::Nl);
            pages.into_iter().map(|(href, _)| href).collect::<Vec<_>>()
        };
        // Almere: whoever decides on what is very complex directs these families too.
        let both = has(Duties { directs: true, handles: true, rules: true, ..none });
        assert_eq!(both[..2], ["/beslissen", "/werklijst"]);
        assert!(both.contains(&"/opvolging"), "{both:?}");
        let rules = has(Duties { handles: true, rules: true, ..none });
        assert!(rules[0] == "/beslissen" && !rules.contains(&"/werklijst"), "{rules:?}");
        assert_eq!(has(Duties { handles: true, ..none })[0], "/werklijst");
        assert_eq!(has(Duties { audits: true, ..none })[0], "/logboek");
        assert_eq!(has(Duties { reports: true, ..none })[0], "/cijfers");
        assert_eq!(has(Duties { privacy: true, ..none })[0], "/inzage");
        assert_eq!(has(Duties { administers: true, ..none })[..2], ["/convenant", "/uitleg"]);
        // Told, or of no task that the covenant names: what comes in is to be found.
        assert!(has(none).contains(&"/escalaties") && has(none).contains(&"/signalen"));
    }
}
