//! What else a covenant answers besides routes of tickets: who acts on a concern signal, what a
//! plan consists of, who may manage it, who leads, who keeps watch. Only data crosses this border;
//! the answering is in `covenant/`.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::domain::model::{
    calendar::add_working_days_but,
    party::{AreaCode, CategoryCode, OfficeId, Party},
    routing::Derivation,
    time::{Day, Time},
};

/// A child protection or youth probation measure, as far as routing needs it.
#[derive(
    Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize,
)]
pub enum Measure {
    /// No measure; help, if any, is voluntary.
    #[default]
    None,
    /// A child protection measure.
    ChildProtection,
    /// Youth probation.
    YouthProbation,
}

/// The facts by which a covenant routes a concern signal.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ConcernQuestion {
    /// Where the family lives.
    pub area: AreaCode,
    /// Acute danger to a child.
    pub acute: bool,
    /// Whether a child under 18 lives in the household.
    pub children: bool,
}

/// A term: so long on the clock, or so many working days.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Term {
    /// Hours, nights and weekends included: for what cannot wait.
    Hours(u16),
    /// Working days.
    WorkingDays(u16),
}

/// Milliseconds in an hour.
const HOUR_MS: i64 = 3_600_000;

impl Term {
    /// When it is over that begins now: to the minute for hours, at the end of the day for days.
    #[must_use]
    pub fn over(self, now: Time, days_off: &[Day]) -> Time {
        let (day, at) = self.due(now, days_off);
        at.unwrap_or_else(|| day.plus_days(1).start())
    }

    /// The last day of it when it begins now; of hours also the moment at which it is over.
    #[must_use]
    pub fn due(self, now: Time, days_off: &[Day]) -> (Day, Option<Time>) {
        match self {
            Self::Hours(hours) => {
                let at = now.plus_ms(i64::from(hours) * HOUR_MS);
                (at.day(), Some(at))
            }
            Self::WorkingDays(days) => (add_working_days_but(now.day(), days, days_off), None),
        }
    }

    /// How many hours, for a message that has a field for each unit; 0 when it is in working days.
    #[must_use]
    pub fn hours(self) -> u32 {
        match self {
            Self::Hours(hours) => u32::from(hours),
            Self::WorkingDays(_) => 0,
        }
    }

    /// How many working days; 0 when it is in hours.
    #[must_use]
    pub fn working_days(self) -> u32 {
        match self {
            Self::Hours(_) => 0,
            Self::WorkingDays(days) => u32::from(days),
        }
    }
}

impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Hours(1) => f.write_str("1 hour"),
            Self::Hours(n) => write!(f, "{n} hours"),
            Self::WorkingDays(1) => f.write_str("1 working day"),
            Self::WorkingDays(n) => write!(f, "{n} working days"),
        }
    }
}

/// Who acts on a concern signal. Every question about a known area has exactly one answer.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ConcernRoute {
    /// Who must act: an organisation (the youth-care agency) or an office.
    pub to: Party,
    /// Who hears of it besides, the recipient apart, sorted.
    pub informed: Vec<Party>,
    /// True when it goes before everything else that waits in the recipient's inbox.
    pub crisis: bool,
    /// Within which time somebody must have taken it up.
    pub term: Term,
    /// Whether it opens a case when the family has none.
    pub opens_case: bool,
    /// The office that directs the case which the signal opens.
    pub director: OfficeId,
    /// How it came about; kept with the signal.
    pub derivation: Derivation,
}

/// Who is behind somebody who lets the term of a concern signal pass.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Behind {
    /// Whether it is an office with a holder, and a deputy besides.
    pub deputy: bool,
    /// The office above; `None` for the highest one.
    pub above: Option<Party>,
}

/// One kind of milestone of a plan.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct MilestoneRule {
    /// For instance `mdo-plus`; unique within the plan.
    pub code: String,
    /// Name in Dutch.
    pub name_nl: String,
    /// Name in English.
    pub name_en: String,
    /// Due this many weeks after the start of the plan.
    pub within_weeks: u16,
    /// When it recurs: due again this many weeks after it was last held, until the plan ends.
    pub every_weeks: Option<u16>,
    /// True for a meeting at which presence is recorded per organisation.
    pub attendance: bool,
    /// True when it decides on closing or extending: moves along when the plan is extended.
    pub decides: bool,
}

