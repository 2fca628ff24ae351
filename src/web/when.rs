//! How does a page write a day or a moment, and how many working days are left?

use jiff::{civil::Date, tz::TimeZone};

use crate::domain::model::{
    calendar,
    time::{Day, Time},
};

use super::{lang::Lang, page::Look, texts};

const MONTHS: [(&str, &str); 12] = [
    ("januari", "January"),
    ("februari", "February"),
    ("maart", "March"),
    ("april", "April"),
    ("mei", "May"),
    ("juni", "June"),
    ("juli", "July"),
    ("augustus", "August"),
    ("september", "September"),
    ("oktober", "October"),
    ("november", "November"),
    ("december", "December"),
];

/// Seconds in an hour.
const HOUR: u64 = 3_600;

/// A term in hours is near when no more of them are left: two days.
const SOON_HOURS: usize = 48;

/// The most days that are counted one by one.
const MOST_DAYS: i32 = 4_000;

/// The moment at which a page is made.
#[derive(Clone, Copy, Debug)]
pub(super) struct Now {
    /// The language in which it says things.
    pub(super) lang: Lang,
    /// The moment.
    pub(super) time: Time,
    /// Days on which the covenant has nobody work.
    pub(super) off: DaysOff,
}

/// Most days off that a page looks at.
const DAYS_OFF_MOST: usize = 32;

/// Days that a covenant names besides weekends and holidays, the nearest of those that may count in a
/// term: so many that no covenant has more.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct DaysOff([Option<Day>; DAYS_OFF_MOST]);

impl DaysOff {
    fn has(&self, day: Day) -> bool {
        self.0.contains(&Some(day))
    }
}

impl Now {
    /// A moment, for a reader of this language.
    #[must_use]
    pub(super) fn at(lang: Lang, time: Time) -> Self {
        Self { lang, time, off: DaysOff::default() }
    }

    /// The same where a covenant names days off.
    #[must_use]
    pub(super) fn but(self, days_off: &[Day]) -> Self {
        let mut near = days_off.to_vec();
        near.sort_by_key(|day| (day.0 - self.today().0).abs());
        let mut off = DaysOff::default();
        for (place, day) in off.0.iter_mut().zip(near) {
            *place = Some(day);
        }
        Self { off, ..self }
    }

    /// Today.
    pub(super) fn today(self) -> Day {
        self.time.day()
    }

    /// A day in words, with its year when that is another one than now.
    pub(super) fn day(self, text: &str) -> String {
        Day::parse(text).map_or_else(|| text.to_owned(), |day| self.civil(day.civil()))
    }

    /// A day that may be absent.
    pub(super) fn day_or(self, text: &str, absent: &str) -> String {
        if text.is_empty() { absent.to_owned() } else { self.day(text) }
    }

    fn civil(self, date: Date) -> String {
        let month = usize::try_from(date.month() - 1).unwrap_or_default();
        let (nl, en) = MONTHS[month % 12];
        let month = match self.lang {
            Lang::Nl => nl,
            Lang::En => en,
        };
        let year = date.year();
        let day = date.day();
        if year == self.today().civil().year() {
            format!("{day} {month}")
        } else {
            format!("{day} {month} {year}")
        }
    }

    /// The day of a moment.
    pub(super) fn moment_day(self, at: Option<&prost_types::Timestamp>) -> String {
        at.and_then(zoned).map_or_else(String::new, |at| self.civil(at.date()))
    }

    /// A moment, with its time of day in Amsterdam.
    pub(super) fn moment(self, at: Option<&prost_types::Timestamp>) -> String {
        at.and_then(zoned).map_or_else(String::new, |at| {
            format!("{}, {:02}:{:02}", self.civil(at.date()), at.hour(), at.minute())
        })
    }

    /// This moment.
    pub(super) fn now(self) -> String {
        let ms = self.time.0;
        let at = prost_types::Timestamp { seconds: ms.div_euclid(1_000), nanos: 0 };
        self.moment(Some(&at))
    }

    /// The working days up to a day; below nothing when it has passed.
    pub(super) fn working_days_to(self, day: &str) -> Option<i32> {
        Some(between(self.today(), Day::parse(day)?, &self.off))
    }

    /// How a term stands, as words and as a colour; nothing when there is none.
    pub(super) fn term(self, day: &str) -> Option<(Look, String)> {
        let days = self.working_days_to(day)?;
        let late = self.today() > Day::parse(day)?;
        let number = usize::try_from(days.abs()).unwrap_or_default();
        Some(if late {
            let words = self.lang.count(number.max(1), texts::DAYS_LATE_ONE, texts::DAYS_LATE);
            (Look::Late, words)
        } else if days == 0 {
            (Look::Soon, self.lang.say(texts::TODAY).to_owned())
        } else {
            let look = if days <= 2 { Look::Soon } else { Look::Plain };
            (look, self.lang.count(number, texts::DAYS_LEFT_ONE, texts::DAYS_LEFT))
        })
    }

