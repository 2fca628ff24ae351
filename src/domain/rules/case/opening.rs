//! Opening a case: by a director, or by the broker with the first ticket or concern signal.

use crate::domain::{
    model::{
        agreement::{Measure, MeasureRule},
        case::{
            Case, CaseState, Cause, Classification, Despite, Family, attendance::Attendance,
            confirmed::Confirmed,
        },
        ids::CaseId,
        involvement::Fingerprint,
        notification::CaseHappening,
        party::{OfficeId, Party},
        person::Identity,
        refusal::Refusal,
        reported::Reported,
        time::Time,
    },
    rules::{
        access::Permit,
        case::{
            classifying::{self, Directed},
            directing,
            persons::{self, TermsOf},
            reach, telling,
        },
        context::Context,
    },
    state::{
        facts::Facts,
        keys::Key,
        loaded::{Loaded, Needs},
        lookup::Lookup,
    },
};

/// What an office asks when it takes a family up.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OpenCase {
    /// The caller's id.
    pub id: CaseId,
    /// The persons, each once.
    pub persons: Vec<Identity>,
    /// How the family is classified.
    pub family: Family,
    /// The measure as it was said; `None` when nothing was said of one.
    pub measure: Option<Measure>,
    /// Why, when category and measure contradict each other.
    pub despite: Option<Despite>,
    /// On which ground it was reported, where the covenant asks.
    pub reported: Option<Reported>,
    /// Hash of the request, with pseudonyms for the persons.
    pub fingerprint: Fingerprint,
}

/// What must be loaded before [`open`]; ask again until nothing is missing.
#[must_use]
pub fn needs(loaded: &Loaded, command: &OpenCase) -> Needs {
    let mut keys = vec![Key::Case(command.id)];
    keys.extend(persons::needs_to_add(loaded, &command.persons));
    Needs::missing(loaded, keys, Vec::new())
}

/// Decides that an office takes a family up. `directed` is what the covenant says of one like this.
///
/// # Errors
/// An id used before, not the director of a family like this, a measure that contradicts its category,
/// or somebody in another live case.
pub fn open(
    ctx: &mut Context<'_>,
    command: &OpenCase,
    directed: Option<&Directed>,
    terms: TermsOf<'_>,
) -> Result<Case, Refusal> {
    let facts = ctx.facts;
    let permit = ctx.permit()?;
    if facts.case(command.id).is_some() {
        // Somebody else's is not met by accident, and its existence is not told.
        let known = directing::directed(facts, permit, command.id)?;
        let same = known.fingerprint == command.fingerprint;
        return if same { Ok(known.clone()) } else { Err(Refusal::IdReused) };
    }
    let director = may_direct(permit, directed.map(|directed| &directed.director))?;
    let rule = directed.map_or(MeasureRule::Either, |directed| directed.measure);
    let despite = classifying::agree(rule, command.measure, command.despite)?;
    in_no_other(facts, permit, &command.persons, None)?;
    let by = Some((permit.party().clone(), command.fingerprint));
    let mut case =
        new(command.id, Cause::Director, command.family.clone(), director.clone(), by, ctx.now);
    for first in &mut case.classifications {
        first.despite = despite;
    }
    case.reported.clone_from(&command.reported);
    telling::notice(ctx, &case, &director, CaseHappening::Opened);
    persons::add(ctx, &mut case, &command.persons, terms);
    ctx.effects.put_case(case.clone());
    Ok(case)
}

/// The calling office, when the covenant names it.
fn may_direct(permit: &Permit, director: Option<&OfficeId>) -> Result<OfficeId, Refusal> {
    let director = director.ok_or_else(|| {
        Refusal::field("category", "must be a category of the covenant that governs this area")
    })?;
    if Party::Office(director.clone()) == *permit.party() {
        return Ok(director.clone());
    }
    Err(Refusal::field(
        "category",
        format!("is directed by {director} in this area; ask that office to take the family up"),
    ))
}

/// Refuses persons who are in a live case other than this one. Only who directs that case hears
/// which it is.
pub(in crate::domain) fn in_no_other(
    facts: &Facts,
    permit: &Permit,
    persons: &[Identity],
    own: Option<CaseId>,
) -> Result<(), Refusal> {
    let pseudonyms = persons.iter().flat_map(Identity::pseudonyms);
    let mut others = reach::cases(facts, pseudonyms).filter(|case| Some(case.id) != own);
    others.next().map_or(Ok(()), |other| {
        let directs = Party::Office(other.director.clone()) == *permit.party();
        Err(Refusal::PersonInCase { case: directs.then_some(other.id) })
    })
}

/// A case that the broker opens because something came in about a family.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ByBroker<'a> {
    /// The persons whom it is about. When one of them is in a live case already, that is the case,
    /// and nobody is added to it: that is for its director to decide.
    pub persons: &'a [Identity],
    /// What came in.
    pub cause: Cause,
    /// How the family is classified, when the case is new.
    pub family: Family,
    /// Who directs families like this, when the case is new.
    pub director: OfficeId,
}

/// What must be loaded before [`by_broker`], besides [`nobodys::cases`](crate::domain::rules::nobodys);
/// ask again until nothing is missing.
pub fn needs_by_broker<'a>(
    loaded: &'a Loaded,
    persons: &'a [Identity],
) -> impl Iterator<Item = Key> + 'a {
    let pseudonyms = || persons.iter().flat_map(Identity::pseudonyms);
    let known = pseudonyms().filter_map(|pseudonym| loaded.person(pseudonym));
    let cases = known.flat_map(|person| person.cases.iter().copied().map(Key::Case));
    pseudonyms().map(Key::Person).chain(cases)
}

/// The live case of the first of these persons who is in one.
#[must_use]
pub fn existing<'a>(facts: &'a Facts, persons: &[Identity]) -> Option<&'a Case> {
    reach::cases(facts, persons.iter().flat_map(Identity::pseudonyms)).next()
}

/// The live case of these persons, or a new one. It is written either way, so that whoever looks
/// at the lists of the case at the same moment looks again; the caller must not write it once more.
/// Nobody comes to see anybody by it: who belongs together, a director decides, not whoever sent
/// something.
pub fn by_broker(ctx: &mut Context<'_>, opening: &ByBroker<'_>) -> Case {
    let case = match existing(ctx.facts, opening.persons) {
        Some(case) => case.clone(),
        None => {
            let (family, director) = (opening.family.clone(), opening.director.clone());
            let mut case = new(CaseId(ctx.fresh()), opening.cause, family, director, None, ctx.now);
            persons::enter(ctx, &mut case, opening.persons);
            case
        }
    };
    ctx.effects.put_case(case.clone());
    case
}

/// A case without persons.
fn new(
    id: CaseId,
    cause: Cause,
    family: Family,
    director: OfficeId,
    by: Option<(Party, Fingerprint)>,
    now: Time,
) -> Case {
    let (by, fingerprint) = by.map_or((None, [0; 16]), |(by, print)| (Some(by), print));
    let (first, despite) = (director.clone(), None);
    let first = Classification { at: now, by, family: family.clone(), director: first, despite };
    Case {
        id,
        revision: 1,
        state: CaseState::Open,
        cause,
        opened: now,
        family,
        director,
        classifications: vec![first],
        persons: Vec::new(),
        managers: Vec::new(),
        plan: None,
        attendance: Attendance::default(),
        watch: None,
        confirmed: match cause {
            Cause::Director => Confirmed::At(now),
            Cause::Ticket | Cause::Signal => Confirmed::NotYet,
        },
        fingerprint,
        closing: None,
        invitations: Vec::new(),
        reported: None,
    }
}
