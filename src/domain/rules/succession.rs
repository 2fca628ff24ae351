//! What becomes of open work when a covenant no longer knows the office, area, category or organisation
//! that it stands under, or nobody is left in the office? It follows to what has taken the place of the
//! name, or to who acts for the office; or it is counted as stranded.
//!
//! Each record follows by itself, in one change: whatever interrupts the broker, what has followed knows
//! the new name and what has not is found again.

use std::collections::BTreeMap;

use crate::domain::{
    model::{
        case::{Case, CaseState, Classification, Family, MAX_CLASSIFICATIONS},
        involvement::Involvement,
        matches::Match,
        notification::{CaseHappening, SignalHappening, TicketHappening},
        party::{AreaCode, CategoryCode, OfficeId, Oin, Party},
        rights::objection::{Decision, Objection},
        roster::Name,
        routing::RouteQuestion,
        signal::{Outcome, Signal},
        ticket::Ticket,
    },
    rules::{
        case::telling,
        context::Context,
        escalation::happening::{Happening, happen},
        signal::delivering,
    },
    state::{keys::Key, lookup::Lookup as _, records::Record},
};

/// What a new covenant says of the names of a former one. `None`: it has none in its place.
pub trait Successors: Sync {
    /// The office that acts for the one of this name now: that one itself while there is somebody in it.
    fn office(&self, id: &OfficeId) -> Option<OfficeId>;
    /// The office that is meant by this name now, whoever acts for it; itself while it is known.
    fn named_now(&self, id: &OfficeId) -> Option<OfficeId>;
    /// The area that is meant by this name now.
    fn area(&self, code: &AreaCode) -> Option<AreaCode>;
    /// The category that is meant by this name in an area, which is named as it is now.
    fn category(&self, area: &AreaCode, code: &CategoryCode) -> Option<CategoryCode>;
    /// Whether an organisation is party. Its number is its identity: nothing takes its place.
    fn is_party(&self, oin: &Oin) -> bool;
    /// The office that directs a family like this.
    fn director(&self, family: &Family) -> OfficeId;
}

/// A kind of open work.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Work {
    /// A case that is not closed for good.
    Case,
    /// A case for which it provides the family manager.
    Managed,
    /// A case over which it keeps watch.
    Watch,
    /// An open ticket.
    Ticket,
    /// A concern signal that nobody took up.
    Signal,
    /// A match in which somebody still owes contact.
    FollowUp,
    /// Contact that goes through it, because others may not see who is involved.
    Contact,
    /// An objection that is still to be decided.
    Objection,
    /// An active involvement.
    Involvement,
    /// A notification that was not acknowledged.
    Message,
}

impl Work {
    /// What so many of them are called.
    #[must_use]
    pub fn words(self, count: u64) -> &'static str {
        let (one, several) = match self {
            Self::Case => ("open case", "open cases"),
            Self::Managed => ("case with its family manager", "cases with its family manager"),
            Self::Watch => ("case under its watch", "cases under its watch"),
            Self::Ticket => ("open ticket", "open tickets"),
            Self::Signal => ("concern signal not taken up", "concern signals not taken up"),
            Self::FollowUp => ("match without contact yet", "matches without contact yet"),
            Self::Contact => ("contact that goes through it", "contacts that go through it"),
            Self::Objection => ("objection to be decided", "objections to be decided"),
            Self::Involvement => ("active involvement", "active involvements"),
            Self::Message => ("message not acknowledged", "messages not acknowledged"),
        };
        if count == 1 { one } else { several }
    }
}

/// Open work by the name that it stands under and its kind. Counts only: nobody is named.
pub type Stranded = BTreeMap<(Name, Work), u64>;

/// Names under which a record holds open work, each once.
struct Held<'a> {
    by: &'a dyn Successors,
    found: Vec<(Name, Work)>,
}

impl Held<'_> {
    fn office(&mut self, id: &OfficeId, work: Work) {
        if self.by.office(id).is_none() {
            self.add(Name::Office(id.clone()), work);
        }
    }

    fn organisation(&mut self, oin: Oin, work: Work) {
        if !self.by.is_party(&oin) {
            self.add(Name::Organisation(oin), work);
        }
    }

    fn party(&mut self, party: &Party, work: Work) {
        match party {
            Party::Office(id) => self.office(id, work),
            Party::Organisation(oin) => self.organisation(*oin, work),
        }
    }

    fn area(&mut self, code: &AreaCode, work: Work) {
        if self.by.area(code).is_none() {
            self.add(Name::Area(code.clone()), work);
        }
    }

    fn family(&mut self, area: &AreaCode, category: &CategoryCode, work: Work) {
        match self.by.area(area) {
            None => self.add(Name::Area(area.clone()), work),
            Some(now) if self.by.category(&now, category).is_none() => {
                self.add(Name::Category(category.clone()), work);
            }
            Some(_) => {}
        }
    }

    fn add(&mut self, name: Name, work: Work) {
        if !self.found.contains(&(name.clone(), work)) {
            self.found.push((name, work));
        }
    }
}

