//! What should happen? Tickets on the ladder: who handles each step, and what is refused.

use std::collections::BTreeSet;

use crate::naive::{Model, SENSITIVE, State, pick};

const TERM: u32 = 10;

#[derive(Clone)]
pub struct Ticket {
    /// Of whoever opened it; none in the own name of an office.
    involvement: Option<usize>,
    opener: String,
    /// Its family's case.
    pub case: usize,
    facts: Facts,
    step: u32,
    handlers: Vec<String>,
    /// Who handled so far, and whether it came by a hand-over.
    history: Vec<(String, bool)>,
    open: bool,
    /// Destroyed with the involvement that opened it, or with its case.
    gone: bool,
    age: u32,
    overdue: bool,
}

#[derive(Clone)]
pub struct Facts {
    target: Option<&'static str>,
    /// MPG2 instead of MPG1.
    two: bool,
    nuisance: bool,
    /// The office that handled step 2; else the one that should have.
    before: Option<String>,
}

impl Facts {
    fn director(&self) -> &'static str {
        if self.two { "process-manager-zeeburg" } else { "coordinator-zeeburg" }
    }

    /// Who handles a step above the first.
    fn handler(&self, step: u32) -> &'static str {
        let before = match (step, &self.before) {
            (3, None) => self.handler(2),
            (_, before) => before.as_deref().unwrap_or_default(),
        };
        match (step, self.target, before, self.nuisance) {
            (2, Some("debt-zeeburg"), ..) => "coordinator-zeeburg",
            (2, Some(_), ..) => "process-manager-zeeburg",
            (2, None, ..) => self.director(),
            (_, _, "coordinator-zeeburg", false) => "portfolio-holder-zeeburg",
            (_, _, "coordinator-zeeburg", true) => "chair-zeeburg",
            (_, _, _, false) => "region-portfolio-holder",
            (_, _, _, true) => "mayor",
        }
    }
}

impl Model {
    pub fn handled_by(&self, who: &str) -> String {
        let own = self.tickets.iter().zip(1..).filter(|(t, _)| t.handlers.iter().any(|h| h == who));
        let names: Vec<String> = own.map(|(_, id)| format!("t{id}")).collect();
        if names.is_empty() { "nothing".to_owned() } else { names.join(" | ") }
    }

    pub fn open(&mut self, nth: usize, target: usize, two: bool, nuisance: bool) {
        let Some(i) = pick(self.involvements.len(), nth) else { return };
        if self.of(i) == SENSITIVE {
            return;
        }
        let target = [None, Some("debt-zeeburg"), Some("bjaa")][target];
        let t = self.tickets.len() + 1;
        let against = target
            .map_or("track=A obstacle=no_agreement".to_owned(), |o| format!("track=B target={o}"));
        let category = if two { "MPG2" } else { "MPG1" };
        let flag = if nuisance { " nuisance=yes" } else { "" };
        let who = self.who(i);
        let line = format!(
            "{who}: open-ticket t{t} involvement=i{} {against} category={category}{flag}",
            i + 1
        );
        let refused = match self.involvements[i].state {
            State::Destroyed => Some("PERMISSION_DENIED NOT_ALLOWED"),
            State::Archived => Some("FAILED_PRECONDITION NOT_ACTIVE"),
            State::Active if target == Some(who) => Some("fields target_oin"),
            State::Active => None,
        };
        if let Some(refused) = refused {
            self.say(format!("{line} => refused {refused}"));
            return;
        }
        let (case, new) = self.case_of_ticket(i, two, nuisance);
        // Once a director directs, the classification is the director's.
        let (two, nuisance) = (self.cases[case].two, self.cases[case].nuisance);
        let facts = Facts { target, two, nuisance, before: None };
        let director = facts.director();
        self.tickets.push(Ticket {
            involvement: Some(i),
            opener: who.to_owned(),
            case,
            facts,
            step: 1,
            handlers: vec![who.to_owned()],
            history: vec![(who.to_owned(), false)],
            open: true,
            gone: false,
            age: 0,
            overdue: false,
        });
        self.say(format!("{line} => ok step=1 handler={who} director={director}"));
        self.inform(who, format!("ticket-assigned ticket=t{t}"));
        if target.is_some() {
            self.inform("coordinator-zeeburg", format!("ticket-opened ticket=t{t}"));
        }
        self.concerned(t - 1);
        if new {
            self.find_case(case);
        }
    }

