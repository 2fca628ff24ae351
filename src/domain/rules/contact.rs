//! How is a professional to be reached from now on, and who has taken over? Whoever sees the card
//! sees the new one at once, and is told so once, quietly: it is no new match.

use std::collections::BTreeMap;

use crate::domain::{
    model::{
        case::Case,
        ids::{CaseId, InvolvementId, MatchId, SignalId, TicketId},
        involvement::{ContactCard, Involvement},
        matches::Match,
        notification::Event,
        party::{Oin, Party},
        refusal::Refusal,
        signal::Signal,
        ticket::Ticket,
    },
    rules::{
        access::Permit,
        case::{self, manager},
        changing,
        context::Context,
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

/// Most involvements that one call changes. With their matches they are one atomic change.
pub const MOST: usize = 100;

/// Whose card changes, and how.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Change {
    /// Which involvements.
    pub which: Which,
    /// The card from now on.
    pub card: ContactCard,
    /// What is done.
    pub act: Act,
}

/// Which involvements a change is about.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Which {
    /// This one.
    One(InvolvementId),
    /// All active ones of the professional with this id.
    Of(String),
}

/// Whether the same professional is to be reached otherwise, or another one takes over.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Act {
    /// The same professional.
    Update,
    /// A colleague.
    HandOver,
}

/// What was changed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Changed {
    /// How many involvements.
    pub involvements: u32,
    /// Whether there are more.
    pub more: bool,
}

impl Change {
    /// Whether an involvement is one that this changes.
    #[must_use]
    pub fn is_about(&self, involvement: &Involvement) -> bool {
        let which = match &self.which {
            Which::One(id) => *id == involvement.id,
            Which::Of(professional) => *professional == involvement.card.professional_id,
        };
        which && involvement.is_active() && involvement.card != self.card
    }

    /// The professional whose signals get the card too: not when a colleague takes over one involvement only.
    #[must_use]
    pub fn sender(&self) -> Option<&str> {
        match (&self.which, self.act) {
            (Which::Of(professional), Act::Update | Act::HandOver) => Some(professional),
            (Which::One(_), Act::Update) => Some(&self.card.professional_id),
            (Which::One(_), Act::HandOver) => None,
        }
    }

    /// Whether the card that this changes stands on a signal on which somebody must still act.
    #[must_use]
    pub fn is_on(&self, signal: &Signal) -> bool {
        signal.is_open()
            && self.sender() == Some(signal.card.professional_id.as_str())
            && signal.card != self.card
    }

    /// Refuses a card that is not of whom it should be.
    fn check(&self, professional: &str) -> Result<(), Refusal> {
        let same = self.card.professional_id == professional;
        let rule = match (self.act, same) {
            (Act::Update, true) | (Act::HandOver, false) => return Ok(()),
            (Act::Update, false) => {
                "must be the professional of the involvement; to give it to a colleague call \
                 HandOverInvolvement"
            }
            (Act::HandOver, true) => {
                "must be another professional than so far; to change a card call UpdateContact"
            }
        };
        Err(Refusal::field("professional.professional_id", rule))
    }
}

/// What a change is about, as far as it was found.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Chosen {
    /// Involvements, at most [`MOST`].
    pub involvements: Vec<InvolvementId>,
    /// Open concern signals on which the card stands, at most [`MOST`].
    pub signals: Vec<SignalId>,
    /// Whether there are more.
    pub more: bool,
}

/// What must be loaded before [`decide`] can change these; ask again until nothing is missing.
#[must_use]
pub fn needs(loaded: &Loaded, permit: &Permit, chosen: &Chosen) -> Needs {
    let (mut keys, mut lists) = (Vec::new(), Vec::new());
    keys.extend(chosen.signals.iter().copied().map(Key::Signal));
    for id in &chosen.involvements {
        keys.push(Key::Involvement(*id));
        // Of one of others nothing but itself: see [`changing::needs_of_own`].
        if changing::own(loaded, permit, *id).is_ok() {
            needs_of(loaded, *id, &mut keys, &mut lists);
        }
    }
    Needs::missing(loaded, keys, lists)
}

/// What must be loaded before the card of one involvement can change.
pub fn needs_of(loaded: &Loaded, id: InvolvementId, keys: &mut Vec<Key>, lists: &mut Vec<List>) {
    keys.push(Key::Involvement(id));
    let Some(involvement) = loaded.involvement(id) else { return };
    // Whoever comes to match it, or opens a ticket by it, writes one of these too.
    keys.extend(involvement.reach().map(|(pseudonym, _)| Key::Person(pseudonym)));
    keys.extend(case::reach::keys(loaded, involvement.named()));
    lists.extend([List::MatchesOf(id), List::TicketsBy(id)]);
    keys.extend(loaded.matches_of(id).map(Key::Match));
    keys.extend(loaded.tickets_by(id).map(Key::Ticket));
}

