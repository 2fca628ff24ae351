//! How were the counts called in reports from before the parts were those of the covenant?
//!
//! What was told of a quarter stays as it was, so those reports are still shown.

use super::{Division, Layout};

/// A count, and its breakdowns with their parts.
type Count = (&'static str, &'static [(&'static str, &'static [&'static str])]);

const FIRST: &[Count] = &[
    (
        "signals",
        &[
            ("sender", &["care", "non-care", "judiciary", "left"]),
            ("acute", &["yes", "no"]),
            ("to", &["organisation", "office"]),
            ("outcome", &["waiting", "seen", "taken-up"]),
            ("referred", &["yes", "no"]),
        ],
    ),
    ("involvements", &[]),
    ("matches", &[("contact", &["made", "not-made"]), ("lead", &["agreed", "not-agreed"])]),
    (
        "cases",
        &[
            ("plan", &["recorded", "none"]),
            ("family-manager", &["assigned", "none"]),
            ("state", &["open", "closed"]),
            ("nuisance", &["none", "with-plan", "without-plan"]),
        ],
    ),
    (
        "tickets",
        &[
            ("track", &["no-agreement", "not-carried-out"]),
            ("step", &["1", "2", "3", "higher"]),
            (
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
            ("duration", &["open", "under-2-weeks", "under-6-weeks", "longer"]),
        ],
    ),
];

/// The names of those reports.
pub(super) fn layout() -> Vec<Layout> {
    let division = |(code, parts): &(&str, &[&str])| Division {
        code: (*code).to_owned(),
        parts: parts.iter().map(|part| (*part).to_owned()).collect(),
    };
    let count = |(count, breakdowns): &Count| Layout {
        count: (*count).to_owned(),
        breakdowns: breakdowns.iter().map(division).collect(),
    };
    FIRST.iter().map(count).collect()
}