    /// The director of a case opens one in its own name: nobody manages a family here.
    pub fn open_in_own_name(&mut self, nth: usize, target: usize) {
        let Some(k) = pick(self.cases.len(), nth) else { return };
        let target = [None, Some("debt-zeeburg"), Some("bjaa")][target];
        let t = self.tickets.len() + 1;
        let against = target
            .map_or("track=A obstacle=no_agreement".to_owned(), |o| format!("track=B target={o}"));
        let case = &self.cases[k];
        let director = case.director();
        let line =
            format!("{director}: open-ticket t{t} case=k{} {against} reason=own_initiative", k + 1);
        let refused = match case.keeps_apart() {
            _ if case.persons.is_empty() => Some("PERMISSION_DENIED NOT_ALLOWED"),
            true => Some("FAILED_PRECONDITION PERSONS_APART"),
            false => None,
        };
        if let Some(refused) = refused {
            self.say(format!("{line} => refused {refused}"));
            return;
        }
        let facts = Facts { target, two: case.two, nuisance: case.nuisance, before: None };
        let handler = facts.handler(2);
        self.tickets.push(Ticket {
            involvement: None,
            opener: director.to_owned(),
            case: k,
            facts,
            step: 2,
            handlers: vec![handler.to_owned()],
            history: vec![(handler.to_owned(), false)],
            open: true,
            gone: false,
            age: 0,
            overdue: false,
        });
        let said = format!("opener={director} handler={handler} director={director}");
        self.say(format!("{line} => ok step=2 {said}"));
        self.inform(director, format!("ticket-opened ticket=t{t}"));
        if handler != director {
            self.inform(handler, format!("ticket-assigned ticket=t{t}"));
        }
        self.concerned(t - 1);
    }

    /// The family of a case is another one: its open tickets go where such a family's go.
    pub fn reroute(&mut self, case: usize) {
        let (two, nuisance) = (self.cases[case].two, self.cases[case].nuisance);
        for t in 0..self.tickets.len() {
            let it = &self.tickets[t];
            let same = (it.facts.two, it.facts.nuisance) == (two, nuisance);
            if it.case != case || !it.open || same {
                continue;
            }
            self.concerned(t);
            let opener = self.tickets[t].opener.clone();
            let it = &mut self.tickets[t];
            let director = it.facts.director();
            it.facts = Facts { two, nuisance, before: None, ..it.facts.clone() };
            let handler = if it.step == 1 { &opener } else { it.facts.handler(it.step) };
            let stays = it.handlers.iter().any(|h| h == handler);
            if !stays {
                it.handlers = vec![handler.to_owned()];
            }
            if !stays || it.facts.director() != director {
                it.history.push((it.handlers[0].clone(), false));
            }
            if !stays {
                self.inform(handler, format!("ticket-assigned ticket=t{}", t + 1));
            }
            self.concerned(t);
        }
    }

    /// The open tickets of a case.
    pub fn tickets_of(&self, case: usize) -> String {
        let own = self.tickets.iter().zip(1..).filter(|(t, _)| t.case == case && t.open);
        let names: Vec<String> = own.map(|(_, id)| format!("t{id}")).collect();
        if names.is_empty() { "-".to_owned() } else { names.join(",") }
    }