/// Decides a change.
///
/// # Errors
/// Not an own active involvement, or a card of somebody else.
pub fn decide(ctx: &mut Context<'_>, change: &Change, chosen: &Chosen) -> Result<Changed, Refusal> {
    let (facts, permit) = (ctx.facts, ctx.permit()?);
    let organisation = permit.organisation()?;
    let more = chosen.more;
    match ctx.replayed()? {
        Some(Answer::Changed { involvements, more }) => {
            return Ok(Changed { involvements: *involvements, more: *more });
        }
        Some(_) => return Err(Refusal::RequestIdReused),
        None => {}
    }
    match &change.which {
        Which::One(id) => {
            let involvement = changing::own(facts, permit, *id)?;
            if !involvement.is_active() {
                return Err(Refusal::NotActive);
            }
            change.check(&involvement.card.professional_id)?;
        }
        Which::Of(professional) if !permit.reaches(professional) => {
            return Err(Refusal::NotAllowed);
        }
        Which::Of(professional) => change.check(professional)?,
    }
    let mut draft = Draft::default();
    let mut involvements = 0;
    for id in &chosen.involvements {
        let involvement = changing::own(facts, permit, *id)?;
        // What ended or went to somebody else meanwhile stays as it is.
        if change.is_about(involvement) {
            draft.renew(ctx, involvement, &change.card, change.act);
            involvements += 1;
        }
    }
    draft.finish(ctx);
    // Whoever must act on a signal calls whom it names.
    for signal in chosen.signals.iter().filter_map(|id| facts.signal(*id)) {
        if signal.sender == organisation && change.is_on(signal) {
            ctx.effects.put_signal(Signal { card: change.card.clone(), ..signal.clone() });
        }
    }
    ctx.keep(Answer::Changed { involvements, more });
    Ok(Changed { involvements, more })
}

/// Everything in which a card stands and that is to be written once, however many cards change.
#[derive(Default)]
pub struct Draft {
    matches: BTreeMap<MatchId, Match>,
    tickets: BTreeMap<TicketId, Ticket>,
    cases: BTreeMap<CaseId, Case>,
}

impl Draft {
    /// Gives an involvement another card, wherever it is shown.
    pub fn renew(
        &mut self,
        ctx: &mut Context<'_>,
        before: &Involvement,
        card: &ContactCard,
        act: Act,
    ) {
        let (facts, id) = (ctx.facts, before.id);
        ctx.effects.put_involvement(Involvement { card: card.clone(), ..before.clone() });
        for matched in facts.matches_of(id).filter_map(|id| facts.matched(id)) {
            let matched = self.matches.entry(matched.id).or_insert_with(|| matched.clone());
            for party in matched.parties.iter_mut().filter(|party| party.involvement == id) {
                party.card = card.clone();
            }
        }
        for ticket in facts.tickets_by(id).filter_map(|id| facts.ticket(id)) {
            self.tickets.insert(ticket.id, Ticket { card: Some(card.clone()), ..ticket.clone() });
        }
        for case in manager::managed(facts, before) {
            let case = self.cases.entry(case.id).or_insert_with(|| case.clone());
            manager::renew(ctx, case, card, act == Act::HandOver);
        }
        for case in manager::watched(facts, before) {
            let case = self.cases.entry(case.id).or_insert_with(|| case.clone());
            manager::renew_last(ctx, case, card, act == Act::HandOver);
        }
        for (organisation, event) in seen_by(facts, before) {
            ctx.tell(Party::Organisation(organisation), event);
        }
    }

    /// Writes all of it.
    pub fn finish(self, ctx: &mut Context<'_>) {
        self.matches.into_values().for_each(|matched| ctx.effects.put_match(matched));
        self.tickets.into_values().for_each(|ticket| ctx.effects.put_ticket(ticket));
        self.cases.into_values().for_each(|case| ctx.effects.put_case(case));
    }
}

/// The organisations that see the card of an involvement, each by its oldest own one: nobody when
/// it is withheld.
fn seen_by(facts: &Facts, of: &Involvement) -> BTreeMap<Oin, Event> {
    let mut told: BTreeMap<Oin, (InvolvementId, MatchId)> = BTreeMap::new();
    if of.through().is_some() {
        return BTreeMap::new();
    }
    // Whoever was taken out of a match is shown there no more.
    let stays = |matched: &&Match| matched.party(of.id).is_some_and(|own| !own.gone);
    let matches = facts.matches_of(of.id).filter_map(|id| facts.matched(id));
    for matched in matches.filter(stays) {
        let others = matched.parties.iter().filter(|party| {
            !party.gone
                && party.organisation != of.organisation
                && matched.brought(party.involvement, of.id)
        });
        for other in others {
            let own = (other.involvement, matched.id);
            let oldest = told.entry(other.organisation).or_insert(own);
            *oldest = own.min(*oldest);
        }
    }
    let event =
        |(involvement, matched)| Event::ContactUpdated { matched, involvement, other: of.id };
    told.into_iter().map(|(organisation, own)| (organisation, event(own))).collect()
}
