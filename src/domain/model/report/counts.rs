//! What is counted, and by what is it divided?
//!
//! Two breakdowns of one count must have nothing in common but the count: a part that lies within a part
//! of another breakdown, or within another count, would tell the difference of the two, which can be
//! small. So nuisance stands among the categories of new cases, and not beside them; a family is counted by
//! its family manager *or* by its help; the kind of a target and its commissioner are one breakdown.

use std::collections::BTreeSet;

use super::{Division, Layout};
use crate::domain::model::party::{AreaCode, Oin};

/// The parts of a breakdown.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Parts {
    /// These.
    Fixed(&'static [&'static str]),
    /// The kinds of organisations of the covenant, and those that left it.
    Kinds,
    /// The categories of the covenant.
    Categories,
    /// Those that imply no nuisance, for families without; then those with nuisance, by their plan.
    Nuisance,
    /// Kinds of organisations with their commissioners.
    Targets,
}

/// What is counted. Codes, for machines; every breakdown adds up.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Counted {
    /// Code.
    pub code: &'static str,
    /// Its breakdowns.
    pub breakdowns: &'static [Breakdown],
}

/// A division of a count into parts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Breakdown {
    /// Code.
    pub code: &'static str,
    /// Its parts.
    pub parts: Parts,
}

const fn by(code: &'static str, parts: &'static [&'static str]) -> Breakdown {
    Breakdown { code, parts: Parts::Fixed(parts) }
}

const fn of(code: &'static str, parts: Parts) -> Breakdown {
    Breakdown { code, parts }
}

/// The place of SIGNALS among [`COUNTS`].
pub const SIGNALS: usize = 0;
/// The place of INVOLVEMENTS among [`COUNTS`].
pub const INVOLVEMENTS: usize = 1;
/// The place of MATCHES among [`COUNTS`].
pub const MATCHES: usize = 2;
/// The place of YOUNG_PEOPLE among [`COUNTS`].
pub const YOUNG_PEOPLE: usize = 3;
/// The place of FAMILIES among [`COUNTS`].
pub const FAMILIES: usize = 4;
/// The place of CASES among [`COUNTS`].
pub const CASES: usize = 5;
/// The place of TICKETS among [`COUNTS`].
pub const TICKETS: usize = 6;

/// Code of the cases that were closed in the quarter. They are told in all areas together, and only
/// where those that were opened are: the one follows from the other and the families at both ends.
pub const CLOSED: &str = "closed";

/// Everything that is counted, in the order of the funnel.
pub const COUNTS: &[Counted] = &[
    // Sent in the quarter.
    Counted {
        code: "signals",
        breakdowns: &[
            of("sender", Parts::Kinds),
            by("to", &["acute", "organisation", "office"]),
            by(
                "outcome",
                &[
                    "waiting",
                    "seen",
                    "taken-up",
                    "false-alarm",
                    "regular-help",
                    "at-risk-family",
                    "multi-problem-family",
                    "family-referred",
                    "referred-arrived",
                    "referred-not-arrived",
                ],
            ),
            by("referred", &["yes", "no"]),
        ],
    },
    // Registered in the quarter.
    Counted { code: "involvements", breakdowns: &[] },
    // Made in the quarter; in the area of who joined.
    Counted {
        code: "matches",
        breakdowns: &[by("contact", &["made", "not-made"]), by("lead", &["agreed", "not-agreed"])],
    },
    // Whom an organisation that gives care or help is involved with at the end of the quarter.
    Counted { code: "young-people", breakdowns: &[] },
    // With a director at the end of the quarter.
    Counted {
        code: "families",
        breakdowns: &[
            of("category", Parts::Categories),
            by("plan", &["recorded", "none"]),
            by("coordination", &["family-manager", "help-only", "none"]),
        ],
    },
    // Opened in the quarter.
    Counted {
        code: "cases",
        breakdowns: &[of("category", Parts::Nuisance), by("family-manager", &["assigned", "none"])],
    },
    // Opened in the quarter.
    Counted {
        code: "tickets",
        breakdowns: &[
            by("track", &["no-agreement", "not-carried-out"]),
            by("step", &["1", "2", "3", "higher"]),
            by(
                "obstacle",
                &[
                    "no-agreement",
                    "task-not-done",
                    "absent-from-meetings",
                    "not-delivered",
                    "delivered-late",
                    "delivered-wrongly",
                    "waiting-list",
                    "no-family-manager",
                    "not-participating",
                    "family-declines",
                ],
            ),
            by("duration", &["open", "under-2-weeks", "under-6-weeks", "longer"]),
            of("target", Parts::Targets),
        ],
    },
];

/// Whether something is counted as it stands at the end of the quarter: it has no sum over a year.
#[must_use]
pub fn is_stock(count: usize) -> bool {
    matches!(count, YOUNG_PEOPLE | FAMILIES)
}

/// Part of families with nuisance that have a plan.
pub const NUISANCE_WITH_PLAN: &str = "nuisance-with-plan";
/// Part of families with nuisance that have none.
pub const NUISANCE_WITHOUT_PLAN: &str = "nuisance-without-plan";
/// Part of tickets that are against nobody.
pub const NOBODY: &str = "nobody";
/// The part of what the covenant has no word for any more; the last one wherever words are its own.
pub const LEFT: &str = "left";

/// By what a covenant divides: its own words.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Words {
    /// Its areas.
    pub areas: Vec<AreaCode>,
    /// The kinds of its organisations.
    pub kinds: Vec<String>,
    /// Its categories.
    pub categories: Vec<String>,
    /// Those of them that imply nuisance.
    pub nuisance: BTreeSet<String>,
    /// Kinds of organisations with their commissioners.
    pub targets: Vec<String>,
    /// The organisations that give care or help.
    pub care: BTreeSet<Oin>,
}

impl Words {
    /// The parts of a breakdown.
    #[must_use]
    pub fn parts(&self, parts: Parts) -> Vec<String> {
        let own = |words: &[String], more: &[&str]| {
            words.iter().cloned().chain(more.iter().map(|word| (*word).to_owned())).collect()
        };
        match parts {
            Parts::Fixed(parts) => own(&[], parts),
            Parts::Kinds => own(&self.kinds, &[LEFT]),
            Parts::Categories => own(&self.categories, &[LEFT]),
            Parts::Nuisance => {
                let mut calm = self.categories.clone();
                calm.retain(|category| !self.nuisance.contains(category));
                own(&calm, &[NUISANCE_WITH_PLAN, NUISANCE_WITHOUT_PLAN, LEFT])
            }
            Parts::Targets => own(&self.targets, &[NOBODY, LEFT]),
        }
    }

    /// How everything is called that is told.
    #[must_use]
    pub fn layout(&self) -> Vec<Layout> {
        let division = |breakdown: &Breakdown| Division {
            code: breakdown.code.to_owned(),
            parts: self.parts(breakdown.parts),
        };
        let mut layout = Vec::new();
        for (at, counted) in COUNTS.iter().enumerate() {
            let breakdowns = counted.breakdowns.iter().map(division).collect();
            layout.push(Layout { count: counted.code.to_owned(), breakdowns });
            if at == CASES {
                layout.push(Layout { count: CLOSED.to_owned(), breakdowns: Vec::new() });
            }
        }
        layout
    }
}
