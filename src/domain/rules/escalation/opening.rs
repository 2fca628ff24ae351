//! Opening a ticket: step 1 lies with the opener's own organisation; the covenant says who is told.

use crate::domain::{
    model::{
        agreement::Measure,
        calendar::add_working_days_but,
        case::{Cause, Family},
        ids::{CaseId, InvolvementId, TicketId},
        involvement::{Fingerprint, Involvement},
        notification::TicketHappening,
        party::{CategoryCode, Oin, Party},
        person::Identity,
        refusal::Refusal,
        routing::{Route, RouteQuestion, Router, Track},
        terms::Terms,
        ticket::{ByOffice, Obstacle, SkipReason, Ticket, TicketState},
    },
    rules::{
        access::Permit,
        case::{self, opening::ByBroker, persons::TermsOf},
        changing,
        context::Context,
        escalation::{
            asking,
            happening::{Happening, happen},
            moving::handler,
            seeing,
        },
        matching, nobodys,
    },
    state::{
        facts::Facts,
        keys::Key,
        loaded::{Loaded, Needs},
        lookup::Lookup,
    },
};

/// What an organisation asks when it opens a ticket.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OpenTicket {
    /// The caller's id.
    pub id: TicketId,
    /// The own involvement with the family.
    pub involvement: InvolvementId,
    /// Track.
    pub track: Track,
    /// What goes wrong.
    pub obstacle: Obstacle,
    /// Against whom.
    pub target: Option<Oin>,
    /// Category of the family.
    pub category: CategoryCode,
    /// Nuisance in public space.
    pub nuisance: bool,
    /// Hash of the request.
    pub fingerprint: Fingerprint,
}

/// What must be loaded before [`open`]; ask again until nothing is missing.
#[must_use]
pub fn needs(loaded: &Loaded, permit: &Permit, command: &OpenTicket) -> Needs {
    let mut keys = vec![Key::Ticket(command.id), Key::Involvement(command.involvement)];
    // Of an involvement of others nothing but itself: see [`changing::needs_of_own`].
    let persons = changing::own(loaded, permit, command.involvement).map(|involvement| {
        keys.extend(matching::needs(loaded, involvement));
        let persons = named(involvement);
        keys.extend(case::opening::needs_by_broker(loaded, &persons));
        persons
    });
    let nobodys = persons.map_or_else(|_| Vec::new(), |persons| nobodys::cases(loaded, &persons));
    Needs::missing(loaded, keys, Vec::new()).with_nobodys(nobodys)
}

/// The persons of an involvement.
fn named(involvement: &Involvement) -> Vec<Identity> {
    involvement.members.iter().map(|member| member.identity).collect()
}

/// Decides the opening. The first ticket opens the family's case; in a family that has one, the
/// case says how the family is classified and where it lives.
///
/// # Errors
/// Not an own active involvement, an id used before, the own organisation as target, or a refusal
/// of the covenant (the judiciary cannot be escalated to).
pub fn open(
    ctx: &mut Context<'_>,
    command: &OpenTicket,
    router: Router<'_>,
    terms: TermsOf<'_>,
) -> Result<Ticket, Refusal> {
    let facts = ctx.facts;
    let permit = ctx.permit()?;
    let opener = permit.organisation()?;
    if let Some(known) = facts.ticket(command.id) {
        return match known {
            known if known.opener != Some(opener) || !seeing::within(permit, known) => {
                Err(Refusal::NotAllowed)
            }
            known if known.fingerprint == command.fingerprint => Ok(known.clone()),
            _ => Err(Refusal::IdReused),
        };
    }
    let involvement = changing::own(facts, permit, command.involvement)?;
    if !involvement.is_active() {
        return Err(Refusal::NotActive);
    }
    if command.target == Some(opener) {
        return Err(Refusal::field("target_oin", "must be another organisation than the own"));
    }
    let persons = named(involvement);
    // Once a director directs, the classification is the director's.
    let known = case::opening::existing(facts, &persons).map(|case| case.family.clone());
    let family = known.unwrap_or_else(|| Family {
        area: involvement.area.clone(),
        category: command.category.clone(),
        nuisance: command.nuisance,
        measure: Measure::None,
    });
    let question = RouteQuestion {
        track: command.track,
        step: 1,
        category: family.category.clone(),
        nuisance: family.nuisance,
        measure: family.measure,
        area: family.area.clone(),
        target: command.target,
        handled_by: None,
        mandate_used: false,
        // What an organisation is not shown, the answer to its question does not tell either.
        absence: absence(
            facts,
            involvement,
            (command.obstacle, command.target),
            terms(involvement),
            |other| other.through().is_none(),
        ),
    };
    let target_matched = is_matched(facts, involvement, command.target, terms(involvement));
    let mut route = router(&question).map_err(Refusal::Route)?;
    let director = route.director.clone();
    for office in case::keeping::directors(facts, &persons) {
        if office != director && !route.informed.contains(&office) {
            route.informed.push(office);
        }
    }
    let opening = ByBroker { persons: &persons, cause: Cause::Ticket, family, director };
    let case = case::opening::by_broker(ctx, &opening);
    let new = NewTicket {
        id: command.id,
        involvement: Some(involvement),
        case: case.id,
        target_matched,
        obstacle: command.obstacle,
        facts: question,
        by: permit.party().clone(),
        by_office: None,
        skipped: None,
        fingerprint: command.fingerprint,
    };
    Ok(begin(ctx, new, route))
}

