//! How does somebody want to hear by mail that something waits?

use serde::{Deserialize, Serialize};

/// Minutes in a day.
pub const DAY_MINUTES: u16 = 24 * 60;

/// What a recipient chose for mail. What the covenant obliges to tell at once is always told: a
/// crisis, a ticket that was assigned, a term that has passed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct MailWish {
    /// How often to hear of everything else.
    pub digest: Digest,
    /// When not to be disturbed, in minutes of the day in Amsterdam: from the first up to the
    /// second, over midnight when that is earlier. A crisis comes through.
    pub quiet: Option<(u16, u16)>,
}

/// What a professional chose instead of what the own organisation chose for all.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub enum MailChoice {
    /// Everything at once, outside the quiet hours.
    AtOnce,
    /// At 8:30 and at 13:00 on working days.
    Twice,
    /// At 8:30 on working days.
    Morning,
    /// Nothing but what the covenant obliges to tell.
    Obliged,
}

impl MailChoice {
    /// How often to hear of what need not be told at once; `None`: at once all the same.
    #[must_use]
    pub fn digest(self) -> Option<Digest> {
        match self {
            Self::AtOnce => None,
            Self::Twice => Some(Digest::Twice),
            Self::Morning => Some(Digest::Morning),
            Self::Obliged => Some(Digest::Never),
        }
    }
}

/// How often to hear that something waits.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Digest {
    /// At 8:30 and at 13:00 on working days.
    #[default]
    Twice,
    /// At 8:30 on working days.
    Morning,
    /// Not at all.
    Never,
}

impl Digest {
    /// Every choice.
    pub const ALL: [Self; 3] = [Self::Twice, Self::Morning, Self::Never];

    /// The word of the covenant language.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Twice => "twice",
            Self::Morning => "morning",
            Self::Never => "never",
        }
    }

    /// At which minutes of a working day.
    #[must_use]
    pub fn minutes(self) -> &'static [u16] {
        match self {
            Self::Twice => &[8 * 60 + 30, 13 * 60],
            Self::Morning => &[8 * 60 + 30],
            Self::Never => &[],
        }
    }
}
