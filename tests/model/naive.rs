//! What should happen? Plain lists, every pair looked at: slow and obvious.
//!
//! Where the rules leave something open (two professionals of one organisation around one child,
//! who exactly hears of a step of a ticket) the model leaves the operation out or asks less.

use std::{collections::BTreeSet, fmt::Write as _};

use verwijspunt::domain::time::Time;

use crate::support::calendar;

pub const ORGANISATIONS: [&str; 5] = ["school", "bjaa", "police", "debt-zeeburg", "shelter"];
const SENSITIVE: usize = 4;
const OFFICES: [&str; 4] = [
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
/// Working days that pass at a time: never the length of a term.
const TICK: u32 = 4;
const FOLLOW_UP: [(u32, &str); 3] = [(5, "party"), (10, "organisation"), (15, "director")];
const TICKET_TERM: u32 = 10;

pub fn start() -> Time {
    calendar::instant(START.0, START.1).expect("a date")
}

/// With deadlines nobody leaves a match: who then owes contact is not written down.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Setting {
    WithTime,
    WithoutTime,
}

/// `nth` picks among what is there at that moment.
#[derive(Clone, PartialEq, Debug)]
pub enum Op {
    Register {
        organisation: usize,
        persons: BTreeSet<usize>,
    },
    RecordParent {
        child: usize,
        parent: usize,
    },
    End {
        nth: usize,
        destroy: bool,
    },
    FollowUp {
        nth: usize,
        party: usize,
        contact: bool,
    },
    /// Registers the same once more.
    Again {
        nth: usize,
    },
    /// Asks by an involvement of another.
    Foreign {
        nth: usize,
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
    Advance,
}

#[derive(PartialEq)]
enum State {
    Active,
    Archived,
    Destroyed,
}

struct Involvement {
    organisation: usize,
    persons: BTreeSet<usize>,
    state: State,
}

/// A match: whose involvements, and how far each is: 0 new, 1 seen, 2 contact made.
struct Match {
    parties: Vec<(usize, u8)>,
    age: u32,
}

struct Ticket {
    involvement: usize,
    target: Option<&'static str>,
    two: bool,
    nuisance: bool,
    step: u32,
    handler: String,
    open: bool,
    age: u32,
    overdue: bool,
}

#[derive(Default)]
struct Model {
    involvements: Vec<Involvement>,
    parents: Vec<(usize, usize)>,
    /// Pairs of involvements that were told of each other.
    met: Vec<(usize, usize)>,
    matches: Vec<Match>,
    tickets: Vec<Ticket>,
    /// What the step just told brings to inboxes.
    news: Vec<(String, String)>,
    /// Actors whose news of this step is not fully written down.
    open_ended: Vec<String>,
    text: String,
}

/// The story of these operations, with everything that must be seen after each.
pub fn tell(ops: &[Op], setting: Setting) -> String {
    let mut model = Model::default();
    let (date, time) = START;
    model.say(format!("# Written by the model\n# source: tests/model\nat {date} {time}"));
    for op in ops {
        model.step(op, setting);
        model.look();
    }
    model.text
}

fn name(person: usize) -> String {
    if person < CHILDREN { format!("child=c{person}") } else { format!("parent=a{person}") }
}

fn shown(organisation: usize) -> &'static str {
    if organisation == SENSITIVE { "withheld" } else { ORGANISATIONS[organisation] }
}

impl Model {
    fn say(&mut self, line: String) {
        writeln!(self.text, "{line}").expect("a String takes all");
    }

    fn inform(&mut self, who: &str, what: String) {
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

    fn touch(&self, a: usize, b: usize) -> bool {
        self.involvements[a].organisation != self.involvements[b].organisation
            && !self.reach(a).is_disjoint(&self.reach(b))
    }

    fn kind(&self, a: usize, b: usize) -> &'static str {
        let (a, b) = (&self.involvements[a].persons, &self.involvements[b].persons);
        if a.is_disjoint(b) { "family" } else { "same_person" }
    }

