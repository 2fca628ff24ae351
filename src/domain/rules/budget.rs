//! About how many persons may one caller ask? Distinct ones, by the hour and by the day.
//!
//! There are ninety million valid BSNs. Whoever may try them all learns who is known, whatever each
//! answer hides. So every person whom a caller names is counted, the same for a hit and a miss: what
//! is refused depends on what this caller asked before, and on nothing else.

use std::collections::BTreeSet;

use crate::domain::{
    model::{
        budget::{Limits, Span, Spent},
        involvement::Involvement,
        party::Party,
        person::Pseudonym,
        time::{Day, Time},
    },
    rules::access::Caller,
    state::{
        effects::Effects,
        keys::Key,
        loaded::Loaded,
        lookup::Lookup,
        records::Record,
        tallies::{AskedIn, AskedKey, Tally, TallyKey},
    },
};

/// Milliseconds in an hour.
const HOUR_MS: i64 = 3_600_000;

/// A registration that is withdrawn within this time after it was made counts double: 7 days in
/// milliseconds.
pub const WITHDRAWN_SOON_MS: i64 = 7 * 24 * HOUR_MS;

/// The result in the audit log of a withdrawal that counts double.
pub const WITHDRAWN_SOON: &str = "OK_WITHDRAWN_SOON";

/// Whose budget a caller spends: that of its organisation, which for an office is the municipality
/// behind it. Otherwise whoever has several offices would have as many budgets.
#[must_use]
pub fn payer(caller: &Caller) -> Party {
    caller.behind.map_or_else(|| caller.party.clone(), Party::Organisation)
}

/// Whether a decision names persons in a registration in which they did not stand. That counts each
/// time: what one person costs once would otherwise be registered again and again for nothing.
#[must_use]
pub fn registers(loaded: &Loaded, effects: &Effects) -> bool {
    let more = |after: &Involvement| {
        let before = loaded.involvement(after.id);
        before.is_none_or(|before| before.members.len() < after.members.len())
    };
    effects.put.iter().any(|(_, record)| match record {
        Record::Involvement(after) => more(after),
        _ => false,
    })
}

/// The persons with whom an organisation has been involved for some days, each once: nothing that it
/// can make larger in a moment, or by naming one person many times.
#[derive(Debug)]
pub struct CaseLoad {
    /// Who counts was named on this day at the latest.
    until: Day,
    known: BTreeSet<Pseudonym>,
    persons: u64,
}

impl CaseLoad {
    /// Nobody yet.
    #[must_use]
    pub fn until(until: Day) -> Self {
        Self { until, known: BTreeSet::new(), persons: 0 }
    }

    /// Counts the persons of one of its involvements, as far as that is active.
    pub fn add(&mut self, involvement: &Involvement) {
        if !involvement.is_active() || involvement.registered.day() > self.until {
            return;
        }
        let until = self.until;
        let long = involvement.members.iter().filter(|m| m.added.is_none_or(|day| day <= until));
        for member in long {
            // Before and after a change of keys it is the same person.
            let known = member.identity.pseudonyms().any(|who| self.known.contains(&who));
            self.known.extend(member.identity.pseudonyms());
            self.persons += u64::from(!known);
        }
    }

    /// How many they are.
    #[must_use]
    pub fn persons(&self) -> u64 {
        self.persons
    }
}

/// About whom a caller asks. Counted by the store in the commit of what is answered, so that no
/// two requests of one caller stand in each other's way.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Asked {
    /// Whose count it is, and of which day.
    pub by: TallyKey,
    /// When.
    pub at: Time,
    /// About whom, each once.
    pub persons: Vec<Pseudonym>,
    /// Over which it is refused; `None`: counted only.
    pub limits: Option<Limits>,
    /// Counts those too about whom the caller asked before.
    pub anew: bool,
    /// The person who signed in and asks, with the limits of that person's own count.
    pub signed_in: Option<(Box<str>, Option<Limits>)>,
}

impl Asked {
    /// What `caller` asks at an instant; limits as given.
    #[must_use]
    pub fn new(
        caller: Party,
        mut persons: Vec<Pseudonym>,
        at: Time,
        limits: Option<Limits>,
    ) -> Self {
        persons.sort_unstable();
        persons.dedup();
        let by = TallyKey { caller, day: at.day(), person: None };
        Self { by, at, persons, limits, anew: false, signed_in: None }
    }

    /// The same, asked by a person who signed in: counted for that person too. One stolen account does
    /// not spend the budget of everybody.
    #[must_use]
    pub fn by_person(self, person: &str, limits: Option<Limits>) -> Self {
        Self { signed_in: Some((person.into(), limits)), ..self }
    }

