//! Which days are working days: every day but Saturday, Sunday and the public holidays of the
//! Algemene termijnenwet (art. 3), Good Friday included, and the days that were equated with them.

use jiff::civil::{Date, Weekday, date};

use crate::domain::model::time::Day;

/// Days that a decree equates with a public holiday (Algemene termijnenwet art. 3, third paragraph),
/// as year, month and day. Such a decree comes once in three years.
const EQUATED: [(i16, i8, i8); 10] = [
    (2023, 4, 28),
    (2023, 5, 19),
    (2024, 5, 10),
    (2024, 12, 27),
    (2025, 5, 30),
    (2026, 1, 2),
    (2026, 5, 15),
    (2027, 5, 7),
    (2028, 4, 28),
    (2028, 5, 26),
];

/// The last year for which a decree is known here. Later days come with a newer program, or from the
/// covenant's `days_off`.
pub const EQUATED_THROUGH: i16 = 2028;

/// Easter Sunday of a year in the Gregorian calendar.
#[must_use]
pub fn easter(year: i16) -> Day {
    // Anonymous Gregorian computus (Meeus). `y` is positive, so `/` and `%` round down.
    let y = i32::from(year).max(1);
    let (golden, century, rest) = (y % 19, y / 100, y % 100);
    let moon =
        (19 * golden + century - century / 4 - (century - (century + 8) / 25 + 1) / 3 + 15) % 30;
    let week = (32 + 2 * (century % 4) + 2 * (rest / 4) - moon - rest % 4) % 7;
    let late = (golden + 11 * moon + 22 * week) / 451;
    let days = moon + week - 7 * late + 114;
    let (month, day) = (days / 31, days % 31 + 1);
    let as_i8 = |n: i32| i8::try_from(n).expect("a month or a day of the month");
    Day::from_civil(date(i16::try_from(y).expect("it was an i16"), as_i8(month), as_i8(day)))
}

/// Whether work is done on this day in the Netherlands.
#[must_use]
pub fn is_working_day(day: Day) -> bool {
    let civil = day.civil();
    !matches!(civil.weekday(), Weekday::Saturday | Weekday::Sunday) && !is_holiday(day, civil)
}

fn is_holiday(day: Day, civil: Date) -> bool {
    if EQUATED.contains(&(civil.year(), civil.month(), civil.day())) {
        return true;
    }
    match (civil.month(), civil.day()) {
        (1, 1) | (5, 5) | (12, 25 | 26) => true,
        (4, 26..=30) if civil == royal_birthday(civil.year()) => true,
        // Good Friday, Easter Sunday and Monday, Ascension Day, Whit Sunday and Monday.
        (3..=6, _) => matches!(day.0 - easter(civil.year()).0, -2 | 0 | 1 | 39 | 49 | 50),
        _ => false,
    }
}

/// The day on which the birthday of the head of state is celebrated: 30 April for queens, 27 April
/// from 2014 on, in both cases a day earlier when it would be a Sunday (since 1980).
fn royal_birthday(year: i16) -> Date {
    let day = date(year, 4, if year < 2014 { 30 } else { 27 });
    if day.weekday() == Weekday::Sunday { date(year, 4, day.day() - 1) } else { day }
}

/// The day on which `n` working days have passed after `day`; that day itself never counts. With
/// `n` = 0: `day` when it is a working day, else the next working day. Always a working day.
#[must_use]
pub fn add_working_days(day: Day, n: u16) -> Day {
    add_working_days_but(day, n, &[])
}

/// The same where more days are off, by agreement of the parties.
#[must_use]
pub fn add_working_days_but(day: Day, n: u16, days_off: &[Day]) -> Day {
    let mut end = day;
    for _ in 0..n {
        end = end.plus_days(1);
        end = first_working_day_from(end, days_off);
    }
    first_working_day_from(end, days_off)
}

/// The bound keeps days that are clamped at the end of the calendar from turning round: no longer row
/// of days off is known than Good Friday to Easter Monday and 25 to 28 December, and whatever a
/// covenant adds is a day each.
fn first_working_day_from(mut day: Day, days_off: &[Day]) -> Day {
    for _ in 0..7 + days_off.len() {
        if is_working_day(day) && !days_off.contains(&day) {
            break;
        }
        day = day.plus_days(1);
    }
    day
}

