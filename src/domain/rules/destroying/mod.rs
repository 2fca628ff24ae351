//! What goes when a registration must go, or a person in it? Everything that tells of it, in one
//! change: links, matches, tickets, kinship, places in cases, cases that nobody is left in. Whoever was
//! told is told to forget it, and what remains says only that something was destroyed.

mod needs;

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::{
    model::{
        agreement::MeetingRule,
        case::{Case, Cause},
        destruction::{Destruction, Ground},
        ids::{CaseId, DestructionId, InvolvementId, ObjectionId, SignalId},
        involvement::Involvement,
        notification::{CaseHappening, Event},
        party::{AreaCode, Party},
        person::{Identity, Person, Pseudonym},
        rights::objection::Objection,
        signal::Signal,
        ticket::Ticket,
    },
    rules::{
        case::{self, manager::Lost},
        context::Context,
        parents, settling, shielding,
    },
    state::{
        facts::Facts,
        keys::Key,
        lookup::Lookup,
        receipt::{Answer, ReceiptKey, Request},
        records::Record,
    },
};

pub use needs::{kin, needs, needs_of_cases, needs_of_signals};

/// The kinds of meetings in an area, with who chairs them.
pub type MeetingsIn<'a> = &'a (dyn Fn(&AreaCode) -> Vec<MeetingRule> + Sync);

/// A destruction in the making. Each record is edited here and written once.
pub struct Draft<'a> {
    facts: &'a Facts,
    ground: Ground,
    persons: BTreeMap<Pseudonym, Person>,
    /// Involvements that change; `None` for those that go.
    changed: BTreeMap<InvolvementId, Option<Involvement>>,
    cases: BTreeMap<CaseId, Case>,
    objections: BTreeMap<ObjectionId, Objection>,
    signals: BTreeMap<SignalId, Signal>,
}

impl<'a> Draft<'a> {
    /// Begins one.
    #[must_use]
    pub fn new(facts: &'a Facts, ground: Ground) -> Self {
        let (persons, changed) = (BTreeMap::new(), BTreeMap::new());
        let (cases, objections, signals) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        Self { facts, ground, persons, changed, cases, objections, signals }
    }

    fn present(&self, id: InvolvementId) -> Option<&Involvement> {
        match self.changed.get(&id) {
            Some(after) => after.as_ref(),
            None => self.facts.involvement(id),
        }
    }

    fn edit(&mut self, pseudonym: Pseudonym, change: impl FnOnce(&mut Person)) {
        let Some(before) = self.facts.person(pseudonym) else { return };
        change(self.persons.entry(pseudonym).or_insert_with(|| before.clone()));
    }

    fn person(&self, pseudonym: Pseudonym) -> Option<&Person> {
        self.persons.get(&pseudonym).or_else(|| self.facts.person(pseudonym))
    }

    /// Takes an involvement off everybody in `off`.
    fn unlink(&mut self, id: InvolvementId, off: impl Iterator<Item = Pseudonym>) {
        for pseudonym in off {
            self.edit(pseudonym, |person| {
                person.links.retain(|link| link.involvement != id);
                person.archived.retain(|link| link.involvement != id);
            });
        }
    }

    /// Destroys an involvement.
    pub fn destroy(&mut self, id: InvolvementId) {
        let Some(involvement) = self.present(id).cloned() else { return };
        self.unlink(id, involvement.reach().map(|(pseudonym, _)| pseudonym));
        for member in &involvement.members {
            self.edit_cases_of(&member.identity, |case| {
                case.managers.retain(|term| term.involvement != id);
            });
        }
        self.changed.insert(id, None);
    }

    /// Takes a person out of an involvement, with the parents that were reached by that person
    /// only. An involvement that names nobody else goes with it.
    pub fn take_out(&mut self, id: InvolvementId, who: &Identity) {
        let Some(before) = self.present(id).cloned() else { return };
        let mut after = before.clone();
        after.members.retain(|member| !member.identity.is(who));
        if after.members.is_empty() {
            return self.destroy(id);
        }
        let derived = parents::of_children(self.facts, &after.members);
        after.parents.retain(|own| !own.is(who) && derived.iter().any(|parent| parent.is(own)));
        let stays: BTreeSet<Pseudonym> = after.reach().map(|(pseudonym, _)| pseudonym).collect();
        let reached = before.reach().map(|(pseudonym, _)| pseudonym);
        self.unlink(id, reached.filter(|pseudonym| !stays.contains(pseudonym)));
        // Nobody may name that person any more: then a case that only the broker opened is left too.
        self.edit_cases_of(who, |_| ());
        if let Some(office) = after.shielded.take() {
            after.shielded = shielding::through(self.facts, &after, &office);
        }
        self.changed.insert(id, Some(after));
    }

