//! Registering an involvement: what it becomes, whom it matches, who is told.

use std::collections::BTreeMap;

use crate::domain::{
    model::{
        case::record::Case,
        ids::{FreshIds, InvolvementId, MatchId, NotificationId},
        involvement::{ContactCard, Fingerprint, Informed, Involvement, State},
        notification::{Event, Notification},
        own_reference::OwnReference,
        party::{AreaCode, OfficeId, Oin, Party},
        person::{FamilyRole, Identity, Link, Member, Person},
        refusal::Refusal,
        terms::Terms,
        time::{Day, Time},
    },
    rules::{
        access::Permit,
        case, contact,
        matching::{self, Match, MatchKind},
        shielding,
    },
    state::{
        receipt::{Answer, ReceiptKey, Request},
        record::{Effects, Key, Loaded, Needs, Record},
    },
};

/// Most active involvements of one organisation that name the same person. A source system that
/// registers the same over and over under other professionals would make every match on that
/// person, for everybody else, grow without bound.
pub const MAX_OWN: usize = 50;

/// What an organisation asks to register. Parsed: every field is valid by itself.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Register {
    /// The caller's id.
    pub id: InvolvementId,
    /// The persons named, each once.
    pub members: Vec<Member>,
    /// Whom the others should call.
    pub card: ContactCard,
    /// Where the family lives.
    pub area: AreaCode,
    /// First day.
    pub start: Day,
    /// Last day.
    pub end: Day,
    /// Whether the family knows.
    pub informed: Informed,
    /// By which the organisation knows the family.
    pub own_reference: Option<OwnReference>,
    /// Hash of the request apart from the persons.
    pub fingerprint: Fingerprint,
}

/// What the covenant says about this registration.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Surroundings {
    /// Set when the organisation is sensitive: through which office contact goes.
    pub withheld: Option<OfficeId>,
    /// The office that hears when no contact is made: it directs families without a case.
    pub director: OfficeId,
}

/// The answer to a registration.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Registered {
    /// The involvement.
    pub involvement: Involvement,
    /// Who else is involved, if anybody.
    pub matched: Option<Match>,
    /// True when another one, of the same professional and persons, existed already.
    pub existing: bool,
    /// True when that one had another card and has the new one since.
    pub updated: bool,
}

impl Registered {
    /// Takes over what was changed of the involvement and its match after the decision.
    pub fn refresh(&mut self, effects: &Effects) {
        for (_, record) in &effects.put {
            match record {
                Record::Involvement(written) if written.id == self.involvement.id => {
                    self.involvement = Involvement::clone(written);
                }
                Record::Match(written)
                    if self.matched.as_ref().is_some_and(|known| known.id == written.id) =>
                {
                    self.matched = Some(Match::clone(written));
                }
                _ => {}
            }
        }
    }
}

/// What must be loaded before [`decide`] can be called; ask again until nothing is missing.
#[must_use]
pub fn needs(loaded: &Loaded, permit: &Permit, command: &Register) -> Needs {
    let own = Key::Involvement(command.id);
    let receipt = Key::Receipt(receipt_key(permit, command));
    let mut keys = Vec::with_capacity(2 * (1 + command.members.len()));
    keys.extend([own, receipt]);
    for member in &command.members {
        keys.extend(member.identity.pseudonyms().map(Key::Person));
    }
    let parents = parents(loaded, &command.members);
    keys.extend(parents.iter().flat_map(Identity::pseudonyms).map(Key::Person));
    for (pseudonym, _) in reach(&command.members, &parents) {
        let links = loaded.person(pseudonym).map_or(&[][..], |person| &person.links);
        keys.extend(links.iter().map(|link| Key::Involvement(link.involvement)));
    }
    let named = command.members.iter().flat_map(|member| member.identity.pseudonyms());
    keys.extend(case::reach::keys(loaded, named));
    let existing = match loaded.receipt(&receipt_key(permit, command)).map(|r| &r.answer) {
        Some(Answer::Existing(id) | Answer::Updated(id)) => Some(*id),
        _ => None,
    };
    keys.extend(existing.map(Key::Involvement));
    for id in [Some(command.id), existing].into_iter().flatten() {
        keys.extend(loaded.involvement(id).and_then(|i| i.joined_as).map(Key::Match));
    }
    let mut lists = Vec::new();
    let again = permit.organisation().ok().and_then(|own| same_again(loaded, own, command));
    if let Some(known) = again {
        keys.extend(known.joined_as.map(Key::Match));
        if known.card != command.card {
            contact::needs_of(loaded, known.id, &mut keys, &mut lists);
        }
    }
    Needs::missing(loaded, keys, lists)
}

