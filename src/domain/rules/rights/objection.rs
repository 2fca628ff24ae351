//! Somebody objects to what is registered. Each organisation that registered the person decides for
//! its own registration; the privacy officer of its covenant watches the term.

use std::collections::BTreeSet;

use crate::domain::{
    model::{
        destruction::Ground,
        ids::{InvolvementId, ObjectionId},
        notification::Event,
        party::{AreaCode, OfficeId, Party},
        person::{Identity, Link, Person},
        refusal::Refusal,
        rights::{
            addressee,
            objection::{Decision, Objection, Part, Verdict},
        },
        terms::Terms,
    },
    rules::{
        access::Permit,
        context::Context,
        destroying::{self, Draft, MeetingsIn},
    },
    state::{
        facts::Facts,
        keys::Key,
        loaded::{Loaded, Needs},
        lookup::Lookup,
        receipt::Answer,
    },
};

/// The registrations of a person, active and archived, by the links that name it.
fn named(look: &impl Lookup, who: Identity) -> impl Iterator<Item = &Link> {
    let persons = who.pseudonyms().filter_map(|pseudonym| look.person(pseudonym));
    let links = persons.flat_map(|person: &Person| person.links.iter().chain(&person.archived));
    links.filter(|link| link.named)
}

/// What must be loaded before [`register`]; ask again until nothing is missing.
#[must_use]
pub fn needs_to_register(loaded: &Loaded, id: ObjectionId, who: Identity) -> Needs {
    let mut keys = vec![Key::Objection(id)];
    keys.extend(who.pseudonyms().map(Key::Person));
    keys.extend(named(loaded, who).map(|link| Key::Involvement(link.involvement)));
    Needs::missing(loaded, keys, Vec::new())
}

/// What a covenant says about the rights of families in an area.
pub struct Watching<'a> {
    /// The privacy officer.
    pub officer: &'a (dyn Fn(&AreaCode) -> OfficeId + Sync),
    /// The terms.
    pub terms: &'a (dyn Fn(&AreaCode) -> &'a Terms + Sync),
    /// The terms of the covenant of the officer who registers.
    pub own: &'a Terms,
}

/// Decides the registration of an objection by a privacy officer: every organisation with a
/// registration of the person is told. A person who is not registered gives an objection without
/// anybody to decide.
///
/// # Errors
/// The id was used for somebody else.
pub fn register(
    ctx: &mut Context<'_>,
    id: ObjectionId,
    who: Identity,
    watching: &Watching<'_>,
) -> Result<Objection, Refusal> {
    let facts = ctx.facts;
    let permit = ctx.permit()?;
    let Party::Office(registrar) = permit.party().clone() else { return Err(Refusal::NotAllowed) };
    if let Some(known) = facts.objection(id) {
        let same = known.person.is_none_or(|person| person.is(&who));
        return match (known.registrar == registrar, same) {
            (true, true) => Ok(known.clone()),
            (true, false) => Err(Refusal::IdReused),
            (false, _) => Err(Refusal::NotAllowed),
        };
    }
    let mut links: Vec<&Link> = named(facts, who).collect();
    links.sort_unstable_by_key(|link| link.involvement);
    links.dedup_by_key(|link| link.involvement);
    let registered = || links.iter().filter_map(|link| facts.involvement(link.involvement));
    let mut parts = Vec::<Part>::new();
    for involvement in registered() {
        let officer = (watching.officer)(&involvement.area);
        let organisation = involvement.organisation;
        if parts.iter().any(|part| part.organisation == organisation && part.officer == officer) {
            continue;
        }
        let days = (watching.terms)(&involvement.area).objection_days;
        let due = ctx.today().plus_days(i32::from(days));
        let told = |party, involvement| {
            (party, Event::ObjectionReceived { objection: id, involvement, due })
        };
        let mut news = Vec::new();
        if !parts.iter().any(|part| part.organisation == organisation) {
            news.push(told(Party::Organisation(organisation), Some(involvement.id)));
        }
        if officer != registrar && !parts.iter().any(|part| part.officer == officer) {
            news.push(told(Party::Office(officer.clone()), None));
        }
        for (party, event) in news {
            ctx.tell(party, event);
        }
        let decision = Decision::Pending;
        parts.push(Part { organisation, officer, due, decision, overdue: false });
    }
    let members = registered().flat_map(|involvement| {
        let years = (watching.terms)(&involvement.area).ages_out_years;
        let own = involvement.members.iter().filter(|member| member.identity.is(&who));
        own.map(move |member| (member, years))
    });
    let addressee = addressee::of(members, ctx.today());
    let until = watching.own.archived_until(ctx.today());
    let (received, person) = (ctx.now, Some(who));
    let mut objection = Objection { id, registrar, received, person, addressee, parts, until };
    objection.close();
    if objection.is_open() {
        for pseudonym in who.pseudonyms() {
            let Some(person) = facts.person(pseudonym) else { continue };
            let mut person = person.clone();
            person.objections.push(id);
            ctx.effects.put_person(pseudonym, person);
        }
    }
    ctx.effects.put_objection(objection.clone());
    Ok(objection)
}

