//! What happens when a family moves? Own involvements and the case get the new area, open tickets
//! go where the covenant there points, and both directors are told; nothing is lost on the way.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::{
    model::{
        case::{Case, Family},
        ids::{CaseId, InvolvementId},
        involvement::Involvement,
        moving::{Moving, Whereto},
        notification::Event,
        party::{AreaCode, CategoryCode, OfficeId, Party},
        refusal::Refusal,
        routing::{Route, RouteQuestion, Router},
        ticket::Ticket,
    },
    rules::{
        access::Permit,
        case::{
            classifying::{self, Reclassified},
            directing, inviting, reach,
        },
        changing,
        context::Context,
        destroying::MeetingsIn,
        escalation::rerouting,
    },
    state::{
        facts::Facts,
        keys::Key,
        lists::List,
        loaded::{Loaded, Needs},
        lookup::Lookup,
        receipt::Answer,
    },
};

/// A report of a move.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ReportMove {
    /// Who moved.
    pub family: Moving,
    /// Where to.
    pub to: Whereto,
}

/// What the covenants say about families elsewhere.
#[derive(Clone, Copy)]
pub struct Surroundings<'a> {
    /// The facts that a family has in another area, and who directs it there. A category that the
    /// covenant there does not know becomes its default one.
    pub there: &'a dyn Fn(&Family, &AreaCode) -> (Family, OfficeId),
    /// The office to turn to for a family without a case.
    pub office: &'a dyn Fn(&AreaCode) -> OfficeId,
    /// The kinds of meetings in an area, with who chairs them.
    pub meetings: MeetingsIn<'a>,
    /// Where a ticket goes. Says what it had to take for granted in the derivation.
    pub router: Router<'a>,
}

/// What must be loaded before [`report`]; ask again until nothing is missing.
#[must_use]
pub fn needs(loaded: &Loaded, permit: &Permit, family: Moving) -> Needs {
    let mut keys = Vec::new();
    let mut lists = Vec::new();
    let cases: BTreeSet<CaseId> = match family {
        Moving::Case(id) => BTreeSet::from([id]),
        Moving::Involvement(id) => {
            keys.push(Key::Involvement(id));
            let own = changing::own(loaded, permit, id).ok();
            let named = || own.into_iter().flat_map(Involvement::named);
            keys.extend(named().map(Key::Person));
            let persons = || named().filter_map(|pseudonym| loaded.person(pseudonym));
            for link in persons().flat_map(|person| &person.links) {
                if own.is_some_and(|own| own.organisation == link.organisation) && link.named {
                    keys.push(Key::Involvement(link.involvement));
                    lists.push(List::MatchesOf(link.involvement));
                    keys.extend(loaded.matches_of(link.involvement).map(Key::Match));
                    lists.push(List::TicketsBy(link.involvement));
                    let tickets = loaded.tickets_by(link.involvement);
                    let tickets = tickets.filter_map(|id| loaded.ticket(id));
                    keys.extend(tickets.filter_map(|ticket| ticket.case).map(Key::Case));
                    keys.extend(loaded.tickets_by(link.involvement).map(Key::Ticket));
                }
            }
            persons().flat_map(|person| person.cases.iter().copied()).collect()
        }
    };
    for id in cases {
        keys.extend(classifying::needs_to_reclassify(loaded, id));
        lists.push(List::TicketsOf(id));
        // Who is invited to a meeting of it is told, as far as it is involved still. Nobody else's case is
        // looked into.
        let own = match family {
            Moving::Case(_) => directing::directed(loaded, permit, id).is_ok(),
            Moving::Involvement(_) => true,
        };
        if own && loaded.case(id).is_some_and(|case| !case.invitations.is_empty()) {
            keys.extend(reach::keys_of(loaded, id));
        }
    }
    Needs::missing(loaded, keys, lists)
}

