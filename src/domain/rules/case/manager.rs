//! Who may be the family manager? Somebody of an organisation that is involved with the family and
//! that the covenant finds eligible for its category; exactly one at a time, with history.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::{
    model::{
        agreement::{Eligible, WatchRule},
        case::{BeyondCaseload, Case, Family, ManagerTerm},
        ids::CaseId,
        involvement::{ContactCard, Involvement},
        notification::{CaseHappening, Event},
        party::{Oin, Party},
        refusal::Refusal,
        time::Time,
    },
    rules::{
        case::{directing, keeping, reach, telling},
        context::Context,
    },
    state::{
        facts::Facts,
        keys::Key,
        lists::List,
        loaded::{Loaded, Needs},
        lookup::Lookup,
        receipt::Answer,
        records::Record,
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
    /// Why, when this one has as many families as the covenant names already.
    pub beyond: Option<BeyondCaseload>,
    /// Only when unchanged; may be empty.
    pub etag: String,
}

/// What must be loaded before a decision about a case that tells those who are involved; ask again
/// until nothing is missing.
#[must_use]
pub fn needs(loaded: &Loaded, id: CaseId) -> Needs {
    Needs::missing(loaded, reach::keys_of(loaded, id).collect(), Vec::new())
}

/// What must be loaded before [`assign`]; ask again until nothing is missing.
#[must_use]
pub fn needs_to_assign(loaded: &Loaded, command: &Assign) -> Needs {
    // Raised by whoever counts families, and read before the list of them.
    let guard = Key::Assignments(command.organisation);
    let keys = reach::keys_of(loaded, command.case).chain([guard]).collect();
    let case = loaded.case(command.case).filter(|case| case.is_live());
    let involved = case.into_iter().flat_map(|case| involved(loaded, case, command.organisation));
    let professionals: BTreeSet<&str> =
        involved.map(|involvement| involvement.card.professional_id.as_str()).collect();
    let families = |id: &str| List::FamiliesOf(command.organisation, id.to_owned());
    Needs::missing(loaded, keys, professionals.into_iter().map(families).collect())
}

/// What the covenant says of family managers.
#[derive(Clone, Copy)]
pub struct Agreed<'a> {
    /// Who may provide one for the family's category.
    pub eligible: &'a Eligible,
    /// The kind of the organisation that is to.
    pub kind: &'a str,
    /// The most families that one should have, when the covenant names a number.
    pub caseload: Option<u16>,
    /// What it says of watch.
    pub watch: Option<&'a WatchRule>,
}

/// Decides who is the family manager from now on.
///
/// # Errors
/// Not the caller's case, closed, changed, its persons are kept apart; no involvement that the director
/// can see; a kind of organisation that the covenant does not find eligible; or somebody who has as many
/// families as the covenant names, without a reason.
pub fn assign(
    ctx: &mut Context<'_>,
    command: &Assign,
    agreed: Agreed<'_>,
) -> Result<Case, Refusal> {
    let facts = ctx.facts;
    let permit = ctx.permit()?;
    let case = directing::directed(facts, permit, command.case)?;
    if ctx.replayed()?.is_some() {
        return Ok(case.clone());
    }
    let case = directing::live(facts, permit, command.case, &command.etag)?;
    let case = directing::together(case)?;
    let involvement = chosen(facts, case, command)?;
    if !agreed.eligible.admits(agreed.kind) {
        return Err(Refusal::ManagerNotEligible);
    }
    let mut after = case.clone();
    if case.manager().is_none_or(|term| term.involvement != involvement.id) {
        let beyond = beyond(facts, case, involvement, command, agreed.caseload)?;
        end_term(&mut after, ctx.now);
        let term = ManagerTerm {
            organisation: involvement.organisation,
            involvement: involvement.id,
            card: involvement.card.clone(),
            since: ctx.now,
            until: None,
            beyond,
        };
        begin_term(&mut after, term);
        let manager = Party::Organisation(involvement.organisation);
        if keeping::goes_along(case, agreed.watch) {
            keeping::pass_on(ctx, &mut after, manager);
        }
        if agreed.caseload.is_some() {
            let counted = facts.assignments(command.organisation) + 1;
            let guard = Key::Assignments(command.organisation);
            ctx.effects.put.push((guard, Record::Assignments(counted)));
        }
        tell(ctx, &after, telling::everybody(facts, &after));
        ctx.effects.put_case(after.clone());
    }
    ctx.keep(Answer::Done);
    Ok(after)
}

/// Looks at the live cases that a decision classifies otherwise or takes to another area: where the covenant
/// finds the organisation of the family manager no longer eligible for a family like this, whoever directs is
/// asked for another one. Until then the present one goes on: no family is left without. To be called last.
pub fn ask_again(ctx: &mut Context<'_>, eligible: &dyn Fn(&Family, Oin) -> bool) {
    let facts = ctx.facts;
    let written = ctx.effects.put.iter().filter_map(|(key, record)| match record {
        Record::Case(after) if facts.has(key) && after.is_live() => Some(&**after),
        _ => None,
    });
    let asked: Vec<Case> = written
        .filter(|after| {
            let before = facts.case(after.id).map(|before| &before.family);
            let other = before.is_some_and(|before| {
                (&before.category, &before.area) != (&after.family.category, &after.family.area)
            });
            other && after.manager().is_some_and(|term| !eligible(&after.family, term.organisation))
        })
        .cloned()
        .collect();
    for case in asked {
        telling::notice(ctx, &case, &case.director, CaseHappening::ManagerNotEligible);
    }
}

