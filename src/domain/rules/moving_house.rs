//! What happens when a family moves? Own involvements and the case get the new area, open tickets
//! go where the covenant there points, and both directors are told; nothing is lost on the way.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::domain::{
    model::{
        case::record::{self, Case, Family},
        escalation::Router,
        ids::{CaseId, FreshIds, InvolvementId, NotificationId},
        involvement::Involvement,
        notification::{Event, Notification},
        party::{AreaCode, OfficeId, Party},
        refusal::Refusal,
        routing::{Route, RouteQuestion},
        time::Time,
    },
    rules::{
        access::Permit,
        case::{classifying, reach},
        changing,
    },
    state::{
        receipt::{Answer, Request},
        record::{Effects, Key, List, Loaded, Needs},
    },
};

/// Code of a municipality: four digits (CBS).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub struct Municipality(u16);

impl Municipality {
    /// Reads a code; `None` unless it is exactly four digits.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.len() == 4 && text.bytes().all(|b| b.is_ascii_digit());
        digits.then(|| text.parse().ok().map(Self))?
    }
}

impl std::fmt::Display for Municipality {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04}", self.0)
    }
}

/// By what a family that moves is named.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Moving {
    /// An involvement of the reporting organisation.
    Involvement(InvolvementId),
    /// A case that the reporting office directs.
    Case(CaseId),
}

/// Where a family went.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Whereto {
    /// To an area of a covenant.
    Area(AreaCode),
    /// Out of every covenant; to this municipality, when it is known.
    Outside(Option<Municipality>),
}

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
    /// Where a ticket goes. Says what it had to take for granted in the derivation.
    pub router: Router<'a>,
}

/// What must be loaded before [`report`]; ask again until nothing is missing.
#[must_use]
pub fn needs(loaded: &Loaded, permit: &Permit, request: &Request, family: Moving) -> Needs {
    let mut keys = vec![Key::Receipt(request.key.clone())];
    let mut lists = Vec::new();
    let cases: BTreeSet<CaseId> = match family {
        Moving::Case(id) => BTreeSet::from([id]),
        Moving::Involvement(id) => {
            keys.push(Key::Involvement(id));
            let own = changing::own(loaded, permit, id).ok();
            let named = || own.into_iter().flat_map(reach::named);
            keys.extend(named().map(Key::Person));
            let persons = || named().filter_map(|pseudonym| loaded.person(pseudonym));
            for link in persons().flat_map(|person| &person.links) {
                if own.is_some_and(|own| own.organisation == link.organisation) && link.named {
                    keys.push(Key::Involvement(link.involvement));
                    lists.push(List::MatchesOf(link.involvement));
                    keys.extend(loaded.matches_of(link.involvement).map(Key::Match));
                }
            }
            persons().flat_map(|person| person.cases.iter().copied()).collect()
        }
    };
    for id in cases {
        keys.extend(classifying::needs_to_reclassify(loaded, id));
        lists.push(List::TicketsOf(id));
    }
    Needs::missing(loaded, keys, lists)
}

/// Decides a move. The answer is the area in which the family counts as living afterwards.
///
/// # Errors
/// Not an own active involvement, not a live case that the caller directs.
pub fn report(
    loaded: &Loaded,
    permit: &Permit,
    request: &Request,
    command: &ReportMove,
    surroundings: &Surroundings<'_>,
    ids: &mut FreshIds,
    now: Time,
) -> Result<(AreaCode, Effects), Refusal> {
    let (own, cases) = who(loaded, permit, command.family)?;
    let present = match (own.first(), cases.first()) {
        (Some(own), _) => own.area.clone(),
        (None, Some(case)) => case.family.area.clone(),
        (None, None) => return Err(Refusal::NotActive),
    };
    if request.replayed(loaded)?.is_some() {
        return Ok((present, Effects::default()));
    }
    let mut effects = Effects::default();
    let mut told = Told { permit, to: &command.to, ids, now, effects: &mut effects };
    if cases.is_empty() && command.to != Whereto::Area(present.clone()) {
        told.both(command.family, &present, (surroundings.office)(&present), surroundings.office);
    }
    for case in &cases {
        told.both(Moving::Case(case.id), &case.family.area, case.director.clone(), &|area| {
            (surroundings.there)(&case.family, area).1
        });
    }
    if let Whereto::Area(area) = &command.to {
        let by = Some(permit.party());
        let mut offices = Offices::new(&present, area, surroundings.office);
        for case in cases {
            let (family, director) = (surroundings.there)(&case.family, area);
            offices.0.insert(case.director.clone(), director.clone());
            let adapted = |question: &RouteQuestion| {
                (surroundings.router)(question).map(|route| adapted(route, case, &family))
            };
            classifying::reclassify(
                loaded,
                case,
                family.clone(),
                director,
                by,
                &adapted,
                ids,
                now,
                &mut effects,
            );
        }
        bring_along(loaded, &own, area, &offices, &mut effects);
    }
    request.keep(Answer::Done, now, &mut effects);
    let after = match &command.to {
        Whereto::Area(area) => area.clone(),
        Whereto::Outside(_) => present,
    };
    Ok((after, effects))
}