    /// Whether any involvement, active or archived, still names a person.
    #[must_use]
    pub fn is_named(&self, who: &Identity) -> bool {
        who.pseudonyms().filter_map(|p| self.person(p)).any(Person::is_named)
    }

    /// Forgets what else is kept of a person: parents and children, a place in a case, a pending
    /// objection, the shield.
    pub fn forget(&mut self, who: &Identity) {
        self.forget_parents(who);
        for pseudonym in who.pseudonyms() {
            let Some(person) = self.person(pseudonym).cloned() else { continue };
            for child in person.children.iter().flat_map(Identity::pseudonyms) {
                self.edit(child, |child| child.parents.retain(|parent| !parent.is(who)));
            }
            for case in person.cases {
                self.edit_case(case, |case| case.persons.retain(|p| !p.identity.is(who)));
            }
            for id in person.objections {
                let Some(objection) = self.facts.objection(id) else { continue };
                let edited = self.objections.entry(id).or_insert_with(|| objection.clone());
                edited.lapse();
            }
            self.edit(pseudonym, |person| {
                person.children.clear();
                person.cases.clear();
                person.objections.clear();
                person.shielded = false;
            });
        }
    }

    /// Takes a person out of the concern signals that name it. Whoever ages out leaves them by their
    /// own deadline.
    pub fn forget_signals(&mut self, who: &Identity) {
        for before in needs::signals_with(self.facts, who).filter_map(|id| self.facts.signal(id)) {
            let signal = self.signals.entry(before.id).or_insert_with(|| before.clone());
            signal.members.retain(|member| !member.identity.is(who));
        }
    }

    /// Forgets who the parents of a person are.
    pub fn forget_parents(&mut self, who: &Identity) {
        for pseudonym in who.pseudonyms() {
            let parents = self.person(pseudonym).map(|person| person.parents.clone());
            for parent in parents.iter().flatten().flat_map(Identity::pseudonyms) {
                self.edit(parent, |parent| parent.children.retain(|child| !child.is(who)));
            }
            self.edit(pseudonym, |person| {
                person.parents.clear();
                person.parents_until = None;
            });
        }
    }

    /// An objection that this destruction decides is written with it.
    pub fn put_objection(&mut self, objection: Objection, decided: Option<&Identity>) {
        for pseudonym in decided.iter().flat_map(|who| who.pseudonyms()) {
            self.edit(pseudonym, |person| person.objections.retain(|id| *id != objection.id));
        }
        self.objections.insert(objection.id, objection);
    }

    /// Looks again at every case that somebody is in, and changes it.
    fn edit_cases_of(&mut self, who: &Identity, change: impl Fn(&mut Case)) {
        for pseudonym in who.pseudonyms() {
            let cases = self.person(pseudonym).map(|person| person.cases.clone());
            for case in cases.unwrap_or_default() {
                self.edit_case(case, &change);
            }
        }
    }

    fn edit_case(&mut self, id: CaseId, change: impl FnOnce(&mut Case)) {
        let Some(before) = self.facts.case(id) else { return };
        let case = self.cases.entry(id).or_insert_with(|| before.clone());
        change(case);
    }

    /// Where an involvement that goes, or that names nobody in the case any more, provided the
    /// family manager, there is none: the director is told.
    fn lose_managers(&mut self, ctx: &mut Context<'_>) {
        let tells = if self.is_own_act() { Lost::Own } else { Lost::ByOthers };
        let mut left = Vec::new();
        for (id, after) in &self.changed {
            let Some(before) = self.facts.involvement(*id) else { continue };
            for case in case::manager::managed(self.facts, before) {
                let edited = self.cases.get(&case.id).unwrap_or(case);
                let reaches = after.as_ref().is_some_and(|after| edited.names_any(after));
                // A case that nobody is left in goes as a whole.
                if !reaches && !edited.persons.is_empty() {
                    left.push(case.id);
                }
            }
        }
        for id in left {
            let facts = self.facts;
            let Some(before) = facts.case(id) else { continue };
            self.edit_case(id, |case| case::manager::lose(ctx, before, case, tells));
        }
    }