/// Under which names that go, and have nothing in their place, a record holds open work.
#[must_use]
pub fn stranded(record: &Record, by: &dyn Successors) -> Vec<(Name, Work)> {
    let mut held = Held { by, found: Vec::new() };
    match record {
        Record::Case(case) => case_held(case, &mut held),
        Record::Ticket(ticket) if ticket.is_open() => {
            held.office(&ticket.director, Work::Ticket);
            held.party(&ticket.opened_by(), Work::Ticket);
            held.family(ticket.area(), ticket.category(), Work::Ticket);
            for handler in &ticket.handlers {
                held.party(handler, Work::Ticket);
            }
        }
        Record::Signal(signal) if signal.is_open() => {
            held.party(&signal.recipient, Work::Signal);
            held.office(&signal.director, Work::Signal);
            held.area(&signal.area, Work::Signal);
        }
        Record::Involvement(involvement) if involvement.is_active() => {
            held.organisation(involvement.organisation, Work::Involvement);
            held.area(&involvement.area, Work::Involvement);
            for through in [&involvement.withheld, &involvement.shielded].into_iter().flatten() {
                held.office(through, Work::Contact);
            }
        }
        Record::Match(matched) if !matched.owing().is_empty() => {
            held.office(&matched.director, Work::FollowUp);
        }
        Record::Objection(objection) if objection.is_open() => {
            held.office(&objection.registrar, Work::Objection);
            let pending = |decision| decision == Decision::Pending;
            for part in objection.parts.iter().filter(|part| pending(part.decision)) {
                held.office(&part.officer, Work::Objection);
                held.organisation(part.organisation, Work::Objection);
            }
        }
        _ => {}
    }
    held.found
}

fn case_held(case: &Case, held: &mut Held<'_>) {
    if matches!(case.state, CaseState::Closed { .. }) {
        return;
    }
    held.office(&case.director, Work::Case);
    held.family(&case.family.area, &case.family.category, Work::Case);
    if let Some(manager) = case.manager().filter(|_| case.is_live()) {
        held.organisation(manager.organisation, Work::Managed);
    }
    if let Some(watch) = case.watch.as_ref().filter(|watch| watch.runs()) {
        held.party(&watch.by, Work::Watch);
    }
}

/// The names as they are now; a name without successor stays.
struct Renamed<'a>(&'a dyn Successors);

impl Renamed<'_> {
    fn office(&self, id: &mut OfficeId) {
        if let Some(now) = self.0.office(id) {
            *id = now;
        }
    }

    /// By its name of now, whoever acts for it.
    fn named(&self, id: &mut OfficeId) {
        if let Some(now) = self.0.named_now(id) {
            *id = now;
        }
    }

    fn party(&self, party: &mut Party) {
        if let Party::Office(id) = party {
            self.office(id);
        }
    }

    /// What happened, happened at an office: who acts for it now had no part in it.
    fn past(&self, party: &mut Party) {
        if let Party::Office(id) = party {
            self.named(id);
        }
    }

    fn area(&self, code: &mut AreaCode) {
        if let Some(now) = self.0.area(code) {
            *code = now;
        }
    }

    fn family(&self, area: &mut AreaCode, category: &mut CategoryCode) {
        self.area(area);
        if let Some(now) = self.0.category(area, category) {
            *category = now;
        }
    }

    fn case(&self, case: &mut Case) {
        self.family(&mut case.family.area, &mut case.family.category);
        self.office(&mut case.director);
        case.watch.iter_mut().for_each(|watch| self.party(&mut watch.by));
    }

    fn ticket(&self, ticket: &mut Ticket) {
        self.family(&mut ticket.facts.area, &mut ticket.facts.category);
        self.office(&mut ticket.director);
        ticket.facts.handled_by.iter_mut().for_each(|office| self.office(office));
        ticket.handlers.iter_mut().for_each(|party| self.party(party));
        ticket.informed.iter_mut().for_each(|office| self.office(office));
        ticket.by_office.iter_mut().for_each(|by| self.office(&mut by.office));
        // Nobody else answers for an organisation.
        ticket.asked.iter_mut().for_each(|asked| self.named(&mut asked.office));
        // Former handlers may look at it still, under the name by which they come in now.
        let former = ticket.history.iter_mut().flat_map(|step| step.handlers.iter_mut());
        former.for_each(|party| self.past(party));
    }

    fn signal(&self, signal: &mut Signal) {
        self.area(&mut signal.area);
        self.office(&mut signal.director);
        self.party(&mut signal.recipient);
        let others = signal.informed.iter_mut().chain(&mut signal.passed);
        others.for_each(|party| self.party(party));
        if let Some(Outcome::MultiProblemFamily(category)) = &mut signal.outcome
            && let Some(now) = self.0.category(&signal.area, category)
        {
            *category = now;
        }
        signal.history.iter_mut().for_each(|step| self.past(&mut step.recipient));
    }

    fn involvement(&self, involvement: &mut Involvement) {
        self.area(&mut involvement.area);
        let through = [&mut involvement.withheld, &mut involvement.shielded];
        through.into_iter().flatten().for_each(|office| self.office(office));
    }

    fn matched(&self, matched: &mut Match) {
        self.office(&mut matched.director);
        let through = matched.parties.iter_mut().filter_map(|party| party.withheld.as_mut());
        through.for_each(|office| self.office(office));
    }

    fn objection(&self, objection: &mut Objection) {
        // Whoever acts for an empty office is no privacy officer by that: it stays where it is.
        self.named(&mut objection.registrar);
        objection.parts.iter_mut().for_each(|part| self.named(&mut part.officer));
    }
}

