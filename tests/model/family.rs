//! What should happen? Cases: who is in them, who comes together by them, who directs.

use std::collections::{BTreeMap, BTreeSet};

use crate::naive::{Model, ORGANISATIONS, SENSITIVE, Setting, State, name, pick, shown};

/// Who hears of a match of a family without a case.
const NO_CASE: &str = "coordinator-zeeburg";

#[derive(Clone)]
pub struct Case {
    /// The persons with what the broker calls them.
    pub persons: BTreeMap<usize, String>,
    /// Its number, and how often persons came in.
    number: usize,
    times: usize,
    /// Who made it: a director, or the broker because of a ticket or a signal.
    cause: &'static str,
    /// The director has not said yet that its persons belong together.
    apart: bool,
    /// MPG2 instead of MPG1.
    pub two: bool,
    pub nuisance: bool,
}

impl Case {
    fn new(number: usize, cause: &'static str, two: bool, nuisance: bool) -> Self {
        let (persons, apart) = (BTreeMap::new(), cause != "director");
        Self { persons, number, times: 0, cause, apart, two, nuisance }
    }

    /// Nobody sees anybody by it.
    pub fn keeps_apart(&self) -> bool {
        self.apart && self.persons.len() > 1
    }

    pub fn director(&self) -> &'static str {
        if self.two { "process-manager-zeeburg" } else { NO_CASE }
    }

    /// Enters persons. New names sort before older ones and in the order of the persons: so do ids
    /// that have no name yet, which is how a story finds out which is whose.
    fn enter(&mut self, persons: &BTreeSet<usize>) {
        self.times += 1;
        for (place, person) in persons.iter().enumerate() {
            let name = format!("p{}-{:03}{place:02}", self.number, 999 - self.times);
            self.persons.insert(*person, name);
        }
    }

    fn persons(&self) -> String {
        let names: Vec<&str> = self.persons.values().map(String::as_str).collect();
        names.join(",")
    }
}

impl Model {
    /// Both name a person of one case in which everybody sees the others.
    pub fn share_case(&self, a: usize, b: usize) -> bool {
        let names = |i: usize, case: &Case| {
            self.involvements[i].persons.iter().any(|person| case.persons.contains_key(person))
        };
        let together = self.cases.iter().filter(|case| !case.keeps_apart());
        together.into_iter().any(|case| names(a, case) && names(b, case))
    }

    fn case_of(&self, person: usize) -> Option<usize> {
        self.cases.iter().position(|case| case.persons.contains_key(&person))
    }

