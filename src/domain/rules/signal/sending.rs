//! Sending a concern signal: the covenant says who must act, who hears of it, and whether it waits.

use std::collections::BTreeSet;

use crate::domain::{
    model::{
        agreement::{ConcernQuestion, ConcernRoute, ConcernRouter, Measure},
        case::{Case, Cause, Family},
        ids::{NotificationId, SignalId},
        involvement::{ContactCard, Fingerprint},
        notification::SignalHappening,
        party::{AreaCode, CategoryCode, Party},
        person::{Identity, Member},
        refusal::Refusal,
        reported::Reported,
        signal::{Alarm, Clock, Discussed, Signal, SignalState},
        terms::Terms,
        time::Day,
    },
    rules::{
        case::opening::{self, ByBroker},
        context::Context,
        nobodys, registering,
        signal::{delivering, seeing},
    },
    state::{
        facts::Facts,
        keys::Key,
        loaded::{Loaded, Needs},
        lookup::Lookup,
    },
};

/// Under this age somebody is a child for the routing of signals, whatever the age at which the
/// covenant's regime ends (Jeugdwet art. 1.1).
pub const CHILD_UNDER_YEARS: i16 = 18;

/// What an organisation asks when it sends a signal. Parsed: every field is valid by itself.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SendSignal {
    /// The caller's id.
    pub id: SignalId,
    /// The persons of the household, each once.
    pub members: Vec<Member>,
    /// Days of birth of the children among them; not kept.
    pub births: Vec<Day>,
    /// Whom the recipient should call.
    pub card: ContactCard,
    /// Where the family lives.
    pub area: AreaCode,
    /// Acute danger to a child.
    pub acute: bool,
    /// Whether it was discussed with the family first; if not, why.
    pub discussed: Discussed,
    /// On which ground, where the covenant asks.
    pub reported: Option<Reported>,
    /// Hash of the request apart from the persons.
    pub fingerprint: Fingerprint,
}

impl SendSignal {
    fn persons(&self) -> Vec<Identity> {
        self.members.iter().map(|member| member.identity).collect()
    }

    /// Whether a child under 18 is in the household on this day.
    #[must_use]
    pub fn children(&self, today: Day) -> bool {
        self.births.iter().any(|birth| birth.plus_years(CHILD_UNDER_YEARS) > today)
    }
}

/// What the covenant of the family's area says.
#[derive(Clone, Copy)]
pub struct Surroundings<'a> {
    /// Who acts on a signal.
    pub router: ConcernRouter<'a>,
    /// The category of a case that a signal opens.
    pub category: &'a CategoryCode,
    /// Its terms.
    pub terms: &'a Terms,
}

/// What must be loaded before [`send`]; ask again until nothing is missing.
#[must_use]
pub fn needs(loaded: &Loaded, command: &SendSignal) -> Needs {
    let persons = command.persons();
    let mut keys = vec![Key::Signal(command.id)];
    keys.extend(opening::needs_by_broker(loaded, &persons));
    let nobodys = nobodys::cases(loaded, &persons);
    Needs::missing(loaded, keys, Vec::new()).with_nobodys(nobodys)
}