/// What must be loaded before an objection can be shown; ask again until nothing is missing.
#[must_use]
pub fn needs(loaded: &Loaded, id: ObjectionId) -> Needs {
    let mut keys = vec![Key::Objection(id)];
    let who = loaded.objection(id).and_then(|objection| objection.person);
    keys.extend(who.iter().flat_map(Identity::pseudonyms).map(Key::Person));
    Needs::missing(loaded, keys, Vec::new())
}

/// An objection that concerns the caller, and the caller's own registrations to which it is made.
///
/// # Errors
/// Unknown and somebody else's are the same refusal.
pub fn seen<'a>(
    facts: &'a Facts,
    permit: &Permit,
    id: ObjectionId,
) -> Result<(&'a Objection, Vec<InvolvementId>), Refusal> {
    let objection = facts
        .objection(id)
        .filter(|objection| objection.parties().contains(permit.party()))
        .ok_or(Refusal::NotAllowed)?;
    Ok((objection, own(facts, objection, permit.party())))
}

/// The registrations of an organisation to which an objection is made.
#[must_use]
pub fn own(look: &impl Lookup, objection: &Objection, party: &Party) -> Vec<InvolvementId> {
    let links = objection.person.into_iter().flat_map(|who| named(look, who));
    let own = links.filter(|link| *party == Party::Organisation(link.organisation));
    let own: BTreeSet<InvolvementId> = own.map(|link| link.involvement).collect();
    own.into_iter().collect()
}

/// What must be loaded before [`decide`]; ask again until nothing is missing.
#[must_use]
pub fn needs_to_decide(loaded: &Loaded, party: &Party, id: ObjectionId) -> Needs {
    let mut all = needs(loaded, id);
    let own = loaded.objection(id).map(|objection| own(loaded, objection, party));
    let (keys, lists) = destroying::needs(loaded, own.into_iter().flatten());
    all.keys.extend(keys);
    Needs::missing(loaded, all.keys, lists)
}

/// Decides on an objection for the caller's own registrations. Granted, the person is taken out of
/// them, and whoever was told of them is told to forget it.
///
/// # Errors
/// Not the caller's business, or decided already.
pub fn decide(
    ctx: &mut Context<'_>,
    id: ObjectionId,
    verdict: Verdict,
    meetings: MeetingsIn<'_>,
) -> Result<Objection, Refusal> {
    let facts = ctx.facts;
    let permit = ctx.permit()?;
    let organisation = permit.organisation()?;
    let (objection, own) = seen(facts, permit, id)?;
    if ctx.replayed()?.is_some() {
        return Ok(objection.clone());
    }
    let mut after = objection.clone();
    let mut officers = BTreeSet::new();
    let pending =
        |part: &&mut Part| part.organisation == organisation && part.decision == Decision::Pending;
    for part in after.parts.iter_mut().filter(pending) {
        part.decision = Decision::Decided(verdict, ctx.now);
        officers.insert(part.officer.clone());
    }
    let Some(who) = objection.person.filter(|_| !officers.is_empty()) else {
        return Err(Refusal::ObjectionDecided);
    };
    after.close();
    let mut draft = Draft::new(facts, Ground::Objection);
    if verdict == Verdict::Granted {
        own.into_iter().for_each(|involvement| draft.take_out(involvement, &who));
    }
    draft.put_objection(after.clone(), (!after.is_open()).then_some(&who));
    draft.finish(ctx, meetings);
    for officer in officers {
        let event = Event::ObjectionDecided { objection: id };
        ctx.tell(Party::Office(officer), event);
    }
    ctx.keep(Answer::Done);
    Ok(after)
}

/// The deadline of an objection has come: each officer with a part that is not decided is told,
/// once; at the end of its keeping it is destroyed.
pub fn due(ctx: &mut Context<'_>, objection: &Objection) {
    let facts = ctx.facts;
    if objection.until < ctx.today() {
        let who = objection.person.iter().flat_map(Identity::pseudonyms);
        for (pseudonym, person) in who.filter_map(|p| Some((p, facts.person(p)?.clone()))) {
            let objections = person.objections.iter().filter(|id| **id != objection.id);
            let objections = objections.copied().collect();
            ctx.effects.put_person(pseudonym, Person { objections, ..person });
        }
        ctx.effects.delete.push(Key::Objection(objection.id));
        return;
    }
    let mut after = objection.clone();
    let mut officers = BTreeSet::new();
    let passed = |part: &&mut Part| part.is_late() && part.due < ctx.today();
    for part in after.parts.iter_mut().filter(passed) {
        part.overdue = true;
        officers.insert(part.officer.clone());
    }
    for officer in officers {
        let event = Event::ObjectionOverdue { objection: objection.id };
        ctx.tell(Party::Office(officer), event);
    }
    ctx.effects.put_objection(after);
}