/// Whether a ticket is about an organisation that stays away from the meetings of this very family, among
/// the involvements that count. One that does not match must not learn of it: for the covenant it is no
/// absence.
#[must_use]
pub fn absence(
    facts: &Facts,
    involvement: &Involvement,
    (obstacle, target): (Obstacle, Option<Oin>),
    terms: &Terms,
    counts: impl Fn(&Involvement) -> bool,
) -> bool {
    obstacle == Obstacle::AbsentFromMeetings
        && matched(facts, involvement, target, terms).any(counts)
}

/// Whether the target is involved with the family of an involvement, and so may know of a ticket.
#[must_use]
pub fn is_matched(facts: &Facts, own: &Involvement, target: Option<Oin>, terms: &Terms) -> bool {
    matched(facts, own, target, terms).next().is_some()
}

/// The involvements of the target with the family.
fn matched<'a>(
    facts: &'a Facts,
    involvement: &Involvement,
    target: Option<Oin>,
    terms: &Terms,
) -> impl Iterator<Item = &'a Involvement> {
    let (own, reach) = (involvement.organisation, involvement.reach());
    let found = target.map(|_| matching::find(facts, own, involvement.id, reach, terms));
    let others = found.into_iter().flatten().filter_map(|(id, _)| facts.involvement(id));
    others.filter(move |other| Some(other.organisation) == target)
}

/// A ticket that is to be: the one decision serves whoever opens it, the office that directs, and the
/// meetings from which somebody stays away.
pub struct NewTicket<'a> {
    /// Its id.
    pub id: TicketId,
    /// The involvement of the organisation for which it is opened; `None` in the own name of an office.
    pub involvement: Option<&'a Involvement>,
    /// The case of the family.
    pub case: CaseId,
    /// Whether the target may know of it.
    pub target_matched: bool,
    /// What goes wrong.
    pub obstacle: Obstacle,
    /// The facts by which it was routed, of the step on which it begins.
    pub facts: RouteQuestion,
    /// Who opens it.
    pub by: Party,
    /// The office that opens it, in the name of the organisation or in its own, and why.
    pub by_office: Option<ByOffice>,
    /// Why it does not begin on step 1.
    pub skipped: Option<SkipReason>,
    /// Hash of the opening request.
    pub fingerprint: Fingerprint,
}

/// Opens a ticket where the covenant's answer says, and tells everybody who takes part.
pub fn begin(ctx: &mut Context<'_>, new: NewTicket<'_>, route: Route) -> Ticket {
    let involvement = new.involvement;
    let opener = involvement.map(|own| own.organisation);
    let handler = handler(&route, &opener.map_or_else(|| new.by.clone(), Party::Organisation));
    // Whoever takes up what it asks itself needs no word of it.
    let own = opener.is_none() && handler == new.by;
    let mut ticket = Ticket {
        id: new.id,
        revision: 0,
        state: TicketState::Open,
        opener,
        involvement: involvement.map(|own| own.id),
        case: Some(new.case),
        card: involvement.map(|own| own.card.clone()),
        shielded: involvement.is_none_or(|own| own.shielded.is_some()),
        obstacle: new.obstacle,
        facts: RouteQuestion { nuisance: route.nuisance, ..new.facts },
        target_matched: new.target_matched,
        handlers: vec![handler.clone()],
        by_mandate: route.by_mandate,
        last_step: route.last_step,
        director: route.director,
        informed: route.informed,
        derivation: route.derivation,
        opened: ctx.now,
        due: Some(add_working_days_but(ctx.today(), route.term_working_days, &route.days_off)),
        overdue: false,
        history: Vec::new(),
        fingerprint: new.fingerprint,
        by_office: new.by_office,
        asked: Vec::new(),
    };
    let asked = asking::ask(ctx.today(), &mut ticket, &route.asked, &route.days_off);
    let happening = Happening {
        rule: Some(ticket.derivation.rule.clone()),
        assigned: if own { Vec::new() } else { vec![handler] },
        what: TicketHappening::Opened,
        by: Some(new.by),
        skipped: new.skipped,
        also: Vec::new(),
        asked,
    };
    happen(ctx, &mut ticket, happening);
    ctx.effects.put_ticket(ticket.clone());
    ticket
}
