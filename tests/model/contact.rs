//! What should happen? Matches after they were made: who made contact, who leads, who is reminded.

use std::{cmp::Reverse, collections::BTreeSet};

use crate::naive::{Involvement, Model, ORGANISATIONS, SENSITIVE, pick};

const STATES: [&str; 4] = ["new", "seen", "no_action_needed", "contact_made"];
const REMINDERS: [(u32, &str); 3] = [(5, "party"), (10, "organisation"), (15, "director")];

/// An involvement in a match.
pub struct Party {
    involvement: usize,
    /// Place in [`STATES`].
    done: u8,
    gone: bool,
    /// Working days since it owes contact, and the reminders that it was given.
    age: u32,
    reminded: usize,
}

/// The joiner first. Without parties it was destroyed.
pub struct Match {
    parties: Vec<Party>,
    organisations: Vec<usize>,
    lead: Option<usize>,
    /// Who hears in the end.
    director: &'static str,
}

impl Match {
    pub fn of(
        joiner: usize,
        others: &[usize],
        involvements: &[Involvement],
        director: &'static str,
    ) -> Self {
        // A joiner that the register brings in may lead already.
        let everybody = std::iter::once(&joiner).chain(others);
        let leading: Vec<usize> = everybody.copied().filter(|i| involvements[*i].leads).collect();
        let parties: Vec<Party> = [joiner]
            .iter()
            .chain(others)
            .map(|i| Party { involvement: *i, done: 0, gone: false, age: 0, reminded: 0 })
            .collect();
        let organisations =
            parties.iter().map(|p| involvements[p.involvement].organisation).collect();
        // Two who lead elsewhere must first agree.
        let lead = if leading.len() == 1 { Some(leading[0]) } else { None };
        Self { parties, organisations, lead, director }
    }

    fn owes(&self, party: &Party) -> bool {
        let joiner = self.parties[0].involvement;
        let others = self.parties.iter().any(|p| !p.gone && p.involvement != party.involvement);
        let called_upon = self.lead.is_none_or(|lead| [lead, joiner].contains(&party.involvement));
        !party.gone && party.done < 2 && others && called_upon
    }
}

impl Match {
    /// Of those who owe contact, whoever still knows somebody: all know the joiner only.
    fn reminds(&self, party: &Party) -> bool {
        let joiner = &self.parties[0];
        self.owes(party) && (party.involvement == joiner.involvement || !joiner.gone)
    }
}

impl Model {
    fn reminded(&self, m: usize) -> BTreeSet<usize> {
        let it = &self.matches[m];
        let reminded = it.parties.iter().filter(|p| it.reminds(p));
        reminded.map(|p| self.of(p.involvement)).collect()
    }

    fn parties_of(&self, m: usize, organisation: usize) -> Vec<&Party> {
        let own = |p: &&Party| self.of(p.involvement) == organisation;
        self.matches[m].parties.iter().filter(own).collect()
    }

    /// All matches of an organisation, and those in which it owes contact.
    pub fn own_matches(&self, organisation: usize) -> (String, String) {
        let joined = |matches: Vec<usize>| {
            let names: Vec<String> = matches.iter().map(|m| format!("m{}", m + 1)).collect();
            if names.is_empty() { "nothing".to_owned() } else { names.join(" | ") }
        };
        let all: Vec<usize> = (0..self.matches.len())
            .filter(|m| !self.parties_of(*m, organisation).is_empty())
            .collect();
        let open =
            all.iter().copied().filter(|m| self.reminded(*m).contains(&organisation)).collect();
        (joined(all), joined(open))
    }

