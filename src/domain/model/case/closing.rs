//! What is said when a case is closed: how the family is helped afterwards, how the result is kept, and
//! what happens instead with a family that declines. Codes only.

use serde::{Deserialize, Serialize};

/// How the family is helped after the case (guide § 5.7).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum FollowUpHelp {
    /// The helpers go on with each other, without a director.
    HelpersGoOn,
    /// Regular help.
    RegularHelp,
    /// Specialised voluntary help.
    SpecialisedHelp,
    /// Help elsewhere: it was handed over.
    Elsewhere,
    /// None is needed.
    NoneNeeded,
}

/// How what was reached is kept.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Safeguarding {
    /// The helpers agreed who sees to it.
    AgreedByHelpers,
    /// A helper stays within reach: a thin line.
    ThinLine,
    /// Watch is kept.
    Watch,
    /// There will be another evaluation.
    LaterEvaluation,
    /// There is nothing to keep.
    NothingToKeep,
}

/// Whether the guardian or probation officer stays.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Guardian {
    /// The same one stays.
    Stays,
    /// Another one takes over.
    AnotherOne,
    /// The measure ends.
    MeasureEnds,
}

/// What happens instead with a family that declines: it is not simply let go (factsheet, Aanpak).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Instead {
    /// Somebody goes on seeking contact.
    Outreach,
    /// A partner uses what it has to press: a landlord, a benefit.
    Pressure,
    /// It was reported to the centre on child abuse.
    ChildAbuseReport,
    /// The Child Protection Board was asked to look.
    ChildProtectionInquiry,
    /// Those who stay involved keep watch, and report what they see.
    PartnersKeepWatch,
}

/// What was said when a case was closed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Closing {
    /// Help comes to its end, or goes on otherwise.
    Followed {
        /// How the family is helped.
        help: FollowUpHelp,
        /// How what was reached is kept.
        safeguarding: Safeguarding,
        /// With a measure: whether the guardian stays.
        guardian: Option<Guardian>,
    },
    /// The family declines.
    Declined {
        /// What happens instead.
        instead: Instead,
        /// With a measure: whether the guardian stays.
        guardian: Option<Guardian>,
    },
}

impl Closing {
    /// Whether the guardian stays, when there is one.
    #[must_use]
    pub fn guardian(self) -> Option<Guardian> {
        match self {
            Self::Followed { guardian, .. } | Self::Declined { guardian, .. } => guardian,
        }
    }
}
