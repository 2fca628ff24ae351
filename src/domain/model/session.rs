//! Who is signed in, who vouched for that, in which seat do they sit, and until when?

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::domain::model::{
    format,
    ids::SessionId,
    party::{Oin, Party},
    time::Time,
};

/// How long what was filled in is kept when its session had ended: ten minutes in milliseconds.
pub const KEPT_MS: i64 = 10 * 60_000;

/// Names a session record: a hash of the secret in the browser's cookie. Whoever reads the store
/// learns no cookie from it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct SessionKey(pub [u8; 32]);

impl fmt::Debug for SessionKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SessionKey")
    }
}

/// Who vouched for a person.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Voucher {
    /// The provider with this issuer identifier, a URL.
    Issuer(String),
    /// A link of the demonstration.
    Demo,
}

/// The language of what a person reads.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Language {
    /// Dutch.
    Dutch,
    /// English.
    English,
}

/// A person of an organisation, as somebody vouched for them.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Professional {
    /// Who vouched for them.
    pub voucher: Voucher,
    /// What the voucher calls them: the `sub` of OpenID Connect. Unique at that voucher only.
    pub subject: String,
    /// Name or number of the professional within the organisation.
    pub name: String,
    /// The organisation that they belong to.
    pub organisation: Oin,
    /// For whom they may act: the organisation, offices, or both; never empty.
    pub seats: Vec<Party>,
    /// Whether they coordinate within the organisation: they see the work of all colleagues.
    pub coordinates: bool,
    /// How they are called, for people to read: it decides nothing.
    #[serde(deserialize_with = "format::since::<3, _, _>")]
    pub display: Option<String>,
}

impl Professional {
    /// Whether this is the same person, whatever changed in what they may do.
    #[must_use]
    pub fn is(&self, other: &Self) -> bool {
        (&self.voucher, &self.subject) == (&other.voucher, &other.subject)
    }
}

/// A form that was sent after its session had ended: what was filled in, for a short time. A
/// citizen service number is never among it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Kept {
    /// The address of the page, below this server.
    pub path: String,
    /// The fields, in the order of the form.
    pub fields: Vec<(String, String)>,
    /// When it was sent.
    pub at: Time,
}

/// The record of a session.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Session {
    /// Names it in the audit log and for who ends it; opens nothing.
    pub id: SessionId,
    /// Who is signed in.
    pub who: Professional,
    /// For whom they act now; `None` until they chose one of several seats.
    pub seat: Option<Party>,
    /// The language that they chose.
    pub language: Option<Language>,
    /// What the provider calls its own session: the `sid` of OpenID Connect.
    pub provider_session: Option<String>,
    /// When they signed in.
    pub began: Time,
    /// When they last proved the second factor.
    pub factor: Time,
    /// When the voucher last said that they are still who they were.
    pub confirmed: Time,
    /// How long nothing may happen, in milliseconds.
    pub idle_ms: i64,
    /// When it ends if nothing happens until then.
    pub idle_ends: Time,
    /// When it ends whatever happens.
    pub ends: Time,
    /// A form that came too late.
    pub kept: Option<Kept>,
}

impl Session {
    /// When it ends, as it stands.
    #[must_use]
    pub fn over_at(&self) -> Time {
        self.idle_ends.min(self.ends)
    }

    /// When nothing remains of it: as long after its end as a form that came too late is kept.
    #[must_use]
    pub fn gone_at(&self) -> Time {
        let last = self.kept.as_ref().map_or(self.over_at(), |kept| kept.at);
        self.over_at().max(last).plus_ms(KEPT_MS)
    }

    /// The form that came too late, as long as it may be shown.
    #[must_use]
    pub fn kept(&self, now: Time) -> Option<&Kept> {
        self.kept.as_ref().filter(|kept| now < kept.at.plus_ms(KEPT_MS))
    }

    /// The party for whom they act: the seat, or the organisation until one is chosen.
    #[must_use]
    pub fn acts_for(&self) -> Party {
        self.seat.clone().unwrap_or(Party::Organisation(self.who.organisation))
    }
}