/// Working days from one day to another: those after the first, up to and including the second. The
/// other way round it is negative. These days are off besides, by agreement of the parties.
#[must_use]
pub fn working_days_between(from: Day, to: Day, days_off: &[Day]) -> i32 {
    if to < from {
        return -working_days_between(to, from, days_off);
    }
    let days = (1..=to.0.saturating_sub(from.0)).map(|n| from.plus_days(n));
    let works = |day: &Day| is_working_day(*day) && !days_off.contains(day);
    i32::try_from(days.filter(works).count()).unwrap_or(i32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse(text).expect("a date")
    }

    #[test]
    fn easter_of_known_years() {
        for sunday in [
            "1954-04-18",
            "1981-04-19",
            "2000-04-23",
            "2008-03-23",
            "2009-04-12",
            "2011-04-24",
            "2014-04-20",
            "2024-03-31",
            "2025-04-20",
            "2026-04-05",
            "2038-04-25",
            "2285-03-22",
        ] {
            let year = sunday[..4].parse().expect("a year");
            assert_eq!(easter(year).to_string(), sunday);
        }
    }

    /// The days off of a year that are no Saturday or Sunday.
    fn weekday_holidays(year: i16) -> Vec<String> {
        let first = Day::from_civil(date(year, 1, 1));
        (0..366)
            .map(|n| first.plus_days(n))
            .filter(|d| d.civil().year() == year && !is_working_day(*d))
            .filter(|d| !matches!(d.civil().weekday(), Weekday::Saturday | Weekday::Sunday))
            .map(|d| d.to_string()[5..].to_owned())
            .collect()
    }

    #[test]
    fn the_holidays_of_2009() {
        let days = ["01-01", "04-10", "04-13", "04-30", "05-05", "05-21", "06-01", "12-25"];
        assert_eq!(weekday_holidays(2009), days);
    }

    #[test]
    fn the_first_kings_day_was_on_a_saturday() {
        let days = ["01-01", "04-18", "04-21", "05-05", "05-29", "06-09", "12-25", "12-26"];
        assert_eq!(weekday_holidays(2014), days);
        assert!(is_working_day(day("2014-04-30")), "no Queen's day any more");
    }

    #[test]
    fn the_holidays_of_2026() {
        let days = [
            "01-01", "01-02", "04-03", "04-06", "04-27", "05-05", "05-14", "05-15", "05-25",
            "12-25",
        ];
        assert_eq!(weekday_holidays(2026), days);
    }

    #[test]
    fn a_day_that_a_decree_equates_is_no_working_day() {
        for equated in ["2026-01-02", "2026-05-15", "2027-05-07", "2028-04-28", "2028-05-26"] {
            assert!(!is_working_day(day(equated)), "{equated}");
        }
        // Ascension Day is the 14th, the day after it equated, and then there is a weekend.
        assert_eq!(add_working_days(day("2026-05-13"), 1), day("2026-05-18"));
        let last = EQUATED.iter().map(|(year, _, _)| *year).max();
        assert_eq!(last, Some(EQUATED_THROUGH));
        assert!(EQUATED.is_sorted());
    }

    #[test]
    fn what_the_parties_agree_on_is_off_too() {
        let off = [day("2026-03-03"), day("2026-03-04")];
        assert_eq!(add_working_days_but(day("2026-03-02"), 1, &off), day("2026-03-05"));
        assert_eq!(add_working_days_but(day("2026-03-03"), 0, &off), day("2026-03-05"));
        assert_eq!(add_working_days(day("2026-03-02"), 1), day("2026-03-03"));
    }

    #[test]
    fn a_royal_birthday_on_a_sunday_is_celebrated_the_day_before() {
        assert_eq!(royal_birthday(2006), date(2006, 4, 29));
        assert_eq!(royal_birthday(2025), date(2025, 4, 26));
        assert!(is_working_day(day("2025-04-28")));
    }

    #[test]
    fn ten_working_days_over_easter() {
        // Thursday 2 April 2009: Good Friday the 10th and Easter Monday the 13th do not count.
        assert_eq!(add_working_days(day("2009-04-02"), 10), day("2009-04-20"));
        assert_eq!(add_working_days(day("2026-11-20"), 1), day("2026-11-23"));
        assert_eq!(add_working_days(day("2026-12-24"), 1), day("2026-12-28"));
    }

    #[test]
    fn no_working_days_is_today_or_the_next_working_day() {
        assert_eq!(add_working_days(day("2026-11-20"), 0), day("2026-11-20"));
        assert_eq!(add_working_days(day("2026-11-21"), 0), day("2026-11-23"));
        assert_eq!(add_working_days(day("2009-04-10"), 0), day("2009-04-14"));
    }

    #[test]
    fn adding_agrees_with_counting() {
        for start in 0..400 {
            let from = Day(14_200 + start);
            for n in [1_u16, 5, 10, 23] {
                let end = add_working_days(from, n);
                let passed = (1..=end.0 - from.0).filter(|d| is_working_day(from.plus_days(*d)));
                assert_eq!(passed.count(), usize::from(n), "{from} + {n}");
                assert!(is_working_day(end));
            }
        }
    }

    #[test]
    fn the_ends_of_the_calendar_are_no_trap() {
        for extreme in [Day(i32::MIN), Day(i32::MAX)] {
            let _ = add_working_days(extreme, u16::MAX);
        }
    }
}
