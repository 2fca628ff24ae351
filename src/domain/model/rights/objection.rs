//! An objection: who decides what about it, by when, and how far everybody is.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::domain::model::{
    ids::ObjectionId,
    party::{OfficeId, Oin, Party},
    person::Identity,
    rights::addressee::Addressee,
    time::{Day, Time},
};

/// Why an objection is refused.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum RefusedGround {
    /// Compelling legitimate grounds override the interests of the person (GDPR art. 21(1)).
    CompellingGrounds,
    /// The safety of a child would be endangered.
    ChildSafety,
    /// It is needed for a legal claim (GDPR art. 21(1)).
    LegalClaim,
}

/// What an organisation decided.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Verdict {
    /// What it registered of the person is destroyed.
    Granted,
    /// It stays, on this ground.
    Refused(RefusedGround),
}

/// How far one organisation is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Decision {
    /// Still to be decided.
    Pending,
    /// Decided.
    Decided(Verdict, Time),
    /// There was nothing left to decide about.
    Lapsed,
}

/// The part of one organisation under one covenant.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Part {
    /// Who decides: the controller of the registration.
    pub organisation: Oin,
    /// The privacy officer of the covenant under which it registered.
    pub officer: OfficeId,
    /// By when it decides.
    pub due: Day,
    /// What it decided.
    pub decision: Decision,
    /// True once the officer was told that the term passed.
    pub overdue: bool,
}

/// An objection. It names the person until everybody has decided, and nobody afterwards.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Objection {
    /// Its id.
    pub id: ObjectionId,
    /// Which privacy officer registered it.
    pub registrar: OfficeId,
    /// When.
    pub received: Time,
    /// Who objects, while something is to be decided.
    pub person: Option<Identity>,
    /// Whom to address.
    pub addressee: Option<Addressee>,
    /// What each organisation decides.
    pub parts: Vec<Part>,
    /// Until when it is kept.
    pub until: Day,
}

impl Objection {
    /// Whether something is still to be decided.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.parts.iter().any(|part| part.decision == Decision::Pending)
    }

    /// Nothing is left of the person: what is pending is over.
    pub fn lapse(&mut self) {
        for part in self.parts.iter_mut().filter(|part| part.decision == Decision::Pending) {
            part.decision = Decision::Lapsed;
        }
        self.close();
    }

    /// Forgets who objected once everything is decided.
    pub fn close(&mut self) {
        if !self.is_open() {
            (self.person, self.addressee) = (None, None);
        }
    }

    /// What of it concerns a party: an organisation its own decision, a privacy officer those under
    /// its covenant.
    pub fn seen_by<'a>(&'a self, party: &'a Party) -> impl Iterator<Item = &'a Part> {
        self.parts.iter().filter(move |part| match party {
            Party::Organisation(oin) => part.organisation == *oin,
            Party::Office(office) => part.officer == *office,
        })
    }

    /// Everybody whom it concerns: who registered it, who decides, and the officers who watch.
    #[must_use]
    pub fn parties(&self) -> BTreeSet<Party> {
        let officers = self.parts.iter().map(|part| Party::Office(part.officer.clone()));
        let deciding = self.parts.iter().map(|part| Party::Organisation(part.organisation));
        let registrar = std::iter::once(Party::Office(self.registrar.clone()));
        officers.chain(deciding).chain(registrar).collect()
    }

    /// When the next officer must be told that a term passed, or the end of its keeping.
    #[must_use]
    pub fn deadline(&self) -> Option<Time> {
        let due = self.parts.iter().filter(|part| part.is_late()).map(|part| part.due).min();
        Some(due.unwrap_or(self.until).plus_days(1).start())
    }
}

impl Part {
    /// Whether the officer is still to be told when the term passes.
    #[must_use]
    pub fn is_late(&self) -> bool {
        self.decision == Decision::Pending && !self.overdue
    }
}
