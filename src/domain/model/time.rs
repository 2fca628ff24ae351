//! Instants and days as plain numbers. The time of day in Amsterdam is worked out at the borders.

use std::fmt;

use jiff::{Timestamp, civil, tz::TimeZone};
use serde::{Deserialize, Serialize};

/// An instant: milliseconds since 1970-01-01T00:00Z.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub struct Time(pub i64);

/// A civil day in Europe/Amsterdam: days since 1970-01-01.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Day(pub i32);

/// Milliseconds in an hour.
const HOUR_MS: i64 = 3_600_000;

impl Time {
    /// The civil day of this instant in Europe/Amsterdam.
    #[must_use]
    pub fn day(self) -> Day {
        // Amsterdam is UTC+1 or UTC+2: most instants have the same day in both.
        let early = (self.0 + HOUR_MS).div_euclid(24 * HOUR_MS);
        let late = (self.0 + 2 * HOUR_MS).div_euclid(24 * HOUR_MS);
        if early == late {
            return Day(i32::try_from(early).unwrap_or(i32::MAX));
        }
        Timestamp::from_millisecond(self.0)
            .map(|t| Day::from_civil(t.to_zoned(amsterdam()).date()))
            .unwrap_or(Day(i32::try_from(early).unwrap_or(i32::MAX)))
    }

    /// Which minute of its day in Europe/Amsterdam this instant is in, by the clock on the wall.
    #[must_use]
    pub fn minute_of_day(self) -> u16 {
        let minute = Timestamp::from_millisecond(self.0).map(|t| {
            let time = t.to_zoned(amsterdam()).time();
            i16::from(time.hour()) * 60 + i16::from(time.minute())
        });
        minute.map_or(0, i16::unsigned_abs)
    }

    /// This instant plus a number of milliseconds.
    #[must_use]
    pub fn plus_ms(self, ms: i64) -> Self {
        Self(self.0.saturating_add(ms))
    }
}

impl Day {
    /// The day of a civil date.
    #[must_use]
    pub fn from_civil(date: civil::Date) -> Self {
        let epoch = civil::date(1970, 1, 1);
        Self((date - epoch).get_days())
    }

    /// Reads `YYYY-MM-DD`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        // Civil dates only: a time or zone behind the date is refused.
        (text.len() == 10).then(|| text.parse::<civil::Date>().ok())?.map(Self::from_civil)
    }

    /// The civil date. Days outside the years 1..9999 are clamped to the nearest.
    #[must_use]
    pub fn civil(self) -> civil::Date {
        civil::date(1970, 1, 1)
            .checked_add(jiff::Span::new().days(self.0.clamp(-700_000, 2_900_000)))
            .unwrap_or(civil::Date::MAX)
    }

    /// The first instant of this day in Europe/Amsterdam.
    #[must_use]
    pub fn start(self) -> Time {
        self.civil().to_zoned(amsterdam()).map_or(Time(i64::from(self.0) * 24 * HOUR_MS), |z| {
            Time(z.timestamp().as_millisecond())
        })
    }

    /// The instant on this day at which a clock on the wall in Europe/Amsterdam shows this minute of
    /// the day; where the clock skips it, as much later.
    #[must_use]
    pub fn at_minute(self, minute: u16) -> Time {
        let (hour, minute) = (minute / 60 % 24, minute % 60);
        let narrow = |n: u16| i8::try_from(n).unwrap_or_default();
        let at = self.civil().at(narrow(hour), narrow(minute), 0, 0).to_zoned(amsterdam());
        at.map_or(self.start(), |z| Time(z.timestamp().as_millisecond()))
    }

    /// This day plus a number of calendar days.
    #[must_use]
    pub fn plus_days(self, days: i32) -> Self {
        Self(self.0.saturating_add(days))
    }

    /// This day plus a number of calendar years; 29 February becomes 1 March.
    #[must_use]
    pub fn plus_years(self, years: i16) -> Self {
        let date = self.civil();
        let year = date.year().saturating_add(years).clamp(-9999, 9999);
        civil::Date::new(year, date.month(), date.day())
            .or_else(|_| civil::Date::new(year, 3, 1))
            .map_or(self, Self::from_civil)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.civil())
    }
}

impl fmt::Debug for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Day({self})")
    }
}

fn amsterdam() -> TimeZone {
    TimeZone::get("Europe/Amsterdam").expect("the zone database is compiled in")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Time {
        Time(text.parse::<Timestamp>().expect("an instant").as_millisecond())
    }

    #[test]
    fn the_day_is_the_day_in_amsterdam() {
        assert_eq!(at("2009-01-15T22:59:59Z").day().to_string(), "2009-01-15");
        assert_eq!(at("2009-01-15T23:00:00Z").day().to_string(), "2009-01-16");
        assert_eq!(at("2009-07-15T21:59:59Z").day().to_string(), "2009-07-15");
        assert_eq!(at("2009-07-15T22:00:00Z").day().to_string(), "2009-07-16");
    }

    #[test]
    fn the_start_of_a_day_is_on_that_day() {
        for offset in 0..800 {
            let day = Day(14_000 + offset);
            assert_eq!(day.start().day(), day);
            assert_eq!(day.start().plus_ms(-1).day(), day.plus_days(-1));
        }
    }

    #[test]
    fn a_year_after_29_february_is_1_march() {
        let leap = Day::parse("2008-02-29").expect("a date");
        assert_eq!(leap.plus_years(1).to_string(), "2009-03-01");
        assert_eq!(leap.plus_years(4).to_string(), "2012-02-29");
    }

    #[test]
    fn only_civil_dates_are_read() {
        assert!(Day::parse("2009-02-30").is_none());
        assert!(Day::parse("2009-2-3").is_none());
        assert!(Day::parse("2009-02-03T00:00").is_none());
    }
}