/// Decides a registration.
///
/// # Errors
/// The id was used with other content, or belongs to somebody else.
pub fn decide(
    loaded: &Loaded,
    permit: &Permit,
    command: &Register,
    surroundings: &Surroundings,
    terms: &Terms,
    ids: &mut FreshIds,
    now: Time,
) -> Result<(Registered, Effects), Refusal> {
    let organisation = permit.organisation()?;
    if let Some(answer) = replay(loaded, permit, organisation, command)? {
        return Ok((answer, Effects::default()));
    }
    let mut effects = Effects::default();
    if let Some(existing) = same_again(loaded, organisation, command) {
        return Ok(again(loaded, permit, command, existing, ids, now));
    }

    within_bounds(loaded, organisation, &command.members)?;
    let parents = parents(loaded, &command.members);
    let matches =
        matching::find(loaded, organisation, command.id, reach(&command.members, &parents), terms);
    let mut involvement = Involvement {
        id: command.id,
        organisation,
        card: command.card.clone(),
        members: command.members.clone(),
        parents,
        area: command.area.clone(),
        start: command.start,
        end: command.end,
        registered: now,
        informed: command.informed,
        state: State::Active,
        warn_on: crate::domain::rules::retention::warn_on(command.end, terms, now.day()),
        withheld: surroundings.withheld.clone(),
        shielded: None,
        leads: None,
        joined_as: None,
        earlier: earlier(loaded, organisation, &command.members),
        fingerprint: command.fingerprint,
        own_reference: command.own_reference.clone(),
    };
    involvement.shielded = shielding::through(loaded, &involvement, &surroundings.director);
    link(loaded, &involvement, &mut effects);
    let cases = case::reach::loaded_cases(loaded);
    let director =
        case::reach::director(&cases, &involvement).unwrap_or(&surroundings.director).clone();
    let matched =
        join(loaded, &mut involvement, &matches, director, &cases, terms, ids, now, &mut effects);
    if involvement.earlier {
        let event = Event::EarlierInvolvement { involvement: involvement.id };
        let id = NotificationId(ids.take());
        effects
            .notify
            .push((Party::Organisation(organisation), Notification { id, at: now, event }));
    }
    effects.put_involvement(involvement.clone());
    Ok((Registered { involvement, matched, existing: false, updated: false }, effects))
}

/// The answer where the same professional registered the same persons before: nobody is told of a
/// match again. What differs of the card or the own reference holds from now on.
fn again(
    loaded: &Loaded,
    permit: &Permit,
    command: &Register,
    existing: &Involvement,
    ids: &mut FreshIds,
    now: Time,
) -> (Registered, Effects) {
    let own_reference = command.own_reference.clone().or_else(|| existing.own_reference.clone());
    let after = Involvement { own_reference, ..existing.clone() };
    let updated = existing.card != command.card;
    let mut effects = Effects::default();
    if updated {
        let mut draft = contact::Draft::new(loaded);
        draft.renew(&after, &command.card, contact::Act::Update, ids, now);
        effects = draft.finish();
    } else if after != *existing {
        effects.put_involvement(after);
    }
    let answer = if updated { Answer::Updated(existing.id) } else { Answer::Existing(existing.id) };
    request(permit, command).keep(answer, now, &mut effects);
    let mut registered = Registered { updated, ..found(loaded, existing, true) };
    registered.refresh(&effects);
    (registered, effects)
}

