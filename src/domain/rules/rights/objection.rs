//! Somebody objects to what is registered. Each organisation that registered the person decides for
//! its own registration; the privacy officer of its covenant watches the term.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::domain::{
    model::{
        ids::{FreshIds, InvolvementId, NotificationId, ObjectionId},
        notification::{Event, Notification},
        party::{AreaCode, OfficeId, Oin, Party},
        person::{Identity, Link, Person},
        refusal::Refusal,
        rights::addressee::{self, Addressee},
        terms::Terms,
        time::{Day, Time},
    },
    rules::{
        access::Permit,
        destroying::{self, Draft, Ground},
    },
    state::{
        receipt::{Answer, Request},
        record::{Effects, Key, List, Loaded, Needs},
    },
};

/// Why an objection is refused.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum RefusedGround {
    /// Compelling legitimate grounds override the interests of the person (GDPR art. 21(1)).
    CompellingGrounds,
    /// The safety of a child would be endangered.
    ChildSafety,
    /// It is needed for a legal claim (GDPR art. 21(1)).
    LegalClaim,
}

/// What an organisation decided.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Verdict {
    /// What it registered of the person is destroyed.
    Granted,
    /// It stays, on this ground.
    Refused(RefusedGround),
}

/// How far one organisation is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Decision {
    /// Still to be decided.
    Pending,
    /// Decided.
    Decided(Verdict, Time),
    /// There was nothing left to decide about.
    Lapsed,
}

/// The part of one organisation under one covenant.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Part {
    /// Who decides: the controller of the registration.
    pub organisation: Oin,
    /// The privacy officer of the covenant under which it registered.
    pub officer: OfficeId,
    /// By when it decides.
    pub due: Day,
    /// What it decided.
    pub decision: Decision,
    /// True once the officer was told that the term passed.
    pub overdue: bool,
}

/// An objection. It names the person until everybody has decided, and nobody afterwards.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Objection {
    /// Its id.
    pub id: ObjectionId,
    /// Which privacy officer registered it.
    pub registrar: OfficeId,
    /// When.
    pub received: Time,
    /// Who objects, while something is to be decided.
    pub person: Option<Identity>,
    /// Whom to address.
    pub addressee: Option<Addressee>,
    /// What each organisation decides.
    pub parts: Vec<Part>,
    /// Until when it is kept.
    pub until: Day,
}

impl Objection {
    /// Whether something is still to be decided.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.parts.iter().any(|part| part.decision == Decision::Pending)
    }

    /// Nothing is left of the person: what is pending is over.
    pub fn lapse(&mut self) {
        for part in self.parts.iter_mut().filter(|part| part.decision == Decision::Pending) {
            part.decision = Decision::Lapsed;
        }
        self.close();
    }

    /// Forgets who objected once everything is decided.
    fn close(&mut self) {
        if !self.is_open() {
            (self.person, self.addressee) = (None, None);
        }
    }

    /// What of it concerns a party: an organisation its own decision, a privacy officer those under
    /// its covenant.
    pub fn seen_by<'a>(&'a self, party: &'a Party) -> impl Iterator<Item = &'a Part> {
        self.parts.iter().filter(move |part| match party {
            Party::Organisation(oin) => part.organisation == *oin,
            Party::Office(office) => part.officer == *office,
        })
    }

    fn parties(&self) -> BTreeSet<Party> {
        let officers = self.parts.iter().map(|part| Party::Office(part.officer.clone()));
        let deciding = self.parts.iter().map(|part| Party::Organisation(part.organisation));
        let registrar = std::iter::once(Party::Office(self.registrar.clone()));
        officers.chain(deciding).chain(registrar).collect()
    }

    /// In which lists it stands.
    #[must_use]
    pub fn lists(&self) -> Vec<(List, Uuid)> {
        self.parties().into_iter().map(|party| (List::Objections(party), self.id.0)).collect()
    }

    /// When the next officer must be told that a term passed, or the end of its keeping.
    #[must_use]
    pub fn deadline(&self) -> Option<Time> {
        let due = self.parts.iter().filter(|part| late(part)).map(|part| part.due).min();
        Some(due.unwrap_or(self.until).plus_days(1).start())
    }
}

fn late(part: &Part) -> bool {
    part.decision == Decision::Pending && !part.overdue
}