/// So often can a plan be extended when the parties agreed on no number.
pub const UNLIMITED: u16 = u16::MAX;

/// A variant of the one plan: dates and coded milestones only.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct PlanRule {
    /// For instance `twenty-weeks`.
    pub id: String,
    /// Name in Dutch.
    pub name_nl: String,
    /// Name in English.
    pub name_en: String,
    /// Length in weeks; the plan ends on the last day.
    pub weeks: u16,
    /// By how many weeks it can be extended at a time, at most.
    pub extension_weeks: u16,
    /// How often it can be extended; [`UNLIMITED`] when no number was agreed on.
    pub extensions_most: u16,
    /// Its milestones, in the order of the file.
    pub milestones: Vec<MilestoneRule>,
}

/// A kind of meeting that can be planned besides the milestones of a plan, as it stands in one area.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MeetingRule {
    /// For instance `mdo-plus`; a milestone of a plan may have the same code.
    pub code: String,
    /// Name in Dutch.
    pub name_nl: String,
    /// Name in English.
    pub name_en: String,
    /// True when presence is recorded per organisation.
    pub attendance: bool,
    /// Who chairs it there: is told when it is planned, and may record who was present.
    pub chair: Option<Party>,
}

/// Which organisations may provide the family manager of a category.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Eligible {
    /// Any organisation that is involved.
    AnyInvolved,
    /// An involved organisation of one of these kinds.
    Kinds(Vec<String>),
}

impl Eligible {
    /// Whether an organisation of this kind may.
    #[must_use]
    pub fn admits(&self, kind: &str) -> bool {
        match self {
            Self::AnyInvolved => true,
            Self::Kinds(kinds) => kinds.iter().any(|known| known == kind),
        }
    }
}

/// What a category says of a measure: child protection or youth probation.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum MeasureRule {
    /// Nothing: there may be one.
    #[default]
    Either,
    /// Its families have one.
    Required,
    /// Its families have none.
    Excluded,
}

/// Who keeps watch after closing.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Watcher {
    /// The organisation of the last family manager; without one the director.
    LastFamilyManager,
    /// The director.
    Director,
    /// The office named by the covenant for this area.
    Office(OfficeId),
}

/// How a category keeps watch (pilot flame, refresh, finger on the pulse).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct WatchRule {
    /// Weeks between two looks.
    pub every_weeks: u16,
    /// For how many weeks.
    pub weeks: u16,
    /// Who looks.
    pub by: Watcher,
    /// True when the watch runs while the case is open (regular check visits), not after it.
    pub while_open: bool,
}

/// How the lead of a match comes about when nobody has agreed on one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum LeadRule {
    /// The parties agree; nobody is appointed.
    Agreed,
    /// The party whose kind comes first in this order; among equals the one involved longest.
    KindOrder(Vec<String>),
    /// The organisation with the dominant role: most active involvements in the match; among
    /// equals the one involved longest.
    Dominant,
}

/// What a case of a category follows, for one area.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CaseRules {
    /// The category asked for.
    pub category: CategoryCode,
    /// Who directs.
    pub director: OfficeId,
    /// Whether families in it always count as causing nuisance.
    pub implies_nuisance: bool,
    /// What the category says of a measure.
    pub measure: MeasureRule,
    /// Who may provide the family manager.
    pub family_manager: Eligible,
    /// The plans that may be recorded, the usual one first; may be empty.
    pub plans: Vec<PlanRule>,
    /// How watch is kept, when the covenant says so.
    pub watch: Option<WatchRule>,
}

/// The day this many weeks after another. Plans count in calendar weeks: only the terms of
/// follow-up and the ladder are in working days.
#[must_use]
pub fn weeks_after(start: Day, weeks: u16) -> Day {
    start.plus_days(i32::from(weeks) * 7)
}

/// Asks the covenant of the area who acts on a signal; `None` when the area is in no covenant.
pub type ConcernRouter<'a> = &'a dyn Fn(&ConcernQuestion) -> Option<ConcernRoute>;
