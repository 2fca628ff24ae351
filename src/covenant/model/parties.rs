//! Who is party to a covenant: organisations, and the offices with their holders.

use std::fmt;

use crate::domain::model::ground::Ground;
use crate::domain::model::{
    mail_wish::MailWish,
    party::{AreaCode, OfficeId, Oin},
    receiver::ReceiverAddress,
};

/// Who commissions an organisation.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Commissioner {
    /// A district.
    District(AreaCode),
    /// The city region.
    CityRegion,
    /// The city.
    City,
    /// Nobody within the covenant.
    Nobody,
}

impl fmt::Display for Commissioner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::District(code) => code.fmt(f),
            Self::CityRegion => f.write_str("city-region"),
            Self::City => f.write_str("city"),
            Self::Nobody => f.write_str("nobody"),
        }
    }
}

/// The group of partners an organisation belongs to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Partner {
    /// Gives care or help.
    Care,
    /// Does something else: housing, school attendance, police, prosecution.
    NonCare,
    /// The judiciary.
    Judiciary,
}

impl Partner {
    pub(in crate::covenant) const ALL: [Self; 3] = [Self::Care, Self::NonCare, Self::Judiciary];

    /// The word of the covenant language.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Care => "care",
            Self::NonCare => "non-care",
            Self::Judiciary => "judiciary",
        }
    }
}

/// A kind of organisations, as people read it, and on what it rests that such are party.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OrganisationKind {
    /// For instance `youth-care-agency`.
    pub code: String,
    /// In Dutch.
    pub nl: String,
    /// In English.
    pub en: String,
    /// Where a document names organisations of this kind, or why we do.
    pub ground: Ground,
}

/// An organisation that is party to the covenant.
#[derive(Clone, Debug)]
pub struct Organisation {
    /// Its identification number.
    pub oin: Oin,
    /// Its name.
    pub name: String,
    /// For instance `school`.
    pub kind: String,
    /// Who commissions it.
    pub commissioner: Commissioner,
    /// Its group of partners.
    pub partner: Partner,
    /// True when its involvement is shown without name and contact.
    pub sensitive: bool,
    /// The issuer identifier of the provider with which its people sign in: a URL. Only an
    /// organisation itself says who vouches for its people.
    pub issuer: Option<String>,
    /// Where it wants to hear that something waits in its inbox; only an organisation that chose so
    /// gets mail.
    pub mail: Option<String>,
    /// How it wants to hear it.
    pub mail_wish: MailWish,
    /// Whether its professionals are mailed at the addresses on their contact cards: its own choice.
    pub mails_professionals: bool,
    /// The web server that is told when something waits in its inbox.
    pub webhook: Option<ReceiverAddress>,
}

/// Where one office sits.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(in crate::covenant) enum Place {
    District(usize),
    Region(usize),
    City,
    Organisation(Oin),
}

/// How somebody is reached. Either is empty when there is none.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Contact {
    /// Telephone number.
    pub phone: String,
    /// E-mail address.
    pub email: String,
}

/// Who stands in for the holder of an office.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Deputy {
    /// Name.
    pub name: String,
    /// How to reach the deputy.
    pub contact: Contact,
}

/// A role in an area that can receive work.
#[derive(Clone, Debug)]
pub struct Office {
    /// For instance `coordinator-zeeburg`.
    pub id: OfficeId,
    /// Its role.
    pub role: String,
    /// Code of the district or care region, or `city`.
    pub area: String,
    /// Name in Dutch.
    pub name_nl: String,
    /// Name in English.
    pub name_en: String,
    /// Who holds it; `None` when vacant.
    pub holder: Option<String>,
    /// How to reach it; both empty only when there is neither holder nor deputy.
    pub contact: Contact,
    /// How it wants to hear by mail that something waits.
    pub mail_wish: MailWish,
    /// The web server that is told when something waits in its inbox.
    pub webhook: Option<ReceiverAddress>,
    /// Who stands in, in this order.
    pub deputies: Vec<Deputy>,
    /// The office that takes over when there is neither holder nor deputy.
    pub fallback: Option<OfficeId>,
    /// OIN on the certificates of its holders.
    pub municipality: Oin,
    /// Former names: what lies open under one of them is this office's from now on.
    pub formerly: Vec<OfficeId>,
    /// The organisation whose own member this is, when it is one.
    pub organisation: Option<Oin>,
    pub(in crate::covenant) role_index: usize,
    pub(in crate::covenant) place: Place,
    pub(in crate::covenant) fallback_index: Option<usize>,
    pub(in crate::covenant) line: u32,
}

impl Office {
    /// Whether there is nobody in it, deputies included.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.holder.is_none() && self.deputies.is_empty()
    }
}
