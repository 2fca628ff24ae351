//! What does the office see that keeps the overview of a district, and when is it told? That each of
//! its families is in a case, whoever directs it (plan §§ 2.4, 2.5, 2.8): no person, nobody involved
//! but the family manager, no content.

use crate::domain::{
    model::{
        case::{Case, CaseState},
        ids::CaseId,
        moving::Moving,
        notification::{Event, OverviewChange},
        party::{AreaCode, CategoryCode, OfficeId, Party},
        spoken::Spoken,
        ticket::Ticket,
        time::Day,
    },
    rules::{case::reach, context::Context},
    state::{
        effects::Effects,
        facts::Facts,
        keys::Key,
        lists::List,
        loaded::{Loaded, Needs},
        lookup::Lookup,
        records::Record,
    },
};

/// Which families of a district are asked for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Filter {
    /// In one of these areas.
    pub areas: Vec<AreaCode>,
    /// Only of this category.
    pub category: Option<CategoryCode>,
    /// Closed ones too.
    pub closed: bool,
    /// Only what is spoken so.
    pub reference: Option<Spoken>,
}

impl Filter {
    /// Whether a case is asked for.
    #[must_use]
    pub fn picks(&self, case: &Case) -> bool {
        let of = |category: &CategoryCode| *category == case.family.category;
        let closed = matches!(case.state, CaseState::Closed { .. });
        self.areas.contains(&case.family.area)
            && self.category.as_ref().is_none_or(of)
            && (self.closed || !closed)
            && self.reference.is_none_or(|reference| Spoken::of(case.id.0) == reference)
    }
}

/// That a family is in a case.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Overview {
    /// The case; whoever shows it leaves out who is in it.
    pub case: Case,
    /// Whether contact with the family manager goes through another office.
    pub manager_withheld: bool,
    /// How many of its tickets are open.
    pub open_tickets: usize,
    /// Whether contact after a match of those involved is overdue.
    pub contact_overdue: bool,
}

/// What must be loaded before [`see`]; ask again until nothing is missing.
#[must_use]
pub fn needs(loaded: &Loaded, ids: &[CaseId]) -> Needs {
    let (mut keys, mut lists) = (Vec::new(), Vec::new());
    for id in ids {
        keys.extend(reach::keys_of(loaded, *id));
        lists.push(List::TicketsOf(*id));
        let Some(case) = loaded.case(*id) else { continue };
        keys.extend(case.manager().map(|term| Key::Involvement(term.involvement)));
        if !case.is_live() {
            continue;
        }
        for link in reach::links(loaded, case) {
            lists.push(List::MatchesOf(link.involvement));
            keys.extend(loaded.matches_of(link.involvement).map(Key::Match));
        }
    }
    Needs::missing(loaded, keys, lists)
}

/// What an office sees of a case, as long as the filter picks it.
#[must_use]
pub fn see(
    facts: &Facts,
    office: &OfficeId,
    filter: &Filter,
    id: CaseId,
    today: Day,
) -> Option<Overview> {
    let case = facts.case(id).filter(|case| filter.picks(case))?;
    let manager = case.manager().and_then(|term| facts.involvement(term.involvement));
    let through = manager.and_then(|manager| manager.through());
    let live = Some(case).filter(|case| case.is_live());
    let involved = live.into_iter().flat_map(|case| reach::links(facts, case));
    let mut matches = involved.flat_map(|link| facts.matches_of(link.involvement));
    let contact_overdue =
        matches.any(|id| facts.matched(id).is_some_and(|matched| matched.is_late(today)));
    Some(Overview {
        manager_withheld: through.is_some_and(|through| through != office),
        open_tickets: facts.tickets_of(id).count(),
        contact_overdue,
        case: case.clone(),
    })
}

/// What changed in a case, as far as the overview shows it: the first of several.
fn changed(before: &Case, after: &Case) -> Option<OverviewChange> {
    let manager =
        |case: &Case| case.manager().map(|term| (term.involvement, term.since, term.card.clone()));
    let plan = |case: &Case| {
        let next = case.next_milestone().map(str::to_owned);
        case.plan.as_ref().map(|plan| (plan.start, plan.extensions.len(), next))
    };
    // What comes next, and what has passed without it.
    let next = |case: &Case| {
        let plan = case.plan.as_ref();
        let missed = plan.map_or(0, |plan| plan.milestones.iter().filter(|one| one.missed).count());
        let unseen = case.watch.as_ref().is_some_and(|watch| watch.missed);
        (case.next_due(), missed, plan.is_some_and(|plan| plan.over), unseen)
    };
    let is_open = |case: &Case| matches!(case.state, CaseState::Open);
    let watches = |case: &Case| matches!(case.state, CaseState::Watching { .. });
    let ended = is_open(before) && !is_open(after) || watches(before) && !watches(after);
    let differs = [
        (ended, OverviewChange::Closed),
        (before.director != after.director, OverviewChange::Director),
        (before.family != after.family, OverviewChange::Classified),
        (manager(before) != manager(after), OverviewChange::FamilyManager),
        (plan(before) != plan(after) || next(before) != next(after), OverviewChange::Plan),
    ];
    differs.into_iter().find_map(|(differs, change)| differs.then_some(change))
}