/// The record under the names as they are now; `None` when it holds no other one.
fn renamed(record: &Record, by: &dyn Successors) -> Option<Record> {
    let names = Renamed(by);
    let mut after = record.clone();
    match &mut after {
        Record::Case(case) => names.case(case),
        Record::Ticket(ticket) => names.ticket(ticket),
        Record::Signal(signal) => names.signal(signal),
        Record::Involvement(involvement) => names.involvement(involvement),
        Record::Match(matched) => names.matched(matched),
        Record::Objection(objection) => names.objection(objection),
        _ => return None,
    }
    (after != *record).then_some(after)
}

/// Whether a record follows to another name.
#[must_use]
pub fn follows(record: &Record, by: &dyn Successors) -> bool {
    renamed(record, by).is_some()
}

/// Decides that a record follows: it is written under the names as they are now, and whoever has open
/// work by that is told as of any move. Nothing when it has followed already.
pub fn follow(ctx: &mut Context<'_>, key: &Key, by: &dyn Successors) {
    let Some(before) = ctx.facts.get(key) else { return };
    let Some(after) = renamed(before, by) else { return };
    let after = match (before, after) {
        (Record::Case(before), Record::Case(after)) => {
            Record::Case(Box::new(follow_case(ctx, before, *after, by)))
        }
        (Record::Ticket(before), Record::Ticket(after)) => {
            Record::Ticket(Box::new(follow_ticket(ctx, before, *after, by)))
        }
        (Record::Signal(before), Record::Signal(after)) => {
            Record::Signal(Box::new(follow_signal(ctx, before, *after)))
        }
        (_, after) => after,
    };
    ctx.effects.put.push((key.clone(), after));
}

/// A family in another area or category is directed by whom the covenant names for it, as after any
/// move; otherwise by the office that has taken the place of the former one.
fn follow_case(ctx: &mut Context<'_>, before: &Case, mut after: Case, by: &dyn Successors) -> Case {
    after.revision += 1;
    if !before.is_live() {
        return after;
    }
    if after.family != before.family {
        after.director = by.director(&after.family);
    }
    let (family, director) = (after.family.clone(), after.director.clone());
    if (&family, &director) == (&before.family, &before.director) {
        return after;
    }
    after.classifications.push(Classification {
        at: ctx.now,
        by: None,
        family,
        director,
        despite: None,
    });
    if after.classifications.len() > MAX_CLASSIFICATIONS {
        // How it began stays.
        after.classifications.remove(1);
    }
    let another = after.director != before.director;
    let what = if another { CaseHappening::DirectorChanged } else { CaseHappening::Classified };
    telling::notice(ctx, &after, &after.director, what);
    if another && by.office(&before.director).as_ref() == Some(&before.director) {
        // Somebody is there still, who must know that the office directs no more.
        telling::notice(ctx, &after, &before.director, what);
    }
    after
}

fn follow_ticket(
    ctx: &mut Context<'_>,
    before: &Ticket,
    mut after: Ticket,
    by: &dyn Successors,
) -> Ticket {
    let elsewhere = after.area() != before.area() || after.category() != before.category();
    if after.is_open() && elsewhere {
        let RouteQuestion { area, category, nuisance, measure, .. } = after.facts.clone();
        after.director = by.director(&Family { area, category, nuisance, measure });
    }
    let same = after.handlers == before.handlers && after.director == before.director;
    if !after.is_open() || same {
        after.revision += 1;
        return after;
    }
    let former = |party: &&Party| !before.handlers.contains(party);
    let assigned = after.handlers.iter().filter(former).cloned().collect();
    // Who handled it before is told where there is somebody now; the history keeps the office.
    let history = std::mem::take(&mut after.history);
    let mut also: Vec<Party> = history.iter().flat_map(|step| step.handlers.clone()).collect();
    also.iter_mut().for_each(|party| Renamed(by).party(party));
    let what = TicketHappening::Rerouted;
    let asked = Vec::new();
    let happening = Happening { what, by: None, rule: None, skipped: None, assigned, also, asked };
    happen(ctx, &mut after, happening);
    after.history.splice(0..0, history);
    after
}

/// Whoever must act now has it as if it had just come in; its sender sees that it went on.
fn follow_signal(ctx: &mut Context<'_>, before: &Signal, mut after: Signal) -> Signal {
    if after.is_open() && after.recipient != before.recipient {
        delivering::deliver(ctx, &mut after, SignalHappening::Referred);
        let sender = Party::Organisation(after.sender);
        delivering::tell(ctx, &after, [sender].into(), SignalHappening::Referred);
    }
    after
}