    /// Whose counts go up, each with its limits: the person's first.
    fn counts(&self) -> impl Iterator<Item = (TallyKey, Option<Limits>)> + '_ {
        let own = self.signed_in.iter().map(|(person, limits)| {
            (TallyKey { person: Some(person.clone()), ..self.by.clone() }, *limits)
        });
        own.chain(std::iter::once((self.by.clone(), self.limits)))
    }

    /// What one count looks at: the tally, then a key for each person asked about.
    fn keys_of(&self, by: TallyKey) -> impl Iterator<Item = Key> + '_ {
        let tally = Key::Tally(by.clone());
        let asked = move |who: &Pseudonym| AskedKey { by: by.clone(), person: *who };
        let persons = self.persons.iter().map(move |who| Key::Asked(asked(who)));
        std::iter::once(tally).chain(persons)
    }

    /// What is looked at, of all counts one after the other.
    pub fn keys(&self) -> impl Iterator<Item = Key> + '_ {
        self.counts().flat_map(|(by, _)| self.keys_of(by))
    }

    /// Counts, given what stands under [`Asked::keys`], in their order. The answer is what to write
    /// there: nothing when everybody was counted before.
    ///
    /// # Errors
    /// More persons than the limits allow; nothing is counted then.
    pub fn count(&self, stored: &[Option<Record>]) -> Result<Vec<(Key, Record)>, Spent> {
        let mut writes = Vec::new();
        for ((by, limits), stored) in self.counts().zip(stored.chunks(1 + self.persons.len())) {
            writes.extend(self.count_one(&by, limits, stored)?);
        }
        Ok(writes)
    }

    fn count_one(
        &self,
        by: &TallyKey,
        limits: Option<Limits>,
        stored: &[Option<Record>],
    ) -> Result<Vec<(Key, Record)>, Spent> {
        let of_person = by.person.is_some();
        let mut tally = match stored.first() {
            Some(Some(Record::Tally(tally))) => *tally,
            _ => self.fresh(),
        };
        // A clock that went back counts on in the later hour.
        let hour = self.at.0.div_euclid(HOUR_MS).max(tally.hour);
        if hour > tally.hour {
            (tally.hour, tally.in_hour) = (hour, 0);
        }
        let mut writes = Vec::new();
        let (mut new_in_day, mut new_in_hour) = (0, 0);
        for (key, stored) in self.keys_of(by.clone()).zip(stored).skip(1) {
            let last = match stored {
                Some(Record::Asked(AskedIn(hour))) => Some(*hour),
                _ => None,
            };
            new_in_day += u64::from(last.is_none() || self.anew);
            new_in_hour += u64::from(last != Some(hour) || self.anew);
            if last != Some(hour) {
                writes.push((key, Record::Asked(AskedIn(hour))));
            }
        }
        if new_in_hour == 0 {
            return Ok(Vec::new());
        }
        tally.in_day += new_in_day;
        tally.in_hour += new_in_hour;
        if let Some(limits) = limits {
            let spent = |span, limit, until| self.spent(span, limit, until, of_person);
            // Whoever is over the limit of the day may still repeat what was asked on it.
            if new_in_day > 0 && tally.in_day > limits.day {
                return Err(spent(Span::Day, limits.day, tally.ends.0));
            }
            if tally.in_hour > limits.hour {
                return Err(spent(Span::Hour, limits.hour, (hour + 1).saturating_mul(HOUR_MS)));
            }
        }
        writes.push((Key::Tally(by.clone()), Record::Tally(tally)));
        Ok(writes)
    }

    fn spent(&self, span: Span, limit: u64, until: i64, of_person: bool) -> Spent {
        // In whole seconds, upwards: nobody is told to come back too early.
        let wait = u64::try_from(until.saturating_sub(self.at.0)).unwrap_or(0).max(1);
        Spent { span, limit, wait_ms: wait.div_ceil(1_000) * 1_000, of_person }
    }

    /// Nothing counted yet.
    fn fresh(&self) -> Tally {
        let hour = self.at.0.div_euclid(HOUR_MS);
        Tally { hour, in_hour: 0, in_day: 0, ends: self.by.day.plus_days(1).start() }
    }
}

/// Whose count goes up once more when an involvement is withdrawn now: everybody named in it when
/// it was registered a short time ago, else nobody.
#[must_use]
pub fn withdrawn(involvement: &Involvement, now: Time) -> Vec<Pseudonym> {
    if now.0.saturating_sub(involvement.registered.0) > WITHDRAWN_SOON_MS {
        return Vec::new();
    }
    involvement.members.iter().map(|member| member.identity.current).collect()
}