/// Decides a move. The answer is the area in which the family counts as living afterwards.
///
/// # Errors
/// Not an own active involvement, not a case that the caller directs, or one that nobody follows any more.
pub fn report(
    ctx: &mut Context<'_>,
    command: &ReportMove,
    surroundings: &Surroundings<'_>,
) -> Result<AreaCode, Refusal> {
    let facts = ctx.facts;
    let permit = ctx.permit()?;
    // Whoever gave the case away by this very request may hear its answer once more.
    let replayed = ctx.replayed()?;
    if let Some(Answer::Moved(area)) = replayed {
        return Ok(area.clone());
    }
    let (own, cases) = who(facts, permit, command.family)?;
    let present = match (own.first(), cases.first()) {
        (Some(own), _) => own.area.clone(),
        (None, Some(case)) => case.family.area.clone(),
        (None, None) => return Err(Refusal::NotActive),
    };
    if replayed.is_some() {
        return Ok(present);
    }
    let mut told = BTreeSet::new();
    if cases.is_empty() {
        let (way, former) = ((&present, &command.to), (surroundings.office)(&present));
        told.extend(tell(ctx, command.family, way, former, surroundings.office)?);
    }
    // By the word of a party a case moves with the persons whom that party registered: of the others,
    // who were put together with them by a ticket or a signal, it knows nothing.
    let named = |case: &&Case| {
        let mut persons = case.persons.iter();
        persons.all(|person| own.iter().any(|own| own.names_person(&person.identity)))
    };
    let moves = |case: &&Case| own.is_empty() || !case.keeps_apart() || named(case);
    for case in &cases {
        let office = |area: &AreaCode| (surroundings.there)(&case.family, area).1;
        let way = (&case.family.area, &command.to);
        told.extend(tell(ctx, Moving::Case(case.id), way, case.director.clone(), &office)?);
    }
    tell_elsewhere(ctx, &own, (&present, &command.to), &told, surroundings.office)?;
    if let Whereto::Area(area) = &command.to {
        let by = Some(permit.party());
        let mut offices = Offices { directors: BTreeMap::new(), office: surroundings.office, area };
        for case in cases.into_iter().filter(moves) {
            let (family, director) = (surroundings.there)(&case.family, area);
            offices.directors.insert(case.director.clone(), director.clone());
            let adapted = |question: &RouteQuestion| {
                let former = &case.family.category;
                (surroundings.router)(question).map(|route| adapted(route, former, &family))
            };
            let new = Reclassified { family: family.clone(), director, by, despite: None };
            let (after, _) = classifying::reclassify(ctx, case, new, &adapted);
            let before = (surroundings.meetings)(&case.family.area);
            let kinds = (before.as_slice(), &*(surroundings.meetings)(area));
            inviting::moved_house(ctx, (case, &after), kinds);
        }
        bring_along(ctx, &own, &offices);
        take_tickets(ctx, &own, area, surroundings);
    }
    let after = match &command.to {
        Whereto::Area(area) => area.clone(),
        Whereto::Outside(_) => present,
    };
    ctx.keep(Answer::Moved(after.clone()));
    Ok(after)
}

/// Says in the derivation that the family's category is not one of the covenant there.
fn adapted(mut route: Route, former: &CategoryCode, family: &Family) -> Route {
    let category = &family.category;
    if former != category {
        let said = &mut route.derivation;
        said.facts.push(("former_category".to_owned(), former.to_string()));
        said.nl += &format!(" Dit convenant kent de categorie {former} niet; {category} geldt.");
        said.en += &format!(" This covenant has no category {former}; {category} holds.");
    }
    route
}

/// Whose family it is: the reporter's own active involvements with these persons, the one reported
/// by first, and the cases that they are in, as far as somebody follows them.
fn who<'a>(
    facts: &'a Facts,
    permit: &Permit,
    family: Moving,
) -> Result<(Vec<&'a Involvement>, Vec<&'a Case>), Refusal> {
    let id = match family {
        Moving::Case(id) => {
            permit.office()?;
            let case = directing::directed(facts, permit, id)?;
            let followed = case.is_followed().then_some(case).ok_or(Refusal::CaseClosed)?;
            return Ok((Vec::new(), vec![followed]));
        }
        Moving::Involvement(id) => id,
    };
    let own = changing::own(facts, permit, id)?;
    if !own.is_active() {
        return Err(Refusal::NotActive);
    }
    let persons = || own.named().filter_map(|pseudonym| facts.person(pseudonym));
    let links = persons().flat_map(|person| &person.links);
    let others: BTreeSet<InvolvementId> = links
        .filter(|link| link.named && link.organisation == own.organisation)
        .map(|link| link.involvement)
        .filter(|other| *other != id)
        .collect();
    let others = others.iter().filter_map(|other| facts.involvement(*other));
    // A family on which watch is kept after its case was closed takes the watch along.
    let cases = persons().flat_map(|person| &person.cases).filter_map(|id| facts.case(*id));
    let cases: BTreeMap<CaseId, &Case> =
        cases.filter(|case| case.is_followed()).map(|case| (case.id, case)).collect();
    Ok((std::iter::once(own).chain(others).collect(), cases.into_values().collect()))
}

/// Which office takes the place of which in an area.
struct Offices<'a> {
    /// The directors of cases.
    directors: BTreeMap<OfficeId, OfficeId>,
    /// The office of an area, for whoever has no case.
    office: &'a dyn Fn(&AreaCode) -> OfficeId,
    /// Where the family lives now.
    area: &'a AreaCode,
}