/// Why somebody has more families than the covenant names as the most; `None` within that number.
fn beyond(
    facts: &Facts,
    case: &Case,
    involvement: &Involvement,
    command: &Assign,
    caseload: Option<u16>,
) -> Result<Option<BeyondCaseload>, Refusal> {
    let Some(most) = caseload else { return Ok(None) };
    let families = facts.families_of(involvement.organisation, &involvement.card.professional_id);
    if families.filter(|id| *id != case.id).count() < usize::from(most) {
        return Ok(None);
    }
    let rule = || {
        let rule = format!(
            "is required: this family manager has {most} families or more, the most that the covenant \
             names"
        );
        Refusal::field("caseload_reason", rule)
    };
    command.beyond.ok_or_else(rule).map(Some)
}

/// The involvements of an organisation with the family of a case. One that is withheld is not there:
/// naming it would tell everybody who it is.
fn involved<'a>(
    look: &'a impl Lookup,
    case: &'a Case,
    organisation: Oin,
) -> impl Iterator<Item = &'a Involvement> {
    reach::links(look, case)
        .filter(move |link| link.organisation == organisation)
        .filter_map(|link| look.involvement(link.involvement))
        .filter(|involvement| involvement.withheld.is_none())
}

/// The involvement of the family manager.
fn chosen<'a>(
    facts: &'a Facts,
    case: &'a Case,
    command: &Assign,
) -> Result<&'a Involvement, Refusal> {
    let mut found: Vec<&Involvement> = involved(facts, case, command.organisation).collect();
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

fn tell(ctx: &mut Context<'_>, case: &Case, told: BTreeSet<Party>) {
    let manager = case.manager().map(|term| term.involvement);
    let event = |known| Event::FamilyManager { known, manager };
    telling::tell(ctx, case, told, event);
}

/// The live cases whose family manager an involvement provides, as far as they were loaded.
pub fn managed<'a>(
    facts: &'a Facts,
    involvement: &'a Involvement,
) -> impl Iterator<Item = &'a Case> {
    let cases: BTreeMap<CaseId, &Case> =
        reach::cases(facts, involvement.named()).map(|case| (case.id, case)).collect();
    let manages =
        |case: &&Case| case.manager().is_some_and(|term| term.involvement == involvement.id);
    cases.into_values().filter(manages)
}

/// The closed cases after which watch is kept and whose last family manager an involvement provided.
pub fn watched<'a>(
    facts: &'a Facts,
    involvement: &'a Involvement,
) -> impl Iterator<Item = &'a Case> {
    let persons = involvement.named().filter_map(|pseudonym| facts.person(pseudonym));
    let cases = persons.flat_map(|person| &person.cases).filter_map(|id| facts.case(*id));
    let watched = |case: &&Case| !case.is_live() && case.is_followed();
    let last =
        |case: &&Case| case.managers.last().is_some_and(|term| term.involvement == involvement.id);
    let found = cases.filter(watched).filter(last).map(|case| (case.id, case));
    found.collect::<BTreeMap<CaseId, &Case>>().into_values()
}

/// Another card of whoever was the last family manager and keeps watch: a colleague who took over keeps it
/// from now on, and the director is told. The caller writes the case.
pub fn renew_last(ctx: &mut Context<'_>, case: &mut Case, card: &ContactCard, taken_over: bool) {
    let Some(term) = case.managers.last_mut() else { return };
    term.card = card.clone();
    case.revision += 1;
    if taken_over {
        let manager = Some(term.involvement);
        let event = |known| Event::FamilyManager { known, manager };
        telling::tell(ctx, case, [telling::director(case)].into(), event);
    }
}

/// An involvement ends: where it provided the family manager there is none, and the director is
/// told.
pub fn end(ctx: &mut Context<'_>, involvement: &Involvement) {
    let facts = ctx.facts;
    for case in managed(facts, involvement) {
        let mut after = case.clone();
        lose(ctx, case, &mut after, Lost::Own);
        ctx.effects.put_case(after);
    }
}

/// Another card of the involvement that provides the family manager. When a colleague took over,
/// another family manager begins and the director is told. The caller writes the case.
pub fn renew(ctx: &mut Context<'_>, case: &mut Case, card: &ContactCard, taken_over: bool) {
    let Some(mut term) = case.manager().cloned() else { return };
    term.card = card.clone();
    if taken_over {
        end_term(case, ctx.now);
        begin_term(case, ManagerTerm { since: ctx.now, ..term });
        tell(ctx, case, [telling::director(case)].into());
    } else {
        case.managers.pop();
        case.managers.push(term);
    }
}

/// Whether the involvement of the present family manager, if there is one, names a person of the
/// case, as far as it was loaded.
#[must_use]
pub fn reaches(facts: &Facts, case: &Case) -> bool {
    let involvement = case.manager().map(|term| facts.involvement(term.involvement));
    involvement.is_none_or(|own| own.is_some_and(|own| case.names_any(own)))
}

/// By whose act a family has no manager any more.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Lost {
    /// Of the organisation that provided it, which knows.
    Own,
    /// Of somebody else: that organisation is told.
    ByOthers,
}

/// There is no family manager any more: notes it, tells the director, who keeps watch from now on where the
/// family manager did, and the former organisation when it does not know. The caller writes the case.
pub fn lose(ctx: &mut Context<'_>, before: &Case, case: &mut Case, lost: Lost) {
    end_term(case, ctx.now);
    case.revision += 1;
    tell(ctx, case, [telling::director(case)].into());
    let former = before.manager().map(|term| Party::Organisation(term.organisation));
    if let (Some(former), Lost::ByOthers) = (&former, lost) {
        // It knew the family by its involvement, and the case by its id.
        let known = telling::known_by(ctx.facts, before, former);
        ctx.tell(former.clone(), Event::FamilyManager { known, manager: None });
    }
    if former.is_some() && case.watcher() == former {
        let director = telling::director(case);
        keeping::pass_on(ctx, case, director);
    }
}