    /// Where nobody is involved any more with the family of a case, its director is told.
    fn tell_let_go(&self, ctx: &mut Context<'_>) {
        let mut seen = BTreeSet::new();
        let active = self.changed.keys().filter_map(|id| self.facts.involvement(*id));
        for involvement in active.filter(|involvement| involvement.is_active()) {
            for case in case::reach::cases(self.facts, involvement.named()) {
                let after = self.cases.get(&case.id).unwrap_or(case);
                let persons = after.persons.iter().flat_map(|person| person.identity.pseudonyms());
                let persons = persons.filter_map(|pseudonym| self.person(pseudonym));
                let helped = persons.flat_map(|person| &person.links).any(|link| link.named);
                if !helped && !after.persons.is_empty() && seen.insert(case.id) {
                    case::let_go::tell(ctx, case);
                }
            }
        }
    }

    /// Writes everything that changes, and tells who is to be told. `meetings` says who would chair those
    /// that are called off.
    pub fn finish(mut self, ctx: &mut Context<'_>, meetings: MeetingsIn<'_>) {
        self.leave_cases(ctx);
        self.write(ctx, meetings);
    }

    /// The same for persons whom only a concern signal named: the others of it stay in its case.
    pub fn write(mut self, ctx: &mut Context<'_>, meetings: MeetingsIn<'_>) {
        self.end_cases(ctx, meetings);
        self.lose_managers(ctx);
        self.tell_let_go(ctx);
        let settled = settling::settle(self.facts, &self.changed, ctx.now);
        let tells = |id: &InvolvementId| {
            let was_active = self.facts.involvement(*id).is_some_and(Involvement::is_active);
            was_active || matches!(self.ground, Ground::Unjustified | Ground::Objection)
        };
        let lost = settled.lost.iter().filter(|lost| tells(&lost.other));
        settled.tell(ctx, lost);
        self.tell_owners(ctx);
        self.destroy_tickets(ctx);
        self.keep_used(ctx);
        let involvements = self.changed.values().filter(|after| after.is_none()).count();
        let matches = settled.matches.values().filter(|after| after.is_none()).count();
        settled.write(ctx);
        for (id, after) in self.changed {
            match after {
                Some(involvement) => ctx.effects.put_involvement(involvement),
                None => ctx.effects.delete.push(Key::Involvement(id)),
            }
        }
        for (pseudonym, person) in self.persons {
            ctx.effects.put_person(pseudonym, person);
        }
        for (id, mut case) in self.cases {
            if case.persons.is_empty() {
                ctx.effects.delete.push(Key::Case(id));
            } else if self.facts.case(id) != Some(&case) {
                case.revision += 1;
                ctx.effects.put_case(case);
            }
        }
        for (id, signal) in self.signals {
            if signal.members.is_empty() {
                ctx.effects.delete.push(Key::Signal(id));
            } else if self.facts.signal(id) != Some(&signal) {
                ctx.effects.put_signal(signal);
            }
        }
        for objection in self.objections.into_values() {
            ctx.effects.put_objection(objection);
        }
        remember(ctx, self.ground, involvements, matches);
    }

    /// A case that only a ticket opened holds persons whom an organisation named; whom none names any more
    /// leaves it, and its director is told. Whom a director took up or confirmed, the director keeps, and whom a concern signal
    /// brought in stays until its director closes the case, or the person ages out of the signal.
    fn leave_cases(&mut self, ctx: &mut Context<'_>) {
        let by_ticket =
            self.cases.values().filter(|case| case.cause == Cause::Ticket && !case.is_confirmed());
        let was_named = |who: &Identity| {
            let mut before = who.pseudonyms().filter_map(|pseudonym| self.facts.person(pseudonym));
            before.any(Person::is_named)
        };
        let leaving: Vec<(CaseId, Identity)> = by_ticket
            .flat_map(|case| case.persons.iter().map(|person| (case.id, person.identity)))
            .filter(|(_, who)| was_named(who) && !self.is_named(who))
            .collect();
        for (id, who) in &leaving {
            self.edit_case(*id, |case| case.persons.retain(|person| !person.identity.is(who)));
            for pseudonym in who.pseudonyms() {
                self.edit(pseudonym, |person| person.cases.retain(|case| case != id));
            }
        }
        let left: BTreeSet<CaseId> = leaving.into_iter().map(|(id, _)| id).collect();
        for case in left.iter().filter_map(|id| self.cases.get(id)) {
            // Of one that goes as a whole, that is told.
            if case.is_live() && !case.persons.is_empty() {
                case::telling::notice(ctx, case, &case.director, CaseHappening::PersonsChanged);
            }
        }
    }

    fn is_gone(&self, id: InvolvementId) -> bool {
        self.changed.get(&id).is_some_and(Option::is_none)
    }