    fn active(&self) -> Vec<usize> {
        (0..self.involvements.len())
            .filter(|i| self.involvements[*i].state == State::Active)
            .collect()
    }

    fn met(&self, a: usize) -> Vec<usize> {
        self.active()
            .into_iter()
            .filter(|b| self.met.contains(&(a, *b)) || self.met.contains(&(*b, a)))
            .collect()
    }

    fn who(&self, i: usize) -> &'static str {
        ORGANISATIONS[self.involvements[i].organisation]
    }

    /// No involvement may have met two of one organisation: see above.
    fn unclear(&self, pairs: &[(usize, usize)]) -> bool {
        let of = |i: usize| self.involvements[i].organisation;
        let crowded = |a: usize, b: usize| {
            let again = pairs
                .iter()
                .filter(|(x, y)| (*x == a && of(*y) == of(b)) || (*y == a && of(*x) == of(b)));
            again.count() > 1 || self.met(a).iter().any(|c| of(*c) == of(b))
        };
        pairs.iter().any(|(a, b)| crowded(*a, *b) || crowded(*b, *a))
    }

    fn step(&mut self, op: &Op, setting: Setting) {
        match op {
            Op::Register { organisation, persons } => self.register(*organisation, persons),
            Op::RecordParent { child, parent } => self.record(*child, *parent),
            Op::End { nth, destroy } => self.end(*nth, *destroy, setting),
            Op::FollowUp { nth, party, contact } => self.follow_up(*nth, *party, *contact),
            Op::Again { nth } => {
                if let Some(i) = pick(&self.active(), *nth) {
                    let line = self.registration(i, &format!("again{}", self.text.len()));
                    self.say(format!("{line} => ok already=yes id=i{}", i + 1));
                }
            }
            Op::Foreign { nth } => {
                if let Some(i) = pick(&self.active(), *nth) {
                    let other = ORGANISATIONS
                        [(self.involvements[i].organisation + 1) % ORGANISATIONS.len()];
                    let refused = "refused PERMISSION_DENIED NOT_ALLOWED alike=foreign";
                    self.say(format!("{other}: involved i{} => {refused}", i + 1));
                    self.say(format!("{other}: involved never-made => {refused}"));
                }
            }
            Op::Open { nth, target, two, nuisance } => self.open(*nth, *target, *two, *nuisance),
            Op::Ticket { nth, verb, by_handler } => self.ticket(*nth, *verb, *by_handler),
            Op::Advance => self.advance(),
        }
    }

    fn registration(&self, i: usize, id: &str) -> String {
        let persons: Vec<String> = self.involvements[i].persons.iter().map(|p| name(*p)).collect();
        format!("{}: register {id} {}", self.who(i), persons.join(" "))
    }

    fn register(&mut self, organisation: usize, persons: &BTreeSet<usize>) {
        let same = |i: &usize| {
            let i = &self.involvements[*i];
            i.organisation == organisation && i.persons == *persons
        };
        if self.active().iter().any(same) {
            return;
        }
        let new = self.involvements.len();
        let (persons, state) = (persons.clone(), State::Active);
        self.involvements.push(Involvement { organisation, persons, state });
        let others: Vec<usize> =
            self.active().into_iter().filter(|o| self.touch(new, *o)).collect();
        let pairs: Vec<_> = others.iter().map(|o| (new, *o)).collect();
        if self.unclear(&pairs) {
            self.involvements.pop();
            return;
        }
        // Only who is named counts, and only another's history.
        let hint = self.involvements.iter().any(|it| {
            it.state == State::Archived
                && it.organisation != organisation
                && !it.persons.is_disjoint(&self.involvements[new].persons)
        });
        let earlier = if hint { " earlier=yes" } else { " earlier=no" };
        if hint {
            self.inform(ORGANISATIONS[organisation], format!("earlier own=i{}", new + 1));
        }
        let line = self.registration(new, &format!("i{}", new + 1));
        if others.is_empty() {
            self.say(format!("{line} => ok involved=nobody match=- already=no{earlier}"));
            return;
        }
        self.matches.push(Match {
            parties: others.iter().chain([&new]).map(|i| (*i, 0)).collect(),
            age: 0,
        });
        let m = self.matches.len();
        let names: Vec<_> =
            others.iter().map(|o| shown(self.involvements[*o].organisation)).collect();
        let parties: Vec<_> = others
            .iter()
            .zip(&names)
            .map(|(o, n)| format!("{n} kind={}", self.kind(new, *o)))
            .collect();
        let (names, parties) = (names.join(","), parties.join(" | "));
        self.say(format!(
            "{line} => ok involved={names} match=m{m} already=no{earlier} ; {parties}"
        ));
        for other in others {
            self.meet(new, other, m);
        }
    }

    /// `joiner` is announced to `other`.
    fn meet(&mut self, joiner: usize, other: usize, m: usize) {
        if !self.met.contains(&(joiner, other)) {
            self.met.push((joiner, other));
        }
        let with = shown(self.involvements[joiner].organisation);
        let kind = self.kind(joiner, other);
        let what = format!("match with={with} own=i{} kind={kind} match=m{m}", other + 1);
        self.inform(self.who(other), what);
    }

    fn record(&mut self, child: usize, parent: usize) {
        self.parents.push((child, parent));
        let active = self.active();
        let pairs: Vec<(usize, usize)> = active
            .iter()
            .flat_map(|a| active.iter().map(move |b| (*a, *b)))
            .filter(|(a, b)| a < b && self.touch(*a, *b) && !self.met(*a).contains(b))
            .collect();
        if pairs.len() > 1 || self.unclear(&pairs) {
            self.parents.pop();
            return;
        }
        let mut parents: Vec<String> = self
            .parents
            .iter()
            .filter(|(c, _)| *c == child)
            .map(|(_, p)| format!("a{p}"))
            .collect();
        parents.sort();
        parents.dedup();
        self.say(format!(
            "population-register: record-parents c{child} parents={}",
            parents.join(",")
        ));
        for (a, b) in pairs {
            self.matches.push(Match { parties: vec![(a, 0), (b, 0)], age: 0 });
            let m = self.matches.len();
            self.meet(a, b, m);
            self.meet(b, a, m);
        }
    }

    fn end(&mut self, nth: usize, destroy: bool, setting: Setting) {
        let Some(i) = pick(&self.active(), nth) else { return };
        let met = self.met(i);
        let ticket = self.tickets.iter().any(|t| t.involvement == i);
        if ticket || (setting == Setting::WithTime && !met.is_empty()) {
            return;
        }
        let reason = if destroy { "unjustified" } else { "no_longer_involved" };
        self.say(format!("{}: end i{} reason={reason}", self.who(i), i + 1));
        self.involvements[i].state = if destroy { State::Destroyed } else { State::Archived };
        let with = shown(self.involvements[i].organisation);
        for other in met {
            let own = format!("own=i{}", other + 1);
            let what = if destroy {
                format!("retracted {own}")
            } else {
                format!("party-ended with={with} {own}")
            };
            self.inform(self.who(other), what);
        }
    }

    fn follow_up(&mut self, nth: usize, party: usize, contact: bool) {
        let all: Vec<usize> = (0..self.matches.len()).collect();
        let Some(m) = pick(&all, nth) else { return };
        let at = party % self.matches[m].parties.len();
        let (i, before) = self.matches[m].parties[at];
        let gone = |(i, _): &(usize, u8)| self.involvements[*i].state != State::Active;
        if self.matches[m].parties.iter().any(gone)
            || (contact && before == 2)
            || (!contact && before == 1)
        {
            return;
        }
        let (state, after) = if contact { ("contact_made", 2) } else { ("seen", 1) };
        let line = format!("{}: follow-up m{} state={state}", self.who(i), m + 1);
        if after < before {
            self.say(format!("{line} => refused FAILED_PRECONDITION FOLLOW_UP_BACKWARDS"));
            return;
        }
        self.matches[m].parties[at].1 = after;
        let owed = if contact { "no" } else { "yes" };
        self.say(format!("{line} => ok state={state} owed={owed}"));
    }

    fn director(two: bool) -> &'static str {
        if two { "process-manager-zeeburg" } else { "coordinator-zeeburg" }
    }

    fn open(&mut self, nth: usize, target: usize, two: bool, nuisance: bool) {
        let named: Vec<usize> = self
            .active()
            .into_iter()
            .filter(|i| self.involvements[*i].organisation != SENSITIVE)
            .collect();
        let Some(i) = pick(&named, nth) else { return };
        let target = [None, Some("debt-zeeburg"), Some("bjaa")][target];
        if target == Some(self.who(i)) {
            return;
        }
        self.tickets.push(Ticket {
            involvement: i,
            target,
            two,
            nuisance,
            step: 1,
            handler: self.who(i).to_owned(),
            open: true,
            age: 0,
            overdue: false,
        });
        let t = self.tickets.len();
        let against = target
            .map_or("track=A obstacle=no_agreement".to_owned(), |o| format!("track=B target={o}"));
        let category = if two { "MPG2" } else { "MPG1" };
        let nuisance = if nuisance { " nuisance=yes" } else { "" };
        let (who, director) = (self.who(i), Self::director(two));
        self.say(format!(
            "{who}: open-ticket t{t} involvement=i{} {against} category={category}{nuisance} => ok step=1 handler={who} director={director}",
            i + 1
        ));
        self.inform(who, format!("ticket-assigned ticket=t{t}"));
        if target.is_some() {
            self.inform("coordinator-zeeburg", format!("ticket-opened ticket=t{t}"));
        }
        self.concerned(t - 1);
    }

    /// Everybody who may hear of a step of a ticket.
    fn concerned(&mut self, t: usize) {
        let t = &self.tickets[t];
        let (opener, handler, target) =
            (self.who(t.involvement).to_owned(), t.handler.clone(), t.target);
        let director = Self::director(t.two).to_owned();
        self.open_ended.extend([
            opener,
            handler,
            director,
            "coordinator-zeeburg".to_owned(),
            "process-manager-zeeburg".to_owned(),
        ]);
        self.open_ended.extend(target.map(str::to_owned));
    }

    fn next_handler(t: &Ticket) -> &'static str {
        match (t.step, t.target, t.handler.as_str(), t.nuisance) {
            (1, Some("debt-zeeburg"), ..) => "coordinator-zeeburg",
            (1, Some(_), ..) => "process-manager-zeeburg",
            (1, None, ..) => Self::director(t.two),
            (_, _, "coordinator-zeeburg", false) => "portfolio-holder-zeeburg",
            (_, _, "coordinator-zeeburg", true) => "chair-zeeburg",
            (_, _, _, false) => "region-portfolio-holder",
            (_, _, _, true) => "mayor",
        }
    }

    fn ticket(&mut self, nth: usize, verb: usize, by_handler: bool) {
        let all: Vec<usize> = (0..self.tickets.len()).collect();
        let Some(t) = pick(&all, nth) else { return };
        let id = t + 1;
        let opener = self.who(self.tickets[t].involvement);
        let it = &self.tickets[t];
        let call = ["escalate", "resolve", "withdraw", "rule", "ticket"][verb];
        let more = ["", " how=agreement", "", " item=school:take_part:2027-01-04", ""][verb];
        // Not the handler: the opener, which always sees its ticket.
        let actor =
            if by_handler && verb != 2 && it.open { it.handler.clone() } else { opener.to_owned() };
        let line = format!("{actor}: {call} t{id}{more}");
        let office = OFFICES.contains(&&*actor) || actor.starts_with("chair") || actor == "mayor";
        let refusal = match (it.open, call) {
            (_, "ticket") => None,
            // At the door: organisations never rule.
            (_, "rule") if !office => Some("PERMISSION_DENIED NOT_ALLOWED"),
            (false, _) => Some("FAILED_PRECONDITION TICKET_CLOSED"),
            (true, "withdraw") => None,
            (true, _) if actor != it.handler => Some("PERMISSION_DENIED NOT_HANDLER"),
            (true, "escalate") if it.step == 3 => Some("FAILED_PRECONDITION LAST_STEP"),
            (true, "rule") if it.step < 3 => Some("FAILED_PRECONDITION NOT_LAST_STEP"),
            (true, _) => None,
        };
        if let Some(refusal) = refusal {
            self.say(format!("{line} => refused {refusal}"));
            return;
        }
        if call == "ticket" {
            let (state, step) = (it.open, it.step);
            let handler = if it.open { it.handler.as_str() } else { "nobody" };
            let open = if state { " state=open" } else { "" };
            self.say(format!("{line} => ok step={step} handler={handler}{open}"));
            return;
        }
        self.concerned(t);
        let it = &mut self.tickets[t];
        if call == "escalate" {
            it.handler = Self::next_handler(it).to_owned();
            it.step += 1;
            (it.age, it.overdue) = (0, false);
            let (step, handler) = (it.step, it.handler.clone());
            self.say(format!("{line} => ok step={step} handler={handler} overdue=no"));
            self.inform(&handler, format!("ticket-assigned ticket=t{id}"));
            self.concerned(t);
        } else {
            it.open = false;
            let state = ["", "resolved", "withdrawn", "ruled"][verb];
            self.say(format!("{line} => ok state={state} handler=nobody"));
        }
    }

    fn advance(&mut self) {
        self.say(format!("advance {TICK} working-days\nsweep"));
        for m in 0..self.matches.len() {
            let (before, after) = (self.matches[m].age, self.matches[m].age + TICK);
            self.matches[m].age = after;
            let owing: Vec<usize> = self.matches[m]
                .parties
                .iter()
                .filter(|(_, done)| *done < 2)
                .map(|(i, _)| *i)
                .collect();
            for (term, stage) in
                FOLLOW_UP.into_iter().filter(|(term, _)| before < *term && *term < after)
            {
                let due = format!("follow-up-due match=m{} stage={stage}", m + 1);
                match stage {
                    "director" if owing.is_empty() => {}
                    "director" => {
                        self.inform("coordinator-zeeburg", format!("{due} owing={}", owing.len()))
                    }
                    _ => owing
                        .iter()
                        .for_each(|i| self.inform(self.who(*i), format!("{due} own=i{}", i + 1))),
                }
                debug_assert!(term > 0);
            }
        }
        for t in 0..self.tickets.len() {
            let it = &mut self.tickets[t];
            it.age += TICK;
            if it.open && !it.overdue && it.age > TICKET_TERM {
                it.overdue = true;
                let told = [
                    it.handler.clone(),
                    Self::director(it.two).to_owned(),
                    ORGANISATIONS[self.involvements[it.involvement].organisation].to_owned(),
                ];
                for who in BTreeSet::from(told) {
                    self.inform(&who, format!("ticket-overdue ticket=t{}", t + 1));
                }
            }
        }
    }

    /// Everybody looks: what was told is there, and nothing else.
    fn look(&mut self) {
        let (news, open_ended) =
            (std::mem::take(&mut self.news), std::mem::take(&mut self.open_ended));
        for who in ORGANISATIONS.iter().chain(&OFFICES) {
            let items: Vec<&str> =
                news.iter().filter(|(w, _)| w == who).map(|(_, what)| &**what).collect();
            let items = if items.is_empty() { "nothing".to_owned() } else { items.join(" | ") };
            let how = if open_ended.iter().any(|w| w == who) { "includes" } else { "any-order" };
            self.say(format!("{who}: inbox => {how} {items}"));
        }
    }
}

fn pick(from: &[usize], nth: usize) -> Option<usize> {
    if from.is_empty() { None } else { Some(from[nth % from.len()]) }
}