/// Makes the match of a joining involvement with those that were found, and tells each
/// counterparty organisation once. Nothing happens when nobody was found.
#[expect(clippy::too_many_arguments, reason = "values of one decision, each of its own kind")]
pub(in crate::domain) fn join(
    loaded: &Loaded,
    joiner: &mut Involvement,
    matches: &BTreeMap<InvolvementId, MatchKind>,
    director: OfficeId,
    cases: &[&Case],
    terms: &Terms,
    ids: &mut FreshIds,
    now: Time,
    effects: &mut Effects,
) -> Option<Match> {
    let counterparties: Vec<(&Involvement, MatchKind)> =
        matches.iter().filter_map(|(id, kind)| Some((loaded.involvement(*id)?, *kind))).collect();
    if counterparties.is_empty() {
        return None;
    }
    let id = MatchId(ids.take());
    let matched = Match::new(id, joiner, &counterparties, director, cases, terms, now);
    // One per organisation: by its oldest involvement.
    let mut told: BTreeMap<Oin, InvolvementId> = BTreeMap::new();
    for (other, _) in &counterparties {
        let own = told.entry(other.organisation).or_insert(other.id);
        *own = other.id.min(*own);
    }
    for (organisation, own) in told {
        let event = Event::MatchFound { matched: id, involvement: own, other: joiner.id };
        let notification = Notification { id: NotificationId(ids.take()), at: now, event };
        effects.notify.push((Party::Organisation(organisation), notification));
    }
    joiner.joined_as.get_or_insert(id);
    effects.put_match(matched.clone());
    Some(matched)
}

/// Tells the joiner of a match whom it met, where there is no registrant who reads an answer.
pub(in crate::domain) fn tell_joiner(
    matched: &Match,
    ids: &mut FreshIds,
    now: Time,
    effects: &mut Effects,
) {
    let joiner = &matched.parties[0];
    for other in &matched.parties[1..] {
        let (involvement, other) = (joiner.involvement, other.involvement);
        let event = Event::MatchFound { matched: matched.id, involvement, other };
        let notification = Notification { id: NotificationId(ids.take()), at: now, event };
        effects.notify.push((Party::Organisation(joiner.organisation), notification));
    }
}

fn receipt_key(permit: &Permit, command: &Register) -> ReceiptKey {
    ReceiptKey { caller: permit.party().clone(), request: command.id.0 }
}

fn request(permit: &Permit, command: &Register) -> Request {
    Request { key: receipt_key(permit, command), fingerprint: command.fingerprint }
}

/// The answer to a retry: the same id with the same content.
fn replay(
    loaded: &Loaded,
    permit: &Permit,
    organisation: Oin,
    command: &Register,
) -> Result<Option<Registered>, Refusal> {
    if let Some(known) = loaded.involvement(command.id) {
        // Ids are random: somebody else's is not met by accident, and its existence is not told.
        if known.organisation != organisation {
            return Err(Refusal::NotAllowed);
        }
        let same = known.fingerprint == command.fingerprint && known.names(&command.members);
        return if same { Ok(Some(found(loaded, known, false))) } else { Err(Refusal::IdReused) };
    }
    match request(permit, command).replayed(loaded) {
        Ok(Some(answer @ (Answer::Existing(id) | Answer::Updated(id)))) => {
            match loaded.involvement(*id) {
                // The fingerprint is without the persons.
                Some(known) if !known.names(&command.members) => Err(Refusal::IdReused),
                known => Ok(known.map(|known| Registered {
                    updated: matches!(answer, Answer::Updated(_)),
                    ..found(loaded, known, true)
                })),
            }
        }
        Ok(None) => Ok(None),
        // Registered under this id and destroyed since: a late retry must not bring it back.
        Ok(Some(_)) | Err(_) => Err(Refusal::IdReused),
    }
}

