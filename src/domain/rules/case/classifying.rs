//! How a family is classified: its category, nuisance and measure, with history. Another
//! classification may make another office direct, and sends the open tickets where they belong.

use crate::domain::{
    model::{
        agreement::{Measure, MeasureRule},
        case::{Case, Classification, Despite, Family, MAX_CLASSIFICATIONS},
        ids::CaseId,
        notification::CaseHappening,
        party::{CategoryCode, OfficeId, Party},
        refusal::Refusal,
        routing::Router,
    },
    rules::{
        case::{directing, telling},
        context::Context,
        escalation::rerouting,
    },
    state::{
        keys::Key,
        lists::List,
        loaded::{Loaded, Needs},
        lookup::Lookup,
        receipt::{Answer, Kept},
    },
};

/// What a director asks when it classifies a family. What is absent stays as it was.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Classify {
    /// The case.
    pub id: CaseId,
    /// Another category.
    pub category: Option<CategoryCode>,
    /// Nuisance or not.
    pub nuisance: Option<bool>,
    /// Another measure.
    pub measure: Option<Measure>,
    /// Why, when category and measure contradict each other.
    pub despite: Option<Despite>,
    /// Only when unchanged; may be empty.
    pub etag: String,
}

/// The answer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Classified {
    /// The case; `None` when another office directs it from now on.
    pub case: Option<Case>,
    /// Who directs.
    pub director: OfficeId,
    /// Tickets that stay where they are.
    pub kept: Vec<Kept>,
}

/// What must be loaded before [`classify`]; ask again until nothing is missing.
#[must_use]
pub fn needs(loaded: &Loaded, id: CaseId) -> Needs {
    let mut keys = Vec::new();
    keys.extend(needs_to_reclassify(loaded, id));
    Needs::missing(loaded, keys, vec![List::TicketsOf(id)])
}

/// What must be loaded before [`reclassify`], the list [`List::TicketsOf`] apart.
pub fn needs_to_reclassify(loaded: &Loaded, id: CaseId) -> impl Iterator<Item = Key> + '_ {
    std::iter::once(Key::Case(id)).chain(loaded.tickets_of(id).map(Key::Ticket))
}

/// What the covenant says of a family like this.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Directed {
    /// Who directs.
    pub director: OfficeId,
    /// What its category says of a measure.
    pub measure: MeasureRule,
}

/// Asks the covenant of the family's area; `None` when it has no such category.
pub type Directing<'a> = &'a (dyn Fn(&Family) -> Option<Directed> + Sync);

/// Holds a measure against what the category says of one. Of a category whose families have one, it is
/// always said which, or why there is none: what nobody said would count as none, and whether the
/// guardian stays would be asked of nobody. Elsewhere only what was *said* can contradict: whoever opens
/// a case without a word about a measure has not said that there is none.
///
/// # Errors
/// They contradict each other and no reason was given, or a reason where they do not; or nothing was said
/// where it must be.
pub(super) fn agree(
    rule: MeasureRule,
    measure: Option<Measure>,
    despite: Option<Despite>,
) -> Result<Option<Despite>, Refusal> {
    let contradicts = match (rule, measure) {
        (MeasureRule::Either, _) | (MeasureRule::Excluded, None) => false,
        (MeasureRule::Required, None) if despite.is_none() => {
            return Err(Refusal::field(
                "measure",
                "is required: the covenant has this category for families with a measure; \
                 without one, contradiction_reason says why",
            ));
        }
        (MeasureRule::Required, None) => true,
        (MeasureRule::Required, Some(measure)) => measure == Measure::None,
        (MeasureRule::Excluded, Some(measure)) => measure != Measure::None,
    };
    let problem = match (contradicts, despite) {
        (true, None) => {
            "is required: the covenant puts families with this measure in another category"
        }
        (false, Some(_)) => "goes with a category and a measure that contradict each other",
        (true, Some(_)) | (false, None) => return Ok(despite),
    };
    Err(Refusal::field("contradiction_reason", problem))
}