/// Decides the sending.
///
/// # Errors
/// An id used before, or an area of no covenant.
pub fn send(
    ctx: &mut Context<'_>,
    command: &SendSignal,
    surroundings: &Surroundings<'_>,
) -> Result<Signal, Refusal> {
    let facts = ctx.facts;
    let permit = ctx.permit()?;
    let sender = permit.organisation()?;
    registering::in_own_name(permit, &command.card)?;
    if let Some(known) = facts.signal(command.id) {
        return match known {
            known if known.sender != sender || !seeing::within(permit, known) => {
                Err(Refusal::NotAllowed)
            }
            known if known.fingerprint == command.fingerprint && known.names(&command.members) => {
                Ok(known.clone())
            }
            _ => Err(Refusal::IdReused),
        };
    }
    let children = command.children(ctx.today());
    let question = ConcernQuestion { area: command.area.clone(), acute: command.acute, children };
    let route = (surroundings.router)(&question)
        .ok_or_else(|| Refusal::field("area", "must be an area of a covenant"))?;
    let persons = command.persons();
    let case = case(ctx, &persons, command, &route, surroundings.category);
    // Without a case the office that has the signal brokers the contact with a sender who is withheld.
    let director = match (&case, &route.to) {
        (Some(case), _) => case.director.clone(),
        (None, Party::Office(office)) => office.clone(),
        (None, Party::Organisation(_)) => route.director,
    };
    let mut informed = BTreeSet::from_iter(route.informed);
    informed.extend(other_directors(ctx.facts, &persons, case.as_ref()));
    informed.remove(&route.to);
    let due = Some(route.term.over(ctx.now, &surroundings.terms.days_off));
    let mut signal = Signal {
        id: command.id,
        sender,
        card: command.card.clone(),
        members: command.members.clone(),
        area: command.area.clone(),
        acute: command.acute,
        children,
        sent: ctx.now,
        state: SignalState::Waiting,
        recipient: route.to,
        told: NotificationId(command.id.0),
        informed: informed.into_iter().collect(),
        crisis: route.crisis,
        case: case.map(|case| case.id),
        director,
        derivation: route.derivation,
        history: Vec::new(),
        keep_until: surroundings.terms.case_kept_until(ctx.today()),
        fingerprint: command.fingerprint,
        discussed: Some(command.discussed),
        clock: Some(Clock { term: route.term, due, alarm: Alarm::None }),
        passed: Vec::new(),
        outcome: None,
        arrival: None,
        reported: command.reported.clone(),
        shielded: false,
    };
    delivering::deliver(ctx, &mut signal, SignalHappening::Received);
    // Whoever directs the case that the signal opens or joins must know of it too.
    delivering::tell(ctx, &signal, signal.followers(), SignalHappening::Informed);
    ctx.effects.put_signal(signal.clone());
    Ok(signal)
}

/// The offices that direct another case of these persons, or one after which watch is kept: a household may be
/// in two, and whoever keeps watch does so for exactly this.
fn other_directors(facts: &Facts, persons: &[Identity], case: Option<&Case>) -> BTreeSet<Party> {
    let known = persons.iter().flat_map(Identity::pseudonyms);
    let cases =
        known.filter_map(|pseudonym| facts.person(pseudonym)).flat_map(|person| &person.cases);
    let cases = cases.filter_map(|id| facts.case(*id));
    let others = cases.filter(|other| case.is_none_or(|case| case.id != other.id));
    others
        .filter(|other| other.is_followed())
        .map(|other| Party::Office(other.director.clone()))
        .collect()
}

/// The case of the family: the one that somebody of it is in, or a new one where the covenant opens
/// one for such a signal. An at-risk family has a child: for a household without, the covenant of
/// Amsterdam opens none (plan ch. 3, B).
fn case(
    ctx: &mut Context<'_>,
    persons: &[Identity],
    command: &SendSignal,
    route: &ConcernRoute,
    category: &CategoryCode,
) -> Option<Case> {
    if !route.opens_case && opening::existing(ctx.facts, persons).is_none() {
        return None;
    }
    let family = Family {
        area: command.area.clone(),
        category: category.clone(),
        nuisance: false,
        measure: Measure::None,
    };
    let director = route.director.clone();
    let opening = ByBroker { persons, cause: Cause::Signal, family, director };
    Some(opening::by_broker(ctx, &opening))
}

impl Signal {
    /// Whether it names exactly these persons.
    fn names(&self, members: &[Member]) -> bool {
        self.members.len() == members.len()
            && self.members.iter().all(|own| members.iter().any(|m| m.identity.is(&own.identity)))
    }
}