/// The registrations of a person, active and archived, by the links that name it.
fn named(loaded: &Loaded, who: Identity) -> impl Iterator<Item = &Link> {
    let persons = who.pseudonyms().filter_map(|pseudonym| loaded.person(pseudonym));
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
    loaded: &Loaded,
    permit: &Permit,
    id: ObjectionId,
    who: Identity,
    watching: &Watching<'_>,
    ids: &mut FreshIds,
    now: Time,
) -> Result<(Objection, Effects), Refusal> {
    let Party::Office(registrar) = permit.party().clone() else { return Err(Refusal::NotAllowed) };
    if let Some(known) = loaded.objection(id) {
        let same = known.person.is_none_or(|person| person.is(&who));
        return match (known.registrar == registrar, same) {
            (true, true) => Ok((known.clone(), Effects::default())),
            (true, false) => Err(Refusal::IdReused),
            (false, _) => Err(Refusal::NotAllowed),
        };
    }
    let mut links: Vec<&Link> = named(loaded, who).collect();
    links.sort_unstable_by_key(|link| link.involvement);
    links.dedup_by_key(|link| link.involvement);
    let registered = || links.iter().filter_map(|link| loaded.involvement(link.involvement));
    let (mut parts, mut effects) = (Vec::<Part>::new(), Effects::default());
    for involvement in registered() {
        let officer = (watching.officer)(&involvement.area);
        let organisation = involvement.organisation;
        if parts.iter().any(|part| part.organisation == organisation && part.officer == officer) {
            continue;
        }
        let days = (watching.terms)(&involvement.area).objection_days;
        let due = now.day().plus_days(i32::from(days));
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
            let id = NotificationId(ids.take());
            effects.notify.push((party, Notification { id, at: now, event }));
        }
        let decision = Decision::Pending;
        parts.push(Part { organisation, officer, due, decision, overdue: false });
    }
    let members = registered().flat_map(|involvement| {
        let years = (watching.terms)(&involvement.area).ages_out_years;
        let own = involvement.members.iter().filter(|member| member.identity.is(&who));
        own.map(move |member| (member, years))
    });
    let addressee = addressee::of(members, now.day());
    let years = i16::try_from(watching.own.archive_years).unwrap_or(i16::MAX);
    let until = now.day().plus_years(years);
    let (received, person) = (now, Some(who));
    let mut objection = Objection { id, registrar, received, person, addressee, parts, until };
    objection.close();
    if objection.is_open() {
        for pseudonym in who.pseudonyms() {
            let Some(person) = loaded.person(pseudonym) else { continue };
            let mut person = person.clone();
            person.objections.push(id);
            effects.put_person(pseudonym, person);
        }
    }
    effects.put_objection(objection.clone());
    Ok((objection, effects))
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
    loaded: &'a Loaded,
    permit: &Permit,
    id: ObjectionId,
) -> Result<(&'a Objection, Vec<InvolvementId>), Refusal> {
    let objection = loaded
        .objection(id)
        .filter(|objection| objection.parties().contains(permit.party()))
        .ok_or(Refusal::NotAllowed)?;
    Ok((objection, own(loaded, objection, permit.party())))
}

/// The registrations of an organisation to which an objection is made.
#[must_use]
pub fn own(loaded: &Loaded, objection: &Objection, party: &Party) -> Vec<InvolvementId> {
    let links = objection.person.into_iter().flat_map(|who| named(loaded, who));
    let own = links.filter(|link| *party == Party::Organisation(link.organisation));
    let own: BTreeSet<InvolvementId> = own.map(|link| link.involvement).collect();
    own.into_iter().collect()
}

/// What must be loaded before [`decide`]; ask again until nothing is missing.
#[must_use]
pub fn needs_to_decide(
    loaded: &Loaded,
    request: &Request,
    party: &Party,
    id: ObjectionId,
) -> Needs {
    let mut all = needs(loaded, id);
    all.keys.push(Key::Receipt(request.key.clone()));
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
    loaded: &Loaded,
    permit: &Permit,
    request: &Request,
    id: ObjectionId,
    verdict: Verdict,
    ids: &mut FreshIds,
    now: Time,
) -> Result<(Objection, Effects), Refusal> {
    let organisation = permit.organisation()?;
    let (objection, own) = seen(loaded, permit, id)?;
    if request.replayed(loaded)?.is_some() {
        return Ok((objection.clone(), Effects::default()));
    }
    let mut after = objection.clone();
    let mut officers = BTreeSet::new();
    let pending =
        |part: &&mut Part| part.organisation == organisation && part.decision == Decision::Pending;
    for part in after.parts.iter_mut().filter(pending) {
        part.decision = Decision::Decided(verdict, now);
        officers.insert(part.officer.clone());
    }
    let Some(who) = objection.person.filter(|_| !officers.is_empty()) else {
        return Err(Refusal::ObjectionDecided);
    };
    after.close();
    let mut draft = Draft::new(loaded, Ground::Objection);
    if verdict == Verdict::Granted {
        own.into_iter().for_each(|involvement| draft.take_out(involvement, &who));
    }
    draft.put_objection(after.clone(), (!after.is_open()).then_some(&who));
    let mut effects = draft.finish(ids, now);
    for officer in officers {
        let event = Event::ObjectionDecided { objection: id };
        let id = NotificationId(ids.take());
        effects.notify.push((Party::Office(officer), Notification { id, at: now, event }));
    }
    request.keep(Answer::Done, now, &mut effects);
    Ok((after, effects))
}

/// The deadline of an objection has come: each officer with a part that is not decided is told,
/// once; at the end of its keeping it is destroyed.
pub fn due(loaded: &Loaded, objection: &Objection, ids: &mut FreshIds, now: Time) -> Effects {
    let mut effects = Effects::default();
    if objection.until < now.day() {
        let who = objection.person.iter().flat_map(Identity::pseudonyms);
        for (pseudonym, person) in who.filter_map(|p| Some((p, loaded.person(p)?.clone()))) {
            let objections = person.objections.iter().filter(|id| **id != objection.id);
            let objections = objections.copied().collect();
            effects.put_person(pseudonym, Person { objections, ..person });
        }
        effects.delete.push(Key::Objection(objection.id));
        return effects;
    }
    let mut after = objection.clone();
    let mut officers = BTreeSet::new();
    let passed = |part: &&mut Part| late(part) && part.due < now.day();
    for part in after.parts.iter_mut().filter(passed) {
        part.overdue = true;
        officers.insert(part.officer.clone());
    }
    for officer in officers {
        let event = Event::ObjectionOverdue { objection: objection.id };
        let id = NotificationId(ids.take());
        effects.notify.push((Party::Office(officer), Notification { id, at: now, event }));
    }
    effects.put_objection(after);
    effects
}