    /// A case that nobody is left in goes, and whoever follows it is told, or was to come to a meeting.
    /// Its closed tickets go with it. An open one is a knot of organisations about the family of the
    /// involvement that opened it: while that is there, it goes on by itself.
    fn end_cases(&self, ctx: &mut Context<'_>, meetings: MeetingsIn<'_>) {
        for id in self.cases.iter().filter(|(_, after)| after.persons.is_empty()).map(|(id, _)| *id)
        {
            let Some(case) = self.facts.case(id) else { continue };
            if !case.is_closed() {
                let mut told = case::telling::followers(case);
                told.extend(case.watcher());
                for party in told {
                    ctx.tell(party, Event::CaseDestroyed { case: id });
                }
                case::inviting::call_off(ctx, case, &meetings(&case.family.area));
            }
            let tickets = self.facts.tickets_of(id).chain(self.facts.tickets_closed(id));
            for ticket in tickets.filter_map(|id| self.facts.ticket(id)) {
                // In the own name of an office it is about nobody's registration: it goes with the family.
                let Some(own) = ticket.involvement else {
                    destroy_ticket(ctx, ticket);
                    continue;
                };
                match (self.is_gone(own), ticket.is_open()) {
                    (true, _) => {}
                    (false, false) => ctx.effects.delete.push(Key::Ticket(ticket.id)),
                    (false, true) => {
                        let revision = ticket.revision + 1;
                        ctx.effects.put_ticket(Ticket { case: None, revision, ..ticket.clone() });
                    }
                }
            }
        }
    }

    fn is_own_act(&self) -> bool {
        match self.ground {
            Ground::AgedOut | Ground::Death => false,
            Ground::Unjustified
            | Ground::ArchiveEnded
            | Ground::Objection
            | Ground::KinshipWithdrawn => true,
        }
    }

    /// The organisations whose registrations change by no act of their own. One in the archive
    /// never notifies.
    fn tell_owners(&self, ctx: &mut Context<'_>) {
        let own_act = self.is_own_act();
        for (id, after) in self.changed.iter().filter(|_| !own_act) {
            let Some(before) = self.facts.involvement(*id).filter(|i| i.is_active()) else {
                continue;
            };
            if after.as_ref().is_some_and(|after| after.members.len() == before.members.len()) {
                continue;
            }
            let whole = after.is_none();
            let event = Event::Removed { involvement: *id, ground: self.ground, whole };
            ctx.tell(Party::Organisation(before.organisation), event);
        }
    }

    /// Of a registration that went as a whole remains for a while that its id was used: a late retry must not
    /// bring back whom an objection or a death destroyed. See `registering`; an organisation that withdraws its
    /// own keeps the same.
    fn keep_used(&self, ctx: &mut Context<'_>) {
        if !matches!(self.ground, Ground::Objection | Ground::Death) {
            return;
        }
        let gone = self.changed.keys().filter(|id| self.is_gone(**id));
        for involvement in gone.filter_map(|id| self.facts.involvement(*id)) {
            let caller = Party::Organisation(involvement.organisation);
            let key = ReceiptKey { caller, request: involvement.id.0 };
            let used = Request { key, fingerprint: involvement.fingerprint };
            ctx.keep_for(&used, Answer::Done);
        }
    }

    /// Tickets hold the contact card of the involvement that opened them, and go with it. Whoever
    /// took part in one that was open is told.
    fn destroy_tickets(&self, ctx: &mut Context<'_>) {
        let gone = self.changed.keys().filter(|id| self.is_gone(**id));
        for id in gone.flat_map(|id| self.facts.tickets_by(*id)) {
            self.facts.ticket(id).into_iter().for_each(|ticket| destroy_ticket(ctx, ticket));
        }
    }
}

/// Destroys a ticket. Whoever took part in one that was open is told.
fn destroy_ticket(ctx: &mut Context<'_>, ticket: &Ticket) {
    for party in ticket.parties().into_iter().filter(|_| ticket.is_open()) {
        ctx.tell(party, Event::TicketDestroyed { ticket: ticket.id });
    }
    ctx.effects.delete.push(Key::Ticket(ticket.id));
}

/// Writes that something was destroyed, if something was.
pub fn remember(ctx: &mut Context<'_>, ground: Ground, involvements: usize, matches: usize) {
    if involvements + matches == 0 {
        return;
    }
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let (involvements, matches) = (count(involvements), count(matches));
    let id = DestructionId(ctx.fresh());
    let destruction = Destruction { id, at: ctx.now, ground, involvements, matches };
    ctx.effects.put.push((Key::Destruction(id), Record::Destruction(destruction)));
}
