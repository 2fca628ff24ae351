//! What does a rule say: when it holds and who handles, or why it refuses?

use super::facts::Condition;
use super::places::Role;
use crate::domain::model::ground::Ground;

/// Where to look for the office of a role.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::covenant) enum Side {
    /// Where the family lives.
    Family,
    /// The district that commissions the target.
    Commissioner,
    /// Where the office sits that handled the step before.
    Handler,
    /// The one of the whole covenant.
    City,
    /// The target's own.
    Target,
}

/// Who handles, as a rule says it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::covenant) enum Handler {
    OwnOrganisation,
    /// The organisation that the ticket is against.
    TargetOrganisation,
    Director,
    Role {
        role: usize,
        side: Side,
    },
}

impl Handler {
    /// The handler in words, for tables.
    pub(in crate::covenant) fn describe(self, roles: &[Role]) -> String {
        match self {
            Self::OwnOrganisation => "own organisation".to_owned(),
            Self::TargetOrganisation => "organisation that the ticket is against".to_owned(),
            Self::Director => "director by category".to_owned(),
            Self::Role { role, side } => {
                let name = &roles[role].id;
                match side {
                    Side::Family => roles[role].where_family_lives(),
                    Side::Commissioner => format!("{name} of the commissioning district"),
                    Side::Handler => format!("{name} where the step before was handled"),
                    Side::City => name.clone(),
                    Side::Target => format!("{name} of the target"),
                }
            }
        }
    }
}

/// What a rule answers.
#[derive(Clone, Debug)]
pub(in crate::covenant) enum Answer {
    Handler(Handler),
    Refusal { code: String },
}

/// A rule or a refusal.
#[derive(Clone, Debug)]
pub(in crate::covenant) struct Rule {
    pub(in crate::covenant) id: String,
    pub(in crate::covenant) ground: Ground,
    pub(in crate::covenant) when: Condition,
    pub(in crate::covenant) answer: Answer,
    pub(in crate::covenant) nl: String,
    pub(in crate::covenant) en: String,
    pub(in crate::covenant) line: u32,
}

/// Who else is told when a ticket is opened.
#[derive(Clone, Debug)]
pub(in crate::covenant) struct Inform {
    pub(in crate::covenant) when: Condition,
    /// The office of a role for the family, or the target's own.
    pub(in crate::covenant) offices: Vec<Handler>,
    /// Within how many working days the target's own is asked to answer; `None`: it is only told.
    pub(in crate::covenant) answer_working_days: Option<u16>,
    pub(in crate::covenant) ground: Ground,
    pub(in crate::covenant) line: u32,
}
