//! What should happen? Plain lists, every pair looked at: slow and obvious. Here: who registers
//! what, who thereby meets whom, and what everybody then finds in the inbox.
//!
//! Where the rules leave something open (who exactly hears of a step of a ticket) the model asks
//! less.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
};

use verwijspunt::domain::model::time::Time;

use crate::{contact::Match, family::Case, ladder::Ticket, support::calendar};

pub const ORGANISATIONS: [&str; 5] = ["school", "bjaa", "police", "debt-zeeburg", "shelter"];
pub const SENSITIVE: usize = 4;
pub const OFFICES: [&str; 4] = [
    "coordinator-zeeburg",
    "process-manager-zeeburg",
    "portfolio-holder-zeeburg",
    "region-portfolio-holder",
];
/// Persons 0..CHILDREN are children, the others adults.
pub const CHILDREN: usize = 4;
pub const PERSONS: usize = 7;
/// From here on there is no public holiday for half a year.
const START: (&str, &str) = ("2026-06-01", "10:00");
/// The furthest end date that may be had on that day, and one that never may.
const LAST: &str = "2028-06-01";
const TOO_FAR: &str = "2031-01-01";
/// Working days that pass at a time: never the length of a term.
const TICK: u32 = 4;

pub fn start() -> Time {
    calendar::instant(START.0, START.1).expect("a date")
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Setting {
    WithTime,
    WithoutTime,
}

/// `nth` picks among what is there at that moment.
#[derive(Clone, PartialEq, Debug)]
pub enum Op {
    /// `second`: by another professional of the organisation.
    Register {
        organisation: usize,
        persons: BTreeSet<usize>,
        second: bool,
    },
    RecordParent {
        child: usize,
        parent: usize,
    },
    /// Also what ended already, or was destroyed.
    End {
        nth: usize,
        destroy: bool,
    },
    Renew {
        nth: usize,
    },
    /// `level`: 1 seen, 2 no action needed, 3 contact made.
    FollowUp {
        nth: usize,
        party: usize,
        level: u8,
    },
    AgreeLead {
        nth: usize,
        party: usize,
        lead: usize,
    },
    /// Registers the same once more.
    Again {
        nth: usize,
    },
    /// Asks by an involvement of another.
    Foreign {
        nth: usize,
    },
    /// Asks who else is involved, and for the own matches and tickets.
    Ask {
        nth: usize,
    },
    Acknowledge {
        who: usize,
    },
    Open {
        nth: usize,
        target: usize,
        two: bool,
        nuisance: bool,
    },
    Ticket {
        nth: usize,
        verb: usize,
        by_handler: bool,
    },
    /// By the director of a case, in its own name.
    OwnName {
        nth: usize,
        target: usize,
    },
    /// `change`: the category, nuisance or not, or another target.
    HandOver {
        nth: usize,
        change: usize,
        by_handler: bool,
    },
    OpenCase {
        persons: BTreeSet<usize>,
        two: bool,
        nuisance: bool,
    },
    AddPersons {
        nth: usize,
        persons: BTreeSet<usize>,
    },
    RemovePerson {
        nth: usize,
        place: usize,
    },
    ConfirmPersons {
        nth: usize,
    },
    /// By whomever, about whomever.
    Signal {
        organisation: usize,
        persons: BTreeSet<usize>,
    },
    AddMembers {
        nth: usize,
        persons: BTreeSet<usize>,
    },
    /// Another category (`two`), or nuisance or not.
    Classify {
        nth: usize,
        two: bool,
    },
    Advance,
    Restart,
}

#[derive(Clone, Copy, PartialEq)]
pub enum State {
    Active,
    Archived,
    Destroyed,
}

pub struct Involvement {
    pub organisation: usize,
    pub second: bool,
    pub persons: BTreeSet<usize>,
    pub state: State,
    /// Leads the coordination, in whichever match.
    pub leads: bool,
}

#[derive(Default)]
pub struct Model {
    pub involvements: Vec<Involvement>,
    parents: Vec<(usize, usize)>,
    pub matches: Vec<Match>,
    pub tickets: Vec<Ticket>,
    pub cases: Vec<Case>,
    pub signals: usize,
    /// What the step just told brings to inboxes.
    news: Vec<(String, String)>,
    /// Actors whose news of this step is not fully written down.
    pub open_ended: Vec<String>,
    text: String,
}

/// The story of these operations, with everything that must be seen after each.
pub fn tell(ops: &[Op], setting: Setting) -> String {
    let mut model = Model::default();
    let (date, time) = START;
    model.say(format!("# Written by the model\n# source: tests/model\nat {date} {time}"));
    for op in ops {
        let before = model.standing();
        model.step(op, setting);
        model.leave_overview_open(&before);
        model.look();
    }
    model.text
}

/// The same where parties act alone: in the end everybody who is involved asks who else is.
pub fn tell_and_ask(ops: &[Op]) -> String {
    let mut model = Model::default();
    let (date, time) = START;
    model.say(format!("# Written by the model\n# source: tests/model\nat {date} {time}"));
    for op in ops {
        model.step(op, Setting::WithoutTime);
        model.look_of(&ORGANISATIONS);
    }
    for i in model.active() {
        let others = model.items(i, &model.met(i));
        model.say(format!("{}: involved i{} => {others}", model.who(i), i + 1));
    }
    model.text
}

pub fn name(person: usize) -> String {
    if person < CHILDREN { format!("child=c{person}") } else { format!("parent=a{person}") }
}

pub fn shown(organisation: usize) -> &'static str {
    if organisation == SENSITIVE { "withheld" } else { ORGANISATIONS[organisation] }
}