    /// Who directs the family of an involvement: the case of the first person who is in one.
    pub fn director_of(&self, i: usize) -> &'static str {
        let case = self.involvements[i].persons.iter().find_map(|person| self.case_of(*person));
        case.map_or(NO_CASE, |case| self.cases[case].director())
    }

    fn naming(&self, persons: impl Fn(&usize) -> bool) -> Vec<usize> {
        let mut naming = self.active();
        naming.retain(|i| self.involvements[*i].persons.iter().any(&persons));
        naming
    }

    /// Persons come into a case: whoever is involved with them joins those who were there.
    fn enter(&mut self, case: usize, persons: &BTreeSet<usize>) {
        let before: Vec<Vec<usize>> = (0..self.involvements.len()).map(|i| self.met(i)).collect();
        let present = self.naming(|person| self.cases[case].persons.contains_key(person));
        let coming = self.naming(|person| persons.contains(person));
        self.cases[case].enter(persons);
        if self.cases[case].keeps_apart() {
            return;
        }
        self.bring_together(coming, present, &before);
    }

    fn bring_together(
        &mut self,
        coming: Vec<usize>,
        mut present: Vec<usize>,
        before: &[Vec<usize>],
    ) {
        for i in coming {
            if present.contains(&i) {
                continue;
            }
            let met = self.met(i);
            let mut others: Vec<usize> =
                present.iter().copied().filter(|other| met.contains(other)).collect();
            others.retain(|other| !before[i].contains(other));
            others.sort_unstable();
            if !others.is_empty() {
                self.join_both(i, &others);
            }
            present.push(i);
        }
    }

    /// The case of a ticket by this involvement, and whether it is a new one.
    pub fn case_of_ticket(&mut self, i: usize, two: bool, nuisance: bool) -> (usize, bool) {
        let persons = self.involvements[i].persons.clone();
        self.case_by_broker(&persons, "ticket", two, nuisance)
    }

    fn case_by_broker(
        &mut self,
        persons: &BTreeSet<usize>,
        cause: &'static str,
        two: bool,
        nuisance: bool,
    ) -> (usize, bool) {
        if let Some(case) = persons.iter().find_map(|person| self.case_of(*person)) {
            return (case, false);
        }
        self.cases.push(Case::new(self.cases.len() + 1, cause, two, nuisance));
        let case = self.cases.len() - 1;
        self.enter(case, persons);
        (case, true)
    }

    /// A party names persons, whomever it is involved with: nobody comes to see anybody by that.
    /// Where time passes it is taken up at once: its clock has stories of its own.
    pub fn signal(&mut self, organisation: usize, persons: &BTreeSet<usize>, setting: Setting) {
        self.signals += 1;
        let (who, s) = (ORGANISATIONS[organisation], self.signals);
        let mut persons = persons.clone();
        // A household without children is another desk's.
        persons.insert(0);
        let (case, new) = self.case_by_broker(&persons, "signal", false, false);
        let names: Vec<String> = persons.iter().map(|person| name(*person)).collect();
        self.say(format!("{who}: send-signal s{s} {} => ok recipient={NO_CASE}", names.join(" ")));
        self.inform(NO_CASE, format!("signal-received signal=s{s}"));
        // Who directs a case of one of them, whichever it joins.
        let cases = persons.iter().filter_map(|person| self.case_of(*person)).chain([case]);
        let directors: BTreeSet<&'static str> =
            cases.map(|case| self.cases[case].director()).filter(|who| *who != NO_CASE).collect();
        for director in &directors {
            self.inform(director, format!("signal-informed signal=s{s}"));
        }
        if new {
            self.find_case(case);
        }
        if setting == Setting::WithTime {
            self.say(format!("{NO_CASE}: answer-signal s{s} answer=taken_up => ok due="));
            for told in directors.into_iter().chain([who]).filter(|told| *told != NO_CASE) {
                self.inform(told, format!("signal-taken-up signal=s{s}"));
            }
        }
    }

    /// The cases of the family of an involvement that is active.
    pub fn cases_left_by(&self, i: usize) -> BTreeSet<usize> {
        let left = &self.involvements[i];
        let active = left.state == State::Active;
        let persons = left.persons.iter().filter(|_| active);
        persons.filter_map(|person| self.case_of(*person)).collect()
    }

    /// Of these cases, the directors hear where nobody is involved any more.
    pub fn tell_let_go(&mut self, cases: BTreeSet<usize>) {
        for k in cases {
            let case = &self.cases[k];
            let helped = !self.naming(|person| case.persons.contains_key(person)).is_empty();
            if !helped && !case.persons.is_empty() {
                self.inform(case.director(), format!("case-nobody-involved case=k{}", k + 1));
            }
        }
    }

    /// The director says that they belong together.
    pub fn confirm(&mut self, nth: usize) {
        let Some(k) = pick(self.cases.len(), nth) else { return };
        let director = self.cases[k].director();
        let line = format!("{director}: confirm-persons k{}", k + 1);
        if self.cases[k].persons.is_empty() {
            self.say(format!("{line} => refused PERMISSION_DENIED NOT_ALLOWED"));
            return;
        }
        if self.cases[k].keeps_apart() {
            let persons: BTreeSet<usize> = self.cases[k].persons.keys().copied().collect();
            let before: Vec<Vec<usize>> =
                (0..self.involvements.len()).map(|i| self.met(i)).collect();
            self.cases[k].apart = false;
            let coming = self.naming(|person| persons.contains(person));
            self.bring_together(coming, Vec::new(), &before);
            self.inform(director, format!("case-persons-confirmed case=k{}", k + 1));
        }
        self.say(format!("{line} => ok apart=no persons={}", self.cases[k].persons()));
    }

    /// An involvement was destroyed: of the cases of its family, those that a ticket opened and whose
    /// director confirmed nobody hold only persons whom somebody still names. None without persons is left.
    pub fn leave_cases(&mut self, i: usize) {
        let touched: BTreeSet<usize> = self.involvements[i]
            .persons
            .iter()
            .filter_map(|person| self.case_of(*person))
            .collect();
        let named: BTreeSet<usize> = self
            .involvements
            .iter()
            .filter(|other| !matches!(other.state, State::Destroyed))
            .flat_map(|other| other.persons.iter().copied())
            .collect();
        let own = self.involvements[i].persons.clone();
        for k in touched {
            let case = &mut self.cases[k];
            let (by_ticket, before) = (case.cause == "ticket" && case.apart, case.persons.len());
            // Whom the director added though nobody named it was not left by this involvement.
            let left = |person: &usize| own.contains(person) && !named.contains(person);
            case.persons.retain(|person, _| !by_ticket || !left(person));
            let (left, director) = (case.persons.len(), case.director());
            if (1..before).contains(&left) {
                self.inform(director, format!("case-persons-changed case=k{}", k + 1));
            }
            let case = &self.cases[k];
            if case.persons.is_empty() {
                // Its director, and who keeps the overview of the district.
                for who in BTreeSet::from([case.director(), NO_CASE]) {
                    self.inform(who, format!("case-destroyed case=k{}", k + 1));
                }
                self.destroy_own(k);
            }
        }
    }

    /// The director looks up the case that a ticket opened.
    pub fn find_case(&mut self, case: usize) {
        let director = self.cases[case].director();
        self.list(director);
        self.say(format!(
            "{director}: case k{} => ok persons={}",
            case + 1,
            self.cases[case].persons()
        ));
    }

    fn list(&mut self, director: &str) {
        let own = self.cases.iter().zip(1..);
        let own = own.filter(|(case, _)| case.director() == director && !case.persons.is_empty());
        let names: Vec<String> = own.map(|(_, n)| format!("k{n}")).collect();
        let names = if names.is_empty() { "nothing".to_owned() } else { names.join(" | ") };
        self.say(format!("{director}: cases => any-order {names}"));
    }

    pub fn open_case(&mut self, persons: &BTreeSet<usize>, two: bool, nuisance: bool) {
        let case = Case::new(self.cases.len() + 1, "director", two, nuisance);
        let director = case.director();
        let said: Vec<String> = persons.iter().map(|p| said(*p)).collect();
        let flag = if nuisance { " nuisance=yes" } else { "" };
        let category = if two { "MPG2" } else { "MPG1" };
        let k = self.cases.len() + 1;
        let refused = persons.iter().any(|person| self.case_of(*person).is_some());
        // A refused one has a name of its own: the next case may come by a ticket, under an id that
        // the broker chooses.
        let name = if refused { format!("x{k}") } else { format!("k{k}") };
        let line =
            format!("{director}: open-case {name} {} category={category}{flag}", said.join(" "));
        if refused {
            self.say(format!("{line} => refused FAILED_PRECONDITION PERSON_IN_CASE"));
            return;
        }
        self.cases.push(case);
        self.enter(k - 1, persons);
        let names = self.cases[k - 1].persons();
        self.say(format!("{line} => ok director={director} cause=director persons={names}"));
        self.inform(director, format!("case-opened case=k{k}"));
        // Who keeps the overview of the district hears that it is in a case of another office.
        if two {
            self.inform(NO_CASE, format!("overview-opened case=k{k}"));
        }
    }

    pub fn add_persons(&mut self, nth: usize, persons: &BTreeSet<usize>) {
        let Some(k) = pick(self.cases.len(), nth) else { return };
        let director = self.cases[k].director();
        let said: Vec<String> = persons.iter().map(|p| said(*p)).collect();
        let line = format!("{director}: add-persons k{} {}", k + 1, said.join(" "));
        if self.cases[k].persons.is_empty() {
            self.say(format!("{line} => refused PERMISSION_DENIED NOT_ALLOWED"));
            return;
        }
        let elsewhere = |person: &usize| self.case_of(*person).is_some_and(|case| case != k);
        if persons.iter().any(elsewhere) {
            self.say(format!("{line} => refused FAILED_PRECONDITION PERSON_IN_CASE"));
            return;
        }
        let new: BTreeSet<usize> =
            persons.iter().copied().filter(|p| self.case_of(*p).is_none()).collect();
        if !new.is_empty() {
            // With the only one who was in it they are the director's choice.
            self.cases[k].apart &= self.cases[k].persons.len() > 1;
            self.enter(k, &new);
            self.inform(director, format!("case-persons-changed case=k{}", k + 1));
        }
        self.say(format!("{line} => ok persons={}", self.cases[k].persons()));
    }

    pub fn remove_person(&mut self, nth: usize, place: usize) {
        let Some(k) = pick(self.cases.len(), nth) else { return };
        let director = self.cases[k].director();
        let persons: Vec<usize> = self.cases[k].persons.keys().copied().collect();
        if persons.is_empty() {
            return;
        }
        let person = persons[place % persons.len()];
        let symbol = self.cases[k].persons[&person].clone();
        let line = format!("{director}: remove-person k{} person={symbol}", k + 1);
        if persons.len() == 1 {
            self.say(format!("{line} => refused fields person_id"));
            return;
        }
        let before: Vec<Vec<usize>> = (0..self.involvements.len()).map(|i| self.met(i)).collect();
        self.cases[k].persons.remove(&person);
        let mut told = BTreeSet::new();
        for a in self.active() {
            let after = self.met(a);
            let lost = before[a].iter().filter(|b| !after.contains(b));
            told.extend(lost.map(|b| (self.of(a), *b)));
        }
        for (organisation, other) in told {
            let with = shown(self.of(other));
            self.inform(ORGANISATIONS[organisation], format!("party-ended with={with} contact=-"));
        }
        for m in 0..self.matches.len() {
            for (joiner, other) in self.pairs(m) {
                if !self.touch(joiner, other) {
                    self.part(m, other);
                }
            }
        }
        self.inform(director, format!("case-persons-changed case=k{}", k + 1));
        self.say(format!("{line} => ok persons={}", self.cases[k].persons()));
    }

    pub fn classify(&mut self, nth: usize, two: bool) {
        let Some(k) = pick(self.cases.len(), nth) else { return };
        let former = self.cases[k].director();
        let case = &mut self.cases[k];
        if case.persons.is_empty() {
            return;
        }
        let said = if two {
            case.two = !case.two;
            if case.two { "category=MPG2" } else { "category=MPG1" }
        } else {
            case.nuisance = !case.nuisance;
            if case.nuisance { "nuisance=yes" } else { "nuisance=no" }
        };
        let director = case.director();
        self.say(format!("{former}: classify k{} {said} => ok director={director}", k + 1));
        if former == director {
            self.inform(director, format!("case-classified case=k{}", k + 1));
        } else {
            for office in [former, director] {
                self.inform(office, format!("case-director-changed case=k{}", k + 1));
            }
        }
        self.reroute(k);
        // Whoever hears of a ticket of the case hears of it once.
        let heard = self.open_ended.iter().any(|who| who == NO_CASE);
        if former == director && director != NO_CASE && !heard {
            self.inform(NO_CASE, format!("overview-classified case=k{}", k + 1));
        }
    }

    /// Something changed in the cases of these persons, as the overview of the district shows them.
    pub fn tell_overview(&mut self, change: &str, persons: &BTreeSet<usize>) {
        let of = |case: &Case| case.two && persons.iter().any(|p| case.persons.contains_key(p));
        let cases: Vec<usize> = (0..self.cases.len()).filter(|k| of(&self.cases[*k])).collect();
        for k in cases {
            self.inform(NO_CASE, format!("overview-{change} case=k{}", k + 1));
        }
    }

    /// Whose contact is overdue, and who is in which case.
    pub fn standing(&self) -> (Vec<bool>, Vec<Vec<usize>>) {
        let overdue = (0..self.matches.len()).map(|m| self.contact_is_overdue(m)).collect();
        let persons = self.cases.iter().map(|case| case.persons.keys().copied().collect());
        (overdue, persons.collect())
    }

    /// A step changed overdue contact, or who is in a case while contact is overdue: who keeps the overview
    /// may hear of it, besides what else the step brings. When exactly, the stories say.
    pub fn leave_overview_open(&mut self, (overdue, persons): &(Vec<bool>, Vec<Vec<usize>>)) {
        let now = self.standing();
        let contact = overdue.iter().zip(&now.0).any(|(before, after)| before != after);
        let moved = persons.iter().zip(&now.1).any(|(before, after)| before != after);
        let late = overdue.iter().chain(&now.0).any(|late| *late);
        if (contact || (moved && late)) && self.cases.iter().any(|case| case.two) {
            self.open_ended.push(NO_CASE.to_owned());
        }
    }

    /// Both offices look at their lists, and one director at one case.
    pub fn ask_for_cases(&mut self, nth: usize) {
        for office in [NO_CASE, "process-manager-zeeburg"] {
            self.list(office);
        }
        let Some(k) = pick(self.cases.len(), nth) else { return };
        let case = self.cases[k].clone();
        if case.persons.is_empty() {
            let line = format!("{}: case k{}", case.director(), k + 1);
            self.say(format!("{line} => refused PERMISSION_DENIED NOT_ALLOWED"));
            return;
        }
        let involved = self.naming(|person| case.persons.contains_key(person));
        // The office through which contact goes knows who a sensitive organisation is.
        let names = involved.iter().map(|i| match self.of(*i) {
            SENSITIVE if case.director() == NO_CASE => ORGANISATIONS[SENSITIVE].to_owned(),
            organisation => shown(organisation).to_owned(),
        });
        let names: Vec<String> = names.collect();
        let involved = if names.is_empty() { "nothing".to_owned() } else { names.join(" | ") };
        let (director, tickets) = (case.director(), self.tickets_of(k));
        let (cause, apart) = (case.cause, if case.keeps_apart() { "yes" } else { "no" });
        let line = format!(
            "{director}: case k{} => ok cause={cause} apart={apart} tickets={tickets}",
            k + 1
        );
        self.say(format!("{line} ; {involved}"));
        let other = if case.two { NO_CASE } else { "process-manager-zeeburg" };
        self.say(format!("{other}: case k{} => refused PERMISSION_DENIED NOT_ALLOWED", k + 1));
    }
}

/// A person as a case names it.
fn said(person: usize) -> String {
    let name = name(person);
    format!("person={}", name.split_once('=').map_or("", |(_, name)| name))
}
