//! Who may be the family manager? Somebody of an organisation that is involved with the family and
//! that the covenant finds eligible for its category; exactly one at a time, with history.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::{
    model::{
        agreement::Eligible,
        case::record::{self, Case, ManagerTerm},
        ids::{CaseId, FreshIds},
        involvement::{ContactCard, Involvement},
        notification::Event,
        party::{Oin, Party},
        refusal::Refusal,
        time::Time,
    },
    rules::{
        access::Permit,
        case::{reach, telling},
    },
    state::{
        receipt::{Answer, Request},
        record::{Effects, Key, Loaded, Needs},
    },
};

/// Most terms of family managers that are kept; the oldest go.
const MAX_TERMS: usize = 50;

/// Who is to be the family manager.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Assign {
    /// The case.
    pub case: CaseId,
    /// The organisation that provides the family manager.
    pub organisation: Oin,
    /// Which of its professionals, by the id on the contact card; `None` when only one is involved.
    pub professional: Option<String>,
    /// Only when unchanged; may be empty.
    pub etag: String,
}

/// What must be loaded before a decision about a case that tells those who are involved; ask again
/// until nothing is missing.
#[must_use]
pub fn needs(loaded: &Loaded, request: &Request, id: CaseId) -> Needs {
    let mut keys = vec![Key::Receipt(request.key.clone())];
    keys.extend(reach::keys_of(loaded, id));
    Needs::missing(loaded, keys, Vec::new())
}

/// Decides who is the family manager from now on. `kind` is the kind of the organisation.
///
/// # Errors
/// Not the caller's case, closed, changed; no involvement that the director can see; or a kind of
/// organisation that the covenant does not find eligible.
#[expect(clippy::too_many_arguments, reason = "values of one decision, each of its own kind")]
pub fn assign(
    loaded: &Loaded,
    permit: &Permit,
    request: &Request,
    command: &Assign,
    eligible: &Eligible,
    kind: &str,
    ids: &mut FreshIds,
    now: Time,
) -> Result<(Case, Effects), Refusal> {
    let case = record::directed(loaded, permit, command.case)?;
    if request.replayed(loaded)?.is_some() {
        return Ok((case.clone(), Effects::default()));
    }
    let case = record::live(loaded, permit, command.case, &command.etag)?;
    let involvement = chosen(loaded, case, command)?;
    match eligible {
        Eligible::AnyInvolved => {}
        Eligible::Kinds(kinds) if kinds.iter().any(|known| known == kind) => {}
        Eligible::Kinds(_) => return Err(Refusal::ManagerNotEligible),
    }
    let mut effects = Effects::default();
    let mut after = case.clone();
    if case.manager().is_none_or(|term| term.involvement != involvement.id) {
        end_term(&mut after, now);
        let term = ManagerTerm {
            organisation: involvement.organisation,
            involvement: involvement.id,
            card: involvement.card.clone(),
            since: now,
            until: None,
        };
        begin_term(&mut after, term);
        tell(loaded, &after, telling::everybody(loaded, &after), ids, now, &mut effects);
        effects.put_case(after.clone());
    }
    request.keep(Answer::Done, now, &mut effects);
    Ok((after, effects))
}

/// The involvement of the family manager. One that is withheld is not there: naming it would tell
/// everybody who it is.
fn chosen<'a>(
    loaded: &'a Loaded,
    case: &Case,
    command: &Assign,
) -> Result<&'a Involvement, Refusal> {
    let mut found: Vec<&Involvement> = reach::links(loaded, case)
        .filter(|link| link.organisation == command.organisation)
        .filter_map(|link| loaded.involvement(link.involvement))
        .filter(|involvement| involvement.withheld.is_none())
        .collect();
    found.sort_unstable_by_key(|involvement| involvement.id);
    found.dedup_by_key(|involvement| involvement.id);
    if found.is_empty() {
        let rule = "must be an organisation that is involved with the family, as GetCase shows it";
        return Err(Refusal::field("organisation_oin", rule));
    }
    let Some(professional) = &command.professional else {
        return match found.as_slice() {
            [only] => Ok(only),
            _ => Err(Refusal::field(
                "professional_id",
                "is required: more than one professional of this organisation is involved",
            )),
        };
    };
    found.into_iter().find(|known| known.card.professional_id == *professional).ok_or_else(|| {
        let rule = "must be the id of a professional of this organisation who is involved";
        Refusal::field("professional_id", rule)
    })
}

fn begin_term(case: &mut Case, term: ManagerTerm) {
    case.managers.push(term);
    let over = case.managers.len().saturating_sub(MAX_TERMS);
    case.managers.drain(..over);
    case.revision += 1;
}

fn end_term(case: &mut Case, now: Time) {
    for term in case.managers.iter_mut().filter(|term| term.until.is_none()) {
        term.until = Some(now);
    }
}

fn tell(
    loaded: &Loaded,
    case: &Case,
    told: BTreeSet<Party>,
    ids: &mut FreshIds,
    now: Time,
    effects: &mut Effects,
) {
    let manager = case.manager().map(|term| term.involvement);
    let event = |known| Event::FamilyManager { known, manager };
    telling::tell(loaded, case, told, event, ids, now, effects);
}

/// The live cases whose family manager an involvement provides, as far as they were loaded.
pub fn managed<'a>(
    loaded: &'a Loaded,
    involvement: &'a Involvement,
) -> impl Iterator<Item = &'a Case> {
    let cases: BTreeMap<CaseId, &Case> =
        reach::cases(loaded, reach::named(involvement)).map(|case| (case.id, case)).collect();
    let manages =
        |case: &&Case| case.manager().is_some_and(|term| term.involvement == involvement.id);
    cases.into_values().filter(manages)
}

/// An involvement ends: where it provided the family manager there is none, and the director is
/// told.
pub fn end(
    loaded: &Loaded,
    involvement: &Involvement,
    ids: &mut FreshIds,
    now: Time,
    effects: &mut Effects,
) {
    for case in managed(loaded, involvement) {
        let mut after = case.clone();
        lose(loaded, &mut after, ids, now, effects);
        effects.put_case(after);
    }
}

/// Another card of the involvement that provides the family manager. When a colleague took over, whom
/// the ids and effects are given for, another family manager begins and the director is told.
pub fn renew(
    loaded: &Loaded,
    case: &mut Case,
    card: &ContactCard,
    now: Time,
    taken_over: Option<(&mut FreshIds, &mut Effects)>,
) {
    let Some(mut term) = case.manager().cloned() else { return };
    term.card = card.clone();
    match taken_over {
        None => {
            case.managers.pop();
            case.managers.push(term);
        }
        Some((ids, effects)) => {
            end_term(case, now);
            begin_term(case, ManagerTerm { since: now, ..term });
            tell(loaded, case, [telling::director(case)].into(), ids, now, effects);
        }
    }
}

/// Whether the involvement of the present family manager, if there is one, names a person of the
/// case, as far as it was loaded.
#[must_use]
pub fn reaches(loaded: &Loaded, case: &Case) -> bool {
    let involvement = case.manager().map(|term| loaded.involvement(term.involvement));
    involvement.is_none_or(|own| own.is_some_and(|own| reach::names_any(case, own)))
}

/// There is no family manager any more: notes it and tells the director. The caller writes the
/// case.
pub fn lose(
    loaded: &Loaded,
    case: &mut Case,
    ids: &mut FreshIds,
    now: Time,
    effects: &mut Effects,
) {
    end_term(case, now);
    case.revision += 1;
    tell(loaded, case, [telling::director(case)].into(), ids, now, effects);
}