    /// How a term stands that is over at a moment; nothing when there is none.
    pub(super) fn term_at(self, at: Option<&prost_types::Timestamp>) -> Option<(Look, String)> {
        let seconds = at?.seconds.checked_sub(self.time.0.div_euclid(1_000))?;
        let hours = usize::try_from(seconds.unsigned_abs().div_ceil(HOUR)).ok()?.max(1);
        Some(if seconds <= 0 {
            (Look::Late, self.lang.count(hours, texts::HOURS_LATE_ONE, texts::HOURS_LATE))
        } else {
            let look = if hours <= SOON_HOURS { Look::Soon } else { Look::Plain };
            (look, self.lang.count(hours, texts::HOURS_LEFT_ONE, texts::HOURS_LEFT))
        })
    }

    /// A term in one of two units; nothing when there is none.
    pub(super) fn length(self, hours: u32, working_days: u32) -> String {
        let number = |n: u32| usize::try_from(n).unwrap_or(usize::MAX);
        match (hours, working_days) {
            (0, 0) => String::new(),
            (0, days) => self.lang.count(number(days), texts::DAYS_ONE, texts::DAYS),
            (hours, _) => self.lang.count(number(hours), texts::HOURS_ONE, texts::HOURS),
        }
    }
}

/// Working days after `from` up to and including `to`; negative when `to` lies before.
fn between(from: Day, to: Day, off: &DaysOff) -> i32 {
    let (first, last, sign) = if from <= to { (from, to, 1) } else { (to, from, -1) };
    let days = (last.0 - first.0).min(MOST_DAYS);
    let works = |day: Day| calendar::is_working_day(day) && !off.has(day);
    let working = (1..=days).filter(|n| works(first.plus_days(*n))).count();
    sign * i32::try_from(working).unwrap_or(MOST_DAYS)
}

fn zoned(at: &prost_types::Timestamp) -> Option<jiff::Zoned> {
    let zone = TimeZone::get("Europe/Amsterdam").ok()?;
    Some(jiff::Timestamp::from_second(at.seconds).ok()?.to_zoned(zone))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now(lang: Lang) -> Now {
        let day = Day::parse("2026-11-20").expect("a day");
        Now::at(lang, day.start())
    }

    #[test]
    fn days_are_written_as_people_write_them() {
        assert_eq!(now(Lang::Nl).day("2026-03-03"), "3 maart");
        assert_eq!(now(Lang::En).day("2025-12-31"), "31 December 2025");
        assert_eq!(now(Lang::En).day_or("", "none"), "none");
        let noon = prost_types::Timestamp { seconds: 1_785_931_200, nanos: 0 };
        assert_eq!(now(Lang::Nl).moment(Some(&noon)), "5 augustus, 14:00");
    }

    #[test]
    fn terms_count_working_days() {
        let nl = now(Lang::Nl);
        // 20 November 2026 is a Friday.
        for (day, words, look) in [
            ("2026-11-20", "vandaag", Look::Soon),
            ("2026-11-23", "nog 1 werkdag", Look::Soon),
            ("2026-11-27", "nog 5 werkdagen", Look::Plain),
            ("2026-11-19", "1 werkdag te laat", Look::Late),
            ("2026-11-16", "4 werkdagen te laat", Look::Late),
        ] {
            assert_eq!(nl.term(day), Some((look, words.to_owned())), "{day}");
        }
        assert_eq!(nl.term(""), None);
    }

    #[test]
    fn a_term_in_hours_counts_hours_also_at_night() {
        let nl = now(Lang::Nl);
        let seconds = nl.time.0 / 1_000;
        for (minutes, words, look) in [
            (24 * 60, "nog 24 uur", Look::Soon),
            (49 * 60, "nog 49 uur", Look::Plain),
            (61, "nog 2 uur", Look::Soon),
            (1, "nog 1 uur", Look::Soon),
            (0, "1 uur te laat", Look::Late),
            (-180, "3 uur te laat", Look::Late),
        ] {
            let at = prost_types::Timestamp { seconds: seconds + minutes * 60, nanos: 0 };
            assert_eq!(nl.term_at(Some(&at)), Some((look, words.to_owned())), "{minutes}");
        }
        assert_eq!(nl.term_at(None), None);
        assert_eq!((nl.length(24, 0), nl.length(0, 1)), ("24 uur".into(), "1 werkdag".into()));
        assert_eq!(nl.length(0, 0), "");
    }

    #[test]
    fn a_day_off_of_the_covenant_is_no_day_left() {
        let day = |text: &str| Day::parse(text).expect("a day");
        let words =
            |off: &[Day], due: &str| now(Lang::Nl).but(off).term(due).map(|(_, words)| words);
        let off = [day("2026-11-24"), day("2026-11-26"), day("2026-11-18")];
        assert_eq!(words(&off, "2026-11-27").as_deref(), Some("nog 3 werkdagen"));
        assert_eq!(words(&off, "2026-11-16").as_deref(), Some("3 werkdagen te laat"));
        // A long list of days that are past leaves no day out that is near.
        let many: Vec<Day> =
            (100..200).map(|n| day("2026-11-20").plus_days(-n)).chain(off).collect();
        assert_eq!(words(&many, "2026-11-27").as_deref(), Some("nog 3 werkdagen"));
    }
}