/// Whether a ticket counts otherwise, or lies on another step.
fn stands_otherwise(before: Option<&Ticket>, after: &Ticket) -> bool {
    before.is_none_or(|before| {
        before.is_open() != after.is_open() || before.facts.step != after.facts.step
    })
}

/// Of which case an event tells an office.
fn tells_of(event: &Event) -> Option<CaseId> {
    match event {
        Event::Ticket { case, .. } => *case,
        Event::Case { case, .. } | Event::Overview { case, .. } | Event::CaseDestroyed { case } => {
            Some(*case)
        }
        Event::Moved { family: Moving::Case(case), .. } => Some(*case),
        _ => None,
    }
}

/// Whether a decision tells somebody of the case of an event already: nobody hears of it twice.
pub(super) fn hears(effects: &Effects, party: &Party, event: &Event) -> bool {
    let case = tells_of(event);
    let mut told = effects.notify.iter();
    told.any(|(to, notification)| to == party && tells_of(&notification.event) == case)
}

/// Tells the offices that keep the overview of what a decision changes in cases that they do not
/// direct. `overseer` says which office that is in an area.
pub fn tell(ctx: &mut Context<'_>, overseer: &dyn Fn(&AreaCode) -> OfficeId) {
    let mut told: Vec<(OfficeId, Event)> = Vec::new();
    let facts = ctx.facts;
    for (key, record) in &ctx.effects.put {
        match record {
            Record::Case(after) => {
                // What has a fresh id was not asked for: there is none yet.
                let before = facts.has(key).then(|| facts.case(after.id)).flatten();
                told.extend(of_case(before, after, overseer));
            }
            Record::Ticket(after) => {
                let before = facts.has(key).then(|| facts.ticket(after.id)).flatten();
                if stands_otherwise(before, after) {
                    told.extend(of_ticket(after, overseer));
                }
            }
            _ => {}
        }
    }
    for key in &ctx.effects.delete {
        let Key::Case(id) = key else { continue };
        // What was kept of a closed case goes in silence.
        let Some(case) = facts.case(*id).filter(|case| !case.is_closed()) else { continue };
        let office = overseer(&case.family.area);
        if office != case.director {
            told.push((office, Event::CaseDestroyed { case: *id }));
        }
    }
    // Cases before their tickets: what changed in a case says more.
    told.sort_by_key(|(_, event)| {
        matches!(event, Event::Overview { change: OverviewChange::Tickets, .. })
    });
    for (office, event) in told {
        let party = Party::Office(office);
        if !hears(&ctx.effects, &party, &event) {
            ctx.tell(party, event);
        }
    }
}

/// Whoever directs a case, or did so until now, hears of it as its director.
fn of_case(
    before: Option<&Case>,
    after: &Case,
    overseer: &dyn Fn(&AreaCode) -> OfficeId,
) -> Vec<(OfficeId, Event)> {
    let directs =
        |office: &OfficeId| [before, Some(after)].iter().flatten().any(|c| c.director == *office);
    let event = |case: &Case, change| Event::Overview {
        case: case.id,
        change,
        area: case.family.area.clone(),
        category: case.family.category.clone(),
        director: case.director.clone(),
    };
    let here = overseer(&after.family.area);
    let there = before.map(|before| (before, overseer(&before.family.area)));
    let mut told = Vec::new();
    let change = match &there {
        None => Some(OverviewChange::Opened),
        Some((before, office)) if *office == here => changed(before, after),
        // The former district hears nothing of the new one.
        Some((before, office)) => {
            told.push((office.clone(), event(before, OverviewChange::MovedAway)));
            Some(OverviewChange::Opened)
        }
    };
    told.extend(change.map(|change| (here, event(after, change))));
    told.retain(|(office, _)| !directs(office));
    told
}

fn of_ticket(
    ticket: &Ticket,
    overseer: &dyn Fn(&AreaCode) -> OfficeId,
) -> Option<(OfficeId, Event)> {
    let office = overseer(ticket.area());
    let event = Event::Overview {
        case: ticket.case?,
        change: OverviewChange::Tickets,
        area: ticket.area().clone(),
        category: ticket.category().clone(),
        director: ticket.director.clone(),
    };
    (office != ticket.director).then_some((office, event))
}