    /// Everybody who may hear of a step of a ticket.
    fn concerned(&mut self, t: usize) {
        let t = &self.tickets[t];
        let opener = t.opener.clone();
        let handlers = t.handlers.iter().chain(t.history.iter().map(|(who, _)| who)).cloned();
        let mut all: Vec<String> = handlers.collect();
        all.extend([
            opener,
            "coordinator-zeeburg".to_owned(),
            "process-manager-zeeburg".to_owned(),
        ]);
        all.extend(
            ["debt-zeeburg", "bjaa"]
                .map(str::to_owned)
                .into_iter()
                .filter(|o| t.facts.target == Some(o.as_str())),
        );
        self.open_ended.extend(all);
    }

    /// Who asks: a handler of an open ticket, or else its opener, who always sees it.
    fn actor(&self, t: usize, by_handler: bool) -> String {
        let it = &self.tickets[t];
        let handler = it.handlers.last().filter(|_| by_handler);
        handler.cloned().unwrap_or_else(|| it.opener.clone())
    }

    /// The tickets of an involvement go with it.
    pub fn destroy_tickets(&mut self, i: usize) {
        self.destroy(|ticket| ticket.involvement == Some(i));
    }

    /// What an office asked in its own name goes with its case.
    pub fn destroy_own(&mut self, case: usize) {
        self.destroy(|ticket| ticket.involvement.is_none() && ticket.case == case);
    }

    fn destroy(&mut self, of: impl Fn(&Ticket) -> bool) {
        for t in 0..self.tickets.len() {
            if !of(&self.tickets[t]) || self.tickets[t].gone {
                continue;
            }
            if self.tickets[t].open {
                self.concerned(t);
                let opener = self.tickets[t].opener.clone();
                self.inform(&opener, format!("ticket-destroyed ticket=t{}", t + 1));
            }
            let it = &mut self.tickets[t];
            (it.open, it.gone) = (false, true);
            it.handlers.clear();
        }
    }

