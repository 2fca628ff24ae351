//! Which day and which moment does a story mean?

use jiff::{Timestamp, Zoned, civil::DateTime, tz::TimeZone};

use crate::domain::model::time::Time;

/// A length of time in a story.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Unit {
    /// `minutes`
    Minutes,
    /// `hours`
    Hours,
    /// `days`
    Days,
    /// `working-days`
    WorkingDays,
    /// `weeks`
    Weeks,
    /// `months`
    Months,
    /// `years`
    Years,
}

impl Unit {
    /// The unit of this name, in the singular or the plural.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Some(match word.trim_end_matches('s') {
            "minute" => Self::Minutes,
            "hour" => Self::Hours,
            "day" => Self::Days,
            "working-day" => Self::WorkingDays,
            "week" => Self::Weeks,
            "month" => Self::Months,
            "year" => Self::Years,
            _ => return None,
        })
    }
}

/// A moment on the clock in Amsterdam.
#[must_use]
pub fn zoned(now: Time) -> Zoned {
    Timestamp::from_millisecond(now.0).expect("a story's time").to_zoned(amsterdam())
}

/// The clock of every story.
#[must_use]
pub fn amsterdam() -> TimeZone {
    TimeZone::get("Europe/Amsterdam").expect("the zone database is compiled in")
}

/// `2026-03-02` and `10:00`, in Amsterdam.
#[must_use]
pub fn instant(date: &str, time: &str) -> Option<Time> {
    let at: DateTime = format!("{date}T{time}:00").parse().ok()?;
    Some(Time(at.to_zoned(amsterdam()).ok()?.timestamp().as_millisecond()))
}

/// A date as written in a story: absolute, `today`, `tomorrow`, `yesterday`, `today+14` or `today-14`
/// in days; `-` is none. Anything else is sent as it stands, because wrong dates are stories too.
#[must_use]
pub fn date(now: Time, word: &str) -> String {
    let days = match word {
        "-" => return String::new(),
        "today" => Some(0),
        "tomorrow" => Some(1),
        "yesterday" => Some(-1),
        other => other.strip_prefix("today").and_then(|days| days.parse::<i32>().ok()),
    };
    let day =
        days.and_then(|days| zoned(now).date().checked_add(jiff::Span::new().days(days)).ok());
    day.map_or_else(|| word.to_owned(), |day| day.to_string())
}
