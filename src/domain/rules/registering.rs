//! Registering an involvement: what it becomes, whom it matches, who is told.

use std::collections::BTreeMap;

use crate::domain::{
    model::{
        case::{Case, naming},
        ids::{InvolvementId, MatchId},
        involvement::{ContactCard, Fingerprint, Informed, Involvement, State},
        matches::Match,
        notification::Event,
        own_reference::OwnReference,
        party::{AreaCode, OfficeId, Oin, Party},
        person::{Identity, Link, Member, Person, Pseudonym},
        refusal::Refusal,
        repeat::Repeat,
        shown::MatchKind,
        terms::Terms,
        time::Day,
    },
    rules::{
        access::Permit, case, contact, context::Context, matching, nobodys, parents, repeating,
        shielding,
    },
    state::{
        effects::Effects,
        facts::Facts,
        keys::Key,
        loaded::{Loaded, Needs},
        lookup::Lookup,
        receipt::{ReceiptKey, Request},
        records::Record,
    },
};

/// Most active involvements of one organisation that name the same person. A source system that
/// registers the same over and over under other professionals would make every match on that
/// person, for everybody else, grow without bound.
pub const MAX_OWN: usize = 50;

/// Most involvements of one organisation that name the same person and are over, within the archive period. One
/// that registers and ends without end would make every list of that person's others grow until nobody can end,
/// shield or destroy anything there.
pub const MAX_OWN_OVER: usize = 500;

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
    /// Whether that was asked; otherwise it is the covenant's term.
    pub end_given: bool,
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
    /// Set when another one, of the same professional and persons, existed already: what became of it.
    pub repeat: Option<Repeat>,
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
pub fn needs(loaded: &Loaded, request: &Request, command: &Register) -> Needs {
    let own = Key::Involvement(command.id);
    let mut keys = Vec::with_capacity(2 * (1 + command.members.len()));
    keys.push(own);
    for member in &command.members {
        keys.extend(member.identity.pseudonyms().map(Key::Person));
    }
    let parents = parents::of_children(loaded, &command.members);
    keys.extend(parents.iter().flat_map(Identity::pseudonyms).map(Key::Person));
    for (pseudonym, _) in reach(&command.members, &parents) {
        let links = loaded.person(pseudonym).map_or(&[][..], |person| &person.links);
        keys.extend(links.iter().map(|link| Key::Involvement(link.involvement)));
    }
    let named = command.members.iter().flat_map(|member| member.identity.pseudonyms());
    keys.extend(case::reach::keys_together(loaded, named));
    // Its answer shows whom the involvement joined, also when that was registered before.
    let answered = match loaded.receipt(&request.key).map(|receipt| &receipt.answer) {
        Some(answer) => answer.repeated().map(|(id, _)| id),
        _ => None,
    };
    keys.extend(answered.map(Key::Involvement));
    let again = match &request.key.caller {
        Party::Organisation(own) => repeating::found(loaded, *own, command),
        Party::Office(_) => None,
    };
    for id in [Some(command.id), answered, again.map(|known| known.id)].into_iter().flatten() {
        keys.extend(loaded.involvement(id).and_then(|known| known.joined_as).map(Key::Match));
    }
    let mut lists = Vec::new();
    if let Some(known) = again.filter(|known| known.card != command.card) {
        contact::needs_of(loaded, known.id, &mut keys, &mut lists);
    }
    Needs::missing(loaded, keys, lists).with_nobodys(nobodys::keys(loaded, &command.members))
}