fn found(loaded: &Loaded, known: &Involvement, existing: bool) -> Registered {
    Registered {
        involvement: known.clone(),
        matched: known.joined_as.and_then(|id| loaded.matched(id)).cloned(),
        existing,
        updated: false,
    }
}

/// The same organisation, professional and persons, still active.
fn same_again<'a>(
    loaded: &'a Loaded,
    organisation: Oin,
    command: &Register,
) -> Option<&'a Involvement> {
    // Under every key: before a rotation it may have been registered under the previous one only.
    let persons = command.members.first()?.identity.pseudonyms().filter_map(|p| loaded.person(p));
    persons
        .flat_map(|person| &person.links)
        .filter(|link| link.named && link.organisation == organisation)
        .filter_map(|link| loaded.involvement(link.involvement))
        .find(|known| {
            known.is_active()
                && known.card.professional_id == command.card.professional_id
                && known.names(&command.members)
        })
}

/// Refuses one more involvement with a person than an organisation may have. Looks at its own only.
pub(super) fn within_bounds(
    loaded: &Loaded,
    organisation: Oin,
    members: &[Member],
) -> Result<(), Refusal> {
    let full = |member: &Member| {
        member.identity.pseudonyms().filter_map(|p| loaded.person(p)).any(|person| {
            let own = |link: &&Link| link.named && link.organisation == organisation;
            person.links.iter().filter(own).count() >= MAX_OWN
        })
    };
    match members.iter().position(full) {
        None => Ok(()),
        Some(place) => Err(Refusal::field(
            format!("members[{place}]"),
            format!(
                "the organisation has {MAX_OWN} active involvements with this person already; end those that are over"
            ),
        )),
    }
}

/// Parents of the named children, from the population register, who are not named themselves.
pub(in crate::domain) fn parents(loaded: &Loaded, members: &[Member]) -> Vec<Identity> {
    let mut parents: Vec<Identity> = Vec::new();
    for child in members.iter().filter(|member| member.role == FamilyRole::Child) {
        let known = child.identity.pseudonyms().filter_map(|p| loaded.person(p));
        for parent in known.flat_map(|person| &person.parents) {
            let named = members.iter().any(|member| member.identity.is(parent));
            if !named && !parents.iter().any(|known| known.is(parent)) {
                parents.push(*parent);
            }
        }
    }
    parents
}

fn reach<'a>(
    members: &'a [Member],
    parents: &'a [Identity],
) -> impl Iterator<Item = (crate::domain::model::person::Pseudonym, bool)> + 'a {
    let named = members.iter().map(|member| (member.identity, true));
    let derived = parents.iter().map(|parent| (*parent, false));
    named.chain(derived).flat_map(|(who, named)| who.pseudonyms().map(move |p| (p, named)))
}

/// Whether another organisation's ended involvement is known on a person named.
pub(super) fn earlier(loaded: &Loaded, organisation: Oin, members: &[Member]) -> bool {
    members
        .iter()
        .flat_map(|member| member.identity.pseudonyms())
        .filter_map(|pseudonym| loaded.person(pseudonym))
        .flat_map(|person| &person.archived)
        .any(|link| link.named && link.organisation != organisation)
}

/// Enters the involvement on everybody whom it reaches.
fn link(loaded: &Loaded, involvement: &Involvement, effects: &mut Effects) {
    for (pseudonym, named) in involvement.reach() {
        let mut person = loaded.person(pseudonym).cloned().unwrap_or_else(Person::default);
        person.links.push(Link {
            involvement: involvement.id,
            organisation: involvement.organisation,
            named,
        });
        effects.put_person(pseudonym, person);
    }
}