pub fn pick(among: usize, nth: usize) -> Option<usize> {
    nth.checked_rem(among)
}

impl Model {
    pub fn say(&mut self, line: String) {
        writeln!(self.text, "{line}").expect("a String takes all");
    }

    pub fn inform(&mut self, who: &str, what: String) {
        self.news.push((who.to_owned(), what));
    }

    fn reach(&self, i: usize) -> BTreeSet<usize> {
        let mut reach = self.involvements[i].persons.clone();
        for (child, parent) in &self.parents {
            if self.involvements[i].persons.contains(child) {
                reach.insert(*parent);
            }
        }
        reach
    }

    pub fn touch(&self, a: usize, b: usize) -> bool {
        self.of(a) != self.of(b) && (self.meet(a, b) || self.share_case(a, b))
    }

    /// Both reach one person.
    fn meet(&self, a: usize, b: usize) -> bool {
        !self.reach(a).is_disjoint(&self.reach(b))
    }

    pub fn kind(&self, a: usize, b: usize) -> &'static str {
        let (one, other) = (&self.involvements[a].persons, &self.involvements[b].persons);
        match (one.is_disjoint(other), self.meet(a, b)) {
            (false, _) => "same_person",
            (true, true) => "family",
            (true, false) => "case",
        }
    }

    pub fn active(&self) -> Vec<usize> {
        let is_active = |i: &usize| self.involvements[*i].state == State::Active;
        (0..self.involvements.len()).filter(is_active).collect()
    }

    /// The active involvements that this one matches.
    pub fn met(&self, a: usize) -> Vec<usize> {
        self.active().into_iter().filter(|b| *b != a && self.touch(a, *b)).collect()
    }

    /// Its organisation.
    pub fn of(&self, i: usize) -> usize {
        self.involvements[i].organisation
    }

    pub fn who(&self, i: usize) -> &'static str {
        ORGANISATIONS[self.of(i)]
    }

    /// Per organisation its oldest involvement among these.
    pub fn by_organisation(&self, among: &[usize]) -> BTreeMap<usize, usize> {
        let mut oldest = BTreeMap::new();
        for i in among {
            let own = oldest.entry(self.of(*i)).or_insert(*i);
            *own = (*own).min(*i);
        }
        oldest
    }

    fn pick_active(&self, nth: usize) -> Option<usize> {
        let active = self.active();
        pick(active.len(), nth).map(|at| active[at])
    }

    fn step(&mut self, op: &Op, setting: Setting) {
        let owed = self.owed();
        self.act(op, setting);
        self.call_again(&owed);
    }

    fn act(&mut self, op: &Op, setting: Setting) {
        match op {
            Op::Register { organisation, persons, second } => {
                self.register(*organisation, persons, *second);
            }
            Op::RecordParent { child, parent } => self.record(*child, *parent),
            Op::End { nth, destroy } => self.end(*nth, *destroy),
            Op::Renew { nth } => self.renew(*nth, setting),
            Op::FollowUp { nth, party, level } => self.follow_up(*nth, *party, *level),
            Op::AgreeLead { nth, party, lead } => self.agree_lead(*nth, *party, *lead),
            Op::Again { nth } => {
                if let Some(i) = self.pick_active(*nth) {
                    let line = self.registration(i, &format!("again{}", self.text.len()));
                    self.say(format!("{line} => ok already=yes id=i{}", i + 1));
                }
            }
            Op::Foreign { nth } => {
                if let Some(i) = self.pick_active(*nth) {
                    let other = ORGANISATIONS[(self.of(i) + 1) % ORGANISATIONS.len()];
                    let refused = "refused PERMISSION_DENIED NOT_ALLOWED alike=foreign";
                    self.say(format!("{other}: involved i{} => {refused}", i + 1));
                    self.say(format!("{other}: involved never-made => {refused}"));
                }
            }
            Op::Ask { nth } => self.ask(*nth),
            Op::Acknowledge { who } => {
                let all: Vec<_> = ORGANISATIONS.iter().chain(&OFFICES).collect();
                let who = all[who % all.len()];
                // Everybody has looked after the step before: nothing comes after that.
                self.say(format!("{who}: ack seen => ok\n{who}: pull => nothing"));
                let refused = "refused OUT_OF_RANGE POSITION_IN_FUTURE";
                self.say(format!("{who}: ack 1000000 => {refused}"));
            }
            Op::Open { nth, target, two, nuisance } => self.open(*nth, *target, *two, *nuisance),
            Op::Ticket { nth, verb, by_handler } => self.ticket(*nth, *verb, *by_handler),
            Op::OwnName { nth, target } => self.open_in_own_name(*nth, *target),
            Op::HandOver { nth, change, by_handler } => {
                self.hand_over(*nth, *change, *by_handler);
            }
            Op::OpenCase { persons, two, nuisance } => self.open_case(persons, *two, *nuisance),
            Op::AddPersons { nth, persons } => self.add_persons(*nth, persons),
            Op::RemovePerson { nth, place } => self.remove_person(*nth, *place),
            Op::ConfirmPersons { nth } => self.confirm(*nth),
            Op::Signal { organisation, persons } => self.signal(*organisation, persons, setting),
            Op::AddMembers { nth, persons } => self.add_members(*nth, persons),
            Op::Classify { nth, two } => self.classify(*nth, *two),
            Op::Restart => self.say("restart".to_owned()),
            Op::Advance => {
                self.say(format!("advance {TICK} working-days\nsweep"));
                self.remind(TICK);
                self.overdue(TICK);
            }
        }
    }

    fn registration(&self, i: usize, id: &str) -> String {
        let persons: Vec<String> = self.involvements[i].persons.iter().map(|p| name(*p)).collect();
        let by = if self.involvements[i].second { " professional=p-second" } else { "" };
        format!("{}: register {id} {}{by}", self.who(i), persons.join(" "))
    }

    fn register(&mut self, organisation: usize, persons: &BTreeSet<usize>, second: bool) {
        let same = |i: &Involvement| {
            i.state == State::Active
                && (i.organisation, &i.persons, i.second) == (organisation, persons, second)
        };
        if self.involvements.iter().any(same) {
            return;
        }
        let new = self.involvements.len();
        let (persons, state) = (persons.clone(), State::Active);
        let leads = false;
        self.involvements.push(Involvement { organisation, second, persons, state, leads });
        let others = self.met(new);
        // Only who is named counts, and only another's history.
        let hint = self.involvements.iter().any(|it| {
            it.state == State::Archived
                && it.organisation != organisation
                && !it.persons.is_disjoint(&self.involvements[new].persons)
        });
        let earlier = if hint { "earlier=yes" } else { "earlier=no" };
        if hint {
            self.inform(ORGANISATIONS[organisation], format!("earlier own=i{}", new + 1));
        }
        let line = self.registration(new, &format!("i{}", new + 1));
        if others.is_empty() {
            self.say(format!("{line} => ok involved=nobody match=- already=no {earlier}"));
            return;
        }
        let parties = self.items(new, &others);
        let m = self.join(new, &others);
        self.say(format!("{line} => ok match=m{m} already=no {earlier} ; {parties}"));
    }

    /// The others as one involvement sees them.
    pub fn items(&self, i: usize, others: &[usize]) -> String {
        let item = |o: &usize| format!("{} kind={}", shown(self.of(*o)), self.kind(i, *o));
        let items: Vec<String> = others.iter().map(item).collect();
        if items.is_empty() { "nothing".to_owned() } else { items.join(" | ") }
    }

    /// One match for all that the joiner meets; each of their organisations is told once.
    pub fn join(&mut self, joiner: usize, others: &[usize]) -> usize {
        let director = self.director_of(joiner);
        self.matches.push(Match::of(joiner, others, &self.involvements, director));
        let m = self.matches.len();
        let with = shown(self.of(joiner));
        for (organisation, own) in self.by_organisation(others) {
            let theirs = others.iter().filter(|o| self.of(**o) == organisation);
            let kinds: Vec<&str> = theirs.map(|o| self.kind(joiner, *o)).collect();
            let strongest = ["same_person", "family", "case"].into_iter();
            let kind = strongest.clone().find(|kind| kinds.contains(kind)).expect("a kind");
            let what = format!("match with={with} own=i{} kind={kind} match=m{m}", own + 1);
            self.inform(ORGANISATIONS[organisation], what);
        }
        m
    }

    /// More persons are named: whoever is met by them is told once.
    fn add_members(&mut self, nth: usize, persons: &BTreeSet<usize>) {
        let Some(i) = self.pick_active(nth) else { return };
        // The broker keeps them in the order in which they were named, and so does the model.
        let last = self.involvements[i].persons.last().copied().unwrap_or_default();
        let new: BTreeSet<usize> = persons.iter().copied().filter(|p| *p > last).collect();
        let after = &self.involvements[i].persons | &new;
        let (organisation, second) = (self.of(i), self.involvements[i].second);
        let same = |it: &Involvement| {
            it.state == State::Active
                && (it.organisation, &it.persons, it.second) == (organisation, &after, second)
        };
        if new.is_empty() || self.involvements.iter().any(same) {
            return;
        }
        let before = self.met(i);
        let hint = self.involvements.iter().any(|it| {
            it.state == State::Archived
                && it.organisation != organisation
                && !it.persons.is_disjoint(&new)
        });
        self.involvements[i].persons = after;
        if hint {
            self.inform(self.who(i), format!("earlier own=i{}", i + 1));
        }
        let names: Vec<String> = new.iter().map(|person| name(*person)).collect();
        let line = format!("{}: add-members i{} {}", self.who(i), i + 1, names.join(" "));
        let others: Vec<usize> =
            self.met(i).into_iter().filter(|other| !before.contains(other)).collect();
        if others.is_empty() {
            self.say(format!("{line} => ok match=-"));
            return;
        }
        let parties = self.items(i, &others);
        let m = self.join(i, &others);
        self.say(format!("{line} => ok match=m{m} ; {parties}"));
    }

    /// Whoever names the child joins those whom it now meets, and is told as well.
    fn record(&mut self, child: usize, parent: usize) {
        let before: Vec<Vec<usize>> = (0..self.involvements.len()).map(|i| self.met(i)).collect();
        self.parents.push((child, parent));
        let parents: BTreeSet<String> = self
            .parents
            .iter()
            .filter(|(c, _)| *c == child)
            .map(|(_, p)| format!("a{p}"))
            .collect();
        let parents = parents.into_iter().collect::<Vec<_>>().join(",");
        self.say(format!("population-register: record-parents c{child} parents={parents}"));
        let mut naming = self.active();
        naming.retain(|i| self.involvements[*i].persons.contains(&child));
        for i in naming {
            let mut others = self.met(i);
            others.retain(|other| !before[i].contains(other));
            if others.is_empty() {
                continue;
            }
            self.join_both(i, &others);
        }
    }

    /// The same where no registrant reads an answer: the joiner is told as well.
    pub fn join_both(&mut self, i: usize, others: &[usize]) {
        let m = self.join(i, others);
        for other in others {
            let (with, kind) = (shown(self.of(*other)), self.kind(i, *other));
            let what = format!("match with={with} own=i{} kind={kind} match=m{m}", i + 1);
            self.inform(self.who(i), what);
        }
    }

    fn end(&mut self, nth: usize, destroy: bool) {
        let Some(i) = pick(self.involvements.len(), nth) else { return };
        let reason = if destroy { "unjustified" } else { "no_longer_involved" };
        let line = format!("{}: end i{} reason={reason}", self.who(i), i + 1);
        let refused = match self.involvements[i].state {
            State::Destroyed => " => refused PERMISSION_DENIED NOT_ALLOWED",
            State::Archived if !destroy => " => refused FAILED_PRECONDITION NOT_ACTIVE",
            State::Active | State::Archived => "",
        };
        self.say(format!("{line}{refused}"));
        if !refused.is_empty() {
            return;
        }
        // Who is to forget it was told of it, also when it ended in the meantime.
        let met = if destroy { self.told_of(i) } else { self.met(i) };
        let with = shown(self.of(i));
        for own in self.by_organisation(&met).into_values() {
            let own_is = format!("own=i{}", own + 1);
            let what = match destroy {
                true => format!("retracted {own_is}"),
                false => format!("party-ended with={with} {own_is}"),
            };
            self.inform(self.who(own), what);
        }
        let cases = self.cases_left_by(i);
        self.involvements[i].state = if destroy { State::Destroyed } else { State::Archived };
        self.involvements[i].leads = false;
        self.leave(i, destroy);
        if destroy {
            self.destroy_tickets(i);
            self.leave_cases(i);
        }
        self.tell_let_go(cases);
    }

    fn renew(&mut self, nth: usize, setting: Setting) {
        let Some(i) = pick(self.involvements.len(), nth) else { return };
        let (end, answer) = match (self.involvements[i].state, setting) {
            (State::Destroyed, _) => (LAST, "refused PERMISSION_DENIED NOT_ALLOWED"),
            (State::Archived, _) => (LAST, "refused FAILED_PRECONDITION NOT_ACTIVE"),
            (State::Active, Setting::WithTime) => (TOO_FAR, "refused fields end_date"),
            (State::Active, Setting::WithoutTime) => (LAST, "ok state=active"),
        };
        self.say(format!("{}: renew i{} end={end} => {answer}", self.who(i), i + 1));
    }

    fn ask(&mut self, nth: usize) {
        let Some(i) = pick(self.involvements.len(), nth) else { return };
        let who = self.who(i);
        let answer = match self.involvements[i].state {
            State::Destroyed => "refused PERMISSION_DENIED NOT_ALLOWED".to_owned(),
            State::Archived => "refused FAILED_PRECONDITION NOT_ACTIVE".to_owned(),
            State::Active => self.items(i, &self.met(i)),
        };
        self.say(format!("{who}: involved i{} => {answer}", i + 1));
        let (all, open) = self.own_matches(self.of(i));
        self.say(format!("{who}: matches filter=all => any-order {all}"));
        self.say(format!("{who}: matches filter=open => any-order {open}"));
        self.ask_for_cases(nth);
        for who in [who].iter().chain(&OFFICES) {
            let handled = self.handled_by(who);
            self.say(format!("{who}: tickets => {handled}"));
        }
    }

    /// Everybody looks: what was told is there, and nothing else.
    fn look(&mut self) {
        let everybody: Vec<&str> = ORGANISATIONS.iter().chain(&OFFICES).copied().collect();
        self.look_of(&everybody);
    }

    fn look_of(&mut self, who: &[&str]) {
        let (news, open_ended) =
            (std::mem::take(&mut self.news), std::mem::take(&mut self.open_ended));
        for who in who {
            let items: Vec<&str> =
                news.iter().filter(|(w, _)| w == who).map(|(_, what)| &**what).collect();
            let items = if items.is_empty() { "nothing".to_owned() } else { items.join(" | ") };
            let how = if open_ended.iter().any(|w| w == who) { "includes" } else { "any-order" };
            self.say(format!("{who}: inbox => {how} {items}"));
        }
    }
}