/// Decides a registration.
///
/// # Errors
/// The id was used with other content, or belongs to somebody else.
pub fn decide(
    ctx: &mut Context<'_>,
    command: &Register,
    surroundings: &Surroundings,
    terms: &Terms,
) -> Result<Registered, Refusal> {
    let facts = ctx.facts;
    let organisation = ctx.organisation()?;
    in_own_name(ctx.permit()?, &command.card)?;
    if let Some(answer) = replay(ctx, organisation, command)? {
        return Ok(answer);
    }
    if let Some(existing) = repeating::found(facts, organisation, command) {
        let repeat = repeating::apply(ctx, command, existing);
        let mut registered = found(facts, existing, Some(repeat));
        registered.refresh(&ctx.effects);
        return Ok(registered);
    }

    within_bounds(facts, organisation, &command.members)?;
    let parents = parents::of_children(facts, &command.members);
    let matches =
        matching::find(facts, organisation, command.id, reach(&command.members, &parents), terms);
    let mut involvement = Involvement {
        id: command.id,
        organisation,
        card: command.card.clone(),
        members: command.members.clone(),
        parents,
        area: command.area.clone(),
        start: command.start,
        end: command.end,
        registered: ctx.now,
        informed: command.informed,
        state: State::Active,
        warn_on: terms.warn_on(command.end, ctx.today()),
        withheld: surroundings.withheld.clone(),
        shielded: None,
        leads: None,
        joined_as: None,
        earlier: earlier(facts, organisation, &command.members),
        fingerprint: command.fingerprint,
        own_reference: command.own_reference.clone(),
    };
    involvement.shielded = shielding::through(facts, &involvement, &surroundings.director);
    link(ctx, &involvement);
    let cases = case::reach::loaded_cases(facts);
    let director = naming::director(&cases, &involvement).unwrap_or(&surroundings.director).clone();
    let matched = join(ctx, &mut involvement, &matches, director, &cases, terms);
    if involvement.earlier {
        let event = Event::EarlierInvolvement { involvement: involvement.id };
        ctx.tell(Party::Organisation(organisation), event);
    }
    ctx.effects.put_involvement(involvement.clone());
    Ok(Registered { involvement, matched, repeat: None })
}

/// Refuses a professional who gives another one's card. A coordinator, or a system, may.
pub(super) fn in_own_name(permit: &Permit, card: &ContactCard) -> Result<(), Refusal> {
    if permit.reaches(&card.professional_id) {
        return Ok(());
    }
    let rule = "must be who signed in; a coordinator of the organisation does it for a colleague";
    Err(Refusal::field("professional.professional_id", rule))
}

/// Makes the match of a joining involvement with those that were found, and tells each
/// counterparty organisation once. Nothing happens when nobody was found.
pub(in crate::domain) fn join(
    ctx: &mut Context<'_>,
    joiner: &mut Involvement,
    matches: &BTreeMap<InvolvementId, MatchKind>,
    director: OfficeId,
    cases: &[&Case],
    terms: &Terms,
) -> Option<Match> {
    let facts = ctx.facts;
    let counterparties: Vec<(&Involvement, MatchKind)> =
        matches.iter().filter_map(|(id, kind)| Some((facts.involvement(*id)?, *kind))).collect();
    if counterparties.is_empty() {
        return None;
    }
    let id = MatchId(ctx.fresh());
    let matched = Match::new(id, joiner, &counterparties, director, cases, terms, ctx.now);
    // One per organisation: by its oldest involvement.
    let mut told: BTreeMap<Oin, InvolvementId> = BTreeMap::new();
    for (other, _) in &counterparties {
        let own = told.entry(other.organisation).or_insert(other.id);
        *own = other.id.min(*own);
    }
    for (organisation, own) in told {
        let event = Event::MatchFound { matched: id, involvement: own, other: joiner.id };
        ctx.tell(Party::Organisation(organisation), event);
    }
    joiner.joined_as.get_or_insert(id);
    ctx.effects.put_match(matched.clone());
    Some(matched)
}

/// Tells the joiner of a match whom it met, where there is no registrant who reads an answer.
pub(in crate::domain) fn tell_joiner(ctx: &mut Context<'_>, matched: &Match) {
    let joiner = &matched.parties[0];
    for other in &matched.parties[1..] {
        let (involvement, other) = (joiner.involvement, other.involvement);
        let event = Event::MatchFound { matched: matched.id, involvement, other };
        ctx.tell(Party::Organisation(joiner.organisation), event);
    }
}

/// A registration as a request: the caller's id for the involvement is the request id.
#[must_use]
pub fn request(permit: &Permit, command: &Register) -> Request {
    let key = ReceiptKey { caller: permit.party().clone(), request: command.id.0 };
    Request { key, fingerprint: command.fingerprint }
}