    /// Why somebody cannot move a ticket, if so.
    fn not_handled(&self, t: usize, actor: &str) -> Option<&'static str> {
        let it = &self.tickets[t];
        match it.open {
            _ if it.gone => Some("PERMISSION_DENIED NOT_ALLOWED"),
            false => Some("FAILED_PRECONDITION TICKET_CLOSED"),
            true if !it.handlers.iter().any(|h| h == actor) => {
                Some("PERMISSION_DENIED NOT_HANDLER")
            }
            true => None,
        }
    }

    pub fn ticket(&mut self, nth: usize, verb: usize, by_handler: bool) {
        let Some(t) = pick(self.tickets.len(), nth) else { return };
        let id = t + 1;
        let call = ["escalate", "resolve", "withdraw", "rule", "ticket"][verb];
        let more = ["", " how=agreement", "", " item=school:take_part:2027-01-04", ""][verb];
        let actor = self.actor(t, by_handler && call != "withdraw");
        let line = format!("{actor}: {call} t{id}{more}");
        let it = &self.tickets[t];
        if it.gone {
            self.say(format!("{line} => refused PERMISSION_DENIED NOT_ALLOWED"));
            return;
        }
        if call == "ticket" {
            let handlers = if it.open { it.handlers.join(",") } else { "nobody".to_owned() };
            let (step, director) = (it.step, it.facts.director());
            self.say(format!("{line} => ok step={step} handler={handlers} director={director}"));
            return;
        }
        let organisation = it.involvement.is_some() && actor == it.opener;
        let refused = match call {
            // At the door: organisations never rule.
            "rule" if organisation => Some("PERMISSION_DENIED NOT_ALLOWED"),
            "withdraw" if it.open => None,
            _ => self.not_handled(t, &actor),
        };
        let refused = refused.or(match call {
            "escalate" if it.step == 3 => Some("FAILED_PRECONDITION LAST_STEP"),
            "rule" if it.step < 3 => Some("FAILED_PRECONDITION NOT_LAST_STEP"),
            _ => None,
        });
        if let Some(refused) = refused {
            self.say(format!("{line} => refused {refused}"));
            return;
        }
        self.concerned(t);
        let it = &mut self.tickets[t];
        if call == "escalate" {
            it.facts.before = Some(it.handlers[0].clone()).filter(|_| it.step > 1);
            it.step += 1;
            let handler = it.facts.handler(it.step).to_owned();
            it.handlers = vec![handler.clone()];
            it.history.push((handler.clone(), false));
            (it.age, it.overdue) = (0, false);
            let step = it.step;
            self.say(format!("{line} => ok step={step} handler={handler} overdue=no"));
            self.inform(&handler, format!("ticket-assigned ticket=t{id}"));
            self.concerned(t);
        } else {
            it.open = false;
            it.handlers.clear();
            let state = ["", "resolved", "withdrawn", "ruled"][verb];
            self.say(format!("{line} => ok state={state} handler=nobody"));
            if call == "rule" {
                self.inform("school", format!("ticket-ruled ticket=t{id}"));
                self.open_ended.push("school".to_owned());
            }
        }
    }

    pub fn hand_over(&mut self, nth: usize, change: usize, by_handler: bool) {
        let Some(t) = pick(self.tickets.len(), nth) else { return };
        let actor = self.actor(t, by_handler);
        let it = &self.tickets[t];
        let mut facts = it.facts.clone();
        let (mut target, what) = (None, change % 3);
        match what {
            0 => facts.two = !facts.two,
            1 => facts.nuisance = !facts.nuisance,
            _ => {
                let other = if facts.target == Some("bjaa") { "debt-zeeburg" } else { "bjaa" };
                (target, facts.target) = (Some(other), Some(other));
            }
        }
        let category = if facts.two { "MPG2" } else { "MPG1" };
        let nuisance = if facts.nuisance { "yes" } else { "no" };
        let said = match target {
            Some(target) => format!("target={target}"),
            None if what == 0 => format!("category={category}"),
            None => format!("nuisance={nuisance}"),
        };
        let opener = it.opener.clone();
        let handler = if it.step == 1 { &opener } else { facts.handler(it.step) };
        let line = format!("{actor}: hand-over t{} {said}", t + 1);
        // Against another organisation the same office may go on.
        let stays = it.handlers.iter().any(|h| h == handler);
        let refused = self.not_handled(t, &actor).or(match target {
            Some(target) if target == opener => Some("fields target_oin"),
            None if stays => Some("FAILED_PRECONDITION ROUTE_UNCHANGED"),
            _ => None,
        });
        if let Some(refused) = refused {
            self.say(format!("{line} => refused {refused}"));
            return;
        }
        self.concerned(t);
        let it = &mut self.tickets[t];
        // To and fro between the same two: the third time both have it.
        let present = it.handlers[0].clone();
        let between = |a: &str, b: &str| {
            BTreeSet::from([a, b]) == BTreeSet::from([present.as_str(), handler])
        };
        let before = it.history.windows(2).filter(|w| w[1].1 && between(&w[0].0, &w[1].0)).count();
        it.handlers = match before {
            _ if stays => it.handlers.clone(),
            2.. if it.handlers.len() == 1 => vec![handler.to_owned(), present],
            _ => vec![handler.to_owned()],
        };
        it.history.push((it.handlers[0].clone(), true));
        it.facts = facts;
        let (step, handlers, director) = (it.step, it.handlers.join(","), it.facts.director());
        self.say(format!("{line} => ok step={step} handler={handlers} director={director}"));
        if !stays {
            self.inform(handler, format!("ticket-assigned ticket=t{}", t + 1));
        }
        self.concerned(t);
    }

    /// Whoever has to do with it hears that the term of the step has passed, once.
    pub fn overdue(&mut self, days: u32) {
        for t in 0..self.tickets.len() {
            let it = &mut self.tickets[t];
            it.age += days;
            if !it.open || it.overdue || it.age <= TERM {
                continue;
            }
            it.overdue = true;
            let mut told: BTreeSet<String> = it.handlers.iter().cloned().collect();
            told.insert(it.facts.director().to_owned());
            told.insert(it.opener.clone());
            for who in told {
                self.inform(&who, format!("ticket-overdue ticket=t{}", t + 1));
            }
        }
    }
}