/// Says in the derivation that the family's category is not one of the covenant there.
fn adapted(mut route: Route, case: &Case, family: &Family) -> Route {
    let (former, category) = (&case.family.category, &family.category);
    if former != category {
        let said = &mut route.derivation;
        said.facts.push(("former_category".to_owned(), former.to_string()));
        said.nl += &format!(" Dit convenant kent de categorie {former} niet; {category} geldt.");
        said.en += &format!(" This covenant has no category {former}; {category} holds.");
    }
    route
}

/// Whose family it is: the reporter's own active involvements with these persons, the one reported
/// by first, and the live cases that they are in.
fn who<'a>(
    loaded: &'a Loaded,
    permit: &Permit,
    family: Moving,
) -> Result<(Vec<&'a Involvement>, Vec<&'a Case>), Refusal> {
    let id = match family {
        Moving::Case(id) => {
            permit.office()?;
            return Ok((Vec::new(), vec![record::live(loaded, permit, id, "")?]));
        }
        Moving::Involvement(id) => id,
    };
    let own = changing::own(loaded, permit, id)?;
    if !own.is_active() {
        return Err(Refusal::NotActive);
    }
    let persons = || reach::named(own).filter_map(|pseudonym| loaded.person(pseudonym));
    let links = persons().flat_map(|person| &person.links);
    let others: BTreeSet<InvolvementId> = links
        .filter(|link| link.named && link.organisation == own.organisation)
        .map(|link| link.involvement)
        .filter(|other| *other != id)
        .collect();
    let others = others.iter().filter_map(|other| loaded.involvement(*other));
    let cases: BTreeMap<CaseId, &Case> =
        reach::cases(loaded, reach::named(own)).map(|case| (case.id, case)).collect();
    Ok((std::iter::once(own).chain(others).collect(), cases.into_values().collect()))
}

/// Which office takes the place of which.
struct Offices(BTreeMap<OfficeId, OfficeId>);

impl Offices {
    fn new(from: &AreaCode, to: &AreaCode, office: &dyn Fn(&AreaCode) -> OfficeId) -> Self {
        Self(BTreeMap::from([(office(from), office(to))]))
    }

    fn now(&self, office: &OfficeId) -> OfficeId {
        self.0.get(office).unwrap_or(office).clone()
    }
}

/// Gives own involvements the new area. Their matches go on, with the offices of the new area: the
/// one that hears when no contact is made, and the one through which a sensitive organisation is
/// reached.
fn bring_along(
    loaded: &Loaded,
    own: &[&Involvement],
    area: &AreaCode,
    offices: &Offices,
    effects: &mut Effects,
) {
    let mut matches = BTreeMap::new();
    for involvement in own.iter().filter(|involvement| involvement.area != *area) {
        let withheld = involvement.withheld.as_ref().map(|office| offices.now(office));
        let moved = Involvement { area: area.clone(), withheld, ..(*involvement).clone() };
        for matched in loaded.matches_of(involvement.id).filter_map(|id| loaded.matched(id)) {
            let entry = matches.entry(matched.id).or_insert_with(|| matched.clone());
            entry.director = offices.now(&matched.director);
            for party in entry.parties.iter_mut().filter(|p| p.involvement == moved.id) {
                party.withheld = moved.withheld.clone();
            }
        }
        effects.put_involvement(moved);
    }
    for matched in matches.into_values() {
        effects.put_match(matched);
    }
}

/// Telling the directors.
struct Told<'a> {
    permit: &'a Permit,
    to: &'a Whereto,
    ids: &'a mut FreshIds,
    now: Time,
    effects: &'a mut Effects,
}

impl Told<'_> {
    /// Tells the office of where the family lived, and that of where it lives now. Nobody when it
    /// lives there already.
    fn both(
        &mut self,
        family: Moving,
        from: &AreaCode,
        former: OfficeId,
        office: &dyn Fn(&AreaCode) -> OfficeId,
    ) {
        let mut offices = BTreeSet::from([former]);
        match self.to {
            Whereto::Area(area) if area == from => return,
            Whereto::Area(area) => {
                offices.insert(office(area));
            }
            Whereto::Outside(_) => {}
        }
        for office in offices {
            let event = Event::Moved {
                family,
                reporter: self.permit.party().clone(),
                from: from.clone(),
                to: self.to.clone(),
            };
            let id = NotificationId(self.ids.take());
            let notification = Notification { id, at: self.now, event };
            self.effects.notify.push((Party::Office(office), notification));
        }
    }
}