/// Decides a classification. `directing` answers what the covenant says of a family.
///
/// # Errors
/// Not the director, closed, changed, or a category that this area's covenant does not have.
pub fn classify(
    ctx: &mut Context<'_>,
    command: &Classify,
    directing: Directing<'_>,
    router: Router<'_>,
) -> Result<Classified, Refusal> {
    let facts = ctx.facts;
    let permit = ctx.permit()?;
    // Whoever gave the case away by this very request may hear its answer once more.
    if let Some(Answer::Classified { case, director, kept }) = ctx.replayed()? {
        let case = directing::directed(facts, permit, *case).ok().cloned();
        let (director, kept) = (director.clone(), kept.clone());
        return Ok(Classified { case, director, kept });
    }
    let case = directing::live(facts, permit, command.id, &command.etag)?;
    let present = &case.family;
    let family = Family {
        area: present.area.clone(),
        category: command.category.clone().unwrap_or_else(|| present.category.clone()),
        nuisance: command.nuisance.unwrap_or(present.nuisance),
        measure: command.measure.unwrap_or(present.measure),
    };
    let Directed { director, measure } = directing(&family).ok_or_else(|| {
        Refusal::field(
            "category",
            "must be a category of the covenant that governs the case's area",
        )
    })?;
    // Of a measure that is kept, only that there is one was said for certain.
    let known = Some(present.measure).filter(|measure| *measure != Measure::None);
    let said = command.measure.or(known);
    let is_new = command.category.is_some() || command.measure.is_some();
    let despite = match is_new {
        true => agree(measure, said, command.despite)?,
        // A case that a ticket opened may have a category of which nobody said the measure yet.
        false if measure == MeasureRule::Required && said.is_none() => {
            agree(measure, said, command.despite.or(case.despite()))?
        }
        false => agree(MeasureRule::Either, None, command.despite)?,
    };
    let new = Reclassified { family, director, by: Some(permit.party()), despite };
    let (after, kept) = reclassify(ctx, case, new, router);
    let (case, director) = (after.id, after.director.clone());
    let answer = Answer::Classified { case, director: director.clone(), kept: kept.clone() };
    ctx.keep(answer);
    let own = Party::Office(director.clone()) == *permit.party();
    Ok(Classified { case: own.then_some(after), director, kept })
}

/// Other facts of a family, and by whom.
pub struct Reclassified<'a> {
    /// The facts.
    pub family: Family,
    /// Who directs a family like this.
    pub director: OfficeId,
    /// By whom; `None` for the broker itself.
    pub by: Option<&'a Party>,
    /// Why category and measure may contradict each other.
    pub despite: Option<Despite>,
}

/// Enters other facts of a family, its area included, and writes the case: history, the office
/// that directs from now on, and every open ticket where a family like this belongs. A ticket that
/// the covenant refuses to route stays where it is. Both offices are told when the director
/// changes, otherwise the one that directs.
pub fn reclassify(
    ctx: &mut Context<'_>,
    case: &Case,
    new: Reclassified<'_>,
    router: Router<'_>,
) -> (Case, Vec<Kept>) {
    let facts = ctx.facts;
    let Reclassified { family, director, by, despite } = new;
    if family == case.family && director == case.director {
        return (case.clone(), Vec::new());
    }
    let mut after = case.clone();
    after.revision += 1;
    after.family = family.clone();
    after.director = director.clone();
    let entry = Classification { at: ctx.now, by: by.cloned(), family, director, despite };
    after.classifications.push(entry);
    if after.classifications.len() > MAX_CLASSIFICATIONS {
        // How it began stays.
        after.classifications.remove(1);
    }
    let directed = Party::Office(case.director.clone());
    if let Some(watch) = after.watch.as_mut().filter(|watch| watch.runs() && watch.by == directed) {
        watch.by = Party::Office(after.director.clone());
    }
    let (old, new) = (&case.director, &after.director);
    if old == new {
        telling::notice(ctx, &after, new, CaseHappening::Classified);
    } else {
        telling::notice(ctx, &after, old, CaseHappening::DirectorChanged);
        telling::notice(ctx, &after, new, CaseHappening::DirectorChanged);
    }
    let mut kept = Vec::new();
    for id in facts.tickets_of(case.id) {
        let Some(ticket) = facts.ticket(id).filter(|ticket| ticket.is_open()) else { continue };
        let moved = rerouting::reroute(ctx, ticket, &after.family, by, router);
        if let Err(refusal) = moved {
            kept.push(Kept { ticket: id, refusal: refusal.code });
        }
    }
    ctx.effects.put_case(after.clone());
    (after, kept)
}