    /// Why a party may do nothing with a match, if so.
    fn not_for(&self, m: usize, organisation: usize) -> Option<&'static str> {
        let own = self.parties_of(m, organisation);
        if own.is_empty() {
            Some("refused PERMISSION_DENIED NOT_ALLOWED")
        } else if own.iter().all(|p| p.gone) {
            Some("refused FAILED_PRECONDITION NOT_ACTIVE")
        } else {
            None
        }
    }

    pub fn follow_up(&mut self, nth: usize, party: usize, level: u8) {
        let Some(m) = pick(self.matches.len(), nth) else { return };
        let organisations = &self.matches[m].organisations;
        let organisation = organisations[party % organisations.len()];
        let state = STATES[usize::from(level)];
        let reason = if level == 2 { " reason=not_relevant" } else { "" };
        let line =
            format!("{}: follow-up m{} state={state}{reason}", ORGANISATIONS[organisation], m + 1);
        let own = self.parties_of(m, organisation);
        let backwards = own.iter().any(|p| !p.gone && p.done > level);
        let backwards = backwards.then_some("refused FAILED_PRECONDITION FOLLOW_UP_BACKWARDS");
        if let Some(refused) = self.not_for(m, organisation).or(backwards) {
            self.say(format!("{line} => {refused}"));
            return;
        }
        let own: Vec<usize> = own.iter().map(|p| p.involvement).collect();
        for p in &mut self.matches[m].parties {
            if !p.gone && own.contains(&p.involvement) {
                p.done = level;
            }
        }
        let owed = if self.reminded(m).contains(&organisation) { "yes" } else { "no" };
        self.say(format!("{line} => ok state={state} owed={owed}"));
    }

    pub fn agree_lead(&mut self, nth: usize, party: usize, lead: usize) {
        let Some(m) = pick(self.matches.len(), nth) else { return };
        let organisations = &self.matches[m].organisations;
        let caller = organisations[party % organisations.len()];
        let lead = organisations[lead % organisations.len()];
        let (who, named) = (ORGANISATIONS[caller], ORGANISATIONS[lead]);
        let line = format!("{who}: agree-lead m{} lead={named}", m + 1);
        // Whom one may not know, one cannot name.
        let seen = self.may_know(m, caller, lead);
        let chosen = self.parties_of(m, lead).iter().find(|p| !p.gone).map(|p| p.involvement);
        let chosen = chosen.filter(|_| seen);
        let refused = self.not_for(m, caller);
        let Some(chosen) = chosen.filter(|_| refused.is_none()) else {
            self.say(format!("{line} => {}", refused.unwrap_or("refused fields lead_oin")));
            return;
        };
        self.say(format!("{line} => ok lead={named}"));
        // Exactly one leads the family of this match, wherever it was agreed before.
        let parties: Vec<usize> = self.matches[m].parties.iter().map(|p| p.involvement).collect();
        let former: Vec<usize> = parties
            .iter()
            .copied()
            .filter(|i| self.involvements[*i].leads && *i != chosen)
            .collect();
        // Where they led besides, the new lead leads too, if it is still a party there.
        let mut elsewhere = Vec::new();
        for (at, other) in self.matches.iter_mut().enumerate().filter(|(at, _)| *at != m) {
            if other.lead.is_some_and(|lead| former.contains(&lead)) {
                other.lead = other
                    .parties
                    .iter()
                    .find(|p| p.involvement == chosen && !p.gone)
                    .map(|p| p.involvement);
                elsewhere.extend(other.lead.map(|_| at));
            }
        }
        for i in former {
            self.involvements[i].leads = false;
        }
        self.involvements[chosen].leads = true;
        self.matches[m].lead = Some(chosen);
        let mut told = BTreeSet::new();
        for m in std::iter::once(m).chain(elsewhere) {
            let present: BTreeSet<usize> =
                self.matches[m].parties.iter().map(|p| self.of(p.involvement)).collect();
            for organisation in present {
                let own = self.parties_of(m, organisation).into_iter().find(|p| !p.gone);
                let Some(own) = own.map(|p| p.involvement + 1) else { continue };
                if !told.insert(organisation) {
                    continue;
                }
                let lead = if self.may_know(m, organisation, lead) { named } else { "withheld" };
                let what = format!("lead match=m{} own=i{own} lead={lead}", m + 1);
                self.inform(ORGANISATIONS[organisation], what);
            }
        }
    }

    /// Whether one organisation may know that another takes part in a match: it joined, the other
    /// joined, or both reach a common person; never one that is not shown.
    fn may_know(&self, m: usize, viewer: usize, other: usize) -> bool {
        if viewer == other {
            return true;
        }
        let parties = &self.matches[m].parties;
        let of = |organisation: usize| {
            parties.iter().map(|p| p.involvement).filter(move |i| self.of(*i) == organisation)
        };
        let joined = parties.first().map(|p| self.of(p.involvement));
        let common = of(viewer).any(|a| of(other).any(|b| self.touch(a, b)));
        other != SENSITIVE && (joined == Some(viewer) || joined == Some(other) || common)
    }

    /// Who was told of an involvement and is still there: by a joiner all the others, by each of
    /// them the joiner.
    pub fn told_of(&self, i: usize) -> Vec<usize> {
        let of_match = |it: &Match| -> Vec<usize> {
            let place = it.parties.iter().position(|p| p.involvement == i);
            let told = match place {
                None => &[],
                Some(0) => &it.parties[1..],
                Some(_) => &it.parties[..1],
            };
            told.iter().filter(|p| !p.gone).map(|p| p.involvement).collect()
        };
        self.matches.iter().flat_map(of_match).collect()
    }

    /// Who joined and who was met there, as far as they are still in it.
    pub fn pairs(&self, m: usize) -> Vec<(usize, usize)> {
        let present = |p: &&Party| !p.gone;
        let Some((joiner, others)) = self.matches[m].parties.split_first() else {
            return Vec::new();
        };
        let others = others.iter().filter(present).filter(|_| !joiner.gone);
        others.map(|other| (joiner.involvement, other.involvement)).collect()
    }

    /// One of those who were met there is a party no more.
    pub fn part(&mut self, m: usize, other: usize) {
        let it = &mut self.matches[m];
        for p in it.parties[1..].iter_mut().filter(|p| p.involvement == other) {
            p.gone = true;
        }
        it.lead = it.lead.filter(|lead| *lead != other);
    }

    /// An involvement ended, or was destroyed with everything that came of it.
    pub fn leave(&mut self, i: usize, destroy: bool) {
        for it in &mut self.matches {
            if it.lead == Some(i) {
                it.lead = None;
            }
            for p in it.parties.iter_mut().filter(|p| p.involvement == i) {
                p.gone = true;
            }
            if destroy {
                let joined = it.parties.first().is_some_and(|p| p.involvement == i);
                it.parties.retain(|p| p.involvement != i);
                if joined || it.parties.len() < 2 {
                    it.parties.clear();
                }
            }
        }
    }

    /// Whether somebody was reminded that contact is overdue, and it still is.
    pub fn contact_is_overdue(&self, m: usize) -> bool {
        let it = &self.matches[m];
        it.parties.iter().any(|p| it.reminds(p) && p.reminded > 0)
    }

    /// Who keeps the overview of the district hears that contact became overdue in a case of another office.
    fn tell_overdue(&mut self, m: usize) {
        let present = self.matches[m].parties.iter().filter(|p| !p.gone);
        let persons: BTreeSet<usize> =
            present.flat_map(|p| self.involvements[p.involvement].persons.clone()).collect();
        self.tell_overview("contact", &persons);
    }

    /// Whoever owes contact is reminded, then its organisation, then the director hears of it.
    pub fn remind(&mut self, days: u32) {
        for m in 0..self.matches.len() {
            for p in &mut self.matches[m].parties {
                p.age += days;
            }
            while let Some((late, stage)) = self.next_reminder(m) {
                let overdue = self.contact_is_overdue(m);
                // All whose turn it is on the same day are reminded at once.
                let it = &self.matches[m];
                let turn = |p: &&Party| it.owes(p) && late_for(p) == Some((late, stage));
                let given: BTreeSet<usize> =
                    it.parties.iter().filter(turn).map(|p| p.involvement).collect();
                let called: Vec<(usize, usize)> = it
                    .parties
                    .iter()
                    .filter(|p| turn(p) && it.reminds(p))
                    .map(|p| (self.of(p.involvement), p.involvement))
                    .collect();
                for p in &mut self.matches[m].parties {
                    p.reminded += usize::from(given.contains(&p.involvement));
                }
                if !overdue && self.contact_is_overdue(m) {
                    self.tell_overdue(m);
                }
                let owing: BTreeSet<usize> = called.iter().map(|(of, _)| *of).collect();
                let due = format!("follow-up-due match=m{} stage={}", m + 1, REMINDERS[stage].1);
                if REMINDERS[stage].1 == "director" {
                    let director = self.matches[m].director;
                    if !owing.is_empty() {
                        self.inform(director, format!("{due} owing={}", owing.len()));
                    }
                    continue;
                }
                for organisation in owing {
                    let own = called.iter().find(|(of, _)| *of == organisation);
                    let own = own.map_or(0, |(_, i)| i + 1);
                    self.inform(ORGANISATIONS[organisation], format!("{due} own=i{own}"));
                }
            }
        }
    }

    /// By how many days the next reminder of a match is late, and which it is, if it is late.
    fn next_reminder(&self, m: usize) -> Option<(u32, usize)> {
        let it = &self.matches[m];
        let owing = it.parties.iter().filter(|p| it.owes(p));
        owing.filter_map(late_for).max_by_key(|(late, stage)| (*late, Reverse(*stage)))
    }

    /// Who owes contact in which match, and where somebody leads.
    pub fn owed(&self) -> Vec<(BTreeSet<usize>, bool)> {
        let of = |it: &Match| {
            let owing = it.parties.iter().filter(|p| it.owes(p));
            (owing.map(|p| p.involvement).collect(), it.lead.is_some())
        };
        self.matches.iter().map(of).collect()
    }

    /// A step is over: whoever owes contact since then has terms from now on, and where nobody leads any
    /// more those who are left are told, each organisation once.
    pub fn call_again(&mut self, before: &[(BTreeSet<usize>, bool)]) {
        let now = self.owed();
        let mut told = Vec::new();
        for (m, ((owed, led), (owing, leads))) in before.iter().zip(now).enumerate() {
            for p in &mut self.matches[m].parties {
                if owing.contains(&p.involvement) && !owed.contains(&p.involvement) {
                    (p.age, p.reminded) = (0, 0);
                }
            }
            let present = self.matches[m].parties.iter().filter(|p| !p.gone);
            let present: Vec<usize> = present.map(|p| p.involvement).collect();
            if *led && !leads && present.len() > 1 {
                told.extend(present);
            }
        }
        // In which match first, where one step made several, is not for a story to say.
        for i in self.by_organisation(&told).into_values() {
            self.inform(self.who(i), format!("lead-ended own=i{}", i + 1));
        }
    }
}

/// By how many days the next reminder of a party is late, and which it is, if it is late.
fn late_for(party: &Party) -> Option<(u32, usize)> {
    let (term, _) = REMINDERS.get(party.reminded)?;
    (party.age > *term).then(|| (party.age - term, party.reminded))
}