/// What goes when a day is over: those about whom a caller asked, as far as they were found, and in
/// the end the tally. `found` are such keys in their order, from the beginning of that day on.
#[must_use]
pub fn over(by: &TallyKey, found: &[Key]) -> Vec<Key> {
    let of_the_day = |key: &&Key| matches!(key, Key::Asked(asked) if asked.by == *by);
    let mut delete: Vec<Key> = found.iter().take_while(of_the_day).cloned().collect();
    // Where only some of them were found, the tally stays, and its deadline leads to the others.
    if delete.is_empty() {
        delete.push(Key::Tally(by.clone()));
    }
    delete
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use proptest::prelude::*;

    use super::*;
    use crate::domain::model::{budget::Terms, party::Oin, time::Day};

    fn person(n: u8) -> Pseudonym {
        Pseudonym { version: 1, mac: [n; 16] }
    }

    fn caller() -> Party {
        Party::Organisation(Oin::parse("00000001003214345000").expect("twenty digits"))
    }

    /// What a store keeps, and what it must say.
    #[derive(Default)]
    struct Kept(BTreeMap<Key, Record>);

    impl Kept {
        fn ask(&mut self, asked: &Asked) -> Result<(), Spent> {
            let stored: Vec<_> = asked.keys().map(|key| self.0.get(&key).cloned()).collect();
            self.0.extend(asked.count(&stored)?);
            Ok(())
        }
    }

    proptest! {
        /// Against sets of persons: nobody counts twice in an hour or on a day, nothing goes over a
        /// limit, and nothing is refused that keeps within both.
        #[test]
        fn it_counts_as_sets_do(
            asks in prop::collection::vec((0..40_i64, prop::collection::vec(0..9_u8, 1..4)), 1..40),
            (hour, day) in (1..6_u64, 1..9_u64),
        ) {
            let mut kept = Kept::default();
            let mut hours: BTreeMap<i64, BTreeSet<u8>> = BTreeMap::new();
            let mut days: BTreeMap<Day, BTreeSet<u8>> = BTreeMap::new();
            let mut now = Day(20_500).start();
            for (quarters, persons) in asks {
                now = now.plus_ms(quarters * HOUR_MS / 4);
                let named = persons.iter().map(|n| person(*n)).collect();
                let limits = Limits { hour, day };
                let answer = kept.ask(&Asked::new(caller(), named, now, Some(limits)));
                let all = |known: Option<&BTreeSet<u8>>| -> BTreeSet<u8> {
                    known.into_iter().flatten().chain(&persons).copied().collect()
                };
                let (of_hour, of_day) = (now.0.div_euclid(HOUR_MS), now.day());
                let (in_hour, in_day) = (all(hours.get(&of_hour)), all(days.get(&of_day)));
                let fits = in_hour.len() as u64 <= hour && in_day.len() as u64 <= day;
                prop_assert_eq!(answer.is_ok(), fits, "{:?} in {:?}, {:?}", answer, in_hour, in_day);
                match answer {
                    Ok(()) => {
                        hours.insert(of_hour, in_hour);
                        days.insert(of_day, in_day);
                    }
                    Err(spent) => {
                        // Who waits for so long finds another span.
                        let then = now.plus_ms(i64::try_from(spent.wait_ms).expect("short"));
                        let over = match spent.span {
                            Span::Hour => then.0.div_euclid(HOUR_MS) == of_hour + 1,
                            Span::Day => then.day() == of_day.plus_days(1),
                        };
                        prop_assert!(over);
                    }
                }
            }
        }
    }

    #[test]
    fn what_is_never_refused_counts_and_leaves_nothing_for_others() {
        let (mut kept, now) = (Kept::default(), Day(20_500).start());
        let limits = Some(Limits { hour: 2, day: 2 });
        let three = (0..3).map(person).collect();
        kept.ask(&Asked::new(caller(), three, now, None)).expect("no limit");
        assert!(kept.ask(&Asked::new(caller(), vec![person(9)], now, limits)).is_err());
        kept.ask(&Asked::new(caller(), vec![person(1)], now, limits)).expect("asked before");
    }

    #[test]
    fn a_clock_that_goes_back_gives_nothing_new() {
        let (mut kept, now) = (Kept::default(), Day(20_500).start().plus_ms(5 * HOUR_MS));
        let limits = Some(Limits { hour: 1, day: 9 });
        kept.ask(&Asked::new(caller(), vec![person(1)], now, limits)).expect("the first");
        let before = now.plus_ms(-HOUR_MS);
        assert!(kept.ask(&Asked::new(caller(), vec![person(2)], before, limits)).is_err());
    }

    #[test]
    fn a_case_load_allows_for_more_and_never_for_less() {
        let terms = Terms::default();
        assert_eq!(terms.limits(0), Limits { hour: 1_000, day: 5_000 });
        assert_eq!(terms.limits(25_000), Limits { hour: 1_250, day: 5_000 });
        assert_eq!(terms.limits(100_000), Limits { hour: 5_000, day: 20_000 });
        assert_eq!(terms.limits(u64::MAX).day, u64::MAX / 100);
    }

    #[test]
    fn the_count_of_a_day_goes_page_by_page_and_the_tally_last() {
        let by = |day| TallyKey { caller: caller(), day: Day(day), person: None };
        let asked = |day, n| Key::Asked(AskedKey { by: by(day), person: person(n) });
        let found = [asked(1, 1), asked(1, 2), asked(2, 1)];
        assert_eq!(over(&by(1), &found), found[..2]);
        assert_eq!(over(&by(1), &found[2..]), [Key::Tally(by(1))]);
        assert_eq!(over(&by(1), &[]), [Key::Tally(by(1))]);
    }
}
