//! What is counted, and by what is it divided?
//!
//! Two breakdowns of one count must have nothing in common but the count: a part that lies within a part
//! of another breakdown, or within another count, would tell the difference of the two, which can be
//! small. So nuisance stands among the categories, and not beside them; a family is counted by
//! its family manager *or* by its help; the kind of a target and its commissioner are one breakdown.
//!
//! Two breakdowns together make a table of their own ([`Cross`]). With the areas there would be three tables
//! of pairs of the same three things, and nobody knows a short rule for what those tell together. So
//! a pair is told of all areas together only where the second breakdown is told of no area; and where it
//! is, only of an area by itself: there the table of that area stands alone.

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
    /// Those that imply no nuisance, for families without; then those with nuisance.
    Troubled,
    /// The same, those with nuisance by their plan.
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

/// Two breakdowns of a count together.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Cross {
    /// The place of the count among [`COUNTS`].
    pub count: usize,
    /// Code.
    pub code: &'static str,
    /// The place of the first breakdown.
    pub by: usize,
    /// The place of the second one, which divides the parts of the first.
    pub of: usize,
}

/// The pairs that are told, in the order of the counts; behind the breakdowns of their count.
pub const CROSSES: &[Cross] = &[
    // Who signals, and what became of it.
    Cross { count: SIGNALS, code: "sender-outcome", by: 0, of: 2 },
    // Families with nuisance have their care combined when they have one plan.
    Cross { count: FAMILIES, code: "category-plan", by: 0, of: 1 },
    // At-risk and multi-problem families with coordination.
    Cross { count: FAMILIES, code: "category-coordination", by: 0, of: 2 },
];

/// The pairs of a count.
pub fn crosses(count: usize) -> impl Iterator<Item = &'static Cross> {
    CROSSES.iter().filter(move |cross| cross.count == count)
}

/// The pair of this code, of a count of this code.
#[must_use]
pub fn crossed(count: &str, code: &str) -> Option<&'static Cross> {
    CROSSES.iter().find(|cross| COUNTS[cross.count].code == count && cross.code == code)
}

/// What a part of a pair is called.
#[must_use]
pub fn pair(by: &str, of: &str) -> String {
    format!("{by}_{of}")
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
            of("category", Parts::Troubled),
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

/// Part of families with nuisance.
pub const NUISANCE: &str = "nuisance";
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
    /// The categories that imply no nuisance.
    fn calm(&self) -> Vec<String> {
        let mut calm = self.categories.clone();
        calm.retain(|category| !self.nuisance.contains(category));
        calm
    }

    /// The parts of a breakdown.
    #[must_use]
    pub fn parts(&self, parts: Parts) -> Vec<String> {
        let own = |words: &[String], more: &[&str]| {
            words.iter().cloned().chain(more.iter().map(|word| (*word).to_owned())).collect()
        };
        match parts {
            Parts::Fixed(parts) => own(&[], parts),
            Parts::Kinds => own(&self.kinds, &[LEFT]),
            Parts::Troubled => own(&self.calm(), &[NUISANCE, LEFT]),
            Parts::Nuisance => {
                own(&self.calm(), &[NUISANCE_WITH_PLAN, NUISANCE_WITHOUT_PLAN, LEFT])
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
            let mut breakdowns: Vec<Division> = counted.breakdowns.iter().map(division).collect();
            for cross in crosses(at) {
                let [by, of] = [cross.by, cross.of].map(|at| &breakdowns[at].parts);
                let parts =
                    by.iter().flat_map(|by| of.iter().map(move |of| pair(by, of))).collect();
                breakdowns.push(Division { code: cross.code.to_owned(), parts });
            }
            layout.push(Layout { count: counted.code.to_owned(), breakdowns });
            if at == CASES {
                layout.push(Layout { count: CLOSED.to_owned(), breakdowns: Vec::new() });
            }
        }
        layout
    }
}
