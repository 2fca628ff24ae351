//! What is told of a quarter and of the year that ends with it: the numbers that may be told, and how
//! they are called.

use std::{borrow::Cow, collections::BTreeMap};

use serde::{Deserialize, Serialize};

use crate::domain::model::{
    format,
    party::AreaCode,
    time::{Day, Time},
};

pub mod counts;
mod first;

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

    /// The one before it; `None` when that is before the year 2000.
    #[must_use]
    pub fn previous(self) -> Option<Self> {
        match self.number {
            1 => Self::new(i32::from(self.year) - 1, 4),
            number => Some(Self { number: number - 1, ..self }),
        }
    }

    /// Whether an instant lies in it.
    #[must_use]
    pub fn holds(self, at: Time) -> bool {
        (self.first()..self.end()).contains(&at.day())
    }
}

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
    /// How the counts and their parts are called, in the order in which they are told; empty in
    /// reports from before the parts were those of the covenant.
    #[serde(deserialize_with = "format::since::<5, _, _>")]
    pub layout: Vec<Layout>,
    /// The numbers of the year that ends with the quarter, where none of its four quarters could be
    /// told; by the code of what is counted.
    #[serde(deserialize_with = "format::since::<5, _, _>")]
    pub year: BTreeMap<String, ShownCount>,
    /// True when somebody asks who is told of the own areas only.
    #[serde(skip)]
    pub own: bool,
}

/// How a count and its parts are called.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Layout {
    /// Code of the count.
    pub count: String,
    /// Its breakdowns, each with its parts.
    pub breakdowns: Vec<Division>,
}

/// A breakdown and its parts.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Division {
    /// Code of the breakdown.
    pub code: String,
    /// Codes of its parts.
    pub parts: Vec<String>,
}

/// What is told of one count or of one part, with the names of both.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Row<'r> {
    /// Codes of the count, the breakdown and the part; the last two are empty for the count itself.
    pub names: [&'r str; 3],
    /// The quarter.
    pub quarter: &'r Shown,
    /// The year, when anything of it may be told.
    pub year: Option<&'r Shown>,
    /// Of what it is a part: the count, or for two breakdowns together the part of the first one.
    pub whole: Option<&'r Shown>,
}

/// How many of a hundred a part is, rounded down; `None` where either is not told, or nothing.
#[must_use]
pub fn share(part: Option<u64>, whole: Option<u64>) -> Option<u64> {
    part?.checked_mul(100)?.checked_div(whole?)
}

impl Report {
    /// How the counts of this report are called.
    #[must_use]
    pub fn names(&self) -> Cow<'_, [Layout]> {
        if self.layout.is_empty() {
            Cow::Owned(first::layout())
        } else {
            Cow::Borrowed(&self.layout)
        }
    }

    /// What is told, row by row.
    #[must_use]
    pub fn rows<'r>(&'r self, names: &'r [Layout]) -> Vec<Row<'r>> {
        let mut rows = Vec::new();
        for counted in names {
            let Some(shown) = self.counts.get(&counted.count) else { continue };
            let year = self.year.get(&counted.count);
            let names = [counted.count.as_str(), "", ""];
            let year_of_all = year.map(|year| &year.count);
            rows.push(Row { names, quarter: &shown.count, year: year_of_all, whole: None });
            for (at, (division, parts)) in
                counted.breakdowns.iter().zip(&shown.breakdowns).enumerate()
            {
                for (part, (name, quarter)) in division.parts.iter().zip(parts).enumerate() {
                    let names = [counted.count.as_str(), division.code.as_str(), name.as_str()];
                    let year = year.and_then(|year| year.breakdowns.get(at)?.get(part));
                    let whole = match counts::crossed(&counted.count, &division.code) {
                        None => Some(&shown.count),
                        Some(cross) => shown
                            .breakdowns
                            .get(cross.by)
                            .and_then(|by| by.get((part * by.len()).checked_div(parts.len())?)),
                    };
                    rows.push(Row { names, quarter, year, whole });
                }
            }
        }
        rows
    }

    /// What is told to an office that sees its own areas only: nothing of all areas together.
    #[must_use]
    pub fn own(self, areas: &[AreaCode]) -> Self {
        let mut own = self.only(areas);
        for count in own.counts.values_mut().chain(own.year.values_mut()) {
            count.count.total = None;
            count.breakdowns.iter_mut().flatten().for_each(|part| part.total = None);
        }
        own.own = true;
        own
    }

    /// The same with some of the areas only.
    #[must_use]
    pub fn only(mut self, areas: &[AreaCode]) -> Self {
        let places: Vec<usize> =
            (0..self.areas.len()).filter(|at| areas.contains(&self.areas[*at])).collect();
        let pick = |numbers: &mut Vec<Option<u64>>| {
            *numbers = places.iter().filter_map(|at| numbers.get(*at).copied()).collect();
        };
        for count in self.counts.values_mut().chain(self.year.values_mut()) {
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
