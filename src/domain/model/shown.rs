//! How is one party shown to another? The one place that decides what is withheld.

use serde::{Deserialize, Serialize};

use crate::domain::model::{
    involvement::{ContactCard, Involvement},
    party::{OfficeId, Oin},
    time::Day,
};

/// Why two involvements match.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub enum MatchKind {
    /// A director put persons of both into one case.
    Case,
    /// They reach one person that at most one of them names: one and the same parent.
    Family,
    /// Both name the same person.
    SamePerson,
}

/// One party as another may see it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Shown {
    /// Who; `None` for a sensitive organisation.
    pub organisation: Option<Oin>,
    /// Whom to call; `None` for a sensitive organisation, or for a party that left.
    pub card: Option<ContactCard>,
    /// First day of its involvement.
    pub since: Day,
    /// Why the two match.
    pub kind: MatchKind,
    /// For a sensitive organisation: the office through which contact goes.
    pub contact_office: Option<OfficeId>,
    /// Whether it leads at present.
    pub leads: bool,
}

impl Shown {
    /// How an involvement is shown to the others: with its contact card, or, for a sensitive
    /// organisation, as "an involved organisation, through this office".
    #[must_use]
    pub fn of(involvement: &Involvement, kind: MatchKind) -> Self {
        Self::party(
            involvement.organisation,
            &involvement.card,
            involvement.through(),
            involvement.start,
            kind,
            involvement.leads.is_some(),
        )
    }

    /// The same from loose facts: the one place that decides what is withheld.
    #[must_use]
    pub fn party(
        organisation: Oin,
        card: &ContactCard,
        withheld: Option<&OfficeId>,
        since: Day,
        kind: MatchKind,
        leads: bool,
    ) -> Self {
        let open = withheld.is_none();
        Self {
            organisation: open.then_some(organisation),
            card: open.then(|| card.clone()),
            since,
            kind,
            contact_office: withheld.cloned(),
            leads,
        }
    }

    /// The same without the contact card, for a party that left.
    #[must_use]
    pub fn without_card(mut self) -> Self {
        self.card = None;
        self
    }
}
