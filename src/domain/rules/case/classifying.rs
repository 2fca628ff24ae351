//! How a family is classified: its category, nuisance and measure, with history. Another
//! classification may make another office direct, and sends the open tickets where they belong.

use serde::{Deserialize, Serialize};

use crate::domain::{
    model::{
        agreement::Measure,
        case::record::{self, Case, Classification, Family, MAX_CLASSIFICATIONS},
        escalation::Router,
        ids::{CaseId, FreshIds, TicketId},
        notification::CaseHappening,
        party::{CategoryCode, OfficeId, Party},
        refusal::Refusal,
        time::Time,
    },
    rules::{access::Permit, escalation::rerouting},
    state::{
        receipt::{Answer, Request},
        record::{Effects, Key, List, Loaded, Needs},
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
    /// Only when unchanged; may be empty.
    pub etag: String,
}

/// A ticket that stays where it is: the covenant refuses to route it with the new facts.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Kept {
    /// The ticket.
    pub ticket: TicketId,
    /// The covenant's refusal.
    pub refusal: String,
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
pub fn needs(loaded: &Loaded, request: &Request, id: CaseId) -> Needs {
    let mut keys = vec![Key::Receipt(request.key.clone())];
    keys.extend(needs_to_reclassify(loaded, id));
    Needs::missing(loaded, keys, vec![List::TicketsOf(id)])
}

/// What must be loaded before [`reclassify`], the list [`List::TicketsOf`] apart.
pub fn needs_to_reclassify(loaded: &Loaded, id: CaseId) -> impl Iterator<Item = Key> + '_ {
    std::iter::once(Key::Case(id)).chain(loaded.tickets_of(id).map(Key::Ticket))
}

/// Decides a classification. `director` answers whom the covenant names for a family.
///
/// # Errors
/// Not the director, closed, changed, or a category that this area's covenant does not have.
#[expect(clippy::too_many_arguments, reason = "values of one decision, each of its own kind")]
pub fn classify(
    loaded: &Loaded,
    permit: &Permit,
    request: &Request,
    command: &Classify,
    director: &dyn Fn(&Family) -> Option<OfficeId>,
    router: Router<'_>,
    ids: &mut FreshIds,
    now: Time,
) -> Result<(Classified, Effects), Refusal> {
    // Whoever gave the case away by this very request may hear its answer once more.
    if let Some(Answer::Classified { case, director, kept }) = request.replayed(loaded)? {
        let case = record::directed(loaded, permit, *case).ok().cloned();
        let (director, kept) = (director.clone(), kept.clone());
        return Ok((Classified { case, director, kept }, Effects::default()));
    }
    let case = record::live(loaded, permit, command.id, &command.etag)?;
    let present = &case.family;
    let family = Family {
        area: present.area.clone(),
        category: command.category.clone().unwrap_or_else(|| present.category.clone()),
        nuisance: command.nuisance.unwrap_or(present.nuisance),
        measure: command.measure.unwrap_or(present.measure),
    };
    let director = director(&family).ok_or_else(|| {
        Refusal::field(
            "category",
            "must be a category of the covenant that governs the case's area",
        )
    })?;
    let mut effects = Effects::default();
    let by = Some(permit.party());
    let (after, kept) =
        reclassify(loaded, case, family, director, by, router, ids, now, &mut effects);
    let (case, director) = (after.id, after.director.clone());
    let answer = Answer::Classified { case, director: director.clone(), kept: kept.clone() };
    request.keep(answer, now, &mut effects);
    let own = Party::Office(director.clone()) == *permit.party();
    Ok((Classified { case: own.then_some(after), director, kept }, effects))
}

/// Enters other facts of a family, its area included, and writes the case: history, the office
/// that directs from now on, and every open ticket where a family like this belongs. A ticket that
/// the covenant refuses to route stays where it is. Both offices are told when the director
/// changes, otherwise the one that directs.
#[expect(clippy::too_many_arguments, reason = "values of one decision, each of its own kind")]
pub fn reclassify(
    loaded: &Loaded,
    case: &Case,
    family: Family,
    director: OfficeId,
    by: Option<&Party>,
    router: Router<'_>,
    ids: &mut FreshIds,
    now: Time,
    effects: &mut Effects,
) -> (Case, Vec<Kept>) {
    if family == case.family && director == case.director {
        return (case.clone(), Vec::new());
    }
    let mut after = case.clone();
    after.revision += 1;
    after.family = family.clone();
    after.director = director.clone();
    after.classifications.push(Classification { at: now, by: by.cloned(), family, director });
    if after.classifications.len() > MAX_CLASSIFICATIONS {
        // How it began stays.
        after.classifications.remove(1);
    }
    let (old, new) = (Party::Office(case.director.clone()), Party::Office(after.director.clone()));
    if old == new {
        after.tell(&new, CaseHappening::Classified, ids, now, effects);
    } else {
        after.tell(&old, CaseHappening::DirectorChanged, ids, now, effects);
        after.tell(&new, CaseHappening::DirectorChanged, ids, now, effects);
    }
    let mut kept = Vec::new();
    for id in loaded.tickets_of(case.id) {
        let Some(ticket) = loaded.ticket(id).filter(|ticket| ticket.is_open()) else { continue };
        let moved = rerouting::reroute(ticket, &after.family, by, router, ids, now, effects);
        if let Err(refusal) = moved {
            kept.push(Kept { ticket: id, refusal: refusal.code });
        }
    }
    effects.put_case(after.clone());
    (after, kept)
}