/// The answer to a retry: the same id with the same content.
fn replay(
    ctx: &Context<'_>,
    organisation: Oin,
    command: &Register,
) -> Result<Option<Registered>, Refusal> {
    let facts = ctx.facts;
    if let Some(known) = facts.involvement(command.id) {
        // Ids are random: somebody else's is not met by accident, and its existence is not told.
        let own = known.organisation == organisation;
        if !own || !ctx.permit()?.reaches(&known.card.professional_id) {
            return Err(Refusal::NotAllowed);
        }
        let same = known.fingerprint == command.fingerprint && known.names(&command.members);
        return if same { Ok(Some(found(facts, known, None))) } else { Err(Refusal::IdReused) };
    }
    let Some(answer) = ctx.replayed().map_err(|_| Refusal::IdReused)? else { return Ok(None) };
    // Registered under this id and destroyed since: a late retry must not bring it back.
    let (id, repeat) = answer.repeated().ok_or(Refusal::IdReused)?;
    match facts.involvement(id) {
        // The fingerprint is without the persons.
        Some(known) if !known.names(&command.members) => Err(Refusal::IdReused),
        known => Ok(known.map(|known| found(facts, known, Some(repeat)))),
    }
}

fn found(facts: &Facts, known: &Involvement, repeat: Option<Repeat>) -> Registered {
    Registered {
        involvement: known.clone(),
        matched: known.joined_as.and_then(|id| facts.matched(id)).cloned(),
        repeat,
    }
}

/// Refuses one more involvement with a person than an organisation may have. Looks at its own only.
pub(in crate::domain) fn within_bounds(
    facts: &Facts,
    organisation: Oin,
    members: &[Member],
) -> Result<(), Refusal> {
    for (place, member) in members.iter().enumerate() {
        let mut known = member.identity.pseudonyms().filter_map(|p| facts.person(p));
        if let Some(rule) = known.find_map(|person| too_many(person, organisation)) {
            return Err(Refusal::field(format!("members[{place}]"), rule));
        }
    }
    Ok(())
}

fn too_many(person: &Person, organisation: Oin) -> Option<String> {
    let own = |links: &[Link]| {
        links.iter().filter(|link| link.named && link.organisation == organisation).count()
    };
    if own(&person.links) >= MAX_OWN {
        return Some(format!(
            "the organisation has {MAX_OWN} active involvements with this person already; end those that are over"
        ));
    }
    (own(&person.archived) >= MAX_OWN_OVER).then(|| {
        format!(
            "the organisation registered and ended this person {MAX_OWN_OVER} times; its system repeats itself, have it looked at"
        )
    })
}

fn reach<'a>(
    members: &'a [Member],
    parents: &'a [Identity],
) -> impl Iterator<Item = (Pseudonym, bool)> + 'a {
    let named = members.iter().map(|member| (member.identity, true));
    let derived = parents.iter().map(|parent| (*parent, false));
    named.chain(derived).flat_map(|(who, named)| who.pseudonyms().map(move |p| (p, named)))
}

/// Whether another organisation's ended involvement is known on a person named.
pub(in crate::domain) fn earlier(facts: &Facts, organisation: Oin, members: &[Member]) -> bool {
    members
        .iter()
        .flat_map(|member| member.identity.pseudonyms())
        .filter_map(|pseudonym| facts.person(pseudonym))
        .flat_map(|person| &person.archived)
        .any(|link| link.named && link.organisation != organisation)
}

/// Enters the involvement on everybody whom it reaches.
fn link(ctx: &mut Context<'_>, involvement: &Involvement) {
    let facts = ctx.facts;
    let (id, organisation) = (involvement.id, involvement.organisation);
    let link = |named| Link { involvement: id, organisation, named };
    for (pseudonym, named) in involvement.reach() {
        let mut person = facts.person(pseudonym).cloned().unwrap_or_else(Person::default);
        person.links.push(link(named));
        ctx.effects.put_person(pseudonym, person);
    }
    ctx.effects.feigned.extend(nobodys::linked(facts, &involvement.members, link(false)));
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn who_registers_and_ends_without_end_is_stopped_and_nobody_else() {
        let [school, other] = ["00000009000000001800", "00000009000000001900"]
            .map(|oin| Oin::parse(oin).expect("an OIN"));
        let link = |number: usize| Link {
            involvement: InvolvementId(Uuid::from_u128(number as u128)),
            organisation: school,
            named: true,
        };
        let over = |number: usize| Person {
            archived: (0..number).map(link).collect(),
            ..Person::default()
        };
        assert_eq!(too_many(&over(MAX_OWN_OVER - 1), school), None);
        assert!(too_many(&over(MAX_OWN_OVER), school).is_some_and(|rule| rule.contains("500")));
        assert_eq!(too_many(&over(MAX_OWN_OVER), other), None);
    }
}