impl Offices<'_> {
    /// The one in the place of an office that was named for somebody in this area.
    fn now(&self, office: &OfficeId, former: &AreaCode) -> OfficeId {
        match self.directors.get(office) {
            Some(director) => director.clone(),
            None if *office == (self.office)(former) => (self.office)(self.area),
            None => office.clone(),
        }
    }
}

/// Gives own involvements the new area, wherever each stood. Their matches go on, with the offices of
/// the new area: the one that hears when no contact is made, and the one through which a sensitive
/// organisation is reached.
fn bring_along(ctx: &mut Context<'_>, own: &[&Involvement], offices: &Offices<'_>) {
    let facts = ctx.facts;
    let mut matches = BTreeMap::new();
    for involvement in own.iter().filter(|involvement| involvement.area != *offices.area) {
        let now = |office: &OfficeId| offices.now(office, &involvement.area);
        let withheld = involvement.withheld.as_ref().map(now);
        let shielded = involvement.shielded.as_ref().map(now);
        let area = offices.area.clone();
        let moved = Involvement { area, withheld, shielded, ..(*involvement).clone() };
        for matched in facts.matches_of(involvement.id).filter_map(|id| facts.matched(id)) {
            let entry = matches.entry(matched.id).or_insert_with(|| matched.clone());
            entry.director = now(&entry.director);
            for party in entry.parties.iter_mut().filter(|p| p.involvement == moved.id) {
                party.withheld = moved.through().cloned();
            }
        }
        ctx.effects.put_involvement(moved);
    }
    for matched in matches.into_values() {
        ctx.effects.put_match(matched);
    }
}

/// Routes open tickets that no case takes along: it was destroyed with the last person in it, or they are
/// older than cases. One that the covenant there refuses stays where it is.
fn take_tickets(
    ctx: &mut Context<'_>,
    own: &[&Involvement],
    area: &AreaCode,
    surroundings: &Surroundings<'_>,
) {
    let facts = ctx.facts;
    let by = ctx.party().ok();
    let tickets = own.iter().flat_map(|own| facts.tickets_by(own.id));
    let tickets = tickets.filter_map(|id| facts.ticket(id)).filter(|ticket| ticket.is_open());
    let alone = |ticket: &&Ticket| ticket.case.is_none_or(|case| facts.case(case).is_none());
    for ticket in tickets.filter(alone) {
        let RouteQuestion { area: from, category, nuisance, measure, .. } = ticket.facts.clone();
        let before = Family { area: from, category, nuisance, measure };
        let (family, _) = (surroundings.there)(&before, area);
        let adapted = |question: &RouteQuestion| {
            let route = (surroundings.router)(question);
            route.map(|route| adapted(route, &before.category, &family))
        };
        let _stays = rerouting::reroute(ctx, ticket, &family, by, &adapted).is_err();
    }
}

/// Tells the office of where the family lived, and that of where it lives now, and says whom it told.
/// Nobody when it lives there already.
fn tell(
    ctx: &mut Context<'_>,
    family: Moving,
    (from, to): (&AreaCode, &Whereto),
    former: OfficeId,
    office: &dyn Fn(&AreaCode) -> OfficeId,
) -> Result<BTreeSet<OfficeId>, Refusal> {
    let reporter = ctx.party()?;
    let mut offices = BTreeSet::from([former]);
    match to {
        Whereto::Area(area) if area == from => return Ok(BTreeSet::new()),
        Whereto::Area(area) => {
            offices.insert(office(area));
        }
        Whereto::Outside(_) => {}
    }
    for office in &offices {
        let (reporter, from, to) = (reporter.clone(), from.clone(), to.clone());
        ctx.tell(Party::Office(office.clone()), Event::Moved { family, reporter, from, to });
    }
    Ok(offices)
}

/// Tells the offices of the other areas in which own involvements stood: each once, of the one that stood
/// there, unless it was told already.
fn tell_elsewhere(
    ctx: &mut Context<'_>,
    own: &[&Involvement],
    (present, to): (&AreaCode, &Whereto),
    told: &BTreeSet<OfficeId>,
    office: &dyn Fn(&AreaCode) -> OfficeId,
) -> Result<(), Refusal> {
    let reporter = ctx.party()?;
    let stays = |area: &AreaCode| area == present || *to == Whereto::Area(area.clone());
    let mut others = BTreeMap::new();
    for involvement in own.iter().filter(|involvement| !stays(&involvement.area)) {
        others.entry(office(&involvement.area)).or_insert(*involvement);
    }
    for (former, involvement) in others.into_iter().filter(|(office, _)| !told.contains(office)) {
        let family = Moving::Involvement(involvement.id);
        let (reporter, from, to) = (reporter.clone(), involvement.area.clone(), to.clone());
        ctx.tell(Party::Office(former), Event::Moved { family, reporter, from, to });
    }
    Ok(())
}
