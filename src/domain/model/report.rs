//! What is told of a quarter: which counts there are, and the numbers that may be told.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::domain::model::{
    party::AreaCode,
    time::{Day, Time},
};

/// A calendar quarter, on the clock in Amsterdam.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub struct Quarter {
    /// Year.
    pub year: i16,
    /// 1 to 4.
    pub number: u8,
}

impl Quarter {
    /// A quarter of the years 2000 to 2999; `None` for anything else.
    #[must_use]
    pub fn new(year: i32, number: i32) -> Option<Self> {
        let year = i16::try_from(year).ok().filter(|year| (2000..3000).contains(year))?;
        let number = u8::try_from(number).ok().filter(|number| (1..=4).contains(number))?;
        Some(Self { year, number })
    }

    /// Its first day.
    #[must_use]
    pub fn first(self) -> Day {
        let month = i8::try_from(self.number * 3 - 2).expect("a month is small");
        let date = jiff::civil::Date::new(self.year, month, 1);
        Day::from_civil(date.expect("the years of a quarter are in the calendar"))
    }

    /// The first day after it.
    #[must_use]
    pub fn end(self) -> Day {
        match self.number {
            4 => Self { year: self.year + 1, number: 1 }.first(),
            number => Self { year: self.year, number: number + 1 }.first(),
        }
    }

    /// Whether an instant lies in it.
    #[must_use]
    pub fn holds(self, at: Time) -> bool {
        (self.first()..self.end()).contains(&at.day())
    }
}

/// What is counted, and by what it is divided. Codes, for machines; every breakdown adds up.
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
    /// Codes of its parts.
    pub parts: &'static [&'static str],
}

const fn by(code: &'static str, parts: &'static [&'static str]) -> Breakdown {
    Breakdown { code, parts }
}

/// The place of SIGNALS among [`COUNTS`].
pub const SIGNALS: usize = 0;
/// The place of INVOLVEMENTS among [`COUNTS`].
pub const INVOLVEMENTS: usize = 1;
/// The place of MATCHES among [`COUNTS`].
pub const MATCHES: usize = 2;
/// The place of CASES among [`COUNTS`].
pub const CASES: usize = 3;
/// The place of TICKETS among [`COUNTS`].
pub const TICKETS: usize = 4;

/// Everything that is counted, in the order of the funnel.
pub const COUNTS: &[Counted] = &[
    // Sent in the quarter.
    Counted {
        code: "signals",
        breakdowns: &[
            by("sender", &["care", "non-care", "judiciary", "left"]),
            by("acute", &["yes", "no"]),
            by("to", &["organisation", "office"]),
            by("outcome", &["waiting", "seen", "taken-up"]),
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
    // Opened in the quarter.
    Counted {
        code: "cases",
        breakdowns: &[
            by("plan", &["recorded", "none"]),
            by("family-manager", &["assigned", "none"]),
            by("state", &["open", "closed"]),
            by("nuisance", &["none", "with-plan", "without-plan"]),
        ],
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
        ],
    },
];

/// Names a report: one covenant, one quarter.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub struct ReportKey {
    /// Id of the covenant.
    pub covenant: String,
    /// The quarter.
    pub quarter: Quarter,
}

/// What is told of a quarter. The record holds nothing else: what is hidden was never kept.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Report {
    /// The covenant in force when it was counted, `id@version`.
    pub covenant: String,
    /// The quarter.
    pub quarter: Quarter,
    /// When it was counted: how far follow-up, cases and tickets had come by then.
    pub counted_at: Time,
    /// The areas, in the order of all numbers by area.
    pub areas: Vec<AreaCode>,
    /// The numbers, by the code of what is counted.
    pub counts: BTreeMap<String, ShownCount>,
    /// Organisations that are party to the covenant.
    pub parties: u32,
    /// Those of them that registered somebody in the quarter.
    pub registering: u32,
}

impl Report {
    /// The same with some of the areas only.
    #[must_use]
    pub fn only(mut self, areas: &[AreaCode]) -> Self {
        let places: Vec<usize> =
            (0..self.areas.len()).filter(|at| areas.contains(&self.areas[*at])).collect();
        let pick = |numbers: &mut Vec<Option<u64>>| {
            *numbers = places.iter().filter_map(|at| numbers.get(*at).copied()).collect();
        };
        for count in self.counts.values_mut() {
            pick(&mut count.count.by_area);
            count.breakdowns.iter_mut().flatten().for_each(|part| pick(&mut part.by_area));
        }
        self.areas = places.iter().map(|at| self.areas[*at].clone()).collect();
        self
    }
}

/// Numbers by area, and their sum; what is hidden is `None`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Shown {
    /// Of all areas.
    pub total: Option<u64>,
    /// In the order of the areas.
    pub by_area: Vec<Option<u64>>,
}

/// A count with its breakdowns as it may be told.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ShownCount {
    /// The count itself.
    pub count: Shown,
    /// Its breakdowns: part by part.
    pub breakdowns: Vec<Vec<Shown>>,
}
