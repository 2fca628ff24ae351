//! When is it, in a story? Deliberately apart from the broker's own calendar: a table of days.

use jiff::{Span, Timestamp, civil::Date, civil::Weekday};
pub use verwijspunt::cli::story::dates::{Unit, date, instant};
use verwijspunt::{
    cli::story::dates::{amsterdam, zoned},
    domain::model::time::Time,
};

/// Weekdays on which nobody works, in the years that stories visit.
const HOLIDAYS: [&str; 26] = [
    "2026-01-01",
    "2026-01-02",
    "2026-05-15",
    "2027-05-07",
    "2028-04-28",
    "2028-05-26",
    "2026-04-06",
    "2026-04-27",
    "2026-05-14",
    "2026-05-25",
    "2026-12-25",
    "2027-01-01",
    "2027-03-29",
    "2027-04-27",
    "2027-05-06",
    "2027-05-17",
    "2027-12-25",
    "2028-01-01",
    "2028-04-17",
    "2028-04-27",
    "2028-05-25",
    "2028-06-05",
    "2028-12-25",
    "2028-12-26",
    "2026-12-26",
    "2027-12-26",
];

/// Days on which a covenant may or may not work (Good Friday, 5 May): a story stays off them.
const DISPUTED: [&str; 6] =
    ["2026-04-03", "2026-05-05", "2027-03-26", "2027-05-05", "2028-04-14", "2028-05-05"];

/// The same time of day, so much later.
pub fn advance(now: Time, count: i32, unit: Unit) -> Result<Time, String> {
    let from = zoned(now);
    let span = Span::new();
    let to = match unit {
        Unit::Minutes => from.checked_add(span.minutes(count)),
        Unit::Hours => from.checked_add(span.hours(count)),
        Unit::Days => from.checked_add(span.days(count)),
        Unit::Weeks => from.checked_add(span.weeks(count)),
        Unit::Months => from.checked_add(span.months(count)),
        Unit::Years => from.checked_add(span.years(count)),
        Unit::WorkingDays => {
            let mut to = from.clone();
            let mut left = count;
            while left > 0 {
                to = to.tomorrow().map_err(|e| e.to_string())?;
                if is_working_day(to.date())? {
                    left -= 1;
                }
            }
            Ok(to)
        }
    };
    to.map(|z| Time(z.timestamp().as_millisecond())).map_err(|e| e.to_string())
}

fn is_working_day(date: Date) -> Result<bool, String> {
    let text = date.to_string();
    if DISPUTED.contains(&text.as_str()) {
        return Err(format!("{text} is disputed as a working day: write a date with `at`"));
    }
    if !(2026..=2028).contains(&date.year()) {
        return Err(format!("the stories' calendar does not know {text}"));
    }
    let weekend = matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday);
    Ok(!weekend && !HOLIDAYS.contains(&text.as_str()))
}

/// A moment as stories write it: `2026-03-02T10:00`.
pub fn written(at: Option<prost_types::Timestamp>) -> String {
    at.and_then(|t| Timestamp::new(t.seconds, t.nanos).ok()).map_or_else(String::new, |t| {
        t.to_zoned(amsterdam()).strftime("%Y-%m-%dT%H:%M").to_string()
    })
}
